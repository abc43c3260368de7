"""Self-assessment of lesson 1, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "01-fit-line.ipynb"


def mean_square(rng: Rng) -> Exercise:
    """The mean squared error of three errors."""
    errors = rng.choice([-4, -3, -2, 2, 3, 4], 3)
    a, b, c = map(int, errors)
    total = a**2 + b**2 + c**2
    return exercise(
        f"A line misses three points by {a}, {b} and {c}. What is its mean squared error?",
        total / 3,
        slips={
            total: "That is the sum of the squares; divide by how many there are.",
            (abs(a) + abs(b) + abs(c)) / 3: "That is the mean size of the errors: square them.",
            ((a + b + c) / 3) ** 2: "Square each error first, then take the mean.",
            (total / 3) ** 0.5: "That is its square root.",
        },
    )


def instruction(rng: Rng) -> Exercise:
    """What a small change of m does to the loss."""
    slope = pick(rng, -12, -8, -5, 5, 8, 12)
    change = pick(rng, -0.1, -0.01, 0.01, 0.1)
    return exercise(
        f"The loss is 30, and its derivative by $m$ is {slope}. You change $m$ by {change:g}. By "
        "about how much does the loss change?",
        slope * change,
        slips={
            -slope * change: "The size is right. The change is slope times step, signs and all.",
            slope: "That is the change for a step of 1; the step is shorter.",
            30 + slope * change: "That is the new loss; the change was asked.",
        },
    )


def by_hand(rng: Rng) -> Exercise:
    """The slope of the loss by m, for two points."""
    x = [int(n) for n in rng.choice([1, 2, 3, 4], 2, replace=False)]
    m = pick(rng, 2, 3)
    b = pick(rng, -1, 1, 2)
    errors = pick(rng, (1, 2), (2, 1), (-1, -3), (-2, -1), (3, 2))
    y = [m * one + b - error for one, error in zip(x, errors, strict=True)]
    products = [error * one for error, one in zip(errors, x, strict=True)]
    return exercise(
        f"Two points, $({x[0]}, {y[0]})$ and $({x[1]}, {y[1]})$, and the line $y = {m}x + {b}$. "
        "$L$ is the mean squared error. What is $∂L/∂m$ there?".replace("+ -", "- "),
        sum(products),
        slips={
            sum(products) / 2: "The 2 of the square is missing: the mean of 2 · error · x.",
            2 * sum(products): "That is the sum over the points; take the mean.",
            sum(errors): "That is ∂L/∂b. By m each error is multiplied by its x.",
            -sum(products): "An error is what the line says less what is true.",
        },
    )


def best_line(rng: Rng) -> Exercise:
    """The line of least squares through three points."""
    low, middle, high = (int(n) for n in rng.integers(-6, 7, 3))
    m = (high - low) / 2
    b = (low + middle + high) / 3
    return exercise(
        f"At $x = -1, 0, 1$ you measure $y = {low}, {middle}, {high}$. Set both slopes of the mean "
        "squared error to zero. Give $m$, $b$ of the best line.",
        [m, b],
        names=(("m", "slope"), ("b", "intercept")),
        slips=[
            ([b, m], "They are exchanged: m comes first."),
            ([m, middle], "The best line need not pass through the middle point: b is the mean."),
            ([high - low, b], "From −1 to 1 are two steps: divide the rise by 2."),
        ],
    )


def kink(rng: Rng) -> Exercise:
    """The slopes at both sides of a kink."""
    factor = int(rng.integers(2, 8))
    place = int(rng.integers(1, 9))
    return exercise(
        f"$f(x) = {factor}|x - {place}|$. What are its slopes just left and just right of "
        f"${place}$?",
        [-factor, factor],
        names=("left", "right"),
        slips=[
            ([factor, factor], "On the left the graph falls."),
            ([factor, -factor], "They are exchanged: on the left it falls."),
            ([-1, 1], "The factor before |x| stays."),
        ],
    )


QUESTIONS = (
    Question(
        "say in words and in code what a mean squared error measures",
        f"{BOOK}#Make-the-squares-small",
        mean_square,
    ),
    Question(
        "read the sign and the size of a derivative as an instruction",
        f"{BOOK}#Which-way-is-down?",
        instruction,
    ),
    Question(
        r"derive $\partial L/\partial m$ and $\partial L/\partial b$ line by line",
        f"{BOOK}#Two-derivatives,-line-by-line",
        by_hand,
    ),
    Question(
        "find the best line in two ways: set both slopes to zero, or walk downhill",
        f"{BOOK}#Set-both-slopes-to-zero",
        best_line,
    ),
    Question("say what a kink does to a derivative", f"{BOOK}#Why-squares?", kink),
)
