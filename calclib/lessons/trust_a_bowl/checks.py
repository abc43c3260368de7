"""The questions of lesson 7: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.practice import Verdict, check, exercise, predict
from calclib.practice.comparison import numbers_of

LESSON = "trust_a_bowl"

BOOK = "07-trust-a-bowl.ipynb"
CHORDS = f"{BOOK}#Chords"
SECOND = f"{BOOK}#The-second-derivative-decides"
MEANS = f"{BOOK}#Means"
VALLEYS = f"{BOOK}#A-level-point"
MANY = f"{BOOK}#Many-variables"
PEANO = f"{BOOK}#A-minimum-along-every-line"

one_valley = predict(
    "1 − e^(−x²) has one valley and no other. Does a chord of it go below the curve somewhere?",
    ["yes", "no"],
    answer="yes",
    why="Far out the curve flattens: it bends down there, and chords in that part lie below it.",
    link=CHORDS,
    key=(LESSON, "one_valley"),
)
mean_of_squares = predict(
    "Five numbers. Which is larger: the mean of their squares, or the square of their mean?",
    ["the mean of the squares", "the square of the mean", "that depends on the numbers"],
    answer="the mean of the squares",
    why="The points lie on a convex curve, so their centre lies above it. The gap is the variance.",
    link=MEANS,
    key=(LESSON, "mean_of_squares"),
)
level_point = predict(
    "You stand on a convex loss, at a level point. Can there be a lower point somewhere?",
    ["yes, far away", "no, nowhere"],
    answer="no, nowhere",
    why="The whole curve lies above its tangent, and at a level point the tangent is level.",
    link=VALLEYS,
    key=(LESSON, "level_point"),
)
two_pieces = predict(
    "Which of the three curves is below some level on two separate pieces?",
    ["two wells alone", "Welsch and two wells", "all three"],
    answer="two wells alone",
    why="One valley gives one piece at every level, convex or not.",
    link=VALLEYS,
    key=(LESSON, "two_pieces"),
)
every_line = predict(
    "Along every straight line through it a point is a minimum. Is it a minimum of the surface?",
    ["yes, always", "not always"],
    answer="not always",
    why="You can also leave a point along a curve, and there the surface may fall.",
    link=PEANO,
    key=(LESSON, "every_line"),
)


def lowest_gap(f: Callable[[Array], Array], a: float, b: float) -> float:
    """The lowest of chord − curve over 41 places of the chord from a to b."""
    shares = np.linspace(0, 1, 41)
    first, last = f(np.array([a, b]))
    chord = (1 - shares) * first + shares * last
    return float((chord - f((1 - shares) * a + shares * b)).min())


def bowl(x: Array) -> Array:
    """x²."""
    return x * x


def wave(x: Array) -> Array:
    """cos x."""
    return np.cos(x)


built = exercise(
    "A function that returns the lowest of chord − curve on the chord from a to b.",
    lowest_gap,
    inputs=[(wave, 0.0, 2.0), (bowl, -1.0, 3.0), (wave, -1.0, 4.5), (np.abs, -2.0, 1.0)],
    slips=[
        (lambda f, a, b: -lowest_gap(f, a, b), "The sign: the chord minus the curve."),
        (
            lambda f, a, b: lowest_gap(lambda x: -f(x), a, b),
            "That is the curve minus the chord, or its lowest. Take the chord minus the curve.",
        ),
        (
            lambda f, a, b: (f(a) + f(b)) / 2 - f((a + b) / 2),
            "That is the middle of the chord alone. Look at all shares t.",
        ),
    ],
    hints=[
        "The place is `(1 - t) * a + t * b`, and the chord there is `(1 - t) * f(a) + t * f(b)`.",
        "Subtract `f` at the place from the chord, and take `.min()`.",
    ],
    link=CHORDS,
    further="Below zero, it is a proof that f is not convex.",
    key=(LESSON, "built"),
)
jensen = exercise(
    "Two models err by 1 and by 3. The mean of the squared errors, and that of their mean error?",
    [5, 4],
    slips={
        (4, 5): "In the opposite order.",
        (5, 5): "The mean error is 2. What is its square?",
        (10, 4): "The mean of 1 and 9, not their sum.",
        (4, 4): "First square, then average: (1 + 9)/2.",
        (5, 2): "2 is the mean error. Square it.",
    },
    hints=["First (1² + 3²)/2.", "Then the square of (1 + 3)/2."],
    link=MEANS,
    further="The difference, 1, is the variance of the errors.",
    names=(("squared errors", "mean of squares"), ("mean error", "square of the mean")),
    key=(LESSON, "jensen"),
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
    further = "A to D are convex. A kink needs a reason of its own."
    found = check(answer, right, ordered=False, further=further, names="ABCDEFGH")
    given = numbers_of(answer, len(right), "ABCDEFGH")
    if found.passed or given is None:
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
    link=SECOND,
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
    link=SECOND,
    names=(("f′", "first derivative", "slope"), ("f″", "second derivative", "curvature")),
    key=(LESSON, "logistic"),
)
gershgorin = exercise(
    "The lower bound that the rows of [[4, 1, −1], [1, 3, 1], [−1, 1, 5]] give for eigenvalues.",
    1,
    slips={
        3: "That is the smallest on the diagonal. Take away the sizes of the others in its row.",
        2: "That is the bound of the first row. Another row gives less.",
        5: "That is the upper end of a row. Which is the lowest lower end?",
        4: "In the first row the sizes count: 4 − 1 − |−1|. And compare all rows.",
    },
    hints=[
        "A row: its entry on the diagonal, minus the sizes of its other two entries.",
        "4 − 2, 3 − 2, 5 − 2. The smallest of them holds for all.",
    ],
    link=MANY,
    further="So it is a bowl, and no eigenvalue was computed.",
    bound="below",
    key=(LESSON, "gershgorin"),
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
    names=(("m", "mean"), ("factor", "coefficient")),
    key=(LESSON, "between"),
)
