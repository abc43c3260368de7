"""Time training steps of lessons 19 and 20: calclib against torch, in one run.

    PYTHONPATH=.:tests python tests/benchmarks/sequences.py

Needs torch. A step is loss and gradient of one batch (32 sequences of 40 for the LSTM and the GRU
of 16 states, 64 names for the transformer) and one step of Adam; both use one thread and float64.
Each trains in a process of its own, so that neither inherits the other's heap; three processes
each, in turn. Prints the least milliseconds a step and the ratio. "LSTM × 5" are five seeds in one
batch of calclib, as lesson 19 trains them; torch takes one after the other.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from calclib import Adam
from calclib.lessons.attend import transformer
from calclib.lessons.remember.cells import first_weights
from calclib.lessons.remember.tasks import Task, adding, mean_square
from calclib.optimize.descent import walk

STEPS, ROUNDS, TURNS = 60, 5, 3
SEEDS = {"LSTM": 1, "LSTM × 5": 5, "GRU": 1}
HIDDEN, LENGTH, BATCH = 16, 40, 32


def ours(name: str) -> Callable[[], None]:
    """Sixty steps of calclib."""
    if name == "transformer":
        return lambda: next(
            islice(walk(transformer.batches(0), transformer.start(0), Adam(0.003)), STEPS, None)
        )
    cell = name.split()[0]
    task = Task(adding, mean_square, LENGTH, cell, HIDDEN)
    starts = [first_weights(cell, 2, HIDDEN, seed=seed) for seed in range(SEEDS[name])]
    start = np.stack(starts) if len(starts) > 1 else starts[0]
    rng = np.random.default_rng(0)
    return lambda: next(islice(walk(task.batches(rng), start, Adam(0.01)), STEPS, None))


def theirs(name: str) -> Callable[[], None]:
    """Sixty steps of torch."""
    import torch
    from oracles import attend_oracle, recurrent_oracle

    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    if name == "transformer":
        return lambda: attend_oracle.train() and None
    recurrent_oracle.HIDDEN = HIDDEN
    cell = name.split()[0]

    def train() -> None:
        for seed in range(SEEDS[name]):
            theta = torch.tensor(first_weights(cell, 2, HIDDEN, seed=seed), requires_grad=True)
            rule = torch.optim.Adam([theta], lr=0.01)
            rng = np.random.default_rng(0)
            for _ in range(STEPS):
                sequences = map(torch.tensor, adding(rng, BATCH, LENGTH))
                rule.zero_grad()
                recurrent_oracle.loss_by_torch(cell, theta, *sequences).backward()
                rule.step()

    return train


def measure(name: str, who: str) -> float:
    """The milliseconds a step of the fastest round, in this process."""
    run = {"calclib": ours, "torch": theirs}[who](name)
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return 1000 * min(times) / STEPS


def main() -> None:
    """Print the table."""
    for name in (*SEEDS, "transformer"):
        best = {"calclib": np.inf, "torch": np.inf}
        for _ in range(TURNS):
            for who in best:
                command = [sys.executable, __file__, name, who]
                said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                best[who] = min(best[who], float(said))
        mine, other = best["calclib"], best["torch"]
        print(f"{name}: calclib {mine:.2f} ms, torch {other:.2f} ms, ratio {mine / other:.2f}")


if __name__ == "__main__":
    np.seterr(all="ignore")
    if len(sys.argv) > 1:
        print(measure(sys.argv[1], sys.argv[2]))
    else:
        main()
