"""Lesson 22: each question with right answers, and wrong ones with what each is told."""

import numpy as np

from calclib.lessons.look_around.checks import curvature_of, flat_swap


def largest(product, v):
    """Power iteration as the lesson asks for it."""
    for _ in range(30):
        v = v / np.linalg.norm(v)
        turned = product(v)
        curvature = v @ turned
        v = turned
    return curvature


def not_normalised(product, v):
    """The length is not divided out."""
    for _ in range(30):
        turned = product(v)
        curvature = v @ turned
        v = turned
    return curvature


def by_sum(product, v):
    """Divided by the sum."""
    for _ in range(30):
        v = v / v.sum()
        turned = product(v)
        curvature = v @ turned
        v = turned
    return curvature


def swap(W, b, U, i, j):
    """All that belongs to a neuron."""
    W[:, [i, j]] = W[:, [j, i]]
    b[[i, j]] = b[[j, i]]
    U[[i, j]] = U[[j, i]]
    return W, b, U


def by_order(W, b, U, i, j):
    """The same by an order of all neurons."""
    order = np.arange(len(b))
    order[i], order[j] = j, i
    return W[:, order], b[order], U[order]


def one_after_another(W, b, U, i, j):
    """The same by copies of each part."""
    for part in (W.T, b, U):
        kept = part[i].copy()
        part[i] = part[j]
        part[j] = kept
    return [W, b, U]


def rows_only(W, b, U, i, j):
    """Only the weights out."""
    U[[i, j]] = U[[j, i]]
    return W, b, U


def columns_only(W, b, U, i, j):
    """Only the weights in."""
    W[:, [i, j]] = W[:, [j, i]]
    return W, b, U


def no_bias(W, b, U, i, j):
    """The biases forgotten."""
    W[:, [i, j]] = W[:, [j, i]]
    U[[i, j]] = U[[j, i]]
    return W, b, U


def no_rows(W, b, U, i, j):
    """The weights out forgotten."""
    W[:, [i, j]] = W[:, [j, i]]
    b[[i, j]] = b[[j, i]]
    return W, b, U


def pixels(W, b, U, i, j):
    """Rows of W, which are pixels."""
    W[[i, j]] = W[[j, i]]
    return W, b, U


def nothing(W, b, U, i, j):
    """Nothing moves."""
    return W, b, U


TABLE = {
    "what_changes": (
        ["the answers stay, the sharpness changes", 2],
        [(1, "a positive factor"), (3, "a positive factor"), (4, "a positive factor")],
    ),
    "walk_share": (
        ["about 75 %", 4],
        [(1, "steps add up"), (2, "sums of steps"), (3, "has 60 %")],
    ),
    "same_loss": (["about 1.4 times", 2], [(1, "not finished"), (3, "not finished")]),
    "flatter_better": (
        ["as many, or a little fewer", 3],
        [(1, "we do not see"), (2, "we do not see")],
    ),
    "half_way": (["more than 1", 3], [(1, "detects nothing"), (2, "detects nothing")]),
    "built_power": (
        [4.7320508, "3 + sqrt(3)", curvature_of(largest)],
        [
            (curvature_of(not_normalised), "by its length"),
            (curvature_of(by_sum), "not by its sum"),
            (1.0, "squared"),
            ((3 + 3**0.5) ** 2, "curvature squared"),
            (13 / 3, "along the first v"),
        ],
    ),
    "which_factors": (
        [[1 / 3, 7], "1/3, 7", (1 / 3, 7.0)],
        [
            ([-1, 1 / 3, 7], "other neurons are silent"),
            ([0, 1 / 3, 7], "cannot divide"),
            ([-1, 0, 1 / 3, 7], "k = −1 and k = 0"),
            ([7], "below 1"),
            ([7, 1 / 3], "smaller one first"),
            ([1 / 3], "above 1"),
        ],
    ),
    "curvature_and_loss": (
        ["e^(-L) (1 - e^(-L))", "e^(-L) - e^(-2L)", "(e^L - 1)/e^(2L)"],
        [
            ("e^(-L)", "probability p"),
            ("1 - e^(-L)", "Differentiate once more"),
            ("e^(-L) - 1", "Differentiate once more"),
            ("-e^(-L) (1 - e^(-L))", "The sign"),
            ("L (1 - L)", "not the probability"),
            ("e^(L) (1 - e^(L))", "with a minus"),
        ],
    ),
    "steps_and_epochs": (
        [3220, "161*20", 3220.0],
        [
            (20, "one step an epoch"),
            (25740, "how many digits"),
            (3217.5, "left over"),
            (3200, "left over"),
            (161, "Twenty of them"),
            (160, "161"),
            (2574, "times 2"),
        ],
    ),
    "swapped": (
        [flat_swap(swap), flat_swap(by_order), flat_swap(one_after_another)],
        [
            (flat_swap(rows_only), "rows of U moved"),
            (flat_swap(columns_only), "columns of W moved"),
            (flat_swap(no_bias), "biases stayed"),
            (flat_swap(no_rows), "rows of U stayed"),
            (flat_swap(pixels), "one a pixel"),
            (flat_swap(nothing), "Nothing moved"),
        ],
    ),
    "share_of_walk": (
        ["6/(pi j)^2", "6/(pi^2 j^2)", "(6/pi^2)/j^2"],
        [
            ("1/j^2", "in proportion"),
            ("pi^2/(6j^2)", "do not multiply"),
            ("6/pi^2", "the first one"),
            ("6/(pi^2 j)", "their squares"),
            ("1/(pi j)^2", "add up to 1"),
        ],
    ),
}
