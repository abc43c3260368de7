"""Lesson 17, penalties on two weights: where the contours meet the diamond, or the disc."""

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.lessons.shared.penguins import measures, standardise
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

STRENGTHS = np.r_[0.0, np.geomspace(0.003, 3.0, 90)]  # of a penalty
PENALTIES = ("L1, |w₁| + |w₂|", "L2, w₁² + w₂²")
SHRUNK_BOX = (-0.25, 0.85, -0.8, 0.3)
TURN = np.linspace(0, 2 * np.pi, 121)
DIAMOND = np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [1, 0]])
WEIGHT_LOOKS: tuple[Style, ...] = (
    {"color": 0, "label": "w₁, bill length"},
    {"color": 1, "dash": "dashed", "label": "w₂, bill depth"},
)


def bill_loss() -> DataFunction:
    """½ mean (Xw − y)²: the mass of the penguins from length and depth of the bill, standardised.

    >>> bill_loss().gradient([0.0, 0.0]).round(2)
    array([-0.6 ,  0.47])
    """
    Z = standardise(measures()[0])
    return DataFunction(lambda w, X, y: (w @ X.T - y) ** 2 / 2, Z[:, :2], Z[:, 3], dimension=2)


def ridge_weights(X: Array, y: Array, strength: ArrayLike) -> Array:
    """The minimum of ½ mean (Xw − y)² + ½ λ|w|²: w = (XᵀX/n + λI)⁻¹ Xᵀy/n.

    strength: λ, a number or several (k,); weights (d,) or (k, d).
    Source: Hoerl & Kennard 1970, doi:10.1080/00401706.1970.10488634.

    >>> ridge_weights(np.eye(2), np.array([2.0, 4.0]), 0.5)
    array([1., 2.])
    """
    n, d = X.shape
    H = X.T @ X / n + np.asarray(strength, float)[..., None, None] * np.eye(d)
    return np.linalg.solve(H, np.broadcast_to((X.T @ y / n)[:, None], (*H.shape[:-1], 1)))[..., 0]


def lasso_weights(X: Array, y: Array, strength: ArrayLike, sweeps: int = 300) -> Array:
    """The minimum of ½ mean (Xw − y)² + λ(|w₁| + … + |w_d|), one weight after the other.

    Each weight goes to its best value, a soft threshold, while the others stay; strength and shapes
    as in `ridge_weights`. Source: Tibshirani 1996, doi:10.1111/j.2517-6161.1996.tb02080.x.

    >>> lasso_weights(np.eye(2), np.array([2.0, 4.0]), 1.5)
    array([0., 1.])
    """
    n, d = X.shape
    H = X.T @ X / n
    pull = X.T @ y / n
    tau = np.asarray(strength, float)
    w = np.zeros((*tau.shape, d))
    for _ in range(sweeps):
        for k in range(d):
            u = pull[k] - w @ H[k] + w[..., k] * H[k, k]
            w[..., k] = np.sign(u) * np.maximum(np.abs(u) - tau, 0.0) / H[k, k]
    return w


def diamond_and_disc() -> Scene:
    """Let a penalty grow on two weights: where the diamond, or the disc, meets the contours.

    >>> diamond_and_disc().axis("penalty").count
    2
    """
    f = bill_loss()
    X, y = f.data
    weights = np.stack([solve(X, y, STRENGTHS) for solve in (lasso_weights, ridge_weights)])
    path = Varying(np.moveaxis(weights, 0, 1), ("strength", "penalty"))
    sizes = np.stack([np.abs(weights[0]).sum(-1), np.linalg.norm(weights[1], axis=-1)], axis=-1)
    return Scene(
        axes=[
            Axis(
                "strength",
                STRENGTHS,
                play=True,
                labels=[f"{strength:.4f}" for strength in STRENGTHS],
                duration=8.0,
            ),
            Axis("penalty", PENALTIES),
        ],
        panels=[_meeting(f, weights, path, sizes), _weight_paths(path)],
        alt="Level lines of a loss over two weights, the diamond or the disc that the present "
        "weights fill, and both weights as the strength grows. Notice where the level line touches "
        "the diamond or the disc, and whether a weight becomes exactly zero.",
        readout=[
            ("w₁", Varying(path.values[..., 0], path.axes), ".3f"),
            ("w₂", Varying(path.values[..., 1], path.axes), ".3f"),
            ("loss", Varying(f.value(path.values), path.axes), ".3f"),
        ],
        still={"strength": 62},
    )


def _meeting(f: DataFunction, weights: Array, path: Varying, sizes: Array) -> Panel:
    """The contours of the loss, the one through the present weights, and the budget they use."""
    best = weights[1, 0]
    x, y = np.linspace(*SHRUNK_BOX[:2], 81), np.linspace(*SHRUNK_BOX[2:], 81)
    disc = np.column_stack([np.cos(TURN), np.sin(TURN)])
    corner = np.interp(np.linspace(0, 4, len(TURN)), np.arange(5), DIAMOND[:, 0])
    other = np.interp(np.linspace(0, 4, len(TURN)), np.arange(5), DIAMOND[:, 1])
    shapes = np.stack([np.column_stack([corner, other]), disc])  # (penalty, places, 2)
    budget = sizes[:, :, None, None] * shapes
    root = np.linalg.inv(np.linalg.cholesky(f.hessian(best)).T)
    above = np.sqrt(2 * (f.value(path.values) - f.value(best)).clip(0))
    level = best + above[..., None, None] * (disc @ root.T)

    def curve(points: Array, **style: Unpack[Style]) -> Mark:
        return line(*(Varying(points[..., k], path.axes) for k in (0, 1)), **style)

    return Panel(
        [
            contours(f.value(np.stack(np.meshgrid(x, y), axis=-1)), SHRUNK_BOX, levels=14),
            line(SHRUNK_BOX[:2], [0, 0], color="muted", width=1),
            line([0, 0], SHRUNK_BOX[2:], color="muted", width=1),
            curve(level, color=2, width=1.5, dash="dashed", label="this much loss"),
            curve(budget, color=1, width=2.5, label="this much penalty"),
            trail(path, color="ink", width=1.5),
            dots(best[None], color="ink", marker="cross", size=9),
            dots(path, color="ink", size=9),
        ],
        title="Where they meet",
        x=SHRUNK_BOX[:2],
        y=SHRUNK_BOX[2:],
        equal=True,
        x_label="w₁, bill length",
        y_label="w₂, bill depth",
        width=1.2,
    )


def _weight_paths(path: Varying) -> Panel:
    """Both weights over the strength of the penalty."""
    now = Varying(np.where(STRENGTHS > 0, STRENGTHS, np.nan), ("strength",))  # no 0 on a log axis
    marks: list[Mark] = [line([3e-3, 3], [0, 0], color="muted", width=1)]
    for k, look in enumerate(WEIGHT_LOOKS):
        weight = Varying(path.values[..., k], path.axes)
        marks += [
            line(now, weight, **look, grows=True),
            dots(now, weight, color=look["color"], size=8),
        ]
    return Panel(
        [*marks, cursor("strength")],
        title="The weights as λ grows",
        x=(3e-3, 3, "log"),
        y=(-0.45, 0.65),
        x_label="strength λ",
    )
