"""Solutions of lesson 2, each against its check."""

import numpy as np

from calclib.lessons.zoom_in import checks


def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) * g(x) + f(x) * dg(x)


def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(g(x)) * dg(x)


square = (lambda x: x**2, lambda x: 2 * x)
sine = (np.sin, np.cos)

checks.slope_at_three.choose("6")
checks.straight.choose("the parabola")
checks.top.choose("zero")
checks.at_zero.choose("yes, and it is 0")
CHECKED = [
    checks.product(times(*square, *sine)[1](checks.X)),
    checks.chain(after(*sine, *square)[1](checks.X)),
    checks.nearby(7 - 2 * 0.1),
    checks.both_rules("3x^2 e^(2x) + 2x^3 e^(2x)"),
    checks.silu("sigmoid(x) + x sigmoid(x) (1 - sigmoid(x))"),
    checks.huber(["d", "-d^2/2"]),
    checks.powers([1, 2]),
    checks.slope_at_three.answer(),
    checks.straight.answer(),
    checks.top.answer(),
    checks.at_zero.answer(),
]
