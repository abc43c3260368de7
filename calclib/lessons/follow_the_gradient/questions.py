"""Self-assessment of lesson 5, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "05-follow-the-gradient.ipynb"


def gradient(rng: Rng) -> Exercise:
    """Both partial derivatives at a point."""
    a = int(rng.integers(2, 6))
    b = int(rng.integers(2, 9))
    x = int(rng.integers(1, 4))
    y = int(rng.integers(1, 4))
    along = 2 * a * x * y
    across = a * x * x + b
    return exercise(
        f"$f(x, y) = {a}x^2 y + {b}y$. What is its gradient at $({x}, {y})$?",
        [along, across],
        names=(("∂f/∂x", "x", "f_x"), ("∂f/∂y", "y", "f_y")),
        slips=[
            ([across, along], "They are exchanged: ∂f/∂x comes first."),
            ([along + b, across], "Along x, y is a constant: the second term has no slope."),
            ([along, a * x * x], "Along y, both terms change."),
        ],
    )


def direction(rng: Rng) -> Exercise:
    """The slope in a direction that is not of length 1."""
    a = pick(rng, -5, -2, 3, 4, 6)
    b = pick(rng, -4, -1, 2, 5)
    u, v = pick(rng, (3, 4), (4, 3), (-3, 4), (4, -3), (6, 8))
    length = (u * u + v * v) ** 0.5
    return exercise(
        f"The gradient at a point is $({a}, {b})$. What is the slope in the direction of "
        f"$({u}, {v})$?",
        (a * u + b * v) / length,
        slips={
            a * u + b * v: "The direction has another length than 1: divide by it.",
            (a * a + b * b) ** 0.5: "That is the slope along the gradient, the steepest.",
        },
    )


def order(rng: Rng) -> Exercise:
    """What makes the order of two partial derivatives indifferent."""
    one, other = pick(rng, ("x", "y"), ("u", "v"), ("s", "t"))
    return choose(
        rng,
        f"You differentiate by ${one}$ and then by ${other}$. What is enough for the other order "
        "to give the same?",
        "both mixed second derivatives are continuous there",
        {
            "the function is continuous": "It may have no derivatives at all.",
            "both first partial derivatives exist": "The mixed ones may still differ, as at the "
            "origin of the lesson's example.",
            "both mixed second derivatives exist there": "In the lesson's example they do, and "
            "they differ: they are not continuous.",
        },
    )


def area(rng: Rng) -> Exercise:
    """What a Jacobian does to a small square's area."""
    a = int(rng.integers(1, 5))
    d = int(rng.integers(1, 5))
    b = pick(rng, -2, -1, 1, 2)
    c = pick(rng, -3, 3, 5)
    if a * d == b * c:
        a += 1
    determinant = a * d - b * c
    slips = {
        abs(a * d + b * c): "The determinant is ad − bc.",
        a + d: "That is the trace.",
        a * d: "The other two entries count too: ad − bc.",
    }
    if determinant < 0:
        slips[determinant] = (
            "An area is not negative; the sign says that the square is turned over."
        )
    return exercise(
        f"A map has the Jacobian $\\begin{{pmatrix}} {a} & {b} \\\\ {c} & {d} \\end{{pmatrix}}$ "
        "at a "
        "point. By which factor does the area of a small square there change?",
        abs(determinant),
        slips=slips,
    )


def mean_of_squares(rng: Rng) -> Exercise:
    """One entry of the gradient of a mean of squares."""
    n = pick(rng, 4, 5, 8, 10, 20)
    value = int(rng.integers(2, 10))
    return exercise(
        f"$L(θ)$ is the mean of the squares of {n} numbers. One of them is {value}. What is its "
        "entry in the gradient?",
        2 * value / n,
        slips={
            2 * value: f"L is a mean: divide by {n}.",
            value / n: "The 2 of the square is missing.",
            value**2 / n: "That is its share of the value, not a slope.",
        },
    )


QUESTIONS = (
    Question(
        "take partial derivatives by hand and collect them in a gradient",
        f"{BOOK}#Hold-the-others-still",
        gradient,
    ),
    Question(
        "compute the slope in any direction, and say why none is steeper than along the gradient",
        f"{BOOK}#A-slope-in-every-direction",
        direction,
    ),
    Question(
        "say when the order of two partial derivatives does not matter",
        f"{BOOK}#Does-the-order-matter?",
        order,
    ),
    Question(
        "read from a Jacobian what a map does to a small square",
        f"{BOOK}#A-map-and-its-Jacobian",
        area,
    ),
    Question(
        "build a gradient for any number of variables, and derive those of two losses",
        f"{BOOK}#Build-it",
        mean_of_squares,
    ),
)
