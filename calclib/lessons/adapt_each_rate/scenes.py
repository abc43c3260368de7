"""Lesson 12, adaptive rates: what AdaGrad, RMSprop and Adam remember, and what they make of it."""

from collections.abc import Sequence

import numpy as np

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.functions.function import Function
from calclib.lessons.adapt_each_rate.parts import (
    Look,
    fraction,
    grouped_bars,
    memory_of,
)
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import AdaGrad, Adam, RMSprop, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, arrows, contours, dots, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

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
        "then the numerator and the denominator that a rule makes of it, and the step. "
        "Compare the bars of the steep and the gentle direction, before and after the "
        "division.",
        readout=[
            *((f"mean m, {c}", Varying(mean[..., k], axes)) for k, c in XY),
            *((f"squares G, s or v, {c}", Varying(squares[..., k], axes), ".4g") for k, c in XY),
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
