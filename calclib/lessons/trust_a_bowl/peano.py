"""Lesson 7, Peano's trap: a minimum along every straight line, and no minimum."""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.directions import angle_axis, directions
from calclib.stage.marks import Style, Varying, area, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PEANO = "(y - x^2)(y - 3x^2)"
PEANO_BOX = (-0.8, 0.8, -0.4, 0.8)
DEGREES = np.arange(0.0, 181.0, 3.0)
DOWN: Style = {"color": 1, "width": 2.5, "dash": "dashed"}
map_panel = partial(Panel, equal=True, x_label="x", y_label="y")


def minimum_along_every_line() -> Scene:
    """Turn a line through 0 on (y − x²)(y − 3x²): always uphill from 0, and 0 is no minimum.

    On y = 2x² the height is −x⁴. Along a line at an angle φ the height is above zero up to the
    distance sin φ / (3 cos² φ), which shrinks to 0 as φ does; along the level line it is 3x⁴.
    Source: Genocchi & Peano 1884, Calcolo differenziale e principii di calcolo integrale.

    >>> safe = minimum_along_every_line().numbers[0][1].values[:, 0]
    >>> safe[[1, 2, 5]].round(3)
    array([0.017, 0.035, 0.092])
    """
    ground = Function(PEANO)
    u = directions(DEGREES)
    x = np.linspace(-0.8, 0.8, 161)
    away = np.linspace(-1.0, 1.0, 201)
    heights = ground.value(away[:, None] * u[:, None, :])
    safe = safe_stretch(DEGREES)
    within = np.where(away <= safe[:, None], heights, np.nan)
    ends = np.stack([np.full_like(safe, -1.0), np.minimum(safe, 1.0)], axis=1)
    turning = ("direction",)
    whole, stretch = (
        [Varying(reach * u[:, k, None], turning) for k in (0, 1)]
        for reach in (np.array([-1.0, 1.0]), ends)
    )
    above = [
        area(x, 3 * x**2, x**2, color=1, label="below zero"),
        line(x, [x**2, 3 * x**2], color="ink", width=1.5),
        line(x, 2 * x**2, **DOWN | {"label": "y = 2x²"}),
        line(*whole, color="muted"),
        line(*stretch, color=0, width=4, label="the line, as far as it is above zero"),
        dots([[0.0, 0.0]], color="ink", size=9),
    ]
    beside = [
        line(away[[0, -1]], [0, 0], color="muted", width=1),
        line(away, Varying(heights, turning), color="muted"),
        line(away, Varying(within, turning), color=0, width=4, label="along the line"),
        line(x, -(x**4), **DOWN | {"label": "along y = 2x²: −x⁴"}),
        dots([0.0], [0.0], color="ink", size=9),
    ]
    far = "distance along the line; x on y = 2x²"
    return Scene(
        [angle_axis("direction", DEGREES, duration=10.0, first=15)],
        [
            map_panel(above, "From above", x=PEANO_BOX[:2], y=PEANO_BOX[2:]),
            Panel(beside, "Heights", x=(-0.8, 0.8), y=(-0.06, 0.1), x_label=far),
        ],
        alt="A line turns about the origin of Peano's surface, between two parabolas on which the "
        "height is zero. Beside it the heights along the line, and along a parabola in between: "
        "watch how long the stretch is on which the line stays above zero.",
        readout=[("below zero from a distance of", Varying(safe, turning), ".3f")],
        still={"direction": 6},
    )


def safe_stretch(degrees: ArrayLike) -> Array:
    """How far from 0 along a line Peano's surface stays above zero; inf where it always does.

    >>> safe_stretch([0, 45, 90]).round(3)
    array([  inf, 0.471,   inf])
    """
    x, y = np.moveaxis(directions(degrees), -1, 0)
    with np.errstate(all="ignore"):
        first = np.abs(y) / (3 * x**2)
    return np.where((np.abs(y) < 1e-12) | (np.abs(x) < 1e-12), np.inf, first)
