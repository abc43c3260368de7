"""One walk on a map and on a surface in a real JupyterLab, beside what else draws it there.

    uv run python tests/benchmarks/stage_in_jupyterlab.py [ROUNDS]

By this player, by a bare canvas (`peers.py`), by `interact` and matplotlib and, where they were
installed by hand, by ipympl and by plotly's FigureWidget; beside them an anywidget that shows one
letter, for what JupyterLab itself costs. Every round runs each cell once, so that whatever slows
the machine down slows all of them. Prints

- the first picture: milliseconds from running a cell to the frame after it was painted, the least
  and the median of the rounds, and before them the very first time, with what was not loaded yet;
- where the least of them went: kernel and wire (of it making the widget in Python), until the
  module is loaded, until its first element, until the paint, until the frame after it;
- kilobytes that the kernel sends to show it, the first time and later; ten players;
- from a slider's move to the frame after its pixels changed, pictures a second while it plays, and
  kilobytes a picture.

Then the same through a proxy that delays every byte by 75 ms each way. It asserts nothing.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import nbformat
from benchmarks.delay import delayed
from benchmarks.peers import SETUP, TEN, TOOK, Technique, installed
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Browser, Page, expect
from refresh import KERNEL

DELAY = 0.075
ROUNDS = 5
MOVES, SECONDS = 20, 5
# Notes when the page hears of the widget, makes its module, shows its first element and its paint.
HOOKS = """
window.stages = {};
const note = (what) => { window.stages[what] ??= performance.now(); };
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      if (!(data instanceof ArrayBuffer)) return;
      const head = new TextDecoder().decode(new Uint8Array(data).subarray(0, 700));
      if (head.includes('"comm_open"')) window.stages.heard = performance.now();
    });
  }
};
const address = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  if (blob.type === "text/javascript") window.stages.module = performance.now();
  return address.call(URL, blob);
};
// Older widgets are painted again, and put into the page again, when the notebook scrolls to them.
const known = new WeakSet();
const noteFirst = (root) => {
  if (!known.has(root)) note("painted");
  known.add(root);
};
// A widget may have been painted before JupyterLab puts it in the page.
const arrived = (added) => {
  const found = added.matches(".calclib, .bare") ? added : added.querySelector(".calclib, .bare");
  if (!found || known.has(found)) return;
  note("element");
  if (found.dataset.painted !== undefined) noteFirst(found);
};
new MutationObserver((all) => {
  for (const { addedNodes, target } of all) {
    if (target.dataset?.painted !== undefined) noteFirst(target);
    for (const added of addedNodes) if (added.nodeType === 1) arrived(added);
  }
}).observe(document, { childList: true, subtree: true, attributes: true,
  attributeFilter: ["data-painted"] });
"""
# Runs the k-th cell; resolves with the milliseconds until each thing that happened on the way to
# its picture, and until the frame after that.
SHOW = """([k, picture]) => new Promise((resolve) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = k;
  content.scrollToItem(k);
  const { node } = content.widgets[k];
  const old = new Set(node.querySelectorAll(picture));
  setTimeout(() => {
    window.stages = {};
    const start = performance.now();
    window.jupyterapp.commands.execute("notebook:run-cell");
    const done = () => requestAnimationFrame(() => setTimeout(() => {
      const { heard, module, element, painted } = window.stages;
      const told = [heard, module, element, painted, performance.now()];
      resolve(told.map((at) => (at === undefined ? null : at - start)));
    }));
    const look = () => [...node.querySelectorAll(picture)].some((one) => !old.has(one)) ? done()
      : performance.now() - start > 60_000 ? resolve([]) : setTimeout(look, 1);
    look();
  }, 300);
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
  const picture = ".jp-OutputArea img, .js-plotly-plot, [data-calclib], .bare";
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
  window.moved = 0;
  cell.addEventListener("keydown", ({ timeStamp }) => { window.moved = timeStamp; }, true);
}"""
STEPS_ON_THE_WAY = ("kernel and wire", "until the module", "first element", "paint", "frame")
Told = list[float | None]


class Wire:
    """Counts what the kernel sends to a page."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self.count))

    def count(self, payload: Any) -> None:
        self.bytes += len(payload)


class Lab:
    """The notebook of one page: which cell shows which technique."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page = browser.new_page(viewport={"width": 1150, "height": 1000})
        self.page.add_init_script(HOOKS)
        self.wire = Wire(self.page)
        self.places = {name: place for place, name in enumerate(installed(), start=1)}
        self.page.goto(f"{address}/lab/tree/benchmark.ipynb?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        self.run(0, ".jp-OutputArea-output")

    def run(self, place: int, picture: str) -> tuple[Told, float]:
        """Run one cell; return when things happened, and the kilobytes that were sent."""
        before = self.wire.bytes
        told = self.page.evaluate(SHOW, [place, picture])
        self.page.wait_for_timeout(1200)
        return told, (self.wire.bytes - before) / 1e3

    def cell(self, place: int) -> Any:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(place)

    def python(self) -> dict[str, list[float]]:
        """Milliseconds in which each widget was made, one a run."""
        place = len(self.places) + 2
        self.run(place, ".jp-OutputArea-output")
        found: dict[str, list[float]] = json.loads(
            self.cell(place).locator("pre").last.inner_text()
        )
        return found

    def ten(self) -> float:
        """Kilobytes that ten more players take."""
        place = len(self.places) + 1
        before = self.wire.bytes
        self.run(place, "[data-painted]")
        expect(self.cell(place).locator("[data-painted]")).to_have_count(10, timeout=60_000)
        self.page.wait_for_timeout(1000)
        return (self.wire.bytes - before) / 1e3


def notebook(path: Path) -> None:
    sources = [SETUP, *(row.source for row in installed().values()), TEN, TOOK]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)


def motion(lab: Lab, place: int, control: str) -> tuple[float, float, float]:
    """Move the slider by single moves, then without a pause: delay, rate, kilobytes a picture."""
    page = lab.page
    cell = lab.cell(place)
    page.evaluate("(k) => window.jupyterapp.shell.currentWidget.content.scrollToItem(k)", place)
    page.evaluate(WATCH, cell.element_handle())
    slider = cell.locator(control).first
    delays = [one_move(page, slider) for _ in range(MOVES)]
    page.wait_for_timeout(1500)
    before, count = lab.wire.bytes, page.evaluate("() => window.seen.count")
    start = page.evaluate("() => performance.now()")
    play = cell.locator("[data-role=play]")
    if play.count():
        slider.press("Home")
        play.click()
        page.wait_for_timeout(1000 * SECONDS)
    else:
        for _ in range(20 * SECONDS):
            slider.press("ArrowRight")
            page.wait_for_timeout(30)
        page.wait_for_timeout(4000)
    seen = page.evaluate("() => window.seen")
    pictures = max(1, seen["count"] - count)
    sent = (lab.wire.bytes - before) / pictures
    return median(delays), 1000 * pictures / max(1.0, seen["at"] - start), sent / 1e3


def one_move(page: Page, slider: Any) -> float:
    """Milliseconds from a key on the slider, by its own time stamp, to the changed picture."""
    start = page.evaluate("() => performance.now()")
    slider.press("ArrowRight")
    page.wait_for_function(f"() => window.seen.at > {start}", timeout=20_000)
    return float(page.evaluate("() => window.seen.at - window.moved"))


def least(rounds: list[Told]) -> Told:
    """The round whose picture came first."""
    return min(rounds, key=lambda told: told[-1] or float("inf"))


def steps_of(told: Told) -> list[float | None]:
    """How long each step took, where its beginning and its end are known."""
    pairs = zip([0.0, *told], told, strict=False)
    return [None if a is None or b is None else b - a for a, b in pairs]


def row(words: str, names: Mapping[str, Any], of: Callable[[str], float | None]) -> str:
    told = [of(name) for name in names]
    return f"{words:24}" + "".join(f"{'–' if n is None else f'{n:.1f}':>14}" for n in told)


def measure(lab: Lab, rounds: int, *, moving: bool) -> None:
    """Run every cell once, then in rounds, then move what can be moved; print the table."""
    techniques: dict[str, Technique] = installed()
    shown: dict[str, list[Told]] = {name: [] for name in techniques}
    sent: dict[str, list[float]] = {name: [] for name in techniques}
    for _ in range(rounds + 1):
        for name, one in techniques.items():
            told, size = lab.run(lab.places[name], one.picture)
            shown[name].append(told)
            sent[name].append(size)
    python = lab.python()
    best = {name: least(told[1:]) for name, told in shown.items()}
    steps = {name: steps_of(told) for name, told in best.items()}
    print(f"{'':24}" + "".join(f"{name:>14}" for name in techniques))
    print(row("the very first, ms", techniques, lambda name: shown[name][0][-1]))
    print(row("first picture, least", techniques, lambda name: best[name][-1]))
    middle = {n: median(t[-1] or 6e4 for t in told[1:]) for n, told in shown.items()}
    print(row("  median", techniques, lambda name: middle[name]))
    for k, words in enumerate(STEPS_ON_THE_WAY):
        column = {name: took[k] for name, took in steps.items() if len(took) > k}
        print(row(f"  {words}", techniques, column.get))
        if k == 0:
            made = {name: min(times[1:]) for name, times in python.items()}
            print(row("    of it in Python", techniques, made.get))
    print(row("kB, the first time", techniques, lambda name: sent[name][0]))
    print(row("kB, later", techniques, lambda name: median(sent[name][1:])))
    if moving:
        moved = {
            name: motion(lab, lab.places[name], one.control)
            for name, one in techniques.items()
            if one.control
        }
        for k, words in enumerate(("slider to pixels, ms", "pictures a second", "kB a picture")):
            column = {name: found[k] for name, found in moved.items()}
            print(row(words, techniques, column.get))
    print(f"ten more players: {lab.ten():.0f} kB")


def main() -> None:
    """Measure directly and through the slow line, and print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    os.environ.setdefault("CI", "1")  # without a browser: say so, and stop
    with tempfile.TemporaryDirectory() as home, jupyterlab(Path(home)) as address:
        notebook(Path(home) / "course" / "benchmark.ipynb")
        port = int(address.rsplit(":", 1)[1])
        with chromium() as browser, delayed(port, DELAY) as slow:
            for words, where in (
                ("directly", address),
                (f"{1000 * DELAY:.0f} ms away", f"http://127.0.0.1:{slow}"),
            ):
                if os.environ.get("ONLY", words) != words:
                    continue
                print(words, flush=True)
                lab = Lab(browser, where)
                measure(lab, rounds, moving=rounds >= ROUNDS)
                lab.page.close()


if __name__ == "__main__":
    main()
