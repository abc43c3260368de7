"""Self-assessment of lesson 2, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "02-zoom-in.ipynb"


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


def rules(rng: Rng) -> Exercise:
    """The slope of a product, a quotient or a chain, from values."""
    u, v = pick(rng, 2, 3, 6), pick(rng, 2, 4, 5)
    du, dv = pick(rng, -3, 1, 4), pick(rng, -2, 3, 5)
    kind = pick(rng, "product", "quotient", "chain")
    if kind == "product":
        return exercise(
            f"$u = {u}$, $u' = {du}$, $v = {v}$, $v' = {dv}$ at one point. What is $(uv)'$ there?",
            du * v + u * dv,
            slips={
                du * dv: "The slope of a product is u′v + uv′, not u′v′.",
                du * v: "v changes too: add uv′.",
                u * dv: "u changes too: add u′v.",
            },
        )
    if kind == "quotient":
        return exercise(
            f"$u = {u}$, $u' = {du}$, $v = {v}$, $v' = {dv}$ at one point. What is $(u/v)'$ there?",
            (du * v - u * dv) / v**2,
            slips={
                du / dv: "The slope of a quotient is (u′v − uv′)/v², not u′/v′.",
                (u * dv - du * v) / v**2: "u′v comes first: (u′v − uv′)/v².",
                (du * v - u * dv) / v: "Divide by v squared.",
            },
        )
    return exercise(
        f"$g(1) = {u}$, $g'(1) = {du}$, $f'(1) = {v}$ and $f'({u}) = {dv}$. What is the slope of "
        "$f(g(x))$ at 1?",
        dv * du,
        slips={
            v * du: "The outer slope belongs at g(1), not at 1.",
            dv: "Multiply by the inner slope.",
            dv + du: "The slopes multiply.",
        },
    )


def activation(rng: Rng) -> Exercise:
    """The slope of an activation, from its value."""
    value = pick(rng, 0.1, 0.2, 0.3, 0.7, 0.8)
    kind, slope = pick(rng, ("sigmoid", value * (1 - value)), ("tanh", 1 - value**2))
    return exercise(
        f"A {kind} has the value {value:g} at some point. What is its slope there?",
        slope,
        slips={
            value * (1 - value): "That is for the sigmoid.",
            1 - value**2: "That is for tanh.",
            1 - value: "For the sigmoid σ(1 − σ), for tanh 1 − tanh².",
        },
    )


def restless(rng: Rng) -> Exercise:
    """A derivative that exists everywhere and is not continuous."""
    factor = pick(rng, 1, 2, 3, 5)
    times = "" if factor == 1 else f"{factor}"
    return choose(
        rng,
        "Each of these is 0 at 0. Which one has a derivative everywhere, though the derivative is "
        "not continuous?",
        f"{times}x² sin(1/x)",
        {
            f"{times}x sin(1/x)": "Its secants at 0 swing for ever: it has no slope there.",
            f"{times}|x|": "It has two slopes at 0.",
            f"{times}x³": "Its derivative is continuous.",
        },
    )


QUESTIONS = (
    Question(
        'say what "tends to" means, and see where a slope does not exist',
        f"{BOOK}#What-a-limit-is",
        tolerance,
    ),
    Question(
        "predict a function near a point from its value and its slope",
        f"{BOOK}#Under-the-microscope",
        prediction,
    ),
    Question(
        "derive the sum, product, quotient, chain and power rules, and use them",
        f"{BOOK}#Seven-derivations",
        rules,
    ),
    Question(
        "give the derivatives of ReLU, softplus, tanh and sigmoid from memory",
        f"{BOOK}#Four-activations",
        activation,
    ),
    Question(
        "name a function that has a derivative everywhere, though this derivative is not "
        "continuous",
        f"{BOOK}#A-slope-that-exists-and-does-not-settle",
        restless,
    ),
)
