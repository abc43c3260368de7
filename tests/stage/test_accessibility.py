"""The player is for everyone: axe-core finds nothing, labels never overlap, the focus is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser.axe import THEMES, installed, violations
from browser.launch import chromium, page_of
from gallery import gallery
from playwright.sync_api import Browser, Page

from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, contours, cursor, dots, line, trail
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

__all__ = ["installed"]

LONG = "momentum, which remembers where it came from and goes on a little longer"
ANSWERS = {"start": [-1.5, 1.0], "steps": 30, "f(x, y), the height of the land": "x^2 + 9 y^2"}

VIEWPORT = {"viewport": {"width": 820, "height": 900}}

Show = Callable[..., Page]


def crowded() -> Scene:
    """Long words wherever a word can stand, and every control that there is."""
    steps = 30
    rates = np.geomspace(0.01, 0.1, 5)
    slopes = np.array([1.0, 9.0])
    decay = 1 - rates[:, None, None] * slopes * np.array([1.0, 0.5])[:, None]
    points = np.array([-1.5, 1.0]) * decay ** np.arange(steps + 1)[:, None, None, None]
    over = ("step", "learning rate")
    way = Varying(points, over)
    loss = Varying(points**2 @ slopes, over)
    look: dict[str, Any] = {"color": [0, 1], "label": ["gradient descent", LONG]}
    return Scene(
        axes=[
            Axis("step", range(steps + 1), play=True),
            Axis("learning rate", rates, scale="log"),
            Axis("the rule by which it goes down", ["gradient descent", LONG, "Adam"]),
        ],
        panels=[
            Panel(
                [
                    contours(lambda x, y: x**2 + 9 * y**2, (-2, 2, -2, 2), label="height"),
                    trail(way, **look),
                    dots(way, color=[0, 1]),
                ],
                title="The way down, seen from above, with all that lies on it",
                drag="start",
                equal=True,
            ),
            Panel([line(loss, **look), cursor("step", label="now")], y="log", title="Loss"),
        ],
        alt="Two walks down a valley.",
        title="Two ways of walking down the same valley from the same start",
        readout=[
            (f"loss of {name}", Varying(loss.values[..., k], over))
            for k, name in enumerate(["gradient descent", "momentum"])
        ],
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    contexts = []

    def show(theme: str = "light", more: Sequence[Scene] = (), **options: Any) -> Page:
        file = tmp_path / "scene.html"
        head = f"<style>{THEMES[theme]}</style>"
        html = page_of(crowded(), head, more, answers=ANSWERS)
        file.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(**(VIEWPORT | options)))
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("[data-painted]")
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 820])
def test_axe_finds_nothing(show: Show, theme: str, width: int) -> None:
    """One page holds a scene of every mark and every control."""
    page = show(theme, list(gallery().values()), viewport={"width": width, "height": 900})
    page.locator(".switch").nth(1).click()
    page.locator("[data-role=copy]").first.click()
    page.wait_for_function("document.querySelector('figure > .note').textContent")
    assert violations(page) == []


OVERLAPS = """() => {
  const shown = (element) => element.getClientRects().length > 0;
  const words = "figcaption, .title, .where, .key li, .readout > div, .row > *, .note";
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const boxes = [...document.querySelectorAll(words)].filter(shown)
    .map((element) => [element, element.getBoundingClientRect()]);
  const found = [];
  for (const [k, [one, a]] of boxes.entries())
    for (const [two, b] of boxes.slice(k + 1))
      if (meet(a, b))
        found.push(`${one.className}: ${one.textContent} | ${two.className}: ${two.textContent}`);
  for (const [one, { right }] of boxes)
    if (right > innerWidth || one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
      found.push(`${one.className} sticks out: ${one.textContent}`);
  return found;
}"""


@pytest.mark.parametrize("width", [320, 400, 560, 700, 820, 1400])
def test_labels_never_overlap(show: Show, width: int) -> None:
    page = show(viewport={"width": width, "height": 900})
    page.locator("canvas.moving").first.hover(position={"x": 120, "y": 120})
    page.fill("input[data-axis=step]", "30")
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_whatever_has_the_focus_shows_it(show: Show) -> None:
    page = show()
    outlines = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        outlines.add(
            page.evaluate(
                "[document.activeElement].map((one) =>"
                " `${one.tagName},${getComputedStyle(one).outlineStyle}`)[0]"
            )
        )
    names = {"DIV,solid", "BUTTON,solid", "INPUT,solid", "SELECT,solid"}
    assert names <= outlines <= names | {"BODY,none"}


def test_in_high_contrast_what_is_pressed_can_be_told(show: Show) -> None:
    page = show(forced_colors="active")
    loop = page.locator("[data-role=loop]")
    page.mouse.move(0, 0)
    before = loop.evaluate("one => getComputedStyle(one).borderColor")
    loop.click()
    page.mouse.move(0, 0)
    page.locator("[data-role=play]").focus()
    assert loop.get_attribute("aria-pressed") == "true"
    assert loop.evaluate("one => getComputedStyle(one).borderColor") != before


def test_every_target_can_be_hit_by_a_finger(show: Show) -> None:
    page = show(viewport={"width": 320, "height": 900})
    small = page.evaluate(
        """[...document.querySelectorAll('button, input, select')]
            .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
            .map(([html]) => html)"""
    )
    assert small == []
