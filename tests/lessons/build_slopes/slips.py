"""Lesson 3: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

X = np.array([0.5, 1.0, 2.0])
x = sp.Symbol("x", real=True)
silu = x / (1 + sp.exp(-x))

TABLE = {
    "corner": (
        ["about ten times smaller", 2],
        [(1, "short in both directions"), (3, "a hundred times smaller, and h only ten")],
    ),
    "both_stretches": (["6", 2], [("5", "three times as long"), (3, "2 h long")]),
    "mirror_slope": (["1/4", 2], [("4", "change places"), (3, "1 up for 4 across")]),
    "hill": (["1/4", 3], [("1", "σ(1 − σ)"), ("1/2", "where σ is 1/2")]),
    "at_zero": (
        ["yes, and it is 0", 2],
        [(1, "Ask the secants from 0"), (3, "their slope is h sin(1/h)")],
    ),
    "product": (
        [
            2 * X * np.sin(X) + X**2 * np.cos(X),
            list(X * (2 * np.sin(X) + X * np.cos(X))),
            tuple(float(2 * t * np.sin(t) + t * t * np.cos(t)) for t in X),
        ],
        [
            (2 * X * np.cos(X), "f′g′"),
            (2 * X * np.sin(X) - X**2 * np.cos(X), "a plus between them"),
            (X**2 * np.sin(X), "the product itself"),
            (1.0, "3 numbers are asked for, not one."),
            (lambda x: x, "this is a function: call it"),
        ],
    ),
    "chain": (
        [2 * X * np.cos(X**2), list(np.cos(X * X) * (X + X)), tuple(np.cos(X**2) * 2 * X)],
        [
            (np.cos(X**2), "multiply by dg(x)"),
            (2 * X * np.cos(X), "belongs at g(x)"),
            (np.cos(2 * X), "It is a factor"),
        ],
    ),
    "from_values": (
        [[-1, 0.44], (-1, sp.Rational(11, 25)), "-1, 11/25", "5 - 6, (5 + 6)/25"],
        [
            ([-2, 0.44], "not u′v′"),
            ([11, 0.44], "v′ is −2"),
            ([-1, -0.5], "not u′/v′"),
            ([-1, -0.04], "there is a minus"),
            ([-1, 2.2], "by v², not by v"),
            ([-1, -0.44], "u′v comes first"),
            ([-1, 11], "Divide it by v²"),
            ([1, 0.44], "Not yet"),
            (-1, "2 numbers are asked for, not one."),
            ("-1, 0,44", "Not yet"),
        ],
    ),
    "both_rules": (
        ["3x^2 e^(2x) + 2x^3 e^(2x)", "x^2 (3 + 2x) exp(2x)", sp.diff(x**3 * sp.exp(2 * x), x)],
        [
            ("6x^2 e^(2x)", "f′g′"),
            ("3x^2 e^(2x)", "f′g alone"),
            ("3x^2 e^(2x) + x^3 e^(2x)", "2x changes by 2"),
            ("3x^2 e^(2x) - 2x^3 e^(2x)", "the two terms are added"),
            ("3x^2 e^2x + 2x^3 e^2x", "put brackets round 2x"),
            ("3x^2 e^(2x) +", "Not yet."),
            ("3x^2 e^(2x), 2x^3 e^(2x)", "the comma makes 2 of it"),
            (3, "Yours is 3 everywhere"),
        ],
    ),
    "arctangent": (
        ["1/(1 + x^2)", "(x^2 + 1)^(-1)", sp.diff(sp.atan(x), x)],
        [
            ("1 + x^2", "That is the slope of tan, with x for tan y"),
            ("1/1 + x^2", "Divide 1 by all of it"),
            ("1/(1 + tan(x)^2)", "belongs at y = arctan x"),
            ("-1/(1 + x^2)", "both curves climb"),
            ("1/(1 + y^2)", "I do not know 'y'"),
            ("1/(1 + x)", "Not yet"),
            ("1/x^2", "Not yet"),
        ],
    ),
    "silu": (
        [
            "sigmoid(x) + x sigmoid(x)(1 - sigmoid(x))",
            "sigmoid(x) (1 + x - x sigmoid(x))",
            sp.diff(silu, x),
        ],
        [
            ("sigmoid(x)(1 - sigmoid(x))", "f′g′"),
            ("sigmoid(x)", "the one in which x stays"),
            ("x sigmoid(x)(1 - sigmoid(x))", "that of x′ = 1"),
            ("sigmoid(x) + x sigmoid(x)", "σ(1 − σ), not σ"),
            ("sigmoid(x) - x sigmoid(x)(1 - sigmoid(x))", "the two terms are added"),
            ("sigmoid(x) + sigmoid(x)(1 - sigmoid(x))", "x stays as a factor"),
        ],
    ),
    "powers": (
        [[1, 2], (1.0, 2.0), "1, 2"],
        [
            ([0, 1], "The slope asks for more"),
            ([1, 1], "its second term decides"),
            ([2, 3], "One less each"),
            ([2, 2], "√h sin(1/h)"),
            ([2, 1], "in the opposite order"),
        ],
    ),
}
