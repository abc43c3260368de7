"""A bound as a learner writes it: h ≤ 0.02, 0 < α < 0.2, up to 0.2, (0, 0.2), read as its number.

Where a question asks for a bound, a comparison with it is an answer too, strict or not, if it
points to the side that is asked about. `frontend/src/web/bounds.ts` does the same for a page.
"""

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from calclib.practice.labels import DENYING, LONGEST, Labels, Names, at_top, split
from calclib.practice.notation import plain_notation
from calclib.practice.reading import UnreadableError

Side: TypeAlias = Literal["above", "below", ""]  # on which side of the values a bound lies
Bound: TypeAlias = Side | Sequence[Side]  # of the one number that is asked for, or of each part

OTHER_WAY = {
    "above": "The values asked for lie below the bound, and the comparison says above.",
    "below": "The values asked for lie above the bound, and the comparison says below.",
}
MEANT = {"<": "above", "≤": "above", ">": "below", "≥": "below"}
TURNED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}
WRITTEN = {"<=": "≤", "=<": "≤", "⩽": "≤", "≦": "≤", ">=": "≥", "⩾": "≥", "≧": "≥"}
SIGN = re.compile(r"[<>≤≥]")
HEAD = re.compile(r"(?P<label>[^\d:<>≤≥]+):(?!=)\s*")
# Words that are a sign: those in front of the number, and those behind it.
SAYING = (
    (
        "≤",
        re.compile(
            r"(?<![^\W_])(?:(?:no|not)\s+(?:more|larger|greater|bigger|higher|longer|above|over)"
            r"(?:\s+than)?|at\s+(?:the\s+)?most|up\s+to|höchstens|bis(?:\s+zu)?)(?![^\W_])",
            re.IGNORECASE,
        ),
    ),
    (
        "≥",
        re.compile(
            r"(?<![^\W_])(?:(?:no|not)\s+(?:less|smaller|lower|fewer|below|under)(?:\s+than)?"
            r"|at\s+(?:the\s+)?least|from|starting\s+(?:at|from)|mindestens)(?![^\W_])",
            re.IGNORECASE,
        ),
    ),
    (
        "<",
        re.compile(
            r"(?<![^\W_])(?:(?:less|smaller|lower|fewer)\s+than(?:\s+or\s+equal(?:\s+to)?)?|below"
            r"|under|kleiner\s+als|weniger\s+als|unter)(?![^\W_])",
            re.IGNORECASE,
        ),
    ),
    (
        ">",
        re.compile(
            r"(?<![^\W_])(?:(?:more|greater|larger|bigger|higher)\s+than"
            r"(?:\s+or\s+equal(?:\s+to)?)?|above|over|beyond|exceeds?|größer\s+als|mehr\s+als|über)"
            r"(?![^\W_])",
            re.IGNORECASE,
        ),
    ),
)
OR_LESS = re.compile(
    r"^(?P<value>[^<>≤≥]*\d[^<>≤≥]*?)\s*,?\s+(?:or|and)\s+"
    r"(?:less|smaller|lower|fewer|below|under|down(?:wards)?)$",
    re.IGNORECASE,
)
OR_MORE = re.compile(
    r"^(?:from\s+)?(?P<value>[^<>≤≥]*\d[^<>≤≥]*?)\s*,?\s+"
    r"(?:(?:or|and)\s+(?:more|larger|greater|bigger|higher|above|over|up(?:wards)?)|onwards?|on)$",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"^(?P<name>.*?)(?<![^\W_])(?:between\s+(?P<low>[^,;]+?)\s+and|from\s+(?P<first>[^,;]+?)\s+to)"
    r"\s+(?P<high>[^,;]+)$",
    re.IGNORECASE,
)
INTERVAL = re.compile(
    r"^(?:(?P<name>[^()\[\],;]*?)(?:=|∈|(?<![^\W_])in(?![^\W_])))?\s*[(\[\]]\s*(?P<low>[^,;]+?)"
    r"\s*[,;]\s*(?P<high>[^,;]+?)\s*[)\[\]]$"
)
ENDLESS = re.compile(r"^\+?\s*(?:∞|oo|inf(?:inity)?)$", re.IGNORECASE)
LOWEST = re.compile(r"^(?:0(?:\.0*)?|-\s*(?:∞|oo|inf(?:inity)?))$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d\u00b2-\u00b9\u2070-\u2089]+[\d₀-₉]*[′'*₊]*")
AS_LETTER = "tau"  # a constant of formulas, and a threshold or a penalty in a comparison


def without_comparisons(
    answer: object, bound: Bound, names: Names = (), variables: Sequence[str] = ()
) -> object:
    """An answer with the numbers of its bounds in the place of the comparisons; else as it is.

    answer: text; anything else stays as it is.
    bound: on which side of the values asked for the bound lies, "above" or "below" them; of several
        numbers for each, with "" for one that is no bound.
    names: of the parts that are asked for, as in `check`.
    variables: of a formula, which name no quantity that is bounded.
    Raises UnreadableError for a comparison that points the other way.

    >>> without_comparisons("h ≤ 0.02", "above"), without_comparisons("0.02 or less", "above")
    ('0.02', '0.02')
    >>> without_comparisons("(0, 0.02]", "above"), without_comparisons("2/c > α", "above", (), "c")
    ('0.02', '2/c')
    >>> without_comparisons("p > 1, 0.7", ("below", "")), without_comparisons("2h < 0.04", "above")
    ('1; 0.7', '2h < 0.04')
    >>> without_comparisons("h ≥ 0.02", "above")
    Traceback (most recent call last):
    calclib.practice.reading.UnreadableError: The values asked for lie below the bound, and the
    comparison says above.
    """
    sides = sides_of(bound)
    if not sides or not isinstance(answer, str) or len(answer) > LONGEST:
        return answer
    text = plain_notation(answer, variables)
    parts = [text] if len(sides) == 1 else split(text)
    changed: list[str] = []
    for number, part in enumerate(parts):
        label, comparison = labelled(part)
        place = Labels(names).place_of(label) if len(sides) > 1 and label else None
        at = number if place is None else place
        side = sides[at] if at < len(sides) else ""
        value = number_of(comparison, side, variables) if side else None
        if value is None:
            changed.append(part)
        else:
            changed.append(value if place is None else f"{label} = {value}")
    return answer if changed == parts else "; ".join(changed)


def sides_of(bound: Bound) -> Sequence[Side]:
    """The side of each number that is asked for; none where no number is a bound.

    >>> sides_of("above"), sides_of(("below", "")), sides_of("")
    (('above',), ('below', ''), ())
    """
    if isinstance(bound, str):
        return (bound,) if bound else ()
    return bound


def labelled(part: str) -> tuple[str, str]:
    """What stands before the sign or a colon, and the comparison without the colon.

    >>> labelled("exists: p > 1"), labelled("factor > 2")
    (('exists', 'p > 1'), ('factor', 'factor > 2'))
    """
    if (found := HEAD.match(part)) is not None:
        return found["label"].strip(), part[found.end() :]
    return SIGN.split(with_signs(part))[0].strip(), part


def with_signs(text: str) -> str:
    """A text with signs for the words that compare: less than 0.2 as < 0.2.

    >>> with_signs("p must be more than 1"), with_signs("59 or more"), with_signs("h <= 0.2")
    ('p must be > 1', '≥ 59', 'h ≤ 0.2')
    """
    for written, sign in WRITTEN.items():
        text = text.replace(written, sign)
    for sign, pattern in (("≤", OR_LESS), ("≥", OR_MORE)):
        if (found := pattern.match(text)) is not None:
            return f"{sign} {found['value'].strip()}"
    for sign, pattern in SAYING:
        text = pattern.sub(sign, text)
    return text


def number_of(text: str, side: Side, variables: Sequence[str]) -> str | None:
    """The number of a bound, from one comparison; None where there is none.

    Raises UnreadableError for a comparison that points the other way.

    >>> number_of("0 < α < 0.2", "above", ()), number_of("1 < p < ∞", "below", ())
    ('0.2', '1')
    >>> number_of("0.1 < α < 0.2", "above", ()) is None
    True
    """
    ends = ends_of(text, variables)
    found = one_sided(with_signs(text), variables) if ends is None else open_end(*ends)
    if found is None:
        return None
    sign, value = found
    if MEANT[sign] != side:
        raise UnreadableError(OTHER_WAY[side])
    return value


def one_sided(text: str, variables: Sequence[str]) -> tuple[str, str] | None:
    """The sign and the number of h ≤ 0.02, of 0.02 ≥ h and of ≤ 0.02."""
    signs = at_top(SIGN, text)
    if len(signs) != 1:
        return None
    sign = signs[0][0]
    left, right = text[: signs[0].start()].strip(), text[signs[0].end() :].strip()
    if not left or is_quantity(left, variables):
        return sign, right
    return (TURNED[sign], left) if is_quantity(right, variables) else None


def ends_of(text: str, variables: Sequence[str]) -> tuple[str, str] | None:
    """The lower and the upper end of 0 < α < 0.2, (0, 0.2) and between 0 and 0.2."""
    found = INTERVAL.match(text) or BETWEEN.match(text)
    if found is not None:
        low = found["low"] or found.groupdict().get("first") or ""
        name = (found["name"] or "").strip()
        return (low, found["high"]) if not name or is_quantity(name, variables) else None
    text = with_signs(text)
    signs = [sign[0] for sign in at_top(SIGN, text)]
    if len(signs) != 2 or MEANT[signs[0]] != MEANT[signs[1]]:
        return None
    low, name, high = (part.strip() for part in SIGN.split(text))
    if not is_quantity(name, variables):
        return None
    return (low, high) if MEANT[signs[0]] == "above" else (high, low)


def open_end(low: str, high: str) -> tuple[str, str] | None:
    """The one end that bounds anything, where the other is 0, its negative or endless.

    >>> open_end("0", "0.2"), open_end("-4", "4"), open_end("1", "∞"), open_end("1", "2")
    (('<', '0.2'), ('<', '4'), ('>', '1'), None)
    """
    if ENDLESS.match(high):
        return ">", low
    is_open = LOWEST.match(low) or low.replace(" ", "") == f"-{high}".replace(" ", "")
    return ("<", high) if is_open else None


def is_quantity(text: str, variables: Sequence[str]) -> bool:
    """Whether one side of a comparison names what is bounded, and computes nothing.

    >>> [is_quantity(text, ()) for text in ("h", "|c|", "λ_max", "p must be", "the rate α")]
    [True, True, True, True, True]
    >>> [is_quantity(text, "u") for text in ("2h", "α λ", "αλ", "h²", "not h", "|u|", "log h")]
    [False, False, False, False, False, False, False]
    """
    from calclib.expressions.vocabulary import CONSTANTS, FUNCTIONS

    inner = text[1:-1] if re.fullmatch(r"\|[^|]*\|", text) else text
    words = inner.split()
    if not words or not all(WORD.fullmatch(word) for word in words):
        return False
    known = {*CONSTANTS, *FUNCTIONS, *DENYING, *variables} - {AS_LETTER}
    letters = [word for word in words if len(word) == 1]
    products = [word for word in words if re.fullmatch("[α-ωΑ-Ω]{2,}", word)]
    return not known.intersection(words) and len(letters) < 2 and not products
