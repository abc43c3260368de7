"""Limits of a plot."""

import numpy as np

from calclib.arrays import Array


def frame(values: Array, cut: float = 2.0, margin: float = 0.2) -> tuple[float, float]:
    """A frame for values in which a few that run off to infinity do not flatten the rest.

    values: any shape; what is not finite is left out.
    cut: how many per cent of the values may lie above the frame, and how many below.
    margin: what is added on each side, as a share of the height.
    Raises ValueError where no value is finite.

    >>> frame(np.array([0.0, 1.0, np.inf]), cut=0.0)
    (-0.2, 1.2)
    """
    finite = values[np.isfinite(values)]
    if not finite.size:
        raise ValueError("No value here is a real number; choose another function or place.")
    low, high = np.percentile(finite, [cut, 100 - cut])
    pad = margin * (high - low) or 1.0
    return float(low - pad), float(high + pad)
