"""Solutions of lesson 6, each against its check."""

import numpy as np

from calclib import landscapes
from calclib.lessons.read_the_curvature import checks


def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))  # one for each coordinate
    columns = [(gradient(point + step) - gradient(point - step)) / (2 * h) for step in steps]
    return np.array(columns)


checks.half_distance.choose("8 times as much")
checks.still_a_bowl.choose("it becomes a saddle")
checks.level_lines.choose("two")
checks.ten_times.choose("about 10 times as many")
CHECKED = [
    checks.built(hessian(landscapes.rosenbrock.gradient, np.array([1.0, 1.0]))),
    checks.nearby(2 - 1 * 0.1 + 4 / 2 * 0.1**2),
    checks.determinant(4),
    checks.ratio(8 / 2),
    checks.flat_lines(["-c - sqrt(c^2 - 1)", "-c + sqrt(c^2 - 1)"]),
    checks.half_distance.answer(),
    checks.still_a_bowl.answer(),
    checks.level_lines.answer(),
    checks.ten_times.answer(),
]
