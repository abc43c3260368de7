"""Lesson 7 says what is true: every number that it quotes, and what each of its scenes shows."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_it_plays_and_says_what_to_notice, readings

from calclib import Function, autodiff
from calclib.lessons.shared import slopes
from calclib.lessons.trust_a_bowl import checks, peano, scenes

SCENES = {
    "chord": scenes.chord_test,
    "chord of a kink": lambda: scenes.chord_test("min(x^2, 1)"),
    "chord of half a line": lambda: scenes.chord_test("ln x"),
    "mean": scenes.mean_of_values,
    "tangent": scenes.tangent_below,
    "tangent of a kink": lambda: scenes.tangent_below("|x|"),
    "cut": scenes.cut_at_a_height,
    "peano": peano.minimum_along_every_line,
}
UNTIMED = settings(deadline=None, max_examples=30)
CONVEX = ["x^2", "e^x", "ln(1 + e^(-x))", "x^4", "ln(e^x + e^(-x))"]
x, t = sp.symbols("x t", real=True)
sigma = 1 / (1 + sp.exp(-t))


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_a_scene_is_light_and_says_what_to_notice(make) -> None:
    assert_it_plays_and_says_what_to_notice(make())


@pytest.mark.parametrize("f", [*CONVEX, "|x|"])
def test_the_mean_of_the_values_is_never_below_the_value_at_the_mean(f: str) -> None:
    assert readings(scenes.mean_of_values(f))["difference"].min() >= -1e-12
    assert readings(scenes.mean_of_values(f"-({f})"))["difference"].max() <= 1e-12


def test_for_the_square_the_difference_is_the_variance() -> None:
    shown = readings(scenes.mean_of_values())
    variance = np.var(np.multiply.outer(scenes.SPREADS, scenes.OFFSETS), axis=1)
    np.testing.assert_allclose(shown["difference"], variance, atol=1e-12)
    assert abs(scenes.OFFSETS.mean()) < 1e-12
    assert shown["difference"][40] == pytest.approx(1.132)
    assert scenes.SPREADS[40] == 1


def test_points_without_a_value_are_refused() -> None:
    with pytest.raises(ValueError, match="choose another function or middle"):
        scenes.mean_of_values("ln x")


@pytest.mark.parametrize("f", CONVEX)
def test_a_convex_curve_is_nowhere_below_a_tangent(f: str) -> None:
    lowest = readings(scenes.tangent_below(f))["lowest of curve − tangent"]
    assert lowest.min() > -1e-9


@pytest.mark.parametrize("f", ["1 - e^(-x^2)", "x^3", "sin x"])
def test_a_tangent_cuts_through_a_curve_that_is_not_convex(f: str) -> None:
    assert readings(scenes.tangent_below(f))["lowest of curve − tangent"].min() < -0.1


def test_the_tangent_of_the_lesson_is_level_at_the_lowest_point() -> None:
    scene = scenes.tangent_below()
    slope = readings(scene)["slope of the tangent"]
    level = np.flatnonzero(np.abs(slope) < 1e-9)
    assert scene.axis("a").values[level].tolist() == pytest.approx([0.0])


def test_one_valley_lies_below_every_height_on_one_piece_and_two_wells_on_two() -> None:
    convex, welsch, wells = readings(scenes.cut_at_a_height()).values()
    assert set(convex) == set(welsch) == {1}
    assert set(wells) == {1, 2}
    assert scenes.convexity(scenes.CURVES["convex: x²/2"]).startswith("convex")
    assert scenes.convexity(scenes.CURVES["Welsch: 1 − e^(−x²)"]).startswith("not convex")


def test_two_of_welschs_losses_added_have_two_valleys() -> None:
    z = np.array([0.0, 2.0, 4.0])
    heights = (1 - np.exp(-(z**2))) + (1 - np.exp(-((z - 4) ** 2)))
    assert heights[1] > heights[0] + 0.9
    assert heights[1] > heights[2] + 0.9


@pytest.mark.parametrize("f", ["1/(1 + e^x)", "1 - e^(-x^2)", "min(x^2, 1)"])
def test_the_losses_e_f_and_g_are_quasi_convex(f: str) -> None:
    heights = Function(f, variables=("x",))(np.linspace(-3, 3, 601))
    for level in np.linspace(0.01, 1.1, 40):
        below = np.concatenate([[0], (heights <= level).astype(int), [0]])
        assert (np.diff(below) == 1).sum() <= 1


@UNTIMED
@given(st.integers(0, 10_000))
def test_gershgorins_rows_bound_the_eigenvalues(seed: int) -> None:
    A = np.random.default_rng(seed).normal(size=(4, 4))
    H = A + A.T
    outside = np.abs(H).sum(axis=1) - np.abs(np.diag(H))
    assert np.linalg.eigvalsh(H).min() >= (np.diag(H) - outside).min() - 1e-12


def test_the_rows_of_the_exercise() -> None:
    H = np.array([[4, 1, -1], [1, 3, 1], [-1, 1, 5]])
    outside = np.abs(H).sum(axis=1) - np.diag(H)
    assert (np.diag(H) - outside).tolist() == [2, 1, 3]
    assert np.linalg.eigvalsh(H)[0] == pytest.approx(1.79, abs=0.005)


def test_the_chords_that_the_lesson_names_go_below() -> None:
    for f, a, b in ((lambda z: 1 - np.exp(-(z**2)), 1, 3), (lambda z: np.minimum(z * z, 1), 0, 2)):
        assert checks.lowest_gap(f, a, b) < -0.05


def test_the_title_beside_the_chord_does_not_tell_the_verdict() -> None:
    assert {scenes.chord_test(f).panels[1].title for f in ("x^2", "x^3", "|x|")} == {
        "The second derivative f″"
    }


def test_peanos_origin_is_the_lowest_point_of_every_line_and_no_minimum() -> None:
    f = Function(peano.PEANO)
    k, m, a, b = sp.symbols("k m a b", real=True)
    on = lambda y: sp.expand((y - x**2) * (y - 3 * x**2))  # noqa: E731
    assert sp.expand(on(k * x) - x**2 * (k - x) * (k - 3 * x)) == 0
    assert on(0 * x) == 3 * x**4
    assert on(2 * x**2) == -(x**4)
    assert f(0.1, 0.02) == pytest.approx(-1e-4)
    assert f.hessian([0.0, 0.0]).tolist() == [[0.0, 0.0], [0.0, 2.0]]
    family = sp.expand((m * x**2 - a * x**2) * (m * x**2 - b * x**2))
    lowest = sp.solve(sp.diff(family, m), m)[0]
    assert sp.simplify(lowest - (a + b) / 2) == 0
    assert sp.simplify(family.subs(m, lowest) + (a - b) ** 2 / 4 * x**4) == 0


@UNTIMED
@given(st.floats(0.5, 89.5))
def test_a_line_is_above_zero_on_its_stretch_and_below_just_after(degrees: float) -> None:
    f, turn = Function(peano.PEANO), np.deg2rad(degrees)
    u = np.array([np.cos(turn), np.sin(turn)])
    safe = float(peano.safe_stretch(degrees))
    assert (f.value(np.array([[-1.0], [0.01], [0.5], [0.99]]) * safe * u) > 0).all()
    assert f.value(1.01 * safe * u) < 0
    assert safe * u[0] == pytest.approx(u[1] / u[0] / 3)  # |x| = k/3


def test_the_stretch_shrinks_as_the_line_sinks_and_the_level_line_has_no_end() -> None:
    shown = readings(peano.minimum_along_every_line())["below zero from a distance of"]
    assert (np.diff(shown[1:30]) > 0).all()
    assert shown[1] < 0.02
    assert np.isinf(shown[[0, 30, 60]]).all()


def test_the_verdict_is_a_proof_or_a_place_or_neither() -> None:
    convex = ["x^2", "x^4", "e^x", "ln(1 + e^(-x))", "sqrt(1 + x^2)", "-ln x", "x ln x", "3x + 1"]
    broken = ["x^3", "sin x", "1 - e^(-x^2)", "1/x", "sqrt x", "1/(1 + e^x)"]
    silent = ["|x|", "-|x|", "max(0, 1 - x)", "min(x^2, 1)", "1/x^2", "-sqrt(x^2 - 2x + 1)"]
    silent += ["x^2 + sin x"]
    for words, functions in (
        ("convex: nowhere negative", convex),
        ("not convex: negative at x = ", broken),
        ("does not decide: ", silent),
    ):
        for f in functions:
            assert scenes.convexity(f).startswith(words), f


@pytest.mark.parametrize("f", ["ln(1 + e^(-x))", "|x|", "x^4", "max(0, 1 - x)"])
def test_no_chord_of_the_scene_breaks_a_convex_loss(f: str) -> None:
    assert readings(scenes.chord_test(f))["lowest on this chord"].min() >= 0


@pytest.mark.parametrize("f", ["x^3", "1 - e^(-x^2)", "min(x^2, 1)", "1/(1 + e^x)"])
def test_a_chord_of_the_scene_breaks_each_loss_that_the_lesson_breaks(f: str) -> None:
    assert readings(scenes.chord_test(f))["lowest on this chord"].min() < -0.05


def test_the_reasons_of_the_eight_losses() -> None:
    assert [reason for reason, _ in checks.LOSSES] == [1, 2, 1, 2, 3, 3, 4, 3]
    assert scenes.convexity("x^2").startswith("convex")
    assert scenes.convexity("ln(1 + e^(-x))").startswith("convex")
    welsch, smooth = 1 - sp.exp(-(t**2)), 1 / (1 + sp.exp(t))
    assert sp.simplify(sp.diff(welsch, t, 2) - (2 - 4 * t**2) * sp.exp(-(t**2))) == 0
    bent = sigma * (1 - sigma) * (2 * sigma - 1)
    assert sp.simplify(sp.diff(smooth, t, 2) - bent) == 0
    assert bent.subs(t, -1) < 0
    z = np.linspace(-3, 3, 601)
    assert np.allclose(np.abs(z), np.maximum(z, -z))
    capped = Function("min(x^2, 1)", variables=("x",))
    second = slopes.derivatives_at(slopes.with_derivatives(capped, 1), z)[2]
    assert np.nanmin(second) >= 0
    assert (capped(0.0) + capped(2.0)) / 2 == 0.5 < capped(1.0)
    weights = Function(lambda u, v: (u * v - 1) ** 2)
    assert weights.gradient([0.0, 0.0]).tolist() == [0.0, 0.0]
    assert np.linalg.eigvalsh(weights.hessian([0.0, 0.0])) == pytest.approx([-2, 2])


def test_the_logistic_loss_of_a_data_set_bends_upward_along_every_line() -> None:
    loss = sp.log(1 + sp.exp(-t))
    assert sp.simplify(sp.diff(loss, t) + 1 / (1 + sp.exp(t))) == 0
    assert sp.simplify(sp.diff(loss, t, 2) - sp.exp(t) / (1 + sp.exp(t)) ** 2) == 0
    rng = np.random.default_rng(7)
    data, side = rng.normal(size=(9, 3)), rng.choice([-1.0, 1.0], 9)
    whole = lambda w: np.log(1 + np.exp(-(w @ data.T) * side)).sum(-1)  # noqa: E731
    w, u = rng.normal(size=(2, 3))
    z = side * (data @ w)
    by_formula = (np.exp(z) / (1 + np.exp(z)) ** 2 * (data @ u) ** 2).sum()
    assert u @ autodiff.vector_hessian(whole)(w) @ u == pytest.approx(by_formula)
    assert np.linalg.eigvalsh(autodiff.vector_hessian(whole)(w))[0] > 0
