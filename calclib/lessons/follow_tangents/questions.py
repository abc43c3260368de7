"""Self-assessment of lesson 13, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "13-follow-tangents.ipynb"


def root(rng: Rng) -> Exercise:
    """One step of Newton's method for a square root."""
    square, start = pick(rng, (5, 2), (7, 3), (10, 3), (3, 2), (20, 4))
    return exercise(
        f"$f(x) = x^2 - {square}$. Where does the tangent at {start} meet the axis?",
        start - (start**2 - square) / (2 * start),
        slips={
            start + (start**2 - square) / (2 * start): "Subtract f/f′.",
            start - (start**2 - square): "Divide by the slope.",
            start - (2 * start) / (start**2 - square): "It is f divided by f′.",
        },
    )


def digits(rng: Rng) -> Exercise:
    """The error after a jump, at a simple and at a double root."""
    error = pick(rng, 0.01, 0.001, 0.0001)
    kind, after = pick(rng, ("where the slope is not 0", error**2), ("of $(x - 1)^2$", error / 2))
    return exercise(
        f"Newton's method is off by {error:g}, near a root {kind}. About how far off is it "
        "after the "
        "next jump? (Take 1 for the constant of the estimate, if there is one.)",
        after,
        slips={
            error**2: "So it is where the slope is not 0; at a double root the error is halved.",
            error / 2: "So it is at a double root; at a simple one the right digits double.",
            error / 10: "That is one digit more; at a simple root their number doubles.",
        },
    )


def bracket(rng: Rng) -> Exercise:
    """How narrow a bracket becomes."""
    width = pick(rng, 1, 2, 8)
    steps = pick(rng, 3, 4, 5, 10)
    return exercise(
        f"Newton's jumps run away. You keep a bracket of width {width} and go to its middle, "
        f"{steps} "
        "times. How wide is the bracket then?",
        width / 2**steps,
        slips={
            width / steps: "Each step halves what the last one left.",
            width / (2 * steps): "Each step halves what the last one left: a power of 2.",
            width / 2 ** (steps + 1): "That is how far its middle can be off.",
        },
    )


def grey(rng: Rng) -> Exercise:
    """What becomes of the grey starts of a map."""
    jumps = pick(rng, 24, 30, 50)
    return choose(
        rng,
        f"On a map of starts a whole patch stays grey, after {jumps} jumps and after a "
        "thousand. What "
        "becomes of the starts in it?",
        "they are drawn into a cycle of points that are no roots",
        {
            "they need more jumps": "After a thousand they would have arrived.",
            "they lie on the border between two roots": "A border has no area; a patch does.",
            "they find a root that is not on the map": "It would have a colour too.",
        },
    )


def cube(rng: Rng) -> Exercise:
    """One step of Newton's method for a cube root."""
    cube, start = pick(rng, (10, 2), (30, 3), (2, 1), (100, 5))
    value = start**3 - cube
    slope = 3 * start**2
    return exercise(
        f"Your Newton's method looks for the cube root of {cube}, as a root of $x^3 - {cube}$, and "
        f"starts at {start}. Where is it after one step?",
        start - value / slope,
        slips={
            start + value / slope: "Subtract f/f′.",
            start - value / start**2: "The slope of x³ is 3x².",
            start - value: "Divide by the slope.",
        },
    )


QUESTIONS = (
    Question(
        "derive Newton's step for a root from the tangent", f"{BOOK}#Follow-the-tangents", root
    ),
    Question(
        "say why the number of right digits doubles, and at which roots it does not",
        f"{BOOK}#Three-searches",
        digits,
    ),
    Question(
        "name three ways in which the method fails, and say when a bracket helps",
        f"{BOOK}#Three-ways-to-fail",
        bracket,
    ),
    Question(
        "read a map of starts, and say what becomes of the grey ones",
        f"{BOOK}#Where-each-start-ends",
        grey,
    ),
    Question("build Newton's method for roots", f"{BOOK}#Build-it", cube),
)
