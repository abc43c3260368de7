"""Numbers as words: how a value is written, and how it fills the field of a text."""

import re

import numpy as np

FORMAT = re.compile(r"[+]?,?(\.\d+)?[defg%]?")  # what Python and d3-format both read
MINUS = "−"  # the sign that d3-format writes, wider than a hyphen
GONE = "–"  # stands for a value that is not finite


def format_number(value: float, form: str) -> str:
    """Format a number as d3-format would; a value that is not finite becomes a dash.

    >>> format_number(2.0, "d"), format_number(-0.5, ".2f"), format_number(float("nan"), ".3g")
    ('2', '−0.50', '–')
    """
    if not np.isfinite(value):
        return GONE
    number = round(value) if form.endswith("d") else value
    return format(number, form).replace("-", MINUS)


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
