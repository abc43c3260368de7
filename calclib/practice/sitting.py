"""Runs one notebook in this process, cell by cell: what `grading` starts, with its limits.

    python -m calclib.practice.sitting NOTEBOOK MEGABYTES

A cell that fails does not end the sitting, for the exercises below it count too.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from calclib.practice.grading import sources


def limit_memory(megabytes: int) -> None:
    """Refuse this process more memory than that, where the system keeps such a limit."""
    if megabytes and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def sit(notebook: Path) -> None:
    """Run the cells of a notebook as IPython does."""
    # IPython's classes have no types that a strict reader accepts.
    shell: Any = import_module("IPython.core.interactiveshell").InteractiveShell.instance()
    for source in sources(notebook):
        shell.run_cell(source)


if __name__ == "__main__":
    limit_memory(int(sys.argv[2]))
    sit(Path(sys.argv[1]))
