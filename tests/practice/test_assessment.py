"""The self-assessment: one question after another, first answers count, misses lead back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, Sitting, assess, choose


def double(rng: Rng) -> Exercise:
    number = int(rng.integers(10, 10_000))
    return exercise(f"Twice {number}?", 2 * number, slips={number: "That is once."})


def colour(rng: Rng) -> Exercise:
    return choose(rng, "The sky?", "Blue", {"Green": "That is grass.", "Red": "In the evening."})


QUESTIONS = (
    Question("name the colour of the sky", "02-sky.ipynb#Above", colour),
    Question("double a number", "01-number.ipynb#Twice", double),
)


class Page:
    """A card without a page: what it shows, and what a reader does on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **options: Any) -> None:
        monkeypatch.setattr("calclib.practice.cards.card", lambda shown, act: self)
        self.assessment = assess(QUESTIONS, **options)
        self.sitting = Sitting(self.assessment)
        self.shown: Any = self.sitting.content()

    def show(self, shown: Any) -> None:
        self.shown = shown

    def act(self, kind: str, value: object = None) -> None:
        self.sitting.act(kind, value)

    @property
    def buttons(self) -> list[str]:
        return [button["label"] for button in self.shown["buttons"]]


def test_questions_are_asked_in_the_order_of_the_lessons() -> None:
    assert [question.number for question in assess(QUESTIONS).questions] == [1, 2]


def test_the_same_seed_asks_the_same_and_no_seed_asks_anew() -> None:
    once, again = assess(QUESTIONS, seed=3), assess(QUESTIONS, seed=3)
    assert [repr(one) for one in once.exercises] == [repr(one) for one in again.exercises]
    asked = {assess(QUESTIONS)[0].question for _ in range(8)}
    assert len(asked) > 1
    mine = assess(QUESTIONS)
    before = {mine[0].question}
    for _ in range(8):
        mine.begin()
        before.add(mine[0].question)
    assert len(before) > 1


def test_the_first_answer_counts_and_a_blank_is_none() -> None:
    mine = assess(QUESTIONS, seed=0)
    number = mine[0].expected
    assert mine.answer(0, None).passed is None
    assert mine.answer(0, "…").passed is None
    assert mine.answers == {}
    first = mine.answer(0, np.asarray(number) // 2)
    assert (first.passed, first.link) == (False, "01-number.ipynb#Twice")
    assert "That is once." in first.message
    assert mine.answer(0, number) == first
    mine.skip(0)
    assert mine.answers == {0: first}


def test_what_was_missed_is_to_be_read_again() -> None:
    mine = assess(QUESTIONS, seed=0)
    mine.answer(0, 0)
    assert mine.report().startswith("0 of 2 right, 1 not asked yet.")
    mine.answer(1, "blue")
    report = mine.report()
    assert report.startswith("1 of 2 right.")
    assert "- Double a number. [Read it again](01-number.ipynb#Twice)." in report
    assert "sky" not in report
    mine.begin()
    mine.answer(0, mine[0].expected)
    mine.skip(1)
    assert "Name the colour of the sky." in mine.report()
    mine.begin()
    for number in range(2):
        mine.answer(number, mine[number].expected)
    assert "Nothing to read again." in mine.report()


def test_the_page_to_print_has_every_objective_and_the_links_of_misses(tmp_path: Path) -> None:
    mine = assess([*QUESTIONS, Question("a < b", "03-c.ipynb#C", double)], seed=0)
    mine.answer(0, 0)
    mine.answer(1, "Blue")
    page = mine.save(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "✗ Double a number." in page
    assert '<a href="01-number.ipynb#Twice">' in page
    assert "✓ Name the colour of the sky." in page
    assert "☐ A &lt; b." in page
    assert page.count("<a ") == 1
    assert "1 of 3 questions right" in page


def test_on_the_page_to_print_a_link_is_no_markup(tmp_path: Path) -> None:
    mine = assess([Question("double", '03-c.ipynb?a=1&b="<i>"', double)], seed=0)
    mine.answer(0, 0)
    page = mine.save(tmp_path / "page.html").read_text(encoding="utf-8")
    link = "03-c.ipynb?a=1&amp;b=&quot;&lt;i&gt;&quot;"
    assert f'<a href="{link}">{link}</a>' in page


def test_a_card_asks_checks_and_goes_on_to_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    page = Page(monkeypatch, seed=0)
    assert page.shown["question"].startswith("Question 1 of 2, lesson 1. Twice ")
    assert page.buttons == ["Check", "I do not know"]
    page.act("check", "7")
    assert page.shown["said"].startswith("**Not yet.**")
    assert "01-number.ipynb#Twice" in page.shown["said"]
    assert page.buttons == ["Checked", "Next question"]
    page.act("check", str(page.assessment[0].expected))  # too late
    assert page.assessment.right == 0
    page.act("next")
    assert page.shown["control"]["kind"] == "choices"
    assert page.shown["said"] == ""
    where = page.shown["control"]["choices"].index("Blue")
    page.act("choose", where + 1)
    assert page.shown["said"] == "**Right.**"
    assert (page.shown["locked"], page.shown["control"]["guess"]) == (True, where)
    page.act("next")
    assert page.buttons == ["Save a page to print", "Begin again, with other numbers"]
    assert page.shown["told"].startswith("1 of 2 right.")
    page.act("save")
    assert (tmp_path / "self-assessment.html").exists()
    page.act("again")
    assert page.shown["question"].startswith("Question 1 of 2")
    assert page.assessment.answers == {}


def test_to_pass_a_question_over_counts_as_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(monkeypatch, seed=0)
    page.act("next")
    page.act("next")
    assert page.shown["told"].startswith("0 of 2 right.")


def test_a_card_that_is_shown_again_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(monkeypatch, seed=0)
    page.act("next")
    assert Sitting(page.assessment).at == 1


def test_an_assessment_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="needs at least one question"):
        assess([])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_choice_stays_marked_once_it_is_made(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(monkeypatch, seed=0)
    page.act("next")
    assert page.shown["control"]["guess"] is None
    page.act("choose", number)
    assert page.shown["control"]["guess"] == number - 1
