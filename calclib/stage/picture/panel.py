"""One panel of a picture: its frame or box, its marks in their order, and the insets over it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from calclib.stage.picture.flat import PAINT, lost
from calclib.stage.picture.ink import DPI, MUTED, Place
from calclib.stage.picture.solid import SOLIDS, Stand, lost_solid, paint_solid
from calclib.stage.scene import Scene

WIDTH = 7.5  # inches, of the page
HEIGHTS = {1: 4.0, 2: 3.5, 3: 2.8}  # inches, by the number of panels
TICK = 48  # pixels that a tick of x needs for its number
TICKS: dict[str, Any] = {"color": "#9a9a9a", "labelcolor": MUTED, "labelsize": 8}


class Drawn(NamedTuple):
    """A panel on its axes: what each mark is drawn by, and what lies under it if it is an inset."""

    place: int
    ax: Axes
    stand: Stand | None
    artists: list[list[Artist]]
    under: Sequence[Artist] = ()


def draw_group(
    ax: Axes, scene: Scene, place: int, at: Mapping[str, int], share: float
) -> list[Drawn]:
    """Draw a panel, which has a share of the width, and, over its corners, its insets."""
    drawn = [_panel(ax, scene, place, at, share)]
    for number in scene.groups[place]:
        panel = scene.panels[number]
        side, corner = panel.width, str(panel.inset)
        left = 0.02 if "left" in corner else 0.98 - side
        low = 0.02 if "bottom" in corner else 0.98 - side
        look: Any = {"facecolor": "white", "edgecolor": "#d9d9d9", "transform": ax.transAxes}
        paper = ax.add_patch(Rectangle((left, low), side, side, zorder=5, **look))
        high = side - (0.16 if panel.title else 0.1)
        inset = ax.inset_axes((left + 0.075, low + 0.08, side - 0.1, high), zorder=6)
        one = _panel(inset, scene, number, at, share * side)
        drawn.append(one._replace(under=[paper, inset]))
        inset.set_title(panel.title, fontsize=8)
        inset.set(xlabel="", ylabel="")
        inset.tick_params(labelsize=6.5)
    return drawn


def _panel(ax: Axes, scene: Scene, place: int, at: Mapping[str, int], share: float) -> Drawn:
    """Set the frame of a panel and paint its marks."""
    panel, marks = scene.panels[place], scene.parts[place]
    ax.set_title(panel.title)
    stand = None
    if panel.camera:
        nows = [{name: c.at(at) for name, c in mark.channels.items()} for mark in marks]
        stand = paint_solid(ax, panel, marks, scene.reaches[place], nows)
    else:
        _frame(ax, scene, place, share)
    return Drawn(place, ax, stand, draw_marks(ax, scene, place, at, stand))


def draw_marks(
    ax: Axes,
    scene: Scene,
    place: int,
    at: Mapping[str, int],
    stand: Stand | None,
    first: int = 0,
) -> list[list[Artist]]:
    """Paint the marks of a panel from the first on, and the exits; return what each is drawn by."""
    marks = scene.parts[place]
    here = {
        name: Place(at[name], float(axis.values[at[name]]) if axis.numeric else at[name])
        for name, axis in scene.named.items()
    }
    nows = [{name: c.at(at) for name, c in mark.channels.items()} for mark in marks]
    drawn = []
    known = set(ax.get_children())
    for depth in range(first, len(marks)):
        mark, now = marks[depth], nows[depth]
        if stand:
            SOLIDS[mark.kind](ax, mark, now, here, stand)
        else:
            PAINT[mark.kind](ax, mark, now, here)
        drawn.append([artist for artist in ax.get_children() if artist not in known])
        known.update(drawn[-1])
        for artist in drawn[-1]:
            artist.set_zorder(2 + (depth + 1) / 100)
    if stand:
        lost_solid(ax, marks, nows, here, stand)
    else:
        lost(ax, [mark for mark in marks if mark.kind == "trail"], at)
    return [*drawn, [artist for artist in ax.get_children() if artist not in known]]


def _frame(ax: Axes, scene: Scene, place: int, share: float) -> None:
    """Set scales, limits, ticks and labels of a flat panel."""
    panel, spec = scene.panels[place], scene.packed[0]["panels"][place]
    for direction, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        ax.set(**{f"{direction}scale": spec[direction]["scale"]})
        ax.set(**{f"{direction}lim": spec[direction]["domain"]})
        axis.set_label_text(spec[direction]["label"])
    ax.tick_params(which="both", **TICKS)
    kinds = {mark.kind for mark in scene.parts[place]}
    ax.grid(not kinds & {"heat", "image"})
    if "graph" in kinds:
        ax.grid(False)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        return
    if spec["x"]["words"]:
        ax.set_xticks(range(len(spec["x"]["words"])), spec["x"]["words"])
        ax.grid(False, axis="x")
        return
    if spec["x"]["scale"] == "linear":
        room = WIDTH * share - 0.6
        if panel.equal:
            (x0, x1), (y0, y1) = spec["x"]["domain"], spec["y"]["domain"]
            room = min(room, (HEIGHTS.get(len(scene.groups), 2.6) - 0.6) * (x1 - x0) / (y1 - y0))
        ax.locator_params("x", nbins=max(2, int(room * DPI / TICK)))
    if panel.equal:
        ax.set_aspect("equal", adjustable="box", anchor="N")
