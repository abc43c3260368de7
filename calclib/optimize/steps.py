"""What several rules share: products, systems that may be singular, backtracking."""

import numpy as np

from calclib.arrays import Array
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number, Schedule

HALVINGS = 2100  # from the largest float to the smallest


def dot(a: Array, b: Array) -> Array:
    """aᵀb over the last axis: (..., n), (..., n) → (...).

    >>> dot(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 1.0]))
    array([3., 7.])
    """
    return np.asarray(np.einsum("...i,...i->...", a, b))


def times(matrix: Array, vector: Array) -> Array:
    """Mv over the last axes: (..., m, n), (..., n) → (..., m).

    >>> times(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 1.0]))
    array([3., 7.])
    """
    return np.asarray((matrix @ vector[..., None])[..., 0])


def ratio(a: Number, b: Array, where_zero: float = 0.0) -> Array:
    """a / b, and `where_zero` where b is 0.

    The adaptive rules divide a slope by its typical size. Where that size is 0 there never was a
    slope, so the step is 0.

    >>> ratio(np.array([0.0, 1.0]), np.array([0.0, 4.0]))
    array([0.  , 0.25])
    """
    # To count is faster than to ask all(): this line runs at every step of every walk.
    if np.count_nonzero(b) == np.size(b):
        return np.asarray(a / b)
    with np.errstate(all="ignore"):
        return np.where(b == 0, where_zero, a / b)


@np.errstate(all="ignore")
def solve(matrix: Array, vector: Array, damping: Number = 0.0, absolute: bool = False) -> Array:
    """(M + λI)⁻¹v for symmetric M (..., d, d), along the eigenvectors of M.

    damping: λ.
    absolute: take |M| for M, the matrix with the absolute eigenvalues.
    Returns (..., d): nan for a singular M, and only for that one of the batch; but 0 along a
    direction in which both the eigenvalue and v vanish.

    >>> solve(np.array([[2.0, 0.0], [0.0, 0.0]]), np.array([4.0, 0.0]))
    array([2., 0.])
    """
    d = matrix.shape[-1]
    tiny = d * np.finfo(float).eps
    finite = np.all(np.isfinite(matrix), axis=(-2, -1), keepdims=True)
    curvature, directions = np.linalg.eigh(np.where(finite, matrix, np.eye(d)))
    slope = times(np.swapaxes(directions, -1, -2), vector)
    curvature = (np.abs(curvature) if absolute else curvature) + damping
    flat = np.abs(curvature) <= tiny * np.abs(curvature).max(axis=-1, keepdims=True)
    still = np.abs(slope) <= tiny * np.abs(slope).max(axis=-1, keepdims=True)
    step = np.where(flat, np.where(still, 0.0, np.nan), slope / curvature)
    return np.where(finite[..., 0], times(directions, step), np.nan)


@np.errstate(all="ignore")
def backtrack(
    f: Objective, points: Array, direction: Array, gradient: Array, first: Number | Schedule
) -> Array:
    """x + tp for the first t of first, first/2, first/4, … that lowers f enough.

    points, direction, gradient: x, p and ∇f(x), each (..., d).
    first: the largest t to try.
    Returns (..., d); x itself where no t lowers f enough, down to steps that move x no more. A fall
    that rounding hides counts as enough (Hager & Zhang 2005, doi:10.1137/030601880).

    >>> from calclib import Function
    >>> square, at = Function("x^2"), np.array([1.0])
    >>> backtrack(square, at, np.array([-4.0]), square.gradient(at), 1.0)
    array([0.])
    """
    slope, unit = _slope_along(gradient, direction)
    value = f.value(points)
    direction = np.where((slope > 0)[..., None], -direction, direction)
    hopeless = ~(np.isfinite(value) & np.isfinite(direction).all(axis=-1))
    t = np.broadcast_to(np.asarray(first, dtype=float), (*points.shape[:-1], 1))
    for _ in range(HALVINGS):
        moved = points + t * direction
        most = value + np.spacing(np.abs(value)) - 1e-4 * (t[..., 0] * unit) * np.abs(slope)
        enough = np.asarray(f.value(moved) <= most)[..., None]
        # A point that does not move will not by a shorter step either.
        if np.all(enough[..., 0] | np.all(moved == points, axis=-1) | hopeless):
            break
        t = np.where(enough, t, t / 2)
    return np.where(enough | np.isnan(direction), moved, points)


def _slope_along(gradient: Array, direction: Array) -> tuple[Array, Array]:
    """∇f·p as a float and a power of two to multiply it by: (..., d), (..., d) → (...), (...).

    The power is 1 but where the product itself is no float: beside e^(x²) at 20 even the square of
    its slope is none, and the fall along a short step is one.

    >>> slope, unit = _slope_along(np.array([3.0, 1.0]), np.array([-3.0, -1.0]))
    >>> float(slope), float(unit)
    (-10.0, 1.0)
    >>> slope, unit = _slope_along(np.array([2.0**600]), np.array([-(2.0**600)]))
    >>> float(slope) / 2.0**600, float(unit) == 2.0**600
    (-1.0, True)
    """
    slope = dot(gradient, direction)
    unit = np.ones_like(slope)
    if not np.isfinite(slope).all():
        largest = np.abs(direction).max(axis=-1)
        size = np.exp2(np.floor(np.log2(np.where(largest > 0, largest, 1.0))))
        unit = np.where(np.isfinite(slope) | ~np.isfinite(size), 1.0, size)
        slope = dot(gradient, direction / unit[..., None])
    return slope, unit
