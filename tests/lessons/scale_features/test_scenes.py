"""Lesson 16: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import Function, GradientDescent, Newton, autodiff, descend, numeric
from calclib.functions.landscapes import logistic
from calclib.lessons.scale_features import checks, loss_slices, scenes, sensitivity, soft_threshold
from calclib.stage.scene import Scene

SCENES: dict[str, Callable[[], Scene]] = {
    "feature_bars": sensitivity.feature_bars,
    "ravine_becomes_bowl": scenes.ravine_becomes_bowl,
    "diamond_and_disc": scenes.diamond_and_disc,
    "kink_holds_the_minimum": soft_threshold.kink_holds_the_minimum,
    "plain_slope_leaves_twenty": soft_threshold.plain_slope_leaves_twenty,
    "soft_threshold_finds_three": soft_threshold.soft_threshold_finds_three,
    "slices_of_losses": loss_slices.slices_of_losses,
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


def test_the_bars_are_the_slopes_of_the_network() -> None:
    Z = sensitivity.standardise(sensitivity.measures()[0])[::40]
    slopes = sensitivity.sensitivities()[::40]
    h = 1e-5
    for k in range(4):
        up, down = (sensitivity.probability(Z + s * h * np.eye(4)[k]) for s in (1, -1))
        assert np.allclose(slopes[:, k], (up - down) / (2 * h), atol=1e-7)


def test_a_derivative_per_standard_deviation_is_one_per_unit_times_it() -> None:
    X = sensitivity.measures()[0]
    mean = X.mean(axis=0)
    spread = X.std(axis=0)

    def in_units(x: object) -> object:
        return sensitivity.probability((x - mean) / spread)

    per_unit = Function(in_units, dimension=4).gradient(X[:5])
    assert np.allclose(spread * per_unit, sensitivity.sensitivities()[:5])


def test_the_penguins_stand_in_the_order_of_p_and_the_sure_ones_have_no_bars(
    made: dict[str, Scene],
) -> None:
    read = readings(made["feature_bars"])
    assert (np.diff(read["p"]) >= 0).all()
    assert round(float(read["p"][-1]), 3) == 0.999
    slopes = np.abs(sensitivity.sensitivities()).max(axis=1)
    assert f"{(slopes < 0.01).mean():.0%}" == "44%"
    p = read["p"]
    sizes = np.abs([read[f"∂p/∂ {name}"] for name in sensitivity.BARS]).max(axis=0)
    assert sizes[np.abs(p - 0.5) < 0.2].min() > 1
    assert sizes[p > 0.999].max() < 1e-3


def test_every_slope_of_p_carries_the_factor_p_times_one_minus_p() -> None:
    Z = sensitivity.standardise(sensitivity.measures()[0])
    theta = sensitivity.train_network().points[-1]

    def score(x: object) -> object:
        return sensitivity.score(theta, x[..., None, :])[..., 0]

    p = sensitivity.probability(Z)[:, None]
    inner = Function(score, dimension=4).gradient(Z)
    assert np.allclose(p * (1 - p) * inner, sensitivity.sensitivities())


def test_the_sure_penguin_with_an_average_bill_is_less_sure() -> None:
    Z = sensitivity.standardise(sensitivity.measures()[0])
    last = Z[np.argmax(sensitivity.probability(Z))]
    found = [
        float(sensitivity.probability(np.where(np.arange(4) == k, 0.0, last)).round(3))
        for k in range(4)
    ]
    assert found[0] == 0.743
    assert min(found[1:]) > 0.99


def test_the_weight_of_the_bill_is_near_zero_and_alone_it_explains_a_third() -> None:
    told = sensitivity.alone_and_together()
    assert {name: (round(w, 2), round(share, 2)) for name, (w, share) in told.items()} == {
        "bill length": (0.03, 0.35),
        "bill depth": (0.05, 0.22),
        "flipper": (0.88, 0.76),
    }


def test_kappa_and_the_largest_rate_in_each_form() -> None:
    forms = [scenes.in_form(form) for form in scenes.FORMS]
    assert [round(scenes.condition(X)) for X in forms] == [119_877, 9_400, 373, 52, 1]
    rates = [f"{scenes.largest_rate(X):.2g}" for X in forms]
    assert rates == ["6.8e-05", "0.00048", "0.075", "0.51", "1"]
    assert round(scenes.largest_rate(forms[3]) / scenes.largest_rate(forms[0]), -3) == 7000
    assert scenes.homes().mean(axis=0).round().tolist() == [112, 4]


def test_standardised_the_eigenvalues_are_two_and_two_plus_and_minus_twice_the_correlation() -> (
    None
):
    r = float(np.corrcoef(scenes.homes().T)[0, 1])
    X = scenes.in_form("standardised")
    assert np.allclose(scenes.curvatures(X), [2 * (1 - r), 2, 2 * (1 + r)])
    assert np.allclose(2 * X.T @ X / 200, [[2, 0, 0], [0, 2, 2 * r], [0, 2 * r, 2]])
    assert scenes.condition(X) == pytest.approx((1 + r) / (1 - r))
    assert scenes.largest_rate(X) == pytest.approx(1 / (1 + r))
    assert np.round([r, (1 + r) / (1 - r)], 2).tolist() == [0.96, 51.87]
    assert scenes.largest_rate(X) > 1 / X.shape[1]


def test_the_run_on_the_map_is_gradient_descent_on_the_regression(
    made: dict[str, Scene],
) -> None:
    X = scenes.in_form("standardised")
    h, turn = np.linalg.eigh(2 * X.T @ X / len(X))
    f = Function(lambda w: np.mean((w @ X.T) ** 2, axis=-1), dimension=3)
    rule = GradientDescent(0.6 * scenes.largest_rate(X))
    path = descend(f, turn @ [1.0, 0.0, 1.0], rule, steps=200)
    left = readings(made["ravine_becomes_bowl"])["distance left"][:, 3]
    assert np.allclose(np.linalg.norm(path.points, axis=-1) / np.sqrt(2), left, atol=1e-9)
    assert h[2] == pytest.approx(2 / scenes.largest_rate(X))


def test_raw_hardly_moves_and_half_the_largest_rate_lands_whitened_in_one_step(
    made: dict[str, Scene],
) -> None:
    left = readings(made["ravine_becomes_bowl"])["distance left"]
    assert left[-1, 0] > 0.7
    assert left[-1, 3] < 0.01
    half = readings(scenes.ravine_becomes_bowl(0.5))["distance left"]
    assert half[1, 4] < 1e-9
    assert half[-1, 0] > 0.7
    full = readings(scenes.ravine_becomes_bowl(1.0))["distance left"]
    assert (full[-1] > 0.69).all()


def test_ridge_and_lasso_are_minima_of_their_sums() -> None:
    f = scenes.bill_loss()
    X, y = f.data
    for strength in (0.05, 0.3, 0.55):
        w = scenes.ridge_weights(X, y, strength)
        assert np.allclose(f.gradient(w) + strength * w, 0)
        w = scenes.lasso_weights(X, y, strength)
        slope = f.gradient(w)
        assert (np.abs(slope) <= strength + 1e-9).all()
        assert np.allclose(slope[w != 0], -strength * np.sign(w[w != 0]))


def test_on_the_diamond_the_second_weight_is_zero_first_and_on_the_disc_none_is() -> None:
    X, y = scenes.bill_loss().data
    lasso = scenes.lasso_weights(X, y, scenes.STRENGTHS)
    ridge = scenes.ridge_weights(X, y, scenes.STRENGTHS)
    first = (lasso == 0).argmax(axis=0)
    assert 0 < first[1] < first[0]
    assert (ridge != 0).all()
    assert (np.diff(np.abs(ridge), axis=0) < 0).all()


def test_no_point_of_the_budget_has_less_loss_than_the_penalised_minimum() -> None:
    f = scenes.bill_loss()
    X, y = f.data
    rng = np.random.default_rng(7)
    others = rng.uniform(-1, 1, (5000, 2))
    for solve, size in (
        (scenes.lasso_weights, lambda w: np.abs(w).sum(axis=-1)),
        (scenes.ridge_weights, lambda w: np.linalg.norm(w, axis=-1)),
    ):
        w = solve(X, y, 0.3)
        inside = others[size(others) <= size(w)]
        assert len(inside) > 100
        assert f.value(inside).min() >= f.value(w)


def test_ridge_shrinks_by_curvature_and_rounds_the_bowl() -> None:
    f = scenes.bill_loss()
    X, y = f.data
    h, turn = np.linalg.eigh(f.hessian([0.0, 0.0]))
    plain, ridge = (scenes.ridge_weights(X, y, s) @ turn for s in (0.0, 0.7))
    assert np.allclose(ridge, h / (h + 0.7) * plain)
    assert (h[1] + 0.7) / (h[0] + 0.7) < h[1] / h[0]


def test_the_soft_threshold_is_the_minimum_and_zero_a_subgradient_there() -> None:
    w = np.linspace(-4, 4, 80_001)
    for u in (-2.0, -0.3, 0.0, 0.4, 1.0, 3.0):
        for tau in soft_threshold.THRESHOLDS:
            best = float(soft_threshold.soft(u, tau))
            assert w[np.argmin((w - u) ** 2 / 2 + tau * np.abs(w))] == pytest.approx(best, abs=1e-4)
            assert best == np.sign(u) * max(abs(u) - tau, 0)


def test_the_penalised_slope_is_that_of_autodiff_away_from_zero() -> None:
    f = soft_threshold.Penalised(0.2)
    exact = Function(f.definition, dimension=20, using=autodiff)
    w = np.random.default_rng(7).normal(size=(3, 20))
    assert np.allclose(f.gradient(w), exact.gradient(w))


def test_ista_finds_three_and_the_plain_slope_leaves_twenty(made: dict[str, Scene]) -> None:
    plain = soft_threshold.subgradient_runs().points
    assert (plain[-1] != 0).all()
    assert 1e-3 < np.abs(plain[-1, 2, 3:]).max() < 1e-2
    ista = soft_threshold.ista_runs().points
    at = soft_threshold.STRENGTHS.index(0.2)
    assert np.flatnonzero(ista[-1, at]).tolist() == [0, 1, 2]
    assert (ista[-1] != 0).sum(axis=-1).tolist() == [16, 15, 9, 6, 3, 3, 3, 1, 0]
    shown = readings(made["soft_threshold_finds_three"])["not zero"]
    assert (shown[10:, at] == 3).all()
    assert (shown[-1] == (ista[-1] != 0).sum(axis=-1)).all()


def test_twenty_thousand_steps_of_the_plain_slope_leave_all_twenty() -> None:
    run = soft_threshold.subgradient_runs(20_000, 20_000).points[-1]
    assert (run[soft_threshold.RATES.index(0.01)] != 0).sum() == 20


def test_a_smaller_rate_makes_smaller_hops() -> None:
    late = np.abs(soft_threshold.subgradient_runs().points[-50:, :, 3:])
    hops = late.max(axis=(0, 2))[:3]  # the slowest has not arrived
    assert (np.diff(hops) < 0).all()
    assert np.allclose(hops / (0.2 * np.array(soft_threshold.RATES[:3])), 1, atol=0.9)


def test_ista_never_climbs_and_ends_where_zero_is_a_subgradient() -> None:
    X, y = soft_threshold.twenty_features()
    run = soft_threshold.ista_runs().points
    for k, strength in enumerate(soft_threshold.STRENGTHS):
        sums = soft_threshold.Penalised(strength).value(run[:, k])
        assert np.diff(sums).max() < 1e-12
        w = run[-1, k]
        slope = X.T @ (X @ w - y) / 60
        assert (np.abs(slope) <= strength + 1e-6).all()
        assert np.allclose(slope[w != 0], -strength * np.sign(w[w != 0]), atol=1e-6)


def test_a_loss_lies_below_its_parabola_where_no_curvature_exceeds_one_over_alpha() -> None:
    f = soft_threshold.fit()
    rng = np.random.default_rng(7)
    w, other = rng.normal(size=(2, 200, 20))
    bound = f.value(w) + np.sum(f.gradient(w) * (other - w), -1)
    bound += soft_threshold.steepest() / 2 * np.sum((other - w) ** 2, -1)
    assert (f.value(other) <= bound + 1e-9).all()


def test_a_little_l1_has_the_smallest_error_on_fresh_samples() -> None:
    X, y = soft_threshold.twenty_features()
    error = soft_threshold.fresh_error
    plain, ridge = (scenes.ridge_weights(X, y, s) for s in (0.0, 0.01))
    assert [round(float(error(w)), 2) for w in (plain, ridge)] == [0.43, 0.40]
    ends = soft_threshold.ista_runs().points[-1]
    assert error(ends).round(2)[2:6].tolist() == [0.30, 0.29, 0.44, 1.09]
    rng = np.random.default_rng(7)
    fresh = rng.normal(size=(200_000, 20))
    measured = np.mean(
        (fresh @ (plain - soft_threshold.TRUE) + 0.5 * rng.normal(size=200_000)) ** 2
    )
    assert measured == pytest.approx(error(plain), rel=0.02)


def test_ridge_leaves_all_twenty() -> None:
    X, y = soft_threshold.twenty_features()
    assert np.count_nonzero(scenes.ridge_weights(X, y, 0.2)) == 20


def test_the_price_at_which_nothing_is_left() -> None:
    X, y = soft_threshold.twenty_features()
    price = np.abs(X.T @ y).max() / 60
    assert round(float(price), 2) == 2.79
    assert checks.all_zero(lambda X, y: np.abs(X.T @ y).max() / len(y)).passed
    assert not scenes.lasso_weights(X, y, price + 1e-6).any()
    assert scenes.lasso_weights(X, y, price - 1e-3).any()


def test_the_slice_holds_the_start_and_the_end_of_gradient_descent(
    made: dict[str, Scene],
) -> None:
    for model in loss_slices.RATES:
        heights, flat, losses = loss_slices.slice_of(model)
        assert np.allclose(flat[0], 0)
        assert np.allclose(flat[-1, 0], [1, 0])
        x0, x1, y0, y1 = loss_slices.SLICE_BOX
        assert x0 < flat[..., 0].min() <= flat[..., 0].max() < x1
        assert y0 < flat[..., 1].min() <= flat[..., 1].max() < y1
        assert (losses[-1] < losses[0] / 4).all()
        assert heights.min() >= 0
    assert readings(made["slices_of_losses"])["weights"].tolist() == [4, 5, 37]


@pytest.mark.parametrize("model", loss_slices.RATES)
def test_the_slopes_of_the_long_vectors_are_those_of_differences(model: str) -> None:
    f, start = loss_slices.models()[model]
    slope = f.gradient(start)
    h = 1e-6
    differences = f.value(start + h * np.eye(len(start))) - f.value(start - h * np.eye(len(start)))
    assert np.allclose(slope, differences / (2 * h), atol=1e-7)


def test_two_losses_are_convex_and_the_third_is_not() -> None:
    rng = np.random.default_rng(7)
    lowest = {}
    for model, (f, start) in loss_slices.models().items():
        points = start + rng.normal(size=(5, len(start)))
        lowest[model] = np.linalg.eigvalsh(f.hessian(points)).min()
    assert lowest["least squares"] > 0
    assert lowest["logistic regression"] > 0
    assert lowest["small network"] < -1e-3


def test_scale_reaches_ridge_and_unfinished_descent_but_not_exact_fits_nor_newton() -> None:
    rng = np.random.default_rng(7)
    X = np.column_stack([np.ones(30), rng.normal(size=30)])
    y = X @ [1.0, 2.0] + rng.normal(size=30)
    scaled = X * [1.0, 1000.0]

    def descended(X: np.ndarray) -> np.ndarray:
        f = Function(lambda w: np.mean((w @ X.T - y) ** 2, axis=-1), dimension=2)
        return X @ descend(f, [0.0, 0.0], GradientDescent(1e-8), steps=100).points[-1]

    def newton(X: np.ndarray) -> np.ndarray:
        return X @ descend(logistic(X, y > 1, ridge=0.0), [0.0, 0.0], Newton(), 5).points[-1]

    def solved(strength: float) -> Callable[[np.ndarray], np.ndarray]:
        return lambda X: X @ scenes.ridge_weights(X, y, strength)

    methods = solved(0.0), solved(0.5), descended, newton
    changes = [int(not np.allclose(m(X), m(scaled), atol=1e-3)) for m in methods]
    assert checks.scale_or_not(changes).passed


def test_the_numeric_room_agrees_on_the_parabola_with_a_kink() -> None:
    slope = numeric.derivative(lambda w: (w - 2.0) ** 2 / 2 + 0.5 * np.abs(w))
    assert slope(1.5) == pytest.approx(0, abs=1e-6)
