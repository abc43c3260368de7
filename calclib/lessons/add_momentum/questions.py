"""Self-assessment of lesson 11, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "11-add-momentum.ipynb"


def conventions(rng: Rng) -> Exercise:
    """The same path in the other convention of velocity."""
    beta = pick(rng, 0.5, 0.8, 0.9)
    rate = pick(rng, 0.01, 0.02, 0.05)
    return exercise(
        f"A book writes $v ← βv + (1 - β)∇L$ with $β = {beta:g}$ and $α = {rate / (1 - beta):g}$. "
        "Which $α$ gives the same path with $v ← βv + ∇L$, as in this course?",
        rate,
        slips={
            rate
            / (1 - beta) ** 2: "The other way round: here the velocity is longer, so α is less.",
            rate / (1 - beta): "The velocities differ by a factor 1 − β.",
        },
    )


def critical(rng: Rng) -> Exercise:
    """The beta of critical damping."""
    product = pick(rng, 0.01, 0.04, 0.09, 0.16, 0.25)
    root = product**0.5
    return exercise(
        f"On one spring $αλ = {product:g}$. Which $β$ damps it critically?",
        (1 - root) ** 2,
        slips={
            1 - root: "Square it: β = (1 − √(αλ))².",
            (1 - product) ** 2: "The root of αλ is missing.",
            (1 + root) ** 2: "That is the other root of the equation, above 1.",
        },
    )


def edge(rng: Rng) -> Exercise:
    """Where the heavy ball flies out."""
    beta = pick(rng, 0.5, 0.8, 0.9)
    curvature = pick(rng, 2, 4, 10)
    return exercise(
        f"The heavy ball with $β = {beta:g}$ on a curvature of {curvature}: up to which $α$ "
        "does it "
        "settle?",
        2 * (1 + beta) / curvature,
        slips={
            2 / curvature: "That is plain descent; the heavy ball bears a factor 1 + β more.",
            2 * (1 - beta) / curvature: "The factor is 1 + β.",
        },
        bound="above",
    )


def heavy_ball(rng: Rng) -> Exercise:
    """Two steps of the heavy ball."""
    rate = pick(rng, 0.1, 0.2)
    beta = pick(rng, 0.5, 0.9)
    start = pick(rng, 2, 4, 10)
    first = start - rate * start
    second = first - rate * (beta * start + first)
    return exercise(
        f"$L(x) = x^2/2$, the heavy ball from $x = {start}$ with $v = 0$, $α = {rate:g}$ and "
        f"$β = {beta:g}$. Where is it after two steps?",
        second,
        slips={
            first: "That is after one step.",
            first - rate * first: "That is plain descent: the old velocity counts too.",
            first - rate * (beta * start + (1 - beta) * first): "In this course the new gradient "
            "counts whole: v ← βv + ∇L.",
        },
    )


def safe(rng: Rng) -> Exercise:
    """Which of the two is safe beyond quadratics."""
    ratio = pick(rng, 10, 25, 100)
    return choose(
        rng,
        f"A convex loss is no parabola; its curvature lies between 1 and {ratio}. You take the "
        "settings that are the best on parabolas. For which rule is it proved that it arrives?",
        "Nesterov's rule",
        {
            "the heavy ball": "It may circle for ever: the lesson shows such a loss.",
            "both": "The heavy ball may circle for ever on such a loss.",
            "neither": "For Nesterov's rule there is a proof.",
        },
    )


QUESTIONS = (
    Question(
        "say what a velocity remembers, convert between its two conventions, and compare settings "
        r"at equal $\alpha/(1-\beta)$",
        f"{BOOK}#What-the-velocity-remembers",
        conventions,
    ),
    Question(
        "tell over-damped, under-damped and critically damped settings apart, and compute the "
        r"$\beta$ of critical damping",
        f"{BOOK}#One-spring",
        critical,
    ),
    Question(
        r"derive the best $\alpha$ and $\beta$ for two curvatures, and say where the heavy ball "
        "flies out",
        f"{BOOK}#The-map-of-all-settings",
        edge,
    ),
    Question(
        "build the heavy ball and Nesterov's rule, and check them step for step",
        f"{BOOK}#Build-it",
        heavy_ball,
    ),
    Question(
        "say which of the two is safe beyond quadratics",
        f"{BOOK}#A-bowl-with-two-kinks",
        safe,
    ),
)
