"""The map of the course: drawn from the table of lesson 0, which the README repeats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from refresh import LESSONS, ROOT
from scene_laws import assert_light_and_said, readings

from calclib.lessons.start_here.reading_order import (
    before,
    labels,
    read_rows,
    reading_order,
    rows_of,
)
from calclib.practice import Progress
from calclib.practice.course import Lesson

FOLDER = ROOT / "notebooks"
NOTHING = Progress((), (), Path("nowhere"))


def test_the_map_has_a_row_for_every_lesson_and_none_besides() -> None:
    numbers = [row.number for row in read_rows(FOLDER)]
    assert numbers == [int(path.name[:2]) for path in LESSONS]


def test_the_readme_names_the_same_needs_and_minutes() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = {row.number: row for row in rows_of(table)}
    for row in read_rows(FOLDER):
        assert (listed[row.number].needs, listed[row.number].minutes) == (row.needs, row.minutes)


def test_a_lesson_needs_only_lessons_before_it() -> None:
    for row in read_rows(FOLDER):
        assert all(need < row.number for need in row.needs)


def test_what_lies_before_a_lesson_holds_all_that_its_needs_need() -> None:
    rows = read_rows(FOLDER)
    earlier = before(rows)
    for row in rows:
        for need in row.needs:
            assert earlier[row.number] >= {need} | earlier.get(need, set())
    assert earlier[0] == set()
    assert all(0 in found for number, found in earlier.items() if number)


def test_the_scene_says_how_long_the_way_to_a_lesson_is() -> None:
    scene = reading_order(FOLDER, NOTHING)
    assert_light_and_said(scene)
    rows = read_rows(FOLDER)
    minutes = {row.number: row.minutes for row in rows}
    earlier = before(rows)
    said = readings(scene)
    for k, row in enumerate(rows):
        known = [minutes[number] for number in earlier[row.number] if number in minutes]
        assert said["hours before it"][k] == pytest.approx(sum(known) / 60)
        assert said["lessons before it"][k] == len(known)
    assert np.array_equal(said["its minutes"].ravel(), list(minutes.values()))


def test_the_map_says_what_is_done() -> None:
    rows = read_rows(FOLDER)[:3]
    solved = (("start_here", "one"), ("fit_line", "one"), ("fit_line", "two"))
    course = (
        Lesson("0 · Start here: roll downhill", frozenset(solved[:1])),
        Lesson("1 · Fit a line", frozenset({*solved[1:], ("fit_line", "three")})),
        Lesson("2 · Zoom in", frozenset({("zoom_in", "one")})),
    )
    found = labels(rows, Progress(solved, course, Path("nowhere")))
    assert found == ["0 · Start here ✓", "1 · Fit a line (2 of 3 solved)", "2 · Zoom in"]


def test_elsewhere_the_map_is_that_of_calclibs_own_lessons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_rows() == read_rows(FOLDER)


def test_without_the_table_there_is_no_map(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="has no map of the lessons"):
        reading_order(tmp_path)
