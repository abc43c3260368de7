"""The questions of lesson 6: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

import numpy as np

from calclib.arrays import Array
from calclib.functions.landscapes import rosenbrock
from calclib.practice import Verdict, check, exercise, predict
from calclib.practice.reading import number_values

LESSON = "read_the_curvature"

BOOK = "06-read-the-curvature.ipynb"
TAYLOR = f"{BOOK}#One-term-more"
BEND = f"{BOOK}#Bend-in-every-direction"
PEANO = f"{BOOK}#A-minimum-along-every-line"
CONVEX = f"{BOOK}#Convex"

half_distance = predict(
    "At order 2 and a = 1 the polynomial misses by 9.35e-5 at h = 0.1. By how much at h = 0.2?",
    ["twice as much", "4 times as much", "8 times as much"],
    answer="8 times as much",
    why="Up to a little. The first term that is left out has h³ in it, and 2³ = 8.",
    link=TAYLOR,
    key=(LESSON, "half_distance"),
)
level_lines = predict(
    "You stand on the pass of a saddle. Along how many straight lines is the curvature zero?",
    ["none", "one", "two"],
    answer="two",
    why="Half a turn takes it from up to down and back, so it passes zero twice.",
    link=BEND,
    key=(LESSON, "level_lines"),
)
every_line = predict(
    "Along every straight line through it a point is a minimum. Is it a minimum of the surface?",
    ["yes, always", "not always"],
    answer="not always",
    why="Lines are not all the ways to leave a point.",
    link=PEANO,
    key=(LESSON, "every_line"),
)
ten_times = predict(
    "κ grows from 10 to 100. How many steps does the walk take to a hundredth of its way?",
    ["as many", "about 3 times as many", "about 10 times as many"],
    answer="about 10 times as many",
    why="44 become 459: each step leaves 1 − 1/κ of the way along the floor.",
    link=f"{BOOK}#Stretch-the-bowl",
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

# Losses A to H: the number of the right reason, and a sentence for each wrong one.
LOSSES: tuple[tuple[int, dict[int, str]], ...] = (
    (
        1,
        {
            2: "A: z² is no straight line. What is its second derivative?",
            3: "A: the second derivative of z² is 2, everywhere.",
            4: "A: try a chord of z². It lies above.",
        },
    ),
    (
        2,
        {
            1: "B: at its kink |z| has no second derivative, and −|z| has the same one elsewhere.",
            3: "B: wherever |z| has a second derivative, it is 0.",
            4: "B: no chord of |z| lies below: |(1 − t)a + tb| ≤ (1 − t)|a| + t|b|.",
        },
    ),
    (
        1,
        {
            2: "C: ln(1 + e⁻ᶻ) has no kink. Differentiate it twice.",
            3: "C: the second derivative is e⁻ᶻ/(1 + e⁻ᶻ)². Which sign has it?",
            4: "C: try its chords in the scene, and read the verdict.",
        },
    ),
    (
        2,
        {
            1: "D: at z = 1 it has a kink, and there no second derivative.",
            3: "D: wherever it has a second derivative, that is 0.",
            4: "D: the kink turns upward, and every chord lies above.",
        },
    ),
    (
        3,
        {
            1: "E: between 0 and 1 on a whole line: it bends both ways. Look at z below 0.",
            2: "E: it has no straight piece.",
            4: "E: it is smooth, so look for a place where its second derivative is negative.",
        },
    ),
    (
        3,
        {
            1: "F: far out it flattens towards 1. Which way does it bend there?",
            2: "F: it has no straight piece.",
            4: "F: it is smooth, so look for a place where its second derivative is negative.",
        },
    ),
    (
        4,
        {
            1: "G: at z = 1 and −1 it has kinks. Try the chord from 0 to 2.",
            2: "G: it is the smaller of two functions, not the larger. Try the chord from 0 to 2.",
            3: "G: the second derivative is 2 or 0 wherever there is one.",
        },
    ),
    (
        3,
        {
            1: "H: at (0, 0) the Hessian has 0 on its diagonal and −2 beside it. Its eigenvalues?",
            2: "H: a product of two variables is no straight line.",
            4: "H: it is a polynomial: it has its Hessian everywhere. Look at (0, 0).",
        },
    ),
)


def eight_reasons(answer: object) -> Verdict:
    """Judge the reasons for A to H: the first wrong one is told, whatever comes after it."""
    right = [reason for reason, _ in LOSSES]
    found = check(answer, right, further="A to D are convex. A kink needs a reason of its own.")
    given = number_values(answer)[0]
    if found.passed or given.shape != (len(right),):
        return found
    first = next(k for k, reason in enumerate(right) if given[k] != reason)
    told = LOSSES[first][1].get(int(given[first]), f"{'ABCDEFGH'[first]}: choose 1, 2, 3 or 4.")
    return Verdict(False, f"Not yet. {told}")


eight_losses = exercise(
    "Convex or not? The number of the reason for each of the losses A to H.",
    judge=eight_reasons,
    hints=[
        "First: is it smooth? Then f″ decides. Type it into the scene if you like.",
        "A kink that turns upward is the larger of two functions; downward, the smaller.",
    ],
    link=CONVEX,
    key=(LESSON, "eight_losses"),
)
logistic = exercise(
    "The first and the second derivative of ln(1 + e^(−z)).",
    ["-1/(1 + e^z)", "e^z/(1 + e^z)^2"],
    variables=("z",),
    domain=(-5, 5),
    slips=[
        (
            ["1/(1 + e^z)", "-e^z/(1 + e^z)^2"],
            "The sign: the inner derivative of e^(−z) is −e^(−z).",
        ),
        (["1/(1 + e^(-z))", "e^z/(1 + e^z)^2"], "f′ lacks its inner derivative, −e^(−z)."),
        (["-1/(1 + e^z)", "-e^z/(1 + e^z)^2"], "f′ is right. In f″ two minus signs meet."),
        (["-1/(1 + e^z)", "1/(1 + e^z)^2"], "f′ is right. In f″ an inner derivative is missing."),
    ],
    hints=[
        "The slope of ln u is u′/u, with u = 1 + e^(−z).",
        "−e^(−z)/(1 + e^(−z)) = −1/(1 + e^z). Differentiate the shorter one.",
    ],
    further="A positive number divided by a square: f″ > 0 for every z.",
    link=CONVEX,
    key=(LESSON, "logistic"),
)
between = exercise(
    "On which y = m x² does (y − a x²)(y − b x²) fall fastest, and what is the factor of x⁴ there?",
    ["(a + b)/2", "-(a - b)^2/4"],
    variables=("a", "b"),
    slips=[
        (["(a + b)/2", "(a - b)^2/4"], "The sign: between the two parabolas it is below zero."),
        (["(a + b)/2", "-(a - b)^2"], "m is right. Each of the two brackets is (a − b)/2 in size."),
        (["a + b", "a b"], "Put y = m x² in: (m − a)(m − b) x⁴. Where is that level in m?"),
        (["sqrt(a b)", "-(a - b)^2/4"], "The lowest place of (m − a)(m − b) is midway."),
    ],
    hints=[
        "Put y = m x² in. What is left is x⁴ times a quadratic in m.",
        "Differentiate (m − a)(m − b) with respect to m.",
    ],
    further="It is below zero unless a = b.",
    link=PEANO,
    key=(LESSON, "between"),
)
