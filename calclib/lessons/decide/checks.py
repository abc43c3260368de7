"""The questions of lesson 21: what is expected, and the slips that deserve a sentence."""

from collections.abc import Callable

import numpy as np

from calclib.expressions.elementary import softmax
from calclib.functions.function import Function
from calclib.practice import exercise, predict

LESSON = "decide"

THETA = np.array([0.2, -0.1])
TAKEN = np.array([0, 1, 1, 0])  # the moves of the check of the surrogate
GAINS = np.array([1.0, 2.0, -1.0, 0.5])
PROBABILITIES = softmax(THETA)
UP = (GAINS[:, None] * (np.eye(2)[TAKEN] - PROBABILITIES)).mean(
    axis=0
)  # the slope of the reward, uphill
# What the slope is when the logarithm was forgotten.
WITHOUT_LOG = (
    GAINS[:, None] * PROBABILITIES[TAKEN][:, None] * (np.eye(2)[TAKEN] - PROBABILITIES)
).mean(axis=0)
# What it is when the numbers θ stand in the place of the logarithms.
OF_THETA = (GAINS[:, None] * np.eye(2)[TAKEN]).mean(axis=0)


def slope_of(surrogate: Callable[..., object]) -> object:
    """The slope of a learner's surrogate at the point of the check; a blank stays a blank."""
    if surrogate(THETA, TAKEN, GAINS) is ...:
        return ...
    return Function(lambda theta: surrogate(theta, TAKEN, GAINS), dimension=2).gradient(THETA)


SCORE = "21-decide.ipynb#A-slope-from-a-reward-without-one"
BASELINE = "21-decide.ipynb#What-to-compare-a-reward-with"
CERTAIN = "21-decide.ipynb#Certain-too-early"
GRID = "21-decide.ipynb#Arrows-on-a-grid"
POLE = "21-decide.ipynb#Hold-the-pole"

mean_moves = predict(
    "The baseline goes from 0 to 20. What does the mean of all possible guesses do?",
    ["it falls as the baseline rises", "it is largest near 10.5", "it stays where it is"],
    answer="it stays where it is",
    why="The scores of the two machines cancel in the mean: p (1 − p) b − (1 − p) p b = 0. "
    "The baseline moves the guesses of the two machines, and not their mean.",
    link=BASELINE,
    key=(LESSON, "mean_moves"),
)
who_locks_in = predict(
    "Rate 0.5, no baseline, 500 pulls. How many of 400 learners end certain of the worse machine?",
    ["none", "about 1 in 20", "nearly half", "nearly all"],
    answer="nearly half",
    why="Every reward is positive, so whatever is pulled becomes likelier. The first pulls decide, "
    "and half of them are pulls of the worse machine.",
    link=CERTAIN,
    key=(LESSON, "who_locks_in"),
)
one_walk = predict(
    "The true slope has 36 numbers. A guess of it is made from one walk. Where does the guess "
    "point?",
    [
        "nearly the same way as the slope",
        "roughly its way, with a cosine of 0.5",
        "hardly nearer to the slope than by chance",
    ],
    answer="hardly nearer to the slope than by chance",
    why={
        "nearly the same way as the slope": "One walk visits few cells, and its reward is mostly "
        "luck. Only the mean of many guesses is right.",
        "roughly its way, with a cosine of 0.5": "That takes some 16 walks. From one walk half of "
        "the guesses have a cosine below 0.1.",
        "hardly nearer to the slope than by chance": "Half of the guesses have a cosine below 0.1. "
        "Right in the mean is not right each time.",
    },
    link=GRID,
    key=(LESSON, "one_walk"),
)
ten_times = predict(
    "At rate 3 nearly every learner finds the goal. What happens at rate 10, without a baseline?",
    [
        "all learn, about three times as fast",
        "all learn, more slowly",
        "a third or more of them never learn it",
    ],
    answer="a third or more of them never learn it",
    why="One batch of walks moves the policy so far that some moves are never tried again. What is "
    "not tried cannot be corrected.",
    link=GRID,
    key=(LESSON, "ten_times"),
)
how_long = predict(
    "Five numbers, 16 tries a batch. After how many batches does the pole stand for 475 steps?",
    ["about 3", "about 20", "about 300", "about 10,000"],
    answer="about 20",
    why="Of 24 seeds half have learned it by batch 22: some 350 tries.",
    link=POLE,
    key=(LESSON, "how_long"),
)
built = exercise(
    "The slope of your surrogate at θ = (0.2, −0.1), for the moves 0, 1, 1, 0 with the gains "
    "1, 2, −1, 0.5.",
    (-UP).tolist(),
    slips={
        tuple(UP): "The sign: descent goes down, and the reward should go up.",
        tuple(-4 * UP): "Take the mean over the moves, not the sum.",
        tuple(4 * UP): "Take the mean, with a minus: descent goes down.",
        tuple(
            -WITHOUT_LOG
        ): "Multiply the gains by the logarithm of the probability, not by the probability.",
        tuple(-OF_THETA): "θ are not the logarithms yet: take worlds.log_softmax(theta).",
    },
    hints=[
        "`worlds.log_softmax(theta)` has two entries; `[moves]` picks one for each move.",
        "Multiply by the gains, take the mean, and put a minus before it.",
    ],
    further="Descent on it climbs the reward.",
    link=SCORE,
    typed=False,
    key=(LESSON, "built"),
)
score_of_right = exercise(
    "π(right) = σ(θ). The derivative of log π(right) with respect to θ, as a formula in p = σ(θ).",
    "1 - p",
    variables=("p",),
    symbols={"p": "sigmoid(theta)"},
    domain=(0, 1),
    slips={
        "p": "That is the other way round: at p near 1 there is little left to gain.",
        "p(1 - p)": "That is the derivative of σ. The logarithm divides it by σ.",
        "-p": "That is for log π(left), where π(left) = 1 − σ(θ).",
        "1/p": "That is the derivative of log p with respect to p; go on with the chain rule.",
    },
    hints=["The derivative of log σ is σ′/σ.", "σ′ = σ (1 − σ)."],
    further="A certain policy learns little from what it does anyway.",
    link=SCORE,
    key=(LESSON, "score_of_right"),
)
best_b = exercise(
    "Machines that pay 10 and 11; p is the probability of the better one. The baseline with "
    "the least variance, as a formula in p.",
    "11 - p",
    variables=("p",),
    domain=(0, 1),
    slips={
        "10 + p": "That is the mean pay. It is near the best, and equal to it at p = 1/2 alone.",
        "10.5": "That is for p = 1/2.",
    },
    hints=[
        "b = E[s² R]/E[s²], where s is 1 − p for the better machine and −p for the other.",
        "E[s²] = p(1 − p)² + (1 − p)p² = p(1 − p).",
    ],
    further="It is 11(1 − p) + 10p: the rarer machine has the larger score, so it counts more.",
    link=BASELINE,
    key=(LESSON, "best_b"),
)
biased = exercise(
    "Somebody takes for b the mean pay of the machine that was pulled: 10 or 11. What is now the "
    "mean of the guess (R − b) s at p = 1/2?",
    0.0,
    slips={
        0.25: "That is the slope. A baseline that depends on the move changes the mean: how?",
        -0.25: "Look again at R − b when b is the mean of just that machine.",
        0.5: "What is the mean of R − b after a pull of the better machine?",
    },
    hints=["After a pull, R − b is noise alone."],
    further="Such a baseline takes away all that was to be learned.",
    link=BASELINE,
    key=(LESSON, "biased"),
)
reward_to_go = exercise(
    "Rewards −1, 0, 3 in three steps. What does each of the three moves get credit for?",
    [2.0, 3.0, 3.0],
    slips={
        (2.0, 2.0, 2.0): "That is the whole return. A move cannot change what was paid before it.",
        (-1.0, -1.0, 2.0): "You added from the front: a move is paid by what comes after it.",
        (-1.0, 0.0, 3.0): "Each move also leads to all the rewards after it.",
        (3.0, 3.0, 2.0): "The order is turned round.",
        (3.0, 3.0, 0.0): "The reward of the step itself counts too.",
    },
    hints=["Add each reward and all that follow it.", "`np.cumsum` of the reversed rewards."],
    further="The mean is the same as with the whole return; the variance is smaller.",
    link=GRID,
    names=("first", "second", "third"),
    key=(LESSON, "reward_to_go"),
)
after_one_pull = exercise(
    "Rate 2, baseline 10.5, θ = (0, 0). The first pull is the worse machine, and pays 11.5. What "
    "is the probability of the better machine now?",
    float(1 / (1 + np.exp(2.0))),
    slips={
        float(1 / (1 + np.exp(1.0))): "Both numbers move: one up by 1, the other down by 1.",
        float(
            1 / (1 + np.exp(-2.0))
        ): "The worse machine was pulled and paid well: its probability rises.",
        0.5: "The pay was above the baseline, so something changes.",
        float(1 / (1 + np.exp(4.0))): "The score is 1/2 and −1/2, not 1 and −1.",
    },
    hints=[
        "The advantage is 1; the scores are 1/2 for the machine pulled, −1/2 for the other.",
        "θ becomes (1, −1), and the probability is σ(θ₂ − θ₁).",
    ],
    further="One lucky pull, and the better machine is tried once in eight.",
    link=CERTAIN,
    key=(LESSON, "after_one_pull"),
)
