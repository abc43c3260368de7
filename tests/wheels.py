"""The package as a release builds it and as others install it, for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from refresh import ROOT

FOLDERS = ("calclib", "notebooks", "tools")
FILES = ("pyproject.toml", "README.md", "LICENSE")


def copied(place: Path) -> Path:
    """A copy of what the distributions are built from."""
    ignore = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    for name in FILES:
        shutil.copy(ROOT / name, place)
    return place


def build(project: Path) -> subprocess.CompletedProcess[str]:
    """Build the sdist, and the wheel from it, as a release does."""
    command = ["uv", "build", "--out-dir", "out"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def built_wheel(place: Path) -> Path:
    """The wheel of the package, built in a new folder."""
    project = copied(place)
    done = build(project)
    assert done.returncode == 0, done.stderr
    (wheel,) = (project / "out").glob("*.whl")
    return wheel


def environment_with(place: Path, *wanted: str | Path) -> Path:
    """The Python of a new environment with what is named and what that needs, no extras."""
    run("uv", "venv", "--quiet", place)
    run("uv", "pip", "install", "--quiet", "--python", place, *wanted)
    return place / "bin" / "python"


def run(*command: str | Path, **environment: str) -> str:
    """Run a command that succeeds, and return what it prints."""
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
