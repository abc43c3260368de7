"""Twenty trails that glide: how many pictures a second, and what one picture costs.

    uv run python tests/benchmarks/glide.py

One player shows twenty runs over a map, each a trail and a dot of its own colour and label, and
plays slowly, so that nearly every picture lies between two steps and nothing of it is kept from the
one before. Prints pictures a second, beside the frames that the page itself had in that time, for
a busy machine gives it fewer than 60, and the milliseconds of processor time that one picture takes
in the page and in the process that puts it together. Last it compares the picture at rest with
that of a player that was sent to the same step at once, pixel by pixel. It asserts nothing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.launch import chromium, page_of
from crowd import processor
from playwright.sync_api import Page

from calclib.functions import landscapes
from calclib.optimize.descent import descend
from calclib.optimize.rules import Momentum
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, contours, dots, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RUNS, STEPS, SECONDS = 20, 120, 5
COUNT = """async (seconds) => {
  const root = document.querySelector("[data-calclib]");
  const painted = () => Number(root.dataset.painted);
  let [frames, goes] = [0, true];
  const next = () => { frames += 1; if (goes) requestAnimationFrame(next); };
  const before = painted();
  next();
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  goes = false;
  return [painted() - before, frames];
}"""
PIXELS = """() => [...document.querySelectorAll("canvas")].map((one) => one.toDataURL()).join()"""


def twenty_trails() -> Scene:
    """Twenty runs down a ravine, so slow that a step is seen in some thirty pictures."""
    f = landscapes.ravine(20.0)
    marks: list[Mark] = [contours(f, levels=9)]
    angles = np.linspace(0.0, 2 * np.pi, RUNS, endpoint=False)
    for k, angle in enumerate(angles):
        start = 1.4 * np.array([np.cos(angle), np.sin(angle)])
        path = descend(f, start, Momentum(0.01, 0.9), STEPS)
        marks += [trail(path, color=k % 8, label=f"run {k}"), dots(path, color=k % 8, size=7)]
    axis = Axis("step", range(STEPS + 1), play=True, duration=60.0, first=20)
    return Scene([axis], [Panel(marks, equal=True)], alt="Twenty runs in a ravine.")


def at_step(page: Page, step: int) -> str:
    """The pixels of all canvases once the player rests at a step."""
    page.fill('input[data-axis="step"]', str(step))
    page.wait_for_selector(f'[data-index-step="{step}"][data-moving="false"]')
    return str(page.evaluate(PIXELS))


def main() -> None:
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scene.html"
        file.write_text(page_of(twenty_trails()), encoding="utf-8")
        page = browser.new_page(viewport={"width": 800, "height": 1000})
        page.goto(file.as_uri())
        page.wait_for_selector("[data-painted]")
        page.click("[data-role=play]")
        before = processor(browser)
        painted, frames = page.evaluate(COUNT, SECONDS)
        after = processor(browser)
        own, screen = (
            1000 * (after[kind] - before[kind]) / max(1, painted) for kind in ("renderer", "GPU")
        )
        print(f"{painted / SECONDS:.0f} pictures/s of {frames / SECONDS:.0f} frames the page had")
        print(f"processor {own:.1f} + {screen:.1f} ms a picture")
        page.click("[data-role=play]")
        step = int(page.locator("[data-index-step]").get_attribute("data-index-step") or 0)
        rested = at_step(page, step)
        fresh = browser.new_page(viewport={"width": 800, "height": 1000})
        fresh.goto(file.as_uri())
        fresh.wait_for_selector("[data-painted]")
        other = at_step(fresh, step)
        print(f"at rest it {'equals' if rested == other else 'differs from'} a fresh picture")


if __name__ == "__main__":
    main()
