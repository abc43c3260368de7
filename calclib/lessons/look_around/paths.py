"""The path of a net in 3-D: the plane in which it varies most, beside that of a random walk."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.learn.data import new_hands
from calclib.lessons.look_around.networks import (
    BATCH,
    loss_over,
    start,
    training_loss,
    value_at,
)
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import Adam, GradientDescent, Momentum, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, bars, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

SHOWN = 300  # training digits whose mean loss is a height of the surface
SIDE = 41
DIRECTIONS = 6  # whose shares are drawn
MARGIN = 0.25  # of the width of a path, left free around it
FIRST_STEPS = 200  # of the two worlds
KEEP = 4  # one of their steps in so many is kept
FROM_ABOVE = (-60.0, 48.0)  # a camera that no wall hides the paths from


class Plane(NamedTuple):
    """The two directions in which points vary most.

    middle: (n,), the mean of the points.
    directions: (2, n), at right angles, of length 1.
    shares: of all directions, how much of the variance lies along each; the largest first.
    """

    middle: Array
    directions: Array
    shares: Array

    def shadow(self, points: Array) -> Array:
        """Where points (..., n) fall on the plane: (..., 2)."""
        return np.asarray((points - self.middle) @ self.directions.T)


def principal_plane(points: ArrayLike) -> Plane:
    """Find the plane in which points (m, n) vary most: their first two principal components.

    >>> flat = principal_plane([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    >>> flat.shares.round(3)
    array([0.75, 0.25, 0.  ])
    """
    given = np.asarray(points, dtype=float)
    middle = given.mean(axis=0)
    _, lengths, directions = np.linalg.svd(given - middle, full_matrices=False)
    # Each is an axis without a sense: the sense in which its largest entry is positive is the same
    # on every machine. The first entry may be 0 but for rounding.
    largest = np.abs(directions).argmax(axis=1, keepdims=True)
    directions = directions * np.sign(np.take_along_axis(directions, largest, axis=1))
    return Plane(middle, directions[:2], lengths**2 / (lengths**2).sum())


def random_walk(steps: int, dimension: int, seed: int = 0) -> Array:
    """A sum of independent normal steps, (steps + 1, dimension): nothing pulls it anywhere.

    >>> random_walk(3, 2).shape
    (4, 2)
    """
    return np.cumsum(np.random.default_rng(seed).normal(size=(steps + 1, dimension)), axis=0)


def theory(count: int = DIRECTIONS) -> Array:
    """The share of the j-th direction of a long walk in many dimensions: 6 / (π j)².

    Source: Antognini & Sohl-Dickstein 2018, arXiv:1806.08805.

    >>> theory(2).round(3)
    array([0.608, 0.152])
    """
    return 6 / (np.pi * np.arange(1, count + 1)) ** 2


def box_around(shadow: Array) -> tuple[float, float, float, float]:
    """A square box that holds a shadow (..., 2), with room to spare."""
    flat = shadow.reshape(-1, 2)
    middle = (flat.max(axis=0) + flat.min(axis=0)) / 2
    half = (0.5 + MARGIN) * float(np.ptp(flat, axis=0).max())
    x, y = middle
    return (x - half, x + half, y - half, y + half)


def heights_over(f: Function, flat: Plane, box: tuple[float, float, float, float]) -> Array:
    """f over a box of a plane, (41, 41), row 0 at the lowest y."""
    x = np.linspace(box[0], box[1], SIDE)
    y = np.linspace(box[2], box[3], SIDE)
    across, up = flat.directions
    return value_at(f, flat.middle + x[:, None] * across + y[:, None, None] * up)


def its_path(path: Path) -> Scene:
    """Watch a net learn on the plane in which its path varies most, beside a random walk.

    path: of a training run of the net with ReLU.

    >>> from calclib.lessons.look_around.networks import train
    >>> its_path(train(seed=0)).axis("step").count
    83
    """
    points = np.asarray(path.points)
    steps = path.steps
    flat = principal_plane(points)
    shadow = flat.shadow(points)
    walked = random_walk(len(points) - 1, points.shape[-1])
    of_walk = principal_plane(walked)
    aimless = of_walk.shadow(walked)
    box = box_around(shadow)
    f = loss_over(new_hands().train[:SHOWN])
    here = Varying(shadow, ("step",))
    there = Varying(aimless, ("step",))
    below = value_at(training_loss(), flat.middle + shadow @ flat.directions)
    at_end = steps == steps[-1]
    return Scene(
        axes=[Axis("step", steps, play=True, duration=8.0)],
        panels=[
            Panel(
                [
                    surface(heights_over(f, flat, box), box),
                    trail(here, color=1, width=2.5),
                    dots(here, color=1, size=10),
                ],
                title="The net learns",
                x_label="first direction",
                y_label="second",
                z=(0.0, 4.0),
                z_label="loss",
                camera=FROM_ABOVE,
                width=1.3,
            ),
            Panel(
                [trail(there, color=0, width=2.5), dots(there, color=0, size=10)],
                title="A random walk",
                x_label="first direction",
                y_label="second",
                equal=True,
            ),
            _shares_panel(flat, of_walk, at_end),
        ],
        alt="On the left a net learns: its path descends a surface, drawn over the two directions "
        "in which the path varies most. In the middle a random walk of as many steps in its own "
        "two directions. At the last step bars on the right show how much of each lies in its "
        "first six directions.",
        readout=[
            ("loss of the net", Varying(path.values, ("step",)), ".3f"),
            ("loss on the surface", Varying(below, ("step",)), ".3f"),
            ("net, in two directions", _shown(at_end, flat.shares[:2].sum()), ".1%"),
            ("walk, in two directions", _shown(at_end, of_walk.shares[:2].sum()), ".1%"),
        ],
    )


def _shown(at_end: NDArray[np.bool_], values: ArrayLike) -> Varying:
    """Values that are shown at the last step, and not before."""
    given = np.asarray(values, dtype=float)
    return Varying(np.where(at_end.reshape(-1, *[1] * given.ndim), given, np.nan), ("step",))


def _shares_panel(net: Plane, walk: Plane, at_end: NDArray[np.bool_]) -> Panel:
    """The shares of the first directions, of the net and of the walk."""
    shares = np.stack([net.shares[:DIRECTIONS], walk.shares[:DIRECTIONS]], axis=-1)
    places = np.arange(1, DIRECTIONS + 1)
    expected = _shown(at_end, 100 * theory())
    return Panel(
        [
            bars(places, _shown(at_end, 100 * shares), color=[1, 0], label=["the net", "the walk"]),
            dots(places + 0.2, expected, color="ink", size=6, label="6/(πj)²"),
        ],
        title="Per cent in each direction",
        y=(0, 100),
        x_label="direction j",
    )


RULES: dict[str, tuple[Rule, Rule]] = {
    "gradient descent": (GradientDescent(2 / 101), GradientDescent(0.2)),
    "momentum": (Momentum(0.01, 0.9), Momentum(0.02, 0.9)),
    "Adam": (Adam(0.05), Adam(0.005)),
}
LOOKS = ((0, "circle"), (1, "square"), (2, "triangle"))  # of the three rules


@cache
def two_worlds() -> dict[str, tuple[Path, Path]]:
    """Two hundred steps of each rule in the ravine and on the digits, at each world's rate."""
    return {
        name: (
            descend(landscapes.ravine(), [1.0, 1.0], in_ravine, FIRST_STEPS, every=KEEP),
            descend(
                training_loss().batches(BATCH, np.random.default_rng(0)),
                start(0),
                on_digits,
                FIRST_STEPS,
                every=KEEP,
            ),
        )
        for name, (in_ravine, on_digits) in RULES.items()
    }


def one_rule_two_worlds() -> Scene:
    """Let each rule walk the ravine of two numbers and the net of 1,210 numbers side by side.

    >>> [axis.count for axis in one_rule_two_worlds().axes]
    [51]
    """
    ravines = [np.asarray(ravine.points) for ravine, _ in two_worlds().values()]
    nets = np.array([np.asarray(net.points) for _, net in two_worlds().values()])
    flat = principal_plane(nets.reshape(-1, nets.shape[-1]))
    shadows = flat.shadow(nets)
    box = box_around(shadows)
    f = loss_over(new_hands().train[:SHOWN])
    steps = KEEP * np.arange(nets.shape[1])
    ground = landscapes.ravine()
    losses = {
        name: Varying(np.asarray(net.values), ("step",)) for name, (_, net) in two_worlds().items()
    }
    return Scene(
        axes=[Axis("step", steps, play=True, duration=8.0)],
        panels=[
            Panel(
                [surface(ground, (-1.3, 1.3, -1.3, 1.3)), *_movers(ravines)],
                title="2 numbers: the ravine",
                x_label="x",
                y_label="y",
                z_label="loss",
                camera=FROM_ABOVE,
            ),
            Panel(
                [surface(heights_over(f, flat, box), box), *_movers(list(shadows))],
                title="1,210 numbers: the net",
                x_label="first direction",
                y_label="second",
                z=(0.0, 4.0),
                z_label="loss",
                camera=FROM_ABOVE,
            ),
            _falls(steps, losses),
        ],
        alt="Three rules take their steps in two worlds at once: down a ravine of two numbers, and "
        "down the loss of a net with 1,210 numbers, drawn over the plane in which the three paths "
        "vary most. Each rule is the same program in both; beside them the losses of the nets "
        "fall.",
        readout=[(f"loss, {name}", loss, ".3f") for name, loss in losses.items()],
        still={"step": 25},
    )


def _movers(runs: list[Array]) -> list[Mark]:
    """The trail and the dot of each rule."""
    marks: list[Mark] = []
    for k, (name, points) in enumerate(zip(RULES, runs, strict=True)):
        run = Varying(points, ("step",))
        marks += [
            trail(run, color=LOOKS[k][0], width=2, group=name),
            dots(run, color=LOOKS[k][0], marker=LOOKS[k][1], size=9, group=name),
        ]
    return marks


def _falls(steps: NDArray[np.int_], losses: dict[str, Varying]) -> Panel:
    """The loss of the net under each rule."""
    now = Varying(steps.astype(float), ("step",))
    marks: list[Mark] = []
    for k, (name, loss) in enumerate(losses.items()):
        marks.append(line(now, loss, color=LOOKS[k][0], label=name, grows=True))
    marks.append(cursor("step"))
    return Panel(marks, title="Loss of the net", y=(0.05, 4.0, "log"), x_label="step")
