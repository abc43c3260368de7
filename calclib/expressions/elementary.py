"""Functions that NumPy lacks, on plain arrays and on whatever differentiates itself."""
# NumPy's functions carry the result type Any:
# mypy: disable-error-code="no-any-return"

import operator
from collections.abc import Callable
from functools import reduce, wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias

import numpy as np

from calclib.arrays import Array

# A function written in NumPy. It is typed for arrays; a Tensor or Dual may stand in their place.
ArrayFunction: TypeAlias = Callable[..., Array]
Options = ParamSpec("Options")


def elementary(function: Callable[Concatenate[Array, Options], Array]) -> Callable[..., Any]:
    """Let Tensor and Dual differentiate a function of ours by its row, as NumPy's own do.

    function: what to compute on arrays.
    Returns a function that hands itself to the first argument that differentiates itself.

    >>> relu(np.array([-1.0, 2.0])), hasattr(relu, "__wrapped__")
    (array([0., 2.]), True)
    """

    @wraps(function)
    def dispatcher(*args: Any, **options: Any) -> Any:
        for x in args:
            if hasattr(x, "differentiate"):
                return x.differentiate(dispatcher, args, options)
        return function(*args, **options)

    return dispatcher


@elementary
def relu(x: Array) -> Array:
    """Return max(x, 0), with relu′(0) = 0 as torch has it.

    >>> relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return np.maximum(x, 0.0)


@elementary
def sigmoid(x: Array) -> Array:
    """Return σ(x) = 1 / (1 + e⁻ˣ), without overflow and exact in both tails.

    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    x = np.asarray(x)
    if np.iscomplexobj(x):
        return 0.5 + 0.5 * np.tanh(0.5 * x)
    with np.errstate(over="ignore"):
        value = 1 / (1 + np.exp(np.negative(x)))
        if np.min(x, initial=0) > -80:
            return value
        # e⁻ˣ overflows below −709 (in float32 below −88); there the 1 beside it does not count.
        return np.where(value == 0, np.exp(x), value)


@elementary
def softmax(x: Array, axis: int = -1) -> Array:
    """Return eˣⁱ / Σⱼ eˣʲ along one axis, without overflow.

    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    weights = np.exp(_below_the_top(x, np.max(x, axis=axis, keepdims=True)))
    return weights / weights.sum(axis=axis, keepdims=True)


def _below_the_top(x: Array, top: Array) -> Array:
    """Return x − top; an infinity is at the top, where ∞ − ∞ would be nan."""
    if np.all(np.isfinite(top)):
        return x - top
    with np.errstate(invalid="ignore"):
        return np.where(x == top, 0.0, x - top)


@elementary
def softplus(x: Array) -> Array:
    """Return log(1 + eˣ), without overflow; its derivative is the sigmoid.

    >>> softplus([-1000.0, 1000.0])
    array([   0., 1000.])
    """
    if np.iscomplexobj(x):
        above = np.maximum(x, 0)
        return above + np.log1p(np.exp(x - 2 * above))
    return np.logaddexp(0, x)


@elementary
def cbrt(x: Array) -> Array:
    """Return ∛x, which is real below 0 too, and its continuation to complex numbers.

    >>> cbrt(np.array([-8.0, 27.0]))
    array([-2.,  3.])
    """
    if np.iscomplexobj(x):
        side = np.where(np.real(x) < 0, -1.0, 1.0)
        return side * (side * x) ** (1 / 3)
    return np.cbrt(x)


@elementary
def logsumexp(x: Array, axis: int = -1, keepdims: bool = False) -> Array:
    """Return log Σⱼ eˣʲ along one axis, without overflow; its gradient is the softmax.

    >>> logsumexp([1000.0, 1000.0]).round(3)
    np.float64(1000.693)
    """
    top = np.max(x, axis=axis, keepdims=True)
    weights = np.exp(_below_the_top(x, top))
    total = np.log(np.sum(weights, axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis)


@elementary
def power(a: Array, b: Array | int) -> Array:
    """Return aᵇ; small whole powers as products, many times faster than np.power.

    >>> power(np.array([-2.0, 0.0]), 3)
    array([-8.,  0.])
    """
    if isinstance(b, int) and 1 <= b <= 8:
        return reduce(operator.mul, [a] * b)
    return np.power(a, b)


@elementary
def join(*arrays: Array, axis: int = 0) -> Array:
    """Return np.concatenate(arrays, axis), with each array an argument of its own.

    >>> join([1.0], [2.0, 3.0])
    array([1., 2., 3.])
    """
    return np.concatenate(arrays, axis)
