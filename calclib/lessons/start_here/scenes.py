"""Lesson 0: the whole course in one scene, and the controls of a scene."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.derivatives import autodiff
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import Adam, GradientDescent, Momentum, RMSprop, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, contours, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RULES = (GradientDescent(0.002), Momentum(0.001), RMSprop(0.02), Adam(0.1))
# Each rule is drawn smaller than the one below it, so that points which meet show all four.
STYLES: tuple[Style, ...] = (
    {"color": 0, "marker": "circle", "size": 12},
    {"color": 1, "marker": "square", "size": 9},
    {"color": 2, "marker": "triangle", "size": 7},
    {"color": 4, "marker": "cross", "size": 5},
)
# By autodiff the course opens without waiting for SymPy.
HILLS = Function(landscapes.himmelblau, using=autodiff)
MAP_BOX = (-5.4, 5.4, -5.2, 5.2)
VALLEYS = {
    "round": Function(lambda x, y: x**2 + y**2),
    "long": Function(lambda x, y: x**2 + 8 * y**2),
}
map_panel = partial(Panel, x_label="x", y_label="y", equal=True)
loss_panel = partial(Panel, x_label="step", y_label="loss", y=(3e-5, 400, "log"))
HILLTOP = (-0.270845, -0.923039)  # Himmelblau's one maximum


def ball(center: ArrayLike, radius: float, count: int) -> Array:
    """Return points (count, 2) that fill a disc evenly: Vogel's sunflower.

    rₖ = radius √((k + ½)/count), each point turned by the golden angle from the one before.
    Source: Vogel 1979, doi:10.1016/0025-5564(79)90080-4.

    >>> ball((0, 0), 1.0, 3).round(2)
    array([[ 0.41,  0.  ],
           [-0.52,  0.48],
           [ 0.08, -0.91]])
    """
    k = np.arange(count)
    radii = radius * np.sqrt((k + 0.5) / count)
    turns = k * np.pi * (3 - np.sqrt(5))
    offsets = np.stack([radii * np.cos(turns), radii * np.sin(turns)], axis=-1)
    points: Array = np.asarray(center, dtype=float) + offsets
    return points


def valleys_reached(points: ArrayLike) -> NDArray[np.intp]:
    """Return the index of Himmelblau's nearest minimum for points (..., 2).

    >>> valleys_reached([[3.0, 2.1], [-3.8, -3.2]])
    array([0, 2])
    """
    minima = np.asarray(landscapes.himmelblau.minima)
    apart = np.linalg.norm(np.asarray(points)[..., None, :] - minima, axis=-1)
    nearest: NDArray[np.intp] = apart.argmin(axis=-1)
    return nearest


def four_rules(steps: int = 120, count: int = 24, rules: Sequence[Rule] = RULES) -> list[Path]:
    """Walk one ball of starts around the hilltop by each rule; a Path (steps + 1, count, 2) each.

    >>> [path.points.shape for path in four_rules(steps=5, count=3)]
    [(6, 3, 2), (6, 3, 2), (6, 3, 2), (6, 3, 2)]
    """
    starts = ball(HILLTOP, 0.7, count)
    return [descend(HILLS, starts, rule, steps=steps) for rule in rules]


def whole_course(steps: int = 120, count: int = 24, rules: Sequence[Rule] = RULES) -> Scene:
    """Roll a ball of starts off a hilltop by four rules: on the surface, from above, and its loss.

    >>> [axis.name for axis in whole_course(steps=5, count=3).axes]
    ['step', 'rule']
    """
    titles = [rule.title for rule in rules]
    axes = ("step", "rule")
    at = np.arange(steps + 1)
    hills: list[Mark] = [surface(HILLS, (-4.8, 4.8, -4.8, 4.8), levels=14)]
    on_map: list[Mark] = [contours(HILLS, MAP_BOX, levels=14)]
    beside: list[Mark] = []
    losses = []
    for k, path in enumerate(four_rules(steps, count, rules)):
        shown = np.full(len(rules) + 1, np.nan)  # by button: all four, then each rule alone
        shown[[0, k + 1]] = 1.0
        points = path.points[:, None] * shown[:, None, None]
        way = points.copy()
        way[:, 0, 1:] = np.nan  # with four rules at once, one way each is all the eye can follow
        loss = Varying(np.median(path.values, axis=1)[:, None] * shown, axes)
        losses.append((titles[k], loss))
        style = STYLES[k % len(STYLES)]
        rolling = [
            trail(Varying(way, axes), color=style["color"], width=1.6),
            dots(Varying(points, axes), **style),
        ]
        hills += rolling
        on_map += rolling
        beside += [
            line(at, loss, color=style["color"], grows=True),
            dots(Varying(at, ("step",)), loss, **style | {"size": 9, "label": titles[k]}),
        ]
    return Scene(
        axes=[Axis("step", at, play=True, duration=8.0), Axis("rule", ["all four", *titles])],
        panels=[
            Panel(
                hills,
                title="On the surface",
                x_label="x",
                y_label="y",
                z_label="loss",
                z=(0, 200),
                camera=(-52, 52),
                width=1.25,
            ),
            map_panel(on_map, title="From above"),
            loss_panel(beside, title="Median loss of each group", x=(0, steps)),
        ],
        readout=losses,
        still={"step": min(45, steps)},
        rows=(2, 1),
        alt="A group of starting points on a hilltop goes down by four rules at once, in 3-D and "
        "from above, and the median loss of each group falls. Notice where the points of each rule "
        "end, and whether the same point ends in the same valley under every rule.",
    )


def controls(steps: int = 40) -> Scene:
    """Practise on a small scene: play, scrub, keys, a slider, buttons, a click on a start.

    The long valley x² + 8y² throws the ball out above a learning rate of 2/16.

    >>> {axis.name: axis.count for axis in controls(steps=3).axes}
    {'step': 4, 'learning rate': 13, 'valley': 2, 'start': 8}
    """
    rates = np.round(np.arange(0.01, 0.14, 0.01), 2)
    starts = np.array([(x, y) for x in (-2.0, 0.0, 2.0) for y in (-1.5, 0.0, 1.5) if x or y])
    rule = GradientDescent(sweep(rates)[:, None])
    paths = [descend(f, starts, rule, steps) for f in VALLEYS.values()]
    axes = ("valley", "step", "learning rate", "start")
    points = Varying(np.stack([path.points for path in paths]), axes)
    height = Varying(np.stack([path.values for path in paths]), axes)
    return Scene(
        axes=[
            Axis("step", range(steps + 1), play=True, duration=5.0),
            Axis("learning rate", rates, first=4),
            Axis("valley", list(VALLEYS)),
            Axis("start", starts, first=len(starts) - 1),
        ],
        panels=[
            map_panel(
                [
                    _maps((-2.6, 2.6, -2.1, 2.1)),
                    dots(starts, color="muted", size=8, label="starts: click one"),
                    trail(points),
                    dots(points, size=10),
                ],
                title="Seen from above",
                pick="start",
            ),
            Panel(
                [line(height), cursor("step")],
                title="Height of the ball",
                y=(0, 24),
                x_label="step",
                y_label="height",
            ),
        ],
        readout=[("height", height, ".3f")],
        alt="A ball rolls downhill from a chosen start in a valley, step by step, and its height "
        "is drawn. Compare the round and the long valley, and small and large learning rates.",
    )


def _maps(box: tuple[float, float, float, float]) -> Mark:
    """A contour map that the axis called valley changes."""
    X, Y = np.meshgrid(np.linspace(*box[:2], 121), np.linspace(*box[2:], 97))
    heights = Varying(np.stack([f(X, Y) for f in VALLEYS.values()]), ("valley",))
    return contours(heights, box, levels=[0.25, 1, 2.25, 4, 6.25, 9, 16, 25])
