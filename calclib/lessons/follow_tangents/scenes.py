"""Lesson 13, one variable: tangents lead to roots, and how fast."""

from collections.abc import Callable
from typing import TypedDict

import numpy as np

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.formulas import function_of
from calclib.lessons.shared.frames import FLOOR, fading, room, window
from calclib.lessons.shared.jumps import draw_curve
from calclib.optimize import roots
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


JUMPS = 12  # how many jumps a scene of tangents shows, if none needs more
KINDS = ("free", "kept in a bracket")
SEARCHES: dict[str, Stroke] = {
    "bisection": {"color": 2, "dash": "dotted"},
    "secant": {"color": 0, "dash": "dashed"},
    "Newton": {"color": 1},
}
HALVINGS = 16
RACE_ALT = (
    "Three searches for a root, each with what leads it to its next point: an interval, a straight "
    "line through two points, or a tangent. On a logarithmic axis the error of each after every "
    "step: notice which of them falls along a straight line, and which bends."
)
PAST: Style = {"color": "muted", "width": 1.5, "dash": "dotted"}


def newton_in_bracket(
    f: Function | str | Callable[..., Array],
    start: float,
    low: float,
    high: float,
    steps: int = 50,
    tolerance: float = 1e-12,
) -> Array:
    """Newton's iterates, but a jump that leaves the bracket becomes its midpoint.

    f: a Function of one variable, text or a callable, with a change of sign from low to high. Each
    iterate takes the place of one end, so that a root always lies between.
    Source: Press, Teukolsky, Vetterling & Flannery 2007, Numerical Recipes, section 9.4.

    >>> newton_in_bracket("x^3 - 2x + 2", 0.0, -3.0, 1.0)[:4].round(3)
    array([ 0.   , -1.5  , -1.842, -1.773])
    """
    f = f if isinstance(f, Function) else Function(f)
    points = [float(start)]
    side = np.sign(f(low))
    for _ in range(steps):
        x = points[-1]
        height = float(f(x))
        slope = float(f.gradient([x])[0])
        if height == 0 or (len(points) > 1 and abs(x - points[-2]) <= tolerance * (1 + abs(x))):
            break
        low, high = (x, high) if np.sign(height) == side else (low, x)
        jump = x - height / slope if slope and np.isfinite(slope) else np.nan
        points.append(jump if low < jump < high else (low + high) / 2)
    return np.array(points)


def bracket(f: Function, start: float) -> tuple[float, float] | None:
    """From a start to the nearest place looked at where f has the other sign, or None.

    >>> bracket(Function("x^3 - 2x + 2"), 0.0)
    (-2.0, 0.0)
    """
    here = float(f(start))
    unit = (1 + abs(start)) / 2
    for far in unit * np.arange(1, 41):
        for place in (float(start - far), float(start + far)):
            if here * float(f(place)) < 0:
                return min(start, place), max(start, place)
    return None


def follow_the_tangents(f: str = "x^2 - 2", start: float = 2.0) -> Scene:
    """Follow the tangent from a point of the curve to the axis, again and again.

    Where f changes sign nearby, a second kind of run keeps such a bracket, and halves it in place
    of a jump that leaves it. The slider goes as far as the run that takes longest to a root.

    f: text in x.
    start: where the first tangent touches.
    Raises ValueError where f has no value at the start.

    >>> follow_the_tangents().axis("step").count
    13
    """
    curve = function_of(f, "x")
    if not np.isfinite(curve(start)):
        raise ValueError(f"{f} has no value at {start:g}; start somewhere else.")
    free = roots.newton(curve, start)
    found = [(free.points, free.status)]
    ends = bracket(curve, start)
    if ends is not None:
        kept = newton_in_bracket(curve, start, *ends)
        found.append((kept, f"converged at step {len(kept) - 1}"))
    needed = [len(points) - 1 for points, status in found if status.startswith("converged")]
    steps = max([JUMPS, *needed])
    runs = [_fill(points, status, steps) for points, status in found]
    x = Varying(np.stack(runs, axis=1), ("step", "jumps"))
    heights = Varying(np.asarray(curve(x.values)), x.axes)
    seen = window(np.concatenate(runs), start)
    over = np.linspace(*seen, 321)
    shape = np.where(np.isfinite(curve(over)), curve(over), np.nan)
    frame = _around_zero(shape)
    touching = [
        line(seen, (0.0, 0.0), color="muted", width=1),
        draw_curve(curve, over, color="ink", width=2.5),
        *_tangent(x, heights),
        dots(x, heights, color=1, size=9),
        dots(x, Varying(0 * x.values, x.axes), color=1, size=7, marker="cross"),
        *_endings(found, steps, seen, frame),
    ]
    error = Varying(np.maximum(np.abs(heights.values), FLOOR), x.axes)
    return Scene(
        [
            Axis("step", range(steps + 1), play=True, duration=8.0),
            Axis("jumps", KINDS[: len(runs)]),
        ],
        [
            Panel(touching, "The curve and its tangents", x=seen, y=frame, x_label="x"),
            fading(error, "Distance from zero, |f(x)|", 1e3),
        ],
        alt=f"From a point of the curve {f} its tangent is followed to the axis, and "
        "from there the next tangent begins. Notice how the height changes from jump to jump; "
        "when the run has ended, words above the curve say how.",
        readout=[("x", x, ".6f"), ("f(x)", heights, ".3g")],
        still={"step": 1},
    )


def one_jump_from_every_start(f: str = "x^2 - 2", start: float = 0.4, end: float = 3.0) -> Scene:
    """Slide the start along the axis: where does one tangent lead from each place?

    f: text in x with a root between start and end.
    start, end: the ends of the slider.
    Raises ValueError where f does not change sign between the two.

    >>> one_jump_from_every_start().axis("start").count
    105
    """
    curve = function_of(f, "x")
    root = roots.bisection(curve, start, end, steps=200, tolerance=0.0).points[-1]
    places = np.unique(np.append(np.linspace(start, end, 104), root))
    height = np.asarray(curve(places))
    slope = curve.gradient(places[:, None])[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        foot = places - height / slope
    axes = ("start",)
    here = Varying(places, axes)
    lands = Varying(foot, axes)
    low = min(start, root)
    seen = (low - 0.15 * (end - low), end + 0.15 * (end - low))
    over = np.linspace(*seen, 161)
    tangent = height[:, None] + slope[:, None] * (np.array(seen) - places[:, None])
    frame = _around_zero(np.asarray(curve(np.linspace(start, end, 61))))
    before = np.abs(places - root)
    after = np.abs(foot - root)
    return Scene(
        [Axis("start", places, play=True, labels=[f"{x:.3f}" for x in places], duration=9.0)],
        [
            Panel(
                [
                    line(seen, (0.0, 0.0), color="muted", width=1),
                    draw_curve(curve, over, color="ink", width=2.5),
                    line(seen, Varying(tangent, axes), color=2, width=2.0),
                    dots(here, Varying(height, axes), color=1, size=9),
                    dots(lands, 0.0, color=0, size=9, marker="cross"),
                ],
                "The tangent and its foot",
                x=seen,
                y=frame,
                x_label="x",
            ),
            Panel(
                [
                    line(seen, seen, color="muted", dash="dashed", label="where it started"),
                    line(here, lands, color=0, width=2.5, grows=True),
                    dots([root], [root], color="ink", marker="cross", size=9, label="root"),
                    dots(here, lands, color=0, size=9),
                ],
                "Where the jump lands",
                x=seen,
                y=seen,
                x_label="start",
                y_label="landing place",
            ),
        ],
        alt=f"The start slides along the axis below the curve {f}, with the tangent at the start "
        "and the place where that tangent meets the axis. The second panel collects this place "
        "for every start. Notice how fast it moves when the start passes the root.",
        readout=[
            ("lands at", lands, ".4f"),
            ("error before", Varying(before, axes), ".4f"),
            ("error after", Varying(after, axes), ".5f"),
        ],
        still={"start": len(places) // 4},
    )


def three_searches(f: str = "x^2 - 2", low: float = 1.0, high: float = 2.0) -> Scene:
    """Race bisection, secant and Newton to a root; the error of each on a logarithmic axis.

    f: text in x that changes sign between low and high. Newton starts at high, the secant at high
    and at the middle.

    >>> three_searches().axis("search").labels
    ('bisection', 'secant', 'Newton')
    """
    curve = Function(f, variables=("x",))
    aim = roots.bisection(curve, low, high, steps=200, tolerance=0.0).points[-1]
    found = (  # in the order of SEARCHES
        roots.bisection(curve, low, high),
        roots.secant(curve, high, (low + high) / 2),
        roots.newton(curve, high),
    )
    shown = ("step", "search")
    seen = (low - 0.1, high + 0.1)
    steps = np.arange(HALVINGS + 1)
    over = np.linspace(*seen, 161)
    x = np.stack([_fill(one.points, "converged", HALVINGS) for one in found], axis=1)
    leads = np.stack([_lead(curve, one) for one in found], axis=1)
    error = Varying(np.maximum(np.abs(x - aim), FLOOR), shown)
    looks = enumerate(SEARCHES.items())
    now = Varying(steps.astype(float), ("step",))
    curves = [
        line(now, Varying(error.values[:, k], ("step",)), label=name, grows=True, **look)
        for k, (name, look) in looks
    ]
    return Scene(
        [Axis("step", steps, play=True), Axis("search", tuple(SEARCHES), first=2)],
        [
            Panel(
                [
                    line(seen, (0.0, 0.0), color="muted", width=1),
                    draw_curve(curve, over, color="ink", width=2.5),
                    line(Varying(leads[..., 0], shown), Varying(leads[..., 1], shown), color=2),
                    dots(Varying(x, shown), 0.0, color=1, size=9),
                ],
                title="What leads to the next point",
                x=seen,
                x_label="x",
            ),
            Panel(
                [*curves, dots(now, error, color="ink", size=9)],
                title="Distance to the root",
                y=(1e-16, 2.0, "log"),
                x_label="step",
            ),
        ],
        alt=RACE_ALT,
        readout=[("x", Varying(x, shown), ".6f"), ("error", error, ".2g")],
        still={"step": 1},
    )


def _endings(
    found: list[tuple[Array, str]],
    steps: int,
    seen: tuple[float, float],
    frame: tuple[float, float],
) -> list[Mark]:
    """How each kind of run ended, in words that stand above the curve once it is so."""
    marks = []
    for k, (points, status) in enumerate(found):
        ended = len(points) - 1 if status.startswith("converged") else steps
        shown = np.full((steps + 1, len(found)), np.nan)
        shown[ended:, k] = np.mean(seen)
        high = frame[1] - 0.07 * (frame[1] - frame[0])
        marks.append(text(Varying(shown, ("step", "jumps")), high, status))
    return marks


def _fill(points: Array, status: str, steps: int) -> Array:
    """A record of so many steps: a run that ended well stays where it is, another has gaps."""
    rest = points[-1] if status.startswith(("converged", "cycle")) else np.nan
    padded = np.full(steps + 1, rest)
    padded[: len(points)] = points[: steps + 1]
    return padded


def _tangent(x: Varying, heights: Varying) -> list[Mark]:
    """Up from the axis to the curve, then down the tangent to the axis."""
    after = np.append(x.values[1:], np.full((1, x.values.shape[1]), np.nan), axis=0)
    zero = 0 * x.values
    down = np.stack([x.values, after], axis=-1), np.stack([heights.values, 0 * after], axis=-1)
    way = np.stack([[x.values, x.values], [zero, heights.values]]).transpose(0, 3, 2, 1)
    way = way.reshape(2, x.values.shape[1], -1)  # along, up, along, up …
    past = np.arange(way.shape[-1]) <= 2 * np.arange(len(zero))[:, None, None] + 1
    return [
        line(*(Varying(np.where(past, one, np.nan), x.axes) for one in way), **PAST),
        line(*(Varying(one, x.axes) for one in down), color=2, width=2.5),
    ]


def _lead(f: Function, search: roots.Search) -> Array:
    """Bracket, chord or tangent of every step, as three points of one line (steps + 1, 3, 2)."""
    x = _fill(search.points, "", HALVINGS)
    after = np.append(x[1:], np.nan)
    before = np.append(np.nan, x[:-1])
    zero = 0 * x
    high = np.asarray(f(x))
    places = [[x, zero], [x, high], [after, zero]]
    if search.brackets is not None and len(search.brackets) == len(search.points):
        low, top = (_fill(end, "", HALVINGS) for end in search.brackets.T)
        places = [[low, zero], [x, zero], [top, zero]]
    elif search.brackets is not None:
        places[0] = [before, np.asarray(f(before))]
    return np.array(places).transpose(2, 0, 1)


def _around_zero(values: Array) -> tuple[float, float]:
    """A frame for the heights of a curve and the axis."""
    return room(np.append(values, 0.0))
