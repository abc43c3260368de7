"""The box of a 3-D panel: its floor and far walls, and three edges with ticks and labels."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from calclib.arrays import Array
from calclib.stage.camera import to_box
from calclib.stage.limits import Limits
from calclib.stage.picture.ink import INK, MUTED
from calclib.stage.ticks import Tick, find_ticks
from calclib.stage.visibility import Visibility

RULE = "#d9d9d9"  # the colour of the box
FROM_ABOVE = 80.0  # degrees; seen from higher than this the height of the box has no ticks
COUNTS = (4, 3, 2)  # how many ticks an edge has, as far as their words have room
TICK_GAP = 9.0  # points between an edge and the words of its ticks
LABEL_GAP = 24.0  # and between it and its label
TICK_SIZE = 8.0  # points, of the words of ticks
LETTER = 2.2  # points, half as wide as a letter of them
FREE = 4.0  # points that stay free between two words


class Edge(NamedTuple):
    """An edge of the box that has ticks and a label.

    middle: (3,), in the box.
    direction: 0, 1 or 2, for x, y and z.
    half: of its length.
    taken: the end at which another edge has its tick already, −1 or 1, if there is one.
    """

    middle: Array
    direction: int
    half: float
    taken: float | None

    def place(self, share: float) -> Array:
        """Return a place on it, (3,), from its one end, −1, to the other, 1."""
        along: Array = share * self.half * np.eye(3)[self.direction]
        return self.middle + along


def draw_box(
    ax: Axes, visibility: Visibility, limits: Sequence[Limits], labels: Sequence[str]
) -> None:
    """Draw the floor, the far walls, and three edges with ticks and a label.

    limits, labels: those of x, y and z.
    """
    a, b, c = visibility.half
    near = visibility.project(np.array([[1.0, 0, 0], [0, 1.0, 0]]))[:, 2]
    near_x = a if near[0] >= 0 else -a
    near_y = b if near[1] >= 0 else -b
    corners = np.array([(x, y, 0.0) for x in (a, -a) for y in (b, -b)])
    left = corners[np.argmin(visibility.project(corners)[:, 0].round(6))]
    upright = Edge(left, 2, c, taken=-1)
    levels = _ticks_with_room(ax, visibility, limits[2], upright)
    heights = [c * _share(tick, limits[2]) for tick in levels]
    walls = [
        [(-near_x, near_y, z), (-near_x, -near_y, z), (near_x, -near_y, z)]
        for z in (-c, c, *heights)
    ]
    front = [(near_x, -near_y, -c), (near_x, near_y, -c), (-near_x, near_y, -c)]
    uprights = [[(x, y, -c), (x, y, c)] for x, y, _ in walls[0]]
    _draw_lines(ax, visibility, [np.array(line) for line in [*walls, front, *uprights]], RULE)
    along_x = Edge(np.array([0, near_y, -c]), 0, a, taken=None)
    along_y = Edge(np.array([near_x, 0, -c]), 1, b, taken=np.sign(near_y))
    _draw_edge(ax, visibility, limits[0], along_x, labels[0])
    _draw_edge(ax, visibility, limits[1], along_y, labels[1])
    if visibility.camera[1] < FROM_ABOVE:
        _draw_edge(ax, visibility, limits[2], upright, "")
        ax.text(0, 1, labels[2], va="top", transform=ax.transAxes)


def _draw_edge(ax: Axes, visibility: Visibility, limits: Limits, edge: Edge, label: str) -> None:
    """Draw an edge of the box with its ticks and its label."""
    _draw_lines(ax, visibility, [np.array([edge.place(-1), edge.place(1)])], MUTED)
    outward = _outward(visibility, edge)
    for tick in _ticks_with_room(ax, visibility, limits, edge):
        share = _share(tick, limits)
        if edge.taken is None or abs(share - edge.taken) > 0.1:
            at = visibility.project(edge.place(share))[:2]
            _write_beside(ax, at, TICK_GAP * outward, tick.words, MUTED, TICK_SIZE)
    if label:
        middle = visibility.project(edge.middle)[:2]
        _write_beside(ax, middle, LABEL_GAP * outward, label, INK, 9)


def _draw_lines(ax: Axes, visibility: Visibility, lines: Sequence[Array], ink: str) -> None:
    """Draw lines of the box, (n, 3) each."""
    seen = [visibility.project(line)[:, :2] for line in lines]
    ax.add_collection(LineCollection(seen, colors=ink, linewidths=0.8, zorder=1))


def _outward(visibility: Visibility, edge: Edge) -> Array:
    """Return the direction from an edge to its words, (2,), of length 1."""
    if edge.direction == 2:
        return np.array([-1.0, 0.0])
    axis_of_box = np.array([0, 0, edge.middle[2]])
    away = (visibility.project(edge.middle) - visibility.project(axis_of_box))[:2]
    away = away / max(float(np.hypot(away[0], away[1])), 1e-9) - [0, 0.4]
    return np.asarray(away / np.hypot(away[0], away[1]))


def _share(tick: Tick, limits: Limits) -> float:
    """Return where a tick stands along its edge, from −1 to 1."""
    return float(to_box(np.array([tick.at]), [limits], np.ones(1))[0])


def _ticks_with_room(
    ax: Axes, visibility: Visibility, limits: Limits, edge: Edge
) -> Sequence[Tick]:
    """Return the ticks of an edge: as many as have room for their words side by side."""
    for count in COUNTS:
        ticks = find_ticks(limits, count)
        shown = _standing_clear(ax, visibility, limits, edge, ticks)
        if len(shown) == len(ticks):
            break
    return shown


def _standing_clear(
    ax: Axes, visibility: Visibility, limits: Limits, edge: Edge, ticks: Sequence[Tick]
) -> list[Tick]:
    """Return those of some ticks, in order, whose words stand clear of the words before them."""
    frame = ax.get_window_extent()
    across = frame.width / np.ptp(ax.get_xlim())
    up = frame.height / np.ptp(ax.get_ylim())
    points = 72 / ax.figure.dpi * min(across, up)  # in a unit of the box
    kept: list[Tick] = []
    taken: list[tuple[Array, float]] = []
    for tick in ticks:
        wide = 2 * LETTER * len(tick.words)
        middle = points * visibility.project(edge.place(_share(tick, limits)))[:2]
        middle = middle + _beside(TICK_GAP * _outward(visibility, edge), tick.words)
        clear = [
            abs(middle[0] - other[0]) >= (wide + width) / 2 + FREE
            or abs(middle[1] - other[1]) >= TICK_SIZE
            for other, width in taken
        ]
        if all(clear):
            kept.append(tick)
            taken.append((middle, wide))
    return kept


def _beside(offset: Array, words: str) -> Array:
    """Return how far from a place the middle of words stands, in points: further for long ones."""
    direction = offset / np.hypot(offset[0], offset[1])
    return np.asarray(offset + direction * [LETTER * len(words), 3])


def _write_beside(ax: Axes, point: Array, offset: Array, words: str, ink: str, size: float) -> None:
    """Write words beside a point, offset by so many points and by more where they are long."""
    across, up = _beside(offset, words)
    ax.annotate(
        words,
        tuple(point),
        (across, up),
        textcoords="offset points",
        ha="center",
        va="center",
        color=ink,
        size=size,
    )
