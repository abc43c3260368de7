"""Marks that fill a box of the plane: heat maps, images, level lines."""

from collections.abc import Sequence
from typing import Any, TypeAlias, Unpack

import numpy as np

from calclib.stage.marks import Array, Channel, Mark, Style, Varying, channel, completed
from calclib.stage.palette import CATEGORIES, palette

Box: TypeAlias = tuple[float, float, float, float]

SAMPLES = 241  # points a side on which a function is sampled for a heat map or contours


def heat(
    values: Any,
    box: Any = None,
    *,
    colors: str = "viridis",
    log: bool = False,
    low: float | None = None,
    high: float | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Colour the box (x0, x1, y0, y1) by values (rows, cols), row 0 at y0.

    values: an array, a Varying, or a function of (x, y). colors: "viridis", "cividis" or
    "categories" (values 0 to 7, with one label each; as bytes, 255 is none); low and high fix the
    ends of the scale.

    >>> heat([[0, 1], [2, 3]], (0, 1, 0, 1)).style["box"]
    (0.0, 1.0, 0.0, 1.0)
    """
    palette(colors, 2)
    box = read_box(values if box is None else box)
    scale = {"box": box, "colors": colors, "log": log, "low": low, "high": high}
    if colors == "categories" and "label" in style:
        style["color"] = CATEGORIES[: len(style["label"])]
    half = 0.5 / SAMPLES
    grid = sampled(values, box, np.linspace(half, 1 - half, SAMPLES))
    return Mark("heat", {"values": grid}, completed("heat", style) | scale)


def image(
    pixels: Channel, box: Any = None, *, since: Any = None, axis: str = "", **style: Unpack[Style]
) -> Mark:
    """Show a picture, grey (rows, cols) or in colour (rows, cols, 3), row 0 at the top of the box.

    pixels: fixed or Varying, whole numbers 0 to 255 as uint8, or numbers from 0 to 1. Without a box
    every pixel is one unit wide. since: (rows, cols), the position on the named axis at which each
    pixel appears, 0 to 255.

    >>> image([[0.0, 0.5, 1.0]]).channels["pixels"].values[..., 0]
    array([[  0, 128, 255]], dtype=uint8)
    """
    given = channel(pixels)
    if len(given.rest) == 2:
        given = Varying(given.values[..., None], given.axes)
    if len(given.rest) != 3 or given.rest[-1] not in (1, 3) or 0 in given.rest:
        raise ValueError(
            f"An image has shape (rows, cols) or (rows, cols, 3), not {given.rest}; "
            "name its leading axes with Varying."
        )
    values = given.values
    if values.dtype != np.uint8:
        values = np.rint(255 * np.clip(np.nan_to_num(values, nan=1.0), 0, 1)).astype(np.uint8)
    rows, cols, _ = given.rest
    box = (0, cols, 0, rows) if box is None else box
    channels = {"pixels": Varying(values, given.axes)}
    look = completed("image", style) | {"box": read_box(box)}
    if since is not None:
        channels["since"] = _positions(since, (rows, cols))
        look["axis"] = axis
    return Mark("image", channels, look)


def _positions(since: Any, shape: tuple[int, ...]) -> Varying:
    """Read a position on an axis for each pixel."""
    given = np.asarray(since)
    if given.shape != shape or not (given.min() >= 0 and given.max() <= 255):
        raise ValueError(
            f"since holds a position from 0 to 255 for each of the {shape} pixels, but has shape "
            f"{given.shape} and goes from {given.min():g} to {given.max():g}."
        )
    return Varying(given.astype(np.uint8), ())


def contours(
    f: Any, box: Any = None, *, levels: int | Sequence[float] = 12, **style: Unpack[Style]
) -> Mark:
    """Draw level lines over pale bands of a surface on the box (x0, x1, y0, y1).

    f: an object with `.value(points)`, a function of (x, y), or heights (rows, cols), fixed or
    Varying. A number of levels spaces them evenly, closer to the bottom where the heights are
    crowded there.

    >>> contours(lambda x, y: x**2 + y**2, (-1, 1, -1, 1)).channels["values"].rest
    (241, 241)
    """
    box = read_box(f if box is None else box)
    count = levels if isinstance(levels, (int, np.integer)) else len(levels)
    if not 1 <= count <= 100:
        raise ValueError(f"A contour map shows 1 to 100 levels, not {count}.")
    style_ = completed("contours", style, color="muted", width=0.8, opacity=0.5)
    return Mark(
        "contours",
        {"values": sampled(f, box, np.linspace(0, 1, SAMPLES))},
        style_ | {"box": box, "levels": levels},
    )


def read_box(given: Any) -> Box:
    """Read (x0, x1, y0, y1), or the `.box` of an object."""
    ends = np.asarray(getattr(given, "box", given), dtype=object).ravel()
    if len(ends) != 4 or not (ends[0] < ends[1] and ends[2] < ends[3]):
        raise ValueError(f"A box is (x0, x1, y0, y1) with x0 < x1 and y0 < y1, not {given!r}.")
    x0, x1, y0, y1 = (float(end) for end in ends)
    return x0, x1, y0, y1


def sampled(f: Any, box: Box, share: Array) -> Varying:
    """Sample a function on the box, or take heights (..., rows, cols) as they are."""
    if not (hasattr(f, "value") or callable(f)):
        return channel(f)
    x0, x1, y0, y1 = box
    mesh: tuple[Array, ...] = np.meshgrid(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
    with np.errstate(all="ignore"):
        heights = f.value(np.stack(mesh, axis=-1)) if hasattr(f, "value") else f(*mesh)
    return Varying(np.broadcast_to(heights, mesh[0].shape), ())
