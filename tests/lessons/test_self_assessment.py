"""The self-assessment: every objective has a question, every link leads there, every slip is told.

A question draws its numbers, so each law is tried on many draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest
from refresh import LESSONS, ROOT, folder_of

from calclib.lessons.self_assessment import lessons, questions_of, self_assessment
from calclib.practice import Exercise, OneOf
from calclib.practice.assessment import Question
from calclib.practice.course import anchor

ALL = [(lesson, question) for lesson in lessons() for question in questions_of(lesson)]
NAMES = [f"{lesson}: {question.draw.__name__}" for lesson, question in ALL]
DRAWS = 25
OBJECTIVES = "**You will be able to**"


def text_of(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def objectives(path: Path) -> list[str]:
    """What a lesson says that a learner will be able to do, a line each."""
    listed = text_of(path).split(OBJECTIVES)[1].strip().split("\n\n")[0]
    return [" ".join(one.split()).rstrip(";.") for one in re.split(r"^- ", listed, flags=re.M)[1:]]


def drawn(question: Question) -> Iterator[Exercise]:
    for seed in range(DRAWS):
        yield question.draw(np.random.default_rng(seed))


def slips_of(exercise: Exercise) -> list[tuple[object, str]]:
    given = exercise.options.get("slips", ())
    return list(given.items()) if hasattr(given, "items") else list(given)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_objective_of_a_lesson_has_one_question(path: Path) -> None:
    asked = [question.objective for question in questions_of(folder_of(path.stem))]
    assert asked == objectives(path)


@pytest.mark.parametrize(("lesson", "question"), ALL, ids=NAMES)
def test_a_miss_leads_to_a_heading_of_the_same_lesson(lesson: str, question: Question) -> None:
    book, _, heading = question.link.partition("#")
    path = ROOT / "notebooks" / book
    assert folder_of(path.stem) == lesson
    assert heading in [anchor(line) for line in text_of(path).splitlines() if line[:1] == "#"]


@pytest.mark.parametrize(("lesson", "question"), ALL, ids=NAMES)
def test_the_right_answer_is_right_and_each_slip_is_told(lesson: str, question: Question) -> None:
    for exercise in drawn(question):
        right = exercise.expected
        assert exercise.check(right).passed, (exercise.question, right)
        told = 0
        for wrong, _ in slips_of(exercise):
            verdict = exercise.check(wrong)
            if not verdict.passed:  # with some numbers a slip gives the right answer
                told += 1
                sentences = [one for _, one in slips_of(exercise)]
                assert any(one in verdict.message for one in sentences), (exercise.question, wrong)
        assert told, f"no slip of {exercise.question} is wrong"


@pytest.mark.parametrize(("lesson", "question"), ALL, ids=NAMES)
def test_a_slip_is_told_in_its_own_words(lesson: str, question: Question) -> None:
    """Over the draws, each sentence is told for its own answer at least once."""
    left: set[str] = set()
    found: set[str] = set()
    for exercise in drawn(question):
        for wrong, sentence in slips_of(exercise):
            left.add(sentence)
            if sentence in exercise.check(wrong).message:
                found.add(sentence)
    assert left - found == set()


@pytest.mark.parametrize(("lesson", "question"), ALL, ids=NAMES)
def test_another_draw_asks_another_question(lesson: str, question: Question) -> None:
    asked = {(one.question, str(one.expected)) for one in drawn(question)}
    assert len(asked) >= 3


@pytest.mark.parametrize(("lesson", "question"), ALL, ids=NAMES)
def test_what_is_asked_can_be_read(lesson: str, question: Question) -> None:
    for exercise in drawn(question):
        assert exercise.question.count("$") % 2 == 0
        words = re.sub(r"\\[a-z]+|[{}&\\]", "", exercise.question)
        assert not re.search(r"\+ -|- -|--|0000\d|(?<![\d.])1[a-z]\b", words), words
        if isinstance(exercise.expected, OneOf):
            assert len(set(exercise.expected.choices)) == len(exercise.expected.choices) >= 3
        else:
            assert np.all(np.isfinite(np.asarray(exercise.expected, float)))


def test_the_whole_course_is_asked_in_order() -> None:
    everything = self_assessment(seed=1)
    numbers = [question.number for question in everything.questions]
    assert numbers == sorted(numbers)
    assert len(everything) == len(ALL)


def test_a_lesson_alone_is_asked_too() -> None:
    assert {question.number for question in self_assessment("fit_line").questions} == {1}
    with pytest.raises(ValueError, match="There are no questions on 'fit_lime'"):
        self_assessment("fit_lime")
