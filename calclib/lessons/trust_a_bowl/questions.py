"""Self-assessment of lesson 7, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "07-trust-a-bowl.ipynb"


def what_proves(rng: Rng) -> Exercise:
    """What chords prove, and what the second derivative does."""
    count = pick(rng, 5, 20, 100, 1000)
    return choose(
        rng,
        f"You drew {count} chords of a curve, and one of them goes below it. What do you know?",
        "it is not convex",
        {
            "it is convex": "A convex curve has no chord below it.",
            "nothing, for chords prove nothing": "One chord below is enough to disprove it.",
            "it has two valleys": "A curve with one valley may have such a chord, too.",
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
    """The mean of squares beside the square of the mean."""
    middle = pick(rng, 2, 3, 5)
    away = pick(rng, 1, 2, 4)
    return exercise(
        f"Two numbers are ${middle - away}$ and ${middle + away}$. By how much is the mean of "
        "their squares larger than the square of their mean?",
        away**2,
        slips={
            0: "They are equal only where both numbers are equal.",
            -(away**2): "For a convex curve the mean of the values is the larger one.",
            middle**2
            + away**2: "That is the mean of the squares. Subtract the square of the mean.",
        },
    )


def one_valley(rng: Rng) -> Exercise:
    """One valley, and not convex."""
    k = pick(rng, 1, 2, 3, 5)
    return choose(
        rng,
        "Which of these has one valley only and is not convex?",
        f"1 − e^(−{k + 1}x²)",
        {
            f"{k + 1}x²": "That is convex.",
            f"|x − {k}|": "That is convex: its kink turns upward.",
            f"(x² − {k})²": "That has two valleys.",
        },
    )


def every_line(rng: Rng) -> Exercise:
    """A minimum along every line, and none."""
    a = pick(rng, 1, 2, 3)
    b = a + pick(rng, 2, 4)
    return exercise(
        f"$f = (y - px^2)(y - qx^2)$ with $p = {a}$ and $q = {b}$ is above zero near 0 on every "
        f"straight line through (0, 0). On $y = {(a + b) // 2}x^2$ it is $c\\,x^4$. What is $c$?",
        -(((b - a) / 2) ** 2),
        slips={
            ((b - a) / 2) ** 2: "One bracket is above zero and one below.",
            -((b - a) ** 2): "Each bracket is half as large.",
        },
    )


QUESTIONS = (
    Question(
        "test a curve with chords and with $f''$, and say which of the two proves what",
        f"{BOOK}#Chords",
        what_proves,
    ),
    Question(
        "decide with a reason whether a loss is convex",
        f"{BOOK}#The-second-derivative-decides",
        convex,
    ),
    Question("compare the mean of values with the value at the mean", f"{BOOK}#Means", means),
    Question(
        "say what a level point of a convex loss is, and whether only convex losses have one "
        "valley",
        f"{BOOK}#A-level-point",
        one_valley,
    ),
    Question(
        "say whether a minimum along every line is a minimum, and why",
        f"{BOOK}#A-minimum-along-every-line",
        every_line,
    ),
)
