"""Solutions of lesson 21, each against its check."""

import numpy as np

from calclib.lessons.decide import checks, worlds


def surrogate(theta, moves, gains):
    """Minus the mean of log π(move) times what the move gained."""
    return -np.mean(worlds.log_softmax(theta)[moves] * gains)


def reward_to_go(rewards):
    """What is collected from each moment on."""
    return np.cumsum(rewards[::-1])[::-1]


checks.one_walk.choose("hardly nearer to the slope than by chance")
checks.mean_moves.choose("it stays where it is")
checks.who_locks_in.choose("nearly half")
checks.ten_times.choose("a third or more of them never learn it")
checks.how_long.choose("about 20")

CHECKED = [
    checks.built(checks.slope_of(surrogate)),
    checks.score_of_right("1 - p"),
    checks.best_b("11 - p"),
    checks.biased(0),
    checks.reward_to_go(reward_to_go(np.array([-1.0, 0.0, 3.0]))),
    checks.after_one_pull(1 / (1 + np.exp(2))),
    checks.one_walk.answer(),
    checks.mean_moves.answer(),
    checks.who_locks_in.answer(),
    checks.ten_times.answer(),
    checks.how_long.answer(),
]
