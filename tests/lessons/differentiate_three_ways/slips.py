"""Lesson 4: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np
import sympy as sp

u, v = sp.symbols("u v", real=True)


class Learner:
    """Dual numbers as a learner writes them."""

    def __init__(self, value: Any, slope: Any) -> None:
        self.value, self.slope = value, slope

    def __add__(self, other: Any) -> Any:
        return type(self)(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: Any) -> Any:
        slope = self.slope * other.value + self.value * other.slope
        return type(self)(self.value * other.value, slope)


class Shorter(Learner):
    def __mul__(self, other: Any) -> Any:
        return Shorter(
            self.value * other.value, other.slope * self.value + other.value * self.slope
        )


class Slipping(Learner):
    def __mul__(self, other: Any) -> Any:
        return Slipping(self.value * other.value, self.slope * other.slope)


class Exchanged(Learner):
    def __mul__(self, other: Any) -> Any:
        slope = self.slope * self.value + other.value * other.slope
        return Exchanged(self.value * other.value, slope)


def sine(x: Any) -> Any:
    return type(x)(np.sin(x.value), np.cos(x.value) * x.slope)


TABLE = {
    "to_the_end": (
        ["it falls, and then grows", 3],
        [(1, "divided by h"), (2, "divided by h")],
    ),
    "step_on_the_map": (
        ["about 1e-3", 3],
        [(1, "divided by the step"), (2, "divided by the step")],
    ),
    "slope_of_square": (
        ["−3", 3],
        [("1", "slope of x itself"), ("2.25", "value of the line")],
    ),
    "step_of_float32": (
        ["3e-4", 3],
        [("1e-8", "a step that is not there"), ("1e-7", "ε itself"), (4, "central differences")],
    ),
    "swollen": (["about 2,000", 3], [(1, "writes x twice"), (2, "everything twice again")]),
    "power": (
        [1 / 3, "1/3", sp.Rational(1, 3)],
        [
            ("1/2", "the forward difference"),
            (2 / 3, "the step is asked for"),
            (1 / 5, "Richardson"),
            (3, "1 divided by what it should be"),
        ],
    ),
    "dual_by_hand": (
        [[12, 14], "12, 14", np.array([12.0, 14.0]), "12 + 14δ", "12 + 14·δ", "f = 12 + 14ε"],
        [
            ([12, 3], "not the product of the slopes"),
            ([12, 12], "The slope of 2x"),
            ([12, 0], "x itself has slope 1"),
            ([14, 12], "in the opposite order"),
        ],
    ),
    "corrected": (
        ["u/(1 + exp(-u v))", "u sigmoid(u v)", u * sp.exp(u * v) / (1 + sp.exp(u * v))],
        [
            ("1/(1 + exp(-u v))", "only where u = 1"),
            ("v/(1 + exp(-u v))", "the first entry"),
            ("u exp(-u v)/(1 + exp(-u v))", "but for its sign"),
            ("x/(1 + exp(-u v))", "x"),
        ],
    ),
    "weights": (
        [[4 / 3, -1 / 3], "4/3, -1/3", (sp.Rational(4, 3), -sp.Rational(1, 3))],
        [
            ([2, -1], "as forward differences have it"),
            ([-1 / 3, 4 / 3], "The other way round"),
            ([4, -1], "tripled"),
        ],
    ),
    "built": (
        [(Learner, sine), [Shorter, sine], (Shorter, lambda x: sine(x))],
        [
            ((Slipping, sine), "multiplied the slopes"),
            ((Exchanged, sine), "the other's value"),
            ((Learner, lambda x: Learner(np.sin(x.value), np.cos(x.value))), "inner slope"),
            ((Learner, lambda x: Learner(np.sin(x.value), np.cos(x.slope))), "at the value"),
            ((Learner, lambda x: Learner(x.value, sine(x).slope)), "the value of a sine"),
            ((complex, np.sin), "no attribute 'slope'"),
            (Learner, "two things"),
        ],
    ),
    "far_out": (
        [5e-4, "2e-4", 2.0**-17, "2^-17", "1/131072"],
        [
            (1e-8, "rounding is divided"),
            ("7.6·10⁻⁶", "rounding is divided"),  # rounded, it is no power of two
            (0.1, "curve bends"),
            (-1, "one positive number"),
            ("small", "one positive number"),
        ],
    ),
}
