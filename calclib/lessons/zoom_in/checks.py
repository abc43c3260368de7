"""The questions of lesson 2: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

import numpy as np

from calclib.practice import exercise, predict

LESSON = "zoom_in"

X = np.array([0.5, 1.0, 2.0])  # where the two builds are tried
LIMIT = "02-zoom-in.ipynb#What-a-limit-is"
GLASS = "02-zoom-in.ipynb#Under-the-microscope"
SEVEN_DERIVATIONS = "02-zoom-in.ipynb#Seven-derivations"
SLOPES = "02-zoom-in.ipynb#Four-activations"
WIGGLE = "02-zoom-in.ipynb#A-slope-that-exists-and-does-not-settle"

slope_at_three = predict(
    "On which number do the slopes settle when a is 3?",
    ["3", "6", "9"],
    answer="6",
    why="At 1 it was 2, at 3 it is 6: the slope of x² is 2x. The value there is 9.",
    link=LIMIT,
    key=(LESSON, "slope_at_three"),
)
straight = predict(
    "At a zoom of 4,096, which of the three is a straight line to the eye?",
    ["the parabola", "the parabola and the corner", "all three"],
    answer="the parabola",
    why="A corner stays a corner; Takagi's curve has new teeth at every zoom.",
    link=GLASS,
    key=(LESSON, "straight"),
)
top = predict(
    "Where sin x is at its highest, its derivative is",
    ["at its highest", "zero", "at its lowest"],
    answer="zero",
    why="At the top the tangent is level. f′ peaks where sin x climbs fastest.",
    link="02-zoom-in.ipynb#The-slope-is-a-function",
    key=(LESSON, "top"),
)
at_zero = predict(
    "Does f have a derivative at 0 itself?",
    ["no: f′(x) never settles near 0", "yes, and it is 0", "yes, and it is 1"],
    answer="yes, and it is 0",
    why="Ask the secants from 0, not the tangents nearby: their slope is h sin(1/h).",
    link=WIGGLE,
    key=(LESSON, "at_zero"),
)

product = exercise(
    "The slope of x² sin x at 0.5, 1 and 2.",
    2 * X * np.sin(X) + X**2 * np.cos(X),
    typed=False,
    slips={
        tuple(2 * X * np.cos(X)): "That is f′g′. Each factor has its turn: f′g + f g′.",
        tuple(2 * X * np.sin(X) - X**2 * np.cos(X)): "Two terms, and a plus between them.",
        tuple(X**2 * np.sin(X)): "That is the product itself, not its slope.",
    },
    hints=[
        "`df(x)` is the slope of `f` at `x`.",
        "Each factor has its turn, while the other stays as it is.",
    ],
    link=SEVEN_DERIVATIONS,
    further="Each factor has its turn.",
    key=(LESSON, "product"),
)
chain = exercise(
    "The slope of sin(x²) at 0.5, 1 and 2.",
    2 * X * np.cos(X**2),
    typed=False,
    slips={
        tuple(np.cos(X**2)): "The inner derivative is forgotten: multiply by dg(x).",
        tuple(2 * X * np.cos(X)): "The outer slope belongs at g(x), not at x.",
        tuple(np.cos(2 * X)): "That puts the inner slope inside. It is a factor.",
    },
    hints=[
        "`df(x)` is the slope of `f` at `x`. Where is the outer slope taken?",
        "At `g(x)`, and then it is multiplied by the inner slope.",
    ],
    link=SEVEN_DERIVATIONS,
    further="The outer slope at g(x), times the inner slope at x.",
    key=(LESSON, "chain"),
)
nearby = exercise(
    "f(3) = 7 and f′(3) = −2. About how much is f(3.1)?",
    6.8,
    slips={
        7.2: "The sign: where the slope is negative, f falls.",
        5.0: "That is a step of 1. The step here is 0.1.",
        -0.2: "That is the change. What is the new value?",
    },
    hints=[
        "A value, a straight line, and a rest that you leave out.",
        "The change is about the slope times the step, and the step is 0.1.",
    ],
    link=GLASS,
    further="f(a) + f′(a) h = 7 − 2 · 0.1.",
    key=(LESSON, "nearby"),
)
both_rules = exercise(
    "The derivative of x³ e^(2x).",
    "3x^2 e^(2x) + 2x^3 e^(2x)",
    variables=("x",),
    slips={
        "6x^2 e^(2x)": "That is f′g′. The product rule has two terms: f′g + f g′.",
        "3x^2 e^(2x)": "That is f′g alone. Add f g′.",
        "3x^2 e^(2x) + x^3 e^(2x)": "The inner derivative of e^(2x) is forgotten: 2x changes by 2.",
        "3x^2 e^(2x) - 2x^3 e^(2x)": "The sign: the two terms are added.",
    },
    hints=[
        "First the product: two turns.",
        "One of the two turns needs the chain rule: the inner function of $e^{2x}$ is $2x$.",
    ],
    link=SEVEN_DERIVATIONS,
    further="Shorter: x²(3 + 2x) e^(2x).",
    key=(LESSON, "both_rules"),
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
    hints=[
        "A product: each factor has its turn.",
        "The slope of $\\sigma$ is in the table of the four activations.",
    ],
    link=SLOPES,
    further="At 0 it is 1/2.",
    key=(LESSON, "silu"),
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
    hints=[
        "Two conditions at $e = d$: equal values, equal slopes. Begin with the slopes.",
        "The slope of $e^2/2$ at $d$ is $d$, that of $c\\,|e| + k$ is $c$.",
    ],
    link=GLASS,
    further="This is the loss of Huber.",
    key=(LESSON, "huber"),
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
    hints=[
        "Write down the slope of the secant from 0, then $f'(x)$ for $x > 0$.",
        "Which power of $x$ is left in front of each sine or cosine? Does it go to 0?",
    ],
    link=WIGGLE,
    further="The quotient takes one power from p; the inner slope −1/x² takes two.",
    key=(LESSON, "powers"),
)
