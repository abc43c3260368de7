"""Lesson 18, twelve seeds of each rule: what they say together, and what one of them says alone."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from calclib.arrays import Array
from calclib.optimize.tuning import median_interval
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, bars, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RACE = "A, 600 steps at a constant rate"
RULES = ("gradient descent", "RMSprop", "Adam")
COLUMNS = ("descent", "RMSprop", "Adam")
COUNT = 12
MARKERS = ("circle", "triangle", "square")
COLORS = (0, 2, 1)


@cache
def measurements() -> Mapping[str, Any]:
    """What tools/see_seeds.py measured, part by part.

    >>> len(measurements()["who is in the test"]["A, new hands"])
    12
    """
    text = (files("calclib.lessons.see") / "seeds.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def results(what: str) -> Array:
    """Of every rule and seed on new hands the share "right" or the "loss": (3, 12).

    >>> results("right").shape
    (3, 12)
    """
    return np.array([measurements()[RACE][rule][what] for rule in RULES])


def medians(values: Array) -> Array:
    """The lower end, the median and the upper end of each row of twelve: (rows, 12) → (rows, 3).

    Between the third and the tenth of twelve independent values the true median lies with a
    probability of 96 %, whatever their distribution.

    >>> medians(np.arange(12.0)[None])
    array([[2. , 5.5, 9. ]])
    """
    low, high = np.apply_along_axis(median_interval, -1, values).T
    return np.stack([low, np.median(values, axis=-1), high], axis=-1)


def so_far(values: Array) -> tuple[Array, Array]:
    """The values of the first 1, 2, … 12 seeds (12, 3, 12), nan for the others, and their medians.

    >>> [part.shape for part in so_far(np.ones((3, 12)))]
    [(12, 3, 12), (12, 3)]
    """
    come = np.tri(COUNT, dtype=bool)[:, None, :]
    seen = np.where(come, values, np.nan)
    return seen, np.nanmedian(seen, axis=-1)


def seed_by_seed() -> Scene:
    """Let the twelve seeds of each rule come in one after another, and see who leads.

    >>> [axis.count for axis in seed_by_seed().axes]
    [12]
    """
    right = 100 * results("right")
    _, middle = so_far(right)
    _, losses = so_far(results("loss"))
    return Scene(
        axes=[Axis("seeds", range(1, COUNT + 1), play=True, duration=6.0)],
        panels=[
            _cloud(right, "Right on new hands, per cent", (91, 96.5), labelled=True),
            _cloud(results("loss"), "Loss on new hands", (0.12, 0.5), labelled=False),
        ],
        alt="Under each of three rules twelve training runs come in one by one. On the left a mark "
        "for the share of new digits that a run reads rightly, on the right one for its loss; a "
        "dashed line is the median so far. At the end bars show how surely the medians are known.",
        readout=[
            *(
                (f"median, {rule}", Varying(middle[:, k], ("seeds",)), ".1f")
                for k, rule in enumerate(RULES)
            ),
            *(
                (f"loss, {rule}", Varying(losses[:, k], ("seeds",)), ".3f")
                for k, rule in enumerate(RULES)
            ),
        ],
    )


def _cloud(values: Array, title: str, ends: tuple[float, float], labelled: bool) -> Panel:
    """Twelve marks for each rule, their median, and at the end its interval."""
    seen, middle = so_far(values)
    low, _, high = medians(values).T
    intervals = np.full((COUNT, len(RULES), 2), np.nan)
    intervals[-1] = np.stack([low, high], axis=-1)
    aside = np.linspace(-0.25, 0.25, COUNT)
    marks: list[Mark] = [
        bars(COLUMNS, np.full(len(RULES), ends[0]), base=ends[0])
    ]  # lends its words
    for k, rule in enumerate(RULES):
        marks += [
            dots(
                k + aside,
                Varying(seen[:, k], ("seeds",)),
                color=COLORS[k],
                marker=MARKERS[k],
                size=8,
                label=rule if labelled else "",
                group="" if labelled else rule,
            ),
            line(
                [k - 0.3, k + 0.3],
                Varying(np.repeat(middle[:, k, None], 2, axis=-1), ("seeds",)),
                color="ink",
                dash="dashed",
            ),
            line([k + 0.4, k + 0.4], Varying(intervals[:, k], ("seeds",)), color="ink", width=3),
        ]
    return Panel(marks, title=title, x=(-0.6, 2.6), y=ends)
