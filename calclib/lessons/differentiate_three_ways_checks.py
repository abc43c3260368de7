"""The exercises of lesson 3: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from typing import Any

import numpy as np

from calclib.derivatives import numeric
from calclib.practice import BLANK, Verdict, check, exercise

power = exercise(
    "The power p for which the best step of a central difference is about ε^p.",
    1 / 3,
    slips={
        1 / 2: "That is the forward difference, whose error shrinks only as h.",
        2 / 3: "That is the power of the error that remains; the step is asked for.",
        1 / 5: "That is Richardson's difference, whose error shrinks as h⁴.",
    },
    further="The step 6e-6 of float64.",
)
dual_by_hand = exercise(
    "Value and slope of x·x·x + 2x at x = 2.",
    [12.0, 14.0],
    slips={
        (12.0, 3.0): "The slope of a product is not the product of the slopes.",
        (12.0, 12.0): "The slope of 2x is missing.",
        (12.0, 0.0): "x itself has slope 1: start from (2, 1).",
    },
    further="3x² + 2 says the same.",
)
corrected = exercise(
    "The right second entry of the gradient of ln(1 + exp(u v)).",
    "u/(1 + exp(-u v))",
    variables=("u", "v"),
    slips={
        "1/(1 + exp(-u v))": "That is what the program has; it holds only where u = 1.",
        "v/(1 + exp(-u v))": "That is the first entry, along u.",
        "u exp(-u v)/(1 + exp(-u v))": "That is the slope of ln(1 + exp(-u v)), but for its sign.",
    },
    further="The inner derivative of u v along v is u.",
)
weights = exercise(
    "Weights [a, b] so that a C(h) + b C(2h) loses the error term in h².",
    [4 / 3, -1 / 3],
    slips={
        (2.0, -1.0): "That cancels an error in h, as forward differences have it.",
        (-1 / 3, 4 / 3): "The other way round: the smaller step deserves the larger weight.",
        (4.0, -1.0): "The error cancels, but with these weights the slope comes out tripled.",
    },
    further="Written out, this is the five-point rule.",
)
RULES: tuple[tuple[str, Any, float, dict[str | float, str]], ...] = (
    ("the sum", lambda dual, sin: dual(3.0, 1.0) + dual(2.0, 5.0), 6.0, {}),
    (
        "the product",
        lambda dual, sin: dual(3.0, 1.0) * dual(2.0, 5.0),
        17.0,
        {5.0: "You multiplied the slopes.", 13.0: "Each slope goes with the other's value."},
    ),
    (
        "the sine",
        lambda dual, sin: sin(dual(2.0, 3.0)),
        float(3 * np.cos(2.0)),
        {
            float(np.cos(2.0)): "The inner slope is missing.",
            float(np.cos(3.0)): "The cosine is taken at the value, times the slope.",
        },
    ),
)


def built(dual: Any, sin: Any) -> Verdict:
    """Check a learner's dual numbers, rule by rule, by the slope that each rule gives.

    dual: a class of (value, slope) with + and *; sin: a function of one. Never raises.

    >>> built(complex, np.sin)
    Not yet. In the sum: AttributeError: 'complex' object has no attribute 'slope'.
    """
    for words, run, slope, slips in RULES:
        try:
            verdict = check(run(dual, sin).slope, slope, slips=slips)
        except Exception as error:  # a learner's class may raise anything
            return Verdict(False, f"Not yet. In {words}: {type(error).__name__}: {error}.")
        if verdict.passed is None:
            return Verdict(None, f"{BLANK} Now: {words}.")
        if not verdict.passed:
            return Verdict(False, f"{verdict.message} Look at {words}.")
    return Verdict(True, "Right. Every program of +, · and sin now carries its own derivative.")


def far_out(h: Any) -> Verdict:
    """Check a step h for the central difference of sin at a million: an error below 1e-6.

    >>> far_out(1e-8).passed, far_out(1e-4).passed, far_out(8.0).passed
    (False, True, False)
    """
    if h is None or h is ...:
        return Verdict(None, BLANK)
    try:
        slope = numeric.derivative(np.sin, "central", h=float(h))(1e6)
    except (TypeError, ValueError):
        return Verdict(False, "Not yet. A step is one positive number, such as 1e-8.")
    error = float(abs(slope / np.cos(1e6) - 1))
    if error >= 1e-6:
        cause = "curve bends within the step" if h > 1e-3 else "rounding is divided by the step"
        return Verdict(False, f"Not yet. The error is {error:.0e}: the {cause}.")
    return Verdict(True, f"Right. The error is {error:.0e}.")
