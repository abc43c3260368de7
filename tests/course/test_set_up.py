"""The set-up cell of a lesson loads what its first scene needs: nothing is left for later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from refresh import LESSONS

# What a scene can need and takes more than a moment to load: no lesson begins in a process with it.
LARGE = ("sympy", "mpmath", "matplotlib", "anywidget", "ipywidgets", "contourpy")
# Loaded in less than a millisecond; the widget of a card comes with the first guess.
SMALL = (
    "numpy.strings",
    "numpy._core.strings",
    "sympy.assumptions.wrapper",
    "sympy.sets.setexpr",
    "calclib.practice.widget",
)
# Runs each lesson to its first scene in a fork that has loaded nothing of calclib yet.
PROGRAM = """\
import json, os, sys, traceback
from IPython.core.interactiveshell import InteractiveShell

def loaded_late(cells):
    shell = InteractiveShell.instance()
    # Lesson 0 shows a game first; what it plays with is loaded by the cell after it.
    count = next(k for k, cell in enumerate(cells, 1) if "import" in cell and "play" in cell)
    for cell in cells[:count]:
        shell.run_cell(cell).raise_error()
    before = set(sys.modules)
    for cell in cells[count:]:
        if type(shell.run_cell(cell).result).__name__ == "Player":
            new = set(sys.modules) - before - set(small)
            return sorted(name for name in new if name.split(".")[0] not in sys.stdlib_module_names)
    return ["no scene"]

large, small = {large!r}, {small!r}
assert not set(large) & set(sys.modules)
for lesson, cells in json.load(sys.stdin).items():
    sys.stdout.flush()
    if os.fork():
        if os.wait()[1]:
            sys.exit(lesson + " failed")
        continue
    try:
        print("\\nlate:", lesson, *loaded_late(cells), flush=True)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def late() -> dict[str, list[str]]:
    """What each lesson loads with its first scene."""
    books = {path.stem: nbformat.read(path, as_version=4) for path in LESSONS}
    cells = {
        name: [cell.source for cell in book.cells if cell.cell_type == "code"]
        for name, book in books.items()
    }
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(large=LARGE, small=SMALL)],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        cwd=LESSONS[0].parent,
        env={name: value for name, value in os.environ.items() if name != "CALCLIB_PICTURES"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    return {words[1]: words[2:] for words in lines if words[:1] == ["late:"]}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_set_up_cell_loads_what_the_first_scene_needs(
    path: Path, late: dict[str, list[str]]
) -> None:
    assert late[path.stem] == []
