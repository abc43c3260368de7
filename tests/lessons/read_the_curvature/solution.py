"""Solutions of lesson 6, each against its check."""

import numpy as np

from calclib import landscapes
from calclib.lessons.read_the_curvature import checks


def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))  # one for each coordinate
    columns = [(gradient(point + step) - gradient(point - step)) / (2 * h) for step in steps]
    return np.array(columns)


checks.half_distance.choose("8 times as much")
checks.level_lines.choose("two")
checks.every_line.choose("not always")
checks.ten_times.choose("about 10 times as many")
CHECKED = [
    checks.built(hessian(landscapes.rosenbrock.gradient, np.array([1.0, 1.0]))),
    checks.nearby(2 - 1 * 0.1 + 4 / 2 * 0.1**2),
    checks.eight_losses([1, 2, 1, 2, 3, 3, 4, 3]),
    checks.logistic(["-1/(1 + e^z)", "e^z/(1 + e^z)^2"]),
    checks.between(["(a + b)/2", "-(a - b)^2/4"]),
    checks.half_distance.answer(),
    checks.level_lines.answer(),
    checks.every_line.answer(),
    checks.ten_times.answer(),
]
