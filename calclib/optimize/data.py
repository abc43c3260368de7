"""Functions made of many terms: sums of squares, and means over data with their minibatches."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.derivatives import autodiff
from calclib.optimize.function import Array, Function, variables_of


class SumOfSquares(Function):
    """f = Σ rᵢ² that remembers its residuals r(x, y, …), so that Gauss–Newton can use them.

    >>> f = SumOfSquares(lambda x, y: (1 - x, 10 * (y - x * x)))
    >>> f.jacobian([1.0, 2.0])
    array([[ -1.,   0.],
           [-20.,  10.]])
    """

    terms: Callable[..., Sequence[Any]]

    def __init__(self, terms: Callable[..., Sequence[Any]], name: str = "") -> None:
        super().__init__(lambda *x: sum(r * r for r in terms(*x)), variables_of(terms), name=name)
        vars(self).update(terms=terms)

    def residuals(self, points: ArrayLike) -> Array:
        """The terms rᵢ, at points (..., d) → (..., m)."""
        terms = self.terms(*np.moveaxis(np.asarray(points, dtype=float), -1, 0))
        return np.stack(np.broadcast_arrays(*terms), axis=-1)

    def jacobian(self, points: ArrayLike) -> Array:
        """∂rᵢ/∂xⱼ, at points (..., d) → (..., m, d)."""
        coordinates = np.moveaxis(np.asarray(points, dtype=float), -1, 0)
        return np.asarray(autodiff.jacobian(self.terms)(*coordinates))


class DataFunction(Function):
    """The mean of a loss over samples: a Function of θ, as is every minibatch of it.

    loss: (θ (..., n), *data) → (..., samples). data: arrays whose first axis is the sample.

    >>> spread = DataFunction(lambda theta, y: (theta - y) ** 2, ([1.0, 3.0],), dimension=1)
    >>> spread.value([2.0]), spread.gradient([0.0])
    (np.float64(1.0), array([-4.]))
    """

    loss: Callable[..., Any]
    data: tuple[NDArray[Any], ...]

    def __init__(
        self, loss: Callable[..., Any], data: Sequence[ArrayLike], dimension: int, name: str = ""
    ) -> None:
        arrays = tuple(map(np.asarray, data))
        super().__init__(lambda theta: np.mean(loss(theta, *arrays), axis=-1), dimension=dimension)
        vars(self).update(loss=loss, data=arrays, name=name)

    def batches(self, size: int, rng: np.random.Generator) -> "Batches":
        """Minibatches of `size` samples for ever; each pass over the data is freshly shuffled."""
        return Batches(self, size, rng)


class Batches(Iterator[Function]):
    """An endless iterator of minibatch losses; `whole` is the loss that they estimate.

    Each pass visits every sample once; its last batch holds what is left over.
    Raises ValueError for a size below 1 or above the number of samples.

    >>> whole = DataFunction(lambda theta, y: (theta - y) ** 2, (np.arange(5.0),), dimension=1)
    >>> batches = whole.batches(2, np.random.default_rng(7))
    >>> [len(next(batches).data[0]) for _ in range(4)]
    [2, 2, 1, 2]
    """

    def __init__(self, whole: DataFunction, size: int, rng: np.random.Generator) -> None:
        count = len(whole.data[0])
        if size not in range(1, count + 1):
            raise ValueError(f"A batch holds 1 to {count} samples, but size is {size!r}.")
        self.whole, self._draws = whole, _draws(whole, size, rng)

    def __next__(self) -> DataFunction:
        return next(self._draws)


def _draws(whole: DataFunction, size: int, rng: np.random.Generator) -> Iterator[DataFunction]:
    while True:
        order = rng.permutation(len(whole.data[0]))
        for first in range(0, len(order), size):
            chosen = [array[order[first : first + size]] for array in whole.data]
            yield DataFunction(whole.loss, chosen, whole.dimension, whole.name)
