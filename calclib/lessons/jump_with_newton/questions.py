"""Self-assessment of lesson 14, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "14-jump-with-newton.ipynb"


def jump(rng: Rng) -> Exercise:
    """Where the local parabola has its level point."""
    x = pick(rng, 1, 3, 5)
    slope = pick(rng, -6, 4, 8)
    bend = pick(rng, -4, -2, 2, 5)
    return exercise(
        f"At $x = {x}$ a loss has slope {slope} and second derivative {bend}. Where does "
        "Newton's jump "
        "land?",
        x - slope / bend,
        slips={
            x + slope / bend: "Subtract f′/f″.",
            x - slope / abs(bend): "That is the jump with |H|; Newton's goes to the level point of "
            "the parabola, and where that bends down, uphill.",
            x - slope: "Divide by the second derivative.",
        },
    )


def disc(rng: Rng) -> Exercise:
    """The radius of the disc that a damping stands for."""
    first, second = pick(rng, (1, 4), (2, 7), (3, -1))
    damping = pick(rng, 2, 5)
    a, b = pick(rng, (3, 4), (6, 5), (8, 12))
    step = (a / (first + damping), b / (second + damping))
    return exercise(
        f"$H$ is diagonal with {first} and {second}, and the slope is $({a}, {b})$. The damping is "
        f"$λ = {damping}$. How large is the disc that it stands for?",
        (step[0] ** 2 + step[1] ** 2) ** 0.5,
        slips={
            (a**2 + b**2) ** 0.5 / damping: "The damping is added to the curvatures: H + λI.",
            step[0] ** 2 + step[1] ** 2: "That is the square of the length of the step.",
            step[0] + step[1]: "The radius is the length of the damped step.",
        },
    )


def line_search(rng: Rng) -> Exercise:
    """What a line search accepts."""
    value = pick(rng, 10, 20)
    slope = pick(rng, -4, -8, -10)
    step = pick(rng, 0.5, 0.25)
    share = pick(rng, 0.1, 0.2)
    return exercise(
        f"The loss is {value}, and along a step it begins to change by {slope} for the whole "
        "step. You "
        f"take {step:g} of the step, and ask for a share of {share:g} of what the slope "
        "predicts. Up to "
        "which loss is that accepted?",
        value + share * step * slope,
        slips={
            value + step * slope: "So much the slope predicts; a share of it is asked for.",
            value: "That it does not rise is not enough.",
            value + share * slope: "You take only a part of the step.",
        },
    )


def minimum(rng: Rng) -> Exercise:
    """One step of Newton's method for a minimum."""
    k = pick(rng, 2, 3, 5)
    start = pick(rng, 1, 2, 4)
    slope = 3 * start**2 - 3 * k
    return exercise(
        f"$L(x) = x^3 - {3 * k}x$, for $x > 0$. Newton's method for the minimum starts at {start}. "
        "Where does it land?",
        start - slope / (6 * start),
        slips={
            start - (start**3 - 3 * k * start) / slope: "That is a step to a root of L; a "
            "minimum is "
            "a root of L′.",
            start - slope: "Divide by the second derivative.",
            start + slope / (6 * start): "Subtract.",
        },
    )


def cost(rng: Rng) -> Exercise:
    """How the cost of a Newton step grows."""
    factor = pick(rng, 2, 3, 5, 10)
    what, power = pick(
        rng, ("number of entries of the Hessian", 2), ("work to solve for the step", 3)
    )
    return exercise(
        f"A model has {factor} times as many weights. By which factor does the {what} grow?",
        factor**power,
        slips={
            factor: "So grows the gradient.",
            factor**2: "That is for the entries of the Hessian; solving costs more.",
            factor**3: "That is for solving; the Hessian has n² entries.",
        },
    )


QUESTIONS = (
    Question(
        "derive Newton's jump from the local parabola, and say when it leads up",
        f"{BOOK}#From-roots-to-minima",
        jump,
    ),
    Question(
        r"say which disc a damping $\lambda$ stands for, and choose one, or $|H|$, that leads away "
        "from a saddle",
        f"{BOOK}#Damping-is-a-disc",
        disc,
    ),
    Question(
        "say what a line search promises, and what it costs",
        f"{BOOK}#The-bent-valley-again",
        line_search,
    ),
    Question("build Newton's method for a minimum", f"{BOOK}#Build-it", minimum),
    Question(
        "count what a step costs, and say when $n$ is too large for it",
        f"{BOOK}#What-a-step-costs",
        cost,
    ),
)
