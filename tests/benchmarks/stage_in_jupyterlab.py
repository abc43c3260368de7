"""The flat scene of stage.py in a real JupyterLab, beside what else draws it there.

    uv run python tests/benchmarks/stage_in_jupyterlab.py

64 runs of 300 steps over a contour map and their loss, by this player, by `interact` and
matplotlib, and, where they were installed by hand, by ipympl and by plotly's FigureWidget; beside
them an anywidget that shows one letter, for what JupyterLab itself costs. Prints the time from
running a cell to its first picture, from a slider's move to the frame after its pixels changed,
pictures a second while it plays, and what the kernel sends: to show one and ten of them, and for a
picture. Then the same through a proxy that delays every byte by 75 ms each way. It asserts nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from math import isnan, nan
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import nbformat
from benchmarks.delay import delayed
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Browser, Page, expect
from refresh import KERNEL

TESTS = Path(__file__).parents[1]
DELAY = 0.075
MOVES, SECONDS = 20, 5
SETUP = f"""\
import sys
sys.path.insert(0, {str(TESTS)!r})
import numpy as np
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, VBox, interact
from benchmarks.stage import STEPS, many_walks
from calclib import play
scene = many_walks()
way = scene.marks[0][1].channels["x"].values[0], scene.marks[0][1].channels["y"].values[0]
loss = scene.marks[1][0].channels["y"].values[0, 0]
axis = np.linspace(-2, 2, 81)
X, Y = np.meshgrid(axis, axis)
Z = (X**2 + 18 * Y**2) / 2

def draw(left, right, step):
    left.contourf(X, Y, Z, 12)
    lines = left.plot(way[0][:, : step + 1].T, way[1][:, : step + 1].T)
    right.semilogy(loss)
    return lines, right.axvline(step)

print("ready")
"""
PLAYER = "play(scene)"
EMPTY = """\
import anywidget

class Empty(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.innerHTML = '<b data-empty>x</b>'; } }"

Empty()
"""
TEN = "from IPython.display import display\nfor _ in range(10):\n    display(play(scene))"
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
    for line, x, y in zip(lines, *way):
        line.set_data(x[: change.new + 1], y[: change.new + 1])
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
for x, y in zip(*way):
    figure.add_scatter(x=x[:1], y=y[:1], mode="lines", row=1, col=1)
figure.add_scatter(y=loss, row=1, col=2)

def move(change):
    with figure.batch_update():
        for trace, x, y in zip(figure.data[1:-1], *way):
            trace.x, trace.y = x[: change.new + 1], y[: change.new + 1]

slider = IntSlider(0, 0, STEPS)
slider.observe(move, "value")
VBox([slider, figure])
"""
OURS = '[data-axis="step"]'
SLIDER = ".widget-slider [role=slider]"
# Runs the k-th cell; resolves with the milliseconds until its output holds a finished picture.
SHOW = """([k, picture]) => new Promise((resolve) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = k;
  content.scrollToItem(k);
  const start = performance.now();
  window.jupyterapp.commands.execute("notebook:run-cell");
  const done = () => requestAnimationFrame(() => resolve(performance.now() - start));
  const look = () => content.widgets[k].node.querySelector(picture) ? done()
    : performance.now() - start > 60_000 ? resolve(NaN) : requestAnimationFrame(look);
  look();
})"""
# Counts frames in which a picture changes, whether elements or what is drawn on a canvas, and keeps
# the time of the frame after the last of them.
WATCH = """(cell) => {
  window.seen = { count: 0, at: 0 };
  let last = 0;
  const note = () => {
    const frame = document.timeline.currentTime;
    if (frame === last) return;
    last = frame;
    window.seen.count++;
    requestAnimationFrame(() => { window.seen.at = performance.now(); });
  };
  const picture = ".jp-OutputArea img, .js-plotly-plot, [data-calclib]";
  const watch = new MutationObserver((all) => {
    const inside = ({ target }) => target.nodeType === 1 && (target.closest(picture) ||
      target.matches(".jp-OutputArea-output, .jp-OutputArea, .jp-RenderedImage"));
    if (all.some(inside)) note();
  });
  watch.observe(cell, { childList: true, subtree: true, attributes: true,
    attributeFilter: ["src", "d", "data-painted"] });
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    draw.apply(this, given);
    if (this.canvas.closest(".jupyter-matplotlib, .ipympl, .jupyter-widgets")) note();
  };
}"""
TECHNIQUES: Mapping[str, tuple[str, str, str, str | None]] = {
    "empty widget": (EMPTY, "[data-empty]", "", None),
    "this player": (PLAYER, "[data-painted]", OURS, None),
    "interact": (INTERACT, ".jp-OutputArea-output img", SLIDER, None),
    "ipympl": (IPYMPL, "canvas", SLIDER, "ipympl"),
    "plotly": (PLOTLY, ".js-plotly-plot .main-svg", SLIDER, "plotly"),
}
ROWS = (
    *("first picture, ms", "slider to pixels, ms", "pictures a second"),
    *("kernel kB to show one", "kernel kB a picture"),
)


def installed() -> dict[str, tuple[str, str, str, str | None]]:
    return {name: row for name, row in TECHNIQUES.items() if not row[3] or find_spec(row[3])}


def notebook(path: Path) -> None:
    sources = [SETUP, *(row[0] for row in installed().values()), TEN]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)


class Wire:
    """Counts what the kernel sends to a page."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self.count))

    def count(self, payload: Any) -> None:
        self.bytes += len(payload)


def measure(page: Page, wire: Wire, place: int, picture: str, control: str) -> dict[str, float]:
    """Run one cell and move its slider: by single moves, then without a pause."""
    before = wire.bytes
    first = page.evaluate(SHOW, [place, picture])
    page.wait_for_timeout(2500)
    shown = wire.bytes - before
    if not control:
        return dict(zip(ROWS, (first, nan, nan, shown / 1e3, nan), strict=True))
    cell = page.locator(".jp-Notebook .jp-Cell").nth(place)
    page.evaluate(WATCH, cell.element_handle())
    slider = cell.locator(control).first
    delays = [one_move(page, slider) for _ in range(MOVES)]
    page.wait_for_timeout(1500)
    before, count = wire.bytes, page.evaluate("() => window.seen.count")
    start = page.evaluate("() => performance.now()")
    if control == OURS:
        slider.press("Home")
        cell.locator("[data-role=play]").click()
        page.wait_for_timeout(1000 * SECONDS)
    else:
        for _ in range(20 * SECONDS):
            slider.press("ArrowRight")
            page.wait_for_timeout(30)
        page.wait_for_timeout(4000)
    seen = page.evaluate("() => window.seen")
    pictures = max(1, seen["count"] - count)
    sent = (wire.bytes - before) / pictures
    rate = 1000 * pictures / max(1.0, seen["at"] - start)
    return dict(zip(ROWS, (first, median(delays), rate, shown / 1e3, sent / 1e3), strict=True))


def one_move(page: Page, slider: Any) -> float:
    """Milliseconds from a key on the slider to the changed picture."""
    start = page.evaluate("() => performance.now()")
    slider.press("ArrowRight")
    page.wait_for_function(f"() => window.seen.at > {start}", timeout=20_000)
    return float(page.evaluate("() => window.seen.at")) - float(start)


def said(found: Mapping[str, float] | None, row: str) -> str:
    """A number in its column, or why there is none."""
    if found is None:
        return f"{'not installed':>14}"
    return f"{'–':>14}" if isnan(found[row]) else f"{found[row]:14.1f}"


def run(browser: Browser, address: str) -> dict[str, dict[str, float]]:
    page = browser.new_page(viewport={"width": 1150, "height": 1000})
    wire = Wire(page)
    page.goto(f"{address}/lab/tree/benchmark.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_selector(".jp-Notebook .jp-Cell .jp-OutputArea-output", timeout=120_000)
    found = {}
    for place, (name, (_, picture, control, _module)) in enumerate(installed().items(), start=1):
        print(f"measuring {name}", file=sys.stderr, flush=True)
        found[name] = measure(page, wire, place, picture, control)
    before = wire.bytes
    ten = page.locator(".jp-Notebook .jp-Cell").nth(len(found) + 1).locator("[data-painted]")
    page.evaluate(SHOW, [len(found) + 1, "[data-painted]"])
    expect(ten).to_have_count(10, timeout=60_000)
    page.wait_for_timeout(2000)
    print(f"ten players: {(wire.bytes - before) / 1e3:.0f} kB from the kernel")
    page.close()
    return found


def main() -> None:
    """Measure directly and through the slow line, and print both tables."""
    os.environ.setdefault("CI", "1")  # without a browser: say so, and stop
    with tempfile.TemporaryDirectory() as home, jupyterlab(Path(home)) as address:
        notebook(Path(home) / "course" / "benchmark.ipynb")
        port = int(address.rsplit(":", 1)[1])
        with chromium() as browser, delayed(port, DELAY) as slow:
            for words, where in (
                ("directly", address),
                (f"{1000 * DELAY:.0f} ms away", f"http://127.0.0.1:{slow}"),
            ):
                found = run(browser, where)
                print(f"{words:26}" + "".join(f"{name:>14}" for name in TECHNIQUES))
                for row in ROWS:
                    print(f"{row:26}" + "".join(said(found.get(name), row) for name in TECHNIQUES))


if __name__ == "__main__":
    main()
