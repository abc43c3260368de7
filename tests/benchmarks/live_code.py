"""Functions that are loaded get other code, as if their file had been written otherwise."""

import gc
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import TypeAlias

Place: TypeAlias = tuple[str, tuple[object, ...]]


def exchange_code(path: str, source: str, other: str) -> bool:
    """Give every function that was loaded from a file the code that it has in another source.

    path: of the file, as it was loaded.
    source: what it held then.
    other: the same with one function changed, in one place.
    Returns whether all could be given it: a function keeps the variables that it takes from the
    function around it. What was computed when the file was loaded stays as it is.
    """
    pairs = dict(pairs_of_code(compile(source, path, "exec"), compile(other, path, "exec")))
    complete = True
    for function in gc.get_objects():
        if type(function) is not FunctionType or function.__code__.co_filename != path:
            continue
        code = function.__code__
        if (changed := pairs.get(place_of(code))) is None:
            continue
        if len(changed.co_freevars) == len(code.co_freevars):
            function.__code__ = changed
        else:
            complete = False
    return complete


def place_of(code: CodeType) -> Place:
    """Where a function is written: its name, and the lines and columns of all that it does."""
    return code.co_qualname, tuple(code.co_positions())


def pairs_of_code(old: CodeType, new: CodeType) -> Iterator[tuple[Place, CodeType]]:
    """Every function of one code, by its place, with that of another in its place.

    Where a function holds more functions than before, or fewer, those inside are left out.
    """
    yield place_of(old), new
    inside = [one for one in old.co_consts if isinstance(one, CodeType)]
    changed = [one for one in new.co_consts if isinstance(one, CodeType)]
    if len(inside) == len(changed):
        for one, other in zip(inside, changed, strict=True):
            yield from pairs_of_code(one, other)
