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
from calclib.lessons.adapt_each_rate import checks, failures, scenes
from calclib.stage.scene import Scene

SCENES: dict[str, Callable[[], Scene]] = {
    "inside_one_step": scenes.inside_one_step,
    "rare_words": scenes.rare_words,
    "four_rules": scenes.four_rules,
    "fading_and_hovering": failures.fading_and_hovering,
    "worst_point": failures.worst_point,
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


def test_no_rate_of_gradient_descent_learns_the_rare_word_and_one_of_adagrad_does(
    made: dict[str, Scene],
) -> None:
    scene = made["rare_words"]
    weights = scene.panels[0].marks[1].channels["y"].values[-1].reshape(6, 8, 2)
    plain = weights[..., 0]
    adaptive = weights[..., 1]
    rates = list(scenes.WORD_RATES)
    assert round(float(plain[rates.index(0.7), -1]), 2) == 0.40
    assert np.isnan(plain[rates.index(1.0) :]).all()
    assert np.nanmax(plain[:, -1]) < 0.41
    assert np.abs(adaptive[rates.index(0.3)] - 1).max() < 0.05
    errors = readings(scene)
    assert np.nanargmin(errors["AdaGrad"][-1]) == rates.index(0.3)
    assert np.nanargmin(errors["gradient descent"][-1]) == rates.index(0.7)


def test_the_curvature_along_a_word_is_its_share_and_the_common_ones_set_the_cliff() -> None:
    reviews = scenes.texts()
    hessian = reviews.hessian(np.zeros(8))
    assert np.allclose(np.diag(hessian), reviews.data[0].mean(axis=0))
    assert round(float(2 / np.linalg.eigvalsh(hessian)[-1]), 2) == 0.73


def test_adagrad_gives_the_rare_word_a_rate_eighty_times_larger() -> None:
    batches = scenes.texts().batches(32, np.random.default_rng(7))
    path = descend(batches, np.zeros(8), AdaGrad(0.3), 300, memory=True)
    rates = 0.3 / np.sqrt(path.memory[-1])
    assert rates.round(2)[[0, -1]].tolist() == [0.06, 5.02]


def test_a_told_slope_is_the_derivative() -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(failures.RUNS, 1))
    for f in (failures.line_of(3.0), next(failures.noisy_bowls(rng))):
        exact = Function(f.definition, variables=("x",), using=autodiff)
        assert np.allclose(f.gradient(x), exact.gradient(x))
    f, turn = scenes.turning_ravine()
    points = turn @ [0.3, -1.2]
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
    f, turn = scenes.turning_ravine()
    path = descend(f, turn @ [1.0, 1.0], Adam(0.05), steps=200)
    for k in (0, 3, 6):
        ravine = landscapes.ravine(100, np.deg2rad(scenes.ANGLES[k]))
        alone = descend(ravine, ravine.start, Adam(0.05), steps=200)
        assert np.allclose(path.points[:, k], alone.points, atol=1e-9)


def test_at_45_degrees_both_coordinates_get_one_rate_and_at_0_a_hundredfold_ratio(
    made: dict[str, Scene],
) -> None:
    read = readings(made["four_rules"])
    ratio = read["its rate of x"] / read["its rate of y"]
    assert ratio[0, 0] == pytest.approx(100, rel=1e-3)
    assert ratio[:, 6] == pytest.approx(1, rel=0.05)


def test_on_the_ravine_s_own_axes_adam_is_the_same_at_every_angle() -> None:
    _, turn = scenes.turning_ravine()

    def run(points: np.ndarray, axes: np.ndarray) -> np.ndarray:
        own = Function(lambda u, v: (u * u + 100 * v * v) / 2)
        return descend(own, points @ axes, Adam(0.05), steps=200).points @ axes.T

    for axes in turn[[0, 3, 6]]:
        away = np.linalg.norm(run(axes @ [1.0, 1.0], axes), axis=-1)
        assert np.flatnonzero(away > 1e-3)[-1] == 139


def test_adam_walks_to_the_worst_point_and_amsgrad_to_the_best(made: dict[str, Scene]) -> None:
    adam, amsgrad = failures.reddi(np.array([30_000]))[0, 0]
    assert adam == 1.0
    assert round(float(amsgrad), 3) == -0.998
    scene = readings(made["worst_point"])
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
    ends = readings(made["worst_point"])["Adam"][-1]
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


def test_the_answers_are_those_that_calclib_computes() -> None:
    slopes = iter([failures.line_of(3.0), failures.line_of(4.0)])
    x = descend(slopes, 0.0, AdaGrad(0.1), steps=2).points[:, 0]
    assert checks.second_step(x[1] - x[2]).passed
    x = descend(failures.line_of(0.5), 0.0, Adam(1.0, epsilon=1.0), steps=1).points[:, 0]
    assert checks.with_epsilon(x[0] - x[1]).passed
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
