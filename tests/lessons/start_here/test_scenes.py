"""Lesson 0: every number that it quotes, and what its scenes show."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_numbers_are_within_their_frame, marks

from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.lessons.start_here import fog, scenes
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.scene import Scene

SCENES = (
    scenes.whole_course,
    scenes.controls,
    fog.one_spot,
    fog.two_walks,
    fog.slope_or_luck,
)


@pytest.mark.parametrize("make", SCENES, ids=lambda make: make.__name__)
def test_a_scene_says_what_moves_and_is_small(make: Callable[[], Scene]) -> None:
    scene = make()
    assert len(scene.alt.split()) >= 15
    assert sum(map(len, scene.packet[1])) < 2e6


# The whole course in one scene


def test_a_ball_fills_its_disc_evenly() -> None:
    points = scenes.ball((1.0, 2.0), 0.5, 400)
    apart = np.linalg.norm(points - [1.0, 2.0], axis=1)
    assert apart.max() < 0.5
    assert np.mean(apart < 0.25) == pytest.approx(0.25, abs=0.01)
    assert points.mean(axis=0) == pytest.approx([1.0, 2.0], abs=0.01)


def test_the_ball_starts_on_the_hilltop() -> None:
    top = np.array(scenes.HILLTOP)
    assert np.linalg.norm(landscapes.himmelblau.gradient(top)) < 1e-3
    assert (np.linalg.eigvalsh(landscapes.himmelblau.hessian(top)) < 0).all()


def test_one_point_ends_elsewhere_under_momentum_and_seven_under_rmsprop_and_adam() -> None:
    ends = [scenes.valleys_reached(walk.points[-1]) for walk in scenes.four_rules()]
    assert [int((end != ends[0]).sum()) for end in ends] == [0, 1, 7, 7]


def test_no_point_changes_its_valley_after_the_scene_ends() -> None:
    for short, long in zip(scenes.four_rules(), scenes.four_rules(1000), strict=True):
        ends = [scenes.valleys_reached(way.points[-1]) for way in (short, long)]
        assert (ends[0] == ends[1]).all()


def test_every_rule_brings_the_median_loss_below_two_thousandths() -> None:
    for path in scenes.four_rules():
        assert np.median(path.values[0]) > 100
        assert np.median(path.values[-1]) < 2e-3


def test_a_button_shows_its_rule_alone() -> None:
    scene = scenes.whole_course(steps=3, count=5)
    for k, mark in enumerate(marks(scene, 0, "dots")):
        x = mark.channels["x"]
        seen = [bool(np.isfinite(x.at({"step": 1, "rule": rule})).any()) for rule in range(5)]
        assert seen == [rule in (0, k + 1) for rule in range(5)]


def test_the_points_of_each_rule_leave_those_below_them_in_sight() -> None:
    for panel in (0, 1):
        sizes = [mark.style["size"] for mark in marks(scenes.whole_course(3, 5), panel, "dots")]
        assert all(below - above >= 2 for below, above in itertools.pairwise(sizes))


# How to use a scene


def heights(valley: int, rate: float, start: int = 7) -> np.ndarray:
    scene = scenes.controls()
    rates = scene.axis("learning rate").values
    at = {"valley": valley, "learning rate": int(np.abs(rates - rate).argmin()), "start": start}
    height = scene.numbers[0][1]
    return np.array([height.at(at | {"step": step})[0] for step in range(41)])


def test_the_height_is_first_below_one_at_step_nine() -> None:
    height = heights(valley=0, rate=0.05)
    assert height[8] == pytest.approx(1.158, abs=1e-3)
    assert height[9] == pytest.approx(0.938, abs=1e-3)
    assert int(np.argmax(height < 1)) == 9


def test_the_ball_settles_in_the_long_valley_at_0_12_and_not_at_0_13() -> None:
    settles, leaves = heights(valley=1, rate=0.12), heights(valley=1, rate=0.13)
    assert (np.diff(settles) < 0).all()
    assert settles[-1] < 0.1
    assert leaves[-1] > 1000


def test_the_scene_opens_as_the_question_asks() -> None:
    scene = scenes.controls()
    first = {name: axis.values[axis.first] for name, axis in scene.axes_by_name.items()}
    assert (first["learning rate"], first["valley"]) == (0.05, "round")
    assert first["start"].tolist() == [2.0, 1.5]


# The fog


def test_the_floor_of_the_foggy_valley_is_a_grey_point_and_its_only_level_spot() -> None:
    floor = np.array([1.6, -1.2])
    assert fog.one_spot().axis("spot").values.tolist().count(floor.tolist()) == 1
    assert np.linalg.norm(fog.FOGGY.gradient(floor)) < 1e-12
    assert (np.linalg.eigvalsh(fog.FOGGY.hessian(floor)) > 0).all()
    slope = np.linalg.norm(fog.FOGGY.gradient(fog.one_spot().axis("spot").values), axis=1)
    assert np.sum(slope < 1e-9) == 1


def test_in_the_fog_an_arrow_points_where_the_height_falls() -> None:
    mark = marks(fog.one_spot(), 0, "arrows")[0]
    x, y, u, v = (mark.channels[name].values[:, 0] for name in "xyuv")
    here = fog.FOGGY(x, y)
    ahead = fog.FOGGY(x + 1e-3 * u, y + 1e-3 * v)
    assert ((ahead < here) | (np.hypot(u, v) < 1e-9)).all()


def test_the_height_is_written_beside_every_spot_that_can_be_chosen() -> None:
    assert_numbers_are_within_their_frame(fog.one_spot(), 0)


def test_descent_needs_fourteen_looks_in_the_fog() -> None:
    assert fog.looks_needed(0.25) == 14


@pytest.mark.parametrize(("rate", "looks"), [(0.1, 36), (0.6, 4), (1.1, None)])
def test_the_rates_to_try_in_the_fog_are_slow_quick_and_too_large(
    rate: float, looks: int | None
) -> None:
    assert fog.looks_needed(rate) == looks


def test_descent_goes_to_the_tip_of_each_arrow() -> None:
    scene = fog.two_walks(looks=5)
    walked = marks(scene, 0, "arrows")[1]
    x, y, u, v = (walked.channels[name].values[:, 0] for name in "xyuv")
    assert (x + u)[:-1] == pytest.approx(x[1:])
    assert (y + v)[:-1] == pytest.approx(y[1:])


def test_the_spots_appear_one_a_look_and_the_lowest_is_kept() -> None:
    spots = [(-3.2, 2.0), (1.6, -1.2), (4.0, 2.8)]
    scene = fog.two_walks(spots, looks=4)
    seen = marks(scene, 0, "dots")[0].channels["x"].values
    assert np.isfinite(seen).sum(axis=1).tolist() == [1, 2, 3, 3, 3]
    lowest = {label: given.values[:, 0] for label, given, _ in scene.numbers}["your lowest"]
    assert lowest[1:] == pytest.approx(12.0)


def test_the_map_is_hidden_in_the_fog_and_shown_when_it_lifts() -> None:
    sight = marks(fog.two_walks(), 0, "contours")[0].channels["values"]
    assert np.isnan(sight.at({"sight": 0})).all()
    assert np.isfinite(sight.at({"sight": 1})).all()


@pytest.mark.parametrize("spots", [[], [1.0, 2.0], [(1.0,)], ["here"], [(0, 0)] * 40])
def test_spots_that_are_no_pairs_are_refused_in_one_sentence(spots: list[object]) -> None:
    with pytest.raises(ValueError, match="is not a list of 1 to 31 pairs"):
        fog.two_walks(spots)  # type: ignore[arg-type]


def test_a_step_against_the_slope_lands_at_2_4() -> None:
    path = descend(Function(lambda x: x * x), 3.0, GradientDescent(0.1), steps=1)
    assert path.points[-1] == pytest.approx([2.4])
    assert path.gradients[0] == pytest.approx([6.0])
    assert path.values[1] == pytest.approx((0.8 * 3.0) ** 2)


def test_the_steps_on_a_parabola_land_where_the_lesson_says() -> None:
    square = Function(lambda x: x * x)
    path = descend(square, 3.0, GradientDescent(0.1), steps=2)
    assert path.points.ravel().round(2).tolist() == [3.0, 2.4, 1.92]
    assert path.values.round(2).tolist() == [9.0, 5.76, 3.69]
    assert path.gradients.ravel()[:2].round(2).tolist() == [6.0, 4.8]
    assert square(3.01) == pytest.approx(9.0601)
    too_far = descend(square, 3.0, GradientDescent(1.1), steps=1)
    assert too_far.points[1] == pytest.approx([-3.6])
    assert too_far.values[1] == pytest.approx(12.96)
    exercise = descend(square, 5.0, GradientDescent(0.2), steps=1)
    assert exercise.gradients[0] == pytest.approx([10.0])
    assert exercise.points[1] == pytest.approx([3.0])
    assert exercise.values[1] == pytest.approx(9.0)


# Slope or luck


def test_in_a_hundred_dimensions_luck_is_stuck_at_79_percent() -> None:
    luck, slope = fog.median_shares(100)
    assert luck[40] == pytest.approx(0.79, abs=0.005)
    assert slope[40] < 1e-6


def test_luck_worsens_with_the_dimension_and_descent_does_not() -> None:
    luck, slope = zip(*(fog.median_shares(d) for d in (2, 10, 100)), strict=True)
    assert luck[0][40] < 0.03 < 0.3 < luck[1][40] < luck[2][40]
    assert all(share[40] < 1e-4 for share in slope)


def test_both_searches_share_their_first_look() -> None:
    for curve in fog.median_shares(5, looks=3, searches=11):
        assert curve[0] == 1.0
        assert (np.diff(curve) <= 0).all()
