"""Derivatives by differences: the definition of the derivative, stopped before the limit.

Every method is a row of METHODS: how it samples f around x, and the step h that balances its
two errors: truncation, which shrinks with h, and rounding, which grows as f / h.
Good for: whatever returns numbers, and as an independent check of every other derivative.
Fails: too small a step leaves rounding alone; d variables cost d + 1 values or more.
"""

# NumPy's functions carry the result type Any:
# mypy: disable-error-code="no-any-return"

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import ARRAYS, Array
from calclib.expressions.answers import (
    AnswerError,
    check_number,
    explain_shape,
    subject,
    with_explained_errors,
)
from calclib.expressions.elementary import ArrayFunction

# (f, x, h) → the slope and an estimate of its error
Difference: TypeAlias = Callable[[ArrayFunction, Array, Array], tuple[Array, Array]]

LEVELS = 44  # halvings of the step: from 1 down to 1e-13
DEPTH = 7
TAIL = 9  # the smallest steps, at which the plain differences are looked at once more
FINER = 10  # smaller steps that must confirm what larger ones say
FIRST = 189 / 256  # the first step: no period of a wave, and short, so that x + h is exact


def stencil(points: Sequence[float], weights: Sequence[float]) -> Difference:
    """Return the difference f′(x) ≈ Σ wᵢ f(x + pᵢ h) / h, with no estimate of its error (nan).

    >>> value, error = stencil((1, -1), (0.5, -0.5))(np.square, np.array(3.0), np.array(0.1))
    >>> round(float(value), 12)
    6.0
    """

    def difference(f: ArrayFunction, x: Array, h: Array) -> tuple[Array, Array]:
        value = sum(w * f(x + p * h) for p, w in zip(points, weights, strict=True)) / h
        return value, np.array(np.nan)

    return difference


def complex_step(f: ArrayFunction, x: Array, h: Array) -> tuple[Array, Array]:
    """f′(x) ≈ Im f(x + ih) / h: nothing is subtracted, so h may be as small as 1e-20.

    f has to be analytic at x: ValueError where a term drops the imaginary part, as np.abs does, or
    where f does not take complex numbers, or where a smaller step gives another slope. Where f(x)
    is not a real number the slope is nan: the complex logarithm goes on at −1.
    Source: Squire & Trapp 1998, doi:10.1137/S003614459631241X.

    >>> value, error = complex_step(np.exp, np.array(1.0), np.array(1e-20))
    >>> float(value) == float(np.exp(1.0))
    True
    """
    advice = "use method='central' or method='adaptive' for this function."
    try:
        value = f(x + 1j * h)
    except TypeError as error:
        raise ValueError(f"complex_step needs a function of complex numbers; {advice}") from error
    if not np.iscomplexobj(value) and not np.array_equal(value, f(x + 1), equal_nan=True):
        raise ValueError(f"complex_step lost the imaginary part (abs drops it); {advice}")
    slope = np.where(np.isfinite(f(x)), np.imag(value) / h, np.nan)
    closer = np.imag(f(x + 1j * h / 8)) / (h / 8)
    settles = np.abs(slope - closer) <= 1e-6 * np.abs(slope) + h  # its own error is of order h²
    if np.any((h <= 1e-6) & ~settles & ~np.isnan(slope)):
        raise ValueError(f"complex_step settles on no slope, as of x^x at 0; {advice}")
    if np.any(_contradicts_differences(f, x, h, slope)):
        raise ValueError(f"complex_step lost a part of the slope (abs and sign do); {advice}")
    return slope, np.array(np.nan)


def _contradicts_differences(f: ArrayFunction, x: Array, h: Array, slope: Array) -> Array:
    """Whether two differences of different steps agree with each other and not with a slope.

    Only asked of small h: a large one errs by h² itself, as it should in an experiment.
    """
    step = np.exp2(np.ceil(np.log2(np.maximum(1, np.abs(x)))) - 17)
    up, down = f(x + step), f(x - step)
    wide = (up - down) / (2 * step)
    narrow = (f(x + step / 8) - f(x - step / 8)) / (step / 4)
    rounded = np.spacing(np.maximum(np.abs(f(x)), np.maximum(np.abs(up), np.abs(down))))
    noise = 64 * rounded / step
    size = np.maximum(np.abs(wide), np.abs(narrow))
    agree = np.abs(wide - narrow) <= 1e-3 * size + noise
    allowed = 2 * np.abs(wide - narrow) + 1e-5 * size + 10 * noise
    return (h <= 1e-6) & agree & (np.abs(narrow - slope) > allowed)


def adaptive(f: ArrayFunction, x: Array, h: Array) -> tuple[Array, Array]:
    """Richardson extrapolation over steps h, h/2, h/4 …, keeping the entry it trusts most.

    The error estimate is the disagreement with the neighbouring entries plus the rounding error
    ε max|f| / h of the smallest step used. An entry is trusted only if the plain differences of
    smaller steps come nearer to it: two large steps may agree by chance, as two periods of a wave.
    Where no step to both sides stays in the domain of f, the side that exists is used. Where none
    exists, or where the differences do not settle as h shrinks (√x at 0), the value is nan and the
    error inf.
    Sources: Richardson 1911, doi:10.1098/rsta.1911.0009; Ridders 1982,
    doi:10.1016/S0141-1195(82)80057-0.

    >>> value, error = adaptive(np.exp, np.array(0.0), np.array(1.0))
    >>> bool(abs(value - 1) <= error < 1e-12)
    True
    """
    x, h = np.broadcast_arrays(x, h)
    steps = np.ldexp(FIRST * h, -np.arange(LEVELS).reshape(LEVELS, *(1,) * h.ndim)).astype(x.dtype)
    up, here, down = (np.broadcast_to(f(x + s * steps), steps.shape) for s in (1, 0, -1))
    value, error = _extrapolate(up, down, 2 * steps, 4, np.spacing(np.abs(x)))
    for ahead, behind, missing in ((up, here, down), (here, down, up)):
        lost = np.isinf(error) & ~np.isfinite(missing[-1])
        if lost.any():
            other, doubt = _extrapolate(ahead, behind, steps, 2, np.spacing(np.abs(x)))
            value, error = np.where(lost, other, value), np.where(lost, doubt, error)
    # Differences to both sides are 0 at a cusp and at a pole, whatever the step.
    none = np.isinf(here[-1]) | (_is_cusp(up - here, steps) & _is_cusp(here - down, steps))
    return np.where(none, np.nan, value), np.where(none, np.inf, error)


def _is_cusp(rise: Array, steps: Array) -> NDArray[np.bool_]:
    """Whether the slope to one side grows without end, by one factor a step, as that of √|x| at 0.

    rise: how much f changes over each of the steps, which halve.
    """
    slopes = np.abs(rise / steps)[-2 * TAIL :]
    growth = slopes[1:] / slopes[:-1]
    return np.all((growth > 1.05) & (np.ptp(growth, axis=0) < 1e-3), axis=0)


def _extrapolate(
    ahead: Array, behind: Array, widths: Array, base: int, grain: Array
) -> tuple[Array, Array]:
    """Remove column by column the error terms h², h⁴ … (base 4) or h, h² … (base 2).

    grain: the spacing of floats at x, to which f may round what it computes from x.
    """
    ratios = (ahead - behind) / widths
    values = np.spacing(np.maximum(np.abs(ahead), np.abs(behind)))
    rounding = 4 * (values + np.abs(ratios) * grain) / widths
    # Equal values on both sides may hide a difference too small for floats: (1 − cos x)/x near 0.
    is_equal = np.equal(ahead, behind)
    is_hidden = is_equal & ~np.all(is_equal, axis=0)
    column = ratios
    columns: list[Array] = []
    doubts: list[Array] = []
    for k in range(1, DEPTH):
        coarse, fine = column[:-1], column[1:]
        column = fine + (fine - coarse) / (base**k - 1)
        doubt = np.maximum(np.abs(column - fine), np.abs(column - coarse)) + rounding[k:]
        is_trusted = _is_approached(column, ratios, rounding) & ~is_hidden[k:]
        columns.append(column)
        doubts.append(np.where(is_trusted & np.isfinite(doubt), doubt, np.inf))
    table, doubt = np.concatenate(columns), np.concatenate(doubts)
    best = doubt.argmin(axis=0)[None]
    value, error = (np.take_along_axis(a, best, axis=0)[0] for a in (table, doubt))
    # Where a derivative exists, the plain ratios end near it, and do not grow as h shrinks.
    end = slice(-TAIL, None)
    distances = np.abs(ratios[end] - value) - 100 * rounding[end]
    distance = np.where(is_hidden[end], np.inf, distances).min(axis=0)
    distance = np.where(np.isinf(distance), 0.0, distance)  # hidden all: nothing to compare with
    before, after = np.abs(ratios[-TAIL]), np.abs(ratios[-1])
    grows = after > np.maximum(10 * rounding[-1], 1.9 * before)
    shrinks = (after < 0.6 * before) & (np.abs(value) <= after)  # to the slope 0, as x√x
    is_settled = shrinks | (distance <= 0.1 * np.abs(value) + error)
    error = np.where(shrinks, np.maximum(error, 4 * distance), error)
    error = np.where(is_settled & ~grows, error, np.inf)
    # Without a sharp entry: flat, if from some step on all differences are 0, as those of a floor.
    is_flat = np.logical_and.accumulate(is_equal[::-1])[::-1]
    flatness = np.min(np.where(is_flat, rounding, np.inf), axis=0)
    is_blurred = error > 1e-6 * np.abs(value)
    value = np.where(is_blurred & np.isfinite(flatness), 0.0, value)
    error = np.where(is_blurred & np.isfinite(flatness), flatness, error)
    return np.where(np.isinf(error), np.nan, value), error


def _is_approached(column: Array, ratios: Array, rounding: Array) -> Array:
    """Whether the plain differences of smaller steps come nearer to an entry, up to rounding."""
    distance = np.abs(ratios[: len(column)] - column)
    nearer = np.ones(column.shape, bool)
    for m in range(1, FINER + 1):
        rows = min(len(column), len(ratios) - m)
        off = np.abs(ratios[m : m + rows] - column[:rows])
        allowed = 1.1 * distance[:rows] + 0.01 * np.abs(column[:rows])
        nearer[:rows] &= off <= allowed + 100 * rounding[m : m + rows]
    return nearer


class Method(NamedTuple):
    """A way to sample f, and its default step as a power of the machine's ε.

    difference: what is computed from f, x and h.
    exponent: the default step is ε^exponent. 0 is the step 1, which the adaptive method shrinks.
    second_exponent: the same for f″, where the difference is applied to its own result. None where
    that cannot be done, or is not worth it: f″ is then the five-point difference of f′.

    >>> METHODS["central"].exponent == 1 / 3
    True
    """

    difference: Difference
    exponent: float
    second_exponent: float | None


METHODS: dict[str, Method] = {
    "forward": Method(stencil((1, 0), (1, -1)), 1 / 2, 1 / 3),
    "backward": Method(stencil((0, -1), (1, -1)), 1 / 2, 1 / 3),
    "central": Method(stencil((1, -1), (1 / 2, -1 / 2)), 1 / 3, 1 / 4),
    "five_point": Method(stencil((2, 1, -1, -2), (-1 / 12, 2 / 3, -2 / 3, 1 / 12)), 1 / 5, 1 / 6),
    "complex_step": Method(complex_step, 5 / 4, None),
    "adaptive": Method(adaptive, 0, None),
}


@overload
def derivative(
    f: ArrayFunction,
    method: str = ...,
    h: ArrayLike | None = ...,
    with_error: Literal[False] = ...,
) -> ArrayFunction: ...


@overload
def derivative(
    f: ArrayFunction, method: str = ..., h: ArrayLike | None = ..., *, with_error: Literal[True]
) -> Callable[..., tuple[Array, Array]]: ...


def derivative(
    f: ArrayFunction, method: str = "central", h: ArrayLike | None = None, with_error: bool = False
) -> ArrayFunction | Callable[..., tuple[Array, Array]]:
    """Return x ↦ f′(x) for a function of one variable, by differences.

    f: a function of one array, S → S; float32 points are differentiated in float32.
    method: a key of METHODS.
    h: the step, or an array H of steps; None takes the step that balances truncation and rounding,
    scaled by max(1, |x|).
    with_error: also return an estimate of the error; only "adaptive" has one, the others say nan.
    Returns a function: x of shape S gives H + S, or a pair of such arrays (value, error).
    Raises ValueError for an unknown method, a step that is not positive, or a point where
    "adaptive" finds no slope; with the error asked for, that point is nan with error inf instead.

    >>> slope = derivative(np.sin)
    >>> bool(abs(slope(0.0) - 1) < 1e-10)
    True
    """
    row = _method(f, method, h)

    def slope_and_error(x: ArrayLike) -> tuple[Array, Array]:
        xs = _points([x])
        return _partial(f, row.difference, 0, xs, _steps(h, xs[0], row.exponent))

    def slope(x: ArrayLike) -> Array:
        return _require_value(*slope_and_error(x), _points([x]))

    if with_error:
        return with_explained_errors(f, slope_and_error)
    return with_explained_errors(f, slope)


def gradient(
    f: ArrayFunction, method: str = "central", h: ArrayLike | None = None
) -> ArrayFunction:
    """Return (x₁ … x_d) ↦ ∇f, one difference per coordinate.

    f, method, h: as for `derivative`, with d coordinates.
    Returns a function: coordinates of common shape S and steps of shape H give H + S + (d,).

    >>> gradient(lambda x, y: x * y)(2.0, 3.0).round(6)
    array([3., 2.])
    """
    row = _method(f, method, h)

    def vector(*coordinates: ArrayLike) -> Array:
        xs = _points(coordinates)
        steps = [_steps(h, x, row.exponent) for x in xs]
        parts = [
            _require_value(*_partial(f, row.difference, i, xs, s), xs) for i, s in enumerate(steps)
        ]
        return np.stack(parts, axis=-1)

    return with_explained_errors(f, vector)


def jacobian(
    f: ArrayFunction, method: str = "central", h: ArrayLike | None = None
) -> ArrayFunction:
    """Return (x₁ … x_d) ↦ J, Jᵢⱼ = ∂fᵢ/∂xⱼ, for f returning a tuple of m arrays of shape S.

    f, method, h: as for `derivative`, with d coordinates.
    Returns a function: coordinates of common shape S and steps of shape H give H + S + (m, d).
    Raises ValueError where f returns one array.

    >>> jacobian(lambda r, t: (r * np.cos(t), r * np.sin(t)))(2.0, 0.0).round(6)
    array([[1., 0.],
           [0., 2.]])
    """
    _method(f, method, h)

    def matrix(*coordinates: ArrayLike) -> Array:
        outputs: object = f(*_points(coordinates))
        if not isinstance(outputs, tuple | list):
            raise ValueError("jacobian needs f to return a tuple of arrays; use gradient for one.")
        rows = (lambda *xs, i=i: f(*xs)[i] for i in range(len(outputs)))
        return np.stack([gradient(row, method, h)(*coordinates) for row in rows], axis=-2)

    return with_explained_errors(f, matrix)


def hessian(f: ArrayFunction, method: str = "central", h: ArrayLike | None = None) -> ArrayFunction:
    """Return (x₁ … x_d) ↦ H, Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ: the difference of a difference.

    f, method: as for `derivative`, with d coordinates.
    h: the step; by default larger than for a gradient, since rounding grows as f / h². With
    "complex_step" and "adaptive" it is the step of the outer difference, a five-point one.
    Returns a function: coordinates of common shape S and steps of shape H give H + S + (d, d).

    >>> hessian(lambda x, y: x**2 * y)(1.0, 3.0).round(5)
    array([[6., 2.],
           [2., 0.]])
    """
    inner = _method(f, method, h)
    outer = inner if inner.second_exponent else METHODS["five_point"]

    def matrix(*coordinates: ArrayLike) -> Array:
        xs = _points(coordinates)
        second = [_steps(h, x, inner.second_exponent or outer.exponent) for x in xs]
        first = second if inner.second_exponent else [_steps(None, x, inner.exponent) for x in xs]

        def entry(i: int, j: int) -> Array:
            slope = lambda *point: _partial(f, inner.difference, i, point, first[i])[0]  # noqa: E731
            return _require_value(*_partial(slope, outer.difference, j, xs, second[j]), xs)

        d = range(len(xs))
        return np.stack([np.stack([entry(i, j) for j in d], axis=-1) for i in d], axis=-2)

    return with_explained_errors(f, matrix)


def error_curve(
    f: ArrayFunction,
    at: ArrayLike,
    methods: Sequence[str] = ("forward", "central", "complex_step"),
    h: ArrayLike = (),
    exact: ArrayFunction | None = None,
) -> dict[str, Array]:
    """Return for each method the relative error |D − f′| / |f′| at every step h: the V-curve.

    f: a function of one array.
    at: the point, of shape S.
    methods: keys of METHODS.
    h: the steps, of shape H.
    exact: the derivative as a function; None takes the adaptive method in float64, good to about
    1e-14, below which the curve then says nothing.
    Returns an array H + S for each method; where f′ = 0 the error is absolute.

    >>> curve = error_curve(np.exp, 1.0, ["forward"], [1e-2, 1e-8, 1e-14], exact=np.exp)
    >>> [f"{e:.0e}" for e in curve["forward"]]
    ['5e-03', '2e-09', '3e-03']
    """
    truth = (exact or derivative(f, "adaptive"))(np.asarray(at, dtype=float))
    scale = np.where(truth == 0, 1, np.abs(truth))
    return {name: np.abs(derivative(f, name, h)(at) - truth) / scale for name in methods}


def _partial(
    f: ArrayFunction, difference: Difference, i: int, xs: Sequence[Array], step: Array
) -> tuple[Array, Array]:
    """∂f/∂xᵢ and its error estimate; a constant f is stretched to the shape of the points."""
    xs = np.broadcast_arrays(*xs)

    def along(x: Array) -> Array:
        answer: Any = f(*xs[:i], x, *xs[i + 1 :])
        is_usual = isinstance(answer, ARRAYS) and answer.shape == x.shape
        if not is_usual:  # nearly all are: this is asked at every step
            check_number(subject(f), answer)
            try:
                np.broadcast_shapes(np.shape(answer), x.shape)
            except ValueError:
                told = explain_shape(subject(f), np.shape(answer), x.shape)
                raise AnswerError(told) from None
        return answer

    with np.errstate(all="ignore"):
        value, error = difference(along, xs[i], step)
        blank = np.zeros(np.broadcast_shapes(xs[i].shape, step.shape), xs[i].dtype)
        return value + blank, error + blank


def _require_value(value: Array, error: Array, xs: Sequence[Array]) -> Array:
    lost = np.isinf(error)
    if lost.any():
        point = ", ".join(f"{np.broadcast_to(x, lost.shape)[lost][0]:g}" for x in xs)
        raise ValueError(f"differences of f settle on no value at ({point}); step away from there.")
    return value


def _steps(h: ArrayLike | None, x: Array, exponent: float) -> Array:
    if h is None:
        # A power of two, so that x + h is exact; the rounding error of x is then no part of ours.
        size = np.ceil(np.log2(np.maximum(1, np.abs(x))))
        return np.exp2(size + np.round(exponent * np.log2(np.finfo(x.dtype).eps)), dtype=x.dtype)
    steps = np.asarray(h, dtype=x.dtype)
    return steps.reshape(steps.shape + (1,) * x.ndim)


def _points(coordinates: Sequence[ArrayLike]) -> list[Array]:
    arrays = np.broadcast_arrays(*map(np.asarray, coordinates))
    return [a if a.dtype.kind == "f" else a.astype(float) for a in arrays]


def _method(f: object, method: str, h: ArrayLike | None) -> Method:
    if not callable(f) or hasattr(f, "free_symbols"):
        raise TypeError(f"{f!r} is not a function of numbers; wrap it: Function({f!r}).")
    if method not in METHODS:
        raise ValueError(f"there is no method {method!r}; choose one of {', '.join(METHODS)}.")
    if h is not None and not np.all(np.asarray(h) > 0):
        raise ValueError(f"the step h must be positive, but h is {h}; try 1e-6.")
    return METHODS[method]
