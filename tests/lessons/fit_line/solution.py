"""Solutions of lesson 1, each against its check."""

import numpy as np

from calclib.lessons.fit_line import checks, scenes

x, y = scenes.measurements()


def slopes(m, b):
    error = m * x + b - y
    return 2 * np.mean(error * x), 2 * np.mean(error)


def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = theta - rate * np.array(slopes(*theta))
    return theta


def curvature(u, v):
    return 2 * np.mean((u * x + v) ** 2)


rise = 33.75 / 342

checks.one_or_four.choose("both the same")
checks.which_way.choose("negative")
checks.five_steps.choose("below 0.2")
checks.twice_the_rate.choose("it never gets there")
checks.one_bird.choose("two levels with a jump")
CHECKED = [
    checks.slopes(slopes),
    checks.walk(fit),
    checks.change_of_b(-0.25 * 0.8),
    checks.by_hand([-2, -2]),
    checks.absolute("x sign(m x + b - y)"),
    checks.curvature(curvature),
    checks.typing_error([rise, np.median(y), np.median(y)]),
    checks.one_or_four.answer(),
    checks.which_way.answer(),
    checks.five_steps.answer(),
    checks.twice_the_rate.answer(),
    checks.one_bird.answer(),
]
