"""The signs of mathematics in plain characters: 2x² becomes 2x^(2), √ becomes sqrt."""

import re
import string
import unicodedata
from collections.abc import Container, Sequence

from calclib.expressions.refusal import ExpressionError, quote

LONGEST = 200  # characters

SIGNS = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "×": "*",
        "·": "*",
        "⋅": "*",
        "∗": "*",
        "÷": "/",
        "∕": "/",
        "⁄": "/",
        "∙": "*",
        "√": " sqrt ",
        "∛": " cbrt ",
        "π": " pi ",
        "τ": " tau ",
        "\u00a0": " ",
        "\u2009": " ",
        "\t": " ",
        "₀": "0",
        "₁": "1",
        "₂": "2",
        "₃": "3",
        "₄": "4",
        "₅": "5",
        "₆": "6",
        "₇": "7",
        "₈": "8",
        "₉": "9",
    }
)
FRACTION = re.compile(r"(\d*)([¼-¾⅐-⅞])")  # ½, and 1½
SHAPES = "ϐϑϕϖϰϱϵ"  # of β, θ, φ, π, κ, ρ and ε
INDEXED = re.compile(f"[\u03b1-\u03c9{SHAPES}]_?[\\d\u2080-\u2089]+")  # β₁
ITALICS = re.compile("[\U0001d400-\U0001d7ff]")  # letters as formulas are set in print: 𝑥
WORD = r"[^\W\d]\w*"
MARKS = "[′″'’*\u0300-\u036f]*"  # of f′, α* and θ̂
NAME = rf"[∇Δ]?\s*(?P<word>{WORD})(?P<marks>{MARKS})\s*(?:\([\w\s,]*\))?"
SLOPE = rf"[d∂]\w*\s*/\s*[d∂]\s*\w+(?:\s*{WORD})?(?:\([\w\s,]*\))?"
SEVERAL_NAMES = rf"\(\s*{WORD}{MARKS}(?:\s*,\s*{WORD}{MARKS})*\s*\)"
LEFT = re.compile(rf"\s*(?:{NAME}|{SLOPE}|{SEVERAL_NAMES}|)\s*(?P<sign>=|≈)(?P<right>[^=]*)")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
PLAIN = set(string.ascii_letters + string.digits + "_.,+-*/^()[]|=<>≤≥ ")


def spell(text: str, names: Sequence[str]) -> str:
    """Rewrite the signs of mathematics in plain characters and refuse what no formula uses.

    text: what was typed.
    names: the variables. Their letters stay as they are, and a Greek letter stands for the variable
    of its name; elsewhere σ is the sigmoid.
    Raises ExpressionError for a character without a meaning, and for too much text.

    >>> spell("2x² − √x", ["x"]), spell("η σ(x)", ["x", "eta"])
    ('2x^(2) -  sqrt x', ' eta   sigmoid (x)')
    """
    if not isinstance(text, str) or not text.strip():
        raise ExpressionError(f"Type a formula, for example {next(iter(names), 'x')}^2 + 1.")
    if len(text) > LONGEST:
        raise ExpressionError(f"That has {len(text)} characters; a formula has at most {LONGEST}.")
    if len(text.strip().splitlines()) > 1:
        raise ExpressionError("Type the formula on one line.")
    run = "[" + "".join(map(chr, SUPERSCRIPTS)) + "]+"
    text = FRACTION.sub(lambda match: in_digits(match[1], match[2]), text)
    text = ITALICS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = re.sub(run, lambda match: f"^({match[0].translate(SUPERSCRIPTS)})", text.strip())
    letters = set("".join(names))
    signs = SIGNS | {ord("σ"): " sigmoid "}
    known = {*names, "lambda"} if "lam" in names else set(names)
    text = INDEXED.sub(lambda match: indexed_name(match[0], known), text)
    signs |= {ord(c): f" {greek_name(c)} " for c in set(text) if greek_name(c) in known}
    text = "".join(c if c in letters else c.translate(signs) for c in text)
    for c in text:
        if c not in PLAIN | letters:
            name = unicodedata.name(c, "a control character").lower()
            raise ExpressionError(f"The character {c!r} ({name}) has no meaning in a formula here.")
    return text


def greek_name(letter: str) -> str:
    """Return the name of a Greek letter in English, or nothing for any other text.

    The other shapes of print, ϕ, ϑ, ϵ, have the names of their letters.

    >>> greek_name("β"), greek_name("ϵ"), greek_name("ϑ"), greek_name("b")
    ('beta', 'epsilon', 'theta', '')
    """
    if len(letter) == 1 and letter in SHAPES:
        letter = unicodedata.normalize("NFKC", letter)
    name = unicodedata.name(letter, "") if len(letter) == 1 else ""
    if not name.startswith("GREEK SMALL LETTER "):
        return ""
    word = name.split()[-1].lower()
    return {"lamda": "lambda"}.get(word, word)


def in_digits(whole: str, fraction: str) -> str:
    """Write a fraction that is one character in digits, with a whole number before it.

    >>> in_digits("", "½"), in_digits("1", "¾")
    ('(1/2)', '(1+3/4)')
    """
    above, below = unicodedata.normalize("NFKC", fraction).split("⁄")
    return f"({whole}+{above}/{below})" if whole else f"({above}/{below})"


def indexed_name(typed: str, names: Container[str]) -> str:
    """Write a Greek letter with an index by its name, if that is one of the names: β₁ as beta1.

    >>> indexed_name("β₁", ["beta1"]), indexed_name("β₂", ["beta1"])
    (' beta1 ', 'β₂')
    """
    name = greek_name(typed[0]) + typed[1:].translate(SIGNS).lstrip("_")
    return f" {name} " if name in names else typed


def split_name(text: str, names: Sequence[str]) -> tuple[str, str]:
    """Split off the name that a formula is given, which says nothing: f(x) = x² is x².

    A name may be a letter of any alphabet, with a prime, a star or an index, a slope, ∇L, or
    several names in brackets; ≈ may stand for =. names: the variables; the first of them cannot be
    the name, nor can what occurs on the right. Where there is no name, the left part is empty.

    >>> split_name("α* = 2/(a + b)", ["a", "b"]), split_name("dy/dx = 2x", ["x"])
    (('α*', ' 2/(a + b)'), ('dy/dx', ' 2x'))
    >>> split_name("≈ 3.14", []), split_name("x = 2", ["x"])
    (('', ' 3.14'), ('', 'x = 2'))
    """
    found = LEFT.match(text)
    if found is None or found.end() < len(text):
        return "", text
    if word := found["word"]:
        first = {*names[:1], *(name for name in names[:1] if greek_name(word) == name)}
        recurs = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", found["right"])
        if not found["marks"] and (word in first or recurs):
            return "", text
    left = text[: found.start("sign")].strip()
    if found["sign"] == "=" and not left:
        return "", text
    if not found["right"].strip():
        raise ExpressionError(f"A value is missing after {found['sign']}.")
    return left, found["right"]


def refuse_conditions(line: str) -> None:
    """Raise ExpressionError for an equation or a condition, with the value alone if it has one.

    >>> refuse_conditions("p > 1")
    Traceback (most recent call last):
    calclib.expressions.refusal.ExpressionError: A value is asked for, no condition: write '1'.
    """
    condition = re.fullmatch(rf"\s*(?:{WORD})?\s*[<>≤≥]=?([^<=>≤≥]+)", line)
    if condition:
        value = quote(condition[1].strip())
        raise ExpressionError(f"A value is asked for, no condition: write {value}.")
    if re.search("[<=>≤≥]", line):
        raise ExpressionError("That is an equation or a condition; write one formula, as x^2 - 2.")
