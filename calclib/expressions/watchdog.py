"""A watch on what is computed from typed text: after a second it says so, and how to stop it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field
from functools import cache
from threading import Event, Thread
from time import process_time, sleep

SECONDS = 1.0  # of computing, not of waiting for a busy machine
PAUSE = 0.1  # seconds from one look to the next, while something is under way
SLOW = (
    "This formula takes long. To stop it, choose Interrupt in the Kernel menu (the square button "
    "of the toolbar), and try a shorter one."
)
_is_watched: ContextVar[bool] = ContextVar("_is_watched", default=False)


@contextmanager
def watched() -> Iterator[None]:
    """Say on stderr, once, that the work inside takes long, while it still runs.

    Watches inside one another are one. Where there are no threads, as in a browser, nothing is
    said.

    >>> with watched():
    ...     sum(range(10))
    45
    """
    if _is_watched.get():
        yield
        return
    token = _is_watched.set(True)
    watch = watch_of(os.getpid())
    work = Work()
    watch.begin(work)
    try:
        yield
    finally:
        watch.end(work)
        _is_watched.reset(token)


@dataclass(eq=False)
class Work:
    """Something that is under way.

    began: the processor time at which it began.
    context: what it knows of its surroundings; a notebook finds in it the cell that it belongs to.
    """

    began: float = field(default_factory=process_time)
    context: Context = field(default_factory=copy_context)


class Watch:
    """One thread that looks after all that is under way.

    One answer of a learner reads, differentiates and compiles several formulas, each of which is
    watched, and a thread for each would take longer than the formula. While nothing is under way
    the thread sleeps.
    """

    def __init__(self) -> None:
        self.under_way: set[Work] = set()
        self.is_awake = Event()
        with suppress(RuntimeError):  # this Python has no threads
            Thread(target=self.look_after, daemon=True).start()

    def begin(self, work: Work) -> None:
        """Look after this work."""
        self.under_way.add(work)
        if not self.is_awake.is_set():
            self.is_awake.set()

    def end(self, work: Work) -> None:
        """The work is done, or what there was to say of it has been said."""
        self.under_way.discard(work)

    def look_after(self) -> None:
        """Look at what is under way again and again, and say once of each work that it is slow."""
        while self.is_awake.wait():
            sleep(PAUSE)
            now = process_time()
            for work in self.under_way.copy():
                if now - work.began > SECONDS:
                    self.end(work)
                    work.context.run(print, SLOW, file=sys.stderr)
            if not self.under_way:
                self.is_awake.clear()
                # Work that began just now may have found the thread still awake.
                if self.under_way:
                    self.is_awake.set()


@cache
def watch_of(process: int) -> Watch:
    """The one watch of a process; a fork has no threads of the process that it was made from."""
    return Watch()
