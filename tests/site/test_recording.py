"""What a page holds of a card: every state that Python would show, and no other."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
import recording
from refresh import LESSONS, folder_of

from calclib.practice import Exercise, OneOf, Prediction, Span, Spot, check, exercise, predict
from calclib.practice.reading import number_values
from calclib.stage.axis import Axis
from calclib.stage.marks import dots
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

MODULES = [
    importlib.import_module(f"calclib.lessons.{folder_of(path.stem)}.checks") for path in LESSONS
]


def of_kind(kind: type) -> list[Any]:
    """All questions of one kind, of all lessons."""
    return [v for module in MODULES for v in vars(module).values() if isinstance(v, kind) and v.key]


def name(question: Any) -> str:
    return "/".join(question.key)


@pytest.mark.parametrize("prediction", of_kind(Prediction), ids=name)
def test_a_prediction_holds_a_state_for_each_guess_and_tells_nothing_before_it_opens(
    prediction: Prediction,
) -> None:
    before = (prediction.guess, prediction.is_open)
    guess = recording.prediction_data(prediction, "guess")
    answer = recording.prediction_data(prediction, "answer")
    right = prediction.asked.words(prediction._answer)
    for data in (guess, answer):
        assert len(data["closed"]) == len(data["open"]) == len(data["guesses"]) + 1
    for state in [guess["closed"][0], answer["closed"][0]]:
        assert "said" not in state
    for k, listed in enumerate(guess["guesses"], start=1):
        assert guess["closed"][k]["locked"]
        said = answer["open"][k]["said"]
        is_right = prediction.asked.read(listed) == prediction._answer
        assert said.startswith("**As you said.**") is is_right
        if not is_right:
            assert right in said
    assert (prediction.guess, prediction.is_open) == before


def test_a_span_has_a_state_for_each_place_of_its_slider() -> None:
    ahead = predict("How steep?", Span(0, 1, 0.25), answer=0.25, key=("a", "b"))
    data = recording.prediction_data(ahead, "answer")
    assert data["guesses"] == [0, 0.25, 0.5, 0.75, 1]
    assert "0.5 too large" in data["open"][4]["said"]


def test_a_spot_is_refused_in_one_sentence() -> None:
    scene = Scene([Axis("at", [(0, 0), (1, 1)])], [Panel([dots([(0, 0)])])], alt="Two dots.")
    ahead = predict("Where?", Spot(scene, "at", 0.1), answer=(0, 0))
    with pytest.raises(ValueError, match="choices or a Span, and this one has a Spot"):
        recording.prediction_data(ahead, "guess")


@pytest.mark.parametrize("asked", of_kind(Exercise), ids=name)
def test_the_right_answer_alone_passes_in_the_table_of_an_exercise(asked: Exercise) -> None:
    data = recording.answer_data(asked)
    if data is None or data["kind"] == "words":
        return
    verdicts = data["verdicts"]
    assert verdicts[data["right"]]["passed"] is True
    others = [verdict for k, verdict in enumerate(verdicts) if k != data["right"]]
    assert not any(verdict["passed"] for verdict in others)
    assert np.array_equal(data["target"], number_values(asked.expected)[0].ravel())


@pytest.mark.parametrize("asked", of_kind(Exercise), ids=name)
def test_the_hints_come_one_by_one_and_then_the_solution(asked: Exercise) -> None:
    task = recording.task_data(asked)
    assert len(task["stages"]) == 1 + len(asked.hints) + bool(asked.worked)
    for k, hint in enumerate(asked.hints, start=1):
        assert hint in task["stages"][k]["told"]
        assert k == len(asked.hints) or asked.hints[k] not in task["stages"][k]["told"]
    assert asked.hints_given == 0


def test_each_slip_is_told_what_the_check_tells() -> None:
    slips = {9: "That is the value there.", 3: "That is the place."}
    asked = exercise("The slope of x^2 at 3?", 6, slips=slips, hints=["2x."], key=("a", "b"))
    data = recording.answer_data(asked)
    assert data
    told = {row[0][0]: data["verdicts"][row[1]]["spoken"] for row in data["slips"] + data["known"]}
    assert told[9] == "Not yet. That is the value there."
    assert told[-6] == check(-6, 6).message
    assert told[12] == check(12, 6).message


def test_a_choice_of_words_has_a_verdict_for_each() -> None:
    asked = exercise("Which?", OneOf("saddle", ("minimum", "saddle")), hints=["h"], key=("a", "b"))
    data = recording.answer_data(asked)
    assert data
    assert [verdict["passed"] for verdict in data["verdicts"]] == [False, True]


@pytest.mark.parametrize("expected", ["2x", ["2x", "3y"], abs])
def test_what_only_python_can_check_has_no_field(expected: object) -> None:
    asked = exercise("What?", expected, hints=["h"], key=("a", "b"))
    task = recording.task_data(asked)
    assert task["answer"] is None
    assert task["first"]["control"] is None
    assert "live notebook" in task["first"]["said"]
