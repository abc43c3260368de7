"""Every exercise: right answers in three forms, wrong ones with what each is told, and a blank."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
import sympy as sp
from refresh import LESSONS, ROOT

from calclib.lessons import fit_line, fit_line_checks, roll_downhill_checks, start_here
from calclib.practice import Exercise, Prediction

MODULES = {"00": start_here, "01": fit_line_checks, "07": roll_downhill_checks}
NOTEBOOKS = {path.name[:2]: path for path in LESSONS}
SOLUTIONS = sorted((ROOT / "tests" / "solutions").glob("*.py"))
flipper, mass = fit_line.measurements()
x, a, b = sp.symbols("x a b")


def questions(kind: type) -> dict[str, Any]:
    """Every exercise, or prediction, of the lessons here by "lesson name"."""
    return {
        f"{number} {name}": value
        for number, module in MODULES.items()
        for name, value in vars(module).items()
        if isinstance(value, kind)
    }


def slopes(m: float, b: float, factor: float = 2) -> list[float]:
    error = m * flipper + b - mass
    return [factor * np.mean(error * flipper), factor * np.mean(error)]


def fit(rate: float, steps: int = 40, factor: float = 2) -> Any:
    theta = np.zeros(2)
    for _ in range(steps):
        theta = theta - rate * np.array(slopes(*theta, factor))
    return theta


def steeper(u: float, v: float) -> float:
    return 2 * float(np.mean((u * flipper + v) ** 2))


# name: three right answers, and wrong ones with what each must be told.
TABLE: dict[str, tuple[list[Any], list[tuple[Any, str]]]] = {
    "00 below_one": (
        [9, 9.0, "9"],
        [(8, "still 1.158"), (10, "not for the first time"), (30, "too large")],
    ),
    "00 leaves_the_frame": (
        [0.13, "13/100", np.float32(0.13).astype(float).round(6)],
        [(0.12, "zig-zags"), (13, "per cent"), (0.01, "too small")],
    ),
    "00 step_downhill": (
        [lambda s, g, r: s - r * g, lambda s, g, r: -g * r + s, lambda *v: v[0] - v[1] * v[2]],
        [
            (lambda s, g, r: s + r * g, "uphill"),
            (lambda s, g, r: s - g, "multiplied by the rate"),
            (lambda s, g, r: -r * g, "step alone"),
            (lambda s, g, r: s - r, "multiplied by the slope"),
            (lambda s, g: s - g, "Your function stops"),
        ],
    ),
    "00 one_step": (
        [2.4, "3 - 0.1*6", sp.Rational(12, 5)],
        [(3.6, "minus sign"), (0.6, "length of the step"), (2.9, "learning rate alone")],
    ),
    "00 height_after": (
        ["(0.8x)^2", "0.64 x²", (x - sp.Rational(2, 10) * x) ** 2],
        [("0.8x^2", "brackets"), ("0.8 x", "How high"), ("x^2", "before the step")],
    ),
    "01 slopes": (
        [slopes, lambda m, b: tuple(slopes(m, b)), lambda m, b: np.array(slopes(m, b))],
        [
            (lambda m, b: slopes(m, b)[::-1], "comes first"),
            (lambda m, b: slopes(m, b, factor=1), "factor 2"),
            (lambda m, b: slopes(m, b, factor=2 * 342), "take the mean"),
            (lambda m, b: slopes(m, b, factor=-2), "sign"),
            (lambda m, b: [slopes(m, b)[1]] * 2, "factor x under the mean"),
            (slopes(0.2, 3.8), "without brackets"),
        ],
    ),
    "01 walk": (
        [fit, lambda rate: list(fit(rate)), lambda rate: tuple(fit(rate))],
        [
            (lambda rate: fit(-rate), "uphill"),
            (lambda rate: fit(rate, steps=1), "after the loop"),
            (lambda rate: fit(rate, steps=39), "one step too few"),
            (lambda rate: fit(rate, factor=1), "factor 2"),
            (fit(0.05), "without brackets"),
        ],
    ),
    "01 change_of_b": (
        [-0.2, "-0.25*0.8", "-1/5"],
        [(0.2, "against the slope"), (-0.8, "the rate times the slope"), (-3.2, "divided")],
    ),
    "01 by_hand": (
        [[-2, -2], "-2, -2", np.array([-2.0, -2.0])],
        [([-1, -1], "factor 2"), ([-6, -6], "3 birds"), ([2, 2], "line minus the bird")],
    ),
    "01 absolute": (
        ["x sign(m x + b - y)", "x (m x + b - y)/|m x + b - y|", "-x sign(y - b - x m)"],
        [
            ("sign(m x + b - y)", "grows by x"),
            ("2x (m x + b - y)", "of the square"),
            ("x", "where it is negative"),
            ("x sign(error)", "I do not know"),
        ],
    ),
    "01 curvature": (
        [steeper, lambda u, v: 2 * (u * u * np.mean(flipper**2) + v * v), np.vectorize(steeper)],
        [
            (lambda u, v: steeper(u, v) / 2, "factor of t²"),
            (lambda u, v: 2 * np.mean(u * flipper + v), "Square under"),
            (lambda u, v: 2 * np.mean(u * flipper + v) ** 2, "Square first"),
        ],
    ),
    "01 typing_error": (
        [[0.0987, 4.05, 4.05], (33.75 / 342, 4.05, 4.05), "33.75/342, 4.05, 4.05"],
        [
            ([33.75, 4.05, 4.05], "the mean of 342"),
            ([37.5 / 342, 4.05, 4.05], "37.5 − 3.75"),
            ([33.75 / 342, 4.2, 4.3], "Entry [1] is too large"),
        ],
    ),
    "07 built": (
        [[1, 0.5, 0.25], np.array([1, 0.5, 0.25]), "1, 1/2, 1/4"],
        [
            ([1, 1.5, 2.25], "uphill"),
            ([1, -1, 1], "the learning rate"),
            ([1, 0.75, 0.5625], "not the point itself"),
            ([1, 0.5, 0.5], "the newest point"),
            (0.25, "return all of them"),
            ([[1], [0.5], [0.25]], "their shape should be (3,)"),
        ],
    ),
    "07 landing_rate": (
        [0.125, "1/8", sp.Rational(1, 8)],
        [(0.25, "the cliff"), (8, "λ itself"), (-0.125, "the sign is not")],
    ),
    "07 steps_to_ten": (
        [232, 232.0, "232"],
        [(231, "still below 10"), (900, "of what it is"), (231.4, "should be whole")],
    ),
    "07 best_rate": (
        ["2/(a + b)", "1/((a + b)/2)", 2 / (a + b)],
        [
            ("2/b", "the cliff"),
            ("1/b", "creeps along"),
            ("(a + b)/2", "1 divided by it"),
            ("1/(a + b)", "half the best rate"),
            ("2/(a + c)", "I do not know 'c'"),
        ],
    ),
    "07 sure_steps": (
        [6908, 6908.0, "6908"],
        [(6907, "a little above"), (691, "κ = 100"), (6907.8, "should be whole")],
    ),
}


def test_every_exercise_has_its_row() -> None:
    assert set(TABLE) == set(questions(Exercise))


RIGHT = [(name, answer) for name, (right, _) in TABLE.items() for answer in right]
WRONG = [(name, *row) for name, (_, wrong) in TABLE.items() for row in wrong]


@pytest.mark.parametrize("name", TABLE)
def test_a_row_has_three_right_answers_and_three_wrong_ones(name: str) -> None:
    right, wrong = TABLE[name]
    assert len(right) >= 3
    assert len(wrong) >= 3


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=[str(name) for name, _ in RIGHT])
def test_a_right_answer_passes_in_any_form(name: str, answer: Any) -> None:
    assert questions(Exercise)[name](answer).message.startswith("Right.")


@pytest.mark.parametrize(("name", "answer", "told"), WRONG, ids=[f"{w[0]}: {w[2]}" for w in WRONG])
def test_a_wrong_answer_is_told_its_slip_and_where_to_read(
    name: str, answer: Any, told: str
) -> None:
    verdict = questions(Exercise)[name](answer)
    assert verdict.passed is False
    assert told in verdict.message
    assert verdict.link


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("blank", [None, ..., "", lambda *given: None, lambda *given: ...])
def test_a_blank_is_not_answered_yet(name: str, blank: Any) -> None:
    ask = questions(Exercise)[name]
    if callable(blank) and not callable(ask.expected):
        blank = blank()
    verdict = ask(blank)
    assert verdict.passed is None
    assert verdict.message.startswith("Not answered yet.")


@pytest.mark.parametrize("name", TABLE)
def test_every_slip_of_an_exercise_is_wrong_and_gets_its_sentence(name: str) -> None:
    ask = questions(Exercise)[name]
    given = ask.options["slips"]
    assert ask(ask.expected).passed
    for slip, sentence in given.items() if isinstance(given, dict) else given:
        assert sentence in ask(slip).message


@pytest.mark.parametrize("name", TABLE)
def test_an_exercise_has_hints_that_do_not_run_out_at_once(name: str) -> None:
    ask = questions(Exercise)[name]
    assert ask.hints
    assert all(hint.endswith((".", "?")) for hint in ask.hints)


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_passes_every_check_of_its_lesson(path: Path) -> None:
    checked = runpy.run_path(str(path))["CHECKED"]
    assert all(verdict.passed for verdict in checked), checked
    module = MODULES[path.stem]
    asked = [v for v in vars(module).values() if isinstance(v, Exercise | Prediction)]
    assert len(checked) >= len(asked)


def headings(path: Path) -> set[str]:
    """The anchors of a notebook's headings, as JupyterLab writes them."""
    lines = [
        line
        for cell in nbformat.read(path, 4).cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
    ]
    return {line.lstrip("# ").replace(" ", "-") for line in lines if line.startswith("#")}


@pytest.mark.parametrize("name", TABLE)
def test_a_link_leads_to_a_heading_that_is_there(name: str) -> None:
    book, _, anchor = questions(Exercise)[name].options["link"].partition("#")
    assert anchor in headings(ROOT / "notebooks" / book)


@pytest.mark.parametrize("number", MODULES)
def test_the_cells_of_a_lesson_ask_every_question_and_hold_no_answer(number: str) -> None:
    cells = nbformat.read(NOTEBOOKS[number], 4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    module = MODULES[number].__name__.rpartition(".")[2]
    for name in (*questions(Exercise), *questions(Prediction)):
        if name.startswith(number):
            assert f"{module}.{name.split()[1]}" in code
    assert "answer=" not in code
