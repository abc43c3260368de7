"""Lesson 14: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np
import sympy as sp

from calclib.arrays import Array
from calclib.functions.function import Function

g, h, l = sp.symbols("g h l", positive=True)  # noqa: E741


def solved(f: Function, theta: Array) -> Array:
    return theta - np.linalg.solve(f.hessian(theta), f.gradient(theta))


def inverted(f: Function, theta: Array) -> Array:
    return theta - np.linalg.inv(f.hessian(theta)) @ f.gradient(theta)


def by_hand(f: Function, theta: Array) -> Array:
    (p, q), (_, r) = f.hessian(theta)
    u, v = f.gradient(theta)
    return theta - np.array([r * u - q * v, p * v - q * u]) / (p * r - q * q)


TABLE: dict[str, Any] = {
    "from_the_slope": (
        ["on the top of the hill", 3],
        [(1, "the curve bends down"), ("in the left valley", "is its top")],
    ),
    "lowest_in_the_disc": (
        ["at the tip of the damped step", 2],
        [(1, "no higher price"), ("somewhere else", "cannot be lower")],
    ),
    "share_of_newton": (
        ["about two thirds", 3],
        [("all", "any level point"), (2, "four saddles")],
    ),
    "valley_steps": (
        ["5", 1],
        [(2, "by the curvature"), ("500", "steep walls")],
    ),
    "jumps": (
        [solved, inverted, by_hand],
        [
            (lambda f, p: 2 * p - solved(f, p), "uphill"),
            (lambda f, p: p - f.gradient(p), "The curvature is missing"),
            (lambda f, p: p - f.gradient(p) / np.diag(f.hessian(p)), "the diagonal"),
        ],
    ),
    "damped_step": (
        ["-g/(h + l)", "-g (h + l)^(-1)", -g / (h + l)],
        [
            ("g/(h + l)", "down is against the slope"),
            ("-g/h", "without damping"),
            ("-g/(h + 2l)", "is l s"),
            ("-g (h + l)", "the shorter the step"),
            ("-g/h - l", "the whole bracket"),
            ("-g/h + l", "the whole bracket"),
            ("-g/(h + lambda)", "I do not know"),
        ],
    ),
    "off_the_saddle": (
        [[0, 0.2], np.array([0, 0.2]), "0, 1/5"],
        [
            ([0, 0], "the saddle"),
            ([0, -0.2], "away from 0"),
            ([2, 0.2], "Along x"),
            ([-1, 0.1], "Add it to the point"),
            ([0, 0.1], "Add it."),
        ],
    ),
    "largest_n": (
        [31622, 31622.0, "31622"],
        [(1e9, "They are n²"), (31623, "a little above"), (89442, "8 bytes"), (1000, "much more")],
    ),
    "bb_rate": (
        [
            lambda s, y: s @ s / (s @ y),
            lambda s, y: np.sum(s**2) / np.sum(s * y),
            lambda s, y: 1 / np.linalg.lstsq(s[:, None], y, rcond=None)[0][0],
            lambda s, y: np.dot(s, s) / np.dot(y, s),
        ],
        [
            (lambda s, y: s @ y / (s @ s), "turn the fraction round"),
            (lambda s, y: s @ y / (y @ y), "the other rate"),
            (lambda s, y: np.linalg.norm(s) / np.linalg.norm(y), "the lengths alone"),
            (lambda s, y: -(s @ s) / (s @ y), "The sign"),
            (lambda s, y: s / y, "One rate for all weights"),
            (lambda s, y: 1 / (s @ y), "Multiplied by s·s"),
            (lambda s, y: (s @ s / (s @ y)) ** 2, "the square of what it should be"),
        ],
    ),
}
