"""The questions of lesson 12: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calclib.arrays import Array
from calclib.functions.landscapes import himmelblau
from calclib.optimize.rules import Adam
from calclib.practice import Verdict, exercise, follow, predict

LESSON = "adapt_each_rate"

FRACTION = "12-adapt-each-rate.ipynb#One-fraction,-three-memories"
FADES = "12-adapt-each-rate.ipynb#An-even-slope,-a-noisy-bowl"
TURN = "12-adapt-each-rate.ipynb#Turn-the-ravine"
NORM = "12-adapt-each-rate.ipynb#Which-norm?"
BUILD = "12-adapt-each-rate.ipynb#Build-it"
DECAY = "12-adapt-each-rate.ipynb#Keep-weights-small"

NEARLY_LEVEL = (3.0, 2.0 + 1e-9)  # a billionth from a minimum: elsewhere ε = 1e-8 does not show


@dataclass(frozen=True)
class Begun:
    """A learner's step of Adam, with the memory that it starts from: m = v = 0 and t = 0."""

    step: Callable[..., object]

    def start(self, points: Array) -> tuple[Array, Array, int]:
        """Nothing seen yet."""
        return np.zeros_like(points), np.zeros_like(points), 0


def beside_adam(step: Callable[..., object]) -> Verdict:
    """Walk a learner's step(f, θ, (m, v, t)) beside Adam, 50 steps on Himmelblau's valleys."""
    further = "Now compare with calclib's own, below."
    walk = follow(Begun(step), Adam(0.1), himmelblau, [-1.0, 2.0], steps=50, further=further)
    if not walk.passed:
        return walk
    level = follow(Begun(step), Adam(0.1), himmelblau, NEARLY_LEVEL, steps=2)
    return walk if level.passed else level.with_sentence("Tried where slopes are as small as ε.")


uncorrected = predict(
    "Adam's averages start at 0. Without a correction for that, its first step is",
    ["too short", "as it should be", "too long"],
    answer="too long",
    why="Both averages are too small, but the one below the fraction line is so by more.",
    link=FRACTION,
    key=(LESSON, "uncorrected"),
)
turned = predict(
    "At 0° Adam with its best rate needs 127 steps. In the ravine turned by 45°, and with the best "
    "rate there, it needs",
    ["about 130", "about 450", "more than 900"],
    answer="about 130",
    why={
        "about 130": "Another rate fits there, twenty times as large, and momentum does the rest.",
        "about 450": "That is so in the narrower ravine, κ = 1,000.",
        "more than 900": "That is so at the rate 0.05, which fits 0° and not 45°.",
    },
    link=TURN,
    key=(LESSON, "turned"),
)
least_shrunk = predict(
    "Adam gets the slope of the penalty along with the slope of the data. Which weight shrinks "
    "least?",
    ["the one pushed by ±0.1", "all by the same share", "the one pushed by ±10"],
    answer="the one pushed by ±10",
    why="Its denominator is about 10, and that divides the slope of the penalty as well.",
    link=DECAY,
    key=(LESSON, "least_shrunk"),
)
best_corner = predict(
    "The slope is (3, −0.1). Among all steps of which no coordinate is larger than 1, which one "
    "lowers the loss most?",
    ["(−1, 0.03)", "(−1, 0)", "(−1, 1)"],
    answer="(−1, 1)",
    why="Each coordinate may use its 1, and each that does lowers the loss, if only a little.",
    link=NORM,
    key=(LESSON, "best_corner"),
)
hundredth_step = predict(
    "The slope is 3 at every step. How long is AdaGrad's hundredth step, beside its first?",
    ["as long", "a tenth as long", "a hundredth as long"],
    answer="a tenth as long",
    why={
        "as long": "G adds up the squares of all slopes, so the denominator grows.",
        "a tenth as long": "G is 100 times as large as after the first step, its root 10 times.",
        "a hundredth as long": "G is 100 times as large, and the denominator is its root.",
    },
    link=FADES,
    key=(LESSON, "hundredth_step"),
)
thirds = predict(
    "The slopes 3, −1, −1 come again and again. Where in [−1, 1] does Adam end?",
    ["at −1, the best point", "in the middle", "at +1, the worst point"],
    answer="at +1, the worst point",
    why="It divides the rare slope 3 by a size of about 3, and the two −1 by less and less.",
    key=(LESSON, "thirds"),
)
built = exercise(
    "One step of Adam, from the loss, the point and the memory (m, v, t).",
    judge=beside_adam,
    typed=False,
    hints=[
        "`m` keeps the share `beta1` of itself and takes in `1 - beta1` of the slope.",
        "`v` does the same with the square of the slope. Then divide by `1 - beta**t`.",
    ],
    link=BUILD,
    key=(LESSON, "built"),
)
sign_step = exercise(
    "The steepest step of which no coordinate is larger than α, from the slope g.",
    lambda g, alpha: -alpha * np.sign(g),
    inputs=[
        (np.array([3.0, -0.1, 1.0]), 0.1),
        (np.array([0.0, -2.0, 5.0]), 0.5),
        (np.array([-1.0, -0.2, -0.3]), 2.0),
    ],
    slips=[
        (lambda g, alpha: alpha * np.sign(g), "That goes uphill: turn the sign."),
        (lambda g, alpha: -alpha * g, "That is gradient descent: only the signs of g count here."),
        (lambda g, alpha: -np.sign(g), "Each coordinate moves by α, not by 1."),
        (
            lambda g, alpha: -alpha * g / np.linalg.norm(g),
            "That is the steepest step of length α. Here the largest coordinate is α.",
        ),
        (
            lambda g, alpha: -alpha * g / np.abs(g).max(),
            "Its largest coordinate is α, but the others may be as large too, and should.",
        ),
    ],
    hints=["`np.sign(g)` is 1, −1 or 0 for each coordinate.", "Downhill, and α long."],
    further="Adam takes it when it remembers nothing.",
    link=NORM,
    key=(LESSON, "sign_step"),
)


def _polar(G: Array, size: float = 1.0) -> Array:
    """UVᵀ of G, times a number."""
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return np.asarray(size * U @ Vt)


muon_step = exercise(
    "The steepest step that stretches no vector more than α-fold, from the slope G.",
    lambda G, alpha: _polar(G, -alpha),
    inputs=[
        (np.array([[3.0, 1.0, 0.2], [1.0, 3.5, -1.0]]), 0.1),
        (np.array([[0.0, -2.0, 1.0], [0.5, 1.0, 4.0]]), 0.5),
        (np.array([[1.0, 2.0, 0.5], [-1.0, 0.3, 2.0]]), 2.0),
    ],
    slips=[
        (lambda G, alpha: _polar(G, alpha), "That goes uphill: turn the sign."),
        (lambda G, alpha: -alpha * G, "That is gradient descent: its singular values stay."),
        (lambda G, alpha: _polar(G, -1.0), "It stretches 1-fold: multiply by α."),
        (lambda G, alpha: -alpha * np.sign(G), "That is sign descent, entry by entry."),
        (
            lambda G, alpha: -alpha * G / np.linalg.norm(G, 2),
            "It stretches no vector more than α-fold, but the short axis could be as long too.",
        ),
    ],
    hints=["Put 1 in the place of every singular value: U @ Vt.", "Downhill, and α-fold."],
    further="Muon does this to the momentum of a layer's weights.",
    link=NORM,
    key=(LESSON, "muon_step"),
)
second_step = exercise(
    "AdaGrad, α = 0.1: the slope is 3, then 4. How long is the second step?",
    0.08,
    slips={
        0.1: "That is the first step, where √G is the slope itself.",
        0.4: "That is plain gradient descent: divide by √G.",
        0.016: "The root is missing: divide by √G, not by G.",
        0.057: "G adds up the squares, not the slopes: 9 + 16.",
        0.4 / 7: "G adds up the squares, not the slopes: 9 + 16.",
        0.4 / np.sqrt(12.5): "That is with the mean of the squares. AdaGrad keeps their sum.",
    },
    hints=["$G = 3^2 + 4^2$.", "The slope of this step stands above the line: 4."],
    further="0.1 · 4/5: the rate has fallen.",
    link=FRACTION,
    given={"alpha": "0.1"},
    key=(LESSON, "second_step"),
)
turned_rates = exercise(
    "A ravine, κ = 100, whose floor runs along (0.6, 0.8). After Adam's first step: the effective "
    "rate of y, divided by that of x.",
    79.4 / 60.8,
    slips={
        60.8 / 79.4: "That is x by y. A larger slope makes a smaller rate.",
        100: "That is so where the ravine lies along the axes.",
        1: "Nearly, but the two slopes are not of the same size: 79.4 and 60.8.",
        -79.4 / 60.8: "A rate is positive: take the sizes of the slopes.",
        -60.8 / 79.4: "That is x by y, and a rate is positive: take the sizes of the slopes.",
        (79.4 / 60.8) ** 2: "The denominator is the root of the square: the size of the slope.",
        80.6 / 60.8: "The direction across is (−0.8, 0.6): x has 0.6 − 80.",
    },
    hints=[
        "Add up the slope, coordinate by coordinate: x has 0.6 − 80.",
        "After one step Adam's denominator is the size of the slope, and the rate is α divided "
        "by it.",
    ],
    further="The memory is kept for each coordinate, and no coordinate is the gentle one here.",
    link=TURN,
    given={"kappa": "100"},
    called=("r_y/r_x", "α_y/α_x"),
    key=(LESSON, "turned_rates"),
)
adamw = exercise(
    "AdamW's next weight, from the weight w, Adam's step, the rate α and the decay λ.",
    lambda w, step, rate, decay: w + step - rate * decay * w,
    slips=[
        (lambda w, step, rate, decay: w + step, "That is Adam: take αλw away as well."),
        (lambda w, step, rate, decay: w + step - decay * w, "The decay is multiplied by α too."),
        (
            lambda w, step, rate, decay: (w + step) * (1 - rate * decay),
            "The decay is of the weight before the step, as in calclib and PyTorch.",
        ),
        (
            lambda w, step, rate, decay: w + step + rate * decay * w,
            "The weight grows: look at the sign of the decay.",
        ),
        (
            lambda w, step, rate, decay: w - step - rate * decay * w,
            "Adam's step is added: it has its minus sign already.",
        ),
    ],
    hints=["Two things move the weight: Adam's step, and the decay.", "The decay is $-αλw$."],
    further="The fraction of Adam never sees the decay.",
    link=DECAY,
    key=(LESSON, "adamw"),
)
after_silence = exercise(
    "Adam's step in units of α, on the first slope after a very long silence.",
    0.1 / np.sqrt(0.001),
    slips={
        1.0: "That is at step 1. Late in a run both corrections divide by 1.",
        100.0: "The root is missing: √v is √0.001 times the slope.",
        0.1: "That is m over the slope: divide by √v.",
        np.sqrt(0.001): "That is √v over the slope: it stands below the line.",
    },
    hints=[
        "Late in a run $1 - β₁^t$ and $1 - β₂^t$ are 1.",
        "After the silence $m = 0.1\\,g$ and $v = 0.001\\,g^2$.",
    ],
    further="√10, the very factor of the uncorrected first step.",
    link=FRACTION,
    key=(LESSON, "after_silence"),
)
