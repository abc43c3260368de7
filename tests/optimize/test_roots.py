"""Root finding: how fast, and how it fails."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib.functions.function import Function
from calclib.optimize import roots
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent

ROOT = np.sqrt(2.0)


def test_newton_doubles_the_digits() -> None:
    errors = np.abs(roots.newton("x^2 - 2", 2.0).points[:5] - ROOT)
    assert [f"{error:.1e}" for error in errors] == [
        *("5.9e-01", "8.6e-02", "2.5e-03", "2.1e-06", "1.6e-12")
    ]


def test_newton_squares_the_error_and_the_secant_takes_the_golden_power() -> None:
    newton = np.abs(roots.newton("x^2 - 2", 2.0).points[:4] - ROOT)
    assert np.allclose(newton[1:] / newton[:-1] ** 2, 1 / (2 * ROOT), rtol=0.35)
    secant = np.log(np.abs(roots.secant("x^2 - 2", 1.0, 2.0).points[2:7] - ROOT))
    orders = np.diff(secant)[1:] / np.diff(secant)[:-1]
    assert orders[-1] == pytest.approx(1.618, abs=0.15)


@settings(max_examples=30, deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 3), st.floats(0.1, 3))
def test_bisection_halves_its_bracket_and_keeps_the_root(
    root: float, left: float, right: float
) -> None:
    search = roots.bisection(lambda x: np.tanh(x - root), root - left, root + right)
    width = np.diff(search.brackets, axis=1)[:, 0]
    assert np.allclose(width[1:], width[:-1] / 2, rtol=1e-3, atol=1e-14)
    assert (search.brackets[:, 0] <= root + 1e-12).all()
    assert (search.brackets[:, 1] >= root - 1e-12).all()
    assert np.allclose(search.points, search.brackets.mean(axis=1))
    assert search.root == pytest.approx(root, abs=1e-10)


def test_bisection_wants_a_change_of_sign() -> None:
    with pytest.raises(ValueError, match="same sign"):
        roots.bisection("x^2 + 1", -1.0, 1.0)


def test_newton_can_go_round_for_ever() -> None:
    search = roots.newton("x^3 - 2x + 2", 0.0)
    assert search.status == "cycle of length 2"
    assert search.points[:4].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert np.isnan(search.root)


def test_newton_runs_away_from_a_cube_root() -> None:
    search = roots.newton("cbrt(x)", 0.1)
    assert np.allclose(search.points[1:5], [-0.2, 0.4, -0.8, 1.6])
    assert search.status == f"diverged at step {len(search.points) - 1}"


@pytest.mark.parametrize(
    ("f", "start", "status"),
    [
        ("x^2 - 2", 0.0, "flat tangent at step 0"),
        ("sqrt(x) + 1", 1.0, "left the domain at step 1"),
        ("exp(x)", 0.0, "not converged after 50 steps"),
        ("x^2", 1.0, "converged at step"),
        ("x - 3", 3.0, "converged at step 0"),
        ("atan(x)", 1.5, "diverged at step"),
    ],
)
def test_a_search_ends_in_words(f: str, start: float, status: str) -> None:
    assert roots.newton(f, start).status.startswith(status)


@pytest.mark.parametrize(
    ("f", "low", "high", "status"),
    [
        ("tan(x)", 1.0, 2.0, "pole at x = 1.5708"),  # π/2
        ("1/x", -1.0, 2.0, "pole at x = 0"),
        ("1/x", -1.0, 1.0, "pole at x = 0"),
        ("floor(x) - 1/2", 0.0, 3.0, "jump at x = 1"),
        ("sin(x)", 0.0, np.pi, "converged"),  # both ends are roots
        ("10^6 (x - 3/10)", 0.0, 1.0, "converged"),
        ("x - 3000000", 0.0, 1e7, "converged"),
    ],
)
def test_bisection_says_what_it_found_where_the_sign_changes(
    f: str, low: float, high: float, status: str
) -> None:
    search = roots.bisection(f, low, high)
    assert search.status.startswith(status)
    assert np.isnan(search.root) != status.startswith("converged")


@pytest.mark.parametrize(
    ("f", "start", "status"),
    [
        ("sqrt(x)", 1e-14, "left the domain at step 1"),  # its first step leads to −10⁻¹⁴
        ("x^3 - 1", 1e-160, "diverged at step 1"),  # 1/(3·10⁻³²⁰) is no float
        ("x^3", 0.1, "not converged after 50 steps"),  # 0.1·(2/3)⁵⁰ is no cycle
        ("x - 3000000", 1.0, "converged at step 1"),
        ("x^2 - 10^14", 1.0, "converged at step"),
        ("x - 3000000", -1.0, "converged at step 1"),
        ("cbrt(x)", 0.1, "diverged at step 24"),  # 0.1·2²⁴ > 1.1·10⁶ > 0.1·2²³
    ],
)
def test_newton_promises_only_what_it_checked(f: str, start: float, status: str) -> None:
    assert roots.newton(f, start).status.startswith(status)


def test_a_first_step_that_is_too_small_to_matter_is_the_last() -> None:
    search = roots.newton("x^2 - 2", 2**0.5 + 1e-13)
    assert search.status == "converged at step 1"


def test_a_value_too_small_for_a_float_is_no_root() -> None:
    search = roots.newton("exp(-x)", 0.0, steps=1000)  # each step is 1, and e⁻⁷⁴⁶ is 0 as a float
    assert search.status == "underflow at step 746"
    assert np.isnan(search.root)


def test_one_point_makes_no_chord() -> None:
    for f in ("x^2 + 1", "x^2 - 2"):
        with pytest.raises(ValueError, match="choose two different points"):
            roots.secant(f, 1.0, 1.0)


@settings(max_examples=40, deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(0.5, 100.0), st.floats(-3.0, 3.0))
def test_a_root_is_found_however_far_it_is(root: float, slope: float, start: float) -> None:
    f = Function(lambda x: slope * (x - root) * (2 + np.tanh(x - root)))
    for search in (
        roots.secant(f, start, start + 1),
        roots.bisection(f, root - 7, root + 5, steps=200),
    ):
        if search.status.startswith("converged"):
            assert abs(search.root - root) <= 1e-9 * (1 + abs(root))
        else:
            assert np.isnan(search.root)


def test_two_small_roots_are_two() -> None:
    found = roots.basins("z^2 - 10^(-10)", box=(-1e-4, 1e-4, -1e-4, 1e-4), size=20)
    assert np.allclose(sorted(found.roots.real), [-1e-5, 1e-5], rtol=1e-9)
    assert (found.root >= 0).all()


@pytest.mark.parametrize("polynomial", ["(z - 1)^2 (z + 1)", "z^3 - 3z + 2", "(z - 2)^3"])
def test_a_multiple_root_is_reached_without_asking_for_less(polynomial: str) -> None:
    found = roots.basins(polynomial, size=40)
    assert (found.root >= 0).mean() > 0.99


def test_a_flat_chord_ends_the_secant() -> None:
    assert roots.secant("x^2 + 1", -1.0, 1.0).status == "flat tangent at step 1"


def test_functions_text_and_callables_search_alike() -> None:
    for f in ("cos(x) - x", lambda x: np.cos(x) - x, Function("cos(x) - x")):
        assert roots.newton(f, 1.0).root == pytest.approx(0.7390851332151607, abs=1e-14)


def test_roots_are_sought_in_one_variable() -> None:
    with pytest.raises(ValueError, match="one variable"):
        roots.newton("x + y", 1.0)


def test_the_basins_of_three_roots_of_one_share_the_plane() -> None:
    found = roots.basins("z^3 - 1")
    assert np.allclose(found.roots**3, 1)
    real = np.abs(found.roots - 1).argmin()
    shares = [(found.root == k).mean() for k in range(3)]
    assert shares[real] == pytest.approx(0.353, abs=1e-3)
    assert sorted(shares)[:2] == pytest.approx([0.323, 0.323], abs=1e-3)


def test_a_basin_says_what_newton_does_from_each_point() -> None:
    found = roots.basins([1.0, 0.0, 0.0, -1.0], size=40, steps=50)
    x = np.linspace(-2, 2, 40)
    for row, column in ((3, 7), (20, 33), (39, 0)):
        z = x[column] + 1j * x[row]
        for _ in range(found.steps[row, column]):
            z = z - (z**3 - 1) / (3 * z**2)
        assert abs(z - found.roots[found.root[row, column]]) <= 1e-9


def test_points_that_reach_no_root_have_a_name_of_their_own() -> None:
    found = roots.basins("z^3 - 2z + 2", box=(-0.05, 0.05, -0.05, 0.05), size=21, steps=200)
    assert found.root[10, 10] == -1
    assert found.steps[10, 10] == 200


def test_basins_want_a_polynomial() -> None:
    with pytest.raises(ValueError, match="not a polynomial"):
        roots.basins("sin(z)")


@pytest.mark.parametrize(
    ("polynomial", "places"),
    [("z^3 - 3z + 2", [-2, 1]), ("(z - 2)^3", [2]), ("z^4 + 2z^2 + 1", [-1j, 1j]), ("z^2", [0])],
)
def test_a_multiple_root_is_one_and_draws_its_whole_basin(
    polynomial: str, places: list[complex]
) -> None:
    found = roots.basins(polynomial, size=40, tolerance=1e-3)
    apart = np.abs(found.roots - np.array(places)[:, None])
    assert len(found.roots) == len(places)
    assert (apart.min(axis=0) < 1e-4).all()
    assert (apart.min(axis=1) < 1e-4).all()
    assert (found.root >= 0).mean() > 0.99


@pytest.mark.parametrize(
    ("f", "start"),
    [("exp(-x^2)", 1.0), ("x*exp(-x)", 2.0), ("x*exp(-x)", 800.0), ("exp(-x)", 800.0)],
)
def test_what_newton_runs_out_into_is_no_root(f: str, start: float) -> None:
    search = roots.newton(f, start, steps=1000)
    assert search.status.startswith("underflow at step")
    assert np.isnan(search.root)


def test_a_zero_on_a_whole_interval_is_a_root() -> None:
    dead_zone = "max(x - 1, 0) - max(-x - 1, 0)"
    for search in (
        roots.newton("max(x - 1, 0)", 0.5),
        roots.newton("max(x - 1, 0)", 3.0),
        roots.bisection(dead_zone, -3.0, 4.0),
        roots.secant(dead_zone, 3.0, 2.0),
        roots.newton("0*x", 1.0),
        roots.bisection("0*x", 0.0, 1.0),
    ):
        assert search.status.startswith("converged at step")
        assert -1 <= search.root <= 1


def test_no_tolerance_is_finer_than_a_float() -> None:
    for n in (2, 3, 5, 7, 10):
        search = roots.newton(f"x^2 - {n}", 1.0, tolerance=0.0)
        assert search.status.startswith("converged at step")
        assert search.root == pytest.approx(np.sqrt(n), rel=1e-15)


@pytest.mark.parametrize("bad", [np.inf, np.nan, None, "1", [1, 2], 1j], ids=repr)
def test_a_search_begins_at_finite_numbers(bad: object) -> None:
    for search in (
        lambda: roots.newton("x^2 - 2", bad),  # type: ignore[arg-type]
        lambda: roots.secant("x^2 - 2", bad, 1.0),  # type: ignore[arg-type]
        lambda: roots.bisection("x^2 - 2", 0.0, bad),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match="begins at a finite number"):
            search()


def test_an_end_outside_the_domain_is_named() -> None:
    with pytest.raises(ValueError, match="no value at the end x = -1"):
        roots.bisection("log(x)", -1.0, 2.0)


def test_newton_begins_at_one_number_in_a_list_as_at_the_number() -> None:
    plain = roots.newton("x^2 - 2", 1.0)
    for start in ([1.0], np.array([[1.0]])):
        np.testing.assert_array_equal(roots.newton("x^2 - 2", start).points, plain.points)


@pytest.mark.parametrize("start", [1.0, 1e3, -1e7])
def test_a_search_is_lost_a_million_times_farther_than_it_began(start: float) -> None:
    search = roots.newton("1/x", start, steps=40)  # doubles x for ever
    lost = next(k for k in range(41) if 2**k * abs(start) > 1e6 * (1 + abs(start)))
    assert search.status == f"diverged at step {lost}"
    np.testing.assert_allclose(search.points, start * 2.0 ** np.arange(lost + 1), rtol=1e-12)
    assert roots.newton("1/x", start, steps=lost - 1).status == (
        f"not converged after {lost - 1} steps"
    )


def test_the_record_of_a_lost_secant_has_a_chord_for_each_of_its_iterates_but_the_first() -> None:
    search = roots.secant("1/x", 1.0, 2.0)
    assert search.status == f"diverged at step {len(search.points) - 1}"
    assert search.brackets is not None
    assert search.brackets.shape == (len(search.points) - 1, 2)
    np.testing.assert_array_equal(search.brackets[1:, 1], search.points[2:])


@pytest.mark.parametrize("tolerance", [1e-1, 1e-2, 1e-4, 1e-8])
def test_a_search_ends_with_its_first_step_within_the_tolerance(tolerance: float) -> None:
    for search in (
        roots.newton("x^2 - 2", 2.0, tolerance=tolerance),
        roots.secant("x^2 - 2", 1.0, 2.0, tolerance=tolerance),
        roots.bisection("x^2 - 2", 0.0, 2.0, tolerance=tolerance),
    ):
        x = search.points
        is_short = np.abs(np.diff(x)) <= tolerance * (1 + np.abs(x[1:]))
        assert is_short[-1]
        assert not is_short[:-1].any()
        assert search.status == f"converged at step {len(x) - 1}"
        assert abs(search.root - ROOT) <= tolerance * (1 + ROOT)


def test_an_exact_zero_on_the_way_to_a_root_is_no_jump() -> None:
    # The zero is met at once, while the other end of the bracket is as far as before.
    for low, high in ((-1.0, 1.0), (-2.0, 2.0), (-1.0, 3.0)):  # and a 1 is nothing special
        assert roots._crossing(Function("x"), low, high) == "root"
        assert roots._crossing(Function("-x^3"), low, high) == "root"
        assert roots._crossing(Function("sign(x)"), low, high) == "jump"


@pytest.mark.parametrize(
    "powers", [[1, 0, 0, -1], [1, 0, -2, 0, 1], [2, -3, 0.5, 7, -1e3], [1, 0], [1e-3, 1e4, 1]]
)
@pytest.mark.parametrize("tolerance", [1e-3, 1e-9])
def test_basins_are_those_of_the_distances_of_all_points_to_all_roots(
    powers: list[float], tolerance: float
) -> None:
    found = roots.basins(powers, (-3.0, 2.0, -1.0, 4.0), 23, 40, tolerance)
    p = np.poly1d(powers)
    ends, multiplicity = roots.distinct_roots(p)
    near = (tolerance ** (1 / multiplicity))[:, None]
    z = (np.linspace(-3, 2, 23) + 1j * np.linspace(-1, 4, 23)[:, None]).ravel()
    which = np.full(z.size, -1)
    steps = np.full(z.size, 40)
    for k in range(41):
        distance = np.abs(z - ends[:, None])
        come = (distance <= near).any(axis=0) & (which < 0)
        which[come] = distance[:, come].argmin(axis=0)
        steps[come] = k
        with np.errstate(all="ignore"):
            z = z - p(z) / p.deriv()(z)
    assert np.array_equal(found.root.ravel(), which)
    assert np.array_equal(found.steps.ravel(), steps)


@pytest.mark.parametrize("square", [2, 3, 8, 10])
def test_a_search_from_the_other_side_finds_the_other_root_in_as_many_steps(square: int) -> None:
    f = Function(f"x^2 - {square}")
    # Without a tolerance it ends where no float is nearer: the last two points may take turns.
    for search, starts, tolerance in (
        (roots.newton, (1.5,), 0.0),
        (roots.newton, (1.5,), 1e-9),
        (roots.secant, (1.5, 1.2), 1e-9),
    ):
        there = search(f, *starts, tolerance=tolerance, steps=60)
        here = search(f, *(-start for start in starts), tolerance=tolerance, steps=60)
        assert here.status == there.status
        assert here.status.startswith("converged")
        assert np.array_equal(here.points, -there.points)


@pytest.mark.parametrize("text", ["10^-300 x^20", "10^-320 x^3", "10^-300 x^20 e^x"])
def test_a_zero_that_the_formula_has_exactly_is_no_underflow(text: str) -> None:
    assert roots.newton(text, 0.0).status == "converged at step 0"
    walk = descend(Function(text), 0.0, GradientDescent(0.1), steps=3)
    assert walk.status == "converged at step 0"


@pytest.mark.parametrize("text", ["10^-300 x^20", "10^-300 x^20 e^x"])
def test_beside_such_a_zero_what_is_too_small_for_a_float_is_an_underflow(text: str) -> None:
    assert roots.newton(text, 1e-9).status == "underflow at step 0"
    walk = descend(Function(text), 1e-9, GradientDescent(0.1), steps=3)
    assert walk.status == "underflow at step 0"


@pytest.mark.parametrize("changes", [0, 1, 2, 3, 4])
def test_a_root_is_told_from_others_where_the_sign_changes_once_within_a_few_floats(
    changes: int,
) -> None:
    x = 5.0
    width = 6 * np.spacing(x)  # 16 floats to each side are looked at
    ends = x + width * (np.arange(changes) - (changes - 1) / 2)
    square_wave = Function(lambda t: np.prod([np.sign(end - t) for end in ends], axis=0) + 0 * t)
    assert roots._is_resolved(square_wave, x, 0.0) == (changes <= 1)
    # Beside values that are so much smaller than those farther out, rounding changes the sign.
    faint = Function(lambda t: square_wave(t) * np.minimum(1.0, np.abs(t - x)))
    assert roots._is_resolved(faint, x, 0.0)


@pytest.mark.parametrize("steps", [2, 5, 20])
def test_a_search_that_was_thrown_far_and_comes_back_has_not_diverged(steps: int) -> None:
    search = roots.newton("x^2 - 2", 1e-9, steps=steps)  # at 10⁹, and half as far at each step
    np.testing.assert_allclose(search.points[1:], 1e9 / 2.0 ** np.arange(steps), rtol=1e-6)
    assert search.status == f"not converged after {steps} steps"


@pytest.mark.parametrize("unit", [2.0**-40, 2.0**40])
@pytest.mark.parametrize("powers", [[1, 0, 0, -1], [2, -3, 0.5, 7, -1e3], [1e-3, 1e4, 1]])
def test_basins_do_not_depend_on_the_unit_of_the_polynomial(
    powers: list[float], unit: float
) -> None:
    scaled = [unit * power for power in powers]
    plain = roots.basins(powers, (-3.0, 2.0, -1.0, 4.0), 23, 40, 1e-3)
    other = roots.basins(scaled, (-3.0, 2.0, -1.0, 4.0), 23, 40, 1e-3)
    assert np.array_equal(other.root, plain.root)
    assert np.array_equal(other.steps, plain.steps)
    assert np.array_equal(other.roots, plain.roots)
