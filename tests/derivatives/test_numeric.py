"""Differences: how close each method comes, how honest it is, and what it says when it fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib.derivatives import numeric

# Smooth functions in NumPy and in mpmath, which differentiates them to 50 digits.
FUNCTIONS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "exp": (np.exp, mpmath.exp),
    "sin": (np.sin, mpmath.sin),
    "cos": (np.cos, mpmath.cos),
    "tanh": (np.tanh, mpmath.tanh),
    "log": (np.log, mpmath.log),
    "sqrt": (np.sqrt, mpmath.sqrt),
    "arctan": (np.arctan, mpmath.atan),
    "sinh": (np.sinh, mpmath.sinh),
    "cube": (lambda x: x**3, lambda x: x**3),
    "reciprocal": (lambda x: 1 / x, lambda x: 1 / x),
    "bell": (lambda x: np.exp(-x * x), lambda x: mpmath.exp(-x * x)),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (1 + mpmath.exp(-x))),
    "runge": (lambda x: 1 / (1 + 4 * x * x), lambda x: 1 / (1 + 4 * x * x)),
    "tower": (lambda x: x**x, lambda x: x**x),
    "wave": (lambda x: np.sin(3 * x) + x, lambda x: mpmath.sin(3 * x) + x),
    "nested": (
        lambda x: np.log(1 + np.exp(np.sin(x))),
        lambda x: mpmath.log(1 + mpmath.exp(mpmath.sin(x))),
    ),
}
POINTS = np.array([0.6, 1.0, 1.9])
WORST = {
    "forward": 1e-6,
    "backward": 1e-6,
    "central": 1e-8,
    "five_point": 1e-8,
    "complex_step": 1e-15,
    "adaptive": 1e-11,
}


@cache
def exact(name: str) -> np.ndarray:
    with mpmath.workdps(50):
        return np.array([float(mpmath.diff(FUNCTIONS[name][1], mpmath.mpf(t))) for t in POINTS])


def error(method: str, name: str) -> float:
    slope = numeric.derivative(FUNCTIONS[name][0], method)(POINTS)
    return float(np.max(np.abs(slope / exact(name) - 1)))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("method", WORST)
def test_every_method_is_as_close_as_it_promises(method: str, name: str) -> None:
    assert error(method, name) <= WORST[method] * (1 + 1e-9)


def test_every_method_has_its_promise() -> None:
    assert set(WORST) == set(numeric.METHODS)


@pytest.mark.parametrize(
    ("method", "power", "second_power"),
    [
        ("forward", 1 / 2, 1 / 3),
        ("backward", 1 / 2, 1 / 3),
        ("central", 1 / 3, 1 / 4),
        ("five_point", 1 / 5, 1 / 6),
        ("complex_step", 5 / 4, None),
        ("adaptive", 0, None),
    ],
)
def test_a_default_step_balances_truncation_of_its_order_and_rounding(
    method: str, power: float, second_power: float | None
) -> None:
    """The error h^p + ε/h is least near h = ε^(1/(p+1)), and h^p + ε/h² near ε^(1/(p+2))."""
    row = numeric.METHODS[method]
    assert (row.exponent, row.second_exponent) == (power, second_power)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_adaptive_error_estimate_covers_the_error(name: str) -> None:
    value, estimate = numeric.derivative(FUNCTIONS[name][0], "adaptive", with_error=True)(POINTS)
    truth = exact(name)
    assert np.all(np.abs(value - truth) <= estimate + 4 * np.spacing(np.abs(truth)))
    assert np.all(estimate <= 1e-9 * np.abs(truth))


@pytest.mark.parametrize("slope", [-2.0, 1.0, 1e6])
def test_the_error_of_a_straight_line_through_0_is_that_of_rounding_alone(slope: float) -> None:
    value, error = numeric.derivative(lambda x: slope * x, "adaptive", h=1.0, with_error=True)(0.0)
    rounding = np.spacing(abs(slope) * numeric.FIRST) / (2 * numeric.FIRST)
    assert value == slope
    assert error == pytest.approx(4 * rounding, rel=1e-12)  # four units, to be on the safe side


# --- the V ----------------------------------------------------------------------------------

STEPS = 10.0 ** np.arange(-16, 0.01, 0.05)


def lowest(curve: np.ndarray) -> tuple[float, float]:
    """The best step and error of the upper envelope: the worst of nine neighbouring steps."""
    envelope = np.array([curve[max(0, i - 4) : i + 5].max() for i in range(len(curve))])
    return float(STEPS[envelope.argmin()]), float(envelope.min())


def test_the_v_curve_turns_where_truncation_meets_rounding() -> None:
    curves = numeric.error_curve(np.exp, 1.0, ["forward", "central"], STEPS, exact=np.exp)
    h, least = lowest(curves["forward"])
    assert h == pytest.approx(1.3e-8, rel=0.1)
    assert least == pytest.approx(1.7e-8, rel=0.1)
    h, least = lowest(curves["central"])
    assert h == pytest.approx(5e-6, rel=0.5)
    assert least == pytest.approx(1.5e-11, rel=0.1)


def test_the_complex_step_never_turns() -> None:
    curve = numeric.error_curve(np.exp, 1.0, ["complex_step"], [1e-20, 1e-12], exact=np.exp)
    assert curve["complex_step"].tolist() == [0, 0]


@pytest.mark.parametrize(("method", "order"), [("forward", 1), ("central", 2), ("five_point", 4)])
def test_truncation_falls_with_the_order_of_the_method(method: str, order: int) -> None:
    errors = numeric.error_curve(np.exp, 1.0, [method], [0.1, 0.05], exact=np.exp)[method]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.1)


def test_the_curve_finds_its_own_reference() -> None:
    for f, slope in ((np.exp, np.exp), (lambda x: np.abs(x) ** 3, lambda x: 3 * x**2)):
        own = numeric.error_curve(f, 1.5, ["forward"], [1e-4])["forward"]
        given = numeric.error_curve(f, 1.5, ["forward"], [1e-4], exact=slope)["forward"]
        assert own == pytest.approx(given, rel=1e-6)


def test_a_flat_point_has_an_absolute_error() -> None:
    curve = numeric.error_curve(np.cos, 0.0, ["forward"], [1e-2], exact=lambda x: -np.sin(x))
    assert curve["forward"] == pytest.approx(5e-3, rel=1e-3)


# --- shapes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", numeric.METHODS)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
@pytest.mark.parametrize("steps", [(), (5,), (5, 6)])
def test_steps_come_first_then_points_then_derivatives(
    method: str, shape: tuple[int, ...], steps: tuple[int, ...]
) -> None:
    x = np.linspace(1, 2, 6)[: int(np.prod(shape))].reshape(shape)
    h = np.full(steps, 0.01)
    assert numeric.derivative(np.sin, method, h)(x).shape == steps + shape
    f = lambda x, y: x * y**2  # noqa: E731
    assert numeric.gradient(f, method, h)(x, 2.0).shape == (*steps, *shape, 2)
    pair = numeric.jacobian(lambda x, y: (x * y, x, y), method, h)
    assert pair(x, 2.0).shape == (*steps, *shape, 3, 2)
    assert numeric.hessian(f, method, h)(x, 2.0).shape == (*steps, *shape, 2, 2)


@pytest.mark.parametrize("method", numeric.METHODS)
def test_a_constant_has_zeros_of_the_right_shape(method: str) -> None:
    zeros = numeric.derivative(lambda x: 3.0, method)(np.ones((2, 3)))
    np.testing.assert_array_equal(zeros, np.zeros((2, 3)))
    zeros = numeric.hessian(lambda x, y: x + 2 * y, method)(np.ones(3), 2.0)
    np.testing.assert_allclose(zeros, np.zeros((3, 2, 2)), atol=1e-4)


@pytest.mark.parametrize(
    ("method", "worst"),
    [
        ("forward", 1e-4),
        ("backward", 1e-4),
        ("central", 1e-6),
        ("five_point", 1e-8),
        ("complex_step", 1e-10),
        ("adaptive", 1e-9),
    ],
)
def test_the_hessian_of_every_method(method: str, worst: float) -> None:
    x, y = np.meshgrid([0.5, 1.0, 1.4], [-1.5, 2.0])
    got = numeric.hessian(lambda x, y: np.sin(x) * y**2, method)(x, y)
    mixed = 2 * y * np.cos(x)
    expected = np.array([[-np.sin(x) * y**2, mixed], [mixed, 2 * np.sin(x)]])
    np.testing.assert_allclose(got, np.moveaxis(expected, (0, 1), (-2, -1)), atol=worst)


def test_float32_points_are_differentiated_in_float32() -> None:
    x = np.float32(1.0)
    slope = numeric.derivative(np.exp)(x)
    assert slope.dtype == np.float32
    assert 1e-9 < abs(slope / np.e - 1) < 1e-3
    v32 = numeric.error_curve(np.exp, x, ["forward"], STEPS, exact=np.exp)["forward"]
    v64 = numeric.error_curve(np.exp, 1.0, ["forward"], STEPS, exact=np.exp)["forward"]
    assert lowest(v32)[0] > 1e3 * lowest(v64)[0]


def test_any_object_that_can_be_called_will_do() -> None:
    class Square:
        def __call__(self, x: Any) -> Any:
            return x * x

    assert numeric.derivative(Square())(3) == pytest.approx(6)


# --- laws -----------------------------------------------------------------------------------

number = st.floats(-2, 2)


@settings(deadline=None)
@given(number, number, number)
def test_the_derivative_is_linear(a: float, b: float, x: float) -> None:
    slope = numeric.derivative(lambda t: a * np.sin(t) + b * np.exp(t), "adaptive")(x)
    assert slope == pytest.approx(a * np.cos(x) + b * np.exp(x), rel=1e-9, abs=1e-10)


@settings(deadline=None)
@given(st.integers(1, 6), st.floats(-3, 3))
def test_the_power_rule(n: int, x: float) -> None:
    slope = numeric.derivative(lambda t: t**n, "complex_step")(x)
    assert slope == pytest.approx(n * x ** (n - 1), rel=1e-13, abs=1e-13)


# --- the edge of a domain -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (np.sqrt, 1e-6, 500.0),
        (np.sqrt, 1e-10, 5e4),
        (np.log, 1e-8, 1e8),
        (lambda x: x * np.sqrt(x), 0.0, 0.0),
        (np.arcsin, 1 - 1e-9, 22360.6798),
        (lambda x: np.where(x >= 1, np.exp(x), np.nan), 1.0, np.e),
        (lambda x: np.where(x <= 1, np.exp(x), np.nan), 1.0, np.e),
    ],
)
def test_the_adaptive_method_steps_to_the_side_that_exists(f: Any, x: float, slope: float) -> None:
    value, estimate = numeric.derivative(f, "adaptive", with_error=True)(x)
    assert abs(value - slope) <= max(estimate, 1e-7 * abs(slope))
    assert estimate <= max(1e-3 * abs(slope), 1e-5)


@pytest.mark.parametrize(
    ("f", "x"),
    [(np.sqrt, 0.0), (np.sqrt, -1.0), (np.log, 0.0), (np.cbrt, 0.0), (np.sign, 0.0)],
)
def test_the_adaptive_method_says_that_there_is_no_derivative(f: Any, x: float) -> None:
    with pytest.raises(ValueError, match="settle on no value"):
        numeric.derivative(f, "adaptive")(x)
    value, estimate = numeric.derivative(f, "adaptive", with_error=True)(np.array([x, 2.0]))
    assert np.isnan(value[0])
    assert np.isinf(estimate[0])
    assert np.isfinite(value[1])


def test_a_lost_point_of_many_coordinates_is_named() -> None:
    with pytest.raises(ValueError, match=r"at \(-1, 2\)"):
        numeric.gradient(lambda x, y: np.sqrt(x) * y, "adaptive")(np.array([1.0, -1.0]), 2.0)


@pytest.mark.parametrize("method", numeric.METHODS)
def test_leaving_the_domain_is_nan_and_no_warning(method: str) -> None:
    value, _ = numeric.derivative(np.log, method, with_error=True)(np.array([-1.0, 1.0]))
    assert np.isfinite(value[1])
    if method != "complex_step":  # the complex logarithm exists at −1
        assert np.isnan(value[0])


# --- what a learner meets -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "kind", "words"),
    [
        (lambda: numeric.derivative("x**2"), TypeError, r"wrap it: Function\('x\*\*2'\)"),
        (lambda: numeric.gradient(np.sin, "newton"), ValueError, "'newton'; choose one of forward"),
        (lambda: numeric.derivative(np.sin, h=0), ValueError, "h must be positive, but h is 0"),
        (lambda: numeric.derivative(np.sin, h=[1, np.nan]), ValueError, "must be positive"),
        (lambda: numeric.jacobian(np.sin)(1.0), ValueError, "use gradient for one"),
        (lambda: numeric.derivative(np.abs, "complex_step")(1.0), ValueError, "abs drops it"),
        (lambda: numeric.derivative(np.cbrt, "complex_step")(1.0), ValueError, "complex numbers"),
    ],
)
def test_a_mistake_is_answered_by_what_to_do(action: Any, kind: type, words: str) -> None:
    with pytest.raises(kind, match=words):
        action()


def test_sympy_is_asked_to_become_a_function() -> None:
    with pytest.raises(TypeError, match="wrap it: Function"):
        numeric.hessian(sympy.Symbol("x") ** 2)


@pytest.mark.parametrize("kind", [tuple, list])
def test_a_jacobian_takes_a_tuple_or_a_list_of_outputs(kind: type) -> None:
    slopes = numeric.jacobian(lambda x, y: kind((x * y, x + y)))(2.0, 3.0)
    assert np.allclose(slopes, [[3.0, 2.0], [1.0, 1.0]])


@pytest.mark.parametrize("height", [0.0, 1e3, 1e8, -1e12])
def test_the_complex_step_is_not_refused_for_a_large_constant(height: float) -> None:
    x = np.linspace(-3, 3, 401)  # beside it differences have few digits, and no say
    slope = numeric.derivative(lambda t: height + np.sin(t), "complex_step")(x)
    np.testing.assert_allclose(slope, np.cos(x), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("pace", [1.0, 30.0, 1000.0])
def test_the_complex_step_tells_of_a_lost_part_beside_a_wave_of_any_pace(pace: float) -> None:
    wave = lambda x: np.sin(pace * x)  # noqa: E731
    at = 2 * np.pi * np.ceil(pace / 20) / pace  # at the top of its slope, where that bends most
    slope = numeric.derivative(wave, "complex_step")(at)
    assert slope == pytest.approx(pace, rel=1e-12)
    with pytest.raises(ValueError, match="lost a part of the slope"):
        numeric.derivative(lambda x: wave(x) + pace * np.abs(x), "complex_step")(at)


def test_values_of_another_shape_than_the_points_are_told_by_their_shapes() -> None:
    for take in (numeric.derivative, numeric.gradient):
        with pytest.raises(TypeError, match=r"\(3,\).*\(2,\)|\(2,\).*\(3,\)"):
            take(lambda x: np.zeros(3))(np.ones(2))
