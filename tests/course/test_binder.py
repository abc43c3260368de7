"""Binder builds what binder/ says, as far as that can be checked without docker."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from refresh import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
PINS = dict(line.split("==") for line in REQUIREMENTS if line and not line.startswith("#"))
BASE = {"ipywidgets": "8.1.7", "jupyterlab": "4.4.9"}  # what Binder's own image brings


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The recipe that repo2docker writes for the files that Binder reads."""
    repository = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "binder", repository / "binder")
    shutil.copy(ROOT / "pyproject.toml", repository)
    tool = Path(sys.executable).with_name("jupyter-repo2docker")
    command = [str(tool), "--no-build", "--debug", str(repository)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_binder_runs_the_python_of_runtime_txt(dockerfile: str) -> None:
    wanted = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    assert re.search(rf"environment\.py-2d{wanted.replace('.', '-2e')}|py-2d3-2e12-2d", dockerfile)
    assert Version(wanted) >= Version("3.11")


def test_binder_installs_the_requirements_before_it_copies_the_repository(dockerfile: str) -> None:
    install = dockerfile.index('pip install --no-cache-dir -r "binder/requirements.txt"')
    copy = dockerfile.index("src/ ${REPO_DIR}/\n")
    build = dockerfile.index("RUN ./binder/postBuild")
    assert install < copy < build


@pytest.mark.parametrize("text", PROJECT["dependencies"])
def test_binder_satisfies_the_package(text: str) -> None:
    wanted = Requirement(text)
    version = (PINS | BASE)[wanted.name]
    assert wanted.specifier.contains(version), f"binder has {wanted.name} {version}"


def test_binders_pins_are_the_locked_versions() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    # calclib itself stands there without a version, for its version is in its own source.
    locked = {(package["name"], package.get("version")) for package in lock["package"]}
    assert set(PINS.items()) <= locked


def test_binder_opens_on_lesson_0_as_a_fresh_copy_does() -> None:
    script = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    assert "pip install --no-cache-dir --no-deps . ./tools/start\n" in script


def test_binder_leaves_its_base_alone() -> None:
    assert not {"jupyterlab", "ipython", "traitlets", "ipykernel", "notebook"} & PINS.keys()


def test_what_binder_starts_computes_with_one_thread(dockerfile: str) -> None:
    """A container sees more cores than it has; threads that wait for each other slow it down."""
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile
    show = "import os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    command = [str(ROOT / "binder" / "start"), sys.executable, "-c", show]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "1\n"
