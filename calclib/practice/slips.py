"""Slips that have a name, as tables: what a wrong answer looks like, and the sentence for it.

A row of SLIPS makes the wrong answer from the right one, both shaped (k, ...), k places; a row of
SIGNS recognises one by looking at the two together. Every sentence states what is seen.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from calclib.practice.reading import Values

CLOSE = 0.01  # a relative error below which an answer is called close


def transposed(target: Values) -> Values:
    """Rows for columns, in each place."""
    return np.swapaxes(target, -1, -2) if target.ndim > 2 else target


def backwards(target: Values) -> Values:
    """The entries in the opposite order, in each place."""
    return np.flip(target, axis=1) if target.ndim == 2 else target


def unit(target: Values) -> Values:
    """The same direction with length 1, in each place."""
    lengths = np.linalg.norm(target, axis=-1, keepdims=True) if target.ndim == 2 else 1.0
    return np.asarray(target / lengths)


SLIPS: tuple[tuple[str, Callable[[Values], Values]], ...] = (
    ("The size is right and the sign is not.", np.negative),
    ("This is twice what it should be.", lambda target: 2 * target),
    ("This is half of what it should be.", lambda target: target / 2),
    ("Rows and columns are exchanged: transpose it.", transposed),
    ("The entries are right, in the opposite order.", backwards),
    ("The direction is right and the length, which is 1, is not.", unit),
    ("This is 1 divided by what it should be.", lambda target: 1 / target),
    ("This is in degrees; give it in radians, π for 180°.", np.rad2deg),
    ("A factor π/180 is too much: the course measures angles in radians.", np.deg2rad),
    ("This is in per cent; give the number itself.", lambda target: 100 * target),
    ("This is the square of what it should be.", np.square),
    ("This is the square root of what it should be.", lambda target: np.sqrt(np.abs(target))),
)


def close(values: Values, target: Values, tolerance: float) -> npt.NDArray[np.bool_]:
    """Where two arrays agree: |a - b| ≤ tolerance (1 + |b|), or both are nan."""
    return np.isclose(values, target, rtol=tolerance, atol=tolerance, equal_nan=True)


def place(index: Sequence[int], places: Sequence[str]) -> str:
    """The name of an entry: where a formula was tried, or the entry of an array."""
    if places:
        return places[index[0]]
    return f"Entry {[int(i) for i in index[1:]]}" if len(index) > 1 else "This number"


def some_signs(values: Values, target: Values, places: Sequence[str]) -> str:
    """The sizes agree, and not all signs."""
    if values.size < 2 or not np.all(close(np.abs(values), np.abs(target), 1e-6)):
        return ""
    first = np.argwhere(np.sign(values) != np.sign(target))[0]
    return f"The size is right and the sign is not everywhere. {place(first, places)} is the first."


def one_factor(values: Values, target: Values, places: Sequence[str]) -> str:
    """All entries are too large by one factor, which several entries together reveal."""
    sure = np.abs(target) > 1e-9
    if sure.sum() < 2 or not np.all(close(values[~sure], target[~sure], 1e-6)):
        return ""
    ratios = values[sure] / target[sure]
    if not np.all(close(ratios, ratios[:1], 1e-6)):
        return ""
    return f"This is {ratios[0]:.3g} times what it should be, everywhere: look at the factors."


def one_offset(values: Values, target: Values, places: Sequence[str]) -> str:
    """All values of a formula or a function are off by one number."""
    apart = values - target
    if len(places) < 2 or target.ndim > 1 or not np.all(close(apart, apart[:1], 1e-6)):
        return ""
    return f"This is {apart[0]:+.3g} off, everywhere: look at the term without a variable."


def nearly(values: Values, target: Values, places: Sequence[str]) -> str:
    """Every entry is within one per cent."""
    if not np.all(np.abs(values - target) <= CLOSE * np.abs(target)):
        return ""
    whole = np.all(target == np.round(target)) and not np.all(values == np.round(values))
    wanted = "it should be whole." if whole else "give more digits, or it exactly."
    return f"This is close, within one per cent, but not equal: {wanted}"


def difference(values: Values, target: Values, places: Sequence[str], tolerance: float) -> str:
    """Say where the answer departs first, without giving more away than that."""
    index = tuple(np.argwhere(~close(values, target, tolerance))[0])
    yours, aim = float(values[index]), float(target[index])
    if places:
        return f"{place(index, places)} yours gives {yours:.3g}, and it should give {aim:.3g}."
    return f"{place(index, places)} is too {'large' if yours > aim else 'small'}."


SIGNS = (some_signs, one_factor, one_offset, nearly)
