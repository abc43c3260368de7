"""Left sides that name what is asked for and hold a sign: 1/λ = 0.125, e₊/e² → 1/2.

A name alone, as in α = 0.125, is known as such; an expression is one only if the exercise says so,
for 2x = 6 does not say that 6 is right. `frontend/src/web/leftSides.ts` does the same for a page.
"""

import re
import unicodedata
from collections.abc import Sequence

from calclib.expressions.spelling import greek_name
from calclib.practice.notation import LONGEST, plain_notation
from calclib.practice.reading import SIDES

SET_ASIDE = re.compile(r"[\s_^{}()\[\]*·|\\]|^\s*lim\s")


def without_left_sides(
    answer: object, called: Sequence[str], variables: Sequence[str] = ()
) -> object:
    """An answer without the left sides that are what is asked for; else as it is.

    called: the expressions that are.
    variables: of a formula.

    >>> without_left_sides("1/λ = 0.125", ["1/λ"]), without_left_sides("2λ = 0.125", ["1/λ"])
    ('0.125', '2λ = 0.125')
    >>> without_left_sides("α = 1/λ = 1/8", ["1/λ"]), without_left_sides("1/λ", ["1/λ"])
    ('α = 1/8', '1/λ')
    """
    if not called or not isinstance(answer, str) or len(answer) > LONGEST:
        return answer
    *sides, last = SIDES.split(plain_notation(answer, variables))
    known = {side_key(one) for one in called}
    kept = [side.strip() for side in sides if side_key(side) not in known]
    return answer if len(kept) == len(sides) else " = ".join([*kept, last.strip()])


def side_key(side: str) -> str:
    """A left side in the form in which left sides are compared.

    >>> side_key("e₊/e²"), side_key("e_+/e^2"), side_key(r"1/\\lambda"), side_key("1 / L''")
    ('e+/e2', 'e+/e2', '1/lambda', '1/L′′')
    """
    text = unicodedata.normalize("NFKC", SET_ASIDE.sub("", side))
    text = text.replace("∂", "d").replace("'", "′").replace("−", "-")
    text = re.sub(r"[α-ω]", lambda letter: greek_name(letter[0]), text)
    return SET_ASIDE.sub("", text)
