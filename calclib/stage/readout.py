"""Numbers in words: the readout line and the fields of a text mark."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from calclib.stage.scene import Axis, Scene

GAP = " " * 5  # between two readings


def written(value: float, form: str) -> str:
    """Format a number as d3-format would; a run that is gone has a dash.

    >>> written(2.0, "d"), written(-0.5, ".2f"), written(float("nan"), ".3g")
    ('2', '−0.50', '–')
    """
    if not np.isfinite(value):
        return "–"
    return format(round(value) if form.endswith("d") else value, form).replace("-", "−")


def check_form(form: str) -> None:
    """Refuse a number format that Python and d3-format do not both read.

    >>> check_form(".3g")
    """
    if not re.fullmatch(r"[+]?,?(\.\d+)?[defg%]?", form):
        raise ValueError(
            f"{form!r} is no number format; write one such as .3g, .2f, .1e, d or .0%."
        )


def filled(words: str, value: float) -> str:
    """Fill the one field of words by a value.

    >>> filled("slope {:.2f} here", 1.5)
    'slope 1.50 here'
    """
    before, field = words.split("{", 1)
    form, after = field.split("}", 1)
    return before + written(value, form.lstrip(":")) + after


def readings(scene: "Scene", at: Mapping[str, int]) -> list[str]:
    """Say where each axis stands and what each number of the scene reads at an index."""
    words = [standing(axis, at[name]) for name, axis in scene.named.items()]
    return words + [
        _read(label, float(given.at(at)[0]), form) for label, given, form in scene.numbers
    ]


def longest_readings(scene: "Scene") -> list[str]:
    """Return the most room that each of the readings takes at any index, as words."""
    places = [[standing(axis, k) for k in range(axis.count)] for axis in scene.axes]
    numbers = [
        [_read(label, value, form) for value in given.values.ravel().tolist()]
        for label, given, form in scene.numbers
    ]
    return [max(words, key=len) for words in places + numbers]


def readout(scene: "Scene", at: Mapping[str, int], lines: Sequence[slice] = (slice(None),)) -> str:
    """Join the readings at an index to words; the slices say which of them share a line."""
    parts = readings(scene, at)
    return "\n".join(GAP.join(parts[line]) for line in lines)


def _read(label: str, value: float, form: str) -> str:
    return f"{label} {written(value, form)}"


def standing(axis: "Axis", step: int) -> str:
    """Say where an axis stands: its name and its value there."""
    return f"{axis.name} {_shown(axis, step)}"


def _shown(axis: "Axis", step: int) -> str:
    if axis.labels is not None:
        return axis.labels[step]
    numbers = [written(float(number), ".4g") for number in np.atleast_1d(axis.values[step])]
    return numbers[0] if axis.numeric else f"({', '.join(numbers)})"
