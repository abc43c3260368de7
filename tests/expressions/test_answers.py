"""What a learner's function answers, or fails to, is said in one sentence, without our frames."""

import math
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import calclib
from calclib.derivatives import autodiff, numeric, symbolic
from calclib.functions.function import Function
from calclib.optimize import roots
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import Adam, GradientDescent
from calclib.optimize.wrappers import Averaged, Projected

OURS = str(Path(calclib.__file__).parent)


def by_if(x: Any) -> Any:
    if x > 0:
        return x
    return -x


def without_return(x: Any) -> None:
    x * x


WRONG: list[tuple[Callable[..., Any], str]] = [
    (without_return, "without_return returned None, not a number; its last line must say return"),
    (lambda x: "a", "returned 'a', which is no real number"),
    (lambda x: 1j * x, "is no real number"),
    (lambda x: (x, x), "returned 2 values, and a loss is one number"),
    (lambda x: [x, x], "returned 2 values, and a loss is one number"),
    (lambda x: np.ones(7), r"returned values of shape \(7,\) for points of shape \(5,\)"),
    (lambda x: np.sum(x) ** 2, r"returned values of shape \(\) for points of shape \(5,\)"),
    (by_if, r"by_if cannot take an array of points: `if`.* write np.where\(condition, a, b\)"),
    (lambda x: max(x, 0), "np.maximum for max"),
    (lambda x: np.where(x > 0 and x < 1, x, 0), "& for and"),
    (lambda x: math.sin(x), "write np.sin for math.sin"),
    (lambda x: float(x) ** 2, "float"),
    (lambda x: x.item() ** 2, "one number|no plain array"),
    (lambda x: x[0, 0] + x[1, 1], r"for one array of n coordinates write Function\(f, dimension=n"),
]


def ours(error: BaseException) -> int:
    """How many frames of calclib a reader of the traceback sees."""
    frames = traceback.extract_tb(error.__traceback__)
    return sum(frame.filename.startswith(OURS) for frame in frames)


@pytest.mark.parametrize(("wrong", "sentence"), WRONG)
def test_a_function_that_answers_amiss_is_told_so_in_one_sentence(
    wrong: Callable[..., Any], sentence: str
) -> None:
    f = Function(wrong)
    points = np.linspace(-2.0, 2.0, 5)[:, None]
    for ask in (
        lambda: f.value(points),
        lambda: f.gradient(points),
        lambda: descend(f, points, GradientDescent(0.1), 2),
    ):
        with pytest.raises((TypeError, ValueError, IndexError, AttributeError)) as caught:
            ask()
        assert ours(caught.value) <= 2
        assert "\n" not in str(caught.value)
    with pytest.raises((TypeError, ValueError, IndexError), match=sentence):
        f.value(points)


DERIVATIVES: list[Callable[..., Any]] = [
    autodiff.derivative,
    autodiff.gradient,
    autodiff.hessian,
    autodiff.vector_gradient,
    autodiff.vector_hessian,
    numeric.derivative,
    numeric.gradient,
    numeric.hessian,
    lambda f: numeric.derivative(f, "adaptive"),
    symbolic.derivative,
    symbolic.gradient,
    symbolic.hessian,
]
AMISS: list[tuple[Callable[..., Any], str]] = [
    (without_return, "without_return returned None, not a number; its last line must say return"),
    (lambda x: "a", "returned 'a', which is no real number"),
    (lambda x: {}, "returned {}, which is no real number"),
    (by_if, r"np\.where\(condition, a, b\)"),
    (lambda x: math.sin(x), r"np\.sin for math\.sin"),
    (lambda x: x.item() ** 2, "one number|no plain array|size 1"),
    (lambda x: round(x), r"write np\.round"),
]


@pytest.mark.parametrize("derived", DERIVATIVES)
@pytest.mark.parametrize(("wrong", "sentence"), AMISS)
def test_every_derivative_tells_a_function_that_answers_amiss_so_in_one_sentence(
    derived: Callable[..., Any], wrong: Callable[..., Any], sentence: str
) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError), match=sentence) as refused:
        derived(wrong)(np.linspace(-1, 1, 5))
    assert ours(refused.value) <= 2


@pytest.mark.parametrize("room", [autodiff, numeric])
def test_a_derivative_that_gets_too_few_coordinates_says_how_many_there_are(room: Any) -> None:
    with pytest.raises(TypeError, match="lacks 1 required positional argument: 'y'") as refused:
        room.gradient(lambda x, y: x * y)(1.0)
    assert ours(refused.value) <= 2


def test_a_jacobian_looks_at_each_of_its_values() -> None:
    for room in (autodiff, numeric):
        with pytest.raises(TypeError, match="returned None, not a number"):
            room.jacobian(lambda x: (x, None))(1.0)


def test_the_values_of_a_function_are_floats_whatever_it_returns() -> None:
    for f, value in ((lambda x: x > 0, 1.0), (lambda x: 3, 3.0), (lambda x: np.float32(2), 2.0)):
        given = Function(f).value([[1.0], [2.0]])
        assert given.dtype == np.float64
        np.testing.assert_array_equal(given, value)


def test_a_mistake_inside_a_function_is_shown_at_its_own_line() -> None:
    f = Function(lambda x: x + [][3])
    for ask in (lambda: f(1.0), lambda: f.gradient([1.0]), lambda: roots.newton(f, 1.0)):
        with pytest.raises(IndexError, match="list index out of range") as caught:
            ask()
        frames = traceback.extract_tb(caught.value.__traceback__)
        assert ours(caught.value) <= 2
        assert frames[-1].line is not None
        assert "[][3]" in frames[-1].line


def test_a_function_of_a_long_vector_that_does_not_broadcast_is_found_out() -> None:
    f = Function(lambda w: (w**2).sum(), dimension=3)
    assert f.value(np.ones(3)) == 3
    for ask in (f.value, f.gradient, lambda p: descend(f, p, Adam(), 2)):
        with pytest.raises(TypeError, match="sum a vector along axis=-1 alone"):
            ask(np.ones((5, 3)))


def test_a_constant_is_no_sum_over_the_points() -> None:
    points = np.arange(5.0)[:, None]
    np.testing.assert_array_equal(Function(lambda x: 3.0).value(points), np.full(5, 3.0))
    np.testing.assert_array_equal(Function(lambda x: np.float32(2)).value(points), np.full(5, 2.0))


BOWL = Function(lambda x, y: x * x + y * y)
WALK = descend(BOWL, [1.0, 1.0], GradientDescent(0.1), steps=3)
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: BOWL.value("ab"), "Points of .* are numbers, 2 to a point, but got 'ab'"),
    (lambda: BOWL.value({}), "are numbers, 2 to a point"),  # type: ignore[arg-type]
    (lambda: BOWL.value([[1, 2], [3]]), "are numbers, 2 to a point"),
    (lambda: BOWL(1.0), "takes x, y, but got 1 coordinates"),
    (lambda: descend(BOWL, "ab", Adam()), "are numbers, 2 to a point"),
    (lambda: descend(BOWL, {1.0, 2.0}, Adam()), "are numbers, 2 to a point"),  # type: ignore[arg-type]
    (lambda: descend(BOWL, [1, 1], Adam(), steps=-1), "steps is a whole number"),
    (lambda: descend(BOWL, [1, 1], GradientDescent([0.1, 0.2])), r"Write sweep\(rates\)"),  # type: ignore[arg-type]
    (lambda: descend(BOWL, [1, 1], Projected(GradientDescent(), (-1, 1))), "bounds 1 coordinates"),
    (lambda: descend(BOWL, [1, 1], GradientDescent(lambda k: None)), "learning_rate = None"),  # type: ignore[arg-type]
    (lambda: sweep("abc"), "A sweep takes numbers"),
    (lambda: Averaged(GradientDescent(), after="a"), "after is a whole number"),  # type: ignore[arg-type]
    (lambda: roots.newton("x^2 - 2", 1.0, steps="a"), "steps is a whole number"),  # type: ignore[arg-type]
    (lambda: roots.newton("x^2 - 2", 1.0, tolerance=-1), "tolerance is a number"),
    (lambda: roots.basins([1.0]), "is a constant, which has no roots"),
    (lambda: roots.basins("z^2 - 1", box=(1, 2)), "The box is"),  # type: ignore[arg-type]
    (lambda: roots.basins("z^2 - 1", box=(0, np.nan, 0, 1)), "The box is"),
    (lambda: roots.basins([1.0, np.nan]), "Coefficients are finite numbers"),
    (lambda: descend(BOWL, [[1, 2], [3]], Adam()), "Starts are rows of one length, 2 numbers"),  # type: ignore[list-item]
    (
        lambda: descend(BOWL, [1, 1], GradientDescent(lambda k, n: 0.1)),  # type: ignore[arg-type]
        "A schedule takes the number of the step alone.* lacks 1 required positional argument: 'n'",
    ),
    (lambda: WALK.arrived("a"), "tolerance is a number"),  # type: ignore[arg-type]
    (lambda: WALK.arrived(-1e-3), "tolerance is a number"),
    (lambda: WALK.arrived(1e-3, at=[1, 2, 3]), "A goal has 2 coordinates"),
    (lambda: Function("x", using="symbolic"), "without quotes"),  # type: ignore[arg-type]
    (lambda: Function(lambda w: w, dimension=2.5), "dimension is a whole number"),  # type: ignore[arg-type]
    (lambda: Function("x", variables=("x", "x")), "Each variable has a name of its own"),
]


@pytest.mark.parametrize(("ask", "sentence"), REFUSED)
def test_what_cannot_be_done_is_refused_without_a_long_traceback(
    ask: Callable[[], object], sentence: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=sentence) as caught:
        ask()
    assert ours(caught.value) <= 3
    assert "\n" not in str(caught.value)


def test_a_fault_of_ours_keeps_all_its_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, order: int, points: object) -> object:
        return [][99 + order]

    monkeypatch.setattr(Function, "_evaluate", broken)
    with pytest.raises(IndexError) as caught:
        BOWL.value([1.0, 2.0])
    assert traceback.extract_tb(caught.value.__traceback__)[-1].name == "broken"
