"""Make tests/data/optim_oracle.npz: the paths of torch.optim, in float64.

python tests/oracles/optim_oracle.py     (needs torch; the test that reads the file does not)

For every first-order rule and three landscapes, 300 steps from a fixed start at settings that are
not chaotic; every tenth point is kept. The name of an array is "landscape/rule".
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

STEPS, STRIDE = 300, 10
STARTS = {"rosenbrock": (-1.2, 1.0), "ravine": (1.0, 1.0), "himmelblau": (-0.5, -1.0)}
TORCH: dict[str, Callable[[Any, Any], Any]] = {
    "GradientDescent": lambda t, p: t.optim.SGD([p], lr=1e-3),
    "Momentum": lambda t, p: t.optim.SGD([p], lr=5e-4, momentum=0.9),
    "Nesterov": lambda t, p: t.optim.SGD([p], lr=5e-4, momentum=0.9, nesterov=True),
    "AdaGrad": lambda t, p: t.optim.Adagrad([p], lr=0.1),
    "RMSprop": lambda t, p: t.optim.RMSprop([p], lr=0.01),
    "Adam": lambda t, p: t.optim.Adam([p], lr=0.05),
    "AMSGrad": lambda t, p: t.optim.Adam([p], lr=0.05, amsgrad=True),
    "AdamW": lambda t, p: t.optim.AdamW([p], lr=0.05, weight_decay=0.1),
}


def loss(landscape: str, p: Any) -> Any:
    """The same formulas as the catalogue's; the ravine has κ = 100 and is turned by π/8."""
    x, y = p
    if landscape == "rosenbrock":
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2
    if landscape == "himmelblau":
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
    c, s = np.cos(np.pi / 8), np.sin(np.pi / 8)
    return ((c * x + s * y) ** 2 + 100 * (c * y - s * x) ** 2) / 2


def main() -> None:
    import torch

    torch.set_default_dtype(torch.float64)
    paths = {}
    for landscape, start in STARTS.items():
        for rule, make in TORCH.items():
            p = torch.tensor(start, requires_grad=True)
            optimizer = make(torch, p)
            points = [p.detach().numpy().copy()]
            for _ in range(STEPS):
                optimizer.zero_grad()
                loss(landscape, p).backward()
                optimizer.step()
                points.append(p.detach().numpy().copy())
            paths[f"{landscape}/{rule}"] = np.array(points[::STRIDE])
    np.savez_compressed(Path(__file__).parents[1] / "data" / "optim_oracle.npz", **paths)


if __name__ == "__main__":
    main()
