"""Lesson 15, the search for numbers: grid or random, even in α or in its logarithm."""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.race_fairly.field import near
from calclib.optimize.descent import walk
from calclib.optimize.rules import AdaGrad
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, dots, heat, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Dot(TypedDict, total=False):
    """How the dots of a way to search are told from the other's."""

    color: int
    marker: str
    label: str


TRIALS = 16
TITLES = ("Grid", "Random")
SEEDS = 8
RATE_POWERS = (-4.0, 1.0)
EPSILON_POWERS = (-10.0, -2.0)
LONGEST = 400  # steps; a run that has not arrived by then counts as this
FINE = np.linspace(*RATE_POWERS, 126)
LOOKS: tuple[Dot, ...] = (
    {"color": 1, "marker": "square", "label": "grid"},
    {"color": 0, "marker": "circle", "label": "random"},
)
SPACINGS = ("even in log α", "even in α")


def steps_of(rate_powers: ArrayLike, epsilon_powers: ArrayLike) -> Array:
    """AdaGrad's steps to a valley of Himmelblau's, for α and ε as powers of ten, at most 400.

    >>> steps_of([0.0, 0.5], [-10.0, -10.0])
    array([24., 17.])
    """
    f = landscapes.himmelblau
    rates, epsilons = np.broadcast_arrays(rate_powers, epsilon_powers)
    rule = AdaGrad(10.0 ** rates[..., None], 10.0 ** epsilons[..., None])
    arrived = near(f.minima)
    first = np.full(rates.shape, float(LONGEST))
    for step, points in enumerate(islice(walk(f, f.start, rule), LONGEST)):
        first[arrived(points) & (first == LONGEST)] = step
    return first


@cache
def _landscape() -> Array:
    """The steps over ε (rows) and α (columns)."""
    rates, epsilons = np.meshgrid(FINE[::2], np.linspace(*EPSILON_POWERS, 9))
    return steps_of(rates, epsilons)


def grid(spacing: str = SPACINGS[0]) -> Array:
    """Sixteen trials (16, 2), powers of ten of α and ε: four values of each, crossed.

    >>> len(set(grid()[:, 0]))
    4
    """
    rates = np.linspace(*RATE_POWERS, 4)
    if spacing == SPACINGS[1]:
        rates = np.log10(np.linspace(10.0 ** RATE_POWERS[0], 10.0 ** RATE_POWERS[1], 4))
    both = np.meshgrid(rates, np.linspace(*EPSILON_POWERS, 4), indexing="ij")
    return np.stack(both, axis=-1).reshape(-1, 2)


def random(seed: int, spacing: str = SPACINGS[0], count: int = TRIALS) -> Array:
    """Trials (count, 2) drawn at random over the same ranges.

    >>> len(set(random(7)[:, 0]))
    16
    """
    rng = np.random.default_rng(seed)
    share = rng.random((count, 2))
    low, high = np.array([RATE_POWERS, EPSILON_POWERS]).T
    trials = low + share * (high - low)
    if spacing == SPACINGS[1]:
        ends = 10.0 ** np.array(RATE_POWERS)
        trials[:, 0] = np.log10(ends[0] + share[:, 0] * (ends[1] - ends[0]))
    return np.asarray(trials)


def how_often_random_wins(seeds: int = 500) -> float:
    """The share of random searches whose best of 16 beats the best of the grid.

    >>> how_often_random_wins(20) > 0.5
    True
    """
    trials = np.stack([random(seed) for seed in range(seeds)])
    best = steps_of(trials[..., 0], trials[..., 1]).min(axis=-1)
    return float(np.mean(best < steps_of(*grid().T).min()))


def _both() -> Array:
    """All trials: (spacing, draw, grid | random, trial, 2)."""
    return np.stack(
        [
            [np.stack([grid(spacing), random(seed, spacing)]) for seed in range(SEEDS)]
            for spacing in SPACINGS
        ]
    )


def grid_or_random() -> Scene:
    """Spend sixteen trials on α and ε: on a grid, or at random; α matters here and ε does not.

    >>> grid_or_random().axis("trial").count
    16
    """
    found = _both()
    steps = steps_of(found[..., 0], found[..., 1])
    seen = np.tri(TRIALS, dtype=bool)[:, None, None, None]  # (now, 1, 1, 1, trial)
    axes = ("trial", "spacing of α", "draw")
    shown = np.where(seen[..., None], found, np.nan)
    heights = np.where(seen, steps, np.nan)
    best = np.nanmin(heights, axis=-1)
    marks = [_map(title, Varying(shown[:, :, :, k], axes)) for k, title in enumerate(TITLES)]
    seen_from_alpha = [
        dots(
            Varying(shown[:, :, :, k, :, 0], axes),
            Varying(heights[:, :, :, k], axes),
            size=8,
            **look,
        )
        for k, look in enumerate(LOOKS)
    ]
    return Scene(
        axes=[
            Axis("trial", range(1, TRIALS + 1), play=True, duration=5.0),
            Axis("spacing of α", SPACINGS),
            Axis("draw", range(1, SEEDS + 1)),
        ],
        panels=[
            *marks,
            _curve_panel(seen_from_alpha),
        ],
        alt="Sixteen trials of a learning rate and an epsilon, on a grid and at random, over a map "
        "whose colours change with the rate alone. The grid tries four rates, the random search "
        "sixteen, and comes closer to the dip of the curve below.",
        readout=[
            ("best of the grid", Varying(best[..., 0], axes), ".0f"),
            ("best at random", Varying(best[..., 1], axes), ".0f"),
        ],
    )


def _room(powers: tuple[float, float]) -> tuple[float, float]:
    """A range with a margin, in which a trial at its end is not cut."""
    low, high = powers
    return low - 0.06 * (high - low), high + 0.06 * (high - low)


def _map(title: str, trials: Varying) -> Panel:
    """Where the trials lie, over the steps as colours."""
    return Panel(
        [
            heat(_landscape(), (*RATE_POWERS, *EPSILON_POWERS), log=True, low=5, high=LONGEST),
            dots(trials, color="ink", size=8, marker="cross"),
        ],
        title=title,
        x=_room(RATE_POWERS),
        y=_room(EPSILON_POWERS),
        x_label="α, power of ten",
        y_label="ε, power of ten",
    )


def _curve_panel(trials: Sequence[Mark]) -> Panel:
    """The steps against the rate alone, with the trials on the curve."""
    curve = line(FINE, steps_of(FINE, EPSILON_POWERS[0]), color="muted", width=1.5)
    return Panel(
        [curve, *trials],
        title="Steps, seen from α alone",
        y=(5, 600, "log"),
        x=_room(RATE_POWERS),
        x_label="α, power of ten",
        y_label="steps",
    )
