"""One function of a file spoilt in one place: where that can be, and the source that it makes.

The edits are those that learners make (tests/practice/one_edit.py). An edit is made in the text, so
that every other line stays where it was: some tests read the source of what they test.
"""

import ast
import copy
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "practice"))
from one_edit import Exchange, edits, is_read


@dataclass(frozen=True)
class Mutant:
    """A file with one edit.

    number: its place in the sample.
    file: from the root of the repository.
    lines: those of the statement with the edit.
    before, after: what stood there, and what stands there now.
    source: of the whole file, with the edit.
    unspoilt: the same, made in the same way, without the edit.
    """

    number: int
    file: Path
    lines: range
    before: str
    after: str
    source: str
    unspoilt: str

    def __str__(self) -> str:
        edit = f"{self.before[:60]!r} -> {self.after[:60]!r}"
        return f"{self.number} {self.file}:{self.lines.start} {edit}"


def sample(root: Path, rooms: tuple[str, ...], count: int, seed: int) -> list[tuple[Path, int]]:
    """A seeded sample of all edits of all files of the rooms, as file and number of the edit."""
    every = []
    for room in rooms:
        for file in sorted((root / "calclib" / room).glob("*.py")):
            source = file.read_text(encoding="utf-8")
            total = sum(1 for _ in places(ast.parse(source)))
            every += [(file.relative_to(root), number) for number in range(total)]
    return random.Random(seed).sample(every, min(count, len(every)))


def places(tree: ast.Module) -> Iterator[tuple[int, int, ast.AST]]:
    """Each edit of a file: the place of the node in the walk, the number of its edit, the node."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
    }
    names = names_around(tree)
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in inside:
            for number, _ in enumerate(edits(node, names)):
                yield place, number, node


def names_around(tree: ast.Module) -> list[str]:
    """The names that are given a value in a file's functions."""
    written = [n for n in ast.walk(tree) if isinstance(n, ast.Name | ast.arg) and not is_read(n)]
    return sorted({n.arg if isinstance(n, ast.arg) else n.id for n in written})


def spoil(root: Path, number: int, file: Path, edit: int) -> Mutant | None:
    """The mutant with this number in the sample; None where its edit changes nothing.

    That is so of an edit that gives the same program, of one in an annotation, which is never run,
    and of one that exchanges two things of which no order is asked.
    """
    source = (root / file).read_text(encoding="utf-8")
    tree = ast.parse(source)
    place, which, node = list(places(tree))[edit]
    changed = copy.deepcopy(tree)
    old = list(ast.walk(changed))[place]
    new = list(edits(old, names_around(tree)))[which]
    Exchange(old, new).visit(changed)
    if ast.dump(changed) == ast.dump(tree):
        return None
    if is_annotation(tree, node) or (is_exchange(old, new) and has_no_order(tree, node)):
        return None
    ast.fix_missing_locations(changed)
    spoilt = exchange_text(source, node, new)
    unspoilt = source
    if not means_the_same(spoilt, changed):  # within an f-string, before Python 3.12
        spoilt = ast.unparse(changed)
        unspoilt = ast.unparse(tree)
    lines = lines_of_the_statement(tree, node)
    return Mutant(number, file, lines, ast.unparse(node), ast.unparse(new), spoilt, unspoilt)


def is_annotation(tree: ast.Module, node: ast.AST) -> bool:
    """Whether a node tells the type of a name."""
    told = [
        part
        for each in ast.walk(tree)
        for part in (getattr(each, "annotation", None), getattr(each, "returns", None))
        if part is not None
    ]
    return any(inner is node for part in told for inner in ast.walk(part))


def is_exchange(old: ast.AST, new: ast.AST) -> bool:
    """Whether an edit puts each of two things in the place of the other."""
    if isinstance(old, ast.BinOp) and isinstance(new, ast.BinOp):
        return (new.left, type(new.op), new.right) == (old.right, type(old.op), old.left)
    if isinstance(old, ast.Tuple) and isinstance(new, ast.Tuple):
        return new.elts == old.elts[::-1]
    return False


def has_no_order(tree: ast.Module, node: ast.AST) -> bool:
    """Whether two things mean the same in either order: kinds in a check, or flags of arrays."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = (node.left, node.right)
        if any(isinstance(side, ast.Compare) or is_negation(side) for side in sides):
            return True
    kinds: list[ast.AST | None] = []
    for each in ast.walk(tree):
        if isinstance(each, ast.Call) and ast.unparse(each.func) in ("isinstance", "issubclass"):
            kinds.append(each.args[1])
        elif isinstance(each, ast.ExceptHandler):
            kinds.append(each.type)
    return any(kind is node for kind in kinds)


def is_negation(node: ast.AST) -> bool:
    """Whether this is ~flags."""
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)


def exchange_text(source: str, old: ast.AST, new: ast.AST) -> str:
    """The source with the text of one node in the place of another, in as many lines."""
    lines = source.splitlines(keepends=True)
    before = "".join(lines[: old.lineno - 1]).encode()
    start = len(before) + old.col_offset  # columns are counted in bytes
    end = len("".join(lines[: old.end_lineno - 1]).encode()) + old.end_col_offset
    text = ast.unparse(new)
    missing = "\n" * (old.end_lineno - old.lineno - text.count("\n"))
    text = f"({text}{missing})" if isinstance(new, ast.expr) else text + missing
    whole = source.encode()
    return (whole[:start] + text.encode() + whole[end:]).decode()


def means_the_same(source: str, tree: ast.Module) -> bool:
    """Whether a source is read as this tree, once that is written: −1 is a sign and a 1."""
    try:
        return ast.dump(ast.parse(source)) == ast.dump(ast.parse(ast.unparse(tree)))
    except SyntaxError:
        return False


def lines_of_the_statement(tree: ast.Module, node: ast.AST) -> range:
    """The lines of the innermost statement that holds a node, without the body of a block."""
    held = [
        statement
        for statement in ast.walk(tree)
        if isinstance(statement, ast.stmt) and any(inner is node for inner in ast.walk(statement))
    ]
    innermost = held[-1]
    above = [decorator.lineno for decorator in getattr(innermost, "decorator_list", [])]
    first = min([innermost.lineno, *above])
    body = getattr(innermost, "body", None)
    last = body[0].lineno - 1 if body else innermost.end_lineno or innermost.lineno
    return range(first, max(last, innermost.lineno) + 1)


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Each function of a file: its name, and the first statement that is no docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                yield node.name, body[0]


def raise_before(source: str, statement: ast.stmt) -> str:
    """The source with an error raised before this statement: a function that surely fails."""
    lines = source.splitlines(keepends=True)
    at = statement.lineno - 1
    spaces = " " * statement.col_offset
    lines.insert(at, f'{spaces}raise RuntimeError("spoilt on purpose")\n')
    return "".join(lines)
