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
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Transform, blended_transform_factory
from PIL import Image

from calclib.stage.frame import departure
from calclib.stage.key import PATCHES, Entry, columns, entries
from calclib.stage.marks import Array, Mark
from calclib.stage.scene import Scene
from calclib.stage.words import filled, readout

INKS = {"ink": "#1a1a1a", "muted": "#666666"}
INK, MUTED = INKS.values()
DPI, WIDTH = 96, 7.5
HEIGHTS = {1: 4.0, 2: 3.5, 3: 2.8}  # inches, by the number of panels
LINE = 0.2  # inches a line of the foot
LIMIT = 50_000
DASHES = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1, 2))}
MARKERS = {"circle": "o", "square": "s", "triangle": "^", "cross": "X"}
POINT = 0.75  # points a pixel: styles are in pixels
HALO = [withStroke(linewidth=2.5, foreground="white")]  # keeps words legible over lines
RC: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": "#9a9a9a",
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "legend.borderpad": 0,
    "legend.borderaxespad": 0.2,
    "legend.handletextpad": 0.5,
    "legend.columnspacing": 1.2,
    "grid.color": "#ececec",
}
TICKS: dict[str, Any] = {"color": "#9a9a9a", "labelcolor": MUTED, "labelsize": 8}


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
    keys = [entries(marks) for marks in scene.parts]
    room = 13 * WIDTH / sum(panel.width for panel in scene.panels)  # characters
    wide = [columns(k, p.width * room - 6) for k, p in zip(keys, scene.panels, strict=True)]
    rows = max(-(-len(key) // columns) for key, columns in zip(keys, wide, strict=True))
    height = HEIGHTS.get(len(scene.panels), 2.6)
    foot = LINE * (1.5 + rows)
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height + foot), dpi=DPI)
        share = foot / (height + foot)
        figure.set_layout_engine("constrained", rect=(0, share, 1, 1 - share), h_pad=0.08)
        ratios = [panel.width for panel in scene.panels]
        grid = figure.subplots(1, len(ratios), squeeze=False, width_ratios=ratios)[0]
        for place, ax in enumerate(grid):
            _panel(ax, scene, place, at)
            below = blended_transform_factory(ax.transAxes, figure.transFigure)
            _legend(ax, keys[place], wide[place], (0, share), below)
        if scene.title:
            figure.suptitle(scene.title, x=0.01, ha="left", fontsize=12)
        figure.text(0.01, 0.4 * LINE / (height + foot), readout(scene, at), color=MUTED)
    return figure


def picture_png(scene: Scene, **index: int) -> bytes:
    """Draw a scene as a PNG of at most 50 kB, the same bytes on every run of one matplotlib.

    >>> from calclib.stage.scene import Panel, line
    >>> scene = Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
    >>> picture_png(scene)[1:4]
    b'PNG'
    """
    canvas: Any = FigureCanvasAgg(picture(scene, **index))
    with matplotlib.rc_context(RC):
        canvas.draw()
    full = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    data = b""
    for colours in (256, 128, 64, 32, 16):
        stream = BytesIO()
        few = full.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(stream, "PNG", optimize=True, dpi=(DPI, DPI))
        data = stream.getvalue()
        if len(data) <= LIMIT:
            break
    return data


def _panel(ax: Axes, scene: Scene, place: int, at: Mapping[str, int]) -> None:
    """Set the frame of a panel and paint its marks in their order."""
    panel, spec, marks = scene.panels[place], scene.packed[0]["panels"][place], scene.parts[place]
    here = {
        name: Place(at[name], float(axis.values[at[name]]) if axis.numeric else at[name])
        for name, axis in scene.named.items()
    }
    for direction, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        ax.set(**{f"{direction}scale": spec[direction]["scale"]})
        ax.set(**{f"{direction}lim": spec[direction]["domain"]})
        axis.set_label_text(spec[direction]["label"])
    ax.tick_params(which="both", **TICKS)
    ax.set_title(panel.title)
    ax.grid(not any(mark.kind == "heat" for mark in marks))
    if spec["x"]["scale"] == "linear":
        share = panel.width / sum(other.width for other in scene.panels)
        ax.locator_params("x", nbins=3 + int(6 * share))
    if panel.equal:
        ax.set_aspect("equal", adjustable="box", anchor="N")
    for depth, mark in enumerate(marks):
        now = {name: given.at(at) for name, given in mark.channels.items()}
        known = set(ax.get_children())
        PAINT[mark.kind](ax, mark, now, here)
        for artist in set(ax.get_children()) - known:
            artist.set_zorder(2 + depth / 100)
    _lost(ax, [mark for mark in marks if mark.kind == "trail"], at)


def _inks(mark: Mark, count: int) -> list[str]:
    """One colour a run."""
    given = mark.style["color"]
    names = [given] * count if isinstance(given, str) else given
    return [INKS.get(name, name) for name in names]


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
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    x, y = now["x"], now["y"]
    ax.scatter(
        np.where((x >= x0) & (x <= x1), x, np.nan),
        np.where((y >= y0) & (y <= y1), y, np.nan),
        clip_on=False,  # a dot on the edge of the frame is whole
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
        inks[:, 3] = np.linspace(0.4, 1.0, len(pieces)) * mark.style["opacity"]
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
    ax.imshow(
        colours[now["values"]],
        extent=mark.style["box"],
        origin="lower",
        alpha=mark.style["opacity"],
        aspect=ax.get_aspect(),
        interpolation="nearest",
    )


def _text(ax: Axes, mark: Mark, now: Now, here: Here) -> None:
    style = mark.style
    align = {"start": "left", "middle": "center", "end": "right"}[style["anchor"]]
    for k, ink in enumerate(_inks(mark, len(now["x"]))):
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
    across(here[mark.style["axis"]].value, color=_inks(mark, 1)[0], **_stroke(mark.style))


PAINT: dict[str, Painter] = {
    "line": _line,
    "area": _area,
    "dots": _dots,
    "trail": _trail,
    "arrows": _arrows,
    "heat": _heat,
    "contours": _line,
    "text": _text,
    "cursor": _cursor,
}


def _lost(ax: Axes, trails: Sequence[Mark], at: Mapping[str, int]) -> None:
    """Show where the runs that are out of the frame have left it, and say so once."""
    to_frame = ax.transData + ax.transAxes.inverted()
    exits = []
    for mark in trails:
        stop = at[str(mark.along)] + 1
        runs = np.stack([mark.channels[name].at(at)[:, :stop] for name in "xy"], axis=-1)
        for run, ink in zip(runs, _inks(mark, len(runs)), strict=True):
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


def _swatch(entry: Entry) -> Line2D:
    """What stands before a name in the key."""
    style = entry.style
    look: dict[str, Any] = {"marker": "", "linestyle": DASHES[style["dash"]]}
    if entry.kind in PATCHES:
        shape = MARKERS[style["marker"]] if entry.kind == "dots" else "s"
        look = {"marker": shape, "linestyle": "", "alpha": style["opacity"]}
    return Line2D([], [], color=INKS.get(entry.color, entry.color), label=entry.label, **look)


def _legend(
    ax: Axes, key: Sequence[Entry], wide: int, corner: tuple[float, float], frame: Transform
) -> None:
    """Put the key of a panel below it."""
    if key:
        legend = ax.legend(
            handles=[_swatch(entry) for entry in key],
            ncols=wide,
            loc="upper left",
            bbox_to_anchor=corner,
            bbox_transform=frame,
        )
        legend.set_in_layout(False)
