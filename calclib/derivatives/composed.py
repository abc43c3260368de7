"""NumPy functions that are written with others, and so need no row of local derivatives.

Each is the definition in a textbook: what it is made of has rows in partials.py.
"""
# NumPy's functions carry the result type Any:
# mypy: disable-error-code="no-any-return, return-value"

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.derivatives.partials import Axis
from calclib.expressions.elementary import join, power


def _variance(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    offsets = x - np.mean(x, axis=axis, keepdims=True)
    return np.mean(np.square(offsets), axis, keepdims=keepdims)


def _deviation(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.sqrt(_variance(x, axis, keepdims))


def _average(x: Array, axis: Axis = None, weights: Array | None = None) -> Array:
    if weights is None:
        return np.mean(x, axis=axis)
    if np.ndim(weights) < np.ndim(x):  # one weight for each entry along the axis
        shape = [1] * np.ndim(x)
        shape[_one_axis(axis)] = -1
        weights = np.reshape(weights, shape)
    share = weights + 0.0 * x
    return np.sum(x * share, axis=axis) / np.sum(share, axis=axis)


def _split(x: Array, parts: int | Sequence[int], axis: int = 0) -> list[Array]:
    lead = (slice(None),) * (axis % x.ndim)
    places = np.split(np.arange(x.shape[axis]), parts)
    return [x[(*lead, slice(place[0], place[-1] + 1))] for place in places]


def _concatenate(arrays: Sequence[Array], axis: int = 0) -> Array:
    return join(*arrays, axis=axis)


def _stack(arrays: Sequence[Array], axis: int = 0) -> Array:
    return join(*(np.expand_dims(x, axis) for x in arrays), axis=axis)


def _side_by_side(arrays: Sequence[Array]) -> Array:
    rows = [np.reshape(x, -1) if np.ndim(x) < 1 else x for x in arrays]
    return join(*rows, axis=min(1, np.ndim(rows[0]) - 1))


def _one_below_another(arrays: Sequence[Array]) -> Array:
    return join(*(np.reshape(x, (1, -1)) if np.ndim(x) < 2 else x for x in arrays), axis=0)


def _clip(x: Array, low: ArrayLike | None = None, high: ArrayLike | None = None) -> Array:
    raised = x if low is None else np.maximum(x, low)
    return raised if high is None else np.minimum(raised, high)


def _dot(a: Array, b: Array) -> Array:
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    if np.ndim(b) > 2:
        raise NotImplementedError("np.dot of more than two axes has no derivative rule; write @.")
    return a @ b


def _inner(a: Array, b: Array) -> Array:
    return _dot(a, np.swapaxes(b, -1, -2) if np.ndim(b) > 1 else b)


def _outer(a: Array, b: Array) -> Array:
    return np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1))


def _trace(x: Array) -> Array:
    return np.sum(np.diagonal(x), axis=-1)


def _norm(x: Array, ord: float | str | None = None, axis: Axis = None) -> Array:
    """‖x‖ of a vector, or of vectors along one axis; without both the root of all squares."""
    is_matrix = axis is None and np.ndim(x) > 1
    if ord in ("fro", None) or (ord == 2 and not is_matrix):
        return np.sqrt(np.sum(np.square(x), axis=axis))
    if is_matrix or not isinstance(ord, float | int) or isinstance(axis, tuple):
        raise NotImplementedError(
            f"np.linalg.norm with ord={ord!r} has no derivative rule for a matrix; for rows say "
            "axis=-1."
        )
    if abs(ord) == np.inf:
        return (np.max if ord > 0 else np.min)(np.abs(x), axis=axis)
    if ord == 1:
        return np.sum(np.abs(x), axis=axis)
    return power(np.sum(power(np.abs(x), ord), axis=axis), 1 / ord)


def _difference(x: Array, n: int = 1, axis: int = -1) -> Array:
    lead = (slice(None),) * (axis % np.ndim(x))
    return reduce(lambda y, _: y[(*lead, slice(1, None))] - y[(*lead, slice(-1))], range(n), x)


def _product(x: Array, axis: int | None = None) -> Array:
    along = np.reshape(x, -1) if axis is None else np.moveaxis(x, axis, 0)
    return reduce(operator.mul, list(along), np.ones(along.shape[1:]))


def _polynomial(coefficients: Array, x: Array) -> Array:
    """Horner's scheme: ((c₀ x + c₁) x + c₂) x + …"""
    return reduce(lambda value, c: value * x + c, list(coefficients), 0.0 * x)


def _select(conditions: Sequence[Array], choices: Sequence[Array], default: float = 0) -> Array:
    """The choice at the first condition that holds."""
    value: Any = default
    for is_chosen, choice in zip(reversed(conditions), reversed(choices), strict=True):
        value = np.where(is_chosen, choice, value)
    return value


def _piecewise(
    x: Array, conditions: Sequence[Array], functions: Sequence[Any], *args: Any, **options: Any
) -> Array:
    """The function at the last condition that holds; one more function is for where none does."""
    values = [f(x, *args, **options) if callable(f) else f for f in functions]
    default = values[-1] if len(values) > len(conditions) else 0.0
    pairs = list(zip(conditions, values, strict=False))[::-1]
    return _select([c for c, _ in pairs], [v for _, v in pairs], default)


def _one_axis(axis: Axis) -> int:
    if not isinstance(axis, int):
        raise TypeError(f"np.average with one weight an entry needs one axis, but got {axis!r}.")
    return axis


COMPOSED: dict[Callable[..., object], Callable[..., object]] = {
    np.power: power,
    np.float_power: power,
    np.fabs: np.abs,
    np.concatenate: _concatenate,
    np.stack: _stack,
    np.hstack: _side_by_side,
    np.vstack: _one_below_another,
    np.split: _split,
    np.var: _variance,
    np.std: _deviation,
    np.average: _average,
    np.clip: _clip,
    np.dot: _dot,
    np.inner: _inner,
    np.outer: _outer,
    np.trace: _trace,
    np.linalg.norm: _norm,
    np.diff: _difference,
    np.prod: _product,
    np.polyval: _polynomial,
    np.select: _select,
    np.piecewise: _piecewise,
}
