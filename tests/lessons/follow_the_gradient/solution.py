"""Solutions of lesson 5, each against its check."""

import numpy as np

from calclib import Function
from calclib.lessons.follow_the_gradient import checks


def gradient(f, x, h=6e-6):
    """The gradient of f at x, an array of any length, by central differences."""
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes)


def mse_gradient(w, X, y):
    """The gradient of the mean of (Xw − y)², by the weights w."""
    error = X @ w - y
    return 2 / len(y) * X.T @ error


def score_gradient(z, y):
    """The gradient of the cross-entropy of softmax(z), by the scores z."""
    p = np.exp(z) / np.exp(z).sum()
    return p - y


def best_step(g, epsilon):
    """The step in the box |s_i| ≤ ε that gains most along g."""
    return epsilon * np.sign(g)


along, across = Function("x^2 y").gradient([1.0, 4.0])

checks.two_cuts.choose("at some spots only")
checks.steepest.choose("2.83")
checks.turned.choose("the two numbers alone")
checks.order.choose("where both are continuous")
checks.small_squares.choose("almost a parallelogram, in each place another")
checks.gap.choose("becomes about ten times smaller")
CHECKED = [
    checks.built(gradient),
    checks.in_many(gradient),
    checks.diagonal((3 - 4) / np.sqrt(2)),
    checks.level_line(-along / across),
    checks.mse(mse_gradient),
    checks.cross_entropy(score_gradient),
    checks.in_a_box(best_step),
    checks.two_cuts.answer(),
    checks.steepest.answer(),
    checks.turned.answer(),
    checks.order.answer(),
    checks.small_squares.answer(),
    checks.gap.answer(),
]
