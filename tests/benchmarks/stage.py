"""How fast the stage plays, in a headless browser: 64 runs of 300 steps over a contour map, then
a surface of 100 × 100 points with 8 runs on it.

Run it with `uv run python tests/benchmarks/stage.py`; it prints painted frames a second during a
play, and the median and 95th percentile of the time from a slider's move to its pixels; of the
surface, painted frames a second while it plays, while it is turned, and both at once.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from browser.launch import chromium, page_of
from playwright.sync_api import Browser, Page

from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, contours, cursor, dots, line, surface, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

RUNS, STEPS, RATES = 64, 300, 12

PLAY = """() => new Promise((resolve) => {
  const root = document.querySelector('[data-calclib]');
  const painted = () => Number(root.dataset.painted);
  document.querySelector('[data-role=play]').click();
  const [start, before] = [performance.now(), painted()];
  const check = () => {
    const seconds = (performance.now() - start) / 1000;
    if (Number(root.dataset.indexStep) < %d) requestAnimationFrame(check);
    else resolve((painted() - before) / seconds);
  };
  check();
})"""

SLIDE = """async () => {
  const root = document.querySelector('[data-calclib]');
  const slider = document.querySelector('[data-axis="learning rate"]');
  const times = [];
  for (let k = 0; k < 60; k++) {
    await new Promise((resolve) => setTimeout(resolve, 50 + 7 * (k % 5)));
    const start = performance.now();
    slider.value = String(k % %d);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => {
      // The check runs right after the paint, the timer once its pixels were handed over.
      const check = () => root.dataset.indexLearningRate === slider.value
        ? setTimeout(resolve) : requestAnimationFrame(check);
      requestAnimationFrame(check);
    });
    times.push(performance.now() - start);
  }
  return times;
}"""


# One move of the pointer a frame: sent from outside, moves come more slowly than they are painted.
TURN = """(canvas, seconds) => new Promise((resolve) => {
  const root = document.querySelector('[data-calclib]');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const [start, before] = [performance.now(), Number(root.dataset.painted)];
  const move = () => {
    const passed = (performance.now() - start) / 1000;
    const [x, y] = [80 * Math.cos(2 * passed), 30 * Math.sin(2 * passed)];
    canvas.dispatchEvent(new PointerEvent('pointermove', {
      bubbles: true, buttons: 1, pointerId: 1,
      clientX: left + width / 2 + x, clientY: top + height / 2 + y,
    }));
    if (passed < seconds) requestAnimationFrame(move);
    else resolve((Number(root.dataset.painted) - before) / passed);
  };
  move();
})"""


def many_walks() -> Scene:
    """A narrow valley, walked from 64 starts at twelve rates."""
    slopes = np.array([1.0, 18.0])
    rates = np.geomspace(0.004, 0.1, RATES)
    start = np.random.default_rng(7).uniform(-2, 2, (RUNS, 2))
    steps = np.arange(STEPS + 1)[:, None, None, None]
    points = start * (1 - rates[:, None, None] * slopes) ** steps
    over = ("step", "learning rate")
    loss = Varying((points**2 @ slopes / 2).mean(-1), over)
    way = Varying(points, over)
    colors = [k % 8 for k in range(RUNS)]
    valley = contours(lambda x, y: (x**2 + 18 * y**2) / 2, (-2, 2, -2, 2))
    return Scene(
        axes=[Axis("step", range(STEPS + 1), play=True), Axis("learning rate", rates, "log")],
        panels=[
            Panel([valley, trail(way, color=colors), dots(way, color=colors)], equal=True),
            Panel([line(loss), cursor("step")], y="log"),
        ],
        alt="Many walks down a narrow valley.",
    )


def walks_on_a_surface() -> Scene:
    """Eight walks of 300 steps on a surface of 100 × 100 points, and their loss beside it."""
    x, y = np.meshgrid(np.linspace(-2, 2, 100), np.linspace(-2, 2, 100))
    start = np.random.default_rng(7).uniform(-1.8, 1.8, (8, 2))
    steps = np.arange(STEPS + 1)[:, None, None]
    way = Varying(start * (1 - 0.02 * np.array([1.0, 6.0])) ** steps, ("step",))
    loss = Varying((way.values**2 @ [0.5, 3.0]), ("step",))
    colors = list(range(8))
    return Scene(
        axes=[Axis("step", range(STEPS + 1), play=True)],
        panels=[
            Panel(
                [
                    surface((x**2 + 6 * y**2) / 2, (-2, 2, -2, 2)),
                    trail(way, color=colors),
                    dots(way, color=colors),
                ],
            ),
            Panel([line(loss, color=colors), cursor("step")], y="log"),
        ],
        alt="Eight walks down a valley in 3-D.",
    )


def turn(page: Page, seconds: float = 4.0) -> float:
    """Drag the first panel round and round; return painted frames a second."""
    canvas = page.locator("canvas.moving").first
    canvas.hover()
    page.mouse.down()
    rate = canvas.evaluate(TURN, seconds)
    page.mouse.up()
    return float(rate)


def measure_surface(browser: Browser, file: Path, ratio: float) -> None:
    """Print how fast the surface plays and turns."""
    file.write_text(page_of(walks_on_a_surface()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 800, "height": 640}, device_scale_factor=ratio)
    page.goto(file.as_uri())
    page.wait_for_selector("[data-painted]")
    playing = page.evaluate(PLAY.replace("%d", str(STEPS)))
    turning = turn(page)
    page.click("[data-role=play]")
    both = turn(page)
    print(
        f"surface, pixel ratio {ratio}: {playing:.0f} painted frames/s playing, "
        f"{turning:.0f} while it is turned, {both:.0f} while it plays and is turned"
    )
    page.close()


def main() -> None:
    """Measure and print."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scene.html"
        file.write_text(page_of(many_walks()), encoding="utf-8")
        for ratio in (1, 2):
            page = browser.new_page(
                viewport={"width": 800, "height": 640}, device_scale_factor=ratio
            )
            page.goto(file.as_uri())
            page.wait_for_selector("[data-painted]")
            frames = page.evaluate(PLAY.replace("%d", str(STEPS)))
            times = np.array(page.evaluate(SLIDE.replace("%d", str(RATES))))
            median, late = np.percentile(times, [50, 95])
            print(
                f"pixel ratio {ratio}: {frames:.0f} painted frames/s; "
                f"slider to pixels {median:.0f} ms (median), {late:.0f} ms (95th percentile)"
            )
            page.close()
        for ratio in (1, 2):
            measure_surface(browser, file, ratio)


if __name__ == "__main__":
    main()
