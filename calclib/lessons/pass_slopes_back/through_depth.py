"""Lesson 8, how much of a slope gets back through twenty layers, and what decides."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import Tensor, relu, sigmoid
from calclib.stage.axis import Axis
from calclib.stage.limits import Range
from calclib.stage.marks import Mark, Style, Varying, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

LAYERS = 20
WIDTH = 64
ACTIVATIONS: dict[str, Callable[[Any], Any]] = {"sigmoid": sigmoid, "tanh": np.tanh, "ReLU": relu}
GAINS = {"1": 1.0, "√2": 2**0.5, "2": 2.0, "4": 4.0}
AXES = ("passed", "activation", "gain")
HERE = Varying(np.arange(LAYERS, -1, -1), AXES[:1])  # the layer that the slope has reached
BOUND = 0.25 ** np.arange(LAYERS + 1)
ALONE: Style = {"color": 0, "opacity": 0.6, "label": "30 chains"}
MOST: Style = {"color": 1, "dash": "dashed", "label": "the most that can pass"}


def slopes_through(
    x: Array, weights: Array, activation: Callable[[Any], Any], seed: Array
) -> list[Array]:
    """Run a ← activation(a W) for each W, then send a slope back from the last layer to the first.

    x: (runs, width), the inputs.
    weights: (layers, runs, width, width).
    activation: a function of an array, entry by entry.
    seed: (runs, width), the slope that arrives at the last layer.
    Returns layers + 1 arrays (runs, width), the input's first.

    >>> x = np.ones((1, 1))
    >>> weights = np.full((2, 1, 1, 1), 0.5)
    >>> [float(slope[0, 0]) for slope in slopes_through(x, weights, relu, x)]
    [0.25, 0.5, 1.0]
    """
    layers = [Tensor(x)]
    for W in weights:
        layers.append(activation((layers[-1][:, None, :] @ W)[:, 0, :]))
    layers[-1].backward(seed)
    return [np.asarray(layer.grad) for layer in layers]


def chains(runs: int = 30) -> Array:
    """|∂a₂₀/∂aₖ| for k = 0 … 20 in chains of single sigmoid neurons with weights in [−1, 1].

    Returns (21, runs); row k is at most 0.25^(20 − k).

    >>> bool((chains()[0] <= 0.25**20).all())
    True
    """
    rng = np.random.default_rng(7)
    weights = rng.uniform(-1, 1, (LAYERS, runs, 1, 1))
    slopes = slopes_through(rng.normal(size=(runs, 1)), weights, sigmoid, np.ones((runs, 1)))
    return np.abs(np.stack(slopes)[..., 0])


def networks(activation: str, gain: float, runs: int = 8) -> Array:
    """The length of the slope at each layer of networks 64 neurons wide: (21, runs).

    activation: a name in ACTIVATIONS.
    gain: a weight's standard deviation is gain/√64.
    runs: how many networks.

    >>> networks("ReLU", 2**0.5).shape
    (21, 8)
    """
    rng = np.random.default_rng(7)
    weights = rng.normal(size=(LAYERS, runs, WIDTH, WIDTH)) * gain / WIDTH**0.5
    x, seed = rng.normal(size=(2, runs, WIDTH))
    seed = seed / np.linalg.norm(seed, axis=-1, keepdims=True)
    slopes = slopes_through(x, weights, ACTIVATIONS[activation], seed)
    return np.asarray(np.linalg.norm(np.stack(slopes), axis=-1))


def through_twenty_layers() -> Scene:
    """Send a slope of 1 back through 20 layers: it starves in one network, arrives in another.

    On the left each layer is one sigmoid neuron with |w| ≤ 1. On the right it has 64 neurons, with
    an activation and a gain that are chosen.

    >>> [axis.count for axis in through_twenty_layers().axes]
    [21, 3, 4]
    """
    wide = np.stack(
        [[networks(name, gain)[::-1] for gain in GAINS.values()] for name in ACTIVATIONS]
    )
    together = Varying(np.moveaxis(wide, 2, 0), AXES)
    typical = Varying(np.exp(np.log(together.values).mean(axis=-1)), AXES)
    return Scene(
        [
            Axis(AXES[0], range(LAYERS + 1), play=True),
            Axis(AXES[1], tuple(ACTIVATIONS)),
            Axis(AXES[2], tuple(GAINS)),
        ],
        [
            _panel(
                [
                    line(
                        HERE, Varying(chains()[::-1], AXES[:1]), grows=True, **ALONE | {"width": 1}
                    ),
                    line(HERE, Varying(BOUND[:, None], AXES[:1]), grows=True, **MOST),
                ],
                title="Chains of single neurons, |w| ≤ 1",
                y=(1e-30, 1e2, "log"),
                y_label="slope",
            ),
            _panel(
                [line(HERE, together, color=2, width=1.5, label="8 networks", grows=True)],
                title="Networks of 64 neurons a layer",
                y=(1e-14, 1e10, "log"),
                y_label="length of the slope",
            ),
        ],
        alt="A slope of 1 goes back from layer 20 to layer 0: on the left through thirty chains of "
        "single sigmoid neurons, below the line of the most that can pass; on the right through "
        "eight wide networks. Notice for which activation and gain it keeps its size.",
        readout=[
            ("bound for a chain", Varying(BOUND, AXES[:1]), ".2g"),
            ("typical wide network", typical, ".2g"),
        ],
        still={"activation": 2, "gain": 1},
    )


def _panel(marks: Sequence[Mark], title: str, y: Range, y_label: str) -> Panel:
    """A panel over the layers, with a level line at 1."""
    level = line([0, LAYERS], [1, 1], color="muted", width=1)
    return Panel(
        [level, *marks],
        title=title,
        x=(-0.5, LAYERS + 0.5),
        y=y,
        x_label="layer",
        y_label=y_label,
    )
