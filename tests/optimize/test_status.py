"""The law of words: what a walk or a search says of its end is true of the function there.

Each word is held against the function itself, looked at around the end far more finely than the
walk does: a place without slope for "converged", the same points again for "cycle", and so on.
"""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest

from calclib.functions.function import Function
from calclib.optimize import roots
from calclib.optimize.conjugate_gradient import ConjugateGradient
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.level import AXES, is_level_nearby
from calclib.optimize.rules import (
    BFGS,
    AdaGrad,
    Adam,
    GradientDescent,
    LineSearch,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.optimize.trust_region import TrustRegion
from calclib.optimize.vanishing import end_of_zero, is_underflow

LOSSES_TEXT = """
x^2; x^4; x^20; x^3; x; -x^2; |x|; |x - A|; exp(x); exp(-x); exp(-x^2); -exp(-x^2); 1/(1 + x^2);
-1/(1 + x^2); log(1 + x^2); sqrt(1 + x^2); x^2 + sin(20x)/10; cos(x); sin(x) + x; tanh(x);
sigmoid(x); softplus(x); max(x - 1, 0)^2; atan(x); x - log(x); -log(x); 1/x; 1/x^2; x^2 + 1/x;
sqrt(x); |x|^1.5; x^4/4 - x^2/2; x^3 - 3x; x^5; A(x - A)^2; 10^-10 (x - A)^2; 10^10 (x - A)^2;
(x - 10^6)^2; (x - 5*10^7)^2; exp(x^2); exp(-exp(x)); x exp(-x); x exp(-x^2); tanh(x)^2;
1 - exp(-x^2); cosh(x); 1 + exp(-x); x^2 + exp(-x); (x^2 - 1)^2; x^3 + 10^-9 x; x^3 + 10^-7 x;
max(|x| - 1, 0); -x; -sqrt(x); -sqrt(1 - x^2); (x - 1)^2 (x + 2)^2; softplus(x) - x/2;
10^-200 x^2; exp(-1000x); exp(-x/1000); x/(1 + x^2); x^2/(1 + x^2)
"""
LOSSES = [words.strip() for words in LOSSES_TEXT.split(";")]
STARTS = [0.0, 1.0, -1.0, 0.5, 3.0, -2.0, 1e-3, -1e-8, 10.0, 50.0, -20.0, 1e4]
RULES: list[Rule] = [
    GradientDescent(1e-6),
    GradientDescent(0.1),
    GradientDescent(1.0),
    GradientDescent(3.0),
    Momentum(0.1, 0.9),
    Nesterov(0.01, 0.9),
    AdaGrad(0.5),
    RMSprop(0.1),
    Adam(0.1),
    Newton(),
    BFGS(),
    LineSearch(),
    LineSearch(1.0, Newton()),
    ConjugateGradient(),
    TrustRegion(),
]


def drawn(seed: str, texts: list[str], count: int) -> list[tuple[Function, float, Random]]:
    rng = Random(seed)
    made = []
    for _ in range(count):
        words = rng.choice(texts).replace("A", f"({rng.choice([0.3, 2, -1, 1000])})")
        made.append((Function(words, variables=("x",)), rng.choice(STARTS), rng))
    return made


def is_level_near(f: Function, x: float, reach: float) -> bool:
    """Whether the slope changes sign, rests at 0 or touches 0 within reach of x."""
    if float(f.gradient([x])[0]) == 0:  # or by underflow alone: then it is tiny beside
        around = np.abs(f.gradient((x + (1 + abs(x)) * np.linspace(-1, 1, 401))[:, None]))
        return not ((around > 0) & (around < 1e-100)).any()
    for width in np.geomspace(1e-9 * (1 + abs(x)), max(reach, 1e-8 * (1 + abs(x))), 12):
        slope = f.gradient((x + width * np.linspace(-1, 1, 801))[:, None])[:, 0]
        slope = slope[np.isfinite(slope)]
        size = np.abs(slope)
        if (slope[:-1] * slope[1:] <= 0).any() or 1e-3 * max(size[0], size[-1]) > size.min():
            return True
    return False


def check_word(path: Path, f: Function, start: float, steps: int) -> None:
    word = str(path.status)
    end = float(path.points[-1, 0])
    slope = np.abs(np.asarray(path.gradients)[:, 0])
    told = f"{f!r} from {start} by {path.rule.label}: {word}, at {end}"
    if word.startswith("converged"):
        moved = abs(end - float(path.points[0, 0]))
        assert is_level_near(f, end, 0.11 * moved), told
    elif word.startswith("cycle"):
        length = int(word.split()[-1])
        np.testing.assert_allclose(path.points[-1], path.points[-1 - length], rtol=1e-6)
    elif word == "flat":
        assert (path.points == path.points[0]).all(), told
        assert slope[-1] > 0, told
    elif word.startswith("stopped moving"):
        assert (path.points[-1] == path.points[-2]).all(), told
        assert slope[-1] > 0, told
    elif word.startswith("underflow"):
        assert slope[-1] == 0, told
    elif word.startswith("not converged"):
        assert slope[-1] > 0, told
        assert steps == int(word.split()[-2])
    elif not word.startswith(("slope overflowed", "singular Hessian")):
        assert path.diverged, told


@pytest.mark.parametrize("part", range(3))
def test_what_a_walk_says_of_its_end_is_true(part: int) -> None:
    for f, start, rng in drawn(f"walks {part}", LOSSES, 45):
        if np.isfinite(f.value([start])):
            steps = rng.choice([5, 50, 200])
            check_word(descend(f, start, rng.choice(RULES), steps), f, start, steps)


FAR_OUT: list[tuple[str, float]] = [
    ("exp(-x)", 0.0),
    ("exp(-x)", 50.0),
    ("1 + exp(-x)", 40.0),
    ("1/(1 + x^2)", 1e3),
    ("1/(1 + x^2)", 1e9),
    ("exp(-x^2)", 5.0),
    ("exp(-x^2)", 20.0),
    ("1/x", 1e4),
    ("atan(x)", 1e4),
    ("tanh(x)", 25.0),
    ("sigmoid(x)", -30.0),
    ("softplus(x)", -40.0),
    ("10^-10 x^2", 1.0),
]


@pytest.mark.parametrize(("words", "start"), FAR_OUT)
def test_a_slope_that_is_only_small_has_not_converged(words: str, start: float) -> None:
    for rule in (GradientDescent(0.1), GradientDescent(1.0), LineSearch(), Adam(0.1)):
        path = descend(Function(words), start, rule, 100)
        assert not str(path.status).startswith("converged"), str(path.status)


@pytest.mark.parametrize("scale", [1e-200, 1e-30, 1e-9, 1.0, 1e9, 1e30])
def test_a_walk_converges_in_the_same_step_whatever_the_unit_of_the_loss(scale: float) -> None:
    f = Function(lambda x: scale * (x - 3) ** 2)
    path = descend(f, 0.0, GradientDescent(0.25 / scale), 100)
    assert path.status == "converged at step 20"  # 0.5ᵏ ≤ 10⁻⁶ first at k = 20


def test_a_walk_that_begins_at_a_minimum_has_arrived() -> None:
    for words, start in (("(x - 1/3)^2", 1 / 3), ("cosh(x - 1) + 1", 1.0), ("x^2", 0.0)):
        path = descend(Function(words), start, GradientDescent(0.1), 10)
        assert path.status == "converged at step 0"


def test_a_ravine_that_runs_askew_has_not_converged_before_its_floor_is_walked() -> None:
    f = Function("(x + y - 1)^2 + 10^-8 (x - y)^2")
    path = descend(f, [2.0, 0.5], GradientDescent(0.24), 50)
    assert path.status == "not converged after 50 steps"  # it is at (1.25, −0.25), not (½, ½)
    assert descend(f, [2.0, 0.5], Newton(), 5).status == "converged at step 1"


EQUATIONS_TEXT = """
x^2 - 2; x^2 + 1; x^3 - x; x^3 - 2x + 2; exp(x) - 2; exp(-x); 1/(1 + x^2); exp(-x^2); 1/x;
1/x - A; tan(x); tan(x) - A; sqrt(x); sqrt(x) - A; sqrt(x) + 1; cbrt(x); cbrt(x) + 1;
cbrt(x) - A; log(x); log|x|; |x|; |x| + 1; sign(x); sign(x) + x; floor(x) - 1/2; x - A;
(x - A)^2; (x - A)^3; (x - A)^20; 10^6 (x - A); 10^-9 (x - A); x^2 - 10^14; atan(x); tanh(x);
tanh(x) - 1; sigmoid(x); x exp(-x); sin(x); cos(x) - x; max(x - 1, 0); x/(1 + x^2);
(x - 1)/(x - 2); 1/x^2 - A; cot(x); (x - 1)^2 (x + 2); x^5 - x - 1; exp(x^2) - 2; cosh(x) - 1;
exp(x) - 10^300; ceiling(x) - x; x + sign(x)/2; 10^-300 x; x^2 - 10^-10; e^x - x - 1;
1/(x - 1) + 1
"""
EQUATIONS = [words.strip() for words in EQUATIONS_TEXT.split(";")]


def is_root_near(f: Function, x: float) -> bool:
    """Whether f is 0 beside x, with a change of sign but no gap, or as a touch."""
    places = x + 1e-5 * (1 + abs(x)) * np.linspace(-1, 1, 4001)
    values = np.asarray(f(places)) + 0 * places
    known = np.isfinite(values)
    size = np.abs(values[known])
    if f(x) == 0 or (size == 0).any():
        return True
    for i in np.flatnonzero(known[:-1] & known[1:] & (values[:-1] * values[1:] < 0)):
        a, b = float(places[i]), float(places[i + 1])
        while a < (middle := (a + b) / 2) < b:
            a, b = (a, middle) if f(a) * f(middle) <= 0 else (middle, b)
        if max(abs(f(a)), abs(f(b))) <= max(abs(values[i]), abs(values[i + 1])) / 2:
            return True
    return bool(size.size and size.min() <= 1e-6 * max(size[0], size[-1]))


@pytest.mark.parametrize("part", range(2))
def test_what_a_search_says_of_its_end_is_true(part: int) -> None:
    for f, start, rng in drawn(f"searches {part}", EQUATIONS, 45):
        other = rng.choice([0.0, 1.0, -1.0, 3.0, -3.0, 10.0, -50.0, rng.uniform(-5, 5)])
        searches: list[Any] = [lambda f=f, a=start: roots.newton(f, a)]
        if start != other:
            searches.append(lambda f=f, a=start, b=other: roots.secant(f, a, b))
        if f(start) * f(other) <= 0:
            searches.append(lambda f=f, a=start, b=other: roots.bisection(f, a, b))
        for search in searches:
            found = search()
            told = f"{f!r} from {start}, {other}: {found.status}, at {found.points[-1]}"
            if found.status.startswith("converged"):
                assert is_root_near(f, found.root), told
            else:
                assert np.isnan(found.root), told
            if found.status.startswith(("pole", "jump")):
                assert abs(found.values[-1]) > 0, told
            if found.status.startswith("stopped moving"):
                assert found.points[-1] == found.points[-2], told


STUCK = [
    ("(x - 1)/(x - 2)", lambda f: roots.newton(f, 1e-14)),  # thrown to the pole at 2
    ("exp(x) - 10^300", lambda f: roots.secant(f, 700.0, -3.0)),
    ("cbrt(x) - 2", lambda f: roots.newton(f, 1e-160)),
    ("cbrt(x) + 1", lambda f: roots.newton(f, 0.0)),
    ("log|x|", lambda f: roots.newton(f, 1e-14)),
]


@pytest.mark.parametrize(("words", "search"), STUCK)
def test_a_short_step_alone_is_no_root(words: str, search: Any) -> None:
    found = search(Function(words, variables=("x",)))
    assert not found.status.startswith("converged") or abs(found.values[-1]) < 1e-9


def test_a_steep_root_is_no_jump() -> None:
    for words, root in (("cbrt(x)", 0.0), ("cbrt(x - 1/3)", 1 / 3), ("sign(x) sqrt|x|", 0.0)):
        found = roots.bisection(Function(words), -1.0, 2.0)
        assert found.status.startswith("converged")
        assert found.root == pytest.approx(root, abs=1e-11)


def test_a_function_that_only_jumps_over_0_has_no_root_there() -> None:
    for words in (
        "sign(x) + x",
        "x + sign(x)/2",
        "sign(x) - 1/2",
        "sign(x) + 1/3",
        "floor(x) + 1/2",
    ):
        assert roots.bisection(Function(words), -0.7, 0.9).status == "jump at x = 0"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ((800.0, 3.0), "not converged after 3 steps"),  # along y it still falls
        ((800.0, 0.0), "underflow at step 0"),  # e⁻⁸⁰⁰ is 0 as a float
    ],
)
def test_a_run_is_no_underflow_as_long_as_another_slope_moves_it(
    start: tuple[float, float], words: str
) -> None:
    path = descend(Function("exp(-x) + y^2"), start, GradientDescent(0.01), 3)
    assert path.status == words


# The logistic map x ← r x(1 − x), as descent with the rate 1, at an r at which ½ comes back.
@pytest.mark.parametrize(
    ("length", "r"), [(2, 3.2360679774997896), (3, 3.8318740552833147), (4, 3.4985616993277016)]
)
def test_a_cycle_is_named_by_its_shortest_length(length: int, r: float) -> None:
    f = Function(lambda x: x**2 / 2 - r * (x**2 / 2 - x**3 / 3))
    path = descend(f, 0.5, GradientDescent(1.0), steps=240)
    apart = np.abs(path.points[-1] - path.points[-6:-1])[::-1, 0]
    assert np.flatnonzero(apart < 1e-12)[0] + 1 == length
    assert path.status == f"cycle of length {length}"


@pytest.mark.parametrize("every", [2, 3, 4, 240])
@pytest.mark.parametrize(
    ("length", "r"), [(2, 3.2360679774997896), (3, 3.8318740552833147), (4, 3.4985616993277016)]
)
def test_a_cycle_is_named_however_few_of_its_points_are_kept(
    length: int, r: float, every: int
) -> None:
    f = Function(lambda x: x**2 / 2 - r * (x**2 / 2 - x**3 / 3))
    path = descend(f, 0.5, GradientDescent(1.0), steps=240, every=every)
    assert path.status == f"cycle of length {length}"


def test_the_status_does_not_depend_on_what_is_kept() -> None:
    f, rates = Function("x^2"), sweep([0.0, 0.1, 0.5, 1.0, 1.5])
    whole = descend(f, 1.0, GradientDescent(rates), 120)
    assert whole.status[[0, 3]].tolist() == ["flat", "cycle of length 2"]
    for every in (2, 3, 8, 120):
        some = descend(f, 1.0, GradientDescent(rates), 120, every=every)
        np.testing.assert_array_equal(some.tail[:, :4], whole.points[-5:, :4])
        assert np.isnan(some.tail[-1, 4])  # the run that is lost
        for told, known in zip(some.status, whole.status, strict=True):
            # the step may be a later one, that of the next record
            assert told.split(" at step ")[0] == known.split(" at step ")[0]


@pytest.mark.parametrize("start", [1e-6, 0.05, 0.5])
def test_a_run_that_cannot_move_is_flat_however_near_a_minimum_is(start: float) -> None:
    path = descend(Function("x^2"), start, GradientDescent(1e-20), steps=10)
    assert (path.points == start).all()
    assert path.status == "flat"


@pytest.mark.parametrize(("share", "is_near"), [(0.9, True), (0.97, True), (1.03, False)])
def test_level_ground_is_looked_for_as_far_as_the_reach_and_no_farther(
    share: float, is_near: bool
) -> None:
    # With more coordinates than axes are looked along, the line of the slope alone.
    weights = np.zeros(AXES + 1)
    weights[:3] = (1.0, 0.5, -0.25)
    f = Function(lambda x: (x @ weights) ** 2, dimension=AXES + 1)
    point = share * weights / np.sqrt(weights @ weights)  # so far from the floor of the valley
    assert is_level_nearby(f, point[None], np.array([1.0])).tolist() == [is_near]


@pytest.mark.parametrize("unit", [1e-200, 1e-160, 1.0, 1e160])
def test_a_root_is_no_underflow_whatever_the_unit_and_wherever_another_root_is(unit: float) -> None:
    for other in (1.0, 2.0, 1e-4, -0.5):
        assert not is_underflow(lambda x: unit * x * (x - other), 0.0)  # noqa: B023
    assert is_underflow(lambda x: unit * np.exp(-x), 1200.0)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_zero_without_an_end_ends_at_infinity_on_that_side(side: int) -> None:
    assert end_of_zero(lambda x: 0.0 * x, 3.0, side) == side * np.inf
    assert end_of_zero(lambda x: max(side * x - 1, 0.0), 0.0, side) == pytest.approx(side, abs=1e-5)


# At these places each is 0 as a float; by hand, which of them are not 0.
VANISHING: list[tuple[str, Any, float, bool]] = [
    ("e^-x", lambda x: np.exp(-x), 1200.0, True),
    ("e^(-x^2)", lambda x: np.exp(-x * x), 40.0, True),
    ("x^200", lambda x: np.float64(x) ** 200, 0.001, True),
    ("1/cosh x", lambda x: 1 / np.cosh(x), 1500.0, True),
    ("sqrt(e^-x)", lambda x: np.sqrt(np.exp(-x)), 1600.0, True),
    ("sigmoid(-x)", lambda x: 1 / (1 + np.exp(x)), 1200.0, True),
    ("max(x - 1, 0)", lambda x: max(x - 1, 0.0), 0.0, False),
    ("max(x - 1, 0)^2", lambda x: max(x - 1, 0.0) ** 2, 0.0, False),
    ("floor x", np.floor, 0.5, False),
    ("1 + x beyond 1", lambda x: 1.0 + x if x > 1 else 0.0, 0.0, False),
    ("a step", lambda x: float(abs(x) > 1), 0.0, False),
    ("0", lambda x: 0.0 * x, 1.0, False),
    ("x (x - 1)", lambda x: x * (x - 1), 0.0, False),
]
UNITS = [1e-300, 1e-250, 1e-200, 1e-160, 1e-100, 1.0, 1e100, 1e160, 1e200, 1e280]


@pytest.mark.parametrize(
    ("name", "f", "x", "is_lost"), VANISHING, ids=[row[0] for row in VANISHING]
)
def test_what_is_lost_to_underflow_is_known_in_any_unit(
    name: str, f: Any, x: float, is_lost: bool
) -> None:
    with np.errstate(all="ignore"):
        for unit in UNITS:
            assert unit * f(x) == 0
            assert is_underflow(lambda t: unit * f(t), x) == is_lost, unit  # noqa: B023


@pytest.mark.parametrize("unit", ["10^-280", "10^-200", "10^-155", "1", "10^155", "10^200"])
def test_a_status_does_not_depend_on_the_unit(unit: str) -> None:
    assert roots.newton(f"{unit} (x^2 - 2)", 1.0).status == roots.newton("x^2 - 2", 1.0).status
    flat = roots.newton(f"{unit} max(x - 1, 0)", 3.0)
    assert flat.status == roots.newton("max(x - 1, 0)", 3.0).status
    assert roots.newton(f"{unit} e^-x", 1.0, steps=3000).status.startswith("underflow")
    rate = float(1 / Function(unit + " + 0x").value([0.0]))
    valley = descend(Function(f"{unit} (x^2/2)"), 3.0, GradientDescent(0.5 * rate), steps=60)
    same = descend(Function("x^2/2"), 3.0, GradientDescent(0.5), steps=60)
    assert valley.status == same.status


@pytest.mark.parametrize("least", [1.0, 1e-3, 1e-5])
def test_a_slope_that_dips_and_is_not_zero_makes_no_level_ground(least: float) -> None:
    dips = Function(lambda x: x**3 + least * x)  # x² + `least` at least
    touches = Function(lambda x: x**3)
    for place in (0.01, 0.3, -2.0):
        point = np.array([[place]])
        assert not is_level_nearby(dips, point, np.array([10.0])).any()
        assert is_level_nearby(touches, point, np.array([10.0])).all()


@pytest.mark.parametrize("turn", [0.0, 0.4, 1.1])
def test_a_dip_of_the_slope_is_followed_in_the_plane_too(turn: float) -> None:
    c = np.cos(turn)
    s = np.sin(turn)

    def rotated(f: Callable[[Any, Any], Any]) -> Function:
        return Function(lambda x, y: f(c * x - s * y, s * x + c * y))

    point = np.array([[c * 0.05 + s * 1e-3, -s * 0.05 + c * 1e-3]])
    reach = np.array([5.0])
    for level in (
        lambda u, v: u**3 + v**2,
        lambda u, v: u**5 + v**2,
        lambda u, v: u**3 + u * v**2,
    ):
        assert is_level_nearby(rotated(level), point, reach).all()
    for steep in (lambda u, v: u**3 + 1e-3 * u + v**2, lambda u, v: u**3 + 1e-3 * u - v**2):
        assert not is_level_nearby(rotated(steep), point, reach).any()


def test_a_walk_thrown_where_floats_are_coarser_than_a_wave_has_not_converged() -> None:
    path = descend(Function("tan x"), float(np.pi / 2), GradientDescent(0.1))
    assert abs(path.points[-1, 0]) > 1e30
    assert path.status == "stopped moving at step 1"  # tan′ is 1 at least, everywhere


@pytest.mark.parametrize("rule", [BFGS(), LineSearch(), ConjugateGradient()])
@pytest.mark.parametrize(
    ("text", "start"), [("e^(x^2)", 20.0), ("10^300 x^2", 1.0), ("e^(x^2)", 18.5)]
)
def test_backtracking_finds_a_step_where_the_square_of_the_slope_is_no_float(
    text: str, start: float, rule: Rule
) -> None:
    f = Function(text)
    slope = f.gradient([start])[0]
    curvature = f.hessian([start])[0, 0]
    assert np.log10(slope) * 2 + np.log10(curvature) > 308  # gᵀHg is no float, and g² may be none
    path = descend(f, start, rule)
    assert path.status != "flat"
    assert path.values[1] < 0.9 * path.values[0]


@pytest.mark.parametrize(
    ("text", "start", "reason"),
    [
        ("x^2", 1e170, "for it is inf there, beyond the largest float or at a pole"),
        ("ln x", 0.0, "for it is -inf there, beyond the largest float or at a pole"),
        ("sqrt x", -1.0, "which lies outside its domain"),
    ],
)
def test_a_start_without_a_value_says_whether_it_is_outside_or_too_large(
    text: str, start: float, reason: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        descend(Function(text), start, GradientDescent(0.1))
