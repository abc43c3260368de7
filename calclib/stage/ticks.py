"""The round ticks of a scale: where they stand, and how each is written.

The player has the same rule, in ticks.ts and scales.ts; one stored table is tested against both.
"""

from math import ceil, floor, log10, sqrt
from typing import NamedTuple

from calclib.stage.formats import format_number
from calclib.stage.limits import Limits

LARGE = 1e5  # from this on numbers are written in three figures
PLAIN = 3  # up to this power of ten a power is written as a number
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Tick(NamedTuple):
    """A place on a scale, in its units, and its words."""

    at: float
    words: str


def find_ticks(limits: Limits, count: int) -> list[Tick]:
    """Return about so many ticks: round numbers, or powers of ten on a logarithmic scale.

    count: two or more.

    >>> [tick.words for tick in find_ticks(Limits("linear", (0.0, 1.0)), 4)]
    ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']
    >>> [tick.words for tick in find_ticks(Limits("log", (1e-6, 200.0)), 4)]
    ['10⁻⁶', '0.001', '1']
    """
    low, high = limits.domain
    if limits.scale == "log":
        first = ceil(log10(low) - 1e-9)
        last = floor(log10(high) + 1e-9)
        if last > first:
            stride = ceil((last - first + 1) / count)
            powers = range(first, last + 1, stride)
            return [Tick(float(f"1e{power}"), _power_of_ten(power)) for power in powers]
    return _round_ticks(low, high, count)


def _power_of_ten(power: int) -> str:
    """Write a power of ten as people do.

    >>> _power_of_ten(-2), _power_of_ten(-6)
    ('0.01', '10⁻⁶')
    """
    if abs(power) <= PLAIN:
        return format_number(10.0**power, ",.4g")
    return "10" + str(power).translate(SUPERSCRIPTS)


def _round_ticks(low: float, high: float, count: int) -> list[Tick]:
    """Return multiples of 1, 2 or 5 times a power of ten: the rule of d3-array.

    Of these steps it is the one that is nearest, as a ratio, to a count-th of the way; between two
    of them lies their geometric mean. A step is times / over, both whole, so that three steps of
    0.1 are 3 / 10, which 3 · 0.1 is not.
    """
    wanted = (high - low) / count
    power = floor(log10(wanted))
    share = wanted / 10.0**power
    factor = (1, 2, 5, 10)[sum(share >= sqrt(middle) for middle in (2, 10, 50))]
    digits = max(0, -power - (factor == 10))
    times = 1.0 if power < 0 else 10.0**power * factor
    over = 10.0**-power / factor if power < 0 else 1.0
    first = _nearest(low * over / times)
    first += first * times / over < low
    last = _nearest(high * over / times)
    last -= last * times / over > high
    is_large = max(abs(low), abs(high)) >= LARGE
    form = ".3g" if is_large else f",.{digits}f"
    places = [k * times / over for k in range(first, last + 1)]
    return [Tick(at, format_number(at, form)) for at in places]


def _nearest(value: float) -> int:
    """Round to a whole number, halves up, as Math.round does."""
    return floor(value + 0.5)
