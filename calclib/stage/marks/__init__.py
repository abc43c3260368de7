"""All that a panel can show: one function for each kind of mark, and arrays that vary.

Each function takes arrays and looks and returns a Mark. To add a kind, write its function in a file
of this folder, add its row here, and give it a painter in `calclib/stage/picture/flat.py` and in
the browser; tests run over all rows.
"""

from collections.abc import Callable, Mapping

from calclib.stage.marks.graph import graph
from calclib.stage.marks.maps import contours, heat, image
from calclib.stage.marks.mark import Channel, Mark, Style, Varying, channel
from calclib.stage.marks.shapes import area, arrows, bars, cursor, dots, line, text, trail
from calclib.stage.marks.surface import surface

__all__ = [
    "MARKS",
    "Channel",
    "Mark",
    "Style",
    "Varying",
    "area",
    "arrows",
    "bars",
    "channel",
    "contours",
    "cursor",
    "dots",
    "graph",
    "heat",
    "image",
    "line",
    "surface",
    "text",
    "trail",
]

MARKS: Mapping[str, Callable[..., Mark]] = {
    "line": line,
    "area": area,
    "bars": bars,
    "dots": dots,
    "trail": trail,
    "arrows": arrows,
    "text": text,
    "cursor": cursor,
    "heat": heat,
    "image": image,
    "contours": contours,
    "surface": surface,
    "graph": graph,
}
