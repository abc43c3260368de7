"""The package as others install it: what the wheel carries, what it needs, what it leaves alone."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tomllib
import urllib.request
import zipfile
from email import message_from_bytes
from email.message import Message
from html.parser import HTMLParser
from pathlib import Path

import mistune
import pytest
from lab import jupyterlab
from packaging.requirements import Requirement
from refresh import LESSONS, ROOT
from wheels import build, built_wheel, copied, environment_with, run

import calclib

PLAYER = "calclib/stage/static/player.js"
LARGEST = 1_500_000
TEXTS = {".cff", ".html", ".ipynb", ".json", ".md", ".py", ".toml", ".yaml", ".yml"}
ADDRESS = re.compile(r"(?:github\.com|mybinder\.org/v2/gh)/([\w-]+/calclib)\b")

SAVE_A_PICTURE = """
import sys
from calclib import Axis, Panel, Scene
from calclib.stage.marks import line

axes = [Axis("step", [0, 1], play=True)]
scene = Scene(axes, [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
scene.save("page.html")
try:
    scene.save(sys.argv[1])
except ModuleNotFoundError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment_with(tmp_path_factory.mktemp("plain") / "venv", wheel)


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


class Addresses(HTMLParser):
    """Collects where the links and the pictures of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, _: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("href", "src")]


def addresses(markdown: str) -> list[str]:
    page = mistune.html(markdown)
    assert isinstance(page, str)
    return Addresses(page).found


def test_the_wheel_carries_the_player_and_the_data_but_no_typescript(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert PLAYER in names
    for data in ("penguins.csv", "digits.npz", "co2_monthly.csv", "names.txt", "README.md"):
        assert f"calclib/learn/datasets/{data}" in names
    assert "calclib/py.typed" in names
    assert not [name for name in names if "frontend" in name or name.endswith(".ts")]
    assert wheel.stat().st_size <= LARGEST


def test_the_wheel_changes_no_setting_of_the_jupyterlab_beside_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"calclib", "calclib_course"}
    assert not [name for name in names if "/data/" in name or name.endswith("_config.json")]


def test_the_sdist_builds_the_wheel_and_carries_the_licence(wheel: Path) -> None:
    (sdist,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "tools/distribution.py", PLAYER} <= names


def test_the_build_fails_without_the_player(tmp_path: Path) -> None:
    project = copied(tmp_path)
    (project / PLAYER).unlink()
    done = build(project)
    assert done.returncode != 0
    assert "player.js" in done.stderr


def test_the_wheel_carries_each_lesson_without_its_outputs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = [name for name in archive.namelist() if name.endswith(".ipynb")]
    assert names == [f"calclib/notebooks/{lesson.name}" for lesson in LESSONS]
    for name, lesson in zip(names, LESSONS, strict=True):
        carried = json.loads(archive.read(name))
        saved = json.loads(lesson.read_text(encoding="utf-8"))
        for cell, original in zip(carried["cells"], saved["cells"], strict=True):
            assert cell["id"] == original["id"]
            if cell["cell_type"] == "code":
                assert cell["source"] == original["source"]
                assert cell["outputs"] == []
                assert cell["execution_count"] is None


def test_every_link_of_a_carried_lesson_leads_to_a_lesson_beside_it_or_to_an_address(
    wheel: Path,
) -> None:
    archive = zipfile.ZipFile(wheel)
    beside = {lesson.name for lesson in LESSONS}
    for name in archive.namelist():
        if name.endswith(".ipynb"):
            cells = json.loads(archive.read(name))["cells"]
            for cell in (one for one in cells if one["cell_type"] == "markdown"):
                for target in addresses("".join(cell["source"])):
                    file = target.partition("#")[0]
                    assert not file or file in beside or file.startswith("https://"), target


def test_every_link_and_picture_of_the_page_on_pypi_is_absolute(metadata: Message) -> None:
    assert metadata["Description-Content-Type"] == "text/markdown"
    found = addresses(str(metadata.get_payload()))
    assert len(found) >= len(LESSONS)
    assert [target for target in found if not target.startswith("https://")] == []


def test_the_package_needs_five_others_and_offers_pictures_and_jupyterlab(
    metadata: Message,
) -> None:
    needed: dict[str, set[str]] = {}
    for text in metadata.get_all("Requires-Dist", []):
        wanted = Requirement(text)
        extra = re.search(r"extra == '(\w+)'", text)
        needed.setdefault(extra[1] if extra else "", set()).add(wanted.name)
    assert needed == {
        "": {"anywidget", "contourpy", "ipywidgets", "mpmath", "numpy", "sympy", "threadpoolctl"},
        "pictures": {"matplotlib", "pillow"},
        "lab": {"jupyterlab", "matplotlib", "pillow"},
    }
    assert metadata["Name"] == "calclib-course"


@pytest.mark.parametrize("ending", ["png", "gif"])
def test_a_picture_without_matplotlib_says_what_to_install(
    ending: str, python: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [python, "-c", SAVE_A_PICTURE, f"line.{ending}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("\n") == 1
    assert "matplotlib" in done.stdout
    assert 'pip install "calclib-course[pictures]"' in done.stdout
    assert (tmp_path / "page.html").exists()


def test_the_list_of_lessons_says_where_to_start(python: Path) -> None:
    told = run(python, "-m", "calclib")
    for lesson in LESSONS:
        title = "".join(json.loads(lesson.read_text(encoding="utf-8"))["cells"][0]["source"])
        assert f"  {title.splitlines()[0].removeprefix('# ')}\n" in told
    assert "python -m calclib lessons FOLDER" in told
    assert f"jupyter lab FOLDER/{LESSONS[0].name}" in told


def test_a_copied_lesson_that_a_learner_changed_stays_as_it_is(
    python: Path, tmp_path: Path
) -> None:
    run(python, "-m", "calclib", "lessons", tmp_path)
    first, second, *others = sorted(tmp_path.glob("*.ipynb"))
    first.write_text("mine", encoding="utf-8")
    second.unlink()
    told = run(python, "-m", "calclib", "lessons", tmp_path)
    assert first.read_text(encoding="utf-8") == "mine"
    assert second.exists()
    assert "1 lesson " in told
    for kept in (first, *others):
        assert f"  {kept.name}\n" in told
    assert f"  {second.name}\n" not in told


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(python: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    command = [python, "-m", "calclib", "lessons", tmp_path / "file"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "file") in done.stderr


def test_jupyterlab_with_the_wheel_beside_it_opens_the_folder_it_is_started_in(
    wheel: Path, tmp_path: Path
) -> None:
    run("uv", "venv", "--quiet", tmp_path / "venv")
    run("uv", "pip", "install", "--quiet", "--python", tmp_path / "venv", f"{wheel}[lab]")
    served = jupyterlab(tmp_path, str(tmp_path / "venv" / "bin" / "python"))
    with served as address, urllib.request.urlopen(address) as page:
        assert page.url == f"{address}/lab"


def test_the_version_of_the_distribution_is_that_of_the_package(metadata: Message) -> None:
    assert metadata["Version"] == calclib.__version__


def test_the_address_of_the_repository_is_everywhere_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = project["urls"]["Repository"].removeprefix("https://github.com/")
    said = {}
    for name in run("git", "-C", ROOT, "ls-files").splitlines():
        file = ROOT / name
        if file.suffix in TEXTS and file.is_file():
            found = ADDRESS.findall(file.read_text(encoding="utf-8"))
            said[name] = set(found) - {told}
    assert "README.md" in said
    assert {name: others for name, others in said.items() if others} == {}


def test_every_data_set_has_a_row_with_its_source_and_its_licence() -> None:
    folder = ROOT / "calclib" / "learn" / "datasets"
    table = (folder / "README.md").read_text(encoding="utf-8")
    rows = {
        row[0]: row for row in re.findall(r"^\| `([^`]+)` \| .+ \| (.+) \| (.+) \|$", table, re.M)
    }
    files = {file.name for file in folder.iterdir() if file.suffix not in (".md", ".py", "")}
    assert files == set(rows)
    for _, source, licence in rows.values():
        assert "https://" in source
        assert licence.strip()
