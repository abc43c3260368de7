"""No text takes long: what is typed is read, drawn and differentiated in a second, or refused."""

from __future__ import annotations

from random import Random
from time import process_time

import mpmath
import numpy as np
import pytest
import sympy as sp

from calclib.derivatives import symbolic
from calclib.expressions.formulas import Formula
from calclib.expressions.parsing import parse
from calclib.expressions.refusal import ExpressionError
from calclib.expressions.spelling import LONGEST

X, Y = sp.symbols("x y", real=True)
LONG = 12.0  # seconds of processor in all: a frozen kernel is minutes; a slow machine is not
NAMES = (
    "sin",
    "cos",
    "tan",
    "exp",
    "log",
    "sqrt",
    "cbrt",
    "abs",
    "relu",
    "sigmoid",
    "softplus",
    "atan",
    "erf",
)
SPECIMENS = (
    "(1+1/10^6)^(10^6)",
    "1.0000001^(10^8)",
    "(1+x/12)^240",
    "(1+x/365)^(365*20)",
    "10^10^10",
    "9^9^9^9",
    "x^x^x^x^x^x",
    "((((x^9)^9)^9)^9)^9",
    "(1+1/x)^(10^4)",
    "2^(1/3)^(1/5)^(1/7)",
    "sqrt(2)^(10^5)",
    "(3/7)^(10^9)",
    "0.999999999^(10^12)",
    "e^e^e^e^e",
    "tan(10^300)",
    "sin(10^900 x)",
    "erf(10^900)",
    "floor(10^900/7)",
    "cos(sqrt(2)^1000)",
    "max(x,y,x+y,x-y,xy,x^2,y^2,1,2x,3y)",
    "max(max(max(x,y),xy),max(x^2,max(y^2,x y^2)))",
    "min(max(x,sin x),max(y,cos y),max(xy,|x|),max(x+y,e^x))",
    "||||||x|-1|-1|-1|-1|-1|",
    "sin(sin(sin(sin(sin(sin(sin(sin(sin(sin(x y))))))))))",
    "(x+y)(x-y)(x+2y)(x-2y)(x+3y)(x-3y)(x+4y)(x-4y)(x+5y)(x-5y)(x+6y)(x-6y)",
    "1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+x))))))))",
    "sqrt(x+sqrt(x+sqrt(x+sqrt(x+sqrt(x+sqrt(x+sqrt(x+sqrt(x))))))))",
    "cbrt(x+cbrt(x+cbrt(x+cbrt(x+cbrt(x+cbrt(x+cbrt(x+cbrt(x))))))))",
    "sqrt(2+sqrt(3+sqrt(5+sqrt(7+sqrt(11+sqrt(13+sqrt(17)))))))",
    "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11))^99",
    "sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(x))))))) ",
    "acos(cos(acos(cos(acos(cos(x))))))",
    "log(log(log(log(log(log(x))))))",
    "(-1)^(10^9+1) + (-2)^(1/3)",
    "123456789^99/987654321^98",
    "floor(x)floor(y)ceiling(x)ceiling(y)sign(x)sign(y)|x||y|",
)


def draw_everything(text: str) -> bool:
    """Take a text along every path to a picture; whether it was read."""
    try:
        expression = parse(text)
    except ExpressionError:
        return False
    points = np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-3, 3, 7))
    formula = Formula(expression, (X, Y))
    assert formula.latex
    assert formula(*points).shape == (7, 9)
    assert symbolic.gradient(formula)(*points).shape == (7, 9, 2)
    assert symbolic.hessian(formula)(*points).shape == (7, 9, 2, 2)
    return True


def larger_text(rng: Random) -> str:
    """A formula that is as long and as steep as its rules allow."""
    number = rng.choice(["7", "0.001", "10^6", "1.0000001", "999999999", "1/3", "pi", "e"])
    text = rng.choice(["x", "y", number])
    while len(text) < rng.randint(20, LONGEST):
        name = rng.choice(NAMES)
        pattern = rng.choice(
            [
                "{name}({text})",
                "({text})^{power}",
                "{number}^({text})",
                "({text})({text})",
                "({text})/({other}+{number})",
                "max({text},{other})",
                "{text}+{number}{other}",
                "|{text}-{other}|",
            ]
        )
        text = pattern.format(
            name=name,
            text=text,
            other=rng.choice(["x", "y", "x y", "x^2"]),
            number=number,
            power=rng.choice(["2", "3", "50", "240", "10^8", "0.5", "-1", "x", "(1/3)"]),
        )
    return text


@pytest.mark.parametrize("text", SPECIMENS)
def test_a_text_that_might_grow_is_drawn_or_refused(text: str) -> None:
    draw_everything(text)


def test_large_texts_are_drawn_or_refused_in_a_second_each() -> None:
    rng = Random(7)
    start = process_time()
    read = 0
    tried = 0
    while tried < 150 and process_time() - start < LONG:
        tried += 1
        read += draw_everything(larger_text(rng))
    assert tried >= 20
    assert read >= tried / 10


@pytest.mark.parametrize(
    ("text", "base", "exponent"),
    [
        ("(1+1/10^6)^(10^6)", "1.000001", 10**6),
        ("1.0000001^(10^8)", "1.0000001", 10**8),
        ("(-1.0000001)^(10^8+1)", "-1.0000001", 10**8 + 1),
        ("0.999999999^(10^12)", "0.999999999", 10**12),
        ("0.75^3001", "0.75", 3001),
    ],
)
def test_a_power_too_long_to_write_out_is_a_float_at_the_true_value(
    text: str, base: str, exponent: int
) -> None:
    with mpmath.workdps(60):
        exact = mpmath.mpf(base) ** exponent
    assert float(parse(text)) == pytest.approx(float(exact), rel=1e-14)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10^10^10", "more than 1000 digits"),
        ("x^(10^9)", "stay below 10000"),
        ("((x^100)^100)^100", "grows too large"),
    ],
)
def test_what_is_refused_has_a_true_reason(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        parse(text)


def test_compound_interest_is_accepted() -> None:
    expression = parse("(1+r/12)^240", ("r",))
    growth = Formula(expression, tuple(expression.free_symbols))
    assert growth(0.03) == pytest.approx(1.0025**240, rel=1e-12)
