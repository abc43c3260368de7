"""The self-assessment in a real JupyterLab: a question, an answer, the next, and the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Page, expect
from refresh import KERNEL

CELLS = (
    "from calclib.lessons.self_assessment import self_assessment",
    "mine = self_assessment('fit_line', seed=1)\nmine",
)
RUN = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
CARD = ".calclib-card"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    home = tmp_path_factory.mktemp("assessment")
    with jupyterlab(home) as address, chromium() as browser:
        cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
        book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
        nbformat.write(book, home / "course" / "notebooks" / "mine.ipynb")
        page = browser.new_page(viewport={"width": 1150, "height": 900})
        page.goto(f"{address}/lab/tree/notebooks/mine.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        page.evaluate(RUN)
        page.wait_for_selector(CARD, timeout=60_000)
        yield page, home / "course" / "notebooks"


def test_a_learner_goes_through_it_by_keys_alone(course: tuple[Page, Path]) -> None:
    page, folder = course
    card = page.locator(CARD)
    expect(card.locator(".question")).to_contain_text("Question 1 of 5, lesson 1.")
    field = card.locator("input[type=text]")
    field.fill("0")
    field.press("Enter")
    expect(card.locator(".said")).to_contain_text("Not yet.")
    cell_of_the_heading = re.compile(r"/01-fit-line\.ipynb.*#cell-id=[\w-]+$")
    expect(card.locator(".said a")).to_have_attribute("href", cell_of_the_heading)
    following = card.locator("[data-role=next]")
    following.focus()
    for number in range(2, 6):
        page.keyboard.press("Enter")
        expect(card.locator(".question")).to_contain_text(f"Question {number} of 5")
        expect(following).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.locator(".told")).to_contain_text("0 of 5 right.")
    expect(card.locator(".told a")).to_have_count(5)
    card.locator("[data-role=save]").click()
    expect(card.locator(".said")).to_contain_text("Saved as self-assessment.html")
    assert (folder / "self-assessment.html").exists()
