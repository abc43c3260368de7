"""Values at the edge: text and callable give one value and one slope, in every derivative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
import pytest

from calclib.derivatives import autodiff, numeric, symbolic
from calclib.derivatives.autodiff import Dual, logsumexp, relu, sigmoid, softmax, softplus
from calclib.expressions.elementary import cbrt
from calclib.expressions.formulas import Formula, expression
from calclib.expressions.vocabulary import FUNCTIONS
from calclib.functions.function import Function

INF, NAN = np.inf, np.nan


@dataclass(frozen=True)
class Edge:
    """A point at the edge, with the value and slopes that mpmath or a limit gives there."""

    text: str
    f: Callable[..., Any]
    at: tuple[float, ...]
    value: float
    slopes: tuple[float, ...]


EDGES = [
    Edge("softplus(x)", softplus, (800,), 800, (1,)),
    Edge("softplus(x)", softplus, (-800,), 0, (0,)),
    Edge("softplus(x)", softplus, (INF,), INF, (1,)),
    Edge("softplus(x)", softplus, (-INF,), 0, (0,)),
    Edge("sigmoid(x)", sigmoid, (-800,), 0, (0,)),
    Edge("sigmoid(x)", sigmoid, (800,), 1, (0,)),
    Edge("sigmoid(x)", sigmoid, (-INF,), 0, (0,)),
    Edge("logaddexp(x, y)", np.logaddexp, (800, 0), 800, (1, 0)),
    Edge("logaddexp(x, y)", np.logaddexp, (-800, -800), -800 + np.log(2), (0.5, 0.5)),
    Edge("logaddexp(x, y)", np.logaddexp, (INF, 0), INF, (1, 0)),
    Edge("logaddexp(x, y)", np.logaddexp, (0, -INF), 0, (1, 0)),
    Edge("log1p(x)", np.log1p, (1e-20,), 1e-20, (1,)),
    Edge("log1p(x)", np.log1p, (-1,), -INF, (INF,)),
    Edge("expm1(x)", np.expm1, (1e-20,), 1e-20, (1,)),
    Edge("expm1(x)", np.expm1, (-800,), -1, (0,)),
    Edge("relu(x)", relu, (0,), 0, (0,)),
    Edge("|x|", np.abs, (0,), 0, (0,)),
    Edge("max(x, y)", np.maximum, (1, 1), 1, (0.5, 0.5)),
    Edge("cbrt(x)", cbrt, (0,), 0, (INF,)),
    Edge("cbrt(x)", np.cbrt, (-8,), -2, (1 / 12,)),
    Edge("cbrt(x)^3", lambda x: np.cbrt(x) ** 3, (-8,), -8, (1,)),
    Edge("sqrt(x)", np.sqrt, (0,), 0, (INF,)),
    Edge("x^y", lambda x, y: x**y, (0, 2), 0, (0, 0)),
    Edge("x^y", lambda x, y: x**y, (0, 1), 0, (1, 0)),
    Edge("x^y", lambda x, y: x**y, (0, 0), 1, (0, -INF)),  # 0ʸ falls from ∞ by 1 to 0
    Edge("x^y", lambda x, y: x**y, (0, 0.5), 0, (INF, 0)),
    Edge("x^3", lambda x: x**3, (0,), 0, (0,)),
    Edge("x^0", lambda x: x**0, (0,), 1, (0,)),
    Edge("sqrt(x)^2", lambda x: np.sqrt(x) ** 2, (-4,), NAN, (NAN,)),
    Edge("e^(ln x)", lambda x: np.exp(np.log(x)), (-4,), NAN, (NAN,)),
    Edge("x e^-x", lambda x: x * np.exp(-x), (INF,), NAN, (NAN,)),
    Edge(
        "max(x+y, x-y, x)",
        lambda x, y: np.maximum(np.maximum(x + y, x - y), x),
        (5, 0),
        5,
        (1, 0),
    ),
    # What an extreme leaves aside has no say, though its own slope is infinite there.
    Edge("max(sqrt(x), 1)", lambda x: np.maximum(np.sqrt(x), 1), (0,), 1, (0,)),
    Edge("max(log(x), 1)", lambda x: np.maximum(np.log(x), 1), (0,), 1, (0,)),
    Edge("relu(log(x))", lambda x: relu(np.log(x)), (0,), 0, (0,)),
    Edge("max(cbrt(x) - 1, 0)", lambda x: np.maximum(np.cbrt(x) - 1, 0), (0,), 0, (0,)),
    Edge(
        "max(sqrt(x), 1, y)",
        lambda x, y: np.maximum(np.maximum(np.sqrt(x), 1), y),
        (0, 3),
        3,
        (0, 1),
    ),
    # (x/1e200)² is x²/1e400 to SymPy, and neither of these is a float.
    Edge("(x/1e200)^2", lambda x: (x / 1e200) ** 2, (1e200,), 1, (2e-200,)),
    Edge("(x*1e200)^2", lambda x: (x * 1e200) ** 2, (1e-200,), 1, (2e200,)),
    Edge("(x/1e150)^3", lambda x: (x / 1e150) ** 3, (-2e150,), -8, (1.2e-149,)),
    Edge("x/1e200/1e200", lambda x: x / 1e200 / 1e200, (1e300,), 1e-100, (0,)),
]


def name(edge: Edge) -> str:
    return f"{edge.text} at {edge.at}"


@pytest.mark.parametrize("edge", EDGES, ids=name)
def test_text_and_callable_have_the_value_on_floats_and_on_arrays(edge: Edge) -> None:
    formula = Formula(*expression(edge.text))
    traced = Formula(*expression(edge.f)) if has_formula(edge) else formula
    for f in (formula, traced):
        values = [f(*map(float, edge.at)), f(*(np.array([a]) for a in edge.at))[0]]
        np.testing.assert_allclose(values, edge.value, rtol=1e-14)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(edge.f(*map(np.float64, edge.at)), edge.value, rtol=1e-14)


def has_formula(edge: Edge) -> bool:
    """Whether a callable can be traced under its own names; x and y are named by the text."""
    return edge.f.__code__.co_argcount > 0 if edge.f.__name__ == "<lambda>" else False


@pytest.mark.parametrize("edge", EDGES, ids=name)
def test_formula_reverse_and_forward_mode_have_the_slope(edge: Edge) -> None:
    at = tuple(map(float, edge.at))
    np.testing.assert_allclose(symbolic.gradient(edge.text)(*at), edge.slopes, rtol=1e-14)
    np.testing.assert_allclose(autodiff.gradient(edge.f)(*at), edge.slopes, rtol=1e-14)
    for i, slope in enumerate(edge.slopes):
        dual = edge.f(*(Dual(a, 1.0) if i == j else a for j, a in enumerate(at)))
        np.testing.assert_allclose(dual.tangent, slope, rtol=1e-14)


@pytest.mark.parametrize("edge", EDGES, ids=name)
def test_differences_have_the_slope_or_say_that_there_is_none(edge: Edge) -> None:
    at = tuple(map(float, edge.at))
    for i, slope in enumerate(edge.slopes):
        line = lambda t: edge.f(*(t if i == j else a for j, a in enumerate(at)))  # noqa: B023, E731
        value, error = numeric.derivative(line, "adaptive", with_error=True)(at[i])
        kink = edge.text in ("relu(x)", "max(x+y, x-y, x)", "x^y")  # one-sided slopes differ
        assert np.isinf(error) or kink or abs(value - slope) <= error + 1e-9


def test_the_branch_that_is_not_taken_has_no_say() -> None:
    root = lambda x: np.where(x > 0, np.sqrt(x), 0.0)  # noqa: E731
    log = lambda x: np.where(x > 0, x * np.log(x) / np.sqrt(x), x * x)  # noqa: E731
    for f, slope, bend in ((root, 0, 0), (log, -2, 2)):
        assert autodiff.derivative(f)(-1.0) == slope
        assert f(Dual(-1.0, 1.0)).tangent == slope
        assert symbolic.derivative(f)(-1.0) == slope
        assert numeric.derivative(f, "adaptive")(-1.0) == pytest.approx(slope, abs=1e-9)
        assert autodiff.hessian(f)(-1.0) == symbolic.hessian(f)(-1.0) == bend
    assert autodiff.derivative(root)(4.0) == symbolic.derivative(root)(4.0) == 0.25


@pytest.mark.parametrize(
    ("x", "value", "shares"),
    [
        ([INF, 0.0], INF, [1, 0]),
        ([-INF, 0.0], 0.0, [0, 1]),
        ([INF, INF], INF, [0.5, 0.5]),
        ([-INF, -INF], -INF, [0.5, 0.5]),
        ([INF, -INF, 3.0], INF, [1, 0, 0]),
    ],
)
def test_logsumexp_and_softmax_hold_at_infinity(
    x: list[float], value: float, shares: list[float]
) -> None:
    assert logsumexp(x) == value
    np.testing.assert_array_equal(autodiff.vector_gradient(logsumexp)(x), shares)
    np.testing.assert_array_equal(softmax(x), shares)


def test_logaddexp_bends_by_a_quarter_at_a_tie() -> None:
    bend = [[0.25, -0.25], [-0.25, 0.25]]
    np.testing.assert_allclose(autodiff.hessian(np.logaddexp)(2.0, 2.0), bend)
    np.testing.assert_allclose(symbolic.hessian("logaddexp(x, y)")(2.0, 2.0), bend)


@pytest.mark.parametrize(
    ("text", "f"), [("cbrt(x)", cbrt), ("sign(x)", None), ("sigmoid(x)", sigmoid), ("x^3", None)]
)
@pytest.mark.parametrize("x", [-8.0, -0.5, 2.0])
def test_the_complex_step_of_a_formula_is_its_slope(text: str, f: Any, x: float) -> None:
    slope = symbolic.derivative(text)(x)
    written = Formula(*expression(text))
    assert numeric.derivative(written, "complex_step")(x) == pytest.approx(slope, rel=1e-13)
    if f is not None:
        assert numeric.derivative(f, "complex_step")(x) == pytest.approx(slope, rel=1e-13)


@pytest.mark.parametrize("f", [np.log, np.sqrt, lambda x: x**2.5, lambda x: x + np.log(x)])
def test_the_complex_step_has_no_slope_where_there_is_no_value(f: Any) -> None:
    assert np.isnan(numeric.derivative(f, "complex_step")(-2.0))


@pytest.mark.parametrize("f", [np.sign, lambda x: x + np.abs(x), lambda x: x * np.sign(x)])
@pytest.mark.parametrize("x", [-2.0, 1.0])
def test_a_complex_step_that_loses_a_part_of_the_slope_says_so(f: Any, x: float) -> None:
    if numeric.derivative(f, "central")(x) == pytest.approx(1 / abs(x) if f is np.sign else 1):
        return  # nothing was lost on this side
    with pytest.raises(ValueError, match=r"lost (a part of the slope|the imaginary part)"):
        numeric.derivative(f, "complex_step")(x)


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (lambda x: (1 - np.cos(x)) / x, 0.0, 0.5),
        (lambda x: np.log(1 + x * x) / x, 0.0, 1.0),
        (lambda x: x + 0.01 * np.cos(2 * np.pi * x), 0.25, 1 - 0.02 * np.pi),
        (lambda x: np.sin(2 * np.pi * x), 0.0, 2 * np.pi),
        (lambda x: np.sin(6 * np.pi * x), 1.0, 6 * np.pi),
        (np.floor, 2.5, 0.0),
        (np.rint, 0.25, 0.0),
        (np.floor, 2.0, None),
        (lambda x: np.where(x > 0, x + 1, x), 0.0, None),
        (lambda x: (1e8 + x) - 1e8, 0.3, 1.0),
        (lambda x: np.tanh(1e6 * x), 0.0, 1e6),
    ],
)
def test_the_adaptive_slope_is_right_within_its_error_or_refused(
    f: Any, x: float, slope: float | None
) -> None:
    value, error = numeric.derivative(f, "adaptive", with_error=True)(x)
    if slope is None:
        assert np.isnan(value)
        assert np.isinf(error)
    else:
        assert abs(value - slope) <= error + 4 * np.spacing(abs(slope))
        assert error <= 1e-6 * max(1, abs(slope))


def test_the_sigmoid_errs_by_two_units_in_the_last_place_at_most() -> None:
    x = np.concatenate(
        [np.linspace(-745, 745, 2001), np.linspace(-40, 40, 2001), np.logspace(-300, 0, 60)]
    )
    with mpmath.workdps(60):
        exact = [1 / (1 + mpmath.exp(-mpmath.mpf(t))) for t in x.tolist()]
        off = [
            abs(mpmath.mpf(got) - true)
            for got, true in zip(sigmoid(x).tolist(), exact, strict=True)
        ]
    units = np.spacing(np.array([float(true) for true in exact]))
    assert max(float(o) / u for o, u in zip(off, units, strict=True)) <= 2


ONE_ARGUMENT = sorted(set(FUNCTIONS) - {"max", "Max", "min", "Min", "logaddexp"})
AROUND = np.array([-3.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.5])
SHAPES = ["{f}(x)", "x {f}(x)", "{f}(2x - 1)", "{f}(x)^2", "exp({f}(x))", "0*{f}(x)", "{f}({f}(x))"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ONE_ARGUMENT)
def test_there_is_no_slope_where_there_is_no_value(name: str, shape: str) -> None:
    text = shape.format(f=name)
    f = Function(text)
    points = AROUND[:, None]
    lost = np.isnan(f.value(points))
    assert np.isnan(f.gradient(points)[lost]).all()
    assert np.isnan(f.hessian(points)[lost]).all()
    assert np.isnan(symbolic.derivative(text)(AROUND)[lost]).all()
    assert all(np.isnan(symbolic.derivative(text)(x)) for x in AROUND[lost].tolist())
    if name == "erf":
        return  # NumPy has no erf, so autodiff has no row for it
    traced = Function(text, using=autodiff)
    assert np.isnan(traced.gradient(points)[lost]).all()


@pytest.mark.parametrize("n", [2, 4, 6, 2.0, 10, 3, 1])
@pytest.mark.parametrize(
    ("text", "u"),
    [
        ("x", lambda x: x),
        ("x^2 - 1", lambda x: x * x - 1),
        ("sin(x)", np.sin),
        ("|x| - 1", lambda x: np.abs(x) - 1),
        ("2x - 1", lambda x: 2 * x - 1),
    ],
)
def test_an_even_power_of_an_absolute_value_bends_as_that_of_the_value_itself(
    text: str, u: Any, n: float
) -> None:
    # At x = 0, 1/2, 1 and −1 one of the values is 0; an odd power has its kink there.
    points = np.array([-2.0, -1.0, 0.0, 0.5, 1.0, 1.7])
    forms = [lambda x: np.abs(u(x)) ** n, lambda x: np.abs(np.abs(u(x))) ** n]
    if n == 2:
        forms += [lambda x: np.square(np.abs(u(x))), lambda x: squared(np.abs(u(x)))]
    formula = f"|{text}|^({n})"
    for f in forms:
        np.testing.assert_allclose(f(points), Function(formula).value(points[:, None]))
        slopes = symbolic.derivative(formula)(points)
        bends = symbolic.derivative(formula, order=2)(points)
        np.testing.assert_allclose(autodiff.derivative(f)(points), slopes, atol=1e-15)
        np.testing.assert_allclose(autodiff.hessian(f)(points)[:, 0, 0], bends, atol=1e-14)
        rate = f(Dual(points, 1.0)).tangent
        np.testing.assert_allclose(rate, slopes, atol=1e-15)


def squared(x: Any) -> Any:
    return x * x
