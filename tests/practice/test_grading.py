"""Grading: the checks of a notebook decide, and no notebook keeps the others from being graded."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import nbformat
import pytest

from calclib.__main__ import grades
from calclib.practice import grading
from calclib.practice.grading import HEADER, OFFLINE, Limits, Row, grade, offline, table

IMPORT = "from calclib.lessons.roll_downhill import checks"
RIGHT = "checks.landing_rate(1 / 8)"
WRONG = "checks.landing_rate(1 / 4)"


def book(path: Path, *cells: str, exercises: tuple[str, ...] = ("landing_rate",)) -> None:
    """A notebook that says which exercises it asks, as a lesson does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    if exercises:
        made.metadata["calclib"] = {"lesson": "roll_downhill", "exercises": list(exercises)}
    nbformat.write(made, path)


def test_what_the_checks_call_right_is_passed_and_nothing_else(tmp_path: Path) -> None:
    book(tmp_path / "ada" / "09.ipynb", IMPORT, RIGHT, exercises=("landing_rate", "best_rate"))
    book(tmp_path / "bob" / "09.ipynb", IMPORT, WRONG)
    rows = [(row.who, row.exercise, row.passed, row.note) for row in grade(tmp_path)]
    assert rows == [
        ("ada", "landing_rate", True, ""),
        ("ada", "best_rate", False, ""),
        ("bob", "landing_rate", False, ""),
    ]


def test_a_cell_that_fails_does_not_take_the_exercises_below_it(tmp_path: Path) -> None:
    book(tmp_path / "ada.ipynb", IMPORT, "1 / 0", "not python", RIGHT)
    assert [(row.who, row.passed) for row in grade(tmp_path)] == [("ada", True)]


def test_a_notebook_without_end_is_stopped_and_the_next_one_is_graded(tmp_path: Path) -> None:
    book(tmp_path / "a.ipynb", IMPORT, RIGHT, "while True: pass")
    book(tmp_path / "b.ipynb", IMPORT, RIGHT)
    first, second = grade(tmp_path, Limits(seconds=15))
    assert first.note == "stopped: more than 15 seconds"
    assert first.passed
    assert second == Row("b", "b.ipynb", "roll_downhill", "landing_rate", True)


def test_a_notebook_that_takes_all_memory_stops_alone(tmp_path: Path) -> None:
    book(tmp_path / "a.ipynb", "x = bytearray(40 * 10**9)", IMPORT, RIGHT)
    (row,) = grade(tmp_path)
    assert row.passed


def test_a_notebook_reaches_no_network_where_the_system_can_take_it_away(tmp_path: Path) -> None:
    if not offline():
        pytest.skip("this system does not let a user take the network from a process")
    reach = 'import socket; socket.create_connection(("127.0.0.1", {port}))\n' + RIGHT
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        book(tmp_path / "a.ipynb", IMPORT, reach.format(port=port))
        (row,) = grade(tmp_path)
    assert not row.passed


@pytest.mark.parametrize(
    ("path", "status", "taken"), [("/x", 0, OFFLINE), ("/x", 1, ()), ("", 0, ())]
)
def test_the_network_is_taken_away_where_a_trial_of_that_succeeds(
    path: str, status: int, taken: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[list[str]] = []

    def trial(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        tried.append(command)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(grading.shutil, "which", lambda name: path or None)
    monkeypatch.setattr(grading.subprocess, "run", trial)
    assert offline.__wrapped__() == taken
    assert tried == ([[*OFFLINE, "true"]] if path else [])


def test_a_notebook_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("no notebook")
    (row,) = grade(tmp_path)
    assert row.note.startswith("stopped: ")
    book(tmp_path / "a.ipynb", "1 + 1", exercises=())
    (row,) = grade(tmp_path)
    assert row.note == "It asks no exercise of the course."


def test_the_learners_own_progress_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALCLIB_PROGRESS", str(tmp_path / "mine"))
    book(tmp_path / "class" / "a.ipynb", IMPORT, RIGHT)
    assert [row.passed for row in grade(tmp_path / "class")] == [True]
    assert not (tmp_path / "mine").exists()


def test_no_name_is_a_formula_to_a_spreadsheet() -> None:
    rows = [Row("=HYPERLINK()", "-1.ipynb", "a", "b", False, "x, y")]
    head, row = csv.reader(io.StringIO(table(rows)))
    assert tuple(head) == HEADER
    assert row == ["'=HYPERLINK()", "'-1.ipynb", "a", "b", "0", "x, y"]


def test_a_folder_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="is no folder"):
        grades(tmp_path / "none", 1, 0)
