"""Lesson 19, networks that learn to remember: one bit for fifty steps, and two numbers to add."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.derivatives.autodiff import Tensor
from calclib.expressions.elementary import sigmoid
from calclib.lessons.remember.cells import first_weights, read, states
from calclib.lessons.remember.tasks import (
    RULE,
    Task,
    adding,
    cross_entropy,
    mean_square,
    one_bit,
    train,
)
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


SEEDS = (0, 1)
TESTED = 100  # sequences on which a film is judged
SEEN = 20  # sequences whose slopes are averaged
ADDING = {
    "RNN, T = 10": Task(adding, mean_square, 10, "RNN", 16),
    "RNN, T = 30": Task(adding, mean_square, 30, "RNN", 16),
    "LSTM, T = 30": Task(adding, mean_square, 30, "LSTM", 16),
    "GRU, T = 30": Task(adding, mean_square, 30, "GRU", 16),
}
ADDING_STEPS = 300
ADDING_EVERY = 10
LONGEST = max(task.length for task in ADDING.values())
DOTS = 60  # answers that are drawn
GUESS = 1 / 6  # the mean square error of saying 1 always
SOLVED = 0.02
ONE_BIT = Task(one_bit, cross_entropy, 50, "LSTM", 8)
ONE_BIT_STEPS = 150
ONE_BIT_EVERY = 5
BIASES = (-1.0, 0.0, 1.0, 3.0)
DRAWN = 4  # sequences whose answers are drawn
LOOKS: tuple[Stroke, ...] = (
    {"color": 0, "dash": "dotted"},
    {"color": 3, "dash": "dashed"},
    {"color": 1, "dash": "solid"},
    {"color": 2, "dash": "dashed"},
)
FAINTEST = 1e-12  # the lowest slope that a panel shows
BELOW = 1e-15  # where a slope is drawn that is lower still: out of the frame


def slopes_by_time(task: Task, thetas: Array, x: Array, due: Array) -> Array:
    """How long the slope of a sequence's loss along the state is, before each input.

    thetas: (runs, n).
    x, due: sequences (batch, T, inputs) and what is due. The state is c of an LSTM, else h.
    Returns the mean length over the sequences, (runs, T), by one walk back.
    """
    runs = len(thetas)
    batch, length, inputs = x.shape
    nudges = [Tensor(np.zeros((runs, batch, task.hidden))) for _ in range(length)]
    last = states(task.cell, thetas, x, task.hidden, nudges)[-1]
    loss = task.loss(read(task.cell, thetas, last, inputs), due).sum() * batch
    loss.backward()
    lengths = [np.linalg.norm(np.asarray(nudge.grad), axis=-1).mean(axis=-1) for nudge in nudges]
    return np.stack(lengths, axis=-1)


def said_by_time(task: Task, thetas: Array, x: Array) -> Array:
    """What networks (runs, n) would say if a sequence ended at each step: (runs, batch, T)."""
    passed = states(task.cell, thetas, x, task.hidden)
    return np.stack([read(task.cell, thetas, h, x.shape[-1]) for h in passed], axis=-1)


@cache
def one_bit_training() -> Array:
    """LSTMs that learn to hold one bit: θ at every fifth step, (31, biases, seeds, n)."""
    begin = [
        first_weights("LSTM", 1, ONE_BIT.hidden, seed, bias) for bias in BIASES for seed in SEEDS
    ]
    batches = ONE_BIT.batches(np.random.default_rng(0))
    thetas = train(batches, np.stack(begin), RULE, ONE_BIT_STEPS, ONE_BIT_EVERY)
    return thetas.reshape(len(thetas), len(BIASES), len(SEEDS), -1)


@cache
def adding_training(name: str) -> Array:
    """One of the networks that learn to add: θ at every tenth step, (31, seeds, n)."""
    task = ADDING[name]
    begin = [first_weights(task.cell, 2, task.hidden, seed) for seed in SEEDS]
    batches = task.batches(np.random.default_rng(0))
    return train(batches, np.stack(begin), RULE, ADDING_STEPS, ADDING_EVERY)


def each_record(function: Callable[[Array], Array], thetas: Array) -> Array:
    """A function of networks (runs, n), for each record of a training (records, …, n)."""
    shape = thetas.shape[1:-1]
    rows = [function(theta.reshape(-1, theta.shape[-1])) for theta in thetas]
    return np.stack([row.reshape(*shape, *row.shape[1:]) for row in rows])


def hold_one_bit() -> Scene:
    """Train LSTMs to hold one bit for fifty steps, from four forget biases.

    >>> [axis.count for axis in hold_one_bit().axes]
    [31, 4, 2]
    """
    thetas = one_bit_training()
    x, bits = ONE_BIT.test(TESTED)
    # Two sequences that begin high, and two that begin low.
    shown = np.concatenate([np.flatnonzero(bits == bit)[: DRAWN // 2] for bit in (1, 0)])
    said = each_record(lambda some: sigmoid(said_by_time(ONE_BIT, some, x[shown])), thetas)
    slopes = each_record(lambda some: slopes_by_time(ONE_BIT, some, x[:SEEN], bits[:SEEN]), thetas)
    losses = each_record(ONE_BIT.on(x, bits).value, thetas)
    over = ("training step", "forget bias b", "seed")
    steps = np.arange(0, ONE_BIT_STEPS + 1, ONE_BIT_EVERY)
    labels = [f"b = {bias:g}".replace("-", "−") for bias in BIASES]
    return Scene(
        [
            Axis("training step", steps, play=True),
            Axis("forget bias b", BIASES, labels=[f"{b:g}".replace("-", "−") for b in BIASES]),
            Axis("seed", tuple(map(str, SEEDS))),
        ],
        [
            _said(Varying(said, over)),
            _slopes(Varying(np.maximum(slopes, BELOW), over), ONE_BIT.length, FAINTEST),
            _losses(losses, steps, over, labels, np.log(2), (1e-3, 2.0)),
        ],
        alt="Four networks learn to say at the end of a noisy sequence how it began. On the left "
        "curves for high and low beginnings, which may part; in the middle how far back the slope "
        "of the loss reaches. Compare the four forget biases.",
        readout=[("test loss", Varying(losses, over), ".3f")],
        still={"forget bias b": 3},
    )


def _said(said: Varying) -> Panel:
    """What a network would say at each step of two sequences of each kind."""
    times = np.arange(1, ONE_BIT.length + 1)
    half = DRAWN // 2
    unnamed = [""] * (half - 1)
    return Panel(
        [
            line(times, np.full(len(times), 0.5), color="muted", width=1),
            line(
                times,
                said,
                color=[1] * half + [0] * half,
                label=["began high", *unnamed, "began low", *unnamed],
            ),
        ],
        title="Probability of “it began high”",
        y=(0.0, 1.0),
        x_label="step of the sequence",
    )


def _slopes(slopes: Varying, length: int, lowest: float) -> Panel:
    """How long the slope along the state is at each step of a sequence."""
    return Panel(
        [line(np.arange(1, length + 1), slopes, color=2)],
        title="Slope along the state",
        y=(lowest, 10.0, "log"),
        x_label="step of the sequence",
    )


def add_two_numbers() -> Scene:
    """Train a plain network, an LSTM and a GRU to add two marked numbers of a sequence.

    >>> [axis.count for axis in add_two_numbers().axes]
    [31, 4, 2]
    """
    said, slopes, losses = zip(*map(_adding_film, ADDING), strict=True)
    due = np.stack([task.test(TESTED)[1][:DOTS] for task in ADDING.values()])
    over = ("training step", "network", "seed")
    loss = np.stack(losses, axis=1)
    steps = np.arange(0, ADDING_STEPS + 1, ADDING_EVERY)
    return Scene(
        [
            Axis("training step", steps, play=True),
            Axis("network", tuple(ADDING)),
            Axis("seed", tuple(map(str, SEEDS))),
        ],
        [
            Panel(
                [
                    line([0, 2], [0, 2], color="muted", width=1),
                    dots(
                        Varying(due, ("network",)),
                        Varying(np.stack(said, axis=1), over),
                        color=1,
                        size=5,
                        opacity=0.7,
                    ),
                ],
                title="What it says, against the sum",
                x=(0.0, 2.0),
                y=(-1.2, 2.3),
                x_label="the sum that is due",
            ),
            _slopes(Varying(np.stack(slopes, axis=1), over), LONGEST, 1e-6),
            _losses(loss, steps, over, list(ADDING), GUESS, (1e-3, 4.0)),
        ],
        alt="Sixty answers of a network against the sums that are due. Soon they lie on a "
        "level line: it says about 1 whatever it hears. Notice for which networks the dots tilt up "
        "onto the diagonal, and which keep to the level line.",
        readout=[("test error", Varying(loss, over), ".4f")],
        chaotic=True,  # the plain network on ten numbers: rounding decides where its loss jumps
        still={"network": 3},
    )


def _adding_film(name: str) -> tuple[Array, Array, Array]:
    """Of each record and seed: answers (60,), slopes by time (30,) with gaps, and the test loss."""
    task = ADDING[name]
    thetas = adding_training(name)
    x, due = task.test(TESTED)
    said = each_record(lambda some: _answers(task, some, x[:DOTS]), thetas)
    slopes = each_record(lambda some: slopes_by_time(task, some, x[:SEEN], due[:SEEN]), thetas)
    gap = ((0, 0), (0, 0), (0, LONGEST - task.length))
    padded = np.pad(np.maximum(slopes, BELOW), gap, constant_values=np.nan)
    return said, padded, each_record(task.on(x, due).value, thetas)


def _answers(task: Task, thetas: Array, x: Array) -> Array:
    """The answers of networks (runs, n) to sequences: (runs, batch)."""
    last = states(task.cell, thetas, x, task.hidden)[-1]
    return np.asarray(read(task.cell, thetas, last, x.shape[-1]))


def _losses(
    losses: Array,
    steps: NDArray[np.int_],
    over: tuple[str, str, str],
    labels: Sequence[str],
    guess: float,
    y: tuple[float, float],
) -> Panel:
    """The test loss of each network (records, networks, seeds) so far, and what guessing costs."""
    now = Varying(steps.astype(float), over[:1])
    marks: list[Mark] = [
        line([0, steps[-1]], [guess, guess], color="ink", width=1, dash="dashed", label="a guess")
    ]
    for k, (label, look) in enumerate(zip(labels, LOOKS, strict=True)):
        marks.append(
            line(now, Varying(losses[:, k], (over[0], over[2])), label=label, grows=True, **look)
        )
    marks.append(dots(now, Varying(losses, over), color="ink", size=9))
    return Panel(
        marks,
        title="Test loss",
        x=(0.0, float(steps[-1])),
        y=(*y, "log"),
        x_label="training step",
    )
