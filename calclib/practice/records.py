"""The file of a learner's progress: which exercises were answered right, on this machine alone.

The file is a line of JSON for each exercise, {"lesson": "zoom_in", "exercise": "nearby"}, and
nothing else. It is only ever added to, by one write at its end and under a lock, so that notebooks
that run at once lose nothing of each other. Reading changes nothing, and a file that holds
something else is left as it is. Nothing here raises: a sentence says what could not be done.
"""

import json
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from calclib.practice.course import Key

Keys: TypeAlias = dict[Key, None]  # an ordered set
PLACE = "CALCLIB_PROGRESS"  # the environment variable that names another file
LINE_START = '{"lesson": '  # how each line begins, a torn one too
HOME_NAME = "calclib-progress.jsonl"
DRIVE = Path("/drive")  # JupyterLite's
# It takes every file with json in its ending for one value of JSON, which many lines are not.
DRIVE_NAME = "calclib-progress.txt"
PATIENCE = 2.0  # seconds to wait for the lock; a record that is added without it is as whole
# A pipe is not waited for, and Windows does not translate the end of a line.
FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True)
class Record:
    """What a file holds: solved exercises, torn lines of such a record, and lines of another kind.

    torn: whether the file ends within a line.
    """

    solved: Keys
    broken: int = 0
    foreign: int = 0
    torn: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether this is a file of progress: it holds an exercise, or nothing at all."""
        return bool(self.solved) or not self.foreign


def place() -> Path:
    """The file: what the variable CALCLIB_PROGRESS names, or one in the home folder.

    Where Python runs in a browser, the home folder ends with the page, and JupyterLite's drive,
    where the notebooks are, stays.
    """
    if named := os.environ.get(PLACE):
        return Path(named)
    if sys.platform == "emscripten" and DRIVE.is_dir():
        return DRIVE / DRIVE_NAME
    return Path(os.path.expanduser("~")) / HOME_NAME


def is_writable(path: Path) -> bool:
    """Whether a record could be kept: the file, or its nearest folder that exists, is writable."""
    try:
        near = next(p for p in (path, *path.absolute().parents) if p.exists())
        return os.access(near, os.W_OK) and (near.is_file() if near == path else near.is_dir())
    except (OSError, ValueError, StopIteration):
        return False


def read(path: Path) -> Record:
    """What a file holds; nothing when there is none, or when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | FLAGS)
    except (OSError, ValueError):
        return Record({})
    try:
        return read_open(descriptor)
    except OSError:
        return Record({})
    finally:
        os.close(descriptor)


def read_open(descriptor: int) -> Record:
    """What an open file holds; a pipe or a device holds nothing of ours."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return Record({}, foreign=1)
    with open(descriptor, "rb", closefd=False) as file:
        file.seek(0)
        return parse(file.read())


def parse(content: bytes) -> Record:
    r"""Read the lines of a file, with or without a byte order mark.

    >>> parse(b'{"lesson": "zoom_in", "exercise": "nearby"}\n{"lesson": "zo')
    Record(solved={('zoom_in', 'nearby'): None}, broken=1, foreign=0, torn=True)
    >>> parse(b"My notes").is_ours
    False
    """
    solved: Keys = {}
    broken = 0
    foreign = 0
    for line in content.decode("utf-8-sig", errors="replace").split("\n"):
        text = line.strip()
        if key := key_in(text):
            solved[key] = None
        elif text.startswith(LINE_START) or (text and LINE_START.startswith(text)):
            broken += 1
        elif text:
            foreign += 1
    return Record(solved, broken, foreign, torn=content[-1:] not in (b"", b"\n"))


def key_in(line: str) -> Key | None:
    """The exercise that a line keeps; None for a line of another kind."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    lesson = entry.get("lesson")
    name = entry.get("exercise")
    return (lesson, name) if isinstance(lesson, str) and isinstance(name, str) else None


def line_of(key: Key) -> bytes:
    """One exercise as a line of the file."""
    lesson, name = key
    return json.dumps({"lesson": lesson, "exercise": name}).encode() + b"\n"


def remember(key: Key) -> None:
    """Add an exercise to the file, once; where that is not possible, do nothing."""
    path = place()
    if key in read(path).solved:
        return
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        while not add(path, key):
            pass  # the file was forgotten meanwhile, and there is a new one to add to


def add(path: Path, key: Key) -> bool:
    """Add a record at the end of a file of ours; False when the file was deleted meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | FLAGS, 0o666)
    try:
        with lock(descriptor) as is_locked:
            if is_locked and not is_at(descriptor, path):
                return False
            record = read_open(descriptor)
            if record.is_ours and key not in record.solved:
                size = os.fstat(descriptor).st_size
                line = b"\n" * record.torn + line_of(key)
                if os.write(descriptor, line) < len(line) and is_locked:
                    os.ftruncate(descriptor, size)  # the disk is full: no half of a record
        return True
    finally:
        os.close(descriptor)


def is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one that this path leads to."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


@contextmanager
def lock(descriptor: int) -> Iterator[bool]:
    """Hold the lock of an open file, where there is one; tells whether it is held.

    Without a lock, as in a browser's Python, a record is still added by one write at the end.
    """
    end = time.monotonic() + PATIENCE
    held = try_lock(descriptor)
    while held is False and time.monotonic() < end:
        time.sleep(0.005)
        held = try_lock(descriptor)
    try:
        yield bool(held)
    finally:
        if held:
            unlock(descriptor)


if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 30  # the byte that is locked, beyond the end of the file, which stays readable

    def try_lock(descriptor: int) -> bool | None:
        """Take the lock: True when it is taken, False when another holds it."""
        os.lseek(descriptor, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Give the lock back."""
        os.lseek(descriptor, FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    try:
        from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
    except ImportError:  # where Python runs in a browser, fcntl is missing, or has no lock

        def try_lock(descriptor: int) -> bool | None:
            """There is no lock to take."""
            return None

        def unlock(descriptor: int) -> None:
            """There is no lock to give back."""

    else:

        def try_lock(descriptor: int) -> bool | None:
            """Take the lock: True when it is taken, False when another holds it, None without."""
            try:
                flock(descriptor, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                return False
            except OSError:
                return None
            return True

        def unlock(descriptor: int) -> None:
            """Give the lock back."""
            flock(descriptor, LOCK_UN)


def forget(file: str | Path | None = None) -> str:
    """Delete the file of your progress, or another one of that kind, and say so.

    file: the file; the one that `progress` reads unless given. A file that holds anything but
        progress is left as it is. Returns a sentence that says what was done.

    >>> forget("no such file")
    'There is no progress to forget.'
    """
    path = Path(file) if file else place()
    try:
        real = path.resolve()  # a link stays, and what it leads to is deleted
        record = read(real)
        if record.foreign or real.is_dir():
            return f"{path} holds something other than calclib's progress, so it is left as it is."
        if not record.solved and not record.broken:
            return "There is no progress to forget."
        real.unlink()
    except FileNotFoundError:
        return "There is no progress to forget."
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f"{path} cannot be deleted: {reason}."
    return "Your progress is forgotten."
