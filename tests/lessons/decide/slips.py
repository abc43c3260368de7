"""Lesson 21: each question with right answers, and wrong ones with what each is told."""

import numpy as np

from calclib.lessons.decide.checks import OF_THETA, UP, WITHOUT_LOG

RIGHT = [-0.0159734, 0.0159734]

TABLE = {
    "one_walk": (
        ["hardly nearer to the slope than by chance", 3],
        [("nearly the same way as the slope", "few cells"), (2, "some 16 walks")],
    ),
    "mean_moves": (
        ["it stays where it is", 3],
        [(1, "cancel in the mean"), (2, "cancel in the mean")],
    ),
    "who_locks_in": (
        ["nearly half", 3],
        [(1, "first pulls decide"), (2, "first pulls decide"), (4, "first pulls decide")],
    ),
    "ten_times": (
        ["a third or more of them never learn it", 3],
        [(1, "never tried again"), (2, "never tried again")],
    ),
    "how_long": (
        ["about 20", 2],
        [(1, "some 350 tries"), (3, "some 350 tries"), (4, "some 350 tries")],
    ),
    "built": (
        [RIGHT, np.array(RIGHT), -UP],
        [
            (UP, "The sign"),
            (-4 * UP, "not the sum"),
            (4 * UP, "with a minus"),
            (-WITHOUT_LOG, "the logarithm"),
            (-OF_THETA, "not the logarithms yet"),
        ],
    ),
    "score_of_right": (
        ["1 - p", "-p + 1", "(1 - p^2)/(1 + p)"],
        [
            ("p", "other way round"),
            ("p(1 - p)", "derivative of σ"),
            ("-p", "log π(left)"),
            ("1/p", "chain rule"),
        ],
    ),
    "best_b": (
        ["11 - p", "11(1 - p) + 10p", "10 + (1 - p)"],
        [
            ("10 + p", "mean pay"),
            ("10.5", "That is for p = 1/2"),
            ("11p + 10(1 - p)", "mean pay"),
        ],
    ),
    "biased": (
        [0, 0.0, "0"],
        [(0.25, "That is the slope"), (-0.25, "just that machine"), (0.5, "the mean of R − b")],
    ),
    "reward_to_go": (
        [[2, 3, 3], np.array([2.0, 3.0, 3.0]), "2, 3, 3"],
        [
            ([2, 2, 2], "whole return"),
            ([-1, -1, 2], "from the front"),
            ([-1, 0, 3], "all the rewards after it"),
            ([3, 3, 2], "turned round"),
            ([3, 3, 0], "of the step itself"),
        ],
    ),
    "after_one_pull": (
        [0.1192029, "1/(1 + e^2)", "e^(-1)/(e + e^(-1))"],
        [
            (0.268941, "Both numbers move"),
            (0.880797, "its probability rises"),
            (0.5, "something changes"),
            (0.0179862, "not 1 and −1"),
        ],
    ),
}
