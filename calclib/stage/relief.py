"""How a surface is painted: the colour and the light of its quads, and the level lines on it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.stage.camera import sides, to_box
from calclib.stage.isolines import trace_isolines
from calclib.stage.limits import Limits
from calclib.stage.marks.mark import Look, Mark, Varying
from calclib.stage.palette import TRANSPARENT, palette

LAMP = np.array([-0.45, -0.55, 0.7])  # where the light comes from, in the box
SHADE = 0.68  # how bright a quad is that the lamp does not reach
GLOSS = 0.36  # how much brighter one is that faces the lamp
WHITE = 0.42  # mixed into the colours, so that what moves stands out on the surface
LINES = 0.3  # the opacity of level lines


def relief(mark: Mark, limits: Sequence[Limits], equal: bool) -> list[Mark]:
    """Turn a surface into what is painted: coloured and lit quads, and the level lines on them.

    mark: a surface in its normal form.
    limits: those of x, y and z.
    equal: whether x and y have the same unit.
    Returns a surface and, where it has levels, contours. The channels of the surface are z
    (rows, cols), as it is, for a painter to cut off at the box, and color and light
    (rows − 1, cols − 1), bytes; where color is 255 no quad is painted, since it lies wholly outside
    the box or has a gap.
    """
    given = mark.channels["values"]
    scale, (low, high) = limits[2]
    floor = low if scale == "log" else -np.inf
    z = np.clip(given.values.astype(float), floor, None)
    light = _brightness(mark, z, limits, equal)
    channels = {
        "z": Varying(z, given.axes),
        "color": Varying(_tints(z, limits[2]), given.axes),
        "light": Varying(light, given.axes),
    }
    levels = _levels(mark, limits[2])
    look: Look = mark.style.copy()
    look["palette"] = pale_palette(mark.style["colors"])
    look["label"] = ""
    look["levels"] = levels
    look["clipped"] = bool(np.nanmax(given.values) > high)
    body = Mark("surface", channels, look)
    if not levels:
        return [body]
    thin: Look = mark.style.copy()
    thin["opacity"] = LINES
    thin["label"] = ""
    x, y, height = trace_isolines(mark, np.array(levels))
    return [body, Mark("contours", {"x": x, "y": y, "z": height}, thin)]


def pale_palette(colors: str) -> list[str]:
    """Return 255 colours of a map, mixed with white.

    >>> pale_palette("viridis")[0]
    '#936c9c'
    """
    rgb = np.array([list(bytes.fromhex(one[1:])) for one in palette(colors, 255)])
    mixed = np.rint(rgb + WHITE * (255 - rgb)).astype(np.uint8)
    return ["#" + bytes(one).hex() for one in mixed]


def _corners(grid: Array) -> Array:
    """Return the four corners of each quad: (4, …, rows − 1, cols − 1)."""
    return np.stack(
        [grid[..., :-1, :-1], grid[..., :-1, 1:], grid[..., 1:, :-1], grid[..., 1:, 1:]]
    )


def _tints(z: Array, height: Limits) -> NDArray[np.uint8]:
    """Return the palette index of each quad, by the height of its middle."""
    low, high = height.domain
    share = to_box(z[..., None], [height], np.ones(1))[..., 0]
    middle = _corners(share).mean(axis=0)
    shown = np.isfinite(middle) & (_corners(z) <= high).any(axis=0)
    shown &= (_corners(z) >= low).any(axis=0)
    tint = np.clip(np.nan_to_num(127 * (middle + 1)), 0, 254)
    return np.where(shown, np.rint(tint), TRANSPARENT).astype(np.uint8)


def _brightness(mark: Mark, z: Array, limits: Sequence[Limits], equal: bool) -> NDArray[np.uint8]:
    """Return how bright each quad is, 0 to 255: SHADE + GLOSS max(0, normal · lamp)."""
    x0, x1, y0, y1 = mark.style["box"]
    rows, cols = z.shape[-2:]
    x, y = np.meshgrid(np.linspace(x0, x1, cols), np.linspace(y0, y1, rows))
    points = np.stack(np.broadcast_arrays(x, y, np.clip(z, *limits[2].domain)), axis=-1)
    corners = to_box(points, limits, sides(limits, equal))
    along = corners[..., 1:, 1:, :] - corners[..., :-1, :-1, :]
    across = corners[..., 1:, :-1, :] - corners[..., :-1, 1:, :]
    normal = np.nan_to_num(np.cross(along, across))
    length = np.maximum(np.linalg.norm(normal, axis=-1), 1e-12)
    cosine = normal @ (LAMP / np.linalg.norm(LAMP)) / length
    bright: Array = np.rint(255 * np.minimum(1, SHADE + GLOSS * np.maximum(cosine, 0)))
    return bright.astype(np.uint8)


def _levels(mark: Mark, height: Limits) -> list[float]:
    """Return the given levels, or so many, evenly spaced in the box."""
    given = mark.style["levels"]
    if not isinstance(given, int | np.integer):
        return sorted(map(float, given))
    spaced = np.geomspace if height.scale == "log" else np.linspace
    return [float(level) for level in spaced(*height.domain, given + 2)[1:-1]]
