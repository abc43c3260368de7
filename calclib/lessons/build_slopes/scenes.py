"""Lesson 3, the rules: slopes of products, chains and inverses, and of four activations."""

from functools import partial

import numpy as np

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.directions import directions
from calclib.lessons.shared.jumps import curve_with_gaps, draw_curve
from calclib.lessons.shared.slopes import slope_at
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, area, cursor, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

H = np.geomspace(0.5, 1e-3, 81)  # by how much x grows under a rectangle
STRETCH = np.geomspace(0.5, 1e-3, 81)  # how long a stretch of a number line is
FOLLOWED = np.linspace(-1.0, 1.0, 9)  # the points, in units of h, that go from line to line
LEVELS = (2.0, 1.0, 0.0)  # the heights at which three number lines are drawn
MIRROR = (-2.6, 4.8)  # both sides of the square in which a curve is reflected
PARTS: dict[str, Style] = {
    "side": {"color": 0, "opacity": 0.55},
    "top": {"color": 1, "opacity": 0.55},
    "corner": {"color": 3, "opacity": 0.85},
}
LABELS = {"side": "strip Δu · v", "top": "strip u · Δv", "corner": "corner Δu · Δv"}
ACTIVATIONS: dict[str, tuple[str, Style]] = {
    "ReLU": ("relu(x)", {"color": 1}),
    "softplus": ("softplus(x)", {"color": 0, "dash": "dashed"}),
    "tanh": ("tanh(x)", {"color": 2, "dash": "dotted"}),
    "sigmoid": ("sigmoid(x)", {"color": 3}),
}


def growing_rectangle(u: str = "x^2", v: str = "1 + x", x: float = 1.0) -> Scene:
    """Let both sides of a rectangle grow as x grows by h, and divide what is gained by h.

    u(x + h) v(x + h) − u v = Δu v + u Δv + Δu Δv: two strips and a corner. Divided by h they tend
    to u′v, to uv′ and to 0.

    u, v: the sides, texts in x.
    x: where the rectangle stands before it grows.
    Raises ValueError where a side is not above zero, or has no slope there.

    >>> scene = growing_rectangle()
    >>> [round(float(number.channel.values[-1, 0]), 3) for number in scene.numbers]
    [4.002, 1.0, 0.002]
    """
    before = [_side(words, x) for words in (u, v)]
    after = [_grown(words, x) for words in (u, v)]
    gained = _gained_areas(before, after)
    far = [max(side, float(grown.max())) for side, grown in zip(before, after, strict=True)]
    per_h = {name: Varying(areas / H, ("h",)) for name, areas in gained.items()}
    return Scene(
        [Axis("h", H, scale="log", play=True)],
        [
            Panel(
                _rectangles(before, after),
                f"u = {u} wide, v = {v} high",
                x=(-0.04 * far[0], 1.06 * far[0]),
                y=(-0.04 * far[1], 1.06 * far[1]),
                x_label="u",
                y_label="v",
            ),
            _shares_panel(gained),
        ],
        alt="A rectangle whose sides grow while x grows by h: two strips and a corner are gained. "
        "Beside it each of the three areas, divided by h, is drawn against h: watch what is left "
        "of each as h shrinks.",
        readout=[
            ("strip Δu v / h", per_h["side"], ".3f"),
            ("strip u Δv / h", per_h["top"], ".3f"),
            ("corner / h", per_h["corner"], ".4f"),
        ],
        still={"h": 16},
    )


def _side(words: str, x: float) -> float:
    """The length of a side before it grows."""
    side = Function(words, variables=("x",))
    length = float(side(x))
    if not length > 0:
        raise ValueError(
            f"A side of a rectangle is longer than zero, but {words} is {length:g} at x = {x:g}; "
            "choose another side or place."
        )
    if not np.isfinite(slope_at(side, x)):
        raise ValueError(f"{words} has no slope at x = {x:g}; choose another side or place.")
    return length


def _grown(words: str, x: float) -> Array:
    """The length of a side at x + h, for each h."""
    grown = np.asarray(Function(words, variables=("x",))(x + H)) + 0 * H
    if not np.isfinite(grown).all():
        raise ValueError(
            f"{words} has no value between {x:g} and {x + H[0]:g}; choose another place."
        )
    return grown


def _gained_areas(before: list[float], after: list[Array]) -> dict[str, Array]:
    """The areas of the two strips and of the corner, (n,) each, for each h."""
    u, v = before
    wider = after[0] - u
    higher = after[1] - v
    return {"side": wider * v, "top": u * higher, "corner": wider * higher}


def _rectangles(before: list[float], after: list[Array]) -> list[Mark]:
    """The rectangle as it stood, and around it the strips and the corner for each h."""
    u, v = before
    wide = Varying(np.stack([np.full_like(H, u), after[0]], axis=-1), ("h",))
    high = Varying(np.stack([after[1], after[1]], axis=-1), ("h",))
    over = Varying(np.stack([after[1], after[1], 0 * H], axis=-1), ("h",))
    across = Varying(np.stack([0 * H, after[0], after[0]], axis=-1), ("h",))
    return [
        area([0.0, u], [v, v], color="muted", opacity=0.2),
        area(wide, [v, v], **PARTS["side"] | {"label": LABELS["side"]}),
        area([0.0, u], high, [v, v], **PARTS["top"] | {"label": LABELS["top"]}),
        area(wide, high, [v, v], **PARTS["corner"] | {"label": LABELS["corner"]}),
        line(across, over, color="ink", width=1.5),
        line([0.0, u, u], [v, v, 0.0], color="ink", width=1, dash="dotted"),
    ]


def _shares_panel(gained: dict[str, Array]) -> Panel:
    """What each part adds to the area for each unit of h, one on top of the other."""
    base = np.zeros_like(H)
    marks: list[Mark] = []
    for name, areas in gained.items():
        top = base + areas / H
        color = PARTS[name]["color"]
        marks.append(area(H, top, base, **PARTS[name]))
        marks.append(line(H, top, color=color))
        marks.append(dots(Varying(H, ("h",)), Varying(top, ("h",)), color=color, size=8))
        base = top
    return Panel(
        [*marks, cursor("h")],
        "The three areas, divided by h",
        x=(H[-1], H[0], "log"),
        x_label="h (smaller to the left)",
        y_label="area / h",
    )


def three_number_lines(g: str = "x^2", f: str = "u + u^2", x: float = 1.0) -> Scene:
    """Map a stretch of length h from the line of x to that of u = g(x) and on to that of y = f(u).

    All three lines are magnified 1/h times about the points x, g(x) and f(g(x)), so that a map
    that stretches by its slope alone takes evenly spaced points to evenly spaced points.

    g: text in x.
    f: text in u.
    x: the place.
    Raises ValueError where one of the two has no slope there.

    >>> scene = three_number_lines()
    >>> [round(float(number.channel.values[-1, 0]), 2) for number in scene.numbers]
    [2.0, 3.0, 6.01]
    """
    inner = Function(g, variables=("x",))
    outer = Function(f, variables=("u",))
    u = float(inner(x))
    y = float(outer(u))
    for words, at, slope in ((g, x, slope_at(inner, x)), (f, u, slope_at(outer, u))):
        if not np.isfinite(slope):
            raise ValueError(f"{words} has no slope at {at:g}; choose another function or place.")
    h = STRETCH[:, None]
    start = x + h * FOLLOWED
    first = np.asarray(inner(start)) + 0 * start
    second = np.asarray(outer(first)) + 0 * start
    away = [np.tile(FOLLOWED, (len(STRETCH), 1)), (first - u) / h, (second - y) / h]
    with np.errstate(all="ignore"):  # where g is level, u does not move
        stretches = {
            "g stretches by": away[1][:, -1],
            "f stretches by": away[2][:, -1] / away[1][:, -1],
            "both by": away[2][:, -1],
        }
    widest = 1.8 * max(1.0, *(float(np.abs(places[-1]).max()) for places in away[1:]))
    places = (("x", x), ("u", u), ("y", y))
    names = [f"{name} = {place:.3g}".replace("-", "−") for name, place in places]
    return Scene(
        [Axis("h", STRETCH, scale="log", play=True)],
        [
            Panel(
                _number_lines(away, widest, names),
                f"u = {g}, then y = {f}",
                x=(-1.5 * widest, widest),
                y=(-0.4, 2.5),
                frame=False,
            ),
        ],
        alt="Three number lines, one below the other, magnified the more the smaller h is. Points "
        "about x are carried to the line of u and on to the line of y: watch by how much each "
        "map stretches them, and how evenly. At the right stands where the stretch h ends.",
        readout=[(name, Varying(stretch, ("h",)), "+.3f") for name, stretch in stretches.items()],
        still={"h": 20},
    )


def _number_lines(away: list[Array], widest: float, names: list[str]) -> list[Mark]:
    """Three number lines, the points on them, and the path of each point from line to line."""
    marks: list[Mark] = []
    for level, name in zip(LEVELS, names, strict=True):
        marks.append(line([-widest, widest], [level, level], color="muted", width=1))
        marks.append(text(-1.45 * widest, level, name, anchor="start"))
    for k in (0, 1):
        paths = np.stack([away[k], away[k + 1]], axis=-1)
        heights = np.tile(LEVELS[k : k + 2], (len(FOLLOWED), 1))
        marks.append(line(Varying(paths, ("h",)), heights, color="muted", width=1))
    for k, (level, places) in enumerate(zip(LEVELS, away, strict=True)):
        ahead = np.stack([0 * places[:, -1], places[:, -1]], axis=-1)
        stretched = Varying(ahead, ("h",))
        marks.append(line(stretched, [level, level], color=k, width=6))
        marks.append(dots(Varying(places, ("h",)), np.full(len(FOLLOWED), level), color=k, size=7))
        end = Varying(places[:, -1:], ("h",))
        beside = 0.14 if k < 2 else -0.2  # below the last line, since paths come down to it
        marks.append(text(widest, level + beside, "{:+.2f} h", value=end, anchor="end"))
    return marks


def curve_and_mirror(f: str = "x^2") -> Scene:
    """Reflect a climbing curve in the diagonal: the graph of its inverse, with both tangents.

    A tangent of slope m goes m up for each 1 across. Its mirror image goes m across for each 1 up.

    f: text in x; the longest piece on which it climbs is shown.
    Raises ValueError where it climbs nowhere in the window.

    >>> slopes = [number.channel.values[:, 0] for number in curve_and_mirror().numbers]
    >>> bool(np.allclose(slopes[0] * slopes[1], 1))
    True
    """
    curve = Function(f, variables=("x",))
    low, high = _climbing_piece(curve)
    stops = np.linspace(low, high, 97)
    fine = np.linspace(low, high, 401)
    heights = np.asarray(curve(stops))
    slope = slope_at(curve, stops)
    # A tangent of one length, whatever its slope: the cosine and the sine of its angle.
    across, up = directions(np.degrees(np.arctan(slope))).T
    marks = [
        line(MIRROR, MIRROR, color="muted", width=1, dash="dashed"),
        draw_curve(curve, fine, color="ink", label=f),
        line(*reversed(curve_with_gaps(curve, fine)), color=0, label="its inverse"),
    ]
    marks += _tangent_with_legs([stops, heights], [across, up], "ink")
    marks += _tangent_with_legs([heights, stops], [up, across], 0)
    return Scene(
        [Axis("x", stops, play=True, duration=8.0, first=24)],
        [
            Panel(
                marks,
                "A curve and its mirror image",
                x=MIRROR,
                y=MIRROR,
                equal=True,
                x_label="x",
                y_label="y",
            )
        ],
        alt=f"The curve {f} where it climbs, and its mirror image in the diagonal, each with a "
        "tangent and the legs of its slope. As the point climbs, compare the legs of the two "
        "tangents.",
        readout=[
            (f"slope of {f}", Varying(slope, ("x",)), ".3f"),
            ("slope of the inverse", Varying(1 / slope, ("x",)), ".3f"),
        ],
        still={"x": 84},
    )


def _climbing_piece(f: Function) -> tuple[float, float]:
    """The ends of the longest piece of the window on which f climbs and stays in the window."""
    low, high = MIRROR
    x = np.linspace(low, high, 741)
    y = np.asarray(f(x)) + 0 * x
    climbs = (slope_at(f, x) > 0.02) & (y > low) & (y < high)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], climbs.astype(int), [0]])))
    pieces = ends.reshape(-1, 2)
    lengths = pieces[:, 1] - pieces[:, 0]
    if not lengths.size or lengths.max() < 20:
        raise ValueError(f"The graph of {f.name or f.expression} climbs nowhere in this window.")
    first, after = pieces[lengths.argmax()]
    return float(x[first]), float(x[after - 1])


def _tangent_with_legs(point: list[Array], step: list[Array], color: int | str) -> list[Mark]:
    """A tangent through a point for each x: a step to both sides, its two legs, and the point."""
    x, y = point
    run, rise = step
    legs = [
        Varying(np.stack([x - run, x + run, x + run], axis=-1), ("x",)),
        Varying(np.stack([y - rise, y - rise, y + rise], axis=-1), ("x",)),
    ]
    tangent = [Varying(leg.values[:, ::2], ("x",)) for leg in legs]
    here = [Varying(values, ("x",)) for values in point]
    return [
        line(*legs, width=1, dash="dotted", color=color),
        line(*tangent, width=3, color=color),
        dots(*here, size=9, color=color),
    ]


def four_activations() -> Scene:
    """Sweep ReLU, softplus, tanh and sigmoid together: values on the left, slopes on the right.

    >>> [round(float(np.nanmax(slope.values)), 2) for _, slope, _ in four_activations().numbers]
    [1.0, 0.99, 1.0, 0.25]
    """
    stops = np.linspace(-5, 5, 101)
    fine = np.linspace(-5, 5, 401)
    values: list[Mark] = [cursor("x")]
    slopes: list[Mark] = [cursor("x")]
    readout = []
    for name, (words, style) in ACTIVATIONS.items():
        f = Function(words, variables=("x",))
        here, steep = (Varying(y, ("x",)) for y in (f(stops), slope_at(f, stops)))
        at = Varying(stops, ("x",))
        values += [
            draw_curve(f, fine, **style | {"label": name}),
            dots(at, here, color=style["color"]),
        ]
        slopes += [
            draw_curve(partial(slope_at, f), fine, **style | {"label": name}),
            dots(at, steep, color=style["color"]),
        ]
        readout.append((f"{name}′", steep, ".3f"))
    panel = partial(Panel, x=(-5, 5), x_label="x")
    return Scene(
        [Axis("x", stops, play=True)],
        [
            panel(values, "Four activations", y=(-1.2, 5)),
            panel(slopes, "Their derivatives", y=(-0.05, 1.1)),
        ],
        alt="Four activations, ReLU, softplus, tanh and sigmoid, and beside them their "
        "derivatives. A cursor sweeps over both: compare how high the four curves of slopes reach.",
        readout=readout,
        still={"x": 62},
    )
