"""The pole on a plain page, without a kernel: keys, touch, themes, a phone, and a reader's calm."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.axe import THEMES, installed, violations
from browser.launch import chromium
from playwright.sync_api import Browser, Page, expect

import calclib.lessons.decide
from calclib.lessons.decide.by_hand import hold_by_hand

__all__ = ["installed"]

MODULE = Path(calclib.lessons.decide.__file__).parent / "static" / "pole.js"
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The pole</title><style>body { margin: 0 } THEME</style>
<main><h1>The pole</h1><div id="host"></div></main>
<script id="traits" type="application/json">TRAITS</script>
<script type="module">
MODULE
const traits = JSON.parse(document.getElementById("traits").textContent);
const model = {
  get: (name) => traits[name],
  set: (name, value) => { traits[name] = value; },
  save_changes() {},
};
window.traits = traits;
window.close_pole = pole.render({ model, el: document.getElementById("host") });
</script></html>"""
ROOT = "[data-calclib=pole]"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_pole(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open the pole on a page of its own; any error on the page fails the test."""
    errors: list[str] = []
    contexts = []

    def open_pole(theme: str = "", **options: Any) -> Page:
        widget = hold_by_hand()
        traits = {"given": widget.given, "rows": widget.rows, "tries": []}
        script, _, name = MODULE.read_text(encoding="utf-8").rpartition("export{")
        text = PAGE.replace("THEME", theme).replace("TRAITS", json.dumps(traits))
        module = f"{script}const pole = {name.partition(' as ')[0]};"
        file = tmp_path / f"pole-{len(contexts)}.html"
        file.write_text(text.replace("MODULE", module), encoding="utf-8")
        context = browser.new_context(**({"viewport": {"width": 820, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(file.as_uri())
        page.wait_for_selector(f"{ROOT}[data-painted]")
        return page

    yield open_pole
    for context in contexts:
        context.close()
    assert errors == []


def phase(page: Page, name: str) -> None:
    expect(page.locator(ROOT)).to_have_attribute("data-phase", name, timeout=15_000)


def tries(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("traits.tries")
    return found


def test_a_key_that_is_held_begins_and_loses_and_the_time_is_said(open_pole: Open) -> None:
    page = open_pole()
    page.wait_for_timeout(400)
    phase(page, "waiting")
    page.locator("canvas").focus()
    page.keyboard.down("ArrowRight")
    phase(page, "over")
    page.keyboard.up("ArrowRight")
    (one,) = tries(page)
    assert 0.1 < one["seconds"] < 1.0
    said = f"It stood for {one['seconds']:.2f} s and fell to the left."
    expect(page.locator("[role=status]")).to_have_text(said)
    expect(page.locator("tr.own th")).to_have_text(["you, try 1"])
    expect(page.locator("tr.policy td:not(.line)")).to_have_text(["0.42 s", "10.00 s"])


def test_slow_pushes_to_and_fro_hold_it_longer_than_one_push(open_pole: Open) -> None:
    page = open_pole()
    page.locator("canvas").focus()
    page.keyboard.down("ArrowRight")
    phase(page, "over")
    page.keyboard.up("ArrowRight")
    page.wait_for_timeout(900)
    page.locator("[data-role=slow]").check()
    page.locator("canvas").focus()
    page.keyboard.press("ArrowLeft")  # begins; from then on the pushes take turns
    phase(page, "trying")
    phase(page, "over")
    first, second = tries(page)
    assert second["slow"]
    assert not first["slow"]
    assert second["seconds"] > first["seconds"]


def test_a_finger_pushes_with_the_buttons_on_a_phone(open_pole: Open) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_pole(**phone, device_scale_factor=3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("[data-side=right]").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.locator("[data-side=right]").tap()
    expect(page.locator(ROOT)).not_to_have_attribute("data-phase", "waiting")
    phase(page, "over")
    assert len(tries(page)) == 1


def test_the_policy_holds_it_for_ten_seconds(open_pole: Open) -> None:
    page = open_pole()
    page.locator("[data-role=watch]").click()
    phase(page, "watching")
    phase(page, "over")
    expect(page.locator("[role=status]")).to_have_text("The five numbers held it for 10.00 s.")
    assert tries(page) == []


def test_who_wants_no_motion_sees_the_end_of_the_policy_and_tries_slowly(open_pole: Open) -> None:
    page = open_pole(reduced_motion="reduce")
    expect(page.locator("[data-role=slow]")).to_be_checked()
    page.locator("[data-role=watch]").click()
    phase(page, "over")
    expect(page.locator(".clock")).to_have_text("10.00 s")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(open_pole: Open, theme: str) -> None:
    page = open_pole(THEMES[theme], color_scheme=theme)
    page.locator("canvas").focus()
    page.keyboard.down("ArrowRight")
    phase(page, "over")
    assert violations(page) == []


def test_a_page_holds_it_as_an_element_with_rules_of_its_own(open_pole: Open) -> None:
    page = open_pole("canvas, p { display: none !important } button { font-size: 90px !important }")
    inside = hold_by_hand().element("<p>The pole, without JavaScript.</p>")
    page.evaluate("inside => document.body.insertAdjacentHTML('beforeend', inside)", inside)
    element = page.locator("calclib-pole")
    expect(element.locator("canvas")).to_be_visible()
    element.locator("[data-role=watch]").click()
    expect(element.locator(ROOT)).to_have_attribute("data-phase", "watching")


def test_a_closed_pole_leaves_nothing_behind(open_pole: Open) -> None:
    page = open_pole()
    page.locator("canvas").focus()
    page.keyboard.press("ArrowLeft")
    page.evaluate("close_pole()")
    assert page.evaluate("document.getElementById('host').childElementCount") == 0
