"""Make tests/data/cnn_oracle.npz: losses, gradients and a walk of lesson 18's networks, by torch.

PYTHONPATH=. python tests/oracles/cnn_oracle.py    (needs torch; the test that reads it does not)

For networks A and B: the mean cross-entropy of the first 32 digits and its gradient, in float64, at
He's starting weights with every number, the biases too, moved a little; and the losses along 60
steps of torch.optim.Adam at 0.005 on the same 32 digits. The weights are calclib's, laid out anew.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from calclib.learn.data import digits
from calclib.learn.layers import cut
from calclib.lessons.see.networks import LARGE, NETWORKS, SMALL, start

COUNT, STEPS, RATE = 32, 60, 0.005


def point(name: str) -> np.ndarray:
    """Starting weights of seed 7, moved by a twentieth of a normal draw."""
    theta = start(NETWORKS[name], 7)
    return theta + 0.05 * np.random.default_rng(7).normal(size=theta.shape)


def kernels(matrix: Any) -> Any:
    """(channels · 9, k) as torch wants it: (k, channels, 3, 3)."""
    rows, k = matrix.shape
    return matrix.T.reshape(k, rows // 9, 3, 3)


def scores(name: str, theta: Any, images: Any) -> Any:
    """The forward pass in torch's own convolutions and pools."""
    shapes = {"A": SMALL, "B": LARGE}[name]
    parts = cut(theta, shapes)
    maps = images[:, None]
    for K, b in zip(parts[:-2:2], parts[1:-2:2], strict=True):
        maps = functional.relu(functional.conv2d(maps, kernels(K), b))
    maps = functional.max_pool2d(maps, 2).permute(0, 2, 3, 1)
    return maps.reshape(len(images), -1) @ parts[-2] + parts[-1]


def main() -> None:
    """Write the file."""
    data = digits()
    images = torch.tensor(data.images[:COUNT])
    labels = torch.tensor(data.labels[:COUNT])
    found: dict[str, Any] = {}
    for name in ("A", "B"):
        theta = torch.tensor(point(name), requires_grad=True)
        loss = functional.cross_entropy(scores(name, theta, images), labels)
        loss.backward()
        found[f"{name}/loss"] = loss.item()
        found[f"{name}/gradient"] = theta.grad.numpy().copy()
        optimizer = torch.optim.Adam([theta], lr=RATE)
        losses = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = functional.cross_entropy(scores(name, theta, images), labels)
            losses.append(loss.item())
            loss.backward()
            optimizer.step()
        found[f"{name}/losses"] = np.array(losses)
    file = Path(__file__).parents[1] / "data" / "cnn_oracle.npz"
    np.savez_compressed(file, **found)
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
