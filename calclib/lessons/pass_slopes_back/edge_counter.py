"""Lesson 8, three ways to add up all paths of one graph, and how many edges each of them crosses.

Every layer has three nodes, except that there may be a single input or a single output: then it is
the middle one. What is wanted is the slope of every output along every input.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

# An edge: the layer that it leaves, the node that it leaves, the node that it enters.
Edge: TypeAlias = tuple[int, int, int]
# What is crossed before the next start: one path, or one sweep.
Trips: TypeAlias = list[list[Edge]]
Layers: TypeAlias = Sequence[Sequence[int]]

ALL = (0, 1, 2)
MIDDLE = (1,)
SHAPES: dict[str, Layers] = {
    "3 inputs, 1 output": (ALL, ALL, ALL, MIDDLE),
    "1 input, 1 output": (MIDDLE, ALL, ALL, MIDDLE),
    "1 input, 3 outputs": (MIDDLE, ALL, ALL, ALL),
}
EDGES: list[Edge] = [(k, i, j) for k in range(3) for i in ALL for j in ALL]
AXES = ("edges crossed", "graph")


def path_by_path(layers: Layers) -> Trips:
    """Walk every path from an input to an output by itself.

    layers: the nodes of each layer.

    >>> len(path_by_path(SHAPES["3 inputs, 1 output"]))
    27
    """
    return [[(k, i, j) for k, (i, j) in enumerate(pairwise(nodes))] for nodes in product(*layers)]


def forward(layers: Layers) -> Trips:
    """From each input one sweep, layer by layer, over the edges that its nudge reaches.

    >>> [len(sweep) for sweep in forward(SHAPES["3 inputs, 1 output"])]
    [15, 15, 15]
    """
    return [_sweep(((start,), *layers[1:])) for start in layers[0]]


def backward(layers: Layers) -> Trips:
    """From each output one sweep, last layer first, over the edges that lead to it.

    >>> [len(sweep) for sweep in backward(SHAPES["3 inputs, 1 output"])]
    [21]
    """
    return [_sweep((*layers[:-1], (end,)))[::-1] for end in layers[-1]]


def _sweep(layers: Layers) -> list[Edge]:
    """Every edge between neighbouring layers, once, from the first layer to the last."""
    return [
        (k, i, j)
        for k, (here, there) in enumerate(pairwise(layers))
        for i, j in product(here, there)
    ]


WAYS: dict[str, Callable[[Layers], Trips]] = {
    "path by path": path_by_path,
    "forward, input by input": forward,
    "backward, output by output": backward,
}
STEPS = max(sum(map(len, way(layers))) for way in WAYS.values() for layers in SHAPES.values())


def count_edges() -> Scene:
    """Cross one edge a step in each of three ways, until every path has been added up.

    >>> [axis.count for axis in count_edges().axes]
    [82, 3]
    """
    totals = {
        name: np.array([sum(map(len, way(layers))) for layers in SHAPES.values()])
        for name, way in WAYS.items()
    }
    steps = np.arange(STEPS + 1)
    return Scene(
        [
            Axis(AXES[0], range(STEPS + 1), play=True, duration=12.0),
            Axis(AXES[1], tuple(SHAPES)),
        ],
        [_panel(name, way) for name, way in WAYS.items()],
        alt="One graph of four layers, three times. Each step crosses one edge in each: on the "
        "left along one path after another, in the middle in sweeps from the inputs, on the right "
        "in sweeps from the outputs. Notice which of them stops first.",
        readout=[
            (name, Varying(np.minimum(steps[:, None], total), AXES), ".0f")
            for name, total in totals.items()
        ],
        still={AXES[0]: 30},
    )


def _panel(name: str, way: Callable[[Layers], Trips]) -> Panel:
    """The graph, what the path or sweep of this step has crossed, and the edge of this step."""
    crossed = np.zeros((STEPS + 1, len(SHAPES), len(EDGES)), bool)
    crossing = np.zeros_like(crossed)
    for shape, layers in enumerate(SHAPES.values()):
        step = 0
        for trip in way(layers):
            for k in range(len(trip)):
                step += 1
                crossed[step, shape, [EDGES.index(edge) for edge in trip[: k + 1]]] = True
                crossing[step, shape, EDGES.index(trip[k])] = True
        crossed[step + 1 :, shape] = crossed[step, shape]
    there = np.array([[edge in _sweep(layers) for edge in EDGES] for layers in SHAPES.values()])
    return Panel(
        [
            _lines(Varying(there, AXES[1:]), color="muted", width=1.0),
            _lines(Varying(crossed, AXES), color=0, width=3.0),
            _lines(Varying(crossing, AXES), color=1, width=5.0),
            _nodes(),
            text(0.0, 2.4, "inputs", size=11),
            text(3.0, 2.4, "outputs", size=11),
        ],
        title=name.capitalize(),
        x=(-0.5, 3.5),
        y=(-0.3, 2.7),
        frame=False,
    )


def _lines(shown: Varying, color: str | int, width: float) -> Mark:
    """The edges that are shown, each as a line of its own."""
    x = np.array([[k, k + 1.0] for k, _, _ in EDGES])
    y = np.array([[2.0 - i, 2.0 - j] for _, i, j in EDGES])
    return line(
        x, shown.map(lambda yes: np.where(yes[..., None], y, np.nan)), color=color, width=width
    )


def _nodes() -> Mark:
    """A dot for every node that the chosen graph has."""
    places = np.array([[k, 2.0 - i] for k in range(4) for i in ALL])
    there = np.array([[i in layer for layer in layers for i in ALL] for layers in SHAPES.values()])
    height: Array = np.where(there, places[:, 1], np.nan)
    return dots(places[:, 0], Varying(height, AXES[1:]), color="ink", size=9)
