"""One number has one verdict, in whatever form it is given."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from calclib.practice import check

VARIED = np.random.default_rng(19)
VALUES = [
    float(sign * 10.0**power)
    for power, sign in zip(VARIED.uniform(-8, 8, 60), VARIED.choice([-1, 1], 60), strict=True)
]


def forms(number: float, digits: int) -> Iterator[object]:
    """A number, rounded to some digits, as a learner may type it or a library hand it out."""
    text = f"{number:.{digits - 1}e}"
    factor, _, exponent = text.partition("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    yield text
    yield text.replace("-", "−", 1) if text.startswith("-") else f"≈ {text}"
    yield f"{factor}·10^{int(exponent)}"
    yield f"{factor}*10**{int(exponent)}"
    yield f"{factor} × 10{raised}"
    yield f"y = {factor} · 10^({int(exponent)})"
    yield f"θ* ≈ {text}"
    yield f"{text} steps"
    yield sp.Float(text, digits)
    if int(exponent) == digits - 1:
        whole = int(float(text))
        yield whole
        yield f"{whole:,}"
        yield f"{whole:,}".replace(",", " ")
        yield f"{whole:_}"
    if -4 <= int(exponent) < digits - 1:
        decimals = digits - 1 - int(exponent)
        plain = f"{float(text):.{decimals}f}"
        yield plain
        yield Decimal(plain)
        if not plain.endswith("0"):
            yield float(plain)
            yield np.float64(plain)
            yield np.array(float(plain))


@pytest.mark.parametrize("value", VALUES)
def test_a_rounded_number_is_right_in_every_form(value: float) -> None:
    for digits in (3, 5):
        for given in forms(value, digits):
            assert check(given, value).passed, repr(given)
            assert check([given, given], [value, value]).passed or "," in str(given), repr(given)


@pytest.mark.parametrize("value", VALUES)
def test_a_number_with_a_wrong_last_digit_is_refused_in_every_form(value: float) -> None:
    for digits in (3, 5):
        unit = 10.0 ** (np.floor(np.log10(abs(value))) - digits + 1)
        for given in forms(value + 1.2 * unit, digits):
            assert check(given, value).passed is False, repr(given)


@pytest.mark.parametrize(
    "given",
    [
        [1.0, 2.0, 3.0],
        (1, 2, 3),
        range(1, 4),
        pytest.param(iter([1, 2, 3]), id="an iterator"),
        pytest.param(map(float, "123"), id="a map"),
        np.array([1, 2, 3]),
        np.array([[1.0], [2.0], [3.0]]),
        np.array([[1.0, 2.0, 3.0]], dtype=np.float32),
        [[1], [2], [3]],
        sp.Matrix([1, 2, 3]),
        sp.Tuple(1, 2, 3),
        [sp.Integer(1), sp.Rational(4, 2), sp.Float(3)],
        [Fraction(1), Decimal(2), "3"],
        "1, 2, 3",
        "[1; 2; 3]",
        "x = 1, y = 2, z = 3",
        "(x, y, z) = (1, 2, 3)",
        "1, 2 and 3",
        "∇f = [1, 2, 3]",
    ],
    ids=repr,
)
def test_a_vector_is_right_in_every_form(given: object) -> None:
    assert check(given, [1.0, 2.0, 3.0]).passed


class Series:
    """What libraries of tables and of tensors hand out: NumPy can make an array of it."""

    def __init__(self, *values: float) -> None:
        self.values = values

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return np.array(self.values)


def test_what_numpy_makes_an_array_of_is_rounded_as_an_array_is() -> None:
    assert check(Series(1.3333, -0.3333), [4 / 3, -1 / 3]).passed
    assert check(Series(1.3333, 0.3333), [4 / 3, -1 / 3]).passed is False
    assert check(np.float32(1 / 3), 1 / 3).passed
    assert check(np.float16(0.333), 1 / 3).passed
    assert check(np.float32(0.334), 1 / 3).passed is False


def test_a_scalar_is_an_array_of_one_number_and_a_vector_is_no_scalar() -> None:
    assert check(3.0, np.array([3.0])).passed
    assert check("3", [3.0]).passed
    assert check([3.0], 3.0).passed is False


@pytest.mark.parametrize(
    "given",
    [
        "2x",
        "y = 2x",
        "y' = 2x",
        "f′(x) = 2x",
        "f'(x) = 2x",
        "df/dx = 2x",
        "d/dx x² = 2x",
        "dy/dx = 2x",
        "∂f/∂x = 2x",
        "∂L/∂x ≈ 2x",
        "α* = 2x",
        "α_t = 2x",
        "θ₁ = 2x",
        "Δy = 2x",
        "ŷ = 2x",
        "g(x) = 2𝑥",
        "4½x − 2½x",
    ],
)
def test_a_name_in_front_of_a_formula_says_nothing(given: str) -> None:
    assert check(given, "2x").passed, given


def test_a_letter_of_the_lesson_means_what_the_lesson_says() -> None:
    pull = {"h": "alpha lambda"}
    for typed in ("(1 - √h)²", "β = (1 - sqrt(αλ))^2", "1 - 2√(α λ) + alpha*lambda"):
        assert check(typed, "(1-sqrt(h))^2", variables=("h",), domain=(0, 1), symbols=pull).passed
    wrong = check("(1 - αλ)^2", "(1-sqrt(h))^2", variables=("h",), domain=(0, 1), symbols=pull)
    assert wrong.passed is False
    odds = {"p": "sigmoid(theta)"}
    assert check("1 - σ(θ)", "1 - p", variables=("p",), domain=(0, 1), symbols=odds).passed
    assert check("β₁^2", "b^2", variables=("b",), domain=(0, 1), symbols={"b": "beta1"}).passed
    assert check("σ²/λ", "sigma^2/lam", variables=("sigma", "lam"), domain=(1, 2)).passed


@pytest.mark.parametrize(
    ("given", "expected", "says"),
    [
        ("e^2x", "e^(2x)", "e^(2x)"),
        ("1/2x", "1/(2x)", "1/(2x)"),
        ("x + 1/2", "(x + 1)/2", "(x + 1)/2"),
        ("1/x + 1", "1/(x + 1)", "1/(x + 1)"),
        ("2^x+1", "2^(x+1)", "2^(x+1)"),
        ("3x^2 e^2x + x^3 e^-2x", "3x^2 e^(2x) + x^3 e^(-2x)", "e^(2x)"),
        (["e^2x", "x"], ["e^(2x)", "x"], "e^(2x)"),
    ],
)
def test_brackets_that_are_missing_are_named(given: object, expected: object, says: str) -> None:
    verdict = check(given, expected)
    assert verdict.passed is False
    assert "Brackets are missing" in verdict.message
    assert says in verdict.message


def test_a_condition_is_told_to_be_a_value() -> None:
    for given in ("p > 1", "> 1", "n ≥ 1", ["x < 1"]):
        verdict = check(given, 2 if isinstance(given, str) else [2])
        assert "A value is asked for, no condition: write '1'" in verdict.message


@pytest.mark.parametrize("digits", [3, 4, 5])
def test_numbers_that_numpy_rounds_together_are_right_and_others_are_not(digits: int) -> None:
    rng = np.random.default_rng(23)
    for _ in range(60):
        exact = rng.choice([-1, 1], 4) * rng.uniform(0.1, 3, 4)
        rounded = np.round(exact, digits)
        assert check(rounded, exact).passed, rounded
        assert check(rounded.tolist(), exact).passed, rounded
        wrong = rounded.copy()
        wrong[-1] += 0.012
        assert check(np.round(wrong, digits), exact).passed is False, wrong


def test_zero_and_tiny_numbers_are_told_apart() -> None:
    assert check(-1e-7, 1e-7).passed is False
    assert check([-1e-7, 2e-7], [1e-7, 2e-7]).passed is False
    assert check(1e-9, 0.0).passed  # no size to compare with: a millionth counts as 0


def test_an_imaginary_part_is_never_dropped() -> None:
    for given in (np.roots([1, -2, 5]), [1 + 2j, 1 - 2j], "sqrt(-2)", sp.sqrt(-2), sp.I, 1j):
        expected = [1.0, 1.0] if np.ndim(given) else 1.0
        assert check(given, expected).passed is False


HARD = [0.0, 1e-300, -1e-9, 1e-7, 0.5, 1.0, -3.0, 1e9, 1e300, float("inf"), float("nan")]


def test_no_pair_of_numbers_makes_a_check_raise_and_none_is_right_by_chance() -> None:
    rng = np.random.default_rng(20)
    for _ in range(600):
        size = int(rng.integers(1, 4))
        expected = rng.choice(HARD[:-2], size) * rng.uniform(0.5, 2, size)
        given = np.where(rng.random(size) < 0.5, expected, rng.choice(HARD, size))
        scale = min(1.0, float(np.max(np.abs(expected))) or 1.0)
        tolerance = 2e-6 * np.maximum(scale, np.abs(expected))
        verdict = check(given.tolist(), expected.tolist())
        with np.errstate(all="ignore"):
            is_right = bool(np.all(np.abs(given - expected) <= tolerance))
        assert verdict.passed is is_right, (given, expected)
