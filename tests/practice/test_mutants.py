"""The second Adam, from which the mutants are made, is Adam where nothing is exchanged."""

import numpy as np
import pytest

from calclib import Function, descend
from calclib.optimize.rules import Adam, AMSGrad, Momentum, Rule
from calclib.practice.mutants import _adam, rate_twice

VALLEY = Function("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")


@pytest.mark.parametrize("rule", [Adam(0.1), AMSGrad(0.1)], ids=lambda rule: rule.title)
def test_with_nothing_exchanged_it_is_the_rule_itself(rule: Rule) -> None:
    twin = descend(VALLEY, [-0.5, -1.0], _adam()(rule), 60, memory=True)
    path = descend(VALLEY, [-0.5, -1.0], rule, 60, memory=True)
    np.testing.assert_array_equal(twin.points, path.points)
    for ours, theirs in zip(twin.memory, path.memory, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert type(twin.memory) is type(path.memory)


@pytest.mark.parametrize("make", [Adam, AMSGrad])
def test_without_its_corrections_it_is_the_rule_without_bias_correction(
    make: type[Adam] | type[AMSGrad],
) -> None:
    twin = descend(VALLEY, [-0.5, -1.0], _adam(correct_m=False, correct_v=False)(make(0.1)), 60)
    path = descend(VALLEY, [-0.5, -1.0], make(0.1, bias_correction=False), 60)
    np.testing.assert_array_equal(twin.points, path.points)


@pytest.mark.parametrize("beta", [0.5, 0.9])
def test_momentum_with_the_rate_twice_makes_steps_that_many_times_as_short(beta: float) -> None:
    rule = Momentum(0.1, beta)
    twice = descend(VALLEY, [-0.5, -1.0], rate_twice(rule), 8).points
    shorter = descend(VALLEY, [-0.5, -1.0], Momentum(0.1**2, beta), 8).points
    np.testing.assert_allclose(twice, shorter, rtol=1e-12)
