"""Lesson 9, where each start ends, and how fast: Himmelblau's four valleys from 40,000 starts.

Lesson 14 paints its maps with the same walk and the same tints.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.functions import landscapes
from calclib.functions.landscapes import Landscape
from calclib.optimize.descent import descend, sweep, walk
from calclib.optimize.rules import GradientDescent, Momentum, Rule
from calclib.optimize.steps import dot
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, cursor, dots, image, line, surface, text, trail
from calclib.stage.palette import CATEGORIES
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Numbers: TypeAlias = NDArray[np.int_]
Box: TypeAlias = tuple[float, float, float, float]

RATES = (0.005, 0.01, 0.016, 0.02)
RULES: dict[str, Callable[[Any], Rule]] = {
    "gradient descent": GradientDescent,
    "momentum 0.5": partial(Momentum, beta=0.5),
}
BOX: Box = (-5.0, 5.0, -5.0, 5.0)
SIDE = 200  # starts a side of the map
LONGEST = 240  # steps a start may take to settle
SHOWN = 40  # steps that are played; what takes longer has the palest tint
STILL = 1e-9  # who moves less is at rest
LOOKS = (*range(SHOWN + 1), LONGEST)  # the steps at which a start is looked for
NONE = -1  # the number of no minimum
PALEST = 0.75  # how much of the palest tint is white
TOP, STRIDE = 1e9, 5  # where the tints are shown above the loss, a tint for so many steps
ALT = (
    "Himmelblau's four valleys from 40,000 starts, coloured by the minimum that a start settles in "
    "and paler the more steps it takes: dark is soon, near white is 40 steps or more, dark grey is "
    "never. Starts on the border between two valleys take longest. For gradient descent at larger "
    "rates the sharpest minimum, then the next, lose their colour; with momentum they keep it."
)


def pick_a_start(side: int = 11) -> Scene:
    """Click where the ball is let go on Himmelblau's map: the colour says where and how fast.

    side: how many starts a side can be followed. The rates reach past 2/λ of the sharpest minimum,
    then of the next.

    >>> pick_a_start(side=5).axis("start").values.shape
    (25, 2)
    """
    f, names = landscapes.himmelblau, ("rule", "learning rate")
    starts = grid(np.linspace(-4.8, 4.8, side)).reshape(-1, 2)
    paths = [descend(f, starts[:, None, :], make(sweep(RATES)), SHOWN) for make in RULES.values()]
    path = Varying(np.stack([p.points for p in paths], 2), ("step", "start", *names))
    loss = Varying(np.stack([p.values for p in paths], 2), path.axes)
    which, since = whole_map()
    arrived = [((which >= 0) & (since <= k)).mean(axis=(-2, -1)) for k in range(SHOWN + 1)]
    return Scene(
        axes=[
            Axis("step", range(SHOWN + 1), play=True),
            Axis("start", starts, first=side // 4 * (side + 1)),
            Axis("rule", tuple(RULES)),
            Axis("learning rate", RATES, labels=[f"{rate:g}" for rate in RATES]),
        ],
        panels=[
            _map(Varying(tinted(which, since, SHOWN), names), path),
            Panel(
                [surface(f, BOX), trail(path, color=1), dots(path, color=1, size=9)],
                title="On the surface",
                z=(0, 400),
                camera=(-125, 60),
            ),
            _loss_and_key(loss),
        ],
        alt=ALT,
        readout=[
            ("loss", loss),
            ("settled", Varying(arrived, ("step", *names)), ".2f"),
        ],
        still={"learning rate": 1, "step": 6},
        chaotic=True,
    )


def whole_map(side: int = SIDE) -> tuple[Numbers, Numbers]:
    """Where a grid of starts settles under each of the RULES at each rate, and how soon.

    Both (rules, rates, side, side), rows from low y to high y; see `settled`.

    >>> whole_map(side=2)[0][0, :2].tolist()
    [[[2, 3], [1, 0]], [[2, 3], [1, 0]]]
    """
    starts = grid(np.linspace(*BOX[:2], side))
    found = [
        [settled(landscapes.himmelblau, starts, make(rate)) for rate in RATES]
        for make in RULES.values()
    ]
    which, since = np.moveaxis(np.array(found), 2, 0)
    return which, since


def settled(
    f: Landscape,
    starts: ArrayLike,
    rule: Rule,
    places: ArrayLike | None = None,
    within: float = 0.01,
    looks: Sequence[int] = LOOKS,
) -> tuple[Numbers, Numbers]:
    """Which of the places (n, d) each start settles at, and the step from which it is within reach.

    starts (..., 2) → numbers of the places, −1 for none of them, and steps; both (...). places are
    the minima of f, unless others are given. looks: the steps that are looked at, in order; the
    last stands for all before it that are not. Where all are at rest nobody looks any longer.

    >>> which, since = settled(landscapes.bowl, [[1.0, 0.0], [0.0, 0.0]], GradientDescent(0.25))
    >>> which.tolist(), since.tolist()
    ([0, 0], [7, 0])
    """
    which, since, before = np.array(NONE), np.array(0), np.array(np.inf)
    known = f.minima if places is None else places
    for k, here in enumerate(islice(walk(f, starts, rule), looks[-1] + 1)):
        if k in looks:
            if np.allclose(here, before, rtol=0, atol=STILL):
                break
            now = nearest(here, known, within)
            which, since, before = now, np.where(now == which, since, k), here
    return which, since


def nearest(points: ArrayLike, places: ArrayLike, within: float) -> Numbers:
    """Which of the places (n, d) each point (..., d) is nearest to; −1 where none is so near.

    >>> nearest([[0.0, 0.1], [3.0, 3.0]], [[0.0, 0.0], [0.0, 1.0]], within=0.5)
    array([ 0, -1])
    """
    with np.errstate(all="ignore"):  # a run may have flown out
        apart = (points - place for place in np.array(places))
        away = np.stack([dot(way, way) for way in apart])
    return np.where(away.min(axis=0) < within**2, away.argmin(axis=0), NONE)


def tinted(which: Numbers, since: Numbers, slowest: float) -> NDArray[np.uint8]:
    """Colours by number, grey for −1, mixed with white the more the later, as an image.

    which, since: (..., rows, cols), row 0 below → (..., rows, cols, 3), row 0 above.

    >>> tinted(np.array([[0, 0]]), np.array([[0, 9]]), 9.0).tolist()
    [[[0, 114, 178], [191, 220, 236]]]
    """
    colours = np.array([list(bytes.fromhex(name[1:])) for name in CATEGORIES], dtype=np.float32)
    white = PALEST * np.minimum(since / slowest, 1) * (which != NONE)
    ink = colours[which]  # number −1 is the last colour, the grey
    mixed: NDArray[np.uint8] = np.rint(ink + white[..., None] * (255 - ink)).astype(np.uint8)
    return mixed[..., ::-1, :, :]


def grid(ticks: ArrayLike) -> NDArray[np.float64]:
    """Every pair of the ticks (n,) as a point (n, n, 2), row 0 at the lowest y.

    >>> grid([0.0, 1.0])[1].tolist()
    [[0.0, 1.0], [1.0, 1.0]]
    """
    return np.stack(np.meshgrid(ticks, ticks), axis=-1)


def _map(tints: Varying, path: Varying) -> Panel:
    """The tints, and over them the run that is followed and the minima A to D."""
    minima = landscapes.himmelblau.minima
    return Panel(
        [
            image(tints, BOX),
            trail(path, color="ink"),
            dots(path, color="ink", size=9),
            dots(np.array(minima), color="ink", marker="cross", size=8),
            *(text(x, y + 0.45, name) for name, (x, y) in zip("ABCD", minima, strict=True)),
        ],
        title="Where does each start end?",
        equal=True,
        pick="start",
        x_label="x",
        y_label="y",
        width=1.2,
    )


def _loss_and_key(loss: Varying) -> Panel:
    """The loss of one run, and above it, along the same steps, the tints that stand for them."""
    number, since = np.mgrid[:4, 0:SHOWN:STRIDE]
    ends = since.reshape(-1, 1) + np.array([0, STRIDE])
    rows = TOP / 10.0 ** (1 + np.arange(4))
    tints = tinted(number, since, SHOWN)[::-1].reshape(-1, 3)
    colors = ["#" + bytes(tint).hex() for tint in tints]
    now = Varying(np.arange(SHOWN + 1.0), ("step",))
    return Panel(
        [
            line(
                ends, np.repeat(rows, SHOWN // STRIDE)[:, None].repeat(2, 1), color=colors, width=9
            ),
            *(text(1.5, y, name) for name, y in zip("ABCD", rows, strict=True)),
            line(loss, color=1),
            cursor("step"),
            dots(now, loss, color=1, size=10),
        ],
        title="Its loss, and the tints",
        x=(0, SHOWN),
        y=(1e-9, TOP, "log"),
        x_label="step",
        y_label="loss",
    )
