"""Lesson 9's rate scene against the usual redraw by `interact` and matplotlib, in one JupyterLab.

    uv run python tests/benchmarks/rate_scene.py

Prints, for both: the time from a slider's move to changed pixels, how many pictures a second appear
while the picture moves, and how many bytes the kernel sends for each of them; and the ratios.
It asserts nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import nbformat
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Locator, Page, WebSocket
from refresh import KERNEL

PLAYER = """\
from calclib import play
from calclib.lessons import roll_downhill
play(roll_downhill.rate_slider())
"""
INTERACT = """\
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import IntSlider, interact
from calclib.lessons.roll_downhill import RATES

@interact(rate=IntSlider(20, 0, 63), step=IntSlider(20, 0, 40))
def picture(rate, step):
    points = [-1.6]
    for _ in range(step):
        points.append(points[-1] - RATES[rate] * 2 * points[-1])
    points = np.array(points)
    curve = np.linspace(-2.3, 2.3, 241)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    left.plot(curve, curve**2)
    left.plot(points, points**2, "o-")
    left.set(xlim=(-2.3, 2.3), ylim=(0, 5.5), xlabel="parameter x", ylabel="loss")
    right.semilogy(points**2)
    right.set(xlim=(0, 40), ylim=(1e-9, 1e3), xlabel="step", ylabel="loss")
    plt.show()
"""
MOVES = 30
TIME, OTHER = (f'input[data-axis="{name}"]' for name in ("step", "learning rate"))
# Resolves with the milliseconds from an input event to the frame after the player has painted it.
MOVE_PLAYER = """([root, slider, to]) => new Promise((done) => {
  const start = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  watch.observe(root, { attributes: true, attributeFilter: ["data-painted"] });
  slider.value = to;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
})"""
# Counts the pictures that appear in an output area, and notes when the last one did.
WATCH_PICTURES = """(output) => {
  window.seen = { count: 0, at: 0 };
  let last = output.querySelector("img")?.src;
  new MutationObserver(() => {
    const now = output.querySelector("img")?.src;
    if (!now || now === last) return;
    last = now;
    window.seen = { count: window.seen.count + 1, at: performance.now() };
  }).observe(output, { childList: true, subtree: true, attributes: true });
}"""


def notebook(path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in (PLAYER, INTERACT)]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(book, path)


def open_and_run(page: Page, address: str) -> None:
    page.goto(f"{address}/lab/tree/benchmark.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".widget-slider", timeout=60_000)
    page.wait_for_timeout(4000)


def measure_player(page: Page, wire: dict[str, int]) -> dict[str, float]:
    root = page.locator('[data-calclib="player"]')
    root.scroll_into_view_if_needed()
    slider = root.locator(OTHER)
    handles = [root.element_handle(), slider.element_handle()]
    delays = [page.evaluate(MOVE_PLAYER, [*handles, (7 * k) % 64]) for k in range(MOVES)]
    page.wait_for_timeout(1000)
    sent, paints = wire["bytes"], int(root.get_attribute("data-painted") or 0)
    root.locator(TIME).press("Home")
    page.wait_for_timeout(1000)
    sent, paints = wire["bytes"], int(root.get_attribute("data-painted") or 0)
    root.locator('[data-role="play"]').click()
    page.wait_for_timeout(5000)
    painted = int(root.get_attribute("data-painted") or 0) - paints
    return {
        "slider to pixels, ms": median(delays),
        "pictures a second": painted / 5,
        "kernel bytes a picture": (wire["bytes"] - sent) / painted,
    }


def measure_interact(page: Page, wire: dict[str, int]) -> dict[str, float]:
    sliders = page.locator(".widget-slider")
    sliders.first.scroll_into_view_if_needed()
    output = page.locator(".widget-interact .jp-OutputArea").first
    page.evaluate(WATCH_PICTURES, output.element_handle())
    handle = sliders.first.locator("[role=slider]")
    delays = [one_redraw(page, handle, k) for k in range(MOVES)]
    step = sliders.nth(1).locator("[role=slider]")
    step.press("Home")
    page.wait_for_timeout(3000)
    sent, before = wire["bytes"], page.evaluate("() => window.seen.count")
    start = page.evaluate("() => performance.now()")
    for _ in range(40):
        step.press("ArrowRight")
        page.wait_for_timeout(60)
    seen = -1
    while seen != (seen := page.evaluate("() => window.seen.count")):
        page.wait_for_timeout(1500)
    shown = page.evaluate("() => window.seen")
    count = shown["count"] - before
    return {
        "slider to pixels, ms": median(delays),
        "pictures a second": count / ((shown["at"] - start) / 1000),
        "kernel bytes a picture": (wire["bytes"] - sent) / count,
    }


def one_redraw(page: Page, handle: Locator, k: int) -> float:
    """Milliseconds from a key on the slider to the new picture in the page."""
    count = page.evaluate("() => window.seen.count")
    start = page.evaluate("() => performance.now()")
    handle.press("ArrowRight" if k % 2 else "ArrowLeft")
    page.wait_for_function(f"() => window.seen.count > {count}", timeout=20_000)
    return float(page.evaluate("() => window.seen.at")) - float(start)


def main() -> None:
    os.environ.setdefault("CI", "1")  # without a browser: say so, and stop
    wire = {"bytes": 0}

    def count(payload: Any) -> None:
        wire["bytes"] += len(payload)

    def watch(socket: WebSocket) -> None:
        if "/channels" in socket.url:  # the kernel's; another one tells of changed files
            socket.on("framereceived", count)

    with tempfile.TemporaryDirectory() as home, jupyterlab(Path(home)) as address:
        notebook(Path(home) / "course" / "benchmark.ipynb")
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1150, "height": 1000})
            page.on("websocket", watch)
            open_and_run(page, address)
            ours, theirs = measure_player(page, wire), measure_interact(page, wire)
    print(f"{'':26}{'this scene':>12}{'interact':>12}{'ratio':>8}")
    for name, mine in ours.items():
        ratio = f"{max(mine, theirs[name]) / min(mine, theirs[name]):8.1f}" if mine else ""
        print(f"{name:26}{mine:12.1f}{theirs[name]:12.1f}{ratio}")


if __name__ == "__main__":
    main()
