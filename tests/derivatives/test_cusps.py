"""Where the differences to both sides cancel and there is no slope, the adaptive method says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from calclib import numeric
from calclib.arrays import Array

# Even functions with an infinite slope to each side, or no finite value, at a place.
WITHOUT: dict[str, tuple[Callable[[Array], Array], float]] = {
    "sqrt|x|": (lambda x: np.sqrt(np.abs(x)), 0.0),
    "|x|^0.9": (lambda x: np.abs(x) ** 0.9, 0.0),
    "cbrt(x)^2": (lambda x: np.cbrt(x) ** 2, 0.0),
    "sqrt|x| + x": (lambda x: np.sqrt(np.abs(x)) + x, 0.0),
    "3 + sqrt|x - 1|": (lambda x: 3 + np.sqrt(np.abs(x - 1)), 1.0),
    "log|x|": (lambda x: np.log(np.abs(x)), 0.0),
    "1/x^2": (lambda x: 1 / x**2, 0.0),
}
# Their neighbours that do have one; a kink has the mean of its two slopes, as everywhere here.
WITH: dict[str, tuple[Callable[[Array], Array], float, float]] = {
    "|x|": (np.abs, 0.0, 0.0),
    "|x|^1.5": (lambda x: np.abs(x) ** 1.5, 0.0, 0.0),
    "x^2": (lambda x: x**2, 0.0, 0.0),
    "cos x": (np.cos, 0.0, 0.0),
    "sqrt|x| at 1": (lambda x: np.sqrt(np.abs(x)), 1.0, 0.5),
    "(1 - cos x)/x, which has no value at 0": (lambda x: (1 - np.cos(x)) / x, 0.0, 0.5),
    "x|x| + 3": (lambda x: x * np.abs(x) + 3, 0.0, 0.0),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_no_slope_is_found_where_there_is_none(name: str) -> None:
    f, place = WITHOUT[name]
    value, error = numeric.derivative(f, "adaptive", with_error=True)(place)
    assert np.isnan(value)
    assert np.isinf(error)
    with pytest.raises(ValueError, match="step away from there"):
        numeric.derivative(f, "adaptive")(place)


@pytest.mark.parametrize("name", WITH)
def test_a_slope_that_exists_is_found_beside_them(name: str) -> None:
    f, place, slope = WITH[name]
    value, error = numeric.derivative(f, "adaptive", with_error=True)(place)
    assert abs(value - slope) <= max(float(error), 1e-9)
    assert np.isfinite(error)
