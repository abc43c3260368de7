"""Solutions of lesson 1, each against its check."""

import numpy as np

from calclib.lessons import fit_line, fit_line_checks

x, y = fit_line.measurements()


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

CHECKED = [
    fit_line_checks.slopes(slopes),
    fit_line_checks.walk(fit),
    fit_line_checks.change_of_b(-0.25 * 0.8),
    fit_line_checks.by_hand([-2, -2]),
    fit_line_checks.absolute("x sign(m x + b - y)"),
    fit_line_checks.curvature(curvature),
    fit_line_checks.typing_error([rise, np.median(y), np.median(y)]),
    fit_line_checks.which_way.choose("negative"),
]
