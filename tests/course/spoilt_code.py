"""A lesson's cells with its solutions in their blanks, and solutions that are spoilt."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from answers import as_typed

EDITS = 6  # changed solutions of one exercise; more of them take long and tell little
SWAPS: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Add(),
    ast.Div: ast.Mult(),
}


def parts_of(source: str) -> dict[str, str]:
    """The functions, classes and values that a module names, as they are written there."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        text = ast.get_source_segment(source, node) or ""
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = text
    return found


def fill(source: str, solution: dict[str, str]) -> str:
    """A cell in which each function or class with a solution is written as there."""
    written = source
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and has_solution(node, solution):
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


def edits(filled: str, blank: str, name: str) -> Iterator[tuple[str, str]]:
    """A solution with one sign or one number changed, in a line that the learner of `name` wrote.

    Yields the line that is changed, and the whole cell.
    """
    given = set(blank.splitlines())
    written = {k for k, line in enumerate(filled.splitlines(), 1) if line not in given}
    (call,) = [line for line in filled.splitlines() if f"checks.{name}(" in line]
    tree = ast.parse(filled)
    theirs = [
        part
        for part in tree.body
        if isinstance(part, ast.FunctionDef | ast.ClassDef) and part.name in call
    ]
    sites = [
        node
        for part in theirs or tree.body
        for node in ast.walk(part)
        if (isinstance(node, ast.BinOp) and type(node.op) in SWAPS)
        or (isinstance(node, ast.Constant) and type(node.value) in (int, float))
    ]
    sites = [node for node in sites if node.lineno in written]
    for node in sites[:: max(1, -(-len(sites) // EDITS))]:
        if isinstance(node, ast.BinOp):
            kept = node.op
            node.op = SWAPS[type(kept)]
            changed = ast.unparse(tree)
            line = ast.unparse(node)
            node.op = kept
        else:
            value = node.value
            node.value = value + 1
            changed = ast.unparse(tree)
            line = f"{value} → {node.value} in {filled.splitlines()[node.lineno - 1].strip()}"
            node.value = value
        yield line, changed
