"""Time training steps of small networks: calclib against torch, in one run.

    PYTHONPATH=. python tests/benchmarks/autodiff.py

Needs torch for the ratios; without it prints calclib's times alone. Each model is written once in
plain NumPy on Tensor and once in torch with its fused functions. A step is loss, gradient and one
step of plain gradient descent (torch.optim.SGD there). Both use one thread.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from calclib.derivatives.autodiff import Tensor, logsumexp, relu, sigmoid, softmax

try:
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)
except ImportError:
    torch = None

RATE = 0.01
RNG = np.random.default_rng(7)


def normal(*shape: int) -> np.ndarray:
    return RNG.normal(size=shape) / np.sqrt(shape[0])


def moons() -> tuple[list[np.ndarray], Callable, Callable]:
    """2-16-16-1 with tanh and the logistic loss on all 400 points."""
    x, y = RNG.normal(size=(400, 2)), RNG.choice([-1.0, 1.0], size=(400, 1))
    weights = [normal(2, 16), normal(16), normal(16, 16), normal(16), normal(16, 1), normal(1)]

    def ours(a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
        hidden = np.tanh(np.tanh(x @ a + b) @ c + d)
        return np.logaddexp(0, -y * (hidden @ e + f)).mean()

    def theirs(a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
        tx, ty = torch.as_tensor(x, dtype=a.dtype), torch.as_tensor(y, dtype=a.dtype)
        hidden = torch.tanh(torch.tanh(tx @ a + b) @ c + d)
        return functional.softplus(-ty * (hidden @ e + f)).mean()

    return weights, ours, theirs


def digits() -> tuple[list[np.ndarray], Callable, Callable]:
    """64-64-10 with relu and cross-entropy on minibatches of 64."""
    x, y = RNG.uniform(size=(64, 64)), RNG.integers(10, size=64)
    weights = [normal(64, 64), normal(64), normal(64, 10), normal(10)]

    def ours(a: Any, b: Any, c: Any, d: Any) -> Any:
        scores = relu(x.astype(a.dtype) @ a + b) @ c + d
        return (logsumexp(scores) - scores[np.arange(64), y]).mean()

    def theirs(a: Any, b: Any, c: Any, d: Any) -> Any:
        scores = functional.relu(torch.as_tensor(x, dtype=a.dtype) @ a + b) @ c + d
        return functional.cross_entropy(scores, torch.as_tensor(y))

    return weights, ours, theirs


def transformer() -> tuple[list[np.ndarray], Callable, Callable]:
    """One block, batch 32, 16 tokens, width 32, 4 heads: attention and MLP, pre-normalised."""
    batch, length, width, heads = 32, 16, 32, 4
    x, y = RNG.normal(size=(batch, length, width)), RNG.integers(27, size=(batch, length))
    mask = np.triu(np.full((length, length), -1e9), 1)
    shapes = [(width, 3 * width), (width, width), (width, 128), (128, width), (width, 27)]
    weights = [normal(*shape) for shape in shapes]
    place = (np.arange(batch)[:, None], np.arange(length), y)

    def normalise(x: Any) -> Any:
        offset = x - x.mean(-1, keepdims=True)
        return offset / np.sqrt(np.square(offset).mean(-1, keepdims=True) + 1e-5)

    def split(x: Any) -> Any:
        return x.reshape(batch, length, 3, heads, width // heads)

    def ours(qkv: Any, mix: Any, up: Any, down: Any, out: Any) -> Any:
        here = x.astype(qkv.dtype)
        q, k, v = split(normalise(here) @ qkv).transpose(2, 0, 3, 1, 4)
        weights = softmax(q @ k.swapaxes(-1, -2) / (width / heads) ** 0.5 + mask.astype(q.dtype))
        attended = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, length, width)
        here = here + attended @ mix
        here = here + relu(normalise(here) @ up) @ down
        scores = here @ out
        return (logsumexp(scores) - scores[place]).mean()

    def theirs(qkv: Any, mix: Any, up: Any, down: Any, out: Any) -> Any:
        here = torch.as_tensor(x, dtype=qkv.dtype)
        q, k, v = split(functional.layer_norm(here, (width,)) @ qkv).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / (width / heads) ** 0.5
        weights = functional.softmax(scores + torch.as_tensor(mask, dtype=q.dtype), -1)
        attended = (weights @ v).permute(0, 2, 1, 3).reshape(batch, length, width)
        here = here + attended @ mix
        here = here + functional.relu(functional.layer_norm(here, (width,)) @ up) @ down
        return functional.cross_entropy(
            (here @ out).reshape(-1, 27), torch.as_tensor(y).reshape(-1)
        )

    return weights, ours, theirs


def recurrent() -> tuple[list[np.ndarray], Callable, Callable]:
    """A tanh network of width 32 unrolled over 50 steps, batch 32."""
    x, y = RNG.normal(size=(50, 32, 1)), RNG.normal(size=(32, 1))
    weights = [normal(1, 32), normal(32, 32), normal(32), normal(32, 1)]

    def network(tanh: Callable, x: Any, y: Any, h: Any, weights: Any) -> Any:
        a, b, c, d = weights
        for step in x:
            h = tanh(step @ a + h @ b + c)
        return ((h @ d - y) ** 2).mean()

    def ours(*weights: Any) -> Any:
        dtype = weights[0].dtype
        h = np.zeros((32, 32), dtype)
        return network(np.tanh, x.astype(dtype), y.astype(dtype), h, weights)

    def theirs(*weights: Any) -> Any:
        dtype = weights[0].dtype
        tx, ty = torch.as_tensor(x, dtype=dtype), torch.as_tensor(y, dtype=dtype)
        return network(torch.tanh, tx, ty, torch.zeros((32, 32), dtype=dtype), weights)

    return weights, ours, theirs


def fastest(steps: list[Callable[[], Any]], repeats: int = 200) -> list[float]:
    """Return each step's best time in ms; the steps take turns, so that a busy moment hits all."""
    best = [np.inf] * len(steps)
    for _ in range(repeats):
        for i, step in enumerate(steps):
            start = time.perf_counter()
            step()
            best[i] = min(best[i], 1e3 * (time.perf_counter() - start))
    return best


def parts() -> str:
    """The sigmoid beside tanh on 12,288 numbers, and np.take back beside a one-hot product."""
    numbers = RNG.normal(size=12288)
    table, index = Tensor(normal(27, 32)), RNG.integers(27, size=512)
    rows, seed = np.eye(27)[index], np.ones((512, 32))
    steps: list[Callable[[], Any]] = [
        lambda: sigmoid(numbers),
        lambda: np.tanh(numbers),
        lambda: np.take(table, index, axis=0).backward(seed),
        lambda: (rows @ table).backward(seed),
    ]
    names = ("sigmoid", "tanh", "take", "one-hot")
    return ", ".join(f"{name} {ms:.3f} ms" for name, ms in zip(names, fastest(steps), strict=True))


def compare(model: Callable[[], tuple[list[np.ndarray], Callable, Callable]], dtype: str) -> str:
    arrays, ours, theirs = model()
    leaves = [Tensor(a.astype(dtype)) for a in arrays]

    def step() -> None:
        ours(*leaves).backward(keep=False)
        for leaf in leaves:
            leaf.data -= RATE * leaf.grad

    if torch is None:
        return f"calclib {fastest([step])[0]:7.3f} ms"
    inputs = [torch.tensor(a.astype(dtype), requires_grad=True) for a in arrays]
    optimizer = torch.optim.SGD(inputs, lr=RATE)

    def torch_step() -> None:
        optimizer.zero_grad()
        theirs(*inputs).backward()
        optimizer.step()

    mine, torchs = fastest([step, torch_step])
    pairs = zip(leaves, inputs, strict=True)
    gap = max(np.abs(a.data - b.detach().numpy()).max() for a, b in pairs)
    ratio = f"ratio {mine / torchs:.2f}, weights differ by {gap:.0e}"
    return f"calclib {mine:7.3f} ms  torch {torchs:7.3f} ms  {ratio}"


if __name__ == "__main__":
    print(parts())
    for model in (moons, digits, transformer, recurrent):
        for dtype in ("float64", "float32"):
            print(f"{model.__name__:12} {dtype}  {compare(model, dtype)}")
