"""Solving for a step: what is flat is compared with the largest curvature, of either sign."""

import numpy as np
import pytest

from calclib.optimize.steps import solve


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_direction_with_next_to_no_curvature_is_flat_beside_one_of_either_sign(
    sign: float,
) -> None:
    matrix = np.diag([2.0 * sign, 1e-20 * sign])
    step = solve(matrix, np.array([4.0, 0.0]))
    assert np.allclose(step, [2.0 * sign, 0.0])
    assert np.isnan(solve(matrix, np.array([4.0, 1.0]))).any()
