"""The questions of lesson 8: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable
from typing import Protocol, Self, TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import sigmoid
from calclib.practice import Verdict, check, exercise, predict
from calclib.practice.reading import BlankError, run

LESSON = "pass_slopes_back"

BACK = "08-pass-slopes-back.ipynb#Slopes-flow-back"
ONE = "08-pass-slopes-back.ipynb#One-neuron"
RATES = "08-pass-slopes-back.ipynb#The-product-of-rates"
ORDER = "08-pass-slopes-back.ipynb#Forward-or-backward?"
DEPTH = "08-pass-slopes-back.ipynb#Through-twenty-layers"
MOONS = "08-pass-slopes-back.ipynb#Two-moons"

saturated = predict(
    "At w = 0.5 the slope along w is −0.5. At w = −3 the neuron says 0.001 instead of 1, so the "
    "error is twice as large. And the slope along w?",
    ["about −1", "about −0.5", "about −0.004"],
    answer="about −0.004",
    why="Far from 0 the sigmoid is flat: its local derivative is 0.0009, and it is a factor.",
    link=ONE,
    key=(LESSON, "saturated"),
)
two_wheels = predict(
    "The wheel u turns 2 times while x turns once, and y turns 3 times while u turns once. How "
    "often does y turn while x turns once?",
    ["3 times", "5 times", "6 times"],
    answer="6 times",
    why={
        "3 times": "That is how often y turns for one turn of u, and u turns twice.",
        "5 times": "The rates are not added: y turns 3 times for each of the 2 turns of u.",
        "6 times": "y turns 3 times for each of the 2 turns of u.",
    },
    link=RATES,
    key=(LESSON, "two_wheels"),
)
read_twice = predict(
    "x·x at x = 3: the product reads x twice, each time with the local derivative 3. Which slope "
    "arrives at x?",
    ["3", "6", "9"],
    answer="6",
    why="A nudge of x moves the product along both paths at once, so the two slopes add: 3 + 3.",
    link=BACK,
    key=(LESSON, "read_twice"),
)
fewest_edges = predict(
    "Three inputs, one output, and each node joined to all of the next layer. Which way to the "
    "slopes along all inputs crosses the fewest edges?",
    ["path by path", "forward, input by input", "backward, output by output"],
    answer="backward, output by output",
    why="There is one output, so one sweep back gives all slopes, and it crosses each edge once.",
    link=ORDER,
    key=(LESSON, "fewest_edges"),
)
starved = predict(
    "Twenty sigmoid neurons in a row, every weight between −1 and 1. How much of a slope of 1 can "
    "get from the last to the first?",
    ["a hundredth", "a millionth", "less than a millionth of a millionth"],
    answer="less than a millionth of a millionth",
    why="Each neuron multiplies by w σ′(z), at most 1/4 in size, and 0.25²⁰ is 9.1e-13.",
    link=DEPTH,
    key=(LESSON, "starved"),
)
from_zero = predict(
    "You start with all weights and biases at zero. What does gradient descent do?",
    ["it learns as usual", "it learns, only later", "it never moves"],
    answer="it never moves",
    why="Every slope along a weight has a factor of zero: a value before it or a weight after. "
    "Only the last bias escapes, and with as many points of each class its slope is 0 too.",
    link=MOONS,
    key=(LESSON, "from_zero"),
)
own_slopes = predict(
    "A straight border gets 108 of the 120 points right. How many are on their side of the border "
    "at the end, with 6 neurons and the slopes of your own class?",
    ["about 60", "about 108", "all 120"],
    answer="all 120",
    why="Six neurons bend the border enough, and one sweep back gives each of the 25 weights and "
    "biases its slope.",
    link=MOONS,
    key=(LESSON, "own_slopes"),
)


class Value(Protocol):
    """What a learner's class is asked to be: a number that sends slopes back to what made it."""

    data: float
    grad: float

    def __add__(self, other: Self) -> Self: ...
    def __mul__(self, other: Self) -> Self: ...

    def sigmoid(self) -> Self:
        """Return 1 / (1 + e⁻ˣ) of this number."""

    def backward(self) -> None:
        """Fill in .grad of this number and of all that it was made from."""


MakeValue: TypeAlias = Callable[[float], Value]


def _sigmoid_product(value: MakeValue) -> list[float]:
    a = value(0.5)
    b = value(2.0)
    (a * b).sigmoid().backward()
    return [a.grad, b.grad]


def _product(value: MakeValue) -> list[float]:
    a = value(3.0)
    b = value(2.0)
    (a * b).backward()
    return [a.grad, b.grad]


def _sigmoid(value: MakeValue) -> list[float]:
    a = value(1.0)
    a.sigmoid().backward()
    return [a.grad]


def _square(value: MakeValue) -> list[float]:
    a = value(3.0)
    (a * a).backward()
    return [a.grad]


def _shared(value: MakeValue) -> list[float]:
    a = value(2.0)
    b = value(3.0)
    c = a * b
    (c * a + c).backward()
    return [a.grad, b.grad]


def _read_soon_and_late(value: MakeValue) -> list[float]:
    a = value(2.0)
    b = value(3.0)
    c = a * b
    (c * a * a + c).backward()
    return [a.grad, b.grad]


def _sigmoid_sum(value: MakeValue) -> list[float]:
    a = value(0.5)
    b = value(2.0)
    (a + b).sigmoid().backward()
    return [a.grad, b.grad]


def _sigmoid_factor(value: MakeValue) -> list[float]:
    a = value(1.0)
    b = value(2.0)
    (a.sigmoid() * b).backward()
    return [a.grad, b.grad]


def _walked_twice(value: MakeValue) -> list[float]:
    a = value(3.0)
    b = value(2.0)
    end = a * b
    end.backward()
    end.backward()
    return [a.grad, b.grad]


S1 = float(sigmoid(1.0))
S2 = float(sigmoid(2.5))
STEEP = S1 * (1 - S1)
# What is tried, in words; the program; the slopes that must come out; the slips it would show.
PROGRAMS: tuple[
    tuple[str, Callable[[MakeValue], list[float]], list[float], dict[tuple[float, ...], str]], ...
] = (
    (
        "the product",
        _product,
        [2.0, 3.0],
        {
            (3.0, 2.0): "The local derivative by one factor is the other factor.",
            (1.0, 1.0): "What arrives is passed on unchanged: multiply it by the local derivative.",
            (0.0, 0.0): "Nothing arrives at the factors.",
        },
    ),
    (
        "the sigmoid",
        _sigmoid,
        [STEEP],
        {
            (S1,): "That is the value of the sigmoid, not its slope.",
            (0.0,): "s(1 − s) is taken at the value s, not at self.data.",
            (1 - S1,): "The factor s is missing: s(1 − s).",
        },
    ),
    (
        "a sigmoid of a product",
        _sigmoid_product,
        [2 * STEEP, 0.5 * STEEP],
        {(2.0, 0.5): "The local derivative alone: multiply it by what arrives, value.grad."},
    ),
    (
        "x·x",
        _square,
        [6.0],
        {(3.0,): "One of two readings is lost: add to parent.grad, do not replace it."},
    ),
    ("a value that two others read", _shared, [15.0, 6.0], {}),
    (
        "a value that is read near the end, and far from it",
        _read_soon_and_late,
        [39.0, 10.0],
        {(27.0, 2.0): "A value passes on all that arrives at it: wait until all has arrived."},
    ),
    ("a sigmoid of a sum, taken at its value", _sigmoid_sum, [S2 * (1 - S2)] * 2, {}),
    ("a product with a sigmoid, by its value", _sigmoid_factor, [2 * STEEP, S1], {}),
    (
        "backward() called twice",
        _walked_twice,
        [2.0, 3.0],
        {(4.0, 6.0): "The slopes of the first walk are still there: start each from 0."},
    ),
)


def link_by_link(value: MakeValue) -> Verdict:
    """Check a learner's class Value by the slopes that small programs must give.

    value: a class of one number with +, ·, sigmoid() and backward(), that fills in .grad.

    >>> link_by_link(complex)
    Traceback (most recent call last):
    calclib.practice.reading.UnreadableError: Your function stops: AttributeError: ...
    """
    for words, program, slopes, slips in PROGRAMS:
        try:
            found = check(run(program, value), slopes, slips=slips)
        except BlankError:
            raise BlankError(f"Not answered yet. A blank is open; tried: {words}.") from None
        if not found.passed:
            return found.with_sentence(f"Tried: {words}.")
    return Verdict(True, "Right. Every program of +, · and σ now has its slopes, by one walk back.")


built = exercise(
    "A class Value that remembers how it was made and sends slopes back.",
    judge=link_by_link,
    typed=False,
    hints=[
        "Of $uv$ the local derivative by $u$ is $v$. In `__mul__` the two are `self.data` and "
        "`other.data`.",
        "The slope of the sigmoid is $\\sigma(1 - \\sigma)$, and `s` is $\\sigma$ already.",
        "A value passes on what arrived at it, `value.grad`, times the local derivative, `slope`.",
    ],
    link=BACK,
    key=(LESSON, "built"),
)
by_hand = exercise(
    "The slopes of L along w, b and x.",
    [24.0, 8.0, 16.0],
    slips={
        (12.0, 4.0, 8.0): "The square has a factor 2: its local derivative is 2(A − y).",
        (8.0, 8.0, 8.0): "That is what arrives at z. Each input has a local derivative of its own.",
        (16.0, 8.0, 24.0): "w and x are exchanged: the local derivative of w·x by w is x.",
        (3.0, 1.0, 2.0): "Those are the local derivatives of z. Multiply by what arrives there.",
        (0.0, 0.0, 0.0): "At z = 5 ReLU is on, and its slope is 1.",
    },
    hints=[
        "Forward first: z = 5, A = 5. What is the local derivative of $(A - 1)^2$?",
        "8 arrives at A, and ReLU is on, so 8 arrives at z. Now the product and the sum.",
    ],
    further="Each is 8, times x, 1 and w.",
    link=ONE,
    names=(("∂L/∂w", "w", "dw"), ("∂L/∂b", "b", "db"), ("∂L/∂x", "x", "dx")),
    key=(LESSON, "by_hand"),
)


def others(values: Array) -> Array:
    """For each entry the product of all the others.

    >>> others(np.array([2.0, 0.0, 4.0]))
    array([0., 8., 0.])
    """
    return np.array([np.prod(np.delete(values, k)) for k in range(len(values))])


product = exercise(
    "The slopes that a product of many factors sends back to them.",
    lambda values, arrives: arrives * others(values),
    inputs=[
        (np.array([2.0, 3.0, 4.0]), 1.0),
        (np.array([5.0, -1.0, 0.5]), 3.0),
        (np.array([2.0, 0.0, 4.0]), 0.5),
    ],
    slips=[
        (
            lambda values, arrives: arrives * np.prod(values) / values,
            "At a factor of 0 that divides 0 by 0. Multiply the other factors instead.",
        ),
        (
            lambda values, arrives: others(values),
            "Those are the local derivatives: × what arrives.",
        ),
        (
            lambda values, arrives: arrives * values,
            "The local derivative by a factor is the product of the others.",
        ),
        (
            lambda values, arrives: arrives * np.prod(values) + 0 * values,
            "The product of the others: leave out the factor itself.",
        ),
    ],
    hints=[
        "Of $abc$ the local derivative by $b$ is $ac$: all factors but that one.",
        "`np.delete(values, k)` is `values` without entry k, and `np.prod` multiplies.",
    ],
    further="It also holds where a factor is zero.",
    link=BACK,
    key=(LESSON, "product"),
)
lost_path = exercise(
    "The line for dx, as a formula in dy, dz and w.",
    "w dz + dy",
    variables=("dy", "dz", "w"),
    slips={
        "w dz": "That is what the program has: the path through the neuron.",
        "dy": "That is the path past the neuron. Keep the other one too.",
        "dz + dy": "The local derivative of z by x is missing.",
        "w dz dy": "Two paths add; only along one path slopes multiply.",
        "w dz - dy": "y = x + …: the local derivative of y by x is 1.",
        "w dy + dz": "w is the local derivative of z by x, so it multiplies dz.",
        "2 dy + w dz": "The factor 2 of the square is in dy already.",
    },
    hints=[
        "At which of the three slopes is the gap?",
        "Who reads x? Look for it in both lines of the forward sweep.",
    ],
    further="x is read twice, so two slopes add.",
    link=BACK,
    key=(LESSON, "lost_path"),
)
multiplications = exercise(
    "Multiplications for J₃J₂J₁: from the output back, and from the input forward.",
    [12_800, 213_248],
    slips={
        (213_248, 12_800): "Those are the two, exchanged: from the output back, (J₃J₂)J₁.",
        (256, 200_704): "That is the first product of each way. Add the second.",
        (12_544, 12_544): "That is the second product of each way. Add the first.",
        (12_800, 12_800): "The second way begins with J₂J₁, which is 16 by 784.",
    },
    hints=[
        "Rows × columns of the result, times the length of the sum in each entry.",
        "(J₃J₂)J₁: first 1·16·16, and that leaves one row of 16. J₃(J₂J₁): first 16·16·784.",
    ],
    further="A single row stays a single row: that is why one output goes backward.",
    link=ORDER,
    names=(
        ("from the output back", "back", "backward", "output", "reverse"),
        ("from the input forward", "forward", "input"),
    ),
    key=(LESSON, "multiplications"),
)
ten_layers = exercise(
    "Ten wide layers with ReLU and the gain 2: by which factor does the length of a slope change?",
    32,
    slips={
        1024: "That is the squared length. The length is its root.",
        2: "That is the squared length in one layer. There are ten, and a root is left.",
        np.sqrt(2): "That is one layer. Ten of them multiply.",
        20: "The layers multiply their factors, they do not add them.",
        10 * np.sqrt(2): "The layers multiply their factors, they do not add them.",
        4**10: "The mean of the squared slopes of ReLU is ½, not 1.",
        1: "That is so for the gain √2, where γ² · ½ = 1.",
        1 / 32: "γ² · ½ is 2 here, so the slope grows.",
    },
    hints=[
        "Half of the slopes of ReLU are 1 and half are 0: what is the mean of their squares?",
        "The squared length is multiplied by $2^2 \\cdot \\tfrac12$ in each layer.",
    ],
    further="At the gain √2 the factor would be 1.",
    link=DEPTH,
    key=(LESSON, "ten_layers"),
)
paths = exercise(
    "From one input through three layers of 16 to one output: how many paths, and how many edges?",
    [4096, 544],
    slips={
        (48, 544): "At every layer each path has 16 ways to go on: the ways multiply.",
        (544, 4096): "The two are exchanged: paths first.",
        (65_536, 544): "Three layers of 16: three choices on the way, and then one output.",
        (4096, 528): "Count the edges into the output too.",
        (4096, 512): "Count the edges of the input and those into the output too.",
    },
    hints=[
        "A path chooses one neuron of each layer.",
        "The edges: 1·16, 16·16, 16·16 and 16·1.",
    ],
    further="With 20 layers of 64 there are more than 10³⁶ paths, and 78,000 edges.",
    link=BACK,
    names=(("paths", "path"), ("edges", "edge")),
    key=(LESSON, "paths"),
)
