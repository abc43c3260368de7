"""Lesson 2: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

h, d = sp.symbols("h d", real=True)
STOPS = 0.5 ** np.arange(30)


def kept_from(f, a, slope, tolerance):
    for h in STOPS:
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return h
    return 0


def kept_by_largest(f, a, slope, tolerance):
    right = (f(a + STOPS) - f(a)) / STOPS
    left = (f(a) - f(a - STOPS)) / STOPS
    inside = (abs(right - slope) <= tolerance) & (abs(left - slope) <= tolerance)
    return max(STOPS[inside], default=0)


def kept_by_halving(f, a, slope, tolerance):
    h = 1
    while max(abs((f(a + s * h) - f(a)) / (s * h) - slope) for s in (1, -1)) > tolerance:
        h = h / 2
        if h < 1e-9:
            return 0
    return h


def right_alone(f, a, slope, tolerance):
    near = (h for h in STOPS if abs((f(a + h) - f(a)) / h - slope) <= tolerance)
    return next(near, 0.0)


def strictly(f, a, slope, tolerance):
    return kept_from(f, a, slope, 0.999 * tolerance)


TABLE = {
    "slope_at_three": (["6", 2], [("3", "2x"), ("9", "The value there is 9")]),
    "straight": (
        ["the parabola", 1],
        [(2, "A corner stays a corner"), ("all three", "new teeth at every zoom")],
    ),
    "settles": (["no", 2], [("yes", "turns for ever")]),
    "gap_halved": (["0.0012", 2], [(1, "A quarter"), ("0.0006", "a half of a half")]),
    "top": (["zero", 2], [(1, "the tangent is level"), (3, "climbs fastest")]),
    "built": (
        [kept_from, kept_by_largest, kept_by_halving],
        [
            (right_alone, "to the right alone"),
            (strictly, "use <="),
            (lambda f, a, slope, tolerance: tolerance, "Return the h"),
            (lambda f, a, slope, tolerance: 1.0, "Not yet"),
            (lambda f: 1.0, "Not yet"),
            (0.25, "Not yet"),
        ],
    ),
    "nearby": (
        [6.8, "7 - 2*0.1", sp.Rational(34, 5)],
        [
            (7.2, "where the slope is negative"),
            (5, "a step of 1"),
            (-0.2, "the new value"),
            ("6,8", "6,8 means 6 and 8. The decimal sign is a point: 6.8."),
            ([6.8], "give it alone"),
            ("7 - 2*0,1", "The decimal sign is a point: 7 - 2*0.1"),
        ],
    ),
    "within": (
        [0.02, "0.06/3", sp.Rational(1, 50), "1/50", ".02", "h <= 0.02"],
        [
            (0.06, "not by h"),
            (0.18, "Divide"),
            (12.06, "Which h leads there"),
            (2, "Not yet"),
            (-0.02, "the sign is not"),
            ("0,02", "The decimal sign is a point"),
            ("h >= 0.02", "the comparison says above"),
        ],
    ),
    "quotient_of_cube": (
        [
            ["12 + 6h + h^2", "12"],
            "h² + 6h + 12, 12",
            ["((2 + h)^3 - 8)/h", "3*2^2"],
            [12 + 6 * h + h**2, 12],
        ],
        [
            (["12 + 6h", "12"], "A power of h is lost"),
            (["12h + 6h^2 + h^3", "0"], "Divide it by h"),
            (["12h + 6h^2 + h^3", "12"], "the formula is the rise"),
            (["6h + h^2", "0"], "A term is lost"),
            (["12 + 6h + h^2", "8"], "the value of x³ at 2"),
            (["12 + 6h + h^2", "18"], "Let h go to 0"),
            (["12 + 6h + h^2", "19"], "the quotient at h = 1"),
            (["12 + 6h + h^2", "0"], "does the quotient tend to"),
            ("12 + 6h + h^2", "2 formulas are asked for, not one."),
            (["12 + 6x + x^2", "12"], "I do not know 'x'"),
        ],
    ),
    "huber": (
        [["d", "-d^2/2"], "d, -d²/2", [d, -d * d / 2]],
        [
            (["d", "0"], "it jumps"),
            (["d/2", "0"], "there is a kink"),
            (["d", "d^2/2"], "the sign of k"),
            (["d", "-0,5d^2"], "The decimal sign is a point: -0.5d^2"),
            ("d", "2 formulas are asked for, not one."),
        ],
    ),
    "flat_at_zero": (
        [[1, 2**-0.5], [1, 0.707], "1, 1/sqrt(2)", [1, "2^(-1/2)"]],
        [
            ([0, 2**-0.5], "And its slope?"),
            ([1, 0.5], "belongs to p = 2"),
            ([1, 2**0.5], "The bend shrinks"),
            ([1, 2**-1.5], "magnified by 2 again"),
            ([2, 2**-0.5], "flat at 0, too"),
            (1, "2 numbers are asked for, not one."),
        ],
    ),
}
