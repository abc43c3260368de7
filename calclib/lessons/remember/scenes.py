"""Lesson 19, what a step passes on: one neuron, thirty-two of them, and a gate."""

from functools import cache
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.expressions.elementary import sigmoid
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, cursor, dots, image, line
from calclib.stage.palette import palette
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene


class Stroke(TypedDict, total=False):
    """How a curve is drawn."""

    color: int | str
    dash: str
    width: float


LENGTH = 50
WEIGHTS = (0.5, 0.9, 1.0, 1.1, 1.5, 2.0)
KICKS = {"+1": 1.0, "−1": -1.0}
HEARD = "first number"
NOISE = 0.1
SMALLEST = 1e-20  # the lowest slope that a panel shows

HIDDEN = 32
RADII = (0.8, 0.9, 1.0, 1.1, 1.2)
FAINT, STRONG = -6.0, 2.0  # powers of ten between which a slope is coloured

BIASES = (-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
NEURON: Stroke = {"color": 1, "dash": "dashed", "width": 1.5}


def _slope_along_the_first(now: Varying, slopes: Varying, *others: Mark) -> Panel:
    """The slope of the present state along the first one, on a logarithmic scale."""
    return Panel(
        [
            line([0, LENGTH], [1, 1], color="muted", width=1),
            *others,
            line(now, slopes, color=2, width=2.5, grows=True),
            dots(now, slopes, color=2, size=9),
        ],
        title="Slope of this state along the first",
        x=(0, LENGTH + 1),
        y=(SMALLEST, 100.0, "log"),
        x_label="step t",
    )


def heard(kick: float) -> Array:
    """What the neuron hears: the kick, and then noise of spread 0.1, always the same, (50,).

    >>> heard(-1.0)[0]
    np.float64(-1.0)
    """
    x = NOISE * np.random.default_rng(3).normal(size=LENGTH)
    x[0] = kick
    return x


def one_neuron_states(weight: float, kick: float) -> tuple[Array, Array]:
    """The states of h ← tanh(w h + x), and the slope of each along the first, both (50,).

    >>> states, slopes = one_neuron_states(1.5, 1.0)
    >>> float(slopes[0]), bool(states[-1] > 0.8), bool(slopes[-1] < 1e-18)
    (1.0, True, True)
    """
    h = 0.0
    slope = 1.0
    states = []
    slopes = []
    for step, x in enumerate(heard(kick)):
        h = float(np.tanh(weight * h + x))
        if step > 0:
            slope = slope * weight * (1 - h**2)
        states.append(h)
        slopes.append(slope)
    return np.array(states), np.array(slopes)


def one_neuron() -> Scene:
    """Kick a neuron that hears its own last state: what it still knows, and what reaches back.

    >>> [axis.count for axis in one_neuron().axes]
    [50, 6, 2]
    """
    runs = np.array([[one_neuron_states(w, kick) for kick in KICKS.values()] for w in WEIGHTS])
    over = ("step", "weight w", HEARD)
    states = Varying(np.moveaxis(runs[:, :, 0], -1, 0), over)
    slopes = Varying(np.moveaxis(runs[:, :, 1], -1, 0), over)
    now = Varying(np.arange(1.0, LENGTH + 1), ("step",))
    inputs = Varying(np.stack([heard(kick) for kick in KICKS.values()], axis=1), ("step", HEARD))
    steps = np.arange(1, LENGTH + 1)
    return Scene(
        [
            Axis("step", steps, play=True),
            Axis("weight w", WEIGHTS, labels=[f"{w:g}" for w in WEIGHTS]),
            Axis(HEARD, tuple(KICKS)),
        ],
        [
            Panel(
                [
                    line([0, LENGTH], [0, 0], color="muted", width=1),
                    line(
                        now, inputs, color=0, width=1.5, dash="dashed", label="input x", grows=True
                    ),
                    line(now, states, color=1, width=2.5, label="state h", grows=True),
                    dots(now, states, color=1, size=9),
                ],
                title="What it hears, and its state",
                x=(0, LENGTH + 1),
                y=(-1.15, 1.15),
                x_label="step t",
            ),
            _slope_along_the_first(now, slopes),
        ],
        alt="A neuron hears one loud number, then noise. On the left its state, step by step, on "
        "the right the slope of the state along the first one. Notice for which weights the state "
        "still tells the first number at the end, and for which the slope lasts.",
        readout=[("state", states, "+.2f"), ("slope", slopes, ".2g")],
        still={"weight w": 4, "step": LENGTH - 1},
    )


@cache
def recurrent_matrix(radius: float) -> tuple[Array, Array]:
    """A random matrix W (32, 32) whose largest eigenvalue has this size, and a small first state.

    >>> W, _ = recurrent_matrix(0.8)
    >>> np.abs(np.linalg.eigvals(W)).max().round(6)
    np.float64(0.8)
    """
    rng = np.random.default_rng(0)
    W = rng.normal(size=(HIDDEN, HIDDEN))
    W = W * (radius / np.abs(np.linalg.eigvals(W)).max())
    return W, 0.01 * rng.normal(size=HIDDEN)


def jacobians(radius: float, bend: bool = True) -> Array:
    """∂h₅₀/∂h₅₀₋ₖ for k = 0 … 50 of h ← tanh(W h), or of h ← W h where bend is False: (51, 32, 32).

    Each is the one before it times one more factor diag(1 − h²) W, from the right.

    >>> jacobians(1.0).shape
    (51, 32, 32)
    """
    W, h = recurrent_matrix(radius)
    factors = []
    for _ in range(LENGTH):
        h = np.tanh(W @ h) if bend else W @ h
        factors.append((1 - h**2)[:, None] * W if bend else W)
    back = [np.eye(HIDDEN)]
    for factor in reversed(factors):
        back.append(back[-1] @ factor)
    return np.stack(back)


def stretch(matrices: Array) -> Array:
    """The most by which each matrix lengthens a vector: its spectral norm, (…, n, n) → (…).

    >>> stretch(np.diag([3.0, 4.0])[None])
    array([4.])
    """
    return np.asarray(np.linalg.norm(matrices, 2, axis=(-2, -1)))


def fifty_steps_back() -> Scene:
    """Send a slope of 1 from step 50 back to step 0 of 32 tanh neurons, at five radii.

    >>> fifty_steps_back().axis("radius").count
    5
    """
    back = np.stack([jacobians(radius) for radius in RADII])
    over = ("steps back", "radius")
    bent = Varying(stretch(back).T, over)
    straight = Varying(np.stack([stretch(jacobians(r, bend=False)) for r in RADII], axis=1), over)
    now = Varying(np.arange(LENGTH + 1.0), ("steps back",))
    return Scene(
        [
            Axis("steps back", range(LENGTH + 1), play=True),
            Axis("radius", RADII, labels=[f"{radius:g}" for radius in RADII]),
        ],
        [
            _slopes_at_the_neurons(back[:, :, 0]),
            Panel(
                [
                    line([0, LENGTH], [1, 1], color="muted", width=1),
                    line(now, straight, color=0, dash="dashed", label="without tanh", grows=True),
                    line(now, bent, color=1, width=2.5, label="with tanh", grows=True),
                    dots(now, straight, color=0, marker="square", size=8),
                    dots(now, bent, color=1, size=9),
                ],
                title="Longest slope that may arrive",
                x=(0, LENGTH),
                y=(1e-6, 1e5, "log"),
                x_label="steps back from 50",
            ),
        ],
        alt="A slope of 1 travels back through fifty steps of a recurrent network. The picture "
        "is dark where the slope along a neuron is small and bright where it is large. Notice what "
        "arrives at the first step for each radius, and what tanh changes.",
        readout=[("with tanh", bent, ",.5g"), ("without", straight, ",.5g")],
        still={"radius": 4},
    )


def _slopes_at_the_neurons(slopes: Array) -> Panel:
    """Slopes (radii, 51, 32) as a picture that appears column by column."""
    return Panel(
        [
            image(
                Varying(_colours_of(slopes), ("radius",)),
                (-0.5, LENGTH + 0.5, 0.5, HIDDEN + 0.5),
                since=np.broadcast_to(np.arange(LENGTH + 1), (HIDDEN, LENGTH + 1)),
                axis="steps back",
            ),
            cursor("steps back"),
        ],
        title="Slopes at 32 neurons: dark 10⁻⁶, bright 100",
        x_label="steps back from 50",
        y_label="neuron",
    )


def _colours_of(slopes: Array) -> NDArray[np.uint8]:
    """Slopes (radii, 51, 32) as colours, (radii, 32, 51, 3), neuron 1 below."""
    with np.errstate(divide="ignore"):
        power = np.log10(np.abs(np.swapaxes(slopes, 1, 2)[:, ::-1]))
    share = np.clip((power - FAINT) / (STRONG - FAINT), 0, 1)
    colors = np.array([list(bytes.fromhex(one[1:])) for one in palette("viridis", 256)], np.uint8)
    return np.asarray(colors[np.rint(255 * share).astype(int)])


def gated_states(bias: float) -> tuple[Array, Array]:
    """A cell c ← f c + x with the gate f = σ(bias), kicked once: c and the slope along c₁, (50,).

    The noise enters through an input gate that is nearly shut, a tenth of it.

    >>> states, slopes = gated_states(3.0)
    >>> slopes[-1].round(3)
    np.float64(0.092)
    """
    gate = float(sigmoid(bias))
    c = 0.0
    states = []
    for step, x in enumerate(heard(1.0)):
        c = gate * c + (x if step == 0 else 0.1 * x)
        states.append(c)
    return np.array(states), np.asarray(gate ** np.arange(LENGTH), dtype=float)


def gate_keeps() -> Scene:
    """Keep a number behind a gate f = σ(b): value and slope fade by the same factor, f a step.

    >>> gate_keeps().axis("forget bias b").count
    7
    """
    runs = [gated_states(bias) for bias in BIASES]
    over = ("step", "forget bias b")
    states = Varying(np.stack([run[0] for run in runs], axis=1), over)
    slopes = Varying(np.stack([run[1] for run in runs], axis=1), over)
    now = Varying(np.arange(1.0, LENGTH + 1), ("step",))
    steps = np.arange(1, LENGTH + 1)
    neuron, neuron_slopes = one_neuron_states(1.5, 1.0)
    gate = Varying(sigmoid(np.array(BIASES)), ("forget bias b",))
    return Scene(
        [
            Axis("step", steps, play=True),
            Axis("forget bias b", BIASES, labels=[f"{b:g}".replace("-", "−") for b in BIASES]),
        ],
        [
            Panel(
                [
                    line([0, LENGTH], [0, 0], color="muted", width=1),
                    line(steps, neuron, label="tanh, w = 1.5", **NEURON),
                    line(now, states, color=2, width=2.5, label="cell c", grows=True),
                    dots(now, states, color=2, size=9),
                ],
                title="What is kept",
                x=(0, LENGTH + 1),
                y=(-0.15, 1.15),
                x_label="step t",
            ),
            _slope_along_the_first(now, slopes, line(steps, neuron_slopes, **NEURON)),
        ],
        alt="A cell keeps a number behind a gate. On the left is the number that it keeps, on the "
        "right the slope of this state along the first, each beside that of the tanh neuron. "
        "Notice how long the two last at each forget bias.",
        readout=[("gate σ(b)", gate, ".3f"), ("cell", states, "+.2f"), ("slope", slopes, ".2g")],
        still={"forget bias b": 4, "step": LENGTH - 1},
    )
