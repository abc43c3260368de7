"""The grammar of a moving picture: axes that a control moves, panels, and marks that vary.

`composition` says what a scene is and checks it; this file adds what can be done with one, so that
all that reads a composition lies below it and nothing has to import upwards.
"""

from functools import cached_property
from pathlib import Path

from calclib.stage.composition import Composition
from calclib.stage.digest import digest
from calclib.stage.export import save
from calclib.stage.pack import Packet, pack


class Scene(Composition):
    """Axes, panels and words: everything that a player or a picture shows.

    axes: what a control moves; at most one of them plays.
    panels: frames with marks, side by side.
    alt: one sentence that says what moves and what to notice.
    title: what stands above it all.
    readout: rows (label, channel) or (label, channel, format), one number at each index.
    chaotic: whether its digits differ between machines.
    still: the index of the picture, by the name of an axis, where it is not the end of the play
    axis.
    rows: how many panels, insets not counted, stand in each row of a page about as wide as a text:
    (1, 2) is one above two. A wider page shows them in one row where each has room enough, and a
    phone one below the other. Without it up to three stand side by side, more in rows as even as
    possible.
    Raises ValueError, in one sentence, for what cannot be shown.

    >>> import numpy as np
    >>> from calclib.stage.axis import Axis
    >>> from calclib.stage.marks import Varying, line
    >>> from calclib.stage.panel import Panel
    >>> x = np.linspace(-1, 1, 9)
    >>> wave = Varying(np.sin(x + np.arange(4)[:, None]), axes=("time",))
    >>> scene = Scene([Axis("time", range(4), play=True)], [Panel([line(x, wave)])],
    ...               alt="A sine wave moves to the left.")
    >>> scene.marks[0][0].channels["y"].rest
    (1, 9)
    >>> scene.digest.splitlines()[0]
    'A sine wave moves to the left.'
    """

    @cached_property
    def packet(self) -> Packet:
        """What travels to a page: packed when the scene is first shown, and kept."""
        return pack(self)

    @cached_property
    def digest(self) -> str:
        """A few lines of text that change when anything that the scene plays changes."""
        return digest(self)

    def save(self, path: str | Path, **at: int) -> None:
        """Write the scene as a page that plays (.html), a clip (.gif, .mp4) or a picture (.png).

        path: where to; its ending says what. A page needs no network and no kernel. A .scene is
        the data alone, for a page that plays several with one player.
        at: the index, as in `picture`; a clip runs along the play axis.
        Raises ValueError for another ending, or .mp4 without ffmpeg.
        """
        save(self, path, **at)
