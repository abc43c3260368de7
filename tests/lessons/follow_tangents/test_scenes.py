"""Lesson 13: every number of the prose, every formula, and what each scene is there to show."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from scene_laws import assert_light_and_said, readings

from calclib import Function
from calclib.lessons.follow_tangents import checks, paint_the_basins, scenes
from calclib.lessons.follow_tangents.scenes import bracket, newton_in_bracket
from calclib.optimize import roots
from calclib.stage.scene import Scene

CUBIC = "x^3 - 2x + 2"
SCENES = {
    "tangents": scenes.follow_the_tangents,
    "cycle": lambda: scenes.follow_the_tangents(CUBIC, 0.0),
    "runs away": lambda: scenes.follow_the_tangents("cbrt(x)", 0.1),
    "slows down": lambda: scenes.follow_the_tangents("(x - 1)^2", 3.0),
    "no root": lambda: scenes.follow_the_tangents("x^2 + 1", 1.3),
    "level at once": lambda: scenes.follow_the_tangents("x^2 + 1", 0.0),
    "searches": scenes.three_searches,
    "one jump": scenes.one_jump_from_every_start,
    "polynomial": paint_the_basins.basins_of_a_polynomial,
}


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
    numbers = paint_the_basins.basins_of_a_polynomial().numbers[:-2]
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


def words_of(scene: Scene) -> dict[str, list[int]]:
    """The words over a curve, and the steps at which each of them is there."""
    marks = [mark for mark in scene.panels[0].marks if mark.kind == "text"]
    return {
        str(mark.style["words"]): np.flatnonzero(
            np.isfinite(mark.channels["x"].values).any(axis=-1)
        ).tolist()
        for mark in marks
    }


@pytest.mark.parametrize(
    ("f", "start", "words"),
    [
        ("x^2 - 2", 2.0, "converged at step 5"),
        (CUBIC, 0.0, "cycle of length 2"),
        ("cbrt(x)", 0.1, "diverged at step 24"),
        ("(x - 1)^2", 3.0, "converged at step 40"),
        ("x^2 + 1", 0.0, "flat tangent at step 0"),
    ],
)
def test_how_a_run_ended_stands_over_the_curve_once_it_is_so_and_not_before(
    f: str, start: float, words: str
) -> None:
    scene = scenes.follow_the_tangents(f, start)
    last = scene.axis("step").count - 1
    there = words_of(scene)[words]
    first = int(words.split()[-1]) if words.startswith("converged") else last
    assert there == list(range(first, last + 1))
    assert f not in scene.panels[0].title
    assert words not in scene.alt


def test_the_slider_reaches_the_step_at_which_a_slow_run_arrives() -> None:
    scene = scenes.follow_the_tangents("(x - 1)^2", 3.0)
    assert scene.axis("step").count - 1 == 40
    assert readings(scene)["x"][-1, 0] == pytest.approx(1.0, abs=1e-9)
    assert scenes.follow_the_tangents().axis("step").count == scenes.JUMPS + 1


def test_the_foot_of_the_tangent_stands_still_while_the_start_passes_the_root() -> None:
    scene = scenes.one_jump_from_every_start()
    starts = scene.axis("start").values
    foot = readings(scene)["lands at"]
    assert np.allclose(foot, starts - (starts**2 - 2) / (2 * starts))
    assert foot.min() == pytest.approx(np.sqrt(2))
    near = np.abs(starts - np.sqrt(2)) < 0.1
    assert np.ptp(foot[near]) < 0.05 * np.ptp(starts[near])
    before, after = readings(scene)["error before"], readings(scene)["error after"]
    assert np.allclose(after, before**2 / (2 * starts))
    assert after[0] > before[0]  # the left end: a jump that makes the error larger
    at = int(np.argmin(np.abs(starts - 1.5)))
    assert after[at] < before[at] / 20


def test_the_landing_curve_has_the_slope_of_the_text() -> None:
    for text, x in (("x^2 - 2", 1.1), ("cos x - x", 0.4), (CUBIC, 0.3)):
        f = Function(text)

        def lands(x: float, f: Function = f) -> float:
            return float(x - f(x) / f.gradient([x])[0])

        slope = (lands(x + 1e-6) - lands(x - 1e-6)) / 2e-6
        expected = f(x) * f.hessian([x])[0, 0] / f.gradient([x])[0] ** 2
        assert slope == pytest.approx(expected, rel=1e-5)
    assert Function(CUBIC).hessian([0.0])[0, 0] == 0


def test_at_a_double_root_a_jump_leaves_half_the_error() -> None:
    x = roots.newton("(x - 1)^2", 3.0, 10).points
    assert np.allclose((x[1:] - 1) / (x[:-1] - 1), 0.5)


def test_the_numbers_of_the_roots_are_written_as_a_reader_would() -> None:
    scene = paint_the_basins.basins_of_a_polynomial("z^4 - 1")
    labels = [label for label, *_ in scene.numbers[:4]]
    assert labels == ["share to −i", "share to 1", "share to i", "share to −1"]


@pytest.mark.parametrize("p", ["z^3 - 1", "z^5 - z - 1", "z^7 - 1", "z^3 - 2z + 2"])
def test_the_shares_of_all_roots_are_listed_and_with_the_grey_they_are_one(p: str) -> None:
    scene = paint_the_basins.basins_of_a_polynomial(p)
    rows = [row for row in scene.numbers if row[0].startswith("share to")]
    assert len(rows) == len(roots.basins(p, size=2).roots)
    grey = readings(scene)["still grey"]
    assert np.allclose(sum(given.values[..., 0] for _, given, _ in rows) + grey, 1.0)
    assert grey[0] > 0.9
    assert (np.diff(grey) <= 1e-12).all()


def test_a_bracket_needs_a_change_of_sign() -> None:
    runs = ((CUBIC, 0.0), ("cbrt(x)", 0.1), ("x^2 + 1", 1.3), ("(x - 1)^2", 3.0))
    found = [int(bracket(Function(f), start) is not None) for f, start in runs]
    assert checks.bracket_or_not(found).passed


def test_the_answers_are_those_that_calclib_computes() -> None:
    assert checks.three_tangents(roots.newton("x^2 - 2", 2.0).points[:4]).passed
    assert checks.halvings(int(np.ceil(np.log2(1e10)))).passed
    x, a = sp.symbols("x a", positive=True)
    f = 1 / x - a
    assert checks.reciprocal(sp.expand(x - f / sp.diff(f, x))).passed
    walk = [sp.Rational(3, 10)]
    for _ in range(3):
        walk.append(walk[-1] * (2 - 3 * walk[-1]))
    assert [str(sp.N(one, 10)).rstrip("0") for one in walk[1:]] == ["0.33", "0.3333", "0.33333333"]
    e = sp.symbols("e", positive=True)
    x = sp.sqrt(a) + e
    after = sp.simplify(x - (x**2 - a) / (2 * x) - sp.sqrt(a))
    assert sp.simplify(after - e**2 / (2 * x)) == 0
    assert checks.constant(sp.limit(after / e**2, e, 0)).passed
