"""Lesson 15, the races: one rate for all, a rate for each, and the race on any ground."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.race_fairly.field import (
    CLOSE,
    FIELD,
    FIRST_ORDER,
    GROUNDS,
    PRACTICE,
    RATES,
    heats,
    index_of_best,
    middle,
    result,
)
from calclib.optimize.descent import Path, descend, sweep
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, bars, contours, dots, heat, line, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Dot(TypedDict, total=False):
    """How the dots of a rule are told from the others."""

    color: int | str
    marker: str


POWERS = np.log10(RATES)
RATE_LABELS = [f"{rate:.2g}" for rate in RATES]
SHORT = ("plain", "mom.", "Nest.", "AdaG.", "RMS", "Adam", "BFGS", "Newton")
SHORTER = dict(zip(FIELD, SHORT, strict=True))
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
COUNTS = ("steps", "looks")
COLUMNS = ("bowl", "ravine", "turned", "bent", "plateau", "four")
MAP_BOX = (-5.4, 5.4, -5.4, 5.4)
ALONE = 150  # steps of the race at one rate


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
    needed[np.isinf(needed)] = np.nan
    return Scene(
        axes=[
            Axis("step", range(steps + 1), play=True),
            Axis("learning rate", RATES, "log", labels=RATE_LABELS, first=3),
        ],
        panels=[
            _map_of(f, paths),
            _bars_of(needed, [LOOKS[name]["color"] for name in paths], steps),
        ],
        alt="Six rules race from one point on a landscape of four valleys, all at one learning "
        "rate. Bars show how many steps each needs. As the rate grows the shortest bar passes "
        "from Nesterov to gradient descent, to RMSprop, to Adam and to AdaGrad.",
        readout=[
            (SHORTER[name], Varying(needed[:, k], ("learning rate",)), ".0f")
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


def _bars_of(needed: Array, colors: Sequence[int | str], steps: int) -> Panel:
    """The steps that each rule needs: (rates, rules)."""
    heights = Varying(needed, ("learning rate",))
    return Panel(
        [
            bars(SHORT[: len(colors)], np.zeros(len(colors))),
            bars(np.arange(len(colors)), heights, color=colors),
        ],
        title="Steps to a minimum at this rate; no bar: not there",
        y=(0, steps),
        y_label="steps",
        width=1.2,
    )


def fair_heats(rules: Sequence[str] = tuple(FIELD)) -> Scene:
    """Tune every rule on practice starts, learning rate × rule; then race from fresh starts.

    rules: which of the field, from left to right.

    >>> fair_heats().axis("landscape").labels[0]
    'round bowl'
    """
    rows = list(rules)
    axes = ("landscape", "counted in")
    cells = _over(lambda g, r, c: middle(getattr(heats()[g][r], c)[:PRACTICE]), rows)
    cells[np.isinf(cells)] = np.nan
    chosen = _over(_chosen, rows)
    return Scene(
        axes=[Axis("landscape", list(GROUNDS)), Axis("counted in", COUNTS)],
        panels=[
            _tuning_panel(Varying(np.swapaxes(cells, -1, -2), axes), Varying(chosen, axes), rows),
            _results_panel(rows, axes),
        ],
        alt="Left, a heat map of rule against learning rate: how long each takes from the practice "
        "starts, with a cross at its best rate. Right, each rule at that rate from fresh starts: "
        "the median, the spread and the share that arrive. The best rule changes with the "
        "landscape.",
        still={"landscape": 1},
    )


def _chosen(ground: str, rule: str, count: str) -> float:
    """The tuned rate as a power of ten, nan where no rate takes any practice start home."""
    race = heats()[ground][rule]
    k = index_of_best(race, count)
    return float(POWERS[k]) if np.isfinite(race.steps[:PRACTICE, k]).any() else np.nan


def _over(read: Callable[[str, str, str], ArrayLike], rows: Sequence[str]) -> Array:
    """One number, or one row of them, for every landscape, count and rule."""
    return np.array([[[read(g, r, c) for r in rows] for c in COUNTS] for g in GROUNDS], dtype=float)


def _tuning_panel(cells: Varying, chosen: Varying, rows: Sequence[str]) -> Panel:
    """The heat map of the practice races, with the best rate of each rule."""
    half = (POWERS[1] - POWERS[0]) / 2
    places = np.arange(len(rows))
    low, high = float(POWERS[0] - half), float(POWERS[-1] + half)
    names = [SHORTER[rule] for rule in rows]
    return Panel(
        [
            bars(names, np.full(len(rows), low), base=low),  # lends its words to the axis
            heat(cells, (-0.5, len(rows) - 0.5, low, high), log=True, low=1, high=1000),
            dots(places, chosen, color="ink", marker="cross", size=10, label="chosen rate"),
        ],
        title="Practice: median; blank: half never arrive",
        x=(-0.5, len(rows) - 0.5),
        y=(low, high),
        y_label="learning rate, power of ten",
    )


def _results_panel(rows: Sequence[str], axes: tuple[str, ...]) -> Panel:
    """Median, spread and share of the fresh races, one column a rule."""

    def four(ground: str, rule: str, count: str) -> tuple[float, ...]:
        found = result(ground, rule, count)
        return found.median, found.low, found.high, 100 * found.share

    read = _over(four, rows)
    read[np.isinf(read)] = np.nan
    marks: list[Mark] = [bars([SHORTER[rule] for rule in rows], np.ones(len(rows)), base=1.0)]
    for k, name in enumerate(rows):
        median, low, high, share = (Varying(read[:, :, k, j, None], axes) for j in range(4))
        ends = Varying(np.concatenate([low.values, high.values], axis=-1), axes)
        look = LOOKS[name]
        marks += [
            line([k, k], ends, color=look["color"], width=4, opacity=0.5),
            dots([k], median, size=10, **look),
            text(k, 2200, "{:.0f}", value=Varying(share.values[..., 0], axes)),
        ]
    return Panel(
        marks,
        title="Fresh: median, spread; on top % there",
        x=(-0.5, len(rows) - 0.5),
        y=(0.7, 4000, "log"),
        y_label="to the target",
    )


def table_of_medians(count: str = "steps") -> str:
    """The medians of the fresh races as a table, one row a rule; a dash where half never arrive.

    From 100 on they are rounded to two digits: RMSprop in a turned ravine is chaotic, and its last
    digits differ from one machine to the next. The last column has a rule's best and worst place.

    >>> print(table_of_medians().splitlines()[-1])
    Newton                 1       1       1       4       –       –    1 to 8
    """
    head = f"{count:<17}" + "".join(f"{name:>8}" for name in COLUMNS) + "    places"
    lines = []
    for rule, (best, worst) in spread_of_ranks(count).items():
        found = [result(ground, rule, count).median for ground in GROUNDS]
        told = (
            f"{x if x < 100 else float(f'{x:.2g}'):g}" if np.isfinite(x) else "–" for x in found
        )
        cells = "".join(f"{cell:>8}" for cell in told)
        lines.append(f"{rule:<17}{cells}    {best} to {worst}")
    return "\n".join([head, *lines])


def spread_of_ranks(count: str = "steps") -> Mapping[str, tuple[int, int]]:
    """The best and the worst place of each rule over the landscapes; those who fail come last.

    >>> spread_of_ranks()["Newton"]
    (1, 8)
    """
    places: dict[str, list[int]] = {rule: [] for rule in FIELD}
    for ground in GROUNDS:
        medians = {rule: result(ground, rule, count).median for rule in FIELD}
        for rule in FIELD:
            ahead = sum(m < medians[rule] for m in medians.values())
            missing = np.isinf(medians[rule])
            places[rule].append(len(FIELD) if missing else ahead + 1)
    return {rule: (min(found), max(found)) for rule, found in places.items()}
