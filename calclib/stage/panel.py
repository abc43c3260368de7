"""A frame with marks in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from calclib.stage.camera import OPENING, read_camera
from calclib.stage.limits import Range, read_range
from calclib.stage.marks.mark import Mark

CORNERS = ("top left", "top right", "bottom left", "bottom right")
SIDES = ("xy", "x", "y", "")
WIDEST_INSET = 0.7


@dataclass(frozen=True, eq=False)
class Panel:
    """A frame with marks in it, painted in order; a surface among them makes it 3-D.

    marks: what it shows, such as [line(x, y), dots(points)].
    title: what stands above it.
    x, y: "linear", "log", (low, high) or (low, high, "log"); without limits the data decide.
    x_label, y_label: what stands at its sides.
    equal: whether x and y have the same unit.
    pick: the name of an axis of points, moved by a click into this panel; in the panel of a graph
    also of an axis of words, one a node.
    width: its share of the page beside the others; of an inset, of the panel that it lies over.
    z, z_label: as x and x_label, for the height of a 3-D panel.
    camera: (azimuth, elevation) in degrees, from where a 3-D panel is seen.
    drag: the question of a player that a drag in this panel answers. In 3-D a click on the surface
    or a drag of the chosen point moves it, and a drag elsewhere turns the panel.
    inset: the corner of the panel before it, such as "top right", over which this one lies, where
    nothing that matters is hidden.
    frame: False leaves out axes, ticks and grid, where places on them mean nothing, as of letters.
    ticks: the sides that have ticks, "xy", "x", "y" or "": none where places mean nothing, as on an
    image, or at the height of a crowd of dots that would hide one another.
    Raises ValueError where these do not fit together.

    >>> from calclib.stage.marks import line
    >>> Panel([line([0, 1], [0, 1])], title="identity").width
    1.0
    """

    marks: Sequence[Mark]
    title: str = ""
    x: Range = "linear"
    y: Range = "linear"
    x_label: str = ""
    y_label: str = ""
    equal: bool = False
    pick: str | None = None
    width: float = 1.0
    z: Range = "linear"
    z_label: str = ""
    camera: tuple[float, float] | None = None
    drag: str | None = None
    inset: str | None = None
    frame: bool = True
    ticks: str = "xy"

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", tuple(self.marks))
        if not self.marks or not all(isinstance(mark, Mark) for mark in self.marks):
            raise ValueError(
                f"The panel {self.title!r} needs a list of marks, such as [line(x, y)]."
            )
        if not self.width > 0:
            raise ValueError(f"width={self.width!r} must be positive.")
        for given in (self.x, self.y, self.z):
            read_range(given)
        if self.camera is not None or self.shows("surface"):
            object.__setattr__(self, "camera", read_camera(self.camera or OPENING))
        if self.ticks not in SIDES:
            raise ValueError(f'ticks={self.ticks!r} is none of "xy", "x", "y" and "".')
        if self.inset is not None:
            self._check_inset()
        if self.camera and (self.pick or self.drag) and not self.shows("surface"):
            raise ValueError("pick and drag in a 3-D panel need a surface on which points lie.")

    def _check_inset(self) -> None:
        if self.inset not in CORNERS:
            raise ValueError(f"inset={self.inset!r} is none of the corners {', '.join(CORNERS)}.")
        if not self.width < WIDEST_INSET:
            raise ValueError(
                f"The width of an inset is its share of its panel, below {WIDEST_INSET}, such as "
                f"0.4, but it is {self.width}."
            )
        if self.camera or any(any(mark.style["label"]) for mark in self.marks):
            raise ValueError(
                "An inset is flat and has no legend: leave its surfaces and labels out, and name "
                "its marks in the panel that it lies over."
            )

    def shows(self, kind: str) -> bool:
        """Whether the panel has a mark of this kind."""
        return any(mark.kind == kind for mark in self.marks)
