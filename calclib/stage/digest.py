"""A scene in a few lines of text that change when anything it plays changes."""

from typing import TYPE_CHECKING

import numpy as np

from calclib.stage.marks import Array, Varying

if TYPE_CHECKING:
    from calclib.stage.scene import Scene


def digest(scene: "Scene") -> str:
    """Return the alt text, then per mark its name, shape, min, mean, max and one projection.

    Numbers have 3 digits and ignore noise below 1e-9 of the largest; a chaotic scene shows shapes.

    >>> from calclib.stage.scene import Panel, Scene, line
    >>> print(digest(Scene([], [Panel([line([0, 1], [0, 2])], title="rise")], alt="A line.")))
    A line.
    rise
      line x (1, 2) 0 0.5 1 | -0.512
           y (1, 2) 0 1 2 | -0.512
    """
    lines = [scene.alt, *(f"{axis.name}: {axis.count} values" for axis in scene.axes)]
    given = [one for marks in scene.settled for mark in marks for one in mark.channels.values()]
    given += [one for _, one, _ in scene.numbers]
    most = max((one.values.size for one in given), default=0)
    # RandomState, unlike default_rng, gives the same numbers in every version of NumPy.
    rest = scene.chaotic, np.random.RandomState(7).standard_normal(most)
    for place, (panel, marks) in enumerate(zip(scene.panels, scene.settled, strict=True), 1):
        lines.append(panel.title or f"panel {place}")
        for mark in marks:
            rows = [f"{n} {_row(c, *rest)}" for n, c in mark.channels.items()]
            lines.append(f"  {mark.kind} " + f"\n  {' ' * len(mark.kind)} ".join(rows))
    lines += [f"{label}: {_row(one, *rest)}" for label, one, _ in scene.numbers]
    return "\n".join(line.rstrip() for line in lines)


def _row(given: Varying, chaotic: bool, draws: Array) -> str:
    values = given.values.astype(float).ravel()
    shape = f"({', '.join(map(str, given.values.shape))})"
    if chaotic:
        return shape
    whole = np.isfinite(values)
    finite = values if whole.all() else values[whole]
    ends = float(finite.min()), float(finite.max())
    largest = max(abs(end) for end in ends)
    numbers = [_digits(v, largest) for v in (ends[0], finite.mean(), ends[1])]
    if finite.size < values.size:
        values = np.nan_to_num(values, nan=0.0, posinf=largest, neginf=-largest)
    gaps = f" gaps {values.size - finite.size}" if finite.size < values.size else ""
    return (
        f"{shape} {' '.join(numbers)} | {_digits(_projection(values, largest, draws), 1.0)}{gaps}"
    )


def _projection(values: Array, largest: float, draws: Array) -> float:
    """One fixed random projection, of logarithms so that no frame drowns in another."""
    size = np.abs(values)
    unit = max(float(np.median(size)), 1e-9 * largest) or 1.0
    np.log1p(np.divide(size, unit, out=size), out=size)
    return float(np.copysign(size, values) @ draws[: values.size])


def _digits(value: float, largest: float) -> str:
    """Three digits; the small shift keeps ties such as 1.125 from rounding both ways."""
    if abs(value) < 1e-9 * largest:
        return "0"
    return f"{value * (1 + 3e-7):.3g}"
