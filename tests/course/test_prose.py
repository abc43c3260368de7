"""What surrounds the scenes: links resolve, parts of a lesson are there, pictures have words."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from nbformat import NotebookNode
from refresh import LARGEST, LESSONS, ROOT

TEACHERS = sorted((ROOT / "notebooks" / "teachers").glob("*.md"))
PAGES = [ROOT / "README.md", *LESSONS, *TEACHERS]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
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
MOST_CELLS = 45
MOST_WORDS = 2_000
NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|<[^>]*>|\]\([^)]*\)", re.DOTALL)


def book(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def prose(path: Path) -> str:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(c.source for c in book(path).cells if c.cell_type == "markdown")


def words(path: Path) -> list[str]:
    """The words of a lesson's prose in lower case, without code, formulas, tags and addresses."""
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", NO_PROSE.sub(" ", prose(path)).lower())


def anchors(path: Path) -> set[str]:
    """The headings of a page as JupyterLab and GitHub link to them, in lower case."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {heading.strip().replace(" ", "-").lower() for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_link_within_the_course_resolves(page: Path) -> None:
    targets = [first or second for first, second in LINK.findall(prose(page))]
    assert targets
    for target in targets:
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor.lower() in anchors(file), f"{page.name} links to {target}"


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
    folder = path.stem[3:].replace("-", "_")
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
def test_a_lesson_keeps_its_budget(path: Path) -> None:
    """An hour's reading, and a file that a browser and a repository carry with ease."""
    assert len(book(path).cells) <= MOST_CELLS
    assert len(words(path)) <= MOST_WORDS
    assert path.stat().st_size <= LARGEST


def test_the_readme_and_lesson_0_list_every_lesson() -> None:
    first = prose(LESSONS[0])
    for lesson in LESSONS:
        assert f"notebooks/{lesson.name}" in prose(ROOT / "README.md")
        assert lesson is LESSONS[0] or f"({lesson.name})" in first
