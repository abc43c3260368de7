"""Would blocks on all cores make a cloud of runs faster? Measured, and not kept.

    PYTHONPATH=. python tests/benchmarks/threads.py

NumPy lets other threads run inside its loops, and the runs of a cloud do not see each other, so
blocks of 40,000 starts × 200 steps can be walked by two threads, each into its own part of the
record, without touching a formula. The positions agree to the bit. Prints the time of one thread
divided by that of two, for several sizes of block. On two cores this was 0.6 to 1.0: a loop of
NumPy over one block lasts 10 to 30 µs, about as long as handing over the interpreter. So `descend`
walks its blocks one after another.
"""

from __future__ import annotations

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from calclib import Adam, GradientDescent, landscapes
from calclib.arrays import Array
from calclib.optimize.descent import walk
from calclib.optimize.rules import Rule

STEPS, RUNS, REPEATS = 200, 40_000, 5
BLOCKS = (8_000, 16_000, 20_000)
THREADS = os.cpu_count() or 1
STARTS = np.random.default_rng(7).uniform(-1.5, 1.5, (RUNS, 2))


def positions(rule: Rule, block: int, threads: int) -> tuple[Array, float]:
    """All positions (steps + 1, 2, runs) of a cloud, and the seconds that it took."""
    kept = np.empty((STEPS + 1, 2, RUNS))

    def walk_block(first: int) -> None:
        runs = slice(first, first + block)
        path = walk(landscapes.rosenbrock, STARTS[runs], rule)
        for k, points in zip(range(STEPS + 1), path, strict=False):
            kept[k, :, runs] = points.T

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(walk_block, range(0, RUNS, block)))
    return kept, time.perf_counter() - began


def main() -> None:
    """Print a row for each rule and each size of block."""
    for rule in (GradientDescent(0.001), Adam(0.05)):
        for block in BLOCKS:
            taken: dict[int, list[float]] = {1: [], THREADS: []}
            for _ in range(REPEATS):
                alone, seconds = positions(rule, block, 1)
                taken[1].append(seconds)
                shared, seconds = positions(rule, block, THREADS)
                taken[THREADS].append(seconds)
                if not np.array_equal(alone, shared, equal_nan=True):
                    raise AssertionError("The positions of two threads differ from those of one.")
            one, many = min(taken[1]), min(taken[THREADS])
            print(
                f"{rule.label}, blocks of {block:,}: one thread {one * 1e3:.0f} ms, "
                f"{THREADS} threads {many * 1e3:.0f} ms, ratio {one / many:.2f}"
            )


if __name__ == "__main__":
    main()
