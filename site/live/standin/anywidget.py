"""What the player needs of anywidget where the page itself is the other side.

In a notebook anywidget carries traits and messages between a kernel and a page. A live page has
neither: its worker reads the traits. So this stands in its place there, and the megabytes of a
notebook's machinery are not loaded.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import traitlets


class AnyWidget(traitlets.HasTraits):
    """A widget that nobody sees: it keeps its traits, and hears messages."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._heard: list[Callable[[Any, Any, Any], None]] = []

    def on_msg(self, call: Callable[[Any, Any, Any], None]) -> None:
        """Let a function hear what the page sends."""
        self._heard.append(call)

    def hear(self, message: Any) -> None:
        """Take a message of the page."""
        for call in self._heard:
            call(self, message, [])

    @contextmanager
    def hold_sync(self) -> Iterator[None]:
        """Nothing is sent, so nothing waits."""
        yield
