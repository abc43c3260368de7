"""Solutions of lesson 9, each against its check."""

import numpy as np

from calclib import GradientDescent
from calclib.functions.landscapes import himmelblau
from calclib.lessons.roll_downhill import checks
from calclib.practice import follow


def roll(gradient, start, learning_rate, steps):
    """The points of gradient descent, (steps + 1, d)."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)


yours = roll(himmelblau.gradient, [-1.0, 2.0], 0.01, 50)

checks.larger_rate.choose("only up to some rate")
checks.off_the_cliff.choose("far beyond it, for good")
checks.flies_out.choose("0.5")
checks.first_to_arrive.choose("2/101 = 0.0198")
checks.ten_times_kappa.choose("about 690")
checks.a_fifth_smaller.choose("short of the bottom")
checks.first_to_empty.choose("the most curved")
checks.at_the_cliff.choose("up to about 20")
CHECKED = [
    checks.built(roll),
    follow(yours, GradientDescent(0.01), himmelblau, [-1.0, 2.0], steps=50),
    checks.landing_rate(1 / 8),
    checks.steps_to_ten(232),
    checks.best_rate("2/(a + b)"),
    checks.sure_steps(6908),
    checks.larger_rate.answer(),
    checks.flies_out.answer(),
    checks.off_the_cliff.answer(),
    checks.first_to_arrive.answer(),
    checks.ten_times_kappa.answer(),
    checks.a_fifth_smaller.answer(),
    checks.first_to_empty.answer(),
    checks.at_the_cliff.answer(),
]
