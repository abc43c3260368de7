"""Lesson 9, where each start ends, and how fast: Himmelblau's four valleys from 32,400 starts."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import numpy as np

from calclib.functions import landscapes
from calclib.lessons.shared.destinations import (
    NONE,
    Numbers,
    find_destinations,
    grid,
    tint_map,
)
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import GradientDescent, Momentum, Rate, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, cursor, dots, image, line, surface, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Box: TypeAlias = tuple[float, float, float, float]

RATES = (0.005, 0.01, 0.016, 0.02)
RULES: dict[str, Callable[[Rate], Rule]] = {
    "gradient descent": GradientDescent,
    "momentum 0.5": partial(Momentum, beta=0.5),
}
BOX: Box = (-5.0, 5.0, -5.0, 5.0)
SIDE = 180  # starts a side of the map
LONGEST = 240  # steps a start may take to settle
SHOWN = 40  # steps that are played; what takes longer has the palest tint
LOOKS = (*range(SHOWN + 1), LONGEST)  # the steps at which a start is looked for
TOP = 1e5  # up to where the tints are shown; no loss that the map starts from is above 900
STRIDE = 5  # so many steps have one tint there
ALT = (
    "Himmelblau's four valleys from above, with balls let go at 32,400 starts. A start takes the "
    "colour of the minimum in which its ball settles, at the step at which it settles: dark for "
    "soon, pale for late, grey for not yet. Watch which valleys fill, at each rule and learning "
    "rate."
)


def pick_a_start(side: int = 11) -> Scene:
    """Click where the ball is let go on Himmelblau's map: the colour says where and how fast.

    The rates reach past 2/λ of the sharpest minimum, then of the next.

    side: how many starts a side can be followed.

    >>> pick_a_start(side=5).axis("start").values.shape
    (25, 2)
    """
    f = landscapes.himmelblau
    names = ("rule", "learning rate")
    starts = grid(np.linspace(-4.8, 4.8, side)).reshape(-1, 2)
    paths = [descend(f, starts[:, None, :], make(sweep(RATES)), SHOWN) for make in RULES.values()]
    path = Varying(np.stack([p.points for p in paths], 2), ("step", "start", *names))
    loss = Varying(np.stack([p.values for p in paths], 2), path.axes)
    which, since = whole_map()
    arrived = [((which >= 0) & (since <= k)).mean(axis=(-2, -1)) for k in range(SHOWN + 1)]
    return Scene(
        axes=[
            Axis("step", range(SHOWN + 1), play=True),
            Axis("start", starts, first=side // 4 * (side + 1)),
            Axis("rule", tuple(RULES)),
            Axis("learning rate", RATES, labels=[f"{rate:g}" for rate in RATES]),
        ],
        panels=[
            _map(which, since, path),
            Panel(
                [surface(f, BOX), trail(path, color=1), dots(path, color=1, size=9)],
                title="On the surface",
                x_label="x",
                y_label="y",
                z_label="loss",
                z=(0, 400),
                camera=(-125, 60),
            ),
            _loss_and_key(loss),
        ],
        alt=ALT,
        readout=[
            ("loss", loss),
            ("settled", Varying(arrived, ("step", *names)), ".2f"),
        ],
        still={"learning rate": 1, "step": 18},
        rows=(2, 1),
        chaotic=True,
    )


def whole_map(side: int = SIDE) -> tuple[Numbers, Numbers]:
    """Where a grid of starts settles under each of the RULES at each rate, and how soon.

    side: how many starts a side.
    Returns (which, since) as `find_destinations` does, both (rules, rates, side, side), rows from
        low y to high y.

    >>> whole_map(side=2)[0][0, :2].tolist()
    [[[2, 3], [1, 0]], [[2, 3], [1, 0]]]
    """
    starts = grid(np.linspace(*BOX[:2], side))
    found = [
        [
            find_destinations(landscapes.himmelblau, starts, make(rate), looks=LOOKS)
            for rate in RATES
        ]
        for make in RULES.values()
    ]
    which, since = np.moveaxis(np.array(found), 2, 0)
    return which, since


def _map(which: Numbers, since: Numbers, path: Varying) -> Panel:
    """The tints, each from the step on at which its ball settles, the run, the minima A to D.

    What settles later than the play lasts appears with its last step.
    """
    names = ("rule", "learning rate")
    minima = landscapes.himmelblau.minima
    nowhere = tint_map(np.array([[NONE]]), np.array([[0]]), SHOWN)
    tints = Varying(tint_map(which, since, SHOWN), names)
    settled = Varying(np.minimum(since, SHOWN)[..., ::-1, :], names)
    return Panel(
        [
            image(nowhere, BOX),
            image(tints, BOX, since=settled, axis="step"),
            trail(path, color="ink"),
            dots(path, color="ink", size=9),
            dots(np.array(minima), color="ink", marker="cross", size=8),
            *(text(x, y + 0.45, name) for name, (x, y) in zip("ABCD", minima, strict=True)),
        ],
        title="Where does each start end?",
        equal=True,
        pick="start",
        x_label="x",
        y_label="y",
        width=1.2,
    )


def _loss_and_key(loss: Varying) -> Panel:
    """The loss of one run, and above it, along the same steps, the tints that stand for them.

    The tints share the height of one power of ten, so that the axis is that of the loss. They have
    the colours of the map, where the letters stand.
    """
    number, since = np.mgrid[:4, 0:SHOWN:STRIDE]
    ends = since.reshape(-1, 1) + np.array([0, STRIDE])
    rows = TOP / 10.0 ** (0.15 + 0.3 * np.arange(4))
    tints = tint_map(number, since, SHOWN)[::-1].reshape(-1, 3)
    colors = ["#" + bytes(tint).hex() for tint in tints]
    now = Varying(np.arange(SHOWN + 1.0), ("step",))
    return Panel(
        [
            line(
                ends, np.repeat(rows, SHOWN // STRIDE)[:, None].repeat(2, 1), color=colors, width=4
            ),
            line(loss, color=1),
            cursor("step"),
            dots(now, loss, color=1, size=10),
        ],
        title="Its loss, and the tints",
        x=(0, SHOWN),
        y=(1e-9, TOP, "log"),
        x_label="step",
        y_label="loss",
    )
