"""Fair tuning: the same number of random trials for every rule, repeated with many seeds."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import comb
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array, refuse_truth
from calclib.functions.function import Function
from calclib.optimize.descent import walk
from calclib.optimize.timing import Maker, Target, near, time_runs

EDGE = 0.05  # of a range, at each end of it
OFTEN = 0.25  # of the seeds: more than this with their best in there, and the range is too narrow


@dataclass(frozen=True)
class LogScale:
    """A range for a number whose scale is unknown: even in log x, from low to high.

    >>> LogScale(0.01, 100.0).number(np.array([0.0, 0.5, 1.0]))
    array([1.e-02, 1.e+00, 1.e+02])
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        refuse_truth("An end of a LogScale", [self.low, self.high])
        if not 0 < self.low < self.high < np.inf:
            raise ValueError(
                f"A LogScale runs from {self.low:g} to {self.high:g}; give 0 < low < high."
            )

    def number(self, share: Array) -> Array:
        """The number at a share of the way through the range, 0 to 1."""
        return np.asarray(self.low * (self.high / self.low) ** share)

    def at_edge(self, number: Array) -> Array:
        """Whether numbers lie in the outer twentieth of the range, at either end."""
        share = np.log(number / self.low) / np.log(self.high / self.low)
        return np.asarray(np.abs(share - 0.5) > 0.5 - EDGE)


@dataclass(frozen=True)
class MemoryScale:
    """A range for a share β that is kept at each step: even in log n, for n = 1/(1 − β) steps.

    n runs from 1, which is β = 0, to `longest`. At β = 0 the range ends because β does, so only the
    other end is an edge.

    >>> MemoryScale(100.0).number(np.array([0.0, 0.5, 1.0]))
    array([0.  , 0.9 , 0.99])
    """

    longest: float

    def __post_init__(self) -> None:
        if not 1 < self.longest < np.inf:
            raise ValueError(f"A memory of {self.longest:g} steps is none; give a number above 1.")

    def number(self, share: Array) -> Array:
        """The β at a share of the way through the range, 0 to 1."""
        return np.asarray(1 - self.longest**-share)

    def at_edge(self, number: Array) -> Array:
        """Whether shares β lie in the outer twentieth of the range, at its long end."""
        return np.asarray(-np.log1p(-number) / np.log(self.longest) > 1 - EDGE)


Scale: TypeAlias = LogScale | MemoryScale
Starts: TypeAlias = Callable[[Generator, int], ArrayLike]
Measure: TypeAlias = Callable[[Array, Maker, Mapping[str, Array]], Array]

# weight_decay is no row: it moves the point of rest, and a race needs one target for all.
SCALES: Mapping[str, Scale] = {
    "learning_rate": LogScale(1e-4, 1e2),
    "beta": MemoryScale(1e2),
    "beta1": MemoryScale(1e2),
    "beta2": MemoryScale(1e4),
    "epsilon": LogScale(1e-10, 1e2),
    "damping": LogScale(1e-6, 1e4),
}


@dataclass(frozen=True, eq=False)
class Tuning:
    """One rule tuned on one function: every trial of every seed, and what the best ones score.

    settings: (seeds, trials) of each number, by name.
    practice: (seeds, trials), the score of each trial on the practice starts, by which a seed
    chooses; less is better, and inf is a failure.
    chosen: (seeds, trials), the trial chosen when only so many had been made.
    scores: (seeds, trials), what that one scores from fresh starts.
    scales: the ranges searched.
    label: rule and function.

    >>> from calclib import GradientDescent, landscapes, tune
    >>> tuned = tune(GradientDescent, landscapes.bowl, trials=8)
    >>> tuned.practice.shape, tuned.at(4).practice.shape
    ((12, 8), (12, 4))
    """

    settings: Mapping[str, Array]
    practice: Array
    chosen: NDArray[np.int_]
    scores: Array
    scales: Mapping[str, Scale]
    label: str

    def __repr__(self) -> str:
        seeds, trials = self.practice.shape
        low, high = self.interval
        edges = ", ".join(self.on_edge)
        return (
            f"Tuning({self.label}, {trials} trials × {seeds} seeds: median {self.median:g}, "
            f"interval {low:g} to {high:g}; best on an edge: {edges or 'none'})"
        )

    def at(self, budget: int) -> "Tuning":
        """The same tuning, had it ended after so many trials.

        Raises ValueError for a budget that is no number of trials made.
        """
        made = self.practice.shape[1]
        if not 1 <= budget <= made:
            raise ValueError(f"{made} trials were made; ask for a budget from 1 to {made}.")
        return Tuning(
            {name: numbers[:, :budget] for name, numbers in self.settings.items()},
            self.practice[:, :budget],
            self.chosen[:, :budget],
            self.scores[:, :budget],
            self.scales,
            self.label,
        )

    @property
    def best(self) -> dict[str, Array]:
        """The setting that each seed chose: (seeds,) of each number, by name."""
        last = self.chosen[:, -1:]
        return {
            name: np.take_along_axis(numbers, last, axis=1)[:, 0]
            for name, numbers in self.settings.items()
        }

    @property
    def fresh(self) -> Array:
        """What each seed's choice scores from fresh starts: (seeds,)."""
        return self.scores[:, -1]

    @property
    def median(self) -> float:
        """The median of `fresh` over the seeds."""
        return float(np.median(self.fresh))

    @property
    def interval(self) -> tuple[float, float]:
        """Where the median over all seeds lies with 95 % or more; see `median_interval`."""
        return median_interval(self.fresh)

    @property
    def edges(self) -> dict[str, float]:
        """For each number the share of the seeds whose best lies on an edge of its range."""
        return {
            name: float(np.mean(self.scales[name].at_edge(numbers)))
            for name, numbers in self.best.items()
        }

    @property
    def on_edge(self) -> tuple[str, ...]:
        """The numbers whose range was too narrow: over a quarter of the seeds end on an edge.

        A number that does not matter lies there by chance in about one seed of ten.
        """
        return tuple(name for name, share in self.edges.items() if share > OFTEN)


def tune(
    rule: Maker,
    f: Function,
    trials: int = 16,
    seeds: int = 12,
    *,
    count: str = "",
    limit: int = 1000,
    scales: Mapping[str, Scale] = SCALES,
    starts: Starts | None = None,
    target: Target | None = None,
    practice: int = 8,
    fresh: int = 8,
) -> Tuning:
    """Tune every number of a rule by random search, and score the best from fresh starts.

    A seed draws `trials` settings, evenly over the scales, and two sets of starts. A setting's
    score is its median over the practice starts; the best is scored by its median over the fresh
    starts, from which no setting was chosen. All runs of all seeds are walked at once.

    rule: a class such as Momentum, or a function from numbers to a rule, whose arguments say what
    is tuned: `lambda learning_rate: Adam(learning_rate)` tunes the rate alone.
    f: a function with a box to draw starts from, such as a landscape; else give `starts`.
    trials: the budget, the same for every rule of a comparison.
    seeds: repetitions, 12 or more where rules are to be ranked.
    count: "steps" or "looks" until a run stays at its target; or "loss", the value of f after
    `limit` steps, which is the default where there is no target.
    limit: looks, or for a loss steps, that a run may take.
    target: from points (..., d) to flags; by default within 0.001 of a known minimum of f.
    scales: the range of each number, by name.
    starts: from a Generator and a number n to points (n, d).
    practice, fresh: how many starts of each kind.
    Returns a Tuning. Raises ValueError for a rule without numbers to tune, or a function without
    starts or minima.
    Sources: Bergstra & Bengio 2012, jmlr.org/papers/v13/bergstra12a.html (random search);
    Sivaprasad et al. 2020, arXiv:1910.11758 (the budget belongs to the result).

    >>> from calclib import Momentum, landscapes
    >>> tuned = tune(Momentum, landscapes.bowl, trials=64)
    >>> tuned.best["beta"].shape, tuned.at(16).median > tuned.median
    ((12,), True)
    """
    searched = {name: scales[name] for name in parameters_of(rule) if name in scales}
    if not searched:
        raise ValueError(
            f"{_name_of(rule)} has no number that is tuned; its arguments should be among "
            f"{', '.join(scales)}."
        )
    refuse_truth("How many trials and seeds there are", [trials, seeds])
    if trials < 1 or seeds < 1:
        raise ValueError(f"{trials} trials with {seeds} seeds: give at least one of each.")
    draws = [_draw(searched, f, trials, practice + fresh, starts, seed) for seed in range(seeds)]
    settings = {name: np.stack([drawn[name] for drawn, _ in draws]) for name in searched}
    places = np.stack([found for _, found in draws])  # (seeds, starts, d)
    target = target or (near(f.minima) if f.minima else None)
    measure = _measure(f, count or ("steps" if target else "loss"), target, limit)
    scores = measure(places[:, None, :practice], rule, _columns(settings))
    values = np.median(scores, axis=-1)
    chosen = _best_so_far(values, np.isinf(scores).sum(axis=-1))
    # Only a trial that was the best when it was made is scored from fresh starts.
    rows, columns = np.nonzero(chosen == np.arange(trials))
    picked = {name: numbers[rows, columns] for name, numbers in settings.items()}
    table = np.full((seeds, trials), np.nan)
    table[rows, columns] = np.median(
        measure(places[rows, practice:], rule, _columns(picked)), axis=-1
    )
    fresh_scores = np.take_along_axis(table, chosen, axis=1)
    label = f"{_name_of(rule)} on {f!r}"
    return Tuning(settings, values, chosen, fresh_scores, searched, label)


def parameters_of(rule: Maker) -> tuple[str, ...]:
    """The names of the numbers that make a rule, less those that a partial has fixed.

    >>> from functools import partial
    >>> from calclib import Adam
    >>> parameters_of(partial(Adam, bias_correction=False))
    ('learning_rate', 'beta1', 'beta2', 'epsilon')
    """
    fixed = rule.keywords if isinstance(rule, partial) else {}
    return tuple(name for name in inspect.signature(rule).parameters if name not in fixed)


def draw(scales: Mapping[str, Scale], rng: Generator, trials: int) -> dict[str, Array]:
    """Settings drawn at random, evenly over each scale: (trials,) by name.

    >>> drawn = draw({"beta": SCALES["beta"]}, np.random.default_rng(7), 3)
    >>> drawn["beta"].round(3)
    array([0.944, 0.984, 0.972])
    """
    shares = rng.random((trials, len(scales)))
    return {name: scale.number(shares[:, k]) for k, (name, scale) in enumerate(scales.items())}


def median_interval(values: ArrayLike, confidence: float = 0.95) -> tuple[float, float]:
    """The narrowest pair of sorted values that holds the true median with so much confidence.

    Each value lies above the true median with probability ½, whatever their distribution, so the
    pair misses it only as often as tosses of a coin are so uneven: of twelve values the third and
    the tenth hold it with 96 %. Fewer than six cannot give 95 %; then it is the whole range.
    Source: Conover 1999, Practical Nonparametric Statistics, ch. 3.2.

    >>> median_interval(range(1, 13))
    (3.0, 10.0)
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    n = ordered.size
    if not n:
        raise ValueError("There are no values; an interval needs at least one.")
    left_out = 0
    outside = 2 / 2**n  # the chance that all tosses fall on one side
    while outside + 2 * comb(n, left_out + 1) / 2**n <= 1 - confidence:
        left_out += 1
        outside += 2 * comb(n, left_out) / 2**n
    return float(ordered[left_out]), float(ordered[n - 1 - left_out])


def _draw(
    scales: Mapping[str, Scale],
    f: Function,
    trials: int,
    count: int,
    starts: Starts | None,
    seed: int,
) -> tuple[dict[str, Array], Array]:
    """One seed's settings and starts; the starts do not depend on the rule, nor on its numbers."""
    of_starts, of_settings = np.random.default_rng(seed).spawn(2)
    if starts:
        found = np.asarray(starts(of_starts, count), dtype=float)
    elif f.box:
        found = of_starts.uniform(f.box[0::2], f.box[1::2], (count, f.dimension))
    else:
        raise ValueError(
            f"{f!r} has no box to draw starts from; give starts=lambda rng, n: points (n, d)."
        )
    if found.shape != (count, f.dimension):
        raise ValueError(
            f"starts gave the shape {found.shape}; it should give ({count}, {f.dimension})."
        )
    return draw(scales, of_settings, trials), found


def _columns(settings: Mapping[str, Array]) -> dict[str, Array]:
    """Settings shaped to broadcast against starts (..., starts, d)."""
    return {name: numbers[..., None, None] for name, numbers in settings.items()}


def _measure(f: Function, count: str, target: Target | None, limit: int) -> Measure:
    """What is counted, as a function from starts, rule and numbers to a score of each run."""
    if count == "loss":
        return lambda starts, rule, numbers: last_loss(f, starts, rule, numbers, limit)
    if count not in ("steps", "looks"):
        raise ValueError(f'count = {count!r} is not known; it is "steps", "looks" or "loss".')
    if target is None:
        raise ValueError(
            f'{f!r} has no known minimum to arrive at; give a target, or count="loss".'
        )
    reached = target

    def timed(starts: Array, rule: Maker, numbers: Mapping[str, Array]) -> Array:
        found = time_runs(f, starts, rule, reached, numbers, limit)
        return found.steps if count == "steps" else found.looks

    return timed


def last_loss(
    f: Function, start: ArrayLike, rule: Maker, numbers: Mapping[str, Array], steps: int
) -> Array:
    """The value of f after some steps of each run; inf where a run is lost: (*batch,).

    >>> from calclib import GradientDescent, sweep
    >>> rates = {"learning_rate": sweep([0.5, 1.5])}
    >>> last_loss(Function("x^2/2"), [1.0], GradientDescent, rates, 2)
    array([0.03125, 0.03125])
    """
    last = next(islice(walk(f, start, rule(**numbers)), steps, None))
    with np.errstate(all="ignore"):
        values = f.value(last)
    return np.where(np.isfinite(values), values, np.inf)


def _best_so_far(values: Array, misses: NDArray[np.int_]) -> NDArray[np.int_]:
    """The index of the best trial up to each: lowest score, then fewest misses, then the first."""
    chosen = np.zeros(values.shape, dtype=int)
    rows = np.arange(len(values))
    for k in range(1, values.shape[1]):
        old = chosen[:, k - 1]
        lower = values[:, k] < values[rows, old]
        level = values[:, k] == values[rows, old]
        surer = misses[:, k] < misses[rows, old]
        chosen[:, k] = np.where(lower | (level & surer), k, old)
    return chosen


def _name_of(rule: Maker) -> str:
    """What a rule is called in a sentence."""
    return str(getattr(rule, "title", "") or getattr(rule, "__name__", "the rule"))
