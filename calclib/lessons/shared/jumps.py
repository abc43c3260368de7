"""Curves with a gap where they jump: a steep wall there would be no part of the curve."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array

ROUNDING = 1e-9  # a rise below this share of the height is none
HALVINGS = 40  # a slope would have shrunk the rise by a factor 2⁴⁰, a cube root by 2¹³


def curve_with_gaps(f: Callable[[Array], ArrayLike], x: ArrayLike) -> tuple[Array, Array]:
    """Sample a function, and put a gap, a value nan, in between two samples where it jumps.

    f: takes and returns (n,).
    x: (n,), increasing or decreasing.
    Returns x and f(x), longer by one for each jump.

    Between two samples the half in which the curve rises or falls more is halved again and again.
    Where the curve is continuous, that leaves almost nothing of the rise; where it jumps or runs
    to infinity, it leaves all.

    >>> x, y = curve_with_gaps(np.floor, [0.2, 0.7, 1.2])
    >>> y
    array([ 0.,  0., nan,  1.])
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        y = np.asarray(f(x), dtype=float)
        rise = np.abs(np.diff(y))
        high = np.maximum(np.abs(y[1:]), np.abs(y[:-1]))
        places = np.flatnonzero(np.isfinite(rise) & (rise > ROUNDING * high))
        left = x[places]
        right = x[places + 1]
        for _ in range(HALVINGS):
            middle = (left + right) / 2
            here = np.asarray(f(middle), dtype=float)
            first = np.abs(here - np.asarray(f(left)))
            second = np.abs(np.asarray(f(right)) - here)
            in_first = ~(first < second)  # where the middle has no value, too
            right = np.where(in_first, middle, right)
            left = np.where(in_first, left, middle)
        remains = np.abs(np.asarray(f(right)) - np.asarray(f(left)))
    jumps = places[~(remains < rise[places] / 2)]
    between = (x[jumps] + x[jumps + 1]) / 2
    return np.insert(x, jumps + 1, between), np.insert(y, jumps + 1, np.nan)
