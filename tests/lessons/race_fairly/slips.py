"""Lesson 15: each question with right answers, and wrong ones with what each is told."""

import numpy as np

from calclib import GradientDescent, Momentum, Newton
from calclib.lessons.race_fairly.checks import Rprop


class Signs:
    """Rprop with its parts open: how it grows, how it shrinks, and which way it goes."""

    grow = 1.2
    shrink = 0.5
    way = -1

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        turn = np.sign(slope * last)
        stride = stride * np.choose((turn + 1).astype(int), (self.shrink, 1.0, self.grow))
        return points + self.way * stride * np.sign(slope), (slope, stride)


class Lists(Signs):
    def step(self, f, points, memory):
        points, memory = super().step(f, points, memory)
        return list(points), memory


class Uphill(Signs):
    way = 1


class Swapped(Signs):
    grow, shrink = 0.5, 1.2


class Alone(Signs):
    def step(self, f, points, memory):
        return super().step(f, points, memory)[0]


def fair(steps):
    best = np.argmin(np.median(steps[:8], axis=0))
    return np.median(steps[8:, best])


def by_sorting(steps):
    order = np.sort(steps[:8], axis=0)
    best = int((order[3] + order[4]).argmin())
    fresh = sorted(steps[8:, best])
    return (fresh[3] + fresh[4]) / 2


TABLE = {
    "momentum_or_descent": (
        ["gradient descent", 2],
        [("momentum", "one more number"), ("neither: their intervals meet", "of no use")],
    ),
    "one_winner": (
        ["it changes", 3],
        [("Adam", "intervals part"), ("Newton", "BFGS needs 27")],
    ),
    "range_end": (
        ["α* is larger", 3],
        [("α* is smaller", "72 tests"), ("they are about equal", "grown further")],
    ),
    "grid_against_random": (
        ["sixteen points at random", 2],
        [("a grid, 4 × 4", "only four")],
    ),
    "spacing": (
        ["evenly in α", 2],
        [("evenly in log α", "intervals part"), ("both do equally well", "to 100")],
    ),
    "built": (
        [Signs, Lists, Rprop],
        [
            (Uphill, "At step 1"),
            (Swapped, "At step 2"),
            (Alone, "returns two things"),
            (Signs(0.1), "without brackets"),
        ],
    ),
    "fair": (
        [3, "3", 3.0],
        [(1, "tuned and the other"), (2, "first scene"), (4, "looks better"), (5, "four to")],
    ),
    "trials": (
        [59, "59", 59.0],
        [
            (60, "59 already does"),
            (20, "one hit"),
            (58, "94.9"),
            (19, "62 %"),
            (58.4, "round up"),
        ],
    ),
    "interval": (
        [158 / 4096, "79/2048", "0.0386", 0.03857],
        [
            (79 / 4096, "Tails can be as few"),
            (132 / 4096, "None and one"),
            (598 / 4096, "one too many"),
            (1 - 158 / 4096, "holds the median"),
            (158, "Divide"),
            (3.86, "in per cent"),
        ],
    ),
    "comparison": (
        [fair, by_sorting, lambda s: np.quantile(s[8:, np.median(s[:8], 0).argmin()], 0.5)],
        [
            (lambda s: np.min(np.median(s[8:], axis=0)), "no longer fresh"),
            (lambda s: np.min(np.median(s[:8], axis=0)), "Race from the fresh"),
            (lambda s: np.min(np.median(s, axis=0)), "Keep eight apart"),
            (lambda s: np.mean(s[8:, np.argmin(np.median(s[:8], axis=0))]), "ends in a mean"),
            (lambda s: np.median(s[8:, np.argmin(np.median(s, axis=0))]), "first eight alone"),
            (lambda s: np.median(s[:8, np.argmin(np.median(s[8:], axis=0))]), "changed places"),
            (lambda s: np.median(s[8:, np.argmin(np.mean(s[:8], axis=0))]), "lowest mean"),
            (lambda s: np.median(s[8:, np.argmin(np.median(s[:8], axis=1))]), "axis 0"),
            (lambda s: np.median(s[8:]), "First choose one"),
            (np.median, "mixes all rates and starts"),
        ],
    ),
    "tuning_golf": (
        [Momentum(0.028, 0.7), Momentum((2 / 11) ** 2, (9 / 11) ** 2), Momentum(0.03, 0.7)],
        [
            (Momentum(0.01, 0.9), "par is 73"),
            (GradientDescent(0.5), "too large, or far too small"),
            (Newton(), "out of bounds"),
            (Momentum, "give it numbers"),
            ("momentum", "Give a rule"),
        ],
    ),
    "adam_must_lose": (
        ["(x^2 + y^2)/2", "x^2 + 3y^2", "sqrt(1 + x^2 + y^2)"],
        [
            ("x^2 + 100y^2", "does not arrive"),
            ("x", "a lowest place"),
            ("x^2 + 10y^2", "twice as many"),
            ("x^2 - y^2", "a lowest place"),
            ("x^2 +", "missing"),
            (5, "as text"),
        ],
    ),
    "newton_must_lose": (
        [
            ("sqrt(1 + x^2 + y^2)", (2, 1)),
            ["ln(1 + x^2 + y^2)", [0.9, 0.8]],
            ("1 - e^(-x^2 - y^2)", np.array([1.0, 0.5])),
        ],
        [
            (("x^2 + y^2", (1, 1)), "arrives at step 1"),
            (("x^4/4 - x^2/2 + y^2", (0, 0.3)), "Start beside the ridge"),
            (("x^2", (1, "a")), "two numbers"),
            ("x^2 + y^2", "a ground and a start"),
            (("x^2 - y^2", (1, 1)), "a lowest place"),
        ],
    ),
}
