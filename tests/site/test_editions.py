"""Other languages of the site: what a translation keeps, and where the editions lead."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import convert
import edition
import pytest
import slides
from babel.messages.pofile import read_po
from refresh import LESSONS

CATALOGUES = sorted(edition.LOCALE.rglob("*.po"))
LINK = re.compile(r"\]\(([^)\s]+)\)|href=\"([^\"]+)\"")
FORMULA = re.compile(r"\$[^$]+\$")


def entries(path: Path) -> Iterator[tuple[str, str]]:
    """Each paragraph of a page, and its translation."""
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield str(message.id), str(message.string)


@pytest.mark.parametrize("module", [edition, slides], ids=lambda m: m.__name__)
def test_every_example_in_a_docstring_holds(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_keeps_links_formulas_keys_and_emphasis(path: Path) -> None:
    found = list(entries(path))
    assert found
    for english, other in found:
        assert other, english
        links = sorted(a or b for a, b in LINK.findall(english))
        if "index.html" not in other:  # a link to the English edition may be added
            assert sorted(a or b for a, b in LINK.findall(other)) == links, english
        assert len(FORMULA.findall(english)) == len(FORMULA.findall(other)), english
        for mark in ("<kbd>", "</kbd>", "`", "**"):
            assert english.count(mark) == other.count(mark), (mark, english)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translated_formula_has_its_numbers_with_the_other_sign(path: Path) -> None:
    for english, other in entries(path):
        for one, two in zip(FORMULA.findall(english), FORMULA.findall(other), strict=True):
            assert re.sub(r"(\d)\.(\d)", r"\1{,}\2", one) == two


def test_a_lesson_that_is_not_translated_is_linked_in_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert edition.editions() == ["de"]
    first, second = (lesson.stem for lesson in LESSONS[:2])
    assert edition.is_translated(first, "de")
    assert not edition.is_translated(second, "de")
    assert convert.page_of(second, "lessons/") == f"lessons/{second}.html"
    monkeypatch.setattr(convert, "is_translated", lambda lesson: lesson == first)
    monkeypatch.setattr(convert, "TO_ENGLISH", "../..")
    assert convert.page_of(first, "") == f"{first}.html"
    assert convert.page_of(second, "") == f"../../lessons/{second}.html"
    assert convert.page_of(second, "lessons/") == f"../lessons/{second}.html"


def test_a_lesson_leads_to_its_slides_and_to_its_other_languages() -> None:
    line = convert.other_places("00-start-here")
    assert 'href="../slides/00-start-here.html"' in line
    assert 'href="../de/lessons/00-start-here.html" hreflang="de" lang="de"' in line
    assert "hreflang" not in convert.other_places("01-fit-line")


def test_no_word_of_a_lesson_can_become_markup_of_a_slide() -> None:
    made = slides.page("a < b", "09-x", [slides.Slide("<img src=x>", "<calclib-scene>")])
    assert "<img" not in made
    assert "<title>a &lt; b</title>" in made
