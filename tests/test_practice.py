"""Practice: answers are compared by what they mean, and a guess comes before its answer."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib import practice
from calclib.practice import check, exercise, predict

X = sp.Symbol("x")


@pytest.mark.parametrize("blank", [None, ..., "", "  "])
@pytest.mark.parametrize("expected", ["2x", 3.0, [1, 2], abs])
def test_a_blank_is_neither_right_nor_wrong(blank: Any, expected: Any) -> None:
    verdict = check(blank, expected)
    assert verdict.passed is None
    assert "Not answered yet" in verdict.message


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("x + x", "2x"),
        ("2x cos(x^2)", 2 * X * sp.cos(X**2)),
        (2 * X, "2x"),
        ("sin(x)^2", "1 - cos(x)^2"),
        ("sqrt(x - 500) + 1 - 1", "sqrt(x - 500)"),
        ("(x + 1)^30", sp.expand((X + 1) ** 30)),
        (["2x", "2y"], ["x + x", "2y"]),
        (0, "0"),
        ("pi/4", np.pi / 4),
        ("3/2", 1.5),
        (sp.Rational(3, 2), 1.5),
        (np.float32(1.5), 1.5),
        ([1, 2, 3], np.array([1.0, 2.0, 3.0])),
        (lambda x: x * x, lambda x: x**2),
        (lambda x, y: [x, y], lambda x, y: np.array([x, y])),
    ],
)
def test_a_right_answer_passes_in_any_form(answer: Any, expected: Any) -> None:
    verdict = check(answer, expected, further="And it goes on.")
    assert verdict.passed is True
    assert verdict.message == "Right. And it goes on."


@pytest.mark.parametrize(
    ("answer", "expected", "message"),
    [
        ("2x +", "2x", "missing after +"),
        ("2z", "2x", "I do not know 'z'"),
        (2 * sp.Symbol("q"), "2x", "It has q in it"),
        (np.sin, "2x", "A formula is asked for"),
        ([1, 2], "2x", "The shape should be (); yours is (2,)"),
        ("-2x", "2x", "the sign is not"),
        ("4x", "2x", "twice"),
        ("x", "2x", "half"),
        ("3x", "2x", "At x = "),
        ("x^(1/3)", "cbrt x", "gives nan"),
        (-3, 3, "the sign is not"),
        (6, 3, "twice"),
        (1, 3, "too small"),
        (4, 3, "too large"),
        ("x", 3, "I do not know 'x'"),
        (print, 3, "Numbers are asked for"),
        ([[1], [2, 3]], [1, 2], "rows of one length"),
        ([1, 2], [1, 2, 3], "The shape should be (3,); yours is (2,)"),
        ([1, 5], [1, 2], "Entry [1] is too large"),
        (3, lambda x: x, "A function is asked for"),
        (lambda x: None, lambda x: x, "end it with return"),
        (lambda x: 1 / 0, lambda x: x, "ZeroDivisionError"),
        (lambda x, y: x, lambda x: x, "TypeError"),
        (lambda x: x + 1, lambda x: x, "yours gives 1.13, and it should give 0.126"),
    ],
)
def test_a_wrong_answer_is_told_what_to_look_at(answer: Any, expected: Any, message: str) -> None:
    verdict = check(answer, expected)
    assert verdict.passed is False
    assert message in verdict.message


def test_a_slip_the_exercise_knows_gets_its_own_sentence() -> None:
    slips = {"cos(x^2)": "The inner derivative is missing."}
    verdict = check("cos(x²)", "2x cos(x^2)", slips=slips)
    assert verdict.message == "Not yet. The inner derivative is missing."
    assert "missing" not in check("sin(x^2)", "2x cos(x^2)", slips=slips).message


def test_a_named_slip_comes_before_the_general_ones() -> None:
    verdict = check("-2x", "2x", slips={"-2x": "The derivative of (-x)^2 is not negative."})
    assert "(-x)^2" in verdict.message


@given(st.one_of(st.text(), st.integers(), st.floats(), st.lists(st.integers()), st.binary()))
@settings(deadline=None, max_examples=60, derandomize=True)
def test_no_answer_of_a_learner_raises(answer: Any) -> None:
    for expected in ("2x", 3.0, [1.0, 2.0], abs):
        verdict = check(answer, expected)
        assert verdict.passed in (True, False, None)
        assert verdict.message


@given(st.floats(-100, 100), st.floats(1e-3, 1))
@settings(deadline=None, max_examples=50, derandomize=True)
def test_a_number_passes_within_its_tolerance_alone(value: float, off: float) -> None:
    assert check(value + 1e-8, value).passed
    assert not check(value + off * (1 + abs(value)), value).passed


def test_a_formula_with_other_variables_names_them() -> None:
    assert check("b + m", "m + b", variables=("m", "b")).passed
    assert "m, b" in check("x", "m + b", variables=("m", "b")).message


def test_inputs_are_where_a_function_is_tried() -> None:
    assert check(np.abs, lambda x: x, inputs=[(1.0,), (2.0,)]).passed
    assert not check(np.abs, lambda x: x, inputs=[(-1.0,)]).passed


def test_an_expected_formula_without_values_is_the_authors_mistake() -> None:
    with pytest.raises(ValueError, match="no finite value"):
        check("x", "log(-1 - x^2)")


def test_an_exercise_is_its_question_and_checks_what_it_is_given() -> None:
    slope = exercise("What is the slope of $x^2$ at 3?", 6, slips={9: "That is the value."})
    assert repr(slope) == slope._repr_markdown_() == "What is the slope of $x^2$ at 3?"
    assert slope().passed is None
    assert slope(9).message == "Not yet. That is the value."
    assert slope(6).passed


def test_a_verdict_reads_the_same_each_time() -> None:
    first, second = (check("3x", "2x") for _ in range(2))
    assert first == second
    assert repr(first) == first.message
    assert check(6, 3)._repr_markdown_() == "**Not yet.** This is twice what it should be."
    assert "0x" not in repr(predict("?", [1, 2], answer=1))


def rate() -> practice.Prediction:
    why = {"half": "It halves for small rates.", "never": "Past 2/L it overshoots."}
    return predict(
        "Double the rate < 1: how many steps?", ["half", "never"], answer="never", why=why
    )


def test_a_prediction_shows_its_choices_and_gives_nothing_away() -> None:
    ahead = rate()
    assert repr(ahead).splitlines()[1:] == ["  1. half", "  2. never"]
    assert "overshoots" not in repr(ahead)
    assert ahead.verdict.passed is None
    assert "overshoots" not in ahead.verdict.message


def test_the_first_guess_stays() -> None:
    ahead = rate()
    assert ahead.choose("half").passed is False
    assert ahead.choose(2).passed is False
    assert ahead.guess == "half"
    assert "It is: never" in ahead.verdict.message


def test_a_guess_may_be_a_number() -> None:
    ahead = rate()
    assert ahead.choose(7).passed is None
    assert ahead.guess is None
    assert ahead.choose(2).message == "As you said. Past 2/L it overshoots."


def test_an_answer_outside_the_choices_is_the_authors_mistake() -> None:
    with pytest.raises(ValueError, match="not among the choices"):
        predict("?", [1, 2], answer=3)


def test_radio_buttons_record_the_guess_and_then_reveal(monkeypatch: pytest.MonkeyPatch) -> None:
    import ipywidgets

    made: list[Any] = []
    box = ipywidgets.VBox
    monkeypatch.setattr(ipywidgets, "VBox", lambda children: made.append(children) or box(children))
    ahead = rate()
    bundle = ahead._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == repr(ahead)
    assert "application/vnd.jupyter.widget-view+json" in bundle
    question, radio, reveal = made[0]
    assert "rate &lt; 1" in question.value
    assert radio.value is None
    assert not reveal.value
    radio.value = "half"
    assert ahead.guess == "half"
    assert radio.disabled
    assert reveal.value == "It is: never. It halves for small rates."


def test_practice_loads_sympy_only_for_a_formula() -> None:
    program = (
        "import sys; from calclib.practice import check; "
        "check(2, 3); check([1], [1]); print('sympy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
