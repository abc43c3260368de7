"""The line below a scene: the value on each axis, and each number of its readout."""

from collections.abc import Mapping, Sequence

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.composition import Composition
from calclib.stage.formats import format_number
from calclib.words import listed, translated

GAP = " " * 5  # between two readings
ALL_IN_ONE_LINE = (slice(None),)


def readings(scene: Composition, at: Mapping[str, int]) -> list[str]:
    """Return the reading of each axis, then of each number of the scene, at an index.

    at: an index for every axis, by its name.
    """
    axes = [axis_reading(axis, at[axis.name]) for axis in scene.axes]
    numbers = [
        f"{translated(label)} {format_number(float(channel.at(at)[0]), form)}"
        for label, channel, form in scene.numbers
    ]
    return axes + numbers


def longest_readings(scene: Composition) -> list[str]:
    """Return, for each of the readings, the longest text that it has at any index."""
    axes = [[axis_reading(axis, step) for step in range(axis.count)] for axis in scene.axes]
    numbers = [
        [
            f"{translated(label)} {format_number(value, form)}"
            for value in channel.values.ravel().tolist()
        ]
        for label, channel, form in scene.numbers
    ]
    return [max(texts, key=len) for texts in axes + numbers]


def readout(
    scene: Composition, at: Mapping[str, int], lines: Sequence[slice] = ALL_IN_ONE_LINE
) -> str:
    """Join the readings at an index to one text.

    at: an index for every axis, by its name.
    lines: which of the readings share a line, one slice a line.
    """
    texts = readings(scene, at)
    return "\n".join(GAP.join(texts[line]) for line in lines)


def axis_reading(axis: Axis, step: int) -> str:
    """Return the name of an axis and its label or value at an index.

    >>> axis_reading(Axis("start", [(0, 1), (2.5, -3)]), 1)
    'start (2.5, −3)'
    """
    return f"{translated(axis.name)} {_shown_value(axis, step)}"


def _shown_value(axis: Axis, step: int) -> str:
    if axis.labels is not None:
        return translated(axis.labels[step])
    numbers = [format_number(float(number), ",.4g") for number in np.atleast_1d(axis.values[step])]
    return numbers[0] if axis.numeric else f"({listed(numbers)})"
