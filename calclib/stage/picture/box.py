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
from calclib.stage.ticks import ticks_of
from calclib.stage.visibility import Visibility

RULE = "#d9d9d9"  # the colour of the box
BEYOND = 24.0  # points from an edge to its label, at least
LETTER = 4.6  # points, the width of one in a tick
TICKS = 4  # about so many, along each edge
FROM_ABOVE = 80.0  # degrees; seen from higher than this the height of the box has no ticks


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
    levels = np.array([tick.at for tick in ticks_of(limits[2], TICKS)])
    heights = to_box(levels[:, None], limits[2:], np.array([c]))[:, 0]
    walls = [
        [(-near_x, near_y, z), (-near_x, -near_y, z), (near_x, -near_y, z)]
        for z in (-c, c, *heights)
    ]
    front = [(near_x, -near_y, -c), (near_x, near_y, -c), (-near_x, near_y, -c)]
    uprights = [[(x, y, -c), (x, y, c)] for x, y, _ in walls[0]]
    _draw_lines(ax, visibility, [np.array(line) for line in [*walls, front, *uprights]], RULE)
    corners = np.array([(x, y, 0.0) for x in (a, -a) for y in (b, -b)])
    left = corners[np.argmin(visibility.project(corners)[:, 0].round(6))]
    along_x = Edge(np.array([0, near_y, -c]), 0, a, taken=None)
    along_y = Edge(np.array([near_x, 0, -c]), 1, b, taken=np.sign(near_y))
    _draw_edge(ax, visibility, limits[0], along_x, labels[0])
    _draw_edge(ax, visibility, limits[1], along_y, labels[1])
    if visibility.camera[1] < FROM_ABOVE:
        _draw_edge(ax, visibility, limits[2], Edge(left, 2, c, taken=-1), "")
        ax.text(0, 1, labels[2], va="top", transform=ax.transAxes)


def _draw_edge(ax: Axes, visibility: Visibility, limits: Limits, edge: Edge, label: str) -> None:
    """Draw an edge of the box with its ticks and its label."""
    to_end = np.eye(3)[edge.direction] * edge.half
    _draw_lines(ax, visibility, [np.array([edge.middle - to_end, edge.middle + to_end])], MUTED)
    outward = _outward(visibility, edge)
    ticks = ticks_of(limits, TICKS)
    for at, words in ticks:
        share = float(to_box(np.array([at]), [limits], np.ones(1))[0])
        if edge.taken is None or abs(share - edge.taken) > 0.1:
            place = visibility.project(edge.middle + share * to_end)[:2]
            _write_beside(ax, place, 9 * outward, words, MUTED, 8)
    if label:
        middle = visibility.project(edge.middle)[:2]
        # To the side a label stands beyond the widest tick, which may be at the same height.
        widest = max((len(words) for _, words in ticks), default=0)
        away = np.array([max(BEYOND, 14 + LETTER * widest), BEYOND])
        _write_beside(ax, middle, away * outward, label, INK, 9)


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


def _write_beside(ax: Axes, point: Array, offset: Array, words: str, ink: str, size: float) -> None:
    """Write words beside a point, offset by so many points and by more where they are long."""
    direction = offset / np.hypot(offset[0], offset[1])
    across, up = offset + direction * [2.2 * len(words), 3]
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
