"""A pole on a cart, which a policy of five numbers learns to hold: in lesson 21, and in lesson 22.

Each function takes many independent learners at once: their parameters are (..., 5), and every
array begins with the same axes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.expressions.elementary import sigmoid
from calclib.functions.function import Function

FALLEN = 12 * 2 * np.pi / 360  # the angle at which the pole counts as fallen
EDGE = 2.4  # metres from the middle at which the track ends
STEP_TIME = 0.02  # seconds of one step
LONGEST_HOLD = 500  # steps; ten seconds


def pole(state: Array, push_right: NDArray[np.bool_]) -> Array:
    """One step of 0.02 s: states (..., 4) and pushes (...) → states (..., 4).

    A state is position, speed, angle, turning speed; a push is 10 N to the right or to the left.
    The formulas and their order are those of gymnasium's CartPole-v1, whose every digit it gives.
    Source: Barto, Sutton & Anderson 1983, doi:10.1109/TSMC.1983.6313077.

    >>> pole(np.zeros(4), np.array(True)).round(4)
    array([ 0.    ,  0.1951,  0.    , -0.2927])
    """
    speed, angle, turning = np.moveaxis(state[..., 1:], -1, 0)
    cosine, sine = np.cos(angle), np.sin(angle)
    force = np.where(push_right, 10.0, -10.0)
    pull = (force + 0.05 * turning**2 * sine) / 1.1
    turn = (9.8 * sine - cosine * pull) / (0.5 * (4.0 / 3.0 - 0.1 * cosine**2 / 1.1))
    push = pull - 0.05 * turn * cosine / 1.1
    change = np.stack([speed, push, turning, turn], axis=-1)
    return np.asarray(state + STEP_TIME * change)


def is_lost(state: Array) -> NDArray[np.bool_]:
    """Whether the pole has fallen or the cart has left its track: states (..., 4) → (...)."""
    return np.asarray((np.abs(state[..., 0]) > EDGE) | (np.abs(state[..., 2]) > FALLEN))


def push_probability(theta: Array, state: Array) -> Array:
    """The probability of a push to the right: σ(w·state + b), of five numbers (..., 5).

    >>> float(push_probability(np.zeros(5), np.zeros(4)))
    0.5
    """
    weights = theta[..., None, :4]
    return np.asarray(sigmoid((weights * state).sum(axis=-1) + theta[..., 4:]).squeeze())


@dataclass(frozen=True, eq=False)
class Holds:
    """Episodes with the pole: states (time, ..., episodes, 4), pushes and alive without the 4."""

    states: Array
    pushes: NDArray[np.bool_]
    alive: NDArray[np.bool_]

    @property
    def lengths(self) -> NDArray[np.int_]:
        """How many steps each episode held, (..., episodes)."""
        return np.asarray(self.alive.sum(axis=0))

    @property
    def returns(self) -> Array:
        """The steps still to come at each moment, each worth 1: (time, ..., episodes)."""
        return np.cumsum(self.alive[::-1], axis=0)[::-1].astype(float)


def hold_the_pole(theta: Array, episodes: int, rng: np.random.Generator) -> Holds:
    """Let the policy of each learner (..., 5) push the cart, 500 steps at most."""
    shape = (*theta.shape[:-1], episodes)
    state = rng.uniform(-0.05, 0.05, (*shape, 4))
    alive = np.ones(shape, dtype=bool)
    states = []
    pushes = []
    going = []
    weights = theta[..., None, :4]
    shift = theta[..., 4:]
    for _ in range(LONGEST_HOLD):
        probabilities = sigmoid((weights * state).sum(axis=-1) + shift)
        push = rng.random(shape) < probabilities
        states.append(state)
        pushes.append(push)
        going.append(alive)
        state = pole(state, push)
        alive = alive & ~is_lost(state)
        if not alive.any():
            break
    return Holds(np.array(states), np.array(pushes), np.array(going))


def pole_surrogate(holds: Holds, baseline: str) -> Function:
    """The function of θ (..., 5) whose slope is REINFORCE's guess for the pole.

    baseline: "none", "mean" over all moments, or "each moment": the mean of the episodes that
    still hold the pole at that moment.
    """
    alive = holds.alive
    returns = holds.returns
    if baseline == "mean":
        total = (returns * alive).sum((0, -1))
        count = alive.sum((0, -1))
        returns = returns - (total / count)[..., None]
    elif baseline == "each moment":
        total = (returns * alive).sum(-1, keepdims=True)
        count = alive.sum(-1, keepdims=True)
        returns = returns - total / np.maximum(count, 1)
    advantage = returns * alive
    sign = np.where(holds.pushes, 1.0, -1.0)
    episodes = alive.shape[-1]

    def surrogate(theta: Array) -> Array:
        score = (holds.states * theta[..., None, :4]).sum(axis=-1) + theta[..., 4:]
        log_probability = np.log(sigmoid(sign * score))
        gained: Array = -np.sum(log_probability * advantage, axis=(0, -1)) / episodes
        return gained

    return Function(surrogate, dimension=5)
