"""The questions of lesson 10: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.lessons.sample_a_batch.scenes import measurements, penguin_loss
from calclib.optimize.descent import walk
from calclib.optimize.rules import GradientDescent, Rule
from calclib.optimize.wrappers import Ascent
from calclib.practice import OneOf, exercise, predict

LESSON = "sample_a_batch"

GUESS = "10-sample-a-batch.ipynb#A-batch-is-a-guess"
ONCE = "10-sample-a-batch.ipynb#Without-replacement"
CLOUD = "10-sample-a-batch.ipynb#Noise-at-a-fixed-rate"
SHRINK = "10-sample-a-batch.ipynb#Let-the-rate-shrink"
AVERAGE = "10-sample-a-batch.ipynb#Average-the-iterates"
SCALING = "10-sample-a-batch.ipynb#Rate-and-batch-size"
BUILD = "10-sample-a-batch.ipynb#Build-it"
PASSES = 3

first_per_sample = predict(
    "Each walk may look at equally many penguins. Which is the first to get near the minimum?",
    ["B = 1", "B = 19", "B = 342"],
    answer="B = 1",
    why="It has taken 342 steps when the full batch takes its first.",
    key=(LESSON, "first_per_sample"),
)
four_times = predict(
    "A batch of one penguin guesses the gradient. How widely do the guesses spread, compared with "
    "that, when a batch has four?",
    ["a quarter as wide", "half as wide", "as wide as before"],
    answer="half as wide",
    why="The variance is divided by 4, so the width is divided by 2.",
    key=(LESSON, "four_times"),
)
shrinks_fast = predict(
    "The rate becomes a tenth smaller at every step. What becomes of the mean square of the runs?",
    ["it falls to 0", "it stops falling above 0", "it stays where it begins"],
    answer="it stops falling above 0",
    why="All steps together are so short that part of the way from the start is left.",
    link=SHRINK,
    key=(LESSON, "shrinks_fast"),
)
averaged = predict(
    "Runs at the fixed rate 0.1 hover with E x² ≈ 0.05. You take the mean of the last 2,700 points "
    "of each. The mean square of these means is",
    ["about 0.05", "about 0.005", "about 0.0004"],
    answer="about 0.0004",
    why="The mean point is the mean noise, and a mean of 2,700 noises has the variance 1/2,700.",
    link=AVERAGE,
    key=(LESSON, "averaged"),
)
ten_times_longer = predict(
    "Noisy runs at a fixed rate have arrived. You let them go on ten times as long. They are",
    ["ten times nearer", "a little nearer", "no nearer"],
    answer="no nearer",
    why="Each step brings in as much noise as it takes away.",
    key=(LESSON, "ten_times_longer"),
)


def orders(n: int, once: bool = False) -> Iterator[NDArray[np.int_]]:
    """An order of n samples for each pass; one for all passes if `once`."""
    rng = np.random.default_rng(7)
    first = rng.permutation(n)
    while True:
        yield first
        first = first if once else rng.permutation(n)


def loop(
    size: int,
    rate: float,
    given: Iterable[NDArray[np.int_]],
    sums: bool = False,
    drop: bool = False,
    keep: float = 1.0,
) -> Array:
    """Where three passes by batches in the given orders end, from w = 0.

    sums: take sums for means.
    drop: leave out the last, smaller batch of each pass.
    keep: how much of w a step keeps.
    """
    x, y = measurements()
    X = np.column_stack([x, np.ones_like(x)])
    w = np.zeros(2)
    for order in islice(given, PASSES):
        for first in range(0, len(x) - drop * (size - 1), size):
            few = order[first : first + size]
            slope = 2 * X[few].T @ (X[few] @ w - y[few])
            w = keep * w - rate * slope / (1 if sums else len(few))
    return w


def end(rule: Callable[[float], Rule]) -> Callable[[int, float], Array]:
    """The same by calclib's own batches and a rule."""

    def walk_three_passes(size: int, rate: float) -> Array:
        batches = penguin_loss().batches(size, np.random.default_rng(7))
        path = walk(batches, [0.0, 0.0], rule(rate))
        return np.asarray(next(islice(path, PASSES * -(-342 // size), None)))

    return walk_three_passes


def draw_with_replacement(size: int, rate: float) -> Array:
    """Each pass draws with replacement."""
    rng = np.random.default_rng(7)
    return loop(size, rate, (rng.integers(342, size=342) for _ in range(PASSES)))


def shuffle_by_choice(size: int, rate: float) -> Array:
    """Each pass chooses its order without replacement, by other draws than a permutation."""
    rng = np.random.default_rng(7)
    given = (rng.choice(342, 342, replace=False) for _ in range(PASSES))
    return loop(size, rate, given)


def draw_each_batch(replace: bool) -> Callable[[int, float], Array]:
    """Each batch is drawn by itself, from all samples."""

    def walk_three_passes(size: int, rate: float) -> Array:
        rng = np.random.default_rng(7)
        count = -(-342 // size)
        drawn = ([rng.choice(342, size, replace) for _ in range(count)] for _ in range(PASSES))
        return loop(size, rate, map(np.concatenate, drawn))

    return walk_three_passes


def whole(size: int, rate: float) -> Array:
    """Each step takes the gradient of all samples."""
    steps = PASSES * -(-342 // size)
    path = walk(penguin_loss(), [0.0, 0.0], GradientDescent(rate))
    return np.asarray(next(islice(path, steps, None)))


trained = exercise(
    "A function of batch size and learning rate that returns where three passes end.",
    end(GradientDescent),
    inputs=[(64, 0.02), (19, 0.1)],
    slips=[
        (end(lambda rate: Ascent(GradientDescent(rate))), "That goes uphill: look at the sign."),
        (
            lambda size, rate: loop(size, rate, repeat(np.arange(342))),
            "You take the penguins in their old order: shuffle them before each pass.",
        ),
        (
            lambda size, rate: loop(size, rate, orders(342, once=True)),
            "All passes have one order: shuffle inside the loop over passes.",
        ),
        (
            draw_with_replacement,
            "That puts penguins back: rng.permutation visits each once a pass.",
        ),
        (
            draw_each_batch(True),
            "Each batch is drawn from all penguins: draw one order for the whole pass.",
        ),
        (
            draw_each_batch(False),
            "Each batch is drawn from all penguins: draw one order for the whole pass.",
        ),
        (whole, "Each step sees all penguins: use x[batch] and y[batch]."),
        (lambda size, rate: end(GradientDescent)(size, rate / 2), "Each slope has a factor 2."),
        (
            lambda size, rate: loop(size, rate, orders(342), sums=True),
            "Take the mean over the batch, not the sum.",
        ),
        (lambda size, rate: loop(size, 1.0, orders(342)), "Multiply the guess by learning_rate."),
        (
            lambda size, rate: loop(size, rate, orders(342), keep=0.0),
            "That is the step alone: add it to w.",
        ),
        (
            shuffle_by_choice,
            "A fair order, but of other draws: take rng.permutation, and the numbers agree.",
        ),
        (
            lambda size, rate: loop(size, rate, orders(342), drop=True),
            "The last, smaller batch of each pass is left out.",
        ),
    ],
    hints=[
        "The order is made anew in each pass: `order = rng.permutation(len(x))`.",
        "Batches begin at `for first in range(0, len(x), size)`; each is a slice of the order.",
        "`gradient(w, x[batch], y[batch])` is a batch's guess; a step takes w to w − α times it.",
    ],
    further="Its walk is that of calclib's own batches.",
    typed=False,
    link=BUILD,
    key=(LESSON, "trained"),
)
narrower = exercise(
    "Batches of 16 give guesses of width 0.6. How wide are they for batches of 64, with "
    "replacement?",
    0.3,
    slips={
        0.15: "That divides the width by 4. It is the variance that is divided by 4.",
        2.4: "A larger batch guesses better: the width gets smaller.",
        1.2: "A larger batch guesses better: the width gets smaller.",
        0.6: "The width falls with the batch size.",
        0.6 / 16: "B has become 4 times as large, not 16 times. And take the root.",
    },
    hints=["The width is $\\sigma/\\sqrt B$. What happens to $\\sqrt B$?"],
    further="Half the noise costs four times the samples.",
    link=GUESS,
    key=(LESSON, "narrower"),
)
two_variances = exercise(
    "Samples 1, 2, 3, 6 and batches of 2: the variance of the mean, with replacement and without.",
    [7 / 4, 7 / 6],
    slips={
        (7 / 4, 7 / 4): "Without replacement there is a factor (N − B)/(N − 1).",
        (7 / 2, 7 / 2): "That is σ², the variance of one sample.",
        (7 / 4, 7 / 8): "The factor is (N − B)/(N − 1), not (N − B)/N.",
        (7 / 3, 14 / 9): "For σ² divide by N = 4: these four are all there are.",
        (7 / 8, 7 / 12): "Divide σ² by B, not by N.",
        (7 / 2, 7 / 4): "The first is σ², the variance of one sample: divide it by B = 2.",
        (np.sqrt(7 / 4), np.sqrt(7 / 6)): "Those are the widths. The variances are their squares.",
    },
    hints=[
        "First σ²: the mean is 3. What is the mean of the four squared distances from it?",
        "σ² is 3.5. Divide by B; then the factor (N − B)/(N − 1).",
    ],
    further="All pairs, written out, say the same.",
    link=ONCE,
    names=(("with replacement", "with"), ("without replacement", "without")),
    key=(LESSON, "two_variances"),
)
best_size = exercise(
    "The batch size, a divisor of 600, that ends nearest to the minimum for 600 samples.",
    10,
    slips=dict.fromkeys((1, 2, 3, 4, 5, 6, 8), "All that is left is the cloud: spare some steps.")
    | dict.fromkeys(
        (12, 15, 20, 24, 25, 30, 40, 50, 60, 75, 100, 120, 150, 200, 300, 600),
        "Too few steps: much of the start is left.",
    ),
    hints=[
        "A batch of B leaves 600/B steps.",
        "A step takes $e = E\\,x^2$ to $0.9^2 e + 0.1^2/B$. Begin with 100, and loop.",
    ],
    further="What is left of the start is small there, and so is the cloud.",
    link=CLOUD,
    key=(LESSON, "best_size"),
)
nearest_order = exercise(
    "Sorted, with replacement, or shuffled: which order ends its passes nearest to the minimum?",
    OneOf("shuffled", ("sorted", "with replacement", "shuffled")),
    slips=[
        (
            OneOf("sorted", ("sorted", "with replacement", "shuffled")),
            "Its last batch is always that of the longest flippers, and pulls the line their way.",
        ),
        (
            OneOf("with replacement", ("sorted", "with replacement", "shuffled")),
            "Some penguins are then seen twice in a pass, others never; that noise stays.",
        ),
    ],
    hints=["Add up the 18 batch gradients of one pass, all taken at the minimum. When is it zero?"],
    further="Within a pass the guesses cancel, and no batch is always the last.",
    link=ONCE,
    key=(LESSON, "nearest_order"),
)
from_zero = exercise(
    "E x² after k steps from x = 0, as a formula in alpha, sigma, lam and k.",
    "alpha sigma^2/(lam (2 - alpha lam)) (1 - (1 - alpha lam)^(2k))",
    variables=("alpha", "sigma", "lam", "k"),
    domain={"alpha": (0.1, 1), "sigma": (0.5, 2), "lam": (0.1, 1), "k": (1, 6)},
    slips={
        "alpha sigma^2/(lam (2 - alpha lam))": "That is the limit. How is it after k steps?",
        "alpha sigma^2/(lam (2 - alpha lam)) (1 - (1 - alpha lam)^k)": (
            "Each step multiplies x by 1 − αλ, so it multiplies x² by the square of that."
        ),
        "alpha sigma^2/(lam (2 - alpha lam)) (1 - alpha lam)^(2k)": (
            "That is what is missing to the limit after k steps."
        ),
        "k alpha^2 sigma^2": "So it would be if no step forgot: older noise shrinks at each step.",
        "sigma^2 (1 - (1 - alpha lam)^(2k))/(lam (2 - alpha lam))": "One α is missing.",
    },
    hints=[
        "Write $e_k = E\\,x_k^2$ and $q = (1 - \\alpha\\lambda)^2$. Then "
        "$e_{k+1} = q\\,e_k + \\alpha^2\\sigma^2$.",
        "From $e_0 = 0$: $e_k = \\alpha^2\\sigma^2\\,(1 + q + \\dots + q^{k-1})$.",
        "The sum is $(1 - q^k)/(1 - q)$, and $1 - q = \\alpha\\lambda\\,(2 - \\alpha\\lambda)$.",
    ],
    further="As k grows the bracket tends to 1: the noise cloud.",
    link=CLOUD,
    key=(LESSON, "from_zero"),
)
accumulated = exercise(
    "Descent with the rate 0.02 and batches of 32; then 8 slopes are averaged for each step. Which "
    "rate keeps the cloud about as large?",
    0.16,
    slips={
        0.02: "At this rate the cloud becomes smaller: α/B is an eighth now.",
        0.02 * np.sqrt(8): "That is the rule for Adam. For descent α/B has to stay the same.",
        0.057: "That is the rule for Adam. For descent α/B has to stay the same.",
        0.02 / 8: "A larger batch has less noise, so the rate may be larger.",
        0.02 / np.sqrt(8): "A larger batch has less noise, so the rate may be larger.",
        8.0: "That is the factor. Multiply the rate 0.02 by it.",
    },
    hints=["Eight batches of 32 are one batch of 256.", "Keep $\\alpha/B$ the same."],
    further="Linear for descent; for Adam it would be √8 times, about 0.057.",
    link=SCALING,
    key=(LESSON, "accumulated"),
)
