"""Lesson 17, constraints: a level line touches a circle, and a wall pushes back.

A constraint is a fence: the weights may only be where g(w) ≤ c. At the lowest point that the fence
allows, ∇L = −λ∇g, with λ ≥ 0, Lagrange's multiplier.
"""

import numpy as np

from calclib.arrays import Array
from calclib.lessons.shrink_weights.scenes import TURN, bill_loss
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, area, arrows, contours, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RADIUS = 0.3  # of the circle g(w) = ½(w₁² + w₂²) = RADIUS²/2
LEVELS = 61  # how many levels are on the slider, the last of which touches the circle
FINE = np.linspace(0.0, 2 * np.pi, 20_001)
BOX = (-0.6, 0.9, -0.9, 0.6)
SHORT = 0.14  # lengths of arrows, which show directions alone
LONG = 0.24
ANYWHERE = np.linspace(2.0, -2.0, 81)  # where the parabola of the wall may have its bottom


def on_the_circle(angle: Array) -> Array:
    """The points of the circle at some angles: (...) → (..., 2).

    >>> on_the_circle(np.array(0.0))
    array([0.3, 0. ])
    """
    return RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def lowest_on_the_circle() -> tuple[Array, float]:
    """The point of the circle with the smallest loss, and its multiplier λ = −∇L·∇g/|∇g|².

    >>> w, multiplier = lowest_on_the_circle()
    >>> w.round(3), round(multiplier, 3)
    (array([ 0.24, -0.18]), 1.305)
    """
    f = bill_loss()
    loss = f.value(on_the_circle(FINE))
    near = FINE[int(np.argmin(loss))] + np.linspace(-1e-3, 1e-3, 20_001)
    w = on_the_circle(near[int(np.argmin(f.value(on_the_circle(near))))])
    return w, float(-f.gradient(w) @ w / (w @ w))


def crossings(levels: Array) -> Array:
    """The two points at which the level line of each level meets the circle: (k, 2, 2).

    Levels from the lowest to the highest loss on the circle, which has one of each.

    >>> top = bill_loss().value(on_the_circle(FINE)).max()
    >>> crossings(np.array([top - 0.1])).shape
    (1, 2, 2)
    """
    loss = bill_loss().value(on_the_circle(FINE[:-1]))
    low, high = int(np.argmin(loss)), int(np.argmax(loss))
    turned = np.roll(FINE[:-1], -low)
    turned = np.where(turned < turned[0], turned + 2 * np.pi, turned)
    around = np.roll(loss, -low)
    top = (high - low) % len(loss)
    upward = np.interp(levels, around[: top + 1], turned[: top + 1])
    downward = np.interp(levels, around[top:][::-1], turned[top:][::-1])
    return on_the_circle(np.stack([upward, downward], axis=-1))


def touch_the_circle() -> Scene:
    """Lower the level of the loss until its line only touches the circle: the arrows are in line.

    >>> touch_the_circle().axis("level").count
    61
    """
    f = bill_loss()
    best = np.linalg.solve(f.hessian([0.0, 0.0]), -f.gradient([0.0, 0.0]))
    lowest, _ = lowest_on_the_circle()
    highest = float(f.value(on_the_circle(FINE)).max())
    levels = np.linspace(0.97 * highest, float(f.value(lowest)), LEVELS)
    points = crossings(levels)
    points[-1] = lowest
    slope = f.gradient(points)
    down = -slope / np.linalg.norm(slope, axis=-1, keepdims=True)
    out = points / np.linalg.norm(points, axis=-1, keepdims=True)
    between = np.degrees(np.arccos(np.clip(np.sum(down * out, axis=-1), -1.0, 1.0)))
    root = np.linalg.inv(np.linalg.cholesky(f.hessian(best)).T)
    size = np.sqrt(2 * (levels - float(f.value(best))))
    circle = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1)
    ring = best + size[:, None, None] * (circle @ root.T)
    axes = ("level",)
    return Scene(
        [
            Axis(
                "level",
                levels,
                play=True,
                labels=[f"{level:.3f}" for level in levels],
                duration=8.0,
            )
        ],
        [
            Panel(
                [
                    *_ground(ring),
                    *_two_arrows(points, down, out),
                    dots(best[None], color="ink", marker="cross", size=9),
                ],
                title="The loss over two weights, and a circle",
                x=BOX[:2],
                y=BOX[2:],
                equal=True,
                x_label="w₁, bill length",
                y_label="w₂, bill depth",
                width=1.3,
            ),
            _along_the_circle(points, levels),
        ],
        alt="Level lines of a loss over two weights, and a circle on which the weights must be. "
        "The slider lowers one level line; at both places where it meets the circle one arrow "
        "points down the loss and one straight out of the circle. Notice how the two arrows turn "
        "while the level falls.",
        readout=[
            ("angle between the arrows", Varying(between.max(axis=1), axes), ".0f"),
            ("length of ∇L over that of ∇g", Varying(_ratio(slope, points), axes), ".3f"),
        ],
        still={"level": 40},
    )


def _ratio(slope: Array, points: Array) -> Array:
    """|∇L|/|∇g| at the first of the two places."""
    return np.asarray(np.linalg.norm(slope[:, 0], axis=-1) / np.linalg.norm(points[:, 0], axis=-1))


def _ground(ring: Array) -> list[Mark]:
    """The level lines, the circle, and the one line that the slider lowers."""
    x, y = np.linspace(*BOX[:2], 81), np.linspace(*BOX[2:], 81)
    heights = bill_loss().value(np.stack(np.meshgrid(x, y), axis=-1))
    circle = on_the_circle(TURN)
    axes = ("level",)
    level: Style = {"color": 2, "width": 2.0, "dash": "dashed", "label": "the level"}
    return [
        contours(heights, BOX, levels=14),
        line(circle[:, 0], circle[:, 1], color=1, width=2.5, label="the circle"),
        line(Varying(ring[..., 0], axes), Varying(ring[..., 1], axes), **level),
    ]


def _two_arrows(points: Array, down: Array, out: Array) -> list[Mark]:
    """−∇L and ∇g at both places; the lengths only tell the two apart."""
    axes = ("level",)
    x, y = (Varying(points[..., k], axes) for k in (0, 1))
    marks = []
    for way, length, color, name in ((out, LONG, 1, "∇g, out"), (down, SHORT, 0, "−∇L, down")):
        u, v = (Varying(length * way[..., k], axes) for k in (0, 1))
        marks.append(arrows(x, y, u, v, color=color, width=2.5, label=name))
    return [*marks, dots(x, y, color="ink", size=8)]


def _along_the_circle(points: Array, levels: Array) -> Panel:
    """The loss once round the circle, and the level that cuts it."""
    degrees = np.degrees(FINE[::50])
    loss = bill_loss().value(on_the_circle(FINE[::50]))
    where = np.degrees(np.arctan2(points[..., 1], points[..., 0])) % 360
    axes = ("level",)
    both = Varying(np.repeat(levels[:, None], 2, axis=1), axes)
    return Panel(
        [
            line(degrees, loss, color="ink"),
            line([0, 360], both, color=2, dash="dashed"),
            dots(Varying(where, axes), both, color="ink", size=8),
        ],
        title="The loss once round the circle",
        x=(0, 360),
        x_label="direction from 0, in degrees",
    )


def wall_at_zero() -> Scene:
    """Move the bottom u of a parabola: w may not be below 0, and a wall keeps it from there.

    The minimum of ½(w − u)² with w ≥ 0 is at max(u, 0). There the wall pushes with
    λ = max(−u, 0), and one of the two is always 0.

    >>> wall_at_zero().axis("u").count
    81
    """
    axes = ("u",)
    here = np.maximum(ANYWHERE, 0.0)
    push = np.maximum(-ANYWHERE, 0.0)
    labels = [f"{u:.2f}".replace("-", "−") for u in ANYWHERE]
    return Scene(
        [Axis("u", ANYWHERE, play=True, labels=labels, duration=8.0)],
        [_parabola_at_the_wall(here, push), _place_and_push(here, push)],
        alt="A parabola slides along an axis on which everything below 0 is forbidden. A dot marks "
        "the lowest place that is allowed, and an arrow how strongly the wall pushes. Notice which "
        "of the two is 0 while the bottom of the parabola passes the wall.",
        readout=[
            ("w", Varying(here, axes), ".2f"),
            ("λ", Varying(push, axes), ".2f"),
            ("slope of the parabola at w", Varying(here - ANYWHERE, axes), "+.2f"),
        ],
        still={"u": 60},
    )


def _parabola_at_the_wall(here: Array, push: Array) -> Panel:
    """The parabola, the forbidden side, the lowest allowed place, and how the wall pushes."""
    axes = ("u",)
    w = np.linspace(-2.2, 2.2, 111)
    curve = Varying((w - ANYWHERE[:, None]) ** 2 / 2, axes)
    place = Varying(here, axes)
    low = Varying((here - ANYWHERE) ** 2 / 2, axes)
    long = Varying(np.where(push > 0, push, np.nan), axes)
    return Panel(
        [
            area([-2.2, 0.0], [4.0, 4.0], color="muted", opacity=0.25, label="forbidden"),
            line([0.0, 0.0], [0.0, 4.0], color="ink", width=3.0),
            line(w, curve, color=0, width=2.0),
            arrows(place, low, long, Varying(0.0 * here, axes), color=2, width=2.5, label="push"),
            dots(place, low, color=1, size=10),
        ],
        title="½(w − u)², and a wall at 0",
        x=(-2.2, 2.2),
        y=(-0.2, 4.0),
        x_label="w",
    )


def _place_and_push(here: Array, push: Array) -> Panel:
    """Where the minimum is for every u, and how strongly the wall pushes there."""
    now, w, pushed = (Varying(numbers, ("u",)) for numbers in (ANYWHERE, here, push))
    return Panel(
        [
            line(now, w, color=1, label="w, the lowest allowed place", grows=True),
            line(now, pushed, color=2, dash="dashed", label="λ, the push of the wall", grows=True),
            dots(now, w, color=1, size=9),
            dots(now, pushed, color=2, size=9, marker="square"),
        ],
        title="Place and push",
        x=(-2.0, 2.0),
        y=(-0.2, 2.2),
        x_label="u, the bottom of the parabola",
    )
