"""The smallest type in which a block of numbers travels, and looks as it does in full.

A place on a panel may be off by half a pixel at four times the size of the page. Where that is
kept, a block becomes whole numbers of 16 bits, in steps of 1, 2 or 5 times a power of ten, so that
0 and 0.25 stay what they are. Else it is float32, about an origin where the numbers lie far from 0
beside their span (1 ± 10⁻⁶, a year in seconds), and float64 where nothing less will do.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.stage.formats import format_number
from calclib.stage.limits import Limits

PIXELS = 4 * 720  # a panel as wide as the page, seen at four times its size
FRAMES = 20  # widths of a panel beyond which a number may be anywhere
GRAIN = 2.0**-24  # relative rounding error of float32
HUGE = 3e38  # beyond it float32 overflows, and below 1/HUGE it loses digits
SMALL = 2e-38  # below it float32 loses digits
MOST_DOUBTS = 2000  # numbers that are looked at one by one
EXACT_POWERS = 22  # 10²² is the last power of ten that a float holds
SPLITTER = 2.0**27 + 1
MOST_STEPS = 2.0**50  # up to which a product has a half between its neighbours
STEPS = 32767  # whole numbers of 16 bits go from −STEPS to STEPS; −STEPS − 1 stands for nan
NAN = -STEPS - 1


class Slack(NamedTuple):
    """How far a channel may be off: by so much, or by a share of itself; 0 is as float32 has it.

    reach: the size of a number from which on nobody sees where it is, far outside the panel.

    >>> Slack.on(Limits("linear", (0.0, 5760.0)))
    Slack(absolute=1.0, relative=0.0, reach=120960.0)
    """

    absolute: float = 0.0
    relative: float = 0.0
    reach: float = np.inf

    @classmethod
    def on(cls, limits: Limits) -> "Slack":
        """Half a pixel on a panel with these limits."""
        low, high = limits.domain
        if limits.scale == "log":
            return cls(relative=float(np.log(high / low)) / (2 * PIXELS))
        span = high - low
        reach = max(abs(low), abs(high)) + FRAMES * span
        return cls(absolute=span / (2 * PIXELS), reach=reach)


class Encoded(NamedTuple):
    """A block as bytes; its numbers are origin + scale · what the bytes hold."""

    data: bytes
    dtype: str
    origin: float = 0.0
    scale: float = 1.0

    def numbers(self) -> Array:
        """The numbers, as the page reads them."""
        stored = np.frombuffer(self.data, np.dtype(self.dtype).newbyteorder("<"))
        return decode(stored, self.dtype, self.origin, self.scale)


def encode(values: Array, slacks: Sequence[Slack]) -> Encoded:
    """Return a block in the smallest type that keeps each of the slacks.

    >>> encode(np.array([0.0, 0.25, 1.0]), [Slack(absolute=1e-3)]).dtype
    'int16'
    >>> encode(1.7e9 + np.arange(3.0), [Slack(absolute=1e-5)]).origin
    1700000001.0
    """
    if values.dtype == np.uint8:
        return Encoded(values.tobytes(), "uint8")
    numbers = values.astype(float)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return _as_float32(numbers)
    low = float(finite.min())
    high = float(finite.max())
    far = max(abs(low), abs(high))
    places = [slack.absolute for slack in slacks if slack.absolute]
    is_placed = len(places) == len(slacks)
    finest = min(places, default=np.inf)
    if is_placed and not np.isinf(numbers).any():
        step = nice_step(high - low)
        middle = round((low + high) / 2 / step)
        if step / 2 <= finest and abs(middle) < 2**53:
            whole = np.round(numbers / step) - middle
            if not np.abs(whole[np.isfinite(whole)]).max() > STEPS:
                stored = np.where(np.isnan(whole), NAN, whole).astype("<i2")
                return Encoded(stored.tobytes(), "int16", middle * step, step)
    shares = min((slack.relative for slack in slacks if slack.relative), default=np.inf)
    near = float(np.abs(finite[finite != 0]).min(initial=np.inf))
    fits = far < HUGE and (shares == np.inf or near > 1 / HUGE)
    seen = min(far, max(slack.reach for slack in slacks))
    if fits and shares >= GRAIN and GRAIN * seen <= finest:
        return _as_float32(numbers)
    if is_placed and GRAIN * (high - low) <= finest and 0 < high - low < np.inf:
        origin = (low + high) / 2
        scale = (high - low) / 2
        shifted = ((numbers - origin) / scale).astype("<f4")
        return Encoded(shifted.tobytes(), "float32", origin, scale)
    return Encoded(numbers.astype("<f8").tobytes(), "float64")


def _as_float32(numbers: Array) -> Encoded:
    with np.errstate(over="ignore"):
        return Encoded(numbers.astype("<f4").tobytes(), "float32")


def decode(stored: NDArray[np.generic], dtype: str, origin: float, scale: float) -> Array:
    """The numbers that were stored.

    >>> decode(np.array([0, 1, NAN], "i2"), "int16", 10.0, 0.5)
    array([10. , 10.5,  nan])
    """
    if dtype == "int16":
        whole = np.where(stored == NAN, np.nan, stored.astype(float))
        return np.asarray(origin + scale * whole)
    if origin or scale != 1:
        return np.asarray(origin + scale * stored.astype(float))
    return np.asarray(stored)


def nice_step(span: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten of which 65,000 make up a span.

    >>> nice_step(1.0), nice_step(0.0)
    (2e-05, 1.0)
    """
    least = span / (2 * STEPS - 4)
    if not 1e-300 < least < 1e300:
        return 1.0
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(m * power for m in (1, 2, 5, 10, 20) if m * power >= least))


def as_read(values: Array, form: str) -> Array:
    """Numbers of a readout as float32 that read in a format as these do; float64 where none does.

    A number such as 0.15 may round otherwise once it is a float32: its neighbour is sent instead.

    >>> as_read(np.array([0.15]), ".1f").dtype, as_read(np.array([1 + 1e-9]), ".12g").dtype
    (dtype('float32'), dtype('float64'))
    """
    with np.errstate(all="ignore"):
        short = values.astype(np.float32)
        size = np.abs(values)
        is_lost = np.isfinite(values) & ((size > 0) & (size < SMALL) | (size > HUGE))
        other = np.isfinite(values) & _may_read_otherwise(values, short, form)
        # What reads as it does is most of it; the neighbours are asked for the rest alone.
        given = values[other]
        nearest = short[other]
        goal = np.where(nearest < given, np.float32(np.inf), np.float32(-np.inf))
        neighbour = np.nextafter(nearest, goal)
        unsure = _may_read_otherwise(given, neighbour, form)
    short[other] = np.where(unsure, nearest, neighbour)
    doubts = np.argwhere(other)[unsure]
    if is_lost.any() or len(doubts) > MOST_DOUBTS:
        return np.asarray(values, dtype=float)
    for at, instead in zip(map(tuple, doubts), neighbour[unsure], strict=True):
        wanted = format_number(float(values[at]), form)
        if format_number(float(short[at]), form) != wanted:
            short[at] = instead
            if format_number(float(instead), form) != wanted:
                return np.asarray(values, dtype=float)
    return np.asarray(short)


def _may_read_otherwise(values: Array, short: NDArray[np.float32], form: str) -> NDArray[np.bool_]:
    """Where a number may be written otherwise than its neighbour in float32.

    It lies near the middle between two numbers that can be written, and the two are not known to be
    rounded to the same one. Writing them out would say so too, a hundred times as slowly.
    """
    digits = form.partition(".")[2].rstrip("defg%")
    near = short.astype(float)
    if form.endswith("%"):
        values = 100 * values
        near = 100 * near
    if form.endswith("d"):
        decimals: Array = np.zeros(())
    elif form.endswith(("f", "%")):
        decimals = np.array(float(digits or 6))
    else:
        figures = float(digits or (4 if not form else 6)) + form.endswith("e")
        size = np.where(values == 0, 1.0, np.abs(values))
        decimals = np.clip(figures - 1 - np.floor(np.log10(size)), -300, 300)
    steps = np.abs(values) * 10.0**decimals
    doubtful = np.abs(steps - np.floor(steps) - 0.5) <= 4 * GRAIN * steps + 1e-9
    doubtful &= values != near
    if doubtful.any():
        decimals = np.broadcast_to(decimals, values.shape)
        both = (round_half_up(one[doubtful], decimals[doubtful]) for one in (values, near))
        doubtful[doubtful] = np.not_equal(*both)
    return np.asarray(doubtful)


def round_half_up(values: Array, decimals: Array) -> Array:
    """|x| · 10ᵈ as a whole number, rounded half up, exactly; nan where it is too large for that.

    The error of a product is known to the last bit: each factor is split into two short ones.
    Source: Dekker 1971, doi:10.1007/BF01397083.

    >>> round_half_up(np.array([0.125, 0.15, 0.25, 1250.0]), np.array([2, 1, 1, -2]))
    array([13.,  1.,  3., 13.])
    """
    x = np.abs(values)
    power = 10.0 ** np.clip(decimals, 0, EXACT_POWERS)
    divisor = 10.0 ** np.clip(-decimals, 0, EXACT_POWERS)
    x_high, x_low = _split(x)
    power_high, power_low = _split(power)
    product = x * power
    error = x_high * power_high - product + x_high * power_low + x_low * power_high
    error += x_low * power_low
    whole = np.floor(product / divisor)
    # Where the product seems to be the half between two whole numbers, its error decides.
    beyond = product - (whole + 0.5) * divisor
    is_up = (beyond > 0) | ((beyond == 0) & (error >= 0))
    is_exact = (product < MOST_STEPS) & (np.abs(decimals) <= EXACT_POWERS)
    return np.where(is_exact, whole + is_up, np.nan)


def _split(x: Array) -> tuple[Array, Array]:
    """x as a sum of two numbers of at most 26 bits."""
    wide = SPLITTER * x
    high = wide - (wide - x)
    return high, x - high
