"""The variables of a formula: its own, and the letters in which they may be written as well."""

import re
from collections.abc import Mapping, Sequence

from calclib.expressions.spelling import greek_name

GREEK = {greek_name(letter): letter for letter in map(chr, range(ord("α"), ord("ω") + 1))}


def own_names(expected: object) -> list[str]:
    """The variables of what is a formula, or a list of them: x and y for text; none for others."""
    parts = expected if isinstance(expected, (list, tuple)) else [expected]
    symbols = {str(s) for part in parts for s in getattr(part, "free_symbols", ())}
    return sorted(symbols | ({"x", "y"} if any(isinstance(p, str) for p in parts) else set()))


FACTOR = re.compile(r"\s*(?P<number>.*[\d)])\s*[xX]\s*|\s*[xX]\s*(?P<behind>\d.*)")  # 32x


def letter_patterns(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a question gives a letter: a pattern of the letter, as it is typed, and its value.

    Patterns are written so that JavaScript reads them as Python does.

    >>> letter_patterns({"d": "64"})
    [('(?!(?<![\\\\s\\\\S])d\\\\s*[=:≈→])(?<![A-Za-z_])d(?![A-Za-z_])', '64')]
    """
    found = []
    for name, value in given.items():
        plain = rf"(?<![A-Za-z_]){re.escape(name)}(?![A-Za-z_])"
        is_greek = name in GREEK
        letter = GREEK.get(name, "")
        pattern = rf"(?:{letter}|\\?{plain})(?![′'])" if is_greek else plain
        alone = rf"(?:{letter}|\\?{name})" if is_greek else re.escape(name)
        label = rf"(?!(?<![\s\S]){alone}\s*[=:≈→])"  # d = 32 is a name for 32
        found.append((label + pattern, value))
    return found


def with_known_letters(text: str, given: Mapping[str, str], factor: bool = False) -> str:
    """An answer with values for the letters to which its question gives some.

    factor: whether a number is asked for that is a factor, so that 32x is 32.

    >>> with_known_letters("4*sqrt(d)", {"d": "64"}), with_known_letters("32x", {}, factor=True)
    ('4*sqrt((64))', '32')
    >>> with_known_letters("σ + xσ(1 - σ)", {"sigma": "sigmoid(x)"})
    '(sigmoid(x)) + x(sigmoid(x))(1 - (sigmoid(x)))'
    """
    if factor and (found := FACTOR.fullmatch(text)) is not None:
        return found["number"] or found["behind"]
    for pattern, value in letter_patterns(given):
        text = re.sub(pattern, lambda _, value=value: f"({value})", text)  # type: ignore[misc]
    return text


def others_in(symbols: Mapping[str, str], names: Sequence[str] = ()) -> tuple[str, ...]:
    """The letters in which the variables may be written as well.

    >>> others_in({"h": "alpha lambda", "p": "sigmoid(theta)"})
    ('alpha', 'lambda', 'theta')
    """
    from calclib.expressions.vocabulary import FUNCTIONS

    words = [word for text in symbols.values() for word in re.findall(r"[^\W\d]\w*", text)]
    return tuple(dict.fromkeys(word for word in words if word not in {*FUNCTIONS, *names}))


def every_name(
    expected: object, variables: Sequence[str] | None, symbols: Mapping[str, str]
) -> tuple[str, ...]:
    """The variables of what is expected, and the letters in which they may be written as well.

    >>> every_name("1 - p", ["p"], {"p": "sigmoid(theta)"}), every_name(0.5, None, {})
    (('p', 'theta'), ())
    """
    names = tuple(variables or own_names(expected))
    return (*names, *others_in(symbols, names)) if names else ()
