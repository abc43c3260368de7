"""What a camera sees of marks that stand among surfaces, as the browser's depth buffer finds it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from calclib.stage.camera import Camera, cut, project
from calclib.stage.marks import Array
from calclib.stage.surface import bilinear

PIECE = 0.03  # a piece of a curve is seen or hidden as a whole; this long it may be, in the box
SKIN = 0.03  # a surface hides nothing that is closer behind it than this: a mark lies on it
NOISE = 1e-3  # this far off a surface is on one side of it
LOOKS = 120  # points of a line of sight at which it is compared with the surfaces


class Sight(NamedTuple):
    """A camera, half the sides of the box, and the surfaces that hide: (heights, box) each."""

    camera: Camera
    half: Array
    grounds: Sequence[tuple[Array, Array]]

    def place(self, points: Array) -> Array:
        """Return (right, up, near) of points (..., 3) of the box."""
        return project(points, self.camera)

    def inside(self, points: Array) -> Array:
        """Say which points lie in the box."""
        within: Array = np.all(np.abs(points) <= self.half * (1 + 1e-6), axis=-1)
        return within

    def sees(self, points: Array) -> Array:
        """Say which points (n, 3) no surface hides.

        A surface hides a point when the line of sight from the point to the edge of the box passes
        from one side of the surface to the other.
        """
        ahead = np.linalg.inv(project(np.eye(3), self.camera))[2]
        _, leave = cut(points, points + 4 * ahead, self.half)
        way = SKIN + np.maximum(4 * leave[:, None] - SKIN, 0) * np.linspace(0, 1, LOOKS)
        sight = points[:, None] + way[..., None] * ahead
        seen = np.ones(len(points), bool)
        for heights, box in self.grounds:
            above = bilinear(heights, box, sight[..., 0], sight[..., 1]) - sight[..., 2]
            above = np.nan_to_num(above)  # through a gap one can see
            seen &= ~((above > NOISE).any(axis=1) & (above < -NOISE).any(axis=1))
        return seen

    def pieces(self, run: Array) -> tuple[Array, Array]:
        """Return the pieces of a curve (n, 3) that can be seen: ends (m, 2, 2), point reached (m,).

        >>> free = Sight((0.0, 90.0), np.ones(3), [])
        >>> ends, reached = free.pieces(np.array([[0.0, 0, 0], [0, 0.05, 0]]))
        >>> ends.shape, reached
        ((2, 2, 2), array([1, 1]))
        """
        p, q = run[:-1], run[1:]
        from_, to = cut(p, q, self.half)
        kept = np.flatnonzero(from_ < to)
        p, way = p[kept], (q - p)[kept]
        first, last = (p + share[kept, None] * way for share in (from_, to))
        length = np.linalg.norm(self.place(last - first)[:, :2], axis=-1)
        count = np.clip(np.ceil(length / PIECE), 1, 100).astype(int)
        segment = np.repeat(np.arange(len(kept)), count)
        number = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
        share = (number / count[segment])[:, None], ((number + 1) / count[segment])[:, None]
        starts, stops = (first[segment] + s * (last - first)[segment] for s in share)
        seen = self.sees((starts + stops) / 2)
        ends = np.stack([self.place(starts[seen]), self.place(stops[seen])], axis=1)[..., :2]
        return ends, kept[segment[seen]] + 1
