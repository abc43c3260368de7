"""The set-up cell of a lesson loads what its first scene needs: nothing large is left for later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from refresh import LESSONS

# Packages that take more than a moment to load, of those that a scene can need.
LARGE = ("sympy", "mpmath", "matplotlib", "anywidget", "ipywidgets", "contourpy")
# Runs each lesson to its first scene in a fork that has loaded nothing of calclib yet.
PROGRAM = """\
import json, os, sys, traceback
from IPython.core.interactiveshell import InteractiveShell

def loaded_late(cells):
    shell = InteractiveShell.instance()
    shell.run_cell(cells[0]).raise_error()
    before = set(sys.modules)
    for cell in cells[1:]:
        if type(shell.run_cell(cell).result).__name__ == "Player":
            return [name for name in large if name in sys.modules and name not in before]
    return ["no scene"]

large = {large!r}
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
        [sys.executable, "-c", PROGRAM.format(large=LARGE)],
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
