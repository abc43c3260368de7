"""Lesson 15, the learning-rate range test: one run while the rate grows, and what it is worth."""

from functools import cache

import numpy as np

from calclib.arrays import Array
from calclib.lessons.race_fairly.field import FIRST_ORDER, GROUNDS
from calclib.optimize.descent import descend, sweep
from calclib.optimize.range_test import range_test
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RULES = ("gradient descent", "momentum", "RMSprop", "Adam")
STEPS = 100
STARTS = 12
LOW, HIGH = 1e-5, 1e2
KEPT = np.geomspace(LOW, HIGH, 71)
FLOOR = 1e-6  # of the loss at the start: what is lower is drawn here
CEILING = 1e3
ABOVE = 1e5  # where a run is drawn that has left the frame
RISING = np.geomspace(LOW, HIGH, STEPS)
SHOWN = ("hidden", "shown")
WHICH = ("rule", "landscape", "start")


@cache
def measured() -> tuple[Array, Array, Array]:
    """Losses of the tests, (steps, rules, landscapes, starts); losses after 100 steps at each kept
    rate, (rates, rules, landscapes, starts); and the rates at which each test was lowest. Losses
    are shares of the loss at the start above the floor; inf where a run is lost.

    >>> [part.shape for part in measured()]
    [(100, 4, 6, 12), (71, 4, 6, 12), (4, 6, 12)]
    """
    grown = np.empty((STEPS, len(RULES), len(GROUNDS), STARTS))
    kept = np.empty((len(KEPT), len(RULES), len(GROUNDS), STARTS))
    lowest = np.empty((len(RULES), len(GROUNDS), STARTS))
    for g, f in enumerate(GROUNDS.values()):
        box = f.box
        starts = np.random.default_rng(7).uniform(box[0::2], box[1::2], (STARTS, 2))
        top = f.value(starts)
        for r, name in enumerate(RULES):
            test = range_test(f, starts, FIRST_ORDER[name], LOW, HIGH, STEPS)
            path = descend(f, starts, FIRST_ORDER[name](sweep(KEPT)[:, None]), STEPS, every=STEPS)
            grown[:, r, g] = test.losses / top
            kept[:, r, g] = path.values[-1] / top
            lowest[r, g] = test.lowest
    return np.nan_to_num(grown, nan=np.inf), np.nan_to_num(kept, nan=np.inf), lowest


def ratios() -> Array:
    """How many times the best kept rate each test's lowest is: (rules, landscapes, starts).

    >>> ratios().shape
    (4, 6, 12)
    """
    _, kept, lowest = measured()
    return np.asarray(lowest / KEPT[kept.argmin(axis=0)])


def _two_figures(number: float) -> str:
    """Write a number in two figures, and a large one with zeros.

    >>> _two_figures(0.04128), _two_figures(412.0)
    ('0.041', '410')
    """
    return f"{float(f'{number:.1e}'):g}"


def table_of_ratios() -> str:
    """For each rule the least, median and largest of 72 ratios, and how many lie from 1 to 10.

    >>> table_of_ratios().splitlines()[1].split()[:2]
    ['gradient', 'descent']
    """
    head = f"{'lowest / best':<18}{'least':>8}{'median':>8}{'most':>8}   from 1 to 10"
    lines = [head]
    for name, found in zip(RULES, ratios().reshape(len(RULES), -1), strict=True):
        within = np.sum((found >= 1) & (found <= 10))
        least, middle, most = found.min(), np.median(found), found.max()
        numbers = "".join(f"{_two_figures(number):>8}" for number in (least, middle, most))
        lines.append(f"{name:<18}{numbers}   {within} of {found.size}")
    return "\n".join(lines)


def range_tests() -> Scene:
    """Let the rate grow at every step, then see what 71 runs at kept rates reach from there.

    >>> range_tests().axis("step").count
    100
    """
    grown, kept, lowest = measured()
    best = KEPT[kept.argmin(axis=0)]
    shares = Varying(np.clip(grown, FLOOR, ABOVE), ("step", *WHICH))
    told = Varying(np.where(grown < ABOVE, grown, np.nan), shares.axes)
    return Scene(
        axes=[
            Axis("step", range(1, STEPS + 1), play=True, duration=6.0),
            Axis("kept rates", SHOWN),
            Axis("rule", RULES),
            Axis("landscape", list(GROUNDS)),
            Axis("start", range(1, STARTS + 1)),
        ],
        panels=[
            _growing_panel(shares, lowest),
            _kept_panel(np.clip(np.moveaxis(kept, 0, -1), FLOOR, ABOVE), best, lowest),
        ],
        alt="Left, one run whose learning rate grows at every step: its loss falls, and then rises "
        "when the rate is too large. Right, when it is asked for, the loss that each of 71 runs "
        "reaches at a rate that is kept, with the rate at which the test was lowest.",
        readout=[
            ("rate now", Varying(RISING, ("step",)), ".3g"),
            ("loss, share of the start", told, ".3g"),
            ("lowest at", when_shown(lowest), ".3g"),
            ("best kept rate", when_shown(best), ".3g"),
        ],
        still={"step": 60},
        chaotic=True,  # where a rate is too large, rounding decides how a run ends
    )


def when_shown(values: Array) -> Varying:
    """Values that are missing while the kept rates are hidden: (rules, landscapes, starts, …).

    >>> when_shown(np.ones((4, 6, 12))).values.shape
    (2, 4, 6, 12)
    """
    return Varying(np.stack([np.full(values.shape, np.nan), values]), ("kept rates", *WHICH))


def _growing_panel(shares: Varying, lowest: Array) -> Panel:
    """The test itself: its loss against the rate that has been reached."""
    rates = Varying(RISING[:, None], ("step",))
    losses = Varying(shares.values[..., None], shares.axes)
    return Panel(
        [
            line(rates, losses, color=0, width=2.0, grows=True),
            dots(rates, losses, color=0, size=9),
            _upright(lowest, color=1, label="lowest loss of the test"),
        ],
        title="One run while the rate grows",
        x=(LOW, HIGH, "log"),
        y=(FLOOR, CEILING, "log"),
        x_label="learning rate",
        y_label="loss, share of the start's",
    )


def _kept_panel(losses: Array, best: Array, lowest: Array) -> Panel:
    """What runs at kept rates reach: one point a rate."""
    return Panel(
        [
            line(KEPT, when_shown(losses), color="ink", width=2.0),
            _upright(lowest, color=1, label="lowest loss of the test"),
            _upright(best, color=2, label="best kept rate"),
        ],
        title=f"{len(KEPT)} runs, each at a rate that is kept",
        x=(LOW, HIGH, "log"),
        y=(FLOOR, CEILING, "log"),
        x_label="learning rate",
        y_label=f"loss after {STEPS} steps, share of the start's",
    )


def _upright(places: Array, color: int, label: str) -> Mark:
    """A dashed line across a panel at a rate that the axes choose."""
    x = when_shown(np.repeat(places[..., None], 2, axis=-1))
    return line(x, [FLOOR, CEILING], color=color, dash="dashed", width=1.5, label=label)
