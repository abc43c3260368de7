"""Self-assessment of lesson 6, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "06-read-the-curvature.ipynb"


def parabola(rng: Rng) -> Exercise:
    """Value, slope and curvature predict."""
    a = int(rng.integers(1, 9))
    b = pick(rng, -4, -2, 3, 5)
    c = pick(rng, -6, -4, 2, 8)
    h = pick(rng, 0.1, 0.2, 0.5)
    tangent = a + b * h
    return exercise(
        f"At $x = 1$ a function has value {a}, slope {b} and second derivative {c}. What do the "
        f"three predict at $x = {1 + h:g}$?",
        tangent + c * h * h / 2,
        slips={
            tangent: "That is the tangent's prediction: add half the curvature times h².",
            tangent + c * h * h: "The curvature counts half: ½ f″ h².",
            tangent + c * h / 2: "The curvature counts with h squared.",
        },
    )


def determinant(rng: Rng) -> Exercise:
    """A bowl or a saddle, by trace and determinant."""
    a = pick(rng, 1, 4, 9)
    c = pick(rng, 16, 25, 36)
    return exercise(
        f"$f_{{xx}} = {a}$ and $f_{{yy}} = {c}$. From which $f_{{xy}} > 0$ on is the ground a "
        "saddle?",
        (a * c) ** 0.5,
        slips={
            a * c: "The product is compared with the square of the mixed entry.",
            (a + c) / 2: "That is half the trace. The determinant decides.",
        },
    )


def level_point(rng: Rng) -> Exercise:
    """What the eigenvalues of a Hessian say."""
    kinds = {
        "a minimum": "Then both eigenvalues are above zero.",
        "a maximum": "Then both eigenvalues are below zero.",
        "a saddle": "Then one eigenvalue is above zero and one below.",
        "they do not decide": "They decide unless one of them is zero and the others agree.",
    }
    one = pick(rng, 1, 2, 5)
    other = pick(rng, 1, 3, 4)
    cases = {
        "a minimum": (one, other),
        "a maximum": (-one, -other),
        "a saddle": (one, -other),
        "they do not decide": (pick(rng, one, -one), 0),
    }
    right = pick(rng, *cases)
    first, second = cases[right]
    wrong = {kind: why for kind, why in kinds.items() if kind != right}
    return choose(
        rng,
        f"At a level point the Hessian has the eigenvalues {first} and {second}. What is it?",
        right,
        wrong,
    )


def column(rng: Rng) -> Exercise:
    """A column of a Hessian from two gradients."""
    a = int(rng.integers(-4, 5))
    b = int(rng.integers(-4, 5))
    p = pick(rng, 2, 3, 6)
    q = pick(rng, -5, -1, 4)
    h = pick(rng, 0.1, 0.01, 0.5)
    after = (a + p * h, b + q * h)
    return exercise(
        f"The gradient at $(1, 2)$ is $({a}, {b})$, and at $({1 + h:g}, 2)$ it is "
        f"$({after[0]:g}, {after[1]:g})$. Give the first column of the Hessian.",
        [p, q],
        names=("first", "second"),
        slips=[
            ([p * h, q * h], "That is how the gradient changed: divide by the step."),
            ([q, p], "They are exchanged: the first entry is how ∂f/∂x changes."),
            (list(after), "That is the gradient there; ask how it changed, per step."),
        ],
        tolerance=1e-4,
    )


def cost(rng: Rng) -> Exercise:
    """What a condition number costs gradient descent."""
    factor = pick(rng, 4, 9, 16, 25, 100)
    return exercise(
        f"A long bowl becomes longer: its condition number is {factor} times as large. About how "
        "many times as many steps does gradient descent need, each time at its best rate?",
        factor,
        slips={
            factor**0.5: "So it is with the best momentum; plain descent pays the full factor.",
            factor**2: "The steps grow as κ itself does.",
        },
    )


QUESTIONS = (
    Question(
        "approximate a function by value, slope and curvature, and say how fast the error shrinks",
        f"{BOOK}#One-term-more",
        parabola,
    ),
    Question(
        "tell a bowl from a saddle by trace and determinant",
        f"{BOOK}#Three-numbers-bend-the-ground",
        determinant,
    ),
    Question(
        "classify a level point by the eigenvalues of its Hessian, and say when they do not decide",
        f"{BOOK}#Level-points",
        level_point,
    ),
    Question("build a Hessian from gradients", f"{BOOK}#Build-it", column),
    Question("say what a large condition number costs", f"{BOOK}#Stretch-the-bowl", cost),
)
