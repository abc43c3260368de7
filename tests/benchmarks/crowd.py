"""Twenty players on one page: how fast they show, how fast they play, what memory they hold.

    uv run python tests/benchmarks/crowd.py

Half of them hold 64 runs of 300 steps over a contour map, half a surface with 8 runs on it. Prints
seconds until all have painted, painted frames a second of those in sight with all of them and with
one of them playing, on a common page and on one so tall that all are in sight, and the memory of
the page. What is out of sight is not painted.

Without a graphics card the processor puts the page together, and a busy machine paints fewer
frames. So beside each rate stand the milliseconds of processor time that one frame takes, of the
page itself and of the process that puts it together; and last the same for as many bare canvases
of that size on which one dot moves: what no player can be cheaper than. It asserts nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from browser.launch import chromium, page_of
from playwright.sync_api import Browser, Page
from stage import many_walks, walks_on_a_surface

COUNT, SECONDS = 20, 5
HEIGHTS = {"a common page": 1000, "all in sight": 12_000}
# Two canvases a player, as wide and as high as a panel, each with what stays below it.
BARE = """<body style="margin: 0"><script>
  const moving = [];
  for (let k = 0; k < COUNT; k++) {
    const root = document.createElement("div");
    root.style.cssText = "position: relative; height: 480px; contain: layout style";
    document.body.append(root);
    for (const left of [0, 360]) {
      const contexts = [0, 1].map(() => {
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: 350, height: 345 });
        canvas.style.cssText = `position: absolute; left: ${left}px`;
        root.append(canvas);
        return canvas.getContext("2d");
      });
      contexts[0].fillStyle = "#ccd";
      contexts[0].fillRect(0, 0, 350, 345);
      moving.push(contexts[1]);
    }
  }
  let frames = 0;
  const paint = () => {
    frames += 1;
    for (const context of moving) {
      context.clearRect(0, 0, 350, 345);
      context.beginPath();
      context.arc(100 + (frames % 150), 100, 4, 0, 7);
      context.fill();
    }
    requestAnimationFrame(paint);
  };
  paint();
</script>"""
MOVE = """async (seconds) => {
  const [before, start] = [frames, performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  return (1000 * (frames - before)) / (performance.now() - start);
}"""
PLAY = """async ([count, seconds]) => {
  const roots = [...document.querySelectorAll("[data-calclib]")].slice(0, count);
  const painted = () => roots.map((root) => Number(root.dataset.painted));
  for (const root of roots) {
    root.querySelector("[data-role=loop][aria-pressed=false]")?.click();
    root.querySelector("[data-role=play]").click();
  }
  const [before, start] = [painted(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const passed = (performance.now() - start) / 1000;
  for (const root of roots) root.querySelector("[data-role=play]").click();
  const rates = painted().map((now, k) => (now - before[k]) / passed);
  return rates.filter((_, k) => {
    const { top, bottom } = roots[k].getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}"""


def memory(page: Page) -> float:
    """Megabytes that the page's JavaScript and its array buffers hold, after collecting garbage."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    held = used["usedSize"] + used.get("backingStorageSize", 0)
    return float(held) / 2**20


def crowd(browser: Browser, file: Path, count: int, height: int) -> Page:
    kinds = (many_walks(), walks_on_a_surface())
    more = [kinds[k % 2] for k in range(1, count)]
    file.write_text(page_of(kinds[0], more=more), encoding="utf-8")
    page = browser.new_page(viewport={"width": 800, "height": height})
    page.goto(file.as_uri())
    shown = f"document.querySelectorAll('[data-painted]').length === {count}"
    page.wait_for_function(shown, timeout=120_000)
    return page


def processor(browser: Browser) -> dict[str, float]:
    """Seconds of processor time that each kind of process of the browser has taken."""
    session = browser.new_browser_cdp_session()
    found: dict[str, float] = {}
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        found[process["type"]] = found.get(process["type"], 0.0) + process["cpuTime"]
    session.detach()
    return found


def rated(browser: Browser, play: Callable[[], float]) -> str:
    """Play for SECONDS; say at how many frames a second, and what each cost the processor."""
    before = processor(browser)
    rate = play()
    after = processor(browser)
    frames = max(1.0, SECONDS * rate)
    page, screen = (1000 * (after[kind] - before[kind]) / frames for kind in ("renderer", "GPU"))
    return f"{rate:.0f} frames/s; processor {page:.1f} + {screen:.1f} ms a frame"


def play_on(page: Page, count: int) -> Callable[[], float]:
    def play() -> float:
        rates = page.evaluate(PLAY, [count, SECONDS])
        return float(sum(rates) / len(rates))

    return play


def bare(browser: Browser, count: int, height: int) -> str:
    """The same for canvases on which one dot moves."""
    page = browser.new_page(viewport={"width": 800, "height": height})
    page.set_content(BARE.replace("COUNT", str(count)))
    page.wait_for_timeout(500)
    found = rated(browser, lambda: float(page.evaluate(MOVE, SECONDS)))
    page.close()
    return found


def main() -> None:
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        rows = [(1, "a common page"), *((COUNT, words) for words in HEIGHTS)]
        for count, words in rows:
            page = crowd(browser, Path(folder) / "scene.html", count, HEIGHTS[words])
            shown = page.evaluate("performance.now() / 1000")
            print(
                f"{count} on {words}: shown after {shown:.1f} s, {memory(page):.0f} MB", flush=True
            )
            print(f"  all playing: {rated(browser, play_on(page, count))}", flush=True)
            if count > 1:
                print(f"  one playing: {rated(browser, play_on(page, 1))}", flush=True)
            page.close()
        print(f"{COUNT} times two bare canvases: {bare(browser, COUNT, HEIGHTS['all in sight'])}")


if __name__ == "__main__":
    main()
