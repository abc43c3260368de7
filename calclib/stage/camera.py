"""How a 3-D panel is seen: its box stands before a camera far away, without perspective.

The browser's camera.ts has the same lines; one stored table of points is tested against both.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.stage.limits import Limits

Camera: TypeAlias = tuple[float, float]  # azimuth and elevation, in degrees

View: TypeAlias = Camera | tuple[float, float, float, float, float]

OPENING: Camera = (-60.0, 30.0)
CLOSEST = 4.0  # how much the player enlarges at most
HEIGHT = 0.6  # half the height of the box; half its longer side is 1


def read_camera(camera: Sequence[float]) -> Camera:
    """Read (azimuth, elevation) in degrees; the camera looks from above, never from below.

    Raises ValueError for anything but two numbers with an elevation from 0 to 90.

    >>> read_camera((30, 45))
    (30.0, 45.0)
    """
    if len(camera) != 2 or not np.isfinite(camera).all() or not 0 <= camera[1] <= 90:
        raise ValueError(
            f"camera={camera!r} is no camera; give (azimuth, elevation) in degrees, the elevation "
            "from 0 (level) to 90 (from above)."
        )
    return float(camera[0]), float(camera[1])


def read_view(view: Sequence[float]) -> View:
    """Read how a player shows a 3-D panel: its camera and, where it is zoomed, the part it shows.

    view: (azimuth, elevation), as in `read_camera`; after them, where it is zoomed, how many times
    it is enlarged, from 1 to 4, and which place of the whole picture is in the middle, as shares of
    its width and of its height.
    Raises ValueError for anything else.

    >>> read_view((30, 45, 2, 0.25, 0.5))
    (30.0, 45.0, 2.0, 0.25, 0.5)
    """
    azimuth, elevation = read_camera(view[:2])
    if len(view) == 2:
        return azimuth, elevation
    if len(view) == 5:
        zoom, across, down = map(float, view[2:])
        if 1 <= zoom <= CLOSEST and 0 <= across <= 1 and 0 <= down <= 1:
            return azimuth, elevation, zoom, across, down
    raise ValueError(
        f"{view!r} is no view; give (azimuth, elevation), or with them a zoom from 1 to "
        f"{CLOSEST:g} and the place in the middle as two shares from 0 to 1."
    )


def sides(limits: Sequence[Limits], equal: bool) -> Array:
    """Return half the sides of the box of a panel, (3,); half its longer side is 1.

    limits: those of x, y and z.
    equal: whether x and y have the same unit.

    >>> wide, deep, high = Limits("linear", (0, 4)), Limits("linear", (0, 2)), Limits("log", (1, 9))
    >>> sides([wide, deep, high], equal=True)
    array([1. , 0.5, 0.6])
    """
    spans = np.array([high - low for _, (low, high) in limits[:2]])
    flat = spans / spans.max() if equal else np.ones(2)
    return np.array([*flat, HEIGHT])


def to_box(points: Array, limits: Sequence[Limits], half: Array) -> Array:
    """Bring points in the panel's units into the box [−half, half].

    points: (..., n), one coordinate for each of the n limits.
    half: (n,), half the sides of the box.

    >>> limits = [Limits("linear", (0, 2)), Limits("log", (1, 100)), Limits("linear", (0, 1))]
    >>> to_box(np.array([1.0, 100.0, 0.0]), limits, np.ones(3))
    array([ 0.,  1., -1.])
    """
    coordinates = np.moveaxis(points, -1, 0)
    in_box = []
    for values, (scale, domain), size in zip(coordinates, limits, half, strict=True):
        low, high = np.log10(domain) if scale == "log" else np.array(domain)
        with np.errstate(all="ignore"):
            on_scale = np.log10(values) if scale == "log" else values
            in_box.append(size * (2 * (on_scale - low) / (high - low) - 1))
    return np.stack(in_box, axis=-1)


def project(points: Array, camera: Camera) -> Array:
    """Turn points of the box into (right, up, near), near growing towards the camera.

    right = (−sin a, cos a, 0), up = (−cos a sin e, −sin a sin e, cos e),
    near = (cos a cos e, sin a cos e, sin e), with azimuth a and elevation e.

    points: (..., 3).
    camera: (a, e) in degrees.

    >>> project(np.array([[0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]), (-90, 0)).round(9) + 0.0
    array([[0., 1., 0.],
           [0., 0., 1.]])
    """
    a, e = np.radians(camera)
    sin_a, cos_a = np.sin(a), np.cos(a)
    sin_e, cos_e = np.sin(e), np.cos(e)
    right = [-sin_a, cos_a, 0.0]
    up = [-cos_a * sin_e, -sin_a * sin_e, cos_e]
    near = [cos_a * cos_e, sin_a * cos_e, sin_e]
    turned: Array = points @ np.array([right, up, near]).T
    return turned


def extent(half: Array, elevation: float) -> tuple[float, float]:
    """Return how far (across, up) the box goes from the centre at any azimuth.

    half: (3,), half the sides of the box.
    elevation: of the camera, in degrees.

    >>> across, up = extent(np.array([1.0, 1.0, 0.6]), 90)
    >>> round(across, 3), round(up, 3)
    (1.414, 1.414)
    """
    flat = float(np.hypot(half[0], half[1]))
    e = np.radians(elevation)
    return flat, float(half[2] * np.cos(e) + flat * np.sin(e))


def clip_to_box(p: Array, q: Array, half: Array) -> tuple[Array, Array]:
    """Return which part of each segment p → q lies in the box, as shares of its length.

    p, q: (n, 3), the ends of n segments.
    half: (3,), half the sides of the box.
    Returns the shares (first, last), (n,) each, from 0 at p to 1 at q; a segment that lies outside
    or has a gap has first ≥ last.

    >>> p, q = np.array([[0.0, 0, 0]]), np.array([[2.0, 0, 0]])
    >>> [share.round(6) for share in clip_to_box(p, q, np.ones(3))]
    [array([0.]), array([0.5])]

    Source: Liang and Barsky 1984, doi:10.1145/357332.357333: each pair of faces narrows the share.
    """
    room = half * (1 + 1e-9)
    with np.errstate(all="ignore"):
        faces = np.stack([(-room - p) / (q - p), (room - p) / (q - p)])
        still = np.where(np.abs(p) <= room, -np.inf, np.inf)  # q = p: inside or never
        enter = np.where(q == p, still, faces.min(axis=0)).max(axis=-1)
        leave = np.where(q == p, np.inf, faces.max(axis=0)).min(axis=-1)
    gap = ~np.isfinite(p + q).all(axis=-1)
    first = np.where(gap, 1.0, np.clip(enter, 0, 1))
    last = np.where(gap, 0.0, np.clip(leave, 0, 1))
    return first, last
