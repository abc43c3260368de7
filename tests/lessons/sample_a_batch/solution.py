"""Solutions of lesson 10, each against its check."""

from itertools import combinations, product

import numpy as np

from calclib.lessons.sample_a_batch import checks, scenes

x, y = scenes.measurements()


def gradient(w, x, y):
    error = w[0] * x + w[1] - y
    return 2 * np.array([np.mean(error * x), np.mean(error)])


def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w


samples = [1, 2, 3, 6]
with_replacement = np.var([np.mean(pair) for pair in product(samples, repeat=2)])
each_once = np.var([np.mean(pair) for pair in combinations(samples, 2)])


def mean_square(size, budget=600):
    e = 100.0
    for _ in range(budget // size):
        e = 0.9**2 * e + 0.1**2 / size
    return e


checks.first_per_sample.choose("B = 1")
checks.shrinks_fast.choose("it stops falling above 0")
checks.averaged.choose("about 0.0004")
checks.four_times.choose("half as wide")
checks.ten_times_longer.choose("no nearer")
CHECKED = [
    checks.trained(lambda size, rate: train(size, rate, np.random.default_rng(7))),
    checks.narrower(0.6 / np.sqrt(64 / 16)),
    checks.two_variances([with_replacement, each_once]),
    checks.accumulated(0.02 * 8),
    checks.best_size(min((b for b in range(1, 601) if 600 % b == 0), key=mean_square)),
    checks.nearest_order("shuffled"),
    checks.from_zero("alpha sigma^2/(lam (2 - alpha lam)) (1 - (1 - alpha lam)^(2k))"),
    checks.first_per_sample.answer(),
    checks.shrinks_fast.answer(),
    checks.averaged.answer(),
    checks.four_times.answer(),
    checks.ten_times_longer.answer(),
]
