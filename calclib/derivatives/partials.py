"""The table of local derivatives: all the calculus that automatic differentiation knows.

PARTIALS: functions that act entry by entry. Its rows read like the back cover of a calculus book:
`np.sin: (lambda out, x: np.cos(x),)`, one partial derivative per argument; `out` is the value.
TRANSPOSES: functions linear in each argument. They push a change forward as they push a value, and
only the way back has to be written: the transposed map.
MAPS: the rest, both ways written out.

autodiff applies the chain rule to these. Rows use NumPy only, so that they hold for arrays,
Tensor and Dual alike; their types speak of arrays.
"""
# NumPy's functions carry the result type Any:
# mypy: disable-error-code="no-any-return"

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.expressions.elementary import (
    ArrayFunction,
    cbrt,
    join,
    logsumexp,
    power,
    relu,
    sigmoid,
    softmax,
    softplus,
)

Axis: TypeAlias = int | tuple[int, ...] | None
Slope: TypeAlias = Callable[..., Array | float]  # (value, *arguments) → a partial derivative

TINY = 1e-100  # so small that it counts as 0, and its third derivative is a float still
ONE = 1.0  # this very object as a partial derivative means: nothing to multiply


def _share_of_larger(a: Array, b: Array) -> Array:
    """Return 1 where a > b, 0 where a < b, and 1/2 at a tie."""
    return (a > b) + 0.5 * (a == b)


def _difference(a: Array, b: Array) -> Array:
    """Return a − b; 0 for equal infinities, of which each is half of the sum."""
    difference = a - b
    if np.any(np.isnan(difference)):
        return np.where(np.isnan(difference) & np.equal(a, b), 0.0, difference)
    return difference


def _off_zero(a: Array, is_flat: NDArray[np.bool_]) -> Array:
    """Return a, with a tiny number for 0 where a⁰ is flat: 0 · a⁻¹ is 0 there, not 0 · ∞."""
    return a + TINY * ((a == 0) & is_flat) if np.any(is_flat) else a


PARTIALS: dict[ArrayFunction, tuple[Slope, ...]] = {
    np.add: (lambda out, a, b: ONE, lambda out, a, b: ONE),
    np.subtract: (lambda out, a, b: ONE, lambda out, a, b: -1.0),
    np.multiply: (lambda out, a, b: b, lambda out, a, b: a),
    np.divide: (lambda out, a, b: np.divide(1, b), lambda out, a, b: -out / b),
    power: (
        lambda out, a, b: b * power(_off_zero(a, b == 0), b - 1),
        lambda out, a, b: out * np.log(a + ((a == 0) & (b > 0))),  # 0ᵇ ln 0 has the limit 0
    ),
    np.negative: (lambda out, x: -1.0,),
    np.positive: (lambda out, x: ONE,),
    np.reciprocal: (lambda out, x: -out * out,),
    np.square: (lambda out, x: 2 * x,),
    np.sqrt: (lambda out, x: 0.5 / out,),
    np.cbrt: (lambda out, x: 1 / (3 * out * out),),
    np.exp: (lambda out, x: out,),
    np.exp2: (lambda out, x: out * np.log(2),),
    np.expm1: (lambda out, x: np.exp(x),),
    np.log: (lambda out, x: 1 / x,),
    np.log2: (lambda out, x: 1 / (x * np.log(2)),),
    np.log10: (lambda out, x: 1 / (x * np.log(10)),),
    np.log1p: (lambda out, x: 1 / (1 + x),),
    np.sin: (lambda out, x: np.cos(x),),
    np.cos: (lambda out, x: -np.sin(x),),
    np.tan: (lambda out, x: 1 + out * out,),
    np.arcsin: (lambda out, x: 1 / np.sqrt(1 - x * x),),
    np.arccos: (lambda out, x: -1 / np.sqrt(1 - x * x),),
    np.arctan: (lambda out, x: 1 / (1 + x * x),),
    np.sinh: (lambda out, x: np.cosh(x),),
    np.cosh: (lambda out, x: np.sinh(x),),
    np.tanh: (lambda out, x: 1 - out * out,),
    np.arcsinh: (lambda out, x: 1 / np.sqrt(1 + x * x),),
    np.arccosh: (lambda out, x: 1 / np.sqrt(x * x - 1),),
    np.arctanh: (lambda out, x: 1 / (1 - x * x),),
    np.hypot: (lambda out, a, b: a / out, lambda out, a, b: b / out),
    np.remainder: (lambda out, a, b: ONE, lambda out, a, b: -np.floor_divide(a, b)),
    np.fmod: (lambda out, a, b: ONE, lambda out, a, b: -np.trunc(a / b)),
    np.degrees: (lambda out, x: 180 / np.pi,),
    np.rad2deg: (lambda out, x: 180 / np.pi,),
    np.radians: (lambda out, x: np.pi / 180,),
    np.deg2rad: (lambda out, x: np.pi / 180,),
    np.arctan2: (lambda out, a, b: b / (a * a + b * b), lambda out, a, b: -a / (a * a + b * b)),
    np.logaddexp: (
        lambda out, a, b: sigmoid(_difference(a, b)),
        lambda out, a, b: sigmoid(_difference(b, a)),
    ),
    softplus: (lambda out, x: sigmoid(x),),
    cbrt: (lambda out, x: 1 / (3 * out * out),),
    sigmoid: (lambda out, x: out * sigmoid(-x),),
    # Kinks: relu is flat at 0; |x| has the mean of its two slopes; n arguments that tie in an
    # extreme have 1/n each (see `largest` for nested ones).
    relu: (lambda out, x: x > 0,),
    np.absolute: (lambda out, x: np.sign(x),),
    np.maximum: (
        lambda out, a, b: _share_of_larger(a, b),
        lambda out, a, b: _share_of_larger(b, a),
    ),
    np.minimum: (
        lambda out, a, b: _share_of_larger(b, a),
        lambda out, a, b: _share_of_larger(a, b),
    ),
}


def unbroadcast(g: Array, shape: tuple[int, ...]) -> Array:
    """Sum a gradient over the axes that broadcasting added or stretched.

    >>> unbroadcast(np.ones((4, 2, 3)), (2, 1))
    array([[12.], [12.]])
    """
    if g.shape == shape:
        return g
    if g.ndim == 2 and g.shape[1:] == shape:  # a bias: the product with a row of ones is faster
        return np.ones(len(g), g.dtype) @ g
    aligned = (1,) * (g.ndim - len(shape)) + shape
    axes = tuple(i for i, n in enumerate(aligned) if n == 1)
    return g.sum(axis=axes).reshape(shape)


def restore_axes(y: Array, axis: Axis, keepdims: bool) -> Array:
    """Return y with the axes back that a reduction over `axis` removed, each of length 1.

    >>> restore_axes(np.array([3.0, 7.0]), axis=1, keepdims=False).shape
    (2, 1)
    """
    return y if axis is None or keepdims else np.expand_dims(y, axis)


def spread(g: Array, out: Array, x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """Stretch the gradient of a sum over the axes that were summed: the transpose of np.sum.

    >>> spread(np.array(1.0), np.array(0.0), np.zeros((2, 2)))
    array([[1., 1.],
           [1., 1.]])
    """
    return np.full(x.shape, restore_axes(g, axis, keepdims))


def _spread_mean(
    g: Array, out: Array, x: Array, axis: Axis = None, keepdims: bool = False
) -> Array:
    """Stretch the gradient of a mean: each entry has a part of 1/n in it."""
    return spread(g * (out.size / x.size), out, x, axis, keepdims)


def _put_back(move: ArrayFunction) -> tuple[ArrayFunction]:
    """Return the transpose of a function that moves entries: each goes back where it came from.

    Where `move` makes a view, g is written through that view of an empty gradient. Elsewhere it
    moves the numbers 1 … n, which stand for the entries. An entry that `move` fills in by itself,
    as np.pad does, comes from no entry of x and carries 0: what arrives there is dropped.
    """

    def pull(g: Array, out: Array, x: Array, *args: object, **options: object) -> Array:
        gradient = np.zeros(x.shape, g.dtype)
        view = move(gradient, *args, **options)
        if view.flags.writeable and np.may_share_memory(view, gradient):
            view[...] = g
            return gradient
        numbers = np.arange(1, x.size + 1).reshape(x.shape)
        origins = np.ravel(move(numbers, *args, **options))
        # Six times as fast as np.add.at, and as fast as a product with one-hot rows.
        sums = np.bincount(origins, np.ravel(g), x.size + 1)
        return sums[1:].astype(g.dtype, copy=False).reshape(x.shape)

    return (pull,)


def _put_back_sums(g: Array, out: Array, x: Array, axis: int | None = None) -> Array:
    """Each entry takes part in its own sum and in all later ones."""
    if axis is None:
        return np.flip(np.cumsum(np.flip(g))).reshape(x.shape)
    return np.flip(np.cumsum(np.flip(g, axis), axis), axis)


def _lift(g: Array, a: Array, b: Array) -> tuple[Array, Array, Array]:
    """Make matrices of the vectors in a @ b: a row on the left, a column on the right."""
    if b.ndim == 1:
        g, b = np.expand_dims(g, -1), b[:, None]
    if a.ndim == 1:
        g, a = np.expand_dims(g, -2), a[None, :]
    return g, a, b


def _matmul_left(g: Array, out: Array, a: Array, b: Array) -> Array:
    g, _, columns = _lift(g, a, b)
    rows = columns.swapaxes(-1, -2)
    return g @ rows if rows.shape[-2] > 1 else g * rows  # NumPy's @ is slow for column times row


def _matmul_right(g: Array, out: Array, a: Array, b: Array) -> Array:
    g, rows, columns = _lift(g, a, b)
    if columns.ndim == 2:  # one product of two tall matrices, not a sum of many small ones
        rows, g = rows.reshape(-1, rows.shape[-1]), g.reshape(-1, g.shape[-1])
    return unbroadcast(rows.swapaxes(-1, -2) @ g, columns.shape).reshape(b.shape)


TRANSPOSES: dict[ArrayFunction, tuple[ArrayFunction, ...]] = {
    np.matmul: (_matmul_left, _matmul_right),
    np.sum: (spread,),
    np.mean: (_spread_mean,),
    np.cumsum: (_put_back_sums,),
    np.broadcast_to: (lambda g, out, x, shape: g,),
    operator.getitem: _put_back(operator.getitem),
    np.reshape: _put_back(np.reshape),
    np.ravel: _put_back(np.ravel),
    np.expand_dims: _put_back(np.expand_dims),
    np.squeeze: _put_back(np.squeeze),
    np.transpose: _put_back(np.transpose),
    np.swapaxes: _put_back(np.swapaxes),
    np.moveaxis: _put_back(np.moveaxis),
    np.flip: _put_back(np.flip),
    np.roll: _put_back(np.roll),
    np.tile: _put_back(np.tile),
    np.repeat: _put_back(np.repeat),
    np.take: _put_back(np.take),
    np.take_along_axis: _put_back(np.take_along_axis),
    np.tril: _put_back(np.tril),
    np.triu: _put_back(np.triu),
    np.diag: _put_back(np.diag),
    np.diagonal: _put_back(np.diagonal),
    np.pad: _put_back(np.pad),
    np.lib.stride_tricks.sliding_window_view: _put_back(np.lib.stride_tricks.sliding_window_view),
}


class Map(NamedTuple):
    """A derivative that mixes entries: push a change of args[i] forward, pull a gradient back.

    >>> MAPS[np.max].push(0, np.array([0.1, 0.2]), 5.0, np.array([1.0, 5.0]))
    np.float64(0.2)
    """

    push: ArrayFunction
    pull: ArrayFunction


def where_chosen(share: Array, t: Array) -> Array:
    """Return share · t; 0 where the share is 0 by choice, though t is infinite or nan there.

    max(√x, 1) is flat at 0, where √x has the slope ∞ and no share.

    >>> where_chosen(np.array([0.0, 0.5]), np.array([np.inf, 3.0]))
    array([0. , 1.5])
    """
    if np.all(np.isfinite(t)):
        return share * t
    with np.errstate(invalid="ignore"):
        return np.where(np.not_equal(share, 0), share * t, 0.0)


def _share(out: Array, x: Array, axis: Axis) -> Array:
    """Return each entry's part in the extreme of its slice: 1/n for each of n that tie."""
    tied = x == out
    return tied / tied.sum(axis=axis, keepdims=True)


def _softmax_weights(out: Array, x: Array, axis: Axis) -> Array:
    """Return the softmax of x, whose logsumexp is out; entries equal to an infinity share 1."""
    if np.all(np.isfinite(out)):
        return np.exp(x - out)
    return np.where(np.isfinite(out), np.exp(x - out), _share(out, x, axis))


def _weighted_sum(weights: ArrayFunction, default: Axis = None) -> Map:
    """The row of a reduction along an axis whose change is Σ w t, with weights w of the entries."""

    def push(
        i: int, t: Array, out: Array, x: Array, axis: Axis = default, keepdims: bool = False
    ) -> Array:
        out = restore_axes(out, axis, keepdims)
        parts = where_chosen(weights(out, x, axis), t)
        return np.sum(parts, axis=axis, keepdims=keepdims)

    def pull(
        i: int, g: Array, out: Array, x: Array, axis: Axis = default, keepdims: bool = False
    ) -> Array:
        out = restore_axes(out, axis, keepdims)
        return weights(out, x, axis) * restore_axes(g, axis, keepdims)

    return Map(push, pull)


def largest(*arrays: Array, absorbed: Sequence[int] = ()) -> Array:
    """Return the largest of several arrays entry by entry, as np.maximum inside np.maximum does.

    absorbed: the places of those that never decide, as min(x, y) beside x in max(x, min(x, y)).

    >>> largest(np.array([1.0, 5.0]), np.array([2.0, 2.0]), np.array([0.0, 9.0]))
    array([2., 9.])
    """
    return reduce(np.maximum, arrays)


def smallest(*arrays: Array, absorbed: Sequence[int] = ()) -> Array:
    """Return the smallest of several arrays entry by entry; absorbed as for `largest`.

    >>> smallest(np.array([1.0, 5.0]), np.array([2.0, 2.0]), np.array([0.0, 9.0]))
    array([0., 2.])
    """
    return reduce(np.minimum, arrays)


# What np.maximum of np.maximum is: one extreme of all, so that a tie of n is shared by n.
EXTREMES: dict[ArrayFunction, ArrayFunction] = {np.maximum: largest, np.minimum: smallest}


def _share_in_extreme(
    i: int, t: Array, out: Array, *arrays: Array, absorbed: Sequence[int] = ()
) -> Array:
    """Give each of n arrays that tie 1/n of a change, which is its own transpose."""
    if i in absorbed:
        return np.zeros(np.shape(out))
    tied = [np.equal(x, out) for j, x in enumerate(arrays) if j not in absorbed]
    count = sum(tied[1:], start=1.0 * tied[0])
    share = np.equal(arrays[i], out) / np.maximum(count, 1.0)
    return where_chosen(share, t)


def _choose_change(i: int, t: Array, out: Array, c: Array, a: Array, b: Array) -> Array:
    """Take the change of the branch that was taken; the other's may be nan, and does not count."""
    if i == 0:
        return np.zeros(np.shape(out))
    return np.where(c, t, 0.0) if i == 1 else np.where(c, 0.0, t)


def _softmax(i: int, t: Array, out: Array, x: Array, axis: int = -1) -> Array:
    """Apply diag(p) − p pᵀ, which is its own transpose."""
    return out * (t - np.sum(out * t, axis=axis, keepdims=True))


def _enter(i: int, t: Array, out: Array, *arrays: Array, axis: int = 0) -> Array:
    """Put the change of one array in its place among zeros."""
    changes = [np.zeros(x.shape) for x in arrays]
    return np.concatenate([*changes[:i], t, *changes[i + 1 :]], axis)


def _leave(i: int, g: Array, out: Array, *arrays: Array, axis: int = 0) -> Array:
    """Cut the part of one array out of the gradient."""
    start, stop = (sum(x.shape[axis] for x in arrays[:n]) for n in (i, i + 1))
    return np.split(g, [start, stop], axis)[1]


MAPS: dict[ArrayFunction, Map] = {
    np.max: _weighted_sum(_share),
    np.min: _weighted_sum(_share),
    logsumexp: _weighted_sum(_softmax_weights, default=-1),
    softmax: Map(_softmax, _softmax),
    join: Map(_enter, _leave),
    largest: Map(_share_in_extreme, _share_in_extreme),
    smallest: Map(_share_in_extreme, _share_in_extreme),
    np.where: Map(_choose_change, _choose_change),
}

ROWS: frozenset[ArrayFunction] = frozenset([*PARTIALS, *TRANSPOSES, *MAPS])


def _is_extreme(
    i: int, out: Array, *arrays: Array, absorbed: Sequence[int] = ()
) -> NDArray[np.bool_]:
    """Where one of several arrays is their extreme."""
    return np.equal(arrays[i], out) & (i not in absorbed)


def _is_extreme_along(
    i: int, out: Array, x: Array, axis: Axis = None, keepdims: bool = False
) -> NDArray[np.bool_]:
    """Where an entry is the extreme of its slice."""
    return np.equal(x, restore_axes(out, axis, keepdims))


# Functions that choose among their arguments: where args[i] has a say in the value. Where it has
# none its slope is 0, whatever happens in it.
CHOICES: dict[ArrayFunction, Callable[..., NDArray[np.bool_]]] = {
    np.maximum: _is_extreme,
    np.minimum: _is_extreme,
    largest: _is_extreme,
    smallest: _is_extreme,
    np.max: _is_extreme_along,
    np.min: _is_extreme_along,
    relu: lambda i, out, x: np.greater_equal(x, 0),
    np.where: lambda i, out, c, a, b: np.equal(c, i == 1) & (i > 0),
}


def says(
    function: ArrayFunction,
    i: int,
    heard: NDArray[np.bool_],
    out: Array,
    args: Sequence[Array],
    options: Mapping[str, object],
) -> NDArray[np.bool_]:
    """Return where args[i] has a say in a result, given where out = function(*args) has one.

    >>> a, b = np.array([0.0, 2.0]), np.array([1.0, 1.0])
    >>> says(np.maximum, 0, np.array([True, True]), np.maximum(a, b), (a, b), {})
    array([False,  True])
    """
    shape = args[i].shape
    pulled = heard.astype(float)
    if function in (np.max, np.min):
        heard = np.not_equal(TRANSPOSES[np.sum][0](pulled, out, *args, **options), 0)
    if function in CHOICES:
        heard = heard & CHOICES[function](i, out, *args, **options)
    elif function in TRANSPOSES and function is not np.matmul:
        heard = np.not_equal(TRANSPOSES[function][i](pulled, out, *args, **options), 0)
    elif function is join:
        heard = np.not_equal(MAPS[join].pull(i, pulled, out, *args, **options), 0)
    elif function not in PARTIALS:  # it mixes entries
        heard = np.full(shape, np.any(heard))
    common = np.broadcast_shapes(heard.shape, shape)
    return np.not_equal(unbroadcast(np.broadcast_to(heard, common).astype(float), shape), 0)


def push(
    function: ArrayFunction,
    i: int,
    change: Array,
    out: Array,
    args: Sequence[Array],
    options: Mapping[str, object],
) -> Array:
    """Return the change of out = function(*args, **options) that a change of args[i] makes.

    >>> push(np.multiply, 1, 0.1, 6.0, (2.0, 3.0), {})
    0.2
    """
    if function in TRANSPOSES:
        return function(*args[:i], change, *args[i + 1 :], **options)
    if function in MAPS:
        return MAPS[function].push(i, change, out, *args, **options)
    slope = PARTIALS[function][i](out, *args)
    if function in CHOICES:
        return where_chosen(np.asarray(slope), change)
    return change if slope is ONE else slope * change


def pull(
    function: ArrayFunction,
    i: int,
    g: Array,
    out: Array,
    args: Sequence[Array],
    options: Mapping[str, object],
    heard: NDArray[np.bool_] | None = None,
) -> Array:
    """Return the gradient by args[i], given the gradient g by out = function(*args, **options).

    heard: where out has a say in the result, if that is known. Elsewhere the gradient is 0, and
    stays 0: √x at −1, in a branch that was not taken, has the slope nan, and 0 · nan would be nan.

    >>> a, b = np.array(2.0), np.array([3.0, 4.0])
    >>> pull(np.multiply, 0, np.ones(2), a * b, (a, b), {})
    np.float64(7.0)
    """
    if function in PARTIALS:
        slope = PARTIALS[function][i](out, *args)
        change = g if slope is ONE else slope * g
        if heard is not None:
            change = np.where(heard, change, 0.0)
    elif function in TRANSPOSES:
        change = TRANSPOSES[function][i](g, out, *args, **options)
    else:
        change = MAPS[function].pull(i, g, out, *args, **options)
    return unbroadcast(change, args[i].shape)


# Flat wherever they have a slope at all, or questions about the values: what they return is a plain
# array, constant to the derivative.
PLAIN: frozenset[Callable[..., object]] = frozenset(
    [
        np.sign,
        np.floor,
        np.ceil,
        np.rint,
        np.trunc,
        np.round,
        np.around,
        np.floor_divide,
        np.heaviside,
        np.signbit,
        np.greater,
        np.greater_equal,
        np.less,
        np.less_equal,
        np.equal,
        np.not_equal,
        np.isfinite,
        np.isnan,
        np.isinf,
        np.logical_and,
        np.logical_or,
        np.logical_not,
        np.any,
        np.all,
        np.count_nonzero,
        np.isclose,
        np.argmax,
        np.argmin,
        np.argsort,
        np.allclose,
        np.array_equal,
        np.shape,
        np.ndim,
        np.size,
        np.zeros_like,
        np.ones_like,
        np.full_like,
        np.empty_like,
    ]
)
