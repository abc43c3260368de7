"""One interpreter of scenes: matplotlib, for every place where nothing can move.

A table from the kind of a mark to its painter; the browser's painters are the other one.
"""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap, LogNorm, Normalize, to_rgba, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

from calclib.stage.frame import departure
from calclib.stage.marks import Array, Mark
from calclib.stage.scene import Panel, Scene
from calclib.stage.words import filled, readout

INK, MUTED = "#1a1a1a", "#666666"
DPI, WIDTH = 96, 7.5
HEIGHTS = {1: 4.2, 2: 3.7, 3: 3.0}
LIMIT = 50_000
DASHES = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1, 2))}
MARKERS = {"circle": "o", "square": "s", "triangle": "^", "cross": "X"}
POINT = 0.75  # points a pixel: styles are in pixels
RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": "#9a9a9a",
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": "#9a9a9a",
    "ytick.color": "#9a9a9a",
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "grid.color": "#ececec",
    "lines.solid_capstyle": "round",
}


class Place(NamedTuple):
    """Where an axis stands: the index, and the value there."""

    step: int
    value: float


Now = Mapping[str, Array]
Here = Mapping[str, Place]
Painter = Callable[[Axes, Mark, Now, Here], None]


def picture(scene: Scene, **index: int) -> Figure:
    """Draw a scene at one index, given by axis name or slug; by default at its still.

    >>> from calclib.stage.scene import Panel, line
    >>> scene = Scene([], [Panel([line([0, 1], [0, 1])], title="Identity")], alt="A line rises.")
    >>> picture(scene).axes[0].get_title(loc="left")
    'Identity'
    """
    at = scene.index(**index)
    here = {
        name: Place(at[name], float(axis.values[at[name]]) if axis.numeric else at[name])
        for name, axis in scene.named.items()
    }
    count = len(scene.panels)
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, HEIGHTS.get(count, 2.6)), dpi=DPI, layout="constrained")
        ratios = [panel.width for panel in scene.panels]
        grid = figure.subplots(1, count, squeeze=False, width_ratios=ratios)[0]
        specs = scene.packed[0]["panels"]
        for ax, panel, spec, marks in zip(grid, scene.panels, specs, scene.parts, strict=True):
            _frame(ax, panel, spec, mapped=any(mark.kind == "heat" for mark in marks))
            for depth, mark in enumerate(marks):
                now = {name: given.at(at) for name, given in mark.channels.items()}
                known = set(ax.get_children())
                PAINT[mark.kind](ax, mark, now, here)
                for artist in set(ax.get_children()) - known:
                    artist.set_zorder(2 + depth / 100)
            _lost(ax, [mark for mark in marks if mark.kind == "trail"], at)
            _key(ax, panel, marks)
        figure.suptitle(scene.title or None, x=0.01, ha="left", fontsize=12)
        figure.supxlabel(readout(scene, at), x=0.01, ha="left", fontsize=8.5, color=MUTED)
    return figure


def picture_png(scene: Scene, **index: int) -> bytes:
    """Draw a scene as a PNG of at most 50 kB, the same bytes on every run of one matplotlib.

    >>> from calclib.stage.scene import Panel, line
    >>> scene = Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
    >>> picture_png(scene)[1:4]
    b'PNG'
    """
    canvas = FigureCanvasAgg(picture(scene, **index))
    with matplotlib.rc_context(RC):
        canvas.draw()
    full = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    data = b""
    for colours in (256, 128, 64, 32, 16):
        stream = BytesIO()
        few = full.quantize(colours, dither=Image.Dither.NONE)
        few.save(stream, "PNG", optimize=True, dpi=(DPI, DPI))
        data = stream.getvalue()
        if len(data) <= LIMIT:
            break
    return data


def _frame(ax: Axes, panel: Panel, spec: Mapping[str, Any], mapped: bool) -> None:
    """Set scales, limits, words and grid of a panel."""
    ax.set_xscale(spec["x"]["scale"])
    ax.set_yscale(spec["y"]["scale"])
    ax.set(xlim=spec["x"]["domain"], ylim=spec["y"]["domain"])
    ax.set(xlabel=panel.x_label, ylabel=panel.y_label)
    ax.set_title(panel.title)
    if panel.equal:
        ax.set_aspect("equal", adjustable="box")
    if not mapped:
        ax.grid(True)


def _inks(mark: Mark, count: int) -> list[str]:
    """One colour a run."""
    given = mark.style["color"]
    names = [given] * count if isinstance(given, str) else given
    return [{"ink": INK, "muted": MUTED}.get(name, name) for name in names]


def _stroke(style: Mapping[str, Any]) -> dict[str, Any]:
    dash = DASHES[style["dash"]]
    return {"linewidth": style["width"] * POINT, "linestyle": dash, "alpha": style["opacity"]}


def _line(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    for x, y, ink in zip(now["x"], now["y"], _inks(mark, len(now["y"])), strict=True):
        ax.plot(x, y, color=ink, **_stroke(mark.style))


def _area(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    rows = zip(now["x"], now["y"], now["base"], _inks(mark, len(now["y"])), strict=True)
    for x, y, base, ink in rows:
        ax.fill_between(x, y, base, color=ink, alpha=mark.style["opacity"], linewidth=0)


def _dots(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    style = mark.style
    ax.scatter(
        now["x"],
        now["y"],
        s=(style["size"] * POINT) ** 2,
        c=_inks(mark, len(now["x"])),
        marker=MARKERS[style["marker"]],
        alpha=style["opacity"],
        edgecolors="white",
        linewidths=0.8,
    )


def _trail(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    """The past, paler the longer it is gone."""
    stop = here[str(mark.along)].step + 1
    for x, y, ink in zip(now["x"], now["y"], _inks(mark, len(now["x"])), strict=True):
        points = np.stack([x[:stop], y[:stop]], axis=-1)
        pieces = np.stack([points[:-1], points[1:]], axis=1)
        pieces = pieces[np.isfinite(pieces).all(axis=(1, 2))]
        inks = np.tile(to_rgba(ink), (len(pieces), 1))
        inks[:, 3] = np.linspace(0.3, 1.0, len(pieces)) * mark.style["opacity"]
        stroke = _stroke(mark.style) | {"alpha": None}
        ax.add_collection(LineCollection(list(pieces), colors=inks, **stroke), autolim=False)


def _arrows(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    ax.quiver(
        *(now[name] for name in "xyuv"),
        angles="xy",
        scale_units="xy",
        scale=1,
        color=_inks(mark, len(now["x"])),
        alpha=mark.style["opacity"],
        width=mark.style["width"] / DPI,
        units="inches",
    )


def _heat(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    colours = np.zeros((256, 4))
    colours[: len(mark.style["palette"])] = to_rgba_array(mark.style["palette"])
    colours[255] = 0
    if mark.style.get("key"):
        _scale_bar(ax, mark)
    ax.imshow(
        colours[now["values"]],
        extent=mark.style["box"],
        origin="lower",
        alpha=mark.style["opacity"],
        aspect=ax.get_aspect(),
        interpolation="nearest",
    )


def _contours(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    _line(ax, mark, now, here)


def _text(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    style = mark.style
    align = {"start": "left", "middle": "center", "end": "right"}[style["anchor"]]
    for k, ink in enumerate(_inks(mark, len(now["x"]))):
        if np.isfinite([now["x"][k], now["y"][k]]).all():
            words = (
                filled(style["words"], float(now["value"][k])) if "value" in now else style["words"]
            )
            size = style["size"] * POINT
            ax.text(now["x"][k], now["y"][k], words, color=ink, ha=align, va="center", size=size)


def _cursor(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    across = ax.axvline if mark.style["direction"] == "x" else ax.axhline
    across(here[mark.style["axis"]].value, color=_inks(mark, 1)[0], **_stroke(mark.style))


PAINT: dict[str, Painter] = {
    "line": _line,
    "area": _area,
    "dots": _dots,
    "trail": _trail,
    "arrows": _arrows,
    "heat": _heat,
    "contours": _contours,
    "text": _text,
    "cursor": _cursor,
}


def _lost(ax: Axes, trails: Sequence[Mark], at: Mapping[str, int]) -> None:
    """Show where the runs that are out of the frame have left it."""
    word = "diverged"
    to_frame = ax.transData + ax.transAxes.inverted()
    for mark in trails:
        stop = at[str(mark.along)] + 1
        x, y = (mark.channels[name].at(at)[:, :stop] for name in "xy")
        for run, ink in zip(np.stack([x, y], axis=-1), _inks(mark, len(x)), strict=True):
            with np.errstate(all="ignore"):
                way = departure(to_frame.transform(run))
            if way is None:
                continue
            head = {"arrowstyle": "-|>", "color": ink, "linewidth": 1.6}
            place = {"xycoords": "axes fraction", "textcoords": "axes fraction"}
            ax.annotate("", way[1], way[0], arrowprops=head, zorder=4, **place)
            side = "left" if way[0][0] < 0.5 else "right"
            ax.annotate(word, way[0], 0.14 * (0.5 - way[0]) + way[0], ha=side, size=8.5, **place)
            word = ""


def _key(ax: Axes, panel: Panel, marks: Sequence[Mark]) -> None:
    """Name the marks below the panel, never over a curve."""
    entries = []
    for mark in marks:
        given = mark.style.get("label", "")
        labels = [given] if isinstance(given, str) else given
        for label, ink in zip(labels, _inks(mark, len(labels)), strict=True):
            shape = MARKERS[mark.style["marker"]] if mark.kind == "dots" else "s"
            dash = {"linestyle": DASHES[mark.style["dash"]], "linewidth": 2}
            solid = {"linestyle": "", "marker": shape, "alpha": mark.style["opacity"]}
            look = solid if mark.kind in ("dots", "heat", "area") else dash
            entries += [Line2D([], [], color=ink, label=label, **look)] if label else []
    if entries:
        drop = 4.6 if panel.x_label else 2.8  # font sizes: below the ticks and the axis label
        place = {"loc": "upper left", "bbox_to_anchor": (0, 0), "borderaxespad": drop}
        columns = 3 if sum(len(entry.get_label()) for entry in entries) < 40 else 2
        ax.legend(handles=entries, ncols=columns, frameon=False, borderpad=0, **place)


def _scale_bar(ax: Axes, mark: Mark) -> None:
    """A key to the colours of a heat map."""
    key = mark.style["key"]
    norm = (LogNorm if key["log"] else Normalize)(key["low"], key["high"])
    colours = ScalarMappable(norm, ListedColormap(mark.style["palette"]))
    bar = ax.figure.colorbar(colours, ax=ax, location="bottom", shrink=0.6, aspect=30, pad=0.02)
    bar.outline.set_visible(False)
