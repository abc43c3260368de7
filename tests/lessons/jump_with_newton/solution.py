"""Solutions of lesson 14, each against its check."""

import numpy as np

from calclib.lessons.jump_with_newton import checks


def find_root(f, slope, x, steps):
    points = [x]
    for _ in range(steps):
        points.append(points[-1] - f(points[-1]) / slope(points[-1]))
    return points


def newton_step(f, theta):
    jump = -np.linalg.solve(f.hessian(theta), f.gradient(theta))
    return theta + jump


checks.next_error.choose("about 1e-12")
checks.borders.choose("no smooth curve anywhere")
checks.to_the_top.choose("on the top of the hill")
checks.valley_steps.choose("5")
CHECKED = [
    checks.three_tangents(find_root(lambda x: x * x - 2, lambda x: 2 * x, 2.0, 3)),
    checks.jumps(newton_step),
    checks.damped_step("-g/(h + l)"),
    checks.off_the_saddle([0, 0.2]),
    checks.largest_n(31622),
    checks.constant("1/(2 sqrt(a))"),
    checks.next_error.answer(),
    checks.borders.answer(),
    checks.to_the_top.answer(),
    checks.valley_steps.answer(),
]
