"""What a camera sees of marks that stand among surfaces, as the browser's depth buffer finds it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.stage.camera import Camera, clip_to_box, project
from calclib.stage.encoding import PIXELS
from calclib.stage.ground import interpolate

PIECE = 0.03  # a piece of a curve is seen or hidden as a whole; this long it may be, in the box
SKIN = 0.03  # a surface hides nothing that is closer behind it than this: a mark lies on it
NOISE = 1e-3  # this far off a surface is on one side of it
LOOKS = 120  # points of a line of sight at which it is compared with the surfaces
FAR = 4.0  # further than any way through the box
MOST = 100  # pieces of one segment


class Pieces(NamedTuple):
    """The pieces of a curve in the box, in order.

    ends: (m, 2, 2), both ends of each as (right, up).
    number: (m,), the point to which the segment of each leads.
    seen: (m,), whether no surface hides it.
    """

    ends: Array
    number: NDArray[np.int_]
    seen: NDArray[np.bool_]


class Visibility(NamedTuple):
    """What is seen in the box of a panel.

    camera: (azimuth, elevation) in degrees.
    half: (3,), half the sides of the box.
    surfaces: those that hide, as (heights, box) each, in units of the panel's box.
    """

    camera: Camera
    half: Array
    surfaces: Sequence[tuple[Array, Array]]

    def project(self, points: Array) -> Array:
        """Return (right, up, near) of points (..., 3) of the box."""
        return project(points, self.camera)

    def is_inside(self, points: Array) -> NDArray[np.bool_]:
        """Say which points (..., 3) lie in the box.

        The page's numbers may be off by half a pixel, so a point that much outside is inside too:
        the lowest place of a surface lies on the floor, however it is rounded.
        """
        within: NDArray[np.bool_] = np.all(np.abs(points) <= self.half * (1 + 1 / PIXELS), axis=-1)
        return within

    def sees(self, points: Array) -> NDArray[np.bool_]:
        """Say which points (n, 3) no surface hides.

        A surface hides a point when the line of sight from the point to the edge of the box passes
        from one side of the surface to the other.
        """
        ahead = np.linalg.inv(project(np.eye(3), self.camera))[2]
        _, leave = clip_to_box(points, points + FAR * ahead, self.half)
        distance = SKIN + np.maximum(FAR * leave[:, None] - SKIN, 0) * np.linspace(0, 1, LOOKS)
        looks = points[:, None] + distance[..., None] * ahead
        seen = np.ones(len(points), bool)
        for heights, box in self.surfaces:
            above = interpolate(heights, box, looks[..., 0], looks[..., 1]) - looks[..., 2]
            above = np.nan_to_num(above)  # through a gap one can see
            seen &= ~((above > NOISE).any(axis=1) & (above < -NOISE).any(axis=1))
        return seen

    def pieces(self, run: Array) -> Pieces:
        """Return the pieces of a curve that lie in the box.

        run: (n, 3), points of the box; nan is a gap.

        >>> free = Visibility((0.0, 90.0), np.ones(3), [])
        >>> ends, number, seen = free.pieces(np.array([[0.0, 0, 0], [0, 0.05, 0]]))
        >>> ends.shape, number, seen
        ((2, 2, 2), array([1, 1]), array([ True,  True]))
        """
        p = run[:-1]
        q = run[1:]
        enter, leave = clip_to_box(p, q, self.half)
        kept = np.flatnonzero(enter < leave)
        foot = p[kept]
        way = (q - p)[kept]
        first = foot + enter[kept, None] * way
        last = foot + leave[kept, None] * way
        length = np.linalg.norm(self.project(last - first)[:, :2], axis=-1)
        count = np.clip(np.ceil(length / PIECE), 1, MOST).astype(int)
        segment = np.repeat(np.arange(len(kept)), count)
        number = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
        span = (last - first)[segment]
        starts = first[segment] + (number / count[segment])[:, None] * span
        stops = first[segment] + ((number + 1) / count[segment])[:, None] * span
        ends = np.stack([self.project(starts), self.project(stops)], axis=1)
        return Pieces(ends[..., :2], kept[segment] + 1, self.sees((starts + stops) / 2))
