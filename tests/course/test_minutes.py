"""Every place that says how long a lesson takes says what was counted, and no sitting is long."""

from __future__ import annotations

import re
from pathlib import Path

import minutes
import pages
import pytest
from refresh import LESSONS, ROOT


def lesson_id(lesson: Path) -> str:
    return lesson.stem


TABLES = (ROOT / "README.md", LESSONS[0])
WITH_FURTHER = [lesson for lesson in LESSONS if minutes.further_minutes(lesson)]


def stated_in(table: Path) -> dict[int, int]:
    """The minutes in a table of lessons, by the number of the lesson."""
    return {int(row[0]): int(row[4]) for row in pages.ROW.findall(pages.text_of(table))}


def further_in(table: Path) -> dict[int, str]:
    """What a table of lessons says of the minutes of Further, by the number of the lesson."""
    return {int(row[0]): row[5] for row in pages.ROW.findall(pages.text_of(table))}


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_a_lesson_has_at_most_two_sittings_of_at_most_45_minutes(lesson: Path) -> None:
    each = minutes.sittings(minutes.sections(lesson))
    assert 1 <= len(each) <= 2
    assert max(sitting.minutes for sitting in each) <= minutes.LONGEST_SITTING, each


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_a_lesson_promises_no_shorter_sittings_than_it_has(lesson: Path) -> None:
    (promised,) = re.findall(
        r"of at most (\d+) minutes, the exercises included", pages.text_of(lesson)
    )
    longest = max(sitting.minutes for sitting in minutes.sittings(minutes.sections(lesson)))
    assert longest <= int(promised) <= minutes.LONGEST_SITTING


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_the_readme_states_the_minutes_that_are_counted(lesson: Path) -> None:
    assert stated_in(ROOT / "README.md")[int(lesson.stem[:2])] == minutes.stated_minutes(lesson)


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_the_map_of_lesson_0_states_the_minutes_that_are_counted(lesson: Path) -> None:
    assert stated_in(LESSONS[0])[int(lesson.stem[:2])] == minutes.stated_minutes(lesson)


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_the_tables_state_the_minutes_of_further_apart(lesson: Path) -> None:
    number = int(lesson.stem[:2])
    stated = [further_in(table)[number] for table in TABLES]
    assert stated == [minutes.stated_further(lesson)] * len(TABLES)


@pytest.mark.parametrize("lesson", WITH_FURTHER, ids=lesson_id)
def test_a_section_further_has_at_most_20_minutes(lesson: Path) -> None:
    assert minutes.further_minutes(lesson) <= minutes.LONGEST_FURTHER


@pytest.mark.parametrize("lesson", WITH_FURTHER, ids=lesson_id)
def test_a_section_further_says_at_once_how_many_minutes_it_takes(lesson: Path) -> None:
    after = pages.text_of(lesson).partition("\n## Further\n")[2]
    assert after.strip().startswith(minutes.opening_of_further(lesson))


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_a_page_for_teachers_states_the_minutes_of_further(lesson: Path) -> None:
    page = (lesson.parent / "teachers" / f"{lesson.stem}.md").read_text(encoding="utf-8")
    says = minutes.further_for_teachers(lesson)
    assert (f"{says}:" in page or f"{says}." in page) == (lesson in WITH_FURTHER)


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_a_page_for_teachers_states_the_minutes_that_are_counted(lesson: Path) -> None:
    page = (lesson.parent / "teachers" / f"{lesson.stem}.md").read_text(encoding="utf-8")
    assert minutes.sentence_for_teachers(lesson) in page


@pytest.mark.parametrize("lesson", LESSONS, ids=lesson_id)
def test_the_parts_on_a_page_for_teachers_add_up_to_the_sittings(lesson: Path) -> None:
    page = (lesson.parent / "teachers" / f"{lesson.stem}.md").read_text(encoding="utf-8")
    table = page.partition("## Minutes")[2].partition("## Objectives")[0]
    parts = [int(part) for part in re.findall(r"^\| .+ \| (\d+) \|$", table, re.MULTILINE)]
    each = minutes.sittings(minutes.sections(lesson))
    assert sum(parts) == sum(minutes.rounded_up(sitting.minutes) for sitting in each)
