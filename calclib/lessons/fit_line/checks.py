"""The questions of lesson 1: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from itertools import islice

import numpy as np

from calclib.arrays import Array
from calclib.lessons.fit_line.scenes import mean_squared_error, measurements
from calclib.optimize import descent
from calclib.optimize.rules import GradientDescent, Rule
from calclib.optimize.wrappers import Ascent
from calclib.practice import exercise, predict

LESSON = "fit_line"

DERIVED = "01-fit-line.ipynb#Two-derivatives,-line-by-line"
WALK = "01-fit-line.ipynb#Walk-downhill"
KINK = "01-fit-line.ipynb#Why-squares?"


def gradient(m: float, b: float) -> Array:
    """The gradient (2,) of the loss over all penguins at the line (m, b)."""
    slopes: Array = mean_squared_error(*measurements()).gradient([m, b])
    return slopes


def end(rule: Rule, steps: int = 40) -> Array | None:
    """Where a walk by a rule from m = 0, b = 0 ends, as (m, b)."""
    path = descent.walk(mean_squared_error(*measurements()), [0.0, 0.0], rule)
    return next(islice(path, steps, None))


def per_bird(m: float, b: float) -> Array:
    """The gradient with sums in the place of means."""
    return len(measurements()[0]) * gradient(m, b)


one_or_four = predict(
    "The picture draws a square on the error of a bird. One bird is 1 kg off the line, four others "
    "are 0.5 kg off. Whose squares cover the larger area?",
    ["that of the one bird", "those of the four", "both the same"],
    answer="both the same",
    why={
        "that of the one bird": "Its square is four times as large as each of theirs, and they are "
        "four.",
        "those of the four": "Together they are 2 kg off, but half the error has a quarter of the "
        "square.",
        "both the same": "1² = 4 · 0.5². An error twice as large counts four times.",
    },
    key=(LESSON, "one_or_four"),
)
which_way = predict(
    "What is the slope of the loss along m, at m = 0.2 and b = 4.2?",
    ["negative", "zero", "positive"],
    answer="negative",
    why="More tilt makes the squares smaller, so the loss falls as m grows.",
    link="01-fit-line.ipynb#Which-way-is-down?",
    key=(LESSON, "which_way"),
)
five_steps = predict(
    "From the same line, with the loss 1.899, descent takes five steps. How low does it come?",
    ["to about 1", "to about 0.5", "below 0.2"],
    answer="below 0.2",
    why="Where the slopes are large, the steps are long: the first one alone leads from 1.899 to "
    "0.278.",
    link=WALK,
    key=(LESSON, "five_steps"),
)
twice_the_rate = predict(
    "With the rate 0.25 the walk was near the bottom after five steps. And with 0.52?",
    ["it is there sooner", "it is there later", "it never gets there"],
    answer="it never gets there",
    why="At 0.52 each step leads so far past the bottom that the next spot is higher.",
    link=WALK,
    key=(LESSON, "twice_the_rate"),
)
one_bird = predict(
    "Take one bird. As m moves, what does the slope of its absolute error |e| look like?",
    ["a straight line", "two levels with a jump", "a smooth curve"],
    answer="two levels with a jump",
    why="|e| falls along one straight line and climbs along another, so it has two slopes only.",
    link=KINK,
    key=(LESSON, "one_bird"),
)
slopes = exercise(
    "A function of m and b that returns both slopes of the loss, ∂L/∂m and ∂L/∂b.",
    gradient,
    inputs=[(0.2, 3.8), (0.7, 4.4)],
    slips=[
        (lambda m, b: gradient(m, b)[::-1], "∂L/∂m comes first."),
        (lambda m, b: gradient(m, b) / 2, "Each slope has a factor 2: (e²)′ = 2e e′."),
        (per_bird, "Divide by the number of birds: take the mean, not the sum."),
        (lambda m, b: gradient(m, b)[[1, 1]], "∂L/∂m has a factor x under the mean: 2ex."),
    ],
    hints=[
        "Start with the errors of all birds: m * x + b - y.",
        "`np.mean` sums and divides by $n$ at once. What stands under the mean in ∂L/∂m?",
    ],
    link=DERIVED,
    key=(LESSON, "slopes"),
)
walk = exercise(
    "A function of the rate that returns where 40 steps from m = 0, b = 0 end.",
    lambda rate: end(GradientDescent(rate)),
    inputs=[(0.05,)],
    slips=[
        (lambda rate: end(Ascent(GradientDescent(rate))), "That goes uphill: look at the sign."),
        (lambda rate: end(GradientDescent(rate), 1), "That is one step: return after the loop."),
        (lambda rate: end(GradientDescent(rate), 39), "That is one step too few."),
        (lambda rate: end(GradientDescent(rate / 2)), "Each slope has a factor 2."),
    ],
    hints=["A step takes θ to θ − α∇L(θ). Here α is called rate and θ is called theta."],
    link=WALK,
    key=(LESSON, "walk"),
)
change_of_b = exercise(
    "∂L/∂b = 0.8 and α = 0.25: by how much does b change?",
    -0.2,
    slips={
        0.2: "A step goes against the slope.",
        -0.8: "A step is the rate times the slope.",
        -3.2: "Multiply by the rate; you divided.",
    },
    hints=["The loss rises with b. Which way does b go?"],
    link=WALK,
    given={"alpha": "0.25"},
    signed=True,
    key=(LESSON, "change_of_b"),
)
by_hand = exercise(
    "x = −1, 0, 1 and y = 1, 2, 6: both slopes at m = 1, b = 2?",
    [-2, -2],
    slips={
        (-1, -1): "Each slope has a factor 2.",
        (-6, -6): "Divide by the 3 birds.",
        (2, 2): "An error is the line minus the bird, m x + b − y, not the other way round.",
    },
    hints=["First the three errors $e_i = m x_i + b - y_i$.", "They are 0, 0 and −3."],
    further="So the line should be steeper and higher.",
    link=DERIVED,
    names=(("∂L/∂m", "m", "L_m"), ("∂L/∂b", "b", "L_b")),
    key=(LESSON, "by_hand"),
)
absolute = exercise(
    "The derivative of |m x + b − y| along m?",
    "x sign(m x + b - y)",
    variables=("m", "b", "x", "y"),
    symbols={"y": "m x + b - e"},
    slips={
        "sign(m x + b - y)": "When m grows by 1 the error grows by x, not by 1.",
        "2x (m x + b - y)": "That is the derivative of the square.",
        "x": "That holds where the error is positive. What where it is negative?",
    },
    hints=[
        "Where $e > 0$, $|e|$ is $e$. Where $e < 0$, it is $-e$.",
        "How does $e$ change with $m$?",
    ],
    further="At the kink itself there is none.",
    link=KINK,
    key=(LESSON, "absolute"),
)
curvature = exercise(
    "A function of u and v: the second derivative of the loss in t, along (m + tu, b + tv).",
    lambda u, v: 2 * np.mean((u * measurements()[0] + v) ** 2),
    inputs=[(1.0, 2.0), (-0.5, 0.3), (0.0, 1.0)],
    slips=[
        (
            lambda u, v: np.mean((u * measurements()[0] + v) ** 2),
            "That is the factor of t². Its second derivative is twice that.",
        ),
        (lambda u, v: 2 * np.mean(u * measurements()[0] + v), "Square under the mean."),
        (lambda u, v: 2 * np.mean(u * measurements()[0] + v) ** 2, "Square first, then average."),
    ],
    hints=[
        "The error of a bird becomes $e_i + t\\,(u x_i + v)$.",
        "Square it, collect the powers of $t$, and differentiate twice.",
    ],
    further="A mean of squares is never negative.",
    link=DERIVED,
    key=(LESSON, "curvature"),
)
typing_error = exercise(
    "By how much does b* rise, and which b is best for absolute errors, before and after?",
    [33.75 / 342, 4.05, 4.05],
    digits=2,
    slips={
        (33.75, 4.05, 4.05): "One mass grows by 33.75 kg; by how much does the mean of 342?",
        (37.5 / 342, 4.05, 4.05): "The mass grows by 37.5 − 3.75, not by 37.5.",
        (
            33.75 / 342,
            4.05,
            4.1,
        ): "Give both values of b to three digits: does the slip change the best one?",
    },
    hints=[
        "(a) $b^* = \\overline{y}$.",
        "(b) Each bird lighter than $b$ pulls the slope up by $1/n$, each heavier one pulls it "
        "down by $1/n$. When is the sum zero?",
    ],
    further="The mean moves, the median does not.",
    link=KINK,
    names=(("rise", "b*"), "before", "after"),
    key=(LESSON, "typing_error"),
)
