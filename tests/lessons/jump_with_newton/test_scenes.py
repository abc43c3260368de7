"""Lesson 14: every number of the prose, every formula, and what each scene is there to show."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from scene_laws import assert_light_and_said, readings

from calclib import (
    Function,
    GradientDescent,
    LineSearch,
    Newton,
    TrustRegion,
    descend,
    landscapes,
    numeric,
)
from calclib.functions.landscapes import himmelblau, rosenbrock
from calclib.lessons.jump_with_newton import (
    checks,
    conjugate_directions,
    four_valleys,
    jump_down_the_valley,
    scenes,
    trust_disc,
)
from calclib.optimize import roots
from calclib.stage.scene import Scene

WELLS = "(x^2 - 1)^2/4 + x/10"
PASS = jump_down_the_valley.PASS
SCENES = {
    "parabola": scenes.jump_to_the_level_point,
    "to the top": lambda: scenes.jump_to_the_level_point(WELLS, 0.3),
    "no curvature": lambda: scenes.jump_to_the_level_point("x^3/3 - x", 0.0),
    "valley": jump_down_the_valley.bent_valley,
    "valleys": four_valleys.basins_of_the_valleys,
    "pass": jump_down_the_valley.leave_the_pass,
    "disc": trust_disc.damping_is_a_disc,
    "conjugate": conjugate_directions.conjugate_directions,
}
rng = np.random.default_rng(7)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


def test_a_start_that_newton_throws_off_the_valleys_says_how_far_out_it_was() -> None:
    scene = four_valleys.basins_of_the_valleys(side=5)
    label, given, _ = scene.numbers[-1]
    assert label == "path: farthest from 0"
    start = int(np.argmax(given.values[-1, 2].ravel()))
    ways = descend(himmelblau, scene.axis("start").values[start], Newton(), 50).points
    shown = np.linalg.norm(ways, axis=-1)
    assert shown.max() > 6 * np.sqrt(2)
    assert np.allclose(given.values[:, 2, start, 0], np.maximum.accumulate(shown))


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


@pytest.mark.parametrize(
    ("f", "start", "words"),
    [
        (WELLS, 1.8, "a minimum"),
        (WELLS, 0.3, "a maximum"),
        ("x^3/3 - x", 0.0, "singular Hessian at step 1"),
        ("x^4", 1.5, "a minimum"),
    ],
)
def test_where_a_run_ended_stands_over_the_curve_once_it_is_there_and_not_before(
    f: str, start: float, words: str
) -> None:
    scene = scenes.jump_to_the_level_point(f, start)
    mark = next(mark for mark in scene.panels[0].marks if mark.kind == "text")  # without damping
    assert mark.style["words"] == words
    there = np.isfinite(mark.channels["x"].values[:, 0])
    x = readings(scene)["x"][:, 0]
    assert there[-1]
    assert not there[0]
    if not words.startswith("singular"):
        assert np.abs(x[there] - x[-1]).max() < 1e-5
    assert "minimum" not in scene.panels[0].title + scene.alt


def test_without_curvature_there_is_no_step_until_there_is_damping() -> None:
    paths = [descend(Function("x^3/3 - x"), 0.0, Newton(damping=d), 60) for d in (0.0, 1.0)]
    assert str(paths[0].status) == "singular Hessian at step 1"
    assert paths[1].points[-1] == pytest.approx(1.0)


def test_on_the_fourth_power_a_step_leaves_two_thirds() -> None:
    x = descend(Function("x^4"), 1.0, Newton(), 10).points[:, 0]
    assert np.allclose(x[1:] / x[:-1], 2 / 3)


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
    scene = four_valleys.basins_of_the_valleys()
    shares = scene.numbers[0][1].values[-1].ravel()
    assert dict(zip(four_valleys.RULES, shares.round(2), strict=True)) == {
        "gradient descent": 1.0,
        "momentum": 1.0,
        "Newton": 0.64,
        "Newton with |H|": 1.0,
    }
    half = scene.numbers[0][1].values[6].ravel()
    assert half[2] > half[0]


def test_the_hill_is_a_maximum_and_the_catalogue_has_the_other_level_points() -> None:
    assert np.linalg.norm(himmelblau.gradient(four_valleys.HILL)) < 1e-9
    assert (np.linalg.eigvalsh(himmelblau.hessian(four_valleys.HILL)) < 0).all()
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


def test_the_tip_of_the_damped_step_is_the_lowest_place_in_its_disc_from_a_damping_on() -> None:
    read = readings(trust_disc.damping_is_a_disc())
    tip = read["model at the tip"]
    lowest = read["lowest in the disc"]
    least = read["least eigenvalue of H + λI"]
    assert (lowest <= tip + 1e-9).all()
    assert np.allclose(tip[:, 0], lowest[:, 0])
    assert np.array_equal(np.isclose(tip[:, 1], lowest[:, 1], atol=1e-6), least[:, 1] > 0)
    assert (np.diff(read["radius"][:, 0]) < 0).all()


def test_in_a_bowl_a_negative_damping_makes_the_step_too_long() -> None:
    H = trust_disc.hessian((3.0, 0.6))
    long = np.linalg.solve(H - 0.3 * np.eye(2), -trust_disc.gradient())
    best = np.linalg.solve(H, -trust_disc.gradient())
    assert np.linalg.norm(best) < np.linalg.norm(long)
    assert trust_disc.model(H, best) < trust_disc.model(H, long)


def test_the_trust_region_of_the_text_arrives_and_never_goes_up() -> None:
    path = descend(rosenbrock, [-1.2, 1.0], TrustRegion())
    assert (np.diff(path.values) <= 0).all()
    assert path.arrived(1e-3) == 24


def test_on_the_plateau_newton_arrives_exactly_from_within_one_over_root_two() -> None:
    f = landscapes.plateau
    radii = np.array([0.1, 0.5, 0.7, 0.705, 0.709, 0.75, 0.9])
    starts = np.stack([radii, 0 * radii], axis=-1)
    path = descend(f, starts, Newton(), 60)
    assert np.allclose(path.points[1, :, 0], -(radii**3) / (1 - radii**2))
    arrives = np.linalg.norm(path.points[-1], axis=-1) < 1e-6
    assert arrives.tolist() == (radii < 1 / np.sqrt(2)).tolist()
    assert (np.linalg.eigvalsh(f.hessian(starts)) > 0).all()
    assert abs(path.points[1, 5, 0]) > 0.75


def test_conjugate_gradient_takes_as_many_steps_as_there_are_variables() -> None:
    for kappa in conjugate_directions.KAPPAS:
        assert np.abs(conjugate_directions.paths_in_two(kappa)[2, 2]).max() < 1e-9
        assert conjugate_directions.left_in_many(kappa)[conjugate_directions.MANY, 2] < 1e-8
    shown = readings(conjugate_directions.conjugate_directions())["conjugate gradient, of 20"]
    assert (shown[20] < 1e-8).all()


def test_the_steps_of_the_four_rules_on_the_quadratic_are_those_of_the_text() -> None:
    assert conjugate_directions.steps_in_many(100.0) == {
        "gradient descent": 634,
        "heavy ball": 87,
        "conjugate gradient": 20,
        "Barzilai–Borwein": 87,
    }


def test_the_answers_are_those_that_calclib_computes() -> None:
    s = sp.symbols("s", real=True)
    g, h, l = sp.symbols("g h l", positive=True)  # noqa: E741
    level = sp.solve(sp.diff(g * s + h * s**2 / 2 + l * s**2 / 2, s), s)[0]
    assert checks.damped_step(level).passed
    there = descend(landscapes.saddle, [1.0, 0.1], Newton(absolute=True), 1).points[1]
    assert checks.off_the_saddle(there).passed
    assert checks.largest_n(int(np.sqrt(8e9 / 8))).passed
    assert checks.bb_rate(lambda s, y: 1 / np.linalg.lstsq(s[:, None], y, rcond=None)[0][0]).passed
