"""Lesson 2 says what is true: every number that it quotes, and what each of its scenes shows."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_it_plays_and_says_what_to_notice, marks, readings

from calclib import Function, symbolic
from calclib.lessons.shared import jumps, slopes
from calclib.lessons.zoom_in import microscope, scenes
from calclib.stage.scene import Scene

SCENES = {
    "secant": scenes.secant_becomes_tangent,
    "secant at a kink": lambda: scenes.secant_becomes_tangent("|x|", 0.0),
    "secant on one side": lambda: scenes.secant_becomes_tangent("sqrt x", 0.0),
    "zoom": microscope.zoom_until_straight,
    "tangent": scenes.tangent_draws_the_slope,
    "tangent at a kink": lambda: scenes.tangent_draws_the_slope("|x|"),
    "tangent at jumps": lambda: scenes.tangent_draws_the_slope("floor(x)"),
    "never settled": microscope.straight_at_every_zoom,
    "gap": scenes.tangent_misses,
}
UNTIMED = settings(deadline=None, max_examples=30)  # the first call of a formula compiles it
X = np.linspace(-5, 5, 1001)


def function(words: str) -> Function:
    return Function(words, variables=("x",))


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_a_scene_is_light_and_says_what_to_notice(make) -> None:
    assert_it_plays_and_says_what_to_notice(make())


@UNTIMED
@given(st.floats(-10, 10), st.sampled_from(scenes.H.tolist()))
def test_the_quotient_of_the_square_misses_its_slope_by_h(a: float, h: float) -> None:
    for signed in (h, -h):
        assert slopes.quotient(function("x^2"), a, signed) == pytest.approx(2 * a + signed)


def test_both_sides_settle_inside_the_band_where_the_scene_says_so() -> None:
    shown = readings(scenes.secant_becomes_tangent())
    for tolerance, h in zip(scenes.TOLERANCES, shown["both inside for h ≤"], strict=True):
        assert h == pytest.approx(tolerance)  # the quotient is off by h, between the stops too


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


def test_a_computer_answers_zero_at_the_kinks() -> None:
    assert symbolic.derivative("|x|")(0.0) == 0
    assert symbolic.derivative("relu(x)")(0.0) == 0


def test_hubers_loss_has_neither_jump_nor_kink() -> None:
    d = 0.7
    inner, outer = function("x^2/2"), function(f"{d}x - {d**2 / 2}")
    assert inner(d) == pytest.approx(float(outer(d)))
    assert inner.gradient([d]) == pytest.approx(outer.gradient([d]))


@pytest.mark.parametrize("a", [-2.0, 0.5, 3.0])
def test_the_tolerance_of_the_cube_is_kept_from_where_its_quotient_crosses_it(a: float) -> None:
    shown = readings(scenes.secant_becomes_tangent("x^3", a))["both inside for h ≤"]
    for tolerance, h in zip(scenes.TOLERANCES, shown, strict=True):
        # off by 3ah + h² on one side and by 3ah − h² on the other; the larger one counts
        assert 3 * abs(a) * h + h**2 == pytest.approx(tolerance)


def test_a_step_has_no_slope_at_its_jump() -> None:
    shown = readings(scenes.secant_becomes_tangent("floor(x)", 0.0))
    assert set(shown) == {"slope to the right", "slope to the left"}
    assert (shown["slope to the right"][30:] == 0).all()
    assert shown["slope to the left"][-1] == pytest.approx(1000)


@pytest.mark.parametrize("words", ["floor(x)", "tan(x)", "1/x", "sign(x)"])
def test_no_wall_is_drawn_where_a_curve_jumps(words: str) -> None:
    scene = scenes.tangent_draws_the_slope(words)
    x, y = (marks(scene, 0, "line")[0].channels[name].values[0] for name in "xy")
    with np.errstate(all="ignore"):
        halfway = np.asarray(function(words)((x[1:] + x[:-1]) / 2))
    joined = np.isfinite(y[1:]) & np.isfinite(y[:-1])
    low = np.minimum(y[1:], y[:-1]) - 1e-9
    high = np.maximum(y[1:], y[:-1]) + 1e-9
    assert ((halfway >= low) & (halfway <= high))[joined].all()
    if words in ("floor(x)", "sign(x)"):
        assert np.abs(np.diff(y))[joined].max() == 0


@pytest.mark.parametrize("words", ["x^2", "sin x", "|x|", "cbrt(x)", "sigmoid(100x)"])
def test_a_curve_without_a_jump_has_no_gap(words: str) -> None:
    x = np.linspace(-4, 4, 800)
    same, y = jumps.curve_with_gaps(function(words), x)
    np.testing.assert_array_equal(same, x)
    assert np.isfinite(y).all()


def test_the_third_specimen_is_ever_straighter_and_turns_for_ever() -> None:
    scene = microscope.straight_at_every_zoom()
    zeros = scene.axis("zeros of the zoom").values
    bend, slope = readings(scene).values()
    assert bend[zeros >= 100].max() < 0.0006
    assert bend[zeros < 10].max() > 0.005
    assert bend[zeros >= 1000].max() < 0.0001
    assert (slope.max(), slope.min()) == pytest.approx((1, -1), abs=1e-3)
    assert (np.diff(np.sign(slope)) != 0).sum() == 3


def test_the_third_specimen_is_the_curve_that_the_lesson_names() -> None:
    scene = microscope.straight_at_every_zoom()
    u, v = (marks(scene, 0, "line")[0].channels[name].values for name in "xy")
    right = u[0] > 0
    x = u[0, right] / 1000
    at = list(scene.axis("zeros of the zoom").values).index(3)
    np.testing.assert_allclose(v[at, 0, right] / 1000, x * np.sin(np.log(np.log(1 / x))))


def test_at_half_the_distance_the_tangent_misses_by_a_quarter() -> None:
    gap = [abs(np.sqrt(1 + h) - 1 - h / 2) for h in (0.2, 0.1)]
    assert [round(one, 4) for one in gap] == [0.0046, 0.0012]
    shown = readings(scenes.tangent_misses())
    np.testing.assert_allclose(shown["the curve"], np.sqrt(1 + scenes.H))
    np.testing.assert_allclose(shown["the gap"], abs(shown["the curve"] - shown["the tangent"]))
    small = scenes.H < 0.1
    np.testing.assert_allclose((shown["the gap"] / scenes.H**2)[small], 1 / 8, rtol=0.06)
    for h in (0.2, 0.1):  # the slider has these two, up to a little
        assert np.abs(scenes.H / h - 1).min() < 0.002


def test_a_tangent_is_asked_for_where_there_is_one() -> None:
    with pytest.raises(ValueError, match="no slope at x = 0, so no tangent"):
        scenes.tangent_misses("|x|", 0.0)


@pytest.mark.parametrize("n", range(1, 8))
def test_the_quotient_of_a_power_is_n_terms_that_tend_to_one_number(n: int) -> None:
    a, h = sp.symbols("a h")
    terms = [(a + h) ** (n - 1 - k) * a**k for k in range(n)]
    assert len(terms) == n
    assert sp.expand(sum(terms) * h - ((a + h) ** n - a**n)) == 0
    assert {sp.limit(term, h, 0) for term in terms} == {a ** (n - 1)}


def test_the_numbers_of_the_power_rule() -> None:
    h = np.array([0.1, 0.01, 0.001])
    np.testing.assert_allclose(((1 + h) ** 5 - 1) / h, [6.1051, 5.10100501, 5.01001], rtol=1e-6)


def test_a_power_between_one_and_two_is_flat_at_zero() -> None:
    u = microscope.WINDOW
    for p, factor in ((1.0, 1.0), (1.5, 2**-0.5), (2.0, 0.5)):
        seen = [z * np.abs(u / z) ** p for z in (1.0, 2.0)]
        np.testing.assert_allclose(seen[1], factor * seen[0])
