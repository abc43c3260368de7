"""Lesson 1, fit a line: 342 penguins, the squares of the errors, and the way down their mean."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.learn.data import penguins
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, area, arrows, contours, cursor, dots, line, trail
from calclib.stage.marks.mark import Box
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

TILTS = np.linspace(-0.5, 1.5, 41)
HEIGHTS = np.linspace(3.2, 5.2, 41)
RATES = (0.01, 0.03, 0.1, 0.25, 0.4, 0.5, 0.52)
WIDE = np.array([-3.2, 3.2])  # the flippers that a picture shows
NAMES = ("tilt m", "height b")
TILTED = (-0.6, 1.6)  # the tilts that a picture shows
tilt_panel = partial(Panel, x=TILTED, x_label="tilt m")


def measurements() -> tuple[Array, Array]:
    """Flippers in cm from the average flipper and masses in kg, each (342,).

    x = (flipper − mean flipper)/10,  y = mass/1000; centred so that ∂L/∂m and ∂L/∂b do not mix.

    >>> x, y = measurements()
    >>> x.shape, round(float(y.mean()), 3), abs(float(x.mean())) < 1e-12
    ((342,), 4.202, True)

    Source: Gorman, Williams and Fraser 2014, doi:10.1371/journal.pone.0090081.
    """
    birds = penguins()
    return (birds.flipper - birds.flipper.mean()) / 10, birds.mass / 1000


def mean_squared_error(x: ArrayLike, y: ArrayLike) -> Function:
    """L(m, b) = mean of (m x + b − y)², as a Function of the tilt m and the height b.

    x, y: the data, (n,) each.
    Written out it is m² mean(x²) + 2mb mean(x) + b² − 2m mean(xy) − 2b mean(y) + mean(y²). The
    Function keeps these five averages alone, so that no later value has to visit all data.

    >>> mean_squared_error([-1, 0, 1], [1, 2, 6]).gradient([1.0, 2.0])
    array([-2., -2.])
    """
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    xx, xy, yy, x_mean, y_mean = (float(np.mean(v)) for v in (x * x, x * y, y * y, x, y))
    return Function(
        lambda m, b: xx * m * m + 2 * x_mean * m * b + b * b - 2 * xy * m - 2 * y_mean * b + yy,
        name="mean squared error",
    )


def best_line(x: ArrayLike, y: ArrayLike) -> Array:
    """The (m, b) where both slopes of the mean squared error are zero.

    m = mean((x − mean x)(y − mean y)) / mean((x − mean x)²),  b = mean(y) − m mean(x).

    x, y: the data, (n,) each.
    Raises ValueError when all x are equal: then no tilt is best.

    >>> best_line([-1, 0, 1], [1, 2, 6])
    array([2.5, 3. ])

    Source: Stigler 1981, doi:10.1214/aos/1176345451.
    """
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    spread = np.mean((x - x.mean()) ** 2)
    if spread == 0:
        raise ValueError(f"Every x is {x.flat[0]:g}, so no tilt is best; give two different x.")
    m = np.mean((x - x.mean()) * (y - y.mean())) / spread
    return np.array([m, y.mean() - m * x.mean()])


def spread_out(x: Array, count: int) -> NDArray[np.intp]:
    """Indices of `count` entries of x (n,), evenly spaced in its sorted order.

    >>> spread_out(np.array([30.0, 10.0, 20.0]), 3)
    array([1, 2, 0])
    """
    middles = (np.arange(count) + 0.5) / count * len(x)
    chosen: NDArray[np.intp] = np.argsort(x, kind="stable")[middles.astype(int)]
    return chosen


def squares_and_bowl(birds: int = 12) -> Scene:
    """Tilt and lift a line by hand: the squared errors of some birds, and the loss on its bowl.

    birds: how many squares are drawn; the loss counts all birds. A centimetre and a kilogram are
        drawn equally long, so that the squares are squares.

    >>> [axis.count for axis in squares_and_bowl(birds=3).axes]
    [41, 41]
    """
    x, y = measurements()
    loss = mean_squared_error(x, y)
    M = TILTS[:, None, None]
    B = HEIGHTS[:, None]
    few = spread_out(x, birds)
    marks = [
        *_squares(x[few], y[few], M * x[few] + B),
        line(WIDE, Varying(M * WIDE + B, NAMES), color=1, width=2.5, label="your line"),
        dots(x[few], y[few], color="ink", size=6),
    ]
    m = Varying(TILTS, NAMES[:1])
    b = Varying(HEIGHTS, NAMES[1:])
    value = Varying(loss(TILTS[:, None], HEIGHTS), NAMES)
    return Scene(
        [Axis("tilt m", TILTS, first=10), Axis("height b", HEIGHTS, first=8)],
        [
            birds_panel(marks, f"The line, and the squares of {birds} birds"),
            bowl_panel(loss, [dots(m, b, size=11, label="your line")]),
        ],
        alt=f"A line through {len(x)} penguins that you tilt and lift. Each error of {birds} birds "
        "is the side of a square. Beside it the mean of all squares is a dot on a bowl of "
        "level lines: the squares are smallest where the dot is at the bottom.",
        readout=[(f"loss, the mean of all {len(x)} squares", value, ".3f")],
        still={"tilt m": 14, "height b": 16},
    )


def slice_with_tangent(heights: Sequence[float] = (3.4, 3.8, 4.2, 4.6, 5.0)) -> Scene:
    """Walk along one slice of the bowl: the tangent, and beside it its slope.

    heights: the slices, each at one b.

    >>> slice_with_tangent().numbers[1][0]
    'slope ∂L/∂m'
    """
    loss = mean_squared_error(*measurements())
    M, B = np.meshgrid(TILTS, heights, indexing="ij")
    value = loss(M, B)
    slope = loss.gradient(np.stack([M, B], axis=-1))[..., 0]
    reach = np.array([-0.35, 0.35])
    touching = Varying(value[..., None] + slope[..., None] * reach, NAMES)
    m = Varying(TILTS, NAMES[:1])
    loss_here = Varying(value, NAMES)
    slope_here = Varying(slope, NAMES)
    curve = [
        line(TILTS, Varying(value.T, NAMES[1:]), label="loss"),
        line(Varying(TILTS[:, None] + reach, NAMES[:1]), touching, color=1, label="tangent"),
        dots(m, loss_here, size=10),
    ]
    slopes = [
        line(TILTED, [0, 0], color="muted", width=1, dash="dashed"),
        line(m, slope_here, color=1, grows=True),
        dots(m, slope_here, size=10),
    ]
    return Scene(
        [Axis("tilt m", TILTS, play=True), Axis("height b", heights, first=len(heights) // 2)],
        [
            tilt_panel(
                curve,
                "A slice of the bowl: b stays, m moves",
                y=(-0.4, 3.2),
                y_label="loss L",
            ),
            tilt_panel(slopes, "The slope of the tangent", y_label="∂L/∂m"),
        ],
        alt="A tangent slides along a slice of the loss, and beside it its slope is drawn against "
        "the tilt. Compare the sign of the slope to the left of the bottom, at the bottom and to "
        "the right of it.",
        readout=[("loss L", loss_here, ".3f"), ("slope ∂L/∂m", slope_here, "+.3f")],
        still={"tilt m": 14},
    )


def line_tilts_into_place(
    rates: Sequence[float] = RATES, start: Sequence[float] = (-0.3, 3.5), steps: int = 40
) -> Scene:
    """Gradient descent finds (m, b): the line tilts, its point rolls down the bowl, the loss falls.

    rates: the stops of the slider.
    start: (m, b).
    steps: how many are walked.

    >>> line_tilts_into_place(steps=5).axes[0].count
    6
    """
    x, y = measurements()
    loss = mean_squared_error(x, y)
    best = best_line(x, y)
    path = descend(loss, start, GradientDescent(sweep(rates)), steps, names=("learning rate",))
    m, b = (path.points[..., k] for k in (0, 1))
    down = [Varying(-0.15 * path.gradients[..., k], path.axes) for k in (0, 1)]
    now = Varying(m[..., None] * WIDE + b[..., None], path.axes)
    marks = [
        line(
            WIDE, best[0] * WIDE + best[1], color="ink", width=1.5, dash="dashed", label="best line"
        ),
        line(WIDE, now, color=1, width=3, label="the line now"),
    ]
    step = Varying(np.arange(steps + 1), ("step",))
    way = [trail(path), arrows(m, b, *down, label="−∇L"), dots(path, size=10)]
    fall = [
        line(path.values, color=1, grows=True),
        cursor("step"),
        dots(step, path.values, size=10),
    ]
    return Scene(
        [
            Axis("step", range(steps + 1), play=True),
            Axis("learning rate", rates, first=len(rates) // 3),
        ],
        [
            birds_panel(marks, "The line"),
            bowl_panel(loss, way),
            Panel(
                fall,
                "The loss",
                x=(-1, steps + 1),
                y=(0, 2.4),
                x_label="step",
                y_label="loss L",
                width=0.8,
            ),
        ],
        alt="Gradient descent tilts a line through the penguins, step by step, while its point "
        "moves over the bowl and its loss is drawn. Compare the paths and the losses at small and "
        "at large learning rates.",
        readout=[("m", m, ".3f"), ("b", b, ".3f"), ("loss L", path.values, ".4f")],
        still={"step": 4},
    )


def squares_beside_absolutes(height: float = 4.2) -> Scene:
    """Mean squared error beside mean absolute error, and both slopes: one of them is a staircase.

    height: b, which stays while the tilt m moves.

    >>> squares_beside_absolutes().axes[0].values
    ('1 bird', '7 birds', '342 birds')
    """
    x, y = measurements()
    seven = spread_out(x, 7)
    birds = {"1 bird": seven[5:6], "7 birds": seven, f"{len(x)} birds": np.arange(len(x))}
    fine = np.linspace(-0.5, 1.5, 400)
    names = ("birds", "tilt m")
    # The slopes reach as far as the tilt: their shape is what the reader is asked for.
    played = Varying(np.where(fine <= TILTS[:, None] + 1e-9, fine, np.nan), names[1:])
    panels: list[list[Mark]] = [[], [line(TILTED, [0, 0], color="muted", width=1)]]
    readout = []
    for word, color, dash in (("square", 0, "dashed"), ("absolute", 1, "solid")):
        curves = np.array([_errors(word, fine, height, x[few], y[few]) for few in birds.values()])
        stops = np.array([_errors(word, TILTS, height, x[few], y[few]) for few in birds.values()])
        for k, marks in enumerate(panels):
            curve = Varying(with_gaps(curves[:, k]) if k else curves[:, k], names[:1])
            here = Varying(stops[:, k], names)
            places = played if k else fine
            marks.append(line(places, curve, color=color, dash=dash, label=f"mean {word}"))
            marks.append(dots(Varying(TILTS, names[1:]), here, color=color, size=10))
        readout.append((f"slope of the mean {word}", Varying(stops[:, 1], names), "+.3f"))
    return Scene(
        [Axis("birds", list(birds)), Axis("tilt m", TILTS, play=True)],
        [
            tilt_panel(panels[0], "Two losses along m", y=(0, 3), y_label="loss"),
            tilt_panel(panels[1], "Their slopes", y=(-5, 5), y_label="slope along m"),
        ],
        alt="The mean square and the mean absolute error of 1, 7 or 342 birds as the tilt moves. "
        "Beside them their slopes are drawn. Compare the two near the bottom, where the slope "
        "changes its sign, and count the kinks of the absolute error.",
        readout=readout,
        still={"birds": 1, "tilt m": 14},
    )


def with_gaps(slopes: Array) -> Array:
    """Slopes along m (runs, n) of which those that jump are left out, so that no wall is drawn.

    A jump is a change of more than 0.1 from one of the n places to the next: each kink of seven
    birds makes one, and none of the 342 small stairs does.

    >>> with_gaps(np.array([[-1.0, -1.0, 1.0, 1.0]]))
    array([[-1., nan,  1.,  1.]])
    """
    jumps = np.abs(np.diff(slopes, axis=-1, append=slopes[:, -1:])) > 0.1
    return np.where(jumps, np.nan, slopes)


def _errors(kind: str, m: Array, b: float, x: Array, y: Array) -> tuple[Array, Array]:
    """The mean "square" or "absolute" error at tilts m (a,), and its slope along m."""
    error = m[:, None] * x + b - y
    if kind == "square":
        return np.mean(error**2, axis=-1), 2 * np.mean(error * x, axis=-1)
    return np.mean(np.abs(error), axis=-1), np.mean(np.sign(error) * x, axis=-1)


def birds_panel(marks: Sequence[Mark], title: str) -> Panel:
    """All penguins, pale, with marks on top; a centimetre is as long as a kilogram."""
    x, y = measurements()
    every = dots(x, y, color="muted", size=4, opacity=0.45, label=f"{len(x)} penguins")
    # Equal: a centimetre and a kilogram take as many pixels, so that a squared error is square.
    return Panel(
        [every, *marks],
        title,
        x=WIDE.tolist(),
        y=(2.4, 6.6),
        equal=True,
        width=1.3,
        x_label="flipper, cm from the average",
        y_label="mass (kg)",
    )


def bowl_panel(loss: Function, marks: Sequence[Mark]) -> Panel:
    """The loss over tilt and height as level lines, with marks on top."""
    return Panel(
        [bowl_rings(loss), *marks],
        "The loss, a bowl from above",
        x_label="tilt m",
        y_label="height b",
        equal=True,
    )


def bowl_rings(loss: Function, box: Box | None = None) -> Mark:
    """The level lines of the loss over tilt and height, closer together towards the bottom.

    box: (lowest m, highest m, lowest b, highest b), by default that of the two sliders.
    """
    floor = loss(*best_line(*measurements()))
    rings = np.arange(1, 15) / 14
    sliders = (*TILTS[[0, -1]], *HEIGHTS[[0, -1]])
    return contours(loss, box or sliders, levels=list(floor + 3 * rings**1.5))


def _squares(x: Array, y: Array, line_at: Array) -> list[Mark]:
    """Squares on the errors of birds x, y (n,), each leaning towards the middle of the frame."""
    side = np.abs(line_at - y) * np.where(x > 0, -1, 1)
    across = Varying(np.stack([x + 0 * side, x + side], axis=-1), NAMES)
    error = Varying(np.stack([y + 0 * side, line_at], axis=-1), NAMES)
    return [
        area(across, y[:, None], Varying(line_at[..., None], NAMES), label="squared errors"),
        line(x[:, None] + np.zeros(2), error, width=1.5),
    ]
