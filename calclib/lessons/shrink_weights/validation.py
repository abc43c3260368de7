"""Lesson 17, how large the price should be: curves that are fitted again for each strength λ."""

import numpy as np

from calclib.arrays import Array
from calclib.lessons.shrink_weights.scenes import ridge_weights
from calclib.stage.axis import Axis
from calclib.stage.formats import format_number
from calclib.stage.marks import Varying, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PRICES = np.geomspace(1e-7, 10.0, 81)
DEGREE = 11
FITTED = 18  # points to fit
FRESH = 40  # points that the fit does not see
NOISE = 0.25
SEED = 87
PLACES = np.linspace(-1.0, 1.0, 161)


def truth(x: Array) -> Array:
    """The curve from which the points come: sin 3x.

    >>> truth(np.array([0.0]))
    array([0.])
    """
    return np.asarray(np.sin(3 * x))


def points(count: int, seed: int) -> tuple[Array, Array]:
    """Points of the curve with noise: x and y, each (count,).

    >>> points(3, 0)[0].shape
    (3,)
    """
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-1, 1, count))
    return x, truth(x) + NOISE * rng.normal(size=count)


def powers(x: Array) -> Array:
    """The features x, x², …, x¹¹, each in standard deviations of its values at PLACES.

    >>> powers(PLACES).std(axis=0).round(9).tolist() == [1.0] * DEGREE
    True
    """
    exponents = np.arange(1, DEGREE + 1)
    there = PLACES[:, None] ** exponents
    return np.asarray((x[..., None] ** exponents - there.mean(axis=0)) / there.std(axis=0))


def fits(prices: Array = PRICES, seed: int = SEED) -> tuple[Array, Array]:
    """The ridge weights for each price (k, 11), and the constant (k,), which has no price.

    seed: of the points to fit.

    >>> fits(np.array([1.0, 2.0]))[0].shape
    (2, 11)
    """
    x, y = points(FITTED, seed)
    X = powers(x)
    centre = X.mean(axis=0)
    w = ridge_weights(X - centre, y - y.mean(), prices)
    return w, y.mean() - w @ centre


def errors(prices: Array = PRICES, seed: int = SEED) -> tuple[Array, Array]:
    """The mean squared error of each fit, on its own points and on fresh ones: (k,) each.

    seed: of the points to fit; the fresh ones have the next seed.

    >>> on_own, on_fresh = errors()
    >>> bool((np.diff(on_own) >= 0).all()), 0 < int(on_fresh.argmin()) < len(PRICES) - 1
    (True, True)
    """
    w, constant = fits(prices, seed)
    found = []
    for x, y in (points(FITTED, seed), points(FRESH, seed + 1)):
        found.append(np.mean((powers(x) @ w.T + constant - y[:, None]) ** 2, axis=0))
    return found[0], found[1]


def refit_under_the_price() -> Scene:
    """Raise the strength λ of a ridge: the curve is fitted again, and asked about fresh points.

    >>> refit_under_the_price().axis("strength").count
    81
    """
    w, constant = fits()
    curve = w @ powers(PLACES).T + constant[:, None]
    on_own, on_fresh = errors()
    axes = ("strength",)
    prices = Varying(PRICES, axes)
    own = points(FITTED, SEED)
    fresh = points(FRESH, SEED + 1)
    return Scene(
        [
            Axis(
                "strength",
                PRICES,
                scale="log",
                play=True,
                labels=[format_number(price, ".2g") for price in PRICES],
                duration=9.0,
            )
        ],
        [
            Panel(
                [
                    dots(
                        fresh[0], fresh[1], color="muted", size=5, marker="triangle", label="fresh"
                    ),
                    dots(own[0], own[1], color=0, size=7, label="fitted"),
                    line(PLACES, Varying(curve, axes), color=1, width=2.5, label="the fit"),
                ],
                title="The curve, fitted for this λ",
                x=(-1, 1),
                y=(-2.2, 2.2),
                x_label="x",
                width=1.2,
            ),
            Panel(
                [
                    line(
                        prices,
                        Varying(on_own, axes),
                        color=0,
                        width=2.5,
                        label="fitted",
                        grows=True,
                    ),
                    line(
                        prices,
                        Varying(on_fresh, axes),
                        color="muted",
                        width=2.5,
                        label="fresh",
                        grows=True,
                    ),
                    dots(prices, Varying(on_own, axes), color=0, size=9),
                    dots(prices, Varying(on_fresh, axes), color="muted", size=9, marker="triangle"),
                    cursor("strength"),
                ],
                title="Mean squared error",
                x=(PRICES[0], PRICES[-1], "log"),
                y=(0.01, 4.0, "log"),
                x_label="strength λ",
            ),
        ],
        alt="A polynomial of degree 11 is fitted to eighteen points with a ridge whose strength "
        "the slider raises; fresh points were not used for fitting. The second panel collects the "
        "mean squared error on both sets. Notice how the curve changes, and compare the errors.",
        readout=[
            ("error, fitted points", Varying(on_own, axes), ".3f"),
            ("error, fresh points", Varying(on_fresh, axes), ".3f"),
            ("size of the weights", Varying(np.linalg.norm(w, axis=-1), axes), ".3g"),
        ],
        still={"strength": 46},
    )
