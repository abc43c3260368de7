"""Lesson 19, two tasks that ask for a long memory, and training on freshly drawn sequences."""

# NumPy's functions are typed as giving Any:
# mypy: disable-error-code="no-any-return"

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.remember.cells import answer, count
from calclib.optimize.descent import walk
from calclib.optimize.rules import Adam, Rule
from calclib.optimize.wrappers import Clipped

Draw: TypeAlias = Callable[[np.random.Generator, int, int], tuple[Array, Array]]
Loss: TypeAlias = Callable[[Array, Array], Array]

RULE = Clipped(Adam(0.01), norm=1.0)
BATCH = 32


def adding(rng: np.random.Generator, batch: int, length: int) -> tuple[Array, Array]:
    """Sequences of two rows, numbers in [0, 1] and marks: the sum of the two marked numbers is due.

    One mark stands in each half. Returns x (batch, length, 2) and the sums (batch,). Whoever says 1
    always is wrong by a mean square of 1/6.
    Source: Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735, experiment 4.

    >>> x, sums = adding(np.random.default_rng(7), 3, 10)
    >>> np.allclose((x[..., 0] * x[..., 1]).sum(axis=1), sums), x[..., 1].sum(axis=1).tolist()
    (True, [2.0, 2.0, 2.0])
    """
    x = np.zeros((batch, length, 2))
    x[..., 0] = rng.random((batch, length))
    first = rng.integers(0, length // 2, batch)
    second = rng.integers(length // 2, length, batch)
    rows = np.arange(batch)
    x[rows, first, 1] = 1.0
    x[rows, second, 1] = 1.0
    return x, x[rows, first, 0] + x[rows, second, 0]


def one_bit(rng: np.random.Generator, batch: int, length: int) -> tuple[Array, Array]:
    """Noise of spread 0.2, to whose first number 1 is added or from it taken: which was it?

    Returns x (batch, length, 1) and 1 or 0 for each sequence.
    Source: in the manner of Bengio, Simard & Frasconi 1994, doi:10.1109/72.279181.

    >>> x, bits = one_bit(np.random.default_rng(7), 4, 50)
    >>> x.shape, ((x[:, 0, 0] > 0) == bits).tolist()
    ((4, 50, 1), [True, True, True, True])
    """
    x = 0.2 * rng.normal(size=(batch, length, 1))
    bits = rng.integers(0, 2, batch).astype(float)
    x[:, 0, 0] += 2 * bits - 1
    return x, bits


def mean_square(said: Array, due: Array) -> Array:
    """The mean square error over a batch, (…, batch) → (…).

    >>> mean_square(np.array([1.0, 3.0]), 1.0)
    np.float64(2.0)
    """
    return np.mean((said - due) ** 2, axis=-1)


def cross_entropy(score: Array, bit: Array) -> Array:
    """The mean of log(1 + eᶻ) − y z over a batch; half and half, z = 0, costs log 2 = 0.693.

    >>> cross_entropy(np.zeros(2), np.array([0.0, 1.0])).round(3)
    np.float64(0.693)
    """
    return np.mean(np.logaddexp(0.0, score) - bit * score, axis=-1)


class Task(NamedTuple):
    """What is drawn, how it is judged, and for which network: cell and hidden numbers.

    >>> Task(adding, mean_square, 30, "LSTM", 16).cell
    'LSTM'
    """

    draw: Draw
    loss: Loss
    length: int
    cell: str
    hidden: int

    def on(self, x: Array, due: Array) -> Function:
        """The loss of this task's network on given sequences, as a Function of θ."""

        def loss_of(theta: Array) -> Array:
            return self.loss(answer(self.cell, theta, x, self.hidden), due)

        return Function(loss_of, dimension=self.weights(x.shape[-1]))

    def weights(self, inputs: int) -> int:
        """How many numbers the network has."""
        return count(self.cell, inputs, self.hidden)

    def batches(self, rng: np.random.Generator) -> Iterator[Function]:
        """Losses on 32 new sequences each, for ever."""
        while True:
            yield self.on(*self.draw(rng, BATCH, self.length))

    def test(self, size: int = 500) -> tuple[Array, Array]:
        """Sequences that training never sees."""
        return self.draw(np.random.default_rng(999), size, self.length)


def train(
    losses: Iterator[Function], starts: Array, rule: Rule, steps: int, every: int = 1
) -> Array:
    """Walk several starts (runs, n) down a stream of losses: θ at 0, every, …: (records, runs, n).

    All runs see the same batches. Nothing here knows that the points are networks.
    """
    walked = zip(range(steps + 1), walk(losses, starts, rule), strict=False)
    return np.stack([theta for step, theta in walked if step % every == 0])
