"""The questions of lesson 4: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable
from typing import Protocol, Self, TypeAlias

import numpy as np

from calclib.derivatives import numeric
from calclib.practice import Verdict, check, exercise, predict
from calclib.practice.comparison import numbers_of
from calclib.practice.markup import echo_sentence
from calclib.practice.reading import BlankError, UnreadableError

LESSON = "differentiate_three_ways"

ERRORS = "04-differentiate-three-ways.ipynb#Two-errors"
DUAL = "04-differentiate-three-ways.ipynb#Numbers-that-know-their-slope"

to_the_end = predict(
    "h shrinks from 1 to 1e-16. What becomes of the error of the secant's slope?",
    ["it falls to the end", "it falls, and then stays", "it falls, and then grows"],
    answer="it falls, and then grows",
    why="The computer rounds the two values, and that error is divided by h.",
    link=ERRORS,
    key=(LESSON, "to_the_end"),
)
step_on_the_map = predict(
    "The step is 1e-12. How large is the largest error on the map?",
    ["about 1e-12", "about 1e-7", "about 1e-3"],
    answer="about 1e-3",
    why="A rounding of ε, divided by the step, is already 2e-4.",
    link=ERRORS,
    key=(LESSON, "step_on_the_map"),
)
step_of_float32 = predict(
    "In float32, ε is 1.2e-7. What is a good step for a forward difference?",
    ["1e-8", "1e-7", "3e-4", "5e-3"],
    answer="3e-4",
    why={
        "1e-8": "1 + 1e-8 is 1 in float32: a step that is not there.",
        "1e-7": "That is ε itself, and there rounding is as large as the slope. Take about √ε.",
        "3e-4": "It is about √ε, and half of the digits remain.",
        "5e-3": "It is about ε^(1/3), which is for central differences; forward ones take √ε.",
    },
    link=ERRORS,
    key=(LESSON, "step_of_float32"),
)
slope_of_square = predict(
    "The input is −1.5 + 1δ. Which slope does the next line, a = x · x, hold?",
    ["1", "2.25", "−3"],
    answer="−3",
    why={
        "1": "That is the slope of x itself. Squaring changes it.",
        "2.25": "That is the value of the line.",
        "−3": "(x + δ)² = x² + 2x δ + δ², and δ² = 0: the slope is 2x, as in lesson 2.",
    },
    link=DUAL,
    key=(LESSON, "slope_of_square"),
)
swollen = predict(
    "The loop runs 6 times, 18 operations. How many has the formula of its derivative?",
    ["about 40", "about 200", "about 2,000"],
    answer="about 2,000",
    why="Each turn writes x twice, and the product rule writes everything twice again.",
    link="04-differentiate-three-ways.ipynb#Formulas-that-swell",
    key=(LESSON, "swollen"),
)

power = exercise(
    "The power p for which the best step of a central difference is about ε^p.",
    1 / 3,
    slips={
        1 / 2: "That is the forward difference, whose error shrinks only as h.",
        2 / 3: "That is the power of the error that remains; the step is asked for.",
        1 / 5: "That is Richardson's difference, whose error shrinks as h⁴.",
    },
    hints=[
        "The truncation error is about $h^2$, the rounding error about $\\varepsilon/h$.",
        "Where do $h^2$ and $\\varepsilon/h$ meet?",
    ],
    link=ERRORS,
    further="The step 6e-6 of float64.",
    frames=("ε^…",),
    key=(LESSON, "power"),
)
dual_by_hand = exercise(
    "Value and slope of x·x·x + 2x at x = 2.",
    [12.0, 14.0],
    slips={
        (12.0, 3.0): "The slope of a product is not the product of the slopes.",
        (12.0, 12.0): "The slope of 2x is missing.",
        (12.0, 0.0): "x itself has slope 1: start from (2, 1).",
    },
    hints=[
        "Begin with the dual number $2 + 1\\delta$, and remember $\\delta^2 = 0$.",
        "$x \\cdot x = 4 + 4\\delta$. Multiply once more by $2 + 1\\delta$.",
    ],
    link=DUAL,
    further="3x² + 2 says the same.",
    names=(("value", "f"), ("slope", "derivative", "f′")),
    key=(LESSON, "dual_by_hand"),
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
    hints=[
        "At $(1, 1)$ the slip does not show. Where is the gap at $(0.7, -1.2)$?",
        "The second entry is off. What is the inner derivative of $uv$ along $v$?",
    ],
    link="03-build-slopes.ipynb#A-chain:-stretch-after-stretch",
    further="The inner derivative of u v along v is u.",
    key=(LESSON, "corrected"),
)
weights = exercise(
    "Weights [a, b] so that a C(h) + b C(2h) loses the error term in h².",
    [4 / 3, -1 / 3],
    slips={
        (2.0, -1.0): "That cancels an error in h, as forward differences have it.",
        (-1 / 3, 4 / 3): "The other way round: the smaller step deserves the larger weight.",
        (4.0, -1.0): "The error cancels, but with these weights the slope comes out tripled.",
    },
    hints=[
        "Write out $C(2h) = f'(x) + 4Ah^2 + \\dots$ and add it to $C(h)$, each with its weight.",
        "Two conditions: one for $f'(x)$, one for $A h^2$.",
    ],
    link=ERRORS,
    further="Written out, this is the five-point rule.",
    names=("a", "b"),
    key=(LESSON, "weights"),
)


class DualNumber(Protocol):
    """What a learner's class is asked to be: a value with its slope, and the rules of + and *."""

    value: float
    slope: float

    def __add__(self, other: Self) -> Self: ...
    def __mul__(self, other: Self) -> Self: ...


MakeDual: TypeAlias = Callable[[float, float], DualNumber]  # of a value and a slope
Sine: TypeAlias = Callable[[DualNumber], DualNumber]


def _used_after_a_sum(dual: MakeDual, sin: Sine) -> DualNumber:
    x = dual(3.0, 1.0)
    return (x + dual(2.0, 5.0)) * x


def _used_after_a_product(dual: MakeDual, sin: Sine) -> DualNumber:
    x = dual(3.0, 1.0)
    return (x * dual(2.0, 5.0)) * x


NEW = "What + and * give is a new number: self and other stay what they were."
# What is tried, in words; the program; the slope that must come out; the slips it would show.
DUAL_RULES: tuple[
    tuple[str, Callable[[MakeDual, Sine], DualNumber], float, dict[float, str]], ...
] = (
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
    (
        "the value of a sum, at which a sine is taken",
        lambda dual, sin: sin(dual(3.0, 4.0) + dual(2.0, 5.0)),
        float(9 * np.cos(5.0)),
        {},
    ),
    (
        "the value of a product, at which a sine is taken",
        lambda dual, sin: sin(dual(3.0, 4.0) * dual(2.0, 5.0)),
        float(23 * np.cos(6.0)),
        {},
    ),
    (
        "the value of a sine, in a product",
        lambda dual, sin: sin(dual(2.0, 3.0)) * dual(2.0, 5.0),
        float(6 * np.cos(2.0) + 5 * np.sin(2.0)),
        {},
    ),
    ("a number that is used again after a sum", _used_after_a_sum, 23.0, {60.0: NEW}),
    ("a number that is used again after a product", _used_after_a_product, 57.0, {204.0: NEW}),
)


def rule_by_rule(answer: tuple[MakeDual, Sine]) -> Verdict:
    """Check a learner's dual numbers, rule by rule, by the slope that each rule gives.

    answer: a class of (value, slope) with + and *, and a sine for it; anything else is told what
        is missing.

    >>> rule_by_rule((complex, np.sin))
    Not yet. In the sum: AttributeError: 'complex' object has no attribute 'slope'.
    """
    try:
        dual, sin = answer
    except (TypeError, ValueError):
        return Verdict(False, "Not yet. Give two things: the class and the sine.")
    for words, run, slope, slips in DUAL_RULES:
        try:
            verdict = check(run(dual, sin).slope, slope, slips=slips)
        except Exception as error:  # a learner's class may raise anything
            reason = echo_sentence(f"{type(error).__name__}: {error}")
            return Verdict(False, f"Not yet. In {words}: {reason}.")
        if not verdict.passed:
            return verdict.with_sentence(f"Look at {words}.")
    return Verdict(True, "Right. Every program of +, · and sin now carries its own derivative.")


def small_error(answer: object) -> Verdict:
    """Check a step for the central difference of sin at a million: an error below 1e-6.

    >>> small_error(1e-8).passed, small_error("h = 10^-4").passed, small_error(8.0).passed
    (False, True, False)
    """
    no_step = Verdict(False, "Not yet. A step is one positive number, such as 1e-8.")
    try:
        given = numbers_of(answer, 1)
    except BlankError:
        raise
    except UnreadableError:
        return no_step
    if given is None or not 0 < given[0] < np.inf:
        return no_step
    h = float(given[0])
    slope = numeric.derivative(np.sin, "central", h=h)(1e6)
    error = float(abs(slope / np.cos(1e6) - 1))
    if not error < 1e-6:
        cause = "curve bends within the step" if h > 1e-3 else "rounding is divided by the step"
        return Verdict(False, f"Not yet. The error is {error:.0e}: the {cause}.")
    return Verdict(True, f"Right. The error is {error:.0e}.")


built = exercise(
    "Dual numbers: a class with + and *, and a sine.",
    judge=rule_by_rule,
    typed=False,
    hints=[
        "In `__mul__` the first number has `self.value` and `self.slope`, the second "
        "`other.value` and `other.slope`.",
        "Which two products stand before $\\delta$ in the rule of the product?",
    ],
    link=DUAL,
    key=(LESSON, "built"),
)
far_out = exercise(
    "A step for the central difference of sin at a million, with a relative error below 1e-6.",
    judge=small_error,
    hints=[
        "`np.spacing(1e6)` is the distance to the next number. How far off may $x + h$ be?",
        "For an error below 1e-10: which $h$ make $x + h$ exact?",
    ],
    link=ERRORS,
    key=(LESSON, "far_out"),
)
