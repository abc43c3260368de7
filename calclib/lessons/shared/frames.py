"""Frames for a run along a curve: how much of it to show, and how a size falls off."""

import numpy as np

from calclib.arrays import Array
from calclib.stage.marks import Varying, dots, line
from calclib.stage.panel import Panel

REACH = 3.0  # points farther than REACH (1 + |start|) leave the frame
FLOOR = 1e-16


def window(points: Array, start: float) -> tuple[float, float]:
    """How much of the axis to show: the points that are not far from the start, and some room.

    >>> window(np.array([0.0, 1.0, 1000.0]), start=0.0)
    (-0.2, 1.2)
    """
    near = points[np.isfinite(points) & (np.abs(points) <= REACH * (1 + abs(start)))]
    low, high = float(near.min()), float(near.max())
    pad = max(0.12 * (high - low), 0.2)
    return low - pad, high + pad


def room(values: Array) -> tuple[float, float]:
    """A frame for the heights of a curve, with room below it, and above it for words.

    >>> room(np.array([0.0, 4.0]))
    (-1.0, 5.0)
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    pad = 0.25 * (high - low) or 1.0
    return low - pad, high + pad


def fading(values: Varying, title: str, top: float) -> Panel:
    """A size against the step, on a logarithmic axis, with a dot where the run is now.

    values: (steps + 1, …) over "step" and other axes.
    title: what stands above it.
    top: the upper end of the axis.

    >>> fading(Varying([[1.0], [0.1]], ("step", "rule")), "Slope", 10.0).title
    'Slope'
    """
    step = Varying(np.arange(len(values.values), dtype=float), ("step",))
    return Panel(
        [line(values, color=1, grows=True), dots(step, values, color=1, size=10)],
        title=title,
        y=(FLOOR, top, "log"),
        x_label="step",
    )


def farthest_from_zero(path: Varying) -> tuple[str, Varying, str]:
    """How far out a path has been, for one that leaves the map and comes back; steps come first.

    path: (steps + 1, …, 2).
    Returns a row of a readout.

    >>> farthest_from_zero(Varying([[3.0, 4.0], [0.0, 1.0]], ("step",)))[1].values
    array([5., 5.])
    """
    away = np.hypot(path.values[..., 0], path.values[..., 1])
    return "path: farthest from 0", Varying(np.fmax.accumulate(away), path.axes), ".3g"
