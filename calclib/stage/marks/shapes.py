"""Marks: what a panel can show. Each is a kind, channels (arrays) and a style; none computes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from calclib.stage.palette import colors_of
from calclib.stage.words import check_form

Array: TypeAlias = npt.NDArray[Any]


class Style(TypedDict, total=False):
    """What every mark's look is made of; `color` and `label` may hold one entry a run.

    A label stands in the key and switches its mark. `group` is the label, in any panel, that
    switches a mark which has none of its own.
    """

    color: int | str | Sequence[int | str]
    width: float
    dash: str
    opacity: float
    label: str | Sequence[str]
    group: str
    size: float
    marker: str


PLAIN: dict[str, Any] = {
    "color": 0,
    "width": 2.0,
    "dash": "solid",
    "opacity": 1.0,
    "label": "",
    "group": "",
    "size": 7.0,
    "marker": "circle",
}
CHOICES = {
    "dash": ("solid", "dashed", "dotted"),
    "marker": ("circle", "square", "triangle", "cross"),
}


@dataclass(frozen=True, eq=False)
class Varying:
    """An array whose leading axes are named: values[i, j, …] is what shows at index (i, j).

    values: (axis 1, axis 2, …, rest); axes: the names of the leading axes.

    >>> heights = Varying([[1, 2, 3], [4, 5, 6]], axes=("step",))
    >>> heights.at({"step": 1, "rate": 0})
    array([4., 5., 6.])
    """

    values: Any
    axes: tuple[str, ...]

    def __post_init__(self) -> None:
        names = tuple(np.atleast_1d(self.axes).tolist())
        values = numbers(self.values)
        if values.ndim < len(names):
            raise ValueError(
                f"An array of shape {values.shape} cannot vary over {len(names)} axes {names}; "
                "name only its leading axes."
            )
        object.__setattr__(self, "axes", names)
        object.__setattr__(self, "values", values)

    @property
    def rest(self) -> tuple[int, ...]:
        """The shape of what shows at one index."""
        return tuple(self.values.shape[len(self.axes) :])

    def at(self, index: Mapping[str, int]) -> Array:
        """Return what shows at an index, an integer per axis name."""
        shown: Array = self.values[tuple(index[name] for name in self.axes)]
        return shown


Channel: TypeAlias = Varying | npt.ArrayLike


@dataclass(frozen=True, eq=False)
class Mark:
    """One thing to paint: a kind, its channels, its style, and the axis along which it runs."""

    kind: str
    channels: Mapping[str, Varying]
    style: Mapping[str, Any]
    along: str | None = None


def numbers(values: Any) -> Array:
    """Return an array of floats (uint8 stays), or say what is no number.

    >>> numbers([1, 2])
    array([1., 2.])
    """
    array = np.asarray(values)
    if array.dtype.kind not in "buif":
        raise ValueError(f"A channel holds real numbers, but this one has dtype {array.dtype}.")
    return array if array.dtype == np.uint8 else array.astype(np.float64, copy=False)


def channel(given: Any) -> Varying:
    """Read a channel: a Varying, an array that carries `.axes`, or a plain (fixed) array.

    >>> channel([1, 2]).axes
    ()
    """
    if isinstance(given, Varying):
        return given
    return Varying(np.asarray(given), tuple(getattr(given, "axes", ())))


def _coordinates(points: Any, y: Any, z: Any) -> dict[str, Varying]:
    """Split points (..., 2) or (..., 3), or an object that offers `.points`, into x, y (and z)."""
    high = {} if z is None else {"z": channel(z)}
    if y is not None:
        return {"x": channel(points), "y": channel(y)} | high
    both = channel(getattr(points, "points", points))
    if not both.rest or both.rest[-1] not in (2, 3):
        raise ValueError(
            f"Points end in two coordinates, but these have shape {both.values.shape}; "
            "give points (..., 2) or (..., 3), or x and y."
        )
    names = "xyz"[: both.rest[-1]]
    return {name: Varying(both.values[..., k], both.axes) for k, name in enumerate(names)} | high


def completed(kind: str, given: Mapping[str, Any], **defaults: Any) -> dict[str, Any]:
    """Complete a style by the kind's defaults, and refuse what no mark knows."""
    for name, value in given.items():
        if name not in PLAIN:
            raise ValueError(f"{kind} has no style {name!r}; it knows {', '.join(PLAIN)}.")
        if value not in CHOICES.get(name, (value,)):
            raise ValueError(f"{name}={value!r} is none of {', '.join(CHOICES[name])}.")
    style = PLAIN | defaults | dict(given)
    if not isinstance(style["label"], str):
        style["label"] = list(style["label"])
    return style | {"color": colors_of(style["color"])}


def line(
    x: Channel,
    y: Channel | None = None,
    *,
    z: Channel | None = None,
    along: str | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Draw a curve: y (n,) or (series, n) against x.

    `line(y)` with a y that is named over the play axis runs along that axis, whole, so that
    `line(path.values)` is the loss curve; `along` names another axis to run along. In a 3-D panel
    z gives the height; without z this and every other mark lies on the surface.

    >>> line([0, 1, 2], [0, 1, 4]).kind
    'line'
    """
    channels = {"y": channel(x)} if y is None else {"x": channel(x), "y": channel(y)}
    if z is not None:
        channels["z"] = channel(z)
    return Mark("line", channels, completed("line", style), along)


def area(x: Channel, y: Channel, base: Channel = 0.0, **style: Unpack[Style]) -> Mark:
    """Fill between the curves y and base, both (n,) or (series, n), over x.

    >>> sorted(area([0, 1], [1, 2]).channels)
    ['base', 'x', 'y']
    """
    channels = {"x": channel(x), "y": channel(y), "base": channel(base)}
    return Mark("area", channels, completed("area", style, opacity=0.25))


def bars(x: Any, y: Channel | None = None, base: Channel = 0.0, **style: Unpack[Style]) -> Mark:
    """Stand bars from base to y (n,) at x (n,): numbers, or words to be written below them.

    Of y (n, series) each place has one bar a series, side by side; color and label name the series.

    >>> bars(["cat", "dog"], [0.8, 0.2]).style["names"]
    ('cat', 'dog')
    >>> bars([0, 1], [[1, 2], [3, 4]], label=["before", "after"]).channels["x"].values
    array([-0.2,  0.2,  0.8,  1.2])
    """
    if y is None:
        x, y = np.arange(channel(x).rest[-1]), x
    named = len(np.shape(x)) == 1 and all(isinstance(one, str) for one in x)
    at, high = channel(np.arange(len(x)) if named else x), channel(y)
    gaps = np.diff(np.sort(at.values, axis=-1))
    thick = 0.8 * float(min(gaps[gaps > 0], default=1.0))
    if len(high.rest) == 2:
        count, series = high.rest
        thick /= series
        aside = thick * (np.arange(series) - (series - 1) / 2)
        at = Varying(_joined(at.values[..., None] + aside), at.axes)
        high = Varying(_joined(high.values), high.axes)
        style["color"] = [*np.broadcast_to(style.get("color", range(series)), series)] * count
        # The bars of the first place carry the names; the others go by their colour.
        labels = np.atleast_1d(style.get("label", "")).tolist()
        style["label"] = [*labels, *[""] * (series * count - len(labels))]
    names = {"names": tuple(map(str, x)) if named else (), "thick": thick}
    channels = {"x": at, "y": high, "base": channel(base)}
    return Mark("bars", channels, completed("bars", style) | names)


def _joined(values: Array) -> Array:
    """The last two dimensions as one."""
    return values.reshape(*values.shape[:-2], -1)


def dots(
    points: Any, y: Channel | None = None, *, z: Channel | None = None, **style: Unpack[Style]
) -> Mark:
    """Draw a dot at each point (..., 2), or at (x, y): of a path, the present points.

    >>> dots([[0, 0], [1, 1]]).channels["x"].values
    array([0., 1.])
    """
    return Mark("dots", _coordinates(points, y, z), completed("dots", style, color=1))


def trail(
    points: Any,
    y: Channel | None = None,
    *,
    z: Channel | None = None,
    along: str | None = None,
    **style: Unpack[Style],
) -> Mark:
    """Draw the way of each point (..., 2), or (x, y), along the play axis, up to its index.

    >>> trail(Varying([[0, 0], [1, 1]], axes=("step",))).channels["y"].axes
    ('step',)
    """
    return Mark("trail", _coordinates(points, y, z), completed("trail", style, color=1), along)


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

    In a 3-D panel they go from height z by w; left out, foot and tip lie on the surface.

    >>> sorted(arrows(0, 0, 1, 2).channels)
    ['u', 'v', 'x', 'y']
    """
    given = {"x": x, "y": y, "z": z, "u": u, "v": v, "w": w}
    channels = {name: channel(one) for name, one in given.items() if one is not None}
    return Mark("arrows", channels, completed("arrows", style, color="ink", width=1.5))


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
    """Write words at (x, y); one field such as {:.3g} is filled from the channel `value`.

    >>> text(0, 1, "slope {:.2f}", value=0.5).style["words"]
    'slope {:.2f}'
    """
    if anchor not in ("start", "middle", "end"):
        raise ValueError(f"anchor={anchor!r} is none of start, middle, end.")
    fields = re.findall(r"\{:?([^{}]*)\}", words)
    if len(fields) != (value is not None):
        raise ValueError(f"{words!r} needs one field such as {{:.3g}} for a value, and only then.")
    for form in fields:
        check_form(form)
    parts = {"x": x, "y": y, "z": z, "value": value}
    channels = {name: channel(one) for name, one in parts.items() if one is not None}
    given = completed("text", style, color="ink", size=12.0)
    return Mark("text", channels, given | {"words": words, "anchor": anchor})


def cursor(axis: str, direction: str = "x", **style: Unpack[Style]) -> Mark:
    """Draw a line across the panel at the present value of an axis.

    >>> cursor("step").style["axis"]
    'step'
    """
    if direction not in ("x", "y"):
        raise ValueError(f"direction={direction!r} is neither x nor y.")
    given = completed("cursor", style, color="muted", width=1.5)
    return Mark("cursor", {}, given | {"axis": axis, "direction": direction})
