"""The forms in which a learner gives numbers, brought to one: lists of other kinds, typed numbers.

12,800 and 12 800 are 12800; 7.6·10⁻⁶ is 7.6e-6; 12 % is 0.12; 5 steps are 5. What cannot be read
this way is left as it is, for the reader of formulas.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set, ValuesView
from itertools import islice
from typing import Any

import numpy as np

from calclib.practice.notation import plain_notation
from calclib.practice.wording import without_words

MOST = 10_000  # entries of a range or an iterator that are looked at
MARKS = ",_ \u00a0\u2009\u202f'’"  # between thousands
THOUSANDS = re.compile(
    rf"(?<![\w.,])[1-9]\d{{0,2}}(?P<mark>[{MARKS}])\d{{3}}(?:(?P=mark)\d{{3}})*(?!\w|,\d)"
)
POWER_OF_TEN = re.compile(
    r"(?P<factor>[-+]?\d*\.?\d+)\s*[·*×∙⋅xX]\s*"
    r"(?:10\s*(?:\^|\*\*)\s*\(?(?P<exponent>[-+]?\d+)\)?|1e(?P<e>[-+]?\d+))"
)
MIXED = re.compile(r"(?P<sign>[-+]?)\s*(?P<whole>\d+)\s+(?P<part>\d+\s*[/⁄]\s*\d+|[¼-¾⅐-⅞])")
RATIO = re.compile(r"([-+]?\d*\.?\d+)\s*:\s*(\d*\.?\d+)")
BRACKETED = re.compile(r"[(\[]\s*([-+]?\d*\.?\d*(?:e[-+]?\d+)?)\s*[)\]]")
POINTED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\w.])")  # 1.000.000
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
FACTOR = r"(?:[^\W\d_]\d*|[^\W\d_]+\([^()]*\))(?:\^\d+)?"
SIGN_AND_PRODUCT = re.compile(
    rf"[\^/]\s*(?P<product>[-−]?\d+\.?\d*\s*[·*]?\s*{FACTOR}(?:\s*[·*]?\s*{FACTOR})*"
    rf"|[-−]?{FACTOR}(?:\s*[·*]?\s*{FACTOR})+)"
)
TIGHT = re.compile(r"\^([-−]?\d+\.?\d*[^\W\d_]\w*)")  # every e^2x at once


def as_lists(answer: object) -> object:
    """Bring what holds numbers to a list, a tuple or an array; anything else stays as it is.

    Ranges and iterators become lists, of so many entries at most; the matrices of SymPy nested
    lists, a Series or a tensor of another library an array.

    >>> as_lists(range(3)), as_lists(map(float, "12"))
    ([0, 1, 2], [1.0, 2.0])
    """
    given: Any = answer
    if isinstance(given, str):
        return str.__str__(given)  # of a kind of its own, which may do anything, its characters
    if isinstance(given, np.ma.MaskedArray):
        given = np.ma.filled(np.ma.asarray(given, dtype=float), np.nan)  # masked: no number
    if isinstance(given, np.ndarray) and given.ndim == 0:
        return given[()]
    if isinstance(given, np.ndarray) and given.dtype.kind == "U":
        return given.tolist()
    if isinstance(given, (str, bytes, list, tuple, np.ndarray, np.generic, Mapping, Set)):
        return given
    if isinstance(given, range | Iterator | ValuesView):
        return list(islice(given, MOST))
    if type(given).__module__.partition(".")[0] == "sympy":
        if hasattr(given, "is_Matrix") and hasattr(given, "tolist"):
            return given.tolist()
        return list(given.args) if type(given).__name__ == "Tuple" else given
    if hasattr(given, "__array__") and not callable(given):
        array = np.asarray(given)
        return array if array.ndim else array[()]
    return given


def in_a_line(parts: Sequence[object]) -> list[object]:
    """The entries of a column or of a row; anything else stays as it is.

    >>> in_a_line([["x"], ["y"]]), in_a_line([["x", "y"]]), in_a_line(["x", "y"])
    (['x', 'y'], ['x', 'y'], ['x', 'y'])
    """
    lines = [list(part) for part in parts if isinstance(part, (list, tuple))]
    is_line = len(lines) == 1 or all(len(line) == 1 for line in lines)
    if is_line and len(lines) == len(parts):
        return [entry for line in lines for entry in line]
    return list(parts)


def plain_number(text: str) -> str:
    """Write a typed number in digits, a point and e: what Python reads. Formulas stay as they are.

    >>> plain_number("≈7.6·10⁻⁶"), plain_number("−0.707"), plain_number("12 800")
    ('7.6e-6', '-0.707', '12800')
    >>> plain_number("12 %"), plain_number("about 5 steps"), plain_number("2x")
    ('0.12', '5', '2x')
    >>> plain_number("1 3/4"), plain_number("1:8"), plain_number("3 thousand")
    ('(1+3/4)', '1/8', '3e3')
    """
    from calclib.expressions.spelling import LONGEST, split_name

    if len(text) > 2 * LONGEST:
        return text
    text = plain_notation(split_name(plain_notation(text), ())[1])
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda match: f"^{match[0].translate(SUPERSCRIPTS)}", text)
    text = THOUSANDS.sub(lambda match: drop_marks(match[0], MARKS[1:]), text)
    text = POINTED.sub(lambda match: drop_marks(match[0], "."), text)
    text = without_words(text).removesuffix("…").rstrip()
    if (found := POWER_OF_TEN.fullmatch(text)) is not None:
        return f"{found['factor']}e{found['exponent'] or found['e']}"
    if (found := re.fullmatch(r"([-+]?\d*\.?\d+)\s*%", text)) is not None:
        return moved_point(found[1], -2)
    if (found := re.fullmatch(r"([-+]?\d*\.?\d+)\s*°", text)) is not None:
        return f"{found[1]}*pi/180"
    if (found := MIXED.fullmatch(text)) is not None:
        return f"{found['sign']}({found['whole']}+{found['part']})"
    if (found := RATIO.fullmatch(text)) is not None:
        return f"{found[1]}/{found[2]}"
    if (found := BRACKETED.fullmatch(text)) is not None:
        return found[1]
    return text


def drop_marks(text: str, marks: str) -> str:
    """Take marks between thousands out of a number.

    >>> drop_marks("12 800", " ")
    '12800'
    """
    return "".join(c for c in text if c not in marks)


def moved_point(number: str, places: int) -> str:
    """Move the decimal point of a typed number, whose digits stay as many as they are.

    >>> moved_point("12.5", -2), moved_point("3", -2)
    ('0.125', '0.03')
    """
    decimals = len(number.partition(".")[2])
    return f"{float(number) * 10.0**places:.{max(0, decimals - places)}f}"


def without_thousands(text: str) -> str:
    """A typed number, or a list of them, without the commas between thousands.

    >>> without_thousands("12,800, 213,248"), without_thousands("0,125"), without_thousands("1,25")
    ('12800, 213248', '0,125', '1,25')
    """
    return THOUSANDS.sub(lambda match: drop_marks(match[0], ","), text)


def bracketings(text: str) -> list[str]:
    """A formula with brackets where they are easily forgotten: after ^, and on both sides of /.

    >>> bracketings("e^2x"), bracketings("x + 1/2")
    (['e^(2x)'], ['(x + 1)/2'])
    >>> bracketings("1/2x + 1")
    ['1/(2x) + 1', '1/(2x + 1)']
    """
    found = [TIGHT.sub(r"^(\1)", text)]
    for match in SIGN_AND_PRODUCT.finditer(text):
        found.append(bracketed(text, match.start("product"), match.end("product")))
    for match in re.finditer(r"[\^/]\s*(?=[\w.]+[^\w.])", text):
        found.append(bracketed(text, match.end(), len(text)))
    for match in re.finditer(r"/", text):
        start = len(text) - len(text.lstrip(" -−"))
        end = len(text[: match.start()].rstrip())
        if re.search(r"[-+−*·\s]", text[start:end]):
            found.append(bracketed(text, start, end))
    return [whole for whole in dict.fromkeys(found) if whole != text]


def bracketed(text: str, start: int, end: int) -> str:
    """A text with brackets around a part of it.

    >>> bracketed("e^2x", 2, 4)
    'e^(2x)'
    """
    return f"{text[:start]}({text[start:end]}){text[end:]}"
