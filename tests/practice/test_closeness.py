"""When two numbers are one: how far an answer may be from what is expected, and in which shape."""

from __future__ import annotations

import numpy as np
import pytest

from calclib.practice import check
from calclib.practice.slips import close

# What is expected, and the size beside which its entries are compared.
TARGETS: list[tuple[list[float], float]] = [
    ([0.0], 1.0),
    ([0.0, 0.0], 1.0),
    ([1e-9], 1e-9),
    ([0.5, -1e-3, 0.0], 0.5),
    ([-0.25, 0.125], 0.25),
    ([1.0], 1.0),
    ([3.0, -400.0, 0.0], 1.0),
    ([0.25, np.nan], 0.25),
    ([0.5, np.inf], 0.5),
]


@pytest.mark.parametrize(("expected", "size"), TARGETS)
@pytest.mark.parametrize("tolerance", [1e-6, 1e-2])
@pytest.mark.parametrize("side", [1, -1])
def test_an_entry_may_be_off_by_the_tolerance_times_its_size_and_the_common_one(
    expected: list[float], size: float, tolerance: float, side: int
) -> None:
    target = np.array(expected)
    allowed = np.where(np.isfinite(target), tolerance * (size + np.abs(target)), 0.0)
    assert close(target + side * 0.99 * allowed, target, tolerance).all()
    for k in np.flatnonzero(np.isfinite(target)):
        values = target.copy()
        values[k] += side * 1.01 * allowed[k]
        agree = close(values, target, tolerance)
        assert not agree[k]
        assert np.delete(agree, k).all()


def test_a_place_without_a_value_agrees_with_another_alone() -> None:
    lost = np.array([np.nan])
    assert close(lost, lost, 1e-6).all()
    assert not close(lost, np.array([0.0]), 1e-6).any()
    assert not close(np.array([0.0]), lost, 1e-6).any()


def test_one_number_is_a_list_of_one_whatever_it_depends_on() -> None:
    assert check("2x", ["2x"], variables=("x",)).passed
    assert check(lambda x: 2 * x, lambda x: np.array([2 * x])).passed
    assert check(lambda x: 3 * x, lambda x: np.array([2 * x])).passed is False
    assert check(3.0, [3.0]).passed
    assert "give it alone" in check([3.0], 3.0).message
