"""Slopes in one variable: of a curve at a place, of a secant, and slopes of slopes."""

from collections.abc import Callable, Sequence

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


def with_derivatives(f: Function, highest: int) -> list[Function]:
    """f, f′, f″ … by their formulas, highest + 1 of them.

    f: a Function of one variable, x.

    >>> [g(3.0) for g in with_derivatives(Function("x^2", variables=("x",)), 2)]
    [9.0, 6.0, 2.0]
    """
    curves = [f]
    for _ in range(highest):
        slope = symbolic.derivative(curves[-1]).expression
        curves.append(Function(slope, variables=("x",)))
    return curves


def derivatives_at(curves: Sequence[Function], places: Array) -> Array:
    """f, f′, f″ … at places, (n + 1, m); from the first that does not exist on they are nan.

    curves: f and its derivatives but the last, n of them, as `with_derivatives` gives them.
    places: (m,).
    A derivative exists where the secants of the one before settle on it.

    >>> curves = with_derivatives(Function("x |x|", variables=("x",)), 1)
    >>> derivatives_at(curves, np.array([-1.0, 0.0, 1.0]))
    array([[-1.,  0.,  1.],
           [ 2.,  0.,  2.],
           [-2., nan,  2.]])
    """
    values = [np.asarray(curves[0](places))]
    for curve in curves:
        values.append(np.where(np.isfinite(values[-1]), slope_at(curve, places), np.nan))
    return np.array(values) + 0.0  # never −0
