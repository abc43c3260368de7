"""How exactly a number was given: an answer counts when it is the true value, rounded."""

import re
from collections.abc import Iterator

import numpy as np

from calclib.arrays import Array
from calclib.practice.spelling import split_list

NUMBER = re.compile(r"[-+−]?(?P<whole>\d*)(?:\.(?P<decimals>\d*))?(?:e(?P<exponent>[-+]?\d+))?")
SIGNIFICANT = 3  # digits that a rounded answer has at least


def half_units(answer: object, shape: tuple[int, ...], digits: int = SIGNIFICANT) -> Array:
    """Half a unit of the last digit that was given, for each number of an answer.

    answer: a number, a number as text, or a list of these, perhaps of lists.
    shape: the shape of the answer once it is read.
    digits: a number with fewer digits than this gets 0.
    Returns an array of this shape, with 0 where nothing was rounded, as in the formula "1/3".

    >>> half_units(0.333, ()), half_units("-0.33", ()), half_units([1.3333, "1/3"], (2,))
    (array(0.0005), array(0.), array([5.e-05, 0.e+00]))
    """
    found = [half_unit(part, digits) for part in parts_of(answer)]
    if len(found) != int(np.prod(shape, dtype=int)):
        return np.zeros(shape)
    return np.array(found, dtype=float).reshape(shape)


def parts_of(answer: object) -> Iterator[object]:
    """The numbers of an answer, one by one."""
    if isinstance(answer, str):
        yield from split_list(answer)
    elif isinstance(answer, (list, tuple)):
        for part in answer:
            yield from parts_of(part)
    elif isinstance(answer, np.ndarray) and answer.ndim:
        yield from answer.ravel().tolist()
    else:
        yield answer


def half_unit(number: object, digits: int) -> float:
    """Half a unit of the last digit of one number; 0 when it has fewer digits, or is a formula.

    >>> half_unit(3.162, 3), half_unit("2e3", 3), half_unit(1000, 3), half_unit("pi", 3)
    (0.0005, 0.0, 0.5, 0.0)
    """
    if isinstance(number, bool) or not isinstance(number, (str, int, float, np.number)):
        return 0.0
    text = number.strip().lower() if isinstance(number, str) else repr(number_of(number))
    match = NUMBER.fullmatch(text.lstrip("≈~ "))
    if match is None:
        return 0.0
    decimals = match["decimals"] or ""
    significant = (match["whole"] + decimals).lstrip("0")
    if len(significant) < digits:
        return 0.0
    return float(0.5 * 10.0 ** (int(match["exponent"] or 0) - len(decimals)))


def number_of(number: float | np.number) -> complex:
    """A number as Python writes it."""
    plain: complex = number.item() if isinstance(number, np.number) else number
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain
