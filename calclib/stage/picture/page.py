"""The page of a picture: its panels side by side, the legends below them, the readout in words."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform, blended_transform_factory
from PIL import Image

from calclib.arrays import Array
from calclib.stage.composition import Composition
from calclib.stage.legend import PATCHES, Entry, column_count, entries, wide_legend
from calclib.stage.picture.ink import DASHES, DPI, INK, INKS, MARKERS, MUTED, PALE
from calclib.stage.picture.panel import WIDTH, PanelDrawing, draw_group, row_heights, rows_of
from calclib.stage.readout import GAP, axis_reading, longest_readings, readout
from calclib.words import translated

STRIP = 2.3  # inches, the height of a row of up to three pictures
BELOW = 0.24  # inches from a panel to its own legend, where it has no label in between
BELOW_LABEL = 0.46
LINE = 0.2  # inches a line of the foot
ROOM = 0.98 * DPI * WIDTH  # pixels, for a line of the readout
CHARACTERS = 13  # that fit in an inch of a legend
FONT = FontProperties(family="DejaVu Sans", size=9)
LIMIT = 50_000  # bytes of a picture
NO_DITHER = Image.Dither.NONE
RC: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": PALE,
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


class Foot(NamedTuple):
    """What stands below the panels of a page: their legends and the lines of the readout.

    legends: the entries of each panel; where panels stand in rows, each keeps its own, and none is
    here.
    columns: how many of them stand side by side.
    wide: the panel whose legend takes the whole width, if one does.
    lines: which of the readings share a line.
    """

    legends: list[list[Entry]]
    columns: list[int]
    wide: int | None
    lines: list[slice]

    @property
    def height(self) -> float:
        """How high it is, in inches."""
        pairs = zip(self.legends, self.columns, strict=True)
        rows = max(ceil(len(legend) / columns) for legend, columns in pairs)
        return LINE * (0.5 + rows + len(self.lines))


def _foot(scene: Composition) -> Foot:
    """Set the legends and the readout of a scene."""
    legends = [entries(parts) if _is_one_row(scene) else [] for parts in scene.parts]
    total = sum(scene.panels[number].width for number in scene.groups)
    room = CHARACTERS * WIDTH / total  # characters of a panel of width 1
    columns = [
        column_count(legend, panel.width * room - 6)
        for legend, panel in zip(legends, scene.panels, strict=True)
    ]
    wide = wide_legend(legends)
    if wide is not None:
        columns[wide] = column_count(legends[wide], total * room - 6)
    return Foot(legends, columns, wide, lines_of(longest_readings(scene)))


def _is_one_row(scene: Composition) -> bool:
    return len(scene.row_counts) == 1


def _legend_columns(scene: Composition, row: Sequence[int]) -> list[int]:
    """How many names of a legend stand side by side below each panel of a row."""
    total = sum(scene.panels[number].width for number in row)
    return [
        column_count(
            entries(scene.parts[number]),
            scene.panels[number].width / total * CHARACTERS * WIDTH - 6,
        )
        for number in row
    ]


def _legend_height(scene: Composition, row: Sequence[int]) -> float:
    """How high the legends below a row of several are, in inches."""
    pairs = zip(row, _legend_columns(scene, row), strict=True)
    return LINE * max(
        ceil(len(entries(scene.parts[number])) / columns) for number, columns in pairs
    )


def picture(scene: Composition, **index: int) -> Figure:
    """Draw a scene at one index.

    index: by axis name or slug; what is left out is where `still` says, or at the end of the play
    axis and the beginning of the others.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> panel = Panel([line([0, 1], [0, 1])], title="Identity")
    >>> picture(Composition([], [panel], alt="A line rises.")).axes[0].get_title(loc="left")
    'Identity'
    """
    figure, _, _ = lay_out(scene, scene.index(**index))
    return figure


def _keep_dollars(figure: Figure) -> None:
    """Show a dollar in our words as it is: they are no formulas of Matplotlib."""
    for text in figure.findobj(Text):
        text.set_parse_math(False)


def lay_out(scene: Composition, at: Mapping[str, int]) -> tuple[Figure, list[PanelDrawing], Text]:
    """Draw a scene at a full index; return the figure, its panels and the readout below them."""
    foot = _foot(scene)
    rows = rows_of(scene)
    one_row = _is_one_row(scene)
    heights = row_heights(scene)
    if not one_row:
        heights = [
            high + _legend_height(scene, row) for high, row in zip(heights, rows, strict=True)
        ]
    height = sum(heights) + foot.height
    share = foot.height / height
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI)
        figure.set_layout_engine("constrained", rect=(0, share, 1, 1 - share), h_pad=0.08)
        grid = figure.add_gridspec(len(rows), 1, height_ratios=heights)
        drawings: list[PanelDrawing] = []
        for line, row in enumerate(rows):
            widths = [scene.panels[number].width for number in row]
            cells = grid[line].subgridspec(1, len(row), width_ratios=widths)
            columns = _legend_columns(scene, row)
            for k, number in enumerate(row):
                ax = figure.add_subplot(cells[k])
                drawings += draw_group(ax, scene, number, at, widths[k] / sum(widths))
                if one_row:
                    _draw_legend_in_foot(figure, ax, foot, number, share)
                else:
                    _draw_own_legend(figure, ax, entries(scene.parts[number]), columns[k])
        if scene.title:
            figure.suptitle(translated(scene.title), x=0.01, ha="left", fontsize=12)
        low = 0.4 * LINE / height
        text = readout(scene, at, foot.lines)
        words = figure.text(0.01, low, text, color=MUTED, linespacing=1.35)
    _keep_dollars(figure)
    return figure, drawings, words


def canvas_of(figure: Figure) -> Any:
    """Return a canvas of pixels for a figure; matplotlib leaves most of its methods untyped."""
    return FigureCanvasAgg(figure)


def lines_of(readings: Sequence[str]) -> list[slice]:
    """Break readings into lines that are no wider than the page; there is always one.

    >>> lines_of(["step 120", "height above the lowest place 0.5"] * 3)
    [slice(0, 5, None), slice(5, 6, None)]
    """
    pen = canvas_of(Figure(dpi=DPI)).get_renderer()
    starts = [0]
    for stop in range(1, len(readings) + 1):
        line = GAP.join(readings[starts[-1] : stop])
        width, _, _ = pen.get_text_width_height_descent(line, FONT, False)
        if width > ROOM and stop - 1 > starts[-1]:
            starts.append(stop - 1)
    return [slice(*ends) for ends in pairwise([*starts, len(readings)])]


def picture_png(scene: Composition, **index: int) -> bytes:
    """Draw a scene as a PNG of at most 50 kB, the same bytes on every run of one matplotlib.

    index: as in `picture`.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> scene = Composition([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
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


def pixels(scene: Composition, **index: int) -> Array:
    """Draw a scene as colours (height, width, 3), bytes; the size is the same at every index.

    index: as in `picture`.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> scene = Composition([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
    >>> pixels(scene).shape
    (412, 720, 3)
    """
    canvas = canvas_of(picture(scene, **index))
    with matplotlib.rc_context(RC):
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def strip(scene: Composition, **index: int | Sequence[int]) -> Figure:
    """Draw a scene at several indices side by side: strip(scene, step=[0, 10, 100]).

    index: a list of positions for one axis; for the others one position each, as in `picture`.
    Raises ValueError where not exactly one axis has a list.

    >>> from calclib.stage.axis import Axis
    >>> from calclib.stage.marks import Varying, line
    >>> from calclib.stage.panel import Panel
    >>> rise = Varying([[0, 1], [0, 2], [0, 3]], axes=("step",))
    >>> scene = Composition([Axis("step", range(3), play=True)], [Panel([line([0, 1], rise)])],
    ...                     alt="A line turns.")
    >>> [ax.get_title(loc="left") for ax in strip(scene, step=[0, 2]).axes]
    ['step 0', 'step 2']
    """
    lists = {name: list(at) for name, at in index.items() if not isinstance(at, int | np.integer)}
    if len(lists) != 1 or not all(lists.values()):
        raise ValueError("A strip needs one axis with a list of positions, such as step=[0, 10].")
    ((name, steps),) = lists.items()
    others = {one: int(at) for one, at in index.items() if isinstance(at, int | np.integer)}
    columns = [scene.index(**(others | {name: step})) for step in steps]
    moving = scene.axis(name)
    rows = len(scene.groups)
    height = STRIP * rows * min(1.0, 3 / len(columns)) + 0.3 * rows
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
        grid = figure.subplots(rows, len(columns), squeeze=False)
        for column, at in enumerate(columns):
            for row, number in enumerate(scene.groups):
                ax = grid[row, column]
                panel = scene.panels[number]
                draw_group(ax, scene, number, at, 1 / len(columns))
                title = translated(panel.title) if column == 0 else ""
                reading = axis_reading(moving, at[moving.name]) if row == 0 else ""
                ax.set_title("  ".join(filter(None, [title, reading])))
                ax.set_ylabel("" if column or panel.camera else translated(panel.y_label))
    return figure


def _swatch(entry: Entry) -> Line2D:
    """Return what stands before a name in the legend."""
    style = entry.style
    ink = INKS.get(entry.color, entry.color)
    if entry.kind not in PATCHES:
        return Line2D([], [], color=ink, label=entry.label, linestyle=DASHES[style["dash"]])
    return Line2D(
        [],
        [],
        color=ink,
        label=entry.label,
        linestyle="",
        marker=MARKERS[style["marker"]] if entry.kind == "dots" else "s",
        alpha=style["opacity"],
    )


def _draw_legend_in_foot(figure: Figure, ax: Axes, foot: Foot, number: int, share: float) -> None:
    """Put the legend of a panel of the only row below it, level with the others.

    number: of the panel in the scene.
    share: of the page that the foot takes.
    """
    if number == foot.wide:
        corner = (0.01, share)
        frame: Transform = figure.transFigure
    else:
        corner = (0.0, share)
        frame = blended_transform_factory(ax.transAxes, figure.transFigure)
    box = _draw_legend(ax, foot.legends[number], foot.columns[number], corner, frame)
    if box:
        box.set_in_layout(False)


def _draw_own_legend(figure: Figure, ax: Axes, legend: Sequence[Entry], columns: int) -> None:
    """Put the legend of a panel of several rows right below it; the next row makes room."""
    away = BELOW_LABEL if ax.get_xlabel() else BELOW
    frame = ax.transAxes + ScaledTranslation(0, -away, figure.dpi_scale_trans)
    _draw_legend(ax, legend, columns, (0.0, 0.0), frame)


def _draw_legend(
    ax: Axes, legend: Sequence[Entry], columns: int, corner: tuple[float, float], frame: Transform
) -> Legend | None:
    """Draw the legend of a panel, where it has one, with its upper left corner at a place."""
    if not legend:
        return None
    return ax.legend(
        handles=[_swatch(entry) for entry in legend],
        ncols=columns,
        loc="upper left",
        bbox_to_anchor=corner,
        bbox_transform=frame,
    )
