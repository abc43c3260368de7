"""Zeros that are none: a function too small for a float is 0 there, and has no root."""

from collections.abc import Callable

import numpy as np

ASIDE = 1e-3  # how far to look, relative to 1 + |x|
TINY = 1e-290  # what stands beside an underflow is hardly larger than the smallest float
REACH = 60  # doublings of the distance


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


def height_beyond(f: Callable[[float], float], x: float, side: int) -> float:
    """|f| a little beyond the end of the interval around x on which it is 0; 0 if it has no end.

    >>> round(height_beyond(lambda x: max(x - 1, 0), 0.0, side=1), 4)
    0.002
    """
    inside = 0.0
    outside = ASIDE * (1 + abs(x))
    for _ in range(REACH):
        if f(x + side * outside) != 0:
            break
        inside = outside
        outside *= 2
    else:
        return 0.0
    while outside - inside > ASIDE * ASIDE * (1 + abs(x)):
        middle = (inside + outside) / 2
        if f(x + side * middle) == 0:
            inside = middle
        else:
            outside = middle
    end = x + side * outside
    return abs(float(f(end + side * ASIDE * (1 + abs(end)))))
