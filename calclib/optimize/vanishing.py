"""Zeros that are none: a function too small for a float is 0 there, and has no root."""

from collections.abc import Callable

import numpy as np

ASIDE = 1e-3  # how far to look, relative to 1 + |x|
GROWN = 1e30  # how often the first value beside a zero is in one farther out, if it was lost
COUNTED = 8  # multiples of the smallest value that an underflow shows one by one
REACH = 60  # doublings of the distance
LOOKED_AT = 400  # places beyond the end of a zero, each a twentieth farther than the last
ROUNDED = 2.0**-50  # a few units in the last place of 1


@np.errstate(all="ignore")
def is_underflow(f: Callable[[float], float], x: float) -> bool:
    """Whether f(x) = 0 only because its value is too small for a float.

    A root has other values beside it. A function may also be 0 on a whole interval, as max(x, 0)
    is: where that interval ends, the function grows from 0 evenly, or jumps, as floor(x) does. An
    underflow leaves 0 with the smallest number there is, then twice that, three times; where it was
    divided by an overflow, it grows without measure from there. No unit changes that:
    10⁻²⁰⁰ max(x − 1, 0) is no underflow at 0, and 10²⁰⁰ e⁻ˣ is one at 800.

    >>> is_underflow(lambda x: np.exp(-x), 800.0), is_underflow(lambda x: max(x - 1, 0), 0.0)
    (True, False)
    >>> is_underflow(lambda x: x**20, 0.0), is_underflow(lambda x: 0 * x, 1.0)
    (False, False)
    >>> is_underflow(lambda x: 1e-200 * max(x - 1, 0), 0.0)
    False
    """
    beside = [abs(f(x + side * ASIDE * (1 + abs(x)))) for side in (-1, 1)]
    return min(beside) == 0 and any(is_lost_until(f, x, side) for side in (-1, 1))


def is_lost_until(f: Callable[[float], float], x: float, side: int) -> bool:
    """Whether the zeros of f from x to this side end as those of an underflow do.

    >>> with np.errstate(all="ignore"):
    ...     is_lost_until(lambda x: np.exp(-x), 800.0, side=-1)
    True
    """
    end = end_of_zero(f, x, side)
    if np.isinf(end) or is_even(f, end, side):
        return False
    near = sharp_end(f, end, side)
    least = abs(float(f(near)))
    distances = np.geomspace(1e-6, 1e3, LOOKED_AT) * (1 + abs(end))
    heights = np.abs([float(f(near + side * d)) for d in distances])
    heights = heights[np.isfinite(heights)]
    counts = heights[heights < COUNTED * least] / least
    is_whole = bool((np.abs(counts - np.round(counts)) < 1e-6).all())
    if is_whole and len(np.unique(counts)) > 2:
        return any(is_smooth_at(f, near + side * d) for d in distances)  # floor(x) never is
    return bool(heights.max(initial=0.0) > GROWN * least)


def is_smooth_at(f: Callable[[float], float], x: float) -> bool:
    """Whether a function changes between a place and one a little beside it.

    >>> is_smooth_at(np.exp, 3.0), is_smooth_at(np.floor, 3.5)
    (True, False)
    """
    beside = 1e-9 * (1 + abs(x))
    return bool(f(x - beside) != f(x + beside))


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
    near = sharp_end(f, end, side)
    return abs(float(f(near))) < 0.1 * abs(float(f(end)))


def sharp_end(f: Callable[[float], float], end: float, side: int) -> float:
    """A point beyond the end of a zero as near to it as floats allow, from one just beyond it.

    end: as `end_of_zero` gives it; a step as long as its error leads back into the zero.

    >>> round(sharp_end(lambda x: max(x - 1, 0), 1 + 1e-6, side=1), 11)
    1.0
    """
    return end_of_zero(f, end - side * ASIDE * ASIDE * (1 + abs(end)), side, share=1e-12)


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
