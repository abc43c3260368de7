"""A derivative where its formula meets 0 · ∞ or ∞ − ∞ in floats: in many digits, or as a limit.

The slope of xˣ to the power x is, by its formula, 0 · ∞ at 0. If f is continuous at p and f′(p + h)
tends to L as h falls to 0, then f has the slope L there, by the mean value theorem; where f ends,
from the one side on which it is defined. As everywhere here, xˣ is 1 at 0.
"""
# SymPy and mpmath carry few types:
# mypy: disable-error-code="no-any-return"

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp
from mpmath import mp

from calclib.arrays import Array
from calclib.expressions.precise import Precise, Steps, steps_of

DIGITS = 400
NEAR = tuple(mp.mpf(10) ** -k for k in (40, 80, 160))  # distances at which a limit shows
COARSE = (mp.mpf(10) ** -2, mp.mpf(10) ** -3)
GONE = mp.mpf(10) ** -100
MOST = 200  # points whose derivatives are looked for, at most
CONTINUOUS = mp.mpf(10) ** -20  # by how much f may differ between its place and the nearest
SETTLED = 1e-12  # a relative change below which values have reached their limit
# A ratio that shows that values fall to 0, or grow without bound, if both steps have it.
STEADY = 0.6


@dataclass(frozen=True)
class Limits:
    """A function and its partial derivatives of one order, to be computed in many digits.

    value: f itself.
    derivatives: those of order k in a row, the last variable moving fastest: dᵏ of them.
    order: k.

    >>> x = sp.Symbol("x", real=True)
    >>> power = (x**x) ** x
    >>> Limits.of(power, [power.diff(x)], [x], 1).fill(np.array([[0.0]]), np.array([[np.nan]]))
    array([[0.]])
    """

    value: Steps
    derivatives: tuple[Steps, ...]
    order: int

    @classmethod
    def of(
        cls,
        value: sp.Expr,
        derivatives: Sequence[sp.Expr],
        variables: Sequence[sp.Symbol],
        order: int,
    ) -> "Limits":
        """The same from formulas in these variables; TypeError for an unknown function."""
        steps = tuple(steps_of(one, variables) for one in derivatives)
        return cls(steps_of(value, variables), steps, order)

    def fill(self, points: Array, result: Array) -> Array:
        """Derivatives (k, d, …) at points (k, d), with what is nan computed anew."""
        filled = result.copy()
        d = points.shape[-1]
        rows = filled.reshape(len(points), d**self.order)
        for row, point in list(zip(rows, points.tolist(), strict=True))[:MOST]:
            for place in np.flatnonzero(np.isnan(row)):
                row[place] = self.derivative_at(point, self.derivatives[place], int(place) % d)
        return filled

    def derivative_at(self, point: Sequence[float], derivative: Steps, axis: int) -> float:
        """One derivative at a point: its value, or its limit along an axis; nan if it has none."""
        with mp.workdps(DIGITS):
            here = [mp.mpf(x) for x in point]
            value = derivative.at(here)
            if mp.isfinite(value):
                return float(value)
            sides = [self.one_side(here, derivative, axis, side) for side in (-1, 1)]
        known = [limit for limit in sides if limit is not None]
        same = bool(known) and all(limit == known[0] for limit in known)
        return known[0] if same else math.nan

    def one_side(
        self, here: Sequence[Precise], derivative: Steps, axis: int, side: int
    ) -> float | None:
        """The limit from one side; nan where there is none, None where f is not defined there."""

        def near(h: Precise) -> list[Precise]:
            return [x + side * h * (i == axis) for i, x in enumerate(here)]

        nearest = self.value.at(near(NEAR[-1]))
        if mp.isnan(nearest):
            return None
        value = self.value.at(here)
        if mp.isfinite(nearest) and not abs(nearest - value) <= CONTINUOUS * (1 + abs(value)):
            return math.nan
        limit = limit_of([derivative.at(near(h)) for h in NEAR])
        if math.isnan(limit) and all(abs(derivative.at(near(h))) < GONE for h in COARSE):
            return 0.0  # e^(−1/x²) is out of reach nearer to 0
        return limit


def limit_of(values: Sequence[Precise]) -> float:
    """To what three values tend, each much nearer than the last: a number, ±∞, or nan if unclear.

    >>> limit_of([mp.mpf(1) + mp.mpf(10) ** -k for k in (40, 80, 160)])
    1.0
    >>> limit_of([mp.mpf(-90), mp.mpf(-180), mp.mpf(-360)])
    -inf
    >>> limit_of([mp.mpf(1), mp.mpf(2), mp.mpf(1)])
    nan
    """
    if not all(mp.isfinite(value) for value in values):
        return math.nan
    first, second, third = values
    if abs(third - second) <= SETTLED * abs(third):
        return float(third)
    if abs(third) <= STEADY * abs(second) and abs(second) <= STEADY * abs(first):
        return 0.0
    grows = abs(second) <= STEADY * abs(third) and abs(first) <= STEADY * abs(second)
    if grows and mp.sign(first) == mp.sign(second) == mp.sign(third):
        return math.copysign(math.inf, third)
    return math.nan
