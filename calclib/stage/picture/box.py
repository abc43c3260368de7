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
from calclib.stage.ticks import find_ticks
from calclib.stage.visibility import Visibility

RULE = "#d9d9d9"  # the colour of the box
FROM_ABOVE = 80.0  # degrees; seen from higher than this the height of the box has no ticks
COUNTS = (4, 3, 2)  # how many ticks an edge has, as far as their words have room
TICK_GAP = 9.0  # points between an edge and the words of its ticks
LABEL_GAPS = (24.0, 30.0, 36.0, 42.0)  # and its label: the first at which it is clear of the ticks
TICK_SIZE = 8.0  # points, of the words of ticks
LABEL_SIZE = 9.0
LETTER = 2.2  # points, half as wide as a letter
FREE = 4.0  # points that stay free between two words
CORNER = 0.1  # as much of its edge belongs to a tick of another one


class Edge(NamedTuple):
    """An edge of the box that has ticks and a label.

    middle: (3,), in the box.
    direction: 0, 1 or 2, for x, y and z.
    half: of its length.
    taken: the end at which another edge has its tick already, −1 or 1, if there is one.
    has_ticks: whether places along it mean something.
    """

    middle: Array
    direction: int
    half: float
    taken: float | None
    has_ticks: bool = True

    def place(self, share: float) -> Array:
        """Return a place on it, (3,), from its one end, −1, to the other, 1."""
        return np.asarray(self.middle + share * self.half * np.eye(3)[self.direction])


class Words(NamedTuple):
    """Words beside an edge.

    foot: (2,), where the place beside which they stand is seen, in units of the box.
    offset: (2,), from there to their middle, in points.
    """

    text: str
    foot: Array
    offset: Array
    size: float

    def is_clear_of(self, other: "Words", points: float) -> bool:
        """Say whether they stand apart from others.

        points: in a unit of the box.
        """
        across, up = np.abs(points * (self.foot - other.foot) + self.offset - other.offset)
        room = LETTER * (len(self.text) + len(other.text)) + FREE
        return bool(across >= room or up >= max(self.size, other.size))


class EdgeWords(NamedTuple):
    """The words of an edge.

    shares: where its ticks stand, from −1 to 1.
    words: those of its ticks, and its label.
    """

    shares: Sequence[float]
    words: Sequence[Words]


def draw_box(
    ax: Axes,
    visibility: Visibility,
    limits: Sequence[Limits],
    labels: Sequence[str],
    sides: str = "xy",
) -> None:
    """Draw the floor, the far walls, and three edges with ticks and a label.

    limits, labels: those of x, y and z.
    sides: those of the floor that have ticks.
    """
    a, b, c = visibility.half
    near = visibility.project(np.array([[1.0, 0, 0], [0, 1.0, 0]]))[:, 2]
    near_x = a if near[0] >= 0 else -a
    near_y = b if near[1] >= 0 else -b
    corners = np.array([(x, y, 0.0) for x in (a, -a) for y in (b, -b)])
    left = corners[np.argmin(visibility.project(corners)[:, 0].round(6))]
    upright = Edge(left, 2, c, taken=-1)
    heights = [c * share for share in _lay_out(ax, visibility, limits[2], upright, "").shares]
    walls = [
        [(-near_x, near_y, z), (-near_x, -near_y, z), (near_x, -near_y, z)]
        for z in (-c, c, *heights)
    ]
    front = [(near_x, -near_y, -c), (near_x, near_y, -c), (-near_x, near_y, -c)]
    uprights = [[(x, y, -c), (x, y, c)] for x, y, _ in walls[0]]
    _draw_lines(ax, visibility, [np.array(line) for line in [*walls, front, *uprights]], RULE)
    along_x = Edge(np.array([0, near_y, -c]), 0, a, None, "x" in sides)
    along_y = Edge(np.array([near_x, 0, -c]), 1, b, np.sign(near_y), "y" in sides)
    _draw_edge(ax, visibility, limits[0], along_x, labels[0])
    _draw_edge(ax, visibility, limits[1], along_y, labels[1])
    if visibility.camera[1] < FROM_ABOVE:
        _draw_edge(ax, visibility, limits[2], upright, "")
        ax.text(0, 1, labels[2], va="top", transform=ax.transAxes)


def _draw_edge(ax: Axes, visibility: Visibility, limits: Limits, edge: Edge, label: str) -> None:
    """Draw an edge of the box with its ticks and its label."""
    _draw_lines(ax, visibility, [np.array([edge.place(-1), edge.place(1)])], MUTED)
    for words in _lay_out(ax, visibility, limits, edge, label).words:
        ax.annotate(
            words.text,
            tuple(words.foot),
            tuple(words.offset),
            textcoords="offset points",
            ha="center",
            va="center",
            color=INK if words.size == LABEL_SIZE else MUTED,
            size=words.size,
        )


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


def _lay_out(ax: Axes, visibility: Visibility, limits: Limits, edge: Edge, label: str) -> EdgeWords:
    """Return the words of an edge: its label, and as many ticks as have room beside it."""
    points = _points(ax)
    for count in COUNTS:
        shares = []
        wanted = []
        for tick in find_ticks(limits, count) if edge.has_ticks else ():
            share = float(to_box(np.array([tick.at]), [limits], np.ones(1))[0])
            shares.append(share)
            if edge.taken is None or abs(share - edge.taken) > CORNER:
                wanted.append(_beside(visibility, edge, share, tick.words, TICK_GAP, TICK_SIZE))
        ticks = _standing_clear(wanted, points)
        labels = [
            _beside(visibility, edge, 0.0, label, gap, LABEL_SIZE) for gap in LABEL_GAPS if label
        ]
        clear = [one for one in labels if all(one.is_clear_of(tick, points) for tick in ticks)]
        if len(ticks) == len(wanted) and (clear or not label):
            break
    return EdgeWords(shares, [*ticks, *(clear or labels)[:1]])


def _points(ax: Axes) -> float:
    """Return how many points a unit of the box has, about: the page is laid out at the end."""
    frame = ax.get_window_extent()
    across = frame.width / np.ptp(ax.get_xlim())
    up = frame.height / np.ptp(ax.get_ylim())
    return float(72 / ax.figure.dpi * min(across, up))


def _standing_clear(words: Sequence[Words], points: float) -> list[Words]:
    """Return those of some words, in order, that stand clear of the words before them."""
    kept: list[Words] = []
    for one in words:
        if all(one.is_clear_of(other, points) for other in kept):
            kept.append(one)
    return kept


def _beside(
    visibility: Visibility, edge: Edge, share: float, text: str, gap: float, size: float
) -> Words:
    """Return words beside a place of an edge: further from it where they are long."""
    outward = _outward(visibility, edge)
    offset = outward * (gap + np.array([LETTER * len(text), 3]))
    return Words(text, visibility.project(edge.place(share))[:2], offset, size)
