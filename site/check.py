"""Check the web edition in a browser, as a reader without a kernel and without a network has it.

    uv run --group site python site/check.py                  # every page that is built
    uv run --group site python site/check.py --only 00 09     # these lessons, to try things

Each check finds sentences about what is wrong; they come last, and the exit status is 0 only when
there are none. answers.py checks what the cards say.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import http.server
import json
import re
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import nbformat
from build import HTML, ZIP
from convert import NOTEBOOKS, SCENES
from edition import editions
from formulas import FRONTEND
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright
from playwright.sync_api import Error as BrowserError
from run import ROOT
from watch import Watch

sys.path.insert(0, str(ROOT / "tests"))

import addresses
import answers
import translations
from browser.launch import FLAGS, executable

AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
AT_LOAD = 1_000_000  # bytes
WITH_ALL_SCENES = 2_200_000
HANDS = "-roll-downhill.html"  # its scenes play, have sliders, and one lets a reader pick a point
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
OTHERS = ("_static", "lite")  # folders whose pages are not ours: JupyterLite is made elsewhere
PAINTED = "[data-calclib=player][data-painted]"
# Where every axis of a player stands: what its root says in data-index-….
INDEX = """root => {
  const places = Object.entries(root.dataset).filter(([name]) => name.startsWith("index"));
  return JSON.stringify(places);
}"""
SHOW_EVERY_SCENE = """async () => {
  const scenes = [...document.querySelectorAll("calclib-scene")];
  for (const scene of scenes) {
    scene.scrollIntoView();
    for (let wait = 0; wait < 100; wait += 1) {
      if (scene.shadowRoot?.querySelector("[data-painted]")) break;
      await new Promise((go) => setTimeout(go, 50));
    }
  }
  for (const pole of document.querySelectorAll("calclib-pole"))
    if (!pole.shadowRoot?.querySelector("canvas")) return [pole.localName];
  const unpainted = scenes.filter((one) => !one.shadowRoot?.querySelector("[data-painted]"));
  return unpainted.map((one) => one.id);
}"""
# axe takes MathML for no text, and calls a head that is a formula empty: that is asked otherwise;
# and whether each part of a formula has as many parts as it must, which Firefox says else.
# In the dark theme nothing but colours is another, so that contrast alone is asked again.
FIND_FAULTS = """async (theme) => {
  const rules = { "empty-table-header": { enabled: false } };
  const all = { resultTypes: ["violations"], rules };
  const options = theme === "light" ? all : { ...all, runOnly: ["color-contrast"] };
  const { violations } = await axe.run(document, options);
  const heads = [...document.querySelectorAll("th")].filter((one) => !one.textContent.trim());
  const parts = { msub: 2, msup: 2, mfrac: 2, mover: 2, munder: 2, msubsup: 3, munderover: 3 };
  const broken = [...document.querySelectorAll(Object.keys(parts).join())]
    .filter((one) => one.children.length !== parts[one.localName]);
  return violations
    .map(({ id, nodes }) => `${id}, ${nodes.length} times, first ${nodes[0].html.slice(0, 160)}`)
    .concat(heads.map((one) => `an empty head of a table, ${one.outerHTML}`))
    .concat(broken.map((one) => `a part of a formula with too many or few, ${one.outerHTML}`));
}"""


class Markup(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep what an element leads to, loads, or is called."""
        for name, value in attributes:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


@dataclass
class Report:
    """What was found: faults, numbers worth knowing, and how long each kind of check took."""

    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def fault(self, page: str, sentence: str) -> None:
        """Something is wrong with a page."""
        self.faults.append(f"{page}: {sentence}")

    def count(self, name: str, number: int = 1) -> None:
        """Something was checked so many times."""
        self.counts[name] = self.counts.get(name, 0) + number

    def largest(self, name: str, number: int) -> None:
        """The largest of some numbers."""
        self.counts[name] = max(self.counts.get(name, 0), number)


def check_links(report: Report) -> None:
    """Every link within the site leads to a file, and to an anchor where it names one."""
    ours = [HTML / name for name in all_pages()]
    pages = {path: Markup(path.read_text(encoding="utf-8")) for path in ours}
    for path, page in pages.items():
        name = path.relative_to(HTML).as_posix()
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            report.count("links")
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.exists():
                report.fault(name, f"{link} leads nowhere.")
            elif parts.fragment and target in pages:
                anchor = unquote(parts.fragment)
                if anchor not in pages[target].anchors:
                    report.fault(name, f"{link} leads to no heading.")


def check_digests(report: Report, chosen: Sequence[str]) -> None:
    """Each scene on the site is the one that the saved notebook describes."""
    scenes: dict[str, dict[str, str]] = json.loads(SCENES.read_text(encoding="utf-8"))
    for name, scene in scenes.items():
        notebook = nbformat.read(NOTEBOOKS / f"{scene['lesson']}.ipynb", as_version=4)
        cell = next(cell for cell in notebook.cells if cell.id == scene["cell"])
        texts = [o.get("data", {}).get("text/plain") for o in cell.outputs]
        if scene["digest"] not in texts:
            report.fault(name, f"the notebook describes another scene in {scene['cell']}.")
        content = (HTML / "_static" / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != scene["sha256"]:
            report.fault(name, "the file is not the one that the run made.")
        report.count("digests")
    for lesson in chosen:
        notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
        shown = sum(
            "image/png" in o.get("data", {}) and "play(" in c.source
            for c in notebook.cells
            for o in c.get("outputs", [])
        )
        made = sum(scene["lesson"] == lesson for scene in scenes.values())
        if made < shown:
            report.fault(lesson, f"the notebook shows {shown} scenes, and the site {made}.")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yields its address, with a slash at its end."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


class PageWatch(Watch):
    """Counts, beside the rest, the bytes that a page loads, and hears of files that are missing."""

    def __init__(self, tab: Page, base: str) -> None:
        super().__init__(tab, base, kinds=("error", "warning"))
        self.bytes = 0
        tab.on("response", self.hear_response)

    def hear_response(self, response: Response) -> None:
        """Count the bytes of a file of the site, as they are on the disk."""
        place = HTML / unquote(urlsplit(response.url).path).lstrip("/")
        if response.url.startswith(self.base) and place.is_file():
            self.bytes += place.stat().st_size
        if response.status >= 400:
            self.said.append(f"{response.status} for {response.url}")


def check_page(context: BrowserContext, base: str, name: str, report: Report) -> None:
    """One page as it loads, with all its scenes, for readers of all kinds, and on a phone."""
    tab = context.new_page()
    watch = PageWatch(tab, base)
    tab.goto(base + name, wait_until="load")
    tab.wait_for_timeout(300)
    report.largest("bytes at load", watch.bytes)
    if watch.bytes > AT_LOAD:
        report.fault(name, f"it loads {watch.bytes:,} bytes; the limit is {AT_LOAD:,}.")
    for missing in tab.evaluate(SHOW_EVERY_SCENE):
        report.fault(name, f"the scene {missing or '(without a name)'} does not paint.")
    report.count("scenes", tab.locator("calclib-scene").count())
    report.largest("bytes with all scenes", watch.bytes)
    if watch.bytes > WITH_ALL_SCENES:
        report.fault(name, f"it has {watch.bytes:,} bytes; the limit is {WITH_ALL_SCENES:,}.")
    tab.add_script_tag(path=str(AXE))
    for theme in ("light", "dark"):
        tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for found in tab.evaluate(FIND_FAULTS, theme):
            report.fault(name, f"axe finds in the {theme} theme: {found}")
    tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    tab.wait_for_timeout(200)
    wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        report.fault(name, f"at {PHONE['width']} px it scrolls sideways by {wide} px.")
    watch.report(name, report)
    report.count("pages")
    tab.close()


def check_hands(context: BrowserContext, base: str, report: Report) -> None:
    """Keys and the pointer reach into the shadow root, and a played scene opens an answer."""
    name = next(path for path in pages([]) if path.endswith(HANDS))
    tab = context.new_page()
    tab.goto(base + name)
    tab.evaluate(SHOW_EVERY_SCENE)
    player = tab.locator("calclib-scene").first.locator("[data-calclib=player]")
    step = functools.partial(player.get_attribute, "data-index-step")
    player.scroll_into_view_if_needed()
    player.locator(".panels").focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_timeout(500)
    if step() != "2":
        report.fault(name, f"two arrows lead to step {step()}.")
    tab.keyboard.press("End")
    tab.keyboard.press("Home")
    tab.keyboard.press("Space")
    tab.wait_for_timeout(1200)
    if int(step() or 0) < 1:
        report.fault(name, "Space does not play.")
    tab.keyboard.press("Space")
    tab.wait_for_timeout(200)
    slider = player.locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    tab.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2, steps=8)
    tab.mouse.up()
    tab.wait_for_timeout(200)
    if int(step() or 0) < 10:
        report.fault(name, f"a drag of the slider leads to step {step()}.")
    check_pick(tab, name, report)
    tab.close()


def check_paper(context: BrowserContext, base: str, report: Report) -> None:
    """On paper a scene is its picture, played or not; hints and solutions are open."""
    name = next(path for path in pages([]) if path.endswith(HANDS))
    tab = context.new_page()
    tab.goto(base + name)
    tab.evaluate(SHOW_EVERY_SCENE)
    tab.emulate_media(media="print")
    for scene in tab.locator("calclib-scene").all():
        if scene.locator("[data-calclib=player]").is_visible():
            report.fault(name, "a player is printed.")
        if not scene.locator("img").is_visible():
            report.fault(name, "the picture of a scene is not printed.")
    sheets = tab.pdf(format="A4", prefer_css_page_size=True)
    report.count("sheets of A4 for lesson 9", len(re.findall(rb"/Type /Page\b", sheets)))
    if tab.locator("article details:not([open])").count():
        report.fault(name, "a fold is printed closed.")
    tab.close()


def check_pick(tab: Page, name: str, report: Report) -> None:
    """A drag in a panel moves the point that the panel lets one pick."""
    picker = tab.locator("calclib-scene").locator("[data-calclib=player]:has(.pick)").first
    picker.scroll_into_view_if_needed()
    paper = picker.locator(".pick canvas.moving").first
    box = paper.bounding_box()
    assert box
    before = picker.locator(".pick").first.inner_html(), picker.inner_text()
    tab.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6, steps=6)
    tab.mouse.up()
    tab.wait_for_timeout(300)
    if (picker.locator(".pick").first.inner_html(), picker.inner_text()) == before:
        report.fault(name, "a drag in a panel moves nothing.")


def check_without_scripts(
    browser: Browser, base: str, names: Sequence[str], report: Report
) -> None:
    """Without JavaScript pictures, texts and solutions stand."""
    context = browser.new_context(java_script_enabled=False, viewport=DESK)  # type: ignore[arg-type]
    tab = context.new_page()
    for name in names:
        tab.goto(base + name)
        for tag, inside in answers.FALLBACKS.items():
            for one in tab.locator(tag).all():
                if not one.locator(inside).count():
                    report.fault(name, f"without JavaScript a {tag} has no {inside}.")
                report.count("parts read without JavaScript")
        for picture in tab.locator("calclib-scene img").all():
            picture.scroll_into_view_if_needed()
            box = picture.bounding_box()
            if not box or box["height"] < 50:
                report.fault(name, "without JavaScript a picture is not shown.")
    context.close()


def check_file(browser: Browser, report: Report) -> None:
    """The zip plays where pages are opened as files."""
    with TemporaryDirectory() as folder:
        zipfile.ZipFile(ZIP).extractall(folder)
        root = Path(folder) / "calclib"
        page = min((root / "lessons").glob("*.html"))
        context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
        tab = context.new_page()
        said: list[str] = []
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        for path in (root / "index.html", page):
            tab.goto(path.as_uri())
            for missing in tab.evaluate(SHOW_EVERY_SCENE):
                report.fault(f"zip, {path.name}", f"the scene {missing} does not paint.")
        plays = tab.locator("[data-role=play]")
        player = tab.locator(PAINTED).filter(has=plays).first
        before = player.evaluate(INDEX)
        player.locator(plays).first.click()
        tab.wait_for_timeout(1200)
        if player.evaluate(INDEX) == before:
            report.fault("zip", "a scene does not play.")
        report.faults += [f"zip: the console says: {one}" for one in said]
        context.close()


def all_pages() -> list[str]:
    """The pages of the site."""
    found = sorted(path.relative_to(HTML) for path in HTML.rglob("*.html"))
    return [path.as_posix() for path in found if path.parts[0] not in OTHERS]


def pages(chosen: Sequence[str]) -> list[str]:
    """The pages of the site, or those of some lessons, and the start page."""
    # Slides have a check of their own.
    found = [name for name in all_pages() if "slides/" not in name]
    if not chosen:
        return found
    return [n for n in found if n == "index.html" or any(Path(n).stem == one for one in chosen)]


def attempt(report: Report, name: str, check: Callable[..., None], *arguments: object) -> None:
    """Make a check; that it comes to no end in the browser is a fault like others."""
    begin = time.monotonic()
    try:
        check(*arguments)
    except BrowserError as error:
        report.fault(name, f"{check.__name__} stopped: {error.message.splitlines()[0]}")
    spent = report.seconds
    spent[check.__name__] = spent.get(check.__name__, 0.0) + time.monotonic() - begin


def run_checks(only: Sequence[str]) -> Report:
    """All checks, in one browser."""
    report = Report()
    lessons = [path.stem for path in sorted((HTML / "lessons").glob("*.html"))]
    chosen = [name for name in lessons if not only or name[:2] in only]
    check_links(report)
    check_digests(report, chosen)
    with served(HTML) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
        for name in pages(chosen if only else []):
            attempt(report, name, check_page, context, base, name, report)
        for name in chosen:
            url = f"{base}lessons/{name}.html"
            attempt(report, name, answers.check_lesson, context, url, name, report)
        # One piece of code makes the links of all lessons: every fourth one tells.
        for name in chosen[::4]:
            given = (context, f"{base}lessons/{name}.html", name, SHOW_EVERY_SCENE, report)
            attempt(report, name, addresses.check_state_links, *given)
        attempt(
            report,
            "slides",
            addresses.check_slides,
            context,
            base,
            HTML,
            (AXE, FIND_FAULTS),
            report,
        )
        for language in editions():
            if (HTML / language).exists():
                made = (context, base, language, SHOW_EVERY_SCENE, report)
                attempt(report, language, translations.check_edition, *made)
        attempt(report, "progress", answers.check_progress_file, context, base, report)
        if any(page.endswith(HANDS) for page in pages([])):
            attempt(report, "keys and pointer", check_hands, context, base, report)
            attempt(report, "paper", check_paper, context, base, report)
        names = [f"lessons/{name}.html" for name in chosen]
        attempt(report, "without JavaScript", check_without_scripts, browser, base, names, report)
        attempt(report, "zip", check_file, browser, report)
        browser.close()
    return report


def main() -> None:
    """Check, and say what was found."""
    parser = argparse.ArgumentParser(description="Check the web edition.")
    parser.add_argument("--only", nargs="+", metavar="NN", default=[], help="numbers of lessons")
    report = run_checks(parser.parse_args().only)
    for name, number in report.counts.items():
        print(f"{name}: {number:,}")
    print("seconds:", ", ".join(f"{name} {n:.0f}" for name, n in report.seconds.items()))
    for fault in report.faults:
        print(fault)
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
