"""Progress: what is solved is kept in one small file, and nothing that happens to it raises."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from refresh import ROOT
from test_exercises import EXERCISES, NOTEBOOKS

from calclib.lessons.start_here import scenes as start_here
from calclib.lessons.zoom_in import checks as zoom_in_checks
from calclib.practice import exercise, forget, progress
from calclib.practice.course import address, course

BOOKS = ROOT / "notebooks"


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept" / "progress.jsonl"
    monkeypatch.setenv("CALCLIB_PROGRESS", str(path))
    return path


def solved_of(number: int) -> int:
    return next(done for title, done, _ in progress(BOOKS).counts() if title[0] == f"{number}")


def test_a_right_answer_is_kept_once_and_a_wrong_one_is_not(file: Path) -> None:
    start_here.below_one(8)
    assert not file.exists()
    start_here.below_one(9)
    start_here.below_one("9")
    kept = [json.loads(line) for line in file.read_text().splitlines()]
    assert kept == [{"lesson": "start_here", "exercise": "below_one"}]


def test_what_is_kept_is_counted_by_lesson(file: Path) -> None:
    zoom_in_checks.nearby(6.8)
    zoom_in_checks.powers([1, 2])
    assert solved_of(2) == 2
    assert solved_of(0) == 0
    assert repr(progress(BOOKS)) == "2 · Zoom in: the derivative: 2 of 7"


def test_every_exercise_of_a_lesson_is_counted_without_running_the_lesson() -> None:
    counts = {title.split(" ")[0]: total for title, _, total in progress(BOOKS).counts()}
    for lesson, path in NOTEBOOKS.items():
        here = sum(name.startswith(f"{lesson} ") for name in EXERCISES)
        assert counts[str(int(path.name[:2]))] == here > 0


def test_a_learners_own_question_is_not_kept(file: Path) -> None:
    assert exercise("2 + 2?", 4)(4).passed
    assert not file.exists()


def test_it_is_forgotten_at_a_word(file: Path) -> None:
    start_here.below_one(9)
    assert forget() == "Your progress is forgotten."
    assert not file.exists()
    assert forget() == "There is no progress to forget."
    assert repr(progress(BOOKS)) == "No exercise is solved yet."
    start_here.below_one(9)
    assert solved_of(0) == 1  # and kept again


@pytest.mark.parametrize("where", ["under a file", "a folder", "no right"])
def test_a_place_that_cannot_be_written_to_is_said_and_all_else_works(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    paths = {"under a file": tmp_path / "file" / "progress", "a folder": tmp_path}
    monkeypatch.setenv("CALCLIB_PROGRESS", str(paths.get(where, tmp_path / "progress")))
    if where == "no right":  # root may write anywhere, so the answer of the system is played
        monkeypatch.setattr(os, "access", lambda *_: False)
    assert start_here.below_one(9).passed
    told = repr(progress(BOOKS))
    assert "Progress cannot be kept here" in told
    assert isinstance(forget(), str)


@pytest.mark.parametrize(
    "broken",
    [
        b"{",
        b"\xff\xfe\x00",
        b"[1, 2]",
        b'{"lesson": 3}',
        b'"' + b"[" * 10_000,
        b"null",
        b"[" * 9999,
    ],
)
def test_a_broken_line_is_said_and_dropped_and_the_rest_is_kept(file: Path, broken: bytes) -> None:
    start_here.below_one(9)
    with file.open("ab") as kept:
        kept.write(broken)  # torn: no end of line
    start_here.one_step(2.4)
    first, second = progress(BOOKS), progress(BOOKS)
    assert first.note == "One line of the file could not be read and had to be dropped."
    assert second.note == ""
    assert solved_of(0) == 2
    assert len(file.read_text().splitlines()) == 2
    assert os.listdir(file.parent) == [file.name]


def test_two_notebooks_at_once_lose_nothing(file: Path) -> None:
    program = """
import sys
from calclib.practice import keeping
for k in range(200):
    keeping.key_of = lambda _: (sys.argv[1], f"{k}")
    keeping.remember(None)
"""
    runs = [subprocess.Popen([sys.executable, "-c", program, name]) for name in "ab"]
    assert [run.wait(60) for run in runs] == [0, 0]
    kept = [tuple(json.loads(line).values()) for line in file.read_text().splitlines()]
    assert sorted(kept) == sorted((name, f"{k}") for name in "ab" for k in range(200))


def test_a_folder_of_other_notebooks_is_no_error(tmp_path: Path) -> None:
    shutil.copy(NOTEBOOKS["start_here"], tmp_path / "00-start-here.ipynb")
    shutil.copy(NOTEBOOKS["start_here"], tmp_path / "00-start-here-Copy1.ipynb")
    (tmp_path / "01-broken.ipynb").write_text("{")
    (tmp_path / "02-empty.ipynb").write_text('{"cells": []}')
    cell = {"cell_type": "code", "source": ["def unfinished(", "\n"]}
    head = {"cell_type": "markdown", "source": "# 3 · Mine"}
    (tmp_path / "03-mine.ipynb").write_text(json.dumps({"cells": [head, cell]}))
    found = course(tmp_path)
    assert [lesson.title[0] for lesson in found] == ["0", "3"]
    assert found[1].exercises == frozenset()


def test_the_file_holds_names_of_exercises_and_nothing_of_the_learner(file: Path) -> None:
    start_here.height_after("0.64 x^2")
    assert file.read_text() == '{"lesson": "start_here", "exercise": "height_after"}\n'


def test_the_button_forgets_what_the_table_shows(file: Path) -> None:
    start_here.below_one(9)
    shown = progress(BOOKS)
    assert "| 1 of 5 |" in shown.table()
    assert "text/plain" in shown._repr_mimebundle_()
    assert str(file) not in repr(shown)  # a saved notebook does not tell whose home it was


def test_a_link_leads_to_the_cell_of_its_heading_and_at_home_to_the_heading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = "02-zoom-in.ipynb#Seven-derivations"
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    book, _, cell = address(link, BOOKS).partition("#cell-id=")
    source = next(c.source for c in nbformat.read(BOOKS / book, 4).cells if c.id == cell)
    assert "## Seven derivations" in source.splitlines()
    assert address("02-zoom-in.ipynb#No-such-heading", BOOKS) == "02-zoom-in.ipynb#No-such-heading"
    monkeypatch.setenv("JPY_SESSION_NAME", "course/notebooks/02-zoom-in.ipynb")
    assert address(link, BOOKS) == link
