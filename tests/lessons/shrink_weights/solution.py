"""Solutions of lesson 17, each against its check."""

import numpy as np

from calclib.lessons.shrink_weights import checks


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


checks.exactly_zero.choose("under L1 alone")
checks.in_line.choose("on one line, the same way")
checks.fresh.choose("it falls, and then it grows")
checks.zeros.choose("none")
CHECKED = [
    checks.built(ista),
    checks.push("h (u - c)"),
    checks.kept_at_zero("|u|"),
    checks.ridge(ridge),
    checks.all_zero(all_zero),
    checks.exactly_zero.answer(),
    checks.in_line.answer(),
    checks.fresh.answer(),
    checks.zeros.answer(),
]
