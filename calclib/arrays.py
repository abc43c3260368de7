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
