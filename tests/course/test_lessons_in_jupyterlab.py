"""Every lesson in a real JupyterLab: it opens, runs, and its scenes play without the kernel.

The cells run in an environment that holds the wheel and what it must have: no matplotlib, and no
JupyterLab of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Browser, Locator, Page
from refresh import LESSONS, ROOT
from wheels import built_wheel, environment_with, run

PLAYER = '[data-calclib="player"]'
EXTRAS = ("matplotlib", "PIL", "jupyterlab")
# What a cell of the open notebook raised, or that it was not run.
FAILED = """() => [...window.jupyterapp.shell.currentWidget.content.widgets]
    .filter((cell) => cell.model.type === 'code')
    .flatMap((cell, number) => {
        const outputs = cell.model.sharedModel.toJSON().outputs;
        const raised = outputs.filter((output) => output.output_type === 'error');
        const left = cell.model.executionCount === null ? [`cell ${number + 1} was not run`] : [];
        return [...left, ...raised.map((error) => `${error.ename}: ${error.evalue}`)];
    })"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wheel = built_wheel(tmp_path_factory.mktemp("project"))
    return environment_with(tmp_path_factory.mktemp("plain") / "venv", wheel, "ipykernel")


@pytest.fixture(scope="module")
def address(kernel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with jupyterlab(tmp_path_factory.mktemp("lab"), kernel=kernel) as served:
        yield served


class Watched:
    """A page with a lesson on it, and what went wrong or over the wire meanwhile."""

    def __init__(self, browser: Browser, address: str, lesson: Path) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1150, "height": 1000})
        self.errors: list[str] = []
        self.frames = 0
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self.on_console)
        self.page.on("websocket", self.on_websocket)
        self.page.goto(f"{address}/lab/tree/notebooks/{lesson.name}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)

    def on_console(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def on_websocket(self, socket) -> None:
        if "/channels" in socket.url:  # the kernel's; another one tells of changed files
            socket.on("framesent", self.on_frame)
            socket.on("framereceived", self.on_frame)

    def on_frame(self, _) -> None:
        self.frames += 1

    def run_all(self) -> None:
        run = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
        self.page.evaluate(run)
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=120_000)
        assert self.page.evaluate(FAILED) == []
        self.page.wait_for_function(
            f"""() => [...document.querySelectorAll('{PLAYER}')].length > 0
            && [...document.querySelectorAll('{PLAYER}')].every((e) => +e.dataset.painted > 0)"""
        )

    def show(self, player: Locator) -> None:
        """Scroll to a player; cells out of sight may be hidden until the notebook scrolls there."""
        notebook = self.page.locator(".jp-WindowedPanel-outer")
        for _ in range(100):
            if player.is_visible():
                break
            notebook.evaluate(
                """(e) => {
                    const end = e.scrollTop + e.clientHeight >= e.scrollHeight - 2;
                    e.scrollTop = end ? 0 : e.scrollTop + 400;
                }"""
            )
            self.page.wait_for_timeout(100)
        player.scroll_into_view_if_needed()

    def settle(self) -> None:
        """Wait until nothing has gone over the wire for a while."""
        seen = -1
        while seen != self.frames:
            seen = self.frames
            self.page.wait_for_timeout(400)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Watched]:
    watched = Watched(browser, address, request.param)
    yield watched
    watched.page.close()


def painted_index(player: Locator, control: Locator) -> int:
    """The index that the player now shows for the axis of a control."""
    slug = re.sub(r"[^a-z0-9]+", "-", (control.get_attribute("data-axis") or "").lower())
    return int(player.get_attribute(f"data-index-{slug}") or -1)


def wait_for_index(lesson: Watched, player: Locator, control: Locator, wanted: int) -> None:
    for _ in range(300):
        if painted_index(player, control) == wanted:
            return
        lesson.page.wait_for_timeout(50)
    assert painted_index(player, control) == wanted


def test_the_cells_run_without_matplotlib_and_jupyterlab(kernel: Path) -> None:
    program = (
        "import sys; from importlib.util import find_spec; print(*map(find_spec, sys.argv[1:]))"
    )
    assert run(kernel, "-c", program, *EXTRAS).split() == ["None"] * len(EXTRAS)


def test_every_scene_of_a_lesson_plays(lesson: Watched) -> None:
    assert_no_broken_widget(lesson.page)
    lesson.run_all()
    players = lesson.page.locator(PLAYER)
    assert players.count() >= 3
    for number in range(players.count()):
        player = players.nth(number)
        lesson.show(player)
        lesson.settle()
        assert_it_plays_to_the_end(lesson, player)
        assert_every_slider_and_button_answers(lesson, player)
    assert_no_broken_widget(lesson.page)
    assert lesson.errors == []


def assert_no_broken_widget(page: Page) -> None:
    text = page.locator(".jp-Notebook").inner_text()
    assert "model not found" not in text
    assert "Loading widget" not in text


def assert_it_plays_to_the_end(lesson: Watched, player: Locator) -> None:
    """Play at the highest speed: no message goes to or from the kernel. Then scrub by keys."""
    button = player.locator('[data-role="play"]')
    if not button.count():
        return
    slider = player.locator(".deck input[type=range]")
    last = int(slider.get_attribute("max") or 0)
    player.locator('[data-role="speed"]').select_option(index=4)
    slider.press("Home")
    lesson.settle()
    frames = [lesson.frames]
    button.click()
    while painted_index(player, slider) < last:
        frames.append(lesson.frames)
        lesson.page.wait_for_timeout(100)  # each look takes time from the scene
    # The last reading came before the end: at the end the player tells Python where it stopped.
    # Where the machine is slower than the scene there is no reading, for it was over at once.
    assert set(frames[:-1]) <= {frames[0]}, "the kernel was asked while the scene played"
    slider.press("Home")
    wait_for_index(lesson, player, slider, 0)
    slider.press("ArrowRight")
    wait_for_index(lesson, player, slider, min(1, last))
    slider.press("End")
    wait_for_index(lesson, player, slider, last)


def assert_every_slider_and_button_answers(lesson: Watched, player: Locator) -> None:
    """Each further axis: its slider reaches both ends, each of its buttons selects its stop."""
    sliders = player.locator(".row:not(.deck) input[type=range]")
    for slider in (sliders.nth(k) for k in range(sliders.count())):
        paints = int(player.get_attribute("data-painted") or 0)
        for key, wanted in (("Home", 0), ("End", int(slider.get_attribute("max") or 0))):
            slider.press(key)
            wait_for_index(lesson, player, slider, wanted)
        assert int(player.get_attribute("data-painted") or 0) > paints
    groups = player.locator(".row [role=group]")
    for group in (groups.nth(k) for k in range(groups.count())):
        buttons = group.locator("button")
        for number in range(buttons.count()):
            buttons.nth(number).click()
            wait_for_index(lesson, player, group, number)


def test_jupyterlab_opens_on_lesson_0(address: str) -> None:
    """What `uv run jupyter lab` opens is lesson 0, not a list of files."""
    with urllib.request.urlopen(address) as page:
        assert page.url.endswith("/lab/tree/notebooks/00-start-here.ipynb")


def test_no_popup_covers_the_first_screen(browser: Browser, tmp_path: Path) -> None:
    """JupyterLab's question about its news would lie over the first scene of a new learner."""
    with jupyterlab(tmp_path, quiet=False) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        page.wait_for_timeout(3_000)  # the question comes about a second after the page
        assert page.locator(".Toastify__toast, .jp-Dialog").count() == 0
        assert not [url for url in asked if url.endswith("/lab/api/news")]
        page.close()


def test_a_scene_outlives_its_kernel(browser: Browser, address: str) -> None:
    """With the kernel shut down, a scene that is on the page still plays."""
    lesson = Watched(browser, address, LESSONS[0])
    lesson.run_all()
    shutdown = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    lesson.page.evaluate(shutdown)
    playing = lesson.page.locator('[data-role="play"]')
    player = lesson.page.locator(PLAYER).filter(has=playing).first
    lesson.show(player)
    slider = player.locator(".deck input[type=range]")
    last = int(slider.get_attribute("max") or 0)
    slider.press("Home")
    player.locator('[data-role="speed"]').select_option(index=4)
    player.locator('[data-role="play"]').click()
    wait_for_index(lesson, player, slider, last)
    lesson.page.close()


def test_a_lesson_plays_on_the_versions_of_binders_base(browser: Browser, tmp_path: Path) -> None:
    """JupyterLab, ipywidgets and kernel of Binder's image, and the pins of binder/."""
    python = tmp_path / "base" / "bin" / "python"
    base = ["jupyterlab==4.4.9", "ipywidgets==8.1.7", "ipykernel==7.0.1", "ipython==9.6.0"]
    pins = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    wanted = [*base, *(pin for pin in pins if pin[:1].isalpha() and not pin.startswith("numpy"))]
    own = [str(ROOT), str(ROOT / "tools" / "start")]
    for command in (
        ["uv", "venv", "--quiet", "--python", here, str(tmp_path / "base")],
        ["uv", "pip", "install", "--quiet", "--python", str(python), *wanted, "numpy"],
        ["uv", "pip", "install", "--quiet", "--python", str(python), "--no-deps", *own],
    ):
        subprocess.run(command, check=True)
    with jupyterlab(tmp_path, str(python)) as address:
        lesson = Watched(browser, address, LESSONS[16])  # one that trains no network
        lesson.run_all()
        player = lesson.page.locator(PLAYER).first
        lesson.show(player)
        assert_it_plays_to_the_end(lesson, player)
        assert_every_slider_and_button_answers(lesson, player)
        assert lesson.errors == []
        lesson.page.close()
