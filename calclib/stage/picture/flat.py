"""What a flat panel shows: a table from the kind of a mark to its painter.

The browser's painters are the other such table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba, to_rgba_array

from calclib.stage.frame import departure
from calclib.stage.marks import Array, Mark
from calclib.stage.picture.ink import (
    DPI,
    HALO,
    INK,
    MARKERS,
    MUTED,
    POINT,
    Here,
    Now,
    Painter,
    inks_of,
    stroke_of,
)
from calclib.stage.words import filled, written

FLOW = {1: "#0072B2", 2: "#D55E00"}  # what happens now, forward and backward


def _line(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    for x, y, ink in zip(now["x"], now["y"], inks_of(mark, len(now["y"])), strict=True):
        ax.plot(x, y, color=ink, **stroke_of(mark.style))


def _area(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    rows = zip(now["x"], now["y"], now["base"], inks_of(mark, len(now["y"])), strict=True)
    for x, y, base, ink in rows:
        ax.fill_between(x, y, base, color=ink, alpha=mark.style["opacity"], linewidth=0)


def _bars(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    height = now["y"] - now["base"]
    look = {"color": inks_of(mark, len(height)), "alpha": mark.style["opacity"], "linewidth": 0}
    ax.bar(now["x"], height, mark.style["thick"], now["base"], **look)


def _dots(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    style = mark.style
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    x, y = now["x"], now["y"]
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


def _trail(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    """The past, paler the longer it is gone."""
    stop = here[str(mark.along)].step + 1
    for x, y, ink in zip(now["x"], now["y"], inks_of(mark, len(now["x"])), strict=True):
        points = np.stack([x[:stop], y[:stop]], axis=-1)
        pieces = np.stack([points[:-1], points[1:]], axis=1)
        pieces = pieces[np.isfinite(pieces).all(axis=(1, 2))]
        inks = np.tile(to_rgba(ink), (len(pieces), 1))
        inks[:, 3] = np.linspace(0.4, 1.0, len(pieces)) * mark.style["opacity"]
        stroke = stroke_of(mark.style) | {"alpha": None}
        ax.add_collection(LineCollection(list(pieces), colors=inks, **stroke), autolim=False)


def _arrows(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    ax.quiver(
        *(now[name] for name in "xyuv"),
        angles="xy",
        scale_units="xy",
        scale=1,
        color=inks_of(mark, len(now["x"])),
        alpha=mark.style["opacity"],
        width=mark.style["width"] / DPI,
        units="inches",
    )


def _heat(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    colours = np.zeros((256, 4))
    colours[: len(mark.style["palette"])] = to_rgba_array(mark.style["palette"])
    colours[255] = 0
    ax.imshow(
        colours[now["values"]],
        extent=mark.style["box"],
        origin="lower",
        alpha=mark.style["opacity"],
        aspect=ax.get_aspect(),
        interpolation="nearest",
    )


def _image(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    pixels = np.broadcast_to(now["pixels"], (*now["pixels"].shape[:2], 3))
    if "since" in now:
        there = now["since"] <= here[mark.style["axis"]].step
        pixels = np.dstack([pixels, np.where(there, np.uint8(255), np.uint8(0))])
    look: dict[str, Any] = {"aspect": ax.get_aspect(), "interpolation": "nearest"}
    ax.imshow(pixels, extent=mark.style["box"], alpha=mark.style["opacity"], **look)


def _text(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    style = mark.style
    align = {"start": "left", "middle": "center", "end": "right"}[style["anchor"]]
    for k, ink in enumerate(inks_of(mark, len(now["x"]))):
        if np.isfinite([now["x"][k], now["y"][k]]).all():
            words = (
                filled(style["words"], float(now["value"][k])) if "value" in now else style["words"]
            )
            size = style["size"] * POINT
            ax.text(
                now["x"][k],
                now["y"][k],
                words,
                color=ink,
                ha=align,
                va="center",
                size=size,
                path_effects=HALO,
            )


def _cursor(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    across = ax.axvline if mark.style["direction"] == "x" else ax.axhline
    across(here[mark.style["axis"]].value, color=inks_of(mark, 1)[0], **stroke_of(mark.style))


def _graph(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    """Boxes with a name and a value, gradients below them, arrows between them."""
    style, size = mark.style, mark.style["size"] * POINT
    places = np.stack([now["x"], now["y"]], axis=-1)
    blank = np.full(len(places), np.nan)
    values, gradients, active = (now.get(n, blank) for n in ("value", "gradient", "active"))
    boxes = []
    for k, (x, y) in enumerate(places):
        number = "" if np.isnan(values[k]) else "\n" + written(float(values[k]), ".3g")
        ink = FLOW.get(int(np.nan_to_num(active[k])), MUTED)
        look: dict[str, Any] = {
            "boxstyle": "round,pad=0.45",
            "facecolor": "white",
            "edgecolor": ink,
        }
        look = {"ha": "center", "va": "center", "size": size, "bbox": look}
        boxes.append(ax.text(x, y, style["names"][k] + number, **look).get_bbox_patch())
        if np.isfinite(gradients[k]):
            below: dict[str, Any] = {"xytext": (0, -1.9 * size), "textcoords": "offset points"}
            below |= {"ha": "center", "va": "top", "size": size, "color": FLOW[2]}
            ax.annotate(f"∂ {written(float(gradients[k]), '.3g')}", (x, y), **below)
    _edges(ax, mark, now, places, boxes)


def _edges(ax: Axes, mark: Mark, now: Now, places: Array, boxes: Sequence[Any]) -> None:
    """The arrows of a graph from box to box, turned round where the gradient flows back."""
    edges = mark.style["edges"]
    blank = np.full(len(edges), np.nan)
    flow, slopes = now.get("flow", blank), now.get("slope", blank)
    for k, (start, end) in enumerate(edges):
        ends = {"patchA": boxes[start], "patchB": boxes[end], "shrinkA": 1, "shrinkB": 1}
        head = {"arrowstyle": "<|-" if flow[k] == 2 else "-|>"}
        ink = {"color": FLOW.get(int(np.nan_to_num(flow[k])), MUTED)}
        ax.annotate("", places[end], places[start], arrowprops=head | ink | ends)
        if np.isfinite(slopes[k]):
            x, y = (places[start] + places[end]) / 2
            look: dict[str, Any] = {"ha": "center", "va": "center", "path_effects": HALO}
            size = mark.style["size"] * POINT
            ax.text(x, y, written(float(slopes[k]), ".3g"), color=INK, size=size, **look)


def _surface(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    """A surface needs a 3-D panel, where `solid` paints it."""


PAINT: dict[str, Painter] = {
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
    "surface": _surface,
}


def lost(ax: Axes, trails: Sequence[Mark], at: Mapping[str, int]) -> None:
    """Show where the runs that are out of the frame have left it, and say so once."""
    to_frame = ax.transData + ax.transAxes.inverted()
    exits = []
    for mark in trails:
        stop = at[str(mark.along)] + 1
        runs = np.stack([mark.channels[name].at(at)[:, :stop] for name in "xy"], axis=-1)
        for run, ink in zip(runs, inks_of(mark, len(runs)), strict=True):
            with np.errstate(all="ignore"):
                way = departure(to_frame.transform(run))
            if way is not None:
                exits.append(way)
                head = {"arrowstyle": "-|>", "color": ink, "linewidth": 1.6}
                frame = "axes fraction"
                ends = tuple(way.head), tuple(way.tail)
                ax.annotate("", *ends, frame, frame, arrowprops=head, zorder=4)
    if exits:
        tail, _, diverged = max(exits, key=lambda way: way.diverged)
        (x, y), side = tail + 0.14 * (0.5 - tail), "left" if tail[0] < 0.5 else "right"
        look: dict[str, Any] = {"transform": ax.transAxes, "path_effects": HALO, "zorder": 4}
        ax.text(x, y, "diverged" if diverged else "out of frame", ha=side, **look)
