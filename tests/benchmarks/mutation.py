"""How many one-edit mistakes in our own code do the tests of its room see?

    uv run --with pytest-cov python tests/benchmarks/mutation.py --count 300 --seed 27

A mutant is the package with one function spoilt in one place (`mutants.py`). It is killed if a test
or doctest of its own room fails on it, and passes without the edit (`trials.py`). Each is written
with its number, its line and the test that killed it, so that a survivor can be looked at, and
tried again when there is a test for it: `--only 12 40` tries the mutants 12 and 40 of the same
sample. Counted apart, and not as killed: those that no test reaches, those with which a test does
not end, and those whose process ended without a failure. Of one that need not be killed,
`equivalent.py` says why. At the end, or where it is interrupted, stands the table for the record.
"""

import argparse
import importlib
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from equivalent import reason
from mutants import Mutant, sample, spoil
from trials import (
    KILLED,
    SURVIVED,
    WORDS,
    Files,
    Outcome,
    UntrustworthyError,
    measure_reach,
    try_loaded,
)

ROOT = Path(__file__).parents[2]
ROOMS = ("derivatives", "functions", "optimize", "practice")
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


def copy_of_the_package(folder: Path) -> Path:
    """A copy of the package and its tests, in which files can be spoilt."""
    for name in ("calclib", "tests"):
        left_out = shutil.ignore_patterns("node_modules", "__pycache__", "pictures")
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    for path in ROOT.iterdir():
        if not (folder / path.name).exists() and not path.name.startswith("."):
            (folder / path.name).symlink_to(path)
    return folder


def try_room(
    copied: Path,
    room: str,
    mutants: list[Mutant],
    record: "Record",
    workers: int = 1,
    kept: Path | None = None,
) -> None:
    """Put into the record what the tests of a room say of each of its mutants.

    workers: how many processes share them, while the tests stay loaded.
    kept: a folder for what was measured of the tests.
    """
    reach = measure_reach(copied, room, kept)
    found = try_loaded(reach, mutants, workers)
    for one in mutants:
        if found[one.number].word != SURVIVED:
            record.add(room, one, found[one.number])
    survivors = [one for one in mutants if found[one.number].word == SURVIVED]
    if survivors:
        files = Files(reach)
        for one in survivors:
            record.add(room, one, files.outcome(one))


class Record:
    """How many mutants of each room had which outcome, and who was not killed."""

    def __init__(self, rooms: tuple[str, ...]) -> None:
        self.counts = {room: Counter[str]() for room in rooms}
        self.others: list[str] = []

    def add(self, room: str, mutant: Mutant, outcome: Outcome) -> None:
        """Count a mutant, and print it."""
        by = f"  by {outcome.test}" if outcome.test else ""
        print(f"{outcome.word:9} {mutant}{by}", flush=True)
        self.counts[room][outcome.word] += 1
        if outcome.word == KILLED:
            return
        why = reason(mutant)
        self.counts[room]["explained"] += bool(why)
        self.others.append(f"{outcome.word} {mutant}{by}{why and f': {why}'}")

    def table(self) -> str:
        """The record in Markdown."""
        every = Counter[str]()
        for count in self.counts.values():
            every += count
        lines = [
            "| room | mutants | killed | share | survived | reached by no test | endless | died "
            "| unsure | of these explained |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ]
        for room, count in [*self.counts.items(), ("all", every)]:
            total = sum(count[word] for word in WORDS)
            share = f"{count[KILLED] / total:.1%}" if total else "–"
            killed, *others = (count[word] for word in WORDS)
            row = [room, total, killed, share, *others, count["explained"]]
            lines.append(f"| {' | '.join(map(str, row))} |")
        return "\n".join([*lines, "", "Not killed:", "", *(f"- {one}" for one in self.others)])


def main() -> None:
    """Print each mutant and what became of it, then the table of the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=27)
    parser.add_argument("--rooms", nargs="+", default=ROOMS)
    parser.add_argument("--only", nargs="+", type=int, default=[], help="numbers in the sample")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--kept", type=Path, help="a folder for what is measured of the tests")
    given = parser.parse_args()
    rooms = tuple(given.rooms)
    for module in LOADED:
        importlib.import_module(module)
    record = Record(rooms)
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder:
        copied = copy_of_the_package(Path(folder).resolve())
        drawn = sample(copied, rooms, given.count, given.seed)
        chosen = given.only or list(range(len(drawn)))
        for room in rooms:
            numbers = [number for number in chosen if drawn[number][0].parent.name == room]
            mutants = [one for k in numbers if (one := spoil(copied, k, *drawn[k]))]
            if not mutants:
                continue
            try:
                try_room(copied, room, mutants, record, given.workers, given.kept)
            except UntrustworthyError as error:
                print(record.table())
                sys.exit(str(error))
    print(record.table())


if __name__ == "__main__":
    main()
