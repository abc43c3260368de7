"""Practice: questions that wait for a guess, and checks that compare answers by what they mean.

A check reduces the answer and what is expected to numbers: a formula or a function becomes its
values at points, so that 2x and x + x are one answer. Then it climbs one ladder: blank, unreadable,
a slip that has a name, of another shape, close, wrong, right.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from calclib.practice.comparison import check
from calclib.practice.exercises import Exercise, exercise
from calclib.practice.overview import Progress, progress
from calclib.practice.predictions import Prediction, Span, Spot, predict
from calclib.practice.reading import OneOf
from calclib.practice.records import forget
from calclib.practice.verdict import BLANK, Verdict
from calclib.practice.walks import follow

if TYPE_CHECKING:
    from calclib.practice.drills import derivative_exercise as derivative_exercise
    from calclib.practice.drills import practise as practise

LATER = ("derivative_exercise", "practise")  # they need SymPy, which takes seconds to load
__all__ = [
    "BLANK",
    "Exercise",
    "OneOf",
    "Prediction",
    "Progress",
    "Span",
    "Spot",
    "Verdict",
    "check",
    "derivative_exercise",
    "exercise",
    "follow",
    "forget",
    "practise",
    "predict",
    "progress",
]


def __getattr__(name: str) -> object:
    """Load what needs SymPy on first use (PEP 562)."""
    if name in LATER:
        return getattr(import_module("calclib.practice.drills"), name)
    raise AttributeError(f"module 'calclib.practice' has no attribute {name!r}")
