"""Lesson 4, what each way to differentiate costs when a loop runs more often."""

from typing import Any, TypeVar

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import Dual, Tensor
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

# What is drawn of `work`.
COUNTED: dict[str, Style] = {
    "formula of f′": {"color": 0, "marker": "square"},
    "dual numbers": {"color": 2, "marker": "triangle"},
    "central difference": {"color": 3, "marker": "cross"},
    "program of f": {"color": 1, "marker": "circle"},
}


class Counted:
    """A number that counts the operations of numbers of its kind.

    value: the number.
    tally: a list that gets one entry for each operation.

    >>> tally = []
    >>> float(Counted(2.0, tally) * 3.0 + 1.0), len(tally)
    (7.0, 2)
    """

    def __init__(self, value: float, tally: list[str]) -> None:
        self.value = value
        self.tally = tally

    def __float__(self) -> float:
        return self.value

    def _note(self, sign: str, value: float) -> "Counted":
        self.tally.append(sign)
        return Counted(value, self.tally)

    def __add__(self, other: "Counted | float") -> "Counted":
        return self._note("+", self.value + float(other))

    def __sub__(self, other: "Counted | float") -> "Counted":
        return self._note("−", self.value - float(other))

    def __rsub__(self, other: float) -> "Counted":
        return self._note("−", other - self.value)

    def __mul__(self, other: "Counted | float") -> "Counted":
        return self._note("·", self.value * float(other))

    __rmul__ = __mul__

    def __truediv__(self, other: "Counted | float") -> "Counted":
        return self._note("/", self.value / float(other))


class CountedDual:
    """The dual number of this lesson, on parts that count: value + slope·δ.

    The rules are those of a sum, a product and their cases with a constant, none of them shorter
    than on paper.
    """

    def __init__(self, value: Counted, slope: Counted) -> None:
        self.value = value
        self.slope = slope

    def __rsub__(self, other: float) -> "CountedDual":
        return CountedDual(other - self.value, 0 - self.slope)

    def __rmul__(self, other: float) -> "CountedDual":
        return CountedDual(other * self.value, other * self.slope)

    def __mul__(self, other: "CountedDual") -> "CountedDual":
        slope = self.slope * other.value + self.value * other.slope
        return CountedDual(self.value * other.value, slope)


# What a program runs on: plain numbers, numbers that autodiff follows, or numbers that count.
Number = TypeVar("Number", float, Array, Dual, Tensor, Counted, CountedDual)


def logistic(x: Number, times: int) -> Number:
    """Apply x ← 4x(1 − x) several times.

    x: a number, an array, or numbers that autodiff follows.
    times: how often.

    >>> logistic(0.5, 1), logistic(0.5, 2)
    (1.0, 0.0)
    """
    for _ in range(times):
        x = 4 * x * (1 - x)
    return x


def work(times: int) -> dict[str, int]:
    """Count operations: of f, and of three ways to its slope at one place.

    times: how often the logistic map is applied.
    Returns the operations of
        formula of f, formula of f′: as they are written; a part that stands twice counts twice;
        program of f: the loop;
        dual numbers: the loop with value and slope in each line;
        central difference: two runs of the loop, and what joins them.
    Source: after table 1 of Baydin et al. 2018, arXiv:1502.05767.

    >>> for name, count in work(2).items():
    ...     print(name, count)
    formula of f 8
    formula of f′ 21
    program of f 6
    dual numbers 16
    central difference 17
    """
    from calclib.derivatives import symbolic
    from calclib.expressions.formulas import expression

    f: Any = expression(lambda x: logistic(x, times))[0]
    slope = symbolic.derivative(f).expression
    run: list[str] = []
    logistic(Counted(0.3, run), times)
    carried: list[str] = []
    logistic(CountedDual(Counted(0.3, carried), Counted(1.0, carried)), times)
    twice: list[str] = []
    x = Counted(0.3, twice)
    h = Counted(1e-5, twice)
    (logistic(x + h, times) - logistic(x - h, times)) / (2 * h)
    return {
        "formula of f": int(f.count_ops()),
        "formula of f′": int(slope.count_ops()),
        "program of f": len(run),
        "dual numbers": len(carried),
        "central difference": len(twice),
    }


def formula_swells(most: int = 6) -> Scene:
    """Let a loop run more often, and count what each way to its derivative costs.

    most: how often at most.

    >>> formula_swells(most=2).axes[0].count
    2
    """
    times = np.arange(1, most + 1)
    counts = [work(n) for n in times.tolist()]
    x = np.linspace(0.0, 1.0, 513)
    now = Varying(times, ("times",))
    growth: list[Mark] = []
    readout = []
    for label, look in COUNTED.items():
        count = Varying([row[label] for row in counts], ("times",))
        growth += [
            line(now, count, color=look["color"], grows=True),
            dots(now, count, **look | {"size": 10, "label": label}),
        ]
        readout.append((f"operations, {label}", count, ",.0f"))
    curves = Varying(np.stack([logistic(x, n) for n in times.tolist()]), ("times",))
    return Scene(
        [Axis("times", times, play=True, duration=5.0)],
        [
            Panel([line(x, curves)], "4x(1 − x), applied again and again", x_label="x"),
            Panel(
                growth,
                "Operations",
                x=(0.5, most + 0.5),
                y=(1.0, 1e4, "log"),
                x_label="times",
            ),
        ],
        alt="A loop applies 4x(1 − x) again and again, and the curve folds. Beside it the "
        "operations that three ways to its derivative take, and those of the loop itself. Notice "
        "which of them grow by the same number each time.",
        readout=readout,
    )
