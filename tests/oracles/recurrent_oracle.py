"""Losses and gradients of recurrent networks by torch, for lesson 19 and its test.

    pip install torch==2.13.0          # into an environment of its own
    PYTHONPATH=. python tests/oracles/recurrent_oracle.py

Writes calclib/lessons/remember/torch.npz. torch's own modules nn.RNN, nn.LSTM and nn.GRU compute;
only the order of the gates is exchanged, since torch has i, f, g, o and the lesson i, f, o, g.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from calclib.learn.layers import cut
from calclib.lessons import remember
from calclib.lessons.remember.cells import first_weights, shapes
from calclib.lessons.remember.tasks import adding

HIDDEN, INPUTS, LENGTH, BATCH = 4, 2, 12, 5
MODULES = {"RNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}
ORDERS = {"RNN": [0], "LSTM": [0, 1, 3, 2], "GRU": [0, 1, 2]}  # torch's block k is ours ORDERS[k]


def loss_by_torch(
    cell: str, theta: torch.Tensor, x: torch.Tensor, due: torch.Tensor
) -> torch.Tensor:
    """The mean square error of torch's module with our weights in it."""
    U, W, b, V, d = cut(theta, shapes(cell, INPUTS, HIDDEN))
    order = np.concatenate([np.arange(k * HIDDEN, (k + 1) * HIDDEN) for k in ORDERS[cell]])
    module = MODULES[cell](INPUTS, HIDDEN, batch_first=True, dtype=torch.float64)
    weights = {
        "weight_ih_l0": U[:, order].T,
        "weight_hh_l0": W[:, order].T,
        "bias_ih_l0": b[order],
        "bias_hh_l0": torch.zeros_like(b),
    }
    every_state, _ = torch.func.functional_call(module, weights, (x,))
    said = (every_state[:, -1] @ V + d)[:, 0]
    return ((said - due) ** 2).mean()


def main() -> None:
    """Compute and store."""
    rng = np.random.default_rng(19)
    stored = {}
    for cell in MODULES:
        theta = first_weights(cell, INPUTS, HIDDEN, seed=0)
        theta = theta + 0.1 * rng.normal(size=theta.shape)
        x, due = adding(rng, BATCH, LENGTH)
        point = torch.tensor(theta, requires_grad=True)
        loss = loss_by_torch(cell, point, torch.tensor(x), torch.tensor(due))
        loss.backward()
        found = {
            "theta": theta,
            "x": x,
            "due": due,
            "loss": loss.detach().numpy(),
            "gradient": point.grad.numpy(),
        }
        stored |= {f"{cell} {name}": value for name, value in found.items()}
    np.savez_compressed(Path(remember.__file__).parent / "torch.npz", **stored)


if __name__ == "__main__":
    main()
