"""Lesson 13: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np
import sympy as sp

a, x = sp.symbols("a x", positive=True)

TABLE: dict[str, Any] = {
    "next_error": (
        ["about 1e-12", 3],
        [(1, "The error is squared"), ("about 1e-9", "doubles")],
    ),
    "borders": (
        ["no smooth curve anywhere", 3],
        [(1, "the third is there too"), ("three smooth curves", "only two sides")],
    ),
    "foot": (
        ["hardly at all", 3],
        [(1, "the landing curve is level"), ("half as fast", "f is 0")],
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
    "halvings": (
        [34, 34.0, "34"],
        [
            (33, "a little longer"),
            (10, "one binary digit"),
            (100, "far more"),
            (35, "34 halvings are enough"),
            (23, "e in place of 2"),
            (33.2, "too small"),
        ],
    ),
    "bracket_or_not": (
        [[1, 1, 0, 0], (1, 1, 0, 0), np.array([1, 1, 0, 0]), "1, 1, 0, 0"],
        [
            ([1, 1, 1, 0], "c: x² + 1 is never 0"),
            ([1, 1, 0, 1], "d: (x − 1)²"),
            ([1, 1, 1, 1], "It does not in c and in d"),
            ([0, 1, 0, 0], "a: f(−2)"),
            ([1, 0, 0, 0], "b: ∛x"),
            ([0, 0, 1, 1], "the other way round"),
            ([1, 1, 0], "4 numbers are asked for, not 3."),
        ],
    ),
    "reciprocal": (
        ["x (2 - a x)", "2x - a x^2", "x + x - a*x*x", x * (2 - a * x), "x(2-ax)"],
        [
            ("x (2 + a x)", "A sign"),
            ("a x^2", "subtract the quotient"),
            ("x - a x^2", "Subtract the quotient from x"),
            ("1/a", "the root itself"),
            ("2 - a x", "Multiplied by x"),
            ("x - a", "the derivative of 1/x"),
        ],
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
