"""Lesson 4, the first of three ways to differentiate: differences, and where their error ends."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.derivatives import autodiff, numeric
from calclib.stage.axis import Axis
from calclib.stage.composition import ReadoutRow
from calclib.stage.formats import format_number
from calclib.stage.marks import Mark, Style, Varying, cursor, dots, heat, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

Format: TypeAlias = type[np.float64] | type[np.float32]

STEPS = 10.0 ** np.arange(-16, 0.01, 0.05)  # 321 steps h, twenty to each factor of ten
METHODS = ("forward", "central", "five_point", "complex_step")
LABELS = ("forward", "central", "Richardson", "complex step")  # of the METHODS
FORMATS: dict[str, Format] = {"float64": np.float64, "float32": np.float32}
LOOKS: tuple[Style, ...] = (
    {"color": 1, "marker": "circle"},
    {"color": 0, "marker": "square"},
    {"color": 2, "marker": "triangle"},
    {"color": 3, "marker": "cross"},
)
FLOOR = 1e-17  # where an error of exactly 0 is drawn on a logarithmic axis
WELLS_BOX = (-1.5, 1.5, -1.5, 1.5)


def zoom_to_the_end(x: float = 1.0) -> Scene:
    """Shrink h under the graph of eˣ: it straightens, then falls apart into stairs.

    The left window is always a few h wide, so that it zooms in as h shrinks. It shows
    u ↦ (f(x + uh) − f(x)) / h, whose height at u = 1 is the slope of the secant.

    x: where the slope is wanted.

    >>> [axis.count for axis in zoom_to_the_end().axes]
    [161, 2]
    """
    h = STEPS[::-2]
    across = np.linspace(-1.5, 2.0, 281)
    names = ("step h", "numbers")
    views = np.stack([_magnify(f, x, h, across) for f in FORMATS.values()], axis=1)
    quotient = Varying(views[..., np.abs(across - 1).argmin()], names)
    error = Varying(_raise_to_floor(np.abs(quotient.values / np.exp(x) - 1)), names)
    secant = Varying(quotient.values[..., None] * across[[0, -1]], names)
    now = Varying(h, names[:1])
    graph = [
        line(across, Varying(views, names), color=0, width=4, label="eˣ, magnified"),
        line(across, np.exp(x) * across, color="ink", dash="dashed", width=1.5, label="tangent"),
        line(across[[0, -1]], secant, color=1, width=1.5, label="secant"),
        dots([0.0, 1.0], Varying(quotient.values[..., None] * [0, 1], names), color=1, size=9),
    ]
    return Scene(
        [_step_axis(h, duration=10.0), Axis("numbers", list(FORMATS))],
        [
            Panel(
                graph,
                "The graph, a few h wide",
                y=(-4.5, 7.0),
                x_label="distance from x, in h",
                y_label="rise, in h",
            ),
            _against_h(
                [line(now, error, color=1, grows=True), dots(now, error, size=9)],
                "Error of the secant's slope",
                h,
                (1e-11, 10.0, "log"),
            ),
        ],
        alt="A magnifying glass on the graph of the exponential. As h shrinks, watch "
        "the shape of the graph, and beside it the error of the secant's slope, to the very end.",
        readout=[("slope of the secant", quotient, ".8f"), ("relative error", error, ".2g")],
        chaotic=True,
        still={"step h": 148},
    )


def _step_axis(h: Array, duration: float = 8.0) -> Axis:
    """The axis along which the step shrinks."""
    labels = [format_number(step, ".2g") for step in h]
    return Axis("step h", h, scale="log", play=True, labels=labels, duration=duration)


def _against_h(
    marks: Sequence[Mark],
    title: str,
    h: Array,
    y: tuple[float, float, str],
    y_label: str = "relative error",
) -> Panel:
    """Errors against the step, both on logarithmic scales."""
    x = (float(h.min()), float(h.max()), "log")
    return Panel(marks, title, x=x, y=y, x_label="step h", y_label=y_label)


def _magnify(number: Format, x: float, h: Array, across: Array) -> Array:
    """(f(x + uh) − f(x)) / h with f = exp, for every h and u, in one number format: (h, u)."""
    here = np.asarray(x, dtype=number)
    there = (here + np.outer(h, across).astype(number)).astype(number)
    rise = (np.exp(there) - np.exp(here)).astype(float)
    magnified: Array = rise / h[:, None]
    return magnified


def _raise_to_floor(error: Array) -> Array:
    """Errors for a logarithmic axis: those below FLOOR, such as 0, are drawn there."""
    return np.maximum(error, FLOOR)


def errors(
    f: str = "e^x", x: float = 1.0, number: str = "float64", h: ArrayLike = STEPS
) -> dict[str, Array]:
    """Return the relative error of each method at every step h (H,), for the slope of f at x.

    f: text in x.
    x: the place.
    number: a key of FORMATS.
    h: the steps, (H,).
    Returns (H,) for each method that f allows; |x| has no complex step. Where the slope is 0 the
        error is absolute.
    Raises ValueError where f has no slope at x, and ExpressionError when it cannot be read.

    >>> float(errors("e^x", 1.0, h=[1e-20])["complex_step"][0])
    0.0
    """
    from calclib.derivatives import symbolic
    from calclib.expressions import parse

    read = parse(f, ("x",))
    value = symbolic.derivative(read, order=0)
    slope = symbolic.derivative(read)
    with np.errstate(all="ignore"):
        at = FORMATS[number](x)
    if not np.isfinite([value(float(x)), slope(float(x))]).all():
        raise ValueError(f"{f} has no slope at x = {x:g}; choose another place.")
    found: dict[str, Array] = {}
    for method in METHODS:
        try:
            found |= numeric.error_curve(value, at, [method], h, exact=slope)
        except ValueError:  # |x| drops the imaginary part, so it has no complex step
            continue
    return found


def best_step(h: Array, error: Array, reach: int = 4) -> tuple[float, float]:
    """Return the step at the bottom of the V and the error there: (h, error).

    Errors scatter, and one may be 0 by luck, so the V is their upper envelope, the largest of
    2 reach + 1 neighbours.

    h, error: (H,) each.
    reach: how many neighbours to each side count.
    Returns the geometric mean of the steps at which the envelope is within twice its minimum, and
        this minimum.

    >>> h = np.logspace(-8, 0, 81)
    >>> [float(f"{value:.1e}") for value in best_step(h, h + 1e-8 / h, reach=0)]
    [0.0001, 0.0002]
    """
    padded = np.pad(error, reach, mode="edge")
    envelope = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=-1)
    near = envelope <= 2 * envelope.min()
    return float(np.exp(np.log(h[near]).mean())), float(envelope.min())


def four_valleys(f: str = "e^x", x: float = 1.0) -> Scene:
    """Draw the error of four methods against h: three Vs, and one that never turns.

    f: text in x.
    x: where its slope is wanted.
    Raises ValueError where there is none.

    >>> [axis.name for axis in four_valleys().axes]
    ['step h', 'numbers']
    """
    h = STEPS[::-1]
    names = ("numbers",)
    table = [errors(f, x, number, h) for number in FORMATS]
    now = Varying(h, ("step h",))
    marks: list[Mark] = [cursor("step h")]
    readout: list[ReadoutRow] = []
    # Backwards: on the right central lies exactly on the complex step, which is drawn wider below.
    for name, label, look in reversed(list(zip(METHODS, LABELS, LOOKS, strict=True))):
        if name not in table[0]:
            continue
        whole = _raise_to_floor(np.array([row[name] for row in table]))
        here = Varying(whole.T, ("step h", *names))
        width = 3.5 if name == "complex_step" else 1.2
        marks += [line(h, Varying(whole, names), color=look["color"], width=width)]
        marks += [dots(now, here, **look | {"size": 10, "label": label})]
        readout.insert(0, (label, here, ".2g"))
    return Scene(
        [_step_axis(h), Axis("numbers", list(FORMATS))],
        [
            _against_h(
                marks,
                f"Error of the slope of {f} at {x:g} (0 is drawn at 10⁻¹⁷)",
                h,
                (3e-18, 10.0, "log"),
            )
        ],
        alt=f"Errors of four ways to differentiate {f} at {x:g} against the step h, on logarithmic "
        "axes, with a dot on each line at the present step. Notice where each line turns, and "
        "which one does not.",
        readout=readout,
        chaotic=True,
        still={"step h": 160},
    )


def two_wells(x: Array, y: Array) -> Array:
    """A bowl with two dents of different depth.

    f = x² + w² − 2 exp(−((x − 1)² + w²)/0.2) − 6 exp(−((x + 1)² + w²)/0.2),  w = 1.4 y.

    >>> round(float(two_wells(-1.0, 0.0)), 6)
    -5.0
    """
    w = 1.4 * y
    left = np.exp(-((x + 1) ** 2 + w**2) / 0.2)
    right = np.exp(-((x - 1) ** 2 + w**2) / 0.2)
    height: Array = x**2 + w**2 - 2 * right - 6 * left
    return height


def wells_error(h: ArrayLike, x: ArrayLike, y: ArrayLike) -> Array:
    """|error| of the central difference for ∂f/∂x of the two wells.

    h: the steps, of shape H.
    x, y: the points, of shape S.
    Returns an array of shape H + S.

    >>> bool(wells_error(1e-5, 0.5, 0.5) < 1e-8 < wells_error(1e-1, 0.5, 0.5))
    True
    """
    exact = autodiff.gradient(two_wells)(x, y)[..., 0]
    error: Array = np.abs(numeric.gradient(two_wells, h=h)(x, y)[..., 0] - exact)
    return error


def error_map(side: int = 61) -> Scene:
    """Map the error of the central difference over the two wells, for h from 0.1 to 1e-14.

    side: how many points a side.

    >>> error_map(side=5).axes[0].count
    27
    """
    h = 10.0 ** (-np.arange(2, 29) / 2)
    ticks = np.linspace(*WELLS_BOX[:2], side)
    error = wells_error(h, *np.meshgrid(ticks, ticks))
    now = _over(h)
    shown = _over(np.maximum(error, 1e-12))
    largest = error.max(axis=(1, 2))
    median = np.median(error, axis=(1, 2))
    curves: list[Mark] = []
    for look, label, values in zip(LOOKS, ("largest", "median"), (largest, median), strict=False):
        curves += [line(h, values, color=look["color"], width=1.2)]
        curves += [dots(now, _over(values), **look | {"label": label, "size": 10})]
    return Scene(
        [_step_axis(h)],
        [
            Panel(
                [heat(shown, WELLS_BOX, colors="cividis", log=True, low=1e-12, high=1.0)],
                "Error of ∂f/∂x",
                equal=True,
                x_label="x",
                y_label="y",
            ),
            _against_h(
                [cursor("step h"), *curves],
                "Over the whole map",
                h,
                (1e-12, 1.0, "log"),
                y_label="absolute error",
            ),
        ],
        alt="A map of the error of a central difference over two wells. Dark is a small "
        "error. As h shrinks, watch where the map is dark, and whether its pattern is smooth.",
        readout=[("largest error", _over(largest), ".2g"), ("median", _over(median), ".2g")],
        chaotic=True,
        still={"step h": 22},
    )


def _over(values: Array) -> Varying:
    """Values with one entry for each step h, as a channel."""
    return Varying(values, ("step h",))
