"""Which exercises the lessons of a folder ask: what each notebook says of itself in its metadata.

The command that saves a lesson, tools/refresh.py, writes there
{"calclib": {"lesson": "zoom_in", "exercises": ["nearby", …], "formerly": {…}}}. Nothing is run.
"""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

Notebook: TypeAlias = Mapping[str, Any]  # JSON, which may hold anything
Key: TypeAlias = tuple[str, str]  # a lesson, such as "zoom_in", and the name of an exercise


@dataclass(frozen=True)
class Lesson:
    """A lesson by its title, with the exercises that its cells ask.

    formerly: the keys under which earlier editions kept its exercises, each with the key of today.
    """

    title: str
    exercises: frozenset[Key] = frozenset()
    formerly: Mapping[Key, Key] = field(default_factory=dict)

    def solved(self, keys: Collection[Key]) -> int:
        """How many of its exercises are among these keys, of this edition or of an earlier one."""
        return len(self.exercises & {self.formerly.get(key, key) for key in keys})


def notebook(path: Path) -> Notebook:
    """A notebook as JSON; empty when it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def cells_of(content: Notebook) -> list[tuple[str, str, str]]:
    """The cells of a notebook as (kind, id, source); none when it has no cells that can be read."""
    try:
        return [(c["cell_type"], c.get("id", ""), "".join(c["source"])) for c in content["cells"]]
    except (LookupError, TypeError, AttributeError):
        return []


def address(link: str, folder: Path = Path()) -> str:
    """Where JupyterLab is to go for "book.ipynb#Heading": to the cell that the heading stands in.

    It scrolls to a heading only in a notebook that is already open, and to a cell in any. The
    notebook that the kernel runs for is open; its server names it in JPY_SESSION_NAME.

    >>> address("no-such-book.ipynb#Heading")
    'no-such-book.ipynb#Heading'
    """
    book, _, heading = link.partition("#")
    if Path(os.environ.get("JPY_SESSION_NAME", "")).name == book:
        return link
    for kind, id_, source in cells_of(notebook(folder / book)):
        if kind == "markdown" and heading in map(anchor, source.splitlines()):
            return f"{book}#cell-id={id_}" if id_ else link
    return link


def anchor(line: str) -> str:
    """The anchor of a heading, as JupyterLab writes it; nothing for other lines.

    >>> anchor("## One step"), anchor("One step")
    ('One-step', '')
    """
    return line.lstrip("#").strip().replace(" ", "-") if line.startswith("#") else ""


def course(folder: Path) -> tuple[Lesson, ...]:
    """The lessons in a folder, in order; a notebook that cannot be read is left out.

    A copy of a lesson, which has the same title, counts once.
    """
    found: dict[str, Lesson] = {}
    for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
        content = notebook(path)
        if cells := cells_of(content):
            title = cells[0][2].partition("\n")[0].lstrip("# ")
            found.setdefault(title, lesson(title, content))
    return tuple(found.values())


def lesson(title: str, content: Notebook) -> Lesson:
    """What a notebook's metadata says of it; a notebook of a learner's own asks no exercises.

    >>> given = {"lesson": "zoom_in", "exercises": ["nearby"]}
    >>> lesson("2 · Zoom in", {"metadata": {"calclib": given}}).solved([("zoom_in", "nearby")])
    1
    """
    try:
        told = content["metadata"]["calclib"]
        name = str(told["lesson"])
        exercises = frozenset((name, str(exercise)) for exercise in told["exercises"])
        formerly = {
            (str(old_lesson), str(old_name)): (name, str(new_name))
            for old_lesson, renamed in told.get("formerly", {}).items()
            for old_name, new_name in renamed.items()
        }
    except (LookupError, TypeError, AttributeError):
        return Lesson(title)
    return Lesson(title, exercises, formerly)
