"""Lesson 10, the noise cloud: a slope with noise in it, many runs at once, rates that shrink."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions import schedules
from calclib.functions.function import Function
from calclib.lessons.sample_a_batch.scenes import measurements
from calclib.optimize.descent import sweep, walk
from calclib.optimize.rules import GradientDescent, Rate
from calclib.stage.axis import Axis
from calclib.stage.limits import Range
from calclib.stage.marks import Mark, Style, Varying, area, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is drawn."""

    color: int
    dash: str
    width: float
    opacity: float


RATES = (0.02, 0.1, 0.5, 1.0)
FAR = 3.0  # where every run starts
RUNS = 2_000
SHOWN = 30  # of these runs are drawn
DECAY_LOOKS: tuple[Stroke, ...] = (
    {"color": 1},
    {"color": 0, "dash": "dashed"},
    {"color": 4, "dash": "dotted", "width": 3.0},
    {"color": 3, "width": 4.0, "opacity": 0.8},
)
FORMULA: Style = {"color": 1, "dash": "dashed", "label": "α σ²/(λ(2 − αλ))"}


def mean_square(rate: ArrayLike, curvature: float = 1.0, sigma: float = 1.0) -> Array:
    """E x² of a noisy descent at rest: α σ² / (λ (2 − α λ)), for rates α below 2/λ.

    The slope is λx plus noise of mean 0 and variance σ², drawn anew at each step.

    >>> mean_square([0.02, 0.1, 0.5]).round(4)
    array([0.0101, 0.0526, 0.3333])

    Source: Bottou, Curtis and Nocedal 2018, doi:10.1137/16M1080173, section 4.2, for any strongly
    convex loss, as a bound.
    """
    alpha = np.asarray(rate, dtype=float)
    return np.asarray(alpha * sigma**2 / (curvature * (2 - alpha * curvature)))


def noisy_bowls(runs: int, rng: np.random.Generator) -> Iterator[Function]:
    """For ever x²/2 with a random tilt for each run: the slope x plus noise of variance 1.

    >>> bowl = next(noisy_bowls(20_000, np.random.default_rng(7)))
    >>> abs(float(bowl.gradient(np.ones((20_000, 1))).mean()) - 1) < 0.02
    True
    """
    while True:
        yield _tilted_bowl(rng.normal(size=runs))


def _tilted_bowl(tilt: Array) -> Function:
    """x²/2 with a tilt of its own for each run."""
    return Function(lambda x: x * x / 2 + tilt * x)


def noisy_runs(rate: Rate, steps: int, runs: int = RUNS) -> tuple[Array, Array]:
    """Mean x² (steps + 1, R) over all runs, and x of a few (steps + 1, R, runs shown).

    rate: R learning rates as sweep(rates)[:, None], or a schedule that gives such an array. Runs
    start at 3; all rates meet the same noise.

    >>> mean, few = noisy_runs(sweep([0.1, 0.5])[:, None], steps=5, runs=100)
    >>> mean.shape, few.shape, mean[0].tolist()
    ((6, 2), (6, 2, 30), [9.0, 9.0])
    """
    bowls = noisy_bowls(runs, np.random.default_rng(7))
    points = walk(bowls, np.full((runs, 1), FAR), GradientDescent(rate))
    kept = [(np.mean(x**2, axis=-2), x[:, :SHOWN, 0].copy()) for x in islice(points, steps + 1)]
    means, few = zip(*kept, strict=True)
    return np.stack(means)[..., 0], np.stack(few)


def noise_cloud(rates: Sequence[float] = RATES, steps: int = 300, runs: int = RUNS) -> Scene:
    """Walk many noisy runs down x²/2 at a fixed rate: they arrive, and never come to rest.

    rates: the stops of the control; runs: how many the mean is taken over.

    >>> noise_cloud(steps=20, runs=50).axis("learning rate").labels
    ('0.02', '0.1', '0.5', '1')
    """
    mean, few = noisy_runs(sweep(rates)[:, None], steps, runs)
    rest = mean_square(rates)
    names = ("step", "learning rate")
    now = Varying(np.arange(steps + 1.0), names[:1])
    # The band and the height of the formula reach as far as the play: they would give the answer.
    so_far = Varying(np.outer(np.arange(steps + 1.0), [0.0, 1.0]), names[:1])
    top = np.sqrt(rest)[:, None] + np.zeros(2)
    edges = Varying(top, names[1:]), Varying(-top, names[1:])
    band = area(so_far, *edges, color=1, label="±√E x², the formula")
    rims = [line(so_far, edge, color=1, width=1.5, dash="dashed") for edge in edges]
    return Scene(
        [
            Axis("step", range(steps + 1), play=True),
            Axis("learning rate", rates, labels=[f"{rate:g}" for rate in rates], first=1),
        ],
        [
            _swarm(now, Varying(few, names), runs, (0.0, steps), [band], rims),
            Panel(
                [
                    line(
                        now, Varying(mean, names), color=2, label="mean of x², all runs", grows=True
                    ),
                    line(so_far, Varying(rest[:, None] + np.zeros(2), names[1:]), **FORMULA),
                    cursor("step"),
                    dots(now, Varying(mean, names), color=2, size=10),
                ],
                "Mean square of x",
                y=(3e-3, 20.0, "log"),
                x_label="step",
            ),
        ],
        alt="Thirty noisy runs start far from the minimum, over a band from the formula. Watch how "
        "near they come, at each learning rate, and on the right what becomes of the mean square "
        "of all runs beside the height that the formula gives.",
        readout=[
            ("mean of x²", Varying(mean, names), ".3g"),
            ("formula", Varying(rest, names[1:]), ".3g"),
        ],
        still={"learning rate": 1, "step": 150},
    )


def shrink_the_rate(first: float = 1.0, steps: int = 1000, runs: int = RUNS) -> Scene:
    """Let the rate decay: four schedules on the same noise, and how near each comes.

    first: the c of the rate c/(k + 1).
    steps: how many; stops are spaced evenly on a log scale.

    >>> shrink_the_rate(steps=20, runs=50).axis("schedule").values[-1]
    '0.5 · 0.9ᵏ'
    """
    kinds = decays(first)
    at_once = schedules.Schedule(
        "all four", lambda k: sweep([float(rate(k)) for rate in kinds.values()])[:, None]
    )
    mean, few = noisy_runs(at_once, steps, runs)
    stops = np.unique(np.geomspace(1, steps, 90).round().astype(int))
    names = ("step", "schedule")
    now = Varying(stops.astype(float), names[:1])
    curves = [
        line(now, Varying(mean[stops, k], names[:1]), label=name, grows=True, **DECAY_LOOKS[k])
        for k, name in enumerate(kinds)
    ]
    here = Varying(mean[stops], names)
    return Scene(
        [
            Axis("step", stops, play=True, scale="log", duration=8.0),
            Axis("schedule", list(kinds), first=2),
        ],
        [
            _swarm(now, Varying(few[stops], names), runs, (1.0, steps, "log")),
            Panel(
                [*curves, cursor("step"), dots(now, here, color="ink", size=10)],
                "Mean square of x",
                x=(1.0, steps, "log"),
                y=(3e-4, 20.0, "log"),
                x_label="step",
            ),
        ],
        alt="Thirty noisy runs under one of four schedules of the learning rate, and the mean "
        "square of all runs against the step, on log–log axes, a curve for each schedule. Watch "
        "which curves go on falling, and which become level.",
        readout=[("mean of x²", here, ".2g")],
        still={"schedule": 2, "step": 60},
    )


def decays(first: float = 1.0) -> dict[str, schedules.Schedule]:
    """The schedules of the scene by name; first: the c of c/(k + 1).

    >>> [round(rate(3), 2) for rate in decays().values()]
    [0.5, 0.25, 0.25, 0.36]
    """
    harmonic = schedules.Schedule("1/k", lambda k: first / (k + 1))
    return {
        "0.5": schedules.constant(0.5),
        "0.5/√(k + 1)": schedules.inverse_root(0.5),
        f"{first:g}/(k + 1)": harmonic,
        "0.5 · 0.9ᵏ": schedules.exponential(0.5, 0.9),
    }


def distance_after_passes(order: str, learning_rate: float = 0.02, size: int = 19) -> float:
    """How far from the best line the ends of passes over the penguins lie, in root mean square.

    order: "sorted" by flipper, always alike; "with replacement", drawn anew for each sample; or
    "shuffled" before each pass. Passes 21 to 200 count. ValueError for any other order.

    >>> round(distance_after_passes("shuffled", learning_rate=0.5, size=342), 6)
    0.0
    """
    x, y = measurements()
    n = len(x)
    rng = np.random.default_rng(7)
    orders: dict[str, Callable[[], NDArray[np.int_]]] = {
        "sorted": lambda: np.argsort(x, kind="stable"),
        "with replacement": lambda: rng.integers(n, size=n),
        "shuffled": lambda: rng.permutation(n),
    }
    if order not in orders:
        raise ValueError(f"order={order!r} is none of {', '.join(orders)}.")
    X = np.column_stack([x, np.ones(n)])
    best = np.array([np.mean(x * y), 0.0])
    w = np.zeros(2)
    away = []
    for _ in range(200):
        birds = orders[order]()
        for batch in np.split(birds, range(size, n, size)):
            slope = 2 * np.mean((X[batch] @ w - y[batch])[:, None] * X[batch], axis=0)
            w = w - learning_rate * slope
        away.append(np.sum((w - best) ** 2))
    return float(np.sqrt(np.mean(away[20:])))


def _swarm(
    now: Varying,
    few: Varying,
    runs: int,
    x: Range,
    behind: Sequence[Mark] = (),
    above: Sequence[Mark] = (),
) -> Panel:
    """Some runs as curves over the step, each with its present point, between other marks."""
    steps = Varying(now.values[:, None] + np.zeros(few.rest), now.axes)
    marks = [
        *behind,
        line(steps, few, color="muted", width=0.8, opacity=0.4, grows=True),
        *above,
        dots(steps, few, color=2, size=5, label="a run"),
    ]
    return Panel(
        marks,
        f"{SHOWN} of {runs:,} runs",
        x=x,
        y=(-3.5, 3.5),
        x_label="step",
        y_label="distance x",
    )
