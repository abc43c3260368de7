"""Lesson 16, scaling: a ravine becomes a bowl."""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.penguins import standardise
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, contours, cursor, dots, line, trail
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
    """2/h_max, beyond which gradient descent flies out; h_max is the largest curvature.

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
        alt="The same regression in five forms of its features: level lines of the loss over its "
        "flattest and its steepest direction, with the run of gradient descent, and the distance "
        "that every run still has to go. Notice the shape of the level lines, and how far each "
        "run comes.",
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
    now = Varying(steps.astype(float), ("step",))
    curves = [
        line(now, Varying(left.values[:, k], ("step",)), label=form, **look, grows=True)
        for k, (form, look) in enumerate(FORMS.items())
    ]
    here = dots(now, left, color="ink", size=9)
    return Panel(
        [*curves, here, cursor("step")],
        title="Distance left, of 1",
        x=(0, RAVINE_STEPS),
        y=(1e-3, 2, "log"),
        x_label="step",
    )
