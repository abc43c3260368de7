"""Same rule, six worlds: one Adam, from a ravine in two numbers to a pole that is held.

The worlds are those of the course, small enough to be trained while the scene is made. What a rule
walks is a point θ; that one of them bends a line, and another spells names, it never learns.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.expressions.elementary import logsumexp, relu
from calclib.functions import landscapes
from calclib.functions.batches import DataFunction
from calclib.functions.function import Function
from calclib.learn.data import co2, digits, names, penguins
from calclib.learn.layers import Shape, cut, glorot, he, parameter_count
from calclib.lessons.shared.cart_pole import STEP_TIME, hold_the_pole, pole_surrogate
from calclib.optimize.descent import descend
from calclib.optimize.rules import Adam, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Labels: TypeAlias = NDArray[np.int_]

RULE = Adam(0.03)  # this one object walks all six worlds
STEPS = 200
EVERY = 4  # one step in so many is shown
ALPHABET = ".abcdefghijklmnopqrstuvwxyz"
MONTHS = 12  # of growth, from which the next month's is forecast
HIDDEN = {"digits": 16, "air": 8, "letters": 32}
LETTER_WIDTH = 8  # numbers that a letter is turned into
JUDGED = 1500  # letters on which the loss of the names is measured
TEN_SECONDS = 10.0


class World(NamedTuple):
    """What a rule did in one world.

    name: of the world.
    numbers: how many numbers θ has.
    loss: what is measured, with its unit.
    losses: after every shown step, (51,).
    """

    name: str
    numbers: int
    loss: str
    losses: Array


def ravine(rule: Rule, steps: int = STEPS) -> World:
    """A valley twenty times as steep across as along: lesson 9."""
    f = landscapes.ravine(20.0)
    path = descend(f, f.start, rule, steps, every=EVERY)
    return World("a ravine", 2, "height", path.values)


def flipper_line(rule: Rule, steps: int = STEPS) -> World:
    """A line from the flippers of penguins to their masses: lesson 1."""
    birds = penguins()
    flipper = (birds.flipper - birds.flipper.mean()) / birds.flipper.std()

    def loss(theta: Array, x: Array, y: Array) -> Array:
        squares: Array = (theta[..., :1] * x + theta[..., 1:] - y) ** 2
        return squares

    f = DataFunction(loss, flipper, birds.mass / 1000, dimension=2)
    path = descend(f, [0.0, 0.0], rule, steps, every=EVERY)
    return World("a line", 2, "mean squared error, kg²", path.values)


def cross_entropy(scores: Array, labels: Labels) -> Array:
    """−log of the probability that softmax gives the label: (..., n, classes), (n,) → (..., n).

    >>> cross_entropy(np.zeros((2, 10)), np.array([3, 7])).round(4)
    array([2.3026, 2.3026])
    """
    mark = np.eye(scores.shape[-1])[labels]
    surprise: Array = logsumexp(scores) - np.sum(scores * mark, axis=-1)
    return surprise


def handwriting(rule: Rule, steps: int = STEPS) -> World:
    """A network from 64 pixels to ten digits, 64 digits a batch: lessons 18 and 22."""
    data = digits()
    hidden = HIDDEN["digits"]
    shapes: list[Shape] = [(64, hidden), (hidden,), (hidden, 10), (10,)]

    def loss(theta: Array, pixels: Array, labels: Labels) -> Array:
        W, b, U, c = cut(theta, shapes)
        return cross_entropy(relu(pixels @ W + b[..., None, :]) @ U + c[..., None, :], labels)

    pixels = data.images.reshape(-1, 64)
    f = DataFunction(loss, pixels, data.labels, dimension=parameter_count(shapes))
    batches = f.batches(64, np.random.default_rng(1))
    path = descend(batches, he(shapes, np.random.default_rng(0)), rule, steps, every=EVERY)
    return World("digits", parameter_count(shapes), "cross-entropy, nats", f.value(path.points))


def air(rule: Rule, steps: int = STEPS) -> World:
    """A small recurrent network that forecasts the growth of carbon dioxide: lesson 19."""
    ppm = co2().ppm
    month = np.arange(len(ppm))
    known = np.isfinite(ppm)
    growth = np.diff(np.interp(month, month[known], ppm[known]))
    windows = np.lib.stride_tricks.sliding_window_view(growth, MONTHS + 1)
    hidden = HIDDEN["air"]
    shapes: list[Shape] = [(1, hidden), (hidden, hidden), (hidden,), (hidden, 1), (1,)]

    def loss(theta: Array, before: Array, after: Array) -> Array:
        into, again, b, out, c = cut(theta, shapes)
        h = np.tanh(before[:, :1] @ into + b[..., None, :])
        for k in range(1, MONTHS):
            h = np.tanh(before[:, k : k + 1] @ into + h @ again + b[..., None, :])
        squares: Array = ((h @ out)[..., 0] + c - after) ** 2
        return squares

    f = DataFunction(loss, windows[:, :-1], windows[:, -1], dimension=parameter_count(shapes))
    path = descend(f, glorot(shapes, np.random.default_rng(0)), rule, steps, every=EVERY)
    return World("the air", parameter_count(shapes), "mean squared error, ppm²", path.values)


def contexts() -> tuple[Labels, Labels]:
    """Every letter of the names, and every end: the two symbols before it, (n, 2), and it, (n,).

    >>> [part.shape for part in contexts()]
    [(36122, 2), (36122,)]
    """
    number = {letter: k for k, letter in enumerate(ALPHABET)}
    before = []
    after = []
    for name in names():
        symbols = [0, 0, *(number[letter] for letter in name), 0]
        for k in range(2, len(symbols)):
            before.append(symbols[k - 2 : k])
            after.append(symbols[k])
    return np.array(before), np.array(after)


def spelling(rule: Rule, steps: int = STEPS) -> World:
    """A network that names the next letter from two, each turned into eight numbers: lesson 20."""
    before, after = contexts()
    hidden = HIDDEN["letters"]
    symbols = len(ALPHABET)
    shapes: list[Shape] = [
        (symbols, LETTER_WIDTH),
        (2 * LETTER_WIDTH, hidden),
        (hidden,),
        (hidden, symbols),
        (symbols,),
    ]

    def loss(theta: Array, before: Labels, after: Labels) -> Array:
        table, W, b, U, c = cut(theta, shapes)
        rows = np.take(table, before, axis=-2)
        joined = rows.reshape(*rows.shape[:-2], 2 * LETTER_WIDTH)
        return cross_entropy(np.tanh(joined @ W + b[..., None, :]) @ U + c[..., None, :], after)

    size = parameter_count(shapes)
    rng = np.random.default_rng(1)
    f = DataFunction(loss, before, after, dimension=size)
    path = descend(
        f.batches(128, rng), glorot(shapes, np.random.default_rng(0)), rule, steps, every=EVERY
    )
    judged = rng.choice(len(after), JUDGED, replace=False)
    sample = DataFunction(loss, before[judged], after[judged], dimension=size)
    losses = np.array([sample.value(theta) for theta in path.points])
    return World("names", size, "nats a letter", losses)


def cart(rule: Rule, steps: int = STEPS) -> World:
    """Five numbers that push a cart under a pole, sixteen tries a batch: lesson 21."""
    rng = np.random.default_rng(2)
    theta = np.zeros(5)
    memory = rule.start(theta)
    short = []
    for step in range(steps + 1):
        holds = hold_the_pole(theta, 16, rng)
        if step % EVERY == 0:
            short.append(TEN_SECONDS - STEP_TIME * holds.lengths.mean())
        f: Function = pole_surrogate(holds, "each moment")
        theta, memory = rule.step(f, theta, memory)
    return World("a pole", 5, "seconds short of ten", np.array(short))


WORLDS: tuple[Callable[[Rule], World], ...] = (
    ravine,
    flipper_line,
    handwriting,
    air,
    spelling,
    cart,
)


@cache
def walk(rule: Rule = RULE) -> tuple[World, ...]:
    """Let one rule walk all six worlds."""
    return tuple(world(rule) for world in WORLDS)


def six_worlds() -> Scene:
    """One Adam walks six worlds of the course, and one play button shows all their losses.

    >>> six_worlds().axis("step").count
    51
    """
    worlds = walk()
    steps = np.arange(0, STEPS + 1, EVERY)
    return Scene(
        axes=[Axis("step", steps, play=True, duration=8.0)],
        panels=[_loss_panel(world, steps) for world in worlds],
        alt="Six losses under one play button: a ravine, a line through penguins, digits, the air, "
        "names and a pole. One and the same Adam takes all of them down, each in its own time.",
        readout=[(world.name, Varying(world.losses, ("step",)), ".3g") for world in worlds],
        still={"step": 20},
    )


def _loss_panel(world: World, steps: NDArray[np.int_]) -> Panel:
    """The loss of one world, as far as it has been walked."""
    now = Varying(steps, ("step",))
    loss = Varying(world.losses, ("step",))
    return Panel(
        [
            line(now, loss, color=0, width=2.5, grows=True),
            dots(now, loss, color=0, size=9),
        ],
        title=f"{world.name}: {world.numbers:,} numbers",
        x=(0, STEPS),
        y=(0, 1.05 * float(world.losses.max())),
        x_label="step",
        y_label=world.loss,
    )
