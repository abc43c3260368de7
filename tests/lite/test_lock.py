"""The Python that runs in a browser: each file is the locked one, and none is missing."""

from __future__ import annotations

import doctest
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import lock
import make
import pytest
from refresh import LESSONS, ROOT

UV_LOCK = lock.locked_wheels((ROOT / "uv.lock").read_text(encoding="utf-8"))


def test_every_example_in_a_docstring_holds() -> None:
    assert doctest.testmod(lock).failed == 0


def package(*depends: str) -> dict[str, Any]:
    return {"depends": list(depends)}


def test_what_pyodide_has_is_taken_from_it_and_the_rest_from_our_lock() -> None:
    has = {
        "numpy": package(),
        "sympy": package("mpmath"),
        "mpmath": package(),
        "ipython": package(),
    }
    has |= {name: package() for name in ("contourpy", "traitlets", "typing-extensions")}
    names = [wheel.name for wheel in lock.missing(lock.NEEDS, has, UV_LOCK)]
    assert {"anywidget", "ipywidgets", "comm", "psygnal"} <= set(names)
    assert not set(names) & set(has)
    assert not set(names) & set(lock.FOR_A_PAGE)


def test_a_package_that_no_registry_has_for_a_browser_is_named() -> None:
    with pytest.raises(KeyError, match="numpy is neither in Pyodide's lock nor in uv"):
        lock.missing(["numpy"], {}, {})


def test_each_wheel_of_ours_runs_everywhere_and_has_a_hash() -> None:
    for wheel in lock.missing(["anywidget", "ipywidgets", "comm"], {}, UV_LOCK):
        assert wheel.file.endswith("py3-none-any.whl")
        assert len(wheel.sha256) == 64
        assert not set(lock.entry(wheel, [])["depends"]) & set(lock.FOR_A_PAGE)


def test_a_file_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "numpy.whl"
    path.write_bytes(b"other")
    lock.check(path, hashlib.sha256(b"other").hexdigest())
    with pytest.raises(ValueError, match=r"numpy\.whl has the sha256"):
        lock.check(path, hashlib.sha256(b"the locked one").hexdigest())


def test_what_our_wheels_need_of_pyodide_is_taken_too() -> None:
    has = {name: package() for name in ("numpy", "contourpy", "sympy", "traitlets", "ipython")}
    has |= {"typing-extensions": package(), "pandas": package()}
    planned = lock.plan(has, UV_LOCK)
    assert "typing-extensions" in planned
    assert "pandas" not in planned
    lock.check_whole(planned)


def test_a_lock_with_a_hole_is_refused_and_names_are_spelled_in_any_way() -> None:
    asked = {"ipython": package("prompt_toolkit"), "prompt-toolkit": package()}
    lock.check_whole(asked)
    assert lock.closure(["ipython"], asked) == ["ipython", "prompt-toolkit"]
    del asked["prompt-toolkit"]
    with pytest.raises(ValueError, match="ipython needs prompt_toolkit"):
        lock.check_whole(asked)


def test_calclib_loads_what_it_declares() -> None:
    """In a notebook `import calclib` finds what pyproject.toml names, and nothing is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {name.partition(">")[0] for name in project["dependencies"]}
    assert declared <= set(lock.NEEDS)


def test_jupyterlite_asks_no_other_site_and_finds_python_where_it_is_told() -> None:
    told = json.loads(make.configuration("../../live/pyodide/pyodide.mjs"))
    settings = told["jupyter-config-data"]["litePluginSettings"][make.SETTINGS]
    assert settings == {
        "disablePyPIFallback": True,
        "pyodideUrl": "../../live/pyodide/pyodide.mjs",
    }


def test_the_core_is_pinned_by_version_and_hash() -> None:
    told = json.loads((ROOT / "lite" / "package-lock.json").read_text(encoding="utf-8"))
    pinned = told["packages"]["node_modules/pyodide"]
    wanted = json.loads((ROOT / "lite" / "package.json").read_text(encoding="utf-8"))
    assert wanted["dependencies"]["pyodide"] == pinned["version"]
    assert pinned["integrity"].startswith("sha512-")


def test_jupyterlite_has_every_lesson_without_outputs(tmp_path: Path) -> None:
    make.write_lessons(tmp_path / "lessons")
    assert sorted(p.name for p in (tmp_path / "lessons").iterdir()) == [p.name for p in LESSONS]
    for path in (tmp_path / "lessons").iterdir():
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells)
