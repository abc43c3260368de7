"""Lesson 14, one variable: tangents jump to roots, and parabolas to level points."""

from collections.abc import Callable
from typing import TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize import roots
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import Newton
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, arrows, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


JUMPS = 12  # how many jumps a scene of tangents shows
KINDS = ("free", "kept in a bracket")
REACH = 3.0  # iterates farther than REACH (1 + |start|) leave the frame
SEARCHES: dict[str, Stroke] = {
    "bisection": {"color": 2, "dash": "dotted"},
    "secant": {"color": 0, "dash": "dashed"},
    "Newton": {"color": 1},
}
HALVINGS = 16
DAMPINGS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
FLOOR = 1e-16
RACE_ALT = (
    "Three searches for a root. On a logarithmic axis the error of bisection falls along a "
    "straight line; that of the secant bends down, and Newton's bends down hardest: the number "
    "of right digits doubles with every step."
)
PARABOLA_ALT = (
    "A parabola with the slope and the curvature of {} touches it, and the point jumps to where "
    "the parabola is level: a minimum where it bends up, a maximum where it bends down. Damping "
    "shortens the jumps and turns them downhill."
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

    f: text in x. start: where the first tangent touches. Where f changes sign nearby, a second
    kind of run keeps such a bracket, and halves it in place of a jump that leaves it.
    Raises ValueError where f has no value at the start.

    >>> follow_the_tangents().panels[0].title
    'Newton, free: converged at step 5'
    """
    curve = Function(f, variables=("x",))
    if not np.isfinite(curve(start)):
        raise ValueError(f"{f} has no value at {start:g}; start somewhere else.")
    free = roots.newton(curve, start)
    runs = [_fill(free.points, free.status)]
    ends = bracket(curve, start)
    if ends is not None:
        kept = newton_in_bracket(curve, start, *ends, steps=JUMPS)
        runs.append(_fill(kept, "converged"))
    x = Varying(np.stack(runs, axis=1), ("step", "jumps"))
    heights = Varying(np.asarray(curve(x.values)), x.axes)
    seen = _window(np.concatenate(runs), start)
    over = np.linspace(*seen, 321)
    shape = np.where(np.isfinite(curve(over)), curve(over), np.nan)
    touching = [
        line(seen, (0.0, 0.0), color="muted", width=1),
        line(over, shape, color="ink", width=2.5),
        *_tangent(x, heights),
        dots(x, heights, color=1, size=9),
        dots(x, Varying(0 * x.values, x.axes), color=1, size=7, marker="cross"),
    ]
    error = Varying(np.maximum(np.abs(heights.values), FLOOR), x.axes)
    return Scene(
        [
            Axis("step", range(JUMPS + 1), play=True, duration=8.0),
            Axis("jumps", KINDS[: len(runs)]),
        ],
        [
            Panel(
                touching, f"Newton, free: {free.status}", x=seen, y=_around_zero(shape), x_label="x"
            ),
            _fading(error, "Distance from zero, |f(x)|", 1e3),
        ],
        alt=f"From a point of the curve {f} its tangent is followed to the axis, and "
        "from there the next tangent begins. Near a root the height falls off faster and faster.",
        readout=[("x", x, ".6f"), ("f(x)", heights, ".2e")],
        still={"step": 1},
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
    curves = [line(steps, error.values[:, k], label=name, **look) for k, (name, look) in looks]
    return Scene(
        [Axis("step", steps, play=True), Axis("search", tuple(SEARCHES), first=2)],
        [
            Panel(
                [
                    line(seen, (0.0, 0.0), color="muted", width=1),
                    line(over, curve(over), color="ink", width=2.5),
                    line(Varying(leads[..., 0], shown), Varying(leads[..., 1], shown), color=2),
                    dots(Varying(x, shown), 0.0, color=1, size=9),
                ],
                title="What leads to the next point",
                x=seen,
                x_label="x",
            ),
            Panel(
                [*curves, dots(Varying(steps, ("step",)), error, color="ink", size=9)],
                title="Distance to the root",
                y=(1e-16, 2.0, "log"),
                x_label="step",
            ),
        ],
        alt=RACE_ALT,
        readout=[("x", Varying(x, shown), ".6f"), ("error", error, ".1e")],
        still={"step": 1},
    )


def jump_to_the_level_point(
    f: str = "(x^2 - 1)^2/4 + x/10", start: float = 1.5, steps: int = JUMPS
) -> Scene:
    """Fit a parabola to the curve and jump to its level point, lowest or highest, and again.

    f: text in x. start: where to begin; dragged. The slider adds the damping λ to the curvature of
    the parabola: shorter jumps, and with enough of it only downhill.

    >>> jump_to_the_level_point(start=0.3).panels[0].title
    'Without damping: a maximum'
    """
    curve = Function(f, variables=("x",))
    rate = sweep(DAMPINGS)
    path = descend(curve, [start], Newton(damping=rate), steps, names=("damping λ",))
    x = path.points[..., 0]
    wide = max(1.0, abs(start))
    bend = curve.hessian(path.points[...])[..., 0, 0] + np.array(DAMPINGS)
    seen = _window(np.append(x, [-wide, wide]), start)
    over = np.linspace(*seen, 121)
    shape = np.where(np.isfinite(curve(over)), curve(over), np.nan)
    steep = np.maximum(np.abs(path.gradients[..., 0]), FLOOR)
    bends = Varying(bend, path.axes)
    marks = [
        line(over, shape, color="ink", width=2.5, label="L"),
        *_parabola(path, bend, over),
        dots(x, path.values, color=1, size=10),
    ]
    return Scene(
        [
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("damping λ", DAMPINGS, labels=[f"{d:g}" for d in DAMPINGS]),
        ],
        [
            Panel(
                marks,
                f"Without damping: {_where(curve, path)}",
                x=seen,
                y=_room(shape),
                x_label="x",
                y_label="L",
                drag="start",
                width=1.2,
            ),
            _fading(Varying(steep, path.axes), "Slope, |L′(x)|", 1e2),
        ],
        alt=PARABOLA_ALT.format(f),
        readout=[("x", x, ".6f"), ("loss", path.values), ("curvature + λ", bends)],
        still={"step": 0},
    )


def _parabola(path: Path, bend: Array, over: Array) -> list[Mark]:
    """The parabola of every point, over some places, and the arrow to where it is level."""
    x = path.points[..., 0]
    height = path.values
    slope = path.gradients[..., 0]
    away = over - x[..., None]
    model = height[..., None] + slope[..., None] * away + bend[..., None] * away**2 / 2
    jump = np.append(np.diff(x, axis=0), np.full((1, x.shape[1]), np.nan), axis=0)
    fall = slope * jump + bend * jump**2 / 2
    arrow = [Varying(one, path.axes) for one in (jump, fall)]
    return [
        line(over, Varying(model, path.axes), color=0, dash="dashed", label="parabola"),
        arrows(x, height, *arrow, color=2),
    ]


def _where(f: Function, path: Path) -> str:
    """What the run without damping came to, in words."""
    status = str(path.status[0])
    if not status.startswith(("converged", "flat")):
        return status
    bend = float(f.hessian(path.points[-1, 0])[0, 0])
    return "a minimum" if bend > 1e-6 else "a maximum" if bend < -1e-6 else "no curvature there"


def _fill(points: Array, status: str, steps: int = JUMPS) -> Array:
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


def _window(points: Array, start: float) -> tuple[float, float]:
    """How much of the axis to show: the points that are not far away, and some room."""
    near = points[np.isfinite(points) & (np.abs(points) <= REACH * (1 + abs(start)))]
    low, high = float(near.min()), float(near.max())
    pad = max(0.12 * (high - low), 0.2)
    return low - pad, high + pad


def _room(values: Array) -> tuple[float, float]:
    """A frame for the heights of a curve, with room below it."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    pad = 0.25 * (high - low) or 1.0
    return low - pad, high + 0.4 * pad


def _around_zero(values: Array) -> tuple[float, float]:
    """A frame for the heights of a curve and the axis."""
    return _room(np.append(values, 0.0))


def _fading(values: Varying, title: str, top: float) -> Panel:
    """A size against the step, on a logarithmic axis, with a dot where the run is now."""
    step = Varying(np.arange(len(values.values), dtype=float), ("step",))
    return Panel(
        [line(values, color=1), dots(step, values, color=1, size=10)],
        title=title,
        y=(FLOOR, top, "log"),
        x_label="step",
    )
