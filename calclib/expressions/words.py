"""A line of plain characters → its numbers, names, functions, operators and brackets."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from calclib.expressions.refusal import ExpressionError, quote
from calclib.expressions.vocabulary import CONSTANTS, FUNCTIONS

NO_INFINITY = "Infinity is not a number here."
NO_COMPLEX = "There are no complex numbers here."
HINTS = {
    "inf": NO_INFINITY,
    "infinity": NO_INFINITY,
    "oo": NO_INFINITY,
    "nan": "A formula has a number, not nan.",
    "i": NO_COMPLEX,
    "I": NO_COMPLEX,
    "j": NO_COMPLEX,
}
TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d*)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[^\W\d][\w.]*)"
    r"|(?P<operator>\*\*|[-+*/,^])"
    r"|(?P<bracket>[()|\[\]])"
)


@dataclass(frozen=True)
class Token:
    """A piece of the line: its kind, how it was typed, and how Python will read it."""

    kind: str  # number, name, function, operator or bracket
    typed: str
    python: str


def tokens(line: str, names: Mapping[str, str]) -> Iterator[Token]:
    """Cut a line into its pieces.

    line: plain characters. names: what each variable is called in Python.
    Raises ExpressionError for a word that is not known.

    >>> [token.typed for token in tokens("3x sinx", {"x": "v0"})]
    ['3', 'x', 'sin', 'x']
    """
    for match in TOKEN.finditer(line):
        text = match[0]
        if match.lastgroup == "word":
            is_called = line[match.end() :].lstrip().startswith("(")
            yield from split_word(text, names, is_called)
        else:
            # Python takes no leading zeros: 007 becomes 7.
            python = text.lstrip("0") or "0" if text.isdigit() else text.replace("^", "**")
            yield Token(str(match.lastgroup), text, python)


def split_word(word: str, names: Mapping[str, str], is_called: bool) -> Iterator[Token]:
    """Cut a run of letters into the longest known names that fill it: xsiny into x, sin, y."""
    vocabulary = sorted({*names, *FUNCTIONS, *CONSTANTS}, key=len, reverse=True)
    tails: dict[int, list[str]] = {len(word): []}
    for start in reversed(range(len(word))):
        for name in vocabulary:
            if word.startswith(name, start) and start + len(name) in tails:
                tails[start] = [name, *tails[start + len(name)]]
                break
    if 0 not in tails:
        raise ExpressionError(explain_unknown(word, names, vocabulary, is_called))
    for name in [word] if word in names else tails[0]:
        kind = "function" if name in FUNCTIONS and name not in names else "name"
        yield Token(kind, name, names.get(name, name))


def explain_unknown(
    word: str, names: Mapping[str, str], vocabulary: Sequence[str], is_called: bool
) -> str:
    """Say that a word is not known, and which words are."""
    what = f"I do not know {'the function ' if is_called else ''}{quote(word)}."
    indexed = re.fullmatch(r"(\D+)(\d+)", word)
    if indexed and indexed[1] in names:
        return f"{what} Write {indexed[1]}^{indexed[2]} or {indexed[1]}*{indexed[2]}."
    near = difflib.get_close_matches(word, vocabulary, 1)
    hint = HINTS.get(word) or (f"Did you mean '{near[0]}'?" if near else "")
    here = f"The variables here: {', '.join(names)}." if names else "There are no variables here."
    return " ".join(part for part in (what, hint, here) if part)
