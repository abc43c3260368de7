"""The reader of formulas: what people type is understood, what is hostile is refused unread."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from calclib.derivatives import symbolic
from calclib.expressions.bounds import SEVERAL
from calclib.expressions.formulas import Formula, real_symbols
from calclib.expressions.parsing import parse
from calclib.expressions.refusal import ExpressionError
from calclib.expressions.spelling import LONGEST
from calclib.expressions.vocabulary import FUNCTIONS

ROWS = json.loads((Path(__file__).parents[1] / "data" / "expressions.json").read_text("utf-8"))
X, Y = sp.symbols("x y", real=True)
LEAVES = st.sampled_from(["x", "y", "2", "3", "0.5", "1", "0", "pi", "e", "10", "1e-3"])
ONE_ARGUMENT = sorted(set(FUNCTIONS) - set(SEVERAL))


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from(["+", "-", "*", "/", " ", "^", " - "])
    name = st.sampled_from(ONE_ARGUMENT)
    return st.one_of(
        st.builds("{}{}{}".format, inner, operator, inner),
        st.builds("({})".format, inner),
        st.builds("|{}|".format, inner),
        st.builds("-{}".format, inner),
        st.builds("({})^({})".format, inner, inner),
        st.builds("{}({})".format, name, inner),
        st.builds("{} {}".format, name, inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("min({}, {})".format, inner, inner),
    )


FORMULAS = st.recursive(LEAVES, larger, max_leaves=12)
CALM = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def read(text: Any, variables: tuple[str, ...] = ("x", "y")) -> sp.Expr | None:
    """Parse, and hold the law: an expression in real variables, or a short ExpressionError."""
    try:
        expression = parse(text, variables)
    except ExpressionError as error:
        refusal = str(error)
    else:
        return lawful(expression, variables)
    assert 0 < len(refusal) <= 300
    return None


def lawful(expression: sp.Expr, variables: tuple[str, ...]) -> sp.Expr:
    assert isinstance(expression, sp.Expr)
    assert expression.free_symbols <= set(real_symbols(variables))
    assert not expression.has(sp.I, sp.nan, sp.zoo, sp.oo)
    return expression


def values(expression: sp.Expr) -> tuple[Any, ...]:
    x, y = np.meshgrid([-1.3, 0.4, 0.9, 2.1], [-0.7, 0.3, 1.2])
    formula = Formula(expression, (X, Y))
    return formula(x, y), symbolic.gradient(formula)(x, y)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["input"])[:30])
def test_every_stored_row_is_read_or_refused_as_it_should_be(row: dict[str, Any]) -> None:
    got = read(row["input"], tuple(row.get("vars", "x y").split()))
    if row.get("note") == "either":
        return
    assert (got is None) == (row["expect"] == "error"), row["want"]
    if got is not None:
        names = {"x": X, "y": Y, **{name: getattr(sp, name) for name in dir(sp)}}
        names |= {"x": X, "y": Y}
        expected = eval(row["expr"], names)  # the stored answer, written by us
        assert sp.simplify(got - expected) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sin cos x", sp.sin(sp.cos(X))),
        ("sin x cos y", sp.sin(X) * sp.cos(Y)),
        ("sin²x", sp.sin(X) ** 2),
        ("sin^2 2x cos x", sp.sin(2 * X) ** 2 * sp.cos(X)),
        ("xsiny", X * sp.sin(Y)),
        ("exp -x^2/2", sp.exp(-(X**2)) / 2),
        ("e^2x", sp.exp(2) * X),
        ("x⁻²", X**-2),
        ("2|x|", 2 * sp.Abs(X)),
        ("|x||y|", sp.Abs(X) * sp.Abs(Y)),
        ("2^3^2", sp.Integer(512)),
        ("√(x + 1)", sp.sqrt(X + 1)),
        ("[x + 1](x − 1)", (X + 1) * (X - 1)),
        ("g(x, y) = x ÷ y", X / Y),
        ("007x", 7 * X),
        ("2e3", sp.Integer(2000)),
        ("2e x", 2 * sp.E * X),
        ("0.1", sp.Rational(1, 10)),
        ("log2 8 + log10 100", sp.Integer(5)),
        ("cbrt(-8)", sp.Integer(-2)),
        ("ln x + tau", sp.log(X) + 2 * sp.pi),
        ("arctan x + asin y", sp.atan(X) + sp.asin(Y)),
        ("max(x, y, 0)", sp.Max(X, Y, 0)),
        ("ceiling(x) + floor y", sp.ceiling(X) + sp.floor(Y)),
        ("ceil(x) + floor(y)", sp.ceiling(X) + sp.floor(Y)),
        ("square(x + 1)", (X + 1) ** 2),
    ],
)
def test_notation_means_what_people_mean_by_it(text: str, expected: sp.Expr) -> None:
    assert sp.simplify(parse(text) - expected) == 0


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x + * 2", "missing before * in 'x + * 2'"),
        ("1 + x(2 +) - 3", "missing after + in '2 +'"),
        ("(x + 1", "( without its partner"),
        ("[x)", ") without its partner"),
        ("x2", "Write x^2 or x*2"),
        ("sni(x)", "Did you mean 'sin'?"),
        ("sin^-1 x", "write 1/sin(x) or asin(x)"),
        ("sin", "for example sin(x)"),
        ("sin(x, y)", "sin takes one value"),
        ("х^2", "cyrillic small letter ha"),
        ("x = 3", "equation"),
        ("x^100000", "stay below 10000"),
        ("(-1)^0.5", "no real value"),
        ("1/(sqrt(3 + 2sqrt(2)) - 1 - sqrt(2))", "divides by 0"),
        ("i x", "no complex numbers"),
    ],
)
def test_a_refusal_says_where_and_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert hint in str(caught.value)


@pytest.mark.parametrize("text", [None, 3, b"x", ["x"]])
def test_what_is_not_text_is_refused(text: Any) -> None:
    assert read(text) is None


def test_a_variable_wins_over_a_constant_and_a_function_of_its_name() -> None:
    e, sin = sp.symbols("e sin", real=True)
    assert parse("e^2", ("e",)) == e**2
    assert parse("sin sin", ("sin",)) == sin**2


@pytest.mark.parametrize("name", ["theta", "θ", "lambda", "w1", "x_1", "__import__"])
def test_any_identifier_is_a_variable(name: str) -> None:
    symbol = sp.Symbol(name, real=True)
    assert parse(f"2{name}^2 + 1", (name,)) == 2 * symbol**2 + 1


def test_two_variables_side_by_side_are_a_product() -> None:
    w1, w2 = real_symbols(("w1", "w2"))
    assert parse("w₁w2 + 3w1", ("w1", "w2")) == w1 * w2 + 3 * w1


def test_a_root_keeps_its_domain_inside_bars() -> None:
    assert np.isnan(Formula(parse("|√x|"), (X, Y))(-1.0, 0.0))


def test_relu_has_slope_zero_at_its_kink() -> None:
    assert symbolic.derivative("relu(x)")(0.0) == 0
    assert parse("relu(-2) + relu(3)") == 3


@given(st.text(max_size=2 * LONGEST))
@CALM
def test_arbitrary_text_is_read_or_refused(text: str) -> None:
    read(text)


@given(FORMULAS, st.data())
@CALM
def test_a_mutated_formula_is_read_or_refused(text: str, data: st.DataObject) -> None:
    letters = list(text)
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(letters)))
        piece = data.draw(st.sampled_from([*"xy0159.+-*/^()[]|,e =²³√πsin", "__", "log", "'", ""]))
        letters[where : where + data.draw(st.integers(0, 1))] = [piece]
    read("".join(letters))


@given(FORMULAS)
@CALM
def test_what_is_read_can_be_differentiated_and_evaluated(text: str) -> None:
    expression = read(text)
    if expression is not None:
        value, slope = values(expression)
        assert value.shape == (3, 4)
        assert slope.shape == (3, 4, 2)


@given(FORMULAS)
@CALM
def test_reading_what_was_printed_gives_the_same_values(text: str) -> None:
    expression = read(text)
    assume(expression is not None and len(str(expression)) <= LONGEST)
    again = read(str(expression))
    assume(again is not None)  # a constant within may be too large by itself
    # SymPy multiplies a number into a sum as it pleases, so equal may look different.
    if again != expression:
        np.testing.assert_allclose(values(again)[0], values(expression)[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_reads_back_as_it_prints(name: str) -> None:
    text = f"{name}(x, y)" if name in SEVERAL else f"{name}(x)"
    expression = parse(text)
    assert parse(str(expression)) == expression


@pytest.mark.parametrize(
    ("pattern", "depth"),
    [
        ("sin({})", 20),
        ("1/(1+{})", 9),
        ("({})^x", 18),
        ("relu({}+y)", 18),
        ("max({},xy)", 18),
        ("cbrt({}+1)", 15),
    ],
)
def test_a_deep_formula_can_still_be_differentiated_twice(pattern: str, depth: int) -> None:
    text = "x"
    for _ in range(depth):
        text = pattern.format(text)
    formula = Formula(parse(text), (X, Y))
    assert symbolic.hessian(formula)(0.3, 0.4).shape == (2, 2)


def test_what_would_grow_without_bound_is_refused_while_it_is_small() -> None:
    for pattern in ("({})^100", "exp({})", "floor(10^{})"):
        text = "9"
        for _ in range(15):
            text = pattern.format(text)
        assert read(text) is None
