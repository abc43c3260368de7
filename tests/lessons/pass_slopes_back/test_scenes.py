"""Lesson 8: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

import runpy
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_light_and_said

from calclib import Function, numeric
from calclib.derivatives.autodiff import Tensor, sigmoid
from calclib.learn.layers import cut
from calclib.lessons.pass_slopes_back import (
    checks,
    edge_counter,
    linked_wheels,
    own_value,
    scenes,
    through_depth,
    two_moons,
)
from calclib.stage.marks import Mark, Varying
from calclib.stage.scene import Scene

SCENES = {
    "one_neuron": scenes.one_neuron,
    "graph_of": scenes.graph_of,
    "fraction": lambda: scenes.graph_of("(x y + 1)^2 / x"),
    "linked_wheels": linked_wheels.linked_wheels,
    "through_twenty_layers": through_depth.through_twenty_layers,
    "border_bends": two_moons.border_bends,
    "count_edges": edge_counter.count_edges,
    "train_on_two_moons": lambda: own_value.train_on_two_moons(Value),
}
Value = runpy.run_path(str(Path(__file__).with_name("solution.py")))["Value"]
small = st.floats(-2.0, 2.0)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def reading(scene: Scene, label: str) -> Varying:
    return next(given for name, given, _ in scene.numbers if name == label)


def drawn(scene: Scene) -> Mark:
    """The graph of a scene."""
    return next(mark for mark in scene.panels[0].marks if mark.kind == "graph")


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    assert sum(axis.play for axis in scene.axes) == 1


# One neuron


def test_the_neuron_ends_with_the_slopes_of_the_formula() -> None:
    mark = drawn(scenes.one_neuron())
    last = mark.channels["gradient"].values[-1]
    formula = Function("(sigmoid(w x + b) - y)^2", variables=("w", "x", "b", "y"))
    for k, w in enumerate(scenes.WEIGHTS):
        slopes = dict(zip(mark.style["names"], last[k], strict=True))
        wanted = formula.gradient([w, 2.0, -1.0, 1.0])
        assert np.allclose([slopes[name] for name in "wxby"], wanted, rtol=1e-12)


def test_a_slope_of_the_neuron_is_the_local_derivative_times_the_slope_after() -> None:
    scene = scenes.one_neuron()
    local, after, here = (given.values for _, given, _ in scene.numbers)
    assert np.allclose(local * after, here, rtol=1e-14)


def test_the_neuron_has_every_node_once_and_at_a_place_of_its_own() -> None:
    scene = scenes.one_neuron()
    mark = drawn(scene)
    assert sorted(mark.style["names"]) == sorted(scenes.PLACES)
    places = np.stack([mark.channels[name].values for name in "xy"], axis=-1)
    assert np.array_equal(places, scene.axis("node").values)
    assert len(np.unique(places, axis=0)) == 9


def test_the_neuron_goes_forward_then_back_one_operation_a_step() -> None:
    mark = drawn(scenes.one_neuron())
    active = mark.channels["active"].values
    assert active.sum(axis=1).tolist() == [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    known = np.isfinite(mark.channels["value"].values[:, 0]).sum(axis=1)
    reached = np.isfinite(mark.channels["gradient"].values[:, 0]).sum(axis=1)
    assert known.tolist() == [4, 5, 6, 7, 8, *[9] * 7]
    assert reached.tolist() == [0] * 6 + [1, 2, 4, 5, 7, 9]


def test_the_numbers_of_the_neuron_at_one_half_and_at_minus_three() -> None:
    w, x, b, y = 0.5, 2.0, -1.0, 1.0
    A = sigmoid(w * x + b)
    assert 2 * (A - y) * (A * (1 - A)) * x == -0.5
    assert 2 * (A - y) * (A * (1 - A)) == -0.25
    far = sigmoid(-3 * x + b)
    assert round(float(far), 3) == 0.001
    assert round(float(far * (1 - far)), 4) == 0.0009
    assert round(float(2 * (far - y) * far * (1 - far) * x), 3) == -0.004
    assert (far - y) / (A - y) == pytest.approx(2, abs=0.01)


def test_the_nudged_panel_has_the_local_derivative_as_its_tangent() -> None:
    scene = scenes.one_neuron()
    moved, tangent = (mark.channels["y"].values for mark in scene.panels[1].marks[:2])
    middle = len(scenes.NUDGES) // 2
    h = scenes.NUDGES[middle + 1]
    slope = (moved[..., middle + 1] - moved[..., middle - 1]) / (2 * h)
    assert np.allclose(moved[..., middle], 0, atol=1e-12)
    assert np.allclose(slope, tangent[..., middle + 1] / h, atol=1e-4)


# Wheels


def test_the_third_wheel_turns_at_the_product_of_the_rates() -> None:
    scene = linked_wheels.linked_wheels()
    product = reading(scene, "dy/dx = dy/du · du/dx").values[..., 0]
    turns = reading(scene, "y").values[-1, ..., 0]
    assert product[2, 3] == 6.0
    assert np.allclose(turns, product)
    assert (product[:, 0] < 0).all()


def test_a_belt_touches_both_pulleys_and_their_radii_have_the_ratio_of_the_rate() -> None:
    for start, rates in ((0, linked_wheels.RATES), (1, linked_wheels.SECOND)):
        values = np.array(list(rates.values()))
        marks = linked_wheels._belt(start, values, "rate")
        radii = []
        for mark, axle in zip(marks[2:], linked_wheels.AXLES[start:], strict=False):
            x, y = (mark.channels[name].values for name in "xy")
            radii.append(np.hypot(x - axle, y)[:, 0])
        assert np.allclose(radii[0] / radii[1], np.abs(values))
        for mark in marks[:2]:
            x, y = (mark.channels[name].values for name in "xy")
            along = np.stack([x[:, 1] - x[:, 0], y[:, 1] - y[:, 0]])
            for k, radius in enumerate(radii):
                spoke = np.stack([x[:, k] - linked_wheels.AXLES[start + k], y[:, k]])
                assert np.allclose(np.hypot(*spoke), radius)
                assert np.allclose((along * spoke).sum(axis=0), 0)


# Any formula


@pytest.mark.parametrize(
    "f",
    ["x y + sin x", "x^2", "x e^x", "(x + y)(x - y)", "(x y + 1)^2 / x", "e^(-x) tanh(x y) - 2/y"],
)
def test_a_typed_graph_ends_with_the_gradient(f: str) -> None:
    scene = scenes.graph_of(f, 2.0, 3.0)
    wanted = dict(zip("xy", Function(f, variables=("x", "y")).gradient([2.0, 3.0]), strict=True))
    for label, held, _ in scene.numbers:
        assert held.values[0] == pytest.approx(wanted[label[-1]])


def test_where_x_is_read_twice_its_slope_grows_in_two_steps() -> None:
    mark = drawn(scenes.graph_of())
    x = mark.style["names"].index("x")
    grown = mark.channels["gradient"].values[:, x]
    shares = np.unique(grown[np.isfinite(grown)])
    assert np.allclose(shares, sorted([3.0, 3.0 + np.cos(2.0)]))


@pytest.mark.parametrize(
    ("f", "ways"),
    [("x e^x", 2), ("(x + y)(x - y)", 2), ("x y + x sin x", 3), ("(x y + 1)^2 / x", 2)],
)
def test_so_many_ways_lead_from_x_to_the_end(f: str, ways: int) -> None:
    style = drawn(scenes.graph_of(f)).style
    count = np.zeros(len(style["names"]))
    count[style["names"].index("x")] = 1
    for start, end in sorted(style["edges"], key=lambda edge: edge[1]):
        count[end] += count[start]
    assert count[-1] == ways


def test_a_formula_without_a_slope_or_without_work_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match="has no slope at x = 0"):
        scenes.graph_of("ln x", x=0.0)
    with pytest.raises(ValueError, match="computes nothing"):
        scenes.graph_of("x")
    with pytest.raises(ValueError, match="computes nothing"):
        scenes.graph_of("3")


def test_the_names_of_operations_can_be_read() -> None:
    names = scenes.graph_of("(2 - x y)^2/3 + x^3").panels[0].marks[0].style["names"]
    assert "2 −" in names
    assert not [name for name in names if name in ("multiply", "subtract", "divide")]


# Value


@settings(max_examples=60, deadline=None)
@given(numbers=st.tuples(small, small, small), steps=st.lists(st.integers(0, 999), max_size=12))
def test_value_agrees_with_tensor_on_every_program(
    numbers: tuple[float, ...], steps: list[int]
) -> None:
    """Programs of +, · and σ: each step combines two of the nodes there are.

    Where σ is nearly 1, its slope s(1 − s) loses digits, for 1 − s is exact to ε alone, while
    Tensor has σ(x)σ(−x). So a slope is as exact as ε beside the largest that it could be: with the
    slope 1 for every σ, and all terms of one sign.
    """
    largest = [np.eye(3)[k] for k in range(3)]
    ours: list[Any] = [Value(number) for number in numbers]
    theirs: list[Any] = [Tensor(number) for number in numbers]
    for step in steps:
        kind, i, j = step % 3, step // 3 % len(ours), step // 7 % len(ours)
        sizes = {
            0: lambda i=i, j=j: largest[i] + largest[j],
            1: lambda i=i, j=j: abs(ours[j].data) * largest[i] + abs(ours[i].data) * largest[j],
            2: lambda i=i: largest[i],
        }
        largest.append(sizes[kind]())
        for nodes, squash in ((ours, lambda v: v.sigmoid()), (theirs, sigmoid)):
            a, b = nodes[i], nodes[j]
            nodes.append(
                (lambda a=a, b=b: a + b, lambda a=a, b=b: a * b)[kind]() if kind < 2 else squash(a)
            )
    ours[-1].backward()
    theirs[-1].backward()
    lost = len(steps) * np.finfo(float).eps * largest[-1]
    for mine, other, slack in zip(ours[:3], theirs[:3], lost.tolist(), strict=True):
        wanted = 0.0 if other.grad is None else float(other.grad)
        assert mine.grad == pytest.approx(wanted, rel=1e-12, abs=max(1e-300, slack))


def test_value_backward_twice_equals_once() -> None:
    a = Value(3.0)
    out = a * a
    out.backward()
    out.backward()
    assert a.grad == 6.0


def test_value_of_the_lesson_has_at_most_forty_lines() -> None:
    cell = (Path(__file__).with_name("solution.py")).read_text(encoding="utf-8")
    body = cell[cell.index("class Value") : cell.index("def product_backward")]
    assert len([line for line in body.splitlines() if line.strip()]) <= 40


def test_a_layer_sends_back_the_transposed_products() -> None:
    rng = np.random.default_rng(7)
    X, W = Tensor(rng.normal(size=(5, 3))), Tensor(rng.normal(size=(3, 2)))
    Z = X @ W
    (np.tanh(Z) ** 2).sum().backward()
    assert np.allclose(W.grad, X.data.T @ Z.grad)
    assert np.allclose(X.grad, Z.grad @ W.data.T)


# Through twenty layers


def test_at_most_a_quarter_to_the_power_of_twenty_gets_through() -> None:
    assert f"{0.25**20:.1e}" == "9.1e-13"
    slopes = through_depth.chains(runs=200)
    assert (slopes <= 0.25 ** (20 - np.arange(21))[:, None]).all()
    assert (slopes[:-1] < slopes[1:]).all()


def test_the_slopes_through_layers_are_those_of_differences() -> None:
    rng = np.random.default_rng(7)
    x, weights = rng.normal(size=(1, 3)), rng.normal(size=(4, 1, 3, 3))
    seed = np.array([[1.0, -2.0, 0.5]])

    def out(*start: float) -> Any:
        a = np.array(start)
        for W in weights[:, 0]:
            a = np.tanh(a @ W)
        return (a * seed[0]).sum()

    slopes = through_depth.slopes_through(x, weights, np.tanh, seed)
    assert np.allclose(slopes[0][0], numeric.gradient(out)(*x[0]), atol=1e-8)


@pytest.mark.parametrize(
    ("name", "gain", "said"),
    [
        ("sigmoid", 1.0, "2e-13"),
        ("sigmoid", 4.0, "5e-05"),
        ("tanh", 1.0, "2e-01"),
        ("ReLU", 2**0.5, "7e-01"),
        ("ReLU", 4.0, "8e+08"),
    ],
)
def test_what_arrives_through_wide_layers(name: str, gain: float, said: str) -> None:
    length = through_depth.networks(name, gain)[0]
    assert f"{np.exp(np.log(length).mean()):.0e}" == said


def test_root_two_keeps_the_mean_squared_slope_of_relu() -> None:
    squares = through_depth.networks("ReLU", 2**0.5, runs=100)[0] ** 2
    assert 0.5 < squares.mean() < 2.0


# Two moons


def test_the_moons_are_two_half_circles() -> None:
    X, y = two_moons.two_moons(100, noise=0.0)
    upper, lower = X[y == 0], X[y == 1]
    assert np.allclose(np.hypot(*upper.T), 1.0)
    assert np.allclose(np.hypot(*(lower - [1.0, 0.5]).T), 1.0)
    assert (upper[:, 1] >= -1e-12).all()
    assert (lower[:, 1] <= 0.5 + 1e-12).all()


@pytest.fixture(scope="module")
def trained() -> tuple[Any, Any]:
    return two_moons.training()


def test_the_network_has_337_parameters_and_the_loss_its_slopes(trained: tuple[Any, Any]) -> None:
    f, _ = trained
    theta = two_moons.starts(1.0)
    assert theta.shape == (337,)
    assert len(f.data[0]) == 120
    direction = np.random.default_rng(7).normal(size=337)
    step = 1e-6 * direction
    slope = (f.value(theta + step) - f.value(theta - step)) / 2e-6
    assert slope == pytest.approx(f.gradient(theta) @ direction, rel=1e-6)


def test_good_first_weights_part_the_moons(trained: tuple[Any, Any]) -> None:
    f, path = trained
    X, y = f.data
    right = ((two_moons.network(path.points[-1], X) > 0) == y).mean(axis=-1)
    assert right[2] == 1.0
    assert right[1] < 0.95
    assert path.values[-1, 2] < 0.02


def test_from_tiny_weights_nothing_seems_to_happen_for_400_steps(trained: tuple[Any, Any]) -> None:
    _, path = trained
    loss = path.values[:, 1]
    at = dict(zip(path.steps.tolist(), loss.tolist(), strict=True))
    assert at[400] > 0.9 * at[0]
    assert at[500] < 0.5 * at[0]
    assert at[1500] > 0.2
    norms = two_moons.norms(path.gradients[0])
    assert (norms[1] < 1e-3).all()
    assert (norms[2] > 0.1).all()


def test_a_straight_border_is_what_tiny_weights_find(trained: tuple[Any, Any]) -> None:
    """Along the border the score changes as a linear function of the place would."""
    _, path = trained
    rng = np.random.default_rng(7)
    X = rng.uniform([-1.2, -0.8], [2.2, 1.2], (500, 2))
    score = two_moons.network(path.points[40, 1], X)
    near = np.abs(score) < 1.5
    design = np.column_stack([X[near], np.ones(near.sum())])
    rest = score[near] - design @ np.linalg.lstsq(design, score[near])[0]
    assert np.std(rest) < 0.25 * np.std(score[near])


def test_from_zero_no_slope_reaches_any_layer(trained: tuple[Any, Any]) -> None:
    f, path = trained
    assert np.abs(f.gradient(np.zeros(337))).max() < 1e-15
    assert np.abs(path.points[-1, 0]).max() < 1e-12


def test_the_layers_are_cut_where_the_parameters_end() -> None:
    parts = cut(np.arange(337.0), two_moons.SHAPES)
    ends = [(part.ravel()[0], part.ravel()[-1]) for part in parts]
    assert all(before[1] + 1 == after[0] for before, after in pairwise(ends))
    gradient = np.random.default_rng(7).normal(size=337)
    W1, b1, *_, W3, b3 = cut(gradient, two_moons.SHAPES)
    lengths = two_moons.norms(gradient)
    assert lengths[0] == pytest.approx(np.hypot(np.linalg.norm(W1), np.linalg.norm(b1)))
    assert lengths[2] == pytest.approx(np.hypot(np.linalg.norm(W3), np.linalg.norm(b3)))


# Paths and edges


@pytest.mark.parametrize(
    ("graph", "crossings"),
    [
        ("3 inputs, 1 output", (81, 45, 21)),
        ("1 input, 1 output", (27, 15, 15)),
        ("1 input, 3 outputs", (81, 21, 45)),
    ],
)
def test_each_way_crosses_as_many_edges_as_the_lesson_says(
    graph: str, crossings: tuple[int, ...]
) -> None:
    layers = edge_counter.SHAPES[graph]
    trips = [way(layers) for way in edge_counter.WAYS.values()]
    assert tuple(sum(map(len, way)) for way in trips) == crossings
    ends = {label: given.values[-1] for label, given, _ in edge_counter.count_edges().numbers}
    shape = list(edge_counter.SHAPES).index(graph)
    assert tuple(ends[name][shape, 0] for name in edge_counter.WAYS) == crossings


@pytest.mark.parametrize("graph", edge_counter.SHAPES)
def test_sweeps_and_paths_add_up_to_the_same_slopes(graph: str) -> None:
    """Walk each trip with random local derivatives, and add up as its kind does."""
    layers = edge_counter.SHAPES[graph]
    rng = np.random.default_rng(7)
    local = {edge: rng.normal() for edge in edge_counter.EDGES}
    wanted = np.zeros((3, 3))
    for path in edge_counter.path_by_path(layers):
        wanted[path[0][1], path[-1][2]] += np.prod([local[edge] for edge in path])
    ahead = np.zeros((3, 3))
    for start, sweep in zip(layers[0], edge_counter.forward(layers), strict=True):
        reached = np.zeros((4, 3))
        reached[0, start] = 1
        for k, i, j in sweep:
            reached[k + 1, j] += reached[k, i] * local[k, i, j]
        ahead[start] = reached[3]
    behind = np.zeros((3, 3))
    for end, sweep in zip(layers[-1], edge_counter.backward(layers), strict=True):
        reached = np.zeros((4, 3))
        reached[3, end] = 1
        for k, i, j in sweep:
            reached[k, i] += reached[k + 1, j] * local[k, i, j]
        behind[:, end] = reached[0]
    np.testing.assert_allclose(ahead, wanted, atol=1e-12)
    np.testing.assert_allclose(behind, wanted, atol=1e-12)


# A network of the learner's own numbers


class Halved(Value):  # type: ignore[misc, valid-type]
    """A class with the slip of the experiment: the second of two slopes replaces the first."""

    def __add__(self, other: Any) -> Any:
        return Halved(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: Any) -> Any:
        return Halved(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self) -> Any:
        s = float(sigmoid(self.data))
        return Halved(s, (self,), (s * (1 - s),))

    def backward(self) -> None:
        self.grad = 1.0
        for value in reversed(self.made_from([])):
            for parent, slope in zip(value.parents, value.slopes, strict=True):
                parent.grad = slope * value.grad


class Blank(Value):  # type: ignore[misc, valid-type]
    """A class whose product is still open."""

    def __mul__(self, other: Any) -> Any:
        return Blank(self.data * other.data, (self, other), (..., ...))


@pytest.mark.parametrize(
    ("kind", "right", "error"), [(Value, 120, "0.007"), (Halved, 118, "0.025")]
)
def test_the_learners_class_separates_the_moons(kind: Any, right: int, error: str) -> None:
    X, y = two_moons.two_moons()
    said = own_value.probability(own_value.train(kind)[-1], X)
    assert ((said > 0.5) == y).sum() == right
    assert f"{((said - y) ** 2).mean():.3f}" == error


def test_the_loss_and_slopes_of_the_learners_network_are_those_of_its_formula() -> None:
    inner, outer = own_value.first_weights()
    theta = np.concatenate([inner.ravel(), outer])
    point = np.array([0.3, -0.4])

    def formula(*parameters: float) -> Any:
        return (own_value.probability(np.array(parameters), point[None])[0] - 1.0) ** 2

    hidden = [[Value(float(number)) for number in row] for row in inner]
    out = [Value(float(number)) for number in outer]
    loss = own_value.loss_at(Value, hidden, out, point, 1.0)
    loss.backward()
    assert loss.data == pytest.approx(formula(*theta))
    slopes = [number.grad for number in [*chain.from_iterable(hidden), *out]]
    np.testing.assert_allclose(slopes, numeric.gradient(formula)(*theta), atol=1e-8)


def test_with_an_open_blank_nothing_moves_and_the_scene_says_why() -> None:
    scene = own_value.train_on_two_moons(Blank)
    assert scene.panels[0].title == "Your Value has an open blank: no slopes, no steps"
    said = {label: given.values.ravel() for label, given, _ in scene.numbers}
    assert len(set(said["mean squared error"])) == 1


def test_a_class_that_fails_its_check_is_trained_and_called_so() -> None:
    scene = own_value.train_on_two_moons(Halved)
    assert scene.panels[0].title.endswith("which does not pass its check")


# Exercises


def test_the_answers_are_those_that_calclib_computes() -> None:
    w, x, b = (Tensor(value) for value in (2.0, 3.0, -1.0))
    ((np.maximum(w * x + b, 0) - 1.0) ** 2).backward()
    assert checks.by_hand([w.grad, b.grad, x.grad]).passed
    shapes = [(16, 784), (16, 16), (1, 16)]

    def work(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        return left[0] * left[1] * right[1], (left[0], right[1])

    first, row = work(shapes[2], shapes[1])
    last, block = work(shapes[1], shapes[0])
    back, forward = first + work(row, shapes[0])[0], last + work(shapes[2], block)[0]
    assert checks.multiplications([back, forward]).passed


def test_the_paths_are_counted_by_walking_them() -> None:
    sizes = (1, 16, 16, 16, 1)
    ways = np.ones(1)
    for m, n in pairwise(sizes):
        ways = ways @ np.ones((m, n))
    assert checks.paths([ways.sum(), sum(m * n for m, n in pairwise(sizes))]).passed
    assert 64.0**20 > 1e36
    assert 64 + 19 * 64 * 64 + 64 == 77_952


def test_the_bug_of_exercise_three_shows_in_the_third_slope_only() -> None:
    def loss(w: Any, v: Any, x: Any) -> Any:
        return (x + v * np.tanh(w * x)) ** 2

    w, v, x = 0.7, -1.2, 0.4
    a = np.tanh(w * x)
    dy = 2 * (x + v * a)
    dz = dy * v * (1 - a**2)
    wanted = numeric.gradient(loss)(w, v, x)
    assert np.allclose([dz * x, dy * a], wanted[:2], atol=1e-8)
    assert abs(dz * w - wanted[2]) > 0.1
    assert dz * w + dy == pytest.approx(wanted[2], abs=1e-8)


def test_with_cross_entropy_the_slope_at_z_is_the_error_alone() -> None:
    f = Function("-y log(sigmoid(z)) - (1 - y) log(1 - sigmoid(z))", variables=("z", "y"))
    for z, y in ((-7.0, 1.0), (0.3, 0.0), (2.0, 1.0)):
        assert f.gradient([z, y])[0] == pytest.approx(sigmoid(z) - y, rel=1e-9)


def test_through_ten_relu_layers_of_gain_2_a_slope_grows_about_as_the_formula_says() -> None:
    lengths = through_depth.networks("ReLU", 2.0, runs=32)[10]
    assert np.exp(np.log(lengths).mean()) == pytest.approx(32, rel=0.25)
