"""Lesson 5: every number of the prose, every formula, and what each scene is there to show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from scene_laws import assert_light_and_said

from calclib import Function, autodiff, numeric, symbolic
from calclib.expressions.formulas import real_symbols
from calclib.lessons.follow_the_gradient import (
    checks,
    cut_surface,
    map_a_square,
    scenes,
    swap_order,
    warp_a_picture,
)
from calclib.stage.scene import Scene

SCENES = {
    "plane_cuts_surface": cut_surface.plane_cuts_surface,
    "bowl": lambda: cut_surface.plane_cuts_surface("x^2 + y^2"),
    "waves": lambda: cut_surface.plane_cuts_surface("sin(x) cos(2y)"),
    "compass_of_slopes": scenes.compass_of_slopes,
    "compass_of_waves": lambda: scenes.compass_of_slopes((0.3, 1.0), "sin(x) cos(2y)"),
    "turn_the_axes": scenes.turn_the_axes,
    "twist_both_ways": swap_order.twist_both_ways,
    "square_under_a_map": map_a_square.square_under_a_map,
    "polar": lambda: map_a_square.square_under_a_map((0.5, 0.5), "x cos y", "x sin y"),
    "warped_picture": warp_a_picture.warped_picture,
    "warped_polar": lambda: warp_a_picture.warped_picture("x cos y", "x sin y"),
}
HILL = Function(scenes.HILL)
EXCEPTION = Function(swap_order.TWISTS["another"])
P = np.array([0.0, -1.0])
x, y = real_symbols("xy")
h, k = real_symbols("hk")


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def reading(scene: Scene, number: int) -> Any:
    return scene.numbers[number][1].values[..., 0]


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


def test_the_gradient_of_the_hill_is_the_one_in_the_prose() -> None:
    along, across = symbolic.gradient(HILL).expression
    assert sp.expand(along - (3 - 3 * x**2 + y)) == 0
    assert sp.expand(across - (x - 2 * y)) == 0
    assert HILL.gradient([[0, -1], [1, 1], [0, 0]]).tolist() == [[2, 2], [1, -1], [3, 0]]


def test_both_cuts_through_a_spot_show_its_partial_derivatives() -> None:
    scene = cut_surface.plane_cuts_surface()
    slope = reading(scene, 3)  # (cut, plane, place)
    planes, places = scene.axis("plane at").values, scene.axis("place").values
    where = [np.abs(planes - v).argmin() for v in (-1, 0)], [np.abs(places - v).argmin() for v in P]
    at = [slope[0, where[0][0], where[1][0]], slope[1, where[0][1], where[1][1]]]
    assert np.allclose([planes[where[0][0]], places[where[1][1]]], -1)
    assert np.allclose(at, [2, 2])


@pytest.mark.parametrize("f", [scenes.HILL, "x^2 + y^2", "sin(x) cos(2y)"])
def test_the_slope_of_a_cut_is_a_derivative_in_one_variable(f: str) -> None:
    scene = cut_surface.plane_cuts_surface(f)
    planes, places = scene.axis("plane at").values, scene.axis("place").values
    g = Function(f, variables=("x", "y"))
    cuts = (lambda t: g(t, planes[:, None]), lambda t: g(planes[:, None], t))
    measured = [numeric.derivative(cut)(places + 0 * planes[:, None]) for cut in cuts]
    assert np.allclose(reading(scene, 3), measured, atol=1e-8)


def test_the_cut_leaves_what_is_behind_the_plane() -> None:
    scene = cut_surface.plane_cuts_surface()
    standing = scene.panels[0].marks[0].channels["values"].values  # (cut, plane, row, column)
    shares = np.isfinite(standing).mean(axis=(2, 3))
    assert (np.diff(shares[0]) < 0).all()  # a plane further back leaves less
    assert (np.diff(shares[1]) > 0).all()


def test_the_steepest_slope_at_the_spot_is_the_root_of_eight_at_45_degrees() -> None:
    scene = scenes.compass_of_slopes()
    slope, angles = reading(scene, 0), scene.axis("direction").values
    assert angles[slope.argmax()] == 45
    assert slope.max() == pytest.approx(np.sqrt(8))
    assert round(float(slope.max()), 2) == 2.83
    assert slope[angles == 135] == pytest.approx(0.0, abs=1e-12)
    assert slope[angles == 225] == pytest.approx(-np.sqrt(8))


@pytest.mark.parametrize("point", [(0.0, -1.0), (-0.7, 1.1), (1.2, 0.3)])
def test_the_measured_slopes_lie_on_the_cosine(point: tuple[float, float]) -> None:
    degrees, gradient = np.arange(0, 360, 7.0), HILL.gradient(np.array(point))
    towards = np.degrees(np.arctan2(gradient[1], gradient[0]))
    cosine = np.linalg.norm(gradient) * np.cos(np.radians(degrees - towards))
    measured = scenes.measured_slope(HILL, point, degrees)
    assert np.allclose(measured, cosine, atol=1e-6)


def test_the_tip_of_the_needle_runs_round_two_circles() -> None:
    marks = scenes.compass_of_slopes().panels[0].marks
    gradient = scenes.SCALE * HILL.gradient(P)
    circles = [mark for mark in marks if mark.style["label"] in ("up", "down")]
    for sign, mark in zip((1, -1), circles, strict=True):
        tips = np.stack([mark.channels[name].values for name in "xy"], axis=-1)
        tips = tips[np.isfinite(tips).all(axis=-1)]
        away = np.linalg.norm(tips - (P + sign * gradient / 2), axis=-1)
        assert np.allclose(away, np.linalg.norm(gradient) / 2)


def test_one_level_line_of_the_compass_runs_through_the_point() -> None:
    levels = scenes.compass_of_slopes((0.3, 0.4)).panels[0].marks[0].style["levels"]
    assert np.abs(np.array(levels) - HILL(0.3, 0.4)).min() < 1e-12


def test_towards_three_four_the_hill_climbs_with_2_8() -> None:
    u = np.array([3.0, 4.0]) / 5
    assert HILL.gradient(P) @ u == pytest.approx(2.8)
    measured = (HILL.value(P + 1e-5 * u) - HILL.value(P - 1e-5 * u)) / 2e-5
    assert measured == pytest.approx(2.8, abs=1e-8)


def test_the_hill_is_level_at_its_top_and_at_its_pass() -> None:
    level = sp.solve(list(symbolic.gradient(HILL).expression), (x, y))
    level = sorted([float(a), float(b)] for a, b in level)
    assert np.round(level, 2).tolist() == [[-0.92, -0.46], [1.09, 0.54]]
    curvatures = np.linalg.eigvalsh(HILL.hessian(np.array(level)))
    assert (np.sign(curvatures) == [[-1, 1], [-1, -1]]).all()


def test_the_arrow_does_not_aim_at_the_top() -> None:
    arrow, way = HILL.gradient(P), np.array([1.0868, 0.5434]) - P
    apart = np.degrees(np.arctan2(way[1], way[0]) - np.arctan2(arrow[1], arrow[0]))
    assert 5 < apart < 15


def test_what_is_left_over_is_small_even_compared_with_the_step() -> None:
    u = np.array([0.6, -0.8])
    steps = np.array([1e-1, 1e-2, 1e-3])[:, None] * u
    rest = HILL.value(P + steps) - HILL.value(P) - steps @ HILL.gradient(P)
    share = np.abs(rest) / np.linalg.norm(steps, axis=-1)
    assert np.allclose(share[1:] / share[:-1], 0.1, rtol=0.2)


def test_a_place_without_a_gradient_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"no gradient at \(0, -1\)"):
        scenes.compass_of_slopes(f="log(x)")


def test_turning_the_axes_changes_the_components_and_not_the_length() -> None:
    scene = scenes.turn_the_axes()
    along, across, length = (reading(scene, number) for number in range(3))
    assert np.allclose(np.hypot(along, across), length)
    assert (np.ptp(along, axis=0) > 0.9 * length * (1 - np.sqrt(0.5))).all()
    lonely = np.minimum(np.abs(along), np.abs(across)).min(axis=0)
    assert (lonely < length * np.sin(np.radians(1.01))).all()


def test_in_turned_axes_the_partial_derivatives_are_the_shadows_of_one_arrow() -> None:
    c, s = np.cos(np.pi / 6), np.sin(np.pi / 6)
    turned = Function(lambda a, b: HILL(c * a - s * b, s * a + c * b))
    assert np.allclose(turned.gradient([-s, -c]), [2 * c + 2 * s, 2 * c - 2 * s])
    assert np.round(2 * c + 2 * s, 6) == 2.732051


def test_on_the_hill_the_order_does_not_matter() -> None:
    mixed = symbolic.hessian(HILL).expression
    assert mixed[0, 1] == mixed[1, 0] == 1


def test_the_mixed_partials_of_the_exception_are_minus_one_and_one() -> None:
    assert swap_order.mixed_at_origin() == (-1.0, 1.0)
    assert swap_order.mixed_at_origin("x y") == (1.0, 1.0)
    assert swap_order.mixed_at_origin(scenes.HILL) == (1.0, 1.0)


def test_first_partials_of_the_exception_on_the_axes_are_limits_as_written() -> None:
    f = EXCEPTION.expression.xreplace({x: h, y: k})
    on_y, on_x = sp.limit(f / h, h, 0), sp.limit(f / k, k, 0)
    assert (on_y, on_x) == (-k, h)
    first = symbolic.gradient(EXCEPTION).expression
    assert sp.simplify(first[0].subs(x, 0) + y) == 0
    assert sp.simplify(first[1].subs(y, 0) - x) == 0


def test_the_rectangle_quotient_tends_to_both_by_turns() -> None:
    f = EXCEPTION.expression
    corners = [f.subs({x: a, y: b}) for a, b in ((h, k), (h, 0), (0, k))]
    quotient = sp.simplify((corners[0] - corners[1] - corners[2]) / (h * k))
    assert sp.simplify(quotient - (h**2 - k**2) / (h**2 + k**2)) == 0
    assert sp.limit(sp.limit(quotient, h, 0), k, 0) == -1
    assert sp.limit(sp.limit(quotient, k, 0), h, 0) == 1


def test_the_second_partial_is_constant_on_rays_and_reaches_the_root_of_two() -> None:
    angle, radius = np.linspace(0, 2 * np.pi, 721), np.array([1e-3, 0.1, 1.0])[:, None]
    points = radius[..., None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    mixed = EXCEPTION.hessian(points)
    assert np.allclose(mixed[..., 0, 1], mixed[..., 1, 0])
    assert np.allclose(mixed[..., 0, 1], np.cos(2 * angle) * (1 + 2 * np.sin(2 * angle) ** 2))
    assert mixed[..., 0, 1].max() == pytest.approx(np.sqrt(2), abs=1e-4)
    assert mixed[..., 0, 1].min() == pytest.approx(-np.sqrt(2), abs=1e-4)


def test_the_rungs_tilt_alike_on_xy_and_against_each_other_on_the_exception() -> None:
    scene = swap_order.twist_both_ways()
    walk = scene.axis("walk").values
    on_y, on_x = reading(scene, 0), reading(scene, 1)
    assert np.allclose(on_y, [walk, -walk], atol=1e-12)
    assert np.allclose(on_x, [walk, walk], atol=1e-12)


def test_partial_derivatives_alone_do_not_make_a_function_continuous() -> None:
    f = x * y / (x**2 + y**2)
    assert f.subs(x, 0) == f.subs(y, 0) == 0
    assert sp.simplify(f.subs(y, x)) == sp.Rational(1, 2)
    along = sp.diff(f, x)
    assert sp.limit(along.subs(x, 0), y, 0, "+") == sp.oo


def test_the_gap_of_the_square_shrinks_with_its_side() -> None:
    scene = map_a_square.square_under_a_map()
    gap, side = reading(scene, 0), scene.axis("side").values
    assert np.allclose(gap / side, gap[0] / side[0], rtol=1e-6)
    assert reading(scene, 1)[-1] == pytest.approx(2.25, abs=0.01)
    assert float(scene.numbers[2][1].values[0]) == 2.25


def test_the_jacobian_of_the_scene_is_that_of_all_three_rooms() -> None:
    by_formula = symbolic.jacobian(["2x + y^2", "y - x^2/4"])(0.5, 0.5)
    for room in (autodiff, numeric):
        found = room.jacobian(lambda a, b: (2 * a + b * b, b - a * a / 4))(0.5, 0.5)
        assert np.allclose(found, by_formula, atol=1e-9)
    assert by_formula.tolist() == [[2, 1], [-0.25, 1]]


def test_the_polar_map_shrinks_areas_by_the_radius() -> None:
    jacobian = sp.Matrix(symbolic.jacobian(["x cos(y)", "x sin(y)"]).expression)
    assert jacobian == sp.Matrix([[sp.cos(y), -x * sp.sin(y)], [sp.sin(y), x * sp.cos(y)]])
    assert sp.simplify(jacobian.det()) == x
    assert sp.simplify(jacobian.col(1).norm() ** 2 - x**2) == 0


def test_the_build_passes_and_costs_two_runs_a_variable() -> None:
    assert checks.built(checks.central).passed
    assert "400 runs" in checks.in_many(checks.central).message
    assert checks.in_many(lambda f, x: ...).passed is None
    assert checks.in_many(lambda f, x: checks.central(f, x, width=1.0)).passed is False
    assert 4096**2 == 16_777_216


def test_the_gradient_of_the_squared_error_agrees_with_autodiff() -> None:
    for w, X, targets in checks.SAMPLES:
        loss = Function(lambda v, X=X, t=targets: np.mean((v @ X.T - t) ** 2, -1), dimension=2)
        assert np.allclose(loss.gradient(w), checks.mse.expected(w, X, targets))


def test_the_gradient_of_cross_entropy_is_p_minus_y() -> None:
    for z, onehot in checks.SCORES:
        right = int(onehot.argmax())

        def loss(scores: Any, right: int = right) -> Any:
            return np.log(np.sum(np.exp(scores), axis=-1)) - scores[..., right]

        gradient = Function(loss, dimension=3).gradient(z)
        assert np.allclose(gradient, checks.softmax(z) - onehot)
        assert np.allclose(gradient, checks.cross_entropy.expected(z, onehot))
        assert abs(gradient.sum()) < 1e-12


def test_no_step_in_the_box_gains_more_than_that_of_the_signs() -> None:
    rng = np.random.default_rng(7)
    for g, epsilon in checks.GRADIENTS:
        best = checks.in_a_box.expected(g, epsilon) @ g
        assert best == pytest.approx(epsilon * np.abs(g).sum())
        assert (rng.uniform(-epsilon, epsilon, (10_000, 3)) @ g).max() <= best


def test_the_small_answers_are_those_that_the_lesson_computes() -> None:
    u = np.array([1.0, -1.0]) / np.sqrt(2)
    assert checks.diagonal(np.array([3.0, 4.0]) @ u).passed
    along, across = Function("x^2 y").gradient([1.0, 4.0])
    assert checks.level_line(-along / across).passed
    checks.steepest.choose("2.83")
    assert checks.steepest.answer().passed


# A picture under a map


def test_a_picture_ends_where_the_map_sends_its_points() -> None:
    scene = warp_a_picture.warped_picture()
    grid, drawn = (mark for mark in scene.panels[1].marks if mark.kind == "line")
    start = warp_a_picture.letter()
    u, v = (drawn.channels[name].values.reshape(41, -1) for name in "xy")
    assert np.allclose([u[0], v[0]], start.T)
    assert np.allclose(u[-1], 2 * start[:, 0] + start[:, 1] ** 2)
    assert np.allclose(v[-1], start[:, 1] - start[:, 0] ** 2 / 4)
    assert np.isfinite(grid.channels["x"].values).all()


def test_both_panels_of_a_picture_are_equally_large() -> None:
    source, image = warp_a_picture.warped_picture().panels
    assert source.width == image.width
    for panel in (source, image):
        (x0, x1), (y0, y1) = panel.x[:2], panel.y[:2]
        assert x1 - x0 == pytest.approx(y1 - y0)


@pytest.mark.parametrize(
    ("u", "v", "determinant"),
    [("2x", "y", 2.0), ("0.6x - 0.8y", "0.8x + 0.6y", 1.0), ("y", "x", -1.0)],
)
def test_the_determinant_says_how_areas_change_and_whether_the_letter_is_mirrored(
    u: str, v: str, determinant: float
) -> None:
    scene = warp_a_picture.warped_picture(u, v)
    assert float(scene.numbers[0][1].values[0]) == pytest.approx(determinant)
    drawn = scene.panels[1].marks[1]
    x, y = (drawn.channels[name].values.reshape(41, -1)[[0, -1]] for name in "xy")
    turned = np.sum(x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1], axis=1)
    assert turned[1] / turned[0] == pytest.approx(determinant)


def test_two_cuts_through_a_spot_of_the_first_hill_have_equal_slopes_at_some_spots_only() -> None:
    hill = Function("3x - x^3 + x y - y^2")
    assert hill.gradient([0.0, -1.0]).tolist() == [2, 2]
    assert hill.gradient([0.0, 0.0]).tolist() == [3, 0]


def test_the_compass_tells_no_slope_that_the_needle_has_not_met() -> None:
    scene = scenes.compass_of_slopes()
    here, so_far = reading(scene, 0), reading(scene, 1)
    assert np.array_equal(so_far, np.maximum.accumulate(here))
    measured = next(m for m in scene.panels[1].marks if m.kind == "dots").channels["x"].values
    passed = np.isfinite(measured.squeeze())
    assert np.array_equal(passed, scenes.ANGLES[:, None] >= scenes.MEASURED)
