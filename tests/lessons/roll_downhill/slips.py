"""Lesson 9: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

a, b = sp.symbols("a b")

TABLE = {
    "larger_rate": (
        ["only up to some rate", 2],
        [("yes, always", "overshoots"), ("no, later and later", "larger ones help")],
    ),
    "a_fifth_smaller": (
        ["short of the bottom", 3],
        [("at the bottom", "1.5 long"), ("between two points", "1.5 long")],
    ),
    "off_the_cliff": (
        ["far beyond it, for good", 2],
        [("at the minimum", "the slope is 25"), ("still above the cliff", "is flat")],
    ),
    "flies_out": (
        ["0.5", 3],
        [("2", "Twice the curvature"), ("1", "their product"), ("0.25", "halves the rate")],
    ),
    "first_to_arrive": (
        ["2/101 = 0.0198", 3],
        [("0.005", "0.01 lands"), ("0.01", "creeps along"), ("0.01999", "0.01 lands")],
    ),
    "at_the_cliff": (
        ["up to about 20", 3],
        [(1, "20 is 2/α"), (2, "20 is 2/α"), ("up without end", "ground less curved")],
    ),
    "ten_times_kappa": (
        ["about 690", 3],
        [("about 140", "in proportion to κ"), (2, "about 1 − 2/κ")],
    ),
    "first_to_empty": (
        ["the most curved", 3],
        [(1, "below 2/λ"), (2, "below 2/λ"), ("none", "below 2/λ")],
    ),
    "built": (
        [[1, 0.5, 0.25], np.array([1, 0.5, 0.25]), "1, 1/2, 1/4"],
        [
            ([1, 1.5, 2.25], "uphill"),
            ([1, -1, 1], "the learning rate"),
            ([1, 0.75, 0.5625], "not the point itself"),
            ([1, 0.5, 0.5], "the newest point"),
            ([0.25, 0.25, 0.25], "changed in place"),
            ([1, 0.75, 0.5], "shrink with the slope"),
            (0.25, "return all of them"),
            (
                [[1, 2], [0.5, 1], [0.25, 0.5]],
                "3 numbers in a line are asked for, not 3 rows of 2.",
            ),
        ],
    ),
    "landing_rate": (
        [0.125, "1/8", sp.Rational(1, 8)],
        [
            (0.25, "the edge"),
            (8, "λ itself"),
            (0.5, "where λ is 2"),
            (-0.125, "the sign is not"),
            ("0,125", "a point: 0.125"),
        ],
    ),
    "steps_to_ten": (
        [232, 232.0, "232"],
        [
            (231, "still below 10"),
            (233, "One step before"),
            (900, "of what it is"),
            (231.4, "should be whole"),
            (230, "This number is 2 too small"),
        ],
    ),
    "best_rate": (
        ["2/(a + b)", "1/((a + b)/2)", 2 / (a + b)],
        [
            ("2/b", "the edge"),
            ("1/b", "creeps along"),
            ("(a + b)/2", "1 divided by it"),
            ("1/sqrt(a b)", "geometric mean"),
            ("(a + b)/(2ab)", "rates that land"),
            ("2/a + b", "put brackets"),
            ("1/a + b", "put brackets"),
            ("1/(a + b)", "half the best rate"),
            ("2/(a + c)", "I do not know 'c'"),
        ],
    ),
    "sure_steps": (
        [6908, 6908.0, "6908"],
        [
            (6907, "a little above"),
            (691, "κ = 100"),
            (6907.8, "should be whole"),
            ("6,9", "a point: 6.9"),
        ],
    ),
}
