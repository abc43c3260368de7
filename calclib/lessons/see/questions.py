"""Self-assessment of lesson 18, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "18-see.ipynb"


def kernel_slope(rng: Rng) -> Exercise:
    """What each place teaches a kernel."""
    a, b, c = (int(n) for n in rng.choice([-2, 1, 2, 3, 4, 5], 3, replace=False))
    first, second = pick(rng, (2, -1), (1, 3), (-2, 3))
    return exercise(
        f"A kernel of two numbers slides over the input {a}, {b}, {c}. The slopes of the loss "
        "by its "
        f"two outputs are {first} and {second}. What is the slope by each number of the kernel?",
        [a * first + b * second, b * first + c * second],
        names=("first", "second"),
        slips=[
            (
                [b * first + a * second, c * first + b * second],
                "The errors slide in the order in which the outputs stand.",
            ),
            (
                [(a * first + b * second) / 2, (b * first + c * second) / 2],
                "Every place adds its part: a sum, not a mean.",
            ),
            (
                [b * first + c * second, a * first + b * second],
                "They are exchanged: the first number of the kernel met the left inputs.",
            ),
        ],
    )


def numbers(rng: Rng) -> Exercise:
    """How many numbers a layer of kernels has."""
    side = pick(rng, 3, 5)
    channels = pick(rng, 1, 3, 16)
    kernels = pick(rng, 8, 16, 32)
    weights = side * side * channels * kernels
    return exercise(
        f"A layer has {kernels} kernels of {side} × {side} over {channels} channels, with a "
        "bias for "
        "each kernel. How many numbers are that?",
        weights + kernels,
        slips={
            weights: "Each kernel has a bias too.",
            side * side * kernels + kernels: "A kernel has its numbers for each channel it reads.",
            (side * side * channels + 1): "That is one kernel.",
        },
    )


def held_out(rng: Rng) -> Exercise:
    """Which digits to hold out."""
    writers = pick(rng, 10, 13, 40)
    return choose(
        rng,
        f"{writers} people wrote your digits. You want to know how well a network reads the "
        "hand of "
        "someone new. Which digits do you hold out?",
        "all digits of some writers",
        {
            "some digits of every writer": "Then the test asks for hands that were trained on.",
            "a random share of all digits": "Then the test asks for hands that were trained on.",
            "the digits that are hardest to read": "That answers another question.",
        },
    )


def shares(rng: Rng) -> Exercise:
    """The shares of a linear score."""
    w = [int(n) for n in rng.choice([-3, -2, 2, 4, 5], 2, replace=False)]
    x = [int(n) for n in rng.choice([1, 2, 3, 4], 2, replace=False)]
    b = pick(rng, -2, 1, 3)
    given = [w[0] * x[0], w[1] * x[1]]
    return exercise(
        f"A score is $s = {w[0]}x_1 + {w[1]}x_2 + {b}$, at $x = ({x[0]}, {x[1]})$. Which shares "
        "does "
        "gradient · input give to the two pixels?".replace("+ -", "- "),
        given,
        slips=[
            (w, "That is the gradient: multiply by the pixels."),
            (
                [given[0] + b / 2, given[1] + b / 2],
                "The bias belongs to no pixel: the shares add up to the score without it.",
            ),
        ],
        names=("x1", "x2"),
    )


def attack(rng: Rng) -> Exercise:
    """What one step on the image does to a score."""
    slopes = [int(n) for n in rng.choice([-5, -3, -2, 1, 4, 6], 3, replace=False)]
    step = pick(rng, 0.1, 0.05)
    total = sum(map(abs, slopes))
    return exercise(
        f"The slopes of the loss by three pixels are {slopes[0]}, {slopes[1]} and {slopes[2]}. "
        "Each "
        f"pixel may change by {step:g}. By how much can the loss rise, about?",
        step * total,
        slips={
            step * sum(slopes): "Choose the direction of each pixel by the sign of its own slope.",
            step * max(map(abs, slopes)): "All pixels may change.",
            step * sum(s * s for s in slopes) ** 0.5: "That is a step of that length along the "
            "gradient; here each pixel may change by as much.",
        },
    )


QUESTIONS = (
    Question(
        "slide a kernel over an image, forward and back, and say what each place teaches it",
        f"{BOOK}#Slopes-come-back",
        kernel_slope,
    ),
    Question(
        "build a convolution and a small network from it, and train it with the rules of lesson 12",
        f"{BOOK}#A-network-of-kernels",
        numbers,
    ),
    Question(
        "hold test digits out so that the number you get answers the question you asked",
        f"{BOOK}#Who-is-in-the-test?",
        held_out,
    ),
    Question(
        "share a score out over the pixels, and check whether the shares add up",
        f"{BOOK}#What-does-it-look-at?",
        shares,
    ),
    Question(
        "fool a network with one step on the image, and say why its direction matters",
        f"{BOOK}#One-step-on-the-image",
        attack,
    ),
)
