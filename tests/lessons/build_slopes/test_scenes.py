"""Lesson 3 says what is true: every number that it quotes, and what each of its scenes shows."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_it_plays_and_says_what_to_notice, marks, readings

from calclib import Function, numeric, symbolic
from calclib.lessons.build_slopes import scenes, wiggle
from calclib.lessons.shared.slopes import slope_at

SCENES = {
    "rectangle": scenes.growing_rectangle,
    "square": lambda: scenes.growing_rectangle("x", "x"),
    "a side that shrinks": lambda: scenes.growing_rectangle("x", "3 - x"),
    "lines": scenes.three_number_lines,
    "lines turned round": lambda: scenes.three_number_lines(x=-1.0),
    "a level map": lambda: scenes.three_number_lines("x^2", "sin(u)", 0.0),
    "mirror": scenes.curve_and_mirror,
    "mirror of the exponential": lambda: scenes.curve_and_mirror("e^x"),
    "activations": scenes.four_activations,
    "wiggle": wiggle.wiggles_without_end,
}
X = np.linspace(-5, 5, 1001)


def function(words: str) -> Function:
    return Function(words, variables=("x",))


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_a_scene_is_light_and_says_what_to_notice(make) -> None:
    assert_it_plays_and_says_what_to_notice(make())


@pytest.mark.parametrize(("u", "v"), [("x^2", "1 + x"), ("e^x", "3 - x"), ("x", "x")])
def test_two_strips_and_a_corner_are_what_the_area_gains(u: str, v: str) -> None:
    shown = np.array(list(readings(scenes.growing_rectangle(u, v)).values()))
    area = function(f"({u}) ({v})")
    np.testing.assert_allclose(shown.sum(axis=0), (area(1 + scenes.H) - area(1.0)) / scenes.H)
    slopes = [float(slope_at(function(words), 1.0)) for words in (u, v)]
    values = [float(function(words)(1.0)) for words in (u, v)]
    wanted = [slopes[0] * values[1], values[0] * slopes[1], 0]
    np.testing.assert_allclose(shown[:, -1], wanted, atol=0.01)
    corner = shown[2]
    np.testing.assert_allclose(corner[-1] / scenes.H[-1], slopes[0] * slopes[1], rtol=0.01)


def test_at_a_tenth_of_h_the_corner_over_h_is_about_a_tenth() -> None:
    corner = readings(scenes.growing_rectangle())["corner / h"]
    at = [int(np.abs(scenes.H - h).argmin()) for h in (0.1, 0.01)]
    share = corner[at[0]] / corner[at[1]]
    assert share == pytest.approx(scenes.H[at[0]] / scenes.H[at[1]], rel=0.06)
    assert share == pytest.approx(10, rel=0.1)


@pytest.mark.parametrize(("u", "v"), [("-x", "x"), ("x", "|x - 1| + 1"), ("x", "sqrt(1.2 - x)")])
def test_a_side_without_length_slope_or_value_is_refused(u: str, v: str) -> None:
    with pytest.raises(ValueError, match="choose another"):
        scenes.growing_rectangle(u, v)


@pytest.mark.parametrize(
    ("g", "f", "x"),
    [
        ("x^2", "u + u^2", 1.0),
        ("x^2", "u + u^2", 2.0),
        ("x^2", "u + u^2", -1.0),
        ("sin x", "e^u", 2.0),
    ],
)
def test_the_stretches_of_two_maps_multiply(g: str, f: str, x: float) -> None:
    shown = [stretch[-1] for stretch in readings(scenes.three_number_lines(g, f, x)).values()]
    inner = function(g)
    outer = Function(f, variables=("u",))
    wanted = [float(slope_at(inner, x)), float(slope_at(outer, float(inner(x))))]
    np.testing.assert_allclose(shown, [*wanted, wanted[0] * wanted[1]], rtol=0.01)


def test_the_numbers_that_the_lesson_reads_off_three_lines() -> None:
    for x, wanted in ((1.0, [2, 3, 6]), (2.0, [4, 9, 36]), (-1.0, [-2, 3, -6])):
        shown = [s[-1] for s in readings(scenes.three_number_lines(x=x)).values()]
        np.testing.assert_allclose(shown, wanted, rtol=0.01)


def test_close_by_the_points_land_evenly() -> None:
    scene = scenes.three_number_lines()
    landed = marks(scene, 0, "dots")[-1].channels["x"].values
    near = np.diff(landed[-1])
    np.testing.assert_allclose(near, near.mean(), rtol=0.01)
    far = np.diff(landed[0])
    assert far.max() > 3 * far.min()


def test_a_map_without_a_slope_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\|u\| has no slope at 0"):
        scenes.three_number_lines("x^2 - 1", "|u|", 1.0)


@pytest.mark.parametrize("words", ["x^2", "e^x", "x^3", "tan x", "x + sin(x)/2"])
def test_the_mirror_image_has_one_divided_by_the_slope(words: str) -> None:
    scene = scenes.curve_and_mirror(words)
    slope, mirrored = readings(scene).values()
    x = scene.axis("x").values
    np.testing.assert_allclose(slope, slope_at(function(words), x))
    np.testing.assert_allclose(slope * mirrored, 1)
    there, back = (marks(scene, 0, "line")[k].channels for k in (1, 2))
    np.testing.assert_array_equal(there["x"].values, back["y"].values)
    np.testing.assert_array_equal(there["y"].values, back["x"].values)


def test_the_mirror_images_of_the_square_and_of_the_exponential_are_root_and_logarithm() -> None:
    for words, inverse in (("x^2", np.sqrt), ("e^x", np.log)):
        image = marks(scenes.curve_and_mirror(words), 0, "line")[2].channels
        x, y = (image[name].values[0] for name in "xy")
        np.testing.assert_allclose(y, inverse(x), atol=1e-12)
    for f, at, wanted in (("sqrt(x)", 4.0, 0.25), ("sqrt(x)", 100.0, 0.05), ("ln x", 5.0, 0.2)):
        assert symbolic.derivative(f)(at) == pytest.approx(wanted)


def test_a_curve_that_climbs_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="climbs nowhere"):
        scenes.curve_and_mirror("-x")


def test_the_base_whose_number_is_one_lies_between_two_and_three() -> None:
    h = 1e-6
    numbers = (np.array([2, np.e, 3]) ** h - 1) / h
    assert numbers.round(2).tolist() == [0.69, 1.0, 1.1]


@settings(deadline=None, max_examples=30)
@given(st.floats(0.001, 1.5))
def test_the_sine_of_a_small_angle_lies_between_the_two_triangles(h: float) -> None:
    assert np.sin(h) < h < np.tan(h)
    assert np.cos(h) < np.sin(h) / h < 1
    by_proof = -np.sin(h) / h * np.sin(h) / (np.cos(h) + 1)
    assert (np.cos(h) - 1) / h == pytest.approx(by_proof, rel=1e-6)


def test_the_rule_of_the_quotient_follows_from_that_of_the_product() -> None:
    x = sp.Symbol("x")
    u, v = (sp.Function(name)(x) for name in "uv")
    q = u / v
    missing = (u.diff(x) - q * v.diff(x)) / v
    assert sp.simplify(missing - q.diff(x)) == 0
    assert sp.simplify(missing - (u.diff(x) * v - u * v.diff(x)) / v**2) == 0
    assert sp.diff(4 * x**3 - 5 * x, x) == 12 * x**2 - 5


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


def test_the_wiggles_secant_lies_down_and_its_tangent_rocks_on() -> None:
    scene = wiggle.wiggles_without_end()
    x = scene.axis("x").values
    secant, tangent = readings(scene).values()
    curve = function("x^2 sin(1/x)")
    np.testing.assert_allclose(secant, curve(x) / x)
    np.testing.assert_allclose(tangent, symbolic.derivative(curve)(x))
    assert (np.abs(secant) <= x).all()
    assert tangent[-40:].max() > 0.95
    assert tangent[-40:].min() < -0.95


def test_the_magnified_wiggle_is_the_curve() -> None:
    scene = wiggle.wiggles_without_end()
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
