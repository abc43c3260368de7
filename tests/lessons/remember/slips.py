"""Lesson 19: each question with right answers, and wrong ones with what each is told."""

import numpy as np

from calclib.expressions.elementary import sigmoid


def lstm(x, h, c, U, W, b):
    """The step as the solution has it."""
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(sigmoid(a[:, : 3 * n]), 3, axis=-1)
    g = np.tanh(a[:, 3 * n :])
    c = f * c + i * g
    return o * np.tanh(c), c


def gate_by_gate(x, h, c, U, W, b):
    """The same, one block of columns at a time, returned as a list."""
    n = h.shape[-1]
    i, f, o = (sigmoid(x @ U + h @ W + b)[:, k * n : (k + 1) * n] for k in range(3))
    c = c * f + np.tanh(x @ U[:, 3 * n :] + h @ W[:, 3 * n :] + b[3 * n :]) * i
    return [np.tanh(c) * o, c]


def mistaken(place):
    """A step with one slip."""

    def step(x, h, c, U, W, b):
        n = h.shape[-1]
        a = x @ U + h @ W + b
        i, f, o = np.split(sigmoid(a[:, : 3 * n]), 3, axis=-1)
        g = a[:, 3 * n :] if place == "candidate" else np.tanh(a[:, 3 * n :])
        new = {
            "exchanged": i * c + f * g,
            "no input gate": f * c + g,
            "no forget gate": c + i * g,
            "replaced": i * g,
            "kept is h": f * h + i * g,
        }.get(place, f * c + i * g)
        out = {
            "no tanh": o * new,
            "old cell": o * np.tanh(c),
            "no output gate": np.tanh(new),
        }.get(place, o * np.tanh(new))
        return (new, out) if place == "order" else (out, new)

    return step


def shortened(g, most):
    return g * min(1.0, most / max(np.sqrt(np.sum(g**2)), 1e-300))


TABLE = {
    "fifty_gates": (
        ["less than a millionth", 3],
        [("about a third", "four steps"), ("about a hundredth", "fifteen steps")],
    ),
    "still_reaches": (
        ["practically not at all", 3],
        [
            ("about as far", "every nudge dies out"),
            ("a tenth as far", "a slope below 1"),
            (4, "a slope below 1"),
        ],
    ),
    "longest_slope": (
        ["between 100 and 1,000", 2],
        [
            ("it grows further", "flat where states are large"),
            ("about 1", "part of the growth"),
            (4, "part of the growth"),
        ],
    ),
    "where_it_ends": (
        ["far off, where it is flat", 4],
        [
            ("at the minimum", "a leap of 37.7"),
            (2, "126 long"),
            ("up on the cliff", "a leap of 37.7"),
        ],
    ),
    "which_biases": (
        ["those of 1 and 3", 2],
        [
            ("all four", "½⁵⁰"),
            ("only that of 3", "too little to learn from"),
            ("none", "too little to learn from"),
        ],
    ),
    "best_forecast": (
        ["a table of twelve numbers", 2],
        [
            (1, "the same every year"),
            ("a plain recurrent network", "twelve numbers describe"),
            ("an LSTM", "twelve numbers describe"),
        ],
    ),
    "built": (
        [lstm, gate_by_gate, lambda *given: np.stack(lstm(*given))],
        [
            (mistaken("candidate"), "The candidate passes tanh"),
            (mistaken("order"), "first h, then c"),
            (mistaken("exchanged"), "belongs to the old c"),
            (mistaken("no input gate"), "passes the input gate"),
            (mistaken("no forget gate"), "passes the forget gate"),
            (mistaken("replaced"), "Keep some of the old c"),
            (mistaken("kept is h"), "keeps the cell c"),
            (mistaken("no tanh"), "shows tanh(c)"),
            (mistaken("old cell"), "compute c first"),
            (mistaken("no output gate"), "o times tanh(c)"),
            (lambda *given: lstm(*given)[0], "shape"),
        ],
    ),
    "two_factors": (
        [[[2.5, 1], [0.25, 0.5]], np.array([[2.5, 1], [0.25, 0.5]]), ((2.5, 1), (1 / 4, 1 / 2))],
        [
            ([[1, 1], [1, 2]], "The order"),
            ([[2.5, 0.25], [1, 0.5]], "its transpose"),
            ([[3, 2], [1, 2]], "are missing"),
            ([[1, 2], [0.5, 2]], "D W, not W D"),
            ([[0.5, 1], [1, 0]], "the first step alone"),
            ([[1, 2], [0.5, 0]], "the second step alone"),
            ([2.5, 1, 0.25, 0.5], "write them as 2 rows of 2"),
        ],
    ),
    "half_kept": (
        [4.9682, 4.97, "ln(0.5^0.01/(1 - 0.5^0.01))"],
        [
            (0, "passed 100 times"),
            (0.993092, "the gate f itself"),
            (5.2933, "they do not add up"),
            (-4.9682, "shuts the gate"),
            ("4,97", "a point: 4.97"),
            (5, "give more digits"),
            (6, "too large"),
        ],
    ),
    "clip": (
        [
            shortened,
            lambda g, most: g if np.linalg.norm(g) <= most else most * g / np.linalg.norm(g),
            lambda g, most: (shortened(g, most)[0], shortened(g, most)[1]),
        ],
        [
            (lambda g, most: np.clip(g, -most, most), "each entry by itself"),
            (lambda g, most: most * g / max(np.hypot(*g), 1e-300), "lengthens short vectors"),
            (lambda g, most: g * min(1, most / max(np.sum(g * g), 1e-300)), "not by its square"),
            (lambda g, most: g * (np.linalg.norm(g) <= most), "do not drop it"),
            (lambda g, most: g * min(1, most / max(np.sum(abs(g)), 1e-300)), "sum of the sizes"),
            (lambda g, most: g, "changes nothing"),
        ],
    ),
    "seasonal": (
        [
            lambda ppm, t: ppm[t - 11] + ppm[t] - ppm[t - 12],
            lambda ppm, t: ppm[t] + (ppm[t - 11] - ppm[t - 12]),
            lambda ppm, t: 1.0 * ppm[t + 1 - 12] + float(ppm[t] - ppm[t - 12]),
        ],
        [
            (lambda ppm, t: ppm[t], "That is ppm[t] again"),
            (lambda ppm, t: ppm[t - 11], "The growth is missing"),
            (lambda ppm, t: ppm[t + 1], "which is to be forecast"),
            (lambda ppm, t: ppm[t - 11] - (ppm[t] - ppm[t - 12]), "the wrong sign"),
            (lambda ppm, t: ppm[t - 12] + ppm[t] - ppm[t - 13], "a month too early"),
            (lambda ppm, t: ppm[t - 11] + (ppm[t] - ppm[t - 12]) / 12, "a whole year passes"),
        ],
    ),
    "two_paths": (
        ["d2*(h1 + w*d1*h0)", "d2 h1 + d2 w d1 h0", "d2*h1 + w*d1*d2*h0"],
        [
            ("d2*h1", "the last step alone"),
            ("d2*w*d1*h0", "the path through h₁"),
            ("d2*h1 + w*d1*h0", "it needs d2"),
            ("d2*(h1 + d1*h0)", "multiplied by w"),
            ("h1 + w*h0", "slopes d1 and d2"),
            ("d2*h1*w*d1*h0", "Two paths add"),
            ("d2*(h1 + w*d1*x0)", "x0"),
        ],
    ),
}
