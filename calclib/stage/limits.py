"""The frame of a panel: how far its x and y reach, from the data of all its marks at all indices.

A map (heat, contours) has a box, and the box is the frame. Otherwise the frame holds every finite
number, with two guards: a run that diverges counts only by its start, and a few outliers that
would flatten all the rest into a line are left to leave the frame.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from calclib.stage.marks import Array, Mark
from calclib.stage.surface import reach

OUTLIERS = 40.0  # how many times the middle 96 % the whole range may span
DECADES = 16.0  # how far down a logarithmic scale reaches below its top
MARGIN = 0.04


def scale(given: Any) -> tuple[str, tuple[float, float] | None]:
    """Read "linear", "log", (low, high) or (low, high, "log") as a scale and its limits.

    >>> scale("log"), scale((0, 1))
    (('log', None), ('linear', (0.0, 1.0)))
    """
    if isinstance(given, str) and given in ("linear", "log"):
        return given, None
    parts = () if isinstance(given, str) else tuple(given)
    if len(parts) in (2, 3) and parts[2:] in ((), ("linear",), ("log",)):
        low, high = float(parts[0]), float(parts[1])
        kind = "log" if parts[2:] == ("log",) else "linear"
        if np.isfinite([low, high]).all() and low < high and (kind == "linear" or low > 0):
            return kind, (low, high)
    raise ValueError(
        f'{given!r} is no range; give "linear", "log", (low, high) or (low, high, "log") with '
        "low < high, and low > 0 on a logarithmic scale."
    )


def domain(marks: Sequence[Mark], direction: str, given: Any) -> tuple[str, tuple[float, float]]:
    """Return the scale of a panel's "x", "y" or, in 3-D, "z", and the range it shows.

    >>> from calclib.stage.scene import Axis, line
    >>> from calclib.stage.settle import settle
    >>> domain([settle(line([0, 1], [2, 4]), {})], "x", "linear")
    ('linear', (0.0, 1.0))
    """
    kind, limits = scale(given)
    if limits is not None:
        return kind, limits
    boxes = [mark.style["box"] for mark in marks if "box" in mark.style]
    if direction == "z" and any(mark.kind == "surface" for mark in marks):
        return kind, reach(marks, kind)
    if boxes and direction != "z":
        ends = np.array(boxes)[:, :2] if direction == "x" else np.array(boxes)[:, 2:]
        return kind, (float(ends[:, 0].min()), float(ends[:, 1].max()))
    if any(mark.kind == "graph" for mark in marks):
        return kind, (-0.08, 1.08)
    log = kind == "log"
    every = [_on_scale(data, log) for mark in marks for data in _data(mark, direction)]
    low, high = _guarded(np.concatenate([*every, np.empty(0)]), [part[:1] for part in every], log)
    if not any(mark.kind in ("line", "area") for mark in marks) or direction == "y":
        margin = MARGIN * (high - low)
        standing = low == 0 and any(mark.kind == "bars" for mark in marks)
        low, high = low if standing else low - margin, high + margin  # bars stand on the axis
    return kind, (10.0**low, 10.0**high) if log else (low, high)


def _on_scale(data: Array, log: bool) -> Array:
    """Keep what can be shown, in the units of the scale."""
    shown = data[np.isfinite(data) & ((data > 0) | (not log))]
    return np.log10(shown) if log else shown


def _data(mark: Mark, direction: str) -> Iterator[Array]:
    """Yield the arrays of a mark that claim room in a direction, one a run for what may diverge."""
    channels = mark.channels
    if direction not in channels:
        return
    values = channels[direction].values
    if mark.kind == "arrows":
        yield channels[direction].values.ravel()
        tip = {"x": "u", "y": "v", "z": "w"}[direction]
        if channels[tip].axes == channels[direction].axes:
            yield (channels[tip].values + values).ravel()
    elif mark.along:
        runs = values.reshape(-1, values.shape[-1])
        finite = np.isfinite(runs).all(axis=1)
        yield from runs[finite]
        yield from runs[~finite, :1]
    elif mark.kind == "bars" and direction == "x":
        yield values.ravel() - mark.style["thick"] * 0.7
        yield values.ravel() + mark.style["thick"] * 0.7
    else:
        yield values.ravel()
        if direction == "y" and "base" in channels:
            yield channels["base"].values.ravel()


def _guarded(data: Array, starts: Sequence[Array], log: bool) -> tuple[float, float]:
    """Return the ends of the data, without outliers, and never an empty range."""
    if not data.size:
        return (-1.0, 0.0) if log else (0.0, 1.0)
    low, high = float(data.min()), float(data.max())
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
        low, high = low - pad, high + pad
    return low, high


class Exit(NamedTuple):
    """An arrow at the edge of a frame, in its fractions, and what has become of the run."""

    tail: Array
    head: Array
    diverged: bool


def departure(way: Array) -> Exit | None:
    """Return where a run left the unit square, or None while it is inside.

    way (n, 2): the run up to the present, in fractions of the frame; nan once it diverged.

    >>> departure(np.array([[0.5, 0.5], [0.5, 0.75], [0.5, 3.0]]))
    Exit(tail=array([0.5, 0.9]), head=array([0.5, 1. ]), diverged=False)
    """
    inside: Array = np.all(np.isfinite(way) & (way >= 0) & (way <= 1), axis=1)
    if inside[-1] or not inside.any():
        return None
    last = int(np.flatnonzero(inside)[-1])
    towards = way[last + 1] - way[last]
    if not np.isfinite(towards).all():
        towards = way[last] - way[max(last - 1, 0)]
    if not np.isfinite(towards).all() or not towards.any():
        towards = np.array([0.0, 1.0])
    towards = towards / np.hypot(*towards)
    moves = towards != 0
    reach = ((towards > 0) - way[last])[moves] / towards[moves]
    head = way[last] + reach.min() * towards
    return Exit(head - 0.1 * towards, head, not np.isfinite(way[-1]).all())
