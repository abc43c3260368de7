"""Lesson 8: each question with right answers, and wrong ones with what each is told."""

from typing import Any

import numpy as np
import sympy as sp

from calclib.derivatives.autodiff import sigmoid

dy, dz, w = sp.symbols("dy dz w", real=True)


class Learner:
    """Reverse mode as a learner writes it; the slips below change one piece of it each."""

    def __init__(self, data: float, parents: Any = (), slopes: Any = ()) -> None:
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other: Any) -> Any:
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: Any) -> Any:
        return type(self)(self.data * other.data, (self, other), self.factors(other))

    def sigmoid(self) -> Any:
        return type(self)(float(sigmoid(self.data)), (self,), (self.steepness(),))

    def factors(self, other: Any) -> Any:
        return other.data, self.data

    def steepness(self) -> float:
        s = float(sigmoid(self.data))
        return s * (1 - s)

    def made_from(self, found: list[Any]) -> list[Any]:
        if self not in found:
            for parent in self.parents:
                parent.made_from(found)
            found.append(self)
        return found

    def backward(self) -> None:
        order = self.made_from([])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes, strict=True):
                self.pass_on(value, parent, slope)

    def pass_on(self, value: Any, parent: Any, slope: float) -> None:
        parent.grad += slope * value.grad


class Longer(Learner):
    def pass_on(self, value: Any, parent: Any, slope: float) -> None:
        parent.grad = parent.grad + value.grad * slope


class Paths(Learner):
    """Sums over paths, without an order: right, and slow."""

    def backward(self) -> None:
        for value in self.made_from([]):
            value.grad = 0.0
        self.send(1.0)

    def send(self, slope: float) -> None:
        self.grad += slope
        for parent, local in zip(self.parents, self.slopes, strict=True):
            parent.send(local * slope)


class Exchanged(Learner):
    def factors(self, other: Any) -> Any:
        return self.data, other.data


class ValueForSlope(Learner):
    def steepness(self) -> float:
        return float(sigmoid(self.data))


class AtTheInput(Learner):
    def steepness(self) -> float:
        return self.data * (1 - self.data)


class Unchanged(Learner):
    def pass_on(self, value: Any, parent: Any, slope: float) -> None:
        parent.grad += value.grad


class LocalOnly(Learner):
    def pass_on(self, value: Any, parent: Any, slope: float) -> None:
        parent.grad += slope


class Replacing(Learner):
    def pass_on(self, value: Any, parent: Any, slope: float) -> None:
        parent.grad = slope * value.grad


class NeverReset(Learner):
    def backward(self) -> None:
        self.grad = 1.0
        for value in reversed(self.made_from([])):
            for parent, slope in zip(value.parents, value.slopes, strict=True):
                self.pass_on(value, parent, slope)


class ValueOfOne(Learner):
    def __add__(self, other: Any) -> Any:
        return type(self)(self.data, (self, other), (1.0, 1.0))


class Blank(Learner):
    def pass_on(self, value: Any, parent: Any, slope: float) -> None:
        parent.grad += slope * ...  # type: ignore[operator]


def by_loop(values: Any, arrives: Any) -> Any:
    result = np.zeros(len(values))
    for k in range(len(values)):
        result[k] = arrives
        for j, factor in enumerate(values):
            result[k] *= factor if j != k else 1
    return result


TABLE = {
    "saturated": (
        ["about −0.004", 3],
        [(1, "it is a factor"), (2, "the sigmoid is flat")],
    ),
    "two_wheels": (
        ["6 times", 3],
        [("3 times", "u turns twice"), ("5 times", "not added")],
    ),
    "read_twice": (["6", 2], [("3", "the two slopes add"), ("9", "3 + 3")]),
    "fewest_edges": (
        ["backward, output by output", 3],
        [("path by path", "one sweep back"), (2, "crosses each edge once")],
    ),
    "own_slopes": (
        ["all 120", 3],
        [("about 60", "bend the border enough"), (2, "one sweep back")],
    ),
    "starved": (
        ["less than a millionth of a millionth", 3],
        [(1, "at most 1/4"), (2, "9.1e-13")],
    ),
    "from_zero": (["it never moves", 3], [(1, "factor of zero"), (2, "factor of zero")]),
    "built": (
        [Learner, Longer, Paths],
        [
            (Exchanged, "the other factor"),
            (ValueForSlope, "not its slope"),
            (AtTheInput, "not at self.data"),
            (Unchanged, "passed on unchanged"),
            (LocalOnly, "what arrives, value.grad"),
            (Replacing, "readings is lost"),
            (NeverReset, "slopes of the first walk"),
            (ValueOfOne, "a sigmoid of a sum"),
            (complex, "no attribute"),
        ],
    ),
    "by_hand": (
        [[24, 8, 16], "24, 8, 16", np.array([24.0, 8.0, 16.0])],
        [
            ([12, 4, 8], "factor 2"),
            ([8, 8, 8], "what arrives at z"),
            ([16, 8, 24], "exchanged"),
            ([3, 1, 2], "local derivatives of z"),
        ],
    ),
    "product": (
        [
            by_loop,
            lambda v, g: g * np.array([np.prod(np.delete(v, k)) for k in range(len(v))]),
            lambda v, g: [g * np.prod(v[:k]) * np.prod(v[k + 1 :]) for k in range(len(v))],
        ],
        [
            (lambda v, g: g * np.prod(v) / v, "divides 0 by 0"),
            (lambda v, g: by_loop(v, 1.0), "× what arrives"),
            (lambda v, g: g * v, "product of the others"),
            (lambda v, g: np.full(3, g * np.prod(v)), "leave out the factor"),
        ],
    ),
    "lost_path": (
        ["w dz + dy", "dy + dz*w", dz * w + dy],
        [
            ("w dz", "what the program has"),
            ("dy", "past the neuron"),
            ("dz + dy", "z by x is missing"),
            ("w dz dy", "Two paths add"),
        ],
    ),
    "multiplications": (
        [[12800, 213248], "12800, 213248", np.array([12_800, 213_248])],
        [
            ([213248, 12800], "exchanged"),
            ([256, 200704], "Add the second"),
            ([12544, 12544], "Add the first"),
        ],
    ),
    "ten_layers": (
        [32, "2^5", "sqrt(2)^10", 32.0],
        [
            (1024, "its root"),
            (2, "in one layer"),
            (2**0.5, "Ten of them"),
            (20, "do not add"),
            (4**10, "½, not 1"),
            (1, "the gain √2"),
            (1 / 32, "grows"),
        ],
    ),
    "paths": (
        [[4096, 544], "16^3, 544", (4096.0, 544.0)],
        [([48, 544], "multiply"), ([65536, 544], "three choices"), ([4096, 528], "output too")],
    ),
}
