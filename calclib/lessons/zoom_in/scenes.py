"""Lesson 2, the derivative: secants settle on a tangent, and the tangent draws the slope."""

from functools import partial

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.limits import frame
from calclib.lessons.shared.slopes import quotient, slope_at
from calclib.stage.axis import Axis
from calclib.stage.composition import ReadoutRow
from calclib.stage.marks import Mark, Style, Varying, area, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

H = np.geomspace(2.0, 1e-3, 100)
TOLERANCES = (1.0, 0.3, 0.1)
# The two sides of a point: the sign of h and how their secant is drawn.
SIDES: dict[str, tuple[int, Style]] = {
    "right": (1, {"color": 1, "label": "to the right, a + h"}),
    "left": (-1, {"color": 0, "dash": "dashed", "label": "to the left, a − h"}),
}
ACTIVATIONS: dict[str, tuple[str, Style]] = {
    "ReLU": ("relu(x)", {"color": 1}),
    "softplus": ("softplus(x)", {"color": 0, "dash": "dashed"}),
    "tanh": ("tanh(x)", {"color": 2, "dash": "dotted"}),
    "sigmoid": ("sigmoid(x)", {"color": 3}),
}
TANGENT: Style = {"color": "ink", "width": 1.5, "dash": "dotted", "label": "tangent"}


def secant_becomes_tangent(f: str = "x^2", a: float = 1.0) -> Scene:
    """Shrink h: the secants through a and a ± h turn into the tangent at a, or do not.

    f: text in x.
    a: the place.
    Raises ValueError where f has no value at a.

    >>> secant_becomes_tangent().numbers[0][1].values[[0, -1], 0].round(3)
    array([4.   , 2.001])
    """
    curve = Function(f, variables=("x",))
    height = float(curve(a))
    if not np.isfinite(height):
        raise ValueError(f"{f} has no value at x = {a:g}; choose another place.")
    window = a + np.linspace(-2.2, 2.2, 401)
    near, against, readout = _secants(curve, a, window)
    tangent = float(slope_at(curve, a))
    axes = [Axis("h", H, scale="log", play=True)]
    if np.isfinite(tangent):
        axes.append(Axis("tolerance", TOLERANCES, labels=[f"{t:g}" for t in TOLERANCES], first=1))
        near.append(line(window, height + tangent * (window - a), **TANGENT))
        against = [*_band(tangent), *against]
        readout.append(("both inside for h ≤", _inside_from(curve, a, tangent)))
    near.append(dots([a], [height], color="ink", size=9))
    slopes = quotient(curve, a, np.outer([1, -1], H))
    return Scene(
        axes,
        [
            Panel(near, f"{f} near x = {a:g}", x_label="x", y_label="y", y=frame(curve(window))),
            Panel(
                against,
                "Slope of each secant",
                x=(H[-1], H[0], "log"),
                x_label="h (smaller to the left)",
                y=frame(slopes),
                y_label="slope",
            ),
        ],
        alt=f"Two secants of the curve {f} pass through x = {a:g}, one to each side. As h shrinks "
        "their slopes, drawn against h, run to one number and the secants become the tangent; at "
        "a kink they run to two.",
        readout=readout,
        still={"h": 24},
    )


def tangent_draws_the_slope(f: str = "sin x", reach: float = 4.0) -> Scene:
    """Slide the tangent along f; beside it its slope draws the derivative f′.

    f: text in x.
    reach: how far to the left and right of 0.
    Raises ValueError where f has no value there.

    >>> tangent_draws_the_slope("x^2").numbers[1][1].values[[0, 60, 120], 0]
    array([-8.,  0.,  8.])
    """
    curve = Function(f, variables=("x",))
    stops = np.linspace(-reach, reach, 121)
    fine = np.linspace(-reach, reach, 801)
    height = curve(stops)
    slope = slope_at(curve, stops)
    span = np.array([-0.2, 0.2]) * reach
    touching = Varying(height[:, None] + slope[:, None] * span, ("x",))
    x, y, dy = (Varying(values, ("x",)) for values in (stops, height, slope))
    panel = partial(Panel, x=(-reach, reach), x_label="x")
    touched = [
        line(fine, curve(fine), color="ink"),
        line(Varying(stops[:, None] + span, ("x",)), touching, color=1, width=3),
        dots(x, y, size=9),
    ]
    drawn = [
        line([-reach, reach], [0, 0], color="muted", width=1, dash="dashed"),
        trail(x, dy, color=1),
        dots(x, dy, size=9),
    ]
    return Scene(
        [Axis("x", stops, play=True, duration=8.0)],
        [
            panel(touched, f"{f}, and its tangent", y=frame(curve(fine)), y_label="f(x)"),
            panel(drawn, "Slope of the tangent", y=frame(slope), y_label="f′(x)"),
        ],
        alt=f"A tangent slides along the curve {f}. Beside it its slope draws a second curve, the "
        "derivative: above zero where the first climbs, zero where it is level, below where it "
        "falls.",
        readout=[("f(x)", y, "+.3f"), ("f′(x)", dy, "+.3f")],
        still={"x": 84},
    )


def four_activations() -> Scene:
    """Sweep ReLU, softplus, tanh and sigmoid together: values on the left, slopes on the right.

    >>> [round(float(np.nanmax(slope.values)), 2) for _, slope, _ in four_activations().numbers]
    [1.0, 0.99, 1.0, 0.25]
    """
    stops = np.linspace(-5, 5, 101)
    fine = np.linspace(-5, 5, 401)
    values: list[Mark] = [cursor("x")]
    slopes: list[Mark] = [cursor("x")]
    readout = []
    for name, (words, style) in ACTIVATIONS.items():
        f = Function(words, variables=("x",))
        here, steep = (Varying(y, ("x",)) for y in (f(stops), slope_at(f, stops)))
        at = Varying(stops, ("x",))
        values += [
            line(fine, f(fine), **style | {"label": name}),
            dots(at, here, color=style["color"]),
        ]
        slopes += [
            line(fine, slope_at(f, fine), **style | {"label": name}),
            dots(at, steep, color=style["color"]),
        ]
        readout.append((f"{name}′", steep, ".3f"))
    panel = partial(Panel, x=(-5, 5), x_label="x")
    return Scene(
        [Axis("x", stops, play=True)],
        [
            panel(values, "Four activations", y=(-1.2, 5)),
            panel(slopes, "Their derivatives", y=(-0.05, 1.1)),
        ],
        alt="Four activations and their derivatives. The slope of ReLU jumps from 0 to 1 with a "
        "gap at 0; that of softplus climbs from 0 to 1; that of tanh is a hill of height 1; that "
        "of sigmoid is a hill of height one quarter only.",
        readout=readout,
        still={"x": 62},
    )


def _secants(
    f: Function, a: float, window: Array
) -> tuple[list[Mark], list[Mark], list[ReadoutRow]]:
    """The curve with a secant to each side of a, their slopes against h, and both as readout."""
    ends = window[[0, -1]]
    here = float(f(a))
    near = [line(window, f(window), color="ink")]
    against: list[Mark] = []
    readout: list[ReadoutRow] = []
    for side, (sign, style) in SIDES.items():
        slopes = quotient(f, a, sign * H)
        if not np.isfinite(slopes).any():
            continue  # f lives on the other side only
        secant = Varying(here + slopes[:, None] * (ends - a), ("h",))
        x = Varying(a + sign * H, ("h",))
        y = Varying(here + slopes * sign * H, ("h",))
        h = Varying(H, ("h",))
        slope = Varying(slopes, ("h",))
        near += [line(ends, secant, **style), dots(x, y, color=style["color"])]
        against += [line(H, slopes, **style), dots(h, slope, color=style["color"])]
        readout.append((f"slope to the {side}", slope, "+.4f"))
    return near, against, readout


def _band(slope: float) -> list[Mark]:
    """The slope of the tangent, and all slopes within the tolerance of it."""
    half = np.array(TOLERANCES)[:, None] * np.ones(2)
    top, base = (Varying(slope + sign * half, ("tolerance",)) for sign in (1, -1))
    ends = H[[0, -1]]
    return [
        area(ends, top, base, color=2, label="within the tolerance"),
        line(ends, [slope, slope], **TANGENT),
    ]


def _inside_from(f: Function, a: float, slope: float) -> Varying:
    """For each tolerance the largest h in H from which on, down to the smallest, both sides fit."""
    away = np.abs(quotient(f, a, np.outer([1, -1], H)) - slope).max(axis=0)
    fits = away[::-1] <= np.array(TOLERANCES)[:, None]  # the smallest h first
    kept = np.logical_and.accumulate(fits, axis=1).sum(axis=1)
    return Varying(np.where(kept > 0, H[-kept], np.nan), ("tolerance",))
