"""Lesson 8, a network learns two moons: its border, its loss and the slopes of its layers."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.learn.layers import cut, parameter_count
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import Style, Varying, cursor, dots, heat, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

SIZES = (2, 16, 16, 1)
SHAPES = [shape for m, n in pairwise(SIZES) for shape in ((m, n), (n,))]
COUNT = parameter_count(SHAPES)
ENDS_OF_LAYERS = (48, 320)  # where layers 1 and 2 end in θ, weights and biases together
SPREADS = {"zero": 0.0, "tiny": 0.03, "good": 1.0}
RATE = 0.2
STEPS = 1500
EVERY = 25  # steps between two that are recorded
BOX = (-1.8, 2.8, -1.3, 1.8)
LOOKS: tuple[Style, ...] = (
    {"color": 0, "label": "layer 1"},
    {"color": 2, "dash": "dashed", "label": "layer 2"},
    {"color": 1, "dash": "dotted", "label": "layer 3"},
)


def two_moons(
    count: int = 120, noise: float = 0.15, rng: np.random.Generator | None = None
) -> tuple[Array, Array]:
    """Two half circles that reach into one another: (cos t, sin t) and (1 − cos t, ½ − sin t).

    count: how many points, half of them on each, with t from 0 to π.
    noise: the standard deviation of what is added to each coordinate.
    rng: where the noise comes from.
    Returns the points, (count, 2), and 0 (upper) or 1 (lower) for each, (count,).
    Source: `make_moons` of scikit-learn, written anew.

    >>> X, y = two_moons(4, noise=0.0)
    >>> X.round(6).tolist(), y.tolist()
    ([[1.0, 0.0], [-1.0, 0.0], [0.0, 0.5], [2.0, 0.5]], [0.0, 0.0, 1.0, 1.0])
    """
    rng = np.random.default_rng(7) if rng is None else rng
    t = np.linspace(0, np.pi, count // 2)
    upper = np.stack([np.cos(t), np.sin(t)], axis=-1)
    X = np.concatenate([upper, [1.0, 0.5] - upper])
    return X + noise * rng.normal(size=X.shape), np.repeat([0.0, 1.0], count // 2)


def network(theta: Array, X: Array) -> Array:
    """The score of points X (n, 2): z = tanh(tanh(X W₁ + b₁) W₂ + b₂) W₃ + b₃, (..., n).

    >>> network(np.zeros(337), np.zeros((5, 2)))
    array([0., 0., 0., 0., 0.])
    """
    W1, b1, W2, b2, W3, b3 = cut(theta, SHAPES)
    a1 = np.tanh(X @ W1 + b1[..., None, :])
    a2 = np.tanh(a1 @ W2 + b2[..., None, :])
    scores: Array = (a2 @ W3 + b3[..., None, :])[..., 0]
    return scores


def loss(theta: Array, X: Array, y: Array) -> Array:
    """log(1 + eᶻ) − y z for each point: minus the logarithm of the probability of its class."""
    z = network(theta, X)
    surprise: Array = np.logaddexp(0.0, z) - y * z
    return surprise


def starts(spreads: ArrayLike) -> Array:
    """The same random weights at several spreads, (spreads, 337).

    W has the standard deviation spread/√inputs, and b is 0.

    >>> starts([0.01, 1.0]).shape
    (2, 337)
    """
    rng = np.random.default_rng(7)
    parts = [
        (rng.normal(size=shape) / shape[0] ** 0.5 if len(shape) == 2 else np.zeros(shape)).ravel()
        for shape in SHAPES
    ]
    return np.asarray(np.multiply.outer(np.asarray(spreads, float), np.concatenate(parts)))


def training() -> tuple[DataFunction, Path]:
    """The loss of the network on 120 points, and gradient descent on it from three starts."""
    f = DataFunction(loss, *two_moons(), dimension=COUNT, name="two moons")
    begin = starts(list(SPREADS.values()))
    names = ("first weights",)
    return f, descend(f, begin, GradientDescent(RATE), STEPS, names=names, every=EVERY)


def norms(gradients: ArrayLike) -> Array:
    """The length of the gradient of each layer, weights and biases together: (..., 337) → (..., 3).

    >>> norms(np.ones(337)) ** 2
    array([ 48., 272.,  17.])
    """
    layers = np.split(np.asarray(gradients), ENDS_OF_LAYERS, axis=-1)
    return np.stack([np.linalg.norm(layer, axis=-1) for layer in layers], axis=-1)


def border_bends() -> Scene:
    """Train 2-16-16-1 on two moons: its border, its loss and its layers' slopes move together.

    >>> [axis.count for axis in border_bends().axes]
    [61, 3]
    """
    f, path = training()
    X, y = f.data
    right = np.stack([((network(theta, X) > 0) == y).mean(-1) for theta in path.points[...]])
    return Scene(
        [
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("first weights", tuple(SPREADS), first=2),
        ],
        [
            map_of_moons(
                lambda grid: np.stack([_probabilities(theta, grid) for theta in path.points[...]]),
                path.axes,
                "Probability of the lower moon",
            ),
            Panel(
                [line(path.values, color=1), cursor("step")],
                title="Loss",
                y=(5e-3, 1.0, "log"),
                x_label="step",
            ),
            _lengths(path),
        ],
        alt="A network trained on two interlocked half moons: its border, its loss and the length "
        "of the gradient of each layer, step by step. Compare when the border begins to move, and "
        "whether it moves at all, from zero, from tiny and from good first weights.",
        readout=[("loss", path.values), ("right", Varying(right, path.axes), ".1%")],
        still={"step": 40},
    )


def map_of_moons(
    probabilities: Callable[[Array], Array], axes: tuple[str, ...], title: str
) -> Panel:
    """The points, over the probability that a network gives to each place.

    probabilities: from places (n, 2) to (axis 1, …, n).
    axes: the names of the leading axes of what that returns.
    title: what stands above.
    """
    X, y = two_moons()
    x0, x1, y0, y1 = BOX
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 60), np.linspace(y0, y1, 40)), axis=-1)
    flat = probabilities(grid.reshape(-1, 2))
    share = np.round(flat.reshape(*flat.shape[:-1], *grid.shape[:2]), 9)  # a half is one everywhere
    return Panel(
        [
            heat(Varying(share, axes), BOX, colors="cividis", low=0, high=1),
            dots(X[y == 0], color=5, marker="circle", size=6, label="upper moon"),
            dots(X[y == 1], color=1, marker="triangle", size=7, label="lower moon"),
        ],
        title=title,
        equal=True,
        width=1.3,
    )


def _lengths(path: Path) -> Panel:
    """The length of each layer's gradient over the steps."""
    lengths = norms(path.gradients[...])
    steep = np.where(lengths > 1e-12, lengths, np.nan)  # zero has no place on a log axis
    slopes = [line(Varying(steep[..., k], path.axes), **look) for k, look in enumerate(LOOKS)]
    return Panel(
        [*slopes, cursor("step")],
        title="Gradient of each layer",
        y=(1e-5, 2.0, "log"),
        x_label="step",
        y_label="length",
    )


def _probabilities(theta: Array, places: Array) -> Array:
    """The probabilities at places (n, 2) for each of several weights (runs, 337)."""
    return np.asarray((1 + np.tanh(network(theta, places) / 2)) / 2)
