"""The questions of lesson 9: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.practice import Verdict, check, exercise, predict
from calclib.practice.programs import arity
from calclib.practice.reading import run

LESSON = "roll_downhill"

STEP = "09-roll-downhill.ipynb#One-step"
EDGE = "09-roll-downhill.ipynb#Training-at-the-edge"
START = "09-roll-downhill.ipynb#Where-you-start,-where-you-end"
CLIP = "09-roll-downhill.ipynb#A-cliff-and-a-limit"
TWO = "09-roll-downhill.ipynb#Two-directions,-one-rate"
CHANGES = "09-roll-downhill.ipynb#A-rate-that-changes"

larger_rate = predict(
    "The learning rate grows from nearly 0 to beyond 1. Is the ball at the bottom of x² sooner and "
    "sooner?",
    ["yes, always", "only up to some rate", "no, later and later"],
    answer="only up to some rate",
    why={
        "yes, always": "Beyond 0.5 it overshoots, and from 1 on it never arrives.",
        "only up to some rate": "At 0.5 it lands in one step. Beyond, it overshoots.",
        "no, later and later": "At small rates the steps are small: up to 0.5 larger ones help.",
    },
    link=STEP,
    key=(LESSON, "larger_rate"),
)
flies_out = predict(
    "Now the ball rolls on the steeper curve 2x². Above which rate does it fly out?",
    ["2", "1", "0.5", "0.25"],
    answer="0.5",
    why="Twice the curvature halves the rate: what counts is their product.",
    link=STEP,
    key=(LESSON, "flies_out"),
)
first_to_arrive = predict(
    "Which rate is the first to shrink the error from (1, 1) a millionfold?",
    ["0.005", "0.01", "2/101 = 0.0198", "0.01999"],
    answer="2/101 = 0.0198",
    why="0.01 lands at once across the valley, and then creeps along it.",
    link=TWO,
    key=(LESSON, "first_to_arrive"),
)
a_fifth_smaller = predict(
    "On |x| the rate becomes a fifth smaller at every step. Where does the ball end?",
    ["at the bottom", "between two points", "short of the bottom"],
    answer="short of the bottom",
    why="All its steps together are 1.5 long, and it starts 1.7 away.",
    link=CHANGES,
    key=(LESSON, "a_fifth_smaller"),
)
at_the_cliff = predict(
    "The rate is 0.1. The largest curvature of the network's loss starts at 8.7. Where does it go?",
    ["it falls towards 0", "it stays where it is", "up to about 20", "up without end"],
    answer="up to about 20",
    why="20 is 2/α. Beyond it the run is thrown about until it finds ground less curved.",
    link=EDGE,
    key=(LESSON, "at_the_cliff"),
)
ten_times_kappa = predict(
    "At κ = 10 the best rate needs 69 steps to a millionth. And at κ = 100?",
    ["about 140", "about 220", "about 690"],
    answer="about 690",
    why="The factor is (κ − 1)/(κ + 1), about 1 − 2/κ, so the steps grow in proportion to κ.",
    link=TWO,
    key=(LESSON, "ten_times_kappa"),
)
first_to_empty = predict(
    "You raise the rate of gradient descent. Which minimum is the first to hold no ball?",
    ["the farthest", "the one with the smallest basin", "the most curved", "none"],
    answer="the most curved",
    why="A ball comes to rest at a minimum only below 2/λ of that minimum.",
    link=START,
    key=(LESSON, "first_to_empty"),
)
off_the_cliff = predict(
    "The ball rolls down a gentle slope to a cliff, below which there is a valley. Its slopes are "
    "used as they are. In the end it is",
    ["at the minimum", "far beyond it, for good", "still above the cliff"],
    answer="far beyond it, for good",
    why="On the cliff the slope is 25, and 0.3 times 25 leads to where the ground is flat.",
    link=CLIP,
    key=(LESSON, "off_the_cliff"),
)


def roll(
    gradient: Callable[[Array], Array], start: ArrayLike, learning_rate: float, steps: int
) -> Array:
    """The points of gradient descent, the start first."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)


def along_a_square(x: Array) -> Array:
    """The slope 2x of x²."""
    return 2 * x


def along_an_oval(point: Array) -> Array:
    """The gradient (x, 6y) of x²/2 + 3y²."""
    return np.array([1.0, 6.0]) * point


TWO_STEPS = (along_a_square, 1.0, 0.25, 2)
# Further walks, in words: each has another rate, start, slope or number of steps.
ROLLS: tuple[tuple[str, tuple[Callable[[Array], Array], ArrayLike, float, int]], ...] = (
    ("three steps on x², from −3, at a learning rate of 0.1", (along_a_square, -3.0, 0.1, 3)),
    ("two steps on x²/2 + 3y², from (2, 1), at 0.2", (along_an_oval, [2.0, 1.0], 0.2, 2)),
)
SLIPS: dict[object, str] = {
    (1.0, 1.5, 2.25): "You went uphill: look at the sign of the step.",
    (1.0, -1.0, 1.0): "A step is the slope times the learning rate.",
    (1.0, 0.75, 0.5625): "A step follows the slope, not the point itself.",
    (1.0, 0.5, 0.5): "Each step starts from the newest point, points[-1].",
    (1.0, -0.5, 0.25): "That is the step alone: add it to the point.",
    (0.25, 0.25, 0.25): ("All rows are one array, changed in place: make a new one at each step."),
    (1.0, 0.75, 0.5): "Your stride has one length: it should shrink with the slope.",
    0.25: "That is the last point: return all of them, as one array.",
}


def by_rolling(answer: object) -> Verdict:
    """Check the points of two steps; of a function roll, those of other walks as well.

    answer: the points, a function without arguments that returns them, or
        roll(gradient, start, learning_rate, steps).
    """
    takes_all = arity(answer) == len(TWO_STEPS)
    points = run(answer, *TWO_STEPS) if takes_all else answer
    found = check(
        points, roll(*TWO_STEPS), slips=SLIPS, further="Now against calclib, further down."
    )
    if not found.passed or not takes_all:
        return found
    for words, walk in ROLLS:
        other = check(run(answer, *walk), roll(*walk))
        if not other.passed:
            return other.with_sentence(f"Tried: {words}.")
    return found


built = exercise(
    "Two steps of gradient descent on x², from 1, at a learning rate of 1/4: all three points.",
    judge=by_rolling,
    hints=[
        "`points[-1]` is where the ball is, `gradient(points[-1])` the slope there.",
        "`np.array(points)` makes one array of a list.",
    ],
    link=STEP,
    typed=False,
    key=(LESSON, "built"),
)
landing_rate = exercise(
    "The learning rate that lands in one step on L(x) = 4x².",
    1 / 8,
    slips={
        1 / 4: "That is the edge, 2/λ: from there on the ball does not settle.",
        1 / 2: "That is for x², where λ is 2. How large is it here?",
        8.0: "That is λ itself.",
        4.0: "That is the factor of x². The rate is 1 divided by the curvature.",
    },
    hints=["The slope is $8x$. How fast does it change?"],
    further="With it, 1 − αλ = 0.",
    link=STEP,
    called=("1/λ", "1/L″"),
    key=(LESSON, "landing_rate"),
)
steps_to_ten = exercise(
    "The step at which |y| first passes 10, at a rate of 0.0201 across a curvature of 100, from 1.",
    232,
    slips={
        231.0: "After 231 steps |y| is still below 10, by a little.",
        233.0: "One step before that |y| is above 10 already.",
        900.0: "It grows by 1 % of what it is, not of what it was at the start.",
        901.0: "It grows by 1 % of what it is, not of what it was at the start.",
    },
    hints=["What does one step do to |y|?", "It multiplies it by 1.01. How often until 10?"],
    further="It grows by one per cent a step.",
    link=TWO,
    bound="below",
    key=(LESSON, "steps_to_ten"),
)
best_rate = exercise(
    "The best learning rate for a valley with the curvatures a < b.",
    "2/(a + b)",
    variables=("a", "b"),
    domain=(0, float("inf")),
    slips={
        "2/b": "That is the edge: across the valley the ball bounces for ever.",
        "1/b": "That lands at once across the valley, and then creeps along it.",
        "1/a": "That lands along the valley, and flies out across it.",
        "1/sqrt(a b)": "There the two factors are not alike: α is 1 over the geometric mean.",
        "(1/a + 1/b)/2": "That is the mean of the two rates that land; average the curvatures.",
        "2/a + b": "As it is typed, only a is below the line: put brackets.",
        "1/a + b": "As it is typed, only a is below the line: put brackets.",
        "(a + b)/2": "That is the mean curvature; the best rate is 1 divided by it.",
        "1/(a + b)": "That is half the best rate: it leaves both factors positive.",
        "(b - a)/(b + a)": "That is the factor a step, κ − 1 over κ + 1, not the rate.",
    },
    hints=[
        "At the best rate both directions shrink equally fast: |1 − αa| = |1 − αb|.",
        "The two insides have opposite signs.",
    ],
    further="It is 1 divided by the mean curvature.",
    link=TWO,
    key=(LESSON, "best_rate"),
)
sure_steps = exercise(
    "Steps after which the error is sure to be a millionth of the first, if κ = 1000.",
    6908,
    slips={
        6907.0: "After 6907 steps it may still be a little above.",
        691.0: "That is for κ = 100.",
    },
    hints=[
        "Write $\\theta_0$ in eigenvectors of $H$. What is the largest factor, and in which "
        "direction does it occur?",
        "The factor is 999/1001. How often until a millionth?",
    ],
    further="Ten times κ, ten times the steps.",
    link=TWO,
    given={"kappa": "1000"},
    bound="below",
    key=(LESSON, "sure_steps"),
)
