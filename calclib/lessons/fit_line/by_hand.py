"""Lesson 1, five lines chosen by hand, and the five that gradient descent chooses."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.lessons.fit_line.scenes import (
    WIDE,
    birds_panel,
    bowl_rings,
    mean_squared_error,
    measurements,
)
from calclib.lessons.shared.picks import YOU, Picks, Wanted, read_pairs
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, arrows, cursor, dots, line, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

START = (-0.3, 3.5)
RATE = 0.25  # an arrow is this many times a slope, downhill
CHOICES = 5
LINES = Wanted("lines", "line", "(m, b)", "[(-0.3, 3.5), (0.2, 4.0)]")
STEP = ("step",)
BOX = (-0.6, 1.6, 3.1, 5.3)
MARGIN = 0.15  # round the map of the choices, so that a number at its edge is within the frame
map_panel = partial(
    Panel,
    x=BOX[:2],
    y=BOX[2:],
    equal=True,
    x_label="tilt m",
    y_label="height b",
)


def one_line(start: tuple[float, float] = START) -> Scene:
    """Choose a line by a click: its loss, and its two slopes as two arrows downhill, no more.

    start: the (m, b) shown first, to the nearest 0.1.

    >>> one_line().axis("line").count
    441
    """
    lattice = np.round(np.mgrid[0:21, 0:21].reshape(2, -1)[::-1].T * 0.1 + [-0.5, 3.2], 1)
    first = int(np.linalg.norm(lattice - np.asarray(start), axis=1).argmin())
    loss = mean_squared_error(*measurements())
    here = ("line",)
    value = Varying(loss.value(lattice), here)
    slope_m = Varying(loss.gradient(lattice)[:, 0], here)
    slope_b = Varying(loss.gradient(lattice)[:, 1], here)
    across = Varying(lattice[:, :1] * WIDE + lattice[:, 1:], here)
    chosen = line(WIDE, across, color=0, width=3, label="your line")
    return Scene(
        [Axis("line", lattice, first=first)],
        [
            birds_panel([chosen], "The line that you chose"),
            map_panel(
                [
                    dots(lattice, color="muted", size=2.5, opacity=0.6),
                    *_what_is_known(lattice, value, slope_m, slope_b),
                ],
                title="What you know of its loss",
                x=(BOX[0] - MARGIN, BOX[1] + MARGIN),
                y=(BOX[2] - MARGIN, BOX[3] + MARGIN),
                pick="line",
            ),
        ],
        alt="A line through the penguins, and the point (m, b) that it is, on a map without level "
        "lines. At the point stand its loss and two arrows, one along m and one along b; each is "
        "longer where the loss is steeper, and vanishes where the slope along it is zero.",
        readout=[
            ("loss L", value, ".3f"),
            ("∂L/∂m", slope_m, "+.2f"),
            ("∂L/∂b", slope_b, "+.2f"),
        ],
    )


def _what_is_known(
    lattice: Array, value: Varying, slope_m: Varying, slope_b: Varying
) -> list[Mark]:
    """The chosen point, its loss as a number, and an arrow against each of its slopes."""
    here = value.axes
    m = Varying(lattice[:, 0], here)
    b = Varying(lattice[:, 1], here)
    still = np.zeros(1)
    along_m: Style = {"color": 2, "width": 2.5, "label": "against the slope along m"}
    along_b: Style = {"color": 1, "width": 2.5, "label": "against the slope along b"}
    # The number stands on the side where no arrow is.
    beside = Varying(lattice[:, 1] + np.where(slope_b.values > 0, 0.13, -0.13), here)
    return [
        arrows(m, b, slope_m.map(lambda slope: -RATE * slope), still, **along_m),
        arrows(m, b, still, slope_b.map(lambda slope: -RATE * slope), **along_b),
        dots(m, b, color=0, size=9),
        text(m, beside, "{:.3f}", value=value, size=14),
    ]


class Lines(Picks):
    """The hidden bowl, with a record of the lines at which the learner came to rest, in order.

    >>> lines = Lines()
    >>> lines.player.state = {"index": {"line": 0}}
    >>> lines.chosen
    [(-0.3, 3.5), (-0.5, 3.2)]
    """

    def __init__(self) -> None:
        super().__init__(one_line(), "line")

    @property
    def chosen(self) -> list[tuple[float, float]]:
        """The first line and the five chosen after it, or as many as there are yet."""
        return self.seen[: CHOICES + 1]


def two_ways(lines: ArrayLike = (START,), learning_rate: float = RATE) -> Scene:
    """Show the lines of the learner and those of gradient descent from the same start.

    lines: (n, 2) with n from 1 to 6, each (m, b), in order.
    learning_rate: α; descent starts at the first line and steps to (m, b) − α∇L.
    Raises ValueError for what is no such list.

    >>> two_ways([(-0.3, 3.5), (0.2, 4.0)]).axis("step").count
    6
    """
    yours = read_pairs(lines, CHOICES + 1, LINES)
    loss = mean_squared_error(*measurements())
    path = descend(loss, yours[0], GradientDescent(learning_rate), steps=CHOICES)
    walked = np.array(path.points)
    losses = np.array(path.values)
    shown = yours[np.minimum(np.arange(CHOICES + 1), len(yours) - 1)]
    done = np.arange(CHOICES + 1) < len(yours)
    height = np.where(done, loss.value(shown), np.nan)
    steps = np.arange(CHOICES + 1)
    now = Varying(steps, STEP)
    return Scene(
        [Axis("step", steps, play=True, duration=5.0)],
        [
            birds_panel(_both_lines(shown, walked), "Both lines"),
            map_panel([bowl_rings(loss, BOX), *_both_walks(shown, walked)], title="The bowl"),
            Panel(
                [
                    line(steps, height, color=0, dash="dashed", label="you"),
                    dots(steps, height, **YOU | {"size": 6}),
                    line(now, Varying(losses, STEP), color=1, label="gradient descent", grows=True),
                    dots(now, Varying(losses, STEP), color=1, size=6),
                    cursor("step"),
                ],
                title="The loss",
                x=(-0.3, CHOICES + 0.3),
                y=(0.0, 1.05 * max(np.nanmax(height), losses.max())),
                x_label="step",
                y_label="loss L",
                width=0.8,
            ),
        ],
        alt="The lines that you chose and those that gradient descent chose, step by step, over "
        "the bowl that was hidden. Compare the two losses after five steps.",
        readout=[
            ("your loss", Varying(height, STEP), ".3f"),
            ("your lowest", Varying(np.fmin.accumulate(height), STEP), ".3f"),
            ("loss of gradient descent", Varying(losses, STEP), ".3f"),
        ],
        still={"step": CHOICES},
    )


def _both_lines(yours: Array, walked: Array) -> list[Mark]:
    """The line of the learner and that of descent at each step."""
    looks: Sequence[tuple[str, Array, Style]] = (
        ("you", yours, {"color": 0, "dash": "dashed"}),
        ("gradient descent", walked, {"color": 1}),
    )
    return [
        line(
            WIDE,
            Varying(points[:, :1] * WIDE + points[:, 1:], STEP),
            **look | {"width": 3.0, "label": name},
        )
        for name, points, look in looks
    ]


def _both_walks(yours: Array, walked: Array) -> list[Mark]:
    """The trail of each over the bowl, and where it stands."""
    return [
        trail(Varying(walked, STEP), color=1),
        dots(Varying(walked, STEP), color=1, size=9),
        trail(Varying(yours, STEP), color=0, dash="dashed"),
        dots(Varying(yours, STEP), **YOU | {"size": 9}),
    ]
