"""Lesson 6: every number of the prose, every formula, and what each scene is there to show."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_it_plays_and_says_what_to_notice, marks, readings

from calclib import Function, landscapes, numeric, play, practise, symbolic
from calclib.lessons.read_the_curvature import curved_ground, scenes
from calclib.lessons.shared import slopes

SCENES = {
    "taylor": scenes.taylor_hugs_the_curve,
    "taylor of a kink": lambda: scenes.taylor_hugs_the_curve("|x|"),
    "taylor of a constant": lambda: scenes.taylor_hugs_the_curve("3"),
    "bend": curved_ground.bend_in_every_direction,
    "bend of a plane": lambda: curved_ground.bend_in_every_direction("x + 2y", (1.0, 1.0)),
    "entries": curved_ground.three_entries,
    "bowl": curved_ground.stretch_the_bowl,
}
UNTIMED = settings(deadline=None, max_examples=30)
x = sp.Symbol("x", real=True)


def place_of(value: float) -> int:
    return int(np.abs(scenes.PLACES - value).argmin())


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_a_scene_is_light_and_says_what_to_notice(make) -> None:
    assert_it_plays_and_says_what_to_notice(make())


# Taylor


@pytest.mark.parametrize("f", ["sin x", "1/(1 + x^2)", "e^x cos(2x)"])
@pytest.mark.parametrize("a", [-2.0, 0.0, 1.0])
def test_the_scene_draws_taylors_polynomials(f: str, a: float) -> None:
    drawn = marks(scenes.taylor_hugs_the_curve(f), 0, "line")[1]
    at, away = drawn.channels["x"].values[0], place_of(a)
    for order in range(scenes.HIGHEST + 1):
        wanted = symbolic.taylor(f, at=sp.Rational(a), order=order)(at)
        assert np.allclose(drawn.channels["y"].values[away, order, 0], wanted, rtol=1e-9, atol=1e-9)


def test_twice_as_far_the_parabola_misses_eight_times_as_much() -> None:
    shown = readings(scenes.taylor_hugs_the_curve())
    at = place_of(1.0)
    assert f"{shown['miss at h = 0.1'][at, 2]:.2e}" == "9.35e-05"
    for order in range(5):
        assert shown["at h = 0.2, times"][at, order] == pytest.approx(2 ** (order + 1), rel=0.1)


def test_beyond_one_each_new_term_makes_it_worse_and_within_it_better() -> None:
    f = "1/(1 + x^2)"
    orders = [0, 2, 4, 6]
    beyond = [abs(symbolic.taylor(f, at=0, order=n)(1.5) - 1 / 3.25) for n in orders]
    within = [abs(symbolic.taylor(f, at=0, order=n)(0.5) - 0.8) for n in orders]
    assert beyond == sorted(beyond)
    assert within == sorted(within, reverse=True)
    assert symbolic.taylor(f, at=0, order=4).expression == 1 - x**2 + x**4


@UNTIMED
@given(st.integers(0, 6), st.floats(-2, 2), st.floats(-2, 2))
def test_the_miss_keeps_its_bound(order: int, a: float, h: float) -> None:
    miss = np.sin(a + h) - symbolic.taylor("sin x", at=a, order=order)(a + h)
    assert abs(miss) <= abs(h) ** (order + 1) / sp.factorial(order + 1) + 1e-12  # M = 1


def test_where_a_derivative_is_missing_no_polynomial_of_that_order_is_drawn() -> None:
    curves = slopes.with_derivatives(Function("x |x|", variables=("x",)), 2)
    found = slopes.derivatives_at(curves, np.array([-1.0, 0.0, 1.0]))
    assert np.isfinite(found[:2]).all()
    assert np.isnan(found[2:, 1]).all()
    assert np.isfinite(found[:, [0, 2]]).all()


def test_three_differences_miss_by_the_terms_that_the_lesson_writes() -> None:
    f, h = sp.sin, sp.Symbol("h", positive=True)
    first, second, third, fourth = (sp.diff(f(x), x, k) for k in (1, 2, 3, 4))
    rows = {
        (f(x + h) - f(x)) / h: first + h / 2 * second,
        (f(x + h) - f(x - h)) / (2 * h): first + h**2 / 6 * third,
        (f(x + h) - 2 * f(x) + f(x - h)) / h**2: second + h**2 / 12 * fourth,
    }
    for k, (quotient, wanted) in enumerate(rows.items()):
        order = 2 if k == 0 else 3
        series = sp.series(quotient, h, 0, order).removeO()
        assert sp.simplify(series - wanted) == 0


# Hessian


def test_the_point_is_dragged_and_the_function_typed() -> None:
    player = play(curved_ground.bend_in_every_direction, ask={"f": "x^2 - y^2", "p": (0.0, 0.0)})
    assert player.scene.panels[0].drag == "p"
    assert player.scene.panels[0].title == "The map, and a line through (0, 0)"


@pytest.mark.parametrize(
    ("f", "p", "kind"),
    [
        ("x y e^(-(x^2 + y^2)/2)", (0.0, 0.0), "saddle"),
        ("x y e^(-(x^2 + y^2)/2)", (1.0, 1.0), "dome"),
        ("x y e^(-(x^2 + y^2)/2)", (1.0, -1.0), "bowl"),
        ("x^2 + 3x y + y^2", (0.0, 0.0), "saddle"),
        ("x^4 + y^4", (0.0, 0.0), "flat"),
        ("(y - x^2)(y - 3x^2)", (0.0, 0.0), "flat"),
        ("x^2", (1.0, 1.0), "flat"),
    ],
)
def test_the_bend_has_its_name_in_the_readout(f: str, p: tuple[float, float], kind: str) -> None:
    scene = curved_ground.bend_in_every_direction(f, p)
    values = np.linalg.eigvalsh(Function(f, variables=("x", "y")).hessian(p))
    shown = readings(scene)
    assert shown[f"{kind}: λ₁"] == pytest.approx(values[0], abs=1e-12)
    assert shown["λ₂"] == pytest.approx(values[1], abs=1e-12)


@UNTIMED
@given(st.floats(-2, 2), st.floats(-2, 2))
def test_the_curvature_by_direction_is_a_wave_between_the_eigenvalues(px: float, py: float) -> None:
    f = Function("x y e^(-(x^2 + y^2)/2)")
    scene = curved_ground.bend_in_every_direction(p=(px, py))
    values, vectors = np.linalg.eigh(f.hessian([px, py]))
    turn = np.deg2rad(curved_ground.DEGREES)
    share = np.cos(turn - np.arctan2(vectors[1, 0], vectors[0, 0])) ** 2
    wave = readings(scene)["curvature along the line"]
    assert np.allclose(wave, values[0] * share + values[1] * (1 - share), atol=1e-12)
    assert vectors[:, 0] @ vectors[:, 1] == pytest.approx(0, abs=1e-12)


def test_the_wave_and_its_ends_follow_from_the_entries_of_the_hessian() -> None:
    fxx, fxy, fyy, phi = sp.symbols("f_xx f_xy f_yy varphi", real=True)
    bend = sp.Matrix([[fxx, fxy], [fxy, fyy]])
    u, across = sp.Matrix([sp.cos(phi), sp.sin(phi)]), sp.Matrix([-sp.sin(phi), sp.cos(phi)])
    wave = (u.T * bend * u)[0]
    m, size = (fxx + fyy) / 2, sp.sqrt((fxx - fyy) ** 2 / 4 + fxy**2)
    assert sp.simplify(wave - m - (fxx - fyy) / 2 * sp.cos(2 * phi) - fxy * sp.sin(2 * phi)) == 0
    assert sp.simplify(sp.diff(wave, phi) - 2 * (across.T * bend * u)[0]) == 0
    for value in (m + size, m - size):
        assert sp.expand((bend - value * sp.eye(2)).det()) == 0
    assert sp.simplify((m + size) * (m - size) - bend.det()) == 0


def test_the_curvature_of_a_cut_is_its_second_derivative() -> None:
    f, p, u = "{x}^3 {y} + cos({x} {y})", np.array([0.7, -0.4]), np.array([0.6, 0.8])
    cut = symbolic.derivative(f.format(x="(0.7 + 0.6x)", y="(-0.4 + 0.8x)"), order=2)
    bend = Function(f.format(x="x", y="y")).hessian(p)
    assert float(cut(0.0)) == pytest.approx(u @ bend @ u)


def test_rosenbrocks_valley_at_its_minimum() -> None:
    bend = landscapes.rosenbrock.hessian([1.0, 1.0])
    low, high = np.linalg.eigvalsh(bend)
    assert bend.tolist() == [[802.0, -400.0], [-400.0, 200.0]]
    assert (round(low, 3), round(high, 1), round(high / low)) == (0.399, 1001.6, 2508)
    assert low * high == pytest.approx(np.linalg.det(bend))
    assert low + high == pytest.approx(np.trace(bend))


@pytest.mark.parametrize("f", ["x^2 + y^2 + x^3", "2x^2 + x y + y^2 - y^3", "1 - cos(x) cos(y)"])
def test_a_bowl_is_higher_all_round_within_the_radius_of_the_proof(f: str) -> None:
    ground = Function(f)
    low = np.linalg.eigvalsh(ground.hessian([0.0, 0.0]))[0]
    ticks = np.meshgrid(np.linspace(-1.5, 1.5, 25), np.linspace(-1.5, 1.5, 25))
    third = [
        numeric.gradient(lambda a, b, k=k: ground.hessian(np.stack([a, b], -1))[(..., *k)])(*ticks)
        for k in np.ndindex(2, 2)
    ]
    largest = np.abs(third).sum(axis=(0, -1)).max()  # no unit vector has a larger one
    radius = min(0.999 * 3 * low / largest, 1.5)
    turn = np.linspace(0, 2 * np.pi, 181)
    u = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    shares = np.linspace(0.01, 1, 30)[:, None, None]
    assert (ground.value(shares * radius * u) > ground.value([0.0, 0.0])).all()


# Condition number


def test_the_walk_needs_kappa_times_as_many_steps() -> None:
    shown = readings(curved_ground.stretch_the_bowl())["steps to a hundredth of it"]
    assert shown[[0, 10, 20]].tolist() == [1, 44, 459]
    kappas = curved_ground.KAPPAS[1:]
    assert shown[1:].tolist() == np.ceil(np.log(0.01) / np.log(1 - 1 / kappas)).tolist()
    many = np.ceil(np.log(1 / 100) / np.log(1 - 1 / np.array([10, 100, 1000])))
    assert many.tolist() == [44, 459, 4603]
    assert many[1:] == pytest.approx(np.array([100, 1000]) * np.log(100), rel=0.01)


def test_the_ball_falls_to_the_floor_in_one_step_and_creeps_along_it() -> None:
    scene = curved_ground.stretch_the_bowl()
    ways = marks(scene, 1, "trail")[0]
    across, along = (ways.channels[name].values[:, 0] for name in "yx")
    assert (across[:, 1:] == 0).all()
    share = 1 - 1 / curved_ground.KAPPAS[:, None]
    assert np.allclose(along, 1.8 * share ** np.arange(61), atol=1e-12)


def test_the_level_lines_are_sqrt_kappa_times_longer_than_wide() -> None:
    bowl = Function("(x^2/16 + y^2)/2")
    assert bowl(np.sqrt(16.0), 0.0) == bowl(0.0, 1.0)
    assert np.linalg.cond(bowl.hessian([0.0, 0.0])) == pytest.approx(16)
    round_bowl = Function(lambda z, y: bowl(4 * z, y))
    assert np.allclose(round_bowl.hessian([0.0, 0.0]), np.eye(2))


def test_few_random_symmetric_matrices_have_positive_eigenvalues_alone() -> None:
    rng = np.random.default_rng(7)
    shares = []
    for n in (1, 2, 3, 5):
        A = rng.normal(size=(20_000, n, n))
        shares.append(round((np.linalg.eigvalsh(A + A.swapaxes(1, 2)) > 0).all(-1).mean(), 2))
    assert shares == [0.5, 0.15, 0.02, 0.0]
    assert (2 - np.sqrt(2)) / 4 == pytest.approx(0.1464, abs=1e-4)  # exact for n = 2


def test_level_points_to_classify_come_in_all_three_kinds() -> None:
    tasks = practise("hessian", level=2, seed=13)
    assert {tasks[k].expected.answer for k in range(60)} == {"minimum", "maximum", "saddle"}


# Three entries


def test_the_ground_of_three_entries_has_them_as_its_hessian() -> None:
    scene = curved_ground.three_entries()
    heights = marks(scene, 0, "surface")[0].channels["values"].values
    step = curved_ground.SIDE[1] - curved_ground.SIDE[0]
    along_x = np.diff(heights, 2, axis=-1)[..., 0, 0] / step**2
    along_y = np.diff(heights, 2, axis=-2)[..., 0, 0] / step**2
    mixed = np.diff(np.diff(heights, axis=-1), axis=-2)[..., 0, 0] / step**2
    xx, xy, yy = np.meshgrid(
        curved_ground.ON_DIAGONAL,
        curved_ground.BESIDE,
        curved_ground.ON_DIAGONAL,
        indexing="ij",
    )
    for found, wanted in ((along_x, xx), (mixed, xy), (along_y, yy)):
        np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_determinant_and_trace_tell_the_signs_of_the_eigenvalues() -> None:
    scene = curved_ground.three_entries()
    determinant, trace = readings(scene).values()
    for i, xx in enumerate(curved_ground.ON_DIAGONAL):
        for j, xy in enumerate(curved_ground.BESIDE):
            for k, yy in enumerate(curved_ground.ON_DIAGONAL):
                low, high = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
                assert determinant[i, j, k] == pytest.approx(low * high, abs=1e-12)
                assert trace[i, k] == pytest.approx(low + high, abs=1e-12)
                kind = curved_ground.kind_of_bend([low, high])
                if determinant[i, j, k] > 1e-9:
                    assert kind == ("bowl" if trace[i, k] > 0 else "dome")
                elif determinant[i, j, k] < -1e-9:
                    assert kind == "saddle"
                else:
                    assert kind == "flat"


def test_a_bowl_becomes_a_trough_and_a_saddle_as_the_mixed_entry_grows() -> None:
    scene = curved_ground.three_entries()
    at = {axis.name: axis.first for axis in scene.axes}
    determinant = readings(scene)["determinant f_xx f_yy − f_xy²"]
    played = determinant[at["f_xx"], at["f_xy"] :, at["f_yy"]]
    assert played[0] == 1
    assert np.sign(played).tolist() == [1] * 4 + [0] + [-1] * 4
    assert curved_ground.BESIDE[at["f_xy"] + 4] == 1


def test_completing_the_square_shows_the_determinant() -> None:
    a, b, c, y = sp.symbols("a b c y", real=True)
    square = a * (x + b / a * y) ** 2 + (a * c - b**2) / a * y**2
    assert sp.expand(square - (a * x**2 + 2 * b * x * y + c * y**2)) == 0


def test_the_two_lines_without_curvature_of_a_saddle() -> None:
    c, k = sp.symbols("c k", positive=True)
    for root in (-c - sp.sqrt(c**2 - 1), -c + sp.sqrt(c**2 - 1)):
        assert sp.expand((1 + 2 * c * k + k**2).subs(k, root)) == 0


def test_the_round_bowl_shows_its_one_step() -> None:
    scene = curved_ground.stretch_the_bowl()
    left = marks(scene, 2, "line")[0].channels["y"].values[0, 0]
    assert left[:3].tolist() == [1, 0, 0]
    low, high = scene.panels[2].y
    assert low <= 0 < 1 < high
