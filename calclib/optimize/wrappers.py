"""Rules around rules: clipped gradients, a box to stay in, and uphill instead of down."""

from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.rules import Number, Rule
from calclib.optimize.steps import dot, ratio


@dataclass(frozen=True, eq=False)
class Wrapper(Rule):
    """A rule inside another; memory, label and word for a breakdown are the inner rule's.

    >>> from calclib import GradientDescent
    >>> Clipped(GradientDescent(0.1)).label
    'gradient descent, α = 0.1, clipped'
    """

    rule: Rule

    @property
    def breakdown(self) -> str:  # type: ignore[override]
        """The inner rule's word."""
        return self.rule.breakdown

    @property
    def label(self) -> str:
        """The inner rule's label, and what is done to it."""
        return f"{self.rule.label}, {self.title}"

    def start(self, points: Array) -> Any:
        """The inner rule's memory."""
        return self.rule.start(points)


@dataclass(frozen=True, eq=False)
class Clipped(Wrapper, title="clipped"):
    """Any rule on shortened gradients: g ← g · min(1, c/‖g‖), c = norm.

    As torch.nn.utils.clip_grad_norm_. Source: Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063.

    >>> from calclib import GradientDescent, descend, landscapes
    >>> rule = Clipped(GradientDescent(1.0), norm=5.0)
    >>> descend(landscapes.bowl, [300.0, 400.0], rule, steps=1).points[-1]
    array([297., 396.])
    """

    norm: Number = 1.0

    def step(self, f: Function, points: Array, memory: Any) -> tuple[Array, Any]:
        """The inner rule's step on a gentler slope."""

        def shortened(at: Array) -> Array:
            gradient = f.gradient(at)
            length = np.sqrt(dot(gradient, gradient))[..., None]
            return gradient * np.minimum(1.0, ratio(self.norm, length, where_zero=1.0))

        return self.rule.step(_seen(f, gradient=shortened), points, memory)


@dataclass(frozen=True, eq=False)
class Projected(Wrapper, title="projected"):
    """Any rule, each step brought back to the nearest point of a box (x₀, x₁, y₀, y₁, …).

    >>> from calclib import Function, GradientDescent, descend
    >>> descend(Function("2x"), 0.5, Projected(GradientDescent(0.5), (-1, 1)), steps=2).points[:, 0]
    array([ 0.5, -0.5, -1. ])
    """

    box: tuple[float, ...] = (-1.0, 1.0)

    def step(self, f: Function, points: Array, memory: Any) -> tuple[Array, Any]:
        """The inner rule's step, clipped to the box."""
        points, memory = self.rule.step(f, points, memory)
        return np.clip(points, self.box[0::2], self.box[1::2]), memory


class Ascent(Wrapper, title="uphill"):
    """Any rule uphill: it is shown −f, while the path records the values of f.

    >>> from calclib import Function, GradientDescent, descend
    >>> descend(Function("1 - x^2"), 1.0, Ascent(GradientDescent(0.25)), steps=2).values
    array([0.    , 0.75  , 0.9375])
    """

    def step(self, f: Function, points: Array, memory: Any) -> tuple[Array, Any]:
        """The inner rule's step on the landscape turned upside down."""
        upside_down = _seen(
            f,
            value=lambda at: -f.value(at),
            gradient=lambda at: -f.gradient(at),
            hessian=lambda at: -f.hessian(at),
        )
        return self.rule.step(upside_down, points, memory)


def _seen(f: Function, **answers: Any) -> Function:
    """A function some of whose answers are changed on their way to a rule."""
    seen = copy(f)
    vars(seen).update(answers)
    return seen
