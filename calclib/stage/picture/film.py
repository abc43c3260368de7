"""A film of a scene: what stays is drawn once, and what moves is drawn over it for each picture."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from calclib.stage.marks import Array, Mark
from calclib.stage.picture.page import RC, lay_out, lines_of, pixels
from calclib.stage.picture.panel import Drawn, draw_marks
from calclib.stage.scene import Scene
from calclib.stage.words import longest_readings, readout


def film(scene: Scene, axis: str, steps: Sequence[int], **index: int) -> Iterator[Array]:
    """Yield a scene as colours (height, width, 3) at steps of one axis, all of the same layout.

    >>> from calclib.stage.scene import Axis, Panel, Varying, line
    >>> rise = Varying([[0, 1], [0, 2]], axes=("step",))
    >>> scene = Scene([Axis("step", range(2), play=True)], [Panel([line([0, 1], rise)])],
    ...               alt="A line turns.")
    >>> [one.shape for one in film(scene, "step", [0, 1])]
    [(412, 720, 3), (412, 720, 3)]
    """
    full = [scene.index(**index) | {axis: step} for step in steps]
    solids = [mark for marks in scene.parts for mark in marks if mark.kind == "surface"]
    if any(moves(mark, axis) for mark in solids):  # then hardly anything stays
        yield from (pixels(scene, **at) for at in full)
        return
    with matplotlib.rc_context(RC):
        figure, drawn, words = lay_out(scene, full[-1])
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        figure.set_layout_engine("none")
        first = {one.place: still(scene.parts[one.place], axis) for one in drawn}
        for one in drawn:
            for artist in chain(*one.artists[first[one.place] :]):
                artist.remove()
        words.set_visible(False)
        canvas.draw()
        background = canvas.copy_from_bbox(figure.bbox)
        words.set_visible(True)
        lines = lines_of(longest_readings(scene))
        for at in full:
            canvas.restore_region(background)
            for one in drawn:
                _draw_over(scene, one, at, first[one.place])
            words.set_text(readout(scene, at, lines))
            figure.draw_artist(words)
            yield np.asarray(canvas.buffer_rgba())[..., :3].copy()


def _draw_over(scene: Scene, one: Drawn, at: Mapping[str, int], first: int) -> None:
    """Draw what moves in a panel, and forget it again; an inset is drawn over it as a whole."""
    for artist in one.under:
        one.ax.draw_artist(artist)
    groups = draw_marks(one.ax, scene, one.place, at, one.stand, first)
    for artist in sorted(chain(*groups), key=lambda artist: artist.zorder):
        one.ax.draw_artist(artist)
        artist.remove()


def moves(mark: Mark, axis: str) -> bool:
    """Say whether a mark looks different along an axis."""
    runs = mark.kind == "trail" and mark.along == axis
    named = any(axis in channel.axes for channel in mark.channels.values())
    return runs or named or mark.style.get("axis") == axis


def still(marks: Sequence[Mark], axis: str) -> int:
    """Return how many of the first marks of a panel stay: the others are drawn over them."""
    return next((k for k, mark in enumerate(marks) if moves(mark, axis)), len(marks))
