"""Pages of the web edition: where links lead, what data a page holds, what a saved page loads."""

from __future__ import annotations

import doctest
import json
import posixpath
import re
from pathlib import Path
from types import ModuleType

import answers
import build
import convert
import headings
import pages
import pytest
import run
from refresh import LESSONS, ROOT


@pytest.mark.parametrize(
    "module", [answers, build, convert, headings, run], ids=lambda m: m.__name__
)
def test_every_example_in_a_docstring_holds(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_no_lesson_prints_in_the_256_colours_that_the_style_sheets_leave_out() -> None:
    for lesson in LESSONS:
        assert "u001b[38;5" not in lesson.read_text(encoding="utf-8"), lesson.name


def test_every_lesson_of_the_course_is_in_one_part_of_the_contents() -> None:
    listed = [row.file for _, rows in convert.parts() for row in rows]
    assert listed == [lesson.name for lesson in LESSONS]


@pytest.mark.parametrize("page", [*LESSONS, *pages.teachers(ROOT)], ids=lambda p: p.name)
def test_a_link_within_the_repository_leads_to_the_site_or_to_an_address(page: Path) -> None:
    """Whatever a link names, its place on the site is one that the site makes."""
    here = page.relative_to(ROOT).as_posix()
    place = convert.place_of(here)
    made = {convert.place_of(p.relative_to(ROOT).as_posix()) for p in pages.pages(ROOT)}
    for link in pages.links_of(page):
        target = convert.address(link.target, here)
        if re.match(r"#|[a-z]+:", target):
            continue
        name = target.partition("#")[0]
        assert posixpath.normpath(posixpath.join(posixpath.dirname(place), name)) in made


def test_a_cheat_sheet_is_linked_as_html_and_a_lesson_as_markdown() -> None:
    text = "[Part I](cheat-sheets/part-1.html), [one](01-fit-line.ipynb#The-loss)"
    shown = convert.relinked(text, "notebooks/00-start-here.ipynb")
    assert '<a href="../cheat-sheets/part-1.html">Part I</a>' in shown
    assert "[one](01-fit-line.ipynb#The-loss)" in shown


def test_a_star_after_a_letter_is_a_star_for_readers_without_javascript() -> None:
    question = convert.LONE_STAR.sub(lambda found: found["kept"] or r"\*", "**Is α* like β*?**")
    assert question == r"**Is α\* like β\*?**"
    for kept in ("`2 * x`", "$a * b$", "**bold**", r"\*"):
        assert convert.LONE_STAR.sub(lambda found: found["kept"] or r"\*", kept) == kept


def test_the_start_page_shows_a_scene_with_rules_to_choose_as_its_words_say() -> None:
    scenes = {
        "scenes/00-start-here/fog.scene": {"digest": "Fog.\nspot: 9 values"},
        "scenes/00-start-here/balls.scene": {"digest": "Balls.\nstep: 9 values\nrule: 5 values"},
        "scenes/09-roll-downhill/basins.scene": {"digest": "Basins.\nrule: 2 values"},
    }
    assert "00-start-here/balls.scene" in convert.hero(scenes)
    assert "choose another rule" in (build.SITE / "pages" / "index.md").read_text(encoding="utf-8")


def test_no_word_of_a_card_can_end_the_script_that_holds_it() -> None:
    held = convert.held({"said": "</script><img src=x onerror=alert(1)>"})
    inside = held.removeprefix('<script type="application/json">').removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside)["said"].startswith("</script>")


@pytest.mark.parametrize(
    ("source", "is_hidden"),
    [
        ("checks.top", True),
        ("checks.top.answer()", True),
        ('practise("chain", level=1, seed=5)', True),
        ("rate = ...\nchecks.rate(rate)", True),
        ("play(scenes.rate_slider)", False),
        ("rate = 0.1\nchecks.rate(rate)", False),
        ("rate = ...\nchecks.rate(other)", False),
        ("def f(x):\n    return ...\n\n\nchecks.f(f)", False),
    ],
)
def test_code_that_only_asks_is_not_shown_and_code_to_read_is(source: str, is_hidden: bool) -> None:
    assert convert.asks(source) is is_hidden


def test_a_page_opened_as_a_file_loads_one_classic_script() -> None:
    page = '<script src="a.js"></script><script type="module" src="../_static/calclib.js?v=1">'
    shown = build.as_file(page)
    assert '<script defer src="../_static/calclib-classic.js?v=1">' in shown
    assert "module" not in shown


def test_the_progress_table_lists_each_lesson_with_its_exercises() -> None:
    element = convert.progress_element("lessons/")
    held = re.search(r'<script type="application/json">(.*)</script>', element)
    assert held
    listed = json.loads(held[1])
    assert [one["page"] for one in listed] == [f"lessons/{path.stem}.html" for path in LESSONS]
    assert sum(len(one["exercises"]) for one in listed) > 50


def test_another_word_in_a_source_is_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    before = run.fingerprint([tmp_path / "a.py"])
    assert run.fingerprint([tmp_path / "a.py"]) == before
    (tmp_path / "a.py").write_text("x = 2")
    assert run.fingerprint([tmp_path / "a.py"]) != before
