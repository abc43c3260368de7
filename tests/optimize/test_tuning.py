"""Fair tuning: what a timed run counts, what a search chooses, and what an interval promises."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import comb

import numpy as np
import pytest

from calclib import (
    BFGS,
    AdaGrad,
    Adam,
    Clipped,
    ConjugateGradient,
    Function,
    GaussNewton,
    GradientDescent,
    LineSearch,
    LogScale,
    MemoryScale,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    descend,
    landscapes,
    median_interval,
    range_test,
    sweep,
    tune,
    walk,
)
from calclib.optimize.rules import Rule
from calclib.optimize.timing import HOLD, Counted, Stay, near, time_runs
from calclib.optimize.tuning import SCALES, draw, last_loss, parameters_of

BOWL = landscapes.bowl
RULES = (GradientDescent, Momentum, Nesterov, AdaGrad, RMSprop, Adam, BFGS, Newton)
STARTS = np.array([[1.2, -0.7], [-0.4, 1.5], [0.9, 0.2]])[:, None, :]


@pytest.mark.parametrize("rule", RULES)
def test_a_timed_run_is_the_walk_of_descend(rule: Callable[..., object]) -> None:
    f = landscapes.ravine(20)
    rates = np.array([0.003, 0.02, 0.1, 1.0, 5.0])
    timed = time_runs(f, STARTS, rule, near(f.minima), {"learning_rate": sweep(rates)}, 400)
    path = descend(f, STARTS, rule(sweep(rates)), steps=400 + HOLD)
    inside = np.linalg.norm(path.points, axis=-1) <= 1e-3
    for run in np.ndindex(timed.steps.shape):
        stays = [
            k
            for k in range(401)
            if inside[(slice(k, k + HOLD + 1), *run)].all() and k + HOLD < len(inside)
        ]
        if np.isfinite(timed.steps[run]):
            assert timed.steps[run] == stays[0]
        elif rule not in (BFGS, Newton):  # these two spend their looks sooner
            assert stays == []


@pytest.mark.parametrize("hold", [0, 2, 7, 40])
def test_a_stay_told_in_stretches_is_the_stay_counted_point_by_point(hold: int) -> None:
    rng = np.random.default_rng(hold)
    there = rng.random((60, 300)) < rng.uniform(0.3, 1.0, 300)
    spent = rng.integers(0, 3, there.shape).cumsum(axis=0).astype(float)
    told = Stay(*np.zeros((3, 300)))
    for k in range(0, 60, 12):
        rows = slice(k, k + 12)
        after = told.after(there[rows], spent[rows], k, 40, hold)
        is_over = told.length > hold
        told = Stay(*(np.where(is_over, a, b) for a, b in zip(told, after, strict=True)))
    for run in range(300):
        length = came = 0
        for k in range(60):
            begins = there[k, run] and not length and spent[k, run] <= 40
            came = k if begins else came
            length = length + 1 if begins or (there[k, run] and length) else 0
            if length > hold:
                break
        assert told.length[run] == length
        if length:
            assert (told.step[run], told.looks[run]) == (came, spent[came, run])


def test_to_run_through_the_target_is_not_to_arrive() -> None:
    f = Function("x^2/2")
    swings = {"learning_rate": np.array([[1.0]]), "beta": np.array([[0.98]])}
    passes = descend(f, [1.0], Momentum(1.0, 0.98), steps=300)
    assert passes.arrived(0.02, at=[0.0]) < 100
    target = near([(0.0,)], 0.02)
    assert time_runs(f, [[1.0]], Momentum, target, swings, limit=300).steps == np.inf
    assert time_runs(f, [[1.0]], Momentum, target, swings, limit=300, hold=0).steps < 100


def test_runs_that_leave_do_not_disturb_those_that_stay() -> None:
    f = landscapes.himmelblau
    starts = np.random.default_rng(3).uniform(-5, 5, (6, 2))
    numbers = {"learning_rate": np.full((6, 1), 0.3), "beta2": np.linspace(0.5, 0.99, 6)[:, None]}
    together = time_runs(f, starts, Adam, near(f.minima), numbers, 500)
    for k in range(6):
        alone = {name: given[k] for name, given in numbers.items()}
        assert time_runs(f, starts[k], Adam, near(f.minima), alone, 500).steps == together.steps[k]


def test_a_hessian_costs_its_rows_and_bfgs_each_height_that_it_tries() -> None:
    seen: list[int] = []

    class Counted(Function):
        def value(self, points: object) -> object:
            seen.append(1)
            return super().value(points)

    f = Counted("(1 - x)^2 + 100(y - x^2)^2")
    start = np.array([[-1.2, 1.0]])
    target = near([(1.0, 1.0)])
    race = time_runs(f, start, BFGS, target)
    seen.clear()
    path = walk(f, start, BFGS(np.array([[1.0]])))
    points = [next(path) for _ in range(int(race.steps[0]) + 1)]
    assert target(np.array(points))[-1]
    assert race.looks[0] - race.steps[0] == len(seen)
    race = time_runs(f, start, Newton, target)
    assert race.looks[0] == 3 * race.steps[0]


def test_a_search_is_the_same_each_time_and_its_first_trials_are_those_of_a_smaller_one() -> None:
    whole = tune(Momentum, BOWL, trials=12, seeds=3)
    again = tune(Momentum, BOWL, trials=12, seeds=3)
    part = tune(Momentum, BOWL, trials=5, seeds=3)
    assert np.array_equal(whole.scores, again.scores)
    assert np.array_equal(whole.at(5).scores, part.scores)
    assert np.array_equal(whole.at(5).practice, part.practice)
    assert whole.at(5).best.keys() == part.best.keys() == {"learning_rate", "beta"}
    assert np.array_equal(whole.at(5).best["beta"], part.best["beta"])
    assert whole.at(5).settings.keys() == part.settings.keys()
    for name in part.settings:
        assert np.array_equal(whole.at(5).settings[name], part.settings[name])
    assert np.array_equal(whole.at(5).chosen, part.chosen)


def test_more_trials_never_choose_what_is_worse_in_practice() -> None:
    tuned = tune(Adam, landscapes.himmelblau, trials=20, seeds=4)
    best = np.take_along_axis(tuned.practice, tuned.chosen, axis=1)
    kept = np.minimum.accumulate(tuned.practice, axis=1)
    assert np.array_equal(best, kept)


def test_the_score_is_that_of_the_chosen_setting_from_starts_it_was_not_chosen_on() -> None:
    asked: list[np.ndarray] = []

    def starts(rng: np.random.Generator, count: int) -> np.ndarray:
        asked.append(rng.uniform(-2, 2, (count, 2)))
        return asked[-1]

    tuned = tune(Momentum, BOWL, trials=6, seeds=2, starts=starts, practice=5, fresh=3)
    for seed, places in enumerate(asked):
        assert len(np.unique(places, axis=0)) == 8
        setting = {name: tuned.best[name][seed] for name in tuned.best}
        numbers = {name: np.array([number]) for name, number in setting.items()}
        race = time_runs(BOWL, places[5:], Momentum, near(BOWL.minima), numbers)
        assert tuned.fresh[seed] == np.median(race.steps)


def test_all_rules_of_a_seed_are_given_the_same_starts() -> None:
    seen: dict[str, list[float]] = {}
    for rule in (GradientDescent, Adam):

        def starts(rng: np.random.Generator, count: int, name: str = rule.__name__) -> np.ndarray:
            drawn = rng.uniform(-2, 2, (count, 2))
            seen.setdefault(name, []).append(float(drawn.sum()))
            return drawn

        tune(rule, BOWL, trials=2, seeds=3, starts=starts)
    assert seen["GradientDescent"] == seen["Adam"]
    assert len(set(seen["Adam"])) == 3


def test_momentum_that_is_told_its_beta_is_zero_is_tuned_exactly_as_descent() -> None:
    plain = tune(GradientDescent, BOWL, trials=10, seeds=3)
    special = tune(partial(Momentum, beta=0.0), BOWL, trials=10, seeds=3)
    assert np.array_equal(plain.scores, special.scores)


def test_an_optimum_on_an_edge_is_found_out_and_a_wider_range_takes_it_in() -> None:
    narrow = {"learning_rate": LogScale(1e-4, 1e-2)}
    tuned = tune(GradientDescent, BOWL, scales=narrow)
    assert tuned.on_edge == ("learning_rate",)
    assert "learning_rate" in repr(tuned)
    assert tune(GradientDescent, BOWL).on_edge == ()


def test_memory_ends_at_beta_zero_without_an_edge() -> None:
    scale = MemoryScale(100.0)
    assert scale.at_edge(np.array([0.0, 0.01, 0.9, 0.9895])).tolist() == [False] * 3 + [True]
    assert LogScale(1, 100).at_edge(np.array([1.1, 10, 99.0])).tolist() == [True, False, True]


@pytest.mark.parametrize("scale", [LogScale(1e-4, 1e2), MemoryScale(1e3)])
def test_a_scale_is_even_in_its_logarithm(scale: LogScale | MemoryScale) -> None:
    numbers = scale.number(np.linspace(0, 1, 7))
    given = numbers if isinstance(scale, LogScale) else 1 / (1 - numbers)
    assert np.allclose(np.diff(np.log(given)), np.log(given[-1] / given[0]) / 6)


def test_draws_fill_the_range_of_every_number() -> None:
    rng = np.random.default_rng(7)
    drawn = draw(SCALES, rng, 4000)
    assert np.log10(drawn["learning_rate"]).mean() == pytest.approx(-1, abs=0.1)
    assert np.median(1 / (1 - drawn["beta"])) == pytest.approx(10, rel=0.15)


def test_a_learner_s_own_class_is_tuned_by_the_names_of_its_arguments() -> None:
    class Mine:
        def __init__(self, learning_rate: float) -> None:
            self.learning_rate = learning_rate

        def start(self, points: np.ndarray) -> tuple[()]:
            return ()

        def step(self, f: Function, points: np.ndarray, memory: object) -> object:
            return points - self.learning_rate * f.gradient(points), memory

    own = tune(Mine, BOWL, trials=8, seeds=2)
    assert np.array_equal(own.scores, tune(GradientDescent, BOWL, trials=8, seeds=2).scores)
    assert parameters_of(lambda learning_rate: Adam(learning_rate)) == ("learning_rate",)


def test_a_function_without_known_minima_is_tuned_by_its_loss() -> None:
    f = Function(lambda w: np.sum((w - 1) ** 2, axis=-1), dimension=5)

    def starts(rng: np.random.Generator, count: int) -> np.ndarray:
        return rng.normal(size=(count, 5))

    tuned = tune(Momentum, f, trials=30, seeds=3, starts=starts, limit=50)
    assert (tuned.fresh < 1e-3).all()
    lost = {"learning_rate": np.array([3.0])}
    assert last_loss(f, np.zeros(5), GradientDescent, lost, 2000) == np.inf


def test_a_target_of_one_s_own_is_raced_to() -> None:
    f = Function("x^2 + 2y^2")

    def low(points: np.ndarray) -> np.ndarray:
        return f.value(points) <= 1e-4

    def starts(rng: np.random.Generator, count: int) -> np.ndarray:
        return rng.uniform(-2, 2, (count, 2))

    tuned = tune(GradientDescent, f, trials=40, seeds=3, starts=starts, target=low)
    assert (tuned.fresh < 20).all()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: tune(lambda: GradientDescent(), BOWL), "no number that is tuned"),
        (lambda: tune(Adam, BOWL, trials=0), "0 trials"),
        (lambda: tune(Adam, Function("x^2 + y^2")), "no box"),
        (lambda: tune(Adam, BOWL, count="time"), 'count = "time"|time'),
        (lambda: tune(Adam, landscapes.saddle, count="looks"), "no known minimum"),
        (lambda: tune(Adam, BOWL, starts=lambda rng, n: np.zeros(2)), r"the shape \(2,\)"),
        (lambda: tune(GradientDescent, BOWL, trials=2).at(3), "from 1 to 2"),
        (lambda: LogScale(1.0, 1.0), "low < high"),
        (lambda: MemoryScale(1.0), "above 1"),
        (lambda: median_interval([]), "no values"),
        (lambda: range_test(BOWL, [1.0, 1.0], low=1.0, high=0.1), "low < high"),
    ],
)
def test_what_cannot_be_tuned_says_why(wrong: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wrong()


@pytest.mark.parametrize("n", [6, 9, 12, 20, 24])
def test_an_interval_holds_the_median_with_the_chance_that_coins_give(n: int) -> None:
    low, high = median_interval(range(n))
    left_out = int(low)
    assert high == n - 1 - left_out
    missed = 2 * sum(comb(n, k) for k in range(left_out + 1)) / 2**n
    assert missed <= 0.05 < missed + 2 * comb(n, left_out + 1) / 2**n


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.99])
def test_an_interval_of_any_confidence_is_the_narrowest_that_has_it(confidence: float) -> None:
    for n in range(8, 41):
        left_out = int(median_interval(range(n), confidence)[0])
        missed = 2 * sum(comb(n, k) for k in range(left_out + 1)) / 2**n
        assert missed <= 1 - confidence < missed + 2 * comb(n, left_out + 1) / 2**n


@pytest.mark.parametrize("n", [6, 9, 12, 20])
def test_an_interval_that_just_has_the_confidence_is_not_made_wider(n: int) -> None:
    for left_out in range((n - 1) // 2):
        missed = 2 * sum(comb(n, k) for k in range(left_out + 1)) / 2**n
        assert median_interval(range(n), 1 - missed) == (left_out, n - 1 - left_out)


def test_a_scale_says_which_of_its_ends_is_no_number() -> None:
    with pytest.raises(ValueError, match=r"An end of a LogScale .* got \[True, 2\.0\]"):
        LogScale(True, 2.0)


def test_an_interval_needs_no_distribution_and_no_finite_values() -> None:
    rng = np.random.default_rng(7)
    drawn = np.exp(3 * rng.normal(size=(2000, 12)))
    held = [low <= 1.0 <= high for low, high in map(median_interval, drawn)]
    assert np.mean(held) == pytest.approx(0.961, abs=0.015)
    assert median_interval([1.0, *[2.0] * 8, *[np.inf] * 3]) == (2.0, np.inf)


def test_a_range_test_grows_its_rate_evenly_in_the_logarithm() -> None:
    test = range_test(BOWL, [1.0, 1.0], low=1e-4, high=1e1, steps=51)
    assert np.allclose(np.diff(np.log10(test.rates)), 0.1)
    assert test.losses.shape == test.rates.shape
    assert test.losses[0] == pytest.approx(BOWL([1 - 2e-4][0], 1 - 2e-4))


@pytest.mark.parametrize("curvature", [0.5, 3.0, 40.0])
def test_on_a_parabola_the_range_test_turns_where_descent_begins_to_diverge(
    curvature: float,
) -> None:
    f = Function(f"{curvature / 2}*x^2")
    test = range_test(f, [1.0], low=1e-4 / curvature, high=1e2 / curvature, steps=121)
    assert 1 < test.lowest * curvature < 2.5


COSTS: list[tuple[Rule, list[float]]] = [
    # What one step from each of POINTS costs, on x⁴ + y².
    (Adam(), [1, 1, 1]),
    (Newton(), [3, 3, 3]),  # a slope, and a Hessian with two rows
    # A slope, the height here, and those that are tried: 1, ½, ¼, …
    (BFGS(), [3, 8, 4]),
    (BFGS(4.0), [5, 10, 6]),
    (LineSearch(rule=GradientDescent(1.0)), [3, 8, 4]),
    (LineSearch(rule=Newton()), [5, 5, 5]),  # the slope that both ask for is one look
    (ConjugateGradient(), [4, 4, 4]),  # a slope, a product Hp, two heights
    (Clipped(Newton(), norm=1e9), [3, 3, 3]),
]
POINTS = np.array([[0.5, 1.0], [3.0, -2.0], [0.01, 0.02]])


@pytest.mark.parametrize(("rule", "costs"), COSTS, ids=lambda one: str(one)[:40])
def test_a_step_costs_a_run_what_it_asks_for_alone_or_among_others(
    rule: Rule, costs: list[float]
) -> None:
    f = Function("x^4 + y^2")
    together = Counted(f, np.zeros(3))
    rule.step(together, POINTS, rule.start(POINTS))
    alone = [Counted(f, np.zeros(1)) for _ in POINTS]
    for one, point in zip(alone, POINTS, strict=True):
        rule.step(one, point[None], rule.start(point[None]))
    assert [one.looks.item() for one in alone] == together.looks.tolist() == costs


def test_the_residuals_of_a_step_are_counted() -> None:
    f = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
    counted = Counted(f, np.zeros(1))
    GaussNewton().step(counted, np.array([[-1.2, 1.0]]), GaussNewton().start(np.zeros((1, 2))))
    assert counted.looks.tolist() == [3]  # the residuals, and a slope of them for each coordinate
