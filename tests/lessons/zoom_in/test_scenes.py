"""Lesson 2 says what is true: every number that it quotes, and what each of its scenes shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import readings

from calclib import Function, numeric, symbolic
from calclib.lessons.shared import slopes
from calclib.lessons.zoom_in import microscope, scenes
from calclib.stage.marks import Mark
from calclib.stage.pack import pack
from calclib.stage.scene import Scene

SCENES = {
    "secant": scenes.secant_becomes_tangent,
    "secant at a kink": lambda: scenes.secant_becomes_tangent("|x|", 0.0),
    "secant on one side": lambda: scenes.secant_becomes_tangent("sqrt x", 0.0),
    "zoom": microscope.zoom_until_straight,
    "tangent": scenes.tangent_draws_the_slope,
    "tangent at a kink": lambda: scenes.tangent_draws_the_slope("|x|"),
    "activations": scenes.four_activations,
    "wiggle": microscope.wiggles_without_end,
}
UNTIMED = settings(deadline=None, max_examples=30)  # the first call of a formula compiles it
X = np.linspace(-5, 5, 1001)


def function(words: str) -> Function:
    return Function(words, variables=("x",))


def marks(scene: Scene, panel: int, kind: str) -> list[Mark]:
    return [mark for mark in scene.marks[panel] if mark.kind == kind]


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_a_scene_is_light_and_says_what_to_notice(make) -> None:
    scene = make()
    assert sum(map(len, pack(scene)[1])) < 2_000_000
    assert len(scene.alt) > 100
    assert sum(axis.play for axis in scene.axes) == 1


@UNTIMED
@given(st.floats(-10, 10), st.sampled_from(scenes.H.tolist()))
def test_the_quotient_of_the_square_misses_its_slope_by_h(a: float, h: float) -> None:
    for signed in (h, -h):
        assert slopes.quotient(function("x^2"), a, signed) == pytest.approx(2 * a + signed)


def test_both_sides_settle_inside_the_band_where_the_scene_says_so() -> None:
    shown = readings(scenes.secant_becomes_tangent())
    for tolerance, h in zip(scenes.TOLERANCES, shown["both inside for h ≤"], strict=True):
        assert h == max(stop for stop in scenes.H if stop <= tolerance)


def test_at_three_the_slopes_of_the_square_settle_on_six() -> None:
    shown = readings(scenes.secant_becomes_tangent("x^2", 3.0))
    for side in ("right", "left"):
        assert shown[f"slope to the {side}"][-1] == pytest.approx(6, abs=1.1e-3)


def test_the_corner_has_two_slopes_the_cube_root_none_and_the_cube_zero() -> None:
    corner = readings(scenes.secant_becomes_tangent("|x|", 0.0))
    assert set(corner) == {"slope to the right", "slope to the left"}
    assert (corner["slope to the right"] == 1).all()
    assert (corner["slope to the left"] == -1).all()
    root = readings(scenes.secant_becomes_tangent("cbrt(x)", 0.0))
    assert set(root) == set(corner)
    assert root["slope to the right"][-1] == pytest.approx(100)
    cube = readings(scenes.secant_becomes_tangent("x^3", 0.0))
    assert cube["slope to the left"][-1] == pytest.approx(0, abs=1e-5)
    assert len(cube) == 3


def test_a_place_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="no value at x = 0"):
        scenes.secant_becomes_tangent("1/x", 0.0)


def test_a_function_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="choose another function"):
        scenes.tangent_draws_the_slope("sqrt(-1 - x^2)")


@pytest.mark.parametrize("words", ["x^2", "sin x", "e^x", "x^3 - 3x", "sigmoid(x)", "3"])
def test_where_a_slope_exists_it_is_the_one_of_the_rules(words: str) -> None:
    slope = symbolic.derivative(function(words))(X) + 0 * X
    np.testing.assert_allclose(slopes.slope_at(function(words), X), slope)


@pytest.mark.parametrize("words", ["|x|", "relu(x)", "cbrt(x)", "floor(x)", "sqrt(x)", "1/x"])
def test_where_none_exists_there_is_a_gap(words: str) -> None:
    with np.errstate(all="raise"):
        assert np.isnan(slopes.slope_at(function(words), 0.0))
        assert np.isfinite(slopes.slope_at(function(words), 0.5))


def test_the_bend_of_the_parabola_halves_and_the_others_keep_theirs() -> None:
    parabola, corner, teeth = readings(microscope.zoom_until_straight()).values()
    np.testing.assert_allclose(parabola, 0.125 / microscope.ZOOMS, rtol=1e-6)
    assert round(100 * parabola[-1], 3) == 0.003
    np.testing.assert_allclose(corner, 0.5)
    np.testing.assert_allclose(teeth[16:], teeth[:-16], rtol=1e-6)
    assert teeth.min() > 0.2


def test_takagis_curve_at_a_third_is_the_same_at_every_fourfold_zoom() -> None:
    u, base = microscope.WINDOW, microscope.takagi(1 / 3)
    seen = [4**k * (microscope.takagi(1 / 3 + u / 4**k) - base) for k in range(7)]
    np.testing.assert_allclose(seen, np.tile(seen[0], (7, 1)), atol=1e-7)


def test_takagis_curve_has_the_values_of_its_definition() -> None:
    x = np.array([0.25, 0.3, 0.5])
    terms = [np.abs(2**n * x - np.round(2**n * x)) / 2**n for n in range(40)]
    np.testing.assert_allclose(microscope.takagi(x), np.sum(terms, axis=0))
    np.testing.assert_allclose(microscope.takagi(x / 2), x / 2 + microscope.takagi(x) / 2)


def test_the_tangent_predicts_the_root_nearby() -> None:
    assert symbolic.derivative("sqrt x")(100.0) == 0.05
    assert np.sqrt(101) == pytest.approx(10.05, abs=2e-4)


def test_the_drawn_tangent_touches_with_the_drawn_slope() -> None:
    scene = scenes.tangent_draws_the_slope("x^3 - 3x")
    tangent = marks(scene, 0, "line")[1].channels
    run, rise = (np.diff(tangent[name].values.squeeze(), axis=-1)[:, 0] for name in "xy")
    (drawn,) = marks(scene, 1, "trail")
    np.testing.assert_allclose(rise / run, drawn.channels["y"].values.squeeze())
    np.testing.assert_allclose(drawn.channels["y"].values.squeeze(), 3 * drawn_x(scene) ** 2 - 3)


def drawn_x(scene: Scene) -> np.ndarray:
    return scene.axis("x").values


def test_the_exponential_draws_itself_and_the_corner_leaves_a_gap() -> None:
    itself = readings(scenes.tangent_draws_the_slope("e^x"))
    np.testing.assert_allclose(itself["f′(x)"], itself["f(x)"])
    corner = readings(scenes.tangent_draws_the_slope("|x|"))["f′(x)"]
    assert np.flatnonzero(np.isnan(corner)).tolist() == [60]


DERIVED = {
    "sigmoid(x)": lambda x, s: s * (1 - s),
    "softplus(x)": lambda x, s: s,
    "tanh(x)": lambda x, s: 1 - np.tanh(x) ** 2,
    "x^2 sin(3x)": lambda x, s: 2 * x * np.sin(3 * x) + 3 * x**2 * np.cos(3 * x),
    "(1 + x^2)/e^x": lambda x, s: (2 * x - (1 + x**2)) / np.exp(x),
    "ln(1 + x^2)": lambda x, s: 2 * x / (1 + x**2),
}


@pytest.mark.parametrize("words", DERIVED)
def test_the_derived_rules_agree_with_formulas_and_with_differences(words: str) -> None:
    by_hand = DERIVED[words](X, 1 / (1 + np.exp(-X)))
    np.testing.assert_allclose(symbolic.derivative(words)(X), by_hand, atol=1e-12)
    np.testing.assert_allclose(numeric.derivative(function(words))(X), by_hand, atol=1e-6)


def test_the_largest_slopes_are_those_of_the_table() -> None:
    largest = {
        name: np.nanmax(slope) for name, slope in readings(scenes.four_activations()).items()
    }
    assert largest["sigmoid′"] == 0.25
    assert largest["tanh′"] == largest["ReLU′"] == 1
    assert 0.99 < largest["softplus′"] < 1
    s = 1 / (1 + np.exp(-X))
    np.testing.assert_allclose(s * (1 - s), 0.25 - (s - 0.5) ** 2)
    np.testing.assert_allclose(np.tanh(X), 2 / (1 + np.exp(-2 * X)) - 1, atol=1e-12)
    assert f"{0.25**10:.1e}" == "9.5e-07"


def test_a_computer_answers_zero_at_the_kinks() -> None:
    assert symbolic.derivative("|x|")(0.0) == 0
    assert symbolic.derivative("relu(x)")(0.0) == 0


def test_the_wiggles_secant_lies_down_and_its_tangent_rocks_on() -> None:
    scene = microscope.wiggles_without_end()
    x = scene.axis("x").values
    secant, tangent = readings(scene).values()
    wiggle = function("x^2 sin(1/x)")
    np.testing.assert_allclose(secant, wiggle(x) / x)
    np.testing.assert_allclose(tangent, symbolic.derivative(wiggle)(x))
    assert (np.abs(secant) <= x).all()
    assert tangent[-40:].max() > 0.95
    assert tangent[-40:].min() < -0.95


def test_the_magnified_wiggle_is_the_curve() -> None:
    scene = microscope.wiggles_without_end()
    x, curve = scene.axis("x").values[:, None], marks(scene, 0, "line")[1].channels
    u, v = (curve[name].values.squeeze() for name in "xy")
    np.testing.assert_allclose(v * x, function("x^2 sin(1/x)")(u * x), atol=1e-12)
    assert (np.diff(u, axis=1) > 0).all()


def derivative_of_power(p: float, x: np.ndarray) -> np.ndarray:
    return p * x ** (p - 1) * np.sin(1 / x) - x ** (p - 2) * np.cos(1 / x)


def test_the_power_decides_whether_a_slope_exists_and_settles() -> None:
    x = np.geomspace(1e-8, 1e-6, 2001)
    for p, exists, settles in ((0.9, False, False), (1.5, True, False), (2.5, True, True)):
        assert (np.abs(x ** (p - 1) * np.sin(1 / x)).max() < 1e-2) == exists
        assert (np.abs(derivative_of_power(p, x)).max() < 1e-2) == settles


def test_hubers_loss_has_neither_jump_nor_kink() -> None:
    d = 0.7
    inner, outer = function("x^2/2"), function(f"{d}x - {d**2 / 2}")
    assert inner(d) == pytest.approx(float(outer(d)))
    assert inner.gradient([d]) == pytest.approx(outer.gradient([d]))
