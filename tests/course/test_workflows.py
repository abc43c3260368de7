"""The workflows on GitHub: they can be read, pin every action, and end in time."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from refresh import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
PATHS = re.compile(r"(?:^|\s)((?:site|tests|tools|notebooks|lite|\.ci)/[\w./-]+)")


def read(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in read(path)["jobs"].items():
        for step in job["steps"]:
            yield name, step


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_workflow_reads_alone_and_each_of_its_jobs_ends_in_time(path: Path) -> None:
    workflow = read(path)
    # YAML takes the key "on" for the truth value.
    assert workflow[True], "it says when it runs"
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert 0 < job["timeout-minutes"] <= 120, name
        assert job["runs-on"], name
        for needed in [job.get("needs", [])]:
            wanted = [needed] if isinstance(needed, str) else needed
            assert set(wanted) <= set(workflow["jobs"]), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_by_hash_with_its_version_beside_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    used = [line.strip().removeprefix("- ") for line in lines if "uses:" in line]
    assert len(used) == sum("uses" in step for _, step in steps(path)) > 0
    assert [line for line in used if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_step_does_one_thing_and_names_files_that_are_there(path: Path) -> None:
    for job, step in steps(path):
        assert ("uses" in step) != ("run" in step), (job, step)
        command = step.get("run", "")
        shlex.split(command)  # its quotes are closed
        made = ("site/_build", "site-zip/")
        for file in PATHS.findall(command):
            if not file.startswith(made):
                assert (ROOT / file).exists(), f"{job} runs {file}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_of_a_stranger_is_put_into_a_command(path: Path) -> None:
    """${{ … }} in a command is replaced before a shell reads it: such words come by variables."""
    for job, step in steps(path):
        assert "${{" not in step.get("run", ""), job
