"""Spellings that mean two things are refused in each notation, and other letters are the same."""

from __future__ import annotations

import pytest

from calclib.expressions import ExpressionError, parse
from calclib.practice import check


@pytest.mark.parametrize("name", ["sin", "cos", "tan", "sinh", "log", "exp"])
@pytest.mark.parametrize("power", ["^-1", "^(-1)", "⁻¹", "**-1", "**(-1)", "^( - 1)"])
@pytest.mark.parametrize("argument", [" x", "(x)"])
def test_a_power_of_minus_one_is_ambiguous_however_it_is_written(
    name: str, power: str, argument: str
) -> None:
    with pytest.raises(ExpressionError, match="can mean two things"):
        parse(f"{name}{power}{argument}")


def test_other_powers_of_a_function_are_powers_of_its_value() -> None:
    for written, meant in [
        ("cos^(-2)(x)", "1/cos(x)^2"),
        ("sin^(1/2)(x)", "sqrt(sin(x))"),
        ("sin²x", "sin(x)*sin(x)"),
        ("(sin x)^(-1)", "1/sin(x)"),
        ("sin(x)^(-1)", "1/sin(x)"),
    ]:
        assert parse(written) == parse(meant)


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("ϕ", "phi"),
        ("φ", "phi"),
        ("ϑ", "theta"),
        ("θ", "theta"),
        ("ϵ", "epsilon"),
        ("ε", "epsilon"),
        ("ϱ", "rho"),
        ("ϰ", "kappa"),
        ("ϐ", "beta"),
    ],
)
def test_both_printed_shapes_of_a_greek_letter_are_the_letter(shape: str, name: str) -> None:
    assert check(f"{shape}^2 + 1", f"{name}^2 + 1", variables=(name,)).passed
    names = (f"{name}1", f"{name}2")
    assert check(f"{shape}₁ + {shape}₂", " + ".join(names), variables=names).passed


@pytest.mark.parametrize(
    ("typed", "meant"), [("ReLU(x)", "relu"), ("PI", "pi"), ("Pi x", "pi"), ("sigma(x)", "sigmoid")]
)
def test_an_unknown_word_is_told_the_word_that_is_meant(typed: str, meant: str) -> None:
    with pytest.raises(ExpressionError, match=f"Did you mean '{meant}'"):
        parse(typed)
