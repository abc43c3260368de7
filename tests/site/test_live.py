"""The Python side of a live page, run as it is: it answers what the page holds already."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import livepages
import nbformat
import pytest
from refresh import LESSONS

# The lessons are asked in one process, in which the stand-in takes anywidget's place as it does in
# a browser; here the tests read what was said.
ASK = """
import json, sys
sys.path[:0] = sys.argv[1:3]
import session
for text in sys.stdin:
    lesson, questions = json.loads(text)
    opened = session.begin(lesson)
    for question in questions:
        told, buffers = opened.answer(json.dumps(question))
        digest = ""
        if question["type"] == "ask" and question["cell"] in opened.values:
            digest = opened.values[question["cell"]].scene.digest
        heavy = [name for name in ("IPython", "ipywidgets", "matplotlib") if name in sys.modules]
        record = {"told": json.loads(told), "buffers": len(buffers), "digest": digest}
        print("told", json.dumps(record | {"heavy": heavy}), flush=True)
"""
ROLL = "09-roll-downhill"


def talk(conversations: list[tuple[str, list[dict[str, Any]]]]) -> list[dict[str, Any]]:
    """What sessions say to questions: for each lesson, by the name of its notebook, its own."""
    asked = "".join(
        json.dumps([livepages.cells(lesson), questions]) + "\n"
        for lesson, questions in conversations
    )
    words = [sys.executable, "-c", ASK, *(str(path.parent) for path in livepages.FILES)]
    done = subprocess.run(words, input=asked, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("told ")]
    return [json.loads(line.removeprefix("told ")) for line in lines]


def asking_cells(lesson: Path) -> list[Any]:
    """The cells of a lesson whose scene has fields."""
    cells = nbformat.read(lesson, as_version=4).cells
    return [
        c for c in cells if c.cell_type == "code" and "play(" in c.source and "ask=" in c.source
    ]


def ask(cell: str, answers: object) -> dict[str, Any]:
    return {"type": "ask", "id": 1, "cell": cell, "answers": answers}


def check(key: str, typed: str) -> dict[str, Any]:
    return {"type": "check", "id": 2, "key": key, "cell": "", "number": 0, "typed": typed}


def test_every_example_in_a_docstring_holds() -> None:
    sys.path.insert(0, str(livepages.LIVE))
    try:
        import session

        assert doctest.testmod(session).failed == 0
    finally:
        sys.path.remove(str(livepages.LIVE))


def test_every_scene_with_fields_is_the_one_that_the_saved_lesson_describes() -> None:
    """Asked anew, it is computed from the cells that it needs, and from no others."""
    conversations = [
        (lesson.stem, [ask(cell.id, {}) for cell in cells])
        for lesson in LESSONS
        if (cells := asking_cells(lesson))
    ]
    texts = [
        [o.get("data", {}).get("text/plain") for o in cell.outputs]
        for lesson in LESSONS
        for cell in asking_cells(lesson)
    ]
    said = talk(conversations)
    assert len(said) == len(texts) > 20
    for one, saved in zip(said, texts, strict=True):
        assert one["told"]["error"] == ""
        assert one["digest"] in saved
        assert one["buffers"] > 0
        assert one["heavy"] == []  # megabytes that no live page needs


def test_typed_text_is_read_and_refused_in_the_course_s_own_words_and_never_run() -> None:
    hostile = ["__import__('os').system('true')", "x.__class__", "<b>x</b>", "(" * 4000, "9**9**9"]
    cell = asking_cells(next(path for path in LESSONS if path.stem == ROLL))[0].id
    said = talk([(ROLL, [ask(cell, {"loss": text}) for text in [*hostile, "x^4 - x^2"]])])
    for one in said[:-1]:
        assert one["told"]["error"]
        assert "\n" not in one["told"]["error"]
        assert "spec" not in one["told"]
    assert said[-1]["told"]["error"] == ""
    assert said[-1]["told"]["spec"]["panels"]


def test_an_exercise_gives_the_verdict_of_the_notebook() -> None:
    from calclib.lessons.roll_downhill import checks

    typed = ["2/(a + b)", "1/4", "", "2/(a", "x" * 20_000, "0,25"]
    said = talk([(ROLL, [check("roll_downhill/best_rate", text) for text in typed])])
    for text, one in zip(typed, said, strict=True):
        verdict = checks.best_rate.compare(text[:10_000])
        wanted = {
            "passed": verdict.passed,
            "said": verdict._repr_markdown_(),
            "spoken": verdict.message,
        }
        assert one["told"]["verdict"] == wanted


def test_the_exercises_of_an_endless_row_are_those_that_the_page_shows() -> None:
    """The seed of a row stands in its cell, so that page and Python draw the same."""
    lesson, cell = next(
        (path.stem, cell)
        for path in LESSONS
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and cell.source.startswith("practise(")
    )
    questions = [{**check("", "0"), "cell": cell.id, "number": number} for number in range(3)]
    for one in talk([(lesson, questions)]):
        assert one["told"]["error"] == ""
        assert one["told"]["verdict"]["passed"] is not None


def test_what_a_lesson_does_not_have_is_said_in_one_line() -> None:
    for one in talk([(ROLL, [check("roll_downhill/no_such", "1"), ask("no-such-cell", {})])]):
        assert one["told"]["error"]


def test_a_python_without_numpy_makes_no_page_live(tmp_path: Path) -> None:
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": {}}))
    assert livepages.find(tmp_path) is None
    with pytest.raises(FileNotFoundError, match=r"has no pyodide-lock\.json"):
        livepages.find(tmp_path / "nothing")


def test_an_offer_names_what_is_loaded_and_counts_its_bytes(tmp_path: Path) -> None:
    names = ("numpy", "sympy", "contourpy", "traitlets", "calclib-course", "idle")
    packages = {
        name: {"file_name": f"{name}-1.whl", "depends": ["numpy"] * (name == "contourpy")}
        for name in names
    }
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    for name in [*(f"{name}-1.whl" for name in names), "pyodide.asm.wasm", "pyodide.mjs"]:
        (tmp_path / name).write_bytes(b"x" * 1000)
    python = livepages.find(tmp_path)
    assert python is not None
    text = livepages.offer(python, ROLL)
    data = json.loads(text.partition('"application/json">')[2].partition("</script>")[0])
    assert data["packages"] == ["contourpy", "numpy", "sympy", "traitlets"]
    assert data["imported"] == 1000  # pyodide.mjs
    here = sum(path.stat().st_size for path in livepages.FILES)
    lock = (tmp_path / "pyodide-lock.json").stat().st_size
    cells = len(livepages.cells(ROLL).encode())
    assert data["counted"] == 6000 + lock + here + cells  # the core, four packages and calclib
    livepages.write_live(tmp_path / "html", python, [ROLL])
    for address in (data["wheel"], *data["files"], data["lesson"], data["katex"]):
        assert (tmp_path / "html" / address.removeprefix("../")).exists()


def test_what_live_pages_say_links_to_no_page_that_sphinx_would_look_for_in_vain() -> None:
    """JupyterLite is put beside the pages after Sphinx, to which a link in Markdown is broken."""
    words = (livepages.LIVE / "places.md").read_text(encoding="utf-8")
    assert '<a href="lite/lab/index.html">' in words
    assert "](" not in words
