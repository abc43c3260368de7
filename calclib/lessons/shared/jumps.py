"""Curves with a gap where they jump: a steep wall there would be no part of the curve."""

from collections.abc import Callable
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.stage.marks import Mark, Style, line

ROUNDING = 1e-9  # a rise below this share of the height is none
FAINT = 1e-290  # and so is one of numbers that are hardly floats
HALVINGS = 16  # half of those that close in on a place
KEPT = 0.9  # the share of a rise that a jump keeps; a slope keeps 2⁻¹⁶ of it, a cube root 2⁻⁵
STAGE = 12  # a third of the halvings that close in on a pole
GOES_ON = 0.6  # what a pole's next third of the rise is to the last; of a cusp |x|^0.1 it is 0.4
FLAT = 1e-3  # a share of the height by which the top of a hill rises no more
STANDS_OUT = 0.05  # a smooth top stands out from its ends by less, of what 6 samples span

Curve = Callable[[Array], ArrayLike]


def draw_curve(f: Curve, x: ArrayLike, **style: Unpack[Style]) -> Mark:
    """A line through a function's values, with a gap wherever the function jumps or has a pole.

    f: takes and returns (n,).
    x: (n,), increasing or decreasing.
    style: as of `line`.

    >>> draw_curve(np.sign, [-1.0, 1.0], color=1).channels["y"].values
    array([-1., nan,  1.])
    """
    places, values = curve_with_gaps(f, x)
    return line(places, np.where(np.isfinite(values), values, np.nan), **style)


def curve_with_gaps(f: Curve, x: ArrayLike) -> tuple[Array, Array]:
    """Sample a function, and put a gap, a value nan, in between two samples where it jumps.

    f: takes and returns (n,).
    x: (n,), increasing or decreasing.
    Returns x and f(x), longer by one for each gap.

    >>> x, y = curve_with_gaps(np.floor, [0.2, 0.7, 1.2])
    >>> y
    array([ 0.,  0., nan,  1.])
    """
    x = np.asarray(x, dtype=float)
    with np.errstate(all="ignore"):
        y = np.asarray(f(x), dtype=float) + np.zeros_like(x)
    gaps = breaks(f, x) + 1
    return np.insert(x, gaps, (x[gaps] + x[gaps - 1]) / 2), np.insert(y, gaps, np.nan)


@np.errstate(all="ignore")
def breaks(f: Curve, x: ArrayLike) -> NDArray[np.int_]:
    """Where a sampled function must not be joined: the places i with a jump or a pole after x[i].

    f: takes and returns (n,).
    x: (n,), increasing or decreasing.
    Returns the places, increasing. A function is sampled into a line with these left open.

    >>> breaks(lambda x: 1 / x**2, [-3.0, -1.0, 1.0, 3.0])
    array([1])
    """
    x = np.asarray(x, dtype=float)
    y = np.asarray(f(x), dtype=float) + np.zeros_like(x)
    joined = np.flatnonzero(np.isfinite(y[1:]) & np.isfinite(y[:-1]))
    left = x[joined]
    right = x[joined + 1]
    spans = _spans(y)[joined]
    slope = np.diff(y) / np.diff(x)
    before = np.append(np.nan, slope)[joined]
    after = np.append(slope, np.nan)[joined + 1]
    trend = np.nan_to_num(np.where(np.abs(before) < np.abs(after), before, after))
    # As it is, and without the trend beside: a fall by as much may hide a step up.
    trends = np.append(np.zeros_like(trend), trend)
    jumps = _jumps(f, np.tile(left, 2), np.tile(right, 2), np.tile(spans, 2), trends)
    broken: NDArray[np.bool_] = np.logical_or(*jumps.reshape(2, -1))
    looked_at = np.flatnonzero(~broken & _stands_out(f, left, right, spans))
    if looked_at.size:
        broken[looked_at] = _has_pole(f, left[looked_at], right[looked_at])
    return joined[broken]


def _spans(y: Array) -> Array:
    """How far the values around each two neighbours go apart, over three samples to each side."""
    padded = np.pad(y, 2, constant_values=np.nan)
    six = np.lib.stride_tricks.sliding_window_view(padded, 6)
    seen = np.isfinite(six)
    high = np.where(seen, six, -np.inf).max(axis=-1)
    low = np.where(seen, six, np.inf).min(axis=-1)
    return np.asarray(high - low)


def _jumps(f: Curve, left: Array, right: Array, spans: Array, trend: Array) -> NDArray[np.bool_]:
    """Whether a function jumps between two places of each pair.

    Of two halves the one in which it rises or falls more is halved again and again. Where it is
    continuous, the rise goes on shrinking with the interval; a jump keeps its height.

    spans: of the values around each pair.
    trend: a slope that is taken off before.
    """
    origin = left

    def height(x: Array) -> Array:
        return np.asarray(f(x), dtype=float) - trend * (x - origin)

    low = height(left)
    high = height(right)
    # No place is finer than a float, and a steep curve may rise by so much from one to the next.
    grain = 8 * np.spacing(np.abs(left)) * spans / np.abs(right - left)
    least = np.maximum(ROUNDING * np.maximum(np.abs(low), np.abs(high)), grain + FAINT)
    rises = []
    for k in range(2 * HALVINGS):
        middle = (left + right) / 2
        here = height(middle)
        in_first = ~(np.abs(here - low) < np.abs(high - here))  # where it has no value, too
        in_first &= np.isnan(here) | ~np.isnan(high)  # the edge of its domain is in the other
        right = np.where(in_first, middle, right)
        high = np.where(in_first, here, high)
        left = np.where(in_first, left, middle)
        low = np.where(in_first, low, here)
        if k % HALVINGS == HALVINGS - 1:
            rises.append(np.abs(high - low))
    before, after = rises
    return np.asarray(np.isnan(after) | ((after > least) & (after >= KEPT * before)))


def _stands_out(f: Curve, left: Array, right: Array, spans: Array) -> NDArray[np.bool_]:
    """Whether between two places of each pair a function is far from the chord between them."""
    shares = np.array([[0.0], [0.3], [0.5], [0.7], [1.0]])
    places = left + shares * (right - left)
    places[-1] = right
    heights = np.asarray(f(places.ravel()), dtype=float) + np.zeros(places.size)
    low, *between, high = heights.reshape(places.shape)
    off = np.abs(between - (low + shares[1:-1] * (high - low)))
    is_near = off <= STANDS_OUT * spans + ROUNDING * np.abs(low)
    return np.asarray(~is_near.all(axis=0))


def _has_pole(f: Curve, left: Array, right: Array) -> NDArray[np.bool_]:
    """Whether a function runs off to infinity between two places of each pair.

    The place farthest above or below the lower end is closed in on. Beside the top of a hill the
    curve comes to rest; beside a pole each halving takes it as far again.
    """
    low = np.asarray(f(left), dtype=float)
    high = np.asarray(f(right), dtype=float)
    base = np.where(np.abs(low) < np.abs(high), low, high)
    middle = np.where(np.abs(low) < np.abs(high), right, left)
    top = np.abs(low - high)
    width = (right - left) / 2
    tops = []
    walls = []
    for k in range(3 * STAGE):
        beside = np.zeros_like(top)
        centre = middle
        for side in (-1, 1):
            place = centre + side * width
            is_inside = (place - left) * (place - right) <= 0
            height = np.abs(np.asarray(f(place), dtype=float) - base)
            height = np.where(is_inside, height, np.nan)
            beside = np.fmax(beside, height)
            is_higher = height > top
            middle = np.where(is_higher, place, middle)
            top = np.where(is_higher, height, top)
        width = width / 2
        if k % STAGE == STAGE - 1:
            tops.append(top)
            walls.append(beside)
    return np.asarray(np.isinf(top) | _goes_on(*tops) | _goes_on(*walls))


def _goes_on(first: Array, second: Array, third: Array) -> NDArray[np.bool_]:
    """Whether a height that grew in one stage grows in the next as much again."""
    again = third - second > GOES_ON * (second - first)
    return np.asarray(again & (third > (1 + FLAT) * second))
