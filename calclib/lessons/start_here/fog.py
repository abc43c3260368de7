"""Lesson 0, a valley in the fog: how far slope carries where nobody has a map."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.picks import YOU, Picks, Wanted, read_pairs
from calclib.optimize.descent import Path, descend
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
    Varying,
    arrows,
    contours,
    cursor,
    dots,
    line,
    text,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

FOGGY = Function(
    lambda x, y: 12 + (x - 1.6) ** 2 / 2 + (y + 1.2 - 0.15 * (x - 1.6) ** 2) ** 2,
    name="foggy valley",
)
BOX = (-4.2, 4.2, -3.0, 3.0)
MARGIN = 0.4  # round the map of the looks, so that a number at its edge is within the frame
START = (-3.2, 2.0)
RATE = 0.25  # an arrow in the fog is this many times the slope, downhill
map_panel = partial(Panel, x=BOX[:2], y=BOX[2:], equal=True, x_label="x", y_label="y")
SPOTS = Wanted("spots", "spot", "(x, y)", "[(-3.2, 2.0), (-2.0, 1.6)]")
LOOK = ("look",)
LOOKS = 30  # steps of descent beside the learner's walk


def one_spot(start: tuple[float, float] = START) -> Scene:
    """Stand on one spot of a hidden valley and see its height and its downhill arrow, no more.

    start: the spot shown first, to the nearest 0.4.

    >>> one_spot().axis("spot").count
    315
    """
    lattice = np.round(np.mgrid[-7:8, -10:11].reshape(2, -1)[::-1].T * 0.4, 1)
    first = int(np.linalg.norm(lattice - np.asarray(start), axis=1).argmin())
    here = ("spot",)
    x, y, u, v = _downhill(lattice, here)
    height = Varying(FOGGY.value(lattice), here)
    slope = Varying(np.linalg.norm(FOGGY.gradient(lattice), axis=1), here)
    # The number stands on the side where the arrow is not.
    beside = Varying(lattice[:, 1] + np.where(v.values > 0, -0.35, 0.35), here)
    return Scene(
        axes=[Axis("spot", lattice, first=first)],
        panels=[
            map_panel(
                [
                    dots(lattice, color="muted", size=2.5, opacity=0.6),
                    dots(x, y, size=8),
                    arrows(x, y, u, v, color=1, width=2.5),
                    text(x, beside, "{:.2f}", value=height, size=14),
                ],
                title="What you see in the fog",
                x=(BOX[0] - MARGIN, BOX[1] + MARGIN),
                y=(BOX[2] - MARGIN, BOX[3] + MARGIN),
                pick="spot",
            )
        ],
        readout=[("height", height, ".2f"), ("slope", slope, ".2f")],
        alt="A blank map. At the chosen spot stand its height and an arrow that points downhill, "
        "longer where it is steeper; it vanishes at the bottom.",
    )


class Looks(Picks):
    """The hidden valley, with a record of the spots where the learner came to rest, in order.

    >>> looks = Looks()
    >>> looks.player.state = {"index": {"spot": 0}}
    >>> looks.spots
    [(-3.2, 2.0), (-4.0, -2.8)]
    """

    def __init__(self) -> None:
        super().__init__(one_spot(), "spot")

    @property
    def spots(self) -> list[tuple[float, float]]:
        """The spots in order, as many as `two_walks` shows."""
        return self.seen[: LOOKS + 1]


def _downhill(spots: Array, axes: tuple[str, ...]) -> list[Varying]:
    """The arrows in the fog: x, y of each spot (..., 2); u, v is RATE times the slope, downhill."""
    return [*_xy(Varying(spots, axes)), *_xy(Varying(-RATE * FOGGY.gradient(spots), axes))]


def _xy(points: Varying) -> tuple[Varying, Varying]:
    """The two coordinates of points (..., 2), as channels."""
    return points.map(lambda pair: pair[..., 0]), points.map(lambda pair: pair[..., 1])


def two_walks(
    spots: ArrayLike = (START,), learning_rate: float = RATE, looks: int = LOOKS
) -> Scene:
    """Show the learner's spots and plain descent in one fog, look by look; a button lifts it.

    spots: (n, 2) with n ≤ looks + 1, where the learner stood, in order.
    learning_rate: α; descent starts at the first spot and steps to x − α∇f(x).
    looks: how many steps are shown.

    >>> two_walks([(-3.2, 2.0), (-2.0, 1.6)], looks=5).axis("sight").labels
    ('fog', 'clear')
    """
    yours = read_pairs(spots, looks + 1, SPOTS)
    path = descend(FOGGY, yours[0], GradientDescent(learning_rate), steps=looks)
    height = np.full(looks + 1, np.nan)
    height[: len(yours)] = FOGGY.value(yours)
    descent = Varying(path.values, LOOK)
    seen = _so_far(len(yours), looks)
    return Scene(
        axes=[
            Axis("look", range(looks + 1), play=True, duration=6.0),
            Axis("sight", ["fog", "clear"]),
        ],
        panels=[
            map_panel([*_your_walk(yours, looks), *_its_walk(path)], title="The map"),
            Panel(
                [
                    line(descent, color=1, label="gradient descent", grows=True),
                    line(seen, FOGGY.value(yours), dash="dashed", label="you"),
                    dots(seen, FOGGY.value(yours), **YOU | {"size": 6}),
                    cursor("look"),
                    dots(Varying(np.arange(looks + 1.0), LOOK), descent, color=1, size=7),
                ],
                title="Height at each look",
                x=(-0.5, looks + 0.5),
                y=(11.0, max(26.0, 1.05 * np.nanmax(height))),
                x_label="look",
                y_label="height",
            ),
        ],
        readout=[
            ("your height", Varying(height, LOOK), ".2f"),
            ("your lowest", Varying(np.fmin.accumulate(height), LOOK), ".2f"),
            ("gradient descent", descent, ".2f"),
        ],
        still={"sight": 1},
        alt="Two walks through one fog, look by look: yours and that of gradient descent, with the "
        "arrow at each spot, and the heights of both. Compare each step with the arrow before it.",
    )


def _so_far(count: int, looks: int) -> Varying:
    """The looks 0, 1, … of a walk of so many spots, up to the look that is played."""
    spots = np.arange(float(count))
    return Varying(np.where(spots <= np.arange(looks + 1.0)[:, None], spots, np.nan), LOOK)


def _your_walk(yours: Array, looks: int) -> list[Mark]:
    """The valley, hidden or clear, and the learner's spots: one more at each look, then no more."""
    X, Y = np.meshgrid(np.linspace(*BOX[:2], 141), np.linspace(*BOX[2:], 101))
    heights = FOGGY(X, Y)
    stood = yours[np.minimum(np.arange(looks + 1), len(yours) - 1)]
    seen = np.where(np.tri(looks + 1, len(yours), dtype=bool)[..., None], yours, np.nan)
    return [
        contours(Varying(np.stack([np.nan * heights, heights]), ("sight",)), BOX, levels=14),
        trail(Varying(stood, LOOK), color=0, width=1.5),
        arrows(*_downhill(seen, LOOK), color=0, width=2.0),
        dots(Varying(seen, LOOK), **YOU | {"size": 8}),
    ]


def _its_walk(path: Path) -> list[Mark]:
    """Gradient descent: its trail, its present spot, and the arrow to the next."""
    points = Varying(path.points, LOOK)
    arrow = Varying(np.diff(path.points, axis=0, append=np.nan), LOOK)
    return [
        trail(points),
        arrows(*_xy(points), *_xy(arrow), color=1, width=2.0),
        dots(points, size=9),
    ]


def looks_needed(learning_rate: float, within: float = 0.05, looks: int = 200) -> int | None:
    """Return after how many steps descent stands within a height of the valley floor, or None.

    >>> looks_needed(0.25)
    14
    """
    path = descend(FOGGY, START, GradientDescent(learning_rate), steps=looks)
    arrived = np.flatnonzero(path.values < FOGGY(1.6, -1.2) + within)
    return int(arrived[0]) if arrived.size else None


def slope_or_luck(
    dimensions: Sequence[int] = (2, 10, 100), looks: int = 40, searches: int = 200
) -> Scene:
    """Set random search beside gradient descent on a bowl of more and more dimensions.

    The bowl is ½ Σ cᵢxᵢ² with c from 1 to 10, whatever the dimension.

    dimensions: the stops of the slider.
    looks: how often each method looks at a height; random search keeps its lowest.
    searches: how many searches the median is over.
    Heights are shares of the height at the first look, where both start.

    >>> slope_or_luck(dimensions=(2, 5), looks=4, searches=9).axis("dimensions").labels
    ('2', '5')
    """
    shares = np.array([median_shares(d, looks, searches) for d in dimensions])
    luck, slope = (Varying(shares[:, k], ("dimensions", "look")) for k in (0, 1))
    at = np.arange(looks + 1)
    return Scene(
        axes=[
            Axis("look", at, play=True, duration=5.0),
            Axis("dimensions", dimensions, labels=[f"{d}" for d in dimensions]),
        ],
        panels=[
            Panel(
                [
                    line(luck, dash="dashed", label="random looks, best so far", grows=True),
                    line(slope, color=1, label="gradient descent", grows=True),
                    dots(Varying(at, LOOK), luck, **YOU),
                    dots(Varying(at, LOOK), slope),
                ],
                x=(-0.5, looks + 0.5),
                y="log",
                x_label="look",
                y_label="height, as a share of the start",
            )
        ],
        readout=[("random", luck, ".3g"), ("descent", slope, ".3g")],
        alt="Two heights fall look by look, that of random search and that of gradient descent. "
        "Compare each curve at few dimensions and at many, and see which of the two changes.",
    )


def median_shares(dimension: int, looks: int = 40, searches: int = 200) -> tuple[Array, Array]:
    """Return the median share of the first height after each look: random search, then descent.

    >>> [share.shape for share in median_shares(3, looks=4, searches=9)]
    [(5,), (5,)]
    """
    rng = np.random.default_rng(7)
    curvature = np.linspace(1, 10, dimension)
    bowl = Function(lambda theta: (curvature * theta**2).sum(axis=-1) / 2, dimension=dimension)
    tries = rng.uniform(-1, 1, (looks + 1, searches, dimension))
    first = bowl.value(tries[0])
    best = np.minimum.accumulate(bowl.value(tries), axis=0)
    path = descend(bowl, tries[0], GradientDescent(0.1), steps=looks)
    return np.median(best / first, axis=1), np.median(path.values / first, axis=1)
