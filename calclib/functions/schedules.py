"""Learning rates that change: each schedule is a function of the step k = 0, 1, 2, …

The walk puts one in by `replace(rule, learning_rate=schedule(k))`; no rule knows of schedules. Any
callable will do. `rate` may be an array, so that a sweep can be scheduled too.

>>> from calclib import GradientDescent, descend, landscapes
>>> path = descend(landscapes.bowl, [1.0, 1.0], GradientDescent(step(0.4, every=2)), steps=4)
>>> path.points[:, 0].round(3)
array([1.   , 0.2  , 0.04 , 0.024, 0.014])
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi
from typing import ClassVar, TypeAlias

from calclib.arrays import Array, refuse_truth

Number: TypeAlias = float | Array  # an array broadcasts against points (..., d)


@dataclass(frozen=True, eq=False)
class Schedule:
    """A named function of the step: αₖ = formula(k).

    label: what a legend says.
    formula: from the step k, a whole number ≥ 0, to the rate.
    A schedule is no number: to take a step by hand, ask it for the rate of that step.

    >>> twice = Schedule("twice k", lambda k: 2.0 * k)
    >>> twice(3), twice.label
    (6.0, 'twice k')
    >>> twice * 0.1
    Traceback (most recent call last):
    TypeError: The schedule 'twice k' has one rate a step, so it cannot be multiplied; write
    schedule(k) for the rate of step k.
    """

    label: str
    formula: Callable[[int], Number]

    __array_ufunc__: ClassVar[None] = None  # array * schedule, too, comes to __rmul__

    def __call__(self, k: int) -> Number:
        """The rate at step k."""
        return self.formula(k)

    def __mul__(self, other: Number) -> Array:
        raise TypeError(
            f"The schedule {self.label!r} has one rate a step, so it cannot be multiplied; write "
            "schedule(k) for the rate of step k."
        )

    __rmul__ = __mul__


def of_rate(rate: Number, label: str, formula: Callable[[int], Number]) -> Schedule:
    """A schedule that begins from a rate; raises ValueError for True and False as a rate.

    >>> of_rate("1/k", 0.5, lambda k: 0.5 / (k + 1))(1)
    0.25
    """
    refuse_truth("The rate", rate)
    return Schedule(label, formula)


def constant(rate: Number) -> Schedule:
    """The same rate at every step: αₖ = α.

    >>> constant(0.1)(7)
    0.1
    """
    return of_rate(rate, "constant", lambda k: rate)


def step(rate: Number, every: int, factor: float = 0.5) -> Schedule:
    """A drop every so many steps: αₖ = α · factor^⌊k / every⌋.

    >>> [step(0.8, every=2)(k) for k in range(5)]
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """
    return of_rate(rate, f"× {factor:g} every {every}", lambda k: rate * factor ** (k // every))


def exponential(rate: Number, factor: float = 0.99) -> Schedule:
    """The same factor at every step: αₖ = α · factorᵏ.

    >>> [exponential(0.8, 0.5)(k) for k in range(3)]
    [0.8, 0.4, 0.2]
    """
    return of_rate(rate, f"× {factor:g} a step", lambda k: rate * factor**k)


def inverse_root(rate: Number) -> Schedule:
    """The decay of online learning: αₖ = α / √(k + 1).

    Source: Zinkevich 2003, Proceedings of the 20th International Conference on Machine Learning.

    >>> inverse_root(0.5)(3)
    0.25
    """
    return of_rate(rate, "1/√k", lambda k: rate / (k + 1) ** 0.5)


def cosine(rate: Number, steps: int) -> Schedule:
    """Half a cosine from α down to 0: αₖ = α · (1 + cos(πk / steps)) / 2, and 0 from then on.

    Source: Loshchilov & Hutter 2017, arXiv:1608.03983.

    >>> [round(cosine(0.8, 4)(k), 3) for k in range(5)]
    [0.8, 0.683, 0.4, 0.117, 0.0]
    """
    return of_rate(rate, "cosine", lambda k: rate * (1 + cos(pi * min(k / steps, 1))) / 2)


def warm_up(schedule: Callable[[int], Number], steps: int) -> Schedule:
    """A straight line from α/steps up to the schedule's first rate α, then the schedule.

    Source: Goyal et al. 2017, arXiv:1706.02677.

    >>> [warm_up(constant(0.4), 4)(k) for k in range(5)]
    [0.1, 0.2, 0.30000000000000004, 0.4, 0.4]
    """

    def rate(k: int) -> Number:
        return schedule(0) * (k + 1) / steps if k < steps else schedule(k - steps)

    return Schedule("warm-up", rate)


def one_cycle(rate: Number, steps: int, rise: float = 0.3) -> Schedule:
    """A straight line up to α in the first share `rise` of the steps, then a cosine down to 0.

    Source: Smith & Topin 2018, arXiv:1708.07120.

    >>> [round(one_cycle(0.8, 6)(k), 3) for k in range(6)]
    [0.4, 0.8, 0.8, 0.683, 0.4, 0.117]
    """
    top = max(1, round(rise * steps))
    fall = cosine(rate, max(1, steps - top))
    return Schedule("one cycle", warm_up(fall, top).formula)
