"""Lesson 15, the field: who races, on which ground, how each is tuned, and what was measured."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.shared.ranges import scales_of
from calclib.optimize.rules import (
    BFGS,
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
)
from calclib.optimize.timing import Maker
from calclib.optimize.tuning import OFTEN, median_interval

RATES = 10.0 ** (np.arange(-8, 3) / 2)  # 0.0001 … 10, two a decade: the rates of the first scene
LIMIT = 1000  # looks; then the clock stops
CLOSE = 1e-3  # so near to a minimum is the target
BUDGETS = (1, 2, 4, 8, 16, 32, 64, 128)  # trials that a rule is tuned with
BUDGET = 16  # the one of the lesson's tables
SEEDS = 24
COUNTS = ("steps", "looks")
FIRST_ORDER: dict[str, Maker] = {
    "gradient descent": GradientDescent,
    "momentum": Momentum,
    "Nesterov": Nesterov,
    "AdaGrad": AdaGrad,
    "RMSprop": RMSprop,
    "Adam": Adam,
}
FIELD: dict[str, Maker] = {**FIRST_ORDER, "BFGS": BFGS, "Newton": Newton}
GROUNDS: dict[str, landscapes.Landscape] = {
    "round bowl": landscapes.bowl,
    "ravine": landscapes.ravine(100),
    "turned ravine": landscapes.ravine(100, np.pi / 4),
    "bent valley": landscapes.rosenbrock,
    "plateau": landscapes.plateau,
    "four valleys": landscapes.himmelblau,
}


@cache
def measurements() -> Mapping[str, Any]:
    """What tools/race_results.py measured: landscape → rule → count → scores and settings.

    >>> len(measurements()), len(measurements()["ravine"])
    (6, 8)
    """
    text = (files("calclib.lessons.race_fairly") / "results.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def settings(
    ground: str, rule: str, count: str = "looks", budget: int = BUDGET
) -> dict[str, Array]:
    """The numbers that each seed chose, (seeds,) by name; at 16 trials, or at 128.

    >>> sorted(settings("ravine", "momentum"))
    ['beta', 'learning_rate']
    """
    kept = measurements()[ground][rule][count]["settings"][str(budget)]
    return {name: np.array(numbers) for name, numbers in kept.items()}


def on_edge(ground: str, rule: str, count: str = "looks", budget: int = BUDGET) -> tuple[str, ...]:
    """The numbers whose best lies in the outer twentieth of its range for over a quarter of seeds.

    >>> on_edge("ravine", "momentum")
    ()
    """
    scales = scales_of(rule)
    return tuple(
        name
        for name, numbers in settings(ground, rule, count, budget).items()
        if np.mean(scales[name].at_edge(numbers)) > OFTEN
    )


def scores(ground: str, rule: str, count: str) -> Array:
    """What each seed's best setting needs from fresh starts, at every budget: (seeds, budgets).

    inf where half of the starts or more do not arrive.

    >>> scores("ravine", "Adam", "looks").shape
    (24, 8)
    """
    kept = np.array(measurements()[ground][rule][count]["scores"], dtype=float)  # None is nan
    return np.where(np.isnan(kept), np.inf, kept)


@dataclass(frozen=True)
class Result:
    """A tuned rule on one landscape: the median over the seeds, and the interval that holds it."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isinf(self.low):
            return "∞"
        return f"{written(self.median)} ({written(self.low)}–{written(self.high)})"


def written(steps: float) -> str:
    """A number of steps in a table: whole, and ∞ where half or more do not arrive.

    >>> written(17.5), written(np.inf)
    ('18', '∞')
    """
    return f"{np.floor(steps + 0.5):.0f}" if np.isfinite(steps) else "∞"


def result(ground: str, rule: str, count: str = "looks", budget: int = BUDGET) -> Result:
    """How a rule does on a landscape, tuned with so many trials.

    >>> print(result("round bowl", "gradient descent"))
    6 (5–9)
    """
    found = scores(ground, rule, count)[:, BUDGETS.index(budget)]
    return Result(float(np.median(found)), *median_interval(found))


def leaders(ground: str, count: str = "looks", budget: int = BUDGET) -> list[str]:
    """The rules that no other beats: the lowest median, and all whose interval meets its interval.

    >>> leaders("ravine")
    ['AdaGrad', 'RMSprop']
    """
    found = {rule: result(ground, rule, count, budget) for rule in FIELD}
    ordered = sorted(found, key=lambda rule: found[rule].median)
    first = found[ordered[0]]
    return [rule for rule in ordered if found[rule].low <= first.high]


def beats(one: Result, other: Result) -> bool:
    """Whether the intervals part, one below the other.

    >>> beats(Result(6, 5, 9), Result(26, 20, 38)), beats(Result(6, 5, 30), Result(26, 20, 38))
    (True, False)
    """
    return one.high < other.low


def middle(races: ArrayLike) -> Array:
    """The median over the starts (first axis), inf where half of them or more never arrive.

    >>> middle([[1.0], [2.0], [np.inf], [np.inf]]), middle([[1.0], [2.0], [3.0]])
    (array([inf]), array([2.]))
    """
    return np.asarray(np.median(np.asarray(races, dtype=float), axis=0))
