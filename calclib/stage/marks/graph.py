"""A computation graph: nodes in layers from what is given to what comes out."""

from collections.abc import Sequence
from typing import Unpack

import numpy as np

from calclib.stage.marks import Array, Channel, Mark, Style, Varying, channel, completed

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
    """Draw named nodes in layers, joined by edges (from, to); its panel has no axes.

    values, gradients (n,): written in and below each node, nan where not known yet. slopes (m,):
    written on the edges, such as local derivatives. active (n,), flow (m,): which nodes and edges
    show the step that happens now, 1 for forward and 2 for backward.

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
    given = {"value": values, "gradient": gradients, "active": active}
    channels = {name: channel(one) for name, one in given.items() if one is not None}
    on_edges = {"slope": slopes, "flow": flow}
    channels |= {name: channel(one) for name, one in on_edges.items() if one is not None}
    sizes = dict.fromkeys(given, count) | dict.fromkeys(on_edges, len(edges))
    for name, one in channels.items():
        if one.rest != (sizes[name],):
            raise ValueError(
                f"The {name}s of this graph have shape {one.rest} at one index; "
                f"it needs {sizes[name]} of them."
            )
    x, y = layout(count, edges)
    places = {"x": Varying(x, ()), "y": Varying(y, ())}
    plain = completed("graph", style, color="ink", size=12.5, width=1.5)
    told = {"names": tuple(names), "edges": [list(map(int, pair)) for pair in edges]}
    return Mark("graph", places | channels, plain | told)


def layout(count: int, edges: Sequence[tuple[int, int]]) -> tuple[Array, Array]:
    """Return x and y in [0, 1] of each node: layers from left to right, few crossings.

    A node stands one layer behind the last of those that it needs; one that needs none stands just
    before the first that needs it. Within a layer nodes are sorted by the mean of their neighbours.

    >>> layout(3, [(0, 2), (1, 2)])
    (array([0., 0., 1.]), array([0.75, 0.25, 0.5 ]))

    Source: Sugiyama, Tagawa and Toda 1981, doi:10.1109/TSMC.1981.4308636.
    """
    layer = _layers(count, edges)
    y = np.zeros(count)
    for k in range(layer.max() + 1):
        _space(y, np.flatnonzero(layer == k))
    for sweep in range(SWEEPS):
        order = range(layer.max() + 1)
        for k in order if sweep % 2 == 0 else reversed(order):
            nodes = np.flatnonzero(layer == k)
            wish = [_middle(int(node), edges, y) for node in nodes]
            _space(y, nodes[np.argsort(np.array(wish) * -1, kind="stable")])
    x = layer / layer.max() if layer.max() else np.full(count, 0.5)
    return x, y


def _layers(count: int, edges: Sequence[tuple[int, int]]) -> Array:
    """The layer of each node, an integer; a graph that runs in a circle has none."""
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


def _space(y: Array, nodes: Array) -> None:
    """Set the nodes of one layer evenly, the first on top."""
    y[nodes] = 1 - (np.arange(len(nodes)) + 0.5) / max(len(nodes), 1)


def _middle(node: int, edges: Sequence[tuple[int, int]], y: Array) -> float:
    """Where the neighbours of a node stand on average; alone it stays."""
    near = [end if start == node else start for start, end in edges if node in (start, end)]
    return float(np.mean(y[near])) if near else float(y[node])
