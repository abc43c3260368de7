"""The surface of a 3-D panel: how high it shows, what lies on it, its colours and light."""

from collections.abc import Sequence
from itertools import product
from typing import Any, Unpack

import numpy as np

from calclib.stage.camera import Reach, boxed, sides
from calclib.stage.levels import traced
from calclib.stage.maps import read_box, sampled
from calclib.stage.marks import Array, Mark, Style, Varying, completed
from calclib.stage.palette import TRANSPARENT, palette

SOLID = ("surface", "line", "trail", "dots", "arrows", "text")  # what a 3-D panel can hold
SIDE = 101  # points a side on which a function is sampled
STEEP = 4.0  # a top this many times as high as three quarters of the surface is cut off
DECADES = 6.0  # how far down a logarithmic height reaches below its top
FLOOR = 2.0  # percent of a surface that lie on the floor of a logarithmic height
LAMP = np.array([-0.45, -0.55, 0.7])  # where the light comes from, in the box
WHITE = 0.42  # mixed into the colours, so that what moves stands out on the surface
SHADE, GLOSS = 0.68, 0.36  # what lies in the dark, and what the lamp adds


def surface(
    f: Any,
    box: Any = None,
    *,
    levels: int | Sequence[float] = 12,
    colors: str = "viridis",
    **style: Unpack[Style],
) -> Mark:
    """Raise a surface over the box (x0, x1, y0, y1); its panel is shown in 3-D.

    f: an object with `.value(points)`, a function of (x, y), or heights (rows, cols), fixed or
    Varying. levels: the level lines drawn on it, evenly spaced, or none for 0. Marks of the same
    panel without z lie on its first surface. A surface with an opacity below 1 hides nothing.

    >>> surface(lambda x, y: x**2 + y**2, (-1, 1, -1, 1)).channels["values"].rest
    (101, 101)
    """
    box = read_box(f if box is None else box)
    palette(colors, 2)
    heights = sampled(f, box, np.linspace(0, 1, SIDE))
    given = completed("surface", style, color="ink", width=0.8)
    return Mark(
        "surface", {"values": heights}, given | {"box": box, "levels": levels, "colors": colors}
    )


def reach(marks: Sequence[Mark], scale: str) -> tuple[float, float]:
    """Return the heights between which the first surface shows.

    From its lowest to its highest point; but where the top is more than four times as high above
    the bottom as three quarters of the surface are, only these, so that a valley shows beside a
    steep wall. On a logarithmic scale from the height below which 2 % of the surface lie, so that
    the surroundings of a zero are a floor and no spikes, and at most six decades below the top.

    >>> steep = np.array([[0, 1, 2], [1, 2, 3], [2, 3, 100]])
    >>> reach([surface(steep, (0, 1, 0, 1))], "linear")
    (0.0, 3.0)
    """
    heights = next(mark for mark in marks if mark.kind == "surface").channels["values"].values
    shown = heights[np.isfinite(heights) & ((heights > 0) | (scale == "linear"))]
    if not shown.size:
        raise ValueError('A logarithmic height needs positive values; use z="linear".')
    low, high = float(shown.min()), float(shown.max())
    most = float(np.percentile(shown, 75))
    if scale == "log":
        floor = float(np.percentile(shown, FLOOR))
        return max(floor, high / 10**DECADES) if high > floor else low / 2, high
    if high - low > STEEP * (most - low) > 0:
        high = most
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def lay(mark: Mark, ground: Mark, floor: float = -np.inf) -> Mark:
    """Lay a settled mark without a height onto a settled surface, no lower than a floor."""
    channels = dict(mark.channels)
    if "z" not in channels:
        channels["z"] = _heights(ground, channels["x"], channels["y"], floor)
    if mark.kind == "arrows" and "w" not in channels:
        x, y = (_added(channels[foot], channels[by]) for foot, by in ("xu", "yv"))
        channels["w"] = _added(_heights(ground, x, y, floor), channels["z"], -1.0)
    return Mark(mark.kind, channels, mark.style, mark.along)


def _spread(names: Sequence[str], *given: Varying) -> list[Array]:
    """Broadcast channels against each other over the named axes, in their order."""
    aligned = []
    for one in given:
        order = [one.axes.index(name) for name in names if name in one.axes]
        rest = range(len(one.axes), one.values.ndim)
        values = one.values.transpose(*order, *rest)
        gaps = tuple(k for k, name in enumerate(names) if name not in one.axes)
        aligned.append(np.expand_dims(values, gaps))
    return list(np.broadcast_arrays(*aligned))


def _added(one: Varying, other: Varying, sign: float = 1.0) -> Varying:
    names = tuple(dict.fromkeys(one.axes + other.axes))
    a, b = _spread(names, one, other)
    return Varying(a + sign * b, names)


def _heights(ground: Mark, x: Varying, y: Varying, floor: float) -> Varying:
    """The heights of a surface at points, over the axes of all three."""
    given = ground.channels["values"]
    names = tuple(dict.fromkeys(x.axes + y.axes + given.axes))
    blank = Varying(np.zeros(given.values.shape[:-2] + (1,) * len(x.rest)), given.axes)
    xs, ys, _ = _spread(names, x, y, blank)
    z = np.empty(xs.shape)
    for place in product(*map(range, given.values.shape[:-2])):
        chosen = dict(zip(given.axes, place, strict=True))
        at = tuple(chosen.get(name, slice(None)) for name in names)
        z[at] = bilinear(given.values[place], ground.style["box"], xs[at], ys[at])
    return Varying(np.maximum(z, floor), names)


def bilinear(heights: Array, box: Sequence[float] | Array, x: Array, y: Array) -> Array:
    """Return the heights (rows, cols) over a box at points; beyond the box, those of its edge.

    >>> bilinear(np.array([[0.0, 1.0], [2.0, 3.0]]), (0, 1, 0, 1), np.array([0.5]), np.array([0.5]))
    array([1.5])
    """
    x0, x1, y0, y1 = box
    rows, cols = heights.shape
    with np.errstate(all="ignore"):
        i = np.clip((x - x0) / (x1 - x0) * (cols - 1), 0, cols - 1)
        j = np.clip((y - y0) / (y1 - y0) * (rows - 1), 0, rows - 1)
        gone = np.isnan(i) | np.isnan(j)
        i, j = np.where(gone, 0, i), np.where(gone, 0, j)
        left, below = np.minimum(i.astype(int), cols - 2), np.minimum(j.astype(int), rows - 2)
        s, t = i - left, j - below
        low = (1 - s) * heights[below, left] + s * heights[below, left + 1]
        high = (1 - s) * heights[below + 1, left] + s * heights[below + 1, left + 1]
        return np.where(gone, np.nan, (1 - t) * low + t * high)


def raised(mark: Mark, reaches: Sequence[Reach], equal: bool) -> list[Mark]:
    """Turn a surface into what is painted: coloured and lit quads, and the level lines on them.

    Channels: z (rows, cols), as it is, for a painter to cut off at the box; color and light
    (rows − 1, cols − 1), bytes, where 255 of color is no quad: it lies wholly outside or has a gap.
    """
    given, (scale, (low, high)) = mark.channels["values"], reaches[2]
    floor = low if scale == "log" else -np.inf
    z = np.clip(given.values.astype(float), floor, None)
    share = boxed(np.stack([z] * 3, axis=-1), [reaches[2]] * 3, np.ones(3))[..., 2]
    middle = _corners(share).mean(axis=0)
    shown = np.isfinite(middle) & (_corners(z) <= high).any(axis=0)
    shown &= (_corners(z) >= low).any(axis=0)
    tint = np.clip(np.nan_to_num(127 * (middle + 1)), 0, 254)
    color = np.where(shown, np.rint(tint), TRANSPARENT).astype(np.uint8)
    channels = {
        "z": Varying(z, given.axes),
        "color": Varying(color, given.axes),
        "light": Varying(_light(mark, z, reaches, equal), given.axes),
    }
    style = dict(mark.style) | {"palette": pale(mark.style["colors"]), "label": ""}
    style["levels"] = _levels(mark, reaches[2])
    style["clipped"] = bool(np.nanmax(given.values) > high)
    body = Mark("surface", channels, style)
    if not style["levels"]:
        return [body]
    lines = dict(zip("xyz", traced(mark, np.array(style["levels"])), strict=True))
    return [body, Mark("contours", lines, dict(mark.style) | {"opacity": 0.3, "label": ""})]


def pale(colors: str) -> list[str]:
    """Return 255 colours of a map, mixed with white.

    >>> pale("viridis")[0]
    '#936c9c'
    """
    rgb = np.array([list(bytes.fromhex(one[1:])) for one in palette(colors, 255)])
    mixed = np.rint(rgb + WHITE * (255 - rgb)).astype(np.uint8)
    return ["#" + bytes(one).hex() for one in mixed]


def _corners(grid: Array) -> Array:
    """The four corners of each quad: (4, …, rows − 1, cols − 1)."""
    return np.stack(
        [grid[..., :-1, :-1], grid[..., :-1, 1:], grid[..., 1:, :-1], grid[..., 1:, 1:]]
    )


def _light(mark: Mark, z: Array, reaches: Sequence[Reach], equal: bool) -> Array:
    """How bright each quad is, 0 to 255: SHADE + GLOSS max(0, normal · lamp)."""
    x0, x1, y0, y1 = mark.style["box"]
    rows, cols = z.shape[-2:]
    x, y = np.meshgrid(np.linspace(x0, x1, cols), np.linspace(y0, y1, rows))
    points = np.stack(np.broadcast_arrays(x, y, np.clip(z, *reaches[2][1])), axis=-1)
    at = boxed(points, reaches, sides(reaches, equal))
    along = at[..., 1:, 1:, :] - at[..., :-1, :-1, :]
    across = at[..., 1:, :-1, :] - at[..., :-1, 1:, :]
    normal = np.nan_to_num(np.cross(along, across))
    length = np.maximum(np.linalg.norm(normal, axis=-1), 1e-12)
    cosine = normal @ (LAMP / np.linalg.norm(LAMP)) / length
    bright: Array = np.rint(255 * np.minimum(1, SHADE + GLOSS * np.maximum(cosine, 0)))
    return bright.astype(np.uint8)


def _levels(mark: Mark, height: Reach) -> list[float]:
    """The given levels, or so many, evenly spaced in the box."""
    given = mark.style["levels"]
    if not isinstance(given, (int, np.integer)):
        return sorted(map(float, given))
    spaced = np.geomspace if height[0] == "log" else np.linspace
    return [float(level) for level in spaced(*height[1], given + 2)[1:-1]]
