"""Lesson 7: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

z, a, b = sp.symbols("z a b", real=True)
reasons = [1, 2, 1, 2, 3, 3, 4, 3]
SHARES = np.linspace(0, 1, 41)


def but(place: int, reason: int) -> list[int]:
    return [*reasons[:place], reason, *reasons[place + 1 :]]


def gaps(f, a, b):
    return (1 - SHARES) * f(a) + SHARES * f(b) - f((1 - SHARES) * a + SHARES * b)


def lowest_gap(f, a, b):
    return gaps(f, a, b).min()


def lowest_by_loop(f, a, b):
    return min(f(a) + t * (f(b) - f(a)) - f(a + t * (b - a)) for t in SHARES)


def lowest_from_right(f, a, b):
    return np.min(gaps(f, b, a))


TABLE = {
    "one_valley": (["yes", 1], [("no", "bends down there")]),
    "mean_of_squares": (
        ["the mean of the squares", 1],
        [(2, "their centre lies above it"), (3, "The gap is the variance")],
    ),
    "level_point": (["no, nowhere", 2], [(1, "lies above its tangent")]),
    "two_pieces": (
        ["two wells alone", 1],
        [("Welsch and two wells", "One valley gives one piece"), (3, "convex or not")],
    ),
    "every_line": (["not always", 2], [("yes, always", "leave a point along a curve")]),
    "built": (
        [lowest_gap, lowest_by_loop, lowest_from_right],
        [
            (lambda f, a, b: -lowest_gap(f, a, b), "The sign"),
            (lambda f, a, b: (f(a) + f(b)) / 2 - f((a + b) / 2), "the middle of the chord alone"),
            (lambda f, a, b: 0.0, "Not yet"),
            (lambda f, a, b: gaps(f, a, b), "Not yet"),
            (0.0, "Not yet"),
        ],
    ),
    "jensen": (
        [[5, 4], "5, 4", "(1 + 9)/2, ((1 + 3)/2)^2", (5.0, sp.Integer(4))],
        [
            ([4, 5], "In the opposite order"),
            ([5, 5], "What is its square?"),
            ([10, 4], "not their sum"),
            ([4, 4], "First square, then average"),
            ([5, 2], "Square it"),
            (5, "2 numbers are asked for, not one."),
        ],
    ),
    "eight_losses": (
        [reasons, np.array(reasons), "1, 2, 1, 2, 3, 3, 4, 3"],
        [
            (but(0, 3), "A: the second derivative of z² is 2"),
            (but(1, 1), "B: at its kink"),
            (but(2, 4), "C: try its chords"),
            (but(3, 1), "D: at z = 1 it has a kink"),
            (but(4, 1), "E: between 0 and 1"),
            (but(5, 1), "F: far out it flattens"),
            (but(6, 2), "G: it is the smaller of two"),
            (but(7, 1), "H: at (0, 0) the Hessian has 0 on its diagonal"),
            (but(3, 7), "D: choose 1, 2, 3 or 4"),
            ([1, 2, 2, 1, 1, 1, 1, 1], "C: ln(1 + e⁻ᶻ) has no kink"),
            ([1, 2, 1], "8 numbers are asked for, not 3."),
        ],
    ),
    "logistic": (
        [
            ["-1/(1 + e^z)", "e^z/(1 + e^z)^2"],
            ["-e^(-z)/(1 + e^(-z))", "sigmoid(z)(1 - sigmoid(z))"],
            [sp.diff(sp.log(1 + sp.exp(-z)), z, k) for k in (1, 2)],
        ],
        [
            (["1/(1 + e^z)", "-e^z/(1 + e^z)^2"], "the inner derivative of e^(−z)"),
            (["1/(1 + e^(-z))", "e^z/(1 + e^z)^2"], "lacks its inner derivative"),
            (["-1/(1 + e^z)", "-e^z/(1 + e^z)^2"], "two minus signs meet"),
            (["-1/(1 + e^z)", "1/(1 + e^z)^2"], "an inner derivative is missing"),
            (["-1/(1 + e^x)", "e^z/(1 + e^z)^2"], "I do not know 'x'"),
            (["-e^(-z)", "e^(-z)"], "f′ of yours is -0.746, and it should be -0.427"),
        ],
    ),
    "gershgorin": (
        [1, "3 - 2", "3 - 1 - 1", 1.0],
        [
            (3, "Take away the sizes"),
            (2, "Another row gives less"),
            (5, "lowest lower end"),
            (4, "the sizes count"),
            (-1, "the sign is not"),
            (1.7857, "Not yet"),
            ([2, 1, 3], "Not yet"),
        ],
    ),
    "between": (
        [
            ["(a + b)/2", "-(a - b)^2/4"],
            "a/2 + b/2, (a - b)(b - a)/4",
            [(a + b) / 2, -(((a - b) / 2) ** 2)],
        ],
        [
            (["(a + b)/2", "(a - b)^2/4"], "it is below zero"),
            (["(a + b)/2", "-(a - b)^2"], "m is right"),
            (["a + b", "a b"], "level in m"),
            (["sqrt(a b)", "-(a - b)^2/4"], "is midway"),
        ],
    ),
}
