"""Self-assessment of lesson 16, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "16-scale-features.ipynb"


def unit(rng: Rng) -> Exercise:
    """A derivative in another unit."""
    slope = pick(rng, 5, 20, 49)
    small, large, factor = pick(rng, ("mm", "cm", 10), ("g", "kg", 1000), ("min", "h", 60))
    return exercise(
        f"The slope by a feature is {slope} per {small}. What is it per {large}?",
        slope * factor,
        slips={
            slope
            / factor: f"One {large} is {factor} {small}: the same way has more of them in it.",
            slope: "The number changes with the unit.",
        },
    )


def ravine(rng: Rng) -> Exercise:
    """The condition number that a unit makes."""
    first, second = pick(rng, 2, 3, 5), pick(rng, 20, 60, 100)
    return exercise(
        f"Two features without correlation and of mean 0 have the standard deviations {first} and "
        f"{second}. What is $κ$ of the mean squared error by their two weights?",
        (second / first) ** 2,
        slips={
            second / first: "The curvatures are variances: square it.",
            1: "So it is after standardising.",
            (first / second) ** 2: "κ is the largest curvature over the smallest.",
        },
    )


def ridge(rng: Rng) -> Exercise:
    """The minimum with a ridge penalty."""
    a, strength = pick(rng, -6, 3, 8, 10), pick(rng, 0.5, 1, 3)
    return exercise(
        rf"Where is the minimum of $\frac12(w - {a})^2 + \frac{{{strength:g}}}{{2}}w^2$?".replace(
            "- -", "+ "
        ),
        a / (1 + strength),
        slips={
            a - strength: "So it is with |w|; the slope of the ridge grows with w.",
            a: "That is without the penalty.",
            a / strength: "The loss itself has curvature 1: divide by 1 + λ.",
        },
    )


def threshold(rng: Rng) -> Exercise:
    """The minimum with a kink at zero."""
    a, strength = pick(rng, -5, -0.5, 0.4, 2, 6), pick(rng, 1, 1.5)
    soft = (1 if a > 0 else -1) * max(abs(a) - strength, 0.0)
    return exercise(
        rf"Where is the minimum of $\frac12(w - {a:g})^2 + {strength:g}|w|$?".replace("- -", "+ "),
        soft,
        slips={
            a: "That is without the penalty.",
            a / (1 + strength): "That is ridge: the slope of |w| is the same at every w > 0.",
            a - strength: "Towards zero, and no further than zero.",
            a + strength: "Towards zero, and no further than zero.",
        },
        tolerance=1e-9,
    )


def slice_of_loss(rng: Rng) -> Exercise:
    """What a slice of a loss says."""
    weights = pick(rng, 50, 1210, 10_000)
    return choose(
        rng,
        f"A loss has {weights:,} weights. In a slice along two random directions it is a smooth "
        "bowl. What follows for the other directions?",
        "nothing: they may be flat, steep or downhill",
        {
            "they are bowls too": "A slice shows two directions of many.",
            "the point is a minimum": "It is one in this slice; elsewhere it may go down.",
            "all curvatures are alike": "The slice shows two of them at most.",
        },
    )


QUESTIONS = (
    Question(
        "read a derivative with its unit, and name two reasons why it is near zero for a feature "
        "that matters",
        f"{BOOK}#A-derivative-has-a-unit",
        unit,
    ),
    Question(
        r"compute what standardising does to $\kappa$ and to the largest learning rate",
        f"{BOOK}#The-ravine-that-a-unit-makes",
        ravine,
    ),
    Question(
        "derive the ridge solution, and say why a diamond makes zeros and a disc does not",
        f"{BOOK}#A-price-for-large-weights",
        ridge,
    ),
    Question(
        "find the minimum at a kink by subgradients, and build the soft threshold and ISTA",
        f"{BOOK}#Where-the-minimum-stays-at-zero",
        threshold,
    ),
    Question(
        "read a slice of a loss with many weights",
        f"{BOOK}#A-loss-with-many-weights",
        slice_of_loss,
    ),
)
