"""The questions of lesson 17: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.lessons.shrink_weights.scenes import ridge_weights
from calclib.lessons.shrink_weights.soft_threshold import soft
from calclib.practice import exercise, predict

LESSON = "shrink_weights"

BOOK = "17-shrink-weights.ipynb"
SHRINKING = f"{BOOK}#A-price-for-large-weights"
FENCE = f"{BOOK}#A-fence-instead-of-a-price"
WALL = f"{BOOK}#When-a-wall-pushes"
KINK = f"{BOOK}#Where-the-minimum-stays-at-zero"
TWENTY = f"{BOOK}#Three-of-twenty"
STRENGTH = f"{BOOK}#How-large-should-the-price-be?"
BUILD = f"{BOOK}#Build-it"
POSITIVE = (0.0, float("inf"))


def trials(count: int = 3) -> list[tuple[Array, Array, float]]:
    """Data sets (X, y) to try an answer on, each with a strength.

    >>> [X.shape for X, _, _ in trials()]
    [(12, 3), (12, 3), (12, 3)]
    """
    rng = np.random.default_rng(7)
    given = []
    for strength, sign in ((0.5, 1), (0.2, -1), (0.1, 1))[:count]:
        X = rng.normal(size=(12, 3))
        given.append((X, sign * X @ [1.5, 0.0, -0.2] + 0.1 * rng.normal(size=12), strength))
    return given


def step_by(
    shrink: Callable[[Array, float, float], Array], back: float = 1.0
) -> Callable[..., Array]:
    """ISTA with another second half: `shrink` of (w after the slope, α, λ); back = −1 climbs.

    >>> ista(np.eye(2), np.array([2.0, 0.2]), 0.4, 0.5, 1).round(9)
    array([0.3, 0. ])
    """

    def run(X: Array, y: Array, strength: float, rate: float, steps: int) -> Array:
        w = np.zeros(X.shape[1])
        for _ in range(steps):
            slope = X.T @ (X @ w - y) / len(y)
            w = shrink(w - back * rate * slope, rate, strength)
        return w

    return run


ista = step_by(lambda w, rate, strength: soft(w, rate * strength))
LOOPS = [(*given, 0.3, steps) for given, steps in zip(trials(), (1, 5, 40), strict=True)]


def plain_slope(X: Array, y: Array, strength: float, rate: float, steps: int) -> Array:
    """Gradient descent on the penalised loss, with the slope λ sign(w).

    >>> plain_slope(np.eye(2), np.array([2.0, 0.2]), 0.4, 0.5, 1)
    array([0.5 , 0.05])
    """
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * (X.T @ (X @ w - y) / len(y) + strength * np.sign(w))
    return w


exactly_zero = predict(
    "The strength λ grows. Under which price does a weight become exactly 0?",
    ["under L1 alone", "under L2 alone", "under both", "under neither"],
    answer="under L1 alone",
    why={
        "under L1 alone": "The price λ|w| has the same slope however small w is. The slope of "
        "λw²/2 fades with w.",
        "under L2 alone": "The slope of its price fades as w becomes small.",
        "under both": "Under L2 the weights become small, and not 0: the slope of the price fades.",
        "under neither": "Under L1 the weight of the depth reaches 0 and stays there.",
    },
    link=SHRINKING,
    key=(LESSON, "exactly_zero"),
)
in_line = predict(
    "The level is lowered as far as the circle allows. At the last place one arrow points down the "
    "loss, and one straight out of the circle. How do the two stand?",
    ["at a right angle", "on one line, the same way", "that depends on the loss"],
    answer="on one line, the same way",
    why="As long as the two are not in line, a step along the circle goes further down.",
    link=FENCE,
    key=(LESSON, "in_line"),
)
zeros = predict(
    "Twenty weights, three of them true. Gradient descent follows the slope of the loss and of "
    "the penalty, 2,000 steps. How many weights end at exactly 0?",
    ["17", "about 10", "none"],
    answer="none",
    why="Watch them: they come close, and step over.",
    link=TWENTY,
    key=(LESSON, "zeros"),
)
fresh = predict(
    "The strength λ grows from almost nothing. What does the error on fresh points do?",
    ["it only falls", "it only grows", "it falls, and then it grows"],
    answer="it falls, and then it grows",
    why="Without a price the curve follows the noise. With too large a price it is nearly flat, "
    "and misses the points.",
    link=STRENGTH,
    key=(LESSON, "fresh"),
)
push = exercise(
    "The multiplier λ of the wall w ≤ c for h (w − u)²/2 with u > c, as a formula in h, u and c.",
    "h (u - c)",
    variables=("h", "u", "c"),
    inputs=[(2.0, 3.0, 1.0), (0.5, 2.0, 1.5), (3.0, 0.5, -1.0), (1.5, 4.0, 0.5)],
    slips={
        "u - c": "The curvature is missing: the slope of the loss is h (w − u).",
        "h (c - u)": "That is the slope of the loss at the wall. λ is minus that.",
        "h u": "The slope at the wall, w = c, is asked for, not that at 0.",
        "h (u - c)^2/2": "That is the loss at the wall. λ is a slope.",
        "0": "The wall pushes, since u lies behind it: at w = c there is a slope.",
        "2 h (u - c)": "The derivative of (w − u)²/2 is w − u, without a 2.",
    },
    hints=[
        "The lowest allowed place is w = c. What is the slope of the loss there?",
        "With g(w) = w the condition is $h (c - u) + \\lambda = 0$.",
    ],
    further="For u < c the wall would not push: then λ = 0.",
    link=WALL,
    key=(LESSON, "push"),
)
kept_at_zero = exercise(
    "The smallest τ ≥ 0 for which w = 0 minimises ½(w − u)² + τ|w|, as a formula in u.",
    "abs(u)",
    variables=("u",),
    slips={
        "u": "That is right for u ≥ 0. For u = −1 it would be a negative strength.",
        "-u": "That is right for u ≤ 0 only.",
        "u^2": "Compare slopes at 0, not heights.",
        "u^2/2": "That is the loss at w = 0. Compare slopes at 0.",
        "abs(u)/2": "The slope of ½(w − u)² is w − u: the ½ is gone.",
        "2 abs(u)": "The slope of ½(w − u)² is w − u, without a 2.",
        "0": "At τ = 0 there is no kink, and the minimum is u.",
    },
    hints=[
        "The slope of the parabola at 0 is −u. The subgradients of τ|w| there: from −τ to τ.",
        "0 has to be among −u + [−τ, τ].",
    ],
    further="The kink holds the minimum as long as no slope is steeper than τ.",
    link=KINK,
    bound="below",
    key=(LESSON, "kept_at_zero"),
)
ridge = exercise(
    "A function of X, y and λ that returns the ridge weights.",
    lambda X, y, strength: ridge_weights(X, y, strength),
    inputs=trials(),
    slips=[
        (
            lambda X, y, strength: ridge_weights(X, y, 0.0),
            "Those are the weights without a penalty.",
        ),
        (
            lambda X, y, strength: ridge_weights(X, y, strength / len(y)),
            "Here the loss is a mean: XᵀX and Xᵀy are divided by n, or λ is multiplied by n.",
        ),
        (
            lambda X, y, strength: ridge_weights(X, y, 2 * strength),
            "The penalty is ½λ|w|², so its slope is λw, without a 2.",
        ),
        (
            lambda X, y, strength: ridge_weights(X, y, -strength),
            "The penalty's slope is +λw, and it stands on the side of XᵀX.",
        ),
        (
            lambda X, y, strength: np.linalg.solve(X.T @ X / len(y) + strength, X.T @ y / len(y)),
            "λ is added to every entry of the matrix. It belongs on its diagonal: λ times I.",
        ),
        (
            lambda X, y, strength: ridge_weights(X, y, 0.0) / (1 + strength),
            "Not every direction shrinks by 1/(1 + λ): only one with curvature 1.",
        ),
    ],
    hints=[
        "The gradient is $X^T(Xw - y)/n + \\lambda w$. Set it to 0.",
        "`np.linalg.solve(A, b)` with $A = X^TX/n + \\lambda I$; `np.eye(d)` is $I$.",
    ],
    further="XᵀX/n + λI can be solved even where XᵀX cannot: no curvature is below λ.",
    link=SHRINKING,
    key=(LESSON, "ridge"),
)
built = exercise(
    "A function that takes steps of ISTA from 0 and returns the weights.",
    ista,
    inputs=LOOPS,
    slips=[
        (step_by(lambda w, rate, strength: w), "That is gradient descent: no threshold is in it."),
        (plain_slope, "That follows λ sign(w). Take the slope of the data alone, then threshold."),
        (
            step_by(lambda w, rate, strength: soft(w, strength)),
            "The threshold is λ. It has to be αλ: a small step shrinks only a little.",
        ),
        (
            step_by(lambda w, rate, strength: np.where(abs(w) > rate * strength, w, 0.0)),
            "Those above the threshold stay as they are. They come nearer to 0 by the threshold.",
        ),
        (
            step_by(lambda w, rate, strength: w - rate * strength * np.sign(w)),
            "Where |w| is below the threshold this steps over 0: cut off with max(…, 0).",
        ),
        (
            step_by(lambda w, rate, strength: np.maximum(w - rate * strength, 0.0)),
            "Negative weights are lost: take |w| − τ, and give the sign back.",
        ),
        (
            step_by(lambda w, rate, strength: np.maximum(abs(w) - rate * strength, 0.0)),
            "The sign is lost: multiply by np.sign.",
        ),
        (
            step_by(lambda w, rate, strength: soft(w, rate * strength), back=-1.0),
            "It climbs: against the slope is downhill.",
        ),
        (
            step_by(lambda w, rate, strength: w / (1 + rate * strength)),
            "That is the step for the penalty ½λw². It makes nothing zero.",
        ),
    ],
    hints=[
        "`u = w - rate * slope` first, with the slope of the data alone.",
        "`np.sign(u) * np.maximum(abs(u) - rate * strength, 0)`.",
    ],
    further="Two lines, and the zeros are exact.",
    link=BUILD,
    key=(LESSON, "built"),
)
all_zero = exercise(
    "A function of X and y: the smallest λ at which all weights of the L1 penalty are 0.",
    lambda X, y: np.max(np.abs(X.T @ y)) / len(y),
    # In two of them another feature than the first is the last that is pulled to 0.
    inputs=[(X, y) for X, y, _ in trials()] + [(X[:, ::-1], y) for X, y, _ in trials(2)],
    slips=[
        (
            lambda X, y: np.max(np.abs(X.T @ y)),
            "The loss is a mean: divide by the number of samples.",
        ),
        (lambda X, y: np.max(X.T @ y) / len(y), "A negative slope pulls as well: take sizes."),
        (
            lambda X, y: np.linalg.norm(X.T @ y) / len(y),
            "Each weight has a kink of its own, so look at each entry, not at the length.",
        ),
        (
            lambda X, y: np.sum(np.abs(X.T @ y)) / len(y),
            "Each weight has a kink of its own: the largest entry decides, not the sum.",
        ),
        (
            lambda X, y: np.min(np.abs(X.T @ y)) / len(y),
            "At this λ most entries are still too large for their kinks: the largest decides.",
        ),
        (
            lambda X, y: 2 * np.max(np.abs(X.T @ y)) / len(y),
            "The loss is ½ mean (Xw − y)²: its slope has no 2.",
        ),
    ],
    hints=[
        "The slope of the loss at w = 0 is −Xᵀy/n.",
        "Every entry of it must lie between −λ and λ.",
    ],
    further="Paths of weights are drawn from this λ downwards.",
    link=KINK,
    key=(LESSON, "all_zero"),
)
