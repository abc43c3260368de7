"""Conjugate gradient: the textbook's path and SciPy's on a quadratic, and beyond quadratics."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse.linalg import cg

from calclib import landscapes
from calclib.functions.function import Function
from calclib.optimize.conjugate_gradient import VARIANTS, ConjugateGradient, Variant
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent, Momentum
from calclib.optimize.wrappers import Ascent, Clipped


def system(n: int, kappa: float = 50.0, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """A symmetric matrix with eigenvalues from 1 to kappa, and a right side."""
    rng = np.random.default_rng(seed)
    turned = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return (turned * np.linspace(1, kappa, n)) @ turned.T, rng.normal(size=n)


def quadratic(A: np.ndarray, b: np.ndarray) -> Function:
    """½ xᵀAx − b·x, whose minimum solves Ax = b."""

    def value(x: Any) -> Any:
        return np.sum(x * (x @ A), axis=-1) / 2 - x @ b

    return Function(value, dimension=len(b))


def hestenes_and_stiefel(A: np.ndarray, b: np.ndarray, x: np.ndarray, steps: int) -> np.ndarray:
    """The method as it stands in the paper of 1952, with residuals and no line search."""
    points = [x]
    r = b - A @ x
    p = r
    for _ in range(steps):
        alpha = r @ r / (p @ A @ p)
        x = x + alpha * p
        after = r - alpha * A @ p
        p = after + (after @ after) / (r @ r) * p
        r = after
        points.append(x)
    return np.array(points)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("n", [2, 3, 8])
def test_on_a_quadratic_it_walks_the_path_of_the_paper(n: int, variant: Variant) -> None:
    A, b = system(n)
    start = np.linspace(-1, 1, n)
    path = descend(quadratic(A, b), start, ConjugateGradient(variant=variant), n).points
    assert np.allclose(path, hestenes_and_stiefel(A, b, start, n), atol=1e-8)


@pytest.mark.parametrize("variant", VARIANTS)
def test_on_a_quadratic_it_walks_the_path_of_scipy(variant: Variant) -> None:
    A, b = system(6)
    seen = [np.zeros(6)]
    cg(A, b, rtol=1e-14, maxiter=6, callback=lambda x: seen.append(x.copy()))
    path = descend(quadratic(A, b), np.zeros(6), ConjugateGradient(variant=variant), 6).points
    assert np.allclose(path[: len(seen)], seen, atol=1e-9)


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_it_lands_on_a_quadratic_after_n_steps(n: int) -> None:
    A, b = system(n)
    end = descend(quadratic(A, b), np.zeros(n), ConjugateGradient(), n).points[-1]
    assert np.allclose(end, np.linalg.solve(A, b), atol=1e-9)


def test_as_many_steps_as_different_curvatures_are_enough() -> None:
    rng = np.random.default_rng(7)
    turned = np.linalg.qr(rng.normal(size=(9, 9)))[0]
    A = (turned * np.repeat([1.0, 10.0, 40.0], 3)) @ turned.T
    b = rng.normal(size=9)
    end = descend(quadratic(A, b), np.zeros(9), ConjugateGradient(), 3).points[-1]
    assert np.allclose(end, np.linalg.solve(A, b), atol=1e-9)


def test_its_directions_are_conjugate_and_its_slopes_perpendicular() -> None:
    A, b = system(5)
    path = descend(quadratic(A, b), np.zeros(5), ConjugateGradient(), 5, memory=True)
    p = path.memory.direction[1:]
    g = path.memory.gradient[1:]
    bends = p @ A @ p.T
    slopes = g @ g.T
    assert np.abs(bends - np.diag(np.diag(bends))).max() < 1e-9 * np.diag(bends).max()
    assert np.abs(slopes - np.diag(np.diag(slopes))).max() < 1e-9 * np.diag(slopes).max()


def test_no_point_of_the_directions_so_far_is_lower() -> None:
    A, b = system(6)
    f = quadratic(A, b)
    path = descend(f, np.zeros(6), ConjugateGradient(), 6, memory=True)
    rng = np.random.default_rng(7)
    for k in range(1, 7):
        spanned = rng.normal(size=(300, k)) @ path.memory.direction[1 : k + 1]
        assert (f.value(spanned) >= path.values[k] - 1e-12).all()


def test_at_every_step_it_is_below_descent_and_the_heavy_ball_at_their_best_rates() -> None:
    kappa = 100.0
    A, b = system(20, kappa)
    f = quadratic(A, b)
    root = np.sqrt(kappa)
    ball = Momentum(4 / (1 + root) ** 2, ((root - 1) / (root + 1)) ** 2)
    lowest = f.value(np.linalg.solve(A, b))
    own, descent, heavy = (
        descend(f, np.zeros(20), rule, 20).values - lowest
        for rule in (ConjugateGradient(), GradientDescent(2 / (1 + kappa)), ball)
    )
    assert (own[1:] <= descent[1:] + 1e-12).all()
    assert (own[1:] <= heavy[1:] + 1e-12).all()


@pytest.mark.parametrize("variant", VARIANTS)
def test_off_quadratics_it_comes_to_the_minimum_of_scipy(variant: Variant) -> None:
    f = landscapes.rosenbrock
    found = minimize(f.value, f.start, jac=f.gradient, method="CG", options={"gtol": 1e-9})
    end = descend(f, f.start, ConjugateGradient(variant=variant), 400).points[-1]
    assert np.allclose(end, found.x, atol=1e-5)


def test_it_never_climbs() -> None:
    starts = np.random.default_rng(7).uniform(-5, 5, (50, 2))
    for variant in VARIANTS:
        values = descend(landscapes.himmelblau, starts, ConjugateGradient(variant=variant), 60)
        assert np.all(np.diff(values.values, axis=0) <= 0)


@pytest.mark.parametrize("variant", VARIANTS)
def test_it_asks_for_products_and_never_for_a_hessian(
    variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    A, b = system(8)
    f = quadratic(A, b)
    monkeypatch.setattr(Function, "hessian", None)
    end = descend(f, np.zeros(8), ConjugateGradient(variant=variant), 8).points[-1]
    assert np.allclose(end, np.linalg.solve(A, b), atol=1e-9)


def test_its_memory_grows_with_the_variables_and_not_with_their_square() -> None:
    n = 3000
    curvatures = np.linspace(1.0, 2.0, n)
    f = Function(lambda x: np.sum(curvatures * x**2, axis=-1) / 2, dimension=n)
    rule = ConjugateGradient()
    points = np.ones(n)
    memory = rule.start(points)
    tracemalloc.start()
    for _ in range(30):
        points, memory = rule.step(f, points, memory)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < n * n  # bytes: an eighth of what H alone would take
    assert np.abs(points).max() < 1e-9


def test_uphill_it_walks_as_down_the_function_upside_down() -> None:
    A, b = system(5)
    f = quadratic(A, b)
    upside_down = Function(lambda x: -f(x), dimension=5)
    down = descend(f, np.ones(5), ConjugateGradient(), 5).points[...]
    up = descend(upside_down, np.ones(5), Ascent(ConjugateGradient()), 5).points[...]
    assert np.allclose(up, down, rtol=1e-12)


def test_with_clipped_slopes_it_asks_for_the_same_products() -> None:
    A, b = system(5)
    f = quadratic(A, b)
    free = descend(f, np.ones(5), ConjugateGradient(), 5).points[...]
    clipped = descend(f, np.ones(5), Clipped(ConjugateGradient(), norm=1e9), 5).points[...]
    assert np.array_equal(free, clipped)


def test_another_variant_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no variant 'Hestenes'"):
        ConjugateGradient(variant="Hestenes")  # type: ignore[arg-type]
