"""What one control moves: a name and its values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Axis:
    """What one control moves: a name and its values.

    name: what stands beside the control, and how channels name the axis.
    values: numbers (n,), words, or points (n, 2).
    scale: "linear" or "log", how the values are spaced; "log" asks for positive numbers.
    play: whether time runs along this axis.
    labels: shown instead of the values.
    duration: how long it plays, in seconds.
    first: the index shown first.
    Raises ValueError for values that do not fit, such as none, nan or the same label twice.

    >>> Axis("learning rate", [0.01, 0.1, 1.0], scale="log").slug
    'learning-rate'
    """

    name: str
    values: Any
    scale: str = "linear"
    play: bool = False
    labels: Sequence[str] | None = None
    duration: float = 6.0
    first: int = 0

    def __post_init__(self) -> None:
        values = list(self.values)
        who = f"The axis {self.name!r}"
        if not values or not self.slug.strip("-"):
            raise ValueError(
                f"{who} needs at least one value, and a name with a letter from a to z or a digit."
            )
        wordy = all(isinstance(value, str) for value in values)
        read = tuple(values) if wordy else np.array(values, float)
        labels = values if wordy else self.labels
        object.__setattr__(self, "values", read)
        object.__setattr__(self, "labels", None if labels is None else tuple(labels))
        if not wordy and self.values.shape[1:] not in ((), (2,)):
            raise ValueError(f"{who} takes numbers (n,), words or points (n, 2).")
        if not wordy and not np.isfinite(self.values).all():
            raise ValueError(f"{who} has a value that is not finite.")
        if self.scale not in ("linear", "log"):
            raise ValueError(f'{who} has scale {self.scale!r}; it is "linear" or "log".')
        if self.scale == "log" and (wordy or not (self.values > 0).all()):
            raise ValueError(f"{who} is logarithmic, so its values must be positive numbers.")
        if self.labels is not None:
            _check_labels(who, self.labels, self.count)
        first: object = self.first  # what a caller gave may be anything
        duration: object = self.duration
        if not isinstance(first, Integral) or not 0 <= int(first) < self.count:
            raise ValueError(
                f"{who} begins at first={first!r}; give a whole number from 0 to {self.count - 1}."
            )
        if not isinstance(duration, Real) or not 0 < float(duration) < np.inf:
            raise ValueError(f"{who} lasts {duration!r} seconds; give a positive, finite number.")
        # Plain numbers: a page carries no others.
        object.__setattr__(self, "first", int(first))
        object.__setattr__(self, "duration", float(duration))

    @property
    def slug(self) -> str:
        """The name in lower case, every run of other characters a hyphen."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower())

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self.values)

    @property
    def wordy(self) -> bool:
        """Whether the values are words."""
        return isinstance(self.values, tuple)

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, not words and not points."""
        return not self.wordy and self.values.ndim == 1


def _check_labels(who: str, labels: Sequence[str], count: int) -> None:
    if len(labels) != count:
        raise ValueError(f"{who} has {count} values but {len(labels)} labels.")
    if len(set(labels)) < count or not all(label.strip() for label in labels):
        raise ValueError(f"{who} has an empty label or the same label twice.")
