"""Learning rates that change: each schedule is a function of the step k = 0, 1, 2, …

The walk applies one by `replace(rule, learning_rate=schedule(k))`; no rule knows of schedules. Any
callable will do. `rate` may be an array, so that a sweep can be scheduled too.

>>> from calclib import GradientDescent, descend, landscapes
>>> path = descend(landscapes.bowl, [1.0, 1.0], GradientDescent(step(0.4, every=2)), steps=4)
>>> path.points[:, 0].round(3)
array([1.   , 0.2  , 0.04 , 0.024, 0.014])
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi
from typing import Any


@dataclass(frozen=True, eq=False)
class Schedule:
    """A named function of the step.

    >>> twice = Schedule("twice k", lambda k: 2.0 * k)
    >>> twice(3), twice.label
    (6.0, 'twice k')
    """

    label: str
    formula: Callable[[int], Any]

    def __call__(self, k: int) -> Any:
        """The rate at step k."""
        return self.formula(k)


def constant(rate: Any) -> Schedule:
    """αₖ = α.

    >>> constant(0.1)(7)
    0.1
    """
    return Schedule("constant", lambda k: rate)


def step(rate: Any, every: int, factor: float = 0.5) -> Schedule:
    """αₖ = α · factor^⌊k / every⌋: a drop every so many steps.

    >>> [step(0.8, every=2)(k) for k in range(5)]
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """
    return Schedule(f"× {factor:g} every {every}", lambda k: rate * factor ** (k // every))


def exponential(rate: Any, factor: float = 0.99) -> Schedule:
    """αₖ = α · factorᵏ.

    >>> [exponential(0.8, 0.5)(k) for k in range(3)]
    [0.8, 0.4, 0.2]
    """
    return Schedule(f"× {factor:g} a step", lambda k: rate * factor**k)


def inverse_root(rate: Any) -> Schedule:
    """αₖ = α / √(k + 1): the decay of online learning (Zinkevich 2003).

    >>> inverse_root(0.5)(3)
    0.25
    """
    return Schedule("1/√k", lambda k: rate / (k + 1) ** 0.5)


def cosine(rate: Any, steps: int) -> Schedule:
    """αₖ = α (1 + cos(πk/steps)) / 2, down to 0.

    Source: Loshchilov & Hutter 2017, arXiv:1608.03983.

    >>> [round(cosine(0.8, 4)(k), 3) for k in range(5)]
    [0.8, 0.683, 0.4, 0.117, 0.0]
    """
    return Schedule("cosine", lambda k: rate * (1 + cos(pi * min(k / steps, 1))) / 2)


def warm_up(schedule: Callable[[int], Any], steps: int) -> Schedule:
    """A line up to the schedule's start, then the schedule.

    Source: Goyal et al. 2017, arXiv:1706.02677.

    >>> [warm_up(constant(0.4), 4)(k) for k in range(5)]
    [0.1, 0.2, 0.30000000000000004, 0.4, 0.4]
    """

    def rate(k: int) -> Any:
        return schedule(0) * (k + 1) / steps if k < steps else schedule(k - steps)

    return Schedule("warm-up", rate)


def one_cycle(rate: Any, steps: int, rise: float = 0.3) -> Schedule:
    """A line up for a share `rise` of the steps, then a cosine down to 0.

    Source: Smith & Topin 2018, arXiv:1708.07120.

    >>> [round(one_cycle(0.8, 6)(k), 3) for k in range(6)]
    [0.4, 0.8, 0.8, 0.683, 0.4, 0.117]
    """
    top = max(1, round(rise * steps))
    return Schedule("one cycle", warm_up(cosine(rate, max(1, steps - top)), top).formula)
