"""Marks that fill a box of the plane: heat maps, images, level lines."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias, Unpack, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.marks.mark import Box, Channel, Mark, Style, Varying, channel, complete_look
from calclib.stage.palette import CATEGORIES, palette

SAMPLES = 241  # points a side on which a function is sampled for a heat map or contours
MOST_LEVELS = 100


@runtime_checkable
class HasValue(Protocol):
    """What has a value at points (..., 2), such as a Function."""

    def value(self, points: Array, /) -> ArrayLike:
        """Return the values (...) at points (..., 2)."""


class HasBox(Protocol):
    """What carries the box on which it is worth looking at, such as a landscape."""

    @property
    def box(self) -> Sequence[float] | None:
        """The ends (x0, x1, y0, y1)."""


Heights: TypeAlias = HasValue | Callable[[Array, Array], ArrayLike] | Channel
BoxLike: TypeAlias = HasBox | ArrayLike


def heat(
    values: Heights,
    box: BoxLike | None = None,
    *,
    colors: str = "viridis",
    log: bool = False,
    low: float | None = None,
    high: float | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Colour a box of the plane by values.

    values: (rows, cols), row 0 at y0, fixed or Varying; or a function of (x, y).
    box: (x0, x1, y0, y1), or an object with `.box`; left out, that of `values`.
    colors: "viridis", "cividis" or "categories": values 0 to 7 with one label each, in bytes 255
    for none.
    log: whether the scale of colours is logarithmic.
    low, high: the ends of the scale; left out, those of the values.
    style: see Style.

    >>> heat([[0, 1], [2, 3]], (0, 1, 0, 1)).style["box"]
    (0.0, 1.0, 0.0, 1.0)
    """
    palette(colors, 2)
    if colors == "categories" and "label" in style:
        style["color"] = CATEGORIES[: len(style["label"])]
    look = complete_look("heat", style)
    look["box"] = read_box(values if box is None else box)
    look["colors"] = colors
    look["log"] = log
    look["low"] = low
    look["high"] = high
    half = 0.5 / SAMPLES
    grid = sample(values, look["box"], np.linspace(half, 1 - half, SAMPLES))
    return Mark("heat", {"values": grid}, look)


def image(
    pixels: Channel,
    box: BoxLike | None = None,
    *,
    since: ArrayLike | Varying | None = None,
    axis: str = "",
    **style: Unpack[Style],
) -> Mark:
    """Show a picture, row 0 at the top of the box.

    pixels: grey (rows, cols) or in colour (rows, cols, 3), fixed or Varying: whole numbers 0 to 255
    as uint8, or numbers from 0 to 1.
    box: (x0, x1, y0, y1); left out, every pixel is one unit wide.
    since, axis: (rows, cols), the position on the named axis, 0 to 255, at which a pixel appears;
    fixed or Varying.
    style: see Style.

    >>> image([[0.0, 0.5, 1.0]]).channels["pixels"].values[..., 0]
    array([[  0, 128, 255]], dtype=uint8)
    """
    given = channel(pixels)
    if len(given.rest) == 2:
        given = given.map(lambda grey: grey[..., None])
    if len(given.rest) != 3 or given.rest[-1] not in (1, 3) or 0 in given.rest:
        raise ValueError(
            f"An image has shape (rows, cols) or (rows, cols, 3), not {given.rest}; "
            "name its leading axes with Varying."
        )
    rows, cols, _ = given.rest
    channels = {"pixels": given.map(_as_bytes)}
    look = complete_look("image", style)
    look["box"] = read_box((0, cols, 0, rows) if box is None else box)
    if since is not None:
        channels["since"] = _positions(since, (rows, cols))
        look["axis"] = axis
    return Mark("image", channels, look)


def _as_bytes(pixels: Array) -> ArrayLike:
    """Return brightness from 0 to 1 as bytes; a gap is white, and bytes stay as they are."""
    if pixels.dtype == np.uint8:
        return pixels
    return np.rint(255 * np.clip(np.nan_to_num(pixels, nan=1.0), 0, 1)).astype(np.uint8)


def _positions(since: ArrayLike | Varying, shape: tuple[int, int]) -> Varying:
    """Read a position on an axis for each pixel."""
    varying = since if isinstance(since, Varying) else Varying(np.asarray(since), ())
    given = varying.values
    if varying.rest != shape or not (given.min() >= 0 and given.max() <= 255):
        raise ValueError(
            f"since holds a position from 0 to 255 for each of the {shape} pixels, but has shape "
            f"{varying.rest} and goes from {given.min():g} to {given.max():g}."
        )
    return Varying(given.astype(np.uint8), varying.axes)


def contours(
    f: Heights,
    box: BoxLike | None = None,
    *,
    levels: int | Sequence[float] = 12,
    **style: Unpack[Style],
) -> Mark:
    """Draw level lines over pale bands of a surface.

    f: an object with `.value(points)`, a function of (x, y), or heights (rows, cols), row 0 at y0,
    fixed or Varying.
    box: (x0, x1, y0, y1), or an object with `.box`; left out, that of f.
    levels: the heights of the lines, or how many there are: evenly spaced, closer to the bottom
    where the heights are crowded there.
    style: see Style.

    >>> contours(lambda x, y: x**2 + y**2, (-1, 1, -1, 1)).channels["values"].rest
    (241, 241)
    """
    count = levels if isinstance(levels, int | np.integer) else len(levels)
    look = complete_look("contours", style, color="muted", width=0.8, opacity=0.5)
    look["box"] = read_box(f if box is None else box)
    if not 1 <= count <= MOST_LEVELS:
        raise ValueError(f"A contour map shows 1 to {MOST_LEVELS} levels, not {count}.")
    look["levels"] = levels
    grid = sample(f, look["box"], np.linspace(0, 1, SAMPLES))
    return Mark("contours", {"values": grid}, look)


def read_box(given: object) -> Box:
    """Read (x0, x1, y0, y1), or the `.box` of an object.

    Raises ValueError where these are not four numbers with x0 < x1 and y0 < y1.

    >>> read_box([0, 1, -2, 2])
    (0.0, 1.0, -2.0, 2.0)
    """
    ends = np.asarray(getattr(given, "box", given), dtype=object).ravel()
    if len(ends) != 4 or not (ends[0] < ends[1] and ends[2] < ends[3]):
        raise ValueError(f"A box is (x0, x1, y0, y1) with x0 < x1 and y0 < y1, not {given!r}.")
    x0, x1, y0, y1 = (float(end) for end in ends)
    return x0, x1, y0, y1


def sample(f: Heights, box: Box, shares: Array) -> Varying:
    """Return the heights (rows, cols) of a function over a box, or given heights as they are.

    shares: (n,), where the rows and columns lie, from 0 at one side of the box to 1 at the other.

    >>> sample(lambda x, y: x + 10 * y, (0, 2, 0, 1), np.array([0.0, 1.0])).values
    array([[ 0.,  2.],
           [10., 12.]])
    """
    x0, x1, y0, y1 = box
    x, y = np.meshgrid(x0 + (x1 - x0) * shares, y0 + (y1 - y0) * shares)
    with np.errstate(all="ignore"):
        if isinstance(f, HasValue):
            heights = f.value(np.stack([x, y], axis=-1))
        elif callable(f):
            heights = f(x, y)
        else:
            return channel(f)
    return Varying(np.broadcast_to(heights, x.shape), ())
