"""Lesson 15, the search for numbers: grid or random, even in α or in its logarithm."""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.optimize.descent import walk
from calclib.optimize.rules import AdaGrad
from calclib.optimize.timing import near
from calclib.optimize.tuning import median_interval
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, cursor, dots, heat, line
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
SHIFTS = np.arange(20) / 20  # of the grid, as a share of the way from one of its rates to the next
SEARCHES = 300  # random searches against which each shift of the grid is set
TOPS = 10.0 ** np.arange(0, 5)  # ends of the range of α; all ranges begin at 0.0001
SPACINGS = ("even in log α", "even in α")
LOOKS: tuple[Dot, ...] = (
    {"color": 1, "marker": "square", "label": "grid"},
    {"color": 0, "marker": "circle", "label": "random"},
)
SPACED: tuple[Dot, ...] = (
    {"color": 0, "marker": "circle", "label": SPACINGS[0]},
    {"color": 1, "marker": "square", "label": SPACINGS[1]},
)


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


def grid(shift: float = 0.5) -> Array:
    """Sixteen trials (16, 2), powers of ten of α and ε: four values of each, crossed.

    shift: where the first α stands, as a share of the way to the second.

    >>> len(set(grid()[:, 0]))
    4
    """
    low, high = RATE_POWERS
    rates = low + (np.arange(4) + shift) * (high - low) / 4
    both = np.meshgrid(rates, np.linspace(*EPSILON_POWERS, 4), indexing="ij")
    return np.stack(both, axis=-1).reshape(-1, 2)


def random(seed: int, count: int = TRIALS) -> Array:
    """Trials (count, 2) drawn at random over the same ranges.

    >>> len(set(random(7)[:, 0]))
    16
    """
    share = np.random.default_rng(seed).random((count, 2))
    low, high = np.array([RATE_POWERS, EPSILON_POWERS]).T
    return np.asarray(low + share * (high - low))


@cache
def how_often_random_wins() -> Array:
    """For each shift of the grid, the share of 300 random searches that find a better best: (20,).

    Where both are level, half a win is counted.

    >>> how_often_random_wins().shape
    (20,)
    """
    trials = np.stack([random(seed) for seed in range(SEARCHES)])
    best = steps_of(trials[..., 0], trials[..., 1]).min(axis=-1)
    grids = np.stack([grid(shift) for shift in SHIFTS])
    rivals = steps_of(grids[..., 0], grids[..., 1]).min(axis=-1)
    wins = (best < rivals[:, None]) + (best == rivals[:, None]) / 2
    return np.asarray(wins.mean(axis=-1))


def grid_or_random() -> Scene:
    """Spend sixteen trials on α and ε: on a grid that can be shifted, or at random.

    >>> grid_or_random().axis("trial").count
    16
    """
    grids = np.stack([grid(shift) for shift in SHIFTS])
    draws = np.stack([random(seed) for seed in range(SEEDS)])
    searches = (_Search(grids, "shift of the grid"), _Search(draws, "draw"))
    maps = [_map(title, one) for title, one in zip(TITLES, searches, strict=True)]
    on_curve = [one.seen_from_alpha(**look) for one, look in zip(searches, LOOKS, strict=True)]
    return Scene(
        axes=[
            Axis("trial", range(1, TRIALS + 1), play=True, duration=5.0),
            Axis("shift of the grid", SHIFTS, first=10),
            Axis("draw", range(1, SEEDS + 1)),
        ],
        panels=[*maps, _curve_panel(on_curve), _wins_panel()],
        alt="Sixteen trials of a learning rate and an epsilon, on a grid and at random, over a map "
        "whose colours change with the rate alone. After the last trial a curve shows how often "
        "random search wins, for every shift of the grid.",
        readout=[
            ("best of the grid", searches[0].best, ".0f"),
            ("best at random", searches[1].best, ".0f"),
        ],
        still={"trial": 7},
    )


class _Search:
    """Trials (cases, 16, 2) that come in one after another; an axis chooses the case."""

    def __init__(self, trials: Array, axis: str) -> None:
        seen = np.tri(TRIALS, dtype=bool)[:, None, :]  # (now, 1, trial)
        steps = np.where(seen, steps_of(trials[..., 0], trials[..., 1]), np.nan)
        self.axes = ("trial", axis)
        self.shown = np.where(seen[..., None], trials, np.nan)
        self.steps = Varying(steps, self.axes)
        self.best = Varying(np.nanmin(steps, axis=-1), self.axes)

    def seen_from_alpha(self, **look: Unpack[Dot]) -> Mark:
        """The steps of the trials against their rate alone."""
        return dots(Varying(self.shown[..., 0], self.axes), self.steps, size=8, **look)


def best_by_spacing(seeds: int = 200) -> Array:
    """The best of sixteen draws, for both spacings and every end of the range: (2, 5, seeds).

    >>> best_by_spacing(3).shape
    (2, 5, 3)
    """
    shares = np.stack([np.random.default_rng(seed).random(TRIALS) for seed in range(seeds)])
    powers = np.stack([spaced_rates(shares, top) for top in TOPS], axis=1)
    return np.asarray(steps_of(powers, EPSILON_POWERS[0]).min(axis=-1))


def spaced_rates(shares: Array, top: float) -> Array:
    """Rates as powers of ten, from 0.0001 to an end, even in log α and even in α: (2, …).

    >>> spaced_rates(np.array([0.5]), 10.0).round(2)
    array([[-1.5],
           [ 0.7]])
    """
    low, high = 10.0 ** RATE_POWERS[0], top
    return np.stack([np.log10(low * (high / low) ** shares), np.log10(low + shares * (high - low))])


def log_or_even() -> Scene:
    """Draw sixteen rates, even in log α or even in α, while the end of the range moves out.

    >>> log_or_even().axis("range up to").count
    5
    """
    drawn = np.stack([np.random.default_rng(seed).random(TRIALS) for seed in range(SEEDS)])
    powers = np.stack([spaced_rates(drawn, top) for top in TOPS])  # (tops, 2, draws, 16)
    steps = steps_of(powers, EPSILON_POWERS[0])
    axes = ("range up to", "draw")
    both = best_by_spacing()
    marks = [
        dots(Varying(powers[:, k], axes), Varying(steps[:, k], axes), size=9, **look)
        for k, look in enumerate(SPACED)
    ]
    whole = np.linspace(RATE_POWERS[0], np.log10(TOPS[-1]), 201)
    best = steps.min(axis=-1)
    return Scene(
        axes=[
            Axis("range up to", TOPS, "log", play=True, labels=[f"{top:,.0f}" for top in TOPS]),
            Axis("draw", range(1, SEEDS + 1)),
        ],
        panels=[
            Panel(
                [line(whole, steps_of(whole, EPSILON_POWERS[0]), color="muted"), *marks],
                title="Sixteen rates of each kind",
                x=(RATE_POWERS[0] - 0.3, float(np.log10(TOPS[-1])) + 0.3),
                y=(5, 600, "log"),
                x_label="α, power of ten",
                y_label=f"steps; {LONGEST}: not there",
            ),
            _spacing_panel(both),
        ],
        alt="Left, sixteen learning rates drawn evenly in their logarithm and sixteen drawn "
        "evenly, on a curve of the steps that each needs. Right, the median of the best over 200 "
        "searches, with its interval, for every end of the range that was tried so far.",
        readout=[
            (f"best, {name}", Varying(best[:, k], axes), ".0f") for k, name in enumerate(SPACINGS)
        ],
    )


def _spacing_panel(both: Array) -> Panel:
    """Median and interval of the best of sixteen, against the end of the range."""
    middles = np.median(both, axis=-1)
    ends = np.apply_along_axis(median_interval, -1, both)  # (2, tops, 2)
    seen = np.tri(len(TOPS), dtype=bool)
    powers = np.log10(TOPS)
    marks: list[Mark] = []
    for k, look in enumerate(SPACED):
        places = powers + 0.06 * (2 * k - 1)
        marks += [
            dots(
                places,
                Varying(np.where(seen, middles[k], np.nan), ("range up to",)),
                color=look["color"],
                marker=look["marker"],
                size=7,
                group=look["label"],
            ),
            line(
                places,
                Varying(np.where(seen, middles[k], np.nan), ("range up to",)),
                color=look["color"],
                label=look["label"],
            ),
            *(
                line(
                    [place, place],
                    Varying(np.where(seen[:, n, None], ends[k, n], np.nan), ("range up to",)),
                    color=look["color"],
                    width=5,
                    opacity=0.5,
                )
                for n, place in enumerate(places)
            ),
        ]
    return Panel(
        marks,
        title=f"Best of sixteen: median of {both.shape[-1]} searches",
        x=(-0.4, float(powers[-1]) + 0.4),
        y=(5, 600, "log"),
        x_label="range of α from 0.0001 up to, power of ten",
        y_label="steps",
    )


def _room(powers: tuple[float, float]) -> tuple[float, float]:
    """A range with a margin, in which a trial at its end is not cut."""
    low, high = powers
    return low - 0.06 * (high - low), high + 0.06 * (high - low)


def _map(title: str, search: _Search) -> Panel:
    """Where the trials lie, over the steps as colours."""
    return Panel(
        [
            heat(_landscape(), (*RATE_POWERS, *EPSILON_POWERS), log=True, low=5, high=LONGEST),
            dots(Varying(search.shown, search.axes), color="ink", size=8, marker="cross"),
        ],
        title=title,
        x=_room(RATE_POWERS),
        y=_room(EPSILON_POWERS),
        x_label="α, power of ten",
        y_label="ε, power of ten",
    )


def _wins_panel() -> Panel:
    """How often random search wins, for every shift of the grid; empty before the last trial."""
    wins = 100 * how_often_random_wins()
    shown = np.where(np.arange(TRIALS)[:, None] == TRIALS - 1, wins, np.nan)
    mean = np.where(np.arange(TRIALS)[:, None] == TRIALS - 1, wins.mean(), np.nan)
    return Panel(
        [
            line(SHIFTS, Varying(shown, ("trial",)), color=0, label="at each shift"),
            line(
                SHIFTS,
                Varying(np.repeat(mean, len(SHIFTS), axis=1), ("trial",)),
                color="ink",
                dash="dashed",
                label="mean over all shifts",
            ),
            cursor("shift of the grid"),
        ],
        title="Random search wins, %",
        x=(0, 1),
        y=(0, 100),
        x_label="shift of the grid",
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
