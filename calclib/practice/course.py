"""Which exercises a lesson asks, found by reading its notebook and its module, running neither."""

import ast
import json
import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

Key: TypeAlias = tuple[str, str]  # a lesson, such as "zoom_in", and the name of an exercise
LESSONS = "calclib.lessons."
STATED = re.compile(r"^(\w+) = (\w+)\(", re.MULTILINE)
KINDS = re.compile(r"^class (\w+)\(Exercise\)", re.MULTILINE)  # a lesson may have its own kind


@dataclass(frozen=True)
class Lesson:
    """A lesson by its title, with the exercises that its cells ask."""

    title: str
    exercises: frozenset[Key]


def lesson_of(module: str) -> str:
    """The name under which the exercises of a module are kept.

    >>> lesson_of("zoom_in.checks")
    'zoom_in'
    """
    return module.partition(".")[0]


def cells_of(path: Path) -> list[tuple[str, str, str]]:
    """The cells of a notebook as (kind, id, source); none when it cannot be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(c["cell_type"], c.get("id", ""), "".join(c["source"])) for c in cells]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
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
    for kind, id_, source in cells_of(folder / book):
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
    """The lessons in a folder, in order; a notebook that cannot be read is left out."""
    found: dict[str, Lesson] = {}
    for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
        if cells := cells_of(path):
            title = cells[0][2].partition("\n")[0].lstrip("# ")
            code = [source for kind, _, source in cells if kind == "code"]
            found.setdefault(title, Lesson(title, asked(code)))  # a copy counts once
    return tuple(found.values())


def asked(code: list[str]) -> frozenset[Key]:
    """The exercises that these cells call: `checks.name(…)` of a module of calclib.lessons."""
    nodes = [node for cell in code for node in ast.walk(tree(cell))]
    modules = {
        alias.asname or alias.name: f"{(node.module or '').removeprefix(LESSONS)}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(LESSONS)
        for alias in node.names
    }
    stated = {called: exercises_of(module) for called, module in modules.items()}
    return frozenset(
        (lesson_of(modules[node.value.id]), node.attr)
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.attr in stated.get(node.value.id, ())
    )


def tree(cell: str) -> ast.Module:
    """The syntax of a cell; nothing for a cell that a learner has left unfinished."""
    try:
        return ast.parse(cell)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def exercises_of(module: str) -> set[str]:
    """The names of the exercises that a lesson's module states."""
    spec = find_spec(LESSONS + module)
    if spec is None or spec.origin is None:
        return set()
    text = Path(spec.origin).read_text(encoding="utf-8")
    makers = {"exercise", "derivative_exercise", *KINDS.findall(text)}
    return {name for name, maker in STATED.findall(text) if maker in makers}
