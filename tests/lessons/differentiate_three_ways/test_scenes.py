"""Lesson 4: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from scene_laws import assert_light_and_said

from calclib import Function, autodiff, numeric, symbolic
from calclib.derivatives.autodiff import Dual
from calclib.expressions import ExpressionError
from calclib.lessons.differentiate_three_ways import carry_slopes, checks, scenes, trace_table
from calclib.stage.scene import Scene

SCENES = {
    "zoom_to_the_end": scenes.zoom_to_the_end,
    "four_valleys": scenes.four_valleys,
    "error_map": scenes.error_map,
    "dual_trace": trace_table.dual_trace,
    "trace_with_gaps": lambda: trace_table.dual_trace("sqrt(x) + 1/x"),
    "formula_swells": lambda: carry_slopes.formula_swells(most=3),
}
EPS = float(np.finfo(float).eps)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def valley(
    method: str, f: str = "e^x", x: float = 1.0, number: str = "float64"
) -> tuple[float, float]:
    return scenes.best_step(scenes.STEPS, scenes.errors(f, x, number)[method])


def cube(x: float) -> float:
    return x * x * x


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


def test_under_the_glass_the_error_falls_and_climbs_to_all_of_the_slope() -> None:
    scene = scenes.zoom_to_the_end()
    h, error = scene.axes[0].values, scene.numbers[1][1].values[..., 0]
    assert (np.diff(error[h > 1e-6, 0]) < 0).all()
    assert error[:, 0].min() < 1e-8
    assert error[-1].tolist() == [1.0, 1.0]
    assert error[h < 1e-14, 0].max() > 0.01


def test_the_graph_is_a_line_at_1e_6_in_float64_and_stairs_in_float32() -> None:
    scene = scenes.zoom_to_the_end()
    k = int(np.argmin(np.abs(np.log10(scene.axes[0].values) + 6)))
    graph = scene.marks[0][0].channels["y"].values[k, :, 0]
    heights = [len(np.unique(row)) for row in graph]
    assert heights[0] == graph.shape[-1]
    assert heights[1] < graph.shape[-1] / 3


def test_the_quotients_of_the_cube_are_what_the_algebra_says() -> None:
    for x, h in ((1.0, 0.5), (2.0, 0.25), (-1.5, 0.125)):
        assert (cube(x + h) - cube(x)) / h == 3 * x**2 + 3 * x * h + h**2
        assert (cube(x + h) - cube(x - h)) / (2 * h) == 3 * x**2 + h**2
        assert ((x + 1j * h) ** 3).imag / h == pytest.approx(3 * x**2 - h**2, rel=1e-14)


def test_at_1e_12_four_digits_of_the_cube_are_left() -> None:
    rise = cube(1 + 1e-12) - cube(1.0)
    assert f"{rise:.6e}" == "3.000267e-12"
    assert 1e-5 < rise / 3e-12 - 1 < 1e-4


@pytest.mark.parametrize(
    ("method", "step", "error"),
    [("forward", 1.3e-8, 1.7e-8), ("central", 5e-6, 1.5e-11), ("five_point", 6e-4, 1.5e-13)],
)
def test_the_bottoms_of_the_vs_for_exp_at_one(method: str, step: float, error: float) -> None:
    h, least = valley(method)
    assert h == pytest.approx(step, rel=0.5)
    assert least == pytest.approx(error, rel=0.35)


def test_the_v_is_where_theory_puts_it_within_a_factor_of_three() -> None:
    for method, p, A in (("forward", 1, 1 / 2), ("central", 2, 1 / 6), ("five_point", 4, 1 / 30)):
        h = (EPS / (p * A)) ** (1 / (p + 1))
        for theory, measured in zip((h, A * h**p + EPS / h), valley(method), strict=True):
            assert 1 / 3 < theory / measured < 3


def test_on_the_right_the_errors_fall_with_slopes_one_two_and_four() -> None:
    error = scenes.errors("e^x", h=[0.1, 0.01])
    slopes = [float(np.log10(np.divide(*error[name]))) for name in scenes.METHODS]
    assert np.round(slopes, 1).tolist() == [1.0, 2.0, 4.0, 2.0]


def test_the_complex_step_never_turns() -> None:
    h = 10.0 ** -np.arange(8, 21)
    assert (scenes.errors("e^x", h=h)["complex_step"] <= EPS).all()
    assert scenes.errors("e^x", h=[1e-20])["complex_step"][0] <= EPS


def test_in_float32_a_forward_difference_wants_a_step_near_the_root_of_epsilon() -> None:
    h, error = valley("forward", number="float32")
    assert h == pytest.approx(3e-4, rel=0.5)
    assert 3 <= -np.log10(error) <= 4
    assert np.float32(1) + np.float32(1e-8) == 1


def test_a_million_away_the_climb_is_higher_and_a_parabola_has_no_way_down() -> None:
    near, far = (scenes.errors("sin x", x, h=[1e-8]) for x in (1.0, 1e6))
    assert far["forward"] > 1000 * near["forward"]
    assert np.spacing(1e6) / np.spacing(1.0) == 2**19
    assert valley("central", "x^2")[0] > 0.1


def test_a_kink_has_three_curves_and_a_missing_slope_a_sentence() -> None:
    assert list(scenes.errors("|x|", 1.0)) == ["forward", "central", "five_point"]
    assert len(scenes.four_valleys("|x|", 1.0).readout) == 3
    assert len(scenes.four_valleys("x", 1e300).readout) == 4
    for f, x in (("ln x", -1.0), ("1/x", 0.0)):
        with pytest.raises(ValueError, match="has no slope at"):
            scenes.four_valleys(f, x)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("x y", "I do not know 'y'"), ("y", "I do not know 'y'"), ("x +", "A value is missing")],
)
def test_a_function_that_is_not_of_x_gets_one_sentence(typed: str, told: str) -> None:
    with pytest.raises(ExpressionError, match=told):
        scenes.four_valleys(typed)
    assert scenes.four_valleys("2").alt


def test_the_shipped_step_errs_a_million_times_more_than_the_right_one() -> None:
    points = np.random.default_rng(0).uniform(-1.5, 1.5, (4000, 2)).T
    shipped, right = (scenes.wells_error(h, *points) for h in (1e-12, 6e-6))
    assert shipped.max() == pytest.approx(1.5e-3, rel=0.3)
    assert right.max() == pytest.approx(1.6e-9, rel=0.3)
    assert np.median(shipped) == pytest.approx(8.6e-5, rel=0.2)


def test_the_map_is_darkest_near_the_cube_root_of_epsilon() -> None:
    scene = scenes.error_map(side=31)
    largest = scene.numbers[0][1].values.ravel()
    assert 1e-6 < scene.axes[0].values[largest.argmin()] < 1e-5


@pytest.mark.parametrize("f", ["x/(2 + sin(x^2))", "x sin x", "e^(-x) - 3x^2", "ln(1 + e^x)", "-x"])
def test_each_line_of_a_trace_carries_its_own_slope(f: str) -> None:
    x = np.linspace(-2.0, 2.0, 9)
    lines = trace_table.trace(f, x)
    for k, line in enumerate(lines):
        slope = numeric.derivative(lambda x, k=k: trace_table.trace(f, x)[k].held.data)
        np.testing.assert_allclose(line.held.tangent * np.ones(9), slope(x), atol=1e-8)
    np.testing.assert_allclose(lines[-1].held.data, Function(f, variables=("x",))(x))
    assert lines[-1].words.startswith("y = ")


def test_a_trace_reads_like_the_program() -> None:
    words = [line.words for line in trace_table.trace("x/(2 + sin(x^2))", np.array(0.5))]
    assert words == ["x = x", "a = x · x", "b = sin a", "c = 2 + b", "y = x / c"]


def test_a_line_that_has_not_run_shows_nothing() -> None:
    table = trace_table.dual_trace().panels[0]
    slopes = [mark for mark in table.marks if mark.style.get("words", "").endswith("} δ")]
    shown = np.stack([mark.channels["y"].values.ravel() for mark in slopes])
    assert np.isfinite(shown).sum(axis=0).tolist() == [1, 2, 3, 4, 5]


def test_what_cannot_be_traced_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match="computes nothing"):
        trace_table.dual_trace("x")
    with pytest.raises(ValueError, match="type a shorter formula"):
        trace_table.dual_trace("sin(sin(sin(sin(sin(sin(sin(sin(sin(sin(sin(sin(x))))))))))))")


def test_three_ways_agree_on_one_slope() -> None:
    def f(x):
        return x / (2 + np.sin(x * x))

    slopes = [way.derivative(f)(-1.5) for way in (numeric, autodiff, symbolic)]
    np.testing.assert_allclose(slopes, 0.72623466, atol=1e-8)


def test_the_formula_swells_and_the_program_grows_by_three() -> None:
    counts = [carry_slopes.work(n) for n in range(1, 7)]
    assert [c["program of f"] for c in counts] == [3, 6, 9, 12, 15, 18]
    assert [c["dual numbers"] for c in counts] == [8, 16, 24, 32, 40, 48]
    assert [c["central difference"] for c in counts] == [11, 17, 23, 29, 35, 41]
    written = [c["formula of f"] for c in counts]
    assert [b - 2 * a for a, b in itertools.pairwise(written)] == [2] * 5
    swollen = [c["formula of f′"] for c in counts]
    assert swollen[0] == 2
    assert 1900 < swollen[-1] < 2300
    assert all(b > 2.5 * a for a, b in itertools.pairwise(swollen))


def test_the_claims_about_calclib_and_small_formats() -> None:
    assert 0.08 < np.sqrt(2.0**-7) < 0.09
    assert 1 + 1e-16 == 1
    assert autodiff.derivative(np.abs)(0.0) == 0
    with pytest.raises(ValueError, match="imaginary"):
        numeric.derivative(np.abs, "complex_step")(1.0)
    eight = numeric.derivative(np.sin, h=8.0)(1e6)
    assert numeric.derivative(np.sin)(1e6) == eight


def test_the_wrong_gradient_passes_at_one_one_and_fails_elsewhere() -> None:
    def loss(u, v):
        return np.log(1 + np.exp(u * v))

    for u, v, gap in ((1.0, 1.0, 0.0), (0.7, -1.2, 0.3)):
        second = 1 / (1 + np.exp(-u * v))
        exact = numeric.gradient(loss)(u, v)
        assert exact[0] == pytest.approx(v * second, abs=1e-8)
        assert second - exact[1] == pytest.approx(gap * second, abs=1e-8)
        assert exact[1] == pytest.approx(u * second, abs=1e-8)


def test_richardsons_weights_make_the_five_point_rule_and_are_exact_for_a_cube() -> None:
    a, b = checks.weights.expected

    def combined(f: Callable[[float], float], x: float, h: float) -> float:
        near, far = (numeric.derivative(f, h=step)(x) for step in (h, 2 * h))
        return float(a * near + b * far)

    assert combined(cube, 2.0, 0.5) == pytest.approx(12.0, rel=1e-14)
    five = numeric.derivative(np.exp, "five_point", h=0.125)(1.0)
    assert combined(np.exp, 1.0, 0.125) == pytest.approx(five, rel=1e-13)


def test_far_out_a_power_of_two_is_best() -> None:
    assert checks.far_out((1.5 * np.spacing(1e6)) ** (1 / 3)).passed
    assert abs(numeric.derivative(np.sin, h=2.0**-17)(1e6) / np.cos(1e6) - 1) < 1e-10


def test_the_check_of_the_dual_numbers_waits_rule_by_rule() -> None:
    class Blank:
        def __init__(self, value, slope):
            self.value, self.slope = value, slope

        def __add__(self, other):
            return Blank(self.value + other.value, ...)

    verdict = checks.built(Blank, np.sin)
    assert verdict.passed is None
    assert verdict.message.endswith("Look at the sum.")


def test_dual_by_hand_is_what_dual_numbers_give() -> None:
    x = Dual(2.0, 1.0)
    y = x * x * x + 2 * x
    assert checks.dual_by_hand([float(y.data), float(y.tangent)]).passed
