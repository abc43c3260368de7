"""Lesson 9, how narrow a valley is: the condition number moves the best rate, and its price."""

import numpy as np

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, contours, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

KAPPAS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
PULLS = np.concatenate([np.linspace(0.005, 1.2, 240), np.linspace(1.2, 2.0, 801)[1:-1]])  # α λ₂
WALK = 60  # steps that are drawn
BOX = (-1.2, 1.2, -1.2, 1.2)
MILLIONTH = 1e-6


def steps_needed(factor: Array) -> Array:
    """How many steps shrink the error a millionfold, ln 10⁻⁶ ÷ ln factor, for factors below 1.

    >>> steps_needed(np.array([99 / 101])).round(2)
    array([690.75])
    """
    return np.asarray(np.log(MILLIONTH) / np.log(factor))


def wider_or_narrower() -> Scene:
    """Make a valley narrower, κ = 2 … 100: where the best rate goes, and how many steps it costs.

    >>> wider_or_narrower().axis("condition number").labels[-1]
    'κ = 100'
    """
    names = ("condition number",)
    kappas = np.array(KAPPAS, dtype=float)[:, None]
    along = np.abs(1 - PULLS / kappas)
    across = np.abs(1 - PULLS)
    pace = np.maximum(along, np.broadcast_to(across, along.shape))
    best = 2 * kappas / (1 + kappas)  # α = 2/(λ₁ + λ₂), as a multiple of 1/λ₂
    factor = (kappas - 1) / (kappas + 1)
    steps = steps_needed(factor)
    chosen = Varying(best, names)
    return Scene(
        axes=[Axis(names[0], KAPPAS, play=True, labels=[f"κ = {k}" for k in KAPPAS], duration=8.0)],
        panels=[
            _valleys(),
            Panel(
                [
                    line(PULLS, Varying(along, names), color=0, label="along"),
                    line(PULLS, across, color=1, dash="dashed", label="across"),
                    dots(chosen, Varying(factor, names), color="ink", size=9, label="crossing"),
                ],
                title="Factor a step",
                x=(0, 2.05),
                y=(0, 1.1),
                x_label="learning rate × λ across",
            ),
            Panel(
                [
                    line(PULLS, Varying(steps_needed(pace), names), color=2),
                    dots(chosen, Varying(steps, names), color="ink", size=9, label="crossing"),
                ],
                title="Steps to a millionth",
                x=(0, 2.05),
                y=(5, 1e5, "log"),
                x_label="learning rate × λ across",
            ),
        ],
        alt="A valley from above becomes narrower as κ grows, with the path of descent at its best "
        "rate. Beside it are the factors along and across at every rate, and how many steps each "
        "rate needs. Watch where the two factors cross, and how high the lowest point stands.",
        readout=[
            ("best rate × λ across", chosen, ".4f"),
            ("factor", Varying(factor, names), ".4f"),
            ("steps to a millionth", Varying(np.ceil(steps), names), ",d"),
        ],
        still={"condition number": 10},
    )


def _valleys() -> Panel:
    """Level lines of each valley, and the first steps at its best rate from (1, 1)."""
    ticks = np.linspace(*BOX[:2], 61)
    x, y = np.meshgrid(ticks, ticks)
    kappas = np.array(KAPPAS, dtype=float)
    heights = (x**2 + kappas[:, None, None] * y**2) / 2
    paths = [
        descend(landscapes.ravine(k), [1.0, 1.0], GradientDescent(2 / (1 + k)), WALK).points
        for k in KAPPAS
    ]
    path = np.stack(paths, axis=0)
    levels = [(k / 8) ** 2 for k in range(1, 9)]
    marks: list[Mark] = [
        contours(
            Varying(heights / kappas[:, None, None], ("condition number",)), BOX, levels=levels
        ),
        line(
            Varying(path[..., 0], ("condition number",)),
            Varying(path[..., 1], ("condition number",)),
            color=2,
            width=1.2,
        ),
    ]
    return Panel(marks, title="From above", equal=True, x_label="x", y_label="y")
