"""Marks that stand at coordinates: curves, dots, bars, arrows and words."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeAlias, Unpack, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.formats import check_format
from calclib.stage.marks.mark import (
    Channel,
    Mark,
    Style,
    Varying,
    channel,
    complete_look,
    read_channels,
)

FIELD = re.compile(r"\{:?([^{}]*)\}")  # a field such as {:.3g} in the words of a text
BAR = 0.8  # the share of the way to the next bar that a bar takes


@runtime_checkable
class HasPoints(Protocol):
    """What carries its points, such as a path."""

    @property
    def points(self) -> ArrayLike:
        """Points (..., 2) or (..., 3)."""


Points: TypeAlias = Channel | HasPoints


def line(
    x: Channel,
    y: Channel | None = None,
    *,
    z: Channel | None = None,
    along: str | None = None,
    grows: bool = False,
    **style: Unpack[Style],
) -> Mark:
    """Draw a curve: y against x.

    x, y: (n,), or (series, n) for several curves. `line(y)` with a y that is named over the play
    axis runs along that axis, whole, so that `line(path.values)` is the loss curve.
    z: the height in a 3-D panel; without it this and every other mark lies on the surface.
    along: the name of another axis to run along.
    grows: whether the curve is drawn only as far as the axis along which it runs has come, with a
    point for each index of it. It is then a trail that does not fade.
    style: see Style.

    >>> line([0, 1, 2], [0, 1, 4]).kind
    'line'
    >>> line(Varying([0, 1, 4], axes=("step",)), grows=True).style["fades"]
    False
    """
    channels = read_channels(y=x, z=z) if y is None else read_channels(x=x, y=y, z=z)
    look = complete_look("line", style)
    if not grows:
        return Mark("line", channels, look, along)
    look["fades"] = False
    return Mark("trail", channels, look, along)


def area(x: Channel, y: Channel, base: Channel = 0.0, **style: Unpack[Style]) -> Mark:
    """Fill between the curves y and base over x.

    x, y, base: (n,), or (series, n) for several areas.
    style: see Style.

    >>> sorted(area([0, 1], [1, 2]).channels)
    ['base', 'x', 'y']
    """
    look = complete_look("area", style, opacity=0.25)
    return Mark("area", read_channels(x=x, y=y, base=base), look)


def bars(
    x: Channel | Sequence[str],
    y: Channel | None = None,
    base: Channel = 0.0,
    **style: Unpack[Style],
) -> Mark:
    """Stand bars from base to y at x.

    x: (n,), numbers, or words to be written below the bars; left out, 0, 1, 2, ….
    y: (n,), or (n, series) for bars side by side at each x.
    base: where the bars begin.
    style: see Style; of several series, color and label name the series.

    >>> bars(["cat", "dog"], [0.8, 0.2]).style["names"]
    ('cat', 'dog')
    >>> bars([0, 1], [[1, 2], [3, 4]], label=["before", "after"]).channels["x"].values
    array([-0.2,  0.2,  0.8,  1.2])
    """
    heights = channel(x if y is None else y)
    names = _words(x)
    if y is None:
        places = channel(np.arange(heights.rest[0]))
    else:
        places = channel(np.arange(len(names)) if names else x)
    gaps = np.diff(np.sort(places.values, axis=-1))
    thick = BAR * float(min(gaps[gaps > 0], default=1.0))
    are_whole = bool(np.all(places.values == np.round(places.values)))
    if len(heights.rest) == 2:
        count, series = heights.rest
        thick /= series
        aside = thick * (np.arange(series) - (series - 1) / 2)
        places = places.map(lambda held: _merge_last_two(held[..., None] + aside))
        heights = heights.map(_merge_last_two)
        style["color"] = _one_each(style.get("color", range(series)), series) * count
        # The bars of the first place carry the names; the others go by their colour.
        labels = np.atleast_1d(style.get("label", "")).tolist()
        style["label"] = labels + [""] * (series * count - len(labels))
    look = complete_look("bars", style)
    look["names"] = names
    look["thick"] = thick
    look["whole"] = are_whole
    return Mark("bars", {"x": places, "y": heights, "base": channel(base)}, look)


def _words(x: object) -> tuple[str, ...]:
    """Return x if it is a list of words, else no words."""
    if not isinstance(x, Sequence | np.ndarray) or np.ndim(x) != 1:
        return ()
    names = tuple(str(one) for one in x if isinstance(one, str))
    return names if len(names) == len(x) else ()


def _one_each(color: int | str | Sequence[int | str], series: int) -> list[int | str]:
    """Return one colour for each series, from one for all or one for each."""
    if isinstance(color, int | np.integer | str):
        return [color] * series
    return list(color)


def _merge_last_two(values: Array) -> Array:
    """Return the array with its last two dimensions as one."""
    return values.reshape(*values.shape[:-2], -1)


def dots(
    points: Points, y: Channel | None = None, *, z: Channel | None = None, **style: Unpack[Style]
) -> Mark:
    """Draw a dot at each point: of a path, the points at the present index.

    points: (..., 2), or (..., 3) with a height, or an object with `.points`; or x beside y.
    y, z: the other coordinates, where `points` is x alone or has no height.
    style: see Style.

    >>> dots([[0, 0], [1, 1]]).channels["x"].values
    array([0., 1.])
    """
    return Mark("dots", _coordinates(points, y, z), complete_look("dots", style, color=1))


def trail(
    points: Points,
    y: Channel | None = None,
    *,
    z: Channel | None = None,
    along: str | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Draw the path of each point along the play axis, up to its index; its past fades.

    A curve over the axis itself, such as a loss against the step, is `line(…, grows=True)`.

    points: (..., 2), or (..., 3) with a height, or an object with `.points`; or x beside y.
    y, z: the other coordinates, where `points` is x alone or has no height.
    along: the name of another axis to run along.
    style: see Style.

    >>> trail(Varying([[0, 0], [1, 1]], axes=("step",))).channels["y"].axes
    ('step',)
    """
    look = complete_look("trail", style, color=1)
    return Mark("trail", _coordinates(points, y, z), look, along)


def _coordinates(points: Points, y: Channel | None, z: Channel | None) -> dict[str, Varying]:
    """Split points (..., 2) or (..., 3) into x, y and z, or take x beside y."""
    given = points.points if isinstance(points, HasPoints) else points
    if y is not None:
        return read_channels(x=given, y=y, z=z)
    whole = channel(given)
    if not whole.rest or whole.rest[-1] not in (2, 3):
        raise ValueError(
            f"Points end in two coordinates, but these have shape {whole.values.shape}; "
            "give points (..., 2) or (..., 3), or x and y."
        )
    names = "xyz"[: whole.rest[-1]]
    split = {name: Varying(whole.values[..., k], whole.axes) for k, name in enumerate(names)}
    return split | read_channels(z=z)


def arrows(
    x: Channel,
    y: Channel,
    u: Channel,
    v: Channel,
    *,
    z: Channel | None = None,
    w: Channel | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Draw arrows from (x, y) to (x + u, y + v), in the panel's units.

    x, y, u, v: (n,).
    z, w: in a 3-D panel the height of the foot, and how much higher the tip is; left out, foot and
    tip lie on the surface.
    style: see Style.

    >>> sorted(arrows(0, 0, 1, 2).channels)
    ['u', 'v', 'x', 'y']
    """
    look = complete_look("arrows", style, color="ink", width=1.5)
    return Mark("arrows", read_channels(x=x, y=y, z=z, u=u, v=v, w=w), look)


def text(
    x: Channel,
    y: Channel,
    words: str,
    value: Channel | None = None,
    *,
    z: Channel | None = None,
    anchor: str = "middle",
    **style: Unpack[Style],
) -> Mark:
    """Write words at (x, y).

    words: they may have one field, such as {:.3g}, which is filled from `value`.
    value: the numbers for the field, (n,).
    z: the height in a 3-D panel.
    anchor: which part of the words stands at the point: "start", "middle" or "end".
    style: see Style.
    Raises ValueError where words have a field and no value, or a value and no field.

    >>> text(0, 1, "slope {:.2f}", value=0.5).style["words"]
    'slope {:.2f}'
    """
    if anchor not in ("start", "middle", "end"):
        raise ValueError(f"anchor={anchor!r} is none of start, middle, end.")
    fields = FIELD.findall(words)
    if len(fields) != (value is not None):
        raise ValueError(f"{words!r} needs one field such as {{:.3g}} for a value, and only then.")
    for form in fields:
        check_format(form)
    look = complete_look("text", style, color="ink", size=12.0)
    look["words"] = words
    look["anchor"] = anchor
    return Mark("text", read_channels(x=x, y=y, z=z, value=value), look)


def cursor(axis: str, direction: str = "x", **style: Unpack[Style]) -> Mark:
    """Draw a line across the panel at the present value of an axis.

    axis: the name of the axis.
    direction: "x" for an upright line at a value of x, "y" for a level one.
    style: see Style.

    >>> cursor("step").style["axis"]
    'step'
    """
    if direction not in ("x", "y"):
        raise ValueError(f"direction={direction!r} is neither x nor y.")
    look = complete_look("cursor", style, color="muted", width=1.5)
    look["axis"] = axis
    look["direction"] = direction
    return Mark("cursor", {}, look)
