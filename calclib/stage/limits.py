"""The limits of a panel: how far its x, y and z go, from the data of all marks at all indices.

A map (heat, contours) has a box, and the box gives the limits. Otherwise they hold every finite
number, with two exceptions: of a run that diverges only the start counts, and a few outliers that
would flatten all the rest into a line are left to leave the frame.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.stage.marks.mark import Mark

Range: TypeAlias = str | Sequence[float] | tuple[float, float, str]

OUTLIERS = 40.0  # how many times the middle 96 % the whole range may span
DECADES = 16.0  # how far down a logarithmic scale goes below its top
MARGIN = 0.04
STEEP = 4.0  # a top this many times as high as three quarters of the surface is cut off
HEIGHT_DECADES = 6.0  # how far down a logarithmic height goes below its top
FLOOR = 2.0  # percent of a surface that lie on the floor of a logarithmic height
GRAPH = (-0.08, 1.08)  # nodes lie in the unit square and need room around it
BAR = 0.7  # how far from its middle a bar claims room, in its thickness


class Limits(NamedTuple):
    """What one direction of a panel shows: a scale, "linear" or "log", and the ends of its domain.

    >>> Limits("log", (1.0, 100.0)).domain
    (1.0, 100.0)
    """

    scale: str
    domain: tuple[float, float]


def read_range(given: Range) -> tuple[str, tuple[float, float] | None]:
    """Read a range of a panel as a scale and, where it has them, the ends of its domain.

    given: "linear", "log", (low, high) or (low, high, "log").
    Raises ValueError for anything else, for low ≥ high, and for low ≤ 0 on a logarithmic scale.

    >>> read_range("log"), read_range((0, 1))
    (('log', None), ('linear', (0.0, 1.0)))
    """
    if isinstance(given, str) and given in ("linear", "log"):
        return given, None
    parts: tuple[float | str, ...] = () if isinstance(given, str) else tuple(given)
    if len(parts) in (2, 3) and parts[2:] in ((), ("linear",), ("log",)):
        low = float(parts[0])
        high = float(parts[1])
        scale = "log" if parts[2:] == ("log",) else "linear"
        if np.isfinite([low, high]).all() and low < high and (scale == "linear" or low > 0):
            return scale, (low, high)
    raise ValueError(
        f'{given!r} is no range; give "linear", "log", (low, high) or (low, high, "log") with '
        "low < high, and low > 0 on a logarithmic scale."
    )


def find_limits(marks: Sequence[Mark], direction: str, given: Range) -> Limits:
    """Return the limits of a panel in one direction.

    marks: those of the panel, in their normal form.
    direction: "x", "y" or, in 3-D, "z".
    given: what the panel says of this direction, read by `read_range`.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.normal_form import normal_form
    >>> find_limits([normal_form(line([0, 1], [2, 4]), {})], "x", "linear")
    Limits(scale='linear', domain=(0.0, 1.0))
    """
    scale, ends = read_range(given)
    if ends is not None:
        return Limits(scale, ends)
    if direction == "z" and any(mark.kind == "surface" for mark in marks):
        return Limits(scale, height_domain(marks, scale))
    boxes = [mark.style["box"] for mark in marks if "box" in mark.style]
    if boxes and direction != "z":
        low, high = (0, 1) if direction == "x" else (2, 3)
        return Limits(scale, (min(box[low] for box in boxes), max(box[high] for box in boxes)))
    if any(mark.kind == "graph" for mark in marks):
        return Limits(scale, GRAPH)
    return Limits(scale, _data_domain(marks, direction, log=scale == "log"))


def _data_domain(marks: Sequence[Mark], direction: str, log: bool) -> tuple[float, float]:
    """Return the ends of the data of all marks, with a margin."""
    every = [_on_scale(data, log) for mark in marks for data in _claims(mark, direction)]
    data = np.concatenate([*every, np.empty(0)])
    low, high = _without_outliers(data, [part[:1] for part in every], log)
    if direction == "y" or not any(mark.kind in ("line", "area") for mark in marks):
        margin = MARGIN * (high - low)
        stands_on_axis = low == 0 and any(mark.kind == "bars" for mark in marks)
        if not stands_on_axis:
            low -= margin
        high += margin
    return (10.0**low, 10.0**high) if log else (low, high)


def height_domain(marks: Sequence[Mark], scale: str) -> tuple[float, float]:
    """Return the heights between which the first surface shows.

    On a linear scale these are its lowest and its highest point; but where the top is more than
    four times as high above the bottom as three quarters of the surface are, it shows only these
    three quarters, so that a valley is seen beside a steep wall. On a logarithmic scale the bottom
    is the height below which 2 % of the surface lie, so that the surroundings of a zero are a floor
    and no spikes, and at most six decades below the top.

    A surface is known at its corners alone. What moves on it at heights of its own may find a place
    between them that is a little lower or higher than all of them, and that place is shown too.

    marks: those of the panel, with at least one surface.
    scale: "linear" or "log".
    Raises ValueError where a logarithmic height has nothing positive to show.

    >>> from calclib.stage.marks import dots, surface
    >>> steep = np.array([[0, 1, 2], [1, 2, 3], [2, 3, 100]])
    >>> height_domain([surface(steep, (0, 1, 0, 1))], "linear")
    (0.0, 3.0)
    >>> height_domain([surface(steep, (0, 1, 0, 1)), dots([[0.1, 0.1, -0.2]])], "linear")
    (-0.2, 3.0)
    """
    heights = next(mark for mark in marks if mark.kind == "surface").channels["values"].values
    shown = heights[np.isfinite(heights) & ((heights > 0) | (scale == "linear"))]
    if not shown.size:
        raise ValueError('A logarithmic height needs positive values; use z="linear".')
    low = float(shown.min())
    high = float(shown.max())
    if scale == "log":
        floor = float(np.percentile(shown, FLOOR))
        return (max(floor, high / 10**HEIGHT_DECADES) if high > floor else low / 2), high
    most = float(np.percentile(shown, 75))
    is_cut = high - low > STEEP * (most - low) > 0
    between = _between_corners(marks, heights, low, high)
    low = float(between.min(initial=low))
    high = most if is_cut else float(between.max(initial=high))
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _between_corners(marks: Sequence[Mark], heights: Array, low: float, high: float) -> Array:
    """Return the heights of marks that a surface can have between its corners.

    They lie beyond its lowest or highest corner by no more than two corners side by side differ; a
    mark further off does not lie on the surface.
    """
    own = [
        mark.channels["z"].values.ravel()
        for mark in marks
        if mark.kind in ("line", "trail", "dots") and "z" in mark.channels
    ]
    found = np.concatenate([*own, np.empty(0)])
    if not found.size:
        return found
    steps = [np.abs(np.diff(heights, axis=axis)) for axis in (-2, -1)]
    reach = max(float(step[np.isfinite(step)].max(initial=0.0)) for step in steps)
    return found[(found >= low - reach) & (found <= high + reach)]


def _on_scale(data: Array, log: bool) -> Array:
    """Keep what can be shown, in the units of the scale."""
    shown = data[np.isfinite(data) & ((data > 0) | (not log))]
    return np.log10(shown) if log else shown


def _claims(mark: Mark, direction: str) -> Iterator[Array]:
    """Yield the arrays of a mark that claim room in a direction, one a run for what may diverge."""
    channels = mark.channels
    if direction not in channels:
        return
    values = channels[direction].values
    if mark.kind == "arrows":
        yield values.ravel()
        shaft = channels[{"x": "u", "y": "v", "z": "w"}[direction]]
        if shaft.axes == channels[direction].axes:
            yield (shaft.values + values).ravel()
    elif mark.along:
        runs = values.reshape(-1, values.shape[-1])
        finite = np.isfinite(runs).all(axis=1)
        yield from runs[finite]
        yield from runs[~finite, :1]
    elif mark.kind == "bars" and direction == "x":
        yield values.ravel() - mark.style["thick"] * BAR
        yield values.ravel() + mark.style["thick"] * BAR
    else:
        yield values.ravel()
        if direction == "y" and "base" in channels:
            yield channels["base"].values.ravel()


def _without_outliers(data: Array, starts: Sequence[Array], log: bool) -> tuple[float, float]:
    """Return the ends of the data, without outliers, and never an empty range."""
    if not data.size:
        return (-1.0, 0.0) if log else (0.0, 1.0)
    low = float(data.min())
    high = float(data.max())
    inner_low, inner_high = np.percentile(data, [2, 98])
    inner = float(inner_high - inner_low)
    if inner > 0 and high - low > OUTLIERS * inner:
        first = np.concatenate(starts)
        low = float(min(inner_low - inner / 4, first.min()))
        high = float(max(inner_high + inner / 4, first.max()))
    if log:
        low = max(low, high - DECADES)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        pad = 0.5 if log or low == 0 else abs(low) / 2
        return low - pad, high + pad
    return low, high
