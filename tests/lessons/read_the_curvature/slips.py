"""Lesson 6: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

from calclib import landscapes, numeric

z, a, b = sp.symbols("z a b", real=True)
gradient, here, h = landscapes.rosenbrock.gradient, np.ones(2), 1e-5
steps = h * np.eye(2)
ahead, behind = gradient(here + steps), gradient(here - steps)
reasons = [1, 2, 1, 2, 3, 3, 4, 3]


def but(place: int, reason: int) -> list[int]:
    return [*reasons[:place], reason, *reasons[place + 1 :]]


TABLE = {
    "half_distance": (["8 times as much", 3], [(1, "has h³ in it"), (2, "2³ = 8")]),
    "level_lines": (["two", 3], [("none", "from up to down"), ("one", "passes zero twice")]),
    "every_line": (["not always", 2], [("yes, always", "not all the ways")]),
    "ten_times": (
        ["about 10 times as many", 3],
        [(1, "44 become 459"), (2, "leaves 1 − 1/κ")],
    ),
    "built": (
        [
            (ahead - behind) / (2 * h),
            numeric.hessian(landscapes.rosenbrock)(1.0, 1.0),
            [[802, -400], [-400, 200]],
        ],
        [
            ((ahead - gradient(here)) / h, "one side only"),
            (ahead - behind, "Divide it by the distance 2h"),
            ((ahead - behind) / h, "twice what it should be"),
            ((behind - ahead) / (2 * h), "ahead minus the gradient behind"),
            ([802, 200], "The shape should be (2, 2)"),
            ([[800, -400], [-400, 200]], "Entry [0, 0] is 2 too small"),
            (np.zeros((2, 2)), "Entry [0, 0] is too small"),
            (np.full((2, 2), np.nan), "Entry [0, 0] is nan"),
            (gradient, "this is a function: call it"),
        ],
    ),
    "nearby": (
        [1.92, "2 - 0.1 + 2*0.1^2", sp.Rational(48, 25)],
        [
            (1.9, "Add the term with f″"),
            (1.94, "A half is missing"),
            (1.88, "above its tangent"),
            (2.12, "it is −1"),
            (3, "The step here is 0.1"),
            ("1,92", "The decimal sign is a point: 1.92"),
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
            ([1, 2, 1], "The shape should be (8,)"),
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
            (["-e^(-z)", "e^(-z)"], "entry [0] of yours is -0.746, and it should be -0.427"),
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
