"""The mutation run itself: what it says of mutants of a small package whose fate is known."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "tests" / "benchmarks"
sys.path.append(str(BENCHMARKS))
from mutants import (  # noqa: E402
    Mutant,
    functions,
    lines_of_the_statement,
    places,
    raise_before,
    spoil,
)

SUMS = """
import os


def add(a, b):
    return a + b


def double(a):
    return 2 * a


def alone(a):
    return a + 7


def count(n):
    k = 0
    while k < n:
        k += 1
    return k


def leave(code):
    if code - 1:
        os._exit(0)


def shifted(a):
    return a + 5


def table():
    return 3 + 4


TABLE = table()
"""
TESTS = """
from calclib.room import sums

SEEN = []


def test_a_sum():
    assert sums.add(2, 3) == 5


def test_double_is_called():
    sums.double(3)


def test_counting_ends():
    assert sums.count(3) == 3


def test_leaving():
    sums.leave(1)


def test_first_of_two():
    SEEN.append(sums.shifted(1))


def test_second_of_two():
    assert SEEN == [6]


def test_the_table():
    assert sums.TABLE == 7
"""
REACHED = {
    "add": ["test_a_sum"],
    "double": ["test_double_is_called"],
    "alone": [],
    "count": ["test_counting_ends"],
    "leave": ["test_leaving"],
    "shifted": ["test_first_of_two", "test_second_of_two"],
    "table": [""],
}
# A function, the edit that is made in it, and what the run must say of it.
FATES = [
    ("add", "a + b", "a - b", "killed", "test_a_sum"),
    ("double", "2", "3", "SURVIVED", ""),
    ("alone", "7", "8", "UNREACHED", ""),
    ("count", "k += 1", "pass", "ENDLESS", "test_counting_ends"),
    ("leave", "code - 1", "code", "DIED", "test_leaving"),
    ("shifted", "5", "6", "UNSURE", "test_second_of_two"),  # alone it fails on any code
    ("table", "3 + 4", "3 - 4", "killed", "test_the_table"),  # seen only where all is loaded anew
]
RUN = f"""
import json, sys
from pathlib import Path
import pytest
sys.path.insert(0, {str(BENCHMARKS)!r})
import mutation, trials
from mutants import Mutant
copied, given = Path(sys.argv[1]), json.loads(sys.argv[2])
trials.SECONDS = 2
trials.PATIENCE = 60  # a busy machine is no fault of the code
def reach_of(copied, room, kept):
    path = str((copied / given["file"]).resolve())
    contexts = {{int(line): tests for line, tests in given["contexts"].items()}}
    return trials.Reach(copied, room, {{path: contexts}}, {{}})
mutation.measure_reach = reach_of
source = (copied / given["file"]).read_text()
mutants = [
    Mutant(k, Path(given["file"]), range(*lines), "", "", spoilt, source)
    for k, (spoilt, lines) in enumerate(given["mutants"])
]
class Record:
    def add(self, room, mutant, outcome):
        print(json.dumps([mutant.number, outcome.word, outcome.test]))
try:
    mutation.try_room(copied, "room", mutants, Record(), workers=2)
except trials.UntrustworthyError as error:
    print(json.dumps(["error", str(error), ""]))
"""


def run(folder: Path, tests: str, reached: dict[str, list[str]]) -> dict[object, tuple[str, str]]:
    """What the mutation run says of each mutant in FATES, by its place there."""
    room = folder / "calclib" / "room"
    room.mkdir(parents=True)
    (folder / "tests" / "room").mkdir(parents=True)
    (room.parent / "__init__.py").write_text("", encoding="utf-8")
    (room / "__init__.py").write_text("", encoding="utf-8")
    (room / "sums.py").write_text(SUMS, encoding="utf-8")
    (folder / "tests" / "room" / "test_sums.py").write_text(tests, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    tree = ast.parse(SUMS)
    lines = {name: (first.lineno, (first.end_lineno or 0) + 2) for name, first in functions(tree)}
    contexts = {
        line: [test and f"tests/room/test_sums.py::{test}" for test in reached[name]]
        for name, where in lines.items()
        for line in range(*where)
    }
    mutants = [(SUMS.replace(before, after, 1), lines[name]) for name, before, after, *_ in FATES]
    given = {"file": "calclib/room/sums.py", "contexts": contexts, "mutants": mutants}
    output = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), json.dumps(given)],
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        number: (word, test)
        for number, word, test in map(json.loads, output.stdout.split("\n")[:-1])
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[object, tuple[str, str]]:
    return run(tmp_path_factory.mktemp("mutation"), TESTS, REACHED)


@pytest.mark.parametrize("place", range(len(FATES)), ids=[name for name, *_ in FATES])
def test_each_kind_of_end_has_its_own_word(
    outcomes: dict[object, tuple[str, str]], place: int
) -> None:
    *_, word, test = FATES[place]
    assert outcomes[place] == (word, test and f"tests/room/test_sums.py::{test}")


def test_a_run_stops_where_unspoilt_code_fails(tmp_path: Path) -> None:
    alone = REACHED | {"shifted": ["test_second_of_two"]}  # which fails without the first
    word, _ = run(tmp_path, TESTS, alone)["error"]
    assert word.startswith("In room, unspoilt code is killed at tests/room/test_sums.py::test_sec")


def test_a_run_stops_where_an_error_is_not_seen(tmp_path: Path) -> None:
    blind = TESTS.replace("assert sums.add(2, 3) == 5", "pass")
    word, _ = run(tmp_path, blind, REACHED | {"shifted": []})["error"]
    assert word.startswith("In room, a function that raises is SURVIVED")


def test_an_edit_changes_its_own_lines_and_no_other() -> None:
    file = Path("calclib/optimize/steps.py")
    source = (ROOT / file).read_text(encoding="utf-8")
    tree = ast.parse(source)
    for number, (_, _, node) in list(enumerate(places(tree)))[::4]:
        if (mutant := spoil(ROOT, 0, file, number)) is None:
            continue
        pairs = zip(source.splitlines(), mutant.source.splitlines(), strict=True)
        changed = {place for place, (old, new) in enumerate(pairs, 1) if old != new}
        assert changed
        assert changed <= set(range(node.lineno, node.end_lineno + 1))
        assert mutant.unspoilt == source
        ast.parse(mutant.source)
        assert set(mutant.lines) & set(lines_of_the_statement(tree, node))


ORDERS = """
def f(a, b):
    {}
"""


@pytest.mark.parametrize(
    ("statement", "turned", "is_tried"),
    [
        ("return isinstance(a, int | float)", "float | int", False),
        ("return isinstance(a, (int, float))", "(float, int)", False),
        ("return a & b", "b & a", False),
        ("return (a > 0) | b", "b | (a > 0)", False),
        ("return a | ~b", "~b | a", False),
        ("return a | b", "b | a", True),  # of two dicts the second counts
        ("return a - b", "b - a", True),
        ("return (a, b)", "(b, a)", True),
    ],
)
def test_an_order_that_nothing_asks_for_is_not_changed(
    tmp_path: Path, statement: str, turned: str, is_tried: bool
) -> None:
    made = [mutant.after for mutant in every_mutant(tmp_path, ORDERS.format(statement))]
    assert (turned in made) == is_tried


def test_what_only_tells_a_type_is_not_changed(tmp_path: Path) -> None:
    source = ORDERS.format("c: dict[int, None] = {}\n    return c")
    assert "dict" not in [mutant.after for mutant in every_mutant(tmp_path, source)]


def every_mutant(folder: Path, source: str) -> list[Mutant]:
    """All mutants of a file with this source."""
    (folder / "file.py").write_text(source, encoding="utf-8")
    total = sum(1 for _ in places(ast.parse(source)))
    tried = (spoil(folder, k, Path("file.py"), k) for k in range(total))
    return [mutant for mutant in tried if mutant is not None]


def test_a_function_that_raises_is_otherwise_as_it_was() -> None:
    tree = ast.parse(SUMS)
    for name, first in functions(tree):
        spoilt = raise_before(SUMS, first)
        raising = [
            found for found, its in functions(ast.parse(spoilt)) if isinstance(its, ast.Raise)
        ]
        assert raising == [name]
