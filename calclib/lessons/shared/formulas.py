"""What follows from a text alone, kept for the next answer.

A point that is dragged asks for a scene many times a second, always of the same formula. The
formula is read, differentiated and compiled once, and its map is drawn once.
"""

from functools import lru_cache

from calclib.functions.function import Function
from calclib.stage.marks import Mark, contours
from calclib.stage.marks.mark import Box

LATEST = 4  # texts of which something is kept


@lru_cache(LATEST)
def function_of(text: str, *variables: str) -> Function:
    """The Function of a text; of one that was used just before, the same object.

    text, variables: as of `Function`.
    Raises ExpressionError for text that cannot be read.

    >>> function_of("x^2 + y", "x", "y") is function_of("x^2 + y", "x", "y")
    True
    """
    return Function(text, variables=variables)


@lru_cache(LATEST)
def map_of(f: Function, box: Box) -> Mark:
    """The level lines and bands of a function, as `contours`; of one drawn just before, the same.

    f: of x and y, as `function_of` returns it.
    box: (x₀, x₁, y₀, y₁).
    """
    return contours(f, box)
