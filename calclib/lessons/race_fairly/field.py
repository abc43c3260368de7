"""Lesson 15, the field: who races, on which ground, and how a race is timed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.functions.schedules import Number
from calclib.optimize.descent import sweep
from calclib.optimize.rules import (
    BFGS,
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
    Secant,
)
from calclib.optimize.steps import times

Maker: TypeAlias = Callable[[Array], Rule]  # from a learning rate to a rule

RATES = 10.0 ** (np.arange(-8, 3) / 2)  # 0.0001 … 10, two a decade: eleven for every rule
BUDGET = 1000  # looks; then the clock stops
STRETCH = 25  # steps between two looks at who is still in the race
CLOSE = 1e-3  # so near to a minimum is the target
PRACTICE, FRESH = 8, 8  # starts to tune on, and other starts to race from
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


@dataclass(frozen=True, eq=False)
class Timed:
    """Many races of one rule: steps, looks (*batch,), inf where the target was not reached.

    A look is one slope, or one height that a line search tries; a Hessian counts as one for each
    of its rows, the price of taking it by differences of slopes.
    """

    steps: Array
    looks: Array


def time_races(
    f: Function,
    start: ArrayLike,
    rule: Rule,
    reached: Callable[[Array], NDArray[np.bool_]],
    budget: int = BUDGET,
) -> Timed:
    """Walk a batch of runs, note when each first reaches the target, and keep no path.

    start: (..., d), which broadcasts against the learning rate; anything with `start` and `step` is
    a rule. reached: from points (..., d) to flags. budget: looks that a run may spend.
    After each stretch of steps the runs that have arrived, are lost or have spent all leave the
    batch: those that remain are walked faster without them.

    >>> near = lambda points: np.abs(points[..., 0]) <= 1e-3
    >>> race = time_races(Function("x^2/2"), [[1.0]], GradientDescent(sweep([0.5, 1.0])), near)
    >>> race.steps.tolist()
    [10.0, 1.0]
    """
    rate = getattr(rule, "learning_rate", 0.0)
    *batch, d = np.broadcast_shapes(np.shape(start), np.shape(rate))
    points = np.broadcast_to(np.asarray(start, dtype=float), (*batch, d)).reshape(-1, d)
    if np.ndim(rate):  # one rate a run
        rates = np.broadcast_to(rate, (*batch, 1)).reshape(-1, 1)
        rule = _at_rates(rule, rates)
    memory = rule.start(points)
    spent = np.zeros(len(points))
    racing = np.arange(len(points))
    steps, looks = np.full((2, len(points)), np.inf)
    for k in range(0, budget, STRETCH):
        seen, bills, memory = _stretch(f, points, rule, memory, spent, min(STRETCH, budget - k))
        inside = reached(seen) & (bills <= budget)
        at = inside.argmax(axis=0)
        runs = np.arange(len(racing))
        there = inside[at, runs]
        steps[racing[there]] = k + at[there]
        looks[racing[there]] = bills[at, runs][there]
        points = seen[-1]
        spent = bills[-1]
        stay = ~there & (spent <= budget) & ~np.isnan(points).any(axis=-1)
        if not stay.any():
            break
        if not stay.all():
            points = points[stay]
            spent = spent[stay]
            racing = racing[stay]
            memory = _only(memory, stay)
            if np.ndim(rate):
                rates = rates[stay]
                rule = _at_rates(rule, rates)
    return Timed(steps.reshape(batch), looks.reshape(batch))


def _at_rates(rule: Rule, rates: Array) -> Rule:
    """The same rule with a rate for each run, (n, 1)."""
    changes = {"learning_rate": rates}
    return replace(rule, **changes)


@np.errstate(all="ignore")
def _stretch(
    f: Function, points: Array, rule: Rule, memory: object, spent: Array, steps: int
) -> tuple[Array, Array, object]:
    """Points (steps + 1, n, d) and looks spent (steps + 1, n) of some steps, and the memory."""
    seen = [points]
    bills = [spent]
    for _ in range(steps):
        points, memory = rule.step(f, seen[-1], memory)
        bills.append(bills[-1] + price(rule, seen[-1], points, memory))
        seen.append(points)
    return np.array(seen), np.array(bills), memory


def _only(memory: object, stay: NDArray[np.bool_]) -> object:
    """A rule's memory of the runs that stay."""
    if isinstance(memory, tuple):
        parts = [_only(part, stay) for part in memory]
        return memory._make(parts) if hasattr(memory, "_make") else tuple(parts)
    return memory[stay] if isinstance(memory, np.ndarray) and memory.ndim else memory


def price(rule: Rule, before: Array, after: Array, memory: object) -> Number:
    """How many looks a step took: 1, for Newton 1 + d, for BFGS 1 and each height tried.

    >>> price(Adam(), np.zeros(2), np.ones(2), None), price(Newton(), np.zeros(2), np.ones(2), None)
    (1, 3)
    """
    if isinstance(rule, Newton):
        return 1 + int(before.shape[-1])
    if isinstance(rule, BFGS) and isinstance(memory, Secant):
        # The rate was halved until the height was low enough.
        whole = np.linalg.norm(times(memory.inverse, memory.gradient), axis=-1)
        share = np.linalg.norm(after - before, axis=-1) / whole
        halvings: Array = np.rint(np.log2(np.asarray(rule.learning_rate)[..., 0] / share))
        tried: Array = np.clip(np.nan_to_num(halvings, nan=0.0, posinf=40.0), 0, 40)
        return 3 + tried
    return 1


def near(goals: ArrayLike, tolerance: float = CLOSE) -> Callable[[Array], NDArray[np.bool_]]:
    """Whether points (..., d) are within a distance of one of the goals (g, d).

    >>> near([(0.0, 0.0), (3.0, 4.0)])(np.array([[3.0, 4.0005], [1.0, 0.0]]))
    array([ True, False])
    """
    listed = np.asarray(goals, dtype=float)

    @np.errstate(all="ignore")
    def reached(points: Array) -> NDArray[np.bool_]:
        apart = [np.sum((points - goal) ** 2, axis=-1) for goal in listed]
        return np.asarray(np.min(apart, axis=0) <= tolerance**2)

    return reached


def starts_on(f: landscapes.Landscape, count: int = PRACTICE + FRESH) -> Array:
    """Starting points (count, 2), drawn evenly from the map of a landscape, always the same.

    >>> starts_on(landscapes.bowl).shape
    (16, 2)
    """
    x0, x1, y0, y1 = f.box
    rng = np.random.default_rng(7)
    return np.asarray(rng.uniform((x0, y0), (x1, y1), size=(count, 2)))


def trial(f: landscapes.Landscape, make: Maker, budget: int = BUDGET) -> Timed:
    """Race one rule from every start at every rate: (starts, rates).

    >>> trial(landscapes.bowl, GradientDescent, 50).steps.shape
    (16, 11)
    """
    return time_races(f, starts_on(f)[:, None, :], make(sweep(RATES)), near(f.minima), budget)


@cache
def heats() -> Mapping[str, Mapping[str, Timed]]:
    """All races of the lesson: landscape → rule → Timed (starts, rates).

    >>> len(heats()), len(heats()["ravine"])
    (6, 8)
    """
    return {
        name: {rule: trial(f, make) for rule, make in FIELD.items()} for name, f in GROUNDS.items()
    }


def index_of_best(race: Timed, count: str = "steps") -> int:
    """The index of the best rate on the practice starts: lowest median, then most arrivals.

    >>> RATES[index_of_best(heats()["four valleys"]["gradient descent"])]
    np.float64(0.01)
    """
    practice = getattr(race, count)[:PRACTICE]
    missed = np.isinf(practice).sum(axis=0)
    return int(np.lexsort((missed, middle(practice)))[0])


def middle(races: ArrayLike) -> Array:
    """The median over the starts (first axis), inf where half of them or more never arrive.

    >>> middle([[1.0], [2.0], [np.inf], [np.inf]]), middle([[1.0], [2.0], [3.0]])
    (array([inf]), array([2.]))
    """
    return np.asarray(np.median(np.asarray(races, dtype=float), axis=0))


@dataclass(frozen=True)
class Result:
    """A tuned rule on the fresh starts: its rate, median, least and most of those that arrive."""

    rate: float
    median: float
    low: float
    high: float
    share: float


@cache
def result(ground: str, rule: str, count: str = "steps") -> Result:
    """How a rule does on fresh starts, at the rate that was best on the practice starts.

    >>> result("round bowl", "Newton").median
    1.0
    """
    race = heats()[ground][rule]
    k = index_of_best(race, count)
    fresh = getattr(race, count)[PRACTICE:, k]
    there = fresh[np.isfinite(fresh)]
    low, high = (float(there.min()), float(there.max())) if there.size else (np.inf, np.inf)
    return Result(float(RATES[k]), float(middle(fresh)), low, high, there.size / FRESH)


def ranking(ground: str, count: str = "steps") -> list[str]:
    """The rules on a landscape, the fewest steps (or looks) first; those without a median last.

    >>> ranking("bent valley", "looks")[:2]
    ['Newton', 'BFGS']
    """
    found = {rule: result(ground, rule, count) for rule in FIELD}
    return sorted(FIELD, key=lambda rule: (found[rule].median, -found[rule].share))
