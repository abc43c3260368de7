"""Lesson 10, sample a batch: guess the gradient from a few penguins, and pay for the guess."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions.landscapes import DataLandscape, least_squares
from calclib.learn.data import penguins
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, arrows, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

START = (-0.8, 1.2)
SIZES = (1, 19, 342)
# Seconds a sample, relative to a batch of one: python tests/benchmarks/batches.py, one thread, in
# one run. "line" has 2 weights, "layer" 512 × 512.
SECONDS = {
    "batch size": (1, 4, 19, 76, 342),
    "line": (1.0, 0.25, 0.054, 0.015, 0.0052),
    "layer": (1.0, 0.14, 0.042, 0.021, 0.022),
}
COUNTS = ("steps", "samples", "seconds")
BOWL = (-1.2, 1.8, -0.9, 1.5)
LOOKS = (("solid", "circle"), ("dashed", "square"), ("dotted", "triangle"))
COLORS = (1, 2, 0)
PLACES = ("at the start", "at the minimum")
DRAWS = ("without replacement", "with replacement")


def measurements() -> tuple[Array, Array]:
    """Flippers and masses of the penguins, standardised: mean 0 and mean square 1, each (342,).

    >>> x, y = measurements()
    >>> x.shape, abs(float(x.mean())) < 1e-12, round(float(np.mean(x * x)), 12)
    ((342,), True, 1.0)

    Source: Gorman, Williams and Fraser 2014, doi:10.1371/journal.pone.0090081.
    """
    birds = penguins()
    x, y = ((size - size.mean()) / size.std() for size in (birds.flipper, birds.mass))
    return x, y


def penguin_loss() -> DataLandscape:
    """L(m, b) = mean of (m x + b − y)², over all penguins, as a Function of w = (m, b).

    >>> penguin_loss().hessian([0.0, 0.0]).round(9) + 0.0
    array([[2., 0.],
           [0., 2.]])
    """
    x, y = measurements()
    return least_squares(np.column_stack([x, np.ones_like(x)]), y)


def sample_gradients(w: Sequence[float]) -> Array:
    """The gradient of each penguin's own squared error at w = (m, b): (342, 2).

    2 (m x + b − y) (x, 1)

    >>> sample_gradients(START).mean(axis=0).round(2)
    array([-3.34,  2.4 ])
    """
    x, y = measurements()
    m, b = w
    gradients: Array = 2 * (m * x + b - y)[:, None] * np.column_stack([x, np.ones_like(x)])
    return gradients


def three_batch_sizes(
    learning_rate: float = 0.02, sizes: Sequence[int] = SIZES, ticks: int = 180
) -> Scene:
    """Walk down one bowl with three batch sizes, given equal steps, samples or seconds.

    learning_rate: one for all.
    sizes: three batch sizes; one tick of time is what a step of the middle one takes.
    ticks: how many are shown.

    >>> three_batch_sizes(ticks=9).axis("count in").values
    ('steps', 'samples', 'seconds')
    """
    f = penguin_loss()
    taken = steps_taken(sizes, ticks)
    trails = []
    heads = []
    curves = []
    readout = []
    for k, size in enumerate(sizes):
        points = walk_by_batches(f, size, learning_rate, int(taken[..., k].max()))[taken[..., k]]
        run = Varying(points, ("time", "count in"))
        above = Varying(excess(f, points), run.axes)
        dash, marker = LOOKS[k]
        name = f"B = {size}"
        trails.append(trail(run, color=COLORS[k], dash=dash))
        heads.append(dots(run, color=COLORS[k], marker=marker, size=9, label=name))
        curves.append(line(above, color=COLORS[k], dash=dash, label=name, grows=True))
        readout.append((f"{name} saw", Varying(size * taken[..., k], run.axes), ",.0f"))
    return Scene(
        [Axis("time", range(ticks + 1), play=True, duration=8.0), Axis("count in", COUNTS)],
        [
            _bowl(f, trails, heads),
            Panel(
                [*curves, cursor("time")],
                "Loss above the lowest",
                y=(1e-5, 10.0, "log"),
                x_label=f"time (1 is a step of B = {sizes[1]})",
                y_label="L − L*",
            ),
        ],
        alt="Three walks down one round bowl, by batches of "
        f"{', '.join(map(str, sizes[:-1]))} and {sizes[-1]} penguins. Given equal steps, equal "
        "samples or equal seconds: watch which comes near the minimum first, and which of them "
        "come to rest there.",
        readout=readout,
        still={"time": ticks // 3, "count in": 1},
    )


def walk_by_batches(f: DataLandscape, size: int, learning_rate: float, steps: int) -> Array:
    """The points (steps + 1, 2) of a walk by batches of a size, from the start of the scene.

    >>> walk_by_batches(penguin_loss(), 342, 0.5, 1).round(3) + 0.0
    array([[-0.8  ,  1.2  ],
           [ 0.871,  0.   ]])
    """
    points = np.empty((steps + 1, 2))
    points[0] = START
    batches = f.batches(size, np.random.default_rng(7))
    # Thousands of tiny steps: the gradient by its formula, ten times faster here than by autodiff.
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            X, y = next(batches).data
            slope = 2 / len(y) * (X @ points[k] - y) @ X
            points[k + 1] = points[k] - learning_rate * slope
    lost = np.cumsum(~(np.abs(points) < 1e6).all(axis=1)) > 0
    points[lost] = np.nan
    return points


def steps_taken(sizes: Sequence[int], ticks: int) -> NDArray[np.int_]:
    """How many steps each batch size has taken, (ticks + 1, 3 ways to count, sizes).

    One tick is a step of the middle size: one step of each, or as many as fit into the same number
    of samples, or into the same seconds by SECONDS["line"].

    >>> steps_taken((1, 19, 342), 18)[-1].tolist()
    [[18, 18, 18], [342, 18, 1], [18, 18, 10]]
    """
    known = np.log(SECONDS["batch size"]), np.log(SECONDS["line"])
    per_sample = np.exp(np.interp(np.log(sizes), *known))
    price = np.array([np.ones(len(sizes)), sizes, per_sample * sizes])
    share = price[:, 1:2] / price
    whole: NDArray[np.int_] = np.floor(np.arange(ticks + 1)[:, None, None] * share + 1e-9)
    return whole.astype(int)


def excess(f: DataLandscape, points: Array) -> Array:
    """L − L*, how far the loss at points (..., d) lies above the lowest: ½ (w − w*)ᵀH(w − w*).

    >>> f = penguin_loss()
    >>> round(float(excess(f, np.array(START)) - f.value(START) + f.value(f.minima[0])), 12) + 0.0
    0.0
    """
    away = points - np.array(f.minima[0])
    height: Array = 0.5 * np.sum((away @ f.hessian(f.minima[0])) * away, axis=-1)
    return height


def _bowl(f: DataLandscape, trails: Sequence[Mark], heads: Sequence[Mark]) -> Panel:
    """The loss from above, the walks on it and its lowest point."""
    floor = f.value(f.minima[0])
    rings = np.arange(1, 10) / 9
    bowl = contours(f, BOWL, levels=list(floor + 5 * rings**2))
    lowest = np.round(f.minima[0], 12)  # b* is 0 but for rounding, which machines do differently
    goal = dots([lowest], color="ink", marker="cross", size=8)
    return Panel(
        [bowl, *trails, goal, *heads],
        "The bowl from above",
        equal=True,
        x_label="tilt m",
        y_label="height b",
    )


def gradient_guesses(count: int = 300) -> Scene:
    """Guess the gradient from batches: the spread of the guesses against the batch size.

    count: how many batches of each size. A batch of the next size keeps its samples and adds some.

    >>> gradient_guesses(count=20).axis("batch size").values[:4]
    array([1., 2., 3., 4.])
    """
    rng = np.random.default_rng(7)
    places = np.stack([sample_gradients(w) for w in (START, penguin_loss().minima[0])])
    n = places.shape[1]
    sizes = np.unique(np.geomspace(1, n, 22).round().astype(int))
    truth = places.mean(axis=1)
    spread = width(places)
    once = rng.permuted(np.tile(np.arange(n), (count, 1)), axis=1)
    orders = (once, rng.integers(n, size=(count, n)))
    sums = np.stack([places[:, order].cumsum(axis=2) for order in orders])
    guesses = np.moveaxis(sums[:, :, :, sizes - 1] / sizes[:, None], 3, 0)
    left = np.stack([np.sqrt((n - sizes) / (n - 1)), np.ones(len(sizes))])
    predicted = left[:, None, :] * spread[:, None] / np.sqrt(sizes)  # (draw, place, sizes)
    names = ("batch size", "draw", "place")
    measured = np.sqrt(np.mean(np.sum((guesses - truth[:, None]) ** 2, axis=-1), axis=-1))
    measured = np.where(measured < 1e-12, 0.0, measured)  # of all samples: exact but for rounding
    cloud = _cloud(Varying(guesses, names), truth, np.moveaxis(predicted, -1, 0))
    return Scene(
        [
            Axis("batch size", sizes, scale="log", play=True),
            Axis("place", PLACES),
            Axis("draw", DRAWS, first=1),
        ],
        [
            Panel(
                cloud,
                f"{count} guesses of the gradient",
                x=(-13.0, 7.0),
                y=(-7.0, 11.0),
                equal=True,
                x_label="∂L/∂m",
                y_label="∂L/∂b",
            ),
            _width_panel(sizes, spread, np.where(predicted > 0, predicted, np.nan), measured),
        ],
        alt="Dots, each a guess of the gradient from a batch of penguins, around an arrow, the "
        "true gradient. As the batch grows, watch how far the dots spread; on the right their "
        "width stands against the batch size, on log–log axes, beside a formula.",
        readout=[("width, measured", Varying(measured, names))],
        still={"batch size": 8},
    )


def width(gradients: Array) -> Array:
    """σ, the root of the mean squared distance of gradients (..., n, d) from their mean: (...).

    >>> width(np.array([[1.0], [2.0], [3.0], [6.0]])) ** 2
    np.float64(3.5)
    """
    away = gradients - gradients.mean(axis=-2, keepdims=True)
    sigma: Array = np.sqrt(np.mean(np.sum(away * away, axis=-1), axis=-1))
    return sigma


def _cloud(guesses: Varying, truth: Array, radius: Array) -> list[Mark]:
    """Guesses as dots, the true gradient as an arrow, and a circle of the predicted width."""
    turn = np.linspace(0, 2 * np.pi, 73)
    x, y = (
        truth[:, k, None] + radius[..., None] * wave(turn)
        for k, wave in enumerate((np.cos, np.sin))
    )
    names = guesses.axes
    u, v = (Varying(truth[:, k : k + 1], ("place",)) for k in (0, 1))
    return [
        dots(guesses, color=2, size=4, opacity=0.5, label="a batch's guess"),
        line(Varying(x, names), Varying(y, names), color=1, dash="dashed", label="predicted width"),
        arrows([0.0], [0.0], u, v, color="ink", width=2.5, label="the true gradient"),
    ]


def _width_panel(sizes: Array, spread: Array, predicted: Array, measured: Array) -> Panel:
    """The width of the guesses against the batch size, measured and predicted.

    All of it reaches as far as the present batch size: more would give the answer.
    """
    names = ("batch size", "draw", "place")
    played = Varying(np.where(sizes <= sizes[:, None], sizes, np.nan), names[:1])
    plain = Varying(spread[:, None] / np.sqrt(sizes), ("place",))
    exact = Varying(predicted, names[1:])
    every = Varying(np.moveaxis(measured, 0, -1), names[1:])
    now = Varying(sizes[:, None], names[:1])
    return Panel(
        [
            line(played, plain, color="ink", width=1.5, dash="dashed", label="σ/√B"),
            line(played, exact, color=1, label="predicted for this draw"),
            dots(played, every, color="muted", size=5, label="measured"),
            dots(now, Varying(measured, names), color=2, size=10, label="now"),
        ],
        "Width of the guesses",
        x=(0.9, 400.0, "log"),
        y=(0.02, 8.0, "log"),
        x_label="batch size B",
        y_label="width",
    )
