"""Lesson 12, where adaptive rules fail, each failure beside its fix."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice, repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions import schedules
from calclib.functions.function import Function
from calclib.lessons.adapt_each_rate.parts import Look, Told, grouped_bars
from calclib.optimize.descent import descend, sweep, walk
from calclib.optimize.rules import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GradientDescent,
    Momentum,
    RMSprop,
    Rule,
)
from calclib.optimize.wrappers import Projected
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Steps: TypeAlias = NDArray[np.int_]

ADAGRAD: Look = {"color": 3, "label": "AdaGrad"}
RMSPROP: Look = {"color": 2, "label": "RMSprop"}
FADING: Look = {"color": 4, "dash": "dashed", "label": "RMSprop, α/√t"}
ADAM: Look = {"color": 1, "label": "Adam"}

LONG = np.unique(np.geomspace(1, 10_000, 161).round().astype(int))  # steps, even on a log scale
NOISE_RATES = (0.01, 0.03, 0.1, 0.3)
RUNS = 100
SLOPE_RULES: tuple[tuple[Rule, Look], ...] = (
    (AdaGrad(1.0), ADAGRAD),
    (RMSprop(1.0), RMSPROP),
    (Adam(1.0), ADAM),
    (
        Adam(1.0, bias_correction=False),
        {"color": 1, "dash": "dotted", "label": "Adam, not corrected"},
    ),
)
NOISY_RULES: tuple[tuple[Callable[[Array], Rule], Look], ...] = (
    (AdaGrad, ADAGRAD),
    (RMSprop, RMSPROP),
    (lambda rate: RMSprop(schedules.inverse_root(rate)), FADING),
)

C = 3.0  # every third slope is C, the others are −1
BETAS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 0.99)
WORST = 3 * np.unique(np.geomspace(1, 1000, 181).round().astype(int))  # ends of cycles
PAIR: tuple[tuple[type[Adam] | type[AMSGrad], Look], ...] = (
    (Adam, ADAM),
    (AMSGrad, {"color": 0, "dash": "dashed", "label": "AMSGrad"}),
)

PUSHES = (0.1, 0.3, 1.0, 3.0, 10.0)
DECAY = 0.1
DECAY_RATE = 0.01
DECAYED: tuple[tuple[Rule, bool, Look], ...] = (  # the rule, whether L2 is in the loss, its look
    (GradientDescent(DECAY_RATE), True, {"color": 0, "dash": "dashed", "label": "SGD with L2"}),
    (Adam(DECAY_RATE), True, {"color": 1, "label": "Adam with L2"}),
    (
        AdamW(DECAY_RATE, weight_decay=DECAY),
        False,
        {"color": 2, "dash": "dotted", "label": "AdamW"},
    ),
)


def line_of(slope: float) -> Told:
    """The straight line of this slope.

    >>> line_of(-1.0).gradient([[5.0]])
    array([[-1.]])
    """
    return Told(lambda x: slope * x, lambda x: np.full_like(x, slope))


def noisy_bowls(rng: np.random.Generator) -> Iterator[Told]:
    """The bowl x²/2 for ever, the slope of each run with noise of its own, as minibatches have it.

    >>> next(noisy_bowls(np.random.default_rng(7))).gradient(np.zeros((RUNS, 1))).shape
    (100, 1)
    """

    def bowl(noise: Array) -> Told:
        return Told(lambda x: (x / 2 + noise[:, 0]) * x, lambda x: x + noise)

    return (bowl(rng.normal(size=(RUNS, 1))) for _ in repeat(None))


def at_steps(points: Iterator[Array], steps: Steps) -> Array:
    """The points of a walk at these steps, in order: (len(steps), …).

    >>> at_steps(walk(line_of(1.0), 0.0, GradientDescent(1.0)), np.array([0, 2])).ravel()
    array([ 0., -2.])
    """
    wanted = set(steps.tolist())
    last = int(steps.max())
    return np.stack([x for k, x in enumerate(islice(points, last + 1)) if k in wanted])


def strides_on_a_slope(rule: Rule) -> Array:
    """How long each step of a rule is on the constant slope 1, at the steps LONG.

    >>> strides_on_a_slope(AdaGrad(1.0))[[0, -1]].round(6)
    array([1.  , 0.01])
    """
    both = np.union1d(LONG - 1, LONG)
    x = at_steps(walk(line_of(1.0), 0.0, rule), both)[:, 0]
    return np.asarray(x[np.searchsorted(both, LONG - 1)] - x[np.searchsorted(both, LONG)])


def errors_in_noise(rule: Callable[[Array], Rule]) -> Array:
    """Root mean square distance of 100 shaken runs, from 4, at the steps LONG: (steps, rates)."""
    start = np.full((RUNS, 1), 4.0)
    rates = np.reshape(NOISE_RATES, (-1, 1, 1))
    points = walk(noisy_bowls(np.random.default_rng(7)), start, rule(rates))
    return np.asarray(np.sqrt(np.mean(at_steps(points, LONG) ** 2, axis=(2, 3))))


def fading_and_hovering() -> Scene:
    """Compare two failures: a rate that fades on a long slope, a rate that does not in noise.

    >>> fading_and_hovering().axis("learning rate").labels
    ('0.01', '0.03', '0.1', '0.3')
    """
    now = Varying(LONG.astype(float), ("step",))
    strides = [(Varying(strides_on_a_slope(rule), ("step",)), look) for rule, look in SLOPE_RULES]
    axes = ("step", "learning rate")
    curves = [(Varying(errors_in_noise(rule), axes), look) for rule, look in NOISY_RULES]
    ball = Varying(np.sqrt(np.array(NOISE_RATES) / 2)[:, None] * [1, 1], ("learning rate",))
    return Scene(
        axes=[
            Axis("step", LONG, play=True, scale="log", labels=[f"{t:,}" for t in LONG]),
            Axis("learning rate", NOISE_RATES, labels=[f"{a:g}" for a in NOISE_RATES], first=2),
        ],
        panels=[
            Panel(
                [
                    *(line(now, stride, grows=True, **look) for stride, look in strides),
                    cursor("step"),
                    *(dots(now, stride, color=look["color"], size=7) for stride, look in strides),
                ],
                title="A long, even slope: stride ÷ α",
                x=(1, 10_000, "log"),
                y=(0.005, 20, "log"),
                x_label="step t",
            ),
            Panel(
                [
                    line([1, 10_000], ball, color="ink", width=1, dash="dotted", label="√(α/2)"),
                    *(line(now, curve, grows=True, **look) for curve, look in curves),
                    cursor("step"),
                    *(dots(now, curve, color=look["color"], size=7) for curve, look in curves),
                ],
                title="A noisy bowl: distance to its floor",
                x=(1, 10_000, "log"),
                y=(0.01, 6, "log"),
                x_label="step t",
            ),
        ],
        alt="Left, how long each step is on a slope that never changes, for AdaGrad, RMSprop, "
        "Adam and Adam not corrected. Right, how far many runs are from the minimum of a "
        "noisy bowl. Watch which curves fall, and which become level and at what height.",
        readout=[(look["label"], curve) for curve, look in curves],
    )


def reddi(steps: Steps = WORST) -> Array:
    """Where Adam and AMSGrad stand in the problem of Reddi, Kale and Kumar: (steps, β₂, rules).

    The slopes are 3, −1, −1 for ever, 1/3 on average, so that the best x in [−1, 1] is −1.
    β₁ = 0, the learning rate is 0.5/√t.

    >>> reddi(np.array([300]))[0, 0].round(1)
    array([ 1., -1.])
    """
    slopes = [line_of(slope) for slope in (C, -1.0, -1.0)]
    rate = schedules.inverse_root(0.5)
    runs = []
    for rule, _ in PAIR:
        kept = Projected(rule(rate, beta1=0.0, beta2=sweep(BETAS)), (-1.0, 1.0))
        runs.append(at_steps(walk(cycle(slopes), 0.0, kept), steps)[..., 0])
    return np.stack(runs, axis=-1)


def three_pushes(beta2: ArrayLike, rule: type[Adam] | type[AMSGrad] = Adam) -> Array:
    """The moves, in units of α, that the slopes 3, −1, −1 cause, and their sum: (β₂, 4).

    >>> three_pushes([0.1]).round(2)
    array([[-1.05,  0.76,  0.97,  0.68]])
    """
    slopes = [line_of(slope) for slope in (C, -1.0, -1.0)]
    steps = np.arange(2997, 3001)  # the averages repeat from cycle to cycle by then
    points = walk(cycle(slopes), 0.0, rule(1.0, beta1=0.0, beta2=sweep(beta2)))
    moves = np.diff(at_steps(points, steps)[..., 0], axis=0)
    return np.asarray(np.concatenate([moves, moves.sum(axis=0, keepdims=True)]).T)


def rare_large_slope() -> Scene:
    """Let Adam walk to the worst point of a line, and AMSGrad to the best, for eight values of β₂.

    >>> rare_large_slope().axis("memory β₂").labels[0]
    '0.1'
    """
    runs = reddi()
    axes = ("step", "memory β₂")
    pushes = np.stack([three_pushes(BETAS, rule) for rule, _ in PAIR], axis=-1)
    x = [(Varying(runs[..., k], axes), look) for k, (_, look) in enumerate(PAIR)]
    now = Varying(WORST, ("step",))
    heads = [dots(now, one, color=look["color"], size=9) for one, look in x]
    cycle_of = ("slope 3", "slope −1", "slope −1 ", "sum")
    return Scene(
        axes=[
            Axis("step", WORST, play=True, scale="log", labels=[f"{t:,}" for t in WORST]),
            Axis("memory β₂", BETAS, labels=[f"{beta:g}" for beta in BETAS]),
        ],
        panels=[
            Panel(
                [*(line(now, one, grows=True, **look) for one, look in x), *heads, cursor("step")],
                title="Where they are; the best point is −1",
                x=(WORST[0], WORST[-1], "log"),
                y=(-1.1, 1.1),
                x_label="step",
                y_label="x",
            ),
            Panel(
                grouped_bars(cycle_of, pushes, ("memory β₂",), [look for _, look in PAIR]),
                title="Moves in one cycle ÷ α",
                y=(-1.7, 1.2),
            ),
        ],
        alt="The slopes 3, −1, −1 come again and again. Two points, Adam's and AMSGrad's, move on"
        " the line from −1 to 1; watch where each of them ends. Bars show the three moves of "
        "one cycle and their sum, for eight values of β₂.",
        readout=[
            *((look["label"], one, ".3f") for one, look in x),
            ("sum of Adam's moves ÷ α", Varying(pushes[:, 3, 0], ("memory β₂",)), ".2f"),
        ],
    )


def useless(penalty: float = 0.0) -> Iterator[Function]:
    """Losses that push five weights to and fro, by ±0.1 … ±10, and say nothing more of them.

    penalty: λ of an L2 term λ|w|²/2 in the loss.

    >>> losses = useless(0.5)
    >>> [next(losses).gradient(np.ones(5)).round(1).tolist() for _ in range(2)]
    [[0.6, 0.8, 1.5, 3.5, 10.5], [0.4, 0.2, -0.5, -2.5, -9.5]]
    """
    pushes = np.array(PUSHES)

    def push(sign: float) -> Function:
        def loss(w: Array) -> Array:
            height: Array = np.sum(w * (sign * pushes) + penalty / 2 * w * w, axis=-1)
            return height

        return Function(loss, dimension=len(PUSHES), name="a push")

    return cycle([push(1.0), push(-1.0)])


def what_is_left(steps: int, every: int) -> Array:
    """Five useless weights, from 1, as each rule shrinks them: (steps/every + 1, weights, rules).

    >>> what_is_left(1000, 1000)[-1, -1].round(1)
    array([0.4, 0.9, 0.4])
    """
    runs = [
        descend(useless(DECAY if inside else 0.0), np.ones(5), rule, steps, every=every).points
        for rule, inside, _ in DECAYED
    ]
    return np.stack([run[...] for run in runs], axis=-1)


def decay_or_penalty(steps: int = 2000) -> Scene:
    """Pull five useless weights to zero: L2 under SGD and Adam, and weight decay under AdamW.

    steps: how many each rule takes. Every weight starts at 1.

    >>> decay_or_penalty(steps=20).axis("push").labels
    ('±0.1', '±0.3', '±1', '±3', '±10')
    """
    every = max(1, steps // 200)
    weights = what_is_left(steps, every)
    taken = np.arange(0, steps + 1, every)
    looks = [look for *_, look in DECAYED]
    names = [f"±{push:g}" for push in PUSHES]
    curves = [(Varying(weights[..., k], ("step", "push")), look) for k, look in enumerate(looks)]
    return Scene(
        axes=[
            Axis("step", taken, play=True),
            Axis("push", PUSHES, labels=names, first=PUSHES.index(1.0)),
        ],
        panels=[
            Panel(
                grouped_bars(names, weights, ("step",), looks),
                title="What is left of five useless weights",
                x_label="by how much the data push each",
                y=(0, 1.1),
                width=1.3,
            ),
            Panel(
                [*(line(curve, **look) for curve, look in curves), cursor("step")],
                title="The weight of one push",
                x=(0, 1.05 * steps),
                y=(0, 1.1),
                x_label="step",
            ),
        ],
        alt="Five weights that the data push to and fro, weakly to strongly, start at 1 and shrink "
        "under SGD with L2, Adam with L2 and AdamW. Compare the bars of the weakest and of the "
        "strongest push; on the right one weight is followed step by step.",
        readout=[(look["label"], curve, ".2f") for curve, look in curves],
        still={"step": len(taken) // 2},
    )


PRICED: tuple[Rule, ...] = (
    GradientDescent(),
    Momentum(),
    AdaGrad(),
    RMSprop(),
    Adam(),
    AdamW(),
    AMSGrad(),
)


def numbers_kept(rule: Rule) -> int:
    """How many numbers a rule keeps for each parameter from one step to the next.

    >>> numbers_kept(AdaGrad()), numbers_kept(Adam())
    (1, 2)
    """
    f = line_of(1.0)
    points = np.ones((1,))
    _, memory = rule.step(f, points, rule.start(points))
    parts = memory if isinstance(memory, tuple) else (memory,)
    return len({id(part) for part in parts if np.shape(part) == points.shape})
