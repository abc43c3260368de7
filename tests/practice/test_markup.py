"""Nothing that a learner types is obeyed: not by Markdown, HTML, MathJax or a saved page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import sympy as sp
from browser.launch import chromium
from hostile import hostile
from lab import KERNEL_IS_IDLE, jupyterlab
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Page
from refresh import KERNEL

from calclib import Axis, Panel, Scene
from calclib.practice import Verdict, check, exercise
from calclib.practice.markup import MARKS, echo, echo_sentence, markdown, plain
from calclib.stage.marks import line

TEXTS = hostile(20)


def raises(text: str) -> Any:
    def stop(x: float) -> float:
        raise ValueError(text)

    return stop


def gives(name: str) -> Any:
    kind = type(name, (), {})
    return lambda x: kind()


def verdicts_on(text: str) -> list[Verdict]:
    """What practice says to a text in each place where it echoes one."""
    return [
        check(text, "2x"),
        check(text, 3.0),
        check(f"0,1{text}", "2x"),
        check(f"0,{len(text)}{text}", [0.5, 2.0]),
        check([text, "x"], ["2x", "x"]),
        check(sp.Symbol(MARKS.sub("", text) or "q"), "2x"),
        check(raises(text), lambda x: x),
        check(gives(text.replace("\0", "") or "q"), lambda x: x),
        exercise("?", "2x", hints=["Look."])(text),
    ]


def shown_as(message: str) -> str:
    """What of a message can be seen on a page, which may break and join lines as it likes."""
    return re.sub(r"[\s\0\ufffd\u200b\u202e]+", "", MARKS.sub("", message))


def test_no_message_keeps_a_mark_and_none_is_lost() -> None:
    for text in TEXTS:
        for verdict in verdicts_on(text):
            assert not MARKS.search(verdict.message)
            assert not MARKS.search(verdict._repr_markdown_())


@pytest.mark.parametrize("mark", [echo, echo_sentence])
def test_an_echo_reads_as_typed_in_text(mark: Callable[[str], str]) -> None:
    for text in TEXTS:
        assert plain(f"You wrote {mark(text)}.") == f"You wrote {MARKS.sub('', text)}."


def test_no_tag_is_left_in_markdown_even_where_nobody_marked_an_echo() -> None:
    for text in TEXTS:
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)|\$[^$]+\$", "", markdown(text))
        assert not re.search(r"(?<!\\)<", outside)


def outputs() -> list[dict[str, Any]]:
    """Every verdict on every text, as the output that a notebook saves."""
    return [verdict.texts() for text in TEXTS for verdict in verdicts_on(text)]


def notebook(data: list[dict[str, Any]]) -> nbformat.NotebookNode:
    """A saved notebook with these outputs, and a picture whose alt text is hostile."""
    cells = []
    for number, text in enumerate(TEXTS):
        picture = {"image/png": "iVBORw0KGgo=", "text/plain": text}
        told = {"image/png": {"alt": text}}
        shown = [nbformat.v4.new_output("display_data", picture, metadata=told)]
        shown += [
            nbformat.v4.new_output("display_data", one)
            for one in data[
                number * len(data) // len(TEXTS) : (number + 1) * len(data) // len(TEXTS)
            ]
        ]
        cells.append(nbformat.v4.new_code_cell("None", outputs=shown))
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def open_page(browser: Browser, path: Path) -> Page:
    page = browser.new_page()
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    page.wait_for_timeout(500)
    return page


def poke(page: Page) -> None:
    """Hover and focus everything, and follow each link that would run a script."""
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('*')) {
            e.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
            if (e instanceof HTMLElement || e instanceof SVGElement) e.focus?.();
            const href = e.getAttribute('href') ?? e.getAttribute('xlink:href') ?? '';
            if (/^\\s*javascript:/i.test(href)) window.ran = (window.ran || 0) + 1;
        } }"""
    )
    page.wait_for_timeout(200)


def ran(page: Page) -> Any:
    return page.evaluate("() => window.ran ?? 0")


def missing(page: Page, selector: str, wanted: list[str]) -> list[str]:
    """The messages that no element of this kind shows as they were written."""
    found = page.eval_on_selector_all(selector, "(all) => all.map((e) => e.textContent)")
    seen = {shown_as(text) for text in found}
    return [text for text in map(shown_as, wanted) if text not in seen]


def test_a_saved_notebook_as_a_page_runs_nothing_and_shows_what_was_typed(
    browser: Browser, tmp_path: Path
) -> None:
    data = outputs()
    text, _ = HTMLExporter().from_notebook_node(notebook(data))
    path = tmp_path / "saved.html"
    path.write_text(text, encoding="utf-8")
    page = open_page(browser, path)
    poke(page)
    assert ran(page) == 0
    wanted = [plain_of(one) for one in data]
    assert missing(page, ".jp-RenderedMarkdown p", wanted) == []
    page.close()


def plain_of(one: dict[str, Any]) -> str:
    return str(one["text/plain"])


def test_an_exported_page_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    for number, text in enumerate(TEXTS):
        scene = Scene(
            [Axis(f"axis {text}", [text, "b"])],
            [Panel([line([0, 1], [0, 1], label=text)], title=text, x_label=text)],
            title=text,
            alt=text or "A line.",
            readout=[(text, 1.0)],
        )
        path = tmp_path / f"{number}.html"
        scene.save(path)
        page.goto(path.as_uri())
        page.wait_for_selector('[data-calclib="player"][data-painted]')
        poke(page)
        assert ran(page) == 0, text
    page.close()


CELL = """\
import json
from IPython.display import display
text = "\\n\\n".join(texts["text/markdown"] for texts in json.load(open("texts.json")))
display({"text/plain": "", "text/markdown": text}, raw=True)
"""


def test_in_jupyterlab_a_verdict_runs_nothing_and_shows_what_was_typed(
    browser: Browser, tmp_path: Path
) -> None:
    with jupyterlab(tmp_path) as address:
        book = notebook(outputs())
        nbformat.write(book, tmp_path / "course" / "hostile.ipynb")
        (tmp_path / "course" / "texts.json").write_text(json.dumps(outputs()))
        cell = nbformat.v4.new_code_cell(CELL)
        live = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": KERNEL})
        nbformat.write(live, tmp_path / "course" / "live.ipynb")
        for name in ("hostile.ipynb", "live.ipynb"):
            page = browser.new_page(viewport={"width": 1150, "height": 1000})
            page.goto(f"{address}/lab/tree/{name}?reset")
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
            if name == "live.ipynb":
                run = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
                page.evaluate(run)
                page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
                page.wait_for_selector(".jp-RenderedMarkdown p", timeout=60_000)
                page.wait_for_timeout(2000)
                wanted = [plain_of(one) for one in outputs()]
                assert missing(page, ".jp-RenderedMarkdown p", wanted) == []
                assert page.locator(".jp-RenderedMarkdown mjx-container").count() == 0
            poke(page)
            assert ran(page) == 0
            page.close()
