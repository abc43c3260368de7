"""The catalogue of landscapes: each is one formula, and what cannot be derived from it.

A landscape is a Function with a box to look at, a start that shows its character, the known minima
and saddles inside the box, a story and a source. Formulas are read when they are first used, so
that importing the catalogue loads no SymPy.
"""

from collections.abc import Iterable
from itertools import product
from math import cos, sin
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from calclib.optimize.function import DataFunction, Function


class Landscape(Function):
    """A Function that carries its own map.

    box: (x₀, x₁) or (x₀, x₁, y₀, y₁). start: (d,). minima, saddles: points in the box, the lowest
    minimum first. smooth: false where a minimum is a kink, with no Hessian to classify it.

    >>> rosenbrock.minima, rosenbrock(1.0, 1.0), rosenbrock.start
    (((1.0, 1.0),), 0.0, (-1.2, 1.0))
    """

    box: tuple[float, ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    saddles: tuple[tuple[float, ...], ...]
    story: str
    source: str
    smooth: bool

    def __init__(
        self,
        name: str,
        text: str,
        box: tuple[float, ...],
        start: tuple[float, ...],
        minima: Iterable[tuple[float, ...]],
        saddles: Iterable[tuple[float, ...]] = (),
        story: str = "",
        source: str = "folklore",
        smooth: bool = True,
    ) -> None:
        super().__init__(text, ("x", "y")[: len(start)], name=name)
        vars(self).update(box=box, start=start, minima=tuple(minima), saddles=tuple(saddles))
        vars(self).update(story=story, source=source, smooth=smooth)

    def _read(self) -> None:
        """Leave the formula for later: it is known to be readable, and reading loads SymPy."""


class DataLandscape(DataFunction):
    """A mean loss over data (X, y) with a map of its weights; its batches are minibatches."""

    box: tuple[float, ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    saddles: tuple[tuple[float, ...], ...] = ()
    story: str
    source: str
    smooth: bool = True


JAMIL = "Jamil & Yang 2013, arXiv:1308.4008"

parabola = Landscape(
    "parabola",
    "x^2/2",
    (-3.0, 3.0),
    (2.5,),
    [(0.0,)],
    story="The plainest valley: a rate of 1 lands in one step, a rate above 2 flies out.",
)
quartic = Landscape(
    "quartic",
    "x^4/4",
    (-2.0, 2.0),
    (1.5,),
    [(0.0,)],
    story="So flat at the bottom that the curvature vanishes, and the speed with it.",
)
double_well = Landscape(
    "double well",
    "(x^2 - 1)^2/4 + x/10",
    (-2.0, 2.0),
    (1.9,),
    [(-1.0466805318046022,), (0.9456492739235914,)],
    story="Two valleys, one deeper: where you start decides where you end.",
    source="Strogatz 2015, Nonlinear Dynamics and Chaos, ch. 3",
)
ripple = Landscape(
    "ripple",
    "x^2/20 + sin(3x)/2",
    (-6.0, 6.0),
    (5.0,),
    [
        *((-0.5122140283561128,), (1.5365898801477498,), (-2.560806938073543,)),
        *((3.584751817303719,), (-4.608298882423005,), (5.631303162965094,)),
    ],
    story="A bowl with ripples: small steps stay in the first dip, larger ones leave it.",
)
absolute = Landscape(
    "absolute value",
    "|x|",
    (-2.0, 2.0),
    (1.7,),
    [(0.0,)],
    story="A kink at the bottom: the slope never fades, so a fixed rate never settles.",
    smooth=False,
)
bowl = Landscape(
    "bowl",
    "x^2 + y^2",
    (-2.0, 2.0, -2.0, 2.0),
    (1.5, 1.0),
    [(0.0, 0.0)],
    story="Round: the gradient points straight at the minimum, from everywhere.",
)
saddle = Landscape(
    "saddle",
    "x^2 - y^2",
    (-2.0, 2.0, -2.0, 2.0),
    (1.5, 0.001),
    [],
    [(0.0, 0.0)],
    story="Down one way and up the other: a valley that becomes a pass, with no floor below.",
)
monkey_saddle = Landscape(
    "monkey saddle",
    "x^3 - 3x y^2",
    (-1.5, 1.5, -1.5, 1.5),
    (1.2, 0.01),
    [],
    [(0.0, 0.0)],
    story="Three ways down, two for the legs and one for the tail, from a point with no curvature.",
    source="Hilbert & Cohn-Vossen 1932, Geometry and the Imagination",
)
rosenbrock = Landscape(
    "Rosenbrock",
    "(1 - x)^2 + 100(y - x^2)^2",
    (-2.0, 2.0, -1.0, 3.0),
    (-1.2, 1.0),
    [(1.0, 1.0)],
    story="A bent ravine: easy to enter, slow to follow to its end.",
    source="Rosenbrock 1960, doi:10.1093/comjnl/3.3.175",
)
himmelblau = Landscape(
    "Himmelblau",
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    (-6.0, 6.0, -6.0, 6.0),
    (-0.5, -1.0),
    [
        *((3.0, 2.0), (-2.805118086952745, 3.131312518250573)),
        *((-3.779310253377747, -3.2831859912861696), (3.5844283403304917, -1.8481265269644036)),
    ],
    [
        *((3.385154183607021, 0.07385187983774928), (0.08667750455539634, 2.8842547011747763)),
        *((-3.0730257507643897, -0.08135304428796752), (-0.12796134673068, -1.9537149802445766)),
    ],
    story="Four equal valleys around a hill: a small change of start, another end.",
    source="Himmelblau 1972, Applied Nonlinear Programming",
)
beale = Landscape(
    "Beale",
    "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
    (-1.5, 4.5, -2.0, 2.0),
    (1.0, 1.5),
    [(3.0, 0.5)],
    [(0.0, 1.0)],
    story="A flat floor between steep walls: a rate for one is wrong for the other.",
    source=JAMIL,
)
booth = Landscape(
    "Booth",
    "(x + 2y - 7)^2 + (2x + y - 5)^2",
    (-10.0, 10.0, -10.0, 10.0),
    (-8.0, 8.0),
    [(1.0, 3.0)],
    story="Two equations in two unknowns as a valley: the minimum solves them both.",
    source=JAMIL,
)
goldstein_price = Landscape(
    "Goldstein–Price",
    "(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2))"
    " (30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))",
    (-2.0, 2.0, -2.0, 2.0),
    (-1.0, 0.5),
    [(0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)],
    [(-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4)],
    story="Heights from 3 to a million on one map: no single rate fits.",
    source="Goldstein & Price 1971, doi:10.1090/S0025-5718-1971-0312365-X",
)
RASTRIGIN_DIPS = (0.0, -0.9949586376523348, 0.9949586376523348, -1.98991223370855, 1.98991223370855)
RASTRIGIN_TOPS = (-1.5076407318703584, -0.5025460365546747, 0.5025460365546747, 1.5076407318703584)
rastrigin = Landscape(
    "Rastrigin",
    "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)",
    (-2.4, 2.4, -2.4, 2.4),
    (1.8, -2.2),
    product(RASTRIGIN_DIPS, RASTRIGIN_DIPS),
    [
        *product(RASTRIGIN_DIPS, RASTRIGIN_TOPS),
        *product(RASTRIGIN_TOPS, RASTRIGIN_DIPS),
    ],
    story="An egg carton on a bowl: slope alone finds the next dip, not the best.",
    source="Rastrigin 1974, Systems of Extremal Control",
)
ackley = Landscape(
    "Ackley",
    "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi x) + cos(2pi y))/2) + e + 20",
    (-3.0, 3.0, -3.0, 3.0),
    (2.2, -1.7),
    [(0.0, 0.0)],
    story="A plain full of dents around one sharp hole; at its tip there is no slope to follow.",
    source="Ackley 1987, doi:10.1007/978-1-4613-1997-9",
    smooth=False,
)
DEEP, TOP, SHALLOW = -2.903534027771177, 0.1567312567803401, 2.746802770990837
styblinski_tang = Landscape(
    "Styblinski–Tang",
    "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
    (-5.0, 5.0, -5.0, 5.0),
    (0.5, 0.3),
    product((DEEP, SHALLOW), (DEEP, SHALLOW)),
    [*product((TOP,), (DEEP, SHALLOW)), *product((DEEP, SHALLOW), (TOP,))],
    story="Four valleys of three depths: most starts miss the deepest.",
    source="Styblinski & Tang 1990, doi:10.1016/0893-6080(90)90029-K",
)
plateau = Landscape(
    "plateau",
    "1 - exp(-(x^2 + y^2)/2)",
    (-4.0, 4.0, -4.0, 4.0),
    (2.4, 2.0),
    [(0.0, 0.0)],
    story="A hole in a plain: far away the slope all but vanishes, as in a saturated neuron.",
)


def ravine(kappa: float = 100.0, angle: float = 0.0) -> Landscape:
    """½(u² + κv²) with the axes (u, v) turned by an angle in radians; κ is the condition number.

    >>> ravine(100.0).hessian([0.0, 0.0])
    array([[  1.,   0.],
           [  0., 100.]])
    """
    c, s = cos(angle), sin(angle)
    xx, xy, yy = c * c + kappa * s * s, (1 - kappa) * s * c, s * s + kappa * c * c
    return Landscape(
        f"ravine, κ = {kappa:g}",
        f"({xx:.17f}x^2 + {yy:.17f}y^2)/2 + {xy:.17f}x y".replace("+ -", "- "),
        (-1.6, 1.6, -1.6, 1.6),
        (c - s, s + c),
        [(0.0, 0.0)],
        story="Steep across, gentle along: the rate that the walls allow is too small for the floor.",
        source="Goh 2017, doi:10.23915/distill.00006",
    )


def least_squares(X: ArrayLike, y: ArrayLike, box: tuple[float, ...] = ()) -> DataLandscape:
    """mean (Xw − y)²: linear regression; X is (samples, d), y (samples,).

    >>> line = least_squares([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])
    >>> np.round(line.minima, 9), round(line.value([0.0, 0.0]), 3)
    (array([[1., 2.]]), 11.667)
    """
    design, target = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    best = np.linalg.lstsq(design, target)[0]

    def loss(w: Any, X: Any, y: Any) -> Any:
        return (w @ X.T - y) ** 2

    return _mapped(
        DataLandscape(loss, (design, target), design.shape[1], "least squares"),
        best,
        box,
        story="The bowl of linear regression, as steep as its features are large.",
        source="Legendre 1805, Nouvelles méthodes pour la détermination des orbites des comètes",
    )


def logistic(
    X: ArrayLike, y: ArrayLike, ridge: float = 0.01, box: tuple[float, ...] = ()
) -> DataLandscape:
    """mean [log(1 + e^z) − yz] + ½ ridge ‖w‖², z = Xw: logistic regression, labels y in {0, 1}.

    The ridge keeps the minimum finite when the classes can be parted by a line.

    >>> loss = logistic([[1.0, -1.0], [1.0, 2.0], [1.0, 0.5]], [0, 1, 0])
    >>> abs(loss.gradient(loss.minima[0])).max() < 1e-12
    True
    """
    design, target = np.asarray(X, dtype=float), np.asarray(y, dtype=float)

    def loss(w: Any, X: Any, y: Any) -> Any:
        z = w @ X.T
        return np.logaddexp(0.0, z) - y * z + ridge / 2 * np.sum(w * w, axis=-1, keepdims=True)

    f = DataLandscape(loss, (design, target), design.shape[1], "logistic regression")
    best = np.zeros(design.shape[1])
    for _ in range(30):
        best = best - np.linalg.solve(f.hessian(best), f.gradient(best))
    return _mapped(
        f,
        best,
        box,
        story="Steep where the classes are mistaken, flat where they are told apart.",
        source="Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x",
    )


def _mapped(f: DataLandscape, best: Any, box: tuple[float, ...], **words: str) -> DataLandscape:
    reach = 2.0 * max(1.0, float(np.abs(best).max()))
    around = box or tuple(float(w) + side for w in best for side in (-reach, reach))
    minimum = tuple(map(float, best))
    vars(f).update(box=around, start=around[0::2], minima=(minimum,), **words)
    return f


def all() -> tuple[Landscape, ...]:
    """Every landscape of the catalogue, from the plainest up; the ravine with its defaults.

    >>> len(all())
    18
    """
    return (
        *(parabola, quartic, double_well, ripple, absolute),
        *(bowl, ravine(), saddle, monkey_saddle, plateau),
        *(rosenbrock, himmelblau, beale, booth, goldstein_price),
        *(rastrigin, ackley, styblinski_tang),
    )
