"""Self-assessment of lesson 20, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "20-attend.ipynb"


def absent(rng: Rng) -> Exercise:
    """What Adam remembers of a row that is absent."""
    slope = pick(rng, 2, 10, 50)
    steps = pick(rng, 1, 2, 3)
    beta = 0.9
    return exercise(
        f"A row of a table was in the first batch, with a slope of {slope}, and in none of the "
        "next "
        f"{steps}. What is Adam's $m$ of it then? ($β_1 = 0.9$, and $m = 0$ at first.)",
        (1 - beta) * slope * beta**steps,
        slips={
            0: "So it would be for gradient descent, which remembers nothing.",
            (1 - beta) * slope: "Each step without the row multiplies m by β₁.",
            slope * beta**steps: "The slope entered with the factor 1 − β₁.",
        },
    )


def weights(rng: Rng) -> Exercise:
    """The slopes of an attention weight by two scores."""
    p, q = pick(rng, (0.5, 0.3), (0.2, 0.7), (0.6, 0.1), (0.4, 0.4))
    return exercise(
        f"Softmax gives the weights {p:g}, {q:g} and {1 - p - q:.1g} to three keys. What are the "
        "slopes of the first weight by the first and by the second score?",
        [p * (1 - p), -p * q],
        names=("first", "second"),
        slips=[
            ([p * (1 - p), 0], "The weights share one sum: another score takes from this one."),
            ([p * (1 - p), p * q], "A larger second score makes the first weight smaller."),
            ([1 - p, -q], "That is the slope of the logarithm of the weight."),
        ],
    )


def scale(rng: Rng) -> Exercise:
    """How large scores are without the division."""
    d = pick(rng, 4, 16, 64, 256)
    return exercise(
        f"The {d} entries of $q$ and of $k$ are independent, of mean 0 and variance 1. What is the "
        r"standard deviation of $q \cdot k$, before any division?",
        d**0.5,
        slips={
            d: "That is the variance.",
            1: "So it is after the division by √d.",
            1 / d**0.5: "That is what it is multiplied by.",
        },
    )


def counts(rng: Rng) -> Exercise:
    """The probability of a model that counts."""
    total, hits = pick(rng, (73, 24), (173, 49), (23, 4), (473, 99))
    return exercise(
        f"A letter stands {total} times in the names, and {hits} times an *a* follows. A model "
        "adds 1 "
        "to every count of its 27 symbols. Which probability does it give the *a*?",
        (hits + 1) / (total + 27),
        slips={
            hits / total: "One is added to every count.",
            (hits + 1) / (total + 1): "One is added to each of the 27 counts, so 27 in all.",
            hits / (total + 27): "One is added to this count too.",
        },
    )


def warm_up(rng: Rng) -> Exercise:
    """The rate in a warm-up."""
    length = pick(rng, 50, 100, 200)
    rate = pick(rng, 0.003, 0.01, 0.03)
    step = length // pick(rng, 5, 10, 25)
    return exercise(
        f"The rate rises evenly from 0, and reaches {rate:g} at step {length}. What is it at step "
        f"{step}?",
        rate * step / length,
        slips={
            rate: "That is the rate after the warm-up.",
            rate * length / step: "It is below the full rate.",
            rate * (1 - step / length): "So much is still missing.",
        },
    )


QUESTIONS = (
    Question(
        "say which rows of a table move in a step, and why Adam also moves rows that are absent",
        f"{BOOK}#Which-rows-move",
        absent,
    ),
    Question(
        "write attention as a look-up, and give the slope of its weights",
        f"{BOOK}#A-look-up-with-a-slope",
        weights,
    ),
    Question(
        r"explain what the division by $\sqrt d$ is for, and when it hardly matters",
        f"{BOOK}#Why-√d",
        scale,
    ),
    Question(
        "train a transformer with calclib's rules as they are, and compare it with models that "
        "count",
        f"{BOOK}#It-learns-names",
        counts,
    ),
    Question("say when a warm-up costs something", f"{BOOK}#Warm-up-and-what-it-costs", warm_up),
)
