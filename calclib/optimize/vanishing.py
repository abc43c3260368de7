"""Zeros that are none: a function too small for a float is 0 there, and has no root."""

from collections.abc import Callable

import numpy as np

ASIDE = 1e-3  # how far to look, relative to 1 + |x|
TINY = 1e-150  # what stands beside an underflow, or an overflow of what it was divided by
REACH = 60  # doublings of the distance
LOOKED_AT = 400  # places beyond the end of a zero, each a twentieth farther than the last
ROUNDED = 2.0**-50  # a few units in the last place of 1


@np.errstate(all="ignore")
def is_underflow(f: Callable[[float], float], x: float) -> bool:
    """Whether f(x) = 0 only because its value is too small for a float.

    A root has other values beside it. A function may also be 0 on a whole interval, as max(x, 0)
    is: beyond the ends of that interval it is no tiny number.

    >>> is_underflow(lambda x: np.exp(-x), 800.0), is_underflow(lambda x: max(x - 1, 0), 0.0)
    (True, False)
    >>> is_underflow(lambda x: x**20, 0.0), is_underflow(lambda x: 0 * x, 1.0)
    (False, False)
    """
    beside = [abs(f(x + side * ASIDE * (1 + abs(x)))) for side in (-1, 1)]
    if min(beside) > 0:
        return False
    return any(
        0 < (height or height_beyond(f, x, side)) < TINY
        for side, height in zip((-1, 1), beside, strict=True)
    )


@np.errstate(all="ignore")
def is_rounded_away(f: Callable[[float], float], x: float) -> bool:
    """Whether f(x) = 0 only because it is lost beside a number of which it was subtracted.

    Where such a zero ends, the function does not leave 0 evenly: it jumps by units in the last
    place, as 1 − tanh²x does at 19.

    >>> is_rounded_away(lambda x: 1 - np.tanh(x) ** 2, 30.0)
    True
    >>> is_rounded_away(lambda x: max(x - 1, 0), 0.0)
    False
    """
    for side in (-1, 1):
        end = end_of_zero(f, x, side)
        if np.isinf(end):
            continue
        heights = np.abs([f(end + side * d) for d in np.geomspace(1e-3, 1e6, LOOKED_AT)])
        largest = heights[np.isfinite(heights)].max(initial=0.0)
        if 0 < abs(float(f(end))) < ROUNDED * largest and not is_even(f, end, side):
            return True
    return False


def is_even(f: Callable[[float], float], end: float, side: int) -> bool:
    """Whether a function grows from 0 without jumps: much smaller near the end of its zero.

    end: a point just beyond the end of the zero, on this side of it.

    >>> is_even(lambda x: max(x - 1, 0), 1 + 1e-6, side=1), is_even(np.floor, 1 + 1e-6, side=1)
    (True, False)
    """
    near = end_of_zero(f, end - side * ASIDE * ASIDE * (1 + abs(end)), side, share=1e-12)
    return abs(float(f(near))) < 0.1 * abs(float(f(end)))


def height_beyond(f: Callable[[float], float], x: float, side: int) -> float:
    """|f| a little beyond the end of the interval around x on which it is 0; 0 if it has no end.

    >>> round(height_beyond(lambda x: max(x - 1, 0), 0.0, side=1), 4)
    0.002
    """
    end = end_of_zero(f, x, side)
    return 0.0 if np.isinf(end) else abs(float(f(end + side * ASIDE * (1 + abs(end)))))


def end_of_zero(
    f: Callable[[float], float], x: float, side: int, share: float = ASIDE * ASIDE
) -> float:
    """A point just beyond the end of the interval around x on which f is 0; ±∞ if it has no end.

    share: how exactly, relative to 1 + |x|.

    >>> round(end_of_zero(lambda x: max(x - 1, 0), 0.0, side=1), 4)
    1.0
    """
    inside = 0.0
    outside = ASIDE * (1 + abs(x))
    for _ in range(REACH):
        if f(x + side * outside) != 0:
            break
        inside = outside
        outside *= 2
    else:
        return side * np.inf
    while outside - inside > share * (1 + abs(x)):
        middle = (inside + outside) / 2
        if f(x + side * middle) == 0:
            inside = middle
        else:
            outside = middle
    return x + side * outside
