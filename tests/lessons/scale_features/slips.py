"""Lesson 16: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np

TABLE: dict[str, Any] = {
    "surely": (
        ["almost zero", 3],
        [(1, "almost flat"), ("as long", "factor p (1 − p)")],
    ),
    "which_half": (
        ["it takes both", 3],
        [(1, "9,400"), ("dividing", "373")],
    ),
    "scale_or_not": (
        [[0, 1, 1, 0], (0, 1, 1, 0), np.array([0, 1, 1, 0]), ["no", "yes", "yes", "no"]],
        [
            ([1, 1, 1, 0], "a: the exact minimum"),
            ([0, 0, 1, 0], "b: w/1000 costs"),
            ([0, 1, 0, 0], "c: after 100 steps"),
            ([0, 1, 1, 1], "d: Newton"),
            ([1, 0, 0, 1], "the other way round"),
            (["no", "maybe", "yes", "no"], "I do not know 'maybe'"),
            ([0, 1, 1], "4 numbers are asked for, not 3."),
        ],
    ),
    "standardised": (
        [
            lambda train, new: (new - train.mean(axis=0)) / train.std(axis=0),
            lambda train, new: (new - np.mean(train, 0)) / np.sqrt(np.var(train, 0)),
            lambda train, new: new / train.std(0) - train.mean(0) / train.std(0),
        ],
        [
            (lambda train, new: (new - new.mean(axis=0)) / new.std(axis=0), "of the new samples"),
            (lambda train, new: (train - train.mean(axis=0)) / train.std(axis=0), "themselves"),
            (lambda train, new: (new - train.mean()) / train.std(), "mixes their units"),
            (lambda train, new: (new - train.mean(0)) / train.std(0, ddof=1), "by n − 1"),
            (lambda train, new: new - train.mean(axis=0), "Divide by the standard deviations too"),
            (lambda train, new: new / train.std(axis=0), "Subtract the means first"),
            (lambda train, new: new - train.mean(0) / train.std(0), "Put new − mean in brackets"),
            (lambda train, new: (new - train.mean(axis=0)) / train.var(axis=0), "its square"),
            (lambda train, new: (new - train.mean(axis=0)) * train.std(axis=0), "Divide by"),
        ],
    ),
    "how_flat": (
        [0.0099, "0.0099", "0.99 * 0.01", 0.99 * (1 - 0.99)],
        [
            (0.01, "Multiply it by p too"),
            (0.99, "Multiply it by 1 − p"),
            (0.25, "at p = 1/2"),
            (0.9801, "The second factor"),
        ],
    ),
    "kappa": (
        [4, 4.0, "4", "1.6/0.4"],
        [
            (0.25, "turn it round"),
            (1.6, "Divide it by 1 − r"),
            (0.625, "the largest rate"),
            (0.6, "the correlation itself"),
            (3.2, "Divide it by the smallest"),
        ],
    ),
    "largest_curvature": (
        ["2d", "2*d", "d + d"],
        [
            ("d", "a 2 is missing"),
            ("2", "not alike"),
            ("1/d", "the largest rate"),
            ("d^2", "a vector of ones"),
            ("2d^2", "2d times this vector"),
            ("2(d - 1)", "2d times this vector"),
        ],
    ),
}
