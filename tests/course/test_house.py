"""The house keeps its rules: who imports whom, how code is written, what an import costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from refresh import ROOT

import calclib

PACKAGE = ROOT / "calclib"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)
ROOMS = (
    "expressions",
    "derivatives",
    "functions",
    "optimize",
    "learn",
    "stage",
    "practice",
    "lessons",
)
MAY_IMPORT: dict[str, set[str]] = {
    "arrays": set(),  # above all rooms: every one of them may import it
    "words": set(),  # and so may every room
    "expressions": {"expressions"},
    "derivatives": {"expressions", "derivatives"},
    "functions": {"expressions", "derivatives", "functions"},
    "optimize": {"functions", "optimize"},
    "learn": {"derivatives", "functions", "optimize", "learn"},
    "stage": {"stage"},
    "practice": {"expressions", "derivatives", "functions", "optimize", "stage", "practice"},
    "lessons": set(ROOMS),
    "__main__": {"practice"},  # the command line, below all rooms
}
MATHEMATICS = [p for p in FILES if p.parent.name in ("derivatives", "functions", "optimize")]
# In every room files import each other in no circle, and no code is compressed.
CLEAN_ROOMS = ROOMS
LONG_FILE = 400  # code lines: a smell, not a fence; what is longer is split where a reader wants it
LONG_FUNCTION = 60
ONLY_IN = {
    "matplotlib": ("stage/picture",),
    "anywidget": ("stage/bundle.py", "lessons/decide/by_hand.py"),
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write the full name of what you import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def code_lines(source: str, node: ast.AST) -> int:
    """Lines under a node that are neither blank, comment nor docstring."""
    documents: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            inner
        ):
            text = inner.body[0]
            documents.update(range(text.lineno, (text.end_lineno or 0) + 1))
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", len(source.splitlines()))
    numbered = list(enumerate(source.splitlines(), start=1))[first - 1 : last]
    return sum(
        bool(line.strip()) and not line.strip().startswith("#") and number not in documents
        for number, line in numbered
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_rooms_above_it(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    for name in imports(path):
        if name.startswith("calclib."):
            room = name.split(".")[1]
            assert room not in ROOMS or room in MAY_IMPORT[room_of(path)], f"{path} imports {name}"
        for library, homes in ONLY_IN.items():
            if name.split(".")[0] == library:
                allowed = any(path.is_relative_to(PACKAGE / home) for home in homes)
                assert allowed, f"only {' and '.join(homes)} may import {library}"


def module_of(path: Path) -> str:
    """The dotted name of a file of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_files(path: Path, modules: set[str]) -> set[str]:
    """The files of the package that a file imports, at its top, inside functions or for types."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in modules else str(node.module))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return (found & modules) - {module_of(path)}


def reached_from(start: str, imports: dict[str, set[str]]) -> set[str]:
    """All files that a file imports, directly or by way of others."""
    reached: set[str] = set()
    ahead = set(imports[start])
    while ahead:
        one = ahead.pop()
        reached.add(one)
        ahead |= imports[one] - reached
    return reached


@pytest.mark.parametrize("room", CLEAN_ROOMS)
def test_no_files_import_each_other_in_a_circle(room: str) -> None:
    """Imports inside functions and for types count too: they only hide a circle."""
    modules = {module_of(path) for path in FILES}
    imports = {module_of(path): imported_files(path, modules) for path in FILES}
    inside = [module_of(path) for path in FILES if room_of(path) == room]
    circle = [one for one in inside if one in reached_from(one, imports)]
    assert circle == []


def test_no_lesson_imports_another_lesson() -> None:
    """What two lessons need stands in lessons/shared, which imports no lesson either."""
    modules = {module_of(path) for path in FILES}
    for path in FILES:
        if room_of(path) == "lessons" and path.parent != PACKAGE / "lessons":
            allowed = {path.parent.name, "shared"}
            for name in imported_files(path, modules):
                if name.startswith("calclib.lessons."):
                    assert name.split(".")[2] in allowed, f"{path} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_and_its_functions_are_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert code_lines(source, tree) <= LONG_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert code_lines(source, node) <= LONG_FUNCTION, f"{path}: {node.name} is too long"


def compressed(tree: ast.Module) -> Iterator[str]:
    """What was written to save a line: unpacked literals, and state written through vars."""
    literals = (ast.Tuple, ast.List, ast.Set, ast.Dict)
    for node in ast.walk(tree):
        if isinstance(node, ast.Starred) and isinstance(node.value, literals):
            yield f"line {node.lineno}: *{ast.unparse(node.value)}"
        elif isinstance(node, ast.keyword) and not node.arg and isinstance(node.value, ast.Dict):
            yield f"line {node.value.lineno}: **{ast.unparse(node.value)}"
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None and isinstance(value, ast.Dict):
                    yield f"line {value.lineno}: **{ast.unparse(value)}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "vars(self).update":
            yield f"line {node.lineno}: vars(self).update"


@pytest.mark.parametrize("room", CLEAN_ROOMS)
def test_no_code_is_compressed(room: str) -> None:
    found = {
        str(path.relative_to(PACKAGE)): list(
            compressed(ast.parse(path.read_text(encoding="utf-8")))
        )
        for path in FILES
        if room_of(path) == room
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_two_files_of_tests_outside_packages_have_one_name() -> None:
    # Collected in one process, the second would be taken for the first.
    names = Counter(
        path.name
        for path in (ROOT / "tests").rglob("test_*.py")
        if not (path.parent / "__init__.py").exists()
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_array_of_floats_has_one_name() -> None:
    written = [path for path in FILES if "NDArray[np.float64]" in path.read_text("utf-8")]
    assert written == [PACKAGE / "arrays.py"]
    other = re.compile(r"^\w+(: TypeAlias)? = Array$", re.MULTILINE)
    assert not [path for path in FILES if other.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("path", MATHEMATICS, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_public_name_of_the_mathematics_has_an_example_that_runs(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
            makers = [ast.unparse(maker) for maker in node.decorator_list]
            elsewhere = any("landscape(" in maker or maker == "overload" for maker in makers)
            assert elsewhere or ">>>" in (ast.get_docstring(node) or ""), node.name


def test_a_bare_import_loads_neither_sympy_nor_matplotlib() -> None:
    heavy = ("sympy", "matplotlib", "anywidget")
    program = f"import calclib, sys; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", calclib.__all__)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    value = getattr(calclib, name)
    assert (value.__doc__ or "").strip()
    assert name in dir(calclib)


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Adaam'"):
        _ = calclib.Adaam
