"""How soon a lesson's page shows its first scene, and how soon a slider's move is seen.

    uv run --group site python site/build.py
    uv run --group site python tests/benchmarks/site.py [PAGE]

Opens the page in a fresh browser several times, without and with a slow line (1.5 megabytes a
second, 40 ms each way, as on a phone). Prints the medians: from the request to the first painted
scene, the bytes until then, and from a slider's move to the frame after its pixels changed. It
asserts nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "site"))

from browser.launch import chromium
from build import HTML
from check import DESK, PAINTED, PageWatch, served
from playwright.sync_api import Browser, Page

PAGE = "lessons/09-roll-downhill.html"
TIMES = 5
MOVES = 20
SLOW = {
    "offline": False,
    "latency": 80,
    "downloadThroughput": 1_500_000,
    "uploadThroughput": 400_000,
}
MOVE = """async (steps) => {
  const root = document.querySelector("calclib-scene").shadowRoot;
  const slider = root.querySelector("input[type=range]");
  const canvas = root.querySelector("canvas.moving");
  const pixels = () => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  for (let k = 1; k <= steps; k += 1) {
    await frame();
    const before = pixels();
    const begin = performance.now();
    slider.value = k;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    for (let wait = 0; wait < 60; wait += 1) {
      await frame();
      const now = pixels();
      if (now.some((value, at) => value !== before[at])) break;
    }
    times.push(performance.now() - begin);
  }
  return times;
}"""


def first_scene(browser: Browser, url: str, base: str, slow: bool) -> tuple[float, int, Page]:
    """Open a page; return the milliseconds to its first scene, the bytes so far, and the tab."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    tab = context.new_page()
    if slow:
        session = context.new_cdp_session(tab)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    watch = PageWatch(tab, base)
    tab.goto(url, wait_until="commit")
    tab.wait_for_selector(PAINTED, state="attached")
    return tab.evaluate("performance.now()"), watch.bytes, tab


def main() -> None:
    """Measure and print."""
    page = sys.argv[1] if len(sys.argv) > 1 else PAGE
    with served(HTML) as base, chromium() as browser:
        for slow in (False, True):
            times = []
            for _ in range(TIMES):
                time, size, tab = first_scene(browser, base + page, base, slow)
                times.append(time)
                tab.wait_for_timeout(300)
                moves = tab.evaluate(MOVE, MOVES)
                tab.context.close()
            line = "slow line" if slow else "no delay"
            print(
                f"{page}, {line}: first scene {median(times):.0f} ms, "
                f"{size / 1e6:.2f} MB until then; "
                f"slider to pixels {median(moves):.0f} ms (largest {max(moves):.0f})"
            )


if __name__ == "__main__":
    main()
