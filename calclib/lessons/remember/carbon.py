"""Lesson 19, carbon dioxide at Mauna Loa: what a forecast is made from, and four without a network.

A forecast stands at an origin, the last month that it knows, and says the twelve months after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.learn.data import co2

Indices: TypeAlias = NDArray[np.int_]

FIRST_YEAR = 1965  # from here on no month is missing
TEST_YEAR = 1992
BACK = 24  # months that a network or a regression reads
AHEAD = 12  # months that are forecast


@dataclass(frozen=True, eq=False)
class Record:
    """The months from January 1965 on, cut at a year: before it one learns, from it on one tests.

    year, month, ppm: (n,).
    test_year: the first year that nothing is learnt from.

    >>> record().ppm.shape, record().changes.shape, len(record().origins)
    ((444,), (443,), 120)
    """

    year: NDArray[np.int_]
    month: NDArray[np.int_]
    ppm: Array
    test_year: int

    @property
    def cut(self) -> int:
        """The first month of the test."""
        return int(np.argmax(self.year == self.test_year))

    @cached_property
    def changes(self) -> Array:
        """The change from each month to the next, in ppm: entry t leads to month t + 1."""
        return np.diff(self.ppm)

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Mean and spread of the changes before the cut."""
        known = self.changes[: self.cut - 1]
        return float(known.mean()), float(known.std())

    @cached_property
    def scaled(self) -> Array:
        """The changes with mean 0 and spread 1: what a network reads and says."""
        mean, spread = self.scale
        return (self.changes - mean) / spread

    @cached_property
    def windows(self) -> Array:
        """Each stretch of 24 scaled changes that has a successor, (windows, 24)."""
        view = np.lib.stride_tricks.sliding_window_view(self.scaled, BACK)
        return np.array(view[:-1])

    @cached_property
    def successors(self) -> Array:
        """The scaled change after each window, (windows,)."""
        return self.scaled[BACK:]

    @cached_property
    def learnable(self) -> NDArray[np.bool_]:
        """Which windows, with their successors, end before the cut."""
        return np.arange(BACK, len(self.changes)) + 1 < self.cut

    @cached_property
    def origins(self) -> Indices:
        """The last known month of each forecast: every one with a month of the test after it."""
        return np.arange(self.cut - 1, len(self.ppm) - 1)

    @cached_property
    def truth(self) -> Array:
        """What came after each origin, (origins, 12); nan past the end of the record."""
        padded = np.concatenate([self.ppm, np.full(AHEAD, np.nan)])
        return np.stack([padded[o + 1 : o + 1 + AHEAD] for o in self.origins])

    def recent(self, origins: Indices) -> Array:
        """The 24 scaled changes up to each origin, (origins, 24)."""
        return np.stack([self.scaled[o - BACK : o] for o in origins])

    def until(self, year: int) -> "Record":
        """The record as it was before a year: for choosing a rate without a look at the test."""
        known = self.year < year
        return Record(self.year[known], self.month[known], self.ppm[known], self.test_year)

    def with_test_from(self, year: int) -> "Record":
        """The same months, with the test beginning in another year."""
        return Record(self.year, self.month, self.ppm, year)


@cache
def record() -> Record:
    """The months that this lesson forecasts: learnt to 1991, tested 1992 to 2001."""
    air = co2()
    kept = air.year >= FIRST_YEAR
    return Record(air.year[kept], air.month[kept], air.ppm[kept], TEST_YEAR)


def rms(errors: ArrayLike) -> float:
    """The root of the mean square, in the unit of the errors.

    >>> rms([3.0, -4.0, 0.0, 0.0])
    2.5
    """
    return float(np.sqrt(np.mean(np.square(errors))))


def as_last_month(data: Record, origins: Indices) -> Array:
    """Every month to come is like the last one known, (origins, 12)."""
    return np.repeat(data.ppm[origins][:, None], AHEAD, axis=1)


def as_a_year_ago(data: Record, origins: Indices) -> Array:
    """Every month is like the same month a year before, (origins, 12)."""
    return np.stack([data.ppm[o + 1 - AHEAD : o + 1] for o in origins])


def with_last_growth(data: Record, origins: Indices) -> Array:
    """As a year ago, and higher by as much as the last year was above the one before."""
    growth = data.ppm[origins] - data.ppm[origins - AHEAD]
    return np.asarray(as_a_year_ago(data, origins) + growth[:, None])


def mean_changes(data: Record) -> Array:
    """How much each calendar month was above the one before it on average, before the cut, (12,).

    >>> mean_changes(record()).sum().round(2)  # ppm a year
    np.float64(1.36)
    """
    known = data.changes[: data.cut - 1]
    into = data.month[1 : data.cut]
    return np.array([known[into == month].mean() for month in range(1, 13)])


def twelve_numbers(data: Record, origins: Indices) -> Array:
    """From the last known month on, each month adds its mean change: a table of twelve numbers."""
    table = mean_changes(data)
    ahead = np.arange(1, AHEAD + 1)
    added = table[(data.month[origins][:, None] + ahead - 1) % 12]
    return np.asarray(data.ppm[origins][:, None] + np.cumsum(added, axis=1))


def regression(data: Record) -> Array:
    """Weights of the 24 last changes and a constant that fit the next one best, (25,)."""
    inputs = np.column_stack([data.windows, np.ones(len(data.windows))])
    known = data.learnable
    return np.asarray(np.linalg.lstsq(inputs[known], data.successors[known], rcond=None)[0])


def linear(data: Record, origins: Indices) -> Array:
    """The next change is a weighted sum of the last 24, by least squares: AR(24)."""
    weights = regression(data)
    return roll(data, origins, lambda recent: recent @ weights[:-1] + weights[-1])


def roll(data: Record, origins: Indices, say_next: Callable[[Array], Array]) -> Array:
    """Forecast twelve months, each from the months before it and the forecasts so far.

    say_next: the last 24 scaled changes (origins, 24) → the next one, (…, origins); where it has
    leading axes (runs), each has its own forecasts.
    Returns (…, origins, 12), in ppm.
    """
    mean, spread = data.scale
    recent = data.recent(origins)
    level = data.ppm[origins]
    forecast = []
    for _ in range(AHEAD):
        change = say_next(recent)
        earlier = np.broadcast_to(recent[..., 1:], (*change.shape, BACK - 1))
        recent = np.concatenate([earlier, change[..., None]], axis=-1)
        level = level + mean + spread * change
        forecast.append(level)
    return np.stack(forecast, axis=-1)


BASELINES: dict[str, Callable[[Record, Indices], Array]] = {
    "as last month": as_last_month,
    "as a year ago": as_a_year_ago,
    "a year ago + growth": with_last_growth,
    "twelve numbers": twelve_numbers,
    "linear, 24 months": linear,
}


def scores(data: Record, forecast: Array) -> Array:
    """Two rms errors of forecasts from all origins, in ppm: one month ahead, and one to twelve.

    forecast: (…, origins, 12) → (…, 2). The second counts the origins with a whole year after them.

    >>> scores(record(), as_a_year_ago(record(), record().origins)).round(3)
    array([1.703, 1.745])
    """
    missed = np.square(forecast - data.truth)
    whole = np.isfinite(data.truth).all(axis=-1)
    one = missed[..., 0].mean(axis=-1)
    year = missed[..., whole, :].mean(axis=(-2, -1))
    return np.asarray(np.sqrt(np.stack([one, year], axis=-1)))
