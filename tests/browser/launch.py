"""A browser for tests, and a plain page that plays a scene without Jupyter."""

import base64
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

import calclib.stage
from calclib.stage.pack import pack
from calclib.stage.scene import Scene

SHIM = Path(__file__).with_name("shim.html")
MODULE = Path(calclib.stage.__file__).parent / "static" / "player.js"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def executable() -> str | None:
    """The path of a Chromium: CALCLIB_CHROMIUM, or the first one found on PATH."""
    named = os.environ.get("CALCLIB_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; without one the test skips, and in CI it fails."""
    with sync_playwright() as playwright:
        path = executable() or _own(playwright)
        if path is None:
            word = pytest.fail if os.environ.get("CI") else pytest.skip
            word(
                "This test needs a browser: apt install chromium, "
                "or set CALCLIB_CHROMIUM to a browser's path."
            )
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def _own(playwright: Playwright) -> str | None:
    """The browser that `playwright install chromium` put in place, if it did."""
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def packed(scene: Scene) -> dict[str, Any]:
    """What the shim's `replace(…)` takes: the spec and the buffers as text."""
    spec, buffers = pack(scene)
    return {"spec": spec, "buffers": [base64.b64encode(block).decode() for block in buffers]}


def page_of(scene: Scene, head: str = "", more: Sequence[Scene] = (), **traits: Any) -> str:
    """A self-contained page that plays a scene, and more below it.

    head: put before everything else. traits: what else each model holds, such as answers.
    """
    text = SHIM.read_text(encoding="utf-8")
    # A closing tag inside the module or the scene would end the script that holds it.
    module = MODULE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    data = json.dumps([packed(one) | {"traits": traits} for one in (scene, *more)])
    text = text.replace("<title>", f"{head}<title>", 1)
    return text.replace("/*MODULE*/", module).replace("/*SCENES*/", data.replace("</", "<\\/"))
