"""Far out, where floats lie wide apart, a status promises no more than floats can tell."""

from __future__ import annotations

import numpy as np
import pytest

from calclib import Adam, Function, GradientDescent, Momentum, Nesterov, Newton, descend
from calclib.optimize import roots
from calclib.optimize.rules import Rule

WAVES = ("sin x", "cos x", "sin x - 0.3", "x sin x", "tan x")
FAR = (1e16, 3e16, 1e17, 1e19, 1e22)  # the spacing of floats is 2 and more


@pytest.mark.parametrize("text", WAVES)
@pytest.mark.parametrize("start", FAR)
def test_no_root_of_a_wave_is_found_where_floats_are_coarser_than_it(
    text: str, start: float
) -> None:
    searches = [
        roots.newton(text, start),
        roots.secant(text, start, start + 16 * np.spacing(start)),
    ]
    assert [search.status for search in searches if "converged at" in search.status] == []
    assert all(np.isnan(search.root) for search in searches)


@pytest.mark.parametrize("text", [text for text in WAVES if text != "tan x"])  # it has poles
def test_bisection_far_out_says_that_floats_are_too_coarse(text: str) -> None:
    f = Function(text)
    ends = 1e16 + 2.0 * np.arange(200)
    signs = np.sign(f.value(ends[:, None]))
    for low, high in ((ends[0], b) for b, s in zip(ends, signs, strict=True) if s == -signs[0]):
        status = roots.bisection(f, float(low), float(high)).status
        assert status.startswith("floats too coarse at x = 1e+16"), (low, high)


@pytest.mark.parametrize("start", [1e12, 1e13, 1e14, 1e15])
def test_a_root_that_floats_can_tell_is_found_as_well_as_they_can(start: float) -> None:
    nearest = [roots.newton("sin x", start), roots.bisection("sin x", start, start + 3.0)]
    for search in nearest:
        assert search.status.startswith("converged")
        assert abs(np.sin(search.root)) <= max(2 * np.spacing(start), 1e-12 * start / 2)


@pytest.mark.parametrize("start", FAR)
@pytest.mark.parametrize("rule", [GradientDescent(0.4), GradientDescent(1.0), Newton()], ids=repr)
@pytest.mark.parametrize("text", ["sin x", "cos x"])
def test_no_minimum_of_a_wave_is_reached_where_floats_are_coarser_than_it(
    text: str, rule: GradientDescent | Newton, start: float
) -> None:
    path = descend(Function(text), start, rule, steps=40)
    assert not str(path.status).startswith("converged")


@pytest.mark.parametrize("place", [3e6, 1e10, 1e16, 1e17])
def test_one_root_and_one_minimum_are_found_however_far_out(place: float) -> None:
    line = Function(lambda x: x - place)
    bowl = Function(lambda x: (x - place) ** 2)
    assert roots.newton(line, 0.0).root == place
    assert roots.bisection(line, 0.0, 3.3 * place).root == pytest.approx(place, rel=1e-11)
    for rule in (GradientDescent(0.4), Newton()):
        assert str(descend(bowl, 0.0, rule, steps=200).status).startswith("converged")


@pytest.mark.parametrize(
    ("text", "start", "root"),
    [
        ("x^3 - 2x - 5", 2.0, 2.0945514815423265),
        ("(x - 1)^5", 3.0, 1.0),
        ("x^3 - 3x^2 + 3x - 1", 3.0, 1.0),
        ("x^2 - 1e-20", 1.0, 1e-10),
        ("sin(1000 x)", 0.0031, np.pi / 1000),
    ],
)
def test_the_changes_of_sign_that_rounding_makes_hide_no_root(
    text: str, start: float, root: float
) -> None:
    search = roots.newton(text, start, steps=200)
    assert search.status.startswith("converged"), search.status
    assert search.root == pytest.approx(root, abs=1e-4 * root + 1e-12)


@pytest.mark.parametrize("place", [-1e9, 3e7, 1e12])
@pytest.mark.parametrize(
    "rule", [GradientDescent(0.001), Momentum(0.001, 0.9), Nesterov(1e-4, 0.99), Adam(1e6)]
)
def test_no_run_towards_a_far_minimum_is_called_lost(place: float, rule: Rule) -> None:
    f = Function(lambda x: (x - place) ** 2)
    slope_at_start = 2 * abs(place)
    for steps in (1, 2, 3, 5, 8, 13, 21):  # momentum takes longer and longer steps at first
        path = descend(f, 0.0, rule, steps)
        if (np.abs(f.gradient(path.tail)) <= slope_at_start).all():
            assert not path.diverged, (steps, path.status)


@pytest.mark.parametrize(
    ("text", "start", "root"),
    [
        ("(x - 10^9)^3", 0.0, 1e9),
        ("ln x - 25", 1.0, np.exp(25.0)),
        ("1/x - 10^-8", 1.0, 1e8),
        ("sqrt(x) - 10^7", 1.0, 1e14),
    ],
)
def test_no_search_on_its_way_to_a_far_root_is_called_lost(
    text: str, start: float, root: float
) -> None:
    for steps in range(1, 80):
        search = roots.newton(text, start, steps)
        if search.status.startswith("converged"):
            break
        many = "s" if steps > 1 else ""
        assert search.status == f"not converged after {steps} step{many}"
    assert search.root == pytest.approx(root, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "start", "status"),
    [
        ("x^2 - 2", 1e200, "value overflowed at step 0"),  # Newton would halve x from there
        ("e^(x^2) - 2", 30.0, "value overflowed at step 0"),  # e⁹⁰⁰
        ("1/x", 0.0, "pole at x = 0"),
    ],
)
def test_a_value_that_is_infinite_is_said_to_be_so(text: str, start: float, status: str) -> None:
    assert roots.newton(text, start).status == status
    assert roots.secant(text, start, 1.1 * start + 1).status == status


def test_bisection_needs_only_the_sign_of_a_value_that_overflows() -> None:
    assert roots.bisection("e^(x^2) - 2", 0.0, 100.0).root == pytest.approx(np.sqrt(np.log(2)))
