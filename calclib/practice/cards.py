"""What practice shows in a notebook: cards with a question, controls and what was said.

A card's content is plain data; the page shows it (stage/frontend/src/cards), and a notebook without
a page shows the texts beside it. anywidget is loaded when something is first shown: an answer that
is checked in a script, or in a test, does without.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict

from calclib.practice.course import Key
from calclib.stage.lifetime import claim
from calclib.words import ENGLISH, language, say, translated_message

if TYPE_CHECKING:
    from calclib.practice.widget import Act, Card


class Choices(TypedDict):
    """Radio buttons; guess: the number of the chosen one from 0, or None."""

    kind: Literal["choices"]
    choices: list[str]
    guess: int | None


class Span(TypedDict):
    """A slider from low to high, with a button that takes its value as the guess."""

    kind: Literal["span"]
    low: float
    high: float
    step: float
    value: float


class Line(TypedDict):
    """A field for one line; words: what it is for. value: what was sent last."""

    kind: Literal["line"]
    words: str
    value: str


class Button(TypedDict):
    """A button; a page tells its name when it is pressed. off: it does nothing now."""

    name: str
    label: str
    off: bool


Control: TypeAlias = Choices | Span | Line
Role: TypeAlias = Literal["guess", "answer", "exercise", "table"]
Texts: TypeAlias = Mapping[str, str]  # by mime type
MimeBundle: TypeAlias = dict[str, object]  # what IPython shows, by mime type


class Content(TypedDict):
    """All that a card shows; question, said and told are Markdown, spoken is plain words."""

    language: NotRequired[str]  # of the words that the page itself adds; English without it
    role: Role
    key: str
    label: str
    question: str
    control: Control | None
    locked: bool
    buttons: list[Button]
    said: str
    told: str
    spoken: str


def content(
    role: Role,
    label: str,
    *,
    key: Key | None = None,
    question: str = "",
    control: Control | None = None,
    locked: bool = False,
    buttons: Sequence[Button] = (),
    said: str = "",
    told: str = "",
    spoken: str = "",
) -> Content:
    """The content of a card.

    role: what stands there.
    label: what a screen reader calls it.
    key: the key of the question, by which a page finds the answer that belongs to a guess.
    question: what is asked, in Markdown.
    control: what a reader answers with.
    locked: whether a guess is made and stays.
    buttons: what can be pressed.
    said: a verdict, in Markdown.
    told: hints and the solution, in Markdown.
    spoken: the last verdict or hint in plain words, for a screen reader.

    >>> content("table", "Progress")["buttons"]
    []
    """
    made = Content(
        role=role,
        key="/".join(key or ()),
        label=label,
        question=translated_message(question),
        control=control,
        locked=locked,
        buttons=list(buttons),
        said=said,
        told=translated_message(told),
        spoken=translated_message(spoken),
    )
    return made if language() == ENGLISH else {**made, "language": language()}


def check_button() -> Button:
    """The button that checks an answer."""
    return Button(name="check", label=say("cards.check"), off=False)


def card(shown: Content, act: "Act") -> "Card":
    """A live card; `act` is called with what a reader does and its value."""
    from calclib.practice.widget import Card

    return Card(shown, act)


def mimebundle(live: Any, texts: Texts) -> MimeBundle:
    """What a notebook shows: a live view, and texts where there is none."""
    claim(live)
    view = live._repr_mimebundle_()
    data = view[0] if isinstance(view, tuple) else view
    return {**(data or {}), **texts}
