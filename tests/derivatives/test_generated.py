"""Drawn functions with ties, edges and powers of powers: every form and derivative agrees.

Beside the law of test_agreement.py, which has the slopes: second derivatives, points alone and
among others, the complex step, nested extremes, powers with variable exponents, variables that
cancel, and no slope where there is no value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import pytest

from calclib.derivatives import autodiff, numeric, symbolic
from calclib.derivatives.autodiff import relu, sigmoid, softplus
from calclib.expressions.elementary import cbrt
from calclib.expressions.refusal import ExpressionError
from calclib.functions.function import Function

COUNT = 60
# Ties and edges first: at the first six, arguments meet and domains end.
TIES = 6
POINTS = np.array(
    [
        (0.0, 0.0),
        (-0.0, 1.0),
        (1.0, 1.0),
        (-1.0, 1.0),
        (2.0, 0.0),
        (0.0, 2.0),
        (-2.0, 0.5),
        (0.5, -1.5),
        (1.375, 0.625),
        (-0.3, -0.7),
        (0.25, 3.0),
        (30.0, -4.0),
    ]
)
WORDS: dict[str, Callable[..., Any]] = {
    "sin": np.sin,
    "exp": np.exp,
    "tanh": np.tanh,
    "atan": np.arctan,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "log": np.log,
    "sqrt": np.sqrt,
    "asin": np.arcsin,
    "acosh": np.arccosh,
    "log1p": np.log1p,
    "cbrt": cbrt,
    "square": np.square,
    "abs": np.abs,
    "relu": relu,
    "sign": np.sign,
    "floor": np.floor,
}
PAIRS: dict[str, Callable[..., Any]] = {
    "max": np.maximum,
    "min": np.minimum,
    "logaddexp": np.logaddexp,
}


@dataclass(frozen=True)
class Drawn:
    """One function as text and as a callable."""

    text: str
    f: Callable[[Any, Any], Any]


LEAVES = [
    Drawn("x", lambda x, y: x),
    Drawn("y", lambda x, y: y),
    Drawn("(x + y)", lambda x, y: x + y),
    Drawn("(x - y)", lambda x, y: x - y),
    Drawn("(2x - 1)", lambda x, y: 2 * x - 1),
    Drawn("(x*y/y)", lambda x, y: x * y / y),
    Drawn("(x + 0*y)", lambda x, y: x + 0 * y),
    Drawn("2", lambda x, y: 2.0),
]


def draw(rng: Random, depth: int) -> Drawn:
    """A function of so many levels."""
    if depth == 0:
        return rng.choice(LEAVES)
    u = draw(rng, depth - 1)
    kind = rng.random()
    if kind < 0.35:
        word = rng.choice(list(WORDS))
        return Drawn(f"{word}({u.text})", lambda x, y: WORDS[word](u.f(x, y)))
    v = draw(rng, rng.randrange(depth))
    if kind < 0.6:
        pair = rng.choice(list(PAIRS))
        return Drawn(f"{pair}({u.text}, {v.text})", lambda x, y: PAIRS[pair](u.f(x, y), v.f(x, y)))
    if kind < 0.7:
        return Drawn(f"({u.text})^({v.text})", lambda x, y: np.power(1.0 * u.f(x, y), v.f(x, y)))
    if kind < 0.8:
        n = rng.choice([2, 3, 0.5, 1.5])
        return Drawn(f"({u.text})^{n}", lambda x, y: np.power(1.0 * u.f(x, y), n))
    if kind < 0.87:
        return Drawn(f"({u.text} - {v.text})", lambda x, y: u.f(x, y) - v.f(x, y))
    if kind < 0.94:
        return Drawn(f"({u.text} * {v.text})", lambda x, y: u.f(x, y) * v.f(x, y))
    return Drawn(f"({u.text} / {v.text})", lambda x, y: np.divide(u.f(x, y), v.f(x, y)))


def functions(count: int, seed: int) -> list[Drawn]:
    """So many functions, drawn from a seed; tests/benchmarks/forms.py draws others."""
    rng = Random(seed)
    made: list[Drawn] = []
    while len(made) < count:
        drawn = draw(rng, rng.choice([1, 2, 2, 3]))
        try:
            Function(drawn.text)
        except ExpressionError:
            continue  # log(−2) and its like are refused, with a reason
        made.append(drawn)
    return made


FUNCTIONS = functions(COUNT, seed=20)


def forms(drawn: Drawn) -> dict[str, Function]:
    return {
        "text": Function(drawn.text, ("x", "y")),
        "text by autodiff": Function(drawn.text, ("x", "y"), using=autodiff),
        "callable": Function(drawn.f),
        "callable by formula": Function(drawn.f, using=symbolic),
    }


def agree(one: np.ndarray, other: np.ndarray, told: str, scale: float = 1e-9) -> None:
    """Two answers are one wherever both have one."""
    at = np.isfinite(one) & np.isfinite(other)
    largest = np.abs(other[at]).max(initial=1.0)
    np.testing.assert_allclose(one[at], other[at], rtol=1e-6, atol=scale * largest, err_msg=told)


@pytest.mark.parametrize("start", range(0, COUNT, 20))
def test_forms_agree_in_values_slopes_and_curvatures(start: int) -> None:
    for drawn in FUNCTIONS[start : start + 20]:
        check_forms(drawn)


def check_forms(drawn: Drawn, rounding: float = 1e-300) -> None:
    """Hold values, slopes and curvatures of every form to each other.

    rounding: what a slope at a point alone may differ from that among others, beside 1e-9 of it;
    where large terms cancel it is more than nothing.
    """
    every = forms(drawn)
    text = every["text"]
    for name, f in every.items():
        told = f"{drawn.text}: {name}"
        agree(f.value(POINTS), text.value(POINTS), told)
        agree(f.gradient(POINTS), text.gradient(POINTS), told)
        agree(f.hessian(POINTS), text.hessian(POINTS), told, scale=1e-7)
        for i, point in enumerate(POINTS):
            alone = f.gradient(point)
            np.testing.assert_allclose(
                alone, f.gradient(POINTS)[i], rtol=1e-9, atol=rounding, err_msg=told
            )


@pytest.mark.parametrize("start", range(0, COUNT, 20))
def test_there_is_no_slope_without_a_value(start: int) -> None:
    for drawn in FUNCTIONS[start : start + 20]:
        check_domains(drawn)


def check_domains(drawn: Drawn) -> None:
    """See that no form has a slope or a curvature where it has no value."""
    for name, f in forms(drawn).items():
        lost = np.isnan(f.value(POINTS))
        assert np.isnan(f.gradient(POINTS)[lost]).all(), f"{drawn.text}: {name}"
        assert np.isnan(f.hessian(POINTS)[lost]).all(), f"{drawn.text}: {name}"


def test_the_complex_step_has_the_slope_or_says_that_it_has_none() -> None:
    for drawn in FUNCTIONS:
        check_complex_step(drawn)


def check_complex_step(drawn: Drawn) -> None:
    """Hold the complex step to the chain rule, where the function is smooth."""
    # At a tie the slope follows a convention: min(|x|, x) is x, and has ½ at 0.
    points = POINTS[TIES:]
    slopes = Function(drawn.f).gradient(points)
    for point, slope in zip(points, slopes, strict=True):
        for i in range(2):
            line = lambda t: drawn.f(*(t if i == j else a for j, a in enumerate(point)))  # noqa: B023, E731
            try:
                value = float(numeric.derivative(line, "complex_step")(point[i]))
            except (ValueError, TypeError):
                continue  # it says so: at a kink, or where it loses a part
            ahead, _ = numeric.derivative(line, "forward", with_error=True)(point[i])
            behind, _ = numeric.derivative(line, "backward", with_error=True)(point[i])
            is_smooth = abs(ahead - behind) <= 1e-3 * (1 + abs(behind))
            if is_smooth and np.isfinite(value) and np.isfinite(slope[i]):
                assert value == pytest.approx(slope[i], rel=1e-7, abs=1e-9), drawn.text


ZERO: list[tuple[str, Callable[..., Any]]] = [
    ("1/(1/x)", lambda x: 1 / (1 / x)),
    ("1/x^2", lambda x: 1 / x**2),
    ("sqrt(x^2)", lambda x: np.sqrt(x**2)),
    ("x^x", lambda x: x**x),
    ("|x|^x", lambda x: np.abs(x) ** x),
    ("x/x", lambda x: x / x),
    ("sqrt(x^4)", lambda x: np.sqrt(x**4)),
    ("sqrt(x)^2", lambda x: np.sqrt(x) ** 2),
    ("x |x|^0.5", lambda x: x * np.abs(x) ** 0.5),
]


@pytest.mark.parametrize(("text", "f"), ZERO, ids=lambda one: one if isinstance(one, str) else "")
def test_at_0_every_form_has_one_slope_or_none_has_a_finite_one(text: str, f: Any) -> None:
    slopes = [Function(text).gradient([0.0])[0], Function(f).gradient([0.0])[0]]
    slopes.append(Function(f, using=symbolic).gradient([0.0])[0])
    assert np.ptp(np.nan_to_num(slopes, nan=1e9, posinf=1e9, neginf=1e9)) == 0, slopes
    by_rules = autodiff.derivative(f)(0.0)  # where the chain meets 0 · ∞ it has nothing to say
    assert not np.isfinite(by_rules) or by_rules == slopes[0]
    try:
        step = float(numeric.derivative(f, "complex_step")(0.0))
    except ValueError:
        return
    assert not (np.isfinite(step) and np.isfinite(slopes[0])) or step == slopes[0]


def test_a_power_that_is_flat_in_its_base_still_bends() -> None:
    f = lambda x, y: x**y  # noqa: E731
    for at in ((2.0, 0.0), (0.5, 1.0), (3.0, -1.0)):
        np.testing.assert_allclose(
            autodiff.hessian(f)(*at), symbolic.hessian("x^y")(*at), rtol=1e-12, atol=1e-12
        )
    assert autodiff.hessian(f)(2.0, 0.0)[0, 1] == 0.5  # ∂x ∂y = xʸ⁻¹ (1 + y ln x)


def test_a_hessian_is_symmetric_at_the_edge_of_the_domain_as_well() -> None:
    H = symbolic.hessian("x^y")(0.0, 2.0)
    np.testing.assert_array_equal(H, [[2.0, 0.0], [0.0, 0.0]])


LETTERS = "xyz"
TIED = np.array(
    [
        (1.0, 1.0, 1.0),
        (1.0, 1.0, 2.0),
        (1.0, 2.0, 1.0),
        (2.0, 1.0, 1.0),
        (1.0, 1.0, 0.0),
        (0.0, 1.0, 1.0),
    ]
)


def draw_extremes(rng: Random) -> tuple[str, Callable[..., Any]]:
    """An extreme of two extremes of two of x, y and z, as text and as a callable."""
    outer, left, right = (rng.choice(["max", "min"]) for _ in range(3))
    a, b, c, d = (rng.randrange(3) for _ in range(4))
    names = [LETTERS[i] for i in (a, b, c, d)]
    text = f"{outer}({left}({names[0]}, {names[1]}), {right}({names[2]}, {names[3]}))"

    def f(x: Any, y: Any, z: Any) -> Any:
        letters = (x, y, z)
        first = PAIRS[left](letters[a], letters[b])
        return PAIRS[outer](first, PAIRS[right](letters[c], letters[d]))

    return text, f


def test_ties_of_nested_extremes_have_the_same_shares_in_every_form() -> None:
    rng = Random(5)
    for text, f in dict(draw_extremes(rng) for _ in range(90)).items():
        shares = Function(text, tuple(LETTERS)).gradient(TIED)
        np.testing.assert_allclose(shares.sum(axis=-1), 1, err_msg=text)
        np.testing.assert_allclose(autodiff.gradient(f)(*TIED.T), shares, err_msg=text)
        duals = [
            f(*(autodiff.Dual(column, float(i == j)) for j, column in enumerate(TIED.T)))
            for i in range(3)
        ]
        forward = np.stack([dual.tangent for dual in duals], axis=-1)
        np.testing.assert_allclose(forward, shares, err_msg=text)
