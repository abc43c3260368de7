"""Self-assessment of lesson 2, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "02-zoom-in.ipynb"


def tolerance(rng: Rng) -> Exercise:
    """The h from which on a tolerance is kept."""
    slope = pick(rng, 2, 3, 6)
    factor = pick(rng, 2, 4, 5)
    close = pick(rng, 0.1, 0.01, 0.02)
    return exercise(
        f"The slope of a secant over the step $h > 0$ is ${slope} + {factor}h$. It tends to "
        f"{slope}. How small must $h$ be for it to be within {close:g} of that?",
        close / factor,
        slips={
            close: f"The error is {factor}h, not h.",
            close * factor: "Divide: factor times h must not exceed the tolerance.",
        },
    )


def without_slope(rng: Rng) -> Exercise:
    """Where a slope does not exist, and why."""
    a = pick(rng, 1, 2, 3, 5)
    return choose(
        rng,
        f"Which of these has a slope at {a}?",
        f"(x − {a})³",
        {
            f"|x − {a}|": "The two sides settle on different numbers: a corner.",
            f"the cube root of x − {a}": "Its tangent there is upright: no number is its slope.",
            f"x − {a} rounded down": "It jumps there.",
        },
    )


def prediction(rng: Rng) -> Exercise:
    """Value and slope predict."""
    value = int(rng.integers(2, 12))
    slope = pick(rng, -6, -3, 4, 8)
    h = pick(rng, -0.2, -0.1, 0.05, 0.1)
    return exercise(
        f"$f(4) = {value}$ and $f'(4) = {slope}$. What do they predict for $f({4 + h:g})$?",
        value + slope * h,
        slips={
            slope * h: "That is the change; add it to the value.",
            value - slope * h: "The size of the change is right; the step has a sign too.",
            value + slope: "That is a whole unit further; the step is shorter.",
        },
    )


def power_rule(rng: Rng) -> Exercise:
    """The slope of a power, from the terms of its quotient."""
    n = pick(rng, 3, 4, 5, 6)
    a = pick(rng, 2, 3, 10)
    return exercise(
        f"The quotient of $x^{n}$ at {a} is a sum of {n} terms. On which number does it settle as "
        "$h$ tends to 0?",
        n * a ** (n - 1),
        slips={
            a ** (n - 1): "That is one of the terms. There are as many as the power says.",
            n * a**n: "Each term has one factor fewer: aⁿ⁻¹.",
            a**n: "That is the value there.",
        },
    )


QUESTIONS = (
    Question(
        'say what "tends to" means, and find the $h$ from which on a tolerance is kept',
        f"{BOOK}#What-a-limit-is",
        tolerance,
    ),
    Question(
        "see where a slope does not exist, and say why",
        f"{BOOK}#One-line,-and-no-other",
        without_slope,
    ),
    Question(
        "predict a function near a point from its value and its slope",
        f"{BOOK}#The-tangent-predicts",
        prediction,
    ),
    Question(
        "derive the slope of a power from the definition",
        f"{BOOK}#The-power-rule",
        power_rule,
    ),
)
