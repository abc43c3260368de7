"""A unit changes nothing: differences of 2ᵏ f, which floats hold, are 2ᵏ times those of f."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calclib.derivatives import numeric

UNITS = [2.0**-40, 2.0**40]
# Smooth, waves of several paces, edges of a domain, cusps, jumps, and what rounding hides.
FUNCTIONS: dict[str, tuple[Callable[[Any], Any], float]] = {
    "exp": (np.exp, 0.5),
    "cube": (lambda x: x**3, 2.0),
    "flat": (lambda x: x**4, 0.0),
    "wave": (lambda x: np.sin(6 * np.pi * x), 1.0),
    "wave on a slope": (lambda x: x + 0.01 * np.cos(2 * np.pi * x), 0.25),
    "steep": (lambda x: np.tanh(1e6 * x), 0.0),
    "edge": (np.sqrt, 1e-6),
    "end": (lambda x: x * np.sqrt(x), 0.0),
    "one side": (lambda x: np.where(x >= 1, np.exp(x), np.nan), 1.0),
    "cusp": (lambda x: np.sqrt(np.abs(x)), 0.0),
    "pole": (lambda x: 1 / x, 0.0),
    "kink": (np.abs, 0.0),
    "jump": (np.floor, 2.0),
    "step": (lambda x: 1 + np.rint(x), 0.25),
    "hidden": (lambda x: (1 - np.cos(x)) / x, 0.0),
    "rounded": (lambda x: (1e8 + x) - 1e8, 0.3),
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("method", sorted(set(numeric.METHODS) - {"complex_step"}))
def test_differences_and_their_errors_are_in_the_unit_of_the_values(
    method: str, name: str, unit: float
) -> None:
    f, x = FUNCTIONS[name]
    plain = np.array(numeric.derivative(f, method, with_error=True)(x))
    scaled = np.array(numeric.derivative(lambda x: unit * f(x), method, with_error=True)(x))
    np.testing.assert_array_equal(scaled, unit * plain)


@pytest.mark.parametrize("unit", [1.0, *UNITS])
def test_a_part_that_the_complex_step_lost_is_told_of_in_any_unit(unit: float) -> None:
    def wave(x: Any) -> Any:
        return unit * (2 + np.sin(x))

    slope = numeric.derivative(wave, "complex_step")(0.7)
    assert slope == pytest.approx(unit * np.cos(0.7), rel=1e-12)
    with pytest.raises(ValueError, match="lost a part of the slope"):
        numeric.derivative(lambda x: wave(x) + unit * np.abs(x), "complex_step")(0.7)
