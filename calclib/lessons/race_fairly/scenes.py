"""Lesson 15, the races: one rate for all, a rate for each, and the race on any ground."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import numpy as np

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.race_fairly.by_hand import by_hand as by_hand
from calclib.lessons.race_fairly.field import (
    BUDGET,
    BUDGETS,
    CLOSE,
    COUNTS,
    FIELD,
    FIRST_ORDER,
    GROUNDS,
    RATES,
    SEEDS,
    leaders,
    result,
    scores,
)
from calclib.lessons.race_fairly.range_tests import range_tests as range_tests
from calclib.lessons.race_fairly.range_tests import table_of_ratios as table_of_ratios
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.tuning import median_interval
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, bars, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Dot(TypedDict, total=False):
    """How the dots of a rule are told from the others."""

    color: int | str
    marker: str


RATE_LABELS = [f"{rate:.2g}" for rate in RATES]
SHORTER = {rule: rule for rule in FIELD} | {"gradient descent": "descent"}
LOOKS: dict[str, Dot] = {
    "gradient descent": {"color": 0, "marker": "circle"},
    "momentum": {"color": 1, "marker": "square"},
    "Nesterov": {"color": 2, "marker": "triangle"},
    "AdaGrad": {"color": 3, "marker": "cross"},
    "RMSprop": {"color": 4, "marker": "circle"},
    "Adam": {"color": 5, "marker": "square"},
    "BFGS": {"color": "ink", "marker": "triangle"},
    "Newton": {"color": "muted", "marker": "cross"},
}
COLUMNS = ("bowl", "ravine", "turned", "bent", "plateau", "four")
MAP_BOX = (-5.4, 5.4, -5.4, 5.4)
ALONE = 150  # steps of the race at one rate
ABSENT = 1500.0  # where a median is drawn that no run reaches


def one_rate_for_all(steps: int = ALONE) -> Scene:
    """Race six rules from one start, all at the same learning rate, which a slider chooses.

    steps: how many each may take, 120 at least. The winner changes with the rate.

    >>> one_rate_for_all().axis("learning rate").labels[0]
    '0.0001'
    """
    f = landscapes.himmelblau
    rates = sweep(RATES)
    paths = {
        name: descend(f, f.start, make(rates), steps, ("learning rate",))
        for name, make in FIRST_ORDER.items()
    }
    needed = np.stack([path.arrived(CLOSE) for path in paths.values()], axis=-1)
    so_far = np.arange(steps + 1)[:, None, None]
    arrived = np.where(needed <= so_far, needed, np.nan)  # (step, rate, rule)
    return Scene(
        axes=[
            Axis("step", range(steps + 1), play=True),
            Axis("learning rate", RATES, "log", labels=RATE_LABELS, first=3),
        ],
        panels=[
            _map_of(f, paths),
            _bars_of(arrived, list(paths)),
        ],
        alt="Six rules race from one point on a landscape of four valleys, all at one learning "
        "rate. When a rule has arrived, a bar shows how many steps it needed. As the rate moves "
        "through eleven marks, the bars change one by one.",
        readout=[
            (SHORTER[name], Varying(arrived[..., k], ("step", "learning rate")), ".0f")
            for k, name in enumerate(paths)
        ],
        chaotic=True,
        still={"learning rate": 4},
    )


def _map_of(f: landscapes.Landscape, paths: Mapping[str, Path]) -> Panel:
    """The valleys from above, with the runs in them."""
    on_map: list[Mark] = [contours(f, MAP_BOX, levels=14)]
    for name, path in paths.items():
        look = LOOKS[name]
        on_map += [
            trail(path, color=look["color"], width=1.6, opacity=0.7),
            dots(path, size=9, label=name, **look),
        ]
    return Panel(on_map, title="From above", equal=True, x_label="x", y_label="y")


def _bars_of(arrived: Array, rules: Sequence[str]) -> Panel:
    """The steps that the rules needed which have arrived: (steps, rates, rules)."""
    heights = Varying(arrived, ("step", "learning rate"))
    colors = [LOOKS[rule]["color"] for rule in rules]
    return Panel(
        [
            bars([SHORTER[rule] for rule in rules], np.zeros(len(rules))),
            bars(np.arange(len(rules)), heights, color=colors),
        ],
        title="Steps to a minimum at this rate; no bar: not there",
        y=(0, len(arrived) - 1),
        y_label="steps",
        width=1.2,
    )


def fair_heats() -> Scene:
    """Tune every rule with more and more trials, and see what its best scores from fresh starts.

    Every seed draws other settings and other starts. The bars hold the median over all seeds with
    95 % or more; a cross is what one seed alone would have said.

    >>> fair_heats().axis("landscape").labels[0]
    'round bowl'
    """
    rules = list(FIELD)
    # (landscapes, counts, rules, seeds, budgets)
    found = np.array([[[scores(g, r, c) for r in rules] for c in COUNTS] for g in GROUNDS])
    middles = np.median(found, axis=-2)
    ends = np.apply_along_axis(median_interval, -2, found)
    axes = ("landscape", "counted in", "budget")
    return Scene(
        axes=[
            Axis("budget", BUDGETS, "log", play=True, labels=list(map(str, BUDGETS))),
            Axis("landscape", list(GROUNDS)),
            Axis("counted in", COUNTS, first=1),
            Axis("seed", range(1, SEEDS + 1)),
        ],
        panels=[
            _results_panel(_drawn(found), _drawn(middles), _drawn(ends), axes),
            _budgets_panel(_drawn(middles)),
        ],
        alt="Left, for each rule a bar that holds the median of 24 seeds, and a cross for one "
        "seed. Right, the medians against the number of trials with which each rule was tuned. "
        "Both change with the landscape, with what is counted, and as the budget grows.",
        readout=[
            (SHORTER[rule], Varying(_known(middles[:, :, k]), axes), ".0f")
            for k, rule in enumerate(rules)
        ],
        still={"budget": 3, "landscape": 1},
    )


def _drawn(steps: Array) -> Array:
    """Where numbers of steps are drawn: those that do not arrive, above the limit."""
    return np.where(np.isfinite(steps), steps, ABSENT)


def _known(steps: Array) -> Array:
    """Numbers of steps, nan for those that do not arrive."""
    return np.where(np.isfinite(steps), steps, np.nan)


def _results_panel(found: Array, middles: Array, ends: Array, axes: tuple[str, ...]) -> Panel:
    """Median, interval and one seed, one column a rule."""
    rules = list(FIELD)
    marks: list[Mark] = [bars([SHORTER[rule] for rule in rules], np.ones(len(rules)), base=1.0)]
    for k, rule in enumerate(rules):
        look = LOOKS[rule]
        interval = Varying(np.moveaxis(ends[:, :, k], -2, -1), axes)
        one = Varying(np.swapaxes(found[:, :, k], -1, -2)[..., None], (*axes, "seed"))
        marks += [
            line([k, k], interval, color=look["color"], width=5, opacity=0.45),
            dots([k], Varying(middles[:, :, k, :, None], axes), size=10, **look),
            dots([k + 0.28], one, size=9, color="ink", marker="cross"),
        ]
    return Panel(
        marks,
        title="Fresh starts: median, 95 % interval; × this seed",
        x=(-0.5, len(rules) - 0.5),
        y=(0.7, 2000, "log"),
        y_label=f"steps or looks; at {ABSENT:,.0f}: not there",
        width=1.2,
    )


def _budgets_panel(middles: Array) -> Panel:
    """The medians of all rules against the budget, up to the present one."""
    seen = np.tri(len(BUDGETS), dtype=bool)  # (now, budget)
    axes = ("landscape", "counted in", "budget")
    curves = [
        line(
            BUDGETS,
            Varying(np.where(seen, middles[:, :, k, None, :], np.nan), axes),
            color=LOOKS[rule]["color"],
            dash="dashed" if rule in ("BFGS", "Newton") else "solid",
            label=SHORTER[rule],
        )
        for k, rule in enumerate(FIELD)
    ]
    heads = dots(
        Varying(np.array(BUDGETS, dtype=float)[:, None], ("budget",)),
        Varying(np.moveaxis(middles, 2, -1), axes),
        color=[LOOKS[rule]["color"] for rule in FIELD],
        size=7,
    )
    return Panel(
        [*curves, heads, cursor("budget")],
        title="Medians against the budget",
        x=(1, BUDGETS[-1], "log"),
        y=(0.7, 2000, "log"),
        x_label="trials for each rule",
    )


def table_of_medians(count: str = "looks", budget: int = BUDGET) -> str:
    """The medians of 24 seeds with their intervals, one row a rule; ∞ for not there.

    Gradient descent is called descent: the table is as wide as a page.

    >>> print(table_of_medians().splitlines()[1][:22])
    descent        6 (5–9)
    """
    head = f"{count:<8}" + "".join(f"{name:>14}" for name in COLUMNS)
    lines = [
        f"{SHORTER[rule]:<8}"
        + "".join(f"{result(ground, rule, count, budget)!s:>14}" for ground in GROUNDS)
        for rule in FIELD
    ]
    return "\n".join([head, *lines])


def table_of_leaders(count: str = "looks", budget: int = BUDGET) -> str:
    """For each landscape the rules that no other beats: their intervals meet the lowest one's.

    >>> print(table_of_leaders().splitlines()[1])
    ravine           AdaGrad, RMSprop
    """
    return "\n".join(
        f"{ground:<17}{', '.join(leaders(ground, count, budget))}" for ground in GROUNDS
    )
