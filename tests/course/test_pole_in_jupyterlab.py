"""The pole of lesson 21 in a real JupyterLab: its keys are its own, and the times are kept."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Page, expect
from refresh import KERNEL

CELLS = (
    "from calclib.lessons.decide.by_hand import hold_by_hand",
    "yours = hold_by_hand()\nyours",
    "[one['slow'] for one in yours.tries]",
)
SOURCES = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .map((cell) => cell.model.type + ':' + cell.model.sharedModel.getSource())"""
RUN = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
RUN_LAST = """() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.length - 1;
    return window.jupyterapp.commands.execute('notebook:run-cell');
}"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    home = tmp_path_factory.mktemp("pole")
    with jupyterlab(home) as address, chromium() as browser:
        cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
        book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
        nbformat.write(book, home / "course" / "pole.ipynb")
        page = browser.new_page(viewport={"width": 1150, "height": 1000})
        page.goto(f"{address}/lab/tree/pole.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        page.evaluate(RUN)
        page.wait_for_selector("[data-calclib=pole][data-painted]", timeout=60_000)
        yield page


def test_no_key_on_the_pole_reaches_the_notebook(tab: Page) -> None:
    before = tab.evaluate(SOURCES)
    controls = tab.locator("[data-calclib=pole] :is(canvas, button, input)")
    assert controls.count() == 5
    for number in range(controls.count()):
        for text in ("dd", "x", "m", "a", "b", "00", "z"):
            controls.nth(number).focus()
            tab.keyboard.type(text)
    tab.locator("[data-calclib=pole] canvas").focus()
    for key in ("ArrowLeft", "ArrowRight", "ArrowLeft"):
        tab.keyboard.press(key)
    assert tab.evaluate(SOURCES) == before


def test_the_times_of_the_learner_are_known_to_python(tab: Page) -> None:
    root = tab.locator("[data-calclib=pole]")
    expect(root).to_have_attribute("data-phase", "over", timeout=20_000)
    tab.evaluate(RUN_LAST)
    last = tab.locator(".jp-Cell").last.locator(".jp-OutputArea-output pre")
    expect(last).to_have_text("[False]", timeout=20_000)
