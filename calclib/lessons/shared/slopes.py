"""Slopes in one variable: of a curve at a place, of a secant, and slopes of slopes."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.derivatives import symbolic
from calclib.functions.function import Function


def slope_at(f: Function, x: ArrayLike) -> Array:
    """f′(x), or nan where f has no slope.

    f: a Function of one variable.
    x: (...), as is what is returned.

    At a kink autodiff answers with a number by convention, such as |x|′(0) = 0. Here the secants
    with h = ±1e-6 must agree with it to a thousandth, or the answer is nan.

    >>> slope_at(Function("|x|", variables=("x",)), [-1.0, 0.0, 1.0])
    array([-1., nan,  1.])
    """
    x = np.asarray(x, dtype=float)
    slope: Array = f.gradient(x[..., None])[..., 0]
    slope = np.where(np.isfinite(slope), slope, np.nan)
    h = np.reshape([1e-6, -1e-6], (2,) + x.ndim * (1,))
    agree = abs(quotient(f, x, h) - slope) <= 1e-3 * (1 + abs(slope))
    return np.where(agree.all(axis=0), slope, np.nan)


def quotient(f: Function, x: ArrayLike, h: ArrayLike) -> Array:
    """The slope of the secant through x and x + h: (f(x + h) − f(x)) / h, shaped like x + h.

    >>> quotient(Function("x^2", variables=("x",)), 1.0, [2.0, 0.5, -0.5])
    array([4. , 2.5, 1.5])
    """
    return secants_through(f, x)(h)


def secants_through(f: Function, x: ArrayLike) -> Callable[[ArrayLike], Array]:
    """The slopes of all secants through x, as a function of h: f(x) is computed once.

    >>> secants_through(Function("x^2", variables=("x",)), 1.0)([2.0, -0.5])
    array([4. , 1.5])
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):  # outside the domain of f: nan, a gap in the picture
        here = f(x)

    def slope(h: ArrayLike) -> Array:
        h = np.asarray(h, dtype=float)
        with np.errstate(all="ignore"):
            return np.asarray((f(x + h) - here) / h) + 0.0  # a level secant: 0, not −0

    return slope


def derivatives_at(f: str, places: Array, highest: int) -> Array:
    """f, f′, f″ … at places, (highest + 1, n); from the first that does not exist on they are nan.

    f: text in x.
    places: (n,).
    highest: the order of the last derivative.
    A derivative exists where the secants of the one before settle on it.

    >>> derivatives_at("x |x|", np.array([-1.0, 0.0, 1.0]), 2)
    array([[-1.,  0.,  1.],
           [ 2.,  0.,  2.],
           [-2., nan,  2.]])
    """
    curve = Function(f, variables=("x",))
    values = [np.asarray(curve(places))]
    for _ in range(highest):
        there = np.where(np.isfinite(values[-1]), slope_at(curve, places), np.nan)
        values.append(there)
        curve = Function(symbolic.derivative(curve).expression, variables=("x",))
    return np.array(values) + 0.0  # never −0
