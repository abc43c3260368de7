"""Lesson 15, a search by hand: eleven trials of α and β, and how many random searches they beat."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.lessons.race_fairly.field import GROUNDS, LIMIT, middle
from calclib.optimize.rules import Momentum
from calclib.optimize.timing import near, time_runs
from calclib.optimize.tuning import tune
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

TRIALS = 11
SEARCHES = 100  # random searches with as many trials
PRACTICE = 8  # starts on which a setting is tried; as many fresh ones score the best
MISSED = 1500.0  # where a setting is drawn that does not arrive from half of its starts
ONE = "Write each trial as α and β, such as 0.01 0.9, and a semicolon between two trials."


def read_trials(text: str) -> Array:
    """Pairs α β from text, (n, 2); raises ValueError for what is no list of at most eleven.

    >>> read_trials("0.01 0.9; 0.02, 0.5")
    array([[0.01, 0.9 ],
           [0.02, 0.5 ]])
    """
    pairs = [part.replace(",", " ").split() for part in text.split(";") if part.strip()]
    try:
        found = np.array([[float(number) for number in pair] for pair in pairs])
    except ValueError:
        raise ValueError(f"{text!r} cannot be read. {ONE}") from None
    if found.ndim != 2 or found.shape[1] != 2:
        raise ValueError(f"{text!r} is no list of pairs. {ONE}")
    if len(found) > TRIALS:
        raise ValueError(f"These are {len(found)} trials, but the budget is {TRIALS}.")
    alpha, beta = found.T
    if not ((alpha > 0) & (alpha < np.inf) & (beta >= 0) & (beta < 1)).all():
        raise ValueError("α is a number above 0, and β lies from 0 to below 1.")
    return found


@cache
def random_scores(ground: str) -> Array:
    """What each of 100 random searches scores from fresh starts, lowest first: (100,).

    >>> random_scores("ravine").shape
    (100,)
    """
    searched = tune(Momentum, GROUNDS[ground], trials=TRIALS, seeds=SEARCHES)
    return np.sort(searched.fresh)


def try_out(settings: Array, ground: str) -> tuple[Array, Array]:
    """The medians of settings (n, 2) from the practice starts, and from fresh ones: (n,) each.

    >>> try_out(np.array([[0.01, 0.9]]), "ravine")[0].shape
    (1,)
    """
    f = GROUNDS[ground]
    starts = np.random.default_rng(7).uniform(f.box[0::2], f.box[1::2], (2 * PRACTICE, 2))
    numbers = {"learning_rate": settings[:, :1], "beta": settings[:, 1:]}
    raced = time_runs(f, starts[:, None, :], Momentum, near(f.minima), numbers, LIMIT).steps
    return middle(raced[:PRACTICE]), middle(raced[PRACTICE:])


def by_hand(trials: str = "0.01 0.9", ground: str = "ravine") -> Scene:
    """Try settings of momentum in the ravine, one after another; after eleven you are ranked.

    trials: pairs α β, with a semicolon between two.
    ground: one of the landscapes of the field.

    >>> by_hand("0.01 0.9; 0.02 0.8").axis("trial").count
    2
    """
    settings = read_trials(trials)
    count = len(settings)
    practice, fresh = try_out(settings, ground)
    best = np.array([practice[: k + 1].argmin() for k in range(count)])
    score = float(fresh[best[-1]])
    rivals = random_scores(ground) if count == TRIALS else None
    rank = np.full(count, np.nan)
    if rivals is not None:
        rank[-1] = 100 * (np.mean(rivals > score) + np.mean(rivals == score) / 2)
    told = {
        "trials left": TRIALS - np.arange(1.0, count + 1),
        "this trial": _finite(practice),
        "best so far": _finite(practice[best]),
        "beats % of random searches": rank,
    }
    return Scene(
        axes=[Axis("trial", range(1, count + 1), play=True, first=count - 1)],
        panels=[
            _map_panel(settings, practice, best),
            _best_panel(practice[best]),
            *([] if rivals is None else [_rank_panel(rivals, score)]),
        ],
        alt="Left, the settings of α and β that were tried; the present one and the best carry "
        "their numbers of steps. Beside it, the best so far after each trial. After eleven trials "
        "the scores of a hundred random searches with eleven trials each follow.",
        readout=[
            (words, Varying(numbers, ("trial",)), ".0f")
            for words, numbers in told.items()
            if np.isfinite(numbers).any()  # what is not known yet is not said
        ],
    )


def _finite(steps: Array) -> Array:
    """Steps, nan where there are none."""
    return np.where(np.isfinite(steps), steps, np.nan)


def _map_panel(settings: Array, practice: Array, best: NDArray[np.int_]) -> Panel:
    """Where the trials lie: α against how many steps β remembers."""
    alpha = settings[:, 0]
    memory = 1 / (1 - settings[:, 1])
    count = len(settings)
    seen = np.tri(count, dtype=bool)
    now = np.eye(count, dtype=bool)
    told = now | (np.arange(count) == best[:, None])
    marks: list[Mark] = [
        dots(alpha, _where(seen, memory), color=0, size=9),
        dots(alpha, _where(now, memory), color=1, size=13, marker="square"),
    ]
    for k in range(count):
        words = f"{practice[k]:.0f}" if np.isfinite(practice[k]) else "not there"
        marks.append(text(alpha[k], _where(told[:, k], 1.25 * memory[k]), words))
    return Panel(
        marks,
        title="Your trials, with steps",
        x=(min(1e-4, alpha.min() / 2), max(1.0, 2 * alpha.max()), "log"),
        y=(0.8, max(150.0, 2 * memory.max()), "log"),
        x_label="α",
        y_label="steps remembered, 1/(1 − β)",
    )


def _where(shown: NDArray[np.bool_], values: Array) -> Varying:
    """Values at the trials at which they are shown."""
    return Varying(np.where(shown, values, np.nan), ("trial",))


def _best_panel(steps: Array) -> Panel:
    """The best so far, on the practice starts."""
    numbers = np.arange(1.0, len(steps) + 1)
    drawn = np.where(np.isfinite(steps), steps, MISSED)
    return Panel(
        [line(numbers, drawn, color=0, width=2.0), dots(numbers, drawn, color=0, size=7)],
        title="Best so far, practice starts",
        x=(0.5, TRIALS + 0.5),
        y=(20, 2000, "log"),
        x_label="trial",
        y_label=f"steps, median; {MISSED:,.0f}: not there",
    )


def _rank_panel(rivals: Array, score: float) -> Panel:
    """Where the score from fresh starts stands among those of the random searches."""
    others = np.where(np.isfinite(rivals), rivals, MISSED)
    mine = score if np.isfinite(score) else MISSED
    return Panel(
        [
            line(np.arange(1.0, len(rivals) + 1), others, color=1, width=3.0, label="random"),
            line([0, len(rivals)], [mine, mine], color=2, dash="dashed", label="you"),
        ],
        title="Fresh starts: you and 100 searches",
        x=(0, len(rivals)),
        y=(20, 2000, "log"),
        x_label="random searches, best first",
        y_label="steps, median",
    )
