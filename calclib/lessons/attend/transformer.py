"""Lesson 20, one transformer block: 10,592 numbers that read a name and say what comes next.

Only NumPy functions, so that calclib differentiates it. Source: Vaswani et al. 2017,
arXiv:1706.03762; the norm before each part as in Xiong et al. 2020, arXiv:2002.04745.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from calclib.arrays import Array
from calclib.expressions.elementary import logsumexp, relu, softmax
from calclib.functions.function import Function
from calclib.learn.layers import cut, parameter_count
from calclib.lessons.attend.letters import (
    ALPHABET,
    PLACES,
    SYMBOLS,
    Integers,
    Texts,
    split,
)

WIDTH = 32  # numbers a letter
HEADS = 2
HEAD_WIDTH = WIDTH // HEADS
INNER = 64  # neurons of the layer after the attention
BATCH = 64  # names a step
RATE = 0.003

SHAPES = [
    (SYMBOLS, WIDTH),  # E: a row for each symbol
    (PLACES, WIDTH),  # P: a row for each place
    (WIDTH,),  # gain and shift of the first norm
    (WIDTH,),
    (WIDTH, 3 * WIDTH),  # queries, keys and values
    (WIDTH, WIDTH),  # from the heads back to a row
    (WIDTH,),  # gain and shift of the second norm
    (WIDTH,),
    (WIDTH, INNER),
    (INNER,),
    (INNER, WIDTH),
    (WIDTH,),
    (WIDTH,),  # gain and shift of the last norm
    (WIDTH,),
    (WIDTH, SYMBOLS),  # U: from a row to the scores of all symbols
]
TABLES = (0, 1)  # parts of θ that are looked up
GAINS = (2, 6, 12)
COUNT = parameter_count(SHAPES)
LATER = np.triu(np.full((PLACES, PLACES), -1e9), 1)  # added to the scores of later places


def attention(queries: Any, keys: Any, values: Any, mask: Any = 0.0, scaled: bool = True) -> Any:
    """A look-up with a slope: A V, where A = softmax(Q Kᵀ/√d + mask), row by row.

    queries, keys: (..., n, d) and (..., m, d).
    values: (..., m, e).
    mask: added to the scores (..., n, m): 0 where one may look, −10⁹ where not.
    scaled: whether the scores are divided by √d.
    Returns what was looked up (..., n, e), and the weights A (..., n, m).

    >>> found, weights = attention(np.array([[9.0, 0.0]]), 9 * np.eye(2), np.array([[1.0], [5.0]]))
    >>> found.round(3).tolist()
    [[1.0]]
    """
    scores = queries @ keys.swapaxes(-1, -2)
    if scaled:
        scores = scores / np.sqrt(queries.shape[-1])
    weights = softmax(scores + mask)
    return weights @ values, weights


def layer_norm(x: Any, gain: Any, shift: Any) -> Any:
    """Each row with mean 0 and standard deviation 1, then stretched and shifted.

    Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450.

    >>> layer_norm(np.array([1.0, 3.0]), 1.0, 0.0).round(3)
    array([-1.,  1.])
    """
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred * centred, axis=-1, keepdims=True)
    return centred / np.sqrt(variance + 1e-5) * gain + shift


def transformer(theta: Any, read: Integers, scaled: bool = True) -> tuple[Any, Any]:
    """The scores of the next symbol at every place, and who looked where.

    theta: (10592,).
    read: symbols (names, 12).
    Returns scores (names, 12, 27), and weights (names, heads, 12, 12).

    >>> scores, weights = transformer(start(0), np.zeros((5, 12), dtype=int))
    >>> scores.shape, weights.shape, weights[0, 0, 0, :3].tolist()
    ((5, 12, 27), (5, 2, 12, 12), [1.0, 0.0, 0.0])
    """
    E, P, gain1, shift1, QKV, O, gain2, shift2, W1, b1, W2, b2, gain3, shift3, U = cut(  # noqa: E741
        theta, SHAPES
    )
    x = np.take(E, read, axis=0) + P
    together = layer_norm(x, gain1, shift1) @ QKV
    by_head = together.reshape(len(read), PLACES, 3, HEADS, HEAD_WIDTH).transpose(2, 0, 3, 1, 4)
    found, weights = attention(by_head[0], by_head[1], by_head[2], LATER, scaled)
    x = x + found.transpose(0, 2, 1, 3).reshape(len(read), PLACES, WIDTH) @ O
    x = x + relu(layer_norm(x, gain2, shift2) @ W1 + b1) @ W2 + b2
    return layer_norm(x, gain3, shift3) @ U, weights


def loss(theta: Any, texts: Texts, scaled: bool = True) -> Any:
    """Nats a letter: the mean of −log p(what follows) over all places that belong to a name.

    >>> one = Texts(np.zeros((1, 12), int), np.zeros((1, 12), int), np.ones((1, 12)))
    >>> bool(abs(loss(np.zeros(10592), one) - np.log(27)) < 1e-12)
    True
    """
    scores, _ = transformer(theta, texts.read, scaled)
    of_following = np.sum(scores * np.eye(SYMBOLS)[texts.following], axis=-1)
    return np.sum((logsumexp(scores) - of_following) * texts.real) / texts.real.sum()


def start(seed: int) -> Array:
    """The weights from which a network starts: (10592,).

    Rows of E and P have standard deviation 0.1, matrices 1/√inputs; gains are 1, shifts 0.
    """
    rng = np.random.default_rng(seed)
    parts: list[Array] = []
    for number, shape in enumerate(SHAPES):
        if number in TABLES:
            parts.append(0.1 * rng.normal(size=shape).ravel())
        elif number in GAINS:
            parts.append(np.ones(shape))
        elif len(shape) == 1:
            parts.append(np.zeros(shape))
        else:
            parts.append(rng.normal(size=shape).ravel() / np.sqrt(shape[0]))
    return np.concatenate(parts)


def batches(seed: int, scaled: bool = True) -> Iterator[Function]:
    """For ever: the loss of 64 names drawn from the training names, as a Function of θ.

    >>> next(batches(0)).dimension
    10592
    """
    rng = np.random.default_rng(seed)
    training = split().training
    while True:
        texts = training.pick(rng.integers(0, len(training.read), BATCH))
        yield Function(lambda theta, texts=texts: loss(theta, texts, scaled), dimension=COUNT)


def held_out_loss(theta: Array, scaled: bool = True) -> float:
    """Nats a letter on the names that were held out."""
    return float(loss(theta, split().held_out, scaled))


def next_probabilities(theta: Array, beginning: str) -> tuple[Array, Array]:
    """What follows each beginning of a beginning, and who looked where.

    beginning: up to eleven small letters.
    Returns probabilities (letters + 1, 27), and weights (heads, letters + 1, letters + 1).

    >>> probabilities, weights = next_probabilities(start(0), "mar")
    >>> probabilities.shape, weights.shape
    ((4, 27), (2, 4, 4))
    """
    read = np.zeros((1, PLACES), dtype=int)
    count = len(beginning) + 1
    read[0, 1:count] = [ALPHABET.index(letter) for letter in beginning]
    scores, weights = transformer(theta, read)
    return np.asarray(softmax(scores[0, :count])), np.asarray(weights[0, :, :count, :count])


def write(theta: Array, luck: Array) -> list[str]:
    """Write names of at most eleven letters: each is drawn by its probability, until the stop.

    luck: numbers from 0 to 1, (names, 12): the same luck shows what changed in the probabilities.

    >>> write(start(0), np.zeros((2, 12)))
    ['', '']
    """
    read = np.zeros((len(luck), PLACES), dtype=int)
    made = [""] * len(luck)
    writing = np.ones(len(luck), dtype=bool)
    for place in range(PLACES - 1):
        scores, _ = transformer(theta, read)
        below = np.cumsum(softmax(scores[:, place]), axis=-1)
        drawn = np.minimum((luck[:, place, None] > below).sum(axis=-1), SYMBOLS - 1)
        writing &= drawn > 0
        for row in np.flatnonzero(writing):
            made[row] += ALPHABET[drawn[row]]
        read[:, place + 1] = np.where(writing, drawn, 0)
    return made
