"""A scene in a few lines of text that change when anything it plays changes."""

from functools import lru_cache

import numpy as np
import numpy.ma  # its median loads it

# NumPy loads this and its random numbers on first use; named here, they come with the cell that
# imports `play`, and the first scene does not wait for them.
from numpy.random import RandomState

from calclib.arrays import Array
from calclib.stage.composition import Composition
from calclib.stage.marks.mark import Varying

SEED = 7
KEPT = 2**16  # random numbers; scenes of no more share them
NOISE = 1e-9  # of the largest number; smaller ones differ between machines


def digest(scene: Composition) -> str:
    """Return the alt text, then per mark its name, shape, min, mean, max and one projection.

    Numbers have 3 digits and ignore noise below 1e-9 of the largest; a chaotic scene shows shapes.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> print(digest(Composition([], [Panel([line([0, 1], [0, 2])], title="rise")], alt="A line.")))
    A line.
    rise
      line x (1, 2) 0 0.5 1 | -0.512
           y (1, 2) 0 1 2 | -0.512
    """
    draws = None if scene.chaotic else _draws(scene)
    lines = [scene.alt, *[f"{axis.name}: {axis.count} values" for axis in scene.axes]]
    panels = zip(scene.panels, scene.marks, strict=True)
    for number, (panel, marks) in enumerate(panels, start=1):
        lines.append(panel.title or f"panel {number}")
        for mark in marks:
            rows = [f"{name} {_row(given, draws)}" for name, given in mark.channels.items()]
            lines.append(f"  {mark.kind} " + f"\n  {' ' * len(mark.kind)} ".join(rows))
    lines += [f"{label}: {_row(channel, draws)}" for label, channel, _ in scene.numbers]
    return "\n".join(line.rstrip() for line in lines)


def _draws(scene: Composition) -> Array:
    """Return one random number for each entry of the largest channel."""
    sizes = [
        given.values.size
        for marks in scene.marks
        for mark in marks
        for given in mark.channels.values()
    ]
    sizes += [number.channel.values.size for number in scene.numbers]
    count = max(sizes, default=0)
    if count > KEPT:
        return RandomState(SEED).standard_normal(count)
    return _first_draws(1 << count.bit_length())[:count]


@lru_cache(1)
def _first_draws(count: int) -> Array:
    """So many numbers of one stream, which is the same from its start however many are drawn.

    RandomState, unlike default_rng, gives the same numbers in every version of NumPy.
    """
    return RandomState(SEED).standard_normal(count)


def _row(given: Varying, draws: Array | None) -> str:
    """Return the shape of a channel and, unless the scene is chaotic, what its numbers are like."""
    shape = f"({', '.join(map(str, given.values.shape))})"
    if draws is None:
        return shape
    values = given.values.astype(float).ravel()
    whole = np.isfinite(values)
    finite = values if whole.all() else values[whole]
    least = float(finite.min())
    most = float(finite.max())
    largest = max(abs(least), abs(most))
    gaps = values.size - finite.size
    if gaps:
        values = np.nan_to_num(values, nan=0.0, posinf=largest, neginf=-largest)
    numbers = " ".join(_digits(value, largest) for value in (least, finite.mean(), most))
    projection = _digits(_projection(values, largest, draws), 1.0)
    return f"{shape} {numbers} | {projection}" + (f" gaps {gaps}" if gaps else "")


def _projection(values: Array, largest: float, draws: Array) -> float:
    """Return one fixed random projection, of logarithms so that no frame drowns in another."""
    size = np.abs(values)
    unit = max(float(np.median(size)), NOISE * largest) or 1.0
    np.log1p(np.divide(size, unit, out=size), out=size)
    return float(np.copysign(size, values) @ draws[: values.size])


def _digits(value: float, largest: float) -> str:
    """Return three digits; the small shift keeps ties such as 1.125 from rounding both ways."""
    if abs(value) < NOISE * largest:
        return "0"
    return f"{value * (1 + 3e-7):.3g}"
