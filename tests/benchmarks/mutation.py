"""How many one-edit mistakes in our own code do the tests of its room see?

    uv run python tests/benchmarks/mutation.py --count 300 --seed 19

A mutant is the package with one function spoilt in one place, by the edits that learners make
(tests/practice/one_edit.py). It is killed if a test of its own room fails within a minute; one that
runs longer than that without a failure survives. Each is written with its line, so that a survivor
can be looked at. One process; about 20 s a mutant.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "practice"))
from one_edit import Exchange, edits, is_read  # noqa: E402

ROOMS = ("derivatives", "functions", "optimize", "practice")
SECONDS = 60
# What the tests of a room run first: what is near the spoilt file fails soonest.
KEPT_OUT = ("test_one_edit.py", "test_printed_numbers.py")


@dataclass(frozen=True)
class Mutant:
    """One edit: the file, its number among the edits of the file, and the line before and after."""

    file: Path
    number: int
    line: int
    before: str
    after: str

    @property
    def room(self) -> str:
        """The folder whose tests must see it."""
        return self.file.parent.name


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
    line = getattr(node, "lineno", 0)
    found = Mutant(Path(), number, line, ast.unparse(node), ast.unparse(new))
    return ast.unparse(ast.fix_missing_locations(changed)), found


def sample(count: int, seed: int, rooms: tuple[str, ...]) -> list[tuple[Path, int]]:
    """A seeded sample of all edits of all files of the rooms, as file and number."""
    every = []
    for room in rooms:
        for file in sorted((ROOT / "calclib" / room).glob("*.py")):
            source = file.read_text(encoding="utf-8")
            total = sum(1 for _ in places(ast.parse(source)))
            every += [(file.relative_to(ROOT), number) for number in range(total)]
    return random.Random(seed).sample(every, min(count, len(every)))


def is_killed(copied: Path, file: Path) -> bool:
    """Whether a test of the room fails within a minute."""
    room = file.parent.name
    tests = [str(path) for path in sorted((copied / "tests" / room).glob("test_*.py"))]
    near = [path for path in tests if file.stem in path]
    others = [path for path in tests if path not in near and Path(path).name not in KEPT_OUT]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    options = ["-o", "addopts=--doctest-modules --strict-markers"]
    process = subprocess.Popen(
        [*command, *options, str(copied / file), *near, *others],
        cwd=copied,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=SECONDS) != 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def main() -> None:
    """Print each mutant and whether it was killed, then the share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--rooms", nargs="+", default=ROOMS)
    given = parser.parse_args()
    counts = {room: [0, 0] for room in given.rooms}
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder)
        for name in ("calclib", "tests"):
            left_out = shutil.ignore_patterns("node_modules", "__pycache__", "pictures")
            shutil.copytree(ROOT / name, copied / name, ignore=left_out)
        for path in ROOT.iterdir():
            if not (copied / path.name).exists() and not path.name.startswith("."):
                (copied / path.name).symlink_to(path)
        for room in given.rooms:
            if is_killed(copied, Path("calclib") / room / "__init__.py"):
                sys.exit(f"The tests of {room} fail without a mutant: nothing could be told.")
        for file, number in sample(given.count, given.seed, tuple(given.rooms)):
            source = (ROOT / file).read_text(encoding="utf-8")
            spoilt = spoil(source, number)
            if spoilt is None:
                continue
            (copied / file).write_text(spoilt[0], encoding="utf-8")
            killed = is_killed(copied, file)
            (copied / file).write_text(source, encoding="utf-8")
            counts[file.parent.name][not killed] += 1
            word = "killed  " if killed else "SURVIVED"
            edit = f"{spoilt[1].before[:60]!r} -> {spoilt[1].after[:60]!r}"
            print(f"{word} {file}:{spoilt[1].line} {edit}", flush=True)
    for room, (killed_ones, survived) in counts.items():
        total = killed_ones + survived
        print(f"{room}: {killed_ones} of {total} killed")
    all_killed = sum(killed_ones for killed_ones, _ in counts.values())
    total = sum(map(sum, counts.values()))
    print(f"all: {all_killed} of {total}, {all_killed / max(1, total):.0%}")


if __name__ == "__main__":
    main()
