"""Slopes and products with the Hessian of lesson 22's net, by torch 2.13.0, in double precision.

python tests/oracles/look_oracle.py     # in an environment with torch and calclib on its path

Writes tests/data/look_oracle.npz: a point θ and a vector v (1210,), and for ReLU and tanh the loss
over the 1,287 training digits, its gradient and its Hessian times v.
"""

from pathlib import Path

import numpy as np
import torch

from calclib.learn.data import new_hands
from calclib.lessons.look_around.networks import SHAPES, SIZE, pixels_of

FILE = Path(__file__).parents[1] / "data" / "look_oracle.npz"
SQUASH = {"relu": torch.relu, "tanh": torch.tanh}


def main() -> None:
    """Compute and store."""
    rng = np.random.default_rng(22)
    theta = 0.3 * rng.normal(size=SIZE)
    v = rng.normal(size=SIZE)
    pixels, labels = (torch.tensor(part) for part in pixels_of(new_hands().train))
    kept = {"theta": theta, "v": v}
    for name, squash in SQUASH.items():

        def loss(at, squash=squash):
            sizes = [int(np.prod(shape)) for shape in SHAPES]
            W, b, U, c = (
                part.reshape(shape) for part, shape in zip(at.split(sizes), SHAPES, strict=True)
            )
            scores = squash(pixels @ W + b) @ U + c
            return torch.nn.functional.cross_entropy(scores, labels)

        point = torch.tensor(theta, requires_grad=True)
        value = loss(point)
        (gradient,) = torch.autograd.grad(value, point, create_graph=True)
        (product,) = torch.autograd.grad(gradient @ torch.tensor(v), point)
        kept[f"{name} loss"] = value.detach().numpy()
        kept[f"{name} gradient"] = gradient.detach().numpy()
        kept[f"{name} product"] = product.numpy()
    np.savez_compressed(FILE, **kept)


if __name__ == "__main__":
    main()
