"""A line of plain characters → its numbers, names, functions, operators and brackets."""

import difflib
import re
import string
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
    "sigma": "Did you mean 'sigmoid'?",
    "i": NO_COMPLEX,
    "I": NO_COMPLEX,
    "j": NO_COMPLEX,
}
NUMBER = r"(?P<number>(?:\d+\.?\d*|\.\d*)(?:[eE][+-]?\d+)?)"
PLAIN_NUMBER = r"(?P<number>\d+\.?\d*|\.\d*)"  # where e is a variable: 2e-3 is 2·e − 3
OTHERS = r"|(?P<word>[^\W\d][\w.]*)|(?P<operator>\*\*|[-+*/,^])|(?P<bracket>[()|\[\]])"


@dataclass(frozen=True)
class Token:
    """A piece of the line: its kind, how it was typed, and how Python will read it."""

    kind: str  # number, name, function, operator or bracket
    typed: str
    python: str


def tokens(line: str, names: Mapping[str, str]) -> Iterator[Token]:
    """Cut a line into its pieces.

    line: plain characters.
    names: what each variable is called in Python.
    Raises ExpressionError for a word that is not known, or that can be cut in two ways.

    >>> [token.typed for token in tokens("3x sinx", {"x": "v0"})]
    ['3', 'x', 'sin', 'x']
    """
    number = PLAIN_NUMBER if {"e", "E"} & set(names) else NUMBER
    for match in re.finditer(number + OTHERS, line):
        text = match[0]
        after = line[match.end() :]
        if match.lastgroup == "word":
            yield from split_word(text, names, after.lstrip().startswith("("))
        elif match.lastgroup == "number" and re.search("[eE][+-]", text) and after[:1].isalpha():
            mantissa, sign, exponent = re.split("[eE]([+-])", text)
            plain = f"{float(text):.15f}".rstrip("0") if float(text) > 1e-15 else text
            raise ExpressionError(
                f"{text}{after[:1]} can mean two things: write {plain}*{after[:1]} or "
                f"{mantissa}*e {sign} {exponent}*{after[:1]}."
            )
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
    parts = [word] if word in names else tails.get(0, [])
    functions = [part in FUNCTIONS and part not in names for part in parts]
    for part, is_function, after in zip(parts, functions, parts[1:], strict=False):
        if is_function and part[-1].isdigit():
            raise ExpressionError(
                f"{quote(word)} can mean two things: write {part}({after}) or "
                f"{part.rstrip(string.digits)}({part.lstrip(string.ascii_letters)}{after})."
            )
        if is_function and (after not in names or is_called) and not functions[-1]:
            parts = []  # a word such as sine or loge, not sin · e
    if not parts:
        raise ExpressionError(explain_unknown(word, names, vocabulary, is_called))
    for part, is_function in zip(parts, functions, strict=True):
        yield Token("function" if is_function else "name", part, names.get(part, part))


def explain_unknown(
    word: str, names: Mapping[str, str], vocabulary: Sequence[str], is_called: bool
) -> str:
    """Say that a word is not known, and which words are."""
    what = f"I do not know {'the function ' if is_called else ''}{quote(word)}."
    indexed = re.fullmatch(r"(\D+)(\d+)", word)
    if indexed and indexed[1] in names:
        return f"{what} Write {indexed[1]}^{indexed[2]} or {indexed[1]}*{indexed[2]}."
    if indexed and indexed[1] in FUNCTIONS:
        return f"{what} Write {indexed[1]}({indexed[2]})."
    near = difflib.get_close_matches(word, vocabulary, 1)
    near = near or difflib.get_close_matches(word.lower(), vocabulary, 1)  # ReLU, PI
    hint = HINTS.get(word) or (f"Did you mean '{near[0]}'?" if near else "")
    here = f"The variables here: {', '.join(names)}." if names else "There are no variables here."
    return " ".join(part for part in (what, hint, here) if part)
