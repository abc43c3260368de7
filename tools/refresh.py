"""Run lessons and save them the way they are committed.

    uv run python tools/refresh.py                          # all lessons
    uv run python tools/refresh.py notebooks/09-*.ipynb     # the named ones

A saved lesson keeps the text and the picture of every output and drops what changes from run to run
or breaks when the file is opened again: widget views, widget state, timings. Running it twice
writes the same bytes.
"""

from __future__ import annotations

import ast
import base64
import importlib
import io
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import numpy as np
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

from calclib.lessons.former_keys import FORMER_KEYS
from calclib.practice import Exercise

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PICTURES = {"CALCLIB_PICTURES": "1"}
WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LESSON = "calclib.lessons."  # what the names of modules of lessons begin with
LARGEST = 400_000
VISIBLE = 32  # a difference of so many levels, of 255, can be seen
TOLERANCE = 0.002  # share of pixels that may differ visibly: edges of letters do


def folder_of(lesson: str) -> str:
    """The folder of a lesson's own code and tests, by the name of its notebook.

    >>> folder_of("09-roll-downhill")
    'roll_downhill'
    """
    return lesson.partition("-")[2].replace("-", "_")


def execute(
    path: Path, first: str = "", seconds: int = 60, given: Mapping[str, str] = PICTURES
) -> NotebookNode:
    """Run every cell of a notebook in a fresh kernel, in its own folder, as a new learner.

    first: code that the kernel runs before the cells, and that leaves no cell.
    seconds: how long a cell may take.
    given: what is set in the environment of the kernel.
    Raises nbclient's CellExecutionError where a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    client = NotebookClient(
        notebook,
        timeout=seconds,
        kernel_name="python3",
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    with TemporaryDirectory() as folder:
        client.execute(env=os.environ | given | {"CALCLIB_PROGRESS": f"{folder}/progress"})
    del notebook.cells[0]
    return notebook


def clean(notebook: NotebookNode) -> NotebookNode:
    """Keep the sources, the texts and the pictures; number the runs; drop everything volatile."""
    runs = 0
    cells = []
    for cell in notebook.cells:
        kept = NotebookNode(
            cell_type=cell.cell_type,
            id=cell.id,
            metadata={k: cell.metadata[k] for k in ("jupyter", "tags") if k in cell.metadata},
            source=cell.source.rstrip(),
        )
        if cell.cell_type == "code":
            runs += 1
            kept.execution_count = runs
            kept.outputs = [clean_output(o, runs) for o in merge_streams(cell.outputs)]
        cells.append(kept)
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    if lesson := lesson_metadata(notebook):
        metadata["calclib"] = lesson
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def lesson_metadata(notebook: NotebookNode) -> dict[str, Any]:
    """Which exercises the cells ask, for `progress`, which reads no module; empty if none.

    {"lesson": its name, "exercises": their names in order, "formerly": {a lesson of an earlier
    edition: {the name there: the name here}}}.
    """
    keys = list(dict.fromkeys(asked_keys(notebook)))
    if not keys:
        return {}
    (lesson,) = {lesson for lesson, _ in keys}
    formerly: dict[str, dict[str, str]] = {}
    for (old_lesson, old_name), key in FORMER_KEYS.items():
        if key in keys:
            formerly.setdefault(old_lesson, {})[old_name] = key[1]
    found = {"lesson": lesson, "exercises": [name for _, name in keys]}
    return found | ({"formerly": formerly} if formerly else {})


def imported(module: str, name: str) -> object:
    """What `from module import name` gives: a module of the package, or what stands in it."""
    whole = importlib.import_module(module)
    return getattr(whole, name, None) or importlib.import_module(f"{module}.{name}")


def asked_keys(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """The keys of the exercises that the cells call, `checks.name(…)`, in their order."""
    trees = [ast.parse(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {
        alias.asname or alias.name: imported(node.module, alias.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(LESSON)
        for alias in node.names
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            question = getattr(modules.get(node.value.id), node.attr, None)
            if isinstance(question, Exercise) and question.key:
                yield question.key


def clean_output(output: NotebookNode, run: int) -> NotebookNode:
    """One output without its widget view and without metadata other than alt text."""
    if output.output_type == "stream":
        return NotebookNode(output_type="stream", name=output.name, text=output.text)
    if output.output_type == "error":
        return output
    data = {kind: value for kind, value in output.data.items() if kind != WIDGET}
    if "image/png" in data:
        data["image/png"] = data["image/png"].replace("\n", "")
    alt = output.metadata.get("image/png", {}).get("alt")
    kept = NotebookNode(
        output_type=output.output_type,
        data=data,
        metadata={"image/png": {"alt": alt}} if alt else {},
    )
    if output.output_type == "execute_result":
        kept.execution_count = run
    return kept


def merge_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what a kernel may send in one piece or in several: neighbouring texts of one stream."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            merged.append(nbformat.from_dict(dict(output)))
    return merged


def differences(saved: NotebookNode, fresh: NotebookNode) -> list[str]:
    """What distinguishes a saved notebook from a fresh run; an empty list when nothing does."""
    found = []
    for number, (old, new) in enumerate(zip_longest(saved.cells, fresh.cells)):
        if old is None or new is None:
            return [*found, f"cell {number}: there is no such cell on one side"]
        if without_pictures(old) != without_pictures(new):
            found.append(f"cell {number}: the text or the metadata differs")
            continue
        pairs = zip(pictures(old), pictures(new), strict=True)
        shares = [picture_difference(*pair) for pair in pairs]
        found += [
            f"cell {number}: {share:.2%} of a picture's pixels differ"
            for share in shares
            if share > TOLERANCE
        ]
    return found


def without_pictures(cell: NotebookNode) -> NotebookNode:
    """A copy of a cell in which each picture is replaced by a mark that there is one."""
    copy = nbformat.from_dict(dict(cell))
    for output in copy.get("outputs", []):
        if "image/png" in output.get("data", {}):
            output.data = {**output.data, "image/png": "a picture"}
    return copy


def pictures(cell: NotebookNode) -> list[str]:
    """The PNGs of a cell's outputs, in base64."""
    found = [o.get("data", {}).get("image/png") for o in cell.get("outputs", [])]
    return [png for png in found if png]


def picture_difference(before: str, after: str) -> float:
    """The share of pixels in which two PNGs differ visibly; 1 when they differ in size."""
    old, new = (
        np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"), int)
        for png in (before, after)
    )
    if old.shape != new.shape:
        return 1.0
    return float((np.abs(old - new).max(axis=-1) > VISIBLE).mean())


def refresh(path: Path) -> bool:
    """Run one lesson and save it; True when the file changed."""
    text = nbformat.writes(clean(execute(path))) + "\n"
    changed = text != path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    return changed


def main() -> None:
    """Refresh the named lessons, or all of them."""
    for path in [Path(name) for name in sys.argv[1:]] or LESSONS:
        state = "changed" if refresh(path) else "as it was"
        print(f"{path.name}: {state}, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
