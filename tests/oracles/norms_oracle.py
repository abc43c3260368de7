"""Make tests/data/norms_oracle.npz: paths of SignDescent, Lion, Muon and of averaged weights.

python tests/oracles/norms_oracle.py     (needs torch; the test that reads the file does not)

Muon is torch.optim.Muon's own program, with one change: its Newton–Schulz rounds are counted in
float64 in place of bfloat16. The averages are torch.optim.swa_utils.AveragedModel's, of the points
of SGD. Sign descent and Lion, which torch lacks, are written as their papers print them: Bernstein
et al. 2018, arXiv:1802.04434, algorithm 1, and Chen et al. 2023, arXiv:2302.06675, program 1.
Every point of 60 steps is kept. The loss is that of `loss`, a 3 × 2 matrix of weights.
"""

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

STEPS = 60
START = [[1.0, -0.5], [0.3, 2.0], [-1.5, 0.7]]
SIZES = [[1.0, 3.0], [0.2, 5.0], [2.0, 0.5]]


def loss(W: Any, sizes: Any, cos: Any) -> Any:
    """½Σ sᵢⱼWᵢⱼ² + Σᵢ cos(Wᵢ₁Wᵢ₂): smooth, not convex, and no row alone."""
    return 0.5 * (sizes * W * W).sum() + cos(W[:, 0] * W[:, 1]).sum()


def sign_descent(torch: Any, W: Any) -> Callable[[], None]:
    """Algorithm 1 of signSGD, at the learning rate 0.037."""

    def step() -> None:
        W.sub_(0.037 * torch.sign(W.grad))

    return step


def lion(torch: Any, W: Any) -> Callable[[], None]:
    """Program 1 of Lion: β₁ = 0.9, β₂ = 0.99, the learning rate 0.03, the decay 0.1."""
    momentum = torch.zeros_like(W)

    def step() -> None:
        update = torch.sign(momentum * 0.9 + W.grad * (1 - 0.9))
        momentum.copy_(momentum * 0.99 + W.grad * (1 - 0.99))
        W.sub_(0.03 * (update + W * 0.1))

    return step


@cache
def count_in_float64() -> None:
    """Let torch's Newton–Schulz rounds run in float64, the rest of the function as it stands."""
    from torch.optim import _muon

    source = inspect.getsource(_muon._zeropower_via_newtonschulz)
    exec(source.replace("grad.bfloat16()", "grad.double().clone()"), vars(_muon))


def muon(torch: Any, W: Any, **settings: Any) -> Callable[[], Any]:
    """torch.optim.Muon in float64, without weight decay."""
    count_in_float64()
    return torch.optim.Muon([W], lr=0.05, weight_decay=0.0, **settings).step  # type: ignore[no-any-return]


RULES: dict[str, Callable[[Any, Any], Callable[[], Any]]] = {
    "SignDescent": sign_descent,
    "Lion": lion,
    "Muon": muon,
    "Muon, not nesterov": lambda torch, W: muon(torch, W, nesterov=False, momentum=0.8),
    "SGD": lambda torch, W: torch.optim.SGD([W], lr=0.05).step,
}


def main() -> None:
    import torch
    from torch.optim.swa_utils import AveragedModel, get_ema_avg_fn

    torch.set_default_dtype(torch.float64)
    paths = {}
    for name, make in RULES.items():
        for tall in (True, False):
            start = torch.tensor(START) if tall else torch.tensor(START).T.contiguous()
            sizes = torch.tensor(SIZES) if tall else torch.tensor(SIZES).T
            W = torch.nn.Parameter(start.clone())
            model = torch.nn.ParameterList([W])
            step = make(torch, W)
            kinds = {
                "mean": AveragedModel(model),
                "ema": AveragedModel(model, avg_fn=get_ema_avg_fn(0.9)),
            }
            points = [start.flatten().numpy().copy()]
            means: dict[str, list[Any]] = {kind: [points[0]] for kind in kinds}
            for _ in range(STEPS):
                W.grad = None
                loss(W if tall else W.T, sizes if tall else sizes.T, torch.cos).backward()
                with torch.no_grad():
                    step()
                points.append(W.detach().flatten().numpy().copy())
                for kind, averaged in kinds.items():
                    averaged.update_parameters(model)
                    held = next(iter(averaged.module.parameters()))
                    means[kind].append(held.detach().flatten().numpy().copy())
            paths[f"{name}/{'tall' if tall else 'wide'}"] = np.array(points)
            if name == "SGD":
                for kind, kept in means.items():
                    paths[f"{kind}/{'tall' if tall else 'wide'}"] = np.array(kept)
    np.savez_compressed(Path(__file__).parents[1] / "data" / "norms_oracle.npz", **paths)


if __name__ == "__main__":
    main()
