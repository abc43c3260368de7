"""Write tests/data/attend_oracle.json: the transformer of lesson 20, trained by torch.

    pip install torch==2.13.0 numpy && PYTHONPATH=. python tests/oracles/attend_oracle.py

Torch is in no group of the project: this file is run by hand, and what it wrote is stored. Starting
weights and batches are calclib's, cut and drawn by it; the model, its slopes and Adam are torch's.
"""

import json
from pathlib import Path

import numpy as np
import torch

from calclib.learn.layers import cut
from calclib.lessons.attend.letters import PLACES, SYMBOLS, split
from calclib.lessons.attend.transformer import (
    BATCH,
    HEAD_WIDTH,
    HEADS,
    LATER,
    RATE,
    SHAPES,
    WIDTH,
    start,
)

TARGET = Path(__file__).parents[1] / "data" / "attend_oracle.json"
STEPS = 60


def scores(theta: torch.Tensor, read: torch.Tensor) -> torch.Tensor:
    """The scores of the next symbol, by torch's own layers."""
    E, P, g1, s1, QKV, out, g2, s2, W1, b1, W2, b2, g3, s3, U = cut(theta, SHAPES)

    def norm(x: torch.Tensor, gain: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.layer_norm(x, (WIDTH,), gain, shift)

    count = len(read)
    x = torch.nn.functional.embedding(read, E) + P
    together = (norm(x, g1, s1) @ QKV).reshape(count, PLACES, 3, HEADS, HEAD_WIDTH)
    q, k, v = together.permute(2, 0, 3, 1, 4)
    found = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=torch.tensor(LATER))
    x = x + found.permute(0, 2, 1, 3).reshape(count, PLACES, WIDTH) @ out
    x = x + torch.relu(norm(x, g2, s2) @ W1 + b1) @ W2 + b2
    return norm(x, g3, s3) @ U


def train() -> tuple[list[float], list[float]]:
    """Sixty steps of torch's Adam: each step's loss, and the first slope."""
    theta = torch.tensor(start(0), requires_grad=True)
    rule = torch.optim.Adam([theta], lr=RATE)
    training = split().training
    rng = np.random.default_rng(0)
    losses, first = [], []
    for _ in range(STEPS):
        texts = training.pick(rng.integers(0, len(training.read), BATCH))
        flat = scores(theta, torch.tensor(texts.read)).reshape(-1, SYMBOLS)
        following = torch.tensor(texts.following).reshape(-1)
        cost = torch.nn.functional.cross_entropy(flat, following, reduction="none")
        real = torch.tensor(texts.real)
        loss = (cost.reshape(real.shape) * real).sum() / real.sum()
        rule.zero_grad()
        loss.backward()
        if not first:
            first = theta.grad[::16].tolist()
        rule.step()
        losses.append(loss.item())
    return losses, first


def one_query() -> dict[str, list[float]]:
    """The look-up of the lesson's build cell, and the slope of its sum by the query."""
    query = torch.tensor([[1.0, 2.0]], requires_grad=True)
    keys = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]])
    values = torch.tensor([[1.0, 0.0], [2.0, 1.0], [4.0, -1.0]])
    found = torch.nn.functional.scaled_dot_product_attention(query, keys, values)
    found.sum().backward()
    return {"found": found[0].tolist(), "slope": query.grad[0].tolist()}


def main() -> None:
    """Train, look up once, and store."""
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    losses, first = train()
    stored = {
        "torch": torch.__version__,
        "losses": losses,
        "every 16th of the first slope": first,
        "one query": one_query(),
    }
    TARGET.write_text(json.dumps(stored), encoding="utf-8")


if __name__ == "__main__":
    main()
