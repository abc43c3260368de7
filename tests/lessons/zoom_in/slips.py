"""Lesson 2: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

X = np.array([0.5, 1.0, 2.0])
x, d = sp.symbols("x d", real=True)
silu = x / (1 + sp.exp(-x))

TABLE = {
    "slope_at_three": (["6", 2], [("3", "2x"), ("9", "The value there is 9")]),
    "straight": (
        ["the parabola", 1],
        [(2, "A corner stays a corner"), ("all three", "new teeth at every zoom")],
    ),
    "top": (["zero", 2], [(1, "the tangent is level"), (3, "climbs fastest")]),
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
            (1.0, "The shape should be (3,)"),
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
    "nearby": (
        [6.8, "7 - 2*0.1", sp.Rational(34, 5)],
        [
            (7.2, "where the slope is negative"),
            (5, "a step of 1"),
            (-0.2, "the new value"),
            ("6,8", "6,8 means 6 and 8. The decimal sign is a point: 6.8."),
            ([6.8], "give it alone"),
            ("7 - 2*0,1", "The decimal sign is a point: 7 - 2*0.1"),
        ],
    ),
    "both_rules": (
        ["3x^2 e^(2x) + 2x^3 e^(2x)", "x^2 (3 + 2x) exp(2x)", sp.diff(x**3 * sp.exp(2 * x), x)],
        [
            ("6x^2 e^(2x)", "f′g′"),
            ("3x^2 e^(2x)", "f′g alone"),
            ("3x^2 e^(2x) + x^3 e^(2x)", "2x changes by 2"),
            ("3x^2 e^(2x) - 2x^3 e^(2x)", "the two terms are added"),
            ("3x^2 e^(2x) +", "Not yet."),
            ("3x^2 e^(2x), 2x^3 e^(2x)", "the comma makes 2 of it"),
            (3, "Yours is 3 everywhere"),
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
            ("sigmoid(x) + x sigmoid(x)", "σ(1 − σ), not σ"),
            ("sigmoid(x) - x sigmoid(x)(1 - sigmoid(x))", "the two terms are added"),
            ("sigmoid(x) + sigmoid(x)(1 - sigmoid(x))", "x stays as a factor"),
        ],
    ),
    "huber": (
        [["d", "-d^2/2"], "d, -d²/2", [d, -d * d / 2]],
        [
            (["d", "0"], "it jumps"),
            (["d/2", "0"], "there is a kink"),
            (["d", "d^2/2"], "the sign of k"),
            (["d", "-0,5d^2"], "The decimal sign is a point: -0.5d^2"),
            ("d", "The shape should be (2,)"),
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
