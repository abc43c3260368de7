"""Laws of 3-D panels: marks lie on the surface, the box cuts them, and the surface hides them."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from calclib.stage.axis import Axis
from calclib.stage.camera import clip_to_box, project, sides, to_box
from calclib.stage.encoding import Slack, encode
from calclib.stage.marks import Varying, arrows, contours, dots, line, surface, text, trail
from calclib.stage.marks.graph import layout
from calclib.stage.normal_form import SOLID
from calclib.stage.panel import Panel
from calclib.stage.picture import SOLIDS, picture
from calclib.stage.scene import Scene
from calclib.stage.visibility import Visibility

BOX = (-2.0, 2.0, -1.0, 1.0)
STEPS = 5
STEP = Axis("step", range(STEPS), play=True)
HALF = np.array([1.0, 1.0, 0.6])
POSITIONS = Path(__file__).parents[1] / "data" / "projections.json"
SMALL = st.floats(-3, 3)
POINTS = st.tuples(SMALL, SMALL, SMALL)


def bowl(x, y):
    return x**2 + y**2


def scene(*marks, axes=(STEP,), **panel):
    return Scene(axes, [Panel(marks, **panel)], alt="A toy moves.")


def normal_marks(*marks, **panel):
    return scene(*marks, **panel).marks[0]


def test_marks_without_a_height_lie_on_the_surface():
    rng = np.random.default_rng(2)
    points = rng.uniform(-1, 1, (STEPS, 3, 2))
    marks = normal_marks(surface(bowl, BOX), trail(Varying(points, ("step",))), dots(points[0]))
    for mark in marks[1:]:
        x, y, z = (mark.channels[name].values for name in "xyz")
        np.testing.assert_allclose(z, bowl(x, y), atol=2e-3)


def test_near_a_zero_a_logarithmic_surface_has_a_floor_on_which_its_marks_lie():
    toy = scene(surface(bowl, (-1, 1, -1, 1)), dots([[0, 0], [0.9, 0.9]]), z="log")
    low, high = toy.limits[0][2][1]
    values = toy.marks[0][0].channels["values"].values
    assert 0.01 < (values < low).mean() < 0.03
    assert toy.parts[0][0].channels["z"].values.min() == low
    np.testing.assert_allclose(toy.marks[0][1].channels["z"].values, [low, 1.62], rtol=1e-3)
    assert high == 2.0


def test_a_logarithmic_surface_far_from_zero_shows_all_of_its_height():
    toy = scene(surface(lambda x, y: np.exp(x), BOX, levels=0), z="log")
    np.testing.assert_allclose(toy.limits[0][2][1], np.exp([-1.92, 2]))


def test_an_arrow_behind_a_hill_shows_both_of_its_ends():
    hill = surface(lambda x, y: np.exp(-(x**2) - y**2), (-2, 2, -2, 2), levels=0)
    behind = arrows(-1.9, 1.5, 3.8, 0, z=[0.3], w=[0], color=1)
    (ax,) = picture(scene(hill, behind, camera=(-90, 5))).axes
    curves = [one for one in ax.collections if isinstance(one, LineCollection)]
    shaft = next(one for one in curves if to_hex(one.get_color()[0]) == "#d55e00")
    x = np.sort(np.array([piece[:, 0] for piece in shaft.get_segments()]).ravel())
    assert x[0] < -0.9
    assert x[-1] > 0.9
    assert np.diff(x).max() > 0.4


def test_an_arrow_lies_on_the_surface_with_foot_and_tip():
    (_, arrow) = normal_marks(surface(bowl, BOX), arrows(1.0, 0.0, 0.5, 0.5))
    assert arrow.channels["z"].values == pytest.approx(1.0, abs=2e-3)
    assert arrow.channels["w"].values == pytest.approx(1.5, abs=4e-3)


def test_a_mark_follows_a_surface_that_moves():
    heights = np.stack([np.full((4, 4), float(k)) for k in range(STEPS)])
    rate = Axis("rate", [1.0, 2.0])
    at = Varying(np.zeros((2, 1, 2)), ("rate",))
    ground = surface(Varying(heights, ("step",)), BOX)
    (_, mark) = normal_marks(ground, dots(at), axes=(STEP, rate))
    for step in range(STEPS):
        assert mark.channels["z"].at({"step": step, "rate": 1}) == [step]


def test_a_given_height_stays():
    (_, mark) = normal_marks(surface(bowl, BOX), dots([[0, 0]], z=[3.0]))
    assert mark.channels["z"].values == [3.0]


def test_a_flat_panel_shows_marks_from_above():
    (mark,) = normal_marks(line([0, 1], [0, 1], z=[5, 6]))
    assert set(mark.channels) == {"x", "y"}


def test_a_steep_surface_is_cut_and_says_so_and_a_bowl_is_not():
    steep = scene(surface(lambda x, y: x**8 + y**8, (-2, 2, -2, 2)))
    assert steep.limits[0][2][1][1] < 100
    assert steep.parts[0][0].style["clipped"]
    words = [word.get_text() for word in picture(steep).axes[0].texts]
    assert any(word.startswith("clipped at") for word in words)
    plain = scene(surface(bowl, BOX))
    assert plain.limits[0][2][1] == pytest.approx((0.0, 5.0))
    assert not plain.parts[0][0].style["clipped"]


def test_quads_wholly_above_the_box_are_left_out():
    body = scene(surface(bowl, BOX, levels=0), z=(0, 1)).parts[0][0]
    z, color = body.channels["z"].values, body.channels["color"].values
    corners = np.stack([z[:-1, :-1], z[:-1, 1:], z[1:, :-1], z[1:, 1:]])
    np.testing.assert_array_equal(color == 255, (corners > 1).all(axis=0))


def test_the_side_that_faces_the_lamp_is_brighter():
    body = scene(surface(lambda x, y: 1 - np.abs(x), BOX, levels=0)).parts[0][0]
    light = body.channels["light"].values.astype(float)
    assert light[:, :40].mean() > light[:, 60:].mean() + 10


def test_level_lines_of_a_surface_lie_on_their_levels():
    lines = scene(surface(bowl, BOX, levels=[0.5, 2.0])).parts[0][1]
    x, y, z = (lines.channels[name].values for name in "xyz")
    known = np.isfinite(x)
    assert set(z[known]) == {0.5, 2.0}
    np.testing.assert_allclose(bowl(x, y)[known], z[known], atol=1e-2)


@given(st.floats(-180, 180), st.floats(0, 90), POINTS)
def test_the_camera_turns_and_never_stretches(azimuth, elevation, point):
    turned = project(np.array(point), (azimuth, elevation))
    assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(point))


@given(POINTS, POINTS)
def test_what_is_cut_lies_in_the_box_and_the_rest_does_not(p, q):
    p, q = np.array([p]), np.array([q])
    (first,), (last,) = clip_to_box(p, q, HALF)
    share = np.linspace(0, 1, 101)
    inside = np.all(np.abs(p + share[:, None] * (q - p)) <= HALF + 1e-6, axis=1)
    within = (share >= first - 1e-6) & (share <= last + 1e-6)
    assert not (inside & ~within).any()
    if first < last:
        assert inside[within].all()


@given(
    st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    st.floats(1, 3),
    st.floats(-1e4, 1e4),
    st.sampled_from([1, -1]),
)
def test_the_very_bottom_and_top_of_a_surface_lie_in_its_box(place, power, shift, sign):
    """Between the corners of the surface, and as the page reads the numbers."""

    def land(x, y):
        return shift + sign * np.hypot(x - place[0], y - place[1]) ** power

    way = np.linspace([1, 1], place, STEPS)
    run = Varying(np.column_stack([way, land(*way.T)])[:, None], ("step",))
    toy = scene(surface(land, (-1, 1, -1, 1)), trail(run), dots(run))
    limits = toy.limits[0]
    free = Visibility((0, 0), sides(limits, False), [])
    for mark in toy.marks[0][1:]:
        read = [
            encode(mark.channels[name].values, [Slack.on(each)]).numbers()
            for name, each in zip("xyz", limits, strict=True)
        ]
        assert free.is_inside(to_box(np.stack(read, axis=-1), limits, free.half)).all()


def test_a_mark_far_below_a_surface_is_out_of_its_box():
    toy = scene(surface(bowl, BOX), dots([[0, 0]], z=[-2.0]))
    assert toy.limits[0][2].domain == pytest.approx((0.0, 5.0))


def test_a_hill_hides_what_stands_behind_it():
    x, y = np.meshgrid(np.linspace(-1, 1, 61), np.linspace(-1, 1, 61))
    hill = np.exp(-8 * (x**2 + y**2)) - 0.5
    seen = Visibility((0.0, 10.0), HALF, [(hill, np.array([-1.0, 1.0, -1.0, 1.0]))])
    behind, before, on_top = [-0.8, 0, -0.5], [0.8, 0, -0.5], [0, 0, 0.5]
    np.testing.assert_array_equal(
        seen.sees(np.array([behind, before, on_top])), [False, True, True]
    )


def test_a_surface_that_one_sees_through_hides_nothing():
    for opacity, shown in ((1.0, 0), (0.5, 1)):
        hill = surface(lambda x, y: np.exp(-8 * (x**2 + y**2)), BOX, levels=0, opacity=opacity)
        marks = [hill, dots([[-1.6, 0]], color=1)]
        (ax,) = picture(scene(*marks, camera=(0, 5), axes=())).axes
        assert len(ax.collections[-1].get_offsets()) == shown


def hill_scene(*marks, **panel):
    hill = surface(lambda x, y: np.exp(-8 * (x**2 + y**2)), BOX, levels=0)
    return scene(hill, *marks, camera=(0, 5), z=(0, 1), **panel)


def opacities(picture, color):
    """The opacities at which something of a colour is drawn, as lines or as dots."""
    (ax,) = picture.axes
    inks = [ink for one in ax.collections for ink in (*one.get_edgecolor(), *one.get_facecolor())]
    return {round(float(ink[3]), 2) for ink in inks if to_hex(ink) == color}


def test_what_a_hill_hides_is_pale_and_not_gone():
    across = line([-1.6, -1.6], [-0.9, 0.9], z=[0.1, 0.1], color=1)
    assert opacities(picture(hill_scene(across)), "#d55e00") == {0.3, 1.0}
    path = trail(
        Varying(np.linspace([-1.6, -0.9], [-1.6, 0.9], STEPS)[:, None], ("step",)), color=1
    )
    assert min(opacities(picture(hill_scene(path)), "#d55e00")) < 0.31
    ball = dots([[-1.6, 0]], color=1)
    assert opacities(picture(hill_scene(ball)), "#d55e00") == {0.3}


def drops(toy):
    return [part.style.get("drop") for part in toy.parts[0] if part.kind == "dots"]


def test_up_to_three_dots_that_move_have_a_line_down_to_the_floor():
    rng = np.random.default_rng(5)
    for count in range(1, 6):
        ball = dots(Varying(rng.uniform(-1, 1, (STEPS, count, 2)), ("step",)))
        fixed = dots([[0.5, 0.5]])
        shown = ".2f" if count <= 3 else None
        assert drops(scene(surface(bowl, BOX), ball, fixed)) == [shown, None]


def test_the_height_beside_a_drop_is_as_fine_as_its_axis():
    ball = dots(Varying(np.linspace([0, 0], [2, 1], STEPS)[:, None], ("step",)))
    for low, high in ((0.0, 1.0), (0, 3), (-20, 70), (0, 400), (0, 5000)):
        (form,) = drops(scene(surface(bowl, BOX), ball, z=(low, high)))
        digits = int(form.strip(".f"))
        assert 10.0**-digits <= (high - low) / 100 or digits == 0
        assert 10.0 ** -(digits - 1) > (high - low) / 100 or digits == 0


def test_a_drop_ends_on_the_floor_straight_below_its_dot_and_says_the_height():
    ball = dots(Varying(np.linspace([0, 0], [-1.0, 0.5], STEPS)[:, None], ("step",)), color=1)
    toy = scene(surface(bowl, BOX, levels=0), ball, camera=(-60, 30))
    (ax,) = picture(toy).axes
    (line_down,) = [one for one in ax.lines if len(one.get_xdata()) == 2]
    x, y = line_down.get_data()
    half = sides(toy.limits[0], False)
    place = to_box(np.array([-1.0, 0.5, 1.25]), toy.limits[0], half)
    top = project(place, (-60, 30))[:2]
    foot = project(np.array([place[0], place[1], -half[2]]), (-60, 30))[:2]
    np.testing.assert_allclose([x, y], np.transpose([top, foot]), atol=1e-3)
    assert "1.25" in {word.get_text() for word in ax.texts}


def test_below_each_level_line_lies_its_shadow_on_the_floor():
    toy = scene(surface(bowl, BOX, levels=[1.0], opacity=0.5), camera=(-60, 30))
    (ax,) = picture(toy).axes
    curves = [one for one in ax.collections if isinstance(one, LineCollection)]
    on_floor, on_surface = (np.concatenate(one.get_segments()) for one in curves[-2:])
    x, y = (toy.parts[0][1].channels[name].values for name in "xy")
    known = np.isfinite(x)
    half = sides(toy.limits[0], False)
    lift = to_box(np.array([0, 0, 1.0]), toy.limits[0], half)[2] + half[2]
    assert known.any()
    np.testing.assert_allclose(
        on_surface - on_floor,
        np.broadcast_to([0, lift * np.cos(np.pi / 6)], on_floor.shape),
        atol=1e-6,
    )
    assert np.isfinite(y[known]).all()


def test_every_level_of_the_height_axis_is_drawn_around_the_far_walls():
    (ax,) = picture(scene(surface(bowl, BOX, levels=0), camera=(-60, 30))).axes
    walls = next(one for one in ax.collections if isinstance(one, LineCollection))
    heights = {word.get_text() for word in ax.texts} & {"0", "1", "2", "3", "4", "5"}
    around = [one for one in walls.get_segments() if len(one) == 3]
    assert len(around) >= 2 + len(heights - {"0", "5"})


@pytest.mark.parametrize("camera", [(-60, 30), (20, 52), (0, 5), (45, 85), (91, 30)])
@pytest.mark.parametrize("panels", [1, 3])
def test_no_two_words_beside_a_box_stand_on_each_other(camera, panels):
    ground = surface(lambda x, y: 40 * bowl(x, y), BOX, levels=0)
    panel = Panel([ground], camera=camera, x_label="along x", y_label="y", z_label="loss")
    figure = picture(Scene([], [panel] * panels, alt="Bowls."))
    figure.draw_without_rendering()
    for ax in figure.axes:
        words = [word for word in ax.texts if word.get_text() != "loss"]
        assert {"along x", "y"} <= {word.get_text() for word in words}
        places = [word.get_window_extent() for word in words]
        assert len(places) >= 7
        assert not [1 for k, one in enumerate(places) if one.count_overlaps(places[k + 1 :])]


def test_a_side_of_the_floor_whose_places_mean_nothing_has_no_numbers():
    for ticks, numbers in (("xy", 3), ("x", 2), ("", 1)):
        ground = surface(lambda x, y: 5 + x + 20 * y, (0, 1, 10, 11), levels=0)
        (ax,) = picture(scene(ground, ticks=ticks, z=(100, 300), axes=())).axes
        shown = [float(word.get_text()) for word in ax.texts if word.get_text()[:1].isdigit()]
        kinds = {"x" if one <= 1 else "y" if one <= 11 else "z" for one in shown}
        assert len(kinds) == numbers


def test_a_3d_panel_fills_its_frame_up_to_the_words():
    for camera in ((-60, 30), (20, 52), (0, 5), (45, 85)):
        toy = scene(surface(bowl, BOX, levels=0), camera=camera)
        (ax,) = picture(toy).axes
        half = sides(toy.limits[0], False)
        signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
        seen = project(signs * half, camera)[:, :2]
        shares = np.ptp(seen, axis=0) / [np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())]
        assert (shares < 1).all()
        assert shares.max() > 0.68


def test_the_tables_of_3d_painters_know_what_the_grammar_allows():
    assert set(SOLIDS) == {*SOLID, "contours"}


def test_projections_are_the_stored_ones_that_the_browser_is_tested_against():
    for row in json.loads(POSITIONS.read_text(encoding="utf-8")):
        np.testing.assert_allclose(project(np.array(row["point"]), row["camera"]), row["seen"])


def test_x_and_y_share_their_unit_where_they_are_equal():
    limits = scene(surface(bowl, BOX), equal=True).limits[0]
    np.testing.assert_allclose(sides(limits, True), [1.0, 0.5, 0.6])


def test_every_mark_of_a_3d_panel_is_drawn_without_a_warning():
    way = Varying(np.linspace([-1, -1], [3, 1], STEPS)[:, None], ("step",))
    marks = [
        surface(bowl, BOX),
        trail(way),
        dots(way),
        line([-2, 2], [0, 0]),
        arrows(0, 0, 1, 0),
        text(0, 0, "low"),
    ]
    (ax,) = picture(scene(*marks, x_label="x", z_label="loss")).axes
    assert {"x", "loss", "low"} <= {word.get_text() for word in ax.texts}


EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)


@given(EDGES)
def test_every_edge_of_a_graph_leads_to_the_right(pairs):
    edges = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    x, y = layout(10, edges)
    assert all(x[start] < x[end] for start, end in edges)
    assert len({*zip(x, y, strict=True)}) == 10


def test_layers_are_sorted_so_that_parallel_chains_do_not_cross():
    _, y = layout(4, [(0, 3), (1, 2)])
    assert (y[0] - y[1]) * (y[3] - y[2]) > 0


def test_contours_of_the_same_function_have_the_box_of_its_surface():
    one, other = scene(surface(bowl, BOX)), scene(contours(bowl, BOX))
    assert one.limits[0][:2] == other.limits[0]
