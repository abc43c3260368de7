"""Which exercises a lesson asks, found by reading its notebook and its module, running neither."""

import ast
import json
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

    >>> lesson_of("zoom_in_checks")
    'zoom_in'
    """
    return module.removesuffix("_checks")


def course(folder: Path) -> tuple[Lesson, ...]:
    """The lessons in a folder, in order; a notebook that cannot be read is left out."""
    found: dict[str, Lesson] = {}
    for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            title = "".join(cells[0]["source"]).splitlines()[0].lstrip("# ")
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        except (OSError, ValueError, LookupError, TypeError):
            continue
        found.setdefault(title, Lesson(title, asked(code)))  # a copy of a lesson counts once
    return tuple(found.values())


def asked(code: list[str]) -> frozenset[Key]:
    """The exercises that these cells call: `checks.name(…)` of a module of calclib.lessons."""
    nodes = [node for cell in code for node in ast.walk(tree(cell))]
    modules = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == LESSONS.rstrip(".")
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
