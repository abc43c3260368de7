"""The words around a typed number that say nothing: about 5, the slope is 5, 5 steps, 5 kg.

A word that changes the number, such as half in "5 halves", is read or refused and never dropped:
what stands beside a number is dropped only if it is one of these words in front, or a unit behind.
"""

import re

IN_FRONT = re.compile(
    r"(?:(?:at least|at most|up to|about|approximately|approx|ca|circa|around|roughly|exactly"
    r"|precisely|equals?|is|are"
    r"|it's|its|it|the|my|answer|result|value|solution|limit|slope|step|steps|after|at|to|so|then"
    r"|hence|therefore|and|both|gives?|nearly|almost|maybe|perhaps|probably|i think|i guess|should"
    r"|would|be|vector|point|number|choice|option|test|comparison|statement|by"
    r"|(?:by )?(?:a )?(?:factor|width|velocity|rate|batch)(?: of)?)\b\.?\s*"
    r"|[=≈~≃≅→⇒∴]\s*)+(?=\S)",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"[^\d:=;,]{1,40}:(?!=)\s*(?=\S)"
    r"|(?!.*\b(?:not|never|nor)\b)(?:[^\W\d_][^\d:=;,]{0,40})?\b"
    r"(?:is|are|equals?|gives?|becomes?|reaches|approaches|(?:changes?|rises?|grows?|increases?) by"
    r"|(?:tends?|goes|go|converges?|settles|comes|lands?|ends?|arrives?|stops?)"
    r"(?: down| up)?(?: to| towards| on| at)?)\s+(?=[-+]?\s*[\d.√(½⅓¼¾⅐-⅞]|minus\b)"
)
MINUS = re.compile(r"(minus|negative|plus)\s+(?=[\d.(])", re.IGNORECASE)
TO_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
"""
COUNTS = TO_TWENTY.split()
PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "hundredth": 100,
    "thousandth": 1000,
}
COUNT = re.compile(rf"\b(?:{'|'.join(COUNTS)})\b", re.IGNORECASE)
ONE = re.compile(
    r"\ban?\s+(?=(?:half|third|quarter|\w+th|hundred|thousand|million|billion)\b)", re.I
)
PART = re.compile(rf"(?P<above>[-+]?\d+)[\s-]+(?P<below>{'|'.join(PARTS)})s?\b", re.IGNORECASE)
MANY = re.compile(
    r"(?P<number>[-+]?\d*\.?\d+)\s*(?P<many>hundred|thousand|million|billion)", re.IGNORECASE
)
ZEROS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}
PER_CENT = re.compile(r"(?<=\d)\s*(?:per\s?cent|pct|％)\.?", re.IGNORECASE)
# What a limit is taken for: 15 as k → ∞.
LIMIT = re.compile(
    r"(?<=\S)\s*,?\s*\(?\b(?:as|when|for|if)\s+[^\W\d_]\w*\s*(?:→|[-=]?->|goes to|tends to|to)\s*"
    r"(?:[+-]?(?:∞|oo|inf|infinity|\d+))\)?$|(?<=\S)\s*,?\s*\bfor (?:large|many|great) \w+$",
    re.IGNORECASE,
)
# A factor: 32-fold, 32×, ×32, 32x as large.
FOLD = re.compile(
    r"(?P<number>[-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*(?:[-\s]?fold|[×✕✖])(?:\s+(?P<words>[^\W\d_]+.*))?"
    r"|(?P<large>[-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*[xX]\s+(?P<more>(?:as|more|less|larger|smaller|longer"
    r"|shorter|steeper|faster|slower|bigger|greater|higher|lower|the|what|its|of)\b.*)"
    r"|[×✕✖]\s*(?P<behind>[-+]?\d*\.?\d+(?:e[-+]?\d+)?)",
    re.IGNORECASE,
)
DEGREES = re.compile(r"(?<=\d)\s*(?:degrees?|deg)", re.IGNORECASE)
BEHIND = re.compile(
    r"(?<=[\d)\]…²³¼-¾⅐-⅞])\s*(?P<gap>\s|\()\s*(?P<words>[^\W\d_]+(?:[\s/-]+[^\W\d_]+)*)\.?\s*\)?"
)
UNIT = re.compile(
    r"(?<=\d)\s*(?:kg|g|mm|cm|km|m|ms|s|min|px|nats?|bits?|bytes?|rad|st|nd|rd|th)(?:/[a-z]+)?"
)
# Words that make another number of it, or no number at all.
CHANGING = frozenset(
    re.findall(
        r"\w+",
        """
        or and not no never to over by plus minus divided less more below above under too off least
        most between power root roots mod modulo choose factorial per wrong negative
        half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths seventh
        sevenths eighth eighths ninth ninths tenth tenths hundredth hundredths thousandth
        thousandths millionth millionths hundred hundreds thousand thousands million millions
        billion dozen percent degree degrees deg squared square cubed
        """,
    )
)


def without_words(text: str) -> str:
    """A typed number without the words around it; a formula stays as it is.

    >>> without_words("the slope is about 5"), without_words("5 trials"), without_words("m: -2")
    ('5', '5', '-2')
    >>> without_words("number 3"), without_words("it is test 3")
    ('3', '3')
    >>> without_words("5 halves"), without_words("8 or 9"), without_words("minus 8")
    ('5/2', '8 or 9', '-8')
    >>> without_words("32-fold"), without_words("×32"), without_words("v tends to 15 as k → ∞")
    ('32', '32', '15')
    >>> without_words("3.5 thousand"), without_words("12 per cent"), without_words("2 pi")
    ('3.5e3', '12%', '2 pi')
    """
    text = LIMIT.sub("", unlabelled(text))
    if (fold := FOLD.fullmatch(text)) is not None:
        behind = fold["words"] or ""
        if not behind or says_nothing(behind):
            return fold["number"] or fold["large"] or fold["behind"]
    text = without_number_words(text)
    text = MINUS.sub(lambda word: "+" if word[1].lower() == "plus" else "-", text, count=1)
    if (found := PART.fullmatch(text)) is not None:
        return f"{found['above']}/{PARTS[found['below'].lower()]}"
    if (found := MANY.fullmatch(text)) is not None:
        return f"{found['number']}e{ZEROS[found['many'].lower()]}"
    text = DEGREES.sub("°", PER_CENT.sub("%", text))
    if (found := UNIT.search(text)) is not None and found.end() == len(text):
        return text[: found.start()]
    found = BEHIND.search(text)
    if found is not None and found.end() == len(text) and says_nothing(found["words"]):
        return text[: found.start()].rstrip()
    return text


def without_number_words(text: str) -> str:
    """A text with digits for its words of numbers: minus three as minus 3, a third as 1 third.

    >>> without_number_words("minus three"), without_number_words("a third")
    ('minus 3', '1 third')
    >>> without_words("a half"), without_words("two thirds")
    ('1/2', '2/3')
    """
    text = ONE.sub("1 ", text)
    if text.strip().lower() == "half":
        return "1 half"
    return COUNT.sub(lambda word: str(COUNTS.index(word[0].lower())), text)


def unlabelled(text: str) -> str:
    """A typed answer without the words in front of it.

    >>> unlabelled("slope: 5"), unlabelled("≈ 5"), unlabelled("the limit is x")
    ('5', '5', 'x')
    """
    text = text.strip()
    if (found := LABEL.match(text)) is not None:
        text = text[found.end() :]
    if (found := IN_FRONT.match(text)) is not None:
        text = text[found.end() :]
    return text


def says_nothing(words: str) -> bool:
    """Whether words behind a number name what was counted, and change nothing.

    >>> says_nothing("random trials"), says_nothing("pi"), says_nothing("or more")
    (True, False, False)
    """
    from calclib.expressions.vocabulary import CONSTANTS, FUNCTIONS

    several = re.split(r"[\s/-]+", words.lower())
    known = {*CONSTANTS, *FUNCTIONS, *CHANGING}
    are_words = "/" in words or all(len(word) > 1 for word in several)  # 2 x may be a formula
    return are_words and not known.intersection(several)
