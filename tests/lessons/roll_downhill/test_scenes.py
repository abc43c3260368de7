"""Lesson 9: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import Function, GradientDescent, Momentum, descend, landscapes, sweep
from calclib.derivatives import autodiff
from calclib.lessons.roll_downhill import (
    basins,
    checks,
    clipping,
    edge_of_stability,
    narrowness,
    scenes,
)
from calclib.lessons.shared.destinations import NONE, find_destinations, tint_map
from calclib.stage.scene import Scene

SCENES = {
    "rate_slider": scenes.rate_slider,
    "steeper": lambda: scenes.rate_slider("2x^2"),
    "quartic": lambda: scenes.rate_slider("x^4/4"),
    "kink": lambda: scenes.rate_slider("|x|"),
    "loss_against_rate": scenes.loss_against_rate,
    "two_speeds": scenes.two_speeds,
    "turned": lambda: scenes.two_speeds(angle=30),
    "pick_a_start": basins.pick_a_start,
    "bent_valley": scenes.bent_valley,
    "negative": lambda: scenes.rate_slider("sin(x)"),
    "wider_or_narrower": narrowness.wider_or_narrower,
    "off_the_cliff": clipping.off_the_cliff,
    "rates_that_change": edge_of_stability.rates_that_change,
    "sharpness_in_training": edge_of_stability.sharpness_in_training,
}
VALLEY = Function("(x^2 + 100y^2)/2")
MILLIONTH = 1e-6 * np.sqrt(2)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def steps_to_arrive(rates: list[float], steps: int = 14_000) -> list[float]:
    path = descend(VALLEY, [1, 1], GradientDescent(sweep(rates)), steps=steps)
    return path.arrived(MILLIONTH, at=[0, 0]).tolist()


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


def test_the_rate_slider_has_a_rate_for_each_fate_of_the_ball() -> None:
    rates = scenes.RATES
    path = descend(Function("x^2"), -1.6, GradientDescent(sweep(rates)), steps=40)
    x = path.points[..., 0]
    crawls, lands, bounces = rates == 2.0**-7, rates == 0.5, rates == 1.0
    assert (np.diff(x[:, crawls], axis=0) > 0).all()
    assert (x[1:, lands] == 0).all()
    assert np.allclose(np.abs(x[:, bounces]), 1.6)
    assert (np.abs(x[-1, rates < 1]) < 1.6).all()
    assert not (np.abs(x[-1, rates > 1]) < 1.6).any()


@pytest.mark.parametrize("loss", ["log(x)", "sqrt x", "1/(x + 1.6)"])
def test_a_curve_without_a_place_for_the_ball_asks_for_another(loss: str) -> None:
    with pytest.raises(ValueError, match=r"at x = -1\.6, .* choose another function\."):
        scenes.rate_slider(loss)
    assert scenes.rate_slider("log(x + 2)").axis("step").count == 41


def test_at_0841_the_ball_changes_sides_and_its_loss_falls_at_every_step() -> None:
    rate = scenes.RATES[54]
    path = descend(Function("x^2"), -1.6, GradientDescent(rate), steps=40)
    assert round(rate, 3) == 0.841
    assert (path.points[1:, 0] * path.points[:-1, 0] < 0).all()
    assert (np.diff(path.values[...]) < 0).all()


def test_the_steeper_curve_flies_out_from_half_on() -> None:
    rates = sweep([0.49, 0.5, 0.51])
    x = descend(Function("2x^2"), -1.6, GradientDescent(rates), steps=200).points[..., 0]
    assert abs(x[-1, 0]) < 0.1
    assert abs(x[-1, 1]) == 1.6
    assert abs(x[-1, 2]) > 100


def test_on_the_kink_no_rate_of_the_slider_settles() -> None:
    rates = scenes.RATES
    x = descend(Function("|x|"), -1.6, GradientDescent(sweep(rates)), steps=400).points[..., 0]
    assert (np.abs(np.diff(x[-2:], axis=0))[0] > 0.9 * rates).all()


def test_the_formula_and_the_walk_agree() -> None:
    walked = descend(Function("x^2"), -1.6, GradientDescent(0.8), steps=5).points[:, 0]
    assert np.allclose(walked, -1.6 * (1 - 0.8 * 2.0) ** np.arange(6), rtol=1e-13)


def test_the_cliff_stands_at_two_over_the_curvature() -> None:
    scene = scenes.loss_against_rate()
    loss = scene.panels[1].marks[-1].channels["y"].values
    rates = scenes.RATES
    for k, curvature in enumerate(scenes.CURVATURES):
        assert np.allclose(loss[:, k, rates == 2 / curvature], 1.0)
        assert (loss[-1, k, rates < 2 / curvature] < 1).all()
        assert not (loss[-1, k, rates > 2 / curvature] <= 1).any()


def test_the_step_counts_of_six_rates() -> None:
    counts = steps_to_arrive([0.005, 0.01, 2 / 101, 0.01999, 0.02, 0.0201])
    assert counts == [2688, 1341, 691, 13463, np.inf, np.inf]


def test_at_002_the_run_cycles_and_above_it_diverges() -> None:
    rule = GradientDescent(sweep([0.02, 0.0201]))
    path = descend(VALLEY, [1, 1], rule, steps=14_000)
    assert path.diverged.tolist() == [False, True]
    assert abs(path.points[-1, 0, 1]) == 1.0
    assert path.status[0] == "cycle of length 2"


def test_the_best_factor_is_0_9802_and_asks_for_691_steps() -> None:
    factor = (100 - 1) / (100 + 1)
    assert round(factor, 4) == 0.9802
    assert round(np.log(1e-6) / np.log(factor), 2) == 690.75


def test_no_rate_has_a_better_worst_factor_than_two_over_the_sum() -> None:
    rates = np.linspace(1e-4, 0.02, 2001)
    worst = np.abs(1 - np.outer(rates, [1.0, 100.0])).max(axis=1)
    best = np.abs(1 - 2 / 101 * np.array([1.0, 100.0])).max()
    assert best <= worst.min()
    assert best == pytest.approx(99 / 101)


def test_from_one_one_a_smaller_rate_takes_675_steps() -> None:
    assert steps_to_arrive([0.01976], steps=700) == [675]


def test_a_small_loss_is_not_a_small_error() -> None:
    path = descend(VALLEY, [1, 1], GradientDescent(0.01), steps=10)
    assert path.values[-1] < path.values[0] / 100
    distance = np.linalg.norm(path.points[-1]) / np.linalg.norm(path.points[0])
    assert round(distance, 2) == 0.64


def test_turning_the_valley_changes_neither_the_errors_nor_the_loss() -> None:
    straight, turned = (scenes.two_speeds(angle) for angle in (0, 30))
    for k in range(2):
        before, after = (s.panels[1].marks[k].channels["y"].values for s in (straight, turned))
        assert np.allclose(before, after, atol=1e-10)


def test_each_minimum_of_himmelblau_holds_a_ball_up_to_its_own_rate() -> None:
    f = landscapes.himmelblau
    limits = 2 / np.linalg.eigvalsh(f.hessian(f.minima))[:, -1]
    assert limits.round(4).tolist() == [0.0243, 0.0248, 0.0149, 0.019]
    for minimum, limit in zip(f.minima, limits, strict=True):
        near = np.array(minimum) + 1e-3
        path = descend(f, near, GradientDescent(sweep([0.95 * limit, 1.05 * limit])), steps=400)
        away = np.linalg.norm(path.points[-1] - minimum, axis=-1)
        assert away[0] < 1e-6
        assert away[1] > 0.05


@pytest.fixture(scope="module")
def maps() -> tuple[np.ndarray, np.ndarray]:
    return basins.whole_map()


def test_the_map_of_descent_loses_c_and_then_d_and_that_of_momentum_neither(
    maps: tuple[np.ndarray, np.ndarray],
) -> None:
    descent, momentum = ([set(np.unique(one).tolist()) for one in rule] for rule in maps[0])
    everywhere, none = {0, 1, 2, 3}, NONE
    assert descent == [everywhere, everywhere, {0, 1, 3, none}, {0, 1, none}]
    assert all(everywhere <= seen for seen in momentum)
    assert none in momentum[-1]


def test_with_momentum_each_minimum_holds_a_ball_half_as_far_again() -> None:
    f = landscapes.himmelblau
    limits = 1.5 * 2 / np.linalg.eigvalsh(f.hessian(f.minima))[:, -1]
    assert round(limits[2], 4) == 0.0224
    for minimum, limit in zip(f.minima, limits, strict=True):
        near = np.array(minimum) + 1e-3
        path = descend(f, near, Momentum(sweep([0.95 * limit, 1.05 * limit]), 0.5), steps=600)
        away = np.linalg.norm(path.points[-1] - minimum, axis=-1)
        assert away[0] < 1e-6
        assert away[1] > 0.05


def test_a_start_settles_where_its_walk_ends_and_from_the_step_on_that_the_map_says() -> None:
    f = landscapes.himmelblau
    starts = np.random.default_rng(7).uniform(-5, 5, (300, 2))
    for rate in basins.RATES[:2]:
        for make in basins.RULES.values():
            which, since = find_destinations(f, starts, make(rate), looks=basins.LOOKS)
            path = descend(f, starts, make(rate), basins.LONGEST)
            ends = np.array(f.minima)[which]
            away = np.linalg.norm(path.points - ends, axis=-1)
            entered = [np.flatnonzero(run >= 0.01)[-1:].sum() + (run[0] >= 0.01) for run in away.T]
            late = np.array(entered) > basins.SHOWN
            assert (which >= 0).all()
            assert (since[~late] == np.array(entered)[~late]).all()
            assert (since[late] == basins.LONGEST).all()


def test_the_borders_are_the_palest(
    maps: tuple[np.ndarray, np.ndarray],
) -> None:
    which, since = maps[0][0, 0], maps[1][0, 0]
    border = (which[:-1, :-1] != which[1:, :-1]) | (which[:-1, :-1] != which[:-1, 1:])
    assert np.median(since[:-1, :-1][border]) >= 40 > np.median(since[:-1, :-1][~border])


def test_a_paler_tint_is_a_later_step_and_the_readout_counts_them(
    maps: tuple[np.ndarray, np.ndarray],
) -> None:
    steps = np.arange(basins.SHOWN + 1)[None]
    for number in range(4):
        tints = tint_map(np.full_like(steps, number), steps, steps.max())
        assert (np.diff(tints.sum(axis=-1, dtype=int)) > 0).all()
    shares = readings(basins.pick_a_start())["settled"]
    for k in (0, 7, 40):
        assert np.allclose(shares[k], ((maps[0] >= 0) & (maps[1] <= k)).mean(axis=(-2, -1)))


def test_near_c_at_0016_the_ball_bounces_for_ever() -> None:
    path = descend(landscapes.himmelblau, [-3.5, -3.0], GradientDescent(0.016), steps=600)
    assert path.status == "cycle of length 2"


def test_rosenbrock_in_thousands_of_steps() -> None:
    rule = GradientDescent(sweep([0.001, 0.0012, 0.0018, 0.0021]))
    path = descend(landscapes.rosenbrock, [-1.2, 1.0], rule, steps=18_000)
    assert path.arrived(1e-3).tolist() == [17082, 14232, 9469, np.inf]
    curvatures = np.linalg.eigvalsh(landscapes.rosenbrock.hessian([1.0, 1.0]))
    assert round(curvatures[1] / curvatures[0]) == 2508
    assert round(2 / curvatures[1], 6) == 0.001997


def test_exercise_four_has_par_235_and_two_strokes_with_two_rates() -> None:
    f = Function("5x^2 + 4x y + y^2")
    rates = np.linspace(0.1, 0.1715, 1431)
    path = descend(f, [-2.0, 3.0], GradientDescent(sweep(rates)), steps=500)
    strokes = path.arrived(1e-6 * np.linalg.norm([-2.0, 3.0]), at=[0, 0])
    assert strokes.min() == 235
    flat, steep = np.linalg.eigvalsh(f.hessian([0.0, 0.0]))
    point = np.array([-2.0, 3.0])
    for curvature in (steep, flat):
        point = point - f.gradient(point) / curvature
    assert np.linalg.norm(point) < 1e-12


def test_the_build_it_check_knows_its_own_slips() -> None:
    def points(step: Callable[[float], float]) -> list[float]:
        return [1.0, step(1.0), step(step(1.0))]

    steps = (lambda x: x + 2 * x / 4, lambda x: x - 2 * x, lambda x: x - x / 4)
    slips = list(checks.SLIPS)
    assert slips[:3] == [tuple(points(step)) for step in steps]
    right = descend(Function("x^2"), 1.0, GradientDescent(0.25), steps=2).points[:, 0]
    assert checks.built(right).passed


def test_the_answers_are_those_that_the_lesson_computes() -> None:
    path = descend(VALLEY, [1, 1], GradientDescent(0.0201), steps=300)
    past_ten = int(np.argmax(np.abs(path.points[:, 1]) > 10))
    assert checks.steps_to_ten(past_ten).passed
    assert checks.landing_rate(1 / Function("4x^2").hessian([0.0])[0, 0]).passed
    sure = int(np.ceil(np.log(1e-6) / np.log(999 / 1001)))
    assert checks.sure_steps(sure).passed


# --- schedules -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "away"),
    [
        ("constant", 0.2),
        ("step", 0.03),
        ("1/√k", 0.06),
        ("cosine", 5e-3),
        ("warm-up, cosine", 6e-3),
    ],
)
def test_on_a_kink_the_ball_ends_within_a_stride(schedule: str, away: float) -> None:
    end = np.abs(edge_of_stability.down_the_kink(schedule).points[-4:, 0])
    assert end.max() <= away + 1e-9


def test_a_constant_rate_jumps_between_two_points_for_ever() -> None:
    path = edge_of_stability.down_the_kink("constant", 1_000)
    assert path.status == "cycle of length 2"


def test_the_exponential_schedule_has_one_and_a_half_to_go_and_stops_short() -> None:
    rates = [edge_of_stability.SCHEDULES["exponential"](k) for k in range(2_000)]
    assert sum(rates) == pytest.approx(0.3 / (1 - 0.8)) == pytest.approx(1.5)
    path = edge_of_stability.down_the_kink("exponential", 2_000)
    assert path.points[-1, 0] == pytest.approx(edge_of_stability.FAR - 1.5)


def test_one_over_the_root_has_an_endless_sum() -> None:
    rates = [edge_of_stability.SCHEDULES["1/√k"](k) for k in range(10_000)]
    assert sum(rates) > 0.3 * (2 * np.sqrt(10_001) - 2) > 59


# --- the edge of stability -------------------------------------------------------------------


def test_the_gradient_of_the_network_is_the_one_written_by_hand() -> None:
    theta = edge_of_stability.first_weights()
    w, b, v = theta[:20], theta[20:40], theta[40:60]
    x = edge_of_stability.X[:, None]
    hidden = np.tanh(x * w + b)
    miss = 2 * (hidden @ v + theta[60] - edge_of_stability.wave(4)) / 20
    pulled = np.outer(miss, v) * (1 - hidden**2)
    by_hand = [*(x * pulled).sum(0), *pulled.sum(0), *(hidden.T @ miss), miss.sum()]
    assert np.allclose(autodiff.vector_gradient(edge_of_stability.network)(theta), by_hand)


def test_the_sharpness_is_what_power_iteration_finds() -> None:
    path = edge_of_stability.train()
    theta = path.points[60, 1]
    gradient = autodiff.vector_gradient(edge_of_stability.network)
    v = np.random.default_rng(7).normal(size=61)
    for _ in range(200):
        v = v / np.linalg.norm(v)
        product = (gradient(theta + 1e-5 * v) - gradient(theta - 1e-5 * v)) / 2e-5
        largest, v = v @ product, product
    assert edge_of_stability.sharpness()[60, 1] == pytest.approx(largest, rel=1e-4)


def test_the_sharpness_climbs_to_two_over_the_rate_and_hovers_there() -> None:
    steps, sharp = edge_of_stability.train().steps, edge_of_stability.sharpness()
    assert sharp[0] == pytest.approx([8.7] * 3, abs=0.05)
    seldom = (steps >= 2_250) & (steps % 750 == 0)
    assert (sharp[seldom, 1].min().round(1), sharp[seldom, 1].max().round(1)) == (19.1, 20.4)
    often = steps >= 2_000
    assert (np.abs(sharp[often, 1] - 20) < 1.5).all()
    assert (np.abs(sharp[often, 2] - 10) < 0.3).all()
    assert steps[(sharp[:, 1] >= 20).argmax()] <= 2_000
    late = sharp[steps >= 300, 0]
    assert (np.diff(late) > 0).all()
    assert late[-1] < 40


def test_the_loss_jumps_only_above_the_edge_and_still_falls() -> None:
    loss, sharp = edge_of_stability.train().values[:, 1], edge_of_stability.sharpness()[:, 1]
    jumps = np.flatnonzero(loss[1:] > 1.2 * loss[:-1])
    assert jumps.size
    assert all(sharp[max(0, k - 3) : k + 2].max() > 20 for k in jumps)
    assert loss[-1] < 0.005 < loss[len(loss) // 2] < 0.02


def test_the_loss_axis_fits_the_function_that_was_typed() -> None:
    assert scenes.rate_slider("x^2").panels[1].y == (1e-9, 1e3, "log")
    low, high = scenes.rate_slider("sin(x)").panels[1].y
    assert low < -1 < 1 < high
    assert scenes.rate_slider("1000x^2").panels[1].y[1] > 1e5


def test_the_crossing_is_the_best_rate_of_every_kappa_and_lowest_in_steps() -> None:
    scene = narrowness.wider_or_narrower()
    read = readings(scene)
    kappas = np.array(narrowness.KAPPAS, dtype=float)
    assert np.allclose(read["best rate × λ across"], 2 * kappas / (kappas + 1))
    assert np.allclose(read["factor"], (kappas - 1) / (kappas + 1))
    curve = scene.panels[2].marks[0].channels["y"].values
    exact = np.log(1e-6) / np.log((kappas - 1) / (kappas + 1))
    assert (curve.min(axis=1) >= exact - 1e-9).all()
    assert read["steps to a millionth"][[0, 6, -1]].tolist() == [13, 69, 691]
    rates = narrowness.PULLS[curve.argmin(axis=1)]
    assert np.abs(rates - 2 * kappas / (kappas + 1)).max() < 0.003


def test_a_pixel_of_the_map_appears_when_its_ball_settles() -> None:
    scene = basins.pick_a_start()
    painted = scene.panels[0].marks[1].channels["since"].values
    _, since = basins.whole_map()
    assert np.array_equal(painted, np.minimum(since, basins.SHOWN)[..., ::-1, :])


def test_off_the_cliff_only_the_run_without_a_limit_is_lost() -> None:
    x = readings(clipping.off_the_cliff())["x"]
    assert np.round(x[3, -1], 2) == np.round(x[-1, -1], 2) == -5.83
    assert (np.abs(x[-1, 1:-1]) < 1e-3).all()
    f = Function(clipping.CLIFF)
    assert 25 < float(f.gradient(x[2, -1:])[0]) < 25.5
    assert abs(float(f.gradient([-5.83])[0])) < 1e-6


def test_the_three_bends_reach_the_edge_from_every_seed_and_one_bend_from_none() -> None:
    starts = np.stack([edge_of_stability.first_weights(seed) for seed in range(6)])
    highest = {}
    for degree, loss in edge_of_stability.LOSSES.items():
        path = descend(loss, starts, GradientDescent(0.1), 6_000, every=600)
        hessians = loss.hessian(path.points[...].reshape(-1, 61))
        highest[degree] = np.linalg.eigvalsh(hessians)[:, -1].reshape(-1, 6).max(axis=0)
    assert (highest[4] > 19).all()
    assert (highest[2] < 18).all()
    assert edge_of_stability.sharpness(2)[:, 1].max() < 18
