"""Self-assessment of lesson 2, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "02-zoom-in.ipynb"


REASONS = {
    "its secants tend to two slopes, one at each side": "|x|",
    "its secants swing for ever": "x sin(1/x)",
    "its secants become steeper without end": "∛x",
    "it jumps there": "the sign of x",
}


def tolerance(rng: Rng) -> Exercise:
    """The h from which on a tolerance is kept."""
    slope, factor = pick(rng, 2, 3, 6), pick(rng, 2, 4, 5)
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


def no_slope(rng: Rng) -> Exercise:
    """Why a function has no slope at 0."""
    right = pick(rng, *REASONS)
    factor = pick(rng, "", "2 · ", "5 · ")
    wrong = {why: f"So it is for {name}." for why, name in REASONS.items() if why != right}
    return choose(
        rng,
        f"{factor}{REASONS[right]}, and 0 at $x = 0$, has no slope at 0. Why not?",
        right,
        wrong,
    )


def prediction(rng: Rng) -> Exercise:
    """Value and slope predict."""
    value, slope = int(rng.integers(2, 12)), pick(rng, -6, -3, 4, 8)
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


def secant(rng: Rng) -> Exercise:
    """The slope of a secant of a power, from the definition."""
    x, h = pick(rng, 1, 2, 3), pick(rng, 0.1, 0.5, 1)
    power = pick(rng, 2, 3)
    slope = ((x + h) ** power - x**power) / h
    return exercise(
        f"What is the slope of the secant of $x^{power}$ from {x} to {x + h:g}? (Let the step "
        "shrink "
        "in it, and you have the power rule.)",
        slope,
        slips={
            power * x ** (power - 1): "That is what it tends to; the step is not 0 yet.",
            slope * h: "Divide by the step.",
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
        no_slope,
    ),
    Question(
        "predict a function near a point from its value and its slope",
        f"{BOOK}#The-tangent-predicts",
        prediction,
    ),
    Question("derive the slope of a power from the definition", f"{BOOK}#The-power-rule", secant),
)
