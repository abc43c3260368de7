"""The questions of lesson 6: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

import numpy as np

from calclib.arrays import Array
from calclib.functions.landscapes import rosenbrock
from calclib.practice import exercise, predict

LESSON = "read_the_curvature"

BOOK = "06-read-the-curvature.ipynb"
TAYLOR = f"{BOOK}#One-term-more"
ENTRIES = f"{BOOK}#Three-numbers-bend-the-ground"
BEND = f"{BOOK}#Bend-in-every-direction"
BOWL = f"{BOOK}#Stretch-the-bowl"

half_distance = predict(
    "At order 2 and a = 1 the polynomial misses by 9.35e-5 at h = 0.1. By how much at h = 0.2?",
    ["twice as much", "4 times as much", "8 times as much"],
    answer="8 times as much",
    why="Up to a little. The first term that is left out has h³ in it, and 2³ = 8.",
    link=TAYLOR,
    key=(LESSON, "half_distance"),
)
still_a_bowl = predict(
    "f_xx = f_yy = 1: up along x and along y. Raise f_xy from 0 to 2. Is it still a bowl?",
    ["it stays a bowl", "it becomes a saddle", "it becomes a dome"],
    answer="it becomes a saddle",
    why="Along the diagonal y = −x the ground bends by 1 − f_xy. For f_xy above 1 that is down.",
    link=ENTRIES,
    key=(LESSON, "still_a_bowl"),
)
level_lines = predict(
    "You stand on the pass of a saddle. Along how many straight lines is the curvature zero?",
    ["none", "one", "two"],
    answer="two",
    why="Half a turn takes it from up to down and back, so it passes zero twice.",
    link=BEND,
    key=(LESSON, "level_lines"),
)
ten_times = predict(
    "κ grows from 10 to 100. How many steps now lead to a hundredth of the distance?",
    ["as many", "about 3 times as many", "about 10 times as many"],
    answer="about 10 times as many",
    why="44 become 459: each step leaves 1 − 1/κ of the distance along the floor.",
    link=BOWL,
    key=(LESSON, "ten_times"),
)


def columns(lead: float, lag: float, width: float) -> Array:
    """Differences of Rosenbrock's gradient at (1, 1), one column a coordinate."""
    here = np.ones(2)
    step = 1e-5 * np.eye(2)
    change = rosenbrock.gradient(here + lead * step) - rosenbrock.gradient(here - lag * step)
    return change / width


built = exercise(
    "The Hessian of Rosenbrock's function at (1, 1).",
    [[802.0, -400.0], [-400.0, 200.0]],
    typed=False,
    slips=[
        (columns(1, 0, 1e-5), "That looks to one side only. Look to both, and divide by 2h."),
        (columns(1, 1, 1.0), "That is the change of the gradient. Divide it by the distance 2h."),
        (columns(1, 1, -2e-5), "The sign: the gradient ahead minus the gradient behind."),
    ],
    hints=[
        "A column is a central difference: the gradient ahead minus the gradient behind.",
        "`gradient(point + step)` is the gradient ahead. How far is it from there to behind?",
    ],
    further="Two gradients a column.",
    link=f"{BOOK}#Build-it",
    key=(LESSON, "built"),
)
nearby = exercise(
    "f(3) = 2, f′(3) = −1 and f″(3) = 4. About how much is f(3.1)?",
    1.92,
    slips={
        1.9: "That is the tangent. Add the term with f″.",
        1.94: "A half is missing: the term is f″h²/2.",
        1.88: "The sign: the curvature is positive, so the curve lies above its tangent.",
        2.12: "The sign of the slope: it is −1.",
        3.0: "That is a step of 1. The step here is 0.1.",
    },
    hints=["A value, a slope times h, and a curvature times h²/2."],
    further="2 − 0.1 + 0.02.",
    link=TAYLOR,
    key=(LESSON, "nearby"),
)
determinant = exercise(
    "The largest c for which f_xx = 2, f_xy = c, f_yy = 8 is not a saddle.",
    4,
    slips={
        16: "c² is to be 16 there. Which c is that?",
        8: "The product of the two on the diagonal is 16, and it is compared with c².",
        5: "That is half the trace. The determinant decides: 2 · 8 − c².",
        2: "There the determinant is 16 − 4, above zero: still a bowl.",
        -4: "That is the smallest. By the sign of c only the direction of the trough changes.",
    },
    hints=["When does the determinant change its sign?", "2 · 8 − c² = 0."],
    link=ENTRIES,
    further="At c = 4 it is a trough, and beyond it a saddle.",
    bound="above",
    key=(LESSON, "determinant"),
)
ratio = exercise(
    "A bowl's Hessian has the trace 10 and the determinant 16. Its condition number?",
    4,
    slips={
        10 / 16: "That is the trace divided by the determinant. First find both eigenvalues.",
        1 / 4: "The larger divided by the smaller.",
        6: "That is the difference of the eigenvalues. Take their ratio.",
        10: "That is the trace, the sum of the two eigenvalues. Take their ratio.",
        16: "That is the determinant, the product of the two eigenvalues. Take their ratio.",
        160: "Trace and determinant are the sum and the product of the eigenvalues. Find these.",
    },
    hints=[
        "The trace is the sum of the two eigenvalues, the determinant their product.",
        "Which two numbers have the sum 10 and the product 16?",
    ],
    link=BOWL,
    further="The eigenvalues are 2 and 8.",
    factor=True,
    called=("λ_max/λ_min", "λ₁/λ₂", "λ₂/λ₁"),
    key=(LESSON, "ratio"),
)
flat_lines = exercise(
    "f_xx = f_yy = 1, f_xy = c > 1: the slopes k of the two lines without curvature.",
    ["-c - sqrt(c^2 - 1)", "-c + sqrt(c^2 - 1)"],
    variables=("c",),
    domain=(1.01, 5),
    slips=[
        (
            ["-c + sqrt(c^2 - 1)", "-c - sqrt(c^2 - 1)"],
            "Both are right. Give the smaller one first.",
        ),
        (
            ["c - sqrt(c^2 - 1)", "c + sqrt(c^2 - 1)"],
            "The sign: 1 + 2ck + k² = 0 for a positive c needs negative k.",
        ),
        (
            ["-c/2 - sqrt(c^2/4 - 1)", "-c/2 + sqrt(c^2/4 - 1)"],
            "f_xy and f_yx both count: the middle term is 2ck.",
        ),
        (
            ["-2c - sqrt(4c^2 - 4)", "-2c + sqrt(4c^2 - 4)"],
            "Divide by 2: k = (−2c ± √(4c² − 4))/2.",
        ),
    ],
    hints=[
        "Go along u = (1, k). What is uᵀHu?",
        "1 + 2ck + k² = 0 is a quadratic equation for k.",
    ],
    link=BEND,
    further="Their product is 1: mirror images in the diagonal.",
    names=("smaller", "larger"),
    key=(LESSON, "flat_lines"),
)
