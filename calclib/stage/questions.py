"""What a page may ask and hand on: answers to the questions of a scene, and presets of its state.

Text from a page is checked here, at the door; nothing of it is ever run.
"""

import json
from collections.abc import Mapping
from math import isfinite
from numbers import Real
from typing import Any, TypeAlias

from calclib.stage.camera import checked
from calclib.stage.scene import Scene

Answer: TypeAlias = str | float | tuple[float, float]

LONGEST = 500  # characters of a typed answer
PRESET: Mapping[str, Any] = {
    "index": Mapping,
    "speed": Real,
    "loop": bool,
    "hidden": list | tuple,
    "views": Mapping,
    "answers": Mapping,
}


def read_answer(name: str, given: Any) -> Answer:
    """Read one answer: words, a finite number, or a point (x, y).

    >>> read_answer("start", [1, 2.5])
    (1.0, 2.5)
    >>> read_answer("steps", 40), read_answer("loss", "x^2")
    (40, 'x^2')
    """
    if isinstance(given, str) and len(given) <= LONGEST:
        return given
    if _number(given):
        return given if isinstance(given, int) else float(given)
    if not isinstance(given, str | Mapping) and hasattr(given, "__len__") and len(given) == 2:
        x, y = given
        if _number(x) and _number(y):
            return float(x), float(y)
    raise ValueError(
        f"{name}={given!r} is no answer; give a text, a finite number or a point (x, y)."
    )


def _number(given: Any) -> bool:
    return not isinstance(given, bool) and isinstance(given, Real) and isfinite(given)


def read_answers(known: Mapping[str, Answer], given: Any) -> dict[str, Answer]:
    """Return the known answers, replaced by those given; each keeps its kind.

    >>> read_answers({"start": (0.0, 0.0), "steps": 40}, {"start": [1, 2]})
    {'start': (1.0, 2.0), 'steps': 40}
    """
    if not isinstance(given, Mapping) or not set(given) <= set(known):
        raise ValueError(f"The answers {given!r} are not to the questions {list(known)}.")
    return {name: _same_kind(name, old, given.get(name, old)) for name, old in known.items()}


def _same_kind(name: str, known: Answer, given: Any) -> Answer:
    new = read_answer(name, given)
    if isinstance(known, int | float) and isinstance(new, int | float):
        return round(new) if isinstance(known, int) else float(new)
    if type(new) is not type(known):
        kinds = {"str": "a text", "tuple": "a point (x, y)"}
        kind = kinds.get(type(known).__name__, "a number")
        raise ValueError(f"{name}={given!r} must be {kind}.")
    return new


def read_preset(given: str | Mapping[str, Any] | None) -> dict[str, Any]:
    """Read a preset: the text that the player's button copies, or what that text stands for.

    >>> read_preset('{"index":{"step":12},"loop":true}')
    {'index': {'step': 12}, 'loop': True}
    """
    try:
        state = json.loads(given) if isinstance(given, str) else dict(given or {})
        known = all(isinstance(state[name], PRESET[name]) for name in state)
    except (ValueError, TypeError, KeyError):  # no JSON, no mapping, no such name
        known = False
    if not known:
        raise ValueError(
            f"state={given!r} is no preset; give the text that the button “Copy preset” copies, "
            'such as {"index": {"step": 12}}.'
        )
    return dict(state)


def check_preset(state: Mapping[str, Any], scene: Scene) -> None:
    """Refuse a preset whose axes or panels this scene has not."""
    for name, place in state.get("index", {}).items():
        axis = scene.named.get(name)
        if axis is None:
            raise ValueError(f"The preset moves {name!r}, but the axes are {list(scene.named)}.")
        if not isinstance(place, int) or not 0 <= place < axis.count:
            raise ValueError(f"The preset puts {name} at {place!r}, not at 0 … {axis.count - 1}.")
    for number, camera in state.get("views", {}).items():
        checked(camera)
        if not number.isdigit() or int(number) >= len(scene.panels):
            raise ValueError(f"The preset turns panel {number}; there are {len(scene.panels)}.")
