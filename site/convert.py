"""From lessons that were run to pages that Sphinx reads, and the data files that they load.

What a lesson showed is HTML here: `<calclib-scene>`, `<calclib-guess>`, `<calclib-answer>`,
`<calclib-exercise>` and `<calclib-progress>`. Inside each stands what a reader without JavaScript
gets: the picture, the question, the hints; the page's script takes its place.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
import shutil
import struct
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import slides
from edition import BUILD, IS_ENGLISH, LANGUAGE, TO_ENGLISH, editions, is_translated
from formulas import Formulas
from nbformat import NotebookNode
from recording import ANSWER, EXERCISE, GUESS, INSIDE, POLE, PROGRESS, SCENE
from run import LESSONS, ROOT, SITE

from calclib.__main__ import title
from calclib.words import ENGLISH, say, table, translated

SOURCE = BUILD / "source"
ASSETS = BUILD / "assets"
EXTRA = BUILD / "extra"
SCENES = BUILD / "scenes.json"
NOTEBOOKS = ROOT / "notebooks"
# A star that is no bold, code or formula, as in α*: a card on the page shows it as it is.
LONE_STAR = re.compile(r"(?P<kept>`+.+?`+|\$[^$]+\$|\*\*|\\.)|\*", re.DOTALL)

LINK = re.compile(r"(?P<open>\]\()(?P<target>[^)\s]+)\)|(?P<attribute>href=\")(?P<url>[^\"]+)\"")
MARKDOWN_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
SUMMARY = re.compile(r"<summary>([^<]*)</summary>")
ELSEWHERE = re.compile(r"#|[a-z]+:")  # a heading of the same page, or an address
PART = re.compile(r"^\| \| \*\*(?P<part>[^*]+)\*\* \|", re.MULTILINE)
ROW = re.compile(
    r"^\| (?P<number>\d+) \| \[[^\]]+\]\(notebooks/(?P<file>[^)]+)\) "
    r"\| (?P<minutes>[^|]+) \| (?P<further>[^|]+) \| (?P<needs>[^|]+) \|$",
    re.MULTILINE,
)
# A prediction, its answer, practice or progress; or a blank with the check of it.
QUESTION = re.compile(
    r"checks\.\w+(?:\.answer\(\))?|practise\([^\n]*\)|progress\(\)"
    r"|(?P<name>\w+) = \.\.\.\nchecks\.\w+\((?P=name)\)"
)


def repository() -> str:
    """The address of the repository, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["urls"]["Repository"])


def place_of(path: str) -> str:
    """Where a file of the repository stands on the site; an address for what does not stand there.

    >>> place_of("notebooks/09-roll-downhill.ipynb"), place_of("notebooks/teachers/09-a.md")
    ('lessons/09-roll-downhill.ipynb', 'teachers/09-a.md')
    """
    folder, _, name = path.rpartition("/")
    if folder == "notebooks" and name.endswith(".ipynb"):
        return f"lessons/{name}"
    if folder in ("notebooks/teachers", "notebooks/cheat-sheets"):
        return f"{posixpath.basename(folder)}/{name}"
    if path == "README.md":
        return "index.md"
    return f"{repository()}/blob/HEAD/{path}"


def address(target: str, page: str) -> str:
    """A link of a page of the repository, as it has to be on the site.

    page: the file in which the link stands, "notebooks/09-roll-downhill.ipynb".

    >>> address("../../tests/a.py", "notebooks/teachers/09-a.md").endswith("/blob/HEAD/tests/a.py")
    True
    >>> address("../09-roll-downhill.ipynb#One-step", "notebooks/teachers/09-a.md")
    '../lessons/09-roll-downhill.ipynb#One-step'
    """
    if ELSEWHERE.match(target):
        return target
    name, mark, heading = target.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(name)))
    place = place_of(path)
    if ELSEWHERE.match(place):
        return place + mark + heading
    return posixpath.relpath(place, posixpath.dirname(place_of(page)) or ".") + mark + heading


def relinked(text: str, page: str) -> str:
    """A text of the repository with the links of the site.

    A cheat sheet is a page that Sphinx does not make; a link to one becomes HTML.
    """

    def lead(link: re.Match[str]) -> str:
        if link["attribute"]:
            url = address(link["url"], page).replace(".ipynb", ".html")
            return f'{link["attribute"]}{url}"'
        return f"{link['open']}{address(link['target'], page)})"

    def as_html(link: re.Match[str]) -> str:
        if ELSEWHERE.match(link["target"]) or not link["target"].endswith(".html"):
            return link[0]
        # Sheets are in the English edition alone.
        up = "" if IS_ENGLISH or not link["target"].startswith("../") else "../"
        return f'<a href="{up}{link["target"]}">{link["words"]}</a>'

    return MARKDOWN_LINK.sub(as_html, LINK.sub(lead, text))


def strings(data: Any) -> Iterator[str]:
    """Every text in JSON."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def held(data: Any) -> str:
    """JSON as a script that holds data and runs nothing; no word in it can end the script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def folded(summary: str, html: str) -> str:
    """A part that a reader opens."""
    return f"<details><summary>{summary}</summary>{html}</details>"


def size_of_png(content: bytes) -> tuple[int, int]:
    """The width and the height of a PNG, in pixels."""
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@dataclass
class Converter:
    """Writes the pages of the site.

    up: the way from a page of lessons to the top of the site.
    badges: the lines under a lesson's title, by the name of its notebook.
    scenes: for each scene on the site where it comes from, which check.py reads.
    """

    formulas: Formulas
    badges: Callable[[str], str]
    scenes: dict[str, dict[str, str]] = field(default_factory=dict)
    up: str = "../"

    def lesson(self, run: Path) -> None:
        """Write the page of a lesson that was run."""
        notebook = nbformat.read(run, as_version=4)
        saved = nbformat.read(NOTEBOOKS / run.name, as_version=4)
        pictured = saved if IS_ENGLISH else notebook
        pictures = {cell.id: picture_of(cell) for cell in pictured.cells}
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = with_summaries(relinked(cell.source, f"notebooks/{run.name}"))
                if cell is notebook.cells[0]:
                    head, _, rest = cell.source.partition("\n")
                    line = f"{self.badges(run.name)}\n{other_places(run.stem)}"
                    cell.source = f"{head}\n\n{line}\n{rest}"
            elif cell.cell_type == "code":
                if asks(cell.source):
                    cell.metadata["tags"] = [*cell.metadata.get("tags", []), "remove-input"]
                shown = [self.output(o, run.stem, cell.id, pictures) for o in cell.outputs]
                cell.outputs = [output for output in shown if output is not None]
        self.slides(run.stem, notebook)
        notebook.metadata.pop("widgets", None)
        target = SOURCE / "lessons" / run.name
        target.write_text(nbformat.writes(notebook), encoding="utf-8")

    def slides(self, lesson: str, notebook: NotebookNode) -> None:
        """Write the slides of a lesson whose cells are converted."""
        heading = name = translated(title(NOTEBOOKS / f"{lesson}.ipynb"))
        found = []
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                heading = slides.last_heading(cell.source) or heading
            html = [o.get("data", {}).get("text/html", "") for o in cell.get("outputs", [])]
            found += [
                slides.Slide(translated(heading), one)
                for one in html
                if one.startswith("<calclib-scene")
            ]
        slides.write(EXTRA / "slides", name, lesson, found)

    def output(
        self, output: NotebookNode, lesson: str, cell: str, pictures: dict[str, bytes | None]
    ) -> NotebookNode | None:
        """One output as the site shows it; None where it is left out."""
        if output.output_type == "stream":
            return None if output.name == "stderr" else output
        data = output.get("data", {})
        html = None
        if SCENE in data:
            html = self.scene(data, lesson, cell, pictures.get(cell))
        elif GUESS in data:
            html = self.card("calclib-guess", data[GUESS], self.guess_words(data[GUESS]))
        elif ANSWER in data:
            html = self.card("calclib-answer", data[ANSWER], self.answer_words(data[ANSWER]))
        elif EXERCISE in data:
            words = self.exercise_words(data[EXERCISE])
            html = self.card(f'calclib-exercise cell="{cell}"', data[EXERCISE], words)
        elif PROGRESS in data:
            html = progress_element("")
        elif POLE in data:
            html = self.pole(data[POLE], lesson, cell, pictures.get(cell))
        if html is not None:
            output.data = {"text/html": html}
            output.metadata = {}
        return output

    def scene(self, data: Any, lesson: str, cell: str, picture: bytes | None) -> str:
        """A scene, its file, and in it the picture for readers without JavaScript."""
        name = f"scenes/{lesson}/{cell}.scene"
        content = base64.b64decode(data[SCENE]["file"])
        write(ASSETS / name, content)
        self.scenes[name] = {
            "lesson": lesson,
            "cell": cell,
            "digest": data["text/plain"],
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        inside = f"<p>{escape(data[SCENE]['alt'])}</p>"
        if picture:
            write(ASSETS / f"scenes/{lesson}/{cell}.png", picture)
            inside = self.picture(lesson, cell, data[SCENE]["alt"], picture)
        return f'<calclib-scene id="{cell}" src="{self.up}_static/{name}">{inside}</calclib-scene>'

    def pole(self, data: Any, lesson: str, cell: str, picture: bytes | None) -> str:
        """The pole of lesson 21, whose script this page alone loads."""
        inside = f"<p>{escape(data['alt'])}</p>"
        if picture:
            write(ASSETS / f"scenes/{lesson}/{cell}.png", picture)
            inside = self.picture(lesson, cell, data["alt"], picture)
        script = f'<script type="module" src="{self.up}_static/pole.js"></script>'
        return script + data["element"].replace(INSIDE, inside)

    def picture(self, lesson: str, cell: str, alt: str, content: bytes) -> str:
        """The picture of a scene."""
        width, height = size_of_png(content)
        source = f"{self.up}_static/scenes/{lesson}/{cell}.png"
        return (
            f'<img src="{source}" alt="{escape(alt)}" width="{width}" height="{height}" '
            'loading="lazy">'
        )

    def card(self, tag: str, data: Any, words: str) -> str:
        """A card: words for readers without JavaScript, its data, and the data's other formulas.

        tag: the name of the element, and its attributes.
        """
        tables = [self.formulas.table(text) for text in strings(data) if "$" in text]
        formulas = {
            source: html
            for table in tables
            for source, html in table.items()
            if f'data-source="{escape(source)}"' not in words
        }
        return f"<{tag}>{words}{held({'data': data, 'formulas': formulas})}</{tag.split()[0]}>"

    def words(self, text: str) -> str:
        """Markdown of a card as HTML, with the links of the site."""
        text = LONE_STAR.sub(lambda found: found["kept"] or r"\*", text)
        return self.formulas.markdown(re.sub(r"(\d\d-[a-z-]+)\.ipynb", r"\1.html", text))

    def guess_words(self, data: Any) -> str:
        """A question and its choices."""
        control = data["first"]["control"] or {}
        choices = "\n".join(f"- {choice}" for choice in control.get("choices", []))
        return self.words(f"**{data['first']['question']}**\n\n{choices}")

    def answer_words(self, data: Any) -> str:
        """The answer, folded."""
        told = data["open"][0]["said"].replace(" " + say("cards.noGuessMade"), "")
        return folded(say("cards.answerCard"), self.words(told))

    def exercise_words(self, data: Any) -> str:
        """The questions of a card with several, and all hints and solutions, folded."""
        parts = []
        for task in data["tasks"]:
            parts.append(self.words(task["first"]["question"]))
            before = ""
            for stage in task["stages"][1:]:
                told = stage["told"].removeprefix(before).strip()
                label, _, rest = told.partition(". ")
                parts.append(folded(label, self.words(rest)))
                before = stage["told"]
        return "".join(parts)


def asks(source: str) -> bool:
    """Whether a cell does nothing but show a question, whose card says it all.

    >>> asks("checks.top"), asks("checks.top.answer()"), asks("top = ...\\nchecks.top(top)")
    (True, True, True)
    >>> asks("my_rate = 0.1\\nchecks.rate(my_rate)")
    False
    """
    return bool(QUESTION.fullmatch(source.strip()))


def picture_of(cell: NotebookNode) -> bytes | None:
    """The picture that a saved cell shows."""
    found = [o.get("data", {}).get("image/png") for o in cell.get("outputs", [])]
    return next((base64.b64decode(png) for png in found if png), None)


def write(path: Path, content: bytes | str) -> None:
    """Write a file, and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode()
    path.write_bytes(content)


def page_of(lesson: str, folder: str) -> str:
    """The page of a lesson, of the English edition where it is in no other.

    folder: the way from the page to the lessons, with a slash at its end, or nothing.
    """
    if is_translated(lesson):
        return f"{folder}{lesson}.html"
    return f"{TO_ENGLISH if not folder else '..'}/lessons/{lesson}.html"


def other_places(lesson: str) -> str:
    """Links to the slides of a lesson, and to the lesson in its other languages."""
    found = [f'<a href="../slides/{lesson}.html">{say("site.slides")}</a>']
    for name in [ENGLISH, *editions()]:
        if name != LANGUAGE and is_translated(lesson, name):
            folder = f"{TO_ENGLISH}/lessons" if name == ENGLISH else f"../{name}/lessons"
            url = f"{folder}/{lesson}.html"
            word = table(name)["site"]["name"]
            found.append(f'<a href="{url}" hreflang="{name}" lang="{name}">{word}</a>')
    return f'<p class="places">{" · ".join(found)}</p>'


def with_summaries(text: str) -> str:
    """Markdown whose folded parts are named in the language of the edition.

    >>> with_summaries("<summary>Hint</summary>")
    '<summary>Hint</summary>'
    """
    return SUMMARY.sub(lambda found: f"<summary>{translated(found[1])}</summary>", text)


def progress_element(folder: str) -> str:
    """The table of progress; without JavaScript it counts the exercises of each lesson.

    folder: the way from the page to the lessons, with a slash at its end, or nothing.
    """
    listed = []
    for lesson in LESSONS:
        told = json.loads(lesson.read_text(encoding="utf-8"))["metadata"].get("calclib", {})
        name = told.get("lesson", "")
        formerly = {
            f"{old_lesson}/{old}": new
            for old_lesson, renamed in told.get("formerly", {}).items()
            for old, new in renamed.items()
        }
        listed.append(
            {
                "title": title(lesson),
                "page": page_of(lesson.stem, folder),
                "lesson": name,
                "exercises": told.get("exercises", []),
                "formerly": formerly,
            }
        )
    rows = "".join(
        f'<tr><td><a href="{one["page"]}">{escape(one["title"])}</a></td>'
        f"<td>{say('site.exercises', len(one['exercises']))}</td></tr>"
        for one in listed
    )
    return f"<calclib-progress><table>{rows}</table>{held(listed)}</calclib-progress>"


@dataclass(frozen=True)
class Row:
    """A lesson in the table of the README."""

    file: str
    minutes: str
    further: str
    needs: str


def parts() -> list[tuple[str, list[Row]]]:
    """The parts of the course with their lessons, as the table of the README has them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    heads = list(PART.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [
        (
            head["part"],
            [
                Row(row["file"], row["minutes"], row["further"], row["needs"])
                for row in ROW.finditer(text, head.end(), end)
            ],
        )
        for head, end in zip(heads, ends, strict=True)
    ]


def toctree(caption: str, entries: Iterable[str], depth: int = 1) -> str:
    """A list of pages for the contents, which the start page itself does not show."""
    lines = [f"```{{toctree}}\n:hidden:\n:maxdepth: {depth}\n:caption: {caption}\n", *entries]
    return "\n".join(lines) + "\n```"


def contents(chosen: Sequence[Path]) -> str:
    """The contents of the site, part by part."""
    names = {path.name for path in chosen}
    trees = []
    for part, rows in parts():
        listed = [f"lessons/{row.file}" for row in rows if row.file in names]
        if listed:
            trees.append(toctree(translated(part), listed))
    if IS_ENGLISH:
        trees.append(toctree("For teachers", ["teachers/index", "class"]))
        trees.append(toctree("More", ["cheat-sheets", "places", "help", "translate"]))
    return "\n\n".join(trees)


def lesson_list(chosen: Sequence[Path]) -> str:
    """The lessons on the start page: minutes, those of Further, and what each needs."""
    names = {path.name: path for path in chosen}
    words = ("site.lesson", "site.minutes", "site.further", "site.needs")
    heads = " | ".join(map(say, words))
    lines = []
    for part, rows in parts():
        if not any(row.file in names for row in rows):
            continue
        lines += [f"### {translated(part)}", "", f"| {heads} |", "|---|---|---|---|"]
        lines += [
            f"| [{title(names[row.file])}](lessons/{row.file}) "
            f"| {row.minutes} | {row.further} | {row.needs} |"
            for row in rows
            if row.file in names
        ]
        lines.append("")
    return "\n".join([*lines, say("site.ofFurther"), ""])


def hero(scenes: dict[str, dict[str, str]]) -> str:
    """The first scene of the first lesson in which a rule is chosen, as the start page says."""
    offers_rules = (name for name, scene in scenes.items() if "\nrule: " in scene["digest"])
    name = next((name for name in offers_rules if "/00-" in name), next(iter(scenes), None))
    if name is None:
        return ""
    picture = name.removesuffix(".scene") + ".png"
    alt = escape(translated(scenes[name]["digest"].partition("\n")[0]))
    inside = f"<p>{alt}</p>"
    if (ASSETS / picture).exists():
        width, height = size_of_png((ASSETS / picture).read_bytes())
        inside = f'<img src="_static/{picture}" alt="{alt}" width="{width}" height="{height}">'
    return f'<calclib-scene src="_static/{name}">{inside}</calclib-scene>'


def with_landmark(sheet: str) -> str:
    """A cheat sheet whose content is its main part to those who hear it, with the site's icon."""
    icon = '<link rel="icon" href="../_static/favicon.svg">'
    before, _, after = sheet.partition("</style>")
    return f"{before}</style>{icon}<main>{after.removesuffix('</html>')}</main>"


def cheat_sheets() -> str:
    """Links to the sheets, by their own titles."""
    lines = []
    for sheet in sorted((NOTEBOOKS / "cheat-sheets").glob("*.html")):
        text = sheet.read_text(encoding="utf-8")
        write(EXTRA / "cheat-sheets" / sheet.name, with_landmark(text))
        found = re.search(r"<title>([^<]+)</title>", text)
        name = found[1] if found else sheet.stem
        lines.append(f'- <a href="cheat-sheets/{sheet.name}">{name}</a>')
    return "\n".join(lines)


def teachers(chosen: Sequence[Path]) -> str:
    """Write the pages for teachers, and return the contents of their first page."""
    entries = []
    lines = []
    for lesson in chosen:
        page = NOTEBOOKS / "teachers" / f"{lesson.stem}.md"
        if page.exists():
            text = relinked(page.read_text(encoding="utf-8"), f"notebooks/teachers/{page.name}")
            write(SOURCE / "teachers" / page.name, text)
            entries.append(page.stem)
            lines.append(f"- [{title(lesson)}]({page.name})")
    tree = "\n".join(["```{toctree}", ":hidden:", "", *entries, "```"])
    return "\n".join([*lines, "", tree])


def convert(runs: Sequence[Path], badges: Callable[[str], str], wheel: str, live: str) -> None:
    """Write all pages and data files of the site.

    runs: the lessons, as `run_all` keeps them.
    badges: the lines under a lesson's title, by the name of its notebook.
    wheel: the address of the package.
    live: what is said of pages that can be made live.
    """
    for folder in (SOURCE, EXTRA, ASSETS / "scenes"):
        shutil.rmtree(folder, ignore_errors=True)
    (SOURCE / "lessons").mkdir(parents=True)
    formulas = Formulas()
    converter = Converter(formulas, badges)
    for run in runs:
        converter.lesson(run)
    formulas.close()
    blanks = {
        "contents": contents(runs),
        "first": runs[0].name,
        "lessons": lesson_list(runs),
        "hero": hero(converter.scenes),
        "progress": progress_element("lessons/"),
        "cheat_sheets": cheat_sheets() if IS_ENGLISH else "",
        "teachers": teachers(runs) if IS_ENGLISH else "",
        "repository": repository(),
        "wheel": wheel,
        "live": live,
        "options": "".join(f"<option>{run.stem}</option>" for run in runs),
    }
    write(EXTRA / "embed.html", (SITE / "embed.html").read_bytes())
    for page in sorted((SITE / "pages").rglob("*.md" if IS_ENGLISH else "index.md")):
        if not IS_ENGLISH and page.parent != SITE / "pages":
            continue
        text = page.read_text(encoding="utf-8")
        for name, content in blanks.items():
            text = text.replace(f"{{{{ {name} }}}}", content)
        write(SOURCE / page.relative_to(SITE / "pages"), text)
    write(SCENES, json.dumps(converter.scenes, ensure_ascii=False, indent=1))
