"""What every test shares: the check of each lesson after its run, and the browser."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
import refresh
from hypothesis import HealthCheck, settings
from nbval.plugin import IPyNbCell, IPyNbFile

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

os.environ.update(refresh.PICTURES)
# The same examples in every run, and no clock: a busy machine is no fault of the code. To look for
# new ones, run `pytest --hypothesis-profile=search`.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", settings.get_profile("same"), derandomize=False, max_examples=1000
)
settings.load_profile("same")
collect_ignore = ["benchmarks", "oracles"]  # run by hand, beside peers that no group installs


class LessonIsAsRefreshed(pytest.Item):
    """After nbval has run its cells: is a lesson exactly what the refresh command writes?"""

    obj = None

    def runtest(self) -> None:
        cells = [item for item in self.session.items if item.parent is self.parent]
        cells = [item for item in cells if isinstance(item, IPyNbCell)]
        if any(cell.test_outputs is None for cell in cells):
            pytest.skip("not every cell of this lesson was selected to run")
        saved = self.parent.nb
        runs = [cell.execution_count for cell in saved.cells if cell.cell_type == "code"]
        assert runs == list(range(1, len(runs) + 1)), "a code cell of the saved lesson was not run"
        fresh = nbformat.from_dict(saved)
        for cell, item in zip(
            (c for c in fresh.cells if c.cell_type == "code"), cells, strict=True
        ):
            cell.outputs = item.test_outputs
        assert not refresh.differences(saved, refresh.clean(fresh))
        text = self.path.read_text(encoding="utf-8")
        assert text == nbformat.writes(refresh.clean(saved)) + "\n"
        assert len(text.encode()) <= refresh.LARGEST
        kept = Path(os.environ["CALCLIB_PROGRESS"])
        solved = kept.read_text(encoding="utf-8") if kept.exists() else ""
        assert not solved, "a cell that nobody has filled in counts as solved"

    def reportinfo(self) -> tuple[Any, int, str]:
        return self.path, 0, f"{self.path.name} is as refreshed"


class Lessons:
    """Adds the check above to each notebook of nbval, and adds up the seconds of its cells.

    The right answers that tests give are kept apart: to a lesson every run is a new learner's.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        # Each lesson has a file of its own: what one lesson solves is not solved in another.
        whose = item.parent.path.stem if isinstance(item.parent, IPyNbFile) else "tests"
        os.environ["CALCLIB_PROGRESS"] = f"{self.folder}/{whose}"

    @pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.browser)
        for book in {item.parent: None for item in items if isinstance(item, IPyNbCell)}:
            last = max(i for i, item in enumerate(items) if item.parent is book)
            items.insert(last + 1, LessonIsAsRefreshed.from_parent(book, name="is as refreshed"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        start = perf_counter()
        try:
            return (yield)
        finally:
            if isinstance(item.parent, IPyNbFile):
                name = item.parent.path.name
                self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        for name, seconds in self.seconds.items():
            terminalreporter.write_line(f"{name}: all cells in {seconds:.1f} s")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Say which tests stay in one process when pytest runs in several (-n 3 --dist loadscope).

    Those of a file stay together, for they share a server or a browser; so do the cells of a
    notebook, which share a kernel. All of one lesson, its examples among them, share the networks
    that it trains. The lessons in JupyterLab take longest, and are two halves.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            played = re.search(r"test_lessons_in_jupyterlab\.py::\w+\[(\d\d)-", nodeid)
            if played:
                return f"{file}, half {int(played[1]) % 2}"
            lesson = re.match(r"(?:calclib|tests)/lessons/(\w+)/", file)
            return f"the lesson {lesson[1]}" if lesson else file

    return Files(config, log)


def pytest_configure(config: pytest.Config) -> None:
    folder = TemporaryDirectory()
    config.add_cleanup(folder.cleanup)
    config.pluginmanager.register(Lessons(folder.name), "lessons")
