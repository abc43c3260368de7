"""Self-assessment of lesson 12, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "12-adapt-each-rate.ipynb"


def adagrad(rng: Rng) -> Exercise:
    """The length of AdaGrad's third step."""
    first, second, third = pick(rng, (2, 2, 1), (1, 4, 8), (4, 4, 7), (6, 3, 2))
    rate = pick(rng, 0.1, 0.3, 0.9)
    total = first**2 + second**2 + third**2
    return exercise(
        f"AdaGrad with $α = {rate:g}$ has seen the gradients {first} and {second}; now comes "
        f"{third}. How long is this step? (ε is as good as 0.)",
        rate * third / total**0.5,
        slips={
            rate: "So long is only its first step: then the memory is the gradient itself.",
            rate * third / (first**2 + second**2) ** 0.5: "The new gradient is remembered first.",
            rate * third / total: "Divide by the root of the sum of squares.",
            rate * third / (total / 3) ** 0.5: "AdaGrad sums and takes no mean.",
        },
    )


def memory(rng: Rng) -> Exercise:
    """What Adam's mean is before it is corrected."""
    beta, slope, steps = pick(rng, 0.5, 0.8, 0.9), pick(rng, 2, 3, 10), pick(rng, 2, 3, 4)
    return exercise(
        f"Every gradient is {slope}. With $β_1 = {beta:g}$ and $m = 0$ at first, what is $m$ after "
        f"{steps} steps, before it is corrected?",
        (1 - beta**steps) * slope,
        slips={
            slope: "So large it is after the correction: that is what the correction is for.",
            beta**steps * slope: "So much is missing: m is the rest, (1 − βᵗ) g.",
            (1 - beta) * slope: "That is after one step.",
        },
    )


def adam(rng: Rng) -> Exercise:
    """Adam's corrected mean of two gradients."""
    beta = pick(rng, 0.5, 0.8, 0.9)
    first, second = pick(rng, (4, 2), (1, 3), (-2, 6), (5, -5))
    mean = (1 - beta) * (beta * first + second)
    return exercise(
        f"Adam with $β_1 = {beta:g}$ sees the gradients {first} and then {second}. What is "
        r"$\hat m$ after the second step?",
        mean / (1 - beta**2),
        slips={
            mean: "That is m: divide by 1 − β².",
            mean / (1 - beta): "At the second step divide by 1 − β squared.",
            (first + second) / 2: "The newer gradient counts more.",
        },
    )


def fading(rng: Rng) -> Exercise:
    """How AdaGrad's steps fade."""
    rate, steps = pick(rng, 0.1, 0.5, 1.0), pick(rng, 4, 16, 25, 100)
    return exercise(
        f"All gradients are alike. AdaGrad's first step has length {rate:g}. How long is step "
        f"{steps}?",
        rate / steps**0.5,
        slips={
            rate: "So it is for RMSprop and Adam, whose memories forget; AdaGrad's sum grows.",
            rate / steps: "The sum of squares grows by the number of steps; its root divides.",
        },
    )


def decay(rng: Rng) -> Exercise:
    """Weight decay where the loss has no slope."""
    weight, rate, strength = pick(rng, 2, 4, 10), pick(rng, 0.01, 0.1), pick(rng, 0.1, 0.5)
    return exercise(
        f"A weight is {weight}, and the loss does not depend on it. Where is it after the first "
        "step "
        f"of AdamW, with $α = {rate:g}$ and decay {strength:g}?",
        weight - rate * strength * weight,
        slips={
            weight
            - rate: "So it is for Adam with an L2 penalty: it divides the penalty's slope by "
            "its own size.",
            weight: "The decay is there without any slope.",
            weight - strength * weight: "The decay is multiplied by α.",
        },
    )


QUESTIONS = (
    Question(
        "compute a step of AdaGrad, RMSprop and Adam by hand, and say what each remembers",
        f"{BOOK}#One-fraction,-three-memories",
        adagrad,
    ),
    Question(
        "derive the bias correction, and the length of Adam's first step",
        f"{BOOK}#One-fraction,-three-memories",
        memory,
    ),
    Question("build Adam in a dozen lines and check it step for step", f"{BOOK}#Build-it", adam),
    Question(
        "predict where each rule fails, and say what helps against it",
        f"{BOOK}#A-rate-that-fades,-a-rate-that-does-not",
        fading,
    ),
    Question("tell weight decay from an L2 penalty", f"{BOOK}#A-penalty-is-not-decay", decay),
)
