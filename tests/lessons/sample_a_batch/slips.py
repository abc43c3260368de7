"""Lesson 10: each question with right answers, and wrong ones with what each is told."""

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np

from calclib import GradientDescent, descend
from calclib.lessons.sample_a_batch import scenes

x, y = scenes.measurements()
SAMPLES = (1, 2, 3, 6)


def slopes(w: Any, x: Any, y: Any) -> Any:
    error = w[0] * x + w[1] - y
    return 2 * np.array([np.mean(error * x), np.mean(error)])


def train(
    order: Callable[[Any], Any] = lambda rng: rng.permutation(len(x)),
    gradient: Callable[..., Any] = slopes,
    once: bool = False,
    last: int = 0,
    whole: bool = False,
) -> Callable[[int, float], Any]:
    """The loop of the lesson, with one of its parts exchanged."""

    def run(size: int, rate: float) -> Any:
        rng = np.random.default_rng(7)
        w = np.zeros(2)
        kept = order(rng)
        for k in range(3):
            kept = kept if once or not k else order(rng)
            for first in range(0, len(x) - last * (size - 1), size):
                batch = slice(None) if whole else kept[first : first + size]
                w = w - rate * gradient(w, x[batch], y[batch])
        return w

    return run


def by_calclib(size: int, rate: float) -> Any:
    batches = scenes.penguin_loss().batches(size, np.random.default_rng(7))
    steps = 3 * -(-len(x) // size)
    return descend(batches, [0.0, 0.0], GradientDescent(rate), steps).points[-1]


def draw_each_batch(size: int, rate: float) -> Any:
    """Each batch is drawn by itself, from all samples."""
    rng = np.random.default_rng(7)
    w = np.zeros(2)
    for _ in range(3 * -(-len(x) // size)):
        batch = rng.integers(len(x), size=size)
        w = w - rate * slopes(w, x[batch], y[batch])
    return w


TABLE = {
    "shrinks_fast": (
        ["it stops falling above 0", 2],
        [(1, "part of the way"), (3, "part of the way")],
    ),
    "averaged": (
        ["about 0.0004", 3],
        [("about 0.05", "the mean noise"), ("about 0.005", "the variance 1/2,700")],
    ),
    "accumulated": (
        [0.16, "8*0.02", "0.02 * 256/32"],
        [
            (0.02, "an eighth"),
            (0.02 * np.sqrt(8), "for Adam"),
            (0.0025, "less noise"),
            (8, "the factor"),
        ],
    ),
    "first_per_sample": (
        ["B = 1", 1],
        [("B = 19", "342 steps"), ("B = 342", "takes its first")],
    ),
    "four_times": (
        ["half as wide", 2],
        [(1, "the width is divided by 2"), (3, "The variance is divided by 4")],
    ),
    "ten_times_longer": (
        ["no nearer", 3],
        [(1, "as much noise"), (2, "as much noise")],
    ),
    "trained": (
        [train(), lambda size, rate: train()(size, rate).tolist(), by_calclib],
        [
            (train(gradient=lambda *given: -slopes(*given)), "uphill"),
            (train(lambda rng: np.arange(len(x))), "shuffle them before each pass"),
            (train(once=True), "inside the loop over passes"),
            (train(lambda rng: rng.integers(len(x), size=len(x))), "puts penguins back"),
            (draw_each_batch, "one order for the whole pass"),
            (train(whole=True), "x[batch]"),
            (train(gradient=lambda *given: slopes(*given) / 2), "factor 2"),
            (train(gradient=lambda w, x, y: len(x) * slopes(w, x, y)), "not the sum"),
            (lambda size, rate: train()(size, 1.0), "guess by learning_rate"),
            (train(lambda rng: rng.choice(len(x), len(x), replace=False)), "A fair order"),
            (train(last=1), "smaller batch"),
            (by_calclib(19, 0.1), "without brackets"),
        ],
    ),
    "narrower": (
        [0.3, "0.6/2", "3/10"],
        [(0.15, "the variance that is divided"), (2.4, "gets smaller"), (1.2, "guesses better")],
    ),
    "two_variances": (
        [
            [1.75, 7 / 6],
            "7/4, 7/6",
            [
                np.var([np.mean(pair) for pair in product(SAMPLES, repeat=2)]),
                np.var([np.mean(pair) for pair in combinations(SAMPLES, 2)]),
            ],
        ],
        [
            ([1.75, 1.75], "there is a factor"),
            ([3.5, 3.5], "one sample"),
            ([1.75, 0.875], "not (N − B)/N"),
            ([7 / 6, 1.75], "opposite order"),
        ],
    ),
    "best_size": (
        [10, 10.0, "10"],
        [(1, "the cloud"), (8, "spare some steps"), (12, "Too few steps"), (600, "the start")],
    ),
    "nearest_order": (
        ["shuffled", 3, "shuf"],
        [("sorted", "the longest flippers"), (2, "seen twice"), ("cold", "Choose one of")],
    ),
    "from_zero": (
        [
            "alpha sigma^2 (1 - (1 - alpha lam)^(2k))/(lam (2 - alpha lam))",
            "alpha^2 sigma^2 (1 - (1 - alpha lam)^(2k))/(1 - (1 - alpha lam)^2)",
            "alpha*sigma**2/(2*lam - alpha*lam**2)*(1 - (1 - alpha*lam)**(2*k))",
        ],
        [
            ("alpha sigma^2/(lam (2 - alpha lam))", "the limit"),
            ("alpha sigma^2/(lam (2 - alpha lam)) (1 - (1 - alpha lam)^k)", "the square of that"),
            ("alpha^2 sigma^2 k", "older noise"),
            ("alpha s^2", "I do not know 's'"),
        ],
    ),
}
