"""One panel of a picture: its frame or box, its marks in their order, and the insets over it."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, islice, pairwise
from typing import NamedTuple, TypedDict

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullLocator

from calclib.stage.composition import Composition
from calclib.stage.marks.mark import Mark
from calclib.stage.picture.flat import PAINT, draw_exits
from calclib.stage.picture.ink import DPI, MUTED, PALE, Now, Position
from calclib.stage.picture.solid import SOLIDS, Space, draw_exits_from_box, paint_surfaces
from calclib.stage.ticks import find_ticks
from calclib.words import local_number, translated

WIDTH = 7.5  # inches, of the page
HEIGHTS = {1: 4.0, 2: 3.5, 3: 2.8}  # inches, by the number of panels in the only row
ROW_HEIGHTS = {1: 3.0, 2: 2.7, 3: 2.3}  # and in one of several rows without a surface
LETTERS = 14  # of a name below a bar that fit in an inch
FRAME = 0.6  # inches of a panel that words take beside its frame, and below and above it


class Ticks(TypedDict):
    """How matplotlib draws ticks."""

    color: str
    labelcolor: str
    labelsize: float


TICKS: Ticks = {"color": PALE, "labelcolor": MUTED, "labelsize": 8}


class Counts(NamedTuple):
    """About how many ticks a panel has room for."""

    x: int
    y: int


class PanelDrawing(NamedTuple):
    """A panel on its axes.

    number: of the panel in its scene.
    space: what is seen of a 3-D panel.
    artists: what each mark is drawn by, and last the exits.
    under: what lies under it if it is an inset.
    """

    number: int
    ax: Axes
    space: Space | None
    artists: list[list[Artist]]
    under: Sequence[Artist] = ()


def rows_of(scene: Composition) -> list[list[int]]:
    """The numbers of the panels that are no insets, row by row."""
    numbers = iter(scene.groups)
    return [list(islice(numbers, count)) for count in scene.row_counts]


def row_heights(scene: Composition) -> list[float]:
    """How high each row of panels is, in inches, legends not counted.

    A row with a surface is as high among others as alone: a lower one would not fill its width.
    """
    rows = rows_of(scene)
    heights = []
    for row in rows:
        is_high = len(rows) == 1 or any(scene.panels[number].shows("surface") for number in row)
        heights.append((HEIGHTS if is_high else ROW_HEIGHTS)[len(row)])
    return heights


def row_of(scene: Composition, number: int) -> int:
    """The row in which a panel stands, itself or as an inset.

    number: of the panel in the scene.
    """
    place = sum(first <= number for first in scene.groups)
    stops = accumulate(scene.row_counts)
    return next(row for row, stop in enumerate(stops) if place <= stop)


def draw_group(
    ax: Axes, scene: Composition, number: int, at: Mapping[str, int], share: float
) -> list[PanelDrawing]:
    """Draw a panel and, over its corners, its insets.

    number: of the panel in the scene.
    at: an index for every axis.
    share: of the width of the page.
    """
    drawings = [_draw_panel(ax, scene, number, at, share)]
    for inset in scene.groups[number]:
        panel = scene.panels[inset]
        side = panel.width
        corner = str(panel.inset)
        left = 0.02 if "left" in corner else 0.98 - side
        low = 0.02 if "bottom" in corner else 0.98 - side
        paper = Rectangle(
            (left, low),
            side,
            side,
            zorder=5,
            facecolor="white",
            edgecolor="#d9d9d9",
            transform=ax.transAxes,
        )
        ax.add_patch(paper)
        high = side - (0.16 if panel.title else 0.1)
        small = ax.inset_axes((left + 0.075, low + 0.08, side - 0.1, high), zorder=6)
        drawing = _draw_panel(small, scene, inset, at, share * side)
        drawings.append(drawing._replace(under=[paper, small]))
        small.set_title(translated(panel.title), fontsize=8)
        small.set(xlabel="", ylabel="")
        small.tick_params(labelsize=6.5)
    return drawings


def _draw_panel(
    ax: Axes, scene: Composition, number: int, at: Mapping[str, int], share: float
) -> PanelDrawing:
    """Set the frame of a panel and paint its marks."""
    panel = scene.panels[number]
    marks = scene.parts[number]
    ax.set_title(translated(panel.title))
    space = None
    if panel.camera:
        space = paint_surfaces(ax, panel, marks, scene.limits[number], _nows(marks, at))
    else:
        _draw_frame(ax, scene, number, share)
    return PanelDrawing(number, ax, space, draw_marks(ax, scene, number, at, space))


def _nows(marks: Sequence[Mark], at: Mapping[str, int]) -> list[Now]:
    """Return the channels of each mark at an index."""
    return [{name: given.at(at) for name, given in mark.channels.items()} for mark in marks]


def draw_marks(
    ax: Axes,
    scene: Composition,
    number: int,
    at: Mapping[str, int],
    space: Space | None,
    first: int = 0,
) -> list[list[Artist]]:
    """Paint the marks of a panel, and where runs have left it.

    number: of the panel in the scene.
    at: an index for every axis.
    space: what is seen of a 3-D panel.
    first: the mark to begin with.
    Returns what each of the marks is drawn by, and last the exits.
    """
    marks = scene.parts[number]
    positions = {
        axis.name: Position(
            at[axis.name], float(axis.values[at[axis.name]]) if axis.numeric else at[axis.name]
        )
        for axis in scene.axes
    }
    nows = _nows(marks, at)
    artists = []
    known = set(ax.get_children())
    for depth in range(first, len(marks)):
        mark = marks[depth]
        if space:
            SOLIDS[mark.kind](ax, mark, nows[depth], positions, space)
        else:
            PAINT[mark.kind](ax, mark, nows[depth], positions)
        new = [artist for artist in ax.get_children() if artist not in known]
        for artist in new:
            artist.set_zorder(2 + (depth + 1) / 100)
        known.update(new)
        artists.append(new)
    if space:
        draw_exits_from_box(ax, marks, nows, positions, space)
    else:
        draw_exits(ax, [mark for mark in marks if mark.kind == "trail"], at)
    exits = [artist for artist in ax.get_children() if artist not in known]
    return [*artists, exits]


def _in_two_lines(names: list[str], share: float) -> list[str]:
    """Names of bars, every other one a line lower where they are too long to stand side by side.

    share: of the width of the page.
    """
    room = (WIDTH * share - 0.6) / len(names) * LETTERS
    letters = list(map(len, names))
    # Half of each of two neighbours, and a letter between them.
    if all((one + other) / 2 + 1 <= room for one, other in pairwise(letters)):
        return names
    return [("\n" if k % 2 else "") + name for k, name in enumerate(names)]


def _tick_counts(scene: Composition, number: int, share: float) -> Counts:
    """How many ticks a panel has room for: one in 80 pixels of x and 62 of y, as on the page.

    number: of the panel in the scene.
    share: of the width of the page.
    """
    panel = scene.panels[number]
    width = WIDTH * share
    height = row_heights(scene)[row_of(scene, number)]
    least = 3
    if panel.inset:
        height *= panel.width
        least = 2
    if panel.equal:
        x, y = scene.limits[number]
        ratio = (y.domain[1] - y.domain[0]) / (x.domain[1] - x.domain[0])
        width, height = (
            min(width, (height - FRAME) / ratio + FRAME),
            min(height, (width - FRAME) * ratio + FRAME),
        )
    return Counts(max(least, int(width * DPI / 80)), max(least, int(height * DPI / 62)))


def _draw_frame(ax: Axes, scene: Composition, number: int, share: float) -> None:
    """Set scales, limits, ticks and labels of a flat panel."""
    panel = scene.panels[number]
    x, y = scene.limits[number]
    ax.set(xscale=x.scale, xlabel=translated(panel.x_label))
    ax.set(yscale=y.scale, ylabel=translated(panel.y_label))
    ax.tick_params(which="both", **TICKS)
    parts = scene.parts[number]
    kinds = {part.kind for part in parts}
    ax.grid(not kinds & {"heat", "image"})
    if panel.equal:
        ax.set_aspect("equal", adjustable="box", anchor="N")
    if "graph" in kinds or not panel.frame:
        ax.grid(False)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    else:
        _draw_ticks(ax, scene, number, share)
    for direction in (ax.xaxis, ax.yaxis):
        direction.set_minor_locator(NullLocator())
    ax.set(xlim=x.domain, ylim=y.domain)


def _draw_ticks(ax: Axes, scene: Composition, number: int, share: float) -> None:
    """Draw the ticks of a flat panel where the page has them; bars with names have these."""
    x, y = scene.limits[number]
    counts = _tick_counts(scene, number, share)
    sides = scene.panels[number].ticks
    below = find_ticks(x, counts.x) if "x" in sides else []
    beside = find_ticks(y, counts.y) if "y" in sides else []
    ax.set_yticks([tick.at for tick in beside], [tick.words for tick in beside])
    bars = [part for part in scene.parts[number] if part.kind == "bars"]
    names = next((part.style["names"] for part in bars), ())
    if names and "x" in sides:
        ax.set_xticks(range(len(names)), _in_two_lines(list(map(translated, names)), share))
        ax.grid(False, axis="x")
    elif any(part.style["whole"] for part in bars):
        # Between bars that are counted there is no number.
        whole = [round(tick.at) for tick in below if tick.at.is_integer()]
        ax.set_xticks(whole, [local_number(str(at)) for at in whole])
    else:
        ax.set_xticks([tick.at for tick in below], [tick.words for tick in below])
