"""Lesson 8, the chain rule and backpropagation: values flow forward, slopes flow back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, SupportsFloat, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.derivatives import partials
from calclib.derivatives.autodiff import Tensor, sigmoid
from calclib.functions.function import Function
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, area, dots, graph, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

# What a neuron runs on: plain numbers, or numbers that autodiff follows.
Number = TypeVar("Number", float, Array, Tensor)

WEIGHTS = np.arange(-3.0, 3.01, 0.5)
NUDGES = np.linspace(-1.5, 1.5, 61)
# Where each node of `neuron` stands, in its order: the inputs above the chain that they enter. The
# chain goes down and up, in five columns, and the inputs stand at several heights, so that long
# numbers at w = ±3 have room beside each other on a phone too.
PLACES = {
    "w": (0.0, 0.77),
    "x": (0.25, 0.93),
    "b": (0.5, 0.86),
    "y": (1.0, 0.88),
    "m": (0.0, 0.18),
    "z": (0.25, 0.52),
    "A": (0.5, 0.18),
    "e": (0.75, 0.52),
    "L": (1.0, 0.18),
}
SIGNS = {"add": "+", "subtract": "−", "multiply": "·", "divide": "/", "power": "^"}


class Record(NamedTuple):
    """A computation that has run, and the slopes of its last node by every node.

    nodes: the n nodes, parents before children.
    edges: the m pairs (from, to) of their numbers.
    values, gradients: (..., n), by node.
    slopes: (..., m), the local derivatives, by edge.
    """

    nodes: Sequence[Tensor]
    edges: Sequence[tuple[int, int]]
    values: Array
    gradients: Array
    slopes: Array


@np.errstate(all="ignore")
def record(out: Tensor) -> Record:
    """Walk back from a result and collect what autodiff computed on the way.

    A node that an operation reads twice, as in x·x, has one edge there, with the sum of both.

    >>> x = Tensor(3.0)
    >>> run = record(np.sin(x * x) * x)
    >>> run.edges, run.slopes[0]
    ([(0, 1), (1, 2), (2, 3), (0, 3)], np.float64(6.0))
    """
    out.backward(np.ones(out.shape))
    nodes = out.ancestors()
    place = {id(node): k for k, node in enumerate(nodes)}
    slopes: dict[tuple[int, int], Array] = {}
    for k, node in enumerate(nodes):
        values: list[Any] = [arg.data if isinstance(arg, Tensor) else arg for arg in node.args]
        for i, arg in enumerate(node.args):
            if isinstance(arg, Tensor):
                edge = (place[id(arg)], k)
                call = (node.function, i, np.ones(out.shape), node.data, values, node.options)
                slopes[edge] = slopes.get(edge, np.array(0.0)) + partials.pull(*call)

    def columns(parts: Iterable[Array]) -> Array:
        return np.stack([np.broadcast_to(part, out.shape) for part in parts], axis=-1)

    return Record(
        nodes=nodes,
        edges=list(slopes),
        values=columns(node.data for node in nodes),
        gradients=columns(node.grad for node in nodes),
        slopes=columns(slopes.values()),
    )


def neuron(w: Number, x: Number, b: Number, y: Number) -> tuple[Number, ...]:
    """One neuron and its loss, line by line: m = w·x, z = m + b, A = σ(z), e = A − y, L = e².

    >>> [float(node) for node in neuron(0.5, 2.0, -1.0, 1.0)]
    [1.0, 0.0, 0.5, -0.5, 0.25]
    """
    m = w * x
    z = m + b
    A = sigmoid(z)
    e = A - y
    return m, z, A, e, np.square(e)


def one_neuron(x: float = 2.0, b: float = -1.0, y: float = 1.0) -> Scene:
    """Run one neuron forward and back, one node a step; click a node for its local derivative.

    x, b, y: the input, the bias and the target; the weight w has a slider.

    >>> [axis.count for axis in one_neuron().axes]
    [12, 13, 9]
    """
    given = [Tensor(np.full_like(WEIGHTS, value)) for value in (0.0, x, b, y)]
    given[0] = Tensor(WEIGHTS)
    nodes = (*given, *neuron(*given))
    run = record(nodes[-1])
    known = dict(zip(map(id, nodes), PLACES, strict=True))
    names = [known[id(node)] for node in run.nodes]
    mark, labels = sweeps(run, names, ("w",))
    places = np.array([PLACES[name] for name in names])
    local, arrived, reader = _readers(run)
    words = [f"{name} → {names[k]}" for name, k in zip(names, reader, strict=True)]
    words[-1] = "L itself"
    over = ("w", "node")
    return Scene(
        [
            Axis("step", range(len(labels)), play=True, labels=labels, duration=10.0),
            Axis("w", WEIGHTS, first=7),
            Axis("node", places, labels=words, first=names.index("z")),
        ],
        [
            _clickable_panel(mark, places),
            _nudge_panel(run, reader, Varying(local, over)),
        ],
        alt="One neuron as nine linked boxes. Values flow to the right from box to box; then "
        "slopes flow back to the left, each box multiplying what arrives by its local derivative.",
        readout=[
            ("local derivative", Varying(local, over)),
            ("× slope after", Varying(arrived, over)),
            ("= slope here", Varying(run.gradients, over)),
        ],
        still={"step": 9},
    )


def graph_of(f: str = "x y + sin x", x: float = 2.0, y: float = 3.0) -> Scene:
    """Draw the graph that autodiff records of a formula, and run it forward and back.

    f: text in x and y.
    x, y: where.
    Raises ValueError where f has no value or slope there.

    >>> graph_of("x^2", x=3.0).numbers[0][1].values
    array([6.])
    """
    given = Tensor(x), Tensor(y)
    out = Function(f, variables=("x", "y"))(*given)
    if not isinstance(out, Tensor) or not out.args:
        raise ValueError(f"{f} computes nothing; type a formula such as x y + sin x.")
    run = record(out)
    if not (np.isfinite(run.values).all() and np.isfinite(run.gradients).all()):
        raise ValueError(f"{f} has no slope at x = {x:g}, y = {y:g}; choose another place.")
    names = [_name_of(node, dict(zip(map(id, given), "xy", strict=True))) for node in run.nodes]
    mark, labels = sweeps(run, names)
    inputs = [(name, k) for k, name in enumerate(names) if not run.nodes[k].args]
    return Scene(
        [Axis("step", range(len(labels)), play=True, labels=labels, duration=8.0)],
        [Panel([_lower_lonely_nodes(mark)], title=f"f = {f}", y=(0.0, 1.0))],
        alt=f"The computation graph of {f}: values flow right, then slopes flow back left. "
        "Notice what becomes of the slope of a node that two others read.",
        readout=[(f"∂f/∂{name}", run.gradients[[k]], ".4f") for name, k in sorted(inputs)],
    )


def sweeps(run: Record, names: Sequence[str], axes: tuple[str, ...] = ()) -> tuple[Mark, list[str]]:
    """The graph of a record over the steps of both sweeps, and what each step does in words.

    First the values, one operation a step, each with its local derivatives; then the slopes: each
    operation, last first, adds its share to those that it read.

    names: of the nodes.
    axes: of the record's values.
    """
    work = [k for k, node in enumerate(run.nodes) if node.args]
    count = 2 * len(work) + 2
    edges = np.array(run.edges)
    reached = np.zeros((count, len(names)), bool)
    active = np.zeros((count, len(names)))
    flow = np.zeros((count, len(edges)))
    known = reached.copy()
    slopes_known = np.zeros((count, len(edges)), bool)
    parts = np.zeros((count, *run.gradients.shape))
    known[:, [k for k in range(len(names)) if k not in work]] = True
    labels = ["0"]
    for step, k in enumerate(work, start=1):
        entering = edges[:, 1] == k
        known[step:, k] = True
        active[step, k] = 1
        slopes_known[step:, entering] = True
        flow[step, entering] = 1
        labels.append(f"{step} → {names[k]}")
    middle = len(work) + 1
    parts[middle:, ..., -1] = 1.0
    reached[middle:, -1] = True
    active[middle, -1] = 2
    labels.append(f"{middle}: ∂ = 1")
    for step, k in enumerate(reversed(work), start=middle + 1):
        active[step, k] = 2
        labels.append(f"{step} ← {names[k]}")
        for j in np.flatnonzero(edges[:, 1] == k):
            flow[step, j] = 2
            reached[step:, edges[j, 0]] = True
            parts[step:, ..., edges[j, 0]] += run.gradients[..., k] * run.slopes[..., j]
    shape = (count, *(1 for _ in axes), -1)
    moving = ("step", *axes)
    mark = graph(
        names,
        run.edges,
        values=Varying(np.where(known.reshape(shape), run.values, np.nan), moving),
        gradients=Varying(np.where(reached.reshape(shape), parts, np.nan), moving),
        slopes=Varying(np.where(slopes_known.reshape(shape), run.slopes, np.nan), moving),
        active=Varying(active, ("step",)),
        flow=Varying(flow, ("step",)),
    )
    return mark, labels


def _clickable_panel(mark: Mark, places: Array) -> Panel:
    """The graph with each node at its place, and a field behind the one that is chosen."""
    seats = {name: Varying(places[:, k], ()) for k, name in enumerate("xy")}
    sides = Varying(places[:, :1] + [-0.07, 0.07], ("node",))
    top, bottom = (Varying(places[:, 1:] + rise + [0.0, 0.0], ("node",)) for rise in (0.1, -0.1))
    return Panel(
        [
            area(sides, top, bottom, color=4),
            replace(
                mark,
                channels={**mark.channels, **seats},
                style={**mark.style, "size": 12},
            ),
        ],
        title="Values to the right, slopes to the left",
        x=(-0.09, 1.09),
        y=(0.0, 1.0),
        pick="node",
        width=2.8,
    )


def _lower_lonely_nodes(mark: Mark) -> Mark:
    """The graph with lonely nodes out of the way of an edge that skips their layer."""
    x, y = (mark.channels[name].values for name in "xy")
    layers = np.unique(x)
    if all(np.sum((layers > x[a]) & (layers < x[b])) == 0 for a, b in mark.style["edges"]):
        return mark
    lonely = (np.sum(x == x[:, None], axis=1) == 1) & (x > x.min()) & (x < x.max())
    seats = {"y": Varying(np.where(lonely, 0.3, y), ())}
    return replace(mark, channels={**mark.channels, **seats})


def _readers(run: Record) -> tuple[Array, Array, list[int]]:
    """Of each node of a chain the local derivative to its reader, the slope there, the reader."""
    local = np.ones_like(run.gradients)
    arrived = np.ones_like(run.gradients)
    reader = list(range(len(run.nodes)))
    for j, (k, to) in enumerate(run.edges):
        local[..., k] = run.slopes[..., j]
        arrived[..., k] = run.gradients[..., to]
        reader[k] = to
    return local, arrived, reader


def _nudge_panel(run: Record, reader: Sequence[int], local: Varying) -> Panel:
    """How far the next node moves when a node is nudged, beside the straight line of its slope."""
    moved = np.empty((*local.values.shape, len(NUDGES)))
    for k, (node, to) in enumerate(zip(run.nodes, reader, strict=True)):
        after = run.nodes[to]
        args = [
            (arg.data[:, None] + NUDGES * (arg is node)) if isinstance(arg, Tensor) else arg
            for arg in after.args
        ]
        own: ArrayLike = after.function(*args) - after.data[:, None] if k != to else NUDGES
        moved[:, k] = own
    tangent = local.map(lambda slope: slope[..., None] * NUDGES)
    return Panel(
        [
            line(NUDGES, Varying(moved, local.axes), color="ink", label="the next node"),
            line(NUDGES, tangent, color=1, dash="dashed", label="its local derivative"),
            dots([0.0], [0.0], color="ink", size=8),
        ],
        title="Nudge the chosen node",
        x_label="nudge",
        y_label="next node moves",
        y=(-1.5, 1.5),
    )


def _name_of(node: Tensor, known: dict[int, str]) -> str:
    """The name of a node: an input's own, or its operation with its constants."""
    if id(node) in known:
        return known[id(node)]
    operation: str = node.function.__name__
    numbers = [arg for arg in node.args if not isinstance(arg, Tensor)]
    constants = [f"{float(one):.3g}" for one in numbers if isinstance(one, SupportsFloat)]
    if len(set(map(id, node.args))) < len(node.args):
        return "square" if operation == "multiply" else "double"
    if operation not in SIGNS or not constants:
        return SIGNS.get(operation, operation)
    first = not isinstance(node.args[0], Tensor)
    return f"{constants[0]} {SIGNS[operation]}" if first else f"{SIGNS[operation]} {constants[0]}"
