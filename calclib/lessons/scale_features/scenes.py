"""Lesson 16, scaling and penalties: a ravine becomes a bowl; a diamond and a disc stop weights."""

from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.functions.function import Function
from calclib.lessons.scale_features.sensitivity import measures, standardise
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


FORMS: dict[str, Stroke] = {
    "raw": {"color": 0},
    "centred": {"color": 4, "dash": "dashed"},
    "divided": {"color": 2, "dash": "dotted"},
    "standardised": {"color": 1},
    "whitened": {"color": 3, "dash": "dashed"},
}
RAVINE_BOX = (-1.3, 1.3, -1.3, 1.3)
RAVINE_STEPS = 200
LEVELS = [(k / 6) ** 2 for k in range(1, 10)]

STRENGTHS = np.r_[0.0, np.geomspace(0.003, 3.0, 90)]  # of a penalty
PENALTIES = ("L1, |w₁| + |w₂|", "L2, w₁² + w₂²")
SHRUNK_BOX = (-0.25, 0.85, -0.8, 0.3)
TURN = np.linspace(0, 2 * np.pi, 121)
DIAMOND = np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [1, 0]])
WEIGHT_LOOKS: tuple[Style, ...] = (
    {"color": 0, "label": "w₁, bill length"},
    {"color": 1, "dash": "dashed", "label": "w₂, bill depth"},
)


def homes() -> Array:
    """Area (m²) and rooms of 200 made-up homes, (200, 2): a room more is about 25 m² more.

    >>> homes()[0].round(1)
    array([153.9,   6. ])
    """
    rng = np.random.default_rng(0)
    rooms = rng.integers(1, 7, 200)
    return np.column_stack([25 * rooms + rng.normal(0, 12, 200) + 20, rooms])


def in_form(form: str) -> Array:
    """The two features of the homes, in one of FORMS, after a column of ones: (200, 3).

    Centred: from the mean. Divided: by the standard deviation, from 0. Standardised: both.
    Whitened: turned to their principal directions, and each divided by its standard deviation.

    >>> in_form("standardised").mean(axis=0).round(9) + 0.0, in_form("standardised").std(axis=0)
    (array([1., 0., 0.]), array([0., 1., 1.]))
    """
    raw = homes()
    centred = raw - raw.mean(axis=0)
    spread, turn = np.linalg.eigh(centred.T @ centred / len(raw))
    forms = {
        "raw": raw,
        "centred": centred,
        "divided": raw / raw.std(axis=0),
        "standardised": standardise(raw),
        "whitened": centred @ turn / np.sqrt(spread),
    }
    return np.column_stack([np.ones(len(raw)), forms[form]])


def curvatures(X: Array) -> Array:
    """The eigenvalues of 2XᵀX/n, the Hessian of the mean of (Xw − y)², from small to large.

    >>> curvatures(in_form("whitened")).round(9)
    array([2., 2., 2.])
    """
    return np.asarray(np.linalg.eigvalsh(2 * X.T @ X / len(X)), dtype=np.float64)


def condition(X: Array) -> float:
    """κ, the largest curvature divided by the smallest.

    >>> round(condition(in_form("raw"))), round(condition(in_form("standardised")))
    (119877, 52)
    """
    h = curvatures(X)
    return float(h[-1] / h[0])


def largest_rate(X: Array) -> float:
    """2/λ_max, beyond which gradient descent flies out.

    >>> [float(f"{largest_rate(in_form(form)):.2g}") for form in ("raw", "standardised")]
    [6.8e-05, 0.51]
    """
    return float(2 / curvatures(X)[-1])


def ravine_becomes_bowl(share: float = 0.6) -> Scene:
    """Descend the same regression with its features raw, centred, divided, standardised, whitened.

    share: the learning rate as a share of the largest possible one, in each form its own. The map
    is the plane through the minimum of the flattest and the steepest direction.

    >>> ravine_becomes_bowl().axis("features").labels[3]
    'standardised'
    """
    ends = np.array([curvatures(in_form(form))[[0, -1]] for form in FORMS])
    rates = share * 2 / ends[:, 1:]
    bowl = Function(lambda u, v: (ends[:, 0] * u * u + ends[:, 1] * v * v) / ends.sum(axis=1))
    start = np.ones((len(FORMS), 2))
    rule = GradientDescent(rates * ends.sum(axis=1, keepdims=True) / 2)
    path = descend(bowl, start, rule, RAVINE_STEPS, names=("features",))
    left = Varying(np.linalg.norm(path.points[...], axis=-1) / np.sqrt(2), path.axes)
    return Scene(
        axes=[
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("features", tuple(FORMS)),
        ],
        panels=[_plane(ends, path), _distances(path.steps, left)],
        alt="The same regression in five forms of its features. Raw, the loss is a ravine whose "
        "floor hardly falls, and the run stays on it; standardised it is an oval bowl, and the "
        "run arrives; whitened it is round.",
        readout=[
            ("κ", Varying(ends[:, 1] / ends[:, 0], ("features",)), ",.0f"),
            ("largest α", Varying(2 / ends[:, 1], ("features",)), ".2g"),
            ("distance left", left, ".3f"),
        ],
        still={"features": 3},
    )


def _plane(ends: Array, path: Path) -> Panel:
    """The loss of each form over its flattest and its steepest direction, and the run on it."""
    side = np.linspace(*RAVINE_BOX[:2], 81)
    u, v = np.meshgrid(side, side)
    heights = np.stack([(a * u * u + b * v * v) / (a + b) for a, b in ends])
    return Panel(
        [
            contours(Varying(heights, ("features",)), RAVINE_BOX, levels=LEVELS),
            trail(path, color=1, width=1.5),
            dots(path, color=1, size=9),
        ],
        title="Flattest × steepest direction",
        equal=True,
        x_label="error along the flattest",
        y_label="error along the steepest",
    )


def _distances(steps: NDArray[np.int_], left: Varying) -> Panel:
    """How far each form's run still has to go, a curve a form, and the present one."""
    curves = [
        line(steps, left.values[:, k], label=form, **look)
        for k, (form, look) in enumerate(FORMS.items())
    ]
    here = dots(Varying(steps, ("step",)), left, color="ink", size=9)
    return Panel(
        [*curves, here, cursor("step")],
        title="Distance left, of 1",
        x=(0, RAVINE_STEPS),
        y=(1e-3, 2, "log"),
        x_label="step",
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
        alt="Contours of a loss over two weights, and the diamond or the disc of the size that a "
        "penalty leaves. As the penalty grows the diamond shrinks until a corner is the nearest: "
        "the second weight is zero while the first is not. On the disc both only become small.",
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
    marks = [
        line(STRENGTHS[1:], Varying(path.values[1:, :, k].T, ("penalty",)), **look)
        for k, look in enumerate(WEIGHT_LOOKS)
    ]
    return Panel(
        [line([3e-3, 3], [0, 0], color="muted", width=1), *marks, cursor("strength")],
        title="The weights as λ grows",
        x=(3e-3, 3, "log"),
        y=(-0.45, 0.65),
        x_label="strength λ",
    )
