"""The questions of lesson 14: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.functions.landscapes import himmelblau
from calclib.optimize.rules import Newton
from calclib.practice import Verdict, exercise, follow, predict

LESSON = "jump_with_newton"

BOOK = "14-jump-with-newton.ipynb"
PARABOLA = f"{BOOK}#From-roots-to-minima"
DISC = f"{BOOK}#Damping-is-a-disc"
SADDLE = f"{BOOK}#Away-from-the-saddle"
VALLEY = f"{BOOK}#The-bent-valley-again"
COST = f"{BOOK}#What-a-step-costs"
FURTHER = f"{BOOK}#Further"
POSITIVE = (0.0, float("inf"))

from_the_slope = predict(
    "Now start at 0.3, on the slope between the hill's top and the right valley. Where does "
    "Newton's method end?",
    ["in the right valley", "in the left valley", "on the top of the hill"],
    answer="on the top of the hill",
    why="There the curve bends down, and so does the parabola: its level point is its top.",
    link=PARABOLA,
    key=(LESSON, "from_the_slope"),
)
lowest_in_the_disc = predict(
    "Around the point where you stand, draw the disc that the damped step just reaches. Both "
    "curvatures are positive. Where in this disc is the model lowest?",
    ["straight down the slope, on the rim", "at the tip of the damped step", "somewhere else"],
    answer="at the tip of the damped step",
    why="Damping adds a price for the length of a step, and at the tip the sum of model and price "
    "is lowest. A place in the disc has no higher price, so its model cannot be lower.",
    link=DISC,
    key=(LESSON, "lowest_in_the_disc"),
)
share_of_newton = predict(
    "40,000 starts on the map of four valleys. Which share of them does Newton's method take to "
    "one of the valleys?",
    ["all", "about nine tenths", "about two thirds"],
    answer="about two thirds",
    why="It goes to any level point, and this map has four saddles and a hill besides.",
    link=SADDLE,
    key=(LESSON, "share_of_newton"),
)
valley_steps = predict(
    "Descent took 14,232 steps through Rosenbrock's valley. How many does Newton's method take "
    "to the same 0.001?",
    ["5", "50", "500"],
    answer="5",
    why="It divides the slope in each direction by the curvature there, so the steep walls of the "
    "valley do not keep its steps short.",
    link=VALLEY,
    key=(LESSON, "valley_steps"),
)


def beside_newton(step: Callable[..., object]) -> Verdict:
    """Walk a learner's step beside Newton's rule on Himmelblau's map: to a valley, and to a hill.

    >>> import numpy as np
    >>> beside_newton(lambda f, p: p - np.linalg.solve(f.hessian(p), f.gradient(p)))
    Right. All 10 steps agree. It lands in a valley.
    """
    further = "It lands in a valley."
    found = follow(step, Newton(), himmelblau, [4.0, 3.0], steps=10, further=further)
    if not found.passed:
        return found
    # On the hill both curvatures are negative, and Newton's own step goes up.
    hill = follow(step, Newton(), himmelblau, [0.2, -0.5], steps=5)
    return found if hill.passed else hill.with_sentence("That is near the top of the hill.")


jumps = exercise(
    "One step of Newton's method for a minimum.",
    judge=beside_newton,
    typed=False,
    hints=[
        "The step s solves H s = −∇L: `f.hessian(theta)` and `f.gradient(theta)`.",
        "`np.linalg.solve(matrix, vector)` solves one linear system, without an inverse.",
    ],
    link=VALLEY,
    key=(LESSON, "jumps"),
)
damped_step = exercise(
    "The s at which g s + h s²/2 + l s²/2 is level.",
    "-g/(h + l)",
    variables=("g", "h", "l"),
    domain=POSITIVE,
    slips={
        "g/(h + l)": "The sign: down is against the slope.",
        "-g/h": "That is the step without damping.",
        "-g/(h + 2l)": "The derivative of l s²/2 is l s.",
        "-g/(h - l)": "The damping is added to the curvature.",
        "-g (h + l)": "Divide by the curvature: the steeper the parabola, the shorter the step.",
        "-g/h - l": "g + (h + l) s = 0. Divide by the whole bracket.",
        "-g/h + l": "Divide by the whole bracket: as text, a quotient ends at the next + or −.",
    },
    hints=["Differentiate by s and set it to 0: $g + h s + l s = 0$."],
    further="For a large l it is a step of gradient descent with the rate 1/l.",
    link=PARABOLA,
    key=(LESSON, "damped_step"),
)
off_the_saddle = exercise(
    "Where one step of Newton with |H| leads from (1, 0.1) on x² − y².",
    [0.0, 0.2],
    slips=[
        ([0.0, 0.0], "That is Newton's point, the saddle. Along y take |−2| for −2."),
        ([0.0, -0.2], "Down is away from 0 along y: the slope there is −0.2."),
        ([2.0, 0.2], "Along x the step goes down, to 0."),
        ([2.0, 0.0], "A step goes against the slope: turn its sign in both coordinates."),
        ([-1.0, 0.1], "That is the step. Add it to the point."),
        ([0.0, 0.1], "Along y the step is 0.2/2 = 0.1. Add it."),
    ],
    hints=[
        "The gradient is (2, −0.2), the eigenvalues of H are 2 and −2, along x and y.",
        "Each coordinate by itself: slope divided by the size of the curvature.",
    ],
    further="Away from the saddle, twice as far with every step.",
    link=SADDLE,
    names=("x", "y"),
    key=(LESSON, "off_the_saddle"),
)
largest_n = exercise(
    "The largest n for which n × n numbers of 8 bytes fit into 8·10⁹ bytes.",
    31622,
    slips={
        1e9: "That many numbers fit. They are n².",
        31623: "31,623² is a little above 10⁹.",
        89442: "Each number takes 8 bytes.",
        44720: "That keeps the two equal halves of H only once. Here all n² entries are kept.",
        8e9: "That many bytes there are. How many numbers of 8 bytes fit?",
        1000: "A thousand by a thousand are 8 million bytes: much more fits.",
    },
    hints=["How many numbers of 8 bytes fit?", "10⁹ of them, and $n^2$ are needed."],
    further="A small network of lesson 8's kind fits, a language model never.",
    link=COST,
    bound="above",
    key=(LESSON, "largest_n"),
)
TRIALS = [
    (np.array(s), np.array(y))
    for s, y in (
        ([1.0, 2.0, 0.5], [3.0, 1.0, -1.0]),
        ([-0.5, 0.1, 0.4], [-2.0, 0.3, 1.0]),
        ([0.2, -0.3, 1.0], [0.4, -6.0, 0.2]),
    )
]
bb_rate = exercise(
    "The rate α at which s/α comes nearest to y.",
    lambda s, y: s @ s / (s @ y),
    inputs=TRIALS,
    slips=[
        (lambda s, y: s @ y / (s @ s), "That is 1/α: turn the fraction round."),
        (
            lambda s, y: s @ y / (y @ y),
            "With this α, αy comes nearest to s. That is the other rate of Barzilai and Borwein.",
        ),
        (
            lambda s, y: np.linalg.norm(s) / np.linalg.norm(y),
            "That compares the lengths alone. What if y points another way than s?",
        ),
        (lambda s, y: -(s @ s) / (s @ y), "The sign: where the slope grows along s, α is above 0."),
        (lambda s, y: s / y, "One rate for all weights is asked for, not one for each."),
        (lambda s, y: 1 / (s @ y), "Multiplied by s·s, it is right."),
    ],
    hints=[
        "Write b for 1/α. The squared distance is $\\|b s - y\\|^2$, a parabola in b.",
        "Its slope is $2 s\\cdot(b s - y)$. At which b is that 0?",
    ],
    further="One number in place of a matrix, learnt from the last step.",
    link=FURTHER,
    key=(LESSON, "bb_rate"),
)
