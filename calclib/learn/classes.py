"""Scores of classes, and the loss of a network that gives them."""

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.derivatives.autodiff import logsumexp


def cross_entropy(scores: Array, labels: NDArray[np.int_]) -> Array:
    """−log of the probability that softmax gives to the label, for each image.

    scores: (..., n, classes).
    labels: (n,), whole numbers from 0.
    Returns (..., n).

    >>> cross_entropy(np.zeros((2, 10)), np.array([3, 7])).round(4).tolist()
    [2.3026, 2.3026]
    """
    marked = np.eye(scores.shape[-1])[labels]
    loss: Array = logsumexp(scores) - np.sum(scores * marked, axis=-1)
    return loss
