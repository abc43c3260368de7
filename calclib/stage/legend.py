"""The legend of a panel: what stands below it so that no name covers a curve."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from calclib.stage.formats import format_number
from calclib.stage.marks.mark import Look, Mark
from calclib.stage.palette import ColorScale
from calclib.words import translated

CROWD = 6  # so many names fill a line or two below one panel
SWATCH = 5  # characters that the swatch of an entry and the gap after it take
STEPS = 5  # entries of a scale of colours, of which the palette has 255
# Shown by a patch of colour; the others by a piece of line.
PATCHES = ("area", "bars", "dots", "heat")


class Entry(NamedTuple):
    """A name, its colour, and the kind and look of the mark that it names."""

    label: str
    color: str
    kind: str
    style: Look


def entries(marks: Sequence[Mark]) -> list[Entry]:
    """Return one entry for each labelled run, and five for a scale of colours.

    >>> from calclib.stage.marks import line
    >>> [entry.label for entry in entries([line([0, 1], [0, 1], label="identity")])]
    ['identity']
    """
    found = []
    for mark in marks:
        scale = mark.style.get("key")
        pairs = _values(scale, mark.style["palette"]) if scale else _runs(mark.style)
        found += [
            Entry(translated(label), color, mark.kind, mark.style)
            for label, color in pairs
            if label
        ]
    return found


def _runs(style: Look) -> list[tuple[str, str]]:
    """Return the label and the colour of each run."""
    label = style["label"]
    color = style["color"]
    labels = [label] if isinstance(label, str) else label
    colors = [color] * len(labels) if isinstance(color, str) else color
    return list(zip(labels, colors, strict=False))  # one label may name runs of many colours


def _values(scale: ColorScale, colors: Sequence[str]) -> list[tuple[str, str]]:
    """Return five values of a scale of 255 colours, and the colours that stand for them."""
    spaced = np.geomspace if scale["log"] else np.linspace
    values = spaced(scale["low"], scale["high"], STEPS)
    step = (len(colors) - 1) // (STEPS - 1)
    return [(_in_two_figures(float(value)), colors[step * k]) for k, value in enumerate(values)]


def _in_two_figures(value: float) -> str:
    """Write a number rounded to two figures, a hundred or more of anything as 130.

    >>> _in_two_figures(127.4), _in_two_figures(0.0349), _in_two_figures(400)
    ('130', '0.035', '400')
    """
    return format_number(float(f"{value:.1e}"), ".4g")


def wide_legend(legends: Sequence[Sequence[Entry]]) -> int | None:
    """Return which of the legends goes below all panels: a long one that is the only one, or None.

    >>> plain = Entry("plain", "ink", "line", {})
    >>> wide_legend([[], [plain] * 7]), wide_legend([[plain], [plain] * 7])
    (1, None)
    """
    filled = [number for number, legend in enumerate(legends) if legend]
    if len(filled) == 1 and len(legends[filled[0]]) > CROWD:
        return filled[0]
    return None


def column_count(legend: Sequence[Entry], room: float) -> int:
    """Return how many entries fit side by side in so many characters, at least one.

    >>> column_count([Entry("plain", "ink", "line", {})] * 4, room=30)
    3
    """
    longest = max((len(entry.label) for entry in legend), default=1)
    return max(1, min(len(legend), int(room / (longest + SWATCH))))
