"""Powers of powers at 0: text, callable and the limit say one slope, or that there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calclib import Function

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


def test_where_neither_way_knows_a_slope_both_say_nan() -> None:
    towers = [("(x^x)^x", lambda x: (x**x) ** x), ("x^(x^x)", lambda x: x ** (x**x))]
    for text, program in towers:
        slopes = [Function(text).gradient([0.0])[0], Function(program).gradient([0.0])[0]]
        assert np.isnan(slopes).all()


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
