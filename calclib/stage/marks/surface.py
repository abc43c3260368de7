"""The mark that makes a panel 3-D: a surface over a box of the plane."""

from collections.abc import Sequence
from typing import Unpack

import numpy as np

from calclib.stage.marks.maps import BoxLike, Heights, read_box, sample
from calclib.stage.marks.mark import Mark, Style, complete_look
from calclib.stage.palette import palette

SAMPLES = 101  # points a side on which a function is sampled


def surface(
    f: Heights,
    box: BoxLike | None = None,
    *,
    levels: int | Sequence[float] = 12,
    colors: str = "viridis",
    **style: Unpack[Style],
) -> Mark:
    """Raise a surface over a box of the plane; its panel is shown in 3-D.

    f: an object with `.value(points)`, a function of (x, y), or heights (rows, cols), row 0 at y0,
    fixed or Varying. Marks of the same panel without z lie on its first surface.
    box: (x0, x1, y0, y1), or an object with `.box`; left out, that of f.
    levels: the level lines drawn on it, or how many there are, evenly spaced; none for 0.
    colors: "viridis" or "cividis", by the height.
    style: see Style. A surface with an opacity below 1 hides nothing.

    >>> surface(lambda x, y: x**2 + y**2, (-1, 1, -1, 1)).channels["values"].rest
    (101, 101)
    """
    palette(colors, 2)
    look = complete_look("surface", style, color="ink", width=0.8)
    look["box"] = read_box(f if box is None else box)
    look["levels"] = levels
    look["colors"] = colors
    heights = sample(f, look["box"], np.linspace(0, 1, SAMPLES))
    return Mark("surface", {"values": heights}, look)
