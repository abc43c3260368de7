"""Run the lessons once, for the web edition: what they show becomes data in their outputs.

A lesson that was run before is not run again unless it, the package or the recording has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from edition import BUILD, IS_ENGLISH

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from refresh import LESSONS, ROOT, execute, folder_of

__all__ = ["LESSONS", "ROOT", "SITE", "folder_of", "run_all"]

SITE = ROOT / "site"
RUNS = BUILD / "run"
BEGIN = "import sys; sys.path.insert(0, {!r}); import recording; recording.begin(); del sys.path[0]"
LONGEST = 120  # seconds of a cell


def sources() -> Iterable[Path]:
    """Every file on which what a lesson shows depends, beside the lesson itself."""
    yield SITE / "recording.py"
    yield from sorted((ROOT / "calclib").rglob("*.py"))
    yield from sorted((ROOT / "calclib" / "words").rglob("*.json"))
    yield from sorted((ROOT / "calclib" / "learn" / "datasets").rglob("*.*"))


def fingerprint(paths: Iterable[Path]) -> str:
    """One word for the content of files."""
    content = hashlib.sha256()
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            content.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return content.hexdigest()


def run(path: Path) -> None:
    """Run one lesson, and keep it.

    In English its pictures are those that are saved in the notebook; else they are made here.
    """
    given = {} if IS_ENGLISH else {"CALCLIB_PICTURES": "1"}
    notebook = execute(path, BEGIN.format(str(SITE)), LONGEST, given=given)
    (RUNS / path.name).write_text(nbformat.writes(notebook), encoding="utf-8")


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
