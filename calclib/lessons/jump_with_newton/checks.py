"""The questions of lesson 14: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

from calclib.functions.landscapes import himmelblau
from calclib.optimize.rules import Newton
from calclib.practice import Verdict, exercise, follow, predict

LESSON = "jump_with_newton"

BOOK = "14-jump-with-newton.ipynb"
TANGENTS = f"{BOOK}#Follow-the-tangents"
RACE = f"{BOOK}#Digits-that-double"
BASINS = f"{BOOK}#Where-each-start-ends"
PARABOLA = f"{BOOK}#From-roots-to-minima"
SADDLE = f"{BOOK}#Away-from-the-saddle"
VALLEY = f"{BOOK}#The-bent-valley-again"
COST = f"{BOOK}#What-a-step-costs"
POSITIVE = (0.0, float("inf"))

next_error = predict(
    "After 3 steps Newton's x is 2.1e-6 away from √2. How far after 4?",
    ["about 1e-7", "about 1e-9", "about 1e-12"],
    answer="about 1e-12",
    why="The error is squared, and divided by 2x: the number of right digits doubles.",
    link=RACE,
    key=(LESSON, "next_error"),
)
borders = predict(
    "z³ = 1 has three roots in the plane, and almost every start goes to one of them. Between the "
    "three lands, what do the borders look like?",
    ["three straight rays", "three smooth curves", "no smooth curve anywhere"],
    answer="no smooth curve anywhere",
    why="Wherever two colours meet the third is there too; a smooth curve has only two sides.",
    link=BASINS,
    key=(LESSON, "borders"),
)
to_the_top = predict(
    "Now start at 0.3, on the slope between the hill's top and the right valley. Where does "
    "Newton's method end?",
    ["in the right valley", "in the left valley", "on the top of the hill"],
    answer="on the top of the hill",
    why="There the curve bends down, and so does the parabola: its level point is its top.",
    link=PARABOLA,
    key=(LESSON, "to_the_top"),
)
valley_steps = predict(
    "Descent took 14,232 steps through Rosenbrock's valley. How many does Newton's method take "
    "to the same 0.001?",
    ["5", "50", "500"],
    answer="5",
    why="It measures both directions of the valley in the right units.",
    link=VALLEY,
    key=(LESSON, "valley_steps"),
)


def beside_newton(step: Callable[..., object]) -> Verdict:
    """Walk a learner's step beside Newton's rule, ten steps on Himmelblau's map.

    >>> import numpy as np
    >>> beside_newton(lambda f, p: p - np.linalg.solve(f.hessian(p), f.gradient(p)))
    Right. All 10 steps agree. It lands in a valley.
    """
    further = "It lands in a valley."
    return follow(step, Newton(), himmelblau, [4.0, 3.0], steps=10, further=further)


def height(x: float) -> float:
    """The function of the build: x² − 2."""
    return x * x - 2


def four_points(jump: Callable[[float], float]) -> tuple[float, ...]:
    """A start at 2, and three jumps.

    >>> four_points(lambda x: x - height(x) / (2 * x))[:2]
    (2.0, 1.5)
    """
    points = [2.0]
    for _ in range(3):
        points.append(jump(points[-1]))
    return tuple(points)


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
three_tangents = exercise(
    "Three steps of Newton's method on x² − 2, from 2: all four points.",
    [2.0, 1.5, 17 / 12, 577 / 408],
    typed=False,
    slips={
        four_points(
            lambda x: x + height(x) / (2 * x)
        ): "Subtract f(x)/f′(x): the tangent leads down.",
        four_points(lambda x: x - height(x)): "Divide the height by the slope.",
        four_points(lambda x: x - height(x) * 2 * x): "Divide by the slope, not multiply.",
        four_points(lambda x: x - 2 * x / height(x)): "Turn the fraction round: height over slope.",
        four_points(
            lambda x: height(x) / (2 * x)
        ): "That is the jump: subtract it from where you stand.",
        (2.0, 1.5, 1.5, 1.5): "Every jump starts from 2: each begins where the last one ended.",
        577 / 408: "That is the last point: return all of them.",
        (1.5, 17 / 12, 577 / 408): "The start is missing: it is the first point.",
    },
    hints=[
        "`f(x)` is the height, `slope(x)` that of the tangent. How far is it to the axis?",
        "The height falls by `slope(x)` a unit, so it is `f(x) / slope(x)` to the left.",
    ],
    further="The last has five right digits after the point.",
    link=TANGENTS,
    key=(LESSON, "three_tangents"),
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
        ([-1.0, 0.1], "That is the step. Add it to the point."),
        ([0.0, 0.1], "Along y the step is 0.2/2 = 0.1. Add it."),
    ],
    hints=[
        "The gradient is (2, −0.2), the eigenvalues of H are 2 and −2, along x and y.",
        "Each coordinate by itself: slope divided by the size of the curvature.",
    ],
    further="Away from the saddle, twice as far with every step.",
    link=SADDLE,
    key=(LESSON, "off_the_saddle"),
)
largest_n = exercise(
    "The largest n for which n × n numbers of 8 bytes fit into 8·10⁹ bytes.",
    31622,
    slips={
        1e9: "That many numbers fit. They are n².",
        31623: "31,623² is a little above 10⁹.",
        89442: "Each number takes 8 bytes.",
        1000: "A thousand by a thousand are 8 million bytes: much more fits.",
    },
    hints=["How many numbers of 8 bytes fit?", "10⁹ of them, and $n^2$ are needed."],
    further="A small network of lesson 8's kind fits, a language model never.",
    link=COST,
    key=(LESSON, "largest_n"),
)
constant = exercise(
    "The limit of e₊/e² for Newton on x² − a, a formula in a.",
    "1/(2 sqrt(a))",
    variables=("a",),
    domain=POSITIVE,
    slips={
        "1/sqrt(a)": "The half is missing: e₊ = e²/(2x).",
        "1/(2a)": "x tends to √a, not to a.",
        "2 sqrt(a)": "That is f′ at the root. It stands below the line.",
        "1/2": "It depends on a: e₊ = e²/(2x), and x tends to √a.",
        "sqrt(a)/2": "e₊ = e²/(2x): divide by 2√a.",
    },
    hints=[
        "$x_+ = (x + a/x)/2$. Subtract √a, and write one fraction.",
        "$e_+ = (x^2 - 2\\sqrt a\\,x + a)/(2x) = e^2/(2x)$. Where does x tend to?",
    ],
    further="It is f″/(2f′) at the root, as in the text.",
    link=RACE,
    key=(LESSON, "constant"),
)
