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
from ipywidgets.widgets.widget import _instances as live_widgets

from calclib import practice
from calclib.practice import check, exercise, predict
from calclib.practice.slips import tell_apart

X = sp.Symbol("x")


@pytest.mark.parametrize("blank", [None, ..., "", "  "])
@pytest.mark.parametrize("expected", ["2x", 3.0, [1, 2], abs])
def test_a_blank_is_neither_right_nor_wrong(blank: object, expected: object) -> None:
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
def test_a_right_answer_passes_in_any_form(answer: object, expected: object) -> None:
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
        ([1, 2], "2x", "One formula is asked for, not 2."),
        ("-2x", "2x", "the sign is not"),
        ("4x", "2x", "twice"),
        ("x", "2x", "half"),
        ("x^2", "2x", "At x = "),
        ("3x", "2x", "1.5 times"),
        ("1.001x", "x", "1.001 times"),
        ("2x + 1", "2x", "+1 off"),
        ("x^(1/3)", "cbrt x", "gives nan"),
        (-3, 3, "the sign is not"),
        (6, 3, "twice"),
        (1, 3, "too small"),
        (4, 3, "too large"),
        ("x", 3, "I do not know 'x'"),
        (print, 3, "Numbers are asked for, and this is a function: call it"),
        ("0,125", 1 / 8, "0,125 means 0 and 125. The decimal sign is a point: 0.125."),
        ((0, 125), 1 / 8, "0,125 means 0 and 125. The decimal sign is a point: 0.125."),
        ("6,908", 6.908, "If thousands are meant, leave it out: 6908."),
        ("0,5x", "x/2", "0,5x means 0 and 5x. The decimal sign is a point: 0.5x."),
        ("0,5, 0,25", [0.5, 0.25], "0, 5, 0 and 25. The decimal sign is a point: 0.5, 0.25."),
        ("3/(1 - 0,8)", 15, "the decimal sign is a point: 3/(1 - 0.8)."),
        (["x", "-0,5x"], ["x", "x"], "The decimal sign is a point: -0.5x."),
        ("x^2, 2x", "2x", "One formula is asked for, and the comma makes 2 of it."),
        ([6.8], 6.8, "The value is right; give it alone"),
        (4, [1, 2, 3], "3 numbers are asked for, not one."),
        (["no", "yes"], [0, 1], "I do not know 'no'"),
        (0.5, "x/2", "Yours is 0.5 everywhere."),
        ([0, 0], [1, 2], "Entry [0] is too small."),
        (lambda x: float("nan"), lambda x: x, "yours gives nan"),
        ([np.nan, 2], [1, 2], "Entry [0] is nan"),
        ("1, 5", 1.5, "One number is asked for, not 2."),
        (230, 232, "Not yet. This is close. This number is 2 too small."),
        ([802, -400, 201], [802, -400, 200], "This is close. Entry [2] is 1 too large."),
        (231.9, 232, "it should be whole"),
        (float("nan"), 3, "This number is nan: look for a division by 0"),
        ("0.331x + 0.001x^2", "x/3 + 0.001x^2", "Is a number in it rounded"),
        ([[1], [2, 3]], [1, 2], "rows of one length"),
        ([1, 2], [1, 2, 3], "3 numbers are asked for, not 2."),
        ([1, 5], [1, 2], "Entry [1] is too large"),
        ([0.333, 5], [1 / 3, 2], "Entry [1] is too large"),
        ("0.333, -2", [1 / 3, 2], "Entry [1] is the first"),
        (3, lambda x: x, "A function is asked for"),
        (lambda x: 1 / 0, lambda x: x, "ZeroDivisionError"),
        (lambda x, y: x, lambda x: x, "TypeError"),
        (lambda x: x**3, lambda x: x, "yours gives 0.002, and it should give 0.126"),
        (lambda x: x + 1, lambda x: x, "+1 off, everywhere"),
        (lambda x: "text", lambda x: x, "gives a str"),
        (lambda x: [1] * int(3 + x), lambda x: x, "different shapes: (3,) and (2,)"),
        ([[1, 3], [2, 4]], [[1, 2], [3, 4]], "transpose"),
        ([[1, 4], [2, 5], [3, 6]], [[1, 2, 3], [4, 5, 6]], "transpose"),
        ([1, 2, 3, 4], [[1, 2], [3, 4]], "The numbers are right; write them as 2 rows of 2."),
        ([2, 1], [1, 2], "opposite order"),
        ([0.6, 0.8], [3, 4], "the length, which is 1"),
        ([1, -2, 3], [1, 2, 3], "Entry [1] is the first"),
        ([3, 6, 9], [1, 2, 3], "3 times"),
        (1 / 8, 8, "1 divided by"),
        (45, np.pi / 4, "radians"),
        (np.pi / 180, 1, "radians"),
        (12, 0.12, "per cent"),
        (9, 3, "the square of"),
        (3, 9, "the square root of"),
        (3.0, np.pi, "too small"),
        (3.1, np.pi, "more digits"),
        (3.15, np.pi, "more digits"),
        ("0.33", 1 / 3, "more digits"),
    ],
)
def test_a_wrong_answer_is_told_what_to_look_at(
    answer: object, expected: object, message: str
) -> None:
    verdict = check(answer, expected)
    assert verdict.passed is False
    assert message in verdict.message


@pytest.mark.parametrize("near", [15.4996, 15.5001, 15.504])
def test_a_near_miss_is_told_in_digits_that_differ(near: float) -> None:
    verdict = check(lambda x: near if x else 7, lambda x: 15.5 if x else 9, inputs=[(1,), (0,)])
    assert f"yours gives {near}, and it should give 15.5." in verdict.message


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
@settings(deadline=None, max_examples=200, derandomize=True)
def test_two_numbers_are_printed_apart(yours: float, aim: float) -> None:
    given, wanted = tell_apart(yours, aim)
    assert (given == wanted) == (yours == aim)
    assert float(given) == pytest.approx(yours, rel=5e-3)


def test_an_array_that_a_function_is_tried_on_is_named_by_its_shape() -> None:
    races = [(np.full((16, 11), k),) for k in (1.0, 2.0)]
    one = check(lambda steps: steps.sum() ** 2, lambda steps: steps.mean(), inputs=races[:1])
    assert one.message == (
        "Not yet. At steps of shape (16, 11) yours gives 30976, and it should give 1."
    )
    both = check(lambda steps: [3, steps.max() ** 2], lambda steps: [3, steps.max()], inputs=races)
    assert both.message == (
        "Not yet. In call 2, at steps of shape (16, 11), entry [1] of yours is 4, "
        "and it should be 2."
    )


def unfinished(x: float) -> float:
    m, b = 2.0, ...
    return m * x + b  # type: ignore[operator]


def half_done(x: float) -> Any:
    points = [np.array([x, x])[..., 0:]]
    points.append(...)  # type: ignore[arg-type]
    return np.array(points)


@pytest.mark.parametrize(
    ("answer", "expected", "says"),
    [
        (lambda x: None, lambda x: x, "end it with return"),
        (lambda x: ..., lambda x: x, "in the place of the blank"),
        (lambda x: (..., ...), lambda x: (x, x), "in the place of the blank"),
        (lambda x: (x, ...), lambda x: (x, x), "Entry [1] is still open"),
        (unfinished, lambda x: 2 * x, "The blank b is still open"),
        (half_done, lambda x: [x], "The blank in `points.append(...)` is still open"),
        (lambda: half_done(1.0), [1, 2], "The blank in `points.append(...)` is still open"),
        (lambda: None, 3, "end it with return"),
        (lambda x: x * ..., lambda x: x, "The blank in `lambda x: x * ...` is still open"),
        (lambda x: x * None, lambda x: x, "works with None"),
        (lambda x: np.asarray(None).shape.foo, lambda x: x, ""),
        ([None, None], [-2, -2], "in the place of the blank"),
        ([1.0, None], [1, 2], "Entry [1] is still open"),
        ((None, 1.0), [1, 2], "Entry [0] is still open"),
        ([[1, ...], [3, 4]], [[1, 2], [3, 4]], "Entry [0, 1] is still open"),
        (np.array([1.0, ..., ...], dtype=object), [1, 2, 3], "Entry [1] is still open"),
        (["2x", ""], ["2x", "2y"], "Entry [1] is still open"),
        ("...", "2x", "in the place of the blank"),
        ("___", 3, "in the place of the blank"),
    ],
)
def test_a_blank_inside_an_answer_is_no_failure(
    answer: object, expected: object, says: str
) -> None:
    verdict = check(answer, expected)
    assert verdict.passed is (None if says else False)
    assert says in verdict.message
    assert verdict.message.startswith("Not answered yet" if says else "Not yet")


def test_an_ellipsis_between_brackets_is_no_blank() -> None:
    def last(x: float) -> Any:
        return np.array([[x]])[..., 0] + np.zeros((2, 2, 2)) @ np.zeros(3)

    verdict = check(last, lambda x: x)
    assert verdict.passed is False
    assert "Your function stops: ValueError" in verdict.message


def test_a_function_without_arguments_stands_for_what_it_gives() -> None:
    assert check(lambda: [1, 2], [1, 2]).passed
    assert "twice" in check(lambda: 6, 3).message


def test_a_function_that_spoils_its_argument_is_told_so() -> None:
    def step(x: Any) -> Any:
        x -= 1.0
        return x

    inputs = [(np.array([1.0, 2.0]),)]
    verdict = check(step, lambda x: x - 1.0, inputs=inputs)
    assert verdict.passed is False
    assert "x = x - …" in verdict.message
    assert inputs[0][0].tolist() == [1.0, 2.0]


def test_an_error_in_what_is_expected_is_the_authors_mistake() -> None:
    with pytest.raises(ValueError, match="The exercise itself") as raised:
        check(lambda x: x, lambda x: 1 / 0)
    assert isinstance(raised.value.__cause__.__cause__, ZeroDivisionError)
    with pytest.raises(ValueError, match="The exercise itself"):
        check("3x", "2x", slips={"2x +": "no formula"})
    with pytest.raises(ValueError, match="The exercise itself"):
        check("3x", "2x +")


def test_a_domain_is_where_a_formula_has_to_hold() -> None:
    assert check("2 log x", "log(x^2)", domain=(0, np.inf)).passed
    assert not check("2 log x", "log(x^2)").passed
    assert check("x", "|x|", variables=("x", "y"), domain={"x": (0, 1)}).passed
    assert check(lambda x: x, abs_of, domain=(2, 3)).passed
    assert not check(lambda x: x, abs_of, domain=(-3, -2)).passed


def abs_of(x: float) -> float:
    return abs(x)


def test_a_slip_may_have_another_shape_and_need_not_be_hashable() -> None:
    slips = [(np.array([1.0]), "One number too few."), ([2.0, 1.0], "Exchanged.")]
    assert check([1.0], [1.0, 2.0], slips=slips).message == "Not yet. One number too few."
    assert check([2.0, 1.0], [1.0, 2.0], slips=slips).message == "Not yet. Exchanged."


def test_a_choice_is_given_by_its_word_or_its_number() -> None:
    kinds = practice.OneOf("saddle", ("minimum", "maximum", "saddle"))
    for right in ("saddle", "Sad", 3, "3"):
        assert check(right, kinds).passed, right
    for wrong, says in (("minimum", "Both"), (2, "Another"), ("m", "Choose"), ("x", "Choose")):
        verdict = check(wrong, kinds, slips={"minimum": "Both curvatures are positive there."})
        assert verdict.passed is False
        assert says in verdict.message
    assert check("", kinds).passed is None


def test_greek_letters_are_read_as_the_names_that_are_asked_for() -> None:
    assert check("η(1 - β)", "eta (1 - beta)", variables=("eta", "beta")).passed
    assert check("xσ(x)", "x sigmoid(x)").passed
    assert check("2π x", "2pi x").passed
    assert "λ" in check("λx", "2x").message


def test_sigma_is_the_variable_where_one_has_its_name_and_the_sigmoid_elsewhere() -> None:
    for typed in ("σ^2", "σ²", "v = σ σ", "sigma^2"):
        assert check(typed, "sigma^2", variables=("sigma",)).passed, typed
    assert check("σ(x)(1 - σ(x))", "sigmoid(x)*(1 - sigmoid(x))").passed
    assert check("σ(σ + x)", "sigma^2 + sigma*x", variables=("sigma", "x")).passed


def test_a_greek_letter_may_stand_on_the_left_as_the_name_of_the_answer() -> None:
    for typed in ("α = 2/(a+b)", "alpha = 2/(a+b)", "2/(a+b)"):
        assert check(typed, "2/(a+b)", variables=("a", "b"), domain=(0.1, 9)).passed, typed
    assert check("λ = |u|", "abs(u)", variables=("u",)).passed
    assert check("β = (1-sqrt(h))^2", "(1-sqrt(h))^2", variables=("h",), domain=(0, 1)).passed
    assert check("α = η(1-β)", "eta (1-beta)", variables=("eta", "beta")).passed


def test_a_list_of_numbers_may_be_typed_with_semicolons_or_as_texts() -> None:
    for typed in ("1/2; 2", "[1/2; 2]", ["1/2", "2"], ("1/2", 2)):
        assert check(typed, [0.5, 2]).passed, typed


def test_a_number_that_stands_for_a_choice_is_neither_large_nor_small() -> None:
    def told(answer: object) -> str:
        return check(answer, [2, 1, 3, 4], ordered=False, slips={(1, 1, 1, 1): "One."}).message

    assert told([1, 1, 1, 1]) == "Not yet. One."
    assert told([2, 1, 4, 3]) == "Not yet. Entry [2] is the first that is wrong."
    assert told([4, 3, 1, 2]) == "Not yet. Entry [0] is the first that is wrong."
    assert "4 numbers are asked for, not 3." in told([2, 1, 3])


def test_a_list_of_formulas_may_be_typed_with_commas() -> None:
    for typed in ("2x; 2y", "2x, 2y", "[2x, 2y]", "(2x, max(2y, 2y))"):
        assert check(typed, ["2x", "2y"]).passed, typed


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
def test_no_answer_of_a_learner_raises(answer: object) -> None:
    for expected in ("2x", 3.0, [1.0, 2.0], abs):
        verdict = check(answer, expected)
        assert verdict.passed in (True, False, None)
        assert verdict.message


@given(st.floats(-100, 100), st.floats(1e-3, 1))
@settings(deadline=None, max_examples=50, derandomize=True)
def test_a_number_passes_within_its_tolerance_alone(value: float, off: float) -> None:
    assert check(value * (1 + 1e-8), value).passed
    assert not check(value + off * (1 + abs(value)), value).passed


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (-0.707, -np.sqrt(0.5)),
        (3.162, np.sqrt(10)),
        ("0.3333", 1 / 3),
        (0.33333, 1 / 3),
        ([1.3333, -0.3333], [4 / 3, -1 / 3]),
        ("1.333; -0.333", [4 / 3, -1 / 3]),
        (1.1667, 7 / 6),
        (np.array([0.667, 0.5]), [2 / 3, 0.5]),
        (np.float32(0.125), 0.12503),
        ("7.63e-6", 7.62939453125e-06),
        (1235, 1234.6),
    ],
)
def test_an_answer_rounded_to_three_digits_or_more_is_right(
    answer: object, expected: object
) -> None:
    assert check(answer, expected).passed


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (0.334, 1 / 3),
        (0.33, 1 / 3),
        (0.3334, 1 / 3),
        ([1.3333, -0.33], [4 / 3, -1 / 3]),
        ("667/1000", 2 / 3),
        (232, 232.6),
        (0.0, 1e-4),
    ],
)
def test_an_answer_rounded_wrongly_or_too_far_is_not(answer: object, expected: object) -> None:
    assert check(answer, expected).passed is False


class Refuses:
    """An object that raises whenever it is looked at."""

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("no array")

    def __float__(self) -> float:
        raise ZeroDivisionError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = object.__hash__


ODD = [
    10**400,
    [10**400, 1],
    sp.sqrt(-2),
    sp.I,
    sp.zoo,
    sp.Integral(X, X),
    True,
    "I",
    "1/0",
    "9" * 500,
    b"x",
    {1: 2},
    {1, 2},
    np.array([1j, 2]),
    np.array([]),
    np.array([None]),
    [[]],
    Refuses(),
    lambda *_: 1j,
    lambda *_: 10**400,
    lambda *_: Refuses(),
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_answer_is_refused_in_words(odd: object) -> None:
    for expected in ("2x", 3.0, [1.0, 2.0], ["2x", "2y"], lambda x: x, sp.sqrt(2)):
        verdict = check(odd, expected)
        assert verdict.passed is not True
        assert verdict.message == repr(verdict)
    for choices, answer in ((["a", "b"], "a"), (practice.Span(2, 3, 0.1), 2.5)):
        assert predict("?", choices, answer=answer).choose(odd).passed is None


def test_the_imaginary_part_of_an_answer_is_not_dropped() -> None:
    verdict = check(np.roots([1, -2, 5]), [1.0, 1.0])
    assert verdict.message == "Not yet. Real numbers are asked for; yours have an imaginary part."
    assert check(np.roots([1, -3, 2]) + 0j, [2.0, 1.0]).passed


@pytest.mark.parametrize(("answer", "expected"), [(-1e-7, 1e-7), (8e-6, 7.63e-6), (1e-9, 1e-8)])
def test_a_small_number_is_compared_by_its_own_size(answer: float, expected: float) -> None:
    assert check(answer, expected).passed is False
    assert check(expected * (1 + 1e-8), expected).passed


def test_a_choice_may_be_a_float_that_is_whole() -> None:
    ahead = rate()
    ahead.choose(2.0)
    assert ahead.guess == "never"


def test_a_slip_that_rounds_to_the_answer_keeps_its_name() -> None:
    verdict = check(0.667, 0.66701, slips={2 / 3: "That is two thirds."})
    assert verdict.message == "Not yet. That is two thirds."


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


def test_the_first_guess_stays_and_nothing_is_said_of_it() -> None:
    ahead = rate()
    for choice in ("half", 2):
        kept = ahead.choose(choice)
        assert kept.passed is None
        assert kept.message == "Your guess is kept: half."
    assert ahead.guess == "half"
    assert ahead.answer().passed is ahead.verdict.passed is False
    assert "It is: never" in ahead.answer().message


def test_a_guess_may_be_a_number() -> None:
    ahead = rate()
    assert ahead.choose(7).passed is None
    assert ahead.guess is None
    assert ahead.answer().message == "No guess yet. Choose one first."
    ahead.choose(2)
    assert ahead.answer().message == "As you said. Past 2/L it overshoots."


def test_an_answer_outside_the_choices_is_the_authors_mistake() -> None:
    with pytest.raises(ValueError, match="not among the choices"):
        predict("?", [1, 2], answer=3)


def live_card(value: Any) -> Any:
    """The card that a notebook would show of a value."""
    bundle = value._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == repr(value)
    view = bundle["application/vnd.jupyter.widget-view+json"]
    return live_widgets[view["model_id"]]


def press(card: Any, kind: str, value: Any = None) -> None:
    """What the page sends when a reader does something."""
    card._hear(card, {"type": kind, "value": value, "id": 1}, [])


def test_a_guess_is_kept_and_the_answer_opens_when_the_scene_was_played() -> None:
    ahead = rate()
    question, answer = live_card(ahead), live_card(ahead.answer())
    assert "rate < 1" in question.shown["question"]
    assert question.shown["control"] == {
        "kind": "choices",
        "choices": ["half", "never"],
        "guess": None,
    }
    assert "Guess first" in answer.shown["question"]
    press(question, "choose", 1)
    assert ahead.guess == "half"
    assert question.shown["locked"]
    assert question.shown["said"] == "Your guess is kept: half."
    assert "never" not in answer.shown["said"] + answer.shown["question"]
    press(answer, "played")
    assert answer.shown["question"] == "Your guess: half."
    assert "**It is: never.** It halves for small rates." in answer.shown["said"]
    assert question.shown["said"] == "Your guess is kept: half. The answer: never."
    assert live_card(ahead).shown == question.shown  # a cell that runs again agrees
    assert live_card(ahead.answer()).shown == answer.shown


def test_a_scene_that_was_played_before_the_guess_opens_the_answer_after_it() -> None:
    ahead = rate()
    answer = live_card(ahead.answer())
    press(answer, "played")
    assert "Guess first" in answer.shown["question"]
    ahead.choose("never")
    assert "**As you said.**" in answer.shown["said"]


def test_the_answer_is_shown_to_who_asks_and_then_there_is_nothing_to_guess() -> None:
    ahead = rate()
    question, answer = live_card(ahead), live_card(ahead.answer())
    press(answer, "show")
    assert (
        "**The answer: never.** Past 2/L it overshoots. You made no guess." in answer.shown["said"]
    )
    assert answer.shown["buttons"] == []
    assert question.shown["locked"]
    press(question, "choose", 1)
    assert ahead.guess is None


@pytest.mark.parametrize("message", [None, 3, [], "show", {}, {"type": 7}, {"type": "show me"}])
def test_a_message_that_means_nothing_is_left_out(message: object) -> None:
    ahead = rate()
    answer = live_card(ahead.answer())
    before = answer.shown
    answer._hear(answer, message, [])
    assert answer.shown == before


def test_a_guess_on_a_slider_says_how_close_it_was() -> None:
    def ahead() -> practice.Prediction:
        return predict("σ′ at most?", practice.Span(0, 1, 0.05), answer=0.25, why="At 0.")

    def told(guess: object) -> str:
        asked = ahead()
        asked.choose(guess)
        return asked.answer().message

    assert ahead().choose(2).passed is ahead().choose("much").passed is None
    assert told("0,3") == told(0.3) == "You said 0.3, and it is 0.25. At 0."
    assert told("0.1") == "It is 0.25, and you said 0.1: 0.15 too small. At 0."
    asked = ahead()
    card = live_card(asked)
    assert card.shown["control"]["value"] == 0.5
    press(card, "choose", 0.9)
    assert asked.guess == 0.9
    assert card.shown["locked"]
    with pytest.raises(ValueError, match="not among"):
        predict("?", practice.Span(0, 1, 0.1), answer=2)


def test_a_card_says_a_guess_in_as_few_digits_as_it_takes_open_and_closed() -> None:
    ahead = predict("σ′ at most?", practice.Span(0, 1, 0.05), answer=0.25)
    answer = live_card(ahead.answer())
    ahead.choose(1 / 3)
    assert answer.shown["question"].startswith("Your guess: 0.333333.")
    press(answer, "played")
    assert answer.shown["question"] == "Your guess: 0.333333."


def test_of_two_choices_or_more_the_first_that_is_wrong_is_named() -> None:
    for right in ([1, 2], [1, 2, 1]):
        for wrong in range(len(right)):
            given = [3 - choice if k == wrong else choice for k, choice in enumerate(right)]
            told = check(given, right, ordered=False).message
            assert told == f"Not yet. Entry [{wrong}] is the first that is wrong."
    assert check(2, 1, ordered=False).message == "Not yet. Another of the choices holds."


def test_a_guess_on_a_scene_says_how_far_it_was() -> None:
    from calclib.stage.axis import Axis
    from calclib.stage.marks import dots
    from calclib.stage.panel import Panel
    from calclib.stage.scene import Scene

    spots = np.array([(0.0, 0.0), (3.0, 4.0)])
    panel = Panel([dots(spots)], pick="spot")
    scene = Scene([Axis("spot", spots, first=1)], [panel], alt="Two spots on a plain.")
    ahead = predict("Where is it lowest?", practice.Spot(scene, "spot", 0.5), answer=(0, 0))
    assert ahead.choose("here").passed is None
    _, card = live_card(ahead).children
    press(card, "choose")
    assert ahead.guess == (3.0, 4.0)
    assert ahead.verdict.message == "You said (3, 4), and it is (0, 0): 5 away."
    again = predict("Where?", practice.Spot(scene, "spot", 0.5), answer=(0, 0))
    again.choose((0.1, 0.2))
    assert again.answer().passed


def helped() -> practice.Exercise:
    hints = ["The curvature is 8.", "It lands where 1 - αλ = 0."]
    return exercise("Which rate lands?", 1 / 8, hints=hints, solution="1/8.", link="07.ipynb#One")


def test_hints_come_one_at_a_time_and_then_the_solution() -> None:
    ask = helped()
    assert ask.solution().message == "2 hints first. Ask for the next with hint()."
    assert ask.hint().message == "Hint 1 of 2. The curvature is 8."
    assert ask.solution().message == "1 hint first. Ask for the next with hint()."
    assert "1 - αλ" in ask.hint().message
    assert ask.hint().message == "No more hints. Ask for solution()."
    assert ask.solution().message == "Solution. 1/8."
    assert helped().hints_given == 0
    assert "No hints" in exercise("?", 1).hint().message
    assert "No solution" in exercise("?", 1).solution().message


def test_a_right_answer_opens_the_solution() -> None:
    ask = helped()
    assert ask("1/8").passed
    assert ask.solution().message == "Solution. 1/8."


def test_a_wrong_answer_leads_to_the_place_that_explains_it() -> None:
    wrong, right, blank = (helped()(answer) for answer in (1 / 4, 1 / 8, ...))
    assert repr(wrong) == "Not yet. This is twice what it should be. See 07.ipynb#One"
    assert wrong._repr_markdown_().endswith("[Read why](07.ipynb#One).")
    assert "07.ipynb" not in repr(right) + repr(blank)


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Show a verdict as a notebook does: its outputs, and the card under it."""
    import IPython.display

    outputs: list[Any] = []

    class Handle:
        def update(self, data: Any, raw: bool) -> None:
            outputs[0] = data

    def display(data: Any, raw: bool, display_id: bool = False) -> Any:
        outputs.append(data)
        return Handle() if display_id else None

    monkeypatch.setattr(IPython.display, "display", display)

    def show(verdict: Any) -> Any:
        outputs.clear()
        verdict._ipython_display_()
        view = outputs[1]["application/vnd.jupyter.widget-view+json"]
        return outputs, live_widgets[view["model_id"]]

    return show


def label(card: Any) -> tuple[str, bool]:
    """The words of the button that gives hints, and whether it does nothing."""
    button = next(one for one in card.shown["buttons"] if one["name"] == "hint")
    return button["label"], button["off"]


def test_a_button_under_a_verdict_gives_the_hints(displayed: Any) -> None:
    ask = helped()
    outputs, card = displayed(ask(1 / 4))
    assert "twice" in outputs[0]["text/markdown"]
    assert outputs[1]["text/plain"] == "2 hints: a button in a live notebook, or .hint()."
    assert label(card) == ("Hint 1 of 2", False)
    assert card.shown["told"] == ""
    press(card, "hint")
    press(card, "hint")
    assert label(card) == ("Solution", False)
    assert "1/8" not in card.shown["told"]
    press(card, "hint")
    assert card.shown["told"].endswith("Solution. 1/8.")
    assert card.shown["spoken"] == "Solution. 1/8."
    assert label(card) == ("Solution", True)
    _, again = displayed(ask(...))
    assert "Hint 2 of 2" in again.shown["told"]


def test_the_button_says_when_there_are_no_more_hints(displayed: Any) -> None:
    _, card = displayed(exercise("?", 1, hints=["One is enough."])(2))
    press(card, "hint")
    assert label(card) == ("No more hints", True)
    assert "One is enough." in card.shown["told"]


def test_an_answer_typed_under_a_verdict_takes_its_place(displayed: Any) -> None:
    outputs, card = displayed(helped()(...))
    assert outputs[0]["text/plain"].startswith("Not answered yet.")
    press(card, "check", "1/4")
    assert "twice" in outputs[0]["text/plain"]
    press(card, "check", "sqrt(")
    assert outputs[0]["text/markdown"].startswith("**Not yet.**")
    assert card.shown["control"]["value"] == "sqrt("
    press(card, "check", "1/8")
    assert outputs[0]["text/plain"].startswith("Right.")
    assert card.shown["spoken"].startswith("Right.")
    for nothing in ("", None, 3, ["x"]):
        press(card, "check", nothing)
        assert outputs[0]["text/plain"].startswith("Not answered yet.")


@pytest.mark.parametrize(
    "asked",
    [
        exercise("A function?", lambda x: x, hints=["Any."]),
        exercise("Made by code.", [1, 2], typed=False, hints=["Any."]),
    ],
)
def test_what_cannot_be_typed_has_no_field(displayed: Any, asked: practice.Exercise) -> None:
    _, card = displayed(asked(...))
    assert card.shown["control"] is None
    assert [button["label"] for button in card.shown["buttons"]] == ["Hint 1 of 1"]


def test_a_verdict_without_help_is_text() -> None:
    verdict = exercise("?", 1)(1)
    assert not hasattr(verdict, "_ipython_display_")
    assert verdict._repr_markdown_() == "**Right.**"


def test_practice_loads_sympy_only_for_a_formula() -> None:
    program = (
        "import sys; from calclib.practice import check; "
        "check(2, 3); check([1], [1]); print('sympy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize("choice", ["0.5 · 0.9ᵏ", "(x − 5)³", "1 − e^(−6x²)", "|x − 5|", "√x"])
def test_a_choice_that_is_a_formula_is_given_as_it_is_shown(choice: str) -> None:
    asked = practice.OneOf(choice, ("none of them", choice))
    assert check(choice, asked).passed
    assert check(asked, asked).passed
    assert check("none of them", asked).passed is False


@pytest.mark.parametrize("factor", [3.0, -0.25, 7.5])
def test_a_factor_is_named_where_all_entries_agree_on_it_to_a_millionth(factor: float) -> None:
    target = np.array([1.0, 2.0, -5.0])
    named = f"This is {factor:g} times what it should be, everywhere"
    off = np.array([0.0, 0.0, 1e-6])
    size = abs(factor)
    allowed = (min(1, size) + size) / size  # as everywhere: relative to the size, or to 1 beside it
    assert named in check(factor * target * (1 + 0.9 * allowed * off), target).message
    assert named not in check(factor * target * (1 + 1.1 * allowed * off), target).message


@pytest.mark.parametrize("rounded", ["0.608/k^2", "0.6079/k^2", "6/(9.87 k^2)", "6/(3.14k)^2"])
def test_a_formula_with_a_rounded_factor_is_told_to_write_it_exactly(rounded: str) -> None:
    verdict = check(rounded, "6/(pi k)^2", variables=("k",), domain=(1, 9))
    assert verdict.passed is False
    assert "Is a factor in it rounded? Write it exactly." in verdict.message


def test_a_formula_without_a_value_at_places_that_are_near_is_not_right() -> None:
    assert check("x + 10^-9 sqrt(5 - x)", "x").passed is False
    assert check("x + 10^-9 sqrt(5 - x)", "x", domain=(-5, 5)).passed is False


def test_what_algebra_calls_equal_is_not_right_where_it_has_no_value_at_most_places() -> None:
    assert check("x + 0 sqrt(9 - x)", "x").passed is False  # though it is x at most places
    assert check("x + 0 sqrt(9 - x)", "x", domain=(-9, 9)).passed
    assert check("x + 0 sqrt(x - 3)", "x").passed is False
    assert check("x + 0 sqrt(x - 3)", "x", domain=(3, np.inf)).passed


def test_digits_that_do_not_tell_a_count_from_a_slip_are_too_few() -> None:
    told = "Not yet. So rounded, it may also be another number: give more digits."
    counted = exercise("How many?", 6907, slips={6908: "One too many."})
    assert counted("6.91e3").message == told
    assert counted("6907").passed
    assert counted("6908").message == "Not yet. One too many."


@pytest.mark.parametrize("expected", [np.sqrt(10), 158 / 4096, 0.125, 79.4 / 60.8, -1 / 7, 31622])
def test_of_the_true_value_in_two_digits_more_digits_are_asked(expected: float) -> None:
    rounded = check(f"{expected:.1e}", expected)
    assert (
        rounded.message == "Not yet. So rounded, it may also be another number: give more digits."
    )
    other = check(f"{1.3 * expected:.1e}", expected)
    assert "digits" not in other.message
    several = check(["7/4", f"{expected:.1e}"], [7 / 4, expected])
    assert several.message == rounded.message


def test_a_slip_of_two_digits_is_told_before_the_digits_are_asked_for() -> None:
    assert check(0.13, 0.125, slips={0.13: "A slip."}).message == "Not yet. A slip."


def test_an_answer_that_is_no_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match=r"'c' is not among the choices:\s+1\. a\s+2\. b\.$"):
        predict("?", ["a", "b"], answer="c")


def test_a_function_of_numpys_own_may_be_expected() -> None:
    assert check(np.tanh, np.tanh).passed
    assert check(lambda x: np.sinh(x) / np.cosh(x), np.tanh, domain=(-9, 9)).passed
    assert check(np.arctan, np.tanh).passed is False
    assert check(lambda x, y: np.sqrt(x**2 + y**2), np.hypot).passed
