"""The prose is spelt as British English is, and its Markdown is well formed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pymarkdown.api import PyMarkdownApi
from refresh import LESSONS, ROOT
from test_prose import PAGES, prose

TEXTS = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "OWNER.md", ROOT / "tools/start/README.md"]
AMERICAN = ROOT / "tests" / "data" / "british.txt"  # each with its British form
SAID = ("-L", "fro,trough")  # to and fro; a trough of the ground, not through
NOT_PROSE = re.compile(
    r"```[\s\S]*?```|`[^`]*`|\$\$[\s\S]*?\$\$|\$[^$]*\$|\]\([^)]*\)|https?:\S+|<[^>]+>"
)
TITLE = re.compile(r"\*[^*]+\*")  # of a paper: it is spelt as its authors did
# Long lines are formulas, HTML folds solutions up, a bold line stands over the objectives, and a
# shell command has no language.
ALLOWED = ("md013", "md033", "md036", "md040")


def name(page: Path) -> str:
    return f"{page.parent.name}-{page.name}"


def words(page: Path) -> str:
    """A page without code, formulas, addresses and titles of papers; its lines stay lines."""
    text = NOT_PROSE.sub(lambda found: " " + "\n" * found[0].count("\n"), prose(page))
    before, heading, references = text.partition("## References")
    return before + heading + TITLE.sub(" ", references)


@pytest.fixture(scope="module")
def misspelt(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What codespell finds, a line for each: page:line: word ==> correction."""
    folder = tmp_path_factory.mktemp("words")
    for page in TEXTS:
        (folder / name(page)).write_text(words(page), encoding="utf-8")
    command = [sys.executable, "-m", "codespell_lib", "-D", "-", "-D", str(AMERICAN), *SAID, "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not run.stderr
    return run.stdout


@pytest.mark.parametrize("page", TEXTS, ids=name)
def test_words_are_spelt_right(page: Path, misspelt: str) -> None:
    assert [line for line in misspelt.splitlines() if f"./{name(page)}:" in line] == []


def test_a_misspelt_word_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("The color of teh curve.")
    command = [sys.executable, "-m", "codespell_lib", "-D", "-", "-D", str(AMERICAN), "page"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "color ==> colour" in run.stdout
    assert "teh ==> the" in run.stdout


@pytest.mark.parametrize("page", TEXTS, ids=name)
def test_markdown_is_well_formed(page: Path) -> None:
    api = PyMarkdownApi()
    for rule in ALLOWED:
        api = api.disable_rule_by_identifier(rule)
    end = "\n" if page in LESSONS else ""
    found = api.scan_string(prose(page) + end).scan_failures
    assert [f"{one.line_number}: {one.rule_id} {one.rule_description}" for one in found] == []
