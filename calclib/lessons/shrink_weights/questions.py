"""Self-assessment of lesson 17, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "17-shrink-weights.ipynb"


def ridge(rng: Rng) -> Exercise:
    """The minimum with a ridge penalty."""
    a = pick(rng, -6, 3, 8, 10)
    strength = pick(rng, 0.5, 1, 3)
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


def multiplier(rng: Rng) -> Exercise:
    """The multiplier at a wall."""
    bottom = pick(rng, 5, 7)
    wall = pick(rng, 1, 2, 3)
    factor = pick(rng, 1, 2, 4)
    return exercise(
        f"$f(x) = {factor}(x - {bottom})^2$ is to be as low as possible with $x ≤ {wall}$. At "
        "the lowest "
        "point $f' = -λ$. What is the multiplier $λ$?".replace("= 1(", "= ("),
        2 * factor * (bottom - wall),
        slips={
            -2 * factor * (bottom - wall): "A wall pushes back only one way: λ is not negative.",
            0: "So it is where the wall does not matter; here the bottom lies behind it.",
            factor * (bottom - wall) ** 2: "That is the value of f there.",
            bottom - wall: "Take the slope of f at the wall.",
        },
    )


def threshold(rng: Rng) -> Exercise:
    """The minimum with a kink at zero."""
    a = pick(rng, -5, -0.5, 0.4, 2, 6)
    strength = pick(rng, 1, 1.5)
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


def ista(rng: Rng) -> Exercise:
    """One step of ISTA."""
    weight, slope = pick(rng, (1.0, 4.0), (0.5, 3.0), (2.0, -2.0), (-1.0, -6.0))
    rate = 0.1
    strength = pick(rng, 1, 2, 3)
    moved = weight - rate * slope
    sign = 1 if moved > 0 else -1
    after = sign * max(abs(moved) - rate * strength, 0.0)
    return exercise(
        f"A weight is {weight:g}, and the slope of the loss by it is {slope:g}. With $α = "
        f"{rate}$ and "
        f"the price ${strength}|w|$, where is it after one step of ISTA?",
        after,
        slips={
            moved: "Apply the soft threshold after the step.",
            sign * max(abs(moved) - strength, 0.0): "The threshold is αλ: the step is "
            "multiplied by α, "
            "and so is the price.",
            moved + sign * rate * strength: "The threshold moves towards 0.",
        },
        tolerance=1e-9,
    )


def strength(rng: Rng) -> Exercise:
    """Which strength of the price to choose."""
    fitted = pick(rng, (1.0, 1.2, 1.9, 3.5), (0.4, 0.7, 1.1, 2.6))
    unused = pick(rng, (4.1, 2.8, 2.2, 3.9), (3.0, 1.5, 2.4, 4.0), (5.2, 4.4, 3.1, 3.6))
    prices = (0.0, 0.1, 1.0, 10.0)
    best = prices[unused.index(min(unused))]
    rows = "; ".join(
        f"{price:g}: {one:g} and {other:g}"
        for price, one, other in zip(prices, fitted, unused, strict=True)
    )
    reasons = {
        price: "There the error on points that were not used is larger."
        for price in prices
        if price not in (best, 0.0)
    }
    return exercise(
        "For each strength $λ$ of a price you see the error on the points that were used for "
        "fitting, "
        f"and on others: {rows}. Which $λ$ do you choose?",
        best,
        slips={0.0: "There the fitted error is the least, and it always is.", **reasons},
        ordered=False,
    )


QUESTIONS = (
    Question(
        "derive the ridge solution, and say why a diamond makes zeros and a disc does not",
        f"{BOOK}#A-price-for-large-weights",
        ridge,
    ),
    Question(
        "say what holds at the lowest point that a constraint allows, and compute a multiplier",
        f"{BOOK}#When-a-wall-pushes",
        multiplier,
    ),
    Question(
        "find the minimum at a kink by subgradients, and say what the soft threshold does",
        f"{BOOK}#Where-the-minimum-stays-at-zero",
        threshold,
    ),
    Question(
        "build ISTA, and say why plain descent leaves no zeros", f"{BOOK}#Three-of-twenty", ista
    ),
    Question(
        "choose the strength of a price by data that were not used for fitting",
        f"{BOOK}#How-large-should-the-price-be?",
        strength,
    ),
)
