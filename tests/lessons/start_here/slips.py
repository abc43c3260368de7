"""Lesson 0: each question with right answers, and wrong ones with what each is told."""

import numpy as np
import sympy as sp

x = sp.Symbol("x")

TABLE = {
    "where_points_end": (
        ["some points end in different valleys", 2],
        [(1, "its own path off the hilltop")],
    ),
    "what_it_sees": (
        ["the slope at its own spot", 2],
        [(1, "nothing else"), (3, "nothing else")],
    ),
    "near_enough": (
        ["0.6 alone", 2],
        [(1, "leaves the map"), (3, "leaves the map"), (4, "leaves the map")],
    ),
    "many_dimensions": (
        ["about 80 %", 3],
        [(1, "all hundred coordinates"), (2, "all hundred coordinates")],
    ),
    "below_one": (
        [9, 9.0, "9"],
        [(8, "still 1.158"), (10, "not for the first time"), (30, "too large")],
    ),
    "leaves_the_frame": (
        [0.13, "13/100", np.float32(0.13).astype(float).round(6)],
        [(0.12, "zig-zags"), (0.125, "neither fall"), (13, "per cent"), (0.01, "too small")],
    ),
    "step_downhill": (
        [lambda s, g, r: s - r * g, lambda s, g, r: -g * r + s, lambda *v: v[0] - v[1] * v[2]],
        [
            (lambda s, g, r: s + r * g, "uphill"),
            (lambda s, g, r: s - g, "multiplied by the rate"),
            (lambda s, g, r: -r * g, "step alone"),
            (lambda s, g, r: s - r, "multiplied by the slope"),
            (lambda s, g: s - g, "Your function stops"),
        ],
    ),
    "one_step": (
        [3, "5 - 0.2*10", sp.Integer(3)],
        [
            (7, "minus sign"),
            (2, "length of the step"),
            (4.8, "learning rate alone"),
            (9, "Where does it land"),
        ],
    ),
    "height_after": (
        ["(0.8x)^2", "0.64 x²", (x - sp.Rational(2, 10) * x) ** 2],
        [("0.8x^2", "brackets"), ("0.8 x", "How high"), ("x^2", "before the step")],
    ),
}
