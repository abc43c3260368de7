"""Level lines: the heights at which a surface is cut, the bands between them, and the lines."""

from itertools import product

import numpy as np

from calclib.stage.marks import Array, Mark, Varying
from calclib.stage.palette import palette

FILL = 0.3  # bands are pale: what moves is drawn over them


def levels(mark: Mark) -> Array:
    """Return the heights at which a contour map draws its lines.

    Level k of n lies at low + (high − low) (k / n)^p; p makes the median height fall on the middle
    level where most of the surface lies near its bottom, and is 1 otherwise.
    """
    given = mark.style["levels"]
    if not isinstance(given, (int, np.integer)):
        return np.sort(np.asarray(given, float))
    heights = mark.channels["values"].values
    heights = heights[np.isfinite(heights)]
    low, high = float(heights.min()), float(heights.max())
    if not high > low:
        return np.array([low])
    middle = (float(np.median(heights)) - low) / (high - low)
    power = np.log(max(middle, 1e-6)) / np.log(0.5)
    share = np.arange(1, given + 1) / (given + 1)
    return low + (high - low) * share ** (power if power > 2 else 1.0)


def bands(mark: Mark) -> Mark:
    """Return the band between two levels in which each value lies, as a palette index."""
    given = mark.channels["values"]
    heights = levels(mark)
    band = np.where(np.isfinite(given.values), np.digitize(given.values, heights), 255)
    colours = palette("cividis", len(heights) + 1)
    style = dict(mark.style) | {"role": "fill", "label": "", "opacity": FILL, "palette": colours}
    del style["levels"]
    return Mark("heat", {"values": Varying(band.astype(np.uint8), given.axes)}, style)


def lines(mark: Mark) -> Mark:
    """Return the level lines as a mark of their own, x and y."""
    style = dict(mark.style)
    heights = levels(mark)
    style["levels"] = heights.tolist()
    x, y, _ = traced(mark, heights)
    return Mark("contours", {"x": x, "y": y}, style)


def traced(mark: Mark, heights: Array) -> tuple[Varying, Varying, Varying]:
    """Return x, y and height of all level lines at every index.

    Polylines are parted by nan and padded to one length: (axes of the surface, 1, length).
    """
    from contourpy import LineType, contour_generator

    given = mark.channels["values"]
    x0, x1, y0, y1 = mark.style["box"]
    sizes, (rows, cols) = given.values.shape[:-2], given.rest
    x, y = np.linspace(x0, x1, cols), np.linspace(y0, y1, rows)
    found = []
    for place in product(*map(range, sizes)):
        surface = np.ma.masked_invalid(given.values[place])
        generator = contour_generator(x, y, surface, line_type=LineType.ChunkCombinedNan)
        parts = [np.full((1, 3), np.nan)]
        for height in heights:
            for points in generator.lines(height)[0]:
                if points is not None:
                    parts += [np.insert(points, 2, height, axis=1), parts[0]]
        found.append(np.concatenate(parts[1:] or parts))
    longest = max(len(points) for points in found)
    padded = np.full((len(found), 3, 1, longest), np.nan)
    for row, points in zip(padded, found, strict=True):
        row[:, 0, : len(points)] = points.T
    padded = padded.reshape(*sizes, 3, 1, longest)
    x_, y_, z_ = (Varying(padded[..., k, :, :], given.axes) for k in range(3))
    return x_, y_, z_
