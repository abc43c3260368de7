"""The questions of lesson 20: what is expected, and the slips that deserve a sentence."""

from collections.abc import Callable
from typing import Any

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import Tensor
from calclib.expressions.elementary import softmax
from calclib.practice import exercise, predict

LESSON = "attend"

QUERY = np.array([1.0, 2.0])
KEYS = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]])
VALUES = np.array([[1.0, 0.0], [2.0, 1.0], [4.0, -1.0]])


def found_and_slope(attend: Callable[..., Any]) -> Any:
    """What a learner's look-up finds, and the slope of the sum of it by the query; (4,) in all.

    A blank stays a blank.
    """
    query = Tensor(QUERY)
    found = attend(query, KEYS, VALUES)
    if found is ...:
        return ...
    if not isinstance(found, Tensor) or found.shape != VALUES.shape[1:]:
        return found
    found.sum().backward()
    return np.concatenate([found.data, query.grad])


def _look_up(divisor: float) -> Any:
    """A look-up that divides its scores by some number."""
    return lambda query, keys, values: softmax(keys @ query / divisor) @ values


def _without_softmax(query: Any, keys: Any, values: Any) -> Any:
    return (keys @ query / np.sqrt(2)) @ values


def _of_the_keys(query: Any, keys: Any, values: Any) -> Any:
    return softmax(keys @ query / np.sqrt(2)) @ keys


def _parts(attend: Callable[..., Any]) -> tuple[float, ...]:
    return tuple(map(float, found_and_slope(attend)))


BUILT = _parts(_look_up(2**0.5))
SCORES = np.array([2.0, 1.0, 3.0])
ALL_WEIGHTS: Array = np.asarray(softmax(SCORES))
MASKED: Array = np.array([*softmax(SCORES[:2]), 0.0])

ROWS = "20-attend.ipynb#Which-rows-move"
LOOK_UP = "20-attend.ipynb#A-look-up-with-a-slope"
DIMENSIONS = "20-attend.ipynb#Why-√d"
NAMES = "20-attend.ipynb#It-learns-names"
WARM_UP = "20-attend.ipynb#Warm-up-and-what-it-costs"

absent_row = predict(
    "Adam trains the table. One pair of letters is in three batches of a thousand. When does its "
    "row move?",
    [
        "in those three steps only",
        "in those steps, and for some dozens of steps after each",
        "in every step from the first to the last, about equally",
    ],
    answer="in those steps, and for some dozens of steps after each",
    why="The slope is 0 where the pair is absent, but Adam's m is not: it shrinks by a factor 0.9 "
    "a step, and the row walks on with it.",
    link=ROWS,
    key=(LESSON, "absent_row"),
)
long_query = predict(
    "The query gets 30 times as long, from 3 to 100. What becomes of the slope of what is found, "
    "at nearly every angle?",
    ["it grows", "it stays as it is", "it becomes nearly 0"],
    answer="it becomes nearly 0",
    why="One key takes all the weight. Turning the query a little changes nothing, until another "
    "key takes over: steps, flat in between.",
    link=LOOK_UP,
    key=(LESSON, "long_query"),
)
largest_weight = predict(
    "A look-up has 16 keys, so equal weights would be 0.06. The scores are not divided. With 256 "
    "numbers in query and keys, how large is the largest weight on average?",
    ["about 0.1", "about 0.4", "about 0.9"],
    answer="about 0.9",
    why={
        "about 0.1": "That would need scores that hardly differ. Here they are about ±16.",
        "about 0.4": "That is so with four numbers. With 256 the scores are about ±16.",
        "about 0.9": "The scores are about ±16, and e to such a power leaves little to others.",
    },
    link=DIMENSIONS,
    key=(LESSON, "largest_weight"),
)
beats_counting = predict(
    "Each step reads 64 names. After how many steps is the transformer better than counting what "
    "follows two letters?",
    ["about 50", "about 500", "about 5,000", "never"],
    answer="about 500",
    why="After 400 steps 2 of 5 seeds are better, and after 600 all 5. By then each name was read "
    "about eight times.",
    link=NAMES,
    key=(LESSON, "beats_counting"),
)
warm_up = predict(
    "At the rate of this lesson, 0.003: what does a warm-up of 50 steps do to the cost after 200?",
    ["it lowers it", "it raises it a little", "it makes no difference in any of six seeds"],
    answer="it raises it a little",
    why="This rate is small enough to start with. Climbing to it takes steps that are then missing "
    "at the end.",
    link=WARM_UP,
    key=(LESSON, "warm_up"),
)
built = exercise(
    "What your look-up finds for the query (1, 2), and the slope of the sum of it by the query.",
    list(BUILT),
    slips={
        _parts(_look_up(1.0)): "Divide the scores by √d.",
        _parts(_look_up(2.0)): "Divide by the root of d, not by d.",
        _parts(_look_up(3**0.5)): "d is the length of the query; len(keys) counts the keys.",
        _parts(_without_softmax): "The scores are not weights yet: put them through the softmax.",
        _parts(_of_the_keys): "The keys decide the weights; what is mixed are the values.",
    },
    hints=[
        "`keys @ query` holds one score for each key; d is `len(query)`.",
        "`transformer.softmax(…) @ values` mixes the values by the weights.",
    ],
    further="The same numbers as torch's.",
    link=LOOK_UP,
    typed=False,
    key=(LESSON, "built"),
)
divisor = exercise(
    "d = 64, independent entries with mean 0 and variance 4: by what must q · k be divided, so "
    "that its variance is 1?",
    32,
    slips={
        8: "√d is right for entries of variance 1. These have variance 4.",
        1024: "That is the variance of q · k. Divide by its root.",
        16: "One product of two entries has the variance 4 · 4 = 16. There are 64 of them.",
        256: "Both factors have variance 4, so a product has 16, and the sum is 64 · 16.",
        64: "Divide by the root of the variance, and the variance is not d here.",
        4: "That is the root for one product. There are 64 of them.",
    },
    hints=[
        "The variance of a product of two independent numbers with mean 0 is the product of "
        "their variances.",
        "The variance of a sum of 64 independent numbers is 64 times as large.",
    ],
    further="Numbers twice as large make scores four times as large.",
    link=DIMENSIONS,
    given={"d": "64"},
    factor=True,
    key=(LESSON, "divisor"),
)
lost_steps = exercise(
    "A warm-up of 50 steps, α/50, 2α/50, …, α: how many steps of rate α are missing?",
    24.5,
    slips={
        25.5: "That is what the climb adds up to. How much is missing of 50?",
        25: "Half of the 50 steps, nearly: the climb ends at α itself.",
        50: "The steps of the climb are small, but not 0.",
        1275: "That is 1 + 2 + … + 50. Divide by 50, and compare with 50.",
        1225: "That is in fiftieths of a step. Divide by 50.",
        24: "Nearly: 1 + 2 + … + 50 is 1,275.",
    },
    hints=["1 + 2 + … + 50 = 50 · 51/2.", "Without a warm-up the same 50 steps add up to 50α."],
    further="An eighth of a run of 200 steps: at 0.001 that is felt.",
    link=WARM_UP,
    key=(LESSON, "lost_steps"),
)
evenly = exercise(
    "A model costs 2.1 nats a letter. Among how many letters would an even choice cost as much?",
    float(np.exp(2.1)),
    slips={
        float(2**2.1): "That is for bits. A nat belongs to the natural logarithm, so to e.",
        float(2.1 / np.log(2)): "That is the cost in bits.",
        float(27 - np.exp(2.1)): "That is how many letters it rules out.",
        float(27 / 2.1): "The cost is a logarithm; undo it.",
    },
    hints=["An even choice among n costs ln n.", "Which n has ln n = 2.1?"],
    further="This number is the perplexity.",
    link=NAMES,
    key=(LESSON, "evenly"),
)
row_of_jacobian = exercise(
    "The weights are w = (0.5, 0.3, 0.2). The slope of the first weight by the three scores.",
    [0.25, -0.15, -0.10],
    slips={
        (0.25, 0.0, 0.0): "The weights share a sum of 1: if another score rises, w₁ falls.",
        (0.25, 0.15, 0.10): "The sign: when another score rises, the first weight falls.",
        (0.5, -0.15, -0.10): "Its own score: w₁(1 − w₁), not w₁.",
        (0.25, -0.21, -0.16): "For another score it is −w₁wⱼ, a product of two weights.",
        (-0.25, 0.15, 0.10): "All signs are turned round.",
    },
    hints=["∂wᵢ/∂sⱼ = wᵢ(1 if i = j else 0) − wᵢwⱼ.", "The three numbers add up to 0."],
    further="They add up to 0: adding the same to all scores changes no weight.",
    link=LOOK_UP,
    names=("s1", "s2", "s3"),
    key=(LESSON, "row_of_jacobian"),
)
masked = exercise(
    "The scores of place 2 of 3 are (2, 1, 3). It may look at itself and before. Its weights?",
    MASKED.tolist(),
    slips={
        tuple(ALL_WEIGHTS.tolist()): "Place 2 looks at place 3: it reads what it has to guess.",
        (*ALL_WEIGHTS[:2].tolist(), 0.0): "Masked after the softmax, the weights do not add up "
        "to 1. Take −10⁹ off the score before it.",
        (1.0, 0.0, 0.0): "A place may look at itself.",
        (2 / 3, 1 / 3, 0.0): "Weights come from the softmax, not from shares of the scores.",
    },
    hints=["Put −10⁹ in the place of the 3.", "e² and e¹, divided by their sum, and 0."],
    further="So all places learn at once, and none sees its answer.",
    link=NAMES,
    names=("w1", "w2", "w3"),
    key=(LESSON, "masked"),
)
log_counts = exercise(
    "After q the training names have u six times and e three times. A free table of scores is "
    "trained to the lowest cost. By how much is the score of u above that of e?",
    float(np.log(2)),
    slips={
        3.0: "Counts differ by 3; scores are logarithms of probabilities.",
        2.0: "That is the ratio of the probabilities. A score is a logarithm.",
        1.0: "That is the logarithm to base 2; e belongs to the softmax.",
        float(-np.log(2)): "The more frequent letter has the higher score.",
    },
    hints=[
        "The slope by each score is pⱼ minus the share of that letter. Where is it 0?",
        "p is a softmax, so log(p_u/p_e) = s_u − s_e.",
    ],
    further="Trained to the end, such a table is counting.",
    link=ROWS,
    called=("s_u − s_e", "s(u) − s(e)", "u − e"),
    key=(LESSON, "log_counts"),
)
share_absent = exercise(
    "A pair was in one batch, and never again. Adam's v hardly changes after it. Which share of "
    "the row's path is walked while the pair is absent? A formula in b = β₁.",
    "b",
    variables=("b",),
    symbols={"b": "beta1"},
    domain=(0, 1),
    slips={
        "1 - b": "That is the share of the one step in which the pair is there.",
        "b^2": "The first step without the pair counts too: b + b² + … times 1 − b.",
        "b/(1 - b)": "That compares with the step in which the pair is there; divide by the whole.",
        "0.9": "That is for β₁ = 0.9.",
    },
    hints=[
        "m is (1 − b)g in the step itself, then b(1 − b)g, then b²(1 − b)g, and so on.",
        "1 + b + b² + … = 1/(1 − b).",
    ],
    further="With β₁ = 0.9 it is nine tenths, as measured.",
    link=ROWS,
    key=(LESSON, "share_absent"),
)
