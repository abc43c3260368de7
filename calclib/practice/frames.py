"""A number inside what the question writes around it: ε^(1/3) for 1/3, 8 × 8 for 8.

`frontend/src/web/frames.ts` does the same for a page.
"""

import re
from collections.abc import Sequence

from calclib.expressions.spelling import greek_name
from calclib.practice.notation import LONGEST

BLANK = "…"
VALUE = r"\([^()]*\)|\{[^{}]*\}|[-+−]?\d[\d.]*(?:/\d+)?|[½⅓⅔¼¾⅕]"
# What a learner may type for a sign of the frame.
SPELLINGS = {"×": r"(?:[×xX*·⋅]|\\times|(?:by|times|mal)(?![^\W_]))", "^": r"(?:\^|\*\*)"}


def without_frames(answer: object, frames: Sequence[str]) -> object:
    """An answer with the bare numbers in the place of framed ones; anything but text as it is.

    frames: what may stand around a number, with … in its place; a second … is the same number.

    >>> without_frames("ε^(1/3)", ["ε^…"]), without_frames("eps**(1/3)", ["ε^…"])
    ('(1/3)', '(1/3)')
    >>> without_frames("8 × 8 and 5x5", ["… × …"]), without_frames("8 × 5", ["… × …"])
    ('8 and 5', '8 × 5')
    """
    if not isinstance(answer, str) or len(answer) > LONGEST:
        return answer
    for frame in frames:
        answer = pattern(frame).sub(lambda found: bare(found["value"]), answer)
    return answer


def pattern(frame: str) -> re.Pattern[str]:
    """The pattern of a frame, with the number as `value`.

    >>> pattern("… × …").fullmatch("8 by 8")["value"]
    '8'
    """
    before, *behind = ["".join(map(sign, piece.split())) for piece in frame.split(BLANK)]
    first, *others = behind
    again = "".join(rf"(?P=value){other}" for other in others)
    return re.compile(
        rf"(?<![\w.^*×])(?<![*×]\s){before}(?P<value>{VALUE}){first}{again}(?![\w.^]|\s*[×*])"
    )


def sign(piece: str) -> str:
    """The pattern of one word of a frame, with spaces around its signs."""
    spelt = r"\s*".join(SPELLINGS.get(letter, letter_pattern(letter)) for letter in piece)
    return rf"\s*{spelt}\s*"


def letter_pattern(letter: str) -> str:
    """A letter, or for a Greek one its name too, as it is or as LaTeX writes it.

    >>> epsilon = re.compile(letter_pattern("ε"))
    >>> [bool(epsilon.fullmatch(text)) for text in ("ε", "eps", r"\\varepsilon", "e")]
    [True, True, True, False]
    """
    name = greek_name(letter)
    if name == letter:
        return re.escape(letter)
    short = f"|{name[:3]}" if len(name) > 4 else ""
    return rf"(?:{letter}|\\?(?:var)?{name}{short})"


def bare(value: str) -> str:
    """The number without the braces of LaTeX, which brackets replace.

    >>> bare("{1/3}"), bare("8")
    ('(1/3)', '8')
    """
    return f"({value[1:-1]})" if value.startswith("{") else value
