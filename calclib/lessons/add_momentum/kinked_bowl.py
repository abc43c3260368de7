"""A strongly convex function on which the heavy ball cycles for ever, and Nesterov does not."""

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.descent import descend
from calclib.optimize.rules import Momentum, Nesterov, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Channel, Mark, Style, Varying, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

STARTS = np.arange(-40, 41) / 10
FIRST = 73  # 3.3
HEAVY = Momentum(1 / 9, 4 / 9)  # the best for curvatures from 1 to 25, on a quadratic
AHEAD = Nesterov(1 / 25, 2 / 3)  # 1/λ₂ and (√κ − 1)/(√κ + 1), κ = 25
CYCLE = np.array([2592, 792, -2208]) / 1225
REACH = (-4.4, 4.4)
EDGE: Style = {"color": "muted", "width": 1, "dash": "dashed"}


def height(x: Array) -> Array:
    """A bowl of curvature 25, but 1 between x = 1 and x = 2; its slope has two kinks, no jump.

    Source: Lessard, Recht & Packard 2016, doi:10.1137/15M1009597.

    >>> Function(height).gradient([[0.5], [1.0], [1.5], [2.0], [2.5]])[:, 0]
    array([12.5, 25. , 25.5, 26. , 38.5])
    """
    beyond = np.where(x < 2, x**2 / 2 + 24 * x - 12, 25 * x**2 / 2 - 24 * x + 36)
    return np.where(x < 1, 25 * x**2 / 2, beyond)


def heavy_ball(steps: int = 40) -> Scene:
    """Let a heavy ball go at 3.3 on a bowl without dents: it never comes to rest.

    steps: how many it takes. A slider moves the start.

    >>> heavy_ball().numbers[0][1].values[[1, 38], FIRST, 0].round(3)
    array([-3.2  ,  2.116])
    """
    return _on_the_bowl(
        HEAVY,
        steps,
        alt="A heavy ball on a bowl whose slope has two kinks, let go at 3.3 or at another start. "
        "Watch where it goes step by step, on the bowl, on its slope and over time.",
    )


def nesterov(steps: int = 40) -> Scene:
    """Let Nesterov's ball go on the same bowl: from every start it comes to rest at the bottom.

    steps: how many it takes. A slider moves the start.

    >>> abs(float(nesterov().numbers[0][1].values[40].max())) < 1e-6
    True
    """
    return _on_the_bowl(
        AHEAD,
        steps,
        alt="Nesterov's ball on the same bowl with two kinks in its slope, from a start that a "
        "slider sets. Watch where it goes step by step, on the bowl, on its slope and over "
        "time.",
    )


def _on_the_bowl(rule: Rule, steps: int, alt: str) -> Scene:
    """The bowl, its slope and the run, from 3.3 first and from every other start."""
    f = Function(height)
    path = descend(f, STARTS[:, None], rule, steps, names=("start",))
    x = path.points[..., 0]
    slope = path.gradients[..., 0]
    curve = np.linspace(*REACH, 265)
    loss = path.values
    now = Varying(path.steps.astype(float), ("step",))
    chords = trail(x, loss, color=1, width=1.2)
    panels = [
        _over_x("The bowl", (-5.0, 220.0), curve, f(curve), x, loss, chords),
        _over_x("Its slope", (-110.0, 110.0), curve, f.gradient(curve[:, None])[:, 0], x, slope),
        Panel(
            [
                line([0, steps], [0, 0], **EDGE),
                line(now, x, color=1, width=1.2, grows=True),
                dots(now, x, color=1, size=10),
            ],
            title="x, step by step",
            x=(0, steps),
            y=REACH,
            x_label="step",
        ),
    ]
    return Scene(
        axes=[
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("start", STARTS, first=FIRST),
        ],
        panels=panels,
        alt=alt,
        readout=[("x", x, ".3f"), ("slope", slope, ".2f")],
    )


def _over_x(
    title: str,
    frame: tuple[float, float],
    curve: Channel,
    height: Channel,
    x: Channel,
    at: Channel,
    *more: Mark,
) -> Panel:
    """A curve over x with the ball on it, and a line where each kink of the slope is."""
    kinks = [line([kink, kink], frame, **EDGE) for kink in (1.0, 2.0)]
    ball = dots(x, at, color=1, size=10)
    marks = [*kinks, line(curve, height, color="ink"), *more, ball]
    return Panel(marks, title=title, x=REACH, y=frame, x_label="x")
