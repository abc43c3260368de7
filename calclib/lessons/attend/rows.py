"""Lesson 20, a table of rows: which of them move, under which rule.

Each pair of letters owns a row of 16 numbers, 729 rows in all; one matrix turns a row into the
scores of the next symbol. A batch of 64 letters holds few of the pairs, and the slope of the loss
by every other row is exactly 0.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.expressions.elementary import logsumexp
from calclib.functions.function import Function
from calclib.learn.layers import cut
from calclib.lessons.attend.letters import ALPHABET, SYMBOLS, Integers, Texts, before, split
from calclib.optimize.rules import AdaGrad, Adam, GradientDescent, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PAIRS = SYMBOLS * SYMBOLS
WIDTH = 16
SHAPES = [(PAIRS, WIDTH), (WIDTH, SYMBOLS)]
TABLE = PAIRS * WIDTH  # so many numbers of θ are the table
BATCH = 64
STEPS = 1000
EVERY = 20
RARE = 3  # a row is rare if its pair stands at most so often in the training names
COMMON = 256
RULES: dict[str, Rule] = {
    "gradient descent, 3": GradientDescent(3.0),
    "AdaGrad, 0.1": AdaGrad(0.1),
    "Adam, 0.01": Adam(0.01),
}


def pairs(texts: Texts) -> tuple[Integers, Integers]:
    """The pair of symbols read at every real place, as one number, and what follows it."""
    real = texts.real > 0
    return (before(texts.read) * SYMBOLS + texts.read)[real], texts.following[real]


def scores(theta: Any, pair: Integers) -> Any:
    """The scores of the next symbol (n, 27): the row of the pair, times a matrix."""
    table, matrix = cut(theta, SHAPES)
    return np.take(table, pair, axis=0) @ matrix


def loss(theta: Any, pair: Integers, following: Integers) -> Any:
    """Nats a letter: the mean of −log p(what follows).

    >>> theta = np.zeros(729 * 16 + 16 * 27)
    >>> bool(abs(loss(theta, np.array([5]), np.array([1])) - np.log(27)) < 1e-12)
    True
    """
    found = scores(theta, pair)
    of_following = np.sum(found * np.eye(SYMBOLS)[following], axis=-1)
    return np.mean(logsumexp(found) - of_following)


class Walked(NamedTuple):
    """What a training did to the rows.

    moved: how far each row is from its start, (frames, 729).
    length: how long the path of each row is, (frames, 729).
    absent: the share of the rare rows' path so far that was walked without them, (frames,).
    present: (steps, 729), whether the pair was in the batch.
    theta: the last weights.
    """

    moved: Array
    length: Array
    absent: Array
    present: NDArray[np.bool_]
    theta: Array


@cache
def counts() -> Integers:
    """How often each pair stands in the training names, (729,).

    >>> int((counts() > 0).sum())
    424
    """
    pair, _ = pairs(split().training)
    return np.bincount(pair, minlength=PAIRS)


def start(seed: int) -> Array:
    """Rows of standard deviation 0.1, and a matrix of 1/√16."""
    rng = np.random.default_rng(seed)
    table = 0.1 * rng.normal(size=TABLE)
    return np.concatenate([table, rng.normal(size=WIDTH * SYMBOLS) / np.sqrt(WIDTH)])


def train(rule: Rule, seed: int = 0, steps: int = STEPS) -> Walked:
    """Train the table, 64 letters a step, and follow every row.

    >>> train(Adam(0.01), steps=20).moved.shape
    (2, 729)
    """
    rng = np.random.default_rng(seed)
    pair, following = pairs(split().training)
    first = start(seed)
    theta = first
    memory = rule.start(theta)
    table = first[:TABLE].reshape(PAIRS, WIDTH)
    length = np.zeros(PAIRS)
    in_absence = np.zeros(PAIRS)
    moved_frames = [np.zeros(PAIRS)]
    length_frames = [length.copy()]
    absent_frames = [np.nan]
    rare = (counts() > 0) & (counts() <= RARE)
    present = np.zeros((steps, PAIRS), dtype=bool)
    for step in range(steps):
        chosen = rng.integers(0, len(pair), BATCH)
        batch = (pair[chosen], following[chosen])
        f = Function(lambda theta, batch=batch: loss(theta, *batch), dimension=len(theta))
        theta, memory = rule.step(f, theta, memory)
        now = theta[:TABLE].reshape(PAIRS, WIDTH)
        walked = np.linalg.norm(now - table, axis=-1)
        present[step, batch[0]] = True
        length += walked
        in_absence += np.where(present[step], 0.0, walked)
        table = now
        if (step + 1) % EVERY == 0:
            from_start = now - first[:TABLE].reshape(PAIRS, WIDTH)
            moved_frames.append(np.linalg.norm(from_start, axis=-1))
            length_frames.append(length.copy())
            path = float(length[rare].sum())
            absent_frames.append(float(in_absence[rare].sum()) / path if path else np.nan)
    return Walked(
        moved=np.array(moved_frames),
        length=np.array(length_frames),
        absent=np.array(absent_frames),
        present=present,
        theta=theta,
    )


@cache
def trainings() -> tuple[Walked, ...]:
    """The three trainings of the scene, with the same letters in the same order."""
    return tuple(train(rule) for rule in RULES.values())


def followed_row() -> int:
    """A rare pair that comes up three times in the training, well apart and not too late."""
    present = trainings()[0].present
    rare = np.flatnonzero((counts() > 0) & (counts() <= RARE))
    for row in rare:
        times = np.flatnonzero(present[:, row])
        if len(times) == 3 and np.diff(times).min() > 150 and times[-1] < 850:
            return int(row)
    raise ValueError("No rare pair comes up three times, well apart; train with another seed.")


def which_rows_move() -> Scene:
    """Train a table of 729 rows under three rules: how far each row goes, and one row's path.

    >>> [axis.count for axis in which_rows_move().axes]
    [51, 3]
    """
    walked = trainings()
    names = ("step", "rule")
    seen = counts() > 0
    count = counts()[seen]
    moved = np.stack([one.moved[:, seen] for one in walked], axis=1)
    steps = np.arange(0, STEPS + 1, EVERY)
    rare = np.median(moved[..., count <= RARE], axis=-1)
    common = np.median(moved[..., count >= COMMON], axis=-1)
    absent = np.stack([one.absent for one in walked], axis=1)
    return Scene(
        axes=[Axis("step", steps, play=True, duration=8.0), Axis("rule", tuple(RULES))],
        panels=[
            Panel(
                [
                    dots(
                        count,
                        Varying(moved, names),
                        color=0,
                        size=4,
                        opacity=0.6,
                        label="one row, one pair of letters",
                    )
                ],
                title="How far the rows are from their start",
                x=(0.8, 6000, "log"),
                y=(0.0, 3.0),
                x_label="times the pair occurs",
                y_label="distance from the start",
                width=1.2,
            ),
            _path_of_one_row(names),
        ],
        alt="A dot for each pair of letters, rare pairs on the left. As the table is trained the "
        "dots rise; how high the rare ones rise differs from rule to rule. Beside it the path of "
        "one rare row grows over the steps; dashed lines stand where its pair was in the batch.",
        readout=[
            ("median distance, rare rows", Varying(rare, names), ".2f"),
            ("common rows", Varying(common, names), ".2f"),
            ("rare rows: share of the path walked while absent", Varying(absent, names), ".0%"),
        ],
        still={"rule": 2},
    )


def _path_of_one_row(names: tuple[str, ...]) -> Panel:
    """How far one rare row has walked, and when its pair was in the batch."""
    walked = trainings()
    row = followed_row()
    pair = ALPHABET[row // SYMBOLS] + ALPHABET[row % SYMBOLS]
    length = np.stack([one.length[:, row] for one in walked], axis=1)
    times = np.flatnonzero(walked[0].present[:, row]) + 1
    highest = 1.08 * float(length.max())
    now = Varying(np.arange(0, STEPS + 1, EVERY), names[:1])
    return Panel(
        [
            line(
                np.repeat(times[:, None], 2, axis=1),
                np.tile([0.0, highest], (len(times), 1)),
                color="muted",
                width=1.5,
                dash="dashed",
                label=f"“{pair}” is in the batch",
            ),
            line(now, Varying(length, names), color=1, width=2.5, label="its path", grows=True),
            dots(now, Varying(length, names), color=1, size=9),
        ],
        title=f"The path of one rare row, “{pair}”",
        x=(0, STEPS),
        y=(0.0, highest),
        x_label="step",
        y_label="length of its path",
    )
