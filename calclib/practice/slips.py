"""Slips that have a name, as tables: what a wrong answer looks like, and the sentence for it.

A row of SLIPS makes the wrong answer from the right one, both shaped (k, ...), k places; a row of
SIGNS recognises one by looking at the two together. Every sentence states what is seen.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from calclib.arrays import Array

CLOSE = 0.01  # a relative error below which an answer is called close
# Sentences with a number in them, which the web edition fills in by itself.
TIMES = "This is {} times what it should be, everywhere: look at the factors."
NEARLY_TIMES = (
    "This is close, {} times what it should be everywhere. "
    "Is a factor in it rounded? Write it exactly."
)
OFF_BY = "This is close. {} is {} too {}."
MORE_DIGITS = (
    "This is close, within one per cent, but not equal: give more digits, or the exact value."
)
NOT_WHOLE = "This is close, within one per cent, but not equal: it should be whole."


def transpose(target: Array) -> Array:
    """Rows for columns, in each place."""
    return np.swapaxes(target, -1, -2) if target.ndim > 2 else target


def reverse_entries(target: Array) -> Array:
    """The entries in the opposite order, in each place."""
    return np.flip(target, axis=1) if target.ndim == 2 else target


def unit(target: Array) -> Array:
    """The same direction with length 1, in each place."""
    lengths = np.linalg.norm(target, axis=-1, keepdims=True) if target.ndim == 2 else 1.0
    return np.asarray(target / lengths)


SLIPS: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("The size is right and the sign is not.", np.negative),
    ("This is twice what it should be.", lambda target: 2 * target),
    ("This is half of what it should be.", lambda target: target / 2),
    ("Rows and columns are exchanged: transpose it.", transpose),
    ("The entries are right, in the opposite order.", reverse_entries),
    ("The direction is right and the length, which is 1, is not.", unit),
    ("This is 1 divided by what it should be.", lambda target: 1 / target),
    ("This is in degrees; give it in radians, π for 180°.", np.rad2deg),
    ("A factor π/180 is too much: the course measures angles in radians.", np.deg2rad),
    ("This is in per cent; give the number itself.", lambda target: 100 * target),
    ("This is the square of what it should be.", np.square),
    ("This is the square root of what it should be.", lambda target: np.sqrt(np.abs(target))),
)


def close(values: Array, target: Array, tolerance: float) -> npt.NDArray[np.bool_]:
    """Where two arrays agree: |a - b| ≤ tolerance (s + |b|), or both are nan.

    s is 1, or the largest |b| of the array where all are smaller: 2e-9 is not close to 1e-9.

    >>> close(np.array([2e-9]), np.array([1e-9]), 1e-6), close(np.array([1e-9]), np.zeros(1), 1e-6)
    (array([False]), array([ True]))
    """
    largest = float(np.max(np.abs(target), initial=0.0, where=np.isfinite(target)))
    size = min(1.0, largest) or 1.0
    return np.isclose(values, target, rtol=tolerance, atol=tolerance * size, equal_nan=True)


def place(index: Sequence[int], places: Sequence[str], names: Sequence[str] = ()) -> str:
    """The name of an entry: where a formula was tried, the entry of an array, or both.

    names: of the entries, where they have some.

    >>> place((0,), []), place((0, 2), []), place((0, 2), ["At x = 1"])
    ('This number', 'Entry [2]', 'At x = 1, entry [2]')
    >>> place((0, 1), [], ["m", "b"]), place((0, 1), ["At x = 1"], ["m", "b"])
    ('The number for b', 'At x = 1, b')
    """
    if len(index) == 2 and index[1] < len(names):
        name = names[index[1]]
        return f"{places[index[0]]}, {name}" if places else f"The number for {name}"
    entry = f"entry {[int(i) for i in index[1:]]}" if len(index) > 1 else ""
    if places:
        return ", ".join(filter(None, (places[index[0]], entry)))
    return entry.capitalize() or "This number"


def tell_apart(yours: float, aim: float, digits: int = 3) -> tuple[str, str]:
    """Two numbers in as many digits as it takes to tell them apart, and no fewer than `digits`.

    >>> tell_apart(0.002, 0.126), tell_apart(15.5, 15.4996), tell_apart(1234.0, 6.0)
    (('0.002', '0.126'), ('15.5', '15.4996'), ('1234', '6'))
    """
    given = f"{yours + 0.0:.{digits}g}"  # -0.0 becomes 0.0
    wanted = f"{aim + 0.0:.{digits}g}"
    hidden = digits < 6 and "e+" in given + wanted  # 1.23e+03 hides what 1234 shows
    if digits < 17 and (given == wanted or hidden):
        return tell_apart(yours, aim, digits + 1)
    return given, wanted


def some_signs(
    values: Array, target: Array, places: Sequence[str], names: Sequence[str] = ()
) -> str:
    """The sizes agree, and not all signs."""
    sizes = np.abs(target)
    turned = np.argwhere(np.sign(values) != np.sign(target))
    if values.size < 2 or not len(turned) or not np.all(close(np.abs(values), sizes, 1e-6)):
        return ""
    first = place(turned[0], places, names)
    return f"The size is right and the sign is not everywhere. {first} is the first."


def one_factor(
    values: Array, target: Array, places: Sequence[str], names: Sequence[str] = ()
) -> str:
    """All entries are too large by one factor, which several entries together reveal."""
    sure = np.abs(target) > 1e-9
    if sure.sum() < 2 or not np.allclose(values[~sure], target[~sure], 1e-6, 1e-6):
        return ""
    ratios = values[sure] / target[sure]
    if not np.isfinite(ratios[0]) or not ratios[0] or not np.all(close(ratios, ratios[:1], 1e-6)):
        return ""
    factor, _ = tell_apart(ratios[0], 1.0)
    return (NEARLY_TIMES if abs(ratios[0] - 1) <= CLOSE else TIMES).format(factor)


def one_offset(
    values: Array, target: Array, places: Sequence[str], names: Sequence[str] = ()
) -> str:
    """All values of a formula or a function are off by one number."""
    apart = values - target
    if len(places) < 2 or target.ndim > 1 or not np.isfinite(apart[0]):
        return ""
    if not np.all(close(apart, apart[:1], 1e-6)):
        return ""
    return f"This is {apart[0]:+.3g} off, everywhere: look at the term without a variable."


def nearly(values: Array, target: Array, places: Sequence[str], names: Sequence[str] = ()) -> str:
    """Every entry is within one per cent; of a whole number, how far it is off."""
    apart = values - target
    if not np.all(np.abs(apart) <= CLOSE * np.abs(target)):
        return ""
    if places:
        advice = "Is a number in it rounded, or a small term left out?"
        return f"This is close, within one per cent everywhere, but not equal. {advice}"
    worst = tuple(int(i) for i in np.unravel_index(np.argmax(np.abs(apart)), apart.shape))
    if target[worst] != np.round(target[worst]):
        return MORE_DIGITS
    if values[worst] != np.round(values[worst]):
        return NOT_WHOLE
    side = "large" if apart[worst] > 0 else "small"
    return OFF_BY.format(place(worst, places, names), f"{abs(apart[worst]):.0f}", side)


def difference(
    values: Array,
    target: Array,
    places: Sequence[str],
    tolerance: float,
    names: Sequence[str] = (),
) -> str:
    """Say where the answer departs first, without giving more away than that."""
    index = tuple(int(i) for i in np.argwhere(~close(values, target, tolerance))[0])
    yours = float(values[index])
    aim = float(target[index])
    here = place(index, places, names)
    given, wanted = tell_apart(yours, aim)
    if places and len(index) > 1:
        return f"{here} of yours is {given}, and it should be {wanted}."
    if places:
        flat = len(values) > 1 and np.ptp(values) == 0 and np.ptp(target) > 1e-6
        same = f" Yours is {given} everywhere." if flat else ""
        return f"{here} yours gives {given}, and it should give {wanted}.{same}"
    if not np.isfinite(yours):
        return f"{here} is {given}: look for a division by 0, or for a number that overflows."
    return f"{here} is too {'large' if yours > aim else 'small'}."


SIGNS = (some_signs, one_factor, one_offset, nearly)
