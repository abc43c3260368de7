"""Questions in a real JupyterLab: one message out, one set of buffers back, and a dead kernel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Page, expect
from refresh import KERNEL

PLAYER = "[data-calclib=player]"
CELL = """\
import numpy as np
from calclib import Axis, Panel, Scene, Varying, play
from calclib.expressions import parse
from calclib.stage.marks import dots, line, trail

def walk(start=(1.0, 1.0), loss="x^2"):
    asked.append(start)
    parse(loss, variables=("x", "y"))
    points = Varying(np.array(start) * 0.9 ** np.arange(31)[:, None], ("step",))
    return Scene([Axis("step", range(31), play=True, duration=1.0)],
                 [Panel([trail(points), dots(points)], drag="start", x=(-2, 2), y=(-2, 2))],
                 alt="A walk.", readout=[("x", Varying(points.values[:, 0], ("step",)))])

asked = []
player = play(walk, ask={"start": (1.0, 1.0), "loss": "x^2"})
player
"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    home = tmp_path_factory.mktemp("asking")
    with jupyterlab(home) as address, chromium() as browser:
        write(home / "course" / "asking.ipynb")
        page = browser.new_page(viewport={"width": 1150, "height": 1200})
        page.goto(f"{address}/lab/tree/asking.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_selector("[data-painted]", timeout=60_000)
        page.wait_for_timeout(500)
        yield page


def write(path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(CELL), nbformat.v4.new_code_cell("len(asked)")]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(book, path)


def reading(page: Page) -> str:
    return page.locator(".readout b").inner_text()


def test_a_drag_moves_the_start_to_where_the_pointer_is(tab: Page) -> None:
    handle = tab.locator(".handle").bounding_box()
    assert handle is not None
    at = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    tab.mouse.move(*at)
    tab.mouse.down()
    for k in range(1, 30):
        tab.mouse.move(at[0] - 5 * k, at[1] + 3 * k)
    tab.mouse.up()
    tab.wait_for_function("!document.querySelector('.asks[aria-busy=true]')")
    x = tab.locator("[data-ask=start]").first.input_value()
    assert float(x) < 0.5
    expect(tab.locator(".readout b")).to_have_text(f"{float(x):.3g}".replace("-", "−"))


def test_typing_asks_too_and_a_mistake_costs_nothing(tab: Page) -> None:
    before = reading(tab)
    field = tab.locator("[data-ask=loss]")
    field.fill("x^2 +* y")
    field.press("Enter")
    expect(tab.locator(".asks .note")).not_to_be_empty()
    assert reading(tab) == before
    assert field.input_value() == "x^2 +* y"
    field.fill("x^2 + 3y^2")
    field.press("Enter")
    expect(tab.locator(".asks .note")).to_be_empty()


def test_the_handle_moves_by_keys_and_stays_in_focus(tab: Page) -> None:
    before = reading(tab)
    tab.locator(".handle").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".readout b")).not_to_have_text(before)
    assert tab.evaluate("document.activeElement.className") == "handle"


def test_without_a_kernel_one_line_says_so_and_the_rest_plays(tab: Page) -> None:
    shutdown = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    tab.evaluate(shutdown)
    tab.locator(".handle").focus()
    tab.keyboard.press("ArrowRight")
    words = "The kernel does not answer. Everything else still plays."
    expect(tab.locator(".asks .note")).to_have_text(words, timeout=15_000)
    tab.click("[data-role=play]")
    expect(tab.locator(PLAYER)).to_have_attribute("data-index-step", "30", timeout=15_000)
