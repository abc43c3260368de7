"""How exactly a number was given: an answer counts when it is the true value, rounded."""

import re
from collections.abc import Iterator, Sequence
from numbers import Number
from typing import TYPE_CHECKING, Any

import numpy as np

from calclib.arrays import Array
from calclib.practice.forms import plain_number
from calclib.practice.notation import plain_notation
from calclib.practice.readings import entries

if TYPE_CHECKING:
    import sympy as sp

NUMBER = re.compile(r"[-+−]?(?P<whole>\d*)(?:\.(?P<decimals>\d*))?(?:e(?P<exponent>[-+]?\d+))?")
PADDING = re.compile(r"(?<=\d)0+(?=e|$)")  # the zeros with which SymPy fills a decimal number up
TOGETHER = 8  # decimals to which numbers are rounded together, at most
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
    found = [half_unit(part, digits) for part in aligned(list(parts_of(answer)), digits)]
    if len(found) != int(np.prod(shape, dtype=int)):
        return np.zeros(shape)
    return np.array(found, dtype=float).reshape(shape)


def aligned(parts: Sequence[object], digits: int = SIGNIFICANT) -> list[object]:
    """Numbers, of which short floats get back the zeros that they were rounded to with the others.

    np.round([0.26, 1.143], 3) is 0.260 and 1.143, and Python writes the first as 0.26. A float with
    digits enough stays as it is, and so does text.

    >>> aligned([0.26, 1.143, "0.5"]), aligned([0.5, 1 / 3]), aligned([0.8776, 1.081])
    (['0.260', 1.143, '0.5'], [0.5, 0.3333333333333333], [0.8776, 1.081])
    """
    plain = [part for part in parts if type(part) in (float, np.float64) and "e" not in str(part)]
    most = max((len(str(part).partition(".")[2]) for part in plain), default=0)
    if len(plain) < 2 or most > TOGETHER:
        return list(parts)
    short = {id(part) for part in plain if not half_unit(part, digits)}
    return [f"{part:.{most}f}" if id(part) in short else part for part in parts]


def parts_of(answer: object) -> Iterator[object]:
    """The numbers of an answer, one by one."""
    if isinstance(answer, str):
        read = entries(plain_notation(answer))
        if isinstance(read, list):
            yield from parts_of(read)
        else:
            yield read
    elif isinstance(answer, (list, tuple)):
        for part in answer:
            yield from parts_of(part)
    elif isinstance(answer, np.ndarray):
        yield from answer.flat
    else:
        yield answer


def half_unit(number: object, digits: int) -> float:
    """Half a unit of the last digit of one number; 0 when it has fewer digits, or is a formula.

    A number of few bits, such as a float32, is rounded to these as well.

    >>> half_unit(3.162, 3), half_unit("2e3", 3), half_unit(1000, 3), half_unit("pi", 3)
    (0.0005, 0.0, 0.5, 0.0)
    >>> half_unit("7.63·10⁻⁶", 3), half_unit(np.float32(0.333), 3) > 0.0005
    (5e-09, True)
    """
    match = NUMBER.fullmatch(digits_of(number))
    if match is None:
        return 0.0
    decimals = match["decimals"] or ""
    significant = (match["whole"] + decimals).lstrip("0")
    if len(significant) < digits:
        return 0.0
    half = float(0.5 * 10.0 ** (int(match["exponent"] or 0) - len(decimals)))
    return half + spacing(number)


def spacing(number: Any) -> float:
    """How far a number of few bits, of NumPy or of SymPy, may be from what it was made of.

    >>> spacing(np.float32(1)), spacing("1")
    (1.1920928955078125e-07, 0.0)
    """
    if isinstance(number, np.floating):
        return float(np.spacing(abs(number)))
    if getattr(number, "is_Float", False):
        return float(abs(number) * 2.0**-number._prec)
    return 0.0


def digits_of(number: object) -> str:
    """A number as it was written, or as Python writes it; nothing for what is no decimal number.

    >>> digits_of(2.0), digits_of(np.float32(0.1)), digits_of("≈ 0,5")
    ('2', '0.1', '0,5')
    """
    if isinstance(number, str):
        return plain_number(number).lower()
    if getattr(number, "is_Float", False):
        return PADDING.sub("", str(number).lower())
    if isinstance(number, bool | np.bool_) or not isinstance(number, Number):
        return ""
    written = str(number)
    return written.removesuffix(".0").lower()


def size_of(node: "sp.Expr") -> float:
    """About how many digits a power of numbers has, or the number under a factorial.

    >>> import sympy as sp
    >>> size_of(sp.Pow(10, 20, evaluate=False)), size_of(sp.factorial(7, evaluate=False))
    (20.0, 7.0)
    """
    import sympy as sp

    parts: Any = node.args
    sizes = [abs(complex(part.evalf(8))) for part in parts]
    if isinstance(node, sp.Pow):
        base, exponent = sizes
        return float(exponent * abs(np.log10(base))) if base else 0.0
    return max(sizes)
