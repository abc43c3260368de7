"""Self-assessment of lesson 7, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "07-trust-a-bowl.ipynb"


def chords(rng: Rng) -> Exercise:
    """What chords prove."""
    count = pick(rng, 10, 50, 1000)
    if pick(rng, True, False):
        return choose(
            rng,
            f"You draw {count} chords of a curve. One of them lies below the curve somewhere. What "
            "follows?",
            "the curve is not convex",
            {
                "nothing: the others may be above": "One chord that dips below the curve is "
                "enough.",
                "the curve is convex": "There every chord lies above the curve or on it.",
            },
        )
    return choose(
        rng,
        f"You draw {count} chords of a curve. All lie above it. What follows?",
        "nothing certain: another chord may lie below",
        {
            "the curve is convex": "Chords can refute, and only all of them could prove; f″ can.",
            "the curve is not convex": "That would take a chord that lies below the curve.",
        },
    )


def convex(rng: Rng) -> Exercise:
    """From where on a quartic is convex."""
    k = pick(rng, 6, 24, 54, 96, 3)
    return exercise(
        f"$f(x) = x^4 - {k}x^2$ is not convex. From which $|x|$ on is its second derivative at "
        "least 0?",
        (k / 6) ** 0.5,
        slips={
            (k / 2) ** 0.5: "There the slope is zero: differentiate once more.",
            k**0.5: "There the value is zero: differentiate twice.",
            k / 6: "That is x²; take the root.",
        },
    )


def means(rng: Rng) -> Exercise:
    """The mean of values against the value at the mean."""
    a = int(rng.integers(-4, 5))
    b = a + pick(rng, 2, 4, 6)
    gap = ((b - a) / 2) ** 2
    return exercise(
        f"$f(x) = x^2$. By how much is the mean of $f({a})$ and $f({b})$ larger than $f$ at the "
        "mean "
        f"of {a} and {b}?",
        gap,
        slips={
            -gap: "For a convex f the mean of the values is the larger one.",
            (a * a + b * b) / 2: "That is the mean of the values.",
            ((a + b) / 2) ** 2: "That is the value at the mean.",
        },
    )


def one_valley(rng: Rng) -> Exercise:
    """A loss with one valley that is not convex."""
    k = pick(rng, 2, 4, 9)
    return choose(
        rng,
        "Which of these has one valley and is not convex?",
        f"1 − exp(−x²/{k})",
        {
            f"x⁴/{k}": "It has one valley, and it is convex.",
            f"|x|/{k}": "It has one valley, and it is convex, kink or not.",
            f"(x² − {k})²": "It has two valleys.",
        },
    )


def peano(rng: Rng) -> Exercise:
    """A point below a minimum along every line."""
    k, x = pick(rng, 3, 4, 5), pick(rng, 1, 2)
    y = 2 * x * x
    value = (y - x * x) * (y - k * x * x)
    return exercise(
        f"$f(x, y) = (y - x^2)(y - {k}x^2)$ is 0 at the origin, which is a minimum along every "
        "line "
        f"through it. What is $f$ on the parabola $y = 2x^2$, at $x = {x}$?",
        value,
        slips={
            -value: "Between the two parabolas one factor is negative.",
            0: "It is 0 on the two parabolas themselves; this one lies between them.",
        },
    )


QUESTIONS = (
    Question(
        "test a curve with chords and with $f''$, and say which of the two proves what",
        f"{BOOK}#Chords",
        chords,
    ),
    Question(
        "decide with a reason whether a loss is convex",
        f"{BOOK}#The-second-derivative-decides",
        convex,
    ),
    Question("compare the mean of values with the value at the mean", f"{BOOK}#Means", means),
    Question(
        "say why a convex loss has no second valley, and name a loss with one valley that is not "
        "convex",
        f"{BOOK}#No-second-valley",
        one_valley,
    ),
    Question(
        "say why a minimum along every line need not be a minimum",
        f"{BOOK}#A-minimum-along-every-line",
        peano,
    ),
)
