"""Run the lessons once, for the web edition: what they show becomes data in their outputs.

A lesson that was run before is not run again unless it, the package or the recording has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

SITE = Path(__file__).parent
ROOT = SITE.parent
RUNS = SITE / "_build" / "run"
BEGIN = "import sys; sys.path.insert(0, {!r}); import recording; recording.begin(); del sys.path[0]"
LONGEST = 120  # seconds of a cell


def lessons() -> list[Path]:
    """The notebooks of the course, in order."""
    return sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def lesson_folder(stem: str) -> str:
    """The folder of a lesson's own code, by the name of its notebook.

    >>> lesson_folder("09-roll-downhill")
    'roll_downhill'
    """
    return stem[3:].replace("-", "_")


def sources() -> Iterable[Path]:
    """Every file on which what a lesson shows depends, beside the lesson itself."""
    yield SITE / "recording.py"
    yield from sorted((ROOT / "calclib").rglob("*.py"))
    yield from sorted((ROOT / "calclib" / "learn" / "datasets").rglob("*.*"))


def fingerprint(paths: Iterable[Path]) -> str:
    """One word for the content of files."""
    content = hashlib.sha256()
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            content.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return content.hexdigest()


def execute(path: Path) -> NotebookNode:
    """Run every cell of a lesson in a fresh kernel, in its own folder, as a new learner.

    Raises nbclient's CellExecutionError where a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(BEGIN.format(str(SITE))))
    client = NotebookClient(
        notebook,
        timeout=LONGEST,
        kernel_name="python3",
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    with TemporaryDirectory() as folder:
        client.execute(env=os.environ | {"CALCLIB_PROGRESS": f"{folder}/progress"})
    del notebook.cells[0]
    return notebook


def run(path: Path) -> None:
    """Run one lesson, and keep it."""
    (RUNS / path.name).write_text(nbformat.writes(execute(path)), encoding="utf-8")


def run_all(paths: Sequence[Path]) -> list[Path]:
    """Run what has changed, and return where the runs of all of these lessons are kept."""
    RUNS.mkdir(parents=True, exist_ok=True)
    record = RUNS / "fingerprints.json"
    known = json.loads(record.read_text()) if record.exists() else {}
    shared = fingerprint(sources())
    wanted = {path.name: fingerprint([path]) + shared for path in paths}
    due = [
        path
        for path in paths
        if known.get(path.name) != wanted[path.name] or not (RUNS / path.name).exists()
    ]
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as processes:
        for path, _ in zip(due, processes.map(run, due), strict=True):
            print(f"ran {path.name}", flush=True)
            known[path.name] = wanted[path.name]
            record.write_text(json.dumps(known))
    return [RUNS / path.name for path in paths]
