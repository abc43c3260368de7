"""Where each start of a walk ends, how soon, and the colours of such a map."""

from collections.abc import Sequence
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.functions.landscapes import Landscape
from calclib.optimize.descent import walk
from calclib.optimize.rules import Rule
from calclib.optimize.steps import dot
from calclib.stage.palette import CATEGORIES

Numbers: TypeAlias = NDArray[np.int_]

STILL = 1e-9  # who moves less is at rest
NONE = -1  # the number of no place
PALEST = 0.75  # how much of the palest tint is white


def find_destinations(
    f: Landscape,
    starts: ArrayLike,
    rule: Rule,
    places: ArrayLike | None = None,
    within: float = 0.01,
    *,
    looks: Sequence[int],
) -> tuple[Numbers, Numbers]:
    """Find the place where each start settles, and the step from which it stays near it.

    starts: (..., 2).
    places: (n, d), where a start may settle; without them the minima of f.
    within: how near to a place a point must be.
    looks: the steps that are looked at, in order; the last stands for all before it that are not.
        Once all points are at rest the walk ends.
    Returns (which, since), both (...): the numbers of the places, −1 for none, and the steps.

    >>> from calclib import GradientDescent, landscapes
    >>> starts = [[1.0, 0.0], [0.0, 0.0]]
    >>> rule = GradientDescent(0.25)
    >>> which, since = find_destinations(landscapes.bowl, starts, rule, looks=range(41))
    >>> which.tolist(), since.tolist()
    ([0, 0], [7, 0])
    """
    which: Numbers = np.array(NONE)
    since: Numbers = np.array(0)
    before: Array = np.array(np.inf)
    known = f.minima if places is None else places
    for k, here in enumerate(islice(walk(f, starts, rule), looks[-1] + 1)):
        if k in looks:
            if np.allclose(here, before, rtol=0, atol=STILL):
                break
            now = nearest_place(here, known, within)
            since = np.where(now == which, since, k)
            which = now
            before = here
    return which, since


def nearest_place(points: ArrayLike, places: ArrayLike, within: float) -> Numbers:
    """The number of the place (n, d) that each point (..., d) is nearest to; −1 where none is near.

    within: how far a place may be to count as near.

    >>> nearest_place([[0.0, 0.1], [3.0, 3.0]], [[0.0, 0.0], [0.0, 1.0]], within=0.5)
    array([ 0, -1])
    """
    with np.errstate(all="ignore"):  # a run may have flown out
        apart = (points - place for place in np.array(places))
        away = np.stack([dot(way, way) for way in apart])
    return np.where(away.min(axis=0) < within**2, away.argmin(axis=0), NONE)


def tint_map(which: Numbers, since: Numbers, slowest: float) -> NDArray[np.uint8]:
    """Paint each start in the colour of its place, paler the later it comes there.

    which: (..., rows, cols), the numbers of the places, row 0 at the bottom; −1 is grey.
    since: (..., rows, cols), the steps at which they are reached.
    slowest: the step from which on a tint is the palest.
    Returns an image (..., rows, cols, 3), row 0 at the top.

    >>> tint_map(np.array([[0, 0]]), np.array([[0, 9]]), 9.0).tolist()
    [[[0, 114, 178], [191, 220, 236]]]
    """
    colours = np.array([list(bytes.fromhex(name[1:])) for name in CATEGORIES], dtype=np.float32)
    steps = np.arange(since.max(initial=0) + 1)
    white = PALEST * np.minimum(steps / slowest, 1)
    tints = colours[:, None] + white[:, None] * (255 - colours[:, None])
    grey = np.broadcast_to(colours[-1], (1, *tints.shape[1:]))  # number −1: the last row, no tint
    table = np.rint(np.concatenate([tints, grey])).astype(np.uint8)
    return np.asarray(table[which, since])[..., ::-1, :, :]


def grid(ticks: ArrayLike) -> Array:
    """Every pair of the ticks (n,) as a point (n, n, 2), row 0 at the lowest y.

    >>> grid([0.0, 1.0])[1].tolist()
    [[0.0, 1.0], [1.0, 1.0]]
    """
    return np.stack(np.meshgrid(ticks, ticks), axis=-1)
