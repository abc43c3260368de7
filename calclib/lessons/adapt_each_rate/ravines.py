"""Lesson 12, the turned ravine: every rule at every rate, in two ravines at three angles."""

from functools import cache

import numpy as np

from calclib.arrays import Array
from calclib.lessons.adapt_each_rate.parts import Look, Told
from calclib.optimize.descent import sweep, walk
from calclib.optimize.rules import AdaGrad, Adam, GradientDescent, Momentum, RMSprop, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

KAPPAS = (100.0, 1000.0)
ANGLES = (0.0, 22.5, 45.0)
RATES = np.geomspace(1e-3, 10.0, 120)  # even on a log scale
SLIDER = np.arange(2, 120, 3)  # of these rates, those on the slider
STEPS = 1_000
NEAR = 1e-3  # a run has arrived when it stays within this distance of the minimum
STOPS = np.r_[0:40, 40:100:5, 100:1001:50]  # every step at first, later fewer
BOX = (-1.6, 1.6, -1.6, 1.6)
RULES: dict[str, tuple[type[Rule], Look]] = {
    "gradient descent": (
        GradientDescent,
        {"color": 0, "dash": "dashed", "label": "gradient descent"},
    ),
    "momentum 0.9": (Momentum, {"color": 4, "dash": "dotted", "label": "momentum 0.9"}),
    "AdaGrad": (AdaGrad, {"color": 3, "dash": "dashed", "label": "AdaGrad"}),
    "RMSprop": (RMSprop, {"color": 2, "label": "RMSprop"}),
    "Adam": (Adam, {"color": 1, "label": "Adam"}),
}


def ravines() -> tuple[Told, Array]:
    """½(u² + κv²) for both κ and all three angles at once, and its axes, (angles, 2, 2).

    Points are (..., κ, angles, 2): each ravine is one run of a batch.

    >>> f, turn = ravines()
    >>> f.value(np.broadcast_to(turn @ [0.0, 1.0], (2, 3, 2))).round(9)
    array([[ 50.,  50.,  50.],
           [500., 500., 500.]])
    """
    c, s = np.cos(np.deg2rad(ANGLES)), np.sin(np.deg2rad(ANGLES))
    turn = np.moveaxis(np.array([[c, -s], [s, c]]), -1, 0)
    kappa = np.reshape(KAPPAS, (2, 1))

    def value(x: Array, y: Array) -> Array:
        height: Array = ((c * x + s * y) ** 2 + kappa * (c * y - s * x) ** 2) / 2
        return height

    def slope(points: Array) -> Array:
        x, y = points[..., 0], points[..., 1]
        along = c * x + s * y
        across = kappa * (c * y - s * x)
        return np.stack([c * along - s * across, s * along + c * across], axis=-1)

    return Told(value, slope, ("x", "y")), turn


@cache
@np.errstate(all="ignore")  # runs that fly out
def every_rate(name: str) -> tuple[Array, Array]:
    """A rule of RULES at all RATES, from (1, 1) on the ravine's own axes.

    Returns the steps needed (120, κ, angles), inf for more than 1,000, and the points at STOPS for
    the rates of the slider (stops, 40, κ, angles, 2). "Needed" is the last step that ends outside
    a distance of 0.001.

    >>> every_rate("Adam")[0].min(axis=0).astype(int)
    array([[127, 134, 130],
           [127, 325, 464]])
    """
    f, turn = ravines()
    start = np.broadcast_to(turn @ [1.0, 1.0], (len(KAPPAS), len(ANGLES), 2))
    rule = RULES[name][0](sweep(RATES)[:, None, None])  # type: ignore[call-arg]
    last = np.zeros((len(RATES), len(KAPPAS), len(ANGLES)))
    seen = []
    for k, points in zip(range(STEPS + 1), walk(f, start, rule), strict=False):
        last[~(np.linalg.norm(points, axis=-1) <= NEAR)] = k
        if k in STOPS:
            seen.append(points[SLIDER])
    return np.where(last < STEPS, last, np.inf), np.stack(seen)


def fewest(name: str, kappa: float, degrees: float) -> tuple[float, float]:
    """The fewest steps that a rule needs in one of the ravines, and the rate of the 120 for it.

    >>> fewest("Adam", 100, 0)
    (127.0, 0.038)
    """
    needed = every_rate(name)[0][:, KAPPAS.index(kappa), ANGLES.index(degrees)]
    return float(needed.min()), float(RATES[needed.argmin()].round(3))


def in_words(name: str, kappa: float, degrees: float) -> str:
    """The fewest steps of a rule and the rate for them, or that it needs too many.

    >>> in_words("Adam", 100, 0), in_words("AdaGrad", 1000, 45)
    ('127 at 0.038', 'more than 1,000')
    """
    steps, rate = fewest(name, kappa, degrees)
    return f"{steps:.0f} at {rate:g}" if steps < np.inf else f"more than {STEPS:,}"


def turned_ravine() -> Scene:
    """Tune each rule's rate in a ravine, turn the ravine, and tune again.

    >>> turned_ravine().axis("rule").labels[-1]
    'Adam'
    """
    names = ("step", "rule", "learning rate", "ravine", "angle")
    counts, points = zip(*map(every_rate, RULES), strict=True)
    needed = np.where(np.isfinite(counts), counts, np.nan)
    run = np.moveaxis(np.array(points), 0, 1)  # (stops, rules, rates, κ, angles, 2)
    run = np.where(np.abs(run) < 1e3, run, np.nan)  # what has flown out is blank
    away = Varying(np.linalg.norm(run, axis=-1), names)
    path = Varying(run, names)
    here = Varying(needed[:, SLIDER], names[1:])
    return Scene(
        axes=[
            Axis("step", STOPS, play=True, duration=8.0),
            Axis("rule", list(RULES), first=len(RULES) - 1),
            Axis(
                "learning rate",
                RATES[SLIDER],
                scale="log",
                labels=[f"{rate:.2g}" for rate in RATES[SLIDER]],
                first=9,
            ),
            Axis("ravine", KAPPAS, labels=[f"κ = {kappa:,.0f}" for kappa in KAPPAS]),
            Axis("angle", ANGLES, labels=[f"{angle:g}°" for angle in ANGLES]),
        ],
        panels=[
            Panel(
                [_levels(), trail(path, color=1, width=1.2), dots(path, color=1, size=9)],
                title="From above",
                equal=True,
                x_label="x",
                y_label="y",
            ),
            Panel(
                [
                    line([0, STEPS], [NEAR, NEAR], color="ink", width=1, dash="dotted"),
                    line(away, color=1),
                    cursor("step"),
                ],
                title="Distance to the minimum",
                x=(0, 1.06 * STEPS),
                y=(1e-5, 10, "log"),
                x_label="step",
            ),
            _needed_panel(needed, here),
        ],
        alt="A rule walks down a ravine at a learning rate that a slider sets, beside its distance "
        "to the minimum. On the right, curves show for five rules how many steps each learning "
        "rate needs, with a pale dot at the lowest point of each, and a black dot for the rate of "
        "the slider. The ravine can be turned and made narrower: watch where the pale dots go.",
        readout=[
            ("distance", away),
            ("steps needed", here, ",d"),
            ("fewest of 120 rates", Varying(_lowest(needed)[1], ("rule", *names[3:])), ",d"),
        ],
        still={"step": 45, "angle": 2},
        chaotic=True,
    )


def _levels() -> Mark:
    """The level lines of each ravine."""
    f, _ = ravines()
    ticks = np.linspace(*BOX[:2], 61)
    mesh = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    heights = f.value(mesh[:, :, None, None, :] + np.zeros((len(KAPPAS), len(ANGLES), 2)))
    share = np.moveaxis(heights, (0, 1), (2, 3)) / np.reshape(KAPPAS, (2, 1, 1, 1))
    levels = [(k / 8) ** 2 for k in range(1, 9)]
    return contours(Varying(share, ("ravine", "angle")), BOX, levels=levels)


def _lowest(needed: Array) -> tuple[Array, Array]:
    """The best rate of each rule and the steps it needs, (rules, κ, angles); nan where none."""
    counted = np.where(np.isnan(needed), np.inf, needed)
    steps = counted.min(axis=1)
    rates = RATES[counted.argmin(axis=1)]
    return np.where(np.isfinite(steps), rates, np.nan), np.where(np.isfinite(steps), steps, np.nan)


def _needed_panel(needed: Array, here: Varying) -> Panel:
    """Steps needed against the rate, a curve a rule, a pale dot where it is lowest."""
    axes = ("ravine", "angle")
    rates, steps = _lowest(needed)
    marks: list[Mark] = []
    for k, (_, look) in enumerate(RULES.values()):
        curve = Varying(np.moveaxis(needed[k], 0, -1), axes)
        marks.append(line(RATES, curve, width=1.5, **look))
        lowest = Varying(rates[k][..., None], axes), Varying(steps[k][..., None], axes)
        marks.append(dots(*lowest, color=look["color"], marker="circle", size=11, opacity=0.6))
    chosen = Varying(RATES[SLIDER][:, None], ("learning rate",))
    marks.append(dots(chosen, here, color="ink", size=8, label="your rate"))
    return Panel(
        marks,
        title="Steps needed, by rate",
        x=(1e-3, 10, "log"),
        y=(0, STEPS),
        x_label="learning rate",
        width=1.3,
    )
