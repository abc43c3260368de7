"""The key of a panel: what stands below it so that no name covers a curve."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from calclib.stage.marks import Mark
from calclib.stage.words import written

CROWD = 6  # so many names fill a line or two below one panel
# Shown by a patch of colour; the others by a piece of line.
PATCHES = ("area", "bars", "dots", "heat")


class Entry(NamedTuple):
    """A name, its colour, and the style and kind of the mark that it names."""

    label: str
    color: str
    kind: str
    style: Mapping[str, Any]


def entries(marks: Sequence[Mark]) -> list[Entry]:
    """Return one entry for each labelled run, and five for a scale of colours.

    >>> from calclib.stage.scene import line
    >>> [entry.label for entry in entries([line([0, 1], [0, 1], label="identity")])]
    ['identity']
    """
    found = []
    for mark in marks:
        style = mark.style
        pairs = _scale(style) if style.get("key") else _runs(style)
        found += [Entry(*pair, mark.kind, style) for pair in pairs if pair[0]]
    return found


def _runs(style: Mapping[str, Any]) -> list[tuple[str, str]]:
    label, color = style["label"], style["color"]
    labels = [label] if isinstance(label, str) else label
    colors = [color] * len(labels) if isinstance(color, str) else color
    return list(zip(labels, colors, strict=False))  # one label may name runs of many colours


def _scale(style: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Five values of a colour scale, and the colours that stand for them."""
    key, colours = style["key"], style["palette"]
    spaced = np.geomspace if key["log"] else np.linspace
    values = [written(float(value), ".2g") for value in spaced(key["low"], key["high"], 5)]
    return [(value, colours[63 * k]) for k, value in enumerate(values)]


def across(keys: Sequence[Sequence[Entry]]) -> int | None:
    """Return which of the keys goes below all panels: a long one that is the only one, or None.

    >>> across([[], [Entry("plain", "ink", "line", {})] * 7])
    1
    """
    (longest, at), *others = sorted(((len(key), k) for k, key in enumerate(keys)), reverse=True)
    return at if longest > CROWD and not any(count for count, _ in others) else None


def columns(key: Sequence[Entry], room: float) -> int:
    """Return how many entries fit side by side in so many characters, at least one.

    >>> columns([Entry("plain", "ink", "line", {})] * 4, room=30)
    3
    """
    longest = max((len(entry.label) for entry in key), default=1)
    return max(1, min(len(key), int(room / (longest + 5))))
