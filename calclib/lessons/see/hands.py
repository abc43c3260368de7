"""Lesson 18, two ways to hold digits out: at random, or by the hand that wrote them."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.learn.data import FIRST_OF_SHEET, digits
from calclib.lessons.see.networks import BATCH, NETWORKS, SPLITS, batches, start
from calclib.optimize.descent import descend
from calclib.optimize.rules import Adam
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, bars, cursor, image, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RATE = 0.005
EPOCHS = 15
MODELS = ("softmax regression", "A")
SHEETS = len(FIRST_OF_SHEET)
ROWS, COLUMNS = 5, 10  # of the wall of misread digits
CELL = 9  # 8 pixels and a gap


class Schooling(NamedTuple):
    """One training run, after each epoch: shares right (16,), and which test digits are misread."""

    train: Array
    test: Array
    missed: list[NDArray[np.int_]]


@cache
def schooling(split: str, model: str, seed: int = 0) -> Schooling:
    """Train a model by Adam on one of the SPLITS, 15 passes through its training digits.

    >>> len(schooling("new hands", "softmax regression").missed)
    16
    """
    network = NETWORKS[model]
    train, test = SPLITS[split]()
    epoch = -(-len(train) // BATCH)
    path = descend(
        batches(network, train, seed),
        start(network, seed),
        Adam(RATE),
        EPOCHS * epoch,
        every=epoch,
    )
    data = digits()
    theta = np.asarray(path.points[...])
    wrong = np.array(
        [network.scores(one, data.images).argmax(axis=-1) != data.labels for one in theta]
    )
    return Schooling(
        1 - wrong[:, train].mean(axis=-1),
        1 - wrong[:, test].mean(axis=-1),
        [test[row] for row in wrong[:, test]],
    )


def who_is_in_the_test() -> Scene:
    """Hold digits out at random or by hands, and count what each model reads of them.

    >>> [axis.count for axis in who_is_in_the_test().axes]
    [16, 2, 2]
    """
    runs = [[schooling(split, model) for model in MODELS] for split in SPLITS]
    axes = ("epoch", "test digits", "model")

    def over_all(part: str) -> Varying:
        values = np.array([[getattr(run, part) for run in row] for row in runs])
        return Varying(np.moveaxis(values, 2, 0), axes)

    walls = np.array([[[wall(row) for row in run.missed] for run in runs_] for runs_ in runs])
    count = np.array([[[len(row) for row in run.missed] for run in runs_] for runs_ in runs])
    test = over_all("test")
    return Scene(
        axes=[
            Axis("epoch", range(EPOCHS + 1), play=True, duration=6.0),
            Axis("test digits", ("drawn at random", "from new hands")),
            Axis("model", MODELS, first=1),
        ],
        panels=[
            sheets_panel(),
            shares_panel(over_all("train"), test),
            Panel(
                [image(Varying(np.moveaxis(walls, 2, 0), axes), (0, 10, 0, 5))],
                title="Test digits misread (up to 50)",
                x=(0, 10),
                y=(0, 5),
                equal=True,
                width=1.2,
                frame=False,
            ),
        ],
        alt="A model learns to read digits and is tested on digits that it has not seen. On the "
        "left, which sheets the training and the test digits come from; in the middle, the share "
        "read rightly after each pass; on the right, the test digits that are still misread.",
        readout=[
            ("right on test digits", test, ".1%"),
            ("misread", Varying(np.moveaxis(count, 2, 0), axes), ".0f"),
            ("right on training digits", over_all("train"), ".1%"),
        ],
    )


def wall(chosen: NDArray[np.int_]) -> NDArray[np.uint8]:
    """The first fifty of some digits side by side, ink on paper: (45, 90), as bytes."""
    pixels = np.full((ROWS, CELL, COLUMNS, CELL), 255, np.uint8)
    shown = digits().images[chosen[: ROWS * COLUMNS]]
    for place, one in enumerate(shown):
        pixels[place // COLUMNS, :8, place % COLUMNS, :8] = np.rint(255 * (1 - one))
    return pixels.reshape(ROWS * CELL, COLUMNS * CELL)


def sheets_panel() -> Panel:
    """How many digits of each sheet train, and how many test."""
    sheet = digits().sheet
    counts = np.array(
        [
            [np.bincount(sheet[part], minlength=SHEETS) for part in split()]
            for split in SPLITS.values()
        ]
    )
    return Panel(
        [
            bars(
                np.arange(1, SHEETS + 1),
                Varying(np.swapaxes(counts, 1, 2), ("test digits",)),
                color=[0, 1],
                label=["training", "test"],
            )
        ],
        title="Digits from each sheet",
        y=(0, 140),
        x_label="sheet",
    )


def shares_panel(train: Varying, test: Varying) -> Panel:
    """The shares right after each epoch."""
    return Panel(
        [
            line(train, color=0, dash="dashed", label="on training digits", grows=True),
            line(test, color=1, label="on test digits", grows=True),
            cursor("epoch"),
        ],
        title="Share right",
        y=(0.8, 1.0),
        x_label="epoch",
    )
