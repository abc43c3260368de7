"""The learning-rate range test: one short run, in which the rate grows at every step."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array, check_whole, refuse_truth
from calclib.functions.function import Function
from calclib.functions.schedules import Schedule
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent
from calclib.optimize.timing import Maker


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What a range test saw: the rate of each step, and the loss after it, nan once it is lost.

    rates: (steps,).
    losses: (steps, *batch).

    >>> RangeTest(np.array([0.1, 1.0, 10.0]), np.array([3.0, 2.0, np.nan])).lowest
    array(1.)
    """

    rates: Array
    losses: Array

    @property
    def lowest(self) -> Array:
        """The rate at which each run's loss was lowest, (*batch); beyond it steps were too long."""
        known = np.where(np.isfinite(self.losses), self.losses, np.inf)
        return np.asarray(self.rates[known.argmin(axis=0)])


def range_test(
    f: Function | Iterable[Function],
    start: ArrayLike,
    rule: Maker = GradientDescent,
    low: float = 1e-5,
    high: float = 1e2,
    steps: int = 100,
) -> RangeTest:
    """Walk once while the rate grows from low to high, αₖ = low (high/low)^(k/(steps − 1)).

    The loss first falls slowly, then fast, then rises. For gradient descent the rate at its lowest
    is near the largest that can be kept. A rule with a memory answers a change of its rate late, so
    that its lowest may lie far from the best rate, on either side.

    f: a Function, or an iterator with one a step.
    start: one point (d,), or several (..., d).
    rule: a class such as Momentum, or a function that makes a rule of `learning_rate`.
    low, high: the ends of the range.
    steps: how many, two at least.
    Returns a RangeTest. Raises ValueError for ends that do not rise.
    Source: Smith 2017, arXiv:1506.01186, where the rate grows evenly; here its logarithm does.

    >>> test = range_test(Function("x^2/2"), [1.0])
    >>> test.rates[[0, -1]], bool(0.5 < test.lowest < 3)
    (array([1.e-05, 1.e+02]), True)
    """
    refuse_truth("An end of the range", [low, high])
    check_whole("steps", steps, least=0)
    if not 0 < low < high < np.inf or steps < 2:
        raise ValueError(
            f"A range test from {low:g} to {high:g} in {steps} steps cannot grow; give "
            "0 < low < high and at least two steps."
        )
    growth = (high / low) ** (1 / (steps - 1))
    rising = Schedule(f"{low:g} to {high:g}", lambda k: low * growth**k)
    path = descend(f, start, rule(learning_rate=rising), steps)
    return RangeTest(low * growth ** np.arange(steps), np.asarray(path.values)[1:])
