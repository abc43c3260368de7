"""Lesson 2 under the microscope: a curve that straightens, three that do not behave."""

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.composition import ReadoutRow
from calclib.stage.marks import Mark, Style, Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

ZOOMS = 2.0 ** (np.arange(0, 97) / 8)  # 1 … 4096; eight stops to each doubling
WINDOW = np.linspace(-0.25, 0.25, 401)
WALLS: Style = {"color": "muted", "width": 1, "dash": "dotted"}
LYING: Style = {"color": 0, "dash": "dashed", "label": "secant from 0"}
ROCKING: Style = {"color": 1, "width": 3, "label": "tangent at x"}


def zoom_until_straight() -> Scene:
    """Magnify x² at ½, |x| at 0 and Takagi's curve at ⅓: only one of them becomes straight.

    Both directions are magnified alike: (u, v) shows f(p + u/zoom) = f(p) + v/zoom. The bend is the
    greatest distance of the curve from the chord across the window, as a share of its width.

    >>> [round(float(bend.values[-1, 0]), 5) for _, bend, _ in zoom_until_straight().numbers]
    [3e-05, 0.5, 0.33333]
    """
    u = WINDOW / ZOOMS[:, None]
    curves = {
        "x² at ½": u + u**2,  # (½ + u)² − ¼
        "|x| at 0": np.abs(u),
        "Takagi's curve at ⅓": takagi(1 / 3 + u) - takagi(1 / 3),
    }
    panels: list[Panel] = []
    readout: list[ReadoutRow] = []
    for k, (title, change) in enumerate(curves.items()):
        seen = change * ZOOMS[:, None]
        share = np.linspace(0, 1, len(WINDOW))
        chord = seen[:, :1] + share * (seen[:, -1:] - seen[:, :1])
        bend = np.abs(seen - chord).max(axis=1) / (WINDOW[-1] - WINDOW[0])
        readout.append((f"bend of {title}", Varying(bend, ("zoom",)), ".3%"))
        panels.append(
            Panel(
                [
                    line(WINDOW, Varying(chord, ("zoom",)), color="muted", dash="dashed", width=1),
                    line(WINDOW, Varying(seen, ("zoom",)), color=k),
                    dots([0.0], [0.0], color="ink", size=7),
                ],
                title,
                x_label="distance × zoom",
                y=(-0.35, 0.35),
            )
        )
    return Scene(
        [Axis("zoom", ZOOMS, scale="log", play=True, duration=8.0)],
        panels,
        alt="A microscope on three curves. The parabola straightens as the zoom grows; the corner "
        "of |x| stays the same corner; Takagi's curve shows the same teeth at every fourfold zoom.",
        readout=readout,
        still={"zoom": 32},
    )


def takagi(x: ArrayLike, terms: int = 40) -> Array:
    """Takagi's curve: Σ s(2ⁿx)/2ⁿ with s the distance to the nearest integer.

    It is continuous, and has no derivative anywhere.

    x: (...), as is what is returned.
    terms: how many terms of the sum are added.
    Source: Takagi 1901; Allaart and Kawamura 2011, arXiv:1110.1691.

    >>> takagi([0.0, 0.5, 1 / 3])
    array([0.        , 0.5       , 0.66666667])
    """
    scaled = np.multiply.outer(2.0 ** np.arange(terms), np.asarray(x, dtype=float))
    teeth: Array = np.abs(scaled - np.round(scaled))
    return np.tensordot(0.5 ** np.arange(terms), teeth, axes=1)


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
        alt="As x shrinks towards 0 the curve x² sin(1/x) is squeezed flat between its walls and "
        "the secant from 0 lies down, but the tangent at x goes on rocking between slopes −1 "
        "and 1.",
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
