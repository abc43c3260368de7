"""Solutions of lesson 7, each against its check."""

import numpy as np

from calclib.lessons.trust_a_bowl import checks


def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return ((1 - t) * f(a) + t * f(b) - f((1 - t) * a + t * b)).min()


checks.one_valley.choose("yes")
checks.mean_of_squares.choose("the mean of the squares")
checks.level_point.choose("no, nowhere")
checks.two_pieces.choose("two wells alone")
checks.every_line.choose("not always")
CHECKED = [
    checks.built(lowest_gap),
    checks.jensen([(1 + 9) / 2, ((1 + 3) / 2) ** 2]),
    checks.eight_losses([1, 2, 1, 2, 3, 3, 4, 3]),
    checks.logistic(["-1/(1 + e^z)", "e^z/(1 + e^z)^2"]),
    checks.gershgorin(3 - 1 - 1),
    checks.between(["(a + b)/2", "-(a - b)^2/4"]),
    checks.one_valley.answer(),
    checks.mean_of_squares.answer(),
    checks.level_point.answer(),
    checks.two_pieces.answer(),
    checks.every_line.answer(),
]
