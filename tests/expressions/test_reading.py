"""What a formula means: an unknown word is never split, and two readings are never guessed at."""

from __future__ import annotations

import pytest
import sympy as sp

from calclib.derivatives import symbolic
from calclib.expressions.formulas import Formula, expression
from calclib.expressions.parsing import natural_order, parse, variables_in
from calclib.expressions.refusal import ExpressionError

X, Y, E = sp.symbols("x y e", real=True)


@pytest.mark.parametrize("word", ["sine", "loge", "cosi", "expo", "sinpi", "tane"])
@pytest.mark.parametrize("call", ["{}(x)", "2{}(x) + 1", "{} x"])
def test_an_unknown_word_is_refused_and_never_split(word: str, call: str) -> None:
    with pytest.raises(ExpressionError, match=f"I do not know (the function )?'{word}'"):
        parse(call.format(word))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("sin π(x-1)", "sin(pi(x - 1))", "sin(pi)*(x - 1)"),
        ("exp -2|x|", "exp(-2|x|)", "exp(-2)*|x|"),
        ("sin 2(x+1)", "sin(2(x + 1))", "sin(2)*(x + 1)"),
        ("cos 3x(y-1)", "cos(3x(y - 1))", "cos(3x)*(y - 1)"),
        ("sqrt x|y|", "sqrt(x|y|)", "sqrt(x)*|y|"),
        ("sin^2 x(x+1)", "sin^2(x(x + 1))", "sin^2(x)*(x + 1)"),
        ("2e-3x", "0.002*x", "2*e - 3*x"),
        ("log2x", "log2(x)", "log(2x)"),
        ("log10y", "log10(y)", "log(10y)"),
    ],
)
def test_what_reads_two_ways_is_refused_with_both_readings(text: str, one: str, other: str) -> None:
    with pytest.raises(ExpressionError, match="can mean two things") as caught:
        parse(text)
    assert one in str(caught.value)
    assert other in str(caught.value)
    assert parse(one) != parse(other)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2e-3", sp.Rational(1, 500)),
        ("2e-3 x", X / 500),
        ("2e-3*x", X / 500),
        ("log2 x", sp.log(X) / sp.log(2)),
        ("sin(2)(x+1)", (X + 1) * sp.sin(2)),
        ("sin cos(x)(x+1)", (X + 1) * sp.sin(sp.cos(X))),
        ("xsin(x)", X * sp.sin(X)),
        ("xe(x+1)", X * sp.E * (X + 1)),
    ],
)
def test_what_reads_one_way_is_read(text: str, meaning: sp.Expr) -> None:
    assert sp.simplify(parse(text) - meaning) == 0


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("log^-1 x", "1/log(x) or e^x"),
        ("exp^-1 x", "1/exp(x) or log(x)"),
        ("sin^-1 x", "1/sin(x) or asin(x)"),
        ("sqrt^-1 x", "1/sqrt(x) or x^2"),
    ],
)
def test_the_inverse_that_is_advised_exists(text: str, advice: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert advice in str(caught.value)
    for reading in advice.split(" or "):
        parse(reading)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("max x y", "in brackets, with commas between them: max(x, 0)"),
        ("max(x)", "2 to 10 values"),
        ("logaddexp(x)", "2 values"),
        ("0,5x", "the decimal sign is a point: 0.5x"),
        ("x + 1,25", "the decimal sign is a point: x + 1.25"),
        ("sin(0,5)", "sin(0.5)"),
        ("x, y", "one formula is asked for"),
        ("|x", "Absolute value bars come in pairs: |x|."),
    ],
)
def test_a_comma_or_a_bar_out_of_place_is_told_what_to_write(text: str, advice: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("text", "variables", "meaning"),
    [
        ("σ^2", ("σ",), "σ**2"),
        ("σ^2", ("sigma",), "sigma**2"),
        ("sigma^2", ("σ",), "σ**2"),
        ("π r", ("r", "π"), "r*π"),
        ("x sign(e)", ("x", "e"), "x*sign(e)"),
        ("2e-3x", ("x", "e"), "2*e - 3*x"),
        ("η(1-β)", ("eta", "beta"), "eta*(1 - beta)"),
        ("α = 2/(a+b)", ("a", "b"), "2/(a + b)"),
        ("λ = |u|", ("u",), "Abs(u)"),
        ("log^2", ("log",), "log**2"),
        ("x σ(x)", ("x",), "x*sigmoid(x)"),
    ],
)
def test_a_name_of_the_lesson_is_what_the_lesson_says(
    text: str, variables: tuple[str, ...], meaning: str
) -> None:
    assert str(parse(text, variables)) == meaning


@pytest.mark.parametrize("text", ["x^2 + 0*y", "x*y/y", "x + y - y", "y^0 x", "f(x, y) = 3"])
def test_a_variable_that_cancels_stays_a_variable(text: str) -> None:
    assert variables_in(text) == ("x", "y")
    assert expression(text)[1] == (X, Y)
    assert symbolic.gradient(text)(2.0, 3.0).shape == (2,)


def test_symbols_of_one_name_are_one_variable_whatever_is_assumed_of_them() -> None:
    f = sp.Symbol("x") ** 2 + sp.Symbol("x", positive=True) + sp.Symbol("x", real=True)
    assert expression(f) == (X**2 + 2 * X, (X,))


def test_variables_stand_in_natural_order() -> None:
    assert natural_order(["x10", "x2", "x1", "b", "a2b10", "a2b9"]) == (
        "a2b9",
        "a2b10",
        "b",
        "x1",
        "x2",
        "x10",
    )
    symbols = sp.symbols("x10 x2 x1", real=True)
    assert [str(s) for s in expression(sum(symbols))[1]] == ["x1", "x2", "x10"]


@pytest.mark.parametrize(
    ("text", "at"),
    [("sqrt(x)^2", -4.0), ("e^(ln x)", -4.0), ("sin(asin x)", 2.0), ("x^2/x", 0.0), ("0 ln x", -1)],
)
def test_arithmetic_does_not_widen_a_domain(text: str, at: float) -> None:
    f = Formula(*expression(text))
    assert f(at) != f(at)
    assert symbolic.derivative(text)(at) != symbolic.derivative(text)(at)
    assert f(0.5) == pytest.approx(Formula(*expression(str(f.expression)))(0.5))
    assert "is defined" in f.latex
