"""Where formulas are tried: lines through the space of variables, and special places on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from mpmath import mp

from calclib.expressions import parse
from calclib.expressions.formulas import real_symbols
from calclib.practice.special_places import (
    MOST_PLACES,
    Line,
    compiled_marks,
    in_many_digits,
    lines_through,
    special_places,
)


def line_of(line: Line) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """A line as what tells it from another."""
    return line.origin, line.direction


def test_lines_of_a_plane_run_along_both_axes_and_where_the_variables_tie() -> None:
    lines = list(lines_through(np.array([[2.0, 3.0], [9.0, 9.0], [5.0, 7.0]])))
    assert {line_of(line) for line in lines if line.generic} == {
        ((0.0, 3.0), (1.0, 0.0)),
        ((2.0, 0.0), (0.0, 1.0)),
        ((0.0, 7.0), (1.0, 0.0)),
        ((5.0, 0.0), (0.0, 1.0)),
    }
    assert {line_of(line) for line in lines if not line.generic} == {
        ((0.0, 0.0), (1.0, 0.0)),  # y = 0
        ((0.0, 1.0), (1.0, 0.0)),  # y = 1
        ((0.0, 0.0), (0.0, 1.0)),  # x = 0
        ((1.0, 0.0), (0.0, 1.0)),  # x = 1
        ((0.0, 0.0), (1.0, 1.0)),  # x = y
        ((0.0, 0.0), (1.0, -1.0)),  # x = −y, and back
        ((0.0, 0.0), (-1.0, 1.0)),
    }


def test_each_pair_of_three_variables_ties_while_the_third_is_as_it_was_given() -> None:
    lines = list(lines_through(np.array([[2.0, 3.0, 5.0]])))
    ties = {line.origin: line for line in lines if sum(map(bool, line.direction)) == 2}
    assert set(ties) == {(0.0, 0.0, 5.0), (0.0, 3.0, 0.0), (2.0, 0.0, 0.0)}
    for origin, line in ties.items():
        assert [bool(a) for a in origin] == [not b for b in line.direction]


def test_a_point_of_a_line_is_its_origin_and_so_many_times_its_direction() -> None:
    line = Line((1.0, -2.0), (3.0, 0.5))
    np.testing.assert_array_equal(line.points(np.array([0.0, 2.0])), [[1, -2], [7, -1]])
    assert line.at(mp.mpf(2)) == (7, -1)


ROOT = np.sqrt(2.0)
# A formula, and some places at which a part of it is 0, jumps, bends or ends.
PLACES: list[tuple[str, list[float]]] = [
    ("|x - 777| + |x + 777|", [-777, 777]),
    ("max(x, 2x - 3)", [3]),
    ("x^2 - 2", [-ROOT, ROOT]),
    ("x^2 - 6x + 9", [3]),  # it touches 0 and turns back
    ("x^2 - 2 sqrt(2) x + 2", [ROOT]),
    ("x^2 + 2*1234.5 x + 1234.5^2", [-1234.5]),
    ("x^4 - 6x^2 + 9", [-np.sqrt(3), np.sqrt(3)]),
    ("log(x - 54321)", [54321]),  # it ends
    ("sqrt(5.5 - x)", [5.5]),
    ("floor(x/3)", [-6, -3, 0, 3, 6, 9]),
    ("asin(x/7)", [-7, 0, 7]),
    ("||x - 4| - 0.01|", [3.99, 4, 4.01]),  # the ones are seen from the other
    ("1/(x - pi)", [np.pi]),
    ("x^3 - x - 1", [1.324717957244746]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_special_places_are_found_on_a_line(text: str, expected: list[float]) -> None:
    formula: Any = parse(text, ("x",))
    with mp.workdps(30):
        found = special_places(compiled_marks([formula], real_symbols("x")), Line((0.0,), (1.0,)))
    places = np.array(list(map(float, found)))
    assert len(places) <= MOST_PLACES
    assert np.all(np.diff(places) > 0)
    for place in expected:
        assert np.abs(places - place).min() <= 1e-7 * (1 + abs(place)), place


@pytest.mark.parametrize("place", [1.23456789, 0.9, -3.3, 1 + 1e-5])
def test_a_place_that_is_no_zero_is_not_moved_to_the_next_one(place: float) -> None:
    square: Any = parse("x^2 - 1", ("x",))
    *_, mark = compiled_marks([square], real_symbols("x"))
    line = Line((0.0,), (1.0,))
    with mp.workdps(30):
        assert in_many_digits(mark, line, place) == place
        assert in_many_digits(mark, line, 1 + 1e-9) == 1
        assert in_many_digits(mark, line, -1 - 1e-9) == -1
