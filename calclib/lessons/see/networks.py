"""Lesson 18, three networks that read digits: each a function of one vector θ and of images."""

# NumPy's functions are typed as giving Any:
# mypy: disable-error-code="no-any-return"

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.derivatives.autodiff import relu
from calclib.functions.batches import Batches, DataFunction
from calclib.learn.classes import cross_entropy
from calclib.learn.data import Split, digits, new_hands
from calclib.learn.layers import cut, he, parameter_count

CLASSES = 10
BATCH = 32
LINEAR = [(64, 10), (10,)]
SMALL = [(9, 16), (16,), (144, 10), (10,)]
LARGE = [(9, 16), (16,), (144, 32), (32,), (128, 10), (10,)]


def convolve(maps: Array, kernels: Array, bias: Array) -> Array:
    """Slide kernels of 3 × 3 over maps: at each place the sum of the products, plus the bias.

    maps: (..., n, rows, columns, channels).
    kernels: (..., channels · 9, k), for each channel the nine numbers of a window row by row.
    bias: (..., k).
    Returns (..., n, rows − 2, columns − 2, k).

    >>> convolve(np.ones((1, 8, 8, 1)), np.ones((9, 2)), np.zeros(2)).shape
    (1, 6, 6, 2)
    """
    windows = sliding_window_view(maps, (3, 3), axis=(-3, -2))
    *runs, n, rows, columns, channels, _, _ = windows.shape
    unrolled = windows.reshape(*runs, n * rows * columns, channels * 9)
    sums = unrolled @ kernels + bias[..., None, :]
    return sums.reshape(*sums.shape[:-2], n, rows, columns, sums.shape[-1])


def pool(maps: Array) -> Array:
    """The largest number of each 2 × 2 block: (..., rows, columns, k) → half as many of both.

    >>> pool(np.arange(16.0).reshape(1, 4, 4, 1))[0, ..., 0].tolist()
    [[5.0, 7.0], [13.0, 15.0]]
    """
    *rest, rows, columns, k = maps.shape
    return maps.reshape(*rest, rows // 2, 2, columns // 2, 2, k).max(axis=(-4, -2))


def dense(maps: Array, weights: Array, bias: Array) -> Array:
    """Flatten the maps of each image and weigh them: (..., n, rows, columns, k) → (..., n, 10)."""
    flat = maps.reshape(*maps.shape[:-3], weights.shape[-2])
    return flat @ weights + bias[..., None, :]


def linear(theta: Array, images: Array) -> Array:
    """Ten weighted sums of the 64 pixels: softmax regression, without hidden layers.

    theta: (..., 650).
    images: (n, 8, 8).
    Returns scores (..., n, 10).

    >>> linear(np.zeros(650), np.zeros((5, 8, 8))).shape
    (5, 10)
    """
    W, c = cut(theta, LINEAR)
    return dense(images[..., None], W, c)


def small(theta: Array, images: Array) -> Array:
    """Network A: 16 kernels, ReLU, pool, dense: 8 × 8 → 6 × 6 × 16 → 3 × 3 × 16 → 10 scores.

    theta: (..., 1610).
    images: (n, 8, 8).
    Returns scores (..., n, 10).

    >>> small(np.zeros(1610), np.zeros((5, 8, 8))).shape
    (5, 10)
    """
    K, b, W, c = cut(theta, SMALL)
    maps = relu(convolve(images[..., None], K, b))
    return dense(pool(maps), W, c)


def large(theta: Array, images: Array) -> Array:
    """Network B: two layers of kernels: 8 × 8 → 6 × 6 × 16 → 4 × 4 × 32 → 2 × 2 × 32 → 10.

    theta: (..., 6090).
    images: (n, 8, 8).
    Returns scores (..., n, 10).

    >>> large(np.zeros(6090), np.zeros((5, 8, 8))).shape
    (5, 10)
    """
    K, b, M, d, W, c = cut(theta, LARGE)
    maps = relu(convolve(images[..., None], K, b))
    maps = relu(convolve(maps, M, d))
    return dense(pool(maps), W, c)


class Network(NamedTuple):
    """A forward pass with the shapes of its layers."""

    scores: Callable[..., Array]
    shapes: list[tuple[int, ...]]

    @property
    def size(self) -> int:
        """How many numbers a training run sets."""
        return parameter_count(self.shapes)


NETWORKS = {
    "softmax regression": Network(linear, LINEAR),
    "A": Network(small, SMALL),
    "B": Network(large, LARGE),
}


def random_split() -> Split:
    """1,437 digits drawn at random train; the other 360 test.

    >>> [len(part) for part in random_split()]
    [1437, 360]
    """
    order = np.random.default_rng(0).permutation(len(digits()))
    return Split(order[:1437], order[1437:])


def digits_at(chosen: NDArray[np.int_]) -> tuple[Array, NDArray[np.int_]]:
    """The images and the labels of chosen digits.

    >>> [part.shape for part in digits_at(new_hands().test)]
    [(510, 8, 8), (510,)]
    """
    data = digits()
    return data.images[chosen], data.labels[chosen]


SPLITS = {"random": random_split, "new hands": new_hands}


def loss_over(
    network: Network, images: Array, labels: NDArray[np.int_], name: str = "cross-entropy"
) -> DataFunction:
    """The mean cross-entropy of a network over images, as a Function of its θ."""

    def loss(theta: Array, images: Array, labels: NDArray[np.int_]) -> Array:
        return cross_entropy(network.scores(theta, images), labels)

    return DataFunction(loss, images, labels, dimension=network.size, name=name)


def with_shifts(images: Array) -> Array:
    """The images, and each moved by one pixel down, up, right and left: (n, …) → (5 n, …).

    >>> with_shifts(np.ones((2, 8, 8))).sum(axis=(1, 2))[[0, 2]].tolist()
    [64.0, 56.0]
    """
    wide = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    moves = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]
    return np.concatenate([wide[:, 1 + a : 9 + a, 1 + b : 9 + b] for a, b in moves])


def start(network: Network, seed: int) -> Array:
    """He's starting weights, from a seed."""
    return he(network.shapes, np.random.default_rng(seed))


def batches(network: Network, chosen: NDArray[np.int_], seed: int, shifts: bool = False) -> Batches:
    """Losses over 32 of the chosen digits each, for ever.

    shifts: whether each digit is also shown moved by a pixel, four ways.
    """
    images, labels = digits_at(chosen)
    if shifts:
        images = with_shifts(images)
        labels = np.tile(labels, 5)
    whole = loss_over(network, images, labels)
    return whole.batches(BATCH, np.random.default_rng(seed))


def last(points: Iterator[Array], steps: int) -> Array:
    """The point of a walk after so many steps.

    >>> last(iter([np.array([1.0]), np.array([0.5]), np.array([0.25])]), 2)
    array([0.25])
    """
    return next(islice(points, steps, None))


def share_right(network: Network, theta: Array, chosen: NDArray[np.int_]) -> Array:
    """The share of chosen digits whose label gets the highest score: (..., n_θ) → (...)."""
    images, labels = digits_at(chosen)
    said = network.scores(theta, images).argmax(axis=-1)
    return (said == labels).mean(axis=-1)
