"""Copies of lessons for other places: they install the course, and every link leads somewhere."""

from __future__ import annotations

import ast
import doctest
import json
import re
from pathlib import Path

import hosted
import nbformat
import pages
import pytest
from refresh import LESSONS, ROOT

SITE = "https://me.github.io/course"


def test_the_example_of_an_address_holds() -> None:
    assert doctest.testmod(hosted).failed == 0


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_copy_installs_the_course_first_and_is_a_valid_notebook(lesson: Path) -> None:
    copy = hosted.hosted(lesson, SITE)
    notebook = nbformat.reads(copy, as_version=4)
    nbformat.validate(notebook)
    assert hosted.WHEEL in notebook.cells[0].source
    ast.parse(notebook.cells[0].source.replace("%pip", "pass #"))
    first = notebook.cells[0].source
    assert "{{" not in first  # the sentence is filled
    assert 'os.environ["CALCLIB_FRAMES"]' in first
    assert not any(cell.get("outputs") for cell in notebook.cells)
    sources = [c["source"] for c in json.loads(lesson.read_text())["cells"] if "outputs" in c]
    copied = [c["source"] for c in json.loads(copy)["cells"][1:] if "outputs" in c]
    assert copied == sources


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_link_of_a_copy_is_an_address_or_a_heading_of_its_own(
    lesson: Path, tmp_path: Path
) -> None:
    (tmp_path / lesson.name).write_text(hosted.hosted(lesson, SITE), encoding="utf-8")
    for link in pages.links_of(tmp_path / lesson.name):
        assert re.match(r"#|https?:|mailto:", link.target), link.target
        assert ".." not in link.target
        assert not (link.target.startswith(SITE) and ".ipynb" in link.target)


def test_a_link_to_a_lesson_leads_to_its_page_on_the_site() -> None:
    text = "[one](01-fit-line.ipynb#The-loss) [t](teachers/09-a.md) [s](../tests/a.py)"
    shown = hosted.absolute(text, "notebooks/00-start-here.ipynb", SITE)
    assert f"({SITE}/lessons/01-fit-line.html#The-loss)" in shown
    assert f"({SITE}/teachers/09-a.html)" in shown
    assert "/blob/HEAD/tests/a.py)" in shown


def test_the_line_of_places_names_the_lesson_everywhere() -> None:
    name = LESSONS[0].name
    assert hosted.badges(name).count(name) == 3
    assert (ROOT / "notebooks" / name).exists()


def test_the_readme_leads_to_the_site_of_this_repository() -> None:
    site = hosted.site_address(hosted.repository())
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"https://[\w-]+\.github\.io/[^)\s]*", text)
    assert found
    assert [link for link in found if not link.startswith(f"{site}/")] == []
