"""Lesson 18, network A learns under three rules: its kernels, its confusion and its loss."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits, new_hands
from calclib.learn.layers import cut
from calclib.lessons.see.networks import (
    CLASSES,
    NETWORKS,
    SMALL,
    batches,
    loss_over,
    start,
)
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import Adam, GradientDescent, RMSprop, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, contours, cursor, dots, heat, line, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

STEPS = 600
EVERY = 15
SEEDS = (0, 1)
# The best of 18 trials of each rule; tools/see_seeds.py tunes them and stores all trials.
TUNED: dict[str, Rule] = {
    "gradient descent": GradientDescent(0.387),
    "RMSprop": RMSprop(0.01, 0.99),
    "Adam": Adam(0.05, 0.9),
}
# The rules that crossed the ravine of lesson 12, each at a rate at which it crosses it.
CROSSED: dict[str, Rule] = {
    "gradient descent": GradientDescent(2 / 101),
    "RMSprop": RMSprop(0.02),
    "Adam": Adam(0.05),
}
FIRST_STEPS = 60  # of the two worlds; all of them are kept
STRONGEST = 2.0  # the number of a kernel that is painted black or white
MANY = 6  # so many misread digits of one kind get the brightest colour
GAP = 1  # pixels between two kernels


class Film(NamedTuple):
    """What is recorded of a run: the steps kept, and at each the net and what it gets right.

    kernels (steps, 9, 16), confusion (steps, 10, 10): counts, the true digit first; losses on
    training digits and on new hands, and the share right on new hands (steps,).
    """

    steps: NDArray[np.int_]
    kernels: Array
    confusion: Array
    train: Array
    test: Array
    right: Array


@cache
def train_and_film(name: str, seed: int) -> Film:
    """Train network A on sheets 1 to 10 under one of the TUNED rules, and test it as it learns.

    >>> train_and_film("Adam", 0).kernels.shape
    (41, 9, 16)
    """
    network = NETWORKS["A"]
    split = new_hands()
    path = descend(
        batches(network, split.train, seed), start(network, seed), TUNED[name], STEPS, every=EVERY
    )
    data = digits()
    images = data.images[split.test]
    labels = data.labels[split.test]
    theta = np.asarray(path.points[...])
    scores = np.stack([network.scores(one, images) for one in theta])
    said = scores.argmax(axis=-1)
    confusion = np.zeros((len(theta), CLASSES, CLASSES))
    for counts, row in zip(confusion, said, strict=True):
        np.add.at(counts, (labels, row), 1)
    return Film(
        path.steps,
        cut(theta, SMALL)[0],
        confusion,
        np.asarray(path.values[...]),
        cross_entropy(scores, labels).mean(axis=-1),
        (said == labels).mean(axis=-1),
    )


def it_learns() -> Scene:
    """Train network A: sixteen kernels take shape, misread digits leave, the loss falls.

    >>> [axis.count for axis in it_learns().axes]
    [41, 3, 2]
    """
    films = [[train_and_film(name, seed) for seed in SEEDS] for name in TUNED]
    axes = ("step", "rule", "first weights")

    def over_all(part: str) -> Varying:
        values = np.array([[getattr(film, part) for film in row] for row in films])
        return Varying(np.moveaxis(values, 2, 0), axes)

    right = over_all("right")
    return Scene(
        axes=[
            Axis("step", films[0][0].steps, play=True, duration=9.0),
            Axis("rule", tuple(TUNED), first=2),
            Axis("first weights", [f"seed {seed}" for seed in SEEDS]),
        ],
        panels=[
            kernels_panel(over_all("kernels")),
            confusion_panel(over_all("confusion")),
            losses_panel(over_all("train"), over_all("test")),
        ],
        alt="A small network learns to read digits. Its sixteen kernels start as noise and become "
        "strokes and edges, and in the table of misread digits the squares fade. Notice what the "
        "two losses do, that on training digits and that on new hands.",
        readout=[
            ("right on new hands", right, ".1%"),
            ("loss on them", over_all("test"), ".3f"),
            ("on training digits", over_all("train"), ".3f"),
        ],
    )


def mosaic(kernels: Array) -> Array:
    """Sixteen kernels (..., 9, 16) in four rows of four, with gaps of nan: (..., 15, 15).

    >>> mosaic(np.ones((9, 16))).shape
    (15, 15)
    """
    lead = kernels.shape[:-2]
    cells = np.moveaxis(kernels, -1, -2).reshape(*lead, 4, 4, 3, 3)
    wide = np.full((*lead, 4, 4, 3 + GAP, 3 + GAP), np.nan)
    wide[..., :3, :3] = cells
    side = 4 * (3 + GAP)
    whole = np.moveaxis(wide, -3, -2).reshape(*lead, side, side)[..., :-GAP, :-GAP]
    return np.asarray(whole[..., ::-1, :])  # row 0 of a heat map lies at the bottom


def kernels_panel(kernels: Varying) -> Panel:
    """The sixteen kernels, each number as bright as it is large."""
    shown = heat(
        kernels.map(mosaic),
        (0, 4, 0, 4),
        colors="cividis",
        low=-STRONGEST,
        high=STRONGEST,
    )
    return Panel([shown], title="Its 16 kernels", x=(0, 4), y=(0, 4), equal=True, frame=False)


def confusion_panel(confusion: Varying) -> Panel:
    """How often each digit is read as each other; the diagonal, read rightly, is left out."""
    wrong = np.where(np.eye(CLASSES, dtype=bool), np.nan, confusion.values)
    each = np.arange(CLASSES)
    aside = np.full(CLASSES, -1.0)
    return Panel(
        [
            heat(
                Varying(wrong, confusion.axes),
                (-0.5, 9.5, -0.5, 9.5),
                colors="cividis",
                low=0,
                high=MANY,
            ),
            text(each, aside, "{:.0f}", each, size=10),
            text(aside, each, "{:.0f}", each, size=10),
        ],
        title="New hands: misread digits",
        x=(-1.5, 9.5),
        y=(-1.5, 9.5),
        x_label="read as",
        y_label="is",
        ticks="",
        equal=True,
    )


def losses_panel(train: Varying, test: Varying) -> Panel:
    """Both losses along the steps, on a logarithmic scale."""
    now = Varying(EVERY * np.arange(train.values.shape[0], dtype=float), train.axes[:1])
    return Panel(
        [
            line(now, train, color=0, dash="dashed", label="training digits", grows=True),
            line(now, test, color=1, label="new hands", grows=True),
            cursor("step"),
        ],
        title="Loss",
        y=(5e-4, 4, "log"),
        x_label="step",
        width=1.3,
    )


@cache
def two_worlds() -> dict[str, tuple[Path, Path]]:
    """The first 60 steps of each rule in the ravine and on the digits, at each world's rate."""
    network = NETWORKS["A"]
    train = new_hands().train
    ravine = landscapes.ravine()
    return {
        name: (
            descend(ravine, [1.0, 1.0], CROSSED[name], FIRST_STEPS),
            descend(batches(network, train, 0), start(network, 0), TUNED[name], FIRST_STEPS),
        )
        for name in TUNED
    }


def one_rule_two_worlds() -> Scene:
    """Let one rule walk the ravine of two numbers and the network of 1,610 numbers side by side.

    >>> one_rule_two_worlds().axis("rule").count
    3
    """
    paths = list(two_worlds().values())
    axes = ("step", "rule")
    points = np.stack([np.asarray(ravine.points[...]) for ravine, _ in paths], axis=1)
    depths = np.stack([np.asarray(ravine.values[...]) for ravine, _ in paths], axis=1)
    losses = np.stack([np.asarray(digits_.values[...]) for _, digits_ in paths], axis=1)
    where = Varying(points, axes)
    f = landscapes.ravine()
    return Scene(
        axes=[
            Axis("step", paths[0][0].steps, play=True, duration=8.0),
            Axis("rule", tuple(TUNED), first=2),
        ],
        panels=[
            Panel(
                [
                    contours(f, (-1.4, 1.4, -1.4, 1.4), levels=[1, 4, 10, 25, 50, 100]),
                    trail(where, color=1),
                    dots(where, color=1, size=10),
                ],
                title="2 numbers: the ravine",
                x_label="x",
                y_label="y",
                equal=True,
            ),
            _falls(Varying(depths, axes), "Loss in the ravine", (1e-7, 100)),
            _falls(Varying(losses, axes), "1,610 numbers: loss on digits", (0.05, 5)),
        ],
        alt="One rule takes its steps in two worlds at once: a ball in a ravine of two numbers, "
        "and a network of 1,610 numbers whose loss on handwritten digits falls. The rule is the "
        "same program in both.",
        readout=[
            ("loss in the ravine", Varying(depths, axes), ".2g"),
            ("loss on digits", Varying(losses, axes), ".3f"),
        ],
    )


def _falls(loss: Varying, title: str, ends: tuple[float, float]) -> Panel:
    """A loss along the steps, as far as they have been taken."""
    steps = loss.values.shape[0]
    now = Varying(np.arange(float(steps)), ("step",))
    return Panel(
        [
            line(now, loss, color=1, grows=True),
            dots(now, loss, color=1, size=9),
            cursor("step"),
        ],
        title=title,
        x=(0, steps - 1),
        y=(*ends, "log"),
        x_label="step",
    )


def starts_of_a_check() -> list[Array]:
    """First weights of network A, with biases of 0, and the same with every number moved a little.

    >>> [len(theta) for theta in starts_of_a_check()]
    [1610, 1610]
    """
    theta = start(NETWORKS["A"], 0)
    moved = theta + 0.01 * np.random.default_rng(0).normal(size=theta.shape)
    return [theta, moved]


def gradient_check(theta: Array) -> float:
    """How far the slopes of the 16 biases are from central differences, over the largest slope.

    >>> gradient_check(starts_of_a_check()[1]) < 1e-7
    True
    """
    data = digits()
    f = loss_over(NETWORKS["A"], data.images[:100], data.labels[:100])
    h = 1e-6
    biases = h * np.eye(len(theta))[144:160]
    differences = (f.value(theta + biases) - f.value(theta - biases)) / (2 * h)
    slopes = f.gradient(theta)[144:160]
    return float(np.abs(slopes - differences).max() / np.abs(slopes).max())
