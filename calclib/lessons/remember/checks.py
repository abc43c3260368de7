"""The questions of lesson 19: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.expressions.elementary import sigmoid
from calclib.practice import exercise, predict

LESSON = "remember"

ONE = "19-remember.ipynb#One-neuron-that-hears-itself"
BACK = "19-remember.ipynb#Fifty-steps-back"
CLIFF = "19-remember.ipynb#The-cliff"
GATE = "19-remember.ipynb#A-gate"
BUILD = "19-remember.ipynb#Build-it"
BIT = "19-remember.ipynb#One-number-at-the-start"
WORTH = "19-remember.ipynb#When-is-a-network-worth-it?"

still_reaches = predict(
    "At w = 1.5 the state still shows after 50 steps whether the first number was +1 or −1. "
    "You nudge the first state by a little. How far does the nudge move the last state?",
    [
        "about as far",
        "a tenth as far",
        "practically not at all",
        "about 1.5⁵⁰ times as far",
    ],
    answer="practically not at all",
    why="What holds the state on its side is that every nudge dies out: a slope below 1, 49 times.",
    link=ONE,
    key=(LESSON, "still_reaches"),
)
longest_slope = predict(
    "At radius 1.2 and without tanh the longest slope grows to 14,000 in fifty steps. With tanh?",
    ["it grows further", "between 100 and 1,000", "about 1", "almost nothing"],
    answer="between 100 and 1,000",
    why="tanh is flat where states are large; its slopes below 1 take part of the growth away.",
    link=BACK,
    key=(LESSON, "longest_slope"),
)
where_it_ends = predict(
    "The ball starts at (5.5, −2.2), and its slope is not clipped. Where is it after 300 steps?",
    [
        "at the minimum",
        "still at the foot of the cliff",
        "up on the cliff",
        "far off, where it is flat",
    ],
    answer="far off, where it is flat",
    why="One slope on the cliff is 126 long, and at a rate of 0.3 that is a leap of 37.7.",
    link=CLIFF,
    key=(LESSON, "where_it_ends"),
)
fifty_gates = predict(
    "At a forget bias of 1 the gate is 0.73: a cell keeps 73 % of itself at each step. How much of "
    "it is left after fifty steps?",
    ["about a third", "about a hundredth", "less than a millionth"],
    answer="less than a millionth",
    why={
        "about a third": "A third is left after four steps.",
        "about a hundredth": "A hundredth is left after fifteen steps.",
        "less than a millionth": "0.73 multiplied fifty times by itself is below 2 · 10⁻⁷.",
    },
    link=GATE,
    key=(LESSON, "fifty_gates"),
)
which_biases = predict(
    "Four LSTMs begin with the forget biases −1, 0, 1 and 3. Which of them learn, with seed 0, to "
    "hold one bit for 50 steps?",
    ["all four", "those of 1 and 3", "only that of 3", "none"],
    answer="those of 1 and 3",
    why="A gate of σ(0) = ½ leaves ½⁵⁰ of a slope, 9e-16: too little to learn from.",
    link=BIT,
    key=(LESSON, "which_biases"),
)
best_forecast = predict(
    "Which of these misses by least one month ahead, in 1992 to 2001?",
    [
        "like the same month a year ago",
        "a table of twelve numbers",
        "a plain recurrent network",
        "an LSTM",
    ],
    answer="a table of twelve numbers",
    why="The yearly wave is nearly the same every year, and twelve numbers describe it.",
    link=WORTH,
    key=(LESSON, "best_forecast"),
)


def _lstm(
    x: Array, h: Array, c: Array, U: Array, W: Array, b: Array, wrong: str = ""
) -> tuple[Array, Array]:
    """An LSTM step as the lesson has it, or with one slip."""
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(sigmoid(a[:, : 3 * n]), 3, axis=-1)
    g = a[:, 3 * n :] if wrong == "no candidate tanh" else np.tanh(a[:, 3 * n :])
    if wrong == "exchanged":
        i, f = f, i
    added = g if wrong == "no input gate" else i * g
    kept = c if wrong == "no forget gate" else f * c
    if wrong == "replaced":
        kept = 0 * c
    if wrong == "kept is h":
        kept = f * h
    new = kept + added
    seen = new if wrong == "no tanh" else np.tanh(new)
    if wrong == "old cell":
        seen = np.tanh(c)
    out = seen if wrong == "no output gate" else o * seen
    return (new, out) if wrong == "order" else (out, new)


def _slip(wrong: str) -> Callable[..., tuple[Array, Array]]:
    return lambda x, h, c, U, W, b: _lstm(x, h, c, U, W, b, wrong)


_RNG = np.random.default_rng(19)
_CALLS = [
    tuple(_RNG.normal(size=shape) for shape in ((2, 1), (2, 3), (2, 3), (1, 12), (3, 12), (12,)))
    for _ in range(3)
]
built = exercise(
    "One step of an LSTM: the next h and the next c.",
    lambda x, h, c, U, W, b: _lstm(x, h, c, U, W, b),
    inputs=_CALLS,
    slips=[
        (_slip("no candidate tanh"), "The candidate passes tanh: g = tanh of the last n columns."),
        (_slip("order"), "Return them in this order: first h, then c."),
        (_slip("exchanged"), "The forget gate f belongs to the old c, the input gate i to g."),
        (_slip("no input gate"), "The candidate g passes the input gate: i times g."),
        (_slip("no forget gate"), "The old c passes the forget gate: f times c."),
        (_slip("replaced"), "Keep some of the old c: f times c is missing."),
        (_slip("kept is h"), "The forget gate keeps the cell c, not h."),
        (_slip("no tanh"), "The output gate shows tanh(c), not c itself."),
        (_slip("old cell"), "h shows the new c: compute c first."),
        (_slip("no output gate"), "What is shown passes the output gate: o times tanh(c)."),
    ],
    hints=[
        "The new c has two terms: what is kept of the old one, and what is added.",
        "f says how much of c is kept, i how much of g is added, o how much of tanh(c) is shown.",
    ],
    further="Now let calclib differentiate it.",
    link=BUILD,
    key=(LESSON, "built"),
)
two_factors = exercise(
    "∂h₂/∂h₀ as a matrix, for W = [[1, 2], [1, 0]], D₁ = diag(0.5, 1), D₂ = diag(1, 0.5).",
    [[2.5, 1.0], [0.25, 0.5]],
    slips=[
        ([[1.0, 1.0], [1.0, 2.0]], "The order: the later step stands on the left, D₂W D₁W."),
        ([[2.5, 0.25], [1.0, 0.5]], "That is its transpose, which carries slopes back to h₀."),
        ([[3.0, 2.0], [1.0, 2.0]], "That is W W: the slopes D₁ and D₂ of tanh are missing."),
        ([[1.0, 2.0], [0.5, 2.0]], "In each step W comes first and tanh after it: D W, not W D."),
        ([[0.5, 1.0], [1.0, 0.0]], "That is D₁W, the first step alone."),
        ([[1.0, 2.0], [0.5, 0.0]], "That is D₂W, the second step alone."),
    ],
    hints=[
        "One step is h ← tanh(W h): W first, then the slopes of tanh.",
        "Write D₁W and D₂W, and multiply them, the later on the left.",
    ],
    further="A slope on its way back is multiplied by the transposes, that of the last step first.",
    link=BACK,
    key=(LESSON, "two_factors"),
)
half_kept = exercise(
    "The forget bias that keeps half of a value for 100 steps.",
    float(np.log(0.5**0.01 / (1 - 0.5**0.01))),
    slips={
        0.0: "That gate is ½: it keeps half for one step. It is passed 100 times.",
        0.5**0.01: "That is the gate f itself. Its bias is the b with σ(b) = f.",
        float(np.log(0.995 / 0.005)): "Losses multiply, they do not add up: f¹⁰⁰ = ½.",
        float(-np.log(0.5**0.01 / (1 - 0.5**0.01))): "A negative bias shuts the gate.",
        0.01 * float(np.log(2)): "That is 1 − f, nearly: what is lost in one step.",
    },
    hints=[
        "Which f has f¹⁰⁰ = ½?",
        "σ(b) = f means b = ln(f / (1 − f)).",
    ],
    further="For half after 10 steps it would be 2.6: ten times as long costs 2.3 more.",
    link=GATE,
    key=(LESSON, "half_kept"),
)


def _shorten(g: Array, most: float) -> Array:
    """The vector, no longer than most.

    >>> _shorten(np.array([3.0, 4.0]), 1.0)
    array([0.6, 0.8])
    """
    length = float(np.linalg.norm(g))
    return g * (most / length) if length > most else g


clip = exercise(
    "A vector g, shortened to the length `most` where it is longer.",
    _shorten,
    inputs=[
        (np.array([3.0, 4.0]), 1.0),
        (np.array([0.3, -0.4]), 1.0),
        (np.array([0.0, 0.0]), 1.0),
        (np.array([-60.0, 80.0]), 0.5),
    ],
    slips=[
        (
            lambda g, most: np.clip(g, -most, most),
            "That clips each entry by itself, and turns the vector. Shorten all by one factor.",
        ),
        (
            lambda g, most: g * most / max(float(np.linalg.norm(g)), 1e-300),
            "That lengthens short vectors as well. Leave those within the limit as they are.",
        ),
        (
            lambda g, most: g * min(1.0, most / max(float(g @ g), 1e-300)),
            "Divide by the length, not by its square.",
        ),
        (
            lambda g, most: g if g @ g <= most**2 else 0 * g,
            "A long slope keeps its direction: shorten it, do not drop it.",
        ),
        (
            lambda g, most: g * min(1.0, most / max(float(np.abs(g).sum()), 1e-300)),
            "That is the sum of the sizes. The length is the root of the sum of squares.",
        ),
        (lambda g, most: g, "That changes nothing."),
    ],
    hints=[
        "`np.linalg.norm(g)` is the length.",
        "One factor for all entries: most / length where that is below 1, else 1.",
    ],
    further="It is what Clipped does before it hands the slope to its rule.",
    link=CLIFF,
    key=(LESSON, "clip"),
)

_LEVELS = [350 + 0.1 * np.arange(40) + np.random.default_rng(k).normal(size=40) for k in range(3)]
seasonal = exercise(
    "The next month like a year before it, plus the growth over the last known year.",
    lambda ppm, t: ppm[t - 11] + ppm[t] - ppm[t - 12],
    inputs=[(_LEVELS[0], 20), (_LEVELS[1], 12), (_LEVELS[2], 33)],
    slips=[
        (
            lambda ppm, t: ppm[t - 12] + ppm[t] - ppm[t - 12],
            "That is ppm[t] again. A year before month t + 1 is month t − 11.",
        ),
        (lambda ppm, t: ppm[t - 11], "That is the month a year before. The growth is missing."),
        (lambda ppm, t: ppm[t + 1], "That looks at month t + 1, which is to be forecast."),
        (
            lambda ppm, t: ppm[t - 11] - ppm[t] + ppm[t - 12],
            "The growth has the wrong sign: new less old.",
        ),
        (
            lambda ppm, t: ppm[t - 12] + ppm[t] - ppm[t - 13],
            "Both are a month too early: t + 1 less 12 is t − 11.",
        ),
        (
            lambda ppm, t: ppm[t - 11] + (ppm[t] - ppm[t - 12]) / 12,
            "That is the growth of a month. From t − 11 to t + 1 a whole year passes.",
        ),
    ],
    hints=[
        "The month to forecast is t + 1. Which month is a year before it?",
        "The growth over the last known year is ppm[t] − ppm[t − 12].",
    ],
    further="On the test it misses by 0.384 ppm, less than a quarter of 1.703 without the growth.",
    link=WORTH,
    key=(LESSON, "seasonal"),
)
two_paths = exercise(
    "∂h₂/∂w for h₁ = tanh(w h₀ + x₁), h₂ = tanh(w h₁ + x₂), in d1, d2, w, h0 and h1.",
    "d2*(h1 + w*d1*h0)",
    variables=("d1", "d2", "w", "h0", "h1"),
    slips={
        "d2*h1": "That is the last step alone. w was used in the step before it as well.",
        "d2*w*d1*h0": "That is the path through h₁. In the last step w stands there too.",
        "d2*h1 + w*d1*h0": "The path through h₁ passes the last tanh as well: it needs d2.",
        "d2*h1 + d1*h0": "Between the steps the slope passes w and the last tanh: d2 w d1 h0.",
        "d2*(h1 + d1*h0)": "On its path from step 2 to step 1 the slope is multiplied by w.",
        "h1 + w*h0": "The slopes d1 and d2 of tanh are missing.",
        "d2*h1*w*d1*h0": "Two paths add; slopes multiply only along one path.",
    },
    hints=[
        "Give the two uses of w names of their own, w₁ and w₂, and add their slopes.",
        "∂h₂/∂w₂ = d2·h1, and ∂h₂/∂w₁ = d2·w·(d1·h0).",
    ],
    further="With T steps there are T terms: backpropagation through time.",
    link=BACK,
    key=(LESSON, "two_paths"),
)
