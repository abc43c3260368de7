"""The race on a function that a learner types: rules of their choice, all tuned on one budget.

The rules are tuned by `calclib.tune`, as in the lesson on fair races: every number of every rule,
the same trials for each, twelve seeds, scored from fresh starts in looks. Then they race from the
learner's own start, each with the best of all its trials.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.random import Generator
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.formulas import function_of
from calclib.lessons.shared.ranges import scales_of
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import (
    BFGS,
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.optimize.timing import HOLD
from calclib.optimize.tuning import median_interval, tune
from calclib.stage.axis import Axis
from calclib.stage.camera import OPENING
from calclib.stage.marks import Mark, Varying, bars, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

TRIALS = 16  # settings that each rule may try, for each seed
SEEDS = 12
LOOKS = 400  # that a run may spend while the rules are tuned
STEPS = 200  # of the race
LEFT = 1e-4  # the target: all but this share of the way down from a place in the middle
SURVEYED = 64  # places from which the ground is looked over before the rules are tuned
GLANCE = 20  # steps after which most falls without end are seen
SURVEY_RATES = (0.01, 0.1, 1.0, 100.0)  # the last finds out whether it falls for ever
NOWHERE = 700.0  # where seeds are drawn that do not arrive
REACH = 1.6  # of the way down: ground above that would hide the race


class Entrant(NamedTuple):
    """A rule that may race, and how it is drawn."""

    rule: type[Rule]
    color: int | str
    marker: str


FIELD: dict[str, Entrant] = {
    "gradient descent": Entrant(GradientDescent, 0, "circle"),
    "momentum": Entrant(Momentum, 1, "square"),
    "Nesterov": Entrant(Nesterov, 2, "triangle"),
    "AdaGrad": Entrant(AdaGrad, 3, "cross"),
    "RMSprop": Entrant(RMSprop, 4, "circle"),
    "Adam": Entrant(Adam, 5, "square"),
    "Newton": Entrant(Newton, "ink", "cross"),
}
ALSO = {"descent": "gradient descent"}
SHORTER = {name: name for name in FIELD} | {full: short for short, full in ALSO.items()}


@dataclass(frozen=True, eq=False)
class Lane:
    """One rule in the race: the rule as tuned, its points (201, 2), heights (201,), its arrival.

    arrived: the first step from which it stays at the target, inf where there is none.
    """

    rule: Rule
    points: Array
    heights: Array
    arrived: float


def read_rules(text: str) -> list[str]:
    """Read names of rules, with commas between them; "all" means every one.

    Raises ValueError for a name that is none of the field.

    >>> read_rules("Adam, descent")
    ['gradient descent', 'Adam']
    """
    if text.strip().lower() in ("", "all"):
        return list(FIELD)
    known = {name.lower(): name for name in FIELD} | ALSO
    chosen = []
    for word in text.split(","):
        name = known.get(" ".join(word.lower().split()))
        if name is None:
            raise ValueError(
                f"{word.strip()!r} is no rule of this race; choose from {', '.join(FIELD)}, with "
                "commas between them, or write all."
            )
        chosen.append(name)
    return [name for name in FIELD if name in chosen]


def arrival(heights: Array, level: float) -> Array:
    """The first step from which a run stays at the level for ten more: (steps + 11, …) → (…).

    inf where there is no such step; a run that only passes through has not arrived.

    >>> falling = 0.5 ** np.arange(20.0)
    >>> arrival(np.stack([falling, falling + 1], axis=-1), 0.25)
    array([ 2., inf])
    """
    stays = sliding_window_view(heights <= level, HOLD + 1, axis=0).all(axis=-1)
    return np.where(stays.any(axis=0), stays.argmax(axis=0), np.inf)


def half_width(start: ArrayLike) -> float:
    """Half the side of the square round the origin in which rules are tuned: a power of two.

    A start that is dragged a little keeps its square, and with it the tuning.

    >>> half_width((-1.2, 1.0))
    2.0
    """
    far = max(float(np.abs(np.asarray(start)).max()), 1.0)
    return float(2.0 ** np.ceil(np.log2(far)))


class Tuning(NamedTuple):
    """What tuning on a typed function found.

    rules: the field, each rule with the best of all its trials, of all seeds.
    level: the height of the target.
    floor: the lowest height that was seen.
    looks: of each rule, what the choice of each seed needs from fresh starts, (12,).
    on_edge: of each rule, the numbers whose best value lies on an edge of its range.
    """

    rules: Mapping[str, Rule]
    level: float
    floor: float
    looks: Mapping[str, Array]
    on_edge: Mapping[str, tuple[str, ...]]


def survey(f: Function, text: str, half: float) -> tuple[float, float]:
    """The height of the target and the lowest height, from runs that set out all over the square.

    text: of f, for a message. Raises ValueError where f has no value somewhere in the square, and
    where it falls without end.

    >>> level, floor = survey(Function("x^2 + y^2"), "x^2 + y^2", 1.0)
    >>> bool(0 <= floor < 1e-12), bool(1e-5 < level < 1e-4)
    (True, True)
    """
    places = np.random.default_rng(7).uniform(-half, half, size=(SURVEYED, 2))
    heights = f.value(places)
    if not np.isfinite(heights).all():
        raise ValueError(
            f"{text} has no value at some of the places in [−{half:g}, {half:g}]² on which the "
            "rules are tuned; type one that has a value everywhere."
        )
    middle = float(np.median(heights))
    floor = np.inf
    # A fall without end shows in a few steps. To follow one to a pole takes many seconds: beside it
    # each search along a line halves its step hundreds of times.
    for rule, begin, steps in (
        (BFGS(), places, GLANCE),
        (Adam(sweep(SURVEY_RATES)), places[:, None, :], STEPS),
        (BFGS(), places, STEPS),
    ):
        floor = min(floor, float(np.fmin.reduce(descend(f, begin, rule, steps).values, axis=None)))
        if floor < -1e4 * (1 + abs(middle)):
            raise ValueError(f"{text} falls without end; a race needs a lowest place.")
    return floor + LEFT * (middle - floor), floor


@lru_cache(maxsize=8)
def tuning(text: str, half: float) -> Tuning:
    """Tune every rule of the field on a typed function, and try it on fresh starts."""
    f = function_of(text, "x", "y")
    level, floor = survey(f, text, half)

    def in_square(rng: Generator, count: int) -> Array:
        return rng.uniform(-half, half, size=(count, 2))

    found = {
        name: tune(
            entrant.rule,
            f,
            TRIALS,
            SEEDS,
            count="looks",
            limit=LOOKS,
            starts=in_square,
            scales=scales_of(name),
            target=lambda points: f.value(points) <= level,
        )
        for name, entrant in FIELD.items()
    }
    rules = {}
    for name, tuned in found.items():
        seed = int(np.argmin(tuned.practice.min(axis=1)))
        # A plain number for each: the label of the rule says them.
        numbers = {key: float(best[seed]) for key, best in tuned.best.items()}
        rules[name] = FIELD[name].rule(**numbers)
    return Tuning(
        rules,
        level,
        floor,
        {name: tuned.fresh for name, tuned in found.items()},
        {name: tuned.on_edge for name, tuned in found.items()},
    )


def lanes(
    text: str, start: tuple[float, float], names: list[str]
) -> tuple[dict[str, Lane], float, float]:
    """Race the named rules, each as tuned, from one start; their lanes, the top and the floor.

    text: of a function of x and y.
    start: a point (x, y).
    names: of rules of the field.
    Raises ValueError where the function falls for ever, or the start lies as low as the target.

    >>> raced, top, floor = lanes("x^2 + 3y^2", (1.0, 2.0), ["Newton"])
    >>> raced["Newton"].arrived < 20, top, round(floor, 9)
    (True, 13.0, 0.0)
    """
    f = function_of(text, "x", "y")
    place = np.asarray(start, dtype=float)
    top = float(f.value(place))
    if not np.isfinite(top):
        raise ValueError(f"{text} has no value at {start}; choose another start.")
    found = tuning(text, half_width(place))
    if not top > found.level:
        raise ValueError(f"{start} lies as low as the target; choose a start from which it falls.")
    floor = found.floor
    raced = {}
    for name in names:
        run = descend(f, place, found.rules[name], STEPS + HOLD)
        floor = min(floor, float(np.fmin.reduce(run.values)))
        kept = slice(STEPS + 1)
        soonest = float(arrival(run.values, found.level))
        raced[name] = Lane(found.rules[name], run.points[kept], run.values[kept], soonest)
    return raced, top, floor


def your_race(
    f: str = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    start: tuple[float, float] = (0.5, 0.5),
    rules: str = "all",
) -> Scene:
    """Race rules down a function that you type, each as tuned on 16 trials of all its numbers.

    f: text in x and y.
    start: where they set out; it can be dragged on the surface.
    rules: their names, with commas between them, or "all".

    >>> your_race("x^2 + 10y^2", (1.0, 1.0), "Adam, Newton").panels[2].title
    '12 seeds, fresh starts: looks'
    """
    raced, top, floor = lanes(f, start, read_rules(rules))
    level = tuning(f, half_width(start)).level
    left = {
        name: np.clip((lane.heights - floor) / (top - floor), 1e-8, None)
        for name, lane in raced.items()
    }
    return Scene(
        axes=[Axis("step", range(STEPS + 1), play=True, duration=8.0)],
        panels=[
            _ground_panel(f, start, raced, (floor, floor + REACH * (top - floor))),
            _left_panel(left, raced, (level - floor) / (top - floor)),
            _fresh_panel(f, start, raced),
        ],
        alt=f"Tuned rules race down {f}, in 3-D; beside them the share of the way that each has "
        f"left, and the looks that it needs from fresh starts, a mark for each of twelve seeds. "
        f"{_outcome(raced)}",
        readout=[(name, Varying(share, ("step",)), ".2g") for name, share in left.items()],
        chaotic=True,
        still={"step": 30},
    )


def _ground_panel(
    text: str, start: ArrayLike, raced: Mapping[str, Lane], z: tuple[float, float]
) -> Panel:
    """The race on the surface, where the start can be dragged."""
    f = function_of(text, "x", "y")
    ends = [lane.points[int(lane.arrived)] for lane in raced.values() if lane.arrived < np.inf]
    places = np.array([start, *ends])
    half = 1.25 * max(float(np.abs(places).max()), 1.0) + 1.0
    return Panel(
        [surface(f, (-half, half, -half, half)), *_movers(raced)],
        title="Your function",
        x_label="x",
        y_label="y",
        z_label="f",
        z=z,
        camera=_across(places),
        drag="start",
        width=1.2,
    )


def _across(places: Array) -> tuple[float, float]:
    """A camera that looks at places from across the map: no wall stands before them."""
    x, y = places.mean(axis=0)
    aside = np.hypot(x, y) > 0.1
    return (float(np.degrees(np.arctan2(-y, -x))) if aside else OPENING[0], 62.0)


def _name_in_key(name: str, lane: Lane) -> str:
    """What the key says of a lane: rule, rate, and steps to the target."""
    end = f"{lane.arrived:.0f}" if np.isfinite(lane.arrived) else "–"
    rate: Any = getattr(lane.rule, "learning_rate", 0.0)
    return f"{name}, α {rate:.2g}: {end}"


def _outcome(raced: Mapping[str, Lane]) -> str:
    """Who is first, and who does not arrive, in a sentence."""
    there = [name for name, lane in raced.items() if np.isfinite(lane.arrived)]
    if not there:
        return f"None is there after {STEPS} steps."
    soonest = min(raced[name].arrived for name in there)
    first = [name for name in there if raced[name].arrived == soonest]
    missing = [name for name in raced if name not in there]
    late = f"; not there after {STEPS}: {', '.join(missing)}" if missing else ""
    return f"First after {soonest:.0f} steps: {', '.join(first)}{late}."


def _movers(raced: Mapping[str, Lane]) -> list[Mark]:
    """The trail and the dot of each rule."""
    marks: list[Mark] = []
    for name, lane in raced.items():
        entrant = FIELD[name]
        run = Varying(lane.points, ("step",))
        group = _name_in_key(name, lane)  # so that its name in the key hides the runner too
        marks += [
            trail(run, color=entrant.color, width=1.6, opacity=0.8, group=group),
            dots(run, size=9, color=entrant.color, marker=entrant.marker, group=group),
        ]
    return marks


def _left_panel(left: Mapping[str, Array], raced: Mapping[str, Lane], target_share: float) -> Panel:
    """How much of the way down each rule has left, on a logarithmic axis."""
    now = Varying(np.arange(STEPS + 1.0), ("step",))
    curves: list[Mark] = []
    for name, share in left.items():
        so_far = Varying(share, ("step",))
        entrant, key = FIELD[name], _name_in_key(name, raced[name])
        curves += [
            line(now, so_far, color=entrant.color, width=2, label=key, grows=True),
            dots(now, so_far, color=entrant.color, marker=entrant.marker, size=7, group=key),
        ]
    target = line(
        [0, STEPS], [target_share] * 2, color="ink", dash="dotted", width=1, label="target"
    )
    return Panel(
        [*curves, target, cursor("step")],
        title="What is left of the way down",
        x=(0, STEPS),
        y=(1e-8, 10, "log"),
        x_label="step",
    )


def _fresh_panel(text: str, start: ArrayLike, raced: Mapping[str, Lane]) -> Panel:
    """The looks that each rule needs from fresh starts, a mark a seed; on top who is not there.

    Of 12 sorted values the third and the tenth hold the median in 96 %: the thick bar.
    A star says that a best value lies on the edge of its range, so that a better one may be beyond.
    """
    found = tuning(text, half_width(start))
    names = [SHORTER[name] + ("*" if found.on_edge[name] else "") for name in raced]
    aside = np.linspace(-0.3, 0.3, SEEDS)
    marks: list[Mark] = [
        bars(names, np.ones(len(raced)), base=1.0),  # lends its words
        line([-0.5, len(raced) - 0.5], [NOWHERE, NOWHERE], color="muted", dash="dotted", width=1),
    ]
    for k, (name, lane) in enumerate(raced.items()):
        entrant = FIELD[name]
        needed = np.sort(np.minimum(np.maximum(found.looks[name], 1.0), NOWHERE))
        group = _name_in_key(name, lane)
        marks += [
            line(
                [k, k],
                median_interval(needed),
                color=entrant.color,
                width=5,
                opacity=0.4,
                group=group,
            ),
            dots(
                k + aside, needed, color=entrant.color, marker=entrant.marker, size=6, group=group
            ),
            line([k - 0.35, k + 0.35], np.full(2, np.median(needed)), color="ink", group=group),
        ]
    return Panel(
        marks,
        title="12 seeds, fresh starts: looks",
        x=(-0.6, len(raced) - 0.4),
        y=(0.8, 1000.0, "log"),
        y_label="dotted: not there",
        width=1.6,  # so that the names of seven rules stand clear of each other
    )
