"""Lesson 19, scenes of carbon dioxide: the rules of the ravine at work on it; nine forecasts."""

from collections.abc import Callable
from functools import cache
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.remember.carbon import AHEAD, BACK, BASELINES, record, scores
from calclib.lessons.remember.cells import STEPS as CELLS
from calclib.lessons.remember.forecasting import (
    RULES,
    STEPS,
    forecast,
    learn,
    one_month_ahead,
    starts,
)
from calclib.lessons.remember.stored import runs
from calclib.optimize.descent import descend
from calclib.optimize.rules import Rule
from calclib.optimize.tuning import median_interval
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, contours, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is told from the others."""

    color: int | str
    dash: str


SEEDS = (0, 1)
EVERY = 10
RATES = {"Adam": 0.01, "RMSprop": 0.01}
MONTHLY = ("last known month",)
DROP = (-11.0, 8.0)  # ppm below and above the last known month
YEAR = 1995  # the year that the film forecasts
RAVINE_START = (1.0, 1.0)
RAVINE_BOX = (-1.3, 1.3, -1.3, 1.3)
LOOKS: dict[str, Stroke] = {
    "Adam": {"color": 1, "dash": "solid"},
    "RMSprop": {"color": 0, "dash": "dashed"},
}


def rule_of(name: str) -> Rule:
    """The rule that walks both grounds: the same frozen value.

    >>> rule_of("Adam")
    Adam(learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-08, bias_correction=True)
    """
    return RULES[name](RATES[name])


@cache
def train_networks(name: str) -> Array:
    """Plain recurrent networks trained by a rule: θ at every tenth step, (41, seeds, n)."""
    return learn("RNN", record(), rule_of(name), starts("RNN", range(len(SEEDS))), every=EVERY)


def _each(function: Callable[[Array], ArrayLike], shape: tuple[int, ...]) -> Array:
    """A function of the networks of each record, for each rule: (records, rules, seeds, …)."""
    rows = [[function(theta) for theta in train_networks(name)] for name in RATES]
    return np.swapaxes(np.array(rows).reshape(len(RATES), -1, len(SEEDS), *shape), 0, 1)


def same_rules() -> Scene:
    """Let one rule cross the ravine and train a network on carbon dioxide, side by side.

    >>> [axis.count for axis in same_rules().axes]
    [41, 2, 2]
    """
    data = record()
    origin = np.flatnonzero(data.year == YEAR)[:1] - 1
    said = _each(lambda theta: forecast("RNN", theta, data, origin)[:, 0], (AHEAD,))
    errors = _each(lambda theta: one_month_ahead("RNN", theta, data), ())
    over = ("step", "rule", "seed")
    level = data.ppm[origin[0]]
    truth = data.ppm[origin[0] + 1 + np.arange(AHEAD)] - level
    return Scene(
        [
            Axis("step", EVERY * np.arange(len(said)), play=True, duration=8.0),
            Axis("rule", tuple(RATES)),
            Axis("seed", tuple(map(str, SEEDS))),
        ],
        [
            _ravine(),
            _year(Varying(said - level, over), truth),
            _errors_so_far(errors, over),
        ],
        alt="The same rule moves two points: one of two numbers, which crosses a ravine, and one "
        "of 181 numbers, a network. While the ball crosses, the network's forecast of a year bends "
        "from a flat line to the yearly wave, and its error falls.",
        readout=[("rms one month ahead, ppm", Varying(errors, over), ".3f")],
        still={"step": STEPS // EVERY},
    )


def _ravine() -> Panel:
    """The ravine from above, and the ball that a rule takes through it."""
    ravine = landscapes.ravine(100.0)
    crossed = [descend(ravine, RAVINE_START, rule_of(name), STEPS, every=EVERY) for name in RATES]
    points = Varying(np.stack([path.points for path in crossed], axis=1), ("step", "rule"))
    return Panel(
        [
            contours(ravine, RAVINE_BOX, levels=[50 * (k / 8) ** 2 for k in range(1, 9)]),
            trail(points, color=2, width=2.0),
            dots([[0.0, 0.0]], color="ink", marker="cross", size=8),
            dots(points, color=2, size=10),
        ],
        title="The ravine: 2 numbers",
        equal=True,
        x_label="x",
        y_label="y",
    )


def _year(said: Varying, truth: Array) -> Panel:
    """One year as it was, and as it is forecast, above the December before."""
    months = np.arange(1, AHEAD + 1)
    return Panel(
        [
            line(months, truth, color="ink", dash="dotted", label="measured"),
            dots(months, truth, color="ink", size=5),
            line(months, said, color=1, width=2.5, label="forecast"),
        ],
        title=f"The year {YEAR}: 181 numbers",
        x=(1, AHEAD),
        y=(-6.0, 6.0),
        x_label="month",
        y_label="ppm above December",
    )


def _errors_so_far(errors: Array, over: tuple[str, str, str]) -> Panel:
    """The test error of both rules so far, and that of a table of twelve numbers."""
    now = Varying(EVERY * np.arange(float(len(errors))), over[:1])
    data = record()
    marks: list[Mark] = []
    for name, dash in (("as a year ago", "dotted"), ("twelve numbers", "dashed")):
        height = scores(data, BASELINES[name](data, data.origins))[0]
        marks.append(
            line([0, STEPS], [height, height], color="ink", width=1, dash=dash, label=name)
        )
    for k, (name, look) in enumerate(LOOKS.items()):
        marks.append(
            line(now, Varying(errors[:, k], (over[0], over[2])), label=name, grows=True, **look)
        )
    marks.append(dots(now, Varying(errors, over), color="ink", size=9))
    return Panel(
        marks,
        title="Error one month ahead",
        x=(0.0, float(STEPS)),
        y=(0.25, 2.5, "log"),
        x_label="training step",
        y_label="rms, ppm",
    )


@cache
def forecasts() -> dict[str, Array]:
    """Every forecaster's twelve months from every origin, (origins, 12), in ppm."""
    data = record()
    found = {name: baseline(data, data.origins) for name, baseline in BASELINES.items()}
    for name in RATES:
        found[f"RNN, {name}"] = forecast("RNN", train_networks(name)[-1, :1], data)[0]
    for cell in ("LSTM", "GRU"):
        found[f"{cell}, Adam"] = forecast(cell, runs()[f"weights {cell}"][None], data)[0]
    return found


def table() -> list[str]:
    """A row a forecaster: errors one month and one to twelve months ahead, in ppm, 1992 to 2001.

    Of a network it is the median of twelve seeds, with the third and the tenth of them in order:
    between these the true median lies with a probability of 96 %.
    """
    data = record()
    rows = []
    for name, baseline in BASELINES.items():
        one, year = scores(data, baseline(data, data.origins))
        rows.append(f"{name:<22}{one:7.3f}{'':<17}{year:7.3f}")
    stored = runs()
    for k, cell in enumerate(CELLS):
        for j, rule in enumerate(RULES):
            name = f"{cell}, {rule} {stored['chosen'][k, j]:g}"
            one, year = (interval(errors) for errors in stored["forecasts"][k, j].T)
            rows.append(f"{name:<22}{one:<24}{year}")
    return rows


def interval(errors: Array) -> str:
    """The median of twelve numbers, and the third and tenth in order.

    >>> interval(np.arange(12.0))
    '  5.500 (2.000–9.000)'
    """
    low, high = median_interval(errors)
    return f"{np.median(errors):7.3f} ({low:.3f}–{high:.3f})"


def from_every_month() -> Scene:
    """Forecast twelve months from each month of the test: five tables and formulas, four networks.

    >>> from_every_month().axis("forecast by").count
    9
    """
    data = record()
    whole = np.isfinite(data.truth).all(axis=-1)
    origins = data.origins[whole]
    said = np.stack([one[whole] for one in forecasts().values()], axis=1)
    level = data.ppm[origins]
    past = np.stack([data.ppm[o - BACK + 1 : o + 1] for o in origins]) - level[:, None]
    truth = data.truth[whole] - level[:, None]
    missed = said - data.truth[whole][:, None]
    one = np.sqrt(np.mean(missed**2, axis=-1))
    overall = np.stack([scores(data, one) for one in forecasts().values()])
    over = (*MONTHLY, "forecast by")
    labels = [f"{data.year[o]}-{data.month[o]:02}" for o in origins]
    return Scene(
        [
            Axis(over[0], origins, play=True, labels=labels, duration=16.0),
            Axis(over[1], tuple(forecasts()), first=1),
        ],
        [
            _window(past, truth, Varying(said - level[:, None, None], over)),
            _by_months_ahead(missed),
        ],
        alt="A window walks through ten years of carbon dioxide; from its end twelve months are "
        "forecast by one of nine forecasters. Notice where the forecast lies beside what was "
        "measured, and how large its errors are.",
        readout=[
            ("rms of this forecast, ppm", Varying(one, over), ".2f"),
            ("one month ahead", Varying(overall[:, 0], over[1:]), ".3f"),
            ("one to twelve", Varying(overall[:, 1], over[1:]), ".3f"),
        ],
        still={"forecast by": 3, "last known month": 40},
    )


def _window(past: Array, truth: Array, said: Varying) -> Panel:
    """Two years before the last known month, the year after it, and its forecast."""
    ahead = np.arange(1, AHEAD + 1)
    return Panel(
        [
            line([0, 0], DROP, color="muted", width=1),
            line(np.arange(1 - BACK, 1), Varying(past, MONTHLY), color="muted", width=1.5),
            line(ahead, Varying(truth, MONTHLY), color="ink", dash="dotted", label="measured"),
            dots(ahead, Varying(truth, MONTHLY), color="ink", size=4),
            line(
                ahead,
                said,
                color=1,
                width=2.5,
                label="forecast",
            ),
        ],
        title="Twelve months from the last one known",
        x=(1 - BACK, AHEAD),
        y=DROP,
        x_label="month, from the last one known",
        y_label="ppm above it",
        width=1.4,
    )


def _by_months_ahead(missed: Array) -> Panel:
    """The error of each forecaster, misses (origins, forecasters, 12), by months ahead."""
    names = list(forecasts())
    ahead = np.arange(1, AHEAD + 1)
    by_month = np.sqrt(np.mean(missed**2, axis=0))
    table = by_month[names.index("twelve numbers")]
    naive = by_month[names.index("as a year ago")]
    return Panel(
        [
            line(ahead, naive, color="ink", width=1.5, dash="dotted", label="as a year ago"),
            line(ahead, table, color="ink", width=1.5, dash="dashed", label="twelve numbers"),
            line(ahead, Varying(by_month, ("forecast by",)), color=1, width=2.5, label="this one"),
        ],
        title="Error over all origins",
        x=(1, AHEAD),
        y=(0.0, 5.0),
        x_label="months ahead",
        y_label="rms, ppm",
    )
