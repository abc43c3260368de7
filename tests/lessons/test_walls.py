"""The law of a sampled curve: no line is drawn across a jump or a pole, and none is broken else."""

from random import Random

import numpy as np
import pytest

from calclib.functions.function import Function
from calclib.lessons.shared.jumps import breaks, curve_with_gaps, draw_curve
from calclib.lessons.shared.slopes import slope_at

# Each is broken at C, and may be elsewhere.
BROKEN = [
    "floor(x - C)",
    "ceiling(x - C)",
    "sign(x - C)",
    "sign(x - C) + 10x",
    "floor(x - C)/10 + 5x",
    "x^2 + 0.01 floor(x - C)",
    "exp(x) + 0.1 sign(x - C)",
    "|x - C|/(x - C)",
    "1/(x - C)",
    "1/(x - C)^2",
    "1/(x - C)^3",
    "1/|x - C|",
    "1/sqrt|x - C|",
    "10^-6/(x - C)^2",
    "log|x - C|",
    "log((x - C)^2)",
    "tan(x - C + pi/2)",
    "cot(x - C)",
    "1/sin(x - C)",
    "atan(1/(x - C))",
    "tanh(1/(x - C))",
]
# Steep, kinked or narrow at C, and continuous everywhere.
WHOLE = [
    "tanh(50(x - C))",
    "tanh(1000(x - C))",
    "atan(1000(x - C))",
    "|x - C|",
    "relu(x - C)",
    "max(x, C)",
    "x |x|",
    "cbrt(x - C)",
    "sqrt|x - C|",
    "|x - C|^(1/5)",
    "|x - C|^(1/10)",
    "exp(-1000(x - C)^2)",
    "1/((x - C)^2 + 10^-6)",
    "sin(20x)",
    "x^9",
    "exp(x)",
    "1000000x",
    "x^3 - 1000x",
    "sigmoid(100x)",
    "7",
]


def windows(words: str) -> list[tuple[Function, float, np.ndarray]]:
    """A typed function broken at places between samples and on one, in windows of several sizes."""
    rng = Random(words)
    made = []
    for n, low, high in ((400, -2, 2), (801, -1.7, 1.3), (120, -3, 4), (241, -1.5, 1.5)):
        for place in (0.0, round(rng.uniform(-1, 1), 2), rng.uniform(-1, 1)):
            f = Function(words.replace("C", f"({place!r})"), variables=("x",))
            made.append((f, place, np.linspace(low, high, n)))
    return made


@pytest.mark.parametrize("words", BROKEN)
def test_no_line_is_drawn_across_a_jump_or_a_pole(words: str) -> None:
    for f, place, samples in windows(words):
        for x in (samples, samples[::-1]):
            places, y = curve_with_gaps(f, x)
            ends = np.sort([places[:-1], places[1:]], axis=0)
            joined = np.isfinite(y[:-1]) & np.isfinite(y[1:])
            assert not (joined & (ends[0] < place) & (place < ends[1])).any(), (words, place)


@pytest.mark.parametrize("words", WHOLE)
def test_a_curve_that_is_only_steep_is_drawn_whole(words: str) -> None:
    for f, place, x in windows(words):
        assert breaks(f, x).size == 0, (words, place)


@pytest.mark.parametrize("words", ["|x - C|", "max(2x, x + C)", "relu(C - x)", "x^2 + |x - C|"])
def test_the_slope_of_a_kink_is_broken_there_and_nowhere_else(words: str) -> None:
    for f, place, x in windows(words):
        for i in breaks(lambda t, f=f: slope_at(f, t), x):  # type: ignore[misc]
            assert x[i] - 2e-6 <= place <= x[i + 1] + 2e-6
        slope = slope_at(f, x)
        i = np.searchsorted(x, place) - 1
        if np.isfinite(slope[i]) and np.isfinite(slope[i + 1]):
            assert i in breaks(lambda t, f=f: slope_at(f, t), x)  # type: ignore[misc]


def test_what_is_not_finite_is_a_gap_of_the_mark() -> None:
    x = np.array([-1.0, 0.0, 1.0])
    mark = draw_curve(Function("1/x", variables=("x",)), x, color=0)
    np.testing.assert_array_equal(mark.channels["y"].values, [-1, np.nan, 1])
