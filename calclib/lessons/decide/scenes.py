"""Lesson 21, decide: arrows turn on a grid and five numbers learn to hold a pole."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.functions import landscapes
from calclib.lessons.decide.worlds import (
    CELLS,
    COLUMNS,
    GOAL,
    MOVES,
    OPEN,
    PIT,
    ROWS,
    START,
    WALL,
    best_values,
    exact_gradient,
    exact_return,
    grid_surrogate,
    policy,
    walk_the_grid,
)
from calclib.lessons.shared.cart_pole import (
    EDGE,
    LONGEST_HOLD,
    STEP_TIME,
    hold_the_pole,
    is_lost,
    pole,
    pole_surrogate,
    push_probability,
)
from calclib.optimize.descent import descend
from calclib.optimize.rules import Adam, GradientDescent, Rule
from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
    Varying,
    area,
    arrows,
    contours,
    cursor,
    dots,
    line,
    text,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

GRID_RATES = (1.0, 3.0, 10.0)
GRID_BASELINES = ("none", "mean return")
SEEDS = 12
FOLLOWED = 4  # seeds that can be chosen
BATCHES = 200
EVERY = 5
EPISODES = 16  # walks or holds a batch
SIZES = (256, 64, 16, 4, 1)  # episodes a guess, in the scene of the guess and the slope
SHOTS = 60  # guesses of which the spread is taken
LOWEST = -2.0  # returns are drawn from here
POLE_RATE = 1.0
POLE_SEEDS = 5
POLE_BATCHES = 40
POLE_EVERY = 4  # one step of the pole in so many is shown
LEARNED = 475  # the average of five batches from which the pole counts as held


class Training(NamedTuple):
    """Parameters of every learner after each batch, (batches + 1, learners, n), and its scores."""

    thetas: Array
    scores: Array


def learn_the_grid(
    rule: Rule, baseline: bool, learners: int = SEEDS, batches: int = BATCHES, seed: int = 1
) -> Training:
    """Train policies on the grid by REINFORCE: each batch a surrogate, each surrogate one step.

    The rule is any of calclib's, as it is. scores: the exact return, which the learners never see.

    >>> learn_the_grid(GradientDescent(3.0), True, learners=2, batches=3).scores.shape
    (4, 2)
    """
    rng = np.random.default_rng(seed)
    theta = np.zeros((learners, len(CELLS) * len(MOVES)))
    memory = rule.start(theta)
    thetas = [theta]
    for _ in range(batches):
        walks = walk_the_grid(theta, EPISODES, rng)
        theta, memory = rule.step(grid_surrogate(theta, walks, baseline), theta, memory)
        thetas.append(theta)
    kept = np.array(thetas)
    return Training(kept, exact_return(kept))


def learn_the_pole(
    rule: Rule,
    baseline: str = "each moment",
    learners: int = POLE_SEEDS,
    batches: int = POLE_BATCHES,
    seed: int = 2,
) -> Training:
    """Train five numbers to hold the pole; scores: the mean steps held in each batch.

    >>> learn_the_pole(Adam(1.0), learners=2, batches=2).thetas.shape
    (3, 2, 5)
    """
    rng = np.random.default_rng(seed)
    theta = np.zeros((learners, 5))
    memory = rule.start(theta)
    thetas = [theta]
    held = []
    for _ in range(batches):
        holds = hold_the_pole(theta, EPISODES, rng)
        held.append(holds.lengths.mean(axis=-1))
        theta, memory = rule.step(pole_surrogate(holds, baseline), theta, memory)
        thetas.append(theta)
    held.append(hold_the_pole(theta, EPISODES, rng).lengths.mean(axis=-1))
    return Training(np.array(thetas), np.array(held))


@cache
def grid_trainings() -> Training:
    """All rates, baselines and seeds of the scene: thetas (41, 3, 2, 12, 44)."""
    trained = [
        [learn_the_grid(GradientDescent(rate), baseline) for baseline in (False, True)]
        for rate in GRID_RATES
    ]
    thetas = np.array([[one.thetas[::EVERY] for one in row] for row in trained])
    scores = np.array([[one.scores[::EVERY] for one in row] for row in trained])
    return Training(np.moveaxis(thetas, 2, 0), np.moveaxis(scores, 2, 0))


@cache
def pole_training() -> Training:
    """The film of the pole: five learners under Adam at rate 1, a baseline for each moment."""
    return learn_the_pole(Adam(POLE_RATE))


def arrows_turn() -> Scene:
    """Train a policy on the grid: its arrows turn and lengthen, batch by batch.

    >>> [axis.count for axis in arrows_turn().axes]
    [41, 3, 2, 4]
    """
    trained = grid_trainings()
    names = ("batch", "rate", "baseline", "seed")
    thetas = trained.thetas[..., :FOLLOWED, :]
    scores = np.clip(trained.scores, LOWEST, 1.0)
    one = Varying(scores[..., :FOLLOWED], names)
    batches = np.arange(0, BATCHES + 1, EVERY)
    best = float(best_values()[0])
    crowd = Varying(scores, names[:3])
    now = Varying(batches, names[:1])
    return Scene(
        axes=[
            Axis("batch", batches, play=True),
            Axis("rate", GRID_RATES, labels=[f"{rate:g}" for rate in GRID_RATES], first=1),
            Axis("baseline", GRID_BASELINES),
            Axis("seed", range(1, FOLLOWED + 1)),
        ],
        panels=[
            Panel(
                [*_grid_drawing(), *_arrows_of(policy(thetas), names)],
                title="The policy",
                x=(0.4, COLUMNS + 0.6),
                y=(0.4, ROWS + 0.6),
                equal=True,
                frame=False,
            ),
            Panel(
                [
                    line(
                        [0, BATCHES], [best, best], color="ink", dash="dotted", label="best policy"
                    ),
                    line(now, crowd, color="muted", width=1, label="twelve seeds", grows=True),
                    line(now, one, color=1, width=2.5, label="this seed", grows=True),
                    dots(now, one, color=1),
                ],
                title="Its exact return",
                x=(0, BATCHES),
                y=(LOWEST, 1.0),
                x_label="batch of 16 walks",
                y_label="expected return",
            ),
        ],
        alt="A grid of twelve cells with a wall, a goal worth 1 and a pit worth −1. In every cell "
        "four arrows are as long as the probabilities of their moves. At first all are alike; "
        "batch by batch those that lead to the goal grow. Beside it the exact return of twelve "
        "learners.",
        readout=[
            ("exact return", Varying(trained.scores[..., :FOLLOWED], names), ".3f"),
            ("best policy", best, ".3f"),
        ],
        still={"rate": 1, "baseline": 1, "batch": 20},
    )


def guess_and_slope() -> Scene:
    """Hold guesses of the slope against the slope itself: more walks, and a baseline, narrow them.

    >>> [axis.count for axis in guess_and_slope().axes]
    [5, 2]
    """
    theta = grid_trainings().thetas[2, 1, 1, 0]  # after ten batches: not lost, not yet good
    slope = exact_gradient(theta)
    places = [cell * len(MOVES) + move for cell in OPEN for move in range(len(MOVES))]
    names = ("walks a guess", "baseline")
    found = np.array([[_guesses(theta, size, base) for base in (False, True)] for size in SIZES])
    along = (found @ slope) / (np.linalg.norm(found, axis=-1) * np.linalg.norm(slope))
    exact = slope[places]
    median = np.median(along, axis=-1)
    spread = np.sort(found[..., places], axis=2)[:, :, [SHOTS // 10, -SHOTS // 10]]
    bands = np.moveaxis(spread, 2, -1)
    return Scene(
        axes=[
            Axis(names[0], SIZES, scale="log", play=True, duration=5.0),
            Axis(names[1], GRID_BASELINES),
        ],
        panels=[
            _each_number(exact, Varying(bands, names), Varying(found[:, :, 0][..., places], names)),
            _how_well_it_points(median, names),
        ],
        alt="Thirty-six numbers of a slope, exact along x and guessed along y; on the dotted line "
        "guess and slope are equal. Beside them the cosine between guess and slope. Notice how "
        "both change with the walks that a guess is made from, and with a baseline.",
        readout=[("cosine, median", Varying(median, names), ".2f")],
        still={names[0]: 2},
    )


def _each_number(exact: Array, bands: Varying, one: Varying) -> Panel:
    """One guess of each number of the slope, and where eight guesses of ten lie."""
    reach = 1.15 * float(np.abs(exact).max())
    twice = np.repeat(exact[:, None], 2, axis=1)
    return Panel(
        [
            line([-reach, reach], [-reach, reach], color="ink", dash="dotted"),
            line(twice, bands, color="muted", width=2, label="eight guesses of ten"),
            dots(exact, one, color=1, size=6, label="one guess"),
        ],
        title="Each number of the slope, guessed",
        x=(-reach, reach),
        y=(-3 * reach, 3 * reach),
        x_label="exact slope",
        y_label="guess",
    )


def _how_well_it_points(median: Array, names: tuple[str, str]) -> Panel:
    """The median cosine of guess and slope over the walks of a guess: (sizes, baselines)."""
    now, cosine = Varying(np.array(SIZES, dtype=float), names[:1]), Varying(median, names)
    curve = line(now, cosine, color=2, label="median of 60 guesses", grows=True)
    return Panel(
        [curve, dots(now, cosine, color=2, size=9), cursor(names[0])],
        title="How well it points",
        x=(SIZES[-1], SIZES[0], "log"),
        y=(-0.1, 1.0),
        x_label="walks a guess",
        y_label="cosine with the slope",
    )


def _guesses(theta: Array, size: int, baseline: bool) -> Array:
    """Guesses of the slope at one policy, (shots, 44), each from `size` walks."""
    many = np.broadcast_to(theta, (SHOTS, theta.size)).copy()
    walks = walk_the_grid(many, size, np.random.default_rng(size))
    return -grid_surrogate(many, walks, baseline).gradient(many)


def the_pole() -> Scene:
    """Watch five numbers learn to hold a pole: after more batches it stands longer.

    >>> [axis.name for axis in the_pole().axes]
    ['time', 'batches learned']
    """
    trained = pole_training()
    names = ("time", "batches learned")
    path, lost = film(trained.thetas[:, 0], every=POLE_EVERY)
    x = path[..., 0]
    angle = path[..., 2]
    seconds = STEP_TIME * POLE_EVERY * np.arange(len(path))
    return Scene(
        axes=[
            Axis("time", seconds, play=True, duration=10.0),
            Axis("batches learned", range(POLE_BATCHES + 1)),
        ],
        panels=[
            pole_panel(x, angle, names),
            _steps_held(trained.scores, names),
        ],
        alt="A cart on a track with a pole on it. Untrained it drops the pole within a second. "
        "After more batches of practice the cart moves under the pole and holds it up, in the end "
        "for the whole ten seconds. Beside it the steps held, batch by batch, of five learners.",
        readout=[
            ("seconds held so far", Varying(lost, names), ".2f"),
            ("angle in degrees", Varying(np.degrees(angle), names), ".1f"),
            ("position", Varying(x, names), ".2f"),
        ],
        still={"batches learned": 10, "time": 60},
        chaotic=True,  # rounding decides when a pole falls, and from that the net learns
    )


def pole_panel(x: Array, angle: Array, names: tuple[str, ...]) -> Panel:
    """The track, the cart at x and the pole on it, at its angle from upright."""
    cart = Varying(np.stack([x - 0.25, x + 0.25], axis=-1), names)
    along = Varying(np.stack([x, x + np.sin(angle)], axis=-1), names)
    up = Varying(np.stack([np.zeros_like(x), np.cos(angle)], axis=-1), names)
    return Panel(
        [
            line([-EDGE, EDGE], [-0.07, -0.07], color="muted", width=2),
            line(cart, [0.0, 0.0], color="ink", width=14),
            line(along, up, color=1, width=5),
        ],
        title="The pole",
        x=(-EDGE - 0.2, EDGE + 0.2),
        y=(-0.4, 1.4),
        x_label="metres",
        width=1.3,
    )


def _steps_held(scores: Array, names: tuple[str, str]) -> Panel:
    """The steps held after each batch: of five learners, and of the one that is shown."""
    over = names[1:]
    learned = Varying(np.arange(POLE_BATCHES + 1), over)
    one = Varying(scores[:, 0], over)
    crowd = Varying(scores, over)
    goal = [LEARNED, LEARNED]
    return Panel(
        [
            line(
                learned,
                crowd,
                along=names[1],
                color="muted",
                width=1,
                label="five seeds",
                grows=True,
            ),
            line(learned, one, along=names[1], color=1, width=2.5, label="this one", grows=True),
            line([0, POLE_BATCHES], goal, color="ink", dash="dotted", label="475 steps"),
            dots(learned, one, color=1, size=10),
        ],
        title="Steps held, batch by batch",
        x=(0, POLE_BATCHES),
        y=(0, LONGEST_HOLD),
        x_label="batch of 16 holds",
        y_label="steps held, mean",
    )


def film(thetas: Array, every: int) -> tuple[Array, Array]:
    """One hold of each policy, (shown, policies, 4), frozen where it is lost; and seconds held.

    All policies begin alike, and have the same luck.

    thetas: (policies, 5).
    every: one step in so many is shown.
    """
    rng = np.random.default_rng(11)
    state = np.broadcast_to(rng.uniform(-0.05, 0.05, 4), (len(thetas), 4)).copy()
    luck = rng.random(LONGEST_HOLD)
    alive = np.ones(len(thetas), dtype=bool)
    count = np.zeros(len(thetas))
    frames = [state]
    seconds = [count.copy()]
    for step in range(LONGEST_HOLD):
        push = luck[step] < push_probability(thetas, state[:, None, :])
        state = np.where(alive[:, None], pole(state, push), state)
        count = count + alive
        alive = alive & ~is_lost(state)
        if (step + 1) % every == 0:
            frames.append(state)
            seconds.append(STEP_TIME * count)
    return np.array(frames), np.array(seconds)


def one_rule_two_worlds() -> Scene:
    """The very same Adam crosses the ravine and learns to hold the pole, step by step.

    >>> one_rule_two_worlds().axis("step").count
    41
    """
    ravine = landscapes.ravine(20.0)
    path = descend(ravine, ravine.start, Adam(0.3), steps=POLE_BATCHES)
    held = pole_training().scores
    all_held = Varying(held, ("step",))
    middle = Varying(np.median(held, axis=1), ("step",))
    now = Varying(np.arange(POLE_BATCHES + 1.0), ("step",))
    return Scene(
        axes=[Axis("step", path.steps, play=True)],
        panels=[
            Panel(
                [
                    contours(ravine, levels=9),
                    trail(path, color=1),
                    dots(path, color=1, size=9),
                ],
                title="Adam in a ravine",
                equal=True,
                x_label="x",
                y_label="y",
            ),
            Panel(
                [
                    line(now, all_held, color="muted", width=1, label="five seeds", grows=True),
                    line(now, middle, color=2, label="their median", grows=True),
                    dots(now, middle, color=2, size=10),
                ],
                title="Adam with a pole",
                x=(0, POLE_BATCHES),
                y=(0, LONGEST_HOLD),
                x_label="step of the rule, one a batch",
                y_label="steps held",
            ),
        ],
        alt="One play button for two worlds. On the left Adam walks down a narrow valley to its "
        "floor. On the right the same rule, step for step, changes five numbers, and the pole is "
        "held longer and longer.",
        readout=[
            ("loss of the ravine", path.values),
            ("steps held, median", middle, ".0f"),
        ],
        still={"step": 20},
        chaotic=True,  # as when the pole learns alone
    )


def _grid_drawing() -> list[Mark]:
    """The cells, the wall, the goal and the pit."""
    marks: list[Mark] = []
    for k in range(COLUMNS + 1):
        marks.append(line([k + 0.5, k + 0.5], [0.5, ROWS + 0.5], color="muted", width=1))
    for k in range(ROWS + 1):
        marks.append(line([0.5, COLUMNS + 0.5], [k + 0.5, k + 0.5], color="muted", width=1))
    column, row = WALL
    marks.append(
        area(
            [column - 0.5, column + 0.5],
            [row + 0.5, row + 0.5],
            [row - 0.5, row - 0.5],
            color="muted",
            opacity=0.6,
        )
    )
    marks.append(text(*GOAL, "+1", size=18, color=2))
    marks.append(text(*PIT, "−1", size=18, color=1))
    marks.append(text(START[0] - 0.28, START[1] - 0.42, "start", size=10))
    return marks


def _arrows_of(probabilities: Array, names: tuple[str, ...]) -> list[Mark]:
    """Four arrows a cell, each as long as the probability of its move: probabilities (…, 11, 4)."""
    cells: NDArray[np.int_] = np.array(CELLS)[OPEN]
    foot = np.repeat(cells, len(MOVES), axis=0).astype(float)
    shown = probabilities[..., OPEN, :].reshape(*probabilities.shape[:-2], -1)
    ways = np.tile(MOVES, (len(OPEN), 1)) * 0.46
    return [
        arrows(
            foot[:, 0],
            foot[:, 1],
            Varying(shown * ways[:, 0], names),
            Varying(shown * ways[:, 1], names),
            color=0,
            width=2.5,
        )
    ]
