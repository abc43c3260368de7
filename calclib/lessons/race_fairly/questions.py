"""Self-assessment of lesson 15, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "15-race-fairly.ipynb"


def unfair(rng: Rng) -> Exercise:
    """What makes a comparison unfair."""
    one, other = pick(rng, ("Adam", "momentum"), ("RMSprop", "descent"), ("momentum", "descent"))
    trials = pick(rng, 10, 20, 50)
    return choose(
        rng,
        f"A report tunes {one} with {trials} trials and takes {other} at its default rate. Which "
        f"change makes the comparison fair?",
        f"tune {other} with {trials} trials as well",
        {
            f"train {other} for longer": "More steps do not mend a rate that does not fit.",
            "show the best of five seeds of each": "The best seed says nothing of the usual one.",
            f"give both the best rate of {one}": "A rate fits one rule and not another.",
        },
    )


def intervals(rng: Rng) -> Exercise:
    """What two medians with their intervals allow to say."""
    first = pick(rng, 100, 200, 300)
    overlap = pick(rng, True, False)
    low = first + (5 if overlap else 30)
    right = "nothing about which is faster" if overlap else "A is the faster one"
    wrong = {
        "A is the faster one": "The intervals overlap: other seeds may turn the order round.",
        "nothing about which is faster": "The intervals do not meet: here the order is clear.",
        "B is the faster one": "B needs more steps in the median.",
    }
    del wrong[right]
    return choose(
        rng,
        f"Rule A needs {first} steps in the median, with the interval {first - 15} to "
        f"{first + 20}; "
        f"rule B {low + 20}, with {low} to {low + 45}. What do you conclude?",
        right,
        wrong,
    )


def trials(rng: Rng) -> Exercise:
    """How sure random trials are."""
    count = pick(rng, 5, 10, 20)
    share = pick(rng, 0.1, 0.2)
    miss = (1 - share) ** count
    return exercise(
        f"One rate in {round(1 / share)} is good enough. You try {count} rates at random. What is "
        "the probability that at least one is good?",
        1 - miss,
        slips={
            miss: "That is the probability that none is.",
            min(1.0, count * share): "Probabilities of several tries do not add up like that.",
        },
    )


def sign_rule(rng: Rng) -> Exercise:
    """One step of a rule that looks at signs alone."""
    x = pick(rng, 2, 3, -1)
    y = pick(rng, -4, 5, 1)
    a = pick(rng, 0.3, 7, -2)
    b = pick(rng, -12, -0.1, 4)
    rate = pick(rng, 0.1, 0.5)
    after = [x - rate * (1 if a > 0 else -1), y - rate * (1 if b > 0 else -1)]
    return exercise(
        f"Your rule steps by $α$ against the *sign* of each slope. It stands at $({x}, {y})$, the "
        f"gradient is $({a:g}, {b:g})$, and $α = {rate:g}$. Where does it land?",
        after,
        slips=[
            ([x - rate * a, y - rate * b], "That is plain descent: only the signs count here."),
            ([2 * x - after[0], 2 * y - after[1]], "That is uphill: subtract."),
        ],
        names=("x", "y"),
    )


QUESTIONS = (
    Question(
        "say what makes a comparison of two rules unfair, and write a fair one",
        f"{BOOK}#One-rate-for-all",
        unfair,
    ),
    Question(
        "read a median with its interval, and draw a conclusion only where two intervals part",
        f"{BOOK}#The-race",
        intervals,
    ),
    Question(
        "choose how to search for a learning rate, with a number of trials for which you can give "
        "a reason",
        f"{BOOK}#Where-to-look-for-a-rate",
        trials,
    ),
    Question("write a rule of your own and enter it in a race", f"{BOOK}#Build-it", sign_rule),
)
