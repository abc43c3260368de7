"""The array of floats that every room speaks of, and what several rooms ask of a value."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
ARRAYS = (np.ndarray, np.generic)  # an array of NumPy, or one number of it


def is_complex(x: object) -> bool:
    """Whether x holds complex numbers; asked of a Tensor, np.iscomplexobj would be a derivative.

    >>> is_complex(np.array([1j])), is_complex(np.float64(1))
    (True, False)
    """
    return isinstance(x, ARRAYS) and x.dtype.kind == "c"


def check_whole(name: str, number: object, least: int) -> None:
    """Raise ValueError for what is not a whole number or is too small.

    >>> check_whole("steps", 2.5, least=0)
    Traceback (most recent call last):
    ValueError: steps is a whole number ≥ 0, but got 2.5.
    """
    if not isinstance(number, int | np.integer) or isinstance(number, bool) or number < least:
        raise ValueError(f"{name} is a whole number ≥ {least}, but got {number!r}.")


def holds_truth(value: object) -> bool:
    """Whether a value is True or False, or has one in it: NumPy would count them as 1 and 0.

    >>> holds_truth(True), holds_truth([0.5, False]), holds_truth(np.array([1.0]))
    (True, True, False)
    """
    if isinstance(value, bool | np.bool_):
        return True
    if isinstance(value, np.ndarray):
        is_mixed = value.dtype.kind == "O" and any(map(holds_truth, value.flat))
        return value.dtype.kind == "b" or is_mixed
    return isinstance(value, list | tuple) and any(map(holds_truth, value))


def refuse_truth(name: str, value: object) -> None:
    """Raise ValueError for True and False in the place of a number.

    >>> refuse_truth("The start", True)
    Traceback (most recent call last):
    ValueError: The start is a number, but got True, which says yes or no; write 1 or 0 for numbers.
    """
    if holds_truth(value):
        raise ValueError(
            f"{name} is a number, but got {value!r}, which says yes or no; write 1 or 0 for "
            "numbers."
        )


def ufunc_arguments(function: np.ufunc) -> tuple[str, ...]:
    """What a function of NumPy's own calls its arguments; those before 2.4 have no signature.

    >>> ufunc_arguments(np.tanh), ufunc_arguments(np.hypot)
    (('x',), ('x1', 'x2'))
    """
    count = function.nin
    return ("x",) if count == 1 else tuple(f"x{i}" for i in range(1, count + 1))
