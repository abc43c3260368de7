"""Numbers that have names: a label decides, and the order in which they are typed does not."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from refresh import LESSONS, folder_of

from calclib.practice import Exercise, check
from calclib.practice.labels import Names, key_of, spoken_names
from calclib.practice.slips import tell_apart
from calclib.words import language, translated

MODULES = [
    importlib.import_module(f"calclib.lessons.{folder_of(path.stem)}.checks") for path in LESSONS
]
EXERCISES = [
    one
    for module in MODULES
    for one in vars(module).values()
    if isinstance(one, Exercise) and one.options.get("names")
]
FORMS = ("{} = {}", "{}: {}", "{} ≈ {}", "{}={}", "{} is {}")
GLUES = ("; ", "\n", " and ", ";")
AB: Names = ("a", "b")
PAIR = [4 / 3, -1 / 3]


def named(asked: Exercise) -> tuple[list[str], list[str]]:
    """The first names of the parts of an answer, and the right values, as text."""
    names = [name if isinstance(name, str) else name[0] for name in asked.options["names"]]
    expected: Any = asked.expected
    return names, [part if isinstance(part, str) else repr(float(part)) for part in expected]


def orders(count: int) -> Iterator[Sequence[int]]:
    """Some orders of so many parts."""
    yield range(count)
    yield range(count)[::-1]
    yield np.roll(range(count), 1).tolist()


def key(asked: Exercise) -> str:
    return "/".join(asked.key or ())


@pytest.mark.parametrize("asked", EXERCISES, ids=key)
def test_labelled_right_answers_are_right_in_every_order(asked: Exercise) -> None:
    names, values = named(asked)
    refused = []
    for order in orders(len(names)):
        for form in FORMS:
            for glue in GLUES:
                text = glue.join(form.format(names[k], values[k]) for k in order)
                if not asked.compare(text).passed:
                    refused.append((text, asked.compare(text).message))
        pairs = {names[k]: values[k] for k in order}
        assert asked.compare(pairs).passed
    assert refused == []


@pytest.mark.parametrize("asked", EXERCISES, ids=key)
def test_the_values_in_another_order_under_their_labels_are_wrong(asked: Exercise) -> None:
    names, values = named(asked)
    for order in [*permutations(range(len(names)))][1:24]:
        moved = [values[k] for k in order]
        if moved == values:
            continue
        text = "; ".join(f"{name} = {value}" for name, value in zip(names, moved, strict=True))
        assert asked.compare(text).passed is False
        # Typed so that the values themselves stand in the right order, it is wrong as well.
        lying = [names[order.index(k)] for k in range(len(names))]
        text = "; ".join(f"{name} = {value}" for name, value in zip(lying, values, strict=True))
        if [values[lying.index(name)] for name in names] != values:
            assert asked.compare(text).passed is False


@pytest.mark.parametrize("asked", EXERCISES, ids=key)
def test_an_unknown_label_is_refused_and_those_asked_for_are_named(asked: Exercise) -> None:
    names, values = named(asked)
    others = ["qq", *names[1:]]
    text = "; ".join(f"{name} = {value}" for name, value in zip(others, values, strict=True))
    verdict = asked.compare(text)
    assert verdict.passed is False
    assert "No part of the answer is called qq" in verdict.message
    assert all(name in verdict.message for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "b = -1/3, a = 4/3",
        "b=-1/3 a=4/3",
        "b is -1/3, a is 4/3",
        "b -1/3, a 4/3",
        "b -1/3 a 4/3",
        "{b: -1/3, a: 4/3}",
        "dict(b=-1/3, a=4/3)",
        "b, a = -1/3, 4/3",
        "(b, a) = (-1/3, 4/3)",
        "b = -1/3 = -0.333, a = 4/3 = 1.333",
        r"b = -\frac{1}{3}, a = \frac43",
        "$b = -1/3$, $a = 4/3$",
        "b → -1/3, a → 4/3",
        "-1/3 for b, 4/3 for a",
        "second: -1/3, first: 4/3",
        "b := -1/3; a := 4/3",
        "answer: b = -1/3, a = 4/3",
        "a = 4/3, b = -1/3, a = 1.3333",
        "the value of b is -1/3 and that of a = 4/3",
        "B = -1/3, A = 4/3",
        "w2 = -1/3, w1 = 4/3",
        "4/3, -1/3",
        "weights = [4/3, -1/3]",
        "[a, b] = [4/3, -1/3]",
        "a = 4/3, -1/3",
        "b = -1/3, 4/3",
        {"b": -1 / 3, "a": 4 / 3},
        ["b = -1/3", "a = 4/3"],
    ],
)
def test_names_are_read_as_people_write_them(text: object) -> None:
    assert check(text, PAIR, names=AB).passed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("b = 4/3, a = -1/3", "opposite order"),
        ("a = -1/3, b = 4/3", "opposite order"),
        ("b, a = 4/3, -1/3", "opposite order"),
        ("w2 = 4/3, w1 = -1/3", "opposite order"),
        ("-1/3 for a, 4/3 for b", "opposite order"),
        ("p = 4/3, q = -1/3", "No part of the answer is called p: they are a, b."),
        ("a = 4/3, a = -1/3", "a is given twice, as 4/3 and as -1/3."),
        ("a = 4/3", "2 numbers are asked for, not one."),
        ("a = 4/3, b = -1/3, 7", "2 numbers are asked for, not 3."),
        ("a = 4/3, b = ?", "The number for b is still open"),
    ],
)
def test_what_labels_cannot_mean_is_said(text: str, said: str) -> None:
    verdict = check(text, PAIR, names=AB)
    assert not verdict.passed
    assert said in verdict.message


def test_a_part_that_is_missing_is_not_guessed() -> None:
    verdict = check("w1 = 1, w3 = 0", [1, 2, 0], names=("w1", "w2", "w3"))
    assert not verdict.passed
    assert "Not every part of the answer is given: they are w1, w2, w3." in verdict.message


def test_one_label_for_all_says_nothing() -> None:
    names = ("exists", "continuous")
    assert check("p = 1, p = 2", [1, 2], names=names).passed
    assert check("p1 = 1, p2 = 2", [1, 2], names=names).passed
    assert check("p2 = 1, p1 = 2", [1, 2], names=names).passed is False


@pytest.fixture
def german() -> Iterator[None]:
    """German is spoken, and afterwards the language before."""
    before = language()
    language("de")
    yield
    language(before)


@pytest.mark.parametrize("asked", EXERCISES, ids=key)
def test_names_of_parts_are_those_of_the_language_and_stay_apart(
    asked: Exercise, german: None
) -> None:
    parts = spoken_names(asked.options["names"])
    told = [key_of(first) for first, *_ in parts]
    assert len(set(told)) == len(told)
    english, values = named(asked)
    for labels in (english, [first for first, *_ in parts]):
        text = "; ".join(f"{name} = {value}" for name, value in zip(labels, values, strict=True))
        assert asked.compare(text).passed, text
    untold = [n for n in english if re.search(r"[a-z]{3}", n) and n == translated(n)]
    assert set(untold) <= {"calclib"}


@pytest.mark.parametrize("asked", EXERCISES, ids=key)
def test_a_wrong_part_is_called_by_its_name(asked: Exercise) -> None:
    _, values = named(asked)
    for k in range(len(values)):
        wrong = [*values]
        wrong[k] = f"37.123 + 1.7*({values[k]})"
        assert "ntry [" not in asked.compare("; ".join(wrong)).message


def test_minus_zero_is_never_said() -> None:
    for wanted in ("-0.0*x", "0*x"):
        assert "-0" not in check(["x", "x + 1"], ["x", wanted], variables=("x",)).message
    assert tell_apart(-0.0, 1.0)[0] == "0"


@pytest.mark.parametrize("text", ["a = b = 1/2", "a and b: 0.5", "a, b = 1/2", "b = a ≈ 0.500"])
def test_one_value_may_be_said_of_all_parts(text: str) -> None:
    assert check(text, [0.5, 0.5], names=AB).passed
    assert not check(text, [0.5, 0.7], names=AB).passed
    assert not check(text, [0.5, 0.5, 0.5], names=("a", "b", "c")).passed


def test_a_letter_may_be_written_in_the_other_case_where_one_alone_can_be_meant() -> None:
    assert check("2D", "2d", variables=("d",)).passed
    assert check("3D", "2d", variables=("d",)).passed is False
    assert check("a + B", "a + b", variables=("a", "b")).passed
    assert check("D + d", "2d + D", variables=("d", "D")).passed is False
