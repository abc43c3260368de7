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
PROGRAM = """\
import json, sys
from IPython.core.interactiveshell import InteractiveShell
cells = json.loads(sys.stdin.read())
shell = InteractiveShell.instance()
shell.run_cell(cells[0]).raise_error()
large = {large!r}
before = set(sys.modules)
for cell in cells[1:]:
    if type(shell.run_cell(cell).result).__name__ == "Player":
        break
else:
    raise SystemExit("no scene")
late = [name for name in large if name in sys.modules and name not in before]
print("\\nlate:", *sorted(late))
"""


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_set_up_cell_loads_what_the_first_scene_needs(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(large=LARGE)],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        cwd=path.parent,
        env={name: value for name, value in os.environ.items() if name != "CALCLIB_PICTURES"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1].strip() == "late:"
