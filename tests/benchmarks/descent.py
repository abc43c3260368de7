"""Time the walk against torch.optim and print the ratios; nothing is asserted.

PYTHONPATH=. python tests/benchmarks/descent.py     (torch if there is one; processor time)

Three jobs on Rosenbrock's function: one path, a sweep of rates, and a cloud of starts. Torch runs
the first by its own optimizers in a loop, the second by torch.func.vmap over functional updates,
the third batched, all positions kept.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from calclib.optimize import landscapes
from calclib.optimize.descent import descend, sweep
from calclib.optimize.rules import Adam, GradientDescent, Rule

RULES: dict[str, Rule] = {"gradient descent": GradientDescent(0.001), "Adam": Adam(0.05)}
RATES = np.geomspace(1e-4, 1e-3, 64)
STARTS = np.random.default_rng(7).uniform(-1.5, 1.5, (40_000, 2))


def milliseconds(job: Callable[[], Any], repeats: int = 5) -> float:
    taken = []
    for _ in range(repeats):
        began = time.process_time()
        job()
        taken.append(time.process_time() - began)
    return min(taken) * 1e3


def ours(rule: Rule) -> dict[str, Callable[[], Any]]:
    f = landscapes.rosenbrock
    return {
        "one path × 1,000": lambda: descend(f, [-1.2, 1.0], rule, 1000),
        "64 rates × 300": lambda: descend(
            f, [-1.2, 1.0], replace(rule, learning_rate=sweep(RATES)), 300
        ),
        "40,000 starts × 200": lambda: descend(f, STARTS, rule, 200),
    }


def theirs(rule: Rule) -> dict[str, Callable[[], Any]]:
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    adam = isinstance(rule, Adam)
    rate = float(rule.learning_rate)  # type: ignore[attr-defined]

    def loss(p: Any) -> Any:
        return (1 - p[..., 0]) ** 2 + 100 * (p[..., 1] - p[..., 0] ** 2) ** 2

    def loop(start: Any, steps: int) -> Any:
        p = torch.tensor(start, requires_grad=True)
        optimizer = (torch.optim.Adam if adam else torch.optim.SGD)([p], lr=rate)
        record = [p.detach().clone()]
        for _ in range(steps):
            optimizer.zero_grad()
            loss(p).sum().backward()
            optimizer.step()
            record.append(p.detach().clone())
        return torch.stack(record)

    slope = torch.func.grad(loss)

    def step(p: Any, m: Any, v: Any, t: int, lr: Any) -> tuple[Any, Any, Any]:
        g = slope(p)
        if not adam:
            return p - lr * g, m, v
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        return p - lr * m_hat / (v_hat.sqrt() + 1e-8), m, v

    def swept() -> Any:
        lr = torch.tensor(RATES)
        p = torch.tensor([-1.2, 1.0]).repeat(64, 1)
        m, v, record = torch.zeros_like(p), torch.zeros_like(p), [p]
        many = torch.func.vmap(step, in_dims=(0, 0, 0, None, 0))
        for t in range(1, 301):
            p, m, v = many(p, m, v, t, lr)
            record.append(p)
        return torch.stack(record)

    return {
        "one path × 1,000": lambda: loop([-1.2, 1.0], 1000),
        "64 rates × 300": swept,
        "40,000 starts × 200": lambda: loop(STARTS, 200),
    }


def main() -> None:
    for name, rule in RULES.items():
        mine = ours(rule)
        try:
            others = theirs(rule)
        except ImportError:
            others = {}
        for job, run in mine.items():
            run()
            line = f"{name:17} {job:20} {milliseconds(run):8.1f} ms"
            if job in others:
                torch_took = milliseconds(others[job], 3)
                line += f"   torch {torch_took:8.1f} ms   × {torch_took / milliseconds(run):.1f}"
            print(line)


if __name__ == "__main__":
    main()
