"""A search has no favourite side and no favourite unit: f(−x) and 2ᵏ f are searched as f is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calclib import Function
from calclib.optimize import roots
from calclib.optimize.roots import Search
from calclib.optimize.vanishing import end_of_zero, is_even, is_rounded_away, is_underflow

Formula = Callable[[Any], Any]
# A function, where a search begins, and the words with which it ends.
NEWTON: list[tuple[Formula, float, str]] = [
    (lambda x: x**2 - 2, 2.0, "converged"),
    (lambda x: x**2, 1.0, "converged"),
    (lambda x: (x - 1) ** 3, 1.0001, "converged"),
    (lambda x: x**3 - 2 * x + 2, 0.0, "cycle of length 2"),
    (lambda x: x**2 - 2, 0.0, "flat tangent"),
    (np.arctan, 1.5, "diverged"),
    (lambda x: np.sqrt(x) + 1, 1.0, "left the domain"),
    (lambda x: x**3, 0.1, "not converged"),
    (lambda x: np.exp(-x), 800.0, "underflow"),
    (lambda x: x * np.exp(-x), 800.0, "underflow"),
    (lambda x: np.maximum(x - 1, 0), 3.0, "converged"),
    (lambda x: np.sin(1000 * x), 0.0031, "converged"),
    (lambda x: 1 / x, 1.0, "diverged"),
]
BISECTION: list[tuple[Formula, float, float, str]] = [
    (lambda x: x**2 - 2, 0.0, 2.0, "converged"),
    (lambda x: x - 0.3, -1.0, 4.0, "converged"),
    (np.tan, 1.0, 2.0, "pole"),
    (lambda x: 1 / x, -1.0, 2.0, "pole"),
    (lambda x: np.floor(x) - 0.5, 0.0, 3.0, "jump"),
    (lambda x: np.where(x < 0.3, -1.0, 4.0), -1.0, 2.0, "jump"),
    (lambda x: np.where(x < 0.3, x - 0.3, x + 1), -1.0, 2.0, "jump"),
    (lambda x: np.where(x < 0.3, x - 1, x - 0.3), -1.0, 2.0, "jump"),
    (lambda x: np.maximum(x - 1, 0) - np.maximum(-x - 1, 0), -3.0, 4.0, "converged"),
    (lambda x: (x - 1) ** 3, 0.0, 2.5, "converged"),
]
UNITS = [2.0**-60, 2.0**60]


def kind(search: Search) -> str:
    """How a search ended, without the place, which is turned round with the function."""
    return re.sub(r" at x = .*", "", search.status)


@pytest.mark.parametrize(("f", "start", "status"), NEWTON)
@pytest.mark.parametrize("unit", UNITS)
def test_newton_takes_the_same_steps_in_every_unit(
    f: Formula, start: float, status: str, unit: float
) -> None:
    plain = roots.newton(Function(f), start)
    other = roots.newton(Function(lambda x: unit * f(x)), start)
    assert plain.status.startswith(status)
    assert other.status == plain.status
    np.testing.assert_array_equal(other.points, plain.points)


@pytest.mark.parametrize(("f", "start", "status"), NEWTON)
def test_newton_takes_the_same_steps_to_the_other_side(
    f: Formula, start: float, status: str
) -> None:
    plain = roots.newton(Function(f), start)
    mirrored = roots.newton(Function(lambda x: f(-x)), -start)
    assert plain.status.startswith(status)
    assert mirrored.status == plain.status
    np.testing.assert_array_equal(mirrored.points, -plain.points)


@pytest.mark.parametrize(("f", "low", "high", "status"), BISECTION)
def test_bisection_finds_the_same_in_every_unit_and_from_both_sides(
    f: Formula, low: float, high: float, status: str
) -> None:
    plain = roots.bisection(Function(f), low, high)
    assert plain.status.startswith(status)
    for unit in UNITS:
        other = roots.bisection(Function(lambda x, unit=unit: unit * f(x)), low, high)
        assert other.status == plain.status
        np.testing.assert_array_equal(other.points, plain.points)
    mirrored = roots.bisection(Function(lambda x: f(-x)), -high, -low)
    assert kind(mirrored) == kind(plain)
    assert mirrored.points[-1] == pytest.approx(-plain.points[-1], abs=1e-11)


# A function that is 0 at a place, and whether only floats make it so.
ZEROS: list[tuple[Formula, float, bool]] = [
    (lambda x: np.exp(-x), 800.0, True),
    (lambda x: np.exp(-(x**2)), 30.0, True),
    (lambda x: x * np.exp(-x), 800.0, True),
    (lambda x: np.exp(-x), 745.5, True),  # a little to the left there is a value
    (lambda x: np.sqrt(x) * np.exp(-x), 800.0, True),  # and none at all below 0
    (lambda x: 1 - np.tanh(x) ** 2, 30.0, True),
    (lambda x: 1 - np.tanh(x), 30.0, True),
    (lambda x: np.maximum(x - 1, 0.0), 0.0, False),
    (np.floor, 0.5, False),
    (lambda x: np.where(x < 1, 0.0, 0.5 + x), 0.0, False),
    (lambda x: 0.0 * x, 1.0, False),
    (lambda x: x**20, 0.0, False),
]


@pytest.mark.parametrize(("f", "x", "is_lost"), ZEROS)
@pytest.mark.parametrize("unit", [1.0, *UNITS])
@pytest.mark.parametrize("way", [1, -1])
def test_a_lost_value_is_told_from_a_zero_in_every_unit_and_on_both_sides(
    f: Formula, x: float, is_lost: bool, unit: float, way: int
) -> None:
    def other(t: float) -> Any:
        return unit * f(way * t)

    with np.errstate(all="ignore"):
        assert other(way * x) == 0
    assert is_underflow(other, way * x) is is_lost
    assert is_rounded_away(other, way * x) is is_lost


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("end", [0.3, 1.0, 7.0, 1e6])
def test_the_end_of_a_zero_is_just_beyond_it(end: float, way: int) -> None:
    def f(x: float) -> float:
        return max(way * x - end, 0.0)

    for share in (1e-6, 1e-9):
        found = end_of_zero(f, 0.0, way, share=share)
        assert f(found) > 0
        assert end < way * found <= end + share
    assert end_of_zero(f, 0.0, -way) == -way * np.inf
    assert is_even(f, way * (end + 1e-6 * (1 + end)), way)
    assert not is_even(lambda x: float(way * x > end), way * (end + 1e-6 * (1 + end)), way)
