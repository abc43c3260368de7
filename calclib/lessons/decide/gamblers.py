"""Lesson 21, two slot machines: what a baseline does to the guess, and who grows certain too early.

A learner pulls one of two machines that pay 10 and 11 on average, with noise of deviation 1. Its
policy is softmax of two numbers; p is the probability that it pulls the better machine.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from calclib.arrays import Array
from calclib.expressions.elementary import softmax
from calclib.lessons.decide.worlds import PAYS
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, bars, cursor, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

BASELINES = np.arange(0.0, 20.5, 0.5)
PROBABILITIES = (0.5, 0.8, 0.95)
PULLS = 300  # dots in the cloud
LEARNERS = 400
ROUNDS = 500  # pulls of each learner
EVERY = 10  # one pull in so many is shown
RATES = (0.02, 0.1, 0.5, 2.0)
WEIGHTS = (0.0, 0.3, 1.0, 3.0, 10.0)  # of the entropy
CERTAIN = 0.95  # the probability from which a learner counts as certain
BINS = 20


def best_baseline(p: float) -> float:
    """The baseline with the least variance: the mean pay, weighted by the squared score.

    b = E[s² R] / E[s²], where the score s is 1 − p after a pull of the better machine, else −p.
    Source: Greensmith, Bartlett & Baxter 2004, Variance reduction techniques for gradient
    estimates in reinforcement learning.

    >>> best_baseline(0.5), round(best_baseline(0.8), 9)
    (10.5, 10.2)
    """
    shares = np.array([(1 - p) * p**2, p * (1 - p) ** 2])
    return float(shares @ PAYS / shares.sum())


def mean_of_guess(p: float) -> float:
    """The mean of (R − b) s: the slope p (1 − p) (11 − 10), whatever b is.

    >>> mean_of_guess(0.5)
    0.25
    """
    return float(p * (1 - p) * (PAYS[1] - PAYS[0]))


def variance_of_guess(p: float, baseline: Array | float) -> Array:
    """The variance of (R − b) s, exactly.

    >>> variance_of_guess(0.5, np.array([0.0, 10.5]))
    array([27.8125,  0.25  ])
    """
    b = np.asarray(baseline, dtype=float)
    of_squares = (1 - p) * p**2 * (1 + (PAYS[0] - b) ** 2)
    of_squares = of_squares + p * (1 - p) ** 2 * (1 + (PAYS[1] - b) ** 2)
    return np.asarray(of_squares - mean_of_guess(p) ** 2)


def guesses(p: float, baseline: float, pulls: int, seed: int = 7) -> tuple[Array, Array]:
    """The machine of each pull and the guess of the slope that it gives, both (pulls,).

    >>> machine, guess = guesses(0.5, 10.5, pulls=1000)
    >>> bool(abs(guess.mean() - 0.25) < 0.06)
    True
    """
    rng = np.random.default_rng(seed)
    better = rng.random(pulls) < p
    pay = np.where(better, PAYS[1], PAYS[0]) + rng.normal(size=pulls)
    score = np.where(better, 1 - p, -p)
    return better.astype(float), (pay - baseline) * score


def cloud() -> Scene:
    """Move the baseline: three hundred guesses of one slope draw together and spread again.

    >>> [axis.count for axis in cloud().axes]
    [41, 3]
    """
    names = ("baseline", "probability of the better machine")
    made = [[guesses(p, b, PULLS) for p in PROBABILITIES] for b in BASELINES]
    guess = Varying([[two[1] for two in row] for row in made], names)
    worse = np.array([two[0] for two in made[0]]) < 0.5
    level = np.linspace(0.0, 1.0, PULLS)
    height = np.where(worse, level, 1.2 + level)
    mean = np.array([mean_of_guess(p) for p in PROBABILITIES])
    variance = np.array([variance_of_guess(p, BASELINES) for p in PROBABILITIES]).T
    deviation = np.sqrt(variance)
    ends = np.stack([mean - deviation, mean + deviation], axis=-1)
    best = np.array([best_baseline(p) for p in PROBABILITIES])
    chosen = names[1:]
    return Scene(
        axes=[
            Axis(names[0], BASELINES, play=True, duration=8.0),
            Axis(names[1], PROBABILITIES, labels=[f"{p:g}" for p in PROBABILITIES]),
        ],
        panels=[
            _guesses_panel(
                guess,
                Varying(height, chosen),
                Varying(mean, chosen),
                Varying(ends, names),
            ),
            _variance_panel(variance, names),
        ],
        alt="Three hundred guesses of one slope, one from each pull, while the baseline goes from "
        "0 to 20. Those of the two machines move towards each other, lie together near 10.5, and "
        "part again. Notice what becomes of their mean, a line, and of their variance.",
        readout=[
            ("mean of the guesses", Varying(guess.values.mean(axis=-1), names), ".2f"),
            ("slope", Varying(mean, chosen), ".4g"),
            ("variance", Varying(variance, names), ".2f"),
            ("best baseline", Varying(best, chosen), ".4g"),
        ],
        still={"baseline": 4},
    )


def _guesses_panel(guess: Varying, height: Varying, mean: Varying, ends: Varying) -> Panel:
    """The guesses of both machines, the slope that they aim at, and one deviation to each side."""
    slope = mean.map(lambda held: np.repeat(held[:, None], 2, axis=1))
    return Panel(
        [
            dots(guess, height, color=1, size=4, opacity=0.6),
            line(slope, [-0.15, 2.35], color="ink", width=2, label="the slope"),
            line(ends, [-0.1, -0.1], color=2, width=5, label="one deviation to each side"),
            text(-11.5, 1.1, "worse machine", anchor="start"),
            text(-11.5, 2.3, "better machine", anchor="start"),
        ],
        title="Guesses of one slope, each from one pull",
        x=(-12.0, 12.0),
        y=(-0.2, 2.4),
        x_label="guess of ∂J/∂θ₂, in coins",
        y_label="each dot one pull",
        ticks="x",
        width=1.3,
    )


def _variance_panel(variance: Array, names: tuple[str, str]) -> Panel:
    """The variance of a guess over the baseline: (baselines, probabilities)."""
    here = Varying(BASELINES, names[:1])
    return Panel(
        [
            line(BASELINES, Varying(variance.T, names[1:]), color=2),
            cursor("baseline"),
            dots(here, Varying(variance, names), color=2, size=10),
        ],
        title="Variance of the guess",
        x=(0.0, 20.0),
        y=(0.0, 40.0),
        x_label="baseline b, in coins",
        y_label="variance, in coins²",
    )


class Crowd(NamedTuple):
    """A crowd's path.

    probabilities: of the better machine, (shown pulls, …, learners).
    pulls: those that are shown.
    """

    probabilities: Array
    pulls: Array


def learn(
    rates: Array,
    baselines: Array,
    weights: Array,
    learners: int = LEARNERS,
    rounds: int = ROUNDS,
    seed: int = 1,
) -> Crowd:
    """Let a crowd learn by θ ← θ + α ((R − b) ∇log π + w ∇H): one pull a step.

    rates, baselines (0 or 1: whether the mean pay under the policy is taken off), weights of the
    entropy H: arrays that broadcast; all settings see the same luck.
    Source: Williams 1992, doi:10.1007/BF00992696.

    >>> crowd = learn(np.array([0.1]), np.array([1.0]), np.array([0.0]), learners=5, rounds=20)
    >>> crowd.probabilities.shape
    (3, 1, 5)
    """
    shape = np.broadcast_shapes(np.shape(rates), np.shape(baselines), np.shape(weights))
    rng = np.random.default_rng(seed)
    theta = np.zeros((*shape, learners, 2))
    shown = []
    for pull in range(rounds + 1):
        probabilities = softmax(theta)
        if pull % EVERY == 0:
            shown.append(probabilities[..., 1])
        better = rng.random(learners) < probabilities[..., 1]
        machine = better.astype(int)
        pay = PAYS[machine] + rng.normal(size=learners)
        advantage = pay - np.expand_dims(baselines, -1) * (probabilities @ PAYS)
        score = np.eye(2)[machine] - probabilities
        entropy = -(probabilities * np.log(probabilities)).sum(axis=-1, keepdims=True)
        push = -probabilities * (np.log(probabilities) + entropy)
        uncertain = np.expand_dims(weights, (-2, -1)) * push
        theta = theta + np.expand_dims(rates, (-2, -1)) * (advantage[..., None] * score + uncertain)
        # Only the difference matters, and the logarithm of a certain learner must stay finite.
        theta = np.clip(theta - theta.mean(axis=-1, keepdims=True), -300.0, 300.0)
    return Crowd(np.array(shown), np.arange(0.0, rounds + 1, EVERY))


@cache
def four_hundred() -> Crowd:
    """The crowd of the scene: every rate with and without a baseline, (51, 4, 2, 400)."""
    return learn(np.array(RATES)[:, None], np.array([0.0, 1.0]), np.zeros(1))


@cache
def uncertain_crowd() -> Crowd:
    """The crowd at rate 0.5 without baseline, for each weight of the entropy: (51, 5, 400)."""
    return learn(np.array(0.5), np.array(0.0), np.array(WEIGHTS))


def shares(probabilities: Array) -> tuple[Array, Array]:
    """The shares of learners that are certain of the worse machine, and of the better one."""
    return (probabilities < 1 - CERTAIN).mean(axis=-1), (probabilities > CERTAIN).mean(axis=-1)


def four_hundred_gamblers() -> Scene:
    """Four hundred learners at two machines: who pulls which, pull by pull.

    >>> four_hundred_gamblers().axis("pull").count
    51
    """
    crowd = four_hundred()
    names = ("pull", "rate", "baseline")
    return Scene(
        axes=[
            Axis("pull", crowd.pulls, play=True),
            Axis("rate", RATES, labels=[f"{rate:g}" for rate in RATES], first=2),
            Axis("baseline", ("none", "mean pay")),
        ],
        panels=[_histogram(crowd, names), _certain(crowd, names)],
        alt="Four hundred learners begin undecided between two machines. Pull by pull the heap in "
        "the middle moves to the ends: on the right those certain of the better machine, on the "
        "left those certain of the worse one. Notice what rate and baseline change.",
        readout=_readout(crowd, names),
        still={"rate": 2},
    )


def kept_uncertain() -> Scene:
    """The crowd at rate 0.5 without a baseline, paid for staying uncertain.

    >>> [axis.count for axis in kept_uncertain().axes]
    [51, 5]
    """
    crowd = uncertain_crowd()
    names = ("pull", "weight of the entropy")
    return Scene(
        axes=[
            Axis("pull", crowd.pulls, play=True),
            Axis(names[1], WEIGHTS, labels=[f"{weight:g}" for weight in WEIGHTS]),
        ],
        panels=[_histogram(crowd, names), _certain(crowd, names)],
        alt="The same learners at rate 0.5 without a baseline, with a reward for uncertainty. "
        "Notice how many are certain of the worse machine at each weight of that reward.",
        readout=_readout(crowd, names),
        still={names[1]: 3},
    )


def _histogram(crowd: Crowd, names: tuple[str, ...]) -> Panel:
    """How many learners have which probability."""
    edges = np.linspace(0.0, 1.0, BINS + 1)
    place = np.clip((crowd.probabilities * BINS).astype(int), 0, BINS - 1)
    counts = np.stack([(place == k).sum(axis=-1) for k in range(BINS)], axis=-1)
    return Panel(
        [bars((edges[:-1] + edges[1:]) / 2, Varying(counts, names), color=0)],
        title="Learners by their probability",
        x=(0.0, 1.0),
        y=(0, LEARNERS),
        x_label="probability of the better machine",
        y_label="learners",
    )


def _certain(crowd: Crowd, names: tuple[str, ...]) -> Panel:
    """The shares that are certain, along the pulls, up to now."""
    wrong, right = (Varying(100 * share, names) for share in shares(crowd.probabilities))
    pull = Varying(crowd.pulls, names[:1])
    return Panel(
        [
            line(pull, right, color=2, label="certain of the better machine", grows=True),
            line(
                pull,
                wrong,
                color=1,
                dash="dashed",
                label="certain of the worse machine",
                grows=True,
            ),
            dots(pull, right, color=2),
            dots(pull, wrong, color=1, marker="square"),
        ],
        title="Certain: probability beyond 0.95",
        x=(0, ROUNDS),
        y=(0.0, 100.0),
        x_label="pull",
        y_label="% of learners",
    )


def _readout(crowd: Crowd, names: tuple[str, ...]) -> list[tuple[str, Varying, str]]:
    wrong, right = (100 * share for share in shares(crowd.probabilities))
    return [
        ("% certain of the better", Varying(right, names), ".1f"),
        ("% certain of the worse", Varying(wrong, names), ".1f"),
        ("mean pay", Varying(10 + crowd.probabilities.mean(axis=-1), names), ".2f"),
    ]
