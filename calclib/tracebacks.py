"""Tracebacks without our own frames: a learner sees the line that is theirs."""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from linecache import getline
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
OURS = str(Path(__file__).parent)
LIBRARIES = ("site-packages", "contextlib.py")  # what stands in paths of files of others


def with_short_errors(function: Callable[P, T]) -> Callable[P, T]:
    """Let an error of a learner's function, or one of our sentences, come out without our frames.

    >>> with_short_errors(abs)(-3)
    3
    """

    @wraps(function)
    def asked(*args: P.args, **options: P.kwargs) -> T:
        try:
            return function(*args, **options)
        except Exception as error:
            frames = _foreign(error.__traceback__)
            if frames is None and not _is_refusal(error):
                raise
            raise error.with_traceback(frames) from error.__cause__

    return asked


def _is_refusal(error: Exception) -> bool:
    """Whether an error was raised on purpose, by a line of ours that says `raise`.

    Any other is a fault of ours, and keeps all its frames.
    """
    last = frames_of(error.__traceback__)[-1]
    line = getline(last.tb_frame.f_code.co_filename, last.tb_lineno)
    return is_ours(last) and line.lstrip().startswith("raise")


def is_ours(frame: TracebackType) -> bool:
    """Whether a frame of a traceback is a line of ours."""
    return frame.tb_frame.f_code.co_filename.startswith(OURS)


def _foreign(frames: TracebackType | None) -> TracebackType | None:
    """The frames of a traceback that are neither ours nor of a library."""
    kept: Sequence[TracebackType] = [
        frame
        for frame in frames_of(frames)
        if not frame.tb_frame.f_code.co_filename.startswith((OURS, "<string>"))
        and not any(part in frame.tb_frame.f_code.co_filename for part in LIBRARIES)
    ]
    chain: TracebackType | None = None
    for frame in reversed(kept):
        chain = TracebackType(chain, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return chain


def frames_of(frames: TracebackType | None) -> list[TracebackType]:
    """The frames of a traceback, the innermost last.

    >>> frames_of(None)
    []
    """
    listed = []
    while frames is not None:
        listed.append(frames)
        frames = frames.tb_next
    return listed


def refused_count(error: Exception) -> str | None:
    """What a function says that we called with too many or too few arguments; else None.

    >>> refused_count(TypeError("f() takes 1 positional argument but 2 were given")) is None
    True
    """
    said = re.search(r"\(\) ((?:takes|missing) .*argument.*)", str(error))
    frames = frames_of(error.__traceback__)
    if said is None or not frames or not is_ours(frames[-1]):
        return None
    return said[1].replace("missing", "lacks")
