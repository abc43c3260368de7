"""Lesson 16: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import Function, GradientDescent, Newton, descend
from calclib.functions.landscapes import logistic
from calclib.lessons.scale_features import checks, loss_slices, scenes, sensitivity
from calclib.lessons.shared.penguins import measures, standardise
from calclib.stage.scene import Scene

SCENES: dict[str, Callable[[], Scene]] = {
    "feature_bars": sensitivity.feature_bars,
    "ravine_becomes_bowl": scenes.ravine_becomes_bowl,
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
    Z = standardise(measures()[0])[::40]
    slopes = sensitivity.sensitivities()[::40]
    h = 1e-5
    for k in range(4):
        up, down = (sensitivity.probability(Z + s * h * np.eye(4)[k]) for s in (1, -1))
        assert np.allclose(slopes[:, k], (up - down) / (2 * h), atol=1e-7)


def test_a_derivative_per_standard_deviation_is_one_per_unit_times_it() -> None:
    X = measures()[0]
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
    Z = standardise(measures()[0])
    theta = sensitivity.train_network().points[-1]

    def score(x: object) -> object:
        return sensitivity.score(theta, x[..., None, :])[..., 0]

    p = sensitivity.probability(Z)[:, None]
    inner = Function(score, dimension=4).gradient(Z)
    assert np.allclose(p * (1 - p) * inner, sensitivity.sensitivities())


def test_the_sure_penguin_with_an_average_bill_is_less_sure() -> None:
    Z = standardise(measures()[0])
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

    def solve_ridge(X: np.ndarray, y: np.ndarray, strength: float) -> np.ndarray:
        gram = X.T @ X / len(y) + strength * np.eye(X.shape[1])
        return np.asarray(np.linalg.solve(gram, X.T @ y / len(y)))

    def solved(strength: float) -> Callable[[np.ndarray], np.ndarray]:
        return lambda X: X @ solve_ridge(X, y, strength)

    methods = solved(0.0), solved(0.5), descended, newton
    changes = [int(not np.allclose(m(X), m(scaled), atol=1e-3)) for m in methods]
    assert checks.scale_or_not(changes).passed


def test_the_first_penguin_shown_has_bars() -> None:
    scene = sensitivity.feature_bars()
    read = readings(scene)
    first = scene.axis("penguin").first
    assert abs(read["p"][first] - 0.5) < 0.05
    assert max(abs(read[f"∂p/∂ {name}"][first]) for name in sensitivity.BARS) > 1


def test_the_answers_are_those_of_standardised_columns() -> None:
    assert checks.how_flat(0.99 * 0.01).passed
    assert checks.kappa((1 + 0.6) / (1 - 0.6)).passed
    rng = np.random.default_rng(7)
    for d in (1, 2, 5):
        same = np.repeat(standardise(rng.normal(size=(50, 1))), d, axis=1)
        found = scenes.curvatures(same)
        assert found[-1] == pytest.approx(2 * d)
        assert np.allclose(found[:-1], 0)
        other = standardise(rng.normal(size=(50, d)))
        assert scenes.curvatures(other)[-1] <= 2 * d + 1e-9
        assert scenes.curvatures(other).sum() == pytest.approx(2 * d)
    assert checks.largest_curvature("2d").passed
