"""Directions in the plane, and the axis along which a scene turns through them."""

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.axis import Axis


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


def angle_axis(name: str, degrees: ArrayLike, duration: float = 8.0, first: int = 0) -> Axis:
    """An axis of angles that plays, each labelled in degrees.

    degrees: the angles, (n,).
    duration: how long it plays, in seconds.
    first: the index shown first.

    >>> angle_axis("direction", [0, 45, 90]).labels
    ('0°', '45°', '90°')
    """
    labels = [f"{angle:g}°" for angle in np.asarray(degrees)]
    return Axis(name, degrees, play=True, labels=labels, duration=duration, first=first)
