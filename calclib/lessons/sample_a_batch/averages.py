"""Lesson 10, average the iterates: the mean of a noisy run's points, beside the points."""

from functools import cache

import numpy as np

from calclib.arrays import Array
from calclib.lessons.sample_a_batch.noise_cloud import FAR, noisy_bowls
from calclib.optimize.descent import sweep, walk
from calclib.optimize.rules import GradientDescent, Rule
from calclib.optimize.wrappers import Averaged
from calclib.stage.axis import Axis
from calclib.stage.marks import Style, Varying, cursor, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RATES = (0.02, 0.1, 0.5)
STEPS = 3_000
AFTER = 300  # the means begin after so many steps
KEPT = 0.99  # what the running mean keeps of itself at each step
RUNS = 400
SHOWN = 30  # of these runs are drawn
STOPS = np.unique(np.r_[0:300:10, np.geomspace(300, STEPS, 70).round()]).astype(int)
KINDS: dict[str, Style] = {
    "the iterates": {"color": 2, "label": "the iterates"},
    "running mean": {"color": 4, "dash": "dashed", "label": "running mean, β = 0.99"},
    "mean of all": {"color": 1, "dash": "dotted", "label": "mean of all since step 300"},
}


def shown_by(kind: str, rate: Array) -> Rule:
    """Descent at a rate, or its averages: a row of KINDS as a rule.

    >>> shown_by("mean of all", 0.1).label
    'gradient descent, α = 0.1, averaged'
    """
    rule = GradientDescent(rate)
    averaged: dict[str, Rule] = {
        "the iterates": rule,
        "running mean": Averaged(rule, decay=KEPT, after=AFTER),
        "mean of all": Averaged(rule, after=AFTER),
    }
    return averaged[kind]


@cache
def noisy_averages() -> tuple[Array, Array]:
    """Mean x² of 400 runs at STOPS, (stops, rates, kinds), and x of 30 of them, with (…, 30).

    All kinds and rates meet the same noise; the runs start at 3.

    >>> noisy_averages()[0][-1, 1].round(4)
    array([0.0512, 0.0047, 0.0004])
    """
    means = []
    few = []
    for kind in KINDS:
        bowls = noisy_bowls(RUNS, np.random.default_rng(7))
        points = walk(bowls, np.full((RUNS, 1), FAR), shown_by(kind, sweep(RATES)[:, None]))
        kept = [x[..., 0] for k, x in zip(range(STEPS + 1), points, strict=False) if k in STOPS]
        means.append(np.mean(np.square(kept), axis=-1))
        few.append(np.array(kept)[..., :SHOWN])
    return np.stack(means, axis=2), np.stack(few, axis=2)


def average_the_iterates() -> Scene:
    """Let noisy runs go on at a fixed rate, and switch on the average of their points.

    >>> average_the_iterates().axis("shown").labels
    ('the iterates', 'running mean', 'mean of all')
    """
    mean, few = noisy_averages()
    names = ("step", "learning rate", "shown")
    now = Varying(STOPS[:, None] + np.zeros(SHOWN), names[:1])
    here = Varying(mean, names)
    curves = [
        line(
            Varying(STOPS.astype(float), names[:1]),
            Varying(mean[..., k], names[:2]),
            grows=True,
            **look,
        )
        for k, look in enumerate(KINDS.values())
    ]
    return Scene(
        [
            Axis("step", STOPS, play=True, duration=8.0),
            Axis("learning rate", RATES, labels=[f"{rate:g}" for rate in RATES], first=1),
            Axis(names[2], list(KINDS)),
        ],
        [
            Panel(
                [
                    line(
                        now, Varying(few, names), color="muted", width=0.8, opacity=0.4, grows=True
                    ),
                    dots(now, Varying(few, names), color=2, size=5, label="a run"),
                ],
                f"{SHOWN} of {RUNS:,} runs",
                x=(0.0, 1.05 * STEPS),
                y=(-2.0, 3.3),
                x_label="step",
                y_label="distance x",
            ),
            Panel(
                [
                    *curves,
                    cursor("step"),
                    dots(Varying(STOPS.astype(float), names[:1]), here, color="ink", size=9),
                ],
                "Mean square of x",
                x=(0.0, 1.05 * STEPS),
                y=(1e-4, 20.0, "log"),
                x_label="step",
            ),
        ],
        alt="Thirty noisy runs at a fixed learning rate, or averages of their points that begin at "
        "step 300. Switch between them, and watch how far from 0 they are, and on the right the "
        "mean square of all runs for each.",
        readout=[("mean of x²", here, ".2g")],
        still={"step": len(STOPS) - 20},
    )
