"""Lesson 17: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp
from scene_laws import assert_light_and_said, readings

from calclib import Function, GradientDescent, Projected, autodiff, descend, numeric
from calclib.lessons.shrink_weights import checks, fences, scenes, soft_threshold, validation
from calclib.stage.scene import Scene

SCENES: dict[str, Callable[[], Scene]] = {
    "diamond_and_disc": scenes.diamond_and_disc,
    "touch_the_circle": fences.touch_the_circle,
    "wall_at_zero": fences.wall_at_zero,
    "kink_holds_the_minimum": soft_threshold.kink_holds_the_minimum,
    "plain_slope_of_the_price": soft_threshold.plain_slope_of_the_price,
    "soft_threshold_finds_three": soft_threshold.soft_threshold_finds_three,
    "refit_under_the_price": validation.refit_under_the_price,
}
ONE_SLIDER = ("touch_the_circle", "wall_at_zero", "refit_under_the_price")


@pytest.fixture(scope="module")
def made() -> dict[str, Scene]:
    return {name: make() for name, make in SCENES.items()}


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_says_what_moves_and_is_light(made: dict[str, Scene], name: str) -> None:
    scene = made[name]
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1
    assert len(scene.axes) == (1 if name in ONE_SLIDER else 2)


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


def test_the_numeric_room_agrees_on_the_parabola_with_a_kink() -> None:
    slope = numeric.derivative(lambda w: (w - 2.0) ** 2 / 2 + 0.5 * np.abs(w))
    assert slope(1.5) == pytest.approx(0, abs=1e-6)


def test_the_arrows_are_in_line_only_where_the_level_line_touches(made: dict[str, Scene]) -> None:
    angle = readings(made["touch_the_circle"])["angle between the arrows"]
    assert angle[-1] < 1e-3
    assert (np.diff(angle) < 0).all()
    assert angle[-2] > 20
    f = scenes.bill_loss()
    w, multiplier = fences.lowest_on_the_circle()
    around = fences.on_the_circle(np.linspace(0, 2 * np.pi, 5000))
    assert (f.value(around) >= f.value(w) - 1e-12).all()
    assert np.allclose(f.gradient(w), -multiplier * w, atol=1e-6)
    assert multiplier == pytest.approx(1.305, abs=5e-4)


def test_the_two_places_lie_on_the_circle_and_on_the_level() -> None:
    f = scenes.bill_loss()
    levels = np.linspace(0.35, 0.75, 9)
    places = fences.crossings(levels)
    assert np.allclose(np.linalg.norm(places, axis=-1), fences.RADIUS)
    assert np.allclose(f.value(places), levels[:, None], atol=1e-6)
    assert (np.linalg.norm(places[:, 0] - places[:, 1], axis=-1) > 0.05).all()


def test_the_ridge_whose_strength_is_the_multiplier_lands_on_the_circle() -> None:
    X, y = scenes.bill_loss().data
    w, multiplier = fences.lowest_on_the_circle()
    assert np.allclose(scenes.ridge_weights(X, y, multiplier), w, atol=1e-5)
    sizes = np.linalg.norm(scenes.ridge_weights(X, y, np.array([0.5, 1.0, 2.0])), axis=-1)
    assert (np.diff(sizes) < 0).all()  # a smaller circle, a larger λ


def test_either_the_weight_is_off_the_wall_or_the_wall_does_not_push(
    made: dict[str, Scene],
) -> None:
    read = readings(made["wall_at_zero"])
    u = made["wall_at_zero"].axis("u").values
    w, push = read["w"], read["λ"]
    assert (w * push == 0).all()
    assert ((w >= 0) & (push >= 0)).all()
    assert np.allclose(read["slope of the parabola at w"], push)  # ∇L = −λ∇g with g = −w
    allowed = np.linspace(0, 4, 4001)
    lowest = allowed[np.argmin((allowed - u[:, None]) ** 2, axis=1)]
    assert np.allclose(lowest, w, atol=1e-3)


def test_projected_descent_ends_where_the_wall_pushes_with_0332() -> None:
    f = scenes.bill_loss()
    fenced = Projected(GradientDescent(0.5), box=(0, 1, 0, 1))
    end = descend(f, [0.0, 0.0], fenced, 40).points[-1]
    slope = f.gradient(end)
    assert end[1] == 0
    assert 0 < end[0] < 1
    assert abs(slope[0]) < 1e-9
    assert round(float(slope[1]), 3) == 0.332


def test_the_error_on_fresh_points_is_smallest_inside_and_on_the_fitted_ones_only_grows(
    made: dict[str, Scene],
) -> None:
    read = readings(made["refit_under_the_price"])
    own, fresh = read["error, fitted points"], read["error, fresh points"]
    assert (np.diff(own) >= 0).all()
    best = int(fresh.argmin())
    assert [round(float(fresh[k]), 3) for k in (0, best, -1)] == [2.129, 0.072, 0.543]
    assert round(float(validation.PRICES[best]), 3) == 0.008
    assert (np.diff(read["size of the weights"]) < 0).all()


def test_over_twelve_draws_the_best_price_is_inside_and_at_very_different_places() -> None:
    best = [int(validation.errors(seed=seed)[1].argmin()) for seed in range(7, 127, 10)]
    assert 0 < min(best) < max(best) < len(validation.PRICES) - 1
    ends = [f"{validation.PRICES[k]:.1g}" for k in (min(best), max(best))]
    assert ends == ["2e-05", "0.2"]


def test_the_constant_of_the_fit_has_no_price() -> None:
    w, constant = validation.fits(np.array([1e6]))
    x, y = validation.points(validation.FITTED, validation.SEED)
    assert np.allclose(validation.powers(x) @ w[0] + constant[0], y.mean(), atol=1e-3)


def test_the_push_of_a_wall_is_the_slope_that_it_holds() -> None:
    h, u, c, w = sp.symbols("h u c w", positive=True)
    slope = sp.diff(h * (w - u) ** 2 / 2, w).subs(w, c)
    assert checks.push(sp.expand(-slope)).passed
