"""Lesson 14, one variable: parabolas that jump to their level points; and damping as a disc."""

import numpy as np

import calclib.derivatives.symbolic  # noqa: F401  # loaded with the set-up cell, for the first scene
from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.lessons.shared.formulas import function_of
from calclib.lessons.shared.frames import FLOOR, fading, room, window
from calclib.lessons.shared.jumps import draw_curve
from calclib.optimize.descent import Path, descend, sweep
from calclib.optimize.rules import Newton
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, arrows, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

JUMPS = 20  # how many jumps a run of parabolas shows
DAMPINGS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


def jump_to_the_level_point(
    f: str = "(x^2 - 1)^2/4 + x/10", start: float = 1.5, steps: int = JUMPS
) -> Scene:
    """Fit a parabola to the curve and jump to its level point, lowest or highest, and again.

    f: text in x.
    start: where to begin; dragged. The slider adds the damping λ to the curvature of the parabola:
    shorter jumps, and with enough of it only downhill.

    >>> jump_to_the_level_point().axis("damping λ").count
    8
    """
    curve = function_of(f, "x")
    rate = sweep(DAMPINGS)
    path = descend(curve, [start], Newton(damping=rate), steps, names=("damping λ",))
    x = path.points[..., 0]
    wide = max(1.0, abs(start))
    bend = curve.hessian(path.points[...])[..., 0, 0] + np.array(DAMPINGS)
    seen = window(np.append(x, [-wide, wide]), start)
    over = np.linspace(*seen, 121)
    shape = np.where(np.isfinite(curve(over)), curve(over), np.nan)
    steep = np.maximum(np.abs(path.gradients[..., 0]), FLOOR)
    bends = Varying(bend, path.axes)
    marks = [
        draw_curve(curve, over, color="ink", width=2.5, label="L"),
        *_parabola(path, bend, over),
        dots(x, path.values, color=1, size=10),
        *_endings(curve, path, seen, room(shape)),
    ]
    return Scene(
        [
            Axis("step", path.steps, play=True, duration=8.0),
            Axis("damping λ", DAMPINGS, labels=[f"{d:g}" for d in DAMPINGS]),
        ],
        [
            Panel(
                marks,
                "L and its parabola",
                x=seen,
                y=room(shape),
                x_label="x",
                y_label="L",
                drag="start",
                width=1.2,
            ),
            fading(Varying(steep, path.axes), "Slope, |L′(x)|", 1e2),
        ],
        alt=f"A parabola with the slope and the curvature of {f} touches it, and the point jumps "
        "to where the parabola is level. Notice whether the parabola bends up or down, and what "
        "the damping does to the arrow; words above the curve say where a run has ended.",
        readout=[("x", x, ".6f"), ("loss", path.values), ("curvature + λ", bends)],
        still={"step": 0},
    )


def _parabola(path: Path, bend: Array, over: Array) -> list[Mark]:
    """The parabola of every point, over some places, and the arrow to where it is level."""
    x = path.points[..., 0]
    height = path.values
    slope = path.gradients[..., 0]
    away = over - x[..., None]
    model = height[..., None] + slope[..., None] * away + bend[..., None] * away**2 / 2
    jump = np.append(np.diff(x, axis=0), np.full((1, x.shape[1]), np.nan), axis=0)
    fall = slope * jump + bend * jump**2 / 2
    arrow = [Varying(one, path.axes) for one in (jump, fall)]
    return [
        line(over, Varying(model, path.axes), color=0, dash="dashed", label="parabola"),
        arrows(x, height, *arrow, color=2),
    ]


def _endings(
    f: Function, path: Path, seen: tuple[float, float], frame: tuple[float, float]
) -> list[Mark]:
    """What each run came to, in words that stand above the curve once it is there."""
    marks = []
    last = path.steps[-1]
    for k, status in enumerate(path.status.tolist()):
        at_rest = np.isclose(path.points[:, k, 0], path.points[-1, k, 0], atol=1e-6)
        ended = int(at_rest.argmax()) if status.startswith("converged") else last
        shown = np.full(path.values.shape, np.nan)
        shown[ended:, k] = np.mean(seen)
        high = frame[1] - 0.05 * (frame[1] - frame[0])
        marks.append(text(Varying(shown, path.axes), high, _where(f, path, k)))
    return marks


def _where(f: Function, path: Path, k: int) -> str:
    """What the run with the k-th damping came to, in words."""
    status = str(path.status[k])
    if not status.startswith(("converged", "flat")):
        return status
    bend = float(f.hessian(path.points[-1, k])[0, 0])
    if abs(bend) <= 1e-6:
        return "a level point without curvature"
    return "a minimum" if bend > 0 else "a maximum"
