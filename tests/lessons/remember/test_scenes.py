"""Lesson 19: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import autodiff, landscapes
from calclib.lessons.remember import (
    built,
    carbon,
    cells,
    cliff,
    forecasting,
    forecasts,
    learning,
    scenes,
    stored,
    tasks,
)
from calclib.optimize.descent import descend
from calclib.stage.scene import Scene

LIGHT: dict[str, Callable[[], Scene]] = {
    "one_neuron": scenes.one_neuron,
    "fifty_steps_back": scenes.fifty_steps_back,
    "gate_keeps": scenes.gate_keeps,
    "over_the_cliff": cliff.over_the_cliff,
}
TRAINED: dict[str, Callable[[], Scene]] = {
    "hold_one_bit": learning.hold_one_bit,
    "add_two_numbers": learning.add_two_numbers,
    "same_rules": forecasts.same_rules,
    "from_every_month": forecasts.from_every_month,
}
MEGABYTE = 1_000_000


@pytest.mark.parametrize("name", LIGHT | TRAINED)
def test_every_scene_says_what_moves_and_is_light(name: str) -> None:
    scene = (LIGHT | TRAINED)[name]()
    assert_light_and_said(scene)
    assert sum(map(len, scene.packet[1])) < MEGABYTE
    assert sum(axis.play for axis in scene.axes) == 1


# One neuron and fifty steps back


def test_from_weights_above_one_the_last_state_tells_the_first_number() -> None:
    for weight in scenes.WEIGHTS:
        up, down = (scenes.one_neuron_states(weight, kick)[0][-1] for kick in (1.0, -1.0))
        if weight > 1:
            assert up > 0 > down
        if weight < 0.95:
            assert abs(up - down) < 0.01


def test_the_neuron_that_remembers_has_the_slope_that_vanishes() -> None:
    slopes = {w: scenes.one_neuron_states(w, 1.0)[1][-1] for w in scenes.WEIGHTS}
    assert slopes[1.5] < 1e-18
    assert max(slopes, key=slopes.__getitem__) == 1.0
    h = 0.5
    for _ in range(100):
        h = np.tanh(1.5 * h)
    factor = 1.5 * (1 - h**2)
    assert round(h, 3) == 0.859
    assert round(factor, 3) == 0.394
    assert f"{factor**49:.0e}" == "2e-20"


def test_at_weight_one_noise_stays_in_the_state() -> None:
    """Without noise the state would come to rest at 0; with it, it strays."""
    states = scenes.one_neuron_states(1.0, 1.0)[0]
    assert np.ptp(states[20:]) > 0.2


def test_the_slope_of_the_neuron_is_that_of_differences() -> None:
    for weight in (0.9, 1.5):
        nudge = 1e-6

        def last(shift: float, weight: float = weight) -> float:
            h = np.tanh(1.0) + shift
            for x in scenes.heard(1.0)[1:10]:
                h = np.tanh(weight * h + x)
            return float(h)

        by_differences = (last(nudge) - last(-nudge)) / (2 * nudge)
        assert scenes.one_neuron_states(weight, 1.0)[1][9] == pytest.approx(by_differences, 1e-5)


@pytest.mark.parametrize(
    ("radius", "bent", "straight"),
    [(0.8, "2.2e-05", "2.2e-05"), (1.0, "1.6", "1.6"), (1.2, "1.9e+02", "1.4e+04")],
)
def test_fifty_steps_back(radius: float, bent: str, straight: str) -> None:
    assert f"{scenes.stretch(scenes.jacobians(radius))[-1]:.2g}" == bent
    assert f"{scenes.stretch(scenes.jacobians(radius, bend=False))[-1]:.2g}" == straight


def test_with_tanh_it_is_187_and_powers_of_the_radius_are_near() -> None:
    assert round(scenes.stretch(scenes.jacobians(1.2))[-1]) == 187
    assert f"{0.8**50:.1e}" == "1.4e-05"
    assert round(1.2**50, -2) == 9100


def test_a_product_of_jacobians_is_one_walk_back() -> None:
    W, start = scenes.recurrent_matrix(1.2)
    first = autodiff.Tensor(np.tile(start, (scenes.HIDDEN, 1)))
    h = first
    for _ in range(scenes.LENGTH):
        h = np.tanh(h @ W.T)
    h.backward(np.eye(scenes.HIDDEN))
    assert np.allclose(first.grad, scenes.jacobians(1.2)[-1], rtol=1e-9, atol=1e-9)


def test_tanh_never_lengthens_a_step() -> None:
    W, _ = scenes.recurrent_matrix(1.2)
    longest = scenes.stretch(scenes.jacobians(1.2))
    assert (longest <= scenes.stretch(W[None])[0] ** np.arange(51) * (1 + 1e-12)).all()


# The cliff


def test_without_clipping_one_step_leaps_far_and_never_comes_back() -> None:
    path = cliff.descents()
    points = path.points[:, 0, 0]
    leaps = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    slopes = np.linalg.norm(path.gradients[:, 0, 0], axis=-1)
    assert round(leaps.max(), 1) == 37.7
    assert round(slopes.max()) == 126
    assert path.values[-1, 0, 0] == pytest.approx(0.09)
    assert slopes[-1] < 1e-6


def test_who_arrives_at_which_length_of_clipping() -> None:
    arrived = cliff.descents().values[-1] < 0.001
    rows = dict(zip(cliff.CLIPS, arrived.tolist(), strict=True))
    assert rows == {
        "none": [False, False, True],
        "2": [True, True, True],
        "0.5": [True, True, True],
        "0.1": [True, True, False],
    }


def test_from_the_third_start_it_leaps_as_well() -> None:
    points = cliff.descents().points[:, 0, 2]
    assert np.linalg.norm(np.diff(points, axis=0), axis=-1).max() > 0.7


def test_a_clipped_slope_moves_the_ball_by_no_more_than_rate_times_length() -> None:
    moved = np.linalg.norm(np.diff(cliff.descents().points[...], axis=0), axis=-1).max(axis=(0, 2))
    for most, longest in zip(list(cliff.CLIPS.values())[1:], moved[1:], strict=True):
        assert longest <= cliff.RATE * most * (1 + 1e-9)


# The gate, and the cells


@pytest.mark.parametrize(("bias", "left"), [(0.0, "8.9e-16"), (1.0, "1.6e-07"), (3.0, "0.088")])
def test_what_a_gate_leaves_of_a_value_and_of_a_slope(bias: float, left: str) -> None:
    assert f"{autodiff.sigmoid(bias) ** 50:.2g}" == left


@pytest.mark.parametrize("cell", cells.STEPS)
def test_a_cell_equals_torch(cell: str) -> None:
    word = stored.torch()
    theta, x, due = (word[f"{cell} {name}"] for name in ("theta", "x", "due"))
    f = tasks.Task(tasks.adding, tasks.mean_square, x.shape[1], cell, 4).on(x, due)
    assert f.value(theta) == pytest.approx(float(word[f"{cell} loss"]), abs=1e-12)
    assert np.abs(f.gradient(theta) - word[f"{cell} gradient"]).max() <= 1e-10


@pytest.mark.parametrize("cell", cells.STEPS)
def test_a_hessian_times_a_vector_agrees_with_differences(cell: str) -> None:
    word = stored.torch()
    theta, x, due = (word[f"{cell} {name}"] for name in ("theta", "x", "due"))
    f = tasks.Task(tasks.adding, tasks.mean_square, x.shape[1], cell, 4).on(x, due)
    v = np.random.default_rng(0).normal(size=theta.shape)
    product = autodiff.hessian_vector(f.definition)(theta, v)
    by_differences = (f.gradient(theta + 1e-5 * v) - f.gradient(theta - 1e-5 * v)) / 2e-5
    assert np.allclose(product, by_differences, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("cell", cells.STEPS)
def test_runs_do_not_mix(cell: str) -> None:
    thetas = np.stack([cells.first_weights(cell, 1, 3, seed) for seed in range(3)])
    x = np.random.default_rng(1).normal(size=(4, 6, 1))
    together = cells.answer(cell, thetas, x, 3)
    apart = [cells.answer(cell, theta, x, 3) for theta in thetas]
    assert np.allclose(together, apart, rtol=1e-14, atol=1e-14)


def test_the_networks_have_as_many_numbers_as_the_lesson_says() -> None:
    assert cells.count("LSTM", built.INPUTS, built.HIDDEN) == 117
    assert cells.count("RNN", 1, forecasting.HIDDEN) == 181


def test_a_step_of_a_learner_is_held_to_torch() -> None:
    words = built.beside_torch(lambda x, h, c, *weights: cells.lstm_step(x, (h, c), *weights))
    assert words.endswith("117 slopes: equal")
    wrong = built.beside_torch(lambda x, h, c, *weights: cells.lstm_step(x, (h, 0.9 * c), *weights))
    assert wrong == built.OPEN


# Learning to remember


def test_the_stored_runs_are_those_that_the_prose_counts() -> None:
    runs = stored.runs()
    learnt = (runs["one_bit"] < 0.1).sum(axis=1).tolist()
    solved = (runs["adding"] < learning.SOLVED).sum(axis=1).tolist()
    assert runs["one_bit"].shape == (5, 12)
    assert learnt == [0, 0, 9, 12, 10]
    assert solved == [6, 0, 11, 12]
    assert runs["adding"][0].max() < 0.05
    assert runs["adding"][1].min() > 0.1


def test_two_seeds_learn_live_as_the_twelve_stored_ones_do() -> None:
    losses = readings(learning.hold_one_bit())["test loss"][-1]
    assert (losses[:2] > 0.65).all()
    assert (losses[2:] < 0.15).all()
    errors = readings(learning.add_two_numbers())["test error"][-1]
    plain_short, plain_long, lstm, gru = errors
    assert (plain_short < 0.06).all()
    assert (plain_long > 0.1).all()
    assert lstm.min() < learning.SOLVED
    assert (gru < learning.SOLVED).all()


def test_guessing_costs_a_sixth_and_the_logarithm_of_two() -> None:
    rng = np.random.default_rng(0)
    _, sums = tasks.adding(rng, 100_000, 10)
    assert tasks.mean_square(1.0, sums) == pytest.approx(learning.GUESS, abs=2e-3)
    assert round(float(tasks.cross_entropy(np.zeros(4), np.ones(4))), 3) == 0.693


def test_a_slope_by_time_is_the_gradient_along_the_state() -> None:
    """Of a plain network from rest: the slope before the first input, by differences."""
    task = tasks.Task(tasks.adding, tasks.mean_square, 6, "RNN", 3)
    theta = cells.first_weights("RNN", 2, 3, seed=4)
    x, sums = task.test(1)
    lengths = learning.slopes_by_time(task, theta[None], x, sums)

    def loss(h0: np.ndarray) -> float:
        nudges = [h0[None, None]] + [np.zeros((1, 1, 3))] * 5
        last = cells.states("RNN", theta[None], x, 3, nudges)[-1]
        return float(tasks.mean_square(cells.read("RNN", theta[None], last, 2), sums)[0])

    step = 1e-6 * np.eye(3)
    slope = [(loss(e) - loss(-e)) / 2e-6 for e in step]
    assert lengths[0, 0] == pytest.approx(np.linalg.norm(slope), rel=1e-6)


# Carbon dioxide


def test_no_month_is_missing_and_the_test_is_ten_years() -> None:
    data = carbon.record()
    assert np.isfinite(data.ppm).all()
    assert data.year[data.cut] == 1992
    assert (data.year[-1], data.month[-1]) == (2001, 12)
    assert len(data.origins) == 120


def test_the_errors_of_forecasts_without_a_network() -> None:
    data = carbon.record()
    found = {
        name: carbon.scores(data, baseline(data, data.origins)).round(3).tolist()
        for name, baseline in carbon.BASELINES.items()
    }
    assert found == {
        "as last month": [1.264, 3.236],
        "as a year ago": [1.703, 1.745],
        "a year ago + growth": [0.384, 0.809],
        "twelve numbers": [0.302, 0.622],
        "linear, 24 months": [0.312, 0.581],
    }


def test_no_baseline_looks_at_the_years_of_the_test_that_come_after_its_origin() -> None:
    data = carbon.record()
    origin = data.origins[30:31]
    for baseline in carbon.BASELINES.values():
        changed = data.ppm.copy()
        changed[origin[0] + 1 :] += 100.0
        other = carbon.Record(data.year, data.month, changed, data.test_year)
        assert np.array_equal(baseline(data, origin), baseline(other, origin))


def medians() -> dict[tuple[str, str], np.ndarray]:
    """The stored median errors of each cell and rule: one month, and one to twelve."""
    errors = np.median(stored.runs()["forecasts"], axis=2)
    pairs = [(cell, rule) for cell in cells.STEPS for rule in forecasting.RULES]
    return dict(zip(pairs, errors.reshape(-1, 2), strict=True))


def test_every_rate_was_chosen_inside_the_rates_tried_and_before_the_test() -> None:
    runs = stored.runs()
    tried = np.median(runs["validation"], axis=2)
    best = tried.argmin(axis=-1)
    assert ((best > 0) & (best < len(runs["rates"]) - 1)).all()
    assert np.array_equal(runs["rates"][best], runs["chosen"])
    assert runs["forecasts"].shape == (3, 2, 12, 2)


def test_the_films_rates_are_as_good_as_the_best_before_the_test() -> None:
    runs = stored.runs()
    tried = np.median(runs["validation"], axis=2)[0]
    for row, rate in zip(tried, forecasts.RATES.values(), strict=True):
        assert row[runs["rates"] == rate][0] < 1.01 * row.min()


def test_a_network_is_five_times_better_than_naive_and_no_better_than_a_table() -> None:
    one, year = medians()["RNN", "Adam"]
    assert round(1.703 / one, 1) == 5.2
    assert round(1.264 / one, 1) == 3.8
    assert round(1.745 / year, 1) == 2.6
    assert min(found[0] for found in medians().values()) > 0.302
    assert min(found[1] for found in medians().values()) > 0.581
    errors = stored.runs()["forecasts"]
    assert errors[..., 0].size == 72
    assert (errors[..., 0] < 0.302).sum() == 10
    assert (errors[..., 1] < 0.581).sum() == 3
    assert (carbon.record().year < carbon.TEST_YEAR).sum() == 324


def test_where_intervals_part_and_where_they_overlap() -> None:
    low, high = np.moveaxis(np.sort(stored.runs()["forecasts"], axis=2)[:, :, [2, 9]], 2, 0)
    adam, rmsprop = 0, 1
    assert (high[:, adam] < low[:, rmsprop]).tolist() == [
        [False, False],  # plain: one month, one to twelve
        [True, False],  # LSTM
        [True, False],  # GRU
    ]
    for k in range(2):
        assert low[:, adam, k].max() < high[:, adam, k].min()


def test_an_interval_of_the_third_and_tenth_of_twelve_holds_the_median_by_96_percent() -> None:
    below = sum(math.comb(12, k) for k in range(3)) / 2**12
    assert round(100 * (1 - 2 * below)) == 96


def test_in_the_scene_twelve_numbers_miss_by_least_of_the_four_that_are_asked_about() -> None:
    found = readings(forecasts.from_every_month())["one month ahead"]
    by_name = dict(zip(forecasts.forecasts(), found, strict=True))
    asked = ["as a year ago", "twelve numbers", "RNN, Adam", "RNN, RMSprop", "LSTM, Adam"]
    assert min(asked, key=by_name.__getitem__) == "twelve numbers"


def test_one_frozen_rule_walks_both_grounds() -> None:
    rule = forecasts.rule_of("Adam")
    ball = descend(landscapes.ravine(100.0), forecasts.RAVINE_START, rule, forecasting.STEPS)
    assert np.linalg.norm(ball.points[-1]) < 0.01
    errors = readings(forecasts.same_rules())["rms one month ahead, ppm"]
    assert (errors[0] > 1.0).all()
    assert (errors[-1] < 0.5).all()


def test_a_gate_at_bias_1_leaves_a_third_after_four_steps_and_nothing_after_fifty() -> None:
    gate = float(autodiff.sigmoid(1.0))
    assert round(gate, 2) == 0.73
    assert gate**4 == pytest.approx(1 / 3, abs=0.06)
    assert gate**15 == pytest.approx(0.01, abs=0.001)
    assert gate**50 < 2e-7
