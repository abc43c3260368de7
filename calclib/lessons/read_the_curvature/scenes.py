"""Lesson 6, one variable: polynomials that hug a curve ever closer."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

from math import factorial

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.jumps import draw_curve
from calclib.lessons.shared.limits import frame
from calclib.lessons.shared.slopes import derivatives_at, with_derivatives
from calclib.stage.axis import Axis
from calclib.stage.marks import Style, Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PLACES = np.linspace(-3.0, 3.0, 61)
HIGHEST = 6  # the highest order of a polynomial
AWAY = np.geomspace(0.01, 2.0, 47)
LEFT_OUT: Style = {
    "color": "ink",
    "dash": "dashed",
    "width": 1.5,
    "label": "first term left out",
}


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
    slopes = derivatives_at(with_derivatives(curve, HIGHEST), PLACES)
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
        draw_curve(curve, fine, color="ink", label=f),
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
                "The miss at a ± h: the larger one",
                x=(AWAY[0], AWAY[-1], "log"),
                y=(1e-12, 1e2, "log"),
                x_label="h",
            ),
        ],
        alt=f"A polynomial touches the curve {f} at a and slides along it. Beside it the larger of "
        "its two misses, at a − h and at a + h, is drawn against h on logarithmic axes: watch both "
        "pictures as the order grows.",
        readout=[row for row in readout if np.isfinite(row[1].values).any()],
        still={"a": 40, "order": 2},
    )


def _powers(away: Array) -> Array:
    """1, h, h² … of distances, orders + 1 of them, as products: floats are slow to raise."""
    return np.cumprod([np.ones_like(away), *[away] * (HIGHEST + 1)], axis=0)


def _polynomials(terms: Array, away: Array) -> Array:
    """Taylor's sums of every order at distances (n or 1, m) → (n, orders, m)."""
    return np.swapaxes(np.cumsum(terms[:-1, :, None] * _powers(away)[:-1], axis=0), 0, 1)


def _following(terms: Array, away: Array) -> Array:
    """The size of the first term that each order leaves out → (places, orders, m)."""
    return np.swapaxes(np.abs(terms[1:, :, None]) * _powers(away[None])[1:], 0, 1)


def _misses(f: Function, terms: Array, away: Array) -> Array:
    """The larger miss of the two sides, at distances (m,) → (places, orders, m)."""
    sides = []
    for h in (away, -away):
        there = np.asarray(f(PLACES[:, None] + h))
        sides.append(np.abs(there[:, None] - _polynomials(terms, h[None])))
    return np.maximum(*sides)
