"""A film of a scene: what stays is drawn once, and what moves is drawn over it for each picture."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import matplotlib
import numpy as np

from calclib.arrays import Array
from calclib.stage.composition import Composition
from calclib.stage.marks.mark import Mark
from calclib.stage.picture.page import RC, canvas_of, lay_out, lines_of, pixels
from calclib.stage.picture.panel import PanelDrawing, draw_marks
from calclib.stage.readout import longest_readings, readout


def film(scene: Composition, axis: str, steps: Sequence[int], **index: int) -> Iterator[Array]:
    """Yield a scene as colours (height, width, 3), bytes, all of the same layout.

    axis: the name of the axis that moves.
    steps: its indices.
    index: those of the other axes, as in `picture`.

    >>> from calclib.stage.axis import Axis
    >>> from calclib.stage.marks import Varying, line
    >>> from calclib.stage.panel import Panel
    >>> rise = Varying([[0, 1], [0, 2]], axes=("step",))
    >>> scene = Composition([Axis("step", range(2), play=True)], [Panel([line([0, 1], rise)])],
    ...                     alt="A line turns.")
    >>> [one.shape for one in film(scene, "step", [0, 1])]
    [(412, 720, 3), (412, 720, 3)]
    """
    indices = [scene.index(**index) | {axis: step} for step in steps]
    solids = [part for parts in scene.parts for part in parts if part.kind == "surface"]
    if any(moves(part, axis) for part in solids):  # then hardly anything stays
        yield from (pixels(scene, **at) for at in indices)
        return
    with matplotlib.rc_context(RC):
        figure, drawings, words = lay_out(scene, indices[-1])
        canvas = canvas_of(figure)
        canvas.draw()
        figure.set_layout_engine("none")
        first = {one.number: count_still(scene.parts[one.number], axis) for one in drawings}
        for one in drawings:
            for artist in chain.from_iterable(one.artists[first[one.number] :]):
                artist.remove()
        words.set_visible(False)
        canvas.draw()
        background = canvas.copy_from_bbox(figure.bbox)
        words.set_visible(True)
        lines = lines_of(longest_readings(scene))
        for at in indices:
            canvas.restore_region(background)
            for one in drawings:
                _draw_over(scene, one, at, first[one.number])
            words.set_text(readout(scene, at, lines))
            figure.draw_artist(words)
            yield np.asarray(canvas.buffer_rgba())[..., :3].copy()


def _draw_over(scene: Composition, one: PanelDrawing, at: Mapping[str, int], first: int) -> None:
    """Draw what moves in a panel, and forget it again; an inset is drawn over it as a whole."""
    for artist in one.under:
        one.ax.draw_artist(artist)
    groups = draw_marks(one.ax, scene, one.number, at, one.space, first)
    for artist in sorted(chain.from_iterable(groups), key=lambda artist: artist.zorder):
        one.ax.draw_artist(artist)
        artist.remove()


def moves(mark: Mark, axis: str) -> bool:
    """Say whether a mark looks different along an axis."""
    runs = mark.kind == "trail" and mark.along == axis
    varies = any(axis in channel.axes for channel in mark.channels.values())
    return runs or varies or mark.style.get("axis") == axis


def count_still(marks: Sequence[Mark], axis: str) -> int:
    """Return how many of the first marks of a panel stay: the others are drawn over them."""
    return next((k for k, mark in enumerate(marks) if moves(mark, axis)), len(marks))
