"""Lesson 10: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest
from scene_laws import assert_light_and_said

from calclib import Adam, Function, GradientDescent, descend, sweep
from calclib.lessons.sample_a_batch import averages, checks, noise_cloud, scenes
from calclib.stage.scene import Scene

SCENES = {
    "three_batch_sizes": scenes.three_batch_sizes,
    "larger rate": lambda: scenes.three_batch_sizes(learning_rate=0.1),
    "gradient_guesses": scenes.gradient_guesses,
    "noise_cloud": noise_cloud.noise_cloud,
    "average_the_iterates": averages.average_the_iterates,
    "shrink_the_rate": noise_cloud.shrink_the_rate,
    "small numerator": lambda: noise_cloud.shrink_the_rate(first=0.1),
}
N = 342
FAIR = 18  # the tick of time at which each has looked at as many samples as there are


@pytest.fixture(scope="module")
def made() -> dict[str, Scene]:
    return {name: make() for name, make in SCENES.items()}


def above(scene: Scene) -> dict[str, np.ndarray]:
    """The loss above the lowest, (time, way to count), by the label of its curve."""
    marks = [mark for mark in scene.panels[1].marks if mark.kind == "trail"]
    return {mark.style["label"]: mark.channels["y"].values for mark in marks}


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_says_what_moves_and_is_light(made: dict[str, Scene], name: str) -> None:
    assert_light_and_said(made[name])
    assert sum(axis.play for axis in made[name].axes) == 1


# The walks


def test_the_penguins_are_standardised_and_their_bowl_is_round() -> None:
    x, y = scenes.measurements()
    for size in (x, y):
        assert abs(size.mean()) < 1e-12
        assert np.mean(size**2) == pytest.approx(1)
    f = scenes.penguin_loss()
    assert np.allclose(f.hessian([0.3, -0.2]), 2 * np.eye(2), atol=1e-12)
    points = np.random.default_rng(7).normal(size=(5, 2))
    lowest = f.value(f.minima[0])
    assert np.allclose(scenes.excess(f, points), f.value(points) - lowest)


def test_the_gradients_of_the_samples_are_those_of_their_own_losses() -> None:
    f = scenes.penguin_loss()
    w = [-0.8, 1.2]
    X, y = f.data
    for i in (0, 100, 341):
        one = type(f).fitted(f.loss, X[i : i + 2], y[i : i + 2], scenes.penguin_loss)
        mean = scenes.sample_gradients(w)[i : i + 2].mean(axis=0)
        assert np.allclose(one.gradient(w), mean)
    assert np.allclose(scenes.sample_gradients(w).mean(axis=0), f.gradient(w))


@pytest.mark.parametrize("size", [1, 19, 100])
def test_the_walk_of_the_scene_is_that_of_gradient_descent_on_batches(size: int) -> None:
    f = scenes.penguin_loss()
    batches = f.batches(size, np.random.default_rng(7))
    path = descend(batches, scenes.START, GradientDescent(0.1), steps=50)
    assert np.allclose(scenes.walk_by_batches(f, size, 0.1, 50), path.points, atol=1e-12)


def test_a_walk_that_flies_out_is_blank_from_there_on() -> None:
    points = scenes.walk_by_batches(scenes.penguin_loss(), 342, 1.1, 400)
    lost = np.isnan(points).all(axis=1)
    assert lost[-1]
    assert not lost[10]
    assert (np.diff(lost.astype(int)) >= 0).all()


def test_after_one_look_at_each_penguin_the_smallest_batch_is_lowest() -> None:
    f = scenes.penguin_loss()
    losses = {}
    for size in (1, 19, 342):
        batches = f.batches(size, np.random.default_rng(7))
        steps = N // size
        path = descend(batches, [-0.8, 1.2], GradientDescent(0.02), steps)
        losses[size] = round(float(path.values[-1]), 3)
    assert losses == {1: 0.256, 19: 1.209, 342: 4.142}
    assert round(float(f.value([-0.8, 1.2])), 3) == 4.474
    assert round(float(f.value(f.minima[0])), 3) == 0.241


def test_equal_steps_samples_and_seconds_are_what_they_say() -> None:
    sizes = np.array(scenes.SIZES)
    taken = scenes.steps_taken(sizes, 180)
    assert (taken[:, 0] == np.arange(181)[:, None]).all()
    seen = taken[:, 1] * sizes
    assert (seen <= 19 * np.arange(181)[:, None]).all()
    assert (seen > 19 * np.arange(181)[:, None] - sizes).all()
    assert seen[FAIR].tolist() == [N, N, N]
    table = scenes.SECONDS
    price = dict(zip(table["batch size"], table["line"], strict=True))
    spent = taken[:, 2] * sizes * [price[size] for size in sizes]
    assert (np.abs(spent - spent[:, 1:2]) <= sizes * [price[size] for size in sizes]).all()


def test_the_winner_changes_with_what_is_counted(made: dict[str, Scene]) -> None:
    losses = above(made["three_batch_sizes"])
    one, some, full = (losses[f"B = {size}"] for size in (1, 19, 342))
    steps, samples, seconds = range(3)
    assert full[180, steps] < some[180, steps] < one[180, steps]
    assert one[FAIR, samples] < some[FAIR, samples] < full[FAIR, samples]
    assert full[180, samples] > some[180, samples]
    assert full[180, seconds] < one[180, seconds]  # back in the race
    assert (one[60:, samples] < 0.1).all()
    assert one[60:, samples].mean() > 50 * some[-30:, samples].mean()


def test_at_a_half_the_full_batch_lands_and_single_penguins_are_flung_about() -> None:
    losses = above(scenes.three_batch_sizes(learning_rate=0.5, ticks=30))
    assert (losses["B = 342"][1:, 0] < 1e-20).all()
    assert losses["B = 19"][2:, 0].max() < 0.3
    assert losses["B = 1"][:, 0].max() > 50


def test_a_penguin_alone_has_a_valley_of_its_own() -> None:
    x, _ = scenes.measurements()
    curvature = 2 * (1 + x**2)
    assert 11 < curvature.max() < 11.5
    assert 1 / 3 < np.mean(0.5 * curvature > 2) < 0.4
    i = int(np.argmax(x))
    w = np.zeros(2)
    along = np.array([x[i], 1.0])
    moved = scenes.sample_gradients(w + along)[i] - scenes.sample_gradients(w)[i]
    assert np.allclose(moved, curvature[i] * along)


# The cloud


def every_batch(values: np.ndarray, size: int, once: bool) -> np.ndarray:
    """The mean of every batch of a size, (batches, d)."""
    draw = combinations(values, size) if once else product(values, repeat=size)
    return np.array([np.mean(batch, axis=0) for batch in draw])


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("once", [True, False])
def test_a_batch_is_right_on_average_and_off_by_the_formula(size: int, once: bool) -> None:
    values = np.random.default_rng(7).normal(size=(5, 2))
    means = every_batch(values, size, once)
    factor = (5 - size) / (5 - 1) if once else 1.0
    variance = np.mean(np.sum((means - values.mean(axis=0)) ** 2, axis=1))
    assert np.allclose(means.mean(axis=0), values.mean(axis=0))
    assert variance == pytest.approx(scenes.width(values) ** 2 / size * factor, abs=1e-15)


def test_the_five_numbers_of_the_lesson_agree_with_the_factor() -> None:
    samples = np.array([2.0, 3.0, 5.0, 7.0, 13.0])
    means = every_batch(samples, 3, once=True)
    assert np.var(means) == pytest.approx(np.var(samples) / 3 * (5 - 3) / (5 - 1))


def test_the_cloud_is_as_wide_as_predicted_and_stays_at_the_minimum(
    made: dict[str, Scene],
) -> None:
    scene = made["gradient_guesses"]
    sizes = scene.axis("batch size").values
    measured = scene.numbers[0][1].values[..., 0]  # (size, draw, place)
    for place, w in enumerate(((-0.8, 1.2), scenes.penguin_loss().minima[0])):
        sigma = scenes.width(scenes.sample_gradients(w))
        left = np.sqrt((N - sizes) / (N - 1))
        for draw, factor in enumerate((left, np.ones_like(left))):
            predicted = factor * sigma / np.sqrt(sizes)
            assert np.allclose(measured[:, draw, place], predicted, rtol=0.12, atol=1e-9)
    assert np.linalg.norm(scenes.penguin_loss().gradient(w)) < 1e-12
    assert measured[0, 0, 1] > 1  # no slope, and a cloud all the same


# Noise at a fixed rate


def test_the_noise_cloud_of_the_syllabus() -> None:
    rates = np.array([0.02, 0.1, 0.5])
    assert noise_cloud.mean_square(rates).round(4).tolist() == [0.0101, 0.0526, 0.3333]
    rng = np.random.default_rng(7)
    x = np.zeros((3, 20_000))
    for _ in range(1_500):
        x = x - rates[:, None] * (x + rng.normal(size=20_000))
    assert np.allclose(np.mean(x**2, axis=1), noise_cloud.mean_square(rates), rtol=0.03)


@pytest.mark.parametrize("curvature", [0.5, 1.0, 3.0])
def test_the_ball_is_the_fixed_point_of_one_step(curvature: float) -> None:
    rates = np.array([0.01, 0.2, 0.6])
    sigma = 1.7
    e = noise_cloud.mean_square(rates, curvature, sigma)
    assert np.allclose((1 - rates * curvature) ** 2 * e + rates**2 * sigma**2, e)


def test_the_scene_shows_the_ball_that_the_formula_gives(made: dict[str, Scene]) -> None:
    (_, mean, _), (_, formula, _) = made["noise_cloud"].numbers
    late = mean.values[250:, :, 0].mean(axis=0)
    assert np.allclose(late, formula.values[:, 0], rtol=0.06)
    assert np.allclose(mean.values[0], 9.0)


def test_four_times_rate_and_batch_have_about_the_same_ball() -> None:
    small = noise_cloud.mean_square(0.01)
    assert noise_cloud.mean_square(0.04, sigma=0.5) == pytest.approx(small, rel=0.02)
    assert small == pytest.approx(0.01 / 2, rel=0.01)


def mean_square(rates: list[float], start: float = 9.0, size: int = 1) -> float:
    """E x² after these rates on x²/2, with the noise of batches of this size."""
    e = start
    for rate in rates:
        e = (1 - rate) ** 2 * e + rate**2 / size
    return e


def test_the_four_schedules_end_where_the_lesson_says() -> None:
    kinds = noise_cloud.decays()
    ends = [mean_square([rate(k) for k in range(1_000)]) for rate in kinds.values()]
    assert [round(e, 4) for e in ends] == [0.3333, 0.0081, 0.0010, 0.0271]
    sums = [sum(rate(k) for k in range(1_000)) for rate in kinds.values()]
    assert sums[3] == pytest.approx(5)
    longer = [mean_square([rate(k) for k in range(4_000)]) for rate in kinds.values()]
    ratios = np.divide(ends, longer)  # four times the steps
    assert np.allclose(ratios, [1, 2, 4, 1], rtol=0.03)


def test_the_scene_walks_as_the_recursion_says() -> None:
    kinds = noise_cloud.decays().values()
    rates = lambda k: sweep([rate(k) for rate in kinds])[:, None]  # noqa: E731
    mean, _ = noise_cloud.noisy_runs(rates, steps=300)
    for column, rate in enumerate(kinds):
        exact = mean_square([rate(k) for k in range(300)])
        assert mean[-1, column] == pytest.approx(exact, rel=0.1)


def test_one_over_k_is_a_running_mean() -> None:
    noise = np.random.default_rng(7).normal(size=50)
    x = 3.0
    for k in range(50):
        x = x - (x + noise[k]) / (k + 1)
        assert x == pytest.approx(-noise[: k + 1].mean())


@pytest.mark.parametrize("c", [0.1, 0.25])
def test_a_small_numerator_makes_one_over_k_crawl(c: float) -> None:
    ends = [mean_square([c / (k + 1) for k in range(n)]) for n in (10**4, 10**5)]
    assert np.log10(ends[0] / ends[1]) == pytest.approx(2 * c, rel=0.05)
    if c == 0.1:
        assert mean_square([c / (k + 1) for k in range(1_000)]) > 1


def test_the_ball_of_single_penguins_is_a_fifth_larger_than_the_formula() -> None:
    """The exact covariance at rest, of steps w ← w − α(Hᵢ(w − w*) + gᵢ) with i drawn anew."""
    x, _ = scenes.measurements()
    X = np.column_stack([x, np.ones_like(x)])
    g = scenes.sample_gradients(scenes.penguin_loss().minima[0])
    noise = g.T @ g / N
    rate = 0.1
    steps = np.eye(2) - rate * 2 * X[:, :, None] * X[:, None, :]
    kept = np.mean([np.kron(A, A) for A in steps], axis=0)
    rest = np.linalg.solve(np.eye(4) - kept, rate**2 * noise.ravel()).reshape(2, 2)
    formula = noise_cloud.mean_square(rate, curvature=2.0) * np.trace(noise)
    assert np.trace(rest) / formula == pytest.approx(1.2, abs=0.01)


def test_without_noise_at_the_minimum_a_fixed_rate_converges() -> None:
    rng = np.random.default_rng(7)
    X = rng.normal(size=(40, 2))
    f = scenes.least_squares(X, X @ [1.0, -2.0])
    path = descend(f.batches(1, rng), [0.0, 0.0], GradientDescent(0.05), steps=2_000)
    assert np.linalg.norm(path.points[-1] - [1.0, -2.0]) < 1e-8


# The exercises


def test_ten_is_the_best_divisor_for_600_samples() -> None:
    sizes = [size for size in range(1, 601) if 600 % size == 0]
    ends = {size: mean_square([0.1] * (600 // size), 100.0, size) for size in sizes}
    assert min(ends, key=ends.__getitem__) == checks.best_size.expected
    quoted = {8: 0.0066, 10: 0.0056, 12: 0.0070, 15: 0.0254}
    assert {size: round(ends[size], 4) for size in quoted} == quoted
    assert round(100 * 0.9**120, 4) == 0.0003
    assert round(ends[10] - 100 * 0.9**120, 4) == 0.0053
    assert round(ends[600]) == 81


def test_shuffling_ends_nearest_and_the_sorted_order_farthest() -> None:
    orders = ("sorted", "with replacement", "shuffled")
    away = [noise_cloud.distance_after_passes(order) for order in orders]
    assert np.round(away, 4).tolist() == [0.0297, 0.0215, 0.0046]
    with pytest.raises(ValueError, match="none of sorted"):
        noise_cloud.distance_after_passes("by name")


def test_the_batches_of_one_pass_cancel_at_the_minimum() -> None:
    f = scenes.penguin_loss()
    batches = f.batches(19, np.random.default_rng(7))
    drawn = np.array([next(batches).gradient(f.minima[0]) for _ in range(18)])
    assert np.abs(drawn).max() > 0.1
    assert np.allclose(drawn.sum(axis=0), 0, atol=1e-10)


def test_the_walk_to_the_ball_has_the_closed_form_of_the_last_exercise() -> None:
    alpha = 0.3
    lam = 1.5
    sigma = 2.0
    e = 0.0
    for k in range(1, 8):
        e = (1 - alpha * lam) ** 2 * e + alpha**2 * sigma**2
        closed = noise_cloud.mean_square(alpha, lam, sigma) * (1 - (1 - alpha * lam) ** (2 * k))
        assert e == pytest.approx(float(closed))


def test_the_stored_seconds_say_what_the_prose_says() -> None:
    table = scenes.SECONDS
    sizes, line, layer = map(np.array, table.values())
    assert 342 * line[-1] < 2
    assert 40 < 1 / layer[3] < 50
    assert layer[-1] == pytest.approx(layer[3], rel=0.1)
    assert all(len(row) == len(sizes) for row in table.values())


# Averages


def test_the_mean_of_2700_iterates_is_the_mean_noise_whatever_the_rate() -> None:
    mean, _ = averages.noisy_averages()
    iterates, running, whole = np.moveaxis(mean[-1], -1, 0)
    assert np.allclose(iterates, noise_cloud.mean_square(averages.RATES), rtol=0.25)
    assert np.allclose(whole, 1 / 2700, rtol=0.25)
    assert round(float(whole[1]), 4) == 0.0004
    assert (whole < running).all()
    assert (running < iterates).all()


def test_the_steps_of_a_run_add_up_to_the_formula_of_its_mean() -> None:
    noise = np.random.default_rng(7).normal(size=500)
    alpha = 0.1
    lam = 1.7
    x = [3.0]
    for xi in noise:
        x.append(x[-1] - alpha * (lam * x[-1] + xi))
    mean = np.mean(x[:-1])
    assert mean == pytest.approx(-noise.mean() / lam - (x[-1] - x[0]) / (500 * alpha * lam))


def test_a_running_mean_forgets_and_ends_at_a_level() -> None:
    mean, _ = averages.noisy_averages()
    late = averages.STOPS > 1500
    level = mean[late][:, 1, 1]
    assert level.max() < 1.5 * level.min()
    assert np.allclose(level, 1 / 200, rtol=0.4)  # (1 − β)/(1 + β) of the noise


def test_adam_s_cloud_keeps_its_size_when_the_rate_grows_with_the_root_of_the_batch() -> None:
    rng = np.random.default_rng(7)
    noise = rng.normal(size=(3000, 400, 1))

    def spread(size: int, rate: float) -> float:
        def bowls() -> Iterator[Function]:
            for xi in noise / np.sqrt(size):
                tilt = xi[:, 0]
                yield Function(lambda x, tilt=tilt: x * x / 2 + tilt * x)

        path = descend(bowls(), np.full((400, 1), 0.1), Adam(rate), 3000, every=100)
        return float(np.mean(path.points[10:] ** 2))

    one = spread(1, 0.002)
    assert spread(16, 0.008) == pytest.approx(one, rel=0.2)
    assert spread(16, 0.032) > 2 * one
