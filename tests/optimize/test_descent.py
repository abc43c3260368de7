"""The walk: batches by broadcasting, records, and how a run can end."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib.functions import landscapes, schedules
from calclib.functions.function import Function
from calclib.functions.named import Named
from calclib.optimize.descent import CHUNK, descend, sweep, walk
from calclib.optimize.rules import (
    BFGS,
    Adam,
    GradientDescent,
    LineSearch,
    Momentum,
    Newton,
    Rule,
)
from calclib.optimize.wrappers import Ascent, Clipped, Projected

BOWL = landscapes.bowl


def test_the_example_of_the_style_guide_prints_as_there() -> None:
    path = descend(BOWL, [1.0, 1.0], Momentum(0.1), steps=1)
    assert repr(path.points[-1]) == "array([0.8, 0.8])"
    assert repr(path.points).startswith("array([[1. , 1. ],")


def test_a_walk_is_a_generator_that_never_ends() -> None:
    run = walk(BOWL, [1.0, 1.0], GradientDescent(0.25))
    points = [next(run) for _ in range(4)]
    assert np.allclose(points, descend(BOWL, [1.0, 1.0], GradientDescent(0.25), 3).points)


def test_a_walk_leaves_the_numpy_settings_of_the_caller_alone() -> None:
    before = np.geterr()
    run = walk(Function("exp(x^2)"), 3.0, GradientDescent(10.0))
    for _ in range(3):
        next(run)
        assert np.geterr() == before


def test_sweeps_broadcast_against_each_other() -> None:
    assert sweep([1.0, 2.0]).shape == (2, 1)
    assert [s.shape for s in sweep([1, 2], [3, 4, 5])] == [(2, 1, 1), (1, 3, 1)]
    assert [s.shape for s in sweep([1], [2, 3], [4])] == [(1, 1, 1, 1), (1, 2, 1, 1), (1, 1, 1, 1)]


@pytest.mark.parametrize(
    ("start", "rule", "batch"),
    [
        ([1.0, 1.0], GradientDescent(0.1), ()),
        ([1.0, 1.0], GradientDescent(sweep([0.1, 0.2, 0.3])), (3,)),
        ([1.0, 1.0], Momentum(*sweep([0.1, 0.2, 0.3], [0.0, 0.9])), (3, 2)),
        (np.ones((4, 2)), GradientDescent(0.1), (4,)),
        (np.ones((4, 1, 2)), GradientDescent(sweep([0.1, 0.2, 0.3])), (4, 3)),
        (np.ones((3, 2)), GradientDescent(sweep([0.1, 0.2, 0.3])), (3,)),
        (np.ones((5, 4, 2)), GradientDescent([[0.1, 0.2]]), (5, 4)),
        (np.ones((4, 1, 2)), Clipped(GradientDescent(sweep([0.1, 0.2, 0.3]))), (4, 3)),
        ([1.0, 1.0], GradientDescent(schedules.cosine(sweep([0.1, 0.2]), 9)), (2,)),
    ],
)
def test_the_batch_is_the_broadcast_of_starts_and_fields(
    start: Any, rule: Rule, batch: tuple[int, ...]
) -> None:
    path = descend(BOWL, start, rule, 4, memory=True)
    assert path.points.shape == (5, *batch, 2)
    assert path.values.shape == (5, *batch)
    assert path.gradients.shape == path.points.shape
    assert path.diverged.shape == path.status.shape == path.arrived(1e-3).shape == batch


def test_a_mismatch_shows_how_to_write_it() -> None:
    with pytest.raises(ValueError, match=r"starts\[:, None, :\]") as caught:
        descend(BOWL, np.ones((5, 2)), GradientDescent(sweep(np.ones(7))), 3)
    assert "(5, 2)" in str(caught.value)
    assert "learning_rate (7, 1)" in str(caught.value)
    with pytest.raises(ValueError, match=r"sweep\(rates\)"):
        descend(BOWL, [1.0, 1.0], GradientDescent(np.array([0.1, 0.2, 0.3])), 3)


def test_one_variable_takes_a_bare_number_and_nothing_else_loose() -> None:
    f = Function("x^2")
    assert descend(f, 1.0, GradientDescent(0.1), 2).points.shape == (3, 1)
    assert descend(f, [[1.0], [2.0]], GradientDescent(0.1), 2).points.shape == (3, 2, 1)
    with pytest.raises(ValueError, match="1 coordinates"):
        descend(f, [1.0, 2.0], GradientDescent(0.1), 2)
    with pytest.raises(ValueError, match="2 coordinates"):
        descend(BOWL, 1.0, GradientDescent(0.1), 2)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.floats(-2, 2), min_size=2, max_size=2), min_size=1, max_size=12),
    st.lists(st.floats(0, 0.01), min_size=1, max_size=3),
)
def test_many_runs_equal_each_alone(starts: list[list[float]], rates: list[float]) -> None:
    f = landscapes.himmelblau
    every = np.array(starts)[:, None, :]
    together = descend(f, every, Momentum(sweep(rates)), 20)
    for (i, start), (j, rate) in itertools.product(enumerate(starts), enumerate(rates)):
        alone = descend(f, start, Momentum(rate), 20)
        assert np.allclose(together.points[:, i, j], alone.points, rtol=1e-9, atol=1e-9)
        assert np.allclose(together.values[:, i, j], alone.values, rtol=1e-9, atol=1e-9)


def test_a_record_is_stored_with_the_runs_together() -> None:
    points = descend(BOWL, np.ones((30, 2)), Adam(0.1), 3, memory=True).points
    assert np.moveaxis(points[...], -1, 1).flags.c_contiguous


def test_a_path_names_its_axes_and_computing_with_them_gives_plain_arrays() -> None:
    rates, starts = sweep([0.1, 0.2, 0.3]), np.ones((4, 1, 2))
    path = descend(BOWL, starts, GradientDescent(rates), 3, names=("start", "learning rate"))
    for channel in (path.points, path.values, path.gradients):
        assert isinstance(channel, Named)
        assert channel.axes == path.axes == ("step", "start", "learning rate")
    assert path.points[-1].axes == ("start", "learning rate")
    assert path.points[..., 0].axes == path.axes
    for plain in (
        path.points[-1, 0, 0],
        path.points + 1,
        path.values.mean(),
        np.sum(path.points, axis=0),
        np.stack([path.points, path.points]),
    ):
        assert not isinstance(plain, Named)
    assert descend(BOWL, starts, GradientDescent(rates), 3, names=("start",)).axes[1:] == ("start",)
    with pytest.raises(ValueError, match="names"):
        descend(BOWL, [1.0, 1.0], GradientDescent(0.1), 3, names=("start",))


def test_a_record_cannot_be_written_to() -> None:
    path = descend(BOWL, [1.0, 1.0], GradientDescent(0.1), 3)
    with pytest.raises(ValueError, match="read-only"):
        path.points[0] = 3.0
    with pytest.raises(ValueError, match="read-only"):
        path.points[...][0] = 3.0


def test_a_diverged_run_is_nan_from_there_and_the_others_go_on() -> None:
    path = descend(BOWL, [1.0, 1.0], GradientDescent(sweep([0.1, 3.0])), 40)
    assert path.diverged.tolist() == [False, True]
    lost = np.isnan(path.values[:, 1]).argmax()
    assert path.status.tolist() == ["not converged after 40 steps", f"diverged at step {lost}"]
    assert np.isnan(path.points[lost:, 1]).all()
    assert np.isfinite(path.points[:lost, 1]).all()
    assert np.linalg.norm(path.points[lost - 1, 1]) <= 1e6 * (1 + np.sqrt(2.0))
    assert np.isfinite(path.points[:, 0]).all()


@pytest.mark.parametrize(
    ("f", "start", "rule", "status"),
    [
        ("x^2", 1.0, GradientDescent(0.5), "converged at step 1"),
        ("x^2", 0.0, Adam(0.1, epsilon=0.0), "converged at step 0"),
        ("x^2", 1.0, GradientDescent(0.0), "flat"),
        ("x^2", 1.0, GradientDescent(1.0), "cycle of length 2"),
        ("|x|", 1.0, GradientDescent(0.4), "cycle of length 2"),
        ("x - log(x)", 0.5, GradientDescent(2.0), "not converged after 20 steps"),
        ("log(x)", 0.5, GradientDescent(1.0), "left the domain at step 1"),
        ("x", 1.0, Newton(), "singular Hessian at step 1"),
        ("x^3", 1.0, Newton(), "converged at step 10"),
        ("exp(x^2)", 2.0, GradientDescent(1.0), "diverged at step 1"),
        ("x^4/4 - x^2 + 2x", 0.0, Newton(), "cycle of length 2"),
        ("2 + sqrt(x)", 0.0, GradientDescent(0.1), "diverged at step 1"),
        ("x^2", 1.0, GradientDescent(1e200), "diverged at step 1"),
    ],
)
def test_a_run_ends_in_words(f: str, start: float, rule: Rule, status: str) -> None:
    assert descend(Function(f), start, rule, 20).status == status


@pytest.mark.parametrize(
    ("f", "start", "rule", "status"),
    [
        # e⁴⁰⁰ has the slope 40e⁴⁰⁰, which squared is no float: nothing has converged
        ("exp(x^2)", 20.0, GradientDescent(0.1), "diverged at step 1"),
        ("exp(x^2)", 26.6, LineSearch(), "slope overflowed"),  # e⁷⁰⁷·⁶ is a float, its slope not
        # a slope of 2·10²⁰ at 10: the step has to be halved more often than 40 times
        ("x^20", 10.0, BFGS(), "converged at step 1"),
        ("x^20", 10.0, LineSearch(), "converged at step 1"),
        # a minimum may be far away; 0.8ᵏ < 10⁻⁶ first at k = 62
        ("(x - 5000000)^2", 0.0, GradientDescent(0.1), "converged at step 62"),
        ("(x - 5000000)^2", 0.0, Newton(), "converged at step 1"),
        ("(x - 5000000)^2", 0.0, GradientDescent(1.1), "diverged at step 1"),
        ("x", 0.0, GradientDescent(1e5), "diverged at step 11"),  # it goes on and on
        # x ← −(1 − 2·10⁻⁸)x comes back almost, and in the end arrives
        ("x^2", 1.0, GradientDescent(1 - 1e-8), "not converged after 100 steps"),
    ],
)
def test_a_status_is_a_promise(f: str, start: float, rule: Rule, status: str) -> None:
    assert descend(Function(f), start, rule, 100).status == status


@settings(max_examples=30, deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(0.05, 0.9))
def test_a_minimum_is_reached_however_far_it_is(place: float, rate: float) -> None:
    f = Function(lambda x: (x - place) ** 2)
    path = descend(f, 0.0, GradientDescent(rate), 400)
    assert not path.diverged
    assert path.status.item().startswith("converged")
    assert path.points[-1, 0] == pytest.approx(place, rel=1e-5, abs=1e-5)


def test_runs_that_are_lost_do_not_take_far_ones_with_them() -> None:
    rates = GradientDescent(sweep([0.1, 1.1]))
    path = descend(Function("(x - 5000000)^2"), 0.0, rates, 100)
    assert path.status.tolist() == ["converged at step 62", "diverged at step 1"]
    assert np.isfinite(path.points[:, 0]).all()
    assert np.isnan(path.points[1:, 1]).all()


@pytest.mark.parametrize("steps", [-1, 2.5, "3", None])
def test_steps_are_counted_in_whole_numbers(steps: Any) -> None:
    with pytest.raises(ValueError, match=r"steps is a whole number ≥ 0, but got"):
        descend(BOWL, [1.0, 1.0], GradientDescent(0.1), steps)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (GradientDescent, r"write GradientDescent\(…\)"),
        (None, "needs a rule such as"),
        ("0.1", "needs a rule such as"),
    ],
)
def test_what_is_no_rule_is_refused(rule: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        descend(BOWL, [1.0, 1.0], rule, 5)


def test_a_sweep_over_nothing_and_no_start_are_refused() -> None:
    for values in ((), ([],), ([0.1], [])):
        with pytest.raises(ValueError, match="at least one number"):
            sweep(*values)
    with pytest.raises(ValueError, match="There is no start"):
        descend(BOWL, np.empty((0, 2)), GradientDescent(0.1), 5)


def test_no_steps_is_the_start_alone() -> None:
    path = descend(BOWL, [1.0, 2.0], Adam(0.1), 0, memory=True)
    assert path.points.tolist() == [[1.0, 2.0]]
    assert path.values.tolist() == [5.0]


@pytest.mark.parametrize(
    "rule",
    [
        GradientDescent(np.linspace(0.01, 0.3, 7)[:, None, None]),
        Momentum(*sweep(np.linspace(0.01, 0.3, 7), [0.0, 0.5, 0.9])),
        Clipped(Adam(sweep([0.01, 0.1, 0.3])), norm=np.linspace(1, 2, 7)[:, None, None]),
        GradientDescent(schedules.cosine(np.linspace(0.01, 0.3, 7)[:, None, None], 9)),
        GradientDescent([[0.1, 0.02]]),
    ],
    ids=lambda rule: rule.label,
)
def test_a_cloud_walked_in_blocks_is_the_cloud_walked_whole(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = np.random.default_rng(7).uniform(-2, 2, (7, 3, 2))
    whole = descend(landscapes.himmelblau, starts, rule, 12)
    monkeypatch.setattr("calclib.optimize.descent.CHUNK", 13)  # two rows of three points a block
    blocks = descend(landscapes.himmelblau, starts, rule, 12)
    assert whole.points.shape == blocks.points.shape == (13, 7, 3, 2)
    np.testing.assert_array_equal(whole.points, blocks.points)
    assert (whole.status == blocks.status).all()


def test_a_record_has_a_largest_size() -> None:
    with pytest.raises(ValueError, match=r"1000000 steps × 100 runs × 2 coordinates") as caught:
        descend(BOWL, np.ones((100, 2)), GradientDescent(0.1), 1_000_000)
    assert "every=" in str(caught.value)


def test_a_start_outside_the_domain_is_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"no value at the start \[-1.0\]"):
        descend(Function("log(x)"), -1.0, GradientDescent(0.1), 5)
    path = descend(Function("log(x)"), [[-1.0], [5.0]], GradientDescent(0.1), 5)
    assert path.status.tolist() == ["left the domain at step 0", "not converged after 5 steps"]


@pytest.mark.parametrize("f", ["x^2", lambda x: x, 3.0, iter([1])])
def test_only_functions_are_walked(f: Any) -> None:
    with pytest.raises(TypeError, match="Function"):
        descend(f, 1.0, GradientDescent(0.1), 5)


def test_every_keeps_some_steps_and_the_same_points() -> None:
    full = descend(landscapes.rosenbrock, [-1.2, 1.0], Adam(0.1), 60, memory=True)
    some = descend(landscapes.rosenbrock, [-1.2, 1.0], Adam(0.1), 60, every=20, memory=True)
    assert some.steps.tolist() == [0, 20, 40, 60]
    assert np.array_equal(some.points, full.points[::20])
    assert np.array_equal(some.memory.v, full.memory.v[::20])
    with pytest.raises(ValueError, match="does not divide"):
        descend(BOWL, [1.0, 1.0], Adam(0.1), 50, every=20)
    with pytest.raises(ValueError, match="every is a whole number ≥ 1"):
        descend(BOWL, [1.0, 1.0], Adam(0.1), 50, every=0)


def test_the_memory_of_a_rule_is_recorded_on_request() -> None:
    start = np.ones((5, 2))
    assert descend(BOWL, start, Momentum(0.1), 3).memory is None
    velocity = descend(BOWL, start, Momentum(0.1), 3, memory=True).memory
    assert velocity.shape == (4, 5, 2)
    assert np.allclose(velocity[:2, 0], [[0.0, 0.0], [2.0, 2.0]])
    adam = descend(BOWL, start, Adam(0.1), 3, memory=True).memory
    assert adam.m.shape == adam.v.shape == (4, 5, 2)
    assert adam.t.tolist() == [0, 1, 2, 3]
    assert descend(BOWL, start, GradientDescent(0.1), 3, memory=True).memory == ()


def test_arrival_is_the_first_step_near_a_minimum_or_the_last_to_stay() -> None:
    path = descend(Function("x^2/2"), 1.0, Momentum(0.1, 0.9), 300)
    first, stay = path.arrived(0.1, at=[0.0]), path.arrived(0.1, at=[0.0], stay=True)
    distance = np.abs(path.points[:, 0])
    assert first == np.flatnonzero(distance <= 0.1)[0] < stay
    assert stay == np.flatnonzero(distance > 0.1)[-1] + 1
    assert path.arrived(1e-30, at=[0.0]) == np.inf
    assert path.arrived(1e-3) == np.flatnonzero(distance <= 1e-3)[0]  # the slope, here x itself


def test_arrival_is_by_default_within_a_thousandth() -> None:
    path = descend(landscapes.bowl, [1.0, 0.0], GradientDescent(0.25), 20)
    assert path.arrived() == path.arrived(1e-3) > path.arrived(1e-2)


def test_arrival_counts_every_known_minimum() -> None:
    starts = np.array(landscapes.himmelblau.minima) + 0.2
    path = descend(landscapes.himmelblau, starts, GradientDescent(0.01), 200)
    assert (path.arrived(1e-3) < 200).all()
    assert (path.arrived(1e-3, at=(3.0, 2.0)) < 200).sum() == 1


def test_a_schedule_is_the_rate_of_each_step() -> None:
    path = descend(Function("x"), 0.0, GradientDescent(schedules.step(1.0, every=3)), 7)
    assert np.allclose(-np.diff(path.points[:, 0]), [1, 1, 1, 0.5, 0.5, 0.5, 0.25])
    clipped = Clipped(GradientDescent(schedules.step(1.0, every=3)), norm=0.5)
    assert np.allclose(descend(Function("x"), 0.0, clipped, 7).points, path.points / 2)


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (schedules.constant(0.4), [0.4, 0.4, 0.4, 0.4, 0.4]),
        (schedules.step(0.4, every=2), [0.4, 0.4, 0.2, 0.2, 0.1]),
        (schedules.exponential(0.4, 0.5), [0.4, 0.2, 0.1, 0.05, 0.025]),
        (schedules.inverse_root(0.4), 0.4 / np.sqrt([1, 2, 3, 4, 5])),
        (schedules.cosine(0.4, 4), [0.4, 0.2 + 0.1 * np.sqrt(2), 0.2, 0.2 - 0.1 * np.sqrt(2), 0.0]),
        (schedules.warm_up(schedules.constant(0.4), 4), [0.1, 0.2, 0.3, 0.4, 0.4]),
        (schedules.one_cycle(0.4, 4, rise=0.5), [0.2, 0.4, 0.4, 0.2, 0.0]),
        (
            schedules.one_cycle(0.4, 5, rise=0.2),
            [0.4, 0.4, *(0.2 + 0.2 * np.cos([np.pi / 4, np.pi / 2, 3 * np.pi / 4]))],
        ),
    ],
)
def test_schedules_are_their_formulas(schedule: schedules.Schedule, rates: list[float]) -> None:
    assert np.allclose([schedule(k) for k in range(5)], rates)
    assert schedule.label


def test_a_negative_scheduled_rate_is_refused_at_its_step() -> None:
    with pytest.raises(ValueError, match="learning_rate = -1"):
        descend(BOWL, [1.0, 1.0], GradientDescent(lambda k: 1 - k), 5)


def test_each_step_can_have_a_function_of_its_own() -> None:
    there, back = Function("x"), Function("-2x")
    path = descend(itertools.cycle([there, back]), 0.0, GradientDescent(1.0), 4)
    assert path.points[:, 0].tolist() == [0.0, -1.0, 1.0, 0.0, 2.0]
    assert path.values.tolist() == [0.0, 2.0, 1.0, 0.0, -4.0]
    assert path.gradients[:, 0].tolist() == [1.0, -2.0, 1.0, -2.0, -2.0]
    with pytest.raises(ValueError, match="ended after 1 of 4 steps"):
        descend(iter([there]), 0.0, GradientDescent(1.0), 4)


def test_minibatch_noise_has_the_size_that_the_formula_says() -> None:
    rng = np.random.default_rng(7)
    alpha, lam, runs = 0.1, 1.0, 4000

    def noisy() -> Any:
        while True:
            shift = rng.normal(size=runs)
            yield Function(_Tilted(shift))

    path = descend(noisy(), np.zeros((runs, 1)), GradientDescent(alpha), 200, every=200)
    assert np.var(path.points[-1]) == pytest.approx(alpha / (lam * (2 - alpha * lam)), rel=0.1)


class _Tilted:
    """x²/2 + ξx, with a ξ for each run."""

    def __init__(self, shift: np.ndarray) -> None:
        self.shift = shift

    def __call__(self, x: Any) -> Any:
        return x * x / 2 + self.shift * x


def test_a_function_without_symbols_walks_as_well() -> None:
    typed = descend(Function("x^2 + sin(y)"), [1.0, 2.0], Adam(0.1), 30)
    written = descend(Function(lambda x, y: x**2 + np.sin(y)), [1.0, 2.0], Adam(0.1), 30)
    assert np.allclose(typed.points, written.points, rtol=1e-12)


class Column:
    """What a library of tables hands out: NumPy makes an array of it."""

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        return np.array([0.1, 0.2])


@pytest.mark.parametrize(
    "rates",
    [[0.1, 0.2], (0.1, 0.2), np.array([0.1, 0.2]), Column()],
    ids=lambda rates: type(rates).__name__,
)
@pytest.mark.parametrize("f", ["x^2", "x^2 + y^2", "x^2 + y^2 + z^2"])
def test_a_row_of_rates_does_not_say_whether_it_is_for_runs_or_coordinates(
    rates: Any, f: str
) -> None:
    f_ = Function(f, ("x", "y", "z")[: 1 + f.count("+")])
    start = np.ones(f_.dimension)
    with pytest.raises(ValueError, match=r"each run, or one for each coordinate"):
        descend(f_, start, GradientDescent(rates), 3)
    with pytest.raises(ValueError, match=r"rule\.learning_rate holds 2 numbers"):
        descend(f_, start, Clipped(GradientDescent(rates)), 3)
    assert descend(f_, start, GradientDescent(sweep(rates)), 3).points.shape[:2] == (4, 2)


def test_one_rate_a_coordinate_is_written_with_an_axis_of_runs() -> None:
    path = descend(Function("x^2 + y^2"), [1.0, 1.0], GradientDescent([[0.1, 0.2]]), 1)
    assert np.allclose(path.points[-1], [[0.8, 0.6]])


def test_swept_numbers_of_a_rule_inside_a_rule_broadcast_with_those_outside() -> None:
    first, inner = sweep([0.3, 0.5, 0.7], [0.1, 0.2])
    path = descend(BOWL, [1.0, 1.0], LineSearch(first, GradientDescent(inner)), 20)
    assert path.points.shape == (21, 3, 2, 2)
    for i, j in itertools.product(range(3), range(2)):
        rule = LineSearch(float(first.ravel()[i]), GradientDescent(float(inner.ravel()[j])))
        alone = descend(BOWL, [1.0, 1.0], rule, 20)
        assert np.allclose(path.points[:, i, j], alone.points)


@pytest.mark.parametrize(
    "rule",
    [None, "adam", 0.1, Adam, GradientDescent, lambda points: points],
    ids=["None", "a word", "a number", "a class", "another class", "a function"],
)
@pytest.mark.parametrize("wrap", [lambda rule: rule, Clipped, Projected, Ascent, LineSearch])
def test_what_is_no_rule_is_refused_inside_a_rule_as_outside(rule: Any, wrap: Any) -> None:
    def walk_by_it() -> None:
        made = wrap(rule=rule) if wrap is LineSearch else wrap(rule)
        descend(Function("x^2"), 1.0, made, 3)

    with pytest.raises((TypeError, ValueError), match=r"needs a rule|for a rule|is no number"):
        walk_by_it()


@pytest.mark.parametrize(
    "bad", [None, "0.1", ["0.1"], [[1], [1, 2]], 1j, {}, pytest.param(object(), id="an object")]
)
@pytest.mark.parametrize("make", [GradientDescent, Adam, lambda n: Momentum(0.1, n)])
def test_what_is_no_number_is_refused_by_every_rule(bad: Any, make: Any) -> None:
    with pytest.raises(ValueError, match="is no number"):
        make(bad)


@pytest.mark.parametrize("bad", ["abc", ["0.1"], [None], [np.nan], None, {}, 1j], ids=repr)
def test_a_sweep_takes_numbers_and_nothing_else(bad: Any) -> None:
    with pytest.raises(ValueError, match="A sweep"):
        sweep(bad)


def test_a_sweep_takes_numbers_from_any_row() -> None:
    for row in ([0.1, 0.2], (0.1, 0.2), Column(), iter([0.1, 0.2]), range(2)):
        assert sweep(row).shape == (2, 1)


@pytest.mark.parametrize(
    ("f", "start", "status"),
    [
        ("e^(-x^2)", 40.0, "underflow at step 0"),
        ("e^-x", 800.0, "underflow at step 0"),
        ("x^200", 0.01, "underflow at step 0"),
        ("max(x - 1, 0)", 0.0, "converged at step 0"),
        ("max(x - 1, 0)", 1.05, "converged at step 1"),
        ("x^20", 0.0, "converged at step 0"),
        ("0*x", 3.0, "converged at step 0"),
    ],
)
def test_a_slope_too_small_for_a_float_is_no_minimum(f: str, start: float, status: str) -> None:
    assert descend(Function(f), start, GradientDescent(0.1), 5).status == status


def test_a_walk_that_stands_still_on_a_slope_says_since_when() -> None:
    path = descend(Function("x^2"), 1.0, GradientDescent(schedules.step(0.1, 3, factor=0.0)), 9)
    assert path.status == "stopped moving at step 3"


def test_a_long_walk_says_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    descend(BOWL, [1.0, 1.0], GradientDescent(0.1), 30)
    assert not capsys.readouterr().out
    for name, value in (("MANY", 20), ("TRIED", 10), ("LONG", 0.0)):
        monkeypatch.setattr(f"calclib.optimize.descent.{name}", value)
    descend(BOWL, [1.0, 1.0], GradientDescent(0.1), 30)
    assert "30 steps take about" in capsys.readouterr().out


@pytest.mark.parametrize("start", [1j, [1 + 0j], np.array([1j])])
def test_a_complex_start_is_refused_and_not_cut(start: Any) -> None:
    with pytest.raises(ValueError, match="real numbers"):
        descend(Function("x^2"), start, GradientDescent(0.1), 3)


@pytest.mark.parametrize(
    "box", [None, (1, -1), (0, 1, 2), (), 3, ([0, 0], [1, 1]), (np.nan, 1), "ab"]
)
def test_a_box_without_an_inside_is_refused(box: Any) -> None:
    with pytest.raises(ValueError, match="has no inside"):
        Projected(GradientDescent(0.1), box)


def test_too_many_names_are_refused_with_the_number_of_axes() -> None:
    with pytest.raises(ValueError, match=r"are more than the 1 axes of the batch\."):
        descend(Function("x^2"), [[1.0], [2.0]], GradientDescent(0.1), 3, names=("start", "rate"))


def test_a_step_of_many_runs_computes_no_more_at_once_than_fits_the_cache() -> None:
    sizes: list[int] = []

    def bowl(x: Any, y: Any) -> Any:
        if not isinstance(x, np.ndarray | float):  # a slope is asked for: that is a step
            sizes.append(2 * np.size(x.data))
        return x * x + y * y

    starts = np.random.default_rng(7).normal(size=(3 * CHUNK // 2, 2))
    descend(Function(bowl), starts, GradientDescent(0.1), steps=3)
    assert max(sizes) <= CHUNK
    assert sum(sizes) == 3 * starts.size


class Scripted(Rule, title="scripted"):
    """Goes to these places, one after another; its memory is their number."""

    def __init__(self, *places: float) -> None:
        object.__setattr__(self, "places", places)

    def start(self, points: Any) -> int:
        return 0

    def step(self, f: Any, points: Any, memory: int) -> tuple[Any, int]:
        return np.array([self.places[memory]]), memory + 1


@pytest.mark.parametrize(
    ("places", "lost"),
    [
        ((1.0, 2e6, 3.9e6), False),  # from the start 0, out of reach by 2·10⁶, then less
        ((1.0, 2e6, 4.1e6), True),
        ((1.0, 2e6, 2e6 + 1.0), False),
        ((5e5, 9e5, 1.5e6, 1.9e6), False),
        ((5e5, 9e5, 1.5e6, 2.3e6), True),
        ((2e6, 1.0, 0.5), False),  # it came back
        ((2e6, 1.0, 3e6, 5.9e6), False),
        ((2e6, 1.0, 3e6, 6.1e6), True),
    ],
)
def test_a_far_run_is_lost_if_its_last_step_is_as_long_as_the_one_that_led_out(
    places: tuple[float, ...], lost: bool
) -> None:
    path = descend(Function("x"), 0.0, Scripted(*places), steps=len(places))
    assert bool(path.diverged) is lost
    if lost:
        first = max(k for k, x in enumerate((0.0, *places)) if x <= 1e6) + 1
        assert path.status == f"diverged at step {first}"
        assert np.isnan(path.points[first:]).all()
        assert np.isfinite(path.points[:first]).all()


def test_two_million_numbers_are_recorded_and_forty_one_million_refused() -> None:
    starts = np.ones((1000, 1))
    path = descend(landscapes.parabola, starts, GradientDescent(0.5), 1999)
    assert path.points.shape == (2000, 1000, 1)
    assert path.points[10, 0, 0] == 0.5**10
    with pytest.raises(ValueError, match="make 41,000,000 numbers, more than 40,000,000"):
        descend(landscapes.parabola, starts, GradientDescent(0.5), 40_999)
