"""How a surface is painted: the colour and the light of its quads, and the level lines on it."""

from collections.abc import Callable, Sequence
from functools import cache

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
    look["palette"] = list(pale_palette(mark.style["colors"]))
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


@cache
def pale_palette(colors: str) -> tuple[str, ...]:
    """Return 255 colours of a map, mixed with white.

    >>> pale_palette("viridis")[0]
    '#936c9c'
    """
    rgb = np.array([list(bytes.fromhex(one[1:])) for one in palette(colors, 255)])
    mixed = np.rint(rgb + WHITE * (255 - rgb)).astype(np.uint8)
    return tuple("#" + bytes(one).hex() for one in mixed)


def _over_corners(merge: Callable[[Array, Array], Array], grid: Array) -> Array:
    """Merge the four corners of each quad into one number: (…, rows − 1, cols − 1)."""
    sides_of_quads = merge(grid[..., :-1], grid[..., 1:])
    return merge(sides_of_quads[..., :-1, :], sides_of_quads[..., 1:, :])


def _tints(z: Array, height: Limits) -> NDArray[np.uint8]:
    """Return the palette index of each quad, by the height of its middle."""
    low, high = height.domain
    middle = _over_corners(np.add, _in_box(z, height, 1.0)) / 4
    shown = np.isfinite(middle)
    shown &= (_over_corners(np.minimum, z) <= high) & (_over_corners(np.maximum, z) >= low)
    tint = np.clip(np.nan_to_num(127 * (middle + 1)), 0, 254)
    return np.where(shown, np.rint(tint), TRANSPARENT).astype(np.uint8)


def _brightness(mark: Mark, z: Array, limits: Sequence[Limits], equal: bool) -> NDArray[np.uint8]:
    """Return how bright each quad is, 0 to 255: SHADE + GLOSS max(0, normal · lamp)."""
    x0, x1, y0, y1 = mark.style["box"]
    rows, cols = z.shape[-2:]
    half = sides(limits, equal)
    dx = np.diff(_in_box(np.linspace(x0, x1, cols), limits[0], half[0]))
    dy = np.diff(_in_box(np.linspace(y0, y1, rows), limits[1], half[1]))[:, None]
    height = np.nan_to_num(_in_box(np.clip(z, *limits[2].domain), limits[2], half[2]))
    # The diagonals of a quad are (dx, dy, rise) and (−dx, dy, other); the normal is their product.
    rise = height[..., 1:, 1:] - height[..., :-1, :-1]
    other = height[..., 1:, :-1] - height[..., :-1, 1:]
    normal = (dy * (other - rise), -dx * (other + rise), 2 * dx * dy)
    length = np.sqrt(sum(part * part for part in normal))
    facing = sum(part * lamp for part, lamp in zip(normal, LAMP, strict=True))
    cosine = facing / (np.linalg.norm(LAMP) * np.maximum(length, 1e-12))
    bright: Array = np.rint(255 * np.minimum(1, SHADE + GLOSS * np.maximum(cosine, 0)))
    return bright.astype(np.uint8)


def _in_box(values: Array, limits: Limits, half: float) -> Array:
    """Bring numbers of one direction into the box."""
    return to_box(values[..., None], [limits], np.array([half]))[..., 0]


def _levels(mark: Mark, height: Limits) -> list[float]:
    """Return the given levels, or so many, evenly spaced in the box."""
    given = mark.style["levels"]
    if not isinstance(given, int | np.integer):
        return sorted(map(float, given))
    spaced = np.geomspace if height.scale == "log" else np.linspace
    return [float(level) for level in spaced(*height.domain, given + 2)[1:-1]]
