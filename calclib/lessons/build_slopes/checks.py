"""The questions of lesson 3: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

import numpy as np

from calclib.practice import exercise, predict

LESSON = "build_slopes"

X = np.array([0.5, 1.0, 2.0])  # where the two builds are tried
PRODUCT = "03-build-slopes.ipynb#A-product:-the-growing-rectangle"
CHAIN = "03-build-slopes.ipynb#A-chain:-stretch-after-stretch"
QUOTIENT = "03-build-slopes.ipynb#A-quotient:-the-missing-side"
INVERSE = "03-build-slopes.ipynb#An-inverse:-look-in-the-mirror"
SLOPES = "03-build-slopes.ipynb#Four-activations"
WIGGLE = "03-build-slopes.ipynb#A-curve-that-swings-without-end"

corner = predict(
    "h becomes ten times smaller. What becomes of the area of the corner, divided by h?",
    ["it stays", "about ten times smaller", "about a hundred times smaller"],
    answer="about ten times smaller",
    why="It is short in both directions: its area is a hundred times smaller, and h only ten.",
    link=PRODUCT,
    key=(LESSON, "corner"),
)
both_stretches = predict(
    "The first map stretches by 2 and the second by 3. By how much do both, one after the other?",
    ["5", "6", "9"],
    answer="6",
    why="What is 2 h long after the first map is three times as long after the second.",
    link=CHAIN,
    key=(LESSON, "both_stretches"),
)
mirror_slope = predict(
    "At (2, 4) the curve x² has the slope 4. Which slope does its mirror image √x have at (4, 2)?",
    ["4", "1/4", "−4"],
    answer="1/4",
    why="In the mirror, across and up change places: 4 up for 1 across becomes 1 up for 4 across.",
    link=INVERSE,
    key=(LESSON, "mirror_slope"),
)
hill = predict(
    "The slope of tanh reaches 1. How high does the slope of the sigmoid reach?",
    ["1", "1/2", "1/4"],
    answer="1/4",
    why="The slope of σ is σ(1 − σ), and that is largest where σ is 1/2.",
    link=SLOPES,
    key=(LESSON, "hill"),
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
    link=PRODUCT,
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
    link=CHAIN,
    further="The outer slope at g(x), times the inner slope at x.",
    key=(LESSON, "chain"),
)
from_values = exercise(
    "u = 3, u′ = 1, v = 5, v′ = −2 at one place: the slopes of uv and of u/v there.",
    [-1, 11 / 25],
    slips={
        (-2, 11 / 25): "The slope of uv is not u′v′. Each factor has its turn: u′v + uv′.",
        (11, 11 / 25): "The two terms of uv are added, and v′ is −2.",
        (-1, -1 / 2): "The slope of u/v is not u′/v′.",
        (-1, -1 / 25): "In the numerator of u/v there is a minus: u′v − uv′.",
        (-1, 11 / 5): "Divide by v², not by v.",
        (-1, -11 / 25): "The order in the numerator: u′v comes first.",
        (-1, 11): "That is the numerator of u/v. Divide it by v².",
    },
    hints=[
        "uv: u′v + uv′. Put the four numbers in.",
        "u/v: (u′v − uv′)/v². Minus times minus is plus.",
    ],
    link=QUOTIENT,
    further="1 · 5 + 3 · (−2) = −1, and (5 + 6)/25 = 0.44.",
    names=(("(uv)′", "uv", "u v", "uv′", "product"), ("(u/v)′", "u/v", "u/v′", "quotient")),
    key=(LESSON, "from_values"),
)
both_rules = exercise(
    "The derivative of x³ e^(2x).",
    "3x^2 e^(2x) + 2x^3 e^(2x)",
    variables=("x",),
    slips={
        "6x^2 e^(2x)": "That is f′g′. The product rule has two terms: f′g + f g′.",
        "3x^2 e^(2x)": "That is f′g alone. Add f g′.",
        "3x^2 e^(2x) + x^3 e^(2x)": "The inner derivative of e^(2x) is forgotten: 2x changes by 2.",
        "3x^2 e^2 x + 2x^3 e^2 x": "e^2x is read as e² times x: put brackets round 2x.",
        "3x^2 e^(2x) - 2x^3 e^(2x)": "The sign: the two terms are added.",
    },
    hints=[
        "First the product rule: two terms.",
        "One of the two terms needs the chain rule: the inner function of $e^{2x}$ is $2x$.",
    ],
    link=PRODUCT,
    further="Shorter: x²(3 + 2x) e^(2x).",
    key=(LESSON, "both_rules"),
)
arctangent = exercise(
    "The derivative of arctan x, from (tan y)′ = 1 + tan² y.",
    "1/(1 + x^2)",
    variables=("x",),
    slips={
        "1 + x^2": "That is the slope of tan, with x for tan y. Divide 1 by all of it.",
        "1/(1 + tan(x)^2)": "The slope of tan belongs at y = arctan x, and there tan y = x.",
        "1/(1 + tan(x^2))": "The slope of tan belongs at y = arctan x, and there tan y = x.",
        "-1/(1 + x^2)": "The sign: both curves climb.",
    },
    hints=[
        "One divided by the slope of tan at the point y = arctan x.",
        "There tan y = x. What is 1 + tan² y?",
    ],
    link=INVERSE,
    further="So the slope of arctan is an ordinary fraction.",
    key=(LESSON, "arctangent"),
)
silu = exercise(
    "The derivative of x σ(x).",
    "sigmoid(x) + x sigmoid(x)(1 - sigmoid(x))",
    variables=("x",),
    slips={
        "sigmoid(x)(1 - sigmoid(x))": "That is f′g′. In each term one factor stays: f′g + f g′.",
        "sigmoid(x)": "That is the term in which σ stays. Add the one in which x stays.",
        "x sigmoid(x)(1 - sigmoid(x))": "That is the term in which x stays. Add that of x′ = 1.",
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
    given={"sigma": "sigmoid(x)"},
    key=(LESSON, "silu"),
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
    names=(("exists", "existence"), ("continuous", "continuity")),
    bound=("below", "below"),
    key=(LESSON, "powers"),
)
