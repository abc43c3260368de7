"""Lesson 20, attend: a transformer learns names, and says what it expects next."""

from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.attend.letters import (
    ALPHABET,
    PLACES,
    SYMBOLS,
    Integers,
    counted,
    encode,
    triple_odds,
)
from calclib.lessons.attend.transformer import (
    RATE,
    batches,
    held_out_loss,
    next_probabilities,
    start,
    transformer,
    write,
)
from calclib.optimize.descent import descend, walk
from calclib.optimize.rules import Adam, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
    Varying,
    bars,
    contours,
    dots,
    heat,
    line,
    text,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

FILE = Path(__file__).with_name("trained.npz")  # written by tools/train_attend.py
FILMED = 200  # steps trained live
EVERY = 10  # so many of them make a frame
STORED = (400, 600, 900, 1200)  # further frames, from the stored weights
FOLLOWED = ("helena", "graham", "latoya")  # all of them held out
WRITTEN = 8  # names written at each frame
LONGEST = PLACES - 1
RAVINE_STEPS = 100
RAVINE_EVERY = 5
MAP_RATES = (0.001, 0.003, 0.01, 0.03)
WARM_UPS = (0, 50)
MAP_STEPS = 200


@cache
def stored() -> dict[str, Array]:
    """What was trained beforehand, by name; seeds and steps stand in tools/train_attend.py."""
    with np.load(FILE) as file:
        return {name: file[name].astype(float) for name in file.files}


def weights_along(rule: Rule, steps: int, every: int, seed: int = 0) -> Array:
    """Train a transformer and keep its weights after 0, every, 2 · every, … steps: (kept, 10592).

    The rule is any of calclib's, as it is.

    >>> weights_along(Adam(0.003), steps=2, every=1).shape
    (3, 10592)
    """
    path = islice(walk(batches(seed), start(seed), rule), 0, steps + 1, every)
    return np.array(list(path))


def cost_after(rule: Rule, steps: int, seed: int = 0) -> float:
    """Train so many steps; nats a letter on the held-out names.

    >>> cost_after(Adam(0.003), steps=0) > 3.3
    True
    """
    return held_out_loss(weights_along(rule, steps, every=max(steps, 1), seed=seed)[-1])


class Film(NamedTuple):
    """The steps of the film, its weights (frames, 10592), and their costs (frames,)."""

    steps: Integers
    thetas: Array
    costs: Array


@cache
def film() -> Film:
    """Seed 0: 200 steps trained here, and four frames further on from stored weights."""
    live = weights_along(Adam(RATE), FILMED, EVERY)
    later = np.stack([stored()[f"theta_{step}"] for step in STORED])
    thetas = np.concatenate([live, later])
    steps = np.concatenate([np.arange(0, FILMED + 1, EVERY), STORED])
    return Film(steps, thetas, np.array([held_out_loss(theta) for theta in thetas]))


def it_learns_names() -> Scene:
    """Train the transformer: its cost, who looks where, and the names that it writes.

    >>> [axis.count for axis in it_learns_names().axes]
    [25, 3, 2]
    """
    shown = film()
    names = ("step", "name", "head")
    texts = encode(list(FOLLOWED))
    side = len(FOLLOWED[0]) + 1
    looked = np.array([transformer(theta, texts.read)[1] for theta in shown.thetas])
    weights = looked[..., :side, :side]
    cost = Varying(shown.costs, names[:1])
    now = Varying(shown.steps, names[:1])
    return Scene(
        axes=[
            Axis("step", shown.steps, play=True, duration=10.0),
            Axis("name", FOLLOWED),
            Axis("head", ("first", "second")),
        ],
        panels=[
            Panel(
                [
                    *_counting(shown.steps[-1]),
                    line(now, cost, color=1, width=2.5, label="transformer", grows=True),
                    dots(now, cost, color=1, size=10),
                ],
                title="Nats a letter, held out",
                x=(0, shown.steps[-1]),
                y=(1.9, 4.2),
                x_label="step",
            ),
            _who_looks_where(weights, texts.read[:, :side], names),
            _written_names(shown.thetas),
        ],
        alt="A transformer learns to continue names. Its cost falls, beside the level lines of "
        "models that only count letters. The map of its attention, even at first, gets light and "
        "dark squares, and the eight names that it writes turn from noise into something to say.",
        readout=[
            ("nats a letter", cost, ".3f"),
            ("count after two letters", counted().triples, ".3f"),
            ("as if choosing evenly among", Varying(np.exp(shown.costs), names[:1]), ".1f"),
        ],
        still={"step": 20},
    )


def _counting(last_step: int) -> list[Mark]:
    """Level lines: what models cost that only count."""
    costs = counted()
    looks = (
        ("count single letters", costs.single, "dotted", 0),
        ("count after one letter", costs.pairs, "dashed", 2),
        ("count after two letters", costs.triples, "solid", 3),
    )
    return [
        line([0, last_step], [cost, cost], color=color, dash=dash, width=1.5, label=label)
        for label, cost, dash, color in looks
    ]


def _who_looks_where(weights: Array, symbols: Integers, names: tuple[str, ...]) -> Panel:
    """The attention, (steps, names, heads, n, n): a row looks, a column is looked at."""
    side = weights.shape[-1]
    places = np.arange(side) + 0.5
    varying = Varying(symbols, names[1:2])
    upside_down = weights[..., ::-1, :]  # the heat map begins below, the reader above
    return Panel(
        [
            heat(
                Varying(upside_down, names),
                (0, side, 0, side),
                colors="cividis",
                low=0.0,
                high=1.0,
            ),
            *written(np.full(side, -0.45), side - places, varying),
            *written(places, np.full(side, side + 0.45), varying),
        ],
        title="Who (row) looks where (column)",
        x=(-0.9, side),
        y=(0, side + 0.9),
        equal=True,
        frame=False,
    )


def _written_names(thetas: Array) -> Panel:
    """Names written with the same luck at every frame."""
    luck = np.random.default_rng(7).random((WRITTEN, PLACES))
    made = [write(theta, luck) for theta in thetas]
    symbols = np.array([encode(words).read[:, 1:] for words in made]).reshape(len(made), -1)
    symbols = np.where(symbols == 0, -1, symbols)
    across = np.tile(np.arange(1.0, PLACES), WRITTEN)
    down = np.repeat(np.arange(WRITTEN, 0.0, -1.0), PLACES - 1)
    return Panel(
        written(across, down, Varying(symbols, "step")),
        title="Eight names that it writes",
        x=(0, PLACES),
        y=(0.3, WRITTEN + 0.7),
        frame=False,
    )


def written(x: ArrayLike, y: ArrayLike, symbols: Varying) -> list[Mark]:
    """Letters that vary, at fixed places: the words of a text stay, so each letter is a mark.

    x, y: (n,).
    symbols: (..., n), numbers of letters; −1 leaves a place empty.
    """
    order = symbols.values
    marks: list[Mark] = []
    for symbol in range(SYMBOLS):
        here = order == symbol
        most = int(here.sum(axis=-1).max())
        if not most:
            continue
        # The places of this letter come first, the others are not shown.
        first = np.argsort(~here, axis=-1, kind="stable")[..., :most]
        there = np.take_along_axis(here, first, axis=-1)
        across = np.where(there, np.asarray(x)[first], np.nan)
        down = np.where(there, np.asarray(y)[first], np.nan)
        letter = "·" if symbol == 0 else ALPHABET[symbol]
        marks.append(
            text(Varying(across, symbols.axes), Varying(down, symbols.axes), letter, size=14)
        )
    return marks


def next_letter(beginning: str) -> Scene:
    """Read the beginning of a name: what the transformer expects after each of its letters.

    Raises ValueError for what is no beginning of at most eleven small letters.

    >>> next_letter("mar").axis("letters read").count
    4
    """
    read = _read_beginning(beginning)
    probabilities, weights = next_probabilities(stored()["theta_1200"], read)
    known = encode([read]).read[0]
    earlier = np.concatenate([[0], known[: len(read)]])
    by_counting = triple_odds()[earlier, known[: len(read) + 1]]
    names = ("letters read",)
    letters = ["·", *ALPHABET[1:]]
    both = np.stack([probabilities, by_counting], axis=-1)
    likely = np.sort(probabilities, axis=-1)[:, ::-1]
    return Scene(
        axes=[
            Axis(
                names[0],
                range(len(read) + 1),
                labels=[f"{count}: {read[:count] or '–'}" for count in range(len(read) + 1)],
                play=True,
                duration=max(2.0, 1.0 * len(read)),
                first=len(read),
            )
        ],
        panels=[
            Panel(
                [
                    bars(
                        letters,
                        Varying(both, names),
                        color=[1, 0],
                        label=["transformer", "counting after two letters"],
                    )
                ],
                title="What comes next",
                y=(0.0, 1.05 * float(both.max())),
                x_label="the next letter; · is the end of the name",
                y_label="probability",
                width=2.2,
            ),
            _where_it_looks(read, weights, names),
        ],
        alt="Bars over the alphabet: what a transformer expects after the letters read so far, "
        "beside what counting after two letters says. As more letters are read the bars move. On "
        "the right, at which of the letters each of its two heads looks.",
        readout=[
            ("largest probability", Varying(likely[:, 0], names), ".2f"),
            ("probability that the name ends", Varying(probabilities[:, 0], names), ".2f"),
        ],
    )


def _where_it_looks(read: str, weights: Array, names: tuple[str, ...]) -> Panel:
    """The weights (heads, n, n) of the last place read, on itself and all before it."""
    looked = ["·", *read]
    stands_at = [
        f"{place + 1}{'' if letter == '·' else ' ' + letter}" for place, letter in enumerate(looked)
    ]
    return Panel(
        [
            bars(
                stands_at,
                Varying(np.moveaxis(weights, 0, -1), names),
                color=[2, 3],
                label=["head 1", "head 2"],
            )
        ],
        title="Where it looks",
        y=(0.0, 1.0),
        x_label="place and letter",
        y_label="weight",
    )


def _read_beginning(beginning: str) -> str:
    """Read the beginning of a name, in any case of its letters."""
    read = beginning.strip().lower()
    strange = sorted(set(read) - set(ALPHABET[1:]))
    if strange:
        raise ValueError(
            f"The beginning {beginning!r} holds {strange[0]!r}, which the network has never read; "
            "use the letters a to z."
        )
    if len(read) > LONGEST:
        raise ValueError(
            f"The beginning {beginning!r} has {len(read)} letters, and the network reads at most "
            f"{LONGEST}; leave some out."
        )
    return read


def rates_and_warm_up() -> Scene:
    """Raise the rate, with and without a warm-up: what 200 steps come to.

    >>> [axis.count for axis in rates_and_warm_up().axes]
    [4, 2]
    """
    names = ("rate", "warm-up")
    costs = np.moveaxis(stored()["map"], 0, -1)  # (rates, warm-ups, seeds)
    median = np.median(costs, axis=-1)
    now = Varying(np.array(MAP_RATES), names[:1])
    steps = np.arange(MAP_STEPS + 1)
    climb = np.stack(
        [np.minimum(1.0, (steps + 1) / warm) if warm else 1.0 + 0 * steps for warm in WARM_UPS]
    )
    used = np.array(MAP_RATES)[:, None, None] * climb
    return Scene(
        axes=[
            Axis(
                names[0],
                MAP_RATES,
                scale="log",
                labels=[f"{rate:g}" for rate in MAP_RATES],
                play=True,
                duration=4.0,
            ),
            Axis(names[1], ("none", "50 steps")),
        ],
        panels=[
            Panel(
                [line(steps, Varying(used, names), color=0)],
                title="The rate of each step",
                x=(0, MAP_STEPS),
                y=(1e-5, 0.1, "log"),
                x_label="step",
                y_label="learning rate",
            ),
            Panel(
                [
                    line(
                        now,
                        Varying(costs, names),
                        color="muted",
                        width=1,
                        label="one seed",
                        grows=True,
                    ),
                    line(
                        now, Varying(median, names), color=1, width=2.5, label="median", grows=True
                    ),
                    dots(now, Varying(median, names), color=1, size=10),
                ],
                title="After 200 steps",
                x=(0.0009, 0.034, "log"),
                y=(2.13, 2.32),
                x_label="learning rate",
                y_label="nats a letter, held out",
            ),
        ],
        alt="On the left the learning rate of each step, level or with a climb at the front. On "
        "the right the cost after 200 steps for growing rates, a line a seed and their median. "
        "Compare the two settings at small and at large rates.",
        readout=[("nats a letter, median", Varying(median, names), ".3f")],
        still={"rate": 3},
    )


@cache
def beside_the_ravine() -> Array:
    """Costs of two seeds, (21, 2), every five steps: seeds 1 and 2."""
    costs = [
        [
            held_out_loss(theta)
            for theta in weights_along(Adam(RATE), RAVINE_STEPS, RAVINE_EVERY, seed)
        ]
        for seed in (1, 2)
    ]
    return np.array(costs).T


def one_rule_two_worlds() -> Scene:
    """The very same Adam crosses the ravine and trains a transformer, step by step.

    >>> one_rule_two_worlds().axis("step").count
    21
    """
    ravine = landscapes.ravine(20.0)
    path = descend(ravine, ravine.start, Adam(0.1), RAVINE_STEPS, every=RAVINE_EVERY)
    costs = beside_the_ravine()
    now = Varying(path.steps, "step")
    level = counted().pairs
    return Scene(
        axes=[Axis("step", path.steps, play=True)],
        panels=[
            Panel(
                [contours(ravine, levels=9), trail(path, color=1), dots(path, color=1, size=9)],
                title="Adam in a ravine",
                equal=True,
                x_label="x",
                y_label="y",
            ),
            Panel(
                [
                    line(
                        [0, RAVINE_STEPS],
                        [level, level],
                        color=2,
                        dash="dashed",
                        label="count after one letter",
                    ),
                    line(now, Varying(costs, "step"), color="muted", label="two seeds", grows=True),
                    dots(now, Varying(costs, "step"), color=1, size=9),
                ],
                title="Adam with 10,592 numbers",
                x=(0, RAVINE_STEPS),
                y=(1.9, 4.2),
                x_label="step",
                y_label="nats a letter, held out",
            ),
        ],
        alt="One play button for two worlds. On the left Adam walks down a narrow valley to its "
        "floor. On the right the same rule, step for step, changes the numbers of two "
        "transformers, and their cost on names that they never read falls.",
        readout=[
            ("loss of the ravine", path.values),
            ("nats a letter, mean of two", Varying(costs.mean(axis=1), "step"), ".3f"),
        ],
    )
