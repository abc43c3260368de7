"""Which exercises the notebooks of a class solve: each is run, and its own checks are asked.

A notebook is run from top to bottom in a process of its own, with a limit of time and of memory, in
a folder of its own, and without a network where the system can take it away. What its checks call
right is counted. The code of a notebook can still do what you can do: grade notebooks of strangers
in a container.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from calclib.practice.course import Key, cells_of, notebook
from calclib.practice.records import PLACE, read

HEADER = ("who", "notebook", "lesson", "exercise", "passed", "note")
OFFLINE = ("unshare", "--net", "--map-root-user")
STOPPED = "stopped: {}"


@dataclass(frozen=True)
class Limits:
    """What one notebook may use: seconds by the clock, megabytes of memory (0: no limit)."""

    seconds: float = 120.0
    megabytes: int = 4000


@dataclass(frozen=True)
class Row:
    """One exercise of one notebook; note says what else there is to know, such as a time limit."""

    who: str
    notebook: str
    lesson: str
    exercise: str
    passed: bool
    note: str = ""


def grade(folder: Path, limits: Limits | None = None) -> Iterator[Row]:
    """Run every notebook in a folder and the folders in it, and yield what each of them solves.

    folder: a notebook's own folder is the name under which it is listed; directly in the folder it
        is listed by its file name.
    limits: for each notebook.
    """
    for path in sorted(folder.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        who = path.parent.relative_to(folder).as_posix()
        yield from grade_notebook(path, path.stem if who == "." else who, limits or Limits())


def grade_notebook(path: Path, who: str, limits: Limits) -> Iterator[Row]:
    """Run one notebook and yield its exercises: those that it asks, and others that it solves."""
    solved, note = run(path, limits)
    asked = asked_keys(notebook(path))
    for lesson, exercise in dict.fromkeys([*asked, *solved]):
        yield Row(who, path.name, lesson, exercise, (lesson, exercise) in solved, note)
    if not asked and not solved:
        yield Row(who, path.name, "", "", False, note or "It asks no exercise of the course.")


def asked_keys(content: Mapping[str, object]) -> list[Key]:
    """The exercises that a notebook says it asks.

    >>> asked_keys({"metadata": {"calclib": {"lesson": "zoom_in", "exercises": ["nearby"]}}})
    [('zoom_in', 'nearby')]
    >>> asked_keys({})
    []
    """
    metadata = content.get("metadata")
    told = metadata.get("calclib") if isinstance(metadata, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(told.get("exercises"), list):
        return []
    return [(str(told.get("lesson")), str(name)) for name in told["exercises"]]


def run(path: Path, limits: Limits) -> tuple[set[Key], str]:
    """Run a notebook; return what it solved, and a note when it did not come to its end."""
    note = ""
    with TemporaryDirectory() as place:
        progress = Path(place) / "progress.jsonl"
        folder = Path(place) / "work"
        folder.mkdir()
        copy = Path(shutil.copy(path, folder))
        command = [*offline(), sys.executable, "-m", "calclib.practice.sitting", str(copy)]
        try:
            done = subprocess.run(
                [*command, str(limits.megabytes)],
                cwd=folder,
                env=os.environ | {PLACE: str(progress), "HOME": place},
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            note = STOPPED.format(f"more than {limits.seconds:g} seconds")
        else:
            if done.returncode:
                last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
                note = STOPPED.format(last[0][:200] if last else f"exit status {done.returncode}")
        return set(read(progress).solved), note


@cache
def offline() -> Sequence[str]:
    """The command before a command that takes its network away; nothing where that cannot be."""
    if shutil.which(OFFLINE[0]) is None:
        return ()
    tried = subprocess.run([*OFFLINE, "true"], capture_output=True, check=False)
    return OFFLINE if tried.returncode == 0 else ()


def table(rows: Sequence[Row]) -> str:
    r"""The rows as CSV, with a head; a word that a spreadsheet would compute is text.

    >>> table([Row("ada", "02-zoom-in.ipynb", "zoom_in", "nearby", True)]).splitlines()[1]
    'ada,02-zoom-in.ipynb,zoom_in,nearby,1,'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        words = (row.who, row.notebook, row.lesson, row.exercise, str(int(row.passed)), row.note)
        writer.writerow([f"'{word}" if word[:1] in "=+-@" and word else word for word in words])
    return text.getvalue()


def sources(path: Path) -> list[str]:
    """The code cells of a notebook, in order."""
    return [source for kind, _, source in cells_of(json.loads(path.read_bytes())) if kind == "code"]
