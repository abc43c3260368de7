"""Laws of the scene: what fits is packed and comes back, the rest is refused in one sentence."""

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from gallery import gallery
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from calclib.stage.axis import Axis
from calclib.stage.buffers import LIMIT
from calclib.stage.composition import IN_A_ROW, even_rows
from calclib.stage.digest import digest
from calclib.stage.formats import fill_in
from calclib.stage.legend import entries
from calclib.stage.marks import (
    MARKS,
    Varying,
    area,
    arrows,
    bars,
    contours,
    cursor,
    dots,
    graph,
    heat,
    image,
    line,
    surface,
    text,
    trail,
)
from calclib.stage.pack import pack, slack_of, unpack
from calclib.stage.palette import OKABE_ITO
from calclib.stage.panel import Panel
from calclib.stage.picture import picture
from calclib.stage.readout import readout
from calclib.stage.scene import Scene

STEPS, RATES = 5, 3
STEP = Axis("step", range(STEPS), play=True)
RATE = Axis("learning rate", [0.01, 0.1, 1.0], scale="log")
BOX = (-1.0, 1.0, -2.0, 2.0)
NAMES = ("step", "learning rate")


class View(np.ndarray):
    """An array that carries its axes, as a path's points do."""

    axes = NAMES


class Path:
    """A toy walk: points (steps, rates, runs, 2) named over the first two."""

    def __init__(self, runs=2):
        rng = np.random.default_rng(1)
        self.points = rng.normal(size=(STEPS, RATES, runs, 2)).view(View)
        self.values = (self.points[..., 0] ** 2 + 1).view(View)


class Bowl:
    """A toy landscape."""

    box = BOX

    def value(self, points):
        return (points**2).sum(axis=-1)


def scene(*marks, axes=(STEP, RATE), alt="A toy moves.", **given):
    return Scene(axes, [Panel(marks)], alt=alt, **given)


def in_normal_form(mark, axes=(STEP, RATE)):
    return scene(mark, axes=axes).marks[0][0]


def hill(x, y):
    return 1 / (1 + x**2 + y**2)


def everything(path=None):
    path = path or Path()
    number = Varying(np.arange(STEPS), ("step",))
    left = Panel(
        [contours(Bowl()), trail(path), dots(path), arrows(0, 0, 1, [1, 2]), heat(hill, BOX)]
    )
    right = Panel(
        [
            line(path.values),
            area([0, 4], [1, 2], base=[0.5, 0.5]),
            cursor("step"),
            text(0, 1, "at {:.2f}", number),
        ],
        y="log",
    )
    solid = Panel([surface(Bowl()), trail(path), dots(path, z=path.values)])
    more = [
        Panel([graph(["x", "y"], [(0, 1)], values=Varying(np.ones((STEPS, 2)), ("step",)))]),
        Panel([bars(["cat", "dog"], [0.8, 0.2])]),
        Panel([image(Varying(np.ones((STEPS, 4, 6, 3)), ("step",)))]),
    ]
    panels = [left, right, solid, *more]
    return Scene([STEP, RATE], panels, alt="All marks.", readout=[("step", number, "d")])


@pytest.mark.parametrize("show", ["pack", "digest", "picture"])
def test_what_only_a_display_needs_waits_until_a_scene_is_shown(show):
    whole = everything()
    later = {"limits", "parts", "packet", "digest", "groups"}
    assert not later & set(vars(whole))
    if show == "pack":
        assert whole.packet is whole.packet
        assert {"limits", "parts", "packet"} <= set(vars(whole))
    elif show == "digest":
        assert whole.digest is whole.digest
        assert later & set(vars(whole)) == {"digest"}
    else:
        picture(whole)
        assert "packet" not in vars(whole)


def test_every_mark_is_packed_as_plain_json():
    kinds = set()
    for scene in (everything(), *gallery().values()):
        spec, buffers = pack(scene)
        kinds |= {mark["kind"] for panel in spec["panels"] for mark in panel["marks"]}
        assert json.loads(json.dumps(spec)) == spec
        assert all(isinstance(block, bytes) for block in buffers)
    assert kinds == set(MARKS)


def test_pack_round_trips_every_channel():
    whole = everything()
    spec, buffers = pack(whole)
    for panel, marks in zip(spec["panels"], whole.parts, strict=True):
        for sent, mark in zip(panel["marks"], marks, strict=True):
            for name, channel in mark.channels.items():
                back = unpack(sent["channels"][name], buffers)
                assert back.axes == channel.axes
                slack = slack_of(name, whole.limits[spec["panels"].index(panel)])
                off = np.abs(back.values - channel.values)
                allowed = np.maximum(slack.absolute, 1e-7 * np.abs(channel.values))
                assert np.array_equal(np.isnan(back.values), np.isnan(channel.values))
                assert np.nanmax(off - allowed, initial=0.0) <= 0


@given(st.permutations(NAMES), st.integers(0, 2), st.integers(1, 4))
def test_what_shows_at_an_index_is_what_the_lesson_meant(names, batch, length):
    sizes = [{"step": STEPS, "learning rate": RATES}[name] for name in names]
    rest = (2,) * batch + (length,)
    values = np.random.default_rng(0).normal(size=(*sizes, *rest))
    mark = in_normal_form(line(np.arange(length), Varying(values, tuple(names))))
    for at in product(*map(range, sizes)):
        index = dict(zip(names, at, strict=True))
        shown = mark.channels["y"].at(index)
        np.testing.assert_array_equal(shown, values[at].reshape(-1, length))
        assert mark.channels["x"].at(index).shape == shown.shape


def test_a_path_is_a_trail_along_the_play_axis_and_dots_at_its_index():
    path = Path(runs=2)
    run, now = in_normal_form(trail(path)), in_normal_form(dots(path))
    assert (run.along, run.channels["x"].axes) == ("step", ("learning rate",))
    assert run.channels["x"].values.shape == (RATES, 2, STEPS)
    assert now.channels["x"].values.shape == (STEPS, RATES, 2)
    end = run.channels["y"].at({"learning rate": 1})[:, 3]
    np.testing.assert_array_equal(end, now.channels["y"].at({"step": 3, "learning rate": 1}))


def test_a_line_that_grows_runs_along_the_play_axis_as_a_trail_beside_its_values():
    values = Path(runs=2).values
    steps = Varying(np.arange(float(STEPS)), ("step",))
    grown = in_normal_form(line(values, grows=True))
    drawn = in_normal_form(trail(steps, values))
    assert (grown.kind, grown.along) == (drawn.kind, drawn.along) == ("trail", "step")
    for name in ("x", "y"):
        np.testing.assert_array_equal(grown.channels[name].values, drawn.channels[name].values)
        assert grown.channels[name].axes == drawn.channels[name].axes


def test_the_values_of_a_path_make_a_whole_curve_against_the_play_axis():
    mark = in_normal_form(line(Path(runs=2).values))
    assert mark.along == "step"
    np.testing.assert_array_equal(mark.channels["x"].values, [range(STEPS)] * 2)


def test_one_number_a_step_runs_along_but_a_level_of_two_points_moves():
    heights = Varying(np.arange(STEPS), ("step",))
    assert in_normal_form(line(np.arange(STEPS), heights)).along == "step"
    level = in_normal_form(line([0, 1], heights))
    assert level.along is None
    np.testing.assert_array_equal(level.channels["y"].at({"step": 3}), [[3, 3]])


def test_a_curve_runs_along_the_axis_that_it_names():
    mark = in_normal_form(line(Varying([1, 2, 4], ("learning rate",))))
    assert mark.along == "learning rate"
    np.testing.assert_allclose(mark.channels["x"].values, [[0.01, 0.1, 1.0]])


def test_equal_arrays_are_sent_once():
    x = np.linspace(0, 1, 50)
    _, buffers = pack(scene(line(x, x), line(x, x, color=1), axes=()))
    assert len(buffers) == 1


def test_equal_scenes_have_equal_digests_that_begin_with_the_alt_text():
    assert digest(everything()) == digest(everything())
    assert digest(everything()).startswith("All marks.\n")


@pytest.mark.parametrize("step", range(STEPS))
def test_a_changed_frame_changes_the_digest(step):
    path = Path()
    before = digest(everything(path))
    path.points[step, 1, 0, 0] += 0.5
    assert digest(everything(path)) != before


def test_noise_in_the_last_digits_does_not_change_the_digest():
    rng = np.random.default_rng(5)
    values = np.concatenate([rng.normal(size=200), [1.125, 0.0, 1e-17]])
    noisy = values * (1 + 1e-14 * rng.normal(size=203)) + 1e-16 * rng.normal(size=203)
    x = np.arange(203)
    assert digest(scene(line(x, values))) == digest(scene(line(x, noisy)))


def test_a_chaotic_scene_shows_shapes_alone():
    one, two = (scene(line([0, 1], [0, k]), chaotic=True) for k in (1, 2))
    assert digest(one) == digest(two) != digest(scene(line([0, 1], [0, 1])))


def test_level_lines_lie_on_their_levels():
    mark = scene(contours(Bowl(), levels=[0.25, 0.5])).parts[0][1]
    x, y = (mark.channels[name].values for name in "xy")
    height = (x**2 + y**2)[np.isfinite(x)]
    assert np.abs(height[:, None] - [0.25, 0.5]).min(axis=1).max() < 1e-3


def test_bands_change_where_the_surface_crosses_a_level():
    fill = scene(contours([[0, 1], [2, 3]], (0, 1, 0, 1), levels=[0.5, 1.5])).parts[0][0]
    np.testing.assert_array_equal(fill.channels["values"].values, [[0, 1], [2, 2]])
    assert fill.style["role"] == "fill"


def test_contours_that_vary_are_padded_to_one_length():
    surfaces = Varying(np.random.default_rng(0).normal(size=(STEPS, 6, 7)), ("step",))
    fill, lines = scene(contours(surfaces, BOX)).parts[0]
    assert fill.channels["values"].values.shape == (STEPS, 6, 7)
    assert lines.channels["x"].values.shape == lines.channels["y"].values.shape
    assert lines.channels["x"].values.shape[:2] == (STEPS, 1)


def test_a_flat_surface_is_drawn_without_a_warning():
    flat = scene(contours(np.ones((4, 4)), BOX), heat(np.ones((4, 4)), BOX))
    assert pack(flat)[0]["panels"][0]["x"]["domain"] == [-1.0, 1.0]


def test_infinities_are_gaps_and_numbers_beyond_float32_are_kept_without_a_warning():
    spec, buffers = pack(scene(line([0, 1, 2], [1.0, 1e300, np.inf])))
    back = unpack(spec["panels"][0]["marks"][0]["channels"]["y"], buffers)
    np.testing.assert_allclose(back.values, [[1.0, 1e300, np.inf]], atol=1e296)


@pytest.mark.parametrize("count", range(1, 10))
def test_panels_stand_in_as_few_rows_as_hold_them_as_evenly_as_possible(count: int) -> None:
    counts = even_rows(count)
    assert sum(counts) == count
    assert len(counts) == -(-count // IN_A_ROW)
    assert max(counts) - min(counts) <= 1


def test_rows_are_sent_where_a_scene_gives_them_and_change_no_digest() -> None:
    panels = [Panel([line([0, 1], [0, k])]) for k in range(3)]
    plain = Scene([], panels, alt="Three lines.")
    asked = Scene([], panels, alt="Three lines.", rows=(1, 2))
    assert "rows" not in plain.packet.spec
    assert asked.packet.spec["rows"] == [1, 2]
    assert plain.digest == asked.digest


@pytest.mark.parametrize("rows", [(2,), (1, 1), (4,), (0, 3), (2, 2)])
def test_rows_that_do_not_hold_each_panel_once_are_refused(rows: tuple[int, ...]) -> None:
    panels = [Panel([line([0, 1], [0, k])]) for k in range(3)]
    with pytest.raises(ValueError, match="of the 3 panels stand in each row"):
        Scene([], panels, alt="Three lines.", rows=rows)


def test_insets_belong_to_the_panel_before_them():
    rise = [line([0, 1], [0, 1])]
    small = Panel(rise, inset="top right", width=0.3)
    panels = [Panel(rise), small, small, Panel(rise), small]
    whole = Scene([], panels, alt="Insets.")
    assert whole.groups == {0: [1, 2], 3: [4]}
    assert [panel["inset"] for panel in whole.packet[0]["panels"]] == [p.inset for p in panels]


def test_bars_of_several_series_stand_side_by_side_and_are_named_once():
    heights = np.arange(STEPS * 6.0).reshape(STEPS, 3, 2)
    groups = bars(
        ["a", "b", "c"], Varying(heights, ("step",)), color=[0, 3], label=["plain", "new"]
    )
    mark = in_normal_form(groups)
    assert mark.channels["y"].at({"step": 1}).tolist() == [6, 7, 8, 9, 10, 11]
    np.testing.assert_allclose(mark.channels["x"].values, [-0.2, 0.2, 0.8, 1.2, 1.8, 2.2])
    assert [one.label for one in entries([mark])] == ["plain", "new"]
    assert mark.style["color"] == [OKABE_ITO[0], OKABE_ITO[3]] * 3
    assert in_normal_form(bars([[1, 2], [3, 4]], color="ink")).style["color"] == ["ink"] * 4


def test_words_are_an_axis_without_numbers():
    spec, _ = pack(scene(line([0, 1], [0, 1]), axes=[Axis("rule", ["plain", "Adam"])]))
    (axis,) = spec["axes"]
    assert axis["values"] is None
    assert axis["labels"] == ["plain", "Adam"]


def test_the_readout_says_where_the_axes_stand_and_what_the_scene_reads():
    whole = everything()
    assert readout(whole, whole.index()) == "step 4     learning rate 0.01     step 4"
    assert fill_in("y = {:.1f}", np.nan) == "y = –"


def test_a_batch_has_a_colour_and_a_name_a_run():
    marks = scene(trail(Path(), color=[0, 1], label=["slow", "fast"])).marks[0]
    assert [(e.label, e.color) for e in entries(marks)] == [
        ("slow", OKABE_ITO[0]),
        ("fast", OKABE_ITO[1]),
    ]


def test_an_index_is_found_by_name_or_slug_and_counts_from_the_end():
    whole = replace(everything(), still={"step": 2})
    assert whole.index() == {"step": 2, "learning rate": 0}
    assert whole.index(step=-1, learning_rate=1) == {"step": 4, "learning rate": 1}


WRONG = {
    "names the axis 'rate'": lambda: scene(line([0, 1], Varying(np.ones((3, 2)), ("rate",)))),
    "4 entries along 'step'": lambda: scene(line([0, 1], Varying(np.ones((4, 2)), ("step",)))),
    "no finite number": lambda: scene(line([0, 1], [np.nan, np.inf])),
    "needs alt": lambda: scene(line([0, 1], [0, 1]), alt=" "),
    "at least one Panel": lambda: Scene([], [], alt="Nothing."),
    "needs a list of marks": lambda: Panel([]),
    "two have play=True": lambda: scene(
        cursor("step"), axes=[STEP, Axis("time", [0, 1], play=True)]
    ),
    "share a name": lambda: scene(cursor("a b"), axes=[Axis("a b", [0]), Axis("A-B", [0])]),
    "same label twice": lambda: Axis("rule", ["Adam", "Adam"]),
    "3 values but 2 labels": lambda: Axis("step", range(3), labels=["a", "b"]),
    "must be positive": lambda: Axis("rate", [0.0, 1.0], scale="log"),
    "at least one value": lambda: Axis("rate", []),
    "is not finite": lambda: Axis("rate", [0.0, np.nan]),
    "A cursor names the axis 'rate'": lambda: scene(cursor("rate")),
    "A trail runs along the play axis": lambda: scene(trail([[0, 1]]), axes=[RATE]),
    "A line that grows runs along the play axis": lambda: scene(
        line([0, 1], grows=True), axes=[RATE]
    ),
    "do not fit together": lambda: scene(line([0, 1, 2], [0, 1])),
    "end in two coordinates": lambda: dots([1, 2, 3, 4]),
    "no style 'colour'": lambda: line([0, 1], [0, 1], colour=1),
    "none of solid, dashed": lambda: line([0, 1], [0, 1], dash="wavy"),
    "is no colour": lambda: line([0, 1], [0, 1], color=8),
    "2 runs but has 3 colors": lambda: scene(dots([[0, 0], [1, 1]], color=[0, 1, 2])),
    "A box is": lambda: heat([[0, 1], [1, 2]], (1, 0, 0, 1)),
    r"values \(rows, cols\)": lambda: scene(heat([1, 2, 3], BOX)),
    "whole numbers 0 to 7": lambda: scene(heat([[0, 1], [1, 8]], BOX, colors="categories")),
    "0 to 7; renumber": lambda: scene(
        heat(np.array([[0, 8], [255, 1]], np.uint8), BOX, colors="categories")
    ),
    "needs positive values": lambda: scene(heat([[0, -1], [0, -2]], BOX, log=True)),
    "1 to 100 levels": lambda: contours(Bowl(), levels=0),
    "There is no map 'jet'": lambda: heat([[0, 1], [1, 2]], BOX, colors="jet"),
    "is no range": lambda: Panel([cursor("step")], y=(1, 0)),
    "low > 0": lambda: Panel([cursor("step")], y=(0, 1, "log")),
    "pick needs an axis of points": lambda: Scene(
        [RATE], [Panel([cursor("learning rate")], pick="learning rate")], alt="x"
    ),
    "pick chooses one of 2 nodes": lambda: Scene(
        [Axis("node", ["a"])], [Panel([graph(["a", "b"], [(0, 1)])], pick="node")], alt="x"
    ),
    "need a surface": lambda: Panel([dots([[0, 0, 0]])], camera=(0, 30), drag="start"),
    "is none of the corners": lambda: Panel([line([0, 1], [0, 1])], inset="left"),
    'is none of "xy"': lambda: Panel([line([0, 1], [0, 1])], ticks="z"),
    "is its share of its panel": lambda: Panel([line([0, 1], [0, 1])], inset="top left"),
    "flat and has no legend": lambda: Panel(
        [line([0, 1], [0, 1], label="a")], inset="top left", width=0.3
    ),
    "this one is the first": lambda: Scene(
        [], [Panel([line([0, 1], [0, 1])], inset="top left", width=0.3)], alt="x"
    ),
    "shows one number": lambda: scene(line([0, 1], [0, 1]), readout=[("loss", [1, 2])]),
    "is no number format": lambda: text(0, 0, "slope {:>9}", value=1),
    "'.3q' is no": lambda: scene(line([0, 1], [0, 1]), readout=[("loss", 1, ".3q")]),
    "heat is flat": lambda: scene(surface(Bowl()), heat(hill, BOX)),
    "is no camera": lambda: Panel([surface(Bowl())], camera=(0, -10)),
    "dots needs z": lambda: Scene([], [Panel([dots([[0, 0]])], camera=(0, 30))], alt="x"),
    "1 to 60 nodes": lambda: graph([str(k) for k in range(61)], []),
    "run in a circle": lambda: graph(["a", "b"], [(0, 1), (1, 0)]),
    "leads to no node": lambda: graph(["a", "b"], [(0, 2)]),
    "needs 2 of them": lambda: graph(["a", "b"], [(0, 1)], values=[1, 2, 3]),
    "An image has shape": lambda: image([1.0, 2.0]),
    "goes from 0 to 300": lambda: image([[1.0, 2.0]], since=[[0, 300]], axis="step"),
    "An image names the axis ''": lambda: scene(image([[1.0, 2.0]], since=[[0, 1]])),
    "logarithmic height": lambda: Scene(
        [], [Panel([surface(-np.ones((3, 3)), BOX)], z="log")], alt="x"
    ),
    "real numbers": lambda: line(["a", "b"], [0, 1]),
    "needs one field": lambda: text(0, 0, "slope {:.2f}"),
    "only its leading axes": lambda: Varying([1, 2], ("step", "rate")),
    "no index 9": lambda: everything().index(step=9),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_scene_fails_in_one_sentence(sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        WRONG[sentence]()
    assert len(str(caught.value)) < 300


def test_bars_without_places_stand_at_the_whole_numbers_however_many_series_there_are():
    heights = bars([[1, 2], [3, 4], [5, 6]]).channels["x"]
    np.testing.assert_allclose(heights.values, [-0.2, 0.2, 0.8, 1.2, 1.8, 2.2])


def test_every_row_of_the_table_of_marks_is_the_function_of_its_kind():
    assert {kind: make.__name__ for kind, make in MARKS.items()} == {kind: kind for kind in MARKS}


def test_a_scene_too_large_to_send_is_refused_before_it_is_copied():
    wide = np.broadcast_to(0.0, (STEPS, LIMIT))
    with pytest.raises(ValueError, match=r"would send .* MB, more than 64 MB"):
        scene(dots(Varying(wide, ("step",)), Varying(wide, ("step",))))


@pytest.mark.parametrize("still", [{"rate": 7}, {"rate": -4}, {"rate": 1.5}, {"other": 0}])
def test_an_index_of_still_that_no_axis_has_is_refused(still):
    rates = Axis("rate", [1, 2, 3])
    panel = Panel([line([0, 1], [0, 1])])
    # A scene of fewer steps than its author thought of still plays; its picture is refused.
    with pytest.raises(ValueError, match=r"no index|names the axis"):
        picture(Scene([rates], [panel], alt="A.", still=still))


def test_still_takes_slugs_and_counts_from_the_end_as_an_index_does():
    rates = Axis("learning rate", [1, 2, 3])
    panel = Panel([line([0, 1], [0, 1])])
    whole = Scene([rates], [panel], alt="A.", still={"learning_rate": -1})
    assert whole.index() == whole.index(learning_rate=-1) == {"learning rate": 2}


@pytest.mark.parametrize("words", ["from $3 to $4", "$x^2$", "a $ b", "\\frac $1$ {"])
def test_a_dollar_in_the_words_of_a_picture_is_a_dollar(words):
    marks = [line([0, 1], [0, 1], label=words)]
    panel = Panel(marks, title=words, x_label=words, y_label=words)
    figure = picture(Scene([], [panel], alt="A line.", title=words, readout=[(words, 1.0)]))
    figure.canvas.draw()
    texts = figure.findobj(Text)
    assert sum(words in text.get_text() for text in texts) >= 4
    assert not any(text.get_parse_math() for text in texts if words in text.get_text())


def test_a_map_that_is_shown_again_is_traced_once() -> None:
    ground = contours([[0.0, 1.0], [1.0, 3.0]], (0, 1, 0, 1))
    first, again = (Scene([], [Panel([ground])], alt="A slope.").parts[0] for _ in range(2))
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, True]
