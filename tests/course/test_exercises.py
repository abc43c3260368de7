"""Every question of every lesson: right answers in several forms, wrong ones, and a blank.

A lesson's questions are the exercises and predictions of the modules that its notebook imports. The
answers to them stand in tests/lessons/<lesson>/slips.py, as TABLE: the name of a question, then
right answers, then wrong ones, each with words that it must be told. Nothing is listed here: a
lesson that is added, or a question, is found.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import runpy
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import nbformat
import pytest
import refresh
from refresh import LESSONS, ROOT

from calclib import lessons
from calclib.practice import Exercise, Prediction

Row: TypeAlias = tuple[list[Any], list[tuple[Any, str]]]
NOTEBOOKS = {refresh.folder_of(path.stem): path for path in LESSONS}
TESTS = ROOT / "tests" / "lessons"


def code(path: Path) -> list[str]:
    """The code cells of a notebook."""
    return [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]


def modules(path: Path) -> dict[str, ModuleType]:
    """The lesson modules that a notebook imports, by the names that its cells call them."""
    found = {
        alias.asname or alias.name: refresh.imported(node.module, alias.name)
        for cell in code(path)
        for node in ast.walk(ast.parse(cell))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("calclib.lessons.")
        for alias in node.names
    }
    return {called: given for called, given in found.items() if isinstance(given, ModuleType)}


def asked(module: ModuleType) -> dict[str, Any]:
    """The questions that a module holds."""
    found = vars(module).items()
    return {name: value for name, value in found if isinstance(value, Exercise | Prediction)}


CALLED = {
    f"{lesson} {name}": (f"{called}.{name}", question)
    for lesson, path in NOTEBOOKS.items()
    for called, module in modules(path).items()
    for name, question in asked(module).items()
}
QUESTIONS = {name: question for name, (_, question) in CALLED.items()}
EXERCISES = [name for name, question in QUESTIONS.items() if isinstance(question, Exercise)]
TABLE: dict[str, Row] = {
    f"{path.parent.name} {name}": row
    for path in sorted(TESTS.glob("*/slips.py"))
    for name, row in runpy.run_path(str(path))["TABLE"].items()
}
RIGHT = [(name, answer) for name, (right, _) in TABLE.items() for answer in right]
WRONG = [(name, *row) for name, (_, wrong) in TABLE.items() for row in wrong]


def verdict_on(name: str, answer: Any) -> Any:
    """What a question says to an answer; a prediction is asked anew, and then for its answer."""
    question = QUESTIONS[name]
    if isinstance(question, Exercise):
        return question(answer)
    question.guess = None
    kept = question.choose(answer)
    found = kept if question.guess is None else question.answer()
    question.guess = None
    return found


def link_of(name: str) -> str:
    question = QUESTIONS[name]
    return question.options["link"] if isinstance(question, Exercise) else question.link


def test_every_question_has_its_row() -> None:
    assert set(TABLE) == set(QUESTIONS)


def test_every_module_with_questions_belongs_to_one_lesson() -> None:
    owners: dict[str, set[str]] = {}
    for lesson, path in NOTEBOOKS.items():
        for module in modules(path).values():
            owners.setdefault(module.__name__, set()).add(lesson)
    for found in pkgutil.walk_packages(lessons.__path__, "calclib.lessons."):
        if asked(importlib.import_module(found.name)):
            assert len(owners.get(found.name, ())) == 1, f"{found.name} is asked by no one lesson"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_key_of_its_lesson_and_its_name(name: str) -> None:
    assert QUESTIONS[name].key == tuple(name.split(" "))


def test_every_notebook_imports_the_scenes_and_the_checks_of_its_lesson() -> None:
    for lesson, path in NOTEBOOKS.items():
        called = {name: module.__name__ for name, module in modules(path).items()}
        for name in ("checks", "scenes"):
            assert called[name] == f"calclib.lessons.{lesson}.{name}"


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in EXERCISES])
def test_the_answer_to_a_prediction_stands_in_a_later_cell_of_its_own(name: str) -> None:
    lesson, called = name.split(" ")[0], CALLED[name][0]
    cells = code(NOTEBOOKS[lesson])
    assert cells.index(called) < cells.index(f"{called}.answer()")


@pytest.mark.parametrize("name", TABLE)
def test_a_row_has_three_right_answers_and_three_wrong_ones(name: str) -> None:
    right, wrong = TABLE[name]
    if name in EXERCISES:
        assert len(right) >= 3
        assert len(wrong) >= 3
    else:  # every choice but the right one, or a guess on either side
        assert len(right) >= 2
        choices = getattr(QUESTIONS[name].asked, "listed", range(3))
        assert len(wrong) == len(choices) - 1


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=[str(name) for name, _ in RIGHT])
def test_a_right_answer_passes_in_any_form(name: str, answer: Any) -> None:
    verdict = verdict_on(name, answer)
    assert verdict.passed, verdict
    assert verdict.message.startswith(("Right.", "As you said.", "You said"))


@pytest.mark.parametrize(("name", "answer", "told"), WRONG, ids=[f"{w[0]}: {w[2]}" for w in WRONG])
def test_a_wrong_answer_is_told_its_slip_and_where_to_read(
    name: str, answer: Any, told: str
) -> None:
    verdict = verdict_on(name, answer)
    assert verdict.passed is False
    assert told in verdict.message
    assert verdict.link == link_of(name)


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("blank", [None, ..., "", lambda *given: None, lambda *given: ...])
def test_a_blank_is_not_answered_yet(name: str, blank: Any) -> None:
    if callable(blank) and not callable(getattr(QUESTIONS[name], "expected", None)):
        blank = blank()
    verdict = verdict_on(name, blank)
    assert verdict.passed is None
    assert verdict.message.startswith(("Not answered yet.", "Choose"))


@pytest.mark.parametrize("name", EXERCISES)
def test_every_slip_of_an_exercise_is_wrong_and_gets_its_sentence(name: str) -> None:
    ask = QUESTIONS[name]
    given = ask.options.get("slips", {})
    assert ask.judge or ask(ask.expected).passed
    for slip, sentence in given.items() if isinstance(given, dict) else given:
        assert sentence in ask(slip).message


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_has_hints_that_do_not_run_out_at_once(name: str) -> None:
    ask = QUESTIONS[name]
    assert ask.hints
    assert all(hint.endswith((".", "?")) for hint in ask.hints)


@pytest.mark.parametrize("lesson", NOTEBOOKS)
def test_a_solution_passes_every_check_of_its_lesson(lesson: str) -> None:
    checked = runpy.run_path(str(TESTS / lesson / "solution.py"))["CHECKED"]
    assert all(verdict.passed for verdict in checked), checked
    assert len(checked) >= sum(name.startswith(f"{lesson} ") for name in QUESTIONS)


def headings(path: Path) -> set[str]:
    """The anchors of a notebook's headings, as JupyterLab writes them."""
    lines = [
        line
        for cell in nbformat.read(path, 4).cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
    ]
    return {line.lstrip("# ").replace(" ", "-") for line in lines if line.startswith("#")}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_link_leads_to_a_heading_that_is_there(name: str) -> None:
    book, _, anchor = link_of(name).partition("#")
    if book or name in EXERCISES:  # a prediction is explained by what follows it
        assert anchor in headings(ROOT / "notebooks" / book)


@pytest.mark.parametrize("lesson", NOTEBOOKS)
def test_the_cells_of_a_lesson_ask_every_question_and_hold_no_answer(lesson: str) -> None:
    cells = "\n".join(code(NOTEBOOKS[lesson]))
    for name, (called, _) in CALLED.items():
        assert not name.startswith(f"{lesson} ") or called in cells
    assert "answer=" not in cells
