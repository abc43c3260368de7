"""Pens and colours of the picture: what the browser says in pixels, as matplotlib says it."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias, TypedDict

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from calclib.arrays import Array
from calclib.stage.marks.mark import Look, Mark

INK = "#1a1a1a"
MUTED = "#666666"
PALE = "#9a9a9a"  # frames and ticks
INKS = {"ink": INK, "muted": MUTED}
Dashes: TypeAlias = Literal["-"] | tuple[float, tuple[float, float]]
DASHES: Mapping[str, Dashes] = {
    "solid": "-",
    "dashed": (0, (5, 3)),
    "dotted": (0, (1, 2)),
}
MARKERS = {"circle": "o", "square": "s", "triangle": "^", "cross": "X"}
ALIGNMENTS: Mapping[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
DPI = 96
POINT = 0.75  # points a pixel: styles are in pixels
HALO = [withStroke(linewidth=2.5, foreground="white")]  # keeps words legible over lines


class Position(NamedTuple):
    """The index on an axis, and the value there."""

    step: int
    value: float


class Stroke(TypedDict):
    """How matplotlib draws a line."""

    linewidth: float
    linestyle: Dashes
    alpha: float | None


Now: TypeAlias = Mapping[str, Array]  # the channels of a mark at one index
Positions: TypeAlias = Mapping[str, Position]  # of each axis, by its name
Painter: TypeAlias = Callable[[Axes, Mark, Now, Positions], None]


def inks_of(mark: Mark, count: int) -> list[str]:
    """Return one colour a run."""
    given = mark.style["color"]
    names = [given] * count if isinstance(given, str) else given
    return [INKS.get(name, name) for name in names]


def stroke_of(style: Look) -> Stroke:
    """Return the width, dashes and opacity of a line."""
    return {
        "linewidth": style["width"] * POINT,
        "linestyle": DASHES[style["dash"]],
        "alpha": style["opacity"],
    }
