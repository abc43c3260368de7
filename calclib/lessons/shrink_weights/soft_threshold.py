"""Lesson 17, the L1 penalty: why its plain slope leaves no zeros, and the step that finds them."""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import GradientDescent
from calclib.optimize.wrappers import Wrapper
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, bars, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

STRENGTH = 0.2
TRUE = np.array([3.0, -2.0, 1.5, *[0.0] * 17])
RATES = (0.1, 0.03, 0.01, 0.003)
STEPS = 2000
EVERY = 10
STRENGTHS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
NUMBERS = np.arange(1, 21)
COLORS: list[int | str] = [0, 1, 2, *["muted"] * 17]
ISTA_STEPS = 100
PULLS = np.linspace(-3, 3, 61)
THRESHOLDS = (0.25, 0.5, 1.0, 1.5)


def soft(u: Number, threshold: Number) -> Array:
    """The soft threshold: sign(u) max(|u| − τ, 0), the minimum of ½(w − u)² + τ|w|.

    Source: Daubechies, Defrise & De Mol 2004, doi:10.1002/cpa.20042.

    >>> soft(np.array([-2.0, 0.3, 1.0]), 0.5)
    array([-1.5,  0. ,  0.5])
    """
    # max(u − τ, 0) + min(u + τ, 0): the same, without a zero that carries a sign.
    return np.asarray(np.maximum(u - threshold, 0.0) + np.minimum(u + threshold, 0.0))


@dataclass(frozen=True, eq=False)
class Shrunk(Wrapper):
    """Any rule, each step followed by a soft threshold; around gradient descent it is ISTA.

    w ← S(w − α∇L(w), τ) minimises L(w) + λ|w|₁ with τ = αλ and α ≤ 1/h_max.
    Source: Beck & Teboulle 2009, doi:10.1137/080716542.

    >>> descend(Function("(x - 3)^2/2"), 0.0, Shrunk(GradientDescent(1.0), 2.0), 1).points[-1]
    array([1.])
    """

    title: ClassVar[str] = "soft threshold"
    threshold: Number = 0.0

    def step(self, f: Objective, points: Array, memory: Any) -> tuple[Array, Any]:
        """The inner rule's step, and every coordinate a threshold nearer to zero."""
        points, memory = self.rule.step(f, points, memory)
        return soft(points, self.threshold), memory


@cache
def twenty_features() -> tuple[Array, Array]:
    """60 samples of 20 features, of which three matter: X (60, 20) and y = Xw + noise, (60,).

    >>> X, y = twenty_features()
    >>> X.shape, y.shape
    ((60, 20), (60,))
    """
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 20))
    return X, X @ TRUE + 0.5 * rng.normal(size=60)


def fit() -> Function:
    """½ mean (Xw − y)² for the twenty features, without a penalty.

    >>> fit().value(np.zeros(20)).round(2)
    np.float64(6.51)
    """
    return Penalised(0.0)


class Penalised(Function):
    """½ mean (Xw − y)² + λ|w|₁ for the twenty features, with the slope λ sign(w), 0 at w = 0.

    >>> f = Penalised(0.2)
    >>> round(float(f.value(TRUE) - fit().value(TRUE)), 9)
    1.3
    """

    strength: float

    def __init__(self, strength: float) -> None:
        X, y = twenty_features()

        def value(w: Array) -> Array:
            fitted = np.mean((w @ X.T - y) ** 2, axis=-1) / 2
            height: Array = fitted + strength * np.sum(np.abs(w), axis=-1)
            return height

        super().__init__(value, dimension=20, name="twenty features")
        object.__setattr__(self, "strength", strength)

    def gradient(self, points: ArrayLike) -> Array:
        """∇L + λ sign(w), in one line, for twenty thousand steps."""
        X, y = twenty_features()
        w = self.as_points(points)
        return np.asarray((w @ X.T - y) @ X / len(y) + self.strength * np.sign(w))


def steepest() -> float:
    """h_max, the largest curvature, an eigenvalue of XᵀX/n: ISTA takes α = 1/h_max.

    >>> round(steepest(), 3)
    2.235
    """
    X, y = twenty_features()
    return float(np.linalg.eigvalsh(X.T @ X / len(y))[-1])


@cache
def subgradient_runs(steps: int = STEPS, every: int = EVERY) -> Path:
    """Gradient descent from 0 on the loss with its penalty, λ = 0.2, at each of RATES.

    >>> (subgradient_runs().points[-1] != 0).sum(axis=-1).tolist()
    [20, 20, 20, 20]
    """
    rule = GradientDescent(np.array(RATES)[:, None])
    names = ("learning rate",)
    return descend(Penalised(STRENGTH), np.zeros(20), rule, steps, names=names, every=every)


@cache
def ista_runs(steps: int = STEPS) -> Path:
    """ISTA from 0 with α = 1/h_max, one run for each of STRENGTHS.

    >>> (ista_runs().points[-1] != 0).sum(axis=-1).tolist()
    [16, 15, 9, 6, 3, 3, 3, 1, 0]
    """
    rate = 1 / steepest()
    rule = Shrunk(GradientDescent(rate), rate * np.array(STRENGTHS)[:, None])
    return descend(fit(), np.zeros(20), rule, steps, names=("strength",))


def fresh_error(w: Array) -> Array:
    """The mean of (xw − y)² over all samples that could still come: 0.25 + |w − true|².

    The features are independent, of mean 0 and variance 1, and the noise has variance 0.25.

    >>> fresh_error(TRUE)
    np.float64(0.25)
    """
    error: Array = 0.25 + np.sum((w - TRUE) ** 2, axis=-1)
    return error


def plain_slope_of_the_price() -> Scene:
    """Follow the slope of the penalised loss: seventeen weights hop round zero and never stop.

    >>> plain_slope_of_the_price().numbers[0][1].values[-1, :, 0]
    array([20., 20., 20., 20.])
    """
    path = subgradient_runs()
    return _twenty(
        Axis("step", path.steps, play=True),
        Axis("learning rate", RATES, labels=[f"{rate:g}" for rate in RATES], first=2),
        path.points[...],
        alt="Twenty weights under gradient descent with the slope of an L1 penalty: their bars, "
        "their sizes on a logarithmic axis, and how many are not zero. Notice what the seventeen "
        "grey ones do once they are small, and the count.",
        chaotic=True,
        grows=True,
    )


def soft_threshold_finds_three() -> Scene:
    """Take ISTA's steps on the same loss: weights become zero and stay so, at every strength.

    >>> soft_threshold_finds_three().numbers[0][1].values[-1, 4, 0]
    np.float64(3.0)
    """
    return _twenty(
        Axis("step", range(ISTA_STEPS + 1), play=True),
        Axis("strength", STRENGTHS, labels=[f"{one:g}" for one in STRENGTHS], first=4),
        ista_runs().points[: ISTA_STEPS + 1],
        alt="Twenty weights under ISTA, a step down the loss and then a soft threshold: their "
        "bars, their sizes on a logarithmic axis, and how many are not zero. Notice which curves "
        "end, and how the count depends on the strength.",
    )


def _twenty(
    step: Axis,
    other: Axis,
    weights: Array,
    alt: str,
    chaotic: bool = False,
    grows: bool = False,
) -> Scene:
    """Bars of the twenty weights, their sizes over the steps, and how many are not zero.

    grows: whether the sizes grow with the steps. Those that end in a zero, which has no place on a
    logarithmic axis, cannot: a growing curve that has no next point is said to have diverged.
    """
    axes = (step.name, other.name)
    count = Varying((weights != 0).sum(axis=-1), axes)
    late = (0.0, 1.08 * float(step.values[-1]))  # room for the last number below
    sizes = np.where(weights == 0, np.nan, np.abs(weights))  # zero has no place on a log axis
    three = Varying(sizes[..., :3], axes)
    others = Varying(sizes[..., 3:], axes)
    return Scene(
        axes=[step, other],
        panels=[
            _bars(Varying(weights, axes)),
            Panel(
                [
                    line(
                        others,
                        color="muted",
                        width=1,
                        opacity=0.6,
                        label="the 17",
                        grows=grows,
                    ),
                    line(
                        three,
                        color=COLORS[:3],
                        label=[f"w{sub}" for sub in "₁₂₃"],
                        grows=grows,
                    ),
                    cursor("step"),
                ],
                title="Their sizes",
                x=late,
                y=(1e-6, 5, "log"),
                x_label="step",
            ),
            Panel(
                [line(count, color="ink", grows=True), cursor("step")],
                title="How many are not zero",
                x=late,
                y=(-0.5, 21),
                x_label="step",
            ),
        ],
        alt=alt,
        chaotic=chaotic,
        readout=[
            ("not zero", count, ".0f"),
            ("largest of the 17", Varying(np.abs(weights[..., 3:]).max(-1), axes), ".2g"),
            *((f"w{sub}", Varying(weights[..., k], axes)) for k, sub in enumerate("₁₂₃")),
        ],
    )


def _bars(weights: Varying) -> Panel:
    """The twenty weights, and the true ones."""
    return Panel(
        [
            bars(NUMBERS, weights, color=COLORS),
            dots(NUMBERS, TRUE, color="ink", marker="cross", size=6, label="true"),
        ],
        title="The weights",
        x_label="number of the weight",
        y=(-2.6, 3.4),
        width=1.5,
    )


def kink_holds_the_minimum() -> Scene:
    """Move u through ½(w − u)² + τ|w|: while |u| ≤ τ the minimum does not leave the kink at 0.

    >>> kink_holds_the_minimum().axis("threshold").labels
    ('0.25', '0.5', '1', '1.5')
    """
    w = np.linspace(-3, 3, 121)
    axes = ("u", "threshold")
    u = PULLS[:, None]
    tau = np.array(THRESHOLDS)
    best = np.broadcast_to(soft(u, tau), (len(PULLS), len(THRESHOLDS)))
    loss = (w - u[..., None]) ** 2 / 2 + tau[:, None] * np.abs(w)
    low = Varying((best - u) ** 2 / 2 + tau * np.abs(best), axes)
    here = Varying(best, axes)
    return Scene(
        axes=[
            Axis("u", PULLS, play=True, labels=[f"{pull:.1f}".replace("-", "−") for pull in PULLS]),
            Axis("threshold", THRESHOLDS, labels=[f"{one:g}" for one in THRESHOLDS], first=2),
        ],
        panels=[
            _parabola(w, Varying((w - u) ** 2 / 2, ("u",)), Varying(loss, axes), here, low),
            _thresholds(here),
        ],
        alt="A parabola with its bottom at u, plus a kink at 0; beside it where the minimum of the "
        "sum is for every u. Notice what the minimum does while the parabola's bottom passes 0.",
        readout=[("minimum at w", here, ".2f")],
        still={"u": 38},
    )


def _parabola(w: Array, plain: Varying, loss: Varying, here: Varying, low: Varying) -> Panel:
    """The loss of one weight without and with its price, and the minimum."""
    return Panel(
        [
            line(w, plain, color="muted", dash="dashed"),
            line(w, loss, color=0),
            dots(here, low, color=1, size=10),
        ],
        title="½(w − u)² + τ|w|",
        x=(-3, 3),
        y=(-0.2, 6),
        x_label="w",
    )


def _thresholds(here: Varying) -> Panel:
    """The minimum over u: without a price, with a square for a price, and with a kink."""
    u = Varying(PULLS, ("u",))
    shrunk = Varying(PULLS[:, None] / (1 + np.array(THRESHOLDS)), here.axes)
    return Panel(
        [
            line(u, u, color="muted", dash="dashed", label="no price", grows=True),
            line(u, shrunk, color=2, dash="dotted", label="the price ½τw²", grows=True),
            line(u, here, color=1, label="the price τ|w|", grows=True),
            dots(u, here, color=1, size=10),
        ],
        title="Where the minimum is",
        x=(-3, 3),
        y=(-3, 3),
        x_label="u",
        y_label="w",
    )
