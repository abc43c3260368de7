"""Lesson 11, momentum: a ball with friction, and the map of all its settings."""

from itertools import islice
from typing import TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.lessons.add_momentum.springs import factor
from calclib.optimize.descent import Path, descend, sweep, walk
from calclib.optimize.rules import GradientDescent, Momentum, Nesterov, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
    Style,
    Varying,
    arrows,
    contours,
    cursor,
    dots,
    heat,
    line,
    text,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


KAPPA = 100.0
MILLIONTH = 1e-6
BETAS = np.arange(50) / 50  # the slider of the ravine: 0, 0.02, …, 0.98
BOX = (-1.8, 1.8, -1.3, 1.3)
MAP = (0.0, 0.042, 0.0, 1.0)  # α from left to right, β from bottom to top
SWING = (-4.2, 4.2)  # the best run overshoots 3.7-fold before it settles
BEST = ((2 / 11) ** 2, (9 / 11) ** 2)  # 4/(√λ₁ + √λ₂)² and ((√κ − 1)/(√κ + 1))²
PLAIN = (2 / 101, 0.0)  # the best of lesson 9, without momentum
NAMED = (PLAIN, BEST, (BEST[0], 0.9), (0.0379, 0.9), (0.0381, 0.9))
ALONG: Style = {"color": 0, "width": 3, "label": "along, λ = 1"}
ACROSS: Style = {"color": 1, "width": 1.2, "label": "across, λ = 100"}
LOOKS: dict[str, tuple[Stroke, str]] = {
    "gradient descent": ({"color": 2, "dash": "dotted"}, "triangle"),
    "Nesterov": ({"color": 0, "dash": "dashed"}, "square"),
    "heavy ball": ({"color": 1}, "circle"),
}


def ball_with_friction(
    loss: str = "(x^2 + 100y^2)/2",
    rate: float = 0.01,
    start: tuple[float, float] = (-1.5, 0.9),
    steps: int = 120,
) -> Scene:
    """Roll a heavy ball down a valley; β says how much of its velocity each step keeps.

    loss: text in x and y. rate: the learning rate. start: where the balls are let go. Beside the
    heavy ball go gradient descent, which keeps nothing, and Nesterov, who looks ahead.

    >>> ball_with_friction(steps=20).axis("momentum β").count
    50
    """
    f = Function(loss, variables=("x", "y"))
    beta = sweep(BETAS)
    names = ("momentum β",)
    heavy = descend(f, start, Momentum(rate, beta), steps, names, memory=True)
    paths = {
        "gradient descent": descend(f, start, GradientDescent(rate), steps),
        "Nesterov": descend(f, start, Nesterov(rate, beta), steps, names),
        "heavy ball": heavy,
    }
    curves = [line(path.values, label=name, **LOOKS[name][0]) for name, path in paths.items()]
    lowest = min(np.nanmin(path.values[...]) for path in paths.values())
    x, y = (heavy.points[..., k] for k in (0, 1))
    return Scene(
        axes=[Axis("step", heavy.steps, play=True, duration=8.0), Axis(*names, BETAS, first=45)],
        panels=[
            _ground_panel(f, [*_walkers(paths), *_parts_of_a_step(heavy, rate)]),
            Panel(
                [*curves, cursor("step")],
                title="Loss, step by step",
                y="log" if lowest > 0 else "linear",
                x_label="step",
                y_label="loss",
            ),
        ],
        alt=f"Three balls roll down {loss} at one learning rate. Gradient descent keeps nothing of "
        "its velocity; the heavy ball keeps the share β, and so does Nesterov, who looks ahead. "
        "The larger β, the farther a stride carries, and the longer the heavy ball swings.",
        readout=[("x", x), ("y", y), ("loss of the heavy ball", heavy.values)],
        still={"step": 60},
    )


def map_of_settings(steps: int = 120) -> Scene:
    """Click a learning rate and a β on the map of all of them, and watch that run in the ravine.

    steps: how many of a run are shown. The colour is how many decimal digits the slower of the two
    springs gains in 100 steps, by its factor alone; what flies out is blank.

    >>> map_of_settings(steps=10).axis("α and β").values.shape
    (425, 2)
    """
    f = landscapes.ravine(KAPPA)
    picks = settings()
    rule = Momentum(picks[:, :1], picks[:, 1:])
    path = descend(f, f.start, rule, steps, names=("α and β",))
    along, across = (path.points[..., k] for k in (0, 1))
    counted = np.where(np.isfinite(taken := steps_taken(rule)), taken, np.nan)
    return Scene(
        axes=[Axis("step", path.steps, play=True, duration=8.0), Axis("α and β", picks)],
        panels=[
            _map_panel(),
            Panel(
                [
                    contours(f, (-1.6, 1.6, *SWING)),
                    trail(path, color=2, width=1.2),
                    dots(path, color=2, size=9),
                ],
                title="That run from above",
                x_label="x",
                y_label="y",
            ),
            Panel(
                [
                    line(across, **ACROSS),
                    line(along, **ALONG),
                    cursor("step"),
                ],
                title="Its two springs",
                y=SWING,
                x_label="step",
                y_label="error",
            ),
        ],
        alt="A map of learning rate and β: the fast settings lie where two curves of critical "
        "damping cross, at the top right of a wedge; beyond a straight edge everything flies out. "
        "A click plays that run in the ravine, and its two springs.",
        readout=[("steps to a millionth", Varying(counted, ("α and β",)), ",d")],
        still={"α and β": 1, "step": 30},
    )


def settings() -> Array:
    """The learning rates and β that the map can play, (n, 2): those with a name, then a grid.

    >>> settings()[1].round(4)
    array([0.0331, 0.6694])
    """
    rates = np.arange(1, 21) / 500
    betas = np.append(np.arange(20) / 20, 0.98)
    grid = np.stack(np.meshgrid(rates, betas), axis=-1).reshape(-1, 2)
    return np.concatenate([NAMED, grid])


def steps_taken(rule: Rule, kappa: float = KAPPA, most: int = 8_000) -> Array:
    """How many steps runs from (1, 1) in a ravine take to a millionth of the distance, or inf.

    rule: with numbers, or arrays (runs, 1), for its fields.

    >>> steps_taken(Momentum(np.array([[BEST[0]], [0.0381]]), np.array([[BEST[1]], [0.9]])))
    array([93., inf])
    """
    f = landscapes.ravine(kappa)
    points = islice(walk(f, f.start, rule), most + 1)
    counts = np.asarray(np.inf)
    with np.errstate(all="ignore"):  # a run that flies out
        for k, here in enumerate(points):
            near = np.linalg.norm(here, axis=-1) <= MILLIONTH * np.linalg.norm(f.start)
            counts = np.minimum(counts, np.where(near, k, np.inf))
            if np.isfinite(counts).all():
                break
    return counts


def _ground_panel(f: Function, walkers: list[Mark]) -> Panel:
    """The valley from above, and who walks in it; a drag asks for another start."""
    return Panel(
        [contours(f, BOX), *walkers],
        title="From above",
        x=BOX[:2],
        y=BOX[2:],
        x_label="x",
        y_label="y",
        drag="start",
        width=1.3,
    )


def _walkers(paths: dict[str, Path]) -> list[Mark]:
    """A trail and a dot for each path; all trails below all dots."""
    trails = [trail(path, width=1.5, **LOOKS[name][0]) for name, path in paths.items()]
    heads = []
    for name, path in paths.items():
        look, marker = LOOKS[name]
        heads.append(dots(path, color=look["color"], marker=marker, size=9, label=name))
    return [*trails, *heads]


def _parts_of_a_step(path: Path, rate: float) -> list[Mark]:
    """The next step of the heavy ball: what it keeps of the last, then the push of the slope."""
    carried = -rate * BETAS[:, None] * path.memory
    push = -rate * path.gradients[...]
    x, y = (path.points[..., k] for k in (0, 1))
    u, v = (Varying(carried[..., k], path.axes) for k in (0, 1))
    x2, y2 = (Varying((path.points + carried)[..., k], path.axes) for k in (0, 1))
    u2, v2 = (Varying(push[..., k], path.axes) for k in (0, 1))
    return [
        arrows(x, y, u, v, color=3, width=2.5, label="kept, β × the last step"),
        arrows(x2, y2, u2, v2, color="ink", width=2.0, label="push of the slope"),
    ]


def _map_panel(columns: int = 126, rows: int = 100) -> Panel:
    """The map: digits by the slower factor, the edge, and critical damping along and across."""
    rates = MAP[1] * (np.arange(columns) + 0.5) / columns
    betas = MAP[3] * (np.arange(rows)[:, None] + 0.5) / rows
    slower = np.maximum(factor(betas, rates), factor(betas, KAPPA * rates))
    digits = -100 * np.log10(np.where(slower < 1, slower, np.nan))
    fine = np.linspace(0.0, 1.0, 201)
    along = (1 - np.sqrt(fine)) ** 2
    across = (1 + np.sqrt(fine)) ** 2 / KAPPA
    along = np.where(along <= MAP[1], along, np.nan)
    chosen = Varying(settings(), ("α and β",))
    return Panel(
        [
            heat(digits, MAP, low=0, high=8.8, opacity=0.75),
            line(along, fine, color=ALONG["color"], label="along: critical"),
            line(across, fine, color=ACROSS["color"], dash="dashed", label="across: critical"),
            line(2 * (1 + fine) / KAPPA, fine, color="ink", label="the edge, α = 2(1 + β)/λ"),
            text(0.0345, 0.18, "flies out"),
            dots(chosen, color="ink", size=10),
        ],
        title="Digits gained in 100 steps",
        x=MAP[:2],
        y=MAP[2:],
        pick="α and β",
        x_label="learning rate α",
        y_label="momentum β",
        width=1.4,
    )
