"""The page of a picture: its panels side by side, the keys below them, the readout in words."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Transform, blended_transform_factory
from PIL import Image

from calclib.stage.key import PATCHES, Entry, across, columns, entries
from calclib.stage.marks import Array
from calclib.stage.picture.ink import DASHES, DPI, INK, INKS, MARKERS, MUTED
from calclib.stage.picture.panel import HEIGHTS, WIDTH, Drawn, draw_group
from calclib.stage.scene import Scene
from calclib.stage.words import GAP, longest_readings, readout, standing

STRIP = 2.3  # inches, the height of a row of up to three pictures
LINE = 0.2  # inches a line of the foot
ROOM = 0.98 * DPI * WIDTH  # pixels, for a line of the readout
FONT = FontProperties(family="DejaVu Sans", size=9)
LIMIT = 50_000
NO_DITHER = Image.Dither.NONE
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


def picture(scene: Scene, **index: int) -> Figure:
    """Draw a scene at one index, given by axis name or slug; by default at its still.

    >>> from calclib.stage.scene import Panel, line
    >>> scene = Scene([], [Panel([line([0, 1], [0, 1])], title="Identity")], alt="A line rises.")
    >>> picture(scene).axes[0].get_title(loc="left")
    'Identity'
    """
    return lay_out(scene, scene.index(**index))[0]


def lay_out(scene: Scene, at: Mapping[str, int]) -> tuple[Figure, list[Drawn], Text]:
    """Draw a scene at a full index; return the figure, its panels and the readout below them."""
    keys = [entries(marks) for marks in scene.parts]
    ratios = [scene.panels[place].width for place in scene.groups]
    room = 13 * WIDTH / sum(ratios)  # characters
    wide = [columns(k, p.width * room - 6) for k, p in zip(keys, scene.panels, strict=True)]
    if (only := across(keys)) is not None:
        wide[only] = columns(keys[only], sum(ratios) * room - 6)
    rows = max(-(-len(key) // columns) for key, columns in zip(keys, wide, strict=True))
    height = HEIGHTS.get(len(ratios), 2.6)
    lines = lines_of(longest_readings(scene))
    foot = LINE * (0.5 + rows + len(lines))
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height + foot), dpi=DPI)
        share = foot / (height + foot)
        figure.set_layout_engine("constrained", rect=(0, share, 1, 1 - share), h_pad=0.08)
        grid = figure.subplots(1, len(ratios), squeeze=False, width_ratios=ratios)[0]
        drawn: list[Drawn] = []
        for place, ax in zip(scene.groups, grid, strict=True):
            drawn += draw_group(ax, scene, place, at, scene.panels[place].width / sum(ratios))
            own = blended_transform_factory(ax.transAxes, figure.transFigure)
            frame, left = (figure.transFigure, 0.01) if place == only else (own, 0.0)
            _legend(ax, keys[place], wide[place], (left, share), frame)
        if scene.title:
            figure.suptitle(scene.title, x=0.01, ha="left", fontsize=12)
        low = 0.4 * LINE / (height + foot)
        said = readout(scene, at, lines)
        words = figure.text(0.01, low, said, color=MUTED, linespacing=1.35)
    return figure, drawn, words


def lines_of(parts: Sequence[str]) -> list[slice]:
    """Break readings into lines that are no wider than the page; there is always one.

    >>> lines_of(["step 120", "height above the lowest place 0.5"] * 3)
    [slice(0, 5, None), slice(5, 6, None)]
    """
    canvas: Any = FigureCanvasAgg(Figure(dpi=DPI))
    starts, pen = [0], canvas.get_renderer()
    for stop in range(1, len(parts) + 1):
        line = GAP.join(parts[starts[-1] : stop])
        wide, _, _ = pen.get_text_width_height_descent(line, FONT, False)
        if wide > ROOM and stop - 1 > starts[-1]:
            starts.append(stop - 1)
    return [slice(*ends) for ends in pairwise([*starts, len(parts)])]


def picture_png(scene: Scene, **index: int) -> bytes:
    """Draw a scene as a PNG of at most 50 kB, the same bytes on every run of one matplotlib.

    >>> from calclib.stage.scene import Panel, line
    >>> scene = Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
    >>> picture_png(scene)[1:4]
    b'PNG'
    """
    full = Image.fromarray(pixels(scene, **index))
    data = b""
    for colours in (256, 128, 64, 32, 16):
        stream = BytesIO()
        few = full.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=NO_DITHER)
        few.save(stream, "PNG", optimize=True, dpi=(DPI, DPI))
        data = stream.getvalue()
        if len(data) <= LIMIT:
            break
    return data


def pixels(scene: Scene, **index: int) -> Array:
    """Draw a scene as colours (height, width, 3), bytes; the size is the same at every index.

    >>> from calclib.stage.scene import Panel, line
    >>> scene = Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
    >>> pixels(scene).shape
    (412, 720, 3)
    """
    canvas: Any = FigureCanvasAgg(picture(scene, **index))
    with matplotlib.rc_context(RC):
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def strip(scene: Scene, **index: int | Sequence[int]) -> Figure:
    """Draw a scene at several indices side by side: strip(scene, step=[0, 10, 100]).

    One axis is given a list of positions; the others one position each, as for `picture`.

    >>> from calclib.stage.scene import Axis, Panel, Varying, line
    >>> rise = Varying([[0, 1], [0, 2], [0, 3]], axes=("step",))
    >>> scene = Scene([Axis("step", range(3), play=True)], [Panel([line([0, 1], rise)])],
    ...               alt="A line turns.")
    >>> [ax.get_title(loc="left") for ax in strip(scene, step=[0, 2]).axes]
    ['step 0', 'step 2']
    """
    lists = {name: list(at) for name, at in index.items() if not isinstance(at, (int, np.integer))}
    if len(lists) != 1 or not all(lists.values()):
        raise ValueError("A strip needs one axis with a list of positions, such as step=[0, 10].")
    ((name, steps),) = lists.items()
    others = {one: int(at) for one, at in index.items() if isinstance(at, (int, np.integer))}
    columns = [scene.index(**others, **{name: step}) for step in steps]
    rows, moving = len(scene.groups), scene.find(name)
    height = STRIP * rows * min(1.0, 3 / len(columns)) + 0.3 * rows
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
        grid = figure.subplots(rows, len(columns), squeeze=False)
        for column, at in enumerate(columns):
            for row, place in enumerate(scene.groups):
                ax, panel = grid[row, column], scene.panels[place]
                draw_group(ax, scene, place, at, 1 / len(columns))
                title = panel.title if column == 0 else ""
                now = standing(moving, at[moving.name]) if row == 0 else ""
                ax.set_title("  ".join(filter(None, [title, now])))
                ax.set_ylabel("" if column or panel.camera else panel.y_label)
    return figure


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
