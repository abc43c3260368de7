"""A watch on what is computed from typed text: after a second it says so, and how to stop it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Event, Thread
from time import process_time

SECONDS = 1.0  # of computing, not of waiting for a busy machine
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
    done = Event()
    _start(done)
    try:
        yield
    finally:
        done.set()
        _is_watched.reset(token)


def _start(done: Event) -> None:
    """Start to watch, if there are threads."""
    with suppress(RuntimeError):  # this Python has no threads
        Thread(target=_watch, args=(done, process_time()), daemon=True).start()


def _watch(done: Event, began: float) -> None:
    """Wait until the work is done, or has computed for too long."""
    left = SECONDS
    while left > 0:
        if done.wait(max(left, 0.01)):
            return
        left = SECONDS - (process_time() - began)
    print(SLOW, file=sys.stderr)
