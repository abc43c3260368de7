"""A wheel that plays: with its JavaScript, without the sources of it, and never without."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from refresh import ROOT

PLAYER = "calclib/stage/static/player.js"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the wheel is built from."""
    copy = tmp_path / "project"
    ignore = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(ROOT / "calclib", copy / "calclib", ignore=ignore)
    shutil.copytree(ROOT / "binder", copy / "binder")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


def build(project: Path) -> subprocess.CompletedProcess[str]:
    command = ["uv", "build", "--wheel", "--out-dir", "out"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_the_wheel_carries_the_player_and_the_data_but_no_typescript(project: Path) -> None:
    assert build(project).returncode == 0
    (wheel,) = (project / "out").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert PLAYER in names
    for data in ("penguins.csv", "digits.npz", "co2_monthly.csv", "names.txt", "README.md"):
        assert f"calclib/learn/datasets/{data}" in names
    assert any(name.endswith("etc/jupyter/jupyter_lab_config.json") for name in names)
    assert not [name for name in names if "frontend" in name or name.endswith(".ts")]


def test_the_build_fails_without_the_player(project: Path) -> None:
    (project / PLAYER).unlink()
    run = build(project)
    assert run.returncode != 0
    assert "player.js" in run.stderr
