"""Pages that a reader can make live: the offer on a page, and the files that it then loads.

`lite/lock.py` has prepared the Python that runs in a browser; JupyterLite loads the same files.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from convert import held, write
from formulas import KATEX
from run import LESSONS, ROOT, SITE, folder_of

sys.path.insert(0, str(ROOT / "lite"))

from lock import CORE_FILES, LOCK, OURS, OUT, closure

LIVE = SITE / "live"
FILES = (LIVE / "session.py", LIVE / "standin" / "anywidget.py")
# What calclib imports on a live page, where the page is the widget.
NEEDS = ("numpy", "sympy", "contourpy", "traitlets")
IMPORTED = (".js", ".mjs")  # files whose bytes come uncounted


@dataclass(frozen=True)
class Python:
    """A folder with the Python that runs in a browser, as lite/lock.py writes it."""

    folder: Path

    @cached_property
    def packages(self) -> dict[str, Any]:
        """The packages in it, by name."""
        text = (self.folder / LOCK).read_text(encoding="utf-8")
        packages: dict[str, Any] = json.loads(text)["packages"]
        return packages

    @property
    def is_whole(self) -> bool:
        """Whether a lesson can run with it: the core alone has no NumPy."""
        return all(name in self.packages for name in (*NEEDS, OURS))

    @property
    def needed(self) -> list[str]:
        """The packages that a live page loads, calclib's own wheel aside."""
        return closure(NEEDS, self.packages)

    @property
    def wheel(self) -> str:
        """The file of calclib's own wheel."""
        return str(self.packages[OURS]["file_name"])

    def sizes(self) -> dict[str, int]:
        """The bytes of each file that a live page loads."""
        loaded = [name for name in CORE_FILES if (self.folder / name).exists()]
        loaded += [self.packages[name]["file_name"] for name in self.needed]
        loaded += [self.wheel, LOCK]
        return {name: (self.folder / name).stat().st_size for name in loaded}


def find(folder: Path | None) -> Python | None:
    """The Python in a folder, or where lite/lock.py writes it; None where no lesson runs with it.

    Raises FileNotFoundError where a folder is named and holds none.
    """
    place = folder or OUT
    if not (place / LOCK).exists():
        if folder:
            raise FileNotFoundError(
                f"{folder} has no {LOCK}, so no Python for a browser; lite/lock.py writes such a "
                "folder."
            )
        return None
    python = Python(place)
    return python if python.is_whole else None


def offer(python: Python, lesson: str) -> str:
    """The element that offers to make the page of a lesson live, with what it has to know.

    lesson: the name of the lesson's notebook without its ending.
    """
    sizes = python.sizes()
    imported = sum(size for name, size in sizes.items() if name.endswith(IMPORTED))
    here = sum(path.stat().st_size for path in FILES) + len(cells(lesson).encode())
    data = {
        "worker": "../_static/live.js",
        "katex": "../live/katex.mjs",
        "pyodide": "../live/pyodide/",
        "packages": python.needed,
        "wheel": f"../live/pyodide/{python.wheel}",
        "files": [f"../live/{path.name}" for path in FILES],
        "lesson": f"../live/lessons/{lesson}.json",
        "counted": sum(sizes.values()) - imported + here,
        "imported": imported,
    }
    return f"<div><calclib-live>{held(data)}</calclib-live></div>"


def live_words(python: Python | None) -> str:
    """What the page about places says of live pages."""
    if python is None:
        return (
            "This copy of the site was built without a Python for browsers, so no page offers it."
        )
    words = (LIVE / "places.md").read_text(encoding="utf-8")
    return words.format(megabytes=round(sum(python.sizes().values()) / 1e6))


def cells(lesson: str) -> str:
    """The code of a lesson, as the worker of its page reads it."""
    (path,) = (path for path in LESSONS if path.stem == lesson)
    notebook = nbformat.read(path, as_version=4)
    code = [[cell.id, cell.source] for cell in notebook.cells if cell.cell_type == "code"]
    return json.dumps({"lesson": folder_of(lesson), "cells": code}, ensure_ascii=False)


def write_live(html: Path, python: Python, lessons: Sequence[str]) -> None:
    """Write what live pages load into the folder live/ of a site."""
    live = html / "live"
    shutil.copytree(python.folder, live / "pyodide")
    for path in FILES:
        shutil.copy(path, live)
    shutil.copy(KATEX / "katex.mjs", live)
    for lesson in lessons:
        write(live / "lessons" / f"{lesson}.json", cells(lesson))
