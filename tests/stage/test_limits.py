"""Laws of the frame and of the colours: nothing is hidden, nothing is flattened."""

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.exits import find_exit
from calclib.stage.limits import find_limits
from calclib.stage.marks import Varying, contours, dots, line
from calclib.stage.normal_form import normal_form
from calclib.stage.palette import palette, shades

STEPS = 5
AXES = {"step": Axis("step", range(STEPS), play=True)}


def panel(*marks):
    return [normal_form(mark, AXES) for mark in marks]


def test_colours_are_a_byte_and_gaps_are_transparent():
    index, colours, key = shades(np.array([[1.0, 10.0, 100.0, np.nan, -1.0]]), log=True)
    assert index.tolist() == [[0, 127, 254, 255, 255]]
    assert len(colours) == 255
    assert key == {"low": 1.0, "high": 100.0, "log": True}


def test_every_map_grows_lighter():
    for name in ("viridis", "cividis"):
        light = [sum(bytes.fromhex(shade[1:])[:2]) for shade in palette(name, 255)]
        assert light[0] < light[127] < light[254]


def test_the_frame_keeps_a_decaying_start_and_lets_a_diverging_run_leave():
    decays = 10.0 * 0.1 ** np.arange(STEPS)
    blows = np.array([1.0, 1e3, 1e6, np.nan, np.nan])
    both = Varying(np.stack([decays, blows], axis=-1), ("step",))
    kind, (low, high) = find_limits(panel(line(both)), "y", "linear")
    assert kind == "linear"
    assert low <= 1e-3
    assert 10 <= high < 20


def test_a_map_is_the_frame_of_its_panel():
    marks = panel(contours(lambda x, y: x * y, (-1, 1, -2, 2)), dots([[9, 9]]))
    assert find_limits(marks, "y", "linear")[1] == (-2.0, 2.0)


def test_a_constant_has_a_frame_of_some_size():
    for level in (0.0, 3.0, -2.0):
        low, high = find_limits(panel(line([0, 1], [level, level])), "y", "linear")[1]
        assert low < level < high


def test_a_logarithmic_frame_ignores_what_it_cannot_show():
    marks = panel(line([0, 1, 2, 3], [0.0, -1.0, 1.0, 100.0]))
    kind, (low, high) = find_limits(marks, "y", "log")
    assert kind == "log"
    assert 0.5 < low < 1
    assert 100 < high < 200


def test_a_run_leaves_where_it_crosses_the_frame():
    gone = find_exit(np.array([[0.5, 0.5], [0.5, 0.75], [np.nan, np.nan]]))
    assert gone is not None
    assert gone.diverged
    np.testing.assert_allclose(gone.head, [0.5, 1.0])
    assert find_exit(np.array([[2.0, 2.0], [0.5, 0.5]])) is None
    assert find_exit(np.array([[2.0, 2.0]])) is None
