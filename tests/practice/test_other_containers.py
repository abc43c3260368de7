"""Numbers in whatever holds them: other libraries' numbers, views, arrays of text."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import array
import collections
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from calclib.practice import check


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": 1, "b": 2}.values(), [1, 2]),
        (array.array("d", [1, 2]), [1, 2]),
        (collections.deque([1, 2]), [1, 2]),
        (np.array(["1/3", "2/3"]), [1 / 3, 2 / 3]),
        (np.array(["1.5", "x = 2"]), [1.5, 2]),
        (Fraction(1, 3), 1 / 3),
        (Decimal("0.3333"), 1 / 3),
        ([Fraction(1, 3), Decimal("0.5")], [1 / 3, 0.5]),
        (sp.Float("0.333"), 1 / 3),
        (sp.Float("7.63e-6"), 2**-17),
        (sp.N(sp.sqrt(2), 5), 2**0.5),
        (sp.Tuple(1, 2), [1, 2]),
        (sp.Matrix([1, 2]), [1, 2]),
        ([np.array(1.0), np.array(2.0)], [1, 2]),
    ],
    ids=repr,
)
def test_numbers_are_read_from_what_holds_them(given: object, expected: object) -> None:
    assert check(given, expected).passed


def test_numbers_are_read_from_a_generator() -> None:
    assert check((x for x in (1, 2)), [1, 2]).passed
    assert check((x for x in (2, 1)), [1, 2]).passed is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": 2, "b": 1}.values(), [1, 2]),
        ({"a": 1, "b": 2}, [1, 2]),  # a dict has no order that was asked for
        ({1, 2}, [1, 2]),
        (np.array(["1/3", "1/3"]), [1 / 3, 2 / 3]),
        (np.array(["a", "b"]), [1, 2]),
        (sp.Float("0.33"), 1 / 3),
        (sp.Float("0.334"), 1 / 3),
        (Decimal("0.33"), 1 / 3),
    ],
    ids=repr,
)
def test_other_numbers_are_refused_there(given: object, expected: object) -> None:
    assert check(given, expected).passed is False


class Broken(list):  # type: ignore[type-arg]
    """A list that cannot be walked through."""

    def __iter__(self) -> Iterator[object]:
        raise RuntimeError("no")


class Sealed:
    """An object that becomes no array."""

    def __array__(self, *_: object, **__: object) -> None:
        raise RuntimeError("no")


@pytest.mark.parametrize("given", [Broken([1, 2]), Sealed()], ids=lambda one: type(one).__name__)
def test_what_cannot_be_read_is_named_by_its_type(given: object) -> None:
    verdict = check(given, [1, 2])
    assert verdict.message == (f"Not yet. This {type(given).__name__} cannot be read as an answer.")
    (shown,) = re.findall("`.*`", verdict._repr_markdown_())
    assert shown == f"`{type(given).__name__}`"
