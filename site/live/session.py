"""A lesson that computes on its page: what the page asks is answered by the course itself.

The worker of a page (calclib/stage/frontend/src/worker) runs this where Python runs in the browser,
with one `Session` for the lesson of the page. Text comes in and text goes out, with the buffers of
a scene beside it; nothing here knows of a browser, so that the tests run it as it is.

Nothing that a reader types is run: a scene's function and an exercise's check read it as they do in
a notebook. Only cells of the lesson are run, as they were when the page was made.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import islice
from typing import Any, TypeAlias

Data: TypeAlias = dict[str, Any]  # JSON
Names: TypeAlias = set[str]

LONGEST = 10_000  # characters of an answer; a card of a notebook takes as many
LONGEST_ERROR = 300
SHOWN = ("play", "practise", "progress", "checks")  # what only shows something begins so


@dataclass(frozen=True)
class Cell:
    """A cell with code: its id, and its source."""

    id: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its statements."""
        return ast.parse(self.source)

    def imports(self) -> list[ast.stmt]:
        """Its statements that import something."""
        return [one for one in self.tree.body if isinstance(one, (ast.Import, ast.ImportFrom))]

    def work(self) -> list[ast.stmt]:
        """Its statements without those that only show something, such as a scene.

        >>> [ast.unparse(one) for one in Cell("a", "x = 1\\nplay(f, x)").work()]
        ['x = 1']
        """
        return [one for one in self.tree.body if not only_shows(one)]


def only_shows(statement: ast.stmt) -> bool:
    """Whether a statement is a call that shows something and leaves nothing behind."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    called: ast.expr = statement.value
    while isinstance(called, (ast.Call, ast.Attribute)):
        called = called.func if isinstance(called, ast.Call) else called.value
    return isinstance(called, ast.Name) and called.id in SHOWN


def names_in(statements: Iterable[ast.stmt]) -> Names:
    """Every name that stands in statements, those of functions and classes that they make too."""
    found: Names = set()
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found.add(node.name)
    return found


def made_names(cells: Sequence[Cell]) -> Names:
    """Names that cells make by other statements than imports."""
    nodes = [node for cell in cells for node in ast.walk(cell.tree)]
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.name for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def needed(cells: Sequence[Cell]) -> list[Cell]:
    """Those of some cells that share a made name with the last one, directly or through others.

    The others can make nothing, and change nothing, that the last one sees: the lessons keep no
    state but under names.

    >>> sources = ["a = 1", "b = a", "c = 3", "a += 1", "play(b)"]
    >>> [cell.source for cell in needed([Cell(s, s) for s in sources])]
    ['a = 1', 'b = a', 'a += 1']
    """
    *before, last = cells
    made = made_names(before)
    wanted = names_in(last.tree.body) & made
    found: set[str] = set()
    while True:
        fresh = [
            cell
            for cell in before
            if cell.id not in found and names_in(cell.work()) & made & wanted
        ]
        if not fresh:
            return [cell for cell in before if cell.id in found]
        found.update(cell.id for cell in fresh)
        wanted = wanted.union(*(names_in(cell.work()) & made for cell in fresh))


def run(statements: Sequence[ast.stmt], name: str, namespace: Data) -> None:
    """Run statements of a lesson."""
    exec(compile(ast.Module(list(statements), []), name, "exec"), namespace)


def value_of(cell: Cell, before: Sequence[Cell]) -> Any:
    """What a cell shows: the value of its last line, after all that it needs has run.

    Every cell has names of its own, so that the order in which a reader asks changes nothing.
    """
    namespace: Data = {"__name__": "lesson"}
    for one in before:
        run(one.imports(), one.id, namespace)
    for one in needed([*before, cell]):
        run(one.work(), one.id, namespace)
    *statements, last = cell.tree.body
    run(statements, cell.id, namespace)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), cell.id, "eval"), namespace)


def one_line(error: BaseException) -> str:
    """What an error says, in one line; of our own errors, ValueErrors, without their kind."""
    kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
    return (kind + " ".join(str(error).split()))[:LONGEST_ERROR]


@dataclass
class Session:
    """A lesson on its page.

    lesson: the name of its folder, such as "roll_downhill".
    cells: its cells with code, in their order.
    """

    lesson: str
    cells: Sequence[Cell]
    values: dict[str, Any] = field(default_factory=dict)

    def warm(self) -> None:
        """Load what the first answer needs, so that it does not wait for it."""
        import_module("sympy")
        import_module(f"calclib.lessons.{self.lesson}.checks")
        import_module(f"calclib.lessons.{self.lesson}.scenes")

    def answer(self, message: str) -> tuple[str, list[bytes]]:
        """Answer a message of the page: JSON, and buffers beside it.

        {"type": "ask", "id": 3, "cell": …, "answers": {…}} asks for a scene, and
        {"type": "check", "id": 4, "key": …, "cell": …, "number": 0, "typed": …} for a verdict.
        What goes wrong is said in "error"; nothing is raised.
        """
        asked: Data = json.loads(message)
        try:
            told, buffers = self.scene(asked) if asked["type"] == "ask" else self.verdict(asked)
        # Whatever a lesson's function raises is shown to the reader.
        except Exception as wrong:
            told, buffers = {"error": one_line(wrong)}, []
        return json.dumps({"type": "answer", "id": asked["id"], **told}), buffers

    def scene(self, asked: Mapping[str, Any]) -> tuple[Data, list[bytes]]:
        """The scene of a cell for other answers, as the player of a notebook is sent it."""
        player = self.value(asked["cell"])
        player.hear({"type": "ask", "id": asked["id"], "answers": asked["answers"]})
        if error := player.reply["error"]:
            return {"error": error}, []
        return {"error": "", "spec": player.spec}, list(player.buffers)

    def verdict(self, asked: Mapping[str, Any]) -> tuple[Data, list[bytes]]:
        """What an exercise says to a typed answer."""
        told = self.exercise(asked).check(str(asked["typed"])[:LONGEST])
        said = {"passed": told.passed, "said": told._repr_markdown_(), "spoken": told.message}
        return {"error": "", "verdict": said}, []

    def exercise(self, asked: Mapping[str, Any]) -> Any:
        """An exercise by its key; one of an endless row, which has none, by its cell and number."""
        if not asked["key"]:
            number = int(asked["number"])
            return next(islice(self.value(asked["cell"]), number, None))
        for exercise in self.exercises():
            if "/".join(exercise.key) == asked["key"]:
                return exercise
        raise ValueError(f"This lesson has no exercise {asked['key']}.")

    def exercises(self) -> Iterator[Any]:
        """The exercises of the lesson."""
        from calclib.practice import Exercise

        module = import_module(f"calclib.lessons.{self.lesson}.checks")
        yield from (one for one in vars(module).values() if isinstance(one, Exercise) and one.key)

    def value(self, cell: str) -> Any:
        """What a cell shows; it is run once."""
        if cell not in self.values:
            place = [one.id for one in self.cells].index(cell)
            self.values[cell] = value_of(self.cells[place], self.cells[:place])
        return self.values[cell]


def begin(lesson: str) -> Session:
    """Open a lesson from the JSON that the site keeps of it."""
    told = json.loads(lesson)
    session = Session(told["lesson"], [Cell(*one) for one in told["cells"]])
    session.warm()
    return session
