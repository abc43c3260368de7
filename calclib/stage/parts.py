"""The parts of a scene: what is painted, once values have become colours, faces and lines."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, log10, prod

from calclib.stage.isolines import contour_map
from calclib.stage.limits import Limits
from calclib.stage.marks.mark import Look, Mark, Varying
from calclib.stage.palette import shades
from calclib.stage.relief import relief

MOST_DROPS = 3  # dots of a panel that have a line to the floor: more lines hide each other
STEPS = 100  # of a height axis, at least, that the number beside such a line tells apart


def parts_of(mark: Mark, limits: Sequence[Limits] = (), equal: bool = False) -> list[Mark]:
    """Return what is painted of a mark: of a map or surface its faces and lines, else itself.

    mark: in its normal form.
    limits: those of the panel's x, y and, in 3-D, z.
    equal: whether the x and y of the panel have the same unit.

    >>> from calclib.stage.marks import contours
    >>> [part.kind for part in parts_of(contours([[0, 1], [1, 2]], (0, 1, 0, 1)))]
    ['heat', 'contours']
    """
    if mark.kind == "heat":
        return [_colour_map(mark)]
    if mark.kind == "contours":
        return contour_map(mark)
    if mark.kind == "surface":
        return relief(mark, limits, equal)
    return [mark]


def _colour_map(mark: Mark) -> Mark:
    """Return a heat map whose values are palette indices."""
    look: Look = mark.style.copy()
    colors = look.pop("colors")
    log = look.pop("log")
    low = look.pop("low")
    high = look.pop("high")
    given = mark.channels["values"]
    index, look["palette"], look["key"] = shades(given.values, colors, log, low, high)
    return Mark("heat", {"values": Varying(index, given.axes)}, look)


def with_drops(marks: Sequence[Mark], height: Limits) -> list[Mark]:
    """Return the parts of a 3-D panel, where dots that move show their height above the floor.

    A panel with more than three such dots stays as it is, and so does one without a surface.
    marks: the parts of the panel.
    height: the limits of z.

    >>> from calclib.stage.marks import dots, surface
    >>> ground = surface([[0, 1], [1, 2]], (0, 1, 0, 1))
    >>> ball = dots(Varying([[[0, 0]], [[1, 1]]], "step"))
    >>> parts = with_drops([ground, ball], Limits("linear", (0.0, 2.0)))
    >>> [part.style.get("drop") for part in parts]
    [None, '.2f']
    """
    moving = [
        mark
        for mark in marks
        if mark.kind == "dots" and any(given.axes for given in mark.channels.values())
    ]
    count = sum(prod(mark.channels["x"].rest) for mark in moving)
    if count > MOST_DROPS or not any(mark.kind == "surface" for mark in marks):
        return list(marks)
    form = _height_format(height)
    return [_with_drop(mark, form) if mark in moving else mark for mark in marks]


def _with_drop(mark: Mark, form: str) -> Mark:
    look: Look = mark.style.copy()
    look["drop"] = form
    return replace(mark, style=look)


def _height_format(height: Limits) -> str:
    """Return how a height is written: as fine as it can be read, and no finer than it is known."""
    low, high = height.domain
    step = (high - low) / STEPS
    if height.scale == "log" or not 1e-6 < step < 1e4:
        return ".2g"
    return f".{max(0, ceil(-log10(step)))}f"
