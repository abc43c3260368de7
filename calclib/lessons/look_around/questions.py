"""Self-assessment of lesson 22, one question an objective."""

from math import factorial

import numpy as np

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "22-look-around.ipynb"


def rescale(rng: Rng) -> Exercise:
    """The second layer that keeps a rescaled net the same."""
    weight = pick(rng, 6, 8, 12)
    factor = pick(rng, 0.5, 2, 4)
    return exercise(
        f"A ReLU net has one hidden neuron, with 3 before it and {weight} behind it. You "
        "multiply the "
        f"3, and the neuron's bias, by {factor:g}. What must the {weight} become, so that no "
        "answer "
        "changes?",
        weight / factor,
        slips={
            weight * factor: "The neuron now gives more: divide.",
            weight: "Then every answer is multiplied as well.",
            weight / factor**2: "relu(kx) = k relu(x), once.",
        },
    )


def random_walk(rng: Rng) -> Exercise:
    """How much of a random walk two directions show."""
    j, which = pick(rng, (1, "first"), (2, "second"), (3, "third"))
    share = 6 / (np.pi * j) ** 2
    return exercise(
        f"Of a long random walk in many dimensions the $j$-th principal direction shows the share "
        rf"$\frac{{6}}{{\pi^2 j^2}}$ of the variance. How much does the {which} show?",
        share,
        slips={
            6 / np.pi**2: "That is the first.",
            6 / (np.pi**2 * j): "The j is squared too.",
            1.5 / np.pi**2: "That is the second.",
        },
    )


def same_loss(rng: Rng) -> Exercise:
    """When a comparison of flatness is fair."""
    small, large = pick(rng, (8, 128), (32, 1287), (8, 1287))
    return choose(
        rng,
        f"After 20 passes the net trained with batches of {small} is flatter than that with "
        f"{large}. "
        "What has to be alike before you call that a merit of small batches?",
        "the loss that both have reached",
        {
            "the number of steps": "Then one of them is still further from its minimum.",
            "the number of passes": "It was, and the losses differed widely.",
            "the learning rate": "It may be, and one net is still less finished.",
        },
    )


def orders(rng: Rng) -> Exercise:
    """How many nets are the same function."""
    count = pick(rng, 3, 4, 5, 6)
    total = factorial(count)
    return exercise(
        f"A hidden layer has {count} neurons, no two alike. In how many orders can they stand, "
        "so that "
        "the net gives the same answers from another place?",
        total,
        slips={
            count: "That is how many can stand first.",
            2**count: "Each neuron is there once: n choices, then n − 1, and so on.",
            count**2: "Each neuron is there once: n choices, then n − 1, and so on.",
        },
    )


def own_race(rng: Rng) -> Exercise:
    """What a race on a function of one's own shows."""
    rules = pick(rng, 2, 3, 4)
    return choose(
        rng,
        f"{rules} rules race on your function from one start, each at a rate that you chose. One "
        "arrives first. What follows?",
        "it was first there, from that start, at those rates",
        {
            "it is the best rule for this function": "Other starts and other rates may turn it "
            "round.",
            "it is the best rule": "One function says nothing of others.",
            "the others never arrive": "They may need more steps, or another rate.",
        },
    )


QUESTIONS = (
    Question(
        "rescale a net to any sharpness without changing an answer, and find that sharpness by "
        "products with the Hessian",
        f"{BOOK}#One-net,-three-pictures",
        rescale,
    ),
    Question(
        "say what a picture of two directions shows, and what it leaves out, beside that of a "
        "random walk",
        f"{BOOK}#Its-path,-beside-a-random-walk",
        random_walk,
    ),
    Question(
        "compare nets at the same loss before you call one of them flat",
        f"{BOOK}#Flat,-or-not-finished?",
        same_loss,
    ),
    Question(
        "explain why a net lies far from its own copy, and match the neurons of two nets",
        f"{BOOK}#The-line-between-two-nets",
        orders,
    ),
    Question(
        "race rules on a function of your own, and send the page",
        f"{BOOK}#Your-function",
        own_race,
    ),
)
