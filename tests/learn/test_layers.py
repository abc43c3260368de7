"""Cutting a vector into layers loses nothing, and starting weights have the spread they claim."""

import numpy as np
import pytest

from calclib.derivatives.autodiff import Tensor
from calclib.learn.layers import cut, glorot, he, parameter_count

SHAPES = [(3, 3, 2, 5), (5,), (20, 7), (7,)]
COUNT = 90 + 5 + 140 + 7


def test_the_parts_hold_every_number_once_and_in_order() -> None:
    theta = np.arange(float(COUNT))
    parts = cut(theta, SHAPES)
    assert [part.shape for part in parts] == SHAPES
    np.testing.assert_array_equal(np.concatenate([part.ravel() for part in parts]), theta)


def test_leading_axes_stay() -> None:
    runs = np.arange(6.0 * COUNT).reshape(2, 3, COUNT)
    for part, alone in zip(cut(runs, SHAPES), cut(runs[1, 2], SHAPES), strict=True):
        assert part.shape == (2, 3, *alone.shape)
        np.testing.assert_array_equal(part[1, 2], alone)


def test_slopes_find_their_way_back_through_a_cut() -> None:
    theta = Tensor(np.arange(float(COUNT)))
    K, b, W, c = cut(theta, SHAPES)
    total = (2 * K).sum() + (3 * b).sum() + (4 * W).sum() + (5 * c).sum()
    total.backward()
    np.testing.assert_array_equal(theta.grad, np.repeat([2.0, 3.0, 4.0, 5.0], [90, 5, 140, 7]))


def test_a_vector_of_another_length_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="hold 242 numbers, but θ has 241; give it"):
        cut(np.zeros(COUNT - 1), SHAPES)


def test_a_count_is_a_whole_number() -> None:
    assert parameter_count(SHAPES) == COUNT
    assert isinstance(parameter_count(SHAPES), int)


@pytest.mark.parametrize(
    ("draw", "spread"),
    [(he, lambda m, n: np.sqrt(2 / m)), (glorot, lambda m, n: np.sqrt(2 / (m + n)))],
)
def test_starting_weights_have_the_spread_of_their_paper_and_biases_of_zero(draw, spread) -> None:
    shapes = [(5, 5, 8, 100), (100,), (300, 80), (80,)]
    K, b, W, c = cut(draw(shapes, np.random.default_rng(7)), shapes)
    assert not b.any()
    assert not c.any()
    assert K.std() == pytest.approx(spread(200, 100), rel=0.03)
    assert W.std() == pytest.approx(spread(300, 80), rel=0.03)
    assert abs(W.mean()) < 4 * W.std() / np.sqrt(W.size)


def test_he_keeps_the_size_of_what_passes_through_relu() -> None:
    """The second moment of the numbers before each ReLU stays, layer after layer."""
    rng = np.random.default_rng(7)
    shapes = [(400, 400)] * 10
    signal = rng.normal(size=(50, 400)) * np.sqrt(2)
    moments = []
    for W in cut(he(shapes, rng), shapes):
        signal = np.maximum(signal, 0) @ W if moments else signal @ W
        moments.append(np.mean(signal**2))
    assert 0.7 < moments[-1] / moments[0] < 1.4


def test_the_same_generator_draws_the_same_start() -> None:
    first, again = (he(SHAPES, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
