"""Losses over data: a mean over samples, and the minibatches that estimate it."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.chart import Chart
from calclib.functions.function import Function


class DataFunction(Function):
    """f(θ) = the mean over the data of loss(θ, *data): a Function of θ, as is every minibatch.

    loss: (θ (..., n), *data) → (..., samples).
    data: arrays whose first axis is the sample.
    dimension: n, the length of θ.
    chart: what is known of the loss.

    >>> spread = DataFunction(lambda theta, y: (theta - y) ** 2, [1.0, 3.0], dimension=1)
    >>> spread.value([2.0]), spread.gradient([0.0])
    (np.float64(1.0), array([-4.]))
    """

    loss: Callable[..., Array]
    data: tuple[Array, ...]

    def __init__(
        self,
        loss: Callable[..., Array],
        *data: ArrayLike,
        dimension: int,
        name: str = "",
        chart: Chart | None = None,
    ) -> None:
        arrays = tuple(np.asarray(array) for array in data)

        def mean(theta: Array) -> Array:
            average: Array = np.mean(loss(theta, *arrays), axis=-1)
            return average

        super().__init__(mean, dimension=dimension, name=name, chart=chart)
        object.__setattr__(self, "loss", loss)
        object.__setattr__(self, "data", arrays)

    def batches(self, size: int, rng: np.random.Generator) -> "Batches":
        """Minibatches of `size` samples for ever; each pass over the data is freshly shuffled."""
        return Batches(self, size, rng)


class Batches(Iterator[DataFunction]):
    """An endless iterator of minibatch losses; `whole` is the loss that they estimate.

    Each pass visits every sample once; its last batch holds what is left over.
    Raises ValueError for a size below 1 or above the number of samples.

    >>> whole = DataFunction(lambda theta, y: (theta - y) ** 2, np.arange(5.0), dimension=1)
    >>> batches = whole.batches(2, np.random.default_rng(7))
    >>> [len(next(batches).data[0]) for _ in range(4)]
    [2, 2, 1, 2]
    """

    def __init__(self, whole: DataFunction, size: int, rng: np.random.Generator) -> None:
        count = len(whole.data[0])
        if size not in range(1, count + 1):
            raise ValueError(f"A batch holds 1 to {count} samples, but size is {size!r}.")
        self.whole = whole
        self._drawn = draws(whole, size, rng)

    def __next__(self) -> DataFunction:
        return next(self._drawn)


def draws(whole: DataFunction, size: int, rng: np.random.Generator) -> Iterator[DataFunction]:
    """Yield minibatches for ever, pass after pass, each in an order of its own.

    >>> whole = DataFunction(lambda theta, y: (theta - y) ** 2, np.arange(4.0), dimension=1)
    >>> order = draws(whole, 2, np.random.default_rng(7))
    >>> sorted(y for _ in range(2) for y in next(order).data[0].tolist())
    [0.0, 1.0, 2.0, 3.0]
    """
    while True:
        order = rng.permutation(len(whole.data[0]))
        for first in range(0, len(order), size):
            chosen = [array[order[first : first + size]] for array in whole.data]
            yield DataFunction(whole.loss, *chosen, dimension=whole.dimension, name=whole.name)
