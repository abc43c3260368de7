"""What learners say of numbers in words: both are −2, each 0.5, falls by 0.2.

`frontend/src/web/spoken.ts` does the same for a page.
"""

import re

from calclib.practice.notation import LONGEST
from calclib.practice.reading import UnreadableError

WITHOUT_SIGN = (
    "It is not clear whether a fall counts as negative here: write the number with its sign."
)
VALUE = r"(?:minus\s+)?[-+−]?\s*[\d.√½⅓¼¾][^,;\n&|<>=]*?"
EACH = re.compile(
    rf"^\s*(?:they\s+are\s+)?(?P<all>both|each|all|beide|jeweils)(?:\s+of\s+them)?"
    rf"(?:\s+(?!(?:but|except|minus|not|never|no)\b)[^\W\d_]+)?\s*(?:[:=]|\bare\b|\bis\b|\bsind\b)?\s*"
    rf"(?P<value>{VALUE})\s*$",
    re.IGNORECASE,
)
FOR_EACH = re.compile(
    rf"^\s*(?P<value>{VALUE})\s*,?\s+(?:for\s+|in\s+|für\s+)?(?P<all>both|each|all|beide|jeweils)"
    r"(?:\s+of\s+them)?\s*$",
    re.IGNORECASE,
)
OF_TWO = frozenset(("both", "beide"))
OTHER_WORDS = re.compile(r"(?<![^\W_])(?:and|or|but|not|except|und|oder)(?![^\W_])", re.IGNORECASE)
FALLS = re.compile(
    r"^\s*(?:(?!.*\b(?:not|never)\b)[^\d:=;,]*?(?<![^\W_]))?(?:falls?|drops?|decreases?|sinks?"
    r"|shrinks?|declines?|reduced|lowered|(?:goes|go|comes?)\s+down)\s+by\s+(?P<size>[^\s<>=].*)$",
    re.IGNORECASE,
)


def for_each(answer: object, count: int) -> object:
    """One number that is said of each of several, so many times; else the answer as it is.

    count: how many numbers are asked for; "both" is said of two.

    >>> for_each("both are -2", 2), for_each("0.5 each", 3), for_each("both 1", 3)
    ('-2; -2', '0.5; 0.5; 0.5', 'both 1')
    >>> for_each("both 1 and 2", 2)
    'both 1 and 2'
    """
    if count < 2 or not isinstance(answer, str) or len(answer) > LONGEST:
        return answer
    found = EACH.match(answer) or FOR_EACH.match(answer)
    if found is None or OTHER_WORDS.search(found["value"]):
        return answer
    if found["all"].lower() in OF_TWO and count != 2:
        return answer
    return "; ".join([found["value"]] * count)


def without_falls(answer: object, signed: bool) -> object:
    """A change with its sign for one that is said in words; else the answer as it is.

    signed: whether a change is asked for that is negative where something falls.
    Raises UnreadableError for a fall where it is not, and for a negative one.

    >>> without_falls("b falls by 0.2", signed=True), without_falls("0.2", signed=True)
    ('-(0.2)', '0.2')
    >>> without_falls("falls by 0.2", signed=False)
    Traceback (most recent call last):
    calclib.practice.reading.UnreadableError: It is not clear whether a fall counts as negative
    here: write the number with its sign.
    """
    if not isinstance(answer, str) or len(answer) > LONGEST:
        return answer
    found = FALLS.match(answer)
    if found is None:
        return answer
    size = found["size"].strip()
    if not signed or size[:1] in "-−" or size.lower().startswith(("minus", "negative")):
        raise UnreadableError(WITHOUT_SIGN)
    return f"-({size})"
