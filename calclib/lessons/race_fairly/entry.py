"""Lesson 15, the entry to the race: may a learner's own rule run, and if not, why."""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.race_fairly.field import RATES
from calclib.optimize.descent import sweep
from calclib.practice.reading import UnreadableError, blank_in
from calclib.practice.walks import shaped

STARTS = np.array([[[1.0, 2.0]], [[3.0, -1.0]]])
ALONE = (
    "It races, but its runs disturb each other: take sums and norms of one run alone, with "
    "axis=-1, keepdims=True."
)


def entry(own: Callable[[Array], object]) -> str:
    """Say whether a learner's rule, made from a learning rate, may race, and where not, why.

    It takes three steps on a bowl, from two starts at all rates at once and from one start alone.

    >>> from calclib import Adam
    >>> entry(Adam)
    'It races as "yours".'
    >>> entry(lambda rate: rate)
    'Your rule is not ready. It has no start and step: write def start and def step.'
    """
    try:
        with np.errstate(all="ignore"):
            crowd = some_steps(own, STARTS)
            alone = some_steps(own, STARTS[:1])
    except UnreadableError as reason:
        return f"Your rule is not ready. {reason}"
    except Exception as error:  # a learner's rule may raise anything
        stopped = f"It stops: {type(error).__name__}: {error}."
        why = str(blank_in(error) or stopped).removeprefix("Not answered yet. ")
        return f"Your rule is not ready. {why}"
    apart = not np.allclose(crowd[:1], alone, equal_nan=True)
    return ALONE if apart else 'It races as "yours".'


def some_steps(own: Callable[[Array], object], starts: Array) -> Array:
    """Where three steps lead; raises UnreadableError for what is no rule.

    >>> from calclib import GradientDescent
    >>> some_steps(GradientDescent, np.array([[[1.0, 2.0]]])).shape
    (1, 11, 2)
    """
    f = Function("x^2 + y^2")
    points = np.repeat(starts, len(RATES), 1)
    rule = own(sweep(RATES))
    if not (hasattr(rule, "start") and hasattr(rule, "step")):
        raise UnreadableError("It has no start and step: write def start and def step.")
    shape = points.shape
    memory = rule.start(points)
    for _ in range(3):
        told = rule.step(f, points, memory)
        if not isinstance(told, tuple) or len(told) != 2:
            raise UnreadableError("A step returns two things: the points, and the memory.")
        points = shaped(told[0], shape, "The points that a step returns")
        memory = told[1]
    return points
