"""Lesson 17: each question with right answers, and wrong ones with what each is told."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

Weights = Callable[..., Any]


def run(second: Callable[[Any, float], Any], data_only: bool = True) -> Weights:
    """Steps of ISTA with another second half, of u and the threshold."""

    def walked(X: Any, y: Any, strength: float, rate: float, steps: int) -> Any:
        w = np.zeros(X.shape[1])
        for _ in range(steps):
            slope = X.T @ (X @ w - y) / len(y)
            slope = slope if data_only else slope + strength * np.sign(w)
            w = second(w - rate * slope, rate * strength)
        return w

    return walked


def cut(u: Any, tau: float) -> Any:
    return np.sign(u) * np.maximum(np.abs(u) - tau, 0)


def by_cases(X: Any, y: Any, strength: float, rate: float, steps: int) -> Any:
    w = np.zeros(X.shape[1])
    tau = rate * strength
    for _ in range(steps):
        u = w + rate * np.mean(X * (y - X @ w)[:, None], axis=0)
        w = np.where(u > tau, u - tau, np.where(u < -tau, u + tau, 0))
    return w


def whole_threshold(X: Any, y: Any, strength: float, rate: float, steps: int) -> Any:
    return run(lambda u, tau: cut(u, tau / rate))(X, y, strength, rate, steps)


def uphill(X: Any, y: Any, strength: float, rate: float, steps: int) -> Any:
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = cut(w + rate * X.T @ (X @ w - y) / len(y), rate * strength)
    return w


def ridge(X: Any, y: Any, strength: Any) -> Any:
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n + strength * np.eye(d), X.T @ y / n)


def stacked(X: Any, y: Any, strength: float) -> Any:
    """Ridge as least squares on data with d rows more."""
    n, d = X.shape
    longer = np.vstack([X, np.sqrt(n * strength) * np.eye(d)])
    return np.linalg.lstsq(longer, np.append(y, np.zeros(d)), rcond=None)[0]


c, h, u = sp.symbols("c h u", real=True)

TABLE: dict[str, Any] = {
    "exactly_zero": (
        ["under L1 alone", 1],
        [
            ("under L2 alone", "fades as w becomes small"),
            ("under both", "and not 0"),
            ("under neither", "stays there"),
        ],
    ),
    "in_line": (
        ["on one line, the same way", 2],
        [
            (1, "a step along the circle"),
            ("that depends on the loss", "As long as the two are not"),
        ],
    ),
    "fresh": (
        ["it falls, and then it grows", 3],
        [(1, "follows the noise"), ("it only grows", "nearly flat")],
    ),
    "push": (
        ["h (u - c)", "h*u - h*c", "-h (c - u)", h * (u - c)],
        [
            ("u - c", "The curvature is missing"),
            ("h (c - u)", "λ is minus that"),
            ("h u", "not that at 0"),
            ("h (u - c)^2/2", "λ is a slope"),
            ("0", "The wall pushes"),
            ("2h (u - c)", "without a 2"),
            ("h (u - c) + 1", "Not yet"),
        ],
    ),
    "zeros": (
        ["none", 3],
        [(1, "step over"), ("about 10", "come close")],
    ),
    "kept_at_zero": (
        ["abs(u)", "|u|", sp.Abs(u)],
        [
            ("u", "right for u ≥ 0"),
            ("-u", "u ≤ 0 only"),
            ("u^2/2", "Compare slopes"),
            ("2|u|", "without a 2"),
            ("0", "no kink"),
            ("0,5|u|", "The decimal sign is a point: 0.5|u|"),
            ("max(u, 0)", "yours gives 0"),
            (1, "Yours is 1 everywhere"),
        ],
    ),
    "ridge": (
        [ridge, stacked, lambda X, y, s: np.linalg.inv(X.T @ X + len(y) * s * np.eye(3)) @ X.T @ y],
        [
            (lambda X, y, s: ridge(X, y, 0), "without a penalty"),
            (lambda X, y, s: np.linalg.solve(X.T @ X + s * np.eye(3), X.T @ y), "is a mean"),
            (lambda X, y, s: ridge(X, y, 2 * s), "without a 2"),
            (lambda X, y, s: ridge(X, y, -s), "stands on the side of"),
            (lambda X, y, s: np.linalg.solve(X.T @ X / len(y) + s, X.T @ y / len(y)), "diagonal"),
            (lambda X, y, s: ridge(X, y, 0) / (1 + s), "Not every direction"),
            (lambda X, y, s: ridge(X, y, s).round(3), "At X of shape (12, 3), y of shape (12,)"),
            (lambda X, y, s: ridge(X, y, s)[:, None], "their shape should be (3,)"),
            (lambda X, y, s: X @ ridge(X, y, s), "yours is (12,)"),
            (0.5, "A function is asked for"),
        ],
    ),
    "built": (
        [run(cut), by_cases, lambda *given: list(run(cut)(*given))],
        [
            (run(lambda u, tau: u), "no threshold is in it"),
            (run(lambda u, tau: u, data_only=False), "slope of the data alone"),
            (whole_threshold, "It has to be αλ"),
            (run(lambda u, tau: np.where(np.abs(u) > tau, u, 0)), "come nearer to 0"),
            (run(lambda u, tau: u - tau * np.sign(u)), "steps over 0"),
            (run(lambda u, tau: np.maximum(u - tau, 0)), "Negative weights are lost"),
            (run(lambda u, tau: np.maximum(np.abs(u) - tau, 0)), "The sign is lost"),
            (uphill, "It climbs"),
            (run(lambda u, tau: u / (1 + tau)), "makes nothing zero"),
        ],
    ),
    "all_zero": (
        [
            lambda X, y: np.max(np.abs(X.T @ y)) / len(y),
            lambda X, y: np.abs(np.mean(X * y[:, None], axis=0)).max(),
            lambda X, y: np.linalg.norm(X.T @ y / len(y), np.inf),
        ],
        [
            (lambda X, y: np.max(np.abs(X.T @ y)), "divide by the number"),
            (lambda X, y: np.linalg.norm(X.T @ y) / len(y), "not at the length"),
            (lambda X, y: np.abs(X.T @ y).sum() / len(y), "not the sum"),
            (lambda X, y: np.abs(X.T @ y).min() / len(y), "the largest decides"),
            (lambda X, y: 2 * np.abs(X.T @ y).max() / len(y), "has no 2"),
            (lambda X, y: np.abs(X.T @ y), "One number is asked for"),
            (
                lambda X, y: np.abs(X * y[:, None]).max() / len(y),
                "In call 1, at X of shape (12, 3)",
            ),
        ],
    ),
}
