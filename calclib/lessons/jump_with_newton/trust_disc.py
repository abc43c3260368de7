"""Lesson 14, damping as a disc: every damping λ stands for a disc, and the step for its best point.

The model of a point is m(s) = g·s + ½ sᵀHs, a function of the step s.
"""

import numpy as np

from calclib.arrays import Array
from calclib.optimize.trust_region import lowest_in_disc
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, arrows, contours, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

DAMPINGS = np.linspace(0.0, 8.0, 81)
CURVATURES = {"both positive": (3.0, 0.6), "one negative": (3.0, -1.25)}
SLOPES = (1.8, -0.9)  # along the two eigenvectors
ANGLE = np.radians(25.0)
TURN = np.array([[np.cos(ANGLE), -np.sin(ANGLE)], [np.sin(ANGLE), np.cos(ANGLE)]])
BOX = (-2.4, 2.4, -2.4, 2.4)
FRAME = (-3.0, 1.5)  # of the heights of the model
ROUND = np.linspace(0, 2 * np.pi, 121)


def gradient() -> Array:
    """The slope g of the models, (2,).

    >>> gradient().round(2)
    array([ 2.01, -0.05])
    """
    return np.asarray(TURN @ np.array(SLOPES))


def hessian(curvatures: tuple[float, float]) -> Array:
    """The Hessian H of a model with these curvatures along its turned axes, (2, 2).

    >>> np.linalg.eigvalsh(hessian((3.0, 0.6))).round(9)
    array([0.6, 3. ])
    """
    return np.asarray((TURN * curvatures) @ TURN.T)


def model(H: Array, s: Array) -> Array:
    """m(s) = g·s + ½ sᵀHs for steps (..., 2).

    >>> model(hessian((3.0, 0.6)), np.zeros(2))
    array(0.)
    """
    return np.asarray(s @ gradient() + np.sum(s * (s @ H), axis=-1) / 2)


def damped_steps(H: Array) -> Array:
    """The step −(H + λI)⁻¹g of each of DAMPINGS, (81, 2).

    >>> damped_steps(hessian((3.0, 0.6)))[0].round(2)
    array([-1.18,  1.11])
    """
    matrices = H + DAMPINGS[:, None, None] * np.eye(2)
    right = np.broadcast_to(-gradient()[:, None], (len(DAMPINGS), 2, 1))
    return np.asarray(np.linalg.solve(matrices, right)[..., 0])


def damping_is_a_disc() -> Scene:
    """Raise the damping: the step shortens and turns, and with it the disc that it reaches.

    The cross is the lowest place of the model in the disc.

    >>> damping_is_a_disc().axis("curvatures").labels
    ('both positive', 'one negative')
    """
    models = [hessian(curvatures) for curvatures in CURVATURES.values()]
    axes = ("damping λ", "curvatures")
    steps = np.stack([damped_steps(H) for H in models], axis=1)
    radius = np.linalg.norm(steps, axis=-1)
    lowest = np.stack(
        [
            lowest_in_disc(H, gradient(), radius[:, k, None] + np.zeros((len(DAMPINGS), 1)))
            for k, H in enumerate(models)
        ],
        axis=1,
    )
    at_step = np.stack([model(H, steps[:, k]) for k, H in enumerate(models)], axis=1)
    at_lowest = np.stack([model(H, lowest[:, k]) for k, H in enumerate(models)], axis=1)
    least = DAMPINGS[:, None] + np.array([min(pair) for pair in CURVATURES.values()])
    return Scene(
        [
            Axis(
                "damping λ",
                DAMPINGS,
                play=True,
                labels=[f"{damping:.1f}" for damping in DAMPINGS],
                duration=9.0,
            ),
            Axis("curvatures", tuple(CURVATURES)),
        ],
        [
            _map(models, steps, radius, lowest),
            _heights(at_step, at_lowest),
        ],
        alt="The level lines of a quadratic model over all steps from one point, with an arrow for "
        "the damped step, the disc that it reaches, and a cross at the lowest place of the model "
        "in that disc. Notice how the arrow shortens and turns as the damping grows, and where the "
        "cross lies.",
        readout=[
            ("radius", Varying(radius, axes), ".2f"),
            ("model at the tip", Varying(at_step, axes), "+.3f"),
            ("lowest in the disc", Varying(at_lowest, axes), "+.3f"),
            ("least eigenvalue of H + λI", Varying(least, axes), "+.2f"),
        ],
        still={"damping λ": 8},
    )


def _heights(at_step: Array, at_lowest: Array) -> Panel:
    """The model at the arrow's tip and at the lowest place of its disc, over the damping."""
    axes = ("damping λ", "curvatures")
    here = Varying(DAMPINGS, axes[:1])
    return Panel(
        [
            line(
                here,
                Varying(at_lowest, axes),
                color=2,
                width=4.0,
                label="lowest place in the disc",
                grows=True,
            ),
            line(
                here,
                Varying(at_step, axes),
                color="ink",
                dash="dashed",
                label="tip of the arrow",
                grows=True,
            ),
            dots(here, Varying(at_lowest, axes), color=2, size=9, marker="cross"),
            dots(here, Varying(at_step, axes), color="ink", size=8),
        ],
        title="Height of the model",
        x=(0, 8),
        y=FRAME,
        x_label="damping λ",
    )


def _map(models: list[Array], steps: Array, radius: Array, lowest: Array) -> Panel:
    """The model of each choice from above, the arrow, its disc, and the lowest place in it."""
    axes = ("damping λ", "curvatures")
    x = np.linspace(*BOX[:2], 81)
    mesh = np.stack(np.meshgrid(x, x), axis=-1)
    heights = np.stack([model(H, mesh) for H in models])
    ring = radius[..., None, None] * np.stack([np.cos(ROUND), np.sin(ROUND)])
    whole = np.where(np.abs(steps) < 2 * BOX[1], steps, np.nan)
    downhill = -gradient() / np.linalg.norm(gradient())
    marks: list[Mark] = [
        contours(Varying(heights, axes[1:]), BOX, levels=[k / 2 for k in range(-8, 17)]),
        line(
            [0, 3 * downhill[0]],
            [0, 3 * downhill[1]],
            color="muted",
            dash="dotted",
            label="straight down the slope",
        ),
        line(
            Varying(whole[..., 0].T, axes[1:]),
            Varying(whole[..., 1].T, axes[1:]),
            color="muted",
            label="tips for all λ",
        ),
        line(
            Varying(ring[..., 0, :], axes),
            Varying(ring[..., 1, :], axes),
            color=1,
            width=2.5,
            label="disc",
        ),
        arrows(
            0.0,
            0.0,
            Varying(steps[..., 0], axes),
            Varying(steps[..., 1], axes),
            color="ink",
            width=2.5,
        ),
        dots(
            Varying(lowest[..., 0], axes),
            Varying(lowest[..., 1], axes),
            color=2,
            marker="cross",
            size=11,
            label="lowest in the disc",
        ),
    ]
    return Panel(
        marks,
        title="The model, over all steps",
        x=BOX[:2],
        y=BOX[2:],
        equal=True,
        x_label="step along the first weight",
        y_label="step along the second",
        width=1.2,
    )
