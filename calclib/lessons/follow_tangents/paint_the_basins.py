"""Lesson 14, where each start ends: on a polynomial's plane, and on Himmelblau's map."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.shared.destinations import (
    NONE,
    Numbers,
    find_destinations,
    grid,
    tint_map,
)
from calclib.optimize import roots
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent, Momentum, Newton, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, cursor, dots, image, line, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]

STEPS = 24
WHOLE, CLOSE = 200, 140  # points a side of the two maps of a polynomial
SOON, LATE = 16, 30  # steps; who takes them or more has the palest tint, on either map
MOST = 7  # the roots that have a colour of their own
VALLEYS: Box = (-6.0, 6.0, -6.0, 6.0)
VALLEYS_ALT = (
    "Himmelblau's four valleys from 40,000 starts under four rules, coloured by where each ends "
    "and paler the later. Gradient descent colours them in four whole pieces, slowly. Newton is "
    "done in a few steps, but many of its starts end at a saddle or on the hill; with |H| in place "
    "of H only the four valleys are left."
)
HILL = (-0.2708445906694, -0.9230385564816)  # the maximum between Himmelblau's valleys
RULES: dict[str, Rule] = {
    "gradient descent": GradientDescent(0.01),
    "momentum": Momentum(0.005, 0.8),
    "Newton": Newton(),
    "Newton with |H|": Newton(absolute=True),
}
RUN = 50  # steps on Himmelblau's map


def basins_of_a_polynomial(
    p: str = "z^3 - 1", start: Point = (-0.75, 0.12), width: float = 0.5
) -> Scene:
    """Run Newton's method from 40,000 places of the complex plane: where each ends, and how fast.

    p: a polynomial in z with up to seven roots. start: a place to follow, dragged; the right map
    shows its neighbourhood, so wide. Source: Cayley 1879, American Journal of Mathematics 2, 97.
    Raises ValueError for anything but such a polynomial, and a width that is not positive.

    >>> basins_of_a_polynomial().axis("step").count
    25
    """
    powers = roots.coefficients(p)
    reach = _reach(p, powers)
    whole: Box = (-reach, reach, -reach, reach)
    close = _around(start, width)
    far, near = (
        roots.basins(powers, box, size, STEPS, tolerance=1e-3 * min(1.0, reach))
        for box, size in ((whole, WHOLE), (close, CLOSE))
    )
    path = _newton_path(powers, complex(*start))
    return Scene(
        [Axis("step", range(STEPS + 1), play=True)],
        [
            Panel(
                [*_paint(far, whole), *_over(path, far.roots, close)],
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
        "takes it to, paler the later. Near the roots the colours are whole; along the borders all "
        "of them meet, and the closer map shows the same again.",
        readout=[*_shares_so_far(far), _farthest(path)],
        chaotic=True,
    )


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


def basins_of_the_valleys(side: int = 11) -> Scene:
    """Let four rules run from everywhere on Himmelblau's map; click a start to follow it.

    side: how many starts a side can be followed. The colour says which level point a start comes
    to: one of the minima A to D, a saddle, or the hill; grey, none. The paler, the later.

    >>> basins_of_the_valleys(side=5).axis("start").values.shape
    (25, 2)
    """
    f = landscapes.himmelblau
    ticks = np.linspace(-5.0, 5.0, side)
    starts = grid(ticks).reshape(-1, 2)
    path = _walks_from(starts)
    kind, since = ends_of_the_rules(VALLEYS, WHOLE)
    low = (kind >= 0) & (kind < len(f.minima))
    share = [(low & (since <= step)).mean(axis=(-2, -1)) for step in range(RUN + 1)]
    loss = Varying(np.maximum(f.value(path.values), 1e-16), path.axes)
    return Scene(
        [
            Axis("step", range(RUN + 1), play=True),
            Axis("rule", tuple(RULES), first=2),
            Axis("start", starts, first=side // 2 * side + (3 * side) // 10),
        ],
        [
            Panel(
                [
                    image(Varying(tint_map(kind, since, LATE), ("rule",)), VALLEYS),
                    trail(path, color="ink"),
                    dots(path, color="ink", size=9),
                    *_level_points(),
                ],
                title="Where does each start end?",
                equal=True,
                pick="start",
                x_label="x",
                y_label="y",
                width=1.3,
            ),
            _loss_panel(loss),
        ],
        alt=VALLEYS_ALT,
        readout=[
            ("share in a valley", Varying(share, ("step", "rule")), ".2f"),
            ("loss", loss, ".3g"),
            _farthest(path),
        ],
        still={"step": 10},
    )


def _farthest(path: Varying) -> tuple[str, Varying, str]:
    """How far out a path has been, for one that leaves the map and comes back; steps come first."""
    away = np.hypot(path.values[..., 0], path.values[..., 1])
    return "path: farthest from 0", Varying(np.fmax.accumulate(away), path.axes), ".3g"


def _loss_panel(loss: Varying) -> Panel:
    return Panel(
        [line(loss, color=1), cursor("step")],
        title="Loss of the start that is followed",
        y=(1e-16, 1e4, "log"),
        x_label="step",
        y_label="loss",
    )


def _walks_from(starts: Array) -> Varying:
    """The walks of all rules from the starts."""
    paths = [descend(landscapes.himmelblau, starts, rule, RUN).points for rule in RULES.values()]
    return Varying(np.stack(paths, axis=1), ("step", "rule", "start"))


def _level_points() -> list[Mark]:
    """Himmelblau's minima A to D, its saddles and its hill."""
    minima, saddles = landscapes.himmelblau.minima, landscapes.himmelblau.saddles
    named = zip("ABCD", minima, strict=True)
    return [
        dots(np.array(minima), color="ink", marker="cross", size=8),
        dots(np.array(saddles), color="ink", marker="triangle", size=7, label="saddle"),
        dots([HILL], color="ink", marker="square", size=7, label="maximum"),
        *(text(x, y + 0.5, name) for name, (x, y) in named),
    ]


def ends_of_the_rules(box: Box, side: int) -> tuple[Numbers, Numbers]:
    """Which level point each start of a grid comes to under each rule, and at which step.

    Both (rules, side, side): 0 to 3 for the minima, 4 for a saddle, 5 for the maximum, −1 for none.

    >>> kind, since = ends_of_the_rules((2.9, 3.1, 1.9, 2.1), 2)
    >>> kind[2].tolist(), since[2].tolist()
    ([[0, 0], [0, 0]], [[1, 1], [1, 1]])
    """
    f = landscapes.himmelblau
    x, y = np.linspace(*box[:2], side), np.linspace(*box[2:], side)
    starts = np.stack(np.meshgrid(x, y), axis=-1)
    level = np.concatenate([f.minima, f.saddles, [HILL]])
    kinds = np.array([0, 1, 2, 3, 4, 4, 4, 4, 5, NONE])  # by number; the last is that of none
    found = [
        find_destinations(f, starts, rule, level, within=0.1, looks=range(RUN + 1))
        for rule in RULES.values()
    ]
    return kinds[[which for which, _ in found]], np.array([since for _, since in found])


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
    """Which share of the starts has come to each of the first roots, step by step."""
    come = found.steps <= np.arange(STEPS + 1)[:, None, None]
    return [
        (
            f"share to {_in_two_digits(root)}",
            Varying((come & (found.root == k)).mean(axis=(1, 2)), ("step",)),
            ".2f",
        )
        for k, root in enumerate(found.roots[:4])
    ]


def _in_two_digits(z: complex) -> str:
    """A complex number in two digits.

    >>> _in_two_digits(-0.5 + 0.8660254j), _in_two_digits(1 + 1e-17j)
    ('−0.5 + 0.87i', '1')
    >>> _in_two_digits(-2j)
    '−2i'
    """
    real = f"{z.real:.2g}" if abs(z.real) > 1e-9 else ""
    size = f"{abs(z.imag):.2g}i" if abs(z.imag) > 1e-9 else ""
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
