"""Lesson 20, names as rows of numbers, and two models that only count.

A name is read as a stop (0), then its letters (1 to 26); what follows each of these is the next
letter, and after the last letter the stop. The number of a letter is its place in ALPHABET.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.learn.data import names

ALPHABET = ".abcdefghijklmnopqrstuvwxyz"
SYMBOLS = len(ALPHABET)
PLACES = 12  # the stop at the front, and up to eleven letters
TRAINED_SHARE = 0.9

Integers = NDArray[np.int_]


class Texts(NamedTuple):
    """Names as numbers, all of shape (names, 12).

    read: what stands at each place: the stop, the letters, then stops to fill up.
    following: what follows each place.
    real: 1 at the places that belong to the name, 0 at those that fill up.
    """

    read: Integers
    following: Integers
    real: Array

    def pick(self, chosen: Integers) -> "Texts":
        """Some of the names."""
        return Texts(self.read[chosen], self.following[chosen], self.real[chosen])


def encode(words: list[str]) -> Texts:
    """Turn names of small letters, at most eleven, into numbers.

    >>> two = encode(["eva", "al"])
    >>> two.read[:, :5].tolist(), two.following[:, :5].tolist()
    ([[0, 5, 22, 1, 0], [0, 1, 12, 0, 0]], [[5, 22, 1, 0, 0], [1, 12, 0, 0, 0]])
    >>> two.real.sum(axis=1).tolist()
    [4.0, 3.0]
    """
    read = np.zeros((len(words), PLACES), dtype=int)
    following = np.zeros_like(read)
    real = np.zeros(read.shape)
    for row, word in enumerate(words):
        numbers = [ALPHABET.index(letter) for letter in word]
        read[row, 1 : 1 + len(numbers)] = numbers
        following[row, : len(numbers)] = numbers
        real[row, : len(numbers) + 1] = 1.0
    return Texts(read, following, real)


class Split(NamedTuple):
    """The names to learn from, and those held out; as words and as numbers."""

    words: list[str]
    held_out_words: list[str]
    training: Texts
    held_out: Texts


@cache
def split() -> Split:
    """Nine names in ten to learn from, in an order drawn with seed 0.

    >>> len(split().words), len(split().held_out_words)
    (4646, 517)
    """
    every = names()
    order = np.random.default_rng(0).permutation(len(every))
    border = int(len(every) * TRAINED_SHARE)
    words = [str(word) for word in every[order[:border]]]
    held_out = [str(word) for word in every[order[border:]]]
    return Split(words, held_out, encode(words), encode(held_out))


def before(read: Integers) -> Integers:
    """What stands one place earlier; before the first place a stop."""
    return np.concatenate([np.zeros_like(read[:, :1]), read[:, :-1]], axis=1)


@cache
def single_odds() -> Array:
    """How often each symbol follows, whatever was read: (27,). One is added to every count."""
    texts = split().training
    counts = np.ones(SYMBOLS)
    np.add.at(counts, texts.following[texts.real > 0], 1)
    return np.asarray(counts / counts.sum())


@cache
def pair_odds() -> Array:
    """How often each symbol follows one symbol: (27, 27). One is added to every count.

    >>> pair_odds()[ALPHABET.index("q")].argmax() == ALPHABET.index("u")
    np.True_
    """
    texts = split().training
    real = texts.real > 0
    counts = np.ones((SYMBOLS, SYMBOLS))
    np.add.at(counts, (texts.read[real], texts.following[real]), 1)
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


@cache
def triple_odds() -> Array:
    """How often each symbol follows two symbols: (27, 27, 27). A tenth is added to every count."""
    texts = split().training
    real = texts.real > 0
    counts = np.full((SYMBOLS, SYMBOLS, SYMBOLS), 0.1)
    np.add.at(counts, (before(texts.read)[real], texts.read[real], texts.following[real]), 1)
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


class Counted(NamedTuple):
    """Nats a letter on the held-out names: of guessing, and of counting one, two, three symbols."""

    guess: float
    single: float
    pairs: float
    triples: float


@cache
def counted() -> Counted:
    """What models that only count cost on the held-out names: −log of the probability, on average.

    >>> [round(cost, 3) for cost in counted()]
    [3.296, 2.814, 2.345, 2.085]
    """
    texts = split().held_out
    real = texts.real > 0
    last, follows = texts.read[real], texts.following[real]
    earlier = before(texts.read)[real]
    return Counted(
        guess=float(np.log(SYMBOLS)),
        single=float(-np.log(single_odds()[follows]).mean()),
        pairs=float(-np.log(pair_odds()[last, follows]).mean()),
        triples=float(-np.log(triple_odds()[earlier, last, follows]).mean()),
    )
