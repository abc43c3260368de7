"""Lesson 11, one eigen-component under momentum: a spring, and how well it is damped."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import Momentum
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

BETAS = np.arange(99) / 100  # the slider; 0.81, 0.64 and 0.25 are among them
LEVEL: Style = {"color": "muted", "width": 1, "dash": "dashed"}
PULLS = (0.01, 0.04, 0.25, 1.0, 2.25, 3.24)  # αλ: how hard a step pulls back, from slack to stiff
FATES = {  # what a spring does, in the words of physics
    "critically damped: the smallest factor": "critical",
    "over-damped: creeps back": "creeps",
    "under-damped: swings": "swings",
    "over-damped: changes sides at every step": "flips",
    "changes sides for ever": "bounces",
    "flies out": "flies",
}


def one_spring(steps: int = 60) -> Scene:
    """Let go of one eigen-component at 1: a spring, whose friction is the slider β.

    steps: how many it takes. The pull αλ is how hard one step draws it back.

    >>> [axis.count for axis in one_spring().axes]
    [61, 99, 6]
    """
    axes = ("step", "momentum β", "pull αλ")
    over = ("momentum β", "pull αλ")
    unit = Function(lambda x: x**2 / 2)
    path = descend(unit, [1.0], Momentum(np.reshape(PULLS, (-1, 1)), sweep(BETAS)[:, None]), steps)
    place = Varying(path.points[..., 0], axes)
    pace = Varying(factor(BETAS[:, None], PULLS), over)
    return Scene(
        axes=[
            Axis("step", path.steps, play=True),
            Axis("momentum β", BETAS, first=30),
            Axis("pull αλ", PULLS, labels=[f"{pull:g}" for pull in PULLS], first=2),
        ],
        panels=[_error_panel(place, steps), _factor_panel(pace)],
        alt="A spring is let go at 1 and pulled back to 0. Watch whether it creeps, swings, "
        "changes sides or flies out as β and the pull change; on the right stands how much of"
        " the error one step leaves, at every β.",
        readout=[("x", place, ".3f"), ("factor", pace, ".3f")],
        still={"momentum β": 90, "pull αλ": 1, "step": 60},
    )


def factor(beta: ArrayLike, pull: ArrayLike) -> Array:
    """What one step leaves of a spring in the long run: the larger size of the two roots.

    r² − (1 + β − αλ) r + β = 0; both arguments broadcast. Two roots that are not real have the
    size √β.

    >>> factor(0.64, [0.02, 0.04, 1.0, 3.24, 3.28]).round(3)
    array([0.937, 0.8  , 0.8  , 0.8  , 1.   ])
    """
    beta = np.asarray(beta, dtype=float)
    pull = np.asarray(pull, dtype=float)
    middle = (1 + beta - pull) / 2
    under_root = middle**2 - beta
    real = np.abs(middle) + np.sqrt(np.maximum(under_root, 0.0))
    size: Array = np.where(under_root < 0, np.sqrt(beta), real)
    return size


def fate(beta: ArrayLike, pull: ArrayLike) -> NDArray[np.str_]:
    """What a spring does, as a word of FATES; both arguments broadcast.

    >>> fate([0.5, 0.64, 0.9], 0.04).tolist()
    ['creeps', 'critical', 'swings']
    >>> fate([0.3, 0.62, 0.63, 0.64], 3.24).tolist()
    ['flies', 'bounces', 'flips', 'critical']
    """
    beta, pull = np.broadcast_arrays(np.asarray(beta, float), np.asarray(pull, float))
    low = (1 - np.sqrt(beta)) ** 2
    high = (1 + np.sqrt(beta)) ** 2
    edge = 2 * (1 + beta)
    cases = [
        np.isclose(pull, low) | np.isclose(pull, high),
        pull < low,
        np.isclose(pull, edge),
        pull > edge,
        pull > high,
    ]
    return np.select(cases, ["critical", "creeps", "bounces", "flies", "flips"], "swings")


def _fate_in_words(x: float, y: float) -> list[Mark]:
    """One text for each fate, each shown where it holds."""
    now = fate(BETAS[:, None], PULLS)
    over = ("momentum β", "pull αλ")
    return [
        text(Varying(np.where(now == word, x, np.nan), over), y, words)
        for words, word in FATES.items()
        if (now == word).any()
    ]


def _error_panel(place: Varying, steps: int) -> Panel:
    """The error against the step, and what the spring does in words."""
    now = Varying(np.arange(steps + 1.0), ("step",))
    return Panel(
        [
            line([0, steps], [0, 0], **LEVEL),
            line(now, place, color=1, grows=True),
            dots(now, place, color=1, size=10),
            *_fate_in_words(steps / 2, 1.75),
        ],
        title="The error x, step by step",
        x=(0, steps),
        y=(-2.0, 2.0),
        x_label="step",
        y_label="x",
        width=1.2,
    )


def _factor_panel(pace: Varying) -> Panel:
    """The factor against β, its lowest point, and where the slider stands."""
    least = np.abs(1 - np.sqrt(PULLS))
    bottom = (Varying(least**2, ("pull αλ",)), Varying(least, ("pull αλ",)))
    return Panel(
        [
            line([0, 1], [1, 1], **LEVEL),
            line(BETAS, Varying(pace.values.T, ("pull αλ",)), color=0, label="factor a step"),
            dots(*bottom, color="ink", marker="cross", label="critical damping"),
            dots(Varying(BETAS, ("momentum β",)), pace, color=1, size=10),
        ],
        title="How much of it a step leaves",
        x=(0.0, 1.0),
        y=(0.0, 2.3),
        x_label="momentum β",
    )
