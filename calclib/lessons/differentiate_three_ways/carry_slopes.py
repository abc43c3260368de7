"""Lesson 4, two ways to differentiate without a step: numbers that carry slopes, and formulas."""

from typing import Any, TypeVar

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import Dual, Tensor
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, dots, line, text, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

# What a program runs on: plain numbers, or numbers that autodiff follows.
Number = TypeVar("Number", float, Array, Dual, Tensor)

PROGRAM = ("x", "a = x·x", "b = sin a", "c = 2 + b", "y = x / c")
COUNTED: dict[str, Style] = {
    "formula of f": {"color": 1, "marker": "circle"},
    "formula of f′": {"color": 0, "marker": "square"},
    "autodiff": {"color": 2, "marker": "triangle"},
}


def program(x: Number) -> tuple[Number, ...]:
    """Run y = x / (2 + sin x²) line by line, and return what every line holds: x, a, b, c, y.

    x: numbers, or a Dual to carry slopes along.

    >>> program(Dual(0.0, 1.0))[-1]
    Dual(0.0, 0.5)
    """
    a = x * x
    b = np.sin(a)
    c = 2 + b
    y = x / c
    return x, a, b, c, y


def dual_program() -> Scene:
    """Run a program on dual numbers: each line turns values and slopes into a value and a slope.

    >>> [axis.count for axis in dual_program().axes]
    [5, 41]
    """
    grid = np.linspace(-2.0, 2.0, 41)
    names = ("line", "x")
    held = [out if isinstance(out, Dual) else Dual(out) for out in program(Dual(grid, 1.0))]
    value, slope = (
        Varying(np.stack([getattr(out, part) for out in held]), names)
        for part in ("data", "tangent")
    )
    at = np.arange(1, len(held) + 1)
    return Scene(
        [Axis("line", at, play=True, duration=5.0, labels=PROGRAM), Axis("x", grid, first=5)],
        [_lines_panel(value, slope), _graph_panel(grid, value, slope)],
        alt="Five lines of a program, run one after the other. Each holds a value and a slope, and "
        "the slope is always that of the tangent to the line's graph, without any step h.",
        readout=[("value", value, ".4f"), ("slope", slope, ".4f")],
    )


def _lines_panel(value: Varying, slope: Varying) -> Panel:
    """The value and the slope that each line of the program holds, once it has run."""
    count = len(PROGRAM)
    at = np.arange(1, count + 1)
    reached = np.where(np.tri(count, dtype=bool), 1.0, np.nan)[:, None, :]  # not run yet: not shown
    shown = (held.map(lambda lines: lines.T * reached) for held in (value, slope))
    looks: tuple[Style, ...] = (
        {"size": 14, "color": 0, "label": "value"},
        {"size": 11, "color": 1, "label": "slope", "marker": "square"},
    )
    return Panel(
        [
            *(text(k, 4.9, words, size=12) for k, words in enumerate(PROGRAM, start=1)),
            line([0.5, count + 0.5], [0, 0], color="muted", width=1),
            *(dots(at, held, **look) for held, look in zip(shown, looks, strict=True)),
        ],
        "What each line holds",
        x=(0.5, count + 0.5),
        y=(-4.6, 5.4),
        x_label="line of the program",
    )


def _graph_panel(grid: Array, value: Varying, slope: Varying) -> Panel:
    """The present line as a function of x, and the tangent that its slope draws."""
    wide = np.linspace(-2.2, 2.2, 221)
    reach = np.array([-0.6, 0.6])
    touching = Varying(value.values[..., None] + slope.values[..., None] * reach, value.axes)
    across = Varying(grid[:, None] + reach, ("x",))
    graph = Varying(np.stack(program(wide)), ("line",))
    return Panel(
        [
            line(wide, graph, color=0, label="this line's value"),
            line(across, touching, color=1, width=3, label="its slope at x"),
            dots(Varying(grid, ("x",)), value, color=0, size=10),
        ],
        "The line as a function of x",
        x_label="x",
        y=(-4.6, 5.4),
    )


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
    """Count operations: of the formula for f, of that for f′, and of f run by autodiff.

    times: how often the logistic map is applied.
    A formula is counted as it is written: a part that stands there twice counts twice.
    Source: after table 1 of Baydin et al. 2018, arXiv:1502.05767.

    >>> work(2)
    {'formula of f': 8, 'formula of f′': 21, 'autodiff': 6}
    """
    from calclib.derivatives import symbolic
    from calclib.expressions.formulas import expression

    f: Any = expression(lambda x: logistic(x, times))[0]
    slope = symbolic.derivative(f).expression
    operations = [node for node in logistic(Tensor(0.3), times).graph() if node.operation]
    return {
        "formula of f": int(f.count_ops()),
        "formula of f′": int(slope.count_ops()),
        "autodiff": len(operations),
    }


def formula_swells(most: int = 6) -> Scene:
    """Let a loop run more often: its formula doubles each time, its program grows by one line.

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
            trail(now, count, color=look["color"]),
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
        alt="A loop applies 4x(1 − x) again and again, and the curve folds. The formula of its "
        "derivative grows from 2 operations to two thousand, while autodiff runs 3 more a time.",
        readout=readout,
    )
