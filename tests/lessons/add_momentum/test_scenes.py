"""Lesson 11: every number of the prose, every formula, and what each scene is there to show."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scene_laws import assert_light_and_said

from calclib import Function, GradientDescent, Momentum, Nesterov, descend
from calclib.lessons.add_momentum import checks, kinked_bowl, scenes, springs
from calclib.lessons.add_momentum.scenes import BEST, KAPPA, steps_taken
from calclib.lessons.add_momentum.springs import factor, fate
from calclib.stage.scene import Scene

SCENES = {
    "ball_with_friction": scenes.ball_with_friction,
    "two_valleys": lambda: scenes.ball_with_friction(WELLS, (-1.7, 0.9)),
    "one_spring": springs.one_spring,
    "map_of_settings": scenes.map_of_settings,
    "heavy_ball": kinked_bowl.heavy_ball,
    "nesterov": kinked_bowl.nesterov,
}
WELLS = "(x^2 - 1)^2 + 5y^2"
UNIT = Function("x^2/2")
rng = np.random.default_rng(7)
BETA = rng.uniform(0.01, 0.98, 200)
PULL = rng.uniform(0.01, 4.2, 200)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def errors(betas: np.ndarray, pulls: np.ndarray, steps: int) -> np.ndarray:
    """Errors (steps + 1, runs) of springs let go at 1."""
    rule = Momentum(pulls[:, None], betas[:, None])
    return descend(UNIT, 1.0, rule, steps).points[..., 0]


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


def test_the_step_counts_of_the_syllabus() -> None:
    pairs = [BEST, (0.03306, 0.6694), (BEST[0], 0.9)]
    assert [steps_taken(Momentum(*pair)) for pair in pairs] == [93, 96, 255]
    assert steps_taken(GradientDescent(2 / 101)) == 691
    assert steps_taken(Nesterov(1 / KAPPA, 9 / 11)) == 155


def test_at_beta_09_a_rate_of_00379_arrives_and_00381_does_not() -> None:
    assert steps_taken(Momentum(0.0379, 0.9)) == 283
    assert steps_taken(Momentum(0.0381, 0.9), most=20_000) == np.inf
    lost = descend(Function("(x^2 + 100y^2)/2"), [1, 1], Momentum(0.0381, 0.9), steps=400)
    assert lost.diverged
    assert np.isclose(2 * (1 + 0.9) / KAPPA, 0.038)


def test_several_runs_are_counted_as_each_alone() -> None:
    rates = np.array([[0.01], BEST[:1]])
    betas = np.array([[0.5], BEST[1:]])
    alone = [steps_taken(Momentum(*pair)) for pair in ((0.01, 0.5), BEST)]
    assert steps_taken(Momentum(rates, betas)).tolist() == alone


def test_the_factor_is_the_larger_size_of_numpys_roots() -> None:
    by_roots = [
        np.abs(np.roots([1, -(1 + beta - pull), beta])).max()
        for beta, pull in zip(BETA, PULL, strict=True)
    ]
    assert np.allclose(factor(BETA, PULL), by_roots)


def test_the_discriminant_parts_into_the_two_critical_pulls() -> None:
    root = np.sqrt(BETA)
    under_root = ((1 + BETA - PULL) / 2) ** 2 - BETA
    assert np.allclose(4 * under_root, ((1 - root) ** 2 - PULL) * ((1 + root) ** 2 - PULL))


def test_where_it_swings_the_factor_is_root_beta_whatever_the_pull() -> None:
    swings = fate(BETA, PULL) == "swings"
    assert 20 < swings.sum() < 200
    assert np.allclose(factor(BETA, PULL)[swings], np.sqrt(BETA)[swings])
    assert (factor(BETA, PULL)[~swings] > np.sqrt(BETA)[~swings]).all()


def test_a_swing_is_root_beta_to_the_k_times_a_cosine() -> None:
    beta = 0.9
    pull = 0.04
    k = np.arange(80)
    phi = np.arccos((1 + beta - pull) / (2 * np.sqrt(beta)))
    waves = np.sqrt(beta) ** k * np.array([np.cos(k * phi), np.sin(k * phi)])
    x = errors(np.array([beta]), np.array([pull]), 79)[:, 0]
    weights = np.linalg.solve(waves[:, :2].T, x[:2])
    assert np.allclose(weights @ waves, x)


def test_at_critical_damping_the_error_is_a_line_times_a_power() -> None:
    x = errors(np.array([0.64]), np.array([0.04]), 60)[:, 0]
    straight = x / 0.8 ** np.arange(61)
    assert np.allclose(np.diff(straight, n=2), 0, atol=1e-9)


def test_a_spring_does_what_its_fate_says() -> None:
    words = fate(BETA, PULL)
    assert {"creeps", "swings", "flips", "flies"} <= set(words)
    x = errors(BETA, PULL, 400)
    sides = np.sign(x[1:21] * x[:20])
    assert (x[:40, words == "creeps"] > 0).all()
    assert (np.abs(x[-1, words == "flips"]) < 1).all()
    assert (sides[-5:, words == "flips"] < 0).all()
    assert not (np.abs(x[-1, words == "flies"]) < 1).any()
    x = errors(np.array([0.62]), np.array([3.24]), 400)[:, 0]
    assert fate(0.62, 3.24) == "bounces"
    assert np.allclose(x[300:-1], -x[301:])
    assert abs(x[-1]) > 1


def test_each_spring_arrives_exactly_below_the_bound() -> None:
    bound = 2 * (1 + BETA)
    assert (factor(BETA, 0.999 * bound) < 1).all()
    assert (factor(BETA, 1.001 * bound) > 1).all()


def test_the_numbers_of_the_three_springs() -> None:
    betas = np.array([0.3, 0.64, 0.9])
    assert factor(betas, 0.04).round(3).tolist() == [0.941, 0.8, 0.949]
    ends = np.abs(errors(betas, np.full(3, 0.04), 60)[-1])
    assert ends[1] < 1e-3 * min(ends[0], ends[2])
    assert fate(betas, 0.04).tolist() == ["creeps", "critical", "swings"]


def test_at_the_effective_rate_01_of_the_first_scene_067_is_critical_and_nearly_the_best() -> None:
    best = BEST[1]
    assert round(best, 2) == 0.67
    assert fate(best, 0.1 * (1 - best)) == "critical"
    betas = scenes.BETAS[:, None]
    counts = steps_taken(Momentum(0.1 * (1 - betas), betas))
    assert scenes.BETAS[counts.argmin()] in (0.68, 0.7)
    assert counts[scenes.BETAS == 0.98] > counts[scenes.BETAS == 0.9]
    assert np.isinf(counts[scenes.BETAS < 0.66]).all()


def test_at_one_effective_rate_momentum_saves_about_half_and_a_larger_rate_helps_more() -> None:
    def counts(rate: float) -> list[float]:
        return [float(steps_taken(Momentum(rate * (1 - b), b))) for b in (0.0, 0.68, 0.88, 0.94)]

    def fewest(rate: float) -> float:
        betas = np.arange(0.9, 0.99, 0.002)[:, None]
        return float(steps_taken(Momentum(rate * (1 - betas), betas)).min())

    assert counts(0.01) == [1341, 1313, 1241, 1097]
    assert counts(2 / 101) == [691, 646, 561, 354]
    assert counts(0.05)[:3] == [np.inf, 231, 220]
    assert counts(0.1)[:3] == [np.inf, 77, 192]
    assert 0.5 < fewest(0.01) / 1341 < 0.6
    assert 0.4 < fewest(2 / 101) / 691 < 0.5


def test_at_one_effective_rate_momentum_does_not_average_noise() -> None:
    betas = np.array([0.0, 0.5, 0.9, 0.98])
    for rate in (0.02, 0.1):
        clouds = scenes.spread(betas, rate * (1 - betas))
        assert clouds[0] == pytest.approx(rate / (2 - rate))
        assert (rate / 2 < clouds).all()
        assert (clouds <= clouds[0]).all()
    rng = np.random.default_rng(7)
    x = np.zeros((4, 10_000))
    v = np.zeros((4, 10_000))
    for _ in range(1_000):
        v = betas[:, None] * v + x + rng.normal(size=10_000)
        x = x - 0.1 * (1 - betas[:, None]) * v
    assert np.allclose(np.mean(x**2, axis=1), scenes.spread(betas, 0.1 * (1 - betas)), rtol=0.04)


def test_noise_moves_the_best_setting_to_smaller_effective_rates() -> None:
    rates = np.linspace(1e-4, 0.042, 200)
    betas = np.linspace(0, 0.99, 100)[:, None]
    best = []
    for noise in scenes.NOISES:
        gained = scenes.digits(betas, rates, noise)
        row, column = np.unravel_index(np.nanargmax(gained), gained.shape)
        best.append(rates[column] / (1 - betas[row, 0]))
    assert best[0] == pytest.approx(0.1, rel=0.1)
    assert best[0] > best[1] > best[2]


def test_the_noisy_runs_of_the_map_begin_with_the_one_without_noise() -> None:
    f = Function("(x^2 + 100y^2)/2")
    rule = Momentum(0.01, 0.8)
    start = np.ones((3, 1, 2))
    both = descend(scenes.noisy_ravines(), start, rule, 40).points[...]
    assert np.allclose(both[:, 0, 0], descend(f, [1.0, 1.0], rule, 40).points[...])
    assert not np.allclose(both[-1, 1, 0], both[-1, 2, 0], atol=1e-3)


def test_at_a_rate_of_a_hundredth_081_is_critical_along_and_nearly_the_best() -> None:
    assert fate(0.81, 0.01) == "critical"
    betas = scenes.BETAS[1:]
    counts = steps_taken(Momentum(0.01, betas[:, None]))
    assert betas[counts.argmin()] in (0.78, 0.8, 0.82)
    assert counts[betas == 0.98] > counts[betas == 0.9]


def test_no_pair_beats_the_best_and_its_factor_is_nine_elevenths() -> None:
    rates = np.linspace(1e-4, 0.042, 420)
    betas = np.linspace(0, 0.99, 199)[:, None]
    slower = np.maximum(factor(betas, rates), factor(betas, KAPPA * rates))
    best = max(factor(BEST[1], BEST[0]), factor(BEST[1], KAPPA * BEST[0]))
    assert best == pytest.approx(9 / 11, abs=1e-6)
    assert best <= slower.min()


def test_the_proof_that_no_pair_does_better_holds_everywhere() -> None:
    rate = PULL / KAPPA
    slower = np.maximum(factor(BETA, PULL / KAPPA), factor(BETA, PULL))
    stable = slower < 1
    rho = slower[stable]
    beta = BETA[stable]
    assert (rate[stable] >= (1 - rho) * (1 - beta / rho) - 1e-12).all()
    assert (PULL[stable] <= (1 + rho) * (1 + beta / rho) + 1e-12).all()
    assert (((1 + rho) / (1 - rho)) ** 2 >= KAPPA - 1e-9).all()


def test_the_best_pair_is_critical_for_both_curvatures() -> None:
    root = np.sqrt(BEST[1])
    assert BEST[0] == pytest.approx((1 - root) ** 2)
    assert KAPPA * BEST[0] == pytest.approx((1 + root) ** 2)
    assert BEST[0] == pytest.approx(4 / (1 + np.sqrt(KAPPA)) ** 2)
    assert round(np.log(1e-6) / np.log(9 / 11), 1) == 68.8


def test_rounded_the_best_pair_leaves_the_swinging_range_on_both_sides() -> None:
    assert fate(0.6694, 0.03306) == "creeps"
    assert fate(0.6694, 3.306) == "flips"


def test_at_the_best_pair_the_error_across_first_grows_37_fold() -> None:
    across = errors(np.array([BEST[1]]), np.array([KAPPA * BEST[0]]), 93)[:, 0]
    assert round(np.abs(across).max(), 1) == 3.7
    assert np.abs(across).max() < scenes.SWING[1]


def test_on_a_spring_nesterov_has_more_friction_the_steeper_it_is() -> None:
    alpha = 0.01
    beta = 9 / 11
    pulls = 0.01 * np.array([1.0, 10.0, 50.0, 100.0])
    f = Function("(x^2 + 100y^2)/2")
    points = descend(f, [1.0, 1.0], Nesterov(alpha, beta), 40).points
    for k, pull in enumerate(pulls[[0, 3]]):
        x = points[:, k]
        assert np.allclose(x[2:], (1 - pull) * (x[1:-1] + beta * (x[1:-1] - x[:-2])))
    sizes = [
        np.abs(np.roots([1, -(1 - p) * (1 + beta), beta * (1 - p)])).max(initial=0) for p in pulls
    ]
    assert sizes[0] == pytest.approx(1 - 1 / np.sqrt(KAPPA), abs=1e-6)
    assert sizes == sorted(sizes, reverse=True)


def test_steady_gradients_count_ten_times_and_alternating_ones_half() -> None:
    steady = descend(Function("x"), 0.0, Momentum(0.1, 0.9), steps=200, memory=True)
    assert steady.memory[-1, 0] == pytest.approx(10)
    assert steady.memory[5, 0] == pytest.approx((1 - 0.9**5) / (1 - 0.9))
    alternating = sum((-0.9) ** k for k in range(200))
    assert alternating == pytest.approx(1 / 1.9)


def test_the_averaging_rule_walks_the_same_path_at_a_converted_rate() -> None:
    f = Function("(x^2 + 100y^2)/2")
    beta = 0.9
    eta = 0.3
    theta = np.array([1.0, 1.0])
    u = np.zeros(2)
    path = descend(f, theta, Momentum(eta * (1 - beta), beta), steps=50).points
    for aim in path[1:]:
        u = beta * u + (1 - beta) * f.gradient(theta)
        theta = theta - eta * u
        assert np.allclose(theta, aim)


def test_the_rule_is_gradient_descent_and_a_share_of_the_last_step() -> None:
    f = Function(WELLS)
    x = descend(f, [-1.7, 0.9], Momentum(0.01, 0.9), steps=50).points[...]
    by_one_line = x[1:-1] - 0.01 * f.gradient(x[1:-1]) + 0.9 * (x[1:-1] - x[:-2])
    assert np.allclose(by_one_line, x[2:])


def test_the_arrows_of_a_step_lead_to_the_next_point() -> None:
    scene = scenes.ball_with_friction(steps=30)
    kept, push = [mark.channels for mark in scene.panels[0].marks if mark.kind == "arrows"]
    for name, way in (("x", "u"), ("y", "v")):
        tip = push[name].values[:-1] + push[way].values[:-1]
        follows = kept[name].values[1:]
        alive = np.isfinite(tip) & np.isfinite(follows)  # some runs fly out
        assert alive.mean() > 0.8
        assert np.allclose(tip[alive], follows[alive])


def test_from_which_beta_on_the_pass_is_crossed() -> None:
    betas = np.array([0.88, 0.9, 0.94, 0.96])
    ends = {
        kind: descend(
            Function(WELLS), [-1.7, 0.9], kind(0.1 * (1 - betas[:, None]), betas[:, None]), 3000
        ).points[-1]
        for kind in (Momentum, Nesterov)
    }
    assert ends[Momentum][:, 0].round().tolist() == [-1, 1, 1, 1]
    assert ends[Nesterov][:, 0].round().tolist() == [-1, -1, -1, 1]


def test_the_map_plays_every_setting_that_the_lesson_names() -> None:
    scene = scenes.map_of_settings()
    picks = scene.axis("α and β").values
    counts = scene.numbers[0][1].values[0, :, 0]
    expected = dict(zip(scenes.NAMED, [691, 93, 255, 283, np.nan], strict=True))
    assert scenes.NAMED[0] == (2 / 101, 0.0)
    for pick, count, (pair, steps) in zip(picks, counts, expected.items(), strict=False):
        assert tuple(pick) == pair
        assert np.array_equal(count, steps, equal_nan=True)
    neighbour = np.flatnonzero(np.isclose(picks, (0.028, 0.7)).all(axis=1))
    assert counts[neighbour].tolist() == [73]


def test_a_neighbour_of_the_summit_is_sooner_at_first_and_later_in_the_long_run() -> None:
    turns = np.linspace(0, np.pi, 181)[:, None]
    starts = np.concatenate([np.cos(turns), np.sin(turns)], axis=1)
    f = Function("(x^2 + 100y^2)/2")
    paths = [descend(f, starts, Momentum(*pair), 500) for pair in (BEST, (0.028, 0.7))]
    for tolerance, sooner in ((1e-6, 1), (1e-30, 0)):
        counts = [path.arrived(tolerance, at=[0, 0], stay=True).max() for path in paths]
        assert int(np.argmin(counts)) == sooner


def test_the_map_is_blank_where_runs_fly_out() -> None:
    heats = scenes.map_of_settings().panels[0].marks[0].channels["values"].values
    heat = heats[0]
    rates = 0.042 * (np.arange(heat.shape[1]) + 0.5) / heat.shape[1]
    betas = (np.arange(heat.shape[0])[:, None] + 0.5) / heat.shape[0]
    edge = 2 * (1 + betas) / KAPPA
    assert np.array_equal(np.isnan(heat) | np.isclose(rates, edge), (rates >= edge * (1 - 1e-9)))
    assert np.array_equal(np.isnan(heats[0]), np.isnan(heats[1]))
    assert 7.5 < np.nanmax(scenes.digits(betas, rates, 0.0)) <= 8.8


def test_the_colours_of_the_map_are_digits_on_one_scale_for_every_noise() -> None:
    mark = scenes.map_of_settings().panels[0].marks[0]
    most = np.nanmax(mark.channels["values"].values, axis=(1, 2))
    assert most.round(1).tolist() == [8.5, 1.9, 1.0]
    assert (mark.style["log"], mark.style["low"], mark.style["high"]) == (True, 0.3, 9.0)
    assert most.max() <= mark.style["high"]


def test_the_kinked_bowl_is_strongly_convex_and_its_slope_does_not_jump() -> None:
    f = Function(kinked_bowl.height)
    x = np.linspace(-5, 5, 2001)[:, None]
    curvature = np.diff(f.gradient(x)[:, 0]) / np.diff(x[:, 0])
    assert curvature.min() == pytest.approx(1)
    assert curvature.max() == pytest.approx(25)
    for kink, slope, height in ((1.0, 25, 12.5), (2.0, 26, 38)):
        near = kink + np.array([[-1e-9], [1e-9]])
        assert np.allclose(f.gradient(near), slope)
        assert np.allclose(f.value(near), height)


def test_the_cycle_is_exact_in_fractions() -> None:
    def slope(x: Fraction) -> Fraction:
        return 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24

    high, middle, low = (Fraction(n, 1225) for n in (2592, 792, -2208))
    for before, now, after in ((low, high, middle), (high, middle, low), (middle, low, high)):
        assert now - slope(now) / 9 + Fraction(4, 9) * (now - before) == after
    assert [round(float(x), 3) for x in (high, middle, low)] == [2.116, 0.647, -1.802]
    assert [float(x) for x in (high, middle, low)] == kinked_bowl.CYCLE.tolist()


def test_from_33_the_heavy_ball_cycles_for_ever() -> None:
    path = descend(Function(kinked_bowl.height), 3.3, kinked_bowl.HEAVY, steps=3000)
    assert path.status == "cycle of length 3"
    assert sorted(path.points[-3:, 0].round(3)) == [-1.802, 0.647, 2.116]


def test_of_81_starts_ten_never_arrive_and_only_with_the_heavy_ball() -> None:
    f = Function(kinked_bowl.height)
    starts = kinked_bowl.STARTS[:, None]
    rules = (GradientDescent(2 / 26), kinked_bowl.HEAVY, kinked_bowl.AHEAD)
    paths = [descend(f, starts, rule, steps=400) for rule in rules]
    assert [int(np.isinf(path.arrived(1e-6, at=0)).sum()) for path in paths] == [0, 10, 0]
    assert starts[kinked_bowl.FIRST, 0] == 3.3


def test_nesterov_keeps_its_guarantee_on_the_kinked_bowl() -> None:
    f = Function(kinked_bowl.height)
    starts = kinked_bowl.STARTS[:, None]
    values = descend(f, starts, kinked_bowl.AHEAD, steps=60).values[...]
    allowed = (values[0] + starts[:, 0] ** 2 / 2) * (1 - 1 / 5) ** np.arange(61)[:, None]
    assert (values <= allowed + 1e-12).all()


def test_both_rules_on_the_bowl_have_the_textbooks_numbers() -> None:
    heavy = kinked_bowl.HEAVY
    ahead = kinked_bowl.AHEAD
    kappa = 25
    assert heavy.learning_rate == pytest.approx(4 / (1 + 5) ** 2)
    assert heavy.beta == pytest.approx(((5 - 1) / (5 + 1)) ** 2)
    assert ahead.learning_rate == 1 / kappa
    assert ahead.beta == pytest.approx((5 - 1) / (5 + 1))
    assert factor(4 / 9, 25 / 9) == pytest.approx(2 / 3)


def test_the_answers_are_those_that_the_lesson_computes() -> None:
    assert checks.final_velocity(3 / (1 - 0.8)).passed
    assert checks.critical("(1 - sqrt(h))^2").passed
    beta = (1 - np.sqrt(0.04)) ** 2
    assert fate(beta, 0.04) == "critical"
    assert factor(0.9, 0.0379 * KAPPA) < 1 < factor(0.9, 0.0381 * KAPPA)


def test_at_the_effective_rate_0_05_the_heavy_ball_comes_to_rest_and_descent_flies_out() -> None:
    valley = Function(f"(x^2 + {KAPPA}y^2)/2")
    heavy = descend(valley, [-1.5, 1.0], Momentum(0.05 * (1 - 0.9), 0.9), steps=120)
    assert heavy.values[-1] < 1e-4
    assert descend(valley, [-1.5, 1.0], GradientDescent(0.05), steps=120).diverged
