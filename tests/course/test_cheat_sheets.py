"""The cheat sheets say what the library says, and each prints on one page."""

from __future__ import annotations

import re
from typing import Any

import cheat_sheets
import numpy as np
import pytest
from browser.launch import chromium
from cheat_sheets import FOLDER, SHEETS
from refresh import ROOT

from calclib import Function

PICTURE = re.compile(r"data:image/png;base64,[^\"]*")


@pytest.mark.parametrize("name", SHEETS)
def test_a_saved_sheet_is_what_the_library_says_today(name: str) -> None:
    """Words, formulas and numbers; pictures differ by the version of matplotlib."""
    saved = (FOLDER / name).read_text(encoding="utf-8")
    assert PICTURE.sub("", saved) == PICTURE.sub("", SHEETS[name]())
    assert len(PICTURE.findall(saved)) >= 6


@pytest.mark.parametrize("name", SHEETS)
def test_the_readme_and_the_first_lesson_lead_to_each_sheet(name: str) -> None:
    for page in (ROOT / "README.md", ROOT / "notebooks" / "00-start-here.ipynb"):
        assert f"cheat-sheets/{name})" in page.read_text(encoding="utf-8")


def test_every_rule_has_a_card_with_its_formula_use_and_failure() -> None:
    for rule in cheat_sheets.RUNS:
        card = cheat_sheets.rule_card(rule).html
        assert "←" in card
        assert "Good for:" in card
        assert "Fails:" in card


@pytest.mark.parametrize("text", ["Adds two numbers.", "Good for: much."])
def test_a_docstring_without_these_words_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text[:10]):
        cheat_sheets.uses(text)
    with pytest.raises(ValueError, match="no line with ←"):
        cheat_sheets.formula_of(text)


def test_the_ravine_of_the_sheet_is_walked_to_its_floor_by_every_rule() -> None:
    for rule in cheat_sheets.RUNS:
        path = cheat_sheets.ravine_run(rule)
        assert path.values[-1] < 0.05 * path.values[0]


@pytest.mark.parametrize("row", cheat_sheets.NETWORK_SLOPES, ids=lambda row: row[0])
def test_the_slopes_of_a_network_on_the_sheet_are_true(row: tuple[Any, ...]) -> None:
    _, _, f, slope = row
    x = np.random.default_rng(0).normal(size=(20, 4))
    found = Function(f, dimension=4).gradient(x)
    assert np.allclose(found, slope(x), rtol=0, atol=1e-12)


def test_each_sheet_prints_on_one_page_without_network() -> None:
    with chromium() as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name in SHEETS:
            page.goto((FOLDER / name).as_uri())
            sheet = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
        assert [url for url in asked if url.startswith("http")] == []
