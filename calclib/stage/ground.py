"""The ground of a 3-D panel: marks without a height of their own lie on its first surface."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from calclib.arrays import Array
from calclib.stage.marks.mark import Mark, Varying


def lay_on_ground(mark: Mark, ground: Mark, floor: float = -np.inf) -> Mark:
    """Give a mark the heights of a surface where it has none.

    mark, ground: in their normal form.
    floor: the lowest height that is given.
    """
    channels = dict(mark.channels)
    if "z" not in channels:
        channels["z"] = _heights_at(ground, channels["x"], channels["y"], floor)
    if mark.kind == "arrows" and "w" not in channels:
        x = _combine(channels["x"], channels["u"])
        y = _combine(channels["y"], channels["v"])
        channels["w"] = _combine(_heights_at(ground, x, y, floor), channels["z"], sign=-1.0)
    return Mark(mark.kind, channels, mark.style, mark.along)


def _align(names: Sequence[str], *given: Varying) -> list[Array]:
    """Broadcast channels against each other over the named axes, in their order."""
    aligned = []
    for one in given:
        order = [one.axes.index(name) for name in names if name in one.axes]
        rest = range(len(one.axes), one.values.ndim)
        values = one.values.transpose(*order, *rest)
        gaps = tuple(k for k, name in enumerate(names) if name not in one.axes)
        aligned.append(np.expand_dims(values, gaps))
    return list(np.broadcast_arrays(*aligned))


def _combine(one: Varying, other: Varying, sign: float = 1.0) -> Varying:
    """Return one + sign · other over the axes of both."""
    names = tuple(dict.fromkeys(one.axes + other.axes))
    a, b = _align(names, one, other)
    return Varying(a + sign * b, names)


def _heights_at(ground: Mark, x: Varying, y: Varying, floor: float) -> Varying:
    """Return the heights of a surface at points, over the axes of all three."""
    given = ground.channels["values"]
    sizes = given.values.shape[:-2]
    names = tuple(dict.fromkeys(x.axes + y.axes + given.axes))
    blank = Varying(np.zeros(sizes + (1,) * len(x.rest)), given.axes)
    xs, ys, _ = _align(names, x, y, blank)
    z = np.empty(xs.shape)
    for index in product(*map(range, sizes)):
        chosen = dict(zip(given.axes, index, strict=True))
        at = tuple(chosen.get(name, slice(None)) for name in names)
        z[at] = interpolate(given.values[index], ground.style["box"], xs[at], ys[at])
    return Varying(np.maximum(z, floor), names)


def interpolate(heights: Array, box: Sequence[float] | Array, x: Array, y: Array) -> Array:
    """Return the heights of a surface at points, linear in x and in y between its rows and columns.

    heights: (rows, cols), over a box (x0, x1, y0, y1).
    x, y: of one shape; beyond the box they take the heights of its edge, and a gap stays one.

    >>> interpolate(np.array([[0.0, 1], [2, 3]]), (0, 1, 0, 1), np.array([0.5]), np.array([0.5]))
    array([1.5])
    """
    x0, x1, y0, y1 = box
    rows, cols = heights.shape
    with np.errstate(all="ignore"):
        column = np.clip((x - x0) / (x1 - x0) * (cols - 1), 0, cols - 1)
        row = np.clip((y - y0) / (y1 - y0) * (rows - 1), 0, rows - 1)
        gap = np.isnan(column) | np.isnan(row)
        column = np.where(gap, 0, column)
        row = np.where(gap, 0, row)
        left = np.minimum(column.astype(int), cols - 2)
        below = np.minimum(row.astype(int), rows - 2)
        s = column - left
        t = row - below
        low = (1 - s) * heights[below, left] + s * heights[below, left + 1]
        high = (1 - s) * heights[below + 1, left] + s * heights[below + 1, left + 1]
        return np.where(gap, np.nan, (1 - t) * low + t * high)
