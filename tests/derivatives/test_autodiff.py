"""Automatic differentiation: every row of its tables, the laws of calculus, and torch's word."""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calclib.derivatives import autodiff, numeric, partials, symbolic
from calclib.derivatives.autodiff import Dual, Tensor
from calclib.derivatives.composed import COMPOSED

ORACLE = json.loads(
    (Path(__file__).parents[1] / "data" / "autodiff_oracle.json").read_text(encoding="utf-8")
)
MASK = np.array([True, False, True])

# Every row is tested on numbers between 0.2 and 0.9, these elsewhere, where they are defined.
INTERVALS = {np.arccosh: (1.2, 2.0)}

window = np.lib.stride_tricks.sliding_window_view
ORDER = np.array([[2, 0, 1, 3], [0, 1, 3, 2], [3, 2, 1, 0]])
CALLS: dict[Any, list[Callable[[Any], Any]]] = {
    np.sum: [lambda x: np.sum(x), lambda x: np.sum(x, 1), lambda x: x.sum((0, 1), keepdims=True)],
    np.mean: [lambda x: np.mean(x), lambda x: x.mean(axis=-1, keepdims=True), lambda x: x.mean(0)],
    np.broadcast_to: [
        lambda x: np.broadcast_to(x, (2, 3, 4)),
        lambda x: 0 * np.ones((2, 1, 1)) + x,
    ],
    np.reshape: [
        lambda x: x.reshape(2, 6),
        lambda x: x.reshape((-1,)),
        lambda x: np.reshape(x, 12),
    ],
    np.expand_dims: [lambda x: np.expand_dims(x, 1), lambda x: np.expand_dims(x, (0, -1))],
    np.squeeze: [lambda x: np.squeeze(x[:1]), lambda x: np.squeeze(x[:, :1], axis=1)],
    np.ravel: [np.ravel],
    np.transpose: [
        lambda x: x.T,
        lambda x: np.transpose(x, (1, 0)),
        lambda x: x.reshape(3, 2, 2).transpose(2, 0, 1),
        lambda x: x.reshape(3, 2, 2).transpose((-1, 0, 1)),
    ],
    np.swapaxes: [lambda x: x.reshape(3, 2, 2).swapaxes(0, -1)],
    np.moveaxis: [lambda x: np.moveaxis(x.reshape(3, 2, 2), 0, -1)],
    operator.getitem: [
        lambda x: x[1],
        lambda x: x[:, ::-2],
        lambda x: x[..., -1],
        lambda x: x[:, None],
        lambda x: x[[0, 0, 2]],
        lambda x: x[np.array([0, 0]), np.array([1, 1])],
        lambda x: x[np.eye(3, 4, dtype=bool)],
        lambda x: np.stack(list(x)),
    ],
    np.flip: [lambda x: np.flip(x, 0), np.flip],
    np.roll: [lambda x: np.roll(x, 1), lambda x: np.roll(x, -2, axis=1)],
    np.repeat: [lambda x: np.repeat(x, 2, axis=0)],
    np.tile: [lambda x: np.tile(x, (2, 1))],
    np.take: [lambda x: np.take(x, [2, 2, 0], axis=1)],
    np.take_along_axis: [lambda x: np.take_along_axis(x, ORDER, axis=1)],
    np.pad: [lambda x: np.pad(x, ((1, 1), (0, 2)))],
    np.tril: [np.tril],
    np.triu: [lambda x: np.triu(x, 1)],
    np.diag: [lambda x: np.diag(x[0]), lambda x: np.diag(x[:, :3])],
    np.diagonal: [np.diagonal],
    window: [lambda x: window(x, (2, 2))],
    np.where: [
        lambda x: np.where(x > 0.5, x * x, 3.0),
        lambda x: np.where(MASK[:, None], x[:, :1], x),
        lambda x: np.where(x > 0.5, 2.0, np.sin(x)),
    ],
    np.matmul: [lambda x: x @ x.T, lambda x: np.ones((2, 3)) @ x, lambda x: x @ np.ones(4)],
    np.max: [lambda x: np.max(x), lambda x: x.max(1), lambda x: x.max((0, 1), keepdims=True)],
    np.min: [lambda x: np.min(x), lambda x: x.min(axis=0), lambda x: x.min(-1, keepdims=True)],
    partials.softmax: [autodiff.softmax, lambda x: autodiff.softmax(x, axis=0)],
    partials.logsumexp: [
        autodiff.logsumexp,
        lambda x: autodiff.logsumexp(x, axis=0, keepdims=True),
    ],
    partials.join: [
        lambda x: np.concatenate([x, np.ones((1, 4)), x * x]),
        lambda x: np.concatenate([x, x[:, :2]], axis=-1),
        lambda x: np.stack([x, np.ones((3, 4)), x], axis=1),
    ],
    np.split: [lambda x: np.split(x, 2, axis=1)[1], lambda x: np.split(x, [1, 2])[1]],
    np.var: [np.var, lambda x: np.var(x, axis=1), lambda x: np.var(x, 0, keepdims=True)],
    np.std: [lambda x: np.std(x, axis=1)],
    np.clip: [
        lambda x: np.clip(x, 0.4, 0.7),
        lambda x: x.clip(0.4, None),
        lambda x: np.clip(x, None, 0.7),
    ],
    np.cumsum: [np.cumsum, lambda x: np.cumsum(x, axis=0), lambda x: x.cumsum(axis=-1)],
    np.power: [lambda x: np.power(x, 3)],
    np.float_power: [lambda x: np.float_power(x, 1.5)],
    np.fabs: [lambda x: np.fabs(x - 0.5)],
    np.concatenate: [lambda x: np.concatenate([x, x], axis=1)],
    np.stack: [lambda x: np.stack([x, x])],
    np.hstack: [lambda x: np.hstack([x, 2 * x]), lambda x: np.hstack([x[0], x[1, 0], x[2]])],
    np.vstack: [lambda x: np.vstack([x, 2 * x]), lambda x: np.vstack([x[0], x[1] ** 2])],
    np.average: [
        np.average,
        lambda x: np.average(x, axis=0),
        lambda x: np.average(x, axis=1, weights=np.arange(1.0, 5.0)),
        lambda x: np.average(x, weights=x**2 + 1),
    ],
    np.dot: [
        lambda x: np.dot(x, x.T),
        lambda x: x.dot(np.ones(4)),
        lambda x: np.dot(2.0, x),
        lambda x: np.dot(x[0], x[1]),
    ],
    np.inner: [lambda x: np.inner(x, x), lambda x: np.inner(x[0], x[1])],
    np.outer: [lambda x: np.outer(x[0], x[:, 1]), lambda x: np.outer(x, np.ones(2))],
    np.trace: [lambda x: np.trace(x[:, :3]), lambda x: x.trace()],
    np.linalg.norm: [
        np.linalg.norm,
        lambda x: np.linalg.norm(x[0]),
        lambda x: np.linalg.norm(x, axis=1),
        lambda x: np.linalg.norm(x[0], 1),
        lambda x: np.linalg.norm(x, ord=3, axis=0),
        lambda x: np.linalg.norm(x[0], np.inf),
        lambda x: np.linalg.norm(x[0], -np.inf),
        lambda x: np.linalg.norm(x, "fro"),
    ],
    np.diff: [np.diff, lambda x: np.diff(x, axis=0), lambda x: np.diff(x, 2)],
    np.prod: [np.prod, lambda x: x.prod(axis=0), lambda x: np.prod(x, axis=1)],
    np.polyval: [lambda x: np.polyval([2.0, -1.0, 3.0], x), lambda x: np.poly1d([1, 0, -2])(x)],
    np.select: [lambda x: np.select([x < 0.4, x < 0.7], [x**2, 3 * x], -1.0)],
    np.piecewise: [
        lambda x: np.piecewise(x, [x < 0.5, x >= 0.5], [np.sin, np.cos]),
        lambda x: np.piecewise(x, [x < 0.4], [0.0, np.square]),
    ],
}


def fresh() -> np.random.Generator:
    return np.random.default_rng(7)


def name(function: Any) -> str:
    return str(getattr(function, "__name__", function))


def loss(f: Callable[[Any], Any], weights: np.ndarray) -> Callable[[Any], Any]:
    """Return x ↦ ⟨weights, f(x)⟩ for one array x laid out as a long vector."""
    return lambda x: np.sum(f(x.reshape(3, 4)) * weights)


# --- the tables -----------------------------------------------------------------------------


@pytest.mark.parametrize("function", partials.PARTIALS, ids=name)
def test_a_row_is_the_limit_of_differences(function: Any) -> None:
    count = len(partials.PARTIALS[function])
    xs = fresh().uniform(*INTERVALS.get(function, (0.2, 0.9)), size=(count, 4, 3))
    slopes = numeric.gradient(function, "adaptive")(*xs)
    np.testing.assert_allclose(autodiff.gradient(function)(*xs), slopes, rtol=1e-9, atol=1e-10)
    curvature = numeric.jacobian(
        lambda *p: tuple(np.moveaxis(autodiff.gradient(function)(*p), -1, 0))
    )
    np.testing.assert_allclose(
        autodiff.hessian(function)(*xs), curvature(*xs), rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize("function", partials.PARTIALS, ids=name)
def test_forward_and_reverse_mode_read_the_same_row(function: Any) -> None:
    count = len(partials.PARTIALS[function])
    xs = fresh().uniform(*INTERVALS.get(function, (0.2, 0.9)), size=(count, 4, 3))
    slopes = autodiff.gradient(function)(*xs)
    for i in range(count):
        duals = [Dual(x, float(i == j)) for j, x in enumerate(xs)]
        np.testing.assert_allclose(function(*duals).tangent, slopes[..., i], rtol=1e-14)


@pytest.mark.parametrize("function", CALLS, ids=name)
def test_pull_is_the_transpose_of_push_and_push_the_limit_of_differences(function: Any) -> None:
    rng = fresh()
    for f in CALLS[function]:
        x, change = rng.uniform(0.2, 0.9, size=(2, 12))
        weights = rng.normal(size=np.shape(f(x.reshape(3, 4))))
        g = loss(f, weights)
        slope = g(Dual(x, change)).tangent
        assert slope == pytest.approx(float(autodiff.vector_gradient(g)(x) @ change), rel=1e-12)
        line = numeric.derivative(lambda t: np.array([g(x + s * change) for s in t.ravel()]))  # noqa: B023
        assert slope == pytest.approx(line(np.zeros(1))[0], rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("function", CALLS, ids=name)
def test_second_derivatives_of_a_whole_array_function(function: Any) -> None:
    rng = fresh()
    for f in CALLS[function]:
        x, direction = rng.uniform(0.2, 0.9, size=(2, 12))
        weights = rng.normal(size=np.shape(f(x.reshape(3, 4))))
        g = loss(lambda a: f(a * a), weights)  # noqa: B023
        step = 1e-5 * direction
        gradient = autodiff.vector_gradient(g)
        expected = (gradient(x + step) - gradient(x - step)) / 2e-5
        product = autodiff.hessian_vector(g)(x, direction)
        np.testing.assert_allclose(product, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(
    "function", [np.sign, np.floor, np.ceil, np.rint, np.trunc, np.round], ids=name
)
def test_steps_have_slope_zero(function: Any) -> None:
    x = np.array([-1.2, 0.0, 0.7])
    np.testing.assert_array_equal(autodiff.derivative(function)(x), np.zeros(3))
    np.testing.assert_allclose(autodiff.derivative(lambda x: x * function(x))(x), function(x))
    np.testing.assert_array_equal(
        autodiff.hessian(lambda x: x * function(x))(x), np.zeros((3, 1, 1))
    )


def test_every_row_of_the_tables_is_called_here() -> None:
    extremes = set(partials.EXTREMES.values())  # np.maximum of np.maximum becomes one of them
    assert {*partials.TRANSPOSES, *partials.MAPS} <= {*CALLS, *extremes}
    assert set(COMPOSED) <= set(CALLS)


@pytest.mark.parametrize("function", CALLS, ids=name)
def test_a_function_has_the_value_while_it_is_differentiated_that_it_has_else(
    function: Any,
) -> None:
    x = fresh().uniform(0.2, 0.9, size=(3, 4))
    for f in CALLS[function]:
        plain = f(x)
        for traced in (f(Tensor(x)), f(Dual(x, np.ones_like(x)))):
            assert np.shape(traced) == np.shape(plain)
            np.testing.assert_allclose(traced.data, plain, rtol=1e-14)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((5, 2, 3), (5, 3, 4)),
        ((2, 3), (5, 3, 4)),
        ((3,), (5, 3, 4)),
        ((5, 2, 3), (3,)),
        ((1, 2, 3), (5, 3, 4)),
        ((5, 1, 2, 3), (4, 3, 2)),
    ],
)
def test_a_product_of_any_two_shapes_has_the_gradients_of_its_sum_of_products(
    left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    rng = fresh()
    a, b = Tensor(rng.normal(size=left)), Tensor(rng.normal(size=right))
    product = a @ b
    weights = rng.normal(size=product.shape)
    product.backward(weights)
    for x, other in ((a, lambda d: (a.data + d) @ b.data), (b, lambda d: a.data @ (b.data + d))):
        change = rng.normal(size=x.shape)
        linear = other(change) - product.data
        assert np.sum(x.grad * change) == pytest.approx(np.sum(weights * linear), rel=1e-10)
    assert a.grad.shape == left
    assert b.grad.shape == right


# --- torch's word ---------------------------------------------------------------------------


def evaluate(node: Any, variables: dict[str, Any]) -> Any:
    if not isinstance(node, list):
        return variables[node] if isinstance(node, str) else node
    function = getattr(np, node[0], None) or getattr(autodiff, node[0])
    return function(*(evaluate(child, variables) for child in node[1:]))


@pytest.mark.parametrize("case", ORACLE["expressions"], ids=lambda case: json.dumps(case["tree"]))
def test_gradients_and_hessians_are_those_of_torch(case: dict[str, Any]) -> None:
    def f(*point: Any) -> Any:
        return evaluate(case["tree"], dict(zip("xyz", point, strict=True)))

    at = np.transpose([sample["at"] for sample in case["samples"]])
    for derivative, key in ((autodiff.gradient, "gradient"), (autodiff.hessian, "hessian")):
        expected = np.array([sample[key] for sample in case["samples"]])
        size = max(1.0, float(np.abs(expected).max()))
        np.testing.assert_allclose(derivative(f)(*at), expected, rtol=1e-12, atol=1e-12 * size)


@pytest.mark.parametrize("row", ORACLE["rows"], ids=lambda row: f"{row['name']}{row['at']}")
def test_a_row_is_that_of_torch_kinks_and_ties_included(row: dict[str, Any]) -> None:
    f = getattr(np, row["name"], None) or getattr(autodiff, row["name"])
    tensors = [Tensor(x) for x in row["at"]]
    out = f(*tensors)
    if isinstance(out, Tensor):  # a jump's value does not depend on x any more
        out.backward()
    got = [0.0 if x.grad is None else x.grad for x in tensors]
    # 0ʸ falls from 1 to 0 as y leaves 0, where torch writes the slope 0.
    is_zero_to_zero = row["name"] == "power" and row["at"] == [0.0, 0.0]
    partials = [row["partials"][0], -np.inf] if is_zero_to_zero else row["partials"]
    np.testing.assert_allclose(got, partials, rtol=1e-13, atol=1e-15)
    # torch has the slope 1/x of log(x) at −1 too; a derivative has none where f has no value.
    slopes = autodiff.gradient(f)(*row["at"])
    with np.errstate(all="ignore"):
        expected = np.where(np.isnan(f(*row["at"])), np.nan, partials)
    np.testing.assert_allclose(slopes, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("row", ORACLE["maps"], ids=lambda row: row["name"])
def test_a_function_of_a_whole_array_is_that_of_torch(row: dict[str, Any]) -> None:
    options = {} if row["name"] in ("softmax", "logsumexp") else {"axis": -1}
    f = getattr(np, row["name"], None) or getattr(autodiff, row["name"])
    x = Tensor(row["at"])
    f(x, **options).backward(row["weights"])
    np.testing.assert_allclose(x.grad, row["gradient"], rtol=1e-12, atol=1e-14)


# --- the laws of calculus -------------------------------------------------------------------

number = st.floats(-2, 2)
FUNCTIONS = [np.sin, np.exp, np.tanh, np.square, autodiff.sigmoid, autodiff.softplus, np.arctan]
function = st.sampled_from(FUNCTIONS)


@settings(deadline=None)
@given(function, function, number, number, number)
def test_the_derivative_is_linear(f: Any, g: Any, a: float, b: float, x: float) -> None:
    slope = autodiff.derivative(lambda t: a * f(t) + b * g(t))(x)
    parts = a * autodiff.derivative(f)(x) + b * autodiff.derivative(g)(x)
    assert slope == pytest.approx(parts, rel=1e-12, abs=1e-12)


@settings(deadline=None)
@given(function, function, number)
def test_the_product_rule(f: Any, g: Any, x: float) -> None:
    slope = autodiff.derivative(lambda t: f(t) * g(t))(x)
    parts = autodiff.derivative(f)(x) * g(x) + f(x) * autodiff.derivative(g)(x)
    assert slope == pytest.approx(parts, rel=1e-12, abs=1e-12)


@settings(deadline=None)
@given(function, function, number)
def test_the_chain_rule(f: Any, g: Any, x: float) -> None:
    slope = autodiff.derivative(lambda t: f(g(t)))(x)
    assert slope == pytest.approx(
        autodiff.derivative(f)(g(x)) * autodiff.derivative(g)(x), rel=1e-12
    )


@settings(deadline=None)
@given(st.lists(number, min_size=2, max_size=5), st.data())
def test_the_hessian_is_symmetric_and_its_products_are_its_columns(
    point: list[float], data: st.DataObject
) -> None:
    def g(x: Any) -> Any:
        return np.tanh(x).sum(-1) * (x * x).mean(-1) + autodiff.logsumexp(x)

    h = autodiff.vector_hessian(g)(point)
    np.testing.assert_allclose(h, h.T, rtol=1e-10, atol=1e-12)
    v = np.array(data.draw(st.lists(number, min_size=len(point), max_size=len(point))))
    np.testing.assert_allclose(autodiff.hessian_vector(g)(point, v), h @ v, rtol=1e-9, atol=1e-11)


def test_three_derivatives_agree() -> None:
    rng = fresh()

    def f(x: Any, y: Any) -> Any:
        return np.sin(x * y) * np.exp(-(y**2)) + x**3 / (1 + y**2)

    x, y = rng.normal(size=(2, 4, 5))
    for kind in ("gradient", "hessian"):
        exact = getattr(symbolic, kind)(f)(x, y)
        assert getattr(autodiff, kind)(f)(x, y) == pytest.approx(exact, rel=1e-11, abs=1e-12)
        assert getattr(numeric, kind)(f)(x, y) == pytest.approx(exact, rel=1e-5, abs=1e-6)


# --- shapes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
def test_derivatives_add_their_axes_at_the_end(shape: tuple[int, ...]) -> None:
    rng = fresh()
    x, y = rng.normal(size=(2, *shape))
    f: Callable[..., Any] = lambda x, y: x * y**2  # noqa: E731
    assert autodiff.derivative(np.sin)(x).shape == shape
    assert autodiff.gradient(f)(x, y).shape == (*shape, 2)
    assert autodiff.hessian(f)(x, y).shape == (*shape, 2, 2)
    assert autodiff.jacobian(lambda x, y: (x * y, x + y, x))(x, y).shape == (*shape, 3, 2)
    points = rng.normal(size=(*shape, 3))
    assert autodiff.vector_gradient(lambda p: (p**2).sum(-1))(points).shape == (*shape, 3)
    assert autodiff.vector_hessian(lambda p: (p**2).sum(-1))(points).shape == (*shape, 3, 3)


def test_coordinates_broadcast() -> None:
    field = autodiff.gradient(lambda x, y: x * y)(np.ones((3, 1)), np.arange(4.0))
    np.testing.assert_array_equal(field[2], [[0, 1], [1, 1], [2, 1], [3, 1]])


def test_a_constant_has_zeros_of_the_right_shape() -> None:
    x = np.ones((2, 3))
    np.testing.assert_array_equal(autodiff.derivative(lambda x: 5.0)(x), np.zeros((2, 3)))
    np.testing.assert_array_equal(autodiff.gradient(lambda x, y: 5.0)(x, x), np.zeros((2, 3, 2)))
    np.testing.assert_array_equal(
        autodiff.hessian(lambda x, y: x + np.sign(y))(x, x), np.zeros((2, 3, 2, 2))
    )
    matrix = autodiff.jacobian(lambda x, y: (x, 1.0))(2.0, 3.0)
    np.testing.assert_array_equal(matrix, [[1, 0], [0, 0]])


def test_points_in_a_batch_do_not_mix() -> None:
    rng = fresh()
    g = lambda p: np.max(p, axis=-1) * autodiff.softmax(p)[..., 0]  # noqa: E731
    points = rng.normal(size=(5, 3))
    together = autodiff.vector_hessian(g)(points)
    np.testing.assert_allclose(together, [autodiff.vector_hessian(g)(p) for p in points])


def test_broadcasting_is_undone_in_gradients() -> None:
    rng = fresh()
    column, row = Tensor(rng.normal(size=(3, 1))), Tensor(rng.normal(size=4))
    (column * row + row).sum().backward()
    np.testing.assert_allclose(column.grad, np.full((3, 1), row.data.sum()))
    np.testing.assert_allclose(row.grad, np.full(4, column.data.sum() + 3))


# --- the walk back --------------------------------------------------------------------------


def test_backward_twice_equals_once() -> None:
    x = Tensor([1.0, 2.0])
    y = (x * x * x).sum()
    y.backward()
    once = x.grad.copy()
    y.backward()
    np.testing.assert_array_equal(x.grad, once)


def test_no_gradient_is_shared_with_another() -> None:
    x, y = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    (x + y).sum().backward()
    x.grad *= 10
    np.testing.assert_array_equal(y.grad, [1, 1])


def test_a_value_used_many_times_collects_every_path() -> None:
    x = Tensor(3.0)
    y = x + x
    z = y * y + y + x
    z.backward()
    assert x.grad == 2 * 2 * 6 + 2 + 1
    assert y.grad == 2 * 6 + 1


def test_a_chain_of_100_000_operations_walks_back_and_is_freed() -> None:
    x = Tensor(1.0)
    y = x
    for _ in range(100_000):
        y = y * 1.0
    y.backward()
    assert x.grad == 1
    del y


def test_forgetting_the_gradients_between_changes_no_input_gradient() -> None:
    x = Tensor([1.0, 2.0])
    hidden = np.tanh(x)
    out = (hidden * hidden).sum()
    out.backward()
    kept = x.grad.copy()
    assert hidden.grad is not None
    out.backward(keep=False)
    np.testing.assert_array_equal(x.grad, kept)
    assert hidden.grad is None


def test_adding_in_place_makes_a_new_tensor() -> None:
    x = Tensor([1.0, 2.0])
    total = x * x
    square = total
    total += x
    total.sum().backward()
    np.testing.assert_array_equal(x.grad, [3, 5])
    np.testing.assert_array_equal(square.data, [1, 4])


def test_the_graph_tells_what_was_computed_from_what() -> None:
    x, w = Tensor(2.0), Tensor(-3.0)
    loss = np.tanh(x * w)
    assert loss.graph()[0].gradient is None
    loss.backward()
    nodes = loss.graph()
    assert [node.operation for node in nodes[-2:]] == ["multiply", "tanh"]
    assert {nodes[i].value.item() for i in nodes[2].parents} == {2.0, -3.0}
    assert nodes[3].parents == (2,)
    assert nodes[3].gradient == 1
    assert nodes[2].gradient == pytest.approx(1 - np.tanh(-6.0) ** 2)


def test_plain_arrays_are_no_part_of_the_graph() -> None:
    loss = (np.ones((2, 3)) @ Tensor(np.ones(3)) - np.array([1.0, 2.0])).mean()
    assert [node.operation for node in loss.graph()] == ["", "matmul", "subtract", "mean"]


# --- numbers at the edge --------------------------------------------------------------------


def test_kinks_have_the_agreed_slopes() -> None:
    assert autodiff.derivative(np.abs)(0.0) == 0
    assert autodiff.derivative(autodiff.relu)(0.0) == 0
    np.testing.assert_array_equal(autodiff.gradient(np.maximum)(1.0, 1.0), [0.5, 0.5])
    tied = autodiff.vector_gradient(lambda x: np.max(x, axis=-1))([2.0, 1.0, 2.0, 2.0])
    np.testing.assert_allclose(tied, [1 / 3, 0, 1 / 3, 1 / 3])


@pytest.mark.parametrize("n", [-2, -1, 0, 1, 2, 3, 5, 8, 9])
def test_whole_powers_hold_at_negative_bases(n: int) -> None:
    slope, curvature = autodiff.derivative(lambda x: x**n), autodiff.hessian(lambda x: x**n)
    x = np.array([-1.5, 2.0])
    np.testing.assert_allclose(slope(x), n * x ** float(n - 1), rtol=1e-14)
    expected = n * (n - 1) * x ** float(n - 2)
    np.testing.assert_allclose(curvature(x)[:, 0, 0], expected, rtol=1e-13)


@pytest.mark.parametrize(
    "function", [autodiff.relu, autodiff.sigmoid, autodiff.softmax, autodiff.logsumexp]
)
def test_a_named_function_is_one_node_of_the_graph(function: Callable[..., Any]) -> None:
    x = Tensor([0.5, -0.5])
    made = function(x)
    assert made.function is function
    assert made.args[0] is x


def test_a_negative_base_has_no_slope_along_its_exponent() -> None:
    base, exponent = Tensor(-0.5), Tensor(3.0)
    with np.errstate(invalid="ignore"):
        (base**exponent).backward()
    assert base.grad == 0.75
    assert np.isnan(exponent.grad)


@pytest.mark.parametrize(("n", "slope", "curvature"), [(0, 0, 0), (1, 1, 0), (2, 0, 2), (3, 0, 0)])
def test_whole_powers_hold_at_zero(n: int, slope: float, curvature: float) -> None:
    for power in (n, float(n), np.array(n)):
        f = lambda x: x**power  # noqa: B023, E731
        assert autodiff.derivative(f)(0.0) == slope
        assert autodiff.hessian(f)(0.0) == curvature


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (np.log, 0.0, np.inf),
        (np.log, -1.0, np.nan),
        (np.sqrt, 0.0, np.inf),
        (np.sqrt, -1.0, np.nan),
        (np.reciprocal, 0.0, -np.inf),
        (np.exp, 1e4, np.inf),
        (np.arcsin, 1.0, np.inf),
        (np.arctanh, 2.0, np.nan),
        (lambda x: x / 0, 1.0, np.inf),
    ],
)
def test_the_edge_of_a_domain_gives_a_number_and_no_warning(f: Any, x: float, slope: float) -> None:
    np.testing.assert_equal(autodiff.derivative(f)(x), slope)
    y = f(Tensor(x))
    y.backward()
    rate = f(Dual(x, 1.0))
    assert (np.isnan(rate.tangent) or np.isnan(np.asarray(rate.data, dtype=float))) == np.isnan(
        slope
    )


@pytest.mark.parametrize("x", [-745.0, -40.0, -1.0, 0.0, 1e-9, 3.0, 40.0, 800.0])
def test_activations_are_exact_in_both_tails(x: float) -> None:
    with mpmath.workdps(400):
        e = mpmath.exp(mpmath.mpf(x))
        sigma, slope, soft = e / (1 + e), e / (1 + e) ** 2, mpmath.log1p(e)
        expected = [float(v) for v in (sigma, slope, soft, sigma)]
    got = [autodiff.sigmoid(x), autodiff.derivative(autodiff.sigmoid)(x)]
    got += [autodiff.softplus(x), autodiff.derivative(autodiff.softplus)(x)]
    np.testing.assert_allclose(got, expected, rtol=1e-13, atol=5e-324)


def test_softmax_and_logsumexp_do_not_overflow() -> None:
    x = np.array([1e4, -1e4, 1e4])
    np.testing.assert_allclose(autodiff.softmax(x), [0.5, 0, 0.5])
    assert autodiff.logsumexp(x) == pytest.approx(1e4 + math.log(2))
    np.testing.assert_allclose(autodiff.vector_gradient(autodiff.logsumexp)(x), [0.5, 0, 0.5])


def test_float32_stays_float32() -> None:
    x = Tensor(np.ones((2, 3), np.float32))
    y = autodiff.softmax(np.tanh(x * 0.5 + 1) ** 2 @ np.ones((3, 2), np.float32)).mean()
    assert y.dtype == np.float32
    y.backward()
    assert x.grad.dtype == np.float32
    (x * np.ones(3)).sum().backward()
    assert x.grad.dtype == np.float32
    assert autodiff.vector_gradient(lambda p: p.max(-1))(np.ones(3, np.float32)).dtype == np.float32


def test_whole_numbers_become_float64() -> None:
    assert Tensor([1, 2]).dtype == np.float64
    assert autodiff.derivative(np.square)(3) == 6


# --- what a learner meets -------------------------------------------------------------------


def test_branches_and_loops_are_differentiated_along_the_way_taken() -> None:
    def f(x: Any) -> Any:
        y = x
        while y < 10:
            y = y * x
        return y

    assert autodiff.derivative(f)(3.0) == 27
    assert autodiff.derivative(lambda x: np.argmax([1, 5]) * x)(1.0) == 1


def test_a_derivative_can_be_differentiated_once_more() -> None:
    x = np.array([0.5, 1.0])
    np.testing.assert_allclose(autodiff.derivative(autodiff.derivative(np.sin))(x), -np.sin(x))


@pytest.mark.parametrize(
    ("action", "error", "words"),
    [
        (lambda: Tensor([1.0, 2.0]).backward(), ValueError, r"shape \(2,\); call .sum\(\) first"),
        (lambda: np.sort(Tensor([1.0])), NotImplementedError, "np.sort has no derivative rule"),
        (lambda: np.spacing(Tensor(1.0)), NotImplementedError, "np.spacing .* add its row"),
        (lambda: np.add.reduce(Tensor([1.0])), NotImplementedError, "np.add.reduce .* np.sum"),
        (lambda: math.sin(Tensor(1.0)), TypeError, "np.sin for math.sin"),
        (lambda: np.array([Tensor(1.0)]), TypeError, "np.stack for np.array"),
        (lambda: operator.iadd(np.ones(2), Tensor([1.0, 2.0])), TypeError, "write a = a \\+ b"),
        (lambda: np.add(Tensor([1.0]), 1, where=[True]), TypeError, "np.where"),
        (lambda: autodiff.gradient("x**2"), TypeError, r"wrap it: Function\('x\*\*2'\)"),
        (lambda: autodiff.hessian("x**2"), TypeError, r"wrap it: Function\('x\*\*2'\)"),
        (lambda: autodiff.jacobian("x**2"), TypeError, r"wrap it: Function\('x\*\*2'\)"),
        (lambda: autodiff.vector_gradient("x**2"), TypeError, r"wrap it: Function\('x\*\*2'\)"),
        (lambda: autodiff.hessian_vector("x**2"), TypeError, r"wrap it: Function\('x\*\*2'\)"),
        (lambda: autodiff.gradient(lambda x: (x, x))(1.0), TypeError, "returned 2; use jacobian"),
        (lambda: autodiff.jacobian(lambda x: x)(1.0), TypeError, "use gradient for one"),
        (
            lambda: autodiff.derivative(lambda x: autodiff.derivative(lambda y: x * y)(1.0))(2.0),
            TypeError,
            "a variable of another derivative",
        ),
    ],
)
def test_a_mistake_is_answered_by_what_to_do(action: Any, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        action()


def test_numbers_print_as_numbers() -> None:
    assert repr(Tensor([1.0, 2.5])) == "Tensor([1.  2.5])"
    assert repr(Dual(2.0) * Dual(3.0, 1.0)) == "Dual(6.0, 2.0)"
    assert len(Tensor([1.0, 2.5])) == 2
    assert (Tensor(np.ones((2, 3))).ndim, Tensor(np.ones((2, 3))).size) == (2, 6)


@pytest.mark.parametrize("pair", [np.maximum, np.minimum], ids=name)
def test_a_tie_of_a_nested_extreme_is_shared_evenly_however_it_is_nested(pair: Any) -> None:
    third = [2 / 3, 2 / 3]  # x, y and x + y have a third each
    for f in (
        lambda x, y: pair(x, pair(y, x + y)),
        lambda x, y: pair(pair(x, y), x + y),
        lambda x, y: pair(pair(x, y), pair(x + y, x)),
        lambda x, y: pair(pair(x, x), pair(y, x + y)),
    ):
        for gradient in (autodiff.gradient(f), symbolic.gradient(f)):
            np.testing.assert_allclose(gradient(0.0, 0.0), third)
        second = autodiff.hessian(f)(0.0, 0.0)  # reverse mode over forward mode
        np.testing.assert_array_equal(second, np.zeros((2, 2)))
        tangent = f(Dual(0.0, 1.0), 0.0).tangent
        np.testing.assert_allclose(tangent, 2 / 3)


def test_what_is_absorbed_by_an_extreme_has_no_share_in_it() -> None:
    for f in (
        lambda x, y: np.maximum(x, np.minimum(x, y)),
        lambda x, y: np.minimum(np.maximum(y, x), x),
    ):
        for gradient in (autodiff.gradient(f), symbolic.gradient(f)):
            np.testing.assert_array_equal(gradient(1.0, 1.0), [1.0, 0.0])


def test_one_point_of_a_batch_does_not_see_another_that_has_no_value() -> None:
    for f in (lambda x, y: np.logaddexp(x * y, y), lambda x, y: np.maximum(x, y) * y):
        alone = autodiff.hessian(f)(1.0, 1.0)
        among = autodiff.hessian(f)([1.0, np.nan, -np.inf], [1.0, 2.0, -np.inf])
        np.testing.assert_array_equal(among[0], alone)


@pytest.mark.parametrize(
    "f",
    [
        lambda t: np.maximum(np.sqrt(t), 1).sum(axis=-1),
        lambda t: np.max(np.stack([np.sqrt(t), np.ones_like(t)]), axis=0).sum(axis=-1),
        lambda t: np.max(np.stack([np.sqrt(t), 1 + 0 * t], -1), -1, keepdims=True)[..., 0].sum(-1),
        lambda t: np.clip(np.sqrt(t), 1, 9) @ np.ones(3),
        lambda t: np.where(t > 1, np.sqrt(t), 1).mean(axis=-1) * 3,
        lambda t: 1 + autodiff.relu(np.sqrt(t) - 1).sum(axis=-1),
    ],
)
def test_what_is_not_chosen_has_no_say_in_a_whole_array(f: Any) -> None:
    points = np.array([[0.0, 0.25, 4.0], [9.0, 0.0, 0.0]])
    slopes = np.where(points > 1, 0.5 / np.sqrt(np.maximum(points, 1)), 0.0)
    np.testing.assert_allclose(autodiff.vector_gradient(f)(points), slopes, rtol=1e-14)
    bends = np.where(points > 1, -0.25 * np.maximum(points, 1) ** -1.5, 0.0)
    diagonal = np.diagonal(autodiff.vector_hessian(f)(points), axis1=-2, axis2=-1)
    np.testing.assert_allclose(diagonal, bends, rtol=1e-14)
    dual = f(autodiff.Dual(points, np.ones_like(points)))
    np.testing.assert_allclose(dual.tangent, slopes.sum(axis=-1), rtol=1e-14)


def test_what_is_chosen_and_meets_0_times_infinity_is_still_nan() -> None:
    for f in (
        lambda x: np.where(x >= 0, np.sqrt(x) ** 2, 0.0),
        lambda x: np.maximum(np.sqrt(x) ** 2, -1),
        lambda x: autodiff.relu(np.sqrt(x)),
    ):
        assert np.isnan(autodiff.derivative(f)(0.0))


@pytest.mark.parametrize(("x", "bend"), [(-2.0, 2.0), (0.0, 0.0), (3.0, 2.0)])
def test_a_condition_changes_by_steps_and_so_has_no_slope(x: float, bend: float) -> None:
    f = lambda x: np.where(x, x * x, 5.0)  # noqa: E731
    assert autodiff.derivative(f)(x) == 2 * x
    assert autodiff.hessian(f)(x) == bend
    assert f(Dual(x, 1.0)).tangent == 2 * x
