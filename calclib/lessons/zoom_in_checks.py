"""The exercises of lesson 2: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

import numpy as np

from calclib.practice import exercise

X = np.array([0.5, 1.0, 2.0])  # where the two builds are tried

product = exercise(
    "The slope of x² sin x at 0.5, 1 and 2.",
    2 * X * np.sin(X) + X**2 * np.cos(X),
    slips={
        tuple(2 * X * np.cos(X)): "That is f′g′. Each factor has its turn: f′g + f g′.",
        tuple(2 * X * np.sin(X) - X**2 * np.cos(X)): "Two terms, and a plus between them.",
        tuple(X**2 * np.sin(X)): "That is the product itself, not its slope.",
    },
    further="Each factor has its turn.",
)
chain = exercise(
    "The slope of sin(x²) at 0.5, 1 and 2.",
    2 * X * np.cos(X**2),
    slips={
        tuple(np.cos(X**2)): "The inner derivative is forgotten: multiply by dg(x).",
        tuple(2 * X * np.cos(X)): "The outer slope belongs at g(x), not at x.",
        tuple(np.cos(2 * X)): "That puts the inner slope inside. It is a factor.",
    },
    further="The outer slope at g(x), times the inner slope at x.",
)
nearby = exercise(
    "f(3) = 7 and f′(3) = −2. About how much is f(3.1)?",
    6.8,
    slips={
        7.2: "The sign: where the slope is negative, f falls.",
        5.0: "That is a step of 1. The step here is 0.1.",
        -0.2: "That is the change. What is the new value?",
    },
    further="f(a) + f′(a) h = 7 − 2 · 0.1.",
)
both_rules = exercise(
    "The derivative of x³ e^(2x).",
    "3x^2 e^(2x) + 2x^3 e^(2x)",
    slips={
        "6x^2 e^(2x)": "That is f′g′. The product rule has two terms: f′g + f g′.",
        "3x^2 e^(2x)": "That is f′g alone. Add f g′.",
        "3x^2 e^(2x) + x^3 e^(2x)": "The inner derivative of e^(2x) is forgotten: 2x changes by 2.",
        "3x^2 e^(2x) - 2x^3 e^(2x)": "The sign: the two terms are added.",
    },
    further="Shorter: x²(3 + 2x) e^(2x).",
)
silu = exercise(
    "The derivative of x σ(x).",
    "sigmoid(x) + x sigmoid(x)(1 - sigmoid(x))",
    variables=("x",),
    slips={
        "sigmoid(x)(1 - sigmoid(x))": "That is f′g′, for x has slope 1. Add the other turn.",
        "sigmoid(x) + x sigmoid(x)": "The slope of σ is σ(1 − σ), not σ.",
        "sigmoid(x) - x sigmoid(x)(1 - sigmoid(x))": "The sign: the two terms are added.",
        "sigmoid(x) + sigmoid(x)(1 - sigmoid(x))": "While σ has its turn, x stays as a factor.",
    },
    further="At 0 it is 1/2.",
)
huber = exercise(
    "The c and k for which e²/2 goes over into c|e| + k at |e| = d, without jump and kink.",
    ["d", "-d^2/2"],
    variables=("d",),
    slips={
        ("d", "0"): "The slopes meet, the values do not: at |e| = d it jumps.",
        ("d/2", "0"): "The values meet, the slopes do not: there is a kink.",
        ("d", "d^2/2"): "The slopes meet. For the values look at the sign of k.",
    },
    further="This is the loss of Huber.",
)
powers = exercise(
    "x^p sin(1/x): f′(0) exists for p above …, and f′ is continuous at 0 for p above ….",
    [1, 2],
    slips={
        (0, 1): "For p above 0 the function is continuous. The slope asks for more.",
        (1, 1): "The first is right. Now write f′(x): its second term decides.",
        (2, 3): "One less each: p = 2 is the lesson's own case.",
        (2, 2): "p = 3/2 has a secant of slope √h sin(1/h). Where does that go?",
    },
    further="The quotient takes one power from p; the inner slope −1/x² takes two.",
)
