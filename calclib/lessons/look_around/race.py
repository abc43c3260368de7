"""The race on a function that a learner types: rules of their choice, all tuned on one budget.

Every rule gets the same number of trials from the same starts: of its rate, and of its β where it
has one. A search over eight decades comes first, a finer one around its best settings second, so
that no best setting lies on the edge of what was tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.descent import descend
from calclib.optimize.rules import (
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.optimize.tuning import median_interval
from calclib.stage.axis import Axis
from calclib.stage.camera import OPENING
from calclib.stage.marks import Mark, Varying, bars, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

COARSE = 49  # trials of each rule over all rates
FINE = 23  # and then around the best
RATES = (1e-6, 100.0)  # of the first search
NEARER = 3.0  # the second search goes so many times above and below the best rate
SHORTEST_MEMORY = 1e-3  # 1 − β of the second search and the first is at least this
STARTS = 16  # on which rules are tuned
STEPS = 200  # of a trial, and of the race
LATE = 10.0  # a run that does not arrive counts as so many whole runs
LEFT = 1e-4  # the target: all but this share of the way down
NOWHERE = 350.0  # where runs are drawn that do not arrive
REACH = 1.6  # of the way down: ground above that would hide the race


class Entrant(NamedTuple):
    """A rule that may race: its class, the name of its β if it has one, and how it is drawn."""

    rule: type[Rule]
    memory: str
    color: int | str
    marker: str


FIELD: dict[str, Entrant] = {
    "gradient descent": Entrant(GradientDescent, "", 0, "circle"),
    "momentum": Entrant(Momentum, "beta", 1, "square"),
    "Nesterov": Entrant(Nesterov, "beta", 2, "triangle"),
    "AdaGrad": Entrant(AdaGrad, "", 3, "cross"),
    "RMSprop": Entrant(RMSprop, "beta", 4, "circle"),
    "Adam": Entrant(Adam, "beta1", 5, "square"),
    "Newton": Entrant(Newton, "", "ink", "cross"),
}
ALSO = {"descent": "gradient descent"}
SHORTER = {name: name for name in FIELD} | {
    "gradient descent": "plain",
    "momentum": "mom",
    "Nesterov": "Nest",
    "AdaGrad": "AdaG",
    "RMSprop": "RMS",
    "Newton": "Newt",
}


@dataclass(frozen=True, eq=False)
class Lane:
    """One rule in the race: the rule as tuned, its points (201, 2), heights (201,), its arrival."""

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


def settings(entrant: Entrant, rates: Array, memories: Array) -> Rule:
    """The rule at many settings at once: rates (n,), and β = 1 − memories (n,) where it has one."""
    changes: dict[str, Any] = {"learning_rate": rates[:, None]}
    if entrant.memory:
        changes[entrant.memory] = 1 - memories[:, None]
    return replace(entrant.rule(), **changes)


def first_search() -> tuple[Array, Array]:
    """The settings of the first search: rates and 1 − β, both (49,), evenly by their logarithms.

    The rates climb in even steps; 1 − β jumps between 1, no memory, and 0.01.
    """
    rates = np.geomspace(*RATES, COARSE)
    powers = -2 * (np.arange(COARSE) * 0.618034 % 1)
    memories = np.asarray(10.0**powers, dtype=np.float64)
    memories[::4] = 1.0
    return rates, memories


def second_search(rate: float, memory: float) -> tuple[Array, Array]:
    """The settings of the second search, around a rate and 1 − β: both (24,), the old one first."""
    rates = rate * np.geomspace(1 / NEARER, NEARER, FINE)
    shifts = NEARER ** (2 * (np.arange(FINE) * 0.618034 % 1) - 1)
    memories = np.clip(memory * shifts, SHORTEST_MEMORY, 1.0)
    return np.r_[rate, rates], np.r_[memory, memories]


def tune(f: Function, entrant: Entrant, floor: float, starts: Array) -> tuple[Rule, float]:
    """The best setting of a rule in 72 trials from the starts, and the lowest height that it saw.

    The best has the fewest steps to the target on average, where a run that does not arrive counts
    as 2,000; of such, the lowest median of last heights.
    floor: the lowest height known so far, from which the target is measured.
    starts: (16, 2).
    """
    rates, memories = first_search()
    lowest = floor
    for search in range(2):
        rule = settings(entrant, rates, memories)
        heights = descend(f, starts[:, None, :], rule, STEPS).values
        lowest = float(np.fmin.reduce(heights, axis=None, initial=lowest))
        steps = np.minimum(arrival(heights, lowest), LATE * STEPS).mean(axis=0)
        last = np.median(np.nan_to_num(heights[-1], nan=np.inf), axis=0)
        best = int(np.lexsort((last, steps))[0])
        if search == 0:
            rates, memories = second_search(float(rates[best]), float(memories[best]))
    # A plain number for each: the label of the rule says them.
    changes: dict[str, Any] = {"learning_rate": float(rates[best])}
    if entrant.memory:
        changes[entrant.memory] = 1 - float(memories[best])
    return replace(entrant.rule(), **changes), lowest


def arrival(heights: Array, floor: float) -> Array:
    """The first step within the target of each run, inf where none is: (201, …) → (…).

    >>> arrival(np.array([[1.0, 1.0], [0.5, 2.0], [0.0, 3.0]]), 0.0)
    array([ 2., inf])
    """
    below = heights <= floor + LEFT * (heights[0] - floor)
    return np.where(below.any(axis=0), below.argmax(axis=0), np.inf)


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

    rules: the field, each rule at its best setting.
    floor: the lowest height that any run saw.
    fresh: of each rule the steps to the target from 16 starts on which it was not tuned, (16,).
    """

    rules: Mapping[str, Rule]
    floor: float
    fresh: Mapping[str, Array]


@lru_cache(maxsize=8)
def tuning(text: str, half: float) -> Tuning:
    """Tune every rule of the field on a typed function, and try it on fresh starts."""
    f = Function(text, variables=("x", "y"))
    rng = np.random.default_rng(7)
    starts, others = rng.uniform(-half, half, size=(2, STARTS, 2))
    heights = f.value(np.concatenate([starts, others]))
    if not np.isfinite(heights).all():
        raise ValueError(
            f"{text} has no value at some of the places in [−{half:g}, {half:g}]² on which the "
            "rules are tuned; type one that has a value everywhere."
        )
    floor = float(heights.min())
    for entrant in FIELD.values():  # first find out how deep it is
        _, seen = tune(f, entrant, floor, starts)
        floor = min(floor, seen)
    rules = {name: tune(f, entrant, floor, starts)[0] for name, entrant in FIELD.items()}
    runs = {name: descend(f, others, rule, STEPS).values for name, rule in rules.items()}
    for each in runs.values():
        floor = min(floor, float(np.fmin.reduce(each, axis=None)))
    return Tuning(rules, floor, {name: arrival(each, floor) for name, each in runs.items()})


def lanes(
    text: str, start: tuple[float, float], names: list[str]
) -> tuple[dict[str, Lane], float, float]:
    """Race the named rules, each as tuned, from one start; their lanes, the top and the floor.

    text: of a function of x and y.
    start: a point (x, y).
    names: of rules of the field.
    Raises ValueError where the function falls for ever, or does not fall from the start.

    >>> raced, top, floor = lanes("x^2 + 3y^2", (1.0, 2.0), ["Newton"])
    >>> raced["Newton"].arrived, top, round(floor, 9)
    (1.0, 13.0, 0.0)
    """
    f = Function(text, variables=("x", "y"))
    place = np.asarray(start, dtype=float)
    top = float(f.value(place))
    if not np.isfinite(top):
        raise ValueError(f"{text} has no value at {start}; choose another start.")
    found = tuning(text, half_width(place))
    runs = {name: descend(f, place, found.rules[name], STEPS) for name in FIELD}
    deepest = [np.fmin.reduce(run.values) for run in runs.values()]
    floor = float(min(found.floor, top, *deepest))
    if floor < -1e4 * (1 + abs(top)):
        raise ValueError(f"{text} falls without end; a race needs a lowest place.")
    if not top > floor:
        raise ValueError(f"Nothing leads down from {start}; choose another start.")
    raced = {}
    for name in names:
        run = runs[name]
        soonest = float(arrival(run.values, floor))
        raced[name] = Lane(found.rules[name], run.points, run.values, soonest)
    return raced, top, floor


def your_race(
    f: str = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    start: tuple[float, float] = (-0.5, -1.0),
    rules: str = "all",
) -> Scene:
    """Race rules down a function that you type, each at the best of its 72 trials elsewhere.

    f: text in x and y.
    start: where they set out; it can be dragged on the surface.
    rules: their names, with commas between them, or "all".

    >>> your_race("x^2 + 10y^2", (1.0, 1.0), "Adam, Newton").panels[2].title
    'From 16 fresh starts: steps'
    """
    raced, top, floor = lanes(f, start, read_rules(rules))
    left = {
        name: np.clip((lane.heights - floor) / (top - floor), 1e-8, None)
        for name, lane in raced.items()
    }
    return Scene(
        axes=[Axis("step", range(STEPS + 1), play=True, duration=8.0)],
        panels=[
            _ground_panel(f, start, raced, (floor, floor + REACH * (top - floor))),
            _left_panel(left, raced),
            _fresh_panel(f, start, raced),
        ],
        alt=f"Tuned rules race down {f}, in 3-D; beside them the share of the way that each has "
        f"left, and the steps that it needs from 16 fresh starts. {_outcome(raced)}",
        readout=[(name, Varying(share, ("step",)), ".0e") for name, share in left.items()],
        chaotic=True,
        still={"step": 30},
    )


def _ground_panel(
    text: str, start: ArrayLike, raced: Mapping[str, Lane], z: tuple[float, float]
) -> Panel:
    """The race on the surface, where the start can be dragged."""
    f = Function(text, variables=("x", "y"))
    ends = [lane.points[int(lane.arrived)] for lane in raced.values() if lane.arrived < np.inf]
    places = np.array([start, *ends])
    half = 1.25 * max(float(np.abs(places).max()), 1.0) + 1.0
    return Panel(
        [surface(f, (-half, half, -half, half)), *_movers(raced)],
        title="Your function",
        x_label="x",
        y_label="y",
        z=z,
        camera=_across(places),
        drag="start",
        width=1.3,
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


def _left_panel(left: Mapping[str, Array], raced: Mapping[str, Lane]) -> Panel:
    """How much of the way down each rule has left, on a logarithmic axis."""
    steps = np.arange(STEPS + 1)
    curves = [
        line(steps, share, color=FIELD[name].color, label=_name_in_key(name, raced[name]))
        for name, share in left.items()
    ]
    target = line([0, STEPS], [LEFT, LEFT], color="ink", dash="dotted", width=1, label="target")
    return Panel(
        [*curves, target, cursor("step")],
        title="What is left of the way down",
        x=(0, STEPS),
        y=(1e-8, 10, "log"),
        x_label="step",
    )


def _fresh_panel(text: str, start: ArrayLike, raced: Mapping[str, Lane]) -> Panel:
    """The steps that each rule needs from fresh starts, and their median; on top who is not there.

    Of 16 sorted values the fourth and the thirteenth hold the median in 98 %: the thick bar.
    """
    fresh = tuning(text, half_width(start)).fresh
    aside = np.linspace(-0.3, 0.3, STARTS)
    marks: list[Mark] = [
        bars([SHORTER[name] for name in raced], np.ones(len(raced)), base=1.0),  # lends its words
        line([-0.5, len(raced) - 0.5], [NOWHERE, NOWHERE], color="muted", dash="dotted", width=1),
    ]
    for k, (name, lane) in enumerate(raced.items()):
        entrant = FIELD[name]
        needed = np.sort(np.minimum(np.maximum(fresh[name], 1.0), NOWHERE))
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
        title="From 16 fresh starts: steps",
        x=(-0.6, len(raced) - 0.4),
        y=(0.8, 500.0, "log"),
        y_label="dotted: not there",
        width=1.3,
    )
