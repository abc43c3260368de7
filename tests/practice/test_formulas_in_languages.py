"""A right formula is right in the languages in which it may be copied, and a wrong one is wrong.

SymPy rewrites each formula that an exercise expects and prints it; what it prints is typed in.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sympy as sp
from refresh import LESSONS, folder_of
from sympy.printing.codeprinter import PrintMethodNotImplementedError
from sympy.printing.numpy import NumPyPrinter
from test_printed_numbers import checks_of

from calclib.expressions import parse
from calclib.practice import Exercise
from calclib.practice.letters import own_names

LONGEST = 200  # characters of a formula
LANGUAGES: dict[str, Callable[[Any], str]] = {
    "SymPy": str,
    "LaTeX": lambda e: sp.latex(e, ln_notation=True),
    "LaTeX with dots": lambda e: sp.latex(e, fold_short_frac=True, mul_symbol="dot"),
    "NumPy": NumPyPrinter().doprint,
    "Octave": sp.octave_code,
    "Mathematica": sp.mathematica_code,
    "C": sp.ccode,
    "JavaScript": sp.jscode,
    "R": sp.rcode,
}
REWRITTEN: dict[str, Callable[[Any], Any]] = {
    "as it stands": lambda e: e,
    "expanded": sp.expand,
    "factored": sp.factor,
}
BRANCHES = ("?", "if", "Piecewise", "cases", "select", "==", "<", ">")  # no formula has these


def exercises() -> Iterator[str]:
    """The exercises that ask for formulas, by lesson and name."""
    for path in LESSONS:
        lesson = folder_of(path.stem)
        for name, asked in vars(checks_of(lesson)).items():
            if isinstance(asked, Exercise) and not asked.judge and names_of(asked):
                yield f"{lesson} {name}"


def names_of(asked: Exercise) -> tuple[str, ...]:
    """The variables of what is expected; none for numbers."""
    return tuple(asked.options.get("variables") or own_names(asked.expected))


def question(name: str) -> Exercise:
    """An exercise by its lesson and its name."""
    lesson, _, called = name.partition(" ")
    found = getattr(checks_of(lesson), called)
    assert isinstance(found, Exercise)
    return found


def expected(asked: Exercise) -> list[Any]:
    """The formulas that are expected."""
    several = isinstance(asked.expected, (list, tuple))
    parts: list[Any] = list(asked.expected) if several else [asked.expected]  # type: ignore[call-overload]
    names = names_of(asked)
    return [parse(part, names) if isinstance(part, str) else sp.sympify(part) for part in parts]


def printed(formulas: list[Any]) -> Iterator[str]:
    """Formulas in every language, with semicolons between them, as far as they are formulas."""
    for write in LANGUAGES.values():
        try:
            text = "; ".join(map(write, formulas))
        except PrintMethodNotImplementedError:  # it has no sigmoid
            continue
        if len(text) <= LONGEST and not any(mark in text for mark in BRANCHES):
            yield text


@pytest.mark.parametrize("name", list(exercises()))
def test_a_formula_is_right_in_every_language(name: str) -> None:
    asked = question(name)
    formulas = expected(asked)
    typed = {
        text for rewrite in REWRITTEN.values() for text in printed([rewrite(e) for e in formulas])
    }
    assert typed
    assert {text: found for text in typed if not (found := asked.compare(text)).passed} == {}


@pytest.mark.parametrize("name", list(exercises()))
def test_a_wrong_formula_is_wrong_in_every_language(name: str) -> None:
    asked = question(name)
    formulas = expected(asked)
    for wrong in ([-e for e in formulas], [2 * e for e in formulas], [e + 1 for e in formulas]):
        assert [text for text in printed(wrong) if asked.compare(text).passed] == []
