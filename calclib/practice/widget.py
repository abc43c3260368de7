"""The live card of a notebook: an anywidget that shows content and tells what the reader did.

All that a card shows is one trait, so that every view of it agrees; all that a reader does is one
message. What to show, and what an act means, is decided in `cards` and by the questions.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import traitlets

from calclib.stage.bundle import Bundled

Act: TypeAlias = Callable[[str, object], None]  # what is done (check, hint, …), with its value
LONGEST = 10_000  # characters that a page may send at once


class Card(Bundled):
    """A question on a page, with its controls.

    shown: what `cards.content` makes.
    act: called with what the reader did and its value, such as ("check", "2x").
    """

    SCRIPT = Path(__file__).parent / "static" / "cards.js"

    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, shown: Mapping[str, object], act: Act) -> None:
        super().__init__(shown=dict(shown))
        self._act = act
        self.on_msg(self._hear)

    def _hear(self, _: object, message: object, __: object) -> None:
        """Do what the page asks for, and say that it is done; ignore what is not a message."""
        if not isinstance(message, Mapping) or not isinstance(message.get("type"), str):
            return
        value = message.get("value")
        if isinstance(value, str):
            value = value[:LONGEST]
        try:
            self._act(message["type"], value)
        finally:
            self.send({"type": "done", "id": message.get("id")})

    def show(self, shown: Mapping[str, object]) -> None:
        """Show other content, in every view."""
        self.shown = dict(shown)

    def listen(self, act: Act) -> None:
        """Let another function hear what the reader does."""
        self._act = act

    @property
    def is_open(self) -> bool:
        """Whether a page can still hear it."""
        return self.comm is not None

    def __repr__(self) -> str:
        return f"Card({self.shown.get('label', '')!r})"
