"""What axe-core finds on a page, in each theme, and the packages of the browser side."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

import calclib.stage

FRONTEND = Path(calclib.stage.__file__).parent / "frontend"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = {
    "light": ":root { --jp-layout-color0: #fff; --jp-ui-font-color1: rgba(0, 0, 0, 0.87);"
    " --jp-ui-font-color2: rgba(0, 0, 0, 0.54); --jp-border-color2: #e0e0e0;"
    " --jp-brand-color1: #1976d2 }",
    "dark": ":root { --jp-layout-color0: #111; --jp-ui-font-color1: #fff;"
    " --jp-ui-font-color2: rgba(255, 255, 255, 0.7); --jp-border-color2: #424242;"
    " --jp-brand-color1: #2196f3 } body { background: #111 }",
}


def npm(*words: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the frontend's folder."""
    command = [shutil.which("npm") or "npm", *words]
    return subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed() -> None:
    """The locked packages, installed where they are missing."""
    if not (FRONTEND / "node_modules").exists():
        run = npm("ci", "--no-audit", "--no-fund")
        assert run.returncode == 0, run.stderr


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the player, a line each."""
    page.add_script_tag(path=FRONTEND / "node_modules" / "axe-core" / "axe.min.js")
    found = page.evaluate(
        "tags => axe.run('#host', { runOnly: tags }).then(({ violations }) => violations)", TAGS
    )
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
