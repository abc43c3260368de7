"""What check.py asks of addresses: slides, and links that open a scene as a learner left it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from answers import Report
from playwright.sync_api import BrowserContext, Page
from watch import Watch

SHOWN = "() => document.querySelector('main > section:not([hidden]) calclib-scene').id"
WAIT_FOR_SCENE = """async () => {
  const scene = document.querySelector("main > section:not([hidden]) calclib-scene");
  for (let wait = 0; wait < 100; wait += 1) {
    if (scene.shadowRoot?.querySelector("[data-painted]")) return true;
    await new Promise((go) => setTimeout(go, 50));
  }
  return false;
}"""
# A scene that plays, and the axis of it that does.
FIRST_THAT_PLAYS = """() => {
  for (const scene of document.querySelectorAll("calclib-scene")) {
    const root = scene.shadowRoot?.querySelector("[data-calclib=player]");
    const slider = root?.querySelector(".deck input[type=range]");
    if (scene.id && slider) return [scene.id, slider.dataset.axis, Number(slider.max)];
  }
  return null;
}"""
NONSENSE = "<img src=x onerror=document.title='bad'>"


def check_slides(
    context: BrowserContext, base: str, html: Path, axe: tuple[Path, str], report: Report
) -> None:
    """Each slide of each lesson shows its scene, by keys, and the browser leads back.

    axe: the script that finds what readers with other senses miss, and what asks it, by theme.
    """
    for path in sorted(html.rglob("slides/*.html")):
        name = path.relative_to(html).as_posix()
        tab = context.new_page()
        watch = Watch(tab, base)
        tab.goto(base + name)
        ids = tab.evaluate(
            "() => [...document.querySelectorAll('main > section calclib-scene')].map((s) => s.id)"
        )
        for number, cell in enumerate(ids):
            shown = wait_for_slide(tab, cell)
            if shown != cell:
                report.fault(name, f"slide {number + 1} shows {shown}, not {cell}.")
            if not tab.evaluate(WAIT_FOR_SCENE):
                report.fault(name, f"the scene {cell} does not paint.")
            wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                report.fault(name, f"slide {number + 1} scrolls sideways by {wide} px.")
            report.count("slides")
            if number + 1 < len(ids):
                tab.keyboard.press("PageDown" if number % 2 else "ArrowRight")
        script, question = axe
        tab.add_script_tag(path=str(script))
        for theme in ("light", "dark"):
            tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            for found in tab.evaluate(question, theme):
                report.fault(name, f"axe finds in the {theme} theme: {found}")
        if len(ids) > 1:
            tab.go_back()
            if wait_for_slide(tab, ids[-2]) != ids[-2]:
                report.fault(name, "the browser's way back does not lead to the slide before.")
            check_space(tab, name, report)
        tab.goto(f"{base}{name}#no-such-scene?{NONSENSE}")
        if wait_for_slide(tab, ids[0]) != ids[0] or tab.title() == "bad":
            report.fault(name, "an address that names no scene does not show the first slide.")
        report.count("decks of slides")
        watch.report(name, report)
        tab.close()


def wait_for_slide(tab: Page, cell: str) -> str:
    """The scene that is shown, once it is this one; after five seconds, whichever it is."""
    shown = ""
    for _ in range(50):
        shown = str(tab.evaluate(SHOWN))
        if shown == cell:
            break
        tab.wait_for_timeout(100)
    return shown


def check_space(tab: Page, name: str, report: Report) -> None:
    """Space plays the scene of a slide, where it plays."""
    button = tab.locator("main > section:not([hidden]) [data-role=play]")
    if not tab.evaluate(WAIT_FOR_SCENE) or not button.count():
        return
    before = button.first.get_attribute("aria-label")
    tab.keyboard.press("Space")
    tab.wait_for_timeout(200)
    if button.first.get_attribute("aria-label") == before:
        report.fault(name, "Space does not play.")


def check_state_links(
    context: BrowserContext, url: str, name: str, show_scenes: str, report: Report
) -> None:
    """The button under a scene writes its state into the address, which opens it there again.

    show_scenes: a script that lets every scene of a page paint.
    """
    tab = context.new_page()
    watch = Watch(tab, urljoin(url, ".."))
    tab.goto(url)
    tab.evaluate(show_scenes)
    found = tab.evaluate(FIRST_THAT_PLAYS)
    if found is None:
        tab.close()
        return
    cell, axis, last = found
    slug = axis.lower().replace(" ", "-")
    scene = tab.locator(f"calclib-scene#{cell}")
    player = scene.locator("[data-calclib=player]")
    slider = scene.locator(f"input[data-axis='{axis}']")

    def stands_at() -> int:
        return int(player.get_attribute(f"data-index-{slug}") or -1)

    for place in (2, 3):
        slider.fill(str(min(place, last)))
        tab.wait_for_timeout(400)  # the player tells its state when it has come to rest
        scene.locator("[data-role=link]").click()
        tab.wait_for_timeout(100)
        if f"#{cell}?" not in tab.url or f"{slug}:{min(place, last)}" not in tab.url:
            report.fault(name, f"the link to a state is {tab.url}.")
    tab.go_back()
    tab.wait_for_timeout(400)
    if stands_at() != 2:
        report.fault(name, f"the way back leads to {axis} {stands_at()}, not to 2.")
    tab.go_forward()
    tab.wait_for_timeout(400)
    if stands_at() != min(3, last):
        report.fault(name, f"the way forward leads to {axis} {stands_at()}.")
    tab.reload()
    player.wait_for()
    tab.wait_for_timeout(400)
    if stands_at() != min(3, last):
        report.fault(name, f"a reload opens the scene at {axis} {stands_at()}.")
    tab.goto(f"{url}#{cell}?{slug}:99999,{NONSENSE}:1")
    tab.reload()
    player.wait_for()
    tab.wait_for_timeout(400)
    if scene.locator("[part=link] img").count() or tab.title() == "bad":
        report.fault(name, "markup of an address becomes markup of the page.")
    if not scene.locator("[part=link] [role=status]").inner_text():
        report.fault(name, "nothing is said of an address that asks for too much.")
    report.count("links to a state")
    watch.report(name, report)
    tab.close()
