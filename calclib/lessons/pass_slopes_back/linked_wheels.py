"""Lesson 8, the product of rates: three wheels on two belts, and how far each has turned."""

from collections.abc import Sequence

import numpy as np

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, cursor, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RATES = {"1/2": 0.5, "1": 1.0, "2": 2.0, "3": 3.0}
SECOND = {"−1": -1.0, "1/2": 0.5, "2": 2.0, "3": 3.0}
TURNS = np.linspace(0.0, 1.0, 61)
AXLES = (0.0, 3.2, 6.4)
DIAL = 1.3
ROUND = np.linspace(0.0, 2 * np.pi, 73)
LOOKS: dict[str, Style] = {
    "x": {"color": "ink"},
    "u": {"color": 0, "dash": "dashed"},
    "y": {"color": 1, "dash": "dotted"},
}


def linked_wheels() -> Scene:
    """Turn the first of three wheels once; two belts pass the turn on, each with a rate of its own.

    >>> [axis.count for axis in linked_wheels().axes]
    [61, 4, 4]
    """
    first = np.array(list(RATES.values()))
    second = np.array(list(SECOND.values()))
    names = ("turn", "du/dx", "dy/du")
    u = TURNS[:, None] * first
    product = first[:, None] * second
    turned = (
        Varying(TURNS, names[:1]),
        Varying(u, names[:2]),
        Varying(TURNS[:, None, None] * product, names),
    )
    wheels = [mark for wheel in zip(LOOKS, AXLES, turned, strict=True) for mark in _wheel(*wheel)]
    belts = [*_belt(0, first, names[1]), *_belt(1, second, names[2])]
    return Scene(
        [
            Axis("turn", TURNS, play=True),
            Axis("du/dx", tuple(RATES), first=1),
            Axis("dy/du", tuple(SECOND), first=2),
        ],
        [
            Panel(
                [*belts, *wheels],
                title="Three wheels, two belts",
                x=(-1.6, 8.0),
                y=(-2.2, 2.6),
                equal=True,
                frame=False,
                width=1.7,
            ),
            _turns(turned, (np.array(1.0), first, product)),
        ],
        alt="Three wheels joined by two belts. While the first turns once, the second turns at its "
        "own rate, and the third at the product of both rates; a crossed belt turns it backwards.",
        readout=[
            ("x", turned[0], ".2f"),
            ("u", turned[1], ".2f"),
            ("y", turned[2], ".2f"),
            ("dy/dx = dy/du · du/dx", Varying(product, names[1:]), ".3g"),
        ],
        still={"turn": 20, "du/dx": 2, "dy/du": 3},
    )


def _turns(turned: Sequence[Varying], rates: Sequence[Array]) -> Panel:
    """How far each wheel has turned, against the turns of the first: the slope is its rate."""
    drawn: list[Mark] = [cursor("turn")]
    for held, rate, (name, look) in zip(turned, rates, LOOKS.items(), strict=True):
        ends = Varying(np.multiply.outer(rate, [0.0, 1.0]), held.axes[1:])
        drawn += [
            line([0.0, 1.0], ends, **look | {"label": name}),
            dots(turned[0], held, color=look["color"]),
        ]
    return Panel(drawn, title="Turns of each wheel", y=(-3.5, 9.5), x_label="turns of x")


def _wheel(name: str, axle: float, turned: Varying) -> list[Mark]:
    """A dial with a hand that starts upright and turns clockwise."""
    angle = np.pi / 2 - 2 * np.pi * turned.values
    tip = DIAL * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    hand = [
        Varying(np.stack([0 * tip[..., k], tip[..., k]], axis=-1) + [axle, 0.0][k], turned.axes)
        for k in (0, 1)
    ]
    ends = (side.map(lambda pair: pair[..., 1]) for side in hand)
    color = LOOKS[name]["color"]
    return [
        line(axle + DIAL * np.cos(ROUND), DIAL * np.sin(ROUND), color=color, width=2.5),
        line(*hand, color=color, width=4),
        dots(*ends, color=color, size=12),
        dots([axle], [0.0], color="ink", size=7),
        text(axle, DIAL + 0.65, name, size=15),
    ]


def _belt(start: int, rates: Array, axis: str) -> list[Mark]:
    """Two pulleys whose radii have the ratio of the rate, and the belt round them.

    The belt leaves each pulley where its radius is square to it; for a negative rate it crosses.
    """
    apart = AXLES[start + 1] - AXLES[start]
    big = np.sqrt(0.3 * np.abs(rates))
    small = np.sqrt(0.3 / np.abs(rates))
    side = np.sign(rates)
    lean = np.arccos((big - side * small) / apart)
    marks = []
    for up in (1, -1):
        x = [AXLES[start] + big * np.cos(lean), AXLES[start + 1] + side * small * np.cos(lean)]
        y = [up * big * np.sin(lean), up * side * small * np.sin(lean)]
        ends = (Varying(np.stack(pair, axis=-1), (axis,)) for pair in (x, y))
        marks.append(line(*ends, color="muted", width=2))
    for axle, radius in zip(AXLES[start:], (big, small), strict=False):
        round_ = (axle + np.outer(radius, np.cos(ROUND)), np.outer(radius, np.sin(ROUND)))
        circle = (Varying(part, (axis,)) for part in round_)
        marks.append(line(*circle, color="muted", width=2))
    return marks
