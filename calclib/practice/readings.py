"""A typed list or matrix as its entries: with commas, semicolons or lines, or as NumPy prints it.

One text may be read in several ways: 12,800 as two numbers or as one, [1 2] as two numbers or as a
product. `readings` gives them, the plainest first; whoever knows how many numbers are asked for
takes the first that fits.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from calclib.practice.forms import without_thousands
from calclib.practice.notation import LONGEST, plain_notation
from calclib.practice.spelling import DECIMAL_COMMA, is_wrapped, split_at, split_list
from calclib.practice.wording import IN_FRONT

Entries: TypeAlias = "str | list[Entries]"
NAME = r"[^\W\d]\w*[′″'’*₀-₉]*"
SEVERAL_NAMES = re.compile(rf"\s*[\[(]?\s*{NAME}(?:\s*[,;]\s*{NAME})+\s*[\])]?\s*[=≈](?!=)")
BEFORE_LIST = re.compile(rf"{IN_FRONT.pattern}(?=[\[(])", re.IGNORECASE)
VALUE = r"[-+]?[\d.√½⅓¼¾⅐-⅞](?:[\w./√½⅓¼¾⅐-⅞^]|(?<=[eE^])[-+](?=\d))*"
WITH_COMMAS = re.compile(r"\s*[(\[]?\s*[-+]?\d+,\d+(?:\s+[-+]?\d+,\d+)+\s*[)\]]?\s*")
GAP = re.compile(rf"(?<=[\w.)\]½⅓¼¾⅐-⅞])[ ]+(?={VALUE}(?:[\s;,\])]|$))")
NAMED = re.compile(r"\s*[^\d\s.+,;|&\n-][^,;|&\n]*")  # before = and a list
# A dual number, 12 + 14δ or 14δ + 12: its value and its slope.
DUAL = re.compile(
    r"\s*(?P<value>[^-+δε]+)\s*(?P<sign>[-+])\s*(?P<slope>[^-+δε]*?)\s*[·*]?\s*[δε]\s*"
    r"|\s*(?P<first>[-+]?[^-+δε]*?)\s*[·*]?\s*[δε]\s*(?P<between>[-+])\s*(?P<last>[^-+δε]+)"
)
UNIT = re.compile(r"(?<![^\W\d_])(?:delta|epsilon|eps)(?![^\W_])")
MARKS = re.compile("[,;\n|&]")
LABELS = re.compile(r"(?:^|(?<=[\s,;]))\(?([a-h]|\d)[).]\s+")  # a) 3 b) 5, or 1. 3 2. 5
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
ORDINAL = re.compile(
    rf"(?:\bthe\s+)?(?:\b(?P<word>{'|'.join(ORDINALS)}|\d(?:st|nd|rd|th))\b|#(?=\d))"
    r"(?:\s+(?:one|option|choice|answer|test|comparison|statement|line|row)\b)?",
    re.IGNORECASE,
)
YES = {
    "yes": "1",
    "y": "1",
    "true": "1",
    "t": "1",
    "no": "0",
    "n": "0",
    "false": "0",
    "f": "0",
}
SIGNS_OF_YES = str.maketrans(
    {"✓": " 1 ", "✔": " 1 ", "✗": " 0 ", "✘": " 0 ", "❌": " 0 ", "✅": " 1 "}
)


def readings(text: str, ordered: bool = True) -> Iterator[Entries]:
    """The entries of a typed answer, in every way in which it can be read, the plainest first.

    ordered: False where the numbers name choices: yes is 1, no is 0, and 1100 may be four of them.

    >>> list(readings("[[2.5, 1], [.25, .5]]"))
    [[['2.5', ' 1'], ['.25', ' .5']]]
    >>> list(readings("1 2"))
    ['1 2', ['1', ' 2']]
    >>> list(readings("12 + 14δ"))
    ['12 + 14δ', ['12 ', ' +14']]
    """
    if len(text) > LONGEST:
        yield entries(text)
        return
    text = plain_notation(text)
    found: list[Entries] = []
    for variant in variants(text, ordered):
        read = entries(variant)
        if read not in found:
            found.append(read)
            yield read


def yes_as_one(word: str) -> str:
    """1 for yes and 0 for no; any other word as it is.

    >>> yes_as_one(" Yes"), yes_as_one("no"), yes_as_one("maybe")
    ('1', '0', 'maybe')
    """
    return YES.get(word.strip().lower(), word)


def ordinal_of(word: str | None) -> int | str:
    """The number of the third or of the 3rd; nothing for no word.

    >>> ordinal_of("Third"), ordinal_of("3rd"), ordinal_of(None)
    (3, 3, '')
    """
    if word is None:
        return ""
    return ORDINALS.index(word.lower()) + 1 if word.lower() in ORDINALS else int(word[0])


def choices_as_numbers(answer: object) -> object:
    """A list that names choices, in which yes is 1 and no is 0, as where they are typed.

    >>> choices_as_numbers(["no", "Yes", 1]), choices_as_numbers("no")
    (['0', '1', 1], 'no')
    """
    if not isinstance(answer, (list, tuple)):
        return answer
    return [yes_as_one(part) if isinstance(part, str) else part for part in answer]


def count_of(read: Entries) -> int:
    """How many entries a typed answer has, in lists of lists too.

    >>> count_of(["1", ["2", "3"]]), count_of("1")
    (3, 1)
    """
    return sum(map(count_of, read)) if isinstance(read, list) else 1


def variants(text: str, ordered: bool) -> Iterator[str]:
    """The ways in which the commas, gaps and lines of a text can be meant."""
    if not ordered:
        text = text.translate(SIGNS_OF_YES).strip()
        if re.fullmatch(r"[yntfYNTF]{2,}", text):  # ynny
            text = " ".join(text)
        text = re.sub(r"[^\W\d_]+", lambda word: yes_as_one(word[0]), text)
        text = re.sub(r"\b[A-Z]\s*[:=]?\s*(?=\d\b)", "", text)
        text = ORDINAL.sub(lambda word: str(ordinal_of(word["word"])), text)
    yield text
    grouped = without_thousands(text)
    if grouped != text:
        yield grouped
    if ";" in text or "\n" in text:
        yield re.sub(DECIMAL_COMMA, ".", text)
    if WITH_COMMAS.fullmatch(text):  # 1,5 2,5
        yield GAP.sub(", ", text.replace(",", "."))
    if re.search(r"\b(?:and|und)\b", text):
        yield re.sub(r"\s*,?\s*\b(?:and|und)\b\s*", ", ", text)
    yield GAP.sub(", ", text)
    yield GAP.sub(", ", grouped)
    if "\n" in text:
        yield " ".join(text.split())
        yield GAP.sub(", ", " ".join(text.split()))
    if (parts := labelled_parts(text)) is not None:
        yield ", ".join(parts)
    if text.count("|") == 1:
        yield text.replace("|", ";")
    if "&" in text:
        yield text.replace("&", ",")
    if "→" in text:
        yield text.replace("→", ";")
    if "±" in text:
        both = text.partition("=")[2] or text
        yield ", ".join(both.replace("±", sign) for sign in "-+")
    if (dual := DUAL.fullmatch(UNIT.sub("δ", text))) is not None:
        yield dual_numbers(dual)
    if not ordered and text.isdecimal():
        yield ", ".join(text)


def dual_numbers(dual: re.Match[str]) -> str:
    """The value and the slope of a dual number, in this order.

    >>> dual_numbers(DUAL.fullmatch("12 + 14δ")), dual_numbers(DUAL.fullmatch("-δ + 12"))
    ('12 , +14', '+12, -1')
    """
    if dual["value"] is not None:
        return f"{dual['value']}, {dual['sign']}{dual['slope'] or 1}"
    slope = dual["first"] + "1" if dual["first"] in ("", "+", "-") else dual["first"]
    return f"{dual['between']}{dual['last']}, {slope}"


def labelled_parts(text: str) -> list[str] | None:
    """The parts of a text that numbers them, a) b) … or 1. 2. …; None for any other.

    >>> labelled_parts("a) 3 b) 5"), labelled_parts("1. 3\\n2. 5"), labelled_parts("3 5")
    (['3', '5'], ['3', '5'], None)
    """
    _, *found = LABELS.split(text)
    labels = "".join(found[::2])
    if len(labels) < 2 or not ("abcdefgh".startswith(labels) or "12345678".startswith(labels)):
        return None
    return [part.strip(" ,;\n") for part in found[1::2]] if LABELS.match(text) else None


def entries(text: str) -> Entries:
    """The entries of a typed list, of lists perhaps; a text without a mark between entries is one.

    >>> entries("2.5, 1; 0.25, 0.5"), entries("[1, 2],\\n[3, 4]"), entries("max(x, y)")
    ([['2.5', ' 1'], ['0.25', ' 0.5']], [['1', ' 2'], ['3', ' 4']], 'max(x, y)')
    >>> entries("[x, y] = (1, 2)"), entries("[3]"), entries("(x + 1)(x - 1)")
    (['1', ' 2'], '[3]', '(x + 1)(x - 1)')
    """
    return read_entries(text, 0)


def read_entries(text: str, depth: int) -> Entries:
    """The entries of a text that stands `depth` lists deep."""
    if depth > 4 or len(text) > 10 * LONGEST:
        return text
    if depth == 0 and (names := SEVERAL_NAMES.match(text)) is not None:
        text = text[names.end() :]
    inner = text.strip()
    if (found := BEFORE_LIST.match(inner)) is not None:
        inner = inner[found.end() :]
    name, sign, rest = inner.partition("=")
    if sign and rest.strip()[:1] in "[(" and is_wrapped(rest.strip()) and NAMED.fullmatch(name):
        inner = rest.strip()
    if is_wrapped(inner) and MARKS.search(inner):
        inside = re.sub(r"\]\s*\[", "], [", inner[1:-1].strip())
        parts = split_rows(inside)
        if len(parts) > 1 or (is_wrapped(inside) and MARKS.search(inside)):
            return [read_entries(part, depth + 1) for part in parts]
        return text
    inside = re.sub(r"\]\s*\[", "], [", inner)
    parts = split_rows(inside)
    return [read_entries(part, depth + 1) for part in parts] if len(parts) > 1 else text


def split_rows(text: str) -> list[str]:
    """Split a text at its lines, or its semicolons, or its commas: at the highest that it has.

    >>> split_rows("1, 2,\\n3, 4"), split_rows("1, 2; 3, 4"), split_rows("max(x, y), 2")
    (['1, 2', '3, 4'], ['1, 2', ' 3, 4'], ['max(x, y)', ' 2'])
    """
    lines = [line.strip().rstrip(",;") for line in split_at(text, "\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1:
        return lines
    return split_list(lines[0] if lines else text)
