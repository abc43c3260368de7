"""The catalogue of landscapes: each is one formula, and what cannot be derived from it.

A landscape is a Function with a box to look at, a start that shows its character, the known minima
and saddles inside the box, a story and a source. Formulas are read when they are first used, so
that importing the catalogue loads no SymPy. `least_squares` and `logistic` make landscapes of data.
"""

# NumPy's functions are typed as giving Any:
# mypy: disable-error-code="no-any-return"

from collections.abc import Callable, Iterable
from itertools import chain, product
from math import cos, sin

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.batches import DataFunction
from calclib.functions.chart import Chart, Point
from calclib.functions.function import Function


class Landscape(Function):
    """A Function that carries its own map, a `Chart`.

    A landscape has a box to look at and a start; minima and saddles are the points in the box that
    are known, the lowest minimum first.

    >>> rosenbrock.minima, rosenbrock(1.0, 1.0), rosenbrock.start
    (((1.0, 1.0),), 0.0, (-1.2, 1.0))
    """

    @property
    def smooth(self) -> bool:
        """False where a minimum is a kink, which has no Hessian."""
        return self.chart.smooth

    @property
    def story(self) -> str:
        """One sentence on what to notice."""
        return self.chart.story

    @property
    def source(self) -> str:
        """Where the landscape comes from."""
        return self.chart.source


def landscape(
    box: Point,
    start: Point,
    minima: Iterable[Point] = (),
    saddles: Iterable[Point] = (),
    smooth: bool = True,
    name: str = "",
) -> Callable[[Callable[..., Array]], Landscape]:
    """Make a formula in NumPy a Landscape: its docstring holds the words, the arguments the rest.

    name: by default the formula's own. In the docstring, what follows "Source:" is the source.

    >>> @landscape(box=(-1, 1), start=(0.9,), minima=[(0.0,)])
    ... def valley(x):
    ...     "Steeper and steeper. Source: none."
    ...     return np.cosh(x)
    >>> valley, valley.story, valley.gradient([0.0])
    (valley, 'Steeper and steeper.', array([0.]))
    """

    def map_formula(formula: Callable[..., Array]) -> Landscape:
        story, source = story_and_source(formula.__doc__ or "")
        chart = Chart(box, start, tuple(minima), tuple(saddles), smooth, story, source)
        title = name or formula.__name__.replace("_", " ")
        return Landscape(formula, name=title, traced=True, chart=chart)

    return map_formula


def story_and_source(docstring: str) -> tuple[str, str]:
    """What a docstring says before "Source:", and from there to the end of the paragraph.

    >>> story_and_source("A hill. Source: folklore.")
    ('A hill.', 'folklore')
    """
    story, _, rest = docstring.partition("Source: ")
    source = rest.partition("\n\n")[0]
    return " ".join(story.split()), " ".join(source.split()).rstrip(".")


@landscape(box=(-3, 3), start=(2.5,), minima=[(0.0,)])
def parabola(x: Array) -> Array:
    """The plainest valley: a rate of 1 lands in one step, a rate above 2 flies out.

    Source: folklore.
    """
    return x**2 / 2


@landscape(box=(-2, 2), start=(1.5,), minima=[(0.0,)])
def quartic(x: Array) -> Array:
    """So flat at the bottom that the curvature vanishes, and the speed with it.

    Source: folklore.
    """
    return x**4 / 4


@landscape(box=(-2, 2), start=(1.9,), minima=[(-1.0466805318046022,), (0.9456492739235914,)])
def double_well(x: Array) -> Array:
    """Two valleys, one deeper: where you start decides where you end.

    Source: Strogatz 2015, Nonlinear Dynamics and Chaos, ch. 3.
    """
    return (x**2 - 1) ** 2 / 4 + x / 10


RIPPLE_DIPS = (
    (-0.5122140283561128,),
    (1.5365898801477498,),
    (-2.560806938073543,),
    (3.584751817303719,),
    (-4.608298882423005,),
    (5.631303162965094,),
)


@landscape(box=(-6, 6), start=(5.0,), minima=RIPPLE_DIPS)
def ripple(x: Array) -> Array:
    """A bowl with ripples: small steps stay in the first dip, larger ones leave it.

    Source: folklore.
    """
    return x**2 / 20 + np.sin(3 * x) / 2


@landscape(box=(-2, 2), start=(1.7,), minima=[(0.0,)], smooth=False)
def absolute(x: Array) -> Array:
    """A kink at the bottom: the slope never fades, so a fixed rate never settles.

    Source: folklore.
    """
    return np.abs(x)


@landscape(box=(-2, 2, -2, 2), start=(1.5, 1.0), minima=[(0.0, 0.0)])
def bowl(x: Array, y: Array) -> Array:
    """Round: the gradient points straight away from the minimum, wherever you stand.

    Source: folklore.
    """
    return x**2 + y**2


@landscape(box=(-2, 2, -2, 2), start=(1.5, 0.001), saddles=[(0.0, 0.0)])
def saddle(x: Array, y: Array) -> Array:
    """A valley that becomes a pass: down along one line, then off along the other, without a floor.

    Source: folklore.
    """
    return x**2 - y**2


@landscape(box=(-1.5, 1.5, -1.5, 1.5), start=(1.2, 0.01), saddles=[(0.0, 0.0)])
def monkey_saddle(x: Array, y: Array) -> Array:
    """Three ways down, for two legs and a tail, from a point without curvature.

    Source: Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie.
    """
    return x**3 - 3 * x * y**2


@landscape(box=(-4, 4, -4, 4), start=(2.4, 2.0), minima=[(0.0, 0.0)])
def plateau(x: Array, y: Array) -> Array:
    """A hole in a plain: far away the slope all but vanishes, as in a saturated neuron.

    Source: folklore.
    """
    return 1 - np.exp(-(x**2 + y**2) / 2)


@landscape(box=(-2, 2, -1, 3), start=(-1.2, 1.0), minima=[(1.0, 1.0)])
def rosenbrock(x: Array, y: Array) -> Array:
    """A bent ravine: easy to enter, slow to follow to its end.

    Source: Rosenbrock 1960, doi:10.1093/comjnl/3.3.175.
    """
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


@landscape(
    box=(-6, 6, -6, 6),
    start=(-0.5, -1.0),
    minima=[
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ],
    saddles=[
        (3.385154183607021, 0.07385187983774928),
        (0.08667750455539634, 2.8842547011747763),
        (-3.0730257507643897, -0.08135304428796752),
        (-0.12796134673068, -1.9537149802445766),
    ],
)
def himmelblau(x: Array, y: Array) -> Array:
    """Four equal valleys around a hill: a small change of start, another end.

    Source: Himmelblau 1972, Applied Nonlinear Programming.
    """
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


@landscape(box=(-1.5, 4.5, -2, 2), start=(1.0, 1.5), minima=[(3.0, 0.5)], saddles=[(0.0, 1.0)])
def beale(x: Array, y: Array) -> Array:
    """A flat floor between steep walls: a rate for one is wrong for the other.

    Source: Jamil & Yang 2013, arXiv:1308.4008.
    """
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


@landscape(box=(-10, 10, -10, 10), start=(-8.0, 8.0), minima=[(1.0, 3.0)])
def booth(x: Array, y: Array) -> Array:
    """Two equations in two unknowns as a valley: its lowest point solves them both.

    Source: Jamil & Yang 2013, arXiv:1308.4008.
    """
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


@landscape(
    box=(-2, 2, -2, 2),
    start=(-1.0, 0.5),
    minima=[(0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)],
    saddles=[(-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4)],
)
def goldstein_price(x: Array, y: Array) -> Array:
    """Heights from 3 to a million on one map: no single rate fits.

    Source: Goldstein & Price 1971, doi:10.1090/S0025-5718-1971-0312365-X.
    """
    p = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    q = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * p) * (30 + (2 * x - 3 * y) ** 2 * q)


# Along each axis, where a separable landscape is lowest and highest.
DIPS = (0.0, -0.9949586376523348, 0.9949586376523348, -1.9899122337085495, 1.9899122337085495)
TOPS = (-1.5076407318703584, -0.5025460365546747, 0.5025460365546747, 1.5076407318703584)


@landscape(
    box=(-2.4, 2.4, -2.4, 2.4),
    start=(1.8, -2.2),
    minima=product(DIPS, DIPS),
    saddles=chain(product(DIPS, TOPS), product(TOPS, DIPS)),
)
def rastrigin(x: Array, y: Array) -> Array:
    """An egg carton on a bowl: slope alone finds the next dip, not the best one.

    Source: Rastrigin 1974, Systems of Extremal Control.
    """
    return 20 + x**2 + y**2 - 10 * np.cos(2 * np.pi * x) - 10 * np.cos(2 * np.pi * y)


@landscape(box=(-3, 3, -3, 3), start=(2.2, -1.7), minima=[(0.0, 0.0)], smooth=False)
def ackley(x: Array, y: Array) -> Array:
    """A plain full of dents around one sharp hole, at whose tip no slope is defined.

    Source: Ackley 1987, doi:10.1007/978-1-4613-1997-9.
    """
    waves = np.exp((np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2)
    return 20 - 20 * np.exp(-np.sqrt((x**2 + y**2) / 50)) + np.e - waves


# Along each axis of the Styblinski–Tang function: its two valleys and the top between them.
DEEP = -2.903534027771177
TOP = 0.1567312567803401
SHALLOW = 2.746802770990837


@landscape(
    box=(-5, 5, -5, 5),
    start=(0.5, 0.3),
    minima=product((DEEP, SHALLOW), repeat=2),
    saddles=[(TOP, DEEP), (TOP, SHALLOW), (DEEP, TOP), (SHALLOW, TOP)],
)
def styblinski_tang(x: Array, y: Array) -> Array:
    """Four valleys of three depths: most starts miss the deepest.

    Source: Styblinski & Tang 1990, doi:10.1016/0893-6080(90)90029-K.
    """
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


def ravine(kappa: float = 100.0, angle: float = 0.0) -> Landscape:
    """½(u² + κv²), its axes turned by an angle in radians; κ is the condition number.

    >>> ravine(100.0).hessian([0.0, 0.0])
    array([[  1.,   0.],
           [  0., 100.]])
    """
    c = cos(angle)
    s = sin(angle)

    @landscape(
        box=(-1.6, 1.6, -1.6, 1.6),
        start=(c - s, s + c),
        minima=[(0.0, 0.0)],
        name=f"ravine, κ = {kappa:g}",
    )
    def turned(x: Array, y: Array) -> Array:
        """Steep across, gentle along: the rate that the walls allow is too small for the floor.

        Source: Goh 2017, doi:10.23915/distill.00006.
        """
        return ((c * x + s * y) ** 2 + kappa * (c * y - s * x) ** 2) / 2

    return turned


class DataLandscape(DataFunction, Landscape):
    """A loss over data with a map of its weights; `batches` makes minibatches of it.

    >>> line = least_squares([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])
    >>> isinstance(line, DataLandscape), line.dimension
    (True, 2)
    """

    @classmethod
    def fitted(
        cls,
        loss: Callable[..., Array],
        X: ArrayLike,
        y: ArrayLike,
        words: Callable[..., object],
    ) -> "DataLandscape":
        """Find the one minimum of a convex loss by Newton's method, and map its surroundings.

        loss: (w (..., d), X (n, d), y (n,)) → (..., n).
        words: the function that makes such landscapes, which lends its name and its docstring.
        Raises ValueError where X and y do not belong together.
        """
        y = one_a_sample(X, y)
        f = DataFunction(loss, X, y, dimension=np.shape(X)[1])
        best = np.zeros(f.dimension)
        for _ in range(30):
            best = best - np.linalg.solve(f.hessian(best), f.gradient(best))
        reach = 2 * max(1.0, float(np.abs(best).max()))
        box = tuple(float(side) for w in best for side in (w - reach, w + reach))
        story, source = story_and_source(words.__doc__ or "")
        chart = Chart(
            box=box,
            start=box[0::2],
            minima=(tuple(map(float, best)),),
            story=story,
            source=source,
        )
        name = words.__name__.replace("_", " ")
        return cls(loss, X, y, dimension=f.dimension, name=name, chart=chart)


def one_a_sample(X: ArrayLike, y: ArrayLike) -> Array:
    """The targets as (n,), also where they came as a column (n, 1), for features X (n, d).

    Raises ValueError where X is no table, or where there is not one target a row.

    >>> one_a_sample([[1.0, 0.0], [1.0, 1.0]], [[1.0], [3.0]])
    array([1., 3.])
    """
    shape = np.shape(X)
    targets = np.asarray(y, dtype=float)
    if len(shape) != 2 or targets.shape not in ((shape[0],), (shape[0], 1)):
        raise ValueError(
            f"X has the shape {shape} and y {targets.shape}; give X (n, d), one sample a row, and "
            "y (n,), one target a sample."
        )
    return targets.reshape(-1)


def least_squares(X: ArrayLike, y: ArrayLike) -> DataLandscape:
    """Linear regression, mean (Xw − y)²: a bowl as steep as the features are large.

    Source: Legendre 1805, Nouvelles méthodes pour la détermination des orbites des comètes.

    X: (n, d), one sample a row. y: (n,).

    >>> line = least_squares([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])
    >>> np.round(line.minima, 9), line.source[:13]
    (array([[1., 2.]]), 'Legendre 1805')
    """
    return DataLandscape.fitted(lambda w, X, y: (w @ X.T - y) ** 2, X, y, least_squares)


def logistic(X: ArrayLike, y: ArrayLike, ridge: float = 0.01) -> DataLandscape:
    """Logistic regression, mean [log(1 + eᶻ) − yz] + ½ ridge |w|², z = Xw, y in {0, 1}.

    Steep where samples are mistaken, flat where they are classified rightly; the ridge keeps the
    minimum finite when a line separates the classes.
    Source: Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x.

    X: (n, d), one sample a row. y: (n,).

    >>> loss = logistic([[1.0, -1.0], [1.0, 2.0], [1.0, 0.5]], [0, 1, 0])
    >>> float(abs(loss.gradient(loss.minima[0])).max()) < 1e-12
    True
    """

    def loss(w: Array, X: Array, y: Array) -> Array:
        z = w @ X.T
        return np.logaddexp(0.0, z) - y * z + ridge / 2 * np.sum(w * w, axis=-1, keepdims=True)

    return DataLandscape.fitted(loss, X, y, logistic)


def all() -> tuple[Landscape, ...]:
    """Every landscape of the catalogue, from the plainest up; the ravine with its defaults.

    >>> [f.name for f in all()[:3]]
    ['parabola', 'quartic', 'double well']
    """
    return (
        parabola,
        quartic,
        double_well,
        ripple,
        absolute,
        bowl,
        ravine(),
        saddle,
        monkey_saddle,
        plateau,
        rosenbrock,
        himmelblau,
        beale,
        booth,
        goldstein_price,
        rastrigin,
        ackley,
        styblinski_tang,
    )
