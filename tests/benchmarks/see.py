"""Time training steps of lesson 18's networks: calclib against torch, in one run.

    PYTHONPATH=. python tests/benchmarks/see.py

Needs torch. A step is loss and gradient of 32 digits and one step of Adam; both use one thread and
float64. Prints milliseconds a step, the best of five rounds, and the ratio.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable
from itertools import islice

import numpy as np
import torch
from oracles.cnn_oracle import point, scores
from torch.nn import functional

from calclib import Adam
from calclib.learn.data import digits
from calclib.lessons.see.networks import NETWORKS, loss_over
from calclib.optimize.descent import walk

torch.set_num_threads(1)
STEPS, ROUNDS = 100, 5


def best(run: Callable[[], None]) -> float:
    """Milliseconds a step of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return 1000 * min(times) / STEPS


def main() -> None:
    """Print the table."""
    data = digits()
    images, labels = data.images[:32], data.labels[:32]
    for name in ("A", "B"):
        f = loss_over(NETWORKS[name], images, labels)

        def ours(f=f, name=name) -> None:
            next(islice(walk(f, point(name), Adam(0.005)), STEPS, None))

        def theirs(name=name) -> None:
            theta = torch.tensor(point(name), requires_grad=True)
            optimizer = torch.optim.Adam([theta], lr=0.005)
            pixels, truth = torch.tensor(images), torch.tensor(labels)
            for _ in range(STEPS):
                optimizer.zero_grad()
                functional.cross_entropy(scores(name, theta, pixels), truth).backward()
                optimizer.step()

        mine, other = best(ours), best(theirs)
        print(f"{name}: calclib {mine:.2f} ms, torch {other:.2f} ms, ratio {mine / other:.2f}")


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
