"""Numbers as words: how a value is written, and how it fills the field of a text."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from calclib.words import local_number

FORMAT = re.compile(
    r"(?P<plus>[+]?)(?P<comma>,?)(?P<digits>(\.\d+)?)(?P<kind>[defg%]?)"
)  # what Python and d3-format both read
MINUS = "−"  # the sign that d3-format writes, wider than a hyphen
HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # digits of any float, written out
GONE = "–"  # stands for a value that is not finite


def format_number(value: float, form: str) -> str:
    """Write a number as d3-format writes it in the browser; what is not finite becomes a dash.

    form: as `check_format` allows. Zeros at the end of a "g" are left out, and "" means .4g.
    Halves are rounded up, 0.125 to 0.13, and what rounds to 0 has no minus.

    >>> format_number(2.5, "d"), format_number(-0.5, ".2f"), format_number(float("nan"), ".3g")
    ('3', '−0.50', '–')
    >>> format_number(0.125, ".2f"), format_number(1e-5, ".3g"), format_number(-0.001, ".2f")
    ('0.13', '0.00001', '0.00')
    """
    if not np.isfinite(value):
        return GONE
    wanted = FORMAT.fullmatch(form or ".4g")
    assert wanted, form
    kind = wanted["kind"] or "g"
    digits = wanted["digits"] or (".12" if not wanted["kind"] else ".6")
    written = WRITERS[kind](abs(float(value)), int(digits[1:]))
    if kind == "g":
        written = without_end_zeros(written)
    is_negative = np.signbit(value) and (float(written) != 0 or bool(wanted["plus"]))
    sign = MINUS if is_negative else wanted["plus"]
    whole = re.match(r"\d*", written)
    assert whole
    grouped = f"{int(whole[0]):,}" if wanted["comma"] and whole[0] else whole[0]
    return local_number(f"{sign}{grouped}{written[whole.end() :]}{'%' * (kind == '%')}")


def fixed(x: float, digits: int) -> str:
    """Write x ≥ 0 with so many decimals, as Number.toFixed does: halves go up.

    >>> fixed(0.125, 2), fixed(2.0, 1), fixed(1e21, 2)
    ('0.13', '2.0', '1e+21')
    """
    if x >= 1e21:
        return "Infinity" if np.isinf(x) else repr(x)
    return f"{Decimal(x).quantize(Decimal(1).scaleb(-min(digits, 20)), context=HALF_UP):f}"


def whole_number(x: float, digits: int = 0) -> str:
    """Write x ≥ 0 rounded to a whole number: halves go up.

    >>> whole_number(2.5), whole_number(1e20)
    ('3', '100000000000000000000')
    """
    rounded = Decimal(x).quantize(Decimal(1), context=HALF_UP)
    return f"{Decimal(repr(float(rounded))):f}".removesuffix(".0")


def exponential(x: float, digits: int) -> str:
    """Write x ≥ 0 as 1.25e-7, with so many decimals, as Number.toExponential does.

    >>> exponential(0.000125, 1), exponential(0.0, 2)
    ('1.3e-4', '0.00e+0')
    """
    figures, exponent = figures_of(x, 1 + min(digits, 20))
    decimals = f".{figures[1:]}" if len(figures) > 1 else ""
    return f"{figures[0]}{decimals}e{exponent:+d}"


def precise(x: float, digits: int) -> str:
    """Write x ≥ 0 with so many significant digits, as Number.toPrecision does.

    >>> precise(1e-6, 2), precise(1e-7, 2), precise(1234.0, 3), precise(0.125, 2)
    ('0.0000010', '1.0e-7', '1.23e+3', '0.13')
    """
    digits = max(1, min(digits, 21))
    figures, exponent = figures_of(x, digits)
    if not -6 <= exponent < digits:
        decimals = f".{figures[1:]}" if len(figures) > 1 else ""
        return f"{figures[0]}{decimals}e{exponent:+d}"
    if exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{figures}"
    rest = figures[exponent + 1 :]
    return figures[: exponent + 1] + (f".{rest}" if rest else "")


def figures_of(x: float, count: int) -> tuple[str, int]:
    """The first so many figures of x ≥ 0, rounded half up, and the power of ten of the first.

    >>> figures_of(0.0125, 2), figures_of(9.96, 2), figures_of(0.0, 2)
    (('13', -2), ('10', 1), ('00', 0))
    """
    exact = Decimal(x)
    if not exact:
        return "0" * count, 0
    rounded = Context(prec=count, rounding=ROUND_HALF_UP).plus(exact)
    exponent = rounded.adjusted()
    figures = "".join(map(str, rounded.as_tuple().digits))
    return figures.ljust(count, "0"), exponent


def without_end_zeros(written: str) -> str:
    """Leave out zeros at the end of the decimals: 1.50e+3 is 1.5e+3.

    >>> without_end_zeros("1.500"), without_end_zeros("2.00e+21"), without_end_zeros("100")
    ('1.5', '2e+21', '100')
    """
    number, e, exponent = written.partition("e")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number}{e}{exponent}"


# How d3-format writes each kind of number, from |x| and the digits that are asked for.
WRITERS: dict[str, Callable[[float, int], str]] = {
    "d": whole_number,
    "e": exponential,
    "f": fixed,
    "g": precise,
    "%": lambda x, digits: fixed(100 * x, digits),
}


def check_format(form: str) -> None:
    """Refuse a number format that Python and d3-format do not both read.

    Raises ValueError with examples of what to write.

    >>> check_format(".3g")
    """
    if not FORMAT.fullmatch(form):
        raise ValueError(
            f"{form!r} is no number format; write one such as .3g, .2f, .1e, d or .0%."
        )


def fill_in(words: str, value: float) -> str:
    """Write a value into the one field of words.

    >>> fill_in("slope {:.2f} here", 1.5)
    'slope 1.50 here'
    """
    before, field = words.split("{", 1)
    form, after = field.split("}", 1)
    return before + format_number(value, form.lstrip(":")) + after
