"""Where an answer is tried: points drawn inside a domain, and how each place is named."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from calclib.arrays import Array

Limits: TypeAlias = tuple[float, float]
Domain: TypeAlias = Limits | Mapping[str, Limits]
# Points of several sizes: a formula may live only beyond 5, or only within 1, or bend at 100.
SIZES = np.repeat([0.5, 3.0, 0.1, 30.0, 1000.0], [20, 20, 10, 15, 15])[:, None]
NEAR = 40  # places that are near, and places that are far, at most
FAR = 20.0  # beyond it e^x and its powers may overflow
SHORT = 30  # characters of an argument that are shown


def sample(names: Sequence[str], sizes: Array, domain: Domain) -> Array:
    """Draw points (k, d) of these sizes (k, 1) inside a domain, the same ones each time.

    domain: (low, high) for all variables, or for each by name; either end may be infinite.

    >>> drawn = sample(("x", "y"), np.full((9, 1), 5.0), {"x": (0, np.inf)})
    >>> drawn.shape, bool((drawn[:, 0] >= 0).all()), bool((drawn[:, 1] >= 0).all())
    ((9, 2), True, False)
    """
    low, high = np.array(limits_of(names, domain), dtype=float).reshape(-1, 2).T
    rng = np.random.default_rng(0)
    free = rng.normal(size=(len(sizes), len(names))) * sizes
    with np.errstate(invalid="ignore"):
        between = low + (high - low) * rng.uniform(size=free.shape)
    one_sided = np.where(np.isfinite(low), low + np.abs(free), high - np.abs(free))
    ends = np.isfinite(low).astype(int) + np.isfinite(high)
    chosen: Array
    chosen = np.select([ends == 2, ends == 1], [between, one_sided], free).round(3)
    return chosen


def inside(points: Array, names: Sequence[str], domain: Domain) -> Array:
    """Those of some points (k, m) whose first coordinates, named, lie within a domain; each once.

    >>> inside(np.array([[0.0], [0.5], [0.5], [2.0]]), ["x"], (0, 1))
    array([[0.5]])
    """
    low, high = np.array(limits_of(names, domain), dtype=float).reshape(-1, 2).T
    named = points[:, : len(names)]
    kept = points[((low < named) & (named < high)).all(axis=1)]
    _, first = np.unique(kept, axis=0, return_index=True)
    return np.asarray(kept[np.sort(first)])


def limits_of(names: Sequence[str], domain: Domain) -> list[Limits]:
    """The limits of each variable in a domain.

    >>> limits_of(("x", "y"), {"x": (0, 1)})
    [(0, 1), (-inf, inf)]
    """
    everywhere = (-np.inf, np.inf)
    return [domain.get(n, everywhere) if isinstance(domain, Mapping) else domain for n in names]


def labels(names: Sequence[str], points: Iterable[Iterable[object]]) -> list[str]:
    """Name each place by its arguments, and by the number of the call where those read alike.

    >>> labels(("x", "y"), [(0.126, -0.132)])
    ['At x = 0.126, y = -0.132']
    >>> labels(["X"], [(np.zeros((12, 3)),), (np.ones((12, 3)),)])
    ['In call 1, at X of shape (12, 3)', 'In call 2, at X of shape (12, 3)']
    """
    listed = [", ".join(map(argument, names, row)) for row in points]
    if len(set(listed)) == len(listed):
        return [f"At {arguments}" for arguments in listed]
    return [f"In call {k}, at {arguments}" for k, arguments in enumerate(listed, start=1)]


def argument(name: str, value: object) -> str:
    """An argument in a few words: its value, or its shape if it is a long array.

    >>> argument("x", np.array([1.0, 2.0])), argument("f", np.sin)
    ('x = [1. 2.]', 'f = sin')
    """
    if isinstance(value, np.ndarray) and (value.ndim > 1 or len(str(value)) > SHORT):
        return f"{name} of shape {value.shape}"
    if isinstance(value, float):
        return f"{name} = {value:.7g}"
    return f"{name} = {getattr(value, '__name__', value)!s:.{SHORT}}"
