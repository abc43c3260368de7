"""Train what lesson 20 shows but does not train before the reader's eyes, and store it small.

    uv run python tools/train_attend.py [seeds of the map]

It writes calclib/lessons/attend/trained.npz, in about four minutes on a quiet machine: the weights
of seed 0 after 400, 600, 900 and 1,200 steps, in half precision; the cost on the held-out names of
five seeds; and the map of rates and warm-ups. Batches and rates are those of the lesson.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import numpy as np

import calclib
from calclib.arrays import Array
from calclib.functions import schedules
from calclib.lessons.attend.transformer import RATE, batches, held_out_loss, start
from calclib.optimize.descent import walk
from calclib.optimize.rules import Adam

TARGET = Path(calclib.__file__).parent / "lessons" / "attend" / "trained.npz"
CURVE = (0, 100, 200, 300, 400, 500, 600)
KEPT = (400, 600, 900, 1200)
RATES = (0.001, 0.003, 0.01, 0.03)
WARM_UPS = (0, 50)
MAP_STEPS = 200


def weights(seed: int, rule: Adam, scaled: bool = True) -> Iterator[Array]:
    """The weights after 0, 1, 2, … steps."""
    return walk(batches(seed, scaled), start(seed), rule)


def cost_after(steps: int, seed: int, rule: Adam, scaled: bool = True) -> float:
    """Nats a letter on the held-out names after so many steps."""
    last = next(islice(weights(seed, rule, scaled), steps, None))
    return held_out_loss(last, scaled)


def train_longest() -> dict[str, Array]:
    """Seed 0 to 1,200 steps: weights and costs."""
    stored: dict[str, Array] = {}
    costs = []
    for step, theta in enumerate(islice(weights(0, Adam(RATE)), KEPT[-1] + 1)):
        if step % 100 == 0:
            costs.append(held_out_loss(theta))
        if step in KEPT:
            stored[f"theta_{step}"] = theta.astype(np.float16)
    stored["longest"] = np.array(costs)
    return stored


def train_curve(seed: int) -> list[float]:
    """The costs of one seed after 0, 100, …, 600 steps."""
    path = islice(weights(seed, Adam(RATE)), CURVE[-1] + 1)
    return [held_out_loss(theta) for step, theta in enumerate(path) if step in CURVE]


def train_map(seed: int) -> tuple[list[list[float]], list[float]]:
    """Costs after 200 steps: for each rate and warm-up, and for each rate without 1/√d."""
    scaled: list[list[float]] = [[] for _ in RATES]
    for (row, rate), warm in product(enumerate(RATES), WARM_UPS):
        constant = schedules.constant(rate)
        schedule = schedules.warm_up(constant, warm) if warm else constant
        scaled[row].append(cost_after(MAP_STEPS, seed, Adam(schedule)))
    unscaled = [cost_after(MAP_STEPS, seed, Adam(rate), scaled=False) for rate in RATES]
    return scaled, unscaled


def main(map_seeds: int) -> None:
    """Train, and write the file after each part."""
    stored = train_longest()
    np.savez_compressed(TARGET, **stored)
    stored["curves"] = np.array([train_curve(seed) for seed in range(1, 5)])
    np.savez_compressed(TARGET, **stored)
    mapped = []
    for seed in range(map_seeds):
        mapped.append(train_map(seed))
        stored["map"] = np.round([one for one, _ in mapped], 4)
        stored["map_unscaled"] = np.round([one for _, one in mapped], 4)
        np.savez_compressed(TARGET, **stored)
        print(f"map: {seed + 1} of {map_seeds} seeds", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
