"""The questions of lesson 5: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.practice import Verdict, check, exercise, predict

LESSON = "follow_the_gradient"

SLICE = "05-follow-the-gradient.ipynb#Hold-the-others-still"
WHY = "05-follow-the-gradient.ipynb#Why-nothing-is-steeper"
BUILD = "05-follow-the-gradient.ipynb#Build-it"
MANY = 200  # variables of the loss on which a learner's gradient is raced

two_cuts = predict(
    "One cut runs along x, another along y, through the same spot of the hill. Do their tangents "
    "have the same slope at that spot?",
    ["at every spot", "at some spots only", "at no spot"],
    answer="at some spots only",
    why={
        "at every spot": "At x = 0, y = 0 the slope along x is 3, and the slope along y is 0.",
        "at some spots only": "The two cuts are two different curves. At x = 0, y = −1 both "
        "slopes happen to be 2.",
        "at no spot": "At x = 0, y = −1 both slopes are 2.",
    },
    link=SLICE,
    key=(LESSON, "two_cuts"),
)
steepest = predict(
    "At (0, −1) the slope is 2 along x and 2 along y. How steep is it in the steepest direction?",
    ["2", "2.83", "4"],
    answer="2.83",
    why={
        "2": "Between the axes it is steeper than along either: each adds its part.",
        "2.83": "It is √(2² + 2²), the length of the arrow (2, 2).",
        "4": "Two slopes of 2 would need a walk of 1 along each axis, √2 as the crow flies.",
    },
    key=(LESSON, "steepest"),
)
turned = predict(
    "You turn the two axes by 30° and measure both slopes along the new ones. What changes?",
    ["the two numbers alone", "the arrow alone", "both", "neither"],
    answer="the two numbers alone",
    why="Where the hill is steepest, and how steep, does not depend on how you name places.",
    key=(LESSON, "turned"),
)
order = predict(
    "Differentiate along x, then along y; or along y, then along x. Do the results agree?",
    ["always", "where both are continuous", "only for sums and products"],
    answer="where both are continuous",
    why="That is enough, and the second surface shows what may happen elsewhere.",
    key=(LESSON, "order"),
)
small_squares = predict(
    "(x, y) goes to (2x + y², y − x²/4). What becomes of each small square of the grid?",
    [
        "a square of another size",
        "almost a parallelogram, the same everywhere",
        "almost a parallelogram, in each place another",
    ],
    answer="almost a parallelogram, in each place another",
    why="Close by the map is almost linear, and lines bend little; but it stretches and slants "
    "each place in its own way.",
    link="05-follow-the-gradient.ipynb#A-map-and-its-Jacobian",
    key=(LESSON, "small_squares"),
)
gap = predict(
    "The side of the square becomes ten times smaller. The gap between both images, in sides:",
    ["stays", "becomes about ten times smaller", "becomes about a hundred times smaller"],
    answer="becomes about ten times smaller",
    why="Both images shrink with the side; the rest shrinks with its square.",
    key=(LESSON, "gap"),
)


def central(
    f: Callable[[Array], Array], x: Array, h: float = 6e-6, width: float = 2.0, back: float = 1.0
) -> Array:
    """(f(x + h eᵢ) − f(x − back h eᵢ)) / (width h) for each i.

    With width 2 and back 1 it is the central difference; other numbers make the slips.
    """
    steps = h * np.eye(len(x))
    return np.array([(f(x + step) - f(x - back * step)) / (width * h) for step in steps])


def loss_of(words: str, loss: Callable[[Array], Array]) -> Function:
    """A loss of three variables, with the words that a verdict calls it by."""
    return Function(loss, dimension=3, name=words)


PLACES: list[tuple[Function, Array]] = [
    (
        loss_of("x y² + z", lambda t: t[..., 0] * t[..., 1] ** 2 + t[..., 2]),
        np.array([1.0, 2.0, 3.0]),
    ),
    (
        loss_of("e^(x z) + 5y²", lambda t: np.exp(t[..., 0] * t[..., 2]) + 5 * t[..., 1] ** 2),
        np.array([0.5, -1.0, 2.0]),
    ),
]
built = exercise(
    "The gradient of f at x by central differences, one entry for each variable.",
    lambda f, x: f.gradient(x),
    inputs=PLACES,
    slips=[
        (
            lambda f, x: central(f, x, width=1.0, back=0.0),
            "That looks to one side: take f(x + step) and f(x - step), 2h apart.",
        ),
        (
            lambda f, x: central(f, x, width=1.0),
            "x + step and x − step are 2h apart: divide by 2h.",
        ),
        (lambda f, x: central(f, x, h=1.0), "Your step is 1. Move the variable by h."),
        (lambda f, x: central(f, x) * 1.2e-5, "That is the rise. A slope is rise divided by 2h."),
        (lambda f, x: -central(f, x), "The sign: the value ahead, minus the value behind."),
    ],
    hints=[
        "In the first blank one entry of the step becomes h; the others stay 0.",
        "In the second: the value at x + step, minus the value at x - step, divided by ...",
    ],
    further="Two runs of f for each variable.",
    link=BUILD,
    key=(LESSON, "built"),
)


def in_many(gradient: Callable[[Callable[[Array], Array], Array], Array]) -> Verdict:
    """Race a learner's gradient on a loss of 200 variables, and count the runs of the loss.

    >>> in_many(central)
    Right. In 200 variables it agrees with autodiff to 8 digits, after 400 runs of f.
    """
    first = built(gradient)
    if first.passed is None:
        return Verdict(None, "Fill in the function above first.", first.link)
    if not first.passed:
        return first
    runs = []

    def loss(theta: Array) -> Array:
        runs.append(1)
        total: Array = np.sum(np.sin(theta[..., 1:] * theta[..., :-1]), axis=-1)
        return total

    theta = np.linspace(-1, 1, MANY)
    yours = gradient(loss, theta)
    count = len(runs)
    told = f"In {MANY} variables it agrees with autodiff to 8 digits, after {count} runs of f."
    expected = Function(loss, dimension=MANY).gradient(theta)
    return check(yours, expected, tolerance=1e-8, further=told, link=BUILD)


diagonal = exercise(
    "∇f(p) = (3, 4). The slope of f at p in the direction of (1, −1).",
    -1 / np.sqrt(2),
    slips={
        -1.0: "(1, −1) has length √2, and a slope is for a step of length 1.",
        1 / np.sqrt(2): "The sign: 3 · 1 + 4 · (−1).",
        7 / np.sqrt(2): "That is the slope towards (1, 1).",
        5.0: "That is the slope in the steepest direction.",
        -0.2: "You divided by the length of ∇f; divide by the length of (1, −1).",
    },
    hints=["What is the unit vector in this direction?", "Then take its dot product with ∇f."],
    further="The two slopes work against each other, and y wins.",
    link=WHY,
    called=("∇f·u", "∇f(p)·u"),
    key=(LESSON, "diagonal"),
)
level_line = exercise(
    "The level line of x² y through (1, 4): its slope dy/dx there.",
    -8,
    slips={
        8: "The sign: to stay level, y must fall as x grows.",
        1 / 8: "That is the slope of the arrow ∇f, straight across the level line.",
        -1 / 8: "You exchanged the two partial derivatives.",
        -4: "∂f/∂x is 2xy, at (1, 4) it is 8.",
    },
    hints=["∇f = (2xy, x²). What is it at (1, 4)?", "(1, m) is at right angles to it. Find m."],
    further="Solved for y the line is 4/x², with the slope −8/x³.",
    link=WHY,
    called=("−f_x/f_y", "−(∂f/∂x)/(∂f/∂y)"),
    key=(LESSON, "level_line"),
)


def mse_slopes(w: Array, X: Array, y: Array, factor: float = 2.0) -> Array:
    """∇L(w) = (2/n) Xᵀ(Xw − y), the gradient of the mean squared error."""
    slopes: Array = factor / len(y) * X.T @ (X @ w - y)
    return slopes


SAMPLES: list[tuple[Array, Array, Array]] = [
    (
        np.array([1.0, -1.0]),
        np.array([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0], [2.0, 2.0]]),
        np.array([1.0, 0.0, 2.0, -1.0]),
    ),
    (np.array([0.5, 2.0]), np.array([[1.0, 0.0], [-2.0, 1.0]]), np.array([0.0, 3.0])),
]
mse = exercise(
    "The gradient of the mean of (Xw − y)² by the weights w.",
    mse_slopes,
    inputs=SAMPLES,
    slips=[
        (lambda w, X, y: mse_slopes(w, X, y, 1.0), "The derivative of a square has a factor 2."),
        (lambda w, X, y: len(y) * mse_slopes(w, X, y), "The loss is a mean: divide by n, len(y)."),
        (lambda w, X, y: -mse_slopes(w, X, y), "The sign: the error is Xw − y."),
        (
            lambda w, X, y: 2 * np.mean(X @ w - y) * np.ones(2),
            "The inner derivative of x·w along w_j is x_j: each error counts times its feature.",
        ),
        (
            lambda w, X, y: 2 * np.mean(X @ w - y) * X.mean(axis=0),
            "The mean of a product is not the product of the means.",
        ),
    ],
    hints=[
        "One sample: (x·w − y)². Along w_j the inner derivative is x_j.",
        "So ∂L/∂w_j is the mean of 2 error · x_j: column j of X, times the errors.",
        "All j at once: X.T @ error.",
    ],
    further="With a column of ones this is lesson 1.",
    link=SLICE,
    key=(LESSON, "mse"),
)


def softmax(z: Array) -> Array:
    """The probabilities eᶻⁱ / Σ eᶻʲ of scores z (n,).

    >>> softmax(np.array([0.0, 0.0]))
    array([0.5, 0.5])
    """
    probabilities: Array = np.exp(z) / np.exp(z).sum()
    return probabilities


SCORES: list[tuple[Array, Array]] = [
    (np.array([0.0, 1.0, -1.0]), np.array([1.0, 0.0, 0.0])),
    (np.array([2.0, 0.5, 0.3]), np.array([0.0, 0.0, 1.0])),
]
cross_entropy = exercise(
    "The gradient of −ln ŷ_k by the scores z, with ŷ = softmax(z) and y = 1 at k, 0 elsewhere.",
    lambda z, y: softmax(z) - y,
    inputs=SCORES,
    slips=[
        (lambda z, y: y - softmax(z), "The sign: a higher right score must lower the loss."),
        (lambda z, y: -y / softmax(z), "That is the gradient by ŷ. Go on to the scores z."),
        (lambda z, y: softmax(z), "The score of the right class occurs once more: in −z_k."),
        (
            lambda z, y: softmax(z) * (1 - softmax(z)),
            "That is the slope of ŷ_i along z_i; the loss is −ln ŷ_k.",
        ),
        (lambda z, y: -y * (1 - softmax(z)), "All scores matter, through the sum below."),
    ],
    hints=[
        "Write −ln ŷ_k as −z_k + ln Σ e^(z_j).",
        "The second term, along z_i: e^(z_i) divided by the sum. You know that number.",
        "The first term: −1 for i = k, and 0 for the others. That is −y_i.",
    ],
    further="Its entries add up to 0.",
    link=SLICE,
    key=(LESSON, "cross_entropy"),
)
GRADIENTS: list[tuple[Array, float]] = [
    (np.array([3.0, -4.0, 0.5]), 0.1),
    (np.array([-1.0, 2.0, -2.0]), 0.5),
    (np.array([0.04, -0.2, 1.5]), 0.25),  # two entries are smaller than ε
]
in_a_box = exercise(
    "The step s with every |s_i| ≤ ε for which g · s is largest.",
    lambda g, epsilon: epsilon * np.sign(g),
    inputs=GRADIENTS,
    slips=[
        (
            lambda g, epsilon: epsilon * g / np.linalg.norm(g),
            "That is best of all steps of length ε. Here each entry has a limit of its own.",
        ),
        (lambda g, epsilon: epsilon * g, "Some entries are beyond ε, or have room left."),
        (lambda g, epsilon: -epsilon * np.sign(g), "That goes down as fast as it can: the sign."),
        (
            lambda g, epsilon: epsilon * g / np.abs(g).max(),
            "Allowed, but only the largest entry is at its limit: the others can add more.",
        ),
        (lambda g, epsilon: np.sign(g), "The directions are right; the size of an entry is ε."),
        (
            lambda g, epsilon: np.clip(g, -epsilon, epsilon),
            "Where an entry of g is smaller than ε, s has room left: go to the edge there, too.",
        ),
    ],
    hints=[
        "g · s is a sum, and each entry of s occurs in one term. Choose them one by one.",
        "How large can g_i s_i become, and for which s_i? np.sign may help.",
    ],
    further="It gains ε times the sum of all |g_i|.",
    link=WHY,
    key=(LESSON, "in_a_box"),
)
