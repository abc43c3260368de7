"""Each mistake of an optimizer, written plainly as a learner writes it, gets its own sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from calclib import Function
from calclib.optimize.rules import (
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.practice import follow

VALLEY = Function("x^2 + 3y^2 + x y")
START = (1.0, 2.0)
STEPS = 8
# ε as large as a slope, so that its place and its sign are seen; α² is another number than α.
RATE, BETA, SHARE, EPSILON, DECAY = 0.05, 0.8, 0.9, 0.5, 0.3


def slope(x: Any) -> Any:
    return np.array([2 * x[0] + x[1], 6 * x[1] + x[0]])


HESSIAN = np.array([[2.0, 1.0], [1.0, 6.0]])


@dataclass(frozen=True)
class Case:
    """A rule, a step with a mistake in it, from the point and the memory, and what is said."""

    rule: Rule
    step: Callable[[Any, Any], tuple[Any, Any]]
    says: str
    start: tuple[float, float] = START


def plain(step: Callable[[Any], Any]) -> Callable[[Any, Any], tuple[Any, Any]]:
    """A step that remembers nothing."""
    return lambda x, memory: (step(x), memory)


def one_after_another(x: Any) -> Any:
    x = x.copy()
    x[0] = x[0] - RATE * slope(x)[0]
    x[1] = x[1] - RATE * slope(x)[1]
    return x


def new_point_first(x: Any, v: Any) -> tuple[Any, Any]:
    x = x - RATE * v
    return x, BETA * v + slope(x)


def with_velocity(velocity: Callable[[Any, Any], Any]) -> Callable[[Any, Any], tuple[Any, Any]]:
    """x ← x − αv with the new velocity."""

    def step(x: Any, v: Any) -> tuple[Any, Any]:
        v = velocity(x, v)
        return x - RATE * v, v

    return step


def with_look_ahead(ahead: Callable[[Any, Any], Any]) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Nesterov's step with another look-ahead point."""
    return with_velocity(lambda x, v: BETA * v + slope(ahead(x, v)))


def from_the_look_ahead(x: Any, v: Any) -> tuple[Any, Any]:
    ahead = x - RATE * BETA * v
    v = BETA * v + slope(ahead)
    return ahead - RATE * v, v


def with_squares(
    squares: Callable[[Any, Any], Any], size: Callable[[Any], Any]
) -> Callable[[Any, Any], tuple[Any, Any]]:
    """x ← x − αg/size."""

    def step(x: Any, s: Any) -> tuple[Any, Any]:
        g = slope(x)
        s = squares(s, g)
        return x - RATE * g / size(s), s

    return step


def like_adam(
    share1: float = 1 - SHARE,
    seen: Callable[[Any], Any] = np.square,
    size: Callable[[Any], Any] = lambda v: np.sqrt(v) + EPSILON,
    ahead: int = 0,
    decay: float = 0.0,
) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Adam's step with β₁ = SHARE and β₂ = BETA, and something exchanged."""

    def step(x: Any, memory: Any) -> tuple[Any, Any]:
        m, v, t = memory or (0.0, 0.0, 0)
        t += 1
        g = slope(x) + decay * x
        m = SHARE * m + share1 * g
        v = BETA * v + (1 - BETA) * seen(g)
        m_hat = m / (1 - SHARE ** (t + ahead))
        v_hat = v / (1 - BETA ** (t + ahead))
        return x - RATE * m_hat / size(v_hat), (m, v, t)

    return step


DESCENT = GradientDescent(RATE)
MOMENTUM = Momentum(RATE, BETA)
NESTEROV = Nesterov(RATE, BETA)
ADAGRAD = AdaGrad(RATE, EPSILON)
RMSPROP = RMSprop(RATE, SHARE, EPSILON)
ADAM = Adam(RATE, SHARE, BETA, EPSILON)
ADAMW = AdamW(RATE, SHARE, BETA, EPSILON, weight_decay=DECAY)
NEWTON = Newton(RATE)
CASES = [
    Case(DESCENT, plain(lambda x: x + RATE * slope(x)), "It goes uphill"),
    Case(DESCENT, plain(lambda x: x - 2 * RATE * slope(x)), "twice as long"),
    Case(DESCENT, plain(lambda x: x - RATE * slope(x) / 2), "half as long"),
    Case(DESCENT, plain(lambda x: x - slope(x)), "not multiplied by the learning rate"),
    Case(DESCENT, plain(lambda x: -RATE * slope(x)), "the step alone"),
    Case(DESCENT, plain(lambda x: x - RATE * x), "follows the point"),
    Case(DESCENT, plain(one_after_another), "updated in place"),
    Case(
        DESCENT,
        plain(lambda x: x - RATE * slope(x) / np.sqrt(np.sum(slope(x) ** 2))),
        "the length of the learning rate",
    ),
    Case(MOMENTUM, lambda x, v: (x - RATE * v, BETA * v + slope(x)), "by the old velocity: update"),
    Case(MOMENTUM, new_point_first, "and the slope is taken after it"),
    Case(MOMENTUM, with_velocity(lambda x, v: BETA * v + (1 - BETA) * slope(x)), "by 1 − β"),
    Case(MOMENTUM, with_velocity(lambda x, v: v + slope(x)), "not multiplied by β"),
    Case(MOMENTUM, with_velocity(lambda x, v: slope(x)), "forgotten at each step"),
    Case(MOMENTUM, with_velocity(lambda x, v: BETA * v + RATE * slope(x)), "in it twice"),
    Case(MOMENTUM, with_look_ahead(lambda x, v: x - RATE * BETA * v), "This is Nesterov's rule"),
    Case(NESTEROV, with_look_ahead(lambda x, v: x), "This is plain momentum"),
    Case(NESTEROV, with_look_ahead(lambda x, v: x + RATE * BETA * v), "point goes uphill"),
    Case(NESTEROV, with_look_ahead(lambda x, v: x - RATE * v), "point lacks β"),
    Case(NESTEROV, with_look_ahead(lambda x, v: x - BETA * v), "point lacks α"),
    Case(NESTEROV, from_the_look_ahead, "starts from the look-ahead point"),
    Case(ADAGRAD, with_squares(lambda s, g: s + g**2, lambda s: s + EPSILON), "root is missing"),
    Case(ADAGRAD, with_squares(lambda s, g: g**2, lambda s: np.sqrt(s) + EPSILON), "add up"),
    Case(
        RMSPROP,
        with_squares(lambda s, g: SHARE * s + (1 - SHARE) * g**2, lambda s: s + EPSILON),
        "root is missing",
    ),
    Case(
        RMSPROP,
        with_squares(lambda s, g: SHARE * s + g**2, lambda s: np.sqrt(s) + EPSILON),
        "new square is not multiplied",
    ),
    Case(ADAM, like_adam(share1=1.0), "new slope is not multiplied by 1 − β₁."),
    Case(ADAM, like_adam(seen=np.abs), "takes in the size of the slope", start=(1.0, -1.5)),
    Case(ADAM, like_adam(seen=lambda g: g), "takes in the slope itself"),
    Case(ADAM, like_adam(size=lambda v: v + EPSILON), "root is missing"),
    Case(ADAM, like_adam(size=lambda v: np.sqrt(v + EPSILON)), "ε is inside the root"),
    Case(ADAM, like_adam(ahead=1), "is one ahead"),
    Case(ADAMW, like_adam(), "weight decay is missing"),
    Case(ADAMW, like_adam(decay=DECAY), "decay is part of the gradient"),
    Case(NEWTON, plain(lambda x: x - RATE * HESSIAN @ slope(x)), "multiplies by the Hessian"),
    Case(NEWTON, plain(lambda x: x - RATE * slope(x)), "curvature is missing"),
    Case(NEWTON, plain(lambda x: x - RATE * slope(x) / np.diag(HESSIAN)), "by the diagonal"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.title}, {case.says}")
def test_a_mistake_written_plainly_is_named(case: Case) -> None:
    x = np.array(case.start)
    memory: Any = None if isinstance(case.rule, Adam) else np.zeros(2)
    walked = [x]
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            x, memory = case.step(x, memory)
            walked.append(x)
    verdict = follow(np.array(walked), case.rule, VALLEY, case.start, steps=STEPS)
    assert verdict.passed is False
    assert case.says in verdict.message
