"""The Python that runs in a browser: Pyodide's files, and what calclib needs beside them.

    uv run --group lite python lite/lock.py                     # into lite/_build/pyodide
    uv run --group lite python lite/lock.py --files FOLDER      # packages of Pyodide from a folder
    uv run --group lite python lite/lock.py --core-only         # without packages, such as NumPy

The core of Pyodide comes from npm, at the version and the hash in package-lock.json. With it comes
Pyodide's own lock, which states the sha256 of every package; each file is compared with it,
wherever it comes from. What Pyodide lacks comes from PyPI, at the versions and the hashes in
uv.lock. All of it is entered in the lock that is written, ours among it, so that `import calclib`
loads the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

Lock: TypeAlias = dict[str, Any]  # JSON

LITE = Path(__file__).parent
ROOT = LITE.parent
CORE = LITE / "node_modules" / "pyodide"
OUT = LITE / "_build" / "pyodide"
LOCK = "pyodide-lock.json"
SITE_OF_PYODIDE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
# pyodide.asm.mjs was pyodide.asm.js before Pyodide 314.
CORE_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)

OURS = "calclib-course"
# What calclib imports in a notebook; matplotlib and pillow make pictures where a learner asks.
NEEDS = (
    "numpy",
    "sympy",
    "mpmath",
    "contourpy",
    "anywidget",
    "ipywidgets",
    "comm",
    "threadpoolctl",
)
PICTURES = ("matplotlib", "pillow")
COMPILED = ("numpy", "contourpy")  # no registry has them for a browser
# What JupyterLite's kernel loads when it begins; older ones have parts of Python apart.
KERNEL = ("micropip", "ipython", "jedi", "traitlets", "ssl", "sqlite3")
# Widgets' own files for JupyterLab are part of JupyterLite's site, and no kernel imports them.
FOR_A_PAGE = ("jupyterlab-widgets", "widgetsnbextension")


@dataclass(frozen=True)
class Wheel:
    """A wheel that runs everywhere, as uv.lock has it, and what it needs."""

    name: str
    version: str
    file: str
    sha256: str
    depends: tuple[str, ...]


def sha256_of(path: Path) -> str:
    """The hash of a file, as locks write it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(path: Path, sha256: str) -> None:
    """Compare a file with its hash in a lock; raises ValueError where it is another."""
    found = sha256_of(path)
    if found != sha256:
        raise ValueError(
            f"{path.name} has the sha256 {found}, and the lock states {sha256}: it is not the file "
            "that was locked. Delete it, and fetch it again."
        )


def plain(name: str) -> str:
    """The name of a package as every lock writes it.

    >>> plain("prompt_toolkit")
    'prompt-toolkit'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(names: Iterable[str], packages: Mapping[str, Any]) -> list[str]:
    """These packages and all that they need, sorted; names that the lock does not have left out.

    >>> closure(["a", "z"], {"a": {"depends": ["B"]}, "b": {"depends": []}})
    ['a', 'b']
    """
    found: set[str] = set()
    waiting = [plain(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in packages and name not in found:
            found.add(name)
            waiting += [plain(need) for need in packages[name]["depends"]]
    return sorted(found)


def locked_wheels(text: str) -> dict[str, Wheel]:
    """The wheels of a uv.lock that run everywhere, by name."""
    found = {}
    for package in tomllib.loads(text)["package"]:
        for wheel in package.get("wheels", ()):
            file = wheel.get("url", "").rpartition("/")[2]
            if file.endswith("py3-none-any.whl"):
                depends = tuple(
                    need["name"] for need in package.get("dependencies", ()) if "marker" not in need
                )
                sha256 = wheel["hash"].removeprefix("sha256:")
                name = package["name"]
                found[name] = Wheel(name, package["version"], file, sha256, depends)
    return found


def missing(
    names: Iterable[str], packages: Mapping[str, Any], ours: Mapping[str, Wheel]
) -> list[Wheel]:
    """The wheels that these names need and Pyodide's lock does not have; raises KeyError."""
    found: dict[str, Wheel] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in packages or name in found or name in FOR_A_PAGE:
            continue
        if name not in ours:
            raise KeyError(
                f"{name} is neither in Pyodide's lock nor in uv.lock as a wheel that runs "
                "everywhere. Add it to the dependencies, and run uv lock."
            )
        found[name] = ours[name]
        waiting += ours[name].depends
    return [found[name] for name in sorted(found)]


def entry(wheel: Wheel, imports: Iterable[str]) -> Lock:
    """A wheel as Pyodide's lock writes it."""
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.file,
        "install_dir": "site",
        "sha256": wheel.sha256,
        "package_type": "package",
        "imports": list(imports),
        "depends": [need for need in wheel.depends if need not in FOR_A_PAGE],
        "unvendored_tests": False,
    }


def wanted(packages: Mapping[str, Any], wheels: Iterable[Wheel]) -> list[str]:
    """The packages of Pyodide that are taken: for calclib, for the kernel, for these wheels."""
    needs = [need for wheel in wheels for need in wheel.depends]
    return closure([*NEEDS, *PICTURES, *KERNEL, *needs], packages)


def plan(packages: Mapping[str, Any], ours: Mapping[str, Wheel]) -> Lock:
    """The packages of the lock that is written where all of Pyodide can be had."""
    wheels = missing(NEEDS, packages, ours)
    taken = {name: packages[name] for name in wanted(packages, wheels)}
    return taken | {wheel.name: entry(wheel, []) for wheel in wheels}


def check_whole(packages: Mapping[str, Any]) -> None:
    """Raise ValueError where a package needs one that is not there: it would load in no browser.

    >>> check_whole({"a": {"depends": ["B_c"]}, "b-c": {"depends": []}})
    """
    for name, one in packages.items():
        for need in one["depends"]:
            if plain(need) not in packages:
                raise ValueError(
                    f"{name} needs {need}, which is in neither lock, so that {name} loads in no "
                    "browser. Add it to what is fetched."
                )


def at_hand(packages: Mapping[str, Any], files: str | None) -> Mapping[str, Any]:
    """The packages of Pyodide that can be had: all, those in a folder, or none."""
    if files is None:
        return {}
    if files.startswith("https://"):
        return packages
    return {
        name: one for name, one in packages.items() if (Path(files) / one["file_name"]).exists()
    }


def fetch(name: str, source: str, out: Path) -> None:
    """Put a file of Pyodide into a folder.

    source: a folder, or an address with a slash at its end.
    """
    target = out / name
    if source.startswith("https://"):
        with urllib.request.urlopen(source + name, timeout=120) as answer:
            target.write_bytes(answer.read())
    else:
        shutil.copy(Path(source) / name, target)


def download(wheels: Iterable[Wheel], out: Path) -> None:
    """Get wheels from PyPI, each with its hash."""
    lines = [f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}" for wheel in wheels]
    with TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text("\n".join(lines), encoding="utf-8")
        words = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        words += ["--platform=any", "--dest", str(out), "--requirement", str(wanted)]
        subprocess.run([sys.executable, "-m", "pip", *words], check=True)


def build_wheel(out: Path) -> Wheel:
    """Build calclib's own wheel, and return it."""
    words = ["build", "--quiet", "--wheel", "--no-create-gitignore", "--out-dir", str(out)]
    subprocess.run([shutil.which("uv") or "uv", *words], cwd=ROOT, check=True)
    (built,) = out.glob("calclib_course-*.whl")
    return Wheel(OURS, built.name.split("-")[1], built.name, sha256_of(built), NEEDS)


def imported_names(wheel: Path) -> Iterator[str]:
    """The names that a wheel lets one import, by the folders and files at its top."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    for top in sorted(tops):
        if not top.endswith((".dist-info", ".data")):
            yield top.removesuffix(".py")


def prepare(core: Path, files: str | None, out: Path) -> Lock:
    """Write the folder, and return its lock.

    core: a folder with Pyodide's core and its own lock.
    files: where its packages are; None for the core alone, in which NumPy is missing.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for name in CORE_FILES:
        if (core / name).exists():
            shutil.copy(core / name, out)
    lock: Lock = json.loads((core / LOCK).read_text(encoding="utf-8"))
    ours = locked_wheels((ROOT / "uv.lock").read_text(encoding="utf-8"))
    check_whole(plan(lock["packages"], ours))  # even where only the core is taken
    packages = at_hand(lock["packages"], files)
    needs = [name for name in NEEDS if files or name not in COMPILED]
    wheels = missing(needs, packages, ours)
    kept = wanted(packages, wheels)
    for name in kept:
        one = packages[name]
        fetch(one["file_name"], files or "", out)
        check(out / one["file_name"], one["sha256"])
    download(wheels, out)
    lock["packages"] = {name: packages[name] for name in kept}
    for wheel in [*wheels, build_wheel(out)]:
        check(out / wheel.file, wheel.sha256)
        lock["packages"][wheel.name] = entry(wheel, imported_names(out / wheel.file))
    if files:
        check_whole(lock["packages"])
    (out / LOCK).write_text(json.dumps(lock, indent=1), encoding="utf-8")
    return lock


def npm_core() -> Path:
    """The core of Pyodide that package-lock.json names, which npm compares with its hash."""
    words = ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([shutil.which("npm") or "npm", *words], cwd=LITE, check=True)
    return CORE


def version_of(core: Path) -> str:
    """The version of a Pyodide."""
    return str(json.loads((core / "package.json").read_text(encoding="utf-8"))["version"])


def main() -> None:
    """Write the folder, and say what it holds."""
    parser = argparse.ArgumentParser(description="Prepare the Python that runs in a browser.")
    parser.add_argument("--core", type=Path, help="a folder with another core than npm's")
    parser.add_argument("--files", help="a folder, or an address, with Pyodide's packages")
    parser.add_argument("--core-only", action="store_true", help="leave Pyodide's packages out")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    core = given.core or npm_core()
    files = given.files or SITE_OF_PYODIDE.format(version=version_of(core))
    lock = prepare(core, None if given.core_only else files, given.out)
    size = sum(path.stat().st_size for path in given.out.iterdir())
    names = ", ".join(sorted(lock["packages"]))
    print(f"Pyodide {version_of(core)}, {size / 1e6:.1f} MB in {given.out}: {names}")


if __name__ == "__main__":
    main()
