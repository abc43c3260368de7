"""Solutions of lesson 3, each against its check."""

import numpy as np

from calclib.lessons.build_slopes import checks


def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) * g(x) + f(x) * dg(x)


def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(g(x)) * dg(x)


square = (lambda x: x**2, lambda x: 2 * x)
sine = (np.sin, np.cos)

checks.corner.choose("about ten times smaller")
checks.both_stretches.choose("6")
checks.mirror_slope.choose("1/4")
checks.hill.choose("1/4")
checks.at_zero.choose("yes, and it is 0")
CHECKED = [
    checks.product(times(*square, *sine)[1](checks.X)),
    checks.chain(after(*sine, *square)[1](checks.X)),
    checks.from_values([1 * 5 + 3 * -2, (1 * 5 - 3 * -2) / 5**2]),
    checks.both_rules("3x^2 e^(2x) + 2x^3 e^(2x)"),
    checks.arctangent("1/(1 + x^2)"),
    checks.silu("sigmoid(x) + x sigmoid(x) (1 - sigmoid(x))"),
    checks.powers([1, 2]),
    checks.corner.answer(),
    checks.both_stretches.answer(),
    checks.mirror_slope.answer(),
    checks.hill.answer(),
    checks.at_zero.answer(),
]
