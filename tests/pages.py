"""The pages of the course in any copy of the repository: their titles, headings and links.

What is wrong with a page is returned as sentences, so that a test of a moved course asks exactly
what the tests of the course itself ask.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import mistune

LESSON = re.compile(r"(\d\d)-[a-z-]+\.(?:ipynb|md)")
NAMED = re.compile(r"(\d+) · (.+)")
MENTIONED = re.compile(r"[Ll]esson (\d+)\b")
ROW = re.compile(
    r"^\| (\d+) \| (?:\[([^\]]+)\]\(([^)]+)\)|([^|\[]+)) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$",
    re.M,
)
COMING = "being written"


@dataclass(frozen=True)
class Link:
    """Where a link or a picture leads, and the words that are clicked."""

    target: str
    text: str = ""


class Links(HTMLParser):
    """Collects the links and the pictures of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Link] = []
        self.open: str | None = None
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        if tag == "a" and told.get("href"):
            self.open = told["href"]
            self.text = ""
        elif told.get("src"):
            self.found.append(Link(told["src"] or ""))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.open is not None:
            self.found.append(Link(self.open, " ".join(self.text.split())))
            self.open = None


def links(markdown: str) -> list[Link]:
    """The links and pictures of Markdown, also of the HTML in it."""
    page = mistune.html(markdown)
    assert isinstance(page, str)
    return Links(page).found


def text_of(page: Path) -> str:
    """The prose of a page: of a notebook its Markdown cells, of another file all of it."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    return "\n\n".join("".join(cell["source"]) for cell in cells)


def links_of(page: Path) -> list[Link]:
    """The links and pictures of a page."""
    text = text_of(page)
    return Links(text).found if page.suffix == ".html" else links(text)


def title(page: Path) -> str:
    """The first heading of a page, such as "9 · Roll downhill"."""
    return text_of(page).splitlines()[0].removeprefix("# ")


def anchors(page: Path) -> set[str]:
    """The headings of a page as JupyterLab and GitHub link to them, in lower case."""
    text = text_of(page)
    if page.suffix == ".html":
        return set(re.findall(r'\bid="([^"]+)"', text))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {heading.strip().replace(" ", "-").lower() for heading in headings}


def lessons(root: Path) -> list[Path]:
    """The notebooks of a copy of the course, in order."""
    return sorted((root / "notebooks").glob("*.ipynb"))


def teachers(root: Path) -> list[Path]:
    """The pages for teachers, in order."""
    return sorted((root / "notebooks" / "teachers").glob("*.md"))


def pages(root: Path) -> list[Path]:
    """Every page of a copy of the course that a reader may open."""
    sheets = sorted((root / "notebooks" / "cheat-sheets").glob("*.html"))
    texts = [*root.glob("*.md"), *root.glob("calclib/**/*.md"), *root.glob("tools/**/*.md")]
    texts = [text for text in texts if "node_modules" not in text.parts]
    return [*sorted(texts), *lessons(root), *teachers(root), *sheets]


def is_called(text: str, lesson_title: str) -> bool:
    """Does a text give a lesson's title, whole or up to its colon?

    >>> is_called("9 · Roll downhill", "9 · Roll downhill: gradient descent")
    True
    """
    return text in (lesson_title, lesson_title.partition(":")[0])


def broken_links(page: Path) -> Iterator[str]:
    """A sentence for each link of a page that leads nowhere, headings included."""
    for link in links_of(page):
        if re.match(r"https?:|mailto:|data:", link.target):
            continue
        name, _, anchor = unquote(link.target).partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists():
            yield f"{page.name} links to {link.target}, and there is no such file."
        elif anchor and anchor.lower() not in anchors(file):
            yield f"{page.name} links to {link.target}, and {file.name} has no such heading."


def wrong_names(page: Path) -> Iterator[str]:
    """A sentence for each link to a lesson whose words give another number or title than it has."""
    for link in links_of(page):
        name = unquote(link.target).partition("#")[0]
        found = LESSON.fullmatch(Path(name).name)
        if not found or re.match(r"https?:", name):
            continue
        number = int(found[1])
        said = [int(mention) for mention in MENTIONED.findall(link.text)]
        if any(one != number for one in said):
            yield f'{page.name}: "{link.text}" leads to lesson {number}.'
        lesson = (page.parent / name).resolve().with_suffix(".ipynb")
        if NAMED.fullmatch(link.text) and not is_called(link.text, title(lesson)):
            yield f'{page.name}: "{link.text}" leads to "{title(lesson)}".'


def wrong_titles(root: Path) -> Iterator[str]:
    """A sentence for each lesson whose number or title is not the same in all places."""
    for lesson in lessons(root):
        number = title(lesson).partition(" · ")[0]
        if number != str(int(lesson.name[:2])):
            yield f"{lesson.name} is headed {title(lesson)}."
        page = root / "notebooks" / "teachers" / f"{lesson.stem}.md"
        if not is_called(title(page).removeprefix("Lesson "), title(lesson)):
            yield f'For teachers it is "{title(page)}", and the lesson is "{title(lesson)}".'
    yield from wrong_rows(root / "README.md", root)
    yield from wrong_rows(lessons(root)[0], root)


def wrong_rows(page: Path, root: Path) -> Iterator[str]:
    """A sentence for each row of a page's table of lessons that does not fit the lessons."""
    rows = ROW.findall(text_of(page))
    numbers = [int(number) for number, *_ in rows]
    if numbers != sorted(set(numbers)):
        yield f"The table of {page.name} is out of order: {numbers}."
    listed = []
    for number, name, target, coming, minutes, _ in rows:
        if target:
            lesson = (page.parent / target).resolve()
            listed.append(lesson)
            if not is_called(f"{number} · {name}", title(lesson)):
                yield f'{page.name} lists "{number} · {name}", and that is "{title(lesson)}".'
        elif minutes != COMING and page.name == "README.md":
            yield f'{page.name} has no link for "{coming}", and does not say that it is {COMING}.'
    missing = {lesson.resolve() for lesson in lessons(root)} - set(listed) - {page.resolve()}
    for lesson in sorted(missing):
        yield f"The table of {page.name} lacks {lesson.name}."


def faults(root: Path) -> list[str]:
    """Every sentence of the functions above about a copy of the course."""
    found = list(wrong_titles(root))
    for page in pages(root):
        found += [*broken_links(page), *wrong_names(page)]
    return found
