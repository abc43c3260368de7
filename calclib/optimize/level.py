"""Level ground: whether a small slope is that of a point with none, or of a slope without end.

e⁻ˣ falls for ever, ever more gently; far out its slope is small, and no place there is level.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions.exact_zero import is_zero_of_formula
from calclib.functions.objective import Objective
from calclib.optimize.vanishing import ASIDE, ROUNDED, is_rounded_away, is_underflow

AXES = 20  # coordinates up to which each axis is looked along; beyond, the slope's own line alone
HALVINGS = 24  # of the reach, down to 10⁻⁷ of it
DIP = 0.25  # a slope that falls to this share and grows again may have touched 0 between
TOUCH = 1e-7  # along the only axis there is, it falls to this share of its size
NARROWED = 80  # times, each to two thirds: down to neighbouring floats
CHUNK = 1 << 18  # numbers at once
FAINT = 1e-200  # beside a smaller slope a 0 may be an underflow


@np.errstate(all="ignore")
def is_level_nearby(
    f: Objective, points: Array, reach: Array, once: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Whether each point has level places within reach, in every direction that is looked in.

    These are that of its slope, every axis, and those of the largest and the least curvature.

    f: ℝᵈ → ℝ.
    points: (n, d).
    reach: how far to look to both sides, (n,).
    once: for which points the slope may change sign once at most on the way, (n,): where it changes
        often, as that of sin x near 10¹⁶, no level place is told from another.
    Returns (n,). Along a line the ground is level where the slope changes sign, where it is 0, or
    where it falls to a fraction and then grows again, as that of x³ at 0.

    >>> from calclib import Function
    >>> is_level_nearby(Function("x^2"), np.array([[1e-4], [1.0]]), np.array([0.01, 0.01]))
    array([ True, False])
    >>> is_level_nearby(Function("exp(-x)"), np.array([[100.0]]), np.array([1.0]))
    array([False])
    """
    n, d = points.shape
    rows = max(1, CHUNK // (d * (2 * HALVINGS + 1)))
    found = np.zeros(n, dtype=bool)
    for i in range(0, n, rows):
        some = slice(i, i + rows)
        slope = np.asarray(f.gradient(points[some]))
        down = slope / np.where(slope.any(axis=-1), np.abs(slope).max(axis=-1), 1.0)[:, None]
        lines = [down / np.maximum(1.0, np.sqrt((down**2).sum(axis=-1)))[:, None]]
        if d <= AXES:
            lines += [np.broadcast_to(axis, slope.shape) for axis in np.eye(d)]
            lines += list(_main_directions(f, points[some])) if d > 1 else []
        few = np.zeros(len(slope), dtype=bool) if once is None else once[some]
        along = [_level_along(f, points[some], line, reach[some], few) for line in lines]
        certain, likely = np.moveaxis(np.array(along), 1, 0)
        level = (certain | likely).all(axis=0)
        for run in np.flatnonzero(level & ~certain.all(axis=0)):
            doubtful = np.array(lines)[~certain[:, run], run]
            level[run] = _settles(f, points[i + run], doubtful, reach[i + run])
        found[some] = level
    return found


def _main_directions(f: Objective, points: Array) -> Array:
    """The directions of the largest and least curvature at each point, (d, n, d).

    A ravine that runs askew is level along every axis long before it is level along itself.
    """
    curvature = np.asarray(f.hessian(points))
    known = np.isfinite(curvature).all(axis=(-2, -1), keepdims=True)
    directions = np.linalg.eigh(np.where(known, curvature, np.eye(points.shape[-1])))[1]
    return np.moveaxis(directions, -1, 0)


def _level_along(
    f: Objective, points: Array, line: Array, reach: Array, once: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the slope along a line through each point is 0 within reach, to either side.

    points, line: (n, d).
    reach, once: (n,); see `is_level_nearby`.
    Returns (n,) twice: whether it is 0 for certain, and whether it falls and grows again.
    """
    far = np.exp2(np.arange(-HALVINGS, 1.0))
    distances = np.array([np.zeros_like(far), far, -far])[:, :, None] * reach
    places = points + distances[..., None] * line
    slopes = np.einsum("...i,...i->...", np.asarray(f.gradient(places)), line)
    here = slopes[0, 0]
    aside = slopes[1:]
    turns = aside * np.sign(here) < 0
    rests = (aside == 0) & (np.abs(here) > FAINT)
    dip = 1.0 if points.shape[-1] == 1 else DIP  # on one axis it is followed to its bottom, below
    dips = np.logical_or.accumulate(np.abs(aside) < dip * np.abs(here), axis=1)
    touches = (dips & (np.abs(aside) >= np.abs(here))).any(axis=(0, 1))
    signs = np.sign([*aside[1, ::-1], here, *aside[0]])  # in the order of the line
    changes = np.count_nonzero(signs[1:] * signs[:-1] < 0, axis=0)
    told = ~(once & (changes > 1))
    certain = (here == 0) | ((turns | rests).any(axis=(0, 1)) & told)
    likely = touches & told & ~certain
    if points.shape[-1] == 1:
        for run in np.flatnonzero(likely):
            certain[run] = _touches_zero(f, places[1:, :, run, 0], aside[..., run])
        likely[:] = False
    return certain, likely


@np.errstate(all="ignore")
def _settles(f: Objective, point: Array, lines: Array, reach: float) -> bool:
    """Whether a slope that falls along some lines is 0 near there along all of them.

    Newton's steps look for the place: those of x³ + y² come to 0, those of x³ + x + y² do not.
    Where a direction has no curvature they stay.

    point: (d,).
    lines: (k, d).
    reach: how far to go at most in each coordinate.
    """
    place = point
    steep = np.abs(lines @ np.asarray(f.gradient(point))).max()
    for _ in range(NARROWED):
        curvature = np.asarray(f.hessian(place))
        if not np.isfinite(curvature).all():
            return False
        slope = np.asarray(f.gradient(place))
        if np.abs(lines @ slope).max() <= TOUCH * steep:
            return True
        bends, directions = np.linalg.eigh(curvature)
        along = directions.T @ slope
        still = (bends == 0) | (np.abs(along) <= ROUNDED * np.abs(along).max())
        place = place - directions @ np.where(still, 0.0, along / bends)
        if not np.abs(place - point).max() <= reach:
            return False
    return False


def _touches_zero(f: Objective, places: Array, slopes: Array) -> bool:
    """Whether a slope that dips to both sides of its least sample is 0 there, as that of x³ is.

    That of x³ + x is 1 there at least, and that of tan x is 1 or more wherever it dips.

    places: x, to either side, from near to far, (2, m).
    slopes: f′ there, (2, m).
    """
    steep = np.abs(slopes)
    side, least = divmod(int(steep.argmin()), steep.shape[1])
    nearer = places[side, least - 1] if least else places[1 - side, 0]
    farther = places[side, min(least + 1, steep.shape[1] - 1)]
    low, high = sorted((float(nearer), float(farther)))
    found = float(steep.min())
    for _ in range(NARROWED):
        thirds = np.array([[(2 * low + high) / 3], [(low + 2 * high) / 3]])
        left, right = np.abs(np.asarray(f.gradient(thirds))[:, 0])
        found = min(found, left, right)
        if left < right:
            high = thirds[1, 0]
        else:
            low = thirds[0, 0]
    return bool(found <= TOUCH * steep[side, 0])


@np.errstate(all="ignore")
def is_slope_lost(f: Objective, points: Array) -> NDArray[np.bool_]:
    """Whether the slope along some axis is 0 only because a float cannot hold it.

    points: (n, d).
    Returns (n,).

    >>> from calclib import Function
    >>> is_slope_lost(Function("exp(-x)"), np.array([[0.0], [800.0]]))
    array([False,  True])
    >>> is_slope_lost(Function("tanh(x)"), np.array([[0.0], [30.0]]))
    array([False,  True])
    >>> is_slope_lost(Function("10^-300 x^20"), np.array([[0.0], [1e-4]]))
    array([False,  True])
    """
    lost = np.zeros(len(points), dtype=bool)
    if points.shape[-1] > AXES:
        return lost
    is_zero = np.asarray(f.gradient(points)) == 0
    for i in range(points.shape[-1]):
        aside = np.zeros_like(points)
        aside[:, i] = ASIDE * (1 + np.abs(points[:, i]))
        beside = [np.asarray(f.gradient(points + side * aside))[:, i] for side in (-1, 1)]
        doubtful = is_zero[:, i] & (np.array(beside) == 0).any(axis=0)
        for run in np.flatnonzero(doubtful & ~lost):
            slope = _slope_along(f, points[run], i)
            place = float(points[run, i])
            seems_lost = is_underflow(slope, place) or is_rounded_away(slope, place)
            lost[run] = seems_lost and not is_zero_of_formula(f, points[run].tolist(), i)
    return lost


def _slope_along(f: Objective, point: Array, axis: int) -> Callable[[float], float]:
    """∂f/∂xᵢ through a point, as a function of xᵢ."""

    def slope(x: float) -> float:
        moved = point.copy()
        moved[axis] = x
        return float(f.gradient(moved)[axis])

    return slope
