"""Level ground: what is flat, what has no curvature, and a slope that is lost along one axis."""

from __future__ import annotations

import numpy as np
import pytest

from calclib import Function
from calclib.optimize.level import _settles, is_level_nearby, is_slope_lost


@pytest.mark.parametrize("at", [1.001, -1.001])
def test_one_change_of_sign_is_one_though_the_ground_between_is_flat(at: float) -> None:
    valley = Function("max(|x| - 1, 0)^2")
    once = np.array([True])
    assert is_level_nearby(valley, np.array([[at]]), np.array([3.0]), once).all()
    wave = Function("sin(x)^2")  # its slope changes sign at every quarter of a turn
    assert is_level_nearby(wave, np.array([[at]]), np.array([3.0])).all()
    assert not is_level_nearby(wave, np.array([[at]]), np.array([3.0]), once).any()


def test_along_a_direction_without_curvature_a_search_for_level_ground_stays() -> None:
    along_x = np.array([[1.0, 0.0]])
    for words in ("x^3 - y", "x^3 + y", "x^3 + 5 y"):
        assert _settles(Function(words), np.array([0.1, 0.0]), along_x, reach=1.0)
    assert not _settles(Function("x^3 + x - y"), np.array([0.1, 0.0]), along_x, reach=1.0)
    assert not _settles(Function("x^3 - y"), np.array([0.1, 0.0]), along_x, reach=0.01)


@pytest.mark.parametrize(
    ("words", "point", "is_lost"),
    [
        ("exp(-x) + max(y - 1, 0)^2", [800.0, 0.0], True),
        ("max(x - 1, 0)^2 + exp(-y)", [0.0, 800.0], True),
        ("max(x - 1, 0)^2 + max(y - 1, 0)^2", [0.0, 0.0], False),
        ("exp(-x) + exp(-y)", [800.0, 800.0], True),
        ("exp(-x) + y^2", [800.0, 0.0], True),
        ("x^2 + y^2", [0.0, 0.0], False),
    ],
)
def test_a_slope_that_is_lost_along_one_axis_is_lost_whatever_the_others_are(
    words: str, point: list[float], is_lost: bool
) -> None:
    f = Function(words, ("x", "y"))
    assert is_slope_lost(f, np.array([point, [0.5, 0.5]])).tolist() == [is_lost, False]


@pytest.mark.parametrize("words", ["10^-302 x^9", "10^-300 x^20"])
@pytest.mark.parametrize("way", [1, -1])
def test_a_slope_that_floats_lose_beside_a_zero_of_the_formula_is_lost(
    words: str, way: int
) -> None:
    f = Function(words)
    places = way * np.array([[0.0], [1e-5], [1.0]])
    assert (f.gradient(places) == 0).ravel().tolist() == [True, True, False]
    assert is_slope_lost(f, places).tolist() == [False, True, False]
