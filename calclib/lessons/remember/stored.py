"""Lesson 19, what is trained once and stored: runs over twelve seeds, two networks, torch's."""

from functools import cache
from importlib.resources import files

import numpy as np

from calclib.arrays import Array


def _read(name: str) -> dict[str, Array]:
    with (files("calclib.lessons.remember") / name).open("rb") as file, np.load(file) as stored:
        return {key: stored[key] for key in stored.files}


@cache
def runs() -> dict[str, Array]:
    """What tools/train_remember.py wrote: twelve seeds of each training that the lesson quotes.

    adding: test errors (4 networks, 12), in the order of `learning.ADDING`.
    one_bit: test losses (5, 12), LSTMs of the forget biases of `learning.BIASES`, then a plain
    network.
    rates: the rates tried (6,).
    validation: errors one month ahead in 1987 to 1991 (3 cells, 2 rules, 12, 6).
    chosen: the rate of the least median (3, 2).
    forecasts: errors of 1992 to 2001 with it, one month ahead and one to twelve (3, 2, 12, 2).
    weights LSTM, weights GRU: seed 0, Adam.
    """
    return _read("runs.npz")


@cache
def torch() -> dict[str, Array]:
    """What tests/oracles/recurrent_oracle.py wrote: losses and gradients by torch 2.13.

    For each cell: its weights θ, the inputs x and what is due, the loss and its gradient by θ.
    """
    return _read("torch.npz")
