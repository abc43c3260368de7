"""Lesson 2, the derivative: secants settle on a tangent, which predicts and draws the slope."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.formulas import function_of
from calclib.lessons.shared.jumps import curve_with_gaps, draw_curve
from calclib.lessons.shared.limits import frame
from calclib.lessons.shared.slopes import quotient, secants_through, slope_at
from calclib.stage.axis import Axis
from calclib.stage.composition import ReadoutRow
from calclib.stage.marks import Mark, Style, Varying, area, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

H = np.geomspace(2.0, 1e-3, 100)
TOLERANCES = (1.0, 0.3, 0.1)
LEAST_GAP = 1e-8  # what is drawn; below it a computer's rounding begins to show
HALVINGS = 50  # to find a distance to the last digit
# The two sides of a point: the sign of h and how their secant is drawn.
SIDES: dict[str, tuple[int, Style]] = {
    "right": (1, {"color": 1, "label": "to the right, a + h"}),
    "left": (-1, {"color": 0, "dash": "dashed", "label": "to the left, a − h"}),
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
    curve = function_of(f, "x")
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
        "both turn about this point. Beside them their slopes are drawn against h: watch on which "
        "numbers the two settle.",
        readout=readout,
        still={"h": 24},
    )


def tangent_misses(f: str = "sqrt x", a: float = 1.0) -> Scene:
    """Step h away from a: by how much does the tangent miss the curve there?

    The gap |f(a + h) − f(a) − f′(a) h| is drawn against h beside h itself, both on logarithmic
    axes, on which a power h² is a straight line twice as steep as h.

    f: text in x.
    a: the place.
    Raises ValueError where f has no slope at a.

    >>> gap = tangent_misses().numbers[2][1].values[:, 0]
    >>> gap[[0, -1]].round(7)
    array([2.679492e-01, 1.000000e-07])
    """
    curve = function_of(f, "x")
    height = float(curve(a))
    slope = float(slope_at(curve, a))
    if not np.isfinite(slope):
        raise ValueError(f"{f} has no slope at x = {a:g}, so no tangent; choose another place.")
    window = a + np.linspace(-2.2, 2.2, 401)
    there = a + H
    truth = np.asarray(curve(there))
    told = height + slope * H
    gap = np.abs(truth - told)
    h = Varying(H, ("h",))
    along = Varying(np.stack([there, there], axis=-1), ("h",))
    between = Varying(np.stack([told, truth], axis=-1), ("h",))
    near = [
        draw_curve(curve, window, color="ink"),
        line(window, height + slope * (window - a), **TANGENT),
        line(along, between, color=1, width=4, label="the gap"),
        dots(Varying(there, ("h",)), Varying(truth, ("h",)), color="ink", size=7),
        dots([a], [height], color="ink", size=9),
    ]
    seen = np.where(gap > LEAST_GAP, gap, np.nan)
    against = [
        line(H, H, color="muted", dash="dashed", label="h"),
        line(H, seen, color=1, width=3, label="the gap"),
        dots(h, Varying(seen, ("h",)), color=1, size=9),
    ]
    return Scene(
        [Axis("h", H, scale="log", play=True)],
        [
            Panel(
                near,
                f"{f} and its tangent at {a:g}",
                x_label="x",
                y_label="y",
                y=frame(np.append(truth, told), 0.0),
            ),
            Panel(
                against,
                "The gap against h",
                x=(H[-1], H[0], "log"),
                y=(LEAST_GAP, 10.0, "log"),
                x_label="h (smaller to the left)",
            ),
        ],
        alt=f"A step h leads away from x = {a:g} on the curve {f}. An upright bar is the gap "
        "between the curve and its tangent there. Beside it the gap is drawn against h, and h "
        "itself as a dashed line: compare how steeply the two fall.",
        readout=[
            ("the curve", Varying(truth, ("h",)), ".6f"),
            ("the tangent", Varying(told, ("h",)), ".6f"),
            ("the gap", Varying(gap, ("h",)), ".3g"),
        ],
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
        draw_curve(curve, fine, color="ink"),
        line(Varying(stops[:, None] + span, ("x",)), touching, color=1, width=3),
        dots(x, y, size=9),
    ]
    drawn = [
        line([-reach, reach], [0, 0], color="muted", width=1, dash="dashed"),
        _drawn_so_far(partial(slope_at, curve), stops),
        dots(x, dy, size=9),
    ]
    return Scene(
        [Axis("x", stops, play=True, duration=8.0)],
        [
            panel(touched, f"{f}, and its tangent", y=frame(curve(fine)), y_label="f(x)"),
            panel(drawn, "Slope of the tangent", y=frame(slope), y_label="f′(x)"),
        ],
        alt=f"A tangent slides along the curve {f}. Beside it its slope draws a second curve, the "
        "derivative. Compare the two where the first curve climbs, where it is level and where it "
        "falls.",
        readout=[("f(x)", y, "+.3f"), ("f′(x)", dy, "+.3f")],
        still={"x": 84},
    )


def _drawn_so_far(f: Callable[[Array], ArrayLike], stops: Array) -> Mark:
    """The curve that f has drawn up to each stop of the axis x, with gaps where it jumps."""
    places, values = curve_with_gaps(f, stops)
    if len(places) == len(stops):
        return line(Varying(values, ("x",)), color=1, grows=True)
    so_far = np.where(places <= stops[:, None], values, np.nan)
    return line(places, Varying(so_far, ("x",)), color=1)


def _secants(
    f: Function, a: float, window: Array
) -> tuple[list[Mark], list[Mark], list[ReadoutRow]]:
    """The curve with a secant to each side of a, their slopes against h, and both as readout."""
    ends = window[[0, -1]]
    here = float(f(a))
    slope_at_distance = secants_through(f, a)
    near = [draw_curve(f, window, color="ink")]
    against: list[Mark] = []
    readout: list[ReadoutRow] = []
    for side, (sign, style) in SIDES.items():
        slopes = slope_at_distance(sign * H)
        if not np.isfinite(slopes).any():
            continue  # f lives on the other side only
        secant = Varying(here + slopes[:, None] * (ends - a), ("h",))
        x = Varying(a + sign * H, ("h",))
        y = Varying(here + slopes * sign * H, ("h",))
        h = Varying(H, ("h",))
        slope = Varying(slopes, ("h",))
        near += [line(ends, secant, **style), dots(x, y, color=style["color"])]
        drawn = draw_curve(partial(_to_one_side, slope_at_distance, sign), H, **style)
        against += [drawn, dots(h, slope, color=style["color"])]
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


def _to_one_side(slope_at_distance: Callable[[Array], Array], sign: int, h: Array) -> Array:
    """The slope of the secant to the right, sign 1, or to the left, −1, at distances h."""
    return slope_at_distance(sign * h)


def _inside_from(f: Function, a: float, slope: float) -> Varying:
    """For each tolerance the largest h from which on, down to 0, both slopes are within it.

    Looked for among the stops of the slider, and then between two of them by halving.
    """
    tolerances = np.array(TOLERANCES)
    slope_at_distance = secants_through(f, a)

    def away(h: Array) -> Array:
        both = slope_at_distance(np.multiply.outer([1, -1], h))
        farther: Array = np.abs(both - slope).max(axis=0)
        return farther

    fits = away(H)[::-1] <= tolerances[:, None]  # the smallest h first
    kept = np.logical_and.accumulate(fits, axis=1).sum(axis=1)
    inside = H[-np.maximum(kept, 1)]
    outside = H[-np.minimum(kept + 1, len(H))]
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        here = away(middle) <= tolerances
        inside = np.where(here, middle, inside)
        outside = np.where(here, outside, middle)
    return Varying(np.where(kept > 0, inside, np.nan), ("tolerance",))
