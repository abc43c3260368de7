"""Solutions of lesson 14, each against its check."""

import numpy as np

from calclib.lessons.jump_with_newton import checks


def newton_step(f, theta):
    jump = -np.linalg.solve(f.hessian(theta), f.gradient(theta))
    return theta + jump


checks.from_the_slope.choose("on the top of the hill")
checks.lowest_in_the_disc.choose("at the tip of the damped step")
checks.share_of_newton.choose("about two thirds")
checks.valley_steps.choose("5")
CHECKED = [
    checks.jumps(newton_step),
    checks.damped_step("-g/(h + l)"),
    checks.off_the_saddle([0, 0.2]),
    checks.largest_n(31622),
    checks.bb_rate(lambda s, y: s @ s / (s @ y)),
    checks.from_the_slope.answer(),
    checks.lowest_in_the_disc.answer(),
    checks.share_of_newton.answer(),
    checks.valley_steps.answer(),
]
