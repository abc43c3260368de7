"""Lesson 5, partial derivatives: a plane cuts a surface, and the edge is a curve with a slope."""

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.follow_the_gradient.scenes import BOX, HILL, REACH, slopes_at
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, dots, line, surface, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

GRID = np.linspace(-REACH, REACH, 31)  # every plane stands on a line of it: quads are whole
PLANES = GRID[3:-3:2]
PLACES = np.linspace(-REACH, REACH, 61)


def plane_cuts_surface(f: str = HILL) -> Scene:
    """Cut a surface by an upright plane: the edge is a curve in one variable, with a slope.

    There are two cuts: y stays and the slope is ∂f/∂x, or x stays and it is ∂f/∂y.

    f: text in x and y.

    >>> [axis.count for axis in plane_cuts_surface().axes]
    [61, 13, 2]
    """
    g = Function(f, variables=("x", "y"))
    names = ("cut", "plane at", "place")
    moving, fixed = np.broadcast_arrays(PLACES, PLANES[:, None])
    at = np.stack([np.stack([moving, fixed], -1), np.stack([fixed, moving], -1)])
    height = g.value(at)
    gradient = slopes_at(g, at)
    slope = np.stack([gradient[0, ..., 0], gradient[1, ..., 1]])
    return Scene(
        [
            Axis("place", PLACES, play=True, duration=7.0),
            Axis("plane at", PLANES, first=int(np.abs(PLANES + 0.3).argmin())),
            Axis("cut", ["y stays", "x stays"]),
        ],
        [
            _cut_surface(g, at, height, slope),
            _cut_curve(height, slope),
        ],
        alt=f"An upright plane cuts the surface {f}. The edge of the cut is a curve in one "
        "variable; a tangent slides along it, and beside it the curve lies flat with its tangent. "
        "Where the plane stands changes the curve and its slopes.",
        readout=[
            ("x", Varying(at[..., 0], names), ".2f"),
            ("y", Varying(at[..., 1], names), ".2f"),
            ("f", Varying(height, names), ".3f"),
            ("slope of the cut", Varying(slope, names), "+.3f"),
        ],
        still={"place": 45},
    )


def _cut_surface(g: Function, at: Array, height: Array, slope: Array) -> Panel:
    """What the plane leaves standing behind it, the edge of the cut, and the tangent on it."""
    names = ("cut", "plane at", "place")
    X, Y = np.meshgrid(GRID, GRID)
    planes = PLANES[:, None, None]
    whole = g(X, Y)
    behind = np.stack([planes - 1e-9 <= Y, planes + 1e-9 >= X])  # seen from small y and large x
    low, high = float(np.nanmin(whole)), float(np.nanmax(whole))
    pad = 0.05 * (high - low) or 0.5
    along = np.eye(2)[:, None, None, None, :]  # (cut, plane, place, end, coordinate)
    span = np.array([-0.45, 0.45])
    ends = at[..., None, :] + span[:, None] * along
    rise = height[..., None] + slope[..., None] * span
    edge = Varying(np.concatenate([at, height[..., None]], axis=-1), names[:2])
    touch = [Varying(part, names) for part in (ends[..., 0], ends[..., 1], rise)]
    x, y, z = (Varying(edge.values[..., k], names[:2]) for k in range(3))
    here = [Varying(edge.values[..., k], names) for k in range(3)]
    rim = [Varying(part, names[:2]) for part in _rims()]
    return Panel(
        [
            surface(Varying(np.where(behind, whole, np.nan), names[:2]), BOX, levels=8),
            surface(whole, BOX, levels=0, opacity=0.13),
            line(*rim, z=np.array([low, low, high, high, low]), color="muted", width=1),
            line(x, y, z=z, color="ink", width=3),
            line(touch[0], touch[1], z=touch[2], color=1, width=3.5),
            dots(here[0], here[1], z=here[2], color=1, size=9),
        ],
        "The cut",
        x_label="x",
        y_label="y",
        z_label="f",
        z=(low, high + pad),
        camera=(-55, 24),
        width=1.2,
    )


def _rims() -> tuple[Array, Array]:
    """Across each cut and plane, the x and the y of the corners of the plane: (2, planes, 5)."""
    wide, still = np.broadcast_arrays(REACH * np.array([-1, 1, 1, -1, -1]), PLANES[:, None])
    return np.stack([wide, still]), np.stack([still, wide])


def _cut_curve(height: Array, slope: Array) -> Panel:
    """The edge of the cut as a curve in the one coordinate that moves."""
    names = ("cut", "plane at", "place")
    span = np.array([-0.45, 0.45])
    touching = Varying(height[..., None] + slope[..., None] * span, names)
    low, high = float(height.min()), float(height.max())
    pad = 0.12 * (high - low) or 0.5
    words = []
    for k, name in enumerate("xy"):
        shown = np.where(np.arange(2) == k, high + 0.3 * pad, np.nan)
        value = Varying(slope, names)
        words.append(
            text(0.0, Varying(shown, ("cut",)), f"∂f/∂{name} = " + "{:+.2f}", value, size=13)
        )
    return Panel(
        [
            line(PLACES, Varying(height, names[:2]), color="ink"),
            line(Varying(PLACES[:, None] + span, ("place",)), touching, color=1, width=3),
            dots(Varying(PLACES, ("place",)), Varying(height, names), color=1, size=9),
            *words,
        ],
        "Its edge, laid flat",
        x=(-REACH, REACH),
        y=(low - pad, high + pad),
        x_label="the coordinate that moves",
        y_label="f",
    )
