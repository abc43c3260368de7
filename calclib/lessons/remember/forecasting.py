"""Lesson 19, recurrent networks that forecast carbon dioxide: their loss, training, forecasts."""

import numpy as np

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.lessons.remember.carbon import Indices, Record, roll
from calclib.lessons.remember.cells import answer, count, first_weights
from calclib.lessons.remember.tasks import BATCH, train
from calclib.optimize.rules import Adam, RMSprop, Rule

HIDDEN = 12
STEPS = 400
RADIUS = 0.9
FORGET = {"RNN": 0.0, "LSTM": 1.0, "GRU": 0.0}
RULES: dict[str, type[Adam] | type[RMSprop]] = {"Adam": Adam, "RMSprop": RMSprop}


def loss_on(cell: str, data: Record) -> DataFunction:
    """The mean square error of the next change, over all windows that end before the test.

    >>> from calclib.lessons.remember.carbon import record
    >>> loss_on("RNN", record()).dimension
    181
    """

    def loss(theta: Array, windows: Array, changes: Array) -> Array:
        return (answer(cell, theta, windows[..., None], HIDDEN) - changes) ** 2

    known = data.learnable
    dimension = count(cell, 1, HIDDEN)
    return DataFunction(loss, data.windows[known], data.successors[known], dimension=dimension)


def starts(cell: str, seeds: range) -> Array:
    """First weights for several seeds, (runs, n)."""
    drawn = [first_weights(cell, 1, HIDDEN, seed, FORGET[cell], RADIUS) for seed in seeds]
    return np.stack(drawn)


def learn(
    cell: str, data: Record, rule: Rule, begin: Array, seed: int = 0, every: int = STEPS
) -> Array:
    """Train for 400 steps of 32 windows: θ at every so many steps, (records, runs, n)."""
    batches = loss_on(cell, data).batches(BATCH, np.random.default_rng(seed))
    return train(batches, begin, rule, STEPS, every)


def forecast(cell: str, theta: Array, data: Record, origins: Indices | None = None) -> Array:
    """What networks θ (runs, n) say from origins, by default all: (runs, origins, 12), in ppm."""
    chosen = data.origins if origins is None else origins
    return roll(data, chosen, lambda recent: answer(cell, theta, recent[..., None], HIDDEN))


def one_month_ahead(cell: str, theta: Array, data: Record) -> Array:
    """The rms error of networks θ (runs, n) one month ahead over all origins, (runs,), in ppm."""
    mean, spread = data.scale
    change = mean + spread * answer(cell, theta, data.recent(data.origins)[..., None], HIDDEN)
    missed = data.ppm[data.origins] + change - data.truth[:, 0]
    return np.asarray(np.sqrt(np.mean(missed**2, axis=-1)))
