"""Self-assessment of lesson 9, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "09-roll-downhill.ipynb"


def one_step(rng: Rng) -> Exercise:
    """One step on a parabola."""
    a = pick(rng, 2, 3, 4)
    x = pick(rng, -4, -2, 3, 5)
    rate = pick(rng, 0.1, 0.2, 0.05)
    return exercise(
        f"$L(x) = {a}x^2$, you are at $x = {x}$, and $α = {rate:g}$. Where does a step land?",
        x - rate * 2 * a * x,
        slips={
            x + rate * 2 * a * x: "That is uphill: subtract.",
            x - rate * a * x * x: "Subtract α times the slope, not α times the height.",
            x - rate * a * x: "The slope of ax² is 2ax.",
            -rate * 2 * a * x: "That is the step; add it to x.",
        },
    )


def fate(rng: Rng) -> Exercise:
    """What a rate does on a curvature."""
    fates = {
        "it crawls": "That is for αλ well below 1.",
        "it lands at once": "That is for αλ = 1.",
        "it bounces, and settles": "That is for αλ between 1 and 2.",
        "it flies out": "That is for αλ above 2.",
    }
    product = {
        "it crawls": 0.1,
        "it lands at once": 1.0,
        "it bounces, and settles": 1.6,
        "it flies out": 2.4,
    }
    right = pick(rng, *fates)
    curvature = pick(rng, 2, 4, 5, 8)
    wrong = {one: why for one, why in fates.items() if one != right}
    return choose(
        rng,
        f"A parabola has curvature {curvature}, and the learning rate is "
        f"{product[right] / curvature:g}. What does gradient descent do?",
        right,
        wrong,
    )


def best_rate(rng: Rng) -> Exercise:
    """The best rate for two curvatures."""
    low = pick(rng, 1, 2)
    high = pick(rng, 8, 9, 18, 38)
    return exercise(
        f"A bowl has curvature {low} along and {high} across. Which rate is the best for gradient "
        "descent?",
        2 / (low + high),
        slips={
            2 / high: "That is where it begins to fly out across.",
            1 / high: "So it lands at once across, and crawls along.",
            1 / (low + high): "At the best rate both directions shrink alike: 1 − αλ₁ = αλ₂ − 1.",
        },
    )


def settles(rng: Rng) -> Exercise:
    """The largest curvature at which a ball can settle."""
    rate = pick(rng, 0.01, 0.02, 0.04, 0.05, 0.1, 0.2)
    return exercise(
        f"You train at the fixed rate {rate:g}. What is the largest curvature of a minimum in "
        "which "
        "the ball can settle?",
        2 / rate,
        slips={
            1 / rate: "There a step lands at once; it still settles up to twice that.",
            rate / 2: "It is the other way up: α must be below 2/λ.",
        },
        bound="above",
    )


def many_steps(rng: Rng) -> Exercise:
    """Where many steps on a parabola lead."""
    rate, curvature = pick(rng, (0.1, 4), (0.25, 6), (0.5, 3), (0.1, 5))
    steps = pick(rng, 2, 3, 4)
    start = pick(rng, 8, 16, 32)
    shrink = 1 - rate * curvature
    return exercise(
        f"$L(x) = {curvature / 2:g}x^2$, from $x = {start}$ at $α = {rate:g}$. Where is $x$ after "
        f"{steps} steps?",
        shrink**steps * start,
        slips={
            shrink * start: "That is after one step.",
            (1 - steps * rate * curvature) * start: "Each step shrinks what the last one left: a "
            "power.",
            (1 - rate * curvature / 2) ** steps * start: "The slope of x² is 2x.",
        },
    )


QUESTIONS = (
    Question("take a step of gradient descent by hand", f"{BOOK}#One-step", one_step),
    Question(
        "predict from the curvature whether a learning rate crawls, lands, bounces or flies out",
        f"{BOOK}#Sixty-four-rates-at-once",
        fate,
    ),
    Question(
        "derive the best rate for two curvatures, and the number of steps that a narrow valley "
        "costs",
        f"{BOOK}#Two-directions,-one-rate",
        best_rate,
    ),
    Question(
        "say in which minima a ball can settle at a given learning rate, which schedules come to "
        "rest, and where clipping saves a run",
        f"{BOOK}#Where-you-start,-where-you-end",
        settles,
    ),
    Question(
        "build gradient descent in a dozen lines and check it step for step",
        f"{BOOK}#Build-it",
        many_steps,
    ),
)
