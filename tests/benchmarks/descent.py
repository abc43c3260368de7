"""Time the walk against its peers and print the ratios; nothing is asserted.

PYTHONPATH=. python tests/benchmarks/descent.py     (torch and jax if there are; processor time)

Three jobs on Rosenbrock's function: one path, a sweep of rates, and a cloud of starts. Torch runs
the first by its own optimizers in a loop, the second by torch.func.vmap over functional updates,
the third batched, all positions kept. jax runs the third by a compiled lax.scan. The loop is what
notebooks usually write: one Python loop over rates, one over steps, a gradient by hand. One thread
each. A fourth line times a text that nobody has seen yet, from parsing to 64 × 300 points.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JAX_ENABLE_X64": "1"}
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from calclib.functions import landscapes
from calclib.functions.function import Function
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


def by_torch(rule: Rule) -> dict[str, Callable[[], Any]]:
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


def by_jax(rule: Rule) -> dict[str, Callable[[], Any]]:
    import jax
    import jax.numpy as jnp

    adam = isinstance(rule, Adam)
    rate = float(rule.learning_rate)  # type: ignore[attr-defined]

    def loss(p: Any) -> Any:
        return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2

    slope = jax.vmap(jax.grad(loss))

    def step(state: Any, t: Any) -> Any:
        p, m, v = state
        g = slope(p)
        if not adam:
            p = p - rate * g
            return (p, m, v), p
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        p = p - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8)
        return (p, m, v), p

    @jax.jit
    def cloud(start: Any) -> Any:
        nothing = jnp.zeros_like(start)
        return jax.lax.scan(step, (start, nothing, nothing), jnp.arange(1.0, 201.0))[1]

    return {"40,000 starts × 200": lambda: cloud(STARTS).block_until_ready()}


def by_loops(rule: Rule) -> dict[str, Callable[[], Any]]:
    adam = isinstance(rule, Adam)

    def slope(p: Any) -> Any:
        x, y = p
        return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])

    def walk(rate: float, steps: int) -> Any:
        p, m, v = np.array([-1.2, 1.0]), np.zeros(2), np.zeros(2)
        record = [p]
        for t in range(1, steps + 1):
            g = slope(p)
            if adam:
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
                g = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
            p = p - rate * g
            record.append(p)
        return np.array(record)

    return {"64 rates × 300": lambda: np.stack([walk(rate, 300) for rate in RATES])}


def typed(number: int) -> Any:
    """A text that no cache has seen, on its way to 64 × 300 points."""
    f = Function(f"(1 - x)^2 + 100(y - x^2)^2 + {number} sin(3x)/1000")
    return descend(f, [-1.2, 1.0], GradientDescent(sweep(RATES)), 300)


PEERS = {"torch": by_torch, "jax": by_jax, "loops": by_loops}


def main() -> None:
    for name, rule in RULES.items():
        peers = {}
        for peer, jobs in PEERS.items():
            try:
                peers[peer] = jobs(rule)
            except ImportError:
                print(f"{peer} is not installed, and left out")
        for job, run in ours(rule).items():
            run()
            line = f"{name:17} {job:20} {milliseconds(run):8.1f} ms"
            for peer, jobs in peers.items():
                if job in jobs:
                    jobs[job]()
                    took = milliseconds(jobs[job], 3)
                    line += f"   {peer} {took:8.1f} ms, × {took / milliseconds(run):.1f}"
            print(line)
    typed(0)
    numbers = iter(range(1, 9))
    print(
        f"a newly typed function to 64 × 300 {milliseconds(lambda: typed(next(numbers))):8.1f} ms"
    )


if __name__ == "__main__":
    main()
