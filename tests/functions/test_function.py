"""A Function: three spellings, three strategies, one set of shapes."""

import subprocess
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib.derivatives import autodiff, numeric, symbolic
from calclib.expressions import ExpressionError, parse
from calclib.functions import landscapes
from calclib.functions.function import Function

x, y = sp.symbols("x y")
SPELLINGS = {
    "text": Function("x^2 y + sin(y)"),
    "sympy": Function(x**2 * y + sp.sin(y)),
    "callable": Function(lambda x, y: x**2 * y + np.sin(y)),
    "numeric": Function("x^2 y + sin(y)", using=numeric),
    "autodiff": Function("x^2 y + sin(y)", using=autodiff),
    "traced": Function(lambda x, y: x**2 * y + np.sin(y), using=symbolic),
    "again": Function(Function("x^2 y + sin(y)"), using=numeric),
}
EVERY = pytest.mark.parametrize("f", SPELLINGS.values(), ids=SPELLINGS)
SHAPES = [(), (1,), (3,), (40,), (2, 3), (0,), (5, 1, 4)]


@EVERY
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_points_keep_their_shape(f: Function, shape: tuple[int, ...]) -> None:
    points = np.random.default_rng(7).normal(size=(*shape, 2))
    px, py = points[..., 0], points[..., 1]
    tolerance = {"rtol": 1e-5, "atol": 1e-5}
    assert np.shape(f.value(points)) == shape
    assert np.allclose(f.value(points), px**2 * py + np.sin(py))
    assert np.allclose(f(px, py), f.value(points))
    gradient, hessian = f.gradient(points), f.hessian(points)
    assert gradient.shape == (*shape, 2)
    assert np.allclose(gradient[..., 0], 2 * px * py, **tolerance)
    assert np.allclose(gradient[..., 1], px**2 + np.cos(py), **tolerance)
    assert hessian.shape == (*shape, 2, 2)
    assert np.allclose(hessian[..., 0, 0], 2 * py, **tolerance)
    assert np.allclose(hessian[..., 0, 1], 2 * px, **tolerance)
    assert np.allclose(hessian[..., 1, 0], 2 * px, **tolerance)
    assert np.allclose(hessian[..., 1, 1], -np.sin(py), **tolerance)


@EVERY
def test_the_formula_can_be_read(f: Function) -> None:
    assert f.variables == ("x", "y")
    assert f.dimension == 2
    assert str(f.expression) == "x**2*y + sin(y)"
    assert all(symbol.is_real for symbol in f.expression.free_symbols)
    assert "x^{2} y" in f.latex


@EVERY
def test_coordinates_broadcast(f: Function) -> None:
    assert f(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
    assert f(1.0, np.zeros(4)).shape == (4,)


@pytest.mark.parametrize("using", [None, symbolic, numeric, autodiff])
@pytest.mark.parametrize("source", ["3", lambda x: 3.0])
def test_a_constant_fills_the_shape(source: object, using: ModuleType | None) -> None:
    f = Function(source, ("x",), using=using)
    points = np.zeros((5, 1))
    assert f.value(points).tolist() == [3.0] * 5
    assert f(np.zeros((2, 3))).shape == (2, 3)
    assert f.gradient(points).tolist() == [[0.0]] * 5
    assert f.hessian(points).shape == (5, 1, 1)


@pytest.mark.parametrize(
    ("source", "variables"),
    [
        ("x^2", ("x",)),
        ("y^2", ("y",)),
        ("7", ("x",)),
        (sp.Symbol("w") ** 2 + sp.Symbol("b"), ("b", "w")),
        (lambda m, b: m * b, ("m", "b")),
        (lambda x, scale=3: scale * x, ("x",)),
    ],
)
def test_the_variables_are_found(source: object, variables: tuple[str, ...]) -> None:
    assert Function(source).variables == variables


def test_variables_can_be_named() -> None:
    f = Function("m x0 + b", ("m", "x0", "b"))
    assert f(2.0, 3.0, 1.0) == 7.0
    assert Function("x^2", ("x", "y")).gradient([3.0, 5.0]).tolist() == [6.0, 0.0]
    assert Function(np.exp, ("x",)).gradient([0.0]).tolist() == [1.0]


def test_text_is_read_where_it_is_typed() -> None:
    with pytest.raises(ExpressionError):
        Function("x +* y")
    with pytest.raises(ExpressionError):
        Function("x + q", ("x", "y"))


@pytest.mark.parametrize("source", [3.5, None, ["x"], np.zeros(2)])
def test_only_functions_are_functions(source: object) -> None:
    with pytest.raises(TypeError, match=r"text, a SymPy expression or a callable"):
        Function(source)


def test_coordinates_need_names() -> None:
    with pytest.raises(TypeError, match="variables="):
        Function(lambda *x: x[0])


def test_points_and_coordinates_are_not_mixed_up() -> None:
    f = Function("x y")
    with pytest.raises(ValueError, match=r"end in 2 coordinates"):
        f.value(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"shape \(\)"):
        f.gradient(1.0)
    with pytest.raises(TypeError, match=r"\.value\(points\)"):
        f(np.zeros((3, 2)))


def test_a_function_does_not_change() -> None:
    with pytest.raises(AttributeError, match="make another"):
        Function("x").name = "y"  # type: ignore[misc]


def test_outside_the_domain_the_value_is_nan_without_a_warning() -> None:
    for f in (Function("log(x)"), Function(lambda x: np.log(x)), Function("log(x)", using=numeric)):
        assert np.isnan(f(-1.0))
        assert np.isnan(f.value([[-1.0], [1.0]])).tolist() == [True, False]
        assert f.gradient(np.full((9, 1), 2.0)).shape == (9, 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=2, max_size=2), st.integers(0, 20))
def test_one_point_and_many_points_agree(point: list[float], more: int) -> None:
    f = SPELLINGS["text"]
    many = np.tile(point, (more + 1, 1))
    assert np.allclose(f.value(many), f.value(point), rtol=1e-14)
    assert np.allclose(f.gradient(many), f.gradient(point), rtol=1e-14)
    assert np.allclose(f.hessian(many), f.hessian(point), rtol=1e-14)


def test_a_gradient_is_stored_one_coordinate_after_the_other() -> None:
    gradient = SPELLINGS["text"].gradient(np.zeros((50, 2)))
    assert np.moveaxis(gradient, -1, 0).flags.c_contiguous


def test_a_long_vector_is_one_argument() -> None:
    f = Function(lambda w: np.sum(w**3, axis=-1), dimension=4)
    w = np.arange(8.0).reshape(2, 4)
    assert np.allclose(f(w), f.value(w))
    assert np.allclose(f.gradient(w), 3 * w**2)
    assert np.allclose(f.hessian(w)[1], np.diag(6 * w[1]))
    assert f.dimension == 4
    assert not hasattr(f, "expression")
    with pytest.raises(TypeError, match="autodiff"):
        Function(f, using=numeric).gradient(w)


@EVERY
def test_a_product_is_the_hessian_times_the_vector(f: Function) -> None:
    points, vectors = np.random.default_rng(7).normal(size=(2, 5, 2))
    product = (f.hessian(points) @ vectors[..., None])[..., 0]
    assert np.array_equal(f.hessian_vector(points, vectors), product)
    one = f.hessian(points[0]) @ vectors[1]
    assert np.allclose(f.hessian_vector(points[0], vectors[1]), one, rtol=1e-14)


def test_a_product_of_a_long_vector_is_the_hessian_times_the_vector() -> None:
    rng = np.random.default_rng(7)
    A = rng.normal(size=(9, 6))
    f = Function(lambda w: np.sum(np.log(1 + np.exp(w @ A.T)), axis=-1), dimension=6)
    points, vectors = rng.normal(size=(2, 4, 6))
    p = 1 / (1 + np.exp(-points @ A.T))
    hessians = np.einsum("...m,mi,mj->...ij", p * (1 - p), A, A)
    product = (hessians @ vectors[..., None])[..., 0]
    assert np.allclose(f.hessian_vector(points, vectors), product, rtol=1e-12)
    assert np.allclose(f.hessian(points) @ vectors[..., None], product[..., None], rtol=1e-12)
    with pytest.raises(TypeError, match="autodiff"):
        Function(f, using=numeric).hessian_vector(points, vectors)
    with pytest.raises(ValueError, match="end in 6 coordinates"):
        f.hessian_vector(points, vectors[:, :5])


def test_residuals_are_remembered() -> None:
    f = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)), name="valley")
    points = np.random.default_rng(7).normal(size=(6, 2))
    r, J = f.residuals(points), f.jacobian(points)
    assert (r.shape, J.shape) == ((6, 2), (6, 2, 2))
    assert np.allclose(f.value(points), (r**2).sum(axis=-1))
    assert np.allclose(f.gradient(points), 2 * np.einsum("...mi,...m->...i", J, r))
    assert repr(f) == "valley"
    with pytest.raises(TypeError, match="from_residuals"):
        Function("x").residuals([1.0])


@pytest.mark.parametrize("using", [symbolic, numeric, autodiff])
def test_wrapping_a_function_again_keeps_all_that_is_known_of_it(using: ModuleType) -> None:
    valley = landscapes.rosenbrock
    again = Function(valley, using=using)
    assert (again.box, again.start) == (valley.box, valley.start)
    assert (again.minima, again.saddles) == (valley.minima, valley.saddles)
    assert repr(again) == repr(valley) == "rosenbrock"
    squares = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
    points = np.random.default_rng(7).normal(size=(6, 2))
    assert np.array_equal(
        Function(squares, using=using).residuals(points), squares.residuals(points)
    )
    assert np.array_equal(Function(squares, using=using).jacobian(points), squares.jacobian(points))


def test_what_is_not_known_of_a_function_is_empty() -> None:
    f = Function("x^2")
    assert (f.box, f.start, f.minima, f.saddles) == ((), (), (), ())


@pytest.mark.parametrize("variables", [None, ("x", "y")])
def test_text_is_parsed_once(
    variables: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(text: str, names: tuple[str, ...]) -> sp.Expr:
        read.append(text)
        return parse(text, names)

    monkeypatch.setattr("calclib.expressions.parsing.parse", counted)
    f = Function("x^2 + y", variables)
    again = Function(f, using=numeric)
    for g in (f, again):
        g.value([1.0, 2.0])
        assert g.expression.free_symbols == {sp.Symbol("x", real=True), sp.Symbol("y", real=True)}
    f.gradient([1.0, 2.0])
    f.hessian([1.0, 2.0])
    assert f.latex == "x^{2} + y"
    assert read == ["x^2 + y"]


def test_a_strategy_is_known_by_itself_and_not_by_its_name() -> None:
    stranger = ModuleType("calclib.elsewhere.symbolic")
    stranger.gradient = lambda f: lambda x: np.full((*np.shape(x), 1), 7.0)  # type: ignore[attr-defined]
    stranger.hessian = symbolic.hessian  # type: ignore[attr-defined]
    assert Function("x^2", using=stranger).gradient([3.0]).tolist() == [7.0]
    assert Function("x^2", using=symbolic).gradient([3.0]).tolist() == [6.0]


def test_a_callable_computes_in_floats_whatever_it_is_given() -> None:
    big = np.array([100_000])
    assert landscapes.rosenbrock(big, big) == landscapes.rosenbrock.value([1e5, 1e5])
    assert Function(lambda x: x**3)([2_000_000]) == 8e18
    assert np.isnan(Function(lambda x: x**0.5)(-4.0))  # a Python float gives a complex number
    assert Function(lambda x: 1 / x)(0.0) == np.inf  # a Python float raises
    assert type(Function(lambda x: np.exp(x))(1)) is float


def test_a_callable_may_overwrite_what_it_is_given() -> None:
    def shifted(x: Any, y: Any) -> Any:
        x -= 3
        y *= 2
        return x * x + y * y

    f = Function(shifted)
    x, points = np.array([4.0, 5.0]), np.array([[4.0, 1.0], [5.0, 1.0]])
    assert f(x, np.ones(2)).tolist() == f.value(points).tolist() == [5.0, 8.0]
    assert f.gradient(points).tolist() == [[2.0, 8.0], [4.0, 8.0]]
    assert x.tolist() == [4.0, 5.0]
    assert points.tolist() == [[4.0, 1.0], [5.0, 1.0]]

    def vector(w: Any) -> Any:
        w -= 1
        return np.sum(w * w, axis=-1)

    whole = Function(vector, dimension=2)
    assert whole.value(points).tolist() == [9.0, 16.0]
    assert points.tolist() == [[4.0, 1.0], [5.0, 1.0]]


def test_a_callable_loads_no_sympy() -> None:
    program = (
        "from calclib.functions.function import Function; import sys\n"
        "f = Function(lambda x, y: x * y)\n"
        "f(1.0, 2.0), f.gradient([1.0, 2.0]), f.hessian([1.0, 2.0])\n"
        "print('sympy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_points_that_are_complex_are_refused_with_the_name_of_the_function() -> None:
    with pytest.raises(ValueError, match=r"Points of Function\('x\^2'\) are real numbers, but got"):
        Function("x^2").as_points(1j)


def test_what_the_chain_rule_loses_at_one_point_is_mended_at_that_point_alone() -> None:
    f = Function(lambda x: np.sqrt(x**2) * np.exp(np.sin(x) / 3) / (1 + x**2))
    points = np.linspace(-3, 3, 61)[:, None]
    points[30] = 0.0  # where √x² has no slope of its own: 2 · 0 · ∞
    for take in (f.gradient, f.hessian):
        np.testing.assert_array_equal(take(points), [take(point) for point in points])
        assert np.isfinite(take(points)).all()


def test_the_symbols_of_a_formula_are_counted_as_people_count() -> None:
    names = [f"x{i}" for i in range(1, 13)]
    f = Function(sum(sp.symbols(names[::-1])))
    assert f.variables == tuple(names)
