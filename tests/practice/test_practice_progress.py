"""Progress: what is solved is kept in one small file, and nothing that happens to it raises."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course.test_exercises import EXERCISES, NOTEBOOKS
from ipywidgets.widgets.widget import _instances
from refresh import ROOT

from calclib.lessons.former_keys import RETIRED
from calclib.lessons.start_here import checks as start_here
from calclib.lessons.zoom_in import checks as zoom_in_checks
from calclib.practice import exercise, forget, progress, records
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
    zoom_in_checks.within(0.02)
    assert solved_of(2) == 2
    assert solved_of(0) == 0
    assert repr(progress(BOOKS)) == "2 · Zoom in: the derivative: 2 of 6"


def test_every_exercise_of_a_lesson_is_counted_without_running_the_lesson() -> None:
    counts = {title.split(" ")[0]: total for title, _, total in progress(BOOKS).counts()}
    for lesson, path in NOTEBOOKS.items():
        here = sum(name.startswith(f"{lesson} ") for name in EXERCISES)
        assert counts[str(int(path.name[:2]))] == here > 0


FORMER = json.loads((ROOT / "tests" / "data" / "former_keys.json").read_text(encoding="utf-8"))


FORMER_NAMES = {
    (lesson, name) for names in FORMER.values() for lesson, all_ in names.items() for name in all_
}


@pytest.mark.parametrize(("lesson", "name"), sorted(FORMER_NAMES - RETIRED))
def test_an_exercise_solved_in_an_earlier_edition_is_still_solved(
    file: Path, lesson: str, name: str
) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"lesson": lesson, "exercise": name}) + "\n")
    assert sum(done for _, done, _ in progress(BOOKS).counts()) == 1


@pytest.mark.parametrize(("lesson", "name"), sorted(RETIRED))
def test_a_retired_exercise_is_one_of_an_earlier_edition_that_counts_for_no_lesson(
    file: Path, lesson: str, name: str
) -> None:
    assert (lesson, name) in FORMER_NAMES
    assert f"{lesson} {name}" not in EXERCISES
    file.parent.mkdir()
    file.write_text(json.dumps({"lesson": lesson, "exercise": name}) + "\n")
    assert sum(done for _, done, _ in progress(BOOKS).counts()) == 0


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


def test_the_card_of_progress_has_one_table_and_forgets_where_the_button_is_pressed(
    file: Path,
) -> None:
    start_here.below_one(9)
    bundle = progress(BOOKS)._repr_mimebundle_()
    card: Any = _instances[bundle["application/vnd.jupyter.widget-view+json"]["model_id"]]
    assert card.shown["told"].count("| lesson | solved |") == 1
    assert file.exists()
    card._hear(card, {"type": "forget", "value": None, "id": 1}, [])
    assert not file.exists()
    assert card.shown["told"] == ""
    assert card.shown["spoken"] == "Your progress is forgotten."


def test_a_file_that_cannot_be_deleted_is_named_with_the_reason(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_here.below_one(9)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    assert forget() == f"{file} cannot be deleted: Permission denied."
    assert file.exists()


@pytest.mark.parametrize("has_drive", [True, False])
def test_in_a_browser_it_is_kept_on_the_drive_of_the_notebooks_where_there_is_one(
    has_drive: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    home = tmp_path / "home"
    home.mkdir()
    if has_drive:
        drive.mkdir()
    monkeypatch.delenv("CALCLIB_PROGRESS")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(records, "DRIVE", drive)
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert start_here.below_one(9).passed
    # JupyterLite's drive keeps lines in no file whose ending has json in it.
    kept = drive / "calclib-progress.txt" if has_drive else home / "calclib-progress.jsonl"
    assert [*home.iterdir(), *tmp_path.glob("drive/*")] == [kept]
    assert solved_of(0) == 1  # and read from there
    monkeypatch.setenv("CALCLIB_PROGRESS", str(tmp_path / "mine"))
    assert records.place() == tmp_path / "mine"  # a named place goes first


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
    lost = paths.get(where, tmp_path / "progress")
    assert f"Progress cannot be kept here: {lost} is not a place" in told
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
def test_a_broken_line_is_said_and_left_out_and_the_rest_is_kept(file: Path, broken: bytes) -> None:
    start_here.below_one(9)
    with file.open("ab") as kept:
        kept.write(broken)  # torn: no end of line
    start_here.one_step(3)
    before = file.read_bytes()
    for _ in range(2):
        note = progress(BOOKS).note
        assert (
            note == "One line of the file could not be read as a solved exercise; the rest counts."
        )
    assert solved_of(0) == 2
    assert file.read_bytes() == before  # reading changes nothing
    assert os.listdir(file.parent) == [file.name]


ADD_MANY = """
import sys
from calclib.practice import records
for k in range(200):
    records.remember((sys.argv[1], f"{k}"))
"""
READ_ON = """
from calclib.practice import progress
while True:
    progress()
"""


def test_many_notebooks_at_once_lose_nothing_while_others_read(file: Path) -> None:
    readers = [subprocess.Popen([sys.executable, "-c", READ_ON]) for _ in range(2)]
    writers = [subprocess.Popen([sys.executable, "-c", ADD_MANY, name]) for name in "abcd"]
    try:
        assert [run.wait(120) for run in writers] == [0, 0, 0, 0]
        assert [run.poll() for run in readers] == [None, None]
    finally:
        for run in readers:
            run.kill()
            run.wait()
    kept = [tuple(json.loads(line).values()) for line in file.read_text().splitlines()]
    assert sorted(kept) == sorted((name, f"{k}") for name in "abcd" for k in range(200))


@pytest.mark.parametrize(
    "content", [b"# My notes\n\nBuy milk.\n", b'{\n "a": 1\n}', b"\x00\x01\xff"]
)
def test_a_file_that_is_not_ours_is_left_as_it_is(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "notes.md"
    notes.write_bytes(content)
    shown = progress(BOOKS, file=notes)
    assert shown.note.startswith(f"{notes} is not a file of calclib's progress")
    assert shown.solved == ()
    assert "left as it is" in forget(notes)
    monkeypatch.setenv("CALCLIB_PROGRESS", str(notes))
    assert start_here.below_one(9).passed
    assert "left as it is" in forget()
    assert notes.read_bytes() == content


def test_an_empty_file_is_not_deleted(tmp_path: Path) -> None:
    empty = tmp_path / "important.txt"
    empty.touch()
    assert forget(empty) == "There is no progress to forget."
    assert empty.exists()


def test_notes_among_the_records_are_not_deleted(file: Path) -> None:
    start_here.below_one(9)
    with file.open("a") as kept:
        kept.write("My notes\n")
    assert "left as it is" in forget()
    assert "My notes" in file.read_text()


def test_a_byte_order_mark_and_ends_of_line_of_windows_cost_nothing(file: Path) -> None:
    start_here.below_one(9)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    start_here.one_step(3)
    assert progress(BOOKS).note == ""
    assert solved_of(0) == 2


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.jsonl"
    file.parent.mkdir()
    file.symlink_to(real)
    start_here.below_one(9)
    progress(BOOKS)
    assert file.is_symlink()
    assert real.read_text().count("below_one") == 1
    assert forget() == "Your progress is forgotten."
    assert file.is_symlink()
    assert not real.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    assert start_here.below_one(9).passed
    assert progress(BOOKS).note
    assert "left as it is" in forget()
    assert file.is_fifo()


def test_a_full_disk_leaves_no_half_of_a_record(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_here.below_one(9)
    before = file.read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, line: write(descriptor, line[:5]))
    assert start_here.one_step(3).passed
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == [file.name]
    assert progress(BOOKS, file).note == ""


@pytest.mark.parametrize("held", [False, None])
def test_without_a_lock_a_record_is_kept_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch, held: bool | None
) -> None:
    monkeypatch.setattr(records, "PATIENCE", 0.01)
    monkeypatch.setattr(records, "try_lock", lambda descriptor: held)
    start_here.below_one(9)
    start_here.one_step(3)
    assert solved_of(0) == 2


@pytest.mark.parametrize("module", ["None", "types.ModuleType('fcntl')"])
def test_where_python_has_no_locks_progress_is_kept_and_forgotten(file: Path, module: str) -> None:
    program = f"""
import sys, types
sys.modules["fcntl"] = {module}  # Pyodide has one without flock
from calclib.practice import forget, records
records.remember(("a", "b"))
print(records.place().read_text() + forget())
"""
    told = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    kept, forgotten = told.splitlines()
    assert json.loads(kept) == {"lesson": "a", "exercise": "b"}
    assert forgotten == "Your progress is forgotten."
    assert not file.exists()


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
    assert len(found[0].exercises) == 5
    assert found[1].exercises == frozenset()


@pytest.mark.parametrize(
    "told",
    [3, [], {"lesson": "a"}, {"lesson": "a", "exercises": 3}, {"lesson": [], "exercises": []}],
)
def test_odd_metadata_is_no_error(tmp_path: Path, told: object) -> None:
    head = {"cell_type": "markdown", "source": "# 3 · Mine"}
    book = {"cells": [head], "metadata": {"calclib": told}}
    (tmp_path / "03-mine.ipynb").write_text(json.dumps(book))
    (found,) = course(tmp_path)
    assert found.exercises == frozenset()


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
    link = "02-zoom-in.ipynb#The-power-rule"
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    book, _, cell = address(link, BOOKS).partition("#cell-id=")
    source = next(c.source for c in nbformat.read(BOOKS / book, 4).cells if c.id == cell)
    assert "## The power rule" in source.splitlines()
    assert address("02-zoom-in.ipynb#No-such-heading", BOOKS) == "02-zoom-in.ipynb#No-such-heading"
    monkeypatch.setenv("JPY_SESSION_NAME", "course/notebooks/02-zoom-in.ipynb")
    assert address(link, BOOKS) == link


def test_a_table_has_one_head_and_one_row_a_lesson(file: Path) -> None:
    shown = progress(BOOKS)
    head, rule, *rows = shown.table().rstrip("\n").split("\n")
    assert head == "| lesson | solved |"
    assert set(rule) == {"|", "-"}
    counted = [f"| {done} of {total} |" for _, done, total in shown.counts()]
    assert [row[row.rindex("| ", 0, -2) :] for row in rows] == counted


def test_a_link_into_a_notebook_whose_cells_have_no_names_leads_to_the_heading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    cell = {"cell_type": "markdown", "source": "## One step"}
    (tmp_path / "01-old.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}))
    assert address("01-old.ipynb#One-step", tmp_path) == "01-old.ipynb#One-step"
    cell["id"] = "here"
    (tmp_path / "02-new.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}))
    assert address("02-new.ipynb#One-step", tmp_path) == "02-new.ipynb#cell-id=here"
