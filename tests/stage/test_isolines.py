"""Level lines: what traces them."""

import numpy as np
import pytest
from contourpy import LineType, contour_generator

from calclib.stage.isolines import line_tracer


@pytest.mark.parametrize("missing", [0.0, 0.02, 0.5, 1.0])
@pytest.mark.parametrize("shape", [(2, 2), (9, 14), (41, 41)])
def test_lines_are_those_of_contourpys_own_maker(missing: float, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(7)
    x, y = np.meshgrid(np.linspace(-1, 1, shape[1]), np.linspace(0, 3, shape[0]))
    surface = rng.normal(size=shape)
    surface[rng.random(shape) < missing] = rng.choice([np.nan, np.inf, -np.inf])
    ours = line_tracer(x, y, surface)
    theirs = contour_generator(x, y, surface, line_type=LineType.ChunkCombinedNan)
    for height in np.linspace(-2.0, 2.0, 9):
        for one, other in zip(ours.lines(height)[0], theirs.lines(height)[0], strict=True):
            np.testing.assert_array_equal(one, other)


def test_lines_of_a_surface_in_whole_numbers_stored_by_columns_are_theirs_too() -> None:
    x, y = np.meshgrid(np.arange(4.0), np.arange(3.0))
    whole = np.arange(12).reshape(4, 3).T
    ours = line_tracer(x, y, whole).lines(4.5)[0]
    theirs = contour_generator(x, y, whole, line_type=LineType.ChunkCombinedNan).lines(4.5)[0]
    np.testing.assert_array_equal(ours[0], theirs[0])
