"""What a 3-D panel shows: its box, its surfaces far to near, and what of the marks can be seen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.ticker import LogLocator, MaxNLocator

from calclib.stage.camera import Reach, boxed, cut, reach_of, sides
from calclib.stage.marks import Array, Mark
from calclib.stage.palette import TRANSPARENT
from calclib.stage.picture.ink import (
    HALO,
    INK,
    MARKERS,
    MUTED,
    POINT,
    Here,
    Now,
    inks_of,
    stroke_of,
)
from calclib.stage.sight import Sight
from calclib.stage.words import filled, written

RULE = "#d9d9d9"
ROOM = 1.16  # how much wider than the box its panel is, for the words around it
Stand: TypeAlias = tuple[Sight, Sequence[Reach]]
SolidPainter: TypeAlias = Callable[[Axes, Mark, Now, Here, Stand], None]


def paint_solid(
    ax: Axes, panel: Any, marks: Sequence[Mark], reaches: Sequence[Reach], nows: Sequence[Now]
) -> Stand:
    """Set up a 3-D panel: its box, its words and its surfaces; the rest is painted over them."""
    half = sides(reaches, panel.equal)
    surfaces = [(m, now) for m, now in zip(marks, nows, strict=True) if m.kind == "surface"]
    grounds = [
        _ground(mark, now, reaches, half) for mark, now in surfaces if mark.style["opacity"] >= 1
    ]
    sight = Sight(panel.camera, half, grounds)
    across, up = reach_of(half, panel.camera[1])
    ax.set(xlim=(-ROOM * across, ROOM * across), ylim=(-ROOM * up, ROOM * up))
    ax.set_aspect("equal", adjustable="box")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    _box(ax, (sight, reaches), (panel.x_label, panel.y_label, panel.z_label))
    if any(mark.style["clipped"] for mark, _ in surfaces):
        words = f"clipped at {written(reaches[2][1][1], '.3g')}"
        ax.text(1, 1, words, ha="right", va="top", color=MUTED, size=8, transform=ax.transAxes)
    faces = [_faces(mark, now, (sight, reaches)) for mark, now in surfaces]
    if faces:
        polygons = [polygon for polygons, _, _ in faces for polygon in polygons]
        order = np.argsort(np.concatenate([near for _, near, _ in faces]), kind="stable")
        inks = np.concatenate([inks for _, _, inks in faces])[order]
        quads = [polygons[k][:, :2] for k in order]
        seams = np.where(inks[:, 3:] < 1, 0, inks)  # a thin edge hides the seams between quads
        ax.add_collection(
            PolyCollection(quads, facecolors=inks, edgecolors=seams, linewidths=0.3, zorder=2)
        )
    return sight, reaches


def _ground(mark: Mark, now: Now, reaches: Sequence[Reach], half: Array) -> tuple[Array, Array]:
    """The heights and the box of a surface, in units of the panel's box."""
    z = boxed(np.stack([now["z"]] * 3, axis=-1), [reaches[2]] * 3, half[[2, 2, 2]])[..., 2]
    x0, x1, y0, y1 = mark.style["box"]
    ends = boxed(np.array([[x0, y0, np.nan], [x1, y1, np.nan]]), reaches, half)
    return z, ends[:, :2].T.ravel()


def _faces(mark: Mark, now: Now, stand: Stand) -> tuple[list[Array], Array, Array]:
    """The quads of a surface as seen: polygons of (right, up, near), nearness, colours."""
    (sight, reaches), (x0, x1, y0, y1) = stand, mark.style["box"]
    rows, cols = now["z"].shape
    x, y = np.meshgrid(np.linspace(x0, x1, cols), np.linspace(y0, y1, rows))
    at = boxed(np.stack([x, y, now["z"]], axis=-1), reaches, sight.half)
    quads = np.stack([at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]], axis=2)
    shown = now["color"] != TRANSPARENT
    quads, light = quads[shown], now["light"][shown] / 255
    inks = to_rgba_array(mark.style["palette"])[now["color"][shown]]
    inks[:, :3] *= light[:, None]
    inks[:, 3] = mark.style["opacity"]
    whole = np.abs(quads[..., 2]).max(axis=1) <= sight.half[2] + 1e-6
    polygons = [q if w else _between(q, sight.half[2]) for q, w in zip(quads, whole, strict=True)]
    near = sight.place(quads)[..., 2].mean(axis=1)
    return [sight.place(polygon) for polygon in polygons], near, inks


def _between(polygon: Array, top: float) -> Array:
    """The part of a polygon (n, 3) of the box whose height is between −top and top."""
    for sign in (1, -1):
        kept = []
        for p, q in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            here, there = top - sign * p[2], top - sign * q[2]
            if here >= 0:
                kept.append(p)
            if (here >= 0) != (there >= 0):
                kept.append(p + here / (here - there) * (q - p))
        polygon = np.array(kept).reshape(-1, 3)
    return polygon


def _box(ax: Axes, stand: Stand, labels: Sequence[str]) -> None:
    """Floor, far walls, and three edges with ticks and a label."""
    sight, reaches = stand
    a, b, c = sight.half
    near = sight.place(np.array([[1.0, 0, 0], [0, 1.0, 0]]))[:, 2]
    sx, sy = a * np.where(near[0] >= 0, 1, -1), b * np.where(near[1] >= 0, 1, -1)
    walls = [[(-sx, sy, z), (-sx, -sy, z), (sx, -sy, z)] for z in (-c, c)]
    lines = [*walls, [(sx, -sy, -c), (sx, sy, -c), (-sx, sy, -c)]]
    lines += [[(x, y, -c), (x, y, c)] for x, y, _ in walls[0]]
    _strokes(ax, sight, lines, RULE)
    corners = np.array([(x, y, 0.0) for x in (a, -a) for y in (b, -b)])
    left = corners[np.argmin(sight.place(corners)[:, 0].round(6))]
    edges = [((0, sy, -c), 0, a, 9), ((sx, 0, -c), 1, b, np.sign(sy)), (tuple(left), 2, c, -1)]
    for middle, k, size, taken in edges[: 3 if sight.camera[1] < 80 else 2]:
        way = np.eye(3)[k] * size
        _strokes(ax, sight, [[middle - way, middle + way]], MUTED)
        out = _outward(sight, np.array(middle), k)
        for value in _ticks(reaches[k]):
            share = float(boxed(np.array([value]), [reaches[k]], np.ones(1))[0])
            place = sight.place(np.array(middle) + share * way)[:2]
            if abs(share - taken) > 0.1:
                _beside(ax, place, out, 9, written(value, ".4g"), MUTED)
        place = sight.place(np.array(middle))[:2]
        if k < 2:
            _beside(ax, place, out, 24, labels[k], INK)
    if sight.camera[1] < 80:
        ax.text(0, 1, labels[2], va="top", transform=ax.transAxes)


def _strokes(ax: Axes, sight: Sight, lines: Sequence[Any], ink: str) -> None:
    seen = [sight.place(np.array(line, float))[:, :2] for line in lines]
    ax.add_collection(LineCollection(seen, colors=ink, linewidths=0.8, zorder=1))


def _outward(sight: Sight, middle: Array, k: int) -> Array:
    """The way from an edge to its words, of length 1."""
    if k == 2:
        return np.array([-1.0, 0.0])
    way = (sight.place(middle) - sight.place(np.array([0, 0, middle[2]])))[:2]
    way = way / max(float(np.hypot(*way)), 1e-9) - [0, 0.4]
    return np.asarray(way / np.hypot(*way))


def _ticks(reach: Reach) -> Array:
    """Four or five round values of a scale."""
    scale, (low, high) = reach
    locator = LogLocator(numticks=5) if scale == "log" else MaxNLocator(5, steps=[1, 2, 2.5, 5, 10])
    values = np.asarray(locator.tick_values(low, high))
    span = 1e-9 * (high - low)
    return values[(values >= low - span) & (values <= high + span)]


def _beside(ax: Axes, place: Array, out: Array, gap: float, words: str, ink: str) -> None:
    across, up = out * gap + out * [2.2 * len(words), 3]
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": ink}
    size = 8 if ink == MUTED else 9
    offset: Any = "offset points"
    ax.annotate(words, tuple(place), (across, up), textcoords=offset, size=size, **look)


def _runs(now: Now, stand: Stand) -> Array:
    """The points of a mark in the box: (…, 3)."""
    sight, reaches = stand
    return boxed(np.stack([now[name] for name in "xyz"], axis=-1), reaches, sight.half)


def _curve(ax: Axes, mark: Mark, now: Now, here: Here, stand: Stand) -> None:
    for run, ink in zip(_runs(now, stand), inks_of(mark, len(now["x"])), strict=True):
        ends, _ = stand[0].pieces(run)
        ax.add_collection(LineCollection(list(ends), colors=ink, **stroke_of(mark.style)))


def _trail(ax: Axes, mark: Mark, now: Now, here: Here, stand: Stand) -> None:
    """The past, paler the longer it is gone."""
    stop = here[str(mark.along)].step
    for run, ink in zip(_runs(now, stand), inks_of(mark, len(now["x"])), strict=True):
        ends, reached = stand[0].pieces(run[: stop + 1])
        colors = np.tile(to_rgba(ink), (len(ends), 1))
        colors[:, 3] = (0.6 + 0.4 * reached / max(stop, 1)) * mark.style["opacity"]
        look = stroke_of(mark.style) | {"alpha": None, "capstyle": "round"}
        ax.add_collection(LineCollection(list(ends), colors=colors, **look))


def _dots(ax: Axes, mark: Mark, now: Now, here: Here, stand: Stand) -> None:
    style, points, sight = mark.style, _runs(now, stand), stand[0]
    inks = np.array(inks_of(mark, len(points)))
    seen = sight.inside(points) & sight.sees(points)
    x, y, _ = sight.place(points[seen]).T
    ax.scatter(
        x,
        y,
        s=(style["size"] * POINT) ** 2,
        c=list(inks[seen]),
        marker=MARKERS[style["marker"]],
        alpha=style["opacity"],
        edgecolors="white",
        linewidths=0.8,
        clip_on=False,
    )


def _arrows(ax: Axes, mark: Mark, now: Now, here: Here, stand: Stand) -> None:
    """The pieces of each shaft that can be seen, and its head where the tip can."""
    tips = {name: now[name] + now[by] for name, by in zip("xyz", "uvw", strict=True)}
    ends = np.stack([_runs(now, stand), _runs(tips, stand)], axis=1)
    sight = stand[0]
    seen = sight.inside(ends[:, 1]) & sight.sees(ends[:, 1])
    width = mark.style["width"] * POINT
    for way, headed, ink in zip(ends, seen, inks_of(mark, len(ends)), strict=True):
        pieces, _ = sight.pieces(way)
        look: Any = {"linewidths": width, "capstyle": "round"}
        ax.add_collection(LineCollection(list(pieces), colors=ink, **look))
        foot, tip = sight.place(way)[:, :2]
        if headed:
            head = {"arrowstyle": "-|>", "color": ink, "linewidth": width}
            near = tip + 1e-3 * (foot - tip)
            ax.annotate("", tuple(tip), tuple(near), arrowprops=head | {"shrinkA": 0, "shrinkB": 0})


def _text(ax: Axes, mark: Mark, now: Now, here: Here, stand: Stand) -> None:
    style, points = mark.style, _runs(now, stand)
    align: Any = {"start": "left", "middle": "center", "end": "right"}[style["anchor"]]
    for k, ink in enumerate(inks_of(mark, len(points))):
        if stand[0].inside(points[k]):
            value = float(now["value"][k]) if "value" in now else None
            words = style["words"] if value is None else filled(style["words"], value)
            look = {"ha": align, "va": "center", "size": style["size"] * POINT}
            place = stand[0].place(points[k])
            ax.text(place[0], place[1], words, color=ink, path_effects=HALO, **look)


def lost_solid(
    ax: Axes, marks: Sequence[Mark], nows: Sequence[Now], here: Here, stand: Stand
) -> None:
    """Show where the runs that are out of the box have left it, and say so once."""
    sight, words = stand[0], []
    for mark, now in zip(marks, nows, strict=True):
        if mark.kind != "trail":
            continue
        stop = here[str(mark.along)].step + 1
        for run, ink in zip(_runs(now, stand), inks_of(mark, len(now["x"])), strict=True):
            inside = sight.inside(run[:stop])
            if inside[-1] or not inside.any():
                continue
            last = int(np.flatnonzero(inside)[-1])
            gone = not np.isfinite(run[last + 1]).all()
            before = run[max(last - 1, 0)] if gone else run[last]
            way = sight.place((run[last] if gone else run[last + 1]) - before)[:2]
            way = way / max(float(np.hypot(*way)), 1e-9)
            _, share = cut(run[last : last + 1], run[last + 1 : last + 2], sight.half)
            edge = run[last] if gone else run[last] + share[0] * (run[last + 1] - run[last])
            tip = sight.place(edge)[:2]
            head = {"arrowstyle": "-|>", "color": ink, "linewidth": 1.6}
            ax.annotate("", tuple(tip), tuple(tip - 0.15 * way), arrowprops=head, zorder=4)
            diverged = not np.isfinite(run[stop - 1]).all()
            words.append((diverged, tip[0], tip[1]))
    if words:
        diverged, x, y = max(words, key=lambda one: one[0])
        look: dict[str, Any] = {"ha": "left" if x < 0 else "right", "path_effects": HALO}
        x += 0.08 if x < 0 else -0.08
        ax.text(x, y, "diverged" if diverged else "out of frame", zorder=4, **look)


def _painted(ax: Axes, mark: Mark, now: Now, here: Here, stand: Stand) -> None:
    """All surfaces of a panel are painted together, before everything else."""


SOLIDS: Mapping[str, SolidPainter] = {
    "surface": _painted,
    "line": _curve,
    "contours": _curve,
    "trail": _trail,
    "dots": _dots,
    "arrows": _arrows,
    "text": _text,
}
