"""Lesson 16, losses of a long vector: three models on penguins, three rules, and a slice of each.

The slice is the plane through the end of gradient descent's run that holds its start, and the
direction in which the runs stray most from the straight line between the two.
"""

from functools import cache
from typing import TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.lessons.scale_features.sensitivity import (
    chinstrap_loss,
    first_weights,
)
from calclib.lessons.shared.penguins import measures, standardise
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import Adam, GradientDescent, Momentum, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


STEPS = 150
SLICE_BOX = (-0.3, 1.6, -0.75, 0.75)
SHARES = (0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.5, 5.0)
CELLS = 49
LOOKS: dict[str, Stroke] = {
    "gradient descent": {"color": 0, "dash": "dashed"},
    "momentum": {"color": 2, "dash": "dotted"},
    "Adam": {"color": 1},
}
RATES = {"least squares": 0.1, "logistic regression": 1.0, "small network": 0.5}
ADAM_RATES = {"least squares": 0.05, "logistic regression": 0.1, "small network": 0.05}


def least_squares() -> DataFunction:
    """Mean (Xw − y)²: the mass from bill and flipper, all standardised, and a constant; 4 weights.

    >>> least_squares().value(np.zeros(4)).round(6)
    np.float64(1.0)
    """
    Z = standardise(measures()[0])
    X = np.column_stack([Z[:, :3], np.ones(len(Z))])
    return DataFunction(lambda w, X, y: (w @ X.T - y) ** 2, X, Z[:, 3], dimension=4)


def logistic_regression() -> DataFunction:
    """Mean log(1 + eᶻ) − yz, z = Xw: is it a Chinstrap, from four measures; 5 weights.

    >>> logistic_regression().value(np.zeros(5)).round(4)
    np.float64(0.6931)
    """

    def loss(w: Array, X: Array, y: Array) -> Array:
        z = w @ X.T
        return np.logaddexp(0.0, z) - y * z

    X, species = measures()
    inputs = np.column_stack([standardise(X), np.ones(len(X))])
    return DataFunction(loss, inputs, species == "Chinstrap", dimension=5)


def models() -> dict[str, tuple[DataFunction, Array]]:
    """The three losses, each with its starting weights.

    >>> [start.shape for _, start in models().values()]
    [(4,), (5,), (37,)]
    """
    return {
        "least squares": (least_squares(), np.array([-0.9, 0.9, -0.4, 0.6])),
        "logistic regression": (logistic_regression(), np.zeros(5)),
        "small network": (chinstrap_loss(), first_weights()),
    }


def rules(model: str) -> dict[str, Rule]:
    """The rules that descend a model; momentum takes a fifth of the rate of plain descent.

    >>> list(rules("least squares"))
    ['gradient descent', 'momentum', 'Adam']
    """
    rate = RATES[model]
    return {
        "gradient descent": GradientDescent(rate),
        "momentum": Momentum(rate / 5, 0.8),
        "Adam": Adam(ADAM_RATES[model]),
    }


@cache
def runs(model: str, steps: int = STEPS) -> dict[str, Path]:
    """Each rule's run on a model, from the same start.

    >>> {name: round(float(path.values[-1]), 2) for name, path in runs("least squares").items()}
    {'gradient descent': 0.24, 'momentum': 0.24, 'Adam': 0.24}
    """
    f, start = models()[model]
    return {name: descend(f, start, rule, steps) for name, rule in rules(model).items()}


def plane(points: Array) -> tuple[Array, Array]:
    """The slice for runs (rules, steps + 1, n): its origin (n,), and two directions (2, n).

    The first leads from the start, the origin, to the end of the first run; the second is at right
    angles to it and as long, in the direction in which all the runs stray most.

    >>> origin, basis = plane(np.array([[[0.0, 0.0], [1.0, 0.1], [2.0, 0.0]]]))
    >>> origin, np.abs(basis)
    (array([0., 0.]), array([[2., 0.],
           [0., 2.]]))
    """
    origin = points[0, 0]
    along = points[0, -1] - origin
    unit = along / np.linalg.norm(along)
    away = (points - origin).reshape(-1, len(origin))
    away = away - np.outer(away @ unit, unit)
    side = np.linalg.svd(away, full_matrices=False)[2][0]
    side = side * np.sign(away @ side @ np.abs(away @ side))  # the runs stray upwards
    return origin, np.stack([along, side * np.linalg.norm(along)])


def slice_of(model: str) -> tuple[Array, Array, Array]:
    """The heights on the slice, the runs in it (steps + 1, rules, 2), and their losses.

    Heights (rows, cols) are shares: 0 at the lowest place seen, 1 at the start.

    >>> [part.shape for part in slice_of("least squares")]
    [(49, 49), (151, 3, 2), (151, 3)]
    """
    f = models()[model][0]
    paths = runs(model)
    points = np.stack([path.points[...] for path in paths.values()])
    losses = np.stack([path.values[...] for path in paths.values()], axis=-1)
    origin, basis = plane(points)
    x0, x1, y0, y1 = SLICE_BOX
    mesh = np.stack(np.meshgrid(np.linspace(x0, x1, CELLS), np.linspace(y0, y1, CELLS)), axis=-1)
    heights = np.stack([f.value(origin + row @ basis) for row in mesh])
    flat = np.moveaxis((points - origin) @ np.linalg.pinv(basis), 0, 1)
    low = min(heights.min(), losses.min())
    return (heights - low) / (losses[0, 0] - low), flat, losses


def slices_of_losses() -> Scene:
    """Descend three models by three rules: a slice of each loss with the runs on it, and the loss.

    >>> slices_of_losses().axis("model").labels
    ('least squares', 'logistic regression', 'small network')
    """
    parts = zip(*(slice_of(model) for model in RATES), strict=True)
    heights, flat, losses = (np.stack(part) for part in parts)
    axes = ("model", "step")
    runs_in_it = [Varying(flat[:, :, k], axes) for k in range(len(LOOKS))]
    now = Varying(np.arange(STEPS + 1.0), ("step",))
    curves: list[Mark] = []
    for k, (name, look) in enumerate(LOOKS.items()):
        loss = Varying(losses[:, :, k], axes)
        curves += [
            line(now, loss, label=name, **look, grows=True),
            dots(now, loss, color=look["color"], size=7, group=name),
        ]
    sizes = [len(start) for _, start in models().values()]
    return Scene(
        axes=[Axis("step", range(STEPS + 1), play=True), Axis("model", tuple(RATES))],
        panels=[
            _map(heights, runs_in_it),
            Panel(
                [*curves, cursor("step")],
                title="Loss",
                x=(0, STEPS),
                y=(0.03, 8, "log"),
                x_label="step",
            ),
        ],
        alt="Gradient descent, momentum and Adam go down three losses of penguins, with 4, 5 and "
        "37 weights, drawn on a slice of each. Notice the shape of the level lines, and which runs "
        "leave the slice.",
        readout=[
            ("weights", Varying(sizes, ("model",)), ".0f"),
            *((name, Varying(losses[:, :, k], axes), ".3f") for k, name in enumerate(LOOKS)),
        ],
        still={"model": 2},
    )


def _map(heights: Array, runs_in_it: list[Varying]) -> Panel:
    """The slice of each model's loss, and the runs as they look in it."""
    marks = [
        contours(Varying(np.minimum(heights, SHARES[-1]), ("model",)), SLICE_BOX, levels=SHARES)
    ]
    for here, look in zip(runs_in_it, LOOKS.values(), strict=True):
        marks += [trail(here, **look, width=1.6), dots(here, color=look["color"], size=9)]
    return Panel(
        marks,
        title="A slice of the loss",
        x=SLICE_BOX[:2],
        y=SLICE_BOX[2:],
        equal=True,
        x_label="start (0) → end of gradient descent (1)",
        y_label="where the runs stray most",
        width=1.2,
    )
