"""The numbers of a verdict are true: at the place that it names, both sides have these values."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from calclib.arrays import Array
from calclib.practice import check

NUMBER = r"-?\d[\d.e+-]*\d|-?\d"
PLACE = re.compile(rf"\b([xy]) = ({NUMBER})")
YOURS = re.compile(rf"yours gives ({NUMBER})")
WANTED = re.compile(rf"it should (?:give|be) ({NUMBER})")
OFF = re.compile(rf"it is off by ({NUMBER})")
ENTRY = re.compile(rf"entry \[(\d)\] of yours is ({NUMBER})")
Formula = Callable[..., float]
# What is typed and what is expected, and both as functions of the variables.
DEPARTING: list[tuple[str, Formula, str, Formula]] = [
    ("x^2 + x^3", lambda x: x**2 + x**3, "x^2", lambda x: x**2),
    ("3", lambda x: 3.0, "x^2", lambda x: x**2),
    ("max(x, -10^7)", lambda x: max(x, -1e7), "x", lambda x: x),
    ("x + max(0, x - 10^5)", lambda x: x + max(0.0, x - 1e5), "x", lambda x: x),
    ("x + max(0, -x - 777)", lambda x: x + max(0.0, -x - 777), "x", lambda x: x),
    ("x y^2", lambda x, y: x * y**2, "x^2 y", lambda x, y: x**2 * y),
    (
        "x + max(0, 1 - (y - 2)^2)",
        lambda x, y: x + max(0.0, 1 - (y - 2) ** 2),
        "x + 0y",
        lambda x, y: x,
    ),
    (
        "max(x, y) sign(x - y)^2",
        lambda x, y: max(x, y) * np.sign(x - y) ** 2,
        "max(x, y)",
        lambda x, y: max(x, y),
    ),
]


def place_in(message: str) -> list[float]:
    """The place that a verdict names, in the order of the letters."""
    return [float(number) for _, number in sorted(PLACE.findall(message))]


def told(kind: re.Pattern[str], message: str) -> float:
    """The number that a verdict tells of this kind."""
    found = kind.search(message)
    assert found is not None, message
    return float(found[1])


@pytest.mark.parametrize(("typed", "yours", "expected", "wanted"), DEPARTING)
def test_both_values_are_those_at_the_place_that_is_named(
    typed: str, yours: Formula, expected: str, wanted: Formula
) -> None:
    names = ("x", "y") if "y" in typed else ("x",)
    message = check(typed, expected, variables=names).message
    place = place_in(message)
    assert len(place) == len(names), message
    assert told(YOURS, message) == pytest.approx(yours(*place), rel=6e-3, abs=1e-12), message
    assert told(WANTED, message) == pytest.approx(wanted(*place), rel=6e-3, abs=1e-12), message
    assert told(YOURS, message) != told(WANTED, message)


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("x + 10^-9 sqrt(5.5 - x)", lambda x: 1e-9 * np.sqrt(5.5 - x)),
        ("x - x^2/10^14", lambda x: -(x**2) / 1e14),
        ("x + 10^-12", lambda x: 1e-12),
    ],
)
def test_a_tiny_difference_is_that_at_the_place_that_is_named(typed: str, apart: Formula) -> None:
    message = check(typed, "x", variables=("x",)).message
    assert told(OFF, message) == pytest.approx(apart(*place_in(message)), rel=0.05), message


def test_of_two_functions_the_first_entry_that_departs_is_named_with_its_values() -> None:
    def yours(x: float, y: float) -> Array:
        return np.array([x, y + x, 0.0])

    def wanted(x: float, y: float) -> Array:
        return np.array([x, y, 0.0])

    message = check(yours, wanted).message
    found = ENTRY.search(message)
    assert found is not None, message
    entry = int(found[1])
    assert entry == 1
    place = place_in(message)
    assert float(found[2]) == pytest.approx(yours(*place)[entry], rel=6e-3)
    assert told(WANTED, message) == pytest.approx(wanted(*place)[entry], rel=6e-3)


@pytest.mark.parametrize("end", [1e6, 4e5, 3e7])
def test_a_value_that_is_missing_or_too_much_is_so_at_the_place_that_is_named(end: float) -> None:
    ends = f"x + 0 sqrt({end:.0f} - x)"
    message = check(ends, "x", variables=("x",)).message
    (x,) = place_in(message)
    assert x > end
    assert "yours has no value" in message
    assert told(WANTED, message) == pytest.approx(x, rel=6e-3)
    message = check("x", ends, variables=("x",)).message
    (x,) = place_in(message)
    assert x > end
    assert "there should be no value" in message
    assert told(YOURS, message) == pytest.approx(x, rel=6e-3)
