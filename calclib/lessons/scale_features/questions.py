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
    first = pick(rng, 2, 3, 5)
    second = pick(rng, 20, 60, 100)
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


def correlated(rng: Rng) -> Exercise:
    """The condition number that a correlation leaves."""
    r = pick(rng, 0.5, 0.6, 0.8, 0.9)
    return exercise(
        f"Two features are standardised, and their correlation is {r:g}. What is $κ$ then, before "
        "whitening?",
        (1 + r) / (1 - r),
        slips={
            1: "So it is after whitening: standardising leaves the correlation.",
            1 / (1 - r): "The curvatures are in the ratio 1 + r to 1 − r.",
            (1 - r) / (1 + r): "κ is the largest curvature over the smallest.",
        },
    )


def new_data(rng: Rng) -> Exercise:
    """A new value, standardised."""
    mean = pick(rng, 50, 200)
    spread = pick(rng, 4, 5, 10)
    other = mean + pick(rng, -8, 6, 12)
    value = mean + pick(rng, -15, 9, 20)
    return exercise(
        f"In the training data a feature has mean {mean} and standard deviation {spread}; in "
        "the new "
        f"data its mean is {other}. A new animal has {value}. What goes into the model that was "
        "trained "
        "on the standardised feature?",
        (value - mean) / spread,
        slips={
            (value - other) / spread: "New data are moved by the mean of the training data.",
            value - mean: "Divide by the standard deviation of the training data.",
            (value - mean) / spread**2: "Divide by the deviation, not by the variance.",
        },
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
        "say what whitening removes that standardising leaves",
        f"{BOOK}#The-ravine-that-a-unit-makes",
        correlated,
    ),
    Question("build a function that standardises new data rightly", f"{BOOK}#Build-it", new_data),
    Question(
        "read a slice of a loss with many weights",
        f"{BOOK}#A-loss-with-many-weights",
        slice_of_loss,
    ),
)
