"""Self-assessment of lesson 12, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

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


def turning(rng: Rng) -> Exercise:
    """Which rule does not see that a ravine was turned."""
    angle = pick(rng, 22.5, 30, 45)
    return choose(
        rng,
        f"A ravine and the start in it are turned by {angle:g}°. Which rule takes the same path, "
        "turned, at the same rate?",
        "gradient descent",
        {
            "AdaGrad": "It divides each coordinate by a memory of its own, and the coordinates "
            "changed.",
            "RMSprop": "It divides each coordinate by a memory of its own, so its path changes.",
            "Adam": "It gives each coordinate a rate of its own, so its path changes.",
        },
    )


def largest_coordinate(rng: Rng) -> Exercise:
    """The steepest step when no coordinate may move far."""
    a = pick(rng, 3, 0.2, -5)
    b = pick(rng, -0.1, 8, 2)
    reach = pick(rng, 0.1, 0.5)
    first = -reach if a > 0 else reach
    second = -reach if b > 0 else reach
    size = (a * a + b * b) ** 0.5
    return exercise(
        f"The gradient is $({a:g}, {b:g})$. No coordinate of a step may be larger than "
        f"{reach:g}. Which "
        "step goes down the most?",
        [first, second],
        names=("first", "second"),
        slips=[
            ([-first, -second], "That goes up the most."),
            (
                [-reach * a / size, -reach * b / size],
                "So it is if the length of the step is bounded.",
            ),
        ],
    )


def decay(rng: Rng) -> Exercise:
    """Weight decay where the loss has no slope."""
    weight = pick(rng, 2, 4, 10)
    rate = pick(rng, 0.01, 0.1)
    strength = pick(rng, 0.1, 0.5)
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
        "derive the bias correction, and build Adam in a dozen lines, checked step for step",
        f"{BOOK}#Build-it",
        adam,
    ),
    Question(
        "say what turning a ravine changes for each rule, once its rate is tuned",
        f"{BOOK}#Turn-the-ravine",
        turning,
    ),
    Question(
        "find the steepest step when steps are measured by their largest coordinate, or as "
        "matrices",
        f"{BOOK}#Which-norm?",
        largest_coordinate,
    ),
    Question("tell weight decay from an L2 penalty", f"{BOOK}#Keep-weights-small", decay),
)
