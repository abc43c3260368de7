"""The network of lesson 22: 64 pixels, 16 hidden neurons, ten scores; and what leaves it the same.

Its 1,210 numbers stand in one vector θ (..., 1210), in the order W (64, 16), b (16,), U (16, 10),
c (10,); leading axes are runs.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.derivatives.autodiff import relu
from calclib.functions.batches import DataFunction
from calclib.functions.function import Function
from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits, new_hands
from calclib.learn.layers import cut, he, parameter_count
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import GradientDescent, Rule

Squash: TypeAlias = Callable[[Array], Array]

PIXELS, HIDDEN, CLASSES = 64, 16, 10
SHAPES = [(PIXELS, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,)]
SIZE = parameter_count(SHAPES)
BATCH = 32
RATE = 0.2
STEPS = 820  # 20 passes through the training digits
EVERY = 10  # one step in so many is kept


def scores(theta: Array, pixels: Array, squash: Squash = relu) -> Array:
    """Ten scores for each digit: squash(x W + b) U + c.

    theta: (..., 1210).
    pixels: (n, 64).
    squash: what a hidden neuron does to its sum.
    Returns (..., n, 10).

    >>> scores(np.zeros(1210), np.zeros((5, 64))).shape
    (5, 10)
    """
    W, b, U, c = cut(theta, SHAPES)
    hidden = squash(pixels @ W + b[..., None, :])
    answer: Array = hidden @ U + c[..., None, :]
    return answer


def pixels_of(chosen: NDArray[np.int_]) -> tuple[Array, NDArray[np.int_]]:
    """Chosen digits as rows of 64 pixels, and their labels.

    >>> [part.shape for part in pixels_of(new_hands().test)]
    [(510, 64), (510,)]
    """
    data = digits()
    return data.images[chosen].reshape(-1, PIXELS), data.labels[chosen]


def loss_over(chosen: NDArray[np.int_], squash: Squash = relu) -> DataFunction:
    """The mean cross-entropy over chosen digits, as a Function of θ."""
    pixels, labels = pixels_of(chosen)

    def loss(theta: Array, pixels: Array, labels: NDArray[np.int_]) -> Array:
        return cross_entropy(scores(theta, pixels, squash), labels)

    return DataFunction(loss, pixels, labels, dimension=SIZE, name="cross-entropy")


@cache
def training_loss(squash: Squash = relu) -> DataFunction:
    """The loss over all 1,287 training digits, those of sheets 1 to 10.

    >>> training_loss().value(np.zeros(1210)).round(4)
    np.float64(2.3026)
    """
    return loss_over(new_hands().train, squash)


def start(seed: int) -> Array:
    """He's starting weights, from a seed: (1210,)."""
    return he(SHAPES, np.random.default_rng(seed))


def train(rule: Rule | None = None, seed: int = 0, order: int | None = None) -> Path:
    """Train the network from a seed, 820 steps of 32 digits, and keep one step in ten.

    rule: by default gradient descent at rate 0.2.
    seed: of the first weights.
    order: the seed of the order in which the digits come; by default that of the first weights.

    >>> train(seed=0).points.shape
    (83, 1210)
    """
    rng = np.random.default_rng(seed if order is None else order)
    batches = training_loss().batches(BATCH, rng)
    return descend(batches, start(seed), rule or GradientDescent(RATE), STEPS, every=EVERY)


def share_right(theta: Array, chosen: NDArray[np.int_], squash: Squash = relu) -> Array:
    """The share of chosen digits whose label gets the highest score: (..., 1210) → (...)."""
    pixels, labels = pixels_of(chosen)
    said = scores(theta, pixels, squash).argmax(axis=-1)
    return np.asarray((said == labels).mean(axis=-1))


def join(W: Array, b: Array, U: Array, c: Array) -> Array:
    """Put four arrays back into one vector, (1210,): the inverse of `cut`.

    >>> theta = np.arange(1210.0)
    >>> bool((join(*cut(theta, SHAPES)) == theta).all())
    True
    """
    return np.concatenate([W.ravel(), b, U.ravel(), c])


def rescale(theta: Array, k: float) -> Array:
    """Multiply the first layer by k and divide the second by it; with ReLU and k > 0 the same net.

    >>> theta = start(0)
    >>> pixels = np.random.default_rng(1).random((3, 64))
    >>> bool(np.allclose(scores(theta, pixels), scores(rescale(theta, 5.0), pixels)))
    True
    """
    W, b, U, c = cut(theta, SHAPES)
    return join(k * W, k * b, U / k, c)


def reorder(theta: Array, order: ArrayLike) -> Array:
    """The same net with its hidden neurons in another order, (16,): columns of W and b, rows of U.

    >>> theta = np.arange(1210.0)
    >>> bool((reorder(theta, range(16)) == theta).all())
    True
    """
    W, b, U, c = cut(theta, SHAPES)
    places = np.asarray(order)
    return join(W[:, places], b[places], U[places], c)


def match(theta: Array, other: Array) -> NDArray[np.int_]:
    """For each hidden neuron of one net the neuron of another that is most like it, (16,).

    A neuron is its 75 numbers: 64 weights in, a bias, 10 weights out. Of all pairs that are still
    free the one with the largest product is taken, sixteen times.

    >>> theta = start(0)
    >>> order = np.random.default_rng(3).permutation(16)
    >>> bool((order[match(theta, reorder(theta, order))] == np.arange(16)).all())
    True
    """
    mine, its = (_neurons(one) for one in (theta, other))
    alike = mine @ its.T
    matched = np.zeros(HIDDEN, int)
    for _ in range(HIDDEN):
        i, j = np.unravel_index(alike.argmax(), alike.shape)
        matched[i] = j
        alike[i] = -np.inf
        alike[:, j] = -np.inf
    return matched


def _neurons(theta: Array) -> Array:
    """The numbers of each hidden neuron, (16, 75)."""
    W, b, U, _ = cut(theta, SHAPES)
    return np.concatenate([W.T, b[:, None], U], axis=1)


def value_at(f: Function, points: Array, rows: int = 64) -> Array:
    """f at many points (..., n) → (...), so many at a time as memory likes."""
    flat = points.reshape(-1, points.shape[-1])
    parts = [f.value(flat[i : i + rows]) for i in range(0, len(flat), rows)]
    return np.concatenate(parts).reshape(points.shape[:-1])
