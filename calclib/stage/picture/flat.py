"""What a flat panel shows: a table from the kind of a mark to its painter.

The browser's painters are the other such table.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.patches import FancyBboxPatch

from calclib.arrays import Array
from calclib.stage.exits import find_exit
from calclib.stage.formats import fill_in, format_number
from calclib.stage.marks.mark import Mark
from calclib.stage.palette import TRANSPARENT
from calclib.stage.picture.ink import (
    ALIGNMENTS,
    DPI,
    HALO,
    INK,
    MARKERS,
    MUTED,
    POINT,
    Now,
    Painter,
    Positions,
    inks_of,
    stroke_of,
)
from calclib.words import say, translated

FLOW = {1: "#0072B2", 2: "#D55E00"}  # what happens now, forward and backward


def _line(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    for x, y, ink in zip(now["x"], now["y"], inks_of(mark, len(now["y"])), strict=True):
        ax.plot(x, y, color=ink, **stroke_of(mark.style))


def _area(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    rows = zip(now["x"], now["y"], now["base"], inks_of(mark, len(now["y"])), strict=True)
    for x, y, base, ink in rows:
        ax.fill_between(x, y, base, color=ink, alpha=mark.style["opacity"], linewidth=0)


def _bars(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    height = now["y"] - now["base"]
    ax.bar(
        now["x"],
        height,
        mark.style["thick"],
        now["base"],
        color=inks_of(mark, len(height)),
        alpha=mark.style["opacity"],
        linewidth=0,
    )


def _dots(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    style = mark.style
    x0, x1 = ax.get_xlim()
    y0, y1 = ax.get_ylim()
    x = now["x"]
    y = now["y"]
    ax.scatter(
        np.where((x >= x0) & (x <= x1), x, np.nan),
        np.where((y >= y0) & (y <= y1), y, np.nan),
        clip_on=False,  # a dot on the edge of the frame is whole
        s=(style["size"] * POINT) ** 2,
        c=inks_of(mark, len(now["x"])),
        marker=MARKERS[style["marker"]],
        alpha=style["opacity"],
        edgecolors="white",
        linewidths=0.8,
    )


def _trail(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    """The past, paler the longer it is gone, unless it is a curve that grows."""
    stop = positions[str(mark.along)].step + 1
    if mark.grows:
        _line(ax, mark, {name: given[..., :stop] for name, given in now.items()}, positions)
        return
    for x, y, ink in zip(now["x"], now["y"], inks_of(mark, len(now["x"])), strict=True):
        points = np.stack([x[:stop], y[:stop]], axis=-1)
        pieces = np.stack([points[:-1], points[1:]], axis=1)
        pieces = pieces[np.isfinite(pieces).all(axis=(1, 2))]
        inks = np.tile(to_rgba(ink), (len(pieces), 1))
        inks[:, 3] = np.linspace(0.4, 1.0, len(pieces)) * mark.style["opacity"]
        stroke = stroke_of(mark.style)
        stroke["alpha"] = None  # the colours have their own
        ax.add_collection(LineCollection(list(pieces), colors=inks, **stroke), autolim=False)


def _arrows(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    ax.quiver(
        now["x"],
        now["y"],
        now["u"],
        now["v"],
        angles="xy",
        scale_units="xy",
        scale=1,
        color=inks_of(mark, len(now["x"])),
        alpha=mark.style["opacity"],
        width=mark.style["width"] / DPI,
        units="inches",
    )


def _heat(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    colours = np.zeros((256, 4))
    colours[: len(mark.style["palette"])] = to_rgba_array(mark.style["palette"])
    colours[TRANSPARENT] = 0
    is_fill = mark.style.get("role") == "fill"
    ax.imshow(
        colours[now["values"]],
        extent=_around_samples(mark) if is_fill else mark.style["box"],
        origin="lower",
        alpha=mark.style["opacity"],
        aspect=ax.get_aspect(),
        interpolation="bilinear" if is_fill else "nearest",
    )


def _around_samples(mark: Mark) -> tuple[float, float, float, float]:
    """The box of bands between level lines, which are sampled on its edges: half a cell wider."""
    x0, x1, y0, y1 = mark.style["box"]
    rows, cols = mark.channels["values"].rest
    across = (x1 - x0) / (cols - 1) / 2
    up = (y1 - y0) / (rows - 1) / 2
    return x0 - across, x1 + across, y0 - up, y1 + up


def _image(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    pixels = np.broadcast_to(now["pixels"], (*now["pixels"].shape[:2], 3))
    if "since" in now:
        shown = now["since"] <= positions[mark.style["axis"]].step
        pixels = np.dstack([pixels, np.where(shown, np.uint8(255), np.uint8(0))])
    ax.imshow(
        pixels,
        extent=mark.style["box"],
        alpha=mark.style["opacity"],
        aspect=ax.get_aspect(),
        interpolation="nearest",
    )


def _text(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    style = mark.style
    for k, ink in enumerate(inks_of(mark, len(now["x"]))):
        if np.isfinite([now["x"][k], now["y"][k]]).all():
            words = translated(style["words"])
            if "value" in now:
                words = fill_in(words, float(now["value"][k]))
            ax.text(
                now["x"][k],
                now["y"][k],
                words,
                color=ink,
                ha=ALIGNMENTS[style["anchor"]],
                va="center",
                size=style["size"] * POINT,
                path_effects=HALO,
            )


def _cursor(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    across = ax.axvline if mark.style["direction"] == "x" else ax.axhline
    across(positions[mark.style["axis"]].value, color=inks_of(mark, 1)[0], **stroke_of(mark.style))


def _graph(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    """Boxes with a name and a value, gradients below them, arrows between them."""
    size = mark.style["size"] * POINT
    centres = np.stack([now["x"], now["y"]], axis=-1)
    blank = np.full(len(centres), np.nan)
    values = now.get("value", blank)
    gradients = now.get("gradient", blank)
    active = now.get("active", blank)
    boxes = []
    for k, (x, y) in enumerate(centres):
        number = "" if np.isnan(values[k]) else "\n" + format_number(float(values[k]), ".3g")
        node = ax.text(
            x,
            y,
            translated(mark.style["names"][k]) + number,
            ha="center",
            va="center",
            size=size,
            bbox={
                "boxstyle": "round,pad=0.45",
                "facecolor": "white",
                "edgecolor": _flow_ink(active[k]),
            },
        )
        boxes.append(node.get_bbox_patch())
        if np.isfinite(gradients[k]):
            ax.annotate(
                f"∂ {format_number(float(gradients[k]), '.3g')}",
                (x, y),
                xytext=(0, -1.9 * size),
                textcoords="offset points",
                ha="center",
                va="top",
                size=size,
                color=FLOW[2],
            )
    _edges(ax, mark, now, centres, boxes)


def _flow_ink(flow: float) -> str:
    """Return the colour of what happens now; nan and 0 stand for nothing."""
    return FLOW.get(int(np.nan_to_num(flow)), MUTED)


def _edges(
    ax: Axes, mark: Mark, now: Now, centres: Array, boxes: Sequence[FancyBboxPatch | None]
) -> None:
    """The arrows of a graph from box to box, turned round where the gradient flows back."""
    edges = mark.style["edges"]
    blank = np.full(len(edges), np.nan)
    flow = now.get("flow", blank)
    slopes = now.get("slope", blank)
    for k, (start, end) in enumerate(edges):
        arrow = {
            "arrowstyle": "<|-" if flow[k] == 2 else "-|>",
            "color": _flow_ink(flow[k]),
            "patchA": boxes[start],
            "patchB": boxes[end],
            "shrinkA": 1,
            "shrinkB": 1,
        }
        ax.annotate("", centres[end], centres[start], arrowprops=arrow)
        if np.isfinite(slopes[k]):
            x, y = (centres[start] + centres[end]) / 2
            ax.text(
                x,
                y,
                format_number(float(slopes[k]), ".3g"),
                color=INK,
                size=mark.style["size"] * POINT,
                ha="center",
                va="center",
                path_effects=HALO,
            )


def _no_surface(ax: Axes, mark: Mark, now: Now, positions: Positions) -> None:
    """Paint nothing: a surface needs a 3-D panel, where `solid` paints it."""


PAINT: Mapping[str, Painter] = {
    "line": _line,
    "area": _area,
    "dots": _dots,
    "trail": _trail,
    "arrows": _arrows,
    "heat": _heat,
    "contours": _line,
    "text": _text,
    "bars": _bars,
    "image": _image,
    "graph": _graph,
    "cursor": _cursor,
    "surface": _no_surface,
}


def draw_exits(ax: Axes, trails: Sequence[Mark], at: Mapping[str, int]) -> None:
    """Show where the runs that are out of the frame have left it, and say so once."""
    to_frame = ax.transData + ax.transAxes.inverted()
    exits = []
    for mark in trails:
        stop = at[str(mark.along)] + 1
        runs = np.stack([mark.channels[name].at(at)[:, :stop] for name in "xy"], axis=-1)
        for run, ink in zip(runs, inks_of(mark, len(runs)), strict=True):
            with np.errstate(all="ignore"):
                found = find_exit(to_frame.transform(run), is_curve=mark.grows)
            if found is not None:
                exits.append(found)
                ax.annotate(
                    "",
                    xy=tuple(found.head),
                    xytext=tuple(found.tail),
                    xycoords="axes fraction",
                    textcoords="axes fraction",
                    arrowprops={"arrowstyle": "-|>", "color": ink, "linewidth": 1.6},
                    zorder=4,
                )
    if exits:
        tail, _, diverged = max(exits, key=lambda one: one.diverged)
        x, y = tail + 0.14 * (0.5 - tail)
        ax.text(
            x,
            y,
            say("player.diverged") if diverged else say("player.outOfFrame"),
            ha="left" if tail[0] < 0.5 else "right",
            transform=ax.transAxes,
            path_effects=HALO,
            zorder=4,
        )
