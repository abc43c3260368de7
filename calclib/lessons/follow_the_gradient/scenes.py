"""Lesson 5, many variables: a slope for every direction, and the one arrow that holds them all."""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.directions import angle_axis, directions
from calclib.lessons.shared.formulas import function_of
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, arrows, contours, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

HILL = "3x - x^3 + x y - y^2"  # the function of the lesson: ∇f = (3 − 3x² + y, x − 2y)
REACH = 1.5
BOX = (-REACH, REACH, -REACH, REACH)
ANGLES = np.arange(0.0, 361.0, 3.0)  # degrees
TURNS = np.arange(0.0, 91.0, 2.0)  # degrees
MEASURED = np.arange(0.0, 360.0, 30.0)
SCALE = 0.3  # how long a slope of 1 is drawn on the map of the compass
FIELD = 0.08  # and in the field of arrows
map_panel = partial(Panel, x=BOX[:2], y=BOX[2:], equal=True, x_label="x", y_label="y")
UP: Style = {"color": 1, "label": "up"}
DOWN: Style = {"color": 0, "dash": "dashed", "label": "down"}
# The two axes of a turned frame, and the words for them.
SIDES: tuple[Style, ...] = ({"color": 2, "label": "x′"}, {"color": 3, "label": "y′"})


def slopes_at(f: Function, points: ArrayLike) -> Array:
    """∇f at points, (..., 2).

    points: (..., 2).
    Raises ValueError, which names the first point that has no gradient.

    >>> slopes_at(Function(HILL), [0.0, -1.0])
    array([2., 2.])
    """
    points = np.asarray(points, dtype=float)
    gradient = f.gradient(points)
    lost = ~np.isfinite(gradient).all(axis=-1)
    if lost.any():
        x, y = points[lost][0]
        raise ValueError(
            f"{f.definition} has no gradient at ({x:g}, {y:g}); change f or the place."
        )
    return gradient


def compass_of_slopes(point: tuple[float, float] = (0.0, -1.0), f: str = HILL) -> Scene:
    """Turn a needle around a point: how steep is f in each direction, and which is steepest?

    The slope in the direction of a unit vector u is ∇f · u; dots are measured,
    (f(p + hu) − f(p − hu)) / 2h.

    point: where you stand; a drag moves it.
    f: text in x and y.
    Raises ValueError where f has no gradient.

    >>> [round(float(row[1].values.max()), 2) for row in compass_of_slopes().numbers]
    [2.83, 2.83]
    """
    g = function_of(f, "x", "y")
    gradient = slopes_at(g, point)
    slope = Varying(directions(ANGLES) @ gradient, ("direction",))
    so_far = Varying(np.maximum.accumulate(slope.values), ("direction",))
    return Scene(
        [angle_axis("direction", ANGLES)],
        [
            map_panel(
                _rose(g, np.asarray(point, dtype=float), gradient),
                "The compass",
                drag="point",
            ),
            _slope_by_angle(g, np.asarray(point, dtype=float), gradient),
        ],
        alt=f"A needle turns around the point ({point[0]:g}, {point[1]:g}) of {f}. Its length is "
        "the slope in its direction, up or down, which is also drawn against the angle. Watch "
        "where it is longest, and where it vanishes.",
        readout=[
            ("slope in this direction", slope, "+.3f"),
            ("steepest so far", so_far, "+.3f"),
        ],
        still={"direction": 10},
    )


def measured_slope(f: Function, point: ArrayLike, degrees: ArrayLike, h: float = 1e-4) -> Array:
    """(f(p + hu) − f(p − hu)) / 2h in several directions u.

    point: p, (2,).
    degrees: the angles of the directions, (...), as is what is returned.
    h: the step.

    >>> measured_slope(Function(HILL), [0.0, -1.0], [0, 90]).round(6)
    array([2., 2.])
    """
    step = h * directions(degrees)
    rise: Array = f.value(np.asarray(point) + step) - f.value(np.asarray(point) - step)
    return rise / (2 * h)


def _rose(g: Function, point: Array, gradient: Array) -> list[Mark]:
    """The map, with the slope in every direction as a length, and the needle."""
    u = directions(ANGLES)
    tips = point + SCALE * np.abs(u @ gradient)[:, None] * u
    X, Y = np.meshgrid(np.linspace(*BOX[:2], 61), np.linspace(*BOX[2:], 61))
    spread = float(np.nanpercentile(np.abs(g(X, Y) - g(*point)), 90)) or 1.0
    levels = g(*point) + spread * np.arange(-8, 9) / 6  # one level passes through the point
    needle = []
    for sign, style in ((1, UP), (-1, DOWN)):
        chosen = sign * (u @ gradient) >= -1e-9
        circle = np.where(chosen[:, None], tips, np.nan)
        needle.append(line(circle[:, 0], circle[:, 1], **style | {"width": 1.5}))
        way = np.where(chosen[:, None], tips - point, np.nan)
        moved = [Varying(way[:, k], ("direction",)) for k in (0, 1)]
        if np.isfinite(way).any():
            needle.append(arrows(*point, *moved, color=style["color"], width=2.5))
    ray = [Varying(np.outer(u[:, k], [0, 0.35]) + point[k], ("direction",)) for k in (0, 1)]
    return [
        contours(g, BOX, levels=sorted(set(levels.tolist()))),
        line(*ray, color="muted", width=1.5),
        arrows(*point, *SCALE * gradient, color="ink", width=1.5, label="∇f"),
        *needle,
        dots([point], color="ink", size=9),
    ]


def _slope_by_angle(g: Function, point: Array, gradient: Array) -> Panel:
    """The slope against the angle: ∇f · u as a line, measured slopes as dots.

    Both reach as far as the needle has turned: their top is what the reader is asked for.
    """
    slope = directions(ANGLES) @ gradient
    steepest = float(np.hypot(*gradient))
    uphill = float(np.degrees(np.arctan2(gradient[1], gradient[0])) % 360)
    top = 1.25 * max(steepest, 0.2)
    turned = Varying(ANGLES, ("direction",))
    passed = Varying(np.where(ANGLES[:, None] >= MEASURED, MEASURED, np.nan), ("direction",))
    return Panel(
        [
            line([0, 360], [0, 0], color="muted", width=1, dash="dashed"),
            line([uphill, uphill], [-top, top], color="ink", dash="dotted", label="towards ∇f"),
            line(turned, Varying(slope, ("direction",)), color=2, label="∇f · u", grows=True),
            dots(passed, measured_slope(g, point, MEASURED), color="ink", size=5),
            cursor("direction"),
            dots(turned, Varying(slope, ("direction",)), color=1, size=10),
        ],
        "Slope in each direction",
        x=(0, 360),
        y=(-top, top),
        x_label="direction, in degrees from the x axis",
        y_label="slope",
    )


def turn_the_axes(f: str = HILL) -> Scene:
    """Turn the axes under a field of gradients: every component changes, no arrow does.

    A click on an arrow chooses it. Its component along a turned axis e is ∇f · e, and the squares
    of both components always have the same sum.

    f: text in x and y.

    >>> along, across, length = (row[1].values for row in turn_the_axes().numbers)
    >>> bool(np.allclose(along**2 + across**2, length**2))
    True
    """
    g = Function(f, variables=("x", "y"))
    ticks = np.linspace(-1.2, 1.2, 7)
    points = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    gradient = slopes_at(g, points)
    frame = np.stack([directions(TURNS), directions(TURNS + 90)], axis=1)  # (turn, side, 2)
    parts = np.einsum("tsk,pk->tps", frame, gradient)
    names = ("turn", "arrow")
    return Scene(
        [
            angle_axis("turn", TURNS),
            Axis("arrow", points, first=int(np.hypot(*(points - [0.4, -1.2]).T).argmin())),
        ],
        [
            _field(g, points, gradient, frame),
            _components(gradient, frame, parts),
        ],
        alt="A field of arrows on a map, each straight across the level lines, longer where the "
        "map is steeper. A frame of axes turns; watch the chosen arrow, and its "
        "two components along the axes.",
        readout=[
            ("slope along x′", Varying(parts[..., 0], names), "+.3f"),
            ("slope along y′", Varying(parts[..., 1], names), "+.3f"),
            ("length", Varying(np.hypot(*gradient.T), names[1:]), ".3f"),
        ],
        still={"turn": 12},
    )


def _field(g: Function, points: Array, gradient: Array, frame: Array) -> Panel:
    """The map with an arrow at each point; the chosen one in colour, with the turned axes."""
    x, y = (Varying(points[:, k], ("arrow",)) for k in (0, 1))
    chosen = [Varying(FIELD * gradient[:, k], ("arrow",)) for k in (0, 1)]
    marks = [contours(g, BOX), arrows(*points.T, *FIELD * gradient.T, color="ink", width=1.2)]
    for k, style in enumerate(SIDES):
        side = [Varying(0.3 * frame[:, k, c], ("turn",)) for c in (0, 1)]
        marks.append(arrows(x, y, *side, **style | {"width": 1.5, "label": ""}))
    marks += [arrows(x, y, *chosen, color=1, width=3), dots(x, y, color=1, size=7)]
    return map_panel(marks, "A field of arrows", pick="arrow")


def _components(gradient: Array, frame: Array, parts: Array) -> Panel:
    """The chosen arrow enlarged, with its component along each turned axis."""
    names = ("turn", "arrow")
    wide = 1.05 * float(np.hypot(*gradient.T).max())
    marks = []
    for k, style in enumerate(SIDES):
        axis = frame[:, k, None, :] * np.array([-2.0, 2.0])[:, None] * wide
        foot = parts[..., k, None] * frame[:, None, k]  # (turn, arrow, 2)
        drop = np.stack([foot, np.broadcast_to(gradient, foot.shape)], axis=-2)
        marks += [
            line(*(Varying(axis[..., c], names[:1]) for c in (0, 1)), color="muted", width=1),
            line(
                *(Varying(drop[..., c], names) for c in (0, 1)),
                **style | {"width": 1, "dash": "dashed", "label": ""},
            ),
            arrows(0, 0, *(Varying(foot[..., c], names) for c in (0, 1)), **style | {"width": 3}),
        ]
    whole = [Varying(gradient[:, c], names[1:]) for c in (0, 1)]
    return Panel(
        [*marks, arrows(0, 0, *whole, color=1, width=4, label="∇f")],
        "The chosen arrow and its components",
        x=(-wide, wide),
        y=(-wide, wide),
        equal=True,
        x_label="slope along x",
        y_label="slope along y",
    )
