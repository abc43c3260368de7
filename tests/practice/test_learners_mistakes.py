"""A solution with a learner's mistake in it is refused: whole thoughts, written out by hand."""

import ast

import numpy as np
import pytest
from learners_mistakes import EXPRESSIONS, MISTAKES
from test_one_edit import answered
from test_printed_numbers import checks_of


@pytest.mark.parametrize("name", MISTAKES)
def test_a_learners_mistake_is_refused(name: str) -> None:
    accepted = []
    for mistake, code in MISTAKES[name].items():
        (wrong,) = ast.parse(code.strip()).body
        assert isinstance(wrong, ast.FunctionDef | ast.ClassDef)
        with np.errstate(all="ignore"):
            verdict = answered()[name].verdict(wrong)
        if verdict is not None and verdict.passed is not False:
            accepted.append((mistake, verdict))
    assert accepted == []


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_learners_expression_is_refused(name: str) -> None:
    lesson, _, called = name.partition(" ")
    asked = getattr(checks_of(lesson), called)
    accepted = [
        code for code in EXPRESSIONS[name] if asked(eval(code, {"np": np})).passed is not False
    ]
    assert accepted == []


def test_a_right_solution_of_each_is_accepted() -> None:
    refused = [
        name for name in MISTAKES if not (found := answered()[name].verdict()) or not found.passed
    ]
    assert refused == []
