"""The questions of lesson 15: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from calclib.arrays import Array
from calclib.functions.landscapes import bowl, himmelblau
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number
from calclib.lessons.race_fairly.challenges import adam_loses, beat_newton, golf
from calclib.lessons.race_fairly.entry import entry as entry
from calclib.optimize.rules import Rule
from calclib.practice import Verdict, exercise, follow, predict
from calclib.practice.markup import echo_sentence
from calclib.practice.reading import UnreadableError, run

LESSON = "race_fairly"

HEATS = "15-race-fairly.ipynb#All-numbers-for-each"
INTERVALS = "15-race-fairly.ipynb#Where-the-median-lies"
TRIALS = "15-race-fairly.ipynb#Eleven-trials-by-hand"
SEARCH = "15-race-fairly.ipynb#Where-to-look-for-a-rate"
BUILD = "15-race-fairly.ipynb#Build-it"
CHALLENGES = "15-race-fairly.ipynb#Challenges"
LEVEL = [0.0, 1.0]
DIVIDES = "A coordinate of the start may be 0, and 0 / 0 is no number: write 0 * points in start."


@dataclass(frozen=True, eq=False)
class Rprop(Rule):
    """A stride for each coordinate, longer while its slope keeps its sign, halved when it turns.

    Good for: slopes whose sizes say little. Fails: noise turns signs, and the strides die.
    Source: Riedmiller & Braun 1993, doi:10.1109/ICNN.1993.298623; without taking steps back.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], Rprop(0.5), steps=2).points[-1]
    array([-0.1, 98.9])
    """

    title: ClassVar[str] = "Rprop"
    learning_rate: Number = 0.1

    def start(self, points: Array) -> tuple[Array, Array]:
        """No slope yet, and the rate as the first stride."""
        return np.zeros_like(points), self.learning_rate + np.zeros_like(points)

    def step(
        self, f: Objective, points: Array, memory: tuple[Array, Array]
    ) -> tuple[Array, tuple[Array, Array]]:
        """Compare the signs, change the strides, and go against the slope's sign."""
        last, stride = memory
        slope = f.gradient(points)
        same = slope * last
        stride = stride * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points - stride * np.sign(slope), (slope, stride)


def beside_rprop(made: object) -> Verdict:
    """Walk a learner's class beside Rprop: 30 steps on Himmelblau's valleys, and from a level.

    The second walk begins where one coordinate and its slope are 0, which only a division feels.
    """
    if not isinstance(made, type):
        raise UnreadableError("Give the class itself, without brackets.")
    try:
        rule = made(0.1)
    except Exception as reason:  # a learner's class may raise anything
        raise UnreadableError(f"The class makes no rule of 0.1: {echo_sentence(reason)}") from None
    further = "It may enter the race, below."
    found = follow(rule, Rprop(0.1), himmelblau, [-1.0, 2.0], steps=30, further=further)
    if not found.passed:
        return found
    level = follow(rule, Rprop(0.1), bowl, LEVEL, steps=3)
    if not level.passed:
        return level.with_sentence("Tried: a start where one coordinate and its slope are 0.")
    return found if begins_with_numbers(rule) else Verdict(False, f"Not yet. {DIVIDES}")


def begins_with_numbers(rule: object) -> bool:
    """Whether the memory of a rule holds numbers alone when a coordinate of the start is 0."""
    with np.errstate(all="ignore"):
        memory = run(getattr(rule, "start", None), np.array(LEVEL))
    parts = memory if isinstance(memory, tuple) else (memory,)
    return all(np.isfinite(np.asarray(part, dtype=float)).all() for part in parts)


def fair_score(steps: Array) -> float:
    """Tune on the first eight starts, score on the others: the median at the chosen rate."""
    practice, fresh = steps[:8], steps[8:]
    return float(np.median(fresh[:, np.argmin(np.median(practice, axis=0))]))


RNG = np.random.default_rng(7)
RACES = [(RNG.integers(5, 200, size=(16, 11)).astype(float),) for _ in range(4)]


momentum_or_descent = predict(
    "Momentum with β = 0 is gradient descent, so it can do all that descent can. Both are tuned on "
    "the round bowl with 16 trials, momentum in α and β. Which of them needs fewer steps?",
    ["momentum", "gradient descent", "neither: their intervals meet"],
    answer="gradient descent",
    why="6 (5–9) steps against 26 (20–38). β is one more number to find, and on a round bowl it is "
    "of no use. Move the budget: the gap shrinks as more trials are made.",
    key=(LESSON, "momentum_or_descent"),
)
one_winner = predict(
    "All numbers of every rule are tuned, with 16 trials each. On all six landscapes, who needs "
    "the fewest looks from fresh starts?",
    ["Adam", "Newton", "it changes"],
    answer="it changes",
    why="AdaGrad and RMSprop lead in the ravine, 3 and 4 looks. In the turned ravine they need 450 "
    "and 394, and BFGS needs 27. All these intervals part.",
    key=(LESSON, "one_winner"),
)
range_end = predict(
    "Gradient descent, whose rate grows at every step. At some rate α* its loss is lowest. How "
    "does α* compare with the best rate for a run that keeps its rate?",
    ["α* is smaller", "they are about equal", "α* is larger"],
    answer="α* is larger",
    why="In each of 72 tests it was larger, 4 times at the median. A rate that is a little too "
    "large needs some steps to do harm, and by then the rate has grown further.",
    key=(LESSON, "range_end"),
)
grid_against_random = predict(
    "Sixteen trials for two numbers, α and ε. Of the two, only α matters here, but whoever "
    "searches does not know that. Which search finds the better α more often?",
    ["a grid, 4 × 4", "sixteen points at random"],
    answer="sixteen points at random",
    why="In 72 % of all cases, over 20 shifts of the grid and 300 random searches. The grid tries "
    "only four different α; where one of them happens to stand well, the grid wins.",
    key=(LESSON, "grid_against_random"),
)
spacing = predict(
    "Sixteen rates are drawn between 0.0001 and 10. The good ones lie between 0.5 and 6. Which way "
    "to draw them finds the better best?",
    ["evenly in log α", "evenly in α", "both do equally well"],
    answer="evenly in α",
    why="Its median is 15 steps against 17, and the intervals part: most of these rates fall where "
    "the good ones are. Move the end of the range to 100, and it is the other way round.",
    key=(LESSON, "spacing"),
)
built = exercise(
    "A class with __init__, start and step: a stride for each coordinate.",
    judge=beside_rprop,
    typed=False,
    hints=[
        "Where `same` is positive the slope kept its sign, where it is negative it turned.",
        "The step goes against `np.sign(slope)`, as far as `stride`.",
    ],
    link=BUILD,
    key=(LESSON, "built"),
)
fair = exercise(
    "The number of the fair comparison.",
    3,
    slips={
        1: "One rule was tuned and the other was not.",
        2: "One rate suits one of the two: you saw that in the first scene.",
        4: "A setting chosen on these starts looks better on them than it is.",
        5: "There are four to choose from.",
    },
    hints=["Count what each rule was given.", "Where was the setting chosen, and where raced?"],
    further="The same budget for all numbers, and starts that no setting was chosen on.",
    link=HEATS,
    ordered=False,
    key=(LESSON, "fair"),
)
trials = exercise(
    "The smallest number of random trials that hits the best 5 % with a chance of 95 %.",
    59,
    slips={
        20: "That is when you expect one hit; the chance of at least one is 64 % then.",
        19: "At 19 the chance of at least one hit is 62 %.",
        60: "60 works, but 59 already does.",
        58: "At 58 the chance is 94.9 %.",
        np.log(0.05) / np.log(0.95): "Half a trial is none: round up.",
        58.4: "Half a trial is none: round up.",
        2: "0.05 and 0.95 have changed places: a trial misses with 0.95.",
    },
    hints=[
        "All $n$ trials miss with the chance $0.95^n$.",
        "Solve $0.95^n \\le 0.05$ by logarithms.",
    ],
    further="However many numbers are tuned at once.",
    link=TRIALS,
    bound="below",
    key=(LESSON, "trials"),
)
interval = exercise(
    "The chance that twelve fair coins show heads at most twice, or tails at most twice.",
    2 * (1 + 12 + 66) / 2**12,
    slips={
        (1 + 12 + 66) / 2**12: "That is for heads alone. Tails can be as few.",
        2 * 66 / 2**12: "That is for exactly two. None and one are as uneven.",
        2 * (1 + 12 + 66 + 220) / 2**12: "Three of twelve is one too many: at most two.",
        1 - 2 * (1 + 12 + 66) / 2**12: "That is the chance that the interval holds the median.",
        158: "That is how many of the 4,096 outcomes count. Divide.",
        100 * 2 * (1 + 12 + 66) / 2**12: "That is in per cent: write 3.86 %, or divide by 100.",
    },
    hints=[
        "There are $2^{12}$ outcomes, all equally likely.",
        "Heads at most twice: $\\binom{12}{0} + \\binom{12}{1} + \\binom{12}{2} = 1 + 12 + 66$.",
    ],
    further="So the third and the tenth of twelve values hold the median with 96 %.",
    link=INTERVALS,
    key=(LESSON, "interval"),
)
comparison = exercise(
    "From the steps (16 starts, 11 rates) of a rule: its fair score.",
    fair_score,
    inputs=RACES,
    slips=[
        (
            lambda s: np.min(np.median(s[8:], axis=0)),
            "That is tuned on the fresh starts: they are no longer fresh.",
        ),
        (
            lambda s: np.min(np.median(s[:8], axis=0)),
            "That is the score on the practice starts. Race from the fresh ones.",
        ),
        (
            lambda s: np.min(np.median(s, axis=0)),
            "That tunes and scores on all sixteen. Keep eight apart.",
        ),
        (
            lambda s: np.median(s[8:, np.argmin(np.median(s, axis=0))]),
            "All sixteen starts chose that rate. Tune on the first eight alone.",
        ),
        (
            lambda s: np.median(s[:8, np.argmin(np.median(s[8:], axis=0))]),
            "Practice and fresh have changed places: the first eight tune.",
        ),
        (
            lambda s: np.median(s[8:, np.argmin(np.mean(s[:8], axis=0))]),
            "That rate has the lowest mean. Choose it by the median.",
        ),
        (
            lambda s: np.median(s[8:, np.argmin(np.median(s[:8], axis=1))]),
            "That is a median over the rates: the starts are axis 0.",
        ),
        (
            lambda s: np.median(s[8:]),
            "That mixes all rates. First choose one, by the practice starts.",
        ),
        (
            lambda s: np.median(s),
            "That mixes all rates and starts. First choose a rate, by the first eight.",
        ),
        (
            lambda s: np.mean(s[8:, np.argmin(np.median(s[:8], axis=0))]),
            "That ends in a mean: one run that never arrives would make it infinite.",
        ),
        (
            lambda s: np.median(s[8:, np.argmax(np.median(s[:8], axis=0))]),
            "That is the worst rate: fewer steps are better.",
        ),
    ],
    hints=[
        "`np.median(practice, axis=0)` is one number a rate.",
        "`best` is the position of its smallest, `np.argmin`.",
    ],
    further="Eight starts choose the rate, and eight others judge it.",
    link=HEATS,
    key=(LESSON, "comparison"),
)
tuning_golf = exercise(
    "A rule with its numbers: the fewest steps to 10⁻⁶ on the turned ravine.",
    judge=golf,
    typed=False,
    hints=[
        "Curvatures 1 and 100, κ = 100: what did lesson 11 say of the best β?",
        "Near $β = ((\\sqrtκ - 1)/(\\sqrtκ + 1))^2$ and $α = (2/(1 + 10))^2$. Then search.",
    ],
    link=CHALLENGES,
    key=(LESSON, "tuning_golf"),
)
adam_must_lose = exercise(
    "A function of x and y on which tuned Adam needs twice the steps of tuned descent.",
    judge=adam_loses,
    hints=[
        "Where is there nothing to adapt?",
        "How many numbers has descent to find, and how many has Adam?",
    ],
    link=CHALLENGES,
    key=(LESSON, "adam_must_lose"),
)
newton_must_lose = exercise(
    "A function of x and y, and a start from which Newton does not arrive but descent does.",
    judge=beat_newton,
    typed=False,
    hints=[
        "Newton divides by the curvature: where is it tiny, or negative?",
        "Far out, $\\sqrt{1 + x^2}$ is nearly straight.",
    ],
    link=CHALLENGES,
    key=(LESSON, "newton_must_lose"),
)
