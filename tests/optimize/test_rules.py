"""The rules: torch's paths step for step, the numbers of the course, and what all rules share."""

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from calclib.functions import landscapes, schedules
from calclib.functions.function import Function
from calclib.optimize.conjugate_gradient import ConjugateGradient
from calclib.optimize.descent import descend, sweep
from calclib.optimize.norms import Lion, Muon, SignDescent, newton_schulz, polar_factor
from calclib.optimize.rules import (
    BFGS,
    RANGES,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GaussNewton,
    GradientDescent,
    LineSearch,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.optimize.steps import backtrack, solve
from calclib.optimize.wrappers import Ascent, Averaged, Clipped, Projected

ORACLE = FilePath(__file__).parents[1] / "data" / "optim_oracle.npz"
ORACLE_RULES: dict[str, Rule] = {
    "GradientDescent": GradientDescent(1e-3),
    "Momentum": Momentum(5e-4),
    "Nesterov": Nesterov(5e-4),
    "AdaGrad": AdaGrad(0.1),
    "RMSprop": RMSprop(0.01),
    "Adam": Adam(0.05),
    "AMSGrad": AMSGrad(0.05),
    "AdamW": AdamW(0.05, weight_decay=0.1),
}
TURNED = landscapes.ravine(100.0, np.pi / 8)
ORACLE_FUNCTIONS = {
    "rosenbrock": (landscapes.rosenbrock, (-1.2, 1.0)),
    "ravine": (TURNED, (1.0, 1.0)),
    "himmelblau": (landscapes.himmelblau, (-0.5, -1.0)),
}
GRADIENT_RULES: list[Rule] = [
    *(GradientDescent(0.01), Momentum(0.01), Nesterov(0.01), AdaGrad(0.1), RMSprop(0.01)),
    *(Adam(0.05), AMSGrad(0.05), AdamW(0.05, weight_decay=0.0), BFGS(), LineSearch()),
    *(SignDescent(0.01), Lion(0.01), Muon(0.01), Muon(0.01, exact=True)),
    *(Averaged(Momentum(0.01)), Averaged(GradientDescent(0.01), decay=0.9, after=2)),
    ConjugateGradient(),
]
RULES: list[Rule] = [
    *(*GRADIENT_RULES, AdamW(0.05), Newton(), Newton(damping=1.0), Newton(absolute=True)),
    *(LineSearch(rule=Newton()), LineSearch(rule=Momentum()), Adam(0.1, bias_correction=False)),
    *(Clipped(GradientDescent(0.1)), Ascent(GradientDescent(0.01)), RMSprop(0.1, epsilon=0.0)),
    *(Adam(0.1, epsilon=0.0), AdaGrad(0.1, epsilon=0.0), GradientDescent(10.0)),
    Adam(schedules.cosine(0.1, 30)),
    ConjugateGradient(variant="Fletcher–Reeves"),
]
RAVINE = landscapes.ravine(100.0)


def name(value: Any) -> str:
    return getattr(value, "label", None) or getattr(value, "name", str(value))


def steps_to(rule: Rule, tolerance: float = 1e-6, limit: int = 20_000) -> float:
    """Steps from (1, 1) until |x| < tolerance |start| in the ravine with λ = (1, 100)."""
    path = descend(RAVINE, [1.0, 1.0], rule, limit)
    return float(path.arrived(tolerance * np.sqrt(2.0)))


@pytest.mark.parametrize("rule", ORACLE_RULES)
@pytest.mark.parametrize("landscape", ORACLE_FUNCTIONS)
def test_a_path_is_that_of_torch(landscape: str, rule: str) -> None:
    f, start = ORACLE_FUNCTIONS[landscape]
    path = descend(f, start, ORACLE_RULES[rule], 300, memory=True)
    points = path.points[...]
    if rule == "Nesterov":  # torch walks the look-ahead points of the same run
        points = points - 5e-4 * 0.9 * path.memory
    with np.load(ORACLE) as oracle:
        expected = oracle[f"{landscape}/{rule}"]
    error = np.abs(points[::10] - expected) / np.maximum(np.abs(expected), 1e-3)
    assert error.max() < 1e-12


NORMS_ORACLE = ORACLE.with_name("norms_oracle.npz")


def a_matrix(sizes: Any) -> Function:
    """The loss of tests/oracles/norms_oracle.py, of a matrix that is 3 × 2 or its transpose."""
    rows, columns = sizes.shape

    def loss(w: Any) -> Any:
        W = w.reshape(*w.shape[:-1], rows, columns)
        first, second = (W[..., 0], W[..., 1]) if columns == 2 else (W[..., 0, :], W[..., 1, :])
        curved = 0.5 * np.sum(sizes * W * W, axis=(-2, -1))
        return curved + np.sum(np.cos(first * second), axis=-1)

    return Function(loss, dimension=6)


@pytest.mark.parametrize("form", ["tall", "wide"])
@pytest.mark.parametrize(
    "rule", ["SignDescent", "Lion", "Muon", "Muon, not nesterov", "mean", "ema"]
)
def test_a_rule_of_another_norm_walks_as_its_reference(rule: str, form: str) -> None:
    sizes = np.array([[1.0, 3.0], [0.2, 5.0], [2.0, 0.5]])
    sizes = sizes if form == "tall" else sizes.T
    shape = sizes.shape
    rules: dict[str, Rule] = {
        "SignDescent": SignDescent(0.037),
        "Lion": Lion(0.03, weight_decay=0.1),
        "Muon": Muon(0.05, shape=shape),
        "Muon, not nesterov": Muon(0.05, 0.8, shape=shape, nesterov=False),
        "mean": Averaged(GradientDescent(0.05)),
        "ema": Averaged(GradientDescent(0.05), decay=0.9),
    }
    with np.load(NORMS_ORACLE) as oracle:
        expected = oracle[f"{rule}/{form}"]
    path = descend(a_matrix(sizes), expected[0], rules[rule], len(expected) - 1)
    assert np.abs(path.points - expected).max() < 1e-11


def test_adam_without_its_memories_is_sign_descent() -> None:
    f = landscapes.himmelblau
    adam = descend(f, [-0.5, -1.0], Adam(0.01, beta1=0.0, beta2=0.0, epsilon=0.0), 80).points
    assert np.allclose(adam, descend(f, [-0.5, -1.0], SignDescent(0.01), 80).points, atol=1e-12)


def test_lion_without_its_memory_is_sign_descent() -> None:
    f = landscapes.himmelblau
    lion = descend(f, [-0.5, -1.0], Lion(0.01, beta1=0.0, beta2=0.0), 80).points
    assert np.array_equal(lion, descend(f, [-0.5, -1.0], SignDescent(0.01), 80).points)


def test_no_step_of_a_ball_goes_down_faster_than_the_rule_of_its_norm() -> None:
    rng = np.random.default_rng(7)
    G = rng.normal(size=(4, 3))
    others = rng.normal(size=(5000, 4, 3))
    spectral = others / np.linalg.svd(others)[1].max(axis=-1)[:, None, None]
    largest = others / np.abs(others).max(axis=(1, 2), keepdims=True)
    assert np.sum(G * polar_factor(G)) == pytest.approx(np.linalg.svd(G)[1].sum())
    assert (np.sum(G * spectral, axis=(1, 2)) < np.sum(G * polar_factor(G))).all()
    assert (np.sum(G * largest, axis=(1, 2)) < np.sum(G * np.sign(G))).all()


def test_the_polar_factor_keeps_the_directions_and_makes_the_sizes_one() -> None:
    rng = np.random.default_rng(7)
    M = rng.normal(size=(5, 3, 4))
    Q = polar_factor(M)
    assert np.allclose(Q @ np.swapaxes(Q, -1, -2), np.eye(3), atol=1e-12)
    S = Q.swapaxes(-1, -2) @ M  # the other factor is symmetric, with no negative eigenvalue
    assert np.allclose(S, S.swapaxes(-1, -2), atol=1e-12)
    assert np.linalg.eigvalsh(S).min() > -1e-12
    assert np.allclose(polar_factor(np.diag([2.0, 0.0])), np.diag([1.0, 0.0]))
    assert np.isnan(polar_factor(np.array([[np.nan, 1.0]]))).all()


@pytest.mark.parametrize("scale", [1e-150, 1e-8, 1.0, 1e8, 1e150])
def test_the_polar_factor_does_not_depend_on_the_size_of_a_matrix(scale: float) -> None:
    rng = np.random.default_rng(7)
    one_direction = np.outer(rng.normal(size=4), rng.normal(size=3))  # two sizes are 0 but rounding
    for M in (one_direction, rng.normal(size=(4, 3))):
        assert np.allclose(polar_factor(scale * M), polar_factor(M), atol=1e-10)
    sizes = np.linalg.svd(polar_factor(scale * one_direction))[1]
    assert np.allclose(sizes, [1.0, 0.0, 0.0], atol=1e-12)


def test_five_rounds_of_newton_schulz_bring_singular_values_near_one() -> None:
    sizes = np.geomspace(0.01, 1.0, 200)  # of a matrix whose largest is 1
    a, b, c = 3.4445, -4.7750, 2.0315
    for _ in range(5):
        sizes = a * sizes + b * sizes**3 + c * sizes**5
    assert 0.67 < sizes.min() < sizes.max() < 1.21
    rng = np.random.default_rng(7)
    M = rng.normal(size=(6, 4))
    assert np.abs(np.linalg.svd(newton_schulz(M))[1] - 1).max() < 0.33
    assert np.allclose(newton_schulz(M.T), newton_schulz(M).T)


def test_for_one_row_muon_takes_momentum_s_direction_at_the_length_alpha() -> None:
    f = landscapes.himmelblau
    path = descend(f, [-0.5, -1.0], Muon(0.1, 0.9, nesterov=False, exact=True), 20, memory=True)
    step = np.diff(path.points[...], axis=0)
    assert np.allclose(np.linalg.norm(step, axis=-1), 0.1)
    velocity = path.memory[1:]
    assert np.allclose(step, -0.1 * velocity / np.linalg.norm(velocity, axis=-1, keepdims=True))


def test_a_shape_that_does_not_hold_the_point_is_refused() -> None:
    with pytest.raises(ValueError, match="holds 6 numbers, but the points have 2"):
        descend(landscapes.bowl, [1.0, 1.0], Muon(shape=(3, 2)), 1)


def test_an_average_is_that_of_the_points_after_the_start_and_leaves_the_walk_alone() -> None:
    f = landscapes.himmelblau
    alone = descend(f, [-0.5, -1.0], Momentum(0.01), 30).points[...]
    path = descend(f, [-0.5, -1.0], Averaged(Momentum(0.01)), 30, memory=True)
    assert np.allclose(path.memory.inner, alone, atol=1e-13)
    assert np.allclose(path.points[-1], alone[1:].mean(axis=0), atol=1e-12)
    late = descend(f, [-0.5, -1.0], Averaged(Momentum(0.01), after=20), 30).points
    assert np.allclose(late[-1], alone[21:].mean(axis=0), atol=1e-12)
    assert np.allclose(late[:21], alone[:21], atol=1e-13)


@pytest.mark.parametrize(
    ("rate", "steps"),
    [(0.005, 2688), (0.01, 1341), (2 / 101, 691), (0.01999, 13463), (0.02, np.inf)],
)
def test_the_rate_decides_how_long_descent_takes(rate: float, steps: float) -> None:
    assert steps_to(GradientDescent(rate)) == steps


def test_descent_diverges_above_two_over_the_largest_curvature() -> None:
    path = descend(RAVINE, [1.0, 1.0], GradientDescent(sweep([0.0199, 0.0201])), 20_000)
    assert path.diverged.tolist() == [False, True]


@pytest.mark.parametrize(("rate", "steps"), [(0.001, 17_082), (0.0012, 14_232)])
def test_rosenbrock_takes_descent_thousands_of_steps(rate: float, steps: int) -> None:
    path = descend(landscapes.rosenbrock, [-1.2, 1.0], GradientDescent(rate), steps)
    assert path.arrived(1e-3) == steps


@pytest.mark.parametrize(
    ("rule", "steps"),
    [
        (Momentum((2 / 11) ** 2, (9 / 11) ** 2), 93),
        (Momentum(0.03306, 0.6694), 96),
        (Momentum((2 / 11) ** 2, 0.9), 255),
        (Nesterov(0.01, 9 / 11), 155),
    ],
)
def test_momentum_takes_the_square_root_of_the_steps(rule: Rule, steps: int) -> None:
    assert steps_to(rule, limit=400) == steps


def test_the_heavy_ball_is_stable_up_to_two_times_one_plus_beta_over_the_curvature() -> None:
    path = descend(RAVINE, [1.0, 1.0], Momentum(sweep([0.0379, 0.0381]), 0.9), 20_000)
    assert path.diverged.tolist() == [False, True]
    assert path.arrived(1e-6)[0] < np.inf


def lessard() -> Function:
    """Strongly convex with slope 25x, x + 24, 25x − 24 on three pieces."""

    def pieces(x: Any) -> Any:
        middle = np.where(x < 2, x**2 / 2 + 24 * x - 12, 25 * x**2 / 2 - 24 * x + 36)
        return np.where(x < 1, 25 * x**2 / 2, middle)

    return Function(pieces)


def test_the_heavy_ball_cycles_for_ever_where_nesterov_converges() -> None:
    heavy = descend(lessard(), 3.3, Momentum(1 / 9, 4 / 9), 60)
    assert np.round(sorted(heavy.points[-3:, 0]), 3).tolist() == [-1.802, 0.647, 2.116]
    assert heavy.status == "cycle of length 3"
    ahead = descend(lessard(), 3.3, Nesterov(1 / 25, 4 / 6), 60)
    assert ahead.status.item().startswith("converged")


@pytest.mark.parametrize(("angle", "steps"), [(0.0, 139), (np.pi / 8, 731), (np.pi / 4, 927)])
def test_adam_feels_a_rotation(angle: float, steps: int) -> None:
    ravine = landscapes.ravine(100.0, angle)
    path = descend(ravine, ravine.start, Adam(0.05), 3000)
    assert path.arrived(1e-3, stay=True) - 1 == steps  # the last step outside


@pytest.mark.parametrize(
    "rule", [GradientDescent(0.01), Momentum(0.01), Newton(), BFGS()], ids=name
)
def test_descent_and_newton_do_not_feel_a_rotation(rule: Rule) -> None:
    turned = landscapes.ravine(100.0, np.pi / 4)
    a = descend(turned, turned.start, rule, 50).values
    b = descend(RAVINE, RAVINE.start, rule, 50).values
    assert np.allclose(a, b, rtol=1e-7, atol=1e-12)


def test_adam_without_bias_correction_starts_three_times_too_fast() -> None:
    first = descend(landscapes.bowl, [1.0, 1.0], Adam(0.01, bias_correction=False), 1).points
    assert np.allclose((first[0] - first[1]) / 0.01, 3.162, atol=1e-3)


@pytest.mark.parametrize("make", [Adam, AMSGrad, AdamW])
def test_without_bias_correction_the_step_is_that_of_the_bare_means(make: Any) -> None:
    rule = make(0.01, bias_correction=False)
    path = descend(landscapes.himmelblau, [0.5, -0.2], rule, 40, memory=True)
    m, v = path.memory.m[1:], path.memory.v[1:]
    size = path.memory.v_max[1:] if make is AMSGrad else v
    step = -0.01 * m / (np.sqrt(size) + rule.epsilon)
    if make is AdamW:
        step = step - 0.01 * rule.weight_decay * path.points[:-1]
    assert np.allclose(np.diff(path.points[...], axis=0), step, rtol=1e-9, atol=1e-15)


def test_only_amsgrad_remembers_a_maximum() -> None:
    path = descend(landscapes.himmelblau, [0.5, -0.2], AMSGrad(0.1), 60, memory=True)
    assert np.array_equal(path.memory.v_max, np.maximum.accumulate(path.memory.v, axis=0))
    assert (path.memory.v_max[-1] > path.memory.v[-1]).any()
    assert not hasattr(Adam().start(np.zeros(2)), "v_max")


def test_uphill_there_are_no_residuals() -> None:
    f = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
    with pytest.raises(TypeError, match="no sum of squares"):
        descend(f, [-1.2, 1.0], Ascent(GaussNewton()), 1)


def test_a_step_by_hand_with_a_schedule_says_what_to_write() -> None:
    rule, at = GradientDescent(schedules.cosine(0.1, 10)), np.ones(2)
    with pytest.raises(TypeError, match=r"write\s+schedule\(k\)"):
        rule.step(landscapes.bowl, at, rule.start(at))


def test_the_step_of_adagrad_falls_as_one_over_the_root() -> None:
    x = descend(Function("x"), 0.0, AdaGrad(1.0), 10_000).points[:, 0]
    assert np.allclose(-np.diff(x)[[0, 99, 9999]], [1.0, 0.1, 0.01], rtol=1e-9)


@pytest.mark.parametrize(
    ("rule", "end"),
    [(Adam, 1.0), (AMSGrad, -0.998)],
)
def test_adam_walks_to_the_worst_point_and_amsgrad_does_not(
    rule: Callable[..., Rule], end: float
) -> None:
    losses = cycle([Function("3x"), Function("-x", ("x",)), Function("-x", ("x",))])
    inner = rule(schedules.inverse_root(0.5), 0.0, 0.1, 1e-12, bias_correction=False)
    path = descend(losses, 0.0, Projected(inner, (-1, 1)), 30_000, every=30_000)
    assert path.points[-1, 0] == pytest.approx(end, abs=1e-3)


def test_newton_lands_on_a_quadratic_in_one_step() -> None:
    start = [[3.0, -2.0], [0.1, 7.0]]
    assert np.allclose(descend(TURNED, start, Newton(), 1).points[-1], 0.0, atol=1e-13)


def test_newton_crosses_rosenbrock_in_seven_steps_by_way_of_a_mountain() -> None:
    path = descend(landscapes.rosenbrock, [-1.2, 1.0], Newton(), 10)
    assert np.allclose(path.values[:4], [24.2, 4.73, 1411.8, 0.056], rtol=2e-3)
    assert np.linalg.norm(path.gradients[:8], axis=-1).argmin() == 7
    assert path.arrived(1e-9) <= 7


def test_newton_is_drawn_to_a_saddle_and_its_absolute_twin_is_not() -> None:
    f = Function("x^2 - y^2 + y^4/4")
    plain = descend(f, [1.0, 0.1], Newton(), 20).points[-1]
    absolute = descend(f, [1.0, 0.1], Newton(absolute=True), 40).points[-1]
    assert np.allclose(plain, [0.0, 0.0], atol=1e-12)
    assert np.allclose(absolute, [0.0, np.sqrt(2.0)], atol=1e-12)


def test_damping_turns_newton_into_slow_descent() -> None:
    damped = descend(landscapes.rosenbrock, [-1.2, 1.0], Newton(damping=1e9), 1)
    slow = descend(landscapes.rosenbrock, [-1.2, 1.0], GradientDescent(1e-9), 1)
    assert np.allclose(
        np.diff(damped.points[...], axis=0), np.diff(slow.points[...], axis=0), rtol=1e-4
    )


def test_one_singular_hessian_stops_that_run_alone() -> None:
    f = Function("(x + y)^2 + x^3 + y")
    path = descend(f, [[0.0, 1.0], [2.0, 1.0]], Newton(), 5)
    assert path.status[0] == "singular Hessian at step 1"
    assert path.ended[1] == ""


@pytest.mark.parametrize("size", [1e-8, 1.0, 1e8])
def test_what_counts_as_singular_does_not_depend_on_the_units(size: float) -> None:
    rng = np.random.default_rng(7)
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    flat = size * turn @ np.diag([3.0, 2.0, 0.0]) @ turn.T
    assert np.isnan(solve(flat, turn @ [1.0, 1.0, 1.0])).all()
    assert np.allclose(solve(flat, turn @ [3.0, 2.0, 0.0]), turn @ [1.0, 1.0, 0.0] / size)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_two_rules_are_equal_only_if_they_are_one(rule: Rule) -> None:
    assert len({rule, replace(rule), replace(rule)}) == 3


@pytest.mark.parametrize("box", [(1.0, -1.0), (0.0, 0.0), (), (0.0, 1.0, 2.0)])
def test_a_box_without_an_inside_is_refused(box: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="has no inside"):
        Projected(GradientDescent(0.1), box)


def test_a_box_has_two_ends_for_each_coordinate() -> None:
    with pytest.raises(ValueError, match="bounds 1 coordinates, but the points have 2"):
        descend(landscapes.bowl, [1.0, 1.0], Projected(GradientDescent(0.1), (-1, 1)), 1)
    with pytest.raises(ValueError, match="bounds 2 coordinates, but the points have 1"):
        descend(landscapes.parabola, 1.0, Projected(GradientDescent(0.1), (-1, 1, -1, 1)), 1)


def test_a_box_to_stay_in_is_by_default_from_minus_one_to_one() -> None:
    assert Projected(GradientDescent(0.1)).box == (-1.0, 1.0)


@pytest.mark.parametrize("rule", [BFGS(), LineSearch(rule=Newton()), Newton()], ids=name)
@pytest.mark.parametrize("f", [landscapes.rosenbrock, landscapes.booth, TURNED], ids=name)
def test_newton_and_bfgs_reach_scipys_minimum(f: landscapes.Landscape, rule: Rule) -> None:
    found = minimize(f.value, f.start, jac=f.gradient, method="BFGS", options={"gtol": 1e-10})
    assert np.allclose(descend(f, f.start, rule, 60).points[-1], found.x, atol=1e-6)


def test_gauss_newton_needs_no_second_derivatives_and_says_when_it_has_no_residuals() -> None:
    f = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
    assert np.allclose(descend(f, [-1.2, 1.0], GaussNewton(), 2).points[-1], 1.0)
    damped = descend(f, [-1.2, 1.0], GaussNewton(damping=sweep([0.1, 1.0])), 200)
    assert np.allclose(damped.points[-1], 1.0)
    with pytest.raises(TypeError, match="from_residuals"):
        descend(landscapes.bowl, [1.0, 1.0], GaussNewton(), 1)


def test_a_line_search_never_climbs() -> None:
    for rule in (LineSearch(), LineSearch(rule=Newton()), LineSearch(rule=Momentum(1.0)), BFGS()):
        values = descend(landscapes.himmelblau, [[0.0, 0.0], [-4.0, 5.0]], rule, 60).values
        assert np.all(np.diff(values, axis=0) <= 0)


def test_a_line_search_backs_into_the_domain() -> None:
    path = descend(Function("x - log(x)"), 0.1, LineSearch(5.0), 60)
    assert path.points[-1, 0] == pytest.approx(1.0, abs=1e-6)


class Counted(Function):
    """A function that counts how often its value is asked for."""

    looks = 0

    def value(self, points: Any) -> Any:
        object.__setattr__(self, "looks", self.looks + 1)
        return super().value(points)


def test_a_line_search_gives_up_once_a_step_is_too_short_to_move_the_point() -> None:
    f, at = Counted("(x - 3)^2"), np.array([3.0])
    direction = np.array([1e-15])
    moved = backtrack(f, at, direction, np.array([-1e-15]), 1.0)
    assert moved == at
    assert f.looks <= 5


def test_a_line_search_looks_for_no_fall_that_rounding_hides() -> None:
    f = Counted("(x^2 + y - 11)^2 + (x + y^2 - 7)^2 + y/10")  # whose lowest value is not 0
    starts = np.random.default_rng(7).uniform(-2, 2, (6, 1, 2))
    rule = BFGS(sweep(10.0 ** np.arange(-0.5, 1.5, 0.5)))
    points, looks = np.repeat(starts, 4, axis=1), []
    memory = rule.start(points)
    for _ in range(60):
        before = f.looks
        points, memory = rule.step(f, points, memory)
        looks.append(f.looks - before)
    assert np.abs(f.gradient(points)).max() < 1e-6
    assert max(looks[20:]) <= 12, "it halved many times for nothing"


def test_clipping_keeps_the_direction_and_bounds_the_length() -> None:
    f, at = landscapes.rosenbrock, np.array([[-1.2, 1.0], [0.99, 0.98]])
    moved = descend(f, at, Clipped(GradientDescent(1.0), norm=2.0), 1).points
    taken, gradient = moved[0] - moved[1], f.gradient(at)
    length = np.linalg.norm(gradient, axis=-1, keepdims=True)
    assert np.allclose(taken, gradient * np.minimum(1, 2 / length))


def test_ascent_climbs_what_descent_goes_down() -> None:
    hill = Function("1 - x^2 - 3y^2")
    up = descend(hill, [1.0, 1.0], Ascent(Newton()), 2)
    assert up.points[-1].tolist() == [0.0, 0.0]
    assert up.values[-1] == 1.0
    searched = descend(hill, [1.0, 1.0], Ascent(LineSearch(1.0)), 20)
    assert np.all(np.diff(searched.values) >= 0)
    assert searched.values[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("rule", RULES, ids=name)
@pytest.mark.parametrize("f", landscapes.all(), ids=name)
def test_every_rule_runs_on_every_landscape(f: landscapes.Landscape, rule: Rule) -> None:
    path = descend(f, f.start, rule, 30)
    alive = np.isfinite(path.values[...])
    assert np.all(np.isfinite(path.points[...]).all(axis=-1) == alive)
    assert np.all(np.diff(alive.astype(int), axis=0) <= 0)
    assert path.status.shape == ()


@pytest.mark.parametrize("rule", GRADIENT_RULES, ids=name)
@pytest.mark.parametrize("f", [f for f in landscapes.all() if f.smooth and f.minima], ids=name)
def test_a_minimum_is_a_fixed_point(f: landscapes.Landscape, rule: Rule) -> None:
    exact = [m for m in f.minima if not np.any(f.gradient(m))]
    for minimum in exact:
        assert descend(f, minimum, rule, 3).points[-1].tolist() == list(minimum)


@pytest.mark.parametrize("rule", [*GRADIENT_RULES, Adam(0.1, epsilon=0.0)], ids=name)
def test_a_flat_start_stays(rule: Rule) -> None:
    path = descend(Function("0x + 0y + 1", ("x", "y")), [1.0, 2.0], rule, 5)
    assert path.points[-1].tolist() == [1.0, 2.0]
    assert path.status == "converged at step 0"


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(GRADIENT_RULES),
    st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=2),
    st.lists(st.floats(-1e150, 1e150), min_size=2, max_size=2),
)
def test_a_finite_slope_never_makes_nan(rule: Rule, start: list[float], slope: list[float]) -> None:
    a, b = slope
    f = Function(lambda x, y: a * x + b * y, using=_constant(a, b))
    path = descend(f, start, rule, 1)
    assert not np.isnan(path.points[0]).any()
    assert path.ended in ("", "diverged")


def _constant(a: float, b: float) -> Any:
    """A stand-in for a derivative module: the exact gradient of ax + by."""
    from types import ModuleType

    module = ModuleType("calclib.derivatives.constant")
    slope = np.array([a, b])
    module.gradient = lambda f: lambda x, y: np.broadcast_to(slope, (*np.shape(x), 2))  # type: ignore[attr-defined]
    module.hessian = lambda f: lambda x, y: np.zeros((*np.shape(x), 2, 2))  # type: ignore[attr-defined]
    return module


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([r for r in RULES if not callable(getattr(r, "learning_rate", 0.1))]),
    st.lists(st.floats(1e-3, 0.5), min_size=2, max_size=3),
)
def test_a_sweep_equals_the_loop(rule: Rule, rates: list[float]) -> None:
    inner = rule.rule if isinstance(rule, Clipped | Ascent | Averaged) else rule

    def at(rate: Any) -> Rule:
        changed = replace(inner, learning_rate=rate)
        return replace(rule, rule=changed) if inner is not rule else changed

    f, start = landscapes.himmelblau, [0.5, -0.2]
    together = descend(f, start, at(sweep(rates)), 8).points[...]
    for i, rate in enumerate(rates):
        alone = descend(f, start, at(rate), 8).points[...]
        assert np.allclose(together[:, i], alone, rtol=1e-6, atol=1e-8, equal_nan=True)


BAD: list[tuple[Callable[[], Rule], str]] = [
    (lambda: GradientDescent(-0.1), "Ascent"),
    (lambda: GradientDescent(np.nan), "learning_rate = nan"),
    (lambda: Adam(np.inf), "learning_rate = inf"),
    (lambda: GradientDescent(sweep([0.1, -0.1])), "learning_rate"),
    (lambda: Momentum(0.1, 1.0), "beta = 1.0 is not in"),
    (lambda: Adam(0.1, beta1=-0.1), "beta1"),
    (lambda: Adam(0.1, beta2=1.5), "beta2"),
    (lambda: RMSprop(0.1, epsilon=-1e-8), "epsilon"),
    (lambda: AdamW(0.1, weight_decay=-1.0), "weight_decay"),
    (lambda: Newton(damping=-1.0), "damping"),
    (lambda: Averaged(Adam(), decay=1.0), "decay = 1.0 is not in"),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_a_number_out_of_range_is_refused_at_the_door(
    make: Callable[[], Rule], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        (GradientDescent(0.1), "gradient descent, α = 0.1"),
        (Adam(sweep([0.1, 0.2])), "Adam"),
        (Adam(schedules.cosine(0.1, 10)), "Adam, α cosine"),
        (Clipped(Momentum(0.5)), "momentum, α = 0.5, clipped"),
        (LineSearch(), "line search, α = 1"),
    ],
)
def test_a_label_is_short_and_says_the_rate(rule: Rule, label: str) -> None:
    assert rule.label == label


@pytest.mark.parametrize("kind", [float, np.array, lambda number: np.array([0.5, number])])
def test_a_range_holds_a_number_or_does_not(kind: Any) -> None:
    for number, inside in (
        (0.0, True),
        (0.999, True),
        (1.0, False),
        (-0.1, False),
        (np.nan, False),
    ):
        assert RANGES["beta"].holds(kind(number)) is inside
