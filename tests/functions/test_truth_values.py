"""True is no number, though Python counts it as 1: every door says so, in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calclib import Adam, Function, GradientDescent, Momentum, descend, landscapes, sweep
from calclib.derivatives import symbolic
from calclib.functions import schedules
from calclib.optimize.range_test import range_test
from calclib.optimize.roots import basins, bisection, newton, secant
from calclib.optimize.trust_region import TrustRegion
from calclib.optimize.tuning import LogScale, tune
from calclib.optimize.wrappers import Averaged, Clipped, Projected
from calclib.practice import check, predict
from calclib.practice.predictions import Span

BOWL = landscapes.bowl
RULE = GradientDescent(0.1)
DOORS: dict[str, Callable[[Any], object]] = {
    "a rate": lambda true: GradientDescent(true),
    "rates": lambda true: GradientDescent(np.array([0.1, 0.2]) > 0.15),
    "a rate among others": lambda true: GradientDescent([0.1, true]),
    "a memory": lambda true: Momentum(0.1, true),
    "an epsilon": lambda true: Adam(0.1, epsilon=true),
    "a radius": lambda true: TrustRegion(radius=true),
    "a norm": lambda true: Clipped(RULE, true),
    "a decay": lambda true: Averaged(RULE, decay=true),
    "a box": lambda true: Projected(RULE, (0.0, true)),
    "a sweep": lambda true: sweep([0.1, true]),
    "a sweep of an iterator": lambda true: sweep(iter([0.1, true])),
    "steps": lambda true: descend(BOWL, [1.0, 1.0], RULE, steps=true),
    "every": lambda true: descend(BOWL, [1.0, 1.0], RULE, steps=2, every=true),
    "a start": lambda true: descend(Function("x^2"), true, RULE, steps=1),
    "a coordinate of a start": lambda true: descend(BOWL, [1.0, true], RULE, steps=1),
    "starts": lambda true: descend(BOWL, np.ones((3, 2)) > 0, RULE, steps=1),
    "a tolerance": lambda true: descend(BOWL, [1.0, 1.0], RULE, steps=1).arrived(true),
    "a coordinate": lambda true: Function("x^2")(true),
    "a coordinate of a callable": lambda true: Function(lambda x: x * x)(true),
    "a point": lambda true: Function("x^2").value([true]),
    "a point of a slope": lambda true: BOWL.gradient([true, 0.0]),
    "a dimension": lambda true: Function(lambda t: t.sum(-1), dimension=true),
    "an order": lambda true: symbolic.derivative("x^3", order=true),
    "an order of Taylor": lambda true: symbolic.taylor("x^3", at=0, order=true),
    "a start of Newton": lambda true: newton("x^2 - 2", true),
    "steps of Newton": lambda true: newton("x^2 - 2", 1.0, steps=true),
    "a tolerance of Newton": lambda true: newton("x^2 - 2", 1.0, tolerance=true),
    "a point of a secant": lambda true: secant("x^2 - 2", 1.5, true),
    "an end": lambda true: bisection("x^2 - 2", true, 2.0),
    "a coefficient": lambda true: basins([true, 0.0, -1.0], size=4),
    "a box of basins": lambda true: basins("z^2 - 1", box=(-1.0, true, -1.0, 1.0), size=4),
    "a scheduled rate": lambda true: schedules.cosine(true, 10),
    "a constant rate": lambda true: schedules.constant(true),
    "a range": lambda true: range_test(BOWL, [1.0, 1.0], low=0.1, high=true),
    "a scale": lambda true: LogScale(0.1, true),
    "trials": lambda true: tune(GradientDescent, BOWL, trials=true),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("true", [True, np.True_], ids=["Python", "NumPy"])
def test_a_truth_value_is_no_number(door: str, true: object) -> None:
    with pytest.raises(ValueError, match="True") as refused:
        DOORS[door](true)
    assert len(str(refused.value)) < 200


WRONG: list[tuple[object, object]] = [
    (False, 0.0),
    (True, 1.0),
    (True, 1),
    (np.True_, 1.0),
    ([True, False], [1.0, 0.0]),
    ([1.0, False], [1.0, 0.0]),
    (np.array([True, False]), [1, 0]),
    (True, [1.0]),
    (True, "1 + 0x"),
    ("True", 1.0),
    (sp.true, 1.0),
]


@pytest.mark.parametrize(("answer", "expected"), WRONG, ids=str)
def test_a_truth_value_is_no_right_answer_where_numbers_are_asked(
    answer: object, expected: object
) -> None:
    verdict = check(answer, expected)
    assert verdict.passed is False
    assert "Not yet." in verdict.message


def test_a_truth_value_is_right_where_one_is_asked() -> None:
    assert check(True, True).passed
    assert check([True, False], [True, False]).passed
    assert check(False, True).passed is False
    assert check([True, False], [1, 0], ordered=False).passed  # yes and no, among the choices


def test_a_truth_value_is_no_guess() -> None:
    choices = predict("Which?", ["a", "b"], answer="a", why="")
    choices.choose(True)
    assert choices.guess is None
    choices.choose(1)
    assert choices.guess == "a"
    span = predict("How many?", Span(0, 2, 0.5), answer=1.0, why="")
    span.choose(True)
    assert span.guess is None
