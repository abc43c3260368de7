"""What the scenes of lesson 12 share: told slopes, the fraction of a step, bars in groups."""

from collections.abc import Callable, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.descent import Path
from calclib.optimize.rules import AdaGrad, Adam, RMSprop
from calclib.stage.marks import Mark, Varying, bars


class Look(TypedDict, total=False):
    """How a mark is told from the others, and what the key calls it."""

    color: int
    dash: str
    label: str


class Told(Function):
    """A function of a few coordinates whose slope is told as a formula too, for very long walks.

    value: f(x, y).
    slope: from points (..., d) to (..., d).

    >>> f = Told(lambda x: x * x, lambda points: 2 * points)
    >>> f(3.0), f.gradient([[3.0]])
    (9.0, array([[6.]]))
    """

    slope: Callable[[Array], Array]

    def __init__(
        self,
        value: Callable[..., Array],
        slope: Callable[[Array], Array],
        variables: Sequence[str] = ("x",),
    ) -> None:
        super().__init__(value, variables)
        object.__setattr__(self, "slope", slope)

    def gradient(self, points: ArrayLike) -> Array:
        """The slope at points (..., d), by its formula."""
        return self.slope(np.asarray(points))


def fraction(path: Path) -> tuple[Array, Array]:
    """The numerator and the denominator of each step: step = −α · numerator / denominator.

    path: of gradient descent, AdaGrad, RMSprop or Adam, with memory=True → two of (steps, d).

    >>> from calclib import descend, landscapes
    >>> path = descend(landscapes.bowl, [1.5, 2.0], AdaGrad(0.1), steps=2, memory=True)
    >>> fraction(path)[1][0].round(9)
    array([3., 4.])
    """
    slope = path.gradients[:-1]
    rule = path.rule
    if isinstance(rule, AdaGrad | RMSprop):
        return slope, np.sqrt(path.memory[1:]) + rule.epsilon
    if isinstance(rule, Adam):
        m_hat = path.memory.m[1:]
        v_hat = path.memory.v[1:]
        if rule.bias_correction:
            t = np.reshape(path.memory.t[1:], (-1, *(1,) * (slope.ndim - 1)))
            m_hat = m_hat / (1 - rule.beta1**t)
            v_hat = v_hat / (1 - rule.beta2**t)
        return m_hat, np.sqrt(v_hat) + rule.epsilon
    return slope, np.ones_like(slope)


def memory_of(path: Path) -> tuple[Array, Array]:
    """The mean slope and the squares that a rule holds as it steps, two of (steps, d).

    The squares are G of AdaGrad, s of RMSprop, v of Adam; the mean is Adam's m, nan for the others.

    >>> from calclib import descend, landscapes
    >>> path = descend(landscapes.bowl, [1.5, 2.0], AdaGrad(0.1), steps=1, memory=True)
    >>> memory_of(path)[1]
    array([[ 9., 16.]])
    """
    if isinstance(path.rule, Adam):
        return path.memory.m[1:], path.memory.v[1:]
    return np.full_like(path.memory[1:], np.nan), path.memory[1:]


def grouped_bars(
    names: Sequence[str], values: Array, axes: tuple[str, ...], looks: Sequence[Look]
) -> list[Mark]:
    """Bars of several series side by side at each name: values (*axes, names, series).

    >>> looks = [{"color": 0, "label": "x"}, {"color": 1, "label": "y"}]
    >>> [mark.kind for mark in grouped_bars(["g"], np.ones((5, 1, 2)), ("step",), looks)]
    ['bars', 'bars']
    """
    count = len(looks)
    shifts = 0.8 / count * (np.arange(count) - (count - 1) / 2)
    places = (np.arange(len(names))[:, None] + shifts).ravel()
    heights = Varying(values.reshape(*values.shape[: len(axes)], -1), axes)
    colors = [look["color"] for look in looks] * len(names)
    labels = [look["label"] for look in looks] + [""] * (len(places) - count)
    named = bars(names, np.zeros(len(names)))  # lends its words to the axis below the panel
    return [named, bars(places, heights, color=colors, label=labels)]
