"""Solutions of lesson 16, each against its check."""

import numpy as np

from calclib.lessons.scale_features import checks


def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y) / len(y)
        w = np.sign(u) * np.maximum(np.abs(u) - rate * strength, 0)
    return w


def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n + strength * np.eye(d), X.T @ y / n)


def all_zero(X, y):
    return np.max(np.abs(X.T @ y)) / len(y)


checks.surely.choose("almost zero")
checks.which_half.choose("it takes both")
checks.zeros.choose("none")
CHECKED = [
    checks.built(ista),
    checks.scale_or_not([0, 1, 1, 0]),
    checks.kept_at_zero("|u|"),
    checks.ridge(ridge),
    checks.all_zero(all_zero),
    checks.surely.answer(),
    checks.which_half.answer(),
    checks.zeros.answer(),
]
