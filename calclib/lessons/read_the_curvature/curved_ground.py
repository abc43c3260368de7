"""Lesson 6, two variables: the Hessian's entries, its directions, and bowls stretched."""

from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.directions import angle_axis, directions
from calclib.lessons.shared.formulas import function_of, map_of
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
    Style,
    Varying,
    arrows,
    contours,
    cursor,
    dots,
    line,
    surface,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Point: TypeAlias = tuple[float, float]

BOX = (-2.4, 2.4, -2.4, 2.4)
DEGREES = np.arange(0.0, 181.0, 3.0)
ALONG = np.linspace(-1.0, 1.0, 81)  # places on the turning line
FLAT = 1e-6  # an eigenvalue below this share of the larger one, or of 1, counts as none
UP: Style = {"color": 0, "width": 2.5}
DOWN: Style = {"color": 1, "width": 2.5, "dash": "dashed"}
map_panel = partial(Panel, equal=True, x_label="x", y_label="y")
KAPPA = "condition number"
KAPPAS = 10.0 ** (np.arange(0, 21) / 10)
ENTRIES = ("f_xx", "f_xy", "f_yy")
ON_DIAGONAL = np.linspace(-1.0, 1.0, 5)  # the values of f_xx and f_yy
BESIDE = np.linspace(-2.0, 2.0, 17)  # the values of f_xy
SIDE = np.linspace(-1.0, 1.0, 11)  # the ground under three entries, in space
MAP_SIDE = np.linspace(-1.0, 1.0, 25)  # and from above, where level lines are drawn
GROUND_LEVELS = [-2.0, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0]
BOWL_BOX = (-2.0, 2.0, -1.5, 1.5)


def kind_of_bend(eigenvalues: ArrayLike) -> str:
    """Name the bend by the eigenvalues of a Hessian: bowl, dome, saddle, or flat.

    Flat means that one eigenvalue is 0 and that no two have opposite signs: then the Hessian does
    not decide.

    >>> kind_of_bend([1, 2]), kind_of_bend([-2, -1]), kind_of_bend([-1, 2]), kind_of_bend([0, 2])
    ('bowl', 'dome', 'saddle', 'flat')
    """
    values = np.asarray(eigenvalues, dtype=float)
    none = FLAT * max(1.0, float(np.abs(values).max()))
    up = bool((values > none).any())
    down = bool((values < -none).any())
    if up and down:
        return "saddle"
    whole = bool((np.abs(values) > none).all())
    return ("bowl" if up else "dome") if whole else "flat"


def three_entries() -> Scene:
    """Move f_xx, f_xy and f_yy by hand: the ground ½(f_xx x² + 2 f_xy xy + f_yy y²).

    With f_xx = f_yy = 1 and a growing f_xy it goes from a bowl to a trough to a saddle, as the
    determinant f_xx f_yy − f_xy² changes its sign.

    >>> determinant = three_entries().numbers[0].channel.values[4, :, 4, 0]
    >>> determinant[[8, 12, 16]]
    array([ 1.,  0., -3.])
    """
    a = ON_DIAGONAL[:, None, None]
    b = BESIDE[:, None]
    c = ON_DIAGONAL
    ground, seen_from_above = (_ground_of_entries(side) for side in (SIDE, MAP_SIDE))
    determinant = a * c - b**2
    against = np.moveaxis(determinant, 1, -1)  # along f_xy
    box = (-1.0, 1.0, -1.0, 1.0)
    beside = Varying(BESIDE, ("f_xy",))
    return Scene(
        [
            Axis("f_xy", BESIDE, play=True, first=8),
            Axis("f_xx", ON_DIAGONAL, first=4),
            Axis("f_yy", ON_DIAGONAL, first=4),
        ],
        [
            Panel(
                [surface(ground, box, levels=0)],
                "The ground",
                camera=(-60, 32),
                x_label="x",
                y_label="y",
                z_label="height",
                z=(-3.0, 3.0),
                width=1.2,
            ),
            map_panel([contours(seen_from_above, box, levels=GROUND_LEVELS)], "From above"),
            Panel(
                [
                    line(BESIDE[[0, -1]], [0, 0], color="muted", width=1, dash="dashed"),
                    line(BESIDE, Varying(against, ("f_xx", "f_yy")), color=0, width=2.5),
                    dots(beside, Varying(determinant, ENTRIES), color=1, size=10),
                ],
                "The determinant",
                y=(-5.5, 1.8),
                x_label="f_xy",
                y_label="f_xx f_yy − f_xy²",
            ),
        ],
        alt="A piece of ground that three sliders bend: along x, along y, and both together. It "
        "is shown in space and from above, and beside it stands a number, the determinant: watch "
        "the ground when this number passes zero.",
        readout=[
            ("determinant f_xx f_yy − f_xy²", Varying(determinant, ENTRIES), "+.2f"),
            ("trace f_xx + f_yy", Varying(a[:, 0] + c, ("f_xx", "f_yy")), "+.1f"),
        ],
        still={"f_xy": 14},
        rows=(2, 1),
    )


def _ground_of_entries(side: Array) -> Varying:
    """½(f_xx x² + 2 f_xy xy + f_yy y²) over a square, for all values of the three entries."""
    x, y = np.meshgrid(side, side)
    xx = ON_DIAGONAL[:, None, None, None, None]
    xy = BESIDE[:, None, None, None]
    yy = ON_DIAGONAL[:, None, None]
    return Varying((xx * x**2 + 2 * xy * x * y + yy * y**2) / 2, ENTRIES)


def bend_in_every_direction(f: str = "x y e^(-(x^2 + y^2)/2)", p: Point = (0.0, 0.0)) -> Scene:
    """Turn a line through p: the cut along it, its parabola, and the curvature uᵀHu.

    The curve round p, the indicatrix, is where the parabolas of all directions have risen, or
    fallen, by one height.

    f: text in x and y.
    p: the point, dragged on the map.
    Raises ValueError where f has no Hessian.

    >>> bend_in_every_direction().panels[0].title
    'The map, and a line through (0, 0)'
    """
    ground = function_of(f, "x", "y")
    here = np.asarray(p, dtype=float)
    height = ground.value(here)
    slope = ground.gradient(here)
    bend = ground.hessian(here)
    if not (np.isfinite(height) and np.isfinite(slope).all() and np.isfinite(bend).all()):
        raise ValueError(f"{f} has no curvature at ({p[0]:g}, {p[1]:g}); choose another point.")
    values, vectors = np.linalg.eigh(bend)
    kind = kind_of_bend(values)
    u = directions(DEGREES)
    curvature = np.einsum("ni,ij,nj->n", u, bend, u).round(12) + 0.0  # never −0
    ends = here + np.multiply.outer(ALONG[[0, -1]], u).swapaxes(0, 1)
    turning = [Varying(ends[..., k], ("direction",)) for k in (0, 1)]
    title = f"The map, and a line through ({p[0]:.3g}, {p[1]:.3g})"
    marks = [
        map_of(ground, BOX),
        *_indicatrix(here, bend),
        *_cross(here, values, vectors),
        line(*turning, color="ink", width=2),
        dots([p], color="ink", size=10),
    ]
    return Scene(
        [angle_axis("direction", DEGREES, first=8)],
        [
            map_panel(marks, title, drag="p", width=1.2),
            _cut_panel(ground, here, u, curvature),
            _curvature_panel(values, vectors, curvature),
        ],
        alt=f"A line turns about a point on the map of {f}. The cut along it is hugged by a "
        "parabola, whose curvature is drawn against the direction. Two arrows, the eigenvectors, "
        "show where it is largest and where it is smallest: look at the angle between them.",
        readout=[
            ("curvature along the line", Varying(curvature, ("direction",)), "+.3f"),
            (f"{kind}: λ₁", values[0], "+.3f"),
            ("λ₂", values[1], "+.3f"),
            ("slope ‖∇f‖", np.linalg.norm(slope), ".3f"),
        ],
        still={"direction": 50},
    )


def _indicatrix(here: Array, bend: Array) -> list[Mark]:
    """Where uᵀHu r² has one size at here + r u: solid where uᵀHu is above 0, dashed below."""
    u = directions(np.linspace(0.0, 360.0, 721))
    curvature = np.einsum("ni,ij,nj->n", u, bend, u)
    strongest = float(np.abs(curvature).max())
    if strongest < FLAT:
        return []
    marks = []
    for sign, style in ((1, UP), (-1, DOWN)):
        with np.errstate(all="ignore"):
            reach = 0.3 * np.sqrt(strongest / np.where(sign * curvature > 0, np.abs(curvature), 0))
        reach = np.where(reach < 1.1, reach, np.nan)
        if np.isfinite(reach).any():
            x, y = (here + reach[:, None] * u).T
            words = "indicatrix, bends up" if sign > 0 else "indicatrix, bends down"
            marks.append(line(x, y, **style | {"label": words}))
    return marks


def _cross(here: Array, values: Array, vectors: Array) -> list[Mark]:
    """The eigenvectors as arrows to both sides, with the look of their sign."""
    marks = []
    for value, vector in zip(values, vectors.T, strict=True):
        style: Style = {"color": "muted"} if abs(value) < FLAT else _look(value)
        both = 0.75 * np.outer([1, -1], vector)
        marks.append(arrows([here[0]] * 2, [here[1]] * 2, *both.T, **style))
    return marks


def _look(eigenvalue: float) -> Style:
    """Blue where the ground bends up, orange where it bends down."""
    return UP if eigenvalue > -FLAT else DOWN


def _cut_panel(ground: Function, here: Array, u: Array, curvature: Array) -> Panel:
    """The ground along the turning line, and the parabola with the same slope and curvature."""
    points = here + ALONG[:, None] * u[:, None, :]
    heights = ground.value(points)
    slopes = u @ ground.gradient(here)
    fit = ground.value(here) + slopes[:, None] * ALONG + curvature[:, None] * ALONG**2 / 2
    finite = heights[np.isfinite(heights)]
    low, high = float(finite.min()), float(finite.max())
    pad = 0.2 * (high - low) or 0.5
    return Panel(
        [
            line(ALONG, Varying(heights, ("direction",)), color="ink", label="the ground"),
            line(
                ALONG,
                Varying(fit, ("direction",)),
                color=3,
                dash="dotted",
                width=3,
                label="its parabola",
            ),
            dots([0.0], [float(ground.value(here))], color="ink", size=9),
        ],
        "The cut along the line",
        y=(low - pad, high + pad),
        x_label="distance from p",
    )


def _curvature_panel(values: Array, vectors: Array, curvature: Array) -> Panel:
    """The curvature in each direction, between the two eigenvalues."""
    marks: list[Mark] = [line(DEGREES[[0, -1]], [0, 0], color="muted", width=1, dash="dashed")]
    marks += [line(DEGREES, curvature, color="ink"), cursor("direction")]
    extremes = np.rad2deg(np.arctan2(vectors[1], vectors[0])) % 180
    for at, value in zip(extremes, values, strict=True):
        marks.append(dots([at], [value], color=_look(value)["color"], size=9, marker="square"))
    now = Varying(curvature, ("direction",))
    marks.append(dots(Varying(DEGREES, ("direction",)), now, color="ink", size=9))
    reach = 1.25 * max(float(np.abs(values).max()), 1e-3)
    return Panel(
        marks,
        "Curvature by direction",
        y=(-reach, reach),
        x=(0, 180),
        x_label="direction (degrees)",
    )


def stretch_the_bowl(steps: int = 60) -> Scene:
    """Stretch ½(x²/κ + y²) by κ, and walk down it with the learning rate 1/λ of its steep side.

    Across, each walk lands in one step; along, a step leaves 1 − 1/κ of the way.

    >>> hundredth = stretch_the_bowl(steps=5).numbers[1][1].values[:, 0]
    >>> hundredth[[0, 10, 20]]
    array([  1.,  44., 459.])
    """
    bowls = [Function(f"(x^2/{float(kappa)!r} + y^2)/2") for kappa in KAPPAS]
    start = [1.8, 1.2]
    names = (KAPPA, "step")
    walks = [descend(f, start, GradientDescent(1.0), steps=500) for f in bowls]
    goal = [float(walk.arrived(start[0] / 100, at=[0, 0])) for walk in walks]
    points = Varying(np.array([walk.points[: steps + 1] for walk in walks]), names)
    x, y = np.meshgrid(np.linspace(*BOWL_BOX[:2], 61), np.linspace(*BOWL_BOX[2:], 47))
    heights = Varying(np.array([f(x, y) for f in bowls]), (KAPPA,))
    left = Varying(points.values[..., 0] / start[0], names)
    levels = [k / 10 for k in range(1, 14, 2)]
    rolling = [trail(points, color=1, width=2.5), dots(points, color=1, size=10)]
    return Scene(
        [Axis("step", range(steps + 1), play=True), Axis(KAPPA, KAPPAS, scale="log", first=10)],
        [
            Panel(
                [surface(heights, BOWL_BOX, levels=levels), *rolling],
                "The bowl",
                camera=(-65, 38),
                x_label="x",
                y_label="y",
                z_label="L",
                width=1.2,
            ),
            map_panel([contours(heights, BOWL_BOX, levels=levels), *rolling], "From above"),
            Panel(
                [line(left, color=1), cursor("step")],
                "Still to go along the floor",
                y=(0, 1.05),
                x_label="step",
                y_label="share",
            ),
        ],
        alt="A ball takes steps down a bowl, in space and seen from above. The condition number "
        "stretches the bowl into a trough: watch how fast the ball falls across it and along it.",
        readout=[
            ("L", Varying(np.array([w.values[: steps + 1] for w in walks]), names), ".3g"),
            ("steps to a hundredth of it", Varying(goal, (KAPPA,)), ".0f"),
        ],
        still={KAPPA: 13, "step": 20},
        rows=(2, 1),
    )
