"""Twenty players on one page: how fast they show, how fast they play, what memory they hold.

    uv run python tests/benchmarks/crowd.py

Half of them hold 64 runs of 300 steps over a contour map, half a surface with 8 runs on it. Prints
seconds until all have painted, painted frames a second of those in sight with all of them and with
one of them playing, on a common page and on one so tall that all are in sight, and the memory of
the page. What is out of sight is not painted. It asserts nothing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from browser.launch import chromium, page_of
from playwright.sync_api import Browser, Page
from stage import many_walks, walks_on_a_surface

COUNT, SECONDS = 20, 5
HEIGHTS = {"a common page": 1000, "all in sight": 12_000}
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


def main() -> None:
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        rows = [(1, "a common page"), *((COUNT, words) for words in HEIGHTS)]
        for count, words in rows:
            page = crowd(browser, Path(folder) / "scene.html", count, HEIGHTS[words])
            shown = page.evaluate("performance.now() / 1000")
            rates = page.evaluate(PLAY, [count, SECONDS])
            print(
                f"{count:2} players, {words}: shown after {shown:.1f} s; {memory(page):.0f} MB; "
                f"all playing, {len(rates)} in sight at {sum(rates) / len(rates):.0f} frames/s"
            )
            if count > 1:
                alone = page.evaluate(PLAY, [1, SECONDS])[0]
                print(f"{count:2} players, {words}, one of them playing: {alone:.0f} frames/s")
            page.close()


if __name__ == "__main__":
    main()
