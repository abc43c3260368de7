"""Practice: questions that wait for a guess, and checks that compare answers by what they mean.

A check reduces the answer and what is expected to numbers: a formula or a function becomes its
values at points, so that 2x and x + x are one answer. Then it climbs one ladder: blank, unreadable,
a slip that has a name, of another shape, close, wrong, right.
"""

from calclib.practice.checking import check
from calclib.practice.exercises import Exercise, exercise
from calclib.practice.predicting import Prediction, Span, Spot, predict
from calclib.practice.reading import OneOf
from calclib.practice.verdict import BLANK, Verdict

__all__ = [
    "BLANK",
    "Exercise",
    "OneOf",
    "Prediction",
    "Span",
    "Spot",
    "Verdict",
    "check",
    "exercise",
    "predict",
]
