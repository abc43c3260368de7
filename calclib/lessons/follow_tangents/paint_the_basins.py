"""Lesson 13, where each start ends: Newton's method on the plane of a polynomial."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.lessons.shared.destinations import NONE, tint_map
from calclib.lessons.shared.frames import farthest_from_zero
from calclib.optimize import roots
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, dots, image, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]

STEPS = 24
WHOLE, CLOSE = 200, 140  # points a side of the two maps of a polynomial
SOON = 16  # steps; who takes as many or more has the palest tint
MOST = 7  # the roots that have a colour of their own


def basins_of_a_polynomial(
    p: str = "z^3 - 1", start: Point = (-0.75, 0.12), width: float = 0.5
) -> Scene:
    """Run Newton's method from 40,000 places of the complex plane: where each ends, and how fast.

    p: a polynomial in z with up to seven roots.
    start: a place to follow, dragged; the right map shows its neighbourhood, so wide. Source:
    Cayley 1879, American Journal of Mathematics 2, 97.
    Raises ValueError for anything but such a polynomial, and a width that is not positive.

    >>> basins_of_a_polynomial().axis("step").count
    25
    """
    powers = roots.coefficients(p)
    reach = _reach(p, powers)
    close = _around(start, width)
    far, far_map = _whole_plane(tuple(powers), reach)
    near = _basins(powers, close, CLOSE, reach)
    path = _newton_path(powers, complex(*start))
    return Scene(
        [Axis("step", range(STEPS + 1), play=True)],
        [
            Panel(
                [*far_map, *_over(path, far.roots, close)],
                title="Where 40,000 starts end",
                drag="start",
                x_label="real part",
                y_label="imaginary part",
                equal=True,
            ),
            Panel(
                [*_paint(near, close), dots([start], color="ink", size=7)],
                title="Closer",
                x_label="real part",
                y_label="imaginary part",
                equal=True,
            ),
        ],
        alt=f"Every place of the plane gets the colour of the root of {p} that Newton's method "
        "takes it to, paler the later; a place that has not arrived is grey. The second map shows "
        "the neighbourhood of the dot. Notice what lies between the colours.",
        readout=[*_shares_so_far(far), farthest_from_zero(path)],
        chaotic=True,
    )


def _basins(powers: Sequence[float], box: Box, size: int, reach: float) -> roots.Basins:
    """Where the starts of a box end, so near to a root as the picture can show."""
    return roots.basins(powers, box, size, STEPS, tolerance=1e-3 * min(1.0, reach))


@lru_cache(1)
def _whole_plane(powers: tuple[float, ...], reach: float) -> tuple[roots.Basins, list[Mark]]:
    """The map of all starts, which stays while the start to follow is dragged over it."""
    box: Box = (-reach, reach, -reach, reach)
    found = _basins(powers, box, WHOLE, reach)
    return found, _paint(found, box)


def _over(path: Varying, ends: NDArray[np.complex128], close: Box) -> list[Mark]:
    """What lies on the map of a polynomial: the frame of the closer map, the roots, the path."""
    left, right, low, top = close
    return [
        line([left, right, right, left, left], [low, low, top, top, low], color="ink", width=1.5),
        trail(path, color="ink", width=1.5),
        dots(np.stack([ends.real, ends.imag], axis=-1), color="ink", marker="cross", size=8),
        dots(path, color="ink", size=9),
    ]


def shares(p: str = "z^3 - 1", size: int = 400) -> Array:
    """Which share of the square [−2, 2]² falls to each root, the roots in order of their angle.

    >>> shares(size=100).round(2)
    array([0.32, 0.35, 0.32])
    """
    found = roots.basins(p, size=size)
    return np.array([np.mean(found.root == k) for k in range(len(found.roots))])


def _around(centre: Point, width: float) -> Box:
    """The box of a width around a centre."""
    if not width > 1e-9:
        raise ValueError(f"width = {width:g} is too small; give a positive number such as 0.5.")
    x, y = centre
    return x - width / 2, x + width / 2, y - width / 2, y + width / 2


def _reach(p: str, powers: Sequence[float]) -> float:
    """Half the side of the first map: twice as far as the farthest root, at least 1."""
    found = roots.basins(powers, size=2, steps=0).roots
    if not 1 <= len(found) <= MOST:
        raise ValueError(f"{p} has {len(found)} roots; give a polynomial in z with 1 to {MOST}.")
    return max(1.0, 2 * float(np.abs(found).max()))


def _shares_so_far(found: roots.Basins) -> list[tuple[str, Varying, str]]:
    """Which share of the starts has come to each root, step by step, and which is still grey."""
    rows = []
    for k, root in enumerate(found.roots):
        come = np.bincount(found.steps[found.root == k], minlength=STEPS + 1)
        share = Varying(come.cumsum() / found.root.size, ("step",))
        rows.append((f"share to {_in_two_digits(root)}", share, ".2f"))
    grey = 1 - np.sum([share.values for _, share, _ in rows], axis=0)
    return [*rows, ("still grey", Varying(grey, ("step",)), ".2f")]


def _in_two_digits(z: complex) -> str:
    """A complex number in two digits.

    >>> _in_two_digits(-0.5 + 0.8660254j), _in_two_digits(1 + 1e-17j)
    ('−0.5 + 0.87i', '1')
    >>> _in_two_digits(-2j), _in_two_digits(1j)
    ('−2i', 'i')
    """
    real = f"{z.real:.2g}" if abs(z.real) > 1e-9 else ""
    times_i = "i" if round(abs(z.imag), 9) == 1 else f"{abs(z.imag):.2g}i"
    size = times_i if abs(z.imag) > 1e-9 else ""
    sign = ("−" if z.imag < 0 else "+" * bool(real)) if size else ""
    joined = f"{real} {sign} {size}" if real and size else f"{real}{sign}{size}"
    return joined.replace("-", "−") or "0"


def _newton_path(powers: Sequence[float], z: complex) -> Varying:
    """The jumps of one start, (steps + 1, 2)."""
    f = np.poly1d(powers)
    places = [z]
    slope = f.deriv()
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            z = complex(z - np.complex128(f(z)) / slope(z))
            places.append(z)
    here = np.array(places)
    return Varying(np.stack([here.real, here.imag], axis=-1), ("step",))


def _paint(found: roots.Basins, box: Box) -> list[Mark]:
    """A picture of all ends, paler the later, on grey: each place appears once it has come."""
    nowhere = tint_map(np.array([[NONE]]), np.array([[0]]), SOON)
    tints = tint_map(found.root, found.steps, SOON)
    return [image(nowhere, box), image(tints, box, since=found.steps[::-1], axis="step")]
