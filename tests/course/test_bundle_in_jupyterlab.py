"""The player's code in a real JupyterLab: it travels once a kernel, and is always found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Browser, Page
from refresh import KERNEL

SETUP = """\
from calclib import Axis, Panel, Scene, play
from calclib.practice import predict
from calclib.stage.marks import dots
scene = Scene([Axis("step", range(3), play=True)], [Panel([dots([0, 1], [0, 1])])], alt="Dots.")
ahead = predict("Sure?", ["no", "yes"], answer="yes")"""
CELLS = (SETUP, "play(scene)", "play(scene)", "ahead", "ahead", "scene.packet and play(scene)")
PLAYER_BYTES, CARD_BYTES = 70_000, 12_000  # less than the code of a player, and of a card, has


class Notebook:
    """A notebook that is open in a page, and how much its kernel has sent."""

    def __init__(self, browser: Browser, address: str, name: str) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1150, "height": 1400})
        self.bytes = 0
        self.page.on("websocket", lambda socket: socket.on("framereceived", self.count))
        self.open(address, name)

    def open(self, address: str, name: str) -> None:
        self.page.goto(f"{address}/lab/tree/{name}")
        self.wait()

    def count(self, payload: Any) -> None:
        self.bytes += len(payload)

    def wait(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)

    def command(self, name: str) -> None:
        self.page.evaluate("(name) => window.jupyterapp.commands.execute(name)", name)

    def run(self, number: int) -> int:
        """Run a cell and wait for what it shows; return the bytes that the kernel sent."""
        before = self.bytes
        choose = "(k) => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = k; }"
        self.page.evaluate(choose, number)
        self.command("notebook:run-cell")
        if number:
            self.shown(number).wait_for(timeout=60_000)
        self.page.wait_for_timeout(500)
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        return self.bytes - before

    def shown(self, number: int) -> Any:
        """What a cell shows, once it is painted."""
        return self.page.locator(
            f".jp-Notebook .jp-Cell:nth-child({number + 1}) :is([data-painted], .calclib-card)"
        )


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    home = tmp_path_factory.mktemp("bundle")
    with jupyterlab(home) as address, chromium() as browser:
        for name in ("first.ipynb", "second.ipynb"):
            cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
            book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
            nbformat.write(book, home / "course" / name)
        yield browser, address


def test_the_code_travels_once_a_kernel_and_is_found_again(lab: tuple[Browser, str]) -> None:
    browser, address = lab
    notebook = Notebook(browser, address, "first.ipynb?reset")
    assert notebook.run(0) > PLAYER_BYTES  # with the set-up cell
    for number in (1, 2, 1, 2):  # and never again, however often a cell runs
        assert notebook.run(number) < PLAYER_BYTES
    notebook.run(3)
    assert notebook.run(4) < CARD_BYTES

    # The output that showed the first player is cleared: the next one plays all the same.
    notebook.page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1; }"
    )
    notebook.command("notebook:clear-cell-output")
    notebook.shown(1).wait_for(state="detached")
    assert notebook.run(2) < PLAYER_BYTES

    # A page that is loaded anew finds the models of the kernel, and the code among them.
    notebook.command("docmanager:save")
    notebook.page.wait_for_timeout(1000)
    notebook.open(address, "first.ipynb")
    notebook.run(5)
    assert notebook.run(1) < PLAYER_BYTES

    # A kernel that starts again sends it again.
    notebook.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    notebook.page.wait_for_timeout(1000)
    notebook.wait()
    notebook.run(0)
    assert notebook.run(2) < PLAYER_BYTES

    # A second notebook has a kernel of its own.
    notebook.open(address, "second.ipynb?reset")
    notebook.run(0)
    assert notebook.run(1) < PLAYER_BYTES
    assert notebook.run(2) < PLAYER_BYTES


def test_a_page_that_does_not_find_the_bundle_is_sent_the_code(lab: tuple[Browser, str]) -> None:
    browser, address = lab
    notebook = Notebook(browser, address, "second.ipynb?reset")
    notebook.run(0)
    # The page forgets the module that it made, and the kernel closes the bundle.
    notebook.page.evaluate("() => { globalThis[Symbol.for('calclib')] = new Map(); }")
    gone = "one = play(scene); one.bundle.close(); one"
    notebook.page.evaluate(
        """(code) => {
          const { content } = window.jupyterapp.shell.currentWidget;
          content.widgets[5].model.sharedModel.setSource(code);
        }""",
        gone,
    )
    assert notebook.run(5) > PLAYER_BYTES
