"""Lesson 14, where each start ends on Himmelblau's map: in a valley, on a saddle, on the hill."""

from typing import TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.shared.destinations import (
    NONE,
    Numbers,
    find_destinations,
    grid,
    tint_map,
)
from calclib.lessons.shared.frames import farthest_from_zero
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent, Momentum, Newton, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, cursor, dots, image, line, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Box: TypeAlias = tuple[float, float, float, float]

SIDE = 200  # points a side of the map
LATE = 30  # steps; who takes as many or more has the palest tint
VALLEYS: Box = (-6.0, 6.0, -6.0, 6.0)
VALLEYS_ALT = (
    "Himmelblau's map with 40,000 starts under four rules, coloured by the level point at which "
    "each ends and paler the later. Choose a rule and a start. Notice how soon the map is full, "
    "and whether the colours are only those of the four valleys."
)
HILL = (-0.2708445906694, -0.9230385564816)  # the maximum between Himmelblau's valleys
RULES: dict[str, Rule] = {
    "gradient descent": GradientDescent(0.01),
    "momentum": Momentum(0.005, 0.8),
    "Newton": Newton(),
    "Newton with |H|": Newton(absolute=True),
}
RUN = 50  # steps on Himmelblau's map


def basins_of_the_valleys(side: int = 11) -> Scene:
    """Let four rules run from everywhere on Himmelblau's map; click a start to follow it.

    side: how many starts a side can be followed. The colour says which level point a start comes
    to: one of the minima A to D, a saddle, or the hill; grey, none. The paler, the later.

    >>> basins_of_the_valleys(side=5).axis("start").values.shape
    (25, 2)
    """
    f = landscapes.himmelblau
    ticks = np.linspace(-5.0, 5.0, side)
    starts = grid(ticks).reshape(-1, 2)
    path = _walks_from(starts)
    kind, since = ends_of_the_rules(VALLEYS, SIDE)
    low = (kind >= 0) & (kind < len(f.minima))
    share = [(low & (since <= step)).mean(axis=(-2, -1)) for step in range(RUN + 1)]
    loss = Varying(np.maximum(f.value(path.values), 1e-16), path.axes)
    return Scene(
        [
            Axis("step", range(RUN + 1), play=True),
            Axis("rule", tuple(RULES), first=2),
            Axis("start", starts, first=side // 2 * side + (3 * side) // 10),
        ],
        [
            Panel(
                [
                    *_map(kind, since),
                    trail(path, color="ink"),
                    dots(path, color="ink", size=9),
                    *_level_points(),
                ],
                title="Where does each start end?",
                equal=True,
                pick="start",
                x_label="x",
                y_label="y",
                width=1.3,
            ),
            _loss_panel(loss),
        ],
        alt=VALLEYS_ALT,
        readout=[
            ("share in a valley", Varying(share, ("step", "rule")), ".2f"),
            ("loss", loss, ".4g"),
            farthest_from_zero(path),
        ],
        still={"step": 10},
    )


def _map(kind: Numbers, since: Numbers) -> list[Mark]:
    """Every start in the colour of its end, from the step at which it comes there; grey before."""
    tints = Varying(tint_map(kind, since, LATE), ("rule",))
    ended = Varying(np.minimum(since, RUN)[..., ::-1, :], ("rule",))
    nowhere = tint_map(np.array([[NONE]]), np.array([[0]]), LATE)
    return [image(nowhere, VALLEYS), image(tints, VALLEYS, since=ended, axis="step")]


def _loss_panel(loss: Varying) -> Panel:
    step = Varying(np.arange(len(loss.values), dtype=float), ("step",))
    return Panel(
        [line(loss, color=1, grows=True), cursor("step"), dots(step, loss, color=1, size=9)],
        title="Loss of the start that is followed",
        y=(1e-16, 1e4, "log"),
        x_label="step",
        y_label="loss",
    )


def _walks_from(starts: Array) -> Varying:
    """The walks of all rules from the starts."""
    paths = [descend(landscapes.himmelblau, starts, rule, RUN).points for rule in RULES.values()]
    return Varying(np.stack(paths, axis=1), ("step", "rule", "start"))


def _level_points() -> list[Mark]:
    """Himmelblau's minima A to D, its saddles and its hill."""
    minima, saddles = landscapes.himmelblau.minima, landscapes.himmelblau.saddles
    named = zip("ABCD", minima, strict=True)
    return [
        dots(np.array(minima), color="ink", marker="cross", size=8),
        dots(np.array(saddles), color="ink", marker="triangle", size=7, label="saddle"),
        dots([HILL], color="ink", marker="square", size=7, label="maximum"),
        *(text(x, y + 0.5, name) for name, (x, y) in named),
    ]


def ends_of_the_rules(box: Box, side: int) -> tuple[Numbers, Numbers]:
    """Which level point each start of a grid comes to under each rule, and at which step.

    Both (rules, side, side): 0 to 3 for the minima, 4 for a saddle, 5 for the maximum, −1 for none.

    >>> kind, since = ends_of_the_rules((2.9, 3.1, 1.9, 2.1), 2)
    >>> kind[2].tolist(), since[2].tolist()
    ([[0, 0], [0, 0]], [[1, 1], [1, 1]])
    """
    f = landscapes.himmelblau
    x, y = np.linspace(*box[:2], side), np.linspace(*box[2:], side)
    starts = np.stack(np.meshgrid(x, y), axis=-1)
    level = np.concatenate([f.minima, f.saddles, [HILL]])
    kinds = np.array([0, 1, 2, 3, 4, 4, 4, 4, 5, NONE])  # by number; the last is that of none
    found = [
        find_destinations(f, starts, rule, level, within=0.1, looks=range(RUN + 1))
        for rule in RULES.values()
    ]
    return kinds[[which for which, _ in found]], np.array([since for _, since in found])
