"""Every formula of the course is set by the MathJax of a real JupyterLab, without an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from browser.launch import chromium
from lab import jupyterlab
from playwright.sync_api import Page
from refresh import LESSONS
from test_exercises import EXERCISES, QUESTIONS
from test_prose import TEACHERS, prose

from calclib.practice import practise
from calclib.practice.drills import KINDS

FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$\n][^$]*\$")
CODE = re.compile(r"```[\s\S]*?```|`[^`\n]*`")
SET = "mjx-container"
PREVIEW = "{ path: 'formulas.md', factory: 'Markdown Preview' }"
# What MathJax makes of a formula that it cannot read, and of a command that it does not know.
WRONG = "mjx-merror, mjx-mtext[style*='color: red']"


def sources() -> dict[str, str]:
    """The texts of the course that hold formulas."""
    texts = {path.stem: prose(path) for path in LESSONS}
    texts |= {f"{path.stem} for teachers": prose(path) for path in TEACHERS}
    for name in EXERCISES:
        asked = QUESTIONS[name]
        texts[name] = "\n\n".join([asked.question, *asked.hints, asked.worked])
    for kind in KINDS:
        for level in (1, 2, 3):
            tasks = list(islice(practise(kind, level, seed=1), 2))
            lines = [line for task in tasks for line in (repr(task), *task.hints, task.worked)]
            texts[f"practise {kind} {level}"] = "\n\n".join(lines)
    return texts


FORMULAS = {name: FORMULA.findall(CODE.sub(" ", text)) for name, text in sources().items()}


def test_no_dollar_of_a_formula_is_left_alone() -> None:
    for name, text in sources().items():
        rest = FORMULA.sub("", CODE.sub(" ", text))
        assert "$" not in rest.replace(r"\$", ""), f"{name}: {rest[rest.index('$') :][:80]}"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Every formula as a numbered paragraph of one page, two wrong ones before and x at the end."""
    home = tmp_path_factory.mktemp("formulas")
    every = [r"$\frac{1$", r"$\nosuchcommand$", *(f for part in FORMULAS.values() for f in part)]
    text = "\n\n".join(f"{number} {formula}" for number, formula in enumerate([*every, "$x$"]))
    with jupyterlab(home) as address, chromium() as browser:
        Path(home / "course" / "formulas.md").write_text(text, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1150, "height": 1000})
        page.goto(f"{address}/lab?reset")
        page.wait_for_function("() => window.jupyterapp?.commands", timeout=60_000)
        page.evaluate("() => window.jupyterapp.restored")
        page.evaluate(f"() => window.jupyterapp.commands.execute('docmanager:open', {PREVIEW})")
        page.wait_for_selector(f".jp-MarkdownViewer p:last-child {SET}", timeout=120_000)
        yield page


def test_jupyterlab_sets_every_formula(preview: Page) -> None:
    bad = preview.evaluate(
        """([set, wrong]) => [...document.querySelectorAll('.jp-MarkdownViewer p')]
            .filter(p => !p.querySelector(set) || p.querySelector(wrong))
            .map(p => parseInt(p.textContent))""",
        [SET, WRONG],
    )
    named = [(name, formula) for name, part in FORMULAS.items() for formula in part]
    assert bad[:2] == [0, 1]  # the two that are wrong are found
    assert [named[number - 2] for number in bad[2:]] == []
