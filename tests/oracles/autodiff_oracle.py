"""Make tests/data/autodiff_oracle.json: what torch, in float64, says about the same expressions.

    python tests/oracles/autodiff_oracle.py      (needs torch; no test runs it)

expressions: random trees such as ["multiply", "x", ["sin", "y"]] with points, gradients and
Hessians. rows: single functions with arguments and the derivative by each, kinks and ties among
them. maps: functions of a whole array, with a cotangent and the gradient pulled back.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

torch.set_default_dtype(torch.float64)

TARGET = Path(__file__).parent.parent / "data" / "autodiff_oracle.json"
RNG = np.random.default_rng(7)

UNARY: dict[str, Callable[..., Any]] = {
    "absolute": torch.abs,
    "arcsin": torch.asin,
    "arccos": torch.acos,
    "arctan": torch.atan,
    "arcsinh": torch.asinh,
    "arccosh": torch.acosh,
    "arctanh": torch.atanh,
    "ceil": torch.ceil,
    "cos": torch.cos,
    "cosh": torch.cosh,
    "exp": torch.exp,
    "exp2": torch.exp2,
    "expm1": torch.expm1,
    "floor": torch.floor,
    "log": torch.log,
    "log10": torch.log10,
    "log1p": torch.log1p,
    "log2": torch.log2,
    "negative": torch.neg,
    "positive": torch.positive,
    "reciprocal": torch.reciprocal,
    "relu": torch.relu,
    "rint": torch.round,
    "sigmoid": torch.sigmoid,
    "sign": torch.sign,
    "sin": torch.sin,
    "sinh": torch.sinh,
    "softplus": torch.nn.functional.softplus,
    "sqrt": torch.sqrt,
    "square": torch.square,
    "tan": torch.tan,
    "tanh": torch.tanh,
}
BINARY: dict[str, Callable[..., Any]] = {
    "add": torch.add,
    "arctan2": torch.atan2,
    "divide": torch.div,
    "hypot": torch.hypot,
    "logaddexp": torch.logaddexp,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "multiply": torch.mul,
    "power": torch.pow,
    "subtract": torch.sub,
}
KINKS = [
    ("absolute", [0.0]),
    ("relu", [0.0]),
    ("sign", [0.0]),
    ("maximum", [1.5, 1.5]),
    ("minimum", [1.5, 1.5]),
    ("power", [0.0, 2.0]),
    ("power", [0.0, 1.0]),
    ("power", [0.0, 0.0]),
]
MAPS: dict[str, Callable[..., Any]] = {
    "softmax": lambda x: torch.softmax(x, -1),
    "logsumexp": lambda x: torch.logsumexp(x, -1),
    "max": lambda x: torch.amax(x, -1),
    "min": lambda x: torch.amin(x, -1),
    "mean": lambda x: x.mean(-1),
    "sum": lambda x: x.sum(-1),
    "var": lambda x: x.var(-1, unbiased=False),
    "std": lambda x: x.std(-1, unbiased=False),
}


def tree(depth: int) -> Any:
    if depth == 0 or RNG.random() < 0.1:
        return str(RNG.choice(["x", "y", "z"])) if RNG.random() < 0.8 else round(RNG.normal(), 2)
    if RNG.random() < 0.5:
        return [str(RNG.choice(list(UNARY))), tree(depth - 1)]
    return [str(RNG.choice(list(BINARY))), tree(depth - 1), tree(depth - 1)]


def evaluate(node: Any, variables: dict[str, Any], sizes: list[float]) -> Any:
    """Compute a tree in torch, noting how large the values on the way become."""
    if isinstance(node, str):
        return variables[node]
    if isinstance(node, float):
        return torch.tensor(node)
    inputs = [evaluate(child, variables, sizes) for child in node[1:]]
    value = (UNARY | BINARY)[node[0]](*inputs)
    sizes.append(abs(float(value.detach())))
    return value


def sample(node: Any) -> dict[str, Any] | None:
    """Return one point with gradient and Hessian, or None where the comparison means little."""
    point, sizes = torch.tensor(RNG.uniform(-2, 2, size=3)), [1.0]

    def f(p: torch.Tensor) -> torch.Tensor:
        return evaluate(node, dict(zip("xyz", p, strict=True)), sizes)

    gradient = torch.autograd.functional.jacobian(f, point)
    hessian = torch.autograd.functional.hessian(f, point)
    sizes += [float(gradient.abs().max()), float(hessian.abs().max())]
    if not (np.isfinite(sizes).all() and max(sizes) < 1e3 and min(s for s in sizes if s) > 1e-3):
        return None
    return {"at": point.tolist(), "gradient": gradient.tolist(), "hessian": hessian.tolist()}


def expressions(count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < count:
        node = tree(4)
        if isinstance(node, list) and len(json.dumps(node)) > 40:
            try:
                samples = [s for s in (sample(node) for _ in range(4)) if s][:2]
            except RuntimeError:  # a tree without variables has no gradient
                continue
            if len(samples) == 2 and np.any(samples[0]["gradient"]):
                found.append({"tree": node, "samples": samples})
    return found


def row(name: str, values: list[float]) -> dict[str, Any]:
    inputs = [torch.tensor(v, requires_grad=True) for v in values]
    (UNARY | BINARY)[name](*inputs).backward()
    return {"name": name, "at": values, "partials": [float(x.grad) for x in inputs]}


def rows() -> list[dict[str, Any]]:
    found = [row(name, values) for name, values in KINKS]
    for name in UNARY | BINARY:
        kept = 0
        while kept < 4:
            made = row(name, [round(v, 3) for v in RNG.uniform(-2.5, 2.5, 1 + (name in BINARY))])
            if np.isfinite(made["partials"]).all():
                found.append(made)
                kept += 1
    return found


def maps() -> list[dict[str, Any]]:
    found = []
    for name, function in MAPS.items():
        x = torch.tensor(RNG.normal(size=(3, 4)).round(1), requires_grad=True)
        out = function(x)
        weights = torch.tensor(RNG.normal(size=tuple(out.shape)))
        out.backward(weights)
        found.append({"name": name, "at": x.tolist(), "weights": weights.tolist()})
        found[-1]["gradient"] = x.grad.tolist()
    return found


if __name__ == "__main__":
    record = {"expressions": expressions(220), "rows": rows(), "maps": maps()}
    TARGET.write_text(json.dumps(record, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e3:.0f} kB")
