"""Check live pages and JupyterLite in a browser, with the Python that they load.

    uv run --group site python site/live_check.py                    # site/_build/html
    uv run --group site python site/live_check.py FOLDER             # any served site
    uv run --group site python site/live_check.py --lessons 03 09    # these lessons

For each lesson its page is made live: a scene answers, an exercise is checked, a computation is
stopped. Then JupyterLite runs the same lesson from top to bottom, plays a scene and keeps progress.
Seconds are said and not judged. The exit status is 0 only when nothing was at fault.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from build import HTML
from check import DESK, served
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, sync_playwright
from playwright.sync_api import Error as BrowserError
from run import LESSONS, ROOT, folder_of
from watch import Watch

sys.path.insert(0, str(ROOT / "tests"))

from browser.launch import FLAGS, executable
from lab import KERNEL_IS_IDLE, SAID_BY_JUPYTERLAB

THREE = ("03", "09", "15")
PATIENCE = 300_000  # milliseconds: a phone, or a busy machine, starts Python slowly
SLOWLY = 600_000
# Fields whose text is a formula, to which another of the same value can be typed.
FIELD = ", ".join(f"input[data-ask={name}][type=text]" for name in ("f", "g", "u", "loss"))


@dataclass
class Findings:
    """What was at fault, and how long things took."""

    faults: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def fault(self, place: str, sentence: str) -> None:
        """Something is wrong."""
        self.faults.append(f"{place}: {sentence}")
        print(f"FAULT {self.faults[-1]}", flush=True)

    def say(self, sentence: str) -> None:
        """Something worth knowing."""
        self.lines.append(sentence)
        print(sentence, flush=True)


class LiveWatch(Watch):
    """Counts, beside the rest, the bytes that a server says it sends, to workers as well."""

    def __init__(self, tab: Page, base: str) -> None:
        super().__init__(tab, base, known=SAID_BY_JUPYTERLAB)
        self.bytes = 0
        tab.context.on("request", lambda request: self.hear_address(request.url))
        tab.context.on("response", lambda one: self.count(one.headers.get("content-length", "0")))

    def count(self, length: str) -> None:
        """Add up what the server sends."""
        self.bytes += int(length) if length.isdigit() else 0


def make_live(tab: Page, place: str, findings: Findings) -> None:
    """Press the button, and wait until Python is there."""
    watch = tab.locator("calclib-live")
    begin = time.monotonic()
    watch.locator("button.start").click()
    tab.wait_for_function(
        "['ready', 'failed'].includes(document.querySelector('calclib-live').dataset.state)",
        timeout=PATIENCE,
    )
    told = watch.locator("p.words").inner_text()
    if watch.get_attribute("data-state") != "ready":
        findings.fault(place, f"the page is not live: {told}")
    findings.say(f"{place}: live after {time.monotonic() - begin:.1f} s")


def scene_with_field(tab: Page) -> str:
    """The id of the first scene with a field for a formula; all scenes before it are loaded."""
    return str(
        tab.evaluate(
            """async (field) => {
              for (const scene of document.querySelectorAll("calclib-scene[id]")) {
                scene.scrollIntoView();
                for (let wait = 0; wait < 200; wait += 1) {
                  if (scene.shadowRoot?.querySelector("[data-painted]")) break;
                  await new Promise((go) => setTimeout(go, 50));
                }
                if (scene.shadowRoot?.querySelector(field)) return scene.id;
              }
              return "";
            }""",
            FIELD,
        )
    )


def check_scene(tab: Page, place: str, findings: Findings) -> None:
    """A field takes another answer, refuses a wrong one in words, and never runs what is typed.

    What is refused stays in the field, and in the end the first answer stands there again.
    """
    scene = tab.locator(f"calclib-scene[id='{scene_with_field(tab)}']")
    entry = scene.locator(FIELD).first
    note = scene.locator(".asks .note")
    if entry.is_disabled():
        findings.fault(place, "the field of a scene is off on a live page.")
        return
    good = entry.input_value()
    before = scene.locator("[data-calclib=player]").get_attribute("data-painted")
    begin = time.monotonic()
    answer(tab, scene, f"{good} + 0")
    if note.inner_text():
        findings.fault(place, f"a good answer is refused: {note.inner_text()}")
    findings.say(f"{place}: a scene answers after {time.monotonic() - begin:.1f} s")
    if scene.locator("[data-calclib=player]").get_attribute("data-painted") == before:
        findings.fault(place, "a new answer paints nothing.")
    answer(tab, scene, "<img src=x onerror=document.title='run'>")
    if (
        not note.inner_text()
        or tab.title() == "run"
        or scene.locator("[data-calclib=player] img").count()
    ):
        findings.fault(place, f"a tag is not refused as text: {note.inner_text()!r}")
    answer(tab, scene, good)


def answer(tab: Page, scene: Locator, text: str) -> None:
    """Type an answer by keyboard, and wait for what Python says."""
    entry = scene.locator(FIELD).first
    entry.fill(text)
    entry.press("Enter")
    tab.wait_for_timeout(150)
    busy = scene.locator(".asks[aria-busy=false]")
    busy.wait_for(timeout=PATIENCE)
    tab.wait_for_timeout(150)


def check_exercise(tab: Page, lesson: str, findings: Findings) -> None:
    """An exercise whose answer is a formula is checked on the page, and remembered."""
    from importlib import import_module

    name = folder_of(lesson)
    checks = import_module(f"calclib.lessons.{name}.checks")
    solutions = import_module(f"lessons.{name}.slips").TABLE
    for exercise, (right, _) in solutions.items():
        typed = next((one for one in right if isinstance(one, str)), None)
        card = tab.locator(f"calclib-exercise [data-key='{name}/{exercise}']")
        entry = card.locator("input[type=text]")
        if typed is None or not entry.count() or not getattr(checks, exercise).typed:
            continue
        begin = time.monotonic()
        entry.fill(typed)
        entry.press("Enter")
        wanted = getattr(checks, exercise).compare(typed).message
        card.locator(".spoken", has_text=wanted[:40]).wait_for(timeout=PATIENCE, state="attached")
        findings.say(f"{lesson}: {exercise} is checked after {time.monotonic() - begin:.1f} s")
        if exercise not in tab.evaluate("localStorage.getItem('calclib-progress') ?? ''"):
            findings.fault(lesson, f"{exercise} is right and not remembered.")
        return
    findings.say(f"{lesson}: it has no exercise whose answer is a formula")


def check_stop(tab: Page, place: str, findings: Findings) -> None:
    """A computation is stopped by keyboard, and the next answer comes from a Python anew.

    What a reader may type is bounded so that nothing is slow; but Python takes seconds to begin,
    and a question meanwhile waits for it.
    """
    scene = tab.locator(f"calclib-scene[id='{scene_with_field(tab)}']")
    entry = scene.locator(FIELD).first
    good = entry.input_value()
    tab.locator(".calclib-live-bar .stop").evaluate("button => button.click()")
    entry.fill(f"{good} + 0")
    entry.press("Enter")
    stop = tab.locator(".calclib-live-bar .stop")
    stop.wait_for(timeout=5000)
    stop.press("Enter")
    stop.wait_for(state="hidden", timeout=5000)
    told = scene.locator(".asks .note").inner_text()
    if not told.startswith("Stopped"):
        findings.fault(place, f"after a stop a scene says {told!r}.")
    begin = time.monotonic()
    answer(tab, scene, f"{good} + 0")
    findings.say(f"{place}: an answer {time.monotonic() - begin:.1f} s after a stop")
    if scene.locator(".asks .note").inner_text():
        findings.fault(place, "after a stop there is no good answer.")


def check_live_page(context: BrowserContext, base: str, lesson: str, findings: Findings) -> None:
    """A lesson's page, made live."""
    tab = context.new_page()
    watch = LiveWatch(tab, base)
    tab.goto(f"{base}lessons/{lesson}.html", wait_until="load")
    if not tab.locator("calclib-live button.start").count():
        findings.fault(lesson, "the page offers no Python: the site was built without one.")
        return
    before = watch.bytes
    make_live(tab, lesson, findings)
    findings.say(f"{lesson}: {(watch.bytes - before) / 1e6:.1f} MB came")
    check_scene(tab, lesson, findings)
    check_exercise(tab, lesson, findings)
    check_stop(tab, lesson, findings)
    watch.report(lesson, findings)
    tab.close()


def check_failure(browser: Browser, base: str, lesson: str, findings: Findings) -> None:
    """Where Python does not come, the page says so in a sentence, and all else works."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.route("**/live/pyodide/*.whl", lambda route: route.abort())
    tab = context.new_page()
    tab.goto(f"{base}lessons/{lesson}.html", wait_until="load")
    tab.locator("calclib-live button.start").click()
    tab.wait_for_function(
        "document.querySelector('calclib-live').dataset.state === 'failed'", timeout=PATIENCE
    )
    findings.say(f"{lesson}: without packages: {tab.locator('calclib-live p.words').inner_text()}")
    player = tab.locator("calclib-scene [data-calclib=player]").first
    player.locator("[data-role=play]").click()
    tab.wait_for_timeout(1000)
    if not player.get_attribute("data-painted"):
        findings.fault(lesson, "after a failure no scene plays.")
    context.close()


def expose(route: Route) -> None:
    """Let a check reach the application: JupyterLite's settings with one more."""
    answer = route.fetch()
    told = answer.json()
    told["jupyter-config-data"]["exposeAppInBrowser"] = "true"
    route.fulfill(response=answer, json=told)


def check_lite(browser: Browser, base: str, lesson: str, findings: Findings) -> None:
    """A lesson in JupyterLite, from top to bottom.

    Each begins as in a new browser: where a service worker of JupyterLite is left from another
    lesson, it fetches the settings itself, and `expose` does not see it.
    """
    place = f"JupyterLite, {lesson}"
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    tab = context.new_page()
    watch = LiveWatch(tab, base)
    tab.route("**/lite/jupyter-lite.json", expose)
    begin = time.monotonic()
    tab.goto(f"{base}lite/lab/index.html?path={lesson}.ipynb", wait_until="load")
    tab.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE)
    findings.say(f"{place}: shown after {time.monotonic() - begin:.1f} s")
    tab.wait_for_function(KERNEL_IS_IDLE, timeout=PATIENCE)
    findings.say(f"{place}: Python is there after {time.monotonic() - begin:.1f} s")
    begin = time.monotonic()
    tab.evaluate("() => void jupyterapp.commands.execute('notebook:run-all-cells')")
    tab.locator("[data-calclib=player]").first.wait_for(timeout=PATIENCE, state="attached")
    findings.say(f"{place}: the first scene {time.monotonic() - begin:.1f} s after Run All")
    wait_until_run(tab, place, findings)
    findings.say(f"{place}: all cells have run after {time.monotonic() - begin:.1f} s")
    check_lite_scene(tab, place, findings)
    check_lite_progress(tab, lesson, place, findings)
    watch.report(place, findings)
    context.close()


def wait_until_run(tab: Page, place: str, findings: Findings) -> None:
    """Wait until the kernel rests, and say which cells failed."""
    end = time.monotonic() + SLOWLY / 1000
    calm = 0
    while calm < 3 and time.monotonic() < end:
        tab.wait_for_timeout(1000)
        calm = calm + 1 if tab.evaluate(KERNEL_IS_IDLE) else 0
    if calm < 3:
        findings.fault(place, "its cells do not come to an end.")
    failed = tab.evaluate(
        """() => {
          const app = window.jupyterapp;
          const cells = app.shell.currentWidget.content.model.sharedModel.cells;
          return [...cells].filter((cell) => cell.cell_type === "code").flatMap((cell) =>
            cell.toJSON().outputs.filter((output) => output.output_type === "error")
              .map((output) => `${output.ename}: ${output.evalue}`));
        }"""
    )
    for error in failed:
        findings.fault(place, f"a cell fails: {error[:300]}")


def check_lite_scene(tab: Page, place: str, findings: Findings) -> None:
    """The first scene plays, once it stands on the screen."""
    tab.evaluate(
        """async () => {
          const notebook = jupyterapp.shell.currentWidget.content;
          const place = notebook.widgets.findIndex((cell) =>
            cell.model.sharedModel.getSource().includes("play("));
          notebook.activeCellIndex = place;
          await notebook.scrollToItem(place, "start");
        }"""
    )
    player = tab.locator("[data-calclib=player]:visible").filter(
        has=tab.locator("[data-role=play]")
    )
    player.first.wait_for(timeout=30_000)
    painted = player.first.get_attribute("data-painted")
    player.first.locator("[data-role=play]").first.evaluate("button => button.click()")
    tab.wait_for_timeout(2000)
    if player.first.get_attribute("data-painted") == painted:
        findings.fault(place, "a scene does not play.")


def check_lite_progress(tab: Page, lesson: str, place: str, findings: Findings) -> None:
    """What a learner solves is kept on the drive, as a new cell that solves something sees."""
    name = folder_of(lesson)
    code = (
        "from calclib.practice.records import place, remember\n"
        f'for exercise in ("tried", "again"):\n    remember(("{name}", exercise))\n'
        "print(place(), place().read_text())"
    )
    tab.evaluate(
        """async (code) => {
          const app = window.jupyterapp;
          await app.commands.execute("notebook:insert-cell-above");
          const notebook = app.shell.currentWidget.content;
          notebook.activeCell.model.sharedModel.setSource(code);
          await app.commands.execute("notebook:run-cell");
        }""",
        code,
    )
    kept = tab.locator(".jp-OutputArea-output", has_text="/drive/calclib-progress.txt")
    try:
        kept.first.wait_for(timeout=PATIENCE)
    except BrowserError:
        findings.fault(place, "progress is not kept on the drive.")
        return
    told = kept.first.inner_text()
    wanted = [json.dumps({"lesson": name, "exercise": one}) for one in ("tried", "again")]
    if any(line not in told for line in wanted):
        findings.fault(place, f"the file of progress is {told!r}.")


def attempt(findings: Findings, place: str, check: Callable[..., None], *given: object) -> None:
    """Make a check; that it comes to no end in the browser is a fault like others."""
    try:
        check(*given)
    except BrowserError as error:
        findings.fault(place, f"{check.__name__} stopped: {error.message[:300]}")


def run_checks(folder: Path, numbers: list[str], parts: list[str]) -> Findings:
    """All checks, in one browser."""
    findings = Findings()
    lessons = [path.stem for path in LESSONS if path.name[:2] in numbers]
    with served(folder) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
        for lesson in lessons:
            if "pages" in parts:
                attempt(findings, lesson, check_live_page, context, base, lesson, findings)
            if "lite" in parts:
                attempt(findings, lesson, check_lite, browser, base, lesson, findings)
        if "pages" in parts:
            attempt(findings, "failure", check_failure, browser, base, lessons[0], findings)
        browser.close()
    return findings


def main() -> None:
    """Check, and say what was found."""
    parser = argparse.ArgumentParser(description="Check live pages and JupyterLite.")
    parser.add_argument("folder", nargs="?", type=Path, default=HTML)
    parser.add_argument("--lessons", nargs="+", metavar="NN", default=list(THREE))
    parser.add_argument("--parts", nargs="+", choices=["pages", "lite"], default=["pages", "lite"])
    given = parser.parse_args()
    findings = run_checks(given.folder.resolve(), given.lessons, given.parts)
    print(f"{len(findings.faults)} faults")
    sys.exit(1 if findings.faults else 0)


if __name__ == "__main__":
    main()
