"""A scene that keeps a record of the points at which its reader came to rest, in order."""

from typing import Any

from calclib.stage.scene import Scene

Pair = tuple[float, float]


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
