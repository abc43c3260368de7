"""A learner's progress: which exercises were answered right, in one small file on this machine.

The file is a line of JSON for each exercise, {"lesson": "zoom_in", "exercise": "nearby"}, and
nothing else. A line is added by one write at the end of the file, so that two notebooks lose
nothing of each other. Nothing here raises: where no file can be kept, a sentence says so.
"""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeAlias

from calclib.practice.cards import bundle, button, paper, widgets, write
from calclib.practice.course import LESSONS, Key, Lesson, course, lesson_of

Keys: TypeAlias = dict[Key, None]  # an ordered set
PLACE = "CALCLIB_PROGRESS"  # the environment variable that names another file
NOWHERE = "Progress cannot be kept here: {} is not a place that can be written to. All else works."


def place() -> Path:
    """The file: what the variable CALCLIB_PROGRESS names, or one in the home folder."""
    named = os.environ.get(PLACE)
    return Path(named) if named else Path(os.path.expanduser("~")) / "calclib-progress.jsonl"


def writable(path: Path) -> bool:
    """Whether a file could be written: it may be, or its nearest folder that exists."""
    try:
        near = next(p for p in (path, *path.absolute().parents) if p.exists())
    except OSError:
        return False
    return os.access(near, os.W_OK) and near.is_dir() != (near == path)


def key_of(exercise: Any) -> Key | None:
    """The lesson and the name of an exercise that a loaded lesson holds; None for others."""
    for path, module in list(sys.modules.items()):
        if path.startswith(LESSONS):
            for name, value in list(vars(module).items()):
                if value is exercise:
                    return lesson_of(path.removeprefix(LESSONS)), name
    return None


def read(path: Path) -> tuple[Keys, int]:
    """The solved exercises, and the number of lines that cannot be read; none without a file."""
    try:
        text = path.read_bytes().decode(errors="replace")
    except (OSError, ValueError):
        return {}, 0
    solved: Keys = {}
    broken = 0
    for line in filter(str.strip, text.splitlines()):
        try:
            entry = json.loads(line)
            lesson, name = entry["lesson"], entry["exercise"]
        except (ValueError, TypeError, KeyError, RecursionError):
            broken += 1
        else:
            solved[str(lesson), str(name)] = None
    return solved, broken


def line_of(key: Key) -> bytes:
    """One exercise as a line of the file."""
    return json.dumps({"lesson": key[0], "exercise": key[1]}).encode() + b"\n"


def remember(exercise: Any) -> None:
    """Add an exercise of a lesson to the file, once; where that is not possible, do nothing."""
    key, path = key_of(exercise), place()
    if key is None or key in read(path)[0]:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+", buffering=0) as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
            torn = file.read(1) not in (b"", b"\n")
            file.write(b"\n" * torn + line_of(key))
    except (OSError, ValueError):
        return


def replace(path: Path, solved: Iterable[Key]) -> None:
    """Write the file anew; readers see the old one or the new one, never a part."""
    try:
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(b"".join(map(line_of, solved)))
        os.replace(file.name, path)
    except OSError:
        return


def forget(file: str | Path | None = None) -> str:
    """Delete the file of your progress, or another one of that kind, and say so.

    >>> forget("no such file")
    'There is no progress to forget.'
    """
    path = Path(file) if file else place()
    try:
        path.unlink()
    except FileNotFoundError:
        return "There is no progress to forget."
    except OSError as error:
        return f"{path} cannot be deleted: {error.strerror}."
    return "Your progress is forgotten."


@dataclass(frozen=True)
class Progress:
    """What is solved of each lesson; in a notebook a table, with a button that forgets it all.

    file: where that is kept. note: a sentence when something is wrong with it; or nothing.
    """

    solved: tuple[Key, ...]
    lessons: tuple[Lesson, ...]
    file: Path
    note: str = ""

    def counts(self) -> list[tuple[str, int, int]]:
        """For each lesson its title, how many exercises are solved, and how many there are."""
        return [
            (lesson.title, len(lesson.exercises & set(self.solved)), len(lesson.exercises))
            for lesson in self.lessons
        ]

    def __repr__(self) -> str:
        lines = [f"{title}: {done} of {all_}" for title, done, all_ in self.counts() if done]
        return "\n".join([*(lines or ["No exercise is solved yet."]), *filter(None, [self.note])])

    def table(self) -> str:
        """The table in Markdown."""
        rows = [f"| {title} | {done} of {all_} |" for title, done, all_ in self.counts()]
        return "\n".join(["| lesson | solved |", "|---|---|", *rows, "", self.note])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        shown = paper(f"{self.table()}\n\nKept in `{self.file}` and nowhere else.")
        clear = button("Forget my progress", lambda: write(shown, forget(self.file)))
        return bundle(widgets().VBox([shown, clear]), {"text/plain": repr(self)})


def progress(folder: str | Path = ".", file: str | Path | None = None) -> Progress:
    """Show how many exercises of each lesson you have answered right.

    folder: where the notebooks of the course are. file: where it is kept; unless told otherwise in
    calclib-progress.jsonl in your home folder, which forget() deletes. Nothing is sent anywhere.

    >>> progress(file="no such file")
    No exercise is solved yet.
    """
    path = Path(file) if file else place()
    solved, broken = read(path)
    note = "" if writable(path) else NOWHERE.format(path)
    if broken:
        replace(path, solved)
        lines = "One line" if broken == 1 else f"{broken} lines"
        note = note or f"{lines} of the file could not be read and had to be dropped."
    return Progress(tuple(solved), course(Path(folder)), path, note)
