"""Lesson 9, beyond the quadratic: rates that change, and a network that trains at its own edge."""

from collections.abc import Sequence
from functools import cache, partial

import numpy as np

from calclib.arrays import Array
from calclib.functions import landscapes, schedules
from calclib.functions.function import Function
from calclib.learn.layers import cut, parameter_count
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import GradientDescent
from calclib.stage.axis import Axis
from calclib.stage.limits import Range
from calclib.stage.marks import Mark, Varying, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RATES = (0.05, 0.1, 0.2)
STEPS = 6_000
EVERY = 50  # steps between two that are recorded
WIDTH = 20  # neurons
SAMPLES = 20
SHAPES = [(WIDTH,), (WIDTH,), (WIDTH,), (1,)]  # w, b, v and the last bias
X = np.linspace(-1.0, 1.0, SAMPLES)
DEGREES = (4, 2)  # of the waves that are learnt, polynomials of Chebyshev

FIRST_RATE = 0.3
FAR = 1.7  # where the ball on |x| starts
WALK = 40  # its steps
SCHEDULES: dict[str, schedules.Schedule] = {
    "constant": schedules.constant(FIRST_RATE),
    "step": schedules.step(FIRST_RATE, every=10),
    "exponential": schedules.exponential(FIRST_RATE, 0.8),
    "1/√k": schedules.inverse_root(FIRST_RATE),
    "cosine": schedules.cosine(FIRST_RATE, WALK),
    "warm-up, cosine": schedules.warm_up(schedules.cosine(FIRST_RATE, WALK - 8), 8),
}


def rates_that_change() -> Scene:
    """Walk down |x| under six schedules: a fixed rate never settles, a hasty one stops short.

    >>> rates_that_change().axis("schedule").count
    6
    """
    walked = [down_the_kink(name) for name in SCHEDULES]
    axes = ("step", "schedule")
    x = Varying(np.stack([path.points[:, 0] for path in walked], axis=1), axes)
    steps = range(WALK + 1)
    rates = np.array([[float(schedule(k)) for schedule in SCHEDULES.values()] for k in steps])
    height = Varying(np.abs(x.values), axes)
    now = Varying(np.arange(WALK + 1.0), axes[:1])
    curve = np.linspace(-1, 2, 121)
    return Scene(
        axes=[
            Axis("step", range(WALK + 1), play=True, duration=6.0),
            Axis("schedule", tuple(SCHEDULES)),
        ],
        panels=[
            _over_time(line(Varying(rates, axes), color=1), "The rate", (0, 0.35)),
            Panel(
                [
                    line(curve, np.abs(curve), color="ink"),
                    trail(x, height, color=1),
                    dots(x, height, color=1, size=10),
                ],
                title="The ball on |x|",
                x=(-1, 2),
                y=(-0.1, 2),
                x_label="x",
                y_label="loss",
            ),
            _over_time(
                line(height, color=1, grows=True),
                "Its loss",
                (1e-5, 3, "log"),
                here=[dots(now, height, color=1, size=9)],
            ),
        ],
        alt="A ball on |x| under six schedules of the rate, with the rate and the loss step by "
        "step. Watch under which of them the ball comes to rest at the kink, and where it "
        "stops short.",
        readout=[("α", Varying(rates, axes)), ("x", x), ("loss", height)],
        still={"schedule": 2, "step": 20},
    )


def down_the_kink(name: str, steps: int = WALK) -> Path:
    """Walk down |x| from 1.7 under one of the SCHEDULES.

    >>> bool(down_the_kink("exponential", 400).points[-1, 0] > 0.19)
    True
    """
    return descend(landscapes.absolute, FAR, GradientDescent(SCHEDULES[name]), steps)


def wave(degree: int) -> Array:
    """The answers to be learnt at the inputs X: Chebyshev's polynomial of a degree, (20,).

    >>> wave(2)[[0, -1]].round(9).tolist()
    [1.0, 1.0]
    """
    return np.asarray(np.cos(degree * np.arccos(X)))


def network(theta: Array, degree: int = 4) -> Array:
    """The mean squared error of a network 1-20-1 with tanh, at its 61 weights (..., 61) → (...)."""
    miss = outputs(theta, X) - wave(degree)
    loss: Array = np.mean(miss * miss, axis=-1)
    return loss


def outputs(theta: Array, x: Array) -> Array:
    """What the network answers at inputs (n,): weights (..., 61) → (..., n)."""
    w, b, v, shift = cut(theta, SHAPES)
    hidden = np.tanh(x[:, None] * w[..., None, :] + b[..., None, :])
    answers: Array = np.sum(hidden * v[..., None, :], axis=-1) + shift
    return answers


def first_weights(seed: int = 3) -> Array:
    """Random weights in which no layer starts saturated, (61,).

    >>> first_weights().shape
    (61,)
    """
    rng = np.random.default_rng(seed)
    w = rng.normal(0, 1, WIDTH)
    b = rng.normal(0, 0.5, WIDTH)
    v = rng.normal(0, 1 / WIDTH**0.5, WIDTH)
    return np.concatenate([w, b, v, [0.0]])


LOSSES = {
    degree: Function(partial(network, degree=degree), dimension=parameter_count(SHAPES))
    for degree in DEGREES
}


@cache
def train(degree: int = 4) -> Path:
    """Descend the network's loss by full batches, 6,000 steps at each of the RATES.

    degree: of the wave, one of DEGREES.

    Source: Cohen et al. 2021, arXiv:2103.00065.
    """
    rule = GradientDescent(sweep(RATES))
    return descend(
        LOSSES[degree], first_weights(), rule, STEPS, names=("learning rate",), every=EVERY
    )


@cache
def sharpness(degree: int = 4) -> Array:
    """The largest eigenvalue of the Hessian at every recorded step of `train`, (records, 3)."""
    hessian = LOSSES[degree].hessian(train(degree).points[...])
    return np.array(np.linalg.eigvalsh(hessian)[..., -1], dtype=float)


def sharpness_in_training() -> Scene:
    """Train the network at three rates: its sharpness climbs to 2/α and hovers there.

    >>> sharpness_in_training().axis("learning rate").labels
    ('0.05', '0.1', '0.2')
    """
    path = train()
    x = np.linspace(-1, 1, 81)
    ends = Varying(np.outer(2 / np.array(RATES), [1.0, 1.0]), ("learning rate",))
    now = Varying(path.steps / 1000, ("step",))
    edge = line([0, STEPS / 1000], ends, color="ink", dash="dashed", label="2/α")
    names = (*path.axes, "the wave")
    sharp = Varying(np.stack([sharpness(degree) for degree in DEGREES], axis=2), names)
    losses = Varying(np.stack([train(degree).values[...] for degree in DEGREES], axis=2), names)
    answers = Varying(
        np.stack([outputs(np.asarray(train(degree).points), x) for degree in DEGREES], axis=2),
        names,
    )
    waves = Varying(np.stack([wave(degree) for degree in DEGREES]), names[2:])
    labels = [f"{step:,}" for step in path.steps]
    return Scene(
        axes=[
            Axis("step", path.steps / 1000, play=True, labels=labels, duration=8.0),
            Axis("learning rate", RATES, labels=[f"{rate:g}" for rate in RATES], first=1),
            Axis(names[2], ("three bends", "one bend")),
        ],
        panels=[
            Panel(
                [
                    dots(X, waves, color="ink", size=6, label="data"),
                    line(x, answers, color=1, label="network"),
                ],
                title="The fit",
                y=(-1.5, 1.5),
                x_label="x",
            ),
            _over_time(
                line(losses, color=1, grows=True),
                "Its loss",
                (1e-4, 2, "log"),
                "thousand steps",
                here=[dots(now, losses, color=1, size=9)],
            ),
            _over_time(
                line(sharp, color=2, label="largest curvature", grows=True),
                "Sharpness",
                (0, 45),
                "thousand steps",
                below=[edge],
                here=[dots(now, sharp, color=2, size=9)],
            ),
        ],
        alt="A small network learns a wavy curve. Beside the fit are its loss and its sharpness, "
        "the largest curvature of the loss, over thousands of steps, with a dashed line at 2 "
        "divided by the learning rate. Watch where the sharpness goes.",
        readout=[("loss", losses), ("largest curvature", sharp)],
        still={"learning rate": 1, "step": 90},
    )


def _over_time(
    curve: Mark,
    title: str,
    y: Range,
    x_label: str = "step",
    below: Sequence[Mark] = (),
    here: Sequence[Mark] = (),
) -> Panel:
    """One curve along the steps, with a line, and where it grows a dot, where the run is now."""
    return Panel([*below, curve, cursor("step"), *here], title=title, y=y, x_label=x_label)
