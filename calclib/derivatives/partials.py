"""The table of local derivatives: all the calculus that automatic differentiation knows.

PARTIALS holds functions that act entry by entry; its rows read like the back cover of a calculus
book: `np.sin: (lambda out, x: np.cos(x),)`, one partial derivative per argument, where `out` is
the value already computed. MAPS holds functions that mix entries (sums, products of matrices);
their derivative is a linear map, written twice: `push` carries a change of the input forward,
`pull`, its transpose, carries a gradient back. The rest of calclib.derivatives.autodiff is the
chain rule. Rows use NumPy only, so that they hold for arrays, Tensor and Dual alike.
"""

import operator
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Function = Callable[..., Any]

ONE = 1.0  # this very object as a partial derivative means: nothing to multiply


def unbroadcast(gradient: Any, shape: tuple[int, ...]) -> Any:
    """Sum a gradient over the axes that broadcasting added or stretched.

    >>> unbroadcast(np.ones((4, 2, 3)), (2, 1))
    array([[12.], [12.]])
    """
    if gradient.shape == shape:
        return gradient
    added = gradient.ndim - len(shape)
    stretched = tuple(
        i + added for i, n in enumerate(shape) if n == 1 and gradient.shape[i + added] != 1
    )
    return gradient.sum(axis=(*range(added), *stretched)).reshape(shape)


def power(a: Any, b: Any) -> Any:
    """Return aᵇ; small whole powers by repeated squaring, 20 times faster than np.power.

    >>> power(np.array([-2.0, 0.0]), 3)
    array([-8.,  0.])
    """
    if not isinstance(b, int) or not 1 <= b <= 8:
        return a**b if isinstance(b, int) else np.power(a, b)
    if b == 1:
        return a
    half = power(a, b // 2)
    return half * half * a if b % 2 else half * half


def elementary(function: Function) -> Function:
    """Let Tensor and Dual differentiate a function of our own by its row in the tables."""

    @wraps(function)
    def dispatched(x: Any, **options: Any) -> Any:
        if hasattr(x, "differentiate"):
            return x.differentiate(dispatched, (x,), options)
        return function(np.asarray(x), **options)

    return dispatched


@elementary
def relu(x: Any) -> Any:
    """Return max(x, 0), with relu′(0) = 0 as torch has it.

    >>> relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return np.maximum(x, 0)


@elementary
def sigmoid(x: Any) -> Any:
    """Return σ(x) = 1 / (1 + e⁻ˣ), without overflow and exact in both tails.

    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    decay = np.exp(-np.abs(x))
    return np.where(x < 0, decay, 1) / (1 + decay)


@elementary
def softplus(x: Any) -> Any:
    """Return log(1 + eˣ), without overflow.

    >>> softplus([-1000.0, 1000.0])
    array([   0., 1000.])
    """
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@elementary
def softmax(x: Any, axis: int = -1) -> Any:
    """Return eˣⁱ / Σⱼ eˣʲ along one axis, without overflow.

    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    weights /= weights.sum(axis=axis, keepdims=True)
    return weights


@elementary
def logsumexp(x: Any, axis: int = -1, keepdims: bool = False) -> Any:
    """Return log Σⱼ eˣʲ along one axis, without overflow.

    >>> logsumexp([1000.0, 1000.0]).round(3)
    np.float64(1000.693)
    """
    top = x.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    total = np.log(np.exp(x - top).sum(axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis)


def _first(a: Any, b: Any) -> Any:
    """Return 1 where a > b, 0 where a < b, and 1/2 at a tie."""
    return (a > b) + 0.5 * (a == b)


PARTIALS: dict[Function, tuple[Function, ...]] = {
    np.add: (lambda out, a, b: ONE, lambda out, a, b: ONE),
    np.subtract: (lambda out, a, b: ONE, lambda out, a, b: -1.0),
    np.multiply: (lambda out, a, b: b, lambda out, a, b: a),
    np.divide: (lambda out, a, b: 1 / b, lambda out, a, b: -out / b),
    # The exponent b − 1 stays at 0 for b = 0, and log a is not asked for at a = 0.
    np.power: (
        lambda out, a, b: b * power(a, b - (b != 0)),
        lambda out, a, b: out * np.log(a + (a == 0)),
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
    np.arctan2: (lambda out, a, b: b / (a * a + b * b), lambda out, a, b: -a / (a * a + b * b)),
    np.logaddexp: (lambda out, a, b: np.exp(a - out), lambda out, a, b: np.exp(b - out)),
    # Kinks: the mean of the two one-sided slopes.
    np.absolute: (lambda out, x: np.sign(x),),
    np.fabs: (lambda out, x: np.sign(x),),
    np.maximum: (lambda out, a, b: _first(a, b), lambda out, a, b: _first(b, a)),
    np.minimum: (lambda out, a, b: _first(b, a), lambda out, a, b: _first(a, b)),
    # Flat wherever there is a slope at all.
    np.sign: (lambda out, x: 0.0,),
    np.floor: (lambda out, x: 0.0,),
    np.ceil: (lambda out, x: 0.0,),
    np.rint: (lambda out, x: 0.0,),
    np.where: (
        lambda out, condition, a, b: 0.0,
        lambda out, condition, a, b: np.not_equal(condition, 0),
        lambda out, condition, a, b: np.equal(condition, 0),
    ),
    relu: (lambda out, x: x > 0,),
    sigmoid: (lambda out, x: out * sigmoid(-x),),
    softplus: (lambda out, x: sigmoid(x),),
}


class Map(NamedTuple):
    """A derivative that mixes entries: push a change forward, pull a gradient back."""

    push: Function
    pull: Function


def linear(function: Function, pull: Function) -> Map:
    """Return the row of a linear function: it pushes a change as it pushes a value."""
    return Map(lambda change, out, x, *args, **options: function(change, *args, **options), pull)


def rearranging(function: Function) -> Map:
    """Return the row of a function that only moves, repeats, drops or zero-fills entries.

    Moving the numbers 1 … n instead of the entries tells where each entry went; what function
    fills in is 0, the bin of nobody.
    """

    def pull(g: Array, out: Array, x: Array, *args: Any, **options: Any) -> Array:
        names = function(np.arange(1, x.size + 1).reshape(x.shape), *args, **options)
        return np.bincount(names.ravel(), g.ravel(), x.size + 1)[1:].reshape(x.shape)

    return linear(function, pull)


def spread(g: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """Stretch the gradient of a reduction back over the axes that it removed."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, x.shape)


def _put(g: Array, out: Array, x: Array, index: Any) -> Array:
    gradient = np.zeros(x.shape, g.dtype)
    parts = index if isinstance(index, tuple) else (index,)
    if all(part is None or part is ... or isinstance(part, int | slice) for part in parts):
        gradient[index] = g
    else:  # an index array may name an entry twice
        np.add.at(gradient, index, g)
    return gradient


def _lift(g: Array, a: Array, b: Array) -> tuple[Array, Array, Array]:
    """Make matrices of the vectors in a @ b: a row on the left, a column on the right."""
    if b.ndim == 1:
        g, b = np.expand_dims(g, -1), b[:, None]
    if a.ndim == 1:
        g, a = np.expand_dims(g, -2), a[None, :]
    return g, a, b


def _matmul_left(g: Array, out: Array, a: Array, b: Array) -> Array:
    g, _, columns = _lift(g, a, b)
    return unbroadcast(g @ columns.swapaxes(-1, -2), a.shape)


def _matmul_right(g: Array, out: Array, a: Array, b: Array) -> Array:
    g, rows, columns = _lift(g, a, b)
    if columns.ndim == 2:
        whole = rows.reshape(-1, rows.shape[-1]).T @ g.reshape(-1, g.shape[-1])
    else:
        whole = unbroadcast(rows.swapaxes(-1, -2) @ g, columns.shape)
    return whole.reshape(b.shape)


def _share(out: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """Return each entry's part in the extreme of its slice: 1/n for each of n that tie."""
    tied = x == (np.expand_dims(out, axis) if axis is not None and not keepdims else out)
    return tied / tied.sum(axis=axis, keepdims=True)


def _extreme(t: Any, out: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return np.sum(_share(out, x, axis, keepdims) * t, axis=axis, keepdims=keepdims)


def _extreme_back(g: Any, out: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return _share(out, x, axis, keepdims) * spread(g, x, axis, keepdims)


def _softmax(t: Any, out: Any, x: Any, axis: int = -1) -> Any:
    """Apply diag(p) − p pᵀ, which is its own transpose."""
    return out * (t - np.sum(out * t, axis=axis, keepdims=True))


def _inverse(axes: Any, ndim: int) -> Any:
    return None if axes is None else np.argsort([axis % ndim for axis in axes])


MAPS: dict[Function, tuple[Map, ...]] = {
    np.matmul: (
        Map(lambda t, out, a, b: t @ b, _matmul_left),
        Map(lambda t, out, a, b: a @ t, _matmul_right),
    ),
    np.sum: (
        linear(np.sum, lambda g, out, x, axis=None, keepdims=False: spread(g, x, axis, keepdims)),
    ),
    np.mean: (
        linear(
            np.mean,
            lambda g, out, x, axis=None, keepdims=False: spread(
                g * (out.size / x.size), x, axis, keepdims
            ),
        ),
    ),
    np.max: (Map(_extreme, _extreme_back),),
    np.min: (Map(_extreme, _extreme_back),),
    softmax: (Map(_softmax, _softmax),),
    logsumexp: (
        Map(
            lambda t, out, x, axis=-1, keepdims=False: np.sum(
                softmax(x, axis=axis) * t, axis=axis, keepdims=keepdims
            ),
            lambda g, out, x, axis=-1, keepdims=False: (
                softmax(x, axis=axis) * spread(g, x, axis, keepdims)
            ),
        ),
    ),
    np.reshape: (linear(np.reshape, lambda g, out, x, shape: g.reshape(x.shape)),),
    np.expand_dims: (linear(np.expand_dims, lambda g, out, x, axis: g.reshape(x.shape)),),
    np.squeeze: (linear(np.squeeze, lambda g, out, x, axis=None: g.reshape(x.shape)),),
    np.ravel: (linear(np.ravel, lambda g, out, x: g.reshape(x.shape)),),
    np.transpose: (
        linear(np.transpose, lambda g, out, x, axes=None: g.transpose(_inverse(axes, x.ndim))),
    ),
    np.swapaxes: (linear(np.swapaxes, lambda g, out, x, i, j: g.swapaxes(i, j)),),
    np.broadcast_to: (linear(np.broadcast_to, lambda g, out, x, shape: unbroadcast(g, x.shape)),),
    operator.getitem: (linear(operator.getitem, _put),),
    **{
        function: (rearranging(function),)
        for function in (
            *(np.moveaxis, np.flip, np.roll, np.take, np.take_along_axis, np.repeat, np.tile),
            *(np.diagonal, np.diag, np.tril, np.triu, np.pad),
            np.lib.stride_tricks.sliding_window_view,
        )
    },
}


def _variance(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Any:
    offset = x - np.mean(x, axis=axis, keepdims=True)
    squares = np.mean(offset * offset, axis=axis, keepdims=keepdims)
    return squares * (x.size / (x.size - ddof * np.size(squares)))


def _split(x: Any, parts: Any, axis: int = 0) -> list[Any]:
    places = np.split(np.arange(x.shape[axis]), parts)
    lead = (slice(None),) * (axis % x.ndim)
    return [x[(*lead, slice(place[0], place[-1] + 1))] for place in places]


def _clip(x: Any, low: Any = None, high: Any = None) -> Any:
    x = x if low is None else np.maximum(x, low)
    return x if high is None else np.minimum(x, high)


COMPOSED: dict[Function, Function] = {
    np.var: _variance,
    np.std: lambda x, **options: np.sqrt(_variance(x, **options)),
    np.clip: _clip,
    np.split: _split,
    np.stack: lambda xs, axis=0: np.concatenate([np.expand_dims(x, axis) for x in xs], axis),
    np.dot: lambda a, b: a * b if np.ndim(a) == 0 or np.ndim(b) == 0 else a @ b,
    np.outer: lambda a, b: np.expand_dims(a, -1) * b,
}

# These ask about the values; their answers are plain arrays, outside the graph.
PLAIN: frozenset[Function] = frozenset(
    (
        *(np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal),
        *(np.isfinite, np.isnan, np.isinf, np.signbit, np.logical_not, np.any, np.all),
        *(np.shape, np.ndim, np.size, np.zeros_like, np.ones_like, np.full_like, np.empty_like),
        *(np.argmax, np.argmin, np.argsort, np.allclose, np.isclose, np.array_equal),
    )
)

# The same values, computed faster.
FASTER: dict[Function, Function] = {np.power: power}
