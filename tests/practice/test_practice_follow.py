"""A learner's optimizer beside calclib's: where it departs, and which mistake it makes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calclib import Function, descend
from calclib.functions.schedules import exponential
from calclib.optimize.rules import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.practice import follow
from calclib.practice.mutants import MUTANTS

VALLEY = Function("x^2 + 3y^2 + x y")
START = [1.0, 2.0]
RULES: tuple[Rule, ...] = (
    *(GradientDescent(0.1), Momentum(0.05, 0.8), Nesterov(0.05, 0.8), AdaGrad(0.5)),
    *(RMSprop(0.1, 0.9), Adam(0.1), AdamW(0.1, weight_decay=0.1), AMSGrad(0.1), Newton(0.5)),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.title)
def test_a_rule_follows_itself(rule: Rule) -> None:
    def in_a_list(f: Function, points: Any, memory: Any) -> list[Any]:
        return [*rule.step(f, points, memory)]

    for learner in (rule, descend(VALLEY, START, rule, 20).points, rule.step, in_a_list):
        assert follow(learner, rule, VALLEY, START, further="Now the next.").message == (
            "Right. All 20 steps agree. Now the next."
        )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.title)
def test_every_mistake_is_recognised(rule: Rule) -> None:
    for kind, sentence, make in MUTANTS:
        verdict = follow(make(rule), rule, VALLEY, START) if isinstance(rule, kind) else None
        if verdict and not verdict.passed:  # Nesterov taken for Nesterov is no mistake
            assert sentence in verdict.message
            assert "t step " in verdict.message


def test_no_sentence_of_the_table_is_idle() -> None:
    seen = [
        sentence
        for rule in RULES
        for kind, sentence, make in MUTANTS
        if isinstance(rule, kind) and not follow(make(rule), rule, VALLEY, START).passed
    ]
    assert set(seen) == {sentence for _, sentence, _ in MUTANTS}


def test_a_learners_own_mistakes_are_named() -> None:
    def uphill(f: Function, points: Any) -> Any:
        return points + 0.1 * f.gradient(points)

    def late(f: Function, points: Any, velocity: Any) -> tuple[Any, Any]:
        points = points - 0.05 * velocity
        return points, 0.8 * velocity + f.gradient(points)

    def drifts(f: Function, points: Any) -> Any:
        return points - 0.1 * f.gradient(points) + 1e-4 * (points[1] < 0.4) * np.array([0, 1])

    def too_far(f: Function, points: Any) -> Any:
        return points - 0.3 * f.gradient(points)

    cases = (
        (too_far, RULES[0], "The first step is 3 times what it should be."),
        (uphill, RULES[0], "At step 1 your x is 1.4, and it should be 0.6. It goes uphill"),
        (late, RULES[1], "The point moves by the old velocity"),
        (drifts, RULES[0], "The first 2 steps agree. At step 3 your y is"),
    )
    for learner, rule, says in cases:
        verdict = follow(learner, rule, VALLEY, START, link="09.ipynb#Step")
        assert verdict.passed is False
        assert says in verdict.message
        assert verdict.link == "09.ipynb#Step"


def exchanged(f: Function, points: Any, velocity: Any) -> tuple[Any, Any]:
    points, velocity = RULES[1].step(f, points, velocity)
    return velocity, points


def half_walked(steps: int = 20) -> Any:
    points = [np.array(START)]
    for _ in range(steps):
        points.append(...)  # type: ignore[arg-type]
    return np.array(points)


def test_a_function_without_arguments_may_give_the_walk() -> None:
    rule = RULES[0]
    assert follow(lambda: descend(VALLEY, START, rule, 20).points, rule, VALLEY, START).passed


@pytest.mark.parametrize(
    ("learner", "passed", "says"),
    [
        (None, None, "Not answered yet"),
        (lambda: half_walked(), None, "The blank in `points.append(...)` is still open"),
        (lambda: None, None, "gives nothing back"),
        (np.sin, False, "Your function stops"),
        (lambda f, x: ..., None, "Not answered yet"),
        (lambda f, x: None, None, "gives nothing back"),
        (lambda f, x, v: (x, ...), None, "Entry [1] is still open"),
        (lambda f, x, v: x, False, "returns two things"),
        (lambda f, x: x[0], False, "should have the shape (2,); yours have ()"),
        (lambda f, x: "down", False, "should be numbers"),
        (lambda f, x: x / [0], False, "At step 1"),
        (lambda f, x: f.slope(x), False, "Your function stops: AttributeError"),
        (lambda f, x: x.__isub__(f.gradient(x)), False, "changes the array"),
        ([[1, 2], [3, 4]], False, "the shape (21, 2); yours have (2, 2)"),
        (np.ones((21, 2)), False, "does not begin at the start"),
        (Momentum, False, "This is a class"),
        (0.05, False, "A function is asked for"),
        ("theta - 0.05 v", False, "A function is asked for"),
        (lambda f, x, v: (x, v), False, "Your point does not move."),
        (lambda points, v: (points, v), False, "step(f, points, memory)"),
        (exchanged, False, "The two are exchanged: first the points, then the memory."),
    ],
)
def test_a_step_that_cannot_be_followed_is_told_why(
    learner: object, passed: bool | None, says: str
) -> None:
    verdict = follow(learner, RULES[1], VALLEY, START)
    assert verdict.passed is passed
    assert says in verdict.message


def test_a_difference_too_small_to_see_is_shown_with_more_digits() -> None:
    points = descend(VALLEY, START, RULES[0], 20).points.copy()
    points[4, 1] += 1e-8
    message = follow(points, RULES[0], VALLEY, START).message
    yours, aim = message.split("your y is ")[1].rstrip(".").split(", and it should be ")
    assert float(yours) - float(aim) == pytest.approx(1e-8, rel=1e-3)


def test_a_walk_that_flies_out_is_compared_as_far_as_it_goes() -> None:
    wild = GradientDescent(5.0)
    assert follow(lambda f, x: x - 5.0 * f.gradient(x), wild, VALLEY, START, 60).passed
    assert "uphill" in follow(lambda f, x: x + 5.0 * f.gradient(x), wild, VALLEY, START, 60).message


def test_a_scheduled_rate_is_followed_too() -> None:
    rule = GradientDescent(exponential(0.1, 0.5))
    assert follow(descend(VALLEY, START, rule, 20).points, rule, VALLEY, START).passed
