"""Lesson 1 says what is true: every number that it quotes, and what each of its scenes shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_numbers_are_within_their_frame, marks

from calclib import Function, GradientDescent, descend, numeric, sweep, symbolic
from calclib.learn.data import penguins
from calclib.lessons.fit_line import by_hand, checks, scenes
from calclib.stage.pack import pack

SCENES = (
    scenes.squares_and_bowl,
    scenes.slice_with_tangent,
    scenes.line_tilts_into_place,
    scenes.squares_beside_absolutes,
    by_hand.one_line,
    by_hand.two_ways,
)
NUMBER = st.floats(-10, 10)
UNTIMED = settings(deadline=None)  # the first call of a formula compiles it
x, y = scenes.measurements()
loss = scenes.mean_squared_error(x, y)
birds = penguins()
raw_loss = scenes.mean_squared_error(birds.flipper, birds.mass)


def least_squares(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(np.stack([x, np.ones_like(x)], axis=1), y)[0]


@UNTIMED
@given(NUMBER, NUMBER)
def test_the_loss_is_the_mean_of_the_squared_errors(m: float, b: float) -> None:
    assert loss(m, b) == pytest.approx(np.mean((m * x + b - y) ** 2), rel=1e-9)


@UNTIMED
@given(NUMBER, NUMBER)
def test_the_slopes_by_hand_by_rules_and_by_differences_agree(m: float, b: float) -> None:
    error = m * x + b - y
    by_hand = 2 * np.mean(error * x), 2 * np.mean(error)
    one_bird = symbolic.gradient(Function("(m x + b - y)^2", variables=("m", "b", "x", "y")))
    np.testing.assert_allclose(one_bird(m, b, x, y)[:, :2].mean(axis=0), by_hand, atol=1e-9)
    np.testing.assert_allclose(loss.gradient([m, b]), by_hand, atol=1e-9)
    np.testing.assert_allclose(numeric.gradient(loss)(m, b), by_hand, atol=1e-5)


def test_slopes_set_to_zero_agree_with_lstsq() -> None:
    np.testing.assert_allclose(scenes.best_line(x, y), least_squares(x, y), atol=1e-10)
    raw = least_squares(birds.flipper, birds.mass)
    np.testing.assert_allclose(scenes.best_line(birds.flipper, birds.mass), raw, rtol=1e-10)
    np.testing.assert_allclose(loss.gradient(scenes.best_line(x, y)), 0, atol=1e-12)


def test_equal_flippers_have_no_best_tilt() -> None:
    with pytest.raises(ValueError, match="no tilt is best"):
        scenes.best_line([2.0, 2.0], [1.0, 3.0])


@UNTIMED
@given(NUMBER, NUMBER)
def test_the_bowl_is_its_floor_and_two_squares(m: float, b: float) -> None:
    best_m, best_b = scenes.best_line(x, y)
    squares = np.mean(x**2) * (m - best_m) ** 2 + (b - best_b) ** 2
    assert loss(m, b) == pytest.approx(loss(best_m, best_b) + squares, rel=1e-9)


@UNTIMED
@given(NUMBER, NUMBER, NUMBER, NUMBER)
def test_along_every_walk_the_second_derivative_is_a_mean_of_squares(
    m: float, b: float, u: float, v: float
) -> None:
    along = np.array([u, v])
    curvature = 2 * np.mean((u * x + v) ** 2)
    assert along @ loss.hessian([m, b]) @ along == pytest.approx(curvature, abs=1e-9)


def test_the_quoted_line_and_its_loss() -> None:
    m, b = scenes.best_line(x, y)
    assert (len(x), round(m, 3), round(b, 2), round(loss(m, b), 4)) == (342, 0.497, 4.20, 0.1545)
    reachable = loss(scenes.TILTS[:, None], scenes.HEIGHTS).min()
    assert round(reachable, 3) == 0.155


def test_the_quoted_slope_is_what_the_nudge_tends_to() -> None:
    slope = loss.gradient([0.2, 4.2])[0]
    assert round(slope, 3) == -1.171
    for nudge in (0.1, 0.01, 0.001, -0.001):
        quotient = (loss(0.2 + nudge, 4.2) - loss(0.2, 4.2)) / nudge
        assert quotient - slope == pytest.approx(np.mean(x**2) * nudge, rel=1e-6)


def test_raw_units_make_a_ravine_in_which_descent_crawls() -> None:
    path = descend(raw_loss, [0.0, 0.0], GradientDescent(sweep([2e-5, 2.5e-5])), steps=1000)
    best = scenes.best_line(birds.flipper, birds.mass)
    assert round(path.points[-1, 0, 1]) == -1
    assert round(best[1]) == -5781
    assert path.diverged.tolist() == [False, True]
    small, large = np.linalg.eigvalsh(raw_loss.hessian([0.0, 0.0]))
    assert 8e6 < large / small < 8.5e6
    assert np.divide(*np.linalg.eigvalsh(loss.hessian([0.0, 0.0]))[::-1]) < 2


def test_the_rates_do_what_the_lesson_says() -> None:
    path = descend(loss, [-0.3, 3.5], GradientDescent(sweep(scenes.RATES)), steps=40)
    tilt = path.points[..., 0] - scenes.best_line(x, y)[0]
    run = {rate: tilt[:, k] for k, rate in enumerate(scenes.RATES)}
    distance = np.linalg.norm(path.points - scenes.best_line(x, y), axis=-1)
    assert distance[8, scenes.RATES.index(0.25)] < 0.01
    assert distance[40, 0] > 0.3
    for swinging in (0.5, 0.52):
        assert (run[swinging][1:] * run[swinging][:-1] < 0).all()
    assert (np.diff(np.abs(run[0.5])) < 0).all()
    assert (np.diff(np.abs(run[0.52])) > 0).all()


def test_fixed_steps_jump_over_the_kink_for_ever() -> None:
    kink = Function("|1.4 m - 0.9|", variables=("m",))
    last = descend(kink, 0.0, GradientDescent(0.1), steps=60).points[-4:, 0]
    np.testing.assert_allclose(last, [0.7, 0.56, 0.7, 0.56])
    assert round(0.9 / 1.4, 3) == 0.643


def test_the_exercises_expect_what_the_lesson_computes() -> None:
    hessian, way = loss.hessian([0.0, 0.0]), np.array([1.0, 2.0])
    assert checks.curvature.expected(1.0, 2.0) == pytest.approx(way @ hessian @ way)
    by_hand = scenes.mean_squared_error([-1, 0, 1], [1, 2, 6]).gradient([1.0, 2.0])
    assert checks.by_hand(by_hand).passed
    assert checks.typing_error([33.75 / 342, np.median(y), np.median(y)]).passed


def test_the_slope_of_the_absolute_error_is_the_one_that_the_exercise_expects() -> None:
    slope = symbolic.gradient(Function("|m x + b - y|", variables=("m", "b", "x", "y")))
    error = 0.3 * x + 4 - y
    np.testing.assert_allclose(slope(0.3, 4.0, x, y)[:, 0], x * np.sign(error))


def test_one_typing_error_moves_the_squares_and_not_the_median() -> None:
    slip = y.copy()
    slip[0] *= 10
    assert (y[0], slip[0]) == (3.75, 37.5)
    rise = scenes.best_line(x, slip) - scenes.best_line(x, y)
    assert rise[1] == pytest.approx(33.75 / 342)
    assert round(rise[1], 3) == 0.099
    assert round(scenes.best_line(x, slip)[0], 3) == 0.397
    assert np.median(y) == np.median(slip) == pytest.approx(4.05)


def test_within_a_species_the_tilt_is_another() -> None:
    tilts = {
        str(name): round(scenes.best_line(x[birds.species == name], y[birds.species == name])[0], 2)
        for name in np.unique(birds.species)
    }
    assert tilts == {"Adelie": 0.33, "Chinstrap": 0.35, "Gentoo": 0.55}
    m, b = scenes.best_line(birds.flipper, birds.mass)
    assert 116 < -b / m < 117


@pytest.mark.parametrize("make", SCENES)
def test_a_scene_packs_small_and_says_what_to_notice(make) -> None:
    scene = make()
    assert sum(map(len, pack(scene)[1])) < 2_000_000
    assert len(scene.alt) > 100


def test_the_squares_are_squares_on_the_errors() -> None:
    scene = scenes.squares_and_bowl()
    assert scene.panels[0].equal
    (area,) = marks(scene, 0, "area")
    side = np.diff(area.channels["x"].values, axis=-1)[..., 0]
    height = (area.channels["y"].values[..., 0] - area.channels["base"].values[..., 0]).squeeze()
    np.testing.assert_allclose(np.abs(side), np.abs(height), atol=1e-12)
    few = scenes.spread_out(x, 12)
    np.testing.assert_allclose(height[14, 20], y[few] - (0.2 * x[few] + 4.2), atol=1e-9)


def test_the_readout_of_the_squares_is_the_loss_of_all_birds() -> None:
    (_, value, _) = scenes.squares_and_bowl().numbers[0]
    assert value.values.reshape(41, 41)[14, 20] == pytest.approx(np.mean((0.2 * x + 4.2 - y) ** 2))


def test_the_tangent_touches_and_its_slope_is_drawn() -> None:
    scene = scenes.slice_with_tangent()
    tangent = marks(scene, 0, "line")[1].channels
    rise = np.diff(tangent["y"].values, axis=-1) / np.diff(tangent["x"].values, axis=-1)[:, None]
    (drawn,) = marks(scene, 1, "trail")
    np.testing.assert_allclose(rise.squeeze().T, drawn.channels["y"].values.squeeze(), atol=1e-9)
    np.testing.assert_allclose(np.diff(drawn.channels["y"].values, n=2), 0, atol=1e-9)


def test_the_line_in_the_scene_is_the_point_on_the_bowl() -> None:
    scene = scenes.line_tilts_into_place()
    line = marks(scene, 0, "line")[1].channels["y"].values.squeeze()
    tilt, height = (values.values.squeeze() for _, values, _ in scene.numbers[:2])
    np.testing.assert_allclose(line, tilt[..., None] * scenes.WIDE + height[..., None])
    np.testing.assert_allclose([tilt[-1, 2], height[-1, 2]], scenes.best_line(x, y), atol=1e-3)


def test_the_slope_of_one_absolute_error_takes_two_values_only() -> None:
    scene = scenes.squares_beside_absolutes()
    stairs = marks(scene, 1, "line")[2].channels["y"].values.squeeze()
    one, seven, all_birds = (len(np.unique(row[np.isfinite(row)].round(9))) for row in stairs)
    assert (one, seven) == (2, 8)
    assert all_birds > 100


def test_no_wall_is_drawn_where_the_slope_of_the_absolute_error_jumps() -> None:
    scene = scenes.squares_beside_absolutes()
    square, absolute = (mark.channels["y"].values.squeeze() for mark in marks(scene, 1, "line")[1:])
    for row, kinks in zip(absolute, (1, 7, 0), strict=True):
        assert np.isnan(row).sum() == kinks
        drawn = np.abs(np.diff(row))
        assert (drawn[np.isfinite(drawn)] < 0.1).all()
    assert np.isfinite(square).all()


# Five lines by hand


def test_the_arrows_of_a_chosen_line_are_its_slopes_downhill() -> None:
    scene = by_hand.one_line()
    lattice = scene.axis("line").values
    slopes = loss.gradient(lattice)
    along_m, along_b = marks(scene, 1, "arrows")
    np.testing.assert_allclose(along_m.channels["u"].values.ravel(), -0.25 * slopes[:, 0])
    np.testing.assert_allclose(along_b.channels["v"].values.ravel(), -0.25 * slopes[:, 1])
    said = {label: given.values.ravel() for label, given, _ in scene.numbers}
    np.testing.assert_allclose(said["loss L"], loss.value(lattice))
    np.testing.assert_allclose(said["∂L/∂m"], slopes[:, 0])
    np.testing.assert_allclose(said["∂L/∂b"], slopes[:, 1])
    assert tuple(lattice[scene.axes[0].first]) == by_hand.START


def test_the_loss_is_written_beside_every_line_that_can_be_chosen() -> None:
    assert_numbers_are_within_their_frame(by_hand.one_line(), 1)


def test_the_bowl_stays_hidden_while_the_learner_chooses() -> None:
    assert not marks(by_hand.one_line(), 1, "contours")
    assert marks(by_hand.two_ways(), 1, "contours")


def test_chosen_lines_are_kept_in_order_and_no_more_than_five() -> None:
    lines = by_hand.Lines()
    for k in (0, 0, 7, 100, 3, 200, 300):
        lines.player.state = {"index": {"line": k}}
    places = lines.player.scene.axis("line").values
    assert lines.chosen == [by_hand.START, *(tuple(places[k]) for k in (0, 7, 100, 3, 200))]


def test_five_steps_of_descent_come_near_the_floor() -> None:
    said = {label: given.values.ravel() for label, given, _ in by_hand.two_ways().numbers}
    walked = said["loss of gradient descent"]
    assert [f"{value:.3f}" for value in walked[[0, 1, 5]]] == ["1.899", "0.278", "0.155"]
    assert (np.diff(walked) < 0).all()
    curve, spots = (marks(by_hand.two_ways(), 2, kind)[-1] for kind in ("trail", "dots"))
    np.testing.assert_allclose(curve.channels["y"].values.ravel(), walked)
    np.testing.assert_allclose(spots.channels["y"].values.ravel(), walked)
    yours = {
        label: given.values.ravel()
        for label, given, _ in by_hand.two_ways([by_hand.START, (0.5, 4.2)]).numbers
    }
    np.testing.assert_allclose(yours["your loss"][:2], loss.value([by_hand.START, (0.5, 4.2)]))
    assert np.isnan(yours["your loss"][2:]).all()


def test_the_loss_of_descent_is_drawn_no_further_than_it_has_been_played() -> None:
    _, now = marks(by_hand.two_ways(), 2, "dots")
    assert now.channels["y"].axes == by_hand.STEP
    assert len(marks(by_hand.two_ways(), 2, "trail")) == 1
    assert len(marks(by_hand.two_ways(), 2, "line")) == 1  # the learner's own, which is known


@pytest.mark.parametrize("lines", [[], 3, "abc", [(0.1, 0.2, 0.3)], [(0.1, 4.0)] * 7])
def test_what_is_no_list_of_lines_is_refused_in_one_sentence(lines: object) -> None:
    with pytest.raises(ValueError, match="is not a list of 1 to 6 pairs"):
        by_hand.two_ways(lines)  # type: ignore[arg-type]


def test_the_slopes_of_both_errors_are_drawn_only_as_far_as_the_tilt() -> None:
    for mark in marks(scenes.squares_beside_absolutes(), 1, "line")[1:]:
        shown = mark.channels["x"].values.squeeze()
        assert np.nanmax(shown, axis=1) == pytest.approx(scenes.TILTS, abs=0.006)
        assert (np.nanmax(shown, axis=1) <= scenes.TILTS + 1e-9).all()
