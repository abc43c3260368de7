"""Lesson 5, the Jacobian: what a map does to a small square, and the matrix that says so."""

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.follow_the_gradient.scenes import slopes_at
from calclib.lessons.shared.formulas import function_of
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, arrows, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

SIDES = np.geomspace(0.8, 0.008, 49)
REACH = 1.5
TRUE: Style = {"color": 1, "width": 1.5}
LINEAR: Style = {"color": "ink", "width": 1.5, "dash": "dashed"}
COLUMNS: tuple[Style, ...] = (
    {"color": 0, "label": "first column of J"},
    {"color": 2, "label": "second column"},
)


def mesh(low: float, high: float, count: int) -> Array:
    """Upright and level lines across a square: (2 count lines, 33 points, 2).

    >>> mesh(0.0, 1.0, 2)[:, [0, -1]].tolist()[0]
    [[0.0, 0.0], [0.0, 1.0]]
    """
    places = np.linspace(low, high, count)
    along = np.linspace(low, high, 33)
    fixed, moving = np.broadcast_arrays(places[:, None], along)
    return np.concatenate([np.stack([fixed, moving], -1), np.stack([moving, fixed], -1)])


def jacobian_at(maps: tuple[Function, Function], point: ArrayLike) -> Array:
    """The Jacobian of (u, v) at a point (2,): its rows are ∇u and ∇v, so J is (2, 2).

    >>> jacobian_at((Function("2x + y^2"), Function("y - x^2/4")), [0.5, 0.5])
    array([[ 2.  ,  1.  ],
           [-0.25,  1.  ]])
    """
    return np.stack([slopes_at(one, point) for one in maps])


def square_under_a_map(
    point: tuple[float, float] = (0.5, 0.5), u: str = "2x + y^2", v: str = "y - x^2/4"
) -> Scene:
    """Shrink a square at a point: its image under (u, v) becomes the one that the Jacobian draws.

    On the right the image is magnified 1/side times, over the parallelogram of the columns of J.

    point: the corner, which a drag moves.
    u, v: text in x and y.
    Raises ValueError where the map has no Jacobian.

    >>> gap, area, determinant = (row[1].values for row in square_under_a_map().numbers)
    >>> gap[[0, -1], 0].round(3), area[[0, -1], 0].round(2), determinant
    (array([0.825, 0.008]), array([2.81, 2.25]), array([2.25]))
    """
    maps = (function_of(u, "x", "y"), function_of(v, "x", "y"))
    corner = np.asarray(point, dtype=float)
    jacobian = jacobian_at(maps, corner)
    inside = mesh(0.0, 1.0, 3)
    square = corner + SIDES[:, None, None, None] * inside
    image = map_points(maps, square)
    here = map_points(maps, corner)
    seen = (image - here) / SIDES[:, None, None, None]
    flat = inside @ jacobian.T
    gap = np.linalg.norm(seen - flat, axis=-1).max(axis=(1, 2))
    return Scene(
        [Axis("side", SIDES, scale="log", play=True, labels=[f"{s:.3g}" for s in SIDES])],
        [
            _plane(mesh(-REACH, REACH, 7), square, corner, ("A square", "x", "y"), drag="point"),
            _plane(map_points(maps, mesh(-REACH, REACH, 7)), image, here, ("Its image", "u", "v")),
            _magnified_panel(seen, flat, jacobian),
        ],
        alt=f"A square on a grid, and its image under u = {u}, v = {v}, which is bent. As the "
        "square shrinks, its image is magnified as much: compare it with the dashed parallelogram, "
        "whose edges are the columns of the Jacobian.",
        readout=[
            ("largest gap, in sides", Varying(gap, ("side",)), ".3f"),
            ("area of the image ÷ of the square", Varying(_areas(seen), ("side",)), ".3f"),
            ("|det J|", np.array(abs(np.linalg.det(jacobian)).round(12)), ".3f"),
        ],
        still={"side": 16},
    )


def map_points(maps: tuple[Function, Function], points: Array) -> Array:
    """(u, v) at points (..., 2)."""
    return np.stack([one.value(points) for one in maps], axis=-1)


def _areas(seen: Array) -> Array:
    """The area inside the outline of each image (sides, lines, points, 2): ½ |Σ (u dv − v du)|."""
    left, right, low, high = (seen[:, k] for k in (0, 2, 3, 5))
    outline = np.concatenate([low, right, high[:, ::-1], left[:, ::-1]], axis=1)
    following = np.roll(outline, -1, axis=1)
    turned = outline[..., 0] * following[..., 1] - outline[..., 1] * following[..., 0]
    area: Array = np.abs(turned.sum(axis=1)) / 2
    return area


def _plane(
    grid: Array, square: Array, corner: Array, words: tuple[str, str, str], drag: str | None = None
) -> Panel:
    """A plane with its grid, and in it the square or its image."""
    title, x_label, y_label = words
    return Panel(
        [
            line(grid[..., 0], grid[..., 1], color="muted", width=0.7, opacity=0.6),
            line(*_coordinates(square), **TRUE),
            dots([corner], color="ink", size=8),
        ],
        title,
        x=_room(grid[..., 0]),
        y=_room(grid[..., 1]),
        equal=True,
        x_label=x_label,
        y_label=y_label,
        drag=drag,
    )


def _room(values: Array) -> tuple[float, float]:
    """The ends of the finite values, or some room around them where they are all equal."""
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _magnified_panel(seen: Array, flat: Array, jacobian: Array) -> Panel:
    """The image in units of the side, over the parallelogram of the Jacobian."""
    ends = flat.reshape(-1, 2).min(axis=0), flat.reshape(-1, 2).max(axis=0)
    centre = (ends[0] + ends[1]) / 2
    far = 0.8 * max(float(np.max(ends[1] - ends[0])), 0.5)
    marks: list[Mark] = [
        line(flat[..., 0], flat[..., 1], **LINEAR),
        line(*_coordinates(seen), **TRUE),
    ]
    for k, style in enumerate(COLUMNS):
        marks.append(arrows(0, 0, *jacobian[:, k], **style | {"width": 3}))
    return Panel(
        [*marks, dots([[0, 0]], color="ink", size=8)],
        "The image ÷ side",
        x=(centre[0] - far, centre[0] + far),
        y=(centre[1] - far, centre[1] + far),
        equal=True,
        x_label="change of u ÷ side",
        y_label="change of v ÷ side",
    )


def _coordinates(points: Array) -> tuple[Varying, Varying]:
    """The coordinates of lines (sides, lines, points, 2), as channels."""
    x, y = (Varying(points[..., k], ("side",)) for k in (0, 1))
    return x, y
