"""What every mark is made of: a kind, channels (arrays) and a look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.stage.palette import ColorScale, colors_of

Box: TypeAlias = tuple[float, float, float, float]  # x0, x1, y0, y1


class Style(TypedDict, total=False):
    """The looks that every mark takes as keywords.

    color: 0 to 7, "ink", "muted" or "#rrggbb"; or one entry a run.
    width: of lines, in pixels.
    dash: "solid", "dashed" or "dotted".
    opacity: from 0 to 1.
    label: the name that stands in the legend and switches the mark; or one entry a run.
    group: the label, in any panel, that switches a mark which has no label of its own.
    size: of dots and words, in pixels.
    marker: "circle", "square", "triangle" or "cross".
    """

    color: int | str | Sequence[int | str]
    width: float
    dash: str
    opacity: float
    label: str | Sequence[str]
    group: str
    size: float
    marker: str


class Look(TypedDict, total=False):
    """The complete look of a mark: its style, then what only some kinds have."""

    color: str | list[str]
    width: float
    dash: str
    opacity: float
    label: str | list[str]
    group: str
    size: float
    marker: str

    box: Box  # heat, image, contours, surface
    colors: str  # the colour map of heat and surface
    log: bool  # heat
    low: float | None
    high: float | None
    levels: int | Sequence[float]  # contours, surface
    palette: list[str]  # heat and surfaces, once values have become colours
    key: ColorScale | None
    role: str  # "fill" for the bands between level lines
    clipped: bool  # a surface that is higher than its box
    drop: str  # dots in 3-D: the format of the height that stands beside a line to the floor
    fades: bool  # a trail that does not: a curve that grows
    names: tuple[str, ...]  # bars, graph
    thick: float  # bars, in units of x
    whole: bool  # bars that stand at whole numbers, between which there is nothing
    edges: list[list[int]]  # graph
    words: str  # text
    anchor: str
    axis: str  # cursor, image
    direction: str  # cursor


PLAIN: Style = {
    "color": 0,
    "width": 2.0,
    "dash": "solid",
    "opacity": 1.0,
    "label": "",
    "group": "",
    "size": 7.0,
    "marker": "circle",
}
CHOICES: Mapping[str, Sequence[object]] = {
    "dash": ("solid", "dashed", "dotted"),
    "marker": ("circle", "square", "triangle", "cross"),
}


@dataclass(frozen=True, eq=False, init=False)
class Varying:
    """An array whose leading axes are named: values[i, j, …] is what shows at index (i, j).

    values: (axis 1, axis 2, …, rest), real numbers; bytes (uint8) stay bytes.
    axes: the names of the leading axes, or one name.
    Raises ValueError for what is no number, and for more names than there are dimensions.

    >>> heights = Varying([[1, 2, 3], [4, 5, 6]], axes=("step",))
    >>> heights.at({"step": 1, "rate": 0})
    array([4., 5., 6.])
    """

    values: Array
    axes: tuple[str, ...]

    def __init__(self, values: ArrayLike, axes: str | Sequence[str]) -> None:
        names = (axes,) if isinstance(axes, str) else tuple(axes)
        numbers = as_numbers(values)
        if numbers.ndim < len(names):
            raise ValueError(
                f"An array of shape {numbers.shape} cannot vary over {len(names)} axes {names}; "
                "name only its leading axes."
            )
        object.__setattr__(self, "values", numbers)
        object.__setattr__(self, "axes", names)

    @property
    def rest(self) -> tuple[int, ...]:
        """The shape of what shows at one index."""
        return self.values.shape[len(self.axes) :]

    def map(self, function: Callable[[Array], ArrayLike]) -> "Varying":
        """Return function(values) under the same axes; their sizes, which lead, must stay.

        >>> Varying([[1, 2], [3, 4]], "step").map(lambda pair: pair[..., 0]).values
        array([1., 3.])
        """
        changed = Varying(function(self.values), self.axes)
        sizes = self.values.shape[: len(self.axes)]
        if changed.values.shape[: len(sizes)] != sizes:
            raise ValueError(
                f"The axes {self.axes} have the sizes {sizes}, but the function made an array of "
                f"shape {changed.values.shape}; keep the leading axes as they are."
            )
        return changed

    def at(self, index: Mapping[str, int]) -> Array:
        """Return what shows at an index, an integer per axis name."""
        shown: Array = self.values[tuple(index[name] for name in self.axes)]
        return shown


Channel: TypeAlias = Varying | ArrayLike


@dataclass(frozen=True, eq=False)
class Mark:
    """One thing to paint.

    kind: what it is, such as "line".
    channels: its arrays by name, such as "x" and "y".
    style: its look.
    along: the axis along which a curve runs, if it does.
    """

    kind: str
    channels: Mapping[str, Varying]
    style: Look
    along: str | None = None

    @property
    def grows(self) -> bool:
        """Whether it is a curve that grows: a trail whose past does not fade."""
        return not self.style.get("fades", True)


def as_numbers(values: ArrayLike) -> Array:
    """Return an array of float64; bytes (uint8) stay bytes.

    Raises ValueError for what is no real number.

    >>> as_numbers([1, 2])
    array([1., 2.])
    """
    array = np.asarray(values)
    if array.dtype.kind not in "buif":
        raise ValueError(f"A channel holds real numbers, but this one has dtype {array.dtype}.")
    return array if array.dtype == np.uint8 else array.astype(np.float64, copy=False)


def channel(given: Channel) -> Varying:
    """Read a channel: a Varying, an array that carries `.axes`, or a plain (fixed) array.

    >>> channel([1, 2]).axes
    ()
    """
    if isinstance(given, Varying):
        return given
    return Varying(np.asarray(given), tuple(getattr(given, "axes", ())))


def read_channels(**given: Channel | None) -> dict[str, Varying]:
    """Read the channels that are given, in their order, and leave out those that are None.

    >>> list(read_channels(x=[0, 1], y=[2, 3], z=None))
    ['x', 'y']
    """
    return {name: channel(one) for name, one in given.items() if one is not None}


def complete_look(kind: str, given: Style, **defaults: Unpack[Style]) -> Look:
    """Return the look of a mark: what is given, else the default of its kind, else the plain one.

    Raises ValueError for a style that no mark knows, and for a word that is none of its choices.

    >>> complete_look("dots", {"size": 9.0}, color=1)["color"]
    '#D55E00'
    """
    for name, value in given.items():
        if name not in PLAIN:
            raise ValueError(f"{kind} has no style {name!r}; it knows {', '.join(PLAIN)}.")
        if value not in CHOICES.get(name, (value,)):
            choices = ", ".join(map(str, CHOICES[name]))
            raise ValueError(f"{name}={value!r} is none of {choices}.")
    style = PLAIN | defaults | given
    label = style["label"]
    return {
        "color": colors_of(style["color"]),
        "width": style["width"],
        "dash": style["dash"],
        "opacity": style["opacity"],
        "label": label if isinstance(label, str) else list(label),
        "group": style["group"],
        "size": style["size"],
        "marker": style["marker"],
    }
