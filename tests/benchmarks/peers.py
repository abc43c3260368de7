"""The scene of stage_in_jupyterlab.py, and the cells that show it there by us and by others.

One walk of 200 steps over a map of 200 × 200 heights, its loss beside it; and the same on a surface
of 100 × 100 heights. `BARE_FLAT` and `BARE_SOLID` are what an anywidget could do at the least: one
canvas, one loop for each thing that is drawn, a slider, and no axis, tick, word, legend or theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, contours, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

TESTS = Path(__file__).parents[1]
STEPS = 200
BOX = (-2.0, 2.0, -2.0, 2.0)
SLOPES = np.array([1.0, 18.0])
WAY = np.array([-1.8, 1.6]) * (1 - 0.02 * SLOPES) ** np.arange(STEPS + 1)[:, None]
LOSS = WAY**2 @ SLOPES / 2


def heights(side: int) -> Array:
    """The valley, on a grid of so many points a side."""
    x, y = np.meshgrid(np.linspace(-2, 2, side), np.linspace(-2, 2, side))
    return (x**2 + 18 * y**2) / 2


def one_walk(*, solid: bool = False) -> Scene:
    """The walk, on a map or on a surface."""
    way = Varying(WAY, ("step",))
    ground = surface(heights(100), BOX) if solid else contours(heights(200), BOX)
    return Scene(
        axes=[Axis("step", range(STEPS + 1), play=True)],
        panels=[
            Panel([ground, trail(way), dots(way)]),
            Panel([line(Varying(LOSS, ("step",))), cursor("step")], y="log"),
        ],
        alt="A walk down a narrow valley.",
    )


class Technique(NamedTuple):
    """A cell that shows the scene, what tells that it is painted, and what moves it."""

    source: str
    picture: str
    control: str
    module: str = ""


SETUP = f"""\
import sys
sys.path.insert(0, {str(TESTS)!r})
import json
from time import perf_counter
import numpy as np
import anywidget
import matplotlib.pyplot as plt
import traitlets
from ipywidgets import IntSlider, VBox, interact
from benchmarks import peers
from benchmarks.peers import BOX, LOSS, STEPS, WAY
from calclib import play

Z = peers.heights(200)
axis = np.linspace(-2, 2, 200)
took = {{}}

def draw(left, right, step):
    left.contourf(axis, axis, Z, 12)
    lines = left.plot(*WAY[: step + 1].T)
    right.semilogy(LOSS)
    return lines, right.axvline(step)

class Empty(anywidget.AnyWidget):
    _esm = "export default {{ render({{ el }}) {{ el.innerHTML = '<b data-painted>x</b>'; }} }}"

class Bare(anywidget.AnyWidget):
    _esm = peers.BARE
    solid = traitlets.Bool().tag(sync=True)
    heights = traitlets.Bytes().tag(sync=True)
    way = traitlets.Bytes().tag(sync=True)
    loss = traitlets.Bytes().tag(sync=True)

def bare(solid):
    ground = peers.heights(100 if solid else 200)
    sent = [part.astype("<f4").tobytes() for part in (ground, WAY, LOSS)]
    return Bare(solid=solid, heights=sent[0], way=sent[1], loss=sent[2])

def timed(name, make):
    start = perf_counter()
    shown = make()
    took.setdefault(name, []).append(1000 * (perf_counter() - start))
    return shown

print("ready")
"""
EMPTY = 'timed("empty widget", Empty)'
BARE_FLAT = 'timed("bare canvas", lambda: bare(False))'
BARE_SOLID = 'timed("bare 3-D", lambda: bare(True))'
FLAT = 'timed("this player", lambda: play(peers.one_walk()))'
SOLID = 'timed("this in 3-D", lambda: play(peers.one_walk(solid=True)))'
TEN = (
    "from IPython.display import display\nfor _ in range(10):\n    display(play(peers.one_walk()))"
)
TOOK = "print(json.dumps(took))"
INTERACT = """\
@interact(step=IntSlider(0, 0, STEPS))
def picture(step):
    figure, axes = plt.subplots(1, 2, figsize=(8, 4))
    draw(*axes, step)
    plt.show()
"""
IPYMPL = """\
%matplotlib widget
figure, axes = plt.subplots(1, 2, figsize=(8, 4))
lines, now = draw(*axes, STEPS)

def move(change):
    for one in lines:
        one.set_data(*WAY[: change.new + 1].T)
    now.set_xdata([change.new] * 2)
    figure.canvas.draw_idle()

slider = IntSlider(0, 0, STEPS)
slider.observe(move, "value")
VBox([slider, figure.canvas])
"""
PLOTLY = """\
from plotly.subplots import make_subplots
import plotly.graph_objects as go
figure = go.FigureWidget(make_subplots(1, 2))
figure.add_contour(x=axis, y=axis, z=Z, row=1, col=1)
figure.add_scatter(x=WAY[:1, 0], y=WAY[:1, 1], mode="lines", row=1, col=1)
figure.add_scatter(y=LOSS, row=1, col=2)

def move(change):
    with figure.batch_update():
        trace = figure.data[1]
        trace.x, trace.y = WAY[: change.new + 1].T

slider = IntSlider(0, 0, STEPS)
slider.observe(move, "value")
VBox([slider, figure])
"""
BARE = Path(__file__).with_name("bare.js").read_text(encoding="utf-8")
OURS = '[data-axis="step"]'
SLIDER = ".widget-slider [role=slider]"
ALL: Mapping[str, Technique] = {
    "empty widget": Technique(EMPTY, "[data-painted]", ""),
    "bare canvas": Technique(BARE_FLAT, "[data-painted]", OURS),
    "this player": Technique(FLAT, "[data-painted]", OURS),
    "bare 3-D": Technique(BARE_SOLID, "[data-painted]", OURS),
    "this in 3-D": Technique(SOLID, "[data-painted]", OURS),
    "interact": Technique(INTERACT, ".jp-OutputArea-output img", SLIDER),
    "ipympl": Technique(IPYMPL, "canvas", SLIDER, "ipympl"),
    "plotly": Technique(PLOTLY, ".js-plotly-plot .main-svg", SLIDER, "plotly"),
}


def installed() -> dict[str, Technique]:
    """The techniques that can run here."""
    return {name: row for name, row in ALL.items() if not row.module or find_spec(row.module)}
