"""Generated practice: every exercise takes its answer, and names the slips made with it."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calclib import autodiff, practice
from calclib.derivatives.symbolic import steps
from calclib.practice import derivative_exercise, practise
from calclib.practice.derivations import MISTAKES, slips
from calclib.practice.generating import KINDS

EVERY = [(kind, level) for kind in KINDS for level in (1, 2, 3)]
X = sp.Symbol("x", real=True)


@pytest.mark.parametrize(("kind", "level"), EVERY)
def test_an_exercise_takes_its_answer_and_waits_at_a_blank(kind: str, level: int) -> None:
    for task in islice(practise(kind, level, seed=3), 4):
        assert task(task.expected).passed is True
        assert task("").passed is None
        while "hints" not in task.hint().message:
            pass
        assert len(task.solution().message) > 12


@pytest.mark.parametrize(("kind", "level"), EVERY)
def test_a_slip_gets_a_sentence_unless_it_is_right_by_luck(kind: str, level: int) -> None:
    for task in islice(practise(kind, level, seed=4), 2):
        verdicts = [task(wrong) for wrong, _ in list(task.options["slips"])[:6]]
        sentences = {sentence for _, sentence in task.options["slips"]}
        for verdict in verdicts:
            assert verdict.passed or any(sentence in verdict.message for sentence in sentences)


@pytest.mark.parametrize(("kind", "level"), EVERY)
def test_a_seed_gives_the_same_exercises_and_another_seed_others(kind: str, level: int) -> None:
    first, again, other = (practise(kind, level, seed) for seed in (1, 1, 2))
    asked = [[repr(practice[k]) for k in range(5)] for practice in (first, again, other)]
    assert asked[0] == asked[1] != asked[2]
    assert first[0] is first[0]


def test_a_generated_derivative_agrees_with_autodiff() -> None:
    at = np.linspace(0.3, 1.1, 5)
    for level in (1, 2, 3):
        for task in islice(practise("derivative", level, seed=5), 3):
            step = steps(task.options["slips"][-2][0])
            if step.expression.has(sp.tanh):
                continue
            f = sp.lambdify(X, step.expression, "numpy")
            expected = sp.lambdify(X, step.result, "numpy")(at)
            np.testing.assert_allclose(autodiff.derivative(f)(at), expected, rtol=1e-9)


def test_a_kind_or_a_level_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no practice called 'integral'; choose of derivative"):
        practise("integral")
    with pytest.raises(ValueError, match="no level 9"):
        practise("step", 9)
    with pytest.raises(IndexError, match="counted from 0"):
        practise("step")[-1]


@pytest.mark.parametrize(
    ("f", "answer", "names"),
    [
        ("sin(3x)", "cos(3x)", "inner derivative is missing"),
        ("sin(x^2)", "cos(2x)", "outer slope belongs"),
        ("x^2 sin x", "2x cos x", "not the product of the derivatives"),
        ("x^2 sin x", "x^2 cos x", "Only one factor"),
        ("x/(1 + x^2)", "(x^2 - 1)/(1 + x^2)^2", "order in the quotient rule"),
        ("x/(1 + x^2)", "(1 + 3x^2)/(1 + x^2)^2", "has a minus"),
        ("x/(1 + x^2)", "1 - x^2", "denominator of the quotient rule"),
        ("x/(1 + x^2)", "1/(2x)", "not u′/v′"),
        ("x^5", "5x^5", "shrinks by one"),
        ("x^5", "x^4", "shrinks by one"),
        ("x^5", "x^6/6", "integrates"),
        ("cos x", "sin x", "cos is −sin"),
        ("sin x", "-cos x", "without a minus"),
        ("e^x", "x e^(x - 1)", "power rule"),
        ("2^x", "2^x", "ln a"),
        ("3 sin x", "cos x", "constant factor stays"),
        ("x^3 + 7", "3x^2 + 7", "constant is 0"),
        ("sin x", "pi/180 cos x", "radians"),
        ("ln x", "ln x", "the function itself"),
        ("sin(2x)", "-4 sin(2x)", "second derivative"),
        ("sin(cos(3x))", "cos(cos(3x))", "inner derivative is missing"),
        ("sin(cos(3x))", "-cos(cos(3x)) sin(3x)", "inner derivative is missing"),
        ("sin(3x)", "-3 cos(3x)", "without a minus"),
        ("7x", "7x", "function itself"),
    ],
)
def test_a_wrong_derivative_is_traced_to_the_rule_that_was_missed(
    f: str, answer: str, names: str
) -> None:
    ask = derivative_exercise(f)
    assert ask(ask.expected).passed
    verdict = ask(answer)
    assert verdict.passed is False
    assert names in verdict.message


def test_every_mistake_leads_to_a_wrong_answer_somewhere() -> None:
    many = ("x^2 sin(3x)", "cos(x)/x^3", "3 e^(2x) + 5", "2^x tan x")
    found = {sentence for f in many for _, sentence in slips(steps(f))}
    assert {mistake.sentence for mistake in MISTAKES} <= found


def test_a_constant_slope_is_still_a_formula() -> None:
    assert derivative_exercise("3x + 1")("3 + 0x").passed
    verdict = derivative_exercise("3x + 1")("4")
    assert "The derivative of a constant is 0." in verdict.message


def test_the_field_for_answers_checks_helps_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from calclib.practice import generating

    shown: list[Any] = []
    keep = lambda box, texts: shown.append(box) or texts  # noqa: E731
    monkeypatch.setattr(generating, "bundle", keep)
    tasks = practise("chain", 1, seed=1)
    assert tasks._repr_mimebundle_()["text/plain"] == repr(tasks[0])
    question, row, said, told = shown[0].children
    field, check, help_, go_on = row.children
    field.value = "2 +"
    check.click()
    assert "Not yet" in said.outputs[0]["data"]["text/markdown"]
    help_.click()
    assert "Hint 1" in told.outputs[0]["data"]["text/markdown"]
    go_on.click()
    assert shown[0].children[0].outputs[0]["data"]["text/markdown"] == repr(tasks[1])
    assert shown[0].children[0] is not question


def test_practice_is_public() -> None:
    assert all(hasattr(practice, name) for name in practice.__all__)
    with pytest.raises(AttributeError, match="no attribute 'drill'"):
        _ = practice.drill
