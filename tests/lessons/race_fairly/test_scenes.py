"""Lesson 15: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import islice, permutations, product

import numpy as np
import pytest
from refresh import LESSONS
from scene_laws import assert_light_and_said, readings

from calclib import BFGS, Adam, Function, GradientDescent, Newton, descend, sweep, walk
from calclib.lessons.race_fairly import challenges, checks, field, scenes, track, tuning
from calclib.practice.reading import UnreadableError
from calclib.stage.scene import Scene

FOUR = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
SCENES: dict[str, Callable[[], Scene]] = {
    "one_rate_for_all": scenes.one_rate_for_all,
    "fair_heats": scenes.fair_heats,
    "fair_race": track.fair_race,
    "grid_or_random": tuning.grid_or_random,
}
MEDIANS = {  # steps from fresh starts; inf where half never arrive
    "gradient descent": (8, 597, 681.5, np.inf, 76.5, 17),
    "momentum": (106, 115, 100, np.inf, 154.5, 132),
    "Nesterov": (12, 25, 62, np.inf, 24, 100),
    "AdaGrad": (11, 6, 566.5, np.inf, 15, 25.5),
    "RMSprop": (4.5, 4, 344, np.inf, 18, np.inf),
    "Adam": (113, 104.5, 140.5, 860, 103, 131.5),
    "BFGS": (1, 2, 2, 20.5, 16.5, 8),
    "Newton": (1, 1, 1, 4, np.inf, np.inf),
}


@pytest.fixture(scope="module")
def made() -> dict[str, Scene]:
    return {name: make() for name, make in SCENES.items()}


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_says_what_moves_and_is_light(made: dict[str, Scene], name: str) -> None:
    scene = made[name]
    assert_light_and_said(scene)
    assert scene.axes


def test_five_rules_win_the_same_race_as_the_one_rate_grows(made: dict[str, Scene]) -> None:
    needed = readings(made["one_rate_for_all"])
    best = [
        min(needed, key=lambda name: np.nan_to_num(needed[name][k], nan=np.inf))
        for k in range(len(field.RATES))
    ]
    winners = [n if np.isfinite(needed[n][k]) else "none" for k, n in enumerate(best)]
    assert winners[0] == "none"
    assert list(dict.fromkeys(winners[1:])) == [
        *("Nest.", "plain", "RMS", "Adam", "AdaG."),
    ]


def test_the_bars_of_the_first_scene_are_the_steps_of_its_paths(made: dict[str, Scene]) -> None:
    read = readings(made["one_rate_for_all"])
    at = list(scenes.RATE_LABELS).index("0.01")
    assert read["plain"][at] == 16
    assert np.isnan(read["Adam"][at])


@pytest.mark.parametrize("rule", field.FIELD)
def test_the_medians_from_fresh_starts(rule: str) -> None:
    found = [field.result(ground, rule).median for ground in field.GROUNDS]
    assert found == pytest.approx(MEDIANS[rule], rel=0.01 if rule == "RMSprop" else 1e-6)


def test_near_each_of_the_four_floors_the_curvatures_are_alike() -> None:
    f = field.GROUNDS["four valleys"]
    values = np.linalg.eigvalsh(f.hessian(f.minima))
    assert (values[:, 1] / values[:, 0]).max() < 3.7


def test_the_tables_show_the_medians() -> None:
    rows = scenes.table_of_medians("looks").splitlines()
    assert rows[0].split() == ["looks", *scenes.COLUMNS, "places"]
    assert rows[-1].split() == ["Newton", "3", "3", "3", "12", "–", "–", "1", "to", "8"]
    assert rows[-2].split() == ["BFGS", "4", "12", "12", "80", "70.5", "35", "2", "to", "4"]
    assert len(scenes.COLUMNS) == len(field.GROUNDS)


def test_the_winner_in_looks_changes_with_the_landscape() -> None:
    winners = [field.ranking(ground, "looks")[0] for ground in field.GROUNDS]
    assert winners == [*["Newton"] * 4, "AdaGrad", "gradient descent"]
    winners = {field.ranking(ground)[0] for ground in field.GROUNDS}
    assert "Adam" not in winners


def test_fair_tuning_makes_one_rule_best_here_and_worst_there() -> None:
    places = scenes.spread_of_ranks("looks")
    assert places["Newton"] == (1, 8)
    assert places["gradient descent"] == (1, 8)
    assert places["BFGS"] == (2, 4)
    assert places["Adam"] == (3, 8)
    assert field.ranking("turned ravine", "looks")[-1] == "gradient descent"


def test_newton_arrives_on_the_plateau_from_none_of_the_fresh_starts_and_one_rule_in_the_bent() -> (
    None
):
    assert field.result("plateau", "Newton").share == 0
    slopes_only = [r for r in field.FIRST_ORDER if field.result("bent valley", r).median < np.inf]
    assert slopes_only == ["Adam"]


def test_a_rate_tuned_on_eight_starts_can_be_lucky() -> None:
    race = field.heats()["four valleys"]["RMSprop"]
    best = field.index_of_best(race)
    assert field.RATES[best] == pytest.approx(0.316, rel=1e-3)
    assert np.median(race.steps[:8, best]) == 13.5
    assert np.isfinite(race.steps[8:, best]).sum() == 3


def test_practice_and_fresh_starts_are_different_and_every_rule_gets_eleven_rates() -> None:
    starts = field.starts_on(field.GROUNDS["plateau"])
    assert len(np.unique(starts, axis=0)) == 16
    for rule in field.FIELD:
        assert field.heats()["ravine"][rule].steps.shape == (16, 11)
    assert np.allclose(np.diff(np.log10(field.RATES)), 0.5)


@pytest.mark.parametrize("make", [GradientDescent, Adam, Newton, BFGS])
def test_a_timed_race_is_the_walk_of_descend(make: Callable[..., object]) -> None:
    f = field.GROUNDS["ravine"]
    starts = field.starts_on(f)[:3, None, :]
    race = field.time_races(f, starts, make(sweep([0.1, 1.0])), field.near(f.minima), budget=60)
    path = descend(f, starts, make(sweep([0.1, 1.0])), steps=60)
    there = np.isfinite(race.steps)
    assert np.array_equal(race.steps[there], path.arrived(1e-3)[there])


def test_looks_count_a_hessian_by_its_rows_and_every_height_that_bfgs_tries() -> None:
    seen: list[int] = []

    class Counted(Function):
        def value(self, points: object) -> object:
            seen.append(1)
            return super().value(points)

    f = Counted("(1 - x)^2 + 100(y - x^2)^2")
    start = np.array([[-1.2, 1.0]])
    near = field.near([(1.0, 1.0)])
    rule = BFGS(np.array([[1.0]]))
    race = field.time_races(f, start, rule, near, 1000)
    seen.clear()
    path = islice(walk(f, start, rule), int(race.steps[0]) + 1)
    assert near(np.array(list(path)))[-1]
    assert race.looks[0] - race.steps[0] == len(seen)
    race = field.time_races(f, [[-1.2, 1.0]], Newton(np.array([[1.0]])), near, 1000)
    assert race.looks[0] == 3 * race.steps[0]


def test_on_the_plateau_the_curvature_along_the_radius_turns_negative_beyond_one() -> None:
    f = field.GROUNDS["plateau"]
    for r in (0.5, 1.0, 1.5):
        curvature = f.hessian([r, 0.0])[0, 0]
        assert curvature == pytest.approx((1 - r**2) * np.exp(-(r**2) / 2), abs=1e-12)
    path = descend(f, [1.5, 0.0], Newton(), steps=1)
    assert path.values[1] > path.values[0]


def test_from_outside_the_hole_newton_climbs_at_every_rate() -> None:
    f = field.GROUNDS["plateau"]
    path = descend(f, [2.0, 1.0], Newton(sweep(field.RATES)), steps=20)
    assert (np.diff(path.values[...], axis=0)[0] > 0).all()
    heights, _ = track.run_all(f, np.array([[2.0, 1.0]]), Newton)
    assert not (heights < heights[0]).any()


def test_a_leap_leaves_adagrad_with_newton_s_rate_for_each_coordinate() -> None:
    f = field.GROUNDS["ravine"]
    path = descend(f, [1.0, 1.0], field.FIELD["AdaGrad"](10.0), steps=5, memory=True)
    left = 10 / np.sqrt(path.memory[-1])
    assert left == pytest.approx([1.1, 0.011], rel=0.01)
    assert path.points[1] == pytest.approx([-9.0, -9.0])


def test_the_race_on_the_four_valleys_and_on_grounds_of_one_s_own() -> None:
    raced, floor = track.lanes(Function(FOUR), (-0.5, -1.0))
    assert floor == pytest.approx(0, abs=1e-9)
    assert raced["gradient descent"].arrived < 30
    assert np.isinf(raced["Newton"].arrived)
    raced, _ = track.lanes(Function("(1 - x)^2 + 100(y - x^2)^2"), (-1.2, 1.0))
    assert min(raced, key=lambda name: raced[name].arrived) == "Newton"
    raced, _ = track.lanes(Function("sqrt(1 + x^2 + y^2)"), (2.0, 1.0))
    assert raced["Newton"].rate == pytest.approx(0.1)
    first = sorted(raced, key=lambda name: raced[name].arrived)
    assert "gradient descent" in first[:3]


def test_a_run_at_rest_is_walked_no_further_and_ends_where_it_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    f = Function("x^2 + 10y^2 + y")
    start = np.array([[1.0, 2.0]])
    counted = [0]

    class Newton(field.Newton):
        def step(self, *given: object) -> object:
            counted[0] += 1
            return super().step(*given)

    short = track.run_all(f, start, Newton, [1.0])
    assert counted[0] < 10
    monkeypatch.setattr(track, "STILL", -1.0)
    whole = track.run_all(f, start, Newton, [1.0])
    assert counted[0] > track.LAPS
    for one, other in zip(short, whole, strict=True):
        assert one.shape == other.shape
        assert np.allclose(one, other, rtol=0, atol=1e-9)


@pytest.mark.parametrize("ground", [FOUR, "x^2 + 10y^2 + x^4", "(1 - x)^2 + 100(y - x^2)^2"])
def test_a_trial_that_ends_when_it_is_decided_chooses_as_a_whole_one_does(
    ground: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raced, _ = track.lanes(Function(ground), (-0.5, -1.0))
    monkeypatch.setattr(track, "STILL", -1.0)
    whole, _ = track.lanes(Function(ground), (-0.5, -1.0))
    assert {name: lane.rate for name, lane in raced.items()} == {
        name: lane.rate for name, lane in whole.items()
    }


def test_the_race_is_tuned_as_the_lesson_says() -> None:
    told = "its own best rate of eleven, chosen from six other starts, 60 steps each"
    (lesson,) = (path for path in LESSONS if path.name.endswith("-race-fairly.ipynb"))
    assert told in lesson.read_text()
    assert (len(field.RATES), len(track.practice_starts(1.0)), track.TRIAL) == (11, 6, 60)


def test_a_rule_that_no_rate_takes_home_races_at_the_one_that_came_lowest() -> None:
    raced, _ = track.lanes(Function("x^2 + 100y^2"), (1.0, 1.0))
    plain = raced["gradient descent"]
    assert np.isinf(plain.arrived)
    assert plain.rate == pytest.approx(10**-2.5)


@pytest.mark.parametrize(
    ("ground", "why"),
    [("x^2 - y^2", "without end"), ("1", "leads down"), ("ln(x - 4)", "no value")],
)
def test_a_ground_that_cannot_be_raced_on_says_why(ground: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        track.fair_race(ground, (1.0, 1.0))


def test_an_own_rule_races_and_one_with_blanks_waits() -> None:
    ground = ("x^2 + 10y^2", (1.0, 1.0))
    scene = track.fair_race(*ground, own=checks.Rprop)
    (label,) = (
        mark.style["label"]
        for mark in scene.panels[2].marks
        if str(mark.style["label"]).startswith("yours ")
    )
    runners = [mark for mark in scene.panels[1].marks if mark.style.get("group") == label]
    assert {mark.kind for mark in runners} == {"trail", "dots"}, "its name hides its runner"
    waits = track.fair_race(*ground, own=lambda rate: ...)
    assert waits.panels[0].title.endswith("(yours cannot run yet)")


class Rule12:
    """What a learner may write; `step` is what each test tries."""

    def __init__(self, learning_rate: np.ndarray, step: Callable[..., object]) -> None:
        self.step = partial(step, learning_rate)

    def start(self, points: np.ndarray) -> None:
        return None


def slope_of_unit_length(rate: np.ndarray, f: Function, x: np.ndarray, memory: None) -> object:
    slope = f.gradient(x)
    return x - rate * slope / np.linalg.norm(slope), memory


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (lambda rate, f, x, memory: (x - rate * f.gradient(x), memory), 'races as "yours"'),
        (lambda rate, f, x, memory: x - rate * f.gradient(x), "two things"),
        (lambda rate, f, x, memory: None, "two things"),
        (lambda rate, f, x, memory: (f.value(x), memory), r"the shape \(2, 11, 2\)"),
        (
            lambda rate, f, x, memory: (x - ... * f.gradient(x), memory),
            r"blank in `lambda .*` is still open",
        ),
        (lambda rate, f, x, memory: (x - rat, memory), "It stops: NameError"),  # noqa: F821
        (slope_of_unit_length, "axis=-1, keepdims=True"),
    ],
)
def test_an_own_rule_is_told_whether_it_may_race(step: Callable[..., object], told: str) -> None:
    made = partial(Rule12, step=step)
    assert re.search(told, checks.entry(made))
    race = track.fair_race("x^2 + 10y^2", (1.0, 1.0), own=made)
    assert race.panels[0].title.endswith("yet)") == ("not ready" in checks.entry(made))


def test_a_random_search_finds_a_better_rate_than_the_grid_nearly_always() -> None:
    assert tuning.how_often_random_wins(500) == pytest.approx(0.996, abs=0.004)
    assert len(set(tuning.grid()[:, 0])) == 4
    assert len(set(tuning.random(7)[:, 0])) == 16


def test_epsilon_hardly_matters_here_and_nine_in_ten_even_rates_lie_above_one() -> None:
    rates = np.linspace(-1, 0.5, 16)
    assert np.allclose(
        tuning.steps_of(rates, np.full(16, -10.0)), tuning.steps_of(rates, np.full(16, -4.0))
    )
    even = np.concatenate([tuning.random(seed, "even in α")[:, 0] for seed in range(200)])
    assert np.mean(even > 0) == pytest.approx(0.9, abs=0.01)


def test_sixty_trials_hit_the_best_twentieth_and_fifty_nine_are_enough() -> None:
    assert round(1 - 0.95**60, 3) == 0.954
    n = next(n for n in range(1, 100) if 1 - 0.95**n >= 0.95)
    assert checks.trials(n).passed
    assert round(1 - 0.95**20, 2) == 0.64
    assert round(1 - 0.95**19, 2) == 0.62
    assert round(1 - 0.95**58, 3) == 0.949


def test_no_search_of_two_places_is_better_over_all_functions() -> None:
    functions = list(product([0, 1], repeat=3))
    means = []
    for first, second, third in permutations(range(3)):
        means += [
            np.mean([min(h[first], h[second]) for h in functions]),
            np.mean([min(h[first], h[second if h[first] else third]) for h in functions]),
        ]
    assert set(means) == {0.25}
    assert checks.lunch(means[0]).passed


def test_par_is_what_the_lesson_says() -> None:
    assert challenges.strokes(challenges.GOLF) == 73
    plain, adam = challenges.best_medians(challenges.ROUND)
    assert (plain, adam) == (1.0, 53.5)
    plain, adam = challenges.best_medians("x^2 + y^2")
    assert round(adam / plain, 1) == 10.7
    assert challenges.against_newton(*challenges.STRAIGHT) == (np.inf, 4.0)


def test_on_the_straight_cone_newton_leaps_to_minus_the_cube() -> None:
    f = Function(challenges.STRAIGHT[0])
    start = np.array(challenges.STRAIGHT[1])
    moved = descend(f, start, Newton(), steps=1).points[-1]
    assert moved == pytest.approx(-start * (start @ start))


@pytest.mark.parametrize("answer", [5, "x +", "ln(x - 9)"])
def test_a_ground_that_cannot_be_read_is_refused_in_words(answer: object) -> None:
    with pytest.raises(UnreadableError):
        challenges.read_ground(answer)
    assert checks.adam_must_lose(answer).passed is False


def test_a_rule_that_stops_is_told_so() -> None:
    class Broken:
        def start(self, points: np.ndarray) -> None:
            return None

        def step(self, *given: object) -> None:
            raise RuntimeError("out of breath")

    assert "out of breath" in checks.tuning_golf(Broken()).message
    assert "One rate" in checks.tuning_golf(Adam(sweep([0.1, 0.2]))).message


def test_the_fair_score_tunes_on_practice_and_judges_on_fresh_starts() -> None:
    steps = np.full((16, 11), 50.0)
    steps[:8, 3] = 10.0
    steps[8:, 3] = 70.0
    steps[8:, 5] = 1.0
    assert checks.fair_score(steps) == 70.0
