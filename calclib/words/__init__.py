"""The words of the player and the cards, and the decimal sign, in the language that is spoken.

`en.json` and `de.json` hold what player, cards and pages say; the browser's scripts are built from
the same files. What checks, scenes and questions of lessons say stands in their own code, in
English; `sentences/de/*.json` hold it in another language, sentence by sentence.

The language is that of `language("de")`, else of the environment variable CALCLIB_LANGUAGE, else
English.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

__all__ = [
    "has_decimal_comma",
    "language",
    "languages",
    "listed",
    "local_number",
    "say",
    "translated",
    "translated_message",
    "untranslated",
]

HERE = Path(__file__).parent
VARIABLE = "CALCLIB_LANGUAGE"
ENGLISH = "en"
SPACE = re.compile(r"\s*")
END_OF_SENTENCE = re.compile(r"[.?!](?=\s)")
BLANK = r"((?:(?![.?!]\s).)+?)"  # what stands in a blank ends with its sentence
ENDS = (".", "?", "!", "…")  # of a sentence
LETTERS = re.compile(r"[^\W\d_]{2}")
NUMBER = re.compile(r"[-+−]?[\d.]+(e[-+]?\d+)?")


def languages() -> list[str]:
    """The languages that have a table of words.

    >>> languages()
    ['de', 'en']
    """
    return sorted(path.stem for path in HERE.glob("*.json"))


def language(name: str | None = None) -> str:
    """The language that is spoken; with a name, speak that one from now on.

    It holds for what is shown after it: a scene that stands on a page keeps its words.
    name: as in <html lang>, such as "de".
    Raises ValueError for a language without a table.

    >>> language()
    'en'
    >>> language("xx")
    Traceback (most recent call last):
    ValueError: There are no words in 'xx'; there are words in de, en.
    """
    if name is not None:
        if name not in languages():
            known = ", ".join(languages())
            raise ValueError(f"There are no words in {name!r}; there are words in {known}.")
        # The environment holds it, so that a process that is started from here speaks it too.
        os.environ[VARIABLE] = name
    wanted = os.environ.get(VARIABLE, ENGLISH)
    return wanted if wanted == ENGLISH or wanted in languages() else ENGLISH


@cache
def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """The words of a language, by section and key."""
    found: Mapping[str, Mapping[str, str]]
    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def sentences(name: str) -> Mapping[str, str]:
    """What the checks and the lessons say, in another language, by what they say in English."""
    found: dict[str, str] = {}
    for path in sorted((HERE / "sentences" / name).glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def say(key: str, *words: object) -> str:
    """Say what stands under a key, such as "cards.check", with its blanks {} filled.

    >>> say("cards.hintButton", 1, 3)
    'Hint 1 of 3'
    """
    section, _, name = key.partition(".")
    return table(language())[section][name].format(*words)


def translated(text: str) -> str:
    """A sentence of the course in the language that is spoken; as it is where there is none.

    Blanks {} are filled afterwards: translated("It is {}.").format(3).

    >>> translated("It is {}.").format(3)
    'It is 3.'
    """
    return text if language() == ENGLISH else sentences(language()).get(text, text)


@cache
def patterns(name: str) -> Sequence[tuple[re.Pattern[str], str]]:
    """Each sentence as a pattern at the beginning of a message, with its translation.

    The one with the most words of its own comes first. Blanks {} take whatever stands there. Words
    that are no sentence, such as the name of a button, are a whole message or a whole blank.
    """
    listed_first = sorted(sentences(name), key=lambda text: len(text.replace("{}", "")))[::-1]
    return [
        (
            re.compile(
                BLANK.join(map(re.escape, text.split("{}")))
                + (r"(?=\s|$)" if text.endswith(ENDS) else "$"),
                re.DOTALL,
            ),
            sentences(name)[text],
        )
        for text in listed_first
    ]


def translated_message(message: str) -> str:
    """A message of several sentences, each in the language that is spoken where it is known.

    Sentences with blanks, "It is {}.", are known too; numbers in their blanks get its decimal sign.

    >>> translated_message("Right. The slope of x^2.")
    'Right. The slope of x^2.'
    """
    if language() == ENGLISH:
        return message
    return "".join(other for _, other in pieces(message))


def untranslated(message: str) -> list[str]:
    """The sentences of a message that the language does not know; in English there are none.

    >>> untranslated("Right. The slope of x^2.")
    []
    """
    if language() == ENGLISH:
        return []
    unknown = [english for english, _ in pieces(message) if english is not None]
    return [sentence for sentence in unknown if LETTERS.search(sentence)]


def pieces(message: str) -> Iterator[tuple[str | None, str]]:
    """A message piece by piece: what is left of the English, if anything is, and what is said."""
    at = 0
    while at < len(message):
        found = next(
            (
                (match, other)
                for pattern, other in patterns(language())
                if (match := pattern.match(message, at))
            ),
            None,
        )
        if found is None:
            end = END_OF_SENTENCE.search(message, at)
            stop = end.end() if end else len(message)
            yield message[at:stop], message[at:stop]
        else:
            match, other = found
            yield None, other.format(*map(in_blank, match.groups()))
            stop = match.end()
        space = SPACE.match(message, stop)
        assert space
        yield None, space[0]
        at = space.end()


def in_blank(words: str) -> str:
    """What stands in a blank: a number with the decimal sign of the language, or words."""
    if NUMBER.fullmatch(words):
        return local_number(words)
    for pattern, other in patterns(language()):
        if (found := pattern.fullmatch(words)) is not None:
            return other.format(*map(in_blank, found.groups()))
    return words


def has_decimal_comma() -> bool:
    """Whether the decimal sign of the language is a comma.

    >>> has_decimal_comma()
    False
    """
    return table(language())["number"]["decimal"] == ","


def local_number(written: str) -> str:
    """A number as digits with a point, 1,234.5 in English, as the language writes it.

    >>> local_number("1,234.5")
    '1,234.5'
    """
    if not has_decimal_comma():
        return written
    signs = table(language())["number"]
    local = {".": signs["decimal"], ",": signs["thousands"]}
    return re.sub(r"[.,]", lambda sign: local[sign[0]], written)


def listed(parts: Sequence[str]) -> str:
    """Numbers side by side: 0.5, 1 in English, and 0,5; 1 where a comma is the decimal sign.

    >>> listed(["0.5", "1"])
    '0.5, 1'
    """
    return table(language())["number"]["separator"].join(parts)
