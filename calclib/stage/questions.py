"""What a page may ask and hand on: answers to the questions of a scene, and presets of its state.

Text from a page is checked here, at the door; nothing of it is ever run.
"""

import json
from collections.abc import Iterable, Mapping, Sized
from math import isfinite
from numbers import Integral, Real
from types import UnionType
from typing import TypeAlias, TypedDict, TypeGuard, cast

from calclib.stage.camera import View, read_view
from calclib.stage.composition import Composition

Answer: TypeAlias = str | float | tuple[float, float]

LONGEST = 500  # characters of a typed answer
KINDS = {"str": "a text", "tuple": "a point (x, y)", "int": "a number", "float": "a number"}


class Preset(TypedDict, total=False):
    """The state of a player: the index of each axis, its speed, and what is hidden or turned."""

    index: Mapping[str, int]
    speed: float
    loop: bool
    hidden: list[str]
    views: Mapping[str, View]
    answers: Mapping[str, Answer]


# What each entry of a preset has to be an instance of.
ENTRIES: Mapping[str, type | UnionType] = {
    "index": Mapping,
    "speed": Real,
    "loop": bool,
    "hidden": list | tuple,
    "views": Mapping,
    "answers": Mapping,
}


def read_answer(name: str, given: object) -> Answer:
    """Read one answer: words, a finite number, or a point (x, y).

    name: of the question.
    Raises ValueError for anything else.

    >>> read_answer("start", [1, 2.5])
    (1.0, 2.5)
    >>> read_answer("steps", 40), read_answer("loss", "x^2")
    (40, 'x^2')
    """
    if isinstance(given, str) and len(given) <= LONGEST:
        return given
    if _is_number(given):
        return given if isinstance(given, int) else float(given)
    if not isinstance(given, str | Mapping) and isinstance(given, Sized) and len(given) == 2:
        x, y = cast(Iterable[object], given)
        if _is_number(x) and _is_number(y):
            return float(x), float(y)
    raise ValueError(
        f"{name}={given!r} is no answer; give a text, a finite number or a point (x, y)."
    )


def _is_number(given: object) -> TypeGuard[float]:
    return not isinstance(given, bool) and isinstance(given, Real) and isfinite(given)


def read_answers(known: Mapping[str, Answer], given: object) -> dict[str, Answer]:
    """Return the known answers, replaced by those given; each keeps its kind.

    known: an answer for each question.
    given: new answers, by question.
    Raises ValueError for another question, or an answer of another kind.

    >>> read_answers({"start": (0.0, 0.0), "steps": 40}, {"start": [1, 2]})
    {'start': (1.0, 2.0), 'steps': 40}
    """
    if not isinstance(given, Mapping) or not set(given) <= set(known):
        raise ValueError(f"The answers {given!r} are not to the questions {list(known)}.")
    return {name: _same_kind(name, old, given.get(name, old)) for name, old in known.items()}


def _same_kind(name: str, known: Answer, given: object) -> Answer:
    """Read an answer of the kind that the known one has."""
    new = read_answer(name, given)
    if isinstance(known, int | float) and isinstance(new, int | float):
        return round(new) if isinstance(known, int) else float(new)
    if type(new) is not type(known):
        raise ValueError(f"{name}={given!r} must be {KINDS[type(known).__name__]}.")
    return new


def read_preset(given: str | Mapping[str, object] | None) -> Preset:
    """Read a preset: the text that the player's button copies, or what that text stands for.

    Whole numbers of NumPy become plain ones, so that a page can carry them.
    Raises ValueError for what is no preset, and for a speed that is not finite and positive.

    >>> read_preset('{"index":{"step":12},"loop":true}')
    {'index': {'step': 12}, 'loop': True}
    """
    try:
        state = json.loads(given) if isinstance(given, str) else dict(given or {})
        known = all(isinstance(state[name], ENTRIES[name]) for name in state)
    except (ValueError, TypeError, KeyError):  # no JSON, no mapping, no such name
        known = False
    if not known:
        raise ValueError(
            f"state={given!r} is no preset; give the text that the button “Copy preset” copies, "
            'such as {"index": {"step": 12}}.'
        )
    speed = state.get("speed", 1)
    if not _is_number(speed) or speed <= 0:
        raise ValueError(f"The preset plays at speed {speed!r}; give a positive number, such as 1.")
    preset = dict(state)
    if "index" in preset:
        preset["index"] = {name: _as_whole(step) for name, step in preset["index"].items()}
    return cast(Preset, preset)


def _as_whole(step: object) -> object:
    """A whole number as Python's own; anything else as it is, to be refused with its axis."""
    return int(step) if isinstance(step, Integral) else step


def check_preset(state: Preset, scene: Composition) -> None:
    """Check a preset against a scene.

    Raises ValueError where the scene does not have one of its axes, indices or panels.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> check_preset({"loop": True}, Composition([], [Panel([line([0, 1], [0, 1])])], "A line."))
    """
    axes = scene.axes_by_name
    for name, step in state.get("index", {}).items():
        if name not in axes:
            raise ValueError(f"The preset moves {name!r}, but the axes are {list(axes)}.")
        count = axes[name].count
        if not isinstance(step, int) or not 0 <= step < count:
            raise ValueError(f"The preset puts {name} at {step!r}, not at 0 … {count - 1}.")
    for number, camera in state.get("views", {}).items():
        read_view(camera)
        if not number.isdigit() or int(number) >= len(scene.panels):
            raise ValueError(
                f"The preset turns panel {number}; there are {len(scene.panels)}, counted from 0."
            )
