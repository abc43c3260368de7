"""The interpreter that plays a scene in the browser: an anywidget that sends each scene once.

All painting happens in static/player.js; while anything moves no message passes. This is the only
module that imports anywidget.
"""

import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from calclib.stage.digest import digest
from calclib.stage.pack import pack
from calclib.stage.scene import Scene

__all__ = ["Player", "play"]


class Player(anywidget.AnyWidget):
    """A scene on a page, with the controls that its axes ask for.

    spec, buffers: what `pack(scene)` returns; a new pair replaces the picture in place.
    state: {"index": {axis: position}, "speed": number}, told by the browser when it comes to rest.

    >>> from calclib.stage.scene import Panel, line
    >>> player = Player(Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises."))
    >>> print(player)
    A line rises.
    panel 1
      line x (1, 2) 0 0.5 1 | ...
           y (1, 2) 0 0.5 1 | ...
    """

    _esm = Path(__file__).parent / "static" / "player.js"

    spec = traitlets.Dict().tag(sync=True)
    buffers = traitlets.List(traitlets.Bytes()).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, scene: Scene) -> None:
        spec, buffers = pack(scene)
        super().__init__(spec=spec, buffers=buffers)
        self.scene = scene

    def show(self, scene: Scene) -> None:
        """Show another scene in the same place; axes that both have keep their position.

        >>> from calclib.stage.scene import Panel, line
        >>> def rise(slope):
        ...     return Scene([], [Panel([line([0, 1], [0, slope])])], alt=f"Slope {slope}.")
        >>> player = play(rise(1))
        >>> player.show(rise(2))
        >>> player.scene.alt
        'Slope 2.'
        """
        spec, buffers = pack(scene)
        self.scene = scene
        with self.hold_sync():
            self.spec, self.buffers = spec, buffers

    @property
    def index(self) -> dict[str, int]:
        """The position on each axis where the learner last came to rest.

        >>> from calclib.stage.scene import Axis, Panel, line
        >>> axes = [Axis("rate", [0.1, 0.2])]
        >>> play(Scene(axes, [Panel([line([0, 1], [0, 1])])], alt="A line.")).index
        {'rate': 0}
        """
        told = self.spec["first"] | self.state.get("index", {})
        return {axis.name: min(told[axis.name], axis.count - 1) for axis in self.scene.axes}

    def __repr__(self) -> str:
        return digest(self.scene)

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Return the live view and the digest; for a saved notebook also the picture and its alt.

        The picture is made only where the environment sets CALCLIB_PICTURES=1: importing
        matplotlib costs seconds that a learner must not wait for.
        """
        view = super()._repr_mimebundle_(**options)
        data, metadata = view if isinstance(view, tuple) else (view or {}, {})
        data = data | {"text/plain": repr(self)}
        if os.environ.get("CALCLIB_PICTURES") == "1":
            from calclib.stage.picture import picture_png

            data["image/png"] = b64encode(picture_png(self.scene)).decode()
            metadata = metadata | {"image/png": {"alt": self.scene.alt}}
        return data, metadata


def play(scene: Scene) -> Player:
    """Show a scene in the browser: play it, move its axes.

    >>> from calclib.stage.scene import Panel, line
    >>> play(Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")).scene.alt
    'A line rises.'
    """
    return Player(scene)
