"""Level lines: the heights at which a surface is cut, the bands between them, and the lines."""

from itertools import product
from weakref import WeakKeyDictionary

import numpy as np
from contourpy import LineType, SerialContourGenerator, ZInterp
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.marks.mark import Look, Mark, Varying
from calclib.stage.palette import TRANSPARENT, palette

FILL = 0.3  # the opacity of bands: what moves is drawn over them
TRACED: WeakKeyDictionary[Mark, list[Mark]] = WeakKeyDictionary()  # as long as there is the mark


def level_heights(mark: Mark) -> Array:
    """Return the heights at which a contour map draws its lines, ascending.

    Level k of n is at low + (high − low) (k / n)^p; p makes the median height fall on the middle
    level where most of the surface lies near its bottom, and is 1 otherwise.
    """
    given = mark.style["levels"]
    if not isinstance(given, int | np.integer):
        return np.sort(np.asarray(given, float))
    heights = mark.channels["values"].values
    heights = heights[np.isfinite(heights)]
    low = float(heights.min())
    high = float(heights.max())
    if not high > low:
        return np.array([low])
    middle = (float(np.median(heights)) - low) / (high - low)
    power = np.log(max(middle, 1e-6)) / np.log(0.5)
    share = np.arange(1, given + 1) / (given + 1)
    return low + (high - low) * share ** (power if power > 2 else 1.0)


def contour_map(mark: Mark) -> list[Mark]:
    """Return what is painted of a contour map: the bands, and the lines between them.

    A mark that a lesson shows again, as while a point is dragged on a map, is traced once.
    """
    if mark not in TRACED:
        heights = level_heights(mark)
        TRACED[mark] = [bands(mark, heights), isolines(mark, heights)]
    return TRACED[mark]


def bands(mark: Mark, heights: Array) -> Mark:
    """Return the bands of a contour map as a mark of their own, each value a palette index."""
    given = mark.channels["values"]
    band = np.where(np.isfinite(given.values), np.digitize(given.values, heights), TRANSPARENT)
    look: Look = mark.style.copy()
    del look["levels"]
    look["role"] = "fill"
    look["label"] = ""
    look["opacity"] = FILL
    look["palette"] = palette("cividis", len(heights) + 1)
    return Mark("heat", {"values": Varying(band.astype(np.uint8), given.axes)}, look)


def isolines(mark: Mark, heights: Array) -> Mark:
    """Return the level lines of a contour map as a mark of their own, x and y."""
    look: Look = mark.style.copy()
    look["levels"] = heights.tolist()
    x, y, _ = trace_isolines(mark, heights)
    return Mark("contours", {"x": x, "y": y}, look)


def trace_isolines(mark: Mark, heights: Array) -> tuple[Varying, Varying, Varying]:
    """Return x, y and height of all level lines of a surface at every index.

    mark: with heights (rows, cols), which may vary, over a box.
    heights: those of the lines.
    Returns three channels with the surface's axes and the rest (1, length): polylines with nan
    between them, padded with nan to one length.
    """
    given = mark.channels["values"]
    x0, x1, y0, y1 = mark.style["box"]
    sizes = given.values.shape[:-2]
    rows, cols = given.rest
    x, y = np.meshgrid(np.linspace(x0, x1, cols), np.linspace(y0, y1, rows))
    traced = []
    for index in product(*map(range, sizes)):
        surface = given.values[index]
        generator = line_tracer(x, y, surface)
        traced.append(
            [
                (points, height)
                for height in heights
                for points in generator.lines(height)[0]
                if points is not None
            ]
        )
    lengths = [sum(len(points) + 1 for points, _ in pieces) for pieces in traced]
    longest = max([*lengths, 1])
    padded = np.full((len(traced), 3, 1, longest), np.nan)
    for row, pieces in zip(padded, traced, strict=True):
        start = 0
        for points, height in pieces:
            stop = start + len(points)
            row[:2, 0, start:stop] = points.T
            row[2, 0, start:stop] = height
            start = stop + 1
    padded = padded.reshape(*sizes, 3, 1, longest)
    x_, y_, z_ = (Varying(padded[..., k, :, :], given.axes) for k in range(3))
    return x_, y_, z_


def line_tracer(x: Array, y: Array, surface: ArrayLike) -> SerialContourGenerator:
    """What traces the level lines of a surface, as `contourpy.contour_generator` would make it.

    That one asks a masked array for missing heights, which takes longer than to trace the lines of
    a small surface.

    x, y, surface: (rows, cols); where the surface is not finite it has no lines.

    >>> x, y = np.meshgrid([0.0, 1.0], [0.0, 1.0])
    >>> line_tracer(x, y, x).lines(0.5)[0][0].tolist()
    [[0.5, 1.0], [0.5, 0.0]]
    """
    heights = np.asarray(surface, dtype=float)
    is_missing = ~np.isfinite(heights)
    return SerialContourGenerator(
        x,
        y,
        heights,
        is_missing if is_missing.any() else None,  # type: ignore[arg-type]  # as theirs does
        corner_mask=True,
        line_type=LineType.ChunkCombinedNan,
        fill_type=SerialContourGenerator.default_fill_type,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    )
