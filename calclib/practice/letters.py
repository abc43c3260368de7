"""The variables of a formula: its own, and the letters in which they may be written as well."""

import re
from collections.abc import Mapping, Sequence


def own_names(expected: object) -> list[str]:
    """The variables of what is a formula, or a list of them: x and y for text; none for others."""
    parts = expected if isinstance(expected, (list, tuple)) else [expected]
    symbols = {str(s) for part in parts for s in getattr(part, "free_symbols", ())}
    return sorted(symbols | ({"x", "y"} if any(isinstance(p, str) for p in parts) else set()))


def others_in(symbols: Mapping[str, str], names: Sequence[str] = ()) -> tuple[str, ...]:
    """The letters in which the variables may be written as well.

    >>> others_in({"h": "alpha lambda", "p": "sigmoid(theta)"})
    ('alpha', 'lambda', 'theta')
    """
    from calclib.expressions.vocabulary import FUNCTIONS

    words = [word for text in symbols.values() for word in re.findall(r"[^\W\d]\w*", text)]
    return tuple(dict.fromkeys(word for word in words if word not in {*FUNCTIONS, *names}))
