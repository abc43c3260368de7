"""Path: the record of a walk, and what can be read from it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.functions.function import Array, Function
from calclib.functions.named import Named
from calclib.optimize.rules import Rule
from calclib.optimize.steps import dot

Walked: TypeAlias = Function | tuple[Function, ...]
FAR = 1e6  # a run is lost beyond FAR (1 + |start|)
CHUNK = 1 << 16  # numbers evaluated at once: few enough for the cache


@dataclass(frozen=True, eq=False)
class Path:
    """The record of a walk: the step first, then the batch, then the coordinates.

    points: (steps + 1, *batch, d). values: (steps + 1, *batch). Both carry `axes`, the names of
    their leading axes. ended: (*batch), the word for how a run was lost, or "". function: what was
    walked on; for an iterator of functions the whole that they estimate, or each step's own.
    memory: the rule's own, stacked like points, where it was asked for.
    From the step at which a run is lost its record is nan. A run is lost when a point or its value
    is not finite, or |x| > 10⁶ (1 + |start|). With every > 1 the record holds the steps in `steps`.
    """

    points: Any
    values: Any
    ended: NDArray[np.str_]
    function: Walked
    rule: Rule
    every: int = 1
    memory: Any = None

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
    def gradients(self) -> Any:
        """∇f along the path, shaped as points."""
        return Named.of(along(self.function, "gradient", self.points[...]), self.axes)

    def arrived(self, tolerance: float = 1e-3, at: ArrayLike = (), stay: bool = False) -> Array:
        """The first step of each run within `tolerance` of a goal; inf for a run that never is.

        at: one goal (d,) or several (g, d); by default the known minima of the function, and where
        none is known, a slope ‖∇f‖ ≤ tolerance. stay: the step from which on the run stays there.

        >>> from calclib import GradientDescent, descend, landscapes
        >>> path = descend(landscapes.bowl, [1.0, 0.0], GradientDescent(0.25), steps=20)
        >>> path.arrived(1e-3), path.arrived(1e-9)
        (array(10.), array(inf))
        """
        goals = at if np.size(at) else getattr(self.function, "minima", ())
        if np.size(goals):
            goals = np.reshape(np.asarray(goals, dtype=float), (-1, self.points.shape[-1]))
            inside = np.min([_length(self.points - goal) for goal in goals], axis=0) <= tolerance
        else:
            inside = _length(self.gradients[...]) <= tolerance
        return self._first(inside, stay)

    @cached_property
    def status(self) -> NDArray[np.str_]:
        """How each run ended, in words: "converged at step 12", "cycle of length 2", …

        Converged: from that step on ‖∇f‖ ≤ 10⁻⁶ max(1, ‖∇f(start)‖). Flat: it never moved, though
        there is a slope. A lost run is named with its first missing step.
        """
        slope = _length(self.gradients[...])
        converged = self._first(slope <= 1e-6 * np.maximum(1.0, slope[0]), stay=True)
        lost = self._first(~np.isfinite(self.values[...]), stay=True)
        moved = (self.points[...] != self.points[0]).any(axis=(0, -1))
        cycles = {f"cycle of length {n}": self._repeats(n) for n in (2, 3, 4)}
        endings = [self.diverged, np.isfinite(converged), ~moved, *cycles.values()]
        lost_at = np.strings.add(self.ended, np.strings.mod(" at step %.0f", lost))
        settled = np.strings.mod("converged at step %.0f", converged)
        words: list[Any] = [lost_at, settled, "flat", *cycles]
        return np.select(endings, words, f"not converged after {self.steps[-1]} steps")

    def _first(self, inside: NDArray[np.bool_], stay: bool) -> Array:
        """The first step at which a flag is up (and stays up), inf where there is none."""
        if stay:
            inside = np.logical_and.accumulate(inside[::-1])[::-1]
        return np.where(inside.any(axis=0), self.every * inside.argmax(axis=0), np.inf)

    def _repeats(self, length: int) -> NDArray[np.bool_]:
        """Whether the last point is that of `length` steps before, though the walk still moves."""
        if self.every > 1 or len(self.points) <= length + 1:
            return np.zeros(self.ended.shape, dtype=bool)
        moved = _length(self.points[-1] - self.points[-2])
        return (moved > 0) & (_length(self.points[-1] - self.points[-1 - length]) <= 1e-6 * moved)


def record(
    points: Array, axes: tuple[str, ...], function: Walked, rule: Rule, every: int, memory: Any
) -> Path:
    """Make a Path of raw points (steps + 1, *batch, d): name how runs were lost, blank the rest."""
    values = along(function, "value", points)
    reach = FAR * (1 + _length(points[0]))
    ended = np.full(reach.shape, "")
    widest = max(points.max(), -points.min()) * np.sqrt(points.shape[-1])
    if not (widest <= reach.min() and np.isfinite([values.min(), values.max()]).all()):
        inside = _length(points) <= reach
        alive = np.logical_and.accumulate(inside & np.isfinite(values))
        first = np.expand_dims(alive.argmin(axis=0), 0)
        left = np.take_along_axis(inside & np.isnan(values), first, 0)[0]
        stuck = np.take_along_axis(np.isnan(points).any(axis=-1), first, 0)[0]
        words = np.select([left, stuck], ["left the domain", rule.breakdown], "diverged")
        ended = np.where(alive[-1], "", words)
        points[~alive], values[~alive] = np.nan, np.nan
    named = Named.of(points, axes), Named.of(values, axes)
    return Path(*named, ended, function, rule, every, memory)


def along(function: Walked, what: str, points: Array) -> Array:
    """Values or gradients at all points of a record, so many rows at a time as fit the cache."""
    if isinstance(function, tuple):
        return np.stack([getattr(f, what)(row) for f, row in zip(function, points, strict=True)])
    rows = 1 if function.is_vector else max(1, CHUNK // max(1, points[0].size))
    out = np.empty_like(points if what == "gradient" else points[..., 0])
    for i in range(0, len(points), rows):
        out[i : i + rows] = getattr(function, what)(points[i : i + rows])
    return out


@np.errstate(all="ignore")
def _length(vectors: Array) -> Array:
    return np.asarray(np.sqrt(dot(vectors, vectors)))
