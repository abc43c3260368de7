"""Losses over data: a mean over samples, the minibatches that estimate it, two classics to map."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.optimize.function import Function
from calclib.optimize.landscapes import Landscape


class DataFunction(Function):
    """f(θ) = the mean over the data of loss(θ, *data): a Function of θ, as is every minibatch.

    loss: (θ (..., n), *data) → (..., samples). data: arrays whose first axis is the sample.
    dimension: n, the length of θ.

    >>> spread = DataFunction(lambda theta, y: (theta - y) ** 2, [1.0, 3.0], dimension=1)
    >>> spread.value([2.0]), spread.gradient([0.0])
    (np.float64(1.0), array([-4.]))
    """

    loss: Callable[..., Any]
    data: tuple[NDArray[Any], ...]

    def __init__(
        self, loss: Callable[..., Any], *data: ArrayLike, dimension: int, name: str = ""
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

    >>> whole = DataFunction(lambda theta, y: (theta - y) ** 2, np.arange(5.0), dimension=1)
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
            yield DataFunction(whole.loss, *chosen, dimension=whole.dimension, name=whole.name)


class DataLandscape(DataFunction, Landscape):
    """A loss over data with a map of its weights; `batches` makes minibatches of it."""

    @classmethod
    def fitted(
        cls, loss: Callable[..., Any], X: ArrayLike, y: ArrayLike, words: Any
    ) -> "DataLandscape":
        """Find the one minimum of a convex loss by Newton's method, and map its surroundings."""
        f = cls(loss, X, y, dimension=np.shape(X)[1], name=words.__name__.replace("_", " "))
        best = np.zeros(f.dimension)
        for _ in range(30):
            best = best - np.linalg.solve(f.hessian(best), f.gradient(best))
        reach = 2 * max(1.0, float(np.abs(best).max()))
        box = tuple(float(side) for w in best for side in (w - reach, w + reach))
        vars(f).update(__doc__=words.__doc__.partition("\n\n    >>>")[0])
        return f.charted(box, box[0::2], minima=[tuple(map(float, best))])


def least_squares(X: ArrayLike, y: ArrayLike) -> DataLandscape:
    """Linear regression, mean (Xw − y)²: a bowl as steep as the features are large.

    Source: Legendre 1805, Nouvelles méthodes pour la détermination des orbites des comètes.

    >>> line = least_squares([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])
    >>> np.round(line.minima, 9), line.source[:13]
    (array([[1., 2.]]), 'Legendre 1805')
    """
    return DataLandscape.fitted(lambda w, X, y: (w @ X.T - y) ** 2, X, y, least_squares)


def logistic(X: ArrayLike, y: ArrayLike, ridge: float = 0.01) -> DataLandscape:
    """Logistic regression, mean [log(1 + eᶻ) − yz] + ½ ridge |w|², z = Xw, y in {0, 1}.

    Steep where samples are mistaken, flat where they are told apart; the ridge keeps the minimum
    finite when a line parts the classes. Source: Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x.

    >>> loss = logistic([[1.0, -1.0], [1.0, 2.0], [1.0, 0.5]], [0, 1, 0])
    >>> float(abs(loss.gradient(loss.minima[0])).max()) < 1e-12
    True
    """

    def loss(w: Any, X: Any, y: Any) -> Any:
        z = w @ X.T
        return np.logaddexp(0.0, z) - y * z + ridge / 2 * np.sum(w * w, axis=-1, keepdims=True)

    return DataLandscape.fitted(loss, X, y, logistic)
