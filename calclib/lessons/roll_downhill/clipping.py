"""Lesson 9, the cliff: one slope that is much too long, and a limit for the length of slopes."""

import numpy as np

from calclib.functions.function import Function
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import GradientDescent
from calclib.optimize.wrappers import Clipped
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, arrows, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

CLIFF = "2(1 - exp(-x^2/2)) + 12 sigmoid(12(x - 1.6))"  # a valley at 0, flat far off, and a cliff
RATE = 0.3
START = 2.2
LIMITS = (0.1, 0.3, 1.0, 3.0, 10.0, 1000.0)  # the longest slope that is let through
NONE = "no limit"
REACH = (-8.0, 3.2)


def off_the_cliff(steps: int = 80) -> Scene:
    """Roll towards a cliff in the loss, with slopes as they are or with a limit to their length.

    steps: how many are taken.

    >>> off_the_cliff(steps=10).axis("longest slope").labels[-1]
    'no limit'
    """
    f = Function(CLIFF)
    rule = Clipped(GradientDescent(RATE), norm=sweep(LIMITS))
    path = descend(f, START, rule, steps, ("longest slope",))
    x = path.points[..., 0]
    slope = path.gradients[..., 0]
    now = Varying(path.steps.astype(float), ("step",))
    limits = np.array(LIMITS)
    move = Varying(-RATE * np.clip(slope, -limits, limits), path.axes)
    curve = np.concatenate([np.linspace(REACH[0], 1.3, 120), np.linspace(1.3, REACH[1], 240)])
    names = [f"{limit:g}" for limit in LIMITS[:-1]] + [NONE]
    return Scene(
        axes=[
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("longest slope", LIMITS, labels=names, first=len(LIMITS) - 1),
        ],
        panels=[
            Panel(
                [
                    line(curve, f(curve), color="ink"),
                    trail(x, path.values, color=1),
                    arrows(x, path.values, move, 0.0, color=2, width=2.5, label="the next step"),
                    dots(x, path.values, color=1, size=10, label="the ball"),
                ],
                title="The ball above its cliff",
                x=REACH,
                y=(-0.5, 15.0),
                x_label="x",
                y_label="loss",
                width=1.4,
            ),
            Panel(
                [
                    line(path.values, color=1, grows=True),
                    cursor("step"),
                    dots(now, path.values, color=1, size=9),
                ],
                title="Its loss, step by step",
                y=(1e-8, 20, "log"),
                x_label="step",
            ),
        ],
        alt="A ball on a gentle slope rolls towards a cliff, below which there is a valley and, "
        "farther on, flat ground. Watch where it lands when its slope is used as it is, and when "
        "slopes longer than a limit are shortened.",
        readout=[("x", x), ("slope", slope), ("loss", path.values)],
        still={"step": 10, "longest slope": 5},
    )
