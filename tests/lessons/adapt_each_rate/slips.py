"""Lesson 12: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

from calclib.optimize.norms import polar_factor


def adam_step(
    f, theta, memory, divide=lambda v: np.sqrt(v) + 1e-8, powers=(1, 1), sign=1, square=2
):
    """Adam at α = 0.1, with one of its parts exchanged."""
    m, v, t = memory
    g = f.gradient(theta)
    t = t + 1
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**square
    m_hat = m / (1 - 0.9**t) if powers[0] else m
    v_hat = v / (1 - 0.999**t) if powers[1] else v
    return theta - sign * 0.1 * m_hat / divide(v_hat), (m, v, t)


def square_root(A):
    """The symmetric root of a matrix without negative eigenvalues."""
    values, Q = np.linalg.eigh(A)
    return Q * np.sqrt(values) @ Q.T


def in_lists(f, theta, memory):
    point, (m, v, t) = adam_step(f, theta, memory)
    return list(point), [m, v, t]


def other_letters(f, where, kept):
    mean, square, count = kept
    slope = f.gradient(where)
    mean = mean + 0.1 * (slope - mean)
    square = square + 0.001 * (slope * slope - square)
    rate = 0.1 * np.sqrt(1 - 0.999 ** (count + 1)) / (1 - 0.9 ** (count + 1))
    ground = np.sqrt(square) + 1e-8 * np.sqrt(1 - 0.999 ** (count + 1))
    return where - rate * mean / ground, (mean, square, count + 1)


TABLE = {
    "uncorrected": (
        ["too long", 3],
        [("too short", "by more"), ("as it should be", "below the fraction line")],
    ),
    "turned": (
        ["about 130", 1],
        [("about 450", "the narrower ravine"), ("more than 900", "at the rate 0.05")],
    ),
    "least_shrunk": (
        ["the one pushed by ±10", 3],
        [("the one pushed by ±0.1", "Its denominator"), (2, "the slope of the penalty as well")],
    ),
    "best_corner": (
        ["(−1, 1)", 3],
        [("(−1, 0.03)", "Each coordinate"), ("(−1, 0)", "if only a little")],
    ),
    "sign_step": (
        [
            lambda g, alpha: -alpha * np.sign(g),
            lambda g, alpha: np.where(g > 0, -alpha, np.where(g < 0, alpha, 0.0)),
            lambda g, alpha: -alpha * g / np.where(g == 0, 1.0, abs(g)),
        ],
        [
            (lambda g, alpha: alpha * np.sign(g), "uphill"),
            (lambda g, alpha: -alpha * g, "gradient descent"),
            (lambda g, alpha: -np.sign(g), "by α, not by 1"),
            (lambda g, alpha: -alpha * g / np.linalg.norm(g), "of length α"),
            (lambda g, alpha: -alpha * g / abs(g).max(), "and should"),
            (0.1, "A function is asked for"),
        ],
    ),
    "muon_step": (
        [
            lambda G, alpha: -alpha * np.linalg.inv(square_root(G @ G.T)) @ G,
            lambda G, alpha: -alpha * polar_factor(G),
            lambda G, alpha: (
                -(np.linalg.svd(G, full_matrices=False)[0] * alpha)
                @ np.linalg.svd(G, full_matrices=False)[2]
            ),
        ],
        [
            (lambda G, alpha: alpha * polar_factor(G), "uphill"),
            (lambda G, alpha: -alpha * G, "gradient descent"),
            (lambda G, alpha: -polar_factor(G), "multiply by α"),
            (lambda G, alpha: -alpha * np.sign(G), "entry by entry"),
            (lambda G, alpha: -alpha * G / np.linalg.norm(G, 2), "the short axis"),
            ("U @ Vt", "A function is asked for"),
        ],
    ),
    "hundredth_step": (
        ["a tenth as long", 2],
        [("as long", "all slopes"), ("a hundredth as long", "its root")],
    ),
    "thirds": (
        ["at +1, the worst point", 3],
        [(1, "a size of about 3"), ("in the middle", "less and less")],
    ),
    "built": (
        [adam_step, in_lists, other_letters],
        [
            (lambda *g: adam_step(*g, powers=(0, 0)), "The bias correction is missing"),
            (lambda *g: adam_step(*g, powers=(1, 0)), "divide it by 1 − β₂ᵗ"),
            (lambda *g: adam_step(*g, divide=lambda v: v + 1e-8), "The root is missing"),
            (lambda *g: adam_step(*g, divide=np.sqrt), "as small as ε"),
            (lambda *g: adam_step(*g, sign=-1), "uphill"),
            (lambda *g: adam_step(*g, square=1), "takes in the slope itself"),
            (lambda f, theta, memory: theta, "returns two things"),
            (lambda *g: adam_step(*g)[::-1], "The two are exchanged"),
            (lambda f, x, memory: (adam_step(f, x, memory)[0], memory), "memory is forgotten"),
            (0.1, "A function is asked for"),
        ],
    ),
    "second_step": (
        [0.08, "0.1*4/5", sp.Rational(2, 25)],
        [(0.1, "the first step"), (0.4, "divide by √G"), (0.016, "The root"), (0.4 / 7, "9 + 16")],
    ),
    "turned_rates": (
        [79.4 / 60.8, "79.4/60.8", 1.306, "397/304"],
        [
            (60.8 / 79.4, "x by y"),
            (100, "along the axes"),
            (1, "Nearly"),
            (-79.4 / 60.8, "A rate is positive"),
            ((79.4 / 60.8) ** 2, "the root of the square"),
            (80.6 / 60.8, "0.6 − 80"),
        ],
    ),
    "adamw": (
        [
            lambda w, step, rate, decay: w + step - rate * decay * w,
            lambda w, step, rate, decay: (1 - rate * decay) * w + step,
            lambda *given: given[0] * (1 - given[2] * given[3]) + given[1],
        ],
        [
            (lambda w, step, rate, decay: w + step, "That is Adam"),
            (lambda w, step, rate, decay: w + step - decay * w, "multiplied by α"),
            (lambda w, s, rate, decay: (w + s) * (1 - rate * decay), "before the step"),
            (lambda w, s, rate, decay: w + s + rate * decay * w, "grows"),
            (lambda w, s, rate, decay: w - s - rate * decay * w, "minus sign"),
            ("w + step", "A function is asked for"),
        ],
    ),
    "after_silence": (
        [np.sqrt(10), "0.1/sqrt(0.001)", "sqrt 10"],
        [
            (1, "at step 1"),
            (100, "The root is missing"),
            (0.1, "divide by √v"),
            ("3,16", "a point: 3.16"),
        ],
    ),
}
