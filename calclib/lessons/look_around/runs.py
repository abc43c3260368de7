"""Lesson 22, training runs of batch sizes and rates, compared at equal epochs and at equal loss.

The net is that of `networks` with tanh in the place of ReLU, so that its loss has curvature
everywhere; it starts from normal weights of standard deviation 1/√inputs. Seven settings, twelve
seeds each: tools/look_seeds.py trains them and stores what the scene shows.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.functions.function import Function
from calclib.learn.data import new_hands
from calclib.lessons.look_around.networks import share_right, start, training_loss, value_at
from calclib.lessons.look_around.sharpness import sharpness
from calclib.optimize.descent import walk
from calclib.optimize.rules import GradientDescent

ALL = 1287  # the training digits: a batch of all of them is gradient descent
SETTINGS = ((8, 0.05), (8, 0.2), (8, 0.8), (32, 0.2), (128, 0.2), (ALL, 0.2), (ALL, 2.0))
SEEDS = 12
EPOCHS = 20
LEVELS = np.geomspace(1.6, 0.05, 21)  # losses at which runs are compared, the last reached last
LOOK = 20  # steps between two looks at the loss
MOST_STEPS = 20_000
LIVE_ROUNDS = 20  # of power iteration: the curvature is settled to a few per cent


class Measured(NamedTuple):
    """What is measured of nets (...): training loss, sharpness, share right on new hands."""

    loss: Array
    sharpness: Array
    right: Array


def measure(theta: Array) -> Measured:
    """Measure nets with tanh, (..., 1210)."""
    f = training_loss(np.tanh)
    flat = theta.reshape(-1, theta.shape[-1])
    sharp = [sharpness(f, part, LIVE_ROUNDS) for part in np.array_split(flat, -(-len(flat) // 8))]
    right = [share_right(part, new_hands().test, np.tanh) for part in flat]
    shape = theta.shape[:-1]
    return Measured(
        value_at(f, theta),
        np.concatenate(sharp).reshape(shape),
        np.reshape(right, shape),
    )


def begin(seed: int) -> Array:
    """Starting weights for tanh, of standard deviation 1/√inputs: He's, divided by √2."""
    return np.asarray(start(seed) / np.sqrt(2))


def batches(size: int, seed: int) -> Iterator[DataFunction] | Function:
    """Batches of this size for ever; all digits at once are the loss itself."""
    whole = training_loss(np.tanh)
    return whole if size == ALL else whole.batches(size, np.random.default_rng(seed))


def at_equal_epochs(size: int, rate: float, seed: int) -> Array:
    """The net after each of 20 passes through the digits, and before the first: (21, 1210)."""
    epoch = -(-ALL // size)
    kept = []
    for step, theta in enumerate(walk(batches(size, seed), begin(seed), GradientDescent(rate))):
        if step % epoch == 0:
            kept.append(theta)
        if len(kept) > EPOCHS:
            break
    return np.array(kept)


def at_equal_loss(size: int, rate: float, seed: int) -> Array:
    """The net when its loss first reaches each of the LEVELS, looked at every 20 steps: (21, 1210).

    Raises RuntimeError where 20,000 steps do not reach the last.
    """
    f = training_loss(np.tanh)
    kept: list[Array] = []
    for step, theta in enumerate(walk(batches(size, seed), begin(seed), GradientDescent(rate))):
        if step % LOOK == 0:
            loss = f.value(theta)
            while len(kept) < len(LEVELS) and loss <= LEVELS[len(kept)]:
                kept.append(theta)
        if len(kept) == len(LEVELS):
            return np.array(kept)
        if step == MOST_STEPS:
            break
    raise RuntimeError(f"A batch of {size} at rate {rate} is not at the last loss in {step} steps.")


WAYS = {"equal epochs": at_equal_epochs, "equal loss": at_equal_loss}


@cache
def stored() -> dict[str, Measured]:
    """What tools/look_seeds.py measured: for each of the WAYS arrays (settings, seeds, 21).

    >>> stored()["equal loss"].loss.shape
    (7, 12, 21)
    """
    place = files("calclib.lessons.look_around") / "seeds.npz"
    with place.open("rb") as file, np.load(file) as kept:
        return {
            way: Measured(*(kept[f"{way} {part}"].astype(float) for part in Measured._fields))
            for way in WAYS
        }
