"""The signs of mathematics in plain characters: 2x² becomes 2x^(2), √ becomes sqrt."""

import re
import string
import unicodedata
from collections.abc import Sequence

from calclib.expressions.refusal import ExpressionError

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
        "√": " sqrt ",
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
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
PLAIN = set(string.ascii_letters + string.digits + "_.,+-*/^()[]|=<> ")


def spell(text: str, names: Sequence[str]) -> str:
    """Rewrite the signs of mathematics in plain characters and refuse what no formula uses.

    text: what was typed. names: the variables; their letters stay as they are.
    Raises ExpressionError for a character without a meaning, and for too much text.

    >>> spell("2x² − √x", ["x"])
    '2x^(2) -  sqrt x'
    """
    if not isinstance(text, str) or not text.strip():
        raise ExpressionError(f"Type a formula, for example {next(iter(names), 'x')}^2 + 1.")
    if len(text) > LONGEST:
        raise ExpressionError(f"That has {len(text)} characters; a formula has at most {LONGEST}.")
    if len(text.strip().splitlines()) > 1:
        raise ExpressionError("Type the formula on one line.")
    run = "[" + "".join(map(chr, SUPERSCRIPTS)) + "]+"
    text = re.sub(run, lambda match: f"^({match[0].translate(SUPERSCRIPTS)})", text.strip())
    letters = set("".join(names))
    text = "".join(c if c in letters else c.translate(SIGNS) for c in text)
    for c in text:
        if c not in PLAIN | letters:
            name = unicodedata.name(c, "a control character").lower()
            raise ExpressionError(f"The character {c!r} ({name}) has no meaning in a formula here.")
    return text


def right_side(line: str, names: Sequence[str]) -> str:
    """Drop a name given to the formula: f(x) = x^2 and y = x^2 both mean x^2.

    line: what `spell` wrote. names: the variables; the first of them cannot be the name.
    Raises ExpressionError for any other equation, and for a condition.

    >>> right_side("f(x) = x^2", ["x"])
    ' x^2'
    """
    given = re.fullmatch(r"([^\W\d]\w*)\s*(?:\([\w\s,]*\))?\s*=([^=]*)", line)
    if given and given[1] not in names[:1] and not re.search(rf"\b{given[1]}\b", given[2]):
        return given[2]
    if re.search("[<=>]", line):
        raise ExpressionError("That is an equation or a condition; write one formula, as x^2 - 2.")
    return line
