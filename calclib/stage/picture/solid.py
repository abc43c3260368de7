"""What a 3-D panel shows: its box, its surfaces far to near, and what of the marks can be seen."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba, to_rgba_array
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.stage.camera import OPENING, clip_to_box, extent, sides, to_box
from calclib.stage.formats import fill_in, format_number
from calclib.stage.limits import Limits
from calclib.stage.marks.mark import Mark
from calclib.stage.palette import TRANSPARENT
from calclib.stage.panel import Panel
from calclib.stage.picture.box import draw_box
from calclib.stage.picture.ink import (
    ALIGNMENTS,
    HALO,
    MARKERS,
    MUTED,
    POINT,
    Now,
    Positions,
    inks_of,
    stroke_of,
)
from calclib.stage.visibility import Pieces, Visibility
from calclib.words import say, translated

ROOM = 1.02  # how much wider than the box its frame is; the words stand around the frame
CAPTION = 0.16  # room above the box for the label of its height
BEHIND = 0.3  # the share of its opacity that a mark keeps behind a surface
CLOSE = 0.03  # hidden dots that are nearer to each other than this stand on one place; in the box
SHORTEST = 0.03  # a line down to the floor that is shorter than this says nothing; in the box


class Space(NamedTuple):
    """What is seen of a 3-D panel: its camera and surfaces, and the limits of x, y and z."""

    visibility: Visibility
    limits: Sequence[Limits]

    def points_of(self, now: Now) -> Array:
        """Return the points of a mark in the box: (…, 3)."""
        points = np.stack([now[name] for name in "xyz"], axis=-1)
        return to_box(points, self.limits, self.visibility.half)


class Faces(NamedTuple):
    """The quads of a surface as seen.

    polygons: (n, 3) each, as (right, up, near).
    nearness: (m,), that of the middle of each.
    inks: (m, 4), red, green, blue and opacity.
    """

    polygons: list[Array]
    nearness: Array
    inks: Array


SolidPainter: TypeAlias = Callable[[Axes, Mark, Now, Positions, Space], None]


def paint_surfaces(
    ax: Axes, panel: Panel, marks: Sequence[Mark], limits: Sequence[Limits], nows: Sequence[Now]
) -> Space:
    """Set up a 3-D panel: its box, its words and its surfaces; the rest is painted over them.

    marks: the parts of the panel.
    limits: those of x, y and z.
    nows: the channels of each mark at one index.
    """
    half = sides(limits, panel.equal)
    surfaces = [
        (mark, now) for mark, now in zip(marks, nows, strict=True) if mark.kind == "surface"
    ]
    grounds = [
        _ground(mark, now, limits, half) for mark, now in surfaces if mark.style["opacity"] >= 1
    ]
    camera = panel.camera or OPENING
    space = Space(Visibility(camera, half, grounds), limits)
    across, up = extent(half, camera[1])
    ax.set(xlim=(-ROOM * across, ROOM * across), ylim=(-ROOM * up, ROOM * up + CAPTION))
    ax.set_aspect("equal", adjustable="box")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    labels = (panel.x_label, panel.y_label, panel.z_label)
    draw_box(ax, space.visibility, limits, tuple(map(translated, labels)), panel.ticks)
    if any(mark.style["clipped"] for mark, _ in surfaces):
        top = format_number(limits[2].domain[1], ".3g")
        ax.text(
            1,
            1,
            say("player.clippedAt", top),
            ha="right",
            va="top",
            color=MUTED,
            size=8,
            transform=ax.transAxes,
        )
    if surfaces:
        _paint_far_to_near(ax, [_faces(mark, now, space) for mark, now in surfaces])
    return space


def _paint_far_to_near(ax: Axes, faces: Sequence[Faces]) -> None:
    """Paint the quads of all surfaces of a panel, those that are further away first."""
    polygons = [polygon for one in faces for polygon in one.polygons]
    order = np.argsort(np.concatenate([one.nearness for one in faces]), kind="stable")
    inks = np.concatenate([one.inks for one in faces])[order]
    quads = [polygons[k][:, :2] for k in order]
    seams = np.where(inks[:, 3:] < 1, 0, inks)  # a thin edge hides the seams between quads
    ax.add_collection(
        PolyCollection(quads, facecolors=inks, edgecolors=seams, linewidths=0.3, zorder=2)
    )


def _ground(mark: Mark, now: Now, limits: Sequence[Limits], half: Array) -> tuple[Array, Array]:
    """Return the heights and the box of a surface, in units of the panel's box."""
    z = to_box(now["z"][..., None], limits[2:], half[2:])[..., 0]
    x0, x1, y0, y1 = mark.style["box"]
    corners = to_box(np.array([[x0, y0], [x1, y1]]), limits[:2], half[:2])
    return z, corners.T.ravel()


def _faces(mark: Mark, now: Now, space: Space) -> Faces:
    """Return the quads of a surface as seen, those that are shown."""
    visibility = space.visibility
    x0, x1, y0, y1 = mark.style["box"]
    rows, cols = now["z"].shape
    x, y = np.meshgrid(np.linspace(x0, x1, cols), np.linspace(y0, y1, rows))
    at = space.points_of({"x": x, "y": y, "z": now["z"]})
    quads = np.stack([at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]], axis=2)
    shown = now["color"] != TRANSPARENT
    quads = quads[shown]
    light = now["light"][shown] / 255
    inks = to_rgba_array(mark.style["palette"])[now["color"][shown]]
    inks[:, :3] *= light[:, None]
    inks[:, 3] = mark.style["opacity"]
    top = visibility.half[2]
    whole = np.abs(quads[..., 2]).max(axis=1) <= top + 1e-6
    polygons = [
        quad if is_whole else _between(quad, top)
        for quad, is_whole in zip(quads, whole, strict=True)
    ]
    nearness = visibility.project(quads)[..., 2].mean(axis=1)
    return Faces([visibility.project(polygon) for polygon in polygons], nearness, inks)


def _between(polygon: Array, top: float) -> Array:
    """Return the part of a polygon (n, 3) of the box whose height is between −top and top."""
    for sign in (1, -1):
        kept = []
        for p, q in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            room_at_p = top - sign * p[2]
            room_at_q = top - sign * q[2]
            if room_at_p >= 0:
                kept.append(p)
            if (room_at_p >= 0) != (room_at_q >= 0):
                kept.append(p + room_at_p / (room_at_p - room_at_q) * (q - p))
        polygon = np.array(kept).reshape(-1, 3)
    return polygon


def _line(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    runs = space.points_of(now)
    for run, ink in zip(runs, inks_of(mark, len(runs)), strict=True):
        _draw_pieces(ax, space.visibility.pieces(run), to_rgba(ink, mark.style["opacity"]), mark)


def _contours(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    """Level lines, and below each the same line on the floor, as far as the surface shows it."""
    visibility = space.visibility
    stroke = stroke_of(mark.style)
    for run in space.points_of(now):
        below = run.copy()
        below[:, 2] = np.where(np.isfinite(run[:, 2]), -visibility.half[2], np.nan)
        for one in (below, run):
            ends, _, seen = visibility.pieces(one)
            ax.add_collection(LineCollection(list(ends[seen]), colors=inks_of(mark, 1), **stroke))


def _draw_pieces(ax: Axes, pieces: Pieces, inks: Array | Sequence[float], mark: Mark) -> None:
    """Draw a curve: what is seen last, and what a surface hides pale.

    inks: (4,), or (m, 4) with one for each piece: red, green, blue and opacity.
    """
    stroke = stroke_of(mark.style)
    stroke["alpha"] = None  # the colours have their own
    each = np.broadcast_to(inks, (len(pieces.ends), 4)).copy()
    each[~pieces.seen, 3] *= BEHIND
    for shown in (~pieces.seen, pieces.seen):
        ends = list(pieces.ends[shown])
        ax.add_collection(LineCollection(ends, colors=each[shown], capstyle="round", **stroke))


def _trail(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    """The past, paler the longer it is gone, unless it is a curve that grows."""
    stop = positions[str(mark.along)].step
    palest = 1.0 if mark.grows else 0.6
    runs = space.points_of(now)
    for run, ink in zip(runs, inks_of(mark, len(runs)), strict=True):
        pieces = space.visibility.pieces(run[: stop + 1])
        inks = np.tile(to_rgba(ink), (len(pieces.ends), 1))
        ages = pieces.number / max(stop, 1)
        inks[:, 3] = (palest + (1 - palest) * ages) * mark.style["opacity"]
        _draw_pieces(ax, pieces, inks, mark)


def _dots(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    style = mark.style
    points = space.points_of(now)
    visibility = space.visibility
    inks = np.array(inks_of(mark, len(points)))
    inside = visibility.is_inside(points)
    if "drop" in style:
        for k in np.flatnonzero(inside):
            height = format_number(float(now["z"][k]), style["drop"])
            _draw_drop(ax, points[k], height, inks[k], visibility)
    seen = visibility.sees(points)
    hidden = _one_on_a_place(visibility, points, inks, np.flatnonzero(inside & ~seen))
    _scatter(ax, mark, visibility, points[hidden], inks[hidden], BEHIND)
    shown = inside & seen
    _scatter(ax, mark, visibility, points[shown], inks[shown], 1.0)


def _one_on_a_place(
    visibility: Visibility, points: Array, inks: NDArray[np.str_], among: NDArray[np.int_]
) -> NDArray[np.int_]:
    """Return some dots, but of those of one colour on one place only one.

    Many pale dots on each other would be as strong as those that are seen.
    """
    places = np.rint(visibility.project(points[among])[:, :2] / CLOSE)
    kept = {(ink, *place): k for k, ink, place in zip(among, inks[among], places, strict=True)}
    return np.sort(np.fromiter(kept.values(), int))


def _scatter(
    ax: Axes,
    mark: Mark,
    visibility: Visibility,
    points: Array,
    inks: NDArray[np.str_],
    opacity: float,
) -> None:
    """Draw dots at points (n, 3) of the box."""
    style = mark.style
    x, y, _ = visibility.project(points).T
    ax.scatter(
        x,
        y,
        s=(style["size"] * POINT) ** 2,
        c=list(inks),
        marker=MARKERS[style["marker"]],
        alpha=opacity * style["opacity"],
        edgecolors="white",
        linewidths=0.8,
        clip_on=False,
    )


def _draw_drop(ax: Axes, point: Array, height: str, ink: str, visibility: Visibility) -> None:
    """From a dot straight down to the floor, with the height of the dot beside the line."""
    foot = np.array([point[0], point[1], -visibility.half[2]])
    x, (top, low) = visibility.project(point)[0], visibility.project(np.array([point, foot]))[:, 1]
    if top - low < SHORTEST:
        return
    ax.plot([x, x], [top, low], color=ink, linewidth=1.5 * POINT, linestyle=(0, (2, 2)))
    ax.plot([x], [low], color=ink, marker="o", markersize=5 * POINT, markeredgewidth=0)
    ax.annotate(
        height,
        (x, (top + low) / 2),
        (5, 0),
        textcoords="offset points",
        va="center",
        size=8,
        path_effects=HALO,
    )


def _arrows(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    """The pieces of each shaft that can be seen, and its head where the tip can."""
    visibility = space.visibility
    tips = {name: now[name] + now[by] for name, by in zip("xyz", "uvw", strict=True)}
    shafts = np.stack([space.points_of(now), space.points_of(tips)], axis=1)
    seen = visibility.is_inside(shafts[:, 1]) & visibility.sees(shafts[:, 1])
    width = mark.style["width"] * POINT
    for shaft, is_seen, ink in zip(shafts, seen, inks_of(mark, len(shafts)), strict=True):
        ends, _, shown = visibility.pieces(shaft)
        ax.add_collection(
            LineCollection(list(ends[shown]), colors=ink, linewidths=width, capstyle="round")
        )
        if is_seen:
            foot, tip = visibility.project(shaft)[:, :2]
            near = tip + 1e-3 * (foot - tip)
            arrow = {
                "arrowstyle": "-|>",
                "color": ink,
                "linewidth": width,
                "shrinkA": 0,
                "shrinkB": 0,
            }
            ax.annotate("", tuple(tip), tuple(near), arrowprops=arrow)


def _text(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    style = mark.style
    points = space.points_of(now)
    for k, ink in enumerate(inks_of(mark, len(points))):
        if space.visibility.is_inside(points[k]):
            words = translated(style["words"])
            if "value" in now:
                words = fill_in(words, float(now["value"][k]))
            x, y, _ = space.visibility.project(points[k])
            ax.text(
                x,
                y,
                words,
                color=ink,
                ha=ALIGNMENTS[style["anchor"]],
                va="center",
                size=style["size"] * POINT,
                path_effects=HALO,
            )


class BoxExit(NamedTuple):
    """Where a run has left the box as seen, (right, up) each, and what has become of it."""

    tail: Array
    head: Array
    diverged: bool


def _find_exit(run: Array, visibility: Visibility, *, is_curve: bool) -> BoxExit | None:
    """Return where a run (n, 3) left the box, or None while it is inside; see `find_exit`."""
    inside = visibility.is_inside(run)
    if inside[-1] or not inside.any():
        return None
    last = int(np.flatnonzero(inside)[-1])
    if np.isfinite(run[last + 1]).all():
        towards = run[last + 1] - run[last]
        _, share = clip_to_box(run[last : last + 1], run[last + 1 : last + 2], visibility.half)
        edge = run[last] + share[0] * towards
    elif is_curve:
        return None
    else:
        towards = run[last] - run[max(last - 1, 0)]
        edge = run[last]
    seen = visibility.project(towards)[:2]
    seen = seen / max(float(np.hypot(seen[0], seen[1])), 1e-9)
    head = visibility.project(edge)[:2]
    return BoxExit(head - 0.15 * seen, head, not np.isfinite(run[-1]).all())


def draw_exits_from_box(
    ax: Axes, marks: Sequence[Mark], nows: Sequence[Now], positions: Positions, space: Space
) -> None:
    """Show where the runs that are out of the box have left it, and say so once."""
    exits = []
    for mark, now in zip(marks, nows, strict=True):
        if mark.kind != "trail":
            continue
        stop = positions[str(mark.along)].step + 1
        runs = space.points_of(now)
        for run, ink in zip(runs, inks_of(mark, len(runs)), strict=True):
            found = _find_exit(run[:stop], space.visibility, is_curve=mark.grows)
            if found is not None:
                exits.append(found)
                arrow = {"arrowstyle": "-|>", "color": ink, "linewidth": 1.6}
                ax.annotate("", tuple(found.head), tuple(found.tail), arrowprops=arrow, zorder=4)
    if exits:
        _, (x, y), diverged = max(exits, key=lambda one: one.diverged)
        ax.text(
            x + (0.08 if x < 0 else -0.08),
            y,
            say("player.diverged") if diverged else say("player.outOfFrame"),
            ha="left" if x < 0 else "right",
            path_effects=HALO,
            zorder=4,
        )


def _no_surface(ax: Axes, mark: Mark, now: Now, positions: Positions, space: Space) -> None:
    """Paint nothing: all surfaces of a panel are painted together, before everything else."""


SOLIDS: Mapping[str, SolidPainter] = {
    "surface": _no_surface,
    "line": _line,
    "contours": _contours,
    "trail": _trail,
    "dots": _dots,
    "arrows": _arrows,
    "text": _text,
}
