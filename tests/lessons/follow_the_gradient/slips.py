"""Lesson 5: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np
import sympy as sp


def softmax(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


def differences(f: Any, x: Any, h: float = 6e-6, ahead: int = 1, behind: int = -1) -> Any:
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + ahead * step) - f(x + behind * step)) / (2 * h))
    return np.array(slopes)


def five_points(f: Any, x: Any, h: float = 1e-3) -> Any:
    return (4 * differences(f, x, h) - differences(f, x, 2 * h)) / 3


def mse(w: Any, X: Any, y: Any) -> Any:
    return 2 * np.mean((X @ w - y)[:, None] * X, axis=0)


TABLE = {
    "two_cuts": (
        ["at some spots only", 2],
        [("at every spot", "the slope along y is 0"), ("at no spot", "both slopes are 2")],
    ),
    "steepest": (
        ["2.83", 2],
        [("2", "steeper than along either"), ("4", "as the crow flies")],
    ),
    "turned": (
        ["the two numbers alone", 1],
        [(2, "how you name places"), (3, "how you name places"), ("neither", "how you name")],
    ),
    "small_squares": (
        ["almost a parallelogram, in each place another", 3],
        [(1, "in its own way"), (2, "in its own way")],
    ),
    "order": (
        ["where both are continuous", 2],
        [("always", "what may happen elsewhere"), (3, "That is enough")],
    ),
    "gap": (
        ["becomes about ten times smaller", 2],
        [("stays", "shrink with the side"), (3, "with its square")],
    ),
    "built": (
        [differences, five_points, lambda f, x: differences(f, x, 1e-5).tolist()],
        [
            (lambda f, x: 2 * differences(f, x, behind=0), "looks to one side"),
            (lambda f, x: 2 * differences(f, x), "divide by 2h"),
            (lambda f, x: differences(f, x, h=1.0), "Your step is 1"),
            (lambda f, x: 1.2e-5 * differences(f, x), "rise divided by 2h"),
            (lambda f, x: differences(f, x, ahead=-1, behind=1), "the value behind"),
            (lambda f, x: differences(f, x)[0], "The shape should be (3,)"),
            (lambda f, x: differences(f, x) / 2, "half of what it should be"),
        ],
    ),
    "diagonal": (
        [-1 / np.sqrt(2), "-1/sqrt(2)", (3 - 4) / sp.sqrt(2)],
        [
            (-1, "has length √2"),
            (1 / np.sqrt(2), "The sign"),
            (7 / np.sqrt(2), "towards (1, 1)"),
            (5, "steepest direction"),
            (-0.2, "the length of (1, −1)"),
            (-0.71, "give more digits"),
        ],
    ),
    "level_line": (
        [-8, "-8", sp.Integer(-8)],
        [
            (8, "must fall"),
            ("1/8", "straight across"),
            (-1 / 8, "exchanged"),
            (-4, "it is 8"),
        ],
    ),
    "mse": (
        [
            mse,
            lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y),
            lambda w, X, y: -2 * (y - X @ w) @ X / len(X),
        ],
        [
            (lambda w, X, y: X.T @ (X @ w - y) / len(y), "a factor 2"),
            (lambda w, X, y: 2 * X.T @ (X @ w - y), "divide by n"),
            (lambda w, X, y: -mse(w, X, y), "the error is Xw − y"),
            (lambda w, X, y: 2 * np.mean(X @ w - y) * np.ones(2), "times its feature"),
            (lambda w, X, y: 2 * np.mean(X @ w - y) * X.mean(axis=0), "product of the means"),
            (lambda w, X, y: X @ (X @ w - y), "Your function stops"),
        ],
    ),
    "cross_entropy": (
        [
            lambda z, y: softmax(z) - y,
            lambda z, y: softmax(z - z.max()) - y,
            lambda z, y: (softmax(z) - y).tolist(),
        ],
        [
            (lambda z, y: y - softmax(z), "must lower the loss"),
            (lambda z, y: -y / softmax(z), "Go on to the scores"),
            (lambda z, y: softmax(z), "occurs once more"),
            (lambda z, y: softmax(z) * (1 - softmax(z)), "the slope of ŷ_i along z_i"),
            (lambda z, y: y * (softmax(z) - 1), "All scores matter"),
        ],
    ),
    "in_a_box": (
        [
            lambda g, epsilon: epsilon * np.sign(g),
            lambda g, epsilon: epsilon * g / np.abs(g),
            lambda g, epsilon: np.where(g > 0, epsilon, -epsilon),
        ],
        [
            (lambda g, epsilon: epsilon * g / np.linalg.norm(g), "a limit of its own"),
            (lambda g, epsilon: epsilon * g, "beyond ε"),
            (lambda g, epsilon: -epsilon * np.sign(g), "goes down"),
            (lambda g, epsilon: epsilon * g / np.abs(g).max(), "the others can add more"),
            (lambda g, epsilon: np.sign(g), "the size of an entry is ε"),
            (lambda g, epsilon: np.clip(g, -epsilon, epsilon), "has room left"),
        ],
    ),
}
