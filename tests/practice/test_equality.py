"""Formulas that seem equal: another function is never right, and the same one always is.

Each pair was made to pass where it is tried too little: tiny terms, terms that are 0 at whole
numbers, kinks and ends far out, holes, half lines, functions that meet at infinity.
"""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from mpmath import mp

from calclib.expressions import parse
from calclib.expressions.compiling import NUMERIC, as_numpy
from calclib.expressions.precise import PRECISE, steps_of
from calclib.practice import check

X = sp.Symbol("x", real=True)
DIFFERENT = [
    # tiny terms, of which a float shows nothing
    ("x + 10^-9 sqrt(5.5 - x)", "x"),
    ("x + 10^-9", "x"),
    ("x + 10^-100 sin(x)", "x"),
    ("x + 0.0000000001", "x"),
    ("log(e^x + 10^-12)", "x"),
    ("sqrt(x^2 + 10^-14)", "|x|"),
    ("(1 + 10^-12) sin(x)", "sin(x)"),
    ("e^x + e^(-x)/10^12", "e^x"),
    ("x^2 + 10^-200", "x^2"),
    # terms that are 0 at whole numbers, or nearly everywhere
    ("x + sin(pi x)/10^7", "x"),
    ("x + sin(1000 pi x)/10^8", "x"),
    ("x + e^(-(x - 50)^2)/10^7", "x"),
    ("x^2 + e^(-10^6 (x - 37)^2)", "x^2"),
    ("floor(x) - floor(x + 10^-7)", "0*x"),
    ("cos(2 pi x)^2", "1 - sin(2 pi x)^2/1.00000000001"),
    # kinks, and what begins behind one
    ("max(x, -10^7)", "x"),
    ("x + max(0, x - 10^5)", "x"),
    ("x + max(0, -x - 123456)/10^9", "x"),
    ("x + max(0, 1 - 1000 |x - 54321|)", "x"),
    ("min(x^2, 10^8)", "x^2"),
    ("|x - 777| + |x + 777|", "2 max(|x|, 777) + max(0, x - 10^6)/10^9"),
    ("|x|", "x"),
    ("sqrt(x^2)", "x"),
    ("sqrt(x^4 + 10^-13)", "x^2"),
    ("relu(x)", "softplus(100000000 x)/100000000"),
    # single places with another value
    ("ceiling(x) - 1", "floor(x)"),
    ("sign(x)^2", "1 + 0x"),
    ("sign(x - 2.5)^2", "1 + 0x"),
    ("sign(x^2 - 2)^2", "1 + 0x"),
    ("sign(x^2 - 6x + 9)^2", "1 + 0x"),
    ("floor(x) + floor(-x)", "-1 + 0x"),
    ("x^x", "x^x + 1 - sign(x)^2"),
    # ends of the domain
    ("sqrt(x)^2", "x"),
    ("log|x|", "log(x)"),
    ("log(x^2)", "2 log(x)"),
    ("e^(ln x)", "x"),
    ("x + 0 sqrt(10^6 - x)", "x"),
    ("x + asin(x/1000) - asin(x/1000)", "x"),
    ("cbrt(x)^2", "x^(2/3)"),
    ("sqrt(x - 1) sqrt(x + 1)", "sqrt(x^2 - 1)"),
    ("log(x^2 - 1)", "log(x - 1) + log(x + 1)"),
    # functions that meet far out, or are alike by chance
    ("tanh(10^9 x)", "sign(x)"),
    ("sigmoid(10^9 x)", "(1 + sign(x))/2"),
    ("softplus(x)", "relu(x)"),
    ("sqrt(x^2 + 1)", "|x| + 1/(2|x| + 1)"),
    ("log(x^2 + 1)", "2 log|x| + 1/(x^2 + 1)"),
    ("x/(1 + 10^-10 x^2)", "x"),
    ("atan(x)", "pi/2 sign(x) - atan(1/x) + 10^-11"),
    ("x^1.0000000001", "x + 0 sqrt(x)"),
    ("(1 + x/10^6)^(10^4)", "e^(x/100)"),
    ("3.1415926535 x", "pi x + x/10^6"),
]
SAME = [
    ("sqrt(x^2)", "|x|"),
    ("x sign(x)", "|x|"),
    ("max(x, 0) + min(x, 0)", "x"),
    ("|x - 777| + |x + 777|", "2 max(|x|, 777)"),
    ("-floor(-x)", "ceiling(x)"),
    ("x sign(x)^2", "x"),
    ("cbrt(x)^3", "x"),
    ("log(e^x)", "x"),
    ("2 log|x|", "log(x^2)"),
    ("x^2/x", "x"),  # a hole in a single place: an answer need not be simplified
    ("x/|x|", "sign(x)"),
    ("(x^2 - 1)/(x - 1)", "x + 1"),
    ("sin(x)/cos(x)", "tan(x)"),
    ("sqrt(x) + x/(2 sqrt(x))", "1.5 sqrt(x)"),
    ("1/(1/x)", "x"),
    ("atan(x) + atan(1/x)", "pi/2 sign(x)"),
    ("cosh(x)^2 - sinh(x)^2", "1 + 0x"),
    ("cos(x)^2", "1 - sin(x)^2"),
    ("(x + 1)^20/(x + 1)^19", "x + 1"),
    ("(1 + x)^8", "1 + 8x + 28x^2 + 56x^3 + 70x^4 + 56x^5 + 28x^6 + 8x^7 + x^8"),
    ("(e^x - e^-x)/(e^x + e^-x)", "tanh(x)"),
    ("1/(1 + e^-x)", "sigmoid(x)"),
    ("softplus(x) - softplus(-x)", "x"),
    ("log(1 + e^x)", "softplus(x)"),
    ("x^x", "e^(x ln x)"),
    ("x^x (ln x + 1)", "x^x ln x + x x^(x - 1)"),
    ("(sqrt(x + 1) - sqrt(x)) (sqrt(x + 1) + sqrt(x))", "1 + 0 sqrt(x)"),
    ("(x + 10^8)^2 - x^2 - 10^16", "2*10^8 x"),
    ("sin(3x)", "3 sin(x) - 4 sin(x)^3"),
    ("2^x", "e^(x ln 2)"),
    ("log10(x)", "ln(x)/ln(10)"),
    ("0.33333333 x", "x/3"),
    ("1.4142136 x", "sqrt(2) x"),
    ("3.141592 x", "pi x"),
    ("2.718281828^x", "e^x"),
    ("x^2.0", "x^2"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_function_is_never_right(one: str, other: str) -> None:
    for answer, expected in ((one, other), (other, one)):
        verdict = check(answer, expected, variables=("x",))
        assert verdict.passed is False, (answer, expected)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_function_is_right_however_it_is_written(one: str, other: str) -> None:
    for answer, expected in ((one, other), (other, one)):
        verdict = check(answer, expected, variables=("x",))
        assert verdict.passed is True, (answer, expected, verdict.message)


def test_a_function_of_several_variables_is_tried_where_they_tie_and_far_apart() -> None:
    largest = "max(x, y)"
    assert check("(x + y + |x - y|)/2", largest).passed
    for wrong in (
        "(x + y + |x - y|)/2 + max(0, x - y - 10^5)/10^9",
        "max(x, y) sign(x - y)^2",
        "max(x, y) + 10^-12 x y",
        "max(x, y) + 0 sqrt(1000 - x y)",
    ):
        assert check(wrong, largest).passed is False, wrong
    assert check("x y/y", "x", variables=("x", "y")).passed


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("x + 10^-9 sqrt(5.5 - x)", "very close, but not equal"),
        ("max(x, -10^7)", "it should give -"),
        ("x + 0 sqrt(10^6 - x)", "yours has no value"),
    ],
)
def test_a_verdict_says_where_the_functions_part(answer: str, told: str) -> None:
    verdict = check(answer, "x", variables=("x",))
    assert told in verdict.message
    assert "At x = " in verdict.message or "at x = " in verdict.message


def test_a_value_where_there_should_be_none_is_told() -> None:
    verdict = check("log|x|", "log(x)", variables=("x",))
    assert "there should be no value" in verdict.message


def test_a_domain_limits_where_formulas_have_to_agree() -> None:
    assert check("log(x^2)", "2 log(x)", variables=("x",), domain=(0, np.inf)).passed
    assert check("x", "|x|", variables=("x",), domain=(0, 3)).passed
    wrong = check("x + max(0, x - 2.9)/10^8", "x", variables=("x",), domain=(0, 3))
    assert wrong.passed is False
    beyond = check("x + max(0, x - 3)/10^8", "x", variables=("x",), domain=(0, 3))
    assert beyond.passed


def test_letters_of_a_variable_are_compared_exactly_too() -> None:
    options = {"variables": ("h",), "symbols": {"h": "alpha lambda"}}
    assert check("1 + lambda alpha", "1 + h", **options).passed  # type: ignore[arg-type]
    tiny = check("1 + lambda alpha + 10^-11 lambda", "1 + h", **options)  # type: ignore[arg-type]
    assert tiny.passed is False


def test_an_exercise_that_allows_more_takes_a_formula_that_is_near() -> None:
    assert check("1.001 x", "x", tolerance=0.01, variables=("x",)).passed
    assert check("1.001 x", "x", variables=("x",)).passed is False


def test_a_function_is_tried_far_from_0_too() -> None:
    assert check(lambda x: np.maximum(x, -20.0), lambda x: x).passed is False
    assert check(lambda x: x + 0.0, lambda x: x).passed


def test_every_word_that_compiles_is_known_in_many_digits() -> None:
    # Names of the code that is written, and one that takes no such row.
    written = {"sqrt", "power", "integer_power", "power_slope", "Piecewise"}
    assert set(NUMERIC) - written <= set(PRECISE)


@pytest.mark.parametrize("text", sorted({text for pair in SAME for text in pair}))
def test_many_digits_begin_with_those_of_floats(text: str) -> None:
    formula = parse(text, ("x",))
    steps = steps_of(formula, [X])
    compiled = as_numpy([formula], [X])
    for x in (-2.5, -1.0, 0.0, 0.3, 1.0, 7.25):
        with mp.workdps(50):
            value = steps.at([mp.mpf(x)])
        expected = compiled(x)[0]
        if np.isnan(expected):
            assert mp.isnan(value)
        elif not mp.isnan(value):  # 1/(1/x) has a value at 0 in floats, by way of ∞
            cancelled = 32.0 if "10^16" in text else 0.0  # rounding of numbers near 10¹⁶
            assert float(value) == pytest.approx(expected, rel=1e-9, abs=1e-12 + cancelled)
