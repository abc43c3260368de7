"""The questions of lesson 2: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.practice import exercise, predict

LESSON = "zoom_in"

LIMIT = "02-zoom-in.ipynb#What-a-limit-is"
GLASS = "02-zoom-in.ipynb#Under-the-microscope"
ONE_LINE = "02-zoom-in.ipynb#One-line,-and-no-other"
NEARBY = "02-zoom-in.ipynb#The-tangent-predicts"

slope_at_three = predict(
    "On which number do the slopes settle when a is 3?",
    ["3", "6", "9"],
    answer="6",
    why="At 1 it was 2, at 3 it is 6: the slope of x² is 2x. The value there is 9.",
    link=LIMIT,
    key=(LESSON, "slope_at_three"),
)
straight = predict(
    "At a zoom of 4,096, which of the three is a straight line to the eye?",
    ["the parabola", "the parabola and the corner", "all three"],
    answer="the parabola",
    why="A corner stays a corner; Takagi's curve has new teeth at every zoom.",
    link=GLASS,
    key=(LESSON, "straight"),
)
settles = predict(
    "This curve looks straight at every zoom. Does it have a derivative at 0?",
    ["yes", "no"],
    answer="no",
    why="The line on which it lies turns for ever: there is no one number that is its slope.",
    link=ONE_LINE,
    key=(LESSON, "settles"),
)
gap_halved = predict(
    "At h = 0.2 the tangent misses √x by 0.0046. By about how much at h = 0.1?",
    ["0.0023", "0.0012", "0.0006"],
    answer="0.0012",
    why="A quarter. Half the distance, and the quotient is off by half as much: a half of a half.",
    link=NEARBY,
    key=(LESSON, "gap_halved"),
)
top = predict(
    "Where sin x is at its highest, its derivative is",
    ["at its highest", "zero", "at its lowest"],
    answer="zero",
    why="At the top the tangent is level. f′ peaks where sin x climbs fastest.",
    link="02-zoom-in.ipynb#The-slope-is-a-function",
    key=(LESSON, "top"),
)


def first_kept(
    f: Callable[[float], float],
    a: float,
    slope: float,
    tolerance: float,
    sides: tuple[int, ...] = (1, -1),
) -> float:
    """The first h of 1, 1/2, 1/4, … at which the slopes to these sides are within the tolerance."""
    for h in 0.5 ** np.arange(30):
        slopes = [(f(a + side * h) - f(a)) / (side * h) for side in sides]
        if all(abs(one - slope) <= tolerance for one in slopes):
            return float(h)
    return 0.0


def square(x: float) -> float:
    """x²."""
    return x * x


def cube(x: float) -> float:
    """x³."""
    return x * x * x


def falling_cube(x: float) -> float:
    """−x³."""
    return -x * x * x


def corner(x: float) -> float:
    """|x|, whose slopes to the right and to the left of 0 differ."""
    return abs(x)


built = exercise(
    "A function that returns the first h of 1, 1/2, 1/4, … at which both slopes are close enough.",
    first_kept,
    inputs=[
        (square, 3.0, 6.0, 0.25),
        (cube, -2.0, 12.0, 0.75),
        (cube, 2.0, 12.0, 0.75),
        (falling_cube, 2.0, -12.0, 0.75),
        (corner, 0.0, 1.0, 0.1),
    ],
    slips=[
        (
            lambda f, a, slope, tolerance: first_kept(f, a, slope, tolerance, (1,)),
            "That looks to the right alone. The slope to the left must be within it, too.",
        ),
        (
            lambda f, a, slope, tolerance: first_kept(f, a, slope, tolerance, (-1,)),
            "That looks to the left alone. The slope to the right must be within it, too.",
        ),
        (
            lambda f, a, slope, tolerance: first_kept(f, a, slope, 0.999 * tolerance),
            "A slope that is off by exactly the tolerance is still within it: use <=.",
        ),
        (
            lambda f, a, slope, tolerance: tolerance,
            "That is the tolerance. Return the h.",
        ),
    ],
    hints=[
        "How far is a slope off? `abs(right - slope)`.",
        "An `if` inside the loop, with `and` between the two conditions, and `return h` under it.",
    ],
    link=LIMIT,
    key=(LESSON, "built"),
)
nearby = exercise(
    "f(3) = 7 and f′(3) = −2. About how much is f(3.1)?",
    6.8,
    slips={
        7.2: "The sign: where the slope is negative, f falls.",
        5.0: "That is a step of 1. The step here is 0.1.",
        -0.2: "That is the change. What is the new value?",
    },
    hints=[
        "A value, a straight line, and a rest that you leave out.",
        "The change is about the slope times the step, and the step is 0.1.",
    ],
    link=NEARBY,
    further="f(a) + f′(a) h = 7 − 2 · 0.1.",
    key=(LESSON, "nearby"),
)
within = exercise(
    "For 3x² at 2 the quotient is 12 + 3h. Up to which h is it within 0.06 of 12?",
    0.02,
    slips={
        0.06: "That is the tolerance. The quotient is off by 3h, not by h.",
        0.18: "3h is to be 0.06. Divide.",
        12.06: "That is the edge of the band. Which h leads there?",
    },
    hints=["By how much is the quotient off?", "It is off by 3h. When is that 0.06?"],
    link=LIMIT,
    further="On both sides: 3|h| ≤ 0.06.",
    bound="above",
    key=(LESSON, "within"),
)
quotient_of_cube = exercise(
    "The quotient of x³ at 2, as a formula in h, and the number on which it settles.",
    ["12 + 6h + h^2", "12"],
    variables=("h",),
    slips=[
        (["12 + 6h", "12"], "A power of h is lost: (2 + h)³ = 8 + 12h + 6h² + h³."),
        (["12h + 6h^2 + h^3", "0"], "That is the rise. Divide it by h."),
        (["12h + 6h^2 + h^3", "12"], "The number is right, the formula is the rise: divide by h."),
        (["6h + h^2", "0"], "A term is lost: (2 + h)³ − 8 begins with 12h."),
        (["12 + 6h + h^2", "8"], "8 is the value of x³ at 2. On which number does it settle?"),
        (["12 + 6h + h^2", "18"], "That is close to the quotient at h = 1. Let h go to 0."),
        (["12 + 6h + h^2", "19"], "That is the quotient at h = 1. Let h go to 0."),
        (["12 + 6h + h^2", "0"], "h tends to 0. Which number does the quotient tend to?"),
    ],
    hints=[
        "Multiply (2 + h)³ out: (2 + h)(4 + 4h + h²).",
        "Subtract 8, divide each term by h, and let h go to 0.",
    ],
    link="02-zoom-in.ipynb#The-power-rule",
    further="The power rule says the same: 3 · 2² = 12.",
    names=("quotient", ("limit", "number")),
    key=(LESSON, "quotient_of_cube"),
)
huber = exercise(
    "The c and k for which e²/2 continues as c|e| + k beyond |e| = d, without jump and kink.",
    ["d", "-d^2/2"],
    variables=("d",),
    slips={
        ("d", "0"): "The slopes meet, the values do not: at |e| = d it jumps.",
        ("d/2", "0"): "The values meet, the slopes do not: there is a kink.",
        ("d", "d^2/2"): "The slopes meet. For the values look at the sign of k.",
    },
    hints=[
        "Two conditions at $e = d$: equal values, equal slopes. Begin with the slopes.",
        "The slope of $e^2/2$ at $d$ is $d$, that of $c\\,|e| + k$ is $c$.",
    ],
    link=GLASS,
    further="This is the loss of Huber.",
    names=("c", "k"),
    key=(LESSON, "huber"),
)
flat_at_zero = exercise(
    "|x|^p at 0: the bound that p must exceed, and the factor of the bend for p = 3/2.",
    [1, 2**-0.5],
    slips={
        (
            0,
            2**-0.5,
        ): "For p above 0 it is continuous. And its slope? The secant from 0 has |h|^p/h.",
        (1, 0.5): "The bound is right. The factor 1/2 belongs to p = 2.",
        (1, 2**0.5): "The bound is right. The bend shrinks: one divided by that.",
        (1, 2**-1.5): "The bound is right. The height shrinks so, but it is magnified by 2 again.",
        (2, 2**-0.5): "p = 3/2 is flat at 0, too: its secant has the slope √h there.",
    },
    hints=[
        "The secant from 0 has the slope |h|^p / h. When does it tend to 0?",
        "Under a zoom z you see z · |u/z|^p = z^(1 − p) · |u|^p. Put z = 2.",
    ],
    link=GLASS,
    further="For p = 1 it is the corner, whose factor is 1; for p below 1 it is a spike.",
    names=(("p", "bound"), ("factor", "bend")),
    bound=("below", ""),
    key=(LESSON, "flat_at_zero"),
)
