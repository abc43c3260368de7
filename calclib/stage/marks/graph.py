"""A computation graph: nodes in layers from what is given to what comes out."""

from collections.abc import Sequence
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.stage.marks.mark import (
    Channel,
    Mark,
    Style,
    Varying,
    complete_look,
    read_channels,
)

MOST = 60  # nodes that can still be read
SWEEPS = 4  # passes that sort each layer by where its neighbours stand


def graph(
    names: Sequence[str],
    edges: Sequence[tuple[int, int]],
    *,
    values: Channel | None = None,
    gradients: Channel | None = None,
    slopes: Channel | None = None,
    active: Channel | None = None,
    flow: Channel | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Draw named nodes in layers, joined by edges; its panel has no axes.

    names: the n nodes.
    edges: m pairs (from, to) of node numbers, without a circle.
    values, gradients: (n,), written in and below each node; nan where not known yet.
    slopes: (m,), written on the edges, such as local derivatives.
    active, flow: (n,) and (m,), which nodes and edges show the step that happens now, 1 for forward
    and 2 for backward.
    style: see Style.
    Raises ValueError for too many nodes, an edge to no node, a circle, or arrays of another length.

    >>> chain = graph(["x", "u", "y"], [(0, 1), (1, 2)], values=[2, 4, 5])
    >>> chain.channels["x"].values
    array([0. , 0.5, 1. ])
    """
    count = len(names)
    if not 1 <= count <= MOST:
        raise ValueError(f"A graph shows 1 to {MOST} nodes, not {count}; draw a part of it.")
    wrong = next((pair for pair in edges if not all(0 <= end < count for end in pair)), None)
    if wrong is not None:
        raise ValueError(f"The edge {wrong} leads to no node; {count} nodes are numbered from 0.")
    on_nodes = read_channels(value=values, gradient=gradients, active=active)
    on_edges = read_channels(slope=slopes, flow=flow)
    _check_sizes(on_nodes, count)
    _check_sizes(on_edges, len(edges))
    x, y = layout(count, edges)
    look = complete_look("graph", style, color="ink", size=12.5, width=1.5)
    look["names"] = tuple(names)
    look["edges"] = [[int(start), int(end)] for start, end in edges]
    return Mark("graph", read_channels(x=x, y=y) | on_nodes | on_edges, look)


def _check_sizes(channels: dict[str, Varying], size: int) -> None:
    for name, given in channels.items():
        if given.rest != (size,):
            raise ValueError(
                f"The {name}s of this graph have shape {given.rest} at one index; "
                f"it needs {size} of them."
            )


def layout(count: int, edges: Sequence[tuple[int, int]]) -> tuple[Array, Array]:
    """Return x and y in [0, 1] of each node: layers from left to right, few crossings.

    A node is one layer behind the last of those that it needs. A node that needs none is just
    before the first that needs it. Within a layer nodes are sorted by the mean of their neighbours.

    count: the number of nodes.
    edges: pairs (from, to) of node numbers.

    >>> layout(3, [(0, 2), (1, 2)])
    (array([0., 0., 1.]), array([0.75, 0.25, 0.5 ]))

    Source: Sugiyama, Tagawa and Toda 1981, doi:10.1109/TSMC.1981.4308636.
    """
    layer = _layers(count, edges)
    y = np.zeros(count)
    for k in range(layer.max() + 1):
        _space_evenly(y, np.flatnonzero(layer == k))
    for sweep in range(SWEEPS):
        order = range(layer.max() + 1)
        for k in order if sweep % 2 == 0 else reversed(order):
            nodes = np.flatnonzero(layer == k)
            wishes = [_mean_of_neighbours(int(node), edges, y) for node in nodes]
            _space_evenly(y, nodes[np.argsort(-np.array(wishes), kind="stable")])
    x = layer / layer.max() if layer.max() else np.full(count, 0.5)
    return x, y


def _layers(count: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.int_]:
    """Return the layer of each node, from 0; a graph that runs in a circle has none."""
    layer = np.zeros(count, int)
    for _ in range(count):
        before = layer.copy()
        for start, end in edges:
            layer[end] = max(layer[end], layer[start] + 1)
        if (layer == before).all():
            break
    else:
        raise ValueError("The edges of this graph run in a circle; a computation has an order.")
    for node in set(range(count)) - {end for _, end in edges}:
        users = [layer[end] for start, end in edges if start == node]
        layer[node] = min(users, default=1) - 1
    return layer


def _space_evenly(y: Array, nodes: NDArray[np.int_]) -> None:
    """Space the nodes of one layer evenly, the first on top."""
    y[nodes] = 1 - (np.arange(len(nodes)) + 0.5) / max(len(nodes), 1)


def _mean_of_neighbours(node: int, edges: Sequence[tuple[int, int]], y: Array) -> float:
    """Return where the neighbours of a node are on average; a node without any stays."""
    near = [end if start == node else start for start, end in edges if node in (start, end)]
    return float(np.mean(y[near])) if near else float(y[node])
