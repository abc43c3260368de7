"""Nested maxima and minima as one extreme, so that every argument that ties has its share.

NumPy computes max(x, max(y, z)) in two calls, and each would give half of its slope to each side:
a quarter to y and to z where all three tie. A formula is simplified first, and each gets a third.
What is nested is therefore written as one extreme before it is computed.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

from calclib.derivatives.partials import EXTREMES
from calclib.expressions.elementary import ArrayFunction

Call: TypeAlias = tuple[object, ...]  # a function, its arguments and its options
CALLS = frozenset([*EXTREMES, *EXTREMES.values()])  # all that compute a maximum or a minimum


def as_one_extreme(
    function: ArrayFunction, args: Sequence[Any], options: Mapping[str, object]
) -> tuple[ArrayFunction, Sequence[Any], Mapping[str, object]]:
    """Write max(x, max(y, z)) as one maximum of three, each of which has its share in a tie.

    As SymPy does, so that a formula and its callable have the same shares: what occurs twice counts
    once, max(x, min(x, y)) is x, and max(min(x, z), min(y, z)) is min(z, max(x, y)).
    function: np.maximum or np.minimum.
    Returns the call that stands for function(*args, **options).

    >>> import numpy as np
    >>> from calclib.derivatives.autodiff import Tensor
    >>> x, y, z = Tensor(1.0), Tensor(1.0), Tensor(1.0)
    >>> function, parts, options = as_one_extreme(np.maximum, (x, np.maximum(y, z)), {})
    >>> function.__name__, len(parts)
    ('largest', 3)
    """
    if not any(getattr(x, "function", None) in CALLS for x in args):
        return function, args, options  # as nearly always: nothing is nested
    several = EXTREMES[function]
    (other,) = (one for one in EXTREMES if one is not function)
    parts = _distinct(part for x in args for part in (_parts(x, function) or [x]))
    inner = [_parts(part, other) for part in parts]
    absorbed = tuple(i for i in range(len(parts)) if _is_absorbed(i, parts, inner))
    if not absorbed and len(parts) > 1:
        shared = [x for x in inner[0] if all(_is_among(x, each) for each in inner)]
        rests = [[x for x in each if not _is_among(x, shared)] for each in inner]
        if shared and all(rests):
            within = reduce(function, [reduce(other, rest) for rest in rests])
            if len(shared) == 1:
                return other, [shared[0], within], options
            return EXTREMES[other], [*shared, within], {"absorbed": ()}
    if len(parts) <= 2 and not absorbed:
        return function, [parts[0], parts[-1]], options
    return several, parts, {"absorbed": absorbed}


def _parts(x: Any, function: ArrayFunction) -> list[Any]:
    """What x is the extreme of, if it is one of this kind; else nothing.

    function: np.maximum or np.minimum.
    """
    x = _without_double(x)
    if getattr(x, "function", None) not in (function, EXTREMES[function]):
        return []
    absorbed = x.options.get("absorbed", ())
    return _distinct(part for i, part in enumerate(x.args) if i not in absorbed)


def _without_double(x: Any) -> Any:
    """x for max(x, x) and min(x, x), anything else as it is."""
    while getattr(x, "function", None) in EXTREMES and _is_same(x.args[0], x.args[1]):
        x = x.args[0]
    return x


def _distinct(parts: Iterable[Any]) -> list[Any]:
    """Each of some arguments once."""
    found: list[Any] = []
    for part in map(_without_double, parts):
        if not _is_among(part, found):
            found.append(part)
    return found


def _is_among(x: object, several: Iterable[object]) -> bool:
    """Whether x is one of several arguments."""
    return any(_is_same(x, other) for other in several)


def _is_absorbed(i: int, parts: Sequence[Any], inner: Sequence[Sequence[Any]]) -> bool:
    """Whether the part i of an extreme never decides, for another part is always as far.

    inner: of each part what it is the other extreme of; nothing for one that is no extreme.
    """
    own = inner[i]
    for j, part in enumerate(parts):
        theirs = inner[j] or [part]
        if j == i or not own or not all(_is_among(x, own) for x in theirs):
            continue
        if len(theirs) < len(own) or j < i:
            return True
    return False


def _is_same(a: Any, b: Any) -> bool:
    """Whether two arguments are one: the same object, equal plain numbers, or equal calls.

    x - y written twice is computed twice, and is one argument all the same, as in a formula.
    """
    if a is b:
        return True
    if isinstance(a, float | int) and isinstance(b, float | int):
        return bool(a == b)
    one, other = _reverse_part(a), _reverse_part(b)
    if one is None or other is None or one.function is None or one.function is not other.function:
        return False
    if not np.array_equal(one.data, other.data, equal_nan=True):
        return False
    numbers: dict[Call, int] = {}
    return _number_of(one, numbers) == _number_of(other, numbers)


def _reverse_part(x: Any) -> Any:
    """The Tensor that an argument is, or that a Dual carries; None for what remembers no calls."""
    if hasattr(x, "ancestors"):
        return x
    inner = getattr(x, "data", None)
    return inner if hasattr(inner, "ancestors") else None


def _number_of(tensor: Any, numbers: dict[Call, int]) -> int:
    """The number of the call that made a tensor; equal calls of equal arguments have one number.

    numbers: those of the calls so far; it grows.
    """
    own: dict[int, int] = {}
    for node in tensor.ancestors():
        parts = [own[id(x)] if id(x) in own else _written(x) for x in node.args]
        if node.function in (np.add, np.multiply):
            parts.sort(key=repr)  # x + y is y + x
        options = sorted((name, _written(value)) for name, value in node.options.items())
        call = (node.function or id(node), *parts, *options)
        own[id(node)] = numbers.setdefault(call, len(numbers))
    return own[id(tensor)]


def _written(constant: object) -> str:
    """A constant of a call as text, the same for equal constants."""
    if isinstance(constant, float | int | np.ndarray | np.number):
        array = np.asarray(constant, dtype=float)
        return f"{array.shape} {array.tobytes().hex()}"
    if isinstance(constant, tuple | list):
        return f"({', '.join(map(_written, constant))})"
    return repr(constant)
