"""Losses over data."""

from calclib.optimize.batches import Batches, DataFunction, _draws
from calclib.optimize.landscapes import DataLandscape, least_squares, logistic

__all__ = ["Batches", "DataFunction", "DataLandscape", "_draws", "least_squares", "logistic"]
