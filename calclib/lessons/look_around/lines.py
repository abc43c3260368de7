"""The straight line between two nets: how high the loss rises on it, and what is half-way."""

from functools import cache
from typing import NamedTuple

import numpy as np

from calclib.arrays import Array
from calclib.learn.data import new_hands
from calclib.learn.layers import cut
from calclib.lessons.look_around.networks import (
    HIDDEN,
    SHAPES,
    match,
    reorder,
    share_right,
    train,
    training_loss,
    value_at,
)
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, cursor, dots, heat, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PLACES = np.linspace(0.0, 1.0, 41)
PAIRS = (
    "the same net, neurons in another order",
    "another start",
    "another start, neurons matched",
    "another order of digits",
)
STRONGEST = 1.0  # the weight that is painted black or white
ORDER_SEED = 3  # of the other order of the neurons
GAP = 1  # pixels between two neurons


@cache
def trained(seed: int, order: int | None = None) -> Array:
    """The net after 820 steps from a seed: (1210,)."""
    return np.array(train(seed=seed, order=order).points[-1])


def other_ends(seed: int) -> dict[str, Array]:
    """For the net of a seed, the net at the other end of each of the PAIRS.

    >>> list(other_ends(0)) == list(PAIRS)
    True
    """
    own = trained(seed)
    order = np.random.default_rng(ORDER_SEED).permutation(HIDDEN)
    stranger = trained(seed + 1)
    ends = (
        reorder(own, order),
        stranger,
        reorder(stranger, match(own, stranger)),
        trained(seed, order=seed + 100),
    )
    return dict(zip(PAIRS, ends, strict=True))


class Hill(NamedTuple):
    """A straight line between two nets: the nets at its places, (41, 1210), and their losses."""

    nets: Array
    losses: Array

    @property
    def height(self) -> float:
        """How far the loss rises above the higher end."""
        return float(self.losses.max() - max(self.losses[0], self.losses[-1]))


def line_between(one: Array, other: Array) -> Hill:
    """Walk in a straight line from one net to another.

    >>> line_between(np.zeros(1210), np.zeros(1210)).height
    0.0
    """
    nets = one + PLACES[:, None] * (other - one)
    return Hill(nets, value_at(training_loss(), nets))


def mosaic(theta: Array) -> Array:
    """The weights into the sixteen neurons as pictures of 8 × 8, four by four: (..., 35, 35).

    >>> mosaic(np.ones(1210)).shape
    (35, 35)
    """
    W = cut(theta, SHAPES)[0]
    lead = W.shape[:-2]
    cells = np.moveaxis(W, -1, -2).reshape(*lead, 4, 4, 8, 8)
    wide = np.full((*lead, 4, 4, 8 + GAP, 8 + GAP), np.nan)
    wide[..., :8, :8] = cells
    side = 4 * (8 + GAP)
    whole = np.moveaxis(wide, -3, -2).reshape(*lead, side, side)[..., :-GAP, :-GAP]
    return np.asarray(whole[..., ::-1, :])  # row 0 of a heat map lies at the bottom


def on_the_line(seed: int = 0) -> Scene:
    """Go in a straight line from a net to another, and watch its loss and its neurons.

    seed: of the net at which the line begins.

    >>> [axis.count for axis in on_the_line().axes]
    [41, 4]
    """
    own = trained(seed)
    hills = [line_between(own, other) for other in other_ends(seed).values()]
    losses = np.array([hill.losses for hill in hills])
    axes = ("position", "to")
    here = Varying(losses.T, axes)
    pictures = np.array([mosaic(hill.nets) for hill in hills])
    at_end = (PLACES[-1] == PLACES)[:, None]
    heights = np.where(at_end, [hill.height for hill in hills], np.nan)
    test = new_hands().test
    right = np.array([[share_right(net, test) for net in hill.nets] for hill in hills])
    return Scene(
        axes=[
            Axis("position", PLACES, play=True, labels=[f"{place:.3g}" for place in PLACES]),
            Axis("to", PAIRS),
        ],
        panels=[
            Panel(
                [
                    line(here, color=0, grows=True),
                    cursor("position"),
                    dots(Varying(PLACES, axes[:1]), here, color=1, size=10),
                ],
                title="Training loss on the line",
                y=(0.0, 1.6),
                x_label="position t: 0 the first net, 1 the second",
                y_label="loss, nats a digit",
                width=1.2,
            ),
            Panel(
                [
                    heat(
                        Varying(np.swapaxes(pictures, 0, 1), axes),
                        (0, 4, 0, 4),
                        colors="cividis",
                        low=-STRONGEST,
                        high=STRONGEST,
                    )
                ],
                title="8 × 8 weights into each of its 16 neurons",
                x=(0, 4),
                y=(0, 4),
                equal=True,
                ticks="",
            ),
        ],
        alt="A net changes in a straight line into another one. On the left the loss along the "
        "line, on the right the weights into its sixteen hidden neurons. Look at the middle of "
        "the line, for each of the four ends.",
        readout=[
            ("loss", here, ".3f"),
            ("right on new hands", Varying(right.T, axes), ".1%"),
            ("hill", Varying(heights, axes), ".3f"),
        ],
        still={"position": 20},
    )


def hills_of_five() -> dict[str, list[float]]:
    """The hill to each of the PAIRS from the nets of five seeds.

    >>> hills_of_five()["another order of digits"]
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    found: dict[str, list[float]] = {pair: [] for pair in PAIRS}
    for seed in range(5):
        for pair, other in other_ends(seed).items():
            found[pair].append(round(line_between(trained(seed), other).height, 3))
    return found
