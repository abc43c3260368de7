"""Lesson 6, one variable: polynomials that hug a curve, and chords that try to break convexity."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

from functools import partial
from math import factorial

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from sympy.calculus.util import continuous_domain

from calclib.arrays import Array
from calclib.derivatives import symbolic
from calclib.expressions.special import relu
from calclib.functions.function import Function
from calclib.lessons.shared.limits import frame
from calclib.lessons.shared.slopes import derivatives_at
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, area, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PLACES = np.linspace(-3.0, 3.0, 61)
HIGHEST = 6  # the highest order of a polynomial
AWAY = np.geomspace(0.01, 2.0, 47)
PAIR = ("left end", "right end")
ENDS = np.linspace(-3.0, 3.0, 25)
SHARES = np.linspace(0.0, 1.0, 41)
WINDOW = np.linspace(-4.0, 4.0, 401)
KINKED = (sp.Abs, sp.Max, sp.Min, sp.sign, sp.floor, sp.ceiling, sp.Piecewise, relu)
ABOVE: Style = {"color": 2, "opacity": 0.35, "label": "chord above the curve"}
LEFT_OUT: Style = {
    "color": "ink",
    "dash": "dashed",
    "width": 1.5,
    "label": "first term left out",
}
CHORD_ALT = (
    "A chord between two points of the curve {}. Where it lies above the curve the gap is green; "
    "where it dips below, the gap is orange and the curve is not convex. Beside it the second "
    "derivative."
)
BELOW: Style = {"color": 1, "opacity": 0.6, "label": "chord below: broken"}


def taylor_hugs_the_curve(f: str = "sin x") -> Scene:
    """Fit ever more derivatives at a: Taylor's polynomials of order 0 to 6, and how they miss.

    T(a + h) = Σ f⁽ᵏ⁾(a) hᵏ / k!.

    f: text in x.
    Raises ValueError where f has no values.

    >>> taylor_hugs_the_curve().axis("order").count
    7
    """
    curve = Function(f, variables=("x",))
    fine = np.linspace(-4.5, 4.5, 181)
    slopes = derivatives_at(f, PLACES, HIGHEST + 1)
    terms = slopes / np.array([factorial(k) for k in range(HIGHEST + 2)])[:, None]
    axes = ("a", "order")
    drawn = Varying(_polynomials(terms, fine - PLACES[:, None]), axes)
    misses = Varying(_misses(curve, terms, AWAY), axes)
    following = Varying(_following(terms, AWAY), axes)
    near, far = np.moveaxis(_misses(curve, terms, np.array([0.1, 0.2])), -1, 0)
    here = Varying(slopes[0], ("a",))
    readout = [
        ("f″(a)", Varying(slopes[2], ("a",)), "+.3f"),
        ("miss at h = 0.1", Varying(near, axes), ".2e"),
        ("at h = 0.2, times", Varying(far / np.where(near > 0, near, np.nan), axes), ".1f"),
    ]
    touching = [
        line(fine, curve(fine), color="ink", label=f),
        line(fine, drawn, color=1, width=3, label="polynomial"),
        dots(Varying(PLACES, ("a",)), here, color=1, size=9),
    ]
    missing = [
        line(AWAY, misses, color=1, width=3, label="it misses by"),
        line(AWAY, following, **LEFT_OUT),
    ]
    return Scene(
        [
            Axis("a", PLACES, play=True, duration=10.0, first=40),
            Axis("order", range(HIGHEST + 1), first=1),
        ],
        [
            Panel(touching, "The polynomial at a", y=frame(curve(fine), 3.0, 0.25), x_label="x"),
            Panel(
                missing,
                "The miss at a distance h",
                x=(AWAY[0], AWAY[-1], "log"),
                y=(1e-12, 1e2, "log"),
                x_label="h",
            ),
        ],
        alt=f"A polynomial touches the curve {f} at a and slides along it. As its order grows it "
        "hugs the curve further out; on logarithmic axes its miss is a line that grows steeper by "
        "one with each order.",
        readout=[row for row in readout if np.isfinite(row[1].values).any()],
        still={"a": 40, "order": 2},
    )


def _polynomials(terms: Array, away: Array) -> Array:
    """Taylor's sums of every order at distances (n, m) → (n, orders, m)."""
    powers = away ** np.arange(HIGHEST + 1)[:, None, None]
    return np.swapaxes(np.cumsum(terms[:-1, :, None] * powers, axis=0), 0, 1)


def _following(terms: Array, away: Array) -> Array:
    """The size of the first term that each order leaves out → (places, orders, m)."""
    powers = away ** np.arange(1, HIGHEST + 2)[:, None, None]
    return np.swapaxes(np.abs(terms[1:, :, None]) * powers, 0, 1)


def _misses(f: Function, terms: Array, away: Array) -> Array:
    """The larger miss of the two sides, at distances (m,) → (places, orders, m)."""
    sides = []
    for h in (away, -away):
        there = np.asarray(f(PLACES[:, None] + h))
        sides.append(np.abs(there[:, None] - _polynomials(terms, np.tile(h, (len(PLACES), 1)))))
    return np.maximum(*sides)


def chord_test(f: str = "ln(1 + e^(-x))") -> Scene:
    """Stretch a chord between two points of a curve, and try to bring it below the curve.

    The verdict over the right panel comes from f″, not from the chords.

    f: text in x.

    >>> chord_test().panels[1].title
    'f″ — convex: nowhere negative'
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
        line(WINDOW, heights, color="ink", label=f),
        line(*chords, color=0, width=2.5),
        dots(*chords, color=0, size=8),
        dots(Varying(x, moving), Varying(chord, moving), color=0, size=10, marker="square"),
        dots(Varying(x, moving), Varying(under, moving), color="ink", size=8),
    ]
    second = derivatives_at(f, WINDOW, 2)[2]
    panel = partial(Panel, x=(-4, 4), x_label="x")
    return Scene(
        [
            *(Axis(name, ENDS, first=k) for name, k in zip(PAIR, (2, 22), strict=True)),
            Axis("share", SHARES, play=True, first=16),
        ],
        [
            panel(marks, "Chord and curve", y=frame(heights, 3.0, 0.25)),
            panel(_bends(second), f"f″ — {convexity(f)}", y=_around_zero(second)),
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


def _bends(second: Array) -> list[Mark]:
    """f″ over the window: what lies above zero in one colour, what lies below in another."""
    zero = np.zeros(len(WINDOW))
    marks: list[Mark] = [line(WINDOW, zero, color="muted", width=1, dash="dashed")]
    for where, color in ((second >= 0, 2), (second <= 0, 1)):
        if where.any():
            marks.append(area(WINDOW, np.where(where, second, np.nan), zero, color=color))
    if np.isfinite(second).any():
        marks.append(line(WINDOW, second, color="ink", label="f″"))
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
