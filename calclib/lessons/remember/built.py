"""Lesson 19, a learner's own LSTM step: put into a network, differentiated, and held to torch."""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.learn.layers import cut
from calclib.lessons.remember import checks
from calclib.lessons.remember.cells import read, shapes
from calclib.lessons.remember.stored import torch
from calclib.lessons.remember.tasks import mean_square

LstmStep = Callable[[Array, Array, Array, Array, Array, Array], tuple[Array, Array]]
# Of the network that torch computed:
INPUTS = 2
HIDDEN = 4
OPEN = "Fill in the step first."


def loss_with(step: LstmStep) -> Function:
    """The loss on torch's stored sequences of a network that takes this step, as a Function of θ.

    step: (x, h, c, U, W, b) → (h, c), for arrays (batch, n) and for a Tensor alike.
    """
    word = torch()
    x = word["LSTM x"]
    due = word["LSTM due"]
    theta = word["LSTM theta"]

    def loss(point: Array) -> Array:
        U, W, b, _, _ = cut(point, shapes("LSTM", INPUTS, HIDDEN))
        h = c = np.zeros((len(x), HIDDEN))
        for t in range(x.shape[1]):
            h, c = step(x[:, t], h, c, U, W, b)
        return mean_square(read("LSTM", point, h, INPUTS), due)

    return Function(loss, dimension=theta.size)


def beside_torch(step: LstmStep) -> str:
    """Say how far the loss and its slopes are from torch's, for a step that calclib differentiates.

    >>> print(beside_torch(lambda x, h, c, U, W, b: (..., ...)))
    Fill in the step first.
    """
    if not checks.built.compare(step).passed:
        return OPEN
    word = torch()
    theta = word["LSTM theta"]
    f = loss_with(step)
    loss = float(f.value(theta))
    off = float(np.abs(f.gradient(theta) - word["LSTM gradient"]).max())
    equal = "equal" if off < 1e-12 else f"up to {off:.2g} apart"
    return f"loss: {loss:.6f}, torch {float(word['LSTM loss']):.6f}; {theta.size} slopes: {equal}"
