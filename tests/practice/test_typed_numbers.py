"""What is typed where numbers are asked for, and what a notebook and a page both read in it.

tests/data/typed_numbers.json holds the cases; calclib/stage/frontend/tests/web/table.test.ts runs
them in the page's own reader.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_typed_answers import forms

from calclib.practice import check
from calclib.practice.bounds import OTHER_WAY
from calclib.practice.comparison import fitted, simplified, taken
from calclib.practice.forms import MARKS, plain_number
from calclib.practice.notation import without_code
from calclib.practice.reading import UnreadableError
from calclib.practice.routes import route

TABLE = json.loads(
    (Path(__file__).parents[1] / "data" / "typed_numbers.json").read_text(encoding="utf-8")
)
Row = list[Any]


def asked(read: Any) -> Any:
    """Numbers as an exercise expects them."""
    return np.asarray(read) if isinstance(read, list) else read


@pytest.mark.parametrize("start", range(0, len(TABLE["right"]), 100))
def test_what_is_typed_is_the_number_of_the_table_and_no_other(start: int) -> None:
    refused: list[Row] = []
    accepted: list[Row] = []
    for text, shape, read, *kind in TABLE["right"][start : start + 100]:
        assert list(np.shape(read)) == shape
        ordered = kind != ["choices"]
        if not check(text, asked(read), ordered=ordered).passed:
            refused.append([text, read])
        if check(text, 1.02 * np.asarray(read) + 0.7, ordered=ordered).passed:
            accepted.append([text, read])
    assert refused == []
    assert accepted == []


def test_what_is_typed_is_not_read_as_something_else() -> None:
    accepted = [row for row in TABLE["wrong"] if check(row[0], asked(row[2])).passed is not False]
    assert accepted == []


def test_what_is_no_number_is_refused() -> None:
    for text, shape in TABLE["refused"]:
        target = np.full((1, *shape), np.nan)
        try:
            _, values = taken(simplified(text), target, route(np.zeros(shape)), ())
        except UnreadableError:
            continue
        assert fitted(values, target.shape, True).shape != target.shape, text


def test_numbers_that_have_names_are_read_in_the_order_of_the_names() -> None:
    others: list[Row] = []
    for text, names, read, *kind in TABLE["named"]:
        asked_for = np.asarray(read if read is not None else [4 / 3, -1 / 3])
        ordered = kind != ["choices"]
        if check(text, asked_for, names=names, ordered=ordered).passed != (read is not None):
            others.append([text, names, read])
        turned = np.roll(asked_for, 1)
        if read is not None and check(text, turned, names=names, ordered=ordered).passed:
            others.append([text, names, turned])
    assert others == []


def test_a_bound_may_be_a_comparison_that_points_to_its_side() -> None:
    others: list[Row] = []
    for text, sides, names, read, wanted in TABLE["bounds"]:
        bound = sides if len(sides) > 1 else sides[0]
        numbers = np.asarray(read) if len(sides) > 1 else read[0]
        verdict = check(text, numbers, names=names, bound=bound)
        said_other_way = any(sentence in verdict.message for sentence in OTHER_WAY.values())
        is_as_wanted = bool(verdict.passed) == (wanted == "right")
        if not is_as_wanted or said_other_way != (wanted == "other way"):
            others.append([text, sides, wanted, verdict.message])
        if check(text, 1.02 * numbers + 0.7, names=names, bound=bound).passed:
            others.append([text, sides, "accepted for another number"])
    assert others == []


def test_a_left_side_that_is_what_is_asked_for_says_nothing() -> None:
    called = ("1/λ", "v_+/v²")
    others = [
        [text, read, is_right]
        for text, read, is_right in TABLE["called"]
        if bool(check(text, read, called=called).passed) != is_right
        or check(text, 1.02 * read + 0.7, called=called).passed
    ]
    assert others == []


def test_a_number_may_stand_in_what_the_question_writes_around_it() -> None:
    frames = ("ε^…", "… × …")
    others = [
        [text, read, is_right]
        for text, read, is_right in TABLE["framed"]
        if bool(check(text, read, frames=frames).passed) != is_right
        or check(text, 1.02 * read + 0.7, frames=frames).passed
    ]
    assert others == []


def test_a_fall_is_negative_where_a_change_is_asked_for_and_has_no_sign_elsewhere() -> None:
    for text, read, is_right in TABLE["falls"]:
        assert bool(check(text, read, signed=True).passed) == is_right, text
        assert not check(text, -read, signed=True).passed, text
        assert not check(text, read).passed, text
        assert not check(text, -read).passed, text


@pytest.mark.parametrize("number", [2.5, -0.125, 12800.0, 7.6e-6, 1 / 3, -4 / 3])
def test_the_table_has_every_form_of_some_numbers(number: float) -> None:
    typed = {row[0] for row in TABLE["right"]}
    assert [form for form in forms(number) if form not in typed] == []


@pytest.mark.parametrize("mark", sorted(set(MARKS) - {","}))
def test_a_mark_between_thousands_is_dropped_but_a_comma_which_may_part_two_numbers(
    mark: str,
) -> None:
    assert plain_number(f"12{mark}800") == "12800"
    assert plain_number(f"1{mark}234{mark}567") == "1234567"
    assert plain_number("12,800") == "12,800"


def test_a_printed_series_is_its_numbers_where_each_line_is_a_label_and_one() -> None:
    assert without_code("a    1.5\nb    2.0\ndtype: float64") == "1.5, 2.0"
    assert without_code("a b    1.5\nb    2.0\ndtype: float64") == "a b    1.5\nb    2.0"
