"""Planes through a net: two random directions, equally long or as long as the net's own parts.

A plane is θ + u d₁ + v d₂. The heights over it are losses. The shape that one sees depends on how
long d₁ and d₂ are in each layer.
"""

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.learn.layers import cut
from calclib.lessons.look_around.networks import SHAPES, join, value_at

SIDE = 41  # points along each side of a plane


def equally_long(theta: Array, rng: np.random.Generator, length: float = 1.0) -> Array:
    """A random direction of this length, the same for every net; biases stay: (1210,).

    >>> direction = equally_long(np.ones(1210), np.random.default_rng(0), length=5.0)
    >>> np.linalg.norm(direction).round(9)
    np.float64(5.0)
    """
    drawn = np.concatenate([part.ravel() for part in _weights_alone(theta, rng)])
    return length * drawn / np.linalg.norm(drawn)


def filter_normalised(theta: Array, rng: np.random.Generator) -> Array:
    """A random direction in which each neuron's weights are as long as the net's own: (1210,).

    Each column of W and of U is drawn, then given the length of that column in θ; biases stay.
    Source: Li et al. 2018, arXiv:1712.09913.

    >>> direction = filter_normalised(np.ones(1210), np.random.default_rng(0))
    >>> W, b, U, c = cut(direction, SHAPES)
    >>> np.linalg.norm(W, axis=0)[:3].round(9), b.max()
    (array([8., 8., 8.]), np.float64(0.0))
    """
    parts = []
    for own, new in zip(cut(theta, SHAPES), _weights_alone(theta, rng), strict=True):
        if own.ndim == 1:
            parts.append(new)
        else:
            parts.append(new * np.linalg.norm(own, axis=0) / np.linalg.norm(new, axis=0))
    return join(*parts)


def _weights_alone(theta: Array, rng: np.random.Generator) -> list[Array]:
    """Normal numbers for the weights, and zeros for the biases, in the shapes of the layers."""
    drawn = cut(rng.normal(size=theta.shape[-1]), SHAPES)
    return [np.zeros_like(part) if part.ndim == 1 else part for part in drawn]


def losses_away(f: Function, theta: Array, draws: int = 5) -> tuple[float, float]:
    """The loss 1 away in directions of length 1, and half-way along normalised ones: two means.

    draws: how many directions of each kind, from the seeds 0, 1, …

    >>> bowl = Function(lambda x: (x**2).sum(axis=-1), dimension=1210)
    >>> round(losses_away(bowl, np.zeros(1210))[0], 9)
    1.0
    """
    found = []
    for draw, share in ((equally_long, 1.0), (filter_normalised, 0.5)):
        points = [theta + share * draw(theta, np.random.default_rng(seed)) for seed in range(draws)]
        found.append(float(f.value(np.array(points)).mean()))
    return found[0], found[1]


def plane(f: Function, theta: Array, first: Array, second: Array, reach: float) -> Array:
    """f over the plane through θ, u and v from −reach to reach: (41, 41), rows along v.

    >>> bowl = Function(lambda x: (x**2).sum(axis=-1), dimension=3)
    >>> plane(bowl, np.zeros(3), np.eye(3)[0], np.eye(3)[1], 2.0)[0, 0]
    np.float64(8.0)
    """
    ticks = np.linspace(-reach, reach, SIDE)
    points = theta + ticks[:, None] * first + ticks[:, None, None] * second
    return value_at(f, points)
