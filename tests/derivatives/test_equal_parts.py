"""What a callable computes twice is one argument of an extreme, as in the formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calclib import Function, autodiff
from calclib.derivatives import symbolic
from calclib.derivatives.autodiff import Tensor

TIES = ((5.0, 0.0), (1.0, 1.0), (0.0, 0.0), (2.0, -2.0))
PAIRS: list[tuple[str, Callable[..., Any]]] = [
    (
        "min(min(x + y, x - y), x - y)",
        lambda x, y: np.minimum(np.minimum(x + y, x - y), x - y),
    ),
    (
        "min(min(x + y, x - y), y + x)",
        lambda x, y: np.minimum(np.minimum(x + y, x - y), y + x),
    ),
    (
        "max(x + y, max(x - y, x + y))",
        lambda x, y: np.maximum(x + y, np.maximum(x - y, x + y)),
    ),
    (
        "max(min(x + y, x - y), x + y)",
        lambda x, y: np.maximum(np.minimum(x + y, x - y), x + y),
    ),
    (
        "max(x y, max(y x, x))",
        lambda x, y: np.maximum(x * y, np.maximum(y * x, x)),
    ),
    (
        "max(sin(x)^2, max(sin(x)^2, y))",
        lambda x, y: np.maximum(np.sin(x) ** 2, np.maximum(np.sin(x) ** 2, y)),
    ),
    (
        "min(2x, min(2x, 2y))",
        lambda x, y: np.minimum(2 * x, np.minimum(2 * x, 2 * y)),
    ),
    (
        "max(min(x, y, 2x), min(x, y, 2y))",
        lambda x, y: np.maximum(
            np.minimum(np.minimum(x, y), 2 * x), np.minimum(np.minimum(x, y), 2 * y)
        ),
    ),
]


@pytest.mark.parametrize(("text", "program"), PAIRS, ids=[text for text, _ in PAIRS])
def test_a_tie_is_shared_as_in_the_formula(text: str, program: Callable[..., Any]) -> None:
    formula = Function(text)
    for point in TIES:
        assert np.allclose(Function(program).gradient(point), formula.gradient(point)), point
        assert np.allclose(autodiff.gradient(program)(*point), formula.gradient(point)), point
        assert np.allclose(Function(program).hessian(point), formula.hessian(point)), point


# SymPy knows which of these is larger, and would leave one of them out, where they tie as well.
KNOWN: list[tuple[str, Callable[..., Any]]] = [
    ("min(floor(x), x)", lambda x, y: np.minimum(np.floor(x), x)),
    ("max(ceiling(x), x)", lambda x, y: np.maximum(np.ceil(x), x)),
    ("max(x^2, 0)", lambda x, y: np.maximum(x**2, 0)),
    ("min(-x^4, 0)", lambda x, y: np.minimum(-(x**4), 0)),
    ("max(|x|, x)", lambda x, y: np.maximum(np.abs(x), x)),
    ("max(|x|, -x)", lambda x, y: np.maximum(np.abs(x), -x)),
    ("max(sign(x), 1)", lambda x, y: np.maximum(np.sign(x), 1.0)),
    ("max(sqrt(x^2), x, y)", lambda x, y: np.maximum(np.maximum(np.sqrt(x**2), x), y)),
    ("min(max(floor(x), y), x)", lambda x, y: np.minimum(np.maximum(np.floor(x), y), x)),
    ("max(e^x, 1 + x)", lambda x, y: np.maximum(np.exp(x), 1 + x)),
]
PLACES = np.array([(1.0, 1.0), (2.0, 0.0), (0.0, 0.0), (-1.0, 1.0), (0.5, 0.5), (-1.5, -2.0)])


@pytest.mark.parametrize(("text", "program"), KNOWN, ids=[text for text, _ in KNOWN])
def test_a_tie_is_shared_though_an_inequality_is_known(
    text: str, program: Callable[..., Any]
) -> None:
    formula = Function(text, ("x", "y"))
    for other in (Function(program), Function(program, using=symbolic)):
        assert np.allclose(other.value(PLACES), formula.value(PLACES))
        assert np.allclose(other.gradient(PLACES), formula.gradient(PLACES))
        assert np.allclose(other.hessian(PLACES), formula.hessian(PLACES))


def test_the_share_at_a_tie_with_a_jump_is_half() -> None:
    # By hand: floor(x) has slope 0 and x slope 1, and at whole x they tie.
    assert Function("min(floor(x), x)").gradient([2.0])[0] == 0.5


def test_different_arguments_that_are_equal_somewhere_stay_several() -> None:
    def program(x: Any, y: Any) -> Any:
        return np.maximum(x + y, np.maximum(x - y, x + 2 * y))

    assert np.allclose(autodiff.gradient(program)(5.0, 0.0), [1.0, 2 / 3])


def test_entries_of_one_array_are_arguments_of_their_own() -> None:
    x = Tensor([1.0, 1.0, 1.0])
    largest = np.maximum(x[0], np.maximum(x[1], np.maximum(x[2], x[1])))
    largest.backward()
    assert np.allclose(x.grad, 1 / 3)


def test_long_choices_of_entries_are_compared_to_their_middle() -> None:
    first = np.arange(3000)  # so many that NumPy prints dots for most of them
    second = first.copy()
    second[[1000, 2000]] = 2000, 1000

    def program(x: Any) -> Any:
        return np.sum(first * np.maximum(x[(first,)], np.maximum(x[(second,)], 0.0)))

    slopes = autodiff.vector_gradient(program)(np.ones(3000))
    assert slopes[1000] == slopes[2000] == 1500  # half of 1000 · x[1000] and half of 2000 · x[2000]
    assert slopes[500] == 500


def test_long_programs_are_compared_in_one_pass() -> None:
    def chain(x: Any) -> Any:
        for _ in range(3000):
            x = x * 1.0001
        return x

    x = Tensor(1.0)
    extreme = np.maximum(chain(x), np.maximum(chain(x), x))
    extreme.backward()
    assert np.isclose(x.grad, 1.0001**3000)
