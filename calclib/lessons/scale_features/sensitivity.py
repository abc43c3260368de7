"""Lesson 16, sensitivity: how far a penguin's measures move the output of a small network."""

from functools import cache
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.functions.function import Function
from calclib.lessons.shared.penguins import measures, standardise
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import Adam, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, bars, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Dot(TypedDict, total=False):
    """How the dots of a species are told from the others."""

    color: int
    marker: str


FEATURES = ("bill length", "bill depth", "flipper", "mass")
BARS = ("length", "depth", "flipper", "mass")  # short enough to stand side by side
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
LOOKS: tuple[Dot, ...] = (
    {"color": 5, "marker": "circle"},
    {"color": 1, "marker": "triangle"},
    {"color": 2, "marker": "square"},
)
HIDDEN = 6
RIDGE = 0.003
INPUTS = len(FEATURES)
WEIGHTS = INPUTS * HIDDEN  # then as many biases and as many outgoing weights as hidden units
SIZE = WEIGHTS + 2 * HIDDEN + 1
AHEAD = np.linspace(-3, 3, 61)  # where a feature is tried, in standard deviations


def score(theta: Array, X: Array) -> Array:
    """The network 4-6-1: z = tanh(X W + b) v + c, for weights (..., 37) and inputs (n, 4).

    >>> score(np.zeros(37), np.zeros((3, 4)))
    array([0., 0., 0.])
    """
    W = theta[..., :WEIGHTS].reshape(*theta.shape[:-1], INPUTS, HIDDEN)
    b = theta[..., WEIGHTS : WEIGHTS + HIDDEN]
    v = theta[..., WEIGHTS + HIDDEN : -1]
    hidden = np.tanh(X @ W + b[..., None, :])
    return (hidden @ v[..., :, None])[..., 0] + theta[..., -1:]


def chinstrap_loss() -> DataFunction:
    """Cross-entropy of "is it a Chinstrap?" over all penguins, with a small ridge.

    >>> chinstrap_loss().value(np.zeros(37)).round(4)
    np.float64(0.6931)
    """

    def loss(theta: Array, X: Array, y: Array) -> Array:
        z = score(theta, X)
        each: Array = np.logaddexp(0.0, z) - y * z + RIDGE / 2 * np.sum(theta**2, -1, keepdims=True)
        return each

    X, species = measures()
    return DataFunction(loss, standardise(X), species == "Chinstrap", dimension=SIZE)


def first_weights() -> Array:
    """Where the network begins: 37 random weights.

    >>> first_weights().shape
    (37,)
    """
    return 0.5 * np.random.default_rng(7).normal(size=SIZE)


@cache
def train_network(rule: Rule | None = None, steps: int = 300) -> Path:
    """Train the network on all penguins at once.

    >>> train_network().values[-1].round(2)
    np.float64(0.08)
    """
    return descend(chinstrap_loss(), first_weights(), rule or Adam(0.05), steps)


def probability(X: Array) -> Array:
    """The trained network's probability of a Chinstrap, for standardised inputs (..., 4).

    >>> probability(np.zeros(4)).shape
    ()
    """
    z = score(train_network().points[-1], X[..., None, :])[..., 0]
    return (1 + np.tanh(z / 2)) / 2


def sensitivities() -> Array:
    """∂p/∂feature for each penguin, per standard deviation of the feature: (342, 4).

    >>> np.abs(sensitivities()).mean(axis=0).round(2)
    array([0.14, 0.  , 0.03, 0.1 ])
    """
    return Function(probability, dimension=INPUTS).gradient(standardise(measures()[0]))


def feature_bars() -> Scene:
    """Go through the penguins, from surely no Chinstrap to surely one: what moves p, and how far.

    A click on a penguin chooses it; buttons choose the feature that the curve on the right moves.

    >>> feature_bars().axis("feature").labels
    ('bill length', 'bill depth', 'flipper', 'mass')
    """
    X, species = measures()
    p = probability(standardise(X))
    slopes = sensitivities()
    order = np.argsort(p, kind="stable")
    doubtful = int(np.argmin(np.abs(p[order] - 0.5)))  # begins where the bars are long
    average = np.broadcast_to(np.abs(slopes).mean(axis=0), slopes.shape)
    both = Varying(np.stack([slopes, average], axis=-1)[order], ("penguin",))
    return Scene(
        axes=[
            Axis("penguin", X[order, :2], play=True, duration=8.0, first=doubtful),
            Axis("feature", FEATURES),
        ],
        panels=[
            _birds(X, species, order),
            Panel(
                [bars(BARS, both, color=[1, 0], label=["this penguin", "size, on average"])],
                title="∂p/∂feature, per standard deviation",
                y=(-1.45, 2.1),
                width=1.4,
            ),
            _curve(standardise(X)[order], slopes[order], p[order]),
        ],
        alt="Bars show how strongly each of four measures moves a network's probability p of a "
        "Chinstrap, for one penguin after the other in the order of p. Notice how the bars change "
        "between penguins of which the network is in doubt and those of which it is sure.",
        readout=[
            ("p", Varying(p[order], ("penguin",)), ".3f"),
            *(
                (f"∂p/∂ {name}", Varying(slopes[order, k], ("penguin",)), ".3f")
                for k, name in enumerate(BARS)
            ),
        ],
        still={"penguin": doubtful},
        rows=(1, 2),
    )


def _birds(X: Array, species: NDArray[np.str_], order: NDArray[np.int_]) -> Panel:
    """All penguins by the size of their bill, the present one over them."""
    marks = [
        dots(X[species == name, :2], size=4, opacity=0.6, label=name, **look)
        for name, look in zip(SPECIES, LOOKS, strict=True)
    ]
    here = dots(Varying(X[order, :2], ("penguin",)), color="ink", size=11)
    return Panel(
        [*marks, here],
        title="342 penguins",
        x_label="bill length (mm)",
        y_label="depth (mm)",
        width=1.5,
        pick="penguin",
    )


def _curve(Z: Array, slopes: Array, p: Array) -> Panel:
    """p if one feature were another and the rest as it is, with the tangent at what it is."""
    turned = Z[:, None, None, :] + np.zeros((len(AHEAD), 1))
    turned = np.repeat(turned, INPUTS, axis=1)  # (penguin, feature, place, 4)
    for k in range(INPUTS):
        turned[:, k, :, k] = AHEAD
    names = ("penguin", "feature")
    ends = Z[..., None] + 0.8 * np.array([-1.0, 1.0]) / np.hypot(1, 2 * slopes)[..., None]
    heights = p[:, None, None] + slopes[..., None] * (ends - Z[..., None])
    here = np.broadcast_to(p[:, None], Z.shape)
    return Panel(
        [
            line(AHEAD, Varying(probability(turned), names), color=0),
            line(Varying(ends, names), Varying(heights, names), color=1, width=2.5),
            dots(Varying(Z, names), Varying(here, names), color="ink", size=9),
        ],
        title="p, if this feature were…",
        x=(-3, 3.2),
        y=(-0.05, 1.05),
        x_label="in standard deviations",
    )


def alone_and_together() -> dict[str, tuple[float, float]]:
    """Predict the mass: each other feature's weight beside the two others, and its share alone.

    Both by least squares on standardised columns; the share is that of the variance explained.

    >>> weight, share = alone_and_together()["bill length"]
    >>> round(weight, 2), round(share, 2)
    (0.03, 0.35)
    """
    Z = standardise(measures()[0])
    inputs = Z[:, :3]
    mass = Z[:, 3]
    together = np.linalg.solve(inputs.T @ inputs, inputs.T @ mass)
    alone = (inputs.T @ mass / len(mass)) ** 2
    return dict(zip(FEATURES, zip(together.tolist(), alone.tolist(), strict=True), strict=False))
