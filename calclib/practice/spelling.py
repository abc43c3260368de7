"""What a learner types, before it is read: lists, and commas that mean a point."""

import re
from collections.abc import Sequence

from calclib.practice.markup import echo

MOST = 400  # characters of an answer in which a decimal comma is looked for
DECIMAL_COMMA = r"(?<=\d),(?=\d)"


def comma_in(parts: Sequence[object], names: Sequence[str]) -> str:
    """What to say where one formula is asked for and a comma is in it that does not belong there.

    >>> from calclib.practice.markup import plain
    >>> plain(comma_in(["3/(1 - 0,8)"], ()))
    'A comma separates; the decimal sign is a point: 3/(1 - 0.8).'
    """
    for part in parts:
        if not isinstance(part, str) or len(part) > MOST:
            continue
        pointed = re.sub(DECIMAL_COMMA, ".", part)
        if sentence := decimal_comma(part, 1):
            return sentence
        if pointed != part and is_formula(pointed, names):
            return f"A comma separates; the decimal sign is a point: {echo(pointed)}."
        if len(pieces := split_list(part)) > 1:
            return f"One formula is asked for, and the comma makes {len(pieces)} of it."
    return ""


def is_formula(text: str, names: Sequence[str]) -> bool:
    """Whether a text is a formula in these variables."""
    from calclib.expressions import ExpressionError, parse

    try:
        parse(text, names)
    except ExpressionError:
        return False
    return True


def split_list(text: str) -> list[str]:
    """Split a typed list at its commas, or semicolons if it has some; not inside brackets.

    The word "and", or "und", counts as a comma.

    >>> split_list("[max(x, y), 2x]"), split_list("1; 2")
    (['max(x, y)', ' 2x'], ['1', ' 2'])
    """
    text = re.sub(r"(?<=[\w)\]])\s+(?:and|und)\s+(?=[-−\w.(\[])", ", ", text)
    mark = ";" if ";" in text else ","
    if is_wrapped(text) and mark in text:
        text = text[1:-1]
    return split_at(text, mark)


def split_at(text: str, mark: str) -> list[str]:
    """Split a text at a mark that stands outside brackets.

    >>> split_at("max(x, y), 2", ",")
    ['max(x, y)', ' 2']
    """
    parts: list[list[str]] = [[]]
    depth = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == mark and depth <= 0:
            parts.append([])
        else:
            parts[-1].append(character)
    return ["".join(part) for part in parts]


def is_wrapped(text: str) -> bool:
    """Whether one pair of brackets stands around all of a text.

    >>> is_wrapped("(1, 2)"), is_wrapped("(1), (2)")
    (True, False)
    """
    if text[:1] + text[-1:] not in ("[]", "()"):
        return False
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return place == len(text) - 1
    return False


def decimal_comma(answer: object, count: int) -> str:
    """What to say of 0,125 where `count` values are asked for and its comma makes more; or nothing.

    In code 0,125 is the pair (0, 125), in a field it is text; either may be meant as one number.

    >>> from calclib.practice.markup import plain
    >>> plain(decimal_comma("0,125", 1))
    'A comma separates: 0,125 means 0 and 125. The decimal sign is a point: 0.125.'
    >>> decimal_comma("1,5", 2), decimal_comma("max(0,5)", 1)
    ('', '')
    """
    if isinstance(answer, tuple) and [type(part) for part in answer] == [int, int]:
        answer = "{},{}".format(*answer)
    if not isinstance(answer, str) or len(answer) > MOST:
        return ""
    parts = split_list(answer)
    pointed = re.sub(DECIMAL_COMMA, ".", answer)
    if len(parts) == count or len(split_list(pointed)) != count:
        return ""
    pieces = [echo(part.strip()) for part in parts]
    listed = f"{', '.join(pieces[:-1])} and {pieces[-1]}"
    sentence = (
        f"A comma separates: {echo(answer)} means {listed}. "
        f"The decimal sign is a point: {echo(pointed)}."
    )
    if re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+", answer):
        sentence += f" If thousands are meant, leave it out: {answer.replace(',', '')}."
    return sentence
