"""Formulas: exact derivatives, one rule a line, and NumPy functions that mean the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from inspect import signature
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib.derivatives import symbolic
from calclib.expressions import parse
from calclib.expressions.compiling import NUMERIC, as_numpy, write
from calclib.expressions.formulas import Formula, expression, formula
from calclib.expressions.tracing import UFUNCS

X, Y = sp.symbols("x y", real=True)
SMOOTH = [
    "7",
    "x",
    "3x",
    "x^5 - 2x^3 + 1",
    "x^-2",
    "sqrt(x)",
    "x^(1/3)",
    "cbrt(x)",
    "2^x",
    "x^x",
    "sin x cos x",
    "sin(x)/x",
    "x^2 e^-x / (1 + x^2)",
    "exp(sin(x^2))",
    "log(1 + x^2)",
    "log2(x) log10(x)",
    "tan x + cot x",
    "asin(x/4) + acos(x/4) atan(x)",
    "sinh x - cosh(2x) tanh x",
    "asinh x + acosh(1 + x) atanh(x/4)",
    "sigmoid(3x) softplus(x)",
    "erf(x)^2",
    "|x - 1| relu(x - 0.5)",
    "max(x, x^2) + min(1, x)",
    "floor(x) x + sign(x) x^2 + ceiling(x)",
    "1/(1 + 1/(1 + x))",
]
POINTS = np.array([0.31, 0.77, 1.42, 2.63])


def reference(f: sp.Expr, at: float, order: int = 1) -> float:
    """The derivative by mpmath at 50 digits, from the expression's own values."""

    def value(t: Any) -> Any:
        return mp.mpf(str(f.subs(X, sp.Float(t, 150)).evalf(120)))

    with mp.workdps(50):
        return float(mp.diff(value, at, order))


@pytest.mark.parametrize("text", SMOOTH)
def test_a_derivative_is_the_one_mpmath_finds(text: str) -> None:
    slope = symbolic.derivative(text)
    expected = [reference(parse(text), at) for at in POINTS]
    np.testing.assert_allclose(slope(POINTS), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("text", SMOOTH)
def test_a_second_derivative_is_the_derivative_of_the_first(text: str) -> None:
    twice = symbolic.derivative(symbolic.derivative(text))
    np.testing.assert_allclose(symbolic.derivative(text, order=2)(POINTS), twice(POINTS))


@pytest.mark.parametrize("text", SMOOTH)
def test_every_line_of_a_derivation_holds(text: str) -> None:
    whole = symbolic.steps(text)
    lines = list(whole.lines())
    assert lines[-1] is whole
    assert whole.result == symbolic.derivative(text).expression
    for line in lines:
        if not line.expression.has(sp.sign, sp.floor, sp.ceiling):  # SymPy has no slope for them
            theirs = line.expression.diff(line.variable)
            ours, expected = as_numpy([line.result, theirs], [line.variable])(POINTS)
            np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("text", SMOOTH)
def test_a_derivation_nests_as_its_expression_does(text: str) -> None:
    for line in symbolic.steps(text).lines():
        if line.rule in ("sum", "product"):
            assert [part.expression for part in line.parts] == list(line.expression.args)
        if line.rule == "chain":
            outer, inner = line.parts
            assert outer.expression.xreplace({outer.variable: inner.expression}) == line.expression


def test_a_function_of_several_arguments_adds_the_slopes_along_each() -> None:
    f = lambda x: np.arctan2(x**2, 1 + 3 * x)  # noqa: E731
    step = symbolic.steps(f)
    assert (step.rule, len(step.parts)) == ("chain", 2)
    exact = float(mp.diff(lambda x: mp.atan2(x**2, 1 + 3 * x), 0.7))
    assert symbolic.derivative(f)(0.7) == pytest.approx(exact, rel=1e-12)


def test_each_rule_is_named() -> None:
    rules = {text: symbolic.steps(text).rule for text in SMOOTH}
    assert rules["7"] == "constant"
    assert rules["x"] == "variable"
    assert rules["3x"] == "constant multiple"
    assert rules["x^5 - 2x^3 + 1"] == "sum"
    assert rules["sin x cos x"] == "product"
    assert rules["sin(x)/x"] == "quotient"
    assert rules["x^-2"] == rules["sqrt(x)"] == "power"
    assert rules["2^x"] == "exponential"
    assert rules["x^x"] == "general power"
    assert rules["exp(sin(x^2))"] == "chain"


def test_a_derivation_prints_one_line_a_rule() -> None:
    derivation = symbolic.steps("x sin(x^2)")
    assert str(derivation).splitlines() == [
        "variable: d/dx x = 1",
        "sine: d/du sin(u) = cos(u)",
        "power: d/dx x**2 = 2*x",
        "chain: d/dx sin(x**2) = 2*x*cos(x**2)",
        "product: d/dx x*sin(x**2) = 2*x**2*cos(x**2) + sin(x**2)",
    ]
    assert derivation._repr_latex_().count(r"\\") == 4


@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [
        ("|x|", (0.0, 0.0), (0, 0)),
        ("relu(x)", (0.0, 0.0), (0, 0)),
        ("max(x, y)", (1.0, 1.0), (0.5, 0.5)),
        ("min(x, y)", (1.0, 1.0), (0.5, 0.5)),
        ("max(x, y)", (2.0, 1.0), (1, 0)),
        ("min(x, y)", (2.0, 1.0), (0, 1)),
        ("sign(x) + floor(y)", (0.0, 1.0), (0, 0)),
    ],
)
def test_a_kink_has_the_slope_torch_gives_it(text: str, at: Any, slope: Any) -> None:
    f = Formula(parse(text), (X, Y))
    np.testing.assert_array_equal(symbolic.gradient(f)(*at), slope)


@pytest.mark.parametrize(
    "text", ["|x|", "max(x, 1)", "sign(x)", "floor(x)", "relu(x)", "ceiling x"]
)
def test_a_second_derivative_of_a_kink_is_zero(text: str) -> None:
    np.testing.assert_array_equal(symbolic.derivative(text, order=2)(np.array([-1.0, 0, 1])), 0)


@pytest.mark.parametrize("shape", [(), (5,), (2, 3)])
def test_shapes_follow_the_law(shape: tuple[int, ...]) -> None:
    x = np.linspace(0.5, 1.5, math.prod(shape)).reshape(shape)
    y = np.float64(2.0)
    assert np.shape(symbolic.derivative("x^2")(x)) == shape
    assert symbolic.gradient("x y^2")(x, y).shape == (*shape, 2)
    assert symbolic.hessian("x y^2")(x, y).shape == (*shape, 2, 2)
    assert symbolic.jacobian(["x y", "x", "4"])(x, y).shape == (*shape, 3, 2)


def test_a_constant_has_derivative_zero_everywhere() -> None:
    np.testing.assert_array_equal(symbolic.derivative("5")(np.ones(3)), np.zeros(3))
    np.testing.assert_array_equal(symbolic.gradient("x + y")(np.ones((2, 1)), np.ones(3)), 1)


def test_a_jacobian_is_read_from_a_numpy_function() -> None:
    polar = symbolic.jacobian(lambda r, t: (r * np.cos(t), r * np.sin(t)))
    r, t = 2.0, 0.3
    expected = [[np.cos(t), -r * np.sin(t)], [np.sin(t), r * np.cos(t)]]
    np.testing.assert_allclose(polar(r, t), expected)


@given(
    st.floats(-3, 3), st.floats(-3, 3), st.sampled_from(SMOOTH[:22]), st.sampled_from(SMOOTH[:22])
)
@settings(deadline=None, max_examples=40, derandomize=True)
def test_differentiation_is_linear(a: float, b: float, f: str, g: str) -> None:
    u, v = parse(f), parse(g)
    together = symbolic.derivative(a * u + b * v)(POINTS)
    apart = a * symbolic.derivative(u)(POINTS) + b * symbolic.derivative(v)(POINTS)
    np.testing.assert_allclose(together, apart, rtol=1e-9, atol=1e-9)


def test_several_variables_ask_for_the_gradient() -> None:
    with pytest.raises(TypeError, match=r"not \(x, y\); use gradient\(f\)"):
        symbolic.derivative("x*y")


@dataclass(frozen=True)
class Loss:
    """Something like a Function: what matters are these two names."""

    expression: sp.Expr
    variables: tuple[Any, ...]

    def __call__(self, *_: Any) -> None:
        raise AssertionError("a formula is read, not called")


def test_every_spelling_of_a_function_is_the_same_function() -> None:
    complex_x = sp.Symbol("x")
    spellings = (
        "x^2 + sin y",
        complex_x**2 + sp.sin(sp.Symbol("y")),
        Loss(X**2 + sp.sin(Y), ("x", "y")),
        Loss(X**2 + sp.sin(Y), (X, Y)),
        Formula(X**2 + sp.sin(Y), (X, Y)),
        lambda x, y: x**2 + np.sin(y),
    )
    for spelling in spellings:
        assert expression(spelling) == (X**2 + sp.sin(Y), (X, Y))


def test_a_function_keeps_variables_that_do_not_occur() -> None:
    assert expression(Loss(X**2, ("x", "y")))[1] == (X, Y)
    assert expression(lambda x, y: x**2)[1] == (X, Y)


@pytest.mark.parametrize("ufunc", UFUNCS, ids=lambda u: u.__name__)
def test_a_traced_operation_computes_what_numpy_does(ufunc: np.ufunc) -> None:
    points = np.array([0.21, 0.6, 0.93]) + (1.5 if ufunc is np.arccosh else 0)
    arguments = [points, np.array([0.6, 0.4, 0.2])][: ufunc.nin]
    if ufunc in (np.invert, np.logical_not):
        traced, plain = (
            (lambda x: np.where(ufunc(x > 0.5), 1, 2)),
            lambda x: np.where(x > 0.5, 2, 1),
        )
    elif ufunc in (np.bitwise_and, np.bitwise_or, np.logical_and, np.logical_or):
        traced = plain = lambda x, y: np.where(ufunc(x > 0.5, y > 0.3), x, y)
    elif ufunc in (np.greater, np.greater_equal, np.less, np.less_equal):
        traced = plain = lambda x, y: np.where(ufunc(x, y), x, y)
    elif ufunc.nin == 1:
        traced = plain = lambda x: ufunc(x)
    else:
        traced = plain = lambda x, y: ufunc(x, y)
    written = Formula(*expression(traced))
    np.testing.assert_allclose(written(*arguments), plain(*arguments), rtol=1e-14)


def test_clip_where_and_sums_of_lists_are_traced() -> None:
    def f(x: Any) -> Any:
        return np.sum([np.clip(x, -1, 1), np.where(x > 0, x * np.log(x), 0), 0.1])

    written = Formula(*expression(f))
    np.testing.assert_allclose(written(np.array([-3.0, 0.5])), [-0.9, 0.6 + 0.5 * np.log(0.5)])


def test_a_function_that_changes_its_variable_in_place_is_traced() -> None:
    def f(x: Any, y: Any) -> Any:
        x += 1
        x *= y
        y **= 2
        x -= y / 2
        return x

    assert sp.expand(expression(f)[0] - ((X + 1) * Y - Y**2 / 2)) == 0


def test_a_symbol_is_not_added_into_an_array_of_numbers() -> None:
    def f(x: Any) -> Any:
        total = np.zeros(3)
        total += x
        return total

    with pytest.raises(TypeError, match=r"np\.add has no formula here"):
        expression(f)


def test_numbers_in_a_traced_function_stay_exact() -> None:
    traced, _ = expression(lambda x, rate=0.1: rate * x + np.pi + 1 / 3)
    assert traced == X / 10 + sp.pi + sp.Rational(1, 3)


@pytest.mark.parametrize(
    ("f", "hint"),
    [
        (lambda x: x if x > 0 else -x, r"np\.where\(condition, a, b\)"),
        (lambda x: math.sin(x), r"np\.sin for math\.sin"),
        (lambda x: np.spacing(x), r"np\.spacing has no formula"),
        (lambda x: np.linalg.norm(x), r"np\.norm has no formula"),
        (lambda *x: x[0], "name each"),
        (sp.Function("g")(X), r"g\(x\) has no formula"),
        (None, "text, a SymPy expression or a function"),
    ],
)
def test_what_has_no_formula_says_what_to_write(f: Any, hint: str) -> None:
    with pytest.raises(TypeError, match=hint):
        symbolic.gradient(f)


@pytest.mark.parametrize("text", SMOOTH)
def test_floats_and_arrays_get_the_same_values(text: str) -> None:
    f = Formula(parse(text), (X,))
    alone = [f(float(x)) for x in POINTS]
    assert all(type(value) is float for value in alone)
    np.testing.assert_allclose(f(POINTS), alone, rtol=1e-14)
    expected = [float(parse(text).subs(X, sp.Float(str(x), 30)).evalf(30)) for x in POINTS]
    np.testing.assert_allclose(alone, expected, rtol=1e-13)


def arity(function: Any) -> int:
    """How many arguments a function of the table takes; NumPy's count their own."""
    if hasattr(function, "nin"):
        return int(function.nin)
    if function is np.where:
        return 3  # older versions of NumPy give it no signature
    return 1 if isinstance(function, np.vectorize) else len(signature(function).parameters)


@pytest.mark.parametrize("name", NUMERIC)
def test_both_columns_of_the_table_agree(name: str) -> None:
    array, scalar = NUMERIC[name]
    for x, y in ((0.3, 0.8), (0.8, 0.3), (0.5, 0.5)):
        a = x + 1 if name == "acosh" else x
        special: dict[str, tuple[Any, ...]] = {
            "And": (a > 0.4, y > 0.4),
            "Or": (a > 0.4, y > 0.4),
            "integer_power": (a, 13),
            "power_slope": (a, y, 1, 1),
            "Piecewise": (a > 0.4, a, y),
            "Not": (a > 0.4,),
        }
        arguments = special.get(name, (a, y)[: arity(array)])
        assert scalar(*arguments) == pytest.approx(array(*arguments), rel=1e-14)


@pytest.mark.parametrize("name", ["sign", "Max", "Min", "relu"])
def test_nan_stays_nan_on_floats(name: str) -> None:
    scalar = NUMERIC[name][1]
    if name in ("Max", "Min"):
        assert math.isnan(scalar(math.nan, 1.0))
        assert math.isnan(scalar(1.0, math.nan))
    else:
        assert math.isnan(scalar(math.nan))


@pytest.mark.parametrize(
    ("text", "at", "value"),
    [
        ("log x", -1.0, math.nan),
        ("log x", 0.0, -math.inf),
        ("sqrt x", -1.0, math.nan),
        ("x^(1/3)", -8.0, math.nan),
        ("cbrt x", -8.0, -2.0),
        ("1/x", 0.0, math.inf),
        ("exp x", 1000.0, math.inf),
        ("exp(1000) x", 1.0, math.inf),
        ("x^64", 1e10, math.inf),
        ("asin x", 2.0, math.nan),
        ("acosh x", 0.0, math.nan),
        ("floor x", math.inf, math.inf),
    ],
)
def test_the_edge_of_a_domain_is_a_value_and_never_a_warning(
    text: str, at: float, value: float
) -> None:
    f = Formula(parse(text), (X,))
    np.testing.assert_allclose([f(at), f(np.array([at]))[0]], value, rtol=1e-15)


def test_arrays_that_come_back_are_the_callers_own() -> None:
    x = np.ones(3)
    for result in as_numpy([X, sp.Integer(2)], [X])(x):
        result[:] = 9
    np.testing.assert_array_equal(x, 1)


def test_what_was_compiled_just_before_is_not_compiled_again_and_like_is_not_same() -> None:
    again = as_numpy([X**2], [X])
    assert as_numpy([X**2], [X]) is again
    y = sp.Symbol("y", real=True)
    assert as_numpy([X - y], [X, y])(5.0, 3.0) == (2.0,)
    assert as_numpy([X - y], [y, X])(5.0, 3.0) == (-2.0,)
    assert as_numpy([X + 2], [X])(0.5) == as_numpy([X + sp.Float(2)], [X])(0.5) == (2.5,)


def test_a_few_points_have_the_values_of_each_alone_also_at_the_edge_of_a_domain() -> None:
    compiled = as_numpy([sp.log(X), X**2], [X])
    for places in ([-1.0, 0.0, 2.0], [0.5, 2.0, 3.0], [1e200, 2.0]):
        together = compiled.at(np.array(places)[:, None], (2,))
        alone = [compiled(place) for place in places]
        np.testing.assert_array_equal(together, alone)


def test_complex_coordinates_stay_complex() -> None:
    slope = Formula(X**3 * sp.exp(X), (X,))(1 + 1e-20j)
    assert slope.imag / 1e-20 == pytest.approx(4 * math.e, rel=1e-14)


def test_integer_coordinates_are_numbers_like_others() -> None:
    f = Formula(X**-2, (X,))
    assert f(2) == 0.25
    np.testing.assert_array_equal(f(np.array([1, 2])), [1, 0.25])


def test_no_name_of_a_learner_reaches_generated_code() -> None:
    hostile = sp.Symbol("__import__('os').system('false')", real=True)
    source = write([hostile**2 + sp.sin(hostile)], [hostile])
    assert "import" not in source
    assert as_numpy([hostile**2], [hostile])(3.0) == (9.0,)
    with pytest.raises(TypeError, match="has no meaning in NumPy"):
        write([hostile], [X])
    with pytest.raises(TypeError, match="not in the table"):
        write([sp.Function("system")(X)], [X])


def test_shared_parts_are_computed_once() -> None:
    source = write([sp.sin(X * Y) + sp.exp(sp.sin(X * Y)), sp.sin(X * Y)], [X, Y])
    assert source.count("sin(") == 1


def test_taylor_of_the_exponential_is_its_series() -> None:
    expected = sum(X**k / sp.factorial(k) for k in range(9))
    assert sp.expand(symbolic.taylor("exp x", at=0, order=8).expression - expected) == 0


@pytest.mark.parametrize("text", ["sin x", "log x", "1/(1 + x^2)", "x^3 - x"])
def test_a_taylor_polynomial_errs_by_the_next_power(text: str) -> None:
    f = Formula(parse(text), (X,))
    errors = [abs(symbolic.taylor(text, at=1, order=3)(1 + h) - f(1 + h)) for h in (0.02, 0.01)]
    assert errors[1] <= errors[0] / 14 + 1e-15


def test_taylor_in_two_variables_has_the_gradient_and_half_the_hessian() -> None:
    f, at = "exp(x) sin(y) + x y^2", np.array([0.3, 0.7])
    step = np.array([1e-3, -2e-3])
    value, slope, bend = (
        g(*at) for g in (Formula(parse(f), (X, Y)), symbolic.gradient(f), symbolic.hessian(f))
    )
    expected = value + slope @ step + step @ bend @ step / 2
    assert symbolic.taylor(f, at, order=2)(*(at + step)) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "at", "smooth"),
    [
        ("|x|", 0, 0),
        ("relu(x)", 0, 0),
        ("max(x, -x, 0)", 0, 0),
        ("max(x, x^2)", 1, 0),
        ("x|x|", 0, 1),
        ("relu(x)^2", 0, 1),
        ("|x|^3", 0, 2),
        ("|x|^1.5", 0, 1),
        ("cbrt(x)", 0, 0),
    ],
)
def test_taylor_goes_no_further_than_there_are_derivatives(
    text: str, at: float, smooth: int
) -> None:
    symbolic.taylor(text, at=at, order=smooth)
    symbolic.taylor(text, at=at + 0.25, order=smooth + 2)  # beside the kink there are more
    for order in (smooth + 1, smooth + 2):
        with pytest.raises(ValueError, match=f"no derivatives up to order {order} at {at}"):
            symbolic.taylor(text, at=at, order=order)


def test_taylor_of_a_jump_says_so_on_the_jump_alone() -> None:
    for text in ("sign(x)", "floor(x)"):
        with pytest.raises(ValueError, match="no derivatives"):
            symbolic.taylor(text, at=0, order=0)
        assert symbolic.taylor(text, at=0.5, order=3).expression == expression(text)[0].subs(X, 0.5)


def test_taylor_of_a_ridge_in_the_plane_is_refused_on_the_ridge_alone() -> None:
    ridge = lambda x, y: np.abs(x) + y  # noqa: E731
    with pytest.raises(ValueError, match="no derivatives"):
        symbolic.taylor(ridge, at=[0, 1], order=1)
    assert str(symbolic.taylor(ridge, at=[1, 0], order=1).expression) == "x + y"


def test_taylor_outside_the_domain_says_so() -> None:
    with pytest.raises(ValueError, match="no derivatives up to order 2 at 0"):
        symbolic.taylor("log x", at=0, order=2)


def test_a_formula_is_written_in_latex_and_an_equality_keeps_its_name() -> None:
    assert formula("x^2/2") == r"\frac{x^{2}}{2}"
    assert formula(lambda w: np.sqrt(w)) == r"\sqrt{w}"
    assert formula(sp.Eq(sp.Symbol("L"), X)) == "L = x"


def test_a_formula_counts_its_coordinates() -> None:
    with pytest.raises(TypeError, match="takes x, y; it got 1"):
        symbolic.gradient("x y")(1.0)


@pytest.mark.parametrize("name", ["max", "min"])
def test_the_slope_of_the_largest_or_the_smallest_of_three_is_that_of_the_chosen(name: str) -> None:
    f = Formula(expression(f"{name}(x, 3x - 4, 1 - x)")[0], (X,))
    slope = symbolic.gradient(f)
    for at in (-5.0, -1.0, 0.2, 1.0, 1.9, 3.0, 7.0):
        chosen = {"max": max, "min": min}[name]((at, 1.0), (3 * at - 4, 3.0), (1 - at, -1.0))
        assert np.ravel(slope(at)) == pytest.approx([chosen[1]]), at


@pytest.mark.parametrize("f", ["x^x", "(x^2 + 1)^x", "(sin(x) + 2)^(x^2)", "(3x)^(2x)"])
def test_a_power_with_the_variable_in_base_and_exponent_has_sympys_derivative(f: str) -> None:
    x = sp.Symbol("x", real=True)
    expression = parse(f, ("x",))
    ours, theirs = symbolic.differentiate(expression, x).result, sp.diff(expression, x)
    for at in (0.3, 1.0, 2.5):
        assert float(ours.subs(x, at)) == pytest.approx(float(theirs.subs(x, at)), rel=1e-12)


@pytest.mark.parametrize("text", ["(1 + x^2)^(2 - x)", "atan(x)^(3 + x)", "sigmoid(x)^(x + 2) / x"])
def test_a_power_with_a_number_in_its_exponent_has_the_slope_of_differences(text: str) -> None:
    f = Formula(*expression(text))
    for at in (0.5, 1.375, 2.0):
        slope = float(mp.diff(lambda t: f(float(t)), at, h=1e-6))
        assert symbolic.derivative(text)(at) == pytest.approx(slope, rel=1e-5)


@pytest.mark.parametrize("text", ["7", "x", "3x", "x^2 + x", "x sin(x)", "|x|", "max(x, 1)"])
def test_every_line_of_a_derivation_is_written_in_sympy(text: str) -> None:
    for line in symbolic.steps(parse(text, ("x",))).lines():
        assert isinstance(line.expression, sp.Expr)
        assert isinstance(line.result, sp.Expr)


def test_a_function_without_a_formula_is_named() -> None:
    unknown = sp.Function("g")(X)
    with pytest.raises(TypeError, match=r"^g\(x\) has no formula, so it has no derivative here\.$"):
        symbolic.differentiate(unknown, X)
