"""What a scene is: axes that a control moves, panels, words, and all that follows from them.

A Composition is a frozen value. Making one checks it, so that one that exists can be shown; what
only a display needs, such as limits, colours and level lines, is computed when it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, prod
from typing import NamedTuple, TypeAlias

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.formats import check_format
from calclib.stage.limits import Limits, find_limits
from calclib.stage.marks.mark import Channel, Mark, Varying, channel
from calclib.stage.normal_form import check_channel, no_such_axis, panel_marks
from calclib.stage.panel import Panel
from calclib.stage.parts import parts_of, with_drops

ReadoutRow: TypeAlias = tuple[str, Channel] | tuple[str, Channel, str]

PLAIN_FORMAT = ".3g"
IN_A_ROW = 3  # panels that stand side by side at most


class Number(NamedTuple):
    """One number of the readout: its label, a channel of one number, and its format."""

    label: str
    channel: Varying
    form: str


@dataclass(frozen=True, eq=False)
class Composition:
    """Axes, panels and words: everything that a player or a picture shows.

    The arguments are described at `Scene`, which is a Composition that can also be shown.
    """

    axes: Sequence[Axis]
    panels: Sequence[Panel]
    alt: str
    title: str = ""
    readout: Sequence[ReadoutRow] = ()
    chaotic: bool = False
    still: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[int] = ()

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
        object.__setattr__(self, "still", self._still())
        object.__setattr__(self, "rows", tuple(self.rows))
        if self.rows:
            self._check_rows()
        # The normal form of a mark and the rows of the readout are checked by being made.
        _ = self.marks
        _ = self.numbers

    def _still(self) -> dict[str, int]:
        """What `still` says by the names of the axes; raises as `axis`."""
        return {self.axis(name).name: step for name, step in self.still.items()}

    @staticmethod
    def _step_on(axis: Axis, step: int) -> int:
        """An index of an axis, counted from the start; raises ValueError for one that is not."""
        if not isinstance(step, int | np.integer) or not -axis.count <= step < axis.count:
            raise ValueError(f"{axis.name} has {axis.count} values, so no index {step}.")
        return int(step) % axis.count

    def _check_rows(self) -> None:
        whole = all(isinstance(count, int) and 1 <= count <= IN_A_ROW for count in self.rows)
        if not whole or sum(self.rows) != len(self.groups):
            raise ValueError(
                f"rows={self.rows} says how many of the {len(self.groups)} panels stand in each "
                f"row, 1 to {IN_A_ROW}; together they must be all of them, insets not counted."
            )

    def _check_pick(self, panel: Panel) -> None:
        if panel.pick is None:
            return
        if panel.pick not in self.axes_by_name:
            raise ValueError(no_such_axis("pick", panel.pick, self.axes_by_name))
        picked = self.axes_by_name[panel.pick]
        nodes = [len(mark.style["names"]) for mark in panel.marks if mark.kind == "graph"]
        if picked.wordy and nodes and picked.count != nodes[0]:
            raise ValueError(
                f"pick chooses one of {nodes[0]} nodes, but the axis {panel.pick!r} has "
                f"{picked.count} words; give one for each node."
            )
        if picked.numeric or (picked.wordy and not nodes):
            raise ValueError(f"pick needs an axis of points (n, 2), and {panel.pick!r} has none.")

    @cached_property
    def axes_by_name(self) -> dict[str, Axis]:
        """The axes by name."""
        return {axis.name: axis for axis in self.axes}

    @cached_property
    def groups(self) -> dict[int, list[int]]:
        """The number of each panel that is no inset, with the numbers of the insets over it."""
        found: dict[int, list[int]] = {}
        for number, panel in enumerate(self.panels):
            if panel.inset:
                found[max(found)].append(number)
            else:
                found[number] = []
        return found

    @cached_property
    def row_counts(self) -> tuple[int, ...]:
        """How many panels stand in each row of a picture: as `rows` says, else as even as can be.

        >>> from calclib.stage.marks import line
        >>> panels = [Panel([line([0, 1], [0, 1])]) for _ in range(4)]
        >>> Composition([], panels, alt="Four lines.").row_counts
        (2, 2)
        """
        return tuple(self.rows) or even_rows(len(self.groups))

    @cached_property
    def marks(self) -> tuple[tuple[Mark, ...], ...]:
        """The marks of each panel in their normal form."""
        return tuple(panel_marks(panel, self.axes_by_name) for panel in self.panels)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of the readout."""
        return tuple(_read_number(row, self.axes_by_name) for row in self.readout)

    @cached_property
    def limits(self) -> tuple[tuple[Limits, ...], ...]:
        """The limits of x, y and, in 3-D, z of each panel."""
        return tuple(
            _panel_limits(panel, marks)
            for panel, marks in zip(self.panels, self.marks, strict=True)
        )

    @cached_property
    def parts(self) -> tuple[tuple[Mark, ...], ...]:
        """What is painted: values turned into colours, maps and surfaces into faces and lines."""
        rows = zip(self.panels, self.marks, self.limits, strict=True)
        return tuple(_panel_parts(panel, marks, limits) for panel, marks, limits in rows)

    def axis(self, name: str) -> Axis:
        """Return the axis of a name or slug, such as learning_rate.

        Raises ValueError where there is none.
        """
        slugs = {axis.slug: axis for axis in self.axes}
        found = self.axes_by_name.get(name) or slugs.get(name.lower().replace("_", "-"))
        if found is None:
            raise ValueError(no_such_axis("The index", name, self.axes_by_name))
        return found

    def index(self, **at: int) -> dict[str, int]:
        """Return an index for every axis, by its name.

        at: an index by name or slug, counted from the end where it is negative. The play axis is
        otherwise at its end and the others at their first index, or where `still` says.
        Raises ValueError for an axis that does not exist, or an index that it does not have.

        >>> from calclib.stage.marks import line
        >>> panel = Panel([line([0, 1], [0, 1])])
        >>> scene = Composition([Axis("learning rate", [1, 2, 3])], [panel], alt="A line.")
        >>> scene.index(learning_rate=2)
        {'learning rate': 2}
        """
        ends = {axis.name: axis.count - 1 if axis.play else axis.first for axis in self.axes}
        full = dict(ends)
        for name, step in (*self.still.items(), *at.items()):
            axis = self.axis(name)
            full[axis.name] = self._step_on(axis, step)
        return full


def _panel_parts(panel: Panel, marks: Sequence[Mark], limits: Sequence[Limits]) -> tuple[Mark, ...]:
    parts = [part for mark in marks for part in parts_of(mark, limits, panel.equal)]
    return tuple(with_drops(parts, limits[2]) if panel.camera else parts)


def even_rows(count: int) -> tuple[int, ...]:
    """Share panels out over as few rows as hold them, as evenly as possible.

    >>> even_rows(3), even_rows(4), even_rows(7)
    ((3,), (2, 2), (3, 2, 2))
    """
    rows = ceil(count / IN_A_ROW)
    return tuple(count // rows + (row < count % rows) for row in range(rows))


def _panel_limits(panel: Panel, marks: Sequence[Mark]) -> tuple[Limits, ...]:
    x = find_limits(marks, "x", panel.x)
    y = find_limits(marks, "y", panel.y)
    return (x, y, find_limits(marks, "z", panel.z)) if panel.camera else (x, y)


def _read_number(row: ReadoutRow, axes: Mapping[str, Axis]) -> Number:
    """Read one row of the readout."""
    label = row[0]
    given = channel(row[1])
    form = row[2] if len(row) == 3 else PLAIN_FORMAT
    check_channel(f"The readout {label!r}", given, axes)
    if prod(given.rest) != 1:
        raise ValueError(
            f"The readout {label!r} shows one number, but at one index it has shape {given.rest}."
        )
    check_format(form)
    sizes = given.values.shape[: len(given.axes)]
    return Number(label, Varying(given.values.reshape(*sizes, 1), given.axes), form)
