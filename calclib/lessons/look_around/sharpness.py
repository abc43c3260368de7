"""Sharpness: the largest curvature of a loss at a point, found without ever writing the Hessian.

A net of 1,210 numbers has a Hessian of 1.5 million entries. Its product with one vector costs a few
gradients, and repeated products turn any vector towards the direction of the largest curvature.
"""

from typing import Any

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import hessian_vector
from calclib.functions.function import Function

ROUNDS = 30
SEED = 5  # of the vector that the rounds begin with


def power_iteration(f: Function, theta: Array, rounds: int = ROUNDS) -> tuple[Array, Array]:
    """The largest curvature of f at points (..., n), and its direction: (...), (..., n).

    Each round takes v ← H v / ‖H v‖; the curvature along a unit v is v · H v. Of the eigenvalues it
    finds that of the largest size.

    >>> f = Function(lambda x: 3 * x[..., 0] ** 2 + x[..., 1] ** 2, dimension=2)
    >>> curvature, direction = power_iteration(f, np.zeros(2))
    >>> curvature.round(6), abs(direction).round(6)
    (np.float64(6.0), array([1., 0.]))
    """
    definition: Any = f.definition
    product = hessian_vector(definition)
    one = np.random.default_rng(SEED).normal(size=theta.shape[-1])
    v = np.broadcast_to(one / np.linalg.norm(one), theta.shape)
    for _ in range(rounds):
        turned = product(theta, v)
        curvature = np.asarray((v * turned).sum(axis=-1))
        v = turned / np.linalg.norm(turned, axis=-1, keepdims=True)
    return curvature[()], v


def sharpness(f: Function, theta: Array, rounds: int = ROUNDS) -> Array:
    """The largest curvature of f at points (..., n) → (...).

    >>> f = Function(lambda x: 3 * x[..., 0] ** 2 + x[..., 1] ** 2, dimension=2)
    >>> sharpness(f, np.zeros((4, 2))).round(6)
    array([6., 6., 6., 6.])
    """
    return power_iteration(f, theta, rounds)[0]
