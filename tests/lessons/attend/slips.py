"""Lesson 20: each question with right answers, and wrong ones with what each is told."""

import math

import numpy as np

from calclib.expressions.elementary import softmax
from calclib.lessons.attend.checks import BUILT, KEYS, QUERY, VALUES, found_and_slope

UNSCALED = found_and_slope(lambda q, k, v: softmax(k @ q) @ v)
BY_D = found_and_slope(lambda q, k, v: softmax(k @ q / 2) @ v)
BY_KEYS = found_and_slope(lambda q, k, v: softmax(k @ q / len(k) ** 0.5) @ v)
RAW = found_and_slope(lambda q, k, v: (k @ q / 2**0.5) @ v)
OF_KEYS = found_and_slope(lambda q, k, v: softmax(k @ q / 2**0.5) @ k)
TORCH = [2.2482550782577233, 0.25523476522683075, -0.35108569860006605, 0.26392689101893924]

TABLE = {
    "absent_row": (
        ["in those steps, and for some dozens of steps after each", 2],
        [(1, "the row walks on"), (3, "the row walks on")],
    ),
    "long_query": (
        ["it becomes nearly 0", 3],
        [(1, "One key takes all"), (2, "One key takes all")],
    ),
    "largest_weight": (
        ["about 0.9", 3],
        [("about 0.1", "hardly differ"), ("about 0.4", "four numbers")],
    ),
    "beats_counting": (
        ["about 500", 2],
        [(1, "2 of 5 seeds"), (3, "2 of 5 seeds"), (4, "2 of 5 seeds")],
    ),
    "warm_up": (
        ["it raises it a little", 2],
        [(1, "small enough to start with"), (3, "small enough to start with")],
    ),
    "built": (
        [list(BUILT), np.array(BUILT), TORCH],
        [
            (UNSCALED, "Divide the scores by √d"),
            (BY_D, "not by d"),
            (BY_KEYS, "counts the keys"),
            (RAW, "not weights yet"),
            (OF_KEYS, "mixed are the values"),
            (softmax(KEYS @ QUERY / 2**0.5), "4 numbers are asked for, not 3."),
            (VALUES[1], "4 numbers are asked for, not 2."),
        ],
    ),
    "divisor": (
        [32, "sqrt(64*16)", "4 sqrt(64)", 32.0],
        [
            (8, "entries of variance 1"),
            (1024, "Divide by its root"),
            (16, "64 of them"),
            (256, "Both factors"),
            (64, "the root of the variance"),
            (4, "for one product"),
        ],
    ),
    "lost_steps": (
        [24.5, "50 - 25.5", "49/2"],
        [
            (25.5, "How much is missing"),
            (25, "ends at α itself"),
            (50, "not 0"),
            (1275, "Divide by 50"),
            (1225, "in fiftieths"),
            (24, "1,275"),
        ],
    ),
    "evenly": (
        [math.exp(2.1), 8.166, "e^2.1"],
        [
            (2**2.1, "That is for bits"),
            (2.1 / math.log(2), "cost in bits"),
            (27 - math.exp(2.1), "rules out"),
            (27 / 2.1, "undo it"),
        ],
    ),
    "row_of_jacobian": (
        [[0.25, -0.15, -0.1], np.array([0.25, -0.15, -0.1]), "0.25, -0.15, -0.1"],
        [
            ([0.25, 0, 0], "sum of 1"),
            ([0.25, 0.15, 0.1], "The sign"),
            ([0.5, -0.15, -0.1], "Its own score"),
            ([0.25, -0.21, -0.16], "product of two weights"),
            ([-0.25, 0.15, 0.1], "turned round"),
        ],
    ),
    "masked": (
        [[0.7311, 0.2689, 0], softmax(np.array([2.0, 1.0, -1e9])), "0.7311, 0.2689, 0"],
        [
            (softmax(np.array([2.0, 1.0, 3.0])), "has to guess"),
            (softmax(np.array([2.0, 1.0, 3.0])) * [1, 1, 0], "add up"),
            ([1, 0, 0], "look at itself"),
            ([2 / 3, 1 / 3, 0], "shares of the scores"),
        ],
    ),
    "log_counts": (
        [math.log(2), 0.6931, "ln 2"],
        [
            (3, "Counts differ by 3"),
            (2, "ratio of the probabilities"),
            (1, "base 2"),
            (-math.log(2), "more frequent letter"),
        ],
    ),
    "share_absent": (
        ["b", "1 - (1 - b)", "b^2/b"],
        [
            ("1 - b", "the pair is there"),
            ("b^2", "first step without"),
            ("b/(1 - b)", "divide by the whole"),
            ("0.9", "That is for"),
        ],
    ),
}
