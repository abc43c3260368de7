"""Seconds that a gradient step costs per sample, by batch size: why a batch is worth its noise.

    python tests/benchmarks/batches.py

Two models in plain NumPy, on one thread: the line of lesson 10 with its 2 weights, and one layer of
512 × 512 weights. Each step draws its batch from 342 samples, finds the gradient and moves. Printed
are ratios to a batch of one, in one run; lesson 10 keeps them as SECONDS in sample_a_batch.py.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable

import numpy as np

SAMPLES = 342
SIZES = (1, 4, 19, 76, 342)
WIDTH = 512
RNG = np.random.default_rng(7)


def line(size: int) -> Callable[[], None]:
    """A step of least squares with two weights."""
    X, y, w = RNG.normal(size=(SAMPLES, 2)), RNG.normal(size=SAMPLES), np.zeros(2)

    def step() -> None:
        chosen = RNG.integers(SAMPLES, size=size)
        error = X[chosen] @ w - y[chosen]
        w[:] -= 1e-3 * 2 / size * (error @ X[chosen])

    return step


def layer(size: int) -> Callable[[], None]:
    """A step of least squares with a matrix of weights: two products of matrices."""
    X, Y = RNG.normal(size=(2, SAMPLES, WIDTH))
    W = np.zeros((WIDTH, WIDTH))

    def step() -> None:
        chosen = RNG.integers(SAMPLES, size=size)
        error = X[chosen] @ W - Y[chosen]
        W[:] -= 1e-3 * 2 / size * (X[chosen].T @ error)

    return step


def seconds(steps: list[Callable[[], None]], repeats: int) -> list[float]:
    """The best time of each step; they take turns, so that a busy moment hits all."""
    best = [np.inf] * len(steps)
    for _ in range(repeats):
        for k, step in enumerate(steps):
            start = time.perf_counter()
            step()
            best[k] = min(best[k], time.perf_counter() - start)
    return best


if __name__ == "__main__":
    print("seconds per sample ÷ the same for a batch of 1; one step of size B ÷ one of size 1")
    for model, repeats in ((line, 5000), (layer, 300)):
        each = np.array(seconds([model(size) for size in SIZES], repeats))
        print(f"{model.__name__}: a step of size 1 takes {1e6 * each[0]:.0f} µs")
        for size, ratio in zip(SIZES, each / each[0], strict=True):
            print(f"  B = {size:3}   per sample {ratio / size:.4f}   per step {ratio:.2f}")
