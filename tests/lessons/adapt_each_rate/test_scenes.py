"""Lesson 12: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Function,
    GradientDescent,
    RMSprop,
    autodiff,
    descend,
    landscapes,
    schedules,
    sweep,
)
from calclib.lessons.adapt_each_rate import checks, failures, norms, ravines, scenes
from calclib.lessons.adapt_each_rate.parts import Told
from calclib.optimize.descent import walk
from calclib.optimize.norms import polar_factor
from calclib.optimize.rules import Rule
from calclib.stage.scene import Scene

SCENES: dict[str, Callable[[], Scene]] = {
    "inside_one_step": scenes.inside_one_step,
    "turned_ravine": ravines.turned_ravine,
    "step_in_a_ball": norms.step_in_a_ball,
    "round_off": norms.round_off,
    "fading_and_hovering": failures.fading_and_hovering,
    "rare_large_slope": failures.rare_large_slope,
    "decay_or_penalty": failures.decay_or_penalty,
}


@pytest.fixture(scope="module")
def made() -> dict[str, Scene]:
    return {name: make() for name, make in SCENES.items()}


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_says_what_moves_and_is_light(made: dict[str, Scene], name: str) -> None:
    scene = made[name]
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1
    assert len(scene.axes) > 1


@pytest.mark.parametrize("name", scenes.RULES)
def test_the_bars_of_a_step_are_the_step(name: str) -> None:
    rule = scenes.RULES[name]
    path = descend(Function("(x^2 + 25y^2)/2"), [-1.5, 1.0], rule, 40, memory=True)
    above, below = scenes.fraction(path)
    step = -rule.learning_rate * above / below
    assert np.allclose(np.diff(path.points[...], axis=0), step, rtol=1e-9, atol=1e-12)


def test_the_first_steps_in_the_ravine(made: dict[str, Scene]) -> None:
    read = readings(made["inside_one_step"])
    rules = list(scenes.RULES)
    along = read["step ÷ α, x"][:, 0]
    across = read["step ÷ α, y"][:, 0]
    for name, length in (("AdaGrad", 1), ("Adam", 1), ("Adam, not corrected", 10**0.5)):
        assert along[rules.index(name)] == pytest.approx(length, rel=1e-5)
        assert across[rules.index(name)] == pytest.approx(-length, rel=1e-5)
    slopes = Function("(x^2 + 25y^2)/2").gradient([-1.5, 1.0])
    assert slopes.tolist() == [-1.5, 25.0]


def test_adagrad_s_squares_only_grow_and_those_of_the_others_shrink_again(
    made: dict[str, Scene],
) -> None:
    squares = readings(made["inside_one_step"])["squares G, s or v, y"]
    change = np.diff(squares, axis=1)
    rules = list(scenes.RULES)
    assert (change[rules.index("AdaGrad")] >= 0).all()
    assert (change[rules.index("RMSprop")] < 0).any()
    assert (change[rules.index("Adam")] < 0).any()


def test_bars_and_ball_stay_in_their_frames(made: dict[str, Scene]) -> None:
    scene = made["inside_one_step"]
    for panel in scene.panels[1:]:
        heights = panel.marks[1].channels["y"].values
        assert panel.y[0] <= heights.min()
        assert heights.max() <= panel.y[1]
    x0, x1, y0, y1 = scenes.OPEN_BOX
    ball = scene.panels[0].marks[-1].channels
    assert x0 <= ball["x"].values.min() <= ball["x"].values.max() <= x1
    assert y0 <= ball["y"].values.min() <= ball["y"].values.max() <= y1


@pytest.mark.parametrize("rule", [AdaGrad(0.1), RMSprop(0.1), Adam(0.1)], ids=lambda r: r.title)
def test_slopes_a_thousand_times_larger_make_the_same_steps(rule: AdaGrad) -> None:
    paths = [
        descend(Function(f"{c}(x^2 + 25y^2)/2"), [-1.5, 1.0], rule, 30).points for c in (1, 1000)
    ]
    assert np.allclose(*paths, atol=1e-6)


def test_the_weights_of_a_running_mean_add_up_to_what_the_correction_divides_by() -> None:
    for t in (1, 2, 50):
        weights = (1 - 0.9) * 0.9 ** np.arange(t)
        assert weights.sum() == pytest.approx(1 - 0.9**t)


def test_without_correction_the_first_step_is_3162_times_too_long() -> None:
    assert 0.1 / np.sqrt(0.001) == pytest.approx(10**0.5)
    first = failures.strides_on_a_slope(Adam(1.0, bias_correction=False))[0]
    assert round(float(first), 3) == 3.162
    assert failures.strides_on_a_slope(Adam(1.0))[0] == pytest.approx(1.0)


def test_numbers_kept_for_each_parameter() -> None:
    kept = {rule.title: failures.numbers_kept(rule) for rule in failures.PRICED}
    assert kept == {
        "gradient descent": 0,
        **dict.fromkeys(("momentum", "AdaGrad", "RMSprop"), 1),
        **dict.fromkeys(("Adam", "AdamW"), 2),
        "AMSGrad": 3,
    }
    assert 7e9 * kept["Adam"] * 4 == 56e9


def test_a_told_slope_is_the_derivative() -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(failures.RUNS, 1))
    for f in (failures.line_of(3.0), next(failures.noisy_bowls(rng))):
        exact = Function(f.definition, variables=("x",), using=autodiff)
        assert np.allclose(f.gradient(x), exact.gradient(x))
    f, turn = ravines.ravines()
    points = np.broadcast_to(turn @ [0.3, -1.2], (2, 3, 2))
    exact = Function(f.definition, variables=("x", "y"), using=autodiff)
    assert np.allclose(f.gradient(points), exact.gradient(points))


def test_adagrad_s_step_falls_as_one_over_the_root_of_time() -> None:
    strides = failures.strides_on_a_slope(AdaGrad(1.0))
    at = np.searchsorted(failures.LONG, [1, 100, 10_000])
    assert failures.LONG[at].tolist() == [1, 100, 10_000]
    assert np.allclose(strides, 1 / np.sqrt(failures.LONG), rtol=1e-6)
    assert strides[at] == pytest.approx([1, 0.1, 0.01])


def test_rmsprop_begins_ten_times_too_long_and_settles_on_its_rate() -> None:
    strides = failures.strides_on_a_slope(RMSprop(1.0))
    assert strides[0] == pytest.approx(10)
    assert strides[-1] == pytest.approx(1)


def test_adam_keeps_its_stride_and_uncorrected_is_a_quarter_too_long_after_a_thousand() -> None:
    assert np.allclose(failures.strides_on_a_slope(Adam(1.0)), 1)
    strides = failures.strides_on_a_slope(Adam(1.0, bias_correction=False))
    assert strides[np.searchsorted(failures.LONG, 1000)] == pytest.approx(1.26, abs=0.005)


def test_rmsprop_hovers_at_the_root_of_half_its_rate() -> None:
    errors = failures.errors_in_noise(RMSprop)
    late = np.sqrt((errors[failures.LONG > 2000] ** 2).mean(axis=0))
    assert late == pytest.approx(np.sqrt(np.array(failures.NOISE_RATES) / 2), rel=0.07)


def test_a_fading_rate_falls_below_the_ball_but_may_not_arrive() -> None:
    for rule in (AdaGrad, lambda rate: RMSprop(schedules.inverse_root(rate))):
        last = failures.errors_in_noise(rule)[-1]
        assert (last[2:] < 0.2 * np.sqrt(np.array(failures.NOISE_RATES[2:]) / 2)).all()
        assert last[0] > 1.7  # at 0.01, of 4, and a stride of α/√t covers but 2α√t = 2
    assert (0.01 / np.sqrt(np.arange(1, 10_001))).sum() == pytest.approx(2, rel=0.01)


def test_without_noise_rmsprop_jumps_between_plus_and_minus_half_its_rate() -> None:
    points = descend(Function("x^2/2"), 1.0, RMSprop(0.1), steps=6000).points[-2:, 0]
    assert np.sort(points) == pytest.approx([-0.05, 0.05], rel=1e-3)


@pytest.mark.parametrize(("degrees", "last"), [(0, 139), (22.5, 731), (45, 927)])
def test_adam_is_not_rotation_invariant_and_gradient_descent_is(degrees: float, last: int) -> None:
    ravine = landscapes.ravine(100, np.deg2rad(degrees))
    adam = descend(ravine, ravine.start, Adam(0.05), steps=1000)
    plain = descend(ravine, ravine.start, GradientDescent(2 / 101), steps=1000)
    assert adam.arrived(1e-3, stay=True) - 1 == last
    assert plain.arrived(1e-3, stay=True) - 1 == 362
    if degrees == 0:
        assert adam.arrived(1e-3) == 82


def test_the_scene_turns_the_ravine_of_the_catalogue() -> None:
    for name in ("Adam", "momentum 0.9"):
        needed, seen = ravines.every_rate(name)
        rate = ravines.RATES[47]
        assert round(float(rate), 3) == 0.038
        for i, kappa in enumerate(ravines.KAPPAS):
            for j, degrees in enumerate(ravines.ANGLES):
                ravine = landscapes.ravine(kappa, np.deg2rad(degrees))
                rule = ravines.RULES[name][0](rate)
                alone = descend(ravine, ravine.start, rule, steps=ravines.STEPS)
                last = alone.arrived(ravines.NEAR, stay=True) - 1
                if degrees == 0:
                    assert needed[47, i, j] == last
                if np.isfinite(alone.points[40]).all():
                    assert np.allclose(seen[40, 15, i, j], alone.points[40], rtol=1e-6, atol=1e-9)


def test_tuned_at_kappa_100_the_turn_costs_adam_next_to_nothing_and_adagrad_and_rmsprop_much() -> (
    None
):
    steps = {
        name: [ravines.fewest(name, 100, degrees)[0] for degrees in ravines.ANGLES]
        for name in ravines.RULES
    }
    assert steps["Adam"] == [127, 134, 130]
    assert steps["gradient descent"] == [361] * 3
    assert steps["momentum 0.9"] == [128] * 3
    assert steps["AdaGrad"] == [1, 322, 507]
    assert steps["RMSprop"][0] == 74
    assert min(steps["RMSprop"][1:]) > 900


def test_tuned_at_kappa_1000_the_turn_costs_adam_threefold_and_momentum_nothing() -> None:
    steps = {
        name: [ravines.fewest(name, 1000, degrees)[0] for degrees in ravines.ANGLES]
        for name in ravines.RULES
    }
    assert steps["Adam"] == [127, 325, 464]
    assert steps["momentum 0.9"] == [142] * 3
    assert steps["AdaGrad"][1:] == steps["RMSprop"][1:] == [np.inf] * 2


def test_no_best_rate_lies_on_an_edge_of_the_grid() -> None:
    for name in ravines.RULES:
        needed = ravines.every_rate(name)[0]
        best = needed.argmin(axis=0)[np.isfinite(needed.min(axis=0))]
        assert (best > 0).all()
        assert (best < len(ravines.RATES) - 1).all()


def adams(kappa: float, degrees: float, rule: Rule, starts: np.ndarray, steps: int) -> np.ndarray:
    """Steps needed on one ravine from starts on its own axes, whatever batch the rule has."""
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    turn = np.array([[c, -s], [s, c]])
    H = turn @ np.diag([1.0, kappa]) @ turn.T
    f = Told(lambda x, y: 0 * x, lambda points: points @ H, ("x", "y"))
    last = np.asarray(0.0)
    with np.errstate(all="ignore"):
        for k, points in zip(range(steps + 1), walk(f, starts @ turn.T, rule), strict=False):
            outside = ~(np.linalg.norm(points, axis=-1) <= ravines.NEAR)
            last = np.where(outside, k, last)
    return np.where(last < steps, last, np.inf)


def test_twelve_other_starts_say_the_same() -> None:
    starts = np.random.default_rng(7).normal(size=(12, 2))
    starts *= np.sqrt(2) / np.linalg.norm(starts, axis=1)[:, None]
    every = Adam(sweep(ravines.RATES)[:, None])
    fewest = {
        (kappa, degrees): adams(kappa, degrees, every, starts, 1000).min(axis=0)
        for kappa in ravines.KAPPAS
        for degrees in ravines.ANGLES
    }
    medians = {key: float(np.median(given)) for key, given in fewest.items()}
    wide = [medians[100, degrees] for degrees in ravines.ANGLES]
    narrow = [medians[1000, degrees] for degrees in ravines.ANGLES]
    assert wide == pytest.approx([126, 134, 131.5], abs=1)
    assert narrow == pytest.approx([126, 320.5, 451], abs=2)
    assert fewest[1000, 0].max() < 130
    assert min(fewest[1000, 22.5].min(), fewest[1000, 45].min()) > 200


def test_at_kappa_1000_tuning_the_betas_too_does_not_mend_it() -> None:
    rates, b1, b2 = np.meshgrid(
        np.geomspace(1e-3, 10, 40),
        [0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99],
        [0.9, 0.99, 0.999, 0.9999, 0.99999],
        indexing="ij",
    )
    rule = Adam(*(sweep(number.ravel()) for number in (rates, b1, b2)))
    found = [adams(1000, degrees, rule, np.ones(2), 1000).min() for degrees in ravines.ANGLES]
    assert found == pytest.approx([20, 325, 290], rel=0.06)


def test_counted_on_to_step_3000_adam_leaves_the_minimum_again() -> None:
    rule = Adam(sweep(ravines.RATES))
    found = [adams(100, degrees, rule, np.ones(2), 3000).min() for degrees in ravines.ANGLES]
    assert found == pytest.approx([127, 140, 160], abs=3)


def test_at_45_degrees_both_coordinates_see_equal_slopes_and_at_0_a_hundredfold_ratio() -> None:
    along, turned = (landscapes.ravine(100, angle) for angle in (0.0, np.pi / 4))
    assert np.abs(along.gradient(along.start)).tolist() == [1, 100]
    assert np.abs(turned.gradient(turned.start)).round().tolist() == [70, 71]
    path = descend(turned, turned.start, Adam(0.05), steps=600, memory=True)
    sizes = np.sqrt(path.memory.v[50:])
    assert np.allclose(sizes[:, 0] / sizes[:, 1], 1, rtol=0.05)


def test_on_the_ravine_s_own_axes_adam_is_the_same_at_every_angle() -> None:
    _, turn = ravines.ravines()
    rate = float(ravines.RATES[47])

    def run(points: np.ndarray, axes: np.ndarray) -> np.ndarray:
        own = Function(lambda u, v: (u * u + 100 * v * v) / 2)
        return descend(own, points @ axes, Adam(rate), steps=1000).points @ axes.T

    for axes in turn:
        away = np.linalg.norm(run(axes @ [1.0, 1.0], axes), axis=-1)
        assert np.flatnonzero(away > 1e-3)[-1] == 127


def test_the_steepest_step_lies_on_the_rim_and_none_goes_lower(made: dict[str, Scene]) -> None:
    scene = made["step_in_a_ball"]
    falls = scene.panels[1].marks[0].channels["y"].values  # (directions, norms, 361)
    best = readings(scene)["g·s"]
    assert (best[..., None] <= falls + 1e-12).all()
    assert np.allclose(best[:, 0], -1)
    steps = readings(scene)
    assert np.abs(steps["step in x"][:, 1]).round(12).max() == 1
    assert norms.steepest(np.array([3.0, -0.1]), norms.NORMS[1]).tolist() == [-1, 1]


def test_five_rounds_bring_the_singular_values_of_the_scene_near_one(
    made: dict[str, Scene],
) -> None:
    read = readings(made["round_off"])
    both = np.stack([read["larger singular value"], read["smaller singular value"]])
    assert np.allclose(np.sum(both[:, 0] ** 2, axis=0), 1)
    enough = [k for k, s in enumerate(norms.GENTLE) if s > 0.01]
    assert 0.65 < both[:, -1, enough].min() < both[:, -1].max() < 1.22


def test_sign_and_polar_factor_agree_on_a_diagonal_and_only_muon_turns_with_the_axes() -> None:
    assert np.array_equal(polar_factor(np.diag([3.0, -0.1])), np.sign(np.diag([3.0, -0.1])))
    rng = np.random.default_rng(7)
    G, *turns = rng.normal(size=(3, 4, 4))
    Q, R = (np.linalg.qr(turn)[0] for turn in turns)
    assert np.allclose(polar_factor(Q @ G @ R), Q @ polar_factor(G) @ R)
    assert not np.allclose(np.sign(Q @ G @ R), Q @ np.sign(G) @ R, atol=0.1)


def test_adam_walks_to_the_worst_point_and_amsgrad_to_the_best(made: dict[str, Scene]) -> None:
    adam, amsgrad = failures.reddi(np.array([30_000]))[0, 0]
    assert adam == 1.0
    assert round(float(amsgrad), 3) == -0.998
    scene = readings(made["rare_large_slope"])
    assert scene["Adam"][-1, 0] == 1.0
    assert round(float(scene["AMSGrad"][-1, 0]), 3) == -0.994
    springs_back = -1 + 2 * 0.349 * 0.5 / np.sqrt([3_000, 30_000])
    assert springs_back.round(3).tolist() == [-0.994, -0.998]


def test_the_three_moves_of_a_cycle() -> None:
    assert failures.three_pushes([0.1])[0, :3].round(2).tolist() == [-1.05, 0.76, 0.97]
    assert failures.three_pushes([0.1], AMSGrad)[0].round(3).tolist() == [
        *(-1.047, 0.349, 0.349, -0.349),
    ]


def test_from_a_beta_of_a_half_on_adam_turns_round_and_amsgrad_always_goes_left(
    made: dict[str, Scene],
) -> None:
    total = failures.three_pushes(failures.BETAS)[:, 3]
    assert ((total > 0) == (np.array(failures.BETAS) < 0.5)).all()
    assert (failures.three_pushes(failures.BETAS, AMSGrad)[:, 3] < 0).all()
    ends = readings(made["rare_large_slope"])["Adam"][-1]
    assert (np.sign(ends) == np.sign(total)).all()


def test_l2_and_decay_are_one_for_gradient_descent() -> None:
    w = 0.7
    g = -1.3
    assert w - 0.1 * (g + 0.5 * w) == pytest.approx((1 - 0.1 * 0.5) * w - 0.1 * g)


def test_adam_s_penalty_spares_the_loud_weights_and_adamw_none(made: dict[str, Scene]) -> None:
    half = {name: given[100] for name, given in readings(made["decay_or_penalty"]).items()}
    assert np.allclose(half["AdamW"], np.exp(-1), atol=0.03)
    assert np.allclose(half["SGD with L2"], np.exp(-1), atol=0.06)
    loud = np.array(failures.PUSHES) >= 1
    predicted = np.exp(-0.01 * 0.1 * 1000 / np.array(failures.PUSHES))
    assert np.allclose(half["Adam with L2"][loud], predicted[loud], atol=0.03)
    assert half["Adam with L2"][0] < 0.01
    assert predicted[[-1, 2]].round(2).tolist() == [0.9, 0.37]


def test_the_first_step_has_the_length_alpha_in_each_coordinate() -> None:
    f = Function("1000x - y/1000")
    step = np.diff(descend(f, [0.0, 0.0], Adam(0.3, epsilon=0.0), steps=1).points[...], axis=0)
    assert step[0] == pytest.approx([-0.3, 0.3])


def test_after_a_long_silence_the_step_is_the_root_of_ten() -> None:
    def slopes() -> object:
        yield from [failures.line_of(0.0)] * 20_000
        yield failures.line_of(1.0)

    path = descend(slopes(), 0.0, Adam(1.0), steps=20_001, every=20_001)
    assert checks.after_silence(-float(path.points[-1, 0])).passed


def test_the_rates_of_an_exercise_are_those_of_a_first_step_in_a_ravine_turned() -> None:
    along = np.array([0.6, 0.8])
    across = np.array([-0.8, 0.6])
    hessian = np.outer(along, along) + 100 * np.outer(across, across)
    (a, b), (_, d) = hessian
    f = Function(f"({a}x^2 + 2*{b}*x*y + {d}y^2)/2")
    path = descend(f, along + across, Adam(0.1), steps=1, memory=True)
    assert path.gradients[0] == pytest.approx([-79.4, 60.8])
    rates = 1 / np.sqrt(path.memory.v[-1] / (1 - 0.999))
    assert checks.turned_rates(rates[1] / rates[0]).passed


def test_the_answers_are_those_that_calclib_computes() -> None:
    slopes = iter([failures.line_of(3.0), failures.line_of(4.0)])
    x = descend(slopes, 0.0, AdaGrad(0.1), steps=2).points[:, 0]
    assert checks.second_step(x[1] - x[2]).passed
    f = Function("(w - 3)^2/2", variables=("w",))
    adam, adamw = (
        descend(f, 1.0, rule, steps=1).points[-1, 0]
        for rule in (Adam(0.1), AdamW(0.1, weight_decay=0.5))
    )
    assert checks.adamw.expected(1.0, adam - 1.0, 0.1, 0.5) == pytest.approx(adamw)


def test_a_large_epsilon_turns_adam_into_momentum() -> None:
    f = Function("(x^2 + 25y^2)/2")
    adam = descend(f, [-1.5, 1.0], Adam(1000.0, epsilon=1e6), steps=50).points
    x = np.array([-1.5, 1.0])
    m = np.zeros(2)
    for t in range(1, 51):
        m = 0.9 * m + 0.1 * f.gradient(x)
        x = x - 1000 / 1e6 * m / (1 - 0.9**t)
    assert adam[-1] == pytest.approx(x, rel=1e-3)


def test_a_sweep_of_betas_equals_its_runs_one_by_one() -> None:
    both = failures.three_pushes([0.1, 0.9])
    assert np.allclose(both[1], failures.three_pushes([0.9])[0])
    assert sweep([0.1, 0.9]).shape == (2, 1)
