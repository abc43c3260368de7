"""Two of the three worlds of lesson 21: two slot machines, and a grid with a cliff.

Each takes many independent learners at once: their parameters are (..., n), and every array that a
world returns begins with the same axes.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.expressions.elementary import logsumexp, softmax
from calclib.functions.function import Function

PAYS = np.array([10.0, 11.0])  # the mean reward of each machine; the noise has deviation 1


def log_softmax(scores: Array) -> Array:
    """Log of softmax over the last axis, of an array or a Tensor.

    >>> log_softmax(np.array([0.0, 0.0])).round(4)
    array([-0.6931, -0.6931])
    """
    logs: Array = scores - logsumexp(scores)[..., None]
    return logs


def surrogate(moves: NDArray[np.int_], gains: Array) -> Function:
    """The function of θ (..., 2) whose downhill slope is REINFORCE's guess: −mean(log π · gain).

    >>> surrogate(np.array([1, 0]), gains=np.array([1.0, 0.0])).gradient([0.0, 0.0])
    array([ 0.25, -0.25])
    """
    return Function(
        lambda theta: -np.mean(log_softmax(theta)[..., moves] * gains, axis=-1), dimension=2
    )


# The grid of Russell and Norvig: 4 × 3 cells with a wall, two exits and a slippery floor.
COLUMNS, ROWS = 4, 3
WALL = (2, 2)
GOAL = (4, 3)
PIT = (4, 2)
START = (1, 1)
MOVES = np.array([(0, 1), (1, 0), (0, -1), (-1, 0)])  # up, right, down, left
STEP_COST = -0.04
CELLS = [
    (column, row)
    for row in range(1, ROWS + 1)
    for column in range(1, COLUMNS + 1)
    if (column, row) != WALL
]
OPEN = [k for k, cell in enumerate(CELLS) if cell not in (GOAL, PIT)]
LONGEST_WALK = 60  # steps after which an episode on the grid is cut off


class Grid(NamedTuple):
    """The world as arrays over its 11 cells and 4 moves.

    probabilities: (cells, moves, cells), where a move leads.
    rewards: (cells,), for being there.
    ends: (cells,), whether the walk ends there.
    start: the cell where it begins.
    """

    probabilities: Array
    rewards: Array
    ends: NDArray[np.bool_]
    start: int


@cache
def grid_world() -> Grid:
    """Build the grid: a move goes where it is meant with 0.8, and to each side with 0.1.

    Source: Russell & Norvig 2020, Artificial Intelligence, 4th edition, section 17.1.

    >>> world = grid_world()
    >>> world.probabilities.shape, np.allclose(world.probabilities.sum(axis=-1), 1)
    ((11, 4, 11), True)
    """
    number = {cell: k for k, cell in enumerate(CELLS)}
    probabilities = np.zeros((len(CELLS), len(MOVES), len(CELLS)))
    for k, (column, row) in enumerate(CELLS):
        for move in range(len(MOVES)):
            for share, taken in ((0.8, move), (0.1, (move + 1) % 4), (0.1, (move - 1) % 4)):
                across, up = MOVES[taken]
                probabilities[k, move, number.get((column + across, row + up), k)] += share
    rewards = np.full(len(CELLS), STEP_COST)
    rewards[number[GOAL]] = 1.0
    rewards[number[PIT]] = -1.0
    ends = np.isin(np.arange(len(CELLS)), [number[GOAL], number[PIT]])
    return Grid(probabilities, rewards, ends, number[START])


def policy(theta: Array) -> Array:
    """The probability of each move in each cell: parameters (..., 44) → (..., 11, 4).

    >>> policy(np.zeros(44))[0]
    array([0.25, 0.25, 0.25, 0.25])
    """
    return np.asarray(softmax(theta.reshape(*theta.shape[:-1], len(CELLS), len(MOVES))))


def _onward(probabilities: Array) -> Array:
    """The probability of going from cell to cell; none where a walk ends.

    probabilities: of each move in each cell, (..., 11, 4).
    Returns (..., 11, 11).
    """
    world = grid_world()
    onward: Array = np.einsum("...sa,sat->...st", probabilities, world.probabilities)
    onward[..., world.ends, :] = 0.0
    return onward


def exact_values(theta: Array) -> Array:
    """The expected return from each cell under a policy, (..., 44) → (..., 11): one linear solve.

    V = R + M V, where M holds the probabilities of going from cell to cell, and has no row where a
    walk ends.

    >>> float(exact_values(np.zeros(44))[0].round(3))
    -1.587
    """
    world = grid_world()
    onward = _onward(policy(theta))
    rewards = np.broadcast_to(world.rewards, onward.shape[:-1])
    values = np.linalg.solve(np.eye(len(CELLS)) - onward, rewards[..., None])
    return np.asarray(values[..., 0], dtype=float)


def exact_return(theta: Array) -> Array:
    """The expected return from the start cell, (..., 44) → (...)."""
    return exact_values(theta)[..., grid_world().start]


def exact_gradient(theta: Array) -> Array:
    """The slope of the expected return, (..., 44) → (..., 44), by the policy gradient theorem.

    ∂J/∂θ(s, a) = d(s) π(a|s) (Q(s, a) − V(s)), with d(s) the expected number of visits to s.
    Source: Sutton et al. 1999, Policy gradient methods for reinforcement learning.
    """
    world = grid_world()
    probabilities = policy(theta)
    values = exact_values(theta)
    onward = _onward(probabilities)
    begin = np.broadcast_to(np.eye(len(CELLS))[world.start], values.shape)
    visits = np.linalg.solve(np.eye(len(CELLS)) - onward.swapaxes(-1, -2), begin[..., None])
    worth = world.rewards[:, None] + np.einsum("sat,...t->...sa", world.probabilities, values)
    slope: Array = visits * probabilities * (worth - values[..., None])
    slope[..., world.ends, :] = 0.0
    return slope.reshape(theta.shape)


def best_values(sweeps: int = 500) -> Array:
    """The return of the best policy from each cell, (11,), by value iteration.

    >>> float(best_values()[0].round(4))
    0.7053
    """
    world = grid_world()
    values = np.zeros(len(CELLS))
    for _ in range(sweeps):
        best = world.rewards + (world.probabilities @ values).max(axis=1)
        values = np.where(world.ends, world.rewards, best)
    return values


class Walks(NamedTuple):
    """Episodes on the grid: cells, moves and whether the walk is still on, (time, ..., episodes).

    returns: what is collected from each moment on, of the same shape (the reward-to-go).
    """

    cells: NDArray[np.int_]
    moves: NDArray[np.int_]
    alive: NDArray[np.bool_]
    returns: Array


def walk_the_grid(
    theta: Array, episodes: int, rng: np.random.Generator, longest: int = LONGEST_WALK
) -> Walks:
    """Let the policy of each learner walk.

    theta: (..., 44). Every learner has its own walks, drawn from one generator.
    longest: moves after which a walk is cut off; what it would have collected later does not count.

    >>> walk_the_grid(np.zeros((3, 44)), 16, np.random.default_rng(0), longest=5).cells.shape
    (5, 3, 16)
    """
    world = grid_world()
    shape = (*theta.shape[:-1], episodes)
    edges = policy(theta).cumsum(axis=-1)
    landing = world.probabilities.cumsum(axis=-1)
    here = np.full(shape, world.start)
    alive = np.ones(shape, dtype=bool)
    visited = []
    taken = []
    going = []
    for _ in range(longest):
        choice = np.take_along_axis(edges, here[..., None], axis=-2)
        move = (rng.random(shape)[..., None] > choice).sum(axis=-1).clip(0, 3)
        visited.append(here)
        taken.append(move)
        going.append(alive)
        there = (rng.random(shape)[..., None] > landing[here, move]).sum(axis=-1)
        here = np.where(alive, there.clip(0, len(CELLS) - 1), here)
        alive = alive & ~world.ends[here]
        if not alive.any():
            break
    cells = np.array(visited)
    moves = np.array(taken)
    lived = np.array(going)
    gain = np.where(world.ends[here], world.rewards[here], 0.0)
    returns = np.zeros(cells.shape)
    for time in reversed(range(len(cells))):
        gain = np.where(lived[time], world.rewards[cells[time]] + gain, gain)
        returns[time] = gain
    return Walks(cells, moves, lived, returns)


def grid_surrogate(theta: Array, walks: Walks, baseline: bool) -> Function:
    """The function whose slope is REINFORCE's guess: −mean over episodes of Σ log π(a|s) · A.

    A is the return from that moment on, less, with a baseline, the mean return of the episodes. The
    walks are data here: only log π depends on the parameters (..., 44).
    """
    advantage = walks.returns
    if baseline:
        advantage = advantage - walks.returns[0].mean(axis=-1, keepdims=True)
    learners = theta.shape[:-1]
    weights = np.zeros((*learners, len(CELLS), len(MOVES)))
    place = np.indices(walks.cells.shape)[1:-1]
    np.add.at(weights, (*place, walks.cells, walks.moves), advantage * walks.alive)
    episodes = walks.cells.shape[-1]

    def surrogate(parameters: Array) -> Array:
        table = parameters.reshape(*parameters.shape[:-1], len(CELLS), len(MOVES))
        gained: Array = -np.sum(weights * log_softmax(table), axis=(-2, -1)) / episodes
        return gained

    return Function(surrogate, dimension=theta.shape[-1])
