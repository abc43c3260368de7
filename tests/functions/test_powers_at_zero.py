"""Powers of powers at 0: text, callable and the limit say one slope, or that there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calclib import Function
from calclib.derivatives import symbolic

# Slopes from the right, by hand: (xˣ)′ = xˣ (ln x + 1), and ln x → −∞ slower than any power grows.
SLOPES: list[tuple[str, Callable[[Any], Any], float]] = [
    ("x^x", lambda x: x**x, -np.inf),
    ("x^(2x)", lambda x: x ** (2 * x), -np.inf),
    ("(x^2)^x", lambda x: (x**2) ** x, -np.inf),
    ("|x|^x", lambda x: np.abs(x) ** x, -np.inf),
    ("x^sqrt(x)", lambda x: x ** np.sqrt(x), -np.inf),
    ("sqrt(x)^sqrt(x)", lambda x: np.sqrt(x) ** np.sqrt(x), -np.inf),
    ("(x^0.5)^(x^0.5)", lambda x: (x**0.5) ** (x**0.5), -np.inf),
    ("(1/x)^x", lambda x: (1 / x) ** x, np.inf),
    ("x^(x^2)", lambda x: x ** (x**2), 0.0),
    ("x^(x^3)", lambda x: x ** (x**3), 0.0),
    ("x^(1 + x)", lambda x: x ** (1 + x), 1.0),
    ("x^(2 + x)", lambda x: x ** (2 + x), 0.0),
]


@pytest.mark.parametrize(("text", "program", "slope"), SLOPES, ids=[row[0] for row in SLOPES])
def test_the_slope_at_zero_is_its_limit(
    text: str, program: Callable[[Any], Any], slope: float
) -> None:
    for function in (Function(text), Function(program)):
        assert function.gradient([0.0])[0] == slope


@pytest.mark.parametrize(("text", "program", "slope"), SLOPES, ids=[row[0] for row in SLOPES])
def test_the_values_agree_at_zero_and_beside_it(
    text: str, program: Callable[[Any], Any], slope: float
) -> None:
    points = np.array([[0.0], [1e-9], [0.5], [2.0]])
    formula = Function(text)
    callable_one = Function(program)
    assert np.allclose(formula.value(points), callable_one.value(points))
    assert np.allclose(formula.gradient(points[1:]), callable_one.gradient(points[1:]))


# Where the chain rule and the formula both meet 0 · ∞ or ∞ − ∞. By hand: (xˣ)ˣ is x^(x²), with the
# slope x^(x²) (2x ln x + x) → 0; x^(xˣ) has the slope x^(xˣ − 1) (… → 1) and is x up to o(x).
LIMITS: list[tuple[str, Callable[[Any], Any], float]] = [
    ("(x^x)^x", lambda x: (x**x) ** x, 0.0),
    ("x^(x^x)", lambda x: x ** (x**x), 1.0),
    ("x^(x^2 log(x))", lambda x: x ** (x**2 * np.log(x)), np.nan),  # 0 · ∞ on the way: no value
    ("e^(-1/x^2)", lambda x: np.exp(-1 / x**2), 0.0),
    ("x^2 e^(-1/|x|)", lambda x: x**2 * np.exp(-1 / np.abs(x)), 0.0),
    ("1/(1/x)", lambda x: 1 / (1 / x), 1.0),
    ("e^(ln x)", lambda x: np.exp(np.log(x)), 1.0),
    ("sqrt(x)^2", lambda x: np.sqrt(x) ** 2, 1.0),
    ("sqrt(x)^3", lambda x: np.sqrt(x) ** 3, 0.0),
    ("tanh(1/x)", lambda x: np.tanh(1 / x), np.nan),  # it jumps from −1 to 1
]


@pytest.mark.parametrize(("text", "program", "slope"), LIMITS, ids=[row[0] for row in LIMITS])
def test_where_neither_way_knows_a_slope_both_give_the_limit(
    text: str, program: Callable[[Any], Any], slope: float
) -> None:
    for function in (Function(text), Function(program)):
        for point in ([0.0], [-0.0]):
            assert np.array_equal(function.gradient(point), [slope], equal_nan=True)
        among_others = function.gradient([[0.5], [0.0], [2.0]])
        assert np.array_equal(among_others[1], [slope], equal_nan=True)


# Values at the edges: ∞ is a number on the way, as in NumPy, and 0/0, 0 · ∞ and ∞ − ∞ are nan.
EDGES = np.array([[0.0], [np.inf], [-np.inf], [1e300], [-1e300], [-4.0]])
EDGED: list[tuple[str, Callable[[Any], Any]]] = [
    ("e^(ln x)", lambda x: np.exp(np.log(x))),
    ("1/(1/x)", lambda x: 1 / (1 / x)),
    ("x^-2", lambda x: x**-2.0),
    ("x^-1", lambda x: x**-1.0),
    ("1/x^2", lambda x: 1 / x**2),
    ("x/x", lambda x: x / x),
    ("x*(1/x)", lambda x: x * (1 / x)),
    ("(1/x)/(1/x)", lambda x: (1 / x) / (1 / x)),
    ("1/x - 1/x", lambda x: 1 / x - 1 / x),
    ("log(x) - log(x)", lambda x: np.log(x) - np.log(x)),
    ("sqrt(x)^2", lambda x: np.sqrt(x) ** 2),
    ("atan(1/x)", lambda x: np.arctan(1 / x)),
    ("e^(-1/x^2)", lambda x: np.exp(-1 / x**2)),
    ("1/(1/(1/x))", lambda x: 1 / (1 / (1 / x))),
    ("tanh(x)", np.tanh),
    ("|x|", np.abs),
    ("cbrt(x)^3", lambda x: np.cbrt(x) ** 3),
    ("log(1/x)", lambda x: np.log(1 / x)),
]


@pytest.mark.parametrize(("text", "program"), EDGED, ids=[row[0] for row in EDGED])
def test_at_the_edges_text_and_callable_are_one_function(
    text: str, program: Callable[[Any], Any]
) -> None:
    formula = Function(text)
    for other in (Function(program), Function(program, using=symbolic)):
        assert np.allclose(other.value(EDGES), formula.value(EDGES), equal_nan=True)
    callable_one = Function(program)
    slopes = formula.gradient(EDGES)
    assert np.allclose(callable_one.gradient(EDGES), slopes, equal_nan=True)
    assert np.allclose(callable_one.hessian(EDGES), formula.hessian(EDGES), equal_nan=True)
    alone = np.array([formula.gradient(point) for point in EDGES])
    assert np.allclose(alone, slopes, equal_nan=True)
    without_value = np.isnan(formula.value(EDGES))
    assert np.isnan(slopes[without_value]).all()


def test_there_is_no_slope_at_infinity_and_none_at_a_pole() -> None:
    for definition in ("tanh(x)", np.tanh, "1/x^2", lambda x: x**-2.0):
        assert np.isnan(Function(definition).gradient([np.inf]))
    for definition in ("1/x^2", lambda x: x**-2.0, "log(x)", np.log):
        assert np.isnan(Function(definition).gradient([0.0]))
    assert Function("x^3").gradient([1e200])[0] == np.inf  # it overflows, and is no pole


POLES: list[tuple[str, Callable[[Any], Any]]] = [
    ("log(x)", np.log),
    ("log(x^2)", lambda x: np.log(x**2)),
    ("log|x|", lambda x: np.log(np.abs(x))),
    ("1/x", lambda x: 1 / x),
    ("1/x^2", lambda x: 1 / x**2),
    ("1/|x|", lambda x: 1 / np.abs(x)),
    ("1/sqrt(x)", lambda x: 1 / np.sqrt(x)),
    ("x log(x)^2", lambda x: x * np.log(x) ** 2),
    ("log(sqrt(x))", lambda x: np.log(np.sqrt(x))),
]


@pytest.mark.parametrize(("text", "program"), POLES, ids=[row[0] for row in POLES])
def test_a_text_and_its_callable_say_one_thing_at_a_pole(
    text: str, program: Callable[[Any], Any]
) -> None:
    points = np.array([[0.0], [0.5], [2.0]])
    slopes = [Function(text).gradient(points), Function(program).gradient(points)]
    assert np.allclose(*slopes, equal_nan=True)
