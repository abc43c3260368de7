"""A label is read in whatever form it is written: its case, its gaps, the words around it."""

from __future__ import annotations

import pytest

from calclib.practice.labels import Labels, in_named_order

NAMES = (("m", "final slope"), ("b", "first height"), "x_1")
FORMS = [str.upper, str.title, str.lower, lambda label: f" *{label}*. "]
AROUND = ["{}", "the {}", "my  {}", "{} here", "what the {} becomes", "{} of it all"]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("label", "place"), [("final slope", 0), ("first  height", 1)])
def test_a_name_of_words_is_known_in_any_case_and_in_a_sentence(
    label: str, place: int, around: str, form: object
) -> None:
    assert callable(form)
    assert Labels(NAMES).place_of(form(around.format(label))) == place


@pytest.mark.parametrize("label", ["not the final slope", "final", "end of a slope", "c", ""])
def test_another_label_names_no_part(label: str) -> None:
    assert Labels(NAMES).place_of(label) is None


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("First Height 7, FINAL SLOPE 3, x1 5", "3; 7; 5"),
        ("x_1 = 5, b = 7, m = 3", "3; 7; 5"),
        ("my final slope: 3; x₁: 5; my first height: 7", "3; 7; 5"),
        ("m, b, x1 = 3, 7, 5", "3; 7; 5"),
        ("b, x1, m = 7, 5, 3", "3; 7; 5"),
        ("3 for m, 5 for x1, 7 for b", "3; 7; 5"),
    ],
)
def test_the_values_come_in_the_order_of_the_names(text: str, ordered: str) -> None:
    assert in_named_order(text, NAMES) == ordered
