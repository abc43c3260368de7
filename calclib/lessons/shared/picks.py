"""A scene that keeps a record of the points at which its reader came to rest, in order."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.marks import Style
from calclib.stage.scene import Scene

Pair = tuple[float, float]
YOU: Style = {"color": 0, "marker": "square"}  # how the reader's own points look


class Wanted(NamedTuple):
    """What a learner gives as pairs: the name of the argument, of one of them, and of its parts."""

    name: str
    one: str
    pair: str
    example: str


def read_pairs(given: ArrayLike, most: int, wanted: Wanted) -> Array:
    """Read 1 to `most` pairs as points (n, 2), or raise ValueError with what to write instead.

    >>> read_pairs([(-3, 2)], 30, Wanted("spots", "spot", "(x, y)", "[(-3.2, 2.0)]"))
    array([[-3.,  2.]])
    """
    try:
        points = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim != 2 or points.shape[1] != 2 or not 1 <= len(points) <= most:
        raise ValueError(
            f"{wanted.name} = {given!r} is not a list of 1 to {most} pairs; write each "
            f"{wanted.one} as {wanted.pair} with a comma after it, such as {wanted.example}."
        )
    return points


class Picks:
    """A scene to click in, and the points that were chosen on one of its axes.

    scene: what is shown.
    axis: the name of an axis of points in the plane.
    seen: the points so far, the one that is shown first among them; a point that is chosen twice
        in a row counts once.
    """

    def __init__(self, scene: Scene, axis: str) -> None:
        from calclib.stage.player import play

        self.player = play(scene)
        self.axis = axis
        self.seen = [self.here()]
        self.player.observe(lambda _: self.look(), "state")

    def here(self) -> Pair:
        """The point that is shown now."""
        points = self.player.scene.axis(self.axis).values
        x, y = points[self.player.index[self.axis]].tolist()
        return x, y

    def look(self) -> None:
        """Note the point that is shown now, unless it was the last one."""
        if self.here() != self.seen[-1]:
            self.seen.append(self.here())

    def __repr__(self) -> str:
        return repr(self.player)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.player._repr_mimebundle_(**options)
