"""Lesson 5, a map of the plane: what becomes of a grid and of a letter drawn on it."""

from itertools import pairwise

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.follow_the_gradient.map_a_square import REACH, jacobian_at, map_points, mesh
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

MOVED = np.linspace(0.0, 1.0, 41)
FOOT = (0.3, 0.2)
# The outline of an F, from its foot: no turn and no reflection leaves this letter as it is.
CORNERS = [
    (0.0, 0.0),
    (0.25, 0.0),
    (0.25, 0.45),
    (0.6, 0.45),
    (0.6, 0.65),
    (0.25, 0.65),
    (0.25, 0.9),
    (0.75, 0.9),
    (0.75, 1.1),
    (0.0, 1.1),
    (0.0, 0.0),
]


def letter() -> Array:
    """The outline of an F, closed, with twelve points on each side: (121, 2).

    >>> letter()[[0, -1]].tolist()
    [[0.3, 0.2], [0.3, 0.2]]
    """
    shares = np.linspace(0.0, 1.0, 12, endpoint=False)[:, None]
    sides = [
        start + shares * (np.subtract(end, start))
        for start, end in pairwise(map(np.array, CORNERS))
    ]
    return np.concatenate([*sides, [CORNERS[-1]]]) + FOOT


def warped_picture(u: str = "2x + y^2", v: str = "y - x^2/4") -> Scene:
    """Move every point of a picture from (x, y) to (u, v): a grid, and a letter F on it.

    u, v: text in x and y.
    Raises ValueError where the map has no Jacobian at the foot of the F.

    >>> warped_picture("y", "x").numbers[0][1].values
    array([-1.])
    """
    maps = (Function(u, variables=("x", "y")), Function(v, variables=("x", "y")))
    determinant = np.linalg.det(jacobian_at(maps, FOOT))
    grid = mesh(-REACH, REACH, 13)
    drawn = letter()
    moving_grid = _on_the_way(grid, map_points(maps, grid))
    moving_letter = _on_the_way(drawn, map_points(maps, drawn))
    before = (-REACH, REACH)
    return Scene(
        [Axis("moved", MOVED, play=True, duration=5.0, labels=[f"{t:.0%}" for t in MOVED])],
        [
            _plane(Varying(grid, ()), Varying(drawn, ()), "A picture", (before, before), "xy"),
            _plane(
                Varying(moving_grid, ("moved",)),
                Varying(moving_letter, ("moved",)),
                "Where its points go",
                _square_around(moving_grid),
                "uv",
            ),
        ],
        alt="A grid with a letter F on it, and beside it the same picture while each of its points "
        f"goes from (x, y) to u = {u}, v = {v}. Notice where the squares of the grid become larger "
        "and where smaller, and whether the F still reads as an F.",
        readout=[("det J at the foot of the F", np.array(determinant.round(12)), ".3f")],
        still={"moved": len(MOVED) - 1},
    )


def _on_the_way(start: Array, end: Array) -> Array:
    """Points (..., 2) on straight ways from start to end: (41, ..., 2)."""
    share = MOVED.reshape(-1, *(1 for _ in start.shape))
    return (1 - share) * start + share * end


def _square_around(points: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    """The limits along u and v of a square around all finite points (..., 2), with some room."""
    low = np.nanmin(points.reshape(-1, 2), axis=0)
    high = np.nanmax(points.reshape(-1, 2), axis=0)
    half = 0.52 * max(float((high - low).max()), 1.0)
    (u0, v0), (u1, v1) = (low + high) / 2 - half, (low + high) / 2 + half
    return (float(u0), float(u1)), (float(v0), float(v1))


def _plane(
    grid: Varying,
    drawn: Varying,
    title: str,
    room: tuple[tuple[float, float], tuple[float, float]],
    labels: str,
) -> Panel:
    """A grid, and over it the letter with a dot at its foot."""
    return Panel(
        [
            line(*_parts(grid), color="muted", width=1.0),
            line(*_parts(drawn), color=1, width=3.0),
            dots(drawn.map(lambda points: points[..., :1, :]), color="ink", size=8),
        ],
        title,
        x=room[0],
        y=room[1],
        equal=True,
        x_label=labels[0],
        y_label=labels[1],
    )


def _parts(points: Varying) -> tuple[Varying, Varying]:
    """The two coordinates of points, as channels."""
    return points.map(lambda pair: pair[..., 0]), points.map(lambda pair: pair[..., 1])
