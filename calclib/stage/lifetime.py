"""What a cell of a notebook shows ends when the cell runs again.

A widget lives in the kernel and in the page until it is closed, so a cell that runs a hundred times
would leave a hundred of them. Here each widget is claimed by the cells that make or show it; when a
cell has run again, or has cleared its output, what no cell claims any more is closed. A widget that
a learner kept under a name opens again when it is shown again.

Cells are told apart by the id that the notebook sends with the code. Where there is none, as in a
script, nothing is closed.
"""

import sys
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol
from weakref import WeakSet

__all__ = ["claim"]


class Live(Protocol):
    """A widget of ipywidgets."""

    comm: Any

    def open(self) -> None:
        """Make it known to the page."""

    def close(self) -> None:
        """Take it off the page, and let the kernel forget it."""


class Shell(Protocol):
    """The kernel's side of a notebook: which code it runs, and what happens around it."""

    events: Any
    display_pub: Any

    def get_parent(self) -> Mapping[str, Any]:
        """The message that asked for the code that runs now."""


class Keeper:
    """Who claims which widget, in one kernel."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.shown: dict[str, WeakSet[Any]] = {}  # by cell, in its last run that ended
        self.running: dict[str, WeakSet[Any]] = {}  # by cell, in the run that goes on
        shell.events.register("post_run_cell", self.end)
        if hasattr(shell.display_pub, "register_hook"):
            shell.display_pub.register_hook(self.hear)

    def cell(self) -> str:
        """The id of the cell that runs now; nothing when no cell does."""
        message = self.shell.get_parent() or {}
        is_run = message.get("header", {}).get("msg_type") == "execute_request"
        return str(message.get("metadata", {}).get("cellId", "")) if is_run else ""

    def claim(self, widget: Live) -> None:
        """Keep a widget for as long as the cell that runs now does not run again."""
        if cell := self.cell():
            self.running.setdefault(cell, WeakSet()).add(widget)

    def hear(self, message: Any) -> Any:
        """When a cell clears its output, give up what it showed so far."""
        if message["header"]["msg_type"] == "clear_output" and (cell := self.cell()):
            given_up = self.running.pop(cell, WeakSet())
            self.shown.setdefault(cell, WeakSet()).update(given_up)
            self.close_unclaimed(self.shown.pop(cell))
        return message

    def end(self, *_: object) -> None:
        """After a run: what the cell showed before, and not now, is given up."""
        if cell := self.cell():
            before = self.shown.pop(cell, WeakSet())
            now = self.running.pop(cell, WeakSet())
            if now:
                self.shown[cell] = now
            self.close_unclaimed(before)

    def close_unclaimed(self, widgets: "WeakSet[Any]") -> None:
        """Close those of these widgets that no cell claims."""
        claimed = {
            id(one) for kept in (self.shown, self.running) for set_ in kept.values() for one in set_
        }
        for widget in list(widgets):
            if id(widget) not in claimed:
                close(widget)


def close(widget: Any) -> None:
    """Close a widget with its layout and with the widgets inside it."""
    for inner in (*getattr(widget, "children", ()), getattr(widget, "layout", None)):
        if inner is not None:
            close(inner)
    widget.close()
    # ipywidgets puts None here, and then a widget that is opened again could not be shown.
    vars(widget).pop("_repr_mimebundle_", None)


def reopen(widget: Any) -> None:
    """Open a widget that was closed, with its layout."""
    for inner in (*getattr(widget, "children", ()), getattr(widget, "layout", None)):
        if inner is not None:
            reopen(inner)
    if widget.comm is None:
        widget.open()


@cache
def keeper(shell: Shell) -> Keeper:
    """The one keeper of a kernel."""
    return Keeper(shell)


def claim(widget: Any) -> None:
    """Say that the cell which runs now makes or shows this widget; one that was closed opens.

    Call it where a widget is made, and again where it is shown.

    >>> claim(object())  # outside of a notebook nothing happens
    """
    loaded = sys.modules.get("IPython")  # where it is not loaded, no notebook runs
    shell = loaded.get_ipython() if loaded else None
    if shell is not None and hasattr(shell, "get_parent"):
        if getattr(widget, "comm", 0) is None:
            reopen(widget)
        keeper(shell).claim(widget)
