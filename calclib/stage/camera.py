"""How a 3-D panel is seen: its box stands before a camera far away, without perspective.

The browser's camera.ts has the same lines; one stored table of points is tested against both.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from calclib.stage.marks import Array

Reach: TypeAlias = tuple[str, tuple[float, float]]  # a scale, "linear" or "log", and its ends
Camera: TypeAlias = tuple[float, float]  # azimuth and elevation, in degrees

OPENING: Camera = (-60.0, 30.0)
HEIGHT = 0.6  # half the height of the box; half its longer side is 1


def checked(camera: Sequence[float]) -> Camera:
    """Read (azimuth, elevation); the camera looks from above, never from below.

    >>> checked((30, 45))
    (30.0, 45.0)
    """
    if len(camera) != 2 or not np.isfinite(camera).all() or not 0 <= camera[1] <= 90:
        raise ValueError(
            f"camera={camera!r} is no camera; give (azimuth, elevation) in degrees, the elevation "
            "from 0 (level) to 90 (from above)."
        )
    return float(camera[0]), float(camera[1])


def sides(reaches: Sequence[Reach], equal: bool) -> Array:
    """Return half the sides of the box (3,): x and y share their unit where they are equal.

    >>> sides([("linear", (0, 4)), ("linear", (0, 2)), ("linear", (0, 9))], equal=True)
    array([1. , 0.5, 0.6])
    """
    spans = np.array([high - low for _, (low, high) in reaches[:2]])
    flat = spans / spans.max() if equal else np.ones(2)
    return np.array([*flat, HEIGHT])


def boxed(points: Array, reaches: Sequence[Reach], half: Array) -> Array:
    """Bring points (..., 3) in the panel's units into the box [−half, half].

    >>> reaches = [("linear", (0, 2)), ("log", (1, 100)), ("linear", (0, 1))]
    >>> boxed(np.array([1.0, 100.0, 0.0]), reaches, np.ones(3))
    array([ 0.,  1., -1.])
    """
    placed = []
    for values, (scale, ends), size in zip(np.moveaxis(points, -1, 0), reaches, half, strict=True):
        low, high = np.log10(ends) if scale == "log" else np.array(ends)
        with np.errstate(all="ignore"):
            on_scale = np.log10(values) if scale == "log" else values
            placed.append(size * (2 * (on_scale - low) / (high - low) - 1))
    return np.stack(placed, axis=-1)


def project(points: Array, camera: Camera) -> Array:
    """Turn points (..., 3) of the box into (right, up, near), near growing towards the camera.

    right = (−sin a, cos a, 0), up = (−cos a sin e, −sin a sin e, cos e),
    near = (cos a cos e, sin a cos e, sin e), with azimuth a and elevation e.

    >>> project(np.array([[0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]), (-90, 0)).round(9) + 0.0
    array([[0., 1., 0.],
           [0., 0., 1.]])
    """
    (sin_a, sin_e), (cos_a, cos_e) = np.sin(np.radians(camera)), np.cos(np.radians(camera))
    right = [-sin_a, cos_a, 0.0]
    up = [-cos_a * sin_e, -sin_a * sin_e, cos_e]
    near = [cos_a * cos_e, sin_a * cos_e, sin_e]
    turned: Array = points @ np.array([right, up, near]).T
    return turned


def reach_of(half: Array, elevation: float) -> tuple[float, float]:
    """Return how far (across, up) the box reaches from the centre at any azimuth.

    >>> across, up = reach_of(np.array([1.0, 1.0, 0.6]), 90)
    >>> round(across, 3), round(up, 3)
    (1.414, 1.414)
    """
    flat = float(np.hypot(half[0], half[1]))
    e = np.radians(elevation)
    return flat, float(half[2] * np.cos(e) + flat * np.sin(e))


def cut(p: Array, q: Array, half: Array) -> tuple[Array, Array]:
    """Return the shares (from, to) of the ways p → q, (n, 3), in the box; from ≥ to is outside.

    >>> p, q = np.array([[0.0, 0, 0]]), np.array([[2.0, 0, 0]])
    >>> [share.round(6) for share in cut(p, q, np.ones(3))]
    [array([0.]), array([0.5])]

    Source: Liang and Barsky 1984, doi:10.1145/357332.357333: each pair of faces narrows the share.
    """
    room = half * (1 + 1e-9)
    with np.errstate(all="ignore"):
        faces = np.stack([(-room - p) / (q - p), (room - p) / (q - p)])
        still = np.where(np.abs(p) <= room, -np.inf, np.inf)  # q = p: inside or never
        enter = np.where(q == p, still, faces.min(axis=0)).max(axis=-1)
        leave = np.where(q == p, np.inf, faces.max(axis=0)).min(axis=-1)
    gone = ~np.isfinite(p + q).all(axis=-1)
    return np.where(gone, 1.0, np.clip(enter, 0, 1)), np.where(gone, 0.0, np.clip(leave, 0, 1))
