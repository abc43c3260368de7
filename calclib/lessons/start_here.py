"""Lesson 0: the whole course in one scene, the controls of a scene, and a valley in the fog."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.optimize import landscapes
from calclib.optimize.descent import descend, sweep
from calclib.optimize.function import Function
from calclib.optimize.rules import Adam, GradientDescent, Momentum, RMSprop, Rule
from calclib.stage.scene import (
    Axis,
    Mark,
    Panel,
    Scene,
    Varying,
    arrows,
    contours,
    cursor,
    dots,
    line,
    text,
    trail,
)

Array = NDArray[np.float64]

RULES = (GradientDescent(0.002), Momentum(0.001), RMSprop(0.02), Adam(0.1))
STYLES: tuple[dict[str, Any], ...] = (
    {"color": 0, "marker": "circle"},
    {"color": 1, "marker": "square"},
    {"color": 2, "marker": "triangle"},
    {"color": 4, "marker": "cross"},
)
MAP_BOX = (-5.4, 5.4, -5.2, 5.2)
HILLTOP = (-0.270845, -0.923039)  # Himmelblau's one maximum

FOGGY = Function(
    lambda x, y: 12 + (x - 1.6) ** 2 / 2 + (y + 1.2 - 0.15 * (x - 1.6) ** 2) ** 2,
    name="foggy valley",
)
FOG_BOX = (-4.2, 4.2, -3.0, 3.0)
FOG_START = (-3.2, 2.0)
RATE = 0.25  # an arrow in the fog is this many times the slope, downhill


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
    radii, turns = radius * np.sqrt((k + 0.5) / count), k * np.pi * (3 - np.sqrt(5))
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


def four_rules(steps: int = 120, count: int = 24, rules: Sequence[Rule] = RULES) -> list[Any]:
    """Walk one ball of starts around the hilltop by each rule; a Path (steps + 1, count, 2) each.

    >>> [path.points.shape for path in four_rules(steps=5, count=3)]
    [(6, 3, 2), (6, 3, 2), (6, 3, 2), (6, 3, 2)]
    """
    starts = ball(HILLTOP, 0.7, count)
    return [descend(landscapes.himmelblau, starts, rule, steps=steps) for rule in rules]


def whole_course(steps: int = 120, count: int = 24, rules: Sequence[Rule] = RULES) -> Scene:
    """Roll a ball of starts off a hilltop into four valleys by four rules, with its loss beside it.

    >>> [axis.name for axis in whole_course(steps=5, count=3).axes]
    ['step', 'rule']
    """
    titles = [rule.title for rule in rules]
    axes = ("step", "rule")
    at = np.arange(steps + 1)
    on_map: list[Mark] = [contours(landscapes.himmelblau, MAP_BOX, levels=14)]
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
        on_map += [
            trail(Varying(way, axes), color=style["color"], width=1.6),
            dots(Varying(points, axes), size=6, **style),
        ]
        beside += [
            trail(at, loss, color=style["color"]),
            dots(Varying(at, ("step",)), loss, size=9, label=titles[k], **style),
        ]
    return Scene(
        axes=[Axis("step", at, play=True, duration=8.0), Axis("rule", ["all four", *titles])],
        panels=[
            Panel(on_map, title="The balls from above", x_label="x", y_label="y", equal=True),
            Panel(
                beside,
                title="Median loss of each ball",
                x=(0, steps),
                y=(3e-5, 400, "log"),
                x_label="step",
                y_label="loss",
            ),
        ],
        readout=losses,
        still={"step": min(45, steps)},
        alt="A ball of starting points on a hilltop rolls down by four rules at once. The balls "
        "fall apart and end in four valleys; their losses fall at four speeds.",
    )


def controls(steps: int = 40) -> Scene:
    """Practise on a small scene: play, scrub, keys, a slider, buttons, a click on a start.

    The long valley x² + 8y² throws the ball out above a learning rate of 2/16.

    >>> {axis.name: axis.count for axis in controls(steps=3).axes}
    {'step': 4, 'learning rate': 13, 'valley': 2, 'start': 8}
    """
    rates = np.round(np.arange(0.01, 0.14, 0.01), 2)
    starts = np.array([(x, y) for x in (-2.0, 0.0, 2.0) for y in (-1.5, 0.0, 1.5) if x or y])
    valleys = {"round": landscapes.bowl, "long": Function(lambda x, y: x**2 + 8 * y**2)}
    names = ("learning rate", "start")
    box = (-2.6, 2.6, -2.1, 2.1)
    paths = [
        descend(f, starts, GradientDescent(sweep(rates)[:, None]), steps=steps, names=names)
        for f in valleys.values()
    ]
    axes = ("valley", "step", *names)
    points = Varying(np.stack([path.points for path in paths]), axes)
    height = Varying(np.stack([path.values for path in paths]), axes)
    X, Y = np.meshgrid(np.linspace(*box[:2], 121), np.linspace(*box[2:], 97))
    maps = Varying(np.stack([f(X, Y) for f in valleys.values()]), ("valley",))
    return Scene(
        axes=[
            Axis("step", range(steps + 1), play=True, duration=5.0),
            Axis("learning rate", rates, first=4),
            Axis("valley", list(valleys)),
            Axis("start", starts, first=len(starts) - 1),
        ],
        panels=[
            Panel(
                [
                    contours(maps, box, levels=[0.25, 1, 2.25, 4, 6.25, 9, 16, 25]),
                    dots(starts, color="muted", size=8, label="starts: click one"),
                    trail(points),
                    dots(points, size=10),
                ],
                title="Seen from above",
                x_label="x",
                y_label="y",
                equal=True,
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
        alt="A ball rolls from a chosen start to the bottom of a valley while its height falls. In "
        "the long valley a large learning rate makes it zig-zag and then leave the frame.",
    )


def _downhill(spots: ArrayLike, learning_rate: float) -> tuple[Array, Array, Array, Array]:
    """The arrows in the fog: from each spot (..., 2), learning_rate times the slope, downhill."""
    arrow = -learning_rate * FOGGY.gradient(spots)
    x, y = np.moveaxis(np.asarray(spots, float), -1, 0)
    return x, y, arrow[..., 0], arrow[..., 1]


def fog(start: tuple[float, float] = FOG_START) -> Scene:
    """Stand on one spot of a hidden valley and see its height and its downhill arrow, no more.

    start: the spot shown first, to the nearest 0.4.

    >>> fog().named["spot"].count
    315
    """
    lattice = np.round(np.mgrid[-7:8, -10:11].reshape(2, -1)[::-1].T * 0.4, 1)
    first = int(np.linalg.norm(lattice - np.asarray(start), axis=1).argmin())
    here = ("spot",)
    x, y, u, v = (Varying(part, here) for part in _downhill(lattice, RATE))
    height = FOGGY.value(lattice)
    slope = np.linalg.norm(FOGGY.gradient(lattice), axis=1)
    above = Varying(lattice[:, 1] + 0.3, here)
    return Scene(
        axes=[Axis("spot", lattice, first=first)],
        panels=[
            Panel(
                [
                    dots(lattice, color="muted", size=2.5, opacity=0.6),
                    dots(x, y, size=8),
                    arrows(x, y, u, v, color=1, width=2.5),
                    text(x, above, "{:.2f}", value=Varying(height, here), size=14),
                ],
                title="What you see in the fog",
                x=FOG_BOX[:2],
                y=FOG_BOX[2:],
                x_label="x",
                y_label="y",
                equal=True,
                pick="spot",
            )
        ],
        readout=[("height", Varying(height, here), ".2f"), ("slope", Varying(slope, here), ".2f")],
        alt="A blank map. At the chosen spot stand its height and an arrow that points downhill, "
        "longer where it is steeper; it vanishes at the bottom.",
    )


def fog_lifts(
    spots: ArrayLike = (FOG_START,), learning_rate: float = RATE, looks: int = 30
) -> Scene:
    """Show the learner's spots and plain descent in one fog, look by look; a button lifts it.

    spots (n, 2), n ≤ looks + 1: where the learner stood, in order. Descent starts at the first and
    steps to x − α∇f(x), the tip of its arrow, with α = learning_rate.

    >>> fog_lifts([(-3.2, 2.0), (-2.0, 1.6)], looks=5).named["sight"].labels
    ('fog', 'clear')
    """
    yours = _visited(spots, looks)
    path = descend(FOGGY, yours[0], GradientDescent(learning_rate), steps=looks)
    stood = yours[np.minimum(np.arange(looks + 1), len(yours) - 1)]
    seen = np.where(np.tri(looks + 1, len(yours), dtype=bool)[..., None], yours, np.nan)
    your_height = np.full(looks + 1, np.nan)
    your_height[: len(yours)] = FOGGY.value(yours)
    lowest = np.minimum.accumulate(FOGGY.value(stood))
    X, Y = np.meshgrid(np.linspace(*FOG_BOX[:2], 141), np.linspace(*FOG_BOX[2:], 101))
    sight = Varying(np.stack([np.full(X.shape, np.nan), FOGGY(X, Y)]), ("sight",))
    look = ("look",)
    you: dict[str, Any] = {"color": 0, "marker": "square"}
    walked = (Varying(part, look) for part in _downhill(path.points, learning_rate))
    pointed = (Varying(part, look) for part in _downhill(seen, RATE))
    return Scene(
        axes=[
            Axis("look", range(looks + 1), play=True, duration=6.0),
            Axis("sight", ["fog", "clear"]),
        ],
        panels=[
            Panel(
                [
                    contours(sight, FOG_BOX, levels=14),
                    trail(Varying(stood, look), color=0, width=1.5),
                    arrows(*pointed, color=0, width=2.0),
                    dots(Varying(seen, look), size=8, **you),
                    trail(Varying(path.points, look), color=1),
                    arrows(*walked, color=1, width=2.0),
                    dots(Varying(path.points, look), color=1, size=9),
                ],
                title="The map",
                x=FOG_BOX[:2],
                y=FOG_BOX[2:],
                x_label="x",
                y_label="y",
                equal=True,
            ),
            Panel(
                [
                    line(Varying(path.values, look), color=1, label="gradient descent"),
                    line(Varying(your_height, look), color=0, dash="dashed", label="you"),
                    dots(np.arange(len(yours)), FOGGY.value(yours), size=6, **you),
                    cursor("look"),
                ],
                title="Height at each look",
                y=(11.0, max(26.0, 1.05 * np.max(FOGGY.value(yours)))),
                x_label="look",
                y_label="height",
            ),
        ],
        readout=[
            ("your height", Varying(your_height, look), ".2f"),
            ("your lowest", Varying(lowest, look), ".2f"),
            ("gradient descent", Varying(path.values, look), ".2f"),
        ],
        still={"sight": 1},
        alt="Two walks through one fog: the spots you chose and plain gradient descent, which goes "
        "to the tip of each arrow. It bends with the valley and reaches the bottom without a map.",
    )


def looks_needed(learning_rate: float, within: float = 0.05, looks: int = 200) -> int | None:
    """Return after how many steps descent stands within a height of the valley floor, or None.

    >>> looks_needed(0.25)
    14
    """
    path = descend(FOGGY, FOG_START, GradientDescent(learning_rate), steps=looks)
    arrived = np.flatnonzero(path.values < FOGGY(1.6, -1.2) + within)
    return int(arrived[0]) if arrived.size else None


def _visited(spots: ArrayLike, looks: int) -> Array:
    """Read the learner's spots, or say in one sentence what they should look like."""
    try:
        points = np.asarray(spots, dtype=float)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim != 2 or points.shape[1] != 2 or not 1 <= len(points) <= looks + 1:
        raise ValueError(
            f"spots = {spots!r} is not a list of 1 to {looks + 1} pairs; write each spot as (x, y) "
            "with a comma after it, such as [(-3.2, 2.0), (-2.0, 1.6)]."
        )
    return points


def slope_or_luck(
    dimensions: Sequence[int] = (2, 10, 100), looks: int = 40, searches: int = 200
) -> Scene:
    """Set random search beside gradient descent on a bowl of more and more dimensions.

    The bowl is ½ Σ cᵢxᵢ² with c from 1 to 10, whatever the dimension; heights are shares of the
    height at the first look, which both share. Random search keeps the lowest of its looks.

    >>> slope_or_luck(dimensions=(2, 5), looks=4, searches=9).named["dimensions"].labels
    ('2', '5')
    """
    shares = np.array([searched(d, looks, searches) for d in dimensions])
    luck, slope = shares[:, 0], shares[:, 1]
    axes = ("dimensions", "look")
    at = np.arange(looks + 1)
    return Scene(
        axes=[
            Axis("look", at, play=True, duration=5.0),
            Axis("dimensions", dimensions, labels=[f"{d}" for d in dimensions]),
        ],
        panels=[
            Panel(
                [
                    line(
                        Varying(luck, axes),
                        color=0,
                        dash="dashed",
                        label="random looks, best so far",
                    ),
                    line(Varying(slope, axes), color=1, label="gradient descent"),
                    dots(Varying(at, ("look",)), Varying(luck, axes), color=0, marker="square"),
                    dots(Varying(at, ("look",)), Varying(slope, axes), color=1),
                ],
                y="log",
                x_label="look",
                y_label="height, as a share of the start",
            )
        ],
        readout=[("random", Varying(luck, axes), ".3g"), ("descent", Varying(slope, axes), ".3g")],
        alt="Two heights fall look by look. As the dimensions grow from few to many, the curve of "
        "random search flattens while that of gradient descent stays as it was.",
    )


def searched(dimension: int, looks: int = 40, searches: int = 200) -> tuple[Array, Array]:
    """Return the median share of the first height after each look: random search, then descent.

    >>> [share.shape for share in searched(3, looks=4, searches=9)]
    [(5,), (5,)]
    """
    rng = np.random.default_rng(7)
    curvature = np.linspace(1, 10, dimension)
    bowl = Function(lambda theta: (curvature * theta**2).sum(axis=-1) / 2, dimension=dimension)
    tries = rng.uniform(-1, 1, (looks + 1, searches, dimension))
    first = bowl.value(tries[0])
    best = np.minimum.accumulate(bowl.value(tries), axis=0)
    path = descend(bowl, tries[0], GradientDescent(0.1), steps=looks)
    return np.median(best / first, axis=1), np.median(path.values / first, axis=1)
