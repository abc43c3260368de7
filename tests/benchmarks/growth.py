"""What more work costs: ten times the runs, steps, coordinates, panels or players.

    PYTHONPATH=.:tests python tests/benchmarks/growth.py

Each row makes one thing ten times larger, twice, and prints processor time, the largest memory
that Python held, and the bytes that go to the browser, with the exponent p of size^p between the
last two sizes: 0 where it costs nothing, 1 where ten times as much costs ten times as much. It
asserts nothing. Of the memory of a walk 32.5 MB are one block that it asks for and gives back
untouched (calclib/optimize/heap.py).
"""

from __future__ import annotations

import gc
import math
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from calclib import Adam, descend, landscapes
from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.stage.axis import Axis
from calclib.stage.composition import Composition
from calclib.stage.marks import contours, trail
from calclib.stage.pack import pack
from calclib.stage.panel import Panel

RULE = Adam(0.05)
Job = Callable[[], int]  # does the work once, returns the bytes that are sent


def starts(count: int) -> Array:
    """So many points (count, 2) of the square from −1.5 to 1.5."""
    return np.random.default_rng(7).uniform(-1.5, 1.5, (count, 2))


def walk_runs(count: int) -> Job:
    """So many runs of 100 steps."""

    def job() -> int:
        descend(landscapes.rosenbrock, starts(count), RULE, 100)
        return 0

    return job


def walk_steps(count: int) -> Job:
    """One run of so many steps."""

    def job() -> int:
        descend(landscapes.rosenbrock, [-1.2, 1.0], RULE, count)
        return 0

    return job


def walk_coordinates(count: int) -> Job:
    """Eight runs of 100 steps on Σ i xᵢ² / n in so many coordinates."""
    weights = np.arange(1, count + 1) / count
    f = Function(lambda x: (weights * x * x).sum(-1), dimension=count)

    def job() -> int:
        descend(f, np.ones((8, count)), RULE, 100)
        return 0

    return job


def panels(count: int) -> Job:
    """One scene of so many panels, each with a landscape and a run of 100 steps of its own."""
    paths = [descend(landscapes.rosenbrock, start, RULE, 100) for start in starts(count)]

    def job() -> int:
        drawn = [Panel([contours(landscapes.rosenbrock), trail(path)]) for path in paths]
        steps = Axis("step", np.arange(101), play=True)
        _, buffers = pack(Composition([steps], drawn, alt="A run on a landscape, in each panel."))
        return sum(map(len, buffers))

    return job


def players(count: int) -> Job:
    """So many scenes of one panel."""
    jobs = [panels(1) for _ in range(count)]

    def job() -> int:
        return sum(each() for each in jobs)

    return job


ROWS: dict[str, tuple[Callable[[int], Job], tuple[int, int, int]]] = {
    "runs": (walk_runs, (1_000, 10_000, 100_000)),
    "steps": (walk_steps, (100, 1_000, 10_000)),
    "coordinates": (walk_coordinates, (100, 1_000, 10_000)),
    "panels": (panels, (1, 10, 100)),
    "players": (players, (1, 10, 100)),
}


def measure(job: Job) -> tuple[float, float, int]:
    """Processor seconds (the least of three), the largest memory in MB, the bytes sent."""
    seconds = []
    for _ in range(3):
        began = time.process_time()
        sent = job()
        seconds.append(time.process_time() - began)
    gc.collect()
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak / 1e6, sent


def exponent(before: float, after: float) -> str:
    """p of size^p when the size grew tenfold."""
    return f"{math.log10(after / before):.2f}" if before and after else "–"


def main() -> None:
    """Print the table."""
    print("| ×10 | sizes | seconds | p | MB | p | kB sent | p |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (job_of, sizes) in ROWS.items():
        found = [measure(job_of(size)) for size in sizes]
        cells = [name, ", ".join(f"{size:,}" for size in sizes)]
        for column, form in ((0, "{:.3g}"), (1, "{:.3g}"), (2, "{:.3g}")):
            values = [row[column] / (1e3 if column == 2 else 1) for row in found]
            cells.append(", ".join(form.format(value) for value in values))
            cells.append(exponent(values[-2], values[-1]))
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
