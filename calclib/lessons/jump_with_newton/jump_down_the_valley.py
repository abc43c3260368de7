"""Lesson 14, two variables: quadratic models that jump to their lowest point, and their damping."""

from typing import TypeAlias, TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.functions.landscapes import rosenbrock
from calclib.lessons.shared.formulas import function_of
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import BFGS, GaussNewton, GradientDescent, LineSearch, Newton, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
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


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str
    width: float


Point: TypeAlias = tuple[float, float]

START = (-1.2, 1.0)
STEPS = 36
BOX = (-1.6, 1.8, -4.2, 2.2)
SQUARES = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)), name="rosenbrock")
FRIENDS: dict[str, Rule] = {
    "Newton": Newton(),
    "Newton, line search": LineSearch(rule=Newton()),
    "BFGS": BFGS(),
    "Gauss–Newton": GaussNewton(),
}
LOOKS: tuple[Stroke, ...] = (
    {"color": 1},
    {"color": 3, "dash": "dashed"},
    {"color": 2, "dash": "dotted", "width": 3.0},
    {"color": 0, "dash": "dashed", "width": 3.0},
)
DESCENT = GradientDescent(0.0012)  # the rate that took 14,232 steps in lesson 9
LEVELS = [10 ** (k / 2) for k in range(-2, 8)]
DAMPINGS = (0.0, 0.5, 1.0, 1.5, 2.5, 4.0, 10.0, 100.0)
OTHERS: dict[str, tuple[Rule, str, Stroke]] = {
    "with |H|": (
        Newton(absolute=True),
        "square",
        {"color": 0, "dash": "dashed", "width": 2.0},
    ),
    "gradient descent": (
        GradientDescent(0.1),
        "triangle",
        {"color": 2, "dash": "dotted", "width": 2.0},
    ),
}
PASS_BOX = (-1.6, 1.6, -1.6, 1.6)
PASS = "x^2 - y^2 + y^4/2"


def bent_valley() -> Scene:
    """Walk Rosenbrock's valley by curvature; the quadratic model of each step is drawn.

    >>> bent_valley().axis("rule").labels[0]
    'Newton'
    """
    paths = [path_of(name) for name in FRIENDS]
    over = ("step", "rule")
    points = np.stack([path.points for path in paths], axis=1)
    loss = Varying(np.maximum(np.stack([p.values for p in paths], axis=1), 1e-16), over)
    now = Varying(np.arange(STEPS + 1) + 1.0, ("step",))
    curves = [_slow_descent()]
    for k, (name, look) in enumerate(zip(FRIENDS, LOOKS, strict=True)):
        curves.append(
            line(now, Varying(loss.values[:, k], now.axes), label=name, grows=True, **look)
        )
    here = Varying(points, over)
    return Scene(
        [Axis("step", range(STEPS + 1), play=True, duration=12.0), Axis("rule", tuple(FRIENDS))],
        [
            Panel(
                [
                    contours(rosenbrock, BOX, levels=LEVELS),
                    trail(here, color=1),
                    *_model(points),
                    dots([[1.0, 1.0]], color="ink", marker="cross", size=8),
                    dots(here, color=1, size=10),
                ],
                title="From above",
                x_label="x",
                y_label="y",
            ),
            Panel(
                [*curves, dots(now, loss, color="ink", size=9)],
                title="Loss against step + 1",
                x=(1, 2e4, "log"),
                y=(1e-16, 1e5, "log"),
                x_label="step + 1",
            ),
        ],
        alt="Rosenbrock's bent valley from above, with the jumps of the chosen rule and a level "
        "line of the model that each jump comes from; beside it the loss of every rule against the "
        "step on doubly logarithmic axes. Notice where a jump goes up, and where each loss falls.",
        readout=[("loss", loss, ".4g")],
        still={"step": 2},
    )


def leave_the_pass(f: str = PASS, start: Point = (1.2, 0.15), steps: int = 12) -> Scene:
    """Start near a saddle: Newton jumps onto it; damping λ, or |H| for H, leads away from it.

    f: text in x and y.
    start: dragged. The slider is the damping of the round ball, whose step s solves (H + λI)s =
    −∇L.
    Raises ValueError where f has no value at the start.

    >>> leave_the_pass().axis("damping λ").count
    8
    """
    ground = function_of(f, "x", "y")
    over = ("damping λ",)
    path = descend(ground, start, Newton(damping=sweep(DAMPINGS)), steps, over)
    least = np.linalg.eigvalsh(ground.hessian(path.points[...]))[..., 0] + np.array(DAMPINGS)
    marks = [surface(ground, PASS_BOX)]
    now = Varying(path.steps.astype(float), ("step",))
    curves = [line(path.values, color=1, label="damped by λ", grows=True)]
    present = []
    heads = []
    for name, (rule, marker, look) in OTHERS.items():
        run = descend(ground, start, rule, steps)
        marks.append(trail(run, **look))
        heads.append(dots(run, color=look["color"], marker=marker, size=9))
        curves.append(line(run.values, label=name, grows=True, **look))
        present.append(dots(now, run.values, color=look["color"], marker=marker, size=8))
    present.append(dots(now, path.values, color=1, size=9))
    marks += [trail(path, color=1, width=2.5), *heads, dots(path, color=1, size=11)]
    return Scene(
        [
            Axis("step", path.steps, play=True),
            Axis("damping λ", DAMPINGS, labels=[f"{d:g}" for d in DAMPINGS]),
        ],
        [
            Panel(
                marks,
                title="Three ways from one start",
                x_label="x",
                y_label="y",
                z_label="L",
                drag="start",
                width=1.3,
                camera=(-50, 40),
            ),
            Panel([*curves, cursor("step"), *present], title="Loss, step by step", x_label="step"),
        ],
        alt="Three balls start near the pass of a saddle: Newton with the chosen damping, Newton "
        "with |H|, and gradient descent. Notice which of them stay on the pass, and what changes "
        "when the damping grows.",
        readout=[
            ("loss", path.values, ".4f"),
            ("least eigenvalue of H + λI", Varying(least, path.axes), "+.2f"),
        ],
        still={"step": 6},
    )


def _slow_descent(steps: int = 18_000) -> Mark:
    """The loss of gradient descent against step + 1, a few hundred of its steps."""
    slow = descend(rosenbrock, START, DESCENT, steps)
    thin = np.unique(np.geomspace(1, steps + 1, 240).astype(int)) - 1
    return line(thin + 1, slow.values[thin], color="muted", label="descent")


def path_of(name: str, steps: int = STEPS) -> Path:
    """The walk of one of the FRIENDS down Rosenbrock's valley.

    >>> path_of("Newton").values[:4].round(3)
    array([2.420000e+01, 4.732000e+00, 1.411845e+03, 5.600000e-02])
    """
    f = SQUARES if name == "Gauss–Newton" else rosenbrock
    return descend(f, START, FRIENDS[name], steps)


def _model(points: Array) -> list[Mark]:
    """Where the quadratic model of each point is level: its ellipse, and the jump to its middle.

    points: (steps + 1, rules, 2); drawn for Newton's rules, where the ellipse is one.
    """
    slope = rosenbrock.gradient(points)
    bend = rosenbrock.hessian(points)
    values, vectors = np.linalg.eigh(bend)
    jump = -np.einsum("...ij,...j,...kj,...k->...i", vectors, 1 / values, vectors, slope)
    away = np.linalg.norm(jump, axis=-1, keepdims=True) > 1e-3
    rules = np.array(["Newton" in name for name in FRIENDS])[:, None]
    jump = np.where((values[..., :1] > 0) & rules & away, jump, np.nan)
    size = np.sqrt(np.abs(np.einsum("...i,...i->...", slope, jump))[..., None] / values)
    turns = np.linspace(0, 2 * np.pi, 121)
    round_ = np.stack([np.cos(turns), np.sin(turns)])
    ring = (points + jump)[..., None] + vectors @ (size[..., None] * round_)
    x, y, u, v, ring_x, ring_y = (
        Varying(one, ("step", "rule"))
        for one in (
            *np.moveaxis(points, -1, 0),
            *np.moveaxis(jump, -1, 0),
            *np.moveaxis(ring, -2, 0),
        )
    )
    return [
        line(ring_x, ring_y, color=0, width=1.5, dash="dashed", label="level line of the model"),
        arrows(x, y, u, v, color="ink", width=2.0),
    ]
