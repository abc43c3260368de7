"""A self-assessment: one question an objective, drawn anew, and then a page of what to read again.

A lesson hands in its questions; which lessons there are is not known here. A question draws its
numbers from a generator, so that the next time asks the same thing with others. The first answer to
a question counts: it is a look at what one knows, not practice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from calclib.practice import cards
from calclib.practice.cards import Button, Content, Control, MimeBundle, check_button, mimebundle
from calclib.practice.course import address
from calclib.practice.exercises import Exercise, exercise
from calclib.practice.markup import markdown
from calclib.practice.reading import OneOf
from calclib.practice.verdict import Verdict

if TYPE_CHECKING:
    from calclib.practice.widget import Card

Rng: TypeAlias = np.random.Generator
Value = TypeVar("Value")
FILE = "self-assessment.html"
SKIP = Button(name="next", label="I do not know", off=False)
NEXT = Button(name="next", label="Next question", off=False)
CHECKED = Button(name="check", label="Checked", off=True)
AGAIN = Button(name="again", label="Begin again, with other numbers", off=False)
SAVE = Button(name="save", label="Save a page to print", off=False)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What you know now</title>
<style>
@page { size: A4; margin: 15mm }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 180mm;
  margin: 10mm auto; padding: 0 5mm }
li { margin: 1.5mm 0; break-inside: avoid } h2 { font-size: 12.5pt; margin: 6mm 0 1mm }
</style>
"""


@dataclass(frozen=True)
class Question:
    """What is asked of one objective of a lesson.

    objective: in the words of the lesson.
    link: the notebook and the heading where it is explained, "09-roll-downhill.ipynb#One-step".
    draw: makes the exercise, with numbers from a generator.
    """

    objective: str
    link: str
    draw: Callable[[Rng], Exercise]

    @property
    def number(self) -> int:
        """The number of its lesson.

        >>> Question("step", "09-roll-downhill.ipynb#One-step", lambda rng: Exercise("?")).number
        9
        """
        return int(self.link[:2])


def pick(rng: Rng, *values: Value) -> Value:
    """One of several values.

    >>> pick(np.random.default_rng(0), "only")
    'only'
    """
    return values[int(rng.integers(len(values)))]


def choose(rng: Rng, question: str, right: str, wrong: Mapping[str, str]) -> Exercise:
    """Ask which of several sentences holds; they stand in an order of their own each time.

    right: the one that holds.
    wrong: the others, each with what is to be said of it.

    >>> ask = choose(np.random.default_rng(1), "1 + 1?", "two", {"three": "Count again."})
    >>> ask("three")
    Not yet. Count again.
    """
    listed = [right, *wrong]
    choices = tuple(listed[k] for k in rng.permutation(len(listed)))
    slips = [(OneOf(choice, choices), sentence) for choice, sentence in wrong.items()]
    return exercise(question, OneOf(right, choices), slips=slips)


class Assessment:
    """Questions one after another, and what became of each.

    questions: in the order in which they are asked.
    seed: of the numbers; None draws others each time.
    answers: the verdict on each question that was answered; None where it was passed over.

    >>> double = Question("double a number", "01-a.ipynb#Two", lambda rng: exercise("2 · 3?", 6))
    >>> mine = Assessment([double], seed=1)
    >>> mine[0]
    2 · 3?
    >>> mine.answer(0, 5).passed, mine.answer(0, 6).passed
    (False, False)
    >>> mine
    1 question on 1 lesson: 1 answered, 0 of them right.
    """

    def __init__(self, questions: Sequence[Question], seed: int | None = None) -> None:
        if not questions:
            raise ValueError("An assessment needs at least one question, but got none.")
        self.questions = tuple(sorted(questions, key=lambda question: question.number))
        self.seed = seed
        self.answers: dict[int, Verdict | None] = {}
        self.begin()

    def begin(self) -> None:
        """Draw the numbers, and forget the answers; without a seed the numbers are new."""
        streams = np.random.default_rng(self.seed).spawn(len(self.questions))
        self.exercises = [
            question.draw(rng) for question, rng in zip(self.questions, streams, strict=True)
        ]
        self.answers = {}

    def __getitem__(self, number: int) -> Exercise:
        """A question by its number, from 0."""
        return self.exercises[number]

    def __len__(self) -> int:
        return len(self.questions)

    def answer(self, number: int, answer: object) -> Verdict:
        """Answer a question; the first answer that can be read counts, and stays."""
        known = self.answers.get(number)
        if known is not None:
            return known
        verdict = self.exercises[number].check(answer)
        if verdict.passed is not None:
            link = "" if verdict.passed else self.questions[number].link
            verdict = Verdict(verdict.passed, verdict.message, link, marked=verdict.marked)
            self.answers[number] = verdict
        return verdict

    def skip(self, number: int) -> None:
        """Pass a question over: it counts as not known, unless it was answered."""
        self.answers.setdefault(number, None)

    def missed(self) -> list[int]:
        """The numbers of the questions that were answered wrongly or passed over."""
        return [
            k for k, verdict in sorted(self.answers.items()) if not (verdict and verdict.passed)
        ]

    @property
    def right(self) -> int:
        """How many were answered right."""
        return len(self.answers) - len(self.missed())

    def report(self) -> str:
        """The page in Markdown: how many were right, and what to read again, lesson by lesson."""
        open_ = len(self) - len(self.answers)
        lines = [f"{self.right} of {len(self)} right{f', {open_} not asked yet' if open_ else ''}."]
        missed = self.missed()
        for number in sorted({self.questions[k].number for k in missed}):
            lines += ["", f"**Lesson {number}**", ""]
            lines += [
                f"- {_sentence(self.questions[k].objective)} "
                f"[Read it again]({address(self.questions[k].link)})."
                for k in missed
                if self.questions[k].number == number
            ]
        if not missed and not open_:
            lines += ["", "Nothing to read again."]
        return "\n".join(lines)

    def save(self, path: str | Path = FILE) -> Path:
        """Write a page to print: what you can do, and what to read again, with links.

        path: where to; the links lead to the notebooks beside it.
        Returns the path.
        """
        target = Path(path)
        target.write_text(self._page(), encoding="utf-8")
        return target

    def _page(self) -> str:
        """The page to print, as HTML."""
        parts = [PAGE, "<h1>What you know now</h1>"]
        parts.append(f"<p>{self.right} of {len(self)} questions right, one an objective.</p>")
        missed = set(self.missed())
        for number in sorted({question.number for question in self.questions}):
            parts.append(f"<h2>Lesson {number}</h2><ul>")
            for k, question in enumerate(self.questions):
                if question.number == number:
                    parts.append(_line(question, k in missed, k in self.answers))
            parts.append("</ul>")
        return "\n".join([*parts, "</html>", ""])

    def __repr__(self) -> str:
        lessons = len({question.number for question in self.questions})
        said = f"{_count(len(self), 'question')} on {_count(lessons, 'lesson')}"
        if not self.answers:
            return f"{said}, one an objective, with new numbers each time."
        return f"{said}: {len(self.answers)} answered, {self.right} of them right."

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        return mimebundle(Sitting(self).card, {"text/plain": repr(self)})


class Sitting:
    """What one card shows of an assessment: a question after the other, and the page at the end."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        asked = range(len(assessment))
        self.at = next((k for k in asked if k not in assessment.answers), len(assessment))
        self.typed = ""
        self.said = ""
        self.spoken = ""
        self.card: Card = cards.card(self.content(), self.act)

    @property
    def is_over(self) -> bool:
        """Whether all questions were asked."""
        return self.at == len(self.assessment)

    def act(self, kind: str, value: object) -> None:
        """Do what a reader did on the card, and show what comes of it."""
        if self.is_over:
            self._act_at_the_end(kind)
        elif kind == "next":
            self.assessment.skip(self.at)
            self._go_on()
        elif kind in ("check", "choose") and self.at not in self.assessment.answers:
            self.typed = str(value)
            verdict = self.assessment.answer(self.at, value)
            self.said = verdict._repr_markdown_()
            self.spoken = verdict.message
        self.card.show(self.content())

    def _act_at_the_end(self, kind: str) -> None:
        if kind == "again":
            self.assessment.begin()
            self.at = 0
            self.said = ""
            self.spoken = self._title()
        elif kind == "save":
            path = self.assessment.save()
            self.said = markdown(f"Saved as `{path}`, beside this notebook. Open it and print it.")
            self.spoken = f"Saved as {path}."

    def _go_on(self) -> None:
        self.at += 1
        self.typed = ""
        self.said = ""
        self.spoken = "The end." if self.is_over else self._title()

    def _title(self) -> str:
        question = self.assessment.questions[self.at]
        return f"Question {self.at + 1} of {len(self.assessment)}, lesson {question.number}."

    def content(self) -> Content:
        """The card of the question that is asked now, or of the end."""
        if self.is_over:
            return cards.content(
                "exercise",
                "Self-assessment",
                question="What you know now",
                buttons=[SAVE, AGAIN],
                told=self.assessment.report(),
                said=self.said,
                spoken=self.spoken,
            )
        asked = self.assessment[self.at]
        answered = self.at in self.assessment.answers
        is_choice = isinstance(asked.expected, OneOf)
        check = [] if is_choice else [CHECKED if answered else check_button()]
        return cards.content(
            "exercise",
            "Self-assessment",
            question=f"{self._title()} {asked.question}",
            control=self._control(asked),
            locked=answered,
            buttons=[*check, NEXT if answered else SKIP],
            said=self.said,
            spoken=self.spoken,
        )

    def _control(self, asked: Exercise) -> Control:
        """Radio buttons for a choice, and a field for anything else."""
        if isinstance(asked.expected, OneOf):
            number = int(self.typed) - 1 if self.typed.isdigit() else None
            listed = list(asked.expected.choices)
            return cards.Choices(kind="choices", choices=listed, guess=number)
        return cards.Line(kind="line", words="your answer", value=self.typed)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _sentence(objective: str) -> str:
    """An objective as a sentence of its own.

    >>> _sentence("take a step by hand")
    'Take a step by hand.'
    """
    return f"{objective[0].upper()}{objective[1:]}."


def _line(question: Question, is_missed: bool, is_asked: bool) -> str:
    """One objective on the page to print."""
    mark = "☐" if not is_asked else "✗" if is_missed else "✓"
    words = escape(_sentence(question.objective))
    again = f' <a href="{escape(question.link)}">{escape(question.link)}</a>'
    return f"<li>{mark} {words}{again if is_missed else ''}</li>"


def assess(questions: Sequence[Question], seed: int | None = None) -> Assessment:
    """Show a self-assessment: the questions one after another, then what to read again.

    questions: of one lesson, or of several.
    seed: the same seed gives the same numbers; without one they are new each time.

    >>> assess([Question("count", "00-a.ipynb#One", lambda rng: exercise("1?", 1))])
    1 question on 1 lesson, one an objective, with new numbers each time.
    """
    return Assessment(questions, seed)
