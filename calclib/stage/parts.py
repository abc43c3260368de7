"""The parts of a scene: what is painted, once values have become colours, faces and lines."""

from collections.abc import Sequence

from calclib.stage.isolines import bands, isolines
from calclib.stage.limits import Limits
from calclib.stage.marks.mark import Look, Mark, Varying
from calclib.stage.palette import shades
from calclib.stage.relief import relief


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
        return [bands(mark), isolines(mark)]
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
