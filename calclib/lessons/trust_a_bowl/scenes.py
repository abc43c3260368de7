"""Lesson 7, one variable: chords, means and tangents that test whether a curve is convex."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

from functools import partial

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from sympy.calculus.util import continuous_domain

from calclib.arrays import Array
from calclib.derivatives import symbolic
from calclib.expressions.special import relu
from calclib.functions.function import Function
from calclib.lessons.shared.jumps import breaks, draw_curve
from calclib.lessons.shared.limits import frame
from calclib.lessons.shared.slopes import derivatives_at, slope_at, with_derivatives
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, area, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PAIR = ("left end", "right end")
ENDS = np.linspace(-3.0, 3.0, 25)
SHARES = np.linspace(0.0, 1.0, 41)
WINDOW = np.linspace(-4.0, 4.0, 401)
PLACES = np.linspace(-3.0, 3.0, 61)
OFFSETS = np.array([-1.6, -0.7, 0.1, 0.8, 1.4])  # five points about their mean
SPREADS = np.linspace(0.0, 1.5, 61)
HEIGHTS = np.linspace(0.1, 1.3, 61)
ROUNDED = 1e-15  # of what is subtracted: a smaller difference is rounding, in which machines differ
KINKED = (sp.Abs, sp.Max, sp.Min, sp.sign, sp.floor, sp.ceiling, sp.Piecewise, relu)
ABOVE: Style = {"color": 2, "opacity": 0.35, "label": "chord above the curve"}
CHORD_ALT = (
    "A chord between two points of the curve {}. Where it lies above the curve the gap is green; "
    "where it dips below, the gap is orange and the curve is not convex. Beside it the second "
    "derivative."
)
BELOW: Style = {"color": 1, "opacity": 0.6, "label": "chord below the curve"}
# Three curves with their names, to be cut at a height.
CURVES = {
    "convex: x²/2": "x^2/2",
    "Welsch: 1 − e^(−x²)": "1 - e^(-x^2)",
    "two wells": "(x^2 - 1.5)^2/2.25 + x/5",
}


def chord_test(f: str = "ln(1 + e^(-x))") -> Scene:
    """Stretch a chord between two points of a curve, and try to bring it below the curve.

    Beside it stands f″; what it proves is said by `convexity`, not here.

    f: text in x.

    >>> chord_test().panels[1].title
    'The second derivative f″'
    """
    curve = Function(f, variables=("x",))
    heights = _finite(curve(WINDOW))
    places = _pairs(ENDS)
    high = _pairs(_finite(curve(ENDS)))
    x = _between(places)
    chord = _between(high)
    under = _finite(curve(x))
    gap = np.where(np.isclose(chord, under, rtol=1e-12, atol=1e-12), 0.0, chord - under)
    moving = (*PAIR, "share")
    along = Varying(x, PAIR)
    base = Varying(under, PAIR)
    fills = [
        area(along, Varying(np.where(where, chord, np.nan), PAIR), base, **look)
        for where, look in ((gap >= 0, ABOVE), (gap <= 0, BELOW))
    ]
    chords = Varying(places, PAIR), Varying(high, PAIR)
    marks = [
        *fills,
        draw_curve(curve, WINDOW, color="ink", label=f),
        line(*chords, color=0, width=2.5),
        dots(*chords, color=0, size=8),
        dots(Varying(x, moving), Varying(chord, moving), color=0, size=10, marker="square"),
        dots(Varying(x, moving), Varying(under, moving), color="ink", size=8),
    ]
    slope = with_derivatives(curve, 1)[1]
    second = derivatives_at([curve, slope], WINDOW)[2]
    panel = partial(Panel, x=(-4, 4), x_label="x")
    return Scene(
        [
            *(Axis(name, ENDS, first=k) for name, k in zip(PAIR, (2, 22), strict=True)),
            Axis("share", SHARES, play=True, first=16),
        ],
        [
            panel(marks, "Chord and curve", y=frame(heights, 3.0, 0.25)),
            panel(_bends(slope, second), "The second derivative f″", y=_around_zero(second)),
        ],
        alt=CHORD_ALT.format(f),
        readout=[
            ("chord − curve at the dot", Varying(gap, moving), "+.3f"),
            ("lowest on this chord", Varying(np.fmin.reduce(gap, axis=-1), PAIR), "+.3f"),
        ],
        still={"share": 16},
    )


def _pairs(values: Array) -> Array:
    """Every pair of values: (n,) → (n, n, 2)."""
    return np.stack(np.broadcast_arrays(values[:, None], values), axis=-1)


def _between(ends: Array) -> Array:
    """From the first of two ends to the second, by shares: (..., 2) → (..., shares)."""
    return ends[..., :1] + (ends[..., 1:] - ends[..., :1]) * SHARES


def _finite(values: ArrayLike) -> Array:
    """The values, with a gap wherever there is none."""
    return np.where(np.isfinite(values), values, np.nan)


def _bends(slope: Function, second: Array) -> list[Mark]:
    """f″ over the window: what lies above zero in one colour, what lies below in another.

    slope: f′.
    second: f″ at the places of the window.
    """
    zero = np.zeros(len(WINDOW))
    marks: list[Mark] = [line(WINDOW, zero, color="muted", width=1, dash="dashed")]
    for where, color in ((second >= 0, 2), (second <= 0, 1)):
        if where.any():
            marks.append(area(WINDOW, np.where(where, second, np.nan), zero, color=color))
    if np.isfinite(second).any():
        gaps = breaks(partial(slope_at, slope), WINDOW) + 1
        middles = (WINDOW[gaps] + WINDOW[gaps - 1]) / 2
        there = np.insert(second, gaps, np.nan)
        marks.append(line(np.insert(WINDOW, gaps, middles), there, color="ink", label="f″"))
    return marks


def _around_zero(values: Array) -> tuple[float, float]:
    """A frame for values in which zero is well inside."""
    low, high = frame(np.append(values, 0.0), 3.0, 0.25)
    return min(low, -0.2 * high), max(high, -0.2 * low)


def convexity(f: str) -> str:
    """Whether a function of x is convex, as far as its second derivative can tell.

    "not convex" names a place where f″ < 0. "convex" is a proof: SymPy shows f″ ≥ 0 on a domain
    without gaps. Otherwise f″ does not decide; chords, or a proof of another kind, may.

    >>> convexity("x^4"), convexity("x^3")
    ('convex: nowhere negative', 'not convex: negative at x = −4')
    >>> convexity("|x|"), convexity("1/x^2"), convexity("x^2 + sin x")
    ('does not decide: a kink', 'does not decide: a gap', 'does not decide: no proof found')
    """
    curve = Function(f, variables=("x",))
    second = symbolic.derivative(curve, order=2)
    values = np.asarray(second(WINDOW))
    values = np.where(np.isfinite(values) & np.isfinite(curve(WINDOW)), values, np.inf)
    if values.min() < -1e-6:
        return f"not convex: negative at x = {WINDOW[values.argmin()]:.3g}".replace("-", "−")
    if curve.expression.has(*KINKED):
        return "does not decide: a kink"
    domain = _domain(curve.expression, second.expression)
    if not isinstance(domain, sp.Interval):
        return "does not decide: a gap"
    proved = _never_negative(second.expression, domain)
    return "convex: nowhere negative" if proved else "does not decide: no proof found"


def _domain(*expressions: sp.Expr) -> sp.Set:
    """Where all of these functions of x are continuous; a union of pieces where there are gaps."""
    x = sp.Symbol("x", real=True)
    try:
        domain: sp.Set = sp.Intersection(
            *(continuous_domain(one, x, sp.Reals) for one in expressions)
        )
    except NotImplementedError:
        domain = sp.EmptySet
    return domain


def _never_negative(expression: sp.Expr, domain: sp.Interval) -> bool:
    """Whether SymPy proves that a function of x is ≥ 0 on an interval; False is no disproof."""
    if domain.is_subset(sp.Interval(0, sp.oo)):
        expression = expression.subs(sp.Symbol("x", real=True), sp.Symbol("x", positive=True))
    forms = (form(expression) for form in (sp.sympify, sp.factor, sp.simplify))
    return any(form.is_nonnegative for form in forms)


def mean_of_values(f: str = "x^2", middle: float = 0.5) -> Scene:
    """Spread five points of a curve about their mean: the mean of f beside f of the mean.

    Jensen: for a convex f the mean of the values is never below the value at the mean. For x² the
    difference is the variance of the points.

    f: text in x.
    middle: the mean of the five points.
    Raises ValueError where f has no value at one of them.

    >>> mean_of_values().numbers[2].channel.values[[0, 40], 0].round(3)
    array([0.   , 1.132])
    """
    curve = Function(f, variables=("x",))
    places = middle + np.multiply.outer(SPREADS, OFFSETS)
    values = np.asarray(curve(places)) + 0 * places
    if not np.isfinite(values).all():
        raise ValueError(
            f"{f} has no value at one of the points between {places.min():.3g} and "
            f"{places.max():.3g}; choose another function or middle."
        )
    mean = values.mean(axis=1)
    there = float(curve(middle))
    gap = mean - there
    axis = ("spread",)
    fine = np.linspace(places.min() - 0.3, places.max() + 0.3, 301)
    ends = np.stack([np.full_like(mean, there), mean], axis=-1)
    marks = [
        draw_curve(curve, fine, color="ink", label=f),
        dots(Varying(places, axis), Varying(values, axis), color=0, size=9, label="five points"),
        line([middle, middle], Varying(ends, axis), color=1, width=3),
        dots([middle], [there], color="ink", size=10, label="value at the mean"),
        dots(
            [middle],
            Varying(mean[:, None], axis),
            color=1,
            size=11,
            marker="square",
            label="mean of the values",
        ),
    ]
    grows = [
        line(SPREADS[[0, -1]], [0, 0], color="muted", width=1, dash="dashed"),
        line(SPREADS, gap, color=1),
        dots(Varying(SPREADS, axis), Varying(gap, axis), color=1, size=9),
    ]
    return Scene(
        [Axis("spread", SPREADS, play=True)],
        [
            Panel(marks, "Five points and their mean", x_label="x", y=frame(values, 0.0)),
            Panel(
                grows,
                "Mean of the values − value at the mean",
                x_label="spread",
                y=frame(np.append(gap, 0.0), 0.0),
            ),
        ],
        alt=f"Five points on the curve {f} move apart about their mean. A square is the mean of "
        "their values, a dot the value of the curve at their mean: watch which of the two is the "
        "higher one, and by how much.",
        readout=[
            ("mean of the values", Varying(mean, axis), ".3f"),
            ("value at the mean", there, ".3f"),
            ("difference", Varying(gap, axis), "+.3f"),
        ],
        still={"spread": 40},
    )


def tangent_below(f: str = "ln(e^x + e^(-x))") -> Scene:
    """Slide a tangent along a curve: where does the curve lie above it, and where below?

    A convex curve is nowhere below a tangent, so a level tangent touches at a lowest point.

    f: text in x.
    Raises ValueError where f has no values.

    >>> bool(tangent_below().numbers[1].channel.values.min() > -1e-9)
    True
    """
    curve = Function(f, variables=("x",))
    heights = _finite(curve(WINDOW))
    here = np.asarray(curve(PLACES)) + 0 * PLACES
    slope = slope_at(curve, PLACES)
    tangent = here[:, None] + slope[:, None] * (WINDOW - PLACES[:, None])
    gap = heights - tangent
    gap[np.abs(gap) < ROUNDED * (np.abs(heights) + np.abs(tangent))] = 0.0
    axis = ("a",)
    fills = [
        area(WINDOW, Varying(np.where(where, tangent, np.nan), axis), heights, **look)
        for where, look in (
            (gap >= 0, ABOVE | {"label": "curve above the tangent"}),
            (gap <= 0, BELOW | {"label": "curve below the tangent"}),
        )
    ]
    lowest = np.fmin.reduce(np.where(np.isfinite(gap), gap, np.inf), axis=1)
    marks = [
        *fills,
        draw_curve(curve, WINDOW, color="ink", label=f),
        line(WINDOW, Varying(tangent, axis), color=0, width=2.5),
        dots(Varying(PLACES, axis), Varying(here, axis), color=0, size=10),
    ]
    return Scene(
        [Axis("a", PLACES, play=True, duration=8.0, first=12)],
        [
            Panel(
                marks, "A tangent and the curve", x=(-4, 4), x_label="x", y=frame(heights, 3, 0.25)
            )
        ],
        alt=f"A tangent slides along the curve {f}. Where the curve lies above it the gap is "
        "green, where it lies below the gap is orange. Stop where the tangent is level, and look "
        "at the whole curve.",
        readout=[
            ("slope of the tangent", Varying(slope, axis), "+.3f"),
            (
                "lowest of curve − tangent",
                Varying(np.where(np.isfinite(lowest), lowest, np.nan), axis),
                "+.3f",
            ),
        ],
        still={"a": 20},
    )


def cut_at_a_height() -> Scene:
    """Raise a level: where is each of three curves below it, and in how many pieces?

    A convex curve is below any level on one piece. So is Welsch's loss, which is not convex: it is
    quasi-convex. Two wells fall into two pieces.

    >>> [int(number.channel.values.max()) for number in cut_at_a_height().numbers]
    [1, 1, 2]
    """
    x = np.linspace(-2.4, 2.4, 481)
    axis = ("height",)
    panels: list[Panel] = []
    pieces = []
    for k, (title, words) in enumerate(CURVES.items()):
        curve = np.asarray(Function(words, variables=("x",))(x))
        below = curve <= HEIGHTS[:, None]
        starts = np.diff(below.astype(int), axis=1, prepend=0) == 1
        pieces.append((f"pieces, {title.split(':')[0]}", Varying(starts.sum(axis=1), axis), ".0f"))
        level = np.where(below, HEIGHTS[:, None], np.nan)
        marks: list[Mark] = [
            line(x, curve, color="ink"),
            cursor("height", direction="y"),
            line(x, Varying(level, axis), color=k, width=5),
        ]
        panels.append(Panel(marks, title, x_label="x", y=(-0.35, 1.5)))
    return Scene(
        [Axis("height", HEIGHTS, play=True)],
        panels,
        alt="A level rises through three curves: a parabola, Welsch's loss and a curve with two "
        "wells. A thick line marks where each curve is below the level: count its pieces.",
        readout=pieces,
        still={"height": 20},
    )
