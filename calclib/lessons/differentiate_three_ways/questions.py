"""Self-assessment of lesson 4, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "04-differentiate-three-ways.ipynb"


# What the error of a quotient does when the step is divided by ten, on each arm of the V.
ARMS = {
    "a one-sided difference, where the step is too large": 0.1,
    "a central difference, where the step is too large": 0.01,
    "a one-sided difference, where the step is too small": 10.0,
    "a central difference, where the step is too small": 10.0,
}


def arm(rng: Rng) -> Exercise:
    """The slope of an arm of the V."""
    case = pick(rng, *ARMS)
    slips = {
        0.1: "So the error of a one-sided difference falls, where the step is too large.",
        0.01: "So the error of a central difference falls, where the step is too large.",
        10.0: "So rounding grows, which rules where the step is too small.",
        100.0: "Rounding is divided by h, not by h squared.",
    }
    return exercise(
        f"Take {case}. You make the step ten times smaller. By which factor does the error "
        "change, about?",
        ARMS[case],
        slips=slips,
    )


def step(rng: Rng) -> Exercise:
    """The best step of a method in a format."""
    digits = pick(rng, 6, 12, 18)
    name, share = pick(rng, ("one-sided", 2), ("central", 3))
    best = {share: 10.0 ** -(digits // share) for share in (2, 3)}
    return exercise(
        f"A number format keeps {digits} digits. The function, its slopes and the point are all "
        f"about 1. Which step is about the best for a {name} difference? Give a power of ten.",
        best[share],
        slips={
            best[5 - share]: "That is the best step of the other difference.",
            10.0**-digits: "At that step rounding is as large as what you look for.",
        },
    )


def dual(rng: Rng) -> Exercise:
    """Value and slope of a product, carried along."""
    x = int(rng.integers(1, 5))
    k = int(rng.integers(2, 6))
    c = int(rng.integers(1, 6))
    u = x * x
    du = 2 * x
    v = k * x + c
    dv = k
    return exercise(
        f"A program computes $u = x · x$, $v = {k}x + {c}$, $y = u · v$. Carry value and slope "
        f"through it from $x = {x}$. Give the value and the slope of $y$.",
        [u * v, du * v + u * dv],
        names=(("value", "y"), ("slope", "derivative", "y′")),
        slips=[
            ([u * v, du * dv], "The slope of a product is u′v + uv′, not u′v′."),
            ([u * v, du + dv], "The slope of a product is u′v + uv′; for a sum they are added."),
            ([u * v, u * dv], "v changes, and so does u: u′v is missing."),
        ],
    )


def swell(rng: Rng) -> Exercise:
    """How a derivative as a formula swells."""
    n = int(rng.integers(4, 13))
    return exercise(
        f"You differentiate a product of {n} different factors as a formula and simplify nothing. "
        "How many factors are written out in all?",
        n * n,
        slips={
            n: "So many terms there are, and each of them has as many factors.",
            2 * n: "Each factor is differentiated in a term of its own, beside all the others.",
            n * (n - 1): "The differentiated factor is written out too.",
        },
    )


def wrong_entry(rng: Rng) -> Exercise:
    """Which entry of a gradient is wrong?"""
    x = int(rng.integers(2, 5))
    y = int(rng.integers(2, 5))
    k = int(rng.integers(3, 9))
    right = [2 * x * y, x * x, k]
    wrong = int(rng.integers(3))
    said = list(right)
    said[wrong] += pick(rng, -2, -1, 1, 2)
    reasons = {
        number + 1: f"Entry {number + 1} is right: a small step in it changes f as it says."
        for number in range(3)
        if number != wrong
    }
    return exercise(
        f"$f(x, y, z) = x^2 y + {k}z$. Somebody says that its gradient at $({x}, {y}, 1)$ is "
        f"$({said[0]}, {said[1]}, {said[2]})$. Which entry is wrong: 1, 2 or 3?",
        wrong + 1,
        slips=reasons,
        ordered=False,
    )


QUESTIONS = (
    Question(
        "explain the two errors of a difference quotient, and at which step they are smallest "
        "together",
        f"{BOOK}#Two-errors",
        arm,
    ),
    Question(
        "choose a step for a method, a number format and a point",
        f"{BOOK}#Four-methods-at-every-step-size",
        step,
    ),
    Question(
        "carry value and slope through a program, by hand and in code",
        f"{BOOK}#Numbers-that-know-their-slope",
        dual,
    ),
    Question(
        "say what a formula costs that autodiff does not",
        f"{BOOK}#Formulas-that-swell",
        swell,
    ),
    Question(
        "check a gradient, and find the entry that is wrong",
        f"{BOOK}#Numbers-that-know-their-slope",
        wrong_entry,
    ),
)
