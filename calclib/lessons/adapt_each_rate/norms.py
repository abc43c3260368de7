"""Lesson 12, which norm: the steepest step in a disc and in a square, and that of a matrix."""

import numpy as np

from calclib.arrays import Array
from calclib.lessons.shared.directions import angle_axis, directions
from calclib.optimize.norms import ROUNDS, newton_schulz
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, arrows, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

DIRECTIONS = np.arange(0.0, 360.0, 7.5)  # of the slope, in degrees
NORMS = ("length ≤ 1", "largest coordinate ≤ 1")
RIM = np.deg2rad(np.linspace(0.0, 360.0, 361))
LEVELS = (-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2)

GENTLE = (0.9, 0.5, 0.2, 0.1, 0.05, 0.02)  # the smaller singular value; the larger is 1
TURNS = (np.deg2rad(25.0), np.deg2rad(-50.0))


def rim(norm: str) -> Array:
    """The rim of a ball of steps, (361, 2): a circle, or a square.

    >>> np.abs(rim(NORMS[1])).max(axis=1).round(12).min()
    np.float64(1.0)
    """
    circle = np.stack([np.cos(RIM), np.sin(RIM)], axis=-1)
    if norm == NORMS[0]:
        return circle
    return np.asarray(circle / np.abs(circle).max(axis=-1, keepdims=True))


def steepest(slopes: Array, norm: str) -> Array:
    """The step s of a ball for which g·s is smallest: −g/‖g‖, or −sign(g), (..., 2).

    >>> steepest(np.array([3.0, -4.0]), NORMS[0]), steepest(np.array([3.0, -4.0]), NORMS[1])
    (array([-0.6,  0.8]), array([-1.,  1.]))
    """
    if norm == NORMS[0]:
        return np.asarray(-slopes / np.linalg.norm(slopes, axis=-1, keepdims=True))
    return np.asarray(-np.sign(np.where(np.abs(slopes) < 1e-12, 0.0, slopes)))


def step_in_a_ball() -> Scene:
    """Turn the slope, and find the step of a disc or of a square that goes down fastest.

    >>> step_in_a_ball().axis("steps allowed").labels
    ('length ≤ 1', 'largest coordinate ≤ 1')
    """
    names = ("direction of the slope", "steps allowed")
    slopes = directions(DIRECTIONS)
    rims = np.stack([rim(norm) for norm in NORMS])  # (norms, 361, 2)
    best = np.stack([steepest(slopes, norm) for norm in NORMS], axis=1)
    falls = np.einsum("dk,nrk->dnr", slopes, rims)
    fall = np.einsum("dk,dnk->dn", slopes, best)
    where = np.rad2deg(np.arctan2(best[..., 1], best[..., 0])) % 360
    return Scene(
        axes=[
            angle_axis(names[0], DIRECTIONS, duration=6.0, first=4),
            Axis(names[1], NORMS),
        ],
        panels=[
            _ball_panel(slopes, rims, best, names),
            Panel(
                [
                    line(np.rad2deg(RIM), Varying(falls, names), color=2),
                    dots(
                        Varying(where[..., None], names),
                        Varying(fall[..., None], names),
                        color=1,
                        size=10,
                        label="the steepest",
                    ),
                ],
                title="Change of the loss, g·s",
                x=(0, 360),
                y=(-1.6, 1.6),
                x_label="direction of the step on the rim, in degrees",
            ),
        ],
        alt="A point with a disc or a square of steps that are allowed, and faint lines along "
        "which the loss is the same. As the slope turns, an arrow shows which of the steps goes "
        "down fastest, and the curve on the right what each step of the rim does to the loss.",
        readout=[
            ("step in x", Varying(best[..., 0] + 0.0, names), ".2f"),
            ("step in y", Varying(best[..., 1] + 0.0, names), ".2f"),
            ("g·s", Varying(fall, names), ".3f"),
        ],
        still={names[0]: 4, names[1]: 1},
    )


def _ball_panel(slopes: Array, rims: Array, best: Array, names: tuple[str, str]) -> Panel:
    """The steps that are allowed, level lines across the slope, the slope and the steepest step."""
    across = slopes[:, ::-1] * [-1, 1]  # along the level lines
    levels = np.array(LEVELS)[:, None, None]
    ends = levels * slopes[:, None, None] + np.array([[-3.0], [3.0]]) * across[:, None, None]
    x, y = (Varying(ends[..., k], names[:1]) for k in (0, 1))
    rim_x, rim_y = (Varying(rims[..., k], names[1:]) for k in (0, 1))
    slope_x, slope_y = (Varying(slopes[:, k : k + 1], names[:1]) for k in (0, 1))
    best_x, best_y = (Varying(best[..., k : k + 1], names) for k in (0, 1))
    return Panel(
        [
            line(x, y, color="muted", width=0.8, opacity=0.6),
            line(rim_x, rim_y, color=2, label="the steps allowed"),
            arrows([0.0], [0.0], slope_x, slope_y, color="ink", width=2.0, label="the slope g"),
            arrows([0.0], [0.0], best_x, best_y, color=1, width=3.0, label="the steepest step"),
        ],
        title="All steps, seen from the point",
        x=(-1.6, 1.6),
        y=(-1.6, 1.6),
        equal=True,
        x_label="step in x",
        y_label="step in y",
    )


def slope_matrix(gentle: float) -> Array:
    """A 2 × 2 matrix with the singular values 1 and `gentle`, along turned axes.

    >>> np.linalg.svd(slope_matrix(0.1))[1].round(12)
    array([1. , 0.1])
    """
    left, right = (np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]) for t in TURNS)
    return np.asarray(left @ np.diag([1.0, gentle]) @ right.T)


def round_off() -> Scene:
    """Make all singular values of a slope equal, by five rounds of Newton–Schulz.

    >>> round_off().axis("round").count
    6
    """
    names = ("round", "smaller ÷ larger, at round 0")
    matrices = np.stack([slope_matrix(s) for s in GENTLE])
    rounds = [matrices / np.linalg.norm(matrices, axis=(1, 2), keepdims=True)]
    rounds += [newton_schulz(matrices, k) for k in range(1, ROUNDS + 1)]
    made = np.stack(rounds)  # (rounds, sizes, 2, 2)
    sizes = np.linalg.svd(made)[1]
    circle = np.stack([np.cos(RIM), np.sin(RIM)])
    image = np.moveaxis(made @ circle, 2, 0)
    every = Varying(np.moveaxis(sizes, 0, -1)[:, 0], names[1:])
    every_small = Varying(np.moveaxis(sizes, 0, -1)[:, 1], names[1:])
    counted = np.arange(ROUNDS + 1)
    return Scene(
        axes=[
            Axis("round", counted, play=True, duration=4.0),
            Axis(names[1], GENTLE, labels=[f"{s:g}" for s in GENTLE], first=2),
        ],
        panels=[
            Panel(
                [
                    line(*circle, color="ink", width=1.2, dash="dashed", label="the unit circle"),
                    line(
                        *(Varying(image[k], names) for k in (0, 1)),
                        color=1,
                        width=2.5,
                        label="its image",
                    ),
                ],
                title="What the matrix makes of a circle",
                x=(-1.4, 1.4),
                y=(-1.4, 1.4),
                equal=True,
            ),
            Panel(
                [
                    line([0, ROUNDS], [1, 1], color="ink", width=1.2, dash="dashed"),
                    line(counted, every, color=0, label="the larger"),
                    line(counted, every_small, color=1, dash="dotted", label="the smaller"),
                    cursor("round"),
                ],
                title="Its singular values",
                x=(0, ROUNDS),
                y=(0.01, 2.0, "log"),
                x_label="round",
            ),
        ],
        alt="A slope that is a matrix makes an ellipse of the unit circle: long in one direction, "
        "short in the other. Round by round the ellipse is worked on; watch its two half-axes, "
        "the singular values, on the right.",
        readout=[
            ("larger singular value", Varying(sizes[..., 0], names), ".3f"),
            ("smaller singular value", Varying(sizes[..., 1], names), ".3f"),
        ],
        still={"round": 3},
    )
