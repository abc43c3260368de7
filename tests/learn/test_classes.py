"""Scores of classes, and who is held out."""

import numpy as np

from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits, new_hands


def test_the_loss_of_classes_is_minus_the_logarithm_of_the_right_one() -> None:
    rng = np.random.default_rng(0)
    said = rng.normal(size=(5, 3))
    labels = np.array([0, 2, 1, 1, 0])
    probabilities = np.exp(said) / np.exp(said).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(
        cross_entropy(said, labels), -np.log(probabilities[np.arange(5), labels])
    )


def test_new_hands_wrote_none_of_the_training_digits() -> None:
    train, test = new_hands()
    sheet = digits().sheet
    assert not set(sheet[train]) & set(sheet[test])
    assert sorted([*train, *test]) == list(range(len(digits())))
