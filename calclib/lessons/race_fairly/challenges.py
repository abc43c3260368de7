"""Lesson 15, the challenges: a judge for each, with the course's own best as par."""

from typing import Any

import numpy as np

from calclib.functions.function import Function
from calclib.lessons.race_fairly.field import BUDGET, GROUNDS, Result, beats
from calclib.lessons.race_fairly.track import FAR, LAPS, LEFT, run_all
from calclib.optimize.rules import (
    BFGS,
    Adam,
    GaussNewton,
    GradientDescent,
    LineSearch,
    Momentum,
    Newton,
    Rule,
)
from calclib.optimize.timing import near, time_runs
from calclib.optimize.tuning import tune
from calclib.practice import Verdict
from calclib.practice.markup import echo_sentence
from calclib.practice.reading import UnreadableError

TEE = (-1.4, 0.3)  # where the golf begins
HOLE = 1e-6  # so near is in
GOLF = Momentum(0.028, 0.7)  # the course's own, by a search over α and β
MOST = 99  # strokes that still pass
TOO_MUCH = (BFGS, GaussNewton, LineSearch, Newton)  # they do more than read one slope a step
ROUND = "(x^2 + y^2)/2"  # the course's own on which Adam loses
NO_WAY = "The ground is too narrow for it, or has no lowest place."
SIDE = 2.0  # starts lie between −2 and 2 in x and y
SEEDS = 12
FALLS = "A race needs a ground that falls from its starts to a lowest place."


def strokes(rule: Rule) -> float:
    """Steps of a rule to 10⁻⁶ on the turned ravine, inf if not in 1,000.

    >>> strokes(GOLF)
    73.0
    """
    f = GROUNDS["turned ravine"]
    timed = time_runs(f, [TEE], lambda: rule, near(f.minima, HOLE), hold=0)
    return float(timed.steps[0])


def golf(rule: Any) -> Verdict:
    """Score a rule with numbers in it: the fewest steps on the turned ravine."""
    if isinstance(rule, type):
        raise UnreadableError("This is a class: give it numbers, as in Momentum(0.01, 0.9).")
    if not (hasattr(rule, "step") and hasattr(rule, "start")):
        raise UnreadableError("Give a rule with its numbers, as in Momentum(0.01, 0.9).")
    if isinstance(rule, TOO_MUCH):
        return Verdict(False, "Not yet. This rule reads more than one slope a step: out of bounds.")
    if np.ndim(getattr(rule, "learning_rate", 0.0)):
        raise UnreadableError("One rate, please: a sweep is many rules.")
    try:
        yours = strokes(rule)
    except Exception as reason:  # a learner's own rule may raise anything
        raise UnreadableError(f"The rule stopped: {echo_sentence(reason)}") from None
    par = strokes(GOLF)
    if not np.isfinite(yours):
        return Verdict(
            False,
            "Not yet. Not in the hole after 1,000 steps: the rate is too large, or far too small.",
        )
    if yours > MOST:
        return Verdict(
            False, f"Not yet. {yours:.0f} steps; below 100 counts, and par is {par:.0f}."
        )
    if yours < par:
        further = f"That beats the course's own, {par:.0f}."
    else:
        further = f"The course's own: {par:.0f}."
    return Verdict(True, f"Right. {yours:.0f} steps. {further}")


def read_ground(given: object) -> Function:
    """A ground of x and y from text; raises UnreadableError where it cannot be raced on."""
    if not isinstance(given, str):
        raise UnreadableError('Give the ground as text, such as "x^2 + 3y^2".')
    try:
        f = Function(given, variables=("x", "y"))
        if not np.isfinite(f.value(np.array([[0.7, -0.4], [1.5, 1.1]]))).all():
            raise ValueError("It has no value at some places of the map.")
    except ValueError as reason:
        raise UnreadableError(echo_sentence(reason)) from None
    return f


def tuned_results(text: object) -> tuple[Result, Result]:
    """Gradient descent and Adam on a ground, all their numbers tuned: 16 trials, 12 seeds.

    A run has arrived when it is as low as 1/10,000 of the way from a typical start to the floor,
    and stays there.

    >>> plain, adam = tuned_results("x^2 + y^2")
    >>> beats(plain, adam)
    True
    """
    f = read_ground(text)
    corners = np.random.default_rng(7).uniform(-SIDE, SIDE, size=(8, 2))
    heights, _ = run_all(f, corners, BFGS, {"learning_rate": [1.0]})
    floor = float(np.nanmin(heights))
    typical = float(np.median(heights[0]))
    halfway = heights[LAPS // 2][np.isfinite(heights[LAPS // 2])]
    at_rest = halfway.size and halfway.min() - floor <= 0.01 * (typical - floor)
    if floor < -FAR or not typical > floor or not at_rest:
        raise UnreadableError(FALLS)
    low_enough = floor + LEFT * (typical - floor)
    found = []
    for rule in (GradientDescent, Adam):
        tuned = tune(
            rule,
            f,
            trials=BUDGET,
            seeds=SEEDS,
            count="steps",
            limit=LAPS,
            starts=lambda rng, count: rng.uniform(-SIDE, SIDE, (count, 2)),
            target=lambda points: np.asarray(f.value(points) <= low_enough),
        )
        found.append(Result(tuned.median, *tuned.interval))
    return found[0], found[1]


def adam_loses(text: object) -> Verdict:
    """Score a ground by how many times as many steps as gradient descent Adam needs on it."""
    plain, adam = tuned_results(text)
    if not np.isfinite(plain.median):
        return Verdict(
            False, f"Not yet. Gradient descent does not arrive within {LAPS} steps. {NO_WAY}"
        )
    both = f"Gradient descent {plain}, Adam {adam}"
    if not adam.median >= 2 * plain.median:
        return Verdict(False, f"Not yet. {both}. Adam must need twice as many.")
    if not beats(plain, adam):
        return Verdict(False, f"Not yet. {both}. The intervals still meet.")
    own_plain, own_adam = tuned_results(ROUND)
    ratio = (
        f"{adam.median / plain.median:.3g} times as many"
        if np.isfinite(adam.median)
        else "no comparison"
    )
    own = f"The course's own: {own_adam.median / own_plain.median:.3g} times."
    return Verdict(True, f"Right. {both}: {ratio}, and the intervals part. {own}")
