"""Lesson 22: three pictures of one net, and runs compared at equal epochs and at equal loss."""

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.expressions.elementary import softmax
from calclib.learn.data import digits, new_hands
from calclib.lessons.look_around.networks import (
    CLASSES,
    loss_over,
    pixels_of,
    rescale,
    scores,
    share_right,
    training_loss,
)
from calclib.lessons.look_around.planes import equally_long, filter_normalised, plane
from calclib.lessons.look_around.runs import ALL, LEVELS, SETTINGS, WAYS, stored
from calclib.lessons.look_around.sharpness import sharpness
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, bars, cursor, dots, image, line, surface
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

FACTORS = np.geomspace(0.2, 5.0, 9)  # of the first layer; the second is divided by it
SHOWN = 300  # training digits whose mean loss is a height of the surface
LENGTH = 5.0  # of the directions that do not look at the net
REACH = 0.5  # how far a plane goes along its directions
HIGHEST = 3.0
LONGER = ("each of length 5", "as long as the net's weights")
UNSURE = 0.6  # the probability of the digit that is shown, as nearly as any new digit has it


def one_net_three_pictures(theta: ArrayLike) -> Scene:
    """Rescale the layers of one net: the surface around it changes, and what it says does not.

    theta: (1210,), the numbers of a net with ReLU.

    >>> from calclib.lessons.look_around.networks import start
    >>> [axis.count for axis in one_net_three_pictures(start(0)).axes]
    [9, 2]
    """
    net = np.asarray(theta, dtype=float)
    same = np.array([rescale(net, k) for k in FACTORS])
    axes = ("k", "the two directions")
    surfaces = Varying(_planes(same), axes)
    sharp = sharpness(training_loss(), same)
    along = Varying(sharp, axes[:1])
    return Scene(
        axes=[
            Axis("k", FACTORS, "log", play=True, labels=[f"{k:.2g}" for k in FACTORS]),
            Axis("the two directions", LONGER),
        ],
        panels=[
            _surface_panel(surfaces),
            _sharpness_panel(along),
            *_answers_panels(same, axes[:1]),
        ],
        alt="The first layer of a net is multiplied by k, the second divided by it. On the left "
        "the loss over two random directions, in the middle the sharpness, on the right what the "
        "net says of a digit. Look at what changes with k and what does not.",
        readout=[
            ("sharpness", along, ".2f"),
            ("training loss", Varying(training_loss().value(same), axes[:1]), ".4f"),
            ("right on new hands", Varying(_right(same), axes[:1]), ".1%"),
            ("highest on the surface", Varying(surfaces.values.max(axis=(-2, -1)), axes), ".2f"),
        ],
        still={"k": 0},
    )


def _planes(same: Array) -> Array:
    """The loss of 300 digits over the planes of each net, by both directions: (9, 2, 41, 41)."""
    f = loss_over(new_hands().train[:SHOWN])
    found = []
    for net in same:
        row = []
        for draw in (lambda t, rng: equally_long(t, rng, LENGTH), filter_normalised):
            rng = np.random.default_rng(1)
            row.append(plane(f, net, draw(net, rng), draw(net, rng), REACH))
        found.append(row)
    return np.array(found)


def _right(theta: Array) -> Array:
    return np.array([share_right(one, new_hands().test) for one in theta])


def _surface_panel(heights: Varying) -> Panel:
    """The loss over the plane."""
    return Panel(
        [
            surface(
                Varying(np.minimum(heights.values, HIGHEST), heights.axes),
                (-REACH, REACH, -REACH, REACH),
            ),
            dots([[0.0, 0.0]], size=10),
        ],
        title="Loss around the net",
        x_label="distance along direction 1",
        y_label="along direction 2",
        z=(0.0, HIGHEST),
        z_label="loss",
        width=1.3,
    )


def _sharpness_panel(along: Varying) -> Panel:
    """The sharpness over k."""
    here = Varying(FACTORS, along.axes)
    return Panel(
        [line(here, along, color=2, grows=True), cursor("k"), dots(here, along, color=2, size=10)],
        title="Sharpness",
        x=(0.1, 10.0, "log"),
        y=(1.0, 300.0, "log"),
        x_label="factor k of the first layer",
        y_label="largest curvature of the loss",
    )


def _answers_panels(same: Array, axes: tuple[str, ...]) -> list[Panel]:
    """A new digit of which the net is not sure, and what it says of it for each k."""
    chosen = new_hands().test
    pixels, _ = pixels_of(chosen)
    first = softmax(scores(same[0], pixels)).max(axis=-1)
    read = int(np.abs(first - UNSURE).argmin())
    probabilities = softmax(scores(same, pixels[[read]])[..., 0, :])
    ink = digits().images[chosen[read]]
    said = Panel(
        [bars([str(k) for k in range(CLASSES)], Varying(probabilities, axes), color=0)],
        title="What the net says",
        x=(-0.6, 9.6),
        y=(0.0, 1.0),
        x_label="digit",
        y_label="probability",
    )
    paper = image(np.rint(255 * (1 - ink)).astype(np.uint8), (0.0, 1.0, 0.0, 1.0))
    # On the side of the low bars, where it hides none.
    corner = "top left" if probabilities[0].argmax() >= CLASSES // 2 else "top right"
    digit = Panel([paper], equal=True, frame=False, inset=corner, width=0.3)
    return [said, digit]


def name_of(size: int, rate: float) -> str:
    """A setting in words.

    >>> name_of(1287, 0.2), name_of(8, 0.8)
    ('all, 0.2', '8, 0.8')
    """
    return f"{'all' if size == ALL else size}, {rate:g}"


NAMES = [name_of(*setting) for setting in SETTINGS]
COLORS: tuple[int | str, ...] = (0, 1, 2, 3, 4, 5, "ink")
MARKERS = ("circle", "square", "triangle", "cross", "circle", "square", "triangle")
SAID = (1, 2, 5, 6)  # the settings in the readout
FOOT, HEAD = 80.0, 96.0  # per cent right that are shown


def flat_or_unfinished() -> Scene:
    """Compare runs after as many epochs, or at the same loss: what is flat, and what is not done.

    >>> [axis.count for axis in flat_or_unfinished().axes]
    [21, 2]
    """
    axes = ("checkpoint", "compared at")

    def over_all(part: str) -> Array:
        """Ways, settings, seeds, checkpoints → checkpoints, ways, settings, seeds."""
        both = np.array([getattr(stored()[way], part) for way in WAYS])
        return np.moveaxis(both, -1, 0)

    loss, sharp, right = (over_all(part) for part in ("loss", "sharpness", "right"))
    middle = np.median(sharp, axis=-1)
    marks = [
        dots(
            Varying(loss[..., k, :], axes),
            Varying(sharp[..., k, :], axes),
            size=8,
            color=COLORS[k],
            marker=MARKERS[k],
            label=name,
        )
        for k, name in enumerate(NAMES)
    ]
    return Scene(
        axes=[
            Axis("checkpoint", range(len(LEVELS)), play=True, duration=8.0),
            Axis("compared at", tuple(WAYS)),
        ],
        panels=[
            Panel(
                marks,
                title="Each mark a net: batch, rate",
                x=(0.001, 3.0, "log"),
                y=(0.02, 30.0, "log"),
                x_label="training loss",
                y_label="sharpness",
            ),
            _new_hands_panel(right, axes),
        ],
        alt="Twelve nets of each of seven settings train. Their sharpness is drawn over their "
        "loss, after as many epochs or at the same loss; beside it the share of new digits that "
        "each reads rightly. Look at how far apart the settings end in each of the two ways.",
        readout=[(f"sharpness, {NAMES[k]}", Varying(middle[..., k], axes), ".2f") for k in SAID],
    )


def _new_hands_panel(right: Array, axes: tuple[str, ...]) -> Panel:
    """The per cent right on new hands of each setting: all seeds, and their median."""
    shown = np.maximum(100 * right, FOOT)
    aside = np.linspace(-0.25, 0.25, right.shape[-1])
    marks: list[Mark] = [
        bars(NAMES, np.full(len(NAMES), FOOT), base=FOOT)  # lends its words to the axis
    ]
    for k, name in enumerate(NAMES):
        middle = np.median(shown[..., k, :], axis=-1)
        marks += [
            dots(
                k + aside,
                Varying(shown[..., k, :], axes),
                color=COLORS[k],
                marker=MARKERS[k],
                size=6,
                group=name,
            ),
            line(
                [k - 0.35, k + 0.35],
                Varying(np.stack([middle, middle], axis=-1), axes),
                color="ink",
                group=name,
            ),
        ]
    return Panel(
        marks,
        title="New hands: per cent right",
        x=(-0.6, len(NAMES) - 0.4),
        y=(FOOT, HEAD),
        y_label="80 and below at the foot",
    )
