"""A lesson's cells with its solutions in their blanks, and solutions that are spoilt."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answers import as_typed

sys.path.insert(0, str(Path(__file__).parents[1] / "practice"))

from one_edit import Definition, mistakes
from test_one_edit import lines, makes_no_difference

MOST = 6  # spoilt solutions of one exercise; more of them take long and tell little


def parts_of(source: str) -> dict[str, str]:
    """The functions, classes and values that a module names, as they are written there."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        text = ast.get_source_segment(source, node) or ""
        if isinstance(node, Definition):
            found[node.name] = text
    return found


def fill(source: str, solution: dict[str, str]) -> str:
    """A cell in which each function or class with a solution is written as there."""
    written = source
    for node in ast.parse(source).body:
        if isinstance(node, Definition) and has_solution(node, solution):
            theirs = ast.get_source_segment(source, node) or ""
            written = written.replace(theirs, solution[node.name])
    return written


def has_solution(node: ast.FunctionDef | ast.ClassDef, solution: dict[str, str]) -> bool:
    """Whether there is a solution of this name, and for a function with these arguments."""
    if node.name not in solution:
        return False
    (other,) = ast.parse(solution[node.name]).body
    if isinstance(node, ast.FunctionDef) and isinstance(other, ast.FunctionDef):
        return ast.dump(node.args) == ast.dump(other.args)
    return isinstance(node, type(other))


def fill_blank(source: str, answer: Any) -> str | None:
    """A cell `name = …` with an answer in the place of the blank; None where it has none."""
    first = ast.parse(source).body[0]
    if not isinstance(first, ast.Assign) or not isinstance(first.targets[0], ast.Name):
        return None
    blank = ast.get_source_segment(source, first.value) or ""
    text = repr(answer) if isinstance(answer, str) else as_typed(answer)
    if text is None or blank not in ("...", "None", '""'):
        return None
    if isinstance(answer, tuple):
        text = f"({text})"
    elif isinstance(answer, list) and not text.startswith("["):
        text = repr(answer)
    elif hasattr(answer, "free_symbols"):
        text = repr(text)
    return source.replace(f"= {blank}", f"= {text}", 1)


def spoilt(filled: str, blank: str, exercise: str) -> Iterator[tuple[str, str]]:
    """A cell with one mistake in a line that the learner wrote, some times over.

    filled: the cell with its solution; blank: as the lesson gives it.
    exercise: the lesson and the name of the exercise, "fit_line slopes".
    Yields the line that is changed, and the whole cell.
    """
    name = exercise.split()[1]
    tree = ast.parse(filled)
    (call,) = [line for line in filled.splitlines() if f"checks.{name}(" in line]
    definitions = [part for part in tree.body if isinstance(part, Definition)]
    theirs = [part for part in definitions if part.name in call] or definitions
    given = lines(ast.parse(blank))
    made: list[tuple[str, str]] = []
    for right in theirs:
        for wrong in mistakes(right):
            pairs = zip(lines(right), lines(wrong), strict=False)
            before, after = next((old, new) for old, new in pairs if old != new)
            if before not in given and not makes_no_difference(exercise, wrong):
                body = [wrong if part is right else part for part in tree.body]
                made.append((after, ast.unparse(ast.Module(body, []))))
    yield from random.Random(7).sample(made, min(MOST, len(made)))
