"""Lesson 19, the cliff: a loss after fifty steps of one neuron, descended with clipped slopes."""

from functools import cache

import numpy as np

from calclib.arrays import Array
from calclib.expressions.elementary import sigmoid
from calclib.functions.function import Function
from calclib.functions.schedules import Number
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import GradientDescent
from calclib.optimize.wrappers import Clipped
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

LENGTH = 50
TARGET = 0.7
RATE = 0.3
STEPS = 300
NO_CLIP = 1e6  # no slope on this ground is as long
CLIPS = {"none": NO_CLIP, "2": 2.0, "0.5": 0.5, "0.1": 0.1}
STARTS = {"(5.5, −2.2)": (5.5, -2.2), "(5, −1.2)": (5.0, -1.2), "(6, −2.7)": (6.0, -2.7)}
BOX = (3.4, 6.4, -3.4, -0.8)
SHOWN = (1e-8, 1e4)


def after_fifty_steps(w: Number, b: Number) -> Number:
    """(x₅₀ − 0.7)² of x ← σ(w x + b) from x₀ = 0.5.

    >>> after_fifty_steps(0.0, np.log(7 / 3)).round(12)
    np.float64(0.0)
    """
    x: Number = 0.5
    for _ in range(LENGTH):
        x = sigmoid(w * x + b)
    return (x - TARGET) ** 2


LOSS = Function(after_fifty_steps, name="the cliff")


@cache
def descents() -> Path:
    """Descent at rate 0.3, 300 steps, from each start at each length of clipping.

    >>> descents().axes
    ('step', 'clip at', 'start')
    """
    norms = sweep(list(CLIPS.values()))[:, None, :]
    rule = Clipped(GradientDescent(RATE), norm=norms)
    return descend(LOSS, list(STARTS.values()), rule, STEPS, names=("clip at", "start"))


def over_the_cliff() -> Scene:
    """Descend a loss with a cliff in it, with the slope clipped at some length or not at all.

    Source: the picture is that of Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063.

    >>> [axis.count for axis in over_the_cliff().axes]
    [301, 4, 3]
    """
    path = descents()
    loss = Varying(np.maximum(path.values[...], SHOWN[0]), path.axes)
    length = np.linalg.norm(path.gradients[...], axis=-1)
    steep = Varying(np.maximum(length, SHOWN[0]), path.axes)
    return Scene(
        [
            Axis("step", path.steps, play=True, duration=10.0),
            Axis("clip at", tuple(CLIPS)),
            Axis("start", tuple(STARTS)),
        ],
        [
            _ground(path.points),
            _loss_and_slope(loss, steep),
        ],
        alt="A ball comes down a gentle slope to the foot of a cliff, where the slope is a hundred "
        "times as long. Notice what it does at the cliff, without clipping and with it, and where "
        "it ends.",
        readout=[
            ("w", path.points[..., 0], ".3f"),
            ("b", path.points[..., 1], ".3f"),
            ("loss", path.values, ".3g"),
            ("length of the slope", Varying(length, path.axes), ".3g"),
        ],
        chaotic=True,
        still={"step": 73},
    )


def _ground(points: Array) -> Panel:
    """The loss as a surface over w and b, and the ball on it."""
    return Panel(
        [
            surface(LOSS, BOX),
            trail(points, color=1, width=2.0),
            dots(points, color=1, size=11),
        ],
        title="Loss over w and b",
        x_label="w",
        y_label="b",
        z_label="loss",
        camera=(40, 40),
        width=1.4,
    )


def _loss_and_slope(loss: Varying, steep: Varying) -> Panel:
    """The loss so far, the length of its slope, and where that is clipped."""
    now = Varying(np.arange(STEPS + 1.0), ("step",))
    norms = np.array(list(CLIPS.values()))
    limits = Varying(np.outer(np.where(norms < NO_CLIP, norms, np.nan), [1, 1]), ("clip at",))
    return Panel(
        [
            line([0, STEPS], limits, color="ink", dash="dashed", width=1.5),
            line(now, steep, color=2, dash="dotted", label="length of the slope", grows=True),
            line(now, loss, color=1, label="loss", grows=True),
            dots(now, steep, color=2, marker="square", size=8),
            dots(now, loss, color=1, size=9),
        ],
        title="Loss, and length of its slope",
        x=(0, STEPS),
        y=(*SHOWN, "log"),
        x_label="step; dashed: where the slope is clipped",
    )
