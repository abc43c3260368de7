"""Lesson 14: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np
import sympy as sp

from calclib.arrays import Array
from calclib.functions.function import Function

a, g, h, l = sp.symbols("a g h l", positive=True)  # noqa: E741


def solved(f: Function, theta: Array) -> Array:
    return theta - np.linalg.solve(f.hessian(theta), f.gradient(theta))


def inverted(f: Function, theta: Array) -> Array:
    return theta - np.linalg.inv(f.hessian(theta)) @ f.gradient(theta)


def by_hand(f: Function, theta: Array) -> Array:
    (p, q), (_, r) = f.hessian(theta)
    u, v = f.gradient(theta)
    return theta - np.array([r * u - q * v, p * v - q * u]) / (p * r - q * q)


TABLE: dict[str, Any] = {
    "next_error": (
        ["about 1e-12", 3],
        [(1, "The error is squared"), ("about 1e-9", "doubles")],
    ),
    "borders": (
        ["no smooth curve anywhere", 3],
        [(1, "the third is there too"), ("three smooth curves", "only two sides")],
    ),
    "to_the_top": (
        ["on the top of the hill", 3],
        [(1, "the curve bends down"), ("in the left valley", "is its top")],
    ),
    "valley_steps": (
        ["5", 1],
        [(2, "the right units"), ("500", "both directions")],
    ),
    "three_tangents": (
        [
            [2, 1.5, 17 / 12, 577 / 408],
            np.array([2, 1.5, 1.4166666667, 1.4142156863]),
            "2, 3/2, 17/12, 577/408",
        ],
        [
            ([2, 2.5, 3.35, 4.726492537313433], "the tangent leads down"),
            ([2, 0, 2, 0], "Divide the height by the slope"),
            ([2, -6, 402, -129927606], "not multiply"),
            ([2, 0.5, -1.75, -0.303571428571428], "subtract it from where you stand"),
            ([2, 1.5, 1.5, 1.5], "where the last one ended"),
            (577 / 408, "return all of them"),
            ([1.5, 17 / 12, 577 / 408], "The start is missing"),
        ],
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
    "constant": (
        ["1/(2 sqrt(a))", "1/(2√a)", 1 / (2 * sp.sqrt(a))],
        [
            ("1/sqrt(a)", "The half is missing"),
            ("1/(2a)", "not to a"),
            ("2 sqrt(a)", "below the line"),
            ("1/2", "It depends on a"),
            ("sqrt(a)/2", "divide by 2√a"),
        ],
    ),
}
