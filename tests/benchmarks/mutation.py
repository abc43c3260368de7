"""How many one-edit mistakes in our own code do the tests of its room see?

    uv run --with pytest-cov python tests/benchmarks/mutation.py --count 300 --seed 19

A mutant is the package with one function spoilt in one place, by the edits that learners make
(tests/practice/one_edit.py). It is killed if a test or doctest of its own room fails within a
minute of processor time; one that takes longer without a failure survives. Each room's tests run
once under coverage, so that it is known which of them reach a line. Then they are loaded once, and
each mutant is a fork in which the function has its other code and those tests run: about a second.
Whoever survives that meets all tests of its room from their files, for something may have been
computed while they were loaded. Each is written with its number and its line, so that a survivor
can be looked at, and tried again when there is a test for it: `--only 12 40` tries the mutants 12
and 40 of the same sample. At the end, or where it is interrupted, stands the table for the record.
"""

import argparse
import ast
import copy
import importlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import coverage

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "practice"))
from live_code import exchange_code  # noqa: E402
from one_edit import Exchange, edits, is_read  # noqa: E402

ROOMS = ("derivatives", "functions", "optimize", "practice")
SECONDS = 60  # of processor time
KILLED = "killed"
SURVIVED = "SURVIVED"
ENDLESS = "ENDLESS"  # it runs on and on, which nobody would overlook, and counts as a survivor
# Laws over all lessons: they take minutes, and they are about the lessons, not about a room.
KEPT_OUT = ("test_one_edit.py", "test_printed_numbers.py")
OPTIONS = "addopts=--doctest-modules --strict-markers"
LOADED_BEFORE = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"
ARGUMENTS = ("-q", "-p", "no:cacheprovider", "-o", OPTIONS, "-W", LOADED_BEFORE)
# What the tests load beside the package: loaded once, and inherited by the process of each mutant.
LOADED = (
    "IPython",
    "hypothesis",
    "ipywidgets",
    "matplotlib.pyplot",
    "mpmath",
    "nbclient",
    "nbval.plugin",
    "pytest",
    "scipy.optimize",
    "sympy",
)


@dataclass(frozen=True)
class Mutant:
    """One edit: the lines of its statement, and the text before and after."""

    lines: range
    before: str
    after: str


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


@dataclass(frozen=True)
class Placed:
    """A mutant in its place: its number in the sample, its file, and the source with the edit."""

    number: int
    file: Path
    mutant: Mutant
    source: str

    def __str__(self) -> str:
        edit = f"{self.mutant.before[:60]!r} -> {self.mutant.after[:60]!r}"
        return f"{self.number} {self.file}:{self.mutant.lines.start} {edit}"


def place_mutant(copied: Path, number: int, file: Path, edit: int) -> Placed | None:
    """The mutant of a number of the sample; None where its edit changes nothing."""
    made = spoil((copied / file).read_text(encoding="utf-8"), edit)
    return Placed(number, file, made[1], made[0]) if made else None


def spoil(source: str, number: int) -> tuple[str, Mutant] | None:
    """The source with its edit of this number made; None where the edit changes nothing."""
    tree = ast.parse(source)
    place, which, node = list(places(tree))[number]
    changed = copy.deepcopy(tree)
    old = list(ast.walk(changed))[place]
    new = list(edits(old, names_around(tree)))[which]
    Exchange(old, new).visit(changed)
    if ast.dump(changed) == ast.dump(tree):
        return None
    lines = lines_of_the_statement(tree, node)
    found = Mutant(lines, ast.unparse(node), ast.unparse(new))
    return ast.unparse(ast.fix_missing_locations(changed)), found


def lines_of_the_statement(tree: ast.Module, node: ast.AST) -> range:
    """The lines of the innermost statement that holds a node, without the body of a block."""
    held = [
        statement
        for statement in ast.walk(tree)
        if isinstance(statement, ast.stmt) and any(inner is node for inner in ast.walk(statement))
    ]
    innermost = held[-1]
    body = getattr(innermost, "body", None)
    last = body[0].lineno - 1 if body else innermost.end_lineno or innermost.lineno
    return range(innermost.lineno, max(last, innermost.lineno) + 1)


def sample(count: int, seed: int, rooms: tuple[str, ...]) -> list[tuple[Path, int]]:
    """A seeded sample of all edits of all files of the rooms, as file and number."""
    every = []
    for room in rooms:
        for file in sorted((ROOT / "calclib" / room).glob("*.py")):
            source = file.read_text(encoding="utf-8")
            total = sum(1 for _ in places(ast.parse(source)))
            every += [(file.relative_to(ROOT), number) for number in range(total)]
    return random.Random(seed).sample(every, min(count, len(every)))


class Reach:
    """The tests of a room, and which of them run which line of its files.

    copied: the folder with the copy of the package and its tests.
    """

    def __init__(self, copied: Path, room: str) -> None:
        self.copied = copied.resolve()
        self.room = room
        tests = sorted((copied / "tests" / room).glob("test_*.py"))
        self.files = [str(path) for path in tests if path.name not in KEPT_OUT]
        data = copied / f"{room}.coverage"
        os.environ["COVERAGE_FILE"] = str(data)
        package = str(copied / "calclib" / room)
        output = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                *ARGUMENTS,
                "--durations=0",
                "-vv",
                f"--cov={package}",
                "--cov-context=test",
                "--cov-report=",
                package,
                *self.files,
            ],
            cwd=copied,
            capture_output=True,
            text=True,
            check=False,
        )
        if output.returncode:
            print(output.stdout[-3000:], output.stderr[-3000:])
            sys.exit(f"The tests of {room} fail without a mutant: nothing could be told.")
        self.seconds: dict[str, float] = {}
        for seconds, test in re.findall(r"^ *([\d.]+)s call +(.+)$", output.stdout, re.MULTILINE):
            self.seconds[test.strip()] = float(seconds)
        covered = coverage.CoverageData(str(data))
        covered.read()
        # Read here: in a fork, coverage begins with data of its own, which are empty.
        self.contexts = {
            path: covered.contexts_by_lineno(path) for path in covered.measured_files()
        }

    def tests_of(self, file: Path, lines: range) -> list[str]:
        """The tests that run one of these lines of a file, the fastest first."""
        by_line = self.contexts.get(str((self.copied / file).resolve()), {})
        found = {context.rpartition("|")[0] for line in lines for context in by_line.get(line, ())}
        return sorted(found - {""}, key=lambda test: self.seconds.get(test, 0.0))


class Trials:
    """A plugin of pytest: in the place of all tests it runs, for each mutant, those that reach it.

    placed: the mutants of a room, each with its number in the sample, its file and its source.
    reach: which tests reach a line.
    answers: what is told of each, a line each: its number, and KILLED, SURVIVED or ENDLESS.
    """

    def __init__(self, placed: list[Placed], reach: Reach, answers: TextIO) -> None:
        self.placed = placed
        self.reach = reach
        self.answers = answers
        self.has_failed = False

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.has_failed = self.has_failed or report.failed

    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        for one in self.placed:
            tests = self.reach.tests_of(one.file, one.mutant.lines)
            chosen = [items[test] for test in tests if test in items]
            found = in_a_fork(partial(self.fails, one, chosen))
            self.answers.write(f"{one.number} {found}\n")
            self.answers.flush()
        return True

    def fails(self, one: Placed, items: list[Any]) -> bool:
        """Whether one of these tests fails with the mutant's code; ends the process."""
        path = self.reach.copied / one.file
        exchange_code(str(path), path.read_text(encoding="utf-8"), one.source)
        for place, item in enumerate(items):
            following = items[place + 1] if place + 1 < len(items) else None
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.has_failed:
                return True
        return False


def try_loaded(copied: Path, reach: Reach, placed: list[Placed]) -> dict[int, str]:
    """What the tests of a room, loaded once, say of each of its mutants, by number."""
    answers = copied / "answers.txt"
    answers.write_text("", encoding="utf-8")
    child = os.fork()
    if not child:
        with suppress(BaseException), answers.open("a", encoding="utf-8") as told:
            be_silent()
            move_to(copied)
            files = [str(copied / "calclib" / reach.room), *reach.files]
            pytest = importlib.import_module("pytest")
            pytest.main([*ARGUMENTS, *files], [Trials(placed, reach, told)])
        os._exit(0)
    os.waitpid(child, 0)
    lines = answers.read_text(encoding="utf-8").splitlines()
    return {int(number): found for number, found in (line.split() for line in lines)}


class Beginning:
    """A plugin of pytest that notes that its session began: all that is asked for was loaded."""

    began = False

    def pytest_sessionstart(self) -> None:
        self.began = True


def try_from_files(copied: Path, reach: Reach, one: Placed) -> str:
    """What all tests of its room say of a mutant that is written to its file."""
    path = copied / one.file
    before = path.stat()
    source = path.read_text(encoding="utf-8")
    path.write_text(one.source, encoding="utf-8")
    package = str(copied / "calclib" / reach.room)
    found = in_a_fork(partial(does_one_fail, copied, [package, *reach.files]))
    path.write_text(source, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return found


def does_one_fail(copied: Path, files: list[str]) -> bool:
    """Whether a test in some files fails, or one of them cannot even be loaded.

    Nothing is kept of what was compiled: a mutant may be as long as the file was, and be written
    within the same second.
    """
    sys.dont_write_bytecode = True
    move_to(copied)
    pytest = importlib.import_module("pytest")
    beginning = Beginning()
    code = pytest.main([*ARGUMENTS, "-x", *files], [beginning])
    if code == pytest.ExitCode.USAGE_ERROR:
        return not beginning.began
    return code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def in_a_fork(fails: Callable[[], bool]) -> str:
    """What a process of its own says: KILLED if it fails within a minute of processor time.

    ENDLESS if it has not ended by then.
    """
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        be_silent()
        try:
            os._exit(fails())
        except BaseException:  # a mutant may raise whatever it likes: that is seen
            os._exit(1)
    code = os.waitstatus_to_exitcode(wait_for(child))
    if code < 0:
        return ENDLESS
    return KILLED if code else SURVIVED


def wait_for(child: int) -> int:
    """How a process ended; one that waits for ever is ended."""
    end = time.monotonic() + 10 * SECONDS
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def be_silent() -> None:
    """Let this process write nothing and read nothing."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)


def move_to(copied: Path) -> None:
    """Let this process take the package from the copy."""
    os.chdir(copied)
    sys.path.insert(0, str(copied))


def table(counts: dict[str, list[int]], survivors: list[str]) -> str:
    """The record of a run in Markdown: how many of each room were killed, and who survived.

    counts: killed and survived, by room.
    """
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    rows = [(room, *pair) for room, pair in counts.items()] + [("all", *total)]
    lines = ["| room | mutants | killed | share |", "|---|---|---|---|"]
    for room, killed, survived in rows:
        share = f"{killed / (killed + survived):.0%}" if killed + survived else "–"
        lines.append(f"| {room} | {killed + survived} | {killed} | {share} |")
    return "\n".join([*lines, "", "Survivors:", "", *(f"- {one}" for one in survivors)])


def main() -> None:
    """Print each mutant and whether it was killed, then the table of the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--rooms", nargs="+", default=ROOMS)
    parser.add_argument("--only", nargs="+", type=int, default=[], help="numbers in the sample")
    given = parser.parse_args()
    for module in LOADED:
        importlib.import_module(module)
    counts = {room: [0, 0] for room in given.rooms}
    survivors: list[str] = []
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder:
        copied = Path(folder)
        for name in ("calclib", "tests"):
            left_out = shutil.ignore_patterns("node_modules", "__pycache__", "pictures")
            shutil.copytree(ROOT / name, copied / name, ignore=left_out)
        for path in ROOT.iterdir():
            if not (copied / path.name).exists() and not path.name.startswith("."):
                (copied / path.name).symlink_to(path)
        drawn = sample(given.count, given.seed, tuple(given.rooms))
        chosen = given.only or list(range(len(drawn)))
        needed = {drawn[place][0].parent.name for place in chosen}
        reached = {room: Reach(copied, room) for room in given.rooms if room in needed}
        for room, reach in reached.items():
            placed = [
                one
                for number in chosen
                if drawn[number][0].parent.name == room
                if (one := place_mutant(copied, number, *drawn[number]))
            ]
            found = try_loaded(copied, reach, placed)
            for one in placed:
                if found.get(one.number) == SURVIVED:
                    found[one.number] = try_from_files(copied, reach, one)
                if one.number not in found:
                    continue
                print(f"{found[one.number]:8} {one}", flush=True)
                counts[room][found[one.number] != KILLED] += 1
                if found[one.number] != KILLED:
                    survivors.append(f"{found[one.number]} {one}")
    print(table(counts, survivors))


if __name__ == "__main__":
    main()
