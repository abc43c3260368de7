"""Lesson 12, adaptive rates: what AdaGrad, RMSprop and Adam remember, and what they make of it."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.functions.function import Function
from calclib.lessons.adapt_each_rate.parts import (
    Look,
    Told,
    fraction,
    grouped_bars,
    memory_of,
)
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import AdaGrad, Adam, GradientDescent, RMSprop, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, arrows, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


OPEN_BOX = (-1.7, 1.3, -1.1, 1.3)
STEEP = 25.0  # the ravine of the first scene is so many times steeper across than along
RULES: dict[str, Rule] = {
    "AdaGrad": AdaGrad(0.2),
    "RMSprop": RMSprop(0.2, 0.9),
    "Adam": Adam(0.2),
    "Adam, not corrected": Adam(0.2, bias_correction=False),
}
XY = tuple(enumerate("xy"))
FRACTION = ("slope", "numerator", "denominator")
COORDINATES: tuple[Look, ...] = (
    {"color": 0, "label": "x, the gentle direction"},
    {"color": 1, "label": "y, the steep direction"},
)
NAMELESS: tuple[Look, ...] = tuple({**look, "label": ""} for look in COORDINATES)

ANGLES = np.arange(0.0, 91.0, 7.5)
STOPS = np.r_[0:60, 60:1001:5]  # every step at first, later one in five
RAVINE_BOX = (-1.6, 1.6, -1.6, 1.6)
RAVINE_LEVELS = [100 * (k / 8) ** 2 for k in range(1, 9)]
LEARNING_RATES = {"AdaGrad": 0.5, "RMSprop": 0.02, "Adam": 0.05}  # of the rules that adapt them
RACERS: dict[str, tuple[Rule, Stroke]] = {
    "gradient descent": (GradientDescent(2 / 101), {"color": 0, "dash": "dashed"}),
    "AdaGrad": (AdaGrad(LEARNING_RATES["AdaGrad"]), {"color": 3}),
    "RMSprop": (RMSprop(LEARNING_RATES["RMSprop"]), {"color": 2}),
    "Adam": (Adam(LEARNING_RATES["Adam"]), {"color": 1}),
}

WORDS = ("the", "is", "film", "good", "slow", "dull", "superb", "inane")
SHARES = (0.95, 0.9, 0.8, 0.5, 0.2, 0.05, 0.01, 0.004)  # of the texts that hold each word
WORD_RATES = (0.03, 0.1, 0.3, 0.7, 1.0, 3.0)
LEARNERS: tuple[Look, ...] = (
    {"color": 0, "dash": "dashed", "label": "gradient descent"},
    {"color": 3, "label": "AdaGrad"},
)


def inside_one_step(steps: int = 40) -> Scene:
    """Open each step of a rule: the slope, what the memory makes of it, and the step it gives.

    steps: how many steps are opened, of each of four rules in a ravine.

    >>> inside_one_step(steps=3).axis("rule").labels[-1]
    'Adam, not corrected'
    """
    f = Function(f"(x^2 + {STEEP:g}y^2)/2")
    axes = ("rule", "step")
    paths = [descend(f, [-1.5, 1.0], rule, steps, memory=True) for rule in RULES.values()]
    mean, squares = (np.stack(held) for held in zip(*map(memory_of, paths), strict=True))
    made = [[path.gradients[:-1], *fraction(path)] for path in paths]
    parts = np.moveaxis(np.array(made), 1, 2)  # (rule, step, slope | numerator | denominator, d)
    stride = -parts[:, :, 1] / parts[:, :, 2]
    return Scene(
        axes=[Axis("step", range(1, steps + 1), play=True), Axis("rule", list(RULES))],
        panels=[
            _open_ravine(f, paths),
            Panel(
                grouped_bars(FRACTION, parts, axes, COORDINATES),
                title="What the step is made of",
                y=(-28, 50),
                width=1.4,
            ),
            Panel(
                grouped_bars(("step ÷ α",), stride[:, :, None], axes, NAMELESS),
                title="The step",
                y=(-5, 5),
                width=0.5,
            ),
        ],
        alt="A ball crosses a ravine, its next step an arrow. Bars show, for x and y, the slope, "
        "and the fraction that becomes the step: under AdaGrad, RMSprop and Adam the steep and the "
        "gentle direction end with bars of one height.",
        readout=[
            *((f"mean m, {c}", Varying(mean[..., k], axes)) for k, c in XY),
            *((f"squares G, s or v, {c}", Varying(squares[..., k], axes)) for k, c in XY),
            *((f"step ÷ α, {c}", Varying(stride[..., k], axes), ".3f") for k, c in XY),
        ],
        still={"rule": 2, "step": 0},
    )


def _open_ravine(f: Function, paths: Sequence[Path]) -> Panel:
    """The ravine from above, with the way so far and the step that comes next."""
    axes = ("rule", "step")
    points = np.stack([path.points[:-1] for path in paths])
    moves = np.stack([np.diff(path.points[...], axis=0) for path in paths])
    x, y, u, v = (Varying(a[..., k], axes) for a in (points, moves) for k in (0, 1))
    here = Varying(points, axes)
    return Panel(
        [
            contours(f, OPEN_BOX, levels=10),
            trail(here, color=2),
            arrows(x, y, u, v, color="ink", width=2.5, label="the step"),
            dots(here, color=2, size=9),
        ],
        title="The ravine",
        equal=True,
        x_label="x",
        y_label="y",
    )


def four_rules(steps: int = 1000) -> Scene:
    """Race four rules down a ravine that can be turned, and Adam on axes that turn with it.

    steps: how many each runs. On the right stand the rates that each coordinate ends up with.

    >>> four_rules(steps=1000).axis("angle").count
    13
    """
    f, turn = turning_ravine()
    start = turn @ [1.0, 1.0]
    paths = {
        name: descend(f, start, rule, steps, ("angle",), memory=True)
        for name, (rule, _) in RACERS.items()
    }
    adam = paths["Adam"]
    away = np.linalg.norm(adam.points[STOPS], axis=-1)
    rates = {name: _rates(name, paths[name]) for name in LEARNING_RATES}
    return Scene(
        axes=[
            Axis("step", STOPS, play=True, duration=8.0),
            Axis("angle", ANGLES, labels=[f"{angle:g}°" for angle in ANGLES]),
        ],
        panels=[
            _ravine_panel(turn, paths),
            _distance_panel(paths),
            _rates_panel(rates),
        ],
        alt="Four rules race down a ravine. Along the axes RMSprop and Adam run straight to the "
        "minimum; as the ravine turns they zig-zag, their two rates become one, and they need "
        "several times as many steps. Gradient descent does not notice the turn.",
        readout=[
            ("Adam's distance", Varying(away, adam.axes)),
            *((f"its rate of {c}", Varying(rates["Adam"][..., k], adam.axes)) for k, c in XY),
        ],
        still={"angle": 6, "step": 150},
    )


def turning_ravine() -> tuple[Function, Array]:
    """The ravine κ = 100 at every angle of the scene at once, and its axes, (angles, 2, 2).

    Points are (..., angles, 2): each angle is one run of a batch.

    >>> f, turn = turning_ravine()
    >>> f.value(turn @ [0.0, 1.0]).round(9).tolist() == [50.0] * len(ANGLES)
    True
    """
    c, s = np.cos(np.deg2rad(ANGLES)), np.sin(np.deg2rad(ANGLES))
    turn = np.moveaxis(np.array([[c, -s], [s, c]]), -1, 0)
    hessians = turn @ np.diag([1.0, 100.0]) @ np.swapaxes(turn, 1, 2)

    def value(x: Array, y: Array) -> Array:
        height: Array = ((c * x + s * y) ** 2 + 100 * (c * y - s * x) ** 2) / 2
        return height

    def slope(points: Array) -> Array:
        return np.asarray((hessians @ points[..., None])[..., 0])

    return Told(value, slope, ("x", "y")), turn


def _ravine_panel(turn: Array, paths: dict[str, Path]) -> Panel:
    """The ravine from above, and the four runs in it."""
    ticks = np.linspace(*RAVINE_BOX[:2], 61)
    mesh = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    along, across = np.moveaxis(np.einsum("aji,rcj->arci", turn, mesh), -1, 0)
    marks = [
        contours(
            Varying((along**2 + 100 * across**2) / 2, ("angle",)), RAVINE_BOX, levels=RAVINE_LEVELS
        )
    ]
    for name, path in paths.items():
        run = Varying(path.points[STOPS], path.axes)
        look = RACERS[name][1]
        marks += [
            trail(run, **look, width=1.2, opacity=0.7),
            dots(run, color=look["color"], size=9, label=name),
        ]
    return Panel(marks, title="From above", equal=True, x_label="x", y_label="y")


def _distance_panel(paths: dict[str, Path]) -> Panel:
    """How far each run still has to go; and Adam, had it known the axes of the ravine."""
    own = np.linalg.norm(paths["Adam"].points[STOPS, 0], axis=-1)  # as at 0°, whatever the angle
    marks = [line(STOPS, own, color=4, width=1.5, label="Adam, axes turned along")]
    for name, path in paths.items():
        away = Varying(np.linalg.norm(path.points[STOPS], axis=-1), path.axes)
        marks.append(line(away, label=name, **RACERS[name][1]))
    return Panel(
        [*marks, cursor("step")],
        title="Distance to the minimum",
        x=(0, 1060),
        y=(1e-4, 10, "log"),
        x_label="step",
    )


def _rates(name: str, path: Path) -> Array:
    """What each coordinate's slope, or mean slope, is multiplied by: (stops, angles, 2)."""
    bound = fraction(path)[1][np.minimum(STOPS, len(path.points) - 2)]
    return np.asarray(LEARNING_RATES[name] / bound)


def _rates_panel(rates: dict[str, Array]) -> Panel:
    """The rates of x and of y under each rule that adapts them."""
    marks = []
    for name, each in rates.items():
        for k, dash in enumerate(("solid", "dotted")):
            curve = Varying(each[..., k], ("step", "angle"))
            label = "" if k else name
            marks.append(line(curve, color=RACERS[name][1]["color"], dash=dash, label=label))
    return Panel(
        [*marks, cursor("step")],
        title="Rate of x (line), of y (dots)",
        x=(0, 1060),
        y=(1e-4, 100, "log"),
        x_label="step",
    )


def texts(count: int = 4096) -> DataFunction:
    """Made-up reviews: which of eight words each holds, and a score to which each word adds 1.

    The score carries noise of size 0.3. The loss is half the mean squared error.

    >>> (100 * texts().data[0].mean(axis=0)).round(1)
    array([94.8, 89.5, 79.7, 50.2, 19.5,  4.4,  1.1,  0.2])
    """
    rng = np.random.default_rng(7)
    present = (rng.random((count, len(SHARES))) < SHARES).astype(float)
    score = present.sum(axis=1) + 0.3 * rng.normal(size=count)

    def loss(w: Array, present: Array, score: Array) -> Array:
        return (w @ present.T - score) ** 2 / 2

    return DataFunction(loss, present, score, dimension=len(SHARES))


def word_weights(rule: type[Rule], steps: int) -> Array:
    """The weights of the words, from 0, at each step and rate: (steps + 1, rates, words).

    >>> word_weights(AdaGrad, 300)[-1, 2, -1].round(2)
    np.float64(0.97)
    """
    batches = texts().batches(32, np.random.default_rng(7))
    rates = sweep(WORD_RATES)
    path = descend(batches, np.zeros(len(WORDS)), rule(rates), steps)  # type: ignore[call-arg]
    return np.asarray(path.points[...])


def rare_words(steps: int = 300) -> Scene:
    """Learn the weights of common and rare words: one rate for all, or one for each.

    steps: how many minibatches of 32 reviews. Every true weight is 1.

    >>> rare_words(steps=5).axis("learning rate").labels
    ('0.03', '0.1', '0.3', '0.7', '1', '3')
    """
    axes = ("step", "learning rate")
    weights = np.stack([word_weights(rule, steps) for rule in (GradientDescent, AdaGrad)], axis=-1)
    errors = np.sqrt(np.mean((weights - 1.0) ** 2, axis=2))
    curves = [Varying(errors[..., k], axes) for k in range(2)]
    looks = list(zip(curves, LEARNERS, strict=True))
    rates = [f"{rate:g}" for rate in WORD_RATES]
    return Scene(
        axes=[
            Axis("step", range(steps + 1), play=True),
            Axis("learning rate", WORD_RATES, labels=rates, first=2),
        ],
        panels=[
            Panel(
                [
                    *grouped_bars(WORDS, weights, axes, LEARNERS),
                    line([-0.5, 7.5], [1.0, 1.0], color="ink", dash="dashed", width=1),
                ],
                title="Learnt weights; the true ones are 1",
                y=(0, 1.4),
                x_label="in 95 % of the reviews … in 0.4 %",
                width=1.4,
            ),
            Panel(
                [*(line(curve, **look) for curve, look in looks), cursor("step")],
                title="Root mean square error",
                y=(0.01, 3, "log"),
                x_label="step",
            ),
        ],
        alt="Bars for eight words, from common to rare, rise towards the true weight 1. Under "
        "gradient descent the rare ones hardly move, at any rate that does not diverge; under "
        "AdaGrad they rise with the common ones.",
        readout=[(look["label"], curve) for curve, look in looks],
    )
