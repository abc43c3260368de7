"""What the tests of a room say of a mutant, and how they are known to say it of nothing else.

The tests of a room run once under coverage, so that it is known which of them run a line. Then they
are loaded once, and each mutant is a fork in which the function has its other code and the tests
that run its line are run: about a second. Whoever survives that meets all tests of its room from
their files, for something may have been computed while they were loaded.

Before any mutant is tried, our own code must survive on both paths, and a function that raises an
error must be killed on both: else the run stops, for its answers would be worth nothing. A test
that fails on a mutant is run again without the edit, and counts only if it then passes.
"""

import ast
import importlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from live_code import exchange_code
from mutants import Mutant, functions, raise_before

SECONDS = 60  # of processor time, for the tests that run the line of a mutant
PATIENCE = 5  # times as long by the clock on the wall, for one that waits and does not compute
KILLED = "killed"  # a test fails, which passes without the edit
SURVIVED = "SURVIVED"  # all tests of the room pass
UNREACHED = "UNREACHED"  # no test runs the line, neither in it nor while it is loaded
ENDLESS = "ENDLESS"  # a test does not end
DIED = "DIED"  # the process ended, and no test had failed
UNSURE = "UNSURE"  # the test that fails does so without the edit
WORDS = (KILLED, SURVIVED, UNREACHED, ENDLESS, DIED, UNSURE)
LOADING = "while the tests are loaded"

# Laws over all lessons: they take minutes, and they are about the lessons, not about a room.
KEPT_OUT = ("test_one_edit.py", "test_printed_numbers.py")
OPTIONS = "addopts=--doctest-modules --strict-markers"
LOADED_BEFORE = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"
CHOSEN = "not browser"  # a fork cannot share one, and they are about the page
ARGUMENTS = ("-q", "-p", "no:cacheprovider", "-o", OPTIONS, "-W", LOADED_BEFORE, "-m", CHOSEN)


class UntrustworthyError(Exception):
    """The tests answer wrongly where the answer is known, so that no answer can be believed."""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: one of WORDS, and the test that failed or in which it ended."""

    word: str
    test: str = ""


class Reach:
    """The tests of a room, and which of them run which line of its files.

    copied: the folder with the copy of the package and its tests.
    contexts: of each file, by its path, and of each line, the tests that run it; "" is a line that
    runs while the tests are loaded.
    seconds: how long each test takes.
    """

    def __init__(
        self,
        copied: Path,
        room: str,
        contexts: dict[str, dict[int, list[str]]],
        seconds: dict[str, float],
    ) -> None:
        self.copied = copied.resolve()
        self.room = room
        self.contexts = contexts
        self.seconds = seconds

    @property
    def files(self) -> list[str]:
        """The package of the room, for its doctests, and the files of its tests."""
        tests = sorted((self.copied / "tests" / self.room).glob("test_*.py"))
        package = self.copied / "calclib" / self.room
        return [str(package), *(str(path) for path in tests if path.name not in KEPT_OUT)]

    def tests_of(self, file: Path, lines: range) -> list[str]:
        """The tests that run one of these lines of a file, the fastest first."""
        found = self._contexts_of(file, lines) - {""}
        return sorted(found, key=lambda test: (self.seconds.get(test, 0.0), test))

    def is_loaded(self, file: Path, lines: range) -> bool:
        """Whether one of these lines runs while the tests are loaded."""
        return "" in self._contexts_of(file, lines)

    def _contexts_of(self, file: Path, lines: range) -> set[str]:
        by_line = self.contexts.get(str(self.copied / file), {})
        return {context for line in lines for context in by_line.get(line, ())}

    def surely_spoilt(self) -> Mutant:
        """The function of the room that the most tests run, with an error raised in it."""
        best: tuple[int, Path, str, ast.stmt] | None = None
        for path in sorted((self.copied / "calclib" / self.room).glob("*.py")):
            file = path.relative_to(self.copied)
            source = path.read_text(encoding="utf-8")
            for _, first in functions(ast.parse(source)):
                tests = len(self.tests_of(file, range(first.lineno, first.lineno + 1)))
                if tests and (best is None or tests > best[0]):
                    best = tests, file, source, first
        if best is None:
            raise UntrustworthyError(f"No test of {self.room} runs a function of it.")
        _, file, source, first = best
        lines = range(first.lineno, first.lineno + 1)
        spoilt = raise_before(source, first)
        return Mutant(-1, file, lines, ast.unparse(first), "raise", spoilt, source)


def measure_reach(copied: Path, room: str, kept: Path | None = None) -> Reach:
    """Run the tests of a room once under coverage: needs coverage and pytest-cov.

    kept: a folder in which what was measured is kept for other runs on the same code.
    """
    import coverage

    reach = Reach(copied, room, {}, {})
    record = kept / f"{room}.json" if kept else None
    if record and record.exists():
        found = json.loads(record.read_text(encoding="utf-8"))
        reach.seconds = found["seconds"]
        for file, by_line in found["contexts"].items():
            lines = {int(line): tests for line, tests in by_line.items()}
            reach.contexts[str(reach.copied / file)] = lines
        return reach
    data = reach.copied / f"{room}.coverage"
    command = [sys.executable, "-m", "pytest", *ARGUMENTS, "--durations=0", "-vv"]
    command += [f"--cov={reach.files[0]}", "--cov-context=test", "--cov-report=", *reach.files]
    output = subprocess.run(
        command,
        cwd=reach.copied,
        env=os.environ | {"COVERAGE_FILE": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    if output.returncode:
        print(output.stdout[-3000:], output.stderr[-3000:])
        raise UntrustworthyError(f"The tests of {room} fail without a mutant.")
    for seconds, test in re.findall(r"^ *([\d.]+)s call +(.+)$", output.stdout, re.MULTILINE):
        reach.seconds[test.strip()] = float(seconds)
    covered = coverage.CoverageData(str(data))
    covered.read()
    # Read here: in a fork, coverage begins with data of its own, which are empty.
    for path in covered.measured_files():
        reach.contexts[path] = {
            line: [context.rpartition("|")[0] for context in contexts]
            for line, contexts in covered.contexts_by_lineno(path).items()
        }
    if not reach.contexts:
        raise UntrustworthyError(f"Coverage saw no line of {room}.")
    if record:
        relative = {
            str(Path(path).relative_to(reach.copied)): by_line
            for path, by_line in reach.contexts.items()
        }
        found = {"seconds": reach.seconds, "contexts": relative}
        record.write_text(json.dumps(found), encoding="utf-8")
    return reach


class Notes:
    """What a process writes down of its trial, so that it is known however the process ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def add(self, event: str, test: str = "") -> None:
        """Write down that a test begins or fails, or that all have passed."""
        os.write(self.descriptor, (json.dumps([event, test]) + "\n").encode())

    def read(self) -> list[tuple[str, str]]:
        """All that was written down, as event and test."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [(event, test) for event, test in map(json.loads, lines)]


def in_a_fork(run: Callable[[Notes], None], path: Path, seconds: float | None = None) -> Outcome:
    """What becomes of a trial in a process of its own.

    run: notes "begins" and "fails" with the name of a test, and "passed" at the end.
    path: of the file for its notes.
    seconds: of processor time, after which it is ended; SECONDS by default.
    """
    seconds = SECONDS if seconds is None else seconds
    notes = Notes(path)
    child = os.fork()
    if not child:
        code = 1
        with suppress(BaseException):  # a mutant may raise whatever it likes; there is no note then
            os.setpgid(0, 0)
            limit = int(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            be_silent()
            run(notes)
            code = 0
        os._exit(code)
    os.close(notes.descriptor)
    try:
        status = wait_for(child, PATIENCE * seconds)
    finally:
        with suppress(ProcessLookupError, PermissionError):  # what the tests started, too
            os.killpg(child, signal.SIGKILL)
    return outcome_of(notes.read(), status)


def outcome_of(notes: list[tuple[str, str]], status: int | None) -> Outcome:
    """The outcome that a process's notes and its end amount to.

    status: as `waitpid` gives it; None where its time was over.
    """
    failures = [test for event, test in notes if event == "fails"]
    if failures:
        return Outcome(KILLED, failures[0])
    begun = [test for event, test in notes if event == "begins"]
    last = begun[-1] if begun else LOADING
    if status is None or os.waitstatus_to_exitcode(status) == -signal.SIGXCPU:
        return Outcome(ENDLESS, last)
    if os.waitstatus_to_exitcode(status) == 0 and ("passed", "") in notes:
        return Outcome(SURVIVED)
    return Outcome(DIED, last)


def wait_for(child: int, seconds: float) -> int | None:
    """How a process ended; None for one that did not end in time, and is ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def be_silent() -> None:
    """Let this process write nothing and read nothing."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)


def move_to(copied: Path) -> None:
    """Let this process, and those that its tests start, take the package from the copy.

    Nothing is kept of what was compiled: a mutant may be as long as the file was, and be written
    within the same second.
    """
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.chdir(copied)
    sys.path.insert(0, str(copied))


class Trials:
    """A plugin of pytest: in the place of all tests it runs, for each mutant, those that reach it.

    mutants: of one room.
    reach: which tests reach a line.
    answers: what is told of each, a line each: its number, and its outcome.
    workers: how many processes share the mutants.
    """

    def __init__(
        self, mutants: list[Mutant], reach: Reach, answers: TextIO, workers: int = 1
    ) -> None:
        self.mutants = mutants
        self.reach = reach
        self.answers = answers
        self.workers = workers
        self.notes = reach.copied / "notes.txt"
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        try:
            self.try_what_is_known(items)
            self.answers.flush()
            children = [self.start_worker(k, items) for k in range(self.workers)]
            for child in children:
                os.waitpid(child, 0)
        except UntrustworthyError as error:
            self.answers.write(json.dumps({"error": str(error)}) + "\n")
        return True

    def start_worker(self, place: int, items: dict[str, Any]) -> int:
        """A process that tries its share of the mutants; returns its id."""
        child = os.fork()
        if not child:
            with suppress(BaseException):  # who has no answer is missed
                self.notes = self.reach.copied / f"notes-{place}.txt"
                for mutant in self.mutants[place :: self.workers]:
                    self.tell(mutant.number, self.outcome(mutant, items))
            os._exit(0)
        return child

    def tell(self, number: int, outcome: Outcome) -> None:
        self.answers.write(json.dumps({"number": number, **asdict(outcome)}) + "\n")
        self.answers.flush()

    def try_what_is_known(self, items: dict[str, Any]) -> None:
        """Our own code must survive all that the mutants will meet, and an error must be seen."""
        every = {test for one in self.mutants for test in self.reach.tests_of(one.file, one.lines)}
        chosen = sorted(
            every & set(items), key=lambda test: (self.reach.seconds.get(test, 0), test)
        )
        files = {one.file: one for one in self.mutants}
        unspoilt = [replace(one, source=source_of(self.reach, one)) for one in files.values()]
        limit = SECONDS + 2 * sum(self.reach.seconds.get(test, 0.0) for test in chosen)
        run = partial(self.run, unspoilt, [items[test] for test in chosen])
        demand(in_a_fork(run, self.notes, limit), SURVIVED, "unspoilt code", self.reach)
        spoilt = self.reach.surely_spoilt()
        demand(self.outcome(spoilt, items), KILLED, "a function that raises", self.reach)

    def outcome(self, mutant: Mutant, items: dict[str, Any]) -> Outcome:
        """What the tests that run a mutant's line say of it."""
        tests = self.reach.tests_of(mutant.file, mutant.lines)
        chosen = [items[test] for test in tests if test in items]
        if not chosen:
            loaded = self.reach.is_loaded(mutant.file, mutant.lines)
            return Outcome(SURVIVED if loaded else UNREACHED)
        found = in_a_fork(partial(self.run, [mutant], chosen), self.notes)
        if found.word != KILLED:
            return found
        unspoilt = replace(mutant, source=mutant.unspoilt)
        again = in_a_fork(partial(self.run, [unspoilt], [items[found.test]]), self.notes)
        return found if again.word == SURVIVED else Outcome(UNSURE, found.test)

    def run(self, mutants: list[Mutant], items: list[Any], notes: Notes) -> None:
        """Run these tests on the code of mutants, until one fails; ends the process."""
        for mutant in mutants:
            path = str(self.reach.copied / mutant.file)
            exchange_code(path, source_of(self.reach, mutant), mutant.source)
        for place, item in enumerate(items):
            following = items[place + 1] if place + 1 < len(items) else None
            notes.add("begins", item.nodeid)
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                notes.add("fails", self.failed[0])
                return
        notes.add("passed")


def source_of(reach: Reach, mutant: Mutant) -> str:
    """The file of a mutant as it is in the copy."""
    return (reach.copied / mutant.file).read_text(encoding="utf-8")


def demand(found: Outcome, wanted: str, what: str, reach: Reach) -> None:
    """Raise an error unless a trial whose outcome is known had it."""
    if found.word != wanted:
        where = f" at {found.test}" if found.test else ""
        raise UntrustworthyError(
            f"In {reach.room}, {what} is {found.word}{where}, and should be {wanted}: "
            "no answer of this run could be believed."
        )


def try_loaded(reach: Reach, mutants: list[Mutant], workers: int = 1) -> dict[int, Outcome]:
    """What the tests of a room, loaded once, say of each of its mutants, by number.

    workers: how many processes share the mutants.
    """
    answers = reach.copied / "answers.txt"
    answers.write_text("", encoding="utf-8")
    child = os.fork()
    if not child:
        code = 1
        with suppress(BaseException), answers.open("a", encoding="utf-8") as told:
            be_silent()
            move_to(reach.copied)
            pytest = importlib.import_module("pytest")
            code = pytest.main([*ARGUMENTS, *reach.files], [Trials(mutants, reach, told, workers)])
        os._exit(code)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found: dict[int, Outcome] = {}
    for line in answers.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        if "error" in answer:
            raise UntrustworthyError(answer["error"])
        found[answer["number"]] = Outcome(answer["word"], answer["test"])
    missing = [one.number for one in mutants if one.number not in found]
    if missing:
        raise UntrustworthyError(
            f"The tests of {reach.room} ended with {ended} before the mutants {missing} were tried."
        )
    return found


class FromFiles:
    """A plugin of pytest: the tests that reach a line come first, and each is noted."""

    def __init__(self, first: list[str], notes: Notes) -> None:
        self.first = {test: place for place, test in enumerate(first)}
        self.notes = notes
        self.began = False

    def pytest_sessionstart(self) -> None:
        self.began = True  # else a conftest.py could not be loaded

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items.sort(key=lambda item: self.first.get(item.nodeid, len(self.first)))

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.notes.add("fails", report.nodeid)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.notes.add("begins", nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.notes.add("fails", report.nodeid)


class Files:
    """Trials in which a mutant is written to its file, and all tests of its room are loaded anew.

    What is known is tried first: see `UntrustworthyError`.
    """

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        spoilt = reach.surely_spoilt()
        start = time.process_time() + children_seconds()
        unspoilt = self.outcome(replace(spoilt, source=spoilt.unspoilt), 60 * SECONDS)
        demand(unspoilt, SURVIVED, "unspoilt code from its file", reach)
        self.seconds = time.process_time() + children_seconds() - start
        demand(self.outcome(spoilt), KILLED, "a function that raises, in its file,", reach)

    def outcome(self, mutant: Mutant, seconds: float | None = None) -> Outcome:
        """What all tests of its room say of a mutant, within a minute more than they take."""
        path = self.reach.copied / mutant.file
        before = path.stat()
        source = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        first = self.reach.tests_of(mutant.file, mutant.lines)
        limit = self.seconds + SECONDS if seconds is None else seconds
        try:
            run = partial(run_from_files, self.reach, first)
            return in_a_fork(run, self.reach.copied / "notes.txt", limit)
        finally:
            path.write_text(source, encoding="utf-8")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def children_seconds() -> float:
    """The processor seconds of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_from_files(reach: Reach, first: list[str], notes: Notes) -> None:
    """Load the tests of a room and run them, those in `first` before the others."""
    move_to(reach.copied)
    pytest = importlib.import_module("pytest")
    plugin = FromFiles(first, notes)
    code = pytest.main([*ARGUMENTS, "-x", *reach.files], [plugin])
    if code == pytest.ExitCode.OK:
        notes.add("passed")
    elif code == pytest.ExitCode.USAGE_ERROR and not plugin.began:
        notes.add("fails", "conftest.py")
