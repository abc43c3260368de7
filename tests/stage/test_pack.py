"""Laws of what travels: each number once, and every channel comes back from where it lies."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calclib.stage.axis import Axis
from calclib.stage.buffers import find_view
from calclib.stage.marks import Mark, Varying, arrows, dots, line, surface, trail
from calclib.stage.pack import pack, unpack
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

STEPS, RATES, RUNS = 7, 3, 4
OVER = ("step", "learning rate")
AXES = [Axis("step", range(STEPS), play=True), Axis("learning rate", [0.1, 0.2, 0.3])]
POINTS = np.random.default_rng(7).uniform(-1, 1, (STEPS, RATES, RUNS, 2))
WAY = Varying(POINTS, OVER)
WHOLE = 2 * POINTS.size  # as whole numbers of 16 bits


def sent(*marks: Mark, **rest: Any) -> int:
    """Bytes of the buffers of a scene, without its axes."""
    _, buffers = pack(Scene(AXES, [Panel(marks)], alt="A walk.", **rest))
    return sum(map(len, buffers)) - 4 * (STEPS + RATES)


def assert_back(scene: Scene) -> None:
    spec, buffers = pack(scene)
    for panel, marks in zip(spec["panels"], scene.parts, strict=True):
        for place, mark in zip(panel["marks"], marks, strict=True):
            for name, channel in mark.channels.items():
                back = unpack(place["channels"][name], buffers)
                assert back.axes == channel.axes
                np.testing.assert_allclose(back.values, channel.values, atol=4 / 5760)


def test_trail_and_dots_of_a_path_send_its_points_once() -> None:
    assert sent(trail(WAY), dots(WAY)) == WHOLE


def test_a_path_that_is_computed_twice_is_sent_once() -> None:
    assert sent(trail(WAY), dots(Varying(POINTS.copy(), OVER))) == WHOLE


def test_a_part_of_a_path_is_read_from_the_whole() -> None:
    one = [trail(Varying(POINTS[:, :, k], OVER), color=k) for k in range(RUNS)]
    assert sent(dots(WAY), *one, dots(POINTS[0, 1])) == WHOLE


def test_arrows_at_a_path_send_only_their_ways() -> None:
    ways = Varying(-0.1 * POINTS, OVER)
    x, y, u, v = (Varying(one.values[..., k], OVER) for one in (WAY, ways) for k in (0, 1))
    assert sent(trail(WAY), arrows(x, y, u, v)) == WHOLE + 2 * WHOLE  # ways as float32


def test_heights_on_a_surface_are_sent_once_for_trail_and_dots() -> None:
    bowl = surface(lambda x, y: x**2 + y**2, (-1, 1, -1, 1))
    assert sent(bowl, trail(WAY), dots(WAY)) == sent(bowl, trail(WAY))


def test_what_many_curves_share_is_sent_once() -> None:
    x = np.linspace(0, 1, 50)
    y = np.random.default_rng(1).normal(size=(RUNS, 50))
    assert sent(line(x, y)) == 2 * 50 * (1 + RUNS)


def test_a_loss_that_is_drawn_and_read_is_sent_once() -> None:
    loss = np.random.default_rng(2).normal(size=(STEPS, RATES))
    drawn = line(Varying(loss, OVER))
    # As float32: a number that is read is exacter than a place.
    assert sent(drawn, readout=[("loss", Varying(loss, OVER))]) == 2 * sent(drawn)


@pytest.mark.parametrize("most", ["trail", "dots"])
def test_the_mark_that_shows_most_at_once_reads_its_block_as_it_lies(most: str) -> None:
    marks = {"trail": trail(WAY), "dots": dots(WAY)}
    order = [marks.pop(most), *marks.values()]
    spec, _ = pack(Scene(AXES, [Panel(order)], alt="A walk."))
    places: Mapping[str, Any] = {m["kind"]: m["channels"]["x"] for m in spec["panels"][0]["marks"]}
    assert "strides" not in places["trail"]
    assert places["dots"]["strides"] == [1, STEPS * RUNS, STEPS]


def test_every_view_comes_back_as_it_was_given() -> None:
    parts = [dots(POINTS[k, 1, ::2]) for k in range(STEPS)]
    thin = Varying(POINTS[:, ::-1], OVER)
    marks = [trail(WAY), dots(WAY), trail(thin), dots(thin), *parts]
    assert_back(Scene(AXES, [Panel(marks)], alt="Walks."))


slices = st.tuples(st.slices(5), st.slices(4), st.slices(3))


@given(slices, st.permutations(range(3)), slices)
def test_a_view_is_found_only_where_it_is_and_reads_the_same_numbers(
    first: tuple[slice, ...], order: list[int], second: tuple[slice, ...]
) -> None:
    memory = np.arange(60.0).reshape(5, 4, 3)
    whole = memory[first].transpose(order).squeeze()
    part = memory[second].squeeze()
    if not whole.size or not part.size:
        return
    found = find_view(part, whole)
    known = set(whole.ravel())
    if found is None:
        assert not set(part.ravel()) <= known or min(whole.strides + part.strides) < 0
        return
    offset, strides = found
    grid = np.indices(part.shape)
    at = offset + sum(step * way for step, way in zip(strides, grid, strict=True))
    np.testing.assert_array_equal(whole.ravel()[at], part)


def test_a_map_keeps_the_axes_and_refuses_to_change_their_sizes():
    heights = Varying([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "step")
    assert heights.map(lambda held: held[..., ::-1]).at({"step": 1}).tolist() == [6.0, 5.0, 4.0]
    with pytest.raises(ValueError, match="keep the leading axes"):
        heights.map(lambda held: held[:1])
