"""Lesson 4, any function run on a dual number: one line a step, value + slope·δ in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import SupportsFloat

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import Dual, Tensor
from calclib.functions.function import Function
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, area, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PLACES = np.linspace(-2.0, 2.0, 41)
LETTERS = "abcdghijkl"  # the names of lines; e and f mean other things here
BETWEEN = {"add": "+", "subtract": "−", "multiply": "·", "divide": "/", "power": "^"}
BEFORE = {"negative": "−", "log": "ln "}
HEADING = "value + slope · δ"


@dataclass(frozen=True, eq=False)
class Line:
    """One line of a program that has run.

    words: what it says, such as "a = x · x".
    held: the dual number that it holds, over all places.
    """

    words: str
    held: Dual


@np.errstate(all="ignore")
def trace(f: str, x: Array) -> list[Line]:
    """Run a formula line by line on x + 1δ.

    f: text in x.
    x: the places.
    Returns the line "x" and then one for each operation; the last one holds f and f′.
    Raises ValueError where f computes nothing, or takes more lines than there are letters.

    >>> [(line.words, float(line.held.tangent)) for line in trace("x sin x", np.array(0.0))]
    [('x = x', 1.0), ('a = sin x', 1.0), ('y = x · a', 0.0)]
    """
    given = Tensor(x)
    out = Function(f, variables=("x",))(given)
    if not isinstance(out, Tensor) or not out.args:
        raise ValueError(f"{f} computes nothing; type a formula such as x/(2 + sin(x^2)).")
    nodes = out.ancestors()
    if len(nodes) - 2 > len(LETTERS):
        raise ValueError(
            f"{f} takes {len(nodes) - 1} lines, and the table has room for {len(LETTERS) + 1}; "
            "type a shorter formula."
        )
    letters = iter(LETTERS)
    held: dict[int, Dual] = {id(given): Dual(x, np.ones_like(x))}
    names: dict[int, str] = {id(given): "x"}
    lines = [Line("x = x", held[id(given)])]
    for node in nodes:
        if node is given:
            continue
        args = [held[id(arg)] if isinstance(arg, Tensor) else arg for arg in node.args]
        held[id(node)] = Dual.apply(node.function, args, node.options)
        parts = [names[id(arg)] if isinstance(arg, Tensor) else _number(arg) for arg in node.args]
        names[id(node)] = "y" if node is out else next(letters)
        words = f"{names[id(node)]} = {_operation(node.function.__name__, parts)}"
        lines.append(Line(words, held[id(node)]))
    return lines


def _number(arg: object) -> str:
    """A constant, as short as it can be read."""
    return f"{float(arg):.4g}" if isinstance(arg, SupportsFloat) else str(arg)


def _operation(name: str, parts: Sequence[str]) -> str:
    """An operation as it is written on paper."""
    if name in BETWEEN:
        return f" {BETWEEN[name]} ".join(parts)
    return BEFORE.get(name, f"{name} ") + ", ".join(parts)


def dual_trace(f: str = "x/(2 + sin(x^2))") -> Scene:
    """Run f on dual numbers: a table with value + slope·δ of each line, and the line as a graph.

    f: text in x.
    Raises ValueError where f computes nothing or takes too many lines.

    >>> [axis.count for axis in dual_trace("x sin x").axes]
    [3, 41]
    """
    lines = trace(f, PLACES)
    names = ("line", "x")
    value = Varying(np.stack([_finite(one.held.data) for one in lines]), names)
    slope = Varying(np.stack([_finite(one.held.tangent) for one in lines]), names)
    return Scene(
        [
            Axis(
                "line",
                np.arange(1, len(lines) + 1),
                play=True,
                duration=1.2 * len(lines),
                labels=[one.words for one in lines],
            ),
            Axis("x", PLACES, first=5),
        ],
        [_table(lines), _graph_panel(f, value, slope)],
        alt=f"A table of the lines of {f}. Each line, when it has run, holds a value and a slope "
        "that multiplies δ; on the right the same line is drawn as a function of x. Notice that "
        "the slope in the table is the one of the tangent.",
        readout=[("value", value, ".4f"), ("slope", slope, ".4f")],
        still={"line": len(lines) - 1},
    )


def _finite(numbers: Array, places: Array = PLACES) -> Array:
    """Numbers at each place; a gap where they are not finite."""
    everywhere = np.broadcast_to(numbers, places.shape)
    return np.where(np.isfinite(everywhere), everywhere, np.nan)


def _table(lines: Sequence[Line]) -> Panel:
    """Words, value and slope of each line that has run, with a band behind the present one."""
    count = len(lines)
    rows = 1 - (np.arange(count) + 1.5) / (count + 1.0)
    reached = np.tri(count, dtype=bool)
    half = 0.45 / (count + 1)
    size = 14 if count < 9 else 12
    marks: list[Mark] = [
        area(
            [0.0, 1.0],
            Varying(np.repeat(rows[:, None] + half, 2, axis=1), "line"),
            Varying(np.repeat(rows[:, None] - half, 2, axis=1), "line"),
            color=4,
        ),
        text(0.97, 1 - 0.5 / (count + 1.0), HEADING, anchor="end", size=size),
    ]
    for k, one in enumerate(lines):
        height = Varying(np.where(reached[:, k], rows[k], np.nan), "line")
        value = Varying(_finite(one.held.data), "x")
        slope = Varying(_finite(one.held.tangent), "x")
        marks += [
            text(0.03, rows[k], one.words, anchor="start", size=size),
            text(0.66, height, "{:.4f}", value=value, anchor="end", size=size),
            text(0.97, height, "{:+.4f} δ", value=slope, anchor="end", size=size),
        ]
    return Panel(marks, "The program, line by line", x=(0.0, 1.0), y=(0.0, 1.0), frame=False)


def _graph_panel(f: str, value: Varying, slope: Varying) -> Panel:
    """The present line as a function of x, and the tangent that its slope draws."""
    wide = np.linspace(PLACES[0] - 0.2, PLACES[-1] + 0.2, 221)
    curves = np.stack([_finite(one.held.data, wide) for one in trace(f, wide)])
    reach = np.array([-0.6, 0.6])
    touching = Varying(value.values[..., None] + slope.values[..., None] * reach, value.axes)
    return Panel(
        [
            line(wide, Varying(curves, ("line",)), color=0, label="this line's value"),
            line(
                Varying(PLACES[:, None] + reach, ("x",)),
                touching,
                color=1,
                width=3,
                label="its slope at x",
            ),
            dots(Varying(PLACES, ("x",)), value, color=0, size=10),
        ],
        "The same line as a function of x",
        x_label="x",
        y=(-4.6, 5.4),
    )
