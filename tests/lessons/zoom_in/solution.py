"""Solutions of lesson 2, each against its check."""

import numpy as np

from calclib.lessons.zoom_in import checks


def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):  # 1, 1/2, 1/4, …
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return h
    return 0.0


checks.slope_at_three.choose("6")
checks.straight.choose("the parabola")
checks.settles.choose("no")
checks.gap_halved.choose("0.0012")
checks.top.choose("zero")
CHECKED = [
    checks.built(kept_from),
    checks.nearby(7 - 2 * 0.1),
    checks.within(0.06 / 3),
    checks.quotient_of_cube(["12 + 6h + h^2", "12"]),
    checks.huber(["d", "-d^2/2"]),
    checks.flat_at_zero([1, 2**-0.5]),
    checks.slope_at_three.answer(),
    checks.straight.answer(),
    checks.settles.answer(),
    checks.gap_halved.answer(),
    checks.top.answer(),
]
