"""Lesson 8, two moons learned with the class Value that the learner has written.

The network is 2-6-1, all sigmoids, with 25 parameters. It sees one point at a time, so that the
graph of a loss has some eighty nodes: a class in plain Python walks back through those at once.
"""

from itertools import chain

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import sigmoid
from calclib.lessons.pass_slopes_back import checks
from calclib.lessons.pass_slopes_back.checks import MakeValue, Value
from calclib.lessons.pass_slopes_back.two_moons import map_of_moons, two_moons
from calclib.practice.reading import BlankError
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, cursor, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

HIDDEN = 6
ROUNDS = 30  # how often each of the 120 points is seen
RATE = 1.0
SPREAD = 4.0  # of the first weights into the hidden neurons


def first_weights() -> tuple[Array, Array]:
    """The same random first weights each time: (6, 3) into the hidden neurons, (7,) out of them.

    The last number of each row is a bias.

    >>> [part.shape for part in first_weights()]
    [(6, 3), (7,)]
    """
    rng = np.random.default_rng(7)
    return SPREAD * rng.normal(size=(HIDDEN, 3)), rng.normal(size=HIDDEN + 1)


def loss_at(
    value: MakeValue, hidden: list[list[Value]], out: list[Value], point: Array, y: float
) -> Value:
    """The squared error at one point, made of numbers of the learner's class.

    value: the class.
    hidden, out: the weights, as first_weights() has them.
    point: (2,), where.
    y: 0 for the upper moon, 1 for the lower.
    """
    x1 = value(float(point[0]))
    x2 = value(float(point[1]))
    score = out[-1]
    for (w1, w2, b), weight in zip(hidden, out[:-1], strict=True):
        score = score + weight * (w1 * x1 + w2 * x2 + b).sigmoid()
    error = score.sigmoid() + value(-y)
    return error * error


def train(value: MakeValue, rounds: int = ROUNDS) -> Array:
    """Gradient descent with the learner's class, one point a step.

    value: a class as `checks.built` asks for.
    rounds: how often every point is seen.
    Returns (rounds + 1, 25): the parameters at first and after each round.
    """
    X, y = two_moons()
    inner, outer = first_weights()
    hidden = [[value(float(number)) for number in row] for row in inner]
    out = [value(float(number)) for number in outer]
    parameters = [*chain.from_iterable(hidden), *out]
    rng = np.random.default_rng(7)
    path = [[one.data for one in parameters]]
    for _ in range(rounds):
        for sample in rng.permutation(len(X)):
            loss = loss_at(value, hidden, out, X[sample], float(y[sample]))
            loss.backward()
            for one in parameters:
                one.data -= RATE * one.grad
        path.append([one.data for one in parameters])
    return np.array(path)


def probability(theta: Array, X: Array) -> Array:
    """What the network says of points X (n, 2), for each of several parameters (..., 25): (..., n).

    >>> probability(np.zeros(25), np.zeros((3, 2)))
    array([0.5, 0.5, 0.5])
    """
    inner = theta[..., :-7].reshape(*theta.shape[:-1], HIDDEN, 3)
    outer = theta[..., -7:]
    hidden = sigmoid(X @ np.swapaxes(inner[..., :2], -1, -2) + inner[..., None, :, 2])
    scores = (hidden @ outer[..., :-1, None])[..., 0] + outer[..., -1:]
    return np.asarray(sigmoid(scores))


def train_on_two_moons(value: MakeValue) -> Scene:
    """Train the network on two moons with a learner's class, and show its border and its loss.

    A class with an open blank has no slopes to learn from: then the first weights stay.

    value: the class that `checks.built` has checked.
    """
    try:
        verdict = checks.link_by_link(value)
        path = train(value)
        title = "Trained with your Value"
        if not verdict.passed:
            title += ", which does not pass its check"
    except BlankError:
        path = np.repeat(train(value, rounds=0), ROUNDS + 1, axis=0)
        title = "Your Value has an open blank: no slopes, no steps"
    X, y = two_moons()
    said = probability(path, X)
    losses = ((said - y) ** 2).mean(axis=-1)
    right = ((said > 0.5) == y).mean(axis=-1)
    return Scene(
        [Axis("round", range(ROUNDS + 1), play=True, duration=6.0)],
        [
            map_of_moons(lambda grid: probability(path, grid), ("round",), title),
            Panel(
                [line(Varying(losses, "round"), color=1), cursor("round")],
                title="Mean squared error of the 120 points",
                y=(1e-3, 1.0, "log"),
                x_label="round",
                y_label="error",
            ),
        ],
        alt="The border of a small network between two interlocked half moons, round by round, and "
        "its error. Every slope that moves it comes from the class Value of this notebook; while "
        "that has an open blank, nothing moves.",
        readout=[
            ("mean squared error", Varying(losses, "round"), ".3g"),
            ("right", Varying(right, "round"), ".1%"),
        ],
        still={"round": ROUNDS},
    )
