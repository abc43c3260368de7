"""Lesson 18, what network B looks at, and how one step on the image fools it."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.derivatives.autodiff import Tensor, softmax
from calclib.functions import schedules
from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits, new_hands
from calclib.lessons.see.networks import (
    CLASSES,
    NETWORKS,
    batches,
    last,
    start,
)
from calclib.optimize.descent import walk
from calclib.optimize.rules import Adam
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, bars, cursor, heat, image, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

# Adam's own defaults but for the rate, which falls to 0; a rate of 0.01 does well on sheets 9, 10.
RATE = 0.01
BETA1 = 0.9
STEPS = 800
NETWORK = NETWORKS["B"]
NAMES = [str(label) for label in range(CLASSES)]
INK = np.linspace(0, 1, 21)
EACH = 2  # points of integrated gradients between two shades of ink
METHODS = ("gradient × input", "integrated gradients", "occlusion")
SIXTEENTHS = np.arange(0, 6.5, 0.5)  # sizes of the step, in sixteenths of full ink
DIRECTIONS = ("signs of the gradient", "random signs")


@cache
def train_network(seed: int = 0) -> Array:
    """Network B after 800 steps of Adam down a cosine, on sheets 1 to 10 and their shifts.

    >>> train_network().shape
    (6090,)
    """
    train = new_hands().train
    rule = Adam(schedules.cosine(RATE, STEPS), BETA1)
    walked = walk(batches(NETWORK, train, seed, shifts=True), start(NETWORK, seed), rule)
    return last(walked, STEPS)


def scores_of(theta: Array, images: Array | Tensor, labels: NDArray[np.int_]) -> Array:
    """The score that the network gives to the true label of each image, (n,)."""
    marked = np.eye(CLASSES)[labels]
    true: Array = np.sum(NETWORK.scores(theta, images) * marked, axis=-1)
    return true


def slopes_of_score(theta: Array, images: Array, labels: NDArray[np.int_]) -> Array:
    """∂(score of the label)/∂(pixel), (n, 8, 8): one sweep back, to the image."""
    pixels = Tensor(images)
    scores_of(theta, pixels, labels).sum().backward()
    return np.asarray(pixels.grad)


def slopes_of_loss(theta: Array, images: Array, labels: NDArray[np.int_]) -> Array:
    """∂(loss)/∂(pixel), (n, 8, 8)."""
    pixels = Tensor(images)
    cross_entropy(NETWORK.scores(theta, pixels), labels).sum().backward()
    return np.asarray(pixels.grad)


def occlusion(theta: Array, images: Array, labels: NDArray[np.int_]) -> Array:
    """How far the score falls when one pixel is wiped to paper, for each pixel: (n, 8, 8)."""
    whole = scores_of(theta, images, labels)
    wiped = np.where(np.eye(64, dtype=bool).reshape(64, 1, 8, 8), 0.0, images)
    falls = [whole - scores_of(theta, one, labels) for one in wiped]
    return np.stack(falls, axis=-1).reshape(images.shape)


def integrated_gradients(
    theta: Array, images: Array, labels: NDArray[np.int_], points: int = 40
) -> Array:
    """Ink times the mean slope on the way from blank paper: (n, 8, 8).

    points: midpoints of so many equal pieces of the way.
    Source: Sundararajan, Taly & Yan 2017, arXiv:1703.01365.
    """
    shades = (np.arange(points) + 0.5) / points
    slopes = [slopes_of_score(theta, shade * images, labels) for shade in shades]
    return np.asarray(images * np.mean(slopes, axis=0))


def correlation(one: Array, other: Array) -> float:
    """Pearson's correlation of two arrays of one shape, entry by entry.

    >>> round(correlation(np.arange(4.0), -np.arange(4.0)), 9)
    -1.0
    """
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def shown() -> NDArray[np.int_]:
    """Ten test digits, one of each label, by their place among the 510: the third of each."""
    labels = digits().labels[new_hands().test]
    return np.array([np.flatnonzero(labels == label)[2] for label in range(CLASSES)])


def shown_digits() -> tuple[Array, NDArray[np.int_]]:
    """The images of the digits that are shown, and their labels, 0 to 9."""
    chosen = new_hands().test[shown()]
    return digits().images[chosen], digits().labels[chosen]


@cache
def ink_rises() -> tuple[Array, Array]:
    """The maps of three METHODS at every shade of INK, and the score above that of blank paper.

    Returns (ink, digit, method, 8, 8) and (ink, digit).
    """
    theta = train_network()
    images, labels = shown_digits()
    blank = scores_of(theta, np.zeros_like(images), labels)
    scores = []
    maps = []
    so_far = np.zeros_like(images)
    for k, ink in enumerate(INK):
        shaded = ink * images
        if k:
            shades = INK[k - 1] + (np.arange(EACH) + 0.5) / EACH * (INK[k] - INK[k - 1])
            slopes = [slopes_of_score(theta, shade * images, labels) for shade in shades]
            so_far = so_far + (INK[k] - INK[k - 1]) * images * np.mean(slopes, axis=0)
        by_slope = slopes_of_score(theta, shaded, labels) * shaded
        maps.append(np.stack([by_slope, so_far, occlusion(theta, shaded, labels)], axis=1))
        scores.append(scores_of(theta, shaded, labels) - blank)
    return np.stack(maps), np.stack(scores)


def what_it_looks_at() -> Scene:
    """Let a digit come out of blank paper, and share its score out over its pixels in three ways.

    >>> [axis.count for axis in what_it_looks_at().axes]
    [21, 10, 3]
    """
    images, _ = shown_digits()
    maps, scores = ink_rises()
    sums = maps.sum(axis=(-2, -1))
    most = float(np.quantile(np.abs(maps[-1]), 0.995))
    axes = ("ink", "digit", "map")
    return Scene(
        axes=[
            Axis("ink", INK, play=True, labels=[f"{ink:.0%}" for ink in INK], duration=6.0),
            Axis("digit", NAMES, first=5),
            Axis("map", METHODS),
        ],
        panels=[
            digit_panel(Varying(1 - INK[:, None, None, None] * images, axes[:2])),
            Panel(
                [
                    heat(
                        Varying(maps[..., ::-1, :], axes),
                        (0, 8, 0, 8),
                        colors="cividis",
                        low=-most,
                        high=most,
                    )
                ],
                title="What each pixel gives",
                x=(0, 8),
                y=(0, 8),
                equal=True,
                ticks="",
            ),
            _sums_panel(scores, sums),
        ],
        alt="A digit darkens from blank paper to full ink. A map shares its score out over the 64 "
        "pixels in one of three ways; on the right, the sum of the map is drawn beside the score "
        "that it should explain.",
        readout=[
            ("score above blank paper", Varying(scores, axes[:2]), "+.2f"),
            ("sum of the map", Varying(sums, axes), "+.2f"),
        ],
    )


def digit_panel(paper: Varying) -> Panel:
    """A digit, ink dark on paper."""
    return Panel(
        [image(paper, (0, 8, 0, 8))],
        title="The digit",
        x=(0, 8),
        y=(0, 8),
        equal=True,
        ticks="",
    )


def _sums_panel(scores: Array, sums: Array) -> Panel:
    """The score above that of blank paper, and the sum of the present map, as the ink comes."""
    now = Varying(np.array(INK, dtype=float), ("ink",))
    return Panel(
        [
            line(
                now,
                Varying(scores, ("ink", "digit")),
                color="ink",
                dash="dashed",
                label="score above blank paper",
                grows=True,
            ),
            line(
                now,
                Varying(sums, ("ink", "digit", "map")),
                color=1,
                label="sum of the map",
                grows=True,
            ),
            cursor("ink"),
        ],
        title="Does the map add up?",
        x_label="ink",
        width=1.3,
    )


@cache
def directions() -> Array:
    """For all test digits the signs of the loss's slopes, and random signs: (2, 510, 8, 8)."""
    test = new_hands().test
    slopes = slopes_of_loss(train_network(), digits().images[test], digits().labels[test])
    return np.stack([np.sign(slopes), random_signs(slopes.shape)])


def random_signs(shape: tuple[int, ...]) -> Array:
    """As many signs, each + or − with probability ½, always the same."""
    return np.sign(np.random.default_rng(0).normal(size=shape))


def step_along(images: Array, signs: Array, size: float | Array) -> Array:
    """The images one step along the signs, kept between paper, 0, and ink, 1.

    Source: Goodfellow, Shlens & Szegedy 2015, arXiv:1412.6572.

    >>> step_along(np.array([0.0, 0.5, 1.0]), np.array([1.0, -1.0, 1.0]), 0.25).tolist()
    [0.25, 0.25, 1.0]
    """
    return np.clip(images + size * signs, 0, 1)


@cache
def shares_after_a_step() -> Array:
    """The share of test digits still read rightly after a step, (sizes, 2 directions)."""
    test = new_hands().test
    images = digits().images[test]
    labels = digits().labels[test]
    return np.array(
        [
            [
                (
                    NETWORK.scores(train_network(), step_along(images, signs, size)).argmax(-1)
                    == labels
                ).mean()
                for signs in directions()
            ]
            for size in SIXTEENTHS / 16
        ]
    )


def one_step_on_the_image() -> Scene:
    """Move every pixel by the same small amount, up or down, along the gradient or at random.

    >>> [axis.count for axis in one_step_on_the_image().axes]
    [13, 10, 2]
    """
    images, labels = shown_digits()
    signs = directions()[:, shown()]
    sizes = SIXTEENTHS[:, None, None, None, None] / 16
    changed = np.swapaxes(step_along(images, signs, sizes), 1, 2)  # (size, digit, direction, 8, 8)
    axes = ("size of the step", "digit", "direction")
    scores = NETWORK.scores(train_network(), changed.reshape(-1, 8, 8))
    chances = softmax(scores).reshape(*changed.shape[:3], CLASSES)
    shares = shares_after_a_step()
    true = chances[:, np.arange(CLASSES), :, labels].transpose(1, 0, 2)
    return Scene(
        axes=[
            Axis(
                "size of the step",
                SIXTEENTHS,
                play=True,
                labels=[f"{size:g}/16" for size in SIXTEENTHS],
                duration=6.0,
            ),
            Axis("digit", NAMES, first=5),
            Axis("direction", DIRECTIONS),
        ],
        panels=[
            digit_panel(Varying(1 - changed, axes)),
            Panel(
                [bars(NAMES, Varying(chances, axes), color=0)],
                title="Probability of each digit",
                y=(0, 1),
            ),
            _shares_panel(shares),
        ],
        alt="Every pixel of a digit moves by the same small amount, up or down. The bars show what "
        "the network makes of it, and the curve on the right how many of all test digits it still "
        "reads rightly, for signs taken from the gradient or drawn at random.",
        readout=[
            ("probability of the true digit", Varying(true, axes), ".3f"),
            ("right, of all 510", Varying(shares, (axes[0], axes[2])), ".1%"),
        ],
        still={"size of the step": 4},
    )


def _shares_panel(shares: Array) -> Panel:
    """The share of all test digits still read rightly, over the size of the step."""
    sizes = Varying(SIXTEENTHS, ("size of the step",))
    return Panel(
        [
            line(sizes, Varying(shares, (*sizes.axes, "direction")), color=1, grows=True),
            cursor("size of the step"),
        ],
        title="Right, of 510 new digits",
        y=(0, 1),
        x_label="size of the step, in sixteenths",
    )
