"""Numbers that have names: an answer whose parts say which they are, brought to the order asked.

"b = -1/3, a = 4/3" is 4/3 and then -1/3 where a and b are asked for. `frontend/src/web/labels.ts`
does the same for a page.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from calclib.expressions.spelling import greek_name
from calclib.practice.markup import echo
from calclib.practice.notation import plain_notation
from calclib.practice.reading import UnreadableError, number_in
from calclib.practice.readings import ORDINALS, ordinal_of
from calclib.words import translated

Names: TypeAlias = Sequence[str | Sequence[str]]  # of several words for one part, the first is told

LONGEST = 1000  # characters of an answer in which labels are looked for
SIGN = re.compile(r":=|(?<![<>≤≥!:=])={1,2}(?!=)|≈|(?<!\d):(?!=)|(?<=\d):\s|[-=]?->|→|↦")
MARK = re.compile(r"[,;\n&|]|(?<![^\W_])(?:and|und|so|then|hence|while|but)(?![^\W_])")
SAID = re.compile(r"(?P<label>.+?)\s+(?:is|are|equals?|being)\s+(?P<value>\S.*)")
VALUE = r"(?:[-+]?\s*[\d.√½⅓¼¾⅐-⅞(]\S*(?:\s+[-+*/·×^]\s+\S+)*|yes|no|y|n|true|false)"
BEHIND = re.compile(rf"(?P<value>{VALUE})(?:\s+(?:for|is|as|=)?\s*|\s*\()(?P<label>[^\d\W].*?)\)?")
# Words that say nothing about which part is meant, unless they are part of a name.
FILLERS = frozenset(
    re.findall(
        r"\w+",
        """
        the that my our of for at in on along by to per value entry number answer slope derivative
        partial gradient grad weight variable respect case part one machine is be from
        """,
    )
)
DENYING = frozenset(("not", "no", "never", "without", "neither", "nor"))
ORDINAL = re.compile(rf"{'|'.join(ORDINALS)}|[1-9](?:st|nd|rd|th)")
COMPARING = re.compile(r"[<>≤≥≠]")
SLOPE = re.compile(r"d\w*/d(?P<name>\w+)")


def in_named_order(answer: object, names: Names) -> object:
    """An answer in the order that is asked for, where its parts are labelled; else as it is.

    answer: text, a list of texts, or a dict from names to values.
    names: of the parts that are asked for, in order.
    Raises UnreadableError for a label that is not among the names, for one that is given twice with
    different values, and where one is missing.

    >>> in_named_order("b = -1/3, a = 4/3", ("a", "b"))
    '4/3; -1/3'
    >>> in_named_order("slope 2, intercept 1", ("intercept", "slope"))
    '1; 2'
    >>> in_named_order({"y": 3, "x": 2}, ("x", "y"))
    [2, 3]
    >>> in_named_order("a = 4/3, c = 1", ("a", "b"))
    Traceback (most recent call last):
    calclib.practice.reading.UnreadableError: No part of the answer is called c: they are a, b.
    """
    if not names:
        return answer
    labels = Labels(names)
    if isinstance(answer, Mapping):
        pairs = [(str(label), value) for label, value in answer.items()]
        return labels.ordered(pairs) if pairs else answer
    if isinstance(answer, (list, tuple)) and all(isinstance(part, str) for part in answer):
        found = in_named_order("; ".join(answer), names)
        return answer if found == "; ".join(answer) else str(found).split("; ")
    if isinstance(answer, str) and len(answer) <= LONGEST:
        found = labels.read(plain_notation(answer))
        return answer if found is None else found
    return answer


def spoken_names(names: Names) -> list[list[str]]:
    """The names of each part, those of the language that is spoken first.

    >>> spoken_names(("a", ("m", "slope")))
    [['a'], ['m', 'slope']]
    """
    parts = [[part] if isinstance(part, str) else [*part] for part in names]
    return [[*dict.fromkeys((*map(translated, part), *part))] for part in parts]


def key_of(label: str) -> str:
    """A label in the form in which labels are compared: a letter, or small words in one row.

    >>> key_of("x₁"), key_of("w_2"), key_of("∂L/∂m"), key_of("The  Slope"), key_of("α*")
    ('x1', 'w2', 'dL/dm', 'the slope', 'alpha')
    """
    text = label.replace("∂", "d").replace("″", "''").replace("′", "'")
    text = unwrapped(unicodedata.normalize("NFKC", text).strip(' .*"\\$_'))
    text = re.sub(r"[α-ωΑ-Ω]", lambda letter: greek_name(letter[0].lower()), text)
    text = re.sub(r"\s*([/=])\s*", r"\1", text)
    text = re.sub(r"(?<![^\W_])([^\W\d_])_(?=\w)", r"\1", text)
    text = re.sub(r"[\s_-]+", " ", text)
    if re.search(r"[^\W\d_]{3}", text):
        return text.lower()
    return re.sub(r"(?<=\w) (?=\d+$)", "", text)


@dataclass(frozen=True)
class Labels:
    """The names of the parts of an answer, and what is said where another is given."""

    names: Names

    @property
    def shown(self) -> str:
        """The names as a sentence lists them."""
        return ", ".join(name if isinstance(name, str) else name[0] for name in self.names)

    @cached_property
    def keys(self) -> dict[str, int]:
        """The place of each name, under every form of it."""
        return {
            key_of(one): place
            for place, name in enumerate(self.names)
            for one in ([name] if isinstance(name, str) else name)
        }

    def place_of(self, label: str) -> int | None:
        """The place of the part that a label names; None for no part.

        >>> Labels((("m", "slope"), "b")).place_of("the derivative along b")
        1
        """
        keys = self.keys
        small = {one.lower(): place for one, place in keys.items()}
        for one in self.forms_of(key_of(label)):
            if one in keys:
                return keys[one]
            if one.lower() in small and len(small) == len(keys):
                return small[one.lower()]
            if ORDINAL.fullmatch(one) and (number := int(ordinal_of(one))) <= len(self.names):
                return number - 1
        if COMPARING.search(label):
            return None
        words = set(key_of(label).split())
        held = {place for one, place in keys.items() if len(one) > 2 and words >= {*one.split()}}
        is_words = not words & DENYING and not any(re.match(r"[.+]?\d", word) for word in words)
        return held.pop() if len(held) == 1 and is_words else None

    def forms_of(self, key: str) -> Iterator[str]:
        """What a label may be short for: f(2) for f, dL/dm for m, the slope along b for b."""
        yield key
        yield re.sub(r"\s*\([^()]*\)$", "", key)
        words_of_names = {word for one in self.keys for word in one.split()}
        for fillers in (FILLERS - words_of_names, FILLERS):
            yield " ".join(word for word in key.split() if word not in fillers)
        if (slope := SLOPE.fullmatch(key.replace(" ", ""))) is not None:
            yield slope["name"]

    def read(self, text: str) -> str | None:
        """The values of labelled parts in the order asked, with semicolons; None without labels."""
        inner = unwrapped(text.strip())
        pairs = self.shared(inner)
        if pairs is None:
            pairs = self.heads(inner)
        if pairs is None:
            pairs = self.signed(inner)
        if pairs is None:
            pairs = self.spoken(inner)
        if pairs is None:
            return None
        return "; ".join(str(value) for value in self.ordered(pairs))

    def shared(self, text: str) -> list[tuple[str, str]] | None:
        """The pairs of "a = b = 4/3" and "a and b: 4/3", one value for all; None for others."""
        signs = at_top(SIGN, text)
        if not signs:
            return None
        starts = [0, *(sign.end() for sign in signs)]
        ends = [*(sign.start() for sign in signs), len(text)]
        *heads, last = (text[start:end].strip() for start, end in zip(starts, ends, strict=True))
        labels = [label for head in heads for label in split(unwrapped(head))]
        places = {self.place_of(label) for label in labels}
        is_for_all = len(labels) == len(self.names) > 1 and places == {*range(len(labels))}
        return (
            [(label, last) for label in labels]
            if is_for_all and len(split(unwrapped(last))) == 1
            else None
        )

    def heads(self, text: str) -> list[tuple[str, str]] | None:
        """The pairs of "a, b = 4/3, -1/3", with all labels in front; None for other texts."""
        signs = at_top(SIGN, text)
        if len(signs) != 1:
            return None
        before = unwrapped(text[: signs[0].start()].strip())
        labels = [part for part in split(before) if part]
        if len(labels) < 2 or any(not re.search(r"[^\W\d_]", label) for label in labels):
            return None
        values = split(unwrapped(text[signs[0].end() :].strip()))
        return list(zip(labels, values, strict=True)) if len(values) == len(labels) else None

    def signed(self, text: str) -> list[tuple[str, str]] | None:
        """The pairs of "b = -1/3, a = 4/3", with a sign behind each label; None without labels.

        A part without a label has an empty one.
        """
        signs = at_top(SIGN, text)
        starts = [0, *(sign.end() for sign in signs)]
        ends = [*(sign.start() for sign in signs), len(text)]
        pieces = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        loose, label = self.label_behind(pieces[0]) if signs else ([], None)
        if label is None:
            return None
        pairs = [self.spoken_pair(one) or ("", one) for one in loose]
        held: list[str] = []
        for piece in pieces[1:-1]:
            values, following = self.label_behind(piece)
            if following is None or (not values and self.place_of(following) is None):
                held.append(piece)  # 1/3 in a = 1/3 = 0.333
                continue
            if values or held:
                pairs += self.pairs_of(label, [*held, *values[:1]], values[1:])
            label, held = following, []  # without a value: a word for all, as in answer: a = 1
        rest = split(pieces[-1])
        is_for_all = len(pairs) == 0 and len(rest) > 1 and self.place_of(label) is None
        if is_for_all:
            return None
        pairs += self.pairs_of(label, [*held, rest[0]], rest[1:])
        return self.counted(pairs)

    def counted(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]] | None:
        """The same pairs, where no label is known, by their numbers: k1, k2 are first and second.

        None where a label says nothing: the only one of a single value, as in f = 12 + 14ε, or one
        and the same for each.
        """
        if len(pairs) < 2:
            return None
        labels = [key_of(label) for label, _ in pairs if label]
        if any(self.place_of(label) is not None for label in labels):
            return pairs
        if len(set(labels)) < 2:
            return None
        stems = {label.rstrip("0123456789") for label in labels}
        numbers = [label[len(next(iter(stems))) :] for label in labels]
        if len(stems) == 1 and sorted(numbers) == [str(k + 1) for k in range(len(self.names))]:
            return [
                (ORDINALS[int(number) - 1], value)
                for number, (_, value) in zip(numbers, pairs, strict=True)
            ]
        return pairs

    def pairs_of(
        self, label: str, sides: Sequence[str], more: Sequence[str]
    ) -> list[tuple[str, str]]:
        """A label and its value, and what stands behind it without a sign."""
        others = [self.spoken_pair(one) or ("", one) for one in more]
        return [(label, " = ".join(sides)), *others]

    def label_behind(self, piece: str) -> tuple[list[str], str | None]:
        """The values in front of a label, and the label: "1/3, b" has 1/3 and b."""
        *others, last = split(piece)
        if self.place_of(last) is not None:
            return others, last
        for found in re.finditer(r"\s+(?=[^\W\d_]|∂)", last):
            if self.place_of(last[found.end() :]) is not None:
                return [*others, last[: found.start()]], last[found.end() :]
        return (others, last) if not is_value(last) else ([*others, last], None)

    def spoken(self, text: str) -> list[tuple[str, str]] | None:
        """The pairs of "slope 2, intercept 1" and of "544 edges, 4096 paths"; None for others."""
        if at_top(SIGN, text):
            return None
        parts = [part for part in split(text) if part]
        if len(parts) == 1:
            parts = list(self.before_names(text))
        pairs = [self.spoken_pair(part) for part in parts]
        given = [pair for pair in pairs if pair is not None and pair[0]]
        return [pair for pair in pairs if pair] if given and None not in pairs else None

    def before_names(self, text: str) -> Iterator[str]:
        """The parts of a text, each of which begins with a name."""
        words = re.split(r"\s+", text)
        part: list[str] = []
        for word in words:
            if part and self.place_of(word) is not None and is_value(part[-1]):
                yield " ".join(part)
                part = []
            part.append(word)
        yield " ".join(part)

    def spoken_pair(self, part: str) -> tuple[str, str] | None:
        """The label and the value of "slope 2" or "2 edges"; ("", part) for a value alone."""
        if (said := SAID.fullmatch(part)) and self.place_of(said["label"]) is not None:
            return said["label"], said["value"]
        for found in re.finditer(rf"\s+(?={VALUE}$)", part):
            label = re.sub(r"\s+of$", "", part[: found.start()])
            if self.place_of(label) is not None:
                return label, part[found.end() :]
        behind = BEHIND.fullmatch(part)
        if behind is not None and self.place_of(behind["label"]) is not None:
            return behind["label"], behind["value"]
        return ("", part) if re.fullmatch(VALUE, part) else None

    def ordered(self, pairs: Sequence[tuple[str, object]]) -> list[object]:
        """The values in the order of the names; those without a label fill what is left."""
        given: dict[int, object] = {}
        loose = [value for label, value in pairs if not label]
        for label, value in pairs:
            if not label:
                continue
            place = self.place_of(label)
            if place is None:
                raise UnreadableError(
                    f"No part of the answer is called {echo(label)}: they are {self.shown}."
                )
            if place in given and not is_same(given[place], value):
                both = f"as {echo(str(given[place]))} and as {echo(str(value))}"
                raise UnreadableError(f"{echo(label)} is given twice, {both}.")
            given[place] = value
        left = [place for place in range(len(self.names)) if place not in given]
        if len(left) > len(loose):
            raise UnreadableError(f"Not every part of the answer is given: they are {self.shown}.")
        given |= dict(zip(left, loose, strict=False))
        return [*(given[place] for place in sorted(given)), *loose[len(left) :]]


def is_same(one: object, other: object) -> bool:
    """Whether two values of one part are the same, as text or as numbers.

    >>> is_same("1/2", "0.5"), is_same("2 x", "2x"), is_same("1", "2")
    (True, True, False)
    """
    if not isinstance(one, str) or not isinstance(other, str):
        return one is other or bool(one == other)
    if re.sub(r"\s", "", one) == re.sub(r"\s", "", other):
        return True
    try:
        values = [number_in(one), number_in(other)]
    except UnreadableError:
        return False
    return abs(values[0] - values[1]) <= 5e-4 * abs(values[1])  # as rounded numbers are


def is_value(text: str) -> bool:
    """Whether a text begins as a number does, and not as a label."""
    is_word = text.lower() in ("yes", "no", "y", "n", "true", "false")
    return is_word or re.match(r"[-+]?\s*[\d.√½⅓¼¾⅐-⅞(…?]", text) is not None


def unwrapped(text: str) -> str:
    """A text without the brackets around all of it, and without dict in front of them.

    >>> unwrapped("{a: 1, b: 2}"), unwrapped("dict(a=1)"), unwrapped("(1)(2)")
    ('a: 1, b: 2', 'a=1', '(1)(2)')
    """
    text = re.sub(r"^dict\s*(?=\()", "", text)
    if text[:1] + text[-1:] not in ("()", "[]", "{}"):
        return text
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            return text[1:-1].strip() if place == len(text) - 1 else text
    return text


def at_top(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The matches that stand outside brackets.

    >>> [found[0] for found in at_top(SIGN, "a = f(b = 2): 3")]
    ['=', ':']
    """
    depths = []
    depth = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        depths.append(depth)
    return [found for found in pattern.finditer(text) if depths[found.start()] == 0]


def split(text: str) -> list[str]:
    """Split a text at commas, semicolons, lines and words such as "and"; not between thousands.

    >>> split("12,800, and 213,248"), split("f(1, 2); 3")
    (['12,800', '213,248'], ['f(1, 2)', '3'])
    """
    marks = [
        mark
        for mark in at_top(MARK, text)
        if not (mark[0] == "," and re.match(r"\d,\d{3}(?!\d)", text[mark.start() - 1 :]))
    ]
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    parts = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if part] or [""]
