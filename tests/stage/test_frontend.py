"""The browser side's own tests: vitest, by the Node that uv installs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import calclib.stage

FRONTEND = Path(calclib.stage.__file__).parent / "frontend"


def npm(*words: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the frontend's folder."""
    command = [shutil.which("npm") or "npm", *words]
    return subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed() -> None:
    """The locked packages, installed where they are missing."""
    if not (FRONTEND / "node_modules").exists():
        run = npm("ci", "--no-audit", "--no-fund")
        assert run.returncode == 0, run.stderr


@pytest.mark.usefixtures("installed")
def test_vitest_passes() -> None:
    run = npm("test")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "passed" in run.stdout
