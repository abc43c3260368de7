"""Far out, where floats lie wide apart, a status promises no more than floats can tell."""

from __future__ import annotations

import numpy as np
import pytest

from calclib import Function, GradientDescent, Newton, descend
from calclib.optimize import roots

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
