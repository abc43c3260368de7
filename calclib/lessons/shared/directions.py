"""Directions in the plane."""

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array


def directions(degrees: ArrayLike) -> Array:
    """Unit vectors (cos θ, sin θ).

    degrees: the angles θ, (...).
    Returns an array (..., 2).

    >>> directions([0, 90]).round(9)
    array([[1., 0.],
           [0., 1.]])
    """
    angle = np.radians(degrees)
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)
