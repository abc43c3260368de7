"""What surrounds the scenes: links resolve, parts of a lesson are there, pictures have words."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pages
import pytest
from nbformat import NotebookNode
from refresh import LARGEST, LESSONS, ROOT, folder_of

TEACHERS = pages.teachers(ROOT)
PAGES = [ROOT / "README.md", *LESSONS, *TEACHERS]
PARTS = ("**You need**", "**You will be able to**", "## Exercises", "## Summary", "## Next")
FOR_TEACHERS = (
    "## Minutes",
    "## Objectives",
    "## In five minutes",
    "## Misconceptions",
    "## Exercises",
)
LONGEST_PAGE = 45
LONGEST_CELL = {"build": 40, "": 15}
NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|<[^>]*>|\]\([^)]*\)", re.DOTALL)


def book(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def prose(path: Path) -> str:
    return pages.text_of(path)


def words(path: Path) -> list[str]:
    """The words of a lesson's prose in lower case, without code, formulas, tags and addresses."""
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", NO_PROSE.sub(" ", prose(path)).lower())


def page_id(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


@pytest.mark.parametrize("page", pages.pages(ROOT), ids=page_id)
def test_every_link_within_the_course_resolves(page: Path) -> None:
    assert list(pages.broken_links(page)) == []
    assert page not in PAGES or pages.links_of(page)


@pytest.mark.parametrize("page", pages.pages(ROOT), ids=page_id)
def test_a_link_to_a_lesson_gives_the_number_and_the_title_that_the_lesson_has(page: Path) -> None:
    assert list(pages.wrong_names(page)) == []


def test_lessons_pages_for_teachers_and_tables_agree_on_numbers_and_titles() -> None:
    assert list(pages.wrong_titles(ROOT)) == []


@pytest.mark.parametrize(
    "said",
    [
        "[lesson 4](02-b.ipynb)",
        "[4 · B](02-b.ipynb)",
        "[2 · C](02-b.ipynb)",
        "[b](04-b.ipynb)",
        "[b](02-b.ipynb#C)",
        "<a href='03-c.ipynb'>lesson 3</a>",
        "[c](#D)",
        "![a](a.png)",
    ],
)
def test_a_link_that_misleads_would_be_found(said: str, tmp_path: Path) -> None:
    for name, text in (("01-a.ipynb", f"# 1 · A: first\n\n{said}"), ("02-b.ipynb", "# 2 · B")):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
        nbformat.write(book, tmp_path / name)
    page = tmp_path / "01-a.ipynb"
    assert [*pages.broken_links(page), *pages.wrong_names(page)]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_has_its_parts_in_order(path: Path) -> None:
    text = prose(path)
    number = int(path.stem[:2])
    assert text.startswith(f"# {number} · ")
    places = [text.index(part) for part in PARTS]
    assert places == sorted(places)
    assert 3 <= text.split("**You will be able to**")[1].split("\n\n")[1].count("- ") <= 5


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_has_a_page_for_teachers(path: Path) -> None:
    page = path.parent / "teachers" / f"{path.stem}.md"
    text, number = page.read_text(encoding="utf-8"), path.stem[:2]
    folder = folder_of(path.stem)
    title, *headings = re.findall(r"^#+ .+$", text, re.MULTILINE)
    assert title.startswith(f"# Lesson {int(number)} · ")
    assert tuple(headings) == FOR_TEACHERS
    assert len(text.splitlines()) <= LONGEST_PAGE
    top, _, rest = text.partition("## Minutes")
    assert f"(../{path.name})" in top
    assert f"(../../tests/lessons/{folder}/solution.py)" in rest
    minutes, objectives, _, misconceptions, _ = re.split(r"^## .+$", rest, flags=re.MULTILINE)
    assert re.search(r"^\| part \| minutes \|$", minutes, re.MULTILINE)
    assert 3 <= objectives.count("\n- ") <= 5
    listed = misconceptions.count("\n- ") + max(misconceptions.count("\n| ") - 1, 0)
    assert 3 <= listed <= 5


def test_every_page_for_teachers_belongs_to_a_lesson() -> None:
    assert [page.stem for page in TEACHERS] == [lesson.stem for lesson in LESSONS]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_picture_says_what_to_notice(path: Path) -> None:
    pictures = 0
    for cell in book(path).cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                pictures += 1
                alt = output.metadata["image/png"]["alt"]
                assert len(alt.split()) >= 8
                assert alt.rstrip().endswith(".")
    assert pictures >= 3


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_can_be_read(path: Path) -> None:
    """Cells are short and the voice is plain."""
    for cell in book(path).cells:
        if cell.cell_type == "code":
            lines = cell.source.splitlines()
            kind = "build" if "build" in cell.metadata.get("tags", []) else ""
            assert len(lines) <= LONGEST_CELL[kind]
            assert all(len(line) <= 88 for line in lines)
    assert not {"simply", "obviously", "trivially"} & set(words(path))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_light(path: Path) -> None:
    """A file that a browser and a repository carry with ease; cells and words are not counted."""
    assert path.stat().st_size <= LARGEST


def test_the_readme_and_lesson_0_list_every_lesson() -> None:
    first = prose(LESSONS[0])
    for lesson in LESSONS:
        assert f"notebooks/{lesson.name}" in prose(ROOT / "README.md")
        assert lesson is LESSONS[0] or f"({lesson.name})" in first


def test_the_table_of_the_readme_has_all_lessons_that_are_planned() -> None:
    numbers = [int(row[0]) for row in pages.ROW.findall(prose(ROOT / "README.md"))]
    assert numbers == list(range(23))


def test_every_file_and_folder_that_contributing_names_is_there() -> None:
    named = re.findall(r"`([\w.-]+/[\w./-]*|[A-Z]+\.md)`", prose(ROOT / "CONTRIBUTING.md"))
    assert len(named) >= 30
    assert [name for name in named if not named_path(name).exists()] == []


def named_path(name: str) -> Path:
    """A path from the top of the repository, or within the room that a table row begins with."""
    inside = ("notebooks", "tests", "calclib/lessons", "calclib/learn", "calclib/stage/frontend")
    places = [ROOT / name, *(ROOT / folder / name for folder in inside)]
    return next((place for place in places if place.exists()), ROOT / name)
