"""Lesson 20, a look-up with a slope: one query in the plane, and many queries in d dimensions."""

from functools import cache

import numpy as np

from calclib.arrays import Array
from calclib.expressions.elementary import softmax
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, arrows, bars, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

KEY_ANGLES = np.radians([20.0, 85.0, 160.0, 235.0, 300.0])
KEYS = np.stack([np.cos(KEY_ANGLES), np.sin(KEY_ANGLES)], axis=-1)
LETTERS = "abcde"
VALUES = np.array([1.0, 4.0, 2.0, 5.0, 3.0])
ANGLES = np.arange(0, 361, 5)
LENGTHS = (1.0, 3.0, 10.0, 100.0)  # of the query
DIMENSIONS = (1, 4, 16, 64, 256)
KEY_COUNT = 16
LOOK_UPS = 1000


def looked_up(angles: Array, length: float) -> tuple[Array, Array]:
    """What a query at each angle (radians) finds, (n,), and its weights (n, 5).

    >>> found, weights = looked_up(np.radians([85.0]), 100.0)
    >>> found.round(3).tolist(), weights.argmax(axis=-1).tolist()
    ([4.0], [1])
    """
    query = length * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    weights = np.asarray(softmax(query @ KEYS.T))
    return weights @ VALUES, weights


def turned(angles: Array, length: float) -> Array:
    """The slope of what is found by the angle, per degree: Σ wᵢ (vᵢ − found) ∂sᵢ/∂angle."""
    found, weights = looked_up(angles, length)
    score_slope = length * np.stack([-np.sin(angles), np.cos(angles)], axis=-1) @ KEYS.T
    slope = (weights * (VALUES - found[:, None]) * score_slope).sum(axis=-1)
    return np.asarray(np.radians(slope))


def turn_the_query() -> Scene:
    """Turn a query among five keys, short or long: the weights and what it finds.

    >>> [axis.count for axis in turn_the_query().axes]
    [73, 4]
    """
    names = ("angle", "length of the query")
    radians = np.radians(ANGLES)
    made = [looked_up(radians, length) for length in LENGTHS]
    found = np.stack([one for one, _ in made], axis=1)
    weights = np.stack([two for _, two in made], axis=1)
    slope = np.stack([turned(radians, length) for length in LENGTHS], axis=1)
    fine = np.radians(np.linspace(0, 360, 1441))
    curves = np.stack([looked_up(fine, length)[0] for length in LENGTHS])
    now = Varying(ANGLES, names[:1])
    return Scene(
        axes=[
            Axis(names[0], ANGLES, play=True, duration=9.0),
            Axis(names[1], LENGTHS, labels=[f"{length:g}" for length in LENGTHS], first=1),
        ],
        panels=[
            _keys_and_query(names[:1]),
            Panel(
                [bars(list(LETTERS), Varying(weights, names), color=0)],
                title="Weights",
                y=(0.0, 1.0),
                x_label="key",
                y_label="weight, a share of 1",
            ),
            Panel(
                [
                    line(
                        np.degrees(fine),
                        Varying(curves, names[1:]),
                        color=2,
                    ),
                    dots(now, Varying(found, names), color=1, size=10),
                ],
                title="What is found",
                x=(0, 360),
                y=(0.5, 5.5),
                x_label="angle of the query, degrees",
                y_label="value found",
            ),
        ],
        alt="A query turns like the hand of a clock among five keys. The bar of the key that it "
        "points at grows, the others shrink, and the value that is found follows. Notice what the "
        "length of the query does to the bars, and to the curve of what is found.",
        readout=[
            ("found", Varying(found, names), ".3f"),
            ("slope, per degree", Varying(slope, names), ".4f"),
            ("largest weight", Varying(weights.max(axis=-1), names), ".2f"),
        ],
        still={"angle": 22},
    )


def _keys_and_query(names: tuple[str, ...]) -> Panel:
    """The keys in the plane, and the direction in which the query points."""
    radians = np.radians(ANGLES)
    return Panel(
        [
            *(line([0, x], [0, y], color="muted", width=1) for x, y in KEYS),
            dots(KEYS, color=0, size=9, label="keys"),
            *(
                text(1.28 * x, 1.28 * y, letter, size=14)
                for letter, (x, y) in zip(LETTERS, KEYS, strict=True)
            ),
            arrows(
                0.0,
                0.0,
                Varying(0.8 * np.cos(radians), names),
                Varying(0.8 * np.sin(radians), names),
                color=1,
                width=3,
                label="direction of the query",
            ),
        ],
        title="Keys and query",
        x=(-1.5, 1.5),
        y=(-1.5, 1.5),
        x_label="first number of a vector",
        y_label="second number",
        equal=True,
    )


def jacobian_size(weights: Array) -> Array:
    """‖J‖ of the softmax, J = diag(p) − p pᵀ: the root of the sum of its squares, (..., n) → (...).

    >>> jacobian_size(np.array([0.5, 0.5]))
    np.float64(0.5)
    """
    off_diagonal = weights[..., :, None] * weights[..., None, :]
    off_diagonal = off_diagonal * (1 - np.eye(weights.shape[-1]))
    diagonal = weights * (1 - weights)
    squares = (off_diagonal**2).sum(axis=(-2, -1)) + (diagonal**2).sum(axis=-1)
    return np.asarray(np.sqrt(squares))[()]


@cache
def many_look_ups() -> tuple[Array, Array]:
    """Weights in falling order, averaged, (5, 2, 16), and the median ‖J‖, (5, 2).

    For each dimension, with the scores as they are and divided by √d; queries and keys are drawn
    from the standard normal distribution.
    """
    rng = np.random.default_rng(0)
    mean_weights = np.zeros((len(DIMENSIONS), 2, KEY_COUNT))
    sizes = np.zeros((len(DIMENSIONS), 2))
    for row, d in enumerate(DIMENSIONS):
        queries = rng.normal(size=(LOOK_UPS, d))
        # Against a fixed query, q · k of standard normal keys is normal with deviation ‖q‖.
        lengths = np.linalg.norm(queries, axis=-1, keepdims=True)
        raw = lengths * rng.normal(size=(LOOK_UPS, KEY_COUNT))
        for column, scores in enumerate((raw, raw / np.sqrt(d))):
            weights = np.asarray(softmax(scores))
            mean_weights[row, column] = np.sort(weights, axis=-1)[:, ::-1].mean(axis=0)
            sizes[row, column] = np.median(jacobian_size(weights))
    return mean_weights, sizes


def more_dimensions() -> Scene:
    """Sixteen keys in more and more dimensions: the weights, and the slope that is left.

    >>> [axis.count for axis in more_dimensions().axes]
    [5, 2]
    """
    names = ("dimension d", "scores")
    weights, sizes = many_look_ups()
    now = Varying(np.array(DIMENSIONS, float), names[:1])
    return Scene(
        axes=[
            Axis(names[0], DIMENSIONS, scale="log", play=True, duration=5.0),
            Axis(names[1], ("q · k", "q · k / √d")),
        ],
        panels=[
            Panel(
                [bars(np.arange(1, KEY_COUNT + 1), Varying(weights, names), color=0)],
                title="Weights of the 16 keys, the largest first",
                x=(0.4, KEY_COUNT + 0.6),
                y=(0.0, 1.0),
                x_label="key, by rank",
                y_label="weight, mean of 1,000 look-ups",
            ),
            Panel(
                [
                    line(
                        now,
                        Varying(sizes, names),
                        color=2,
                        label="median of 1,000 look-ups",
                        grows=True,
                    ),
                    dots(now, Varying(sizes, names), color=2, size=10),
                ],
                title="Slope of the softmax",
                x=(1, DIMENSIONS[-1], "log"),
                y=(3e-3, 1.0, "log"),
                x_label="dimension d",
                y_label="‖softmax Jacobian‖",
            ),
        ],
        alt="Sixteen bars, the weights of a look-up in falling order, while the keys and the query "
        "get more and more dimensions. Beside them the size of the softmax's Jacobian. Compare "
        "what happens with the scores as they are and with the scores divided by √d.",
        readout=[
            ("largest weight, mean", Varying(weights[..., 0], names), ".2f"),
            ("‖softmax Jacobian‖, median", Varying(sizes, names), ".4f"),
        ],
        still={names[0]: 4},
    )
