"""The ticks of a scale: where the browser has them, and in its words, which are d3's.

Source: d3-array's ticks and d3-scale's tickFormat, https://d3js.org/d3-array/ticks.
"""

from math import ceil, floor, log10, sqrt
from typing import NamedTuple

from calclib.stage.formats import format_number
from calclib.stage.limits import Limits
from calclib.words import local_number

LARGE = 1e5  # from here on a number of a linear scale is written with a power of ten
WRITTEN_OUT = 3  # the largest power of ten that is: 0.001, 1000
NEAR = 1e-9  # an end of a scale that is so near to a power of ten has its tick
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class Tick(NamedTuple):
    """A place on a scale, and what stands there."""

    at: float
    words: str


class Spacing(NamedTuple):
    """Which multiples of a step are ticks.

    first, last: the ends of a range of whole numbers k.
    step: a tick is k · step.
    inverse: 1/step where that is a whole number; k / inverse is the number nearest to a tick.
    decimals: how many of them the step has.
    """

    first: int
    last: int
    step: float
    inverse: float | None
    decimals: int


def ticks_of(limits: Limits, count: int) -> list[Tick]:
    """Return about so many ticks of a scale.

    >>> [tick.words for tick in ticks_of(Limits("linear", (-1.0, 2.0)), 4)]
    ['−1', '0', '1', '2']
    >>> [tick.words for tick in ticks_of(Limits("log", (1e-5, 100.0)), 4)]
    ['10⁻⁵', '0.001', '0.1', '10']
    """
    low, high = limits.domain
    return log_ticks(low, high, count) if limits.scale == "log" else linear_ticks(low, high, count)


def linear_ticks(low: float, high: float, count: int) -> list[Tick]:
    """Return about so many ticks from low to high, multiples of 1, 2 or 5 times a power of ten.

    >>> [tick.words for tick in linear_ticks(0, 1, 3)]
    ['0.0', '0.5', '1.0']
    """
    spacing = _spacing(low, high, count)
    is_large = max(abs(low), abs(high)) >= LARGE
    form = ".3g" if is_large else f",.{spacing.decimals}f"
    multiples = range(spacing.first, spacing.last + 1)
    places = [k / spacing.inverse if spacing.inverse else k * spacing.step for k in multiples]
    return [Tick(at, format_number(at, form)) for at in places]


def _spacing(low: float, high: float, count: float) -> Spacing:
    """Choose the step with which a scale has about so many ticks, as d3 does."""
    wanted = (high - low) / count
    power = floor(log10(wanted))
    excess = wanted / 10.0**power
    if excess >= sqrt(50):
        factor, power_of_step = 10, power + 1
    elif excess >= sqrt(10):
        factor, power_of_step = 5, power
    elif excess >= sqrt(2):
        factor, power_of_step = 2, power
    else:
        factor, power_of_step = 1, power
    inverse = 10.0**-power / factor if power < 0 else None
    step = 1 / inverse if inverse else factor * 10.0**power
    first = floor((low * inverse if inverse else low / step) + 0.5)
    last = floor((high * inverse if inverse else high / step) + 0.5)
    if (first / inverse if inverse else first * step) < low:
        first += 1
    if (last / inverse if inverse else last * step) > high:
        last -= 1
    if last < first and count < 2:
        return _spacing(low, high, count * 2)
    return Spacing(first, last, step, inverse, max(0, -power_of_step))


def log_ticks(low: float, high: float, count: int) -> list[Tick]:
    """Return powers of ten, at most about so many; round numbers where there are no two of them.

    >>> [tick.words for tick in log_ticks(0.2, 5, 3)]
    ['2', '4']
    """
    first = ceil(log10(low) - NEAR)
    last = floor(log10(high) + NEAR)
    if last - first < 1:
        return linear_ticks(low, high, count)
    stride = ceil((last - first + 1) / max(2, count))
    powers = range(first, last + 1, stride)
    return [Tick(10.0**power, _power_of_ten(power)) for power in powers]


def _power_of_ten(power: int) -> str:
    """Write a power of ten as people do: 0.01, 100, 10⁻⁶."""
    if abs(power) > WRITTEN_OUT:
        return "10" + str(power).translate(SUPERSCRIPTS)
    return local_number(f"{10**power}" if power >= 0 else f"{10.0**power:.{-power}f}")
