"""Sentences of a check that name what was typed, or where an answer departs."""

from __future__ import annotations

import numpy as np

from calclib.practice import check


def test_brackets_that_are_missing_are_shown_as_code() -> None:
    verdict = check("[1, x/2y]", ["1", "x/(2*y)"])
    assert verdict.passed is False
    assert "Brackets are missing" in verdict.message
    assert "Write `x/(2y)`." in verdict._repr_markdown_()


def test_an_entry_of_a_matrix_of_formulas_is_named_with_where_it_was_tried() -> None:
    verdict = check(
        lambda x: np.array([[x, 0.0], [0.0, x**2]]),
        lambda x: np.array([[x, 0.0], [0.0, x**3]]),
        inputs=[(2.0,)],
    )
    assert verdict.passed is False
    assert "yours is 4, and it should be 8." in verdict.message


def test_a_function_that_gives_arrays_of_two_shapes_is_told_both() -> None:
    verdict = check(
        lambda x: np.zeros(int(x)), lambda x: np.zeros(2), inputs=[(1.0,), (2.0,), (1.0,)]
    )
    assert verdict.passed is False
    assert "(1,) and (2,)" in verdict.message


def test_a_rounded_entry_that_counts_is_never_the_one_that_is_named() -> None:
    right = [1 / 3, -np.pi, np.sqrt(2)]
    for wrong in range(3):
        given = [f"{value:.3g}" for value in right]
        given[wrong] = f"{right[wrong] + 5:.3g}"
        assert f"Entry [{wrong}]" in check(", ".join(given), right).message


def inner(x: float) -> float:
    return ...  # type: ignore[return-value]


def outer(x: float) -> float:
    return 2 * inner(x)


def test_a_blank_in_a_function_that_is_called_is_named() -> None:
    verdict = check(outer, lambda x: 2 * x, inputs=[(1.0,)])
    assert verdict.passed is None
    assert "inner" in verdict.message
