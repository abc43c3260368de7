"""Losses over data: what minibatches estimate, and where the minimum is."""

from typing import Any

import numpy as np
import pytest

from calclib.functions import landscapes
from calclib.functions.batches import DataFunction
from calclib.optimize.descent import descend
from calclib.optimize.rules import Adam, GradientDescent


def regression() -> DataFunction:
    rng = np.random.default_rng(7)
    X, noise = rng.normal(size=(23, 3)), rng.normal(size=23)
    return DataFunction(
        lambda w, X, y: (w @ X.T - y) ** 2, X, X @ [1.0, 2.0, 3.0] + noise, dimension=3
    )


def test_a_pass_of_minibatches_averages_to_the_whole() -> None:
    f = regression()
    batches = f.batches(5, np.random.default_rng(7))
    w = np.random.default_rng(8).normal(size=(4, 3))
    for _ in range(2):  # two passes, each visiting every sample once
        drawn = [next(batches) for _ in range(5)]
        sizes = [len(batch.data[0]) for batch in drawn]
        assert sizes == [5, 5, 5, 5, 3]
        mean = sum(n * batch.gradient(w) for n, batch in zip(sizes, drawn, strict=True)) / 23
        assert np.allclose(mean, f.gradient(w))
    assert batches.whole is f


def test_minibatches_repeat_with_their_seed_and_refuse_odd_sizes() -> None:
    f = regression()
    first, second = (f.batches(4, np.random.default_rng(3)) for _ in range(2))
    for _ in range(9):
        assert np.array_equal(next(first).data[1], next(second).data[1])
    for size in (0, 24, 2.5):
        with pytest.raises(ValueError, match="1 to 23"):
            f.batches(size, np.random.default_rng(3))


def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    X = np.column_stack([np.ones(60), rng.normal(size=60)])
    return X, X @ [0.5, -1.0] + 0.3 * rng.normal(size=60)


def test_the_minimum_of_least_squares_is_that_of_lstsq() -> None:
    X, y = data()
    f = landscapes.least_squares(X, y)
    assert np.allclose(f.minima[0], np.linalg.lstsq(X, y)[0], atol=1e-10)
    assert np.allclose(f.hessian([0.0, 0.0]), 2 * X.T @ X / len(X))


@pytest.mark.parametrize("scale", [0.1, 10.0])
def test_the_box_reaches_twice_as_far_as_the_largest_weight_and_at_least_two(scale: float) -> None:
    X, y = data()
    f = landscapes.least_squares(X, scale * y)
    best = np.array(f.minima[0])
    reach = 2 * max(1.0, np.abs(best).max())
    assert np.allclose(f.box[0::2], best - reach)
    assert np.allclose(f.box[1::2], best + reach)
    assert np.allclose(f.start, best - reach)


def test_logistic_regression_is_convex_with_its_minimum_in_the_box() -> None:
    X, y = data()
    f = landscapes.logistic(X, y > 0)
    assert np.abs(f.gradient(f.minima[0])).max() < 1e-12
    points = np.random.default_rng(7).normal(size=(20, 2)) * 5
    assert (np.linalg.eigvalsh(f.hessian(points))[:, 0] > 0).all()
    assert descend(f, f.start, GradientDescent(1.0), 500).arrived(1e-3) < 500


@pytest.mark.parametrize("ridge", [0.0, 0.01, 0.5])
def test_the_ridge_of_logistic_regression_adds_half_of_it_times_the_squared_weights(
    ridge: float,
) -> None:
    X, y = data()
    points = np.random.default_rng(7).normal(size=(20, 2)) * 2
    z = points @ X.T
    entropy = np.mean(np.log(1 + np.exp(z)) - (y > 0) * z, axis=-1)
    f = landscapes.logistic(X, y > 0, ridge or 1e-300)
    assert np.allclose(f.value(points), entropy + ridge * (points**2).sum(axis=-1) / 2, rtol=1e-12)


def test_minibatches_of_a_landscape_find_its_minimum() -> None:
    X, y = data()
    f = landscapes.least_squares(X, y)
    path = descend(f.batches(10, np.random.default_rng(7)), f.start, Adam(0.05), 600)
    assert path.function is f
    assert np.linalg.norm(path.points[-1] - f.minima[0]) < 0.1


@pytest.mark.parametrize("make", [landscapes.least_squares, landscapes.logistic])
def test_targets_in_a_column_are_the_same_targets(make: Any) -> None:
    X, y = data()
    assert make(X, (y > 0)[:, None]).minima == make(X, y > 0).minima


def test_a_line_through_three_points_in_a_column() -> None:
    line = landscapes.least_squares([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [[1.0], [3.0], [5.0]])
    assert np.allclose(line.minima, [[1.0, 2.0]])


@pytest.mark.parametrize(("X", "y"), [([1.0, 2.0], [1.0, 2.0]), ([[1.0], [2.0]], [1.0, 2.0, 3.0])])
def test_features_and_targets_that_do_not_belong_together_are_refused(X: Any, y: Any) -> None:
    with pytest.raises(ValueError, match="one target a sample"):
        landscapes.least_squares(X, y)
