"""Lesson 15, the race itself: tuned rules on any ground that a learner types, and one of theirs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.race_fairly.field import BUDGET, FIELD, middle
from calclib.lessons.race_fairly.scenes import LOOKS, SHORTER, Dot
from calclib.optimize.timing import Maker
from calclib.optimize.tuning import SCALES, draw, parameters_of
from calclib.stage.axis import Axis
from calclib.stage.camera import OPENING
from calclib.stage.marks import Mark, Varying, contours, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

LEFT = 1e-4  # the target: all but this share of the way down
LAPS = 100
STOPS = np.r_[0:60, 60 : LAPS + 1 : 5]  # every step at first, later one in five
OTHERS = 6  # starts on which the numbers are tuned
SYMBOLS = {
    "learning_rate": "α",
    "beta": "β",
    "beta1": "β₁",
    "beta2": "β₂",
    "epsilon": "ε",
    "damping": "λ",
}
CALM = 5  # steps without a move, and the rest of a run will be none either
MOST = 128  # trials, and the largest seed
SHOWN = ("learning_rate", "beta", "beta1")  # in the key; the others are tuned too
Trials: TypeAlias = tuple[dict[str, Array], Array]  # settings, and the heights that they reach
FAR = 1e6
STILL = 1e-7
REACH = 1.6  # of the way down, from its foot: ground above that would hide the race
YOURS: Dot = {"color": "ink", "marker": "circle"}


@dataclass(frozen=True, eq=False)
class Lane:
    """One rule in the race at its tuned numbers: points (steps + 1, 2), heights, steps to target.

    numbers: by name, such as {"learning_rate": 0.1}.
    """

    numbers: Mapping[str, float]
    points: Array
    heights: Array
    arrived: float


def run_all(
    f: Function,
    starts: Array,
    make: Maker,
    numbers: Mapping[str, ArrayLike],
    steps: int = LAPS,
    enough: Callable[[Array], np.bool_] = np.all,
) -> tuple[Array, Array]:
    """Walk a rule from every start at every setting: heights, and the points from the first start.

    starts: (s, 2).
    numbers: settings, (n,) of each number, by name.
    Returns (steps + 1, s, n) and (steps + 1, n, 2); nan from where a run is lost.
    The walk ends early where enough of the settings have all their runs at rest; what has not come
    to rest by then stays where it is, too late to be first.

    >>> settings = {"learning_rate": [0.1, 0.2, 0.3]}
    >>> heights, points = run_all(Function("x^2 + y^2"), np.ones((2, 2)), FIELD["Adam"], settings)
    >>> heights.shape, points.shape
    ((101, 2, 3), (101, 3, 2))
    """
    columns = {name: np.asarray(given, dtype=float)[:, None] for name, given in numbers.items()}
    rule = make(**columns)
    count = max(map(len, columns.values()), default=1)
    # Coordinates first in memory, as `descend` keeps them: a third less time.
    now = np.moveaxis(np.repeat(starts.T[:, :, None], count, axis=2), 0, -1)
    memory = rule.start(now)
    points = [now]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            now, memory = rule.step(f, now, memory)
            points.append(now)
            if len(points) % CALM == 0 and enough(_at_rest(points[-CALM:])):
                break
    walked = np.array(points + [now] * (steps + 1 - len(points)))
    heights = f.value(walked)
    astray = ~(np.abs(walked).max(axis=-1) < FAR) | ~np.isfinite(heights)
    lost = np.logical_or.accumulate(astray)
    return np.where(lost, np.nan, heights), np.where(lost[:, 0, :, None], np.nan, walked[:, 0])


def _at_rest(points: Sequence[Array]) -> Array:
    """Whether no run of a setting has moved through some steps, each (s, n, 2) → (n,)."""
    return np.asarray((np.ptp(points, axis=0) <= STILL).all(axis=(0, -1)))


@lru_cache(maxsize=4)
def _ground(f: str) -> Function:
    """Text as a function of x and y, the same one for the same text."""
    return Function(f, variables=("x", "y"))


@lru_cache(maxsize=8)
def _practice(f: Function, reach: float, trials: int, seed: int) -> dict[str, Trials]:
    """The trials of the whole field from the practice starts, kept for the next race."""
    return {name: _try_out(f, make, reach, trials, seed) for name, make in FIELD.items()}


def _try_out(f: Function, make: Maker, reach: float, trials: int, seed: int) -> Trials:
    """Settings of a rule, drawn at random, and the heights that they reach."""
    tuned = {name: SCALES[name] for name in parameters_of(make) if name in SCALES}
    numbers = draw(tuned, np.random.default_rng(seed), trials)
    starts = practice_starts(reach, seed)
    return numbers, run_all(f, starts, make, numbers, enough=np.any)[0]


def _by_name(own: Maker) -> Maker:
    """A learner's rule; if no argument has a name that is tuned, the first is the rate."""
    if any(name in SCALES for name in parameters_of(own)):
        return own
    return lambda learning_rate: own(learning_rate)


def practice_starts(reach: float, seed: int = 7) -> Array:
    """Six places to tune on, in the square of this half width round the origin.

    >>> practice_starts(2.0).shape
    (6, 2)
    """
    return np.random.default_rng((seed, OTHERS)).uniform(-reach, reach, size=(OTHERS, 2))


def lanes(
    f: Function,
    start: ArrayLike,
    own: Maker | None = None,
    trials: int = BUDGET,
    seed: int = 7,
) -> tuple[dict[str, Lane], float]:
    """Tune all numbers of all rules alike from six starts, race from `start`; lanes and floor.

    trials: settings that each rule may try, on as many steps as are raced.
    seed: of the settings and the six starts.
    The floor is the lowest height that any rule finds; the target is all but 1/10,000 of the way
    from the start down to it. Raises ValueError where f falls for ever, or does not fall.

    >>> raced, floor = lanes(Function("x^2 + y^2"), (1.0, 2.0))
    >>> raced["gradient descent"].arrived < 20, round(floor, 9)
    (True, 0.0)
    """
    top = float(f.value(np.asarray(start, dtype=float)))
    if not np.isfinite(top):
        raise ValueError("This ground has no value at this start; choose another start.")
    # A power of two: a start that is moved about keeps its practice, and the picture comes at once.
    reach = float(2.0 ** np.ceil(np.log2(box_of(start)[1])))
    practice = _practice(f, reach, trials, seed)
    makers = dict(FIELD)
    places = np.array([start], dtype=float)
    if own:
        with suppress(Exception):  # whatever a learner's rule may raise, the others race
            named = _by_name(own)
            practice = practice | {"yours": _try_out(f, named, reach, trials, seed)}
            makers["yours"] = named
    floor = _lowest(top, (heights for _, heights in practice.values()))
    best = {name: _best(*tried, floor) for name, tried in practice.items()}
    raced = {
        name: run_all(f, places, makers[name], {key: [number] for key, number in chosen.items()})
        for name, chosen in best.items()
    }
    floor = _lowest(floor, (heights for heights, _ in raced.values()))
    if floor < -1e4 * (1 + abs(top)):
        raise ValueError("This ground falls without end; a race needs a lowest place.")
    if not top > floor:
        raise ValueError("From this start nothing leads down; choose another start.")
    told = {}
    for name, (heights, points) in raced.items():
        arrived = float(arrival(heights, floor)[0, 0])
        told[name] = Lane(best[name], points[:, 0], heights[:, 0, 0], arrived)
    return told, floor


def _lowest(top: float, heights: Iterable[Array]) -> float:
    """The lowest height of all, where there is one."""
    return float(min(np.fmin.reduce(each, axis=None, initial=top) for each in heights))


def arrival(heights: Array, floor: float) -> Array:
    """The first step within the target of each run, inf where none is: (steps + 1, …) → (…).

    >>> arrival(np.array([[1.0, 1.0], [0.5, 2.0], [0.0, 3.0]]), 0.0)
    array([ 2., inf])
    """
    below = heights <= floor + LEFT * (heights[0] - floor)
    return np.where(below.any(axis=0), below.argmax(axis=0), np.inf)


def _best(numbers: Mapping[str, Array], heights: Array, floor: float) -> dict[str, float]:
    """The setting of the lowest median of steps; of such, that of the lowest last heights."""
    steps = arrival(heights, floor)
    last = np.nan_to_num(heights[-1], nan=np.inf)
    k = np.lexsort((np.median(last, axis=0), middle(steps)))[0]
    return {name: float(given[k]) for name, given in numbers.items()}


def box_of(start: ArrayLike) -> tuple[float, float, float, float]:
    """The square map round the origin that holds a point, or several, with room to spare.

    >>> box_of((-1.2, 1.0))
    (-2.5, 2.5, -2.5, 2.5)
    """
    half = 1.25 * max(float(np.abs(start).max()), 1.0) + 1.0
    return (-half, half, -half, half)


def fair_race(
    f: str = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    start: tuple[float, float] = (-0.5, -1.0),
    trials: float = BUDGET,
    seed: float = 7,
    own: Maker | None = None,
) -> Scene:
    """Race all rules, each at the numbers that were best from six other starts, on typed ground.

    f: text in x and y.
    start: where they set out, dragged on the map.
    trials: how many settings each rule tries, from 1 to 128.
    seed: draws these settings and the six starts.
    own: a rule of your own, made from a learning rate; it races as "yours".

    >>> fair_race("x^2 + 10y^2", (1.0, 1.0)).panels[2].title
    'What is left of the way down'
    """
    ground = _ground(f)
    raced, floor = lanes(ground, start, own, _whole("trials", trials, 1), _whole("seed", seed, 0))
    down = float(ground.value(np.asarray(start, dtype=float))) - floor
    left = {
        name: np.clip((lane.heights - floor) / down, 1e-8, None) for name, lane in raced.items()
    }
    late = " (yours cannot run yet)" if own and "yours" not in raced else ""
    return Scene(
        axes=[Axis("step", STOPS, play=True, duration=8.0)],
        panels=[
            *_two_views(ground, start, raced, (floor, floor + REACH * down), "The race" + late),
            _left_panel(left, raced),
        ],
        alt="Tuned rules race down a landscape, in 3-D and from above, with the share of the way "
        "that is left beside them; the key says at which step each arrives.",
        readout=[
            (SHORTER.get(name, name), Varying(share[STOPS], ("step",)), ".2g")
            for name, share in left.items()
        ],
        chaotic=True,
        still={"step": 40},
        rows=(2, 1),
    )


def _whole(name: str, given: float, least: int) -> int:
    """A whole number that a field was answered with; raises ValueError for another."""
    if given != int(given) or not least <= given <= MOST:
        raise ValueError(f"{name} = {given:g} is no whole number from {least} to {MOST}.")
    return int(given)


def _two_views(
    ground: Function, start: ArrayLike, raced: dict[str, Lane], z: tuple[float, float], title: str
) -> list[Panel]:
    """The race on the surface and from above."""
    there = [lane for lane in raced.values() if np.isfinite(lane.arrived)]
    places = np.array([start, *(lane.points[int(lane.arrived)] for lane in there)])
    box = box_of(places)
    camera = _across(places)
    movers = _movers(raced)
    land = surface(ground, box)
    return [
        Panel(
            [land, *movers],
            title=title,
            x_label="x",
            y_label="y",
            z_label="f",
            z=z,
            camera=camera,
            width=1.2,
        ),
        Panel(
            [contours(land.channels["values"], box), *movers],
            title="From above",
            equal=True,
            x=box[:2],
            y=box[2:],
            x_label="x",
            y_label="y",
            drag="start",
        ),
    ]


def _across(places: Array) -> tuple[float, float]:
    """A camera that looks at places from across the map: no wall stands before them."""
    x, y = places.mean(axis=0)
    aside = np.hypot(x, y) > 0.1
    return (float(np.degrees(np.arctan2(-y, -x))) if aside else OPENING[0], 62.0)


def _entry_in_key(name: str, lane: Lane) -> str:
    """What the key says of a lane: rule, numbers, and steps to the target."""
    end = f"{lane.arrived:.0f}" if np.isfinite(lane.arrived) else "–"
    numbers = " ".join(
        f"{SYMBOLS[key]} {number:.2g}" for key, number in lane.numbers.items() if key in SHOWN
    )
    return f"{SHORTER.get(name, name)} {numbers}: {end}"


def _movers(raced: dict[str, Lane]) -> list[Mark]:
    """The trail and the dot of each rule."""
    marks: list[Mark] = []
    for name, lane in raced.items():
        look = LOOKS.get(name, YOURS)
        run = Varying(lane.points[STOPS], ("step",))
        group = _entry_in_key(name, lane)  # so that its name in the key hides the runner too
        marks += [
            trail(run, color=look["color"], width=1.6, opacity=0.8, group=group),
            dots(run, size=9, group=group, **look),
        ]
    return marks


def _left_panel(left: dict[str, Array], raced: dict[str, Lane]) -> Panel:
    """How much of the way down each rule has left, on a logarithmic axis."""
    now = Varying(np.array(STOPS, dtype=float)[:, None], ("step",))
    curves = [
        line(
            now,
            Varying(share[STOPS][:, None], ("step",)),
            color=LOOKS.get(name, YOURS)["color"],
            dash="dashed" if name == "BFGS" else "solid",
            label=_entry_in_key(name, raced[name]),
            width=3.0 if name == "yours" else 2.0,
            grows=True,
        )
        for name, share in left.items()
    ]
    heads = [
        dots(
            now,
            Varying(share[STOPS][:, None], ("step",)),
            size=7,
            group=_entry_in_key(name, raced[name]),
            **LOOKS.get(name, YOURS),
        )
        for name, share in left.items()
    ]
    target = line([0, LAPS], [LEFT, LEFT], color="ink", dash="dotted", width=1, label="target")
    return Panel(
        [target, *curves, *heads, cursor("step")],
        title="What is left of the way down",
        x=(0, LAPS),
        y=(1e-8, 10, "log"),
        x_label="step",
        width=1.1,
    )
