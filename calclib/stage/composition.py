"""The grammar of a moving picture: axes that a control moves, panels, and marks that vary.

A Scene is a frozen value. Making one checks everything, so that a scene that exists can be shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.blocks import Spec
from calclib.stage.camera import OPENING, Reach, checked
from calclib.stage.digest import digest
from calclib.stage.frame import domain, scale
from calclib.stage.graph import graph
from calclib.stage.maps import contours, heat, image
from calclib.stage.marks import (
    Mark,
    Varying,
    area,
    arrows,
    bars,
    channel,
    cursor,
    dots,
    line,
    text,
    trail,
)
from calclib.stage.pack import pack, parts, unpack
from calclib.stage.settle import check, settle_panel, unknown
from calclib.stage.surface import surface
from calclib.stage.words import check_form

__all__ = [
    "MARKS",
    "Axis",
    "Mark",
    "Panel",
    "Scene",
    "Varying",
    "area",
    "arrows",
    "bars",
    "contours",
    "cursor",
    "digest",
    "dots",
    "graph",
    "heat",
    "image",
    "line",
    "pack",
    "surface",
    "text",
    "trail",
    "unpack",
]

CORNERS = ("top left", "top right", "bottom left", "bottom right")
MARKS = {
    make.__name__: make
    for make in (
        *(line, area, bars, dots, trail, arrows, text, cursor),
        *(heat, image, contours, surface, graph),
    )
}


@dataclass(frozen=True, eq=False)
class Panel:
    """A frame with marks in it, painted in order.

    x, y: "linear", "log", (low, high) or (low, high, "log"); without limits the data decide.
    pick: the name of an axis of points, moved by a click into this panel; in the panel of a graph
    also of an axis of words, one a node. width: relative.
    drag: the question of a player that a drag in this panel answers. In 3-D a click on the surface
    or a drag of the chosen point moves it, and a drag elsewhere turns the panel.
    inset: the corner of the panel before it, such as "top right", over which this one lies, where
    nothing that matters is hidden; its width is then its share of that panel, below 0.7.
    A surface makes the panel 3-D, seen from camera = (azimuth, elevation) in degrees; z and
    z_label are for its height, of which `reach` in surface.py says what shows.

    >>> Panel([line([0, 1], [0, 1])], title="identity").width
    1.0
    """

    marks: Sequence[Mark]
    title: str = ""
    x: Any = "linear"
    y: Any = "linear"
    x_label: str = ""
    y_label: str = ""
    equal: bool = False
    pick: str | None = None
    width: float = 1.0
    z: Any = "linear"
    z_label: str = ""
    camera: tuple[float, float] | None = None
    drag: str | None = None
    inset: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", tuple(self.marks))
        if not self.marks or not all(isinstance(mark, Mark) for mark in self.marks):
            raise ValueError(
                f"The panel {self.title!r} needs a list of marks, such as [line(x, y)]."
            )
        if not self.width > 0:
            raise ValueError(f"width={self.width!r} must be positive.")
        scale(self.x), scale(self.y), scale(self.z)
        if self.camera is not None or self.shows("surface"):
            object.__setattr__(self, "camera", checked(self.camera or OPENING))
        if self.inset is not None:
            self._check_inset()
        if self.camera and (self.pick or self.drag) and not self.shows("surface"):
            raise ValueError("pick and drag in a 3-D panel need a surface on which points lie.")

    def _check_inset(self) -> None:
        if self.inset not in CORNERS:
            raise ValueError(f"inset={self.inset!r} is none of the corners {', '.join(CORNERS)}.")
        if not self.width < 0.7:
            raise ValueError(f"An inset's width is its share of its panel, 0.4, not {self.width}.")
        if self.camera or any(any(mark.style["label"]) for mark in self.marks):
            raise ValueError("An inset is flat and has no key: name its marks in its panel.")

    def shows(self, kind: str) -> bool:
        """Whether the panel has a mark of this kind."""
        return any(mark.kind == kind for mark in self.marks)


@dataclass(frozen=True, eq=False)
class Scene:
    """Axes, panels and words: everything that a player or a picture shows.

    alt: says what moves and what to notice. readout: (label, channel) or (label, channel, format),
    one number at each index. chaotic: its digits differ between machines. still: the index of the
    picture, where it is not the end of the play axis.

    >>> x = np.linspace(-1, 1, 9)
    >>> wave = Varying(np.sin(x + np.arange(4)[:, None]), axes=("time",))
    >>> scene = Scene([Axis("time", range(4), play=True)], [Panel([line(x, wave)])],
    ...               alt="A sine wave moves to the left.")
    >>> scene.settled[0][0].channels["y"].rest
    (1, 9)
    """

    axes: Sequence[Axis]
    panels: Sequence[Panel]
    alt: str
    title: str = ""
    readout: Sequence[tuple[Any, ...]] = ()
    chaotic: bool = False
    still: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", tuple(self.axes))
        object.__setattr__(self, "panels", tuple(self.panels))
        if not self.alt.strip():
            raise ValueError("A scene needs alt: one sentence on what moves and what to notice.")
        if not self.panels:
            raise ValueError("A scene needs at least one Panel.")
        if self.panels[0].inset:
            raise ValueError("An inset lies over the panel before it, and this one is the first.")
        slugs = [axis.slug for axis in self.axes]
        if len(set(slugs)) < len(slugs):
            raise ValueError(f"Two axes share a name: {[axis.name for axis in self.axes]}.")
        if sum(axis.play for axis in self.axes) > 1:
            raise ValueError("Time runs along one axis, but two have play=True; keep one.")
        for panel in self.panels:
            self._check_pick(panel)
        _ = self.packed

    def _check_pick(self, panel: Panel) -> None:
        if panel.pick is None:
            return
        if panel.pick not in self.named:
            raise ValueError(unknown("pick", panel.pick, self.named))
        picked = self.named[panel.pick]
        nodes = [len(mark.style["names"]) for mark in panel.marks if mark.kind == "graph"]
        if picked.wordy and nodes and picked.count != nodes[0]:
            raise ValueError(
                f"pick chooses one of {nodes[0]} nodes, but the axis {panel.pick!r} has "
                f"{picked.count} words; give one for each node."
            )
        if picked.numeric or (picked.wordy and not nodes):
            raise ValueError(f"pick needs an axis of points (n, 2), and {panel.pick!r} has none.")

    @cached_property
    def groups(self) -> dict[int, list[int]]:
        """The number of each panel that has a place of its own, with those of its insets."""
        found: dict[int, list[int]] = {}
        for number, panel in enumerate(self.panels):
            if panel.inset:
                found[max(found)].append(number)
            else:
                found[number] = []
        return found

    @cached_property
    def named(self) -> dict[str, Axis]:
        """The axes by name."""
        return {axis.name: axis for axis in self.axes}

    @cached_property
    def settled(self) -> tuple[tuple[Mark, ...], ...]:
        """The marks of each panel in their normal form."""
        return tuple(settle_panel(panel, self.named) for panel in self.panels)

    @cached_property
    def reaches(self) -> tuple[tuple[Reach, ...], ...]:
        """The scale and range of x, y and, in 3-D, z of each panel."""
        return tuple(
            tuple(domain(marks, n, getattr(panel, n)) for n in ("xyz" if panel.camera else "xy"))
            for panel, marks in zip(self.panels, self.settled, strict=True)
        )

    @cached_property
    def parts(self) -> tuple[tuple[Mark, ...], ...]:
        """What is painted: values turned into colours, maps and surfaces into faces and lines."""
        rows = zip(self.panels, self.settled, self.reaches, strict=True)
        return tuple(
            tuple(part for mark in marks for part in parts(mark, reaches, panel.equal))
            for panel, marks, reaches in rows
        )

    @cached_property
    def numbers(self) -> tuple[tuple[str, Varying, str], ...]:
        """The readout as (label, channel of one number, format)."""
        return tuple(_reading(row, self.named) for row in self.readout)

    @cached_property
    def packed(self) -> tuple[Spec, list[bytes]]:
        """What `pack` returns, kept."""
        return pack(self)

    def index(self, **at: int) -> dict[str, int]:
        """Return an index per axis name: those given by name or slug, the others at the still.

        >>> Scene([Axis("learning rate", [1, 2, 3])], [Panel([line([0, 1], [0, 1])])],
        ...       alt="A line.").index(learning_rate=2)
        {'learning rate': 2}
        """
        full = {a.name: a.count - 1 if a.play else a.first for a in self.axes} | dict(self.still)
        for name, step in at.items():
            axis = self.find(name)
            if not -axis.count <= step < axis.count:
                raise ValueError(f"{axis.name} has {axis.count} values, so no index {step}.")
            full[axis.name] = step % axis.count
        return full

    def find(self, name: str) -> Axis:
        """Return the axis of a name or slug, such as learning_rate."""
        slugs = {axis.slug: axis for axis in self.axes}
        axis = self.named.get(name) or slugs.get(name.lower().replace("_", "-"))
        if axis is None:
            raise ValueError(unknown("The index", name, self.named))
        return axis

    def save(self, path: str | Path, **at: int) -> None:
        """Write the scene as a page that plays (.html), a clip (.gif, .mp4) or a picture (.png).

        The page needs no network and no kernel. at: the index, as in `picture`; a clip runs
        along the play axis. Raises ValueError for another ending, or .mp4 without ffmpeg.
        """
        from calclib.stage.export import save

        save(self, path, **at)


def _reading(row: tuple[Any, ...], axes: Mapping[str, Axis]) -> tuple[str, Varying, str]:
    """Read one row of the readout."""
    label, given, form = (*row, ".3g")[:3]
    number = channel(given)
    check(f"The readout {label!r}", number, axes)
    if int(np.prod(number.rest)) != 1:
        raise ValueError(
            f"The readout {label!r} shows one number, but at one index it has shape {number.rest}."
        )
    check_form(form)
    sizes = number.values.shape[: len(number.axes)]
    return label, Varying(number.values.reshape(*sizes, 1), number.axes), form
