"""Lesson 5, mixed partials: how a slope changes sideways, and a surface where the order counts."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

import numpy as np

from calclib.arrays import Array
from calclib.derivatives import symbolic
from calclib.expressions.formulas import expression
from calclib.functions.function import Function
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, cursor, dots, heat, line, surface
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

TWISTS = {"xy": "x y", "another": "x y (x^2 - y^2)/(x^2 + y^2)"}
WALK = np.linspace(-1.0, 1.0, 61)
RUNGS = np.linspace(-1.0, 1.0, 11)
SIDE = np.linspace(-1.0, 1.0, 41)
BOX = (-1.0, 1.0, -1.0, 1.0)
HALF = np.array([-0.3, 0.3])  # the reach of a rung to both sides
# The two walks: which coordinate moves, and the slope across it.
ON_Y: Style = {"color": 1, "label": "∂f/∂x, on a walk along y"}
ON_X: Style = {"color": 0, "dash": "dashed", "label": "∂f/∂y, on a walk along x"}


def mixed_at_origin(f: str = TWISTS["another"]) -> tuple[float, float]:
    """Both mixed partials at (0, 0), by their definition: limits of quotients of first partials.

    f_xy = lim (f_x(0, k) − f_x(0, 0)) / k,  f_yx = lim (f_y(h, 0) − f_y(0, 0)) / h,
    and f_x(0, 0) = lim (f(h, 0) − f(0, 0)) / h, with f(0, 0) = 0 where the formula has no value.

    f: text in x and y, zero at (0, 0).

    >>> mixed_at_origin("x y"), mixed_at_origin("x y (x^2 - y^2)/(x^2 + y^2)")
    ((1.0, 1.0), (-1.0, 1.0))

    Source: Rudin 1976, Principles of Mathematical Analysis, 3rd ed., exercise 9.27.
    """
    import sympy as sp

    value, (x, y) = expression(Function(f, variables=("x", "y")))
    first = symbolic.gradient(f).expression
    mixed = []
    for partial, across, along in zip(first, (x, y), (y, x), strict=True):
        at_origin = sp.limit(value.subs(along, 0) / across, across, 0)
        quotient = (partial.subs(across, 0) - at_origin) / along
        mixed.append(float(sp.limit(quotient, along, 0)))
    return mixed[0], mixed[1]


def twist_both_ways() -> Scene:
    """Walk out along both axes, and watch the slope across your path change.

    On a walk along y the slope across is ∂f/∂x, and its rate of change is f_xy. On a walk along x
    they are ∂f/∂y and f_yx. On the surface xy both rates are equal. On the other they have
    opposite signs, and f_xy, drawn as a map, jumps at the centre.

    >>> [float(row[1].values[1, -1, 0]) for row in twist_both_ways().numbers[:2]]
    [-1.0, 1.0]
    """
    functions = [Function(f, variables=("x", "y")) for f in TWISTS.values()]
    zero = np.zeros_like(WALK)
    on_y = np.stack([zero, WALK], axis=-1)
    on_x = np.stack([WALK, zero], axis=-1)
    names = ("surface", "walk")
    across_y, across_x = (
        Varying(np.stack([_slope(f, at, k) for f in functions]), names)
        for k, at in enumerate((on_y, on_x))
    )
    return Scene(
        [
            Axis("walk", WALK, play=True),
            Axis("surface", list(TWISTS)),
        ],
        [
            _ladders(functions),
            _tilts(across_y, across_x),
            _map_of_mixed(functions),
        ],
        alt="Rungs lie across two walks on a surface, one along each axis. Beside them "
        "the slope of each rung is drawn against the distance walked, and a map shows f_xy. "
        "Compare the two slopes on both surfaces.",
        readout=[
            ("∂f/∂x at (0, walk)", across_y, "+.2f"),
            ("∂f/∂y at (walk, 0)", across_x, "+.2f"),
        ],
        still={"walk": 48, "surface": 1},
    )


def _slope(f: Function, at: Array, k: int) -> Array:
    """∂f/∂x (k = 0) or ∂f/∂y (k = 1) at points (n, 2); 0 at the origin, as f is 0 on both axes."""
    slope: Array = f.gradient(at)[:, k]
    return np.where(np.abs(at).max(axis=-1) < 1e-12, 0.0, slope)


def _ladders(functions: list[Function]) -> Panel:
    """The surface with fixed rungs across both axes, and the two under the walker."""
    X, Y = np.meshgrid(SIDE, SIDE)
    heights = np.stack([np.nan_to_num(f(X, Y)) for f in functions])
    marks: list[Mark] = [surface(Varying(heights, ("surface",)), BOX, levels=0, opacity=0.55)]
    for k, style in enumerate((ON_Y, ON_X)):
        steps = ((RUNGS, 1.0, ()), (WALK, 3.5, ("walk",)))
        for places, width, walked in steps:
            zero = np.zeros_like(places)
            foot = np.stack([zero, places] if k == 0 else [places, zero], axis=-1)
            slope = np.stack([_slope(f, foot, k) for f in functions])
            side = HALF * np.ones_like(places)[:, None]
            along = places[:, None] * np.ones(2)
            x, y = (side, along) if k == 0 else (along, side)
            z = slope[..., None] * HALF
            marks.append(
                line(
                    Varying(x, walked),
                    Varying(y, walked),
                    z=Varying(z, ("surface", *walked)),
                    width=width,
                    color=style["color"],
                )
            )
    return Panel(
        marks,
        "Rungs across two walks",
        x_label="x",
        y_label="y",
        z_label="f",
        z=(-1.0, 1.0),
        camera=(-60, 38),
        width=1.15,
    )


def _tilts(across_y: Varying, across_x: Varying) -> Panel:
    """How steep each rung is against how far out it lies: the slope of this line is a mixed one."""
    marks: list[Mark] = [cursor("walk")]
    for slope, style in ((across_y, ON_Y), (across_x, ON_X)):
        marks += [
            line(WALK, Varying(slope.values, ("surface",)), **style),
            dots(Varying(WALK, ("walk",)), slope, color=style["color"], size=9),
        ]
    return Panel(
        marks,
        "Slope of each rung",
        y=(-1.2, 1.2),
        x_label="distance walked",
        y_label="slope across",
    )


def _map_of_mixed(functions: list[Function]) -> Panel:
    """f_xy away from the centre, where it equals f_yx, and both walkers."""
    middle = np.linspace(-0.99, 0.99, 100)  # pixels beside the centre, none on it
    points = np.stack(np.meshgrid(middle, middle), axis=-1)
    mixed = np.stack([f.hessian(points)[..., 0, 1] for f in functions])
    walk = Varying(WALK, ("walk",))
    return Panel(
        [
            heat(Varying(mixed, ("surface",)), BOX, low=-1.5, high=1.5),
            dots(0.0, walk, color=1, size=9),
            dots(walk, 0.0, color=0, size=9, marker="square"),
        ],
        "f_xy away from the centre",
        equal=True,
        x_label="x",
        y_label="y",
    )
