"""Where a run has left its frame, for the arrow that says so."""

from typing import NamedTuple

import numpy as np

from calclib.arrays import Array

LENGTH = 0.1  # of the arrow, in fractions of the frame


class Exit(NamedTuple):
    """An arrow at the edge of a frame, in its fractions, and what has become of the run."""

    tail: Array
    head: Array
    diverged: bool


def find_exit(run: Array, *, is_curve: bool = False) -> Exit | None:
    """Return where a run left the unit square, or None while it is inside.

    run: (n, 2), the run up to the present, in fractions of the frame; nan once it diverged.
    is_curve: a curve that grows has only ended where its numbers end inside; a run has diverged.

    >>> find_exit(np.array([[0.5, 0.5], [0.5, 0.75], [0.5, 3.0]]))
    Exit(tail=array([0.5, 0.9]), head=array([0.5, 1. ]), diverged=False)
    >>> find_exit(np.array([[0.2, 0.5], [0.5, 0.5], [np.nan, 0.5]]), is_curve=True)
    """
    inside: Array = np.all(np.isfinite(run) & (run >= 0) & (run <= 1), axis=1)
    if inside[-1] or not inside.any():
        return None
    last = int(np.flatnonzero(inside)[-1])
    towards = run[last + 1] - run[last]
    if not np.isfinite(towards).all():
        if is_curve:
            return None
        towards = run[last] - run[max(last - 1, 0)]
    if not np.isfinite(towards).all() or not towards.any():
        towards = np.array([0.0, 1.0])
    towards = towards / np.hypot(towards[0], towards[1])
    moves = towards != 0
    to_edges = ((towards > 0) - run[last])[moves] / towards[moves]
    head = run[last] + to_edges.min() * towards
    return Exit(head - LENGTH * towards, head, not np.isfinite(run[-1]).all())
