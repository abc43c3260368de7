"""The walk: a rule takes a function from a start, many runs at once, and leaves a record."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice, repeat
from time import perf_counter
from types import EllipsisType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array, check_whole, refuse_truth
from calclib.functions.function import Function
from calclib.functions.named import Named
from calclib.optimize.heap import keep_freed_memory
from calclib.optimize.level import is_level_nearby, is_slope_lost
from calclib.optimize.rules import Rule, check_rule
from calclib.optimize.steps import dot
from calclib.tracebacks import refused_count, with_short_errors

Walked: TypeAlias = Function | tuple[Function, ...]
Runs: TypeAlias = slice | EllipsisType  # some of the runs of a batch, or all
State: TypeAlias = tuple[Array, Any]  # points, and the memory of the rule
TINY = 1e-150  # the square of what is shorter is hardly a float
FAR = 1e6  # a run that still grows beyond FAR (1 + |start|) is lost
MANY = 100_000  # steps from which on a walk is timed
TRIED = 1000  # the steps by which it is
LONG = 5.0  # seconds from which on it says so
TAIL = 5  # last points in a row, in which a cycle of up to four steps shows
CHUNK = 1 << 15  # numbers at once: few enough for the cache
LARGEST_RECORD = 40_000_000  # numbers: 320 MB


@dataclass(frozen=True, eq=False)
class Path:
    """The record of a walk: the step first, then the batch, then the coordinates.

    points: (steps + 1, *batch, d), with `axes`, the names of the leading axes.
    values: (steps + 1, *batch), with the same names.
    ended: (*batch), the word for how a run was lost, or "".
    function: what was walked on; for an iterator of functions the whole loss that they estimate, or
    where there is none, the function of each step.
    rule: the rule that walked.
    every: the record holds one step in so many; `steps` has their numbers.
    memory: what the rule remembered, stacked like points, where it was asked for.
    tail: the last points of the walk, whatever `every` left out, at most five, (k, *batch, d).

    A run is lost when a point or its value is not finite, or when it ends beyond 10⁶ (1 + |start|)
    with steps and a slope that do not shrink; from the step at which it left its record is nan.

    >>> from calclib import GradientDescent, descend, landscapes
    >>> path = descend(landscapes.bowl, [1.0, 0.0], GradientDescent(0.25), steps=2)
    >>> path
    Path(gradient descent, α = 0.25: 2 steps, 1 run(s) on bowl)
    >>> path.axes, path.values
    (('step',), array([1.    , 0.25  , 0.0625]))
    """

    points: Named
    values: Named
    ended: NDArray[np.str_]
    function: Walked
    rule: Rule
    every: int
    memory: Any
    tail: Array

    def __repr__(self) -> str:
        runs = f"{' × '.join(map(str, self.ended.shape)) or 1} run(s) on {self.function!r}"
        return f"Path({self.rule.label}: {self.steps[-1]} steps, {runs})"

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the leading axes; "step" is the first."""
        return tuple(self.points.axes)

    @property
    def steps(self) -> NDArray[np.int_]:
        """The step numbers of the record."""
        return self.every * np.arange(len(self.points))

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Whether each run was lost, for whatever reason; `status` has the reason."""
        return np.asarray(self.ended != "")

    @cached_property
    def gradients(self) -> Named:
        """∇f along the path, shaped and named as points."""
        return Named.of(_along(self.function, "gradient", np.asarray(self.points)), self.axes)

    def arrived(self, tolerance: float = 1e-3, at: ArrayLike = (), stay: bool = False) -> Array:
        """The first step of each run within `tolerance` of a goal; inf for a run that never is.

        at: one goal (d,) or several (g, d); by default the known minima of the function, and where
        none is known, a slope ‖∇f‖ ≤ tolerance.
        stay: count from the step after which the run leaves no more.
        Returns (*batch).

        >>> from calclib import GradientDescent, descend, landscapes
        >>> path = descend(landscapes.bowl, [1.0, 0.0], GradientDescent(0.25), steps=20)
        >>> path.arrived(1e-3), path.arrived(1e-9)
        (array(10.), array(inf))
        """
        refuse_truth("The tolerance", tolerance)
        if not (isinstance(tolerance, float | int | np.number) and tolerance >= 0):
            raise ValueError(f"tolerance is a number ≥ 0, but got {tolerance!r}.")
        known = self.function.minima if isinstance(self.function, Function) else ()
        goals = np.asarray(at if np.size(at) else known, dtype=float)
        if goals.size:
            if goals.size % self.points.shape[-1]:
                raise ValueError(
                    f"A goal has {self.points.shape[-1]} coordinates, as the points have, but got "
                    f"{at!r}."
                )
            goals = goals.reshape(-1, self.points.shape[-1])
            inside = np.min([_length(self.points - goal) for goal in goals], axis=0) <= tolerance
        else:
            inside = _length(self.gradients) <= tolerance
        return self._first(inside, stay)

    @cached_property
    def status(self) -> NDArray[np.str_]:
        """How each run ended, in words: "converged at step 12", "cycle of length 2", …

        Converged: from that step on ‖∇f‖ ≤ 10⁻⁶ ‖∇f(start)‖, and a place without slope is near the
        end: within a tenth of the distance walked, or 10⁻⁹ of where it is. Underflow: the slope
        is 0 only because a float cannot hold it. Flat: it never moved, though there is a slope; it
        stopped moving if it did so later. A cycle repeats its points to
        10⁻⁸ of a step. A lost run is named with its first missing step. Returns (*batch).
        """
        slope = _length(self.gradients)
        converged, underflows = self._convergence(slope)
        lost = self._first(np.isnan(self.values), stay=True)
        moved = (self.points != self.points[0]).any(axis=(0, -1))
        rests = self._first((self.points == self.points[-1]).all(axis=-1), stay=True)
        moves = (self.tail != self.tail[-1]).any(axis=(0, -1))  # of a cycle, `every` may show none
        stopped = (rests < self.steps[-1]) & ~moves
        endings = [
            (self.diverged, np.strings.add(self.ended, _at_step(lost))),
            (underflows, np.strings.add("underflow", _at_step(converged))),
            (np.isfinite(converged), np.strings.add("converged", _at_step(converged))),
            (~np.isfinite(slope[-1]), np.asarray("slope overflowed")),
            (~moved & ~moves, np.asarray("flat")),
            (stopped, np.strings.add("stopped moving", _at_step(rests))),
            *((self._repeats(n), np.asarray(f"cycle of length {n}")) for n in (2, 3, 4)),
        ]
        return np.select(
            [happened for happened, _ in endings],
            [words for _, words in endings],
            f"not converged after {self.steps[-1]} step{'' if self.steps[-1] == 1 else 's'}",
        )

    def _convergence(self, slope: Array) -> tuple[Array, NDArray[np.bool_]]:
        """From which step on each run has no slope to speak of, and whether that is no real zero.

        slope: ‖∇f‖ at each step, (steps + 1, *batch).
        Returns the steps, inf for a run that has not converged, and whether the slope is 0 only
        because a float cannot hold it; both (*batch).
        """
        known = np.isfinite(slope)
        at_first = np.take_along_axis(slope, known.argmax(axis=0)[None], axis=0)[0]
        small = self._first(slope <= 1e-6 * at_first, stay=True)
        f = self.function
        if not isinstance(f, Function):
            return small, np.zeros(self.ended.shape, dtype=bool)
        end = np.asarray(self.points[-1])
        size = 1e-9 * (1 + _length(end))
        still = self._first(_length(self.points - end) <= size, stay=True)
        still = np.where(still < max(1, self.steps[-1]), still, np.inf)  # more than its last point
        walked = np.where(np.isfinite(small), _length(end - self.points[0]), 0.0)
        reach = np.maximum(0.1 * walked, size)
        steps = np.where(np.isfinite(small), small, still)
        asked = np.flatnonzero(np.isfinite(steps) & known[-1] & ~self.diverged)
        places = end.reshape(-1, end.shape[-1])[asked]
        level = np.zeros(self.ended.size, dtype=bool)
        once = ~np.isfinite(small).ravel()[asked]  # it rests, and its slope did not become small
        level[asked] = is_level_nearby(f, places, reach.ravel()[asked], once)
        lost = np.zeros(self.ended.size, dtype=bool)
        lost[asked] = is_slope_lost(f, places)
        converged = np.where(level.reshape(self.ended.shape), steps, np.inf)
        return converged, lost.reshape(self.ended.shape)

    def _first(self, inside: NDArray[np.bool_], stay: bool) -> Array:
        """The first step at which a flag is true (and stays true), inf where there is none."""
        if stay:
            inside = np.logical_and.accumulate(inside[::-1])[::-1]
        return np.where(inside.any(axis=0), self.every * inside.argmax(axis=0), np.inf)

    def _repeats(self, length: int) -> NDArray[np.bool_]:
        """Whether the last point is that of `length` steps before, though the walk still moves."""
        if len(self.tail) <= length:
            return np.zeros(self.ended.shape, dtype=bool)
        moved = _length(self.tail[-1] - self.tail[-2])
        apart = _length(self.tail[-1] - self.tail[-1 - length])
        return (moved > 0) & (apart <= 1e-8 * moved)


@with_short_errors
def sweep(*values: ArrayLike) -> Any:
    """Arrays for a rule's fields that broadcast against each other and against points (..., d).

    sweep(a) is one array (A, 1); sweep(a, b) a tuple of (A, 1, 1) and (1, B, 1).
    Raises ValueError for a sweep over no numbers.

    >>> [array.shape for array in sweep([0.1, 0.2, 0.3], [0.0, 0.9])]
    [(3, 1, 1), (1, 2, 1)]
    """
    numbers = [_numbers(value) for value in values]
    if not numbers or not all(array.size for array in numbers):
        raise ValueError("A sweep needs at least one number; write sweep([0.1, 0.2]).")
    arrays = tuple(array[..., None] for array in np.ix_(*numbers))
    return arrays if len(arrays) > 1 else arrays[0]


def _numbers(given: object) -> Array:
    """Numbers in a row, from an array, a list or an iterator; raises ValueError for others."""
    given = list(given) if isinstance(given, Iterator) else given
    refuse_truth("A value of a sweep", given)
    array = np.ravel(np.asarray(given))
    with suppress(TypeError, ValueError):
        if array.dtype.kind in "fiu" or array.dtype.kind == "O":
            array = array.astype(float)
    if array.dtype.kind != "f" or np.isnan(array).any():
        raise ValueError(f"A sweep takes numbers, but got {given!r}; write sweep([0.1, 0.2]).")
    return array


def walk(f: Function | Iterable[Function], start: ArrayLike, rule: Rule) -> Iterator[Array]:
    """Yield the points x₀, x₁, x₂, … (..., d), for ever or as long as `f` has functions.

    >>> from calclib import GradientDescent
    >>> run = walk(Function("x^2"), 1.0, GradientDescent(0.25))
    >>> [float(next(run)[0]) for _ in range(3)]
    [1.0, 0.5, 0.25]
    """
    first, functions = _functions(f)
    batch = _batch(first, start, rule)
    return (points for points, _ in _states(functions, batch, rule, ...))


@with_short_errors
def descend(
    f: Function | Iterable[Function],
    start: ArrayLike,
    rule: Rule,
    steps: int = 100,
    names: Sequence[str] = (),
    every: int = 1,
    memory: bool = False,
) -> Path:
    """Walk `steps` steps and keep the record.

    f: a Function, or an iterator with one Function a step (minibatches, online losses); all runs of
    a step share it.
    start: (..., d), or a number when d = 1. The batch is the broadcast of start and of every number
    in the rule, less the last axis: `sweep(rates)` walks one run a rate, and starts[:, None, :]
    with it every start with every rate.
    names: of the batch axes, in order.
    every: keep only the steps 0, every, 2·every, …
    memory: keep the rule's memory too.
    Returns the Path. A run that diverges is an ordinary result: nan from there on.
    Raises ValueError for shapes that do not fit, a record that is too large, or a start at which f
    has no value.
    A walk of very many steps says, after the first thousand, how long it will take.
    Runs do not see each other: thousands of them are walked in blocks, one block after another.

    >>> from calclib import GradientDescent
    >>> path = descend(Function("x^2"), 1.0, GradientDescent(sweep([0.25, 1.5])), steps=30)
    >>> path.points.shape, path.diverged.tolist(), path.status.tolist()
    ((31, 2, 1), [False, True], ['converged at step 20', 'diverged at step 21'])
    """
    first, functions = _functions(f)
    now = _batch(first, start, rule)
    rows = _rows(first, now, steps, every, names)
    # Coordinates first in memory, so that runs are contiguous: several times faster.
    kept = np.moveaxis(np.empty((rows, now.shape[-1], *now.shape[:-1])), 1, -1)
    tail = np.empty((min(steps + 1, TAIL), *now.shape))
    whole = f if isinstance(f, Function) else getattr(f, "whole", None)
    own = [] if whole else list(islice(functions, steps))
    blocks: list[Runs] = _blocks(now) if whole is f and not memory else [...]
    memories: list[Any] = []
    for runs in blocks:
        states = _states(own or functions, now[runs], rule, runs)
        began = perf_counter()
        for k, (points, held) in zip(range(steps + 1), states, strict=False):
            if k == TRIED and steps >= MANY:
                _announce(steps * len(blocks), (perf_counter() - began) / TRIED)
            if k % every == 0:
                kept[k // every, runs] = points
                memories += [held] if memory else []
            if steps - k < TAIL:
                tail[k - steps - 1, runs] = points
    if k < steps:
        raise ValueError(f"The iterator of functions ended after {k} of {steps} steps.")
    walked = whole or tuple([*own, *own[-1:], first][: steps + 1 : every])
    held = _stacked(memories) if memory else None
    return _record(kept, ("step", *names), walked, rule, every, held, tail)


def _announce(steps: int, seconds: float) -> None:
    """Say how long a walk takes that takes long.

    seconds: what one step takes.

    >>> _announce(1_000_000, 4e-5)
    1,000,000 steps take about 40 s here. To stop before, interrupt the kernel.
    """
    if steps * seconds >= LONG:
        print(
            f"{steps:,} steps take about {steps * seconds:.0f} s here. "
            "To stop before, interrupt the kernel."
        )


def _blocks(points: Array) -> list[Runs]:
    """The first axis of a batch in slices, whose arrays stay in the cache from step to step."""
    if points.size <= CHUNK or points.ndim == 1:
        return [...]
    rows = max(1, CHUNK // points[0].size)
    return [slice(i, i + rows) for i in range(0, len(points), rows)]


def _states(
    functions: Iterable[Function], points: Array, rule: Rule, runs: Runs
) -> Iterator[State]:
    """Points and memory, before the first step and after each."""
    keep_freed_memory()
    scheduled = _at(rule, 0) is not rule
    now = _at(rule, 0, runs, points.ndim)
    memory = now.start(points)
    yield points, memory
    for k, f in enumerate(functions):
        with np.errstate(all="ignore"):
            now = _at(rule, k, runs, points.ndim) if scheduled else now
            points, memory = now.step(f, points, memory)
        yield points, memory


def _at(rule: Rule, k: int, runs: Runs = ..., axes: int = 0) -> Rule:
    """The rule at step k for some of its runs: its schedules resolved, its arrays cut.

    axes: how many axes the points have; an array with as many has one number a run.
    """
    changes: dict[str, Any] = {}
    for name, value in vars(rule).items():
        now = _scheduled(name, value, k)
        if isinstance(now, Rule):
            now = _at(now, k, runs, axes)
        elif runs is not ... and np.ndim(now) == axes and len(now) > 1:
            now = now[runs]
        if now is not value:
            changes[name] = now
    return replace(rule, **changes) if changes else rule


def _scheduled(name: str, value: Any, k: int) -> Any:
    """A field of a rule at step k, which a schedule computes; another field is as it is."""
    if not callable(value):
        return value
    try:
        return value(k)
    except TypeError as error:
        refused = refused_count(error)
        if refused is None:
            raise
        raise TypeError(
            f"A schedule takes the number of the step alone, as lambda k: 0.1 / (1 + k); that of "
            f"{name} {refused}."
        ) from None


def _shapes(rule: Rule) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The shapes of the arrays in a rule and in the rules inside it."""
    for name, value in vars(rule).items():
        if isinstance(value, Rule):
            yield from ((f"{name}.{inner}", shape) for inner, shape in _shapes(value))
        elif isinstance(value, np.ndarray | list) and np.ndim(value):
            yield name, np.shape(value)


def _functions(f: Function | Iterable[Function]) -> tuple[Function, Iterator[Function]]:
    """The first function, and one for every step."""
    functions = iter(f) if isinstance(f, Iterable) else repeat(f)
    first = next(functions, None)
    if not isinstance(first, Function):
        raise TypeError(f"A walk needs a Function, but got {f!r}; write Function(...) around it.")
    return first, chain([first], functions)


def _batch(f: Function, start: ArrayLike, rule: Rule) -> Array:
    """The starting points of all runs (*batch, d), stored as (d, *batch)."""
    check_rule(rule)
    try:
        count = np.size(start)
    except ValueError:
        raise ValueError(
            f"Starts are rows of one length, {f.dimension} numbers each, but got {start!r}."
        ) from None
    if not count:
        raise ValueError(
            f"There is no start: it has shape {np.shape(start)}; give one point or more."
        )
    refuse_truth("A coordinate of a start", start)
    points = f.as_points(np.atleast_1d(start) if f.dimension == 1 else start)
    shapes = dict(_shapes(_at(rule, 0)))
    for name, given in shapes.items():
        if len(given) == 1 and given[0] > 1:
            raise ValueError(
                f"{name} holds {given[0]} numbers: one for each run, or one for each coordinate? "
                f"Write sweep(rates) for one run a number, or np.array([rates]) for one a "
                "coordinate."
            )
    try:
        shape = np.broadcast_shapes(points.shape, *shapes.values())
    except ValueError:
        shape = ()
    if shape[-1:] != (f.dimension,):
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(
            f"Starts {points.shape} and {listed} do not broadcast; write sweep(rates) for one run "
            "a rate, and starts[:, None, :] with it → points (steps + 1, starts, rates, d)."
        )
    columns = np.moveaxis(np.broadcast_to(points, shape), -1, 0).copy()
    return np.moveaxis(columns, 0, -1)


def _rows(f: Function, points: Array, steps: int, every: int, names: Sequence[str]) -> int:
    """The length of the record, if the walk can start, be kept and be named."""
    check_whole("steps", steps, least=0)
    check_whole("every", every, least=1)
    if steps % every:
        raise ValueError(f"every = {every} does not divide steps = {steps}; the end would be lost.")
    if len(names) > points.ndim - 1:
        raise ValueError(f"names = {names} are more than the {points.ndim - 1} axes of the batch.")
    rows = steps // every + 1
    runs = points[..., 0].size
    if rows * points.size > LARGEST_RECORD:
        raise ValueError(
            f"{steps} steps × {runs} runs × {f.dimension} coordinates make {rows * points.size:,} "
            f"numbers, more than {LARGEST_RECORD:,}; walk fewer, or keep fewer by every=…"
        )
    heights = np.ravel(f.value(points))
    if not np.isfinite(heights).any():
        reason = (
            "which lies outside its domain"
            if np.isnan(heights[0])
            else f"for it is {heights[0]} there, beyond the largest float or at a pole"
        )
        raise ValueError(
            f"{f!r} has no value at the start {points.reshape(-1, f.dimension)[0].tolist()}, "
            f"{reason}; start where it is finite."
        )
    return rows


def _stacked(memories: Sequence[Any]) -> Any:
    """A rule's memories, step first; a tuple of arrays stays a tuple."""
    first = memories[0]
    if not isinstance(first, tuple):
        return np.stack(memories)
    parts = map(_stacked, zip(*memories, strict=True))
    return first._make(parts) if hasattr(first, "_make") else tuple(parts)


def _record(
    points: Array,
    axes: tuple[str, ...],
    function: Walked,
    rule: Rule,
    every: int,
    memory: Any,
    tail: Array,
) -> Path:
    """Make a Path of raw points (steps + 1, *batch, d): say how runs were lost, put nan after."""
    values = _along(function, "value", points)
    reach = FAR * (1 + _length(points[0]))
    ended = np.full(reach.shape, "")
    widest = max(points.max(), -points.min()) * np.sqrt(points.shape[-1])
    if not (widest <= reach.min() and np.isfinite([values.min(), values.max()]).all()):
        inside = _length(points) <= reach
        finite = np.isfinite(values) & np.isfinite(points).all(axis=-1)
        gone, first = _departures(function, points, inside, finite)
        at = np.expand_dims(first, 0)
        left = np.take_along_axis(inside & np.isnan(values), at, 0)[0]
        stuck = np.take_along_axis(np.isnan(points).any(axis=-1), at, 0)[0]
        words = np.select([left, stuck], ["left the domain", rule.breakdown], "diverged")
        ended = np.where(gone, words, "")
        rows = np.arange(len(points)).reshape(-1, *[1] * first.ndim)
        after = gone & (rows >= first)
        points[after] = np.nan
        values[after] = np.nan
        numbers = every * rows[-1] + np.arange(1 - len(tail), 1).reshape(-1, *[1] * first.ndim)
        tail[gone & (numbers >= every * first)] = np.nan
    return Path(
        Named.of(points, axes), Named.of(values, axes), ended, function, rule, every, memory, tail
    )


@np.errstate(all="ignore")
def _departures(
    function: Walked, points: Array, inside: NDArray[np.bool_], finite: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.int_]]:
    """Which runs are lost, (*batch), and the step at which each left for good.

    inside: within reach.
    finite: a point with a value. Both (steps + 1, *batch).
    A run is lost once it is not finite. A minimum may be far as well: one that is only far is lost
    if its last step is not shorter than the one that led out of reach, nor the slope smaller.
    """
    dead = np.logical_or.accumulate(~finite)
    outside = np.logical_and.accumulate((dead | ~inside)[::-1])[::-1]
    first = outside.argmax(axis=0)
    far = outside[-1] & ~dead[-1]
    if len(points) == 1 or not far.any():
        return outside[-1], first
    last_inside = np.expand_dims(np.maximum(first - 1, 0), 0)
    moves = _length(np.diff(points, axis=0))
    led_out = np.take_along_axis(moves, last_inside, 0)[0]
    left = np.take_along_axis(points, last_inside[..., None], 0)[0]
    f = function[-1] if isinstance(function, tuple) else function
    slopes = [_length(f.gradient(places)) for places in (left, points[-1])]
    grows = (moves[-1] >= led_out) & ~(slopes[1] < slopes[0])
    return outside[-1] & (dead[-1] | grows), first


def _along(function: Walked, what: str, points: Array) -> Array:
    """Values or gradients at all points of a record, so many rows at a time as fit the cache."""
    if isinstance(function, tuple):
        return np.stack([getattr(f, what)(row) for f, row in zip(function, points, strict=True)])
    rows = 1 if function.is_vector else max(1, CHUNK // max(1, points[0].size))
    out = np.empty_like(points if what == "gradient" else points[..., 0])
    for i in range(0, len(points), rows):
        out[i : i + rows] = getattr(function, what)(points[i : i + rows])
    return out


def _at_step(steps: Array) -> NDArray[np.str_]:
    return np.strings.mod(" at step %.0f", steps)


@np.errstate(all="ignore")
def _length(vectors: Array) -> Array:
    """‖v‖ over the last axis, without overflow and underflow: (..., n) → (...)."""
    lengths = np.asarray(np.sqrt(dot(vectors, vectors)))
    lost = np.isinf(lengths) | (lengths < TINY)
    if lost.any():
        lost &= np.isfinite(vectors).all(axis=-1) & vectors.any(axis=-1)
        lengths[lost] = np.hypot.reduce(vectors[lost], axis=-1)
    return lengths
