"""Build JupyterLite with the lessons: the notebooks themselves, without a server.

    uv run --isolated --no-default-groups --group lite python lite/make.py

JupyterLite takes every extension of the environment that builds it; this one has those of the
widgets and of the kernel, at the versions in uv.lock. `lite/lock.py` prepares the Python that it
runs, and site/build.py puts it beside the web edition.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from lock import LITE, OUT, ROOT

sys.path.insert(0, str(ROOT / "tools"))

SETTINGS = "@jupyterlite/pyodide-kernel-extension:kernel"
HTML = LITE / "_build" / "html"
OWN = "./static/pyodide/pyodide.mjs"


def configuration(python: str) -> str:
    """JupyterLite's settings, with the address of the Python that it runs."""
    told = json.loads((LITE / "jupyter-lite.json").read_text(encoding="utf-8"))
    told["jupyter-config-data"]["litePluginSettings"][SETTINGS]["pyodideUrl"] = python
    return json.dumps(told, indent=2)


def write_lessons(folder: Path) -> None:
    """Write the lessons without outputs, as the wheel carries them."""
    from distribution import unexecuted

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder.mkdir()
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        text = unexecuted(lesson.read_text(encoding="utf-8"), project["urls"]["Repository"])
        (folder / lesson.name).write_text(text, encoding="utf-8")


def make(into: Path, python: str) -> None:
    """Build it into a folder; python: the address of pyodide.mjs."""
    shutil.rmtree(into, ignore_errors=True)
    with TemporaryDirectory() as place:
        work = Path(place)
        (work / "jupyter-lite.json").write_text(configuration(python), encoding="utf-8")
        write_lessons(work / "lessons")
        words = ["--lite-dir", str(work), "--contents", str(work / "lessons")]
        words += ["--output-dir", str(into), "--no-sourcemaps", "--apps", "lab"]
        command = [sys.executable, "-m", "jupyterlite_core", "build", *words]
        told = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if told.returncode:
        sys.exit(f"JupyterLite is not built:\n{told.stdout}\n{told.stderr}")


def main() -> None:
    """Build it, and say how large it is."""
    parser = argparse.ArgumentParser(description="Build JupyterLite with the lessons.")
    parser.add_argument("--into", type=Path, default=HTML)
    parser.add_argument("--beside", help="the address of a Python that stands beside it")
    given = parser.parse_args()
    make(given.into.resolve(), given.beside or OWN)
    if not given.beside:
        shutil.copytree(OUT, given.into / "static" / "pyodide")
    size = sum(path.stat().st_size for path in given.into.rglob("*") if path.is_file())
    print(f"JupyterLite in {given.into}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
