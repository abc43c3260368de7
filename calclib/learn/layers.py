"""A network's numbers in one vector: cut it into layers, and draw the weights it starts from.

A rule walks a point θ (n,). A network wants matrices and biases. `cut` makes the second of the
first, and a rule never learns that its point is a network.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any, TypeAlias

import numpy as np

from calclib.arrays import Array

Shape: TypeAlias = tuple[int, ...]


def parameter_count(shapes: Sequence[Shape]) -> int:
    """How many numbers arrays of these shapes hold together.

    >>> parameter_count([(2, 16), (16,)])
    48
    """
    return sum(prod(shape) for shape in shapes)


def cut(theta: Any, shapes: Sequence[Shape]) -> list[Any]:
    """Cut a vector θ (..., n) into arrays (..., *shape), one for each shape, in order.

    theta: an array or a Tensor; its leading axes (runs, say) stay.
    shapes: of one run's arrays.
    Returns the arrays; through them the slopes of a Tensor find their way back to θ.
    Raises ValueError where the shapes hold more or fewer numbers than θ.

    >>> K, b = cut(np.arange(8.0), [(2, 3), (2,)])
    >>> K.tolist(), b.tolist()
    ([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]], [6.0, 7.0])
    """
    needed = parameter_count(shapes)
    if theta.shape[-1] != needed:
        raise ValueError(
            f"The shapes {list(shapes)} hold {needed} numbers, but θ has {theta.shape[-1]}; "
            "give it parameter_count(shapes) numbers."
        )
    parts = []
    begin = 0
    for shape in shapes:
        end = begin + prod(shape)
        parts.append(theta[..., begin:end].reshape(*theta.shape[:-1], *shape))
        begin = end
    return parts


def he(shapes: Sequence[Shape], rng: np.random.Generator) -> Array:
    """Draw weights of standard deviation √(2 / inputs), and biases of 0: for layers with ReLU.

    shapes: a shape of one axis is a bias; in any other the last axis counts the outputs, and the
    rest the inputs: (inputs, outputs), or (rows, columns, channels, kernels).
    Returns θ (n,), drawn layer by layer.
    Source: He et al. 2015, arXiv:1502.01852.

    >>> he([(100, 400), (400,)], np.random.default_rng(7)).std().round(2)
    np.float64(0.14)
    """
    return _drawn(shapes, rng, lambda inputs, outputs: (2 / inputs) ** 0.5)


def glorot(shapes: Sequence[Shape], rng: np.random.Generator) -> Array:
    """Draw weights of standard deviation √(2 / (inputs + outputs)), and biases of 0: for tanh.

    shapes: as in `he`.
    Returns θ (n,).
    Source: Glorot & Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html (their normal
    variant; the uniform one has the same standard deviation).

    >>> glorot([(100, 400), (400,)], np.random.default_rng(7)).std().round(3)
    np.float64(0.063)
    """
    return _drawn(shapes, rng, lambda inputs, outputs: (2 / (inputs + outputs)) ** 0.5)


def _drawn(
    shapes: Sequence[Shape], rng: np.random.Generator, spread: Callable[[int, int], float]
) -> Array:
    """Normal weights of standard deviation spread(inputs, outputs), and zeros for biases."""
    parts = []
    for shape in shapes:
        if len(shape) == 1:
            parts.append(np.zeros(shape))
        else:
            scale = spread(prod(shape[:-1]), shape[-1])
            parts.append((rng.normal(size=shape) * scale).ravel())
    return np.concatenate(parts)
