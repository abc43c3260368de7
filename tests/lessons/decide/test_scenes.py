"""Lesson 21: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import comb
from pathlib import Path

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import Adam, GradientDescent, median_interval
from calclib.lessons.decide import gamblers, scenes, worlds
from calclib.lessons.decide.by_hand import hold_by_hand
from calclib.lessons.shared import cart_pole
from calclib.stage.scene import Scene

DATA = Path(__file__).parents[2] / "data"
SCENES = {
    "cloud": gamblers.cloud,
    "four_hundred_gamblers": gamblers.four_hundred_gamblers,
    "kept_uncertain": gamblers.kept_uncertain,
    "arrows_turn": scenes.arrows_turn,
    "guess_and_slope": scenes.guess_and_slope,
    "the_pole": scenes.the_pole,
    "one_rule_two_worlds": scenes.one_rule_two_worlds,
}


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_every_scene_says_what_moves_and_is_light(make: Callable[[], Scene]) -> None:
    assert_light_and_said(make())


@pytest.mark.parametrize("p", [0.05, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("baseline", [0.0, 10.5, 20.0])
def test_mean_and_variance_of_a_guess_are_those_of_many_pulls(p: float, baseline: float) -> None:
    _, guess = gamblers.guesses(p, baseline, pulls=400_000, seed=3)
    variance = float(gamblers.variance_of_guess(p, baseline))
    assert guess.mean() == pytest.approx(gamblers.mean_of_guess(p), abs=5 * (variance / 4e5) ** 0.5)
    assert guess.var() == pytest.approx(variance, rel=0.02)


def test_the_numbers_of_the_cloud() -> None:
    without, best = gamblers.variance_of_guess(0.5, np.array([0.0, 10.5]))
    assert (without, best) == (27.8125, 0.25)
    assert gamblers.mean_of_guess(0.5) == 0.25


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8, 0.95])
def test_no_baseline_has_less_variance_than_the_best_one(p: float) -> None:
    best = gamblers.best_baseline(p)
    assert best == pytest.approx(11 - p)
    around = gamblers.variance_of_guess(p, best + np.array([-0.1, 0.0, 0.1]))
    assert around.argmin() == 1


def test_the_readout_of_the_cloud_is_exact_where_it_says_so() -> None:
    said = readings(gamblers.cloud())
    assert np.ptp(said["slope"]) > 0
    assert np.allclose(said["variance"][0, 0], 27.8125)
    mean = said["mean of the guesses"]
    deviation = np.sqrt(said["variance"] / gamblers.PULLS)
    assert (np.abs(mean - said["slope"]) < 4 * deviation).all()


def test_who_of_four_hundred_is_certain_of_the_worse_machine() -> None:
    wrong, right = gamblers.shares(gamblers.four_hundred().probabilities[-1])
    assert np.allclose(wrong[:, 0], [0.075, 0.31, 0.44, 0.475], atol=0.04)
    assert (wrong[:3, 1] == 0).all()
    assert 0.01 <= wrong[3, 1] <= 0.06
    assert (right[1:3, 1] > 0.99).all()


def test_luck_of_another_seed_changes_little_of_it() -> None:
    crowd = gamblers.learn(np.array([[0.5]]), np.array([0.0, 1.0]), np.zeros(1), seed=5)
    wrong, _ = gamblers.shares(crowd.probabilities[-1])
    assert wrong[0, 0] == pytest.approx(0.44, abs=0.07)
    assert wrong[0, 1] == 0


def test_a_dose_of_entropy_helps_and_too_much_does_not() -> None:
    wrong, _ = gamblers.shares(gamblers.uncertain_crowd().probabilities[-1])
    assert wrong.argmin() == gamblers.WEIGHTS.index(3.0)
    assert wrong[0] == pytest.approx(0.44, abs=0.04)
    assert 0.2 <= wrong.min() <= 0.31
    assert wrong[-1] > wrong.min() + 0.03


def test_the_world_is_that_of_russell_and_norvig() -> None:
    assert worlds.best_values()[0] == pytest.approx(0.705, abs=5e-4)  # as printed there
    assert worlds.exact_return(np.zeros(44)) == pytest.approx(-1.587, abs=5e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_exact_slope_is_that_of_the_exact_return(seed: int) -> None:
    theta = np.random.default_rng(seed).normal(size=44)
    h = 1e-5
    steps = h * np.eye(44)
    by_differences = (worlds.exact_return(theta + steps) - worlds.exact_return(theta - steps)) / (
        2 * h
    )
    assert np.abs(worlds.exact_gradient(theta) - by_differences).max() <= 1e-7


@pytest.mark.parametrize("baseline", [False, True])
def test_guesses_on_the_grid_surround_the_exact_slope(baseline: bool) -> None:
    rng = np.random.default_rng(0)
    theta = 0.3 * rng.normal(size=44)
    many = np.broadcast_to(theta, (1000, 44)).copy()
    walks = worlds.walk_the_grid(many, 16, rng, longest=2000)
    guesses = -worlds.grid_surrogate(many, walks, baseline).gradient(many)
    exact = worlds.exact_gradient(theta)
    # A mean over the same walks correlates with them: it shrinks the guess by one part in 16.
    share = 15 / 16 if baseline else 1.0
    error = guesses.std(axis=0) / np.sqrt(len(guesses))
    away = np.abs(guesses.mean(axis=0) - share * exact)
    assert (away <= 4.5 * error + 0.03 * np.abs(exact).max()).all()


def test_the_slope_of_a_surrogate_is_the_sum_of_scores_times_advantages() -> None:
    rng = np.random.default_rng(2)
    theta = rng.normal(size=(3, 44))
    walks = worlds.walk_the_grid(theta, 8, rng)
    probabilities = worlds.policy(theta)
    by_hand = np.zeros((3, 11, 4))
    for time, learner, walk in np.ndindex(walks.cells.shape):
        if walks.alive[time, learner, walk]:
            cell = walks.cells[time, learner, walk]
            move = walks.moves[time, learner, walk]
            score = np.eye(4)[move] - probabilities[learner, cell]
            by_hand[learner, cell] += walks.returns[time, learner, walk] * score / 8
    found = -worlds.grid_surrogate(theta, walks, baseline=False).gradient(theta)
    assert np.allclose(found, by_hand.reshape(3, 44), rtol=0, atol=1e-12)


def test_what_sixty_seeds_learn_of_the_grid() -> None:
    lost = {}
    for rate in (3.0, 10.0):
        for baseline in (False, True):
            rule = GradientDescent(rate)
            last = scenes.learn_the_grid(rule, baseline, learners=60).scores[-1]
            lost[rate, baseline] = int((last < 0.5).sum())
            if rate == 3.0:
                assert np.median(last) > 0.685
    assert 1 <= lost[3.0, False] <= 10
    assert 1 <= lost[3.0, True] <= 10
    assert 20 <= lost[10.0, False] <= 35
    assert 15 <= lost[10.0, True] <= 30


def test_a_guess_points_better_with_more_walks() -> None:
    points = readings(scenes.guess_and_slope())["cosine, median"][::-1]  # from one walk up
    assert (np.diff(points, axis=0) > 0).all()
    assert (points[0] < 0.25).all()
    assert points[2, 1] > points[2, 0]
    assert (points[-1] > 0.75).all()


def test_the_pole_is_gymnasiums_cart_pole_digit_for_digit() -> None:
    stored = json.loads((DATA / "pole_oracle.json").read_text(encoding="utf-8"))
    for before, push, after in stored["single"]:
        assert cart_pole.pole(np.array(before), np.array(bool(push))).tolist() == after
    state = np.array(stored["start"])
    for push, after in zip(stored["pushes"], stored["states"], strict=True):
        state = cart_pole.pole(state, np.array(bool(push)))
        assert state.tolist() == after


def test_the_slope_of_the_poles_surrogate_is_that_of_the_formula() -> None:
    rng = np.random.default_rng(4)
    theta = 0.3 * rng.normal(size=(2, 5))
    holds = cart_pole.hold_the_pole(theta, 6, rng)
    inputs = np.concatenate([holds.states, np.ones((*holds.alive.shape, 1))], axis=-1)
    probabilities = 1 / (1 + np.exp(-(inputs * theta[:, None]).sum(axis=-1)))
    weight = (holds.pushes - probabilities) * holds.returns * holds.alive
    by_hand = (weight[..., None] * inputs).sum(axis=(0, 2)) / 6
    found = -cart_pole.pole_surrogate(holds, "none").gradient(theta)
    assert np.allclose(found, by_hand, rtol=1e-12, atol=1e-9)


def batches_until_held(baseline: str) -> np.ndarray:
    """For 24 seeds the batch by which five in a row average 475 steps; infinite beyond 60."""
    held = scenes.learn_the_pole(Adam(1.0), baseline, learners=24, batches=60).scores[:-1]
    five = np.array([held[k - 4 : k + 1].mean(axis=0) for k in range(4, 60)])
    there = five >= scenes.LEARNED
    return np.where(there.any(axis=0), there.argmax(axis=0) + 5.0, np.inf)


def test_what_a_baseline_is_worth_to_24_seeds_with_the_pole() -> None:
    each, mean, none = map(batches_until_held, ("each moment", "mean", "none"))
    assert 18 <= np.median(each) <= 26
    assert each.max() <= 60
    assert 26 <= np.median(mean) <= 38
    assert 32 <= np.median(none) <= 50
    assert 4 <= np.isinf(none).sum() <= 10
    assert 3 <= np.isinf(mean).sum() <= 9
    # The intervals of the medians meet, so the medians decide nothing.
    low, high = map(list, zip(*map(median_interval, (each, mean, none)), strict=True))
    assert max(low) <= min(high) + 4  # where rounding differs, by a few batches
    # If the baseline made no difference, all 7 that miss would be of one kind so often:
    assert 2 * comb(24, 7) / comb(48, 7) < 0.01


def test_both_rules_of_the_first_training_find_the_better_machine() -> None:
    for rule in (GradientDescent(0.1), Adam(0.03)):
        rng = np.random.default_rng(7)
        theta = np.zeros(2)
        memory = rule.start(theta)
        for _ in range(300):
            probabilities = np.exp(worlds.log_softmax(theta))
            moves = (rng.random(16) < probabilities[1]).astype(int)
            pay = worlds.PAYS[moves] + rng.normal(size=16)
            theta, memory = rule.step(worlds.surrogate(moves, pay - 10.5), theta, memory)
        assert np.exp(worlds.log_softmax(theta))[1] > 0.97


def test_an_untrained_pole_falls_within_a_second_and_a_trained_one_stands() -> None:
    held = readings(scenes.the_pole())["seconds held so far"]
    assert held[-1, 0] < 1.0
    assert held[-1, -1] == pytest.approx(10.0)


def seconds_held(late: int) -> list[float]:
    """How long a good rule holds the pole from each start when it sees it `late` steps ago."""
    held = []
    for start in hold_by_hand().given["starts"]:
        seen = [np.array(start)] * (late + 1)
        steps = 0
        while steps < cart_pole.LONGEST_HOLD and not cart_pole.is_lost(seen[-1]):
            x, speed, angle, turning = seen[-1 - late]
            push = np.array(0.1 * x + 0.5 * speed + 10 * angle + 3 * turning > 0)
            seen.append(cart_pole.pole(seen[-1], push))
            steps += 1
        held.append(steps * cart_pole.STEP_TIME)
    return held


def test_a_good_rule_with_late_eyes_drops_the_pole_and_slowed_it_holds_it() -> None:
    """0.2 s are ten steps; at a quarter of the speed they are two or three."""
    assert np.median(seconds_held(late=10)) < 1.0
    for late in (2, 3):
        assert min(seconds_held(late)) == 10.0


def test_one_adam_crosses_the_ravine_and_holds_the_pole() -> None:
    said = readings(scenes.one_rule_two_worlds())
    assert said["loss of the ravine"][-1] < 0.05 * said["loss of the ravine"][0]
    assert said["steps held, median"][-1] > 450
