"""Lesson 1: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np

from calclib.lessons.fit_line import scenes

flipper, mass = scenes.measurements()


def slopes(m: float, b: float, factor: float = 2) -> list[float]:
    error = m * flipper + b - mass
    return [factor * np.mean(error * flipper), factor * np.mean(error)]


def fit(rate: float, steps: int = 40, factor: float = 2) -> Any:
    theta = np.zeros(2)
    for _ in range(steps):
        theta = theta - rate * np.array(slopes(*theta, factor))
    return theta


def steeper(u: float, v: float) -> float:
    return 2 * float(np.mean((u * flipper + v) ** 2))


TABLE = {
    "one_or_four": (
        ["both the same", 3],
        [("that of the one bird", "they are four"), ("those of the four", "a quarter")],
    ),
    "which_way": (
        ["negative", 1],
        [("zero", "More tilt makes"), ("positive", "More tilt makes")],
    ),
    "five_steps": (
        ["below 0.2", 3],
        [(1, "from 1.899 to 0.278"), (2, "from 1.899 to 0.278")],
    ),
    "twice_the_rate": (
        ["it never gets there", 3],
        [(1, "the next spot is higher"), (2, "the next spot is higher")],
    ),
    "one_bird": (
        ["two levels with a jump", 2],
        [(1, "two slopes only"), (3, "two slopes only")],
    ),
    "slopes": (
        [slopes, lambda m, b: tuple(slopes(m, b)), lambda m, b: np.array(slopes(m, b))],
        [
            (lambda m, b: slopes(m, b)[::-1], "comes first"),
            (lambda m, b: slopes(m, b, factor=1), "factor 2"),
            (lambda m, b: slopes(m, b, factor=2 * 342), "take the mean"),
            (lambda m, b: slopes(m, b, factor=-2), "sign"),
            (lambda m, b: [slopes(m, b)[1]] * 2, "factor x under the mean"),
            (slopes(0.2, 3.8), "without brackets"),
        ],
    ),
    "walk": (
        [fit, lambda rate: list(fit(rate)), lambda rate: tuple(fit(rate))],
        [
            (lambda rate: fit(-rate), "uphill"),
            (lambda rate: fit(rate, steps=1), "after the loop"),
            (lambda rate: fit(rate, steps=39), "one step too few"),
            (lambda rate: fit(rate, factor=1), "factor 2"),
            (fit(0.05), "without brackets"),
        ],
    ),
    "change_of_b": (
        [-0.2, "-0.25*0.8", "-1/5"],
        [(0.2, "against the slope"), (-0.8, "the rate times the slope"), (-3.2, "divided")],
    ),
    "by_hand": (
        [[-2, -2], "-2, -2", np.array([-2.0, -2.0]), "both are -2", "m = b = -2"],
        [([-1, -1], "factor 2"), ([-6, -6], "3 birds"), ([2, 2], "line minus the bird")],
    ),
    "absolute": (
        ["x sign(m x + b - y)", "x (m x + b - y)/|m x + b - y|", "-x sign(y - b - x m)"],
        [
            ("sign(m x + b - y)", "grows by x"),
            ("2x (m x + b - y)", "of the square"),
            ("x", "where it is negative"),
            ("x sign(error)", "I do not know"),
        ],
    ),
    "curvature": (
        [steeper, lambda u, v: 2 * (u * u * np.mean(flipper**2) + v * v), np.vectorize(steeper)],
        [
            (lambda u, v: steeper(u, v) / 2, "factor of t²"),
            (lambda u, v: 2 * np.mean(u * flipper + v), "Square under"),
            (lambda u, v: 2 * np.mean(u * flipper + v) ** 2, "Square first"),
        ],
    ),
    "typing_error": (
        [[0.0987, 4.05, 4.05], (33.75 / 342, 4.05, 4.05), "33.75/342, 4.05, 4.05"],
        [
            ([33.75, 4.05, 4.05], "the mean of 342"),
            ([37.5 / 342, 4.05, 4.05], "37.5 − 3.75"),
            ([33.75 / 342, 4.2, 4.3], "The number for before is too large"),
            ("0.099, 4.2, 4.3", "The number for before is too large"),
            ("0.099, 4.05, 4.1", "to three digits"),
        ],
    ),
}
