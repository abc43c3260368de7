"""Laws of the picture: it has what the scene has, in the place where the scene puts it."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from PIL import Image

from calclib.stage.axis import Axis
from calclib.stage.marks import (
    MARKS,
    Varying,
    area,
    arrows,
    bars,
    contours,
    cursor,
    dots,
    heat,
    image,
    line,
    text,
    trail,
)
from calclib.stage.marks.mark import complete_look
from calclib.stage.panel import Panel
from calclib.stage.picture import INKS, LIMIT, PAINT, picture, picture_png
from calclib.stage.readout import readout
from calclib.stage.scene import Scene

BOX = (-2.0, 2.0, -1.0, 1.0)
STEPS = 6
WALK = Varying(np.stack([np.linspace(-1, 1, STEPS), np.zeros(STEPS)], axis=-1), ("step",))
STEP = Axis("step", range(STEPS), play=True)


def bowl(x, y):
    return x**2 + y**2


def scene(*marks, axes=(STEP,), **panel):
    return Scene(axes, [Panel(marks, **panel)], alt="A toy moves.")


def busy():
    rng = np.random.default_rng(0)
    ways = Varying(np.cumsum(rng.normal(size=(STEPS, 64, 2)), axis=0) / 4, ("step",))
    noise = rng.normal(size=(60, 60))
    left = [heat(noise, BOX), contours(bowl, BOX), trail(ways), dots(ways)]
    right = [line(Varying(noise[:STEPS], ("step",))), cursor("step")]
    return Scene([STEP], [Panel(left, title="Ways"), Panel(right)], alt="x", title="Busy")


def test_both_tables_know_the_same_marks():
    assert set(PAINT) == set(MARKS)


def test_a_curve_is_where_the_arrays_say():
    (ax,) = picture(scene(line([0, 1, 2], [0, 1, 4], color=1, dash="dashed"))).axes
    (curve,) = ax.get_lines()
    np.testing.assert_array_equal(curve.get_xydata(), [[0, 0], [1, 1], [2, 4]])
    assert to_hex(curve.get_color()) == "#d55e00"


def test_a_panel_without_a_frame_has_no_ticks_and_no_axes():
    (ax,) = picture(scene(line([0, 1, 2], [0, 1, 4]), frame=False)).axes
    assert not [*ax.get_xticks(), *ax.get_yticks()]
    assert not any(spine.get_visible() for spine in ax.spines.values())


def test_a_side_whose_places_mean_nothing_has_no_ticks():
    (ax,) = picture(scene(line([0, 1, 2], [0, 1, 4]), ticks="x")).axes
    words = [label.get_text() for label in ax.get_xticklabels()]
    assert (words[0], words[1], words[-1]) == ("0.0", "0.2", "2.0")
    assert not [*ax.get_yticks()]


@pytest.mark.parametrize("frame", [True, False])
def test_a_panel_of_equal_units_keeps_them_with_and_without_a_frame(frame: bool):
    (ax,) = picture(scene(line([0, 1], [0, 1]), x=(0, 4), y=(0, 2), equal=True, frame=frame)).axes
    assert ax.get_aspect() == 1


def test_dots_stand_at_the_present_and_the_trail_ends_there():
    for step in range(STEPS):
        (ax,) = picture(scene(trail(WALK), dots(WALK)), step=step).axes
        past, present = ax.collections
        np.testing.assert_allclose(present.get_offsets(), [WALK.values[step]])
        assert len(past.get_segments()) == step
        if step:
            np.testing.assert_allclose(past.get_segments()[-1][1], WALK.values[step])


def test_the_past_of_a_trail_is_paler_than_its_present():
    (ax,) = picture(scene(trail(WALK))).axes
    opacity = ax.collections[0].get_colors()[:, 3]
    assert (np.diff(opacity) > 0).all()


def test_a_line_that_grows_ends_at_the_present_and_does_not_fade():
    heights = WALK.values[..., 1]
    for step in range(STEPS):
        marks = line(Varying(heights, ("step",)), grows=True, opacity=0.5, dash="dashed")
        (ax,) = picture(scene(marks), step=step).axes
        (drawn,) = ax.lines
        np.testing.assert_allclose(drawn.get_ydata(), heights[: step + 1])
        assert drawn.get_alpha() == 0.5
        assert drawn.is_dashed()


def test_the_still_is_the_end_of_the_play_axis_unless_the_scene_says_otherwise():
    marks = [Panel([dots(WALK)])]
    end = Scene([STEP], marks, alt="x")
    early = Scene([STEP], marks, alt="x", still={"step": 1})
    for one, step in ((end, STEPS - 1), (early, 1)):
        offsets = picture(one).axes[0].collections[0].get_offsets()
        np.testing.assert_allclose(offsets, [WALK.values[step]])


def test_a_cursor_stands_at_the_value_of_its_axis():
    rate = Axis("rate", [0.1, 0.2, 0.4])
    (ax,) = picture(scene(line([0, 1], [0, 1]), cursor("rate"), axes=[rate]), rate=2).axes
    assert list(ax.get_lines()[-1].get_xdata()) == [0.4, 0.4]


def test_words_carry_the_present_value():
    slope = Varying(np.arange(STEPS) / 2, ("step",))
    (ax,) = picture(scene(line([0, 1], [0, 1]), text(0.5, 0.5, "slope {:.1f}", slope)), step=3).axes
    assert [word.get_text() for word in ax.texts] == ["slope 1.5"]


def test_arrows_go_from_their_foot_by_their_length_in_units_of_the_panel():
    (ax,) = picture(scene(arrows([0, 1], [0, 1], [0.5, 0], [0, 0.25]))).axes
    (field,) = ax.collections
    np.testing.assert_array_equal(field.get_offsets(), [[0, 0], [1, 1]])
    np.testing.assert_array_equal(np.stack([field.U, field.V]), [[0.5, 0], [0, 0.25]])


def test_an_area_lies_between_its_curves():
    (ax,) = picture(scene(area([0, 1], [2, 3], base=[1, 1]))).axes
    low, high = ax.collections[0].get_datalim(ax.transData).intervaly
    assert (low, high) == (1, 3)


def test_a_map_fills_its_box_with_row_zero_at_the_bottom():
    (ax,) = picture(scene(heat([[0, 0], [1, np.nan]], BOX))).axes
    (shown,) = ax.images
    assert tuple(shown.get_extent()) == BOX
    pixels = shown.get_array()
    assert to_hex(pixels[0, 0]) == "#440154"
    assert to_hex(pixels[1, 0]) == "#fde725"
    assert pixels[1, 1, 3] == 0


def test_a_pixel_appears_at_its_position():
    shown = scene(image([[0.0, 1.0]], since=[[2, 0]], axis="step"))
    for step, there in ((0, [0, 255]), (1, [0, 255]), (2, [255, 255])):
        (ax,) = picture(shown, step=step).axes
        assert ax.images[0].get_array()[0, :, 3].tolist() == there


def test_a_run_that_diverged_is_named_once():
    ways = np.full((STEPS, 2, 2), np.nan)
    ways[:2] = [[[0, 0], [0.1, 0]], [[0, 0.5], [0.1, 0.5]]]
    (ax,) = picture(scene(trail(Varying(ways, ("step",))), x=(-1, 1), y=(-1, 1))).axes
    words = [word.get_text() for word in ax.texts if word.get_text()]
    assert words == ["diverged"]


@pytest.mark.parametrize("height", [{}, {"z": [0.5, 0.5, 0.5]}])
def test_a_curve_that_grows_and_ends_in_sight_is_not_called_diverged(height):
    """Its numbers end there; of a run the same numbers say that it has diverged."""
    steps = np.arange(STEPS)
    y = np.where(steps < 2, 0.1 * steps, np.nan)
    z = {name: Varying(np.full(STEPS, 0.5), ("step",)) for name in height}
    grown = line(Varying(0.1 * steps, ("step",)), Varying(y, ("step",)), grows=True, **z)
    for mark, words in (
        (grown, []),
        (replace(grown, style=complete_look("trail", {})), ["diverged"]),
    ):
        camera = {"camera": (30, 30)} if height else {}
        axis = Axis("step", range(STEPS), play=True)
        shown = Scene([axis], [Panel([mark], x=(-1, 1), y=(-1, 1), **camera)], alt="It ends.")
        (ax,) = picture(shown).axes
        assert [word.get_text() for word in ax.texts if word.get_text() == "diverged"] == words


def test_a_run_out_of_sight_is_not_called_diverged():
    way = np.stack([np.zeros(STEPS), np.arange(STEPS)], axis=-1)
    (ax,) = picture(scene(trail(Varying(way, ("step",))), x=(-1, 1), y=(-1, 2))).axes
    assert [word.get_text() for word in ax.texts if word.get_text()] == ["out of frame"]


def test_names_stand_in_a_key_below_the_panel():
    figure = picture(scene(line([0, 1], [[0, 1], [1, 0]], color=[0, 1], label=["up", "down"])))
    FigureCanvasAgg(figure).draw()
    legend = figure.axes[0].get_legend()
    assert [word.get_text() for word in legend.get_texts()] == ["up", "down"]
    assert legend.get_window_extent().y1 < figure.axes[0].get_window_extent().y0


def test_the_key_shows_a_patch_for_bars_and_for_an_area_as_opaque_as_they_are():
    marks = [bars([0, 1], [1, 2], label="solid"), area([0, 1], [1, 2], label="veil")]
    swatches = picture(scene(*marks)).axes[0].get_legend().legend_handles
    shapes = [(one.get_marker(), one.get_linestyle(), one.get_alpha()) for one in swatches]
    assert shapes == [("s", "None", 1.0), ("s", "None", 0.25)]


def test_a_scale_of_colours_has_a_key():
    (ax,) = picture(scene(heat([[0, 1], [2, 4]], BOX))).axes
    assert [word.get_text() for word in ax.get_legend().get_texts()] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("count", "rows", "expected"),
    [(3, (), [3]), (4, (), [2, 2]), (5, (), [3, 2]), (3, (1, 2), [1, 2]), (3, (2, 1), [2, 1])],
    ids=str,
)
def test_each_row_of_a_picture_is_filled_with_its_panels(
    count: int, rows: tuple[int, ...], expected: list[int]
) -> None:
    panels = [Panel([line([0, 1], [0, k], label="a line")], x_label="x") for k in range(count)]
    figure = picture(Scene([], panels, alt="Lines.", rows=rows))
    FigureCanvasAgg(figure).draw()
    boxes = [ax.get_position() for ax in figure.axes]
    found: list[int] = []
    for k, box in enumerate(boxes):
        if k and box.x0 > boxes[k - 1].x0:
            found[-1] += 1
        else:
            found.append(1)
    assert found == expected
    ends = np.cumsum(expected) - 1
    assert all(boxes[end].x1 > 0.95 for end in ends)


def test_the_legend_of_a_panel_in_one_of_several_rows_lies_below_it_and_above_the_next() -> None:
    names = ["one", "two", "three", "four"]
    first = Panel([line([0, 1], [0, k], label=name) for k, name in enumerate(names)], x_label="x")
    second = Panel([line([0, 1], [0, 1])], title="below")
    figure = picture(Scene([], [first, second], alt="Lines.", rows=(1, 1)))
    FigureCanvasAgg(figure).draw()
    upper, lower = figure.axes
    legend = upper.get_legend()
    assert legend is not None
    box = legend.get_window_extent()
    assert box.y1 < upper.xaxis.label.get_window_extent().y0 + 1
    assert box.y0 > lower.title.get_window_extent().y1


def test_the_frame_is_the_one_that_is_sent():
    one = scene(line([0, 1, 2], [1, 10, 100]), y="log", x=(0, 3), x_label="step")
    (ax,) = picture(one).axes
    sent = one.packet.spec["panels"][0]
    assert ax.get_yscale() == "log"
    np.testing.assert_allclose(ax.get_ylim(), sent["y"]["domain"])
    assert (*ax.get_xlim(), ax.get_xlabel()) == (0, 3, "step")


def test_a_long_readout_is_broken_into_lines_that_fit_the_page_at_every_index():
    large = Varying(10.0 ** np.arange(STEPS), ("step",))
    numbers = [(f"the height of ball {k}" + "." * k, large, ",.0f") for k in range(40)]
    one = Scene([STEP], [Panel([dots(WALK)])], alt="x", readout=numbers)
    sizes = set()
    for step in range(STEPS):
        figure = picture(one, step=step)
        (words,) = figure.texts
        page = figure.bbox
        edge = words.get_window_extent(FigureCanvasAgg(figure).get_renderer())
        assert page.x0 <= edge.x0 < edge.x1 <= page.x1
        assert page.y0 <= edge.y0 < edge.y1 <= page.y1
        assert words.get_text().split() == readout(one, {"step": step}).split()
        sizes.add((*figure.get_size_inches(), words.get_text().count("\n")))
    assert len(sizes) == 1


def test_a_png_is_small_720_wide_and_the_same_on_every_run():
    data = picture_png(busy())
    assert data == picture_png(busy())
    assert len(data) <= LIMIT
    image = Image.open(BytesIO(data))
    assert image.width == 720
    assert image.mode == "P"
    assert "Software" not in image.info


def test_a_small_bright_dot_keeps_its_colour_in_the_palette():
    data = picture_png(scene(contours(bowl, BOX), dots([[0.5, 0.5]], size=9)))
    pixels = np.asarray(Image.open(BytesIO(data)).convert("RGB")).astype(int)
    assert np.abs(pixels - [0xD5, 0x5E, 0x00]).sum(axis=-1).min() < 12


def test_save_writes_the_picture(tmp_path):
    busy().save(tmp_path / "busy.png", step=2)
    assert (tmp_path / "busy.png").read_bytes() == picture_png(busy(), step=2)


@pytest.mark.parametrize("ink", INKS.values())
def test_inks_are_legible_on_white(ink):
    linear = np.array([int(ink[k : k + 2], 16) / 255 for k in (1, 3, 5)]) ** 2.2
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 4.5
