"""Lesson 18, twelve seeds of each rule: what they say together, and what one of them says alone."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from calclib.lessons.see.networks import Array
from calclib.stage.scene import Axis, Panel, Scene, Varying, dots, line

RACES = {
    "A": "A, 600 steps at a constant rate",
    "B": "B, shifts, 800 steps along a cosine",
}
RULES = ("gradient descent", "RMSprop", "Adam")
COUNT = 12
INTERVAL = (2, 9)  # of twelve sorted values: the third and the tenth hold the median in 96 %
MARKERS = ("circle", "triangle", "square")
COLORS = (0, 2, 1)


@cache
def stored() -> dict[str, Any]:
    """What tools/see_seeds.py measured, part by part.

    >>> len(stored()["who is in the test"]["A, new hands"])
    12
    """
    text = (files("calclib.lessons.see") / "seeds.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def shares(network: str) -> Array:
    """The shares of new digits read rightly by a network, under each rule: (3, 12).

    >>> shares("A").shape
    (3, 12)
    """
    race = stored()[RACES[network]]
    return np.array([race[rule]["right"] for rule in RULES])


def medians(values: Array) -> Array:
    """The lower end, the median and the upper end of each row of twelve: (rows, 12) → (rows, 3).

    Between the third and the tenth of twelve independent values the true median lies with a
    probability of 96 %, whatever their distribution.

    >>> medians(np.arange(12.0)[None])
    array([[2. , 5.5, 9. ]])
    """
    low, high = np.sort(values, axis=-1)[:, list(INTERVAL)].T
    return np.stack([low, np.median(values, axis=-1), high], axis=-1)


def seed_by_seed() -> Scene:
    """Let the twelve seeds of each rule come in one after another, and see who leads.

    >>> [axis.count for axis in seed_by_seed().axes]
    [12, 2]
    """
    axes = ("seeds", "network")
    right = 100 * np.stack([shares(network) for network in RACES])  # (network, rule, seed)
    come = np.tri(COUNT, dtype=bool)[:, None, None, :]
    seen = np.where(come, right, np.nan)  # (seeds so far, network, rule, seed)
    middle = np.nanmedian(seen, axis=-1)
    ends = np.sort(right, axis=-1)[..., list(INTERVAL)]
    whole = np.where(np.arange(COUNT)[:, None, None, None] == COUNT - 1, ends, np.nan)
    aside = np.linspace(-0.25, 0.25, COUNT)
    marks = []
    for k, rule in enumerate(RULES):
        marks += [
            line(
                [k - 0.35, k - 0.35],
                Varying(whole[:, :, k], axes),
                color="ink",
                width=3,
            ),
            dots(
                k + aside,
                Varying(seen[:, :, k], axes),
                color=COLORS[k],
                marker=MARKERS[k],
                size=8,
                label=rule,
            ),
            line(
                [k - 0.3, k + 0.3],
                Varying(np.repeat(middle[:, :, k, None], 2, axis=-1), axes),
                color="ink",
                dash="dashed",
                width=2,
            ),
        ]
    return Scene(
        axes=[
            Axis("seeds", range(1, COUNT + 1), play=True, duration=6.0),
            Axis("network", ("A, constant rate", "B, shifts and cosine"), first=1),
        ],
        panels=[
            Panel(
                marks,
                title="Right on new hands, in per cent: one mark a seed",
                x=(-0.6, 2.6),
                y=(91.5, 98.5),
                y_label="%",
            )
        ],
        alt="Under each of three rules twelve training runs come in one by one, a mark for the "
        "share of new digits that each reads rightly, a dashed line for the median so far. With "
        "one seed or three the order of the rules changes; with twelve, bars show how surely the "
        "medians are known.",
        readout=[
            (f"median, {rule}", Varying(middle[:, :, k], axes), ".1f")
            for k, rule in enumerate(RULES)
        ],
    )
