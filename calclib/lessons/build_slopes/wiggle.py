"""Lesson 3, a curve with a slope everywhere: the slopes near 0 do not settle on the one at 0."""

import numpy as np

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

WALLS: Style = {"color": "muted", "width": 1, "dash": "dotted"}
LYING: Style = {"color": 0, "dash": "dashed", "label": "secant from 0"}
ROCKING: Style = {"color": 1, "width": 3, "label": "tangent at x"}


def wiggles_without_end() -> Scene:
    """Approach 0 on x² sin(1/x): the secant from 0 lies down, and the tangent rocks for ever.

    The secant has slope x sin(1/x), which tends to 0, so f′(0) = 0. The tangent has slope
    2x sin(1/x) − cos(1/x), which tends to nothing. The left panel magnifies as x shrinks.

    >>> wiggles_without_end().axis("x").values[[0, -1]].round(4)
    array([0.5   , 0.0127])
    """
    turns = np.linspace(2.0, 25 * np.pi, 261)  # 1/x, evenly: the tangent rocks at a steady pace
    secant, tangent = (Varying(slopes, ("x",)) for slopes in _slopes_of_wiggle(turns))
    x = Varying(1 / turns, ("x",))
    fine = np.linspace(2.0, 25 * np.pi, 2001)
    lying, rocking = _slopes_of_wiggle(fine)
    against = [
        line(1 / fine, rocking, **ROCKING | {"width": 1.5}),
        line(1 / fine, lying, **LYING),
        dots(x, tangent, color=ROCKING["color"], size=9),
        dots(x, secant, color=LYING["color"], size=9, marker="square"),
    ]
    return Scene(
        [Axis("x", 1 / turns, scale="log", play=True, duration=12.0)],
        [
            Panel(
                _magnified_wiggle(turns),
                "x² sin(1/x), magnified 1/x times",
                x=(-1.25, 1.25),
                y=(-0.8, 0.8),
                equal=True,
                x_label="distance from 0, in units of x",
            ),
            Panel(
                against,
                "Two slopes",
                x=(0.01, 1.0, "log"),
                y=(-1.6, 1.6),
                x_label="x (smaller to the left)",
                y_label="slope",
            ),
        ],
        alt="The curve x² sin(1/x) between its walls, magnified the more the nearer x is to 0. A "
        "secant leads from 0 to x, and a tangent touches at x. Watch what the slopes of the two do "
        "as x shrinks.",
        readout=[("slope of the secant", secant, "+.3f"), ("of the tangent", tangent, "+.3f")],
        still={"x": 35},
    )


def _slopes_of_wiggle(turns: Array) -> tuple[Array, Array]:
    """Slopes on x² sin(1/x) at x = 1/turns: of the secant from 0, and of the tangent."""
    secant = np.sin(turns) / turns
    return secant, 2 * secant - np.cos(turns)


def _magnified_wiggle(turns: Array) -> list[Mark]:
    """x² sin(1/x) in units of x = 1/turns, between its walls, with the secant and the tangent."""
    secant, tangent = _slopes_of_wiggle(turns)
    # Half the curve, evenly in 1/x as far as its wiggles are higher than a pixel; f(−x) = −f(x).
    t = turns[:, None] / 1.25 + np.linspace(0, 24 * np.pi, 217)
    u = turns[:, None] / t
    curve = [np.hstack([-half, half[:, ::-1]]) for half in (u, u * np.sin(t) / t)]
    wide = np.linspace(-1.25, 1.25, 81)
    touch = np.array([0.7, 1.3])
    walls = wide**2 * np.array([[1], [-1]]) / turns[:, None, None]
    rise = secant[:, None] + np.multiply.outer(tangent, touch - 1)
    return [
        line(wide, Varying(walls, ("x",)), **WALLS),
        line(*(Varying(half, ("x",)) for half in curve), color="ink", width=1.5),
        line(wide, Varying(np.multiply.outer(secant, wide), ("x",)), **LYING),
        line(touch, Varying(rise, ("x",)), **ROCKING),
        dots(1.0, Varying(secant, ("x",)), size=9),
    ]
