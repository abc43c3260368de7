"""Timed runs: after how many steps, and at what cost, each run of a rule reaches its target."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

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
        places = np.asarray(at, dtype=float)
        before = self.asked.get(what)
        if before is None:
            np.add(self.looks, each, out=self.looks)
        else:
            self.looks[(places != before).any(axis=-1)] += each
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
    stay = Stay(*np.zeros((3, len(points))))
    step = 0
    while on_the_way.size:
        seen = np.moveaxis(np.empty((d, STRETCH, len(points))), 0, -1)
        spent_before = np.empty((STRETCH, len(points)))
        with np.errstate(all="ignore"):
            for k in range(STRETCH):
                seen[k] = points
                spent_before[k] = spent
                points, memory = made.step(Counted(f, spent), points, memory)
            # Asked of all points of the stretch at once, which costs as much as of one or two.
            stay = stay.after(reached(seen), spent_before, step, limit, hold)
        step += STRETCH
        there = stay.length > hold
        steps[on_the_way[there]] = stay.step[there]
        looks[on_the_way[there]] = stay.looks[there]
        # A stay that began in time may end after it.
        goes_on = ~there & ((spent <= limit) | (stay.length > 0)) & ~np.isnan(points).any(axis=-1)
        if not goes_on.all():
            points = _by_columns(points[goes_on])
            memory = _only(memory, goes_on)
            left = {name: number[goes_on] for name, number in left.items()}
            made = rule(**left)
            on_the_way = on_the_way[goes_on]
            spent = spent[goes_on]
            stay = Stay(*(numbers[goes_on] for numbers in stay))
    return Timed(steps.reshape(batch), looks.reshape(batch))


class Stay(NamedTuple):
    """How long runs have been at the target now, and when they came; each (n,).

    length: for how many points in a row, 0 for a run that is not there.
    step, looks: at the first of these points; of no meaning for a run that is not there.

    >>> Stay(*np.zeros((3, 2))).length
    array([0., 0.])
    """

    length: Array
    step: Array
    looks: Array

    def after(
        self, is_there: NDArray[np.bool_], spent: Array, step: int, limit: int, hold: int
    ) -> "Stay":
        """The stays after more points of each run; one that is longer than `hold` ends the account.

        is_there: whether each point is at the target, (points, n).
        spent: the looks before each, (points, n), which never fall. A stay that would begin above
        the limit is none.
        step: of the first of these points.

        >>> none = Stay(*np.zeros((3, 1)))
        >>> there = np.array([[False], [True], [True], [False]])
        >>> none.after(there, np.arange(4.0)[:, None], step=100, limit=9, hold=1).step
        array([101.])
        """
        if not (is_there.any() or self.length.any()):
            return self
        rows = np.arange(len(is_there))[:, None]
        columns = np.arange(is_there.shape[1])
        began = np.maximum.accumulate(np.where(is_there, 0, rows + 1))
        goes_on = (began == 0) & (self.length > 0)
        first = np.minimum(began, len(rows) - 1)
        is_stay = is_there & (goes_on | (spent[first, columns] <= limit))
        length = np.where(is_stay, rows + 1 - began + goes_on * self.length, 0.0)
        is_long = length > hold
        last = np.where(is_long.any(axis=0), is_long.argmax(axis=0), len(rows) - 1), columns
        begin = first[last]
        is_old = goes_on[last]
        return Stay(
            length[last],
            np.where(is_old, self.step, step + begin),
            np.where(is_old, self.looks, spent[begin, columns]),
        )


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
