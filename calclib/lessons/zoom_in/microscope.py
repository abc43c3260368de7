"""Lesson 2 under the microscope: a curve that straightens, and three that do not behave."""

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.composition import ReadoutRow
from calclib.stage.marks import Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

ZOOMS = 2.0 ** (np.arange(0, 97) / 8)  # 1 … 4096; eight stops to each doubling
WINDOW = np.linspace(-0.25, 0.25, 401)
MOST_ZEROS = 10_000  # of the largest zoom on the curve that never settles


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
        alt="A microscope on three curves: a parabola, the corner of |x|, and Takagi's zigzag. As "
        "the zoom grows, compare each curve with the dashed chord across its window.",
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


def straight_at_every_zoom() -> Scene:
    """Magnify x sin(ln ln 1/|x|) at 0: ever straighter, and the line turns for ever.

    At a zoom of 10ᵏ the curve is v = u sin(ln(k ln 10 + ln 1/|u|)). Across the window the sine
    varies the less the larger k is, so the bend tends to 0; but its chord has the slope
    sin(ln(k ln 10 + ln 4)), which tends to nothing.

    >>> scene = straight_at_every_zoom()
    >>> bend, slope = (number.channel.values[:, 0] for number in scene.numbers)
    >>> bend[[0, -1]].round(6)
    array([7.812e-03, 7.000e-06])
    >>> slope.min().round(2), slope.max().round(2)
    (np.float64(-1.0), np.float64(1.0))
    """
    zeros = np.unique(np.rint(np.geomspace(1, MOST_ZEROS, 200)))
    seen = _restless(WINDOW, zeros[:, None])
    edge = WINDOW[-1]
    slope = _restless(edge, zeros) / edge
    bend = np.abs(seen - slope[:, None] * WINDOW).max(axis=1) / (2 * edge)
    axis = ("zeros of the zoom",)
    ends = WINDOW[[0, -1]]
    curve = [
        line(WINDOW, Varying(seen, axis), color=2, width=3),
        line(
            ends,
            Varying(slope[:, None] * ends, axis),
            color="ink",
            dash="dashed",
            width=1,
            label="chord",
        ),
        dots([0.0], [0.0], color="ink", size=7),
    ]
    return Scene(
        [
            Axis(
                axis[0],
                zeros,
                scale="log",
                play=True,
                labels=[f"{count:,.0f}" for count in zeros],
                duration=12.0,
            )
        ],
        [
            Panel(
                curve,
                "x sin(ln ln 1/|x|) at 0",
                x=(-edge, edge),
                y=(-edge, edge),
                equal=True,
                x_label="distance × zoom",
            ),
            _slope_of_the_chord(Varying(zeros, axis), Varying(slope, axis)),
        ],
        alt="A microscope on one curve at 0, whose zoom goes from 10 to a 1 with ten thousand "
        "zeros. Watch two things: how far the curve departs from its dashed chord, and which way "
        "this chord points.",
        readout=[
            ("bend", Varying(bend, axis), ".3%"),
            ("slope of the chord", Varying(slope, axis), "+.3f"),
        ],
        still={axis[0]: 60},
    )


def _slope_of_the_chord(zeros: Varying, slope: Varying) -> Panel:
    """The slope of the chord against the zeros of the zoom, with a dot at the zoom of now."""
    fine = np.geomspace(1, MOST_ZEROS, 801)
    edge = WINDOW[-1]
    return Panel(
        [
            line([1, MOST_ZEROS], [0, 0], color="muted", width=1),
            line(fine, _restless(edge, fine) / edge, color="ink"),
            dots(zeros, slope, color=2, size=9),
        ],
        "Slope of the chord",
        x=(1, MOST_ZEROS, "log"),
        y=(-1.2, 1.2),
        x_label="zeros of the zoom: 3 is 1,000 times",
        y_label="slope",
    )


def _restless(u: ArrayLike, zeros: Array) -> Array:
    """x sin(ln ln 1/|x|) at x = u/10ᵏ, magnified 10ᵏ times, where k counts the zeros."""
    u = np.asarray(u, dtype=float)
    away = np.where(u == 0, 1.0, np.abs(u))
    return np.asarray(u * np.sin(np.log(zeros * np.log(10) - np.log(away))))
