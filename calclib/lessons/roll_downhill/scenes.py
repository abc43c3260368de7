"""Lesson 9, gradient descent and the learning rate: from a crawl to a fly-out, and what decides."""

from fractions import Fraction

import numpy as np

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.derivatives import autodiff
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.lessons.shared.jumps import draw_curve
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.limits import Range
from calclib.stage.marks import Mark, Style, Varying, arrows, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RATES = 2.0 ** (np.arange(-56, 8) / 8)  # 64 rates, eight to each doubling; 1/2 and 1 are among them
CURVATURES = (2.0, 4.0, 8.0, 16.0, 32.0)
TWO_SPEED_RATES = ("0.001", "0.005", "0.01", "2/101", "0.01999", "0.02", "0.0201")
BEND_RATES = (0.001, 0.0012, 0.0018)
BEND_BOX = (-1.6, 1.6, -0.6, 1.8)
VALLEY_LEVELS = [90 * (k / 9) ** 2 for k in range(1, 10)]
BEND_LEVELS = [10 ** (k / 2) for k in range(-2, 7)]
BEND_LOOKS = (("dotted", "circle"), ("dashed", "square"), ("solid", "triangle"))
ALONG: Style = {"color": 0, "label": "along, λ = 1"}
ACROSS: Style = {"color": 1, "dash": "dashed", "label": "across, λ = 100"}


def rate_slider(loss: str = "x^2", start: float = -1.6, steps: int = 40) -> Scene:
    """Roll a ball down a curve by x ← x − α L′(x), at 64 learning rates from a crawl to a fly-out.

    loss: text in x.
    start: where the ball is let go.
    steps: how many it takes.
    Raises ValueError for a loss without a value at the start, which a reader of the lesson cannot
        move.

    >>> rate_slider().axis("learning rate").count
    64
    """
    f = Function(loss, variables=("x",))
    if not np.isfinite(f.value([start])):
        raise ValueError(
            f"{loss} has no value at x = {start:g}, where the ball is let go; "
            "choose another function."
        )
    path = descend(f, [start], GradientDescent(sweep(RATES)), steps, names=("learning rate",))
    x = path.points[..., 0]
    slope = path.gradients[..., 0]
    next_step = Varying(-RATES * slope, path.axes)
    reach = 1.4 * abs(start) + 0.1
    curve = np.linspace(-reach, reach, 241)
    heights = f(curve)[np.isfinite(f(curve))]
    low = float(heights.min())
    high = max(float(heights.max()), low + 1)
    return Scene(
        axes=[_steps(path, duration=8.0), Axis("learning rate", RATES, scale="log", first=24)],
        panels=[
            Panel(
                [
                    draw_curve(f, curve, color="ink"),
                    trail(x, path.values, color=1),
                    arrows(
                        x, path.values, next_step, 0.0, color=2, width=2.5, label="the next step"
                    ),
                    dots(x, path.values, color=1, size=10, label="the ball"),
                ],
                title="The ball on its curve",
                x=(-reach, reach),
                y=(low - 0.05 * (high - low), high),
                x_label="parameter x",
                y_label="loss",
            ),
            _loss_panel(path, y=_loss_range(path, low, high)),
        ],
        alt=f"A ball on the curve {loss} takes {steps} steps of gradient descent, each an arrow. "
        "Watch how its path changes with the learning rate, from the smallest to the largest,"
        " and on the right what becomes of its loss.",
        readout=[("x", x), ("slope", slope), ("loss", path.values)],
        still={"learning rate": 54, "step": 3},
    )


def loss_against_rate(steps: int = 30) -> Scene:
    """Take 64 rates at once down L = λx²/2: where each run stands, and its loss: the cliff at 2/λ.

    The curvature λ has a slider of its own.

    steps: how many each run takes.

    >>> [axis.count for axis in loss_against_rate().axes]
    [31, 5]
    """
    rule = GradientDescent(sweep(RATES))
    paths = [descend(Function(f"{c / 2}x^2"), [1.0], rule, steps) for c in CURVATURES]
    axes = ("step", "curvature")
    place = Varying(np.stack([path.points[..., 0] for path in paths], axis=1), axes)
    loss = Varying(np.stack([path.values / path.values[0] for path in paths], axis=1), axes)
    return Scene(
        axes=[_steps(paths[0]), Axis("curvature", CURVATURES, scale="log")],
        panels=[
            _against_rate(place, "Where 64 runs stand", "parameter x", (-2.0, 2.0)),
            _against_rate(loss, "Loss now ÷ loss at the start", "loss ratio", (1e-12, 1e6, "log")),
        ],
        alt="Sixty-four balls, one a learning rate, start together. On the left each dot is where"
        " one of them stands, on the right how much of its loss is left. Watch the shape that"
        " the dots make step by step, and where it breaks off.",
        readout=[("2/λ", Varying(2 / np.array(CURVATURES), ("curvature",)))],
        still={"curvature": 1, "step": 12},
    )


def two_speeds(angle: float = 0.0, steps: int = 150) -> Scene:
    """Cross a valley 100 times steeper across than along: one rate, two directions, two speeds.

    Along an eigenvector of the Hessian with eigenvalue λ each step multiplies the error by 1 − αλ;
    here λ is 1 and 100.

    angle: by how many degrees the valley is turned.
    steps: how many are walked.

    >>> two_speeds().axis("learning rate").labels[3]
    '2/101'
    """
    f = landscapes.ravine(100.0, np.deg2rad(angle))
    rates = np.array([float(Fraction(rate)) for rate in TWO_SPEED_RATES])
    rule = GradientDescent(sweep(rates))
    path = descend(f, f.start, rule, steps, names=("learning rate",))
    turn = np.linalg.eigh(autodiff.hessian(f)(0.0, 0.0)).eigenvectors
    errors = np.abs(path.points @ turn)
    along, across = (Varying(errors[..., k], path.axes) for k in (0, 1))
    return Scene(
        axes=[_steps(path, duration=8.0), Axis("learning rate", rates, labels=TWO_SPEED_RATES)],
        panels=[
            Panel(
                [
                    contours(f, levels=VALLEY_LEVELS),
                    trail(path, color=2, width=1.2),
                    dots(path, color=2, size=9),
                ],
                title="From above",
                equal=True,
                x_label="x",
                y_label="y",
            ),
            Panel(
                [line(along, **ALONG), line(across, **ACROSS), cursor("step")],
                title="Error in each direction",
                y=(1e-4, 1e2, "log"),
                x_label="step",
            ),
            _factor_panel(),
        ],
        alt="A ball in a narrow valley, at one of seven learning rates. Beside it are its errors "
        "along and across the valley, step by step, and what one step does to each error at "
        "every rate. Watch which of the two errors lags behind.",
        readout=[("loss", path.values), ("error along", along), ("error across", across)],
        still={"learning rate": 3, "step": 60},
    )


def bent_valley(steps: int = 18_000, every: int = 60) -> Scene:
    """Walk Rosenbrock's bent valley at three rates, all below 2/λ of its minimum.

    steps: how many each run takes.
    every: one step in so many is shown.

    >>> bent_valley(steps=600).axis("step").labels[-1]
    '600'
    """
    f = landscapes.rosenbrock
    path = descend(f, [-1.2, 1.0], GradientDescent(sweep(BEND_RATES)), steps, every=every)
    away = np.linalg.norm(path.points - [1.0, 1.0], axis=-1)
    trails: list[Mark] = []
    heads: list[Mark] = []
    curves: list[Mark] = []
    for k, (dash, marker) in enumerate(BEND_LOOKS):
        run = path.points[:, k]
        label = f"α = {BEND_RATES[k]:g}"
        trails.append(trail(run, color=k, dash=dash))
        heads.append(dots(run, color=k, marker=marker, size=9, label=label))
        curves.append(line(Varying(away[:, k], path.axes), color=k, dash=dash, label=label))
    labels = [f"{step:,}" for step in path.steps]
    floor = contours(f, BEND_BOX, levels=BEND_LEVELS)
    goal = dots([[1.0, 1.0]], color="ink", marker="cross", size=8)
    return Scene(
        axes=[Axis("step", path.steps / 1000, play=True, labels=labels, duration=8.0)],
        panels=[
            Panel([floor, *trails, goal, *heads], title="From above", x_label="x", y_label="y"),
            Panel(
                [*curves, cursor("step")],
                title="Distance to the minimum",
                y=(1e-4, 10.0, "log"),
                x_label="thousand steps",
            ),
        ],
        alt="Three balls in Rosenbrock's bent valley, each with its own learning rate, and their "
        "distances to the minimum over thousands of steps. Watch how long they take to reach the "
        "floor, and how long to follow it.",
        readout=[
            (f"distance at {rate:g}", Varying(away[:, k], path.axes))
            for k, rate in enumerate(BEND_RATES)
        ],
        still={"step": 60},
    )


def _loss_range(path: Path, low: float, high: float) -> Range:
    """Where the loss axis begins and ends: for losses that are never below 0 on a log scale.

    low, high: the lowest and highest loss on the part of the curve that is shown.
    """
    if min(low, np.nanmin(path.values[...])) < 0:
        room = 0.05 * (high - low)
        return (low - room, high + room)
    top = 10.0 ** (np.ceil(np.log10(max(float(path.values[0, 0]), 1e-12))) + 2)
    return (1e-12 * top, top, "log")


def _steps(path: Path, duration: float = 6.0) -> Axis:
    """The axis that time runs along."""
    return Axis("step", path.steps, play=True, duration=duration)


def _loss_panel(path: Path, y: Range) -> Panel:
    """The loss of one run, whole, with a dot and a line where the run is now."""
    now = Varying(np.arange(len(path.points), dtype=float), ("step",))
    return Panel(
        [line(path.values, color=1), cursor("step"), dots(now, path.values, color=1, size=10)],
        title="Its loss, step by step",
        y=y,
        x_label="step",
        y_label="loss",
    )


def _against_rate(
    values: Varying, title: str, y_label: str, y: tuple[float, float] | tuple[float, float, str]
) -> Panel:
    """A dot a learning rate, and two that matter: 1/λ lands in one step, 2/λ never arrives."""
    edges = []
    for k, dash, label in ((1, "dotted", "1/λ"), (2, "dashed", "2/λ")):
        rate = Varying(np.outer(k / np.array(CURVATURES), [1, 1]), ("curvature",))
        edges.append(line(rate, y[:2], color="ink", width=1.5, dash=dash, label=label))
    return Panel(
        [*edges, line(RATES, values, color="muted", width=1), dots(RATES, values, color=1, size=7)],
        title=title,
        x=(0.007, 2.0, "log"),
        y=y,
        x_label="learning rate",
        y_label=y_label,
    )


def _factor_panel() -> Panel:
    """What one step does to the error in each direction, for every learning rate."""
    rates = np.linspace(0.0, 0.021, 211)
    along, across = np.abs(1 - np.outer([1.0, 100.0], rates))
    return Panel(
        [line(rates, along, **ALONG), line(rates, across, **ACROSS), cursor("learning rate")],
        title="Factor a step, |1 − αλ|",
        y=(0.0, 1.2),
        x_label="learning rate",
    )
