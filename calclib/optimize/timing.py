"""Timed runs: after how many steps, and at what cost, each run of a rule reaches its target."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.rules import Rule
from calclib.optimize.wrappers import View

Maker: TypeAlias = Callable[..., Rule]  # from numbers, by name, to a rule
Target: TypeAlias = Callable[[Array], NDArray[np.bool_]]  # from points (..., d) to flags

STRETCH = 25  # steps between two looks at who is still on the way
HOLD = 10  # steps that a run must stay at the target, so that passing through does not count


@dataclass(frozen=True, eq=False)
class Timed:
    """What many runs needed: steps and looks, each (*batch,), inf where the target was not reached.

    A look is one slope, or one height that a line search tries; `Counted` has what else costs one.

    >>> Timed(np.array([3.0]), np.array([9.0])).looks
    array([9.])
    """

    steps: Array
    looks: Array


@dataclass(frozen=True, eq=False)
class Counted(View):
    """A function that counts the looks of one step, for each run of a batch.

    A height, a slope and a product Hv cost 1, a Hessian and a Jacobian 1 for each coordinate: the
    price of taking them by differences of slopes or of residuals. What was asked at the same point
    before costs nothing, so that a run whose line search has ended does not pay for the others.

    looks: what each run has spent, (*batch,); it grows.

    >>> from calclib import Newton, landscapes
    >>> f = Counted(landscapes.bowl, np.zeros(1))
    >>> _ = Newton().step(f, np.ones((1, 2)), None)
    >>> f.looks
    array([3.])
    """

    looks: Array
    asked: dict[str, Array] = field(default_factory=dict)

    def value(self, points: ArrayLike) -> Array:
        """The heights, counted."""
        self._count("value", points)
        return self.f.value(points)

    def gradient(self, points: ArrayLike) -> Array:
        """The slopes, counted."""
        self._count("gradient", points)
        return self.f.gradient(points)

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives, counted."""
        self._count("hessian", points, each=np.shape(points)[-1])
        return self.f.hessian(points)

    def hessian_vector(self, points: ArrayLike, vectors: ArrayLike) -> Array:
        """The second derivatives times vectors, counted."""
        self._count("hessian_vector", np.concatenate([points, vectors], axis=-1))
        return self.f.hessian_vector(points, vectors)

    def residuals(self, points: ArrayLike) -> Array:
        """The terms of a sum of squares, counted as one height."""
        self._count("residuals", points)
        return self.f.residuals(points)

    def jacobian(self, points: ArrayLike) -> Array:
        """The derivatives of these terms, counted."""
        self._count("jacobian", points, each=np.shape(points)[-1])
        return self.f.jacobian(points)

    def _count(self, what: str, at: ArrayLike, each: int = 1) -> None:
        places = np.array(at, dtype=float)
        before = self.asked.get(what)
        is_new = True if before is None else (places != before).any(axis=-1)
        self.looks[...] += each * np.asarray(is_new)
        self.asked[what] = places


def time_runs(
    f: Function,
    start: ArrayLike,
    rule: Maker,
    reached: Target,
    numbers: Mapping[str, Array] | None = None,
    limit: int = 1000,
    hold: int = HOLD,
) -> Timed:
    """Walk a batch of runs, note when each arrives at the target, and keep no path.

    start: (..., d).
    rule: a class such as Momentum, or a function that makes a rule.
    reached: from points (..., d) to flags, such as `near(f.minima)`.
    numbers: what the rule is made of, by name; arrays that broadcast against start (see `sweep`).
    limit: looks that a run may spend.
    hold: a run has arrived at the first step from which it stays at the target for so many more.
    Returns Timed, (*batch,). After each stretch of steps the runs that have arrived, are lost or
    have spent all leave the batch, so that those that remain are walked faster.

    >>> from calclib import Function, GradientDescent, sweep
    >>> f = Function("x^2/2")
    >>> target = near([(0.0,)])
    >>> rates = {"learning_rate": sweep([0.5, 1.0, 2.0])}
    >>> time_runs(f, [1.0], GradientDescent, target, rates).steps.tolist()
    [10.0, 1.0, inf]
    """
    given = numbers or {}
    shape = np.broadcast_shapes(np.shape(start), *(np.shape(number) for number in given.values()))
    *batch, d = shape
    points = _by_columns(np.broadcast_to(np.asarray(start, dtype=float), shape).reshape(-1, d))
    left = {
        name: np.broadcast_to(number, (*batch, 1)).reshape(-1, 1) for name, number in given.items()
    }
    made = rule(**left)
    memory = made.start(points)
    steps = np.full(len(points), np.inf)
    looks = np.full(len(points), np.inf)
    on_the_way = np.arange(len(points))
    spent = np.zeros(len(points))
    streak = np.zeros(len(points))  # for how many points in a row a run has been at the target
    at_step = np.zeros(len(points))  # where its streak began
    at_looks = np.zeros(len(points))
    step = 0
    while on_the_way.size:
        for _ in range(STRETCH):
            with np.errstate(all="ignore"):
                # A streak that began in time may end after it.
                inside = reached(points) & ((spent <= limit) | (streak > 0))
                begins = inside & (streak == 0)
                at_step = np.where(begins, step, at_step)
                at_looks = np.where(begins, spent, at_looks)
                streak = np.where(inside | (streak > hold), streak + 1, 0)
                counted = Counted(f, np.zeros(len(points)))
                moved, memory = made.step(counted, points, memory)
                spent = spent + counted.looks
            points = moved
            step += 1
        there = streak > hold
        steps[on_the_way[there]] = at_step[there]
        looks[on_the_way[there]] = at_looks[there]
        stay = ~there & ((spent <= limit) | (streak > 0)) & ~np.isnan(points).any(axis=-1)
        if not stay.all():
            points = _by_columns(points[stay])
            memory = _only(memory, stay)
            left = {name: number[stay] for name, number in left.items()}
            made = rule(**left)
            on_the_way = on_the_way[stay]
            spent = spent[stay]
            streak = streak[stay]
            at_step = at_step[stay]
            at_looks = at_looks[stay]
    return Timed(steps.reshape(batch), looks.reshape(batch))


def _by_columns(points: Array) -> Array:
    """The same points (n, d), stored coordinate by coordinate, which is faster to walk."""
    return np.ascontiguousarray(points.T).T


def _only(memory: object, stay: NDArray[np.bool_]) -> object:
    """A rule's memory of the runs that stay."""
    if isinstance(memory, tuple):
        parts = [_only(part, stay) for part in memory]
        return memory._make(parts) if hasattr(memory, "_make") else tuple(parts)
    if isinstance(memory, np.ndarray) and memory.ndim:
        return _by_columns(memory[stay]) if memory.ndim == 2 else memory[stay]
    return memory


def near(goals: ArrayLike, tolerance: float = 1e-3) -> Target:
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
