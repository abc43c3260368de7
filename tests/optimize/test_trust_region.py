"""Newton inside a disc: the step is the lowest of all steps in the disc, and no step climbs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from calclib import landscapes
from calclib.functions.function import Function
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import Newton
from calclib.optimize.trust_region import TrustRegion, lowest_in_disc

TINY = st.floats(-12, -3).map(lambda power: 10.0**power)
NUMBER = st.floats(-5, 5) | TINY | st.just(0.0)


# The slope along the lowest eigenvector is almost 0, or is 0 and the others end near the rim.
@example(-3.0, 4.5363448846820767e-10, 0.0, 0.0, 1.0, 1.0)
@example(-3.0, 0.0, 0.0, 0.0, 1.0, 1 / 3 + 1e-5)
@settings(max_examples=200, deadline=None)
@given(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, st.floats(0.05, 5))
def test_no_step_in_the_disc_is_lower(
    a: float, b: float, c: float, u: float, v: float, radius: float
) -> None:
    H, g = np.array([[a, b], [b, c]]), np.array([u, v])
    s = lowest_in_disc(H, g, radius)
    turns = np.linspace(0, 2 * np.pi, 721)
    rings = radius * np.linspace(0, 1, 41)[:, None, None]
    others = (rings * np.stack([np.cos(turns), np.sin(turns)], axis=-1)).reshape(-1, 2)

    def model(s: Any) -> Any:
        return s @ g + np.sum(s * (s @ H), axis=-1) / 2

    assert np.linalg.norm(s) <= radius * (1 + 1e-9)
    assert model(s) <= model(others).min() + 1e-9


@pytest.mark.parametrize("radius", [0.1, 1.0, 10.0])
def test_the_step_is_a_damped_step_of_newton(radius: float) -> None:
    rng = np.random.default_rng(7)
    for p in rng.uniform(-5, 5, (20, 2)):
        H, g = landscapes.himmelblau.hessian(p), landscapes.himmelblau.gradient(p)
        s = lowest_in_disc(H, g, radius)
        damping = -(s @ (H @ s + g)) / (s @ s)  # (H + λI)s = −g
        assert np.allclose((H + damping * np.eye(2)) @ s, -g, atol=1e-6 * np.linalg.norm(g))
        assert damping > max(0.0, -np.linalg.eigvalsh(H)[0]) - 1e-6
        assert damping == pytest.approx(0, abs=1e-9) or np.linalg.norm(s) == pytest.approx(radius)


def test_on_a_saddle_it_leaves_along_the_negative_curvature() -> None:
    path = descend(Function("x^2 - y^2 + y^4/2"), [0.0, 0.0], TrustRegion(), 30)
    assert np.allclose(np.abs(path.points[-1]), [0.0, 1.0], atol=1e-6)


def test_it_never_climbs_and_ends_in_a_valley_from_everywhere() -> None:
    f = landscapes.himmelblau
    starts = np.random.default_rng(7).uniform(-6, 6, (500, 2))
    path = descend(f, starts, TrustRegion(), 60)
    assert np.all(np.diff(path.values, axis=0) <= 0)
    away = np.linalg.norm(path.points[-1][:, None] - np.array(f.minima), axis=-1).min(axis=-1)
    assert away.max() < 1e-5
    newton = descend(f, starts, Newton(), 60)
    assert not np.all(np.diff(newton.values, axis=0) <= 0)


def test_it_comes_to_the_minimum_of_scipys_trust_region() -> None:
    f = landscapes.rosenbrock
    found = minimize(f.value, f.start, jac=f.gradient, hess=f.hessian, method="trust-exact")
    assert np.allclose(descend(f, f.start, TrustRegion(), 60).points[-1], found.x, atol=1e-5)


def test_near_a_minimum_it_is_newton() -> None:
    f = landscapes.rosenbrock
    start = [1.02, 1.03]
    newton = descend(f, start, Newton(), 3).points
    assert np.allclose(descend(f, start, TrustRegion(), 3).points, newton)


def test_the_radius_shrinks_after_a_broken_promise_and_grows_after_a_kept_one() -> None:
    quadratic = Function("x^2 + y^2")
    kept = descend(quadratic, [40.0, 0.0], TrustRegion(), 4, memory=True)
    assert kept.memory.ravel().tolist() == [1.0, 2.0, 4.0, 8.0, 16.0]
    f = landscapes.rosenbrock
    broken = descend(f, [-1.2, 1.0], TrustRegion(100.0), 2, memory=True)
    fall = -np.diff(broken.values)
    for k in range(2):
        if fall[k] == 0:
            assert broken.memory[k + 1] == broken.memory[k] / 4
    assert (fall == 0).any()


def test_a_step_out_of_the_domain_is_not_taken() -> None:
    path = descend(Function("x - log(x)"), 0.1, TrustRegion(10.0), 40)
    assert path.points[-1, 0] == pytest.approx(1.0, abs=1e-6)


def test_level_ground_and_a_minimum_stay() -> None:
    flat = descend(Function("0x + 0y + 1", ("x", "y")), [1.0, 2.0], TrustRegion(), 5)
    assert flat.points[-1].tolist() == [1.0, 2.0]
    for f in (landscapes.bowl, landscapes.rosenbrock, landscapes.booth):
        assert descend(f, f.minima[0], TrustRegion(), 3).points[-1].tolist() == list(f.minima[0])


@pytest.mark.parametrize("f", landscapes.all(), ids=lambda f: f.name)
def test_it_runs_on_every_landscape(f: landscapes.Landscape) -> None:
    path = descend(f, f.start, TrustRegion(), 30)
    values = path.values[...]
    alive = np.isfinite(values)
    assert np.all(np.diff(values[alive]) <= 1e-12 * np.abs(values[alive]).max())
    assert alive.all() or (path.ended == "diverged" and not f.minima)


def test_a_sweep_of_radii_equals_the_loop() -> None:
    f, start = landscapes.himmelblau, [0.5, -0.2]
    together = descend(f, start, TrustRegion(sweep([0.1, 1.0, 10.0])), 8).points
    for k, radius in enumerate([0.1, 1.0, 10.0]):
        assert np.allclose(together[:, k], descend(f, start, TrustRegion(radius), 8).points)


@pytest.mark.parametrize("radius", [0.0, -1.0, 5.0])
def test_a_radius_that_is_none_is_refused(radius: float) -> None:
    with pytest.raises(ValueError, match=r"radius = .* must be above 0"):
        TrustRegion(radius, largest=4.0)
