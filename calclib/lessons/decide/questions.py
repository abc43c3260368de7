"""Self-assessment of lesson 21, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "21-decide.ipynb"


def guess(rng: Rng) -> Exercise:
    """One guess of the slope of an expected reward."""
    p = pick(rng, 0.2, 0.4, 0.7, 0.9)
    reward = pick(rng, 3, 5, 10)
    side, score = pick(rng, ("right", 1 - p), ("left", -p))
    other = -p if side == "right" else 1 - p
    return exercise(
        rf"$\pi(\text{{right}}) = σ(θ) = {p:g}$. The learner went {side} and was paid {reward}. "
        "Which "
        "guess of the slope by $θ$ is that?",
        reward * score,
        slips={
            reward * other: "That is the guess for the other move.",
            reward * p * (1 - p): "That is the slope of the probability, not of its logarithm.",
            -reward * score: "Uphill: the reward is to grow.",
        },
    )


def baseline(rng: Rng) -> Exercise:
    """The mean of all guesses under a baseline."""
    p = pick(rng, 0.2, 0.5, 0.6)
    low = pick(rng, 3, 10)
    gain = pick(rng, 1, 2, 4)
    b = pick(rng, 5, 8, 12)
    return exercise(
        f"Two machines pay {low} and {low + gain}; the better one is pulled with probability "
        f"{p:g} = $σ(θ)$. "
        f"With the baseline {b}, what is the mean of all guesses of the slope by $θ$?",
        p * (1 - p) * gain,
        slips={
            p
            * (1 - p)
            * (gain - b): "The baseline cancels in the mean: it moves the guesses alone.",
            gain: "Multiply by the slope of the probability, p(1 − p).",
            p * (low + gain - b) * (1 - p): "The guesses of the worse machine count too.",
        },
    )


def certain(rng: Rng) -> Exercise:
    """What helps against certainty that comes too early."""
    learners = pick(rng, 100, 400, 1000)
    return choose(
        rng,
        f"All rewards are above zero, and of {learners} learners many grow certain of the worse "
        "machine. Which two remedies help?",
        "a baseline, and a reward for staying uncertain",
        {
            "a larger rate, and more pulls": "Certain learners no longer pull the other machine.",
            "larger rewards, and a larger rate": "Then what is tried first becomes certain sooner.",
            "more pulls, and another seed": "Certain learners no longer pull the other machine.",
        },
    )


def cosine(rng: Rng) -> Exercise:
    """How well a guess points."""
    a, b = pick(rng, (3, 4), (4, 3), (5, 12))
    c, d = pick(rng, (2, -1), (-1, 3), (12, 5), (0, 2), (1, 0))
    product = a * c + b * d
    lengths = (a * a + b * b) ** 0.5 * (c * c + d * d) ** 0.5
    return exercise(
        f"The exact slope is $({a}, {b})$, a guess of it $({c}, {d})$. What is the cosine between "
        "them?",
        product / lengths,
        slips={
            product: "Divide by both lengths.",
            product / (a * a + b * b): "Divide by both lengths.",
        },
    )


def credit(rng: Rng) -> Exercise:
    """What each move of a walk gets credit for."""
    first, second, third = pick(rng, (-1, 2, 5), (0, -2, 10), (1, 1, 1), (-3, 4, -1))
    total = first + second + third
    return exercise(
        f"A walk is paid {first}, {second} and {third} in its three steps. What does each move get "
        "credit for?",
        [total, second + third, third],
        names=("first", "second", "third"),
        slips=[
            ([total, total, total], "A move cannot change what was paid before it."),
            ([first, second, third], "What comes later may follow from a move too."),
            (
                [first, first + second, total],
                "That counts what came before; count what comes after.",
            ),
        ],
    )


QUESTIONS = (
    Question(
        "derive the score function, and write the function whose slope estimates that of an "
        "expected reward",
        f"{BOOK}#A-slope-from-a-reward-without-one",
        guess,
    ),
    Question(
        "say what a baseline changes about that estimate, and what it cannot change",
        f"{BOOK}#What-to-compare-a-reward-with",
        baseline,
    ),
    Question(
        "explain how a learner grows certain too early, and which two remedies help",
        f"{BOOK}#Certain-too-early",
        certain,
    ),
    Question(
        "train a policy with calclib's rules as they are, and compare its estimate with the exact "
        "slope",
        f"{BOOK}#Arrows-on-a-grid",
        cosine,
    ),
    Question(
        "give each move credit for what came after it, and no more",
        f"{BOOK}#Arrows-on-a-grid",
        credit,
    ),
)
