"""Self-assessment of lesson 14, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "14-jump-with-newton.ipynb"


def root(rng: Rng) -> Exercise:
    """One step of Newton's method for a square root."""
    square, start = pick(rng, (5, 2), (7, 3), (10, 3), (3, 2), (20, 4))
    return exercise(
        f"$f(x) = x^2 - {square}$. Newton's method starts at {start}. Where does it land?",
        start - (start**2 - square) / (2 * start),
        slips={
            start + (start**2 - square) / (2 * start): "Subtract f/f′.",
            start - (start**2 - square): "Divide by the slope.",
            start - (2 * start) / (start**2 - square): "It is f divided by f′.",
        },
    )


def runaway(rng: Rng) -> Exercise:
    """A root from which Newton's method runs away."""
    start, factor = pick(rng, 1, 8, 0.5, 2), pick(rng, 1, 2, 5)
    times = "" if factor == 1 else f"{factor}"
    return exercise(
        rf"$f(x) = {times}\sqrt[3]{{x}}$ has its root at 0. Newton's method starts at "
        rf"{start:g}. Where "
        "does it land?",
        -2 * start,
        slips={
            0: "It does not find it: f/f′ = 3x, so each step goes to x − 3x.",
            -start: "f/f′ = 3x, so the step goes to x − 3x.",
            4 * start: "Subtract f/f′ = 3x.",
        },
    )


def damping(rng: Rng) -> Exercise:
    """The damping from which on a step leads down."""
    up, down = pick(rng, 2, 5, 9), pick(rng, 1, 3, 4)
    return exercise(
        f"At a point near a saddle the Hessian has the eigenvalues {up} and {-down}. Above which "
        "damping $λ$ is $H + λI$ sure to lead downhill?",
        down,
        slips={
            up: "What must be lifted above zero is the smallest eigenvalue.",
            -down: "λ is added: it must outweigh the negative eigenvalue.",
        },
    )


def minimum(rng: Rng) -> Exercise:
    """One step of Newton's method for a minimum."""
    k, start = pick(rng, 2, 3, 5), pick(rng, 1, 2, 4)
    slope = 3 * start**2 - 3 * k
    return exercise(
        f"$L(x) = x^3 - {3 * k}x$, for $x > 0$. Newton's method for the minimum starts at {start}. "
        "Where does it land?",
        start - slope / (6 * start),
        slips={
            start
            - (start**3 - 3 * k * start) / slope: "That is a step to a root of L; a minimum is "
            "a root of L′.",
            start - slope: "Divide by the second derivative.",
            start + slope / (6 * start): "Subtract.",
        },
    )


def cost(rng: Rng) -> Exercise:
    """How the cost of a Newton step grows."""
    factor = pick(rng, 2, 3, 5, 10)
    what, power = pick(rng, ("numbers stored in the Hessian", 2), ("work to solve for the step", 3))
    return exercise(
        f"A model has {factor} times as many weights. By which factor do the {what} grow?"
        if power == 2
        else f"A model has {factor} times as many weights. By which factor does the {what} grow?",
        factor**power,
        slips={
            factor: "So grows the gradient.",
            factor**2: "That is for the entries of the Hessian; solving costs more.",
            factor**3: "That is for solving; the Hessian has n² entries.",
        },
    )


QUESTIONS = (
    Question(
        "derive Newton's step, for a root and for a minimum, and say why right digits double",
        f"{BOOK}#Digits-that-double",
        root,
    ),
    Question(
        "name four ways in which it fails, and what helps against each",
        f"{BOOK}#Two-other-curves",
        runaway,
    ),
    Question(
        "choose a damping, or $|H|$, that leads away from a saddle",
        f"{BOOK}#Away-from-the-saddle",
        damping,
    ),
    Question("build Newton's method for roots and for minima", f"{BOOK}#Build-it", minimum),
    Question(
        "count what a step costs, and say when $n$ is too large for it",
        f"{BOOK}#What-a-step-costs",
        cost,
    ),
)
