"""The law of the rooms: text, callable and SymPy are one function, with one slope in three ways.

Random functions with kinks and edges are written in three notations from one tree. Arguments of
kinks are sums of whole multiples, exact in floats, so that every notation sees the same ties.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calclib.derivatives import autodiff, numeric, symbolic
from calclib.derivatives.autodiff import relu, sigmoid, softplus
from calclib.expressions import special, vocabulary
from calclib.expressions.elementary import cbrt
from calclib.expressions.formulas import Formula, expression

X, Y = sp.symbols("x y", real=True)
COUNT = 320
# Kinks and edges on purpose: zeros, ties of x and y, sides of every domain.
POINTS = [
    (0.0, 0.0),
    (0.0, 1.0),
    (1.0, 1.0),
    (-1.0, 1.0),
    (-2.0, 0.5),
    (0.5, -1.5),
    (0.75, 2.0),
    (1.375, 0.625),
    (-0.3, -0.7),
]


@dataclass(frozen=True)
class Notation:
    """One function in three notations."""

    text: str
    f: Callable[[Any, Any], Any]
    formula: Any


@dataclass(frozen=True)
class Row:
    """A function of one value: its name in text, in NumPy and in SymPy."""

    name: str
    f: Callable[[Any], Any]
    formula: Callable[[Any], Any]


SMOOTH = [
    Row("sin", np.sin, sp.sin),
    Row("cos", np.cos, sp.cos),
    Row("exp", np.exp, sp.exp),
    Row("tanh", np.tanh, sp.tanh),
    Row("atan", np.arctan, sp.atan),
    Row("sigmoid", sigmoid, special.sigmoid),
    Row("softplus", softplus, special.softplus),
    Row("log", np.log, sp.log),
    Row("sqrt", np.sqrt, sp.sqrt),
    Row("asin", np.arcsin, sp.asin),
    Row("log1p", np.log1p, special.log1p),
    Row("expm1", np.expm1, special.expm1),
    Row("cbrt", cbrt, special.cbrt),
]
KINKED = [
    Row("abs", np.abs, vocabulary.absolute),
    Row("relu", relu, special.relu),
    Row("sign", np.sign, sp.sign),
    Row("floor", np.floor, sp.floor),
]


def linear(rng: Random) -> Notation:
    """A sum of whole multiples: exact in floats."""
    a, b, c = rng.choice([(1, 0, 0), (0, 1, 0), (1, 1, 0), (1, -1, 0), (2, -1, 0), (1, 0, -1)])
    text = f"({a}*x + {b}*y + {c})"
    return Notation(text, lambda x, y: a * x + b * y + c, a * X + b * Y + c)


def kink(rng: Random) -> Notation:
    """A function with a kink or a jump, of a sum of whole multiples."""
    u = linear(rng)
    if rng.random() < 0.3:
        v = linear(rng)
        word, f, formula = rng.choice([("max", np.maximum, sp.Max), ("min", np.minimum, sp.Min)])
        return Notation(
            f"{word}({u.text}, {v.text})",
            lambda x, y: f(u.f(x, y), v.f(x, y)),
            formula(u.formula, v.formula),
        )
    row = rng.choice(KINKED)
    return Notation(f"{row.name}({u.text})", lambda x, y: row.f(u.f(x, y)), row.formula(u.formula))


def tree(rng: Random, depth: int) -> Notation:
    """A function of x and y, of so many levels."""
    if depth == 0:
        return kink(rng) if rng.random() < 0.4 else linear(rng)
    kind = rng.random()
    u = tree(rng, depth - 1)
    if kind < 0.4:
        row = rng.choice(SMOOTH)
        return Notation(
            f"{row.name}({u.text})", lambda x, y: row.f(u.f(x, y)), row.formula(u.formula)
        )
    if kind < 0.5:
        n = rng.choice([2, 3, -1])
        return Notation(f"({u.text})^({n})", lambda x, y: u.f(x, y) ** float(n), u.formula**n)
    v = tree(rng, depth - 1)
    sign = rng.choice("+-*/")
    combine: dict[str, Callable[[Any, Any], Any]] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    op = combine[sign]
    formula = sp.nan if sign == "/" and v.formula == 0 else op(u.formula, v.formula)
    return Notation(f"({u.text} {sign} {v.text})", lambda x, y: op(u.f(x, y), v.f(x, y)), formula)


def functions(count: int, seed: int) -> list[Notation]:
    """So many functions, drawn from a seed; tests/benchmarks/forms.py draws others."""
    rng = Random(seed)
    made: list[Notation] = []
    while len(made) < count:
        made.append(tree(rng, rng.choice([1, 1, 2, 2, 3])))
    return made


NOTATIONS = functions(COUNT, seed=7)


def table() -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.array(POINTS).T)  # type: ignore[return-value]


def computed(f: Callable[..., Any]) -> np.ndarray:
    """The values at all points, of a constant too, without a warning."""
    with np.errstate(all="ignore"):
        return np.broadcast_to(f(*table()), (len(POINTS),))


def divides_by_zero(f: Callable[..., Any]) -> np.ndarray:
    """At which points NumPy divides by 0 on the way: it goes on with ∞, and text has no value."""
    found = []
    for point in POINTS:
        try:
            with np.errstate(all="ignore", divide="raise"):
                f(*map(np.float64, point))
            found.append(False)
        except FloatingPointError:
            found.append(True)
    return np.array(found)


@pytest.mark.parametrize("start", range(0, COUNT, 40))
def test_every_notation_has_the_same_values(start: int) -> None:
    for notation in NOTATIONS[start : start + 40]:
        check_values(notation)


def check_values(notation: Notation) -> None:
    """Hold the values of text, callable and SymPy to each other."""
    read = Formula(expression(notation.text)[0], (X, Y))
    traced = Formula(expression(notation.f)[0], (X, Y))
    expected = computed(notation.f)
    for f in (read, traced):  # also where NumPy divides by 0 on the way, and goes on with ∞
        np.testing.assert_allclose(
            f(*table()), expected, rtol=1e-9, atol=1e-12, err_msg=notation.text
        )
    alone = [read(*point) for point in POINTS]
    np.testing.assert_allclose(alone, read(*table()), rtol=1e-9, atol=1e-12, err_msg=notation.text)
    if not notation.formula.has(sp.nan, sp.zoo):
        # SymPy's arithmetic forgets a part of the domain before we see it.
        written = Formula(notation.formula, (X, Y))(*table())
        at = ~divides_by_zero(notation.f) & np.isfinite(expected)
        np.testing.assert_allclose(
            written[at], expected[at], rtol=1e-9, atol=1e-12, err_msg=notation.text
        )


@pytest.mark.parametrize("start", range(0, COUNT, 40))
def test_every_derivative_has_the_same_slopes(start: int) -> None:
    for notation in NOTATIONS[start : start + 40]:
        check_slopes(notation)


def check_slopes(notation: Notation) -> None:
    """Hold the slopes by formula, by the chain rule and by differences to each other."""
    slopes = autodiff.gradient(notation.f)(*table())
    at = np.isfinite(slopes)  # a chain through an infinite slope has none by autodiff: 0 · ∞
    at &= ~divides_by_zero(notation.f)[:, None]
    for definition in (notation.text, notation.f):
        formula = Formula(expression(definition)[0], (X, Y))
        np.testing.assert_allclose(
            symbolic.gradient(formula)(*table())[at],
            slopes[at],
            rtol=1e-8,
            atol=1e-10,
            err_msg=notation.text,
        )
    for i in range(2):
        check_differences(notation, i, slopes[:, i])


def check_differences(notation: Notation, i: int, slopes: np.ndarray) -> None:
    """Hold slopes to the adaptive difference, where the function has no kink or jump."""
    points = table()
    line = lambda t: notation.f(*(t if i == j else x for j, x in enumerate(points)))  # noqa: E731
    value, error = numeric.derivative(line, "adaptive", with_error=True)(points[i])
    left, _ = numeric.derivative(line, "backward", with_error=True)(points[i])
    right, _ = numeric.derivative(line, "forward", with_error=True)(points[i])
    with np.errstate(invalid="ignore"):
        is_smooth = np.abs(left - right) <= 1e-3 * (1 + np.abs(left))
    at = is_smooth & np.isfinite(slopes) & np.isfinite(error)
    off = np.abs(value[at] - slopes[at])
    assert np.all(off <= error[at] + 1e-6 * (1 + np.abs(slopes[at]))), notation.text


def test_the_law_is_tried_on_kinks_and_edges_enough() -> None:
    assert len(NOTATIONS) >= 300
    words = " ".join(notation.text for notation in NOTATIONS)
    for row in (*SMOOTH, *KINKED):
        assert words.count(f"{row.name}(") >= 5, row.name
    values = np.array([computed(notation.f) for notation in NOTATIONS])
    assert 0.05 < np.mean(np.isnan(values)) < 0.6
    assert np.mean(np.isfinite(values)) > 0.4
