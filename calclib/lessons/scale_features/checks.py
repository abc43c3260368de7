"""The questions of lesson 16: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

import numpy as np

from calclib.practice import exercise, predict

LESSON = "scale_features"

BOOK = "16-scale-features.ipynb"
WHICH = f"{BOOK}#Which-measure-matters?"
SENSITIVITY = f"{BOOK}#A-derivative-has-a-unit"
SCALING = f"{BOOK}#The-ravine-that-a-unit-makes"
ROUND = f"{BOOK}#Why-the-bowl-is-round"
BUILD = f"{BOOK}#Build-it"

surely = predict(
    "The network is sure of a penguin: p is 0.999. How long are the bars of its derivatives?",
    ["longer than for a doubtful penguin", "as long", "almost zero"],
    answer="almost zero",
    why="Near p = 1 the sigmoid is almost flat: every derivative of p has the factor p (1 − p), "
    "which is 0.001 here.",
    link=WHICH,
    key=(LESSON, "surely"),
)
which_half = predict(
    "Standardising subtracts the mean and divides by the standard deviation. Which half turns "
    "κ = 119,877 into 52?",
    ["subtracting", "dividing", "it takes both"],
    answer="it takes both",
    why="Centred alone κ is 9,400, divided alone 373.",
    link=SCALING,
    key=(LESSON, "which_half"),
)
scale_or_not = exercise(
    "Does the scale of a feature change the predictions? One answer each, 1 for yes, 0 for no.",
    [0, 1, 1, 0],
    ordered=False,
    slips=[
        ([1, 1, 1, 0], "a: the exact minimum has w/1000 for 1000x, and predicts the same."),
        ([0, 0, 1, 0], "b: w/1000 costs next to nothing, so it is shrunk less."),
        ([0, 1, 0, 0], "c: after 100 steps it has not arrived, and scale decides how far it is."),
        ([0, 1, 1, 1], "d: Newton's step undoes any scale: it divides by the curvature."),
        ([1, 0, 0, 1], "Each is the other way round: for a, write w/1000 beside 1000x."),
    ],
    hints=[
        "Measure a feature in mm instead of m. Which weight makes the same prediction as before?",
        "The same prediction is always there. Does the method still find it, at the same price?",
    ],
    further="Whatever weighs weights, or stops before the end, sees the scale.",
    link=ROUND,
    names=("a", "b", "c", "d"),
    key=(LESSON, "scale_or_not"),
)

rng = np.random.default_rng(7)
COLUMNS = [
    (rng.normal([3.0, -1.0], [2.0, 0.5], (9, 2)), rng.normal([4.0, -2.0], [1.0, 2.0], (4, 2)))
    for _ in range(3)
]
standardised = exercise(
    "A function that standardises new samples as the training samples were.",
    lambda train, new: (new - train.mean(axis=0)) / train.std(axis=0),
    inputs=COLUMNS,
    slips=[
        (
            lambda train, new: (new - new.mean(axis=0)) / new.std(axis=0),
            "Those are the mean and the spread of the new samples: one sample alone would be 0.",
        ),
        (
            lambda train, new: (train - train.mean(axis=0)) / train.std(axis=0),
            "Those are the training samples themselves. The new ones are asked for.",
        ),
        (
            lambda train, new: (new - train.mean()) / train.std(),
            "One mean for all columns mixes their units: axis=0 gives one for each column.",
        ),
        (
            lambda train, new: (new - train.mean(axis=0)) / train.std(axis=0, ddof=1),
            "With ddof=1 the squares are divided by n − 1. In this course it is n: leave it out.",
        ),
        (lambda train, new: new - train.mean(axis=0), "Divide by the standard deviations too."),
        (
            lambda train, new: new - train.mean(axis=0) / train.std(axis=0),
            "Without brackets only the mean is divided. Put new − mean in brackets.",
        ),
        (lambda train, new: new / train.std(axis=0), "Subtract the means first."),
        (
            lambda train, new: (new - train.mean(axis=0)) / train.var(axis=0),
            "Divide by the standard deviation, not by its square.",
        ),
        (
            lambda train, new: (new - train.mean(axis=0)) * train.std(axis=0),
            "Divide by the standard deviations.",
        ),
    ],
    hints=[
        "`train.mean(axis=0)` has one mean for each column, `train.std(axis=0)` one deviation.",
        "`(new - ...) / ...`: both from the training samples.",
    ],
    further="A network that was trained in these units must be asked in them.",
    link=BUILD,
    key=(LESSON, "standardised"),
)
how_flat = exercise(
    "The factor σ′ = p (1 − p) at p = 0.99.",
    0.0099,
    slips={
        0.01: "That is 1 − p. Multiply it by p too.",
        0.99: "That is p. Multiply it by 1 − p.",
        0.25: "That is the factor at p = 1/2.",
        0.9801: "That is p². The second factor is 1 − p.",
    },
    hints=["1 − 0.99 is 0.01."],
    further="At p = ½ it is 0.25, twenty-five times as large.",
    link=SENSITIVITY,
    key=(LESSON, "how_flat"),
)
kappa = exercise(
    "κ of the regression on two standardised features with the correlation 0.6.",
    4,
    slips={
        0.25: "That is the smallest over the largest: turn it round.",
        1.6: "That is 1 + r. Divide it by 1 − r.",
        0.625: "That is the largest rate, 1/(1 + r).",
        0.6: "That is the correlation itself.",
        3.2: "That is the largest curvature, 2(1 + r). Divide it by the smallest.",
    },
    hints=["The curvatures are 2, 2(1 + r) and 2(1 − r).", "1.6 over 0.4."],
    further="Without correlation κ is 1, and no whitening is needed.",
    link=ROUND,
    key=(LESSON, "kappa"),
)
largest_curvature = exercise(
    "The largest curvature for d standardised columns that are all the same, as a formula in d.",
    "2d",
    variables=("d",),
    domain=(1.0, 50.0),
    slips={
        "d": "H is 2/n XᵀX: a 2 is missing.",
        "2": "That is the mean of the curvatures. Here they are not alike.",
        "1/d": "That is the largest rate. The curvature is asked for.",
        "d^2": "XᵀX/n has d² entries, all 1. Multiply it by a vector of ones.",
        "2d^2": "H times a vector of ones is 2d times this vector.",
        "2(d - 1)": "H times a vector of ones is 2d times this vector.",
    },
    hints=[
        "All entries of XᵀX/n are 1. What is H times the vector (1, 1, …, 1)?",
        "The sum of all curvatures is the trace, 2d. All others are 0 here.",
    ],
    further="So the rate 1/d is the largest that is safe for every data set.",
    link=ROUND,
    key=(LESSON, "largest_curvature"),
)
