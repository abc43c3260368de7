"""Lesson 14, further: conjugate gradient beside descent and the heavy ball at their best rates."""

from typing import TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.conjugate_gradient import ConjugateGradient
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent, Momentum, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, contours, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a path is told from the others."""

    color: int | str
    dash: str
    width: float


KAPPAS = (5.0, 20.0, 100.0)
MANY = 20  # variables of the second panel
STEPS = 40
ANGLE = np.radians(25.0)
BOX = (-1.5, 1.5, -1.5, 1.5)
START = (-1.2, 0.9)
LOOKS: dict[str, Stroke] = {
    "gradient descent": {"color": 2, "dash": "dotted", "width": 2.0},
    "heavy ball": {"color": 0, "dash": "dashed", "width": 2.0},
    "conjugate gradient": {"color": 1, "width": 2.5},
}


def rules(kappa: float) -> dict[str, Rule]:
    """The three rules; descent and the heavy ball at the rates that are best for curvatures 1 to κ.

    Source: Polyak 1964, doi:10.1016/0041-5553(64)90137-5.

    >>> rules(100.0)["heavy ball"].label
    'momentum, α = 0.0330579'
    """
    root = np.sqrt(kappa)
    return {
        "gradient descent": GradientDescent(2 / (1 + kappa)),
        "heavy ball": Momentum(float(4 / (1 + root) ** 2), float((root - 1) / (root + 1)) ** 2),
        "conjugate gradient": ConjugateGradient(),
    }


def bowl(curvatures: Array) -> Function:
    """½ Σ hᵢ xᵢ², a quadratic with these curvatures along its axes.

    >>> bowl(np.array([1.0, 4.0])).value([1.0, 1.0])
    np.float64(2.5)
    """
    return Function(lambda x: np.sum(curvatures * x**2, axis=-1) / 2, dimension=len(curvatures))


def barzilai_borwein(f: Function, start: Array, first: float, steps: int) -> Array:
    """Descent whose rate is s·s/s·y, of the last step s and the change y of the slope along it.

    first: the rate of the first step, which has no step before it.
    Returns (steps + 1, n).
    Source: Barzilai & Borwein 1988, doi:10.1093/imanum/8.1.141.

    >>> barzilai_borwein(bowl(np.array([2.0])), np.array([1.0]), 0.1, 2).ravel().round(9) + 0.0
    array([1. , 0.8, 0. ])
    """
    points = [start]
    rate = first
    slope = f.gradient(start)
    for _ in range(steps):
        s = -rate * slope
        points.append(points[-1] + s)
        y = f.gradient(points[-1]) - slope
        slope = slope + y
        rate = float(s @ s / (s @ y)) if s @ y > 0 else first
    return np.array(points)


def steps_in_many(kappa: float, tolerance: float = 1e-6) -> dict[str, int]:
    """How many steps each takes on the quadratic of 20 variables to this share of the distance.

    >>> steps_in_many(100.0)["conjugate gradient"]
    20
    """
    f = bowl(np.linspace(1.0, kappa, MANY))
    start = np.ones(MANY) / np.sqrt(MANY)
    longest = {"conjugate gradient": 2 * MANY}  # which lands after MANY steps, so that is enough
    runs: dict[str, Array] = {
        name: descend(f, start, rule, longest.get(name, 1000)).points[...]
        for name, rule in rules(kappa).items()
    }
    rate = 2 / (1 + kappa)
    runs["Barzilai–Borwein"] = barzilai_borwein(f, start, rate, 1000)
    far = {name: np.linalg.norm(run, axis=-1) > tolerance for name, run in runs.items()}
    return {name: int(np.flatnonzero(still)[-1]) + 1 for name, still in far.items()}


def left_in_many(kappa: float) -> Array:
    """The distance left of each rule on a quadratic of 20 variables, of 1: (steps + 1, rules).

    >>> left = left_in_many(20.0)
    >>> bool(left[19, 2] > 1e-9), bool(left[20, 2] < 1e-9)
    (True, True)
    """
    f = bowl(np.linspace(1.0, kappa, MANY))
    start = np.ones(MANY) / np.sqrt(MANY)
    runs = [descend(f, start, rule, STEPS).points for rule in rules(kappa).values()]
    return np.asarray(np.linalg.norm(np.stack(runs, axis=1), axis=-1))


def paths_in_two(kappa: float) -> Array:
    """The points of each rule in a turned ravine of two variables: (steps + 1, rules, 2).

    >>> bool(np.abs(paths_in_two(20.0)[2, 2]).max() < 1e-12)
    True
    """
    turn = np.array([[np.cos(ANGLE), -np.sin(ANGLE)], [np.sin(ANGLE), np.cos(ANGLE)]])
    f = bowl(np.array([1.0, kappa]))
    runs = [descend(f, turn.T @ START, rule, STEPS).points for rule in rules(kappa).values()]
    return np.stack([run @ turn.T for run in runs], axis=1)


def conjugate_directions() -> Scene:
    """Walk three rules down a quadratic: of two variables on the map, of twenty beside it.

    >>> conjugate_directions().axis("condition κ").labels
    ('5', '20', '100')
    """
    axes = ("step", "condition κ")
    paths = np.stack([paths_in_two(kappa) for kappa in KAPPAS], axis=1)  # step, κ, rule, 2
    left = np.stack([left_in_many(kappa) for kappa in KAPPAS], axis=1)
    shown = np.maximum(left, 1e-16)
    step = np.arange(STEPS + 1)
    curves: list[Mark] = [line([MANY, MANY], [1e-16, 2], color="muted", width=1)]
    for k, (name, look) in enumerate(LOOKS.items()):
        here = Varying(shown[:, :, k], axes)
        curves.append(line(here, label=name, grows=True, **look))
        curves.append(dots(Varying(step, axes[:1]), here, color=look["color"], size=8))
    return Scene(
        [
            Axis("step", step, play=True, duration=10.0),
            Axis("condition κ", KAPPAS, labels=[f"{kappa:g}" for kappa in KAPPAS], first=1),
        ],
        [
            _map(paths),
            Panel(
                curves,
                title="Twenty variables: distance left",
                x=(0, STEPS),
                y=(1e-16, 2, "log"),
                x_label="step",
            ),
        ],
        alt="Three rules go down a ravine of two variables, seen from above; beside it the "
        "distance that each still has to go on a quadratic of twenty variables, on a logarithmic "
        "axis. Notice at which step each curve falls, and what a larger κ changes.",
        readout=[
            (f"{name}, of 20", Varying(shown[:, :, k], axes), ".1e") for k, name in enumerate(LOOKS)
        ],
        still={"step": 2},
    )


def _map(paths: Array) -> Panel:
    """The ravine of each κ from above, and the three paths."""
    x = np.linspace(*BOX[:2], 81)
    mesh = np.stack(np.meshgrid(x, x), axis=-1)
    u = mesh @ [np.cos(ANGLE), np.sin(ANGLE)]
    v = mesh @ [-np.sin(ANGLE), np.cos(ANGLE)]
    heights = np.stack([(u**2 + kappa * v**2) / (1 + kappa) for kappa in KAPPAS])
    marks: list[Mark] = [
        contours(
            Varying(heights, ("condition κ",)), BOX, levels=[(k / 10) ** 2 for k in range(1, 14)]
        ),
        dots([[0.0, 0.0]], color="ink", marker="cross", size=8),
    ]
    for k, look in enumerate(LOOKS.values()):
        here = Varying(paths[:, :, k], ("step", "condition κ"))
        width = 2.5 if k == len(LOOKS) - 1 else 1.0  # the many turns of the others stay behind
        marks += [
            trail(here, color=look["color"], width=width),
            dots(here, color=look["color"], size=9),
        ]
    return Panel(
        marks,
        title="Two variables, from above",
        x=BOX[:2],
        y=BOX[2:],
        equal=True,
        x_label="x",
        y_label="y",
    )
