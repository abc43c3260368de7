"""Pens and colours of the picture: what the browser says in pixels, as matplotlib says it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from calclib.stage.marks import Array, Mark

INKS = {"ink": "#1a1a1a", "muted": "#666666"}
INK, MUTED = INKS.values()
DASHES = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1, 2))}
MARKERS = {"circle": "o", "square": "s", "triangle": "^", "cross": "X"}
DPI = 96
POINT = 0.75  # points a pixel: styles are in pixels
HALO = [withStroke(linewidth=2.5, foreground="white")]  # keeps words legible over lines


class Place(NamedTuple):
    """Where an axis stands: the index, and the value there."""

    step: int
    value: float


Now = Mapping[str, Array]
Here = Mapping[str, Place]
Painter = Callable[[Axes, Mark, Now, Here], None]


def inks_of(mark: Mark, count: int) -> list[str]:
    """One colour a run."""
    given = mark.style["color"]
    names = [given] * count if isinstance(given, str) else given
    return [INKS.get(name, name) for name in names]


def stroke_of(style: Mapping[str, Any]) -> dict[str, Any]:
    """Width, dashes and opacity of a line."""
    dash = DASHES[style["dash"]]
    return {"linewidth": style["width"] * POINT, "linestyle": dash, "alpha": style["opacity"]}
