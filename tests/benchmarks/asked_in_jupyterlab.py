"""Time what a learner waits for after asking, in a real JupyterLab: from the release to the pixels.

    uv run python tests/benchmarks/asked_in_jupyterlab.py 11 12        (all lessons by default)

Opens each lesson, runs it, and answers every question of its scenes anew: a text or a number by
Enter in its field, a point also by dragging its handle and letting go. Prints the milliseconds from
the key or the release to the new picture, median and range of fifteen. It asserts nothing.
Python's part alone is in asked.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from benchmarks.asked import moved
from browser.launch import chromium
from course.test_lessons_in_jupyterlab import PLAYER, Watched
from lab import jupyterlab
from playwright.sync_api import Locator, Page
from refresh import LESSONS

TIMES, PAUSE = 15, 700
# Keeps the time of the last answer: in the frame of its picture the player says that it waits no
# more, and the timer runs once the pixels of that frame were handed over. Where the answer comes
# before the player has said that it waits, it says neither.
WATCH = """(player) => {
  const asks = player.querySelector(".asks");
  const told = () => { window.answered = performance.now(); };
  const look = () => { if (asks.getAttribute("aria-busy") === "false") setTimeout(told); };
  new MutationObserver(look).observe(asks, { attributeFilter: ["aria-busy"] });
  const release = () => { window.asked = performance.now(); };
  window.addEventListener("pointerup", release, { capture: true });
}"""
ENTER = """(field, words) => {
  field.value = words;
  window.asked = performance.now();
  const key = { key: "Enter", bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent("keydown", key));
}"""
WAIT = "() => window.answered - window.asked"


def typed(page: Page, field: Locator, k: int) -> float:
    """Enter another answer in a field; 0 if it is shown in the frame of the question."""
    given = field.input_value()
    is_text = field.get_attribute("type") == "text"
    field.evaluate(ENTER, str(moved(given if is_text else float(given), k)))
    return waited(page)


def dragged(page: Page, handle: Locator, k: int) -> float:
    """Drag a handle through a few places and let go; 0 if that place is shown by then."""
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    way = 3 if k % 2 else -3
    page.mouse.move(x, y)
    page.mouse.down()
    for n in range(1, 6):
        page.mouse.move(x + way * n, y + n % 2)
        page.wait_for_timeout(30)
    page.mouse.up()
    return waited(page)


def waited(page: Page) -> float:
    """Milliseconds from the last question to its picture; 0 if that was there before."""
    page.wait_for_timeout(PAUSE)
    return max(0.0, float(page.evaluate(WAIT)))


def told(times: list[float], kind: str) -> str:
    return f"{kind} {median(times):4.0f} ms ({min(times):.0f}–{max(times):.0f})"


def measure(lesson: Watched, player: Locator) -> None:
    """Ask every question of a scene; its first answer, not counted, warms up."""
    lesson.show(player)
    lesson.settle()
    player.evaluate(WATCH)
    rows = player.locator(".asks .row")
    for row in range(rows.count()):
        field = rows.nth(row).locator("[data-ask]").first
        name = field.get_attribute("data-ask")
        times = [typed(lesson.page, field, k) for k in range(TIMES + 1)]
        said = [told(times[1:], "typed  ")]
        handle = player.locator(f'[data-drag="{name}"]')
        if handle.count():
            handle.scroll_into_view_if_needed()
            times = [dragged(lesson.page, handle, k) for k in range(TIMES)]
            said.append(told(times, "dragged"))
        note = player.locator(".asks .note").inner_text()
        print(f"  {name:16} {'   '.join(said)}   {note}", flush=True)


def main() -> None:
    wanted = tuple(sys.argv[1:]) or ("",)
    os.environ.setdefault("CI", "1")  # without a browser: say so, and stop
    with (
        tempfile.TemporaryDirectory() as home,
        jupyterlab(Path(home)) as address,
        chromium() as browser,
    ):
        for path in (path for path in LESSONS if path.stem.startswith(wanted)):
            lesson = Watched(browser, address, path)
            lesson.run_all()
            players = lesson.page.locator(PLAYER)
            for number in range(players.count()):
                player = players.nth(number)
                if player.locator(".asks [data-ask]").count():
                    print(f"{path.stem}, scene {number + 1}", flush=True)
                    measure(lesson, player)
            lesson.page.close()


if __name__ == "__main__":
    main()
