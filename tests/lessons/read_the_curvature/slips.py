"""Lesson 6: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

from calclib import landscapes, numeric

gradient, here, h = landscapes.rosenbrock.gradient, np.ones(2), 1e-5
steps = h * np.eye(2)
ahead, behind = gradient(here + steps), gradient(here - steps)

TABLE = {
    "half_distance": (["8 times as much", 3], [(1, "has h³ in it"), (2, "2³ = 8")]),
    "still_a_bowl": (
        ["it becomes a saddle", 2],
        [(1, "Along the diagonal y = −x"), ("it becomes a dome", "For f_xy above 1")],
    ),
    "level_lines": (["two", 3], [("none", "from up to down"), ("one", "passes zero twice")]),
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
            ([802, 200], "2 rows of 2 numbers are asked for, not 2 in a line."),
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
    "determinant": (
        [4, "sqrt(16)", "2*2", sp.Integer(4)],
        [
            (16, "Which c is that?"),
            (8, "compared with c²"),
            (5, "half the trace"),
            (2, "still a bowl"),
            (-4, "That is the smallest"),
            ("4, -4", "Not yet"),
            (3.5, "Not yet"),
        ],
    ),
    "ratio": (
        [4, "8/2", 4.0, "4"],
        [
            (10 / 16, "First find both eigenvalues"),
            ("1/4", "The larger divided by the smaller"),
            (6, "difference of the eigenvalues"),
            (10, "the sum of the two eigenvalues"),
            (16, "the product of the two eigenvalues"),
            (160, "the sum and the product"),
            ([2, 8], "Not yet"),
            (2, "Not yet"),
        ],
    ),
    "flat_lines": (
        [
            ["-c - sqrt(c^2 - 1)", "-c + sqrt(c^2 - 1)"],
            "-c - √(c² - 1), -c + √(c² - 1)",
            ["-(c + (c^2 - 1)^(1/2))", "-1/(c + sqrt(c^2 - 1))"],
        ],
        [
            (["-c + sqrt(c^2 - 1)", "-c - sqrt(c^2 - 1)"], "the smaller one first"),
            (["c - sqrt(c^2 - 1)", "c + sqrt(c^2 - 1)"], "needs negative k"),
            (["-c/2 - sqrt(c^2/4 - 1)", "-c/2 + sqrt(c^2/4 - 1)"], "the middle term is 2ck"),
            (["-2c - sqrt(4c^2 - 4)", "-2c + sqrt(4c^2 - 4)"], "Divide by 2"),
            ("-c", "2 formulas are asked for, not one."),
            (["-1", "1"], "Not yet"),
        ],
    ),
}
