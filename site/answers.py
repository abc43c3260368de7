"""What check.py asks of cards: each prediction is answered, and each field says what Python says.

The answers that are typed come from the tests of each lesson (tests/lessons/*/slips.py), which hold
right and wrong ones; what must be said to them comes from the course's own checks.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from tempfile import NamedTemporaryFile
from typing import Any, Protocol, TypeAlias

import numpy as np
from playwright.sync_api import BrowserContext, Page
from recording import EMPTY, answer_data
from run import folder_of

from calclib.practice import Exercise
from calclib.practice.reading import OneOf, number_values
from calclib.practice.records import line_of, parse
from calclib.practice.verdict import Verdict
from calclib.words import say

Table: TypeAlias = tuple[list[Any], list[tuple[Any, str]]]

# What stands inside an element for a reader without JavaScript.
FALLBACKS = {
    "calclib-scene": "img, p",
    "calclib-guess": "p",
    "calclib-answer": "details",
    "calclib-exercise": "script",
    "calclib-progress": "table",
    "calclib-pole": "img, p",
}
TRY_ALL = """([key, typed]) => {
  const cards = [...document.querySelectorAll("calclib-exercise .calclib-card")];
  const card = cards.find((one) => one.dataset.key === key);
  if (!card) return null;
  const field = card.querySelector("input[type=text]");
  return typed.map((answer) => {
    field.value = answer;
    card.querySelector("[data-role=check]").click();
    return card.querySelector(".spoken").textContent;
  });
}"""
GUESS = """() => [...document.querySelectorAll("calclib-guess")].map((guess) => {
  const { key } = guess.querySelector(".calclib-card").dataset;
  const inputs = [...guess.querySelectorAll("input")];
  if (inputs[0].type === "radio") inputs.at(-1).click();
  else guess.querySelector("button").click();
  const kept = guess.querySelector(".said").textContent;
  const answers = [...document.querySelectorAll("calclib-answer .calclib-card")];
  const answer = answers.find((one) => one.dataset.key === key);
  answer?.querySelector("[data-role=show]")?.click();
  return [key, kept, answer ? answer.querySelector(".said").textContent : ""];
})"""


class Report(Protocol):
    """Where faults go."""

    def fault(self, page: str, sentence: str) -> None:
        """Something is wrong with a page."""

    def count(self, name: str, number: int = 1) -> None:
        """Something was checked so many times."""


def check_lesson(context: BrowserContext, url: str, lesson: str, report: Report) -> None:
    """Every prediction and every field of a lesson's page."""
    tab = context.new_page()
    tab.goto(url)
    check_predictions(tab, lesson, report)
    table = importlib.import_module(f"lessons.{folder_of(lesson)}.slips").TABLE
    for name, exercise in exercises_of(lesson).items():
        data = answer_data(exercise) if exercise.key else None
        if data and data["kind"] == "numbers":
            check_field(tab, lesson, exercise, table.get(name, ([], [])), report)
    check_fields_of_words(tab, lesson, report)
    tab.close()


def exercises_of(lesson: str) -> dict[str, Exercise]:
    """The exercises of a lesson, "09-roll-downhill", by the names that its checks give them."""
    module = importlib.import_module(f"calclib.lessons.{folder_of(lesson)}.checks")
    return {name: one for name, one in vars(module).items() if isinstance(one, Exercise)}


def check_predictions(tab: Page, lesson: str, report: Report) -> None:
    """Each guess is kept, and its answer opens and says something."""
    asked = tab.evaluate(GUESS)
    for key, kept, told in asked:
        report.count("predictions answered")
        if not kept.startswith("Your guess is kept"):
            report.fault(lesson, f"the guess at {key} is not kept: {kept!r}.")
        if len(told) < 10:
            report.fault(lesson, f"{key} is not answered.")
    tab.reload()
    kept_now = tab.evaluate(
        "() => [...document.querySelectorAll('calclib-guess .calclib-card.locked')].length"
    )
    if kept_now != len(asked):
        report.fault(lesson, f"after a reload {kept_now} of {len(asked)} guesses are remembered.")


def slips_of(exercise: Exercise) -> Iterator[object]:
    """Every slip with a name, a number twice, half and with the other sign, and nothing."""
    slips = exercise.options.get("slips", ())
    pairs = slips.items() if hasattr(slips, "items") else slips
    yield from (wrong for wrong, _ in pairs)
    target = number_values(exercise.expected)[0]
    yield from (value.tolist() for value in (target, 2 * target, -target, target / 2))
    yield from (target + 0.37123, target - 0.37123, target * 1.002345678, target * 1.125)
    yield from (f"{value:.2g}" for value in target.ravel()[:1] if target.size == 1)
    for k in range(target.size if target.size > 1 else 0):
        some = target.astype(float).ravel()
        some[k] = 1.003 * some[k] + (not some[k])  # one entry that is close, the others right
        yield some.reshape(target.shape)
        some[k] = round(some[k]) + 3  # whole
        yield some.reshape(target.shape)
    yield ""


def typed_answers(exercise: Exercise, table: Table) -> dict[str, Any]:
    """Right and wrong answers to an exercise, each under the text in which it is typed.

    table: right answers, and wrong ones with the words they are told (tests/lessons/*/slips.py).
    """
    right, wrong = table
    given = [*right, *(answer for answer, _ in wrong), *slips_of(exercise)]
    return {text: answer for answer in given if (text := as_typed(answer)) is not None}


def wanted_verdict(exercise: Exercise, text: str, answer: Any) -> Verdict:
    """What Python says: a notebook's field reads no list of lists; its cells do."""
    return exercise.compare(answer if "[[" in text else text)


def says_the_same(text: str, told: str, wanted: Verdict) -> bool:
    """Whether a page says to an answer what Python says, or that it cannot read it."""
    is_blank = wanted.passed is None and told == Verdict(None, EMPTY).message
    return told == wanted.message or is_blank or is_left_to_python(text, told)


def is_left_to_python(text: str, told: str) -> bool:
    """Whether a page cannot read what only a notebook has to, such as a formula or words."""
    return told.startswith(say("page.notRead")) and not is_plain(text)


def check_field(tab: Page, lesson: str, exercise: Exercise, table: Table, report: Report) -> None:
    """The field of an exercise says to each answer what the exercise says."""
    assert exercise.key
    typed = typed_answers(exercise, table)
    said = tab.evaluate(TRY_ALL, ["/".join(exercise.key), list(typed)])
    if said is None:
        return  # the lesson's cells do not ask it
    report.count("exercises with a field")
    for (text, answer), told in zip(typed.items(), said, strict=True):
        report.count("typed answers")
        wanted = wanted_verdict(exercise, text, answer)
        if is_left_to_python(text, told):
            report.count("typed answers that only a live notebook reads")
        if not says_the_same(text, told, wanted):
            report.fault(
                lesson,
                f"{exercise.key[1]}: to {text!r} the page says {told!r}, "
                f"and Python {wanted.message!r}.",
            )


def is_plain(text: str) -> bool:
    """Whether an answer is numbers and nothing else, such as a formula or words."""
    if re.search(r"\d\s*[-+−]\s*\d", text.lower().replace("e-", "").replace("e+", "")):
        return False  # a sum
    return not any(letter.isalpha() and letter not in "eE" for letter in text) and not any(
        sign in text for sign in "*^√()"
    )


def as_typed(answer: Any) -> str | None:
    """An answer as a learner types it; None for one that cannot be typed.

    >>> as_typed([1, 0.5]), as_typed([[2.5, 1], [0.25, 0.5]]), as_typed(None)
    ('1, 0.5', '[[2.5, 1], [0.25, 0.5]]', None)
    """
    if isinstance(answer, str):
        return answer
    if isinstance(answer, (list, tuple, np.ndarray)):
        rows = [isinstance(part, (list, tuple, np.ndarray)) for part in answer]
        parts = [as_typed(part) for part in answer]
        if any(part is None for part in parts):
            return None
        written = [
            f"[{part}]" if is_row and not str(part).startswith("[") else str(part)
            for part, is_row in zip(parts, rows, strict=True)
        ]
        inside = ", ".join(written)
        return f"[{inside}]" if any(rows) or isinstance(answer, np.ndarray) else inside
    if isinstance(answer, (bool, type(None), type(...))) or callable(answer):
        return None
    if isinstance(answer, (int, float, np.number)):
        return repr(np.asarray(answer).item())
    return str(answer) if hasattr(answer, "free_symbols") else None


def check_fields_of_words(tab: Page, lesson: str, report: Report) -> None:
    """Choices of an exercise: one of them is right, and each says something."""
    for exercise in exercises_of(lesson).values():
        if not isinstance(exercise.expected, OneOf):
            continue
        card = tab.locator(f"calclib-exercise [data-key='{'/'.join(exercise.key or ())}']")
        for number, choice in enumerate(exercise.expected.choices):
            card.locator("input").nth(number).click()
            wanted = exercise.compare(choice).message
            told = card.locator(".spoken").inner_text()
            report.count("typed answers")
            if told != wanted:
                report.fault(lesson, f"to {choice!r} the page says {told!r}, Python {wanted!r}.")


def check_progress_file(context: BrowserContext, base: str, report: Report) -> None:
    """What a reader solved is written as the notebook's file, and such a file is read."""
    tab = context.new_page()
    tab.goto(base)
    with tab.expect_download() as download:
        tab.get_by_text("Save my progress as a file").click()
    content = download.value.path().read_bytes()
    record = parse(content)
    if not record.solved or record.foreign or record.broken:
        report.fault("index.html", f"the file of progress is {record!r}.")
    if content != b"".join(map(line_of, record.solved)):
        report.fault("index.html", "the file of progress has not the form of the notebook's.")
    tab.get_by_text("Forget my progress").click()
    with NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(content)
        file.flush()
        tab.locator("calclib-progress input[type=file]").set_input_files(file.name)
        tab.get_by_text(f"{len(record.solved)} new from the file").wait_for(timeout=3000)
    tables = tab.locator("calclib-progress table")
    rows = tab.locator("calclib-progress tbody tr").count()
    lessons = tab.locator("calclib-progress a").count()
    if tables.count() != 1 or rows == 0 or rows != lessons:
        report.fault("index.html", f"the table of progress has {rows} rows for {lessons} lessons.")
    if tab.locator("article table a").count() < rows:
        report.fault("index.html", "a table of progress stands outside its element.")
    report.count("exercises in the file of progress", len(record.solved))
    tab.close()
