"""Conjugate gradient: directions that do not undo each other, between momentum and Newton."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.functions.objective import Objective
from calclib.optimize.rules import Rate, Rule
from calclib.optimize.steps import backtrack, dot, ratio

Variant: TypeAlias = Literal["Fletcher–Reeves", "Polak–Ribière+"]
VARIANTS: tuple[Variant, ...] = ("Fletcher–Reeves", "Polak–Ribière+")


class Conjugate(NamedTuple):
    """What conjugate gradient remembers: its last direction p, and the slope g from which it left.

    >>> ConjugateGradient().start(np.ones(2)).direction
    array([0., 0.])
    """

    direction: Array
    gradient: Array


@dataclass(frozen=True, eq=False)
class ConjugateGradient(Rule, title="conjugate gradient"):
    """Along directions of which none undoes another: x ← x + tp,  p ← −∇f(x) + βp.

    t is the exact step of the quadratic model along p, −g·p/(pᵀHp), times α; it is halved until f
    falls enough, as in LineSearch, and where pᵀHp ≤ 0 the first t that is tried is α.
    β is |g₊|²/|g|² (Fletcher–Reeves) or max(0, g₊·(g₊ − g)/|g|²) (Polak–Ribière+, which begins anew
    by itself after a poor step). On a quadratic both are the same number, every t is exact, and the
    run lands after at most n steps. Where p points uphill it begins anew with −∇f.

    learning_rate: α, a factor on t.
    variant: which β, "Fletcher–Reeves" or "Polak–Ribière+".
    Raises ValueError for another variant.
    Good for: quadratics, and systems Ax = b, in many variables; it remembers two vectors, and of H
    it asks for Hp alone, at the cost of a few gradients where the variables are one long vector.
    Fails: noise in the slopes spoils its directions; rounding does so too where κ is large.
    Source: Hestenes & Stiefel 1952, doi:10.6028/jres.049.044; Fletcher & Reeves 1964,
    doi:10.1093/comjnl/7.2.149; Polak–Ribière+ as in Nocedal & Wright 2006, Numerical Optimization,
    ch. 5.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.booth, [-8.0, 8.0], ConjugateGradient(), steps=2).points[-1].round(9)
    array([1., 3.])
    """

    learning_rate: Rate = 1.0
    variant: Variant = "Polak–Ribière+"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.variant not in VARIANTS:
            listed = " or ".join(f'"{variant}"' for variant in VARIANTS)
            raise ValueError(
                f"ConjugateGradient knows no variant {self.variant!r}; write {listed}."
            )

    def start(self, points: Array) -> Conjugate:
        """No direction yet: the first is straight down the slope."""
        return Conjugate(np.zeros_like(points), np.zeros_like(points))

    def step(self, f: Objective, points: Array, memory: Conjugate) -> tuple[Array, Conjugate]:
        """A direction from the slope and the last direction, then the lowest point along it."""
        gradient = f.gradient(points)
        direction = -gradient + self.beta(gradient, memory.gradient) * memory.direction
        falls = dot(gradient, direction)[..., None] < 0
        direction = np.where(falls, direction, -gradient)
        curvature = dot(direction, f.hessian_vector(points, direction))[..., None]
        lowest = ratio(-dot(gradient, direction)[..., None], curvature)
        bends = (curvature > 0) & np.isfinite(curvature)  # beside a huge slope it overflows
        first = self.learning_rate * np.where(bends, lowest, 1.0)
        moved = backtrack(f, points, direction, gradient, first)
        return moved, Conjugate(direction, gradient)

    def beta(self, gradient: Array, before: Array) -> Array:
        """How much of the last direction is kept, (..., 1); 0 at the first step."""
        if self.variant == "Fletcher–Reeves":
            return ratio(dot(gradient, gradient), dot(before, before))[..., None]
        change = dot(gradient, gradient - before)
        return np.maximum(0.0, ratio(change, dot(before, before)))[..., None]
