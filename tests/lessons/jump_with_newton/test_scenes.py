"""Lesson 14: every number of the prose, every formula, and what each scene is there to show."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from scene_laws import assert_light_and_said

from calclib import Function, GradientDescent, LineSearch, Newton, descend, landscapes, numeric
from calclib.functions.landscapes import himmelblau, rosenbrock
from calclib.lessons.jump_with_newton import checks, jump_down_the_valley, paint_the_basins, scenes
from calclib.lessons.jump_with_newton.scenes import bracket, newton_in_bracket
from calclib.optimize import roots
from calclib.stage.scene import Scene

CUBIC = "x^3 - 2x + 2"
WELLS = "(x^2 - 1)^2/4 + x/10"
PASS = jump_down_the_valley.PASS
SCENES = {
    "tangents": scenes.follow_the_tangents,
    "cycle": lambda: scenes.follow_the_tangents(CUBIC, 0.0),
    "runs away": lambda: scenes.follow_the_tangents("cbrt(x)", 0.1),
    "no root": lambda: scenes.follow_the_tangents("x^2 + 1", 1.3),
    "searches": scenes.three_searches,
    "polynomial": paint_the_basins.basins_of_a_polynomial,
    "parabola": scenes.jump_to_the_level_point,
    "to the top": lambda: scenes.jump_to_the_level_point(WELLS, 0.3),
    "no curvature": lambda: scenes.jump_to_the_level_point("x^3/3 - x", 0.0),
    "valley": jump_down_the_valley.valley_in_seven_steps,
    "valleys": paint_the_basins.basins_of_the_valleys,
    "pass": jump_down_the_valley.leave_the_pass,
}
rng = np.random.default_rng(7)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


def test_the_errors_of_the_syllabus_double_their_digits() -> None:
    errors = np.abs(roots.newton("x^2 - 2", 2.0).points[:5] - np.sqrt(2))
    assert [f"{e:.1e}" for e in errors] == ["5.9e-01", "8.6e-02", "2.5e-03", "2.1e-06", "1.6e-12"]


def test_the_error_is_squared_with_the_factor_of_the_text() -> None:
    x = roots.newton("x^2 - 2", 2.0).points[:4]
    errors = x - np.sqrt(2)
    assert np.allclose(errors[1:], errors[:-1] ** 2 / (2 * x[:-1]))
    f = Function("cos x - x")
    root = roots.newton("cos x - x", 1.0).root
    error = 1e-3
    after = root + error - f(root + error) / f.gradient([root + error])[0] - root
    factor = f.hessian([root])[0, 0] / (2 * f.gradient([root])[0])
    assert after / error**2 == pytest.approx(factor, rel=1e-2)


def test_a_start_within_1_over_m_arrives() -> None:
    f = Function("x^3 - 5")
    root = 5 ** (1 / 3)
    low, high = root - 0.3, root + 0.3
    bound = 6 * high / (2 * 3 * low**2)  # the largest f″ over twice the smallest f′
    assert bound * 0.3 < 1
    for start in root + np.linspace(-0.3, 0.3, 11):
        assert roots.newton(f, start).root == pytest.approx(root)


def test_the_secant_has_the_golden_exponent() -> None:
    errors = [sp.Abs(x - sp.sqrt(2)) for x in _secant_exactly(9)]
    orders = [
        float(sp.log(c / b).evalf(30) / sp.log(b / a).evalf(30)) for a, b, c in _threes(errors)
    ]
    assert orders[-1] == pytest.approx((1 + np.sqrt(5)) / 2, abs=0.02)


def _secant_exactly(count: int) -> list[sp.Rational]:
    points = [sp.Rational(2), sp.Rational(3, 2)]
    while len(points) < count:
        a, b = points[-2:]
        points.append(b - (b * b - 2) / (a + b))
    return points


def _threes(errors: list[sp.Expr]) -> list[tuple[sp.Expr, ...]]:
    digits = [error.evalf(400) for error in errors]
    return list(zip(digits, digits[1:], digits[2:], strict=False))


def test_bisection_halves_its_bracket() -> None:
    ends = roots.bisection("x^2 - 2", 1.0, 2.0).brackets[:20]
    assert np.allclose(np.diff(ends, axis=1)[:, 0], 2.0 ** -np.arange(20.0))


def test_newton_cycles_between_0_and_1_and_draws_its_neighbours_in() -> None:
    assert roots.newton(CUBIC, 0.0).points[:4].tolist() == [0.0, 1.0, 0.0, 1.0]
    for start in (0.0, 0.1, -0.05):
        assert roots.newton(CUBIC, start).status == "cycle of length 2"


def test_on_the_cube_root_each_jump_goes_twice_as_far_to_the_other_side() -> None:
    search = roots.newton("cbrt(x)", 0.1)
    assert np.allclose(search.points[:8], 0.1 * (-2.0) ** np.arange(8))
    assert search.status.startswith("diverged")


@pytest.mark.parametrize(("f", "start"), [(CUBIC, 0.0), ("cbrt(x)", 0.1), ("atan(x)", 3.0)])
def test_a_bracket_holds_every_run(f: str, start: float) -> None:
    curve = Function(f)
    low, high = bracket(curve, start) or (np.nan, np.nan)
    points = newton_in_bracket(curve, start, low, high, steps=80)
    assert ((low <= points) & (points <= high)).all()
    assert abs(float(curve(points[-1]))) < 1e-3
    assert not roots.newton(curve, start).status.startswith("converged")


def test_where_nothing_changes_sign_no_bracket_is_found() -> None:
    assert bracket(Function("x^2 + 1"), 1.3) is None
    assert scenes.follow_the_tangents("x^2 + 1", 1.3).axis("jumps").values == ("free",)


def test_the_tangents_of_the_scene_end_on_the_axis_at_the_next_point() -> None:
    scene = scenes.follow_the_tangents()
    now = next(m for m in scene.panels[0].marks if m.kind == "line" and m.style["width"] == 2.5
               and m.channels["x"].axes)  # fmt: skip
    x, y = (now.channels[name].values[:5, 0] for name in "xy")
    assert np.allclose(x[:-1, 1], x[1:, 0])
    assert np.allclose(y[:, 1], 0)
    assert np.allclose(y[:, 0], x[:, 0] ** 2 - 2)


def test_each_search_of_the_race_leads_to_its_next_point() -> None:
    f = Function("x^2 - 2")
    for search in (roots.secant(f, 2.0, 1.5), roots.newton(f, 2.0)):
        ends = scenes._lead(f, search)[:, -1, 0]
        known = np.isfinite(ends[1 : len(search.points) - 1])
        assert np.allclose(ends[1 : len(search.points) - 1][known], search.points[2:][known])
        assert known.any()


def test_the_shares_of_the_cubic_are_those_of_the_syllabus() -> None:
    below, real, above = paint_the_basins.shares("z^3 - 1", size=401)
    assert real == pytest.approx(0.353, abs=1e-3)
    assert below == pytest.approx(0.323, abs=1e-3)
    assert above == pytest.approx(below)


def test_the_shares_under_the_scene_are_those_of_the_prose() -> None:
    numbers = paint_the_basins.basins_of_a_polynomial().numbers[:-1]
    assert [label for label, *_ in numbers] == [
        "share to −0.5 − 0.87i",
        "share to 1",
        "share to −0.5 + 0.87i",
    ]
    ends = [float(given.values[-1, 0]) for _, given, _ in numbers]
    assert [round(end, 2) for end in ends] == [0.32, 0.35, 0.32]


def test_a_path_that_left_the_map_and_came_back_says_how_far_out_it_was() -> None:
    scene = paint_the_basins.basins_of_a_polynomial()
    label, given, _ = scene.numbers[-1]
    assert label == "path: farthest from 0"
    z = -0.75 + 0.12j
    far = []
    for _ in range(paint_the_basins.STEPS + 1):
        far.append(max([abs(z), *far]))
        z -= (z**3 - 1) / (3 * z**2)
    assert np.allclose(given.values.ravel(), far)
    _, edge = scene.packet[0]["panels"][0]["x"]["domain"]
    assert abs(z) < edge < far[-1]


def test_a_start_that_newton_throws_off_the_valleys_says_how_far_out_it_was() -> None:
    scene = paint_the_basins.basins_of_the_valleys(side=5)
    label, given, _ = scene.numbers[-1]
    assert label == "path: farthest from 0"
    start = int(np.argmax(given.values[-1, 2].ravel()))
    ways = descend(himmelblau, scene.axis("start").values[start], Newton(), 50).points
    shown = np.linalg.norm(ways, axis=-1)
    assert shown.max() > 6 * np.sqrt(2)
    assert np.allclose(given.values[:, 2, start, 0], np.maximum.accumulate(shown))


def test_where_two_colours_meet_the_third_is_near() -> None:
    found = roots.basins("z^3 - 1", (-0.9, -0.7, -0.1, 0.1), 201).root
    blocks = found[:200, :200].reshape(10, 20, 10, 20).swapaxes(1, 2).reshape(100, -1)
    colours = np.array([len(set(block.tolist()) - {-1}) for block in blocks])
    assert (colours == 3).sum() > 20
    assert (colours == 2).mean() < 0.1


def test_the_cycle_of_the_cubic_keeps_a_whole_piece_of_the_plane() -> None:
    found = roots.basins("z^3 - 2z + 2", (-0.05, 0.05, -0.05, 0.05), 21, steps=200)
    assert (found.root == -1).all()


def test_the_grey_of_the_quintic_is_a_cycle_of_three() -> None:
    points = roots.newton("x^5 - x - 1", 0.0, 60).points
    assert roots.newton("x^5 - x - 1", 0.0, 60).status == "cycle of length 3"
    assert len(set(points[-3:].round(6))) == 3


def test_the_square_is_shared_in_halves() -> None:
    found = roots.basins("z^2 - 1", (-2, 2, -2, 2), 40).root
    assert (found[:, :20] == found[0, 0]).all()
    assert (found[:, 20:] == found[0, -1]).all()
    assert found[0, 0] != found[0, -1]


@pytest.mark.parametrize("p", ["sin z", "z^9 - 1", "3"])
def test_what_is_no_polynomial_with_up_to_seven_roots_is_refused(p: str) -> None:
    with pytest.raises(ValueError, match=r"polynomial"):
        paint_the_basins.basins_of_a_polynomial(p)


def test_a_window_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        paint_the_basins.basins_of_a_polynomial(width=0.0)


def test_newton_for_a_minimum_is_newton_for_a_root_of_the_slope() -> None:
    f = Function(WELLS)
    slope = Function(lambda x: x * (x**2 - 1) + 0.1)
    by_root = roots.newton(slope, 1.8).points[:6]
    assert np.allclose(descend(f, 1.8, Newton(), 5).points[:, 0], by_root)


def test_from_03_newton_climbs_and_enough_damping_descends() -> None:
    f = Function(WELLS)
    assert f.hessian([0.3])[0, 0] == pytest.approx(-0.73)
    ends = [descend(f, 0.3, Newton(damping=d), 200).points[-1] for d in (0.0, 0.3, 1.0)]
    bends = [float(f.hessian(end)[0, 0]) for end in ends]
    assert bends[0] < 0
    assert bends[2] > 0
    first = descend(f, 0.3, Newton(damping=np.array([[0.0], [0.3], [1.0]])), 1).points[:, :, 0]
    uphill = np.diff(first, axis=0)[0] * f.gradient([0.3])[0] > 0
    assert uphill.tolist() == [True, True, False]


def test_the_titles_of_the_parabola_say_where_the_run_ends() -> None:
    make = scenes.jump_to_the_level_point
    for f, start, word in ((WELLS, 1.8, "minimum"), (WELLS, 0.3, "maximum"),
                           ("x^3/3 - x", 0.0, "singular"), ("x^4", 1.0, "")):  # fmt: skip
        assert word in make(f, start).panels[0].title


def test_without_curvature_there_is_no_step_until_there_is_damping() -> None:
    paths = [descend(Function("x^3/3 - x"), 0.0, Newton(damping=d), 60) for d in (0.0, 1.0)]
    assert str(paths[0].status) == "singular Hessian at step 1"
    assert paths[1].points[-1] == pytest.approx(1.0)


def test_on_the_fourth_power_a_step_leaves_two_thirds_and_at_a_double_root_half() -> None:
    x = descend(Function("x^4"), 1.0, Newton(), 10).points[:, 0]
    assert np.allclose(x[1:] / x[:-1], 2 / 3)
    x = roots.newton("(x - 1)^2", 3.0, 10).points
    assert np.allclose((x[1:] - 1) / (x[:-1] - 1), 0.5)


def test_the_arrow_of_the_parabola_leads_to_its_level_point() -> None:
    scene = scenes.jump_to_the_level_point()
    arrow = next(mark for mark in scene.panels[0].marks if mark.kind == "arrows")
    x, u = arrow.channels["x"].values, arrow.channels["u"].values
    assert np.allclose(x[1:] - x[:-1], u[:-1], equal_nan=True)


def test_newton_crosses_rosenbrocks_valley_with_the_losses_of_the_syllabus() -> None:
    path = jump_down_the_valley.path_of("Newton")
    assert [f"{v:.3g}" for v in path.values[:5]] == ["24.2", "4.73", "1.41e+03", "0.056", "0.313"]
    assert path.values[2] == pytest.approx(1412, abs=0.5)
    small = np.linalg.norm(path.gradients[...], axis=-1) < 1e-9
    assert int(small.argmax()) == 7
    assert path.arrived(1e-3) == 5


def test_the_friends_take_the_steps_of_the_prose() -> None:
    counts = [jump_down_the_valley.path_of(n).arrived(1e-3) for n in jump_down_the_valley.FRIENDS]
    assert counts == [5, 20, 32, 2]
    slow = descend(rosenbrock, [-1.2, 1.0], jump_down_the_valley.DESCENT, 14_232, every=14_232)
    assert np.linalg.norm(slow.points[-1] - 1) <= 1e-3


def test_a_line_search_never_goes_up() -> None:
    assert (np.diff(jump_down_the_valley.path_of("Newton, line search").values) <= 0).all()


def test_the_ellipse_is_a_level_line_of_the_model_through_the_point() -> None:
    points = jump_down_the_valley.path_of("Newton").points[:4][:, None]
    ring, arrow = jump_down_the_valley._model(np.repeat(points, 4, axis=1))
    for k in range(4):
        p = points[k, 0]
        s = np.stack([ring.channels[n].values[k, 0] for n in "xy"], axis=-1) - p
        model = (
            s @ rosenbrock.gradient(p) + np.einsum("ni,ij,nj->n", s, rosenbrock.hessian(p), s) / 2
        )
        assert np.abs(model).max() < 1e-6 * max(1, rosenbrock.value(p))
        jump = [float(arrow.channels[n].values[k, 0]) for n in "uv"]
        assert np.allclose(rosenbrock.hessian(p) @ jump, -rosenbrock.gradient(p))


def test_newton_does_not_care_for_units_and_descent_does() -> None:
    other = Function("(1 - 10u)^2 + 100(v - 100u^2)^2", variables=("u", "v"))
    for rule, same in ((Newton(), True), (GradientDescent(1e-4), False)):
        here = descend(rosenbrock, [-1.2, 1.0], rule, 5).points
        there = descend(other, [-0.12, 1.0], rule, 5).points * [10, 1]
        assert np.allclose(here, there) is same


def test_in_a_bowl_newtons_direction_goes_down() -> None:
    points = rng.uniform(-5, 5, (300, 2))
    bends = himmelblau.hessian(points)
    slopes = himmelblau.gradient(points)
    steps = descend(himmelblau, points, Newton(), 1).points[1] - points
    bowl = np.linalg.eigvalsh(bends)[:, 0] > 0
    assert 50 < bowl.sum() < 300
    downhill = np.einsum("ni,ni->n", slopes, steps) < 0
    assert downhill[bowl].all()
    assert not downhill[~bowl].all()


def test_along_each_eigenvector_a_step_is_slope_over_curvature() -> None:
    for p in rng.uniform(-5, 5, (20, 2)):
        values, vectors = np.linalg.eigh(himmelblau.hessian(p))
        slope = himmelblau.gradient(p) @ vectors
        for absolute, curvature in ((False, values), (True, np.abs(values))):
            step = descend(himmelblau, p, Newton(absolute=absolute), 1).points[1] - p
            assert np.allclose(step @ vectors, -slope / curvature)


def test_064_of_newtons_starts_come_to_a_valley_and_of_the_others_all() -> None:
    scene = paint_the_basins.basins_of_the_valleys()
    shares = scene.numbers[0][1].values[-1].ravel()
    assert dict(zip(paint_the_basins.RULES, shares.round(2), strict=True)) == {
        "gradient descent": 1.0,
        "momentum": 1.0,
        "Newton": 0.64,
        "Newton with |H|": 1.0,
    }
    half = scene.numbers[0][1].values[6].ravel()
    assert half[2] > half[0]


def test_the_hill_is_a_maximum_and_the_catalogue_has_the_other_level_points() -> None:
    assert np.linalg.norm(himmelblau.gradient(paint_the_basins.HILL)) < 1e-9
    assert (np.linalg.eigvalsh(himmelblau.hessian(paint_the_basins.HILL)) < 0).all()
    assert len(himmelblau.minima) == len(himmelblau.saddles) == 4


def test_at_the_pass_newton_stays_and_damping_beyond_the_curvature_leaves() -> None:
    f = Function(PASS)
    start = [1.2, 0.15]
    least = float(np.linalg.eigvalsh(f.hessian(start))[0])
    for damping in jump_down_the_valley.DAMPINGS:
        step = descend(f, start, Newton(damping=damping), 1).points
        away = abs(step[1, 1]) > abs(step[0, 1]) and step[1, 1] > 0
        assert away == (damping > -least)
    ends = descend(f, start, Newton(damping=np.array([[0.0], [2.5]])), 40).points[-1]
    assert np.allclose(ends[0], 0)
    assert np.allclose(ends[1], [0, 1], atol=1e-3)
    assert np.allclose(descend(f, start, Newton(absolute=True), 12).points[-1], [0, 1])


def test_a_damped_step_is_the_best_of_its_length_where_nothing_is_negative() -> None:
    for p in rng.uniform(-5, 5, (20, 2)):
        g = himmelblau.gradient(p)
        bend = himmelblau.hessian(p)
        damping = max(0.0, -float(np.linalg.eigvalsh(bend)[0])) + 1.0
        s = np.linalg.solve(bend + damping * np.eye(2), -g)
        turns = rng.normal(size=(400, 2))
        others = turns / np.linalg.norm(turns, axis=1)[:, None] * np.linalg.norm(s)
        others *= rng.uniform(0, 1, (400, 1))
        model = others @ g + np.einsum("ni,ij,nj->n", others, bend, others) / 2
        assert (model >= g @ s + s @ bend @ s / 2 - 1e-9).all()


def test_a_large_damping_is_descent_and_none_is_newton() -> None:
    p = np.array([-1.2, 1.0])
    step = descend(rosenbrock, p, Newton(damping=1e9), 1).points[1] - p
    assert np.allclose(step, -rosenbrock.gradient(p) / 1e9, rtol=1e-5)


@pytest.mark.parametrize("n", [1, 2, 5, 10, 100, 1000])
def test_elimination_takes_a_third_of_n_cubed_products(n: int) -> None:
    counted = sum(m + m * m for m in range(n))
    assert counted == (n**3 - n) // 3


def test_bfgs_maps_the_change_of_slope_to_the_step() -> None:
    path = descend(rosenbrock, [-1.2, 1.0], jump_down_the_valley.FRIENDS["BFGS"], 6, memory=True)
    for k in range(2, 6):
        s = path.points[k - 1] - path.points[k - 2]
        y = path.gradients[k - 1] - path.gradients[k - 2]
        assert np.allclose(path.memory.inverse[k] @ y, s)


def test_gauss_newton_leaves_out_one_sum_of_the_hessian() -> None:
    f = jump_down_the_valley.SQUARES
    p = np.array([-1.2, 1.0])
    jacobian = f.jacobian(p)
    r = f.residuals(p)
    assert np.allclose(2 * jacobian.T @ r, rosenbrock.gradient(p))
    bent = np.array([[-20.0, 0.0], [0.0, 0.0]])  # the Hessian of 10(y − x²); 1 − x has none
    whole = 2 * jacobian.T @ jacobian + 2 * r[1] * bent
    assert np.allclose(whole, rosenbrock.hessian(p))
    assert np.allclose(numeric.gradient(lambda x, y: f(x, y))(*p), rosenbrock.gradient(p))


def test_a_line_search_of_calclib_turns_an_uphill_step_round() -> None:
    f = Function(WELLS)
    values = descend(f, 0.3, LineSearch(rule=Newton()), 5).values
    assert (np.diff(values) <= 0).all()


def test_the_answers_are_those_that_calclib_computes() -> None:
    s = sp.symbols("s", real=True)
    g, h, l = sp.symbols("g h l", positive=True)  # noqa: E741
    level = sp.solve(sp.diff(g * s + h * s**2 / 2 + l * s**2 / 2, s), s)[0]
    assert checks.damped_step(level).passed
    there = descend(landscapes.saddle, [1.0, 0.1], Newton(absolute=True), 1).points[1]
    assert checks.off_the_saddle(there).passed
    assert checks.largest_n(int(np.sqrt(8e9 / 8))).passed
    assert checks.three_tangents(roots.newton("x^2 - 2", 2.0).points[:4]).passed
    e, a = sp.symbols("e a", positive=True)
    x = sp.sqrt(a) + e
    after = sp.simplify(x - (x**2 - a) / (2 * x) - sp.sqrt(a))
    assert sp.simplify(after - e**2 / (2 * x)) == 0
    assert checks.constant(sp.limit(after / e**2, e, 0)).passed
