"""Lesson 11, momentum: a ball with friction, and the map of all its settings."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.lessons.add_momentum.springs import factor
from calclib.lessons.shared.formulas import function_of, map_of
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
# The slider of the ravine, finer from 0.6 on.
BETAS = np.array([0, 0.3, 0.5, 0.6, 0.68, 0.76, 0.8, 0.82, 0.9, 0.98])
EFFECTIVE = ("0.01", "2/101", "0.05", "0.1")  # α/(1 − β)
NOISES = (0.0, 0.1, 1.0)  # of the slopes, in standard deviations
BOX = (-1.8, 1.8, -1.3, 1.3)
MAP = (0.0, 0.042, 0.0, 1.0)  # α from left to right, β from bottom to top
DARKEST, BRIGHTEST = 0.3, 9.0  # digits, at the ends of the colours of the map
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
    start: tuple[float, float] = (-1.5, 0.9),
    steps: int = 120,
) -> Scene:
    """Roll a heavy ball down a valley; β says how much of its velocity each step keeps.

    loss: text in x and y.
    start: where the balls are let go. Beside the heavy ball go gradient descent, which keeps
    nothing, and Nesterov, who looks ahead. All have one effective rate α/(1 − β), so that a ball
    that keeps more has a smaller α.

    >>> ball_with_friction(steps=20).axis("effective rate").labels
    ('0.01', '2/101', '0.05', '0.1')
    """
    f = function_of(loss, "x", "y")
    rates = np.array([float(Fraction(rate)) for rate in EFFECTIVE])
    beta = BETAS[:, None, None]
    alpha = rates[:, None] * (1 - beta)
    names = ("momentum β", "effective rate")
    heavy = descend(f, start, Momentum(alpha, beta), steps, names, memory=True)
    paths = {
        "gradient descent": descend(f, start, GradientDescent(sweep(rates)), steps, names[1:]),
        "Nesterov": descend(f, start, Nesterov(alpha, beta), steps, names),
        "heavy ball": heavy,
    }
    curves = [line(path.values, label=name, **LOOKS[name][0]) for name, path in paths.items()]
    lowest = min(np.nanmin(path.values[...]) for path in paths.values())
    x, y = (heavy.points[..., k] for k in (0, 1))
    return Scene(
        axes=[
            Axis("step", heavy.steps, play=True, duration=8.0),
            Axis(names[0], BETAS, first=6),
            Axis(names[1], rates, labels=EFFECTIVE),
        ],
        panels=[
            _ground_panel(f, [*_walkers(paths), *_parts_of_a_step(heavy, alpha)]),
            Panel(
                [*curves, cursor("step")],
                title="Loss, step by step",
                y=(max(lowest, 1e-12), 1e3, "log") if lowest > 0 else "linear",
                x_label="step",
                y_label="loss",
            ),
        ],
        alt=f"Three balls roll down {loss}: gradient descent, which keeps nothing of its velocity, "
        "the heavy ball, which keeps the share β at each step, and Nesterov, who looks ahead. "
        "Watch how each moves as β grows, and which of them stand a larger effective rate.",
        readout=[("x", x), ("y", y), ("loss of the heavy ball", heavy.values)],
        still={"step": 60},
    )


def map_of_settings(steps: int = 120) -> Scene:
    """Click a learning rate and a β on the map of all of them, and watch that run in the ravine.

    steps: how many of a run are shown. The colour is how many decimal digits a run gains in 100
    steps, by the factor of the slower spring and by the noise of the slopes, on one logarithmic
    scale for all noises; what flies out is blank.

    >>> map_of_settings(steps=10).axis("α and β").values.shape
    (215, 2)
    """
    f = landscapes.ravine(KAPPA)
    picks = settings()
    rule = Momentum(picks[:, :1], picks[:, 1:])
    names = ("noise of the slopes", "α and β")
    start = np.broadcast_to(f.start, (len(NOISES), 1, 2))
    path = descend(noisy_ravines(), start, rule, steps, names=names)
    along, across = (path.points[..., k] for k in (0, 1))
    counted = np.where(np.isfinite(taken := steps_taken(rule)), taken, np.nan)
    without = np.where(np.array(NOISES)[:, None] == 0, counted, np.nan)
    gained = np.stack([digits(picks[:, 1], picks[:, 0], noise) for noise in NOISES])
    return Scene(
        axes=[
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("α and β", picks),
            Axis(names[0], NOISES, labels=[f"{noise:g}" for noise in NOISES]),
        ],
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
        alt="A map of learning rate and β, brighter where a run gains more digits, with two curves "
        "of critical damping and a straight edge. A click plays that run in the ravine, and its "
        "two springs. Look for the brightest point, for what lies beyond the edge, and for where "
        "the brightest point goes when the slopes are noisy.",
        readout=[
            ("steps to a millionth", Varying(without, names), ",d"),
            ("digits in 100 steps", Varying(gained, names), ".2f"),
        ],
        still={"α and β": 1, "step": 30},
        rows=(1, 2),
    )


def noisy_ravines() -> Iterator[Function]:
    """For ever the ravine with a random tilt, for each of the NOISES, the first of which is 0.

    >>> next(noisy_ravines()).gradient(np.ones((3, 1, 2)))[0].tolist()
    [[1.0, 100.0]]
    """
    rng = np.random.default_rng(7)
    size = np.array(NOISES)[:, None]
    while True:
        yield _tilted_ravine(*(size * tilt for tilt in rng.normal(size=2)))


def _tilted_ravine(along: Array, across: Array) -> Function:
    """The ravine, tilted in x and y by so much for each noise."""
    return Function(lambda x, y: (x * x + KAPPA * y * y) / 2 + along * x + across * y)


def spread(beta: ArrayLike, pull: ArrayLike) -> Array:
    """E x² at rest for the slope x + noise of variance 1: h(1 + β)/((1 − β)(2(1 + β) − h)), h = α.

    A curvature λ and a noise σ² give the same with h = αλ, times σ²/λ². nan where a run flies out.

    >>> spread([0.0, 0.9], [0.1, 0.01]).round(4)
    array([0.0526, 0.0501])

    Source: the variance of a second-order autoregression; Box & Jenkins 1970, ch. 3.
    """
    b = np.asarray(beta, dtype=float)
    h = np.asarray(pull, dtype=float)
    room = 2 * (1 + b) - h
    return np.where(room > 0, h * (1 + b) / ((1 - b) * np.where(room > 0, room, 1.0)), np.nan)


def digits(beta: Array, rate: Array, noise: float) -> Array:
    """How many decimal digits a run gains in 100 steps, by its slower factor and its noise.

    >>> digits(np.array([BEST[1], 0.0]), np.array([BEST[0], 0.03]), 0.0).round(1)
    array([8.7, nan])
    """
    slower = np.maximum(factor(beta, rate), factor(beta, KAPPA * rate))
    left = np.where(slower < 1, slower, np.nan) ** 200
    cloud = spread(beta, rate) + spread(beta, KAPPA * rate) / KAPPA**2
    return np.asarray(-np.log10(np.sqrt(left + noise**2 * cloud)))


def settings() -> Array:
    """The learning rates and β that the map can play, (n, 2): those with a name, then a grid.

    >>> settings()[1].round(4)
    array([0.0331, 0.6694])
    """
    rates = np.arange(1, 11) / 250
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
        [map_of(f, BOX), *walkers],
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


def _parts_of_a_step(path: Path, rate: Array) -> list[Mark]:
    """The next step of the heavy ball: what it keeps of the last, then the push of the slope."""
    carried = -rate * BETAS[:, None, None] * path.memory
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
    """The map: digits gained at each noise, the edge, and critical damping."""
    rates = MAP[1] * (np.arange(columns) + 0.5) / columns
    betas = MAP[3] * (np.arange(rows)[:, None] + 0.5) / rows
    gained = np.stack([digits(betas, rates, noise) for noise in NOISES])
    coloured = Varying(np.maximum(gained, DARKEST), ("noise of the slopes",))
    fine = np.linspace(0.0, 1.0, 201)
    along = (1 - np.sqrt(fine)) ** 2
    across = (1 + np.sqrt(fine)) ** 2 / KAPPA
    along = np.where(along <= MAP[1], along, np.nan)
    chosen = Varying(settings(), ("α and β",))
    return Panel(
        [
            heat(coloured, MAP, log=True, low=DARKEST, high=BRIGHTEST, opacity=0.75),
            line(along, fine, color=ALONG["color"], label="along: critical"),
            line(across, fine, color=ACROSS["color"], dash="dashed", label="across: critical"),
            line(2 * (1 + fine) / KAPPA, fine, color="ink", label="the edge, α = 2(1 + β)/λ"),
            line(
                0.02 * (1 - fine),
                fine,
                color="ink",
                width=1,
                dash="dotted",
                label="α/(1 − β) = 0.02",
            ),
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
